/* agenda.c - what falls due on which day: last permitted days as they are written, and the days of recurring deadlines, from the document's date on. */
#include "model/recur.h"
#include "store/states.h"
#include <stdlib.h>

enum { MAX_DAYS = 4000 }; /* of one recurring deadline: more than ten years of days */

typedef struct { nv_question q; nv_ans_agenda *out; nv_date from, to; nv_date *days; } agenda;

static void add_day(agenda *g, nv_str day, uint32_t due, bool recurring)
{
    *NV_PUSH(g->q.a, &g->out->days) = (nv_ans_day){ day, g->out->tasks.tasks.n, due, recurring };
}

/* A recurring deadline as the model has it; nothing recurs before the document was issued. “trước ngày 15” leaves the 14th as the last day. */
static bool add_recurring(agenda *g, const nv_ans_task *t, uint32_t k)
{
    const nv_ans_due *x = &t->due.v[k];
    nv_deadline d = { .kind = NV_D_RECURRING, .freq = x->freq, .month = (uint8_t)x->month, .day = (uint8_t)x->day };
    bool before = nv_str_eqz(x->bound, "before") && x->day;
    nv_date issued = nv_date_parse(t->date), from = g->from, none = { 0 };
    if (!nv_date_none(issued) && nv_date_cmp(from, issued) < 0) from = issued;
    if (nv_date_cmp(from, g->to) > 0) return x->freq.n > 0;
    uint32_t n = nv_deadline_occurrences(&d, nv_date_none(issued) ? none : issued, before ? nv_date_add_days(from, 1) : from, before ? nv_date_add_days(g->to, 1) : g->to, g->days, MAX_DAYS);
    for (uint32_t i = 0; i < n; i++) {
        char z[12];
        nv_date_iso(before ? nv_date_add_days(g->days[i], -1) : g->days[i], z);
        add_day(g, nv_arena_str(g->q.a, nv_str_of(z)), k, true);
    }
    return x->freq.n > 0;
}

/* All days of one task. False: it has none that could be known, now or at another time. */
static bool add_days(agenda *g, const nv_ans_task *t)
{
    char lo[12], hi[12];
    nv_date_iso(g->from, lo);
    nv_date_iso(g->to, hi);
    bool known = false;
    for (uint32_t k = 0; k < t->due.n; k++) {
        nv_str day = t->due.v[k].last_day;
        if (nv_str_eqz(t->due.v[k].kind, "recurring")) known = add_recurring(g, t, k) || known;
        if (!day.n) continue;
        known = true;
        if (nv_str_cmp(day, nv_str_of(lo)) >= 0 && nv_str_cmp(day, nv_str_of(hi)) <= 0) add_day(g, day, k, false);
    }
    return known;
}

static void count_left(nv_left_out *left, const nv_ans_task *t)
{
    ++*(nv_str_eqz(t->timing, "recurring") ? &left->recurring : nv_str_eqz(t->timing, "conditional") ? &left->conditional
      : nv_str_eqz(t->timing, "relative") ? &left->relative : &left->undated);
}

static int by_day(const void *x, const void *y, void *tasks)
{
    const nv_ans_day *a = x, *b = y;
    const nv_ans_task *v = ((nv_ans_tasks *)tasks)->tasks.v, *s = &v[a->task], *t = &v[b->task];
    int d = nv_str_cmp(a->day, b->day);
    if (!d) d = nv_str_cmp(s->date, t->date);
    if (!d) d = nv_str_cmp(s->number, t->number);
    if (!d) d = nv_str_cmp(s->sha256, t->sha256);
    if (!d) d = (nv_task_ord(s->id) > nv_task_ord(t->id)) - (nv_task_ord(s->id) < nv_task_ord(t->id));
    return d ? d : (a->due > b->due) - (a->due < b->due);
}

/* A task that was extended falls due on the new day: for all whose state it shows, then no more on the day that the document says. True: it
 * was extended. */
static bool move_days(agenda *g, nv_ans_task *t, uint32_t before)
{
    char lo[12], hi[12];
    bool any = false, all = t->states.n > 0;
    for (uint32_t i = 0; i < t->states.n; i++) all = all && t->states.v[i].due_written.p;
    uint32_t n = before;
    for (uint32_t i = before; i < g->out->days.n; i++)
        if (!all || g->out->days.v[i].recurring || !nv_str_eq(g->out->days.v[i].day, t->last_due)) g->out->days.v[n++] = g->out->days.v[i];
    g->out->days.n = n;
    nv_date_iso(g->from, lo);
    nv_date_iso(g->to, hi);
    for (uint32_t i = 0; i < t->states.n; i++) {
        const nv_ans_state *x = &t->states.v[i];
        any = any || x->due_written.p;
        bool again = !x->due_written.p || nv_str_cmp(x->due, nv_str_of(lo)) < 0 || nv_str_cmp(x->due, nv_str_of(hi)) > 0;
        for (uint32_t k = 0; k < i; k++) again = again || (t->states.v[k].due_written.p && nv_str_eq(t->states.v[k].due, x->due));
        if (again) continue;
        *NV_PUSH(g->q.a, &t->due) = (nv_ans_due){ .text = x->document.n ? x->document : x->due, .kind = NV_LIT("extended"), .to = x->due, .bound = NV_LIT("by"), .last_day = x->due };
        add_day(g, x->due, t->due.n - 1, false);
    }
    return any;
}

