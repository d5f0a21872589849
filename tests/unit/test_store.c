/* The store with small records written by hand: what goes in comes out, in whatever order, once. */
#include "base/limits.h"
#include "export/record_read.h"
#include "store/store.h"
#include "unit/unit.h"
#include <sqlite3.h>
#include <unistd.h>

static char db_path[] = "/tmp/nv-test-store-XXXXXX";
static char dir[64];

static int setup(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "%s", db_path);
    assert_non_null(mkdtemp(dir));
    return 0;
}

static const char *path(const char *name)
{
    static char p[4][128];
    static unsigned i;
    i = (i + 1) % 4;
    snprintf(p[i], sizeof p[i], "%s/%s", dir, name);
    return p[i];
}

static int teardown(void **state)
{
    (void)state;
    char cmd[128];
    snprintf(cmd, sizeof cmd, "rm -rf '%s'", dir);
    return system(cmd);
}

/* A record with the parts given as JSON; sha is one letter a–f or digit, repeated. */
static char *record(char sha, const char *grammar, const char *head, const char *rest)
{
    char hash[65];
    memset(hash, sha, 64);
    hash[64] = 0;
    nv_buf b = { 0 };
    nv_buf_printf(&b, "{\"schema\":\"nghiavu.record/1\",\"source\":{\"name\":\"%c.pdf\",\"sha256\":\"%s\",\"bytes\":10,\"format\":\"pdf\",\"pages\":2,\"reader\":\"r\","
                      "\"extractor\":\"e\",\"grammar\":\"%s\",\"quality\":[{\"page\":1,\"verdict\":\"good\",\"reason\":null,\"ocr_confidence\":null}]},"
                      "\"text\":\"Điều hành tốt.\\nGiao Bộ A làm việc.\",\"document\":{%s},%s}", sha, hash, grammar, head, rest);
    return b.p ? (nv_buf_addc(&b, 0), b.p) : NULL;
}

#define HEAD(type, number, date, issuer) "\"type\":\"" type "\",\"number\":\"" number "\",\"date\":\"" date "\",\"issuers\":[\"" issuer "\"],\"title\":\"T\""
#define UNITS "\"units\":[{\"eid\":\"cl_1\",\"kind\":\"clause\",\"label\":\"1\",\"heading\":null,\"text\":\"Điều hành tốt, đúng hạn\",\"start\":0,\"end\":14,\"page\":1}]"
#define CITE(number, date, issuer) \
    "{\"text\":\"x\",\"eid\":\"cl_1\",\"start\":0,\"end\":1,\"page\":1,\"target\":{\"type\":\"QĐ\",\"number\":\"" number "\",\"name\":null,\"date\":" date ",\"issuer\":" issuer \
    "},\"resolved\":\"" number "\",\"locator\":[\"art_1\"],\"relation\":\"implements\",\"rule\":\"r\",\"confidence\":0.9}"
#define TTG "\"Thủ tướng Chính phủ\""

static void put(nv_store *s, char *json, nv_put want)
{
    nv_rec *r;
    nv_err err;
    nv_put what;
    assert_int_equal(nv_record_read(json, strlen(json), "test", &r, &err), NV_OK);
    assert_int_equal(nv_store_put(s, r, &what, &err), NV_OK);
    assert_int_equal(what, want);
    nv_record_free(r);
    free(json);
}

static nv_store *open_rw(const char *name)
{
    nv_store *s;
    nv_err err;
    assert_int_equal(nv_store_open(path(name), NV_STORE_WRITE, &s, &err), NV_OK);
    assert_int_equal(nv_store_begin(s, &err), NV_OK);
    return s;
}

static void commit(nv_store *s)
{
    nv_err err;
    assert_int_equal(nv_store_commit(s, &err), NV_OK);
}

/* All rows of a query as text, from a connection of its own. */
static char *rows(const char *name, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    nv_buf b = { 0 };
    assert_int_equal(sqlite3_open(path(name), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(st); i++) {
            const char *z = (const char *)sqlite3_column_text(st, i);
            nv_buf_printf(&b, "%s%s", i ? "|" : "", z ? z : "");
        }
        nv_buf_addc(&b, '\n');
    }
    sqlite3_finalize(st);
    sqlite3_close(db);
    nv_buf_addc(&b, 0);
    return b.p;
}

