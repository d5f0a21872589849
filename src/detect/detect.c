#include "detect/detect.h"

#include "detect/deadline.h"

#include <stdlib.h>

enum { CELL_DEADLINES = 8 }; /* “Quý I, quý II, quý III và quý IV/2025” in one cell */

/* Times in the deadline column, with their table and row. A merged cell is read once, at its first row; the rows below find it by their cell. */
static void read_due_cell(const nv_ctx *cx, nv_doc *doc, const nv_task_table *tt, const nv_table *t, const nv_cell *c) {
    nv_deadline found[CELL_DEADLINES];
    uint32_t n = nv_deadline_parse(cx->deadlines, doc->arena, nv_doc_fold_str(doc, c->span), nv_doc_str(doc, c->span), nv_deadline_ref(doc), found, CELL_DEADLINES);
    for (uint32_t i = 0; i < n; i++) {
        found[i].span.beg += c->span.beg;
        found[i].span.end += c->span.beg;
        found[i].unit = t->unit;
        found[i].table = tt->table;
        found[i].row = c->row;
        *NV_PUSH(doc->arena, &doc->deadlines) = found[i];
    }
}

static int deadline_by_place(const void *a, const void *b) {
    const nv_deadline *x = a, *y = b;
    return (x->span.beg > y->span.beg) - (x->span.beg < y->span.beg);
}
static int agency_by_place(const void *a, const void *b) {
    const nv_agency *x = a, *y = b;
    return x->span.beg != y->span.beg ? (x->span.beg > y->span.beg) - (x->span.beg < y->span.beg) : nv_str_cmp(x->name, y->name);
}

static void read_task_tables(const nv_ctx *cx, nv_doc *doc) {
    uint32_t agencies = doc->agencies.n, deadlines = doc->deadlines.n;
    for (uint32_t i = 0; i < doc->task_tables.n; i++) {
        const nv_task_table *tt = &doc->task_tables.v[i];
        const nv_table *t = &doc->tables.v[tt->table];
        for (uint32_t k = 0; t->unit && k < t->cells.n; k++) {
            const nv_cell *c = &t->cells.v[k];
            if (c->row < tt->first_row) continue;
            if (c->col == tt->col_due) read_due_cell(cx, doc, tt, t, c);
            if (c->col == tt->col_lead || c->col == tt->col_coordinate) nv_detect_agencies_in(cx->agencies, doc, t->unit, c->span);
        }
    }
    if (doc->deadlines.n > deadlines) qsort(doc->deadlines.v, doc->deadlines.n, sizeof *doc->deadlines.v, deadline_by_place);
    if (doc->agencies.n > agencies) qsort(doc->agencies.v, doc->agencies.n, sizeof *doc->agencies.v, agency_by_place);
}

nv_status nv_detect(nv_doc *doc, const nv_ctx *cx, nv_err *err) {
    (void)err;
    nv_detect_citations(cx->cites, doc);
    nv_detect_task_tables(cx->tasks, doc);
    nv_detect_agencies(cx->agencies, doc);
    nv_detect_deadlines(cx->deadlines, doc);
    nv_detect_cues(cx->cues, doc);
    if (doc->task_tables.n) read_task_tables(cx, doc);
    return NV_OK;
}
