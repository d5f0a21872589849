/* month.c - the month of issue where the head's day and year can be read and its month cannot: no document cites a later one. */
#include "segment/seg.h"

/* The two latest days of documents that the main text cites, in the head's year; none where there are fewer. A day in a later year makes both none: something is misread. */
static void latest_cited(const seg *g, nv_date latest[2])
{
    nv_date v[2] = { { 0 }, { 0 } };
    for (uint32_t i = g->sections.v[0].head; i < g->sections.v[0].sign; i++) {
        nv_str s = seg_fold(g, g->paras[i].span);
        nv_span all;
        for (uint32_t at = 0; nv_match(g->m, g->s->cited_date, s, at) && nv_match_group(g->m, 0, &all); at = all.end) {
            nv_date d = nv_date_make(seg_number(nv_match_named(g->m, "year")), seg_number(nv_match_named(g->m, "month")), seg_number(nv_match_named(g->m, "day")));
            if (nv_date_none(d) || d.y < g->no_month.y) continue;
            if (d.y > g->no_month.y) return;
            if (nv_date_none(v[0]) || nv_date_cmp(d, v[0]) > 0) {
                v[1] = v[0];
                v[0] = d;
            } else if (nv_date_none(v[1]) || nv_date_cmp(d, v[1]) > 0) v[1] = d;
        }
    }
    latest[0] = v[0];
    latest[1] = v[1];
}

/* The only month in which the head's day does not lie before `cited`; 0: none or several. */
static int only_month(nv_date head, nv_date cited)
{
    int found = 0;
    for (int m = 1; m <= 12; m++) {
        nv_date d = nv_date_make(head.y, m, head.d);
        if (nv_date_none(d) || nv_date_cmp(d, cited) < 0) continue;
        if (found) return 0;
        found = m;
    }
    return found;
}

void seg_month_of_cited(seg *g)
{
    nv_doc *d = g->doc;
    nv_date latest[2] = { { 0 }, { 0 } };
    if (nv_date_none(g->no_month) || !nv_date_none(d->head.date) || !nv_doc_seen(d, d->head.date_span.beg)) return; /* a draft has no month yet */
    latest_cited(g, latest);
    /* one date may be misread: two must say the same */
    if (nv_date_none(latest[1])) return;
    int m = only_month(g->no_month, latest[0]);
    if (!m || m != only_month(g->no_month, latest[1])) return;
    d->head.date = nv_date_make(g->no_month.y, m, g->no_month.d);
    nv_doc_diag(d, NV_M_MONTH_OF_CITED, &d->head.date_span, 0, nv_arena_printf(d->arena, "%d", m).p,
        nv_arena_printf(d->arena, "%d/%d/%d", latest[0].d, latest[0].m, latest[0].y).p, NULL);
}
