/* The registry: agencies, provinces and document types of grammars/, indexed by name, code and id. */
#include "grammar/registry_impl.h"

#include "grammar/internal.h"

#include <glib.h>
#include <stdlib.h>

bool nv_list_next(nv_str list, uint32_t *at, nv_str *item) {
    while (*at < list.n) {
        uint32_t end = nv_str_find(list, NV_LIT(";"), *at);
        if (end == UINT32_MAX) end = list.n;
        *item = nv_str_trim(nv_str_cut(list, *at, end));
        *at = end + 1;
        if (item->n) return true;
    }
    return false;
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

static int by_key(const void *a, const void *b) {
    const nv_key *x = a, *y = b;
    int c = nv_str_cmp(x->key, y->key);
    return c ? c : (x->index > y->index) - (x->index < y->index);
}

static void keys_add(nv_registry *r, nv_keys *k, nv_str key, uint32_t index) {
    if (key.n) *NV_PUSH(r->arena, k) = (nv_key){ key, index };
}

static void keys_sort(nv_keys *k) {
    if (k->n) qsort(k->v, k->n, sizeof *k->v, by_key);
}

const nv_key *nv_keys_find(const nv_keys *k, nv_str key, uint32_t *n) {
    uint32_t lo = 0, hi = k->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (nv_str_cmp(k->v[mid].key, key) < 0) lo = mid + 1;
        else hi = mid;
    }
    for (*n = 0; lo + *n < k->n && nv_str_eq(k->v[lo + *n].key, key);) ++*n;
    return *n ? &k->v[lo] : NULL;
}

/* ---- short forms ------------------------------------------------------------------------------------------------- */

static int longest_first(const void *a, const void *b) {
    const nv_short *x = a, *y = b;
    int first = (unsigned char)x->key.p[0] - (unsigned char)y->key.p[0];
    if (first) return first;
    return x->key.n == y->key.n ? nv_str_cmp(x->key, y->key) : (x->key.n < y->key.n) - (x->key.n > y->key.n);
}

/* The short form that stands at `at` of the folded text as a whole word. */
static const nv_short *short_at(const nv_registry *r, nv_str folded, uint32_t at) {
    unsigned char first = (unsigned char)folded.p[at];
    for (uint32_t i = r->short_from[first]; i < r->short_from[first + 1]; i++) {
        nv_str k = r->shorts.v[i].key;
        if (k.n > 1 && at + 1 < folded.n && folded.p[at + 1] != k.p[1]) continue; /* nearly always */
        if (at + k.n > folded.n || memcmp(folded.p + at, k.p, k.n) != 0) continue;
        if (k.p[k.n - 1] == '.' || nv_word_border(folded, at + k.n)) return &r->shorts.v[i];
    }
    return NULL;
}

/* The short form at `at`, or NULL: its first byte tells nearly always that there is none. */
static const nv_short *short_here(const nv_registry *r, nv_str name, nv_str folded, uint32_t at) {
    unsigned char first = (unsigned char)folded.p[at];
    if (r->short_from[first] == r->short_from[first + 1] || !nv_quick_border(folded, at)) return NULL;
    const nv_short *s = short_at(r, folded, at);
    /* “tư” is also a word: a short form of two letters with a mark must be printed in capitals */
    if (s && s->key.n <= 3 && (unsigned char)s->key.p[s->key.n - 1] >= 0x80 && name.p[at + s->key.n - 1] == s->key.p[s->key.n - 1]) return NULL;
    return s;
}

