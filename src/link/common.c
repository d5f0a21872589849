/* common.c - bearers that are no agencies: named by a common noun (“Tổ khảo sát …”, “Trưởng đoàn …”), as heading, as subject, or as maker of what is handed in. */
#include "link/duty.h"

/* The second word begins with a capital: “Hội đồng Dân tộc” is a name, “Người nộp thuế” is none. */
static bool second_is_capital(nv_str name) {
    uint32_t i = nv_str_find(name, NV_LIT(" "), 0);
    return i != UINT32_MAX && ++i < name.n && nv_is_upper(nv_utf8_next(name, &i));
}

nv_party nv_common_party(const nv_pass *p, nv_span name) {
    nv_span cut;
    if (nv_match(p->m, p->l->name_ends, nv_fold_between(p, name.beg, name.end), 0) && nv_match_group(p->m, 0, &cut) && cut.beg > 0) name.end = name.beg + cut.beg;
    nv_party q = { .role = NV_ROLE_LEAD, .how = NV_HOW_SENTENCE, .is_class = true, .span = name };
    nv_str printed = nv_str_trim(nv_doc_str(p->d, name));
    q.name = printed;
    uint32_t i = 0, first = printed.n ? nv_utf8_next(printed, &i) : 0;
    if (nv_is_upper(first) && !second_is_capital(printed)) { /* a common noun at the head of a sentence */
        char low[8];
        nv_fold(nv_str_cut(printed, 0, i), low);
        q.name = nv_arena_printf(p->d->arena, "%.*s%.*s", (int)i, low, (int)(printed.n - i), printed.p + i);
    }
    return q;
}

void nv_common_parties(const nv_pass *p, nv_span names, nv_parties *out) {
    for (uint32_t beg = names.beg, i = beg; i <= names.end; i++) {
        if (i < names.end && p->d->fold.p[i] != ',') continue;
        while (beg < i && p->d->fold.p[beg] == ' ') beg++;
        nv_party who = nv_common_party(p, (nv_span){ beg, i });
        if (i > beg) nv_add_party(p->d, out, &who);
        beg = i + 1;
    }
}

bool nv_own_subject(const nv_pass *p, nv_clause *c) {
    nv_span name, all;
    if (!nv_match_at(p->m, p->l->own_subject, nv_fold_between(p, c->verb, c->span.end), 0) || !nv_match_named_span(p->m, "name", &name) || !nv_match_group(p->m, 0, &all)) return false;
    nv_party who = nv_common_party(p, (nv_span){ c->verb + name.beg, c->verb + name.end });
    c->leads = (nv_parties){ 0 };
    nv_add_party(p->d, &c->leads, &who);
    c->verb = c->prefix = c->verb + all.end;
    c->passive = false;
    return true;
}

bool nv_condition_subject(const nv_pass *p, nv_clause *c) {
    nv_span name;
    uint32_t beg = c->span.beg, after;
    /* “Trường hợp Ủy ban nhân dân cấp tỉnh thu hồi giấy phép phải thông báo …” */
    if (nv_at(p, p->l->may_begin, beg, c->span.end, &after) && c->condition.beg <= beg + 3 && !nv_before(p, p->l->thing_due, beg, c->prefix)) {
        uint32_t i = nv_agency_from(p->d, after);
        if (i < p->d->agencies.n && p->d->agencies.v[i].span.beg == after + 1 && p->d->agencies.v[i].span.end < c->condition.end) {
            c->leads = (nv_parties){ 0 };
            nv_add_parties(p, &c->leads, i, nv_agency_list(p, i, c->condition.end), NV_ROLE_LEAD, NV_HOW_SENTENCE);
            return true;
        }
    }
    if (!nv_match_at(p->m, p->l->condition_person, nv_fold_between(p, beg, c->span.end), 0) || !nv_match_named_span(p->m, "name", &name)) return false;
    nv_party who = nv_common_party(p, (nv_span){ beg + name.beg, beg + name.end });
    c->leads = (nv_parties){ 0 };
    nv_add_party(p->d, &c->leads, &who);
    return true;
}

/* What the verb and the words before it say, once somebody is known to be the subject. */
static void take_verb(nv_clause *c, uint32_t prefix, uint32_t verb) {
    c->how = NV_C_SUBJECT;
    c->prefix = prefix;
    c->verb = verb;
    c->passive = false;
    c->modality = NV_MUST;
}

