#include "cli/export_data.h"
#include "cli/people.h"
#include "cli/questions.h"
#include "cli/task_print.h"

/* ---- notes of a task ------------------------------------------------------------------------------------------------- */

static void note_line(const nv_cli *cli, nv_buf *b, nv_word label, nv_buf *text)
{
    if (text->n) {
        if (b->n) nv_buf_addc(b, '\n');
        nv_cli_word(cli, b, label, nv_buf_z(text), NULL);
    }
    text->n = 0;
}

/* What the due column does not show: of a dated task every deadline but the one it shows. */
static void other_due(const nv_cli *cli, const nv_ans_task *t, nv_buf *out)
{
    bool shown = false;
    for (uint32_t i = 0; t->first_due.n && i < t->due.n; i++) {
        const nv_ans_due *d = &t->due.v[i];
        if (!shown && nv_str_eq(d->last_day, t->first_due)) {
            shown = true;
            continue;
        }
        nv_buf_printf(out, "%s“%.*s”", out->n ? "; " : "", NV_ARG(d->text));
        if (!d->last_day.n) continue;
        nv_buf_addz(out, " (");
        nv_date_text(cli, d->last_day, out);
        nv_buf_addc(out, ')');
    }
}

static void party_names(const nv_ans_party *v, uint32_t n, nv_buf *out)
{
    for (uint32_t i = 0; i < n; i++) nv_buf_printf(out, "%s%.*s", i ? "; " : "", NV_ARG(v[i].name));
}

static void read_as(const nv_cli *cli, nv_word w, nv_str text, nv_buf *out)
{
    nv_buf z = { 0 };
    nv_buf_adds(&z, text);
    if (z.n) nv_cli_word(cli, out, w, nv_buf_z(&z), NULL);
    nv_buf_clear(&z);
}

/* What a person changed or added, and what was read instead. */
static void review_text(const nv_cli *cli, const nv_ans_task *t, nv_buf *out)
{
    if (!t->verdict.n || nv_str_eqz(t->verdict, "accepted")) return;
    nv_buf b = { 0 };
    nv_task_verdict(cli, t->verdict, out);
    nv_date_text(cli, t->read_due, &b);
    read_as(cli, NV_W_READ_DUE, nv_buf_str(&b), out);
    read_as(cli, NV_W_READ_ACTION, t->read_action, out);
    b.n = 0;
    party_names(t->read_parties.v, t->read_parties.n, &b);
    read_as(cli, NV_W_READ_WHO, nv_buf_str(&b), out);
    nv_buf_clear(&b);
}

static nv_str task_note(const nv_cli *cli, const nv_ans_task *t, nv_arena *a)
{
    nv_buf b = { 0 }, part = { 0 };
    if (!nv_str_eqz(t->modality, "must")) nv_cli_word(cli, &part, nv_task_modality(t->modality), NULL);
    note_line(cli, &b, NV_W_NOTE_KIND, &part);
    nv_task_mine(cli, t, &part);
    note_line(cli, &b, NV_W_NOTE_ROLE, &part);
    nv_task_tie(cli, t->tie, &part);
    note_line(cli, &b, t->tie && nv_str_eqz(t->tie->kind, "predecessor") ? NV_W_NOTE_BEFORE : NV_W_NOTE_BELOW, &part);
    nv_task_names(t, "recipient", &part);
    note_line(cli, &b, NV_W_NOTE_TO, &part);
    nv_task_names(t, "supervise", &part);
    note_line(cli, &b, NV_W_NOTE_CHECKED, &part);
    nv_buf_adds(&part, t->condition);
    note_line(cli, &b, NV_W_NOTE_IF, &part);
    other_due(cli, t, &part);
    note_line(cli, &b, NV_W_NOTE_ALSO, &part);
    review_text(cli, t, &part);
    note_line(cli, &b, NV_W_NOTE_REVIEW, &part);
    nv_str note = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    nv_buf_clear(&part);
    return note;
}

/* ---- tasks ----------------------------------------------------------------------------------------------------------- */

static nv_str doc_label(const nv_ans_task *t, nv_arena *a)
{
    if (!t->number.n) return t->title.n ? t->title : t->file;
    return t->type.n ? nv_arena_printf(a, "%.*s %.*s", NV_ARG(t->type), NV_ARG(t->number)) : t->number;
}

typedef NV_VEC(const nv_x_doc *) doc_list; /* by hash */

