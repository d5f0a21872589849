/* subject.c - the subject that a clause begins with: a list of bodies, what may stand between it and its verb, and the modals at the verb. */
#include "link/duty.h"

/* Behind the number of a list inside the sentence, behind “Sau đó”. */
uint32_t nv_skip_sequel(const nv_pass *p, uint32_t at, uint32_t end) {
    uint32_t after;
    return nv_at(p, p->l->sequel, at, end, &after) ? after : at;
}

/* Skips what may stand between a subject and its verb; what it skips may be a name of its own in a bracket. */
uint32_t nv_skip_phrases(const nv_pass *p, uint32_t at, uint32_t end) {
    for (uint32_t after, n = 0; n < 4 && nv_at(p, p->l->skip, at, end, &after) && after > at; n++) at = after;
    return at;
}

/* Behind a time that stands before the verb with a comma (“Trong tháng 4, rà soát …”); `at` itself if none does. */
static uint32_t skip_time(const nv_pass *p, uint32_t at, uint32_t end) {
    while (at < end && p->d->fold.p[at] == ' ') at++;
    uint32_t i = nv_deadline_from(p->d, at);
    if (i >= p->d->deadlines.n || p->d->deadlines.v[i].span.beg != at) return at;
    uint32_t after = p->d->deadlines.v[i].span.end;
    if (after >= end || p->d->fold.p[after] != ',') return at;
    do after++;
    while (after < end && p->d->fold.p[after] == ' ');
    return nv_verb_at(p->d, after) || nv_at(p, p->l->verb, after, end, NULL) ? after : at;
}

/* An order begins at `at`: a modal or a verb, perhaps behind adverbs. */
static bool order_at(const nv_pass *p, uint32_t at, uint32_t end) {
    for (uint32_t after, n = 0; n < 4 && !nv_verb_at(p->d, at) && nv_at(p, p->l->adverb, at, end, &after) && after > at; n++) at = after;
    return nv_verb_at(p->d, at) || nv_at(p, p->l->verb, at, end, NULL) || nv_at(p, p->l->must, at, end, NULL) || nv_at(p, p->l->must_not, at, end, NULL);
}

/* Behind what says when or which of them (“Bộ X | trong quý II năm 2023 | trình …”, “các tỉnh | bị ảnh hưởng của bão | khẩn trương …”); `at` itself if no order follows. */
uint32_t nv_skip_between(const nv_pass *p, uint32_t at, uint32_t end, bool is_class) {
    uint32_t beg = at, after;
    while (beg < end && (p->d->fold.p[beg] == ' ' || p->d->fold.p[beg] == ',')) beg++;
    uint32_t i = nv_deadline_from(p->d, beg);
    if (i < p->d->deadlines.n && p->d->deadlines.v[i].span.beg == beg && p->d->deadlines.v[i].kind != NV_D_EFFECTIVE) after = p->d->deadlines.v[i].span.end;
    else if (!nv_at(p, p->l->meanwhile, beg, end, &after) && (!is_class || p->d->fold.p[at] == ',' || !nv_at(p, p->l->restricts, beg, end, &after))) return at;
    while (after < end && (p->d->fold.p[after] == ' ' || p->d->fold.p[after] == ',')) after++;
    return after < end && order_at(p, after, end) ? after : at;
}

