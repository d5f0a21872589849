/* The walk over the document: every sentence of every unit in its frame, and the duties that come of it. */
#include "link/duty.h"

#include <stdlib.h>

static const nv_rule *need(const nv_grammar *g, const char *name, nv_buf *errors) {
    const nv_rule *r = nv_grammar_rule(g, name);
    if (!r) nv_buf_printf(errors, "%s/link.rules:1:1: rule %s is missing\n", nv_grammar_dir(g), name);
    return r;
}

nv_linker *nv_linker_new(const nv_grammar *g, const nv_registry *r, nv_buf *errors) {
    size_t before = errors->n;
    nv_linker *l = nv_xmalloc(sizeof *l);
    *l = (nv_linker){ .registry = r };
#define X(n) l->n = need(g, "link." #n, errors);
    NV_LINK_RULES(X)
#undef X
    l->must_not = need(g, "link.modal.must_not", errors);
    l->may = need(g, "link.modal.may", errors);
    l->must = need(g, "link.modal.must", errors);
    l->coordinate = need(g, "link.role.coordinate", errors);
    l->recipient = need(g, "link.role.recipient", errors);
    l->recipient_prep = need(g, "link.role.recipient_prep", errors);
    l->recipient_verb = need(g, "link.role.recipient_verb", errors);
    l->governed = need(g, "link.role.governed", errors);
    l->approval_before = need(g, "link.role.approval_before", errors);
    l->approval_after = need(g, "link.role.approval_after", errors);
    l->bracket = need(g, "link.role.bracket", errors);
    l->supervise = need(g, "link.role.supervise", errors);
    l->condition_lead = need(g, "link.condition.lead", errors);
    l->condition_inner = need(g, "link.condition.inner", errors);
    l->cell_coordinate = need(g, "task.cell.coordinate", errors);
    l->row_group = need(g, "task.row.group", errors);
    l->label = need(g, "task.label", errors);
    l->label_lead = need(g, "task.label.lead", errors);
    l->label_coordinate = need(g, "task.label.coordinate", errors);
    l->label_due = need(g, "task.label.due", errors);
    l->label_product = need(g, "task.label.product", errors);
    l->label_other = need(g, "task.label.other", errors);
    if (errors->n == before) return l;
    free(l);
    return NULL;
}

void nv_linker_free(nv_linker *l) { free(l); }

/* ---- one duty ---------------------------------------------------------------------------------------------------- */

/* Deadlines that stand in [beg, end); those of a document's effect bind nobody. */
static void take_deadlines(const nv_pass *p, nv_span in, nv_span condition, nv_obligation *o) {
    const nv_doc *d = p->d;
    for (uint32_t i = 0; i < d->deadlines.n; i++) {
        const nv_deadline *x = &d->deadlines.v[i];
        if (x->span.beg >= in.end) break;
        if (x->kind == NV_D_EFFECTIVE || x->table != NV_NONE || !nv_span_has(in, x->span)) continue;
        /* “trừ trường hợp nộp hàng tháng”: when it is to be done is said elsewhere; “chỉ tiêu được giao hàng năm” tells of a thing */
        bool tells = (x->kind == NV_D_RECURRING && nv_span_has(condition, x->span)) || nv_before(p, p->l->done_then, in.beg, x->span.beg);
        if (!tells) *NV_PUSH(d->arena, &o->due) = i;
    }
}

static nv_str find_product(const nv_pass *p, nv_span action) {
    nv_span g;
    if (!nv_match(p->m, p->l->product, nv_fold_between(p, action.beg, action.end), 0) || !nv_match_named_span(p->m, "product", &g)) return (nv_str){ 0 };
    return nv_str_trim(nv_str_cut(p->d->text, action.beg + g.beg, action.beg + g.end));
}

/* End of the action: without the final stop, “./.”, semicolon or colon. */
static uint32_t action_end(const nv_doc *d, nv_span s) {
    while (s.end > s.beg && strchr(" .;:,/\n", d->text.p[s.end - 1])) s.end--;
    return s.end;
}

/* A single word or mere signs are no action. */
static bool two_words(nv_str s) {
    unsigned words = 0;
    bool in_word = false;
    for (uint32_t i = 0; i < s.n && words < 2;) {
        uint32_t c = nv_utf8_next(s, &i);
        bool letter = nv_is_letter(c);
        words += letter && !in_word;
        in_word = letter;
    }
    return words > 1;
}

