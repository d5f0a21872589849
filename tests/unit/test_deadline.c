/* test_deadline.c - tests/phrases/deadlines*.txt: `reference date | phrase ==> values`, and what phrases alone cannot show: whole documents, recurrences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "detect/deadline.h"
#include "grammar/calendar.h"

static nv_grammar *grammar;
static nv_deadline_detector *detector;

static int setup(void **state)
{
    (void)state;
    nv_buf errors = { 0 };
    grammar = nv_grammar_load("grammars", &errors);
    if (grammar)
        detector = nv_deadline_detector_new(grammar, NULL, &errors);
    if (!detector)
        fprintf(stderr, "%s", nv_buf_z(&errors));
    nv_buf_clear(&errors);
    return detector ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    nv_deadline_detector_free(detector);
    nv_grammar_free(grammar);
    return 0;
}

/* ---- values as the tables write them ---------------------------------------------------------------------------------------------------------------- */

static void put_days(nv_buf *b, nv_date from, nv_date to)
{
    char x[12], y[12];
    nv_date_iso(from, x);
    nv_date_iso(to, y);
    nv_buf_printf(b, " %s..%s", x, y);
}

static void describe(const nv_deadline *d, nv_buf *b)
{
    const char *bound = nv_bound_name(d->bound);
    nv_buf_addz(b, nv_deadline_kind_name(d->kind));
    if (d->kind == NV_D_DUE) {
        if (nv_date_none(d->to))
            nv_buf_addz(b, " ?");
        else
            put_days(b, d->from, d->to);
    } else if (d->kind == NV_D_RECURRING) {
        nv_buf_printf(b, " %.*s", NV_ARG(d->freq.n ? d->freq : NV_LIT("-")));
        if (d->month)
            nv_buf_printf(b, " month=%d", d->month);
        if (d->day)
            nv_buf_printf(b, " day=%d", d->day);
    } else {
        if (d->duration.n)
            nv_buf_printf(b, " %.*s", NV_ARG(d->duration));
        if (d->working_days)
            nv_buf_addz(b, " working");
        if (!nv_date_none(d->from) || !nv_date_none(d->to))
            put_days(b, d->from, d->to);
        if (d->anchor.n)
            nv_buf_printf(b, " @%.*s", NV_ARG(d->anchor));
    }
    if (bound)
        nv_buf_printf(b, " %s", bound);
}

/* A document of one paragraph. */
static nv_doc *make_doc(nv_str text, nv_date date)
{
    nv_doc *d = nv_doc_new();
    d->text = nv_arena_str(d->arena, text);
    d->fold = nv_fold_str(d->arena, text);
    d->head.date = date;
    nv_unit *u = nv_unit_add(d, d->root, NV_U_CLAUSE);
    u->eid = NV_LIT("cl_1");
    u->span = u->body = (nv_span){ 0, text.n };
    return d;
}

static void values_of(nv_str phrase, nv_date ref, nv_str kind, nv_buf *out)
{
    nv_doc *doc = make_doc(phrase, ref);
    bool cell = nv_str_eqz(kind, "cell");
    doc->head.type = cell ? (nv_str){ NULL, 0 } : kind;
    nv_deadline few[8];
    const nv_deadline *v = few;
    uint32_t n;
    if (cell) {
        n = nv_deadline_parse(detector, doc->arena, doc->fold, doc->text, ref, few, NV_NELEM(few));
    } else {
        nv_detect_deadlines(detector, doc);
        v = doc->deadlines.v;
        n = doc->deadlines.n;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            nv_buf_addz(out, " ; ");
        describe(&v[i], out);
    }
    if (n == 0)
        nv_buf_addz(out, "none");
    nv_doc_free(doc);
}

/* ---- the tables ------------------------------------------------------------------------------------------------------------------------------------- */

static nv_str read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    nv_buf b = { 0 };
    char chunk[4096];
    size_t n;
    if (!f)
        return (nv_str){ NULL, 0 };
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        nv_buf_add(&b, chunk, n);
    fclose(f);
    return (nv_str){ b.p, (uint32_t)b.n };
}

/* With NGHIAVU_PRINT set, prints what each row gives instead of failing: to draft rows for review. */
/* “2012-08-06”; “2012-08”: only the month is known. */
static nv_date ref_of(nv_str s)
{
    if (s.n >= 7 && (s.n == 7 || s.p[7] == ' ')) {
        char first[12];
        snprintf(first, sizeof first, "%.7s-01", s.p);
        nv_date day = nv_date_parse(nv_str_of(first));
        return (nv_date){ day.y, day.m, 0 };
    }
    return nv_date_parse(nv_str_cut(s, 0, s.n < 10 ? s.n : 10));
}

