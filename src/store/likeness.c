#include "store/likeness.h"
#include "base/fold.h"
#include "base/limits.h"
#include <math.h>
#include <stdlib.h>

/* ---- bags ------------------------------------------------------------------------------------------------------------- */

static uint64_t hash(nv_str s, uint64_t h)
{
    for (uint32_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return h;
}

/* The next run of letters and digits at or after *at. */
static bool next_word(nv_str s, uint32_t *at, nv_str *word)
{
    uint32_t beg = *at, end = *at;
    bool in = false;
    while (*at < s.n) {
        uint32_t from = *at, c = nv_utf8_next(s, at);
        bool part = nv_is_letter(c) || nv_is_digit(c);
        if (part && !in) beg = from, in = true;
        if (part) end = *at;
        else if (in) break;
    }
    *word = nv_str_cut(s, beg, end);
    return in;
}

static int by_key(const void *x, const void *y)
{
    const nv_bag_word *a = x, *b = y;
    return (a->key > b->key) - (a->key < b->key);
}

nv_bag nv_bag_of(nv_arena *a, nv_str text)
{
    NV_VEC(nv_bag_word) v = { 0 };
    nv_str s = nv_fold_key(a, text), word;
    uint64_t last = 0;
    for (uint32_t at = 0; next_word(s, &at, &word);) {
        uint64_t k = hash(word, 0xcbf29ce484222325u);
        *NV_PUSH(a, &v) = (nv_bag_word){ k, 1, false };
        if (last) *NV_PUSH(a, &v) = (nv_bag_word){ hash(word, last ^ 0x9e3779b97f4a7c15u), 1, true };
        last = k;
    }
    uint32_t n = 0;
    if (v.n) qsort(v.v, v.n, sizeof *v.v, by_key);
    for (uint32_t i = 0; i < v.n; i++) {
        if (n && v.v[n - 1].key == v.v[i].key) v.v[n - 1].count++;
        else v.v[n++] = v.v[i];
    }
    return (nv_bag){ v.v, n };
}

/* ---- weights ---------------------------------------------------------------------------------------------------------- */

struct nv_word_weights { uint64_t *keys; uint32_t *holders, cap, n, texts; }; /* open addressing, a power of two, at most half full */

static uint32_t slot(const nv_word_weights *w, uint64_t key)
{
    uint32_t i = (uint32_t)(key >> 32) & (w->cap - 1);
    while (w->holders[i] && w->keys[i] != key) i = (i + 1) & (w->cap - 1);
    return i;
}

static void make_room(nv_word_weights *w, uint32_t cap)
{
    nv_word_weights y = *w;
    y.cap = cap;
    y.keys = nv_xmalloc(cap * sizeof *y.keys);
    y.holders = nv_xmalloc(cap * sizeof *y.holders);
    memset(y.holders, 0, cap * sizeof *y.holders);
    for (uint32_t i = 0; i < w->cap; i++) {
        if (!w->holders[i]) continue;
        uint32_t at = slot(&y, w->keys[i]);
        y.keys[at] = w->keys[i];
        y.holders[at] = w->holders[i];
    }
    free(w->keys);
    free(w->holders);
    *w = y;
}

nv_word_weights *nv_word_weights_new(void)
{
    nv_word_weights *w = nv_xmalloc(sizeof *w);
    *w = (nv_word_weights){ 0 };
    make_room(w, 1024);
    return w;
}

void nv_word_weights_add(nv_word_weights *w, const nv_bag *text)
{
    w->texts++;
    for (uint32_t k = 0; k < text->n; k++) {
        if (2 * w->n >= w->cap) make_room(w, 2 * w->cap);
        uint32_t at = slot(w, text->v[k].key);
        w->n += !w->holders[at]++;
        w->keys[at] = text->v[k].key;
    }
}

void nv_word_weights_free(nv_word_weights *w)
{
    free(w->keys);
    free(w->holders);
    free(w);
}

uint32_t nv_word_holders(const nv_word_weights *w, uint64_t key)
{
    return w->holders[slot(w, key)];
}

/* A pair of words counts half: order matters, but less than what is said. */
static double weight(const nv_word_weights *w, const nv_bag_word *x)
{
    double share = x->pair ? 0.5 : 1;
    if (!w) return share;
    uint32_t holders = nv_word_holders(w, x->key);
    return share * log1p((double)w->texts / (holders ? holders : 1));
}

double nv_alike(const nv_bag *x, const nv_bag *y, const nv_word_weights *w)
{
    double both = 0, all = 0;
    uint32_t i = 0, k = 0;
    while (i < x->n || k < y->n) {
        bool left = i < x->n && (k == y->n || x->v[i].key <= y->v[k].key), right = k < y->n && (i == x->n || y->v[k].key <= x->v[i].key);
        uint32_t cx = left ? x->v[i].count : 0, cy = right ? y->v[k].count : 0;
        double g = weight(w, left ? &x->v[i] : &y->v[k]);
        all += g * (cx + cy);
        if (left && right) both += 2 * g * (cx < cy ? cx : cy);
        i += left;
        k += right;
    }
    return all > 0 ? both / all : 0;
}

double nv_covered(const nv_bag *x, const nv_bag *y, const nv_word_weights *w)
{
    double both = 0, all = 0;
    for (uint32_t i = 0, k = 0; i < x->n; i++) {
        if (x->v[i].pair) continue;
        double g = weight(w, &x->v[i]);
        while (k < y->n && y->v[k].key < x->v[i].key) k++;
        all += g;
        if (k < y->n && y->v[k].key == x->v[i].key) both += g;
    }
    return all > 0 ? both / all : 0;
}

/* ---- who belongs to whom ---------------------------------------------------------------------------------------------- */

/* One connected group: n_left and n_right members, scores in a square of side n (0 where there is no pair). */
typedef struct { uint32_t n; const double *score; double *u, *v, *minv; uint32_t *p, *way; bool *used; } square;

/* The Hungarian method with potentials, O(n³): e-maxx's formulation, rows and columns counted from 1. Costs are 1 - score; a score of 0 stands for “left
 * alone”. Afterwards p[column] is its row. */
static void solve(square *q)
{
    uint32_t n = q->n;
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t j0 = 0;
        q->p[0] = i;
        for (uint32_t j = 0; j <= n; j++) q->minv[j] = INFINITY, q->used[j] = false;
        do {
            uint32_t i0 = q->p[j0], j1 = 0;
            double delta = INFINITY;
            q->used[j0] = true;
            for (uint32_t j = 1; j <= n; j++) {
                if (q->used[j]) continue;
                double cur = 1 - q->score[(size_t)(i0 - 1) * n + j - 1] - q->u[i0] - q->v[j];
                if (cur < q->minv[j]) q->minv[j] = cur, q->way[j] = j0;
                if (q->minv[j] < delta) delta = q->minv[j], j1 = j;
            }
            for (uint32_t j = 0; j <= n; j++) {
                if (q->used[j]) q->u[q->p[j]] += delta, q->v[j] -= delta;
                else q->minv[j] -= delta;
            }
            j0 = j1;
        } while (q->p[j0]);
        do {
            uint32_t j1 = q->way[j0];
            q->p[j0] = q->p[j1];
            j0 = j1;
        } while (j0);
    }
}

