#include "cli/ask.h"
#include "export/json_out.h"
#include "grammar/grammar.h"
#include <stdlib.h>

int nv_tables_load(nv_tables *t, nv_cli *cli)
{
    *t = (nv_tables){ 0 };
    if (!cli->grammars) {
        nv_cli_say(cli, stderr, NV_W_NO_GRAMMARS, NULL);
        return NV_X_USAGE;
    }
    nv_buf errors = { 0 };
    t->grammar = nv_grammar_tables(cli->grammars, &errors);
    t->registry = t->grammar ? nv_registry_load(t->grammar, &errors) : NULL;
    if (!t->registry) {
        nv_cli_say(cli, stderr, NV_W_GRAMMARS_BAD, cli->grammars, NULL);
        fwrite(errors.p, 1, errors.n, stderr);
    }
    nv_buf_clear(&errors);
    return t->registry ? NV_X_DONE : NV_X_USAGE;
}

void nv_tables_free(nv_tables *t)
{
    if (t->registry) nv_registry_free(t->registry);
    if (t->grammar) nv_grammar_free(t->grammar);
}

int nv_ask_open(nv_asker *q, nv_cli *cli, bool registry)
{
    *q = (nv_asker){ .a = nv_arena_new() };
    nv_err err;
    if (nv_store_open(cli->db, NV_STORE_READ, &q->store, &err)) return nv_cli_fail(cli, &err);
    if (!registry) return NV_X_DONE;
    int code = nv_tables_load(&q->tables, cli);
    if (code == NV_X_DONE && nv_store_registry(q->store, q->tables.registry, nv_grammar_digest(q->tables.grammar), &err)) code = nv_cli_fail(cli, &err);
    return code;
}

void nv_ask_close(nv_asker *q)
{
    nv_store_close(q->store);
    nv_tables_free(&q->tables);
    nv_arena_free(q->a);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------------ */

void nv_j_item(nv_buf *b)
{
    char last = b->n ? b->p[b->n - 1] : '[';
    if (last != '{' && last != '[' && last != ':') nv_buf_addc(b, ',');
}

void nv_j_open(nv_buf *b, char bracket)
{
    nv_j_item(b);
    nv_buf_addc(b, bracket);
}

void nv_j_close(nv_buf *b, char bracket)
{
    nv_buf_addc(b, bracket);
}

void nv_j_key(nv_buf *b, const char *key)
{
    nv_j_item(b);
    nv_json_str(b, nv_str_of(key));
    nv_buf_addc(b, ':');
}

void nv_j_str(nv_buf *b, const char *key, nv_str v)
{
    nv_j_key(b, key);
    nv_json_str_or_null(b, v);
}

void nv_j_text(nv_buf *b, nv_str v)
{
    nv_json_str_or_null(b, v);
}

void nv_j_int(nv_buf *b, const char *key, int64_t v)
{
    nv_j_key(b, key);
    nv_buf_printf(b, "%lld", (long long)v);
}

void nv_j_int_or_null(nv_buf *b, const char *key, int64_t v, int64_t none)
{
    if (v != none) {
        nv_j_int(b, key, v);
        return;
    }
    nv_j_key(b, key);
    nv_buf_addz(b, "null");
}

void nv_j_bool(nv_buf *b, const char *key, bool v)
{
    nv_j_key(b, key);
    nv_buf_addz(b, v ? "true" : "false");
}

void nv_j_real(nv_buf *b, const char *key, double v)
{
    nv_j_key(b, key);
    nv_buf_printf(b, "%.2f", v);
}

void nv_j_print(nv_buf *b)
{
    fwrite(b->p, 1, b->n, stdout);
    putchar('\n');
    nv_buf_clear(b);
}

/* ---- for people ------------------------------------------------------------------------------------------------------ */

static const struct { const char *token, *name; } places[] = {
    { "preface", "phần đầu" }, { "preamble", "phần mở đầu" }, { "closing", "phần kết" }, { "signature", "phần ký" }, { "part", "Phần" },
    { "chp", "Chương" }, { "sec", "Mục" }, { "subsec", "Tiểu mục" }, { "art", "Điều" }, { "cl", "khoản" }, { "point", "điểm" }, { "item", "tiết" },
    { "indent", "gạch đầu dòng thứ" }, { "app", "Phụ lục" },
};

/* One token of an eId: "cl_2" -> “khoản 2”. A second unit of the same label ("point_b_2") keeps its label as it stands. */
static void place_part(nv_str token, nv_buf *out)
{
    uint32_t bar = nv_str_find(token, NV_LIT("_"), 0);
    nv_str kind = bar == UINT32_MAX ? token : nv_str_cut(token, 0, bar);
    for (unsigned i = 0; i < NV_NELEM(places); i++) {
        if (!nv_str_eqz(kind, places[i].token)) continue;
        nv_buf_addz(out, places[i].name);
        if (bar == UINT32_MAX) return;
        nv_buf_addc(out, ' ');
        nv_buf_adds(out, nv_str_cut(token, bar + 1, token.n));
        return;
    }
    nv_buf_adds(out, token);
}

void nv_place_name(nv_str eid, nv_buf *out)
{
    uint32_t end = eid.n;
    bool first = true;
    while (end) {
        uint32_t beg = end;
        while (beg && !(beg >= 2 && eid.p[beg - 1] == '_' && eid.p[beg - 2] == '_')) beg--;
        if (!first) nv_buf_addc(out, ' ');
        place_part(nv_str_cut(eid, beg, end), out);
        first = false;
        end = beg >= 2 ? beg - 2 : 0;
    }
}

void nv_date_text(const nv_cli *cli, nv_str iso, nv_buf *out)
{
    if (cli->lang == NV_VI && iso.n == 10) nv_buf_printf(out, "%.2s/%.2s/%.4s", iso.p + 8, iso.p + 5, iso.p);
    else nv_buf_adds(out, iso);
}

const char *nv_ink(const nv_cli *cli, const char *code)
{
    if (!cli->color) return "";
    return code[0] == '0' ? "\033[0m" : code[0] == '1' ? "\033[1m" : code[0] == '2' ? "\033[2m" : strcmp(code, "32") == 0 ? "\033[32m" : "\033[31m";
}

nv_str nv_doc_label(const nv_ans_doc *d)
{
    return d->number.n ? d->number : d->name.n ? d->name : d->file;
}

int nv_no_doc(const nv_cli *cli, const char *text, nv_str nearest)
{
    if (nearest.n) nv_cli_say(cli, stderr, NV_W_UNKNOWN_DOC_NEAR, text, nearest.p, NULL);
    else nv_cli_say(cli, stderr, NV_W_UNKNOWN_DOC, text, NULL);
    return NV_X_USAGE;
}
