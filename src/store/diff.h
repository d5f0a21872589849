/* diff.h - which tasks of one document (or version) are those of another, and what changed in them. */
#ifndef NV_STORE_DIFF_H
#define NV_STORE_DIFF_H
#include "store/likeness.h"
#include "store/store.h"

typedef NV_VEC(nv_ans_task) nv_task_vec;
/* All tasks of the document's main copy that nobody rejected, in the order of the text. */
nv_status nv_store_doc_tasks(nv_store *s, int64_t doc, nv_arena *a, nv_task_vec *out, nv_err *err);

enum { NV_CH_BEARER = 1, NV_CH_DEADLINE = 2, NV_CH_ACTION = 4, NV_CH_MODALITY = 8, NV_CH_CONDITION = 16 };

/* How alike two tasks are: NV_DIFF_WORDS of it for the words of the action (nv_alike, weighted by how few tasks of the two documents have them), the rest
 * for the share of bodies in the lead that both name. Pairs below NV_DIFF_PAIR are never put together. */
#define NV_DIFF_WORDS 0.85
#define NV_DIFF_PAIR  0.50

typedef struct {
    const nv_ans_task *before, *after; /* NULL: new, gone */
    unsigned changes;                  /* of a pair: NV_CH_* */
    double score;                      /* of a pair */
} nv_diff_row;
typedef struct { NV_VEC(nv_diff_row) rows; uint32_t same, changed, added, gone; } nv_diff;

/* The pairs with the greatest sum of scores (nv_assign); of equal ones those that stand at the same place. Rows: pairs and new tasks in the order of
 * `after`, then those that are gone. False: too many tasks that may belong together (NV_MAX_ASSIGN). */
bool nv_diff_tasks(const nv_task_vec *before, const nv_task_vec *after, nv_arena *a, nv_diff *out);

/* What changed between two tasks that are taken for one: NV_CH_*. Case, tone placement and signs are no change of wording. */
unsigned nv_task_changes(const nv_ans_task *before, const nv_ans_task *after, nv_arena *a);
/* Share of the bodies in the lead of either that both name; 1 where neither names any. */
double nv_task_lead_share(const nv_ans_task *x, const nv_ans_task *y, nv_arena *a);

#endif
