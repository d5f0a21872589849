#include "store/proposals.h"
#include "base/fold.h"
#include "model/date.h"
#include "store/corrections.h"
#include "store/legal.h"
#include "store/people.h"
#include "store/query.h"
#include "store/sqlfun.h"
#include <stdlib.h>

typedef struct {
    nv_store *s;
    const nv_grammar *g;
    nv_arena *a;
    nv_matcher *m;
    nv_proposals *out;
} finder;

/* One place of a later document that speaks of an earlier one. */
typedef struct {
    int64_t target, file, start;
    nv_str places, quote, how, change, until;
    bool whole, ahead_only;   /* ahead_only: of tasks that fall due before the new day */
} place;
typedef NV_VEC(place) places;

/* ---- places ---------------------------------------------------------------------------------------------------------- */

/* By citations that replace or repeal; legal.c has seen to it that the target is certain and the source may touch it. */
static bool by_citation(finder *f, int64_t doc, places *out)
{
    sqlite3_stmt *st = nv_db_sql(f->s, "SELECT e.target, e.file, e.start, e.places, e.quote, e.kind, e.extent FROM temp.events e JOIN documents t ON t.id = e.target "
                                       "WHERE e.kind IN ('replace', 'repeal', 'suspend') AND (e.extent <> 'part' OR e.places IS NOT NULL) AND (?1 = 0 OR ?1 IN (e.target, e.source)) "
                                       "AND EXISTS (SELECT 1 FROM obligations o WHERE o.file = t.main_file) ORDER BY e.id");
    if (!st) return false;
    nv_bind_int(st, 1, doc);
    while (sqlite3_step(st) == SQLITE_ROW) {
        bool part = nv_str_eqz(nv_col(st, 6, f->a), "part");
        *NV_PUSH(f->a, out) = (place){ .target = nv_col_int(st, 0), .file = nv_col_int(st, 1), .start = nv_col_int(st, 2), .places = part ? nv_col(st, 3, f->a) : (nv_str){ 0 },
                                       .quote = nv_col(st, 4, f->a), .how = nv_col(st, 5, f->a), .change = NV_LIT("withdrawn"), .whole = !part };
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool matches(finder *f, const char *kind, nv_str folded)
{
    uint32_t n;
    const nv_rule *const *rules = nv_grammar_rules(f->g, kind, &n);
    for (uint32_t i = 0; i < n; i++)
        if (nv_match(f->m, rules[i], folded, 0)) return true;
    return false;
}

static int number(nv_str s)
{
    int n = 0;
    for (uint32_t i = 0; i < s.n; i++) n = n * 10 + (s.p[i] - '0');
    return n;
}

/* The new last day: a deadline that was read in the paragraph, else a day behind “đến”, “sang”. */
static bool new_day(finder *f, int64_t file, int64_t beg, int64_t end, nv_str folded, nv_str *out)
{
    sqlite3_stmt *st = nv_db_sql(f->s, "SELECT max(last_day) FROM deadlines WHERE file = ?1 AND start BETWEEN ?2 AND ?3 AND kind = 'due'");
    const nv_rule *rule = nv_grammar_rule(f->g, "change.until");
    if (!st) return false;
    nv_bind_int(st, 1, file);
    nv_bind_int(st, 2, beg);
    nv_bind_int(st, 3, end);
    *out = sqlite3_step(st) == SQLITE_ROW ? nv_col(st, 0, f->a) : (nv_str){ 0 };
    if (sqlite3_reset(st) != SQLITE_OK) return false;
    if (out->n || !rule || !nv_match(f->m, rule, folded, 0)) return true;
    nv_span all;
    nv_date d = nv_date_make(number(nv_match_named(f->m, "year")), number(nv_match_named(f->m, "month")), number(nv_match_named(f->m, "day")));
    nv_match_group(f->m, 0, &all);
    char z[12];
    if (!nv_date_none(d) && nv_str_find(nv_span_str(folded, all), NV_LIT("trước"), 0) != UINT32_MAX) d = nv_date_add_days(d, -1);
    nv_date_iso(d, z);
    *out = nv_arena_str(f->a, nv_str_of(z));
    return true;
}

/* By sentences: the paragraph around each citation of a document with tasks. */
static bool by_sentence(finder *f, int64_t doc, places *out)
{
    sqlite3_stmt *st = nv_db_sql(f->s, "SELECT i.document, c.file, c.start, c.stop, c.locator, words_before(c.file, c.start, 1500) AS pre, c.text, words_after(c.file, c.stop, 1500) FROM documents t "
                                       "JOIN identities i ON i.document = t.id JOIN citations c ON c.identity = i.id JOIN files f ON f.id = c.file AND f.main JOIN identities h ON h.id = f.identity "
                                       "LEFT JOIN units u ON u.id = c.unit WHERE t.main_file IS NOT NULL AND h.document <> t.id AND c.relation <> 'basis' AND coalesce(u.eid, '') <> 'preamble' "
                                       "AND i.method <> 'ambiguous' AND (?1 = 0 OR ?1 IN (t.id, h.document)) AND EXISTS (SELECT 1 FROM obligations o WHERE o.file = t.main_file) "
                                       "ORDER BY c.file, c.start");
    if (!st) return false;
    nv_bind_int(st, 1, doc);
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_str pre = nv_col(st, 5, f->a), text = nv_col(st, 6, f->a), post = nv_col(st, 7, f->a), quote = nv_arena_printf(f->a, "%.*s%.*s%.*s", NV_ARG(pre), NV_ARG(text), NV_ARG(post));
        nv_str folded = nv_fold_str(f->a, quote);
        bool extend = matches(f, "change.extend", folded);
        if (!extend && !matches(f, "change.withdraw", folded)) continue;
        place p = { .target = nv_col_int(st, 0), .file = nv_col_int(st, 1), .start = nv_col_int(st, 2), .places = nv_col(st, 4, f->a), .quote = nv_str_trim(quote),
                    .how = extend ? NV_LIT("extend") : NV_LIT("withdraw"), .change = extend ? NV_LIT("extended") : NV_LIT("withdrawn") };
        p.whole = !p.places.n;
        p.ahead_only = extend && p.whole;
        if (extend && !new_day(f, p.file, p.start - nv_utf8_count(pre), nv_col_int(st, 3) + nv_utf8_count(post), folded, &p.until)) return false;
        *NV_PUSH(f->a, out) = p;
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

/* ---- tasks at these places ------------------------------------------------------------------------------------------- */

/* Tasks of the earlier document at the places named, that the later document may still change and nobody has decided about. */
static const char tasks_at[] =
    "SELECT substr(g.sha256, 1, 8) || '-' || o.ord, o.action, (SELECT group_concat(name, '; ') FROM (SELECT a.name FROM parties p JOIN agencies a ON a.id = p.agency WHERE p.obligation = o.id AND "
    "p.role = 'lead' ORDER BY p.ord)), o.last_due, f.number, f.date, f.name, f.sha256, w.eid, "
    "coalesce((SELECT c.page FROM citations c WHERE c.file = f.id AND c.start = ?3), w.page) FROM documents t JOIN files g ON g.id = t.main_file JOIN obligations o ON o.file = g.id "
    "JOIN files f ON f.id = ?2 LEFT JOIN units u ON u.id = o.unit "
    "LEFT JOIN units w ON w.id = (SELECT id FROM units WHERE file = ?2 AND start <= ?3 AND stop >= ?3 ORDER BY stop - start, id LIMIT 1) "
    "WHERE t.id = ?1 AND f.date >= g.date AND o.verdict IS NOT 'rejected' AND NOT o.routine AND o.modality <> 'may' "
    "AND (?4 IS NULL OR EXISTS (SELECT 1 FROM json_each(?4) e WHERE place_in(u.eid, e.value))) "
    "AND (NOT ?5 OR (o.last_due IS NOT NULL AND (?6 IS NULL OR o.last_due < ?6))) "
    "AND NOT EXISTS (SELECT 1 FROM fits x JOIN declined d ON d.anchor = x.anchor WHERE x.obligation = o.id AND d.sha256 = f.sha256 AND d.change = ?7) "
    "AND NOT EXISTS (SELECT 1 FROM fits x JOIN marks m ON m.anchor = x.anchor WHERE x.obligation = o.id AND m.status = ?7 AND m.document IN (f.number, f.name)) ORDER BY o.ord";

static bool tasks_of(finder *f, const place *p)
{
    sqlite3_stmt *st = nv_db_sql(f->s, tasks_at);
    if (!st) return false;
    nv_bind_int(st, 1, p->target);
    nv_bind_int(st, 2, p->file);
    nv_bind_int(st, 3, p->start);
    nv_bind(st, 4, p->places.n ? p->places : (nv_str){ 0 });
    nv_bind_int(st, 5, p->ahead_only);
    nv_bind(st, 6, p->until.n ? p->until : (nv_str){ 0 });
    nv_bind(st, 7, p->change);
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_proposal x = { .change = p->change, .until = p->until, .whole = p->whole, .how = p->how, .quote = p->quote, .start = p->start };
        nv_str *const text[] = { &x.task, &x.action, &x.who, &x.due, &x.number, &x.date, &x.file, &x.sha256, &x.eid };
        for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i, f->a);
        x.page = (uint32_t)nv_col_int(st, 9);
        x.id = nv_arena_printf(f->a, "%.8s@%lld/%.*s", x.sha256.p, (long long)p->start, NV_ARG(x.task));
        *NV_PUSH(f->a, f->out) = x;
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

/* One document proposes one change of a task: where it names the task's place, then where it names a day, then first. */
static int by_worth(const void *x, const void *y)
{
    const nv_proposal *a = x, *b = y;
    int d = nv_str_cmp(a->sha256, b->sha256);
    if (!d) d = nv_str_cmp(a->task, b->task);
    if (!d) d = nv_str_cmp(a->change, b->change);
    if (!d) d = a->whole - b->whole;
    if (!d) d = (b->until.n > 0) - (a->until.n > 0);
    return d ? d : (a->start > b->start) - (a->start < b->start);
}

static int by_place(const void *x, const void *y)
{
    const nv_proposal *a = x, *b = y;
    int d = nv_str_cmp(a->date, b->date);
    if (!d) d = nv_str_cmp(a->number, b->number);
    if (!d) d = nv_str_cmp(a->sha256, b->sha256);
    if (!d) d = (a->start > b->start) - (a->start < b->start);
    if (!d) d = nv_str_cmp(nv_str_cut(a->task, 0, 8), nv_str_cut(b->task, 0, 8));
    return d ? d : (nv_task_ord(a->task) > nv_task_ord(b->task)) - (nv_task_ord(a->task) < nv_task_ord(b->task));
}

static void once(nv_proposals *v)
{
    uint32_t n = 0;
    if (v->n) qsort(v->v, v->n, sizeof *v->v, by_worth);
    for (uint32_t i = 0; i < v->n; i++) {
        bool same = n && nv_str_eq(v->v[n - 1].sha256, v->v[i].sha256) && nv_str_eq(v->v[n - 1].task, v->v[i].task) && nv_str_eq(v->v[n - 1].change, v->v[i].change);
        if (!same) v->v[n++] = v->v[i];
    }
    v->n = n;
    if (n) qsort(v->v, n, sizeof *v->v, by_place);
}

nv_status nv_people_proposals(nv_store *s, const nv_grammar *g, int64_t doc, nv_arena *a, nv_proposals *out, nv_err *err)
{
    *out = (nv_proposals){ 0 };
    finder f = { s, g, a, nv_matcher_new(), out };
    places v = { 0 };
    bool ok = nv_sqlfun_add(s) && nv_legal_fill(s, 0) && by_citation(&f, doc, &v) && by_sentence(&f, doc, &v);
    for (uint32_t i = 0; ok && i < v.n; i++) ok = tasks_of(&f, &v.v[i]);
    nv_matcher_free(f.m);
    if (!ok) return nv_db_fail(s, err);
    once(out);
    return NV_OK;
}

/* ---- deciding -------------------------------------------------------------------------------------------------------- */

static nv_status accept_one(nv_store *s, const nv_proposal *p, nv_date until, nv_str note, nv_str person, nv_date today, nv_arena *a, nv_err *err)
{
    nv_date none = { 0 }, day = nv_date_parse(p->date);
    nv_marked said;
    nv_mark m = { .task = p->task, .status = p->change, .day = !nv_date_none(day) && nv_date_cmp(day, today) <= 0 ? day : today,
                  .until = nv_str_eqz(p->change, "extended") ? until : none, .document = p->number.n ? p->number : p->file, .note = note, .person = person,
                  .origin = NV_LIT("proposal"), .recorded = today };
    return nv_people_mark(s, &m, a, &said, err);
}

static nv_status decline_one(nv_store *s, const nv_proposal *p, nv_str note, nv_str person, nv_date today, nv_arena *a, nv_err *err)
{
    nv_ids ids = { 0 };
    char day[12];
    nv_date_iso(today, day);
    if (!nv_task_find(s, p->task, a, &ids) || !ids.n) return nv_db_fail(s, err);
    int64_t anchor = nv_anchor_of(s, ids.v[0], a);
    sqlite3_stmt *st = nv_db_sql(s, "INSERT OR IGNORE INTO declined(anchor, sha256, change, note, person, recorded) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    if (!anchor || !st) return nv_db_fail(s, err);
    const nv_str text[] = { p->sha256, p->change, note, person, nv_str_of(day) };
    nv_bind_int(st, 1, anchor);
    for (int i = 0; i < (int)NV_NELEM(text); i++) nv_bind(st, i + 2, text[i].p ? text[i] : NV_LIT(""));
    return nv_db_run(st) ? NV_OK : nv_db_fail(s, err);
}

nv_status nv_people_decide(nv_store *s, const nv_grammar *g, nv_str id, bool accept, nv_date until, nv_str note, nv_str person, nv_date today, nv_arena *a, nv_decided *out, nv_err *err)
{
    nv_proposals all;
    *out = (nv_decided){ 0 };
    nv_status st = nv_people_proposals(s, g, 0, a, &all, err);
    nv_str group = nv_arena_printf(a, "%.*s/", NV_ARG(id));
    for (uint32_t i = 0; !st && i < all.n; i++) {
        const nv_proposal *p = &all.v[i];
        if (!nv_str_eq(p->id, id) && !nv_str_starts(p->id, group)) continue;
        *NV_PUSH(a, &out->list) = *p;
        nv_date day = p->until.n ? nv_date_parse(p->until) : until;
        if (accept && nv_str_eqz(p->change, "extended") && nv_date_none(day)) {
            out->no_day++;
            continue;
        }
        st = accept ? accept_one(s, p, day, note, person, today, a, err) : decline_one(s, p, note, person, today, a, err);
        out->done++;
    }
    return st;
}
