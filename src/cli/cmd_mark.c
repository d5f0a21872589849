/* mark ID STATUS: how far a task has come, for one of its bearers or all that lead it. */
#include "cli/people.h"
#include "cli/print.h"

/* The five that can be recorded; the other words of NV_Q_STATUS follow from them and the day. */
static bool read_status(const nv_cli *cli, const char *text, nv_str *status)
{
    *status = nv_filter_word(NV_Q_STATUS, nv_str_of(text), NULL);
    for (unsigned i = 0; nv_mark_name(i); i++)
        if (nv_str_eqz(*status, nv_mark_name(i))) return true;
    nv_cli_say(cli, stderr, NV_W_BAD_STATUS, text, NULL);
    return false;
}

static bool refuse(const nv_cli *cli, nv_word w, const char *value)
{
    nv_cli_say(cli, stderr, w, value, NULL);
    return false;
}

static bool read_mark(const nv_cli *cli, char **argv, nv_arena *a, nv_mark *m)
{
    *m = (nv_mark){ .task = nv_str_of(argv[0]), .who = nv_str_of(nv_cli_opt(cli, "who")), .origin = NV_LIT("person"), .recorded = cli->today };
    if (!read_status(cli, argv[1], &m->status) || !nv_cli_opt_date(cli, "day", &m->day) || !nv_cli_opt_date(cli, "to", &m->until) || !nv_people_words(cli, "doc", a, &m->document) ||
        !nv_people_words(cli, "note", a, &m->note) || !nv_people_by(cli, a, &m->person))
        return false;
    bool extended = nv_str_eqz(m->status, "extended");
    if (extended && nv_date_none(m->until)) return refuse(cli, NV_W_MARK_NEEDS_TO, "");
    if (!extended && !nv_date_none(m->until)) return refuse(cli, NV_W_MARK_TO_ONLY, "");
    if (!nv_date_none(m->day) && nv_date_cmp(m->day, cli->today) > 0) return refuse(cli, NV_W_MARK_FUTURE, nv_cli_opt(cli, "day"));
    return true;
}

/* A document of the collection by its own number; an extension counts from its date on. */
static int know_doc(nv_cli *cli, nv_asker *q, nv_mark *m)
{
    nv_ans_docs docs = { 0 };
    nv_err err;
    if (!m->document.n) return NV_X_DONE;
    if (nv_store_find_docs(q->store, m->document, q->a, &docs, &err)) return nv_cli_fail(cli, &err);
    if (docs.n != 1 || !docs.v[0].have) return NV_X_DONE;
    if (docs.v[0].number.n) m->document = docs.v[0].number;
    nv_date issued = nv_date_parse(docs.v[0].date);
    if (nv_str_eqz(m->status, "extended") && nv_date_none(m->day) && !nv_date_none(issued) && nv_date_cmp(issued, m->recorded) <= 0) m->day = issued;
    return NV_X_DONE;
}

static int said(const nv_cli *cli, const nv_mark *m, const nv_marked *r)
{
    switch (r->said) {
    case NV_MARK_DONE: return NV_X_DONE;
    case NV_MARK_NO_TASK: nv_cli_say(cli, stderr, NV_W_UNKNOWN_ID, m->task.p, NULL); break;
    case NV_MARK_AMBIGUOUS: nv_cli_say(cli, stderr, NV_W_AMBIGUOUS_ID, m->task.p, "> 1", NULL); break;
    case NV_MARK_UNKNOWN_BODY: nv_cli_say(cli, stderr, r->near.n ? NV_W_UNKNOWN_AGENCY_NEAR : NV_W_UNKNOWN_AGENCY, m->who.p, r->near.n ? r->near.p : NULL, NULL); break;
    case NV_MARK_NOT_ITS: nv_cli_say(cli, stderr, NV_W_MARK_NOT_ITS, m->who.p, m->task.p, r->near.n ? r->near.p : "?", NULL); break;
    case NV_MARK_NO_FIT: nv_cli_say(cli, stderr, NV_W_MARK_NO_FIT, m->task.p, NULL); break;
    }
    return NV_X_USAGE;
}

static void print(const nv_cli *cli, const nv_marked *r)
{
    nv_buf b = { 0 };
    if (cli->json) {
        nv_j_open(&b, '{');
        nv_j_str(&b, "id", r->task.id);
        nv_j_int(&b, "added", r->added);
        nv_j_key(&b, "states");
        nv_j_open(&b, '[');
        for (uint32_t i = 0; i < r->task.states.n; i++) nv_state_json(&b, &r->task.states.v[i]);
        nv_j_close(&b, ']');
        nv_j_close(&b, '}');
        nv_j_print(&b);
        return;
    }
    for (uint32_t i = 0; i < r->task.states.n; i++) {
        const nv_ans_state *x = &r->task.states.v[i];
        b.n = 0;
        nv_buf_printf(&b, "%.*s  %.*s%s", NV_ARG(r->task.id), NV_ARG(x->bearer), x->bearer.n ? ": " : "");
        nv_state_text(cli, x, &b);
        nv_print_wrap(stdout, nv_buf_str(&b), 0, cli->width);
    }
    if (!r->added) nv_cli_say(cli, stdout, NV_W_MARK_SAME, NULL);
    nv_buf_clear(&b);
}

static int record(nv_cli *cli, nv_asker *q, nv_mark *m)
{
    nv_marked r;
    nv_err err = { 0 };
    int code = know_doc(cli, q, m);
    if (code != NV_X_DONE) return code;
    if (nv_store_begin(q->store, &err) || nv_people_mark(q->store, m, q->a, &r, &err)) return nv_cli_fail(cli, &err);
    code = said(cli, m, &r);
    if (code != NV_X_DONE) {
        nv_store_rollback(q->store);
        return code;
    }
    if (nv_store_commit(q->store, &err)) return nv_cli_fail(cli, &err);
    print(cli, &r);
    return NV_X_DONE;
}

int nv_cmd_mark(nv_cli *cli, int argc, char **argv)
{
    (void)argc;
    nv_arena *a = nv_arena_new();
    nv_mark m;
    int code = NV_X_USAGE;
    if (read_mark(cli, argv, a, &m)) {
        nv_asker q;
        code = nv_people_open(&q, cli);
        if (code == NV_X_DONE) code = record(cli, &q, &m);
        nv_ask_close(&q);
    }
    nv_arena_free(a);
    return nv_cli_done(cli, code);
}
