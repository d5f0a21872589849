#include "store/law.h"
#include "store/db.h"
#include "store/status.h"
#include <stdlib.h>

typedef struct {
    nv_store *s;
    nv_arena *a;
    nv_law *law;
    int64_t doc;
    uint32_t *at;             /* byte of each code point of the text, and of its end */
    uint32_t n;               /* code points */
} reader;

static sqlite3_stmt *ask(const reader *r, const char *sql)
{
    sqlite3_stmt *st = nv_db_sql(r->s, sql);
    if (st) nv_bind_int(st, 1, r->doc);
    return st;
}

#define OF_DOC "FROM documents d JOIN files f ON f.id = d.main_file "

static bool read_head(reader *r)
{
    nv_law *l = r->law;
    sqlite3_stmt *st = ask(r, "SELECT d.type, d.number, d.name, d.date, f.type_name, d.title, f.effective, f.name, f.sha256, t.text " OF_DOC "JOIN texts t ON t.file = f.id WHERE d.id = ?");
    if (!st) return false;
    if (sqlite3_step(st) == SQLITE_ROW) {
        nv_str *const to[] = { &l->id.type, &l->id.number, &l->id.name, &l->id.date, &l->type_name, &l->title, &l->effective, &l->file, &l->sha256, &l->text };
        for (unsigned i = 0; i < NV_NELEM(to); i++) *to[i] = nv_col(st, (int)i, r->a);
    }
    if (sqlite3_reset(st) != SQLITE_OK) return false;
    /* the one body of the registry that bears the name on that day */
    st = ask(r, "SELECT h.name, CASE count(g.id) WHEN 1 THEN min(g.id) END " OF_DOC "JOIN heads h ON h.file = f.id AND h.kind = 'issuer' "
                "LEFT JOIN registry g ON g.name = h.name AND g.generic IS NULL AND (g.valid_from IS NULL OR g.valid_from <= d.date) AND (g.valid_to IS NULL OR g.valid_to >= d.date) "
                "WHERE d.id = ? GROUP BY h.ord ORDER BY h.ord");
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(r->a, &l->issuers) = (nv_law_body){ .name = nv_col(st, 0, r->a), .reg = nv_col(st, 1, r->a) };
    return sqlite3_reset(st) == SQLITE_OK;
}

static nv_law_id law_id(const reader *r, sqlite3_stmt *st, int c)
{
    return (nv_law_id){ nv_col(st, c, r->a), nv_col(st, c + 1, r->a), nv_col(st, c + 2, r->a), nv_col(st, c + 3, r->a), (int)nv_col_int(st, c + 4) };
}

/* Of a target: what is known of the document, the year of the identity where there is no date. */
#define TARGET "t.type, t.number, t.name, t.date, coalesce(i.year, 0)"

static bool read_relations(reader *r)
{
    sqlite3_stmt *st = ask(r, "SELECT c.relation, t.type, t.number, t.name, t.date, max(coalesce(i.year, 0)), t.title " OF_DOC "JOIN citations c ON c.file = f.id JOIN identities i ON i.id = c.identity JOIN documents t ON t.id = i.document "
                              "WHERE d.id = ? AND t.id <> d.id GROUP BY c.relation, t.id ORDER BY c.relation, t.date, t.number, t.name, t.key");
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(r->a, &r->law->relations) = (nv_law_relation){ nv_col(st, 0, r->a), law_id(r, st, 1), nv_col(st, 6, r->a) };
    return sqlite3_reset(st) == SQLITE_OK;
}

/* ---- places: the database counts code points ------------------------------------------------------------------------ */

static void measure(reader *r)
{
    nv_str t = r->law->text;
    r->at = nv_xmalloc(((size_t)t.n + 1) * sizeof *r->at);
    for (uint32_t at = 0; at < t.n;) {
        r->at[r->n++] = at;
        (void)nv_utf8_next(t, &at);
    }
    r->at[r->n] = t.n;
}

/* Columns c and c+1 as a span of bytes; false if there is none. */
static bool span(const reader *r, sqlite3_stmt *st, int c, uint32_t *beg, uint32_t *end)
{
    int64_t from = nv_col_int(st, c), to = nv_col_int(st, c + 1);
    if (sqlite3_column_type(st, c) == SQLITE_NULL || from < 0 || to < from || to > r->n) return false;
    *beg = r->at[from];
    *end = r->at[to];
    return true;
}

