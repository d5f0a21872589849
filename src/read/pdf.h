/* pdf.h - private to the PDF reader: characters of a page (pdf.c) and the lines made of them (pdf_lines.c). */
#ifndef NV_READ_PDF_H
#define NV_READ_PDF_H
#include "read/read_internal.h"

/* One printed character. Points, origin top left. */
typedef struct {
    uint32_t c;
    float x0, y0, x1, y1, size;
    uint32_t flags;    /* NV_F_BOLD, NV_F_ITALIC, NV_F_UNDERLINE */
    const nv_str *font; /* its name, or NULL; the same name is the same pointer */
} nv_glyph;

typedef struct { nv_glyph *v; uint32_t n, cap; float width, height; NV_VEC(nv_str *) fonts; /* names met in the document */ } nv_glyphs;

/* Makes lines of the glyphs of a page, in reading order from top to bottom, and appends them to doc->lines. */
void nv_pdf_lines(nv_doc *doc, nv_glyphs *g, uint32_t page);
#endif
