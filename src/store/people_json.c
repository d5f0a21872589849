/* people_json.c - what people added, out of one database and into another. SQLite writes and reads the JSON. */
#include "store/corrections.h"
#include "store/review.h"
#include "store/sqlfun.h"

#define SCHEMA "nghiavu.people/1"
#define MARK_FIELDS "day, recorded, seq, status, until, document, note, person, origin"

static const char all[] =
    "SELECT json_object('sha256', n.sha256, 'quote', n.quote, 'action', n.action, 'nth', n.nth, 'document', n.document, 'number', n.number, 'date', n.date, 'file', n.file, 'place', n.place, "
    "'page', n.page, 'marks', (SELECT json_group_array(json_object('bearer', m.bearer, 'status', m.status, 'day', m.day, 'until', m.until, 'document', m.document, 'note', m.note, "
    "'person', m.person, 'origin', m.origin, 'recorded', m.recorded, 'seq', m.seq)) FROM (SELECT * FROM marks WHERE anchor = n.id ORDER BY bearer_key, " MARK_FIELDS ", bearer) m), "
    "'corrections', (SELECT json_group_array(json_object('verdict', c.verdict, 'change', json(c.change), 'note', c.note, 'person', c.person, 'recorded', c.recorded, 'seq', c.seq)) "
    "FROM (SELECT * FROM corrections WHERE anchor = n.id ORDER BY recorded, seq, verdict, change, note, person) c), "
    "'declined', (SELECT json_group_array(json_object('sha256', d.sha256, 'change', d.change, 'note', d.note, 'person', d.person, 'recorded', d.recorded)) "
    "FROM (SELECT * FROM declined WHERE anchor = n.id ORDER BY sha256, change) d)) FROM anchors n "
    "WHERE n.id IN (SELECT anchor FROM marks UNION SELECT anchor FROM corrections UNION SELECT anchor FROM declined) ORDER BY n.sha256, n.quote, n.action, n.nth";

#define RELATION_FIELDS "document, sha256, quote, relation, number, date, file, note, person, recorded, seq"
static const char all_relations[] =
    "SELECT json_object('document', document, 'sha256', sha256, 'quote', quote, 'relation', relation, 'number', number, 'date', date, 'file', file, 'note', note, 'person', person, "
    "'recorded', recorded, 'seq', seq) FROM relations ORDER BY document, quote, recorded, seq, relation, note, person";

nv_status nv_people_export(nv_store *s, nv_buf *out, nv_err *err)
{
    sqlite3_stmt *st = nv_db_sql(s, all);
    if (!st) return nv_db_fail(s, err);
    nv_buf_addz(out, "{\"schema\":\"" SCHEMA "\",\"anchors\":[");
    for (bool first = true; sqlite3_step(st) == SQLITE_ROW; first = false) {
        nv_buf_addz(out, first ? "\n" : ",\n");
        nv_buf_add(out, sqlite3_column_text(st, 0), (size_t)sqlite3_column_bytes(st, 0));
    }
    nv_buf_addz(out, "\n],\"relations\":[");
    if (sqlite3_reset(st) != SQLITE_OK || !(st = nv_db_sql(s, all_relations))) return nv_db_fail(s, err);
    for (bool first = true; sqlite3_step(st) == SQLITE_ROW; first = false) {
        nv_buf_addz(out, first ? "\n" : ",\n");
        nv_buf_add(out, sqlite3_column_text(st, 0), (size_t)sqlite3_column_bytes(st, 0));
    }
    nv_buf_addz(out, "\n]}\n");
    return sqlite3_reset(st) == SQLITE_OK ? NV_OK : nv_db_fail(s, err);
}

/* ---- import ---------------------------------------------------------------------------------------------------------- */

#define IS_DAY(x) "coalesce(" x " GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(" x ", '+0 days') = " x ", 0)"
#define TEXT(j, k) "coalesce(json_type(" j ", '$." k "') = 'text', 0)"
#define NUMBER(j, k) "coalesce(json_type(" j ", '$." k "') = 'integer', 0)"
#define LIST(j, k) "coalesce(json_type(" j ", '$." k "') = 'array', 0)"

