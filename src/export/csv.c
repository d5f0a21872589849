/* csv.c - csv (RFC 4180) and tsv: the official columns, then what a program or a careful reader wants: ISO day, kind of deadline, id, quotation, file, hash. */
#include "export/clean.h"
#include "export/cross.h"
#include "export/export.h"
#include <stdio.h>

typedef struct { const nv_export *x; nv_buf *out, raw; char sep; bool first; } table;

/* RFC 4180: quotation marks are doubled. */
void nv_csv_cell(nv_str s, char sep, nv_buf *out)
{
    nv_buf cell = { 0 };
    nv_clean(s, sep == '\t' ? NV_CLEAN_ONE_LINE : NV_CLEAN_LINES, &cell);
    nv_str c = nv_buf_str(&cell);
    bool quote = false;
    for (uint32_t i = 0; i < c.n && sep == ','; i++) quote |= c.p[i] == '"' || c.p[i] == ',' || c.p[i] == '\n';
    if (quote) nv_buf_addc(out, '"');
    if (nv_is_formula(c)) nv_buf_addc(out, '\'');
    for (uint32_t i = 0; i < c.n; i++) {
        if (quote && c.p[i] == '"') nv_buf_addc(out, '"');
        nv_buf_addc(out, c.p[i]);
    }
    if (quote) nv_buf_addc(out, '"');
    nv_buf_clear(&cell);
}

static void put_cell(table *t, nv_str s)
{
    if (!t->first) nv_buf_addc(t->out, t->sep);
    t->first = false;
    nv_csv_cell(s, t->sep, t->out);
}

/* RFC 4180: CR LF ends a record. */
static void end_row(table *t)
{
    nv_buf_addz(t->out, t->sep == ',' ? "\r\n" : "\n");
    t->first = true;
}

static const nv_label more[] = { NV_L_ISO_DUE, NV_L_TIMING, NV_L_ID, NV_L_QUOTE, NV_L_FILE, NV_L_SHA256 };

static void put_row(table *t, uint32_t i)
{
    const nv_x_task *k = &t->x->tasks.v[i];
    for (unsigned c = 0; c < NV_C_COUNT; c++) {
        t->raw.n = 0;
        nv_cell_text(t->x, i, (nv_column)c, &t->raw);
        put_cell(t, nv_buf_str(&t->raw));
    }
    const nv_str rest[NV_NELEM(more)] = { k->first_due, nv_str_of(nv_label_text(nv_timing_label(k->timing), t->x->lang)), k->id, k->quote, k->doc->file, k->doc->sha256 };
    for (unsigned c = 0; c < NV_NELEM(more); c++) put_cell(t, rest[c]);
    end_row(t);
}

static nv_status write_table(const nv_export *x, char sep, nv_buf *out)
{
    table t = { .x = x, .out = out, .sep = sep, .first = true };
    if (sep == ',' && !x->no_bom) nv_buf_addu(out, 0xfeff);
    for (unsigned c = 0; c < NV_C_COUNT; c++) put_cell(&t, nv_str_of(nv_column_head(x, (nv_column)c)));
    for (unsigned c = 0; c < NV_NELEM(more); c++) put_cell(&t, nv_str_of(nv_label_text(more[c], x->lang)));
    end_row(&t);
    for (uint32_t i = 0; i < x->tasks.n; i++) put_row(&t, i);
    nv_buf_clear(&t.raw);
    return NV_OK;
}

nv_status nv_write_csv(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)part, (void)err;
    return write_table(x, ',', out);
}

nv_status nv_write_tsv(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)part, (void)err;
    return write_table(x, '\t', out);
}

void nv_cross_csv(const nv_cross *x, nv_buf *out)
{
    table t = { .out = out, .sep = ',', .first = true };
    char n[16];
    nv_buf_addu(out, 0xfeff);
    put_cell(&t, x->ord);
    put_cell(&t, x->body);
    for (uint32_t c = 0; c < x->cols.n; c++) put_cell(&t, x->cols.v[c].head);
    end_row(&t);
    if (x->years) {
        put_cell(&t, (nv_str){ 0 });
        put_cell(&t, (nv_str){ 0 });
        for (uint32_t c = 0; c < x->cols.n; c++) put_cell(&t, x->cols.v[c].year);
        end_row(&t);
    }
    for (uint32_t i = 0; i < x->rows.n; i++) {
        snprintf(n, sizeof n, "%u", i + 1);
        put_cell(&t, nv_str_of(n));
        put_cell(&t, x->rows.v[i].name);
        for (uint32_t c = 0; c < x->cols.n; c++) put_cell(&t, x->rows.v[i].cells[c]);
        end_row(&t);
    }
    put_cell(&t, (nv_str){ 0 });
    put_cell(&t, x->sum);
    for (uint32_t c = 0; c < x->cols.n; c++) {
        snprintf(n, sizeof n, "%u", x->cols.v[c].total);
        put_cell(&t, nv_str_of(n));
    }
    end_row(&t);
    nv_buf_clear(&t.raw);
}
