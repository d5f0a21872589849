/* docs: what is in the collection, and what is only cited. search WORDS: where words stand. */
#include "cli/ask.h"
#include "cli/print.h"

static void count_word(const nv_cli *cli, nv_buf *b, nv_word w, int64_t n)
{
    char z[24];
    snprintf(z, sizeof z, "%lld", (long long)n);
    if (b->n) nv_buf_addz(b, ", ");
    nv_cli_word(cli, b, w, z, NULL);
}

static void doc_line(const nv_cli *cli, const nv_ans_doc *d, unsigned number_width)
{
    nv_buf day = { 0 }, b = { 0 };
    nv_date_text(cli, d->date, &day);
    nv_print_cell(stdout, nv_buf_str(&day), 12);
    nv_buf none = { 0 };
    nv_cli_word(cli, &none, NV_W_NO_NUMBER, NULL);
    fputs(nv_ink(cli, "1"), stdout);
    nv_print_cell(stdout, d->number.n ? d->number : nv_buf_str(&none), number_width);
    fputs(nv_ink(cli, "0"), stdout);
    nv_buf_clear(&none);
    if (d->issuer.n) nv_buf_adds(&b, d->issuer);
    if (d->title.n) nv_buf_printf(&b, "%s%.*s", b.n ? ": " : "", NV_ARG(d->title));
    if (!d->title.n && d->name.n) nv_buf_printf(&b, "%s%.*s", b.n ? ": " : "", NV_ARG(d->name));
    fputs("  ", stdout);
    nv_print_wrap(stdout, nv_buf_str(&b), 14 + number_width, cli->width);
    nv_buf_clear(&b);
    if (d->have) {
        char n[3][16];
        const uint32_t counts[] = { d->tasks, d->cites, d->cited };
        for (unsigned i = 0; i < NV_NELEM(counts); i++) snprintf(n[i], sizeof n[i], "%u", counts[i]);
        nv_cli_word(cli, &b, NV_W_DOC_COUNTS, n[0], n[1], n[2], NULL);
        nv_buf_printf(&b, ", %.*s", NV_ARG(d->file));
        if (d->files > 1) count_word(cli, &b, NV_W_DOC_FILES, d->files);
        if (d->bad_pages) count_word(cli, &b, NV_W_DOC_BAD_PAGES, d->bad_pages);
    } else count_word(cli, &b, NV_W_DOC_CITED_ONLY, d->cited);
    printf("%*s%s", (int)number_width + 14, "", nv_ink(cli, "2"));
    nv_print_wrap(stdout, nv_buf_str(&b), 14 + number_width, cli->width);
    fputs(nv_ink(cli, "0"), stdout);
    nv_buf_clear(&day);
    nv_buf_clear(&b);
}

static void docs_json(const nv_ans_docs *v)
{
    nv_buf b = { 0 };
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < v->n; i++) {
        const nv_ans_doc *d = &v->v[i];
        nv_j_open(&b, '{');
        nv_j_str(&b, "type", d->type);
        nv_j_str(&b, "number", d->number);
        nv_j_str(&b, "name", d->name);
        nv_j_str(&b, "date", d->date);
        nv_j_str(&b, "issuer", d->issuer);
        nv_j_str(&b, "title", d->title);
        nv_j_str(&b, "file", d->file);
        nv_j_str(&b, "format", d->format);
        nv_j_int_or_null(&b, "pages", d->pages, 0);
        nv_j_int(&b, "bad_pages", d->bad_pages);
        nv_j_int(&b, "files", d->files);
        nv_j_int(&b, "tasks", d->tasks);
        nv_j_int(&b, "cites", d->cites);
        nv_j_int(&b, "cited", d->cited);
        nv_j_bool(&b, "in_collection", d->have);
        nv_j_close(&b, '}');
    }
    nv_j_close(&b, ']');
    nv_j_print(&b);
}

static void docs_list(const nv_cli *cli, const nv_ans_docs *v)
{
    unsigned width = 10, have = 0;
    char n[2][16];
    for (uint32_t i = 0; i < v->n; i++) {
        unsigned w = nv_display_width(v->v[i].number);
        if (w > width) width = w;
        have += v->v[i].have;
    }
    if (width > 28) width = 28;
    for (uint32_t i = 0; i < v->n; i++) doc_line(cli, &v->v[i], width);
    snprintf(n[0], sizeof n[0], "%u", have);
    snprintf(n[1], sizeof n[1], "%u", v->n - have);
    nv_cli_say(cli, stdout, NV_W_N_DOCS, n[0], n[1], NULL);
}

