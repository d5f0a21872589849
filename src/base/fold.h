/* fold.h - the forms of Vietnamese text that are used for matching only. What is shown always stays as printed.
 *
 * nv_fold keeps every byte offset: out[i] belongs to in[i], so a span found in the folded text is a span of the text.
 *   - letters become lower case (all Vietnamese letters keep their UTF-8 length);
 *   - tone placement becomes that of the guide (hoà -> hòa, thuý -> thúy; qu and gi excepted: quý stays), except for the three rimes
 *     whose two spellings differ in length (oẽ, uỳ, uỹ): nv_fold_variants gives both spellings for lexicon entries;
 *   - en dash, em dash, minus and non-breaking hyphen become U+2013 (–): patterns write [-–];
 *   - all else, quotes included, stays.
 * nv_skeleton drops all marks (đ -> d, ế -> e), lower case, dashes -> '-', runs of white space -> one space: "Ủy ban" -> "uy ban".
 *   It does not keep offsets and is for queries, search and suggestions.
 */
#ifndef NV_FOLD_H
#define NV_FOLD_H
#include "base/buf.h"

/* Writes exactly s.n bytes to out. */
void nv_fold(nv_str s, char *out);
/* Folded copy in the arena. */
nv_str nv_fold_str(nv_arena *a, nv_str s);
/* Like nv_fold_str, but moves the three rimes that fold cannot (uỳ -> ùy …) too: a key that two spellings share. Length may differ. */
nv_str nv_fold_key(nv_arena *a, nv_str s);
/* nv_fold_key with letters and digits only: “giai đoạn 2011-2020” and “giai đoạn 2011 – 2020” are one. For names and titles. */
nv_str nv_letters_key(nv_arena *a, nv_str s);
void nv_skeleton(nv_str s, nv_buf *out);
nv_str nv_skeleton_str(nv_arena *a, nv_str s);

#endif