/* The name itself where it has no short form: most have none. */
static nv_str spell_out(const nv_registry *r, nv_arena *a, nv_str name, nv_str folded) {
    nv_buf b = { 0 };
    uint32_t done = 0; /* what stands before is in the buffer */
    for (uint32_t at = 0; at < name.n;) {
        const nv_short *s = short_here(r, name, folded, at);
        if (!s) {
            at++; /* no short form begins inside a letter */
            continue;
        }
        nv_buf_adds(&b, nv_str_cut(name, done, at));
        nv_buf_adds(&b, s->full);
        done = at += s->key.n;
        /* “TP.Hà Nội” is two words */
        if (s->key.p[s->key.n - 1] == '.' && at < name.n && name.p[at] != ' ') nv_buf_addc(&b, ' ');
    }
    if (!done) return name;
    nv_buf_adds(&b, nv_str_cut(name, done, name.n));
    nv_str out = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return out;
}

nv_str nv_registry_spell_out(const nv_registry *r, nv_arena *a, nv_str name) { return spell_out(r, a, name, nv_fold_str(a, name)); }
nv_str nv_registry_spell_out_folded(const nv_registry *r, nv_arena *a, nv_str name, nv_str folded) { return spell_out(r, a, name, folded); }

/* Length of the character at `at` that even_out may change, 0 for any other. */
static uint32_t uneven(nv_str s, uint32_t at) {
    unsigned char c = (unsigned char)s.p[at];
    if (c < 0x80) return c == ' ' || c == ',' || c == '-' || c == ';' || c == '&' || c == '\t' || c == '\n';
    if (c == 0xC2) return at + 1 < s.n && (unsigned char)s.p[at + 1] == 0xA0 ? 2 : 0;          /* no-break space */
    return c == 0xE2 && at + 2 < s.n && memcmp(s.p + at, "\u2013", 3) == 0 ? 3 : 0;            /* en dash */
}

/* Nothing to do: single spaces, commas and dashes with theirs. */
static bool is_even(nv_str s) {
    for (uint32_t i = 0; i < s.n; i++) {
        if (!uneven(s, i)) continue;
        char c = s.p[i], before = i ? s.p[i - 1] : ' ', behind = i + 1 < s.n ? s.p[i + 1] : 0;
        bool fine = c == ' ' ? before != ' ' && behind : c == ',' ? before != ' ' && behind == ' ' : c == '-' && before == ' ' && i && behind == ' ';
        if (!fine) return false;
    }
    return true;
}

/* One space between words, none around commas but one after, dashes as " - ". */
static nv_str even_out(nv_arena *a, nv_str s) {
    if (is_even(s)) return s;
    nv_buf b = { 0 };
    for (uint32_t at = 0; at < s.n;) {
        uint32_t beg = at, n = 0;
        while (at < s.n && !(n = uneven(s, at))) at++;
        nv_buf_add(&b, s.p + beg, at - beg);
        if (at == s.n) break;
        char c = s.p[at];
        at += n;
        if (c == ',' || c == ';') {
            while (b.n && b.p[b.n - 1] == ' ') b.n--;
            nv_buf_addz(&b, ", ");
            continue;
        }
        if (b.n && b.p[b.n - 1] != ' ') nv_buf_addc(&b, ' ');
        if (c == '&') nv_buf_addz(&b, "và ");
        else if (c == '-' || n == 3) nv_buf_addz(&b, "- ");
    }
    nv_str out = nv_arena_str(a, nv_str_trim(nv_buf_str(&b)));
    nv_buf_clear(&b);
    return out;
}

nv_str nv_registry_key(const nv_registry *r, nv_arena *a, nv_str name) {
    name = nv_str_trim(name);
    nv_str key = nv_fold_key(a, name);
    /* a rime that only the key moves makes it shorter: without one the key is the folded name, offset by offset */
    nv_str full = spell_out(r, a, name, key.n == name.n ? key : nv_fold_str(a, name));
    return even_out(a, full.p == name.p ? key : nv_fold_key(a, full));
}

/* ---- loading ----------------------------------------------------------------------------------------------------- */

static nv_date date_cell(const nv_tsv_row *row, nv_str cell, nv_buf *errors) {
    nv_date none = { 0 };
    if (!cell.n) return none;
    nv_date d = nv_date_parse(cell);
    if (nv_date_none(d)) nv_tsv_complain(row, errors, "a date must be YYYY-MM-DD");
    return d;
}

