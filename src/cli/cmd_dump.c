/* dump --until STAGE FILE: what one stage made of a file, as lines for people, golden files and comparisons. */
#include "cli/reading.h"

typedef struct { const nv_cli *cli; const nv_stage *last; } dumper;

/* In the worker: a file to the dump of the last stage. */
static nv_status dump(void *ctx, const nv_job *job, nv_buf *out, nv_err *err)
{
    const dumper *x = ctx;
    nv_doc *d;
    nv_status st = nv_job_doc(x->cli, job, x->last->name, &d, out, err);
    if (st) return st;
    x->last->dump(d, out);
    nv_doc_free(d);
    return NV_OK;
}

int nv_cmd_dump(nv_cli *cli, int argc, char **argv)
{
    const char *until = nv_cli_opt(cli, "until");
    uint32_t n;
    const nv_stage *stages = nv_stages(&n), *last = &stages[n - 1];
    for (uint32_t i = 0; until && i < n; i++)
        if (strcmp(stages[i].name, until) == 0) last = &stages[i];
    dumper x = { cli, last };
    return nv_read_each(cli, argv, argc, dump, &x);
}
