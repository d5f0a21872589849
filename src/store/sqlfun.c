/* sqlfun.c - functions for SQL: folding, the words around a place, dates. */
#include "store/sqlfun.h"
#include "model/date.h"
#include <stdio.h>
#include <stdlib.h>

static nv_str arg(sqlite3_value *v)
{
    const char *p = (const char *)sqlite3_value_text(v);
    return p ? (nv_str){ p, (uint32_t)sqlite3_value_bytes(v) } : (nv_str){ 0 };
}

static void give(sqlite3_context *cx, nv_str s)
{
    if (s.p) sqlite3_result_text(cx, s.p, (int)s.n, SQLITE_TRANSIENT);
    else sqlite3_result_null(cx);
}

static void f_skel(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    nv_str s = arg(v[0]);
    if (!s.p) return;
    nv_buf b = { 0 };
    nv_skeleton(s, &b);
    give(cx, nv_buf_str(&b));
    nv_buf_clear(&b);
}

static void number_parts(sqlite3_context *cx, sqlite3_value *v, bool want_year)
{
    nv_str s = arg(v);
    if (!s.p) return;
    nv_arena *a = nv_arena_new();
    int year;
    nv_str key = nv_number_key(a, s, &year);
    if (!want_year) give(cx, key);
    else if (year) sqlite3_result_int(cx, year);
    nv_arena_free(a);
}

static void f_number_key(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    number_parts(cx, v[0], false);
}

static void f_number_year(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    number_parts(cx, v[0], true);
}

static bool is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

static void f_squeeze(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    nv_str s = arg(v[0]);
    if (!s.p) return;
    nv_buf b = { 0 };
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = nv_utf8_next(s, &at);
        if (is_dash(c)) nv_buf_addc(&b, '-');
        else if (c > ' ' && c != 0xa0) nv_buf_addu(&b, c);
    }
    give(cx, nv_buf_str(&b));
    nv_buf_clear(&b);
}

/* ---- the words around a place ---------------------------------------------------------------------------------------- */

/* The text last asked for, and a place in it both ways: rules go through a file from its beginning to its end, so that the way is short. */
typedef struct {
    nv_store *s;
    int64_t file;
    nv_arena *a;
    nv_str text;
    uint32_t byte, point;
} around;

static bool turn_to(around *r, int64_t file)
{
    if (r->a && r->file == file) return true;
    nv_arena_free(r->a);
    r->a = nv_arena_new();
    r->text = (nv_str){ 0 };
    r->file = file;
    r->byte = r->point = 0;
    sqlite3_stmt *st = nv_db_sql(r->s, "SELECT text FROM texts WHERE file = ?");
    if (!st) return false;
    nv_bind_int(st, 1, file);
    if (sqlite3_step(st) == SQLITE_ROW) r->text = nv_col(st, 0, r->a);
    sqlite3_reset(st);
    return r->text.p != NULL;
}

static void go(around *r, int64_t point)
{
    while (r->point < point && r->byte < r->text.n) {
        nv_utf8_next(r->text, &r->byte);
        r->point++;
    }
    while (r->point > point && r->byte > 0) {
        nv_utf8_prev(r->text, r->byte, &r->byte);
        r->point--;
    }
}

static void f_around(sqlite3_context *cx, int n, sqlite3_value **v, bool before)
{
    (void)n;
    around *r = sqlite3_user_data(cx);
    if (sqlite3_value_type(v[1]) == SQLITE_NULL || !turn_to(r, sqlite3_value_int64(v[0]))) return;
    go(r, sqlite3_value_int64(v[1]));
    uint32_t beg = r->byte, end = r->byte;
    for (int left = sqlite3_value_int(v[2]); left > 0; left--) {
        uint32_t at = before ? beg : end;
        if (before ? at == 0 : at >= r->text.n) break;
        uint32_t c = before ? nv_utf8_prev(r->text, at, &at) : nv_utf8_next(r->text, &at);
        if (c == '\n') break;
        *(before ? &beg : &end) = at;
    }
    give(cx, nv_str_cut(r->text, beg, end));
}

