/* slips_load.c - pairs of neighbouring words, from ocr_words.tsv and from the names that other tables have. */
#include "normalize/slips_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/uchar.h>

uint32_t nv_slips_upper(uint32_t c) { return (uint32_t)u_toupper((UChar32)c); }

/* ---- hash tables ------------------------------------------------------------------------------------------------ */

static uint32_t hash(nv_str a, nv_str b)
{
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < a.n; i++) h = (h ^ (unsigned char)a.p[i]) * 16777619u;
    h = (h ^ ' ') * 16777619u;
    for (uint32_t i = 0; i < b.n; i++) h = (h ^ (unsigned char)b.p[i]) * 16777619u;
    return h ^ h >> 15;
}

static bool is_key(nv_str key, nv_str a, nv_str b)
{
    return key.n == a.n + b.n + 1 && memcmp(key.p, a.p, a.n) == 0 && key.p[a.n] == ' ' && memcmp(key.p + a.n + 1, b.p, b.n) == 0;
}

static nv_slip_pair *place(const nv_slip_table *t, nv_str a, nv_str b)
{
    uint32_t i = hash(a, b) & (t->size - 1);
    while (t->v[i].key.p && !is_key(t->v[i].key, a, b)) i = (i + 1) & (t->size - 1);
    return &t->v[i];
}

static const nv_slip_pair *find(const nv_slip_table *t, nv_str a, nv_str b)
{
    const nv_slip_pair *x = t->size ? place(t, a, b) : NULL;
    return x && x->key.p ? x : NULL;
}

static void grow(nv_slip_table *t)
{
    nv_slip_table old = *t;
    t->size = old.size ? old.size * 2 : 1024;
    t->v = nv_xmalloc(t->size * sizeof *t->v);
    memset(t->v, 0, t->size * sizeof *t->v);
    for (uint32_t i = 0; i < old.size; i++) {
        if (!old.v[i].key.p) continue;
        nv_str key = old.v[i].key;
        uint32_t at = nv_str_find(key, NV_LIT(" "), 0);
        *place(t, nv_str_cut(key, 0, at), nv_str_cut(key, at + 1, key.n)) = old.v[i];
    }
    free(old.v);
}

/* The pair (a, b) under the key (ka, kb). `whole`: the two are a phrase by themselves (“đối với”), and go before those inside one (“trao đổi với”). */
static void put(const nv_slips *s, nv_slip_table *t, nv_str ka, nv_str kb, nv_str a, nv_str b, bool whole)
{
    if (t->n * 2 >= t->size) grow(t);
    nv_slip_pair *x = place(t, ka, kb);
    if (!x->key.p) {
        *x = (nv_slip_pair){ nv_arena_printf(s->arena, "%.*s %.*s", NV_ARG(ka), NV_ARG(kb)), a, b, false, whole };
        t->n++;
    } else if (whole && !x->whole) *x = (nv_slip_pair){ x->key, a, b, false, true };
    else if (whole == x->whole) x->several = x->several || !nv_str_eq(x->a, a) || !nv_str_eq(x->b, b);
}

static void add_pair(const nv_slips *s, nv_str a, nv_str b, bool whole)
{
    nv_str ka = nv_skeleton_str(s->arena, a), kb = nv_skeleton_str(s->arena, b);
    put(s, &s->pairs->exact, a, b, a, b, whole);
    put(s, &s->pairs->after, a, kb, a, b, whole);
    put(s, &s->pairs->before, ka, b, a, b, whole);
    put(s, &s->pairs->letters, ka, kb, a, b, whole);
    put(s, &s->pairs->words, a, a, a, a, false);
    put(s, &s->pairs->words, b, b, b, b, false);
}

bool nv_slips_word(const nv_slips *s, nv_str word) { return find(&s->pairs->words, word, word) != NULL; }

bool nv_slips_pair(const nv_slips *s, nv_str a, nv_str b) { return find(&s->pairs->exact, a, b) != NULL; }