/* One document for all its tasks. */
static const nv_x_doc *doc_of(const nv_ans_task *t, doc_list *docs, nv_arena *a)
{
    uint32_t lo = 0, hi = docs->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int d = nv_str_cmp(docs->v[mid]->sha256, t->sha256);
        if (!d) return docs->v[mid];
        if (d < 0) lo = mid + 1;
        else hi = mid;
    }
    nv_x_doc *d = nv_arena_alloc(a, sizeof *d);
    *d = (nv_x_doc){ .label = doc_label(t, a), .type = t->type, .number = t->number, .title = t->title, .date = t->date, .issuer = t->issuer, .file = t->file, .sha256 = t->sha256 };
    *NV_PUSH(a, docs) = d;
    memmove(docs->v + lo + 1, docs->v + lo, (docs->n - 1 - lo) * sizeof *docs->v);
    return docs->v[lo] = d;
}

/* How it stands for each bearer; the words of what was recorded, a line each. Whether a day has passed is no status: what nobody recorded stays empty. */
static void add_states(const nv_cli *cli, const nv_ans_task *t, nv_x_task *k, nv_arena *a)
{
    nv_buf b = { 0 };
    for (uint32_t i = 0; i < t->states.n; i++) {
        const nv_ans_state *s = &t->states.v[i];
        *NV_PUSH(a, &k->states) = (nv_x_state){ .bearer = s->bearer, .status = s->status, .day = s->day, .due = s->due, .due_written = s->due_written };
        if (!s->day.n) continue;
        if (b.n) nv_buf_addc(&b, '\n');
        if (t->states.n > 1) nv_buf_printf(&b, "%.*s: ", NV_ARG(s->bearer));
        nv_state_text(cli, s, &b);
    }
    k->status = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
}

static void add_task(const nv_cli *cli, const nv_ans_task *t, nv_str quote, doc_list *docs, nv_arena *a, nv_export *x)
{
    const nv_x_doc *doc = doc_of(t, docs, a);
    nv_x_task *k = NV_PUSH(a, &x->tasks);
    *k = (nv_x_task){ .id = t->id, .action = t->action, .condition = t->condition, .product = t->product, .modality = t->modality, .timing = t->timing,
                      .first_due = nv_str_eqz(t->timing, "dated") ? t->first_due : (nv_str){ 0 }, .doc = doc, .eid = t->eid, .page = t->page, .quote = quote,
                      .note = task_note(cli, t, a), .rule = t->rule, .confidence = t->confidence, .routine = t->routine };
    nv_buf b = { 0 };
    nv_place_name(t->eid, &b);
    k->place = nv_arena_str(a, nv_buf_str(&b));
    b.n = 0;
    nv_task_json(&b, t);
    k->json = nv_arena_str(a, nv_buf_str(&b));
    b.n = 0;
    nv_buf_printf(&b, "%.*s%c", NV_ARG(t->read_action.n ? t->read_action : t->action), '\n');
    party_names(t->read_parties.n ? t->read_parties.v : t->parties.v, t->read_parties.n ? t->read_parties.n : t->parties.n, &b);
    k->key = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    for (uint32_t i = 0; i < t->parties.n; i++) {
        const nv_ans_party *p = &t->parties.v[i];
        *NV_PUSH(a, &k->parties) = (nv_x_party){ p->name, p->role, p->how, p->is_class };
    }
    for (uint32_t i = 0; i < t->due.n; i++) {
        const nv_ans_due *d = &t->due.v[i];
        *NV_PUSH(a, &k->due) = (nv_x_due){ .text = d->text, .kind = d->kind, .from = d->from, .to = d->to, .bound = d->bound, .last_day = d->last_day, .freq = d->freq,
                                           .duration = d->duration, .anchor = d->anchor, .reason = d->reason, .month = d->month, .day = d->day, .page = d->page };
    }
    add_states(cli, t, k, a);
}

/* ---- the summary ----------------------------------------------------------------------------------------------------- */

static const nv_x_cell cells[NV_CELLS] = {
    [NV_CELL_DONE_IN_TIME] = NV_XC_DONE_IN_TIME, [NV_CELL_DONE_LATE] = NV_XC_DONE_LATE, [NV_CELL_OPEN_IN_TIME] = NV_XC_OPEN_IN_TIME,
    [NV_CELL_OPEN_LATE] = NV_XC_OPEN_LATE, [NV_CELL_WITHDRAWN] = NV_XC_WITHDRAWN,
};

static void add_sum(const nv_report_row *r, nv_str name, nv_arena *a, nv_export *x)
{
    nv_x_sum *s = NV_PUSH(a, &x->summary);
    s->name = name;
    s->undated = r->undated;
    for (unsigned c = 0; c < NV_CELLS; c++) s->cells[cells[c]] = r->cell[c];
}

static void summarise(const nv_cli *cli, const nv_ans_tasks *t, nv_arena *a, nv_export *x)
{
    nv_report r;
    nv_people_report(t, a, &r);
    for (uint32_t i = 0; i < r.rows.n; i++) add_sum(&r.rows.v[i], r.rows.v[i].body.n ? r.rows.v[i].body : nv_str_of(nv_label_text(NV_L_NO_LEAD, cli->lang)), a, x);
    add_sum(&r.total, nv_str_of(nv_label_text(NV_L_ALL_ROWS, cli->lang)), a, x);
}

