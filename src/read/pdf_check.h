/* pdf_check.h - signs that a PDF is not what its writer wrote. Poppler repairs what it can without a word, and does not compare the checksums of compressed
 * streams; a digit that comes out of such a stream may be another digit. */
#ifndef NV_PDF_CHECK_H
#define NV_PDF_CHECK_H
#include "base/arena.h"

/* Looks through the bytes: the end of the file, the table of objects (each entry must lead to its object), the checksum of each compressed stream that
 * text depends on (images only where `pictures` says that their text was recognised; no font programs beside ToUnicode maps), the number of pages (`pages`: as Poppler counts them). *cut: the mark of the end is missing. Returns NULL, or what is wrong (in the arena). Encrypted streams cannot be compared. */
const char *nv_pdf_check(nv_arena *a, const unsigned char *p, size_t n, uint32_t pages, bool pictures, bool *cut);

/* Collects what Poppler complains about between begin and end (its messages go through GLib's log). Not for two documents at once. */
typedef struct { unsigned handler; uint32_t n; char first[160]; } nv_pdf_complaints;
void nv_pdf_listen(nv_pdf_complaints *c);
void nv_pdf_listened(nv_pdf_complaints *c);

#endif
