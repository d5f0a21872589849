/* audit.c - the numbering of brothers: gaps, repeats, wrong order, lists without đ. The tree is built all the same. */
#include "segment/seg.h"

#include <stdio.h>

static void report(seg *g, nv_msg msg, const seg_node *n, const char *now, const char *before)
{
    nv_doc_diag(g->doc, msg, &n->label.span, n->unit->page, now, before, NULL);
}

static void name_of(const seg *g, const seg_node *n, char *out, size_t size)
{
    nv_str s = seg_text(g, n->label.span);
    snprintf(out, size, "%.*s", NV_ARG(s));
}

static bool has_suffix(const seg *g, const seg_node *n)
{
    nv_str s = seg_text(g, n->label.span);
    return s.n && nv_is_digit((unsigned char)s.p[0]) && !nv_is_digit((unsigned char)s.p[s.n - 1]);
}

/* d 4, đ 5, e 6: a list that goes from d to e is a common slip of typewriters without đ. */
static bool only_dd_missing(const seg_node *n, const seg_node *before)
{
    return n->label.style == SEG_POINT && before->label.number == 4 && n->label.number == 6;
}

/* 2.4.1 and 2.4.2 are of one list, 2.3.7 and 2.4.1 are not. */
static bool same_prefix(const seg *g, const seg_node *a, const seg_node *b)
{
    nv_str x = seg_text(g, a->label.span), y = seg_text(g, b->label.span);
    while (x.n && x.p[x.n - 1] != '.') x.n--;
    while (y.n && y.p[y.n - 1] != '.') y.n--;
    return nv_str_eq(x, y);
}

static void compare(seg *g, const seg_node *before, const seg_node *n)
{
    int32_t a = before->label.number, b = n->label.number;
    if (!a || !b || b == a + 1) return;
    if (n->label.style == SEG_DECIMAL && !same_prefix(g, before, n)) return;
    if (b == 1 && nv_unit_up(n->unit, NV_U_APPENDIX)) return; /* the next form or table begins anew */
    if (has_suffix(g, n) && b == a) return;   /* 15a after 15 */
    if (has_suffix(g, before) && b == a + 1) return;
    char now[64], then[64];
    name_of(g, n, now, sizeof now);
    name_of(g, before, then, sizeof then);
    if (a == b) report(g, NV_M_NUM_REPEAT, n, now, then);
    else if (b < a) report(g, NV_M_NUM_ORDER, n, now, then);
    else if (only_dd_missing(n, before)) report(g, NV_M_NUM_NO_DD, n, now, then);
    else report(g, NV_M_NUM_GAP, n, now, then);
}

void seg_audit(seg *g)
{
    /* the last unit of each style under each parent; articles run through the whole section */
    const seg_node *article = NULL;
    uint32_t n = g->nodes.n;
    const seg_node **of = nv_arena_alloc(g->doc->arena, (g->doc->units.n + 1) * sizeof *of); /* by unit index: its node */
    for (uint32_t i = 0; i < n; i++) of[g->nodes.v[i].unit->index] = &g->nodes.v[i];
    for (uint32_t i = 0; i < n; i++) {
        const seg_node *x = &g->nodes.v[i];
        if (x->unit->kind == NV_U_APPENDIX) article = NULL;
        if (x->label.kind == NV_U_DOC || x->label.style == SEG_SIGN) continue;
        if (x->label.kind == NV_U_ARTICLE) {
            if (article) compare(g, article, x);
            article = x;
            continue;
        }
        for (const nv_unit *u = x->unit->prev; u; u = u->prev) {
            const seg_node *y = of[u->index];
            if (y->label.kind == x->label.kind && y->label.style == x->label.style) {
                compare(g, y, x);
                break;
            }
            if (y->label.kind == NV_U_DOC) break;
        }
    }
}
