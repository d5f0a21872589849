/* ocr_pen.c - where in a head digits may be written by pen, and how what was read there becomes words. */
#include "read/ocr_pen.h"
#include "base/order.h"
#include "base/arena.h"
#include "base/buf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_SIGNS 200u
#define LONGEST 9.0f  /* of a place; parts of the size of the type */
/* What is read with less is not given. In 46 heads that nothing was tried on before 17 numbers, 20 days and 3 months were given, somewhat more than half of those
 * that were there; one number was wrong, a blank with a year behind it, which is refused since (the likeliest of the others that were wrong: 0.54, 0.34). */
#define SURE_NUMBER 0.65f
#define SURE_DAY 0.5f
#define LIKELY 0.3f   /* where the recogniser of print agrees */
/* So sure the recogniser of print is of digits that count as print (normalize/hand.c), rounded as they are there. */
static const float print_sure[NV_PEN_COUNT] = { 98.5f, 97.5f, 94.5f };

/* The letters of one line of the recogniser; a space stands between words. */
typedef struct { char text[MOST_SIGNS + 1]; uint32_t word[MOST_SIGNS]; const nv_ocr_sign *sign[MOST_SIGNS]; uint32_t n; } line;

/* A place: what stands in it is between sign `a` and sign `b` of the line. */
typedef struct { nv_pen_what what; uint32_t a, b; bool found; } place;

/* ---- places ----------------------------------------------------------------------------------------------------- */

static void line_of(const nv_ocr_page_words *w, uint32_t beg, uint32_t end, line *out)
{
    out->n = 0;
    for (uint32_t i = beg; i < end; i++) {
        const nv_ocr_seen *x = &w->v[i];
        if (out->n + x->n_signs + 1 > MOST_SIGNS) break;
        if (i > beg) {
            out->sign[out->n] = NULL;
            out->word[out->n] = i;
            out->text[out->n++] = ' ';
        }
        for (uint32_t k = 0; k < x->n_signs; k++) {
            out->sign[out->n] = &x->signs[k];
            out->word[out->n] = i;
            out->text[out->n++] = x->signs[k].c;
        }
    }
    out->text[out->n] = 0;
}

static uint32_t find(const line *l, const char *what, uint32_t from) { return nv_str_find((nv_str){ l->text, l->n }, nv_str_of(what), from); }
static bool letter(const line *l, uint32_t i) { return i < l->n && l->text[i] >= 'a' && l->text[i] <= 'z'; }
static float width(const line *l, uint32_t a, uint32_t b) { return l->sign[b]->x0 - l->sign[a]->x1; }

/* True if nothing stands before sign `i`, or far from it. */
static bool begins(const line *l, uint32_t i, float size)
{
    return i == 0 || (i > 1 && !l->sign[i - 1] && l->sign[i] && l->sign[i - 2] && l->sign[i]->x0 - l->sign[i - 2]->x1 > size);
}

/* “Số: … /KH”: from the colon to the slash before capitals. */
static place number_place(const line *l, float size)
{
    place p = { .what = NV_PEN_NUMBER };
    uint32_t so = 0;
    while ((so = find(l, "so", so)) != UINT32_MAX && !(l->sign[so]->upper && begins(l, so, size) && !letter(l, so + 2))) so++;
    if (so == UINT32_MAX) return p;
    p.a = so + 1;
    if (p.a + 1 < l->n && strchr(":;.", l->text[p.a + 1])) p.a++;
    for (p.b = p.a + 1; p.b + 1 < l->n; p.b++) {
        const nv_ocr_sign *next = l->sign[p.b + 1];
        if (l->text[p.b] == '/' && next && next->upper) break;
    }
    /* “/2017/TT-BYT”: a year stands behind the number's own slash */
    if (p.b > p.a + 5 && p.b < l->n && l->text[p.b - 5] == '/' && (l->text[p.b - 4] == '1' || l->text[p.b - 4] == '2') && strspn(l->text + p.b - 4, "0123456789") == 4) p.b -= 5;
    p.found = p.b + 1 < l->n && width(l, p.a, p.b) < LONGEST * size && width(l, p.a, p.b) > 0.3f * size;
    return p;
}

