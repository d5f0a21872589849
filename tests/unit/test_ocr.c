/* test_ocr.c - scanned pages without the recogniser: colour and dirt of pictures, words as they are kept, verdicts, slips, handwriting. */
#include "pipeline/pipeline.h"
#include <string.h>
#include "unit/unit.h"
#include "normalize/slips_impl.h"
#include "read/ocr.h"
#include "read/ocr_image.h"
#include "read/pdf.h"

enum { W = 120, H = 90, BLACK = 0x202020, RED = 0xD02838, BLUE = 0x3040B0, OVER = 0x38101C, WHITE = 0xFFFFFF };

static void box(uint32_t *p, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1, uint32_t c)
{
    for (uint32_t y = y0; y < y1; y++)
        for (uint32_t x = x0; x < x1; x++) p[y * W + x] = c;
}

static void ink_of_colour_is_paper(void **state)
{
    (void)state;
    uint32_t p[W * H];
    box(p, 0, 0, W, H, WHITE);
    box(p, 10, 10, 60, 20, BLACK);
    box(p, 30, 5, 40, 50, RED);
    box(p, 30, 10, 40, 20, OVER);   /* a letter under the seal */
    box(p, 70, 10, 90, 20, BLUE);
    nv_gray g = nv_gray_of_rgb(p, W, H, W);
    assert_true(g.v[15 * W + 12] < 60);
    assert_true(g.v[15 * W + 35] < 60);
    assert_int_equal(g.v[40 * W + 35], 255);
    assert_int_equal(g.v[15 * W + 80], 255);
    nv_ink ink = nv_gray_ink(&g, 8, 8, 28, 22);
    assert_true(ink.stroke > 2 && ink.gray < 60 && ink.blue < 5);
    nv_gray_clear(&g);
    box(p, 0, 0, W, H, WHITE);
    box(p, 10, 10, 90, 20, BLUE); /* printed in blue: it stays */
    g = nv_gray_of_rgb(p, W, H, W);
    assert_true(g.v[15 * W + 50] < 150);
    nv_gray_clear(&g);
}

static void dirt_is_seen_and_taken_out(void **state)
{
    (void)state;
    uint32_t p[W * H];
    box(p, 0, 0, W, H, WHITE);
    box(p, 10, 30, 100, 36, BLACK);
    nv_gray g = nv_gray_of_rgb(p, W, H, W);
    assert_false(nv_gray_noisy(&g));
    for (uint32_t y = 2; y < H; y += 6)
        for (uint32_t x = 3; x < W; x += 7)
            if (y < 25 || y > 42) g.v[y * W + x] = 10;
    for (uint32_t x = 3; x < W - 3; x += 6) g.v[50 * W + x] = g.v[53 * W + x] = g.v[56 * W + x] = g.v[59 * W + x] = 10;
    assert_true(nv_gray_noisy(&g));
    nv_gray_median(&g);
    assert_false(nv_gray_noisy(&g));
    assert_int_equal(g.v[50 * W + 9], 255);
    assert_true(g.v[33 * W + 50] < 60);
    nv_gray_clear(&g);
}

static void words_are_read_back(void **state)
{
    (void)state;
    nv_str w = NV_LIT("T tesseract 5.3.0\nP 1 595.20 841.90\nW 0 10.0 20.0 30.0 33.0 13.0 96 99 9.0 -0.1 4.5 60 2 Điều\nH 0 34.0 20.0 40.0 33.0 13.0 91 91 9.0 0.1 4.5 60 2 1.\nP 2 595 841\n");
    float width = 0, height = 0;
    nv_str lines;
    nv_ocr_word x;
    assert_str(nv_ocr_engine(w), "tesseract 5.3.0");
    assert_true(nv_ocr_words_of(w, 1, &width, &height, &lines));
    assert_true(width > 595 && height > 841);
    assert_true(nv_ocr_next(&lines, &x));
    assert_str(x.text, "Điều");
    assert_true(x.conf > 95 && x.digits > 98 && x.fall < 0);
    assert_true(nv_ocr_next(&lines, &x));
    assert_str(x.text, "1.");
    assert_int_equal(x.pen, 2);
    assert_false(nv_ocr_next(&lines, &x));
    assert_true(nv_ocr_words_of(w, 2, &width, &height, &lines));
    assert_false(nv_ocr_next(&lines, &x));
    assert_false(nv_ocr_words_of(w, 3, &width, &height, &lines));
    /* what Poppler said of a page stands behind its words */
    nv_str said = NV_LIT("T x\nP 1 5 5\nW 0 10.0 20.0 30.0 33.0 13.0 96 99 9.0 -0.1 4.5 60 2 a\nD CCITTFax row\nP 2 5 5\n");
    assert_str(nv_ocr_damage(said, 1), "CCITTFax row");
    assert_true(nv_ocr_damage(said, 2).n == 0 && nv_ocr_damage(said, 3).n == 0 && nv_ocr_damage(w, 1).n == 0);
    /* kept words may be damaged */
    static const char *const bad[] = { "", "P", "P 1", "P 1 nan 5\n", "P x 1 1\n", "P 1 1e99 1\n", "rubbish\n\n\n" };
    for (size_t i = 0; i < NV_NELEM(bad); i++) assert_false(nv_ocr_words_of(nv_str_of(bad[i]), 1, &width, &height, &lines));
    static const char *const bad_word[] = { "W 0 1 2 3\n", "W 0 1 2 3 4 5 6 7 8 9 1 2 3\n", "W 0 9 2 3 4 5 6 7 8 9 1 2 3 x\n", "W 0 1 2 3 4 5 600 7 8 9 1 2 3 x\n", "W 0 1 2 3 4 5 6 7 8 9 1 2 3 \xff\n", "X\n" };
    for (size_t i = 0; i < NV_NELEM(bad_word); i++) {
        lines = nv_str_of(bad_word[i]);
        assert_false(nv_ocr_next(&lines, &x));
    }
}

