/* check: the grammars load, every stage takes its rules, every example gives what it says. */
#include "cli/cli.h"
#include "grammar/grammar.h"
#include "grammar/registry.h"

int nv_cmd_check(nv_cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    const nv_pipeline *p = nv_cli_pipeline(cli);
    if (!p) return NV_X_USAGE;
    const nv_ctx *cx = nv_pipeline_ctx(p);
    nv_buf errors = { 0 };
    uint32_t bodies, types;
    char n[3][16];
    unsigned examples = nv_grammar_check(cx->grammar, &errors), wrong = 0;
    nv_registry_agencies(cx->registry, &bodies);
    nv_registry_doc_types(cx->registry, &types);
    for (size_t i = 0; i < errors.n; i++) wrong += errors.p[i] == '\n';
    if (errors.n) {
        fwrite(errors.p, 1, errors.n, stderr);
        snprintf(n[0], sizeof n[0], "%u", wrong);
        nv_cli_say(cli, stderr, NV_W_CHECK_BAD, n[0], NULL);
    } else {
        const unsigned counts[] = { examples, bodies, types };
        for (unsigned i = 0; i < NV_NELEM(counts); i++) snprintf(n[i], sizeof n[i], "%u", counts[i]);
        nv_cli_say(cli, stdout, NV_W_CHECK_OK, n[0], n[1], n[2], NULL);
    }
    nv_buf_clear(&errors);
    return nv_cli_done(cli, wrong ? NV_X_USAGE : NV_X_DONE);
}
