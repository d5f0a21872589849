/* charge.c - who is charged by a verb or by what is said of the work: “giao X …”, “đề nghị X …”, “thông báo để X biết, thực hiện”, “việc … là trách nhiệm của X”. */
#include "link/duty.h"

/* “Trường hợp X đề nghị …, …”: the words up to the first comma outside names are the condition. */
static bool in_leading_condition(const nv_pass *p, uint32_t at, uint32_t off, uint32_t end) {
    if (!nv_at(p, p->l->condition_lead, at, end, NULL)) return false;
    for (uint32_t i = at; i < off; i++)
        if (p->d->fold.p[i] == ',' && !nv_in_mention(p->d, i) && !nv_inside_citation(p->d, i)) return false;
    return true;
}

/* The words before a charging verb only introduce it: a time, a condition, “thực hiện Công văn số …,”. */
static bool introduces(const nv_pass *p, uint32_t at, uint32_t off, uint32_t end) {
    if (nv_before(p, p->l->directive_before, at, off) && nv_at(p, p->l->directive_before, at, off, NULL)) return true; /* nothing but “xin”, “đồng thời” */
    if (nv_before(p, p->l->hardship, at, off)) return true;
    if (!nv_at(p, p->l->intro, at, end, NULL)) return false;
    if (!nv_at(p, p->l->doing, at, end, NULL)) return true;
    uint32_t i = nv_cite_from(p->d, at);
    return i < p->d->cites.n && p->d->cites.v[i].span.beg < off;
}

static bool any_charge(const nv_doc *d, uint32_t at, uint32_t end) {
    for (uint32_t i = nv_cue_from(d, at); i < d->cues.n && d->cues.v[i].span.beg < end; i++)
        if (nv_charging(d, &d->cues.v[i])) return true;
    return false;
}

/* “khuyến khích doanh nghiệp …”, “nghiêm cấm tổ chức, cá nhân …”: one who is no agency bears it (contract 6.6). *after gets the end of the name. */
static bool read_object(const nv_pass *p, uint32_t at, uint32_t end, nv_party *q, uint32_t *after) {
    nv_span name;
    if (!nv_match_at(p->m, p->l->object, nv_fold_between(p, at, end), 0) || !nv_match_named_span(p->m, "name", &name)) return false;
    *q = (nv_party){ .role = NV_ROLE_LEAD, .how = NV_HOW_SENTENCE, .is_class = true, .span = { at + name.beg, at + name.end } };
    q->name = nv_str_trim(nv_doc_str(p->d, q->span));
    *after = at + name.end;
    return true;
}

static nv_modality charge_modality(const nv_cue *q) {
    return q->klass == NV_CUE_REQUEST ? NV_REQUEST : q->klass == NV_CUE_MAY ? NV_MAY : q->klass == NV_CUE_MUST_NOT ? NV_MUST_NOT : NV_MUST;
}

/* “Đồng ý với đề xuất của X, giao Y …”: behind what is decided or to be done, and names nobody as its subject, somebody is charged by name.
 * In laws such words tell whose power it is. */
static bool hands_over(const nv_pass *p, uint32_t at, const nv_cue *q, bool names) {
    static const char *const laws[] = { "LUAT", "BL", "PL", "NĐ", "TT", "TTLT" };
    uint32_t subject = nv_agency_from(p->d, at), i = q->span.beg;
    for (unsigned k = 0; k < NV_NELEM(laws); k++)
        if (nv_str_eqz(p->d->head.type, laws[k])) return false;
    if (!names || p->d->agencies.v[nv_agency_from(p->d, q->span.end)].is_class || q->klass != NV_CUE_ASSIGN || (subject < p->d->agencies.n && p->d->agencies.v[subject].span.beg <= at + 1)) return false;
    while (i > at && p->d->fold.p[i - 1] == ' ') i--;
    return i > at && strchr(",;", p->d->fold.p[i - 1]) != NULL;
}

