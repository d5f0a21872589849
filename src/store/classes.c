/* classes.c - the registry in the database, and who belongs to a class of bodies.
 *
 * A class is expanded once, when its name first comes in, over the dates on which its membership changed; which member counts for a document is decided
 * when asked: the one that existed on the document's date.
 */
#include "store/db.h"
#include <stdlib.h>

/* Days between the reorganisations of ministries and provinces (1997, 2004, 2008, March and July 2025), and today's bodies (none). */
static const nv_date epochs[] = { { 1995, 6, 1 }, { 2000, 6, 1 }, { 2003, 6, 1 }, { 2006, 6, 1 }, { 2012, 6, 1 }, { 2020, 6, 1 }, { 2025, 4, 1 }, { 2025, 8, 1 }, { 0, 0, 0 } };

typedef struct { nv_str id; bool local, some; uint32_t nth; } member;
typedef NV_VEC(member) member_vec;

static int by_id(const void *a, const void *b)
{
    const member *x = a, *y = b;
    int c = nv_str_cmp(x->id, y->id);
    return c ? c : x->nth < y->nth ? -1 : x->nth > y->nth;
}

/* What was said of a member first counts. */
static bool write_members(nv_store *s, int64_t agency, member_vec *v)
{
    sqlite3_stmt *st = nv_db_sql(s, "INSERT INTO class_members VALUES(?,?,?,?)");
    if (!st) return false;
    if (v->n) qsort(v->v, v->n, sizeof *v->v, by_id);
    for (uint32_t i = 0; i < v->n; i++) {
        if (i && nv_str_eq(v->v[i - 1].id, v->v[i].id)) continue;
        nv_bind(st, 1, v->v[i].id);
        nv_bind_int(st, 2, agency);
        nv_bind_int(st, 3, v->v[i].local);
        nv_bind_int(st, 4, v->v[i].some);
        if (!nv_db_run(st)) return false;
    }
    return true;
}

/* Adds the class's members on a date, and how many there were. Members that hang on the province of the document are kept as the generic body; what is there
 * without a province too (`others` of them) needs no second look. */
static uint32_t expand(nv_store *s, nv_str name, nv_date on, nv_str province, uint32_t others, nv_arena *a, member_vec *out)
{
    nv_agency_vec v = { 0 };
    nv_members kind = nv_registry_class_members(s->reg, name, on, province, a, &v);
    if ((kind != NV_MEMBERS_SOME && kind != NV_MEMBERS_ALL) || (province.n && v.n == others)) return v.n;
    for (uint32_t i = 0; i < v.n; i++) {
        bool local = province.n && v.v[i]->generic.n;
        if (!province.n || local) *NV_PUSH(a, out) = (member){ local ? v.v[i]->generic : v.v[i]->id, local, kind == NV_MEMBERS_SOME, out->n };
    }
    return v.n;
}

static bool stands(const nv_province *p, nv_date on)
{
    bool begun = nv_date_none(p->from) || nv_date_none(on) || nv_date_cmp(p->from, on) <= 0;
    return begun && (nv_date_none(p->to) || (!nv_date_none(on) && nv_date_cmp(on, p->to) <= 0));
}

bool nv_write_class(nv_store *s, int64_t agency, nv_str name)
{
    if (!s->reg) return true;
    nv_arena *a = nv_arena_new();
    member_vec v = { 0 };
    uint32_t n;
    const nv_province *p = nv_registry_provinces(s->reg, &n);
    for (unsigned e = 0; e < NV_NELEM(epochs); e++) {
        uint32_t others = expand(s, name, epochs[e], (nv_str){ 0 }, 0, a, &v), k = 0;
        while (k < n && !stands(&p[k], epochs[e])) k++;
        if (k < n) (void)expand(s, name, epochs[e], p[k].id, others, a, &v); /* one province of the time stands for all */
    }
    bool ok = write_members(s, agency, &v);
    nv_arena_free(a);
    return ok;
}

static nv_str iso(nv_arena *a, nv_date d)
{
    char z[12];
    nv_date_iso(d, z);
    return *z ? nv_arena_str(a, nv_str_of(z)) : (nv_str){ 0 };
}

static bool write_registry(nv_store *s, nv_arena *a)
{
    uint32_t n;
    const nv_agency_entry *e = nv_registry_agencies(s->reg, &n);
    if (!nv_db_exec(s, "DELETE FROM registry; DELETE FROM class_members")) return false;
    for (uint32_t i = 0; i < n; i++) {
        sqlite3_stmt *st = nv_db_sql(s, "INSERT OR IGNORE INTO registry VALUES(?,?,?,?,?,?,?,?,?)");
        if (!st) return false;
        const nv_str text[] = { e[i].id, e[i].name, e[i].kind_text, e[i].level, e[i].parent, e[i].generic, e[i].province, iso(a, e[i].from), iso(a, e[i].to) };
        for (int k = 0; k < (int)NV_NELEM(text); k++) nv_bind(st, k + 1, text[k].n ? text[k] : (nv_str){ 0 });
        if (!nv_db_run(st)) return false;
    }
    sqlite3_stmt *st = nv_db_sql(s, "SELECT id, name FROM agencies WHERE class");
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW)
        if (!nv_write_class(s, nv_col_int(st, 0), nv_col(st, 1, a))) return false;
    return sqlite3_reset(st) == SQLITE_OK;
}

nv_status nv_store_registry(nv_store *s, const nv_registry *reg, const char *digest, nv_err *err)
{
    s->reg = reg;
    sqlite3_stmt *st = nv_db_sql(s, "SELECT 1 FROM meta WHERE key = 'registry' AND value = ?");
    if (!st) return nv_db_fail(s, err);
    nv_bind(st, 1, nv_str_of(digest));
    int rc = sqlite3_step(st);
    sqlite3_reset(st);
    if (rc == SQLITE_ROW || sqlite3_db_readonly(s->db, "main") == 1) return NV_OK;
    nv_arena *a = nv_arena_new();
    bool ok = nv_db_exec(s, "BEGIN IMMEDIATE") && write_registry(s, a);
    st = ok ? nv_db_sql(s, "INSERT OR REPLACE INTO meta VALUES('registry', ?)") : NULL;
    if (st) nv_bind(st, 1, nv_str_of(digest));
    ok = ok && nv_db_run(st) && nv_db_exec(s, "COMMIT");
    nv_status res = ok ? NV_OK : nv_db_fail(s, err);
    if (!ok) nv_store_rollback(s);
    nv_arena_free(a);
    return res;
}
