/* marks.c - the status of tasks: what was recorded, and what it comes to (the rules are in people.h). */
#include "model/date.h"
#include "store/people_fit.h"
#include "store/states.h"

const char *nv_mark_name(unsigned i)
{
    static const char *const names[] = { "not_started", "in_progress", "done", "extended", "withdrawn" };
    return i < NV_NELEM(names) ? names[i] : NULL;
}

typedef struct { nv_str key; nv_ans_mark m; } record;
typedef NV_VEC(record) records;

/* In the order in which they count: by day, then as written down. What ties is settled by content, so that two offices come to the same. */
#define IN_ORDER "m.bearer_key, m.day, m.recorded, m.seq, m.status, m.until, m.document, m.note, m.person, m.origin"

static bool read_records(nv_store *s, int64_t obligation, nv_str on, nv_arena *a, records *out)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT m.bearer, m.status, m.day, m.until, m.document, m.note, m.person, m.origin, m.recorded, m.bearer_key FROM fits x JOIN marks m ON m.anchor = x.anchor "
                                    "WHERE x.obligation = ?1 AND (?2 = '' OR m.day <= ?2) ORDER BY " IN_ORDER);
    if (!st) return false;
    nv_bind_int(st, 1, obligation);
    nv_bind(st, 2, on.p ? on : NV_LIT(""));
    while (sqlite3_step(st) == SQLITE_ROW) {
        record *r = NV_PUSH(a, out);
        nv_str *const text[] = { &r->m.bearer, &r->m.status, &r->m.day, &r->m.until, &r->m.document, &r->m.note, &r->m.person, &r->m.origin, &r->m.recorded, &r->key };
        for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i, a);
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

/* ---- what they come to ----------------------------------------------------------------------------------------------- */

static nv_report_cell cell_of(const nv_ans_state *x, nv_str on)
{
    if (nv_str_eqz(x->status, "withdrawn")) return NV_CELL_WITHDRAWN;
    if (nv_str_eqz(x->status, "done")) return !x->due.n || nv_str_cmp(x->day, x->due) <= 0 ? NV_CELL_DONE_IN_TIME : NV_CELL_DONE_LATE;
    return x->due.n && on.n && nv_str_cmp(on, x->due) > 0 ? NV_CELL_OPEN_LATE : NV_CELL_OPEN_IN_TIME;
}

nv_ans_state nv_state_default(nv_str bearer, nv_str last_due, nv_str on)
{
    nv_ans_state x = { .bearer = bearer, .status = NV_LIT("not_started"), .due = last_due };
    x.cell = cell_of(&x, on);
    return x;
}

static bool ended(const nv_ans_state *x)
{
    return nv_str_eqz(x->status, "done") || nv_str_eqz(x->status, "withdrawn");
}

static void apply(nv_ans_state *x, const nv_ans_mark *m, nv_str last_due)
{
    bool extended = nv_str_eqz(m->status, "extended");
    if (extended) {
        x->due = m->until;
        x->due_written = last_due.p ? last_due : NV_LIT("");
    }
    if (!extended || !ended(x)) { /* what was done stays done, with another last day */
        x->status = m->status;
        x->day = m->day;
    }
    x->document = m->document;
    x->note = m->note;
    x->person = m->person;
    x->origin = m->origin;
}

static nv_ans_state state_of(const records *v, nv_str bearer, nv_str key, nv_str last_due, nv_str on, bool *any)
{
    nv_ans_state x = nv_state_default(bearer, last_due, on);
    *any = false;
    for (uint32_t i = 0; i < v->n; i++) {
        if (!nv_str_eq(v->v[i].key, key)) continue;
        apply(&x, &v->v[i].m, last_due);
        *any = true;
    }
    x.cell = cell_of(&x, on);
    return x;
}

