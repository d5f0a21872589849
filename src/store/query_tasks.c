/* query_tasks.c - what is to be done, by whom, until when.
 *
 * Rows are found by SQL (index on agency and day), told apart and counted here: nothing that falls on the body asked for is left out without being counted.
 */
#include "model/date.h"
#include "store/who.h"
#include <stdlib.h>

/* A found obligation before its details are read. */
typedef struct { int64_t id; nv_str role, via; bool some, dated, shown; nv_str timing, modality; bool routine; } row;
typedef struct { NV_VEC(row) v; } rows;

static nv_str iso(nv_arena *a, nv_date d)
{
    char z[12];
    nv_date_iso(d, z);
    return *z ? nv_arena_str(a, nv_str_of(z)) : (nv_str){ 0 };
}

/* SQL from fixed pieces; every value is bound. ?1 role, ?2 last permitted day at most this, ?3 … and after this. */
static void build_sql(const nv_ask_tasks *ask, const nv_ans_docs *docs, nv_buf *q)
{
    bool role = !nv_str_eqz(ask->role, "any");
    const char *roles = ask->role.n ? "= ?1" : "IN ('lead', 'coordinate')";
    nv_buf_addz(q, "SELECT o.id, o.timing, o.modality, o.routine, ");
    if (ask->who.n) {
        nv_buf_addz(q, "w.via, w.some, p.role FROM temp.who w JOIN parties p ON p.agency = w.agency JOIN obligations o ON o.id = p.obligation JOIN files f ON f.id = o.file AND f.main "
                       "WHERE (w.province IS NULL OR w.province = f.province) AND (w.lo IS NULL OR f.date IS NULL OR f.date >= w.lo) AND (w.hi IS NULL OR f.date IS NULL OR f.date <= w.hi)");
        if (role) nv_buf_printf(q, " AND p.role %s", roles);
        nv_buf_addz(q, " AND (?2 IS NULL OR p.due IS NULL OR p.due <= ?2)");
    } else {
        nv_buf_addz(q, "NULL, 0, NULL FROM obligations o JOIN files f ON f.id = o.file AND f.main WHERE (?2 IS NULL OR o.first_due IS NULL OR o.first_due <= ?2)");
        if (ask->role.n && role) nv_buf_printf(q, " AND EXISTS (SELECT 1 FROM parties p WHERE p.obligation = o.id AND p.role %s)", roles);
    }
    nv_buf_addz(q, " AND (?3 IS NULL OR o.first_due IS NULL OR EXISTS (SELECT 1 FROM obligation_deadlines l JOIN deadlines x ON x.file = o.file AND x.ord = l.deadline "
                   "WHERE l.obligation = o.id AND x.last_day > ?3 AND (?2 IS NULL OR x.last_day <= ?2)))");
    if (docs) {
        nv_buf_addz(q, " AND f.identity IN (SELECT id FROM identities WHERE document IN (");
        for (uint32_t i = 0; i < docs->n; i++) nv_buf_printf(q, "%s%lld", i ? "," : "", (long long)docs->v[i].id);
        nv_buf_addz(q, "))");
    }
}

static bool find_rows(nv_store *s, const nv_ask_tasks *ask, const nv_ans_docs *docs, nv_str by, nv_arena *a, rows *out)
{
    nv_buf q = { 0 };
    build_sql(ask, docs, &q);
    sqlite3_stmt *st = NULL;
    bool ok = sqlite3_prepare_v2(s->db, nv_buf_z(&q), -1, &st, NULL) == SQLITE_OK;
    nv_buf_clear(&q);
    if (!ok) return false;
    nv_str after = iso(a, ask->after);
    if (ask->role.n && !nv_str_eqz(ask->role, "any")) nv_bind(st, 1, ask->role);
    nv_bind(st, 2, by);
    nv_bind(st, 3, after);
    while (sqlite3_step(st) == SQLITE_ROW) {
        row *r = NV_PUSH(a, &out->v);
        *r = (row){ .id = nv_col_int(st, 0), .via = nv_col(st, 4, a), .some = nv_col_int(st, 5) != 0, .timing = nv_col(st, 1, a), .modality = nv_col(st, 2, a),
                    .routine = nv_col_int(st, 3) != 0, .role = nv_col(st, 6, a) };
        r->dated = nv_str_eqz(r->timing, "dated");
    }
    return sqlite3_finalize(st) == SQLITE_OK;
}

