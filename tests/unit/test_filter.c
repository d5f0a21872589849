/* The filter language: trees, days, words in both languages, the place of every fault, and strings that mean harm. */
#include "unit.h"
#include <unistd.h>
#include "base/buf.h"
#include "base/limits.h"
#include "store/store.h"

static const nv_date today = { 2026, 6, 1 };

static void day(nv_buf *b, nv_date d)
{
    char z[12];
    nv_date_iso(d, z);
    nv_buf_addz(b, z);
}

/* The tree as brackets: (and who=A (not due=..2026-06-29)). */
static void draw(const nv_query *q, nv_buf *b)
{
    static const char *const names[] = { "and", "or", "not", "who", "role", "due", "issued", "doc", "issuer", "topic", "kind", "modality" };
    if (q->kind <= NV_Q_NOT) {
        nv_buf_printf(b, "(%s", names[q->kind]);
        for (uint32_t i = 0; i < q->kids.n; i++) nv_buf_addc(b, ' '), draw(q->kids.v[i], b);
        nv_buf_addc(b, ')');
        return;
    }
    nv_buf_printf(b, "%s=", names[q->kind]);
    if (q->kind == NV_Q_DUE || q->kind == NV_Q_ISSUED) day(b, q->lo), nv_buf_addz(b, ".."), day(b, q->hi);
    else nv_buf_adds(b, q->text);
}

static void trees(void **state)
{
    (void)state;
    static const struct { const char *text, *tree; } rows[] = {
        { "", "(and)" },
        { "  ", "(and)" },
        { "co_quan:\"UBND tỉnh Lào Cai\" vai_tro:lead han<2026-06-30", "(and who=UBND tỉnh Lào Cai role=lead due=..2026-06-29)" },
        { "who:“Bộ Y tế”", "who=Bộ Y tế" },
        { "Cơ_Quan = 'Bộ Y tế'", "who=Bộ Y tế" },
        { "CO-QUAN:X", "who=X" },
        { "who:\"a \\\"b\\\" \\\\ c\"", "who=a \"b\" \\ c" },
        { "han<2026-06-30", "due=..2026-06-29" },
        { "han <= 30/06/2026", "due=..2026-06-30" },
        { "hạn≤30/6/2026", "due=..2026-06-30" },
        { "due>2026-06-30", "due=2026-07-01.." },
        { "due>=2026-06", "due=2026-06-01.." },
        { "due≥06/2026", "due=2026-06-01.." },
        { "han>2026-06", "due=2026-07-01.." },
        { "han<2026", "due=..2025-12-31" },
        { "han<=2026", "due=..2026-12-31" },
        { "han:2024-02", "due=2024-02-01..2024-02-29" },
        { "han=2026", "due=2026-01-01..2026-12-31" },
        { "han:today", "due=2026-06-01..2026-06-01" },
        { "han<\"hôm nay\"", "due=..2026-05-31" },
        { "ngay_ban_hanh>=2020", "issued=2020-01-01.." },
        { "issued:2020", "issued=2020-01-01..2020-12-31" },
        { "van_ban:21/CT-TTg", "doc=21/CT-TTg" },
        { "vai_tro:\"chủ trì\"", "role=lead" },
        { "role:PHỐI_HỢP", "role=coordinate" },
        { "loai:\"định kỳ\"", "kind=recurring" },
        { "kind:thuong-xuyen", "kind=routine" },
        { "muc_do:must_not", "modality=must_not" },
        { "modality:\"không được\"", "modality=must_not" },
        { "issuer:\"Bộ A\" topic:\"đất đai\"", "(and issuer=Bộ A topic=đất đai)" },
        { "co_quan_ban_hanh:\"Bộ A\"", "issuer=Bộ A" },
        { "who:a or who:b", "(or who=a who=b)" },
        { "who:a hoặc who:b hoac who:c", "(or who=a who=b who=c)" },
        { "who:a and who:b or who:c", "(or (and who=a who=b) who=c)" },
        { "who:a và (who:b or who:c)", "(and who=a (or who=b who=c))" },
        { "not who:a", "(not who=a)" },
        { "không who:a who:b", "(and (not who=a) who=b)" },
        { "not not who:a", "(not (not who=a))" },
        { "not (who:a or who:b)", "(not (or who=a who=b))" },
        { "who!=a", "(not who=a)" },
        { "han!=2026", "(not due=2026-01-01..2026-12-31)" },
        { "((who:a))", "who=a" },
        { "who:a(who:b)", "(and who=a who=b)" },
        { "who:or", "who=or" },
        { "who:\"not\"", "who=not" },
        { "who:a) ", NULL },
    };
    for (unsigned i = 0; i < NV_NELEM(rows); i++) {
        nv_arena *a = nv_arena_new();
        nv_filter_error e;
        nv_buf b = { 0 };
        nv_query *q = nv_filter_parse(nv_str_of(rows[i].text), today, a, &e);
        if ((q != NULL) != (rows[i].tree != NULL)) fail_msg("%s: fault %d at %u", rows[i].text, (int)e.fault, e.at);
        if (q) draw(q, &b);
        if (q && strcmp(nv_buf_z(&b), rows[i].tree) != 0) fail_msg("%s: %s, not %s", rows[i].text, nv_buf_z(&b), rows[i].tree);
        nv_buf_clear(&b);
        nv_arena_free(a);
    }
}

