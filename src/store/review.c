/* review.c - one correction: looked up, written down as JSON, worked in at once. */
#include "store/review.h"
#include "model/date.h"
#include "store/corrections.h"
#include "store/states.h"

typedef struct { nv_store *s; const nv_correction *c; nv_arena *a; nv_corrected *out; nv_str change; } corrector;

/* A JSON value made by SQLite of what is bound. */
static bool make(corrector *k, const char *sql, nv_str a, nv_str b, nv_str c, nv_str d, nv_str *out)
{
    sqlite3_stmt *st = nv_db_sql(k->s, sql);
    if (!st) return false;
    const nv_str v[] = { a, b, c, d };
    for (int i = 0; i < sqlite3_bind_parameter_count(st) && i < (int)NV_NELEM(v); i++) nv_bind(st, i + 1, v[i]);
    if (sqlite3_step(st) == SQLITE_ROW) *out = nv_col(st, 0, k->a);
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool set(corrector *k, nv_str key, nv_str value)
{
    return make(k, "SELECT json_set(?1, '$.' || ?2, ?3)", k->change, key, value, value, &k->change);
}

/* A body that documents name and the registry does not know. */
static bool used_body(corrector *k, nv_str name, nv_str *id, nv_str *as, bool *is_class, bool *found)
{
    sqlite3_stmt *st = nv_db_sql(k->s, "SELECT reg, name, class FROM agencies WHERE key = ? ORDER BY reg, name, class LIMIT 1");
    if (!st) return false;
    nv_bind(st, 1, nv_skeleton_str(k->a, name));
    *found = sqlite3_step(st) == SQLITE_ROW;
    if (*found) {
        *id = nv_col(st, 0, k->a);
        *as = nv_col(st, 1, k->a);
        *is_class = nv_col_int(st, 2) != 0;
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

/* The body of that name that is there today, else the first that ever was; a class that the registry can list; a name that documents use. */
static bool find_body(corrector *k, nv_str name, nv_str *id, nv_str *as, bool *is_class, bool *found)
{
    const nv_registry *reg = k->s->reg;
    nv_agency_vec v = { 0 };
    nv_str near = { 0 };
    *is_class = *found = false;
    if (reg && nv_registry_resolve_who(reg, name, k->a, &v, &near) && v.n) {
        const nv_agency_entry *e = v.v[0];
        for (uint32_t i = v.n; i-- > 0;)
            if (nv_date_none(v.v[i]->to) || nv_date_cmp(v.v[i]->to, k->c->recorded) >= 0) e = v.v[i];
        *id = e->kind == NV_A_CLASS ? (nv_str){ 0 } : e->id;
        *as = e->name;
        *is_class = e->kind == NV_A_CLASS;
        return *found = true;
    }
    k->out->near = near.n ? nv_arena_str(k->a, near) : near;
    if (!used_body(k, reg ? nv_registry_spell_out(reg, k->a, name) : name, id, as, is_class, found)) return false;
    nv_agency_vec members = { 0 };
    if (*found || !reg || nv_registry_class_members(reg, name, k->c->recorded, (nv_str){ 0 }, k->a, &members) == NV_MEMBERS_NONE) return true;
    *id = (nv_str){ 0 };
    *as = name;
    return *is_class = *found = true;
}

static nv_status set_bodies(corrector *k, nv_err *err)
{
    nv_str list = NV_LIT("[]"), all = k->c->bearer;
    for (uint32_t at = 0, end; at < all.n; at = end + 1) {
        end = nv_str_find(all, NV_LIT(";"), at);
        if (end == UINT32_MAX) end = all.n;
        nv_str name = nv_arena_str(k->a, nv_str_trim(nv_str_cut(all, at, end))), id, as;
        bool is_class, found;
        if (!name.n) continue;
        if (!find_body(k, name, &id, &as, &is_class, &found)) return nv_db_fail(k->s, err);
        if (!found) {
            k->out->said = NV_CORRECT_UNKNOWN_BODY;
            k->out->bad = name;
            return NV_OK;
        }
        if (!make(k, "SELECT json_insert(?1, '$[#]', json_object('id', ?2, 'name', ?3, 'class', json(?4)))", list, id.n ? id : (nv_str){ 0 }, as,
                  is_class ? NV_LIT("true") : NV_LIT("false"), &list))
            return nv_db_fail(k->s, err);
    }
    nv_str role = k->c->role.n ? k->c->role : NV_LIT("lead");
    return make(k, "SELECT json_set(?1, '$.' || ?2, json(?3))", k->change, role, list, list, &k->change) ? NV_OK : nv_db_fail(k->s, err);
}

static nv_status make_change(corrector *k, nv_err *err)
{
    k->change = NV_LIT("{}");
    if (k->c->action.n && !set(k, NV_LIT("action"), k->c->action)) return nv_db_fail(k->s, err);
    if (k->c->due.p && !set(k, NV_LIT("due"), k->c->due)) return nv_db_fail(k->s, err);
    return k->c->bearer.p ? set_bodies(k, err) : NV_OK;
}

static nv_status of_task(corrector *k, int64_t *anchor, nv_err *err)
{
    nv_ids ids = { 0 };
    if (!nv_task_find(k->s, k->c->task, k->a, &ids)) return nv_db_fail(k->s, err);
    if (ids.n != 1) {
        k->out->said = ids.n ? NV_CORRECT_AMBIGUOUS : NV_CORRECT_NO_TASK;
        return NV_OK;
    }
    *anchor = nv_anchor_of(k->s, ids.v[0], k->a);
    return *anchor ? NV_OK : nv_db_fail(k->s, err);
}

/* Runs of white space as one space. */
static nv_str one_line(nv_arena *a, nv_str s)
{
    nv_buf b = { 0 };
    s = nv_str_trim(s);
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = nv_utf8_next(s, &at);
        if (c > ' ' && c != 0xa0) nv_buf_addu(&b, c);
        else if (b.n && b.p[b.n - 1] != ' ') nv_buf_addc(&b, ' ');
    }
    nv_str out = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return out;
}

static nv_status of_words(corrector *k, int64_t *anchor, nv_err *err)
{
    sqlite3_stmt *st = nv_db_sql(k->s, "SELECT f.sha256, i.key, f.number, f.date, f.name, x.text FROM documents d JOIN files f ON f.id = d.main_file JOIN identities i ON i.id = f.identity "
                                       "JOIN texts x ON x.file = f.id WHERE d.id = ?");
    nv_anchor x = { 0 };
    nv_str text = { 0 }, *const cols[] = { &x.sha256, &x.document, &x.number, &x.date, &x.file, &text };
    if (!st) return nv_db_fail(k->s, err);
    nv_bind_int(st, 1, k->c->doc);
    if (sqlite3_step(st) == SQLITE_ROW)
        for (int i = 0; i < (int)NV_NELEM(cols); i++) *cols[i] = nv_col(st, i, k->a);
    if (sqlite3_reset(st) != SQLITE_OK) return nv_db_fail(k->s, err);
    int64_t start, stop;
    if (!x.sha256.n || !nv_find_quote(text, k->c->quote, &start, &stop)) {
        k->out->said = x.sha256.n ? NV_CORRECT_NO_QUOTE : NV_CORRECT_NO_TEXT;
        return NV_OK;
    }
    x.quote = one_line(k->a, k->c->quote);
    x.action = k->c->action.n ? one_line(k->a, k->c->action) : x.quote;
    *anchor = nv_anchor_put(k->s, &x, k->a);
    return *anchor ? NV_OK : nv_db_fail(k->s, err);
}

static nv_status read_back(corrector *k, int64_t anchor, nv_err *err)
{
    sqlite3_stmt *st = nv_db_sql(k->s, "SELECT obligation FROM fits WHERE anchor = ?");
    if (!st) return nv_db_fail(k->s, err);
    nv_bind_int(st, 1, anchor);
    int64_t id = sqlite3_step(st) == SQLITE_ROW ? nv_col_int(st, 0) : 0;
    if (sqlite3_reset(st) != SQLITE_OK) return nv_db_fail(k->s, err);
    if (!id) {
        k->out->said = NV_CORRECT_NO_FIT;
        return NV_OK;
    }
    return nv_task_details(k->s, id, k->a, &k->out->task) && nv_states_fill(k->s, id, k->c->recorded, k->a, &k->out->task) ? NV_OK : nv_db_fail(k->s, err);
}

static nv_status correct(corrector *k, nv_err *err)
{
    int64_t anchor = 0;
    char day[12];
    nv_status st = make_change(k, err);
    if (!st && k->out->said == NV_CORRECT_DONE) st = nv_str_eqz(k->c->verdict, "added") ? of_words(k, &anchor, err) : of_task(k, &anchor, err);
    if (st || k->out->said != NV_CORRECT_DONE) return st;
    nv_date_iso(k->c->recorded, day);
    if (!nv_correction_put(k->s, anchor, k->c->verdict, k->change, k->c->note, k->c->person, nv_str_of(day), &k->out->known) || !nv_corrections_apply(k->s)) return nv_db_fail(k->s, err);
    return read_back(k, anchor, err);
}

nv_status nv_people_correct(nv_store *s, const nv_correction *c, nv_arena *a, nv_corrected *out, nv_err *err)
{
    *out = (nv_corrected){ 0 };
    corrector k = { .s = s, .c = c, .a = a, .out = out };
    if (!nv_db_exec(s, "SAVEPOINT correct")) return nv_db_fail(s, err);
    nv_status st = correct(&k, err);
    if (!st && out->said == NV_CORRECT_DONE) return nv_db_exec(s, "RELEASE correct") ? NV_OK : nv_db_fail(s, err);
    for (unsigned i = 0; i < s->n_cache; i++) sqlite3_reset(s->cache[i].st);
    (void)nv_db_exec(s, "ROLLBACK TO correct; RELEASE correct");
    return st;
}
