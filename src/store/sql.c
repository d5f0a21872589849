#include "store/sql.h"
#include "base/limits.h"
#include "store/db.h"
#include "store/sqlfun.h"
#include <stdio.h>
#include <strings.h>
#include <time.h>

typedef struct { struct timespec end; bool late; const char *denied; char what[64]; } guard;

/* Pragmas that only read, by name; with an argument they name a table or an index. */
static bool reads_only(const char *pragma)
{
    static const char *const names[] = { "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list", "function_list",
                                         "pragma_list", "data_version", "collation_list", "module_list", "compile_options", "user_version", "application_id", "encoding", "page_count", "page_size" };
    for (unsigned i = 0; i < NV_NELEM(names); i++)
        if (strcasecmp(pragma, names[i]) == 0) return true;
    return false;
}

static bool sets(const char *pragma, const char *arg)
{
    return arg && (strcasecmp(pragma, "user_version") == 0 || strcasecmp(pragma, "application_id") == 0 || strcasecmp(pragma, "encoding") == 0 ||
                   strcasecmp(pragma, "page_size") == 0 || strcasecmp(pragma, "page_count") == 0);
}

static int deny(guard *g, const char *what, const char *name)
{
    snprintf(g->what, sizeof g->what, "%s%s%s", what, name ? " " : "", name ? name : "");
    g->denied = g->what;
    return SQLITE_DENY;
}

/* What a statement may do, asked while it is prepared. Everything that is not named here is refused. */
static int authorize(void *p, int action, const char *one, const char *two, const char *db, const char *from)
{
    (void)db, (void)from;
    guard *g = p;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_FUNCTION:
        if (strcasecmp(two, "load_extension") == 0 || strcasecmp(two, "fts3_tokenizer") == 0) return deny(g, two, NULL);
        return SQLITE_OK;
    case SQLITE_PRAGMA: return reads_only(one) && !sets(one, two) ? SQLITE_OK : deny(g, "PRAGMA", one);
    case SQLITE_ATTACH: return deny(g, "ATTACH", NULL);
    case SQLITE_DETACH: return deny(g, "DETACH", NULL);
    case SQLITE_UPDATE: /* asked when a virtual table (fts, a table-valued pragma) is first used; a statement that would do it is not read-only and is refused */
        return strcmp(one, "sqlite_master") == 0 ? SQLITE_OK : deny(g, "UPDATE", one);
    case SQLITE_INSERT:
    case SQLITE_DELETE:
        if (strncmp(one, "sqlite_", 7) == 0) return deny(g, "CREATE, DROP …", NULL);
        return deny(g, action == SQLITE_INSERT ? "INSERT" : "DELETE", one);
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT: return deny(g, one, NULL);
    default: return deny(g, "ALTER, ANALYZE, REINDEX …", NULL);
    }
}

static int tick(void *p)
{
    guard *g = p;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    g->late = now.tv_sec > g->end.tv_sec || (now.tv_sec == g->end.tv_sec && now.tv_nsec >= g->end.tv_nsec);
    return g->late;
}

static bool lock_up(nv_store *s, guard *g)
{
    if (!nv_sqlfun_add(s) || !nv_db_exec(s, "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY")) return false;
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, (int)NV_MAX_TEXT_BYTES);
    sqlite3_limit(s->db, SQLITE_LIMIT_SQL_LENGTH, (int)NV_MAX_SQL_BYTES);
    sqlite3_limit(s->db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000);
    sqlite3_hard_heap_limit64((sqlite3_int64)NV_MAX_SQL_MEMORY); /* of the process: a sort may not eat the machine */
    sqlite3_set_authorizer(s->db, authorize, g);
    sqlite3_progress_handler(s->db, 1000, tick, g);
    return true;
}

/* What SQLite says, as one line: its messages quote what was written. */
static nv_status wrong(const char *why, nv_err *err)
{
    nv_buf b = { 0 };
    for (; *why; why++) nv_buf_addc(&b, (unsigned char)*why < ' ' || *why == 0x7f ? ' ' : *why);
    nv_status st = nv_err_set(err, NV_E_USAGE, NV_M_E_SQL, nv_buf_z(&b), NULL);
    nv_buf_clear(&b);
    return st;
}

/* Why a statement was not prepared or stopped. */
static nv_status refuse(nv_store *s, const guard *g, nv_err *err)
{
    int rc = sqlite3_errcode(s->db) & 0xff;
    char limit[24];
    if (g->late) return nv_err_set(err, NV_E_LIMIT, NV_M_E_SQL_TIME, NULL);
    if (g->denied) return nv_err_set(err, NV_E_USAGE, NV_M_E_SQL_DENIED, g->denied, NULL);
    snprintf(limit, sizeof limit, "%u", NV_MAX_SQL_MEMORY >> 20);
    if (rc == SQLITE_NOMEM || rc == SQLITE_TOOBIG) return nv_err_set(err, NV_E_LIMIT, NV_M_E_SQL_SIZE, limit, NULL);
    if (rc == SQLITE_ERROR || rc == SQLITE_AUTH || rc == SQLITE_MISMATCH || rc == SQLITE_RANGE || rc == SQLITE_READONLY)
        return wrong(sqlite3_errmsg(s->db), err);
    return nv_db_fail(s, err);
}

