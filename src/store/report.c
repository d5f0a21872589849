/* report.c - a list of tasks as counts: who has how many, done and not done, in time and late. */
#include "store/people.h"
#include <stdlib.h>

typedef struct { nv_str key; const nv_ans_state *x; } item;

static int by_key(const void *x, const void *y)
{
    const item *a = x, *b = y;
    int d = nv_str_cmp(a->key, b->key);
    return d ? d : nv_str_cmp(a->x->bearer, b->x->bearer);
}

/* Those with the most first. */
static int by_count(const void *x, const void *y)
{
    const nv_report_row *a = x, *b = y;
    if (nv_report_total(a) != nv_report_total(b)) return nv_report_total(a) > nv_report_total(b) ? -1 : 1;
    return nv_str_cmp(a->body, b->body);
}

static void count(nv_report_row *r, const nv_ans_state *x)
{
    r->cell[x->cell]++;
    if (x->cell != NV_CELL_WITHDRAWN && !x->due.n) r->undated++;
}

uint32_t nv_report_total(const nv_report_row *r)
{
    return r->cell[NV_CELL_DONE_IN_TIME] + r->cell[NV_CELL_DONE_LATE] + r->cell[NV_CELL_OPEN_IN_TIME] + r->cell[NV_CELL_OPEN_LATE];
}

void nv_people_report(const nv_ans_tasks *tasks, nv_arena *a, nv_report *out)
{
    NV_VEC(item) v = { 0 };
    *out = (nv_report){ .tasks = tasks->tasks.n };
    for (uint32_t i = 0; i < tasks->tasks.n; i++) {
        const nv_ans_task *t = &tasks->tasks.v[i];
        for (uint32_t k = 0; k < t->states.n; k++) *NV_PUSH(a, &v) = (item){ nv_skeleton_str(a, t->states.v[k].bearer), &t->states.v[k] };
    }
    if (v.n) qsort(v.v, v.n, sizeof *v.v, by_key);
    for (uint32_t i = 0; i < v.n; i++) {
        if (!i || !nv_str_eq(v.v[i - 1].key, v.v[i].key)) *NV_PUSH(a, &out->rows) = (nv_report_row){ .body = v.v[i].x->bearer };
        count(&out->rows.v[out->rows.n - 1], v.v[i].x);
        count(&out->total, v.v[i].x);
    }
    if (out->rows.n) qsort(out->rows.v, out->rows.n, sizeof *out->rows.v, by_count);
}
