/* query_docs.c - documents: lists, the one that a person means, who cites whom, words, what needs a second look. */
#include "model/date.h"
#include "store/db.h"
#include "store/query.h"
#include <stdlib.h>

#define DOC_COLUMNS \
    "SELECT d.id, d.type, d.number, d.name, d.date, d.issuer, d.title, f.name, f.format, f.pages, f.bad_pages, " \
    "(SELECT count(*) FROM identities i JOIN files g ON g.identity = i.id WHERE i.document = d.id), " \
    "(SELECT count(*) FROM obligations o WHERE o.file = f.id AND o.verdict IS NOT 'rejected'), " \
    "(SELECT count(DISTINCT i.document) FROM citations c JOIN identities i ON i.id = c.identity WHERE c.file = f.id AND i.document <> d.id), " \
    "(SELECT count(DISTINCT h.document) FROM identities i JOIN citations c ON c.identity = i.id JOIN files g ON g.id = c.file AND g.main JOIN identities h ON h.id = g.identity " \
    "  WHERE i.document = d.id AND h.document <> d.id), d.main_file IS NOT NULL FROM documents d LEFT JOIN files f ON f.id = d.main_file "
#define DOC_ORDER " ORDER BY d.main_file IS NULL, d.date IS NULL, d.date, d.number, d.name, d.key"

static void read_doc(sqlite3_stmt *st, nv_arena *a, nv_ans_doc *d)
{
    nv_str *const text[] = { &d->type, &d->number, &d->name, &d->date, &d->issuer, &d->title, &d->file, &d->format };
    d->id = nv_col_int(st, 0);
    for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i + 1, a);
    d->pages = nv_col_int(st, 9);
    d->bad_pages = nv_col_int(st, 10);
    uint32_t *const counts[] = { &d->files, &d->tasks, &d->cites, &d->cited };
    for (int i = 0; i < (int)NV_NELEM(counts); i++) *counts[i] = (uint32_t)nv_col_int(st, 11 + i);
    d->have = nv_col_int(st, 15) != 0;
}

static bool read_docs(sqlite3_stmt *st, nv_arena *a, nv_ans_docs *out)
{
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW) read_doc(st, a, NV_PUSH(a, out));
    return sqlite3_reset(st) == SQLITE_OK;
}

nv_status nv_store_docs(nv_store *s, nv_arena *a, nv_ans_docs *out, nv_err *err)
{
    return read_docs(nv_db_sql(s, DOC_COLUMNS DOC_ORDER), a, out) ? NV_OK : nv_db_fail(s, err);
}

nv_status nv_store_doc(nv_store *s, int64_t id, nv_arena *a, nv_ans_doc *out, nv_err *err)
{
    sqlite3_stmt *st = nv_db_sql(s, DOC_COLUMNS "WHERE d.id = ?");
    nv_ans_docs v = { 0 };
    if (st) nv_bind_int(st, 1, id);
    if (!read_docs(st, a, &v)) return nv_db_fail(s, err);
    *out = v.n ? v.v[0] : (nv_ans_doc){ 0 };
    return NV_OK;
}

/* ---- which document does a person mean ------------------------------------------------------------------------------- */

/* “Chỉ thị số 21/CT-TTg” -> “21/CT-TTg”: what is behind the type's name. A text without a digit, or a law's name with its year, stays. */
static nv_str number_part(nv_str text)
{
    for (uint32_t i = 0; i < text.n; i++) {
        if (!nv_is_digit((unsigned char)text.p[i])) continue;
        bool number = nv_str_find(text, NV_LIT("/"), i) != UINT32_MAX || nv_str_find(text, NV_LIT("-"), i) != UINT32_MAX || i == 0;
        return number ? nv_str_cut(text, i, text.n) : text;
    }
    return text;
}

/* Adds the documents of one way of asking, each once. */
static bool find_by(nv_store *s, sqlite3_stmt *st, nv_arena *a, nv_ans_docs *out, nv_err *err)
{
    if (!st) return false;
    NV_VEC(int64_t) ids = { 0 };
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, &ids) = nv_col_int(st, 0);
    if (sqlite3_reset(st) != SQLITE_OK) return false;
    for (uint32_t i = 0; i < ids.n; i++) {
        bool there = false;
        for (uint32_t k = 0; k < out->n; k++) there = there || out->v[k].id == ids.v[i];
        if (!there && nv_store_doc(s, ids.v[i], a, NV_PUSH(a, out), err)) return false;
    }
    return true;
}

