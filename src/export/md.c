/* md.c - a GitHub-flavoured Markdown table. Every sign of a document that means something there is escaped, so that words stay words. */
#include "export/clean.h"
#include "export/export.h"

/* Inside a line: emphasis, code, links, HTML, entities, tables, strikethrough, formulas, mentions; “:” and “.” so that no address becomes a link. */
static bool is_sign(nv_str s, uint32_t i)
{
    char c = s.p[i];
    if (c == '.') return i >= 3 && (s.p[i - 1] | 32) == 'w' && (s.p[i - 2] | 32) == 'w' && (s.p[i - 3] | 32) == 'w';
    if (c == ':') return i + 1 < s.n && (s.p[i + 1] == '/' || nv_is_letter((unsigned char)s.p[i + 1])); /* http:// and mailto: */
    return strchr("\\`*_[]<>|~$&@#", c) != NULL;
}

static void put_text(nv_str raw, nv_buf *out)
{
    nv_buf b = { 0 };
    nv_clean(raw, NV_CLEAN_LINES, &b);
    nv_str s = nv_buf_str(&b);
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\n') nv_buf_addz(out, "<br>");
        else if (c == '\t') nv_buf_addc(out, ' ');
        else {
            if (is_sign(s, i)) nv_buf_addc(out, '\\');
            nv_buf_addc(out, c);
            if (c == '@') nv_buf_addz(out, "<!-- -->"); /* addresses of mail are made links even where the sign is escaped */
        }
    }
    nv_buf_clear(&b);
}

/* A line of our own words, in which words of documents stand: it begins with ours, so no sign at its beginning makes a heading or a list of it. */
static void put_line(nv_str s, nv_buf *out)
{
    put_text(s, out);
    nv_buf_addz(out, "\n\n");
}

nv_status nv_write_md(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)part, (void)err;
    nv_buf b = { 0 };
    nv_buf_printf(out, "# %s\n\n", nv_label_text(NV_L_TITLE, x->lang));
    nv_subtitle_text(x, &b);
    put_line(nv_buf_str(&b), out);
    for (unsigned c = 0; c < NV_C_COUNT; c++) nv_buf_printf(out, "| %s ", nv_column_head(x, (nv_column)c));
    nv_buf_addz(out, "|\n");
    for (unsigned c = 0; c < NV_C_COUNT; c++) nv_buf_addz(out, c == NV_C_ORD ? "|---:" : "|---");
    nv_buf_addz(out, "|\n");
    for (uint32_t i = 0; i < x->tasks.n; i++) {
        for (unsigned c = 0; c < NV_C_COUNT; c++) {
            b.n = 0;
            nv_cell_text(x, i, (nv_column)c, &b);
            nv_buf_addz(out, "| ");
            put_text(nv_buf_str(&b), out);
            nv_buf_addc(out, ' ');
        }
        nv_buf_addz(out, "|\n");
    }
    nv_buf_addc(out, '\n');
    for (uint32_t i = 0; i < x->notes.n; i++) put_line(x->notes.v[i], out);
    nv_buf_clear(&b);
    return NV_OK;
}
