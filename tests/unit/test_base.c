/* base/: slices, UTF-8, folding, arena, messages. */
#include "unit/unit.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/fold.h"

static void utf8(void **state) {
    (void)state;
    nv_str s = NV_LIT("Điều đ 1–2");
    uint32_t at = 0, n = 0;
    while (at < s.n) nv_utf8_next(s, &at), n++;
    assert_int_equal(n, 10);
    assert_int_equal(nv_utf8_count(s), 10);
    assert_true(nv_utf8_valid(s));
    assert_false(nv_utf8_valid(NV_LIT("a\xC3")));
    assert_false(nv_utf8_valid(NV_LIT("\xC0\xAF")));
    assert_false(nv_utf8_valid(NV_LIT("\xED\xA0\x80")));
    uint32_t start;
    assert_int_equal(nv_utf8_prev(s, 2, &start), 0x110);
    assert_int_equal(start, 0);
    assert_true(nv_is_upper(0x110) && !nv_is_upper(0x111) && nv_is_upper(0x1EBE) && !nv_is_upper(0x1EBF) && nv_is_upper(0x1AF));
    assert_true(nv_str_is_caps(NV_LIT("ỦY BAN 12")) && !nv_str_is_caps(NV_LIT("ỦY BAn")) && !nv_str_is_caps(NV_LIT("12")));
    assert_true(nv_word_border(s, 0) && !nv_word_border(s, 2) && nv_word_border(s, s.n));
}

/* FIPS 180-4's own examples; how the bytes are cut does not matter. */
static void digest(void **state) {
    (void)state;
    char hex[NV_DIGEST_HEX];
    nv_digest_end(nv_digest_new(), hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    nv_digest *d = nv_digest_new();
    nv_digest_add(d, "a", 1);
    nv_digest_add(d, NULL, 0);
    nv_digest_add(d, "bc", 2);
    nv_digest_end(d, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void check_fold(const char *in, const char *out) {
    nv_arena *a = nv_arena_new();
    nv_str f = nv_fold_str(a, nv_str_of(in));
    assert_str(f, out);
    assert_int_equal(f.n, strlen(in)); /* offsets must not move */
    nv_arena_free(a);
}

static void fold_keeps_offsets(void **state) {
    (void)state;
    check_fold("ỦY BAN NHÂN DÂN", "ủy ban nhân dân");
    check_fold("Uỷ ban hoà giải, Thuý, quý IV", "ủy ban hòa giải, thúy, quý iv");
    check_fold("hoàn toàn ngoài", "hoàn toàn ngoài"); /* a letter follows: the rime is another one */
    check_fold("NĐ – CP — “Điều”", "nđ – cp – “điều”");
    check_fold("Ðiều", "điều"); /* Eth */
    check_fold("quỹ tích luỹ", "quỹ tích luỹ"); /* other length: left alone */
    check_fold("ĂẮẰẲẴẶ ƯỨỪỬỮỰ ƠỚ Ỹ", "ăắằẳẵặ ưứừửữự ơớ ỹ");
    check_fold("a\xFFz", "a\xFFz");
}

static void skeleton_and_key(void **state) {
    (void)state;
    nv_arena *a = nv_arena_new();
    assert_str(nv_skeleton_str(a, NV_LIT("  Điều  5 –\tKhoá Ủy\u00a0ban ")), "dieu 5 - khoa uy ban");
    assert_str(nv_fold_key(a, NV_LIT("Tích luỹ thuỳ quỹ")), "tích lũy thùy quỹ");
    assert_str(nv_skeleton_str(a, NV_LIT("ăâđêôơư ẪỠ")), "aadeoou ao");
    nv_arena_free(a);
}

static void arena_and_vec(void **state) {
    (void)state;
    nv_arena *a = nv_arena_new();
    NV_VEC(uint32_t) v = { 0 };
    for (uint32_t i = 0; i < 100000; i++) *NV_PUSH(a, &v) = i;
    for (uint32_t i = 0; i < v.n; i++) assert_int_equal(v.v[i], i);
    assert_str(nv_arena_printf(a, "%d-%s", 7, "đ"), "7-đ");
    char *big = nv_arena_alloc(a, 10u << 20);
    assert_int_equal(big[(10u << 20) - 1], 0);
    nv_arena_free(a);
}

static void messages(void **state) {
    (void)state;
    nv_err e;
    char longname[600];
    memset(longname, 'x', sizeof longname);
    longname[599] = 0;
    assert_int_equal(nv_err_set(&e, NV_E_IO, NV_M_E_OPEN, "a.pdf", "why", NULL), NV_E_IO);
    nv_buf b = { 0 };
    nv_err_text(&e, NV_EN, &b);
    assert_string_equal(nv_buf_z(&b), "a.pdf: cannot be opened (why). Check the path and the right to read it.");
    nv_err_set(&e, NV_E_IO, NV_M_E_OPEN, longname, NULL);
    assert_true(strlen(e.arg[0]) < NV_MSG_ARG_BYTES && strstr(e.arg[0], "…"));
    nv_buf_clear(&b);
    for (int m = 1; m < NV_M_COUNT; m++) { /* the same placeholders in both languages */
        for (char k = '1'; k <= '4'; k++) {
            char ph[3] = { '%', k, 0 };
            assert_int_equal(!strstr(nv_msg_pattern((nv_msg)m, NV_VI), ph), !strstr(nv_msg_pattern((nv_msg)m, NV_EN), ph));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8), cmocka_unit_test(digest), cmocka_unit_test(fold_keeps_offsets), cmocka_unit_test(skeleton_and_key),
        cmocka_unit_test(arena_and_vec), cmocka_unit_test(messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
