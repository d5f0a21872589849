#include "store/matrix.h"
#include "store/db.h"
#include "store/people.h"
#include <stdlib.h>

typedef struct { nv_store *s; const nv_ask_matrix *ask; nv_arena *a; nv_matrix *out; nv_date day; nv_str province; nv_agency_vec only; bool chosen; } maker;

void nv_party_members(const nv_registry *reg, const nv_ans_party *p, nv_date day, nv_str province, nv_arena *a, nv_agency_vec *out, bool *open)
{
    *open = false;
    if (!p->is_class) {
        const nv_agency_entry *e = nv_registry_find(reg, p->name, day);
        if (e) *NV_PUSH(a, out) = e;
        return;
    }
    nv_agency_vec v = { 0 };
    *open = nv_registry_class_members(reg, p->name, day, province, a, &v) != NV_MEMBERS_ALL;
    for (uint32_t i = 0; !*open && i < v.n; i++) *NV_PUSH(a, out) = v.v[i];
}

/* ---- rows ------------------------------------------------------------------------------------------------------------- */

static bool wanted(const maker *k, const nv_agency_entry *e)
{
    for (uint32_t i = 0; i < k->only.n; i++)
        if (k->only.v[i] == e) return true;
    return !k->chosen;
}

static uint32_t row_of(maker *k, nv_str name, const nv_agency_entry *e, bool is_class)
{
    nv_str key = nv_skeleton_str(k->a, name);
    for (uint32_t i = 0; i < k->out->rows.n; i++) {
        const nv_matrix_row *r = &k->out->rows.v[i];
        if (e && r->id.n ? nv_str_eq(r->id, e->id) : nv_str_eq(nv_skeleton_str(k->a, r->name), key)) return i;
    }
    uint32_t n;
    const nv_agency_entry *all = nv_registry_agencies(k->s->reg, &n);
    nv_matrix_row *r = NV_PUSH(k->a, &k->out->rows);
    *r = (nv_matrix_row){ .name = name, .is_class = is_class, .state = nv_arena_alloc(k->a, k->out->cols.n + 1), .place = e ? (uint32_t)(e - all) : n + k->out->rows.n };
    if (e) r->id = e->id, r->province = e->province;
    return k->out->rows.n - 1;
}

/* ---- states ----------------------------------------------------------------------------------------------------------- */

typedef struct { const nv_ans_marks *marks; nv_str on; int year; nv_arena *a; } history;

/* What the records of one bearer come to; *any: there are some. In a year: was it done in it. */
static nv_matrix_state state_of(const history *h, nv_str bearer, bool *any)
{
    nv_matrix_state st = NV_MX_OPEN;
    nv_str key = nv_skeleton_str(h->a, bearer);
    *any = false;
    for (uint32_t i = 0; i < h->marks->n; i++) {
        const nv_ans_mark *m = &h->marks->v[i];
        if (!nv_str_eq(nv_skeleton_str(h->a, m->bearer), key) || (h->on.n && nv_str_cmp(m->day, h->on) > 0)) continue;
        *any = true;
        bool done = nv_str_eqz(m->status, "done"), moved = nv_str_eqz(m->status, "extended");
        if (h->year) st = done && nv_date_parse(m->day).y == h->year ? NV_MX_DONE : st;
        else if (done) st = NV_MX_DONE;
        else if (nv_str_eqz(m->status, "withdrawn")) st = NV_MX_WITHDRAWN;
        else if (!moved) st = NV_MX_OPEN;
    }
    return st;
}

/* A member's own records go before those of its class (people.h). */
static void set(maker *k, uint32_t row, uint32_t col, const history *h, nv_str own, nv_str klass)
{
    bool any;
    nv_matrix_row *r = &k->out->rows.v[row];
    nv_matrix_state st = state_of(h, own, &any);
    if (!any && klass.n) st = state_of(h, klass, &any);
    if (!r->state[col]) k->out->cols.v[col].bearers++;
    if (st == NV_MX_DONE && r->state[col] != NV_MX_DONE) k->out->cols.v[col].marks++, r->marks++;
    if (st > r->state[col] || st == NV_MX_DONE) r->state[col] = (uint8_t)st;
}

static void fill_party(maker *k, uint32_t col, const nv_ans_party *p, const history *h)
{
    nv_agency_vec v = { 0 };
    bool open;
    nv_party_members(k->s->reg, p, k->day, k->province, k->a, &v, &open);
    for (uint32_t i = 0; i < v.n; i++)
        if (wanted(k, v.v[i])) set(k, row_of(k, v.v[i]->name, v.v[i], false), col, h, v.v[i]->name, p->name);
    if (!v.n && !k->chosen) set(k, row_of(k, p->name, NULL, p->is_class), col, h, p->name, (nv_str){ 0 });
}

