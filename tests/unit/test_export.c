/* What the exports share: words of documents made harmless, lines of a cell, the package. The formats themselves are opened by other programs in tests/exports. */
#include "unit/unit.h"
#include "export/clean.h"
#include "export/measure.h"
#include "base/zip.h"
#include <stdlib.h>
#include <time.h>

static void is_cleaned(const char *in, nv_clean_how how, const char *want)
{
    nv_buf b = { 0 };
    nv_clean(nv_str_of(in), how, &b);
    assert_string_equal(nv_buf_z(&b), want);
    nv_buf_clear(&b);
}

static void signs_are_spelled(void **state)
{
    (void)state;
    is_cleaned("Bộ Tài chính", NV_CLEAN_LINES, "Bộ Tài chính");
    is_cleaned("\x1b[31mđỏ\x07\x7f", NV_CLEAN_LINES, "␛[31mđỏ␇␡");
    is_cleaned("a\u202eb\u2066c\ufeff\U000e0041", NV_CLEAN_LINES, "a[U+202E]b[U+2066]c[U+FEFF][U+E0041]");
    is_cleaned("a\xc2\x85" "b", NV_CLEAN_LINES, "a[U+0085]b");
    is_cleaned("a\r\nb\rc\u2028d\n\te", NV_CLEAN_LINES, "a\nb\nc\nd\n\te");
    is_cleaned("a\r\nb\tc", NV_CLEAN_ONE_LINE, "a b c");
    is_cleaned("👩\u200d👧 e\u0301", NV_CLEAN_LINES, "👩\u200d👧 e\u0301");
    is_cleaned("a\xff" "b", NV_CLEAN_LINES, "a\ufffd" "b");
    nv_buf b = { 0 };
    nv_clean_xml(NV_LIT("<a b=\"c\" d='e'>&amp;]]>\x01"), NV_CLEAN_LINES, &b);
    assert_string_equal(nv_buf_z(&b), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;]]&gt;␁");
    nv_buf_clear(&b);
}

static void formulas_are_known(void **state)
{
    (void)state;
    static const char *const yes[] = { "=1", "+1", "-1", "@x", " =1", "\u00a0=1", "\n=1", "\tx", "＝1", "＋1", "－1", "＠x" };
    static const char *const no[] = { "", "1", "a=1", "'=1", "“=1”", "Bộ Tài chính", " ", "1-1" };
    for (unsigned i = 0; i < NV_NELEM(yes); i++) assert_true(nv_is_formula(nv_str_of(yes[i])));
    for (unsigned i = 0; i < NV_NELEM(no); i++) assert_false(nv_is_formula(nv_str_of(no[i])));
}

/* A digit is half the size wide: ten digits at 13 points fill ten units. */
static void lines_are_counted(void **state)
{
    (void)state;
    assert_int_equal(nv_text_lines(NV_LIT(""), 10, 13, false), 1);
    assert_int_equal(nv_text_lines(NV_LIT("123456789"), 10, 13, false), 1);
    assert_int_equal(nv_text_lines(NV_LIT("12345 6789012345"), 10, 13, false), 3); /* a word that does not fit beside, nor on a line of its own */
    assert_int_equal(nv_text_lines(NV_LIT("1234567 1234567"), 10, 13, false), 2);
    assert_int_equal(nv_text_lines(NV_LIT("a\nb\n\nc"), 10, 13, false), 4);
    assert_int_equal(nv_text_lines(NV_LIT("1234567 1234567"), 10, 6, false), 1);
    assert_true(nv_text_lines(NV_LIT("wwwwwwwwww wwwwwwwwww wwwwwwwwww"), 20, 13, true) >= nv_text_lines(NV_LIT("iiiiiiiiii iiiiiiiiii iiiiiiiiii"), 20, 13, false) + 1);
}

static void packages_are_the_same_in_every_zone(void **state)
{
    (void)state;
    const nv_zip_part parts[] = { { "a.xml", NV_LIT("<a/>") }, { "b/đ.xml", NV_LIT("<b>x</b>") } };
    nv_buf one = { 0 }, two = { 0 };
    nv_err err;
    setenv("TZ", "Asia/Ho_Chi_Minh", 1);
    tzset();
    assert_int_equal(nv_zip_make("test", parts, 2, &one, &err), NV_OK);
    setenv("TZ", "America/New_York", 1);
    tzset();
    assert_int_equal(nv_zip_make("test", parts, 2, &two, &err), NV_OK);
    assert_true(one.n > 100 && nv_str_eq(nv_buf_str(&one), nv_buf_str(&two)));
    assert_memory_equal(one.p, "PK\3\4", 4);
    nv_buf_clear(&one);
    nv_buf_clear(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_are_spelled), cmocka_unit_test(formulas_are_known), cmocka_unit_test(lines_are_counted), cmocka_unit_test(packages_are_the_same_in_every_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
