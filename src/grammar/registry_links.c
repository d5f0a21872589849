/* What a body became, what it was before, and what stands below it: the columns successors and parent, read through the provinces.
 *
 * A province's own body (“ubnd-tinh/phu-yen”) ends for one of two reasons: its kind ended (sở that merged in March 2025: the row of the generic body says
 * into which), or its province did (July 2025: provinces.tsv says into which). Both are one step here.
 */
#include "grammar/registry_impl.h"

static void push_once(nv_arena *a, nv_agency_vec *out, const nv_agency_entry *e) {
    for (uint32_t i = 0; i < out->n; i++)
        if (out->v[i] == e) return;
    *NV_PUSH(a, out) = e;
}

static const nv_agency_entry *instance(const nv_registry *r, nv_str generic, nv_str province, nv_arena *a) {
    return nv_registry_by_id(r, nv_arena_printf(a, "%.*s/%.*s", NV_ARG(generic), NV_ARG(province)));
}

/* Follows in time: it is there on the day after the other's last, or comes later. */
static bool follows(const nv_agency_entry *next, const nv_agency_entry *e) {
    return next && next != e && (nv_date_none(next->to) || nv_date_cmp(e->to, next->to) < 0);
}

/* Bodies named `kind` in the province, or in those that followed it by then. */
static void push_local(const nv_registry *r, const nv_agency_entry *e, nv_str kind, nv_arena *a, nv_agency_vec *out) {
    const nv_province *p = nv_registry_province(r, e->province);
    const nv_agency_entry *same = instance(r, kind, e->province, a);
    bool here = p && (nv_date_none(p->to) || nv_date_cmp(e->to, p->to) < 0);
    nv_str item;
    if (here && follows(same, e)) push_once(a, out, same);
    for (uint32_t at = 0; !here && p && nv_list_next(p->successors, &at, &item);) {
        const nv_agency_entry *next = instance(r, kind, item, a);
        if (follows(next, e)) push_once(a, out, next);
    }
}

void nv_registry_successors(const nv_registry *r, const nv_agency_entry *e, nv_arena *a, nv_agency_vec *out) {
    nv_str item;
    if (nv_date_none(e->to)) return;
    if (!e->generic.n) {
        for (uint32_t at = 0; nv_list_next(e->successors, &at, &item);) {
            const nv_agency_entry *next = nv_registry_by_id(r, item);
            if (next) push_once(a, out, next);
        }
        return;
    }
    const nv_agency_entry *g = nv_registry_by_id(r, e->generic);
    if (!g) return;
    if (nv_date_none(g->to) || nv_date_cmp(e->to, g->to) < 0) push_local(r, e, e->generic, a, out);
    else
        for (uint32_t at = 0; nv_list_next(g->successors, &at, &item);) push_local(r, e, item, a, out);
}

static bool lists(nv_str list, nv_str id) {
    nv_str item;
    for (uint32_t at = 0; nv_list_next(list, &at, &item);)
        if (nv_str_eq(item, id)) return true;
    return false;
}

void nv_registry_predecessors(const nv_registry *r, const nv_agency_entry *e, nv_arena *a, nv_agency_vec *out) {
    nv_str kind = { 0 };   /* the last generic body looked at, and if it became e's */
    bool becomes = false;
    for (uint32_t i = 0; i < r->agencies.n; i++) {
        const nv_agency_entry *p = &r->agencies.v[i];
        /* a body of a province follows one of a province only, and the other way round; what lasts has no successor */
        if (nv_date_none(p->to) || (p->generic.n > 0) != (e->generic.n > 0)) continue;
        if (!p->generic.n && !lists(p->successors, e->id)) continue;
        if (p->generic.n && !nv_str_eq(p->generic, kind)) {
            const nv_agency_entry *g = nv_registry_by_id(r, kind = p->generic);
            becomes = nv_str_eq(kind, e->generic) || (g && lists(g->successors, e->generic));
        }
        if (p->generic.n && !becomes) continue;
        nv_agency_vec next = { 0 };
        nv_registry_successors(r, p, a, &next);
        for (uint32_t k = 0; k < next.n; k++)
            if (next.v[k] == e) push_once(a, out, p);
    }
}

nv_str nv_registry_moved(const nv_registry *r, const nv_agency_entry *before, const nv_agency_entry *after) {
    const nv_agency_entry *g = before->generic.n ? nv_registry_by_id(r, before->generic) : NULL;
    if (!before->generic.n) return before->note;
    if (g && !nv_date_none(g->to) && nv_date_cmp(g->to, before->to) <= 0) return g->note;
    const nv_province *p = after ? nv_registry_province(r, after->province) : NULL;
    nv_str act = p ? p->basis : (nv_str){ 0 };
    /* the first act made it, the last ended it, remarks follow in brackets: of a province that ended, a single act says nothing of its beginning */
    bool several = nv_str_find(act, NV_LIT("; "), 0) != UINT32_MAX;
    if (p && !nv_date_none(p->to) && !several) return (nv_str){ 0 };
    for (uint32_t i = 0; i < act.n; i++)
        if (act.p[i] == ';' || act.p[i] == '(') return nv_str_trim(nv_str_cut(act, 0, i));
    return act;
}

/* Directly below: its row names the other as parent; of bodies that every province has, those of the same province. */
static bool below(const nv_agency_entry *e, const nv_agency_entry *of) {
    if (!e->parent.n || e == of) return false;
    if (nv_str_eq(e->parent, of->id)) return !e->generic.n || !of->generic.n;
    if (!of->generic.n || !nv_str_eq(e->parent, of->generic)) return false;
    return nv_str_eq(e->province, of->province);
}

void nv_registry_subordinates(const nv_registry *r, const nv_agency_entry *e, nv_date on, nv_arena *a, nv_agency_vec *out) {
    uint32_t from = out->n;
    const nv_agency_entry *of = e;
    for (uint32_t at = from;; at++) {
        for (uint32_t i = 0; i < r->agencies.n; i++) {
            const nv_agency_entry *x = &r->agencies.v[i];
            if (x->kind == NV_A_CLASS || x == e || !below(x, of)) continue;
            if (nv_date_none(on) || nv_agency_valid(x, on)) push_once(a, out, x);
        }
        if (at >= out->n) return;
        of = out->v[at];
    }
}

const nv_class_name *nv_registry_class_names(const nv_registry *r, uint32_t *n) { return *n = r->class_names.n, r->class_names.v; }