static void f_before(sqlite3_context *cx, int n, sqlite3_value **v)
{
    f_around(cx, n, v, true);
}

static void f_after(sqlite3_context *cx, int n, sqlite3_value **v)
{
    f_around(cx, n, v, false);
}

static void around_free(void *p)
{
    around *r = p;
    nv_arena_free(r->a);
    free(r);
}

/* ---- dates ----------------------------------------------------------------------------------------------------------- */

/* A number of at most `digits` digits at *at; -1 if there is none. */
static int number_at(nv_str s, uint32_t *at, unsigned digits)
{
    int x = -1;
    for (unsigned k = 0; k < digits && *at < s.n && nv_is_digit((unsigned char)s.p[*at]); k++, ++*at) x = (x < 0 ? 0 : x * 10) + (s.p[*at] - '0');
    return *at < s.n && nv_is_digit((unsigned char)s.p[*at]) ? -1 : x;
}

static void skip(nv_str s, uint32_t *at)
{
    while (*at < s.n && (s.p[*at] == ' ' || s.p[*at] == ',')) ++*at;
}

/* “ngay 30 thang 11 nam 2010”, “30/11/2010”, “30-11-2010” at *at of a skeleton; false if it is not such a text. The numbers need not be a date. */
static bool date_at(nv_str s, uint32_t *at, int *d, int *m, int *y)
{
    uint32_t i = *at;
    skip(s, &i);
    bool word = nv_str_starts(nv_str_cut(s, i, s.n), NV_LIT("ngay "));
    if (word) i += 5;
    *d = number_at(s, &i, 2);
    nv_str rest = nv_str_cut(s, i, s.n);
    bool spelt = nv_str_starts(rest, NV_LIT(" thang "));
    if (*d < 0 || (!spelt && !(rest.n && strchr("/-.", rest.p[0])))) return false;
    i += spelt ? 7 : 1;
    *m = number_at(s, &i, 2);
    rest = nv_str_cut(s, i, s.n);
    if (*m < 0 || !(spelt ? nv_str_starts(rest, NV_LIT(" nam ")) : rest.n && strchr("/-.", rest.p[0]))) return false;
    i += spelt ? 5 : 1;
    uint32_t year = i;
    *y = number_at(s, &i, 4);
    if (*y < 0 || i - year != 4) return false;
    *at = i;
    return word || spelt || *y >= 1900;
}

static void f_no_such_date(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    nv_buf b = { 0 };
    nv_skeleton(arg(v[0]), &b);
    nv_str s = nv_buf_str(&b);
    uint32_t at = 0;
    int d, m, y;
    if (date_at(s, &at, &d, &m, &y) && nv_date_none(nv_date_make(y, m, d))) {
        char z[40];
        snprintf(z, sizeof z, "%02d/%02d/%04d", d, m, y);
        sqlite3_result_text(cx, z, -1, SQLITE_TRANSIENT);
    }
    nv_buf_clear(&b);
}

static void f_ends_on(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    nv_buf b = { 0 };
    nv_skeleton(arg(v[0]), &b);
    nv_str s = nv_buf_str(&b);
    static const char *const between[] = { " thi hanh", " ke", " tu" };
    uint32_t at = nv_str_find(s, NV_LIT("het hieu luc"), 0);
    if (at != UINT32_MAX) {
        at += 12;
        for (unsigned k = 0; k < NV_NELEM(between); k++)
            if (nv_str_starts(nv_str_cut(s, at, s.n), nv_str_of(between[k]))) at += (uint32_t)strlen(between[k]);
        int d, m, y;
        if (date_at(s, &at, &d, &m, &y) && !nv_date_none(nv_date_make(y, m, d))) {
            char iso[12];
            nv_date_iso(nv_date_make(y, m, d), iso);
            sqlite3_result_text(cx, iso, -1, SQLITE_TRANSIENT);
        }
    }
    nv_buf_clear(&b);
}

/* ---- places ---------------------------------------------------------------------------------------------------------- */

