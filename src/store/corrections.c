/* corrections.c - corrections laid over what was read.
 *
 * The rows of `corrections` about one task are taken in the order in which they were written down: an edit says what is other from now on, a rejection says
 * that it is no task, an acceptance that what stands is right. The result is written into the tables that questions read, so that asking costs nothing; what
 * was read is kept in `originals` and laid down again before every change, so that the result depends on the rows alone.
 */
#include "store/corrections.h"
#include "store/write.h"

enum { ADDED_FROM = 1000000 }; /* numbers of tasks and deadlines that people made: above all that are read */

static bool run1(nv_store *s, const char *sql, int64_t id)
{
    sqlite3_stmt *st = nv_db_sql(s, sql);
    if (!st) return false;
    nv_bind_int(st, 1, id);
    return nv_db_run(st);
}

static bool run2(nv_store *s, const char *sql, int64_t id, nv_str json)
{
    sqlite3_stmt *st = nv_db_sql(s, sql);
    if (!st) return false;
    nv_bind_int(st, 1, id);
    if (sqlite3_bind_parameter_count(st) > 1) nv_bind(st, 2, json);
    return nv_db_run(st);
}

/* ---- what stands ----------------------------------------------------------------------------------------------------- */

typedef struct { nv_str change; bool any, rejected, added, edited; } standing;

static bool patch(nv_store *s, nv_str *all, nv_str change, nv_arena *a)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT json_patch(?1, ?2)");
    if (!st) return false;
    nv_bind(st, 1, *all);
    nv_bind(st, 2, change);
    if (sqlite3_step(st) == SQLITE_ROW) *all = nv_col(st, 0, a);
    return sqlite3_reset(st) == SQLITE_OK;
}

typedef struct { nv_str verdict, change; } said;
typedef NV_VEC(said) saids;

static bool fold(nv_store *s, const saids *v, nv_arena *a, standing *out)
{
    *out = (standing){ .change = NV_LIT("{}"), .any = v->n > 0 };
    for (uint32_t i = 0; i < v->n; i++) {
        out->rejected = nv_str_eqz(v->v[i].verdict, "rejected");
        out->added = out->added || nv_str_eqz(v->v[i].verdict, "added");
        if (!patch(s, &out->change, v->v[i].change, a)) return false;
    }
    out->edited = !nv_str_eqz(out->change, "{}");
    return true;
}

static bool read_saids(sqlite3_stmt *st, nv_arena *a, saids *out)
{
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, out) = (said){ nv_col(st, 0, a), nv_col(st, 1, a) };
    return sqlite3_reset(st) == SQLITE_OK;
}

#define IN_ORDER "c.recorded, c.seq, c.verdict, c.change, c.note, c.person"

static bool of_task(nv_store *s, int64_t obligation, nv_arena *a, standing *out)
{
    saids v = { 0 };
    sqlite3_stmt *st = nv_db_sql(s, "SELECT c.verdict, c.change FROM fits x JOIN corrections c ON c.anchor = x.anchor WHERE x.obligation = ? ORDER BY " IN_ORDER);
    if (!st) return false;
    nv_bind_int(st, 1, obligation);
    return read_saids(st, a, &v) && fold(s, &v, a, out);
}

static bool of_anchor(nv_store *s, int64_t anchor, nv_arena *a, standing *out)
{
    saids v = { 0 };
    sqlite3_stmt *st = nv_db_sql(s, "SELECT c.verdict, c.change FROM corrections c WHERE c.anchor = ? ORDER BY " IN_ORDER);
    if (!st) return false;
    nv_bind_int(st, 1, anchor);
    return read_saids(st, a, &v) && fold(s, &v, a, out);
}

/* ---- laying it over -------------------------------------------------------------------------------------------------- */

