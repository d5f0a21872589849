/* resolve.c - which document does an identity mean.
 *
 * Identities that share a folded number (year left out: 79/QĐ-TTg and 79/2010/QĐ-TTg) form a group; so do those that share a name. The documents of a
 * group are a pure function of its identities: heads of files each found a document; then citations, the most complete first, join the one document
 * that fits them best, or found one that is known only by citation. A citation that fits two equally well stays apart ('ambiguous'): a wrong link is
 * worse than none. The result hangs on no order of arrival, so a document cited today and ingested next year ends up the same as the other way round.
 *
 * What fits (reference: the same number is given out once a year by one issuer; 15/2019/QĐ-UBND exists in every province):
 *   - years that are both known are equal; issuers that are both known are equal, or one is the beginning of the other (Ủy ban nhân dân tỉnh …);
 *   - dates that are both known are equal, or year and issuer are known and equal (then one of the dates is a slip, for the audit to say);
 *   - types that are both known are equal where the number does not tell the type (51/CP).
 */
#include "store/db.h"
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    int64_t id;
    nv_str key, type, number, name, date, issuer, issuer_key, name_key;
    int year;
    bool self, placed;      /* placed: has its document from the group of its number */
    uint32_t doc;           /* index into the group's documents */
    const char *method;
    double confidence;
} member;

typedef struct { int64_t id; nv_str key, type, number, name, date, issuer, issuer_key; int year; bool self, fixed; } group_doc;

typedef struct {
    nv_store *s;
    nv_arena *a;
    nv_str grp;
    bool by_name, no_type_in_number;
    NV_VEC(member) m;
    NV_VEC(group_doc) docs;
} group;

enum { NOT = -1 };

static bool starts(nv_str a, nv_str b)
{
    return nv_str_starts(a, b) || nv_str_starts(b, a);
}

/* How well an identity fits a document: NOT, or the higher the better. *method and *confidence say what decided. */
static int fit(const group *g, const group_doc *d, const member *m, const char **method, double *confidence)
{
    bool years = d->year && m->year, dates = d->date.n && m->date.n, issuers = d->issuer_key.n && m->issuer_key.n;
    bool same_date = dates && nv_str_eq(d->date, m->date), same_issuer = issuers && nv_str_eq(d->issuer_key, m->issuer_key);
    if (years && d->year != m->year) return NOT;
    if (issuers && !starts(d->issuer_key, m->issuer_key)) return NOT;
    if (dates && !same_date && !(years && same_issuer)) return NOT;
    if (g->no_type_in_number && d->type.n && m->type.n && !nv_str_eq(d->type, m->type)) return NOT;
    int score = (same_date ? 8 : 0) + (same_issuer ? 4 : issuers ? 3 : 0) + (years ? 2 : 0) + (d->type.n && nv_str_eq(d->type, m->type) ? 1 : 0);
    static const char *const by_number[] = { "number+date+issuer", "number+date", "number+year+issuer", "number+issuer", "number+year", "number" };
    static const char *const by_name[] = { "name+date+issuer", "name+date", "name+year+issuer", "name+issuer", "name+year", "name" };
    static const double sure[] = { 0.99, 0.97, 0.95, 0.85, 0.85, 0.7 };
    int k = same_date ? issuers ? 0 : 1 : issuers ? years ? 2 : 3 : years ? 4 : 5;
    *method = (g->by_name ? by_name : by_number)[k];
    *confidence = dates && !same_date ? 0.8 : sure[k];
    return dates && !same_date ? score - 4 : score;
}

/* Most complete first; then by key, so that the order is a matter of content alone. */
static int rank(const member *m)
{
    return (m->self ? 16 : 0) + (m->date.n ? 8 : 0) + (m->issuer.n ? 4 : 0) + (m->year ? 2 : 0) + (m->type.n ? 1 : 0);
}

static int by_rank(const void *x, const void *y)
{
    const member *a = x, *b = y;
    int d = rank(b) - rank(a);
    return d ? d : nv_str_cmp(a->key, b->key);
}

static void found(group *g, member *m, const char *method, double confidence)
{
    group_doc *d = NV_PUSH(g->a, &g->docs);
    *d = (group_doc){ 0, m->key, m->type, m->number, m->name, m->date, m->issuer, m->issuer_key, m->year, m->self, false };
    m->doc = g->docs.n - 1;
    m->method = method;
    m->confidence = confidence;
}

