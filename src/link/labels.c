/* A task with its particulars on lines of their own: “Rà soát … - Cơ quan chủ trì: Sở X. - Cơ quan phối hợp: … - Thời gian hoàn thành: Quý III/2023.”
 * They say of the task before them what the columns of a task table say of its row (contract 6.14). */
#include "link/duty.h"

#include <string.h>

typedef enum { L_LEAD, L_COORDINATE, L_DUE, L_PRODUCT, L_OTHER, L_COUNT } label_kind;
typedef struct { label_kind kind; nv_unit *unit; uint32_t beg; nv_span words; /* behind the colon */ } label;
typedef NV_VEC(label) label_vec;

static bool kind_of(const nv_pass *p, nv_str name, label_kind *kind) {
    const nv_rule *rules[L_COUNT] = { p->l->label_lead, p->l->label_coordinate, p->l->label_due, p->l->label_product, p->l->label_other };
    for (unsigned k = 0; k < L_COUNT; k++)
        if (nv_match_at(p->m, rules[k], name, 0)) return *kind = (label_kind)k, true;
    return false;
}

/* The labels of one sentence, if it begins with one. */
static void read_labels(const nv_pass *p, const nv_sent *s, label_vec *out) {
    uint32_t first = out->n;
    for (uint32_t at = s->span.beg; at < s->span.end;) {
        nv_str text = nv_fold_between(p, at, s->span.end);
        nv_span all, name;
        label_kind kind;
        if (!nv_match(p->m, p->l->label, text, 0) || !nv_match_group(p->m, 0, &all) || !nv_match_named_span(p->m, "name", &name)) break;
        if (out->n == first && all.beg > 0) break;
        uint32_t beg = at + all.beg, end = at + all.end;
        if (!kind_of(p, nv_str_cut(text, name.beg, name.end), &kind)) {
            if (out->n == first) break;
            at = end;
            continue;
        }
        if (out->n > first) out->v[out->n - 1].words.end = beg;
        *NV_PUSH(p->d->arena, out) = (label){ kind, s->unit, beg, { end, s->span.end } };
        at = end;
    }
    for (uint32_t i = first; i < out->n; i++) out->v[i].words = nv_span_trim(p->d->text, out->v[i].words);
    if (out->n > first && out->v[out->n - 1].words.end <= out->v[out->n - 1].words.beg) out->n = first; /* “Cơ quan chủ trì:” over a list */
}

/* The bodies that a label names; words that name nobody we know are somebody all the same. */
static void add_bodies(const nv_pass *p, const label *l, nv_role role, nv_parties *out) {
    enum { LONGEST = 160 };
    nv_doc *d = p->d;
    uint32_t before = out->n, i = nv_agency_from(d, l->words.beg), last = i;
    while (last < d->agencies.n && d->agencies.v[last].span.beg < l->words.end) last++;
    nv_add_parties(p, out, i, last, role, NV_HOW_SENTENCE);
    nv_span words = l->words;
    while (words.end > words.beg && strchr(".;,/ ", d->text.p[words.end - 1])) words.end--;
    if (out->n > before || words.end - words.beg < 4 || words.end - words.beg > LONGEST) return;
    nv_party q = nv_common_party(p, words);
    q.role = role;
    nv_add_party(d, out, &q);
}

static bool has_label(const label_vec *v, label_kind kind) {
    for (uint32_t i = 0; i < v->n; i++)
        if (v->v[i].kind == kind) return true;
    return false;
}

/* Its sentence names a bearer. */
static bool says_who(const nv_obligation *o) {
    for (uint32_t i = 0; i < o->parties.n; i++)
        if (o->parties.v[i].role == NV_ROLE_LEAD && o->parties.v[i].how == NV_HOW_SENTENCE) return true;
    return false;
}

/* What the labels say goes to the duty; who was charged from above gives way to whom they name, whom the sentence names stays beside them. */
static void fill(const nv_pass *p, const label_vec *v, nv_obligation *o) {
    nv_doc *d = p->d;
    nv_parties parties = { 0 };
    bool replace = has_label(v, L_LEAD) && !says_who(o);
    for (uint32_t i = 0; i < o->parties.n && !replace; i++)
        if (o->parties.v[i].role == NV_ROLE_LEAD) nv_add_party(d, &parties, &o->parties.v[i]);
    for (uint32_t i = 0; i < v->n; i++)
        if (v->v[i].kind == L_LEAD) add_bodies(p, &v->v[i], NV_ROLE_LEAD, &parties);
    for (uint32_t i = 0; i < o->parties.n; i++)
        if (o->parties.v[i].role != NV_ROLE_LEAD) nv_add_party(d, &parties, &o->parties.v[i]);
    for (uint32_t i = 0; i < v->n; i++) {
        const label *l = &v->v[i];
        if (l->kind == L_COORDINATE) add_bodies(p, l, NV_ROLE_COORDINATE, &parties);
        if (l->kind == L_PRODUCT && !o->product.n) o->product = nv_str_trim(nv_doc_str(d, l->words));
        for (uint32_t k = nv_deadline_from(d, l->words.beg); l->kind == L_DUE && k < d->deadlines.n && d->deadlines.v[k].span.beg < l->words.end; k++) *NV_PUSH(d->arena, &o->due) = k;
    }
    o->parties.v = parties.v, o->parties.n = parties.n, o->parties.cap = parties.cap;
}