/* The first entry that is not as it should be. */
static const char first_bad[] =
    "SELECT a.key FROM json_each(?1, '$.anchors') a WHERE a.type <> 'object' OR NOT (" TEXT("a.value", "sha256") " AND " TEXT("a.value", "quote") " AND " TEXT("a.value", "action") " AND "
    NUMBER("a.value", "nth") " AND " TEXT("a.value", "document") " AND " TEXT("a.value", "number") " AND " TEXT("a.value", "date") " AND " TEXT("a.value", "file") " AND "
    TEXT("a.value", "place") " AND " NUMBER("a.value", "page") " AND " LIST("a.value", "marks") " AND " LIST("a.value", "corrections") " AND " LIST("a.value", "declined") ") "
    "OR EXISTS (SELECT 1 FROM json_each(a.value, '$.declined') d WHERE d.type <> 'object' OR NOT (" TEXT("d.value", "sha256") " AND (d.value ->> 'change') IN ('extended', 'withdrawn') AND "
    TEXT("d.value", "note") " AND " TEXT("d.value", "person") " AND " IS_DAY("(d.value ->> 'recorded')") ")) "
    "OR EXISTS (SELECT 1 FROM json_each(a.value, '$.marks') m WHERE m.type <> 'object' OR NOT (" TEXT("m.value", "bearer") " AND (m.value ->> 'status') IN ('not_started', 'in_progress', 'done', "
    "'extended', 'withdrawn') AND " IS_DAY("(m.value ->> 'day')") " AND ((m.value ->> 'status') = 'extended') = " IS_DAY("(m.value ->> 'until')") " AND " TEXT("m.value", "until") " AND "
    TEXT("m.value", "document") " AND " TEXT("m.value", "note") " AND " TEXT("m.value", "person") " AND (m.value ->> 'origin') IN ('person', 'import', 'proposal') AND "
    IS_DAY("(m.value ->> 'recorded')") " AND " NUMBER("m.value", "seq") ")) "
    "OR EXISTS (SELECT 1 FROM json_each(a.value, '$.corrections') c WHERE c.type <> 'object' OR NOT ((c.value ->> 'verdict') IN ('accepted', 'edited', 'rejected', 'added') AND "
    "coalesce(json_type(c.value, '$.change') = 'object', 0) AND " TEXT("c.value", "note") " AND " TEXT("c.value", "person") " AND " IS_DAY("(c.value ->> 'recorded')") " AND "
    NUMBER("c.value", "seq") ") OR EXISTS (SELECT 1 FROM json_each(c.value, '$.change') f WHERE NOT CASE f.key WHEN 'action' THEN f.type = 'text' AND f.value <> '' "
    "WHEN 'due' THEN f.type = 'text' AND (f.value = '' OR " IS_DAY("f.value") ") WHEN 'lead' THEN f.type = 'array' WHEN 'coordinate' THEN f.type = 'array' WHEN 'recipient' THEN f.type = 'array' "
    "WHEN 'supervise' THEN f.type = 'array' ELSE 0 END OR (f.type = 'array' AND EXISTS (SELECT 1 FROM json_each(f.value) b WHERE b.type <> 'object' OR NOT (" TEXT("b.value", "name")
    " AND coalesce(json_type(b.value, '$.id') IN ('text', 'null'), 0) AND coalesce(json_type(b.value, '$.class') IN ('true', 'false'), 0)))))) LIMIT 1";

/* The first relation that is not as it should be; files from before relations have none. */
static const char bad_relation[] =
    "SELECT r.key FROM json_each(coalesce(?1 -> 'relations', '[]')) r WHERE r.type <> 'object' OR NOT (" TEXT("r.value", "document") " AND " TEXT("r.value", "sha256") " AND " TEXT("r.value", "quote")
    " AND coalesce((r.value ->> 'relation') IN ('basis', 'implements', 'amends', 'replaces', 'repeals', 'guides', 'issued_with', 'refers'), 0) AND " TEXT("r.value", "number") " AND "
    TEXT("r.value", "date") " AND " TEXT("r.value", "file") " AND " TEXT("r.value", "note") " AND " TEXT("r.value", "person") " AND " IS_DAY("(r.value ->> 'recorded')") " AND "
    NUMBER("r.value", "seq") ") LIMIT 1";
static const char put_relations[] =
    "INSERT OR IGNORE INTO relations(" RELATION_FIELDS ") SELECT value ->> 'document', value ->> 'sha256', value ->> 'quote', value ->> 'relation', value ->> 'number', value ->> 'date', "
    "value ->> 'file', value ->> 'note', value ->> 'person', value ->> 'recorded', value ->> 'seq' FROM json_each(coalesce(?2 -> 'relations', '[]'))";

/* Both said something of one bearer that the other does not know, and not the same in the end. */
#define MINE(anchor) "SELECT bearer_key AS k, " MARK_FIELDS " FROM marks WHERE anchor = " anchor
#define THEIRS \
    "SELECT skel(value ->> 'bearer') AS k, value ->> 'day' AS day, value ->> 'recorded' AS recorded, value ->> 'seq' AS seq, value ->> 'status' AS status, value ->> 'until' AS until, " \
    "value ->> 'document' AS document, value ->> 'note' AS note, value ->> 'person' AS person, value ->> 'origin' AS origin FROM json_each(?2, '$.marks')"