static void expect(const char *name, const char *sql, const char *want)
{
    char *got = rows(name, sql);
    assert_string_equal(got, want);
    free(got);
}

/* ---- keys ------------------------------------------------------------------------------------------------------------ */

static void keys(void **state)
{
    (void)state;
    static const struct { const char *in, *key; int year; } numbers[] = {
        { "79/2010/QĐ-TTg", "79/qd-ttg", 2010 }, { "79/QĐ-TTg", "79/qd-ttg", 0 },          { "79 / 2010 / QÐ–TTg", "79/qd-ttg", 2010 }, { "05/NQ-HĐND", "5/nq-hdnd", 0 },
        { "62/2020/QH14", "62/qh14", 2020 },      { "16-KL/TW", "16-kl/tw", 0 },            { "212 / BTTTT-TTĐN", "212/btttt-ttdn", 0 },  { "51/CP", "51/cp", 0 },
        { "79/2010 QĐ-TTg", "79/qd-ttg", 2010 },   { "2010/QĐ-UBND", "2010/qd-ubnd", 0 },
    };
    nv_arena *a = nv_arena_new();
    int year;
    for (unsigned i = 0; i < NV_NELEM(numbers); i++) {
        nv_str k = nv_number_key(a, nv_str_of(numbers[i].in), &year);
        assert_true(nv_str_eqz(k, numbers[i].key));
        assert_int_equal(year, numbers[i].year);
    }
    assert_true(nv_str_eqz(nv_name_key(a, nv_str_of("Luật Đất đai năm 2013"), &year), "luat dat dai"));
    assert_int_equal(year, 2013);
    assert_true(nv_str_eqz(nv_name_key(a, nv_str_of("Luật Đất đai"), &year), "luat dat dai"));
    assert_int_equal(year, 0);
    nv_arena_free(a);
}

/* ---- writing --------------------------------------------------------------------------------------------------------- */

static void twice_is_once(void **state)
{
    (void)state;
    const char *head = HEAD("CT", "21/CT-TTg", "2012-08-06", "Thủ tướng Chính phủ");
    nv_store *s = open_rw("twice.db");
    put(s, record('a', "g1", head, UNITS), NV_PUT_NEW);
    put(s, record('a', "g1", head, UNITS), NV_PUT_SAME);
    commit(s);
    assert_true(nv_store_has(s, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "e", "g1"));
    assert_false(nv_store_has(s, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "e", "g2"));
    nv_store_close(s);
    expect("twice.db", "SELECT (SELECT count(*) FROM files), (SELECT count(*) FROM units), (SELECT count(*) FROM documents)", "1|1|1\n");
}

/* A better grammar reads the same bytes again: the old rows go, words in the index too, and documents that nobody cites any more. */
static void again_replaces(void **state)
{
    (void)state;
    const char *head = HEAD("CT", "21/CT-TTg", "2012-08-06", "Thủ tướng Chính phủ");
    nv_store *s = open_rw("again.db");
    put(s, record('a', "g1", head, UNITS ",\"citations\":[" CITE("79/QĐ-TTg", "null", "null") "]"), NV_PUT_NEW);
    commit(s);
    nv_err err;
    assert_int_equal(nv_store_begin(s, &err), NV_OK);
    put(s, record('a', "g2", head, "\"units\":[{\"eid\":\"cl_1\",\"kind\":\"clause\",\"text\":\"khác hẳn\",\"start\":0,\"end\":3,\"page\":1}]"), NV_PUT_UPDATED);
    commit(s);
    nv_store_close(s);
    expect("again.db", "SELECT count(*) FROM files", "1\n");
    expect("again.db", "SELECT number FROM documents", "21/CT-TTg\n");
    expect("again.db", "SELECT count(*) FROM fts WHERE fts MATCH 'hanh'", "0\n");
    expect("again.db", "SELECT count(*) FROM fts WHERE fts MATCH 'khac'", "1\n");
    expect("again.db", "PRAGMA foreign_key_check", "");
    expect("again.db", "PRAGMA integrity_check", "ok\n");
}