static nv_agency_kind kind_of(nv_str text) {
    if (nv_str_eqz(text, "class")) return NV_A_CLASS;
    return nv_str_eqz(text, "office-holder") ? NV_A_OFFICE : NV_A_BODY;
}

static void load_shorts(nv_registry *r, const nv_grammar *g, nv_buf *errors) {
    static const char *const cols[] = { "short", "long", "source", NULL };
    const nv_tsv *t = nv_tsv_load(g, "agency_short.tsv", cols, errors);
    for (uint32_t i = 0; t && i < t->n; i++)
        if (t->rows[i].cell[0].n) *NV_PUSH(r->arena, &r->shorts) = (nv_short){ nv_fold_str(r->arena, t->rows[i].cell[0]), t->rows[i].cell[1] };
    if (r->shorts.n) qsort(r->shorts.v, r->shorts.n, sizeof *r->shorts.v, longest_first);
    for (uint32_t b = 0, i = 0; b <= 256; b++) {
        while (i < r->shorts.n && (unsigned char)r->shorts.v[i].key.p[0] < b) i++;
        r->short_from[b] = i;
    }
}

static void load_classes(nv_registry *r, const nv_grammar *g, nv_buf *errors) {
    static const char *const cols[] = { "kind", "name", "members", "source", NULL };
    const nv_tsv *t = nv_tsv_load(g, "agency_classes.tsv", cols, errors);
    for (uint32_t i = 0; t && i < t->n; i++) {
        const nv_str *c = t->rows[i].cell;
        nv_str key = nv_registry_key(r, r->arena, c[1]);
        *NV_PUSH(r->arena, &r->classes) = (nv_class_row){ c[0], key, c[2], nv_class_bare(r->arena, key) };
        if (nv_str_eqz(c[0], "whole")) *NV_PUSH(r->arena, &r->class_names) = (nv_class_name){ c[1], c[2] };
    }
}

static void load_agencies(nv_registry *r, const nv_grammar *g, nv_buf *errors) {
    static const char *const cols[] = { "id", "name", "code", "abbreviations", "variants", "kind", "parent", "level", "valid_from", "valid_to",
                                        "successors", "head_title", "members", "note", NULL };
    const nv_tsv *t = nv_tsv_load(g, "agencies.tsv", cols, errors);
    for (uint32_t i = 0; t && i < t->n; i++) {
        const nv_tsv_row *row = &t->rows[i];
        const nv_str *c = row->cell;
        if (!c[0].n || !c[1].n) nv_tsv_complain(row, errors, "id and name must not be empty");
        *NV_PUSH(r->arena, &r->agencies) = (nv_agency_entry){
            .id = c[0], .name = c[1], .code = c[2], .abbreviations = c[3], .variants = c[4], .kind = kind_of(c[5]), .kind_text = c[5], .parent = c[6],
            .level = c[7], .from = date_cell(row, c[8], errors), .to = date_cell(row, c[9], errors), .successors = c[10], .head_title = c[11], .members = c[12],
            .note = c[13]
        };
    }
}

static bool yes(nv_str s) { return nv_str_eqz(s, "y"); }

static void load_provinces(nv_registry *r, const nv_grammar *g, nv_buf *errors) {
    static const char *const cols[] = { "id", "name", "full_name", "type", "variants", "in63", "in34", "in_now", "land_border", "sea_coast", "valid_from",
                                        "valid_to", "predecessors", "successors", "legal_basis", NULL };
    const nv_tsv *t = nv_tsv_load(g, "provinces.tsv", cols, errors);
    for (uint32_t i = 0; t && i < t->n; i++) {
        const nv_tsv_row *row = &t->rows[i];
        const nv_str *c = row->cell;
        *NV_PUSH(r->arena, &r->provinces) = (nv_province){
            .id = c[0], .name = c[1], .full_name = c[2], .variants = c[4], .predecessors = c[12], .successors = c[13], .basis = c[14],
            .city = nv_str_starts(c[3], NV_LIT("thành phố")), .in63 = yes(c[5]), .in34 = yes(c[6]), .now = yes(c[7]), .border = yes(c[8]),
            .coast = yes(c[9]), .from = date_cell(row, c[10], errors), .to = date_cell(row, c[11], errors)
        };
    }
}

