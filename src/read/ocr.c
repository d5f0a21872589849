/* ocr.c - the recogniser: a page drawn by poppler, cleaned, read by Tesseract. The library is loaded when it is first needed: it brings some thirty
 * others with it, which would make the start of every command slower, and its threads (OpenMP) are limited only by an environment variable that is
 * read when the library is loaded. */
#include "read/ocr.h"
#include "read/ocr_image.h"
#include "read/ocr_pen.h"
#include "read/pdf_check.h"
#include "read/read.h"
#include "base/fold.h"
#include "base/limits.h"

#include <dlfcn.h>
#include <math.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>

#define LIBRARY "libtesseract.so.5"
#define LANGUAGE "vie"

/* Functions of capi.h that are used; X(name without its prefix). */
#define BASE_FUNCTIONS(X) X(Version) X(DeleteText)
#define API_FUNCTIONS(X) X(Create) X(Delete) X(Init2) X(SetVariable) X(SetPageSegMode) X(SetImage) X(SetSourceResolution) X(Recognize) X(GetIterator) X(Clear) X(End)
#define ITERATOR_FUNCTIONS(X) X(Delete) X(Next) X(GetUTF8Text) X(Confidence) X(GetPageIterator) X(WordFontAttributes) X(Copy)
#define PAGE_FUNCTIONS(X) X(BoundingBox) X(Baseline) X(IsAtBeginningOf) X(IsAtFinalElement)

struct nv_ocr {
    void *lib;
    char name[64];
#define X(f) __typeof__(Tess##f) *f;
    BASE_FUNCTIONS(X)
#undef X
#define X(f) __typeof__(TessBaseAPI##f) *api_##f;
    API_FUNCTIONS(X)
#undef X
#define X(f) __typeof__(TessResultIterator##f) *it_##f;
    ITERATOR_FUNCTIONS(X)
#undef X
#define X(f) __typeof__(TessPageIterator##f) *page_##f;
    PAGE_FUNCTIONS(X)
#undef X
    TessBaseAPI *api;
};

typedef nv_ocr_seen word;
typedef nv_ocr_page_words words;

/* ---- the library ------------------------------------------------------------------------------------------------ */

static bool bind_functions(nv_ocr *o)
{
    bool ok = true;
    /* POSIX lets a pointer from dlsym become a function's; ISO C has no cast for it */
#define BIND(field, symbol) do { void *f = dlsym(o->lib, symbol); ok = ok && f; memcpy(&o->field, &f, sizeof f); } while (0);
#define X(f) BIND(f, "Tess" #f)
    BASE_FUNCTIONS(X)
#undef X
#define X(f) BIND(api_##f, "TessBaseAPI" #f)
    API_FUNCTIONS(X)
#undef X
#define X(f) BIND(it_##f, "TessResultIterator" #f)
    ITERATOR_FUNCTIONS(X)
#undef X
#define X(f) BIND(page_##f, "TessPageIterator" #f)
    PAGE_FUNCTIONS(X)
#undef X
    return ok;
}

/* Tesseract opens the file for its messages at the first of them: an empty picture makes it say that it is empty. */
static void provoke_messages(nv_ocr *o)
{
    uint8_t paper[64 * 64];
    memset(paper, 255, sizeof paper);
    o->api_SetImage(o->api, paper, 64, 64, 1, 64);
    o->api_SetSourceResolution(o->api, NV_OCR_DPI);
    (void)o->api_Recognize(o->api, NULL);
    o->api_Clear(o->api);
}

nv_ocr *nv_ocr_new(nv_err *err)
{
    nv_ocr *o = nv_xmalloc(sizeof *o);
    *o = (nv_ocr){ 0 };
    /* four threads on two cores are six times slower than one (libgomp waits actively); pages are the unit of parallel work */
    setenv("OMP_THREAD_LIMIT", "1", 1);
    o->lib = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!o->lib || !bind_functions(o)) {
        nv_err_set(err, NV_E_NOTEXT, NV_M_E_NO_OCR, "", LIBRARY, NULL);
        nv_ocr_free(o);
        return NULL;
    }
    snprintf(o->name, sizeof o->name, "tesseract %s", o->Version());
    o->api = o->api_Create();
    o->api_SetVariable(o->api, "debug_file", "/dev/null");
    if (o->api_Init2(o->api, NULL, LANGUAGE, OEM_LSTM_ONLY) != 0) {
        nv_err_set(err, NV_E_NOTEXT, NV_M_E_NO_OCR, "", "tesseract-ocr-" LANGUAGE, NULL);
        nv_ocr_free(o);
        return NULL;
    }
    o->api_SetVariable(o->api, "tessedit_do_invert", "0"); /* white on black is rare, and asking costs every doubtful word a second reading */
    o->api_SetPageSegMode(o->api, PSM_AUTO);
    provoke_messages(o);
    return o;
}

