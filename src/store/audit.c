/* audit.c - runs the rules of audit.def. What several rules need is laid out once in temporary tables, each filled when the first rule asks for it. */
#include "store/audit.h"
#include "store/legal.h"
#include "store/sqlfun.h"
#include <stdlib.h>

#define NV_PAIR(vi, en) vi, en
static const nv_audit_rule rules[] = {
#define NV_RULE(id, level, title, line, why, sql) { id, NV_LEVEL_##level, { NV_PAIR title }, { NV_PAIR line }, { NV_PAIR why }, sql },
#include "store/audit.def"
#undef NV_RULE
};

const nv_audit_rule *nv_audit_rules(unsigned *n)
{
    *n = NV_NELEM(rules);
    return rules;
}

const nv_audit_rule *nv_audit_rule_by_id(const char *id)
{
    for (unsigned i = 0; i < NV_NELEM(rules); i++)
        if (strcmp(rules[i].id, id) == 0) return &rules[i];
    return NULL;
}

/* ---- what the rules lean on ------------------------------------------------------------------------------------------ */

static const char base[] =
    "DROP VIEW IF EXISTS temp.cited; DROP TABLE IF EXISTS temp.legal; CREATE TEMP TABLE legal AS SELECT * FROM legal_of;"
    "CREATE UNIQUE INDEX temp.legal_file ON legal(file); CREATE UNIQUE INDEX temp.legal_doc ON legal(doc);"
    "CREATE TEMP VIEW cited AS SELECT c.file, c.ord, c.unit, c.start, c.stop, c.page, c.text, c.relation, c.type, c.number, c.name, c.date, c.issuer, c.locator, "
    "  l.doc AS source, i.document AS target, i.year, l.day AS own_day, max(l.day, coalesce(l.from_day, l.day)) AS own_from "
    "FROM legal l JOIN citations c ON c.file = l.file JOIN identities i ON i.id = c.identity WHERE i.method <> 'ambiguous' AND i.document <> l.doc;";

static const char places[] =
    "DROP TABLE IF EXISTS temp.places; CREATE TEMP TABLE places AS SELECT u.file, place(u.eid) AS place, place_up(place(u.eid)) AS up, place_kind(u.eid) AS kind FROM units u "
    "WHERE u.file IN (SELECT t.file FROM cited c JOIN legal t ON t.doc = c.target WHERE c.locator IS NOT NULL);"
    "CREATE INDEX temp.places_place ON places(file, place); CREATE INDEX temp.places_up ON places(file, up, kind);";

/* “Chính phủ quy định chi tiết Điều này”: a body, right behind it the promise, and what it is about is this very provision or document.
 * In the new text of an amendment it is a promise of the amended document. */
static const char promises[] =
    "DROP TABLE IF EXISTS temp.promises; CREATE TEMP TABLE promises AS SELECT l.doc, m.file, m.unit, m.page, m.start, m.text || w.post AS quote, a.name AS body, l.number "
    "FROM (SELECT x.file, x.ord, words_after(x.file, x.stop, 90) AS post FROM legal k JOIN mentions x ON x.file = k.file "
    "      WHERE k.type IN ('LUAT', 'BL', 'PL', 'NĐ') ORDER BY x.file, x.start) w JOIN mentions m ON m.file = w.file AND m.ord = w.ord "
    "JOIN agencies a ON a.id = m.agency AND NOT a.class JOIN legal l ON l.file = m.file LEFT JOIN units u ON u.id = m.unit "
    "WHERE (w.post LIKE ' quy định chi tiết%' OR w.post LIKE ' hướng dẫn chi tiết%') AND (w.post LIKE '%iều này%' OR w.post LIKE '%khoản này%' OR w.post LIKE '%iểm này%' OR "
    "w.post LIKE '%Luật này%' OR w.post LIKE '%lệnh này%' OR w.post LIKE '%định này%') AND coalesce(u.eid, '') NOT LIKE 'app%' "
    "AND w.post NOT LIKE '%này.”%' AND NOT EXISTS (SELECT 1 FROM events e WHERE e.file = m.file AND e.unit = m.unit);";

