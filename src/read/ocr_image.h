/* ocr_image.h - private to the recogniser: a page as grey bytes, cleaned of what is no text. */
#ifndef NV_READ_OCR_IMAGE_H
#define NV_READ_OCR_IMAGE_H
#include <stdbool.h>
#include <stdint.h>

#define NV_OCR_DPI 300u

typedef struct {
    uint8_t *v;      /* one byte a pixel, 255 white, rows without gaps */
    uint8_t *blue;   /* the same shape: how much bluer than red the pixel is */
    uint8_t *pen;    /* the same shape: `v` with the ink of pens, which is paper there */
    uint32_t w, h;
} nv_gray;
void nv_gray_clear(nv_gray *g);

/* Makes grey of w × h pixels of 0x00RRGGBB (`stride` in pixels). Red and blue ink (seals, stamps, signatures, notes by hand) becomes paper, unless nearly
 * all that is printed has a colour; letters under a seal stay, because they are darker than it. */
nv_gray nv_gray_of_rgb(const uint32_t *rgb, uint32_t w, uint32_t h, uint32_t stride);
/* True if the page is full of specks: isolated dark dots, many more than dots of i and full stops can be. */
bool nv_gray_noisy(const nv_gray *g);
/* What ink a rectangle of pixels [x0, x1) × [y0, y1) is written with: mean width of its strokes in pixels, mean grey, mean of `blue`. All 0: no ink. */
typedef struct { float stroke, gray, blue; } nv_ink;
nv_ink nv_gray_ink(const nv_gray *g, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1);
/* 3 × 3 median: takes specks out and keeps strokes of letters. */
void nv_gray_median(nv_gray *g);
#endif
