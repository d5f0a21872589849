/* quotes.c - the paragraphs that tasks were read from: one pass over each file's text, however many tasks it has. */
#include "store/query.h"
#include <stdlib.h>

typedef struct { int64_t file, start, stop; uint32_t task; } place;

static int by_place(const void *x, const void *y)
{
    const place *a = x, *b = y;
    if (a->file != b->file) return a->file < b->file ? -1 : 1;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    return (a->task > b->task) - (a->task < b->task);
}

static bool read_place(nv_store *s, const nv_ans_task *t, place *p)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT o.file, o.start, o.stop FROM obligations o JOIN files f ON f.id = o.file WHERE f.sha256 = ? AND o.ord = ?");
    if (!st) return false;
    nv_bind(st, 1, t->sha256);
    nv_bind_int(st, 2, nv_task_ord(t->id));
    if (sqlite3_step(st) == SQLITE_ROW && sqlite3_column_type(st, 1) != SQLITE_NULL) {
        p->file = nv_col_int(st, 0);
        p->start = nv_col_int(st, 1);
        p->stop = nv_col_int(st, 2);
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

/* Where in a text one stands: code point `count` is at byte `at`, its line begins at `line`. Moves forward only. */
typedef struct { int64_t count; uint32_t at, line; } cursor;

static void walk(nv_str text, int64_t to, cursor *c)
{
    for (; c->count < to && c->at < text.n; c->count++)
        if (nv_utf8_next(text, &c->at) == '\n') c->line = c->at;
}

/* The paragraphs that hold the code points [start, stop) of each place: v[0 … n-1], all of one file, by start. */
static void cut(nv_str text, const place *v, uint32_t n, nv_arena *a, nv_str *quotes)
{
    cursor c = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        walk(text, v[i].start, &c);
        cursor end = c;
        walk(text, v[i].stop, &end);
        while (end.at < text.n && text.p[end.at] != '\n') end.at++;
        quotes[v[i].task] = nv_arena_str(a, nv_str_cut(text, c.line, end.at));
    }
}

static bool cut_file(nv_store *s, const place *v, uint32_t n, nv_arena *a, nv_str *quotes)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT text FROM texts WHERE file = ?");
    if (!st) return false;
    nv_bind_int(st, 1, v->file);
    if (sqlite3_step(st) == SQLITE_ROW) {
        nv_str text = { (const char *)sqlite3_column_text(st, 0), (uint32_t)sqlite3_column_bytes(st, 0) };
        cut(text, v, n, a, quotes);
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

nv_status nv_store_quotes(nv_store *s, const nv_ans_task *tasks, uint32_t n, nv_arena *a, nv_str *quotes, nv_err *err)
{
    NV_VEC(place) v = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        place p = { .task = i };
        quotes[i] = (nv_str){ 0 };
        if (!read_place(s, &tasks[i], &p)) return nv_db_fail(s, err);
        if (p.file) *NV_PUSH(a, &v) = p;
    }
    if (v.n) qsort(v.v, v.n, sizeof *v.v, by_place);
    for (uint32_t i = 0, k; i < v.n; i = k) {
        for (k = i; k < v.n && v.v[k].file == v.v[i].file;) k++;
        if (!cut_file(s, v.v + i, k - i, a, quotes)) return nv_db_fail(s, err);
    }
    return NV_OK;
}
