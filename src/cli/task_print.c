#include "cli/task_print.h"
#include "cli/people.h"
#include "cli/print.h"

enum { LEFT = 13 }; /* columns of dates and labels */

static const struct { const char *role; nv_word word; } roles[] = {
    { "lead", NV_W_ROLE_LEAD }, { "coordinate", NV_W_ROLE_COORDINATE }, { "recipient", NV_W_ROLE_RECIPIENT }, { "supervise", NV_W_ROLE_SUPERVISE },
};

bool nv_task_role(nv_str role, nv_word *word)
{
    for (unsigned i = 0; i < NV_NELEM(roles); i++)
        if (nv_str_eqz(role, roles[i].role)) return *word = roles[i].word, true;
    return false;
}

/* ---- JSON ------------------------------------------------------------------------------------------------------------ */

static void due_json(nv_buf *b, const nv_ans_due *d)
{
    nv_j_open(b, '{');
    nv_j_str(b, "text", d->text);
    nv_j_str(b, "kind", d->kind);
    nv_j_str(b, "from", d->from);
    nv_j_str(b, "to", d->to);
    nv_j_str(b, "bound", d->bound);
    nv_j_str(b, "last_day", d->last_day);
    nv_j_str(b, "freq", d->freq);
    nv_j_int_or_null(b, "month", d->month, 0);
    nv_j_int_or_null(b, "day", d->day, 0);
    nv_j_str(b, "duration", d->duration);
    nv_j_str(b, "anchor", d->anchor);
    nv_j_str(b, "reason", d->reason);
    nv_j_close(b, '}');
}

/* "of": the body whose task it is, where that is not the one asked for. */
static void tie_json(nv_buf *b, const nv_ans_tie *t)
{
    nv_j_key(b, "of");
    if (!t) {
        nv_buf_addz(b, "null");
        return;
    }
    nv_j_open(b, '{');
    nv_j_str(b, "name", t->name);
    nv_j_str(b, "kind", t->kind);
    nv_j_str(b, "until", t->until);
    nv_j_str(b, "became", t->next);
    nv_j_bool(b, "maybe", t->some);
    nv_j_str(b, "note", t->note);
    nv_j_close(b, '}');
}

static void parties_json(nv_buf *b, const nv_ans_party *v, uint32_t n)
{
    nv_j_key(b, "parties");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < n; i++) {
        nv_j_open(b, '{');
        nv_j_str(b, "name", v[i].name);
        nv_j_str(b, "role", v[i].role);
        nv_j_str(b, "how", v[i].how);
        nv_j_bool(b, "class", v[i].is_class);
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
}

void nv_task_json(nv_buf *b, const nv_ans_task *t)
{
    nv_j_open(b, '{');
    nv_j_str(b, "id", t->id);
    nv_j_str(b, "due", t->first_due);
    nv_j_str(b, "timing", t->timing);
    nv_j_str(b, "modality", t->modality);
    parties_json(b, t->parties.v, t->parties.n);
    nv_j_str(b, "role", t->my_role);
    nv_j_str(b, "via", t->via);
    nv_j_bool(b, "via_some", t->via_some);
    tie_json(b, t->tie);
    nv_j_str(b, "action", t->action);
    nv_j_key(b, "deadlines");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < t->due.n; i++) due_json(b, &t->due.v[i]);
    nv_j_close(b, ']');
    nv_j_str(b, "condition", t->condition);
    nv_j_str(b, "product", t->product);
    nv_j_bool(b, "routine", t->routine);
    nv_j_key(b, "document");
    nv_j_open(b, '{');
    nv_j_str(b, "number", t->number);
    nv_j_str(b, "type", t->type);
    nv_j_str(b, "date", t->date);
    nv_j_str(b, "issuer", t->issuer);
    nv_j_str(b, "title", t->title);
    nv_j_str(b, "file", t->file);
    nv_j_str(b, "sha256", t->sha256);
    nv_j_close(b, '}');
    nv_j_str(b, "eid", t->eid);
    nv_j_int_or_null(b, "page", t->page, 0);
    nv_j_str(b, "verdict", t->verdict);
    nv_j_key(b, "as_read");
    nv_j_open(b, '{');
    nv_j_str(b, "action", t->read_action);
    nv_j_str(b, "due", t->read_due);
    parties_json(b, t->read_parties.v, t->read_parties.n);
    nv_j_close(b, '}');
    nv_j_key(b, "states");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < t->states.n; i++) nv_state_json(b, &t->states.v[i]);
    nv_j_close(b, ']');
    nv_j_str(b, "rule", t->rule);
    nv_j_real(b, "confidence", t->confidence);
    nv_j_close(b, '}');
}

