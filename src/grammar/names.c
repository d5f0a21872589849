/* Many names at once: a trie over folded bytes, entered at word borders only.
 *
 * Names begin and end at word borders, so nothing is gained by an automaton that may begin anywhere: at most word beginnings the first byte or two
 * already lead nowhere. Kept as arrays in breadth-first order, the children of a state side by side, and bytes between which nothing is decided as strings
 * (a radix trie), it is some fifty times smaller than the dense rows of Aho-Corasick, and stays in the cache. (Debian has no C library for either; one PCRE2 alternation of 600 names is 20 times slower.)
 */
#include "grammar/internal.h"

#include <stdlib.h>

/* While names are added: children as a list. */
typedef struct { uint32_t child, sibling, value; unsigned char byte; } draft;
/* After nv_names_build. A state is reached by its byte and the `n_rest` bytes behind it. */
typedef struct { uint32_t first, value, rest; /* rest: where the bytes are in the pool */ uint16_t n_children; uint8_t n_rest; unsigned char byte; uint32_t table; /* index into tables, 0 none */ } state;
/* For each byte 1 + the child's place among the children of a state that has many, 0 for none: most texts go on with none of them. */
typedef struct { uint8_t child[256]; } byte_table;
enum { MANY = 5 };

struct nv_names {
    nv_arena *arena;
    /* until nv_names_build, which needs many times the memory of what it makes */
    nv_arena *drafts; /* keys */
    struct { draft *v; uint32_t n, cap; } trie;
    state *states;
    NV_VEC(byte_table) tables;
    nv_str pool;
    bool bits;          /* values are sets of bits: the same name added twice joins them */
    uint32_t root[256]; /* byte -> state, 0 if no name begins so */
};

static draft *new_draft(nv_names *n) {
    if (n->trie.n == n->trie.cap) {
        n->trie.cap = n->trie.cap ? n->trie.cap * 2 : 1024;
        n->trie.v = nv_xrealloc(n->trie.v, n->trie.cap * sizeof *n->trie.v);
    }
    return &n->trie.v[n->trie.n++];
}

static void forget_drafts(nv_names *n) {
    free(n->trie.v);
    nv_arena_free(n->drafts);
    n->trie.v = NULL;
    n->drafts = NULL;
}

nv_names *nv_names_new(void) {
    nv_arena *a = nv_arena_new();
    nv_names *n = nv_arena_alloc(a, sizeof *n);
    n->arena = a;
    n->drafts = nv_arena_new();
    *new_draft(n) = (draft){ .value = NV_NO_VALUE };
    return n;
}

void nv_names_free(nv_names *n) {
    if (!n) return;
    forget_drafts(n);
    nv_arena_free(n->arena);
}

static uint32_t child_of(nv_names *n, uint32_t s, unsigned char byte, bool add) {
    for (uint32_t c = n->trie.v[s].child; c; c = n->trie.v[c].sibling)
        if (n->trie.v[c].byte == byte) return c;
    if (!add) return 0;
    uint32_t c = n->trie.n, first = n->trie.v[s].child;
    *new_draft(n) = (draft){ .byte = byte, .value = NV_NO_VALUE, .sibling = first };
    n->trie.v[s].child = c;
    return c;
}

static void add_exact(nv_names *n, nv_str key, uint32_t value) {
    uint32_t s = 0;
    for (uint32_t i = 0; i < key.n; i++) s = child_of(n, s, (unsigned char)key.p[i], true);
    if (!s) return;
    if (n->trie.v[s].value == NV_NO_VALUE) n->trie.v[s].value = value;
    else if (n->bits) n->trie.v[s].value |= value;
}

/* Adds the key with every spelling of what fold cannot unify: dashes with and without spaces, and the rimes uỳ/ùy, uỹ/ũy, oẽ/õe. */
static void add_spellings(nv_names *n, nv_str key, uint32_t from, uint32_t value, unsigned depth) {
    static const struct { const char *a, *b; } same[] = { { "-", "–" }, { "uỳ", "ùy" }, { "uỹ", "ũy" }, { "oẽ", "õe" }, { " - ", "-" } };
    add_exact(n, key, value);
    if (depth > 4) return; /* names with more than four such places keep the printed form of the rest */
    for (unsigned k = 0; k < 2 * NV_NELEM(same); k++) {
        nv_str old = nv_str_of(k & 1 ? same[k / 2].b : same[k / 2].a), new = nv_str_of(k & 1 ? same[k / 2].a : same[k / 2].b);
        uint32_t at = nv_str_find(key, old, from);
        if (at == UINT32_MAX || (k >= 2 && at > 0 && key.p[at - 1] == 'q')) continue;
        nv_str other = nv_arena_printf(n->drafts, "%.*s%s%.*s", (int)at, key.p, new.p, (int)(key.n - at - old.n), key.p + at + old.n);
        add_spellings(n, other, at + new.n, value, depth + 1);
    }
}

/* Only a name with a dash or one of the three rimes has a second spelling: most are added without looking for one. */
static bool may_differ(nv_str key) {
    for (uint32_t i = 0; i < key.n; i++) {
        unsigned char c = (unsigned char)key.p[i], next = i + 1 < key.n ? (unsigned char)key.p[i + 1] : 0;
        if (c == '-' || c == 0xE2) return true;                                                /* - – */
        if ((c == 0xB3 || c == 0xB9 || c == 0xBD) && i >= 3 && (key.p[i - 3] == 'u' || key.p[i - 3] == 'o')) return true; /* uỳ uỹ oẽ: the last byte */
        if ((c == 0xB9 || c == 0xA9 || c == 0xB5) && (next == 'y' || next == 'e')) return true; /* ùy ũy õe */
    }
    return false;
}

