/* likeness.h - how much two texts say the same, by their words; and which of many belong together. No database here.
 *
 * A text is a bag of its words (nv_fold_key: case and tone placement do not matter) and of its pairs of neighbouring words. Words that nearly every text
 * of a collection has weigh little. The score is the weighted Dice coefficient: 1 the same words in the same order, 0 none shared.
 */
#ifndef NV_STORE_LIKENESS_H
#define NV_STORE_LIKENESS_H
#include "base/arena.h"

typedef struct { uint64_t key; uint32_t count; bool pair; } nv_bag_word;
typedef struct { nv_bag_word *v; uint32_t n; } nv_bag; /* sorted by key; lives in the arena given */

nv_bag nv_bag_of(nv_arena *a, nv_str text);

/* How many texts of a collection hold each word, for weights: ln(1 + texts / holders). */
typedef struct nv_word_weights nv_word_weights;
nv_word_weights *nv_word_weights_new(void);
void nv_word_weights_add(nv_word_weights *w, const nv_bag *text);
void nv_word_weights_free(nv_word_weights *w);
uint32_t nv_word_holders(const nv_word_weights *w, uint64_t key);
/* NULL weights: every word weighs the same. Two empty bags are not alike: 0. */
double nv_alike(const nv_bag *x, const nv_bag *y, const nv_word_weights *w);
/* How much of what `x` says (single words) is said in `y` too: 1 all of it. */
double nv_covered(const nv_bag *x, const nv_bag *y, const nv_word_weights *w);

typedef struct { uint32_t left, right; double score; } nv_pairing;
/* The assignment with the greatest sum of scores (each left and each right at most once; scores > 0): match[left] is the right one or NV_UNMATCHED.
 * The Hungarian method on each connected group of pairs; false (nothing done) if a group has more than NV_MAX_ASSIGN members on a side. */
#define NV_UNMATCHED UINT32_MAX
bool nv_assign(const nv_pairing *p, uint32_t n, uint32_t n_left, uint32_t n_right, uint32_t *match);

/* The text with its abbreviations spelled out as `context` does: a word of capitals (“QLNN”, “TTĐN”, “TT&TT”) becomes the run of words of the context with
 * these first letters that is met most often (the first of equals). What the context does not explain stays. */
nv_str nv_spell_initials(nv_arena *a, nv_str text, nv_str context);

/* Words of a text as they stand, for comparing two wordings: NV_SAME words are in both. */
typedef enum { NV_SAME, NV_GONE, NV_ADDED } nv_change_kind;
typedef struct { nv_change_kind kind; nv_str text; } nv_change; /* neighbouring words of one kind joined by single spaces */
typedef NV_VEC(nv_change) nv_changes;
/* Longest common subsequence of words; signs and case count. Texts over NV_MAX_WORD_DIFF words are given as one gone and one added. */
void nv_word_changes(nv_arena *a, nv_str before, nv_str after, nv_changes *out);

#endif
