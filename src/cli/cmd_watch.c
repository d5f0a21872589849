/* watch DIR: what is dropped into a folder goes into the database, until the program is told to stop (SIGINT, SIGTERM). */
#include "cli/put.h"
#include "cli/reading.h"
#include "cli/scan.h"
#include "cli/watching.h"
#include "grammar/grammar.h"
#include "read/read.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { MAX_JOBS = 64, WAIT_MS = 50, SETTLE_MS = 1000, SCANS = 16 }; /* SCANS: files whose pages may wait to be recognised */

/* One file on its way: with a worker, with the recogniser of scanned pages, or with its words waiting for a worker. */
typedef struct { nv_watched *file; char sha[NV_DIGEST_HEX]; unsigned tries; /* of a scan: 1 words of another run, 2 those of all its pages */ bool ready; int words; } job;

typedef struct {
    nv_cli *cli;
    nv_putter put;
    nv_workers *workers;
    nv_watching *watching;
    nv_scanner *scanner;     /* NULL: --no-ocr */
    const char *digest;
    job *jobs;               /* by number given to the workers; file NULL: free */
    unsigned n_jobs, used, out; /* slots, those in use, with workers */
    int signals;
    bool stop;
} watch;

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static unsigned free_job(const watch *w)
{
    unsigned i = 0;
    while (w->jobs[i].file) i++;
    return i;
}

/* Opens the file and gives it to a worker, unless it is in already. */
static void send_file(watch *w, nv_watched *f)
{
    nv_err err = { 0 };
    const char *path = nv_watched_path(f);
    for (unsigned i = 0; i < w->n_jobs; i++)
        if (w->jobs[i].file == f) { /* it changed while it was read: when that is through it is looked at again */
            nv_watching_again(w->watching, f);
            return;
        }
    job *j = &w->jobs[free_job(w)];
    *j = (job){ .words = -1 };
    int fd = nv_read_open(path, &err);
    if (fd < 0) {
        if (access(path, F_OK) == 0) nv_put_failed(&w->put, &err);
        return;
    }
    if (nv_hash_fd(fd, j->sha) && nv_store_has(w->put.store, j->sha, "nghiavu " NV_VERSION, w->digest)) {
        close(fd);
        nv_put_same(&w->put, base_name(path), j->sha);
        return;
    }
    j->file = f;
    w->used++;
    w->out++;
    nv_workers_send(w->workers, (uint32_t)(j - w->jobs), &(nv_job){ .path = path, .fd = fd, .words = -1 });
}

static void end_job(watch *w, job *j)
{
    j->file = NULL;
    w->used--;
}

/* The pages of a scan: words of another run are tried, else they are recognised. False: the file failed, by r->how or with *err. */
static bool scan(watch *w, job *j, nv_job_result *r, nv_err *err)
{
    const char *path = nv_watched_path(j->file);
    j->words = j->tries ? -1 : nv_scan_kept(j->sha);
    j->ready = j->words >= 0;
    j->tries = j->ready ? 1 : j->tries;
    if (j->ready) return true;
    if (j->tries == 2 || !w->scanner) {
        r->how = NV_JOB_LIED; /* it has all its words, or needs none */
        return false;
    }
    j->tries = 2;
    int fd = nv_read_open(path, err);
    return fd >= 0 && nv_scanner_add(w->scanner, (uint32_t)(j - w->jobs), path, fd, j->sha, nv_buf_str(&r->bytes), err) == NV_OK;
}

/* An answer goes into the database only if the file is still what was read. False: the database failed. */
static bool take(watch *w, nv_job_result *r)
{
    job *j = &w->jobs[r->job];
    nv_watched *f = j->file;
    nv_err err = { 0 };
    bool ok = true;
    w->out--;
    if (r->how == NV_JOB_SCAN && nv_watching_still(f) && scan(w, j, r, &err)) {
        nv_buf_clear(&r->bytes);
        return true;
    }
    end_job(w, j);
    if (!nv_watching_still(f)) nv_watching_again(w->watching, f);
    else if (r->how == NV_JOB_DONE) ok = nv_put_record(&w->put, nv_watched_path(f), r->bytes.p, r->bytes.n, j->sha);
    else {
        if (r->how != NV_JOB_SCAN) nv_job_error(w->cli, nv_watched_path(f), r, &err);
        nv_put_failed(&w->put, &err);
    }
    nv_buf_clear(&r->bytes);
    return ok;
}

