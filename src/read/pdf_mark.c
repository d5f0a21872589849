/* pdf_mark.c - marks of footnotes among the characters of a page: small, raised digits or stars, bare or in brackets. */
#include "read/pdf.h"

#define SMALL 0.75f   /* of the size of the text beside it */
#define RAISED 0.12f  /* parts of its height that the foot of a mark stands above that of the text */
#define MOST_MARK 5u  /* characters: “[123]” */

static bool is_space(uint32_t c) { return c == ' ' || c == 0xA0; }

/* A character that marks are made of. */
static bool in_mark(uint32_t c) { return c == '*' || nv_is_digit(c) || c == '(' || c == ')' || c == '[' || c == ']'; }

/* “1”, “12”, “*”, “***”, “(1)”, “[1]”, “(*)”: what stands in v[0 … n - 1] and nothing else. */
static bool has_form(const nv_glyph *v, uint32_t n)
{
    uint32_t beg = 0, end = n, digits = 0, stars = 0;
    if (v[0].c == '(' || v[0].c == '[') {
        if (n < 3 || v[n - 1].c != (v[0].c == '(' ? ')' : ']')) return false;
        beg = 1;
        end = n - 1;
    }
    for (uint32_t i = beg; i < end; i++) {
        digits += nv_is_digit(v[i].c);
        stars += v[i].c == '*';
    }
    return (digits == end - beg && digits <= 3) || (stars == end - beg && stars <= 4);
}

/* The text that a mark at `i` stands beside: what is before it on the line, else what follows it. NULL: it stands alone. */
static const nv_glyph *beside(const nv_glyphs *g, uint32_t i, uint32_t n, const nv_glyph *last)
{
    const nv_glyph *q = &g->v[i];
    if (last && last->y1 >= q->y0 && last->y0 <= q->y1 && q->x0 >= last->x0) return last;
    for (i += n; i < g->n; i++) {
        const nv_glyph *x = &g->v[i];
        if (is_space(x->c) || nv_is_digit(x->c)) continue;
        return x->y0 < q->y1 && x->y1 > q->y0 && x->x0 > q->x0 && x->x0 - q->x1 < 4 * q->size ? x : NULL;
    }
    return NULL;
}

uint32_t nv_pdf_mark(const nv_glyphs *g, uint32_t i, const nv_glyph *last)
{
    const nv_glyph *q = &g->v[i];
    uint32_t n = 1;
    if (!in_mark(q->c) || q->size <= 0) return 0;
    for (; i + n < g->n && n <= MOST_MARK; n++) {
        const nv_glyph *x = &g->v[i + n];
        if (!in_mark(x->c) || x->size > q->size + 0.3f || x->size < q->size - 0.3f || x->x0 - x[-1].x1 > 0.3f * q->size || x->x0 < x[-1].x0) break;
    }
    const nv_glyph *big = n <= MOST_MARK && has_form(q, n) ? beside(g, i, n, last) : NULL;
    if (!big || q->size >= SMALL * big->size) return 0;
    if (big == last && n == 1 && (last->c == 'm' || nv_is_digit(last->c)) && (q->c == '2' || q->c == '3')) return 0; /* m², 10³ */
    float height = big->y1 > big->y0 ? big->y1 - big->y0 : big->size;
    return q->y1 < big->y1 - RAISED * height ? n : 0;
}
