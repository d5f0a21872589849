/* flow.c - running text in two columns, as gazettes and newsletters have it: what stands left of a strip that no line crosses comes before what stands right
 * of it. Tables of two columns look much the same; what tells them apart is that their rows begin side by side and leave one cell shorter than the other,
 * while running text fills both columns without a hole. Letterheads and signatures: columns.c; tables: grid.c. */
#include "normalize/internal.h"
#include "base/order.h"

#include <stdlib.h>

#define PLACES 64u        /* where a strip is looked for, in the middle quarter of the page's text */
#define HALF_STRIP 2.0f   /* points that must be free on both sides of such a place */
#define LEAST_LINES 5u    /* lines of the shorter column; fewer are a signature or a table's row */
#define HOLE 1.85f        /* distances of lines: a line is left out there */
#define APART 1.5f        /* … a paragraph stands apart */
#define CLOSE 1.0f        /* parts of a line's height */
#define MOST_LINES 300u   /* of a page that is looked at */
#define FULL 0.85f        /* a line that fills so much of its column was broken there */

/* What one line has in one column: its pieces [k, end). */
typedef struct { uint32_t line, k, end; float x0, x1, y0, y1; bool start; } chunk;
typedef struct { chunk *v; uint32_t n; float x0, x1; uint32_t full, holes, gaps, starts; } column;
typedef struct { nv_layout *lay; uint32_t beg, end; float strip, height, pitch, leading; /* mean height of a line; usual distance of lines, and of their boxes */ column side[2]; bool table; } flow;

static bool usable(const nv_layout *lay, uint32_t i)
{
    const nv_line *l = &lay->doc->lines.v[i];
    return !lay->lines[i].drop && l->table < 0 && l->n_segs && l->box.x1 > l->box.x0 && !(l->flags & NV_F_FOOTNOTE);
}

/* 0 if the line has text at x; 2 if all of it stands on one side, or a gap that no space of a sentence is lies there; 1 if such a space may. */
static uint32_t is_free(const nv_line *l, float x)
{
    uint32_t k = 0;
    while (k < l->n_segs && l->segs[k].x1 <= x - HALF_STRIP) k++;
    if (k == l->n_segs || k == 0) return k || l->segs[0].x0 >= x + HALF_STRIP ? 2 : 0;
    return l->segs[k].x0 < x + HALF_STRIP ? 0 : l->segs[k].soft ? 1 : 2;
}

/* ---- the strip ---------------------------------------------------------------------------------------------------------- */

/* Edges of most lines of [beg, end): a stamp in the margin does not move them. False: too few lines. */
static bool text_edges(const nv_layout *lay, uint32_t beg, uint32_t end, float *x0, float *x1)
{
    float *v = nv_xmalloc(2 * (end - beg) * sizeof *v);
    uint32_t n = 0, all = end - beg;
    for (uint32_t i = beg; i < end; i++)
        if (usable(lay, i)) v[n] = lay->doc->lines.v[i].box.x0, v[all + n++] = lay->doc->lines.v[i].box.x1;
    bool enough = n >= LEAST_LINES;
    if (enough) {
        qsort(v, n, sizeof *v, nv_by_float);
        qsort(v + all, n, sizeof *v, nv_by_float);
        *x0 = v[n / 10];
        *x1 = v[all + n - 1 - n / 10];
    }
    free(v);
    return enough && *x1 - *x0 > 200;
}

/* The lines of [f->beg, f->end) that leave a strip in the middle free, one after the other, and have most text on both sides of it; false: hardly any do. */
static bool find_strip(flow *f)
{
    const nv_layout *lay = f->lay;
    float x0, x1;
    if (!text_edges(lay, f->beg, f->end, &x0, &x1)) return false;
    uint32_t best = 0, from = f->beg, beg = 0, end = 0;
    struct { uint32_t beg, left, right; } v[PLACES]; /* the lines that leave the place free; how sure they do, by the sides that they have text on */
    for (uint32_t k = 0; k < PLACES; k++) v[k].beg = from, v[k].left = v[k].right = 0;
    for (uint32_t i = f->beg; i <= f->end; i++) {
        bool broken = i == f->end || (!lay->lines[i].drop && !usable(lay, i));
        if (!broken && lay->lines[i].drop) continue;
        const nv_line *l = broken ? NULL : &lay->doc->lines.v[i];
        for (uint32_t k = 0; k < PLACES; k++) {
            float x = x0 + (x1 - x0) * (0.375f + 0.25f * (float)k / PLACES);
            uint32_t sure = broken ? 0 : is_free(l, x);
            if (!sure) {
                uint32_t n = v[k].left < v[k].right ? v[k].left : v[k].right;
                if (n > best || (n && n == best && i - v[k].beg > end - beg)) best = n, beg = v[k].beg, end = i, f->strip = x;
                v[k].beg = i + 1;
                v[k].left = v[k].right = 0;
            } else {
                if (l->segs[0].x0 < x) v[k].left += sure;
                if (l->segs[l->n_segs - 1].x1 > x) v[k].right += sure;
            }
        }
    }
    f->beg = beg;
    f->end = end;
    return best >= 2 * LEAST_LINES;
}