/* ?2 is not used: the same shape for all steps. */
static const char *const restore[] = {
    "INSERT OR IGNORE INTO originals SELECT o.id, json_object('action', o.action, 'timing', o.timing, 'first_due', o.first_due, 'last_due', o.last_due, 'parties', "
    "(SELECT json_group_array(json_array(p.ord, p.agency, p.role, p.how)) FROM parties p WHERE p.obligation = o.id), 'deadlines', "
    "(SELECT json_group_array(l.deadline) FROM obligation_deadlines l WHERE l.obligation = o.id)) FROM obligations o WHERE o.id = ?1",
    "UPDATE obligations SET (action, timing, first_due, last_due) = (SELECT was ->> 'action', was ->> 'timing', was ->> 'first_due', was ->> 'last_due' FROM originals WHERE obligation = ?1) "
    "WHERE id = ?1",
    "DELETE FROM parties WHERE obligation = ?1",
    "INSERT INTO parties SELECT ?1, p.value ->> 0, p.value ->> 1, p.value ->> 2, p.value ->> 3, w.was ->> 'first_due' FROM originals w, json_each(w.was, '$.parties') p WHERE w.obligation = ?1",
    "DELETE FROM deadlines WHERE rule = 'people' AND (file, ord) IN (SELECT o.file, l.deadline FROM obligation_deadlines l JOIN obligations o ON o.id = l.obligation WHERE l.obligation = ?1)",
    "DELETE FROM obligation_deadlines WHERE obligation = ?1",
    "INSERT INTO obligation_deadlines SELECT ?1, d.value FROM originals w, json_each(w.was, '$.deadlines') d WHERE w.obligation = ?1",
};

static const char *const changed_due[] = {
    "DELETE FROM obligation_deadlines WHERE obligation = ?1",
    "UPDATE obligations SET first_due = nullif(?2 ->> 'due', ''), last_due = nullif(?2 ->> 'due', ''), timing = CASE WHEN ?2 ->> 'due' = '' THEN 'undated' ELSE 'dated' END WHERE id = ?1",
    "UPDATE parties SET due = nullif(?2 ->> 'due', '') WHERE obligation = ?1",
    "INSERT INTO deadlines(file, ord, unit, text, start, stop, page, kind, to_day, bound, last_day, rule) SELECT file, 1000000 + ord, unit, strftime('%d/%m/%Y', ?2 ->> 'due'), start, stop, page, "
    "'due', ?2 ->> 'due', 'by', ?2 ->> 'due', 'people' FROM obligations WHERE id = ?1 AND ?2 ->> 'due' <> ''",
    "INSERT INTO obligation_deadlines SELECT id, 1000000 + ord FROM obligations WHERE id = ?1 AND ?2 ->> 'due' <> ''",
};

static bool steps(nv_store *s, const char *const *sql, unsigned n, int64_t id, nv_str json)
{
    for (unsigned i = 0; i < n; i++)
        if (!run2(s, sql[i], id, json)) return false;
    return true;
}

static bool has(nv_store *s, nv_str change, const char *key, bool *is)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT json_type(?1, '$.' || ?2) IS NOT NULL");
    if (!st) return false;
    nv_bind(st, 1, change);
    nv_bind(st, 2, nv_str_of(key));
    *is = sqlite3_step(st) == SQLITE_ROW && nv_col_int(st, 0);
    return sqlite3_reset(st) == SQLITE_OK;
}

/* The bodies of one role, in place of those that were read. */
static bool change_parties(nv_store *s, int64_t obligation, const char *role, nv_str change, nv_arena *a)
{
    NV_VEC(nv_wr_agency) bodies = { 0 };
    sqlite3_stmt *st = nv_db_sql(s, "SELECT coalesce(b.value ->> 'id', ''), b.value ->> 'name', coalesce(b.value ->> 'class', 0) FROM json_each(?1, '$.' || ?2) b ORDER BY b.key");
    if (!st) return false;
    nv_bind(st, 1, change);
    nv_bind(st, 2, nv_str_of(role));
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, &bodies) = (nv_wr_agency){ nv_col(st, 0, a), nv_col(st, 1, a), nv_col_int(st, 2) != 0, 0 };
    if (sqlite3_reset(st) != SQLITE_OK) return false;
    sqlite3_stmt *del = nv_db_sql(s, "DELETE FROM parties WHERE obligation = ?1 AND role = ?2");
    if (!del) return false;
    nv_bind_int(del, 1, obligation);
    nv_bind(del, 2, nv_str_of(role));
    if (!nv_db_run(del)) return false;
    nv_wr w = { .s = s, .a = a };
    for (uint32_t i = 0; i < bodies.n; i++) {
        int64_t agency = nv_wr_agency_id(&w, bodies.v[i].reg, bodies.v[i].name, bodies.v[i].is_class);
        st = nv_db_sql(s, "INSERT INTO parties SELECT ?1, coalesce(max(p.ord) + 1, 0), ?2, ?3, 'people', (SELECT first_due FROM obligations WHERE id = ?1) FROM parties p WHERE p.obligation = ?1");
        if (!agency || !st) return false;
        nv_bind_int(st, 1, obligation);
        nv_bind_int(st, 2, agency);
        nv_bind(st, 3, nv_str_of(role));
        if (!nv_db_run(st)) return false;
    }
    return true;
}

