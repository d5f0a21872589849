#include "cli/workers.h"
#include "base/limits.h"
#include "cli/wire.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* QUEUE: jobs of a worker. ANSWER_BYTES: what it can answer while the parent has no time for it, where the system allows as much. */
enum { QUEUE = 4, ANSWER_BYTES = 1 << 20 };

typedef struct {
    bool again;        /* it is on its second try */
    uint32_t number, page;
    char *path;
    int fd, words;     /* its files, kept for a second try; -1 */
} given;

typedef struct {
    pid_t pid;         /* 0: not running */
    int sock;
    unsigned done;     /* jobs answered */
    given job[QUEUE];  /* the first is at work, the others lie in the socket */
    unsigned n;        /* jobs given */
    int64_t since, until; /* of the first, milliseconds of the monotonic clock */
    nv_buf in;         /* answers so far */
} worker;

struct nv_workers {
    nv_workers_opts o;
    worker *w;
    unsigned queue;    /* jobs that a worker is given */
    struct pollfd *polled;
    NV_VEC(nv_job_result) lost; /* jobs that could not even be given out */
    nv_arena *a;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the worker --------------------------------------------------------------------------------------------------------- */

/* Keeps the socket and nothing else: neither the database nor the terminal is the worker's business. What libraries print is nobody's; with a sanitizer, or
 * without a jail, it is somebody's who looks for a mistake. */
static int only_socket(int sock, bool quiet)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0) return -1;
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    if (quiet) dup2(null, STDERR_FILENO);
    enum { KEPT = STDERR_FILENO + 1 };
    if (sock != KEPT && dup2(sock, KEPT) < 0) return -1;
    return close_range(KEPT + 1, ~0u, 0) == 0 ? KEPT : -1;
}

static void serve(const nv_workers_opts *o, int sock)
{
    nv_buf path = { 0 }, out = { 0 };
    nv_wire_job got;
    while (nv_wire_take(sock, &path, &got)) {
        out.n = 0;
        nv_job job = { got.path, got.fd, got.words, got.page, sock };
        nv_err err = { 0 };
        nv_status st = o->fn(o->ctx, &job, &out, &err);
        if (job.fd >= 0) close(job.fd);
        if (job.words >= 0) close(job.words);
        if (!st && out.n > NV_MAX_RECORD_BYTES) st = nv_err_set(&err, NV_E_LIMIT, NV_M_E_LIMIT, job.path, "NV_MAX_RECORD_BYTES", "512 MiB", NULL);
        bool text = !st || st == NV_E_SCAN;
        if (!nv_wire_send(sock, !st ? NV_FRAME_DONE : text ? NV_FRAME_SCAN : NV_FRAME_ERROR, got.number, text ? nv_buf_z(&out) : (const char *)&err, text ? out.n : sizeof err)) break;
    }
    nv_buf_clear(&path);
    nv_buf_clear(&out);
}

static void child(const nv_workers_opts *o, int sock, pid_t parent)
{
    bool jail = o->sandbox != NV_SANDBOX_OFF && nv_jail_built();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(0);
    setenv("TZ", ":/etc/localtime", 0); /* named, the zone is read once; else its file is looked at each time */
    tzset();
    sock = only_socket(sock, jail);
    if (sock < 0) _exit(NV_EXIT_NO_JAIL);
    unsigned held = jail ? nv_jail_lock(NV_JAIL_ALL) : 0;
    if (o->sandbox == NV_SANDBOX_REQUIRE && !(held & NV_JAIL_SECCOMP)) _exit(NV_EXIT_NO_JAIL);
    serve(o, sock);
    _exit(0);
}

static bool start(nv_workers *w, worker *x)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return false;
    (void)setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &(int){ ANSWER_BYTES }, sizeof(int));
    fflush(NULL);
    pid_t parent = getpid(), pid = fork();
    if (pid < 0) {
        close(pair[0]);
        close(pair[1]);
        return false;
    }
    if (pid == 0) child(&w->o, pair[1], parent);
    close(pair[1]);
    x->pid = pid;
    x->sock = pair[0];
    x->done = 0;
    x->in.n = 0;
    return true;
}