/* A document with one recognised page of one word a line; the verdict on it. */
static nv_page_verdict verdict(unsigned n, unsigned conf, const char *word)
{
    nv_buf w = { 0 };
    nv_buf_printf(&w, "P 1 595 841\n");
    for (unsigned i = 0; i < n; i++) nv_buf_printf(&w, "W %u 80 %u 130 %u 13.0 %u %u 9 0 4.5 60 0 %s\n", i, 60 + 15 * i, 73 + 15 * i, conf, conf, word);
    nv_doc *d = nv_doc_new();
    nv_glyphs g = { 0 };
    assert_true(nv_pdf_recognised(&g, nv_buf_str(&w), 1, NULL, 0));
    nv_pdf_lines(d, &g, 1);
    nv_page_verdict v = nv_pdf_judge_seen(d, 0);
    free(g.v);
    free(g.seen);
    nv_doc_free(d);
    nv_buf_clear(&w);
    return v;
}

/* A number that was read with a letter in it is what the text layer has there, if that has as many digits and half of them are the same. */
static void the_layer_is_asked(void **state)
{
    (void)state;
    static const struct { const char *seen, *layer, *want; } cases[] = { { "292Š", "2025", "2025" }, { "292Š", "1997", "292Š" }, { "292Š", "202", "292Š" }, { "292Š", "2O25", "292Š" },
        { "15a", "159", "15a" }, { "292Š", "", "292Š" }, { "năm", "222", "năm" }, { "2024", "2025", "2024" } };
    for (size_t i = 0; i < NV_NELEM(cases); i++) {
        nv_buf w = { 0 };
        nv_buf_printf(&w, "P 1 595 841\nW 0 50 60 75 73 13.0 95 95 9 0 4.5 60 0 năm\nW 0 80 60 130 73 13.0 81 98 9 0 4.5 60 0 %s\n", cases[i].seen);
        nv_doc *d = nv_doc_new();
        nv_glyphs g = { .width = 595, .height = 842 };
        for (uint32_t k = 0; cases[i].layer[k]; k++) *nv_glyph_add(&g) = (nv_glyph){ .c = (unsigned char)cases[i].layer[k], .x0 = 80 + 12 * (float)k, .x1 = 92 + 12 * (float)k, .y0 = 61, .y1 = 74, .size = 13 };
        assert_true(nv_pdf_recognised(&g, nv_buf_str(&w), 1, NULL, 0));
        nv_pdf_lines(d, &g, 1);
        const nv_line *l = &d->lines.v[0];
        assert_str(nv_str_cut(l->text, l->seen[1].beg, l->seen[1].end), cases[i].want);
        assert_int_equal(l->seen[1].pen, strcmp(cases[i].seen, cases[i].want) != 0);
        free(g.v);
        free(g.seen);
        nv_doc_free(d);
        nv_buf_clear(&w);
    }
}

static void verdicts(void **state)
{
    (void)state;
    nv_page_verdict v = verdict(0, 95, ""); /* the recogniser is 95 % sure of an empty page */
    assert_string_equal(v.verdict, "unreadable");
    assert_string_equal(v.reason, "no_text");
    assert_true(v.confidence < 0);
    v = verdict(12, 96, "Điều");
    assert_string_equal(v.verdict, "good");
    assert_null(v.reason);
    assert_true(v.confidence > 95 && v.confidence < 97);
    v = verdict(12, 80, "Điều");
    assert_string_equal(v.verdict, "doubtful");
    assert_string_equal(v.reason, "low_confidence");
    v = verdict(12, 52, "khoản");
    assert_string_equal(v.verdict, "unreadable");
}

