#include "store/who.h"
#include <stdlib.h>

static bool run1(nv_store *s, const char *sql, nv_str a, nv_str b, nv_str lo, nv_str hi)
{
    sqlite3_stmt *st = nv_db_sql(s, sql);
    if (!st) return false;
    const nv_str v[] = { a, b, lo, hi };
    int n = sqlite3_bind_parameter_count(st);
    for (int i = 0; i < n && i < (int)NV_NELEM(v); i++) nv_bind(st, i + 1, v[i].n ? v[i] : (nv_str){ 0 });
    return nv_db_run(st);
}

static nv_str iso(nv_arena *a, nv_date d)
{
    char z[12];
    nv_date_iso(d, z);
    return nv_arena_str(a, nv_str_of(z));
}

/* One body of the registry: named itself, named short in a document of its province, or through a class that held it on the document's date. */
static bool add_entry(nv_store *s, const nv_agency_entry *e, nv_arena *a)
{
    nv_str none = { 0 }, lo = iso(a, e->from), hi = iso(a, e->to);
    bool ok = run1(s, "INSERT INTO temp.who SELECT id, NULL, NULL, NULL, NULL, 0 FROM agencies WHERE reg = ?", e->id, none, none, none) &&
              run1(s, "INSERT INTO temp.who SELECT id, NULL, NULL, NULL, NULL, 0 FROM agencies WHERE reg = '' AND key = ?", nv_skeleton_str(a, e->name), none, none, none) &&
              run1(s, "INSERT INTO temp.who SELECT c.agency, NULL, ?2, ?3, g.name, c.some FROM class_members c JOIN agencies g ON g.id = c.agency WHERE c.member = ?1 AND c.local = 0",
                   e->id, lo, hi, none);
    if (!ok || !e->generic.n) return ok;
    return run1(s, "INSERT INTO temp.who SELECT id, ?2, NULL, NULL, NULL, 0 FROM agencies WHERE reg = ?1 AND NOT class", e->generic, e->province, none, none) &&
           run1(s, "INSERT INTO temp.who SELECT c.agency, ?2, ?3, ?4, g.name, c.some FROM class_members c JOIN agencies g ON g.id = c.agency WHERE c.member = ?1 AND c.local = 1",
                e->generic, e->province, lo, hi);
}

static int by_bytes(const void *x, const void *y)
{
    return nv_str_cmp(*(const nv_str *)x, *(const nv_str *)y);
}

static void add_name(nv_ans_tasks *names, nv_arena *a, nv_str name)
{
    for (uint32_t i = 0; i < names->who.n; i++)
        if (nv_str_eq(names->who.v[i], name)) return;
    *NV_PUSH(a, &names->who) = name;
}

/* The nearest of the names that the documents use. */
static bool nearest_used(nv_store *s, nv_str key, nv_arena *a, nv_str *nearest)
{
    unsigned best = 1 + key.n / 4;
    sqlite3_stmt *st = nv_db_sql(s, "SELECT key, name FROM agencies ORDER BY key, name");
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_str k = { (const char *)sqlite3_column_text(st, 0), (uint32_t)sqlite3_column_bytes(st, 0) };
        if (k.n > key.n + best || key.n > k.n + best) continue;
        unsigned d = nv_edit_distance(k, key);
        if (d < best) best = d, *nearest = nv_col(st, 1, a);
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

bool nv_who_fill(nv_store *s, nv_str text, nv_arena *a, bool *known, nv_ans_tasks *names, nv_str *nearest)
{
    if (!nv_db_exec(s, "CREATE TEMP TABLE IF NOT EXISTS who(agency INTEGER, province TEXT, lo TEXT, hi TEXT, via TEXT, some INTEGER); DELETE FROM temp.who")) return false;
    nv_agency_vec v = { 0 };
    nv_str spelled = text, suggestion = { 0 }, none = { 0 };
    if (s->reg) {
        nv_registry_resolve_who(s->reg, text, a, &v, &suggestion);
        spelled = nv_registry_spell_out(s->reg, a, text);
    }
    for (uint32_t i = 0; i < v.n; i++) {
        if (!add_entry(s, v.v[i], a)) return false;
        add_name(names, a, v.v[i]->name);
    }
    nv_str key = nv_skeleton_str(a, nv_str_trim(spelled));
    if (!run1(s, "INSERT INTO temp.who SELECT id, NULL, NULL, NULL, NULL, 0 FROM agencies WHERE key = ?1 AND id NOT IN (SELECT agency FROM temp.who WHERE via IS NULL)", key, none,
              none, none))
        return false;
    if (!v.n) {
        sqlite3_stmt *st = nv_db_sql(s, "SELECT DISTINCT g.name FROM temp.who w JOIN agencies g ON g.id = w.agency WHERE w.via IS NULL");
        if (!st) return false;
        while (sqlite3_step(st) == SQLITE_ROW) add_name(names, a, nv_col(st, 0, a));
        if (sqlite3_reset(st) != SQLITE_OK) return false;
    }
    if (names->who.n) qsort(names->who.v, names->who.n, sizeof *names->who.v, by_bytes);
    *known = names->who.n > 0;
    *nearest = suggestion;
    return *known || suggestion.n || nearest_used(s, key, a, nearest);
}
