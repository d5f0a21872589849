/* pdf_turn.c - pages whose text runs up, down or upside down: wide tables set sideways on upright pages, scans turned by their program. */
#include "read/pdf.h"

typedef enum { UPRIGHT, DOWN, UP, OVER } direction; /* where a line of text runs on the page: right, down, up, left */

/* Where most characters stand as seen from the one before, in the order of the text; steps that are longer than a word's space begin a new line. */
static direction running(const nv_glyphs *g)
{
    uint32_t n[4] = { 0 };
    for (uint32_t i = 1; i < g->n; i++) {
        const nv_glyph *a = &g->v[i - 1], *b = &g->v[i];
        float dx = (b->x0 + b->x1 - a->x0 - a->x1) / 2, dy = (b->y0 + b->y1 - a->y0 - a->y1) / 2, far = 1.5f * (b->size > 1 ? b->size : 1);
        if (dx * dx + dy * dy > far * far || dx * dx + dy * dy < 0.01f) continue;
        float ax = dx < 0 ? -dx : dx, ay = dy < 0 ? -dy : dy;
        n[ax >= ay ? (dx > 0 ? UPRIGHT : OVER) : dy > 0 ? DOWN : UP]++;
    }
    direction best = UPRIGHT;
    for (direction d = DOWN; d <= OVER; d++)
        if (n[d] > n[best]) best = d;
    return n[best] >= 10 ? best : UPRIGHT; /* a stray word says nothing about the page */
}

void nv_pdf_turn(nv_glyphs *g)
{
    direction d = running(g);
    if (d == UPRIGHT) return;
    float w = g->width, h = g->height;
    for (uint32_t i = 0; i < g->n; i++) {
        nv_glyph *q = &g->v[i], o = *q;
        switch (d) {
        case DOWN: q->x0 = o.y0; q->x1 = o.y1; q->y0 = w - o.x1; q->y1 = w - o.x0; break;
        case UP: q->x0 = h - o.y1; q->x1 = h - o.y0; q->y0 = o.x0; q->y1 = o.x1; break;
        default: q->x0 = w - o.x1; q->x1 = w - o.x0; q->y0 = h - o.y1; q->y1 = h - o.y0; break;
        }
    }
    g->width = d == OVER ? w : h;
    g->height = d == OVER ? h : w;
}
