/* doubts.c - what a person should look at, from what is sure to need it to what only may.
 *
 * Confidence is that of the fact: 0 for words that fit nothing any more; of a page that could not be read, what the recogniser says, else 0; of a citation, how
 * surely its document is known; of a task, its rule's.
 */
#include "store/corrections.h"
#include "store/review.h"
#include <stdlib.h>

#define DOCUMENT "f.number, f.title, f.date, f.name, f.sha256"
#define SURE "0.9" /* a task read with less is listed for that alone */

/* kind, id, why, text, detail, number, title, date, file, sha256, eid, page, confidence, start */
static const char unfit[] =
    "SELECT 'unfit', NULL, CASE WHEN EXISTS (SELECT 1 FROM marks m WHERE m.anchor = n.id) THEN 'unfit_mark' ELSE 'unfit_correction' END, n.action, "
    "coalesce((SELECT group_concat(bearer || ': ' || status || ' ' || day, '; ') FROM (SELECT * FROM marks WHERE anchor = n.id ORDER BY bearer_key, day, recorded, seq)), "
    "(SELECT verdict || ' ' || change FROM corrections WHERE anchor = n.id ORDER BY recorded DESC, seq DESC LIMIT 1)), "
    "n.number, NULL, n.date, n.file, n.sha256, n.place, n.page, 0.0, 0 FROM anchors n "
    "WHERE n.id NOT IN (SELECT anchor FROM fits) AND n.id IN (SELECT anchor FROM marks UNION SELECT anchor FROM corrections WHERE verdict <> 'rejected') "
    "AND (?1 = 0 OR n.document IN (SELECT key FROM identities WHERE document = ?1) OR n.sha256 IN (SELECT sha256 FROM files g JOIN identities i ON i.id = g.identity WHERE i.document = ?1))";
static const char lost[] =
    "SELECT 'unfit', NULL, 'unfit_relation', r.quote, r.relation, r.number, NULL, r.date, r.file, r.sha256, NULL, 0, 0.0, 0 "
    "FROM (SELECT *, max(recorded || ' ' || printf('%09d', seq)) FROM relations GROUP BY document, quote) r WHERE NOT EXISTS (SELECT 1 FROM files f JOIN identities i ON i.id = f.identity "
    "JOIN citations c ON c.file = f.id AND c.text = r.quote WHERE i.key = r.document OR f.sha256 = r.sha256) AND (?1 = 0 OR r.document IN (SELECT key FROM identities WHERE document = ?1))";
static const char pages[] =
    "SELECT 'page', NULL, 'bad_page', NULL, p.verdict || coalesce(', ' || p.reason, ''), " DOCUMENT ", NULL, p.page, coalesce(p.ocr_confidence, 0.0), 0 "
    "FROM pages p JOIN files f ON f.id = p.file AND f.main JOIN identities i ON i.id = f.identity WHERE p.verdict <> 'good' AND (?1 = 0 OR i.document = ?1)";
static const char citations[] =
    "SELECT 'citation', NULL, 'ambiguous', c.text, NULL, " DOCUMENT ", u.eid, c.page, min(i.confidence, c.confidence), c.start "
    "FROM identities i JOIN citations c ON c.identity = i.id JOIN files f ON f.id = c.file AND f.main JOIN identities h ON h.id = f.identity LEFT JOIN units u ON u.id = c.unit "
    "WHERE i.method = 'ambiguous' AND (?1 = 0 OR h.document = ?1)";
static const char tasks[] =
    "SELECT * FROM (SELECT 'task', substr(f.sha256, 1, 8) || '-' || o.ord, "
    "rtrim(CASE WHEN o.confidence < " SURE " THEN 'low_confidence,' ELSE '' END "
    " || CASE WHEN NOT EXISTS (SELECT 1 FROM parties p WHERE p.obligation = o.id AND p.role = 'lead') THEN 'no_bearer,' "
    "         WHEN EXISTS (SELECT 1 FROM parties p JOIN agencies g ON g.id = p.agency WHERE p.obligation = o.id AND p.role = 'lead' AND g.reg = '' AND NOT g.class) THEN 'unknown_bearer,' ELSE '' END "
    " || CASE WHEN d.reason IS NOT NULL THEN 'no_date,' ELSE '' END, ',') AS why, o.action, d.reason, " DOCUMENT ", u.eid, o.page, o.confidence, o.start "
    "FROM obligations o JOIN files f ON f.id = o.file AND f.main JOIN identities i ON i.id = f.identity LEFT JOIN units u ON u.id = o.unit "
    "LEFT JOIN (SELECT l.obligation, o2.file, group_concat('“' || x.text || '”: ' || x.reason, '; ') AS reason FROM obligation_deadlines l JOIN obligations o2 ON o2.id = l.obligation "
    "           JOIN deadlines x ON x.file = o2.file AND x.ord = l.deadline WHERE x.reason IS NOT NULL AND x.last_day IS NULL GROUP BY l.obligation) d ON d.obligation = o.id "
    "WHERE o.verdict IS NULL AND NOT o.routine AND (?1 = 0 OR i.document = ?1)) WHERE why <> ''";

typedef struct { nv_doubt d; int64_t start; } found;
typedef NV_VEC(found) founds;

static bool gather(sqlite3_stmt *st, int64_t doc, nv_arena *a, founds *out)
{
    if (!st) return false;
    nv_bind_int(st, 1, doc);
    while (sqlite3_step(st) == SQLITE_ROW) {
        found *x = NV_PUSH(a, out);
        nv_doubt *d = &x->d;
        nv_str *const text[] = { &d->kind, &d->id, &d->why, &d->text, &d->detail, &d->number, &d->title, &d->date, &d->file, &d->sha256, &d->eid };
        for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i, a);
        d->page = (uint32_t)nv_col_int(st, 11);
        d->confidence = sqlite3_column_double(st, 12);
        x->start = nv_col_int(st, 13);
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

static int by_confidence(const void *x, const void *y)
{
    const found *a = x, *b = y;
    if (a->d.confidence < b->d.confidence || a->d.confidence > b->d.confidence) return a->d.confidence < b->d.confidence ? -1 : 1;
    int d = nv_str_cmp(b->d.kind, a->d.kind); /* unfit words before pages */
    if (!d) d = nv_str_cmp(a->d.date, b->d.date);
    if (!d) d = nv_str_cmp(a->d.number, b->d.number);
    if (!d) d = nv_str_cmp(a->d.sha256, b->d.sha256);
    if (!d) d = (a->d.page > b->d.page) - (a->d.page < b->d.page);
    if (!d) d = (a->start > b->start) - (a->start < b->start);
    if (!d) d = nv_str_cmp(a->d.text, b->d.text);
    return d ? d : nv_str_cmp(a->d.id, b->d.id);
}

nv_status nv_people_doubts(nv_store *s, int64_t doc, nv_arena *a, nv_doubts *out, nv_err *err)
{
    founds v = { 0 };
    *out = (nv_doubts){ 0 };
    if (!gather(nv_db_sql(s, unfit), doc, a, &v) || !gather(nv_db_sql(s, lost), doc, a, &v) || !gather(nv_db_sql(s, pages), doc, a, &v) || !gather(nv_db_sql(s, citations), doc, a, &v) ||
        !gather(nv_db_sql(s, tasks), doc, a, &v))
        return nv_db_fail(s, err);
    if (v.n) qsort(v.v, v.n, sizeof *v.v, by_confidence);
    for (uint32_t i = 0; i < v.n; i++) *NV_PUSH(a, out) = v.v[i].d;
    return NV_OK;
}