/* Scans whose words are there go to the workers first. */
static void send_scans(watch *w)
{
    for (unsigned i = 0; i < w->n_jobs && nv_workers_free_one(w->workers, false); i++) {
        job *j = &w->jobs[i];
        nv_err err = { 0 };
        if (!j->file || !j->ready) continue;
        j->ready = false;
        int fd = nv_read_open(nv_watched_path(j->file), &err);
        if (fd >= 0) {
            w->out++;
            nv_workers_send(w->workers, i, &(nv_job){ .path = nv_watched_path(j->file), .fd = fd, .words = j->words });
        } else {
            if (j->words >= 0) close(j->words);
            if (access(nv_watched_path(j->file), F_OK) == 0) nv_put_failed(&w->put, &err);
            end_job(w, j);
        }
    }
}

static bool hand_out(watch *w)
{
    nv_watched *f;
    send_scans(w);
    while (w->used < w->n_jobs && nv_workers_free_one(w->workers, false) && (f = nv_watching_next(w->watching)) != NULL) send_file(w, f);
    return nv_put_flush(&w->put, w->out == 0);
}

/* Waits for an answer of a reader, or for the words of a scan, for a moment. False: the database failed. */
static bool wait_any(watch *w)
{
    nv_job_result r;
    uint32_t number;
    int words;
    if (w->out && nv_workers_wait(w->workers, WAIT_MS, &r)) return take(w, &r) && nv_put_flush(&w->put, w->out == 0);
    if (w->scanner && nv_scanner_busy(w->scanner) && nv_scanner_wait(w->scanner, WAIT_MS, &number, &words)) {
        w->jobs[number].ready = true;
        w->jobs[number].words = words;
    }
    return true;
}

static void read_signals(watch *w)
{
    struct signalfd_siginfo s;
    while (read(w->signals, &s, sizeof s) == sizeof s) w->stop = true;
}

/* Until it is told to stop, or something fails: then the message was printed, or is in put.err. */
static int loop(watch *w)
{
    for (;;) {
        if (!nv_watching_read(w->watching)) return NV_X_IO;
        read_signals(w);
        if (w->stop || !hand_out(w) || !wait_any(w)) return NV_X_DONE;
        struct pollfd p[] = { { nv_watching_fd(w->watching), POLLIN, 0 }, { w->signals, POLLIN, 0 } };
        if (poll(p, NV_NELEM(p), w->used ? 0 : nv_watching_timeout(w->watching)) < 0 && errno != EINTR) return NV_X_IO;
    }
}

/* The signals that end it are read from a descriptor; workers inherit the mask and are ended by this process. */
static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static int run(watch *w, const char *dir, unsigned settle, nv_workers_opts *o)
{
    w->signals = open_signals();
    w->workers = nv_workers_new(o);
    int code = NV_X_IO;
    if (!w->workers || w->signals < 0) nv_cli_say(w->cli, stderr, NV_W_NO_WORKER, strerror(errno), NULL);
    else if ((w->watching = nv_watching_new(w->cli, dir, settle)) != NULL) {
        nv_cli_say(w->cli, stderr, NV_W_WATCHING, dir, NULL);
        code = loop(w);
    }
    nv_workers_free(w->workers);
    nv_scanner_free(w->scanner);
    nv_watching_free(w->watching);
    if (w->signals >= 0) close(w->signals);
    return code;
}

int nv_cmd_watch(nv_cli *cli, int argc, char **argv)
{
    long jobs, settle;
    unsigned ocr_jobs;
    (void)argc;
    nv_workers_opts o = { .fn = nv_job_record, .ctx = cli };
    if (!nv_cli_opt_int(cli, "jobs", 1, MAX_JOBS, 1, &jobs) || !nv_cli_opt_int(cli, "settle", 0, 600000, SETTLE_MS, &settle) || !nv_cli_limits(cli, &o) ||
        !nv_scan_options(cli, &ocr_jobs) || !nv_cli_pipeline(cli))
        return NV_X_USAGE;
    const nv_ctx *cx = nv_pipeline_ctx(cli->pipeline);
    watch w = { .cli = cli, .digest = nv_grammar_digest(cx->grammar), .n_jobs = (unsigned)jobs + SCANS };
    int code = nv_put_open(&w.put, cli, cx->registry, w.digest, 0);
    if (code != NV_X_DONE) return code;
    nv_pipeline_warm(cli->pipeline); /* before the workers are forked, so that all have it */
    o.n = (unsigned)jobs;
    if (ocr_jobs) w.scanner = nv_scanner_new(cli, ocr_jobs, o.sandbox);
    w.jobs = nv_xmalloc(w.n_jobs * sizeof *w.jobs);
    memset(w.jobs, 0, w.n_jobs * sizeof *w.jobs);
    code = run(&w, argv[0], (unsigned)settle, &o);
    free(w.jobs);
    int put = nv_put_close(&w.put);
    return put == NV_X_DB || code == NV_X_DONE ? put : code;
}
