/* resolve.c - in-document resolution (contract 3.3): the fullest identity that the same document gives for what it cites. */
#include "link/resolve.h"
#include "model/date.h"

#include <stdlib.h>

nv_resolver *nv_resolver_new(const nv_grammar *g, const nv_registry *r, nv_buf *errors) {
    (void)errors;
    nv_resolver *v = nv_xmalloc(sizeof *v);
    *v = (nv_resolver){ .grammar = g, .registry = r };
    return v;
}

void nv_resolver_free(nv_resolver *r) { free(r); }

/* Number without year: 79/2010/QĐ-TTg and 79/QĐ-TTg are both 79/QĐ-TTg; *year gets the year. */
static nv_str without_year(nv_arena *a, nv_str n, int *year) {
    *year = 0;
    uint32_t slash = nv_str_find(n, NV_LIT("/"), 0);
    if (slash == UINT32_MAX || slash + 6 > n.n || n.p[slash + 5] != '/') return n;
    int y = 0;
    for (uint32_t i = slash + 1; i < slash + 5; i++) {
        if (!nv_is_digit((unsigned char)n.p[i])) return n;
        y = y * 10 + (n.p[i] - '0');
    }
    *year = y;
    return nv_arena_printf(a, "%.*s%.*s", (int)slash, n.p, (int)(n.n - slash - 5), n.p + slash + 5);
}

/* What is compared again and again, once for each citation. */
typedef struct { nv_str bare, key; int year; bool digits; /* “22” alone */ } facts;

/* True if `full` says more than `part` about what may be the same document: a year that part lacks, the dates and years not against it. */
static bool fuller(const nv_cite *part, const facts *p, const nv_cite *full, const facts *f) {
    if (p->year || !f->year || !nv_str_eq(p->bare, f->bare)) return false;
    if (part->target.type.n && full->target.type.n && !nv_str_eq(part->target.type, full->target.type)) return false;
    if (part->target.date.y && part->target.date.y != f->year) return false;
    return !part->target.date.y || !full->target.date.y || nv_date_cmp(part->target.date, full->target.date) == 0;
}

static bool short_of(const nv_cite *part, const nv_cite *full) {
    nv_str p = part->target.number, f = full->target.number;
    while (p.n > 1 && p.p[0] == '0') p.p++, p.n--;
    while (f.n > 1 && f.p[0] == '0') f.p++, f.n--;
    if (f.n <= p.n || memcmp(f.p, p.p, p.n) != 0 || (f.p[p.n] != '/' && f.p[p.n] != '-')) return false;
    return nv_str_eq(part->target.type, full->target.type);
}

static nv_str by_number(const nv_doc *d, const facts *f, uint32_t index) {
    const nv_cite *c = &d->cites.v[index];
    const nv_cite *best = NULL;
    if (f[index].year) return c->target.number; /* nothing is fuller than a number with its year */
    for (uint32_t i = 0; i < d->cites.n; i++) {
        const nv_cite *o = &d->cites.v[i];
        if (i == index || !o->target.number.n) continue;
        if (f[index].digits && short_of(c, o) && (!best || (o->span.beg < c->span.beg && best->span.beg < o->span.beg))) best = o;
        else if (!best && fuller(c, &f[index], o, &f[i])) best = o;
    }
    if (best) return best->target.number;
    nv_cite own = { .target = { .number = d->head.number, .type = d->head.type, .date = d->head.date } };
    facts mine = { .digits = false };
    mine.bare = without_year(d->arena, d->head.number, &mine.year);
    return d->head.number.n && fuller(c, &f[index], &own, &mine) ? d->head.number : c->target.number;
}

/* The date of one citation is not against the other's number or date: a law of 29/6/2024 is not 58/2014/QH13. */
static bool may_be(const nv_cite *c, const nv_cite *o, const facts *f) {
    if (!c->target.date.y) return true;
    if (o->target.date.y) return nv_date_cmp(c->target.date, o->target.date) == 0;
    return !f->year || f->year == c->target.date.y;
}

/* 50/2005/QH11 and, in a scan, 50/2005/QHI1. */
static bool same_number(nv_str a, nv_str b) {
    uint32_t i = nv_str_find(a, NV_LIT("/"), 0);
    if (nv_str_eq(a, b)) return true;
    return i != UINT32_MAX && i + 5 < a.n && i + 5 < b.n && a.p[i + 5] == '/' && memcmp(a.p, b.p, i + 6) == 0;
}

/* The one number that the document gives for the name of citation `c`; none if it gives several, or none that agrees with its date. */
static nv_str only_number(const nv_doc *d, const facts *f, const nv_cite *c, nv_str key) {
    nv_str one = { NULL, 0 };
    for (uint32_t i = 0; i < d->cites.n; i++) {
        const nv_cite *o = &d->cites.v[i];
        if (o == c || !o->target.number.n || !o->target.name.n || !nv_str_eq(f[i].key, key) || !may_be(c, o, &f[i])) continue;
        if (one.n && !same_number(one, o->target.number)) return (nv_str){ NULL, 0 };
        if (!one.n) one = o->target.number;
    }
    return one;
}