static nv_obligation *add_duty(const nv_pass *p, nv_unit *u, const nv_clause *c, const nv_parties *leads, nv_how how, const nv_frame *f, const char *rule, double confidence) {
    nv_doc *d = p->d;
    nv_span action = { c->verb, action_end(d, (nv_span){ c->verb, c->span.end }) };
    /* no verb of work behind “có trách nhiệm”: at most what the unit lists below it; “chịu trách nhiệm” says something by itself */
    if (action.end <= action.beg && nv_str_find(nv_fold_between(p, c->prefix, c->span.end), NV_LIT("chịu"), 0) == UINT32_MAX) return NULL;
    if (action.end <= action.beg) action = (nv_span){ c->prefix, action_end(d, (nv_span){ c->prefix, c->span.end }) };
    if (!two_words(nv_doc_str(d, action)) || (nv_str_starts(nv_doc_fold_str(d, action), NV_LIT("là ")) && !nv_at(p, p->l->as_lead, action.beg, action.end, NULL))) return NULL; /* “phải là …” says what somebody is */
    if (nv_unit_up(u, NV_U_APPENDIX) && nv_at(p, p->l->blank, action.beg, action.end, NULL)) return NULL; /* a form */
    nv_obligation *o = NV_PUSH(d->arena, &d->obligations);
    *o = (nv_obligation){ .unit = u, .action = action, .modality = c->modality, .table = NV_NONE, .row = NV_NONE, .rule = rule, .confidence = confidence };
    nv_parties parties = { 0 };
    for (uint32_t i = 0; i < leads->n; i++) {
        nv_party q = leads->v[i];
        if (how == NV_HOW_CARRIED) q.how = how;
        nv_add_party(d, &parties, &q);
    }
    nv_clause whole = *c;
    nv_assign_roles(p, &whole, &parties);
    if (c->how == NV_C_BARE)
        for (uint32_t i = 0; i < f->helpers.n; i++) nv_add_party(d, &parties, &f->helpers.v[i]);
    o->parties.v = parties.v, o->parties.n = parties.n, o->parties.cap = parties.cap;
    for (uint32_t i = 0; i < f->due.n; i++) *NV_PUSH(d->arena, &o->due) = f->due.v[i];
    take_deadlines(p, c->span, c->condition, o);
    o->condition = c->condition.end > c->condition.beg ? c->condition : f->condition;
    o->product = find_product(p, action);
    uint32_t head = c->prefix < c->verb ? c->prefix : c->verb;
    o->routine = nv_finds(p, p->l->routine, head, c->verb);
    return o;
}

/* ---- sentences ----------------------------------------------------------------------------------------------------- */

typedef struct {
    nv_unit *unit;
    nv_frame *frame;
    nv_parties carried;      /* the subject of the sentence before (contract 6.11) */
    nv_modality carried_modality;
    bool after_colon;        /* the sentence before announced this one (“X có trách nhiệm:”) */
    bool listed;             /* a sentence of this unit announced those that follow */
    bool narrative;          /* preamble or closing: only what is said outright is a duty */
    bool charged;            /* a sentence before charged somebody: in a letter without points those that follow are orders too */
    bool tells;              /* the preamble ends in a lead-in that only tells */
    nv_why why;              /* the last clause that made no duty */
    bool leads_in;           /* units or a table hang below: a final colon hands down */
} walk;

static bool ends_in_colon(const nv_doc *d, nv_span s) {
    s = nv_span_trim(d->text, s);
    return s.end > s.beg && d->text.p[s.end - 1] == ':';
}

