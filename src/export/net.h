/* net.h - the graph (model/net.h) as dot, GraphML and the CSV files of neo4j-admin. */
#ifndef NV_EXPORT_NET_H
#define NV_EXPORT_NET_H
#include "base/buf.h"
#include "model/net.h"

/* The dot language of Graphviz. Nodes of documents that are known only by citation are dashed. */
void nv_write_net_dot(const nv_net *net, nv_buf *out);
/* GraphML (http://graphml.graphdrawing.org/xmlns), every property a key with its type. */
void nv_write_net_graphml(const nv_net *net, nv_buf *out);
/* One file of a folder for `neo4j-admin database import`: part i of nv_neo4j_parts. */
void nv_write_net_neo4j(const nv_net *net, unsigned part, nv_buf *out);
extern const char *const nv_neo4j_parts[];

#endif