static int by_doc(const void *x, const void *y)
{
    const nv_ans_doc *a = x, *b = y;
    if (a->have != b->have) return a->have ? -1 : 1;
    int d = nv_str_cmp(a->date, b->date);
    if (!d) d = nv_str_cmp(a->number, b->number);
    if (!d) d = nv_str_cmp(a->name, b->name);
    if (!d) d = nv_str_cmp(a->issuer, b->issuer);
    return d ? d : nv_str_cmp(a->file, b->file);
}

nv_status nv_store_find_docs(nv_store *s, nv_str text, nv_arena *a, nv_ans_docs *out, nv_err *err)
{
    int year, name_year;
    text = nv_arena_str(a, nv_str_trim(text));
    nv_str number = number_part(text), key = nv_number_key(a, number, &year), name = nv_name_key(a, text, &name_year);
    bool bare = number.n && strspn(number.p, "0123456789") == number.n; /* “21”: any number that begins 21/ or 21- */
    bool hash = text.n >= 6 && text.n <= 64 && strspn(text.p, "0123456789abcdef") == text.n;
    sqlite3_stmt *st = nv_db_sql(s, "SELECT DISTINCT document FROM identities WHERE number_key = ?1 AND (?2 IS NULL OR year IS NULL OR year = ?2) ORDER BY 1");
    if (st) nv_bind(st, 1, key), nv_bind_opt(st, 2, year, 0);
    bool ok = find_by(s, st, a, out, err);
    st = nv_db_sql(s, "SELECT DISTINCT document FROM identities WHERE name_key = ?1 AND (?2 IS NULL OR year IS NULL OR year = ?2) ORDER BY 1");
    if (st) nv_bind(st, 1, name), nv_bind_opt(st, 2, name_year, 0);
    ok = ok && find_by(s, st, a, out, err);
    if (ok && !out->n) { /* reads all file names: only for what is no number and no name */
        st = nv_db_sql(s, "SELECT DISTINCT i.document FROM files f CROSS JOIN identities i ON i.id = f.identity WHERE f.name = ?1 OR (?2 AND substr(f.sha256, 1, length(?1)) = ?1) ORDER BY 1");
        if (st) nv_bind(st, 1, text), nv_bind_int(st, 2, hash);
        ok = find_by(s, st, a, out, err);
    }
    if (ok && bare && !out->n) {
        st = nv_db_sql(s, "SELECT DISTINCT document FROM identities WHERE (number_key >= ?1 || '/' AND number_key < ?1 || '0') OR (number_key >= ?1 || '-' AND number_key < ?1 || '.') ORDER BY 1");
        if (st) nv_bind(st, 1, key);
        ok = find_by(s, st, a, out, err);
    }
    if (!ok) return nv_db_fail(s, err);
    if (out->n) qsort(out->v, out->n, sizeof *out->v, by_doc);
    return NV_OK;
}

nv_str nv_store_near_doc(nv_store *s, nv_str text, nv_arena *a)
{
    int year;
    nv_str key = nv_number_key(a, number_part(nv_arena_str(a, nv_str_trim(text))), &year), best_number = { 0 };
    unsigned best = 2 + key.n / 5;
    sqlite3_stmt *st = nv_db_sql(s, "SELECT number_key, number FROM identities WHERE number_key IS NOT NULL ORDER BY self DESC, number_key, number");
    while (st && sqlite3_step(st) == SQLITE_ROW) {
        nv_str k = { (const char *)sqlite3_column_text(st, 0), (uint32_t)sqlite3_column_bytes(st, 0) };
        unsigned d = nv_edit_distance(k, key);
        if (d < best) best = d, best_number = nv_col(st, 1, a);
    }
    if (st) sqlite3_reset(st);
    return best_number;
}

/* ---- citations ------------------------------------------------------------------------------------------------------- */

