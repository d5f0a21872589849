/* pipeline.h - the whole way from a file to a document, in one place. */
#ifndef NV_PIPELINE_H
#define NV_PIPELINE_H
#include "model/ctx.h"

typedef struct nv_pipeline nv_pipeline;

typedef struct {
    const char *name;                       /* "normalize" */
    nv_stage_fn *fn;                        /* NULL for read */
    void (*dump)(const nv_doc *d, nv_buf *out); /* human-readable, line based; used by `dump --until`, golden tests */
} nv_stage;

/* Loads grammar and registry from `dir` and compiles all detectors. All errors are listed in *errors ("file:line:col: …" lines); NULL then. */
nv_pipeline *nv_pipeline_new(const char *dir, nv_buf *errors);
void nv_pipeline_free(nv_pipeline *p);
/* Opens all that the stages would open while they work (read/read.h), once: for jailed readers, and because it saves time with many files. */
void nv_pipeline_warm(nv_pipeline *p);
/* From now on documents stamped as state secrets are read (normalize/secrecy.h); else they are refused. */
void nv_pipeline_allow_classified(nv_pipeline *p);
const nv_ctx *nv_pipeline_ctx(const nv_pipeline *p);
/* The table of stages in order: read, normalize, segment, detect, link; *n gets their number. */
const nv_stage *nv_stages(uint32_t *n);
/* Runs stages up to and including `until` (NULL: all) on an open file. On success *out is a document to be freed with nv_doc_free. */
nv_status nv_pipeline_fd(const nv_pipeline *p, const char *path, int fd, const char *until, nv_doc **out, nv_err *err);
nv_status nv_pipeline_bytes(const nv_pipeline *p, const char *path, const unsigned char *b, size_t n, const char *until, nv_doc **out, nv_err *err);
/* As nv_pipeline_fd for a file that may be a scan: `words` are those recognised on its pages so far (read/ocr.h). NV_E_SCAN: *missing (emptied first) has the
 * numbers of the pages, as uint32_t, that must be recognised before it can be read. */
nv_status nv_pipeline_scan(const nv_pipeline *p, const char *path, int fd, nv_str words, const char *until, nv_doc **out, nv_buf *missing, nv_err *err);
#endif