static unsigned run_table(const char *path, unsigned *rows)
{
    nv_str all = read_file(path);
    unsigned wrong = 0, line = 0;
    if (!all.p)
        return 1;
    for (uint32_t at = 0; at < all.n;) {
        uint32_t end = nv_str_find(all, NV_LIT("\n"), at);
        end = end == UINT32_MAX ? all.n : end;
        nv_str row = nv_str_trim(nv_str_cut(all, at, end));
        at = end + 1;
        line++;
        uint32_t bar = nv_str_find(row, NV_LIT(" | "), 0), arrow = nv_str_find(row, NV_LIT(" ==> "), 0);
        if (row.n == 0 || row.p[0] == '#')
            continue;
        if (bar == UINT32_MAX || arrow == UINT32_MAX) {
            fprintf(stderr, "%s:%u: `date | phrase ==> values` expected\n", path, line);
            wrong++;
            continue;
        }
        nv_str date = nv_str_trim(nv_str_cut(row, 0, bar));
        uint32_t space = nv_str_find(date, NV_LIT(" "), 0);
        nv_str kind = space == UINT32_MAX ? (nv_str){ NULL, 0 } : nv_str_cut(date, space + 1, date.n);
        nv_buf got = { 0 };
        nv_str want = nv_str_trim(nv_str_cut(row, arrow + 5, row.n));
        values_of(nv_str_trim(nv_str_cut(row, bar + 3, arrow)), ref_of(date), kind, &got);
        if (getenv("NGHIAVU_PRINT")) {
            printf("%.*s ==> %s\n", (int)arrow, row.p, nv_buf_z(&got));
        } else if (!nv_str_eq(nv_buf_str(&got), want)) {
            fprintf(stderr, "%s:%u: %.*s\n    want %.*s\n    got  %s\n", path, line, (int)arrow, row.p, NV_ARG(want), nv_buf_z(&got));
            wrong++;
        }
        ++*rows;
        nv_buf_clear(&got);
    }
    free((char *)(uintptr_t)all.p);
    return wrong;
}

static void test_phrases(void **state)
{
    (void)state;
    unsigned rows = 0;
    assert_int_equal(run_table("tests/phrases/deadlines.txt", &rows), 0);
    assert_true(rows >= 300);
}

static void test_reference_rows(void **state)
{
    (void)state;
    unsigned rows = 0;
    assert_int_equal(run_table("tests/phrases/deadlines-reference.txt", &rows), 0);
    assert_true(rows >= 60);
}

/* ---- examples of the grammar ------------------------------------------------------------------------------------------------------------------------ */

static void test_rules_have_examples(void **state)
{
    (void)state;
    uint32_t n;
    const nv_rule *const *rules = nv_grammar_rules(grammar, "deadline", &n);
    assert_true(n > 60);
    assert_non_null(rules);
}

/* ---- whole documents -------------------------------------------------------------------------------------------------------------------------------- */

static void test_effective(void **state)
{
    (void)state;
    nv_str text = NV_LIT("Thông tư này có hiệu lực thi hành sau 45 ngày kể từ ngày ký.\nTrong thời hạn 10 ngày kể từ ngày Thông tư này có hiệu lực, Sở Nội vụ báo cáo.\n"
                         "Khoản 2 Điều 5 Thông tư này có hiệu lực từ ngày 01/7/2026.\nCác dự án triển khai trước ngày 24/10/2025 được thực hiện tiếp.");
    nv_doc *d = make_doc(text, nv_date_make(2025, 9, 9));
    char iso[12];
    nv_detect_deadlines(detector, d);
    nv_date_iso(d->head.effective, iso);
    assert_string_equal(iso, "2025-10-24");
    assert_int_equal(d->deadlines.n, 3); /* the transitional “trước ngày 24/10/2025” is none */
    nv_date_iso(d->deadlines.v[1].to, iso);
    assert_int_equal(d->deadlines.v[1].kind, NV_D_RELATIVE);
    assert_string_equal(iso, "2025-11-03");
    nv_doc_free(d);
}

