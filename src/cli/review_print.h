/* review_print.h - lists of what is doubtful, and what an import brought. */
#ifndef NV_REVIEW_PRINT_H
#define NV_REVIEW_PRINT_H
#include "cli/ask.h"
#include "store/proposals.h"
#include "store/review.h"

/* At most `limit` of each, and how many there are. */
void nv_print_doubts(const nv_cli *cli, const nv_proposals *proposals, const nv_doubts *v, uint32_t limit);
void nv_print_decided(const nv_cli *cli, const nv_decided *d, bool accept);
void nv_print_import(const nv_cli *cli, const nv_imported *r);
/* The i-th action of review; NULL behind the last. */
const char *nv_review_action(unsigned i);

#endif
