/* ocr_pen.h - private to the recogniser: number, day and month that are written by pen between the printed words of a letter's head
 * (“Số: 1942 /KH-SYT”, “ngày 04 tháng 10 năm 2017”).
 *
 * nv_pen_places finds the places between the words of the head; nv_pen_read reads the digits of one (pen.c); nv_pen_fill puts what was read for sure enough
 * among the words, in the place of what the recogniser of print made of it.
 */
#ifndef NV_READ_OCR_PEN_H
#define NV_READ_OCR_PEN_H
#include "base/str.h"
#include "read/ocr_image.h"

/* A letter of a word: what it is without marks, in lower case ('?': no ASCII letter); pixels. */
typedef struct { float x0, x1; uint8_t at; /* its first byte in the word */ char c; bool upper; } nv_ocr_sign;
/* A word as recognised: pixels of the picture. */
typedef struct {
    uint32_t line;
    float x0, x1, y0, y1, base0, base1, size, conf, digits;
    nv_ink ink;
    char *text;
    nv_ocr_sign *signs; uint32_t n_signs; /* of words of a head, else none */
    uint8_t pen;       /* 1: its digits are those that pen.c reads, 2: only pen.c read them */
} nv_ocr_seen;
typedef struct { nv_ocr_seen *v; uint32_t n, cap, lines; double conf; } nv_ocr_page_words;

void nv_ocr_words_clear(nv_ocr_page_words *w);

/* Part of the height of a first page in which a head is looked for. */
#define NV_PEN_HEAD 0.45f

typedef enum { NV_PEN_NUMBER, NV_PEN_DAY, NV_PEN_MONTH, NV_PEN_COUNT } nv_pen_what;

/* From x0 to x1 (pixels); the words stand on a line from base0 to base1 and are printed in type of `size` pixels. */
typedef struct { nv_pen_what what; float x0, x1, base0, base1, size; } nv_pen_strip;

/* Digits and how likely they are (0 … 1); n == 0: nothing that could be them. */
typedef struct { char digits[8]; uint32_t n; float conf; } nv_pen_reading;

/* Reads the digits of a strip. The words that are printed at its ends are no part of them. */
nv_pen_reading nv_pen_read(const nv_gray *g, const nv_pen_strip *s);
/* Reads number, day and month of the head of a page, if it has one. */
void nv_pen_fill(const nv_gray *g, nv_ocr_page_words *w);
#endif