static unsigned role_rank(nv_str role)
{
    static const char *const order[] = { "lead", "coordinate", "supervise", "recipient" };
    unsigned i = 0;
    while (i < NV_NELEM(order) && !nv_str_eqz(role, order[i])) i++;
    return i;
}

/* By obligation; of the ways in which one falls on the body, the heaviest first (it leads), then the straightest: named itself, through a class, through
 * “some of” a class. */
static int by_id(const void *x, const void *y)
{
    const row *a = x, *b = y;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    if (role_rank(a->role) != role_rank(b->role)) return role_rank(a->role) < role_rank(b->role) ? -1 : 1;
    if ((a->via.p != NULL) != (b->via.p != NULL)) return a->via.p ? 1 : -1;
    if (a->some != b->some) return a->some ? 1 : -1;
    return nv_str_cmp(a->via, b->via);
}

static void keep_first(rows *r)
{
    uint32_t n = 0;
    if (r->v.n) qsort(r->v.v, r->v.n, sizeof *r->v.v, by_id);
    for (uint32_t i = 0; i < r->v.n; i++)
        if (!n || r->v.v[n - 1].id != r->v.v[i].id) r->v.v[n++] = r->v.v[i];
    r->v.n = n;
}

/* What is listed, and why the rest is not. */
static void choose(rows *r, const nv_ask_tasks *ask, nv_left_out *left)
{
    bool timed = !nv_date_none(ask->before) || !nv_date_none(ask->by) || !nv_date_none(ask->after);
    for (uint32_t i = 0; i < r->v.n; i++) {
        row *x = &r->v.v[i];
        x->shown = true;
        if (ask->all) continue;
        uint32_t *why = NULL;
        if (nv_str_eqz(x->modality, "may")) why = &left->may;
        else if (x->routine) why = &left->routine;
        else if (timed && !x->dated)
            why = nv_str_eqz(x->timing, "recurring") ? &left->recurring : nv_str_eqz(x->timing, "conditional") ? &left->conditional
                : nv_str_eqz(x->timing, "relative") ? &left->relative : &left->undated;
        if (!why) continue;
        ++*why;
        x->shown = false;
    }
}

/* ---- details --------------------------------------------------------------------------------------------------------- */

#define TASK_COLUMNS \
    "SELECT substr(f.sha256, 1, 8) || '-' || o.ord, o.timing, o.first_due, o.last_due, o.modality, o.action, o.condition, o.product, o.rule, f.number, " \
    "coalesce(f.type_name, f.type), f.title, f.date, f.issuer, f.name, f.sha256, u.eid, o.page, o.routine, o.confidence, o.id, o.file, o.start, o.stop " \
    "FROM obligations o JOIN files f ON f.id = o.file LEFT JOIN units u ON u.id = o.unit "

static void read_task(sqlite3_stmt *st, nv_arena *a, nv_ans_task *t)
{
    nv_str *const text[] = { &t->id, &t->timing, &t->first_due, &t->last_due, &t->modality, &t->action, &t->condition, &t->product, &t->rule, &t->number, &t->type,
                             &t->title, &t->date, &t->issuer, &t->file, &t->sha256, &t->eid };
    for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i, a);
    t->page = (uint32_t)nv_col_int(st, 17);
    t->routine = nv_col_int(st, 18) != 0;
    t->confidence = sqlite3_column_double(st, 19);
}

