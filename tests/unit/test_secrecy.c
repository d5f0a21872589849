/* test_secrecy.c - stamps of state secrecy: what a recogniser read from a picture, and what is none. The formats are tried in tests/secrecy. */
#include "unit/unit.h"
#include "normalize/normalize.h"
#include "normalize/secrecy.h"

static nv_grammar *grammar;
static nv_secrecy *secrecy;

static int load(void **state) {
    (void)state;
    nv_buf errors = { 0 };
    grammar = nv_grammar_load(unit_grammars(), &errors);
    secrecy = grammar ? nv_secrecy_new(grammar, &errors) : NULL;
    if (errors.n) print_error("%s\n", nv_buf_z(&errors));
    nv_buf_clear(&errors);
    return secrecy ? 0 : -1;
}

static int unload(void **state) {
    (void)state;
    nv_secrecy_free(secrecy);
    nv_grammar_free(grammar);
    return 0;
}

typedef struct { const char *text; uint32_t page; } printed;

/* Runs normalize over the lines; `ocr`: they were read from pictures. */
static nv_status run(const printed *v, uint32_t n, bool ocr, bool allow, nv_err *err) {
    nv_doc *d = nv_doc_new();
    d->source.path = NV_LIT("x.pdf");
    for (uint32_t i = 0; i < n; i++) {
        bool first = i == 0 || v[i].page != v[i - 1].page;
        *NV_PUSH(d->arena, &d->lines) = (nv_line){ .text = nv_str_of(v[i].text), .page = v[i].page, .table = -1, .flags = first ? NV_F_BREAK_BEFORE : 0 };
        if (!first) continue;
        d->source.pages = v[i].page;
        *NV_PUSH(d->arena, &d->source.quality) = (nv_page_quality){ v[i].page, NV_LIT("good"), { NULL, 0 }, ocr ? 91.5 : -1 };
    }
    nv_ctx cx = { .grammar = grammar, .secrecy = secrecy, .allow_classified = allow };
    nv_status st = nv_normalize(d, &cx, err);
    assert_int_equal(d->diags.n, st == NV_OK && allow);
    nv_doc_free(d);
    return st;
}

static void read_from_pictures(void **state) {
    (void)state;
    static const char *const stamps[] = { "TỐI MẬT", "TÓI MẶT", "TUYÊT MẠT", "| MÂT |", "MẶT" };
    for (size_t i = 0; i < NV_NELEM(stamps); i++) {
        printed v[] = { { "ỦY BAN NHÂN DÂN TỈNH HẢI HÀ", 1 }, { "Số: 15/BC-UBND", 1 }, { stamps[i], 1 }, { "Kính gửi: Sở Nội vụ", 1 }, { "1. Sở Nội vụ báo cáo.", 1 } };
        nv_err err = { 0 };
        assert_int_equal(run(v, NV_NELEM(v), true, false, &err), NV_E_CLASSIFIED);
        assert_int_equal(err.msg, i ? NV_M_E_CLASSIFIED_OCR : NV_M_E_CLASSIFIED); /* it says how sure it is */
        assert_int_equal(run(v, NV_NELEM(v), true, true, &err), NV_OK);
        if (i) assert_int_equal(run(v, NV_NELEM(v), false, false, &err), NV_OK); /* written so, it is another word */
    }
}

static void pages(void **state) {
    (void)state;
    nv_err err = { 0 };
    printed top[] = { { "BÁO CÁO", 1 }, { "1. Nội dung thứ nhất.", 1 }, { "TUYỆT MẬT", 2 }, { "PHỤ LỤC", 2 }, { "Kèm theo báo cáo", 2 } };
    assert_int_equal(run(top, NV_NELEM(top), false, false, &err), NV_E_CLASSIFIED);
    assert_string_equal(err.arg[2], "2");
    printed inside[] = { { "BÁO CÁO", 1 }, { "1. Nội dung thứ nhất.", 1 }, { "PHỤ LỤC", 2 }, { "Kèm theo báo cáo", 2 }, { "Bảng phân loại", 2 }, { "MẬT", 2 } };
    assert_int_equal(run(inside, NV_NELEM(inside), false, false, &err), NV_OK);
    printed form[] = { { "MẪU DẤU", 1 }, { "MẬT\tTỐI MẬT\tTUYỆT MẬT", 1 }, { "1. Nội dung.", 1 } };
    assert_int_equal(run(form, NV_NELEM(form), false, false, &err), NV_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(read_from_pictures), cmocka_unit_test(pages) };
    return cmocka_run_group_tests(tests, load, unload);
}
