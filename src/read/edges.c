/* edges.c - see edges.h. The different edges of all rows are the borders of the columns. */
#include "read/edges.h"

#include "base/buf.h"

#include <stdlib.h>

#define SAME_EDGE 60 /* twips: edges that are closer are one */

static int by_number(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

/* The different edges of all cells, in order. Returns their number. */
static uint32_t edges(const nv_edge_row *rows, uint32_t count, int32_t *out) {
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < rows[i].n; k++) out[n++] = rows[i].cells[k].right;
    qsort(out, n, sizeof *out, by_number);
    for (uint32_t i = 0; i < n; i++)
        if (!kept || out[i] - out[kept - 1] > SAME_EDGE) out[kept++] = out[i];
    return kept;
}

/* Number of columns left of an edge. */
static uint32_t columns_to(const int32_t *edge, uint32_t n, int32_t right) {
    uint32_t i = 0;
    while (i + 1 < n && edge[i] + SAME_EDGE < right) i++;
    return i + 1 < NV_MAX_TABLE_COLS ? i + 1 : NV_MAX_TABLE_COLS;
}

/* Takes the cell `k` that is merged into the one left of it out of the line. */
static void merge_left(nv_doc *doc, nv_line *l, uint32_t k) {
    nv_seg *a = &l->segs[k - 1];
    a->colspan = (uint16_t)(a->colspan + l->segs[k].colspan);
    memmove(&l->segs[k], &l->segs[k + 1], (l->n_segs - k - 1) * sizeof *l->segs);
    l->n_segs--;
    nv_buf text = { 0 };
    for (uint32_t i = 0; i < l->n_segs; i++) {
        if (i) nv_buf_addc(&text, '\t');
        nv_buf_adds(&text, l->segs[i].text);
    }
    l->text = nv_arena_str(doc->arena, nv_buf_str(&text));
    for (uint32_t i = 0, at = 0; i < l->n_segs; i++) {
        l->segs[i].text.p = l->text.p + at;
        at += l->segs[i].text.n + 1;
    }
    l->n_fonts = 0; /* their offsets are no longer right; such cells are rare */
    nv_buf_clear(&text);
}

static void place_row(nv_doc *doc, const nv_edge_row *row, const int32_t *edge, uint32_t n, nv_seg **above) {
    nv_line *l = &doc->lines.v[row->line];
    uint32_t left = 0;
    for (uint32_t k = 0; k < l->n_segs; k++) {
        nv_seg *s = &l->segs[k];
        const nv_edge_cell *c = k < row->n ? &row->cells[k] : NULL;
        uint32_t right = c ? columns_to(edge, n, c->right) : left + 1;
        if (right <= left) right = left + 1;
        if (right > NV_MAX_TABLE_COLS) right = NV_MAX_TABLE_COLS;
        s->col = (uint16_t)left;
        s->colspan = (uint16_t)(right > left ? right - left : 1);
        if (left >= NV_MAX_TABLE_COLS) continue;
        if (c && c->up_more && above[left] && !s->text.n) {
            above[left]->rowspan++;
            s->rowspan = 0;
        } else {
            for (uint32_t i = left; i < right; i++) above[i] = NULL;
            if (c && c->up_first) above[left] = s;
        }
        left = right;
    }
    for (uint32_t k = row->n < l->n_segs ? row->n : l->n_segs; k-- > 1; )
        if (row->cells[k].left_more && !l->segs[k].text.n) merge_left(doc, l, k);
}

void nv_edges_place(nv_doc *doc, const nv_edge_row *rows, uint32_t n) {
    size_t cells = 0;
    for (uint32_t i = 0; i < n; i++) cells += rows[i].n;
    if (!cells) return;
    int32_t *edge = nv_xmalloc(cells * sizeof *edge);
    nv_seg *above[NV_MAX_TABLE_COLS] = { 0 }; /* cells that a merge in this column would continue */
    uint32_t columns = edges(rows, n, edge);
    for (uint32_t i = 0; i < n; i++) place_row(doc, &rows[i], edge, columns, above);
    free(edge);
}
