/* import-matrix FILE|DOC: the “bảng theo dõi” that an office sends: its printed totals and the text around it against its marks, cell by cell. */
#include "cli/one_file.h"
#include "cli/tally_print.h"
#include "store/tally_store.h"
#include <unistd.h>

typedef struct {
    nv_cli *cli;
    nv_asker *q;
    nv_one one;
    nv_tally_source src;
    NV_VEC(nv_tally) tables;      /* those of its tables that are tables of marks */
    nv_buf json;
    uint32_t diffs;
} import;

static void check_table(import *x, uint32_t i)
{
    nv_tally_report r;
    nv_tally_check(&x->tables.v[i], x->src.text, x->q->tables.registry, x->q->a, &r);
    x->diffs += r.diffs.n;
    if (!x->cli->json) {
        if (i) putchar('\n');
        nv_tally_print(x->cli, &x->tables.v[i], &r, i + 1);
        return;
    }
    nv_j_open(&x->json, '{');
    nv_tally_json(&x->json, &x->tables.v[i], &r, i + 1);
    nv_j_close(&x->json, '}');
}

/* The tables of marks of the document. */
static int read_tables(import *x, const char *name)
{
    nv_err err;
    if (nv_store_grids(x->one.store, x->one.doc.id, x->q->a, &x->src, &err)) return nv_cli_fail(x->cli, &err);
    for (uint32_t i = 0; i < x->src.grids.n; i++) {
        nv_tally t;
        if (nv_tally_read(&x->src.grids.v[i], x->src.text, x->q->tables.registry, x->src.day, x->q->a, &t)) *NV_PUSH(x->q->a, &x->tables) = t;
    }
    if (x->tables.n) return NV_X_DONE;
    nv_cli_say(x->cli, stderr, NV_W_IM_NO_TABLE, name, NULL);
    return NV_X_FILES;
}

static int run(import *x, const char *name, long only)
{
    int code = read_tables(x, name);
    if (code != NV_X_DONE) return code;
    if (only > (long)x->tables.n) {
        char n[2][24];
        snprintf(n[0], sizeof n[0], "%u", x->tables.n);
        snprintf(n[1], sizeof n[1], "%ld", only);
        nv_cli_say(x->cli, stderr, NV_W_IM_NO_SUCH_TABLE, name, n[0], n[1], NULL);
        return NV_X_USAGE;
    }
    nv_j_open(&x->json, '{');
    nv_j_str(&x->json, "number", x->one.doc.number);
    nv_j_str(&x->json, "date", x->one.doc.date);
    nv_j_str(&x->json, "file", x->one.doc.file);
    nv_j_key(&x->json, "tables");
    nv_j_open(&x->json, '[');
    for (uint32_t i = 0; i < x->tables.n; i++)
        if (!only || only == (long)i + 1) check_table(x, i);
    nv_j_close(&x->json, ']');
    nv_j_close(&x->json, '}');
    if (x->cli->json) nv_j_print(&x->json);
    return x->diffs ? NV_X_FINDINGS : NV_X_DONE;
}

int nv_cmd_import_matrix(nv_cli *cli, int argc, char **argv)
{
    long only;
    (void)argc;
    if (!nv_cli_opt_int(cli, "table", 1, 100000, 0, &only)) return NV_X_USAGE;
    nv_asker q = { .a = nv_arena_new() };
    import x = { .cli = cli, .q = &q };
    nv_err err;
    int code = nv_tables_load(&q.tables, cli);
    /* a file can be checked without a database */
    if (code == NV_X_DONE && (access(cli->db, F_OK) == 0 || access(argv[0], F_OK) != 0) && nv_store_open(cli->db, NV_STORE_READ, &q.store, &err)) code = nv_cli_fail(cli, &err);
    if (code == NV_X_DONE) code = nv_one_open(cli, &q, argv[0], false, &x.one);
    if (code == NV_X_DONE) code = run(&x, argv[0], only);
    nv_buf_clear(&x.json);
    nv_one_close(&x.one);
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}
