/* Many names at once: a trie over folded bytes, entered at word borders only.
 *
 * Names begin and end at word borders, so nothing is gained by an automaton that may begin anywhere: at most word beginnings the first byte or two
 * already lead nowhere. Kept as arrays in breadth-first order, the children of a state side by side, the trie is some twenty times smaller than the dense
 * rows of Aho-Corasick, and stays in the cache. (Debian has no C library for either; one PCRE2 alternation of 600 names is 20 times slower.)
 */
#include "grammar/internal.h"

#include <stdlib.h>

/* While names are added: children as a list. */
typedef struct { uint32_t child, sibling, value; unsigned char byte; } draft;
/* After nv_names_build. */
typedef struct { uint32_t first, value; uint16_t n_children; unsigned char byte; uint32_t set; /* index into sets, 0 none */ } state;
/* The bytes that go on from a state with many children (most texts go on with none of them), and how many lie before each word of the set: the children
 * stand in the order of their bytes, so that counting bits finds the right one. */
typedef struct { uint64_t bit[4]; uint8_t before[4]; } byte_set;
enum { MANY = 5 };

struct nv_names {
    nv_arena *arena;
    NV_VEC(draft) trie;
    state *states;
    NV_VEC(byte_set) sets;
    bool bits;          /* values are sets of bits: the same name added twice joins them */
    uint32_t root[256]; /* byte -> state, 0 if no name begins so */
};

nv_names *nv_names_new(void) {
    nv_arena *a = nv_arena_new();
    nv_names *n = nv_arena_alloc(a, sizeof *n);
    n->arena = a;
    *NV_PUSH(a, &n->trie) = (draft){ .value = NV_NO_VALUE };
    return n;
}

void nv_names_free(nv_names *n) {
    if (n) nv_arena_free(n->arena);
}

