/* ingest PATH…: files and folders into the database. Workers read, this process writes, in the byte order of the paths whatever the number of workers. */
#include "cli/put.h"
#include "cli/reading.h"
#include "cli/scan.h"
#include "cli/walk.h"
#include "base/limits.h"
#include "grammar/grammar.h"
#include "read/read.h"
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_JOBS = 64, AHEAD = 8, WAIT_MS = 500 }; /* AHEAD: answers a worker may be ahead of the writer */

typedef struct { uint32_t file; int words; } ready;

typedef struct {
    nv_putter put;
    nv_walk walk;
    nv_workers *workers;
    const char *digest;
    nv_job_result *res;  /* of file i, once have[i] */
    bool *have, *same;
    char (*sha)[NV_DIGEST_HEX];
    uint32_t sent, next; /* given out; to be written */
    nv_scanner *scanner; /* NULL: --no-ocr */
    uint8_t *tries;      /* of a scan: 1 words of another run were tried, 2 those of all its pages, 3 nobody can recognise */
    NV_VEC(ready) again; /* scans to be read with their words */
    nv_arena *a;
} run;

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool is_next(const run *r) { return r->next < r->walk.files.n && r->have[r->next]; }

/* Writes what came of the next file. */
static bool write_next(run *r)
{
    uint32_t i = r->next++;
    const char *path = r->walk.files.v[i].p;
    nv_job_result *x = &r->res[i];
    bool ok = true;
    if (r->same[i]) nv_put_same(&r->put, base_name(path), r->sha[i]);
    else if (x->how == NV_JOB_DONE) ok = nv_put_record(&r->put, path, x->bytes.p, x->bytes.n, r->sha[i]);
    else {
        nv_err err;
        nv_job_error(r->put.cli, path, x, &err);
        nv_put_failed(&r->put, &err);
    }
    nv_buf_clear(&x->bytes);
    return ok;
}

/* Opens file i, which only this process may do, and gives it to a worker, unless it cannot be opened or is in already. */
static void send_file(run *r, uint32_t i)
{
    const char *path = r->walk.files.v[i].p;
    r->res[i].how = NV_JOB_ERROR;
    int fd = nv_read_open(path, &r->res[i].err);
    r->have[i] = fd < 0;
    if (fd < 0) return;
    r->same[i] = nv_hash_fd(fd, r->sha[i]) && nv_store_has(r->put.store, r->sha[i], "nghiavu " NV_VERSION, r->digest);
    r->have[i] = r->same[i];
    if (r->same[i]) close(fd);
    else nv_workers_send(r->workers, i, &(nv_job){ .path = path, .fd = fd, .words = -1 });
}

/* File i turned out to be a scan whose pages `res` names: words of another run are tried, else it waits for its pages to be recognised. */
static void scan_file(run *r, uint32_t i, nv_job_result *res)
{
    const char *path = r->walk.files.v[i].p;
    int words = r->tries[i] == 0 ? nv_scan_kept(r->sha[i]) : -1;
    if (words >= 0) {
        r->tries[i] = 1;
        *NV_PUSH(r->a, &r->again) = (ready){ i, words };
    } else if (r->tries[i] < 2 && r->scanner) {
        int fd = nv_read_open(path, &r->res[i].err);
        r->tries[i] = 2;
        r->res[i].how = NV_JOB_ERROR;
        nv_status st = fd < 0 ? NV_E_IO : nv_scanner_add(r->scanner, i, path, fd, r->sha[i], nv_buf_str(&res->bytes), &r->res[i].err);
        r->have[i] = st && st != NV_E_NOTEXT;
        if (st == NV_E_NOTEXT) { /* nobody can recognise: with what can be read all the same */
            r->tries[i] = 3;
            *NV_PUSH(r->a, &r->again) = (ready){ i, nv_scan_nobody() };
        }
    } else {
        r->res[i].how = r->tries[i] == 3 ? NV_JOB_ERROR : NV_JOB_LIED; /* it has all its words, or needs none */
        r->have[i] = true;
    }
    nv_buf_clear(&res->bytes);
}

/* Reads the scans whose words are there. */
static void send_again(run *r)
{
    while (r->again.n && nv_workers_free_one(r->workers, false)) {
        ready x = r->again.v[--r->again.n];
        const char *path = r->walk.files.v[x.file].p;
        int fd = nv_read_open(path, &r->res[x.file].err);
        if (fd >= 0) nv_workers_send(r->workers, x.file, &(nv_job){ .path = path, .fd = fd, .words = x.words });
        else {
            if (x.words >= 0) close(x.words);
            r->res[x.file].how = NV_JOB_ERROR;
            r->have[x.file] = true;
        }
    }
}

