/* Rows of task tables become duties (contract 6.14). */
#include "link/duty.h"

/* Hidden mentions in a cell's span [beg, end) as parties of a role. */
static void cell_parties(const nv_pass *p, nv_span in, nv_role role, nv_parties *out) {
    const nv_doc *d = p->d;
    for (uint32_t i = 0; i < d->agencies.n; i++) {
        const nv_agency *a = &d->agencies.v[i];
        if (a->span.beg >= in.end) break;
        if (a->span.beg < in.beg) continue;
        nv_party q = { .id = a->id, .name = a->name, .role = role, .how = NV_HOW_TABLE, .is_class = a->is_class, .span = a->span };
        nv_add_party(p->d, out, &q);
    }
}

/* A cell that names nobody we know is still somebody: its words are the name (never invented, never lost). */
static void cell_bodies(const nv_pass *p, const nv_cell *c, nv_role role, nv_parties *out) {
    uint32_t before = out->n;
    nv_span in = c->span, helpers = { 0, 0 };
    nv_span g;
    if (role == NV_ROLE_LEAD && nv_match(p->m, p->l->cell_coordinate, nv_fold_between(p, in.beg, in.end), 0) && nv_match_group(p->m, 0, &g) && g.beg > 0) {
        helpers = (nv_span){ in.beg + g.end, in.end };
        in.end = in.beg + g.beg;
    }
    cell_parties(p, in, role, out);
    nv_str text = nv_str_trim(nv_doc_str(p->d, in));
    if (out->n == before && text.n > 3) {
        nv_party q = { .name = text, .role = role, .how = NV_HOW_TABLE, .span = in };
        nv_add_party(p->d, out, &q);
    }
    cell_parties(p, helpers, NV_ROLE_COORDINATE, out);
}

static bool empty_cell(const nv_doc *d, const nv_cell *c) { return !c || nv_str_trim(nv_doc_str(d, c->span)).n == 0; }

/* A row that heads others: one cell over all columns, or a Roman number or capital with nobody and no time behind it. */
static bool is_group(const nv_pass *p, const nv_table *t, const nv_task_table *tt, uint32_t row) {
    const nv_doc *d = p->d;
    const nv_cell *task = nv_table_cell(t, row, tt->col_task);
    if (empty_cell(d, task) || task->row != row) return true;
    /* the header again, on the next page */
    for (uint32_t r = 0; r < tt->first_row; r++) {
        const nv_cell *head = nv_table_cell(t, r, tt->col_task);
        if (head && nv_str_eq(nv_str_trim(nv_doc_fold_str(d, head->span)), nv_str_trim(nv_doc_fold_str(d, task->span)))) return true;
    }
    if (task->colspan > 1 && tt->col_lead != NV_NONE && tt->col_lead < task->col + task->colspan) return true;
    bool nobody = tt->col_lead == NV_NONE || empty_cell(d, nv_table_cell(t, row, tt->col_lead));
    bool no_time = tt->col_due == NV_NONE || empty_cell(d, nv_table_cell(t, row, tt->col_due));
    if (!nobody || !no_time) return false;
    const nv_cell *number = tt->col_number == NV_NONE ? NULL : nv_table_cell(t, row, tt->col_number);
    if (number && nv_match_at(p->m, p->l->row_group, nv_doc_str(d, number->span), 0)) return true;
    return nv_str_is_caps(nv_doc_str(d, task->span));
}

static void link_row(const nv_pass *p, const nv_task_table *tt, uint32_t row, nv_modality modality, const nv_parties *above, nv_parties *leads) {
    nv_doc *d = p->d;
    const nv_table *t = &d->tables.v[tt->table];
    const nv_cell *task = nv_table_cell(t, row, tt->col_task), *lead = tt->col_lead == NV_NONE ? NULL : nv_table_cell(t, row, tt->col_lead);
    const nv_cell *with = tt->col_coordinate == NV_NONE ? NULL : nv_table_cell(t, row, tt->col_coordinate), *due = tt->col_due == NV_NONE ? NULL : nv_table_cell(t, row, tt->col_due);
    const nv_cell *product = tt->col_product == NV_NONE ? NULL : nv_table_cell(t, row, tt->col_product);
    nv_obligation *o = NV_PUSH(d->arena, &d->obligations);
    *o = (nv_obligation){ .unit = t->unit, .action = nv_span_trim(d->text, task->span), .modality = modality, .table = tt->table, .row = row, .rule = "link.table", .confidence = 0.9 };
    nv_parties parties = { 0 };
    if (!empty_cell(d, lead)) cell_bodies(p, lead, NV_ROLE_LEAD, &parties);
    else {
        /* an empty cell under a filled one: the body above goes on */
        o->confidence = 0.7;
        for (uint32_t i = 0; i < above->n; i++) nv_add_party(d, &parties, &above->v[i]);
    }
    *leads = parties;
    if (!empty_cell(d, with)) cell_bodies(p, with, NV_ROLE_COORDINATE, &parties);
    o->parties.v = parties.v, o->parties.n = parties.n, o->parties.cap = parties.cap;
    for (uint32_t i = 0; due && i < d->deadlines.n; i++)
        if (d->deadlines.v[i].table == tt->table && nv_span_has(due->span, d->deadlines.v[i].span)) *NV_PUSH(d->arena, &o->due) = i;
    if (!empty_cell(d, product)) o->product = nv_str_trim(nv_doc_str(d, product->span));
    o->routine = due && nv_finds(p, p->l->routine, due->span.beg, due->span.end);
    if (!parties.n) nv_doc_diag(d, NV_M_NO_BEARER, &o->action, 0, NULL);
}

void nv_link_tables(const nv_pass *p) {
    for (uint32_t i = 0; i < p->d->task_tables.n; i++) {
        const nv_task_table *tt = &p->d->task_tables.v[i];
        const nv_table *t = &p->d->tables.v[tt->table];
        if (!t->unit) continue;
        const nv_frame *f = p->frames[t->unit->index];
        nv_parties above = f ? f->leads : (nv_parties){ 0 };
        for (uint32_t row = tt->first_row; row < t->n_rows; row++) {
            if (is_group(p, t, tt, row)) continue;
            nv_parties leads = { 0 };
            link_row(p, tt, row, f && f->active ? f->modality : NV_MUST, &above, &leads);
            above = leads;
        }
    }
}