static void bad_records(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "{", "[]", "{\"schema\":\"nghiavu.record/2\"}", "null",
        "{\"schema\":\"nghiavu.record/1\",\"text\":\"\",\"source\":{\"name\":\"x\",\"sha256\":\"12\",\"format\":\"pdf\"},\"document\":{}}",
        "{\"schema\":\"nghiavu.record/1\",\"text\":\"\",\"source\":{\"name\":\"x\",\"sha256\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"format\":\"pdf\"},"
        "\"document\":{\"date\":\"2012-02-30\"}}",
        "{\"schema\":\"nghiavu.record/1\",\"text\":\"\",\"source\":{\"name\":\"x\",\"sha256\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"format\":\"pdf\"},"
        "\"document\":{},\"obligations\":[{\"modality\":\"must\",\"action\":\"x\",\"due\":[0]}]}",
        "{\"schema\":\"nghiavu.record/1\",\"text\":\"abc\",\"source\":{\"name\":\"x\",\"sha256\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"format\":\"pdf\"},"
        "\"document\":{},\"units\":[{\"eid\":\"art_1\",\"kind\":\"article\",\"text\":\"abc\",\"start\":0,\"end\":4}]}",
        "{\"schema\":\"nghiavu.record/1\",\"text\":\"a\\u0000b\",\"source\":{},\"document\":{}}",
    };
    for (unsigned i = 0; i < NV_NELEM(bad); i++) {
        nv_rec *r;
        nv_err err;
        assert_int_equal(nv_record_read(bad[i], strlen(bad[i]), "x:1", &r, &err), NV_E_DAMAGED);
        assert_null(r);
    }
    /* what a worker that was taken over could send to fill the memory or point outside of the text */
    nv_buf many = { 0 };
    nv_err err;
    nv_rec *r;
    nv_buf_addc(&many, '[');
    for (unsigned i = 0; i <= NV_MAX_RECORD_VALUES; i++) nv_buf_addz(&many, "0,");
    nv_buf_addz(&many, "0]");
    assert_int_equal(nv_record_read(many.p, many.n, "x", &r, &err), NV_E_DAMAGED);
    assert_string_equal(err.arg[1], "NV_MAX_RECORD_VALUES");
    nv_buf_clear(&many);
}