/* Takes the next answer of a reader, or the words of a scan; waits for one unless there is something to write. */
static void wait_any(run *r)
{
    enum { TURN_MS = 50 };
    nv_job_result res;
    bool busy = nv_scanner_busy(r->scanner);
    if (nv_workers_wait(r->workers, is_next(r) ? 0 : busy ? TURN_MS : WAIT_MS, &res)) {
        if (res.how == NV_JOB_SCAN) scan_file(r, res.job, &res);
        else {
            r->res[res.job] = res;
            r->have[res.job] = true;
        }
    }
    ready x;
    if (busy && nv_scanner_wait(r->scanner, is_next(r) ? 0 : TURN_MS, &x.file, &x.words)) *NV_PUSH(r->a, &r->again) = x;
    r->put.note.n = 0;
    if (r->scanner) nv_scanner_progress(r->scanner, &r->put.note);
}

static bool work(run *r, unsigned jobs)
{
    uint32_t n = r->walk.files.n;
    while (r->next < n) {
        send_again(r);
        while (r->sent < n && r->sent < r->next + AHEAD * jobs && nv_workers_free_one(r->workers, n - r->sent > AHEAD * jobs)) send_file(r, r->sent++);
        /* what came is written after the worker has been given its next file, and file by file, so that all are at work; a slow file keeps what was written
         * before it neither from the disk nor from other programs */
        if ((is_next(r) && !write_next(r)) || !nv_put_flush(&r->put, false)) return false;
        if (r->next < r->sent) wait_any(r);
    }
    return true;
}

static void *zeroed(size_t n, size_t size)
{
    void *p = nv_xmalloc(n * size + 1);
    memset(p, 0, n * size + 1);
    return p;
}

int nv_cmd_ingest(nv_cli *cli, int argc, char **argv)
{
    long jobs;
    unsigned ocr_jobs;
    nv_workers_opts o = { .fn = nv_job_record, .ctx = cli };
    if (!nv_cli_opt_int(cli, "jobs", 1, MAX_JOBS, 1, &jobs) || !nv_cli_limits(cli, &o) || !nv_scan_options(cli, &ocr_jobs)) return NV_X_USAGE;
    if (!nv_cli_pipeline(cli)) return NV_X_USAGE;
    const nv_ctx *cx = nv_pipeline_ctx(cli->pipeline);
    run r = { .digest = nv_grammar_digest(cx->grammar) };
    nv_arena *a = r.a = nv_arena_new();
    nv_walk_paths(cli, argv, argc, a, &r.walk);
    uint32_t n = r.walk.files.n;
    int code = nv_put_open(&r.put, cli, cx->registry, r.digest, n);
    if (code == NV_X_DONE) {
        r.put.n_failed = r.walk.failed;
        r.res = zeroed(n, sizeof *r.res);
        r.have = zeroed(n, sizeof *r.have);
        r.same = zeroed(n, sizeof *r.same);
        r.sha = zeroed(n, sizeof *r.sha);
        r.tries = zeroed(n, sizeof *r.tries);
        if (ocr_jobs) r.scanner = nv_scanner_new(cli, ocr_jobs, o.sandbox);
        if (n) {
            nv_pipeline_warm(cli->pipeline); /* before the workers are forked, so that all have it */
            o.n = jobs > (long)n ? (unsigned)n : (unsigned)jobs;
            r.workers = nv_workers_new(&o);
            if (r.workers) {
                (void)work(&r, (unsigned)jobs);
                nv_workers_free(r.workers);
            } else {
                nv_cli_say(cli, stderr, NV_W_NO_WORKER, strerror(errno), NULL);
                r.put.n_failed += n;
            }
        } else if (!r.walk.failed) nv_cli_say(cli, stderr, NV_W_NOTHING_TO_READ, NULL);
        code = nv_put_close(&r.put);
        if (r.walk.skipped) {
            char k[16];
            snprintf(k, sizeof k, "%u", r.walk.skipped);
            nv_cli_say(cli, stderr, NV_W_SKIPPED, k, NULL);
        }
        for (uint32_t i = 0; i < n; i++) nv_buf_clear(&r.res[i].bytes);
    }
    free(r.res);
    free(r.have);
    free(r.same);
    free(r.sha);
    free(r.tries);
    for (uint32_t i = 0; i < r.again.n; i++)
        if (r.again.v[i].words >= 0) close(r.again.v[i].words);
    nv_scanner_free(r.scanner);
    nv_buf_clear(&r.put.note);
    nv_arena_free(a);
    return code;
}