/* Something was recorded of it, and some task was extended to one of the days asked for. */
static bool marked(const agenda *g, int64_t id)
{
    uint32_t lo = 0, hi = g->q.marked.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (g->q.marked.v[mid] < id) lo = mid + 1;
        else hi = mid;
    }
    return lo < g->q.marked.n && g->q.marked.v[lo] == id;
}

/* Reads only what can have a day: those without any are counted by their timing. */
static bool fill(agenda *g, const nv_task_rows *rows)
{
    nv_ans_tasks *tasks = &g->out->tasks;
    for (uint32_t i = 0; i < rows->n; i++) {
        const nv_task_row *r = &rows->v[i];
        if (!r->shown) continue;
        bool dated = strcmp(r->timing, "dated") == 0 || strcmp(r->timing, "recurring") == 0, moved = marked(g, r->id);
        nv_ans_task t = { .timing = nv_str_of(r->timing) };
        if ((dated || moved) && !nv_task_details(g->q.s, r->id, g->q.a, &t)) return false;
        uint32_t before = g->out->days.n;
        bool known = add_days(g, &t);
        if (g->out->days.n > before || moved) {
            if (!nv_question_way(&g->q, r->id, tasks, &t) || !nv_states_fill(g->q.s, r->id, g->q.on, g->q.a, &t)) return false;
            known = move_days(g, &t, before) || known;
        }
        if (!known) count_left(&tasks->left_out, &t);
        if (g->out->days.n == before) continue;
        *NV_PUSH(g->q.a, &tasks->tasks) = t;
    }
    return true;
}

/* Only then are such tasks looked for. */
static bool any_extended(agenda *g)
{
    char lo[12], hi[12];
    nv_date_iso(g->from, lo);
    nv_date_iso(g->to, hi);
    sqlite3_stmt *st = nv_db_sql(g->q.s, "SELECT 1 FROM marks WHERE until <> '' AND until >= ? AND until <= ? LIMIT 1");
    if (!st) return false;
    nv_bind(st, 1, nv_str_of(lo));
    nv_bind(st, 2, nv_str_of(hi));
    g->q.extended = sqlite3_step(st) == SQLITE_ROW;
    if (sqlite3_reset(st) != SQLITE_OK) return false;
    return !g->q.extended || nv_states_marked(g->q.s, g->q.a, &g->q.marked);
}

static nv_status make(agenda *g, nv_store *s, const nv_ask_tasks *ask, nv_str *nearest, bool *bad_doc, nv_arena *a, nv_err *err)
{
    nv_status st = nv_question_make(s, ask, a, &g->q, &g->out->tasks, nearest, bad_doc, err);
    if (st) return st;
    nv_task_rows rows = { 0 };
    if (!any_extended(g)) return nv_db_fail(s, err);
    if (!nv_question_rows(&g->q, true, g->from, g->to, &rows)) return nv_db_fail(s, err);
    nv_question_choose(&g->q, ask, &rows, &g->out->tasks.left_out);
    g->days = nv_arena_alloc(a, MAX_DAYS * sizeof *g->days);
    if (!fill(g, &rows)) return nv_db_fail(s, err);
    if (g->out->days.n) qsort_r(g->out->days.v, g->out->days.n, sizeof *g->out->days.v, by_day, &g->out->tasks);
    return NV_OK;
}

nv_status nv_store_agenda(nv_store *s, const nv_ask_tasks *ask, nv_date from, nv_date to, nv_arena *a, nv_ans_agenda *out, nv_str *nearest, bool *bad_doc, nv_err *err)
{
    nv_ask_tasks plain = *ask;
    plain.before = plain.by = plain.after = (nv_date){ 0 };
    *out = (nv_ans_agenda){ 0 };
    agenda g = { .out = out, .from = from, .to = to };
    bool began;
    if (!nv_question_begin(s, &began)) return nv_db_fail(s, err);
    return nv_question_end(s, began, make(&g, s, &plain, nearest, bad_doc, a, err), err);
}