void nv_names_add(nv_names *n, nv_str name, uint32_t value) {
    nv_str key = nv_fold_str(n->drafts, nv_str_trim(name));
    if (!key.n) return;
    if (may_differ(key)) add_spellings(n, key, 0, value, 0);
    else add_exact(n, key, value);
}

void nv_names_add_bits(nv_names *n, nv_str name, uint32_t bits) {
    n->bits = true;
    nv_names_add(n, name, bits);
}

static void add_table(nv_names *n, uint32_t s, const draft *d) {
    if (!n->tables.n) (void)NV_PUSH(n->arena, &n->tables); /* index 0 says none */
    n->states[s].table = n->tables.n;
    byte_table *b = NV_PUSH(n->arena, &n->tables);
    unsigned place = 0; /* UTF-8 has no text with all 256 bytes: 255 is enough */
    for (uint32_t c = d->child; c; c = n->trie.v[c].sibling) b->child[n->trie.v[c].byte] = (uint8_t)++place;
}

/* The draft from which d goes on only one way and at which no name ends: its bytes go into the pool. */
static uint32_t run_out(const nv_names *n, uint32_t d, state *st, nv_buf *pool) {
    st->rest = (uint32_t)pool->n;
    for (uint32_t c; n->trie.v[d].value == NV_NO_VALUE && (c = n->trie.v[d].child) != 0 && !n->trie.v[c].sibling && st->n_rest < UINT8_MAX; d = c) {
        nv_buf_addc(pool, (char)n->trie.v[c].byte);
        st->n_rest++;
    }
    return d;
}

void nv_names_build(nv_names *n) {
    uint32_t count = n->trie.n, tail = 1;
    state *states = nv_xmalloc(count * sizeof *states);
    uint32_t *from = nv_xmalloc(count * sizeof *from); /* state -> draft */
    nv_buf pool = { 0 };
    from[0] = 0;
    n->states = states;
    for (uint32_t s = 0; s < tail; s++) { /* breadth first: `tail` runs ahead of `s` */
        states[s] = (state){ .byte = n->trie.v[from[s]].byte, .first = tail };
        const draft *d = &n->trie.v[s ? run_out(n, from[s], &states[s], &pool) : 0];
        states[s].value = d->value;
        for (uint32_t c = d->child; c; c = n->trie.v[c].sibling) {
            from[tail++] = c;
            states[s].n_children++;
        }
        if (s && states[s].n_children >= MANY) add_table(n, s, d);
    }
    n->states = memcpy(nv_arena_alloc(n->arena, tail * sizeof *states), states, tail * sizeof *states);
    n->pool = nv_arena_str(n->arena, nv_buf_str(&pool));
    for (uint32_t c = n->states[0].first; c < n->states[0].first + n->states[0].n_children; c++) n->root[n->states[c].byte] = c;
    nv_buf_clear(&pool);
    free(states);
    free(from);
    forget_drafts(n);
}

static inline uint32_t step(const nv_names *n, uint32_t s, unsigned char byte) {
    const state *st = &n->states[s];
    if (st->table) {
        uint8_t place = n->tables.v[st->table].child[byte];
        return place ? st->first + place - 1 : 0;
    }
    for (uint32_t c = st->first; c < st->first + st->n_children; c++)
        if (n->states[c].byte == byte) return c;
    return 0;
}

/* The bytes of a state that begin at *at; *at gets their end. */
static inline bool enter(const nv_names *n, const state *st, nv_str folded, uint32_t *at) {
    if (!st->n_rest) return true;
    const char *have = folded.p + *at, *rest = n->pool.p + st->rest;
    if (st->n_rest > folded.n - *at || *have != *rest || memcmp(have, rest, st->n_rest) != 0) return false; /* the first byte is nearly always another */
    *at += st->n_rest;
    return true;
}

/* The longest name that begins at `at`, whose first byte leads to state s, and ends at a word border. */
static inline bool walk(const nv_names *n, nv_str folded, uint32_t s, uint32_t at, nv_name_hit *hit) {
    bool found = false;
    for (uint32_t i = at + 1; s && enter(n, &n->states[s], folded, &i); i++) {
        if (n->states[s].value != NV_NO_VALUE && nv_quick_border(folded, i)) {
            *hit = (nv_name_hit){ { at, i }, n->states[s].value };
            found = true;
        }
        if (i >= folded.n) break;
        s = step(n, s, (unsigned char)folded.p[i]);
    }
    return found;
}

bool nv_names_at(const nv_names *n, nv_str folded, uint32_t at, nv_name_hit *hit) {
    uint32_t s = at < folded.n ? n->root[(unsigned char)folded.p[at]] : 0;
    return s && nv_quick_border(folded, at) && walk(n, folded, s, at, hit);
}

bool nv_names_next(const nv_names *n, nv_str folded, uint32_t *at, nv_name_hit *hit) {
    for (uint32_t i = *at; i < folded.n; i++) {
        uint32_t s = n->root[(unsigned char)folded.p[i]];
        if (!s || !nv_quick_border(folded, i) || !walk(n, folded, s, i, hit)) continue;
        *at = hit->span.end;
        return true;
    }
    *at = folded.n;
    return false;
}

uint32_t nv_names_bits_at(const nv_names *n, nv_str folded, uint32_t at) {
    uint32_t bits = 0, s = at < folded.n ? n->root[(unsigned char)folded.p[at]] : 0;
    for (uint32_t i = at + 1; s && enter(n, &n->states[s], folded, &i); i++) {
        if (n->states[s].value != NV_NO_VALUE && nv_quick_border(folded, i)) bits |= n->states[s].value;
        if (i >= folded.n) break;
        s = step(n, s, (unsigned char)folded.p[i]);
    }
    return bits;
}