/* What the last clause of a lead-in hands down to the units below. */
static void hand_down(const nv_pass *p, walk *w, const nv_clause *c, nv_how how) {
    nv_doc *d = p->d;
    nv_frame *f = w->frame;
    if (c->leads.n) {
        f->leads = (nv_parties){ 0 };
        f->helpers = (nv_parties){ 0 };
        for (uint32_t i = 0; i < c->leads.n; i++) {
            nv_party q = c->leads.v[i];
            q.how = how;
            nv_add_party(d, &f->leads, &q);
        }
    }
    f->people = nv_at(p, p->l->people, c->span.beg, c->span.end, NULL);
    bool who = c->how == NV_C_SUBJECT && nv_finds(p, p->l->lists_bearers, c->span.beg, c->prefix);
    f->nouns = nv_finds(p, p->l->listing, c->span.beg, c->span.end) || who;
    if (f->nouns && (who || !(c->leads.n && c->has_modality))) {
        f->active = false;
        return;
    }
    f->active = f->leads.n > 0;
    f->goals = f->person = false;
    if (c->leads.n) f->plan = f->own = false;
    if (c->has_modality || c->leads.n) f->modality = c->modality;
    if (c->condition.end > c->condition.beg) f->condition = c->condition;
    nv_parties roles = { 0 };
    nv_assign_roles(p, c, &roles);
    for (uint32_t i = 0; i < roles.n; i++)
        if (roles.v[i].role == NV_ROLE_COORDINATE) nv_add_party(d, &f->helpers, &roles.v[i]);
    nv_obligation tmp = { 0 };
    take_deadlines(p, c->span, c->condition, &tmp);
    for (uint32_t i = 0; i < tmp.due.n; i++) *NV_PUSH(d->arena, &f->due) = tmp.due.v[i];
}

/* “Cơ quan có thẩm quyền cấp giấy phép … là tổ chức thu phí”: the verb belongs to the name, and nothing is ordered. */
static bool says_who(const nv_pass *p, const nv_clause *c) {
    return nv_str_ends(nv_str_trim(nv_fold_between(p, c->span.beg, c->verb)), NV_LIT("có thẩm quyền")) && nv_at(p, p->l->named_as, c->verb, c->span.end, NULL);
}

/* A clause that names its bearer. */
static void explicit_clause(const nv_pass *p, walk *w, nv_clause *c, bool lead_in) {
    const nv_frame *f = w->frame;
    nv_how how = w->unit->kind == NV_U_PREAMBLE ? NV_HOW_PREAMBLE : NV_HOW_LEAD_IN;
    nv_parties leads = c->leads;
    bool closing = w->unit->kind == NV_U_CLOSING && (nv_verb_at(p->d, c->verb) || nv_at(p, p->l->recipient_verb, c->verb, c->span.end, NULL));
    bool will = c->has_modality && nv_is_issuer(p->d, &c->leads, false); /* “Bộ Nội vụ sẽ …” (contract 6.7) */
    bool plain = c->how == NV_C_SUBJECT && !c->strong && !will;
    bool orders = w->charged && !nv_is_issuer(p->d, &c->leads, false) && (nv_verb_at(p->d, c->verb) || nv_at(p, p->l->verb, c->verb, c->span.end, NULL));
    if ((plain && w->narrative && !closing && !orders) || (c->how == NV_C_SUBJECT && f->past)) {
        w->why = f->past ? NV_WHY_PAST : NV_WHY_NARRATIVE;
        return;
    }
    bool told = f->applies || (f->people && !nv_at(p, p->l->sends, c->verb, c->span.end, NULL)) || says_who(p, c);
    if (plain && !c->has_modality && told) {
        w->why = NV_WHY_TELLS;
        return;
    }
    if (plain && (f->requests || (f->active && f->modality == NV_REQUEST)) && !c->has_modality && c->modality == NV_MUST) c->modality = NV_REQUEST;
    if (plain && f->goals && !c->has_modality && !nv_verb_at(p->d, c->verb)) {
        w->why = NV_WHY_GOALS;
        return;
    }
    /* “Cục X chấp nhận …” in a letter of Cục X decides or tells, it charges nobody; the articles of a law charge the issuer like anybody else (contract 4.7, 6.7) */
    bool norm = nv_normative(p->d) && nv_unit_up(w->unit, NV_U_ARTICLE);
    bool plan = nv_str_eqz(p->d->head.type, "KH") && !ends_in_colon(p->d, c->span); /* it says what its issuer will do */
    if (plain && !norm && !plan && !c->has_modality && nv_is_issuer(p->d, &c->leads, false)) {
        w->why = NV_WHY_ISSUER;
        return;
    }
    if (!leads.n && !f->own) leads = f->leads; /* “đề nghị báo cáo …”: those to whom the text speaks */
    if (!leads.n) {
        nv_frame to = { 0 };
        nv_frame_addressees(p, &to, c->modality == NV_REQUEST);
        leads = to.leads;
    }
    w->why = leads.n ? NV_WHY_LEAD_IN : NV_WHY_NO_BEARER;
    nv_clause with = *c;
    with.leads = leads;
    bool pure = nv_is_pure_lead_in(p, c);
    nv_frame own = *f;
    own.due.n = 0; /* a sentence with its own bearer stands for itself */
    own.helpers.n = 0;
    own.condition = (nv_span){ 0, 0 };
    if (!(pure && (lead_in || c->verb >= action_end(p->d, c->span))) && leads.n)
        add_duty(p, w->unit, c, &leads, NV_HOW_SENTENCE, &own, c->how == NV_C_CHARGED ? "link.charged" : "link.subject", c->strong ? 0.95 : 0.85);
    if (lead_in) hand_down(p, w, &with, how);
    w->charged |= c->how == NV_C_CHARGED && leads.n;
    if (c->leads.n) {
        w->carried = c->leads;
        w->carried_modality = c->modality;
    }
}

