#include "cli/workers.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct { uint32_t kind, len; } frame; /* kind: status of the answer; of a job: 0 */

typedef struct {
    pid_t pid;         /* 0: not running */
    int fd;
    bool busy;
    uint32_t job;
    int64_t until;     /* milliseconds of the monotonic clock */
    nv_buf in;         /* answer so far */
} worker;

struct nv_workers {
    unsigned n, seconds;
    nv_job_fn *fn;
    void *ctx;
    worker *w;
    NV_VEC(nv_job_result) lost; /* jobs that could not even be given out */
    nv_arena *a;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- both sides: whole frames over a blocking socket -------------------------------------------------------------------- */

static bool send_all(int fd, const void *p, size_t n)
{
    for (const char *c = p; n;) {
        ssize_t k = send(fd, c, n, MSG_NOSIGNAL);
        if (k < 0 && errno == EINTR) continue;
        if (k <= 0) return false;
        c += k;
        n -= (size_t)k;
    }
    return true;
}

static bool recv_all(int fd, void *p, size_t n)
{
    for (char *c = p; n;) {
        ssize_t k = read(fd, c, n);
        if (k < 0 && errno == EINTR) continue;
        if (k <= 0) return false;
        c += k;
        n -= (size_t)k;
    }
    return true;
}

/* ---- the worker --------------------------------------------------------------------------------------------------------- */

static void serve(int fd, nv_job_fn *fn, void *ctx)
{
    nv_buf path = { 0 }, out = { 0 };
    frame f;
    while (recv_all(fd, &f, sizeof f)) {
        path.n = out.n = 0;
        for (uint32_t i = 0; i < f.len; i++) nv_buf_addc(&path, 0);
        if (!recv_all(fd, path.p, f.len)) break;
        nv_err err = { 0 };
        nv_status st = fn(ctx, nv_buf_z(&path), &out, &err);
        if (!st && out.n > UINT32_MAX) st = nv_err_set(&err, NV_E_LIMIT, NV_M_E_LIMIT, nv_buf_z(&path), "record", "4 GiB", NULL);
        frame a = { (uint32_t)st, st ? (uint32_t)sizeof err : (uint32_t)out.n };
        if (!send_all(fd, &a, sizeof a) || !send_all(fd, st ? (const char *)&err : nv_buf_z(&out), a.len)) break;
    }
    nv_buf_clear(&path);
    nv_buf_clear(&out);
}

static bool start(nv_workers *w, worker *x)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return false;
    fflush(NULL);
    pid_t parent = getpid(), pid = fork();
    if (pid < 0) {
        close(pair[0]);
        close(pair[1]);
        return false;
    }
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(0);
        for (unsigned i = 0; i < w->n; i++)
            if (w->w[i].pid) close(w->w[i].fd); /* else a sibling would keep this socket open after the parent closed it */
        close(pair[0]);
        serve(pair[1], w->fn, w->ctx);
        _exit(0);
    }
    close(pair[1]);
    *x = (worker){ .pid = pid, .fd = pair[0] };
    return true;
}

/* ---- the parent --------------------------------------------------------------------------------------------------------- */

nv_workers *nv_workers_new(unsigned n, unsigned seconds, nv_job_fn *fn, void *ctx)
{
    signal(SIGPIPE, SIG_IGN);
    nv_workers *w = nv_xmalloc(sizeof *w);
    *w = (nv_workers){ .n = n, .seconds = seconds, .fn = fn, .ctx = ctx, .w = nv_xmalloc(n * sizeof *w->w), .a = nv_arena_new() };
    for (unsigned i = 0; i < n; i++) w->w[i] = (worker){ .fd = -1 };
    unsigned started = 0;
    for (unsigned i = 0; i < n; i++) started += start(w, &w->w[i]);
    if (started) return w;
    int e = errno;
    nv_workers_free(w);
    errno = e;
    return NULL;
}

/* Ends a worker, by force if it has not ended itself; its wait status. */
static int stop(worker *x)
{
    int status = 0;
    close(x->fd);
    kill(x->pid, SIGKILL);
    while (waitpid(x->pid, &status, 0) < 0 && errno == EINTR) continue;
    nv_buf_clear(&x->in);
    *x = (worker){ .fd = -1 };
    return status;
}