/* ---- the parent --------------------------------------------------------------------------------------------------------- */

/* Each worker has a socket and each job its file: as many as may be open, with some left for the rest of the program. */
static unsigned queue_for(unsigned workers)
{
    enum { OTHERS = 64 };
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return 1;
    if (files.rlim_cur < files.rlim_max) {
        struct rlimit most = { files.rlim_max, files.rlim_max };
        if (setrlimit(RLIMIT_NOFILE, &most) == 0) files = most;
    }
    return files.rlim_cur >= (rlim_t)workers * (QUEUE + 1) + OTHERS ? QUEUE : 1;
}

nv_workers *nv_workers_new(const nv_workers_opts *opts)
{
    signal(SIGPIPE, SIG_IGN);
    nv_workers *w = nv_xmalloc(sizeof *w);
    *w = (nv_workers){ .o = *opts, .w = nv_xmalloc(opts->n * sizeof *w->w), .polled = nv_xmalloc(opts->n * sizeof *w->polled), .a = nv_arena_new() };
    w->queue = queue_for(opts->n);
    if (!w->o.cpu_seconds) w->o.cpu_seconds = NV_MAX_FILE_CPU_SECONDS;
    for (unsigned i = 0; i < opts->n; i++) w->w[i] = (worker){ .sock = -1 };
    unsigned started = 0;
    for (unsigned i = 0; i < opts->n; i++) started += start(w, &w->w[i]);
    if (started) return w;
    int e = errno;
    nv_workers_free(w);
    errno = e;
    return NULL;
}

static void release(given *j)
{
    if (j->fd >= 0) close(j->fd);
    if (j->words >= 0) close(j->words);
    free(j->path);
}

/* The job is over; the worker is at its next one, if it has one. */
static void advance(worker *x)
{
    release(&x->job[0]);
    memmove(x->job, x->job + 1, --x->n * sizeof *x->job);
}

static void gone(worker *x)
{
    close(x->sock);
    nv_buf_clear(&x->in);
    x->sock = -1;
    x->pid = 0;
}

/* Ends a worker, by force if it has not ended itself; its wait status. */
static int stop(worker *x)
{
    int status = 0;
    kill(x->pid, SIGKILL);
    while (waitpid(x->pid, &status, 0) < 0 && errno == EINTR) continue;
    gone(x);
    return status;
}

/* How a worker that closed its socket ended: it is given a moment to be gone before it is killed, so that its own cause of death is seen. */
static int reap(worker *x)
{
    int status = 0;
    for (int i = 0; i < 200; i++) {
        if (waitpid(x->pid, &status, WNOHANG) == x->pid) {
            gone(x);
            return status;
        }
        struct timespec ms = { 0, 5000000 };
        nanosleep(&ms, NULL);
    }
    return stop(x);
}

void nv_workers_free(nv_workers *w)
{
    for (unsigned i = 0; i < w->o.n; i++)
        if (w->w[i].pid) kill(w->w[i].pid, SIGKILL); /* all at once: each has much memory to give back */
    for (unsigned i = 0; i < w->o.n; i++) {
        if (w->w[i].pid) stop(&w->w[i]);
        for (unsigned k = 0; k < w->w[i].n; k++) release(&w->w[i].job[k]);
    }
    nv_arena_free(w->a);
    free(w->polled);
    free(w->w);
    free(w);
}

/* The worker with the fewest jobs, if it may be given one more. A worn one is left to end what it has. */
static worker *free_one(const nv_workers *w, bool ahead)
{
    worker *least = NULL;
    for (worker *x = w->w; x < w->w + w->o.n; x++)
        if ((!least || x->n < least->n) && (!x->n || (ahead && x->n < w->queue && x->done + x->n < NV_WORKER_FILES))) least = x;
    return least;
}

