/* Normalising: bytes (NFC, Eth, spaces), furniture, paragraphs, letterheads, tables, the map back; and that doing it twice equals once. */
#include "unit.h"

#include "normalize/normalize.h"
#include "read/read.h"

static nv_doc *norm(const char *z) {
    nv_doc *d = nv_doc_new();
    nv_err err;
    assert_int_equal(nv_read_bytes(d, "a.txt", (const unsigned char *)z, strlen(z), &err), NV_OK);
    assert_int_equal(nv_normalize(d, NULL, &err), NV_OK);
    if (nv_doc_check(d)) fail_msg("%s", nv_doc_check(d));
    return d;
}

/* The text that `z` becomes; the same once more from that text, if it has no table. */
static void is(const char *z, const char *want) {
    nv_doc *d = norm(z);
    assert_str(d->text, want);
    assert_int_equal(d->fold.n, d->text.n);
    if (d->tables.n == 0 && d->text.n) {
        nv_doc *e = norm(d->text.p);
        assert_str(e->text, want);
        nv_doc_free(e);
    }
    nv_doc_free(d);
}

static void test_bytes(void **s) {
    (void)s;
    is("Nghi\xCC\xA3 \xC4\x91i\xCC\xA3nh", "Nghị định");           /* NFD: i + dot below */
    is("so\xCC\x82\xCC\x81 t\xC3\xB4\xCC\x89ng", "số tổng");         /* two marks; composed base + mark */
    is("s\xC3\xB4\xC2\xB4 29/N\xC3\x90-CP", "số 29/NĐ-CP");          /* stand-alone acute, Eth */
    is("a\xC2\xA0\xC2\xA0 b\xE2\x80\x8B" "c\xC2\xAD" "d \t e", "a bcd e"); /* NBSP, zero width, soft hyphen, tab */
    is("  x  \r\n", "x");
    is("“Luật” – ‘a’ …", "“Luật” – ‘a’ …"); /* as printed */
}

static void test_furniture(void **s) {
    (void)s;
    is("CHÍNH PHỦ\n-------\n\nMột\n\n1\n\nHai\n\n2\n\nBa\n---o0o---\n", "CHÍNH PHỦ\nMột\nHai\nBa");
    is("09477009\n\nXong", "09477009\nXong"); /* a line of digits that does not count pages is data */
    is("Nơi nhận:\n\nNgười ký: Văn phòng\nThời gian ký: 20.09.2024 10:00\n", "Nơi nhận:");
    nv_doc *d = norm("a\n\n=====\nCÔNG BÁO/Số 363 + 364/Ngày 20-3-2015\n\nb\n");
    assert_int_equal(d->dropped.n, 2);
    assert_string_equal(d->dropped.v[0].why, "rule");
    assert_string_equal(d->dropped.v[1].why, "running_head");
    nv_doc_free(d);
}

static void test_one_line_one_paragraph(void **s) {
    (void)s;
    is("BỘ THÔNG TIN VÀ\nTRUYỀN THÔNG\nSố: 1/A-B\nV/v hướng dẫn\nkế hoạch\nHà Nội, ngày 1\n1. Một.\nHai.\n- Ba\n", "BỘ THÔNG TIN VÀ\nTRUYỀN THÔNG\nSố: 1/A-B\nV/v hướng dẫn kế hoạch\nHà Nội, ngày 1\n1. Một.\nHai.\n- Ba");
}

static void test_broken_lines(void **s) {
    (void)s;
    is("Điều 1. Ban hành Chương trình hành động của Chính phủ đến năm 2030\nthực hiện Kết luận số 57-KL/TW ngày 15 tháng 6 năm 2023 của Bộ Chính\n"
       "trị về tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối\nngoại trong tình hình mới theo quy định tại Nghị quyết số 47/NQ-\nCP của cơ quan thuộc phạm vi quản lý; theo quy định của khoản\n1. Điều 5.\n"
       "1. Khoản mới.\n\nNgắn\n\nĐoạn khác dài hơn một chút để dòng này chạy đến gần hết bề rộng của\n\ntrang và câu còn tiếp tục ở trang sau.\n",
       "Điều 1. Ban hành Chương trình hành động của Chính phủ đến năm 2030 thực hiện Kết luận số 57-KL/TW ngày 15 tháng 6 năm 2023 của Bộ Chính "
       "trị về tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại trong tình hình mới theo quy định tại Nghị quyết số 47/NQ-CP của cơ quan thuộc phạm vi quản lý; theo quy định của khoản 1. Điều 5.\n"
       "1. Khoản mới.\nNgắn\nĐoạn khác dài hơn một chút để dòng này chạy đến gần hết bề rộng của trang và câu còn tiếp tục ở trang sau.");
}

