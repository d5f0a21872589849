#include "link/duty.h"

void nv_scope_parties(const nv_pass *p, nv_parties *out) {
    const nv_doc *d = p->d;
    for (uint32_t i = 0; i < d->units.n; i++) {
        const nv_unit *u = d->units.v[i];
        if (u->heading.end <= u->heading.beg || !nv_at(p, p->l->scope_heading, u->heading.beg, u->heading.end, NULL)) continue;
        for (uint32_t k = nv_agency_from(d, u->heading.end); k < d->agencies.n && nv_unit_within(d->agencies.v[k].unit, u); k++)
            nv_add_parties(p, out, k, k + 1, NV_ROLE_LEAD, NV_HOW_SCOPE);
        return;
    }
}

nv_str nv_names_as_at(const nv_pass *p, nv_span in) {
    nv_buf b = { 0 };
    uint32_t at = in.beg;
    for (uint32_t i = nv_agency_from(p->d, in.beg); i < p->d->agencies.n && p->d->agencies.v[i].span.beg < in.end; i++) {
        nv_span s = p->d->agencies.v[i].span;
        if (p->d->agencies.v[i].hidden || s.beg < at) continue;
        nv_buf_adds(&b, nv_fold_between(p, at, s.beg));
        nv_buf_addc(&b, '@');
        at = s.end;
    }
    if (at < in.end) nv_buf_adds(&b, nv_fold_between(p, at, in.end));
    nv_str r = nv_arena_str(p->d->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return r;
}

/* “Trách nhiệm của người sử dụng lao động”; under “Tổ chức thực hiện” also “Đối với Thủ đô Hà Nội”. */
static bool person_heading(const nv_pass *p, nv_frame *f, const nv_unit *u, nv_span h) {
    nv_span name;
    bool work = false, may = false, duties = false;
    if (u->kind == NV_U_PART || u->kind == NV_U_CHAPTER || u->kind == NV_U_SECTION || u->kind == NV_U_SUBSECTION) return false; /* many articles with bearers of their own */
    for (const nv_unit *up = u->parent; up && !work; up = up->parent) work = up->heading.end > up->heading.beg && nv_at(p, p->l->work_heading, up->heading.beg, up->heading.end, NULL);
    for (const nv_unit *up = u->parent; up && !duties; up = up->parent)
        duties = (up->kind == NV_U_CHAPTER || up->kind == NV_U_SECTION || up->kind == NV_U_SUBSECTION) && up->heading.end > up->heading.beg && nv_at(p, p->l->duty_chapter, up->heading.beg, up->heading.end, NULL);
    nv_str text = nv_fold_between(p, h.beg, h.end);
    if (!nv_match_at(p->m, p->l->person_heading, text, 0) && !nv_match_at(p->m, p->l->duty_of_heading, text, 0) && !(duties && nv_match_at(p->m, p->l->body_heading, text, 0)) && !(may = nv_match_at(p->m, p->l->rights_heading, text, 0)) && !(work && nv_match_at(p->m, p->l->place_heading, text, 0))) return false;
    if (!nv_match_named_span(p->m, "name", &name)) return false;
    nv_party who = nv_common_party(p, (nv_span){ h.beg + name.beg, h.beg + name.end });
    who.how = NV_HOW_HEADING;
    f->leads = (nv_parties){ 0 };
    f->helpers = (nv_parties){ 0 };
    nv_add_party(p->d, &f->leads, &who);
    f->active = f->person = true;
    f->nouns = false;
    f->modality = may ? NV_MAY : NV_MUST;
    f->goals = false;
    return true;
}

/* “Bệnh viện đa khoa tuyến tỉnh, huyện”, “Đối với UBND các huyện có rừng”: a name, and words behind it that are no verb. */
static bool name_and_words(const nv_pass *p, const nv_unit *u, uint32_t i) {
    nv_span h = u->heading, name = p->d->agencies.v[i].span;
    bool item = u->kind == NV_U_CLAUSE || u->kind == NV_U_SUBCLAUSE || u->kind == NV_U_POINT || u->kind == NV_U_INDENT;
    bool first = name.beg == h.beg || nv_str_eqz(nv_str_trim(nv_fold_between(p, h.beg, name.beg)), "đối với");
    return item && !nv_normative(p->d) && first && nv_at(p, p->l->heading_rest, name.end, h.end, NULL);
}

static bool read_heading(const nv_pass *p, nv_frame *f, nv_unit *u) {
    nv_span h = u->heading;
    uint32_t first = nv_agency_from(p->d, h.beg), last = first;
    while (last < p->d->agencies.n && p->d->agencies.v[last].span.beg < h.end) last++;
    bool names = last > first;
    if (names && !nv_match_at(p->m, p->l->bearer_heading, nv_names_as_at(p, h), 0)) {
        /* “Trách nhiệm của X trong việc …”: the names behind “của” bear */
        names = false;
        for (uint32_t i = first; i < last && !names; i++)
            if (!p->d->agencies.v[i].hidden && nv_before(p, p->l->duty_heading, h.beg, p->d->agencies.v[i].span.beg)) {
                names = true;
                first = i;
                last = nv_agency_list(p, i, h.end);
            }
    }
    if (!names && last == first + 1 && name_and_words(p, u, first)) names = true;
    if (!names && person_heading(p, f, u, h)) return true;
    if (!names) {
        nv_parties who = { 0 };
        if (nv_at(p, p->l->goal_heading, h.beg, h.end, NULL)) {
            f->active = false;
            f->goals = true;
        } else if (last == first && nv_common_heading(p, u, &who)) {
            f->leads = who;
            f->helpers = (nv_parties){ 0 };
            f->active = f->nouns = true; /* an item without a verb may tell what they are */
            f->goals = f->plan = f->own = false;
        }
        return false;
    }
    f->leads = (nv_parties){ 0 };
    f->helpers = (nv_parties){ 0 };
    nv_add_parties(p, &f->leads, first, last, NV_ROLE_LEAD, NV_HOW_HEADING);
    f->active = true;
    f->nouns = f->goals = f->person = false;
    return true;
}

static void leave_plan(nv_frame *f) {
    if (!f->own) return;
    f->active = f->own = false;
    f->leads = (nv_parties){ 0 };
}

/* What a plan lists under a heading of work, and lays on nobody, is the work of those who plan it. */
static void own_work(const nv_pass *p, nv_frame *f) {
    nv_doc *d = p->d;
    f->leads = (nv_parties){ 0 };
    for (uint32_t i = 0; i < d->head.issuers.n; i++) {
        nv_party q = { .name = d->head.issuers.v[i], .role = NV_ROLE_LEAD, .how = NV_HOW_PREAMBLE };
        if (i < d->head.issuer_ids.n) q.id = d->head.issuer_ids.v[i];
        nv_add_party(d, &f->leads, &q);
    }
    f->active = f->nouns = f->own = f->leads.n > 0; /* only what begins with a verb */
    f->goals = false;
}

nv_frame *nv_frame_enter(const nv_pass *p, nv_unit *u) {
    nv_doc *d = p->d;
    nv_frame *f = nv_arena_alloc(d->arena, sizeof *f);
    /* an appendix is charged by its own text only (contract 1.8, 1.9) */
    const nv_frame *above = u->kind == NV_U_APPENDIX || !u->parent ? NULL : p->frames[u->parent->index == NV_NONE ? d->units.n : u->parent->index];
    if (above) *f = *above;
    if (u->kind == NV_U_APPENDIX || u->parent == d->root) f->past |= nv_str_eqz(d->head.type, "BC");
    if (u->heading.end > u->heading.beg) {
        if (nv_at(p, p->l->past_heading, u->heading.beg, u->heading.end, NULL)) f->past = true;
        if (nv_at(p, p->l->future_heading, u->heading.beg, u->heading.end, NULL)) f->past = false;
        if (nv_at(p, p->l->request_heading, u->heading.beg, u->heading.end, NULL)) f->requests = true;
        if (nv_at(p, p->l->people, u->heading.beg, u->heading.end, NULL)) f->people = true;
        if (nv_at(p, p->l->scope_heading, u->heading.beg, u->heading.end, NULL)) f->applies = true;
        /* numerals that a scan misread hang the work below the goals: its own heading says what it is */
        if (u->kind == NV_U_SECTION && nv_at(p, p->l->plan_heading, u->heading.beg, u->heading.end, NULL)) f->goals = false;
        bool work = f->plan && !f->goals && nv_at(p, p->l->plan_heading, u->heading.beg, u->heading.end, NULL);
        if (!f->people && read_heading(p, f, u)) f->plan = f->own = false; /* somebody is charged */
        else if (!f->people && work) own_work(p, f);
        else if (f->goals || (f->own && nv_at(p, p->l->thing_heading, u->heading.beg, u->heading.end, NULL))) leave_plan(f);
    }
    if (u->kind == NV_U_ARTICLE) {
        f->plan = false;
        leave_plan(f);
    }
    return f;
}

bool nv_is_pure_lead_in(const nv_pass *p, const nv_clause *c) {
    /* the first deadline only says by when: “hoàn thành trước ngày 30/6 các việc sau:” */
    uint32_t k = nv_deadline_from(p->d, c->verb), cut = c->span.end, go_on = c->span.end;
    if (k < p->d->deadlines.n && p->d->deadlines.v[k].span.end <= c->span.end) cut = p->d->deadlines.v[k].span.beg, go_on = p->d->deadlines.v[k].span.end;
    nv_str rest = nv_names_as_at(p, (nv_span){ c->verb, cut }), tail = nv_names_as_at(p, (nv_span){ go_on, c->span.end });
    if (tail.n) rest = nv_arena_printf(p->d->arena, "%.*s%.*s", NV_ARG(rest), NV_ARG(tail));
    nv_span all;
    return nv_match_at(p->m, p->l->pure_lead_in, rest, 0) && nv_match_group(p->m, 0, &all) && all.end == rest.n;
}

void nv_frame_addressees(const nv_pass *p, nv_frame *f, bool asked) {
    nv_doc *d = p->d;
    static const char *const upwards[] = { "TTr", "BC", "TB", "BB", "GM" }; /* reports and proposals to a superior, notices, invitations */
    for (unsigned i = 0; i < NV_NELEM(upwards) && !asked; i++)
        if (nv_str_eqz(d->head.type, upwards[i])) return;
    for (uint32_t i = 0, k = 0; i < d->head.addressees.n; i++) {
        uint32_t first = k;
        for (; k < d->addressed.n && d->addressed.v[k].of == i; k++) {
            const nv_agency *a = &d->addressed.v[k].body;
            nv_party q = { .id = a->id, .name = a->name, .role = NV_ROLE_LEAD, .how = NV_HOW_ADDRESSEE, .is_class = a->is_class };
            nv_add_party(d, &f->leads, &q);
        }
        if (k > first) continue;
        const nv_agency_entry *e = nv_registry_find(p->l->registry, d->head.addressees.v[i], d->head.date);
        nv_party q = { .id = e ? e->id : (nv_str){ 0 }, .name = e && e->kind != NV_A_CLASS ? e->name : d->head.addressees.v[i], .role = NV_ROLE_LEAD, .how = NV_HOW_ADDRESSEE, .is_class = e && e->kind == NV_A_CLASS };
        nv_add_party(d, &f->leads, &q);
    }
    f->active = f->leads.n > 0;
}
