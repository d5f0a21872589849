/* graph.h - the documents within some steps of one document, along citations, in one direction. */
#ifndef NV_STORE_GRAPH_H
#define NV_STORE_GRAPH_H
#include "store/store.h"

typedef struct { uint32_t to; nv_str relation; uint32_t count; } nv_graph_edge; /* to: index into nodes; count: how often it is cited so */
typedef struct {
    nv_ans_doc doc;         /* its counts (tasks, cites …) are not filled */
    uint32_t level;         /* fewest steps from the first node */
    bool loaded;            /* its edges are here */
    uint32_t below;         /* documents that it leads to, loaded or not */
    NV_VEC(nv_graph_edge) edges;
} nv_graph_node;
typedef struct { NV_VEC(nv_graph_node) nodes; } nv_graph;

/* Nodes within `depth` steps of `doc` (documents.id), which is node 0; edges of those fewer steps away. citing: what a document cites, else what cites it.
 * relations: list with commas (“basis,amends”), n == 0: all. Edges by date, number and relation; cycles end where they meet a known node. */
nv_status nv_store_graph(nv_store *s, int64_t doc, bool citing, nv_str relations, uint32_t depth, nv_arena *a, nv_graph *out, nv_err *err);

#endif
