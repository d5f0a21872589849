/* dot.c - a graph for Graphviz. Names of nodes are their places in the list; every text is a quoted string, in which only " and \ have a meaning. */
#include "export/clean.h"
#include "export/export.h"
#include "export/net.h"

enum { LABEL = 60 };

static void quoted(nv_str s, uint32_t most, nv_buf *out)
{
    nv_buf b = { 0 };
    nv_clean(s, NV_CLEAN_ONE_LINE, &b);
    nv_str t = nv_buf_str(&b);
    uint32_t at = 0, n = 0;
    nv_buf_addc(out, '"');
    while (at < t.n && n < most) {
        uint32_t from = at;
        (void)nv_utf8_next(t, &at);
        if (t.p[from] == '"' || t.p[from] == '\\') nv_buf_addc(out, '\\');
        nv_buf_add(out, t.p + from, at - from);
        n++;
    }
    if (at < t.n) nv_buf_addz(out, "…");
    nv_buf_addc(out, '"');
    nv_buf_clear(&b);
}

void nv_write_net_dot(const nv_net *net, nv_buf *out)
{
    static const char *const shapes[NV_NODE_COUNT] = { "box", "plaintext", "ellipse", "note" };
    nv_buf_addz(out, "digraph nghiavu {\n  graph [rankdir=LR, charset=\"UTF-8\"];\n");
    for (uint32_t i = 0; i < net->nodes.n; i++) {
        const nv_net_node *n = &net->nodes.v[i];
        nv_buf_printf(out, "  n%u [shape=%s, label=", i, shapes[n->kind]);
        quoted(n->label, LABEL, out);
        bool outside = n->kind == NV_NODE_DOCUMENT && nv_str_eqz(nv_net_value(&nv_node_kinds[n->kind], n->values, "in_collection"), "false");
        nv_buf_addz(out, outside ? ", style=dashed];\n" : "];\n");
    }
    for (uint32_t i = 0; i < net->edges.n; i++) {
        const nv_net_edge *e = &net->edges.v[i];
        nv_buf_printf(out, "  n%u -> n%u", e->from, e->to);
        if (e->label.n) {
            nv_buf_addz(out, " [label=");
            quoted(e->label, LABEL, out);
            nv_buf_addc(out, ']');
        }
        nv_buf_addz(out, ";\n");
    }
    nv_buf_addz(out, "}\n");
}

nv_status nv_write_dot(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)err, (void)part;
    nv_write_net_dot(x->net, out);
    return NV_OK;
}