static void faults(void **state)
{
    (void)state;
    static const struct { const char *text; nv_filter_fault fault; uint32_t at; } rows[] = {
        { "Lào", NV_FF_WANT_TERM, 0 },           { "who:a xyz", NV_FF_WANT_TERM, 6 },       { "who:a xyz:b", NV_FF_UNKNOWN_KEY, 6 },  { "who:a and", NV_FF_WANT_TERM, 9 },
        { "who:a or", NV_FF_WANT_TERM, 8 },      { "or who:a", NV_FF_WANT_TERM, 0 },        { "not", NV_FF_WANT_TERM, 3 },            { "who", NV_FF_WANT_OP, 3 },
        { "who a", NV_FF_WANT_OP, 4 },           { "who:", NV_FF_WANT_VALUE, 4 },           { "who:\"\"", NV_FF_WANT_VALUE, 4 },      { "who:\"  \"", NV_FF_WANT_VALUE, 4 },
        { "who:\"a", NV_FF_OPEN_QUOTE, 4 },      { "who:'a\\'", NV_FF_OPEN_QUOTE, 4 },      { "who:“a\"", NV_FF_OPEN_QUOTE, 4 },      { "(who:a", NV_FF_OPEN_BRACKET, 0 },
        { "who:a (who:b", NV_FF_OPEN_BRACKET, 6 }, { "who:a)", NV_FF_EXTRA_BRACKET, 5 },    { ")", NV_FF_EXTRA_BRACKET, 0 },          { "()", NV_FF_WANT_TERM, 1 },
        { "who<a", NV_FF_BAD_OP, 3 },            { "vai_tro>=lead", NV_FF_BAD_OP, 7 },      { "vai_tro:boss", NV_FF_BAD_VALUE, 8 },   { "loai:x", NV_FF_BAD_VALUE, 5 },
        { "han<31/2/2026", NV_FF_BAD_DATE, 4 },  { "han<2026-13", NV_FF_BAD_DATE, 4 },      { "han<2026-00-01", NV_FF_BAD_DATE, 4 },  { "han<2026-06-31", NV_FF_BAD_DATE, 4 },
        { "han<2026-06-30x", NV_FF_BAD_DATE, 4 }, { "han<0/2026", NV_FF_BAD_DATE, 4 },      { "han<99999", NV_FF_BAD_DATE, 4 },       { "han<today-1", NV_FF_BAD_DATE, 4 },
        { "who:a \xff", NV_FF_NOT_UTF8, 0 },
    };
    for (unsigned i = 0; i < NV_NELEM(rows); i++) {
        nv_arena *a = nv_arena_new();
        nv_filter_error e;
        nv_query *q = nv_filter_parse(nv_str_of(rows[i].text), today, a, &e);
        if (q || e.fault != rows[i].fault || e.at != rows[i].at) fail_msg("%s: fault %d at %u, not %d at %u", rows[i].text, (int)e.fault, e.at, (int)rows[i].fault, rows[i].at);
        nv_arena_free(a);
    }
    nv_arena *a = nv_arena_new();
    nv_filter_error e;
    assert_null(nv_filter_parse(NV_LIT("co_quant:a"), today, a, &e));
    assert_true(nv_str_eqz(e.near, "co_quan"));
    nv_arena_free(a);
}

static void bounds(void **state)
{
    (void)state;
    nv_arena *a = nv_arena_new();
    nv_filter_error e;
    nv_buf b = { 0 };
    for (unsigned i = 0; i < 100000; i++) nv_buf_addc(&b, '(');
    assert_null(nv_filter_parse(nv_buf_str(&b), today, a, &e));
    assert_int_equal(e.fault, NV_FF_TOO_LONG);
    assert_null(nv_filter_parse(nv_str_cut(nv_buf_str(&b), 0, 1000), today, a, &e));
    assert_int_equal(e.fault, NV_FF_TOO_DEEP);
    b.n = 0;
    for (unsigned i = 0; i <= NV_MAX_FILTER_TERMS; i++) nv_buf_addz(&b, "who:a ");
    assert_null(nv_filter_parse(nv_buf_str(&b), today, a, &e));
    assert_int_equal(e.fault, NV_FF_TOO_MANY);
    b.n = 0;
    for (unsigned i = 0; i < 1000; i++) nv_buf_addz(&b, "not ");
    assert_null(nv_filter_parse(nv_buf_str(&b), today, a, &e));
    assert_int_equal(e.fault, NV_FF_TOO_DEEP);
    nv_buf_clear(&b);
    nv_arena_free(a);
}

