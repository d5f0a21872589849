/* ocr_page.h - the recognised words of one page while they become characters (pdf_ocr.c). */
#ifndef NV_READ_OCR_PAGE_H
#define NV_READ_OCR_PAGE_H
#include "read/ocr.h"

/* Owns v. Size, stroke and blue are those of the words that were surely read; poor: hardly anything on the page was. */
typedef struct { nv_ocr_word *v; uint32_t n, cap; float size, stroke, blue; bool poor; } nv_page_words;

/* Takes out what are no words of the text: specks read as marks, dirt and turned text beside the text, the box of a stamp of arrival. */
void nv_ocr_clean(nv_page_words *w, float page_width, float page_height);
#endif
