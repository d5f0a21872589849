/* cites DOC: what a document cites and what cites it, as a tree, as JSON or for graphviz. In a tree a document is unfolded once, so that cycles end. */
#include "cli/doc_print.h"
#include "cli/print.h"
#include "export/net.h"
#include "store/graph.h"

typedef struct {
    nv_cli *cli;
    const nv_graph *g;
    nv_buf unfolded;     /* one byte for each node */
    nv_buf prefix;       /* the lines of the tree to the left */
    nv_buf json;
    nv_arena *a;
    nv_net net;          /* --dot */
    NV_VEC(int64_t) ids; /* documents.id of its nodes */
} tree;

static const struct { bool citing; nv_word word; const char *key, *option; } ways[] = {
    { true, NV_W_CITES_DOWN, "cites", "cites" }, { false, NV_W_CITES_UP, "cited_by", "cited-by" },
};

/* One line of the tree; what is too long is cut, so that the lines stay lines. */
static void print_node(tree *t, const nv_graph_node *n, const nv_graph_edge *e, uint32_t n_edges, bool last, const nv_word *note)
{
    nv_buf b = { 0 }, tail = { 0 };
    for (uint32_t i = 0; i < n_edges; i++) {
        if (i) nv_buf_addz(&b, ", ");
        nv_relation_text(t->cli, e[i].relation, &b);
    }
    nv_buf_addz(&b, ": ");
    nv_doc_text(t->cli, &n->doc, &b);
    const nv_word not_had = NV_W_NOT_HAD, *notes[] = { n->doc.have ? NULL : &not_had, note };
    for (unsigned i = 0; i < NV_NELEM(notes); i++) {
        if (!notes[i]) continue;
        nv_buf_addz(&tail, " [");
        nv_cli_word(t->cli, &tail, *notes[i], NULL);
        nv_buf_addc(&tail, ']');
    }
    unsigned used = nv_display_width(nv_buf_str(&t->prefix)) + 3 + nv_display_width(nv_buf_str(&tail));
    printf("%.*s%s ", (int)t->prefix.n, t->prefix.n ? t->prefix.p : "", last ? "└─" : "├─");
    nv_print_line(stdout, nv_buf_str(&b), t->cli->width > used + 20 ? t->cli->width - used : 20);
    printf("%s%.*s%s\n", nv_ink(t->cli, "2"), (int)tail.n, tail.n ? tail.p : "", nv_ink(t->cli, "0"));
    nv_buf_clear(&b);
    nv_buf_clear(&tail);
}

static void walk(tree *t, uint32_t at, long depth);

static void node_json(tree *t, const nv_graph_node *n, const nv_graph_edge *e, uint32_t n_edges)
{
    nv_j_open(&t->json, '{');
    nv_j_key(&t->json, "relations");
    nv_j_open(&t->json, '[');
    for (uint32_t i = 0; i < n_edges; i++) {
        nv_j_open(&t->json, '{');
        nv_j_str(&t->json, "relation", e[i].relation);
        nv_j_int(&t->json, "count", e[i].count);
        nv_j_close(&t->json, '}');
    }
    nv_j_close(&t->json, ']');
    nv_doc_json(&t->json, &n->doc);
    nv_j_key(&t->json, "below");
    nv_j_open(&t->json, '[');
}

/* A document below another, with the relations that lead to it (e[0 … n_edges-1]), and what is below it. */
static void node(tree *t, const nv_graph_edge *e, uint32_t n_edges, bool last, long depth)
{
    const nv_graph_node *n = &t->g->nodes.v[e->to];
    bool seen = n->below && t->unfolded.p[e->to], open = n->below && !seen && n->loaded && depth > 1;
    nv_word note = seen ? NV_W_SEEN_ABOVE : NV_W_MORE_BELOW;
    size_t prefix = t->prefix.n;
    if (t->cli->json) node_json(t, n, e, n_edges);
    else print_node(t, n, e, n_edges, last, n->below && !open ? &note : NULL);
    nv_buf_addz(&t->prefix, last ? "   " : "│  ");
    if (open) walk(t, e->to, depth - 1);
    t->prefix.n = prefix;
    if (!t->cli->json) return;
    nv_j_close(&t->json, ']');
    nv_j_int(&t->json, "not_unfolded", open ? 0 : n->below);
    nv_j_close(&t->json, '}');
}

static void walk(tree *t, uint32_t at, long depth)
{
    const nv_graph_node *n = &t->g->nodes.v[at];
    t->unfolded.p[at] = 1;
    for (uint32_t i = 0, end; i < n->edges.n; i = end) {
        for (end = i + 1; end < n->edges.n && n->edges.v[end].to == n->edges.v[i].to;) end++;
        node(t, &n->edges.v[i], end - i, end == n->edges.n, depth);
    }
    if (n->edges.n || t->prefix.n || t->cli->json) return;
    fputs("   ", stdout);
    nv_cli_say(t->cli, stdout, NV_W_NO_CITES, NULL);
}

/* ---- graphviz -------------------------------------------------------------------------------------------------------- */

/* The node of a document, made if it is new: both directions and several documents are one graph. */
static uint32_t net_node(tree *t, const nv_ans_doc *d)
{
    for (uint32_t i = 0; i < t->ids.n; i++)
        if (t->ids.v[i] == d->id) return i;
    nv_buf label = { 0 };
    nv_buf_adds(&label, nv_doc_label(d));
    if (d->date.n) {
        nv_buf_addz(&label, ", ");
        nv_date_text(t->cli, d->date, &label);
    }
    nv_str *values = nv_arena_alloc(t->a, NV_NET_PROPS * sizeof *values);
    for (unsigned i = 0; nv_node_kinds[NV_NODE_DOCUMENT].props[i].name; i++)
        if (strcmp(nv_node_kinds[NV_NODE_DOCUMENT].props[i].name, "in_collection") == 0) values[i] = d->have ? NV_LIT("true") : NV_LIT("false");
    *NV_PUSH(t->a, &t->ids) = d->id;
    *NV_PUSH(t->a, &t->net.nodes) = (nv_net_node){ .kind = NV_NODE_DOCUMENT, .label = nv_arena_str(t->a, nv_buf_str(&label)), .values = values };
    nv_buf_clear(&label);
    return t->net.nodes.n - 1;
}