static void not_ours(void **state)
{
    (void)state;
    nv_store *s;
    nv_err err;
    FILE *f = fopen(path("text.db"), "w");
    fputs("this is no database, but a letter to somebody who keeps letters in files that end in .db", f);
    fclose(f);
    assert_int_equal(nv_store_open(path("text.db"), NV_STORE_WRITE, &s, &err), NV_E_DB);
    assert_int_equal(err.msg, NV_M_E_DB_FOREIGN);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path("other.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(a)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(nv_store_open(path("other.db"), NV_STORE_WRITE, &s, &err), NV_E_DB);
    assert_int_equal(err.msg, NV_M_E_DB_FOREIGN);
    expect("other.db", "SELECT name FROM sqlite_schema", "t\n");
    assert_int_equal(nv_store_open(path("none.db"), NV_STORE_READ, &s, &err), NV_E_DB);
    assert_int_equal(err.msg, NV_M_E_DB_ABSENT);
    assert_int_equal(access(path("none.db"), F_OK), -1);
}

/* ---- which document --------------------------------------------------------------------------------------------------- */

static const char dump_sql[] = "SELECT * FROM (SELECT number, date, issuer, title, file, cited FROM v_documents ORDER BY 1, 2, 3, 5) UNION ALL SELECT * FROM (SELECT citing, cited, cited_date, "
                               "in_collection, method, confidence FROM v_citations ORDER BY 1, 2, 3, 5)";

static char *family(unsigned i)
{
    switch (i) {
    case 0: return record('a', "g", HEAD("CT", "21/CT-TTg", "2012-08-06", "Thủ tướng Chính phủ"), UNITS ",\"citations\":[" CITE("79/2010/QĐ-TTg", "\"2010-11-30\"", TTG) "]");
    case 1: return record('b', "g", HEAD("CV", "212/BTTTT-TTĐN", "2013-01-18", "Bộ A"),
                          UNITS ",\"citations\":[" CITE("79/QĐ-TTg", "\"2010-11-30\"", TTG) "," CITE("21/CT-TTg", "null", TTG) "," CITE("15/2019/QĐ-UBND", "null", "null") "]");
    case 2: return record('c', "g", HEAD("QĐ", "79/2010/QĐ-TTg", "2010-11-30", "Thủ tướng Chính phủ"), UNITS);
    case 3: return record('d', "g", HEAD("QĐ", "15/2019/QĐ-UBND", "2019-03-01", "Ủy ban nhân dân tỉnh Bắc Ninh"), UNITS);
    case 4: return record('e', "g", HEAD("QĐ", "15/2019/QĐ-UBND", "2019-04-01", "Ủy ban nhân dân tỉnh Lào Cai"), UNITS ",\"citations\":[" CITE("79/2010/QĐ-TTg", "\"2010-11-03\"", TTG) "]");
    default: return record('f', "g", HEAD("CT", "21/CT-TTg", "2012-08-06", "Thủ tướng Chính phủ"), UNITS); /* another copy of the first */
    }
}

static void order_is_of_no_account(void **state)
{
    (void)state;
    static const unsigned orders[][6] = { { 0, 1, 2, 3, 4, 5 }, { 5, 4, 3, 2, 1, 0 }, { 2, 0, 5, 4, 1, 3 }, { 1, 3, 0, 4, 5, 2 } };
    char *first = NULL;
    for (unsigned o = 0; o < NV_NELEM(orders); o++) {
        char name[16];
        snprintf(name, sizeof name, "order%u.db", o);
        nv_store *s = open_rw(name);
        for (unsigned i = 0; i < 6; i++) {
            put(s, family(orders[o][i]), NV_PUT_NEW);
            nv_err err;
            if (o % 2 == 0) { /* a transaction each; in the other runs all in one */
                commit(s);
                assert_int_equal(nv_store_begin(s, &err), NV_OK);
            }
        }
        commit(s);
        nv_store_close(s);
        char *got = rows(name, dump_sql);
        if (!first) first = got;
        else {
            assert_string_equal(got, first);
            free(got);
        }
    }
    free(first);
    expect("order0.db", "SELECT count(*) FROM documents WHERE number LIKE '79/%'", "1\n");
    expect("order0.db", "SELECT count(*) FROM documents WHERE number LIKE '21/%'", "1\n");
    expect("order0.db", "SELECT DISTINCT method FROM v_citations WHERE cited LIKE '15/%'", "ambiguous\n");
    expect("order0.db", "SELECT confidence FROM v_citations WHERE citing = '15/2019/QĐ-UBND'", "0.8\n"); /* one of the two dates is a slip */
}

/* ---- questions --------------------------------------------------------------------------------------------------------- */

#define PARTY(name, role) "{\"id\":null,\"name\":\"" name "\",\"role\":\"" role "\",\"how\":\"sentence\"}"
#define DUTY(parties, due, more) "{\"eid\":\"cl_1\",\"start\":15,\"end\":34,\"page\":1,\"modality\":\"must\",\"action\":\"làm\",\"parties\":[" parties "],\"due\":[" due "]" more ",\"rule\":\"r\",\"confidence\":1}"
#define DUE(to, bound) "{\"text\":\"t\",\"eid\":\"cl_1\",\"start\":0,\"end\":1,\"page\":1,\"kind\":\"due\",\"value\":{\"from\":null,\"to\":\"" to "\",\"bound\":\"" bound "\"},\"rule\":\"r\"}"

static void tasks_by_day(void **state)
{
    (void)state;
    nv_store *s = open_rw("tasks.db");
    put(s, record('a', "g", HEAD("CT", "21/CT-TTg", "2012-08-06", "Thủ tướng Chính phủ"),
                  UNITS ",\"deadlines\":[" DUE("2012-12-31", "before") "," DUE("2012-12-31", "by") "," DUE("2013-01-01", "before")
                  ",{\"text\":\"hằng năm\",\"kind\":\"recurring\",\"value\":{\"freq\":\"P1Y\",\"month\":null,\"day\":null,\"bound\":null},\"rule\":\"r\"}],"
                  "\"obligations\":[" DUTY(PARTY("Bộ A", "lead"), "0", "") "," DUTY(PARTY("Bộ A", "coordinate"), "1", "") "," DUTY(PARTY("Bộ A", "lead"), "2", "") ","
                  DUTY(PARTY("Bộ A", "lead"), "3", "") "," DUTY(PARTY("Bộ A", "lead"), "", "") "," DUTY(PARTY("Bộ A", "lead"), "", ",\"routine\":true") ","
                  DUTY(PARTY("Bộ A", "recipient"), "1", "") "," DUTY(PARTY("Bộ A", "lead"), "", ",\"condition\":\"nếu\"") "," DUTY(PARTY("Bộ B", "lead"), "0", "") "]"), NV_PUT_NEW);
    commit(s);
    nv_arena *a = nv_arena_new();
    nv_ans_tasks t;
    nv_str near;
    bool bad_doc;
    nv_err err;
    /* strictly before 31/12: only “trước 31/12”, whose last day is the 30th */
    nv_ask_tasks ask = { .who = NV_LIT("bo a"), .before = { 2012, 12, 31 } };
    assert_int_equal(nv_store_tasks(s, &ask, a, &t, &near, &bad_doc, &err), NV_OK);
    assert_int_equal(t.tasks.n, 1);
    assert_true(nv_str_eqz(t.tasks.v[0].id, "aaaaaaaa-1"));
    assert_true(nv_str_eqz(t.tasks.v[0].first_due, "2012-12-30"));
    assert_int_equal(t.left_out.recurring, 1);
    assert_int_equal(t.left_out.undated, 1);
    assert_int_equal(t.left_out.routine, 1);
    assert_int_equal(t.left_out.conditional, 1);
    /* by 31/12: “đến 31/12” and “trước 1/1” too */
    ask = (nv_ask_tasks){ .who = NV_LIT("Bộ A"), .by = { 2012, 12, 31 } };
    assert_int_equal(nv_store_tasks(s, &ask, a, &t, &near, &bad_doc, &err), NV_OK);
    assert_int_equal(t.tasks.n, 3);
    ask.role = NV_LIT("lead");
    assert_int_equal(nv_store_tasks(s, &ask, a, &t, &near, &bad_doc, &err), NV_OK);
    assert_int_equal(t.tasks.n, 2);
    ask.role = NV_LIT("any");
    assert_int_equal(nv_store_tasks(s, &ask, a, &t, &near, &bad_doc, &err), NV_OK);
    assert_int_equal(t.tasks.n, 4);
    ask = (nv_ask_tasks){ .who = NV_LIT("Bộ A"), .after = { 2012, 12, 30 } };
    assert_int_equal(nv_store_tasks(s, &ask, a, &t, &near, &bad_doc, &err), NV_OK);
    assert_int_equal(t.tasks.n, 2);
    ask.all = true;
    assert_int_equal(nv_store_tasks(s, &ask, a, &t, &near, &bad_doc, &err), NV_OK);
    assert_int_equal(t.tasks.n, 6);
    ask = (nv_ask_tasks){ .who = NV_LIT("Bo C"), .role = NV_LIT("any") };
    assert_int_equal(nv_store_tasks(s, &ask, a, &t, &near, &bad_doc, &err), NV_E_USAGE);
    assert_false(bad_doc);
    assert_true(near.n > 0);
    ask = (nv_ask_tasks){ .doc = NV_LIT("21/CT-TT") };
    assert_int_equal(nv_store_tasks(s, &ask, a, &t, &near, &bad_doc, &err), NV_E_USAGE);
    assert_true(bad_doc);
    assert_true(nv_str_eqz(near, "21/CT-TTg"));
    nv_str quote;
    assert_int_equal(nv_store_show(s, NV_LIT("aaaaaaaa-1"), (nv_date){ 0 }, a, &t, &quote, &err), NV_OK);
    assert_int_equal(t.tasks.n, 1);
    assert_true(nv_str_eqz(quote, "Giao Bộ A làm việc."));
    static const char *const no_ids[] = { "", "-", "aaaaaaaa", "aaaaaaaa-", "aaaaaaaa-0", "aaaaaaaa-99", "zz-1", "aaaaaaaa-1x", "%-1" };
    for (unsigned i = 0; i < NV_NELEM(no_ids); i++) {
        assert_int_equal(nv_store_show(s, nv_str_of(no_ids[i]), (nv_date){ 0 }, a, &t, &quote, &err), NV_OK);
        assert_int_equal(t.tasks.n, 0);
    }
    nv_arena_free(a);
    nv_store_close(s);
}

static uint32_t hits(nv_store *s, const char *words)
{
    nv_arena *a = nv_arena_new();
    nv_ans_hits v = { 0 };
    uint32_t total;
    nv_err err;
    assert_int_equal(nv_store_search(s, nv_str_of(words), 10, a, &v, &total, &err), NV_OK);
    nv_arena_free(a);
    return total;
}

static void search(void **state)
{
    (void)state;
    nv_store *s = open_rw("search.db");
    put(s, record('a', "g", HEAD("CT", "1/CT", "2012-08-06", "A"),
                  UNITS ",\"tables\":[{\"eid\":\"cl_1\",\"page\":2,\"start\":0,\"end\":4,\"header_rows\":1,\"rows\":[[{\"text\":\"Nhiệm vụ đặc biệt\",\"row\":0,\"col\":0,\"rowspan\":1,\"colspan\":1}]],"
                  "\"citations\":[]}]"), NV_PUT_NEW);
    commit(s);
    static const struct { const char *words; uint32_t n; } asks[] = {
        { "dieu", 1 }, { "điều", 1 }, { "ĐIỀU", 1 }, { "dung han", 1 }, { "\"dung han\"", 1 }, { "\"han dung\"", 0 }, { "“đúng hạn”", 1 }, { "dac biet", 1 }, { "khong co", 0 },
        { "", 0 }, { "\"", 0 }, { "dieu\"", 1 }, { "dieu AND OR NOT", 0 }, { "body:dieu", 0 }, { "dieu*", 1 }, { "(dieu", 1 }, { "^dieu -x", 0 }, { "'; DROP TABLE units; --", 0 },
    };
    for (unsigned i = 0; i < NV_NELEM(asks); i++) assert_int_equal(hits(s, asks[i].words), asks[i].n);
    nv_store_close(s);
    expect("search.db", "SELECT text FROM v_cells", "Nhiệm vụ đặc biệt\n");
}

static void find_docs(void **state)
{
    (void)state;
    nv_store *s;
    nv_err err;
    assert_int_equal(nv_store_open(path("order0.db"), NV_STORE_READ, &s, &err), NV_OK);
    static const struct { const char *text; uint32_t n; } asks[] = {
        { "21/CT-TTg", 1 }, { "Chỉ thị số 21/CT-TTg", 1 }, { "21/ct-ttg", 1 }, { "79/QĐ-TTg", 1 }, { "79/QD-TTg", 1 }, { "79/2010/QĐ-TTg", 1 }, { "79/2011/QĐ-TTg", 0 },
        { "15/2019/QĐ-UBND", 3 }, { "21", 1 }, { "a.pdf", 1 }, { "aaaaaa", 1 }, { "nothing", 0 }, { "", 0 },
    };
    for (unsigned i = 0; i < NV_NELEM(asks); i++) {
        nv_arena *a = nv_arena_new();
        nv_ans_docs v = { 0 };
        assert_int_equal(nv_store_find_docs(s, nv_str_of(asks[i].text), a, &v, &err), NV_OK);
        assert_int_equal(v.n, asks[i].n);
        nv_arena_free(a);
    }
    nv_store_close(s);
}

/* ---- classes ------------------------------------------------------------------------------------------------------------ */

#define CLASS(name, role) "{\"id\":null,\"name\":\"" name "\",\"role\":\"" role "\",\"how\":\"sentence\",\"class\":true}"

static void classes(void **state)
{
    (void)state;
    nv_buf errors = { 0 };
    nv_grammar *g = nv_grammar_load(unit_grammars(), &errors);
    nv_registry *reg = g ? nv_registry_load(g, &errors) : NULL;
    if (!reg) fail_msg("grammars: %s", nv_buf_z(&errors));
    nv_store *s;
    nv_err err;
    assert_int_equal(nv_store_open(path("class.db"), NV_STORE_WRITE, &s, &err), NV_OK);
    assert_int_equal(nv_store_registry(s, reg, nv_grammar_digest(g), &err), NV_OK);
    assert_int_equal(nv_store_begin(s, &err), NV_OK);
    put(s, record('a', "g", HEAD("CT", "21/CT-TTg", "2012-08-06", "Thủ tướng Chính phủ"),
                  UNITS ",\"obligations\":[" DUTY(CLASS("Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương", "lead"), "", "") ","
                  DUTY(CLASS("các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", "lead"), "", "") "]"), NV_PUT_NEW);
    put(s, record('b', "g", HEAD("CT", "9/CT-TTg", "2025-10-06", "Thủ tướng Chính phủ"),
                  UNITS ",\"obligations\":[" DUTY(CLASS("Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương", "lead"), "", "") "]"), NV_PUT_NEW);
    commit(s);
    static const struct { const char *who; uint32_t n; } asks[] = {
        { "UBND tỉnh Bắc Ninh", 2 }, { "ubnd tinh bac ninh", 2 }, /* before and after July 2025 */
        { "UBND tỉnh Bắc Giang", 1 },                             /* merged into Bắc Ninh: nothing of October 2025 is its own */
        { "Bộ Thông tin và Truyền thông", 1 },                    { "Bộ Dân tộc và Tôn giáo", 0 }, /* of 2025: no duty of 2012 falls on it */
    };
    for (unsigned i = 0; i < NV_NELEM(asks); i++) {
        nv_arena *a = nv_arena_new();
        nv_ans_tasks t;
        nv_str near;
        bool bad_doc;
        nv_ask_tasks ask = { .who = nv_str_of(asks[i].who), .as_written = true };
        assert_int_equal(nv_store_tasks(s, &ask, a, &t, &near, &bad_doc, &err), NV_OK);
        if (t.tasks.n != asks[i].n) fail_msg("%s: %u tasks", asks[i].who, t.tasks.n);
        if (t.tasks.n) assert_true(t.tasks.v[0].via.n > 0);
        nv_arena_free(a);
    }
    /* with those that it took over from: the duty of 2012 falls on it as the successor of Ủy ban Dân tộc */
    nv_arena *a = nv_arena_new();
    nv_ans_tasks t;
    nv_str near;
    bool bad_doc;
    nv_ask_tasks ask = { .who = NV_LIT("Bộ Dân tộc và Tôn giáo") };
    assert_int_equal(nv_store_tasks(s, &ask, a, &t, &near, &bad_doc, &err), NV_OK);
    assert_int_equal(t.tasks.n, 1);
    assert_non_null(t.tasks.v[0].tie);
    assert_true(nv_str_eqz(t.tasks.v[0].tie->name, "Ủy ban Dân tộc"));
    nv_arena_free(a);
    nv_store_close(s);
    nv_registry_free(reg);
    nv_grammar_free(g);
    nv_buf_clear(&errors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys),          cmocka_unit_test(twice_is_once), cmocka_unit_test(again_replaces), cmocka_unit_test(bad_records), cmocka_unit_test(not_ours),
        cmocka_unit_test(order_is_of_no_account), cmocka_unit_test(tasks_by_day), cmocka_unit_test(search), cmocka_unit_test(find_docs), cmocka_unit_test(classes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
