/* Reading processes: what one file does to its reader costs that one file, and a reader that was taken over gets nowhere. */
#include "cli/wire.h"
#include "cli/workers.h"
#include "base/limits.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

static unsigned served; /* jobs of this worker process: a new one begins at 0 */

static void frame(const nv_job *job, uint32_t kind, uint32_t len, const void *body, size_t n)
{
    nv_frame f = { kind, len, 3 }; /* the number that all jobs but those of queues have here */
    char all[sizeof f + sizeof(nv_err)];
    memcpy(all, &f, sizeof f);
    memcpy(all + sizeof f, body, n);
    (void)!write(job->sock, all, sizeof f + n); /* at once, so that it arrives as a whole */
}

/* Answers of a worker that is not ours any more. */
static void lie(const nv_job *job)
{
    const char *how = job->path + 4;
    nv_err e = { .status = NV_E_DAMAGED, .msg = (nv_msg)100000 };
    if (strcmp(how, "kind") == 0) frame(job, 77, 4, "abcd", 4);
    if (strcmp(how, "job") == 0) frame(job, NV_FRAME_JOB, 0, "", 0);
    if (strcmp(how, "long") == 0) frame(job, NV_FRAME_DONE, 0xFFFFFFF0u, "abcd", 4);
    if (strcmp(how, "short") == 0) frame(job, NV_FRAME_ERROR, 3, "abc", 3);
    if (strcmp(how, "message") == 0) frame(job, NV_FRAME_ERROR, sizeof e, &e, sizeof e);
    if (strcmp(how, "status") == 0) {
        e = (nv_err){ .status = (nv_status)-5, .msg = NV_M_E_OPEN };
        frame(job, NV_FRAME_ERROR, sizeof e, &e, sizeof e);
    }
    if (strcmp(how, "pages") == 0) frame(job, NV_FRAME_SCAN, 8, (uint32_t[]){ 9, 2 }, 8);
    if (strcmp(how, "no page") == 0) frame(job, NV_FRAME_SCAN, 0, "", 0);
    if (strcmp(how, "twice") == 0) frame(job, NV_FRAME_DONE, 1, "a\1\0\0\0\1\0\0\0\3\0\0\0b", 14);
    sleep(20);
}

/* What a parser could be made to do. Appends the errno, or 0 for what succeeded. */
static void attempt(const char *what, nv_buf *out)
{
    int rc = 0;
    errno = 0;
    if (strcmp(what, "open") == 0) rc = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    if (strcmp(what, "create") == 0) rc = open("/tmp/nv-test-workers", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (strcmp(what, "socket") == 0) rc = socket(AF_INET, SOCK_STREAM, 0);
    if (strcmp(what, "exec") == 0) rc = execl("/bin/true", "true", (char *)NULL);
    if (strcmp(what, "fork") == 0) rc = fork();
    if (strcmp(what, "kill") == 0) rc = kill(getppid(), 0);
    if (strcmp(what, "memory") == 0) rc = mmap(NULL, (size_t)2 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) == MAP_FAILED ? -1 : 0;
    if (strcmp(what, "descriptor") == 0) rc = fcntl(4, F_GETFD);
    nv_buf_printf(out, "%s", rc < 0 ? "stopped" : "done");
}

static void use(double seconds)
{
    for (clock_t from = clock(); (double)(clock() - from) < seconds * CLOCKS_PER_SEC;) continue;
}

static nv_status job(void *ctx, const nv_job *x, nv_buf *out, nv_err *err)
{
    (void)ctx;
    served++;
    const char *path = x->path;
    if (strcmp(path, "crash") == 0) raise(SIGABRT);
    if (strcmp(path, "exit") == 0) _exit(7);
    if (strcmp(path, "more") == 0) frame(x, NV_FRAME_DONE, 1, "z", 1);
    if (strcmp(path, "error") == 0) return nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, "another file", "wh\x1b\xffy", NULL);
    while (strcmp(path, "hang") == 0) sleep(1);
    if (strcmp(path, "big") == 0)
        for (int i = 0; i < 3000000; i++) nv_buf_addc(out, 'x');
    if (strcmp(path, "worn") == 0 && served > 1) raise(SIGABRT); /* what an earlier file left behind */
    if (strncmp(path, "lie ", 4) == 0) lie(x);
    if (strncmp(path, "try ", 4) == 0) return attempt(path + 4, out), NV_OK;
    if (strcmp(path, "busy") == 0)
        for (volatile unsigned i = 0;;) i++;
    if (strcmp(path, "used") == 0) use(0.8);
    if (strcmp(path, "much") == 0) use(1.3);
    if (strcmp(path, "scan") == 0) return nv_buf_add(out, (uint32_t[]){ 3, 5 }, 8), NV_E_SCAN;
    if (x->words >= 0) {
        char text[16] = { 0 };
        assert_true(pread(x->words, text, sizeof text - 1, 0) >= 0);
        nv_buf_printf(out, "%s%u", text, x->page);
    }
    if (x->fd >= 0) {
        char text[16] = { 0 };
        assert_true(pread(x->fd, text, sizeof text - 1, 0) >= 0);
        nv_buf_addz(out, text);
    }
    nv_buf_addz(out, path);
    return NV_OK;
}