/* What is no text beside, between and over the words of a page is not among its lines. */
static void dirt_is_no_text(void **state)
{
    (void)state;
    nv_buf w = { 0 };
    nv_buf_addz(&w, "P 1 595 841\n");
    for (unsigned i = 0; i < 12; i++) /* twelve lines of two words, from 90 to 500 */
        nv_buf_printf(&w, "W %u 90 %u 290 %u 13 96 96 9 0 5 60 0 khoản\nW %u 295 %u 500 %u 13 96 96 9 0 5 60 0 điều\n", i, 400 + 15 * i, 413 + 15 * i, i, 400 + 15 * i, 413 + 15 * i);
    nv_buf_addz(&w, "W 20 40 60 55 73 13 17 17 9 0 5 60 0 vê\n"                                                       /* dirt beside the letterhead */
        "W 20 100 60 130 73 13 96 96 9 0 5 60 0 UBND\nW 20 134 60 170 73 13 96 96 9 0 5 60 0 TỈNH\n"
        "W 20 230 60 235 73 13 82 82 1 0 5 60 0 .\nW 20 300 60 360 73 13 96 96 9 0 5 60 0 CỘNG\nW 20 364 60 400 73 13 96 96 9 0 5 60 0 HÒA\n"
        "W 21 200 120 300 133 13 96 96 9 0 5 60 0 QUYẾT\nW 21 304 120 380 133 13 96 96 9 0 5 60 0 ĐỊNH\n"
        "W 22 30 150 50 163 13 60 60 9 0 5 60 0 ĐẾN\nW 22 54 150 140 163 13 30 30 9 0 5 60 0 Ngày:.01,\n"        /* a stamp of arrival before the title */
        "W 22 160 150 290 163 13 96 96 9 0 5 60 0 Thành\nW 22 294 150 420 163 13 96 96 9 0 5 60 0 lập\n"
        "W 23 262 172 266 178 5 77 77 5 0 6 60 0 Ẩ\n"                                                                /* marks without their letters */
        "W 24 41 180 84 198 18 51 51 21 14 7 60 0 [Hóa\nW 24 99 180 139 198 18 48 48 21 14 7 60 0 xốc)\n"           /* HỎA TỐC, slanted */
        "W 24 182 180 210 193 13 96 96 9 0 5 60 0 Kính\nW 24 214 180 240 193 13 96 96 9 0 5 60 0 gửi:\n"
        "W 27 182 210 190 223 13 90 90 4 -2 5 60 0 .-\nW 27 194 210 230 223 13 96 96 9 0 5 60 0 Các\nW 27 234 210 260 223 13 96 96 9 0 5 60 0 sở;\n"
        "W 25 560 200 566 290 13 95 95 60 20 5 60 0 ThuVienPhapLuat.vn\n"                                             /* standing on end */
        "W 26 90 390 120 403 13 96 96 9 0 5 60 0 hiện\nW 26 124 390 130 403 13 96 96 9 0 5 60 0 /.\nW 26 134 390 140 403 13 40 40 9 0 5 60 0 2\n");
    static const char *const want[] = { "UBND TỈNH\tCỘNG HÒA", "QUYẾT ĐỊNH", "Thành lập", "Kính gửi:", "- Các sở;", "hiện /." };
    nv_doc *d = nv_doc_new();
    nv_glyphs g = { 0 };
    assert_true(nv_pdf_recognised(&g, nv_buf_str(&w), 1, NULL, 0));
    nv_pdf_lines(d, &g, 1);
    uint32_t k = 0;
    for (uint32_t i = 0; i < d->lines.n && k < NV_NELEM(want); i++)
        if (!(d->lines.v[i].flags & NV_F_NOISE)) assert_str(d->lines.v[i].text, want[k++]);
    assert_int_equal(k, NV_NELEM(want));
    free(g.v);
    free(g.seen);
    nv_doc_free(d);
    nv_buf_clear(&w);
}

/* True if the last word of the page's only line looks written by a pen. */
static bool last_by_hand(const char *words)
{
    nv_glyphs g = { 0 };
    nv_buf w = { 0 };
    nv_buf_printf(&w, "P 1 595 841\n%s", words);
    assert_true(nv_pdf_recognised(&g, nv_buf_str(&w), 1, NULL, 0));
    bool hand = g.seen[g.n_seen - 1].hand;
    nv_buf_clear(&w);
    free(g.v);
    free(g.seen);
    return hand;
}

static void pen_and_print(void **state)
{
    (void)state;
    assert_false(last_by_hand("W 0 300 80 330 93 13 96 96 9 0.0 4 60 0 năm\nW 0 334 80 360 93 13 96 99 9 0.1 4 60 0 2017\n"));
    assert_true(last_by_hand("W 0 300 80 330 93 13 96 96 9 0.0 4 60 0 năm\nW 0 334 80 360 93 13 96 99 9 1.9 4 60 0 2017\n"));
    /* the other column lies askew */
    assert_false(last_by_hand("W 0 80 80 160 93 13 96 96 9 -0.8 4 60 0 /KH-SYT\nW 0 300 80 330 93 13 96 96 9 0.0 4 60 0 năm\nW 0 334 80 360 93 13 96 99 9 0.1 4 60 0 2017\n"));
    /* a letter's tail is taken for the ink of the digit that its box lies over */
    assert_false(last_by_hand("W 0 300 80 345 93 13 96 96 9 2.9 4 60 0 tháng\nW 0 338 80 344 93 13 97 100 9 4.1 4 60 0 3\n"));
    assert_true(last_by_hand("W 0 300 80 345 93 13 96 96 9 2.9 4 60 0 tháng\nW 0 338 80 344 93 13 97 96 9 4.1 4 60 0 3\n"));
}