bool nv_state_is(const nv_ans_state *x, nv_str word)
{
    if (nv_str_eqz(word, "open")) return x->cell == NV_CELL_OPEN_IN_TIME || x->cell == NV_CELL_OPEN_LATE;
    if (nv_str_eqz(word, "overdue")) return x->cell == NV_CELL_OPEN_LATE;
    if (nv_str_eqz(word, "in_time")) return x->cell == NV_CELL_OPEN_IN_TIME;
    if (nv_str_eqz(word, "done_in_time")) return x->cell == NV_CELL_DONE_IN_TIME;
    if (nv_str_eqz(word, "done_late")) return x->cell == NV_CELL_DONE_LATE;
    if (nv_str_eqz(word, "extended")) return x->due_written.p && !ended(x);
    return nv_str_eq(word, x->status);
}

static void push(nv_arena *a, nv_ans_task *t, nv_ans_state x)
{
    *NV_PUSH(a, &t->states) = x;
}

static void of_leads(const records *v, nv_str on, nv_arena *a, nv_ans_task *t)
{
    NV_VEC(nv_str) keys = { 0 };
    bool any;
    for (uint32_t i = 0; i < t->parties.n; i++) {
        nv_str name = t->parties.v[i].name, key = nv_skeleton_str(a, name);
        bool lead = nv_str_eqz(t->parties.v[i].role, "lead");
        for (uint32_t k = 0; k < keys.n; k++) lead = lead && !nv_str_eq(keys.v[k], key);
        if (!lead) continue;
        *NV_PUSH(a, &keys) = key;
        push(a, t, state_of(v, name, key, t->last_due, on, &any));
    }
    for (uint32_t i = 0; i < v->n; i++) {
        bool known = i && nv_str_eq(v->v[i].key, v->v[i - 1].key);
        for (uint32_t k = 0; k < keys.n; k++) known = known || nv_str_eq(keys.v[k], v->v[i].key);
        if (!known) push(a, t, state_of(v, v->v[i].m.bearer, v->v[i].key, t->last_due, on, &any));
    }
    if (!t->states.n) push(a, t, nv_state_default((nv_str){ 0 }, t->last_due, on));
}

/* The state of those that lead, if something was recorded for each of them and it comes to the same. */
static bool as_leads(const records *v, nv_str on, nv_arena *a, const nv_ans_task *t, nv_ans_state *out)
{
    bool any = false, first = true;
    for (uint32_t i = 0; i < t->parties.n; i++) {
        if (!nv_str_eqz(t->parties.v[i].role, "lead")) continue;
        nv_ans_state x = state_of(v, t->my_bearer, nv_skeleton_str(a, t->parties.v[i].name), t->last_due, on, &any);
        if (!any || (!first && (!nv_str_eq(x.status, out->status) || !nv_str_eq(x.due, out->due) || x.cell != out->cell))) return false;
        *out = x;
        first = false;
    }
    return !first;
}

bool nv_states_fill(nv_store *s, int64_t obligation, nv_date day, nv_arena *a, nv_ans_task *t)
{
    records v = { 0 };
    char z[12];
    nv_date_iso(day, z);
    nv_str on = nv_arena_str(a, nv_str_of(z));
    if (!read_records(s, obligation, on, a, &v)) return false;
    t->states.n = 0;
    if (!t->my_bearer.n) {
        of_leads(&v, on, a, t);
        return true;
    }
    bool own;
    nv_ans_state x = state_of(&v, t->my_bearer, nv_skeleton_str(a, t->my_bearer), t->last_due, on, &own);
    if (!own && t->via.n) {
        x = state_of(&v, t->my_bearer, nv_skeleton_str(a, t->via), t->last_due, on, &own);
        x.of_class = own;
    }
    if (!own && v.n && !nv_str_eqz(t->my_role, "lead") && as_leads(&v, on, a, t, &x)) x.of_lead = true;
    push(a, t, x);
    return true;
}

bool nv_states_marked(nv_store *s, nv_arena *a, nv_ids *out)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT DISTINCT x.obligation FROM marks m JOIN fits x ON x.anchor = m.anchor ORDER BY x.obligation");
    if (!st) return false;
    out->n = 0;
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, out) = nv_col_int(st, 0);
    return sqlite3_reset(st) == SQLITE_OK;
}

