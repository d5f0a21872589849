#include "cli/tally_print.h"
#include "cli/print.h"


nv_str nv_tally_group_name(const nv_tally *t, uint32_t group)
{
    for (uint32_t i = 0; i < t->cols.n; i++)
        if (t->cols.v[i].group == group) return t->cols.v[i].label.n ? t->cols.v[i].label : t->cols.v[i].year;
    return (nv_str){ 0 };
}

/* What the last row of totals prints for a column; n == 0: nothing. *has: there is such a row. */
static nv_str printed(const nv_tally *t, uint32_t col, bool *has)
{
    *has = t->totals.n > 0;
    return *has ? t->totals.v[t->totals.n - 1].text[col] : (nv_str){ 0 };
}

static uint32_t marks_of(const nv_tally *t, uint32_t col)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->rows.n; i++) n += t->rows.v[i].mark[col];
    return n;
}

/* ---- for people ------------------------------------------------------------------------------------------------------ */

static void with_number(const nv_cli *cli, nv_buf *b, nv_word w, int64_t v)
{
    char n[24];
    snprintf(n, sizeof n, "%lld", (long long)v);
    nv_cli_word(cli, b, w, n, NULL);
}

static void column(const nv_cli *cli, const nv_tally *t, uint32_t i, nv_buf *b)
{
    bool has;
    nv_str said = printed(t, i, &has);
    if (t->cols.v[i].year.n) nv_buf_printf(b, "%.*s: ", NV_ARG(t->cols.v[i].year));
    with_number(cli, b, NV_W_IM_COUNT, marks_of(t, i));
    if (!has) return;
    nv_buf z = { 0 };
    nv_buf_adds(&z, said);
    nv_buf_addz(b, ", ");
    nv_cli_word(cli, b, said.n ? NV_W_IM_PRINTED : NV_W_IM_BLANK, nv_buf_z(&z), NULL);
    nv_buf_clear(&z);
}

static void print_group(const nv_cli *cli, const nv_tally *t, uint32_t group)
{
    nv_buf b = { 0 };
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->cols.n; i++) {
        if (t->cols.v[i].group != group) continue;
        if (!n++) nv_buf_printf(&b, "%.*s%s", NV_ARG(t->cols.v[i].label), t->cols.v[i].label.n ? ": " : "");
        else nv_buf_addz(&b, "; ");
        column(cli, t, i, &b);
    }
    if (n > 1) {
        nv_buf_addz(&b, "; ");
        with_number(cli, &b, NV_W_IM_ANY_YEAR, nv_tally_count(t, group, (nv_str){ 0 }));
    }
    fputs("  ", stdout);
    nv_print_wrap(stdout, nv_buf_str(&b), 4, cli->width);
    nv_buf_clear(&b);
}

static void print_claim(const nv_cli *cli, const nv_tally *t, const nv_tally_claim *c)
{
    nv_buf b = { 0 }, name = { 0 };
    char score[16], second[16], n[24];
    snprintf(score, sizeof score, "%.2f", c->score);
    snprintf(second, sizeof second, "%.2f", c->second);
    snprintf(n, sizeof n, "%lld", (long long)c->counted);
    nv_buf_printf(&b, "“%.*s”: ", NV_ARG(c->text));
    if (c->group != NV_NONE) {
        nv_buf_adds(&name, nv_tally_group_name(t, c->group));
        nv_cli_word(cli, &b, NV_W_IM_FITS, nv_buf_z(&name), score, n, NULL);
    } else nv_cli_word(cli, &b, NV_W_IM_NO_FIT, score, second, NULL);
    fputs("  ", stdout);
    nv_print_wrap(stdout, nv_buf_str(&b), 4, cli->width);
    nv_buf_clear(&b);
    nv_buf_clear(&name);
}

static void print_diff(const nv_cli *cli, const nv_tally_diff *d)
{
    static const nv_word words[] = { NV_W_IM_D_TOTAL, NV_W_IM_D_NO_TOTAL, NV_W_IM_D_SUM, NV_W_IM_D_CLAIM, NV_W_IM_D_OF, NV_W_IM_D_LIST, NV_W_IM_D_TWICE, NV_W_IM_D_UNKNOWN,
                                     NV_W_IM_D_SPELLING, NV_W_IM_D_ODD, NV_W_IM_D_SERIAL };
    nv_buf b = { 0 }, what = { 0 }, meant = { 0 };
    char said[24], counted[24];
    snprintf(said, sizeof said, "%lld", (long long)d->said);
    snprintf(counted, sizeof counted, "%lld", (long long)d->counted);
    nv_buf_adds(&what, d->what);
    nv_buf_adds(&meant, d->meant);
    nv_cli_word(cli, &b, words[d->fault], nv_buf_z(&what), d->meant.n ? nv_buf_z(&meant) : said, counted, NULL);
    if (d->row != NV_NONE) with_number(cli, &b, NV_W_IM_ROW, (int64_t)d->row + 1);
    for (uint32_t i = 0; i < d->names.n; i++) nv_buf_printf(&b, "%s%.*s", i ? ", " : ": ", NV_ARG(d->names.v[i]));
    printf("  %s", nv_ink(cli, "31"));
    nv_print_wrap(stdout, nv_buf_str(&b), 4, cli->width);
    fputs(nv_ink(cli, "0"), stdout);
    nv_buf_clear(&b);
    nv_buf_clear(&what);
    nv_buf_clear(&meant);
}

