/* One body in several named places: “Ủy ban nhân dân các tỉnh An Giang, Đồng Tháp”, “UBND thành phố Hà Nội, Thành phố Hồ Chí Minh và các địa phương”. */
#include "detect/agency.h"

enum { COMMUNE = 1, DISTRICT, PROVINCE };

/* Where a list of places stands: of which rank they are and the level that was said once for all of them (n == 0: several were). */
typedef struct { unsigned rank; nv_str level; bool colon; uint32_t last, before; /* where the last level begins, and the one before it ends (0: there is none) */ } kind;
typedef struct { uint32_t beg, name, end; } place;

static bool is_word(const nv_ascan *s, uint32_t i) { return i < s->toks.n && s->toks.v[i].word; }

static unsigned rank_of(const nv_ascan *s, uint32_t level, uint32_t name) {
    uint32_t e, city;
    if (nv_at_is(s, level, "tỉnh")) return PROVINCE;
    if (nv_at_is(s, level, "thành") || nv_at_is(s, level, "tp") || nv_at_is(s, level, "thủ")) return nv_at_name(s, s->d->provinces, name, &e, &city) && city == 2 ? PROVINCE : DISTRICT;
    if (nv_at_is(s, level, "huyện") || nv_at_is(s, level, "quận") || nv_at_is(s, level, "tx") || (nv_at_is(s, level, "thị") && nv_at_is(s, level + 1, "xã"))) return DISTRICT;
    return COMMUNE;
}

/* Something else than a place begins at i. */
static bool other_name(nv_ascan *s, uint32_t i) {
    static const nv_term_role roles[] = { NV_T_HEAD, NV_T_OFFICE, NV_T_LOCAL, NV_T_CLASS };
    uint32_t e, v;
    for (unsigned k = 0; k < NV_NELEM(roles); k++)
        if (nv_at_term(s, roles[k], i, &e, NULL)) return true;
    return nv_at_name(s, s->d->bodies, i, &e, &v);
}

/* A place of the list at i: with its level, or the name alone where `bare` allows it. */
static bool place_at(nv_ascan *s, uint32_t i, const kind *l, bool bare, place *p) {
    nv_str arg;
    uint32_t name = i;
    bool level = nv_an_level(s, i, &name, &arg);
    if (level && arg.n) return false;
    if (!level && (!bare || other_name(s, i))) return false;
    if (!level) name = i;
    bool known = l->rank == PROVINCE && !(level && rank_of(s, i, name) != PROVINCE);
    if (level && rank_of(s, i, name) != l->rank) return false;
    *p = (place){ .beg = i, .name = name };
    return is_word(s, name) && !s->toks.v[name].number && nv_an_place(s, name, known, &p->end);
}

/* “tỉnh”, “thành phố” or nothing before a place that was named without it. */
static nv_str level_of(nv_ascan *s, const kind *l, const place *p) {
    uint32_t e, city;
    if (p->name > p->beg) return nv_fold_str(s->doc->arena, nv_an_named(s, p->beg, p->name));
    if (l->rank == PROVINCE && nv_at_name(s, s->d->provinces, p->name, &e, &city)) return city == 2 ? NV_LIT("thành phố") : NV_LIT("tỉnh");
    return l->level;
}

static nv_str place_name(nv_ascan *s, const kind *l, const place *p) {
    nv_str level = level_of(s, l, p), name = nv_an_named(s, p->name, p->end);
    return level.n ? nv_arena_printf(s->doc->arena, "%.*s %.*s", NV_ARG(level), NV_ARG(name)) : name;
}

/* Reads at most `most` places and what parts them. */
static uint32_t read_places(nv_ascan *s, uint32_t i, const kind *l, bool bare, place *out, uint32_t most) {
    uint32_t n = 0, after = i;
    place more;
    while (n < most && place_at(s, after, l, bare, &out[n])) {
        uint32_t end = out[n++].end;
        if (nv_at_punct(s, end, '-') || nv_at_punct(s, end, '/') || !nv_an_separator(s, end, &after)) return n;
    }
    if (n == most && place_at(s, after, l, bare, &more)) {
        nv_span sp = { s->toks.v[out[0].beg].beg, s->toks.v[more.end - 1].end };
        nv_doc_diag(s->doc, NV_M_LIMIT_HIT, &sp, 0, "NV_MAX_LISTED", nv_arena_printf(s->doc->arena, "%u", NV_MAX_LISTED).p, NULL);
    }
    return n;
}

/* The levels that a plural territory [i, end) names. */
static kind levels_in(const nv_ascan *s, uint32_t i, uint32_t end) {
    kind l = { 0 };
    uint32_t n = 0, e, stop = 0;
    nv_str arg;
    for (uint32_t k = i; k < end; k++) {
        if (!nv_an_level(s, k, &e, &arg) || e > end) continue;
        unsigned rank = nv_at_is(s, k, "thành") || nv_at_is(s, k, "tp") ? DISTRICT : rank_of(s, k, e);
        if (rank > l.rank) l.rank = rank;
        if (n++ == 0) l.level = nv_at_text(s, k, e);
        l.before = stop;
        l.last = k;
        stop = e;
        k = e - 1;
    }
    if (n > 1) l.level = (nv_str){ 0 };
    return l;
}

/* The words of a level reach from `i` to `end`. */
static bool level_ends(const nv_ascan *s, uint32_t i, uint32_t end) {
    uint32_t e;
    nv_str arg;
    return nv_an_level(s, i, &e, &arg) && e == end;
}

