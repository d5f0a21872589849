/* extract FILE…: one JSON record a line, in the order of the arguments. */
#include "cli/cli.h"
#include "export/record.h"
#include "grammar/grammar.h"

int nv_cmd_extract(nv_cli *cli, int argc, char **argv) {
    nv_pipeline *p = nv_cli_pipeline(cli);
    if (!p) return NV_X_USAGE;
    if (argc > 1) nv_pipeline_warm(p);
    int code = NV_X_DONE;
    nv_buf line = { 0 };
    for (int i = 0; i < argc; i++) {
        nv_doc *d;
        nv_err err;
        nv_status st = nv_pipeline_file(p, argv[i], NULL, &d, &err);
        if (st) {
            code = nv_cli_fail(cli, &err);
            continue;
        }
        line.n = 0;
        nv_record_write(d, nv_grammar_digest(nv_pipeline_ctx(p)->grammar), &line);
        fwrite(line.p, 1, line.n, stdout);
        nv_doc_free(d);
    }
    nv_buf_clear(&line);
    return nv_cli_done(cli, code);
}
