/* net.h - the collection as a graph (model/net.h): documents and their units, bodies and classes that have to do with them, obligations, citations. */
#ifndef NV_STORE_NET_H
#define NV_STORE_NET_H
#include "model/net.h"
#include "store/store.h"

/* The whole collection, or of the documents given (n > 0) their insides and the documents that they cite or are cited by. */
nv_status nv_store_net(nv_store *s, const int64_t *docs, uint32_t n, nv_arena *a, nv_net *out, nv_err *err);

#endif
