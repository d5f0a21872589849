/* dump --until STAGE FILE: what one stage made of a file, as lines for people, golden files and comparisons. */
#include "cli/cli.h"

int nv_cmd_dump(nv_cli *cli, int argc, char **argv) {
    (void)argc;
    const char *until = nv_cli_opt(cli, "until");
    uint32_t n;
    const nv_stage *stages = nv_stages(&n), *last = &stages[n - 1];
    for (uint32_t i = 0; until && i < n; i++)
        if (strcmp(stages[i].name, until) == 0) last = &stages[i];
    nv_pipeline *p = nv_cli_pipeline(cli);
    if (!p) return NV_X_USAGE;
    nv_doc *d;
    nv_err err;
    if (nv_pipeline_file(p, argv[0], last->name, &d, &err)) return nv_cli_fail(cli, &err);
    nv_buf out = { 0 };
    last->dump(d, &out);
    fwrite(out.p, 1, out.n, stdout);
    nv_buf_clear(&out);
    nv_doc_free(d);
    return nv_cli_done(cli, NV_X_DONE);
}
