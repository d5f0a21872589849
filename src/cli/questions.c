#include "cli/questions.h"
#include "cli/print.h"
#include "cli/values.h"

/* A role in English or Vietnamese, marks or not. */
static bool read_role(const nv_cli *cli, nv_str *role)
{
    const char *v = nv_cli_opt(cli, "role");
    *role = v ? nv_filter_word(NV_Q_ROLE, nv_str_of(v), NULL) : (nv_str){ 0 };
    if (!v || role->n) return true;
    nv_value_refuse(cli, "role", "ROLE", v);
    return false;
}

/* Words between commas, each of NV_Q_STATUS. */
static bool read_states(const nv_cli *cli, nv_arena *a, nv_str *out)
{
    nv_str v = nv_str_of(nv_cli_opt(cli, "status"));
    nv_buf b = { 0 };
    bool ok = true;
    for (uint32_t at = 0, end; ok && v.p && at <= v.n; at = end + 1) {
        end = nv_str_find(v, NV_LIT(","), at);
        if (end == UINT32_MAX) end = v.n;
        nv_str word = nv_filter_word(NV_Q_STATUS, nv_str_cut(v, at, end), NULL);
        ok = word.n > 0;
        nv_buf_printf(&b, "%s%.*s", b.n ? "," : "", NV_ARG(word));
        if (!ok) nv_value_refuse(cli, "status", "STATES", v.p);
    }
    *out = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return ok;
}

static const struct { nv_filter_fault fault; nv_word word; } faults[] = {
    { NV_FF_WANT_TERM, NV_W_FF_WANT_TERM },       { NV_FF_WANT_OP, NV_W_FF_WANT_OP },           { NV_FF_BAD_OP, NV_W_FF_BAD_OP },
    { NV_FF_WANT_VALUE, NV_W_FF_WANT_VALUE },     { NV_FF_BAD_DATE, NV_W_FF_BAD_DATE },         { NV_FF_BAD_VALUE, NV_W_FF_BAD_VALUE },
    { NV_FF_OPEN_QUOTE, NV_W_FF_OPEN_QUOTE },     { NV_FF_OPEN_BRACKET, NV_W_FF_OPEN_BRACKET }, { NV_FF_EXTRA_BRACKET, NV_W_FF_EXTRA_BRACKET },
    { NV_FF_TOO_LONG, NV_W_FF_TOO_LONG },         { NV_FF_TOO_DEEP, NV_W_FF_TOO_DEEP },         { NV_FF_TOO_MANY, NV_W_FF_TOO_MANY },
    { NV_FF_NOT_UTF8, NV_W_FF_NOT_UTF8 },
};

static nv_word fault_word(const nv_filter_error *e)
{
    if (e->fault == NV_FF_UNKNOWN_KEY) return e->near.n ? NV_W_FF_UNKNOWN_KEY_NEAR : NV_W_FF_UNKNOWN_KEY;
    for (unsigned i = 0; i < NV_NELEM(faults); i++)
        if (faults[i].fault == e->fault) return faults[i].word;
    return NV_W_FF_WANT_TERM;
}

/* The message with the position, then the filter and a caret under the place. */
static void bad_filter(const nv_cli *cli, nv_str text, const nv_filter_error *e)
{
    nv_buf what = { 0 };
    char pos[16];
    uint32_t at = e->at < text.n ? e->at : text.n;
    snprintf(pos, sizeof pos, "%u", e->fault == NV_FF_NOT_UTF8 ? 1 : nv_utf8_count(nv_str_cut(text, 0, at)) + 1);
    nv_cli_word(cli, &what, fault_word(e), e->word.n ? e->word.p : "", e->near.n ? e->near.p : "", NULL);
    nv_cli_say(cli, stderr, NV_W_BAD_FILTER, pos, nv_buf_z(&what), NULL);
    nv_buf_clear(&what);
    if (e->fault == NV_FF_NOT_UTF8 || e->fault == NV_FF_TOO_LONG) return;
    fputs("  ", stderr);
    nv_print_cell(stderr, text, 0);
    fprintf(stderr, "\n  %*s^\n", (int)nv_display_width(nv_str_cut(text, 0, at)), "");
}

