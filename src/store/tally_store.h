/* tally_store.h - what tally.h reads, out of the database: the tables of a document with the text around them. */
#ifndef NV_STORE_TALLY_STORE_H
#define NV_STORE_TALLY_STORE_H
#include "store/tally.h"
#include "store/store.h"

typedef struct { nv_str text; nv_date day; NV_VEC(nv_grid) grids; } nv_tally_source;

/* Of the document's main copy; nothing if it is known only by citation. */
nv_status nv_store_grids(nv_store *s, int64_t doc, nv_arena *a, nv_tally_source *out, nv_err *err);

#endif