nv_status nv_store_edges(nv_store *s, int64_t doc, bool citing, nv_arena *a, nv_ans_edges *out, nv_err *err)
{
    sqlite3_stmt *st = citing ? nv_db_sql(s, "SELECT d.id, c.relation, count(*) FROM documents m JOIN citations c ON c.file = m.main_file JOIN identities i ON i.id = c.identity "
                                             "JOIN documents d ON d.id = i.document WHERE m.id = ?1 AND d.id <> ?1 GROUP BY d.id, c.relation "
                                             "ORDER BY d.date IS NULL, d.date, d.number, d.name, d.key, c.relation")
                              : nv_db_sql(s, "SELECT d.id, c.relation, count(*) FROM identities i JOIN citations c ON c.identity = i.id JOIN files f ON f.id = c.file AND f.main "
                                             "JOIN identities h ON h.id = f.identity JOIN documents d ON d.id = h.document WHERE i.document = ?1 AND d.id <> ?1 GROUP BY d.id, c.relation "
                                             "ORDER BY d.date IS NULL, d.date, d.number, d.name, d.key, c.relation");
    if (!st) return nv_db_fail(s, err);
    nv_bind_int(st, 1, doc);
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, out) = (nv_ans_edge){ nv_col_int(st, 0), nv_col(st, 1, a), (uint32_t)nv_col_int(st, 2) };
    return sqlite3_reset(st) == SQLITE_OK ? NV_OK : nv_db_fail(s, err);
}

/* ---- words ----------------------------------------------------------------------------------------------------------- */

/* Adds the words of a part of the query, each in quotes, or all in one pair. */
static void add_words(nv_str part, bool together, nv_buf *q)
{
    nv_buf w = { 0 };
    nv_fts_words(part, &w);
    bool open = false;
    for (size_t i = 0; i < w.n;) {
        size_t beg = i;
        while (i < w.n && w.p[i] != ' ') i++;
        if (i > beg) {
            if (!open && q->n) nv_buf_addc(q, ' ');
            if (!open) nv_buf_addc(q, '"');
            else nv_buf_addc(q, ' ');
            nv_buf_add(q, w.p + beg, i - beg);
            open = together;
            if (!open) nv_buf_addc(q, '"');
        }
        i += i < w.n;
    }
    if (open) nv_buf_addc(q, '"');
    nv_buf_clear(&w);
}

/* What a person types -> an FTS expression that no sign of it can break: all words, those between quotation marks in their order. */
void nv_fts_query(nv_str words, nv_buf *q)
{
    uint32_t at = 0, beg = 0;
    bool inside = false;
    while (at < words.n) {
        uint32_t here = at, c = nv_utf8_next(words, &at);
        if (c != '"' && c != 0x201c && c != 0x201d) continue;
        add_words(nv_str_cut(words, beg, here), inside, q);
        inside = !inside;
        beg = at;
    }
    add_words(nv_str_cut(words, beg, words.n), inside, q);
}

nv_status nv_store_search(nv_store *s, nv_str words, uint32_t limit, nv_arena *a, nv_ans_hits *out, uint32_t *total, nv_err *err)
{
    nv_buf q = { 0 };
    *total = 0;
    nv_fts_query(words, &q);
    if (!q.n) return NV_OK;
    nv_str query = nv_arena_str(a, nv_buf_str(&q));
    nv_buf_clear(&q);
    sqlite3_stmt *st = nv_db_sql(s, "SELECT f.number, coalesce(f.type_name, f.type), f.title, f.date, f.name, u.eid, u.heading, CASE WHEN t.id IS NULL THEN u.text ELSE (SELECT "
                                    "group_concat(c.value ->> 'text', ' | ') FROM json_each(t.rows) r, json_each(r.value) c) END, coalesce(t.page, u.page), count(*) OVER () "
                                    "FROM fts LEFT JOIN tables t ON t.id = -fts.rowid LEFT JOIN units u ON u.id = CASE WHEN fts.rowid > 0 THEN fts.rowid ELSE t.unit END "
                                    "JOIN files f ON f.id = coalesce(t.file, u.file) AND f.main WHERE fts MATCH ? "
                                    "ORDER BY fts.rank, f.date, f.number, f.sha256, coalesce(t.start, u.start) LIMIT ?");
    if (!st) return nv_db_fail(s, err);
    nv_bind(st, 1, query);
    nv_bind_int(st, 2, limit);
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_ans_hit *h = NV_PUSH(a, out);
        nv_str *const text[] = { &h->number, &h->type, &h->title, &h->date, &h->file, &h->eid, &h->heading, &h->text };
        for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i, a);
        h->page = (uint32_t)nv_col_int(st, 8);
        *total = (uint32_t)nv_col_int(st, 9);
    }
    return sqlite3_reset(st) == SQLITE_OK ? NV_OK : nv_db_fail(s, err);
}

