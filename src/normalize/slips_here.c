/* slips_here.c - what the rest of a recognised document says of a word that was misread (“THUÓC” where it has “thuốc”), and of a sign between two words. */
#include "normalize/slips_impl.h"

static nv_str printed(const nv_slip_pass *p, const nv_slip_token *t) { return nv_str_cut(p->doc->lines.v[t->line].text, t->beg, t->end); }

/* Words before and behind that are asked: some fifty pages each way, so that a scan of a thousand pages costs no more a page. */
enum { NEAR = 20000 };
static uint32_t first_near(uint32_t i) { return i > NEAR ? i - NEAR : 0; }
static uint32_t end_near(const nv_slip_pass *p, uint32_t i) { return p->t.n - i > NEAR ? i + NEAR : p->t.n; }

nv_str nv_slips_here(const nv_slip_pass *p, uint32_t i)
{
    enum { LETTERS = 3 };
    const nv_slip_token *t = &p->t.v[i];
    nv_str was = printed(p, t), found = { 0 };
    if (t->skel.n < LETTERS || nv_str_eq(t->fold, t->skel) || nv_legacy_syllable(p->s->legacy, was)) return found;
    for (uint32_t k = first_near(i), end = end_near(p, i); k < end; k++) {
        const nv_slip_token *x = &p->t.v[k];
        if (!nv_str_eq(x->skel, t->skel)) continue;
        if (x->conf < NV_SURE_WORD || nv_str_eq(x->fold, t->fold) || nv_str_eq(x->fold, found)) continue;
        if (!nv_legacy_syllable(p->s->legacy, printed(p, x)) || !nv_slips_plausible(p->s, t->fold, x->fold, nv_str_is_caps(was), true)) continue;
        if (found.n) return (nv_str){ 0 };
        found = x->fold;
    }
    return found;
}

static bool stand_here(const nv_slip_pass *p, uint32_t i, nv_str a, nv_str b) { return nv_str_eq(p->t.v[i - 1].fold, a) && nv_str_eq(p->t.v[i].fold, b); }

bool nv_slips_never_parted(const nv_slip_pass *p, uint32_t at, nv_str a, nv_str b)
{
    enum { LEAST = 2, TIMES = 4 };
    uint32_t together = 0, apart = 0;
    for (uint32_t i = first_near(at) + 1, end = end_near(p, at); i < end; i++) {
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
    for (uint32_t k = first_near(i), end = end_near(p, i); k < end; k++)
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
    for (uint32_t k = first_near(i), end = end_near(p, i); k < end; k++) {
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
