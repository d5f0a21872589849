/* test_date.c - civil dates: the calendar itself, day and month sums, leap days, ISO text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/date.h"

static void iso_is(nv_date d, const char *want)
{
    char got[12];
    nv_date_iso(d, got);
    assert_string_equal(got, want);
}

static void test_valid(void **state)
{
    (void)state;
    assert_true(nv_date_valid(2024, 2, 29));
    assert_false(nv_date_valid(2023, 2, 29));
    assert_false(nv_date_valid(1900, 2, 29));
    assert_true(nv_date_valid(2000, 2, 29));
    assert_false(nv_date_valid(2025, 6, 31));
    assert_false(nv_date_valid(2025, 13, 1));
    assert_false(nv_date_valid(2025, 0, 1));
    assert_false(nv_date_valid(2025, 1, 0));
    assert_false(nv_date_valid(0, 1, 1));
    assert_true(nv_date_none(nv_date_make(2025, 11, 31)));
    assert_int_equal(nv_days_in_month(2025, 2), 28);
    assert_int_equal(nv_days_in_month(2028, 2), 29);
    assert_int_equal(nv_days_in_month(2028, 13), 0);
}

static void test_every_day_of_six_centuries(void **state)
{
    (void)state;
    int32_t n = nv_date_days(nv_date_make(1700, 1, 1));
    int wd = nv_date_weekday(nv_date_make(1700, 1, 1));
    for (int y = 1700; y < 2300; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= nv_days_in_month(y, m); d++, n++, wd = (wd + 1) % 7) {
                nv_date x = nv_date_make(y, m, d);
                assert_int_equal(nv_date_days(x), n);
                assert_int_equal(nv_date_cmp(nv_date_from_days(n), x), 0);
                assert_int_equal(nv_date_weekday(x), wd);
            }
}

static void test_weekdays(void **state)
{
    (void)state;
    assert_int_equal(nv_date_weekday(nv_date_make(1970, 1, 1)), 4);
    assert_int_equal(nv_date_weekday(nv_date_make(2025, 9, 2)), 2); /* Quốc khánh 2025: thứ Ba */
    assert_int_equal(nv_date_weekday(nv_date_make(2026, 2, 17)), 2);
    assert_int_equal(nv_date_weekday(nv_date_make(1945, 9, 2)), 0);
}

static void test_sums(void **state)
{
    (void)state;
    iso_is(nv_date_add_days(nv_date_make(2024, 2, 28), 1), "2024-02-29");
    iso_is(nv_date_add_days(nv_date_make(2023, 12, 31), 60), "2024-02-29");
    iso_is(nv_date_add_days(nv_date_make(2024, 3, 1), -1), "2024-02-29");
    /* Bộ luật Dân sự 2015, Điều 148.4: the corresponding day, or the last day of a shorter month */
    iso_is(nv_date_add_months(nv_date_make(2024, 1, 31), 1), "2024-02-29");
    iso_is(nv_date_add_months(nv_date_make(2023, 1, 31), 1), "2023-02-28");
    iso_is(nv_date_add_months(nv_date_make(2024, 2, 29), 12), "2025-02-28");
    iso_is(nv_date_add_months(nv_date_make(2024, 11, 30), 3), "2025-02-28");
    iso_is(nv_date_add_months(nv_date_make(2024, 12, 15), 1), "2025-01-15");
    iso_is(nv_date_add_months(nv_date_make(2024, 3, 31), -1), "2024-02-29");
    iso_is(nv_date_add_days(nv_date_make(2024, 1, 1), 4000001), "");
    iso_is(nv_date_add_months(nv_date_make(9999, 12, 1), 1), "");
    iso_is(nv_date_add_months(nv_date_make(1, 1, 1), -1), "");
    iso_is(nv_date_add_days((nv_date){ 0, 0, 0 }, 3), "");
}

static void test_iso(void **state)
{
    (void)state;
    iso_is(nv_date_make(2012, 8, 6), "2012-08-06");
    iso_is((nv_date){ 0, 0, 0 }, "");
    iso_is(nv_date_parse(NV_LIT("2012-12-31")), "2012-12-31");
    assert_true(nv_date_none(nv_date_parse(NV_LIT("2012-06-31"))));
    assert_true(nv_date_none(nv_date_parse(NV_LIT("2012-6-30"))));
    assert_true(nv_date_none(nv_date_parse(NV_LIT("2012/06/30"))));
    assert_true(nv_date_none(nv_date_parse(NV_LIT("2012-0a-30"))));
    assert_true(nv_date_none(nv_date_parse(NV_LIT(""))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid), cmocka_unit_test(test_every_day_of_six_centuries), cmocka_unit_test(test_weekdays),
        cmocka_unit_test(test_sums), cmocka_unit_test(test_iso),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
