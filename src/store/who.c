/* who.c - a name as a person types it -> everything that is the same body in the documents.
 *
 * A body of today answers for those that it took over (Nghị quyết 202/2025/QH15 for the provinces, Nghị quyết 176/2025/QH15 for the ministries, earlier acts
 * alike): the registry's successors are followed backwards from the bodies of that name on the day asked for. Where one body became several, the task may
 * have gone to another of them, and the tie says so.
 */
#include "store/who.h"
#include <stdlib.h>

typedef struct { const nv_agency_entry *e; int64_t tie; bool some; } member; /* tie: -1 the body itself */
typedef struct { nv_store *s; const nv_who_ask *ask; nv_arena *a; nv_ans_tasks *out; NV_VEC(member) members; } filler;

#define WHO "INSERT INTO temp.who "
#define NEW_NAME "NOT EXISTS (SELECT 1 FROM temp.who w WHERE w.slot = ?1 AND w.agency = agencies.id AND w.via IS NULL AND w.province IS ?4)"
/* not if a row says the same for a longer time: the members of a class before and after a merger */
#define NEW_CLASS \
    "NOT EXISTS (SELECT 1 FROM temp.who w WHERE w.slot = ?1 AND w.agency = c.agency AND w.via IS NOT NULL AND w.province IS ?4 AND (w.lo IS NULL OR w.lo <= ?5) AND " \
    "(w.hi IS NULL OR w.hi >= ?6))"

bool nv_who_begin(nv_store *s)
{
    return nv_db_exec(s, "CREATE TEMP TABLE IF NOT EXISTS who(slot INTEGER, agency INTEGER, province TEXT, lo TEXT, hi TEXT, via TEXT, some INTEGER, tie INTEGER); "
                         "CREATE INDEX IF NOT EXISTS temp.who_agency ON who(agency); DELETE FROM temp.who");
}

/* ?1 slot, ?2 tie, ?3 key, ?4 province, ?5 first and ?6 last day of the member. */
static bool run(filler *f, const char *sql, int64_t tie, nv_str key, nv_str province, nv_str lo, nv_str hi)
{
    sqlite3_stmt *st = nv_db_sql(f->s, sql);
    if (!st) return false;
    int n = sqlite3_bind_parameter_count(st);
    nv_bind_int(st, 1, f->ask->slot);
    nv_bind_opt(st, 2, tie, -1);
    const nv_str v[] = { key, province, lo, hi };
    for (int i = 3; i <= n && i < 3 + (int)NV_NELEM(v); i++) nv_bind(st, i, v[i - 3].n ? v[i - 3] : (nv_str){ 0 });
    return nv_db_run(st);
}

static nv_str iso(nv_arena *a, nv_date d)
{
    char z[12];
    nv_date_iso(d, z);
    return nv_arena_str(a, nv_str_of(z));
}

static bool add_key(filler *f, int64_t tie, nv_str key, nv_str province)
{
    return run(f, WHO "SELECT ?1, id, ?4, NULL, NULL, NULL, 0, ?2 FROM agencies WHERE reg = '' AND key = ?3 AND " NEW_NAME, tie, key, province, (nv_str){ 0 }, (nv_str){ 0 });
}

/* One body of the registry: named itself, named short in a document of its province, or through a class that held it on the document's date. */
static bool add_entry(filler *f, const nv_agency_entry *e, int64_t tie)
{
    nv_str none = { 0 }, lo = iso(f->a, e->from), hi = iso(f->a, e->to);
    bool ok = run(f, WHO "SELECT ?1, id, ?4, NULL, NULL, NULL, 0, ?2 FROM agencies WHERE reg = ?3 AND " NEW_NAME, tie, e->id, none, none, none) &&
              add_key(f, tie, nv_skeleton_str(f->a, e->name), none) &&
              run(f, WHO "SELECT ?1, c.agency, ?4, ?5, ?6, g.name, c.some, ?2 FROM class_members c JOIN agencies g ON g.id = c.agency WHERE c.member = ?3 AND c.local = 0 AND " NEW_CLASS,
                  tie, e->id, none, lo, hi);
    if (!ok || !e->generic.n) return ok;
    return run(f, WHO "SELECT ?1, id, ?4, NULL, NULL, NULL, 0, ?2 FROM agencies WHERE reg = ?3 AND NOT class AND " NEW_NAME, tie, e->generic, e->province, none, none) &&
           run(f, WHO "SELECT ?1, c.agency, ?4, ?5, ?6, g.name, c.some, ?2 FROM class_members c JOIN agencies g ON g.id = c.agency WHERE c.member = ?3 AND c.local = 1 AND " NEW_CLASS,
               tie, e->generic, e->province, lo, hi);
}