static nv_workers *workers(unsigned n, unsigned seconds)
{
    nv_workers_opts o = { .n = n, .seconds = seconds, .fn = job };
    nv_workers *w = nv_workers_new(&o);
    assert_non_null(w);
    return w;
}

static nv_job_result one(nv_workers *w, const char *path, int fd)
{
    nv_job_result r;
    nv_workers_send(w, 3, &(nv_job){ .path = path, .fd = fd, .words = -1 });
    assert_true(nv_workers_wait(w, 20000, &r));
    assert_int_equal(r.job, 3);
    return r;
}

static void one_costs_one(void **state)
{
    (void)state;
    static const char *const paths[] = { "a", "crash", "b", "exit", "", "error", "hang", "big", "crash", "c", "worn" };
    enum { N = sizeof paths / sizeof *paths };
    nv_job_result got[N] = { 0 };
    nv_workers *w = workers(2, 1);
    nv_workers_send(w, 0, &(nv_job){ .path = "hang", .fd = -1, .words = -1 }); /* a wait ends when it should, with or without a result */
    nv_job_result none;
    assert_false(nv_workers_wait(w, 50, &none));
    assert_true(nv_workers_wait(w, 5000, &none));
    assert_int_equal(none.how, NV_JOB_TIMEOUT);
    uint32_t sent = 0;
    for (uint32_t done = 0; done < N; done++) {
        while (sent < N && nv_workers_free_one(w, false)) {
            nv_workers_send(w, sent, &(nv_job){ .path = paths[sent], .fd = -1, .words = -1 });
            sent++;
        }
        nv_job_result r;
        assert_true(nv_workers_wait(w, 5000, &r));
        assert_true(r.job < N);
        got[r.job] = r;
    }
    nv_job_result r;
    assert_false(nv_workers_wait(w, 5000, &r));
    nv_workers_free(w);
    static const nv_job_how how[N] = { NV_JOB_DONE, NV_JOB_SIGNAL, NV_JOB_DONE, NV_JOB_EXIT, NV_JOB_DONE, NV_JOB_ERROR, NV_JOB_TIMEOUT, NV_JOB_DONE, NV_JOB_SIGNAL, NV_JOB_DONE, NV_JOB_DONE };
    for (unsigned i = 0; i < N; i++) {
        assert_int_equal(got[i].how, how[i]);
        if (got[i].how != NV_JOB_DONE) continue;
        size_t tail = strlen(paths[i]);
        assert_int_equal(got[i].bytes.n, tail + (strcmp(paths[i], "big") == 0 ? 3000000 : 0));
        assert_memory_equal(got[i].bytes.p ? got[i].bytes.p + got[i].bytes.n - tail : "", paths[i], tail);
        nv_buf_clear(&got[i].bytes);
    }
    assert_int_equal(got[1].code, SIGABRT);
    assert_int_equal(got[3].code, 7);
    assert_int_equal(got[5].err.status, NV_E_DAMAGED);
    assert_string_equal(got[5].err.arg[0], "error"); /* the parent knows which file it was */
    assert_string_equal(got[5].err.arg[1], "wh??y");
}