/* ---- pieces of text -------------------------------------------------------------------------------------------------- */

bool nv_task_names(const nv_ans_task *t, const char *role, nv_buf *out)
{
    size_t from = out->n;
    for (uint32_t i = 0; i < t->parties.n; i++) {
        if (!nv_str_eqz(t->parties.v[i].role, role)) continue;
        if (out->n > from) nv_buf_addz(out, "; ");
        nv_buf_adds(out, t->parties.v[i].name);
    }
    return out->n > from;
}

/* “Bộ A; Bộ B (chủ trì)”. */
static void who_text(const nv_cli *cli, const nv_ans_task *t, nv_buf *out)
{
    if (nv_task_names(t, "lead", out)) {
        nv_buf_addz(out, " (");
        nv_cli_word(cli, out, NV_W_ROLE_LEAD, NULL);
        nv_buf_addc(out, ')');
    } else nv_cli_word(cli, out, NV_W_NO_BEARER, NULL);
}

static void role_text(const nv_cli *cli, nv_str role, nv_buf *out)
{
    for (unsigned i = 0; i < NV_NELEM(roles); i++)
        if (nv_str_eqz(role, roles[i].role)) nv_cli_word(cli, out, roles[i].word, NULL);
}

void nv_task_mine(const nv_cli *cli, const nv_ans_task *t, nv_buf *out)
{
    if (!t->my_role.n || (!t->via.n && nv_str_eqz(t->my_role, "lead"))) return;
    role_text(cli, t->my_role, out);
    if (!t->via.n) return;
    nv_buf_addz(out, ", ");
    nv_cli_word(cli, out, t->via_some ? NV_W_VIA_SOME : NV_W_VIA_CLASS, t->via.p, NULL);
}

void nv_task_tie(const nv_cli *cli, const nv_ans_tie *t, nv_buf *out)
{
    if (!t) return;
    nv_buf_adds(out, t->name);
    if (!nv_str_eqz(t->kind, "predecessor")) return;
    nv_buf day = { 0 }, next = { 0 };
    nv_date_text(cli, t->until, &day);
    nv_buf_adds(&next, t->next);
    nv_buf_addz(out, ", ");
    nv_cli_word(cli, out, t->some ? NV_W_TIE_SPLIT : NV_W_TIE_NOW, nv_buf_z(&day), nv_buf_z(&next), NULL);
    if (t->note.n) nv_buf_printf(out, " (%.*s)", NV_ARG(t->note));
    nv_buf_clear(&day);
    nv_buf_clear(&next);
}

/* “Chỉ thị 21/CT-TTg, điểm b khoản 2, trang 2”. */
static void where_text(const nv_cli *cli, const nv_ans_task *t, nv_buf *out)
{
    if (t->number.n) {
        if (t->type.n) nv_buf_printf(out, "%.*s ", NV_ARG(t->type));
        nv_buf_adds(out, t->number);
    } else nv_buf_adds(out, t->title.n ? t->title : t->file);
    if (t->eid.n) {
        nv_buf_addz(out, ", ");
        nv_place_name(t->eid, out);
    }
    if (t->page) {
        char n[16];
        snprintf(n, sizeof n, "%u", t->page);
        nv_buf_addz(out, ", ");
        nv_cli_word(cli, out, NV_W_PAGE, n, NULL);
    }
}