/* ---- slips and handwriting ---------------------------------------------------------------------------------------- */

static nv_grammar *grammar;
static nv_legacy *legacy;
static nv_slips *slips;

static int load(void **state)
{
    (void)state;
    nv_buf errors = { 0 };
    grammar = nv_grammar_load(unit_grammars(), &errors);
    legacy = grammar ? nv_legacy_new(grammar, &errors) : NULL;
    slips = legacy ? nv_slips_new(grammar, legacy, &errors) : NULL;
    if (errors.n) print_error("%s\n", nv_buf_z(&errors));
    nv_buf_clear(&errors);
    return slips ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    nv_slips_free(slips);
    nv_legacy_free(legacy);
    nv_grammar_free(grammar);
    return 0;
}

/* A recognised line, each word with this confidence of its digits; the first `pen` words that begin with a digit were written by hand, and read. */
static void add_line(nv_doc *d, const char *text, uint8_t digits, unsigned pen)
{
    nv_line *l = NV_PUSH(d->arena, &d->lines);
    *l = (nv_line){ .text = nv_arena_str(d->arena, nv_str_of(text)), .table = -1, .page = 1 };
    l->segs = nv_arena_alloc(d->arena, 8 * sizeof *l->segs);
    for (uint32_t at = 0; at <= l->text.n;) { /* a tab is a gap as wide as that between columns */
        uint32_t end = nv_str_find(l->text, NV_LIT("\t"), at);
        if (end == UINT32_MAX) end = l->text.n;
        l->segs[l->n_segs++] = (nv_seg){ .text = nv_str_cut(l->text, at, end) };
        at = end + 1;
    }
    nv_seen *seen = nv_arena_alloc(d->arena, 64 * sizeof *seen);
    for (uint32_t at = 0; at < l->text.n;) {
        uint32_t end = at;
        while (end < l->text.n && !strchr(" \t", l->text.p[end])) end++;
        bool by_pen = pen > 0 && nv_is_digit((unsigned char)l->text.p[at]);
        pen -= by_pen;
        seen[l->n_seen++] = (nv_seen){ at, end, 95, digits, by_pen, by_pen };
        at = end + 1;
    }
    l->seen = seen;
}

static nv_doc *line_of(const char *text, uint8_t digits)
{
    nv_doc *d = nv_doc_new();
    add_line(d, text, digits, 0);
    return d;
}

static void check(const char *text, uint8_t digits, const char *want, bool hand, uint32_t diags)
{
    nv_doc *d = line_of(text, digits);
    if (hand) nv_hand_blank(d);
    else nv_slips_repair(slips, d);
    const nv_line *l = &d->lines.v[0];
    const nv_str *last = &l->segs[l->n_segs - 1].text;
    if (!nv_str_eqz(l->text, want) || l->segs[0].text.p != l->text.p || last->p + last->n != l->text.p + l->text.n) fail_msg("“%.*s”, not “%s”", NV_ARG(l->text), want ? want : "");
    assert_int_equal(d->diags.n, diags);
    for (uint32_t i = 0; i < l->n_seen; i++) assert_true(l->seen[i].beg <= l->seen[i].end && l->seen[i].end <= l->text.n);
    nv_doc_free(d);
}

