/* Who belongs to a class on a date: agency_classes.tsv, read against the entries in force. */
#include "grammar/registry_impl.h"

typedef struct {
    const nv_registry *r;
    nv_arena *a;
    nv_date on;
    nv_str province;
    nv_agency_vec *out;
    bool open, some, found;
} expansion;

static void add(expansion *x, const nv_agency_entry *e) {
    for (uint32_t i = 0; i < x->out->n; i++)
        if (x->out->v[i] == e) return;
    *NV_PUSH(x->a, x->out) = e;
}

static void add_kinds(expansion *x, nv_str kinds) {
    for (uint32_t i = 0; i < x->r->agencies.n; i++) {
        const nv_agency_entry *e = &x->r->agencies.v[i];
        if (e->generic.n) break;
        uint32_t beg = 0;
        for (uint32_t at = 0; at <= kinds.n; at++) {
            if (at < kinds.n && kinds.p[at] != ',') continue;
            if (nv_str_eq(e->kind_text, nv_str_trim(nv_str_cut(kinds, beg, at))) && nv_agency_valid(e, x->on)) add(x, e);
            beg = at + 1;
        }
    }
}

static bool province_fits(const nv_province *p, nv_str filter) {
    if (nv_str_eqz(filter, "border")) return p->border;
    if (nv_str_eqz(filter, "coast")) return p->coast;
    if (nv_str_eqz(filter, "city")) return p->city;
    return true;
}

static void add_each(expansion *x, nv_str what) {
    uint32_t colon = nv_str_find(what, NV_LIT(":"), 0);
    nv_str id = nv_str_cut(what, 0, colon == UINT32_MAX ? what.n : colon), filter = { 0 };
    if (colon != UINT32_MAX) filter = nv_str_cut(what, colon + 1, what.n);
    for (uint32_t k = 0; k < x->r->instances.n; k++) {
        const nv_instances *all = &x->r->instances.v[k];
        for (uint32_t i = all->beg; i < all->end && nv_str_eq(all->generic, id); i++) {
            const nv_agency_entry *e = &x->r->agencies.v[i];
            if (!nv_agency_valid(e, x->on)) continue;
            const nv_province *p = nv_registry_province(x->r, e->province);
            if (p && province_fits(p, filter)) add(x, e);
        }
    }
}

static void add_of_province(expansion *x, uint32_t i) {
    const nv_agency_entry *e = &x->r->agencies.v[i];
    if (nv_str_eq(e->province, x->province) && nv_agency_valid(e, x->on)) add(x, e);
}

/* The bodies of the province that issued the document; without one, the generic rows. */
static void add_own(expansion *x, nv_str what) {
    bool by_kind = nv_str_starts(what, NV_LIT("kind="));
    nv_str want = by_kind ? nv_str_cut(what, 5, what.n) : what;
    const nv_agency_entry *e = x->r->agencies.v;
    for (uint32_t i = 0; i < x->r->agencies.n && !e[i].generic.n; i++)
        if (nv_str_eq(by_kind ? e[i].kind_text : e[i].id, want)) add_of_province(x, i);
    for (uint32_t k = 0; k < x->r->instances.n; k++) {
        const nv_instances *all = &x->r->instances.v[k];
        for (uint32_t i = all->beg; i < all->end && nv_str_eq(by_kind ? e[i].kind_text : all->generic, want); i++) add_of_province(x, i);
    }
}

static void add_term(expansion *x, nv_str t) {
    if (nv_str_starts(t, NV_LIT("kind:"))) add_kinds(x, nv_str_cut(t, 5, t.n));
    else if (nv_str_starts(t, NV_LIT("each:"))) add_each(x, nv_str_cut(t, 5, t.n));
    else if (nv_str_starts(t, NV_LIT("own:"))) add_own(x, nv_str_cut(t, 4, t.n));
    else if (nv_str_starts(t, NV_LIT("id:"))) {
        const nv_agency_entry *e = nv_registry_by_id(x->r, nv_str_cut(t, 3, t.n));
        if (e && nv_agency_valid(e, x->on)) add(x, e);
    } else {
        x->open = true;
    }
}

static void add_members(expansion *x, nv_str members) {
    uint32_t beg = 0;
    x->found = true;
    for (uint32_t at = 0; at <= members.n; at++) {
        if (at < members.n && members.p[at] != '+') continue;
        add_term(x, nv_str_trim(nv_str_cut(members, beg, at)));
        beg = at + 1;
    }
}

nv_str nv_class_bare(nv_arena *a, nv_str key) {
    nv_buf b = { 0 };
    for (uint32_t at = 0; at < key.n;) {
        uint32_t end = at;
        while (end < key.n && key.p[end] != ' ') end++;
        nv_str w = nv_str_cut(key, at, end);
        if (!nv_str_eqz(w, "các") && !nv_str_eqz(w, "những")) {
            if (b.n) nv_buf_addc(&b, ' ');
            nv_buf_adds(&b, w);
        }
        at = end + 1;
    }
    nv_str out = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return out;
}

