/* clause.c - a sentence becomes clauses, each with its bearer, its modality and the place of its verb (contract 6.1, 6.4). */
#include "link/duty.h"

static bool name_ends_at(const nv_doc *d, uint32_t off) {
    for (uint32_t i = nv_agency_from(d, off > 400 ? off - 400 : 0); i < d->agencies.n && d->agencies.v[i].span.beg < off; i = nv_next_visible(d, i))
        if (d->agencies.v[i].span.end == off) return true;
    return false;
}

/* “Trong thời hạn 10 ngày kể từ ngày nhận được hồ sơ của X, Y …”: what stands behind the comma is no part of the time's last name. */
static bool time_ends_at(const nv_doc *d, uint32_t off) {
    for (uint32_t i = nv_agency_from(d, off > 400 ? off - 400 : 0); i < d->agencies.n && d->agencies.v[i].span.beg < off; i = nv_next_visible(d, i)) {
        nv_str before = nv_str_trim(nv_str_cut(d->fold, 0, d->agencies.v[i].span.beg));
        if (d->agencies.v[i].span.end == off && (nv_str_ends(before, NV_LIT("ngày")) || nv_str_ends(before, NV_LIT("khi")))) return false; /* “kể từ ngày X, Y quyết định” */
    }
    for (uint32_t i = nv_deadline_from(d, off > 300 ? off - 300 : 0); i < d->deadlines.n && d->deadlines.v[i].span.beg < off; i++)
        if (d->deadlines.v[i].span.end == off) return true;
    return false;
}

/* A bearer that is no agency (“Tổ chức, cá nhân …”, “Người sử dụng đất …”) with a modal behind it. */
static bool read_person(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    nv_span name, all;
    if (!nv_match_at(p->m, p->l->person, nv_fold_between(p, at, end), 0) || !nv_match_named_span(p->m, "name", &name) || !nv_match_group(p->m, 0, &all)) return false;
    nv_party q = nv_common_party(p, (nv_span){ at + name.beg, at + name.end });
    c->how = NV_C_SUBJECT;
    c->leads = (nv_parties){ 0 };
    nv_add_party(p->d, &c->leads, &q);
    c->modality = NV_MUST;
    c->verb = at + all.end;
    nv_read_modals(p, c, end);
    return true;
}

/* “Kết thúc đợt kiểm tra các đơn vị báo cáo …”: no comma stands between the time and the subject, so what follows must be a verb for sure. */
static bool behind_time(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    uint32_t i = nv_agency_from(p->d, at);
    nv_clause try = *c;
    if (i >= p->d->agencies.n || p->d->agencies.v[i].span.beg >= end || !nv_at(p, p->l->time_lead, at, p->d->agencies.v[i].span.beg, NULL)) return false;
    if (!nv_read_subject(p, p->d->agencies.v[i].span.beg, end, &try)) return false;
    if (!try.has_modality && !try.strong && !nv_verb_at(p->d, try.verb) && !nv_at(p, p->l->verb, try.verb, end, NULL)) return false;
    return *c = try, true;
}

/* “kế hoạch của Sở,”: the name that ends at `off` says whose something is. */
static bool owner_ends_at(const nv_pass *p, uint32_t off) {
    for (uint32_t i = nv_agency_from(p->d, off > 400 ? off - 400 : 0); i < p->d->agencies.n && p->d->agencies.v[i].span.beg < off; i = nv_next_visible(p->d, i)) {
        uint32_t beg = p->d->agencies.v[i].span.beg;
        if (p->d->agencies.v[i].span.end != off) continue;
        nv_str before = nv_fold_between(p, 0, beg);
        return nv_str_ends(before, NV_LIT("của ")) || nv_str_ends(before, NV_LIT("của các "));
    }
    return false;
}

/* “Đối với các đơn vị sự nghiệp, | Sở …”: from `at` to the comma nothing but the names of those whom it is about. */
static bool about_names(const nv_pass *p, uint32_t at, uint32_t comma) {
    static const char about[] = "đối với ";
    if (!nv_str_starts(nv_fold_between(p, at, comma), NV_LIT("đối với "))) return false;
    uint32_t i = nv_agency_from(p->d, at), beg = at + (uint32_t)strlen(about), after;
    if (i >= p->d->agencies.n || (p->d->agencies.v[i].span.beg != beg && !(nv_at(p, p->l->to_name, beg, p->d->agencies.v[i].span.beg, &after) && after == p->d->agencies.v[i].span.beg))) return false;
    uint32_t last = nv_agency_list(p, i, comma);
    for (uint32_t k = i; k < last; k++)
        if (!p->d->agencies.v[k].hidden && p->d->agencies.v[k].span.end == comma) return true;
    return false;
}

