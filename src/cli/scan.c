#include "cli/scan.h"
#include "base/digest.h"
#include "base/limits.h"
#include "cli/out_file.h"
#include "read/ocr.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* ---- words kept in files ------------------------------------------------------------------------------------------------ */

/* The path of a file's words; its folder is made if `make` is set. False: there is no place for it. */
static bool words_path(const char *sha256, bool make, nv_buf *out)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && *cache == '/') nv_buf_addz(out, cache);
    else if (home && *home == '/') nv_buf_printf(out, "%s/.cache", home);
    else return false;
    static const char *const parts[] = { "", "/nghiavu", "/" NV_OCR_VERSION };
    for (size_t i = 0; i < NV_NELEM(parts); i++) {
        nv_buf_addz(out, parts[i]);
        if (make) (void)mkdir(nv_buf_z(out), 0700); /* documents are nobody else's business */
    }
    nv_buf_printf(out, "/%s", sha256);
    return true;
}

int nv_scan_kept(const char *sha256)
{
    nv_buf path = { 0 };
    int fd = words_path(sha256, false, &path) ? open(nv_buf_z(&path), O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    struct stat st;
    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (uint64_t)st.st_size > NV_MAX_WORDS_BYTES)) {
        close(fd);
        fd = -1;
    }
    nv_buf_clear(&path);
    return fd;
}

static void read_kept(const char *sha256, nv_buf *out)
{
    char chunk[1 << 14];
    int fd = nv_scan_kept(sha256);
    for (ssize_t n; fd >= 0 && (n = read(fd, chunk, sizeof chunk)) > 0;) nv_buf_add(out, chunk, (size_t)n);
    if (fd >= 0) close(fd);
    if (out->n && out->p[out->n - 1] != '\n') nv_buf_addc(out, '\n'); /* they were cut off */
}

/* A file that cannot be kept is recognised again the next time. */
static void keep(const char *sha256, nv_str words)
{
    nv_buf path = { 0 };
    if (words_path(sha256, true, &path)) (void)nv_out_beside(nv_buf_z(&path), words, true);
    nv_buf_clear(&path);
}

/* ---- recognising -------------------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t number;
    char *path, sha256[NV_DIGEST_HEX];
    int fd;
    uint32_t n_pages, left;
    uint32_t *pages;
    nv_buf before;     /* words of other runs */
    nv_buf *words;     /* of each page; none: not yet, or it stopped its process */
    int64_t kept;      /* when they were kept last; milliseconds */
} scan;

typedef struct { scan *of; uint32_t i; } page_job;