/* The territory that ends the name: its first token, and what it is. */
static bool territory_of(nv_ascan *s, const nv_np *np, uint32_t *at, bool *plural, bool *proper) {
    uint32_t end;
    for (*at = np->beg + 1; *at < np->end; ++*at)
        if (nv_an_territory(s, *at, &end, plural, proper) && end == np->end) return true;
    return false;
}

static nv_np named(nv_ascan *s, const nv_np *first, nv_str head, nv_str where, uint32_t beg, uint32_t end) {
    nv_np np = { .beg = beg, .end = end, .kind = first->office.n ? NV_NP_OFFICE : NV_NP_BODY, .proper = true, .rule = "agency.places", .confidence = 0.9 };
    np.name = nv_arena_printf(s->doc->arena, "%.*s %.*s", NV_ARG(head), NV_ARG(where));
    np.entry = nv_at_entry(s, np.name);
    return np;
}

uint32_t nv_apl_list(nv_ascan *s, const nv_np *first, nv_np *np, uint32_t most) {
    place v[NV_MAX_LISTED];
    uint32_t at, from = first->end, n;
    bool plural, proper;
    if (first->bare || from + 1 >= s->toks.n || !territory_of(s, first, &at, &plural, &proper) || (!plural && !proper)) return 0;
    nv_str head = nv_an_named(s, first->beg, at);
    if (!plural) { /* “UBND thành phố Hà Nội, Thành phố Hồ Chí Minh”: the next has the same rank, else it is where the first lies */
        uint32_t name, after;
        nv_str arg;
        if (!nv_an_level(s, at, &name, &arg)) return 0;
        kind l = { .rank = rank_of(s, at, name), .level = nv_at_text(s, at, name) };
        if (nv_at_punct(s, from, '-') || nv_at_punct(s, from, '/') || !nv_an_separator(s, from, &after)) return 0;
        n = read_places(s, after, &l, l.rank == PROVINCE && nv_at_is(s, at, "tỉnh"), v, most - 1);
        np[0] = *first;
        for (uint32_t k = 0; k < n; k++) np[k + 1] = named(s, first, head, place_name(s, &l, &v[k]), v[k].beg, v[k].end);
        return n ? n + 1 : 0;
    }
    kind l = levels_in(s, at, from);
    if (nv_at_punct(s, from, ':')) l.colon = true, from++;
    if (!l.rank || !is_word(s, from)) return 0;
    uint32_t e, city;
    bool provinces = nv_at_name(s, s->d->provinces, from, &e, &city);
    if (l.rank == DISTRICT && nv_at_is(s, at + 1, "thành") && provinces && city == 2) l.rank = PROVINCE; /* “các thành phố Hà Nội, Đà Nẵng” */
    /* “UBND các huyện, thành phố Đà Lạt, Bảo Lộc”: all of one level, and some of another; “các tỉnh, thành phố Hà Nội, Quảng Ninh” are only those */
    bool both = l.before && !l.colon && level_ends(s, l.last, from) && !(provinces && l.rank == PROVINCE);
    if (both) {
        kind some = { .rank = rank_of(s, l.last, from), .level = nv_at_text(s, l.last, from) };
        n = read_places(s, from, &some, true, v, most - 1);
        if (!n) return 0;
        np[0] = (nv_np){ .beg = first->beg, .end = l.before, .kind = NV_NP_CLASS, .name = nv_an_named(s, first->beg, l.before), .office = first->office, .rule = "agency.places", .confidence = 0.9 };
        np[0].entry = nv_at_entry(s, np[0].name);
        for (uint32_t k = 0; k < n; k++) np[k + 1] = named(s, first, head, place_name(s, &some, &v[k]), k ? v[k].beg : l.last, v[k].end);
        return n + 1;
    }
    n = read_places(s, from, &l, true, v, most);
    if (!n || (n == 1 && !l.colon && !provinces)) return 0;
    for (uint32_t k = 0; k < n; k++) np[k] = named(s, first, head, place_name(s, &l, &v[k]), k ? v[k].beg : first->beg, v[k].end);
    return n;
}

uint32_t nv_apl_places(nv_ascan *s, uint32_t i, nv_np *np, uint32_t most) {
    place v[NV_MAX_LISTED];
    uint32_t end, name, n;
    bool plural, proper;
    nv_str arg;
    if (!is_word(s, i) || !s->toks.v[i].cap || s->heading || !nv_ac_begins(s, i) || !nv_an_territory(s, i, &end, &plural, &proper)) return 0;
    kind l;
    uint32_t from = i;
    if (proper) {
        if (!nv_an_level(s, i, &name, &arg)) return 0;
        l = (kind){ .rank = rank_of(s, i, name), .level = nv_at_text(s, i, name) };
    } else {
        l = levels_in(s, i, end);
        from = nv_at_punct(s, end, ':') ? end + 1 : end;
    }
    if (!l.rank) return 0;
    n = read_places(s, from, &l, !proper, v, most);
    if (n < 2 || !nv_ac_told(s, v[n - 1].end)) return 0;
    for (uint32_t k = 0; k < n; k++) {
        nv_str where = place_name(s, &l, &v[k]);
        np[k] = (nv_np){ .beg = k ? v[k].beg : i, .end = v[k].end, .kind = NV_NP_BODY, .proper = true, .name = where, .rule = "agency.places", .confidence = 0.85 };
    }
    return n;
}