/* ---- the columns -------------------------------------------------------------------------------------------------------- */

/* A label and a tab before its text are no gap of a table. */
static bool has_gap(const nv_layout *lay, const chunk *c)
{
    const nv_line *l = &lay->doc->lines.v[c->line];
    for (uint32_t k = c->k + 1; k < c->end; k++)
        if (!l->segs[k].soft && !(k == c->k + 1 && lay->lines[c->line].cells[c->k].n <= 12 && nv_label_of(lay->lines[c->line].cells[c->k]) != NV_LABEL_NONE)) return true;
    return false;
}

static void fill_columns(flow *f)
{
    float sum = 0;
    uint32_t n = 0;
    for (unsigned s = 0; s < 2; s++) f->side[s].n = 0, f->side[s].x0 = 1e6f, f->side[s].x1 = 0;
    for (uint32_t i = f->beg; i < f->end; i++) {
        const nv_line *l = &f->lay->doc->lines.v[i];
        uint32_t k = 0;
        if (!usable(f->lay, i)) continue;
        while (k < l->n_segs && l->segs[k].x0 < f->strip) k++;
        for (unsigned s = 0; s < 2; s++) {
            column *c = &f->side[s];
            uint32_t beg = s ? k : 0, end = s ? l->n_segs : k;
            if (beg >= end) continue;
            c->v[c->n++] = (chunk){ i, beg, end, l->segs[beg].x0, l->segs[end - 1].x1, l->box.y0, l->box.y1, false };
            if (l->segs[beg].x0 < c->x0) c->x0 = l->segs[beg].x0;
            if (l->segs[end - 1].x1 > c->x1) c->x1 = l->segs[end - 1].x1;
        }
        sum += l->box.y1 - l->box.y0;
        n++;
    }
    f->height = n ? sum / (float)n : 12;
}

/* The usual distance from line to line; those between paragraphs are larger. */
static void find_pitch(flow *f)
{
    float v[MOST_LINES * 2], gap[MOST_LINES * 2];
    uint32_t n = 0;
    for (unsigned s = 0; s < 2; s++)
        for (uint32_t i = 1; i < f->side[s].n; i++, n++) {
            v[n] = f->side[s].v[i].y0 - f->side[s].v[i - 1].y0;
            gap[n] = f->side[s].v[i].y0 - f->side[s].v[i - 1].y1;
        }
    qsort(v, n, sizeof *v, nv_by_float);
    qsort(gap, n, sizeof *gap, nv_by_float);
    f->pitch = n ? v[n / 3] : 0;
    f->leading = n ? gap[n / 3] : 0;
}

/* What stands on one side alone above the top of the other column, or below its bottom and apart, is no part of the columns: the last line of a paragraph
 * above them, the first one below. */
static void trim(flow *f)
{
    column *a = &f->side[0], *b = &f->side[1];
    for (;;) {
        fill_columns(f);
        if (!a->n || !b->n) return;
        const column *up = a->v[0].y0 < b->v[0].y0 ? a : b, *other = up == a ? b : a;
        if (other->v[0].y0 - up->v[0].y0 <= 1.1f * f->height) break;
        f->beg = up->v[0].line + 1;
    }
    find_pitch(f);
    for (uint32_t i = a->n; i-- > 1;) {
        if (a->v[i].y0 < b->v[b->n - 1].y1 - 2) break;
        if (a->v[i].y0 - a->v[i - 1].y0 > APART * f->pitch) f->end = a->v[i].line;
    }
    fill_columns(f);
}