static void place(group *g, member *m)
{
    int best = NOT;
    uint32_t at = 0, ties = 0;
    const char *method = NULL;
    double confidence = 0;
    for (uint32_t i = 0; i < g->docs.n; i++) {
        const char *how;
        double sure;
        int f = fit(g, &g->docs.v[i], m, &how, &sure);
        if (f == NOT || f < best) continue;
        ties = f == best ? ties + 1 : 0;
        if (f > best) best = f, at = i, method = how, confidence = sure;
    }
    if (best == NOT) found(g, m, "cited", m->number.n ? 0.9 : 0.6);
    else if (ties) found(g, m, "ambiguous", 0.3);
    else {
        m->doc = at;
        m->method = method;
        m->confidence = confidence;
        /* what a document known only by citation is called: the first that says more */
        group_doc *d = &g->docs.v[at];
        if (d->self || d->fixed) return;
        if (!d->name.n) d->name = m->name;
        if (!d->type.n) d->type = m->type;
        if (m->number.n > d->number.n) d->number = m->number;
    }
}

static void partition(group *g)
{
    if (g->m.n) qsort(g->m.v, g->m.n, sizeof *g->m.v, by_rank);
    for (uint32_t i = 0; i < g->m.n; i++)
        if (g->m.v[i].self && !g->m.v[i].placed) found(g, &g->m.v[i], "self", 1);
    for (uint32_t i = 0; i < g->m.n; i++)
        if (!g->m.v[i].self && !g->m.v[i].placed) place(g, &g->m.v[i]);
}

/* ---- reading a group ------------------------------------------------------------------------------------------------- */

