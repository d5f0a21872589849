/* neo4j.c - a file for each kind of nodes, then one for each kind of edges, with the header that neo4j-admin reads ("id:ID", "date:date", ":LABEL"). A value is
 * one line. Texts that a spreadsheet would calculate get an apostrophe before them, as in every CSV that we write. */
#include "export/clean.h"
#include "export/export.h"
#include "export/net.h"

const char *const nv_neo4j_parts[] = { "documents.csv", "units.csv", "agencies.csv", "obligations.csv", "contains.csv", "cites.csv", "bears.csv", "issued_by.csv", "member_of.csv", NULL };

static const char *const types[] = { "", ":int", ":double", ":boolean", ":date" };

static void head(const nv_net_kind *k, nv_buf *out)
{
    for (unsigned i = 0; k->props[i].name; i++) nv_buf_printf(out, ",%s%s", k->props[i].name, types[k->props[i].type]);
}

static void cell(nv_str s, nv_buf *out)
{
    nv_buf b = { 0 };
    nv_clean(s, NV_CLEAN_ONE_LINE, &b);
    nv_csv_cell(nv_buf_str(&b), ',', out);
    nv_buf_clear(&b);
}

/* What is no text (a number, a day, true) is written as it is. */
static void row(const nv_net_kind *k, const nv_str *values, nv_buf *out)
{
    for (unsigned i = 0; k->props[i].name; i++) {
        nv_buf_addc(out, ',');
        if (k->props[i].type == NV_PROP_TEXT) cell(values[i], out);
        else nv_buf_adds(out, values[i]);
    }
}

static void nodes(const nv_net *net, nv_node_kind kind, nv_buf *out)
{
    const nv_net_kind *k = &nv_node_kinds[kind];
    nv_buf_addz(out, "id:ID");
    head(k, out);
    nv_buf_addz(out, ",:LABEL\n");
    for (uint32_t i = 0; i < net->nodes.n; i++) {
        const nv_net_node *n = &net->nodes.v[i];
        if (n->kind != kind) continue;
        cell(n->id, out);
        row(k, n->values, out);
        nv_buf_printf(out, ",%s\n", k->name);
    }
}

static void edges(const nv_net *net, nv_edge_kind kind, nv_buf *out)
{
    const nv_net_kind *k = &nv_edge_kinds[kind];
    nv_buf_addz(out, ":START_ID,:END_ID");
    head(k, out);
    nv_buf_addz(out, ",:TYPE\n");
    for (uint32_t i = 0; i < net->edges.n; i++) {
        const nv_net_edge *e = &net->edges.v[i];
        if (e->kind != kind) continue;
        cell(net->nodes.v[e->from].id, out);
        nv_buf_addc(out, ',');
        cell(net->nodes.v[e->to].id, out);
        row(k, e->values, out);
        nv_buf_printf(out, ",%s\n", k->name);
    }
}

void nv_write_net_neo4j(const nv_net *net, unsigned part, nv_buf *out)
{
    if (part < NV_NODE_COUNT) nodes(net, (nv_node_kind)part, out);
    else edges(net, (nv_edge_kind)(part - NV_NODE_COUNT), out);
}

nv_status nv_write_neo4j(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)err;
    nv_write_net_neo4j(x->net, part, out);
    return NV_OK;
}
