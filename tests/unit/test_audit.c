/* The audit's rules as a table, and the functions that their SQL leans on. What the rules find is tested in tests/cli/audit. */
#include "store/audit.h"
#include "store/legal.h"
#include "store/sqlfun.h"
#include "unit/unit.h"
#include <unistd.h>

static char path[] = "/tmp/nv-test-audit-XXXXXX";
static nv_store *store;

static int setup(void **state)
{
    (void)state;
    nv_err err;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    unlink(path);
    assert_int_equal(nv_store_open(path, NV_STORE_WRITE, &store, &err), NV_OK);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    nv_store_close(store);
    for (unsigned i = 0; i < 3; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s%s", path, i == 0 ? "" : i == 1 ? "-wal" : "-shm");
        unlink(name);
    }
    return 0;
}

/* Every rule has texts in both languages and runs on an empty collection without a finding. */
static void rules_are_whole(void **state)
{
    (void)state;
    unsigned n;
    const nv_audit_rule *r = nv_audit_rules(&n);
    assert_true(n >= 19);
    for (unsigned i = 0; i < n; i++) {
        assert_int_equal(strncmp(r[i].id, "NV5", 3), 0);
        assert_ptr_equal(nv_audit_rule_by_id(r[i].id), &r[i]); /* no id twice */
        for (int l = 0; l < 2; l++) {
            assert_true(r[i].title[l][0] && r[i].line[l][0] && r[i].why[l][0]);
            assert_true(nv_utf8_valid(nv_str_of(r[i].line[l])));
        }
    }
    nv_arena *a = nv_arena_new();
    nv_findings v = { 0 };
    nv_err err;
    assert_int_equal(nv_store_audit(store, NULL, a, &v, &err), NV_OK);
    assert_int_equal(v.n, 0);
    for (unsigned i = 0; i < n; i++) assert_int_equal(nv_store_audit(store, &r[i], a, &v, &err), NV_OK);
    assert_null(nv_audit_rule_by_id("NV999"));
    nv_arena_free(a);
}

/* The value of a SQL expression, "(null)" for NULL. */
static const char *value(const char *sql)
{
    static char out[256];
    sqlite3_stmt *st;
    char text[512];
    snprintf(text, sizeof text, "SELECT %s", sql);
    assert_int_equal(sqlite3_prepare_v2(store->db, text, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    const char *z = (const char *)sqlite3_column_text(st, 0);
    snprintf(out, sizeof out, "%s", z ? z : "(null)");
    sqlite3_finalize(st);
    return out;
}

static void functions(void **state)
{
    (void)state;
    static const struct { const char *sql, *want; } rows[] = {
        { "skel('Quyết Định')", "quyet dinh" },
        { "skel(NULL)", "(null)" },
        { "number_key('79/2010/QĐ-TTg')", "79/qd-ttg" },
        { "number_year('79/2010/QĐ-TTg')", "2010" },
        { "number_year('79/QĐ-TTg')", "(null)" },
        { "squeeze('212 / BTTTT – TTĐN')", "212/BTTTT-TTĐN" },
        { "type_code('79/qd-ttg')", "qd" },
        { "type_code('12/qd/byt')", "qd" },
        { "type_code('16-kl')", "(null)" },
        { "no_such_date(' ngày 31 tháng 02 năm 2011 của')", "31/02/2011" },
        { "no_such_date(' ngày 29 tháng 02 năm 2012')", "(null)" },
        { "no_such_date(', ngày 18/15/2020 của')", "18/15/2020" },
        { "no_such_date(' 31/4/2020')", "31/04/2020" },
        { "no_such_date(' về việc, ngày 31 tháng 02 năm 2011')", "(null)" }, /* not right behind */
        { "no_such_date(' 12/36/0001')", "(null)" },
        { "no_such_date(NULL)", "(null)" },
        { "ends_on(' hết hiệu lực thi hành kể từ ngày 25 tháng 01 năm 2026.')", "2026-01-25" },
        { "ends_on(' hết hiệu lực từ 1/7/2027')", "2027-07-01" },
        { "ends_on(' hết hiệu lực kể từ ngày Thông tư này có hiệu lực, ngày 1/7/2027')", "(null)" },
        { "ends_on(' hết hiệu lực từ ngày 31/02/2027')", "(null)" },
        { "place('part_1__chp_II__sec_1__art_5__cl_1')", "art_5__cl_1" },
        { "place('chp_II')", "chp_II" },
        { "place_up('art_5__cl_1__point_a')", "art_5__cl_1" },
        { "place_up('art_5')", "" },
        { "place_kind('art_5__cl_1')", "cl" },
        { "place_in('chp_II__art_5__cl_1', 'art_5')", "1" },
        { "place_in('chp_II__art_50', 'art_5')", "0" },
        { "place_in('chp_II__art_5', 'chp_II')", "1" },
        { "place_in('app_1__art_5', 'art_5')", "0" },
        { "place_in(NULL, 'art_5')", "(null)" },
    };
    assert_true(nv_sqlfun_add(store));
    for (unsigned i = 0; i < NV_NELEM(rows); i++)
        if (strcmp(value(rows[i].sql), rows[i].want) != 0) fail_msg("%s is %s, not %s", rows[i].sql, value(rows[i].sql), rows[i].want);
}

/* The words around a place, in code points, forwards and backwards, no further than the paragraph. */
static void words_around(void **state)
{
    (void)state;
    assert_true(nv_sqlfun_add(store));
    assert_true(nv_db_exec(store, "PRAGMA foreign_keys = OFF; DELETE FROM texts; INSERT INTO texts VALUES(7, 'Căn cứ Luật' || char(10) || 'Đề nghị Bộ Y tế đó'), (8, 'x')"));
    static const struct { const char *sql, *want; } rows[] = {
        { "words_after(7, 0, 6)", "Căn cứ" }, { "words_after(7, 7, 99)", "Luật" }, { "words_before(7, 19, 99)", "Đề nghị" }, { "words_before(7, 7, 3)", "cứ " },
        { "words_after(7, 20, 99)", "Bộ Y tế đó" }, { "words_before(7, 0, 9)", "" }, { "words_after(8, 0, 9)", "x" }, { "words_after(7, 99, 9)", "" },
        { "words_after(9, 0, 9)", "(null)" }, { "words_after(7, NULL, 9)", "(null)" }, { "words_after(7, 20, 4)", "Bộ Y" },
    };
    for (unsigned i = 0; i < NV_NELEM(rows); i++)
        if (strcmp(value(rows[i].sql), rows[i].want) != 0) fail_msg("%s is “%s”, not “%s”", rows[i].sql, value(rows[i].sql), rows[i].want);
    assert_true(nv_db_exec(store, "DELETE FROM texts; PRAGMA foreign_keys = ON"));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(rules_are_whole), cmocka_unit_test(functions), cmocka_unit_test(words_around) };
    return cmocka_run_group_tests(tests, setup, teardown);
}