struct nv_scanner {
    const nv_cli *cli;
    unsigned jobs;
    nv_sandbox sandbox;
    nv_ocr *ocr;
    nv_workers *workers;
    nv_arena *a;
    NV_VEC(page_job) queue;
    uint32_t sent, done, out;
    int64_t began;     /* milliseconds; 0: not yet */
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool nv_scan_options(const nv_cli *cli, unsigned *jobs)
{
    enum { MOST = 64 };
    long cores = sysconf(_SC_NPROCESSORS_ONLN), n;
    if (!nv_cli_opt_int(cli, "ocr-jobs", 1, MOST, cores < 1 ? 1 : cores > MOST ? MOST : cores, &n)) return false;
    *jobs = nv_cli_opt(cli, "no-ocr") ? 0 : (unsigned)n;
    return true;
}

nv_scanner *nv_scanner_new(const nv_cli *cli, unsigned jobs, nv_sandbox sandbox)
{
    nv_scanner *s = nv_xmalloc(sizeof *s);
    *s = (nv_scanner){ .cli = cli, .jobs = jobs, .sandbox = sandbox, .a = nv_arena_new() };
    return s;
}

static void free_scan(scan *f)
{
    if (f->fd >= 0) close(f->fd);
    for (uint32_t i = 0; i < f->n_pages; i++) nv_buf_clear(&f->words[i]);
    nv_buf_clear(&f->before);
    free(f->path);
    free(f->pages);
    free(f->words);
    free(f);
}

void nv_scanner_free(nv_scanner *s)
{
    if (!s) return;
    if (s->workers) nv_workers_free(s->workers);
    for (uint32_t i = 0; i < s->queue.n; i++)
        if (s->queue.v[i].of && s->queue.v[i].i == 0) free_scan(s->queue.v[i].of);
    nv_ocr_free(s->ocr);
    nv_arena_free(s->a);
    free(s);
}

/* In the worker: a page to its words. */
static nv_status recognise(void *ctx, const nv_job *job, nv_buf *out, nv_err *err)
{
    return nv_ocr_page(ctx, job->path, job->fd, job->page, out, err);
}

static bool start(nv_scanner *s, nv_err *err)
{
    if (s->workers) return true;
    s->ocr = nv_ocr_new(err); /* before the processes are forked and locked */
    if (!s->ocr) return false;
    nv_workers_opts o = { .n = s->jobs, .seconds = NV_MAX_PAGE_SECONDS, .sandbox = s->sandbox, .fn = recognise, .ctx = s->ocr };
    s->workers = nv_workers_new(&o);
    if (!s->workers) nv_err_set(err, NV_E_IO, NV_M_E_READ, "OCR", strerror(errno), NULL);
    return s->workers != NULL;
}

nv_status nv_scanner_add(nv_scanner *s, uint32_t number, const char *path, int fd, const char *sha256, nv_str pages, nv_err *err)
{
    nv_err why;
    if (!start(s, &why)) {
        close(fd);
        return nv_err_set(err, why.status, why.msg, path, why.arg[1], NULL);
    }
    if (!s->began || s->done == s->queue.n) s->began = now_ms();
    scan *f = nv_xmalloc(sizeof *f);
    *f = (scan){ .number = number, .path = nv_xstrdup(path), .fd = fd, .n_pages = pages.n / (uint32_t)sizeof *f->pages };
    snprintf(f->sha256, sizeof f->sha256, "%s", sha256);
    f->left = f->n_pages;
    f->pages = nv_xmalloc(pages.n + 1);
    memcpy(f->pages, pages.p, pages.n);
    f->words = nv_xmalloc(f->n_pages * sizeof *f->words);
    memset(f->words, 0, f->n_pages * sizeof *f->words);
    f->kept = now_ms();
    read_kept(f->sha256, &f->before);
    for (uint32_t i = 0; i < f->n_pages; i++) *NV_PUSH(s->a, &s->queue) = (page_job){ f, i };
    return NV_OK;
}

bool nv_scanner_busy(const nv_scanner *s) { return s && s->done < s->queue.n; }

static void send_pages(nv_scanner *s)
{
    for (; s->sent < s->queue.n && nv_workers_free_one(s->workers, false); s->sent++) {
        const page_job *p = &s->queue.v[s->sent];
        nv_workers_send(s->workers, s->sent, &(nv_job){ .path = p->of->path, .fd = dup(p->of->fd), .words = -1, .page = p->of->pages[p->i] });
    }
}

static int words_fd(nv_str words)
{
    int fd = memfd_create("words", MFD_CLOEXEC);
    if (fd < 0 || nv_out_all(fd, words)) return fd;
    close(fd);
    return -1;
}

int nv_scan_nobody(void) { return words_fd(NV_LIT(NV_OCR_NOBODY)); }

/* What is known of the file so far, the words of other runs first. */
static void gather(const nv_scanner *s, const scan *f, nv_buf *all)
{
    nv_ocr_title(s->ocr, all);
    nv_buf_adds(all, nv_buf_str(&f->before));
    for (uint32_t i = 0; i < f->n_pages; i++) nv_buf_adds(all, nv_buf_str(&f->words[i]));
}

/* A file of many pages is kept while it is worked on, so that the next run goes on where this one was cut off. */
static void keep_some(const nv_scanner *s, scan *f)
{
    enum { EVERY_MS = 2000 };
    if (f->left && now_ms() - f->kept < EVERY_MS) return;
    nv_buf all = { 0 };
    gather(s, f, &all);
    keep(f->sha256, nv_buf_str(&all));
    nv_buf_clear(&all);
    f->kept = now_ms();
}

/* All pages of the file have been tried: its words. A page that stopped its process is one without words, which the reader calls unreadable; the next run tries
 * it again. */
static int finish(const nv_scanner *s, scan *f)
{
    nv_buf all = { 0 };
    gather(s, f, &all);
    for (uint32_t i = 0; i < f->n_pages; i++)
        if (!f->words[i].n) nv_buf_printf(&all, "P %u 0 0\n", f->pages[i]);
    int fd = words_fd(nv_buf_str(&all));
    nv_buf_clear(&all);
    return fd;
}

bool nv_scanner_wait(nv_scanner *s, unsigned ms, uint32_t *number, int *words)
{
    if (!nv_scanner_busy(s)) return false;
    send_pages(s);
    nv_job_result r;
    if (!nv_workers_wait(s->workers, ms, &r)) return false;
    scan *f = s->queue.v[r.job].of;
    if (r.how == NV_JOB_DONE) f->words[s->queue.v[r.job].i] = r.bytes;
    else nv_buf_clear(&r.bytes);
    s->done++;
    f->left--;
    send_pages(s);
    keep_some(s, f);
    if (f->left) return false;
    *number = f->number;
    *words = finish(s, f);
    for (uint32_t k = 0; k < s->queue.n; k++)
        if (s->queue.v[k].of == f) s->queue.v[k].of = NULL;
    free_scan(f);
    return true;
}

void nv_scanner_progress(const nv_scanner *s, nv_buf *out)
{
    if (!nv_scanner_busy(s)) return;
    char done[16], all[16], left[64] = "?";
    snprintf(done, sizeof done, "%u", s->done);
    snprintf(all, sizeof all, "%u", s->queue.n);
    int64_t spent = now_ms() - s->began;
    if (s->done) {
        int64_t seconds = spent / 1000 * (s->queue.n - s->done) / s->done;
        snprintf(left, sizeof left, "%lld:%02lld", (long long)seconds / 60, (long long)seconds % 60);
    }
    nv_cli_word(s->cli, out, NV_W_OCR_PROGRESS, done, all, left, NULL);
}