/* Modals and adverbs at the verb: moves c->verb behind them, and says what they say. */
void nv_read_modals(const nv_pass *p, nv_clause *c, uint32_t end) {
    const nv_linker *l = p->l;
    uint32_t adverb = UINT32_MAX; /* where the last one stands, if the verb follows it */
    c->prefix = c->verb;
    for (unsigned n = 0; n < 8; n++) {
        uint32_t at = c->verb, after;
        nv_modality m;
        if (nv_at(p, l->must_not, at, end, &after)) m = NV_MUST_NOT;
        else if (nv_at(p, l->must, at, end, &after)) m = NV_MUST;
        else if (nv_at(p, l->may, at, end, &after)) m = NV_MAY;
        else if (nv_at(p, l->adverb, at, end, &after) && after > at) {
            adverb = at;
            c->verb = after;
            continue;
        } else {
            after = c->has_modality && nv_str_starts(nv_str_trim(nv_fold_between(p, at, end)), NV_LIT("có ")) ? at : nv_skip_phrases(p, at, end); /* “phải có người chịu trách nhiệm …” */
            if (after == at) after = skip_time(p, at, end);
            if (after == at) break;
            c->verb = after;
            continue;
        }
        adverb = UINT32_MAX;
        if (nv_at(p, l->strong, at, end, NULL)) c->strong = true;
        /* the strongest wins (contract 6.3); request and charge are set by the caller */
        if (!c->has_modality || m == NV_MUST_NOT) c->modality = m;
        c->has_modality = true;
        c->verb = after;
    }
    if (nv_at(p, l->strong, c->verb, end, NULL)) c->strong = true;
    /* “chủ động trong việc huy động vốn”: the adverb is the verb */
    if (adverb != UINT32_MAX && nv_str_starts(nv_str_trim(nv_fold_between(p, c->verb, end)), NV_LIT("trong "))) c->verb = adverb;
    while (c->verb < end && (p->d->fold.p[c->verb] == ' ' || p->d->fold.p[c->verb] == ',' || p->d->fold.p[c->verb] == ':')) c->verb++;
}

/* A verb begins with a small letter, unless a colon stands before it: “Bệnh viện Y học | …”, “Văn phòng Trung ương Đảng Cộng sản …” are no sentences. */
static bool begins_verb(const nv_pass *p, uint32_t at, uint32_t end) {
    nv_str text = nv_str_cut(p->d->text, at, end);
    uint32_t i = 0, first;
    do first = i < text.n ? nv_utf8_next(text, &i) : 0;
    while (first == ' ' || first == ',' || first == ':');
    if (!nv_is_letter(first)) return first == 0 || first == '(' || first == '\n';
    if (!nv_is_upper(first)) return true;
    if (nv_in_mention(p->d, at + i)) return false;
    return nv_str_find(nv_str_cut(p->d->text, at > 3 ? at - 3 : 0, at + i), NV_LIT(":"), 0) != UINT32_MAX;
}

/* In a clause of responsibility those between and behind the names who are no mention are charged as well (contract 4.11, 6.15). */
static void add_unknown_bodies(const nv_pass *p, nv_parties *out, uint32_t first, uint32_t last, uint32_t verb) {
    for (uint32_t i = first; i < last; i = nv_next_visible(p->d, i)) {
        uint32_t next = nv_next_visible(p->d, i), beg = p->d->agencies.v[i].span.end, end = next < last ? p->d->agencies.v[next].span.beg : verb;
        nv_span name;
        if (beg >= end || !nv_match_at(p->m, p->l->charged_body, nv_fold_between(p, beg, end), 0) || !nv_match_named_span(p->m, "name", &name)) continue;
        nv_party q = { .role = NV_ROLE_LEAD, .how = NV_HOW_SENTENCE, .is_class = true, .span = { beg + name.beg, beg + name.end } };
        q.name = nv_str_trim(nv_doc_str(p->d, q.span));
        nv_add_party(p->d, out, &q);
    }
}

/* “Cục X, người quản lý đường bộ và chủ phương tiện phải …”: those behind the names who are no agencies; the end of the last. */
static uint32_t also_bear(const nv_pass *p, uint32_t q, uint32_t end, nv_parties *out) {
    nv_span name;
    for (unsigned n = 0; n < 6 && nv_match_at(p->m, p->l->also_bears, nv_fold_between(p, q, end), 0) && nv_match_named_span(p->m, "name", &name); n++) {
        uint32_t inside = nv_agency_from(p->d, q + name.beg);
        if (inside < p->d->agencies.n && p->d->agencies.v[inside].span.beg < q + name.end) break; /* a name of the list comes first */
        nv_party who = nv_common_party(p, (nv_span){ q + name.beg, q + name.end });
        nv_add_party(p->d, out, &who);
        q += name.end;
    }
    return q;
}