nv_str nv_slips_after(const nv_slips *s, nv_str a, nv_str skel)
{
    const nv_slip_pair *x = find(&s->pairs->after, a, skel);
    return x && !x->several ? x->b : (nv_str){ 0 };
}

nv_str nv_slips_before(const nv_slips *s, nv_str skel, nv_str b)
{
    const nv_slip_pair *x = find(&s->pairs->before, skel, b);
    return x && !x->several ? x->a : (nv_str){ 0 };
}

static nv_str only(const nv_slip_table *t, nv_str x, nv_str y)
{
    const nv_slip_pair *p = find(t, x, y);
    return p && !p->several ? p->a : (nv_str){ 0 };
}

nv_str nv_slips_between(const nv_slips *s, nv_str a, nv_str c) { return only(&s->pairs->middle, a, c); }
nv_str nv_slips_first(const nv_slips *s, nv_str b, nv_str c) { return only(&s->pairs->first, b, c); }
nv_str nv_slips_last(const nv_slips *s, nv_str a, nv_str b) { return only(&s->pairs->last, a, b); }

bool nv_slips_letters(const nv_slips *s, nv_str a, nv_str b, nv_str *x, nv_str *y)
{
    const nv_slip_pair *p = find(&s->pairs->letters, a, b);
    if (!p || p->several) return false;
    *x = p->a;
    *y = p->b;
    return true;
}

/* ---- tables ----------------------------------------------------------------------------------------------------- */

/* Two words as one key; the separator is none of a word's. */
static nv_str two(nv_arena *a, nv_str x, nv_str y) { return nv_arena_printf(a, "%.*s_%.*s", NV_ARG(x), NV_ARG(y)); }

static void add_triple(const nv_slips *s, nv_str a, nv_str b, nv_str c)
{
    nv_str ab = two(s->arena, a, b);
    put(s, &s->pairs->triples, ab, c, ab, c, false);
    put(s, &s->pairs->middle, a, c, b, c, false);
    put(s, &s->pairs->first, b, c, a, c, false);
    put(s, &s->pairs->last, a, b, c, b, false);
}

bool nv_slips_triple(const nv_slips *s, nv_str a, nv_str b, nv_str c)
{
    char key[128];
    int n = snprintf(key, sizeof key, "%.*s_%.*s", NV_ARG(a), NV_ARG(b));
    return n > 0 && n < (int)sizeof key && find(&s->pairs->triples, (nv_str){ key, (uint32_t)n }, c) != NULL;
}

/* The pairs of neighbours in a phrase; other signs than spaces part words. */
static void add_phrase(const nv_slips *s, nv_str phrase)
{
    nv_str last = { 0 }, before = { 0 }, fold = nv_fold_key(s->arena, phrase);
    uint32_t gap = nv_str_find(fold, NV_LIT(" "), 0);
    bool whole = gap != UINT32_MAX && nv_str_find(fold, NV_LIT(" "), gap + 1) == UINT32_MAX;
    for (uint32_t at = 0; at < fold.n; ) {
        uint32_t beg = at, k = at, c = nv_utf8_next(fold, &k);
        if (c == '#') at = k;
        while (at < fold.n && c != '#') {
            k = at;
            if (!nv_is_letter(nv_utf8_next(fold, &k))) break;
            at = k;
        }
        if (at == beg) {
            if (c != ' ') last = before = (nv_str){ 0 };
            at = k;
            continue;
        }
        nv_str word = nv_str_cut(fold, beg, at);
        if (last.n) add_pair(s, last, word, whole);
        if (before.n) add_triple(s, before, last, word);
        before = last;
        last = word;
    }
}

static void add_column(nv_slips *s, const nv_grammar *g, const char *file, const char *column, nv_buf *errors)
{
    const char *const columns[] = { column, NULL };
    const nv_tsv *t = nv_tsv_load(g, file, columns, errors);
    for (uint32_t i = 0; t && i < t->n; i++) *NV_PUSH(s->arena, &s->phrases) = t->rows[i].cell[0]; /* lives in the grammar's arena */
}

