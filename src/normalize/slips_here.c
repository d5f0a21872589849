/* slips_here.c - what the rest of a recognised document says of a word that was misread (“THUÓC” where it has “thuốc”), and of a sign between two words. */
#include "normalize/slips_impl.h"

#include <stdlib.h>

static nv_str printed(const nv_slip_pass *p, const nv_slip_token *t) { return nv_str_cut(p->doc->lines.v[t->line].text, t->beg, t->end); }

/* qsort has no place for the document: the letters stand beside the number of their token. */
typedef struct { nv_str skel; uint32_t i; } entry;

static int by_letters(const void *x, const void *y)
{
    const entry *a = x, *b = y;
    int d = nv_str_cmp(a->skel, b->skel);
    return d ? d : (a->i > b->i) - (a->i < b->i);
}

/* Numbers of the tokens, sorted by their letters without marks. */
static const uint32_t *sorted(nv_slip_pass *p)
{
    entry *v = nv_xmalloc(p->t.n * sizeof *v);
    uint32_t *out = nv_arena_alloc(p->doc->arena, p->t.n * sizeof *out);
    for (uint32_t i = 0; i < p->t.n; i++) v[i] = (entry){ p->t.v[i].skel, i };
    qsort(v, p->t.n, sizeof *v, by_letters);
    for (uint32_t i = 0; i < p->t.n; i++) out[i] = v[i].i;
    free(v);
    return out;
}

nv_str nv_slips_here(nv_slip_pass *p, uint32_t i)
{
    enum { LETTERS = 3 };
    const nv_slip_token *t = &p->t.v[i];
    nv_str was = printed(p, t), found = { 0 };
    if (t->skel.n < LETTERS || nv_str_eq(t->fold, t->skel) || nv_legacy_syllable(p->s->legacy, was)) return found;
    if (!p->by_letters) p->by_letters = sorted(p);
    uint32_t lo = 0, hi = p->t.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (nv_str_cmp(p->t.v[p->by_letters[mid]].skel, t->skel) < 0) lo = mid + 1;
        else hi = mid;
    }
    for (; lo < p->t.n && nv_str_eq(p->t.v[p->by_letters[lo]].skel, t->skel); lo++) {
        const nv_slip_token *x = &p->t.v[p->by_letters[lo]];
        if (x->conf < NV_SURE_WORD || nv_str_eq(x->fold, t->fold) || nv_str_eq(x->fold, found)) continue;
        if (!nv_legacy_syllable(p->s->legacy, printed(p, x)) || !nv_slips_plausible(p->s, t->fold, x->fold, nv_str_is_caps(was), true)) continue;
        if (found.n) return (nv_str){ 0 };
        found = x->fold;
    }
    return found;
}

static bool stand_here(const nv_slip_pass *p, uint32_t i, nv_str a, nv_str b) { return nv_str_eq(p->t.v[i - 1].fold, a) && nv_str_eq(p->t.v[i].fold, b); }

bool nv_slips_never_parted(const nv_slip_pass *p, nv_str a, nv_str b)
{
    enum { LEAST = 2, TIMES = 4 };
    uint32_t together = 0, apart = 0;
    for (uint32_t i = 1; i < p->t.n; i++) {
        if (!stand_here(p, i, a, b)) continue;
        if (p->t.v[i].joined) together++;
        else apart++;
    }
    return together >= LEAST && together >= TIMES * apart;
}

/* True if tokens i and k have the same neighbours: the two behind (side 0), the two before (1), one on each side (2). */
static bool same_company(const nv_slip_pass *p, uint32_t i, uint32_t k, unsigned side)
{
    static const int at[3][2] = { { 1, 2 }, { -2, -1 }, { -1, 1 } };
    const nv_slip_token *t = p->t.v;
    for (unsigned m = 0; m < 2; m++) {
        int64_t x = (int64_t)i + at[side][m], y = (int64_t)k + at[side][m];
        if (x < 0 || y < 0 || x >= p->t.n || y >= p->t.n || !nv_str_eq(t[x].fold, t[y].fold) || t[x].fold.p[0] == '#') return false;
        uint32_t j = at[side][m] > 0 ? 0 : 1;
        if (!t[x + j].joined || !t[y + j].joined) return false;
    }
    return true;
}

uint32_t nv_slips_differ(nv_str a, nv_str b)
{
    uint32_t n = a.n == b.n ? 0 : UINT32_MAX;
    for (uint32_t i = 0; i < a.n && a.n == b.n; i++) n += a.p[i] != b.p[i];
    return n;
}

bool nv_slips_elsewhere(const nv_slip_pass *p, uint32_t i)
{
    for (uint32_t k = 0; k < p->t.n; k++)
        if (k != i && p->t.v[k].conf >= NV_SURE_WORD && nv_str_eq(p->t.v[k].fold, p->t.v[i].fold)) return true;
    return false;
}

nv_str nv_slips_context(const nv_slip_pass *p, uint32_t i)
{
    enum { LETTERS = 3, TIMES = 2, READ_WELL = 90 };
    const nv_slip_token *t = &p->t.v[i];
    nv_str found = { 0 };
    uint32_t n = 0;
    if (t->skel.n < 2 || t->conf >= NV_SURE_WORD || nv_slips_word(p->s, t->fold) || nv_slips_elsewhere(p, i)) return found;
    for (uint32_t k = 0; k < p->t.n; k++) {
        const nv_slip_token *x = &p->t.v[k];
        if (k == i || nv_slips_differ(x->skel, t->skel) > (t->skel.n < LETTERS ? 0 : 1)) continue;
        for (unsigned side = 0; side < 3; side++) {
            if (!same_company(p, i, k, side)) continue;
            if (nv_str_eq(x->fold, t->fold)) return (nv_str){ 0 };
            if (!nv_slips_word(p->s, x->fold)) continue;
            if (found.n && !nv_str_eq(found, x->fold)) return (nv_str){ 0 };
            found = x->fold;
            n += x->conf >= READ_WELL;
        }
    }
    return n < TIMES ? (nv_str){ 0 } : found;
}