/* ---- what followed what ---------------------------------------------------------------------------------------------- */

static bool ended(const nv_agency_entry *e, nv_date on)
{
    return !nv_date_none(e->to) && (nv_date_none(on) || nv_date_cmp(e->to, on) < 0);
}

static nv_ans_tie tie_of(const filler *f, const nv_agency_entry *e, const char *kind)
{
    nv_agency_vec next = { 0 };
    nv_buf names = { 0 };
    nv_registry_successors(f->s->reg, e, f->a, &next);
    for (uint32_t i = 0; i < next.n; i++) nv_buf_printf(&names, "%s%.*s", i ? "; " : "", NV_ARG(next.v[i]->name));
    nv_ans_tie t = { .name = e->name, .kind = nv_str_of(kind), .until = iso(f->a, e->to), .next = nv_arena_str(f->a, nv_buf_str(&names)), .note = nv_registry_moved(f->s->reg, e, next.n ? next.v[0] : NULL),
                     .some = next.n > 1 };
    nv_buf_clear(&names);
    return t;
}

static int64_t add_tie(filler *f, const nv_agency_entry *e, const char *kind, bool some)
{
    nv_ans_tie *t = nv_arena_alloc(f->a, sizeof *t);
    *t = tie_of(f, e, kind);
    t->some = some;
    *NV_PUSH(f->a, &f->out->ties) = t;
    return (int64_t)f->out->ties.n - 1;
}

static bool has(const nv_agency_vec *v, const nv_agency_entry *e)
{
    for (uint32_t i = 0; i < v->n; i++)
        if (v->v[i] == e) return true;
    return false;
}

static member *member_of(filler *f, const nv_agency_entry *e)
{
    for (uint32_t i = 0; i < f->members.n; i++)
        if (f->members.v[i].e == e) return &f->members.v[i];
    return NULL;
}

/* Backwards from the members that are there already: those that they took over from, and so on. */
static void add_predecessors(filler *f, const nv_agency_vec *named)
{
    for (uint32_t i = 0; i < f->members.n; i++) {
        member m = f->members.v[i];
        nv_agency_vec before = { 0 };
        nv_registry_predecessors(f->s->reg, m.e, f->a, &before);
        for (uint32_t k = 0; k < before.n; k++) {
            const nv_agency_entry *p = before.v[k];
            if (member_of(f, p) || !ended(p, f->ask->on)) continue;
            nv_agency_vec next = { 0 };
            nv_registry_successors(f->s->reg, p, f->a, &next);
            bool some = m.some || next.n > 1, same = has(named, p);
            *NV_PUSH(f->a, &f->members) = (member){ p, same ? -1 : add_tie(f, p, "predecessor", some), same ? false : some };
        }
    }
}

/* Bodies of the name that are there on the day (or come later) are the ones meant; if there is none, those that bore it. */
static void choose_roots(filler *f, const nv_agency_vec *named)
{
    bool any = false;
    for (uint32_t i = 0; i < named->n; i++) any = any || !ended(named->v[i], f->ask->on);
    for (uint32_t i = 0; i < named->n; i++) {
        const nv_agency_entry *e = named->v[i];
        if (any && !f->ask->as_written && ended(e, f->ask->on)) continue;
        *NV_PUSH(f->a, &f->members) = (member){ e, -1, false };
        if (!any && e->kind != NV_A_CLASS) *NV_PUSH(f->a, &f->out->now) = tie_of(f, e, "successor");
    }
    if (f->ask->as_written) return;
    add_predecessors(f, named);
    for (uint32_t i = 0; any && i < named->n; i++) {
        const nv_agency_entry *e = named->v[i];
        if (member_of(f, e)) continue;
        nv_ans_tie t = tie_of(f, e, "other");
        if (t.next.n) *NV_PUSH(f->a, &f->out->others) = t; /* it became another body: its tasks are not those of the one asked for */
        else *NV_PUSH(f->a, &f->members) = (member){ e, -1, false };
    }
}