/* True if the line ends with a place and date: “Hà Nội, ngày … tháng … năm 2017”. */
static bool stands_in_head(const line *l, float size)
{
    enum { PLACE = 40, BEHIND = 10 };
    uint32_t day = find(l, "ngay", 0), year = day == UINT32_MAX ? day : find(l, "nam", day), from = day, comma = day;
    if (year == UINT32_MAX || l->n - year > BEHIND) return false;
    while (comma && strchr(" '", l->text[comma - 1])) comma--;
    while (!begins(l, from, size)) from--;
    return comma > from && strchr(",.-:;", l->text[comma - 1]) && day - from <= PLACE;
}

/* “ngày … tháng … năm”: from the end of `from` to the beginning of `to`. */
static place date_place(const line *l, nv_pen_what what, const char *from, const char *to, float size)
{
    place p = { .what = what };
    uint32_t a = find(l, from, 0), b = a == UINT32_MAX ? a : find(l, to, a + (uint32_t)strlen(from));
    if (b == UINT32_MAX || !stands_in_head(l, size)) return p;
    p.a = a + (uint32_t)strlen(from) - 1;
    p.b = b;
    p.found = width(l, p.a, p.b) < LONGEST / 2 * size && width(l, p.a, p.b) > 0.3f * size;
    return p;
}

/* The usual size of the type in the head, pixels. 0: there are too few words. */
static float usual_size(const nv_ocr_page_words *w)
{
    float *v = nv_xmalloc((w->n + 1) * sizeof *v), size = 0;
    uint32_t m = 0;
    for (uint32_t i = 0; i < w->n; i++)
        if (w->v[i].conf >= 85 && w->v[i].size > 0 && w->v[i].n_signs > 1) v[m++] = w->v[i].size * NV_OCR_DPI / 72.0f;
    qsort(v, m, sizeof *v, nv_by_float);
    if (m >= 5) size = v[m / 2];
    free(v);
    return size;
}

static float base_of(const nv_ocr_seen *w) { return (w->base0 + w->base1) / 2; }
static float middle(const nv_ocr_seen *w) { return (w->x0 + w->x1) / 2; }

/* The picture of a place, with some of what is printed before and behind it. */
static nv_pen_strip strip_of(const nv_ocr_page_words *w, const line *l, const place *p, float size)
{
    const nv_ocr_seen *a = &w->v[l->word[p->a]], *b = &w->v[l->word[p->b]];
    float x0 = p->what == NV_PEN_NUMBER ? a->x0 : l->sign[p->a]->x0, x1 = l->sign[p->b]->x1 + 0.35f * size, run = middle(b) - middle(a);
    float slope = run > size ? (base_of(b) - base_of(a)) / run : 0;
    return (nv_pen_strip){ p->what, x0, x1, base_of(a) + slope * (x0 - middle(a)), base_of(a) + slope * (x1 - middle(a)), size };
}

/* ---- what was read becomes words -------------------------------------------------------------------------------- */

/* True if the recogniser of print reads the same in the place, and nothing else. */
static bool agrees(const nv_ocr_page_words *w, const line *l, const place *p, const nv_pen_reading *r)
{
    uint32_t n = 0;
    for (uint32_t i = p->a + 1; i < p->b; i++) {
        char c = l->sign[i] ? w->v[l->word[i]].text[l->sign[i]->at] : ' ';
        if (c == ' ' || c == '.') continue;
        if (n == r->n || c != r->digits[n++]) return false;
    }
    return n == r->n;
}

/* How sure the recogniser of print is of what it reads in the place, if that is digits. */
static float print_confidence(const nv_ocr_page_words *w, const line *l, const place *p)
{
    float least = 100;
    uint32_t digits = 0;
    for (uint32_t i = p->a + 1; i < p->b; i++) {
        if (!l->sign[i]) continue;
        if (!nv_is_digit((unsigned char)l->text[i])) return 0;
        digits++;
        least = w->v[l->word[i]].digits < least ? w->v[l->word[i]].digits : least;
    }
    return digits ? least : 0;
}

static nv_ocr_seen *add(nv_ocr_page_words *w, uint32_t at)
{
    if (w->n == w->cap) {
        w->cap = w->cap ? w->cap * 2 : 256;
        w->v = nv_xrealloc(w->v, w->cap * sizeof *w->v);
    }
    memmove(w->v + at + 1, w->v + at, (w->n - at) * sizeof *w->v);
    w->n++;
    return &w->v[at];
}

