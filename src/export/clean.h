/* clean.h - texts of documents made harmless, and visibly so: what would steer a terminal, hide or turn the direction of text is written out. */
#ifndef NV_CLEAN_H
#define NV_CLEAN_H
#include "base/buf.h"

/* True for what no output may carry raw: C0 but tab, line feed and carriage return; DEL, C1, marks and overrides of direction (Unicode UAX #9), invisible
 * signs (zero width space, word joiner, byte order mark inside text, tags U+E0000 …), and what XML 1.0 forbids (U+FFFE, U+FFFF). Zero width joiner and
 * non-joiner belong to words and emoji and stay. */
bool nv_is_unsafe(uint32_t c);

typedef enum { NV_CLEAN_LINES, NV_CLEAN_ONE_LINE } nv_clean_how;
/* Appends `s`: ESC becomes “␛” and so on (U+2400 block), other unsafe signs “[U+202E]”. Line ends (CR LF, CR, U+2028, U+2029) become LF, or a space with
 * NV_CLEAN_ONE_LINE, which makes a tab a space too. */
void nv_clean(nv_str s, nv_clean_how how, nv_buf *out);
/* Appends the cleaned text for XML and HTML, in elements and in quoted attributes: & < > " ' as entities. */
void nv_clean_xml(nv_str s, nv_clean_how how, nv_buf *out);
/* True if a spreadsheet could take the (cleaned) cell for a formula: its first sign, behind white space, is = + - @ or a full-width one of them, or it begins
 * with a tab or line end (OWASP, CSV Injection). */
bool nv_is_formula(nv_str s);
/* A cell of csv (sep ',') or tsv ('\t'), cleaned, quoted where it must be (csv.c). One that a spreadsheet would calculate gets an apostrophe before it. */
void nv_csv_cell(nv_str s, char sep, nv_buf *out);

#endif