static void test_letterhead(void **s) {
    (void)s;
    is("BỘ TÀI CHÍNH                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n  CỤC THUẾ                         Độc lập - Tự do - Hạnh phúc\nSố: 5/CT                       Hà Nội, ngày 3 tháng 4 năm 2020\n\nKính gửi: Các cục\n",
       "BỘ TÀI CHÍNH\nCỤC THUẾ\nSố: 5/CT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHà Nội, ngày 3 tháng 4 năm 2020\nKính gửi: Các cục");
    is("**THỦ TƯỚNG CHÍNH PHỦ**   **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\n", "THỦ TƯỚNG CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    is("Luật của nước Cộng hòa xã hội chủ nghĩa Việt Nam", "Luật của nước Cộng hòa xã hội chủ nghĩa Việt Nam");
    is("Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- Như trên;\tCHỦ TỊCH\n- Lưu: VT.\n\t\tTrần Văn A\n", "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn A");
}

static void test_notes(void **s) {
    (void)s;
    /* behind the signature, marked in round brackets */
    is("1. Sở Nội vụ báo cáo kết quả(1).\n\n2. Các sở khác (2) chuẩn bị.\n\nNơi nhận:\n- Như trên.\nNguyễn Văn A\n\n(1) Theo mẫu.\n\n(2) Trừ Sở Y tế.\n",
       "1. Sở Nội vụ báo cáo kết quả(1).\n(1) Theo mẫu.\n2. Các sở khác (2) chuẩn bị.\n(2) Trừ Sở Y tế.\nNơi nhận:\n- Như trên.\nNguyễn Văn A");
    /* a mark that nothing is said to, a list in the text, and places that are cited are none */
    static const char *const as_is[] = { "1. Một(1).\nNơi nhận:\n- A.\n(1) Theo mẫu.\n(2) Thêm.", "1. Một(1):\n(1) Theo mẫu.\nNơi nhận:\n- A.", "1. Như điểm (1).\nNơi nhận:\n- A.\n(1) Theo mẫu." };
    for (size_t i = 0; i < NV_NELEM(as_is); i++) is(as_is[i], as_is[i]);
}

static void test_table(void **s) {
    (void)s;
    nv_doc *d = norm("TT\tTên\tNăm\t\n\t\t2011\t2012\n1\tA\tx\t\n\n2\tB\t\tx\n\nhết\n");
    assert_int_equal(d->tables.n, 1);
    const nv_table *t = &d->tables.v[0];
    assert_int_equal(t->n_rows, 4);
    assert_int_equal(t->n_cols, 4);
    assert_int_equal(t->header_rows, 2);
    assert_int_equal(t->cells.v[0].rowspan, 2); /* TT stands over an empty cell */
    assert_int_equal(t->cells.v[2].colspan, 2); /* Năm over 2011 and 2012 */
    assert_str(nv_doc_str(d, t->cells.v[3].span), "2011");
    assert_str(d->text, "TT\tTên\tNăm\n2011\t2012\n1\tA\tx\t\n2\tB\t\tx\nhết");
    assert_int_equal(d->paras.v[0].kind, NV_PARA_ROW);
    assert_int_equal(d->paras.v[4].kind, NV_PARA_TEXT);
    nv_doc_free(d);
}

/* Every byte of the text leads back to the raw byte that it came from. */
static void test_map(void **s) {
    (void)s;
    nv_doc *d = norm("Điều  1.\xC2\xA0" "Ban ha\xCC\x80nh\n\nB\n");
    assert_str(d->text, "Điều 1. Ban hành\nB");
    const nv_run *r = d->runs.v;
    uint32_t n = d->runs.n;
    for (uint32_t at = 0; at < d->text.n; at++) {
        if (d->text.p[at] == '\n' || (d->text.p[at] & 0x80)) continue;
        uint32_t k = 0;
        while (k + 1 < n && r[k + 1].text_beg <= at) k++;
        nv_str raw = d->lines.v[r[k].line].text;
        uint32_t off = r[k].raw + (at - r[k].text_beg);
        assert_true(off < raw.n);
        if (d->text.p[at] != ' ') assert_int_equal(raw.p[off], d->text.p[at]);
    }
    nv_doc_free(d);
}

/* The four directives of corpus/ have the same paragraphs as text, DOCX and PDF, but for what their layout leaves out. */
static nv_doc *norm_file(const char *stem, const char *ext) {
    char path[256];
    snprintf(path, sizeof path, "corpus/%s.%s", stem, ext);
    nv_doc *d = nv_doc_new();
    nv_err err;
    if (nv_read_file(d, path, &err) != NV_OK || nv_normalize(d, NULL, &err) != NV_OK) fail_msg("%s", path);
    if (nv_doc_check(d)) fail_msg("%s: %s", path, nv_doc_check(d));
    return d;
}

static bool has_para(const nv_doc *d, nv_str s) {
    for (uint32_t i = 0; i < d->paras.n; i++)
        if (nv_str_eq(nv_doc_str(d, d->paras.v[i].span), s)) return true;
    return false;
}

static void test_same_in_all_formats(void **s) {
    (void)s;
    static const char *const stems[] = { "21-ct-ttg-2012", "212-btttt-ttdn-2013", "3616-btttt-ttdn-2017", "47-nq-cp-2024" };
    static const char *const ext[] = { "docx", "pdf" };
    FILE *f = fopen("corpus/21-ct-ttg-2012.txt", "rb");
    if (!f) {
        print_message("skipped: run from the top folder\n");
        skip();
    }
    fclose(f);
    for (size_t i = 0; i < NV_NELEM(stems); i++) {
        nv_doc *t = norm_file(stems[i], "txt");
        for (size_t k = 0; k < NV_NELEM(ext); k++) {
            nv_doc *d = norm_file(stems[i], ext[k]);
            uint32_t missing = 0;
            for (uint32_t p = 0; p < d->paras.n; p++)
                if (!has_para(t, nv_doc_str(d, d->paras.v[p].span))) missing++;
            if (missing > 1) fail_msg("%s.%s: %u paragraphs are not those of the text", stems[i], ext[k], missing);
            assert_int_equal(d->tables.n, t->tables.n);
            nv_doc_free(d);
        }
        nv_doc_free(t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes), cmocka_unit_test(test_furniture), cmocka_unit_test(test_one_line_one_paragraph), cmocka_unit_test(test_broken_lines),
        cmocka_unit_test(test_letterhead), cmocka_unit_test(test_notes), cmocka_unit_test(test_table), cmocka_unit_test(test_map), cmocka_unit_test(test_same_in_all_formats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