/* A job that waits behind another one has its own try, its own time and its own answer, whatever becomes of the other. */
static void the_next_waits(void **state)
{
    (void)state;
    static const struct { const char *first, *next; nv_job_how how[2]; } t[] = {
        { "a", "b", { NV_JOB_DONE, NV_JOB_DONE } }, { "big", "big", { NV_JOB_DONE, NV_JOB_DONE } }, { "crash", "b", { NV_JOB_SIGNAL, NV_JOB_DONE } },
        { "a", "crash", { NV_JOB_DONE, NV_JOB_SIGNAL } }, { "crash", "exit", { NV_JOB_SIGNAL, NV_JOB_EXIT } }, { "a", "worn", { NV_JOB_DONE, NV_JOB_DONE } },
        { "hang", "b", { NV_JOB_TIMEOUT, NV_JOB_DONE } }, { "a", "hang", { NV_JOB_DONE, NV_JOB_TIMEOUT } }, { "error", "scan", { NV_JOB_ERROR, NV_JOB_SCAN } },
        { "lie kind", "b", { NV_JOB_LIED, NV_JOB_DONE } }, { "lie long", "exit", { NV_JOB_LIED, NV_JOB_EXIT } } };
    for (unsigned i = 0; i < NV_NELEM(t); i++) {
        nv_workers *w = workers(1, 1);
        const char *const paths[] = { t[i].first, t[i].next, "c", t[i].next };
        const nv_job_how how[] = { t[i].how[0], t[i].how[1], NV_JOB_DONE, t[i].how[1] };
        for (uint32_t k = 0; k < NV_NELEM(paths); k++) {
            assert_true(nv_workers_free_one(w, true));
            nv_workers_send(w, k, &(nv_job){ .path = paths[k], .fd = -1, .words = -1 });
            assert_false(nv_workers_free_one(w, false));
        }
        assert_false(nv_workers_free_one(w, true));
        nv_job_result r;
        for (uint32_t k = 0; k < NV_NELEM(paths); k++) {
            assert_true(nv_workers_wait(w, 5000, &r));
            assert_int_equal(r.job, k);
            if (r.how != how[k]) fail_msg("%s, %s: %u: %d", t[i].first, t[i].next, k, r.how);
            nv_buf_clear(&r.bytes);
        }
        assert_false(nv_workers_wait(w, 100, &r));
        nv_workers_free(w);
    }
}

/* Each of many jobs is answered once, with its own answer, however workers come and go. */
static void none_is_lost(void **state)
{
    (void)state;
    enum { N = 3 * NV_WORKER_FILES };
    static const char *const kinds[] = { "a", "error", "worn", "big", "exit", "b", "c", "scan" };
    static bool seen[N];
    nv_workers *w = workers(2, 20);
    for (uint32_t sent = 0, done = 0; done < N; done++) {
        for (; sent < N && nv_workers_free_one(w, true); sent++)
            nv_workers_send(w, sent, &(nv_job){ .path = sent % 50 ? "a" : kinds[sent / 50 % NV_NELEM(kinds)], .fd = -1, .words = -1 });
        nv_job_result r;
        assert_true(nv_workers_wait(w, 20000, &r));
        assert_true(r.job < N && !seen[r.job]);
        seen[r.job] = true;
        const char *kind = r.job % 50 ? "a" : kinds[r.job / 50 % NV_NELEM(kinds)];
        assert_int_equal(r.how, strcmp(kind, "error") == 0 ? NV_JOB_ERROR : strcmp(kind, "exit") == 0 ? NV_JOB_EXIT : strcmp(kind, "scan") == 0 ? NV_JOB_SCAN : NV_JOB_DONE);
        if (strcmp(kind, "a") == 0) assert_int_equal(r.bytes.n, 1);
        nv_buf_clear(&r.bytes);
    }
    nv_workers_free(w);
}

