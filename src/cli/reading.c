#include "cli/reading.h"
#include "base/limits.h"
#include "cli/scan.h"
#include "cli/wire.h"
#include "export/record.h"
#include "grammar/grammar.h"
#include "read/read.h"
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

bool nv_cli_limits(const nv_cli *cli, nv_workers_opts *out)
{
    enum { MOST = 24 * 3600 };
    const char *v = nv_cli_opt(cli, "sandbox");
    long seconds;
    if (!nv_cli_opt_int(cli, "timeout", 1, MOST, NV_MAX_FILE_SECONDS, &seconds)) return false;
    out->seconds = (unsigned)seconds;
    out->cpu_seconds = nv_cli_opt(cli, "timeout") ? (unsigned)seconds : NV_MAX_FILE_CPU_SECONDS;
    out->sandbox = !v || strcmp(v, "auto") == 0 ? NV_SANDBOX_AUTO : strcmp(v, "off") == 0 ? NV_SANDBOX_OFF : NV_SANDBOX_REQUIRE;
    if (out->sandbox != NV_SANDBOX_REQUIRE) return true;
    if (nv_jail_probe() & NV_JAIL_SECCOMP) return true;
    nv_cli_say(cli, stderr, nv_jail_built() ? NV_W_NO_JAIL : NV_W_NO_JAIL_BUILT, NULL);
    return false;
}

void nv_job_error(const nv_cli *cli, const char *path, const nv_job_result *res, nv_err *err)
{
    static const nv_word words[] = { [NV_JOB_SCAN] = NV_W_DIED_LIED, [NV_JOB_SIGNAL] = NV_W_DIED_SIGNAL, [NV_JOB_EXIT] = NV_W_DIED_EXIT, [NV_JOB_TIMEOUT] = NV_W_TIMED_OUT, [NV_JOB_LIED] = NV_W_DIED_LIED };
    if (res->how == NV_JOB_ERROR) {
        *err = res->err;
        return;
    }
    char code[16];
    snprintf(code, sizeof code, "%d", res->code);
    nv_buf why = { 0 };
    nv_cli_word(cli, &why, words[res->how], code, NULL);
    nv_err_set(err, NV_E_DAMAGED, NV_M_E_CRASH, path, nv_buf_z(&why), NULL);
    nv_buf_clear(&why);
}

typedef struct { nv_cli *cli; nv_workers *workers; nv_scanner *scanner; /* NULL: --no-ocr */ } reader;

bool nv_hash_fd(int fd, char hex[NV_DIGEST_HEX])
{
    nv_digest *sum = nv_digest_new();
    static unsigned char chunk[1 << 16];
    ssize_t n;
    off_t at = 0;
    for (; (n = pread(fd, chunk, sizeof chunk, at)) > 0 && at <= (off_t)NV_MAX_FILE_BYTES; at += n) nv_digest_add(sum, chunk, (size_t)n);
    nv_digest_end(sum, hex);
    return n == 0;
}

/* Has the pages recognised, with a line of progress; *words gets the open words or -1. */
static nv_status recognise(reader *r, const char *path, int fd, const char *sha256, nv_str pages, int *words, nv_err *err)
{
    enum { TICK_MS = 250 };
    uint32_t number;
    nv_status st = nv_scanner_add(r->scanner, 0, path, fd, sha256, pages, err);
    bool tty = isatty(STDERR_FILENO) == 1;
    while (!st && !nv_scanner_wait(r->scanner, TICK_MS, &number, words)) {
        nv_buf b = { 0 };
        nv_scanner_progress(r->scanner, &b);
        if (tty) fprintf(stderr, "\r\033[K%s", nv_buf_z(&b));
        nv_buf_clear(&b);
    }
    if (tty && !st) fputs("\r\033[K", stderr);
    return st;
}

static nv_job_result one_job(reader *r, const char *path, int fd, int words)
{
    nv_job_result res;
    nv_workers_send(r->workers, 0, &(nv_job){ .path = path, .fd = fd, .words = words });
    while (!nv_workers_wait(r->workers, 1000, &res)) continue; /* ends: a job has its time */
    return res;
}

