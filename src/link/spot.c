/* spot.c - small questions about places of the text: what stands here, before, inside; the parts of a list of names. */
#include "link/duty.h"

/* Index of the first of n things of a size, sorted by the beginning of their span (at `member`), that begins at or behind `off`. */
static uint32_t first_from(const void *v, uint32_t n, size_t size, size_t member, uint32_t off) {
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        nv_span s;
        memcpy(&s, (const char *)v + mid * size + member, sizeof s);
        if (s.beg < off) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}
#define FIRST_FROM(list, off) first_from((list).v, (list).n, sizeof *(list).v, (size_t)((const char *)&(list).v->span - (const char *)(list).v), (off))

uint32_t nv_agency_from(const nv_doc *d, uint32_t off) {
    uint32_t i = d->agencies.n ? FIRST_FROM(d->agencies, off) : 0;
    while (i < d->agencies.n && d->agencies.v[i].hidden) i++;
    return i;
}

uint32_t nv_cite_from(const nv_doc *d, uint32_t off) { return d->cites.n ? FIRST_FROM(d->cites, off) : 0; }
uint32_t nv_deadline_from(const nv_doc *d, uint32_t off) { return d->deadlines.n ? FIRST_FROM(d->deadlines, off) : 0; }
uint32_t nv_cue_from(const nv_doc *d, uint32_t off) { return d->cues.n ? FIRST_FROM(d->cues, off) : 0; }

nv_str nv_fold_between(const nv_pass *p, uint32_t beg, uint32_t end) { return nv_str_cut(p->d->fold, beg, end); }

bool nv_at(const nv_pass *p, const nv_rule *r, uint32_t at, uint32_t end, uint32_t *after) {
    nv_span s;
    if (at > end || !nv_match_at(p->m, r, nv_fold_between(p, at, end), 0) || !nv_match_group(p->m, 0, &s)) return false;
    if (after) *after = at + s.end;
    return true;
}

bool nv_before(const nv_pass *p, const nv_rule *r, uint32_t floor, uint32_t at) {
    enum { BACK = 200 }; /* bytes: the longest phrase before a name is far shorter */
    if (at - floor > BACK) {
        floor = at - BACK;
        while (floor < at && ((unsigned char)p->d->fold.p[floor] & 0xC0) == 0x80) floor++;
    }
    return nv_match(p->m, r, nv_fold_between(p, floor, at), 0);
}

bool nv_finds(const nv_pass *p, const nv_rule *r, uint32_t beg, uint32_t end) { return beg < end && nv_match(p->m, r, nv_fold_between(p, beg, end), 0); }

/* The next visible mention behind index i. */
uint32_t nv_next_visible(const nv_doc *d, uint32_t i) {
    do i++;
    while (i < d->agencies.n && d->agencies.v[i].hidden);
    return i;
}

uint32_t nv_skip_person(const nv_pass *p, uint32_t at, uint32_t end) {
    nv_str t = nv_str_cut(p->d->text, at, end);
    uint32_t i = 0, words = 0, after = 0;
    while (i < t.n && t.p[i] == ' ' && words < 5) {
        uint32_t k = i + 1;
        if (k >= t.n || !nv_is_upper(nv_utf8_next(t, &k))) break;
        while (k < t.n) {
            uint32_t next = k, c = nv_utf8_next(t, &next);
            if (!nv_is_letter(c) || nv_is_upper(c)) break;
            k = next;
        }
        i = after = k;
        words++;
    }
    bool stops = after < t.n && (t.p[after] == ' ' || t.p[after] == ',');
    return words > 1 && words < 5 && stops && !nv_in_mention(p->d, at + 1) ? at + after : at;
}

bool nv_normative(const nv_doc *d) {
    static const char *const types[] = { "LUAT", "BL", "PL", "NĐ", "NQ", "QĐ", "TT", "TTLT", "QC", "QyĐ" };
    for (unsigned i = 0; i < NV_NELEM(types); i++)
        if (nv_str_eqz(d->head.type, types[i])) return true;
    return false;
}

/* `name` is the beginning of the issuer's full name, up to a word's end. */
static bool names_issuer(nv_str full, nv_str name) { return nv_str_starts(full, name) && (full.n == name.n || full.p[name.n] == ' '); }

bool nv_is_issuer(const nv_doc *d, const nv_parties *who, bool or_head) {
    for (uint32_t i = 0; i < who->n; i++) {
        bool same = false;
        nv_str name = who->v[i].name;
        for (uint32_t k = 0; k < d->head.issuers.n; k++) {
            nv_str full = d->head.issuers.v[k];
            same |= names_issuer(full, name) || (who->v[i].id.n && k < d->head.issuer_ids.n && nv_str_eq(who->v[i].id, d->head.issuer_ids.v[k]));
            for (uint32_t w = 0; or_head && w < name.n && !same; w++) /* “Chủ tịch | Ủy ban nhân dân tỉnh” */
                same = name.p[w] == ' ' && names_issuer(full, nv_str_cut(name, w + 1, name.n));
        }
        if (!same) return false;
    }
    return who->n > 0;
}