/* Whatever bytes: a tree or a fault inside the text, never a crash. */
static void noise(void **state)
{
    (void)state;
    static const char *const bits[] = { "who", ":", "<", "=", "\"", "“", "”", "(", ")", " ", "or", "and", "not", "han", "2026-06", "lead", "role", "\\", "'", "đ", "!", ";--" };
    uint32_t seed = 7;
    for (unsigned n = 0; n < 20000; n++) {
        nv_buf b = { 0 };
        for (unsigned k = 0; k < 12; k++) {
            seed = seed * 1664525u + 1013904223u;
            nv_buf_addz(&b, bits[(seed >> 16) % NV_NELEM(bits)]);
        }
        nv_arena *a = nv_arena_new();
        nv_filter_error e;
        nv_str text = nv_arena_str(a, nv_buf_str(&b));
        if (!nv_filter_parse(text, today, a, &e)) {
            assert_true(e.fault != NV_FF_NONE);
            assert_true(e.at <= text.n);
        }
        nv_arena_free(a);
        nv_buf_clear(&b);
    }
}

/* In front of a database: the strings are values and nothing else; every kind of tree is SQL that can be run. */
static void hostile(void **state)
{
    (void)state;
    static const char *const texts[] = { "x' OR 1=1 --", "x\" OR \"\"=\"", "'; DROP TABLE obligations; --", "?1", "%s%n", "\\", "1) OR (1=1", "a\nb", "\x01", "NULL", "json_each('[1]')", "[1,2]",
                                         "\",\"x", "fts MATCH 'a'", "a* OR body:b", "NEAR(a b)" };
    static const char *const keys[] = { "who", "doc", "issuer", "topic" };
    nv_buf path = { 0 };
    nv_buf_printf(&path, "%s/nv-filter-%d.db", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", (int)getpid());
    nv_store *s;
    nv_err err;
    assert_int_equal(nv_store_open(nv_buf_z(&path), NV_STORE_WRITE, &s, &err), NV_OK);
    for (unsigned k = 0; k < NV_NELEM(keys); k++) {
        for (unsigned i = 0; i < NV_NELEM(texts); i++) {
            nv_arena *a = nv_arena_new();
            nv_buf f = { 0 };
            nv_buf_printf(&f, "%s:\"", keys[k]);
            for (const char *p = texts[i]; *p; p++) {
                if (*p == '"' || *p == '\\') nv_buf_addc(&f, '\\');
                nv_buf_addc(&f, *p);
            }
            nv_buf_addc(&f, '"');
            nv_filter_error e;
            nv_ask_tasks ask = { .filter = nv_filter_parse(nv_buf_str(&f), today, a, &e) };
            nv_ans_tasks t;
            nv_str near;
            bool bad_doc;
            assert_non_null(ask.filter);
            assert_true(nv_str_eq(ask.filter->text, nv_str_trim(nv_str_of(texts[i]))));
            nv_status st = nv_store_tasks(s, &ask, a, &t, &near, &bad_doc, &err);
            if (st != NV_OK && st != NV_E_USAGE) fail_msg("%s: status %d", nv_buf_z(&f), (int)st);
            assert_int_equal(t.tasks.n, 0);
            nv_buf_clear(&f);
            nv_arena_free(a);
        }
    }
    static const char *const filters[] = { "han<2026 or han>2027", "not han:2026", "loai:recurring or muc_do:may", "not (topic:a or issued<2020) and role:any", "role:lead han>=2026-01 han<=2026-03",
                                           "topic:a topic:b or kind:routine", "not topic:\"*\"" };
    for (unsigned i = 0; i < NV_NELEM(filters); i++) {
        nv_arena *a = nv_arena_new();
        nv_filter_error e;
        nv_ask_tasks ask = { .filter = nv_filter_parse(nv_str_of(filters[i]), today, a, &e) };
        nv_ans_tasks t;
        nv_ans_agenda g;
        nv_str near;
        bool bad_doc;
        assert_non_null(ask.filter);
        assert_int_equal(nv_store_tasks(s, &ask, a, &t, &near, &bad_doc, &err), NV_OK);
        assert_int_equal(nv_store_agenda(s, &ask, (nv_date){ 2026, 1, 1 }, (nv_date){ 2026, 12, 31 }, a, &g, &near, &bad_doc, &err), NV_OK);
        nv_arena_free(a);
    }
    nv_store_close(s);
    static const char *const ends[] = { "", "-wal", "-shm" };
    size_t n = path.n;
    for (unsigned i = 0; i < NV_NELEM(ends); i++) {
        path.n = n;
        nv_buf_addz(&path, ends[i]);
        unlink(nv_buf_z(&path));
    }
    nv_buf_clear(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees), cmocka_unit_test(faults), cmocka_unit_test(bounds), cmocka_unit_test(noise), cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