/* The hashes asked for, in a temporary table. Queries begin with it (CROSS JOIN: the planner may not turn it round and walk through all files). */
static bool fill_run(nv_store *s, const nv_str *sha256, uint32_t n)
{
    if (!nv_db_exec(s, "CREATE TEMP TABLE IF NOT EXISTS run(sha256 TEXT PRIMARY KEY); DELETE FROM temp.run")) return false;
    for (uint32_t i = 0; i < n; i++) {
        sqlite3_stmt *st = nv_db_sql(s, "INSERT OR IGNORE INTO temp.run VALUES(?)");
        if (!st) return false;
        nv_bind(st, 1, sha256[i]);
        if (!nv_db_run(st)) return false;
    }
    return true;
}

nv_status nv_store_second_look(nv_store *s, const nv_str *sha256, uint32_t n, nv_arena *a, nv_ans_looks *out, nv_err *err)
{
    if (!fill_run(s, sha256, n)) return nv_db_fail(s, err);
    /* NV1xx: reading; NV13x: noted, nothing wrong; NV211 … NV214: number, date, type or issuer not found. A page in doubt without a diagnostic of its own speaks for itself. */
    sqlite3_stmt *st = nv_db_sql(s, "SELECT f.name, f.number, x.page, coalesce(x.message, x.code) AS why FROM temp.run CROSS JOIN files f USING (sha256) JOIN diagnostics x ON x.file = f.id "
                                    "WHERE (x.code LIKE 'NV1%' AND x.code NOT LIKE 'NV13%') OR x.code BETWEEN 'NV211' AND 'NV214' UNION SELECT f.name, f.number, p.page, p.verdict || coalesce(': ' || p.reason, '') "
                                    "FROM temp.run CROSS JOIN files f USING (sha256) JOIN pages p ON p.file = f.id WHERE p.verdict <> 'good' AND NOT EXISTS (SELECT 1 FROM diagnostics x "
                                    "WHERE x.file = p.file AND x.page = p.page AND x.code LIKE 'NV1%') ORDER BY 1, 3, 4, 2");
    if (!st) return nv_db_fail(s, err);
    while (sqlite3_step(st) == SQLITE_ROW)
        *NV_PUSH(a, out) = (nv_ans_look){ nv_col(st, 0, a), nv_col(st, 1, a), (uint32_t)nv_col_int(st, 2), nv_col(st, 3, a) };
    return sqlite3_reset(st) == SQLITE_OK ? NV_OK : nv_db_fail(s, err);
}

nv_status nv_store_signatures(nv_store *s, nv_arena *a, nv_ans_signs *out, nv_err *err)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT f.name, f.number, x.code, x.message FROM diagnostics x JOIN files f ON f.id = x.file WHERE x.code IN ('NV126', 'NV133', 'NV134', 'NV135') "
                                    "ORDER BY f.date, f.number, f.name, x.ord");
    if (!st) return nv_db_fail(s, err);
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_str code = nv_col(st, 2, a);
        const char *state = nv_str_eqz(code, "NV126") ? "changed" : nv_str_eqz(code, "NV133") ? "intact" : nv_str_eqz(code, "NV134") ? "extended" : "unknown";
        *NV_PUSH(a, out) = (nv_ans_sign){ nv_col(st, 0, a), nv_col(st, 1, a), nv_str_of(state), nv_col(st, 3, a) };
    }
    return sqlite3_reset(st) == SQLITE_OK ? NV_OK : nv_db_fail(s, err);
}

nv_status nv_store_doubtful(nv_store *s, const nv_str *sha256, uint32_t n, nv_arena *a, nv_ans_looks *out, nv_err *err)
{
    if (!fill_run(s, sha256, n)) return nv_db_fail(s, err);
    sqlite3_stmt *st = nv_db_sql(s, "SELECT f.name, f.number, f.bad_pages FROM temp.run CROSS JOIN files f USING (sha256) WHERE f.bad_pages > 0 ORDER BY 1, 2");
    if (!st) return nv_db_fail(s, err);
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, out) = (nv_ans_look){ nv_col(st, 0, a), nv_col(st, 1, a), (uint32_t)nv_col_int(st, 2), { 0 } };
    return sqlite3_reset(st) == SQLITE_OK ? NV_OK : nv_db_fail(s, err);
}
