/* html.c - one page that needs nothing else: the official table, the summary, the sources; printed on A4 landscape. */
#include "export/clean.h"
#include "export/export.h"

static const char style[] =
    "@page { size: A4 landscape; margin: 15mm 10mm 15mm 15mm }\n"
    "body { font: 13pt/1.3 \"Times New Roman\", \"Liberation Serif\", serif; color: #000; background: #fff; margin: 1em auto; max-width: 105em; padding: 0 1em }\n"
    "h1, h2 { font-size: 14pt; text-align: center; margin: 1.2em 0 .2em }\n"
    ".asked { text-align: center; font-style: italic; margin: 0 0 1em }\n"
    "table { border-collapse: collapse; width: calc(100% - 2px); table-layout: fixed }\n"
    "th, td { border: 1px solid #000; padding: 2px 4px; vertical-align: top; text-align: left; white-space: pre-line; overflow-wrap: anywhere }\n"
    "thead { display: table-header-group } thead th { background: #eee; text-align: center; vertical-align: middle; position: sticky; top: 0 }\n"
    "tr { break-inside: avoid } .c, .n { text-align: center } .n { font-variant-numeric: tabular-nums }\n"
    ".notes { font-style: italic } tfoot td { font-weight: bold } .hash { font-size: 10pt }\n"
    "@media print { body { margin: 0; padding: 0; max-width: none; font-size: 11pt } h2 { break-before: page } thead th { position: static; background: none }\n"
    "  table { font-size: 10pt } }\n";

static void put(nv_str s, nv_buf *out) { nv_clean_xml(s, NV_CLEAN_LINES, out); }

static void put_cell(const char *attr, nv_str s, nv_buf *out)
{
    nv_buf_printf(out, "<td%s>", attr);
    put(s, out);
    nv_buf_addz(out, "</td>");
}

static void put_count(uint32_t n, nv_buf *out) { nv_buf_printf(out, "<td class=n>%u</td>", n); }

/* <table> with the widths of its columns in percent, and the heading. */
static void begin_table(const nv_export *x, const nv_label *heads, const unsigned *widths, unsigned n, nv_buf *out)
{
    nv_buf_addz(out, "<table>\n<colgroup>");
    for (unsigned c = 0; c < n; c++) nv_buf_printf(out, "<col style=\"width:%u%%\">", widths[c]);
    nv_buf_addz(out, "</colgroup>\n<thead><tr>");
    for (unsigned c = 0; c < n; c++) nv_buf_printf(out, "<th scope=col>%s</th>", nv_label_text(heads[c], x->lang));
    nv_buf_addz(out, "</tr></thead>\n<tbody>\n");
}

static void tasks_table(const nv_export *x, nv_buf *out)
{
    static const nv_label heads[NV_C_COUNT] = { NV_L_ORD, NV_L_TASK, NV_L_LEAD, NV_L_WITH, NV_L_DUE, NV_L_PRODUCT, NV_L_BASIS, NV_L_STATUS, NV_L_NOTE };
    static const unsigned widths[NV_C_COUNT] = { 4, 24, 12, 11, 9, 9, 12, 10, 9 };
    nv_buf b = { 0 };
    begin_table(x, heads, widths, NV_C_COUNT, out);
    for (uint32_t i = 0; i < x->tasks.n; i++) {
        nv_buf_printf(out, "<tr id=\"t%u\">", i + 1);
        for (unsigned c = 0; c < NV_C_COUNT; c++) {
            b.n = 0;
            nv_cell_text(x, i, (nv_column)c, &b);
            put_cell(c == NV_C_ORD || c == NV_C_DUE ? " class=c" : "", nv_buf_str(&b), out);
        }
        nv_buf_addz(out, "</tr>\n");
    }
    nv_buf_addz(out, "</tbody></table>\n");
    for (uint32_t i = 0; i < x->notes.n; i++) {
        nv_buf_addz(out, "<p class=notes>");
        put(x->notes.v[i], out);
        nv_buf_addz(out, "</p>\n");
    }
    nv_buf_clear(&b);
}