static void slips_are_repaired(void **state)
{
    (void)state;
    check("theo thấm quyền của Bộ trưởng", 95, "theo thẩm quyền của Bộ trưởng", false, 1);
    check("QUYÉT ĐỊNH", 95, "QUYẾT ĐỊNH", false, 1);
    check("SỞ Y TẺ", 95, "SỞ Y TẾ", false, 1);
    check("Công văn sô 12/BYT-KCB", 95, "Công văn số 12/BYT-KCB", false, 1);
    check("các Bộ trướng, Thủ trướng", 95, "các Bộ trưởng, Thủ trưởng", false, 1); /* one kind of slip is one note */
    check("số 1985/CĐ-TTE ngày", 95, "số 1985/CĐ-TTg ngày", false, 1);
    check("Số: 01/\u00D0\u0110L-BTC", 95, "Số: 01/ĐL-BTC", false, 1);
    check("thuộc Chính phú", 95, "thuộc Chính phủ", false, 1);
    check("xin góp ý kiên dự thảo", 95, "xin góp ý kiến dự thảo", false, 1);
    check("hoạt động đôi với các cơ sở", 95, "hoạt động đối với các cơ sở", false, 1); /* “đối với” is a phrase, “đổi với” only part of “trao đổi với” */
    check("BAN TỔ CHỨC LẺ KỶ NIỆM", 95, "BAN TỔ CHỨC LỄ KỶ NIỆM", false, 1);
    check("SỬA ĐỔI MỘT SỐ BIẾU CỦA LUẬT", 95, "SỬA ĐỔI MỘT SỐ ĐIỀU CỦA LUẬT", false, 1);
    check("Về lịch vỗ chức nghiệm thu", 95, "Về lịch tổ chức nghiệm thu", false, 1);
    check("đảm bảo đủ thuộc sử dụng", 95, "đảm bảo đủ thuốc sử dụng", false, 1);
    check("SỞYTÉ", 95, "SỞ Y TẾ", false, 1); /* spaces that were not seen, specks in their place */
    check("THỦTƯỚNG CHÍNH PHỦ", 95, "THỦ TƯỚNG CHÍNH PHỦ", false, 1);
    check("đề tài nghiên.cứu khoa học", 95, "đề tài nghiên cứu khoa học", false, 1);
    check("Văn bản đồng. ý cử", 95, "Văn bản đồng ý cử", false, 1);
    check("ngày 23 tháng. 12 năm 2013", 95, "ngày 23 tháng 12 năm 2013", false, 1);
    /* right words, and what only looks like a slip */
    static const char *const same[] = { "thẩm quyền của Bộ trưởng", "cộng tác viên", "có quan hệ", "ngày 12 tháng 8 năm 2012", "Trần Văn Bình", "số 21/CT-TTg", "số 12/ĐĐBQH-VP", "10.000 đồng",
        "ghi sổ kế toán", "cơ quan nhà nước cùng cấp", "kết thúc khóa học", "tiền thuê đất", "quỹ hưu trí", "ngành viễn thám", "phong.nghiep@angiang.gov.vn", "Internet", "Methadone", "PHÒNG" };
    for (size_t i = 0; i < NV_NELEM(same); i++) check(same[i], 95, same[i], false, 0);
}

/* Lines of one document, surely read but for words that begin with “?”; checks the first. */
static void check_among(const char *const *lines, const char *want)
{
    nv_doc *d = nv_doc_new();
    for (; *lines; lines++) add_line(d, *lines, 95, 0);
    nv_line *l = &d->lines.v[0];
    uint32_t mark = nv_str_find(l->text, NV_LIT("?"), 0);
    if (mark != UINT32_MAX) {
        nv_seen *seen = nv_arena_alloc(d->arena, l->n_seen * sizeof *seen);
        for (uint32_t i = 0; i < l->n_seen; i++) {
            seen[i] = l->seen[i];
            if (seen[i].beg == mark) seen[i].conf = 80;
        }
        l->seen = seen;
        nv_line_rewrite(d, l, &(nv_change){ mark, mark + 1, NV_LIT("") }, 1);
    }
    nv_slips_repair(slips, d);
    if (!nv_str_eqz(d->lines.v[0].text, want)) fail_msg("“%.*s”, not “%s”", NV_ARG(d->lines.v[0].text), want);
    nv_doc_free(d);
}

static void the_document_tells(void **state)
{
    (void)state;
    /* no syllable: what the document has of its letters */
    check_among((const char *const[]){ "nguồn gôc cây giống", "nguyên gốc", NULL }, "nguồn gốc cây giống");
    check_among((const char *const[]){ "Thầy Viêt ra", "người Việt", "ai Viết", NULL }, "Thầy Viêt ra"); /* two such words */
    /* a sign within what the document never parts */
    check_among((const char *const[]){ "Phó Chủ tịch Ủy, bạn nhân dân tỉnh", "của Ủy ban nhân dân tỉnh và Ủy ban nhân dân xã", NULL }, "Phó Chủ tịch Ủy ban nhân dân tỉnh");
    check_among((const char *const[]){ "quyền, lợi ích hợp pháp", "quyền lợi của con", "quyền lợi của con", NULL }, "quyền, lợi ích hợp pháp");
    check_among((const char *const[]){ "sửa đổi, bổ sung một số điều", "sửa đổi, bổ sung", NULL }, "sửa đổi, bổ sung một số điều");
    check_among((const char *const[]){ "trong năm. 3. Tổ chức", NULL }, "trong năm. 3. Tổ chức");
    /* a doubtful word beside two that leave one */
    check_among((const char *const[]){ "ngành ?lăng Hàm Mặt", NULL }, "ngành Răng Hàm Mặt");
    check_among((const char *const[]){ "ngành lăng Hàm Mặt", NULL }, "ngành lăng Hàm Mặt");
    /* a doubtful word where the document has another */
    check_among((const char *const[]){ "trên sân ?nhố cỏ nhân tạo", "ra sân phố cỏ nhân", "vào sân phố cỏ nhân", NULL }, "trên sân phố cỏ nhân tạo");
    check_among((const char *const[]){ "trên sân ?nhố cỏ nhân tạo", "ra sân phố cỏ nhân", "ở nhố", NULL }, "trên sân nhố cỏ nhân tạo");
}