/* “giao X …”, “đề nghị X …”: a charging verb in [at, end), the first that is a verb here. */
bool nv_read_charge(const nv_pass *p, uint32_t at, uint32_t end, bool only_here, nv_clause *c) {
    const nv_doc *d = p->d;
    const nv_linker *l = p->l;
    if (!any_charge(d, at, end)) return false;
    uint32_t semicolon = UINT32_MAX; /* a charge behind it belongs to another clause, unless citations are being listed */
    if (!nv_at(p, l->doing, at, end, NULL)) semicolon = nv_str_find(nv_fold_between(p, at, end), NV_LIT(";"), 0);
    for (uint32_t i = nv_cue_from(d, at); i < d->cues.n && d->cues.v[i].span.beg < end; i++) {
        const nv_cue *q = &d->cues.v[i];
        if (!nv_charging(d, q)) continue;
        if (only_here && !nv_at(p, l->directive_before, at, q->span.beg, NULL) && q->span.beg > at + 1) return false;
        if (nv_inside_citation(d, q->span.beg) || nv_in_mention(d, q->span.beg) || in_leading_condition(p, at, q->span.beg, end)) continue;
        if (nv_at(p, l->nominal_after, q->span.end, end, NULL)) continue;
        uint32_t k = nv_agency_from(d, q->span.end), after;
        bool names = k < d->agencies.n && d->agencies.v[k].span.beg < end &&
                     (d->agencies.v[k].span.beg == q->span.end + 1 || (nv_at(p, l->to_name, q->span.end, d->agencies.v[k].span.beg, &after) && after == d->agencies.v[k].span.beg));
        nv_parties first = { 0 };
        names = names || (k < d->agencies.n && d->agencies.v[k].span.beg < end && nv_first_bear(p, q->span.end, d->agencies.v[k].span.beg, &first));
        bool over = hands_over(p, at, q, names);
        if (semicolon != UINT32_MAX && q->span.beg > at + semicolon && !over && !nv_inside_citation(d, at + semicolon)) break;
        bool after_name = false, passive = false;
        for (uint32_t b = nv_agency_from(d, q->span.beg > 300 ? q->span.beg - 300 : 0); b < d->agencies.n && d->agencies.v[b].span.end <= q->span.beg; b = nv_next_visible(d, b))
            if (nv_skip_person(p, d->agencies.v[b].span.end, end) + 1 >= q->span.beg) {
                if (nv_before(p, l->passive_agent, at, d->agencies.v[b].span.beg)) passive = true;
                after_name = true;
            }
        if (passive) continue;
        bool directive = nv_before(p, l->directive_before, at, q->span.beg) || nv_before(p, l->hardship, at, q->span.beg);
        if (!after_name && q->span.beg > at && !over && (!directive || !introduces(p, at, q->span.beg, end))) continue;
        nv_party object;
        bool person = !names && read_object(p, q->span.end, end, &object, &after);
        if (!names && !person && after_name && nv_normative(d)) continue; /* “Cơ quan đại diện đề nghị khen thưởng” */
        if (!names && !person && (q->klass == NV_CUE_MAY || q->klass == NV_CUE_MUST_NOT)) continue;
        if (!names && nv_before(p, l->nominal_before, at, q->span.beg)) continue;
        if (q->klass == NV_CUE_MUST_NOT && !nv_at(p, l->prohibits, q->span.beg, end, NULL)) continue;
        *c = (nv_clause){ .span = c->span, .how = NV_C_CHARGED, .modality = charge_modality(q), .has_modality = true, .strong = true };
        uint32_t verb = q->span.end;
        if (person) {
            nv_add_party(p->d, &c->leads, &object);
            verb = after;
        }
        if (names) {
            uint32_t last = nv_agency_list(p, k, end);
            c->leads = first;
            nv_add_parties(p, &c->leads, k, last, NV_ROLE_LEAD, NV_HOW_SENTENCE);
            verb = d->agencies.v[k].span.end;
            for (uint32_t b = k; b < last; b++)
                if (!d->agencies.v[b].hidden && d->agencies.v[b].span.end > verb) verb = d->agencies.v[b].span.end;
            verb = nv_skip_person(p, verb, end);
        }
        nv_modality said = c->modality;
        /* “Giao các Bộ: (1) Bộ Tài chính …; (2) Bộ Y tế …”: each of them by itself */
        nv_clause one = *c;
        uint32_t item = verb < end && d->fold.p[verb] == ':' ? nv_skip_sequel(p, verb + 1, end) : verb;
        if (names && item > verb + 1 && nv_read_subject(p, item, end, &one)) c->leads = one.leads, verb = one.prefix;
        c->verb = nv_skip_phrases(p, verb, end);
        if (names) c->verb = nv_skip_between(p, c->verb, end, d->agencies.v[k].is_class);
        nv_read_modals(p, c, end);
        if (c->modality != NV_MUST_NOT && (c->modality != NV_MAY || said != NV_MUST)) c->modality = said;
        if (person && said == NV_MUST && !nv_verb_at(d, c->verb) && !nv_at(p, l->verb, c->verb, end, NULL)) continue; /* “Yêu cầu đối với cán bộ cấp xã” */
        return true;
    }
    return false;
}

