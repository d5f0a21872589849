/* query_tasks.c - what is to be done, by whom, until when.
 *
 * Rows are found by SQL (index on agency and day), told apart and counted here: nothing that falls on the body asked for is left out without being counted.
 */
#include "store/states.h"
#include <stdlib.h>

/* ---- details --------------------------------------------------------------------------------------------------------- */

#define TASK_COLUMNS \
    "SELECT substr(f.sha256, 1, 8) || '-' || o.ord, o.timing, o.first_due, o.last_due, o.modality, o.action, o.condition, o.product, o.rule, f.number, " \
    "coalesce(f.type_name, f.type), f.title, f.date, f.issuer, f.name, f.sha256, u.eid, o.page, o.routine, o.confidence, o.id, o.file, o.verdict " \
    "FROM obligations o JOIN files f ON f.id = o.file LEFT JOIN units u ON u.id = o.unit "

static void read_task(sqlite3_stmt *st, nv_arena *a, nv_ans_task *t)
{
    nv_str *const text[] = { &t->id, &t->timing, &t->first_due, &t->last_due, &t->modality, &t->action, &t->condition, &t->product, &t->rule, &t->number, &t->type,
                             &t->title, &t->date, &t->issuer, &t->file, &t->sha256, &t->eid };
    for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i, a);
    t->page = (uint32_t)nv_col_int(st, 17);
    t->routine = nv_col_int(st, 18) != 0;
    t->confidence = sqlite3_column_double(st, 19);
    t->verdict = nv_col(st, 22, a);
}

/* What a person put something else for. */
static bool read_original(nv_store *s, int64_t id, nv_arena *a, nv_ans_task *t)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT nullif(w.was ->> 'action', o.action), CASE WHEN w.was ->> 'last_due' IS NOT o.last_due OR w.was ->> 'timing' <> o.timing "
                                    "THEN coalesce(w.was ->> 'last_due', w.was ->> 'timing') END FROM originals w JOIN obligations o ON o.id = w.obligation WHERE o.id = ?");
    sqlite3_stmt *parties = nv_db_sql(s, "SELECT g.name, p.value ->> 2, p.value ->> 3, g.class FROM originals w, json_each(w.was, '$.parties') p JOIN agencies g ON g.id = p.value ->> 1 "
                                         "WHERE w.obligation = ?1 AND EXISTS (SELECT 1 FROM parties q WHERE q.obligation = ?1 AND q.how = 'people') ORDER BY p.value ->> 0");
    if (!st || !parties) return false;
    nv_bind_int(st, 1, id);
    if (sqlite3_step(st) == SQLITE_ROW) {
        t->read_action = nv_col(st, 0, a);
        t->read_due = nv_col(st, 1, a);
    }
    nv_bind_int(parties, 1, id);
    while (sqlite3_step(parties) == SQLITE_ROW)
        *NV_PUSH(a, &t->read_parties) = (nv_ans_party){ nv_col(parties, 0, a), nv_col(parties, 1, a), nv_col(parties, 2, a), nv_col_int(parties, 3) != 0 };
    return sqlite3_reset(st) == SQLITE_OK && sqlite3_reset(parties) == SQLITE_OK;
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

/* Those with a day first, by day; else as they stand in the text. An obligation has few: sorting them here is cheaper than SQL's way. */
static void sort_due(nv_ans_task *t)
{
    for (uint32_t i = 1; i < t->due.n; i++) {
        nv_ans_due d = t->due.v[i];
        uint32_t k = i;
        for (; k && d.last_day.n && (!t->due.v[k - 1].last_day.n || nv_str_cmp(d.last_day, t->due.v[k - 1].last_day) < 0); k--) t->due.v[k] = t->due.v[k - 1];
        t->due.v[k] = d;
    }
}

static bool read_due(nv_store *s, int64_t id, int64_t file, nv_arena *a, nv_ans_task *t)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT x.text, x.kind, x.from_day, x.to_day, x.bound, x.last_day, x.freq, x.duration, x.anchor, x.reason, x.month, x.day, x.page FROM "
                                    "obligation_deadlines l JOIN deadlines x ON x.file = ?2 AND x.ord = l.deadline WHERE l.obligation = ?1 ORDER BY l.deadline");
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
    sort_due(t);
    return sqlite3_reset(st) == SQLITE_OK;
}

bool nv_task_details(nv_store *s, int64_t obligation, nv_arena *a, nv_ans_task *t)
{
    sqlite3_stmt *st = nv_db_sql(s, TASK_COLUMNS "WHERE o.id = ?");
    if (!st) return false;
    nv_bind_int(st, 1, obligation);
    if (sqlite3_step(st) != SQLITE_ROW) return false;
    *t = (nv_ans_task){ 0 };
    read_task(st, a, t);
    int64_t file = nv_col_int(st, 21);
    sqlite3_reset(st);
    if (nv_str_eqz(t->verdict, "edited") && !read_original(s, obligation, a, t)) return false;
    return read_parties(s, obligation, a, t) && read_due(s, obligation, file, a, t);
}

