/* rtf_table.c - tables of RTF. A row tells only where its cells end, so columns and spans are known when the whole table has been read. */
#include "read/rtf.h"

#include <stdlib.h>

#define SAME_EDGE 60 /* twips: edges that are closer are one */

void nv_rtf_row_def(nv_rtf *r) {
    r->def.v = NULL;
    r->def.n = r->def.cap = 0;
    r->next_cell = (nv_rtf_cell){ 0 };
}

void nv_rtf_cell_edge(nv_rtf *r, int32_t right) {
    if (r->def.n >= NV_MAX_TABLE_COLS) return;
    r->next_cell.right = right;
    *NV_PUSH(r->doc->arena, &r->def) = r->next_cell;
    r->next_cell = (nv_rtf_cell){ 0 };
}

void nv_rtf_enter(nv_rtf *r) {
    if (r->cur.to != &r->body) return;
    nv_block *b = &r->body;
    if (r->cur.in_table) {
        if (!r->in_table) {
            nv_block_table_begin(b);
            r->in_table = true;
            r->rows.v = NULL;
            r->rows.n = r->rows.cap = r->drawn = r->cells = 0;
        }
        if (!b->in_row) {
            nv_block_row_begin(b);
            r->cell = 0;
        }
        if (!b->in_cell) nv_block_cell_begin(b, r->cell, 1, 1);
    } else if (r->in_table && !b->in_row) {
        nv_rtf_table_end(r);
    }
}

void nv_rtf_cell_end(nv_rtf *r) {
    if (r->cur.to != &r->body || r->cur.dest != NV_RTF_BODY) return;
    if (!r->in_table || !r->body.in_row) r->cur.in_table = true; /* a cell without \intbl: old writers */
    nv_rtf_enter(r);
    nv_block_cell_end(&r->body);
    r->cell++;
}

void nv_rtf_row_end(nv_rtf *r) {
    if (r->cur.to != &r->body || !r->body.in_row) return;
    uint32_t line = r->doc->lines.n;
    nv_block_row_end(&r->body);
    if (r->doc->lines.n > line) {
        *NV_PUSH(r->doc->arena, &r->rows) = (nv_rtf_row){ line, r->def.v, r->def.n };
        r->cells += r->def.n;
    }
}

/* ---- columns ---------------------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

/* The different edges of all cells, in order. Returns their number. */
static uint32_t edges(const nv_rtf *r, int32_t *out) {
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < r->rows.n; i++)
        for (uint32_t k = 0; k < r->rows.v[i].n; k++) out[n++] = r->rows.v[i].cells[k].right;
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
static void merge_left(nv_rtf *r, nv_line *l, uint32_t k) {
    nv_seg *a = &l->segs[k - 1];
    a->colspan = (uint16_t)(a->colspan + l->segs[k].colspan);
    memmove(&l->segs[k], &l->segs[k + 1], (l->n_segs - k - 1) * sizeof *l->segs);
    l->n_segs--;
    nv_buf text = { 0 };
    for (uint32_t i = 0; i < l->n_segs; i++) {
        if (i) nv_buf_addc(&text, '\t');
        nv_buf_adds(&text, l->segs[i].text);
    }
    l->text = nv_arena_str(r->doc->arena, nv_buf_str(&text));
    for (uint32_t i = 0, at = 0; i < l->n_segs; i++) {
        l->segs[i].text.p = l->text.p + at;
        at += l->segs[i].text.n + 1;
    }
    l->n_fonts = 0; /* their offsets are no longer right; such cells are rare */
    nv_buf_clear(&text);
}

static void place_row(nv_rtf *r, const nv_rtf_row *row, const int32_t *edge, uint32_t n, nv_seg **above) {
    nv_line *l = &r->doc->lines.v[row->line];
    uint32_t left = 0;
    for (uint32_t k = 0; k < l->n_segs; k++) {
        nv_seg *s = &l->segs[k];
        const nv_rtf_cell *c = k < row->n ? &row->cells[k] : NULL;
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
        if (row->cells[k].left_more && !l->segs[k].text.n) merge_left(r, l, k);
}

void nv_rtf_table_end(nv_rtf *r) {
    nv_rtf_row_end(r);
    if (!r->in_table) return;
    r->in_table = false;
    nv_block_table_end(&r->body, r->drawn >= r->cells && r->cells > 0);
    if (r->body.status != NV_OK || !r->cells) return;
    int32_t *edge = nv_xmalloc(r->cells * sizeof *edge);
    nv_seg *above[NV_MAX_TABLE_COLS] = { 0 };
    uint32_t n = edges(r, edge);
    for (uint32_t i = 0; i < r->rows.n; i++) place_row(r, &r->rows.v[i], edge, n, above);
    free(edge);
}