/* The head of a first page lacks what it does not have whole; a page is taken from the recogniser if it lacks less there, and hardly anything of it is worse. */
static void heads_and_parts(void **state)
{
    (void)state;
    static const struct { const char *number, *date, *motto; uint32_t gaps; bool head; } cases[] = {
        { "Số: 1942 /KH-SYT", "Hà Nội,\tngày\t06 tháng 8 năm 2012", "Độc lập - Tự do - Hạnh phúc", 0, false }, { "Số:3176b/QĐ-SYT", "Hà Nội, ngày 6 tháng 12 năm 2012", "Độc lập - Tự do - Hạnh phúc", 0, false },
        { "Số: 49A.5/SYT-NVY", "Hà Nội, ngày AD tháng 8 năm 2012", "Độc lập - Tự do - Hạnh phúc", 2, false }, { "Số: /KH-SYT", "Hà Nội, ngày 06 tháng |2 năm 2012", "Độc lập - Tự do - Hanh phúc", 3, false },
        { "số40090cn.osQL", "Hà Nội, ngay03 tháng 12 năm 2025", "Độc lập - Tự do - Hạnh phúc", 2, true }, { "So: 4/CT-TTg", "Ha Noi, ngay 06 thang 8 nam 2012", "Doc lap - Tu do - Hanh phuc", 3, true } };
    for (size_t i = 0; i < NV_NELEM(cases); i++) {
        nv_doc *d = nv_doc_new();
        const char *const lines[] = { "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", cases[i].motto, cases[i].number, cases[i].date };
        for (size_t k = strncmp(cases[i].motto, "Doc", 3) == 0; k < NV_NELEM(lines); k++) {
            add_line(d, lines[k], 99, 0);
            d->lines.v[d->lines.n - 1].box = (nv_box){ 60, 60 + 15 * (float)k, 300, 73 + 15 * (float)k };
        }
        nv_text_worth w = nv_pdf_worth(d, 0, 842);
        assert_int_equal(w.gaps, cases[i].gaps);
        assert_int_equal(w.head, cases[i].head);
        nv_doc_free(d);
    }
    nv_text_worth layer = { .share = 0.94, .letters = { 100, 400, 400, 20 }, .gaps = 2 }, seen = { .share = 0.92, .letters = { 90, 400, 400, 0 } };
    assert_true(nv_pdf_is_better(&seen, &layer));
    seen.letters[0] = 40; /* the head was not seen */
    assert_false(nv_pdf_is_better(&seen, &layer));
    seen.letters[0] = 90;
    seen.share = 0.9; /* worse as a whole */
    assert_false(nv_pdf_is_better(&seen, &layer));
    seen.share = 0.935;
    seen.gaps = 2;
    assert_true(nv_pdf_is_better(&seen, &layer));
    layer.gaps = seen.gaps = 0; /* nothing is wrong with it */
    assert_false(nv_pdf_is_better(&seen, &layer));
    layer.share = 0.5;
    assert_true(nv_pdf_is_better(&seen, &layer));
}

static void handwriting_is_blank(void **state)
{
    (void)state;
    check("Số: 2442/KH-SYT", 97, "Số:  /KH-SYT", true, 1);
    check("Số: 13ET/CĐ-UBND", 99, "Số:  /CĐ-UBND", true, 1);
    check("Kiên Giang, ngày 43 tháng 12 năm 2017", 100, "Kiên Giang, ngày tháng 12 năm 2017", true, 1);
    check("Kiên Giang, ngày 2Š tháng 12 năm 2017", 99, "Kiên Giang, ngày tháng 12 năm 2017", true, 1);
    check("Kiên Giang, ngày 15 tháng l1 năm 2017", 99, "Kiên Giang, ngày 15 tháng 11 năm 2017", true, 1);
    check("Hà Nội, ngày 15 tháng l1] năm 2017.", 99, "Hà Nội, ngày 15 tháng 11 năm 2017.", true, 1);
    /* what was written by pen made a gap as wide as that between columns */
    check("Hà Nội, ngày ÄO\ttháng 12 năm 2017", 99, "Hà Nội, ngày \ttháng 12 năm 2017", true, 1);
    check("Số: 40030/cn-6sQL", 94, "Số:  /cn-6sQL", true, 1);
    check("Sá:40030/CHQ-GSQL", 94, "Số: /CHQ-GSQL", true, 2);
    nv_doc *d = line_of("sá:40030/cn-6sQL", 94);
    ((nv_seen *)(uintptr_t)d->lines.v[0].seen)[0].conf = 22;
    nv_hand_blank(d);
    assert_str(d->lines.v[0].text, " ");
    assert_int_equal(d->diags.n, 1);
    nv_doc_free(d);
    check("Số:\t4@/QĐ-UBND", 99, "Số:\t /QĐ-UBND", true, 1);
    check("Kiên Giang, ngày 15 tháng 44 năm 2017", 99, "Kiên Giang, ngày 15 tháng năm 2017", true, 1);
    /* print, blanks to be filled in, and dates of the text stay */
    static const char *const same[] = { "Số: 21/CT-TTg", "Số: /KH-UBND", "Số: 66.7/2025/NQ-CP", "Số 36-HD/VPTW", "Số: 3176b/QĐ-SYT", "Hà Nội, ngày 06 tháng 8 năm 2012", "Hà Nội, ngày tháng 8 năm 2012",
        "sở:5 ngày", "địa phương ngày 2Š tháng 11 năm 2019;", "Hà Nội, ngày 06 tháng 8 năm 2012.", "Số lượng", "Số người tham gia", "ngày 01 đến ngày 31 tháng 5 năm 2018" };
    for (size_t i = 0; i < NV_NELEM(same); i++) check(same[i], 99, same[i], true, 0);
}

