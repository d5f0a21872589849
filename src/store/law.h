/* law.h - one document of the collection with its text and structure (model/law.h). */
#ifndef NV_STORE_LAW_H
#define NV_STORE_LAW_H
#include "model/law.h"
#include "store/store.h"

/* Document `doc` (documents.id), which must be in the collection, as things stand on the day `on`. whole: with text, units, marks and tables; else its head and
 * its relations only. */
nv_status nv_store_law(nv_store *s, int64_t doc, nv_date on, bool whole, nv_arena *a, nv_law *out, nv_err *err);

#endif
