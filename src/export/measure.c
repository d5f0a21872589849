#include "export/measure.h"

/* Widths of Times (Adobe's font metrics of Times-Roman, thousandths of the size), from the space to “~”. Times New Roman has the same. */
static const uint16_t ascii[] = {
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
    921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
    333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
};

/* Letters with marks are as wide as their widest base letter; what Times lacks is as wide as high. */
static unsigned sign_width(uint32_t c)
{
    if (c < 0x20) return 500;
    if (c < 0x7f) return ascii[c - 0x20];
    if (c >= 0x300 && c < 0x370) return 0;
    if (nv_is_letter(c)) return nv_is_upper(c) ? 722 : 500;
    return c < 0x1100 || (c >= 0x2000 && c < 0x2100) ? 500 : 1000;
}

unsigned nv_text_lines(nv_str s, double units, double points, bool bold)
{
    const double cell = units * 8.6 - 4, em = points * 96 / 72 * (bold ? 1.06 : 1); /* pixels at 96 to the inch; a digit is 8.7 of them, between 8 and 9 on screens */
    double used = 0, word = 0;
    unsigned lines = 1;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = nv_utf8_next(s, &at);
        double w = sign_width(c) * em / 1000;
        if (c == '\n') {
            lines++;
            used = word = 0;
            continue;
        }
        used += w;
        word = c == ' ' ? 0 : word + w;
        if (used <= cell || c == ' ') continue;
        lines++;
        used = word = word < cell ? word : w; /* a word longer than the line is broken */
    }
    return lines;
}
