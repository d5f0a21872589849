/* slips_impl.h - the tables of slips.h. */
#ifndef NV_NORMALIZE_SLIPS_IMPL_H
#define NV_NORMALIZE_SLIPS_IMPL_H
#include "normalize/legacy_impl.h"
#include "normalize/slips.h"

enum { NV_TONE_DOT = 5 }; /* nv_lg_letter.tone of “ạ” */

/* A pair of neighbouring words: `key` is what is known of them, `a` and `b` the pair. several: more than one pair has this key; whole: the pair is a phrase. */
typedef struct { nv_str key, a, b; bool several, whole; } nv_slip_pair;
typedef struct { nv_slip_pair *v; uint32_t n, size; } nv_slip_table; /* hash table; size is a power of two */
typedef struct { nv_str seen, code; } nv_slip_code;

/* keys: both words; word and letters of the next; letters and next word; letters of both */
typedef struct { nv_slip_table exact, after, before, letters, words, triples, middle, first, last; /* words: each with itself; triples: two words, and the third; middle, first, last: the two others */ } nv_slip_pairs;

struct nv_slips {
    nv_arena *arena;
    const nv_legacy *legacy;
    NV_VEC(nv_str) phrases;
    NV_VEC(nv_slip_code) codes;
    nv_slip_pairs *pairs;  /* made at the first scan: a collection without scans does not pay for it */
};

/* A word, or a number (shown as “#”), of a recognised line. */
typedef struct {
    uint32_t line, beg, end;   /* bytes of the line's text */
    nv_str fold, skel;
    bool joined;               /* only white space stands between it and the token before */
    uint8_t speck;             /* bytes of a speck between it and the token before, where a space was printed */
    uint8_t conf;              /* of the recogniser */
    nv_str now;                /* replacement, as printed; n == 0: none */
} nv_slip_token;

/* One document. */
typedef struct { const nv_slips *s; nv_doc *doc; NV_VEC(nv_slip_token) t; nv_buf buf; uint32_t word; /* of the line being cut */ } nv_slip_pass;

/* Of 118000 words of such confidence 1 in 70 was misread, of the others 1 in 5. */
enum { NV_SURE_WORD = 95 };

/* Makes the pairs, if they are not there yet. */
void nv_slips_ready(const nv_slips *s);
/* True if the word occurs in some phrase. */
bool nv_slips_word(const nv_slips *s, nv_str word);
bool nv_slips_triple(const nv_slips *s, nv_str a, nv_str b, nv_str c);
bool nv_slips_pair(const nv_slips *s, nv_str a, nv_str b);
/* The only word of the letters `skel` that is known after `a`; n == 0: none, or several. */
nv_str nv_slips_after(const nv_slips *s, nv_str a, nv_str skel);
nv_str nv_slips_before(const nv_slips *s, nv_str skel, nv_str b);
/* The only word that stands between the two; n == 0: none, or several. */
nv_str nv_slips_between(const nv_slips *s, nv_str a, nv_str c);
/* The only word that stands before the two, behind the two. */
nv_str nv_slips_first(const nv_slips *s, nv_str b, nv_str c);
nv_str nv_slips_last(const nv_slips *s, nv_str a, nv_str b);
/* The only known pair of these letters. */
bool nv_slips_letters(const nv_slips *s, nv_str a, nv_str b, nv_str *x, nv_str *y);
/* Misread letters in a document's number: bytes [*beg, *end) of it should be *code. */
bool nv_slips_code(const nv_slips *s, nv_str number, uint32_t *beg, uint32_t *end, nv_str *code);
/* Bytes [beg, end) of a line's text become `now`. */
typedef struct { uint32_t beg, end; nv_str now; } nv_change;
/* Makes the changes, sorted and apart, in text, segments and words of a recognised line. */
void nv_line_rewrite(nv_doc *doc, nv_line *l, const nv_change *c, uint32_t n);
/* True if `now` may be what was printed where `was` was read (both folded): the same letters but for marks, of one letter only; a dot below is seldom lost, and
 * then both neighbours must say so. */
bool nv_slips_plausible(const nv_slips *s, nv_str was, nv_str now, bool capitals, bool both);
/* What the document itself says about token i: the word for which no syllable was read, if the document has only one of its letters. n == 0: nothing. */
nv_str nv_slips_here(const nv_slip_pass *p, uint32_t i);
/* The same of a word whose neighbours have another word between or beside them in other places of the document. */
nv_str nv_slips_context(const nv_slip_pass *p, uint32_t i);
/* Letters without marks of the two that differ; UINT32_MAX: they have not the same number of them. */
uint32_t nv_slips_differ(nv_str a, nv_str b);
/* True if the word of token i was surely read in another place. */
bool nv_slips_elsewhere(const nv_slip_pass *p, uint32_t i);
/* True if around token i the two words stand together many times more often than with a sign between them. */
bool nv_slips_never_parted(const nv_slip_pass *p, uint32_t i, nv_str a, nv_str b);
/* The capital of a Vietnamese letter. */
uint32_t nv_slips_upper(uint32_t c);
#endif