/* “Bộ trưởng Bộ Công an”: the head's title before the name; in the province's own documents before the short name too. */
static bool add_heads(filler *f, const nv_agency_entry *e)
{
    const nv_agency_entry *g = e->generic.n ? nv_registry_by_id(f->s->reg, e->generic) : NULL;
    for (uint32_t at = 0, end; at < e->head_title.n; at = end + 1) {
        for (end = at; end < e->head_title.n && !strchr(",()", e->head_title.p[end]);) end++;
        nv_str title = nv_str_trim(nv_str_cut(e->head_title, at, end));
        if (!title.n) continue;
        nv_ans_tie *t = nv_arena_alloc(f->a, sizeof *t);
        *t = (nv_ans_tie){ .kind = NV_LIT("subordinate"), .name = nv_arena_printf(f->a, "%.*s %.*s", NV_ARG(title), NV_ARG(e->name)) };
        *NV_PUSH(f->a, &f->out->ties) = t;
        int64_t tie = (int64_t)f->out->ties.n - 1;
        if (!add_key(f, tie, nv_skeleton_str(f->a, t->name), (nv_str){ 0 })) return false;
        nv_str local = g ? nv_arena_printf(f->a, "%.*s %.*s", NV_ARG(title), NV_ARG(g->name)) : (nv_str){ 0 };
        if (g && !add_key(f, tie, nv_skeleton_str(f->a, local), e->province)) return false;
    }
    return true;
}

static bool add_subordinates(filler *f)
{
    uint32_t n = f->members.n;
    nv_agency_vec all = { 0 };
    for (uint32_t i = 0; i < n; i++) nv_registry_subordinates(f->s->reg, f->members.v[i].e, (nv_date){ 0 }, f->a, &all);
    for (uint32_t i = 0; i < n; i++)
        if (!add_heads(f, f->members.v[i].e)) return false;
    for (uint32_t i = 0; i < all.n; i++) {
        if (member_of(f, all.v[i])) continue;
        if (!add_entry(f, all.v[i], add_tie(f, all.v[i], "subordinate", false)) || !add_heads(f, all.v[i])) return false;
    }
    return true;
}

/* ---- names ----------------------------------------------------------------------------------------------------------- */

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

/* Bodies of that name that the registry does not tell apart, except those that are known to be others now. */
static bool add_by_name(filler *f, nv_str key, const nv_agency_vec *named)
{
    nv_buf regs = { 0 };
    nv_buf_addc(&regs, '[');
    for (uint32_t i = 0; i < named->n; i++) nv_buf_printf(&regs, "%s\"%.*s\"", i ? "," : "", NV_ARG(named->v[i]->id));
    nv_buf_addc(&regs, ']');
    nv_str list = nv_arena_str(f->a, nv_buf_str(&regs));
    nv_buf_clear(&regs);
    return run(f, WHO "SELECT ?1, id, ?4, NULL, NULL, NULL, 0, ?2 FROM agencies WHERE key = ?3 AND reg NOT IN (SELECT value FROM json_each(?5)) AND " NEW_NAME, -1, key, (nv_str){ 0 }, list,
               (nv_str){ 0 });
}

static bool names_of(filler *f)
{
    sqlite3_stmt *st = nv_db_sql(f->s, "SELECT DISTINCT g.name FROM temp.who w JOIN agencies g ON g.id = w.agency WHERE w.slot = ? AND w.via IS NULL");
    if (!st) return false;
    nv_bind_int(st, 1, f->ask->slot);
    while (sqlite3_step(st) == SQLITE_ROW) add_name(f->out, f->a, nv_col(st, 0, f->a));
    return sqlite3_reset(st) == SQLITE_OK;
}

bool nv_who_fill(nv_store *s, const nv_who_ask *ask, nv_arena *a, bool *known, nv_ans_tasks *names, nv_str *nearest)
{
    filler f = { .s = s, .ask = ask, .a = a, .out = names };
    nv_agency_vec named = { 0 };
    nv_str spelled = ask->text, suggestion = { 0 };
    uint32_t before = names->who.n;
    if (s->reg) {
        nv_registry_resolve_who(s->reg, ask->text, a, &named, &suggestion);
        spelled = nv_registry_spell_out(s->reg, a, ask->text);
    }
    choose_roots(&f, &named);
    for (int own = 1; own >= 0; own--) /* first what is the body's own: the straighter way is kept */
        for (uint32_t i = 0; i < f.members.n; i++)
            if ((f.members.v[i].tie < 0) == (own == 1) && !add_entry(&f, f.members.v[i].e, f.members.v[i].tie)) return false;
    for (uint32_t i = 0; i < f.members.n; i++)
        if (f.members.v[i].tie < 0) add_name(names, a, f.members.v[i].e->name);
    nv_str key = nv_skeleton_str(a, nv_str_trim(spelled));
    if (!add_by_name(&f, key, &named) || (ask->subordinates && !add_subordinates(&f))) return false;
    if (!named.n && !names_of(&f)) return false;
    if (names->who.n) qsort(names->who.v, names->who.n, sizeof *names->who.v, by_bytes);
    *known = names->who.n > before || named.n > 0;
    *nearest = suggestion;
    return *known || suggestion.n || nearest_used(s, key, a, nearest);
}