static nv_word timing_word(nv_str timing)
{
    return nv_str_eqz(timing, "recurring") ? NV_W_T_RECURRING : nv_str_eqz(timing, "conditional") ? NV_W_T_CONDITIONAL
         : nv_str_eqz(timing, "relative") ? NV_W_T_RELATIVE : NV_W_T_UNDATED;
}

nv_word nv_task_modality(nv_str m)
{
    return nv_str_eqz(m, "must_not") ? NV_W_MUST_NOT : nv_str_eqz(m, "request") ? NV_W_REQUEST : nv_str_eqz(m, "may") ? NV_W_MAY : NV_W_MUST;
}

/* A line "label: text", wrapped under itself, `indent` columns in. */
static void labelled(const nv_cli *cli, nv_word label, nv_str text)
{
    nv_buf b = { 0 };
    nv_cli_word(cli, &b, label, NULL);
    nv_buf_addz(&b, ": ");
    nv_buf_adds(&b, text);
    printf("%*s", LEFT, "");
    nv_print_wrap(stdout, nv_buf_str(&b), LEFT, cli->width);
    nv_buf_clear(&b);
}

bool nv_task_end_of_period(const nv_ans_due *x) { return nv_str_eqz(x->kind, "recurring") && !x->day && x->freq.n && !nv_str_eqz(x->freq, "P1D"); }

/* ---- the list -------------------------------------------------------------------------------------------------------- */

static void phrases(const nv_cli *cli, const nv_ans_task *t, const nv_ans_due *only, nv_buf *b)
{
    if (only) nv_buf_printf(b, "“%.*s”", NV_ARG(only->text));
    if (only && nv_task_end_of_period(only)) nv_cli_word(cli, b, NV_W_END_OF_PERIOD, NULL);
    for (uint32_t i = 0; !only && !nv_str_eqz(t->timing, "dated") && i < t->due.n; i++) nv_buf_printf(b, "%s“%.*s”", i ? ", " : "", NV_ARG(t->due.v[i].text));
}

static const struct { const char *name; nv_word word; } verdicts[] = {
    { "accepted", NV_W_V_ACCEPTED }, { "edited", NV_W_V_EDITED }, { "added", NV_W_V_ADDED }, { "rejected", NV_W_V_REJECTED },
};

void nv_task_verdict(const nv_cli *cli, nv_str verdict, nv_buf *out)
{
    for (unsigned i = 0; i < NV_NELEM(verdicts); i++)
        if (nv_str_eqz(verdict, verdicts[i].name)) nv_cli_word(cli, out, verdicts[i].word, NULL);
}

/* What was recorded; a task that nobody said anything about has no such line. */
static void states(const nv_cli *cli, const nv_ans_task *t, void (*line)(const nv_cli *, nv_word, nv_str), nv_word label)
{
    for (uint32_t i = 0; i < t->states.n; i++) {
        const nv_ans_state *x = &t->states.v[i];
        if (!x->day.n) continue;
        nv_buf b = { 0 };
        if (t->states.n > 1) nv_buf_printf(&b, "%.*s: ", NV_ARG(x->bearer));
        nv_state_text(cli, x, &b);
        line(cli, label, nv_buf_str(&b));
        nv_buf_clear(&b);
    }
}

