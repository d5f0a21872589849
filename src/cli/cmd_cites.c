/* cites DOC: the tree of what a document cites, and of what cites it. A document is unfolded once, so that cycles end. */
#include "cli/ask.h"
#include "cli/print.h"

typedef struct {
    nv_cli *cli;
    nv_asker *q;
    nv_err err;
    bool citing;         /* direction */
    nv_buf unfolded;     /* one byte for each document id */
    nv_buf prefix;       /* the lines of the tree to the left */
    nv_buf json;
} tree;

static const struct { const char *name; nv_word word; } relations[] = {
    { "basis", NV_W_REL_BASIS }, { "implements", NV_W_REL_IMPLEMENTS }, { "amends", NV_W_REL_AMENDS }, { "replaces", NV_W_REL_REPLACES }, { "repeals", NV_W_REL_REPEALS },
    { "guides", NV_W_REL_GUIDES }, { "issued_with", NV_W_REL_ISSUED_WITH }, { "refers", NV_W_REL_REFERS },
};

static void relation_name(const nv_cli *cli, nv_str r, nv_buf *out)
{
    for (unsigned i = 0; i < NV_NELEM(relations); i++)
        if (nv_str_eqz(r, relations[i].name)) {
            nv_cli_word(cli, out, relations[i].word, NULL);
            return;
        }
    nv_buf_adds(out, r);
}

/* True if the document was unfolded before; marks it if `now`. */
static bool unfolded(tree *t, int64_t id, bool now)
{
    while ((int64_t)t->unfolded.n <= id) nv_buf_addc(&t->unfolded, 0);
    bool before = t->unfolded.p[id] != 0;
    if (now) t->unfolded.p[id] = 1;
    return before;
}

/* “21/CT-TTg, 06/08/2012, Thủ tướng Chính phủ: Về tăng cường …”. */
static void doc_text(const nv_cli *cli, const nv_ans_doc *d, nv_buf *out)
{
    nv_buf_adds(out, nv_doc_label(d));
    if (d->date.n) {
        nv_buf_addz(out, ", ");
        nv_date_text(cli, d->date, out);
    }
    if (d->issuer.n) nv_buf_printf(out, ", %.*s", NV_ARG(d->issuer));
    if (d->title.n || (d->number.n && d->name.n)) nv_buf_printf(out, ": %.*s", NV_ARG(d->title.n ? d->title : d->name));
}

static void doc_json(nv_buf *b, const nv_ans_doc *d)
{
    nv_j_str(b, "type", d->type);
    nv_j_str(b, "number", d->number);
    nv_j_str(b, "name", d->name);
    nv_j_str(b, "date", d->date);
    nv_j_str(b, "issuer", d->issuer);
    nv_j_str(b, "title", d->title);
    nv_j_str(b, "file", d->file);
    nv_j_bool(b, "in_collection", d->have);
}