nv_str nv_filter_text(int argc, char **argv, nv_arena *a)
{
    nv_buf b = { 0 };
    for (int i = 0; i < argc; i++) {
        if (i) nv_buf_addc(&b, ' ');
        for (const char *p = argv[i]; *p; p++) nv_buf_addc(&b, *p == '\n' || *p == '\t' ? ' ' : *p);
    }
    nv_str text = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return text;
}

static bool read_filter(const nv_cli *cli, int argc, char **argv, nv_arena *a, const nv_query **out)
{
    nv_str text = nv_filter_text(argc, argv, a);
    nv_filter_error e;
    *out = argc ? nv_filter_parse(text, cli->today, a, &e) : NULL;
    if (!argc || *out) return true;
    bad_filter(cli, text, &e);
    return false;
}

bool nv_read_question(const nv_cli *cli, int argc, char **argv, nv_arena *a, nv_ask_tasks *ask)
{
    *ask = (nv_ask_tasks){ .who = nv_str_of(nv_cli_opt(cli, "who")), .doc = nv_str_of(nv_cli_opt(cli, "doc")), .all = nv_cli_opt(cli, "all") != NULL,
                           .issuer = nv_str_of(nv_cli_opt(cli, "from-issuer")), .topic = nv_str_of(nv_cli_opt(cli, "topic")), .today = cli->today,
                           .subordinates = nv_cli_opt(cli, "with-subordinates") != NULL, .as_written = nv_cli_opt(cli, "as-written") != NULL };
    return read_role(cli, &ask->role) && read_states(cli, a, &ask->status) && nv_cli_opt_date(cli, "on", &ask->on) && nv_cli_opt_date(cli, "before", &ask->before) &&
           nv_cli_opt_date(cli, "by", &ask->by) && nv_cli_opt_date(cli, "after", &ask->after) && read_filter(cli, argc, argv, a, &ask->filter);
}

int nv_open_question(nv_asker *q, nv_cli *cli, const nv_ask_tasks *ask)
{
    return nv_ask_open(q, cli, ask->who.n || ask->issuer.n || ask->filter);
}

int nv_answer_question(nv_cli *cli, int argc, char **argv, nv_answer_fn *answer)
{
    nv_ask_tasks ask;
    nv_arena *a = nv_arena_new();
    int code = NV_X_USAGE;
    if (nv_read_question(cli, argc, argv, a, &ask)) {
        nv_asker q;
        code = nv_open_question(&q, cli, &ask);
        if (code == NV_X_DONE) code = answer(cli, &q, &ask);
        nv_ask_close(&q);
    }
    nv_arena_free(a);
    return nv_cli_done(cli, code);
}

int nv_refused(const nv_cli *cli, nv_status st, const nv_ans_tasks *t, nv_str nearest, bool bad_doc, nv_arena *a, const nv_err *err)
{
    if (st != NV_E_USAGE) return nv_cli_fail(cli, err);
    if (bad_doc) return nv_no_doc(cli, t->bad.p, nearest);
    if (nearest.n) nv_cli_say(cli, stderr, NV_W_UNKNOWN_AGENCY_NEAR, t->bad.p, nv_arena_str(a, nearest).p, NULL);
    else nv_cli_say(cli, stderr, NV_W_UNKNOWN_AGENCY, t->bad.p, NULL);
    return NV_X_USAGE;
}

/* ---- what is not in the list ----------------------------------------------------------------------------------------- */

static const struct { const char *key; nv_word word; size_t at; } lefts[] = {
    { "recurring", NV_W_LEFT_RECURRING, offsetof(nv_left_out, recurring) }, { "conditional", NV_W_LEFT_CONDITIONAL, offsetof(nv_left_out, conditional) },
    { "relative", NV_W_LEFT_RELATIVE, offsetof(nv_left_out, relative) },    { "undated", NV_W_LEFT_UNDATED, offsetof(nv_left_out, undated) },
    { "routine", NV_W_LEFT_ROUTINE, offsetof(nv_left_out, routine) },       { "may", NV_W_LEFT_MAY, offsetof(nv_left_out, may) },
    { "rejected", NV_W_LEFT_REJECTED, offsetof(nv_left_out, rejected) },
};