/* “Thông báo … đến X biết, thực hiện” is an order to X (contract 6.13). */
bool nv_read_notice(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    const nv_doc *d = p->d;
    for (uint32_t i = nv_agency_from(d, at); i < d->agencies.n && d->agencies.v[i].span.beg < end; i = nv_next_visible(d, i)) {
        uint32_t after;
        if (!nv_before(p, p->l->notify_before, at, d->agencies.v[i].span.beg)) continue;
        uint32_t last = nv_agency_list(p, i, end), tail = i;
        for (uint32_t k = i; k < last; k++)
            if (!d->agencies.v[k].hidden) tail = k;
        if (!nv_at(p, p->l->notify_after, d->agencies.v[tail].span.end, end, &after)) return false;
        c->how = NV_C_CHARGED;
        c->leads = (nv_parties){ 0 };
        nv_add_parties(p, &c->leads, i, last, NV_ROLE_LEAD, NV_HOW_SENTENCE);
        c->modality = NV_MUST;
        c->has_modality = c->strong = c->notice = true;
        c->prefix = c->verb = after;
        return true;
    }
    return false;
}

/* “Việc … là trách nhiệm của X”: X is to do it. */
bool nv_read_duty_of(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    const nv_doc *d = p->d;
    if (!nv_str_starts(nv_fold_between(p, at, end), NV_LIT("việc "))) return false;
    for (uint32_t i = nv_agency_from(d, at); i < d->agencies.n && d->agencies.v[i].span.beg < end; i = nv_next_visible(d, i)) {
        if (!nv_before(p, p->l->duty_of, at, d->agencies.v[i].span.beg)) continue;
        c->how = NV_C_CHARGED;
        c->leads = (nv_parties){ 0 };
        nv_add_parties(p, &c->leads, i, nv_agency_list(p, i, end), NV_ROLE_LEAD, NV_HOW_SENTENCE);
        c->modality = NV_MUST;
        c->has_modality = c->strong = true;
        c->prefix = c->verb = at + (uint32_t)strlen("việc ");
        return true;
    }
    return false;
}

/* “… thông báo để Quý đơn vị biết, thực hiện”: those who are written to, if they are to act; else nobody. */
bool nv_read_notice_to_you(const nv_pass *p, uint32_t at, uint32_t end, nv_clause *c) {
    nv_span to;
    if (!nv_match(p->m, p->l->notify_you, nv_fold_between(p, at, end), 0)) return false;
    bool acts = nv_match_named_span(p->m, "act", &to);
    c->how = acts ? NV_C_CHARGED : NV_C_BARE;
    c->leads = (nv_parties){ 0 };
    c->modality = NV_MUST;
    c->has_modality = c->strong = acts;
    c->passive = true;
    c->prefix = c->verb = acts ? at + to.beg : at;
    return true;
}