/* “Chánh Văn phòng, Trưởng phòng …, các ông có tên tại Điều 1 chịu trách nhiệm thi hành”: everybody named, the first of whom is an office by itself. */
static bool read_offices(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    nv_span name;
    uint32_t verb;
    if (!nv_match_at(p->m, p->l->responsible_offices, nv_fold_between(p, at, end), 0) || !nv_match_named_span(p->m, "name", &name) || !nv_at(p, p->l->responsible, at, end, &verb)) return false;
    nv_party who = nv_common_party(p, (nv_span){ at + name.beg, at + name.end });
    who.name = nv_str_trim(nv_doc_str(p->d, who.span)); /* an office is written as it is printed */
    uint32_t first = nv_agency_from(p->d, at), last = first;
    while (last < p->d->agencies.n && p->d->agencies.v[last].span.end <= verb) last = nv_next_visible(p->d, last);
    c->how = NV_C_SUBJECT;
    c->leads = (nv_parties){ 0 };
    if (first >= last || p->d->agencies.v[first].span.beg > at + name.beg) nv_add_party(p->d, &c->leads, &who);
    nv_add_parties(p, &c->leads, first, last, NV_ROLE_LEAD, NV_HOW_SENTENCE);
    c->verb = verb;
    c->modality = NV_MUST;
    nv_read_modals(p, c, end);
    return true;
}

/* “Kiểm kê bất thường: | Đơn vị phải …”: what it is about, and no name in it. */
static bool behind_label(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    enum { LABEL = 80, NAME = 40 };
    uint32_t colon = nv_str_find(nv_fold_between(p, at, end < at + LABEL ? end : at + LABEL), NV_LIT(": "), 0);
    if (colon == UINT32_MAX || !nv_normative(p->d)) return false;
    uint32_t q = at + colon + 2, i = nv_agency_from(p->d, at);
    if ((i < p->d->agencies.n && p->d->agencies.v[i].span.beg < q) || nv_str_ends(nv_fold_between(p, at, q), NV_LIT("ví dụ: "))) return false;
    nv_clause try = *c;
    if (!(nv_read_subject(p, q, end, &try) && try.has_modality) && !(read_person(p, q, end, &try) && try.leads.n && try.leads.v[0].name.n <= NAME)) return false;
    return *c = try, true;
}

/* “A; B; ông C chịu trách nhiệm thi hành”: everybody named (contract 6.15). */
static bool read_charged(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    nv_parties who = { 0 };
    uint32_t verb;
    if (!nv_charged_list(p, at, end, &who, &verb)) return false;
    c->how = NV_C_SUBJECT;
    c->leads = who;
    c->listed = true;
    c->verb = verb;
    c->modality = NV_MUST;
    nv_read_modals(p, c, end);
    return true;
}

/* “Sau khi kiểm hóa, tính thuế | cơ quan Hải quan phải …”: the first of whom the sentence says what he must, though no comma tells where the introduction ends. */
static bool behind_intro(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    const nv_doc *d = p->d;
    int depth = 0;
    uint32_t from = at;
    for (uint32_t i = nv_agency_from(d, at); i < d->agencies.n && d->agencies.v[i].span.beg < end; i = nv_next_visible(d, i)) {
        uint32_t beg = d->agencies.v[i].span.beg;
        for (; from < beg; from++) {
            depth += (d->fold.p[from] == '(') - (d->fold.p[from] == ')');
            if (d->fold.p[from] == ';' && depth <= 0) return false;
        }
        nv_clause try = *c;
        if (beg == at || depth > 0 || nv_inside_citation(d, beg) || nv_before(p, p->l->no_subject, at, beg) || nv_before(p, p->l->name_goes_on, at, beg)) continue;
        if (!nv_read_subject(p, beg, end, &try) || !try.has_modality || !try.strong) continue;
        return *c = try, true;
    }
    return false;
}

