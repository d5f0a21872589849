/* open.c - the connection: opening what is ours, refusing what is not, statements, errors. */
#include "schema_sql.h"
#include "store/db.h"
#include "store/corrections.h"
#include "store/relations.h"
#include "store/people_fit.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { APP_ID = 0x4e564442, SCHEMA_VERSION = 5, BUSY_MS = 5000 };

nv_status nv_db_fail(nv_store *s, nv_err *err)
{
    int rc = sqlite3_errcode(s->db) & 0xff;
    const char *why = sqlite3_errmsg(s->db);
    switch (rc) {
    case SQLITE_FULL:
    case SQLITE_IOERR: return nv_err_set(err, NV_E_SPACE, NV_M_E_DB_SPACE, s->path, why, NULL);
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return nv_err_set(err, NV_E_DB, NV_M_E_DB_BUSY, s->path, NULL);
    case SQLITE_NOTADB: return nv_err_set(err, NV_E_DB, NV_M_E_DB_FOREIGN, s->path, why, NULL);
    default: return nv_err_set(err, NV_E_DB, NV_M_E_DB, s->path, why, NULL);
    }
}

sqlite3_stmt *nv_db_sql(nv_store *s, const char *sql)
{
    for (unsigned i = 0; i < s->n_cache; i++) {
        if (s->cache[i].sql != sql) continue;
        sqlite3_reset(s->cache[i].st);
        return s->cache[i].st;
    }
    sqlite3_stmt *st = NULL;
    if (s->n_cache == NV_SQL_MAX || sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK) return NULL;
    s->cache[s->n_cache].sql = sql;
    s->cache[s->n_cache++].st = st;
    return st;
}

bool nv_db_run(sqlite3_stmt *st)
{
    if (!st) return false;
    int rc;
    do rc = sqlite3_step(st);
    while (rc == SQLITE_ROW);
    return sqlite3_reset(st) == SQLITE_OK && rc == SQLITE_DONE;
}

bool nv_db_exec(nv_store *s, const char *sql)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

void nv_bind(sqlite3_stmt *st, int i, nv_str v)
{
    if (v.p) sqlite3_bind_text(st, i, v.p, (int)v.n, SQLITE_STATIC);
    else sqlite3_bind_null(st, i);
}

void nv_bind_int(sqlite3_stmt *st, int i, int64_t v)
{
    sqlite3_bind_int64(st, i, v);
}

void nv_bind_opt(sqlite3_stmt *st, int i, int64_t v, int64_t none)
{
    if (v == none) sqlite3_bind_null(st, i);
    else sqlite3_bind_int64(st, i, v);
}

nv_str nv_col(sqlite3_stmt *st, int i, nv_arena *a)
{
    const char *p = (const char *)sqlite3_column_text(st, i);
    if (!p) return (nv_str){ 0 };
    return nv_arena_str(a, (nv_str){ p, (uint32_t)sqlite3_column_bytes(st, i) });
}

int64_t nv_col_int(sqlite3_stmt *st, int i)
{
    return sqlite3_column_int64(st, i);
}

/* First column of a pragma or query as a number. */
static bool one_int(nv_store *s, const char *sql, int64_t *out)
{
    sqlite3_stmt *st = NULL;
    bool ok = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW;
    if (ok) *out = sqlite3_column_int64(st, 0);
    return sqlite3_finalize(st) == SQLITE_OK && ok;
}

static nv_status foreign(nv_store *s, nv_err *err, const char *why)
{
    return nv_err_set(err, NV_E_DB, NV_M_E_DB_FOREIGN, s->path, why, NULL);
}

/* Ours, and of a version that we know; an empty one gets the schema. */
static nv_status check(nv_store *s, nv_store_mode mode, nv_err *err)
{
    int64_t app = 0, version = 0, objects = 0;
    if (!one_int(s, "PRAGMA application_id", &app) || !one_int(s, "PRAGMA user_version", &version) ||
        !one_int(s, "SELECT count(*) FROM sqlite_schema", &objects))
        return nv_db_fail(s, err);
    if (objects == 0 && app == 0 && version == 0) {
        if (mode == NV_STORE_READ) return nv_err_set(err, NV_E_DB, NV_M_E_DB_ABSENT, s->path, NULL);
        if (!nv_db_exec(s, "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE") || !nv_db_exec(s, nv_schema_sql) || !nv_db_exec(s, "COMMIT")) return nv_db_fail(s, err);
        return NV_OK;
    }
    char why[64];
    snprintf(why, sizeof why, "application_id 0x%08llx", (unsigned long long)app);
    if (app != APP_ID) return foreign(s, err, why);
    snprintf(why, sizeof why, "schema %lld, nghiavu " NV_VERSION ": %d", (long long)version, SCHEMA_VERSION);
    if (version != SCHEMA_VERSION) return foreign(s, err, why);
    return NV_OK;
}