static uint32_t root(uint32_t *up, uint32_t i)
{
    while (up[i] != i) i = up[i] = up[up[i]];
    return i;
}

typedef struct { nv_arena *a; const nv_pairing *p; uint32_t n, n_left, *place, *match; } assigner; /* place: of a left or right one within its group */

static void assign_group(assigner *s, const uint32_t *pairs, uint32_t n_pairs, const uint32_t *members, uint32_t n_members)
{
    uint32_t l = 0, r = 0;
    for (uint32_t i = 0; i < n_members; i++) s->place[members[i]] = members[i] < s->n_left ? l++ : r++;
    uint32_t n = l > r ? l : r;
    nv_arena *a = s->a;
    double *score = nv_arena_alloc(a, (size_t)n * n * sizeof *score);
    size_t m = (size_t)n + 1;
    square q = { n, score, nv_arena_alloc(a, m * sizeof *q.u), nv_arena_alloc(a, m * sizeof *q.v), nv_arena_alloc(a, m * sizeof *q.minv), nv_arena_alloc(a, m * sizeof *q.p),
                 nv_arena_alloc(a, m * sizeof *q.way), nv_arena_alloc(a, m * sizeof *q.used) };
    for (uint32_t i = 0; i < n_pairs; i++) {
        const nv_pairing *p = &s->p[pairs[i]];
        score[(size_t)s->place[p->left] * n + s->place[s->n_left + p->right]] = p->score;
    }
    solve(&q);
    for (uint32_t i = 0; i < n_pairs; i++) {
        const nv_pairing *p = &s->p[pairs[i]];
        if (q.p[s->place[s->n_left + p->right] + 1] == s->place[p->left] + 1) s->match[p->left] = p->right;
    }
}

