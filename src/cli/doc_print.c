#include "cli/doc_print.h"

void nv_doc_text(const nv_cli *cli, const nv_ans_doc *d, nv_buf *out)
{
    nv_buf_adds(out, nv_doc_label(d));
    if (d->date.n) {
        nv_buf_addz(out, ", ");
        nv_date_text(cli, d->date, out);
    }
    if (d->issuer.n) nv_buf_printf(out, ", %.*s", NV_ARG(d->issuer));
    if (d->title.n || (d->number.n && d->name.n)) nv_buf_printf(out, ": %.*s", NV_ARG(d->title.n ? d->title : d->name));
}

void nv_doc_json(nv_buf *b, const nv_ans_doc *d)
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

static const struct { const char *name; nv_word word; } relations[] = {
    { "basis", NV_W_REL_BASIS }, { "implements", NV_W_REL_IMPLEMENTS }, { "amends", NV_W_REL_AMENDS }, { "replaces", NV_W_REL_REPLACES },
    { "repeals", NV_W_REL_REPEALS }, { "guides", NV_W_REL_GUIDES }, { "issued_with", NV_W_REL_ISSUED_WITH }, { "refers", NV_W_REL_REFERS },
};

const char *nv_relation_at(unsigned i) { return i < NV_NELEM(relations) ? relations[i].name : NULL; }

void nv_relation_text(const nv_cli *cli, nv_str relation, nv_buf *out)
{
    for (unsigned i = 0; i < NV_NELEM(relations); i++)
        if (nv_str_eqz(relation, relations[i].name)) {
            nv_cli_word(cli, out, relations[i].word, NULL);
            return;
        }
    nv_buf_adds(out, relation);
}

int nv_ask_docs(nv_asker *q, nv_cli *cli, int argc, char **argv, nv_ans_docs *out)
{
    nv_buf b = { 0 };
    for (int i = 0; i < argc; i++) {
        if (i) nv_buf_addc(&b, ' ');
        nv_buf_addz(&b, argv[i]);
    }
    nv_str name = nv_arena_str(q->a, nv_buf_str(&b));
    nv_buf_clear(&b);
    nv_err err;
    if (nv_store_find_docs(q->store, name, q->a, out, &err)) return nv_cli_fail(cli, &err);
    return out->n ? NV_X_DONE : nv_no_doc(cli, name.p, nv_store_near_doc(q->store, name, q->a));
}