bool nv_common_subject(const nv_pass *p, nv_clause *c) {
    nv_span name, all;
    /* behind “Căn cứ …,” it stands where the verb was looked for */
    uint32_t beg = nv_at(p, p->l->based_on, c->prefix, c->span.end, NULL) ? c->verb : c->prefix, behind;
    if (nv_at(p, p->l->theme, beg, c->span.end, &behind)) beg = behind;
    if (c->has_modality || !nv_match_at(p->m, p->l->common_subject, nv_fold_between(p, beg, c->span.end), 0) || !nv_match_named_span(p->m, "name", &name) || !nv_match_group(p->m, 0, &all)) return false;
    nv_str text = p->d->text;
    if (nv_normative(p->d) && nv_at(p, p->l->firm, beg, c->span.end, NULL)) return false; /* a law says what firms do, a directive what they have to */
    if (nv_is_upper(nv_utf8_next(text, &(uint32_t){ beg + all.end }))) return false; /* “Trưởng phòng | Tổ chức Hành chính” */
    c->leads = (nv_parties){ 0 };
    nv_common_parties(p, (nv_span){ beg + name.beg, beg + name.end }, &c->leads);
    take_verb(c, beg + name.end, beg + all.end);
    return true;
}

bool nv_whose_duties(const nv_pass *p, nv_clause *c) {
    nv_span name;
    nv_str s = nv_fold_between(p, c->span.beg, c->span.end);
    if ((!nv_match_at(p->m, p->l->has_duties, s, 0) && !nv_match_at(p->m, p->l->duties_are, s, 0)) || !nv_match_named_span(p->m, "name", &name)) return false;
    name.beg += c->span.beg, name.end += c->span.beg;
    c->leads = (nv_parties){ 0 };
    uint32_t i = nv_agency_from(p->d, name.beg);
    if (i < p->d->agencies.n && p->d->agencies.v[i].span.beg <= name.beg + strlen("các ") && p->d->agencies.v[i].span.end <= name.end) nv_add_parties(p, &c->leads, i, nv_agency_list(p, i, name.end), NV_ROLE_LEAD, NV_HOW_SENTENCE);
    else {
        nv_party who = nv_common_party(p, name);
        nv_add_party(p->d, &c->leads, &who);
    }
    take_verb(c, name.end, c->span.end);
    c->has_modality = true;
    return true;
}

/* The bodies named in [beg, end) behind “của”: whose paper it is. */
static void whose(const nv_pass *p, uint32_t beg, uint32_t end, nv_parties *out) {
    for (uint32_t i = nv_agency_from(p->d, beg); i < p->d->agencies.n && p->d->agencies.v[i].span.end <= end; i = nv_next_visible(p->d, i)) {
        if (!nv_before(p, p->l->owned_by, beg, p->d->agencies.v[i].span.beg)) continue;
        nv_add_parties(p, out, i, nv_agency_list(p, i, end), NV_ROLE_LEAD, NV_HOW_SENTENCE);
        return;
    }
}

void nv_common_owner(const nv_pass *p, uint32_t beg, uint32_t end, nv_parties *out) {
    nv_span name;
    if (!nv_match(p->m, p->l->owned_by_some, nv_fold_between(p, beg, end), 0) || !nv_match_named_span(p->m, "name", &name)) return;
    nv_party who = nv_common_party(p, (nv_span){ beg + name.beg, beg + name.end });
    nv_add_party(p->d, out, &who);
}

bool nv_handed_in(const nv_pass *p, nv_clause *c) {
    nv_span what, act;
    uint32_t beg = c->span.beg, end = c->span.end, k;
    if (!nv_match_at(p->m, p->l->handed_in, nv_fold_between(p, beg, end), 0) || !nv_match_named_span(p->m, "what", &what) || !nv_match_named_span(p->m, "act", &act)) return false;
    k = nv_deadline_from(p->d, beg + act.beg);
    uint32_t to = nv_agency_from(p->d, beg + act.beg);
    bool due = k < p->d->deadlines.n && p->d->deadlines.v[k].span.end <= end, known = to < p->d->agencies.n && p->d->agencies.v[to].span.end <= end;
    if (!due && !known) return false; /* neither by when nor to whom: a remark */
    c->leads = (nv_parties){ 0 };
    whose(p, beg + what.beg, beg + what.end, &c->leads);
    take_verb(c, beg + act.beg, beg + act.beg);
    return true;
}

bool nv_common_heading(const nv_pass *p, nv_unit *u, nv_parties *out) {
    nv_span name, h = u->heading;
    /* over a chapter or an article it is the theme */
    bool theme = u->kind == NV_U_PART || u->kind == NV_U_CHAPTER || u->kind == NV_U_APPENDIX || nv_unit_up(u, NV_U_ARTICLE) ||
                 (nv_normative(p->d) && (u->kind == NV_U_SECTION || u->kind == NV_U_SUBSECTION));
    if (theme) return false;
    if (!nv_match_at(p->m, p->l->common_heading, nv_fold_between(p, h.beg, h.end), 0) || !nv_match_named_span(p->m, "name", &name)) return false;
    nv_party who = nv_common_party(p, (nv_span){ h.beg + name.beg, h.beg + name.end });
    who.how = NV_HOW_HEADING;
    nv_add_party(p->d, out, &who);
    return true;
}
