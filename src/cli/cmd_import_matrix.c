/* import-matrix FILE|DOC: the “bảng theo dõi” that an office sends: its printed totals and the text around it against its marks, cell by cell; and its marks
 * as statuses of the tasks that it follows up. */
#include "cli/tally_import.h"
#include "cli/tally_print.h"
#include "grammar/grammar.h"
#include "store/tally_store.h"
#include <unistd.h>

typedef struct {
    nv_cli *cli;
    nv_asker *q;
    nv_one one;
    nv_tally_source src;
    NV_VEC(nv_tally) tables;      /* those of its tables that are tables of marks */
    nv_tally_importer imp;
    nv_buf json;
    uint32_t diffs;
} import;

static int one_table(import *x, uint32_t i)
{
    nv_tally_report r;
    nv_tally_check(&x->tables.v[i], x->src.text, x->q->tables.registry, x->q->a, &r);
    x->diffs += r.diffs.n;
    if (x->cli->json) {
        nv_j_open(&x->json, '{');
        nv_tally_json(&x->json, &x->tables.v[i], &r, i + 1);
    } else {
        if (i) putchar('\n');
        nv_tally_print(x->cli, &x->tables.v[i], &r, i + 1);
    }
    int code = x->q->store ? nv_tally_import(&x->imp, &x->tables.v[i], &x->json) : NV_X_DONE;
    if (x->cli->json) nv_j_close(&x->json, '}');
    return code;
}

/* The tables of marks of the document. */
static int read_tables(import *x, const char *name)
{
    nv_err err;
    if (nv_store_grids(x->one.store, x->one.doc.id, x->q->a, &x->src, &err)) return nv_cli_fail(x->cli, &err);
    x->imp.ask.day = x->src.day;
    /* a sheet has no day: its bodies are those of the directive that was named, else today's */
    if (nv_date_none(x->src.day)) x->src.day = x->imp.tasks.n ? nv_date_parse(x->imp.tasks.v[0].date) : x->cli->today;
    for (uint32_t i = 0; i < x->src.grids.n; i++) {
        nv_tally t;
        if (nv_tally_read(&x->src.grids.v[i], x->src.text, x->q->tables.registry, x->src.day, x->q->a, &t)) *NV_PUSH(x->q->a, &x->tables) = t;
    }
    if (x->tables.n) return NV_X_DONE;
    nv_cli_say(x->cli, stderr, NV_W_IM_NO_TABLE, name, NULL);
    return NV_X_FILES;
}

static void tell_statuses(import *x)
{
    char n[3][16];
    const uint32_t v[] = { x->imp.added, x->imp.known, x->imp.left };
    for (unsigned i = 0; i < NV_NELEM(v); i++) snprintf(n[i], sizeof n[i], "%u", v[i]);
    if (x->cli->json) return;
    putchar('\n');
    if (!x->q->store) nv_cli_say(x->cli, stdout, NV_W_IM_NO_DB, NULL);
    else if (!x->imp.docs.n) nv_cli_say(x->cli, stdout, NV_W_IM_NO_DIRECTIVE, NULL);
    else if (x->imp.dry) nv_cli_say(x->cli, stdout, NV_W_IM_DRY, NULL);
    else nv_cli_say(x->cli, stdout, NV_W_IM_RECORDED, n[0], n[1], n[2], NULL);
}

static int all_tables(import *x, long only)
{
    int code = NV_X_DONE;
    nv_j_open(&x->json, '{');
    nv_j_str(&x->json, "number", x->one.doc.number);
    nv_j_str(&x->json, "date", x->one.doc.date);
    nv_j_str(&x->json, "file", x->one.doc.file);
    nv_j_key(&x->json, "follows");
    nv_j_open(&x->json, '[');
    for (uint32_t i = 0; i < x->imp.docs.n; i++) {
        nv_j_item(&x->json);
        nv_j_text(&x->json, x->imp.docs.v[i]);
    }
    nv_j_close(&x->json, ']');
    nv_j_key(&x->json, "tables");
    nv_j_open(&x->json, '[');
    for (uint32_t i = 0; code == NV_X_DONE && i < x->tables.n; i++)
        if (!only || only == (long)i + 1) code = one_table(x, i);
    nv_j_close(&x->json, ']');
    nv_j_int(&x->json, "added", x->imp.added);
    nv_j_int(&x->json, "known", x->imp.known);
    nv_j_int(&x->json, "not_recorded", x->imp.left);
    nv_j_close(&x->json, '}');
    return code;
}

static int run(import *x, const char *name, long only)
{
    nv_err err;
    int code = x->q->store ? nv_tally_import_open(&x->imp, nv_cli_opt(x->cli, "doc")) : NV_X_DONE;
    if (code == NV_X_DONE) code = read_tables(x, name);
    if (code == NV_X_DONE && only > (long)x->tables.n) {
        char n[2][24];
        snprintf(n[0], sizeof n[0], "%u", x->tables.n);
        snprintf(n[1], sizeof n[1], "%ld", only);
        nv_cli_say(x->cli, stderr, NV_W_IM_NO_SUCH_TABLE, name, n[0], n[1], NULL);
        return NV_X_USAGE;
    }
    bool writes = code == NV_X_DONE && x->q->store && !x->imp.dry;
    if (writes && nv_store_begin(x->q->store, &err)) return nv_cli_fail(x->cli, &err);
    if (code == NV_X_DONE) code = all_tables(x, only);
    if (writes && code != NV_X_DONE) nv_store_rollback(x->q->store);
    else if (writes && nv_store_commit(x->q->store, &err)) code = nv_cli_fail(x->cli, &err);
    if (code != NV_X_DONE) return code;
    tell_statuses(x);
    if (x->cli->json) nv_j_print(&x->json);
    return x->diffs ? NV_X_FINDINGS : NV_X_DONE;
}

/* A file can be checked without a database; with one, its marks are recorded there. */
static int open_store(import *x, bool file)
{
    nv_err err;
    if (access(x->cli->db, F_OK) != 0 && file && !nv_cli_opt(x->cli, "doc")) return NV_X_DONE;
    bool write = !x->imp.dry && access(x->cli->db, F_OK) == 0;
    if (nv_store_open(x->cli->db, write ? NV_STORE_WRITE : NV_STORE_READ, &x->q->store, &err) ||
        nv_store_registry(x->q->store, x->q->tables.registry, nv_grammar_digest(x->q->tables.grammar), &err))
        return nv_cli_fail(x->cli, &err);
    return NV_X_DONE;
}

int nv_cmd_import_matrix(nv_cli *cli, int argc, char **argv)
{
    long only;
    (void)argc;
    if (!nv_cli_opt_int(cli, "table", 1, 100000, 0, &only)) return NV_X_USAGE;
    nv_asker q = { .a = nv_arena_new() };
    import x = { .cli = cli, .q = &q };
    x.imp = (nv_tally_importer){ .cli = cli, .q = &q, .one = &x.one, .dry = nv_cli_opt(cli, "dry-run") != NULL, .ask = { .today = cli->today } };
    int code = nv_tally_import_map(cli, nv_cli_opt(cli, "map"), q.a, &x.imp.ask) ? nv_tables_load(&q.tables, cli) : NV_X_USAGE;
    if (code == NV_X_DONE) code = open_store(&x, access(argv[0], F_OK) == 0);
    if (code == NV_X_DONE) code = nv_one_open(cli, &q, argv[0], false, &x.one);
    if (code == NV_X_DONE) code = run(&x, argv[0], only);
    nv_buf_clear(&x.json);
    nv_one_close(&x.one);
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}