/* Behind what stands in the left column. `only`: the deadline that it is listed for, NULL for all. */
static void entry(const nv_cli *cli, const nv_ans_task *t, const nv_ans_due *only)
{
    nv_buf b = { 0 };
    who_text(cli, t, &b);
    nv_print_wrap(stdout, nv_buf_str(&b), LEFT, cli->width);
    for (unsigned i = 1; i < NV_NELEM(roles); i++) {
        b.n = 0;
        if (nv_task_names(t, roles[i].role, &b)) labelled(cli, roles[i].word, nv_buf_str(&b));
    }
    b.n = 0;
    nv_task_mine(cli, t, &b);
    if (b.n) labelled(cli, NV_W_MY_ROLE, nv_buf_str(&b));
    b.n = 0;
    nv_task_tie(cli, t->tie, &b);
    if (b.n) labelled(cli, nv_str_eqz(t->tie->kind, "predecessor") ? NV_W_TIE_BEFORE : NV_W_TIE_BELOW, nv_buf_str(&b));
    b.n = 0;
    if (!nv_str_eqz(t->modality, "must")) {
        nv_buf_addc(&b, '[');
        nv_cli_word(cli, &b, nv_task_modality(t->modality), NULL);
        nv_buf_addz(&b, "] ");
    }
    nv_buf_adds(&b, t->action);
    printf("%*s", LEFT, "");
    nv_print_wrap(stdout, nv_buf_str(&b), LEFT, cli->width);
    if (t->condition.n) labelled(cli, NV_W_CONDITION, t->condition);
    if (t->product.n) labelled(cli, NV_W_PRODUCT, t->product);
    b.n = 0;
    phrases(cli, t, only, &b);
    if (b.n) labelled(cli, NV_W_DUE_PHRASE, nv_buf_str(&b));
    states(cli, t, labelled, NV_W_STATE);
    b.n = 0;
    where_text(cli, t, &b);
    if (t->verdict.n && !nv_str_eqz(t->verdict, "accepted")) {
        nv_buf_addz(&b, " · ");
        nv_task_verdict(cli, t->verdict, &b);
    }
    nv_buf_printf(&b, " · %.*s", NV_ARG(t->id));
    printf("%*s%s", LEFT, "", nv_ink(cli, "2"));
    nv_print_wrap(stdout, nv_buf_str(&b), LEFT, cli->width);
    printf("%s\n", nv_ink(cli, "0"));
    nv_buf_clear(&b);
}

static void left_column(const nv_cli *cli, nv_buf *left)
{
    fputs(nv_ink(cli, "1"), stdout);
    nv_print_cell(stdout, nv_buf_str(left), LEFT);
    fputs(nv_ink(cli, "0"), stdout);
    nv_buf_clear(left);
}

void nv_task_entry(const nv_cli *cli, const nv_ans_task *t)
{
    nv_buf left = { 0 };
    if (nv_str_eqz(t->timing, "dated")) nv_date_text(cli, t->first_due, &left);
    else nv_cli_word(cli, &left, timing_word(t->timing), NULL);
    left_column(cli, &left);
    entry(cli, t, NULL);
}

void nv_task_on_day(const nv_cli *cli, const nv_ans_task *t, nv_str day, const nv_ans_due *due)
{
    nv_buf left = { 0 };
    nv_date_text(cli, day, &left);
    left_column(cli, &left);
    entry(cli, t, due);
}

/* ---- one task -------------------------------------------------------------------------------------------------------- */

/* A label in the left column, the text wrapped beside it. */
static void field(const nv_cli *cli, nv_word label, nv_str text)
{
    if (!text.n) return;
    nv_buf b = { 0 };
    nv_cli_word(cli, &b, label, NULL);
    fputs(nv_ink(cli, "1"), stdout);
    nv_print_cell(stdout, nv_buf_str(&b), LEFT);
    fputs(nv_ink(cli, "0"), stdout);
    nv_print_wrap(stdout, text, LEFT, cli->width);
    nv_buf_clear(&b);
}