/* The day that is shown and sorted by is the first that was asked for. */
static void first_asked(const nv_question *q, nv_ans_task *t)
{
    char lo[12];
    nv_date_iso(q->lo, lo);
    for (uint32_t i = 0; *lo && i < t->due.n; i++) {
        if (!t->due.v[i].last_day.n || nv_str_cmp(t->due.v[i].last_day, nv_str_of(lo)) < 0) continue;
        t->first_due = t->due.v[i].last_day;
        return;
    }
}

long nv_task_ord(nv_str id)
{
    uint32_t dash = nv_str_find(id, NV_LIT("-"), 0);
    return dash == UINT32_MAX ? 0 : strtol(id.p + dash + 1, NULL, 10);
}

/* Dated first by day, then by kind of timing; then by document (date, number, hash) and place in it. */
int nv_task_order(const void *x, const void *y)
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
    return (nv_task_ord(a->id) > nv_task_ord(b->id)) - (nv_task_ord(a->id) < nv_task_ord(b->id));
}

static nv_status list(nv_store *s, const nv_ask_tasks *ask, nv_arena *a, nv_ans_tasks *out, nv_str *nearest, bool *bad_doc, nv_err *err)
{
    nv_question q;
    nv_status st = nv_question_make(s, ask, a, &q, out, nearest, bad_doc, err);
    if (st) return st;
    nv_task_rows rows = { 0 };
    nv_date none = { 0 };
    if (!nv_question_rows(&q, false, none, none, &rows)) return nv_db_fail(s, err);
    nv_question_choose(&q, ask, &rows, &out->left_out);
    for (uint32_t i = 0; i < rows.n; i++) {
        if (!rows.v[i].shown) continue;
        nv_ans_task *t = NV_PUSH(a, &out->tasks);
        if (!nv_task_details(s, rows.v[i].id, a, t) || !nv_question_way(&q, rows.v[i].id, out, t) || !nv_states_fill(s, rows.v[i].id, q.on, a, t))
            return nv_db_fail(s, err);
        first_asked(&q, t);
    }
    if (out->tasks.n) qsort(out->tasks.v, out->tasks.n, sizeof *out->tasks.v, nv_task_order);
    return NV_OK;
}

bool nv_question_begin(nv_store *s, bool *began)
{
    *began = sqlite3_get_autocommit(s->db) != 0;
    return !*began || nv_db_exec(s, "BEGIN");
}

nv_status nv_question_end(nv_store *s, bool began, nv_status st, nv_err *err)
{
    for (unsigned i = 0; st && i < s->n_cache; i++) sqlite3_reset(s->cache[i].st); /* what a failure left half read */
    if (began && !nv_db_exec(s, "COMMIT") && !st) return nv_db_fail(s, err);
    return st;
}

nv_status nv_store_tasks(nv_store *s, const nv_ask_tasks *ask, nv_arena *a, nv_ans_tasks *out, nv_str *nearest, bool *bad_doc, nv_err *err)
{
    bool began;
    *out = (nv_ans_tasks){ 0 };
    if (!nv_question_begin(s, &began)) return nv_db_fail(s, err);
    return nv_question_end(s, began, list(s, ask, a, out, nearest, bad_doc, err), err);
}

/* ---- one task -------------------------------------------------------------------------------------------------------- */

bool nv_task_find(nv_store *s, nv_str id, nv_arena *a, nv_ids *out)
{
    id = nv_arena_str(a, nv_str_trim(id));
    uint32_t dash = nv_str_find(id, NV_LIT("-"), 0);
    char *end = NULL;
    long ord = dash != UINT32_MAX ? strtol(id.p + dash + 1, &end, 10) : 0;
    if (!end || *end || ord < 1 || dash < 6 || dash > 64 || strspn(id.p, "0123456789abcdef") != dash) return true;
    nv_str hash = nv_str_cut(id, 0, dash), above = nv_arena_printf(a, "%.*sg", NV_ARG(hash));
    sqlite3_stmt *st = nv_db_sql(s, "SELECT o.id FROM files f JOIN obligations o ON o.file = f.id WHERE f.sha256 >= ? AND f.sha256 < ? AND o.ord = ? ORDER BY f.sha256");
    if (!st) return false;
    nv_bind(st, 1, hash);
    nv_bind(st, 2, above);
    nv_bind_int(st, 3, ord);
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, out) = nv_col_int(st, 0);
    return sqlite3_reset(st) == SQLITE_OK;
}

nv_status nv_store_show(nv_store *s, nv_str id, nv_date on, nv_arena *a, nv_ans_tasks *out, nv_str *quote, nv_err *err)
{
    nv_ids ids = { 0 };
    *out = (nv_ans_tasks){ 0 };
    *quote = (nv_str){ 0 };
    if (!nv_task_find(s, id, a, &ids)) return nv_db_fail(s, err);
    for (uint32_t i = 0; i < ids.n; i++) {
        nv_ans_task *t = NV_PUSH(a, &out->tasks);
        if (!nv_task_details(s, ids.v[i], a, t) || !nv_states_fill(s, ids.v[i], on, a, t)) return nv_db_fail(s, err);
    }
    return out->tasks.n == 1 ? nv_store_quotes(s, out->tasks.v, 1, a, quote, err) : NV_OK;
}
