/* relations.h - inside the store: what people said about how a document cites another, brought into the citations at every commit. */
#ifndef NV_STORE_RELATIONS_H
#define NV_STORE_RELATIONS_H
#include "store/db.h"

/* Part of every commit, after identities are known: citations get the relation that was last said of their words; the one read is kept in `was`. */
bool nv_relations_apply(nv_store *s);

#endif
