/* csv.c - the format CSV (RFC 4180), known by its name's end alone: .csv. The separator is the one of comma, semicolon and tab that the first record has most of
 * (spreadsheets of Vietnamese offices write semicolons). What is no UTF-8 is left to the reader of text. */
#include "read/charset.h"
#include "read/sheet.h"
#include <glib.h>

static nv_str without_bom(const unsigned char *p, size_t n)
{
    nv_str s = { (const char *)p, (uint32_t)n };
    return nv_str_starts(s, NV_LIT("\xEF\xBB\xBF")) ? nv_str_cut(s, 3, s.n) : s;
}

static bool sniff(const unsigned char *p, size_t n, const char *name)
{
    size_t len = strlen(name);
    return len > 4 && n < UINT32_MAX && g_ascii_strcasecmp(name + len - 4, ".csv") == 0 && !memchr(p, 0, n) && nv_utf8_valid(without_bom(p, n));
}

static char separator(nv_str s)
{
    static const char signs[] = { ',', ';', '\t' };
    uint32_t count[NV_NELEM(signs)] = { 0 }, best = 0;
    bool quoted = false;
    for (uint32_t i = 0; i < s.n && (quoted || s.p[i] != '\n'); i++) {
        if (s.p[i] == '"') quoted = !quoted;
        for (unsigned k = 0; !quoted && k < NV_NELEM(signs); k++) count[k] += s.p[i] == signs[k];
    }
    for (unsigned k = 1; k < NV_NELEM(signs); k++)
        if (count[k] > count[best]) best = k;
    return signs[best];
}

/* One field from *at on, its quotation marks undone; moves *at to the sign behind it. */
static void field(nv_str s, uint32_t *at, char sep, nv_buf *out)
{
    out->n = 0;
    bool quoted = *at < s.n && s.p[*at] == '"';
    if (quoted) ++*at;
    for (; *at < s.n; ++*at) {
        char c = s.p[*at];
        if (quoted && c == '"') {
            if (*at + 1 < s.n && s.p[*at + 1] == '"') ++*at;
            else {
                quoted = false;
                continue;
            }
        } else if (!quoted && (c == sep || c == '\n')) break;
        if (c != '\r') nv_buf_addc(out, c);
    }
}

/* A cell that a spreadsheet would calculate is written with an apostrophe before it (OWASP, CSV Injection): it is no part of the text. */
static nv_str unguarded(nv_str s)
{
    return s.n > 1 && s.p[0] == '\'' && strchr("=+-@", s.p[1]) ? nv_str_cut(s, 1, s.n) : s;
}

static nv_status read_csv(nv_doc *doc, const unsigned char *p, size_t n, nv_err *err)
{
    nv_str s = without_bom(p, n);
    char sep = separator(s);
    nv_sheet sheet = { 0 };
    nv_buf cell = { 0 };
    nv_block b = { .doc = doc, .err = err };
    uint32_t row = 0, col = 0;
    for (uint32_t at = 0; at < s.n;) {
        field(s, &at, sep, &cell);
        nv_str text = unguarded(nv_str_trim(nv_buf_str(&cell)));
        if (text.n) *NV_PUSH(doc->arena, &sheet.cells) = (nv_sheet_cell){ row, col, 1, 1, nv_arena_str(doc->arena, text) };
        if (at < s.n && s.p[at] == sep) col++;
        else row++, col = 0;
        at++;
    }
    nv_sheet_write(&sheet, &b);
    if (b.status == NV_OK && !doc->lines.n) nv_block_fail(&b, NV_E_NOTEXT, NV_M_E_BLANK, NULL, NULL);
    nv_buf_clear(&cell);
    nv_block_free(&b);
    doc->source.reader = NV_LIT("csv");
    return b.status;
}

const nv_format nv_format_csv = { .name = "csv", .sniff = sniff, .read = read_csv };
