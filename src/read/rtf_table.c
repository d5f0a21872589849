/* rtf_table.c - tables of RTF. A row tells only where its cells end, so columns and spans are known when the whole table has been read. */
#include "read/rtf.h"

void nv_rtf_row_def(nv_rtf *r) {
    r->def.v = NULL;
    r->def.n = r->def.cap = 0;
    r->next_cell = (nv_edge_cell){ 0 };
    r->def_drawn = 0;
    r->border_of_cell = false;
}

void nv_rtf_cell_edge(nv_rtf *r, int32_t right) {
    if (r->def.n >= NV_MAX_TABLE_COLS) return;
    r->next_cell.right = right;
    *NV_PUSH(r->doc->arena, &r->def) = r->next_cell;
    r->next_cell = (nv_edge_cell){ 0 };
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
        *NV_PUSH(r->doc->arena, &r->rows) = (nv_edge_row){ line, r->def.v, r->def.n };
        r->cells += r->def.n;
        r->drawn += r->def_drawn;
    }
}

void nv_rtf_table_end(nv_rtf *r) {
    nv_rtf_row_end(r);
    if (!r->in_table) return;
    r->in_table = false;
    nv_block_table_end(&r->body, r->drawn >= r->cells && r->cells > 0);
    if (r->body.status != NV_OK || !r->cells) return;
    nv_edges_place(r->doc, r->rows.v, r->rows.n);
}