#define LAST(t) "SELECT *, row_number() OVER (PARTITION BY k ORDER BY day DESC, recorded DESC, seq DESC, status DESC, until DESC, document DESC, note DESC) AS nth FROM " t
static const char mark_conflicts[] =
    "WITH o AS (" MINE("?1") "), t AS (" THEIRS "), lo AS (" LAST("o") "), lt AS (" LAST("t") ") "
    "SELECT (SELECT bearer FROM marks WHERE anchor = ?1 AND bearer_key = lo.k LIMIT 1), lo.status || ' ' || lo.day || rtrim(' ' || lo.until), lt.status || ' ' || lt.day || rtrim(' ' || lt.until) "
    "FROM lo JOIN lt ON lt.k = lo.k AND lt.nth = 1 WHERE lo.nth = 1 AND (lo.status, lo.day, lo.until) <> (lt.status, lt.day, lt.until) "
    "AND EXISTS (SELECT * FROM o WHERE o.k = lo.k EXCEPT SELECT * FROM t) AND EXISTS (SELECT * FROM t WHERE t.k = lo.k EXCEPT SELECT * FROM o) ORDER BY 1";

#define MY_CORRECTIONS "SELECT recorded, seq, verdict, change, note, person FROM corrections WHERE anchor = ?1"
#define THEIR_CORRECTIONS \
    "SELECT value ->> 'recorded' AS recorded, value ->> 'seq' AS seq, value ->> 'verdict' AS verdict, json(value -> 'change') AS change, value ->> 'note' AS note, value ->> 'person' AS person " \
    "FROM json_each(?2, '$.corrections')"
#define LAST_SAID(t) "(SELECT verdict || CASE change WHEN '{}' THEN '' ELSE ' ' || change END FROM " t " ORDER BY recorded DESC, seq DESC, verdict DESC, change DESC LIMIT 1)"
static const char correction_conflicts[] =
    "WITH o AS (" MY_CORRECTIONS "), t AS (" THEIR_CORRECTIONS ") SELECT '', " LAST_SAID("o") " AS ours, " LAST_SAID("t") " AS theirs "
    "WHERE ours <> theirs AND EXISTS (SELECT * FROM o EXCEPT SELECT * FROM t) AND EXISTS (SELECT * FROM t EXCEPT SELECT * FROM o)";

static const char put_marks[] =
    "INSERT OR IGNORE INTO marks(anchor, bearer, bearer_key, status, day, until, document, note, person, origin, recorded, seq) SELECT ?1, value ->> 'bearer', skel(value ->> 'bearer'), "
    "value ->> 'status', value ->> 'day', value ->> 'until', value ->> 'document', value ->> 'note', value ->> 'person', value ->> 'origin', value ->> 'recorded', value ->> 'seq' "
    "FROM json_each(?2, '$.marks')";
static const char put_corrections[] =
    "INSERT OR IGNORE INTO corrections(anchor, verdict, change, note, person, recorded, seq) SELECT ?1, value ->> 'verdict', json(value -> 'change'), value ->> 'note', value ->> 'person', "
    "value ->> 'recorded', value ->> 'seq' FROM json_each(?2, '$.corrections')";

static const char put_declined[] =
    "INSERT OR IGNORE INTO declined(anchor, sha256, change, note, person, recorded) SELECT ?1, value ->> 'sha256', value ->> 'change', value ->> 'note', value ->> 'person', value ->> 'recorded' "
    "FROM json_each(?2, '$.declined')";

typedef struct { nv_store *s; nv_arena *a; nv_imported *out; } importer;