static void digits_read_as_letters(void **state)
{
    (void)state;
    static const char *const pairs[][2] = { { "Luật Đầu tư ngày l8 tháng l1] năm 2019;", "Luật Đầu tư ngày 18 tháng 11 năm 2019;" }, { "ngày 2O tháng I năm 2017", "ngày 20 tháng 1 năm 2017" }, { "ngày O9 tháng 5 năm 2017", "ngày 09 tháng 5 năm 2017" },
        { "lao động năm 201 8.", "lao động năm 2018." }, { "ngày 14 tháng § năm 2024", "ngày 14 tháng 8 năm 2024" }, { "thực hiện Đề án 1§16 (Lần 2)", "thực hiện Đề án 1816 (Lần 2)" }, { "tại Điều 198§b", NULL }, { "§ 12", NULL }, { "ngày ß tháng Š năm 2019", NULL }, { "ngày l8 của tháng", NULL }, { "tháng 1 năm 2017", NULL }, { "năm 201 845 người", NULL }, { "năm 105 4 người", NULL } };
    for (size_t i = 0; i < NV_NELEM(pairs); i++) {
        nv_doc *d = line_of(pairs[i][0], 95);
        nv_lookalike_repair(d);
        assert_str(d->lines.v[0].text, pairs[i][pairs[i][1] ? 1 : 0]);
        assert_int_equal(d->diags.n > 0, pairs[i][1] != NULL);
        for (uint32_t k = 0; k < d->diags.n; k++) assert_int_equal(d->diags.v[k].msg, NV_M_OCR_DIGITS); /* never silently: a second look */
        nv_doc_free(d);
    }
}

/* What the reader of handwriting read stays, and is told; print beside it is as sure as before. */
static void handwriting_that_was_read_is_told(void **state)
{
    (void)state;
    static const struct { const char *text; unsigned pen; uint32_t told, blanked; const char *after; } cases[] = {
        { "Số: 1942 /KH-SYT", 1, 1, 0, "Số: 1942 /KH-SYT" },
        { "Kiên Giang, ngày 24 tháng 12 năm 2017", 2, 2, 0, "Kiên Giang, ngày 24 tháng 12 năm 2017" }, /* the year is print */
        { "Kiên Giang, ngày 24 tháng 12 năm 2017", 3, 3, 0, "Kiên Giang, ngày 24 tháng 12 năm 2017" },
        { "Kiên Giang, ngày 43 tháng 12 năm 2017", 2, 1, 1, "Kiên Giang, ngày tháng 12 năm 2017" },
    };
    for (size_t i = 0; i < NV_NELEM(cases); i++) {
        nv_doc *d = nv_doc_new();
        add_line(d, cases[i].text, 100, cases[i].pen);
        uint32_t told = 0, blanked = 0;
        nv_hand_blank(d);
        for (uint32_t k = 0; k < d->diags.n; k++) {
            told += d->diags.v[k].msg == NV_M_OCR_PEN;
            blanked += d->diags.v[k].msg == NV_M_OCR_BLANKED;
        }
        assert_str(d->lines.v[0].text, cases[i].after);
        assert_int_equal(told, cases[i].told);
        assert_int_equal(blanked, cases[i].blanked);
        nv_doc_free(d);
    }
}