/* “Các nhà thầu không bảo đảm tiến độ | thì | chủ đầu tư phải …”: what stands before “thì” is the condition, though no “nếu” says so. */
static bool behind_then(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    static const char then[] = " thì ";
    enum { CONDITION = 400 };
    uint32_t off = nv_str_find(nv_fold_between(p, at, end < at + CONDITION ? end : at + CONDITION), NV_LIT(" thì "), 0), colon;
    if (off == UINT32_MAX || nv_at(p, p->l->intro, at, end, NULL) || nv_at(p, p->l->condition_lead, at, end, NULL)) return false;
    colon = nv_str_find(nv_fold_between(p, at, at + off), NV_LIT(": "), 0);
    if (colon != UINT32_MAX || nv_str_find(nv_fold_between(p, at, at + off), NV_LIT(";"), 0) != UINT32_MAX || nv_in_mention(p->d, at + off) || nv_inside_citation(p->d, at + off)) return false;
    uint32_t q = at + off + (uint32_t)strlen(then);
    nv_clause try = *c;
    if (!(nv_read_subject(p, q, end, &try) && try.has_modality && try.strong) && !(try = *c, read_person(p, q, end, &try) && try.strong)) return false;
    try.condition = (nv_span){ at, at + off };
    return *c = try, true;
}

/* The places where a subject may stand: the beginning, and behind the commas of an introductory phrase. */
static bool find_subject(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    if (nv_read_subject(p, at, end, c) || read_offices(p, at, end, c) || behind_then(p, at, end, c) || read_person(p, at, end, c)) return true;
    uint32_t theme;
    nv_clause behind = *c;
    if (nv_at(p, p->l->theme, at, end, &theme) && nv_read_subject(p, theme, end, &behind) && (behind.has_modality || nv_verb_at(p->d, behind.verb) || nv_at(p, p->l->verb, behind.verb, end, NULL))) return *c = behind, true;
    if (!nv_at(p, p->l->intro, at, end, NULL)) return behind_label(p, at, end, c);
    if (behind_time(p, at, end, c)) return true;
    nv_span so; /* “nếu … thì X …”: whoever the condition speaks of, X is the subject */
    nv_clause main = *c;
    if (nv_match_at(p->m, p->l->then, nv_fold_between(p, at, end), 0) && nv_match_group(p->m, 0, &so) && nv_read_subject(p, at + so.end, end, &main)) return *c = main, true;
    int depth = 0;
    bool based = nv_at(p, p->l->based_on, at, end, NULL), about = false;
    nv_clause in_list = { .how = NV_C_NONE }; /* a subject behind a name, if nothing better comes */
    for (uint32_t i = at; i < end; i++) {
        char ch = p->d->fold.p[i];
        depth += (ch == '(') - (ch == ')');
        bool then = ch == ' ' && nv_str_starts(nv_fold_between(p, i, end), NV_LIT(" thì "));
        if ((ch != ',' && ch != ':' && !then) || depth > 0 || nv_in_mention(p->d, i) || nv_inside_citation(p->d, i)) continue;
        uint32_t q = then ? i + (uint32_t)strlen(" thì ") : i + 1;
        while (q < end && p->d->fold.p[q] == ' ') q++;
        /* behind a name the next one goes on with its list, unless a modal says that it is the subject */
        nv_clause try = *c;
        bool subject = nv_read_subject(p, q, end, &try);
        if (subject && (ch != ',' || !name_ends_at(p->d, i) || try.has_modality || time_ends_at(p->d, i))) return *c = try, true;
        about = about || (subject && ch == ',' && about_names(p, at, i));
        if (subject && (based || about) && in_list.how == NV_C_NONE && (nv_verb_at(p->d, try.verb) || nv_at(p, p->l->verb, try.verb, end, NULL)) && (about || owner_ends_at(p, i))) in_list = try;
        if (read_person(p, q, end, c)) return true;
    }
    /* “Căn cứ kế hoạch của Sở, các phòng xây dựng …”, “Đối với các đơn vị, Sở chỉ đạo …”: an order stands behind it */
    if (in_list.how == NV_C_NONE) return behind_intro(p, at, end, c);
    *c = in_list;
    return true;
}

static bool charge_at(const nv_doc *d, uint32_t at) {
    for (uint32_t i = nv_cue_from(d, at ? at - 1 : 0); i < d->cues.n && d->cues.v[i].span.beg <= at + 1; i++)
        if (d->cues.v[i].klass == NV_CUE_ASSIGN || d->cues.v[i].klass == NV_CUE_REQUEST) return true;
    return false;
}

/* “Sở Giao thông vận tải đề nghị Cục X tham gia kiểm tra” in a law or a decision of somebody else: its own act, not a request of the document's. */
static bool acts_itself(const nv_pass *p, const nv_clause *subject, uint32_t end) {
    static const char *const above[] = { "Quốc hội", "Chính phủ", "Thủ tướng", "Phó Thủ tướng", "Ủy ban Thường vụ" };
    if (!nv_normative(p->d) || nv_is_issuer(p->d, &subject->leads, true) || !nv_at(p, p->l->asks, subject->verb, end, NULL)) return false;
    for (unsigned i = 0; i < NV_NELEM(above); i++)
        if (nv_str_starts(subject->leads.v[0].name, nv_str_of(above[i]))) return false;
    return true;
}

