/* Reading processes: what one file does to its reader costs that one file. */
#include "cli/workers.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

static nv_status job(void *ctx, const char *path, nv_buf *out, nv_err *err)
{
    (void)ctx;
    if (strcmp(path, "crash") == 0) raise(SIGKILL);
    if (strcmp(path, "exit") == 0) _exit(7);
    if (strcmp(path, "error") == 0) return nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, path, "why", NULL);
    while (strcmp(path, "hang") == 0) sleep(1);
    if (strcmp(path, "big") == 0)
        for (int i = 0; i < 3000000; i++) nv_buf_addc(out, 'x');
    nv_buf_addz(out, path);
    return NV_OK;
}

static void one_costs_one(void **state)
{
    (void)state;
    static const char *const paths[] = { "a", "crash", "b", "exit", "", "error", "hang", "big", "crash", "c" };
    enum { N = sizeof paths / sizeof *paths };
    nv_job_result got[N] = { 0 };
    nv_workers *w = nv_workers_new(2, 1, job, NULL);
    assert_non_null(w);
    nv_workers_send(w, 0, "hang"); /* a wait ends when it should, with or without a result */
    nv_job_result none;
    assert_false(nv_workers_wait(w, 50, &none));
    assert_true(nv_workers_wait(w, 5000, &none));
    assert_int_equal(none.how, NV_JOB_TIMEOUT);
    uint32_t sent = 0;
    for (uint32_t done = 0; done < N; done++) {
        while (sent < N && nv_workers_free_one(w)) {
            nv_workers_send(w, sent, paths[sent]);
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
    static const nv_job_how how[N] = { NV_JOB_DONE, NV_JOB_SIGNAL, NV_JOB_DONE, NV_JOB_EXIT, NV_JOB_DONE, NV_JOB_ERROR, NV_JOB_TIMEOUT, NV_JOB_DONE, NV_JOB_SIGNAL, NV_JOB_DONE };
    for (unsigned i = 0; i < N; i++) {
        assert_int_equal(got[i].how, how[i]);
        if (got[i].how != NV_JOB_DONE) continue;
        size_t tail = strlen(paths[i]);
        assert_int_equal(got[i].bytes.n, tail + (strcmp(paths[i], "big") == 0 ? 3000000 : 0));
        assert_memory_equal(got[i].bytes.p ? got[i].bytes.p + got[i].bytes.n - tail : "", paths[i], tail);
        nv_buf_clear(&got[i].bytes);
    }
    assert_int_equal(got[1].code, SIGKILL);
    assert_int_equal(got[3].code, 7);
    assert_int_equal(got[5].err.status, NV_E_DAMAGED);
    assert_string_equal(got[5].err.arg[1], "why");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(one_costs_one) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