static bool read_parties(nv_store *s, int64_t id, nv_arena *a, nv_ans_task *t)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT g.name, p.role, p.how, g.class FROM parties p JOIN agencies g ON g.id = p.agency WHERE p.obligation = ? ORDER BY p.ord");
    if (!st) return false;
    nv_bind_int(st, 1, id);
    while (sqlite3_step(st) == SQLITE_ROW)
        *NV_PUSH(a, &t->parties) = (nv_ans_party){ nv_col(st, 0, a), nv_col(st, 1, a), nv_col(st, 2, a), nv_col_int(st, 3) != 0 };
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool read_due(nv_store *s, int64_t id, int64_t file, nv_arena *a, nv_ans_task *t)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT x.text, x.kind, x.from_day, x.to_day, x.bound, x.last_day, x.freq, x.duration, x.anchor, x.reason, x.month, x.day, x.page FROM "
                                    "obligation_deadlines l JOIN deadlines x ON x.file = ?2 AND x.ord = l.deadline WHERE l.obligation = ?1 ORDER BY x.last_day IS NULL, x.last_day, x.ord");
    if (!st) return false;
    nv_bind_int(st, 1, id);
    nv_bind_int(st, 2, file);
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_ans_due *d = NV_PUSH(a, &t->due);
        nv_str *const text[] = { &d->text, &d->kind, &d->from, &d->to, &d->bound, &d->last_day, &d->freq, &d->duration, &d->anchor, &d->reason };
        for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i, a);
        d->month = (int)nv_col_int(st, 10);
        d->day = (int)nv_col_int(st, 11);
        d->page = (uint32_t)nv_col_int(st, 12);
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool details(nv_store *s, const row *r, nv_str after, nv_arena *a, nv_ans_task *t)
{
    sqlite3_stmt *st = nv_db_sql(s, TASK_COLUMNS "WHERE o.id = ?");
    if (!st) return false;
    nv_bind_int(st, 1, r->id);
    if (sqlite3_step(st) != SQLITE_ROW) return false;
    *t = (nv_ans_task){ .my_role = r->role, .via = r->via, .via_some = r->some };
    read_task(st, a, t);
    int64_t file = nv_col_int(st, 21);
    sqlite3_reset(st);
    if (!read_parties(s, r->id, a, t) || !read_due(s, r->id, file, a, t)) return false;
    /* the day that is shown and sorted by is the first that was asked for */
    for (uint32_t i = 0; after.n && i < t->due.n; i++) {
        if (!t->due.v[i].last_day.n || nv_str_cmp(t->due.v[i].last_day, after) <= 0) continue;
        t->first_due = t->due.v[i].last_day;
        break;
    }
    return true;
}

/* The number behind the '-' of an id. */
static long ord_of(nv_str id)
{
    uint32_t dash = nv_str_find(id, NV_LIT("-"), 0);
    return dash == UINT32_MAX ? 0 : strtol(id.p + dash + 1, NULL, 10);
}

/* Dated first by day, then by kind of timing; then by document (date, number, hash) and place in it. */
static int by_due(const void *x, const void *y)
{
    const nv_ans_task *a = x, *b = y;
    static const char *const kinds[] = { "dated", "recurring", "relative", "conditional", "undated" };
    unsigned ka = 0, kb = 0;
    for (unsigned i = 0; i < NV_NELEM(kinds); i++) {
        if (nv_str_eqz(a->timing, kinds[i])) ka = i;
        if (nv_str_eqz(b->timing, kinds[i])) kb = i;
    }
    if (ka != kb) return ka < kb ? -1 : 1;
    int d = nv_str_cmp(a->first_due, b->first_due);
    if (!d) d = nv_str_cmp(a->date, b->date);
    if (!d) d = nv_str_cmp(a->number, b->number);
    if (!d) d = nv_str_cmp(a->sha256, b->sha256);
    if (d) return d;
    return (ord_of(a->id) > ord_of(b->id)) - (ord_of(a->id) < ord_of(b->id));
}