static void add_codes(nv_slips *s, nv_str code, nv_str list)
{
    for (uint32_t at = 0; at < list.n; ) {
        uint32_t end = nv_str_find(list, NV_LIT(";"), at);
        if (end == UINT32_MAX) end = list.n;
        if (end > at) *NV_PUSH(s->arena, &s->codes) = (nv_slip_code){ nv_arena_str(s->arena, nv_str_cut(list, at, end)), nv_arena_str(s->arena, code) };
        at = end + 1;
    }
}

bool nv_slips_code(const nv_slips *s, nv_str number, uint32_t *beg, uint32_t *end, nv_str *code)
{
    uint32_t at = nv_str_find(number, NV_LIT("/"), 0);
    if (at == UINT32_MAX) return false;
    while (at < number.n) {
        uint32_t from = ++at;
        while (at < number.n && number.p[at] != '/' && number.p[at] != '-') at++;
        for (uint32_t i = 0; i < s->codes.n; i++) {
            if (!nv_str_eq(s->codes.v[i].seen, nv_str_cut(number, from, at))) continue;
            *beg = from;
            *end = at;
            *code = s->codes.v[i].code;
            return true;
        }
    }
    /* one letter read twice, as Eth and as Đ: “01/ÐĐL”; “ĐĐ” with two alike may be printed */
    static const char *const twice[] = { "\u00D0\u0110", "\u0110\u00D0" };
    for (size_t i = 0; i < NV_NELEM(twice); i++) {
        *beg = nv_str_find(number, nv_str_of(twice[i]), 0);
        if (*beg == UINT32_MAX) continue;
        *end = *beg + (uint32_t)strlen(twice[i]);
        *code = NV_LIT("Đ");
        return true;
    }
    return false;
}

void nv_slips_ready(const nv_slips *s)
{
    if (s->pairs->exact.n) return;
    for (uint32_t i = 0; i < s->phrases.n; i++) add_phrase(s, s->phrases.v[i]);
}

nv_slips *nv_slips_new(const nv_grammar *g, const nv_legacy *legacy, nv_buf *errors)
{
    static const char *const columns[] = { "kind", "text", "seen", NULL };
    static const char *const names[][2] = { { "agencies.tsv", "name" }, { "provinces.tsv", "full_name" }, { "doc_types.tsv", "name_vi" }, { "citation_laws.tsv", "name" },
        { "citation_words.tsv", "word" }, { "modality.tsv", "trigger" } };
    size_t before = errors->n;
    nv_slips *s = nv_xmalloc(sizeof *s);
    *s = (nv_slips){ .arena = nv_arena_new(), .legacy = legacy };
    s->pairs = nv_arena_alloc(s->arena, sizeof *s->pairs);
    *s->pairs = (nv_slip_pairs){ 0 };
    const nv_tsv *t = nv_tsv_load(g, "ocr_words.tsv", columns, errors);
    for (uint32_t i = 0; t && i < t->n; i++) {
        const nv_str *cell = t->rows[i].cell;
        if (nv_str_eqz(cell[0], "phrase")) *NV_PUSH(s->arena, &s->phrases) = cell[1];
        else if (nv_str_eqz(cell[0], "code")) add_codes(s, cell[1], cell[2]);
        else nv_tsv_complain(&t->rows[i], errors, "kind is neither phrase nor code");
    }
    for (size_t i = 0; i < NV_NELEM(names); i++) add_column(s, g, names[i][0], names[i][1], errors);
    if (errors->n == before) return s;
    nv_slips_free(s);
    return NULL;
}

void nv_slips_free(nv_slips *s)
{
    if (!s) return;
    free(s->pairs->words.v);
    free(s->pairs->triples.v);
    free(s->pairs->middle.v);
    free(s->pairs->first.v);
    free(s->pairs->last.v);
    free(s->pairs->exact.v);
    free(s->pairs->after.v);
    free(s->pairs->before.v);
    free(s->pairs->letters.v);
    nv_arena_free(s->arena);
    free(s);
}