static bool apply(nv_store *s, int64_t obligation, const standing *x, bool added, nv_arena *a)
{
    static const char *const roles[] = { "lead", "coordinate", "recipient", "supervise" };
    bool is = false;
    if (!steps(s, restore, NV_NELEM(restore), obligation, x->change)) return false;
    if (!run2(s, "UPDATE obligations SET action = coalesce(?2 ->> 'action', action) WHERE id = ?1", obligation, x->change)) return false;
    for (unsigned i = 0; i < NV_NELEM(roles); i++)
        if (!has(s, x->change, roles[i], &is) || (is && !change_parties(s, obligation, roles[i], x->change, a))) return false;
    if (!has(s, x->change, "due", &is) || (is && !steps(s, changed_due, NV_NELEM(changed_due), obligation, x->change))) return false;
    return run2(s, "UPDATE obligations SET verdict = ?2 WHERE id = ?1", obligation,
                x->rejected ? NV_LIT("rejected") : added ? NV_LIT("added") : x->edited ? NV_LIT("edited") : NV_LIT("accepted"));
}

/* ---- what was missed ------------------------------------------------------------------------------------------------- */

static bool is_space(uint32_t c)
{
    return c <= ' ' || c == 0xa0;
}

/* Moves *at over white space; returns the number of code points. */
static int64_t skip_space(nv_str s, uint32_t *at)
{
    int64_t n = 0;
    for (uint32_t next = *at; next < s.n && is_space(nv_utf8_next(s, &next)); n++) *at = next;
    return n;
}

/* The code points that the quotation takes at byte `at` of the text; 0: it does not stand there. */
static int64_t match_at(nv_str text, uint32_t at, nv_str quote)
{
    int64_t n = 0;
    for (uint32_t k = 0; k < quote.n;) {
        int64_t there = skip_space(text, &at);
        if ((skip_space(quote, &k) > 0) != (there > 0) || at >= text.n || k >= quote.n) return 0;
        if (nv_utf8_next(quote, &k) != nv_utf8_next(text, &at)) return 0;
        n += there + 1;
    }
    return n;
}

bool nv_find_quote(nv_str text, nv_str quote, int64_t *start, int64_t *stop)
{
    int64_t point = 0;
    quote = nv_str_trim(quote);
    for (uint32_t at = 0; quote.n && at < text.n; nv_utf8_next(text, &at), point++) {
        int64_t n = match_at(text, at, quote);
        if (!n) continue;
        *start = point;
        *stop = point + n;
        return true;
    }
    return false;
}

typedef struct { int64_t anchor, file; nv_str quote, action, text; } missed;

/* A task that a person saw: at the place of its words, in the smallest unit around them. Its number follows from the place. */
static bool insert_task(nv_store *s, const missed *m, int64_t start, int64_t stop, int64_t *obligation)
{
    sqlite3_stmt *st = nv_db_sql(s, "INSERT INTO obligations(file, ord, unit, start, stop, page, modality, action, routine, timing, rule, confidence) "
                                    "SELECT ?1, (SELECT max(coalesce(max(o.ord) + 1, 0), ?2) FROM obligations o WHERE o.file = ?1 AND o.ord BETWEEN ?2 AND ?2 + 9), u.id, ?3, ?4, u.page, 'must', ?5, 0, "
                                    "'undated', 'people', 1.0 FROM (SELECT 1) LEFT JOIN (SELECT * FROM units WHERE file = ?1 AND start <= ?3 AND stop >= ?4 ORDER BY stop - start, id LIMIT 1) u "
                                    "RETURNING id");
    if (!st) return false;
    nv_bind_int(st, 1, m->file);
    nv_bind_int(st, 2, ADDED_FROM + start * 10);
    nv_bind_int(st, 3, start);
    nv_bind_int(st, 4, stop);
    nv_bind(st, 5, m->action);
    *obligation = sqlite3_step(st) == SQLITE_ROW ? nv_col_int(st, 0) : 0;
    if (sqlite3_reset(st) != SQLITE_OK || !*obligation) return false;
    st = nv_db_sql(s, "INSERT OR REPLACE INTO fits VALUES(?1, ?2, 'added')");
    if (!st) return false;
    nv_bind_int(st, 1, m->anchor);
    nv_bind_int(st, 2, *obligation);
    return nv_db_run(st);
}