nv_status nv_people_history(nv_store *s, nv_str task, nv_arena *a, nv_ans_marks *out, nv_err *err)
{
    nv_ids ids = { 0 };
    if (!nv_task_find(s, task, a, &ids)) return nv_db_fail(s, err);
    for (uint32_t i = 0; i < ids.n; i++) {
        records v = { 0 };
        if (!read_records(s, ids.v[i], (nv_str){ 0 }, a, &v)) return nv_db_fail(s, err);
        for (uint32_t k = 0; k < v.n; k++) *NV_PUSH(a, out) = v.v[k].m;
    }
    return NV_OK;
}

/* ---- recording ------------------------------------------------------------------------------------------------------- */

typedef struct { nv_store *s; const nv_mark *m; nv_arena *a; nv_marked *out; int64_t anchor; nv_str day, until, recorded; } marker;

static nv_str iso(nv_arena *a, nv_date d)
{
    char z[12];
    nv_date_iso(d, z);
    return nv_arena_str(a, nv_str_of(z));
}

static nv_str or_empty(nv_str s)
{
    return s.p ? s : NV_LIT("");
}

#define SAME "status = ?3 AND day = ?4 AND until = ?5 AND document = ?6 AND note = ?7"

/* An import says a thing once, whenever it comes; a person may say it again after something else was said. */
static bool known(marker *k, nv_str key, bool *is)
{
    sqlite3_stmt *st = nv_str_eqz(k->m->origin, "import")
        ? nv_db_sql(k->s, "SELECT 1 FROM marks WHERE anchor = ?1 AND bearer_key = ?2 AND " SAME " AND origin = 'import' LIMIT 1")
        : nv_db_sql(k->s, "SELECT 1 FROM (SELECT * FROM marks m WHERE anchor = ?1 AND bearer_key = ?2 ORDER BY m.day DESC, m.recorded DESC, m.seq DESC LIMIT 1) WHERE " SAME);
    if (!st) return false;
    nv_bind_int(st, 1, k->anchor);
    const nv_str text[] = { key, k->m->status, k->day, k->until, or_empty(k->m->document), or_empty(k->m->note) };
    for (int i = 0; i < (int)NV_NELEM(text); i++) nv_bind(st, i + 2, text[i]);
    *is = sqlite3_step(st) == SQLITE_ROW;
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool write_one(marker *k, nv_str bearer)
{
    nv_str key = nv_skeleton_str(k->a, bearer);
    bool is;
    if (!known(k, key, &is)) return false;
    if (is) return true;
    sqlite3_stmt *st = nv_db_sql(k->s, "INSERT INTO marks(anchor, bearer, bearer_key, status, day, until, document, note, person, origin, recorded, seq) "
                                       "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, count(*) FROM marks WHERE anchor = ?1 AND bearer_key = ?3");
    if (!st) return false;
    nv_bind_int(st, 1, k->anchor);
    const nv_str text[] = { bearer, key, k->m->status, k->day, k->until, or_empty(k->m->document), or_empty(k->m->note), or_empty(k->m->person), k->m->origin, k->recorded };
    for (int i = 0; i < (int)NV_NELEM(text); i++) nv_bind(st, i + 2, or_empty(text[i]));
    k->out->added++;
    return nv_db_run(st);
}

/* The obligation of the main copy, its anchor made; 0 if there is none like it. */
static bool main_task(marker *k, int64_t *obligation)
{
    k->anchor = nv_anchor_of(k->s, *obligation, k->a);
    sqlite3_stmt *st = nv_db_sql(k->s, "SELECT obligation FROM fits WHERE anchor = ?");
    if (!k->anchor || !st) return false;
    nv_bind_int(st, 1, k->anchor);
    *obligation = sqlite3_step(st) == SQLITE_ROW ? nv_col_int(st, 0) : 0;
    return sqlite3_reset(st) == SQLITE_OK;
}

static nv_str leads(nv_arena *a, const nv_ans_task *t)
{
    nv_buf b = { 0 };
    for (uint32_t i = 0; i < t->parties.n; i++)
        if (nv_str_eqz(t->parties.v[i].role, "lead")) nv_buf_printf(&b, "%s%.*s", b.n ? "; " : "", NV_ARG(t->parties.v[i].name));
    nv_str s = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return s;
}

/* Whose part it is: t->my_bearer. Returns what stands in the way, NV_MARK_DONE if nothing. */
static nv_status whose(marker *k, int64_t obligation, nv_ans_task *t, nv_err *err)
{
    nv_question q;
    nv_ans_tasks names;
    bool bad_doc;
    nv_ask_tasks ask = { .who = k->m->who, .role = NV_LIT("any"), .today = k->m->recorded };
    nv_status st = nv_question_make(k->s, &ask, k->a, &q, &names, &k->out->near, &bad_doc, err);
    k->out->near = nv_arena_str(k->a, k->out->near);
    if (st == NV_E_USAGE) k->out->said = NV_MARK_UNKNOWN_BODY;
    if (st) return st == NV_E_USAGE ? NV_OK : st;
    if (!nv_question_way(&q, obligation, &names, t)) return nv_db_fail(k->s, err);
    if (t->my_role.n) return NV_OK;
    k->out->said = NV_MARK_NOT_ITS;
    k->out->near = leads(k->a, t);
    return NV_OK;
}

static nv_status mark(marker *k, nv_err *err)
{
    nv_ids ids = { 0 };
    nv_ans_task *t = &k->out->task;
    if (!nv_task_find(k->s, k->m->task, k->a, &ids)) return nv_db_fail(k->s, err);
    if (ids.n != 1) {
        k->out->said = ids.n ? NV_MARK_AMBIGUOUS : NV_MARK_NO_TASK;
        return NV_OK;
    }
    int64_t obligation = ids.v[0];
    if (!main_task(k, &obligation)) return nv_db_fail(k->s, err);
    if (!obligation) {
        k->out->said = NV_MARK_NO_FIT;
        return NV_OK;
    }
    if (!nv_task_details(k->s, obligation, k->a, t)) return nv_db_fail(k->s, err);
    if (k->m->who.n) {
        nv_status st = whose(k, obligation, t, err);
        if (st || k->out->said != NV_MARK_DONE) return st;
        if (!write_one(k, t->my_bearer)) return nv_db_fail(k->s, err);
    } else {
        uint32_t written = 0;
        for (uint32_t i = 0; i < t->parties.n; i++)
            if (nv_str_eqz(t->parties.v[i].role, "lead") && ++written && !write_one(k, t->parties.v[i].name)) return nv_db_fail(k->s, err);
        if (!written && !write_one(k, NV_LIT(""))) return nv_db_fail(k->s, err);
    }
    return nv_states_fill(k->s, obligation, k->m->recorded, k->a, t) ? NV_OK : nv_db_fail(k->s, err);
}

nv_status nv_people_mark(nv_store *s, const nv_mark *m, nv_arena *a, nv_marked *out, nv_err *err)
{
    *out = (nv_marked){ 0 };
    marker k = { .s = s, .m = m, .a = a, .out = out, .recorded = iso(a, m->recorded), .day = iso(a, nv_date_none(m->day) ? m->recorded : m->day), .until = iso(a, m->until) };
    if (!nv_db_exec(s, "SAVEPOINT mark")) return nv_db_fail(s, err);
    nv_status st = mark(&k, err);
    if (!st && out->said == NV_MARK_DONE) return nv_db_exec(s, "RELEASE mark") ? NV_OK : nv_db_fail(s, err);
    for (unsigned i = 0; i < s->n_cache; i++) sqlite3_reset(s->cache[i].st);
    (void)nv_db_exec(s, "ROLLBACK TO mark; RELEASE mark");
    return st;
}