/* A form in an appendix speaks of another act, whose day of effect nobody knows yet. */
static void test_effect_of_form(void **state)
{
    (void)state;
    nv_str text = NV_LIT("Thông tư này có hiệu lực thi hành từ ngày 01/01/2025.\n…(3)… nộp lại giấy chứng nhận trong thời hạn 03 ngày làm việc kể từ ngày Quyết định này có hiệu lực.");
    nv_doc *d = make_doc(text, nv_date_make(2024, 11, 15));
    d->head.type = NV_LIT("TT");
    nv_unit *body = d->units.v[0];
    uint32_t cut = nv_str_find(text, NV_LIT("\n"), 0) + 1;
    body->span.end = cut;
    nv_unit *appendix = nv_unit_add(d, d->root, NV_U_APPENDIX);
    appendix->eid = NV_LIT("app_1");
    appendix->span = appendix->body = (nv_span){ cut, text.n };
    nv_detect_deadlines(detector, d);
    assert_int_equal(d->deadlines.n, 2);
    assert_int_equal(d->deadlines.v[1].kind, NV_D_RELATIVE);
    assert_true(nv_date_none(d->deadlines.v[1].to));
    nv_doc_free(d);
}

/* What the article on effect says goes before what stands earlier, in articles about other things. */
static void test_effective_article(void **state)
{
    (void)state;
    nv_str text = NV_LIT("Hợp đồng mẫu\nHợp đồng này có hiệu lực kể từ ngày 01/3/2025.\nHiệu lực thi hành\nĐiều 3 có hiệu lực từ ngày 01/01/2026.\n"
                         "Thông tư này có hiệu lực thi hành kể từ ngày 01/7/2025.");
    nv_doc *d = make_doc(text, nv_date_make(2025, 2, 3));
    uint32_t cut = nv_str_find(text, NV_LIT("Hiệu lực thi hành\n"), 0), line = (uint32_t)sizeof "Hiệu lực thi hành" - 1;
    nv_unit *first = d->units.v[0], *second = nv_arena_alloc(d->arena, sizeof *second);
    *second = *first;
    first->kind = second->kind = NV_U_ARTICLE;
    first->heading = (nv_span){ 0, (uint32_t)sizeof "Hợp đồng mẫu" - 1 };
    first->span.end = cut;
    second->span.beg = cut;
    second->heading = (nv_span){ cut, cut + line };
    second->index = 1;
    *NV_PUSH(d->arena, &d->units) = second;
    char iso[12];
    nv_detect_deadlines(detector, d);
    nv_date_iso(d->head.effective, iso);
    assert_string_equal(iso, "2025-07-01");
    nv_doc_free(d);
}

/* Steps of a yearly cycle: in an article of a standing rule a day without a year behind a yearly one is yearly too; a decision about one case means its own year. */
static void test_yearly_article(void **state)
{
    (void)state;
    static const char *const numbers[] = { "28/2025/QĐ-TTg", "312/QĐ-UBND" };
    for (unsigned i = 0; i < NV_NELEM(numbers); i++) {
        nv_doc *d = make_doc(NV_LIT("Công an tỉnh báo cáo Bộ Công an trước ngày 20 tháng 12 hằng năm.\nBộ Công an phê duyệt trước ngày 30 tháng 12."), nv_date_make(2025, 7, 1));
        d->units.v[0]->kind = NV_U_ARTICLE;
        d->head.number = nv_str_of(numbers[i]);
        nv_detect_deadlines(detector, d);
        assert_int_equal(d->deadlines.n, 2);
        assert_int_equal(d->deadlines.v[0].kind, NV_D_RECURRING);
        assert_int_equal(d->deadlines.v[1].kind, i ? NV_D_DUE : NV_D_RECURRING);
        assert_int_equal(d->deadlines.v[1].day, i ? 0 : 30);
        nv_doc_free(d);
    }
}

static void test_impossible(void **state)
{
    (void)state;
    nv_doc *d = make_doc(NV_LIT("Báo cáo Bộ Nội vụ trước ngày 31/6/2025."), nv_date_make(2025, 3, 1));
    nv_detect_deadlines(detector, d);
    assert_int_equal(d->deadlines.n, 1);
    assert_true(nv_date_none(d->deadlines.v[0].to));
    assert_true(d->deadlines.v[0].reason.n > 0);
    assert_int_equal(d->diags.n, 1);
    assert_string_equal(nv_msg_code(d->diags.v[0].msg), "NV301");
    nv_doc_free(d);
}