/* An eId without the groups above articles, which citations leave out (contract 3.4): chp_II__art_5__cl_1 -> art_5__cl_1. */
static nv_str below_groups(nv_str eid)
{
    static const char *const groups[] = { "part_", "chp_", "sec_", "subsec_" };
    for (bool again = true; again;) {
        again = false;
        uint32_t end = nv_str_find(eid, NV_LIT("__"), 0);
        for (unsigned i = 0; end != UINT32_MAX && !again && i < NV_NELEM(groups); i++) again = nv_str_starts(eid, nv_str_of(groups[i]));
        if (again) eid = nv_str_cut(eid, end + 2, eid.n);
    }
    return eid;
}

static void f_place(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    nv_str eid = arg(v[0]);
    if (eid.p) give(cx, below_groups(eid));
}

/* Where the last token of an eId begins. */
static uint32_t last_token(nv_str eid)
{
    uint32_t at = 0;
    for (uint32_t next; (next = nv_str_find(eid, NV_LIT("__"), at)) != UINT32_MAX;) at = next + 2;
    return at;
}

static void f_place_up(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    nv_str eid = arg(v[0]);
    if (!eid.p) return;
    uint32_t at = last_token(eid);
    give(cx, nv_str_cut(eid, 0, at >= 2 ? at - 2 : 0));
}

static void f_place_kind(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    nv_str eid = arg(v[0]);
    if (!eid.p) return;
    nv_str token = nv_str_cut(eid, last_token(eid), eid.n);
    uint32_t bar = nv_str_find(token, NV_LIT("_"), 0);
    give(cx, bar == UINT32_MAX ? token : nv_str_cut(token, 0, bar));
}

static void f_type_code(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    nv_str key = arg(v[0]);
    uint32_t beg = key.p ? nv_str_find(key, NV_LIT("/"), 0) : UINT32_MAX;
    if (beg == UINT32_MAX) return;
    uint32_t end = ++beg;
    while (end < key.n && !strchr("/-. ", key.p[end])) end++;
    give(cx, nv_str_cut(key, beg, end));
}

static void f_place_in(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    nv_str eid = arg(v[0]), place = arg(v[1]);
    if (!eid.p || !place.p) return;
    bool in = false;
    for (int k = 0; k < 2 && !in; k++) {
        nv_str e = k ? below_groups(eid) : eid, p = k ? below_groups(place) : place;
        in = nv_str_starts(e, p) && (e.n == p.n || nv_str_starts(nv_str_cut(e, p.n, e.n), NV_LIT("__")));
    }
    sqlite3_result_int(cx, in);
}

bool nv_sqlfun_add(nv_store *s)
{
    enum { PURE = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS };
    static const struct { const char *name; int n; void (*fn)(sqlite3_context *, int, sqlite3_value **); } pure[] = {
        { "skel", 1, f_skel }, { "number_key", 1, f_number_key }, { "number_year", 1, f_number_year }, { "squeeze", 1, f_squeeze },
        { "no_such_date", 1, f_no_such_date }, { "ends_on", 1, f_ends_on }, { "place_in", 2, f_place_in },
        { "place", 1, f_place }, { "place_up", 1, f_place_up }, { "place_kind", 1, f_place_kind }, { "type_code", 1, f_type_code },
    };
    for (unsigned i = 0; i < NV_NELEM(pure); i++)
        if (sqlite3_create_function_v2(s->db, pure[i].name, pure[i].n, PURE, NULL, pure[i].fn, NULL, NULL, NULL) != SQLITE_OK) return false;
    around *r = nv_xmalloc(sizeof *r), *t = nv_xmalloc(sizeof *t);
    *r = (around){ .s = s };
    *t = (around){ .s = s };
    return sqlite3_create_function_v2(s->db, "words_before", 3, SQLITE_UTF8 | SQLITE_INNOCUOUS, r, f_before, NULL, NULL, around_free) == SQLITE_OK &&
           sqlite3_create_function_v2(s->db, "words_after", 3, SQLITE_UTF8 | SQLITE_INNOCUOUS, t, f_after, NULL, NULL, around_free) == SQLITE_OK;
}