static void when_text(const nv_cli *cli, const nv_ans_due *d, nv_buf *out)
{
    nv_buf_printf(out, "“%.*s”", NV_ARG(d->text));
    nv_buf day = { 0 };
    if (d->last_day.n) {
        nv_date_text(cli, d->last_day, &day);
        nv_buf_addz(out, ": ");
        nv_cli_word(cli, out, NV_W_LAST_DAY, nv_buf_z(&day), NULL);
    } else if (d->reason.n) nv_buf_printf(out, " (%.*s)", NV_ARG(d->reason));
    nv_buf_clear(&day);
}

void nv_task_full(const nv_cli *cli, const nv_ans_task *t, nv_str quote, const nv_ans_marks *history)
{
    nv_buf b = { 0 };
    field(cli, NV_W_SHOW_WHAT, t->action);
    for (unsigned i = 0; i < NV_NELEM(roles); i++) {
        b.n = 0;
        if (!nv_task_names(t, roles[i].role, &b)) continue;
        nv_buf_addz(&b, " (");
        nv_cli_word(cli, &b, roles[i].word, NULL);
        nv_buf_addc(&b, ')');
        field(cli, NV_W_SHOW_WHO, nv_buf_str(&b));
    }
    for (uint32_t i = 0; i < t->due.n; i++) {
        b.n = 0;
        when_text(cli, &t->due.v[i], &b);
        field(cli, NV_W_SHOW_WHEN, nv_buf_str(&b));
    }
    b.n = 0;
    if (!t->due.n) nv_cli_word(cli, &b, timing_word(t->timing), NULL);
    field(cli, NV_W_SHOW_WHEN, nv_buf_str(&b));
    field(cli, NV_W_SHOW_CONDITION, t->condition);
    field(cli, NV_W_SHOW_PRODUCT, t->product);
    b.n = 0;
    nv_cli_word(cli, &b, nv_task_modality(t->modality), NULL);
    field(cli, NV_W_SHOW_KIND, nv_buf_str(&b));
    b.n = 0;
    nv_task_verdict(cli, t->verdict, &b);
    field(cli, NV_W_SHOW_VERDICT, nv_buf_str(&b));
    field(cli, NV_W_SHOW_AS_READ, t->read_action);
    b.n = 0;
    for (uint32_t i = 0; i < t->read_parties.n; i++) {
        nv_buf_printf(&b, "%s%.*s (", b.n ? "; " : "", NV_ARG(t->read_parties.v[i].name));
        role_text(cli, t->read_parties.v[i].role, &b);
        nv_buf_addc(&b, ')');
    }
    field(cli, NV_W_SHOW_AS_READ, nv_buf_str(&b));
    b.n = 0;
    if (nv_date_none(nv_date_parse(t->read_due))) nv_cli_word(cli, &b, timing_word(t->read_due), NULL);
    else nv_date_text(cli, t->read_due, &b);
    field(cli, NV_W_SHOW_AS_READ, t->read_due.n ? nv_buf_str(&b) : (nv_str){ 0 });
    states(cli, t, field, NV_W_SHOW_STATE);
    for (uint32_t i = 0; i < history->n; i++) {
        b.n = 0;
        nv_mark_text(cli, &history->v[i], &b);
        field(cli, NV_W_SHOW_HISTORY, nv_buf_str(&b));
    }
    b.n = 0;
    where_text(cli, t, &b);
    field(cli, NV_W_SHOW_WHERE, nv_buf_str(&b));
    field(cli, NV_W_SHOW_QUOTE, quote);
    b.n = 0;
    nv_buf_printf(&b, "%.*s (sha256 %.*s)", NV_ARG(t->file), NV_ARG(t->sha256));
    field(cli, NV_W_SHOW_FILE, nv_buf_str(&b));
    char sure[16];
    snprintf(sure, sizeof sure, "%.2f", t->confidence);
    b.n = 0;
    nv_buf_printf(&b, "%.*s, ", NV_ARG(t->rule));
    nv_cli_word(cli, &b, NV_W_CONFIDENCE, sure, NULL);
    field(cli, NV_W_SHOW_RULE, nv_buf_str(&b));
    nv_buf_clear(&b);
}
