#include "pipeline/pipeline.h"

#include "detect/detect.h"
#include "grammar/registry.h"
#include "link/link.h"
#include "normalize/legacy.h"
#include "normalize/normalize.h"
#include "normalize/slips.h"
#include "normalize/secrecy.h"
#include "pipeline/dump.h"
#include "read/read.h"
#include "segment/segment.h"

#include <stdlib.h>

struct nv_pipeline {
    nv_grammar *grammar;
    nv_registry *registry;
    nv_segmenter *segmenter;
    nv_cite_detector *cites;
    nv_agency_detector *agencies;
    nv_deadline_detector *deadlines;
    nv_cue_detector *cues;
    nv_task_detector *tasks;
    nv_resolver *resolver;
    nv_linker *linker;
    nv_legacy *legacy;
    nv_slips *slips;
    nv_secrecy *secrecy;
    void *warm; /* nv_read_warm */
    nv_ctx ctx;
};

/* The one place that says what the stages are and in which order they run. */
static const nv_stage stages[] = {
    { "read", NULL, nv_dump_read },
    { "normalize", nv_normalize, nv_dump_normalize },
    { "segment", nv_segment, nv_dump_segment },
    { "detect", nv_detect, nv_dump_detect },
    { "link", nv_link, nv_dump_link },
};

const nv_stage *nv_stages(uint32_t *n) {
    *n = NV_NELEM(stages);
    return stages;
}

nv_pipeline *nv_pipeline_new(const char *dir, nv_buf *errors) {
    nv_pipeline *p = nv_xmalloc(sizeof *p);
    *p = (nv_pipeline){ 0 };
    size_t before = errors->n;
    p->grammar = nv_grammar_load(dir, errors);
    if (p->grammar) p->registry = nv_registry_load(p->grammar, errors);
    if (p->registry) {
        /* all are tried even when one fails, so that every error of the grammar is listed at once */
        p->segmenter = nv_segmenter_new(p->grammar, p->registry, errors);
        p->cites = nv_cite_detector_new(p->grammar, p->registry, errors);
        p->agencies = nv_agency_detector_new(p->grammar, p->registry, errors);
        p->deadlines = nv_deadline_detector_new(p->grammar, p->registry, errors);
        p->cues = nv_cue_detector_new(p->grammar, errors);
        p->tasks = nv_task_detector_new(p->grammar, errors);
        p->resolver = nv_resolver_new(p->grammar, p->registry, errors);
        p->linker = nv_linker_new(p->grammar, p->registry, errors);
        p->legacy = nv_legacy_new(p->grammar, errors);
        if (p->legacy) p->slips = nv_slips_new(p->grammar, p->legacy, errors);
        p->secrecy = nv_secrecy_new(p->grammar, errors);
    }
    if (errors->n > before || !p->registry) {
        nv_pipeline_free(p);
        return NULL;
    }
    p->ctx = (nv_ctx){ p->grammar, p->registry, p->segmenter, p->cites, p->agencies, p->deadlines, p->cues, p->tasks, p->resolver, p->linker, p->legacy, p->slips, p->secrecy, false };
    return p;
}

void nv_pipeline_free(nv_pipeline *p) {
    if (!p) return;
    nv_read_cool(p->warm);
    nv_secrecy_free(p->secrecy);
    nv_slips_free(p->slips);
    nv_legacy_free(p->legacy);
    nv_linker_free(p->linker);
    nv_resolver_free(p->resolver);
    nv_task_detector_free(p->tasks);
    nv_cue_detector_free(p->cues);
    nv_deadline_detector_free(p->deadlines);
    nv_agency_detector_free(p->agencies);
    nv_cite_detector_free(p->cites);
    nv_segmenter_free(p->segmenter);
    nv_registry_free(p->registry);
    nv_grammar_free(p->grammar);
    free(p);
}

void nv_pipeline_warm(nv_pipeline *p)
{
    if (!p->warm) p->warm = nv_read_warm();
}

void nv_pipeline_allow_classified(nv_pipeline *p) { p->ctx.allow_classified = true; }

const nv_ctx *nv_pipeline_ctx(const nv_pipeline *p) { return &p->ctx; }

/* Runs the stages after read. The check after each costs next to nothing and keeps a faulty document out of the database. */
static nv_status run(const nv_pipeline *p, nv_doc *d, const char *until, nv_err *err) {
    for (unsigned i = 1; i < NV_NELEM(stages); i++) {
        if (until && strcmp(stages[i - 1].name, until) == 0) break;
        nv_status st = stages[i].fn(d, &p->ctx, err);
        if (st) return st;
        const char *wrong = nv_doc_check(d);
        if (wrong) return nv_err_set(err, NV_E_DAMAGED, NV_M_E_INTERNAL, d->source.name.p, stages[i].name, wrong, NULL);
    }
    return NV_OK;
}

static nv_status finish(const nv_pipeline *p, nv_status st, nv_doc *d, const char *until, nv_doc **out, nv_err *err) {
    if (!st) st = run(p, d, until, err);
    if (st) nv_doc_free(d);
    *out = st ? NULL : d;
    return st;
}

/* A document whose text layers can be told from rubbish. */
static nv_doc *new_doc(const nv_pipeline *p) {
    nv_doc *d = nv_doc_new();
    d->source.ocr = (nv_ocr_ask){ .share = nv_legacy_share, .ctx = p->legacy };
    return d;
}

nv_status nv_pipeline_fd(const nv_pipeline *p, const char *path, int fd, const char *until, nv_doc **out, nv_err *err) {
    nv_doc *d = new_doc(p);
    return finish(p, nv_read_fd(d, path, fd, err), d, until, out, err);
}

nv_status nv_pipeline_bytes(const nv_pipeline *p, const char *path, const unsigned char *b, size_t n, const char *until, nv_doc **out, nv_err *err) {
    nv_doc *d = new_doc(p);
    return finish(p, nv_read_bytes(d, path, b, n, err), d, until, out, err);
}

nv_status nv_pipeline_scan(const nv_pipeline *p, const char *path, int fd, nv_str words, const char *until, nv_doc **out, nv_buf *missing, nv_err *err) {
    nv_doc *d = new_doc(p);
    d->source.ocr.ask = true;
    d->source.ocr.words = words;
    nv_status st = nv_read_fd(d, path, fd, err);
    missing->n = 0;
    if (st == NV_E_SCAN) nv_buf_add(missing, d->source.scans.v, d->source.scans.n * sizeof *d->source.scans.v);
    return finish(p, st, d, until, out, err);
}