static nv_sql_cell cell(sqlite3_stmt *st, int i, nv_arena *a)
{
    const char *p;
    switch (sqlite3_column_type(st, i)) {
    case SQLITE_INTEGER: return (nv_sql_cell){ .kind = NV_SQL_INT, .i = sqlite3_column_int64(st, i) };
    case SQLITE_FLOAT: return (nv_sql_cell){ .kind = NV_SQL_REAL, .r = sqlite3_column_double(st, i) };
    case SQLITE_TEXT: return (nv_sql_cell){ .kind = NV_SQL_TEXT, .text = nv_col(st, i, a) };
    case SQLITE_BLOB:
        p = sqlite3_column_blob(st, i);
        return (nv_sql_cell){ .kind = NV_SQL_BLOB, .text = p ? nv_arena_str(a, (nv_str){ p, (uint32_t)sqlite3_column_bytes(st, i) }) : NV_LIT("") };
    default: return (nv_sql_cell){ .kind = NV_SQL_NULL };
    }
}

/* The rows, at most as many bytes of them as one may keep. */
static nv_status collect(nv_store *s, const guard *g, sqlite3_stmt *st, nv_arena *a, nv_ans_sql *out, nv_err *err)
{
    int n = sqlite3_column_count(st), rc;
    uint64_t bytes = 0;
    for (int i = 0; i < n; i++) *NV_PUSH(a, &out->columns) = nv_arena_str(a, nv_str_of(sqlite3_column_name(st, i)));
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        nv_sql_cell *row = nv_arena_alloc(a, (size_t)(n ? n : 1) * sizeof *row);
        for (int i = 0; i < n; i++) {
            row[i] = cell(st, i, a);
            bytes += sizeof *row + row[i].text.n;
        }
        *NV_PUSH(a, &out->rows) = row;
        char limit[24];
        snprintf(limit, sizeof limit, "%u", NV_MAX_SQL_MEMORY >> 20);
        if (bytes > NV_MAX_SQL_MEMORY) return nv_err_set(err, NV_E_LIMIT, NV_M_E_SQL_SIZE, limit, NULL);
    }
    return rc == SQLITE_DONE ? NV_OK : refuse(s, g, err);
}

/* True if nothing but white space, semicolons and comments follows. */
static bool is_end(nv_store *s, const char *tail, const char *end)
{
    while (tail < end) {
        sqlite3_stmt *st = NULL;
        const char *next = tail;
        int rc = sqlite3_prepare_v2(s->db, tail, (int)(end - tail), &st, &next);
        bool none = rc == SQLITE_OK && !st;
        sqlite3_finalize(st);
        if (!none) return false;
        if (next == tail) return true;
        tail = next;
    }
    return true;
}

nv_status nv_store_sql(nv_store *s, nv_str sql, unsigned seconds, nv_arena *a, nv_ans_sql *out, nv_err *err)
{
    guard g = { 0 };
    *out = (nv_ans_sql){ 0 };
    clock_gettime(CLOCK_MONOTONIC, &g.end);
    g.end.tv_sec += (time_t)seconds;
    if (!lock_up(s, &g)) return nv_db_fail(s, err);
    if (memchr(sql.p ? sql.p : "", 0, sql.n)) return wrong("U+0000", err);
    sqlite3_stmt *st = NULL;
    const char *tail = NULL, *end = sql.p + sql.n;
    nv_status status;
    if (sqlite3_prepare_v2(s->db, sql.p ? sql.p : "", (int)sql.n, &st, &tail) != SQLITE_OK) status = refuse(s, &g, err);
    else if (!st) status = nv_err_set(err, NV_E_USAGE, NV_M_E_SQL_NONE, NULL);
    else if (!is_end(s, tail, end)) status = nv_err_set(err, NV_E_USAGE, NV_M_E_SQL_SEVERAL, NULL);
    else if (!sqlite3_stmt_readonly(st)) status = nv_err_set(err, NV_E_USAGE, NV_M_E_SQL_DENIED, "INSERT, UPDATE, DELETE …", NULL);
    else status = collect(s, &g, st, a, out, err);
    sqlite3_finalize(st);
    sqlite3_set_authorizer(s->db, NULL, NULL);
    sqlite3_progress_handler(s->db, 0, NULL, NULL);
    return status;
}