nv_status nv_store_tasks(nv_store *s, const nv_ask_tasks *ask, nv_arena *a, nv_ans_tasks *out, nv_str *nearest, bool *bad_doc, nv_err *err)
{
    *out = (nv_ans_tasks){ 0 };
    *nearest = (nv_str){ 0 };
    *bad_doc = false;
    nv_ans_docs docs = { 0 };
    if (ask->doc.n) {
        nv_status st = nv_store_find_docs(s, ask->doc, a, &docs, err);
        if (st) return st;
        if (!docs.n) {
            *bad_doc = true;
            *nearest = nv_store_near_doc(s, ask->doc, a);
            return NV_E_USAGE;
        }
    }
    bool known = true;
    if (ask->who.n && !nv_who_fill(s, ask->who, a, &known, out, nearest)) return nv_db_fail(s, err);
    if (!known) return NV_E_USAGE;
    nv_date last = ask->by;
    if (!nv_date_none(ask->before)) {
        nv_date b = nv_date_add_days(ask->before, -1);
        if (nv_date_none(last) || nv_date_cmp(b, last) < 0) last = b;
    }
    rows found = { 0 };
    if (!find_rows(s, ask, ask->doc.n ? &docs : NULL, iso(a, last), a, &found)) return nv_db_fail(s, err);
    keep_first(&found);
    choose(&found, ask, &out->left_out);
    nv_str after = iso(a, ask->after);
    for (uint32_t i = 0; i < found.v.n; i++)
        if (found.v.v[i].shown && !details(s, &found.v.v[i], after, a, NV_PUSH(a, &out->tasks))) return nv_db_fail(s, err);
    if (out->tasks.n) qsort(out->tasks.v, out->tasks.n, sizeof *out->tasks.v, by_due);
    return NV_OK;
}

/* ---- one task -------------------------------------------------------------------------------------------------------- */

/* The paragraphs of `text` that hold the code points [start, stop). */
static nv_str paragraph(nv_str text, int64_t start, int64_t stop)
{
    uint32_t at = 0, beg = 0, end;
    for (int64_t i = 0; i < start && at < text.n; i++)
        if (nv_utf8_next(text, &at) == '\n') beg = at;
    for (int64_t i = start; i < stop && at < text.n; i++) nv_utf8_next(text, &at);
    for (end = at; end < text.n && text.p[end] != '\n';) end++;
    return nv_str_cut(text, beg, end);
}

static bool read_quote(nv_store *s, sqlite3_stmt *task, nv_arena *a, nv_str *quote)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT text FROM texts WHERE file = ?");
    if (!st) return false;
    nv_bind_int(st, 1, nv_col_int(task, 21));
    if (sqlite3_step(st) == SQLITE_ROW && sqlite3_column_type(task, 22) != SQLITE_NULL) {
        nv_str text = { (const char *)sqlite3_column_text(st, 0), (uint32_t)sqlite3_column_bytes(st, 0) };
        *quote = nv_arena_str(a, paragraph(text, nv_col_int(task, 22), nv_col_int(task, 23)));
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

nv_status nv_store_show(nv_store *s, nv_str id, nv_arena *a, nv_ans_tasks *out, nv_str *quote, nv_err *err)
{
    *out = (nv_ans_tasks){ 0 };
    *quote = (nv_str){ 0 };
    id = nv_arena_str(a, nv_str_trim(id));
    uint32_t dash = nv_str_find(id, NV_LIT("-"), 0);
    char *end = NULL;
    long ord = dash != UINT32_MAX ? strtol(id.p + dash + 1, &end, 10) : 0;
    if (!end || *end || ord < 1 || dash < 6 || dash > 64 || strspn(id.p, "0123456789abcdef") != dash) return NV_OK;
    nv_str hash = nv_str_cut(id, 0, dash), above = nv_arena_printf(a, "%.*sg", NV_ARG(hash));
    sqlite3_stmt *st = nv_db_sql(s, TASK_COLUMNS "WHERE f.sha256 >= ? AND f.sha256 < ? AND o.ord = ? ORDER BY f.sha256");
    if (!st) return nv_db_fail(s, err);
    nv_bind(st, 1, hash);
    nv_bind(st, 2, above);
    nv_bind_int(st, 3, ord);
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_ans_task *t = NV_PUSH(a, &out->tasks);
        read_task(st, a, t);
        if (!read_parties(s, nv_col_int(st, 20), a, t) || !read_due(s, nv_col_int(st, 20), nv_col_int(st, 21), a, t) || !read_quote(s, st, a, quote)) return nv_db_fail(s, err);
    }
    return sqlite3_reset(st) == SQLITE_OK ? NV_OK : nv_db_fail(s, err);
}
