/* pdf_ocr.c - words of a recognised page as characters, so that lines, columns and tables are found as on a page with text; and how far they can be
 * trusted. Sizes and strokes of a scan tremble: sizes near the page's own become it, strokes tell bold type. */
#include "read/pdf.h"
#include "base/order.h"
#include "read/ocr_page.h"

#include <math.h>
#include <stdlib.h>

#define SAME_SIZE 0.25f   /* part of the page's usual size that a size may be off */
#define BOLD 1.18f        /* strokes that are so much wider than the usual ones are bold */
#define BLUE 14.0f        /* more blue than the words of the page by this: a pen */
#define LOW_INK 0.065f    /* digits that go below the line by this part of the size are written by hand */
#define COLUMN 3.0f       /* parts of the size: a gap that surely separates columns */
#define NO_LEVEL 1e8f
#define COLUMN_GAP 0.8f   /* parts of the size: a wider gap may separate columns */
#define MIN_SPACE 0.2f    /* parts of the size: no space between words is narrower */
#define PARAPH 80.0f
#define POOR_PAGE 60.0f   /* mean confidence of a page of handwriting or dirt */
#define STAMPED 75.0f     /* confidence of a stamp's words, and how tall they are */
#define TALL 1.8f
#define LOOSE 0.6f        /* size of marks without letters */
#define NOTHING 35.0f     /* a sign of this confidence is dirt */

static float median(float *v, uint32_t n)
{
    if (!n) return 0;
    qsort(v, n, sizeof *v, nv_by_float);
    return v[n / 2];
}

static bool has_alnum(nv_str s, bool *digits_only)
{
    bool any = false;
    *digits_only = s.n > 0;
    for (uint32_t at = 0; at < s.n; ) {
        uint32_t c = nv_utf8_next(s, &at);
        any = any || nv_is_letter(c) || nv_is_digit(c);
        *digits_only = *digits_only && nv_is_digit(c);
    }
    return any;
}

static bool inside(const nv_ocr_word *x, const nv_box *v, uint32_t n)
{
    float mx = (x->x0 + x->x1) / 2, my = (x->y0 + x->y1) / 2;
    for (uint32_t i = 0; i < n; i++)
        if (mx > v[i].x0 && mx < v[i].x1 && my > v[i].y0 - 3 && my < v[i].y1 + 3) return true;
    return false;
}

/* Takes the words of the page; what is usual on it is that of the words that were surely read. */
static void take_words(nv_page_words *w, nv_str lines, const nv_box *out, uint32_t n_out)
{
    nv_ocr_word x;
    bool digits;
    while (nv_ocr_next(&lines, &x)) {
        /* strokes of forms and dirt that touch a word */
        while (x.text.n > 1 && strchr("_|~`'", x.text.p[0])) x.text = nv_str_cut(x.text, 1, x.text.n);
        while (x.text.n > 1 && strchr("_|~`'", x.text.p[x.text.n - 1])) x.text.n--;
        if ((!has_alnum(x.text, &digits) && x.conf < (strchr("(){}[]\\|~^<>=*", x.text.p[0]) ? PARAPH : NOTHING)) || inside(&x, out, n_out)) continue;
        /* behind the end of the text (“./.”) stands the paraph of who wrote it */
        if (w->n && w->v[w->n - 1].line == x.line && x.conf < PARAPH && nv_str_ends(w->v[w->n - 1].text, NV_LIT("/."))) continue;
        if (w->n == w->cap) {
            w->cap = w->cap ? w->cap * 2 : 512;
            w->v = nv_xrealloc(w->v, w->cap * sizeof *w->v);
        }
        w->v[w->n++] = x;
    }
    float *v = nv_xmalloc((w->n + 1) * sizeof *v), sum = 0;
    for (uint32_t i = 0; i < w->n; i++) sum += w->v[i].conf;
    w->poor = sum < POOR_PAGE * (float)w->n;
    for (unsigned what = 0; what < 3; what++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < w->n; i++) {
            const nv_ocr_word *k = &w->v[i];
            if (k->conf >= 85 && k->text.n > 1) v[n++] = what == 0 ? k->size : what == 1 ? k->stroke : k->blue;
        }
        *(what == 0 ? &w->size : what == 1 ? &w->stroke : &w->blue) = median(v, n);
    }
    free(v);
}

