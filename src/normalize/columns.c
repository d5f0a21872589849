/* columns.c - lines of a page or text whose pieces stand side by side: letterheads and signatures, labels with a tab, tables without lines. */
#include "normalize/internal.h"

uint32_t nv_layout_columns(nv_layout *lay, uint32_t line)
{
    for (uint32_t k = 0; k < lay->lines[line].n_cells; k++) {
        lay->groups++;
        nv_bits_add_lines(lay, line, lay->lines[line].cells[k], false);
    }
    lay->groups++;
    return line + 1;
}