/* A title or a heading of a form that stands as a sentence. */
static bool printed_in_capitals(const nv_pass *p, const nv_clause *c) { return nv_str_is_caps(nv_str_trim(nv_doc_str(p->d, c->span))); }

static nv_why why_no_order(const nv_pass *p, const walk *w, const nv_clause *c) {
    uint32_t first = nv_agency_from(p->d, c->span.beg);
    if (w->frame->goals) return NV_WHY_GOALS;
    if (w->frame->past) return NV_WHY_PAST;
    if (first < p->d->agencies.n && p->d->agencies.v[first].span.beg <= c->verb + 4) return NV_WHY_TELLS;
    if (w->narrative) return NV_WHY_NARRATIVE;
    return c->passive ? NV_WHY_PASSIVE : NV_WHY_NO_BEARER;
}

/* The clause begins with the heading's bearer once more: “Ban kiểm soát thực hiện …”. */
static bool names_bearer(const nv_pass *p, const nv_frame *f, const nv_clause *c) {
    nv_str said = nv_str_trim(nv_doc_fold_str(p->d, c->span));
    char low[256];
    for (uint32_t i = 0; i < f->leads.n; i++) {
        nv_str name = f->leads.v[i].name;
        if (name.n >= sizeof low) continue;
        nv_fold(name, low);
        if (nv_str_starts(said, (nv_str){ low, name.n })) return true;
    }
    return false;
}