/* One line of the tree; what is too long is cut, so that the lines stay lines. */
static void print_node(tree *t, const nv_ans_doc *d, const nv_ans_edge *e, uint32_t n_edges, bool last, nv_word *note)
{
    nv_buf b = { 0 };
    for (uint32_t i = 0; i < n_edges; i++) {
        if (i) nv_buf_addz(&b, ", ");
        relation_name(t->cli, e[i].relation, &b);
    }
    nv_buf_addz(&b, ": ");
    doc_text(t->cli, d, &b);
    nv_buf tail = { 0 };
    const nv_word *notes[] = { d->have ? NULL : &(nv_word){ NV_W_NOT_HAD }, note };
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

static bool walk(tree *t, int64_t doc, long depth);

/* A document below another, with the relations that lead to it (e[0 … n-1]), and what is below it. */
static bool node(tree *t, const nv_ans_edge *e, uint32_t n, bool last, long depth)
{
    nv_ans_doc d;
    if (nv_store_doc(t->q->store, e->to, t->q->a, &d, &t->err)) return false;
    uint32_t below = t->citing ? d.cites : d.cited;
    bool seen = below && unfolded(t, e->to, false), open = below && !seen && depth > 1;
    nv_word note = seen ? NV_W_SEEN_ABOVE : NV_W_MORE_BELOW;
    size_t prefix = t->prefix.n;
    if (t->cli->json) {
        nv_j_open(&t->json, '{');
        nv_j_key(&t->json, "relations");
        nv_j_open(&t->json, '[');
        for (uint32_t i = 0; i < n; i++) {
            nv_j_open(&t->json, '{');
            nv_j_str(&t->json, "relation", e[i].relation);
            nv_j_int(&t->json, "count", e[i].count);
            nv_j_close(&t->json, '}');
        }
        nv_j_close(&t->json, ']');
        doc_json(&t->json, &d);
        nv_j_key(&t->json, "below");
        nv_j_open(&t->json, '[');
    } else print_node(t, &d, e, n, last, below && !open ? &note : NULL);
    nv_buf_addz(&t->prefix, last ? "   " : "│  ");
    bool ok = !open || walk(t, e->to, depth - 1);
    t->prefix.n = prefix;
    if (t->cli->json) {
        nv_j_close(&t->json, ']');
        nv_j_int(&t->json, "not_unfolded", open ? 0 : below);
        nv_j_close(&t->json, '}');
    }
    return ok;
}

static bool walk(tree *t, int64_t doc, long depth)
{
    nv_ans_edges v = { 0 };
    unfolded(t, doc, true);
    if (nv_store_edges(t->q->store, doc, t->citing, t->q->a, &v, &t->err)) return false;
    for (uint32_t i = 0, end; i < v.n; i = end) {
        for (end = i + 1; end < v.n && v.v[end].to == v.v[i].to;) end++;
        if (!node(t, &v.v[i], end - i, end == v.n, depth)) return false;
    }
    if (!v.n && !t->prefix.n && !t->cli->json) {
        fputs("   ", stdout);
        nv_cli_say(t->cli, stdout, NV_W_NO_CITES, NULL);
    }
    return true;
}

static bool both_ways(tree *t, const nv_ans_doc *d, long depth)
{
    static const struct { bool citing; nv_word word; const char *key; } ways[] = { { true, NV_W_CITES_DOWN, "cites" }, { false, NV_W_CITES_UP, "cited_by" } };
    if (t->cli->json) {
        nv_j_open(&t->json, '{');
        doc_json(&t->json, d);
    } else {
        nv_buf b = { 0 };
        doc_text(t->cli, d, &b);
        fputs(nv_ink(t->cli, "1"), stdout);
        nv_print_wrap(stdout, nv_buf_str(&b), 0, t->cli->width);
        fputs(nv_ink(t->cli, "0"), stdout);
        nv_buf_clear(&b);
    }
    for (unsigned i = 0; i < NV_NELEM(ways); i++) {
        t->citing = ways[i].citing;
        nv_buf_clear(&t->unfolded);
        if (t->cli->json) {
            nv_j_key(&t->json, ways[i].key);
            nv_j_open(&t->json, '[');
        } else nv_cli_say(t->cli, stdout, ways[i].word, NULL);
        if (!walk(t, d->id, depth)) return false;
        if (t->cli->json) nv_j_close(&t->json, ']');
    }
    if (t->cli->json) nv_j_close(&t->json, '}');
    return true;
}

/* The arguments are one name: a law's name has spaces. */
static nv_str all_args(nv_arena *a, int argc, char **argv)
{
    nv_buf b = { 0 };
    for (int i = 0; i < argc; i++) {
        if (i) nv_buf_addc(&b, ' ');
        nv_buf_addz(&b, argv[i]);
    }
    nv_str s = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return s;
}

int nv_cmd_cites(nv_cli *cli, int argc, char **argv)
{
    long depth;
    if (!nv_cli_opt_int(cli, "depth", 1, 50, 3, &depth)) return NV_X_USAGE;
    nv_asker q;
    int code = nv_ask_open(&q, cli, false);
    if (code == NV_X_DONE) {
        tree t = { .cli = cli, .q = &q };
        nv_ans_docs docs = { 0 };
        nv_str name = all_args(q.a, argc, argv);
        if (nv_store_find_docs(q.store, name, q.a, &docs, &t.err)) code = nv_cli_fail(cli, &t.err);
        else if (!docs.n) code = nv_no_doc(cli, name.p, nv_store_near_doc(q.store, name, q.a));
        if (cli->json) nv_j_open(&t.json, '[');
        for (uint32_t i = 0; code == NV_X_DONE && i < docs.n; i++) {
            if (i && !cli->json) putchar('\n');
            if (!both_ways(&t, &docs.v[i], depth)) code = nv_cli_fail(cli, &t.err);
        }
        if (cli->json && code == NV_X_DONE) {
            nv_j_close(&t.json, ']');
            nv_j_print(&t.json);
        }
        nv_buf_clear(&t.json);
        nv_buf_clear(&t.prefix);
        nv_buf_clear(&t.unfolded);
    }
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}
