/* test_calendar.c - grammars/holidays.tsv and sums over it: Tết, days off in lieu, swapped days, legal periods, quarter and leap-day ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "grammar/calendar.h"

static nv_grammar *grammar;
static const nv_calendar *cal;

static int setup(void **state)
{
    (void)state;
    nv_buf errors = { 0 };
    grammar = nv_grammar_load("grammars", &errors);
    if (grammar)
        cal = nv_calendar_load(grammar, &errors);
    if (!cal)
        fprintf(stderr, "%s", nv_buf_z(&errors));
    nv_buf_clear(&errors);
    return cal ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    nv_grammar_free(grammar);
    return 0;
}

static nv_date day(const char *iso) { return nv_date_parse(nv_str_of(iso)); }

static void is(nv_date got, const char *want)
{
    char iso[12];
    nv_date_iso(got, iso);
    assert_string_equal(iso, want);
}

static void test_days(void **state)
{
    (void)state;
    static const struct { const char *date; bool works; } days[] = {
        { "2025-01-28", false }, /* giao thừa Ất Tỵ */ { "2025-01-29", false }, { "2025-02-03", true },
        { "2025-04-07", false }, /* Giỗ Tổ */ { "2025-04-26", true }, /* Saturday worked for 2 May */ { "2025-05-02", false },
        { "2025-09-01", false }, { "2025-09-02", false }, { "2025-09-03", true }, { "2023-01-02", false }, /* in lieu of Sunday, 1 January */
        { "2023-05-03", false }, /* 30/4 fell on a Sunday with two more days off before it */ { "2024-05-04", true }, { "2024-04-29", false },
        { "2026-11-24", true }, /* a policy, not law yet */ { "2025-06-28", false }, { "2025-06-29", false }, { "2025-06-30", true },
        { "2010-02-27", true }, { "2010-02-19", false }, { "2012-01-27", false }, { "2012-02-04", true },
    };
    for (size_t i = 0; i < NV_NELEM(days); i++) {
        bool provisional = false;
        if (nv_calendar_works(cal, day(days[i].date), &provisional) != days[i].works)
            fail_msg("%s", days[i].date);
        assert_false(provisional);
    }
}

/* Every Tết of the table lies in a block of days off, New Year's Eve and the first three days at least. */
static void test_tet(void **state)
{
    (void)state;
    assert_int_equal(cal->n_tet, 31);
    is(nv_calendar_tet(cal, 2000), "2000-02-05");
    is(nv_calendar_tet(cal, 2007), "2007-02-17"); /* a day before China's */
    is(nv_calendar_tet(cal, 2026), "2026-02-17");
    is(nv_calendar_tet(cal, 2030), "2030-02-02");
    is(nv_calendar_tet(cal, 1999), "");
    for (int y = 2005; y <= 2027; y++)
        for (int k = -1; k <= 2; k++) {
            nv_date d = nv_date_add_days(nv_calendar_tet(cal, y), k);
            if (nv_calendar_works(cal, d, NULL))
                fail_msg("%d-%d-%d is worked", d.y, d.m, d.d);
        }
}

/* Fixed feasts are off in every year of the table, and a swap always pairs a day off with a day worked. */
static void test_every_year(void **state)
{
    (void)state;
    is(cal->first, "2005-01-01");
    is(cal->last, "2027-12-31");
    for (int y = 2005; y <= 2027; y++) {
        static const uint8_t feasts[][2] = { { 1, 1 }, { 4, 30 }, { 5, 1 }, { 9, 2 } };
        for (size_t i = 0; i < NV_NELEM(feasts); i++)
            assert_false(nv_calendar_works(cal, nv_date_make(y, feasts[i][0], feasts[i][1]), NULL));
        int n = nv_calendar_count(cal, nv_date_make(y - 1, 12, 31), nv_date_make(y, 12, 31), NULL);
        assert_in_range(n, 246, 254); /* 261 weekdays less 8 to 11 days off, more or less the swaps over the turn of the year */
    }
    const nv_calendar_day *d = cal->days;
    for (uint32_t i = 1; i < cal->n; i++)
        assert_true(nv_date_cmp(d[i - 1].date, d[i].date) < 0);
}

static void test_working_days(void **state)
{
    (void)state;
    is(nv_calendar_add(cal, day("2025-01-20"), 10, NULL), "2025-02-10"); /* over Tết Ất Tỵ */
    is(nv_calendar_add(cal, day("2024-12-31"), 1, NULL), "2025-01-02");
    is(nv_calendar_add(cal, day("2025-04-29"), 1, NULL), "2025-05-05"); /* 30/4, 1/5 and the swapped 2/5 */
    is(nv_calendar_add(cal, day("2025-04-25"), 1, NULL), "2025-04-26"); /* the Saturday worked for it */
    is(nv_calendar_add(cal, day("2025-08-29"), 1, NULL), "2025-09-03");
    is(nv_calendar_add(cal, day("2025-06-06"), 5, NULL), "2025-06-13");
    is(nv_calendar_add(cal, day("2025-06-13"), -5, NULL), "2025-06-06");
    is(nv_calendar_add(cal, day("2025-02-03"), -1, NULL), "2025-01-24");
    is(nv_calendar_add(cal, day("2025-06-06"), 0, NULL), "2025-06-06");
    is(nv_calendar_add(cal, (nv_date){ 0, 0, 0 }, 5, NULL), "");
    is(nv_calendar_add(cal, day("2025-06-06"), 40000, NULL), "");
    is(nv_calendar_next(cal, day("2025-01-25"), NULL), "2025-02-03");
    is(nv_calendar_next(cal, day("2025-06-30"), NULL), "2025-06-30");
    assert_int_equal(nv_calendar_count(cal, day("2025-06-06"), day("2025-06-13"), NULL), 5);
    assert_int_equal(nv_calendar_count(cal, day("2025-06-13"), day("2025-06-06"), NULL), -5);
    assert_int_equal(nv_calendar_count(cal, day("2025-01-24"), day("2025-02-03"), NULL), 1);
    /* adding and counting agree, through every Tết */
    for (nv_date d = day("2005-01-03"); d.y < 2027; d = nv_date_add_days(d, 13))
        for (int n = 1; n < 60; n += 7) {
            nv_date end = nv_calendar_add(cal, d, n, NULL);
            assert_int_equal(nv_calendar_count(cal, d, end, NULL), n);
            assert_true(nv_calendar_works(cal, end, NULL));
        }
}