/* The clause of [beg, end): who, and where the verb is. */
static void read_clause(const nv_pass *p, uint32_t beg, uint32_t end, nv_clause *c) {
    *c = (nv_clause){ .span = { beg, end }, .verb = beg };
    while (c->verb < end && (p->d->fold.p[c->verb] == ' ' || p->d->fold.p[c->verb] == '\n')) c->verb++;
    uint32_t at = c->verb = nv_skip_sequel(p, c->verb, end);
    nv_clause subject = *c;
    bool notice = nv_str_find(nv_fold_between(p, at, end), NV_LIT(" biết"), 0) != UINT32_MAX && (nv_read_notice(p, at, end, c) || nv_read_notice_to_you(p, at, end, c));
    bool listed = !notice && read_charged(p, at, end, c);
    bool own = !notice && !listed && nv_read_subject(p, at, end, &subject) && (acts_itself(p, &subject, end) || (!charge_at(p->d, subject.prefix) && !charge_at(p->d, subject.verb)));
    if (own) *c = subject;
    if (notice || listed || own || nv_read_duty_of(p, at, end, c) || nv_read_charge(p, at, end, false, c) || find_subject(p, at, end, c)) {
        c->span = (nv_span){ beg, end };
        /* the strongest of several modals (contract 6.3) */
        if ((c->modality == NV_MUST_NOT || c->modality == NV_MAY) && nv_finds(p, p->l->also_must, c->verb, end)) c->modality = NV_MUST;
        nv_read_condition(p, c);
        return;
    }
    c->how = NV_C_BARE;
    c->verb = at;
    c->modality = NV_MUST;
    nv_read_condition(p, c);
    /* behind a leading condition or time (“Đối với …, chủ động …”) the order itself begins */
    if (c->condition.end > c->condition.beg && c->condition.beg <= at + 3 && c->condition.end < end) {
        c->verb = c->condition.end;
        while (c->verb < end && (p->d->fold.p[c->verb] == ' ' || p->d->fold.p[c->verb] == ',')) c->verb++;
        if (nv_str_starts(nv_fold_between(p, c->verb, end), NV_LIT("thì "))) c->verb += (uint32_t)strlen("thì ");
    }
    c->passive = nv_at(p, p->l->noun, c->verb, end, NULL) && !nv_at(p, p->l->condition_lead, c->verb, end, NULL);
    uint32_t verb = c->verb;
    nv_read_modals(p, c, end);
    /* “Đồng thời, các Bộ …”: a subject that nobody knows */
    if (c->verb > verb && !c->has_modality && nv_str_starts(nv_fold_between(p, c->verb, end), NV_LIT("các "))) c->passive = true;
}

/* True if a new bearer begins at `at` (behind a semicolon, or behind a comma of a sentence that charges). Inside the duty of one bearer “giao X …”,
 * “phân công X …” is one of its verbs; in a sentence that charges it charges the next one. */
static bool new_bearer(const nv_pass *p, uint32_t at, uint32_t end, bool charges, bool comma) {
    nv_clause c = { .span = { at, end } };
    at = nv_skip_sequel(p, at, end);
    uint32_t semi = nv_str_find(nv_fold_between(p, at, end), NV_LIT(";"), 0);
    if (semi != UINT32_MAX) end = at + semi;
    if (!comma && nv_read_charge(p, at, end, true, &c) && c.leads.n && (charges || c.modality == NV_REQUEST || c.modality == NV_MAY)) return true;
    if (nv_read_subject(p, at, end, &c)) return c.has_modality || c.strong || nv_verb_at(p->d, c.verb) || nv_verb_at(p->d, c.prefix);
    /* people and organisations who are no agencies, with what they must */
    return !comma && read_person(p, at, end, &c) && c.strong && c.leads.v[0].name.n <= 120;
}

/* “…; phối hợp với X làm …”: a duty of its own, which X leads (contract 6.2). */
static bool helps_another(const nv_pass *p, uint32_t at, uint32_t end) {
    uint32_t i = nv_agency_from(p->d, at), after;
    if (i >= p->d->agencies.n || p->d->agencies.v[i].span.beg >= end || p->d->agencies.v[i].is_class) return false;
    nv_span x = p->d->agencies.v[i].span;
    return nv_at(p, p->l->helps, at, x.beg, &after) && after == x.beg && nv_agency_list(p, i, end) == i + 1 && !nv_at(p, p->l->no_work, x.end, end, NULL);
}

