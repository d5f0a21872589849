/* normalize.h - raw lines to text: NFC, Ð -> Đ, page furniture out (and recorded), lines joined to paragraphs, tables found; with a map back. */
#ifndef NV_NORMALIZE_H
#define NV_NORMALIZE_H
#include "model/ctx.h"
nv_stage_fn nv_normalize;
#endif