/* A frame too many is nobody else's answer: all jobs behind it have their own. */
static void answers_do_not_shift(void **state)
{
    (void)state;
    static const char *const paths[] = { "a", "more", "b", "c", "d", "e", "f" };
    nv_workers *w = workers(1, 5);
    nv_job_result r;
    for (uint32_t sent = 2, k = 2; k < 2 + NV_NELEM(paths); k++) { /* “more” is job 3 */
        for (; sent < 2 + NV_NELEM(paths) && nv_workers_free_one(w, true); sent++)
            nv_workers_send(w, sent, &(nv_job){ .path = paths[sent - 2], .fd = -1, .words = -1 });
        assert_true(nv_workers_wait(w, 5000, &r));
        assert_int_equal(r.job, k);
        assert_int_equal(r.how, NV_JOB_DONE);
        assert_int_equal(r.bytes.n, 1);
        assert_int_equal(r.bytes.p[0], k == 3 ? 'z' : paths[k - 2][0]);
        nv_buf_clear(&r.bytes);
    }
    nv_workers_free(w);
}

/* A parent that is late finds the answer in the socket, however long it is. */
static void late_parent(void **state)
{
    (void)state;
    nv_workers *w = workers(1, 1);
    for (uint32_t i = 0; i < 2; i++) nv_workers_send(w, i, &(nv_job){ .path = "big", .fd = -1, .words = -1 });
    sleep(2);
    for (uint32_t i = 0; i < 2; i++) {
        nv_job_result r;
        assert_true(nv_workers_wait(w, 5000, &r));
        assert_int_equal(r.how, NV_JOB_DONE);
        nv_buf_clear(&r.bytes);
    }
    nv_workers_free(w);
}

static void lies_end_the_liar(void **state)
{
    (void)state;
    static const char *const lies[] = { "lie kind", "lie job", "lie long", "lie short", "lie message", "lie status", "lie pages", "lie no page", "lie twice" };
    nv_workers *w = workers(1, 10);
    for (unsigned i = 0; i < NV_NELEM(lies); i++) {
        nv_job_result r = one(w, lies[i], -1);
        if (r.how != NV_JOB_LIED) fail_msg("%s: %d", lies[i], r.how);
        r = one(w, "good", -1);
        assert_int_equal(r.how, NV_JOB_DONE);
        assert_memory_equal(r.bytes.p, "good", 4);
        nv_buf_clear(&r.bytes);
    }
    nv_workers_free(w);
}

static void scans_name_their_pages(void **state)
{
    (void)state;
    nv_workers *w = workers(1, 5);
    nv_job_result r = one(w, "scan", -1);
    assert_int_equal(r.how, NV_JOB_SCAN);
    assert_int_equal(r.bytes.n, 2 * sizeof(uint32_t));
    uint32_t pages[2];
    memcpy(pages, r.bytes.p, sizeof pages);
    assert_true(pages[0] == 3 && pages[1] == 5);
    nv_buf_clear(&r.bytes);
    int words = memfd_create("w", MFD_CLOEXEC), fd = memfd_create("x", MFD_CLOEXEC);
    assert_int_equal(write(words, "abc", 3), 3);
    assert_int_equal(write(fd, "12", 2), 2);
    nv_workers_send(w, 3, &(nv_job){ .path = "p", .fd = fd, .words = words, .page = 7 });
    assert_true(nv_workers_wait(w, 20000, &r));
    assert_int_equal(r.how, NV_JOB_DONE);
    assert_int_equal(r.bytes.n, 7);
    assert_memory_equal(r.bytes.p, "abc712p", 7);
    nv_buf_clear(&r.bytes);
    nv_workers_free(w);
}

static void processor_time(void **state)
{
    (void)state;
    if (!(nv_jail_probe() & NV_JAIL_LIMITS)) return;
    nv_workers_opts o = { .n = 1, .seconds = 60, .cpu_seconds = 1, .fn = job };
    nv_workers *w = nv_workers_new(&o);
    assert_non_null(w);
    for (unsigned i = 0; i < 2; i++) { /* each job has its own */
        nv_job_result r = one(w, i ? "good" : "busy", -1);
        assert_int_equal(r.how, i ? NV_JOB_DONE : NV_JOB_TIMEOUT);
        nv_buf_clear(&r.bytes);
    }
    static const char *const behind[] = { "used", "used", "used", "busy" }; /* also one that waited behind another */
    for (uint32_t i = 0, sent = 0; i < NV_NELEM(behind); i++) {
        nv_job_result r;
        for (; sent < NV_NELEM(behind) && nv_workers_free_one(w, true); sent++) nv_workers_send(w, sent, &(nv_job){ .path = behind[sent], .fd = -1, .words = -1 });
        assert_true(nv_workers_wait(w, 20000, &r));
        assert_int_equal(r.job, i);
        assert_int_equal(r.how, strcmp(behind[i], "busy") == 0 ? NV_JOB_TIMEOUT : NV_JOB_DONE);
        nv_buf_clear(&r.bytes);
    }
    nv_workers_free(w);
    w = nv_workers_new(&o);
    assert_non_null(w);
    for (uint32_t i = 0; i < 2; i++) nv_workers_send(w, i, &(nv_job){ .path = "much", .fd = -1, .words = -1 });
    sleep(3); /* a parent that is late: the second job ran into the limit of the first, which is not its fault */
    for (uint32_t i = 0; i < 2; i++) {
        nv_job_result r;
        assert_true(nv_workers_wait(w, 20000, &r));
        assert_int_equal(r.job, i);
        assert_int_equal(r.how, NV_JOB_DONE);
        nv_buf_clear(&r.bytes);
        if (i == 0) sleep(2); /* and late once more */
    }
    nv_workers_free(w);
}