static void test_provisional(void **state)
{
    (void)state;
    bool p = false;
    is(nv_calendar_add(cal, day("2027-12-30"), 3, &p), "2028-01-04"); /* 1 January 2028 is a Saturday: what is given in lieu is not known yet */
    assert_true(p);
    p = false;
    is(nv_calendar_add(cal, day("2026-12-01"), 3, &p), "2026-12-04");
    assert_false(p);
    p = false;
    assert_true(nv_calendar_works(NULL, day("2025-06-30"), &p));
    assert_true(p);
    p = false;
    assert_false(nv_calendar_works(cal, day("1999-05-01"), &p)); /* a Saturday */
    assert_true(p);
}

/* Bộ luật Dân sự 2015, Điều 147, 148. */
static void test_periods(void **state)
{
    (void)state;
    static const struct { const char *start, *period; bool working; const char *end; } rows[] = {
        { "2005-08-17", "P5D", false, "2005-08-22" },  /* the day of the event is not counted */
        { "2025-06-16", "P5D", false, "2025-06-23" },  /* 21 June is a Saturday */
        { "2025-06-16", "P5D", true, "2025-06-23" },
        { "2025-08-20", "P13D", false, "2025-09-03" }, /* 2 September */
        { "2025-01-20", "P10D", false, "2025-02-03" }, /* inside Tết */
        { "2025-03-31", "P1M", false, "2025-05-05" },  /* 30 April and what follows */
        { "2025-01-31", "P1M", false, "2025-02-28" },  /* no 31 February */
        { "2024-01-31", "P1M", false, "2024-02-29" },
        { "2024-02-29", "P1Y", false, "2025-02-28" },
        { "2012-08-31", "P6M", false, "2013-02-28" },
        { "2025-06-02", "P2W", false, "2025-06-16" },
        { "2025-06-06", "PT24H", false, "2025-06-07" }, /* hours run on through a Saturday */
        { "2025-06-06", "PT36H", false, "2025-06-08" },
    };
    for (size_t i = 0; i < NV_NELEM(rows); i++) {
        nv_period p;
        assert_true(nv_period_parse(nv_str_of(rows[i].period), &p));
        is(nv_period_end(cal, day(rows[i].start), p, rows[i].working, NULL), rows[i].end);
    }
    is(nv_period_plain(day("2005-08-17"), (nv_period){ 10, 'D' }), "2005-08-27"); /* a Saturday: effect is not moved */
    is(nv_period_end(cal, day("2025-06-16"), (nv_period){ 1, 'M' }, true, NULL), ""); /* “tháng làm việc” does not exist */
}

static void test_period_text(void **state)
{
    (void)state;
    nv_period p;
    assert_true(nv_period_parse(NV_LIT("P10D"), &p) && p.n == 10 && p.unit == 'D');
    assert_true(nv_period_parse(NV_LIT("PT24H"), &p) && p.n == 24 && p.unit == 'H');
    static const char *const bad[] = { "", "P", "PD", "10D", "P10", "P1H", "PT1D", "P1DD", "P99999999D", "P-1D", "PT30M" };
    for (size_t i = 0; i < NV_NELEM(bad); i++)
        assert_false(nv_period_parse(nv_str_of(bad[i]), &p));
}

static void test_ends(void **state)
{
    (void)state;
    is(nv_quarter_end(2025, 1), "2025-03-31");
    is(nv_quarter_end(2025, 2), "2025-06-30");
    is(nv_quarter_end(2025, 3), "2025-09-30");
    is(nv_quarter_end(2025, 4), "2025-12-31");
    is(nv_quarter_start(2025, 4), "2025-10-01");
    is(nv_quarter_end(2025, 5), "");
    is(nv_quarter_start(2025, 0), "");
    is(nv_month_end(2024, 2), "2024-02-29");
    is(nv_month_end(2100, 2), "2100-02-28");
    is(nv_month_end(2025, 13), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days), cmocka_unit_test(test_tet), cmocka_unit_test(test_every_year), cmocka_unit_test(test_working_days),
        cmocka_unit_test(test_provisional), cmocka_unit_test(test_periods), cmocka_unit_test(test_period_text), cmocka_unit_test(test_ends),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
