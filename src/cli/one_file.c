#include "cli/one_file.h"
#include "cli/reading.h"
#include "cli/reading.h"
#include "export/record_read.h"
#include "grammar/grammar.h"
#include <unistd.h>

/* The record of a file, as it would go into the database; the file is read in a jailed process. */
static nv_status read_record(nv_cli *cli, const char *path, nv_rec **out, nv_err *err)
{
    nv_buf json = { 0 };
    nv_status st = nv_read_record(cli, path, &json, err);
    if (!st) st = nv_record_read(json.p, json.n, path, out, err);
    nv_buf_clear(&json);
    return st;
}

static nv_status put_alone(nv_cli *cli, const nv_rec *r, nv_store **out, nv_err *err)
{
    const nv_ctx *cx = nv_pipeline_ctx(cli->pipeline);
    nv_put what;
    nv_status st = nv_store_open(":memory:", NV_STORE_WRITE, out, err);
    if (!st) st = nv_store_registry(*out, cx->registry, nv_grammar_digest(cx->grammar), err);
    if (!st) st = nv_store_begin(*out, err);
    if (!st) st = nv_store_put(*out, r, &what, err);
    if (!st) st = nv_store_commit(*out, err);
    return st;
}

static int open_file(nv_cli *cli, nv_asker *q, const char *path, nv_one *out)
{
    nv_rec *r;
    nv_err err = { 0 };
    nv_ans_docs docs = { 0 };
    *out = (nv_one){ .own = true, .path = path };
    if (!nv_cli_pipeline(cli)) return NV_X_USAGE;
    nv_status st = read_record(cli, path, &r, &err);
    if (st) return nv_cli_fail(cli, &err);
    st = put_alone(cli, r, &out->store, &err);
    nv_record_free(r);
    if (!st) st = nv_store_docs(out->store, q->a, &docs, &err);
    if (!st && docs.n) out->doc = docs.v[0]; /* the one that is there comes before those that it cites */
    return st ? nv_cli_fail(cli, &err) : NV_X_DONE;
}

int nv_one_choose(nv_cli *cli, nv_asker *q, const char *text, const nv_ans_docs *docs, nv_one *out)
{
    uint32_t have = 0, at = 0;
    nv_buf names = { 0 };
    for (uint32_t i = 0; i < docs->n; i++) {
        if (!docs->v[i].have) continue;
        nv_buf_printf(&names, "%s%.*s (%.*s)", have++ ? "; " : "", NV_ARG(nv_doc_label(&docs->v[i])), NV_ARG(docs->v[i].date.n ? docs->v[i].date : docs->v[i].file));
        at = i;
    }
    if (have == 1) *out = (nv_one){ .store = q->store, .doc = docs->v[at] };
    else if (have) nv_cli_say(cli, stderr, NV_W_SEVERAL_DOCS, text, nv_buf_z(&names), NULL);
    else nv_cli_say(cli, stderr, NV_W_DOC_NOT_HAD, text, NULL);
    nv_buf_clear(&names);
    return have == 1 ? NV_X_DONE : NV_X_USAGE;
}

int nv_one_open(nv_cli *cli, nv_asker *q, const char *text, bool file, nv_one *out)
{
    nv_err err;
    nv_ans_docs docs = { 0 };
    *out = (nv_one){ 0 };
    bool is_path = file || access(text, F_OK) == 0;
    if (!is_path && q->store && nv_store_find_docs(q->store, nv_str_of(text), q->a, &docs, &err)) return nv_cli_fail(cli, &err);
    if (docs.n) return nv_one_choose(cli, q, text, &docs, out);
    if (is_path) return open_file(cli, q, text, out);
    return nv_no_doc(cli, text, q->store ? nv_store_near_doc(q->store, nv_str_of(text), q->a) : (nv_str){ 0 });
}

bool nv_one_same(const nv_ans_doc *x, const nv_ans_doc *y, nv_arena *a)
{
    if (!x->have) return false;
    if (x->date.n >= 4 && y->date.n >= 4 && memcmp(x->date.p, y->date.p, 4) != 0) return false;
    return !x->issuer.n || !y->issuer.n || nv_str_eq(nv_letters_key(a, x->issuer), nv_letters_key(a, y->issuer));
}

int nv_one_cited(nv_cli *cli, nv_asker *q, const nv_one *one, const char *relation, nv_ans_docs *out)
{
    nv_err err;
    nv_ans_edges edges = { 0 };
    if (nv_store_edges(one->store, one->doc.id, true, q->a, &edges, &err)) return nv_cli_fail(cli, &err);
    for (uint32_t i = 0; i < edges.n; i++) {
        nv_ans_doc cited;
        nv_ans_docs found = { 0 };
        if (!nv_str_eqz(edges.v[i].relation, relation)) continue;
        if (nv_store_doc(one->store, edges.v[i].to, q->a, &cited, &err) || nv_store_find_docs(q->store, nv_doc_label(&cited), q->a, &found, &err)) return nv_cli_fail(cli, &err);
        for (uint32_t k = 0; k < found.n; k++)
            if (nv_one_same(&found.v[k], &cited, q->a)) *NV_PUSH(q->a, out) = found.v[k];
    }
    return NV_X_DONE;
}

void nv_one_close(nv_one *one)
{
    if (one->own) nv_store_close(one->store);
    *one = (nv_one){ 0 };
}
