/* db.h - inside the store: the connection, its statements prepared once, and short names for binding and reading. */
#ifndef NV_STORE_DB_H
#define NV_STORE_DB_H
#include "store/store.h"
#include <sqlite3.h>

typedef NV_VEC(int64_t) nv_ids;

enum { NV_SQL_MAX = 160 };

struct nv_store {
    sqlite3 *db;
    const char *path;                 /* owned */
    const nv_registry *reg;
    bool in_tx, dropped;              /* dropped: a file was taken out, identities may be unused */
    struct { const char *sql; sqlite3_stmt *st; } cache[NV_SQL_MAX]; /* by address of the SQL text */
    unsigned n_cache;
    nv_arena *scratch;                /* dirty groups, until commit */
    NV_VEC(nv_str) dirty;             /* "n:…" and "m:…" */
    nv_buf words;                     /* rows for the full-text index, written at commit: see nv_fts_flush */
};

/* The prepared statement of a static SQL text, reset and ready to bind; NULL on error (then nv_db_fail). Needs distinct static texts. */
sqlite3_stmt *nv_db_sql(nv_store *s, const char *sql);
/* Runs a prepared statement to its end; false on error. */
bool nv_db_run(sqlite3_stmt *st);
bool nv_db_exec(nv_store *s, const char *sql);
/* Fills *err from the connection's last error: NV_E_SPACE for a full disk or I/O, else NV_E_DB. */
nv_status nv_db_fail(nv_store *s, nv_err *err);

void nv_bind(sqlite3_stmt *st, int i, nv_str v);        /* p == NULL: NULL. The bytes must stay until the statement is reset. */
void nv_bind_int(sqlite3_stmt *st, int i, int64_t v);
void nv_bind_opt(sqlite3_stmt *st, int i, int64_t v, int64_t none); /* NULL if v == none */
nv_str nv_col(sqlite3_stmt *st, int i, nv_arena *a);    /* copy; p == NULL for NULL */
int64_t nv_col_int(sqlite3_stmt *st, int i);            /* 0 for NULL */

/* Marks a group for resolution at commit. */
void nv_db_touch(nv_store *s, const char *kind, nv_str key);
/* Recomputes the documents of all touched groups. */
bool nv_resolve_dirty(nv_store *s);
/* Writes the queued rows of the full-text index. They wait in memory until the commit, for FTS5 writes a segment whenever a savepoint is opened. */
bool nv_fts_flush(nv_store *s);
/* Words for FTS: skeleton with everything but letters and digits as one space. */
void nv_fts_words(nv_str text, nv_buf *out);
/* Members of a class named `name` (agencies.id) into class_members. */
bool nv_write_class(nv_store *s, int64_t agency, nv_str name);

#endif