/* ---- the question in words ------------------------------------------------------------------------------------------- */

static void asked_line(const nv_cli *cli, nv_export *x, nv_arena *a, nv_word label, nv_str text)
{
    if (!text.n) return;
    nv_buf b = { 0 };
    nv_cli_word(cli, &b, label, nv_arena_str(a, text).p, NULL);
    *NV_PUSH(a, &x->asked) = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
}

static void asked_day(const nv_cli *cli, nv_export *x, nv_arena *a, nv_word label, nv_date day)
{
    if (nv_date_none(day)) return;
    char iso[12];
    nv_buf b = { 0 };
    nv_date_iso(day, iso);
    nv_date_text(cli, nv_str_of(iso), &b);
    asked_line(cli, x, a, label, nv_buf_str(&b));
    nv_buf_clear(&b);
}

static void tell_question(const nv_cli *cli, const nv_ask_tasks *ask, nv_str filter, const nv_ans_tasks *t, nv_arena *a, nv_export *x)
{
    nv_buf who = { 0 };
    for (uint32_t i = 0; i < t->who.n; i++) nv_buf_printf(&who, "%s%.*s", i ? "; " : "", NV_ARG(t->who.v[i]));
    asked_line(cli, x, a, NV_W_ASKED_WHO, nv_buf_str(&who));
    nv_buf_clear(&who);
    asked_line(cli, x, a, NV_W_ASKED_ROLE, ask->role);
    asked_line(cli, x, a, NV_W_ASKED_DOC, ask->doc);
    asked_line(cli, x, a, NV_W_ASKED_ISSUER, ask->issuer);
    asked_line(cli, x, a, NV_W_ASKED_TOPIC, ask->topic);
    asked_day(cli, x, a, NV_W_ASKED_AFTER, ask->after);
    asked_day(cli, x, a, NV_W_ASKED_BEFORE, ask->before);
    asked_day(cli, x, a, NV_W_ASKED_BY, ask->by);
    asked_line(cli, x, a, NV_W_ASKED_STATUS, ask->status);
    asked_line(cli, x, a, NV_W_ASKED_FILTER, filter);
}

/* Tasks that have no place in the format, by their timing. */
static void not_held(const nv_cli *cli, const nv_export_format *f, nv_export *x, nv_arena *a)
{
    nv_ans_tasks none = { 0 };
    nv_left_out *l = &none.left_out;
    for (uint32_t i = 0; f->holds && i < x->tasks.n; i++) {
        const nv_x_task *t = &x->tasks.v[i];
        if (f->holds(x, t)) continue;
        ++*(nv_str_eqz(t->timing, "recurring") ? &l->recurring : nv_str_eqz(t->timing, "conditional") ? &l->conditional : nv_str_eqz(t->timing, "relative") ? &l->relative : &l->undated);
    }
    nv_lines lines = { 0 };
    nv_left_out_lines(cli, &none, NV_W_NOT_HELD, a, &lines);
    for (uint32_t i = 0; i < lines.n; i++) *NV_PUSH(a, &x->notes) = lines.v[i];
}

int nv_export_ask(nv_cli *cli, nv_asker *q, const nv_ask_tasks *ask, nv_str filter, const nv_export_format *f, nv_export *x)
{
    nv_ans_tasks t;
    nv_str nearest;
    bool bad_doc;
    nv_err err = { 0 };
    nv_status st = nv_store_tasks(q->store, ask, q->a, &t, &nearest, &bad_doc, &err);
    if (st) return nv_refused(cli, st, &t, nearest, bad_doc, q->a, &err);
    nv_str *quotes = nv_arena_alloc(q->a, (t.tasks.n + 1) * sizeof *quotes);
    if (nv_store_quotes(q->store, t.tasks.v, t.tasks.n, q->a, quotes, &err)) return nv_cli_fail(cli, &err);
    doc_list docs = { 0 };
    for (uint32_t i = 0; i < t.tasks.n; i++) add_task(cli, &t.tasks.v[i], quotes[i], &docs, q->a, x);
    summarise(cli, &t, q->a, x);
    not_held(cli, f, x, q->a);
    tell_question(cli, ask, filter, &t, q->a, x);
    nv_lines lines = { 0 };
    nv_left_out_lines(cli, &t, NV_W_LEFT_OUT_SHEET, q->a, &lines);
    for (uint32_t i = 0; i < lines.n; i++) *NV_PUSH(q->a, &x->notes) = lines.v[i];
    return NV_X_DONE;
}
