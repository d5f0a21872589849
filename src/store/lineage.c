#include "store/lineage.h"
#include "store/matrix.h"
#include "store/query.h"
#include <stdlib.h>

typedef struct { int64_t id, doc; bool asked; } item;
typedef struct { uint64_t key; uint32_t item; } posting;
typedef struct { uint32_t x, y; } couple; /* items, x < y */

typedef struct {
    nv_store *s;
    nv_arena *a;              /* of the answer */
    nv_arena *tmp;
    nv_word_weights *w;
    NV_VEC(item) items;       /* all tasks, in the order of documents by day */
    NV_VEC(posting) postings;
    NV_VEC(couple) couples;
    nv_lineage *out;
} finder;

#define ALL_TASKS \
    "SELECT o.id, d.id, o.action FROM documents d JOIN obligations o ON o.file = d.main_file AND o.verdict IS NOT 'rejected' ORDER BY d.date IS NULL, d.date, d.number, d.key, o.ord"

/* Runs over all tasks in their order; the bag lives until the next one. */
typedef bool each_fn(finder *f, uint32_t i, int64_t id, int64_t doc, const nv_bag *bag);
static bool for_each(finder *f, each_fn *fn)
{
    sqlite3_stmt *st = nv_db_sql(f->s, ALL_TASKS);
    if (!st) return false;
    nv_arena *a = nv_arena_new();
    bool ok = true;
    for (uint32_t i = 0; ok && sqlite3_step(st) == SQLITE_ROW; i++) {
        nv_str action = { (const char *)sqlite3_column_text(st, 2), (uint32_t)sqlite3_column_bytes(st, 2) };
        nv_bag bag = nv_bag_of(a, action);
        ok = fn(f, i, nv_col_int(st, 0), nv_col_int(st, 1), &bag);
        if (nv_arena_used(a) > (1u << 20)) {
            nv_arena_free(a);
            a = nv_arena_new();
        }
    }
    nv_arena_free(a);
    return sqlite3_reset(st) == SQLITE_OK && ok;
}

static bool weigh(finder *f, uint32_t i, int64_t id, int64_t doc, const nv_bag *bag)
{
    (void)i;
    nv_word_weights_add(f->w, bag);
    *NV_PUSH(f->tmp, &f->items) = (item){ id, doc, false };
    return true;
}

/* The rarest pairs of words that another task has too. */
static bool post(finder *f, uint32_t i, int64_t id, int64_t doc, const nv_bag *bag)
{
    struct { uint64_t key; uint32_t holders; } best[NV_KIN_RARE];
    unsigned n = 0;
    (void)id, (void)doc;
    for (uint32_t k = 0; k < bag->n; k++) {
        uint32_t holders = bag->v[k].pair ? nv_word_holders(f->w, bag->v[k].key) : 0;
        if (holders < 2 || holders > NV_KIN_HOLDERS) continue;
        unsigned at = n;
        while (at && best[at - 1].holders > holders) at--;
        if (at == NV_KIN_RARE) continue;
        if (n < NV_KIN_RARE) n++;
        memmove(&best[at + 1], &best[at], (n - at - 1) * sizeof *best);
        best[at].key = bag->v[k].key;
        best[at].holders = holders;
    }
    for (unsigned k = 0; k < n; k++) *NV_PUSH(f->tmp, &f->postings) = (posting){ best[k].key, i };
    return true;
}

