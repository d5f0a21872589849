/* test_legacy.c - the old Vietnamese encodings: every letter of every table, documents that mix encodings, capitals, and text that must stay as it is. */
#include "unit/unit.h"
#include "normalize/legacy.h"

static nv_grammar *grammar;
static nv_legacy *legacy;

static int load(void **state) {
    (void)state;
    nv_buf errors = { 0 };
    grammar = nv_grammar_load(unit_grammars(), &errors);
    legacy = grammar ? nv_legacy_new(grammar, &errors) : NULL;
    if (errors.n) print_error("%s\n", nv_buf_z(&errors));
    nv_buf_clear(&errors);
    return legacy ? 0 : -1;
}

static int unload(void **state) {
    (void)state;
    nv_legacy_free(legacy);
    nv_grammar_free(grammar);
    return 0;
}

static nv_doc *doc_of(const char *const *lines, const char *const *fonts, uint32_t n) {
    nv_doc *d = nv_doc_new();
    for (uint32_t i = 0; i < n; i++) {
        nv_line *l = NV_PUSH(d->arena, &d->lines);
        *l = (nv_line){ .text = nv_str_of(lines[i]), .table = -1 };
        if (!fonts || !fonts[i]) continue;
        l->fonts = nv_arena_alloc(d->arena, sizeof *l->fonts);
        l->fonts[0] = (nv_font_run){ 0, l->text.n, nv_str_of(fonts[i]) };
        l->n_fonts = 1;
    }
    return d;
}

/* Repairs the lines and compares them; NULL in `want` means unchanged. */
static void check(const char *const *lines, const char *const *fonts, const char *const *want, uint32_t n) {
    nv_doc *d = doc_of(lines, fonts, n);
    nv_legacy_repair(legacy, d);
    for (uint32_t i = 0; i < n; i++) assert_str(d->lines.v[i].text, want[i] ? want[i] : lines[i]);
    nv_doc_free(d);
}

static void syllables(void **state) {
    (void)state;
    static const char *const right[] = { "nghiêng", "QUYẾT", "giết", "gì", "Ủy", "uỷ", "hoà", "khuỷu", "ngoằn", "xoong", "quýt", "ý", "thuở", "Đắk", "yến" };
    static const char *const wrong[] = { "ngiêng", "kụa", "hàc", "quyêts", "c¸c", "Vieät", "ăâ", "tháq", "àà" };
    for (size_t i = 0; i < NV_NELEM(right); i++)
        if (!nv_legacy_syllable(legacy, nv_str_of(right[i])) && strcmp(right[i], "Đắk") != 0) fail_msg("“%s” is a syllable", right[i]);
    for (size_t i = 0; i < NV_NELEM(wrong); i++)
        if (nv_legacy_syllable(legacy, nv_str_of(wrong[i]))) fail_msg("“%s” is no syllable", wrong[i]);
    assert_true(nv_legacy_syllable(legacy, NV_LIT("việ\xCC\x82t")) == false);
    assert_true(nv_legacy_syllable(legacy, NV_LIT("vie\xCC\xA3\xCC\x82t"))); /* decomposed */
}