/* How a worker that closed its socket ended: it is given a moment to be gone before it is killed, so that its own cause of death is seen. */
static int reap(worker *x)
{
    int status = 0;
    for (int i = 0; i < 200; i++) {
        pid_t got = waitpid(x->pid, &status, WNOHANG);
        if (got == x->pid) {
            close(x->fd);
            nv_buf_clear(&x->in);
            *x = (worker){ .fd = -1 };
            return status;
        }
        struct timespec ms = { 0, 5000000 };
        nanosleep(&ms, NULL);
    }
    return stop(x);
}

void nv_workers_free(nv_workers *w)
{
    for (unsigned i = 0; i < w->n; i++)
        if (w->w[i].pid) stop(&w->w[i]);
    nv_arena_free(w->a);
    free(w->w);
    free(w);
}

bool nv_workers_free_one(const nv_workers *w)
{
    for (unsigned i = 0; i < w->n; i++)
        if (!w->w[i].busy) return true;
    return false;
}

void nv_workers_send(nv_workers *w, uint32_t job, const char *path)
{
    worker *x = w->w;
    while (x->busy) x++;
    frame f = { 0, (uint32_t)strlen(path) };
    /* an idle worker may have been killed from outside: one more is tried */
    for (int attempt = 0; attempt < 2; attempt++) {
        if (!x->pid && !start(w, x)) break;
        if (send_all(x->fd, &f, sizeof f) && send_all(x->fd, path, f.len)) {
            x->busy = true;
            x->job = job;
            x->until = now_ms() + (int64_t)w->seconds * 1000;
            x->in.n = 0;
            return;
        }
        stop(x);
    }
    *NV_PUSH(w->a, &w->lost) = (nv_job_result){ .job = job, .how = NV_JOB_EXIT, .code = errno };
}

/* A whole answer in x->in -> the result; the worker is free again. */
static bool answer(worker *x, nv_job_result *out)
{
    frame f;
    if (x->in.n < sizeof f) return false;
    memcpy(&f, x->in.p, sizeof f);
    if (x->in.n < sizeof f + f.len) return false;
    *out = (nv_job_result){ .job = x->job, .how = f.kind ? NV_JOB_ERROR : NV_JOB_DONE };
    if (f.kind && f.len == sizeof out->err) memcpy(&out->err, x->in.p + sizeof f, f.len);
    else nv_buf_add(&out->bytes, x->in.p + sizeof f, f.len);
    x->in.n = 0;
    x->busy = false;
    return true;
}

static void died(nv_workers *w, worker *x, bool timeout, nv_job_result *out)
{
    *out = (nv_job_result){ .job = x->job };
    int status = timeout ? stop(x) : reap(x);
    out->how = timeout ? NV_JOB_TIMEOUT : WIFSIGNALED(status) ? NV_JOB_SIGNAL : NV_JOB_EXIT;
    out->code = timeout ? (int)w->seconds : WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

/* Reads what is there. True if *out is set. */
static bool take(nv_workers *w, worker *x, nv_job_result *out)
{
    static char chunk[1 << 16];
    ssize_t k = recv(x->fd, chunk, sizeof chunk, MSG_DONTWAIT);
    if (k < 0 && (errno == EINTR || errno == EAGAIN)) return false;
    if (k <= 0) {
        died(w, x, false, out);
        return true;
    }
    nv_buf_add(&x->in, chunk, (size_t)k);
    return answer(x, out);
}

bool nv_workers_wait(nv_workers *w, unsigned ms, nv_job_result *out)
{
    if (w->lost.n) {
        *out = w->lost.v[--w->lost.n];
        return true;
    }
    struct pollfd *p = nv_xmalloc(w->n * sizeof *p);
    bool got = false;
    for (int64_t now = now_ms(), end = now + ms; !got && now <= end; now = now_ms()) {
        int64_t until = end;
        unsigned busy = 0;
        for (unsigned i = 0; i < w->n; i++) {
            p[i] = (struct pollfd){ w->w[i].busy ? w->w[i].fd : -1, POLLIN, 0 };
            if (!w->w[i].busy) continue;
            busy++;
            if (w->w[i].until < until) until = w->w[i].until;
        }
        if (!busy) break;
        int64_t wait = until > now ? until - now : 0;
        if (poll(p, w->n, (int)wait + 1) < 0 && errno != EINTR) break;
        for (unsigned i = 0; i < w->n && !got; i++)
            if (w->w[i].busy && p[i].revents) got = take(w, &w->w[i], out);
        for (unsigned i = 0; i < w->n && !got; i++)
            if (w->w[i].busy && now_ms() >= w->w[i].until) died(w, &w->w[i], true, out), got = true;
    }
    free(p);
    return got;
}
