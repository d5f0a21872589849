/* net.h - the collection as a graph: what kinds of nodes and edges there are, and which properties each has. The store fills one, export/ writes it (dot,
 * GraphML, Neo4j): all of them take their columns from the tables here. */
#ifndef NV_NET_H
#define NV_NET_H
#include "base/arena.h"

typedef enum { NV_NODE_DOCUMENT, NV_NODE_UNIT, NV_NODE_AGENCY, NV_NODE_OBLIGATION, NV_NODE_COUNT } nv_node_kind;
typedef enum { NV_EDGE_CONTAINS, NV_EDGE_CITES, NV_EDGE_BEARS, NV_EDGE_ISSUED_BY, NV_EDGE_MEMBER_OF, NV_EDGE_COUNT } nv_edge_kind;
typedef enum { NV_PROP_TEXT, NV_PROP_INT, NV_PROP_REAL, NV_PROP_BOOL, NV_PROP_DATE } nv_prop_type;

enum { NV_NET_PROPS = 12 };
typedef struct { const char *name; nv_prop_type type; } nv_prop;
typedef struct {
    const char *name, *plural;         /* "Document", "documents"; of edges "CITES", "cites" */
    nv_prop props[NV_NET_PROPS + 1];   /* ended by a NULL name */
} nv_net_kind;

extern const nv_net_kind nv_node_kinds[NV_NODE_COUNT], nv_edge_kinds[NV_EDGE_COUNT];
unsigned nv_net_props(const nv_net_kind *k); /* how many */

/* values: one for each property, in the order of the table; numbers and "true"/"false" as text; p == NULL: not known. */
typedef struct { nv_node_kind kind; nv_str id, label; const nv_str *values; } nv_net_node;
typedef struct { nv_edge_kind kind; uint32_t from, to; const nv_str *values; nv_str label; } nv_net_edge; /* from, to: nodes by index; label: for people, n == 0: none */

typedef struct {
    NV_VEC(nv_net_node) nodes;         /* by id: ids depend on nothing but what was read, so two collections of the same files are the same graph */
    NV_VEC(nv_net_edge) edges;         /* by kind, from, to, values */
} nv_net;

/* Value of a property by its name; p == NULL if it has none. */
nv_str nv_net_value(const nv_net_kind *k, const nv_str *values, const char *name);

#endif