static void net_edge(tree *t, uint32_t from, uint32_t to, nv_str relation)
{
    for (uint32_t i = 0; i < t->net.edges.n; i++) {
        const nv_net_edge *e = &t->net.edges.v[i];
        if (e->from == from && e->to == to && nv_str_eq(e->values[0], relation)) return;
    }
    nv_buf name = { 0 };
    nv_str *values = nv_arena_alloc(t->a, NV_NET_PROPS * sizeof *values);
    values[0] = relation;
    nv_relation_text(t->cli, relation, &name);
    *NV_PUSH(t->a, &t->net.edges) = (nv_net_edge){ .kind = NV_EDGE_CITES, .from = from, .to = to, .values = values, .label = nv_arena_str(t->a, nv_buf_str(&name)) };
    nv_buf_clear(&name);
}

/* Nodes and edges of one direction. */
static void add_to_net(tree *t, const nv_graph *g, bool citing)
{
    for (uint32_t i = 0; i < g->nodes.n; i++) {
        uint32_t here = net_node(t, &g->nodes.v[i].doc);
        for (uint32_t k = 0; k < g->nodes.v[i].edges.n; k++) {
            const nv_graph_edge *e = &g->nodes.v[i].edges.v[k];
            uint32_t there = net_node(t, &g->nodes.v[e->to].doc);
            net_edge(t, citing ? here : there, citing ? there : here, e->relation);
        }
    }
}

/* ---- the verb -------------------------------------------------------------------------------------------------------- */

typedef struct { long depth; nv_str relations; bool way[2], dot; } choice;

static bool choose(nv_cli *cli, choice *c)
{
    const char *relations = nv_cli_opt(cli, "relation"), *direction = nv_cli_opt(cli, "direction");
    if (!nv_cli_opt_int(cli, "depth", 1, 50, 3, &c->depth)) return false;
    c->dot = nv_cli_opt(cli, "dot") != NULL;
    c->relations = nv_str_of(relations);
    for (unsigned i = 0; i < NV_NELEM(ways); i++) c->way[i] = !direction || strcmp(direction, "both") == 0 || strcmp(direction, ways[i].option) == 0;
    return true;
}

static void heading(const nv_cli *cli, const nv_ans_doc *d)
{
    nv_buf b = { 0 };
    nv_doc_text(cli, d, &b);
    fputs(nv_ink(cli, "1"), stdout);
    nv_print_wrap(stdout, nv_buf_str(&b), 0, cli->width);
    fputs(nv_ink(cli, "0"), stdout);
    nv_buf_clear(&b);
}

/* One document, in each direction wanted. False: *err. */
static bool one(tree *t, nv_asker *q, const nv_ans_doc *d, const choice *c, nv_err *err)
{
    bool json = t->cli->json && !c->dot;
    if (json) {
        nv_j_open(&t->json, '{');
        nv_doc_json(&t->json, d);
    } else if (!c->dot) heading(t->cli, d);
    for (unsigned i = 0; i < NV_NELEM(ways); i++) {
        if (!c->way[i]) continue;
        nv_graph g;
        if (nv_store_graph(q->store, d->id, ways[i].citing, c->relations, (uint32_t)c->depth, q->a, &g, err)) return false;
        t->g = &g;
        if (c->dot) {
            add_to_net(t, &g, ways[i].citing);
            continue;
        }
        nv_buf_clear(&t->unfolded);
        for (uint32_t k = 0; k < g.nodes.n; k++) nv_buf_addc(&t->unfolded, 0);
        if (json) {
            nv_j_key(&t->json, ways[i].key);
            nv_j_open(&t->json, '[');
        } else nv_cli_say(t->cli, stdout, ways[i].word, NULL);
        walk(t, 0, c->depth);
        if (json) nv_j_close(&t->json, ']');
    }
    if (json) nv_j_close(&t->json, '}');
    return true;
}

int nv_cmd_cites(nv_cli *cli, int argc, char **argv)
{
    choice c = { 0 };
    if (!choose(cli, &c)) return NV_X_USAGE;
    nv_asker q;
    int code = nv_ask_open(&q, cli, false);
    if (code == NV_X_DONE) {
        tree t = { .cli = cli, .a = q.a };
        nv_ans_docs docs = { 0 };
        nv_err err;
        code = nv_ask_docs(&q, cli, argc, argv, &docs);
        bool list = cli->json && !c.dot;
        if (list) nv_j_open(&t.json, '[');
        for (uint32_t i = 0; code == NV_X_DONE && i < docs.n; i++) {
            if (i && !list && !c.dot) putchar('\n');
            if (!one(&t, &q, &docs.v[i], &c, &err)) code = nv_cli_fail(cli, &err);
        }
        if (c.dot) nv_write_net_dot(&t.net, &t.json);
        if (list) nv_j_close(&t.json, ']');
        if (code == NV_X_DONE && list) nv_j_print(&t.json);
        if (code == NV_X_DONE && c.dot) fwrite(t.json.p, 1, t.json.n, stdout);
        nv_buf_clear(&t.json);
        nv_buf_clear(&t.prefix);
        nv_buf_clear(&t.unfolded);
    }
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}
