/* legal.c - the force of documents: what they say of themselves, and what others say they do to them.
 *
 * A false “repealed” is worse than a missing one. So an event needs a target known by number or year (a bare “Luật Đất đai” may be any of several laws),
 * a source that may touch the target (a document is changed only by one of its own or a higher rank: Luật Ban hành văn bản quy phạm pháp luật 2015, Điều
 * 12), and is whole only if the sentence leaves nothing out. “Luật A đã được sửa đổi, bổ sung một số điều theo Luật B, Luật C hết hiệu lực” ends A; of B and C it ends only the
 * parts that changed A.
 */
#include "store/legal.h"
#include "store/sqlfun.h"

static const char views[] =
    "CREATE TEMP VIEW IF NOT EXISTS own_effects AS "
    "SELECT e.file, e.from_day, e.to_day FROM effects e JOIN files f ON f.id = e.file LEFT JOIN units u ON u.id = e.unit "
    "WHERE e.place IS NULL AND coalesce(u.eid, '') NOT LIKE 'app%' AND instr(skel(e.text), skel(f.type_name) || ' nay') BETWEEN 1 AND 8;"
    "CREATE TEMP VIEW IF NOT EXISTS legal_of AS "
    "SELECT doc, file, day, coalesce(own, CASE WHEN told THEN NULL ELSE head END, day) AS from_day, coalesce(own, CASE WHEN told THEN NULL ELSE head END) IS NOT NULL AS said, "
    "       to_day, type, number "
    "FROM (SELECT d.id AS doc, f.id AS file, f.date AS day, f.effective AS head, (SELECT min(from_day) FROM own_effects e WHERE e.file = f.id) AS own, "
    "             EXISTS (SELECT 1 FROM own_effects e WHERE e.file = f.id) AS told, (SELECT max(to_day) FROM own_effects e WHERE e.file = f.id) AS to_day, f.type, f.number "
    "      FROM documents d JOIN files f ON f.id = d.main_file);"
    "CREATE TEMP TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, target INTEGER, source INTEGER, file INTEGER, unit INTEGER, start INTEGER, stop INTEGER, page INTEGER, "
    "  quote TEXT, kind TEXT, extent TEXT, places TEXT, day TEXT);"
    "CREATE INDEX IF NOT EXISTS temp.events_target ON events(target);"
    "DELETE FROM temp.events;";

#define IS_LAW(type, number) "(" type " IN ('HP', 'LUAT', 'BL', 'PL') OR skel(" number ") LIKE '%/qh__' OR skel(" number ") LIKE '%/ubtvqh%')"
#define IS_LOCAL(number) "(skel(" number ") LIKE '%-ubnd%' OR skel(" number ") LIKE '%-hdnd%' OR skel(" number ") LIKE '%-ub')"
#define MAY_TOUCH \
    "(NOT " IS_LAW("t.type", "coalesce(t.number, '')") " OR " IS_LAW("coalesce(f.type, '')", "coalesce(f.number, '')") ") " \
    "AND NOT (coalesce(f.type, '') IN ('TT', 'TTLT') AND (coalesce(t.type, '') = 'NĐ' OR skel(coalesce(t.number, '')) LIKE '%-ttg' OR skel(coalesce(t.number, '')) LIKE '%-cp')) " \
    "AND NOT (" IS_LOCAL("coalesce(f.number, '')") " AND NOT " IS_LOCAL("coalesce(t.number, '')") ")"
#define KNOWN "(i.number_key IS NOT NULL OR i.year IS NOT NULL) AND i.method <> 'ambiguous' AND i.document <> h.document"

/* “một phần của X”, “một số điều của X”, “nội dung … quy định tại X”: part of X; “… được sửa đổi theo X”: the part of X that amended. */
#define PART_BEFORE \
    "(c.locator IS NOT NULL OR w.pre LIKE '%duoc sua doi%' OR w.pre LIKE '%mot phan%' OR w.pre LIKE '%mot so dieu% cua' OR w.pre LIKE '%mot so dieu% cua cac' OR " \
    "w.pre LIKE '%mot so% tai' OR w.pre LIKE '%quy dinh tai')"

