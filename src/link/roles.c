#include "link/duty.h"

/* The sign before a bracketed name points back to the role of the name before the bracket (contract 6.2). */
static bool in_bracket_after(const nv_pass *p, uint32_t floor, uint32_t at) { return nv_before(p, p->l->bracket, floor, at); }

/* “cung cấp thông tin … cho X”: the nearest governing verb before the preposition is one of giving or reporting, not one of teaching. */
static bool receives(const nv_pass *p, uint32_t floor, uint32_t at) {
    const nv_linker *l = p->l;
    if (!nv_before(p, l->recipient_prep, floor, at)) return false;
    nv_span g;
    uint32_t verb = 0, other = 0;
    bool any = false;
    for (uint32_t from = floor; from < at && nv_match(p->m, l->recipient_verb, nv_fold_between(p, from, at), 0) && nv_match_group(p->m, 0, &g); from += g.end) {
        verb = from + g.beg;
        any = true;
    }
    if (!any) return false;
    for (uint32_t from = floor; from < at && nv_match(p->m, l->governed, nv_fold_between(p, from, at), 0) && nv_match_group(p->m, 0, &g); from += g.end) other = from + g.beg;
    return verb > other;
}

/* Beginning of the part of the clause that holds `at`: behind the last semicolon. */
static uint32_t part_of(const nv_pass *p, uint32_t floor, uint32_t at) {
    for (uint32_t i = at; i > floor; i--)
        if (p->d->fold.p[i - 1] == ';') return i;
    return floor;
}

/* True and *role if the list of names [i, last) has a role in the clause. `before` is the role of the list before it, or -1. */
static bool role_of(const nv_pass *p, const nv_clause *c, uint32_t i, uint32_t last, int before, nv_role *role) {
    const nv_linker *l = p->l;
    uint32_t at = p->d->agencies.v[i].span.beg, end = p->d->agencies.v[last - 1].span.end, floor = c->prefix;
    if (nv_before(p, l->supervise, floor, at)) return *role = NV_ROLE_SUPERVISE, true;
    if (at > floor && nv_at(p, l->helps_after, end, c->span.end, NULL) && nv_before(p, l->only_leads, floor, at)) return *role = NV_ROLE_COORDINATE, true;
    if (nv_before(p, l->coordinate, floor, at)) return *role = NV_ROLE_COORDINATE, true;
    if (nv_before(p, l->recipient, floor, at)) return *role = NV_ROLE_RECIPIENT, true;
    if (nv_before(p, l->approval_before, floor, at) && nv_at(p, l->approval_after, end, c->span.end, NULL)) return *role = NV_ROLE_RECIPIENT, true;
    if (before >= 0 && before != NV_ROLE_LEAD && in_bracket_after(p, floor, at)) return *role = (nv_role)before, true;
    if (receives(p, part_of(p, floor, at), at)) return *role = NV_ROLE_RECIPIENT, true;
    return false;
}

static void swap_lead(nv_parties *parties, nv_party q) {
    for (uint32_t i = 0; i < parties->n; i++)
        if (parties->v[i].role == NV_ROLE_LEAD) parties->v[i].role = NV_ROLE_COORDINATE;
    q.role = NV_ROLE_LEAD;
    for (uint32_t i = parties->n; i > 0; i--) /* the lead stands first */
        parties->v[i] = parties->v[i - 1];
    parties->v[0] = q;
    parties->n++;
}

/* “Phối hợp với X làm …”: X leads where X is one specific body whose work is named. */
static bool helps_one(const nv_pass *p, const nv_clause *c, uint32_t i, uint32_t last) {
    const nv_agency *a = &p->d->agencies.v[i];
    if (last != i + 1 || (a->is_class && !nv_at(p, p->l->one_body, a->span.beg, a->span.end, NULL))) return false;
    uint32_t after;
    return nv_at(p, p->l->helps, c->verb, a->span.beg, &after) && after == a->span.beg && !nv_at(p, p->l->no_work, a->span.end, c->span.end, NULL);
}

void nv_assign_roles(const nv_pass *p, const nv_clause *c, nv_parties *parties) {
    nv_doc *d = p->d;
    int before = -1;
    for (uint32_t i = nv_agency_from(d, c->verb); i < d->agencies.n && d->agencies.v[i].span.beg < c->span.end;) {
        uint32_t last = nv_agency_list(p, i, c->span.end);
        nv_role role;
        if (!role_of(p, c, i, last, before, &role)) {
            before = -1;
            i = last;
            continue;
        }
        if (role == NV_ROLE_COORDINATE && helps_one(p, c, i, last)) {
            nv_party q = { .id = d->agencies.v[i].id, .name = d->agencies.v[i].name, .how = NV_HOW_SENTENCE, .span = d->agencies.v[i].span };
            (void)NV_PUSH(d->arena, parties); /* room for one more */
            parties->n--;
            swap_lead(parties, q);
        } else {
            nv_add_parties(p, parties, i, last, role, NV_HOW_SENTENCE);
        }
        before = (int)role;
        i = last;
    }
}