/* Counts what the lines of a column are like. */
static void look(const flow *f, column *c)
{
    float width = c->x1 - c->x0;
    c->full = c->holes = c->gaps = c->starts = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        chunk *q = &c->v[i];
        const chunk *up = i ? q - 1 : NULL;
        nv_str s = f->lay->lines[q->line].cells[q->k];
        c->full += q->x1 > c->x0 + FULL * width;
        c->gaps += has_gap(f->lay, q);
        c->holes += up && q->y0 - up->y0 > HOLE * f->pitch;
        q->start = up && !nv_is_lower(nv_first_char(s)) && (up->x1 < c->x0 + FULL * width || (q->x0 > c->x0 + 8 && up->x0 < c->x0 + 4) || nv_label_of(s) != NV_LABEL_NONE);
        c->starts += q->start;
    }
}

/* Paragraphs that begin side by side, as the rows of a table do. */
static uint32_t side_by_side(const flow *f)
{
    const column *a = &f->side[0], *b = &f->side[1];
    uint32_t n = 0;
    for (uint32_t i = 0, k = 0; i < a->n && k < b->n;) {
        if (a->v[i].line == b->v[k].line) n += a->v[i].start && b->v[k].start;
        if (a->v[i].line <= b->v[k].line) i++;
        else k++;
    }
    return n;
}

static nv_str text_of(const flow *f, const chunk *c) { return f->lay->lines[c->line].cells[c->k]; }

/* The number of “12. …” or “Điều 12. …”; 0 if the line begins with none. */
static uint32_t number_of(nv_str s)
{
    uint32_t at = nv_begins(s, "điều ") ? 6 : 0, n = 0, from = at;
    while (at < s.n && at < from + 3 && nv_is_digit((unsigned char)s.p[at])) n = n * 10 + (uint32_t)(s.p[at++] - '0');
    return at > from && at < s.n && strchr(".)/:", s.p[at]) ? n : 0;
}

/* What the text says of the way from the foot of the left column to the top of the right one: 2 its numbers count on there, 1 a sentence seems to go on, -1 the same
 * number stands on top of both, 0 nothing. */
static int goes_over(const flow *f)
{
    const column *a = &f->side[0], *b = &f->side[1];
    const chunk *last = &a->v[a->n - 1];
    nv_str tail = f->lay->lines[last->line].cells[last->end - 1], head = text_of(f, &b->v[0]);
    uint32_t end = nv_last_char(tail), down = 0, up = number_of(head);
    bool open = !(end == '.' || end == ';' || end == ':' || end == '!' || end == '?');
    for (uint32_t i = 0; i < a->n; i++)
        if (number_of(text_of(f, &a->v[i]))) down = number_of(text_of(f, &a->v[i]));
    for (uint32_t i = 1; i < b->n && !up; i++) up = number_of(text_of(f, &b->v[i]));
    if (down && up == down + 1) return 2;
    if (open && nv_is_lower(nv_first_char(head)) && nv_label_of(head) == NV_LABEL_NONE) return 1;
    uint32_t first = number_of(text_of(f, &a->v[0]));
    return first && first == number_of(head) ? -1 : 0;
}

/* True if columns of a table stand so close that no line shows their border by itself: grid.c would take them for sentences. */
static bool is_close(const flow *f) { return f->side[1].x0 - f->side[0].x1 < CLOSE * f->height; }

typedef enum { NEITHER, TEXT, TABLE } columns_kind;

static columns_kind kind_of(flow *f)
{
    column *a = &f->side[0], *b = &f->side[1];
    if (a->n < LEAST_LINES || b->n < LEAST_LINES) return NEITHER;
    float wa = a->x1 - a->x0, wb = b->x1 - b->x0, wide = wa > wb ? wa : wb;
    if (wa - wb > 0.1f * wide || wb - wa > 0.1f * wide || b->x0 - a->x1 > 0.25f * wide) return NEITHER;
    find_pitch(f);
    bool holes = false;
    for (unsigned s = 0; s < 2; s++) {
        column *c = &f->side[s];
        look(f, c);
        if (c->full * 2 < c->n || c->gaps * 8 > c->n) return NEITHER;
        holes = holes || c->holes * 10 > c->n;
    }
    uint32_t few = a->starts < b->starts ? a->starts : b->starts, together = side_by_side(f);
    int over = goes_over(f);
    bool rows = together >= 2 && together * 10 >= few * 9;
    if (!holes && over == 2) return TEXT;
    if (!holes && over == 1 && (together < 3 || !rows)) return TEXT;
    if (!holes && over == 0 && a->n + b->n >= 16 && together * 2 <= few) return TEXT;
    return rows && over <= 0 && is_close(f) ? TABLE : NEITHER;
}