/* How far down the lowest-lying print without tails goes, from word i on in one direction; words behind a wide gap lie in another column, perhaps askew. */
static float level_beside(const nv_page_words *w, uint32_t i, int step, float level)
{
    for (uint32_t last = i, k = i + (uint32_t)step; k < w->n && w->v[k].line == w->v[i].line; last = k, k += (uint32_t)step) {
        float gap = step > 0 ? w->v[k].x0 - w->v[last].x1 : w->v[last].x0 - w->v[k].x1;
        if (gap > COLUMN * w->v[i].size && level < NO_LEVEL) break;
        if (w->v[k].conf >= 90 && w->v[k].fall < level) level = w->v[k].fall;
    }
    return level;
}

/* True if the box of the word before lies over half of this one's. */
static bool is_overlapped(const nv_page_words *w, uint32_t i)
{
    const nv_ocr_word *x = &w->v[i];
    return i && x[-1].line == x->line && x[-1].x0 < x->x0 && x[-1].x1 > (x->x0 + x->x1) / 2;
}

/* True if the digits of the word look written by a pen: bluer than the print of the page, or below the line that the words beside it stand on. */
static bool by_hand(const nv_page_words *w, uint32_t i)
{
    const nv_ocr_word *x = &w->v[i];
    bool digits;
    (void)has_alnum(x->text, &digits);
    if (x->blue > w->blue + BLUE) return true;
    if (digits && is_overlapped(w, i)) return x->digits < 100 || x->conf < 95; /* the tail of a letter beside it may be taken for its ink */
    float level = level_beside(w, i, 1, level_beside(w, i, -1, NO_LEVEL));
    if (level >= NO_LEVEL || level < -1) level = level < -1 ? -0.2f : 0;
    return digits && x->fall - level > LOW_INK * x->size;
}

/* Scratches: what is left of a pen when its colour is taken away, edges of seals. */
static bool is_scratch(const nv_page_words *w, const nv_ocr_word *x) { return x->conf < 70 && (x->stroke < 0.62f * w->stroke || x->blue > w->blue + BLUE); }

/* A line of the recogniser of which hardly a word was read: words [i, end). */
static bool is_noise(const nv_page_words *w, uint32_t i, uint32_t end)
{
    float sum = 0, all = 0;
    uint32_t letters = 0, good = 0;
    bool digits;
    for (uint32_t k = i; k < end; k++) {
        uint32_t n = nv_utf8_count(w->v[k].text);
        sum += w->v[k].conf * (float)n;
        all += (float)n;
        if (!has_alnum(w->v[k].text, &digits) || is_scratch(w, &w->v[k])) continue;
        letters += n;
        if (w->v[k].conf >= 70 && n > 1) good += n;
    }
    float mean = sum / all + (w->poor ? -20.0f : 0), tall = (w->v[i].rise + w->v[i].fall) / (w->size > 0 ? w->size : 1);
    if (letters == 0) return mean < 75 || tall < 0.15f;
    if (good) return good * 3 < letters && mean < 50;
    return mean < 50 || (mean < 70 && letters <= 4);
}

/* Strokes of a frame or of slanted letters: the words of a stamp such as “HỎA TỐC”, twice as tall as the type of the page. Numbers may be written so. */
static bool is_stamp(const nv_page_words *w, uint32_t i, uint32_t end)
{
    bool digits;
    for (; i < end; i++) {
        const nv_ocr_word *x = &w->v[i];
        if (x->conf >= STAMPED || x->rise + x->fall < TALL * w->size || !has_alnum(x->text, &digits) || memchr(x->text.p, '/', x->text.n)) return false;
        for (uint32_t k = 0; k < x->text.n; k++)
            if (nv_is_digit((unsigned char)x->text.p[k])) return false;
    }
    return w->size > 0;
}

/* Marks that lost their letters, a line above them. */
static bool is_loose(const nv_page_words *w, uint32_t i, uint32_t end)
{
    for (; i < end; i++)
        if (w->v[i].size > LOOSE * w->size || nv_utf8_count(w->v[i].text) > 1) return false;
    return true;
}

/* The usual gap between the words [i, end) of a line. */
static float usual_gap(const nv_page_words *w, uint32_t i, uint32_t end)
{
    float *v = nv_xmalloc((end - i) * sizeof *v);
    uint32_t n = 0;
    for (uint32_t k = i + 1; k < end; k++) v[n++] = w->v[k].x0 - w->v[k - 1].x1;
    float gap = n >= 3 ? median(v, n) : 0.35f * w->size;
    free(v);
    return gap;
}