bool nv_workers_free_one(const nv_workers *w, bool ahead) { return free_one(w, ahead) != NULL; }

/* An idle worker has nothing to say. One that has, or has gone, is replaced before it is given anything. */
static bool silent(const worker *x)
{
    char c;
    return recv(x->sock, &c, 1, MSG_DONTWAIT | MSG_PEEK) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

static bool hand(const worker *x, const given *j) { return nv_wire_give(x->sock, &(nv_wire_job){ j->path, j->fd, j->words, j->page, j->number }); }

/* The time of x's job begins. */
static bool begin(const nv_workers *w, worker *x)
{
    x->since = now_ms();
    x->until = x->since + (int64_t)w->o.seconds * 1000;
    return w->o.sandbox == NV_SANDBOX_OFF || !nv_jail_built() || nv_jail_cpu(x->pid, w->o.cpu_seconds);
}

/* Gives x, which is at none, the jobs that it has; a second worker is tried if the first cannot take them. */
static bool give(nv_workers *w, worker *x)
{
    if (x->pid && (x->done >= NV_WORKER_FILES || !silent(x))) stop(x);
    for (int attempt = 0; attempt < 2; attempt++) {
        if (!x->pid && !start(w, x)) return false;
        x->in.n = 0;
        bool ok = begin(w, x);
        for (unsigned k = 0; ok && k < x->n; k++) ok = hand(x, &x->job[k]);
        if (ok) return true;
        stop(x);
    }
    return false;
}

/* Gives x its jobs; those that nobody can be given come back. */
static void give_or_lose(nv_workers *w, worker *x)
{
    while (x->n && !give(w, x)) {
        *NV_PUSH(w->a, &w->lost) = (nv_job_result){ .job = x->job[0].number, .how = NV_JOB_EXIT, .code = errno };
        advance(x);
    }
}

void nv_workers_send(nv_workers *w, uint32_t number, const nv_job *job)
{
    worker *x = free_one(w, true);
    x->job[x->n++] = (given){ .number = number, .page = job->page, .path = nv_xstrdup(job->path), .fd = job->fd, .words = job->words };
    if (x->n > 1) {
        if (hand(x, &x->job[x->n - 1])) return;
        stop(x); /* it is dead or deaf: another one begins again */
    }
    give_or_lose(w, x);
}

/* A worker that died, or is killed for being late or lying. What is no fault of a worker that had read other files before it is tried again in a new one: then
 * there is no result yet. */
static bool died(nv_workers *w, worker *x, nv_job_how how, nv_job_result *out)
{
    bool others = x->done > 0;
    int status = how == NV_JOB_EXIT ? reap(x) : stop(x);
    if (how == NV_JOB_EXIT && WIFSIGNALED(status)) how = NV_JOB_SIGNAL;
    bool cpu = how == NV_JOB_SIGNAL && WTERMSIG(status) == SIGXCPU;
    /* until its time was begun the job ran on what the one before had left */
    if (cpu && now_ms() - x->since < (int64_t)w->o.cpu_seconds * 1000 - 100 && !x->job[0].again) cpu = false;
    bool spent = how == NV_JOB_TIMEOUT || cpu;
    if (others && !spent && !x->job[0].again) {
        x->job[0].again = true;
        if (give(w, x)) return false;
    }
    *out = (nv_job_result){ .job = x->job[0].number, .how = spent ? NV_JOB_TIMEOUT : how };
    out->code = how == NV_JOB_TIMEOUT ? (int)w->o.seconds : spent ? (int)w->o.cpu_seconds : how == NV_JOB_SIGNAL ? WTERMSIG(status) : how == NV_JOB_EXIT ? WEXITSTATUS(status) : 0;
    advance(x);
    give_or_lose(w, x);
    return true;
}

/* It has ended, though nobody has asked how. */
static bool is_gone(const worker *x)
{
    siginfo_t how = { 0 };
    return waitid(P_PID, (id_t)x->pid, &how, WEXITED | WNOHANG | WNOWAIT) == 0 && how.si_pid;
}

/* What has come as a whole. True if *out is set. */
static bool answers(nv_workers *w, worker *x, nv_job_result *out)
{
    nv_frame f;
    nv_str body;
    nv_wire_state s = nv_wire_look(&x->in, &f, &body);
    if (s == NV_WIRE_MORE) return false;
    size_t all = sizeof f + body.n;
    /* a frame too many must not be taken for the answer of the next job */
    if (s == NV_WIRE_BAD || f.job != x->job[0].number || (x->in.n > all && x->n == 1)) return died(w, x, NV_JOB_LIED, out);
    if (f.kind == NV_FRAME_SCAN && !nv_wire_is_pages(body)) return died(w, x, NV_JOB_LIED, out);
    *out = (nv_job_result){ .job = x->job[0].number, .how = f.kind == NV_FRAME_SCAN ? NV_JOB_SCAN : NV_JOB_DONE };
    if (f.kind == NV_FRAME_DONE || f.kind == NV_FRAME_SCAN) nv_buf_add(&out->bytes, body.p, body.n);
    else if (nv_wire_error(body, x->job[0].path, &out->err)) out->how = NV_JOB_ERROR;
    else return died(w, x, NV_JOB_LIED, out);
    memmove(x->in.p, x->in.p + all, x->in.n - all);
    x->in.n -= all;
    x->done++;
    advance(x);
    if (x->n && begin(w, x) && is_gone(x)) x->since = INT64_MAX; /* what killed it was not its own time */
    return true;
}

/* Reads what is there. True if *out is set. */
static bool take(nv_workers *w, worker *x, nv_job_result *out)
{
    char chunk[1 << 16];
    ssize_t k = recv(x->sock, chunk, sizeof chunk, MSG_DONTWAIT);
    if (k < 0 && (errno == EINTR || errno == EAGAIN)) return false;
    if (k <= 0) return died(w, x, NV_JOB_EXIT, out);
    if (!x->in.n) { /* an answer that has begun has its time to come, even if nobody looked before */
        int64_t end = now_ms() + (int64_t)w->o.seconds * 1000;
        if (x->until < end) x->until = end;
    }
    nv_buf_add(&x->in, chunk, (size_t)k);
    return answers(w, x, out);
}

/* One round: waits until something comes or `end`, then takes it. True if *out is set. */
static bool round_of(nv_workers *w, int64_t now, int64_t end, nv_job_result *out)
{
    int64_t until = end;
    for (worker *x = w->w; x < w->w + w->o.n; x++)
        if (x->n && x->in.n && answers(w, x, out)) return true; /* came behind another answer */
    for (unsigned i = 0; i < w->o.n; i++) {
        const worker *x = &w->w[i];
        w->polled[i] = (struct pollfd){ x->n ? x->sock : -1, POLLIN, 0 };
        if (x->n && x->until < until) until = x->until;
    }
    if (poll(w->polled, w->o.n, until > now ? (int)(until - now) + 1 : 0) < 0) return false;
    for (unsigned i = 0; i < w->o.n; i++)
        if (w->w[i].n && w->polled[i].revents && take(w, &w->w[i], out)) return true;
    for (unsigned i = 0; i < w->o.n; i++) { /* one whose answer is on the way is not late: the parent was */
        worker *x = &w->w[i];
        if (x->n && !(w->polled[i].revents & POLLIN) && now_ms() >= x->until && died(w, x, NV_JOB_TIMEOUT, out)) return true;
    }
    return false;
}

bool nv_workers_wait(nv_workers *w, unsigned ms, nv_job_result *out)
{
    bool got = false, busy = false;
    for (unsigned i = 0; i < w->o.n; i++) busy = busy || w->w[i].n;
    int64_t now = now_ms(), end = now + ms;
    do {
        if (w->lost.n) {
            *out = w->lost.v[--w->lost.n];
            return true;
        }
        got = busy && round_of(w, now, end, out);
    } while (busy && !got && (now = now_ms()) < end);
    return got;
}
