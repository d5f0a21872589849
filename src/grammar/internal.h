/* internal.h - shared by the files of grammar/ only: how rules are kept. */
#ifndef NV_GRAMMAR_INTERNAL_H
#define NV_GRAMMAR_INTERNAL_H
#include "grammar/grammar.h"
#include "base/fold.h"
#include "base/limits.h"

#define NV_NO_VALUE UINT32_MAX /* a state of the trie of names that ends no name */

typedef NV_VEC(uint32_t) NV_ORIGINS; /* for each byte: line << 12 | column in the file */

typedef struct { const char *file; nv_str name, text; } define;
typedef struct { nv_str key, value; } attribute;
typedef struct { uint32_t line; bool positive; nv_str text; } example;

typedef struct { uint32_t bytes; size_t ready; } nv_rule_use; /* of subjects matched so far; other than 0 once it was made machine code, or could not be */

struct nv_rule {
    nv_str name, pattern, gate;
    const char *file;
    uint32_t line;
    bool printed;        /* matched against the text as printed, not folded */
    NV_ORIGINS places;   /* of the pattern's bytes */
    NV_VEC(attribute) attrs;
    NV_VEC(example) examples;
    void *code;          /* pcre2_code */
    nv_rule_use *use;    /* apart from the rule, which is read-only */
    const uint8_t *first; /* bits of the bytes that a match can begin with; NULL if they are not known, or it may be empty */
    bool anchored;       /* matches only where it is asked */
    bool at_start;       /* … which must be the beginning of the subject: the pattern begins with ^ */
};

struct nv_grammar {
    nv_arena *arena;
    const char *dir, *digest;
    NV_VEC(define) defines;
    NV_VEC(nv_rule *) rules;
};

/* As nv_word_border in valid UTF-8, but without decoding between the letters that names are made of: it is asked at every byte of every name. */
static inline bool nv_quick_border(nv_str s, uint32_t at) {
    if (at == 0 || at >= s.n) return true;
    unsigned char x = (unsigned char)s.p[at - 1], y = (unsigned char)s.p[at];
    if (x == ' ' || y == ' ') return true;
    bool before = (unsigned)(x - 'a') < 26 || (x >= 0x80 && at >= 2 && (nv_wide_letter_at(s, at - 2) || (at >= 3 && (unsigned char)s.p[at - 3] == 0xE1 && nv_wide_letter_at(s, at - 3))));
    if (before && ((unsigned)(y - 'a') < 26 || nv_wide_letter_at(s, at))) return false;
    return nv_word_border(s, at);
}

void nv_complain(nv_buf *errors, const char *file, uint32_t line, uint32_t col, const char *what);
/* Compiles r->pattern; a fault is reported at its place in the file. */
void nv_rule_compile(nv_rule *r, nv_arena *a, nv_buf *errors);
void nv_rule_clear(nv_rule *r);
/* The bytes of dir/file, without a BOM, in the grammar's arena. */
bool nv_grammar_read(nv_grammar *g, const char *file, nv_str *text, nv_buf *errors);
#endif
