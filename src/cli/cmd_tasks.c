/* tasks: who has to do what by when. show ID: one of them with its evidence. */
#include "cli/print.h"
#include "cli/task_print.h"

static const struct { const char *name, *vi; } roles[] = {
    { "lead", "chu tri" }, { "coordinate", "phoi hop" }, { "recipient", "nhan" }, { "supervise", "giam sat" }, { "any", "tat ca" },
};

/* A role in English or Vietnamese, marks or not. */
static bool read_role(const nv_cli *cli, nv_str *role)
{
    const char *v = nv_cli_opt(cli, "role");
    *role = (nv_str){ 0 };
    if (!v) return true;
    nv_buf sk = { 0 };
    nv_skeleton(nv_str_of(v), &sk);
    for (unsigned i = 0; i < NV_NELEM(roles); i++)
        if (strcmp(nv_buf_z(&sk), roles[i].name) == 0 || strcmp(nv_buf_z(&sk), roles[i].vi) == 0) *role = nv_str_of(roles[i].name);
    nv_buf_clear(&sk);
    if (role->n) return true;
    nv_buf list = { 0 }, want = { 0 };
    nv_cli_word(cli, &list, NV_W_ROLES, NULL);
    nv_cli_word(cli, &want, NV_W_WANT_ONE_OF, nv_buf_z(&list), NULL);
    nv_cli_say(cli, stderr, NV_W_BAD_VALUE, "role", v, nv_buf_z(&want), NULL);
    nv_buf_clear(&list);
    nv_buf_clear(&want);
    return false;
}

static bool read_ask(const nv_cli *cli, nv_ask_tasks *ask)
{
    *ask = (nv_ask_tasks){ .who = nv_str_of(nv_cli_opt(cli, "who")), .doc = nv_str_of(nv_cli_opt(cli, "doc")), .all = nv_cli_opt(cli, "all") != NULL };
    return read_role(cli, &ask->role) && nv_cli_opt_date(cli, "before", &ask->before) && nv_cli_opt_date(cli, "by", &ask->by) && nv_cli_opt_date(cli, "after", &ask->after);
}

static const struct { const char *key; nv_word word; size_t at; } lefts[] = {
    { "recurring", NV_W_LEFT_RECURRING, offsetof(nv_left_out, recurring) }, { "conditional", NV_W_LEFT_CONDITIONAL, offsetof(nv_left_out, conditional) },
    { "relative", NV_W_LEFT_RELATIVE, offsetof(nv_left_out, relative) },    { "undated", NV_W_LEFT_UNDATED, offsetof(nv_left_out, undated) },
    { "routine", NV_W_LEFT_ROUTINE, offsetof(nv_left_out, routine) },       { "may", NV_W_LEFT_MAY, offsetof(nv_left_out, may) },
};

static uint32_t left_count(const nv_left_out *l, unsigned i)
{
    uint32_t n;
    memcpy(&n, (const char *)l + lefts[i].at, sizeof n);
    return n;
}

static void print_json(const nv_ans_tasks *t)
{
    nv_buf b = { 0 };
    nv_j_open(&b, '{');
    nv_j_key(&b, "who");
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < t->who.n; i++) {
        nv_j_open(&b, '{');
        nv_j_str(&b, "name", t->who.v[i]);
        nv_j_close(&b, '}');
    }
    nv_j_close(&b, ']');
    nv_j_key(&b, "tasks");
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < t->tasks.n; i++) nv_task_json(&b, &t->tasks.v[i]);
    nv_j_close(&b, ']');
    nv_j_key(&b, "left_out");
    nv_j_open(&b, '{');
    for (unsigned i = 0; i < NV_NELEM(lefts); i++) nv_j_int(&b, lefts[i].key, left_count(&t->left_out, i));
    nv_j_close(&b, '}');
    nv_j_close(&b, '}');
    nv_j_print(&b);
}

