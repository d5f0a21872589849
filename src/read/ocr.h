/* ocr.h - text of scanned pages by Tesseract: the recogniser, and the form in which its words are kept.
 *
 * All files (the library itself, the language data) are opened by nv_ocr_new; nv_ocr_page opens none, so that a process may lock itself in between.
 * One thread: pages are spread over processes by the caller. The words of pages are lines of text, so that they can be sent and kept as they are:
 *
 *   T <name and version of the recogniser>                     once, first
 *   P <page> <width> <height>                                  a page; points (1/72 inch) of the upright, straightened page
 *   W <line> <x0> <y0> <x1> <y1> <size> <confidence> <digits> <rise> <fall> <stroke> <grey> <blue> <word>
 *                                                              a word: line of the recogniser from 0, box of its type (not of its ink), confidence
 *                                                              of the word and of its worst digit (0 … 100), its ink above and below the baseline, mean width of its strokes (pixels),
 *                                                              mean grey and excess of blue of its ink (0 … 255)
 *   B …                                                        the same, a word whose digits the reader of handwriting (ocr_pen.h) reads, too
 *   H …                                                        the same, digits that only the reader of handwriting read
 *   D <complaint>                                              what Poppler complained about first while it drew the page: its picture is damaged
 *
 * or, instead of all this, NV_OCR_NOBODY: nobody can recognise here, so pages that have some text that can be read are not asked for.
 */
#ifndef NV_READ_OCR_H
#define NV_READ_OCR_H
#include "base/err.h"
#include "base/str.h"

/* Changes whenever the words of a page may come out otherwise: kept words of another version are read again. */
#define NV_OCR_VERSION "nghiavu-ocr-2"
#define NV_OCR_NOBODY "N\n"

typedef struct nv_ocr nv_ocr;

/* NULL with a message if Tesseract or its Vietnamese data is not installed. Sets OMP_THREAD_LIMIT=1 in the environment. */
nv_ocr *nv_ocr_new(nv_err *err);
void nv_ocr_free(nv_ocr *o);
/* Appends the T line. */
void nv_ocr_title(const nv_ocr *o, nv_buf *out);
/* Recognises page `page` (from 1) of an open PDF and appends its words to *out; `path` is for messages. A page without words gives its P line only. */
nv_status nv_ocr_page(nv_ocr *o, const char *path, int fd, uint32_t page, nv_buf *out, nv_err *err);

/* The recogniser that made the words, as its T line says; n == 0: there is none. */
nv_str nv_ocr_engine(nv_str words);
/* The lines of one page in `words` without its P line; false if the page is not among them. */
bool nv_ocr_words_of(nv_str words, uint32_t page, float *width, float *height, nv_str *lines);
/* What Poppler complained about when it drew the page; n == 0: nothing. */
nv_str nv_ocr_damage(nv_str words, uint32_t page);
typedef struct { uint32_t line; float x0, y0, x1, y1, size, conf, digits, rise, fall, stroke, gray, blue; uint8_t pen; /* 1: B, 2: H */ nv_str text; } nv_ocr_word;
/* Next word of a page; cuts it from *lines. False at the end, or at a line that is none (kept words may be damaged). */
bool nv_ocr_next(nv_str *lines, nv_ocr_word *out);
#endif
