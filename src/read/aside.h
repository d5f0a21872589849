/* aside.h - what a file holds beside the text of its document, the same for all readers: page headers and footers, comments, attached files. */
#ifndef NV_READ_ASIDE_H
#define NV_READ_ASIDE_H
#include "read/read.h"

/* Puts the lines of page headers before the document's own lines and those of footers behind them, all marked NV_F_HEADFOOT: normalize drops and records
 * them, and knows a letterhead or a stamp among them. The first line of each header has NV_F_BREAK_BEFORE. Called once, when all lines are there. */
void nv_read_headfoot(nv_doc *doc, const nv_line *head, uint32_t n_head, const nv_line *foot, uint32_t n_foot);
/* A reviewer's comment is no text of the document: kept as a diagnostic. `author` may be empty. */
void nv_read_comment(nv_doc *doc, nv_str author, nv_str text);
/* A file inside the file: named in a diagnostic, never opened. */
void nv_read_attachment(nv_doc *doc, nv_str name);
#endif
