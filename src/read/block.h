/* block.h - makes raw lines of what the readers of flowing text (HTML, RTF, ODT, old Word) meet in turn: text, breaks, paragraphs, tables.
 *
 *   nv_block b = { .doc = doc, .err = err };
 *   nv_block_text … nv_block_para_end          one paragraph -> one line
 *   nv_block_row_begin, nv_block_cell_begin, text and paragraphs, nv_block_cell_end, nv_block_row_end          one row -> one line
 *   nv_block_free
 * Bounds of limits.h are kept; the first one that is hit is in b.status and everything after it is ignored.
 */
#ifndef NV_READ_BLOCK_H
#define NV_READ_BLOCK_H
#include "read/read.h"

typedef struct { bool bold, italic, underline, center; nv_str font; float size; /* points, 0 unknown */ } nv_look;

typedef struct { uint32_t chars, bold, italic, underline, center; } nv_look_count;

typedef struct {
    nv_doc *doc;
    nv_err *err;
    nv_status status;
    nv_buf text;                 /* of the line in the making */
    NV_VEC(nv_font_run) fonts;
    nv_look_count line, cell;
    float size;
    uint32_t pending;            /* NV_F_BLANK_BEFORE, NV_F_BREAK_BEFORE of the next line */
    uint32_t label;              /* bytes of an automatic number at the beginning of the text */
    bool in_row, in_cell;
    uint32_t cell_beg;
    NV_VEC(nv_seg) segs;
    int32_t table;               /* tables begun so far - 1 */
    uint32_t row, table_line;    /* row of the current table; its first line */
    uint64_t bytes;
} nv_block;

/* Appends text as it stands; '\t' and '\n' inside mean a tab and a line break. White space is tidied at the end of the paragraph. */
void nv_block_text(nv_block *b, nv_str s, const nv_look *look);
/* An automatic number at the beginning of a paragraph. Ignored if there is text already. */
void nv_block_label(nv_block *b, nv_str label, const nv_look *look);
/* Ends the paragraph: a line (flags: NV_F_FOOTNOTE …) or, inside a cell, a line of the cell. An empty paragraph is a blank line. */
void nv_block_para_end(nv_block *b, uint32_t flags);
/* True if the paragraph has no text yet. */
bool nv_block_empty(const nv_block *b);
/* Rows of one table follow each other between begin and end. Tables do not nest: the caller flattens inner ones. */
void nv_block_table_begin(nv_block *b);
void nv_block_row_begin(nv_block *b);
void nv_block_cell_begin(nv_block *b, uint32_t col, uint32_t colspan, uint32_t rowspan);
void nv_block_cell_end(nv_block *b);
void nv_block_row_end(nv_block *b);
void nv_block_table_end(nv_block *b, bool borders);
void nv_block_fail(nv_block *b, nv_status st, nv_msg msg, const char *a, const char *c);
void nv_block_free(nv_block *b);
#endif
