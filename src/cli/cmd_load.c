/* load RECORDS.jsonl…: what extract printed, here or elsewhere, into the database: the same rows as ingest makes. "-" is standard input. */
#include "cli/ask.h"
#include "cli/put.h"
#include "grammar/grammar.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>

/* False: the database failed. */
static bool load_file(nv_putter *p, const char *path)
{
    bool std = strcmp(path, "-") == 0, ok = true;
    FILE *f = std ? stdin : fopen(path, "rb");
    nv_err err;
    if (!f) {
        nv_err_set(&err, NV_E_IO, NV_M_E_OPEN, path, strerror(errno), NULL);
        nv_put_failed(p, &err);
        return true;
    }
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    for (unsigned long at = 1; ok && (n = getline(&line, &cap, f)) >= 0; at++) {
        if (n == 0 || (n == 1 && line[0] == '\n')) continue;
        nv_buf where = { 0 };
        nv_buf_printf(&where, "%s:%lu", path, at);
        ok = nv_put_record(p, nv_buf_z(&where), line, (size_t)n, NULL);
        nv_buf_clear(&where);
    }
    if (ok && ferror(f)) {
        nv_err_set(&err, NV_E_IO, NV_M_E_READ, path, strerror(errno), NULL);
        nv_put_failed(p, &err);
    }
    free(line);
    if (!std) fclose(f);
    return ok;
}

int nv_cmd_load(nv_cli *cli, int argc, char **argv)
{
    nv_tables t;
    nv_putter p;
    int code = nv_tables_load(&t, cli);
    if (code == NV_X_DONE) code = nv_put_open(&p, cli, t.registry, nv_grammar_digest(t.grammar), 0);
    if (code == NV_X_DONE) {
        for (int i = 0; i < argc; i++)
            if (!load_file(&p, argv[i])) break;
        code = nv_put_close(&p);
    }
    nv_tables_free(&t);
    return code;
}