/* The size of a word's type, trembling apart. */
static float type_size(const nv_page_words *w, const nv_ocr_word *x)
{
    return w->size > 0 && x->size > w->size * (1 - SAME_SIZE) && x->size < w->size * (1 + SAME_SIZE) ? w->size : x->size;
}

/* True if the gap behind word i is no space of this line. */
static bool is_column_gap(const nv_page_words *w, uint32_t i, float usual)
{
    float gap = w->v[i + 1].x0 - w->v[i].x1;
    return gap > COLUMN_GAP * type_size(w, &w->v[i]) && gap > 2.2f * usual;
}

static void add_word(nv_glyphs *g, const nv_page_words *w, uint32_t i, float usual, uint32_t flags)
{
    const nv_ocr_word *x = &w->v[i];
    float size = type_size(w, x), step = (x->x1 - x->x0) / (float)nv_utf8_count(x->text), base = x->y1 - 0.22f * x->size;
    float y0 = base - 0.78f * size, y1 = base + 0.22f * size, at = x->x0;
    const nv_ocr_word *next = i + 1 < w->n && x[1].line == x->line ? x + 1 : NULL;
    float gap = next ? next->x0 - x->x1 : 0, x1 = x->x1;
    bool columns = next && is_column_gap(w, i, usual);
    /* ink ends before the letter does, and lines are justified: what is not between columns is a space as any other */
    if (next && !columns && gap > MIN_SPACE * size) x1 = next->x0 - MIN_SPACE * size;
    for (uint32_t k = 0; k < x->text.n; at += step) {
        uint32_t c = nv_utf8_next(x->text, &k);
        *nv_glyph_add(g) = (nv_glyph){ c, at, y0, k < x->text.n ? at + step : x1, y1, size, flags, NULL, i + 1 };
    }
    if (!next || columns) return;
    float end = next->x0 > x1 + MIN_SPACE * size ? next->x0 : x1 + MIN_SPACE * size;
    *nv_glyph_add(g) = (nv_glyph){ ' ', x1, y0, end, y1, size, flags, NULL, 0 };
}

/* True if the word is a number but for signs that no number has: “292Š”. */
static bool is_odd_number(const nv_ocr_word *x)
{
    enum { LONGEST_NUMBER = 8 };
    uint32_t digits = 0, odd = 0;
    for (uint32_t at = 0; at < x->text.n; ) {
        uint32_t c = nv_utf8_next(x->text, &at);
        digits += nv_is_digit(c);
        odd += c >= 0x80;
        if (c < 0x80 && !nv_is_digit(c)) return false;
    }
    return odd && digits >= odd && digits + odd <= LONGEST_NUMBER;
}

/* The digits that the layer has where the word stands, into `out` (as long as the word's text). 0 if it has anything else, not as many, or fewer than half the same. */
static uint32_t layer_digits(const nv_glyphs *layer, const nv_ocr_word *x, char *out)
{
    uint32_t n = 0, same = 0, at = 0;
    for (uint32_t i = 0; i < layer->n; i++) {
        const nv_glyph *k = &layer->v[i];
        float mx = (k->x0 + k->x1) / 2, my = (k->y0 + k->y1) / 2;
        if (k->c == ' ' || mx < x->x0 || mx > x->x1 || my < x->y0 || my > x->y1) continue;
        if (!nv_is_digit(k->c) || at >= x->text.n) return 0;
        same += nv_utf8_next(x->text, &at) == k->c;
        out[n++] = (char)k->c;
    }
    return at == x->text.n && same * 2 >= n ? n : 0;
}

/* Numbers that were read with signs that no number has are what the page's text layer, by another recogniser, says, if that can be. Where two readers differ one of
 * them guessed: such digits are told like those written by hand. `room`: as many bytes as the words have. */
static void ask_layer(nv_page_words *w, const nv_glyphs *layer, float width, float height, char *room)
{
    if (!layer->n || fabsf(layer->width - width) > 3 || fabsf(layer->height - height) > 3) return; /* turned */
    for (uint32_t i = 0; i < w->n; i++) {
        uint32_t n = is_odd_number(&w->v[i]) ? layer_digits(layer, &w->v[i], room) : 0;
        if (!n) continue;
        w->v[i].text = (nv_str){ room, n };
        w->v[i].pen = 2;
        room += n;
    }
}