static nv_status fill(maker *k, nv_err *err)
{
    char on[12];
    nv_date_iso(k->ask->on, on);
    nv_ans_marks marks = { 0 };
    for (uint32_t c = 0; c < k->out->cols.n; c++) {
        const nv_matrix_col *col = &k->out->cols.v[c];
        if (!c || col->task != k->out->cols.v[c - 1].task) {
            marks = (nv_ans_marks){ 0 };
            nv_status st = nv_people_history(k->s, col->task->id, k->a, &marks, err);
            if (st) return st;
        }
        history h = { &marks, nv_str_of(on), col->year, k->a };
        for (uint32_t i = 0; i < col->task->parties.n; i++)
            if (nv_str_eqz(col->task->parties.v[i].role, "lead")) fill_party(k, c, &col->task->parties.v[i], &h);
    }
    return NV_OK;
}

/* ---- columns ---------------------------------------------------------------------------------------------------------- */

static bool has_lead(const nv_ans_task *t)
{
    for (uint32_t i = 0; i < t->parties.n; i++)
        if (nv_str_eqz(t->parties.v[i].role, "lead")) return true;
    return false;
}

static void add_col(maker *k, const nv_ans_task *t, int year)
{
    *NV_PUSH(k->a, &k->out->cols) = (nv_matrix_col){ .task = t, .year = year };
}

static void add_cols(maker *k, const nv_ans_task *t)
{
    nv_matrix *m = k->out;
    if (!has_lead(t)) m->no_bearer++;
    else if (nv_str_eqz(t->modality, "may")) m->may++;
    else if (t->routine && !k->ask->all) m->routine++;
    else if (!k->ask->from) add_col(k, t, 0);
    else if (nv_str_eqz(t->timing, "dated")) {
        int first = nv_date_parse(t->first_due).y, last = nv_date_parse(t->last_due).y;
        if (last >= k->ask->from && first <= k->ask->to) add_col(k, t, 0);
        else m->other_year++;
    } else
        for (int y = k->ask->from; y <= k->ask->to; y++) add_col(k, t, y);
}

/* The document's day and the province whose organ issued it. */
static bool read_head(maker *k, int64_t doc)
{
    sqlite3_stmt *st = nv_db_sql(k->s, "SELECT f.date, f.province FROM documents d JOIN files f ON f.id = d.main_file WHERE d.id = ?");
    if (!st) return false;
    nv_bind_int(st, 1, doc);
    if (sqlite3_step(st) == SQLITE_ROW) {
        k->day = nv_date_parse(nv_col(st, 0, k->a));
        k->province = nv_col(st, 1, k->a);
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool choose(maker *k)
{
    if (!k->ask->who.n) return true;
    k->chosen = true;
    nv_str near;
    nv_members kind = nv_registry_class_members(k->s->reg, k->ask->who, k->day, k->province, k->a, &k->only);
    if (kind == NV_MEMBERS_NONE) kind = nv_registry_class_members(k->s->reg, nv_registry_spell_out(k->s->reg, k->a, k->ask->who), k->day, k->province, k->a, &k->only);
    return k->only.n > 0 || nv_registry_resolve_who(k->s->reg, k->ask->who, k->a, &k->only, &near);
}

/* Columns that concern none of the bodies chosen go. */
static void drop_columns(maker *k)
{
    uint32_t n = 0;
    for (uint32_t c = 0; c < k->out->cols.n; c++) {
        if (!k->out->cols.v[c].bearers) continue;
        for (uint32_t i = 0; i < k->out->rows.n; i++) k->out->rows.v[i].state[n] = k->out->rows.v[i].state[c];
        k->out->cols.v[n++] = k->out->cols.v[c];
    }
    k->out->cols.n = n;
}

static int by_place(const void *x, const void *y)
{
    const nv_matrix_row *a = x, *b = y;
    return (a->place > b->place) - (a->place < b->place);
}

nv_status nv_store_matrix(nv_store *s, int64_t doc, const nv_ask_matrix *ask, nv_arena *a, nv_matrix *out, nv_err *err)
{
    *out = (nv_matrix){ 0 };
    maker k = { .s = s, .ask = ask, .a = a, .out = out };
    nv_status st = nv_store_doc_tasks(s, doc, a, &out->tasks, err);
    if (st) return st;
    if (!read_head(&k, doc)) return nv_db_fail(s, err);
    if (!choose(&k)) return NV_E_USAGE;
    for (uint32_t i = 0; i < out->tasks.n; i++) add_cols(&k, &out->tasks.v[i]);
    st = fill(&k, err);
    if (!st && k.chosen) drop_columns(&k);
    if (!st && out->rows.n) qsort(out->rows.v, out->rows.n, sizeof *out->rows.v, by_place);
    return st;
}
