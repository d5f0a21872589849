/* workers.h - reading processes: what a damaged or hostile file does to its reader stays there.
 *
 * Each worker is a forked process at the end of a socket pair, locked in a jail (read/jail.h) before it sees its first file. It is given a job,
 * a path for messages and an open descriptor, and answers with bytes or an error; its next job may wait in its socket already, so that it need not wait for the
 * parent. A worker that dies, lies or takes too long costs the one job it had and
 * is replaced; a job whose worker died after other jobs is tried once more in a new one. Workers are replaced after NV_WORKER_FILES jobs. Every wait of the
 * parent has an end.
 */
#ifndef NV_WORKERS_H
#define NV_WORKERS_H
#include "base/err.h"
#include "read/jail.h"

typedef struct nv_workers nv_workers;

/* A job as its function in the worker sees it. */
typedef struct nv_job {
    const char *path;  /* for messages */
    int fd;            /* the open file, or -1 */
    int words;         /* the open words that were recognised on its pages (read/ocr.h), or -1 */
    uint32_t page;     /* the page to recognise, 0: read the file */
    int sock;          /* for tests of what a worker may do */
} nv_job;
/* Runs in the worker. Appends the answer to *out, or returns an error with its message in *err; NV_E_SCAN: *out has the numbers of the pages (uint32_t) that
 * are to be recognised first. */
typedef nv_status nv_job_fn(void *ctx, const nv_job *job, nv_buf *out, nv_err *err);

typedef enum { NV_JOB_DONE, NV_JOB_SCAN, NV_JOB_ERROR, NV_JOB_SIGNAL, NV_JOB_EXIT, NV_JOB_TIMEOUT, NV_JOB_LIED } nv_job_how;
typedef struct {
    uint32_t job;      /* number given to nv_workers_send */
    nv_job_how how;
    int code;          /* signal, exit code or seconds */
    nv_err err;        /* of NV_JOB_ERROR */
    nv_buf bytes;      /* of NV_JOB_DONE, and the pages of NV_JOB_SCAN; the caller clears it */
} nv_job_result;

typedef struct {
    unsigned n;                  /* number of workers */
    unsigned seconds, cpu_seconds; /* wall time and processor time of one job; 0 of the latter: NV_MAX_FILE_CPU_SECONDS */
    nv_sandbox sandbox;
    nv_job_fn *fn;
    void *ctx;
} nv_workers_opts;

enum { NV_EXIT_NO_JAIL = 120 }; /* exit code of a worker that NV_SANDBOX_REQUIRE forbids to go on */

/* Starts the workers. NULL if not even one could be started (errno). Ignores SIGPIPE. */
nv_workers *nv_workers_new(const nv_workers_opts *opts);
/* Kills what still runs and waits for all. */
void nv_workers_free(nv_workers *w);
/* True if a worker is without a job or, with `ahead`, has one and may be given its next: where many short ones are left, since one behind a long one waits. */
bool nv_workers_free_one(const nv_workers *w, bool ahead);
/* Gives job `number` to a worker, at best to one without a job; nv_workers_free_one must have said that there is one. Its descriptors are the workers' from here on, its path is copied. If none can be started any
 * more the job comes back as NV_JOB_EXIT. */
void nv_workers_send(nv_workers *w, uint32_t number, const nv_job *job);
/* Waits at most `ms` milliseconds for the next result, in order of completion; false if none came, or no job is out. */
bool nv_workers_wait(nv_workers *w, unsigned ms, nv_job_result *out);

#endif
