/* ocr_clean.c - see ocr_page.h. Sizes are parts of the page's usual type, measured on 520 scanned pages. */
#include "read/ocr_page.h"
#include "base/order.h"

#include <stdlib.h>

#define SURE 85.0f
#define FEW_WORDS 12u      /* a page of fewer surely read words has no edges */
#define EDGE 0.02f         /* part of the words that may begin before the left edge, or end behind the right one */
#define DIRT 30.0f         /* confidence of dirt beside the text, and how far from it: numbers of a table's rows stand near */
#define FAR 2.0f
#define NARROW 0.17f       /* width of a letter of text that stands on end */
#define APART 0.4f         /* a mark so far from the words beside it belongs to none of them */
#define STAMP_WIDTH 135.0f /* points: a stamp of arrival is up to 55 mm wide, “ĐẾN” stands at its left edge */
#define STAMP_UP 34.0f
#define STAMP_DOWN 14.0f

static bool on_end(const nv_page_words *w, const nv_ocr_word *x)
{
    uint32_t letters = nv_utf8_count(x->text);
    return letters >= 3 && x->x1 - x->x0 < NARROW * w->size * (float)letters;
}

/* Where the text of the page begins and ends; false if there is too little of it. */
static bool edges(const nv_page_words *w, float *left, float *right)
{
    float *v = nv_xmalloc(2 * (w->n + 1) * sizeof *v);
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        if (w->v[i].conf < SURE || w->v[i].text.n < 2 || on_end(w, &w->v[i])) continue;
        v[n] = w->v[i].x0;
        v[w->n + 1 + n++] = w->v[i].x1;
    }
    bool enough = n >= FEW_WORDS;
    if (enough) {
        qsort(v, n, sizeof *v, nv_by_float);
        qsort(v + w->n + 1, n, sizeof *v, nv_by_float);
        *left = v[(uint32_t)(EDGE * (float)n)];
        *right = v[w->n + 1 + n - 1 - (uint32_t)(EDGE * (float)n)];
    }
    free(v);
    return enough;
}

/* Beside the text: dirt, and letters so narrow that the text stands on end. */
static bool beside(const nv_page_words *w, const nv_ocr_word *x, float left, float right)
{
    if (x->x1 >= left && x->x0 <= right) return false;
    if (on_end(w, x)) return true;
    bool mark = nv_utf8_count(x->text) == 1 && !nv_is_letter(nv_utf8_next(x->text, &(uint32_t){ 0 })) && !nv_is_digit((unsigned char)*x->text.p);
    return (mark || x->conf < DIRT) && (x->x1 < left - FAR * w->size || x->x0 > right + FAR * w->size);
}

/* A single mark between words: a dash whose ink does not lie where a dash does, a stop or a quotation mark that no word is near to. */
static bool is_speck(const nv_page_words *w, uint32_t i)
{
    const nv_ocr_word *x = &w->v[i];
    uint32_t at = 0, c = nv_utf8_next(x->text, &at);
    if (at != x->text.n || w->size <= 0) return false;
    if (c == '-' || c == 0x2013 || c == 0x2014) return x->rise < 0 || x->fall < -0.6f * w->size;
    if (c == '_' || c == '`' || c == 0x2C6) return true;
    if (c != '.' && c != ',' && c != '\'' && c != 0x201E && c != 0xAC && c != 0x2039 && c != 0x203A && c != 0xA1) return false;
    bool near_left = i && w->v[i - 1].line == x->line && x->x0 - w->v[i - 1].x1 < APART * w->size;
    bool near_right = i + 1 < w->n && w->v[i + 1].line == x->line && w->v[i + 1].x0 - x->x1 < APART * w->size;
    return !near_left && !near_right;
}

/* “ĐẾN” in capitals, with what the frame of the stamp made of it. */
static bool says_arrived(nv_str s)
{
    while (s.n && strchr("([|", *s.p)) s = nv_str_cut(s, 1, s.n);
    static const char *const words[] = { "ĐẾN", "ĐÉN", "ĐÊN", "ĐÈN", "ĐỀN" };
    for (size_t i = 0; i < NV_NELEM(words); i++) {
        nv_str k = nv_str_of(words[i]);
        if (nv_str_starts(s, k) && (s.n == k.n || !nv_is_letter(nv_utf8_next(s, &k.n)))) return true;
    }
    return false;
}

/* “.-”, “~-” at the beginning of a line: the dash of a list, and a speck. */
static bool is_specked_dash(const nv_page_words *w, uint32_t i)
{
    nv_str s = w->v[i].text;
    if ((i && w->v[i - 1].line == w->v[i].line) || i + 1 >= w->n || w->v[i + 1].line != w->v[i].line) return false;
    return s.n == 2 && memchr(s.p, '-', 2) && (strchr(".,~'", s.p[0]) || strchr(".,~'", s.p[1]));
}

typedef struct { float x1, y0, y1; } stamp_box;

static bool in_stamp(const nv_ocr_word *x, const stamp_box *b)
{
    float y = (x->y0 + x->y1) / 2;
    return x->x1 <= b->x1 && y > b->y0 && y < b->y1;
}

/* The stamp by which an office marks what it receives: “ĐẾN”, and around it a number, an hour and a day written by pen, badly read as a whole. It stands
 * left of the title or under the number. */
static bool find_stamp(const nv_page_words *w, float page_width, float page_height, stamp_box *b)
{
    for (uint32_t i = 0; i < w->n; i++) {
        const nv_ocr_word *x = &w->v[i];
        if (x->x0 > page_width / 3 || x->y0 > page_height / 2 || !says_arrived(x->text)) continue;
        float y = (x->y0 + x->y1) / 2, sum = 0;
        uint32_t n = 0;
        *b = (stamp_box){ x->x0 + STAMP_WIDTH, y - STAMP_UP, y + STAMP_DOWN };
        for (uint32_t k = 0; k < w->n; k++)
            if (in_stamp(&w->v[k], b)) {
                sum += w->v[k].conf;
                n++;
            }
        if (n > 1 && sum < SURE * (float)n) return true;
    }
    return false;
}

void nv_ocr_clean(nv_page_words *w, float page_width, float page_height)
{
    float left = 0, right = 0;
    stamp_box box;
    bool edged = edges(w, &left, &right), stamped = find_stamp(w, page_width, page_height, &box);
    bool *out = nv_xmalloc((w->n + 1) * sizeof *out);
    for (uint32_t i = 0; i < w->n; i++)
        out[i] = (edged && beside(w, &w->v[i], left, right)) || (stamped && in_stamp(&w->v[i], &box)) || is_speck(w, i);
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->n; i++)
        if (!out[i]) w->v[n++] = w->v[i];
    for (uint32_t i = 0; i < n; i++)
        if (is_specked_dash(w, i)) w->v[i].text = NV_LIT("-");
    w->n = n;
    free(out);
}
