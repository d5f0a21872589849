/* reading.h - files given on the command line, read in a jailed process: what the verbs that read files share. */
#ifndef NV_READING_H
#define NV_READING_H
#include "base/digest.h"
#include "cli/cli.h"
#include "cli/workers.h"

/* The options --sandbox (auto, require or off) and --timeout of the running verb, into *out. False: a message has been printed, return NV_X_USAGE. */
bool nv_cli_limits(const nv_cli *cli, nv_workers_opts *out);
/* SHA-256 of an open file as hex; its position does not move. False: it cannot be read (the worker will say why). */
bool nv_hash_fd(int fd, char hex[NV_DIGEST_HEX]);
/* The error of a job that ended otherwise than by NV_JOB_DONE, in *err. */
void nv_job_error(const nv_cli *cli, const char *path, const nv_job_result *res, nv_err *err);
/* Runs `fn` on each file in a worker and prints its text on standard output, in the order of the arguments; the exit code of the verb. */
int nv_read_each(nv_cli *cli, char **paths, int n, nv_job_fn *fn, void *ctx);

/* In the worker: the file of a job to its document, as far as stage `until` (NULL: all). NV_E_SCAN: pages must be recognised first, *out has their numbers;
 * with --no-ocr they stay unreadable. */
nv_status nv_job_doc(const nv_cli *cli, const nv_job *job, const char *until, nv_doc **doc, nv_buf *out, nv_err *err);
/* The job of a worker that makes a file's record; `cli` is its context. */
nv_job_fn nv_job_record;
/* The record of one file, made in a worker, appended to *json. The pipeline must have been loaded. */
nv_status nv_read_record(nv_cli *cli, const char *path, nv_buf *json, nv_err *err);
/* The same for an open file, which it closes. */
nv_status nv_read_record_fd(nv_cli *cli, const char *path, int fd, nv_buf *json, nv_err *err);

#endif