static void load_types(nv_registry *r, const nv_grammar *g, nv_buf *errors) {
    static const char *const cols[] = { "id", "code", "name_vi", "system", "normative", "record_type", NULL };
    const nv_tsv *t = nv_tsv_load(g, "doc_types.tsv", cols, errors);
    for (uint32_t i = 0; t && i < t->n; i++) {
        const nv_str *c = t->rows[i].cell;
        *NV_PUSH(r->arena, &r->types) = (nv_doc_type){ .id = c[0], .code = c[1], .name = c[2], .system = c[3], .normative = yes(c[4]), .record_type = c[5] };
    }
}

/* ---- each province's own bodies ---------------------------------------------------------------------------------- */

/* {p}: “tỉnh Bắc Ninh”, “thành phố Hà Nội”; {n}: “Bắc Ninh”; {T}: “Tỉnh ủy”, “Thành ủy”. */
static nv_str fill_in(nv_registry *r, nv_str pattern, const nv_province *p) {
    nv_buf b = { 0 };
    uint32_t done = 0;
    for (uint32_t at = 0; (at = nv_str_find(pattern, NV_LIT("{"), at)) != UINT32_MAX; at++) {
        nv_str mark = nv_str_cut(pattern, at, at + 3 < pattern.n ? at + 3 : pattern.n);
        bool typed = nv_str_eqz(mark, "{p}"), named = nv_str_eqz(mark, "{n}"), party = nv_str_eqz(mark, "{T}");
        if (!typed && !named && !party) continue;
        nv_buf_adds(&b, nv_str_cut(pattern, done, at));
        if (typed) nv_buf_addz(&b, p->city ? "thành phố " : "tỉnh ");
        if (party) nv_buf_addz(&b, p->city ? "Thành ủy" : "Tỉnh ủy");
        else nv_buf_adds(&b, p->name);
        done = at + 3;
    }
    nv_buf_adds(&b, nv_str_cut(pattern, done, pattern.n));
    nv_str out = nv_arena_str(r->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return out;
}

/* “ubnd-tinh/bac-ninh-2025” */
static void put_id(nv_buf *b, nv_str generic, nv_str province) {
    nv_buf_adds(b, generic);
    nv_buf_addc(b, '/');
    nv_buf_adds(b, province);
}

static nv_date later(nv_date a, nv_date b) { return nv_date_none(a) || (!nv_date_none(b) && nv_date_cmp(b, a) > 0) ? b : a; }
static nv_date earlier(nv_date a, nv_date b) { return nv_date_none(a) || (!nv_date_none(b) && nv_date_cmp(b, a) < 0) ? b : a; }

/* “ubnd-tinh/bac-ninh-2025;…” for the provinces that follow this one. */
static nv_str successors_of(nv_registry *r, const nv_agency_entry *g, const nv_province *p) {
    nv_buf b = { 0 };
    nv_str item;
    for (uint32_t at = 0; nv_list_next(p->successors, &at, &item);) {
        if (b.n) nv_buf_addc(&b, ';');
        put_id(&b, g->id, item);
    }
    nv_str out = nv_arena_str(r->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return out;
}

static void add_instance(nv_registry *r, uint32_t generic, const nv_province *p, nv_str name, nv_str variants) {
    nv_agency_entry e = r->agencies.v[generic];
    e.from = later(e.from, p->from);
    e.to = earlier(e.to, p->to);
    if (!nv_date_none(e.from) && !nv_date_none(e.to) && nv_date_cmp(e.from, e.to) > 0) return; /* never at the same time */
    e.generic = e.id;
    e.province = p->id;
    e.successors = successors_of(r, &e, p);
    nv_buf id = { 0 };
    put_id(&id, e.id, p->id);
    e.id = nv_arena_str(r->arena, nv_buf_str(&id));
    nv_buf_clear(&id);
    if (e.kind == NV_A_CLASS) e.kind = NV_A_BODY; /* one row of the table stands for all; the instance is one body */
    e.name = fill_in(r, name, p);
    e.variants = fill_in(r, variants, p);
    e.abbreviations = e.code = (nv_str){ 0 };
    *NV_PUSH(r->arena, &r->agencies) = e;
}

static void load_instances(nv_registry *r, const nv_grammar *g, nv_buf *errors) {
    static const char *const cols[] = { "id", "name", "variants", NULL };
    const nv_tsv *t = nv_tsv_load(g, "agency_instances.tsv", cols, errors);
    uint32_t table = r->agencies.n;
    for (uint32_t i = 0; t && i < t->n; i++) {
        const nv_str *c = t->rows[i].cell;
        uint32_t k = 0;
        while (k < table && !nv_str_eq(r->agencies.v[k].id, c[0])) k++;
        if (k == table) nv_tsv_complain(&t->rows[i], errors, "no such agency");
        else {
            uint32_t beg = r->agencies.n;
            for (uint32_t p = 0; p < r->provinces.n; p++) add_instance(r, k, &r->provinces.v[p], c[1], c[2]);
            *NV_PUSH(r->arena, &r->instances) = (nv_instances){ r->agencies.v[k].id, beg, r->agencies.n };
        }
    }
}

/* ---- indexes ----------------------------------------------------------------------------------------------------- */

static void index_name(nv_registry *r, nv_str name, uint32_t i) { keys_add(r, &r->names, nv_registry_key(r, r->arena, name), i); }

const nv_keys *nv_registry_skeletons(const nv_registry *r) {
    nv_late_keys *late = r->skeletons;
    if (g_once_init_enter(&late->ready)) { /* threads that ask at the same time wait for the first */
        for (uint32_t i = 0; i < r->names.n; i++) {
            nv_str skeleton = nv_skeleton_str(r->arena, r->names.v[i].key);
            if (skeleton.n) *NV_PUSH(r->arena, &late->keys) = (nv_key){ skeleton, r->names.v[i].index };
        }
        keys_sort(&late->keys);
        g_once_init_leave(&late->ready, 1);
    }
    return &late->keys;
}

static void index_agency(nv_registry *r, uint32_t i) {
    const nv_agency_entry *e = &r->agencies.v[i];
    nv_str item;
    keys_add(r, &r->ids, e->id, i);
    index_name(r, e->name, i);
    for (uint32_t at = 0; nv_list_next(e->variants, &at, &item);) index_name(r, item, i);
    for (uint32_t at = 0; nv_list_next(e->abbreviations, &at, &item);) index_name(r, item, i);
    keys_add(r, &r->codes, nv_fold_str(r->arena, e->code), i);
    for (uint32_t at = 0; nv_list_next(e->abbreviations, &at, &item);)
        if (!nv_str_eq(item, e->code)) keys_add(r, &r->codes, nv_fold_str(r->arena, item), i);
}

static void index_province(nv_registry *r, uint32_t i) {
    const nv_province *p = &r->provinces.v[i];
    nv_str item;
    keys_add(r, &r->province_ids, p->id, i);
    keys_add(r, &r->province_names, nv_registry_key(r, r->arena, p->name), i);
    keys_add(r, &r->province_names, nv_registry_key(r, r->arena, p->full_name), i);
    for (uint32_t at = 0; nv_list_next(p->variants, &at, &item);) keys_add(r, &r->province_names, nv_registry_key(r, r->arena, item), i);
}

static void check_ids(nv_registry *r, nv_buf *errors) {
    for (uint32_t i = 1; i < r->ids.n; i++)
        if (nv_str_eq(r->ids.v[i].key, r->ids.v[i - 1].key)) nv_buf_printf(errors, "agencies.tsv:1:1: the id %.*s stands twice\n", NV_ARG(r->ids.v[i].key));
    for (uint32_t i = 0; i < r->agencies.n; i++) {
        const nv_agency_entry *e = &r->agencies.v[i];
        nv_str item;
        if (e->generic.n) break;
        if (e->parent.n && !nv_registry_by_id(r, e->parent)) nv_buf_printf(errors, "agencies.tsv:1:1: %.*s: no such parent\n", NV_ARG(e->id));
        for (uint32_t at = 0; nv_list_next(e->successors, &at, &item);)
            if (!nv_registry_by_id(r, item)) nv_buf_printf(errors, "agencies.tsv:1:1: %.*s: no such successor: %.*s\n", NV_ARG(e->id), NV_ARG(item));
    }
}

nv_registry *nv_registry_load(const nv_grammar *g, nv_buf *errors) {
    size_t before = errors->n;
    nv_arena *a = nv_arena_new();
    nv_registry *r = nv_arena_alloc(a, sizeof *r);
    r->arena = a;
    r->skeletons = nv_arena_alloc(a, sizeof *r->skeletons);
    load_shorts(r, g, errors);
    load_agencies(r, g, errors);
    load_provinces(r, g, errors);
    load_types(r, g, errors);
    load_instances(r, g, errors);
    load_classes(r, g, errors);
    for (uint32_t i = 0; i < r->agencies.n; i++) index_agency(r, i);
    for (uint32_t i = 0; i < r->provinces.n; i++) index_province(r, i);
    keys_sort(&r->ids);
    keys_sort(&r->names);
    keys_sort(&r->codes);
    keys_sort(&r->province_ids);
    keys_sort(&r->province_names);
    check_ids(r, errors);
    if (errors->n == before) return r;
    nv_registry_free(r);
    return NULL;
}

void nv_registry_free(nv_registry *r) {
    if (r) nv_arena_free(r->arena);
}

/* ---- looking up -------------------------------------------------------------------------------------------------- */

const nv_agency_entry *nv_registry_agencies(const nv_registry *r, uint32_t *n) { return *n = r->agencies.n, r->agencies.v; }
const nv_province *nv_registry_provinces(const nv_registry *r, uint32_t *n) { return *n = r->provinces.n, r->provinces.v; }
const nv_doc_type *nv_registry_doc_types(const nv_registry *r, uint32_t *n) { return *n = r->types.n, r->types.v; }

static bool valid(nv_date from, nv_date to, nv_date on) {
    if (nv_date_none(on)) return nv_date_none(to);
    return (nv_date_none(from) || nv_date_cmp(from, on) <= 0) && (nv_date_none(to) || nv_date_cmp(on, to) <= 0);
}

bool nv_agency_valid(const nv_agency_entry *e, nv_date on) { return valid(e->from, e->to, on); }

/* Days between the date and the validity; none asks for the one that ends last. */
static int64_t distance(nv_date from, nv_date to, nv_date on) {
    if (nv_date_none(on)) return nv_date_none(to) ? 0 : 10000000 - (int64_t)nv_date_days(to);
    if (!nv_date_none(from) && nv_date_cmp(on, from) < 0) return nv_date_days(from) - (int64_t)nv_date_days(on);
    if (!nv_date_none(to) && nv_date_cmp(on, to) > 0) return nv_date_days(on) - (int64_t)nv_date_days(to);
    return 0;
}

const nv_agency_entry *nv_registry_by_id(const nv_registry *r, nv_str id) {
    uint32_t n;
    const nv_key *k = nv_keys_find(&r->ids, id, &n);
    return k ? &r->agencies.v[k->index] : NULL;
}

const nv_province *nv_registry_province(const nv_registry *r, nv_str id) {
    uint32_t n;
    const nv_key *k = nv_keys_find(&r->province_ids, id, &n);
    return k ? &r->provinces.v[k->index] : NULL;
}

/* The nearest in time of the entries under a key: a name printed shortly after its bearer ended still means it. */
static const nv_agency_entry *nearest_agency(const nv_registry *r, const nv_key *k, uint32_t n, nv_date on) {
    const nv_agency_entry *best = NULL;
    int64_t least = 0;
    for (uint32_t i = 0; i < n; i++) {
        const nv_agency_entry *e = &r->agencies.v[k[i].index];
        int64_t d = distance(e->from, e->to, on);
        if (!best || d < least) best = e, least = d;
    }
    return best;
}

const nv_agency_entry *nv_registry_find_with(const nv_registry *r, nv_arena *scratch, nv_str name, nv_date on) {
    uint32_t n;
    const nv_key *k = nv_keys_find(&r->names, nv_registry_key(r, scratch, name), &n);
    return k ? nearest_agency(r, k, n, on) : NULL;
}

const nv_agency_entry *nv_registry_find(const nv_registry *r, nv_str name, nv_date on) {
    nv_arena *a = nv_arena_new();
    const nv_agency_entry *e = nv_registry_find_with(r, a, name, on);
    nv_arena_free(a);
    return e;
}

const nv_province *nv_registry_find_province(const nv_registry *r, nv_str name, nv_date on) {
    nv_arena *a = nv_arena_new();
    uint32_t n;
    const nv_key *k = nv_keys_find(&r->province_names, nv_registry_key(r, a, name), &n);
    nv_arena_free(a);
    const nv_province *best = NULL;
    int64_t least = 0;
    for (uint32_t i = 0; i < n; i++) {
        const nv_province *p = &r->provinces.v[k[i].index];
        int64_t d = distance(p->from, p->to, on);
        if (!best || d < least) best = p, least = d;
    }
    return best;
}

/* Party numbers and state numbers share some codes (BCT): the system decides, then the date, then the entry whose own code it is. */
const nv_agency_entry *nv_registry_by_code(const nv_registry *r, nv_str code, bool party, nv_date on) {
    char folded[64];
    if (!code.n || code.n > sizeof folded) return NULL;
    nv_fold(code, folded);
    uint32_t n;
    const nv_key *k = nv_keys_find(&r->codes, (nv_str){ folded, code.n }, &n);
    const nv_agency_entry *best = NULL;
    int64_t least = 0;
    for (uint32_t i = 0; i < n; i++) {
        const nv_agency_entry *e = &r->agencies.v[k[i].index];
        bool is_party = nv_str_eqz(e->kind_text, "party") || nv_str_ends(e->id, NV_LIT("-uy")) || nv_str_starts(e->id, NV_LIT("dang-uy"));
        if (is_party != party) continue;
        int64_t d = distance(e->from, e->to, on) * 2;
        if (e->code.n != code.n || !nv_str_eq(nv_str_trim(e->code), code)) d += 1;
        if (!best || d < least) best = e, least = d;
    }
    return best;
}

const nv_doc_type *nv_registry_type_by_name(const nv_registry *r, nv_str name) {
    nv_arena *a = nv_arena_new();
    nv_str key = nv_fold_key(a, nv_str_trim(name));
    const nv_doc_type *found = NULL;
    for (uint32_t i = 0; i < r->types.n && !found; i++)
        if (nv_str_eq(nv_fold_key(a, r->types.v[i].name), key)) found = &r->types.v[i];
    nv_arena_free(a);
    return found;
}

const nv_doc_type *nv_registry_type_by_code(const nv_registry *r, nv_str code, bool party) {
    for (uint32_t i = 0; code.n && i < r->types.n; i++) {
        const nv_doc_type *t = &r->types.v[i];
        nv_str item;
        if (nv_str_eqz(t->system, "party") != party) continue;
        for (uint32_t at = 0; nv_list_next(t->code, &at, &item);)
            if (nv_str_eq(item, code)) return t;
    }
    return NULL;
}