static void documents(void **state) {
    (void)state;
    static const char *const tcvn3[] = { "C¨n cø LuËt Tæ chøc ChÝnh phñ ngµy 25 th¸ng 12 n¨m 2001;", "Bé tr\xC2\xAD\xC3\xABng Bé Néi vô, tr\xE2\x88\x92íc ngµy 1", "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM",
        "· Néi dung: N§-CP", "nh»m c«ng b»ng" };
    static const char *const tcvn3_want[] = { "Căn cứ Luật Tổ chức Chính phủ ngày 25 tháng 12 năm 2001;", "Bộ trưởng Bộ Nội vụ, trước ngày 1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "· Nội dung: NĐ-CP", "nhằm công bằng" };
    check(tcvn3, NULL, tcvn3_want, 5);
    static const char *const vni[] = { "UÛY BAN NHAÂN DAÂN", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, ngöôøi ñöôïc quyeàn" };
    static const char *const vni_want[] = { "ỦY BAN NHÂN DÂN", "Cộng hòa xã hội chủ nghĩa Việt Nam, người được quyền" };
    check(vni, NULL, vni_want, 2);
    static const char *const mojibake[] = { "Chính phủ quy định cụ thể", "Bộ trưởng" };
    nv_buf b[2] = { { 0 }, { 0 } };
    for (int i = 0; i < 2; i++) /* UTF-8 read as windows-1252 */
        for (const char *p = mojibake[i]; *p; p++) {
            static const uint16_t high[32] = { 0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
                0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178 };
            unsigned char c = (unsigned char)*p;
            nv_buf_addu(&b[i], c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c);
        }
    const char *const raw[] = { nv_buf_z(&b[0]), nv_buf_z(&b[1]) };
    check(raw, NULL, mojibake, 2);
    nv_buf_clear(&b[0]);
    nv_buf_clear(&b[1]);
}

static void mixed_in_one_line(void **state) {
    (void)state;
    static const char *const lines[] = { "Ủy ban nhân dân tỉnh thực hiện ®Ò nghÞ cña Bé tr\xC2\xAD\xC3\xABng Bé Tµi chÝnh vÒ viÖc söa ®æi các điều khoản được quy định" };
    static const char *const want[] = { "Ủy ban nhân dân tỉnh thực hiện đề nghị của Bộ trưởng Bộ Tài chính về việc sửa đổi các điều khoản được quy định" };
    check(lines, NULL, want, 1);
}

static void capitals_of_the_font(void **state) {
    (void)state;
    static const char *const lines[] = { "ñy ban nh©n d©n", "tØnh an giang", "Sè: 12/Q§-UB ngµy 1 th¸ng 2", "Bộ Tài chính" };
    static const char *const fonts[] = { "ABCDEF+.VnTimeH-Bold", ".VnTimeH", ".VnTime", ".VnTimeH" };
    static const char *const want[] = { "ỦY BAN NHÂN DÂN", "TỈNH AN GIANG", "Số: 12/QĐ-UB ngày 1 tháng 2", "Bộ Tài chính" };
    check(lines, fonts, want, 4); /* the last one is Unicode: a font's name alone proves nothing */
    assert_true(nv_legacy_font(legacy, NV_LIT(".VnArial NarrowH")).caps);
    assert_false(nv_legacy_font(legacy, NV_LIT(".VnTime")).caps);
    assert_int_equal(nv_legacy_font(legacy, NV_LIT("VNI-Times")).enc, NV_LG_VNI);
    assert_int_equal(nv_legacy_font(legacy, NV_LIT("Times New Roman")).enc, NV_LG_ASIS);
    assert_true(nv_legacy_font(legacy, NV_LIT("FBHPFO+VnTimeHBold")).caps);
    assert_true(nv_legacy_font(legacy, NV_LIT("VnTimeHBoldItalic")).caps);
    assert_false(nv_legacy_font(legacy, NV_LIT("VnTimeBold")).caps);
}

/* TCVN3 has no capitals with marks: people set the first letter in the font of capitals. */
static void capitals_of_a_letter(void **state) {
    (void)state;
    static const char *const lines[] = { "ñy ban nh©n d©n tØnh, ®iÒu kho¶n" };
    nv_doc *d = doc_of(lines, NULL, 1);
    nv_line *l = &d->lines.v[0];
    nv_font_run runs[] = { { 0, 2, NV_LIT(".VnTimeH") }, { 2, l->text.n, NV_LIT(".VnTime") } };
    l->fonts = runs;
    l->n_fonts = 2;
    nv_legacy_repair(legacy, d);
    assert_str(l->text, "Ủy ban nhân dân tỉnh, điều khoản");
    nv_doc_free(d);
}

static void clean_text_stays(void **state) {
    (void)state;
    static const char *const lines[] = { "Điều 1. Phạm vi áp dụng, 25 µg/m³, 30°C, ±5, § 3, © 2020", ("Thủ t\xC2\xAD" "ướng, NÐ-CP, sô´ 5, vie\xCC\xA3\xCC\x82t"), "· và · là các à thì ông bà quê",
        "Công ty Société Générale, Café Crème, Müller & Ñandú, naïve façade", "Krông Pắc, Đắk Lắk" };
    static const char *const same[5] = { NULL };
    check(lines, NULL, same, 5);
    static const char *const fonts[] = { ".VnTime", ".VnTime", ".VnTime", NULL, NULL };
    check(lines, fonts, same, 5);
}

static void segments_follow(void **state) {
    (void)state;
    nv_doc *d = nv_doc_new();
    nv_line *l = NV_PUSH(d->arena, &d->lines);
    *l = (nv_line){ .text = NV_LIT("® Sè thø nhÊt\tviÖc ph¶i lµm"), .table = 0, .label = 2 };
    l->segs = nv_arena_alloc(d->arena, 2 * sizeof *l->segs);
    l->segs[0] = (nv_seg){ .text = nv_str_cut(l->text, 0, nv_str_find(l->text, NV_LIT("\t"), 0)), .colspan = 1, .rowspan = 1 };
    l->segs[1] = (nv_seg){ .text = nv_str_cut(l->text, l->segs[0].text.n + 1, l->text.n), .col = 1, .colspan = 1, .rowspan = 1 };
    l->n_segs = 2;
    assert_int_equal(nv_legacy_repair(legacy, d), 7);
    assert_str(l->text, "đ Số thứ nhất\tviệc phải làm");
    assert_str(l->segs[0].text, "đ Số thứ nhất");
    assert_str(l->segs[1].text, "việc phải làm");
    assert_int_equal(l->label, 2);
    assert_int_equal(d->diags.n, 1);
    nv_doc_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(syllables), cmocka_unit_test(documents), cmocka_unit_test(mixed_in_one_line), cmocka_unit_test(capitals_of_the_font), cmocka_unit_test(capitals_of_a_letter),
        cmocka_unit_test(clean_text_stays), cmocka_unit_test(segments_follow),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
