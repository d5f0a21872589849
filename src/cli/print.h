/* print.h - what the printers of the verbs share: display width of Vietnamese text, wrapping, columns, control characters. */
#ifndef NV_PRINT_H
#define NV_PRINT_H
#include "base/buf.h"
#include <stdio.h>

/* Columns of the terminal (at least 40, at most 160), or 100 where there is none, so that files get the same lines everywhere. */
unsigned nv_print_width(bool tty);
/* Columns that a text takes on a terminal: combining marks take none, wide East Asian characters two, control characters none. */
unsigned nv_display_width(nv_str s);
/* Prints s, then spaces up to `width` columns (a longer text stays whole). Control characters are left out. */
void nv_print_cell(FILE *f, nv_str s, unsigned width);
/* Prints s wrapped at white space into lines of at most `width` columns; the first line goes on where the cursor stands (column `indent`), later ones
 * begin with `indent` spaces. Runs of white space become one space; control characters are left out (a document cannot send escapes to the terminal).
 * Ends in '\n'. */
void nv_print_wrap(FILE *f, nv_str s, unsigned indent, unsigned width);
/* The same for a text with words that went between [- and -] and words that came between {+ and +}: with `color` they are red and green instead. */
void nv_print_marked(FILE *f, nv_str s, unsigned indent, unsigned width, bool color);
/* The same text on one line, cut with “…” if it takes more than `width` columns (0: never cut). No '\n'. */
void nv_print_line(FILE *f, nv_str s, unsigned width);

#endif