static void signs(const nv_cli *cli, const nv_ans_signs *v)
{
    nv_buf b = { 0 };
    if (cli->json) nv_j_open(&b, '[');
    for (uint32_t i = 0; i < v->n; i++) {
        const nv_ans_sign *x = &v->v[i];
        if (cli->json) {
            nv_j_open(&b, '{');
            nv_j_str(&b, "file", x->file);
            nv_j_str(&b, "number", x->number);
            nv_j_str(&b, "state", x->state);
            nv_j_str(&b, "text", x->text);
            nv_j_close(&b, '}');
            continue;
        }
        nv_buf_printf(&b, "%.*s", NV_ARG(x->file));
        if (x->number.n) nv_buf_printf(&b, " (%.*s)", NV_ARG(x->number));
        nv_buf_printf(&b, ": %.*s", NV_ARG(x->text));
        nv_print_wrap(stdout, nv_buf_str(&b), 4, cli->width);
        b.n = 0;
    }
    char n[16];
    snprintf(n, sizeof n, "%u", v->n);
    if (cli->json) {
        nv_j_close(&b, ']');
        nv_j_print(&b);
    } else nv_cli_say(cli, stdout, NV_W_N_SIGNATURES, n, NULL);
    nv_buf_clear(&b);
}

int nv_cmd_docs(nv_cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    nv_asker q;
    int code = nv_ask_open(&q, cli, false);
    if (code == NV_X_DONE) {
        nv_ans_docs v = { 0 };
        nv_ans_signs s = { 0 };
        nv_err err;
        if (nv_cli_opt(cli, "signatures")) {
            if (nv_store_signatures(q.store, q.a, &s, &err)) code = nv_cli_fail(cli, &err);
            else signs(cli, &s);
        } else if (nv_store_docs(q.store, q.a, &v, &err)) code = nv_cli_fail(cli, &err);
        else if (cli->json) docs_json(&v);
        else docs_list(cli, &v);
    }
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}

/* ---- search ----------------------------------------------------------------------------------------------------------- */

static void hits_json(const nv_ans_hits *v, uint32_t total)
{
    nv_buf b = { 0 };
    nv_j_open(&b, '{');
    nv_j_int(&b, "total", total);
    nv_j_key(&b, "results");
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < v->n; i++) {
        const nv_ans_hit *h = &v->v[i];
        nv_j_open(&b, '{');
        nv_j_str(&b, "number", h->number);
        nv_j_str(&b, "date", h->date);
        nv_j_str(&b, "title", h->title);
        nv_j_str(&b, "file", h->file);
        nv_j_str(&b, "eid", h->eid);
        nv_j_int_or_null(&b, "page", h->page, 0);
        nv_j_str(&b, "heading", h->heading);
        nv_j_str(&b, "text", h->text);
        nv_j_close(&b, '}');
    }
    nv_j_close(&b, ']');
    nv_j_close(&b, '}');
    nv_j_print(&b);
}

static void hit(const nv_cli *cli, const nv_ans_hit *h)
{
    nv_buf b = { 0 };
    nv_buf_adds(&b, h->number.n ? h->number : h->file);
    nv_buf_addz(&b, ", ");
    nv_place_name(h->eid, &b);
    if (h->page) count_word(cli, &b, NV_W_PAGE, h->page);
    fputs(nv_ink(cli, "1"), stdout);
    nv_print_wrap(stdout, nv_buf_str(&b), 0, cli->width);
    fputs(nv_ink(cli, "0"), stdout);
    b.n = 0;
    nv_buf_adds(&b, h->heading);
    if (h->heading.n && h->text.n) nv_buf_addz(&b, ": ");
    nv_buf_adds(&b, h->text);
    fputs("    ", stdout);
    nv_print_line(stdout, nv_buf_str(&b), 3 * (cli->width - 4));
    putchar('\n');
    nv_buf_clear(&b);
}

static int search(nv_cli *cli, nv_asker *q, nv_str words, long limit)
{
    nv_ans_hits v = { 0 };
    uint32_t total;
    nv_err err;
    if (nv_store_search(q->store, words, (uint32_t)limit, q->a, &v, &total, &err)) return nv_cli_fail(cli, &err);
    if (cli->json) {
        hits_json(&v, total);
        return NV_X_DONE;
    }
    for (uint32_t i = 0; i < v.n; i++) hit(cli, &v.v[i]);
    char n[2][16];
    snprintf(n[0], sizeof n[0], "%u", total);
    snprintf(n[1], sizeof n[1], "%u", v.n);
    nv_cli_say(cli, stdout, NV_W_N_HITS, n[0], n[1], NULL);
    return NV_X_DONE;
}

int nv_cmd_search(nv_cli *cli, int argc, char **argv)
{
    long limit;
    if (!nv_cli_opt_int(cli, "limit", 1, 100000, 20, &limit)) return NV_X_USAGE;
    nv_asker q;
    int code = nv_ask_open(&q, cli, false);
    if (code == NV_X_DONE) {
        nv_buf words = { 0 };
        for (int i = 0; i < argc; i++) {
            /* an argument with spaces was quoted in the shell: its words belong together */
            bool together = strpbrk(argv[i], " \t") && !strchr(argv[i], '"');
            nv_buf_printf(&words, "%s%s%s%s", i ? " " : "", together ? "\"" : "", argv[i], together ? "\"" : "");
        }
        code = search(cli, &q, nv_buf_str(&words), limit);
        nv_buf_clear(&words);
    }
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}