void nv_tally_print(const nv_cli *cli, const nv_tally *t, const nv_tally_report *r, uint32_t number)
{
    nv_buf page = { 0 };
    char n[5][24];
    const uint32_t v[] = { number, t->rows.n, t->cols.n, r->compared, r->diffs.n };
    for (unsigned i = 0; i < NV_NELEM(v); i++) snprintf(n[i], sizeof n[i], "%u", v[i]);
    if (t->grid->page) with_number(cli, &page, NV_W_IM_ON_PAGE, t->grid->page);
    fputs(nv_ink(cli, "1"), stdout);
    nv_cli_say(cli, stdout, NV_W_IM_TABLE, n[0], nv_buf_z(&page), n[1], n[2], NULL);
    fputs(nv_ink(cli, "0"), stdout);
    for (uint32_t g = 0; g < t->n_groups; g++) print_group(cli, t, g);
    if (r->claims.n) nv_cli_say(cli, stdout, NV_W_IM_SAYS, NULL);
    for (uint32_t i = 0; i < r->claims.n; i++) print_claim(cli, t, &r->claims.v[i]);
    if (r->diffs.n) nv_cli_say(cli, stdout, NV_W_IM_DIFFS, NULL);
    for (uint32_t i = 0; i < r->diffs.n; i++) print_diff(cli, &r->diffs.v[i]);
    nv_cli_say(cli, stdout, NV_W_IM_SUM, n[3], n[4], NULL);
    nv_buf_clear(&page);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------------ */

static void names_json(nv_buf *b, const char *key, const nv_str *v, uint32_t n)
{
    nv_j_key(b, key);
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < n; i++) {
        nv_j_item(b);
        nv_j_text(b, v[i]);
    }
    nv_j_close(b, ']');
}

static void columns_json(nv_buf *b, const nv_tally *t)
{
    nv_j_key(b, "columns");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < t->cols.n; i++) {
        bool has;
        nv_j_open(b, '{');
        nv_j_str(b, "label", t->cols.v[i].label);
        nv_j_str(b, "spelled_out", t->cols.v[i].full);
        nv_j_str(b, "year", t->cols.v[i].year);
        nv_j_int(b, "group", t->cols.v[i].group);
        nv_j_int(b, "counted", marks_of(t, i));
        nv_j_str(b, "printed", printed(t, i, &has));
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
}

static void rows_json(nv_buf *b, const nv_tally *t)
{
    nv_j_key(b, "rows");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < t->rows.n; i++) {
        const nv_tally_row *x = &t->rows.v[i];
        nv_j_open(b, '{');
        nv_j_str(b, "number", x->serial);
        nv_j_str(b, "name", x->name);
        nv_j_str(b, "body", x->body ? x->body->name : (nv_str){ 0 });
        nv_j_str(b, "province", x->province ? x->province->id : (nv_str){ 0 });
        nv_j_key(b, "marks");
        nv_j_open(b, '[');
        for (uint32_t c = 0; c < t->cols.n; c++) {
            nv_j_item(b);
            nv_buf_addz(b, x->mark[c] ? "true" : "false");
        }
        nv_j_close(b, ']');
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
}

static void number_or_null(nv_buf *b, const char *key, int64_t v)
{
    nv_j_int_or_null(b, key, v, -1);
}

static void claims_json(nv_buf *b, const nv_tally *t, const nv_tally_report *r)
{
    nv_j_key(b, "statements");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < r->claims.n; i++) {
        const nv_tally_claim *c = &r->claims.v[i];
        nv_j_open(b, '{');
        nv_j_str(b, "text", c->text);
        nv_j_int(b, "said", c->said);
        nv_j_int(b, "of", c->of);
        number_or_null(b, "counted", c->counted);
        nv_j_str(b, "label", c->group == NV_NONE ? (nv_str){ 0 } : nv_tally_group_name(t, c->group));
        nv_j_real(b, "score", c->score);
        nv_j_real(b, "next_score", c->second);
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
}

void nv_tally_json(nv_buf *b, const nv_tally *t, const nv_tally_report *r, uint32_t number)
{
    nv_j_int(b, "table", number);
    nv_j_int_or_null(b, "page", t->grid->page, 0);
    columns_json(b, t);
    rows_json(b, t);
    claims_json(b, t, r);
    nv_j_key(b, "differences");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < r->diffs.n; i++) {
        const nv_tally_diff *d = &r->diffs.v[i];
        nv_j_open(b, '{');
        nv_j_str(b, "kind", nv_str_of(nv_tally_fault_name(d->fault)));
        nv_j_int_or_null(b, "row", d->row == NV_NONE ? 0 : (int64_t)d->row + 1, 0);
        nv_j_int_or_null(b, "col", d->col == NV_NONE ? 0 : (int64_t)d->col + 1, 0);
        nv_j_str(b, "what", d->what);
        nv_j_str(b, "meant", d->meant);
        number_or_null(b, "said", d->said);
        number_or_null(b, "counted", d->counted);
        names_json(b, "marked", d->names.v, d->names.n);
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
    nv_j_int(b, "compared", r->compared);
}
