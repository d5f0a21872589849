#include "store/diff.h"
#include "store/query.h"
#include <math.h>
#include <stdlib.h>

nv_status nv_store_doc_tasks(nv_store *s, int64_t doc, nv_arena *a, nv_task_vec *out, nv_err *err)
{
    NV_VEC(int64_t) ids = { 0 };
    sqlite3_stmt *st = nv_db_sql(s, "SELECT o.id FROM documents d JOIN obligations o ON o.file = d.main_file AND o.verdict IS NOT 'rejected' WHERE d.id = ? ORDER BY o.ord");
    if (!st) return nv_db_fail(s, err);
    nv_bind_int(st, 1, doc);
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, &ids) = nv_col_int(st, 0);
    if (sqlite3_reset(st) != SQLITE_OK) return nv_db_fail(s, err);
    for (uint32_t i = 0; i < ids.n; i++)
        if (!nv_task_details(s, ids.v[i], a, NV_PUSH(a, out))) return nv_db_fail(s, err);
    return NV_OK;
}

/* ---- two tasks -------------------------------------------------------------------------------------------------------- */

static int by_bytes(const void *x, const void *y)
{
    return nv_str_cmp(*(const nv_str *)x, *(const nv_str *)y);
}

typedef NV_VEC(nv_str) keys;

static bool same_keys(keys *x, keys *y)
{
    if (x->n != y->n) return false;
    if (!x->n) return true;
    qsort(x->v, x->n, sizeof *x->v, by_bytes);
    qsort(y->v, y->n, sizeof *y->v, by_bytes);
    for (uint32_t i = 0; i < x->n; i++)
        if (!nv_str_eq(x->v[i], y->v[i])) return false;
    return true;
}

/* role n == 0: all, with their roles. */
static keys parties(const nv_ans_task *t, const char *role, nv_arena *a)
{
    keys k = { 0 };
    for (uint32_t i = 0; i < t->parties.n; i++) {
        nv_str name = nv_letters_key(a, t->parties.v[i].name);
        if (role && nv_str_eqz(t->parties.v[i].role, role)) *NV_PUSH(a, &k) = name;
        if (!role) *NV_PUSH(a, &k) = nv_arena_printf(a, "%.*s %.*s", NV_ARG(t->parties.v[i].role), NV_ARG(name));
    }
    return k;
}

/* What a deadline comes to; where it comes to no day, its words. */
static keys deadlines(const nv_ans_task *t, nv_arena *a)
{
    keys k = { 0 };
    for (uint32_t i = 0; i < t->due.n; i++) {
        const nv_ans_due *d = &t->due.v[i];
        nv_str words = d->from.n || d->to.n || d->freq.n || d->duration.n ? nv_letters_key(a, d->anchor) : nv_letters_key(a, d->text);
        *NV_PUSH(a, &k) = nv_arena_printf(a, "%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%d|%d|%.*s", NV_ARG(d->kind), NV_ARG(d->from), NV_ARG(d->to), NV_ARG(d->bound), NV_ARG(d->freq),
                                          NV_ARG(d->duration), d->month, d->day, NV_ARG(words));
    }
    return k;
}

double nv_task_lead_share(const nv_ans_task *x, const nv_ans_task *y, nv_arena *a)
{
    keys k = parties(x, "lead", a), l = parties(y, "lead", a);
    uint32_t both = 0;
    for (uint32_t i = 0; i < k.n; i++)
        for (uint32_t j = 0; j < l.n; j++)
            if (nv_str_eq(k.v[i], l.v[j])) {
                both++;
                break;
            }
    if (!k.n && !l.n) return 1;
    return both >= k.n + l.n - both ? 1 : (double)both / (k.n + l.n - both);
}