static int by_key(const void *x, const void *y)
{
    const posting *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

static int by_items(const void *x, const void *y)
{
    const couple *a = x, *b = y;
    if (a->x != b->x) return a->x < b->x ? -1 : 1;
    return (a->y > b->y) - (a->y < b->y);
}

/* Tasks of different documents that share an indexed pair, one of them asked about. */
static void couple_up(finder *f)
{
    if (f->postings.n) qsort(f->postings.v, f->postings.n, sizeof *f->postings.v, by_key);
    for (uint32_t i = 0, end; i < f->postings.n; i = end) {
        for (end = i; end < f->postings.n && f->postings.v[end].key == f->postings.v[i].key;) end++;
        for (uint32_t j = i; j < end; j++)
            for (uint32_t k = j + 1; k < end; k++) {
                const item *x = &f->items.v[f->postings.v[j].item], *y = &f->items.v[f->postings.v[k].item];
                if ((x->asked || y->asked) && x->doc != y->doc) *NV_PUSH(f->tmp, &f->couples) = (couple){ f->postings.v[j].item, f->postings.v[k].item };
            }
    }
    uint32_t n = 0;
    if (f->couples.n) qsort(f->couples.v, f->couples.n, sizeof *f->couples.v, by_items);
    for (uint32_t i = 0; i < f->couples.n; i++)
        if (!n || by_items(&f->couples.v[n - 1], &f->couples.v[i]) != 0) f->couples.v[n++] = f->couples.v[i];
    f->couples.n = n;
}

/* ---- scores ----------------------------------------------------------------------------------------------------------- */

static bool bag_of(finder *f, uint32_t i, nv_arena *a, nv_bag *out)
{
    sqlite3_stmt *st = nv_db_sql(f->s, "SELECT action FROM obligations WHERE id = ?");
    if (!st) return false;
    nv_bind_int(st, 1, f->items.v[i].id);
    *out = (nv_bag){ 0 };
    if (sqlite3_step(st) == SQLITE_ROW) *out = nv_bag_of(a, nv_col(st, 0, a));
    return sqlite3_reset(st) == SQLITE_OK;
}

static double score(const finder *f, const nv_bag *x, const nv_bag *y)
{
    const nv_bag *shorter = x->n <= y->n ? x : y, *longer = shorter == x ? y : x;
    return (nv_alike(x, y, f->w) + nv_covered(shorter, longer, f->w)) / 2;
}

typedef struct { couple c; int64_t doc; /* of the earlier task */ double score; } scored;
typedef NV_VEC(scored) scores;

static bool score_all(finder *f, scores *out)
{
    nv_bag x = { 0 }, y;
    nv_arena *a = nv_arena_new(), *b = nv_arena_new();
    bool ok = true;
    for (uint32_t i = 0; ok && i < f->couples.n; i++) {
        couple c = f->couples.v[i];
        if (!i || c.x != f->couples.v[i - 1].x) {
            nv_arena_free(a);
            a = nv_arena_new();
            ok = bag_of(f, c.x, a, &x);
        }
        ok = ok && bag_of(f, c.y, b, &y);
        double v = ok ? score(f, &x, &y) : 0;
        if (v >= NV_KIN_LINKED) *NV_PUSH(f->tmp, out) = (scored){ c, f->items.v[c.x].doc, v };
        nv_arena_free(b);
        b = nv_arena_new();
    }
    nv_arena_free(a);
    nv_arena_free(b);
    return ok;
}

/* By the later task, then by the document of the earlier one, the best first. */
static int best_first(const void *p, const void *q)
{
    const scored *a = p, *b = q;
    if (a->c.y != b->c.y) return a->c.y < b->c.y ? -1 : 1;
    if (a->doc != b->doc) return a->doc < b->doc ? -1 : 1;
    if (a->score > b->score || a->score < b->score) return a->score > b->score ? -1 : 1;
    return (a->c.x > b->c.x) - (a->c.x < b->c.x);
}

static int by_place(const void *p, const void *q)
{
    const scored *a = p, *b = q;
    if (a->c.y != b->c.y) return a->c.y < b->c.y ? -1 : 1;
    return (a->c.x > b->c.x) - (a->c.x < b->c.x);
}

/* Of each earlier document the best task only. */
static void keep_best(scores *v)
{
    uint32_t n = 0;
    if (!v->n) return;
    qsort(v->v, v->n, sizeof *v->v, best_first);
    for (uint32_t i = 0; i < v->n; i++)
        if (!n || v->v[n - 1].c.y != v->v[i].c.y || v->v[n - 1].doc != v->v[i].doc) v->v[n++] = v->v[i];
    v->n = n;
    qsort(v->v, v->n, sizeof *v->v, by_place);
}

/* ---- how the documents stand to each other ---------------------------------------------------------------------------- */

#define CITED_BY(m) "documents " m " JOIN citations c" m " ON c" m ".file = " m ".main_file JOIN identities i" m " ON i" m ".id = c" m ".identity"

static bool names(finder *f, sqlite3_stmt *st, int64_t later, int64_t earlier, nv_str *out)
{
    nv_buf b = { 0 };
    if (!st) return false;
    nv_bind_int(st, 1, later);
    nv_bind_int(st, 2, earlier);
    while (sqlite3_step(st) == SQLITE_ROW) nv_buf_printf(&b, "%s%s", b.n ? "; " : "", (const char *)sqlite3_column_text(st, 0));
    *out = nv_arena_str(f->a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool read_link(finder *f, int64_t later, int64_t earlier, nv_doc_link *out)
{
    *out = (nv_doc_link){ 0 };
    if (!names(f, nv_db_sql(f->s, "SELECT DISTINCT ca.relation FROM " CITED_BY("a") " WHERE a.id = ?1 AND ia.document = ?2 ORDER BY 1"), later, earlier, &out->relations)) return false;
    if (out->relations.n) {
        out->kind = NV_LINK_DIRECT;
        return true;
    }
    if (!names(f, nv_db_sql(f->s, "SELECT DISTINCT coalesce(b.number, b.name) FROM " CITED_BY("a") " JOIN documents b ON b.id = ia.document JOIN citations cb ON cb.file = b.main_file "
                                  "JOIN identities ib ON ib.id = cb.identity WHERE a.id = ?1 AND ib.document = ?2 AND b.id NOT IN (?1, ?2) AND coalesce(b.number, b.name) IS NOT NULL ORDER BY 1 LIMIT 3"),
               later, earlier, &out->via))
        return false;
    if (out->via.n) {
        out->kind = NV_LINK_VIA;
        return true;
    }
    if (!names(f, nv_db_sql(f->s, "SELECT coalesce(d.number, d.name) FROM (SELECT ia.document AS x FROM " CITED_BY("a") " WHERE a.id = ?1 INTERSECT SELECT ib.document FROM " CITED_BY("b")
                                  " WHERE b.id = ?2) JOIN documents d ON d.id = x WHERE coalesce(d.number, d.name) IS NOT NULL ORDER BY d.date IS NULL, d.date DESC, 1 LIMIT 3"),
               later, earlier, &out->via))
        return false;
    if (out->via.n) out->kind = NV_LINK_COMMON;
    return true;
}

/* ---- the answer ------------------------------------------------------------------------------------------------------- */

static uint32_t task_at(finder *f, uint32_t *index, uint32_t i, bool *ok)
{
    if (index[i] == NV_UNMATCHED) {
        index[i] = f->out->tasks.n;
        *ok = *ok && nv_task_details(f->s, f->items.v[i].id, f->a, NV_PUSH(f->a, &f->out->tasks));
    }
    return index[i];
}

static void add_members(finder *f, const nv_ans_task *t, nv_agency_vec *out, nv_agency_vec *both, const nv_agency_vec *other)
{
    for (uint32_t i = 0; i < t->parties.n; i++) {
        nv_agency_vec v = { 0 };
        bool open;
        if (!nv_str_eqz(t->parties.v[i].role, "lead")) continue;
        nv_party_members(f->s->reg, &t->parties.v[i], nv_date_parse(t->date), (nv_str){ 0 }, f->tmp, &v, &open);
        for (uint32_t k = 0; k < v.n; k++) {
            bool known = false, shared = false;
            for (uint32_t j = 0; j < out->n; j++) known = known || nv_str_eq(out->v[j]->id, v.v[k]->id);
            for (uint32_t j = 0; other && j < other->n; j++) shared = shared || nv_str_eq(other->v[j]->id, v.v[k]->id);
            if (known) continue;
            *NV_PUSH(f->tmp, out) = v.v[k];
            if (shared) *NV_PUSH(f->tmp, both) = v.v[k];
        }
    }
}

/* Of the bodies that lead either task the share that lead both, classes expanded on the days of the documents: “UBND các tỉnh, thành phố” are the same bodies
 * with and without “trực thuộc Trung ương”. */
static double member_share(finder *f, const nv_ans_task *x, const nv_ans_task *y)
{
    nv_agency_vec a = { 0 }, b = { 0 }, both = { 0 };
    add_members(f, x, &a, &both, NULL);
    add_members(f, y, &b, &both, &a);
    return a.n + b.n ? (double)both.n / (a.n + b.n - both.n) : nv_task_lead_share(x, y, f->tmp);
}

/* Weak likeness counts where the documents are tied and somebody leads both. */
static bool drop_weak(finder *f, scores *v)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->n; i++) {
        const scored *k = &v->v[i];
        bool keep = k->score >= NV_KIN_SIMILAR;
        if (!keep) {
            nv_doc_link link;
            nv_ans_task x, y;
            if (!read_link(f, f->items.v[k->c.y].doc, k->doc, &link) || !nv_task_details(f->s, f->items.v[k->c.x].id, f->tmp, &x) ||
                !nv_task_details(f->s, f->items.v[k->c.y].id, f->tmp, &y))
                return false;
            keep = link.kind != NV_LINK_NONE && (f->s->reg ? member_share(f, &x, &y) : nv_task_lead_share(&x, &y, f->tmp)) > 0;
        }
        if (keep) v->v[n++] = v->v[i];
    }
    v->n = n;
    return true;
}

static bool answer(finder *f, const scores *v)
{
    bool *has = nv_arena_alloc(f->tmp, f->items.n + 1);
    uint32_t *index = nv_arena_alloc(f->tmp, (f->items.n + 1) * sizeof *index);
    bool ok = true;
    for (uint32_t i = 0; i < v->n; i++) has[v->v[i].c.x] = has[v->v[i].c.y] = true;
    for (uint32_t i = 0; i < f->items.n; i++) index[i] = NV_UNMATCHED;
    for (uint32_t i = 0; i < f->items.n; i++) { /* in the order of documents */
        f->out->asked += f->items.v[i].asked;
        f->out->alone += f->items.v[i].asked && !has[i];
        if (has[i]) task_at(f, index, i, &ok);
    }
    for (uint32_t i = 0; ok && i < v->n; i++) {
        couple c = v->v[i].c;
        nv_kin *k = NV_PUSH(f->a, &f->out->kin);
        *k = (nv_kin){ .earlier = index[c.x], .later = index[c.y], .score = v->v[i].score };
        const nv_ans_task *x = &f->out->tasks.v[k->earlier], *y = &f->out->tasks.v[k->later];
        k->lead_share = nv_task_lead_share(x, y, f->tmp);
        k->changes = nv_task_changes(x, y, f->tmp);
        if (f->s->reg && k->lead_share < 1) k->lead_share = member_share(f, x, y);
        ok = read_link(f, f->items.v[c.y].doc, v->v[i].doc, &k->link);
    }
    return ok;
}

static nv_status choose(finder *f, int64_t doc, nv_str task, bool *several, nv_err *err)
{
    nv_ids ids = { 0 };
    *several = false;
    if (task.n && !nv_task_find(f->s, task, f->tmp, &ids)) return nv_db_fail(f->s, err);
    *several = ids.n > 1;
    if (task.n && ids.n != 1) return NV_E_USAGE;
    for (uint32_t i = 0; i < f->items.n; i++) f->items.v[i].asked = task.n ? f->items.v[i].id == ids.v[0] : !doc || f->items.v[i].doc == doc;
    return NV_OK;
}

nv_status nv_store_lineage(nv_store *s, int64_t doc, nv_str task, nv_arena *a, nv_lineage *out, bool *several, nv_err *err)
{
    *out = (nv_lineage){ 0 };
    finder f = { .s = s, .a = a, .tmp = nv_arena_new(), .w = nv_word_weights_new(), .out = out };
    scores v = { 0 };
    bool began;
    nv_status st = nv_question_begin(s, &began) && for_each(&f, weigh) ? NV_OK : nv_db_fail(s, err);
    if (!st) st = choose(&f, doc, task, several, err);
    if (!st && !for_each(&f, post)) st = nv_db_fail(s, err);
    if (!st) couple_up(&f);
    if (!st && !score_all(&f, &v)) st = nv_db_fail(s, err);
    if (!st) keep_best(&v);
    if (!st && !drop_weak(&f, &v)) st = nv_db_fail(s, err);
    if (!st && !answer(&f, &v)) st = nv_db_fail(s, err);
    nv_word_weights_free(f.w);
    nv_arena_free(f.tmp);
    return nv_question_end(s, began, st, err);
}