static bool conflicts(importer *m, const char *sql, int64_t anchor, nv_str json, nv_str where)
{
    sqlite3_stmt *st = nv_db_sql(m->s, sql);
    if (!st) return false;
    nv_bind_int(st, 1, anchor);
    nv_bind(st, 2, json);
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(m->a, &m->out->conflicts) = (nv_conflict){ where, nv_col(st, 0, m->a), nv_col(st, 1, m->a), nv_col(st, 2, m->a) };
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool put_rows(importer *m, const char *sql, int64_t anchor, nv_str json, uint32_t *added)
{
    sqlite3_stmt *st = nv_db_sql(m->s, sql);
    if (!st) return false;
    nv_bind_int(st, 1, anchor);
    nv_bind(st, 2, json);
    if (!nv_db_run(st)) return false;
    *added += (uint32_t)sqlite3_changes(m->s->db);
    return true;
}

static bool put_one(importer *m, nv_str json)
{
    sqlite3_stmt *st = nv_db_sql(m->s, "SELECT ?1 ->> 'sha256', ?1 ->> 'quote', ?1 ->> 'action', ?1 ->> 'document', ?1 ->> 'number', ?1 ->> 'date', ?1 ->> 'file', ?1 ->> 'place', ?1 ->> 'nth', "
                                       "?1 ->> 'page'");
    nv_anchor x = { 0 };
    nv_str *const text[] = { &x.sha256, &x.quote, &x.action, &x.document, &x.number, &x.date, &x.file, &x.place };
    if (!st) return false;
    nv_bind(st, 1, json);
    if (sqlite3_step(st) != SQLITE_ROW) return false;
    for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i, m->a);
    x.nth = nv_col_int(st, 8);
    x.page = nv_col_int(st, 9);
    sqlite3_reset(st);
    int64_t id = nv_anchor_put(m->s, &x, m->a);
    nv_str where = nv_arena_printf(m->a, "%.*s, “%.*s”", NV_ARG(x.number.n ? x.number : x.file), NV_ARG(x.action));
    uint32_t before = m->out->corrections;
    return id && conflicts(m, mark_conflicts, id, json, where) && conflicts(m, correction_conflicts, id, json, where) && put_rows(m, put_marks, id, json, &m->out->marks) &&
           put_rows(m, put_corrections, id, json, &m->out->corrections) && put_rows(m, put_declined, id, json, &m->out->declined) && (m->out->corrections == before || nv_corrections_touch(m->s, id));
}

static bool one_value(importer *m, const char *sql, nv_str json, nv_str *out)
{
    sqlite3_stmt *st = nv_db_sql(m->s, sql);
    if (!st) return false;
    nv_bind(st, 1, json);
    *out = sqlite3_step(st) == SQLITE_ROW ? nv_col(st, 0, m->a) : (nv_str){ 0 };
    return sqlite3_reset(st) == SQLITE_OK;
}

static nv_status refuse(importer *m, nv_str fault)
{
    m->out->fault = fault;
    return NV_E_FORMAT;
}

static nv_status check(importer *m, nv_str json, nv_err *err)
{
    nv_str v;
    if (!one_value(m, "SELECT json_valid(?1)", json, &v)) return nv_db_fail(m->s, err);
    if (!nv_str_eqz(v, "1")) return refuse(m, NV_LIT("JSON"));
    if (!one_value(m, "SELECT ?1 ->> 'schema' WHERE json_type(?1, '$.anchors') = 'array'", json, &v)) return nv_db_fail(m->s, err);
    if (!nv_str_eqz(v, SCHEMA)) return refuse(m, NV_LIT("schema " SCHEMA));
    if (!one_value(m, first_bad, json, &v)) return nv_db_fail(m->s, err);
    if (v.n) return refuse(m, nv_arena_printf(m->a, "anchors[%.*s]", NV_ARG(v)));
    if (!one_value(m, bad_relation, json, &v)) return nv_db_fail(m->s, err);
    return v.n ? refuse(m, nv_arena_printf(m->a, "relations[%.*s]", NV_ARG(v))) : NV_OK;
}

nv_status nv_people_import(nv_store *s, nv_str json, nv_arena *a, nv_imported *out, nv_err *err)
{
    *out = (nv_imported){ 0 };
    importer m = { s, a, out };
    NV_VEC(nv_str) rows = { 0 };
    if (!nv_sqlfun_add(s)) return nv_db_fail(s, err);
    nv_status bad = check(&m, json, err);
    if (bad) return bad;
    sqlite3_stmt *st = nv_db_sql(s, "SELECT value FROM json_each(?1, '$.anchors') ORDER BY key");
    if (!st) return nv_db_fail(s, err);
    nv_bind(st, 1, json);
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, &rows) = nv_col(st, 0, a);
    if (sqlite3_reset(st) != SQLITE_OK) return nv_db_fail(s, err);
    for (uint32_t i = 0; i < rows.n; i++)
        if (!put_one(&m, rows.v[i])) return nv_db_fail(s, err);
    if (!put_rows(&m, put_relations, 0, json, &out->relations) || !nv_corrections_apply(s)) return nv_db_fail(s, err);
    st = nv_db_sql(s, "SELECT count(*) FROM json_each(?1, '$.anchors') a JOIN anchors n ON n.sha256 = a.value ->> 'sha256' AND n.quote = a.value ->> 'quote' AND n.action = a.value ->> 'action' "
                      "AND n.nth = a.value ->> 'nth' WHERE n.id NOT IN (SELECT anchor FROM fits)");
    if (!st) return nv_db_fail(s, err);
    nv_bind(st, 1, json);
    if (sqlite3_step(st) == SQLITE_ROW) out->unfit = (uint32_t)nv_col_int(st, 0);
    return sqlite3_reset(st) == SQLITE_OK ? NV_OK : nv_db_fail(s, err);
}