static const nv_class_row *row_of(expansion *x, const char *kind, nv_str key) {
    for (uint32_t i = 0; i < x->r->classes.n; i++) {
        const nv_class_row *c = &x->r->classes.v[i];
        if (nv_str_eq(c->bare, key) && nv_str_eqz(c->kind, kind)) return c;
    }
    return NULL;
}

/* Cuts a qualifier (or a word that changes nothing) off the end. */
static bool cut_end(expansion *x, const char *kind, nv_str *key) {
    for (uint32_t i = 0; i < x->r->classes.n; i++) {
        const nv_class_row *c = &x->r->classes.v[i];
        if (key->n <= c->key.n || key->p[key->n - c->key.n - 1] != ' ' || !nv_str_eqz(c->kind, kind) || !nv_str_ends(*key, c->key)) continue;
        *key = nv_str_trim(nv_str_cut(*key, 0, key->n - c->key.n - 1));
        return true;
    }
    return false;
}

/* Where the item that begins at `at` ends: before a comma or “và”. */
static uint32_t item_end(nv_str key, uint32_t at, uint32_t *next) {
    for (uint32_t i = at; i < key.n; i++) {
        nv_str rest = nv_str_cut(key, i, key.n);
        if (nv_str_starts(rest, NV_LIT(", "))) return *next = i + 2, i;
        if (nv_str_starts(rest, NV_LIT(" và "))) return *next = i + (uint32_t)strlen(" và "), i;
    }
    return *next = key.n, key.n;
}

static bool one_part(expansion *x, nv_str part) {
    for (;;) {
        const nv_class_row *c = row_of(x, "part", part);
        if (!c) c = row_of(x, "whole", part);
        if (c) return add_members(x, c->members), true;
        if (cut_end(x, "qualifier", &part)) x->some = true;
        else if (!cut_end(x, "drop", &part)) return false;
    }
}

static void expand(expansion *x, nv_str key) {
    while (cut_end(x, "qualifier", &key)) x->some = true;
    const nv_class_row *whole = row_of(x, "whole", key);
    if (whole) {
        add_members(x, whole->members);
        return;
    }
    for (uint32_t at = 0, next; at < key.n; at = next) {
        uint32_t end = item_end(key, at, &next);
        nv_str part = nv_str_trim(nv_str_cut(key, at, end));
        if (part.n && !one_part(x, part)) x->open = true; /* an unknown part: the rest still counts */
    }
}

static void remove_entry(nv_agency_vec *v, const nv_agency_entry *e) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->n; i++)
        if (v->v[i] != e) v->v[n++] = v->v[i];
    v->n = n;
}

/* “trừ Bộ Quốc phòng, Bộ Công an” and “trừ tỉnh X”. */
static void subtract(expansion *x, nv_str names) {
    uint32_t longest = names.n;
    for (uint32_t at = 0, next; at < longest; at = next) {
        nv_str item = nv_str_trim(nv_str_cut(names, at, item_end(names, at, &next)));
        const nv_agency_entry *e = nv_registry_find(x->r, item, x->on);
        /* a name may itself hold “và” or a comma: try the longer pieces too */
        for (uint32_t far = next; !e && far < names.n;) {
            uint32_t more;
            nv_str longer = nv_str_trim(nv_str_cut(names, at, item_end(names, far, &more)));
            e = nv_registry_find(x->r, longer, x->on);
            if (e) next = more;
            far = more;
        }
        if (e) {
            remove_entry(x->out, e);
            continue;
        }
        const nv_province *p = nv_registry_find_province(x->r, item, x->on);
        for (uint32_t i = x->out->n; p && i-- > 0;)
            if (nv_str_eq(x->out->v[i]->province, p->id)) remove_entry(x->out, x->out->v[i]);
    }
}

nv_members nv_registry_class_members(const nv_registry *r, nv_str klass, nv_date on, nv_str province, nv_arena *a, nv_agency_vec *out) {
    expansion x = { .r = r, .a = a, .on = on, .province = province, .out = out };
    uint32_t before = out->n;
    nv_str key = nv_registry_key(r, a, klass), except = { 0 };
    static const char *const cuts[] = { ", trừ ", " (trừ ", " trừ ", ", không bao gồm ", " ngoại trừ " };
    for (unsigned i = 0; i < NV_NELEM(cuts) && !except.n; i++) {
        uint32_t at = nv_str_find(key, nv_str_of(cuts[i]), 0);
        if (at == UINT32_MAX) continue;
        except = nv_str_trim(nv_str_cut(key, at + (uint32_t)strlen(cuts[i]), key.n));
        if (except.n && except.p[except.n - 1] == ')') except.n--;
        key = nv_str_trim(nv_str_cut(key, 0, at));
    }
    expand(&x, nv_class_bare(a, key));
    if (!x.found) return NV_MEMBERS_NONE;
    subtract(&x, except);
    if (out->n == before) return NV_MEMBERS_OPEN;
    return x.some || x.open ? NV_MEMBERS_SOME : NV_MEMBERS_ALL;
}
