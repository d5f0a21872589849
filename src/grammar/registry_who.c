/* From what a person types to the bodies that bear the name; else the nearest name. */
#include "grammar/registry_impl.h"

#define MAX_NAME 160 /* longest skeleton that suggestions are computed for, in bytes */

static void push_once(nv_arena *a, nv_agency_vec *out, const nv_agency_entry *e) {
    for (uint32_t i = 0; i < out->n; i++)
        if (out->v[i] == e) return;
    *NV_PUSH(a, out) = e;
}

static void push_keys(const nv_registry *r, const nv_keys *keys, nv_str key, nv_arena *a, nv_agency_vec *out) {
    uint32_t n;
    const nv_key *k = nv_keys_find(keys, key, &n);
    for (uint32_t i = 0; i < n; i++) push_once(a, out, &r->agencies.v[k[i].index]);
}

static uint32_t least(uint32_t a, uint32_t b, uint32_t c) { return a < b ? (a < c ? a : c) : (b < c ? b : c); }

/* Levenshtein distance of two short skeletons, at most `bound` + 1. */
static uint32_t edits(nv_str a, nv_str b, uint32_t bound) {
    uint32_t row[MAX_NAME + 1];
    uint32_t gap = a.n > b.n ? a.n - b.n : b.n - a.n;
    if (gap > bound || a.n > MAX_NAME || b.n > MAX_NAME) return bound + 1;
    for (uint32_t j = 0; j <= b.n; j++) row[j] = j;
    for (uint32_t i = 1; i <= a.n; i++) {
        uint32_t diagonal = row[0], best = row[0] = i;
        for (uint32_t j = 1; j <= b.n; j++) {
            uint32_t above = row[j];
            row[j] = least(row[j] + 1, row[j - 1] + 1, diagonal + (a.p[i - 1] != b.p[j - 1]));
            diagonal = above;
            if (row[j] < best) best = row[j];
        }
        if (best > bound) return bound + 1;
    }
    return row[b.n];
}

static nv_str nearest(const nv_registry *r, nv_str skeleton) {
    nv_str name = { 0 };
    uint32_t bound = skeleton.n / 4 + 2; /* farther names would only puzzle */
    const nv_keys *known = nv_registry_skeletons(r);
    for (uint32_t i = 0; i < known->n; i++) {
        uint32_t d = edits(skeleton, known->v[i].key, bound);
        if (d > bound) continue;
        if (d < bound || !name.n) name = r->agencies.v[known->v[i].index].name;
        bound = d;
        if (!bound) break;
    }
    return name;
}

/* Short forms are known with their diacritics (HĐND); typed without them they are tried here. */
static nv_str spell_skeleton(const nv_registry *r, nv_arena *a, nv_str skeleton) {
    nv_buf b = { 0 };
    for (uint32_t at = 0; at < skeleton.n;) {
        uint32_t end = at;
        while (end < skeleton.n && skeleton.p[end] != ' ') end++;
        nv_str w = nv_str_cut(skeleton, at, end);
        nv_str full = w;
        for (uint32_t i = 0; i < r->shorts.n && nv_str_eq(full, w); i++)
            if (nv_str_eq(nv_skeleton_str(a, r->shorts.v[i].key), w)) full = nv_skeleton_str(a, r->shorts.v[i].full);
        nv_buf_adds(&b, full);
        if (end < skeleton.n) nv_buf_addc(&b, ' ');
        at = end + 1;
    }
    nv_str out = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return out;
}

bool nv_registry_resolve_who(const nv_registry *r, nv_str text, nv_arena *a, nv_agency_vec *out, nv_str *suggestion) {
    uint32_t before = out->n;
    *suggestion = (nv_str){ 0 };
    nv_str key = nv_registry_key(r, a, text);
    push_keys(r, &r->names, key, a, out);
    if (out->n == before) push_keys(r, &r->ids, nv_str_trim(text), a, out);
    if (out->n > before) return true;
    nv_str skeleton = nv_skeleton_str(a, key);
    push_keys(r, nv_registry_skeletons(r), skeleton, a, out);
    if (out->n > before) return true;
    nv_str spelled = spell_skeleton(r, a, skeleton);
    push_keys(r, nv_registry_skeletons(r), spelled, a, out);
    if (out->n > before) return true;
    *suggestion = nearest(r, spelled);
    return false;
}
