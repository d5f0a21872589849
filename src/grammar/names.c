/* Aho-Corasick over folded bytes. Debian has no C library for it, and one PCRE2 alternation of 600 names is 20 times slower.
 *
 * While names are added the states form a trie with child lists; nv_names_build turns them into dense rows over byte classes (only bytes that
 * occur in names have a column), with fail links folded in, so that scanning is one table step a byte.
 */
#include "grammar/internal.h"

#include <stdlib.h>

typedef struct { uint32_t child, sibling, value, depth; unsigned char byte; } trie_node;

/* Marks in `next`: the state is a child in the trie (no fail link was taken), and it ends a name. */
enum { CHILD = 1 << 30, ENDS = 1 << 29, STATE = ENDS - 1 };

struct nv_names {
    nv_arena *arena;
    NV_VEC(trie_node) trie;
    unsigned char klass[256];
    uint32_t n_classes;
    uint32_t *next;   /* [state * n_classes + class] */
    uint32_t *accept; /* state -> nearest state on its fail chain (itself first) that ends a name, or 0 */
    uint32_t *up;     /* state -> the same beyond itself: shorter names that end here */
};

nv_names *nv_names_new(void) {
    nv_arena *a = nv_arena_new();
    nv_names *n = nv_arena_alloc(a, sizeof *n);
    n->arena = a;
    *NV_PUSH(a, &n->trie) = (trie_node){ .value = NV_NO_VALUE };
    return n;
}

void nv_names_free(nv_names *n) {
    if (n) nv_arena_free(n->arena);
}

static uint32_t child_of(nv_names *n, uint32_t s, unsigned char byte, bool add) {
    for (uint32_t c = n->trie.v[s].child; c; c = n->trie.v[c].sibling)
        if (n->trie.v[c].byte == byte) return c;
    if (!add) return 0;
    uint32_t c = n->trie.n, depth = n->trie.v[s].depth + 1, first = n->trie.v[s].child;
    *NV_PUSH(n->arena, &n->trie) = (trie_node){ .byte = byte, .value = NV_NO_VALUE, .depth = depth, .sibling = first };
    n->trie.v[s].child = c;
    return c;
}

static void add_exact(nv_names *n, nv_str key, uint32_t value) {
    uint32_t s = 0;
    for (uint32_t i = 0; i < key.n; i++) s = child_of(n, s, (unsigned char)key.p[i], true);
    if (s && n->trie.v[s].value == NV_NO_VALUE) n->trie.v[s].value = value;
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

void nv_names_add(nv_names *n, nv_str name, uint32_t value) {
    nv_str key = nv_fold_str(n->arena, nv_str_trim(name));
    if (key.n) add_spellings(n, key, 0, value, 0);
}

void nv_names_build(nv_names *n) {
    uint32_t states = n->trie.n;
    n->n_classes = 1; /* class 0: bytes of no name */
    for (uint32_t s = 1; s < states; s++) {
        unsigned char b = n->trie.v[s].byte;
        if (!n->klass[b]) n->klass[b] = (unsigned char)n->n_classes++;
    }
    n->next = nv_arena_alloc(n->arena, (size_t)states * n->n_classes * sizeof *n->next);
    n->accept = nv_arena_alloc(n->arena, states * sizeof *n->accept);
    n->up = nv_arena_alloc(n->arena, states * sizeof *n->up);
    uint32_t *fail = nv_xmalloc(states * sizeof *fail), *queue = nv_xmalloc(states * sizeof *queue), head = 0, tail = 0;
    fail[0] = 0;
    queue[tail++] = 0;
    while (head < tail) {
        uint32_t s = queue[head++];
        uint32_t *row = n->next + (size_t)s * n->n_classes;
        if (s)
            for (uint32_t k = 0; k < n->n_classes; k++) row[k] = n->next[(size_t)fail[s] * n->n_classes + k] & STATE;
        n->up[s] = s ? n->accept[fail[s]] : 0;
        n->accept[s] = n->trie.v[s].value != NV_NO_VALUE ? s : n->up[s];
        for (uint32_t c = n->trie.v[s].child; c; c = n->trie.v[c].sibling) {
            unsigned k = n->klass[n->trie.v[c].byte];
            fail[c] = s ? row[k] : 0;
            row[k] = c | CHILD | (n->trie.v[c].value != NV_NO_VALUE ? ENDS : 0u);
            queue[tail++] = c;
        }
    }
    free(fail);
    free(queue);
}

bool nv_names_at(const nv_names *n, nv_str folded, uint32_t at, nv_name_hit *hit) {
    uint32_t s = 0;
    bool found = false;
    for (uint32_t i = at; i < folded.n; i++) {
        uint32_t to = n->next[(size_t)s * n->n_classes + n->klass[(unsigned char)folded.p[i]]];
        if (!(to & CHILD)) break; /* a fail link: the name would no longer begin at `at` */
        s = to & STATE;
        if ((to & ENDS) && nv_word_border(folded, i + 1)) {
            *hit = (nv_name_hit){ { at, i + 1 }, n->trie.v[s].value };
            found = true;
        }
    }
    return found && nv_word_border(folded, at);
}

bool nv_names_next(const nv_names *n, nv_str folded, uint32_t *at, nv_name_hit *hit) {
    uint32_t s = 0, best = UINT32_MAX;
    for (uint32_t i = *at; i < folded.n; i++) {
        s = n->next[(size_t)s * n->n_classes + n->klass[(unsigned char)folded.p[i]]] & STATE;
        if (best == UINT32_MAX && !n->accept[s]) continue;
        /* once a name is found, go on only while an equally early one may still grow */
        if (best != UINT32_MAX && i + 1 - n->trie.v[s].depth > best) break;
        for (uint32_t e = n->accept[s]; e; e = n->up[e]) {
            uint32_t beg = i + 1 - n->trie.v[e].depth;
            if (beg < *at || beg > best) continue;
            if (!nv_word_border(folded, beg) || !nv_word_border(folded, i + 1)) continue;
            best = beg;
        }
    }
    if (best == UINT32_MAX) {
        *at = folded.n;
        return false;
    }
    bool ok = nv_names_at(n, folded, best, hit);
    *at = ok ? hit->span.end : best + 1;
    return ok;
}