bool nv_pdf_recognised(nv_glyphs *g, nv_str words, uint32_t page, const nv_box *out, uint32_t n_out)
{
    nv_page_words w = { 0 };
    nv_str lines;
    float width, height;
    if (!nv_ocr_words_of(words, page, &width, &height, &lines)) return false;
    take_words(&w, lines, out, n_out);
    nv_ocr_clean(&w, width, height);
    char *room = nv_xmalloc(lines.n + 1);
    ask_layer(&w, g, width, height, room);
    g->n = 0;
    g->width = width;
    g->height = height;
    g->seen = nv_xrealloc(g->seen, (w.n + 1) * sizeof *g->seen);
    g->n_seen = w.n;
    bool stamp = false;
    for (uint32_t i = 0; i < w.n; ) {
        uint32_t end = i + 1;
        while (end < w.n && w.v[end].line == w.v[i].line) end++;
        bool noise = is_noise(&w, i, end) || is_loose(&w, i, end);
        float usual = usual_gap(&w, i, end);
        for (uint32_t piece = i; i < end; i++) {
            if (i == piece) { /* up to the next gap between columns */
                while (piece < end && (piece == i || !is_column_gap(&w, piece - 1, usual))) piece++;
                stamp = is_stamp(&w, i, piece);
            }
            const nv_ocr_word *x = &w.v[i];
            g->seen[i] = (nv_seen){ .conf = (uint8_t)x->conf, .digits = (uint8_t)x->digits, .hand = x->pen == 2 || by_hand(&w, i), .pen = x->pen != 0 };
            add_word(g, &w, i, usual, noise || stamp ? NV_F_NOISE : x->stroke > BOLD * w.stroke && x->text.n > 1 ? NV_F_BOLD : 0);
        }
    }
    free(room);
    free(w.v);
    return true;
}

/* ---- how good the page is ----------------------------------------------------------------------------------------------- */

#define WORST 55.0    /* mean confidence below which nothing on the page can be relied on */
#define DOUBTFUL 88.0 /* clean pages of 119 real ones have 90 and more; those with seals over text, dirt or forms have less */
#define BAD_WORD 60
#define BAD_SHARE 0.07   /* letters in bad words */

nv_page_verdict nv_pdf_judge_seen(nv_doc *doc, uint32_t first)
{
    double sum = 0, chars = 0, bad = 0;
    uint32_t bad_lines = 0;
    nv_buf text = { 0 };
    for (uint32_t i = first; i < doc->lines.n; i++) {
        const nv_line *l = &doc->lines.v[i];
        double line = 0, n = 0;
        bool digits;
        if (l->flags & (NV_F_NOISE | NV_F_STAMP)) continue;
        for (uint32_t k = 0; k < l->n_seen; k++) {
            nv_str s = nv_str_cut(l->text, l->seen[k].beg, l->seen[k].end);
            if (!has_alnum(s, &digits)) continue;
            double len = nv_utf8_count(s);
            n += len;
            line += len * l->seen[k].conf;
            if (l->seen[k].conf < BAD_WORD) bad += len;
        }
        sum += line;
        chars += n;
        bad_lines += n > 20 && line / n < BAD_WORD;
        nv_buf_adds(&text, l->text);
        nv_buf_addc(&text, '\n');
    }
    double share = doc->source.ocr.share ? doc->source.ocr.share(doc->source.ocr.ctx, nv_buf_str(&text)) : -1;
    nv_buf_clear(&text);
    if (chars < 3) return (nv_page_verdict){ "unreadable", "no_text", -1 }; /* Tesseract's confidence in an empty page is 95 */
    double mean = sum / chars;
    if (mean < WORST || (share >= 0 && share < 0.5)) return (nv_page_verdict){ "unreadable", mean < WORST ? "low_confidence" : "not_vietnamese", mean };
    if (mean < DOUBTFUL || bad > BAD_SHARE * chars || bad_lines) return (nv_page_verdict){ "doubtful", "low_confidence", mean };
    if (share >= 0 && share < 0.8) return (nv_page_verdict){ "doubtful", "not_vietnamese", mean };
    return (nv_page_verdict){ "good", NULL, mean };
}