/* True if what stands before a new bearer is a clause of its own and not the first names of one list (“A; B có trách nhiệm …”). */
static bool complete(const nv_pass *p, const nv_clause *before, uint32_t beg) {
    if (before->how == NV_C_CHARGED && before->leads.n) { /* “Đề nghị A; B làm …”: charged with nothing yet */
        uint32_t q = 0;
        for (uint32_t i = 0; i < before->leads.n; i++)
            if (before->leads.v[i].span.end > q) q = before->leads.v[i].span.end;
        while (q < before->span.end && p->d->fold.p[q] == ' ') q++;
        return q < before->span.end;
    }
    if (before->how != NV_C_BARE) return true;
    uint32_t first = nv_agency_from(p->d, beg);
    bool names_only = first < p->d->agencies.n && p->d->agencies.v[first].span.beg == beg;
    return !names_only && !nv_at(p, p->l->noun, beg, before->span.end, NULL);
}

/* “A chủ trì, B phối hợp làm …” is one duty: A leads, B helps (contract 6.2). */
static bool helps_lead(const nv_pass *p, uint32_t beg, uint32_t comma, uint32_t at, uint32_t end) {
    uint32_t i = nv_agency_from(p->d, at), first = nv_agency_from(p->d, beg);
    if (i >= p->d->agencies.n || p->d->agencies.v[i].span.beg != at || first >= i) return false;
    uint32_t last = nv_agency_list(p, i, end), q = 0, lead = 0;
    for (uint32_t k = i; k < last; k++)
        if (!p->d->agencies.v[k].hidden && p->d->agencies.v[k].span.end > q) q = p->d->agencies.v[k].span.end;
    for (uint32_t k = first; k < i; k++)
        if (!p->d->agencies.v[k].hidden && p->d->agencies.v[k].span.end > lead) lead = p->d->agencies.v[k].span.end;
    return nv_at(p, p->l->helps_after, q, end, NULL) && nv_at(p, p->l->only_leads, lead, comma, NULL);
}

void nv_split_clauses(const nv_pass *p, nv_span s, nv_clauses *out) {
    uint32_t beg = s.beg;
    int depth = 0, quotes = 0;
    nv_clause first;
    while (s.end > s.beg && (p->d->fold.p[s.end - 1] == ' ' || p->d->fold.p[s.end - 1] == '\n')) s.end--;
    read_clause(p, s.beg, s.end, &first);
    bool charges = first.how == NV_C_CHARGED, decides = first.how == NV_C_BARE && nv_at(p, p->l->decides, s.beg, s.end, NULL);
    for (uint32_t i = s.beg; i < s.end; i++) {
        char ch = p->d->fold.p[i];
        depth += (ch == '(') - (ch == ')');
        if (ch == '\xE2' && i + 2 < s.end) quotes += (p->d->fold.p[i + 2] == '\x9C') - (p->d->fold.p[i + 2] == '\x9D'); /* “ and ” */
        bool comma = ch == ',' && charges && quotes <= 0 && !name_ends_at(p->d, i);
        if ((ch != ';' && !comma) || depth > 0 || nv_inside_citation(p->d, i) || nv_in_mention(p->d, i)) continue;
        uint32_t q = i + 1;
        while (q < s.end && p->d->fold.p[q] == ' ') q++;
        if (q >= s.end || ((comma || first.listed) && q <= first.verb)) continue;
        if (comma && helps_lead(p, beg, i, q, s.end)) continue;
        if (!new_bearer(p, q, s.end, charges || decides, comma) && (comma || !(helps_another(p, q, s.end) || nv_at(p, p->l->split_condition, q, s.end, NULL)))) continue;
        nv_clause before;
        read_clause(p, beg, i, &before);
        if (!complete(p, &before, beg)) continue;
        bool says = before.how != NV_C_BARE || before.has_modality || nv_verb_at(p->d, before.verb) || nv_at(p, p->l->verb, before.verb, i, NULL);
        if (!says && !nv_in_mention(p->d, q) && read_person(p, q, s.end, &(nv_clause){ .span = { q, s.end } })) continue; /* “tổ chức A; công ty B có trách nhiệm”: names */
        if (comma && before.how == NV_C_SUBJECT && charges) before.modality = first.modality;
        *NV_PUSH(p->d->arena, out) = before;
        beg = q;
    }
    nv_clause last = first; /* of a sentence that is one clause */
    if (out->n) read_clause(p, beg, s.end, &last);
    if (out->n && charges && last.how == NV_C_SUBJECT && first.modality == NV_REQUEST) last.modality = NV_REQUEST;
    *NV_PUSH(p->d->arena, out) = last;
}
