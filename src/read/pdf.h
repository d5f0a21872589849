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

typedef struct { nv_str name; uint32_t flags; } nv_font; /* NV_F_BOLD, NV_F_ITALIC by its name */

typedef struct {
    nv_glyph *v; uint32_t n, cap;
    float width, height;
    NV_VEC(nv_font *) fonts;         /* met in the document */
    bool pictures;                   /* the file may hold pictures of pages */
    nv_seen *seen; uint32_t n_seen;  /* of a recognised page */
} nv_glyphs;

nv_glyph *nv_glyph_add(nv_glyphs *g);
/* Makes characters of the words of a recognised page (pdf_ocr.c), instead of those of its text layer that are in *g (which are asked where digits were not read), but
 * for words in the boxes `out` (signing stamps). False: `words` does not have the page. */
bool nv_pdf_recognised(nv_glyphs *g, nv_str words, uint32_t page, const nv_box *out, uint32_t n_out);
/* Judges a recognised page by its words on the lines from `first` on; *confidence gets the mean (-1: none). NULL reason: good. */
typedef struct { const char *verdict, *reason; double confidence; } nv_page_verdict;
nv_page_verdict nv_pdf_judge_seen(nv_doc *doc, uint32_t first);

/* How good the text of a page is (pdf_layer.c): share of Vietnamese words (1: nobody can tell), letters of each quarter from top to bottom, how many quarters have too
 * few marks to be Vietnamese, whether the first one of a document's first page, its head, reads badly, and how many of a head's motto, number and date it lacks. */
enum { NV_PAGE_PARTS = 4 };
typedef struct { double share; uint32_t letters[NV_PAGE_PARTS], poor, gaps; bool head; } nv_text_worth;
#define NV_ENOUGH_WORDS 0.85 /* a text layer with a smaller share of Vietnamese words is worse than what a recogniser reads */
nv_text_worth nv_pdf_worth(const nv_doc *doc, uint32_t first, float height);
/* True if what was seen on the page is to be taken for its text instead of the layer: it has more words, or, where the layer has enough of them, fewer bad parts, or as many and what it
 * lacks of a head is lacking in both: what is seen tells guesses from print. */
bool nv_pdf_is_better(const nv_text_worth *seen, const nv_text_worth *layer);
/* Without looking at words, which takes time: is the text of the page, or of a part of it, perhaps none that a program printed? */
bool nv_pdf_suspect(const nv_doc *doc, uint32_t first, const nv_glyphs *g);
/* "no_text", "not_vietnamese" for letters of an old font or a bad recogniser, or NULL. */
const char *nv_pdf_judge_text(const nv_glyphs *g, const nv_doc *doc, uint32_t first);

/* Turns the characters of a page on which most text runs down, up or upside down, so that it runs to the right. Provenance keeps page and characters;
 * boxes are then those of the turned page. */
void nv_pdf_turn(nv_glyphs *g);
/* Characters of the footnote's mark that begins at glyph i, 0 if none does. `last`: the last character before it that is no space, or NULL. */
uint32_t nv_pdf_mark(const nv_glyphs *g, uint32_t i, const nv_glyph *last);
/* Makes lines of the glyphs of a page, in reading order from top to bottom, and appends them to doc->lines. */
void nv_pdf_lines(nv_doc *doc, nv_glyphs *g, uint32_t page);
#endif