static void files_come_as_descriptors(void **state)
{
    (void)state;
    nv_workers *w = workers(1, 10);
    for (unsigned i = 0; i < NV_WORKER_FILES + 3; i++) { /* more than one worker reads */
        int fd = memfd_create("x", MFD_CLOEXEC);
        assert_int_equal(write(fd, "12345", 5), 5);
        nv_job_result r = one(w, "p", fd);
        assert_int_equal(r.how, NV_JOB_DONE);
        assert_int_equal(r.bytes.n, 6);
        assert_memory_equal(r.bytes.p, "12345p", 6);
        nv_buf_clear(&r.bytes);
    }
    nv_workers_free(w);
}

static void jailed(void **state)
{
    (void)state;
    if (!(nv_jail_probe() & NV_JAIL_SECCOMP)) {
        printf("SKIP: no seccomp here, or a build with sanitizers: the jail is not tested\n");
        return;
    }
    static const char *const tries[] = { "try open", "try create", "try socket", "try exec", "try fork", "try kill", "try memory", "try descriptor" };
    nv_workers *w = workers(1, 10);
    for (unsigned i = 0; i < NV_NELEM(tries); i++) {
        nv_job_result r = one(w, tries[i], -1);
        bool held = (r.how == NV_JOB_SIGNAL && r.code == SIGSYS) || (r.how == NV_JOB_DONE && r.bytes.n == 7 && memcmp(r.bytes.p, "stopped", 7) == 0);
        if (!held) fail_msg("%s: %d %d", tries[i], r.how, r.code);
        nv_buf_clear(&r.bytes);
    }
    nv_workers_free(w);
    for (nv_try t = 0; t < NV_TRY_COUNT; t++) {
        assert_int_equal(nv_jail_try(0, t), 0); /* without a jail each succeeds: what stops it above is the jail */
        assert_int_equal(nv_jail_try(nv_jail_probe(), t), 1);
    }
    if (nv_jail_probe() & NV_JAIL_LANDLOCK) assert_int_equal(nv_jail_try(NV_JAIL_NO_NEW_PRIVS | NV_JAIL_LANDLOCK, NV_TRY_OPEN), 1);
}

static void text_only(void **state)
{
    (void)state;
    static const struct { const char *s; bool ok; } t[] = { { "", true }, { "Điều 1\n\tx", true }, { "\033[1mĐ\033[0m", true }, { "\033]0;title\007", false }, { "a\033", false },
        { "a\033[", false }, { "a\rb", false }, { "\xc3", false }, { "a\xff", false }, { "\xef\xbf\xbd", true }, { "\x7f", false } };
    for (unsigned i = 0; i < NV_NELEM(t); i++) assert_int_equal(nv_wire_is_text(nv_str_of(t[i].s)), t[i].ok);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(one_costs_one), cmocka_unit_test(the_next_waits), cmocka_unit_test(none_is_lost), cmocka_unit_test(answers_do_not_shift), cmocka_unit_test(late_parent), cmocka_unit_test(lies_end_the_liar), cmocka_unit_test(scans_name_their_pages),
        cmocka_unit_test(processor_time), cmocka_unit_test(files_come_as_descriptors), cmocka_unit_test(jailed), cmocka_unit_test(text_only) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
