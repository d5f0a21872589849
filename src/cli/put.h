/* put.h - what ingest and load share: records into the database in batches, one line each, the sum and what needs a second look at the end. */
#ifndef NV_PUT_H
#define NV_PUT_H
#include "cli/cli.h"
#include "store/store.h"

typedef struct {
    nv_cli *cli;
    nv_store *store;
    nv_arena *a;              /* of hashes */
    bool quiet, bar;          /* bar: progress on stderr */
    bool open;                /* a transaction is open */
    uint32_t in_batch, done, total;
    int64_t opened, drawn;    /* milliseconds */
    nv_buf note;              /* stands behind the bar; the caller's to clear */
    nv_buf lines;             /* of the open batch: printed when it is committed */
    uint32_t n_new, n_same, n_updated, n_failed;
    NV_VEC(nv_str) hashes;    /* of this run */
    nv_err err;               /* of the database, once something failed */
} nv_putter;

/* Opens the database for writing with the registry of the grammars. Returns an exit code; not NV_X_DONE: a message has been printed. */
int nv_put_open(nv_putter *p, nv_cli *cli, const nv_registry *reg, const char *digest, uint32_t total);
/* Writes one record. `where` names it in messages; `sha256`, if not NULL, is the hash of the file of this name that it must be of. An unreadable or foreign
 * record is counted and printed; false: the database failed, stop. */
bool nv_put_record(nv_putter *p, const char *where, const char *json, size_t n, const char *sha256);
/* A file that is in already, by its hash. */
void nv_put_same(nv_putter *p, const char *name, const char *sha256);
/* A file that failed: its one line, counted. */
void nv_put_failed(nv_putter *p, const nv_err *err);
/* Commits what is open if it is old or large enough (or `now`). False: the database failed. */
bool nv_put_flush(nv_putter *p, bool now);
/* Commits, prints the sum and what needs a second look; the exit code of the verb. */
int nv_put_close(nv_putter *p);

#endif
