/* ocr_words.c - the words of recognised pages as text lines: reading them back. What is read may be damaged or forged: nothing in it is trusted. */
#include "read/ocr.h"

#include <glib.h>
#include <math.h>

/* Cuts the next line off *s, without its '\n'. */
static nv_str cut_line(nv_str *s)
{
    uint32_t end = nv_str_find(*s, NV_LIT("\n"), 0);
    nv_str line = nv_str_cut(*s, 0, end == UINT32_MAX ? s->n : end);
    *s = nv_str_cut(*s, end == UINT32_MAX ? s->n : end + 1, s->n);
    return line;
}

/* Cuts the next field, a number in [min, max], off *s. */
static bool cut_number(nv_str *s, double min, double max, double *out)
{
    char buf[32];
    uint32_t end = nv_str_find(*s, NV_LIT(" "), 0);
    if (end == UINT32_MAX) end = s->n;
    if (end == 0 || end >= sizeof buf) return false;
    memcpy(buf, s->p, end);
    buf[end] = 0;
    char *stop;
    *out = g_ascii_strtod(buf, &stop);
    *s = nv_str_cut(*s, end < s->n ? end + 1 : end, s->n);
    return *stop == 0 && isfinite(*out) && *out >= min && *out <= max;
}

#define MAX_POINTS 20000.0

nv_str nv_ocr_engine(nv_str words)
{
    nv_str line = cut_line(&words);
    if (!nv_str_starts(line, NV_LIT("T ")) || line.n > 64 || !nv_utf8_valid(line)) return (nv_str){ "", 0 };
    return nv_str_cut(line, 2, line.n);
}

bool nv_ocr_words_of(nv_str words, uint32_t page, float *width, float *height, nv_str *lines)
{
    bool found = false;
    while (words.n) {
        nv_str line = cut_line(&words);
        if (!nv_str_starts(line, NV_LIT("P "))) {
            if (found) lines->n = (uint32_t)(words.p - lines->p);
            continue;
        }
        if (found) break;
        double k, w, h;
        line = nv_str_cut(line, 2, line.n);
        if (!cut_number(&line, 0, 1e9, &k) || !cut_number(&line, 0, MAX_POINTS, &w) || !cut_number(&line, 0, MAX_POINTS, &h) || (uint32_t)k != page) continue;
        found = true;
        *width = (float)w;
        *height = (float)h;
        *lines = nv_str_cut(words, 0, 0);
    }
    return found;
}

nv_str nv_ocr_damage(nv_str words, uint32_t page)
{
    float w, h;
    nv_str lines;
    if (!nv_ocr_words_of(words, page, &w, &h, &lines)) return (nv_str){ "", 0 };
    while (lines.n) {
        nv_str s = cut_line(&lines);
        if (nv_str_starts(s, NV_LIT("D ")) && s.n < 200 && nv_utf8_valid(s)) return nv_str_cut(s, 2, s.n);
    }
    return (nv_str){ "", 0 };
}

bool nv_ocr_next(nv_str *lines, nv_ocr_word *out)
{
    if (!lines->n) return false;
    nv_str s = cut_line(lines);
    double v[13];
    uint8_t pen = nv_str_starts(s, NV_LIT("B ")) ? 1 : nv_str_starts(s, NV_LIT("H ")) ? 2 : 0;
    if (!pen && !nv_str_starts(s, NV_LIT("W "))) return false;
    s = nv_str_cut(s, 2, s.n);
    for (unsigned i = 0; i < NV_NELEM(v); i++)
        if (!cut_number(&s, i == 8 || i == 9 ? -MAX_POINTS : 0, i ? MAX_POINTS : 1e9, &v[i])) return false;
    *out = (nv_ocr_word){ (uint32_t)v[0], (float)v[1], (float)v[2], (float)v[3], (float)v[4], (float)v[5], (float)v[6], (float)v[7], (float)v[8], (float)v[9],
        (float)v[10], (float)v[11], (float)v[12], pen, s };
    return s.n > 0 && nv_utf8_valid(s) && out->x1 >= out->x0 && out->y1 > out->y0 && out->conf <= 100 && out->digits <= 100;
}