static bool fill_types(nv_store *s)
{
    if (!nv_db_exec(s, "DROP TABLE IF EXISTS temp.doc_types; CREATE TEMP TABLE doc_types(code TEXT, type TEXT)")) return false;
    uint32_t n = 0;
    const nv_doc_type *v = s->reg ? nv_registry_doc_types(s->reg, &n) : NULL;
    nv_arena *a = nv_arena_new();
    bool ok = true;
    for (uint32_t i = 0; ok && i < n; i++) {
        nv_str codes = v[i].code;
        while (ok && codes.n) {
            uint32_t semi = nv_str_find(codes, NV_LIT(";"), 0), end = semi == UINT32_MAX ? codes.n : semi;
            sqlite3_stmt *st = nv_db_sql(s, "INSERT INTO temp.doc_types VALUES(?, ?)");
            if (st) {
                nv_bind(st, 1, nv_skeleton_str(a, nv_str_trim(nv_str_cut(codes, 0, end))));
                nv_bind(st, 2, v[i].record_type);
            }
            ok = st && nv_db_run(st);
            codes = nv_str_cut(codes, end < codes.n ? end + 1 : end, codes.n);
        }
    }
    nv_arena_free(a);
    return ok;
}

/* ---- to whom a document is sent -------------------------------------------------------------------------------------- */

static bool has(nv_str skel, const char *part)
{
    return nv_str_find(skel, nv_str_of(part), 0) != UINT32_MAX;
}

/* A line that stands for bodies it does not name: “Như Điều 3”, “Các đơn vị liên quan”. “Như trên” is the Kính gửi, which is read by itself. */
static bool open_line(nv_str skel)
{
    if (nv_str_starts(skel, NV_LIT("nhu tren"))) return false;
    return nv_str_starts(skel, NV_LIT("nhu ")) || has(skel, "lien quan") || has(skel, "cac don vi") || has(skel, "cac co quan") || has(skel, "bo, nganh") || has(skel, "cac bo") ||
           has(skel, "cac nganh") || has(skel, "thanh vien");
}

static bool add_receiver(nv_store *s, int64_t file, nv_str body)
{
    sqlite3_stmt *st = nv_db_sql(s, "INSERT INTO temp.receivers VALUES(?, ?)");
    if (!st) return false;
    nv_bind_int(st, 1, file);
    nv_bind(st, 2, body);
    return nv_db_run(st);
}

static bool receive_line(nv_store *s, int64_t file, nv_str line, nv_date on, nv_str province, nv_arena *a)
{
    nv_agency_vec v = { 0 };
    const nv_agency_entry *e = nv_registry_find(s->reg, line, on);
    if (e && e->kind != NV_A_CLASS) *NV_PUSH(a, &v) = e;
    else if (nv_registry_class_members(s->reg, line, on, province, a, &v) == NV_MEMBERS_NONE || !v.n) {
        /* several on one line: “Các Bộ: Quốc phòng, Công an”, “Bộ Y tế; Bộ Tài chính” */
        for (uint32_t at = 0, end; at < line.n; at = end + 1) {
            for (end = at; end < line.n && line.p[end] != ';' && line.p[end] != ',' && line.p[end] != ':';) end++;
            const nv_agency_entry *one = nv_registry_find(s->reg, nv_str_trim(nv_str_cut(line, at, end)), on);
            if (one && one->kind != NV_A_CLASS) *NV_PUSH(a, &v) = one;
        }
    }
    for (uint32_t i = 0; i < v.n; i++)
        if (!add_receiver(s, file, v.v[i]->id)) return false;
    if (v.n || !open_line(nv_skeleton_str(a, line))) return true;
    sqlite3_stmt *st = nv_db_sql(s, "INSERT INTO temp.open_lists VALUES(?)");
    if (st) nv_bind_int(st, 1, file);
    return nv_db_run(st);
}

