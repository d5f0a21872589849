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
    uint32_t word;     /* of a recognised page: index into nv_glyphs.seen plus 1; else 0 */
} nv_glyph;

typedef struct {
    nv_glyph *v; uint32_t n, cap;
    float width, height;
    NV_VEC(nv_str *) fonts;          /* names met in the document */
    nv_seen *seen; uint32_t n_seen;  /* of a recognised page */
} nv_glyphs;

nv_glyph *nv_glyph_add(nv_glyphs *g);
/* Makes characters of the words of a recognised page (pdf_ocr.c), instead of those that are in *g, but for words in the boxes `out` (signing stamps). False:
 * `words` does not have the page. */
bool nv_pdf_recognised(nv_glyphs *g, nv_str words, uint32_t page, const nv_box *out, uint32_t n_out);
/* Judges a recognised page by its words on the lines from `first` on; *confidence gets the mean (-1: none). NULL reason: good. */
typedef struct { const char *verdict, *reason; double confidence; } nv_page_verdict;
nv_page_verdict nv_pdf_judge_seen(nv_doc *doc, uint32_t first);

/* Turns the characters of a page on which most text runs down, up or upside down, so that it runs to the right. Provenance keeps page and characters;
 * boxes are then those of the turned page. */
void nv_pdf_turn(nv_glyphs *g);
/* Characters of the footnote's mark that begins at glyph i, 0 if none does. `last`: the last character before it that is no space, or NULL. */
uint32_t nv_pdf_mark(const nv_glyphs *g, uint32_t i, const nv_glyph *last);
/* Makes lines of the glyphs of a page, in reading order from top to bottom, and appends them to doc->lines. */
void nv_pdf_lines(nv_doc *doc, nv_glyphs *g, uint32_t page);
#endif
