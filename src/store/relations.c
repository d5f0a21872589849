/* relations.c - see relations.h and review.h. */
#include "store/relations.h"
#include "store/review.h"
#include "store/sqlfun.h"

/* The last that was said of the words of a document. */
#define LAST "(SELECT *, row_number() OVER (PARTITION BY document, quote ORDER BY recorded DESC, seq DESC, relation DESC, note DESC, person DESC) AS k FROM relations)"

static const char lay[] =
    "UPDATE citations AS c SET was = CASE WHEN coalesce(c.was, c.relation) = l.relation THEN NULL ELSE coalesce(c.was, c.relation) END, relation = l.relation "
    "FROM " LAST " l, files f JOIN identities i ON i.id = f.identity WHERE l.k = 1 AND (i.key = l.document OR f.sha256 = l.sha256) AND c.file = f.id AND c.text = l.quote "
    "AND c.relation <> 'self' AND c.relation <> l.relation";

bool nv_relations_apply(nv_store *s)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT 1 FROM relations LIMIT 1");
    if (!st) return false;
    bool any = sqlite3_step(st) == SQLITE_ROW;
    if (sqlite3_reset(st) != SQLITE_OK || !any) return !any;
    st = nv_db_sql(s, lay);
    return st && nv_db_run(st);
}

/* The texts of the citations of a document's main copy: those that are the words asked for, else those that hold them. */
static bool find_texts(nv_store *s, const nv_relate *r, nv_arena *a, nv_related *out)
{
    static const char *const ways[] = {
        "SELECT DISTINCT c.text FROM documents d JOIN citations c ON c.file = d.main_file WHERE d.id = ?1 AND c.relation <> 'self' AND c.text = ?2",
        "SELECT DISTINCT c.text FROM documents d JOIN citations c ON c.file = d.main_file WHERE d.id = ?1 AND c.relation <> 'self' AND instr(skel(c.text), skel(?2)) ORDER BY 1",
    };
    for (unsigned i = 0; i < NV_NELEM(ways) && !out->texts.n; i++) {
        sqlite3_stmt *st = nv_db_sql(s, ways[i]);
        if (!st) return false;
        nv_bind_int(st, 1, r->doc);
        nv_bind(st, 2, r->quote);
        while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, &out->texts) = nv_col(st, 0, a);
        if (sqlite3_reset(st) != SQLITE_OK) return false;
    }
    return true;
}

/* How many citations have these words in the main copy, and the relation they have now. */
static bool look(nv_store *s, const nv_relate *r, nv_arena *a, nv_related *out)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT count(*), min(c.relation), max(c.relation) FROM documents d JOIN citations c ON c.file = d.main_file WHERE d.id = ?1 AND c.relation <> 'self' AND c.text = ?2");
    if (!st) return false;
    nv_bind_int(st, 1, r->doc);
    nv_bind(st, 2, out->texts.v[0]);
    if (sqlite3_step(st) == SQLITE_ROW) {
        out->n = (uint32_t)nv_col_int(st, 0);
        out->was = nv_col(st, 1, a);
        out->known = nv_str_eq(out->was, r->relation) && nv_str_eq(nv_col(st, 2, a), r->relation);
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool put(nv_store *s, const nv_relate *r, nv_str quote)
{
    char day[12];
    sqlite3_stmt *st = nv_db_sql(s, "INSERT INTO relations(document, sha256, quote, relation, number, date, file, note, person, recorded, seq) "
                                    "SELECT i.key, f.sha256, ?2, ?3, coalesce(d.number, ''), coalesce(d.date, ''), f.name, ?4, ?5, ?6, "
                                    "(SELECT count(*) FROM relations o WHERE o.document = i.key AND o.quote = ?2) "
                                    "FROM documents d JOIN files f ON f.id = d.main_file JOIN identities i ON i.id = f.identity WHERE d.id = ?1");
    if (!st) return false;
    nv_date_iso(r->recorded, day);
    nv_bind_int(st, 1, r->doc);
    nv_bind(st, 2, quote);
    nv_bind(st, 3, r->relation);
    nv_bind(st, 4, r->note.p ? r->note : NV_LIT(""));
    nv_bind(st, 5, r->person.p ? r->person : NV_LIT(""));
    nv_bind(st, 6, nv_str_of(day));
    return nv_db_run(st);
}

nv_status nv_people_relate(nv_store *s, const nv_relate *r, nv_arena *a, nv_related *out, nv_err *err)
{
    *out = (nv_related){ 0 };
    if (!nv_sqlfun_add(s) || !find_texts(s, r, a, out)) return nv_db_fail(s, err);
    if (out->texts.n != 1) return NV_OK;
    if (!look(s, r, a, out)) return nv_db_fail(s, err);
    return out->known || put(s, r, out->texts.v[0]) ? NV_OK : nv_db_fail(s, err);
}