/* A clause without a bearer of its own: an order within its frame, or nothing. */
static void bare_clause(const nv_pass *p, walk *w, nv_clause *c, bool lead_in) {
    const nv_frame *f = w->frame;
    if (f->applies && !c->has_modality) {
        w->why = NV_WHY_TELLS;
        return;
    }
    /* the indicative of a law binds whom it names (contract 6.3); with nobody above, its verb must be one of procedure (asked last: its rule is dear) */
    nv_clause own = *c;
    bool framed = (f->active && f->leads.n) || w->carried.n, norm = !framed && !f->goals && nv_normative(p->d) && nv_unit_up(w->unit, NV_U_ARTICLE);
    if (!w->narrative && !c->has_modality && (framed || norm) && nv_own_subject(p, &own) && (framed || nv_at(p, p->l->procedure, c->verb, c->span.end, NULL))) {
        *c = own;
        add_duty(p, w->unit, c, &c->leads, NV_HOW_SENTENCE, &(nv_frame){ 0 }, "link.subject", 0.8);
        return;
    }
    if (f->people && !c->has_modality) { /* who attends */
        w->why = NV_WHY_TELLS;
        return;
    }
    bool carried = w->carried.n > 0 && !c->passive;
    if (nv_at(p, p->l->state, c->span.beg, c->span.end, NULL)) {
        w->carried = (nv_parties){ 0 }; /* the polity does not carry on */
        w->why = NV_WHY_STATE;
        return;
    }
    if (carried && !nv_normative(p->d) && nv_at(p, p->l->charges_other, c->verb, c->span.end, NULL)) carried = false; /* “Yêu cầu mọi người dân …”: not whom the sentence before charged */
    if (carried && !w->after_colon && !c->has_modality && c->verb == c->prefix && !nv_verb_at(p->d, c->verb) && !nv_at(p, p->l->verb, c->verb, c->span.end, NULL)) carried = false;
    bool order = carried || (f->active && f->leads.n && !w->narrative);
    bool verb = c->has_modality || c->verb != c->prefix || nv_verb_at(p->d, c->verb) || nv_at(p, p->l->verb, c->verb, c->span.end, NULL);
    if (f->nouns && !carried && !verb) order = false;
    if (f->own && !carried && nv_at(p, p->l->charges_some, c->verb, c->span.end, NULL)) order = false; /* somebody is charged, though nobody knows whom */
    uint32_t name = nv_agency_from(p->d, c->verb); /* “Ban X do Chủ tịch … thành lập”: it tells of somebody */
    if (!c->has_modality && name < p->d->agencies.n && p->d->agencies.v[name].span.beg <= c->verb + 1) order = false;
    if (c->passive && !(f->active && f->leads.n && !w->narrative && nv_finds(p, p->l->passive_modal, c->span.beg, c->span.end))) order = false;
    if (f->person && !carried && (nv_at(p, p->l->given, c->span.beg, c->span.end, NULL) || (!verb && !c->passive && !names_bearer(p, f, c)))) order = false;
    if ((w->narrative && !carried) || (f->past && !carried && !c->has_modality)) order = false;
    w->why = order ? NV_WHY_LEAD_IN : why_no_order(p, w, c);
    bool based = nv_at(p, p->l->based_on, c->span.beg, c->span.end, NULL) && nv_str_ends(nv_str_trim(nv_fold_between(p, c->span.beg, c->verb)), NV_LIT(",")) && nv_verb_at(p->d, c->verb); /* “Căn cứ …, trình …” */
    bool basis = !based && (w->narrative || !order || !f->active || !verb || c->verb == c->span.beg) && nv_at(p, p->l->basis, c->span.beg, c->span.end, NULL);
    if (basis || nv_at(p, p->l->never, c->span.beg, c->span.end, NULL) || printed_in_capitals(p, c)) {
        order = false;
        w->why = NV_WHY_NEVER;
    }
    if (order) {
        nv_modality said = c->modality;
        c->modality = carried ? w->carried_modality : f->modality;
        if (c->has_modality && (said == NV_MUST_NOT || (said == NV_MAY && c->modality == NV_MUST) || (carried && said == NV_MUST && c->modality == NV_MAY))) c->modality = said;
        if (!(lead_in && nv_is_pure_lead_in(p, c)))
            add_duty(p, w->unit, c, carried ? &w->carried : &f->leads, carried ? NV_HOW_CARRIED : NV_HOW_LEAD_IN, f, carried ? "link.carried" : f->own ? "link.plan" : "link.frame", f->own && !carried ? 0.5 : 0.9);
    }
    else if (!w->narrative && c->has_modality && c->modality == NV_MUST && c->condition.end > c->condition.beg && nv_condition_subject(p, c))
        add_duty(p, w->unit, c, &c->leads, NV_HOW_SENTENCE, &(nv_frame){ 0 }, "link.subject", 0.8);
    else if (c->modality == NV_MUST_NOT && !lead_in && nv_at(p, p->l->must_not, c->span.beg, c->span.end, NULL)) {
        /* “Nghiêm cấm …” where no heading and no lead-in names a bearer (contract 6.10) */
        nv_frame to = { 0 };
        nv_frame_addressees(p, &to, false);
        if (!to.leads.n) nv_scope_parties(p, &to.leads);
        add_duty(p, w->unit, c, &to.leads, NV_HOW_SCOPE, f, "link.prohibited", 0.7);
    }
    if (lead_in) {
        nv_clause with = *c;
        if (carried) with.leads = w->carried, with.modality = w->carried_modality;
        else with.has_modality = false;
        hand_down(p, w, &with, NV_HOW_LEAD_IN);
    }
}

/* Keeps a sentence that holds a word of duty and an agency, and made nothing (contract 6.12: for the reader who doubts it). */
static void reject(const nv_pass *p, nv_unit *u, nv_span s, nv_why why) {
    nv_doc *d = p->d;
    uint32_t a = nv_agency_from(d, s.beg);
    if (a >= d->agencies.n || d->agencies.v[a].span.beg >= s.end) return;
    for (uint32_t i = nv_cue_from(d, s.beg); i < d->cues.n && d->cues.v[i].span.beg < s.end; i++)
        if (d->cues.v[i].klass >= NV_CUE_MODAL_MUST && d->cues.v[i].klass <= NV_CUE_LEAD_ROLE) {
            *NV_PUSH(d->arena, &d->rejected) = (nv_rejected){ nv_span_trim(d->text, s), u, why };
            return;
        }
}

