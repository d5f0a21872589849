/* test_html.c - the HTML reader: the document inside a page, tables, lists, looks, and pages without a document. */
#include "unit/unit.h"
#include "read/read.h"

#define HEAD "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Cổng pháp luật</title><style>p{color:red}</style></head><body>"
#define MENU "<nav><a href=\"/\">Trang chủ</a> <a href=\"/vb\">Văn bản</a></nav><script>var x = 'Điều 1. Không';</script>"
#define TEXT "<p style=\"text-align: center\"><b>QUYẾT ĐỊNH</b></p><p><i>Căn cứ Luật Tổ chức Chính phủ;</i></p>" \
             "<p>Điều 1. Giao Bộ Tài\n   chính<br>hướng dẫn thi hành Quyết định này trong thời hạn ba mươi ngày kể từ ngày ký ban hành và báo cáo Thủ tướng Chính phủ.</p>" \
             "<p>Điều 2. Quyết định này có hiệu lực thi hành từ ngày ký ban hành; các cơ quan có liên quan chịu trách nhiệm thi hành Quyết định này.</p>"

static nv_doc *read_ok(const char *html) {
    nv_doc *d = nv_doc_new();
    nv_err err;
    assert_int_equal(nv_read_bytes(d, "a.doc", (const unsigned char *)html, strlen(html), &err), NV_OK); /* the name does not decide */
    assert_str(d->source.format, "html");
    return d;
}

static bool has_line(const nv_doc *d, const char *text) {
    for (uint32_t i = 0; i < d->lines.n; i++)
        if (nv_str_eqz(d->lines.v[i].text, text)) return true;
    return false;
}

static void picks_the_document(void **state) {
    (void)state;
    static const char *const pages[] = {
        HEAD MENU "<div id=\"x\"><div data-vbpl-content-root=\"true\">" TEXT "</div></div><footer>Địa chỉ: 60 Trần Phú</footer></body></html>",
        HEAD MENU "<div><div class=\"a content1 b\">" TEXT "</div></div><div>Địa chỉ: 60 Trần Phú</div></body></html>",
        /* unknown portal: by density */
        HEAD MENU "<div><ul><li><a href=\"1\">Luật Đất đai 2024 và các văn bản hướng dẫn thi hành mới nhất</a></li><li><a href=\"2\">Luật Nhà ở 2023</a></li></ul></div>"
        "<div class=\"q\"><div>" TEXT "</div></div><div>Địa chỉ: 60 Trần Phú</div></body></html>",
    };
    for (size_t i = 0; i < NV_NELEM(pages); i++) {
        nv_doc *d = read_ok(pages[i]);
        assert_int_equal(d->lines.n, 4);
        assert_str(d->lines.v[0].text, "QUYẾT ĐỊNH");
        assert_int_equal(d->lines.v[0].flags & (NV_F_BOLD | NV_F_ITALIC | NV_F_CENTER), NV_F_BOLD | NV_F_CENTER);
        assert_int_equal(d->lines.v[1].flags & (NV_F_BOLD | NV_F_ITALIC | NV_F_CENTER), NV_F_ITALIC);
        assert_true(nv_str_starts(d->lines.v[2].text, NV_LIT("Điều 1. Giao Bộ Tài chính\nhướng dẫn thi hành")));
        nv_doc_free(d);
    }
}

static void tables(void **state) {
    (void)state;
    nv_doc *d = read_ok(HEAD "<table border=\"0\"><tr><td><p>UBND TỈNH</p><p>Số: 1/QĐ-UBND</p></td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr></table>"
                             "<p>Điều 1. Bảng</p><table border=\"1\"><tr><th rowspan=\"2\">TT</th><th colspan=\"2\">Việc</th></tr><tr><th>A</th><th>B</th></tr>"
                             "<tr><td>1</td><td>x <table><tr><td>y</td><td>z</td></tr></table></td><td style=\"display:none\">ẩn</td><td>w</td></tr></table></body></html>");
    assert_int_equal(d->lines.n, 5);
    assert_str(d->lines.v[0].text, "UBND TỈNH\nSố: 1/QĐ-UBND\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    assert_false(d->lines.v[0].borders);
    const nv_line *l = &d->lines.v[2];
    assert_true(l->borders && l->table > d->lines.v[0].table && l->row == 0 && l->n_segs == 2);
    assert_int_equal(l->segs[0].rowspan, 2);
    assert_int_equal(l->segs[1].colspan, 2);
    l = &d->lines.v[3];
    assert_int_equal(l->n_segs, 3);
    assert_int_equal(l->segs[0].rowspan, 0); /* covered */
    assert_int_equal(l->segs[2].col, 2);
    assert_str(d->lines.v[4].text, "1\tx\ny\nz\tw");
    assert_null(nv_doc_check(d));
    nv_doc_free(d);
}

static void lists_and_hidden_text(void **state) {
    (void)state;
    nv_doc *d = read_ok(HEAD "<p>Điều 1. Danh mục</p><ol type=\"a\" start=\"3\"><li>ba</li><li>bốn<ul><li>con</li></ul></li><li value=\"9\">chín</li></ol>"
                             "<ol style=\"list-style-type: none\"><li>1) tự đánh số</li></ol><p style=\"display:none\">ẩn</p><p>&nbsp;</p><pre>hai  dấu\ncách</pre></body></html>");
    assert_true(has_line(d, "c. ba") && has_line(d, "d. bốn") && has_line(d, "- con") && has_line(d, "i. chín") && has_line(d, "1) tự đánh số"));
    assert_false(has_line(d, "ẩn"));
    assert_true(has_line(d, "hai  dấu\ncách"));
    assert_int_equal(d->lines.v[1].label, 2);
    assert_true(d->lines.v[1].flags & NV_F_AUTONUM);
    nv_doc_free(d);
}

static void pages_without_a_document(void **state) {
    (void)state;
    static const char *const pages[] = { HEAD MENU "<h1>Lỗi 500</h1><p>Máy chủ không phản hồi. Vui lòng thử lại sau.</p></body></html>", "<html><body></body></html>" };
    for (size_t i = 0; i < NV_NELEM(pages); i++) {
        nv_doc *d = nv_doc_new();
        nv_err err;
        assert_int_equal(nv_read_bytes(d, "a.html", (const unsigned char *)pages[i], strlen(pages[i]), &err), NV_E_NOTEXT);
        assert_int_equal(err.msg, NV_M_E_NO_DOCUMENT);
        nv_doc_free(d);
    }
    /* a short document of a word processor is one all the same */
    nv_doc *d = read_ok("<html><head><meta name=Generator content=\"Microsoft Word 12\"></head><body><p>Lịch làm việc</p></body></html>");
    assert_int_equal(d->lines.n, 1);
    nv_doc_free(d);
}

static void depth_is_bounded(void **state) {
    (void)state;
    nv_buf b = { 0 };
    nv_buf_addz(&b, HEAD);
    for (int i = 0; i < 100000; i++) nv_buf_addz(&b, "<div>");
    nv_buf_addz(&b, "Điều 1. Sâu");
    nv_doc *d = nv_doc_new();
    nv_err err;
    assert_int_equal(nv_read_bytes(d, "a.html", (const unsigned char *)b.p, b.n, &err), NV_E_LIMIT);
    nv_doc_free(d);
    nv_buf_clear(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(picks_the_document), cmocka_unit_test(tables), cmocka_unit_test(lists_and_hidden_text), cmocka_unit_test(pages_without_a_document),
        cmocka_unit_test(depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