void nv_ocr_free(nv_ocr *o)
{
    if (!o) return;
    if (o->api) {
        o->api_End(o->api);
        o->api_Delete(o->api);
    }
    if (o->lib) dlclose(o->lib);
    free(o);
}

void nv_ocr_title(const nv_ocr *o, nv_buf *out) { nv_buf_printf(out, "T %s\n", o->name); }

/* ---- the picture ------------------------------------------------------------------------------------------------ */

#define LONGEST 5200.0 /* pixels; a longer side (A3 is 4961) is that of a page measured in pixels of its scanner, and is drawn as an A4 page */
#define A4_LONG 3508.0

/* Draws the page upright at 300 dpi, turned by quarter turns and then by `angle` (radians). False: no picture can be made. */
static bool draw(PopplerPage *page, unsigned turns, double angle, nv_gray *out)
{
    double w, h, scale = NV_OCR_DPI / 72.0;
    poppler_page_get_size(page, &w, &h);
    if (!(w >= 1 && h >= 1)) return false;
    double longer = w > h ? w : h;
    if (longer * scale > LONGEST) scale = A4_LONG / longer;
    double tw = (turns & 1 ? h : w) * scale, th = (turns & 1 ? w : h) * scale;
    if (tw < 1 || th < 1) return false;
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(tw), (int)ceil(th));
    cairo_t *cr = cairo_create(s);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_translate(cr, tw / 2, th / 2);
    cairo_rotate(cr, turns * (G_PI / 2) + angle);
    cairo_translate(cr, -w * scale / 2, -h * scale / 2);
    cairo_scale(cr, scale, scale);
    poppler_page_render(page, cr);
    bool ok = cairo_status(cr) == CAIRO_STATUS_SUCCESS && cairo_surface_status(s) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    cairo_surface_flush(s);
    const unsigned char *data = cairo_image_surface_get_data(s);
    if (ok && data) *out = nv_gray_of_rgb((const uint32_t *)(const void *)data, (uint32_t)cairo_image_surface_get_width(s), (uint32_t)cairo_image_surface_get_height(s),
        (uint32_t)cairo_image_surface_get_stride(s) / 4);
    cairo_surface_destroy(s);
    return ok && data;
}

/* ---- words ------------------------------------------------------------------------------------------------------ */

void nv_ocr_words_clear(words *w)
{
    for (uint32_t i = 0; i < w->n; i++) {
        free(w->v[i].text);
        free(w->v[i].signs);
    }
    free(w->v);
    *w = (words){ 0 };
}

/* The least confidence of the digits of the word that `it` stands at; of a word without digits, its own. A word such as “1053/QĐ-TTg” is unlikely as a whole,
 * however clear its digits are. */
static float digits_confidence(nv_ocr *o, const TessResultIterator *it, float conf)
{
    TessResultIterator *c = o->it_Copy(it);
    const TessPageIterator *pi = o->it_GetPageIterator(c);
    float least = 101;
    for (bool more = true; more; ) {
        char *t = o->it_GetUTF8Text(c, RIL_SYMBOL);
        float k = t && nv_is_digit((unsigned char)*t) ? o->it_Confidence(c, RIL_SYMBOL) : 101;
        if (k < least) least = k;
        if (t) o->DeleteText(t);
        more = !o->page_IsAtFinalElement(pi, RIL_WORD, RIL_SYMBOL) && o->it_Next(c, RIL_SYMBOL);
    }
    o->it_Delete(c);
    return least > 100 ? conf : least;
}

static bool has_digit(nv_str s)
{
    bool found = false;
    for (uint32_t i = 0; i < s.n; i++) found = found || nv_is_digit((unsigned char)s.p[i]);
    return found;
}

/* The letters of the word that `it` stands at. */
static void take_signs(nv_ocr *o, const TessResultIterator *it, word *out)
{
    TessResultIterator *c = o->it_Copy(it);
    const TessPageIterator *pi = o->it_GetPageIterator(c);
    size_t n = strlen(out->text), at = 0;
    out->signs = nv_xmalloc((n + 1) * sizeof *out->signs);
    for (bool more = n < 255; more; ) {
        char *t = o->it_GetUTF8Text(c, RIL_SYMBOL);
        int x0, y0, x1, y1;
        if (t && *t && strncmp(out->text + at, t, strlen(t)) == 0 && o->page_BoundingBox(pi, RIL_SYMBOL, &x0, &y0, &x1, &y1)) {
            nv_buf plain = { 0 };
            uint32_t k = 0;
            nv_skeleton(nv_str_of(t), &plain);
            out->signs[out->n_signs++] = (nv_ocr_sign){ (float)x0, (float)x1, (uint8_t)at, plain.n == 1 ? *plain.p : '?', nv_is_upper(nv_utf8_next(nv_str_of(t), &k)) };
            at += strlen(t);
            nv_buf_clear(&plain);
        }
        if (t) o->DeleteText(t);
        more = at < n && !o->page_IsAtFinalElement(pi, RIL_WORD, RIL_SYMBOL) && o->it_Next(c, RIL_SYMBOL);
    }
    o->it_Delete(c);
}