/* In a list of somebody's duties and powers, “Kiến nghị với X …”, “Yêu cầu X …” and “Phân công X …” are that body's own acts, X receives at most; in directives they are the
 * issuer's requests. */
static bool own_proposal(const nv_pass *p, const walk *w, const nv_clause *c)
{
    /* what somebody is charged to make known stays his work (contract 6.13 speaks of notices that charge by themselves) */
    if (c->notice && !w->narrative && ((w->listed && w->carried.n) || (w->frame->active && w->frame->leads.n && nv_str_starts(nv_str_trim(nv_doc_fold_str(p->d, c->span)), NV_LIT("thông báo"))))) return true;
    /* “(4) Phân công chuẩn bị tình huống”: below somebody's heading it is that body's work */
    bool shares = c->how == NV_C_CHARGED && !c->leads.n && w->frame->active && w->frame->leads.n && !w->narrative;
    if (shares && nv_at(p, p->l->shares_out, c->span.beg, c->span.end, NULL)) return true;
    static const char *const laws[] = { "LUAT", "BL", "PL", "NĐ", "TT", "TTLT", "QC", "QyĐ" };
    if (c->how != NV_C_CHARGED || (c->modality != NV_REQUEST && c->modality != NV_MUST) || !w->frame->active || !w->frame->leads.n) return false;
    bool law = nv_unit_up(w->unit, NV_U_ARTICLE) && nv_unit_up(w->unit, NV_U_APPENDIX); /* an attached regulation */
    for (unsigned i = 0; i < NV_NELEM(laws); i++) law = law || nv_str_eqz(p->d->head.type, laws[i]);
    uint32_t beg = c->span.beg;
    while (beg < c->span.end && p->d->fold.p[beg] == ' ') beg++;
    nv_str f = nv_fold_between(p, beg, c->span.end);
    static const char *const acts[] = { "kiến nghị", "đề nghị", "yêu cầu", "phân công" };
    for (unsigned i = 0; law && i < NV_NELEM(acts); i++)
        if (nv_str_starts(f, nv_str_of(acts[i]))) return true;
    return false;
}

/* What is handed in, by whom the sentence, what stands above or the letterhead says. */
static bool handed_in(const nv_pass *p, walk *w, nv_clause *c) {
    nv_clause with = *c;
    const nv_frame *f = w->frame, *top = p->frames[p->d->units.n]; /* what the whole document asks */
    nv_frame to = { 0 };
    if (f->past || !nv_handed_in(p, &with)) return false;
    bool above = (f->active || f->people) && f->leads.n && !w->narrative;
    if (!with.leads.n) with.leads = w->carried.n ? w->carried : above ? f->leads : (nv_parties){ 0 };
    if (!with.leads.n) nv_frame_addressees(p, &to, false);
    if (!with.leads.n) with.leads = to.leads;
    if (!with.leads.n) nv_common_owner(p, with.span.beg, with.verb, &with.leads);
    if (!with.leads.n) return false;
    if (w->carried.n) with.modality = w->carried_modality;
    else if (above) with.modality = f->modality;
    else if ((top && top->active && top->modality == NV_REQUEST) || nv_finds(p, p->l->asking, with.span.beg, with.verb)) with.modality = NV_REQUEST;
    add_duty(p, w->unit, &with, &with.leads, NV_HOW_SENTENCE, &(nv_frame){ 0 }, "link.handed", 0.8);
    return true;
}

/* “Các phòng chức năng, các đơn vị trực thuộc. Báo cáo …”: a stop where a colon belongs. */
static bool only_names(const nv_pass *p, walk *w, nv_span s) {
    uint32_t first = nv_agency_from(p->d, s.beg), end = action_end(p->d, s);
    if (w->narrative || w->frame->past || w->frame->goals || first >= p->d->agencies.n || p->d->agencies.v[first].span.beg != s.beg || p->d->text.p[s.end - 1] != '.') return false;
    uint32_t next = s.end;
    while (next < p->d->text.n && p->d->text.p[next] == ' ') next++;
    if (!nv_verb_at(p->d, next)) return false;
    uint32_t last = nv_agency_list(p, first, s.end), q = 0;
    for (uint32_t k = first; k < last; k++)
        if (!p->d->agencies.v[k].hidden && p->d->agencies.v[k].span.end > q) q = p->d->agencies.v[k].span.end;
    if (q != end) return false;
    w->carried = (nv_parties){ 0 };
    nv_add_parties(p, &w->carried, first, last, NV_ROLE_LEAD, NV_HOW_SENTENCE);
    w->carried_modality = w->frame->active ? w->frame->modality : NV_MUST;
    return true;
}