/* “Đối với các cơ quan Trung ương có trách nhiệm …”: those whom it seems to be about are to do it; no comma and no “thì” lead on to another subject. */
static bool read_about(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    uint32_t beg = at + (uint32_t)strlen("đối với ");
    nv_clause try = *c;
    if (nv_str_starts(nv_fold_between(p, beg, end), NV_LIT("đối với "))) return false; /* no deeper: each calls the other */
    if (!nv_read_subject(p, beg, end, &try)) return false;
    uint32_t name = 0;
    for (uint32_t i = 0; i < try.leads.n; i++)
        if (try.leads.v[i].span.end > name) name = try.leads.v[i].span.end;
    if (name > end) return false;
    if (nv_str_find(nv_fold_between(p, name, end), NV_LIT(" thì "), 0) != UINT32_MAX) return false;
    bool one = try.leads.n == 1 && !try.leads.v[0].is_class && !try.has_modality && nv_verb_at(p->d, try.verb);
    if (!one && !(try.has_modality && try.strong && !nv_finds(p, p->l->leads_on, nv_skip_bracket(p, name, end), try.verb))) return false;
    return *c = try, true;
}

/* “Bí thư, | Chủ tịch Ủy ban nhân dân tỉnh …”, “Báo Quảng Ngãi, | Đài Phát thanh …”: those who are no agencies in front of the first that is one. */
bool nv_first_bear(const nv_pass *p, uint32_t at, uint32_t beg, nv_parties *out) {
    nv_span name;
    if (!nv_match_at(p->m, p->l->first_bears, nv_fold_between(p, at, beg), 0) || !nv_match_named_span(p->m, "name", &name)) return false;
    if (!nv_is_upper(nv_utf8_next(p->d->text, &(uint32_t){ at + name.beg }))) return false;
    nv_common_parties(p, (nv_span){ at + name.beg, at + name.end }, out);
    for (uint32_t i = 0; i < out->n; i++) out->v[i].name = nv_str_trim(nv_doc_str(p->d, out->v[i].span)); /* as they are printed */
    return true;
}

/* The last name of the list [i, last). */
static uint32_t last_visible(const nv_doc *d, uint32_t i, uint32_t last) {
    while (nv_next_visible(d, i) < last) i = nv_next_visible(d, i);
    return i;
}

/* A subject that begins at `at`: a list of bodies with a verb behind it. */
bool nv_read_subject(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    uint32_t i = nv_agency_from(p->d, at), after;
    if (i >= p->d->agencies.n || p->d->agencies.v[i].span.beg >= end) return false;
    uint32_t beg = p->d->agencies.v[i].span.beg;
    if (nv_str_starts(nv_fold_between(p, at, end), NV_LIT("đối với "))) return read_about(p, at, end, c);
    nv_parties first = { 0 };
    if (beg != at && (!nv_at(p, p->l->to_name, at, beg, &after) || after != beg) && !nv_first_bear(p, at, beg, &first)) return false;
    uint32_t last = nv_agency_list(p, i, end), q = 0;
    for (uint32_t k = i; k < last; k++)
        if (!p->d->agencies.v[k].hidden && p->d->agencies.v[k].span.end > q) q = p->d->agencies.v[k].span.end;
    nv_parties others = { 0 };
    q = also_bear(p, nv_skip_person(p, q, end), end, &others);
    uint32_t verb = nv_skip_phrases(p, q, end);
    bool all = false;
    if (nv_at(p, p->l->responsible, q, end, &after) && !nv_at(p, p->l->strong, verb, end, NULL)) {
        /* “…, ban, ngành, các tổ chức liên quan chịu trách nhiệm thi hành”: everybody named up to there */
        verb = after;
        all = true;
        while (last < p->d->agencies.n && p->d->agencies.v[last].span.end <= verb) last = nv_next_visible(p->d, last);
    }
    verb = nv_skip_between(p, verb, end, others.n || p->d->agencies.v[last_visible(p->d, i, last)].is_class);
    if (nv_at(p, p->l->not_verb, verb, end, NULL) || !begins_verb(p, verb, end)) return false;
    c->how = NV_C_SUBJECT;
    c->leads = first;
    nv_add_parties(p, &c->leads, i, last, NV_ROLE_LEAD, NV_HOW_SENTENCE);
    if (all) add_unknown_bodies(p, &c->leads, i, last, verb);
    for (uint32_t k = 0; k < others.n; k++) nv_add_party(p->d, &c->leads, &others.v[k]);
    c->verb = verb;
    c->modality = NV_MUST;
    nv_read_modals(p, c, end);
    if (first.n && !c->has_modality && !order_at(p, c->verb, end)) return false;
    return c->verb < end || c->has_modality;
}