/* A database on a read-only medium cannot have its -shm file made; it is then opened as unchanging. */
static int open_read(const char *path, sqlite3 **db)
{
    int64_t probe;
    int rc = sqlite3_open_v2(path, db, SQLITE_OPEN_READONLY, NULL);
    nv_store tmp = { .db = *db };
    if (rc == SQLITE_OK && !one_int(&tmp, "SELECT count(*) FROM sqlite_schema", &probe) &&
        ((sqlite3_errcode(*db) & 0xff) == SQLITE_CANTOPEN || (sqlite3_errcode(*db) & 0xff) == SQLITE_READONLY)) {
        sqlite3_close(*db);
        char *uri = sqlite3_mprintf("file:%s?immutable=1", path);
        rc = sqlite3_open_v2(strpbrk(path, "?#%") ? path : uri, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
        sqlite3_free(uri);
    }
    return rc;
}

nv_status nv_store_open(const char *path, nv_store_mode mode, nv_store **out, nv_err *err)
{
    static const char *const setup[] = {
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA mmap_size = 2147418112",
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -12288; PRAGMA synchronous = NORMAL; "
        "PRAGMA wal_autocheckpoint = 20000; PRAGMA secure_delete = OFF",
    };
    *out = NULL;
    if (mode == NV_STORE_READ && access(path, F_OK) != 0) return nv_err_set(err, NV_E_DB, NV_M_E_DB_ABSENT, path, NULL);
    nv_store *s = nv_xmalloc(sizeof *s);
    *s = (nv_store){ .path = nv_xstrdup(path), .scratch = nv_arena_new() };
    int rc = mode == NV_STORE_READ ? open_read(path, &s->db) : sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    nv_status st = NV_OK;
    if (rc == SQLITE_OK) {
        sqlite3_busy_timeout(s->db, BUSY_MS);
        sqlite3_extended_result_codes(s->db, 1);
    }
    if (rc != SQLITE_OK || !nv_db_exec(s, setup[mode])) st = nv_db_fail(s, err);
    if (!st) st = check(s, mode, err);
    if (st) {
        nv_store_close(s);
        return st;
    }
    *out = s;
    return NV_OK;
}

void nv_store_close(nv_store *s)
{
    if (!s) return;
    if (s->in_tx) nv_store_rollback(s);
    for (unsigned i = 0; i < s->n_cache; i++) sqlite3_finalize(s->cache[i].st);
    sqlite3_close(s->db);
    nv_arena_free(s->scratch);
    nv_buf_clear(&s->words);
    free((char *)s->path);
    free(s);
}

nv_status nv_store_begin(nv_store *s, nv_err *err)
{
    if (!nv_db_exec(s, "BEGIN IMMEDIATE")) return nv_db_fail(s, err);
    s->in_tx = true;
    return NV_OK;
}

static void forget_dirty(nv_store *s)
{
    nv_arena_free(s->scratch);
    s->scratch = nv_arena_new();
    s->dirty.v = NULL;
    s->dirty.n = s->dirty.cap = 0;
}

nv_status nv_store_commit(nv_store *s, nv_err *err)
{
    bool ok = nv_fts_flush(s) && nv_resolve_dirty(s) && nv_people_fit(s) && nv_corrections_apply(s) && nv_relations_apply(s) && nv_db_exec(s, "COMMIT");
    if (!ok) {
        nv_status st = nv_db_fail(s, err);
        nv_store_rollback(s);
        return st;
    }
    s->in_tx = false;
    forget_dirty(s);
    return NV_OK;
}

void nv_store_rollback(nv_store *s)
{
    for (unsigned i = 0; i < s->n_cache; i++) sqlite3_reset(s->cache[i].st);
    if (!sqlite3_get_autocommit(s->db)) (void)nv_db_exec(s, "ROLLBACK");
    s->in_tx = false;
    s->words.n = 0;
    forget_dirty(s);
}

/* Linear: a batch touches a few hundred groups at most between commits, and most are touched again at once. */
void nv_db_touch(nv_store *s, const char *kind, nv_str key)
{
    if (!key.p) return;
    nv_str full = nv_arena_printf(s->scratch, "%s%.*s", kind, NV_ARG(key));
    for (uint32_t i = s->dirty.n; i-- > 0;)
        if (nv_str_eq(s->dirty.v[i], full)) return;
    *NV_PUSH(s->scratch, &s->dirty) = full;
}

nv_status nv_store_check(nv_store *s, nv_err *err)
{
    static const char *const looks[] = { "PRAGMA quick_check(1)", "PRAGMA foreign_key_check" };
    for (unsigned i = 0; i < NV_NELEM(looks); i++) {
        sqlite3_stmt *st = nv_db_sql(s, looks[i]);
        int rc = st ? sqlite3_step(st) : SQLITE_ERROR;
        const char *said = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(st, 0) : NULL;
        char why[200];
        snprintf(why, sizeof why, "%s: %.150s", looks[i], said ? said : "?");
        if (st) sqlite3_reset(st);
        if (rc != SQLITE_ROW && rc != SQLITE_DONE) return nv_db_fail(s, err);
        if (rc == SQLITE_ROW && (!said || strcmp(said, "ok") != 0)) return nv_err_set(err, NV_E_DB, NV_M_E_DB, s->path, why, NULL);
    }
    return NV_OK;
}

void nv_store_version(nv_buf *out)
{
    nv_buf_printf(out, ", SQLite %s", sqlite3_libversion());
}
