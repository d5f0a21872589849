/* workers.h - reading processes: what a damaged file does to its reader stays there.
 *
 * Each worker is a forked process at the end of a socket pair. It is given one job (a path) at a time and answers with bytes (a record) or an error. A
 * worker that dies, or is killed for taking too long, costs the one job it had and is replaced. Every wait of the parent has an end.
 */
#ifndef NV_WORKERS_H
#define NV_WORKERS_H
#include "base/err.h"

typedef struct nv_workers nv_workers;
/* Runs in the worker. Appends the answer to *out, or returns an error with its message in *err. */
typedef nv_status nv_job_fn(void *ctx, const char *path, nv_buf *out, nv_err *err);

typedef enum { NV_JOB_DONE, NV_JOB_ERROR, NV_JOB_SIGNAL, NV_JOB_EXIT, NV_JOB_TIMEOUT } nv_job_how;
typedef struct {
    uint32_t job;      /* number given to nv_workers_send */
    nv_job_how how;
    int code;          /* signal, exit code or seconds */
    nv_err err;        /* of NV_JOB_ERROR */
    nv_buf bytes;      /* of NV_JOB_DONE; the caller clears it */
} nv_job_result;

/* Starts n workers; `seconds` is the time that one job may take. NULL if not even one could be started (errno). Ignores SIGPIPE. */
nv_workers *nv_workers_new(unsigned n, unsigned seconds, nv_job_fn *fn, void *ctx);
/* Kills what still runs and waits for all. */
void nv_workers_free(nv_workers *w);
/* True if a worker is free. */
bool nv_workers_free_one(const nv_workers *w);
/* Gives a job to a free worker (there must be one). If none can be started any more the job comes back as NV_JOB_EXIT. */
void nv_workers_send(nv_workers *w, uint32_t job, const char *path);
/* Waits at most `ms` milliseconds for the next result, in order of completion; false if none came, or no job is out. */
bool nv_workers_wait(nv_workers *w, unsigned ms, nv_job_result *out);

#endif