static bool fill_receivers(nv_store *s)
{
    if (!nv_db_exec(s, "DROP TABLE IF EXISTS temp.receivers; DROP TABLE IF EXISTS temp.open_lists; CREATE TEMP TABLE receivers(file INTEGER, body TEXT); "
                       "CREATE TEMP TABLE open_lists(file INTEGER)"))
        return false;
    sqlite3_stmt *st = nv_db_sql(s, "SELECT h.file, h.name, l.day, f.province FROM legal l JOIN heads h ON h.file = l.file AND h.kind IN ('addressee', 'recipient') "
                                    "JOIN files f ON f.id = l.file ORDER BY h.file, h.kind, h.ord");
    nv_arena *a = nv_arena_new();
    bool ok = st != NULL;
    while (ok && s->reg && sqlite3_step(st) == SQLITE_ROW)
        ok = receive_line(s, nv_col_int(st, 0), nv_col(st, 1, a), nv_date_parse(nv_col(st, 2, a)), nv_col(st, 3, a), a);
    if (st) sqlite3_reset(st);
    nv_arena_free(a);
    return ok && nv_db_exec(s, "CREATE INDEX temp.receivers_file ON receivers(file, body); CREATE INDEX temp.open_lists_file ON open_lists(file)");
}

/* ---- running --------------------------------------------------------------------------------------------------------- */

static bool prepare(nv_store *s, const nv_audit_rule *only)
{
    bool ok = nv_legal_fill(s, 0) && nv_db_exec(s, base) && fill_types(s);
    const struct { const char *word, *sql; } extra[] = { { "places p", places }, { "promises p", promises } };
    for (unsigned i = 0; ok && i < NV_NELEM(extra); i++)
        if (!only || strstr(only->sql, extra[i].word)) ok = nv_db_exec(s, extra[i].sql);
    if (ok && (!only || strstr(only->sql, "receivers"))) ok = fill_receivers(s);
    return ok;
}

/* The rule's rows with the document and the unit that they stand in. Rules are long and each is run once: they are not kept prepared. */
static bool run(nv_store *s, const nv_audit_rule *r, nv_arena *a, nv_findings *out)
{
    nv_str sql = nv_arena_printf(a, "WITH found(file, unit, page, start, quote, a1, a2, a3) AS (%s) SELECT f.number, f.date, f.name, u.eid, x.page, x.start, x.quote, x.a1, x.a2, x.a3 "
                                    "FROM found x LEFT JOIN files f ON f.id = x.file LEFT JOIN units u ON u.id = x.unit", r->sql);
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->db, sql.p, (int)sql.n, &st, NULL) != SQLITE_OK) return false;
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_finding *f = NV_PUSH(a, out);
        nv_str *const text[] = { &f->number, &f->date, &f->file, &f->eid };
        f->rule = r;
        for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i, a);
        f->page = (uint32_t)nv_col_int(st, 4);
        f->start = nv_col_int(st, 5);
        f->quote = nv_col(st, 6, a);
        for (int i = 0; i < NV_AUDIT_ARGS; i++) f->arg[i] = nv_col(st, 7 + i, a);
    }
    return sqlite3_finalize(st) == SQLITE_OK;
}

static int by_place(const void *x, const void *y)
{
    const nv_finding *a = x, *b = y;
    if (!a->file.n != !b->file.n) return a->file.n ? -1 : 1;
    int d = nv_str_cmp(a->date, b->date);
    if (!d) d = nv_str_cmp(a->number, b->number);
    if (!d) d = nv_str_cmp(a->file, b->file);
    if (!d) d = (a->start > b->start) - (a->start < b->start);
    if (!d) d = strcmp(a->rule->id, b->rule->id);
    for (int i = 0; !d && i < NV_AUDIT_ARGS; i++) d = nv_str_cmp(a->arg[i], b->arg[i]);
    return d ? d : nv_str_cmp(a->quote, b->quote);
}

/* The same finding of the same place, reached in two ways (two copies of an event), is one. */
static void once(nv_findings *v)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->n; i++)
        if (!n || v->v[n - 1].rule != v->v[i].rule || by_place(&v->v[n - 1], &v->v[i]) != 0) v->v[n++] = v->v[i];
    v->n = n;
}

nv_status nv_store_audit(nv_store *s, const nv_audit_rule *only, nv_arena *a, nv_findings *out, nv_err *err)
{
    if (!prepare(s, only)) return nv_db_fail(s, err);
    for (unsigned i = 0; i < NV_NELEM(rules); i++)
        if ((!only || only == &rules[i]) && !run(s, &rules[i], a, out)) return nv_db_fail(s, err);
    if (out->n) qsort(out->v, out->n, sizeof *out->v, by_place);
    once(out);
    return NV_OK;
}
