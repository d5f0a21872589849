/* lineage.h - tasks that come back: the same or a similar task in documents of other days, as in the plans of following years.
 *
 * Candidates share a pair of neighbouring words that is rare in the collection: of each task the NV_KIN_RARE rarest pairs that at most NV_KIN_HOLDERS tasks
 * have are indexed, so that the work grows with the number of tasks and not with its square. What thousands of documents say alike (“chịu trách nhiệm thi
 * hành Nghị định này”) is thereby no lineage. The score of a pair of tasks is the mean of their likeness (nv_alike) and of how much of the shorter one the
 * longer one says (nv_covered), both weighted by how few tasks have a word. From NV_KIN_SAME on they are called the same, from NV_KIN_SIMILAR on similar;
 * where the documents are tied by citations and some body leads both tasks, from NV_KIN_LINKED on. Each task is tied to the best one of each other document.
 */
#ifndef NV_STORE_LINEAGE_H
#define NV_STORE_LINEAGE_H
#include "store/diff.h"

#define NV_KIN_SAME    0.85
#define NV_KIN_SIMILAR 0.55
#define NV_KIN_LINKED  0.44
enum { NV_KIN_RARE = 8, NV_KIN_HOLDERS = 60 };

/* How the later document stands to the earlier one. */
typedef enum { NV_LINK_NONE, NV_LINK_DIRECT, NV_LINK_VIA, NV_LINK_COMMON } nv_link_kind;
typedef struct {
    nv_link_kind kind;   /* it cites it; it cites one that cites it; both cite a third */
    nv_str relations;    /* DIRECT: “implements, refers” */
    nv_str via;          /* VIA, COMMON: numbers of the documents between, at most three, joined by "; " */
} nv_doc_link;

typedef struct {
    uint32_t earlier, later;   /* indexes into tasks; by the day of their documents, of one day by number */
    double score;
    nv_doc_link link;
    double lead_share;         /* of the bodies that lead either task: the share that lead both, by their members where the registry was told */
    unsigned changes;          /* nv_task_changes from the earlier to the later */
} nv_kin;

typedef struct {
    NV_VEC(nv_ans_task) tasks; /* each once: those asked about that have kin, and their kin; by day of the document, number and place */
    NV_VEC(nv_kin) kin;        /* by the later task, then by the earlier one */
    uint32_t asked, alone;     /* tasks asked about; of these, without kin */
} nv_lineage;

/* doc != 0: the tasks of this document; task.n: this task alone (an id, as nv_store_show takes it); neither: all tasks of the collection. Only main copies
 * count. NV_E_USAGE without a message: no task has this id, or several (*several) have it. */
nv_status nv_store_lineage(nv_store *s, int64_t doc, nv_str task, nv_arena *a, nv_lineage *out, bool *several, nv_err *err);

#endif