/* Takes the word that the iterators stand at. */
static void take_word(nv_ocr *o, TessResultIterator *it, const TessPageIterator *pi, bool head, const nv_gray *g, words *out)
{
    int x0, y0, x1, y1, bx0, by0, bx1, by1, size = 0, font;
    BOOL dummy;
    if (o->page_IsAtBeginningOf(pi, RIL_TEXTLINE)) out->lines++;
    char *text = o->it_GetUTF8Text(it, RIL_WORD);
    nv_str s = nv_str_trim(nv_str_of(text));
    if (s.n && o->page_BoundingBox(pi, RIL_WORD, &x0, &y0, &x1, &y1)) {
        if (!o->page_Baseline(pi, RIL_WORD, &bx0, &by0, &bx1, &by1) || bx1 <= bx0) bx0 = x0, bx1 = x1, by0 = by1 = y1;
        (void)o->it_WordFontAttributes(it, &dummy, &dummy, &dummy, &dummy, &dummy, &dummy, &size, &font);
        if (out->n == out->cap) {
            out->cap = out->cap ? out->cap * 2 : 256;
            out->v = nv_xrealloc(out->v, out->cap * sizeof *out->v);
        }
        word *w = &out->v[out->n++];
        *w = (word){ .line = out->lines ? out->lines - 1 : 0, .x0 = (float)x0, .x1 = (float)x1, .y0 = (float)y0, .y1 = (float)y1, .base0 = (float)by0, .base1 = (float)by1,
            .size = (float)size, .conf = o->it_Confidence(it, RIL_WORD),
            .ink = nv_gray_ink(g, (uint32_t)x0, (uint32_t)y0, (uint32_t)x1, (uint32_t)y1), .text = nv_xmalloc(s.n + 1) };
        memcpy(w->text, s.p, s.n);
        w->digits = has_digit(s) ? digits_confidence(o, it, w->conf) : w->conf;
        w->text[s.n] = 0;
        if (head && w->y1 < NV_PEN_HEAD * (float)g->h) take_signs(o, it, w);
        out->conf += (double)w->conf;
    }
    o->DeleteText(text);
}

static void recognise(nv_ocr *o, bool head, const nv_gray *g, words *out)
{
    *out = (words){ 0 };
    o->api_SetImage(o->api, g->v, (int)g->w, (int)g->h, 1, (int)g->w);
    o->api_SetSourceResolution(o->api, NV_OCR_DPI);
    TessResultIterator *it = o->api_Recognize(o->api, NULL) == 0 ? o->api_GetIterator(o->api) : NULL;
    if (it) {
        const TessPageIterator *pi = o->it_GetPageIterator(it);
        do take_word(o, it, pi, head, g, out);
        while (o->it_Next(it, RIL_WORD));
        o->it_Delete(it);
    }
    o->api_Clear(o->api);
    if (out->n) out->conf /= out->n;
}

/* ---- skew ------------------------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The slope of the lines: the middle one of all lines of some length. */
static double skew_of(const words *w)
{
    double *v = nv_xmalloc((w->n + 1) * sizeof *v), slope = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->n; ) {
        uint32_t end = i + 1;
        while (end < w->n && w->v[end].line == w->v[i].line) end++;
        double dx = (double)w->v[end - 1].x1 - (double)w->v[i].x0;
        if (dx > NV_OCR_DPI) v[n++] = ((double)w->v[end - 1].base1 - (double)w->v[i].base0) / dx;
        i = end;
    }
    if (n) {
        qsort(v, n, sizeof *v, by_value);
        slope = v[n / 2];
    }
    free(v);
    return slope;
}

/* ---- a page ----------------------------------------------------------------------------------------------------- */

#define POOR 60.0      /* mean confidence of a page that may stand on its head */
#define STEEP 0.035    /* about 2°: steeper lines are read better when drawn straight */

static bool enough(const words *w) { return w->n >= 8 && w->conf >= POOR; }

static bool read_turned(nv_ocr *o, PopplerPage *page, bool head, unsigned turns, double angle, words *out, nv_gray *g)
{
    if (!draw(page, turns, angle, g)) return false;
    if (nv_gray_noisy(g)) nv_gray_median(g);
    recognise(o, head, g, out);
    if (head) nv_pen_fill(g, out);
    return true;
}