/* The first duty that begins at or behind `off`: they are sorted. */
static uint32_t first_duty(const nv_doc *d, uint32_t off) {
    uint32_t lo = 0, hi = d->obligations.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->obligations.v[mid].action.beg < off) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* What was taken for a duty of its own inside a label (“Hoàn thành: 30/6/2024”) is none. */
static void drop_inside(nv_doc *d, const label_vec *v) {
    uint32_t first = first_duty(d, v->v[0].beg), n = first, i = first, end = v->v[v->n - 1].words.end;
    for (; i < d->obligations.n && d->obligations.v[i].action.beg < end; i++) {
        const nv_obligation *o = &d->obligations.v[i];
        bool inside = false;
        for (uint32_t k = 0; k < v->n && !inside; k++) inside = v->v[k].kind != L_OTHER && o->action.beg >= v->v[k].beg && o->action.end <= v->v[k].words.end;
        if (!inside) d->obligations.v[n++] = *o;
    }
    if (n == i) return;
    for (; i < d->obligations.n; i++) d->obligations.v[n++] = d->obligations.v[i];
    d->obligations.n = n;
}

/* A new duty in its place: they stand in the order of the text. */
static void insert_duty(nv_doc *d, const nv_obligation *o) {
    (void)NV_PUSH(d->arena, &d->obligations);
    uint32_t at = d->obligations.n - 1;
    for (; at > 0 && d->obligations.v[at - 1].action.beg > o->action.beg; at--) d->obligations.v[at] = d->obligations.v[at - 1];
    d->obligations.v[at] = *o;
}

static nv_span without_end_marks(const nv_doc *d, nv_span s) {
    s = nv_span_trim(d->text, s);
    while (s.end > s.beg && strchr(" .;:,/-\n", d->text.p[s.end - 1])) s.end--;
    return s;
}

/* The items of one list that stand before the labels, as they do themselves, are their tasks. */
static bool beside(const nv_unit *a, const nv_unit *b) { return a != b && a->parent == b->parent && a->kind == b->kind && (a->kind == NV_U_INDENT || a->kind == NV_U_POINT); }

/* The task whose particulars the labels are: the sentence before them in their unit, its parent, or the items before them since `since`, where the last labels ended; else
 * the heading above them. */
static void give(const nv_pass *p, const label_vec *v, const nv_sent *before, uint32_t since) {
    nv_doc *d = p->d;
    nv_unit *own = v->v[0].unit, *task = NULL;
    nv_span text = { 0, 0 };
    if (!has_label(v, L_LEAD) && !has_label(v, L_DUE)) return;
    if (before && !before->heading && (before->unit == own || before->unit == own->parent || beside(before->unit, own))) {
        task = before->unit;
        text = before->span;
    } else if (own->parent && own->parent->heading.end > own->parent->heading.beg && (!before || before->heading || before->span.end <= own->parent->heading.beg)) {
        task = own->parent;
        text = own->parent->heading;
    }
    if (!task) return;
    bool found = false, items = beside(task, own);
    uint32_t from = !items ? task->span.beg : since > own->parent->span.beg ? since : own->parent->span.beg;
    for (uint32_t i = first_duty(d, from); i < d->obligations.n && d->obligations.v[i].action.beg < v->v[0].beg; i++) {
        nv_obligation *o = &d->obligations.v[i];
        if ((items ? !beside(o->unit, own) : o->unit != task) || o->table != NV_NONE || (o->action.end < text.beg && says_who(o))) continue; /* other sentences with bearers of their own are other tasks */
        fill(p, v, o);
        found = true;
    }
    if (found) drop_inside(d, v);
    const nv_frame *f = p->frames[task->index];
    if (found || !has_label(v, L_LEAD) || (f && f->past)) return;
    nv_obligation o = { .unit = task, .action = without_end_marks(d, text), .modality = NV_MUST, .table = NV_NONE, .row = NV_NONE, .rule = "link.label", .confidence = 0.8 };
    if (o.action.end <= o.action.beg) return;
    fill(p, v, &o);
    insert_duty(d, &o);
}

void nv_link_labels(const nv_pass *p) {
    nv_doc *d = p->d;
    label_vec group = { 0 };
    const nv_sent *before = NULL;
    uint32_t since = 0;
    for (uint32_t i = 0; i < d->sents.n; i++) {
        const nv_sent *s = &d->sents.v[i];
        uint32_t n = group.n;
        bool same = n && (s->unit == group.v[n - 1].unit || s->unit->parent == group.v[n - 1].unit->parent);
        if (!s->heading) read_labels(p, s, &group);
        if (group.n > n && (n == 0 || (same && !(group.v[n].kind == L_LEAD && group.v[0].kind == L_LEAD)))) continue;
        bool starts = group.n > n;
        label_vec next = { 0 };
        for (uint32_t k = n; k < group.n; k++) *NV_PUSH(d->arena, &next) = group.v[k];
        group.n = n;
        if (n) give(p, &group, before, since), since = group.v[n - 1].words.end;
        group = next;
        if (!starts) before = s;
    }
    if (group.n) give(p, &group, before, since);
}
