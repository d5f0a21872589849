/* tasks: who has to do what by when. show ID: one of them with its evidence. */
#include "cli/print.h"
#include "cli/questions.h"
#include "cli/task_print.h"

/* Documents of the tasks whose pages could not all be read surely. */
static nv_status doubtful(nv_asker *q, const nv_ans_tasks *t, nv_ans_looks *out, nv_err *err)
{
    NV_VEC(nv_str) files = { 0 };
    for (uint32_t i = 0; i < t->tasks.n; i++) {
        uint32_t k = 0;
        while (k < files.n && !nv_str_eq(files.v[k], t->tasks.v[i].sha256)) k++;
        if (k == files.n) *NV_PUSH(q->a, &files) = t->tasks.v[i].sha256;
    }
    return nv_store_doubtful(q->store, files.v, files.n, q->a, out, err);
}

static void print_doubtful(const nv_cli *cli, const nv_ans_looks *v)
{
    if (v->n) nv_cli_say(cli, stdout, NV_W_SECOND_LOOK, NULL);
    for (uint32_t i = 0; i < v->n; i++) {
        char n[16];
        nv_buf b = { 0 };
        snprintf(n, sizeof n, "%u", v->v[i].page);
        nv_cli_word(cli, &b, NV_W_DOC_BAD_PAGES, n, NULL);
        printf("  ");
        nv_print_line(stdout, v->v[i].file, 0);
        if (v->v[i].number.n) printf(" (%.*s)", NV_ARG(v->v[i].number));
        printf(": %s\n", nv_buf_z(&b));
        nv_buf_clear(&b);
    }
}

static void print_json(const nv_ans_tasks *t, const nv_ans_looks *v)
{
    nv_buf b = { 0 };
    nv_j_open(&b, '{');
    nv_who_json(&b, t);
    nv_j_key(&b, "tasks");
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < t->tasks.n; i++) nv_task_json(&b, &t->tasks.v[i]);
    nv_j_close(&b, ']');
    nv_left_out_json(&b, &t->left_out);
    nv_j_key(&b, "second_look");
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < v->n; i++) {
        nv_j_open(&b, '{');
        nv_j_str(&b, "file", v->v[i].file);
        nv_j_str(&b, "number", v->v[i].number);
        nv_j_int(&b, "bad_pages", v->v[i].page);
        nv_j_close(&b, '}');
    }
    nv_j_close(&b, ']');
    nv_j_close(&b, '}');
    nv_j_print(&b);
}

static void print_list(const nv_cli *cli, const nv_ans_tasks *t)
{
    char n[16];
    for (uint32_t i = 0; i < t->tasks.n; i++) nv_task_entry(cli, &t->tasks.v[i]);
    snprintf(n, sizeof n, "%u", t->tasks.n);
    nv_cli_say(cli, stdout, NV_W_N_TASKS, n, NULL);
    nv_print_left_out(cli, t, false);
}

static int ask_tasks(nv_cli *cli, nv_asker *q, const nv_ask_tasks *ask)
{
    nv_ans_tasks t;
    nv_str nearest;
    bool bad_doc;
    nv_err err = { 0 };
    nv_status st = nv_store_tasks(q->store, ask, q->a, &t, &nearest, &bad_doc, &err);
    if (st) return nv_refused(cli, st, &t, nearest, bad_doc, q->a, &err);
    nv_ans_looks looks = { 0 };
    if (doubtful(q, &t, &looks, &err)) return nv_cli_fail(cli, &err);
    if (cli->json) print_json(&t, &looks);
    else {
        print_list(cli, &t);
        print_doubtful(cli, &looks);
    }
    return NV_X_DONE;
}

int nv_cmd_tasks(nv_cli *cli, int argc, char **argv)
{
    return nv_answer_question(cli, argc, argv, ask_tasks);
}

/* ---- show ------------------------------------------------------------------------------------------------------------- */

static void history_json(nv_buf *b, const nv_ans_marks *v)
{
    nv_j_key(b, "history");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < v->n; i++) {
        const nv_ans_mark *m = &v->v[i];
        const struct { const char *key; nv_str v; } f[] = { { "bearer", m->bearer }, { "status", m->status }, { "day", m->day }, { "until", m->until }, { "document", m->document },
                                                            { "note", m->note }, { "person", m->person }, { "origin", m->origin }, { "recorded", m->recorded } };
        nv_j_open(b, '{');
        for (unsigned k = 0; k < NV_NELEM(f); k++) nv_j_str(b, f[k].key, f[k].v.n ? f[k].v : (nv_str){ 0 });
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
}

static int show(nv_cli *cli, nv_asker *q, const char *id)
{
    nv_ans_tasks t;
    nv_str quote;
    nv_err err;
    nv_ans_marks history = { 0 };
    if (nv_store_show(q->store, nv_str_of(id), cli->today, q->a, &t, &quote, &err) || nv_people_history(q->store, nv_str_of(id), q->a, &history, &err)) return nv_cli_fail(cli, &err);
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
        nv_task_full(cli, &t.tasks.v[0], quote, &history);
        return NV_X_DONE;
    }
    nv_buf b = { 0 };
    nv_task_json(&b, &t.tasks.v[0]);
    b.n--; /* the quotation goes in before the last brace */
    nv_j_str(&b, "quote", quote);
    history_json(&b, &history);
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
