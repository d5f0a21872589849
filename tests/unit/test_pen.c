/* test_pen.c - digits written by pen: reading strips of tests/pen (drawn by src/read/pen/strips.py; their names say what is written in them, `d` a day,
 * `n` a number), and finding them in a head. */
#include "unit/unit.h"
#include "read/ocr_pen.h"
#include <string.h>

/* A strip as a picture; its type is 22 pixels high and stands on row 28.5. */
static nv_gray strip(const char *name)
{
    char path[64];
    unsigned w, h;
    snprintf(path, sizeof path, "tests/pen/%s.pgm", name);
    FILE *f = fopen(path, "rb");
    if (!f || fscanf(f, "P5 %u %u 255", &w, &h) != 2 || fgetc(f) != '\n' || w > 1000 || h != 40) fail_msg("%s", path);
    nv_gray g = { NULL, NULL, nv_xmalloc(w * h), w, h };
    assert_int_equal(fread(g.pen, 1, w * h, f), w * h);
    fclose(f);
    return g;
}

static void strips_are_read(void **state)
{
    (void)state;
    static const char *const names[] = { "d-04", "d-12", "d-20", "d-23", "d-24", "d-5", "n-32", "n-562", "n-610", "n-3696", "n-7468", "n-84639" };
    for (size_t i = 0; i < NV_NELEM(names); i++) {
        nv_gray g = strip(names[i]);
        nv_pen_reading r = nv_pen_read(&g, &(nv_pen_strip){ names[i][0] == 'd' ? NV_PEN_DAY : NV_PEN_NUMBER, 0, (float)g.w, 28.5f, 28.5f, 22 });
        assert_string_equal(r.n ? r.digits : "", names[i] + 2);
        if (r.conf < 0.6f || r.conf > 1) fail_msg("%s: %f", names[i], (double)r.conf);
        nv_gray_clear(&g);
    }
}

/* Dots to write on, nothing at all, and digits that are no month are not read; nor is a strip without an end. */
static void nothing_is_guessed(void **state)
{
    (void)state;
    static const struct { const char *name; nv_pen_what what; float part; } none[] = {
        { "d-", NV_PEN_DAY, 1 }, { "n-", NV_PEN_NUMBER, 1 }, { "d-24", NV_PEN_MONTH, 1 }, { "d-23", NV_PEN_NUMBER, 1 }, { "n-562", NV_PEN_DAY, 1 }, { "n-3696", NV_PEN_NUMBER, 0.7f } };
    for (size_t i = 0; i < NV_NELEM(none); i++) {
        nv_gray g = strip(none[i].name);
        nv_pen_reading r = nv_pen_read(&g, &(nv_pen_strip){ none[i].what, 0, (float)g.w * none[i].part, 28.5f, 28.5f, 22 });
        if (r.n) fail_msg("%s: %s", none[i].name, r.digits);
        nv_gray_clear(&g);
    }
}

static nv_ocr_seen word(const char *text, float x0, float x1, float digits)
{
    nv_ocr_seen w = { .x0 = x0, .x1 = x1, .y0 = 10, .y1 = 30, .base0 = 28.5f, .base1 = 28.5f, .size = 22 * 72.0f / NV_OCR_DPI, .conf = 92, .digits = digits };
    w.text = strcpy(nv_xmalloc(strlen(text) + 1), text);
    w.signs = nv_xmalloc(strlen(text) * sizeof *w.signs);
    for (const char *c = text; *c; c++)
        if ((*c & 0xC0) != 0x80) {
            float step = (x1 - x0) / (float)nv_utf8_count(nv_str_of(text)), x = x0 + step * (float)w.n_signs;
            w.signs[w.n_signs++] = (nv_ocr_sign){ x, x + step, (uint8_t)(c - text), (*c & 0x80) ? 'o' : nv_is_upper((unsigned char)*c) ? (char)(*c + 32) : *c, nv_is_upper((unsigned char)*c) };
        }
    return w;
}

/* A head whose third line is “Só:” … “/KH-SYT”, with what the recogniser of print made of the number in `between` (may be "") or of all in one word. */
static void head(nv_gray *g, const char *const *third, uint32_t n, float digits, nv_ocr_page_words *w)
{
    *g = strip("n-7468");
    *w = (nv_ocr_page_words){ .v = nv_xmalloc(32 * sizeof *w->v), .cap = 32, .lines = 3 };
    for (unsigned i = 0; i < 6; i++) {
        w->v[w->n] = word("SYT KG", 0, 100, 92);
        w->v[w->n++].line = i / 3;
    }
    const float at[4][2] = { { 0, 36 }, { 45, (float)g->w - 20 }, { (float)g->w - 16, (float)g->w + 80 }, { 0, (float)g->w + 80 } };
    for (uint32_t i = 0; i < n; i++) {
        unsigned k = n == 1 ? 3 : i == n - 1 ? 2 : i;
        w->v[w->n] = word(third[i], at[k][0], at[k][1], digits);
        w->v[w->n++].line = 2;
    }
    nv_pen_fill(g, w);
}

static void numbers_are_put_among_the_words(void **state)
{
    (void)state;
    static const struct { const char *third[3]; uint32_t n; float digits; const char *want; int pen; } cases[] = {
        { { "Só:", "/KH-SYT" }, 2, 92, "Số:|7468|/KH-SYT", 2 },              /* the ink was of a colour that the recogniser of print does not see */
        { { "Số:", "74&G", "/KH-SYT" }, 3, 92, "Số:|7468|/KH-SYT", 2 },
        { { "Số:", "7468", "/KH-SYT" }, 3, 99.6f, "Số:|7468|/KH-SYT", 1 },   /* print */
        { { "Số:", "7463", "/KH-SYT" }, 3, 99.6f, "Số:|7463|/KH-SYT", 0 },   /* both are sure: neither is believed */
        { { "Số:", "7468", "KH-SYT" }, 3, 92, "Số:|7468|KH-SYT", 0 },        /* where does it end? */
    };
    for (size_t i = 0; i < NV_NELEM(cases); i++) {
        nv_gray g;
        nv_ocr_page_words w;
        nv_buf got = { 0 };
        int pen = 0;
        head(&g, cases[i].third, cases[i].n, cases[i].digits, &w);
        for (uint32_t k = 6; k < w.n; k++) {
            nv_buf_printf(&got, "%s%s", k > 6 ? "|" : "", w.v[k].text);
            if (w.v[k].pen) pen = w.v[k].pen;
            if (k > 6) assert_true(w.v[k].x0 >= w.v[k - 1].x1);
        }
        assert_str(nv_buf_str(&got), cases[i].want);
        assert_int_equal(pen, cases[i].pen);
        nv_buf_clear(&got);
        nv_ocr_words_clear(&w);
        nv_gray_clear(&g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(strips_are_read), cmocka_unit_test(nothing_is_guessed), cmocka_unit_test(numbers_are_put_among_the_words) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
