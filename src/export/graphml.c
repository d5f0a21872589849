/* graphml.c - keys are declared from the tables of model/net.c, nodes and edges carry those that are known. */
#include "export/export.h"
#include "export/net.h"
#include "export/xml.h"

static const char *const types[] = { "string", "int", "double", "boolean", "string" };

/* Names of keys: "n_Document_number", "e_CITES_relation": one property may have another type in another kind. */
static void declare(const char *of, char letter, const nv_net_kind *k, nv_buf *out)
{
    for (unsigned i = 0; k->props[i].name; i++)
        nv_buf_printf(out, "  <key id=\"%c_%s_%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n", letter, k->name, k->props[i].name, of, k->props[i].name, types[k->props[i].type]);
}

static void datum(const char *key, nv_str value, nv_buf *out)
{
    nv_buf_printf(out, "<data key=\"%s\">", key);
    nv_xml_text(value, out);
    nv_buf_addz(out, "</data>");
}

static void data(char letter, const nv_net_kind *k, const nv_str *values, nv_buf *out)
{
    for (unsigned i = 0; k->props[i].name; i++) {
        if (!values[i].n) continue;
        nv_buf key = { 0 };
        nv_buf_printf(&key, "%c_%s_%s", letter, k->name, k->props[i].name);
        datum(nv_buf_z(&key), values[i], out);
        nv_buf_clear(&key);
    }
}

void nv_write_net_graphml(const nv_net *net, nv_buf *out)
{
    nv_buf_addz(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
                     "  <key id=\"type\" for=\"all\" attr.name=\"labels\" attr.type=\"string\"/>\n  <key id=\"id\" for=\"node\" attr.name=\"id\" attr.type=\"string\"/>\n"
                     "  <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n");
    for (unsigned k = 0; k < NV_NODE_COUNT; k++) declare("node", 'n', &nv_node_kinds[k], out);
    for (unsigned k = 0; k < NV_EDGE_COUNT; k++) declare("edge", 'e', &nv_edge_kinds[k], out);
    nv_buf_addz(out, "  <graph id=\"nghiavu\" edgedefault=\"directed\">\n");
    for (uint32_t i = 0; i < net->nodes.n; i++) {
        const nv_net_node *n = &net->nodes.v[i];
        const nv_net_kind *k = &nv_node_kinds[n->kind];
        nv_buf_printf(out, "    <node id=\"n%u\">", i);
        datum("type", nv_str_of(k->name), out);
        datum("id", n->id, out);
        datum("label", n->label, out);
        data('n', k, n->values, out);
        nv_buf_addz(out, "</node>\n");
    }
    for (uint32_t i = 0; i < net->edges.n; i++) {
        const nv_net_edge *e = &net->edges.v[i];
        nv_buf_printf(out, "    <edge id=\"e%u\" source=\"n%u\" target=\"n%u\">", i, e->from, e->to);
        datum("type", nv_str_of(nv_edge_kinds[e->kind].name), out);
        data('e', &nv_edge_kinds[e->kind], e->values, out);
        nv_buf_addz(out, "</edge>\n");
    }
    nv_buf_addz(out, "  </graph>\n</graphml>\n");
}

nv_status nv_write_graphml(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)err, (void)part;
    nv_write_net_graphml(x->net, out);
    return NV_OK;
}
