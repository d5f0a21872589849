/* responsible.c - the list that a clause of responsibility begins with (contract 6.15): “Các ông (bà) Chánh Văn phòng …; Giám đốc Sở A; Trưởng ban B; bà Nguyễn Thị C
 * chịu trách nhiệm thi hành …”. Some of those named are no mentions; a part that is no name makes it no list. */
#include "link/duty.h"

typedef struct {
    nv_parties *out;
    bool unknown;  /* one of them is no mention */
    nv_str head;   /* “Vụ trưởng Vụ: A, B”: what stands before each part up to the semicolon */
    uint32_t last; /* index of the party that may still grow (its span is the printed name), or NV_NONE */
} list;

static void add_printed(const nv_pass *p, nv_span name, bool noun, list *l) {
    nv_party q = { .role = NV_ROLE_LEAD, .how = NV_HOW_SENTENCE, .is_class = true, .span = name };
    q.name = nv_str_trim(nv_doc_str(p->d, name));
    if (noun || nv_str_starts(nv_doc_fold_str(p->d, name), NV_LIT("các "))) q = nv_common_party(p, name);
    if (l->head.n) q.name = nv_arena_printf(p->d->arena, "%.*s %.*s", NV_ARG(l->head), NV_ARG(nv_str_trim(nv_doc_str(p->d, name))));
    uint32_t before = l->out->n;
    nv_add_party(p->d, l->out, &q);
    l->last = l->out->n > before && !l->head.n ? before : NV_NONE;
}

/* The words up to `end` belong to the last name: “cán bộ các huyện | , thị xã”. */
static void grow(const nv_pass *p, uint32_t end, list *l) {
    if (l->last == NV_NONE) return;
    nv_party *q = &l->out->v[l->last];
    q->span.end = end;
    bool noun = !nv_str_starts(nv_doc_str(p->d, q->span), q->name);
    q->name = noun ? nv_common_party(p, q->span).name : nv_str_trim(nv_doc_str(p->d, q->span));
}

/* Index of the visible mention that begins at `at`, or NV_NONE. */
static uint32_t mention_at(const nv_pass *p, uint32_t at) {
    uint32_t i = nv_agency_from(p->d, at);
    return i < p->d->agencies.n && p->d->agencies.v[i].span.beg == at ? i : NV_NONE;
}

/* A mention, the person who holds the office, what restricts it: the place behind all of it. */
static uint32_t known_part(const nv_pass *p, uint32_t i, uint32_t end, list *l) {
    nv_span name = p->d->agencies.v[i].span;
    uint32_t q = nv_skip_bracket(p, nv_skip_person(p, name.end, end), end), after;
    if (q < end && p->d->fold.p[q] == ':' && nv_before(p, p->l->charged_head_only, name.beg, name.end)) {
        l->head = nv_doc_str(p->d, name);
        return q;
    }
    if (nv_at(p, p->l->charged_rest, q, end, &after)) {
        /* “Vụ trưởng Vụ | chế độ kế toán”: the words behind a mere head are its name */
        if (q == name.end && nv_before(p, p->l->charged_head_only, name.beg, name.end)) {
            add_printed(p, (nv_span){ name.beg, after }, false, l);
            l->unknown = true;
            return after;
        }
        q = after;
    }
    nv_add_parties(p, l->out, i, nv_next_visible(p->d, i), NV_ROLE_LEAD, NV_HOW_SENTENCE);
    l->last = NV_NONE;
    return q;
}

/* “ông Nguyễn Văn A”, “Trưởng ban X”, “các tổ chức có liên quan”: one who is no mention. */
static bool unknown_part(const nv_pass *p, uint32_t at, uint32_t end, list *l, uint32_t *after) {
    nv_span name, common;
    if (!nv_match_at(p->m, p->l->charged_part, nv_fold_between(p, at, end), 0) || !nv_match_named_span(p->m, "name", &name)) return false;
    add_printed(p, (nv_span){ at + name.beg, at + name.end }, nv_match_named_span(p->m, "common", &common), l);
    l->unknown = true;
    *after = nv_skip_bracket(p, at + name.end, end);
    return true;
}

/* “…; Y tế Bộ, ngành; …”: a few words with a capital, among others who are known. */
static bool odd_part(const nv_pass *p, uint32_t at, uint32_t end, list *l, uint32_t *after) {
    enum { SHORT = 60 };
    uint32_t q = at;
    while (q < end && p->d->fold.p[q] != ',' && p->d->fold.p[q] != ';') q++;
    if ((l->out->n < 2 && !l->head.n) || q - at > SHORT || q >= end || !nv_is_upper(nv_utf8_next(p->d->text, &(uint32_t){ at })) || nv_finds(p, p->l->says_must, at, q)) return false;
    add_printed(p, (nv_span){ at, q }, false, l);
    l->unknown = true;
    return *after = q, true;
}

/* Words that belong to the name before the comma or “và” at whose end they stand; `beg` is where the list begins. */
static bool goes_on(const nv_pass *p, uint32_t beg, uint32_t at, uint32_t end, uint32_t *after) {
    nv_span g;
    if (nv_match_at(p->m, p->l->charged_part, nv_fold_between(p, at, end), 0)) return false;
    if (!nv_match_at(p->m, p->l->charged_more, nv_fold_between(p, beg, end), at - beg) || !nv_match_group(p->m, 0, &g)) return false;
    return *after = beg + g.end, true;
}

bool nv_charged_list(const nv_pass *p, uint32_t at, uint32_t end, nv_parties *out, uint32_t *verb) {
    nv_str s = nv_fold_between(p, at, end);
    nv_span g;
    if (nv_str_find(s, NV_LIT("trách nhiệm"), 0) == UINT32_MAX && nv_str_find(s, NV_LIT("thi hành"), 0) == UINT32_MAX) return false;
    if (!nv_match(p->m, p->l->charged_verb, s, 0) || !nv_match_group(p->m, 0, &g) || g.beg == 0) return false;
    uint32_t stop = at + g.beg, q = at, after;
    list l = { .out = out, .last = NV_NONE };
    if (nv_at(p, p->l->charged_head, q, stop, &after)) q = after;
    while (nv_at(p, p->l->charged_join, q, stop, &after), q = after, q < stop) {
        if (l.head.n && nv_str_find(nv_fold_between(p, q > 3 ? q - 3 : 0, q), NV_LIT(";"), 0) != UINT32_MAX) l.head = (nv_str){ 0 };
        uint32_t i = mention_at(p, q), head = q;
        if (i == NV_NONE && nv_at(p, p->l->charged_each, q, stop, &head)) i = mention_at(p, head);
        if (i != NV_NONE && p->d->agencies.v[i].span.end <= stop) after = known_part(p, i, stop, &l);
        else if (out->n && !l.head.n && goes_on(p, at, q, stop, &after)) grow(p, after, &l);
        else if (l.head.n ? !odd_part(p, q, stop, &l, &after) : !unknown_part(p, q, stop, &l, &after) && !odd_part(p, q, stop, &l, &after)) return false;
        if (after <= q || (after < stop && !nv_at(p, p->l->charged_border, after, stop, NULL))) return false;
        q = after;
    }
    *verb = stop;
    return out->n > 0 && (l.unknown || nv_str_find(nv_fold_between(p, at, stop), NV_LIT(";"), 0) != UINT32_MAX);
}
