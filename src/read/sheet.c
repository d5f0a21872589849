#include "read/sheet.h"
#include <stdio.h>
#include <stdlib.h>

static int by_place(const void *x, const void *y)
{
    const nv_sheet_cell *a = x, *b = y;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    return (a->col > b->col) - (a->col < b->col);
}

static const nv_look plain = { 0 };

static uint32_t row_end(const nv_sheet *s, uint32_t i)
{
    uint32_t k = i;
    while (k < s->cells.n && s->cells.v[k].row == s->cells.v[i].row) k++;
    return k;
}

/* Cells of one row as paragraphs. */
static void write_lines(const nv_sheet *s, uint32_t i, uint32_t end, nv_block *b)
{
    for (; i < end; i++) {
        nv_block_text(b, s->cells.v[i].text, &plain);
        nv_block_para_end(b, 0);
    }
}

/* Blank cells are cells of the table too: those that no merged cell from above or from the left covers. */
static void write_row(const nv_sheet *s, uint32_t row, uint32_t i, uint32_t end, uint32_t left, uint32_t right, uint32_t last, uint32_t *covered, nv_block *b)
{
    nv_block_row_begin(b);
    for (uint32_t col = left; col < right && b->status == NV_OK;) {
        const nv_sheet_cell *c = i < end && s->cells.v[i].col == col ? &s->cells.v[i++] : NULL;
        uint32_t colspan = c ? c->colspan : 1, rowspan = c ? c->rowspan : 1;
        if (covered[col - left] > row) {
            col++;
            continue;
        }
        if (col + colspan > right) colspan = right - col;
        if (row + rowspan > last) rowspan = last - row;
        nv_block_cell_begin(b, col - left, colspan, rowspan);
        if (c) nv_block_text(b, c->text, &plain);
        nv_block_cell_end(b);
        for (uint32_t k = 0; k < colspan; k++) covered[col - left + k] = row + rowspan;
        while (i < end && s->cells.v[i].col < col + colspan) i++; /* text under a merged cell: no reader shows it */
        col += colspan;
    }
    nv_block_row_end(b);
}

/* Rows first … last - 1 that hold cells [i, end): no blank row between them. */
static void write_table(const nv_sheet *s, uint32_t i, uint32_t end, nv_block *b)
{
    uint32_t left = UINT32_MAX, right = 0, first = s->cells.v[i].row, last = s->cells.v[end - 1].row + 1;
    for (uint32_t k = i; k < end; k++) {
        const nv_sheet_cell *c = &s->cells.v[k];
        if (c->col < left) left = c->col;
        if (c->col + c->colspan > right) right = c->col + c->colspan;
    }
    if (right - left > NV_MAX_TABLE_COLS) {
        char n[16];
        snprintf(n, sizeof n, "%u", NV_MAX_TABLE_COLS);
        nv_block_fail(b, NV_E_LIMIT, NV_M_E_LIMIT, "NV_MAX_TABLE_COLS", n);
        return;
    }
    uint32_t *covered = nv_arena_alloc(b->doc->arena, (right - left) * sizeof *covered);
    nv_block_table_begin(b);
    for (uint32_t row = first; row < last && b->status == NV_OK; row++) {
        uint32_t stop = i < end && s->cells.v[i].row == row ? row_end(s, i) : i;
        write_row(s, row, i, stop, left, right, last, covered, b);
        i = stop;
    }
    nv_block_table_end(b, true);
}

/* Cells [i, end): a block. Rows that a merged cell reaches into belong to it though they have no cell of their own. */
static void write_block(const nv_sheet *s, uint32_t i, uint32_t end, nv_block *b)
{
    uint32_t from = end, to = i;
    for (uint32_t k = i; k < end; k = row_end(s, k))
        if (row_end(s, k) - k > 1) {
            if (from == end) from = k;
            to = row_end(s, k);
        }
    if (from == end) {
        write_lines(s, i, end, b);
        return;
    }
    write_lines(s, i, from, b);
    write_table(s, from, to, b);
    write_lines(s, to, end, b);
}

void nv_sheet_write(nv_sheet *s, nv_block *b)
{
    if (!s->cells.n) return;
    qsort(s->cells.v, s->cells.n, sizeof *s->cells.v, by_place);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->cells.n; i++)
        if (!n || by_place(&s->cells.v[n - 1], &s->cells.v[i]) != 0) s->cells.v[n++] = s->cells.v[i];
    s->cells.n = n;
    for (uint32_t i = 0; i < n && b->status == NV_OK;) {
        uint32_t end = i, below = s->cells.v[i].row;
        for (; end < n && s->cells.v[end].row <= below; end++)
            if (s->cells.v[end].row + s->cells.v[end].rowspan > below) below = s->cells.v[end].row + s->cells.v[end].rowspan;
        write_block(s, i, end, b);
        i = end;
    }
}