static bool load(group *g, nv_str key)
{
    sqlite3_stmt *st = g->by_name ? nv_db_sql(g->s, "SELECT id, key, type, number, name, date, issuer, year, self, number_key, name_key, document FROM identities WHERE name_key = ?")
                     : g->grp.p[0] == 'n' ? nv_db_sql(g->s, "SELECT id, key, type, number, name, date, issuer, year, self, NULL, name_key, document FROM identities WHERE number_key = ?")
                                          : nv_db_sql(g->s, "SELECT id, key, type, number, name, date, issuer, year, self, NULL, name_key, document FROM identities WHERE key = ?");
    if (!st) return false;
    nv_bind(st, 1, key);
    while (sqlite3_step(st) == SQLITE_ROW) {
        member *m = NV_PUSH(g->a, &g->m);
        nv_str *const text[] = { &m->key, &m->type, &m->number, &m->name, &m->date, &m->issuer };
        m->id = nv_col_int(st, 0);
        for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i + 1, g->a);
        m->issuer_key = nv_skeleton_str(g->a, m->issuer);
        m->year = (int)nv_col_int(st, 7);
        m->self = nv_col_int(st, 8) != 0;
        m->placed = sqlite3_column_type(st, 9) != SQLITE_NULL;
        m->name_key = nv_col(st, 10, g->a);
        if (m->placed) m->doc = (uint32_t)nv_col_int(st, 11);
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

/* A name group's documents that were founded by number: what its identities with a number belong to. */
static bool load_numbered(group *g, nv_str key)
{
    sqlite3_stmt *st = nv_db_sql(g->s, "SELECT d.id, d.key, d.type, d.number, d.name, d.date, d.issuer, max(i.year) FROM identities i JOIN documents d ON d.id = i.document "
                                       "WHERE i.name_key = ? AND i.number_key IS NOT NULL GROUP BY d.id ORDER BY d.key");
    if (!st) return false;
    nv_bind(st, 1, key);
    while (sqlite3_step(st) == SQLITE_ROW) {
        group_doc *d = NV_PUSH(g->a, &g->docs);
        nv_str *const text[] = { &d->key, &d->type, &d->number, &d->name, &d->date, &d->issuer };
        d->id = nv_col_int(st, 0);
        for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i + 1, g->a);
        d->issuer_key = nv_skeleton_str(g->a, d->issuer);
        d->year = (int)nv_col_int(st, 7);
        d->fixed = true;
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

/* ---- writing it ------------------------------------------------------------------------------------------------------ */

static bool save_doc(group *g, group_doc *d)
{
    if (d->fixed) return true;
    sqlite3_stmt *st = nv_db_sql(g->s, "INSERT INTO documents(key, grp, type, number, name, date, issuer) VALUES(?,?,?,?,?,?,?) ON CONFLICT(key) DO UPDATE SET grp = excluded.grp, "
                                       "type = excluded.type, number = excluded.number, name = excluded.name, date = excluded.date, issuer = excluded.issuer, title = NULL, "
                                       "main_file = NULL RETURNING id");
    if (!st) return false;
    const nv_str text[] = { d->key, g->grp, d->type, d->number, d->name, d->date, d->issuer };
    for (int i = 0; i < (int)NV_NELEM(text); i++) nv_bind(st, i + 1, text[i]);
    if (sqlite3_step(st) != SQLITE_ROW) return false;
    d->id = nv_col_int(st, 0);
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool save_member(group *g, const member *m)
{
    if (m->placed) return true;
    sqlite3_stmt *st = nv_db_sql(g->s, "UPDATE identities SET document = ?1, method = ?2, confidence = ?3 WHERE id = ?4 AND (document IS NOT ?1 OR method IS NOT ?2 OR confidence IS NOT ?3)");
    if (!st) return false;
    nv_bind_int(st, 1, g->docs.v[m->doc].id);
    nv_bind(st, 2, nv_str_of(m->method));
    sqlite3_bind_double(st, 3, m->confidence);
    nv_bind_int(st, 4, m->id);
    return nv_db_run(st);
}

/* The copy whose facts count: fewest pages in doubt, then a format with pages, then the lowest hash. */
static bool save_main(group *g, const member *m)
{
    if (!m->self || m->placed) return true;
    int64_t doc = g->docs.v[m->doc].id;
    sqlite3_stmt *best = nv_db_sql(g->s, "SELECT id, title FROM files WHERE identity = ? ORDER BY bad_pages, pages IS NULL, CASE format WHEN 'pdf' THEN 0 WHEN 'docx' THEN 1 ELSE 2 END, "
                                         "sha256 LIMIT 1");
    if (!best) return false;
    nv_bind_int(best, 1, m->id);
    if (sqlite3_step(best) != SQLITE_ROW) return sqlite3_reset(best) == SQLITE_OK;
    int64_t file = nv_col_int(best, 0);
    nv_str title = nv_col(best, 1, g->a);
    sqlite3_reset(best);
    sqlite3_stmt *flag = nv_db_sql(g->s, "UPDATE files SET main = (id = ?1) WHERE identity = ?2 AND main <> (id = ?1)");
    sqlite3_stmt *set = nv_db_sql(g->s, "UPDATE documents SET main_file = ?, title = ? WHERE id = ?");
    if (!flag || !set) return false;
    nv_bind_int(flag, 1, file);
    nv_bind_int(flag, 2, m->id);
    nv_bind_int(set, 1, file);
    nv_bind(set, 2, title);
    nv_bind_int(set, 3, doc);
    return nv_db_run(flag) && nv_db_run(set);
}

static bool save(group *g)
{
    for (uint32_t i = 0; i < g->docs.n; i++)
        if (!save_doc(g, &g->docs.v[i])) return false;
    for (uint32_t i = 0; i < g->m.n; i++)
        if (!save_member(g, &g->m.v[i]) || !save_main(g, &g->m.v[i])) return false;
    sqlite3_stmt *st = nv_db_sql(g->s, "DELETE FROM documents WHERE grp = ?1 AND key NOT IN (SELECT i.key FROM identities i WHERE i.document = documents.id)");
    if (!st) return false;
    nv_bind(st, 1, g->grp);
    return nv_db_run(st);
}

/* After a file was taken out: identities that nothing names any more, so that a document that nobody cites does not stay. */
static bool drop_unused(nv_store *s)
{
    s->dropped = false;
    return nv_db_exec(s, "UPDATE identities SET document = NULL WHERE id NOT IN (SELECT identity FROM files UNION SELECT identity FROM citations WHERE identity IS NOT NULL "
                         "UNION SELECT identity FROM amendments WHERE identity IS NOT NULL); DELETE FROM identities WHERE document IS NULL AND id NOT IN (SELECT identity FROM "
                         "files UNION SELECT identity FROM citations WHERE identity IS NOT NULL UNION SELECT identity FROM amendments WHERE identity IS NOT NULL)");
}

static bool resolve(nv_store *s, nv_str grp)
{
    group g = { .s = s, .a = nv_arena_new(), .grp = grp, .by_name = grp.p[0] == 'm' };
    nv_str key = nv_str_cut(grp, 2, grp.n);
    g.no_type_in_number = nv_str_find(key, NV_LIT("-"), 0) == UINT32_MAX;
    bool ok = load(&g, key) && (!g.by_name || load_numbered(&g, key));
    if (ok) {
        partition(&g);
        ok = save(&g);
    }
    for (uint32_t i = 0; ok && !g.by_name && i < g.m.n; i++) nv_db_touch(s, "m:", g.m.v[i].name_key);
    nv_arena_free(g.a);
    return ok;
}

bool nv_resolve_dirty(nv_store *s)
{
    if (s->dropped && !drop_unused(s)) return false;
    /* numbers first: names lean on the documents that numbers found. The list grows while it is walked. */
    for (uint32_t i = 0; i < s->dirty.n; i++)
        if (s->dirty.v[i].p[0] != 'm' && !resolve(s, s->dirty.v[i])) return false;
    for (uint32_t i = 0; i < s->dirty.n; i++)
        if (s->dirty.v[i].p[0] == 'm' && !resolve(s, s->dirty.v[i])) return false;
    return true;
}