static bool add_missed(nv_store *s, nv_arena *a)
{
    NV_VEC(missed) v = { 0 };
    sqlite3_stmt *st = nv_db_sql(s, "SELECT DISTINCT n.id, f.id, n.quote, n.action, x.text FROM corrections c JOIN anchors n ON n.id = c.anchor JOIN files f ON f.main AND f.identity = "
                                    "coalesce((SELECT identity FROM files WHERE sha256 = n.sha256), (SELECT id FROM identities WHERE key = n.document)) JOIN texts x ON x.file = f.id "
                                    "WHERE c.verdict = 'added' AND n.id NOT IN (SELECT anchor FROM fits) ORDER BY n.sha256, n.quote, n.action, n.nth");
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, &v) = (missed){ nv_col_int(st, 0), nv_col_int(st, 1), nv_col(st, 2, a), nv_col(st, 3, a), nv_col(st, 4, a) };
    if (sqlite3_reset(st) != SQLITE_OK) return false;
    for (uint32_t i = 0; i < v.n; i++) {
        int64_t start, stop, id;
        if (nv_find_quote(v.v[i].text, v.v[i].quote, &start, &stop) && !insert_task(s, &v.v[i], start, stop, &id)) return false;
    }
    return true;
}

/* ---- at commit ------------------------------------------------------------------------------------------------------- */

static bool apply_all(nv_store *s, nv_arena *a)
{
    nv_ids ids = { 0 };
    sqlite3_stmt *st = nv_db_sql(s, "SELECT DISTINCT o.id FROM corrections c JOIN fits x ON x.anchor = c.anchor JOIN obligations o ON o.id = x.obligation WHERE o.verdict IS NULL ORDER BY o.id");
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, &ids) = nv_col_int(st, 0);
    if (sqlite3_reset(st) != SQLITE_OK) return false;
    for (uint32_t i = 0; i < ids.n; i++) {
        standing x;
        sqlite3_stmt *how = nv_db_sql(s, "SELECT rule = 'people' FROM obligations WHERE id = ?");
        if (!how || !of_task(s, ids.v[i], a, &x)) return false;
        nv_bind_int(how, 1, ids.v[i]);
        bool added = sqlite3_step(how) == SQLITE_ROW && nv_col_int(how, 0);
        sqlite3_reset(how);
        if (!apply(s, ids.v[i], &x, added, a)) return false;
    }
    return true;
}

bool nv_corrections_apply(nv_store *s)
{
    nv_arena *a = nv_arena_new();
    bool ok = add_missed(s, a) && apply_all(s, a);
    nv_arena_free(a);
    return ok;
}

bool nv_corrections_touch(nv_store *s, int64_t anchor)
{
    return run1(s, "UPDATE obligations SET verdict = NULL WHERE id IN (SELECT obligation FROM fits WHERE anchor = ?1)", anchor);
}

bool nv_correction_put(nv_store *s, int64_t anchor, nv_str verdict, nv_str change, nv_str note, nv_str person, nv_str recorded, bool *known)
{
    nv_arena *a = nv_arena_new();
    standing before, after;
    sqlite3_stmt *st = NULL;
    nv_str all = { 0 };
    *known = false;
    bool ok = of_anchor(s, anchor, a, &before);
    if (ok) all = before.change, ok = patch(s, &all, change, a);
    after = before;
    after.rejected = nv_str_eqz(verdict, "rejected");
    if (ok) *known = before.any && before.rejected == after.rejected && nv_str_eq(before.change, all);
    if (ok && !*known) st = nv_db_sql(s, "INSERT INTO corrections(anchor, verdict, change, note, person, recorded, seq) SELECT ?1, ?2, ?3, ?4, ?5, ?6, count(*) FROM corrections WHERE anchor = ?1");
    if (st) {
        const nv_str text[] = { verdict, change, note, person, recorded };
        nv_bind_int(st, 1, anchor);
        for (int i = 0; i < (int)NV_NELEM(text); i++) nv_bind(st, i + 2, text[i].p ? text[i] : NV_LIT(""));
        ok = nv_db_run(st) && nv_corrections_touch(s, anchor);
    }
    nv_arena_free(a);
    return ok && (*known || st);
}
