/* Reading: recognition by content, bounds and messages, text and Markdown, PDF lines and cells. PDFs are written by the test itself. */
#include "unit.h"

#include "base/err.h"
#include "read/jpeg_check.h"
#include "read/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct { nv_doc *doc; nv_status st; nv_err err; } got;

static got read_bytes(const char *name, const void *p, size_t n) {
    got g = { .doc = nv_doc_new() };
    g.st = nv_read_bytes(g.doc, name, p, n, &g.err);
    return g;
}
static got read_text(const char *z) { return read_bytes("a.txt", z, strlen(z)); }

static void expect_error(const char *name, const void *p, size_t n, nv_status st, nv_msg msg) {
    got g = read_bytes(name, p, n);
    if (g.st != st || g.err.msg != msg) fail_msg("%s: status %d message %d", name, (int)g.st, (int)g.err.msg);
    nv_buf b = { 0 };
    nv_err_text(&g.err, NV_EN, &b);
    assert_non_null(strstr(nv_buf_z(&b), name)); /* the message names the file */
    assert_null(strchr(nv_buf_z(&b), '\n'));     /* … in one line */
    nv_buf_clear(&b);
    nv_doc_free(g.doc);
}

/* ---- PDF maker -------------------------------------------------------------------------------------------------- */

typedef struct { nv_buf b; size_t at[64]; unsigned n; } pdf;

static void obj(pdf *p, const char *body) {
    p->at[++p->n] = p->b.n;
    nv_buf_printf(&p->b, "%u 0 obj\n%s\nendobj\n", p->n, body);
}

