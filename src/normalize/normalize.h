/* normalize.h - raw lines to text: NFC, Ð -> Đ, page furniture out (and recorded), lines joined to paragraphs, tables found; with a map back. */
#ifndef NV_NORMALIZE_H
#define NV_NORMALIZE_H
#include "model/ctx.h"
nv_stage_fn nv_normalize;
/* Collation key-free comparison of two UTF-8 strings in Vietnamese dictionary order (ICU "vi"): < 0, 0, > 0. For sorted output shown to people. */
int nv_collate_vi(nv_str a, nv_str b);
#endif