static void drop(nv_ocr_page_words *w, uint32_t at)
{
    free(w->v[at].text);
    free(w->v[at].signs);
    memmove(w->v + at, w->v + at + 1, (w->n - at - 1) * sizeof *w->v);
    w->n--;
}

static char *copy(const char *s, size_t n)
{
    char *out = nv_xmalloc(n + 1);
    memcpy(out, s, n);
    out[n] = 0;
    return out;
}

/* Puts the digits between the signs of the place; words that reach into it are cut. The line is no longer that of the words afterwards. */
static void put(nv_ocr_page_words *w, const line *l, const place *p, const nv_pen_reading *r)
{
    uint32_t first = l->word[p->a], last = l->word[p->b];
    const nv_ocr_seen a = w->v[first], b = w->v[last];
    float x0 = l->sign[p->a]->x1, x1 = l->sign[p->b]->x0, conf = floorf(100 * r->conf);
    size_t head = p->a + 1 < l->n && l->sign[p->a + 1] && l->word[p->a + 1] == first ? l->sign[p->a + 1]->at : strlen(a.text), tail = l->sign[p->b]->at;
    nv_ocr_seen digits = a, rest = b;
    digits.x0 = x0 + 1 < x1 ? x0 + 1 : x0;
    digits.x1 = x1 - 1 > digits.x0 ? x1 - 1 : digits.x0;
    digits.conf = digits.digits = conf;
    digits.text = copy(r->digits, r->n);
    digits.signs = NULL;
    digits.n_signs = 0;
    digits.pen = 2;
    rest.x0 = x1;
    rest.text = copy(b.text + tail, strlen(b.text + tail));
    rest.signs = NULL;
    rest.n_signs = 0;
    w->v[first].text[head] = 0;
    if (p->what == NV_PEN_NUMBER && a.n_signs > 1 && a.signs[0].c == 's' && a.signs[1].c == 'o') { /* whatever marks were seen on it (“Só:”): a number follows */
        bool more = a.n_signs > 2 && a.signs[2].at < head;
        nv_buf text = { 0 };
        nv_buf_addz(&text, "Số");
        if (more) nv_buf_addz(&text, w->v[first].text + a.signs[2].at);
        free(w->v[first].text);
        w->v[first].text = copy(nv_buf_z(&text), text.n);
        nv_buf_clear(&text);
    }
    w->v[first].x1 = x0;
    for (uint32_t i = last; i > first; i--) drop(w, i);
    *add(w, first + 1) = digits;
    *add(w, first + 2) = rest;
}

/* ---- a head ----------------------------------------------------------------------------------------------------- */

/* Reads one place; true if that changed the words. */
static bool read_place(const nv_gray *g, nv_ocr_page_words *w, const line *l, const place *p, float size)
{
    nv_pen_strip s = strip_of(w, l, p, size);
    nv_pen_reading r = nv_pen_read(g, &s);
    if (!r.n) return false;
    bool same = agrees(w, l, p, &r);
    float print = print_confidence(w, l, p);
    if (r.conf < (same ? LIKELY : p->what == NV_PEN_NUMBER ? SURE_NUMBER : SURE_DAY)) return false;
    if (print >= print_sure[p->what] && !same) return false; /* two that are sure, and one is wrong */
    if (print < print_sure[p->what]) {
        put(w, l, p, &r);
        return true;
    }
    for (uint32_t i = p->a + 1; i < p->b; i++)
        if (l->sign[i]) w->v[l->word[i]].pen = 1;
    return false;
}

void nv_pen_fill(const nv_gray *g, nv_ocr_page_words *w)
{
    bool have[NV_PEN_COUNT] = { false };
    float size = usual_size(w);
    for (uint32_t i = 0, end; size > 0 && i < w->n; i = end) {
        line l;
        for (end = i + 1; end < w->n && w->v[end].line == w->v[i].line; end++) continue;
        line_of(w, i, end, &l);
        const place all[] = { date_place(&l, NV_PEN_MONTH, "thang", "nam", size), date_place(&l, NV_PEN_DAY, "ngay", "thang", size), number_place(&l, size) };
        for (size_t k = 0; k < NV_NELEM(all); k++) { /* from the right, so that what is put among the words leaves the places before it alone */
            if (!all[k].found || have[all[k].what]) continue;
            have[all[k].what] = true;
            (void)read_place(g, w, &l, &all[k], size);
        }
        for (end = i + 1; end < w->n && w->v[end].line == w->v[i].line; end++) continue;
    }
}