/* One page for each content stream; `extra` goes into the trailer. */
static nv_buf make_pdf(const char *const *pages, unsigned n, const char *extra) {
    pdf p = { 0 };
    nv_buf body = { 0 };
    nv_buf_addz(&p.b, "%PDF-1.4\n");
    obj(&p, "<</Type/Catalog/Pages 2 0 R>>");
    nv_buf_addz(&body, "<</Type/Pages/Kids[");
    for (unsigned i = 0; i < n; i++) nv_buf_printf(&body, "%u 0 R ", 5 + 2 * i);
    nv_buf_printf(&body, "]/Count %u>>", n);
    obj(&p, nv_buf_z(&body));
    obj(&p, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
    obj(&p, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>");
    for (unsigned i = 0; i < n; i++) {
        body.n = 0;
        nv_buf_printf(&body, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %u 0 R/Resources<</Font<</F 3 0 R/B 4 0 R>>>>>>", 6 + 2 * i);
        obj(&p, nv_buf_z(&body));
        body.n = 0;
        nv_buf_printf(&body, "<</Length %zu>>stream\n%s\nendstream", strlen(pages[i]), pages[i]);
        obj(&p, nv_buf_z(&body));
    }
    size_t xref = p.b.n;
    nv_buf_printf(&p.b, "xref\n0 %u\n0000000000 65535 f \n", p.n + 1);
    for (unsigned i = 1; i <= p.n; i++) nv_buf_printf(&p.b, "%010zu 00000 n \n", p.at[i]);
    nv_buf_printf(&p.b, "trailer<</Size %u/Root 1 0 R%s>>\nstartxref\n%zu\n%%%%EOF\n", p.n + 1, extra, xref);
    nv_buf_clear(&body);
    return p.b;
}

static got read_pdf(const char *content) {
    nv_buf b = make_pdf(&content, 1, "");
    got g = read_bytes("a.pdf", b.p, b.n);
    nv_buf_clear(&b);
    return g;
}

/* ---- files ------------------------------------------------------------------------------------------------------ */

static void test_file(void **s) {
    (void)s;
    char name[] = "/tmp/nv_readXXXXXX";
    int fd = mkstemp(name);
    assert_true(fd >= 0 && write(fd, "abc\n", 4) == 4);
    close(fd);
    nv_doc *d = nv_doc_new();
    nv_err err;
    assert_int_equal(nv_read_file(d, name, &err), NV_OK);
    assert_str(d->source.sha256, "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb");
    assert_str(d->source.name, strrchr(name, '/') + 1);
    assert_int_equal(d->source.bytes, 4);
    assert_str(d->source.format, "txt");
    nv_doc_free(d);
    if (geteuid() != 0) { /* root may read everything */
        chmod(name, 0);
        d = nv_doc_new();
        assert_int_equal(nv_read_file(d, name, &err), NV_E_IO);
        nv_doc_free(d);
    }
    unlink(name);
    d = nv_doc_new();
    assert_int_equal(nv_read_file(d, name, &err), NV_E_IO);
    assert_int_equal(err.msg, NV_M_E_OPEN);
    assert_int_equal(nv_read_file(d, "/tmp", &err), NV_E_IO);
    nv_doc_free(d);
}

static void test_refused(void **s) {
    (void)s;
    expect_error("zero.pdf", "", 0, NV_E_FORMAT, NV_M_E_EMPTY);
    expect_error("photo.txt", "\x89PNG\r\n\x1A\n....", 12, NV_E_FORMAT, NV_M_E_FORMAT_LATER); /* known, not read: the message names it */
    expect_error("pack.docx", "PK\5\6....................", 22, NV_E_DAMAGED, NV_M_E_DAMAGED);
    expect_error("bin.txt", "a\0b\0c\0d\0", 8, NV_E_FORMAT, NV_M_E_UNKNOWN_FORMAT);
    expect_error("blank.txt", " \n\n\t\n", 5, NV_E_NOTEXT, NV_M_E_BLANK);
    expect_error("cut.pdf", "%PDF-1.7\n1 0 obj\n<</Type/Cat", 28, NV_E_DAMAGED, NV_M_E_DAMAGED);
}

static void test_suffix(void **s) {
    (void)s;
    assert_true(nv_read_known_suffix("x/CV.PDF"));
    assert_true(nv_read_known_suffix("b.docx"));
    assert_false(nv_read_known_suffix("x.pdf/readme"));
    assert_false(nv_read_known_suffix("a.db"));
}

/* ---- text ------------------------------------------------------------------------------------------------------- */

static const nv_line *line(const got *g, uint32_t i) {
    assert_int_equal(g->st, NV_OK);
    assert_true(i < g->doc->lines.n);
    return &g->doc->lines.v[i];
}

static void test_markdown(void **s) {
    (void)s;
    got g = read_text("\xEF\xBB\xBF**Nơi nhận:**\n## 2. Bộ *Nội vụ*\n\\* 03 tỉnh\n* mục một\n<b>Tổng</b> 2 ** 3\n**ab\ncd** e\nm_1_x 3*4*5\n_____\n");
    assert_str(line(&g, 0)->text, "Nơi nhận:");
    assert_int_equal(line(&g, 0)->flags & NV_F_BOLD, NV_F_BOLD);
    assert_str(line(&g, 1)->text, "2. Bộ Nội vụ");
    assert_int_equal(line(&g, 1)->flags & NV_F_BOLD, NV_F_BOLD);
    assert_str(line(&g, 2)->text, "* 03 tỉnh");
    assert_str(line(&g, 3)->text, "* mục một");
    assert_str(line(&g, 4)->text, "Tổng 2 ** 3"); /* before a space it opens nothing */
    assert_str(line(&g, 5)->text, "ab");
    assert_str(line(&g, 6)->text, "cd e");
    assert_str(line(&g, 7)->text, "m_1_x 3*4*5");
    assert_str(line(&g, 8)->text, "_____");
    nv_doc_free(g.doc);
}

static void test_utf16(void **s) {
    (void)s;
    got g = read_bytes("a.txt", "\xFF\xFE\x10\x01i\0\n\0b\0", 10); /* Đi */
    assert_str(line(&g, 0)->text, "Đi");
    assert_str(line(&g, 1)->text, "b");
    nv_doc_free(g.doc);
}

static void test_tables(void **s) {
    (void)s;
    got g = read_text("| TT | Việc |\n|---|:--:|\n| 1 | Họp |\n\nA\tB\tC\n1\t\tx\n\n2\ty\t\nđoạn\n");
    assert_int_equal(g.doc->lines.n, 6);
    assert_int_equal(line(&g, 0)->table, 0);
    assert_int_equal(line(&g, 0)->flags & NV_F_BOLD, NV_F_BOLD);
    assert_str(line(&g, 1)->segs[1].text, "Họp");
    assert_int_equal(line(&g, 2)->table, 1);
    assert_int_equal(line(&g, 4)->row, 2); /* a blank line does not end the table */
    assert_int_equal(line(&g, 4)->n_segs, 3);
    assert_int_equal(line(&g, 5)->table, -1);
    nv_doc_free(g.doc);
}

static void test_gaps(void **s) {
    (void)s;
    got g = read_text("BỘ TÀI CHÍNH              CỘNG HÒA\nSố:        /KH-UBND\n\tCăn cứ Luật\n");
    assert_int_equal(line(&g, 0)->n_segs, 2);
    assert_int_equal(line(&g, 1)->n_segs, 1); /* a blank for the number */
    assert_str(line(&g, 2)->text, "Căn cứ Luật");
    nv_doc_free(g.doc);
}

/* ---- PDF -------------------------------------------------------------------------------------------------------- */

static void test_pdf_lines(void **s) {
    (void)s;
    /* a false space of no width, cells without a space between, a line above the others that comes last */
    got g = read_pdf("BT /F 12 Tf 72 700 Td (Con) Tj 1 0 0 1 200 700 Tm (So 2) Tj 1 0 0 1 72 680 Tm [(hi) 270 ( eu)] TJ /B 14 Tf 1 0 0 1 72 740 Tm (TITLE) Tj ET");
    assert_str(line(&g, 0)->text, "TITLE");
    assert_int_equal(line(&g, 0)->flags & NV_F_BOLD, NV_F_BOLD);
    assert_true(line(&g, 0)->size > 13.5f && line(&g, 0)->size < 14.5f);
    assert_str(line(&g, 1)->text, "Con\tSo 2");
    assert_int_equal(line(&g, 1)->n_segs, 2);
    assert_str(line(&g, 2)->text, "hieu");
    assert_int_equal(line(&g, 2)->n_fonts, 1);
    assert_str(line(&g, 2)->fonts[0].font, "Helvetica");
    assert_int_equal(line(&g, 2)->fonts[0].end, 4);
    assert_str(line(&g, 0)->fonts[0].font, "Helvetica-Bold");
    assert_int_equal(g.doc->source.pages, 1);
    assert_str(g.doc->source.quality.v[0].verdict, "good");
    nv_doc_free(g.doc);
}

/* Fonts change inside a line and a word; offsets are those of the joined cells. */
static void test_pdf_fonts(void **s) {
    (void)s;
    got g = read_pdf("BT /F 12 Tf 72 700 Td (A) Tj /B 12 Tf (BC) Tj /F 12 Tf ( de fg) Tj 1 0 0 1 300 700 Tm /B 12 Tf (cell) Tj ET");
    const nv_line *l = line(&g, 0);
    assert_str(l->text, "ABC de fg\tcell");
    static const nv_font_run want[] = { { 0, 1, NV_LIT("Helvetica") }, { 1, 3, NV_LIT("Helvetica-Bold") }, { 4, 9, NV_LIT("Helvetica") }, { 10, 14, NV_LIT("Helvetica-Bold") } };
    assert_int_equal(l->n_fonts, NV_NELEM(want));
    for (uint32_t i = 0; i < l->n_fonts; i++) {
        assert_int_equal(l->fonts[i].beg, want[i].beg);
        assert_int_equal(l->fonts[i].end, want[i].end);
        assert_true(nv_str_eq(l->fonts[i].font, want[i].font));
    }
    nv_doc_free(g.doc);
}

static void test_pdf_no_text(void **s) {
    (void)s;
    const char *pages[] = { "BT /F 12 Tf 72 700 Td (Some text on a page) Tj ET", "0 0 10 10 re f" };
    nv_buf b = make_pdf(pages, 2, "");
    got g = read_bytes("half.pdf", b.p, b.n);
    assert_int_equal(g.st, NV_OK);
    assert_str(g.doc->source.quality.v[1].verdict, "unreadable");
    assert_int_equal(g.doc->diags.n, 1);
    assert_int_equal(g.doc->diags.v[0].msg, NV_M_PAGE_NO_TEXT);
    assert_int_equal(g.doc->diags.v[0].page, 2);
    nv_doc_free(g.doc);
    nv_buf_clear(&b);
    b = make_pdf(pages + 1, 1, "");
    expect_error("scan.pdf", b.p, b.n, NV_E_NOTEXT, NV_M_E_NO_TEXT);
    nv_buf_clear(&b);
    const char *stamp = "BT /F 12 Tf 72 700 Td (Signature Not Verified) Tj ET"; /* only a stamp: no text of the document */
    b = make_pdf(&stamp, 1, "");
    expect_error("stamp.pdf", b.p, b.n, NV_E_NOTEXT, NV_M_E_NO_TEXT);
    nv_buf_clear(&b);
}

static void test_pdf_bad(void **s) {
    (void)s;
    const char *page = "BT /F 12 Tf 72 700 Td (text) Tj ET";
    nv_buf b = make_pdf(&page, 1, "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(01234567890123456789012345678901)/U(01234567890123456789012345678901)>>/ID[(a)(b)]");
    expect_error("locked.pdf", b.p, b.n, NV_E_ENCRYPTED, NV_M_E_ENCRYPTED);
    nv_buf_clear(&b);
    b = make_pdf(&page, 0, ""); /* a page tree without pages opens without an error */
    expect_error("nopages.pdf", b.p, b.n, NV_E_DAMAGED, NV_M_E_DAMAGED);
    nv_buf_clear(&b);
    b = make_pdf(&page, 1, "");
    got g = read_bytes("wrong-name.docx", b.p, b.n); /* the content decides */
    assert_int_equal(g.st, NV_OK);
    assert_str(g.doc->source.format, "pdf");
    nv_doc_free(g.doc);
    for (size_t cut = 1; cut < b.n; cut += 37) { /* cut anywhere: text or a clean error */
        g = read_bytes("cut.pdf", b.p, cut);
        nv_doc_free(g.doc);
    }
    nv_buf_clear(&b);
}

/* A grey picture of 16 × 16: codes 0 (no difference) and 10 (one of three bits) for means, 0 (end) and 10 (one of one bit) for the rest. */
static const char *jpeg(const char *data, size_t n, bool end) {
    static const unsigned char head[] = { 0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0, 0xFF, 0xC4, 0, 21, 0x00, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3,
        0xFF, 0xC4, 0, 21, 0x10, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00, 0x01 };
    nv_buf b = { 0 };
    nv_buf_add(&b, head, sizeof head);
    nv_buf_add(&b, "\xFF\xDB\0\x43\0", 5);
    for (int i = 0; i < 64; i++) nv_buf_addc(&b, '\x7F');
    nv_buf_add(&b, "\xFF\xDA\0\x08\1\1\0\0\x3F\0", 10);
    nv_buf_add(&b, data, n);
    if (end) nv_buf_add(&b, "\xFF\xD9", 2);
    const char *wrong = nv_jpeg_check((const unsigned char *)b.p, b.n);
    nv_buf_clear(&b);
    return wrong;
}

/* A progressive picture of strokes, as scanners make them. */
static unsigned char *progressive(unsigned long *n) {
    enum { SIDE = 256 };
    struct jpeg_compress_struct k;
    struct jpeg_error_mgr e;
    unsigned char *out = NULL, row[SIDE];
    k.err = jpeg_std_error(&e);
    jpeg_create_compress(&k);
    jpeg_mem_dest(&k, &out, n);
    k.image_width = k.image_height = SIDE;
    k.input_components = 1;
    k.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&k);
    jpeg_simple_progression(&k);
    jpeg_start_compress(&k, TRUE);
    for (unsigned y = 0; y < SIDE; y++) {
        for (unsigned x = 0; x < SIDE; x++) row[x] = (unsigned char)((x * x / 7 + y * y / 5 + x * y / 3) % 23 < 6 ? 20 : 235);
        (void)jpeg_write_scanlines(&k, &(JSAMPROW){ row }, 1);
    }
    jpeg_finish_compress(&k);
    jpeg_destroy_compress(&k);
    return out;
}

static void test_progressive_jpeg(void **s) {
    (void)s;
    unsigned long n = 0;
    unsigned noticed = 0, all = 0;
    unsigned char *p = progressive(&n), keep[32];
    assert_null(nv_jpeg_check(p, n));
    assert_non_null(nv_jpeg_check(p, n / 2));
    for (size_t at = n / 4; at + sizeof keep < n - 2; at += 97, all++) {
        memcpy(keep, p + at, sizeof keep);
        memset(p + at, 0, sizeof keep);
        noticed += nv_jpeg_check(p, n) != NULL;
        memcpy(p + at, keep, sizeof keep);
    }
    assert_true(all > 50 && noticed * 10 >= all * 7);
    free(p);
}

static void test_jpeg(void **s) {
    (void)s;
    assert_null(jpeg("\0", 1, true));                            /* four blocks of grey */
    assert_null(jpeg("\xB8\x0F", 2, true));                     /* the first one is lighter by 7: 10 111 0, 0 0, 0 0, 0 0 and ones */
    assert_string_equal(jpeg("\0", 1, false), "JPEG: premature end");
    assert_string_equal(jpeg("", 0, true), "JPEG: premature end");
    assert_string_equal(jpeg("\0\0", 2, true), "JPEG: too many blocks");
    assert_string_equal(jpeg("\xFE", 1, true), "JPEG: no Huffman code");
    assert_string_equal(jpeg("\xBA\xE0\0", 3, true), "JPEG: coefficient"); /* twice lighter by 7 times 127: no sample is so light */
    assert_non_null(nv_jpeg_check((const unsigned char *)"GIF89a", 6));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file), cmocka_unit_test(test_refused), cmocka_unit_test(test_suffix), cmocka_unit_test(test_markdown), cmocka_unit_test(test_utf16),
        cmocka_unit_test(test_tables), cmocka_unit_test(test_gaps), cmocka_unit_test(test_pdf_lines), cmocka_unit_test(test_pdf_fonts), cmocka_unit_test(test_pdf_no_text), cmocka_unit_test(test_pdf_bad), cmocka_unit_test(test_jpeg), cmocka_unit_test(test_progressive_jpeg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
