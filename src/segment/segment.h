/* segment.h - from paragraphs to header fields, the unit tree and sentences (contract 1, 2). */
#ifndef NV_SEGMENT_H
#define NV_SEGMENT_H
#include "grammar/registry.h"
#include "model/ctx.h"

typedef struct nv_segmenter nv_segmenter;
/* Compiles the rules it needs; errors as "file:line:col: …". NULL if there is any. */
nv_segmenter *nv_segmenter_new(const nv_grammar *g, const nv_registry *r, nv_buf *errors);
void nv_segmenter_free(nv_segmenter *s);
nv_stage_fn nv_segment;
#endif
