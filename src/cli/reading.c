#include "cli/reading.h"
#include "base/limits.h"
#include "cli/wire.h"
#include "export/record.h"
#include "grammar/grammar.h"
#include "read/read.h"
#include <errno.h>
#include <unistd.h>

bool nv_cli_sandbox(const nv_cli *cli, nv_sandbox *out)
{
    const char *v = nv_cli_opt(cli, "sandbox");
    *out = !v || strcmp(v, "auto") == 0 ? NV_SANDBOX_AUTO : strcmp(v, "off") == 0 ? NV_SANDBOX_OFF : NV_SANDBOX_REQUIRE;
    if (*out != NV_SANDBOX_REQUIRE) return true;
    if (nv_jail_probe() & NV_JAIL_SECCOMP) return true;
    nv_cli_say(cli, stderr, nv_jail_built() ? NV_W_NO_JAIL : NV_W_NO_JAIL_BUILT, NULL);
    return false;
}

void nv_job_error(const nv_cli *cli, const char *path, const nv_job_result *res, nv_err *err)
{
    static const nv_word words[] = { [NV_JOB_SIGNAL] = NV_W_DIED_SIGNAL, [NV_JOB_EXIT] = NV_W_DIED_EXIT, [NV_JOB_TIMEOUT] = NV_W_TIMED_OUT, [NV_JOB_LIED] = NV_W_DIED_LIED };
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

/* One open file through the worker; *text gets what it made of it. */
static nv_status read_one(nv_cli *cli, nv_workers *w, uint32_t i, const char *path, int fd, nv_buf *text, nv_err *err)
{
    nv_workers_send(w, i, path, fd);
    nv_job_result res;
    while (!nv_workers_wait(w, 1000, &res)) continue; /* ends: a job has its time */
    if (res.how == NV_JOB_DONE && !nv_wire_is_text(nv_buf_str(&res.bytes))) {
        nv_buf_clear(&res.bytes);
        res.how = NV_JOB_LIED;
    }
    *text = res.bytes;
    if (res.how == NV_JOB_DONE) return NV_OK;
    nv_job_error(cli, path, &res, err);
    return err->status;
}

/* One worker for files one after the other; NULL: errno says why. */
static nv_workers *one_worker(nv_cli *cli, nv_sandbox sandbox, nv_job_fn *fn, void *ctx)
{
    nv_workers_opts o = { .n = 1, .seconds = NV_MAX_FILE_SECONDS, .sandbox = sandbox, .fn = fn, .ctx = ctx };
    nv_pipeline_warm(cli->pipeline); /* before the lock */
    return nv_workers_new(&o);
}

int nv_read_each(nv_cli *cli, char **paths, int n, nv_job_fn *fn, void *ctx)
{
    nv_sandbox sandbox;
    if (!nv_cli_sandbox(cli, &sandbox) || !nv_cli_pipeline(cli)) return NV_X_USAGE;
    nv_workers *w = one_worker(cli, sandbox, fn, ctx);
    if (!w) {
        nv_cli_say(cli, stderr, NV_W_NO_WORKER, strerror(errno), NULL);
        return NV_X_FILES;
    }
    int code = NV_X_DONE;
    for (int i = 0; i < n; i++) {
        nv_buf text = { 0 };
        nv_err err;
        int fd = nv_read_open(paths[i], &err);
        if (fd < 0 || read_one(cli, w, (uint32_t)i, paths[i], fd, &text, &err)) code = nv_cli_fail(cli, &err);
        else fwrite(text.p, 1, text.n, stdout);
        nv_buf_clear(&text);
    }
    nv_workers_free(w);
    return nv_cli_done(cli, code);
}

nv_status nv_job_record(void *ctx, const nv_job *job, nv_buf *out, nv_err *err)
{
    const nv_cli *cli = ctx;
    nv_doc *d;
    nv_status st = nv_pipeline_fd(cli->pipeline, job->path, job->fd, NULL, &d, err);
    if (st) return st;
    nv_record_write(d, nv_grammar_digest(nv_pipeline_ctx(cli->pipeline)->grammar), out);
    nv_doc_free(d);
    return NV_OK;
}

nv_status nv_read_record_fd(nv_cli *cli, const char *path, int fd, nv_buf *json, nv_err *err)
{
    nv_workers *w = one_worker(cli, NV_SANDBOX_AUTO, nv_job_record, cli);
    if (!w) {
        nv_err_set(err, NV_E_IO, NV_M_E_READ, path, strerror(errno), NULL);
        close(fd);
        return err->status;
    }
    nv_status st = read_one(cli, w, 0, path, fd, json, err);
    nv_workers_free(w);
    return st;
}

nv_status nv_read_record(nv_cli *cli, const char *path, nv_buf *json, nv_err *err)
{
    int fd = nv_read_open(path, err);
    return fd < 0 ? err->status : nv_read_record_fd(cli, path, fd, json, err);
}
