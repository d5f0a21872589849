/* slips.h - repair of text recognition: marks of one letter that were misread (“thấm quyền”), in words whose neighbours leave only one reading.
 *
 * Known are pairs of neighbouring words (grammars/ocr_words.tsv and the names in other tables). A word that makes no known pair with either neighbour is
 * replaced by the only word that does and that differs from it by marks alone. A word that is right by itself is kept unless its neighbour needs it. A word
 * that nobody knows, between two that leave only one, may have one letter wrong; words run together are parted; a speck between two words that stand together
 * was a space. What the tables do not know the rest of the document may tell (slips_here.c). Numbers are never touched but for dates whose digits were read as
 * letters of their shape, and “§” behind a digit (lookalike.c), which ask for a second look; letters in a document's number are set
 * right from a list. Every repair of a word is reported.
 */
#ifndef NV_NORMALIZE_SLIPS_H
#define NV_NORMALIZE_SLIPS_H
#include "grammar/grammar.h"
#include "normalize/legacy.h"

typedef struct nv_slips nv_slips;

/* NULL and lines in *errors if a table is wrong. Grammar and `legacy` (for syllables and letters) must outlive it. */
nv_slips *nv_slips_new(const nv_grammar *g, const nv_legacy *legacy, nv_buf *errors);
void nv_slips_free(nv_slips *s);
/* Rewrites lines of recognised pages (those with nv_line.seen), their segments and words with them; a diagnostic for each misreading. */
void nv_slips_repair(const nv_slips *s, nv_doc *doc);
/* Blanks numbers, days and months in heads of recognised pages that were written by hand or not surely read (hand.c). */
void nv_hand_blank(nv_doc *doc);
/* Digits of dates in recognised text that were read as letters of their shape, or cut in two (lookalike.c); after nv_hand_blank, which knows the head. */
void nv_lookalike_repair(nv_doc *doc);
/* Strokes and circles, at most two of them, as the digits that have their shape (“l1”, “1]”, “O9”), into `out`; their value. 0: they are none. What is read so is no
 * certainty: it is reported for a second look (NV115). */
uint32_t nv_digits_by_shape(nv_str s, char out[3]);
#endif