static void swap_better(words *best, words *w, uint32_t *bw, uint32_t *bh, const nv_gray *g)
{
    if (w->conf * sqrt(w->n) > best->conf * sqrt(best->n)) {
        words t = *best;
        *best = *w;
        *w = t;
        *bw = g->w;
        *bh = g->h;
    }
    nv_ocr_words_clear(w);
}

/* Words in points of the straightened page: turned about its middle by the slope of its lines. */
static void write_words(const words *w, double slope, uint32_t page, uint32_t pw, uint32_t ph, nv_buf *out)
{
    double unit = 72.0 / NV_OCR_DPI, c = cos(-atan(slope)), s = sin(-atan(slope)), cx = pw / 2.0, cy = ph / 2.0;
    nv_buf_printf(out, "P %u %.2f %.2f\n", page, pw * unit, ph * unit);
    for (uint32_t i = 0; i < w->n; i++) {
        const word *x = &w->v[i];
        double mid = ((double)x->x0 + (double)x->x1) / 2, base = ((double)x->base0 + (double)x->base1) / 2, half = ((double)x->x1 - (double)x->x0) / 2;
        double px = cx + (mid - cx) * c - (base - cy) * s, py = cy + (mid - cx) * s + (base - cy) * c;
        double size = (double)x->size > 0 ? (double)x->size : ((double)x->y1 - (double)x->y0) * unit;
        double x0 = (px - half) * unit, y1 = py * unit + 0.22 * size;
        if (x0 < 0) x0 = 0;
        if (y1 < size) y1 = size;
        nv_buf_printf(out, "%c %u %.2f %.2f %.2f %.2f %.1f %.0f %.0f %.2f %.2f %.1f %.0f %.0f %s\n", "WBH"[x->pen], x->line, x0, y1 - size, x0 + 2 * half * unit, y1, size,
            fmax(x->conf, 0), fmax(x->digits, 0), (base - (double)x->y0) * unit, ((double)x->y1 - base) * unit, (double)x->ink.stroke, (double)x->ink.gray, (double)x->ink.blue, x->text);
    }
}

static nv_status page_words(nv_ocr *o, PopplerPage *page, uint32_t number, nv_buf *out)
{
    words best = { 0 }, w;
    nv_gray g = { 0 };
    uint32_t pw = 0, ph = 0;
    unsigned turns = 0;
    if (!read_turned(o, page, number == 1, 0, 0, &best, &g)) return NV_E_DAMAGED;
    pw = g.w;
    ph = g.h;
    nv_gray_clear(&g);
    for (unsigned t = 2; best.n && !enough(&best) && t != 5; t = t == 2 ? 1 : t == 1 ? 3 : 5) { /* half a turn is more frequent than a quarter */
        double before = best.conf * sqrt(best.n);
        if (!read_turned(o, page, number == 1, t, 0, &w, &g)) break;
        swap_better(&best, &w, &pw, &ph, &g);
        nv_gray_clear(&g);
        if (best.conf * sqrt(best.n) > before) turns = t;
    }
    double slope = skew_of(&best);
    if (fabs(slope) > STEEP && read_turned(o, page, number == 1, turns, -atan(slope), &w, &g)) {
        double before = best.conf;
        swap_better(&best, &w, &pw, &ph, &g);
        nv_gray_clear(&g);
        if (best.conf != before) slope = skew_of(&best);
    }
    write_words(&best, slope, number, pw, ph, out);
    nv_ocr_words_clear(&best);
    return NV_OK;
}

nv_status nv_ocr_page(nv_ocr *o, const char *path, int fd, uint32_t page, nv_buf *out, nv_err *err)
{
    unsigned char *p;
    size_t n;
    nv_status st = nv_read_whole(path, fd, &p, &n, err);
    if (!st) {
        GError *gerr = NULL;
        GBytes *bytes = g_bytes_new_static(p, n);
        PopplerDocument *pdf = poppler_document_new_from_bytes(bytes, NULL, &gerr);
        char num[32];
        snprintf(num, sizeof num, "%u", page);
        PopplerPage *pg = pdf && page >= 1 && page <= NV_MAX_PAGES ? poppler_document_get_page(pdf, (int)page - 1) : NULL;
        nv_pdf_complaints said;
        nv_pdf_listen(&said);
        st = pg ? page_words(o, pg, page, out) : NV_E_DAMAGED;
        nv_pdf_listened(&said);
        for (char *q = said.first; *q; q++)
            if ((unsigned char)*q < ' ') *q = ' ';
        if (!st && said.n) nv_buf_printf(out, "D %s\n", said.first);
        if (st) nv_err_set(err, st, NV_M_E_DAMAGED, path, gerr ? gerr->message : num, NULL);
        g_clear_error(&gerr);
        if (pg) g_object_unref(pg);
        if (pdf) g_object_unref(pdf);
        g_bytes_unref(bytes);
    }
    free(p);
    return st;
}