static void share_of_vietnamese(void **state)
{
    (void)state;
    assert_true(nv_legacy_share(legacy, NV_LIT("Thủ tướng Chính phủ yêu cầu các Bộ, ngành, địa phương thực hiện")) > 0.95);
    assert_true(nv_legacy_share(legacy, NV_LIT("ceNG HoA xA HQI CHU NGHiA VIET NAM DQc lQp Tg do Hqnh phuc QUYET DNH cqng hda xd hQi")) < 0.6);
    assert_true(nv_legacy_share(legacy, NV_LIT("Thñ t­íng ChÝnh phñ yªu cÇu c¸c Bé, ngµnh, ®Þa ph­¬ng thùc hiÖn")) > 0.9); /* an old encoding is no bad recogniser */
    assert_true(nv_legacy_share(legacy, NV_LIT("1 2 3 UBND")) < 0);
}

static nv_doc *lines_of(const char *const *lines, size_t n)
{
    nv_doc *d = nv_doc_new();
    for (size_t i = 0; i < n; i++) add_line(d, lines[i], 97, 0);
    return d;
}

/* The stages behind reading, up to the head's fields. What they found borrows from the pipeline: it is to be freed behind the document. */
static nv_pipeline *read_head(nv_doc *d)
{
    nv_buf errors = { 0 };
    nv_err err = { 0 };
    uint32_t n;
    nv_pipeline *p = nv_pipeline_new(unit_grammars(), &errors);
    assert_non_null(p);
    const nv_stage *stages = nv_stages(&n);
    for (uint32_t i = 1; i < n && strcmp(stages[i].name, "detect") != 0; i++) assert_int_equal(stages[i].fn(d, nv_pipeline_ctx(p), &err), NV_OK);
    return p;
}

/* Specks before the type, and before and behind the title, are no words of the head. */
static void heads_are_cleaned(void **state)
{
    (void)state;
    static const char *const lines[] = { "UBND TỈNH KIÊN GIANG", "SỞ Y TẾ", "Số: 12/TB-SYT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Kiên Giang, ngày 05 tháng 10 năm 2017", "ˆ THÔNG BÁO", "--WW- và việc nghiệm thu “đề tài năm 2017 [Hóa xốc", "Thực hiện Kế hoạch số 1918/KH-SYT ngày 05 tháng 10 năm 2017 của Sở Y tế, Sở thông báo.",
        "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "\"Nguyễn Văn An." /* a seal lies over the office */ };
    nv_doc *d = lines_of(lines, NV_NELEM(lines));
    nv_pipeline *p = read_head(d);
    assert_str(d->head.type, "TB");
    assert_str(d->head.title, "nghiệm thu đề tài năm 2017");
    assert_int_equal(d->head.recipients.n, 2);
    assert_int_equal(d->head.signers.n, 1);
    assert_str(d->head.signers.v[0].name, "Nguyễn Văn An");
    assert_int_equal(d->head.signers.v[0].position.n, 0);
    nv_doc_free(d);
    nv_pipeline_free(p);
}

/* What a seal made of the words beside an office is no part of it: then nobody knows what the name signs as. */
static void doubtful_office(void **state)
{
    (void)state;
    static const char *const lines[] = { "UBND TỈNH KIÊN GIANG", "SỞ Y TẾ", "Số: 12/TB-SYT", "THÔNG BÁO", "Về việc nghiệm thu đề tài năm 2017", "Thực hiện Kế hoạch số 1918/KH-SYT, Sở thông báo như sau.",
        "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TRƯỞNG BAN á, TÁM", "Nguyễn Văn An" };
    for (unsigned conf = 10; conf <= 96; conf += 86) {
        nv_doc *d = lines_of(lines, NV_NELEM(lines));
        nv_line *l = &d->lines.v[NV_NELEM(lines) - 2];
        nv_seen *seen = nv_arena_alloc(d->arena, l->n_seen * sizeof *seen);
        for (uint32_t i = 0; i < l->n_seen; i++) {
            seen[i] = l->seen[i];
            if (i == 2) seen[i].conf = (uint8_t)conf;
        }
        l->seen = seen;
        nv_pipeline *p = read_head(d);
        assert_int_equal(d->head.signers.n, 1);
        assert_str(d->head.signers.v[0].name, "Nguyễn Văn An");
        assert_int_equal(d->head.signers.v[0].position.n > 0, conf > 90);
        nv_doc_free(d);
        nv_pipeline_free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(ink_of_colour_is_paper), cmocka_unit_test(dirt_is_seen_and_taken_out), cmocka_unit_test(words_are_read_back),
        cmocka_unit_test(heads_and_parts), cmocka_unit_test(the_layer_is_asked), cmocka_unit_test(verdicts), cmocka_unit_test(dirt_is_no_text), cmocka_unit_test(pen_and_print), cmocka_unit_test(slips_are_repaired), cmocka_unit_test(the_document_tells), cmocka_unit_test(handwriting_is_blank), cmocka_unit_test(handwriting_that_was_read_is_told), cmocka_unit_test(digits_read_as_letters), cmocka_unit_test(share_of_vietnamese), cmocka_unit_test(heads_are_cleaned), cmocka_unit_test(doubtful_office) };
    return cmocka_run_group_tests(tests, load, unload);
}