/* The lines from `i` to `end` are short on the left, as recipients are beside a signature; text beside a signature in the right column is none of them. */
static bool short_left(const flow *f, uint32_t i, uint32_t end)
{
    const column *a = &f->side[0];
    uint32_t n = 0, full = 0;
    for (uint32_t k = 0; k < a->n; k++) {
        if (a->v[k].line < i || a->v[k].line >= end) continue;
        n++;
        full += a->v[k].x1 > a->x0 + FULL * (a->x1 - a->x0);
    }
    return full * 2 < n;
}

/* A letterhead stands above the columns, a signature below them. */
static void leave_heads(flow *f)
{
    uint32_t end;
    fill_columns(f);
    for (uint32_t i = f->beg; i < f->end; i++) {
        uint32_t kind = usable(f->lay, i) ? nv_columns_at(f->lay, i, &end) : 0;
        if (kind == 1 && i == f->beg && end <= f->end) f->beg = end, i = end - 1;
        else if (kind == 2 && short_left(f, i, end)) f->end = i;
    }
}

/* The first columns of text among the lines [beg, end) of a page. The arrays of f->side have room for them. */
static bool first_flow(nv_layout *lay, uint32_t beg, uint32_t end, flow *f)
{
    while (beg + LEAST_LINES <= end) {
        f->lay = lay;
        f->beg = beg;
        f->end = end;
        if (!find_strip(f)) return false;
        uint32_t found = f->beg, next = f->end;
        float strip = f->strip;
        if (found - beg >= LEAST_LINES && first_flow(lay, beg, found, f)) return true; /* others above */
        f->beg = found;
        f->end = next;
        f->strip = strip;
        leave_heads(f);
        trim(f);
        columns_kind k = kind_of(f);
        f->table = k == TABLE;
        if (k != NEITHER) return true;
        beg = next;
    }
    return false;
}

void nv_flows(nv_layout *lay)
{
    const nv_doc *doc = lay->doc;
    if (doc->source.pages == 0) return;
    flow f = { 0 };
    for (unsigned s = 0; s < 2; s++) f.side[s].v = nv_xmalloc(MOST_LINES * sizeof(chunk));
    for (uint32_t beg = 0, end; beg < doc->lines.n; beg = end) {
        for (end = beg; end < doc->lines.n && doc->lines.v[end].page == doc->lines.v[beg].page;) end++;
        if (end - beg > MOST_LINES) continue;
        for (uint32_t from = beg; first_flow(lay, from, end, &f); from = f.end) {
            const chunk *foot = &f.side[0].v[f.side[0].n - 1], *top = &f.side[1].v[0];
            *NV_PUSH(doc->arena, &lay->flows) = (nv_flow){ f.beg, f.end, f.strip, f.side[1].x0 - f.side[0].x0, foot->y1 - top->y0 + f.leading, f.table };
            lay->lines[f.beg].flow = true;
        }
    }
    free(f.side[0].v);
    free(f.side[1].v);
}

uint32_t nv_flow_add(nv_layout *lay, const nv_flow *f)
{
    for (unsigned right = 0; right < 2; right++) {
        for (uint32_t i = f->beg; i < f->end; i++) {
            const nv_line *l = &lay->doc->lines.v[i];
            uint32_t k = 0;
            if (!usable(lay, i)) continue;
            while (k < l->n_segs && l->segs[k].x0 < f->strip) k++;
            uint32_t beg = right ? k : 0, end = right ? l->n_segs : k;
            if (beg >= end) continue;
            nv_bit *b = nv_bit_add_pieces(lay, i, beg, end);
            b->flow = true;
            if (!right) continue;
            b->x0 -= f->right;
            b->x1 -= f->right;
            b->y0 += f->down;
            b->y1 += f->down;
        }
    }
    return f->end;
}
