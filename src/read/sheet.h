/* sheet.h - what the readers of spreadsheets share: cells as they come -> the lines and tables of a document.
 *
 * A run of rows without a blank row between them is one block. Rows of one cell above and below it are paragraphs (titles, notes); what lies between the first
 * and the last row with two cells or more is a table, with its merged cells.
 */
#ifndef NV_READ_SHEET_H
#define NV_READ_SHEET_H
#include "read/block.h"

typedef struct { uint32_t row, col, rowspan, colspan; nv_str text; } nv_sheet_cell; /* from 0; spans >= 1; text not empty */
typedef struct { NV_VEC(nv_sheet_cell) cells; } nv_sheet;

/* Appends the sheet to the block's document. Cells may come in any order; two at one place: the later is left out. */
void nv_sheet_write(nv_sheet *s, nv_block *b);

#endif