/* One open file through the worker; *text gets what it made of it. */
static nv_status read_one(reader *r, const char *path, int fd, nv_buf *text, nv_err *err)
{
    int words = -1;
    nv_job_result res = one_job(r, path, dup(fd), -1);
    char sha[NV_DIGEST_HEX];
    nv_status st = NV_OK;
    /* first with the words that another run left, then with those of all pages; where nobody can recognise, with what can be read all the same */
    for (int attempt = 0; res.how == NV_JOB_SCAN && r->scanner && attempt < 2 && nv_hash_fd(fd, sha); attempt++) {
        if (attempt == 0) words = nv_scan_kept(sha);
        else st = recognise(r, path, dup(fd), sha, nv_buf_str(&res.bytes), &words, err);
        if (st == NV_E_NOTEXT) words = nv_scan_nobody();
        if (attempt == 0 && words < 0) continue;
        nv_buf_clear(&res.bytes);
        if (st && st != NV_E_NOTEXT) break;
        res = one_job(r, path, dup(fd), words);
    }
    close(fd);
    if (st && res.how != NV_JOB_DONE) {
        nv_buf_clear(&res.bytes);
        return st;
    }
    if (res.how == NV_JOB_SCAN || (res.how == NV_JOB_DONE && !nv_wire_is_text(nv_buf_str(&res.bytes)))) {
        nv_buf_clear(&res.bytes);
        res.how = NV_JOB_LIED;
    }
    *text = res.bytes;
    if (res.how == NV_JOB_DONE) return NV_OK;
    nv_job_error(r->cli, path, &res, err);
    return err->status;
}

/* One worker for files one after the other. False: errno says why. */
static bool reader_init(reader *r, nv_cli *cli, const nv_workers_opts *o, unsigned ocr_jobs)
{
    nv_pipeline_warm(cli->pipeline); /* before the lock */
    *r = (reader){ cli, nv_workers_new(o), NULL };
    if (!r->workers) return false;
    if (ocr_jobs) r->scanner = nv_scanner_new(cli, ocr_jobs, o->sandbox);
    return true;
}

static void reader_clear(reader *r)
{
    nv_workers_free(r->workers);
    nv_scanner_free(r->scanner);
}

int nv_read_each(nv_cli *cli, char **paths, int n, nv_job_fn *fn, void *ctx)
{
    nv_workers_opts o = { .n = 1, .fn = fn, .ctx = ctx };
    unsigned ocr_jobs;
    reader r;
    if (!nv_cli_limits(cli, &o) || !nv_scan_options(cli, &ocr_jobs) || !nv_cli_pipeline(cli)) return NV_X_USAGE;
    if (!reader_init(&r, cli, &o, ocr_jobs)) {
        nv_cli_say(cli, stderr, NV_W_NO_WORKER, strerror(errno), NULL);
        return NV_X_FILES;
    }
    int code = NV_X_DONE;
    for (int i = 0; i < n; i++) {
        nv_buf text = { 0 };
        nv_err err;
        int fd = nv_read_open(paths[i], &err);
        if (fd < 0 || read_one(&r, paths[i], fd, &text, &err)) code = nv_cli_fail(cli, &err);
        else fwrite(text.p, 1, text.n, stdout);
        nv_buf_clear(&text);
    }
    reader_clear(&r);
    return nv_cli_done(cli, code);
}

nv_status nv_job_doc(const nv_cli *cli, const nv_job *job, const char *until, nv_doc **doc, nv_buf *out, nv_err *err)
{
    if (nv_cli_opt(cli, "no-ocr")) return nv_pipeline_fd(cli->pipeline, job->path, job->fd, until, doc, err);
    nv_buf missing = { 0 };
    unsigned char *words = NULL;
    size_t n = 0;
    /* words that cannot be read are asked for anew */
    if (job->words >= 0 && nv_read_whole(job->path, job->words, &words, &n, NULL)) n = 0;
    nv_status st = nv_pipeline_scan(cli->pipeline, job->path, job->fd, (nv_str){ (const char *)words, (uint32_t)n }, until, doc, &missing, err);
    if (st == NV_E_SCAN) nv_buf_add(out, missing.p, missing.n);
    nv_buf_clear(&missing);
    free(words);
    return st;
}

nv_status nv_job_record(void *ctx, const nv_job *job, nv_buf *out, nv_err *err)
{
    const nv_cli *cli = ctx;
    nv_doc *d;
    nv_status st = nv_job_doc(cli, job, NULL, &d, out, err);
    if (st) return st;
    nv_record_write(d, nv_grammar_digest(nv_pipeline_ctx(cli->pipeline)->grammar), out);
    nv_doc_free(d);
    return NV_OK;
}

nv_status nv_read_record_fd(nv_cli *cli, const char *path, int fd, nv_buf *json, nv_err *err)
{
    reader r;
    unsigned ocr_jobs;
    if (!nv_scan_options(cli, &ocr_jobs)) ocr_jobs = 1;
    nv_workers_opts o = { .n = 1, .seconds = NV_MAX_FILE_SECONDS, .fn = nv_job_record, .ctx = cli };
    if (!reader_init(&r, cli, &o, ocr_jobs)) {
        nv_err_set(err, NV_E_IO, NV_M_E_READ, path, strerror(errno), NULL);
        close(fd);
        return err->status;
    }
    nv_status st = read_one(&r, path, fd, json, err);
    reader_clear(&r);
    return st;
}

nv_status nv_read_record(nv_cli *cli, const char *path, nv_buf *json, nv_err *err)
{
    int fd = nv_read_open(path, err);
    return fd < 0 ? err->status : nv_read_record_fd(cli, path, fd, json, err);
}