static void summary_table(const nv_export *x, nv_buf *out)
{
    static const nv_label heads[] = { NV_L_AGENCY, NV_L_TOTAL, NV_L_C_DONE_IN_TIME, NV_L_C_DONE_LATE, NV_L_C_OPEN_IN_TIME, NV_L_C_OPEN_LATE, NV_L_C_WITHDRAWN, NV_L_C_UNDATED };
    static const unsigned widths[] = { 34, 8, 9, 9, 10, 10, 9, 11 };
    begin_table(x, heads, widths, NV_NELEM(heads), out);
    for (uint32_t i = 0; i < x->summary.n; i++) {
        uint32_t counts[NV_SUM_COLUMNS];
        nv_summary_counts(&x->summary.v[i], counts);
        if (i + 1 == x->summary.n) nv_buf_addz(out, "</tbody>\n<tfoot>");
        nv_buf_addz(out, "<tr>");
        put_cell("", x->summary.v[i].name, out);
        for (unsigned c = 0; c < NV_SUM_COLUMNS; c++) put_count(counts[c], out);
        nv_buf_addz(out, "</tr>\n");
    }
    nv_buf_printf(out, "</tfoot></table>\n<p class=notes>%s</p>\n", nv_label_text(NV_L_SUMMARY_NOTE, x->lang));
}

static void sources_table(const nv_export *x, nv_buf *out)
{
    static const nv_label heads[] = { NV_L_ORD, NV_L_DOCUMENT, NV_L_PLACE, NV_L_PAGE_HEAD, NV_L_QUOTE, NV_L_FILE, NV_L_SHA256, NV_L_ID };
    static const unsigned widths[] = { 4, 18, 10, 5, 35, 9, 11, 8 };
    nv_buf b = { 0 };
    begin_table(x, heads, widths, NV_NELEM(heads), out);
    for (uint32_t i = 0; i < x->tasks.n; i++) {
        const nv_x_task *t = &x->tasks.v[i];
        nv_buf_printf(out, "<tr><td class=c><a href=\"#t%u\">%u</a></td>", i + 1, i + 1);
        b.n = 0;
        nv_document_text(t, &b);
        put_cell("", nv_buf_str(&b), out);
        put_cell("", t->place, out);
        if (t->page) put_count(t->page, out);
        else put_cell("", (nv_str){ 0 }, out);
        put_cell("", t->quote, out);
        put_cell("", t->doc->file, out);
        put_cell(" class=hash", t->doc->sha256, out);
        put_cell(" class=hash", t->id, out);
        nv_buf_addz(out, "</tr>\n");
    }
    nv_buf_addz(out, "</tbody></table>\n");
    nv_buf_clear(&b);
}

nv_status nv_write_html(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)part, (void)err;
    nv_buf asked = { 0 };
    const char *title = nv_label_text(NV_L_TITLE, x->lang);
    nv_subtitle_text(x, &asked);
    nv_buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", x->lang == NV_VI ? "vi" : "en");
    /* nothing is fetched and nothing is run, whatever a document holds */
    nv_buf_addz(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    nv_buf_printf(out, "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>%s</h1>\n<p class=asked>", title, style, title);
    put(nv_buf_str(&asked), out);
    nv_buf_addz(out, "</p>\n");
    tasks_table(x, out);
    nv_buf_printf(out, "<h2>%s</h2>\n", nv_label_text(NV_L_SUMMARY_TITLE, x->lang));
    summary_table(x, out);
    nv_buf_printf(out, "<h2>%s</h2>\n", nv_label_text(NV_L_SOURCES_TITLE, x->lang));
    sources_table(x, out);
    nv_buf_addz(out, "</body>\n</html>\n");
    nv_buf_clear(&asked);
    return NV_OK;
}