static uint32_t left_count(const nv_left_out *l, unsigned i)
{
    uint32_t n;
    memcpy(&n, (const char *)l + lefts[i].at, sizeof n);
    return n;
}

void nv_left_out_json(nv_buf *b, const nv_left_out *left)
{
    nv_j_key(b, "left_out");
    nv_j_open(b, '{');
    for (unsigned i = 0; i < NV_NELEM(lefts); i++) nv_j_int(b, lefts[i].key, left_count(left, i));
    nv_j_close(b, '}');
}

static void bodies_json(nv_buf *b, const char *key, const nv_ans_tie *v, uint32_t n)
{
    nv_j_key(b, key);
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < n; i++) {
        nv_j_open(b, '{');
        nv_j_str(b, "name", v[i].name);
        nv_j_str(b, "until", v[i].until);
        nv_j_str(b, "became", v[i].next);
        nv_j_str(b, "note", v[i].note);
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
}

void nv_who_json(nv_buf *b, const nv_ans_tasks *t)
{
    nv_j_key(b, "who");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < t->who.n; i++) {
        nv_j_open(b, '{');
        nv_j_str(b, "name", t->who.v[i]);
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
    bodies_json(b, "now", t->now.v, t->now.n);
    bodies_json(b, "others", t->others.v, t->others.n);
}

/* “%1 đến %2, nay là %3 (note)”. */
static void body_line(const nv_cli *cli, nv_word w, const nv_ans_tie *t, nv_arena *a, nv_lines *out)
{
    nv_buf day = { 0 }, line = { 0 };
    nv_date_text(cli, t->until, &day);
    nv_cli_word(cli, &line, w, nv_arena_str(a, t->name).p, nv_buf_z(&day), t->next.n ? nv_arena_str(a, t->next).p : "?", NULL);
    if (t->note.n) nv_buf_printf(&line, " (%.*s)", NV_ARG(t->note));
    nv_buf_addc(&line, '.');
    *NV_PUSH(a, out) = nv_arena_str(a, nv_buf_str(&line));
    nv_buf_clear(&day);
    nv_buf_clear(&line);
}

void nv_left_out_lines(const nv_cli *cli, const nv_ans_tasks *t, nv_word head, nv_arena *a, nv_lines *out)
{
    nv_buf list = { 0 }, line = { 0 }, no_tasks = { 0 };
    for (unsigned i = 0; i < NV_NELEM(lefts); i++) {
        char n[16];
        bool rejected = lefts[i].word == NV_W_LEFT_REJECTED; /* not even --all lists these */
        if (!left_count(&t->left_out, i)) continue;
        snprintf(n, sizeof n, "%u", left_count(&t->left_out, i));
        if (rejected) {
            nv_cli_word(cli, &no_tasks, lefts[i].word, n, NULL);
            continue;
        }
        if (list.n) nv_buf_addz(&list, ", ");
        nv_cli_word(cli, &list, lefts[i].word, n, NULL);
    }
    nv_cli_word(cli, &line, head, nv_buf_z(&list), NULL);
    if (list.n) *NV_PUSH(a, out) = nv_arena_str(a, nv_buf_str(&line));
    if (no_tasks.n) *NV_PUSH(a, out) = nv_arena_str(a, nv_buf_str(&no_tasks));
    nv_buf_clear(&no_tasks);
    nv_buf_clear(&line);
    nv_buf_clear(&list);
    for (uint32_t i = 0; i < t->now.n; i++) body_line(cli, t->now.v[i].next.n ? NV_W_NOW_IS : NV_W_ENDED, &t->now.v[i], a, out);
    for (uint32_t i = 0; i < t->others.n; i++) body_line(cli, NV_W_OTHER_BODY, &t->others.v[i], a, out);
}

void nv_print_left_out(const nv_cli *cli, const nv_ans_tasks *t, bool agenda)
{
    nv_arena *a = nv_arena_new();
    nv_lines lines = { 0 };
    nv_left_out_lines(cli, t, agenda ? NV_W_LEFT_OUT_AGENDA : NV_W_LEFT_OUT, a, &lines);
    for (uint32_t i = 0; i < lines.n; i++) nv_print_wrap(stdout, lines.v[i], 0, cli->width);
    nv_arena_free(a);
}