static bool read_units(reader *r)
{
    sqlite3_stmt *st = ask(r, "SELECT u.eid, u.kind, u.heading, u.text, u.start, u.stop " OF_DOC "JOIN units u ON u.file = f.id WHERE d.id = ? ORDER BY u.id");
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_law_unit u = { .eid = nv_col(st, 0, r->a), .kind = nv_col(st, 1, r->a), .heading = nv_col(st, 2, r->a), .own = nv_col(st, 3, r->a) };
        (void)span(r, st, 4, &u.beg, &u.end);
        *NV_PUSH(r->a, &r->law->units) = u;
    }
    for (uint32_t i = 0; i < r->law->units.n; i++) {
        nv_law_unit *u = &r->law->units.v[i];
        for (uint32_t k = i + 1; k < r->law->units.n; k++) {
            nv_str e = r->law->units.v[k].eid;
            if (!(e.n > u->eid.n + 2 && nv_str_starts(e, u->eid) && memcmp(e.p + u->eid.n, "__", 2) == 0)) break;
            u->below++;
        }
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool read_refs(reader *r)
{
    sqlite3_stmt *st = ask(r, "SELECT c.start, c.stop, " TARGET ", c.relation = 'self' OR t.id = d.id, c.locator ->> '$[0]' " OF_DOC "JOIN citations c ON c.file = f.id "
                              "LEFT JOIN identities i ON i.id = c.identity LEFT JOIN documents t ON t.id = i.document WHERE d.id = ? AND (t.id IS NOT NULL OR c.relation = 'self') ORDER BY c.ord");
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_law_mark m = { .kind = NV_MARK_REF, .to = law_id(r, st, 2), .self = nv_col_int(st, 7) != 0, .value = nv_col(st, 8, r->a) };
        if (span(r, st, 0, &m.beg, &m.end)) *NV_PUSH(r->a, &r->law->marks) = m;
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool read_marks(reader *r)
{
    sqlite3_stmt *st = ask(r, "SELECT x.start, x.stop, x.to_day " OF_DOC "JOIN deadlines x ON x.file = f.id WHERE d.id = ? AND x.to_day IS NOT NULL ORDER BY x.ord");
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_law_mark m = { .kind = NV_MARK_DATE, .value = nv_col(st, 2, r->a) };
        if (span(r, st, 0, &m.beg, &m.end)) *NV_PUSH(r->a, &r->law->marks) = m;
    }
    if (sqlite3_reset(st) != SQLITE_OK) return false;
    st = ask(r, "SELECT m.start, m.stop, nullif(a.reg, ''), a.name " OF_DOC "JOIN mentions m ON m.file = f.id JOIN agencies a ON a.id = m.agency AND NOT a.class WHERE d.id = ? ORDER BY m.ord");
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_law_mark m = { .kind = NV_MARK_ORG, .value = nv_col(st, 2, r->a), .name = nv_col(st, 3, r->a) };
        if (span(r, st, 0, &m.beg, &m.end)) *NV_PUSH(r->a, &r->law->marks) = m;
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool read_tables(reader *r)
{
    sqlite3_stmt *st = ask(r, "SELECT t.ord, t.start, t.stop, t.header_rows, c.value ->> 'row', c.value ->> 'col', c.value ->> 'rowspan', c.value ->> 'colspan', c.value ->> 'text' "
                              OF_DOC "JOIN tables t ON t.file = f.id, json_each(t.rows) w, json_each(w.value) c WHERE d.id = ? ORDER BY t.ord, w.key, c.key");
    int64_t last = -1;
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_law_table t = { .header_rows = (uint32_t)nv_col_int(st, 3) };
        if (!span(r, st, 1, &t.beg, &t.end)) continue;
        if (nv_col_int(st, 0) != last) *NV_PUSH(r->a, &r->law->tables) = t;
        last = nv_col_int(st, 0);
        nv_law_table *k = &r->law->tables.v[r->law->tables.n - 1];
        *NV_PUSH(r->a, &k->cells) = (nv_law_cell){ (int)nv_col_int(st, 4), (int)nv_col_int(st, 5), (int)nv_col_int(st, 6), (int)nv_col_int(st, 7), nv_col(st, 8, r->a) };
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

/* By place, the longer one first; references before days before bodies. */
static int by_place(const void *x, const void *y)
{
    const nv_law_mark *a = x, *b = y;
    if (a->beg != b->beg) return a->beg < b->beg ? -1 : 1;
    if (a->end != b->end) return a->end > b->end ? -1 : 1;
    return (int)a->kind - (int)b->kind;
}

static bool read_whole(reader *r)
{
    measure(r);
    bool ok = read_units(r) && read_refs(r) && read_marks(r) && read_tables(r);
    if (r->law->marks.n) qsort(r->law->marks.v, r->law->marks.n, sizeof *r->law->marks.v, by_place);
    free(r->at);
    return ok;
}

nv_status nv_store_law(nv_store *s, int64_t doc, nv_date on, bool whole, nv_arena *a, nv_law *out, nv_err *err)
{
    *out = (nv_law){ 0 };
    reader r = { .s = s, .a = a, .law = out, .doc = doc };
    if (!read_head(&r) || !read_relations(&r) || (whole && !read_whole(&r))) return nv_db_fail(s, err);
    nv_ans_status state;
    nv_status st = nv_store_status(s, doc, on, a, &state, err);
    if (!st) out->force = nv_str_of(nv_force_name(state.force));
    return st;
}
