/* ctx.h - what a stage is given besides the document: the read-only grammar, and each stage's own tables compiled from it. */
#ifndef NV_CTX_H
#define NV_CTX_H
#include "model/model.h"

struct nv_grammar;   /* grammar/grammar.h */
struct nv_registry;  /* grammar/registry.h */
struct nv_legacy;    /* normalize/legacy.h */
struct nv_slips;     /* normalize/slips.h */
struct nv_secrecy;   /* normalize/secrecy.h */
struct nv_segmenter; /* segment/segment.h */
struct nv_cite_detector; struct nv_agency_detector; struct nv_deadline_detector; struct nv_cue_detector; struct nv_task_detector; /* detect/ */
struct nv_linker; struct nv_resolver; /* link/ */

typedef struct nv_ctx {
    const struct nv_grammar *grammar;
    const struct nv_registry *registry;
    const struct nv_segmenter *segmenter;
    const struct nv_cite_detector *cites;
    const struct nv_agency_detector *agencies;
    const struct nv_deadline_detector *deadlines;
    const struct nv_cue_detector *cues;
    const struct nv_task_detector *tasks;
    const struct nv_resolver *resolver;
    const struct nv_linker *linker;
    const struct nv_legacy *legacy;
    const struct nv_slips *slips;
    const struct nv_secrecy *secrecy;
    bool allow_classified; /* the user may read documents stamped as state secrets */
} nv_ctx;

/* Every stage after read: reads what earlier stages filled, writes only its own fields. Oddities are diagnostics; an error is rare. */
typedef nv_status nv_stage_fn(nv_doc *doc, const nv_ctx *cx, nv_err *err);
#endif