/* Sorts 0 … n-1 by the group that each belongs to, keeping their order within it: starts[g] … starts[g + 1] are those of group g. */
static uint32_t *by_group(nv_arena *a, const uint32_t *group, uint32_t n, uint32_t groups, uint32_t **starts)
{
    uint32_t *at = nv_arena_alloc(a, (groups + 1) * sizeof *at), *order = nv_arena_alloc(a, (n + 1) * sizeof *order);
    for (uint32_t i = 0; i < n; i++) at[group[i] + 1]++;
    for (uint32_t g = 0; g < groups; g++) at[g + 1] += at[g];
    uint32_t *fill = nv_arena_alloc(a, (groups + 1) * sizeof *fill);
    memcpy(fill, at, (groups + 1) * sizeof *fill);
    for (uint32_t i = 0; i < n; i++) order[fill[group[i]]++] = i;
    *starts = at;
    return order;
}

bool nv_assign(const nv_pairing *p, uint32_t n, uint32_t n_left, uint32_t n_right, uint32_t *match)
{
    nv_arena *a = nv_arena_new();
    uint32_t all = n_left + n_right, *up = nv_arena_alloc(a, (all + 1) * sizeof *up);
    for (uint32_t i = 0; i < all; i++) up[i] = i;
    for (uint32_t i = 0; i < n; i++) up[root(up, p[i].left)] = root(up, n_left + p[i].right);
    uint32_t *member_group = nv_arena_alloc(a, (all + 1) * sizeof *member_group), *pair_group = nv_arena_alloc(a, (n + 1) * sizeof *pair_group);
    for (uint32_t i = 0; i < all; i++) member_group[i] = root(up, i);
    for (uint32_t i = 0; i < n; i++) pair_group[i] = member_group[p[i].left];
    uint32_t *ms, *ps, *members = by_group(a, member_group, all, all, &ms), *pairs = by_group(a, pair_group, n, all, &ps);
    bool ok = true;
    for (uint32_t g = 0; g < all; g++) ok = ok && ms[g + 1] - ms[g] <= NV_MAX_ASSIGN;
    for (uint32_t i = 0; ok && i < n_left; i++) match[i] = NV_UNMATCHED;
    for (uint32_t g = 0; ok && g < all; g++) {
        if (ps[g + 1] == ps[g]) continue;
        assigner s = { nv_arena_new(), p, n, n_left, up, match }; /* up has served */
        assign_group(&s, pairs + ps[g], ps[g + 1] - ps[g], members + ms[g], ms[g + 1] - ms[g]);
        nv_arena_free(s.a);
    }
    nv_arena_free(a);
    return ok;
}