/* What a bare name means where the document says it with a date or number too: the one that it is based on, else the only one. */
static const nv_cite *based_on(const nv_doc *d, const facts *f, nv_str key) {
    for (uint32_t i = 0; i < d->cites.n; i++) {
        const nv_cite *o = &d->cites.v[i];
        if (o->relation == NV_R_BASIS && o->target.name.n && nv_str_eq(f[i].key, key) && (o->target.number.n || o->target.date.y)) return o;
    }
    return NULL;
}

static nv_str number_of_name(const nv_doc *d, const facts *f, const nv_cite *c, nv_str key, bool *dated) {
    const nv_cite *head = c->target.date.y ? NULL : based_on(d, f, key);
    *dated = c->target.date.y != 0;
    for (uint32_t i = 0; i < d->cites.n; i++) *dated |= d->cites.v[i].target.name.n && d->cites.v[i].target.date.y && nv_str_eq(f[i].key, key);
    if (head && head->target.number.n) return head->target.number;
    return only_number(d, f, head ? head : c, key);
}

/* “Luật Bảo hiểm xã hội năm 2014” where the document also gives 58/2014/QH13: the number of that year. */
static nv_str number_of_year(const nv_doc *d, const facts *f, nv_str key) {
    nv_str none = { NULL, 0 };
    if (key.n < 8) return none;
    int year = 0;
    for (uint32_t i = key.n - 4; i < key.n; i++) {
        if (!nv_is_digit((unsigned char)key.p[i])) return none;
        year = year * 10 + (key.p[i] - '0');
    }
    nv_str base = nv_str_cut(key, 0, key.n - 4), nam = NV_LIT("năm");
    if (nv_str_ends(base, nam)) base = nv_str_cut(base, 0, base.n - nam.n);
    for (uint32_t i = 0; i < d->cites.n; i++)
        if (f[i].year == year && d->cites.v[i].target.name.n && nv_str_eq(f[i].key, base)) return d->cites.v[i].target.number;
    return none;
}

static nv_str by_name(const nv_doc *d, const facts *f, uint32_t index) {
    nv_arena *a = d->arena;
    const nv_cite *c = &d->cites.v[index];
    nv_str key = f[index].key, best = c->target.name;
    bool dated, several = false;
    nv_str number = number_of_name(d, f, c, key, &dated);
    if (!number.n) number = number_of_year(d, f, key);
    if (number.n) return number;
    for (uint32_t i = 0; i < d->cites.n; i++) {
        const nv_cite *o = &d->cites.v[i];
        nv_str k = f[i].key;
        if (i == index || !o->target.name.n || nv_str_eq(k, key)) continue;
        /* “Luật Đất đai” after “Luật Đất đai năm 2003”: the fuller name adds only a year */
        if (k.n > key.n && memcmp(k.p, key.p, key.n) == 0 && !c->target.date.y) {
            nv_str rest = nv_str_cut(k, key.n, k.n), nam = NV_LIT("năm");
            if (nv_str_starts(rest, nam)) rest = nv_str_cut(rest, nam.n, rest.n);
            bool year = rest.n == 4;
            for (uint32_t j = 0; j < rest.n; j++) year &= nv_is_digit((unsigned char)rest.p[j]);
            nv_str full = o->target.number.n ? o->target.number : o->target.name;
            if (year && best.p != c->target.name.p && !nv_str_eq(nv_letters_key(a, best), nv_letters_key(a, full))) several = true;
            if (year) best = full;
        }
    }
    /* where the document also gives that name a date of its own, or several years, the bare name is not that of the year */
    return dated || several ? c->target.name : best;
}

static void resolve_one(nv_doc *d, const facts *f, uint32_t i) {
    nv_cite *c = &d->cites.v[i];
    if (c->resolved.n) { /* the detector knew it by another name: follow that number to its fullest form */
        for (uint32_t k = 0; k < d->cites.n; k++)
            if (k != i && nv_str_eq(d->cites.v[k].target.number, c->resolved)) {
                c->resolved = by_number(d, f, k);
                break;
            }
        return;
    }
    if (c->relation == NV_R_SELF) {
        bool attachment = !c->target.type.n && c->locator.n;
        if (!attachment) c->resolved = d->head.number;
        return;
    }
    if (c->target.number.n) c->resolved = by_number(d, f, i);
    else if (c->target.name.n) c->resolved = by_name(d, f, i);
}

void nv_resolve_citations(const nv_resolver *r, nv_doc *doc) {
    facts *f = nv_arena_alloc(doc->arena, sizeof *f * (doc->cites.n + 1));
    for (uint32_t i = 0; i < doc->cites.n; i++) {
        nv_str n = doc->cites.v[i].target.number;
        f[i].bare = without_year(doc->arena, n, &f[i].year);
        f[i].digits = n.n > 0;
        for (uint32_t k = 0; k < n.n; k++) f[i].digits &= nv_is_digit((unsigned char)n.p[k]);
        if (doc->cites.v[i].target.name.n) f[i].key = nv_letters_key(doc->arena, doc->cites.v[i].target.name);
    }
    for (uint32_t i = 0; i < doc->cites.n; i++) resolve_one(doc, f, i);
    nv_resolve_amendments(r, doc);
    nv_resolve_effects(r, doc);
}
