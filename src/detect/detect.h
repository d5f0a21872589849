/* detect.h - mentions: citations, agencies, deadlines and modal cues. One detector each, run in this order by nv_detect:
 * citations first (names inside a citation's quote are no agencies, its dates no deadlines), then agencies, deadlines, cues. */
#ifndef NV_DETECT_H
#define NV_DETECT_H
#include "grammar/registry.h"
#include "model/ctx.h"

typedef struct nv_cite_detector nv_cite_detector;
typedef struct nv_agency_detector nv_agency_detector;
typedef struct nv_deadline_detector nv_deadline_detector;
typedef struct nv_cue_detector nv_cue_detector;
typedef struct nv_task_detector nv_task_detector;

nv_cite_detector *nv_cite_detector_new(const nv_grammar *g, const nv_registry *r, nv_buf *errors);
void nv_cite_detector_free(nv_cite_detector *d);
/* Fills doc->cites: span, unit, target, locator, relation, rule, confidence (resolved is left to link). Sorted by span.beg. */
void nv_detect_citations(const nv_cite_detector *d, nv_doc *doc);

nv_agency_detector *nv_agency_detector_new(const nv_grammar *g, const nv_registry *r, nv_buf *errors);
void nv_agency_detector_free(nv_agency_detector *d);
/* Fills doc->agencies (several with one span for a coined short name). Sorted by span.beg. */
void nv_detect_agencies(const nv_agency_detector *d, nv_doc *doc);

nv_deadline_detector *nv_deadline_detector_new(const nv_grammar *g, const nv_registry *r, nv_buf *errors);
void nv_deadline_detector_free(nv_deadline_detector *d);
/* Fills doc->deadlines and doc->head.effective. Sorted by span.beg. */
void nv_detect_deadlines(const nv_deadline_detector *d, nv_doc *doc);

nv_cue_detector *nv_cue_detector_new(const nv_grammar *g, nv_buf *errors);
void nv_cue_detector_free(nv_cue_detector *d);
/* Fills doc->cues. Sorted by span.beg. */
void nv_detect_cues(const nv_cue_detector *d, nv_doc *doc);

nv_task_detector *nv_task_detector_new(const nv_grammar *g, nv_buf *errors);
void nv_task_detector_free(nv_task_detector *d);
/* Fills doc->task_tables: the tables whose header names a task column and a bearer's column. */
void nv_detect_task_tables(const nv_task_detector *d, nv_doc *doc);
/* The bodies named in the cells of a task table, as hidden mentions (cells give no mentions of the record, contract 6.14): for the linker. Appends;
 * the caller sorts doc->agencies. */
void nv_detect_agencies_in(const nv_agency_detector *d, nv_doc *doc, nv_unit *unit, nv_span cell);

nv_stage_fn nv_detect; /* the whole stage */
#endif