unsigned nv_task_changes(const nv_ans_task *x, const nv_ans_task *y, nv_arena *a)
{
    keys px = parties(x, NULL, a), py = parties(y, NULL, a), dx = deadlines(x, a), dy = deadlines(y, a);
    return (same_keys(&px, &py) ? 0u : NV_CH_BEARER) | (same_keys(&dx, &dy) ? 0u : NV_CH_DEADLINE) |
           (nv_str_eq(nv_letters_key(a, x->action), nv_letters_key(a, y->action)) ? 0u : NV_CH_ACTION) | (nv_str_eq(x->modality, y->modality) ? 0u : NV_CH_MODALITY) |
           (nv_str_eq(nv_letters_key(a, x->condition), nv_letters_key(a, y->condition)) ? 0u : NV_CH_CONDITION);
}

/* ---- two lists -------------------------------------------------------------------------------------------------------- */

typedef struct { nv_bag *before, *after; nv_word_weights *w; } bags;

static nv_bag *read_bags(const nv_task_vec *v, nv_arena *a, nv_word_weights *w)
{
    nv_bag *b = nv_arena_alloc(a, (v->n + 1) * sizeof *b);
    for (uint32_t i = 0; i < v->n; i++) {
        b[i] = nv_bag_of(a, v->v[i].action);
        nv_word_weights_add(w, &b[i]);
    }
    return b;
}

/* Of equal scores the one that stands at the same place is taken: too little to weigh against a word. */
static double place_bonus(uint32_t i, uint32_t n, uint32_t k, uint32_t m)
{
    return 1e-4 * (1 - fabs((double)i / n - (double)k / m));
}

bool nv_diff_tasks(const nv_task_vec *before, const nv_task_vec *after, nv_arena *a, nv_diff *out)
{
    nv_arena *tmp = nv_arena_new();
    bags b = { .w = nv_word_weights_new() };
    b.before = read_bags(before, tmp, b.w);
    b.after = read_bags(after, tmp, b.w);
    NV_VEC(nv_pairing) pairs = { 0 };
    for (uint32_t i = 0; i < before->n; i++)
        for (uint32_t k = 0; k < after->n; k++) {
            double words = NV_DIFF_WORDS * nv_alike(&b.before[i], &b.after[k], b.w);
            if (words + 1 - NV_DIFF_WORDS < NV_DIFF_PAIR) continue;
            double score = words + (1 - NV_DIFF_WORDS) * nv_task_lead_share(&before->v[i], &after->v[k], tmp);
            if (score >= NV_DIFF_PAIR) *NV_PUSH(tmp, &pairs) = (nv_pairing){ i, k, score + place_bonus(i, before->n, k, after->n) };
        }
    uint32_t *match = nv_arena_alloc(tmp, (before->n + 1) * sizeof *match);
    bool ok = nv_assign(pairs.v, pairs.n, before->n, after->n, match);
    nv_diff_row *rows = nv_arena_alloc(tmp, (after->n + 1) * sizeof *rows);
    for (uint32_t i = 0; ok && i < pairs.n; i++)
        if (match[pairs.v[i].left] == pairs.v[i].right)
            rows[pairs.v[i].right] = (nv_diff_row){ .before = &before->v[pairs.v[i].left], .score = pairs.v[i].score > 1 ? 1 : pairs.v[i].score };
    *out = (nv_diff){ 0 };
    for (uint32_t k = 0; ok && k < after->n; k++) {
        nv_diff_row *r = NV_PUSH(a, &out->rows);
        *r = rows[k];
        r->after = &after->v[k];
        r->changes = r->before ? nv_task_changes(r->before, r->after, tmp) : 0;
        ++*(!r->before ? &out->added : r->changes ? &out->changed : &out->same);
    }
    for (uint32_t i = 0; ok && i < before->n; i++) {
        if (match[i] != NV_UNMATCHED) continue;
        *NV_PUSH(a, &out->rows) = (nv_diff_row){ .before = &before->v[i] };
        out->gone++;
    }
    nv_word_weights_free(b.w);
    nv_arena_free(tmp);
    return ok;
}