static void test_citation_dates(void **state)
{
    (void)state;
    nv_str text = NV_LIT("Thực hiện Kế hoạch số 12/KH-UBND đến ngày 30/6/2026, báo cáo trước ngày 01/7/2026.");
    nv_doc *d = make_doc(text, nv_date_make(2026, 1, 5));
    nv_cite *c = NV_PUSH(d->arena, &d->cites);
    uint32_t end = nv_str_find(text, NV_LIT(","), 0);
    *c = (nv_cite){ .span = { 14, end }, .unit = d->units.v[0], .table = NV_NONE };
    nv_detect_deadlines(detector, d);
    assert_int_equal(d->deadlines.n, 1);
    assert_true(nv_date_cmp(d->deadlines.v[0].to, nv_date_make(2026, 7, 1)) == 0);
    nv_doc_free(d);
}

static void test_spans(void **state)
{
    (void)state;
    nv_str text = NV_LIT("Sở Y tế tổng hợp, BÁO CÁO TRƯỚC NGÀY 31/12/2025.");
    nv_doc *d = make_doc(text, nv_date_make(2025, 3, 1));
    nv_detect_deadlines(detector, d);
    assert_int_equal(d->deadlines.n, 1);
    nv_str quote = nv_doc_str(d, d->deadlines.v[0].span);
    assert_true(nv_str_eqz(quote, "TRƯỚC NGÀY 31/12/2025"));
    nv_doc_free(d);
}

static void test_occurrences(void **state)
{
    (void)state;
    nv_deadline d = { .kind = NV_D_RECURRING, .freq = NV_LIT("P1Y"), .month = 2, .day = 29 };
    nv_date out[16];
    char iso[12];
    assert_int_equal(nv_deadline_occurrences(&d, nv_date_make(2020, 1, 1), nv_date_make(2023, 1, 1), nv_date_make(2025, 12, 31), out, 16), 3);
    nv_date_iso(out[1], iso);
    assert_string_equal(iso, "2024-02-29");
    nv_date_iso(out[2], iso);
    assert_string_equal(iso, "2025-02-28");
    d = (nv_deadline){ .kind = NV_D_RECURRING, .freq = NV_LIT("P3M"), .day = 15 };
    assert_int_equal(nv_deadline_occurrences(&d, nv_date_make(2025, 2, 1), nv_date_make(2025, 1, 1), nv_date_make(2025, 12, 31), out, 16), 4);
    nv_date_iso(out[0], iso);
    assert_string_equal(iso, "2025-03-15");
    d = (nv_deadline){ .kind = NV_D_RECURRING, .freq = NV_LIT("P1M"), .day = 31 };
    assert_int_equal(nv_deadline_occurrences(&d, nv_date_make(2025, 1, 1), nv_date_make(2025, 2, 1), nv_date_make(2025, 3, 31), out, 16), 2);
    nv_date_iso(out[0], iso);
    assert_string_equal(iso, "2025-02-28");
    d = (nv_deadline){ .kind = NV_D_RECURRING, .freq = NV_LIT("P1W") };
    assert_int_equal(nv_deadline_occurrences(&d, nv_date_make(2000, 1, 3), nv_date_make(2025, 6, 2), nv_date_make(2025, 6, 30), out, 16), 5);
    d.freq = (nv_str){ NULL, 0 };
    assert_int_equal(nv_deadline_occurrences(&d, nv_date_make(2025, 1, 1), nv_date_make(2025, 1, 1), nv_date_make(2026, 1, 1), out, 16), 0);
}

static void test_last_day(void **state)
{
    (void)state;
    nv_deadline d = { .kind = NV_D_DUE, .to = nv_date_make(2025, 3, 1), .bound = NV_B_BEFORE };
    char iso[12];
    nv_date_iso(nv_deadline_last_day(&d), iso);
    assert_string_equal(iso, "2025-02-28");
    d.bound = NV_B_BY;
    nv_date_iso(nv_deadline_last_day(&d), iso);
    assert_string_equal(iso, "2025-03-01");
    d.to = (nv_date){ 0, 0, 0 };
    assert_true(nv_date_none(nv_deadline_last_day(&d)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phrases), cmocka_unit_test(test_reference_rows), cmocka_unit_test(test_rules_have_examples), cmocka_unit_test(test_effective), cmocka_unit_test(test_effect_of_form), cmocka_unit_test(test_effective_article),
        cmocka_unit_test(test_yearly_article), cmocka_unit_test(test_impossible), cmocka_unit_test(test_citation_dates), cmocka_unit_test(test_spans), cmocka_unit_test(test_occurrences),
        cmocka_unit_test(test_last_day),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