uint32_t nv_skip_bracket(const nv_pass *p, uint32_t at, uint32_t end) {
    uint32_t i = at;
    while (i < end && p->d->fold.p[i] == ' ') i++;
    if (i >= end || p->d->fold.p[i] != '(') return at;
    for (int depth = 0; i < end; i++) {
        depth += p->d->fold.p[i] == '(';
        depth -= p->d->fold.p[i] == ')';
        if (!depth) return i + 1;
    }
    return at;
}

uint32_t nv_agency_list(const nv_pass *p, uint32_t first, uint32_t end) {
    const nv_doc *d = p->d;
    uint32_t last = first;
    for (uint32_t i = nv_next_visible(d, first); i < d->agencies.n && d->agencies.v[i].span.beg < end; i = nv_next_visible(d, i)) {
        nv_span a = d->agencies.v[last].span, b = d->agencies.v[i].span;
        if (b.beg >= a.end) {
            uint32_t from = nv_skip_bracket(p, a.end, end);
            if (from > b.beg) continue; /* a name inside the bracket */
            uint32_t after;
            if (!nv_at(p, p->l->join, from, b.beg, &after) || from == b.beg) break;
        }
        last = i;
    }
    return nv_next_visible(d, last);
}

void nv_add_party(nv_doc *d, nv_parties *out, const nv_party *q) {
    for (uint32_t i = 0; i < out->n; i++)
        if (out->v[i].role == q->role && nv_str_eq(out->v[i].name, q->name)) return;
    *NV_PUSH(d->arena, out) = *q;
}

void nv_add_parties(const nv_pass *p, nv_parties *out, uint32_t first, uint32_t last, nv_role role, nv_how how) {
    uint32_t end_of_last = 0;
    for (uint32_t i = first; i < last; i++) {
        const nv_agency *a = &p->d->agencies.v[i];
        /* bodies in a bracket behind a bearer are mentions and no parties (contract 6.9) */
        bool in_bracket = end_of_last && a->span.beg > end_of_last && nv_skip_bracket(p, end_of_last, a->span.end + 1) > a->span.beg;
        if (a->hidden) continue;
        if (in_bracket || (end_of_last && nv_str_find(nv_fold_between(p, end_of_last, a->span.beg > end_of_last ? a->span.beg : end_of_last), NV_LIT("("), 0) != UINT32_MAX &&
                           nv_str_find(nv_fold_between(p, end_of_last, a->span.beg), NV_LIT(")"), 0) == UINT32_MAX))
            continue;
        nv_party q = { .id = a->id, .name = a->name, .role = role, .how = how, .is_class = a->is_class, .span = a->span };
        nv_add_party(p->d, out, &q);
        end_of_last = a->span.end;
    }
}

/* A citation that holds `off`: its end, else 0. Words inside a citation's quote belong to another document. */
uint32_t nv_inside_citation(const nv_doc *d, uint32_t off) {
    uint32_t lo = nv_cite_from(d, off + 1);
    return lo && d->cites.v[lo - 1].span.end > off ? d->cites.v[lo - 1].span.end : 0;
}

bool nv_in_mention(const nv_doc *d, uint32_t off) {
    for (uint32_t i = nv_agency_from(d, off > 400 ? off - 400 : 0); i < d->agencies.n && d->agencies.v[i].span.beg <= off; i = nv_next_visible(d, i))
        if (off < d->agencies.v[i].span.end) return true;
    return false;
}

bool nv_verb_at(const nv_doc *d, uint32_t at) {
    for (uint32_t i = nv_cue_from(d, at); i < d->cues.n && d->cues.v[i].span.beg == at; i++)
        if (d->cues.v[i].klass != NV_CUE_CONDITION && d->cues.v[i].klass != NV_CUE_PASSIVE && d->cues.v[i].klass != NV_CUE_DEFINITION) return true;
    return false;
}

/* “khuyến khích X …” charges nobody, but says who is encouraged (contract 6.5). */
static bool encourages(const nv_doc *d, const nv_cue *q) { return q->klass == NV_CUE_MAY && nv_str_eqz(nv_doc_fold_str(d, q->span), "khuyến khích"); }

bool nv_charging(const nv_doc *d, const nv_cue *q) {
    return q->klass == NV_CUE_ASSIGN || q->klass == NV_CUE_REQUEST || q->klass == NV_CUE_MUST_NOT || encourages(d, q);
}