static void read_sentence(const nv_pass *p, walk *w, nv_span s, bool last) {
    if (!last && only_names(p, w, s)) return;
    if (!w->listed && nv_at(p, p->l->numbered, s.beg, s.end, NULL)) w->carried = (nv_parties){ 0 };
    uint32_t before = p->d->obligations.n;
    nv_clauses clauses = { 0 };
    nv_split_clauses(p, s, &clauses);
    for (uint32_t i = 0; i < clauses.n; i++) {
        nv_clause *c = &clauses.v[i];
        /* the announcement of the points need not be the last sentence before them */
        bool announces = !nv_normative(p->d) && w->leads_in && i + 1 == clauses.n && c->how == NV_C_SUBJECT && c->has_modality && ends_in_colon(p->d, s);
        bool lead_in = announces || (last && i + 1 == clauses.n && w->leads_in && (ends_in_colon(p->d, s) || (c->how == NV_C_SUBJECT && c->has_modality && c->verb >= action_end(p->d, c->span))));
        if (lead_in && nv_finds(p, p->l->telling, s.beg, s.end)) w->tells = true;
        if (own_proposal(p, w, c)) {
            c->how = NV_C_BARE;
            c->leads = (nv_parties){ 0 };
            if (!nv_at(p, p->l->sequel, c->span.beg, c->span.end, &c->verb)) c->verb = c->span.beg;
            c->prefix = c->verb;
            c->has_modality = false;
            c->modality = NV_MUST;
        }
        if (c->how == NV_C_BARE && handed_in(p, w, c)) continue;
        bool open = !w->narrative && !w->frame->past && !w->frame->goals && !w->frame->people;
        if (c->how == NV_C_BARE && lead_in && i == 0 && open && nv_whose_duties(p, c)) {
            hand_down(p, w, c, NV_HOW_LEAD_IN);
            w->why = NV_WHY_LEAD_IN;
            continue;
        }
        bool common = c->how == NV_C_BARE && open && nv_common_subject(p, c);
        if (c->how == NV_C_BARE) bare_clause(p, w, c, lead_in);
        else explicit_clause(p, w, c, lead_in && !common);
    }
    w->after_colon = ends_in_colon(p->d, s) && (p->d->obligations.n > before || (clauses.n && clauses.v[clauses.n - 1].how != NV_C_BARE));
    w->listed |= w->after_colon;
    if (w->after_colon && nv_finds(p, p->l->excepts, s.beg, s.end)) { /* the lines that follow say where it is not to be done */
        w->carried = (nv_parties){ 0 };
        w->after_colon = w->listed = false;
    }
    if (p->d->obligations.n == before) reject(p, w->unit, s, w->why);
}

/* True if the unit has anything below it that its lead-in can speak to. */
static bool has_below(const nv_pass *p, const nv_unit *u) {
    if (u->first || u->kind == NV_U_PREAMBLE) return true;
    for (uint32_t i = 0; i < p->d->tables.n; i++)
        if (p->d->tables.v[i].unit == u) return true;
    return false;
}

