/* export_graph.c - the formats that are made of the collection or a document, not of a list of tasks. */
#include "cli/doc_print.h"
#include "cli/export_data.h"
#include "cli/task_print.h"
#include "store/law.h"
#include "store/net.h"

/* Of the options of the verb only these say something about a graph. A filter of tasks would leave half a graph: it is refused, not passed over. */
static bool only_doc(const nv_cli *cli, const char *format, int n_words)
{
    const char *wrong = n_words ? "FILTER" : NULL;
    for (unsigned i = 0; !wrong && i < cli->verb->n_opts; i++) {
        const char *name = cli->verb->opts[i].name;
        if (cli->values[i] && strcmp(name, "doc") != 0 && strcmp(name, "output") != 0) wrong = name;
    }
    if (wrong) nv_cli_say(cli, stderr, NV_W_ONLY_DOC, format, wrong, NULL);
    return !wrong;
}

static int name_docs(nv_cli *cli, nv_asker *q, nv_ans_docs *docs)
{
    const char *doc = nv_cli_opt(cli, "doc");
    char *argv[] = { (char *)(uintptr_t)doc };
    return doc ? nv_ask_docs(q, cli, 1, argv, docs) : NV_X_DONE;
}

static nv_str edge_label(const nv_cli *cli, const nv_net_edge *e, nv_arena *a)
{
    nv_buf b = { 0 };
    nv_word role;
    if (e->kind == NV_EDGE_CITES) nv_relation_text(cli, e->values[0], &b);
    else if (e->kind == NV_EDGE_ISSUED_BY) nv_cli_word(cli, &b, NV_W_ISSUED_BY, NULL);
    else if (e->kind == NV_EDGE_BEARS && nv_task_role(e->values[0], &role)) nv_cli_word(cli, &b, role, NULL);
    nv_str s = b.n ? nv_arena_str(a, nv_buf_str(&b)) : (nv_str){ 0 };
    nv_buf_clear(&b);
    return s;
}

int nv_export_net(nv_cli *cli, nv_asker *q, const char *format, int n_words, nv_export *x)
{
    if (!only_doc(cli, format, n_words)) return NV_X_USAGE;
    nv_ans_docs docs = { 0 };
    int code = name_docs(cli, q, &docs);
    if (code != NV_X_DONE) return code;
    int64_t *ids = nv_arena_alloc(q->a, (docs.n + 1) * sizeof *ids);
    for (uint32_t i = 0; i < docs.n; i++) ids[i] = docs.v[i].id;
    nv_net *net = nv_arena_alloc(q->a, sizeof *net);
    nv_err err;
    if (nv_store_net(q->store, ids, docs.n, q->a, net, &err)) return nv_cli_fail(cli, &err);
    for (uint32_t i = 0; i < net->edges.n; i++) net->edges.v[i].label = edge_label(cli, &net->edges.v[i], q->a);
    x->net = net;
    return NV_X_DONE;
}

/* Of the documents that were asked for, those that are in the collection; of none asked for, all. */
static int choose_docs(nv_cli *cli, nv_asker *q, nv_ans_docs *docs)
{
    nv_err err;
    int code = name_docs(cli, q, docs);
    if (code != NV_X_DONE) return code;
    bool all = !docs->n;
    if (all && nv_store_docs(q->store, q->a, docs, &err)) return nv_cli_fail(cli, &err);
    uint32_t n = 0;
    for (uint32_t i = 0; i < docs->n; i++)
        if (docs->v[i].have) docs->v[n++] = docs->v[i];
    if (!n && !all) {
        nv_cli_say(cli, stderr, NV_W_DOC_NOT_HAD, nv_cli_opt(cli, "doc"), NULL);
        return NV_X_USAGE;
    }
    docs->n = n;
    return NV_X_DONE;
}

int nv_export_laws(nv_cli *cli, nv_asker *q, const char *format, bool one, int n_words, nv_export *x)
{
    if (!only_doc(cli, format, n_words)) return NV_X_USAGE;
    nv_ans_docs docs = { 0 };
    nv_err err;
    int code = one && !nv_cli_opt(cli, "doc") ? NV_X_USAGE : choose_docs(cli, q, &docs);
    if (one && (docs.n > 1 || !nv_cli_opt(cli, "doc"))) {
        char n[16];
        snprintf(n, sizeof n, "%u", docs.n);
        nv_cli_say(cli, stderr, NV_W_ONE_DOC, format, n, NULL);
        return NV_X_USAGE;
    }
    for (uint32_t i = 0; code == NV_X_DONE && i < docs.n; i++)
        if (nv_store_law(q->store, docs.v[i].id, cli->today, one, q->a, NV_PUSH(q->a, &x->laws), &err)) code = nv_cli_fail(cli, &err);
    return code;
}

int nv_export_nothing(nv_cli *cli, const char *format, int n_words, nv_export *x)
{
    if (!only_doc(cli, format, n_words)) return NV_X_USAGE;
    const char *slash = strrchr(cli->db, '/'), *name = slash ? slash + 1 : cli->db, *dot = strrchr(name, '.');
    x->db_name = dot && dot > name ? (nv_str){ name, (uint32_t)(dot - name) } : nv_str_of(name);
    return NV_X_DONE;
}