static uint32_t child_of(nv_names *n, uint32_t s, unsigned char byte, bool add) {
    for (uint32_t c = n->trie.v[s].child; c; c = n->trie.v[c].sibling)
        if (n->trie.v[c].byte == byte) return c;
    if (!add) return 0;
    uint32_t c = n->trie.n, first = n->trie.v[s].child;
    *NV_PUSH(n->arena, &n->trie) = (draft){ .byte = byte, .value = NV_NO_VALUE, .sibling = first };
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

/* Adds the key with every spelling of what fold cannot unify: dashes, and the rimes uỳ/ùy, uỹ/ũy, oẽ/õe. */
static void add_spellings(nv_names *n, nv_str key, uint32_t from, uint32_t value, unsigned depth) {
    static const struct { const char *a, *b; } same[] = { { "-", "–" }, { "uỳ", "ùy" }, { "uỹ", "ũy" }, { "oẽ", "õe" } };
    add_exact(n, key, value);
    if (depth > 4) return; /* names with more than four such places keep the printed form of the rest */
    for (unsigned k = 0; k < 2 * NV_NELEM(same); k++) {
        nv_str old = nv_str_of(k & 1 ? same[k / 2].b : same[k / 2].a), new = nv_str_of(k & 1 ? same[k / 2].a : same[k / 2].b);
        uint32_t at = nv_str_find(key, old, from);
        if (at == UINT32_MAX || (k >= 2 && at > 0 && key.p[at - 1] == 'q')) continue;
        nv_str other = nv_arena_printf(n->arena, "%.*s%s%.*s", (int)at, key.p, new.p, (int)(key.n - at - old.n), key.p + at + old.n);
        add_spellings(n, other, at + new.n, value, depth + 1);
    }
}

/* Only a name with a dash or a marked u/o before y/e can have a second spelling: most are added without looking for one. */
static bool may_differ(nv_str key) {
    for (uint32_t i = 0; i < key.n; i++) {
        unsigned char c = (unsigned char)key.p[i], next = i + 1 < key.n ? (unsigned char)key.p[i + 1] : 0;
        if (c == '-' || c == 0xE2 || (c == 'u' && next == 0xE1) || (c == 'o' && next == 0xE1)) return true; /* -, –, uỳ, uỹ, oẽ */
        if (c >= 0x80 && (next == 'y' || next == 'e')) return true;                                        /* ùy, ũy, õe */
    }
    return false;
}

void nv_names_add(nv_names *n, nv_str name, uint32_t value) {
    nv_str key = nv_fold_str(n->arena, nv_str_trim(name));
    if (!key.n) return;
    if (may_differ(key)) add_spellings(n, key, 0, value, 0);
    else add_exact(n, key, value);
}

void nv_names_add_bits(nv_names *n, nv_str name, uint32_t bits) {
    n->bits = true;
    nv_names_add(n, name, bits);
}

static void add_set(nv_names *n, uint32_t s, const draft *d) {
    if (!n->sets.n) (void)NV_PUSH(n->arena, &n->sets); /* index 0 says none */
    n->states[s].set = n->sets.n;
    byte_set *b = NV_PUSH(n->arena, &n->sets);
    for (uint32_t c = d->child; c; c = n->trie.v[c].sibling) b->bit[n->trie.v[c].byte >> 6] |= (uint64_t)1 << (n->trie.v[c].byte & 63);
    for (unsigned i = 1; i < 4; i++) b->before[i] = (uint8_t)(b->before[i - 1] + __builtin_popcountll(b->bit[i - 1]));
}

/* Drafts in the order of their bytes; they come nearly sorted or are few. */
static void sort_by_byte(const nv_names *n, uint32_t *from, uint32_t count) {
    for (uint32_t i = 1; i < count; i++) {
        uint32_t one = from[i], k = i;
        for (; k > 0 && n->trie.v[from[k - 1]].byte > n->trie.v[one].byte; k--) from[k] = from[k - 1];
        from[k] = one;
    }
}

void nv_names_build(nv_names *n) {
    uint32_t count = n->trie.n, tail = 1;
    n->states = nv_arena_alloc(n->arena, count * sizeof *n->states);
    uint32_t *from = nv_xmalloc(count * sizeof *from); /* state -> draft */
    from[0] = 0;
    for (uint32_t s = 0; s < count; s++) { /* breadth first: `tail` runs ahead of `s` */
        const draft *d = &n->trie.v[from[s]];
        n->states[s].first = tail;
        n->states[s].value = d->value;
        n->states[s].byte = d->byte;
        for (uint32_t c = d->child; c; c = n->trie.v[c].sibling) {
            from[tail++] = c;
            n->states[s].n_children++;
        }
        if (n->states[s].n_children > 1) sort_by_byte(n, from + n->states[s].first, n->states[s].n_children);
        if (s && n->states[s].n_children >= MANY) add_set(n, s, d);
    }
    for (uint32_t c = n->states[0].first; c < n->states[0].first + n->states[0].n_children; c++) n->root[n->states[c].byte] = c;
    free(from);
}

static inline uint32_t step(const nv_names *n, uint32_t s, unsigned char byte) {
    const state *st = &n->states[s];
    if (st->set) {
        const byte_set *b = &n->sets.v[st->set];
        uint64_t word = b->bit[byte >> 6], one = (uint64_t)1 << (byte & 63);
        return word & one ? st->first + b->before[byte >> 6] + (uint32_t)__builtin_popcountll(word & (one - 1)) : 0;
    }
    for (uint32_t c = st->first; c < st->first + st->n_children; c++)
        if (n->states[c].byte == byte) return c;
    return 0;
}

/* A border between words; inside and before plain letters it is seen from two bytes. */
static inline bool border(nv_str s, uint32_t at) {
    if (at > 0 && at < s.n) {
        unsigned char x = (unsigned char)s.p[at - 1], y = (unsigned char)s.p[at];
        if (x == ' ' || y == ' ') return true;
        if ((unsigned)(x - 'a') < 26 && (unsigned)(y - 'a') < 26) return false;
    }
    return nv_word_border(s, at);
}

bool nv_names_at(const nv_names *n, nv_str folded, uint32_t at, nv_name_hit *hit) {
    bool found = false;
    uint32_t s = at < folded.n ? n->root[(unsigned char)folded.p[at]] : 0;
    if (!s || !border(folded, at)) return false;
    for (uint32_t i = at + 1; s; i++) {
        if (n->states[s].value != NV_NO_VALUE && border(folded, i)) {
            *hit = (nv_name_hit){ { at, i }, n->states[s].value };
            found = true;
        }
        if (i >= folded.n) break;
        s = step(n, s, (unsigned char)folded.p[i]);
    }
    return found;
}

bool nv_names_next(const nv_names *n, nv_str folded, uint32_t *at, nv_name_hit *hit) {
    for (uint32_t i = *at; i < folded.n; i++) {
        if (!n->root[(unsigned char)folded.p[i]] || !nv_names_at(n, folded, i, hit)) continue;
        *at = hit->span.end;
        return true;
    }
    *at = folded.n;
    return false;
}

uint32_t nv_names_bits_at(const nv_names *n, nv_str folded, uint32_t at) {
    uint32_t bits = 0, s = at < folded.n ? n->root[(unsigned char)folded.p[at]] : 0;
    for (uint32_t i = at + 1; s; i++) {
        if (n->states[s].value != NV_NO_VALUE && border(folded, i)) bits |= n->states[s].value;
        if (i >= folded.n) break;
        s = step(n, s, (unsigned char)folded.p[i]);
    }
    return bits;
}