static uint32_t read_unit(const nv_pass *p, nv_unit *u, uint32_t s) {
    nv_doc *d = p->d;
    walk w = { .unit = u, .frame = nv_frame_enter(p, u), .leads_in = has_below(p, u) };
    w.narrative = u->kind == NV_U_PREAMBLE || u->kind == NV_U_CLOSING || u->kind == NV_U_APPENDIX;
    bool notes = false;
    p->frames[u->index] = w.frame;
    while (s < d->sents.n && d->sents.v[s].unit->index < u->index) s++;
    for (; s < d->sents.n && d->sents.v[s].unit == u; s++) {
        if (u->kind == NV_U_PREFACE || u->kind == NV_U_SIGNATURE) continue;
        if (d->sents.v[s].heading) {
            reject(p, u, d->sents.v[s].span, NV_WHY_HEADING);
            continue;
        }
        nv_span sent = d->sents.v[s].span;
        notes |= nv_at(p, p->l->note_head, sent.beg, sent.end, NULL) && nv_unit_up(u, NV_U_APPENDIX);
        if (notes && (d->text.p[sent.beg] == '(' || nv_at(p, p->l->note_head, sent.beg, sent.end, NULL))) continue; /* how a form is filled in */
        bool last = s + 1 == d->sents.n || d->sents.v[s + 1].unit != u;
        read_sentence(p, &w, d->sents.v[s].span, last);
    }
    if (w.frame->own && w.carried.n && u->first) w.frame->leads = w.carried; /* whom the text of a point names, its dashes charge as well */
    if (u->kind == NV_U_PREAMBLE && u->parent == d->root) {
        nv_frame *top = p->frames[d->units.n];
        if (w.frame->active || w.frame->people) *top = *w.frame;
        else if (!w.tells) nv_frame_addressees(p, top, false);
    }
    return s;
}

/* A heading in the words of an order, below which nothing is ordered (“1. Lập báo cáo theo các biểu mẫu:” over a list of forms): the order is the heading's. */
static void order_of_heading(const nv_pass *p, nv_unit *u) {
    nv_doc *d = p->d;
    const nv_frame *f = u->parent ? p->frames[u->parent->index == NV_NONE ? d->units.n : u->parent->index] : NULL, *own = p->frames[u->index];
    nv_span h = u->heading;
    if (!f || !own || u->kind == NV_U_APPENDIX || nv_unit_up(u, NV_U_ARTICLE) || h.end <= h.beg || !f->active || !f->leads.n || f->past || f->goals || f->people || own->past || own->goals || own->people) return;
    if (!nv_verb_at(d, h.beg) || nv_at(p, p->l->noun, h.beg, h.end, NULL) || nv_str_is_caps(nv_doc_str(d, h))) return;
    for (uint32_t i = 0; i < d->obligations.n; i++)
        if (nv_unit_within(d->obligations.v[i].unit, u)) return;
    nv_clause c = { .span = h, .how = NV_C_BARE, .verb = h.beg, .prefix = h.beg, .modality = f->modality };
    uint32_t at = d->obligations.n;
    if (nv_is_pure_lead_in(p, &c) || !add_duty(p, u, &c, &f->leads, NV_HOW_LEAD_IN, f, "link.heading", 0.7)) return;
    nv_obligation o = d->obligations.v[at];
    for (; at > 0 && d->obligations.v[at - 1].action.beg > o.action.beg; at--) d->obligations.v[at] = d->obligations.v[at - 1];
    d->obligations.v[at] = o;
}

void nv_link_obligations(const nv_linker *l, nv_doc *d) {
    nv_pass p = { .l = l, .d = d, .m = nv_matcher_new() };
    p.frames = nv_arena_alloc(d->arena, (d->units.n + 1) * sizeof *p.frames);
    p.frames[d->units.n] = nv_arena_alloc(d->arena, sizeof(nv_frame)); /* of the document itself */
    uint32_t s = 0;
    bool preamble = false;
    for (uint32_t i = 0; i < d->units.n; i++) {
        nv_unit *u = d->units.v[i];
        preamble |= u->kind == NV_U_PREAMBLE;
        if (!preamble && u->kind != NV_U_PREFACE && u->parent == d->root && !p.frames[d->units.n]->leads.n) nv_frame_addressees(&p, p.frames[d->units.n], false);
        if (u->kind != NV_U_PREFACE && u->kind != NV_U_PREAMBLE && u->parent == d->root) p.frames[d->units.n]->plan = nv_str_eqz(d->head.type, "KH") && !p.frames[d->units.n]->leads.n;
        s = read_unit(&p, u, s);
    }
    for (uint32_t i = 0; i < d->units.n; i++) order_of_heading(&p, d->units.v[i]);
    nv_link_labels(&p);
    nv_link_tables(&p);
    const nv_rule *hit = nv_matcher_limit_hit(p.m);
    if (hit) nv_doc_diag(d, NV_M_MATCH_LIMIT, NULL, 0, nv_rule_name(hit), NULL);
    nv_matcher_free(p.m);
}