/* A document's amendments are listed twice, as citations and as operations; the operations add what has no citation. */
#define FROM_CITATIONS(where) \
    "INSERT INTO temp.events(target, source, file, unit, start, stop, page, quote, kind, extent, places, day) " \
    "SELECT w.target, w.source, c.file, c.unit, c.start, c.stop, c.page, c.text, CASE c.relation WHEN 'amends' THEN 'amend' WHEN 'repeals' THEN 'repeal' ELSE 'replace' END, " \
    "  CASE WHEN c.relation = 'amends' OR " PART_BEFORE " THEN 'part' WHEN w.post LIKE '%, tru %' THEN 'except' ELSE 'whole' END, c.locator, " \
    "  CASE WHEN c.relation <> 'amends' THEN ends_on(w.post) END " \
    "FROM (SELECT i.document AS target, h.document AS source, x.file, x.ord, rtrim(skel(words_before(x.file, x.start, 500))) AS pre, skel(words_after(x.file, x.stop, 500)) AS post " \
    "      FROM citations x JOIN identities i ON i.id = x.identity JOIN documents t ON t.id = i.document JOIN files f ON f.id = x.file AND f.main " \
    "           JOIN identities h ON h.id = f.identity LEFT JOIN units u ON u.id = x.unit " \
    "      WHERE x.relation IN ('amends', 'repeals', 'replaces') AND " where " AND " KNOWN " AND " MAY_TOUCH " AND coalesce(u.eid, '') <> 'preface' " \
    "      ORDER BY x.file, x.start) w JOIN citations c ON c.file = w.file AND c.ord = w.ord"
#define FROM_AMENDMENTS(where) \
    "INSERT INTO temp.events(target, source, file, unit, start, stop, page, quote, kind, extent, places, day) " \
    "SELECT i.document, h.document, m.file, m.unit, m.start, m.stop, m.page, words_after(m.file, m.start, 120), " \
    "  CASE m.operation WHEN 'repeal' THEN 'repeal' WHEN 'suspend' THEN 'suspend' ELSE 'amend' END, 'part', CASE WHEN m.place IS NOT NULL THEN json_array(m.place) END, NULL " \
    "FROM amendments m JOIN identities i ON i.id = m.identity JOIN documents t ON t.id = i.document JOIN files f ON f.id = m.file AND f.main " \
    "     JOIN identities h ON h.id = f.identity " \
    "WHERE " where " AND " KNOWN " AND " MAY_TOUCH \
    "  AND NOT EXISTS (SELECT 1 FROM temp.events e WHERE e.target = i.document AND e.file = m.file AND e.unit IS m.unit)"

/* Named twice in one sentence (“Luật X … (sau đây gọi là Luật X) hết hiệu lực”) or in the title and the body: once, where it says most, then first. */
static const char once[] =
    "DELETE FROM temp.events WHERE id NOT IN (SELECT id FROM (SELECT e.id, row_number() OVER (PARTITION BY e.target, e.source, e.kind, e.places "
    "ORDER BY coalesce(u.eid, '') = 'preamble', CASE e.extent WHEN 'whole' THEN 0 WHEN 'except' THEN 1 ELSE 2 END, e.start) AS nth "
    "FROM temp.events e LEFT JOIN units u ON u.id = e.unit) WHERE nth = 1)";

/* Since when: the day of the provision that says so, else of its document. */
static const char days[] =
    "UPDATE temp.events SET day = coalesce((SELECT max(x.from_day) FROM effects x JOIN units u ON u.id = temp.events.unit WHERE x.file = temp.events.file AND x.place IS NOT NULL AND "
    "place_in(u.eid, x.place)), (SELECT from_day FROM legal_of l WHERE l.doc = temp.events.source)) WHERE day IS NULL";

bool nv_legal_fill(nv_store *s, int64_t doc)
{
    if (!nv_sqlfun_add(s) || !nv_db_exec(s, views)) return false;
    sqlite3_stmt *fill[2];
    if (doc) {
        fill[0] = nv_db_sql(s, FROM_CITATIONS("i.document = ?1"));
        fill[1] = nv_db_sql(s, FROM_AMENDMENTS("i.document = ?1"));
    } else {
        fill[0] = nv_db_sql(s, FROM_CITATIONS("1"));
        fill[1] = nv_db_sql(s, FROM_AMENDMENTS("1"));
    }
    for (unsigned i = 0; i < 2; i++) {
        if (!fill[i]) return false;
        if (doc) nv_bind_int(fill[i], 1, doc);
        if (!nv_db_run(fill[i])) return false;
    }
    return nv_db_exec(s, once) && nv_db_exec(s, days);
}
