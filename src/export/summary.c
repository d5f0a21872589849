/* summary.c - agency by agency, how its tasks stand in the cells of the official report. */
#include "base/fold.h"
#include "export/export.h"
#include <stdlib.h>

nv_label nv_cell_label(nv_x_cell c) { return (nv_label)(NV_L_C_DONE_IN_TIME + (int)c); }

uint32_t nv_summary_total(const nv_sum_row *r)
{
    return r->cells[NV_XC_DONE_IN_TIME] + r->cells[NV_XC_DONE_LATE] + r->cells[NV_XC_OPEN_IN_TIME] + r->cells[NV_XC_OPEN_LATE];
}

/* order: without marks, so that Ủ stands with U. fold: “cơ quan ngang Bộ” and “cơ quan ngang bộ” are one. */
typedef struct { nv_str order, fold; nv_sum_row row; } line;

static int by_name(const void *x, const void *y)
{
    const line *a = x, *b = y;
    int d = nv_str_cmp(a->order, b->order);
    if (!d) d = nv_str_cmp(a->fold, b->fold);
    return d ? d : nv_str_cmp(a->row.name, b->row.name);
}

static bool is_dated(const nv_x_task *t)
{
    for (uint32_t i = 0; i < t->due.n; i++)
        if (t->due.v[i].last_day.n) return true;
    return false;
}

static void add_to(nv_sum_row *to, const nv_sum_row *r)
{
    for (unsigned c = 0; c < NV_XC_COUNT; c++) to->cells[c] += r->cells[c];
    to->undated += r->undated;
}

/* One line for each task and bearer, sorted, then those of one body put together under its first spelling. */
nv_summary nv_summary_make(const nv_export *x, nv_arena *a)
{
    NV_VEC(line) v = { 0 };
    for (uint32_t i = 0; i < x->tasks.n; i++) {
        const nv_x_task *t = &x->tasks.v[i];
        for (uint32_t k = 0; k < t->states.n; k++) {
            const nv_x_state *s = &t->states.v[k];
            nv_str name = s->bearer.n ? s->bearer : nv_str_of(nv_label_text(NV_L_NO_LEAD, x->lang));
            line *l = NV_PUSH(a, &v);
            *l = (line){ .order = nv_skeleton_str(a, name), .fold = nv_fold_key(a, name), .row.name = name };
            l->row.cells[s->cell] = 1;
            l->row.undated = s->cell != NV_XC_WITHDRAWN && !is_dated(t);
        }
    }
    if (v.n) qsort(v.v, v.n, sizeof *v.v, by_name);
    nv_summary out = { nv_arena_alloc(a, (v.n + 1) * sizeof *out.v), 0 };
    nv_sum_row all = { .name = nv_str_of(nv_label_text(NV_L_ALL_ROWS, x->lang)) };
    for (uint32_t i = 0; i < v.n; i++) {
        add_to(&all, &v.v[i].row);
        if (i && nv_str_eq(v.v[i - 1].fold, v.v[i].fold)) add_to(&out.v[out.n - 1], &v.v[i].row);
        else out.v[out.n++] = v.v[i].row;
    }
    out.v[out.n++] = all;
    return out;
}
