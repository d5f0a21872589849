/* edges.h - columns and spans of tables whose rows tell only where their cells end (RTF, old Word). */
#ifndef NV_READ_EDGES_H
#define NV_READ_EDGES_H
#include "read/read.h"

typedef struct {
    int32_t right;               /* twips */
    bool left_more;              /* merged into the cell left of it */
    bool up_first, up_more;      /* first cell of a vertical merge; one of the others */
} nv_edge_cell;
typedef struct { uint32_t line; const nv_edge_cell *cells; uint32_t n; } nv_edge_row; /* line: index in doc->lines */

/* Sets col, colspan and rowspan of the segments of the rows of one table; cells merged into their left neighbour are taken out. */
void nv_edges_place(nv_doc *doc, const nv_edge_row *rows, uint32_t n);
#endif