static void print_list(const nv_cli *cli, const nv_ans_tasks *t)
{
    char n[16];
    for (uint32_t i = 0; i < t->tasks.n; i++) nv_task_entry(cli, &t->tasks.v[i]);
    snprintf(n, sizeof n, "%u", t->tasks.n);
    nv_cli_say(cli, stdout, NV_W_N_TASKS, n, NULL);
    nv_buf list = { 0 };
    for (unsigned i = 0; i < NV_NELEM(lefts); i++) {
        if (!left_count(&t->left_out, i)) continue;
        snprintf(n, sizeof n, "%u", left_count(&t->left_out, i));
        if (list.n) nv_buf_addz(&list, ", ");
        nv_cli_word(cli, &list, lefts[i].word, n, NULL);
    }
    nv_buf line = { 0 };
    nv_cli_word(cli, &line, NV_W_LEFT_OUT, nv_buf_z(&list), NULL);
    if (list.n) nv_print_wrap(stdout, nv_buf_str(&line), 0, cli->width);
    nv_buf_clear(&line);
    nv_buf_clear(&list);
}

static int ask_tasks(nv_cli *cli, nv_asker *q, const nv_ask_tasks *ask)
{
    nv_ans_tasks t;
    nv_str nearest;
    bool bad_doc;
    nv_err err = { 0 };
    nv_status st = nv_store_tasks(q->store, ask, q->a, &t, &nearest, &bad_doc, &err);
    if (st == NV_E_USAGE && bad_doc) return nv_no_doc(cli, ask->doc.p, nearest);
    if (st == NV_E_USAGE) {
        if (nearest.n) nv_cli_say(cli, stderr, NV_W_UNKNOWN_AGENCY_NEAR, ask->who.p, nv_arena_str(q->a, nearest).p, NULL);
        else nv_cli_say(cli, stderr, NV_W_UNKNOWN_AGENCY, ask->who.p, NULL);
        return NV_X_USAGE;
    }
    if (st) return nv_cli_fail(cli, &err);
    if (cli->json) print_json(&t);
    else print_list(cli, &t);
    return NV_X_DONE;
}

int nv_cmd_tasks(nv_cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    nv_ask_tasks ask;
    if (!read_ask(cli, &ask)) return NV_X_USAGE;
    nv_asker q;
    int code = nv_ask_open(&q, cli, ask.who.n > 0);
    if (code == NV_X_DONE) code = ask_tasks(cli, &q, &ask);
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}

/* ---- show ------------------------------------------------------------------------------------------------------------- */

static int show(nv_cli *cli, nv_asker *q, const char *id)
{
    nv_ans_tasks t;
    nv_str quote;
    nv_err err;
    if (nv_store_show(q->store, nv_str_of(id), q->a, &t, &quote, &err)) return nv_cli_fail(cli, &err);
    if (t.tasks.n == 0) {
        nv_cli_say(cli, stderr, NV_W_UNKNOWN_ID, id, NULL);
        return NV_X_USAGE;
    }
    if (t.tasks.n > 1) {
        char n[16];
        snprintf(n, sizeof n, "%u", t.tasks.n);
        nv_cli_say(cli, stderr, NV_W_AMBIGUOUS_ID, id, n, NULL);
        return NV_X_USAGE;
    }
    if (!cli->json) {
        nv_task_full(cli, &t.tasks.v[0], quote);
        return NV_X_DONE;
    }
    nv_buf b = { 0 };
    nv_task_json(&b, &t.tasks.v[0]);
    b.n--; /* the quotation goes in before the last brace */
    nv_j_str(&b, "quote", quote);
    nv_j_close(&b, '}');
    nv_j_print(&b);
    return NV_X_DONE;
}

int nv_cmd_show(nv_cli *cli, int argc, char **argv)
{
    (void)argc;
    nv_asker q;
    int code = nv_ask_open(&q, cli, false);
    if (code == NV_X_DONE) code = show(cli, &q, argv[0]);
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}
