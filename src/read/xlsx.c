/* xlsx.c - the format XLSX (Office Open XML spreadsheets): zip + XML. Source of the rules: ECMA-376-1, 18.2 (workbook), 18.3 (worksheets), 18.4 (shared strings),
 * 18.8 (styles).
 *
 * Every sheet that is not hidden: its name as a line, then its cells as lines and tables (sheet.h). Values are what was stored when the file was saved: texts,
 * numbers, results of formulas; a number that is shown as a date becomes that date. Not read: pictures, charts, comments, other number formats.
 */
#include "read/docx.h"
#include "read/sheet.h"
#include <math.h>
#include <stdlib.h>

typedef struct { nv_str id, target; } relation;
typedef struct { nv_str name, id; } sheet_name;
typedef struct {
    nv_dx_pkg pkg;
    nv_doc *doc;
    nv_block block;
    NV_VEC(nv_str) strings;      /* shared strings */
    NV_VEC(relation) rels;
    NV_VEC(sheet_name) sheets;
    NV_VEC(uint32_t) date_formats; /* ids of number formats that show days */
    NV_VEC(bool) is_date;        /* by cell style */
    nv_str shared, styles;       /* parts */
    bool from_1904;
} book;

static bool has(const unsigned char *p, size_t n, const char *name)
{
    return memmem(p, n, name, strlen(name)) != NULL;
}

static bool sniff(const unsigned char *p, size_t n, const char *name)
{
    (void)name;
    return n >= 30 && memcmp(p, "PK\3\4", 4) == 0 && has(p, n, "xl/workbook.xml");
}

/* ---- XML -------------------------------------------------------------------------------------------------------------- */

static bool is(nv_dx_xml *x, const char *name)
{
    return strcmp((const char *)xmlTextReaderConstLocalName(x->r), name) == 0;
}

/* By its local name: r:id beside sheetId. */
static const char *attr(nv_dx_xml *x, const char *name)
{
    const xmlNode *node = xmlTextReaderCurrentNode(x->r);
    for (const xmlAttr *a = node && node->type == XML_ELEMENT_NODE ? node->properties : NULL; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0) return a->children && a->children->content ? (const char *)a->children->content : "";
    return NULL;
}

static nv_str attr_str(book *k, nv_dx_xml *x, const char *name)
{
    const char *v = attr(x, name);
    return v ? nv_arena_str(k->doc->arena, nv_str_of(v)) : (nv_str){ "", 0 };
}

static long attr_int(nv_dx_xml *x, const char *name, long none)
{
    const char *v = attr(x, name);
    char *end;
    long n = v ? strtol(v, &end, 10) : none;
    return !v || end == v ? none : n;
}

static nv_str part_name(book *k, nv_str target)
{
    if (target.n && target.p[0] == '/') return nv_str_cut(target, 1, target.n);
    return nv_arena_printf(k->doc->arena, "xl/%.*s", NV_ARG(target));
}

/* ---- the workbook ----------------------------------------------------------------------------------------------------- */

static void read_rels(book *k)
{
    nv_dx_xml x;
    if (!nv_dx_xml_open(&x, &k->pkg, NV_LIT("xl/_rels/workbook.xml.rels"))) return;
    nv_dx_kids kids = nv_dx_enter(&x);
    while (nv_dx_child(&x, &kids)) {
        nv_str type = attr_str(k, &x, "Type"), target = attr_str(k, &x, "Target");
        if (nv_str_ends(type, NV_LIT("/sharedStrings"))) k->shared = part_name(k, target);
        if (nv_str_ends(type, NV_LIT("/styles"))) k->styles = part_name(k, target);
        if (nv_str_ends(type, NV_LIT("/worksheet"))) *NV_PUSH(k->doc->arena, &k->rels) = (relation){ attr_str(k, &x, "Id"), part_name(k, target) };
    }
    nv_dx_xml_close(&x);
}

static void read_workbook(book *k)
{
    nv_dx_xml x;
    if (!nv_dx_xml_open(&x, &k->pkg, k->pkg.part[NV_DX_REL_DOCUMENT])) return;
    nv_dx_kids kids = nv_dx_enter(&x);
    while (nv_dx_child(&x, &kids)) {
        const char *v = attr(&x, "date1904");
        if (is(&x, "workbookPr")) k->from_1904 = v && (strcmp(v, "1") == 0 || strcmp(v, "true") == 0);
        if (!is(&x, "sheets")) continue;
        nv_dx_kids in = nv_dx_enter(&x);
        while (nv_dx_child(&x, &in)) {
            const char *state = attr(&x, "state");
            if (is(&x, "sheet") && (!state || strcmp(state, "visible") == 0)) *NV_PUSH(k->doc->arena, &k->sheets) = (sheet_name){ attr_str(k, &x, "name"), attr_str(k, &x, "id") };
        }
    }
    nv_dx_xml_close(&x);
}

/* A text: <t>, or runs of them; how it is read aloud (<rPh>) is no part of it. */
static nv_str rich_text(book *k, nv_dx_xml *x)
{
    nv_buf b = { 0 };
    nv_dx_kids kids = nv_dx_enter(x);
    while (nv_dx_child(x, &kids)) {
        if (is(x, "t")) nv_dx_text(x, &b);
        else if (is(x, "r")) {
            nv_dx_kids run = nv_dx_enter(x);
            while (nv_dx_child(x, &run))
                if (is(x, "t")) nv_dx_text(x, &b);
        }
    }
    nv_str s = nv_arena_str(k->doc->arena, nv_str_trim(nv_buf_str(&b)));
    nv_buf_clear(&b);
    return s;
}

static void read_strings(book *k)
{
    nv_dx_xml x;
    if (!k->shared.n || !nv_dx_xml_open(&x, &k->pkg, k->shared)) return;
    nv_dx_kids kids = nv_dx_enter(&x);
    while (nv_dx_child(&x, &kids))
        if (is(&x, "si")) *NV_PUSH(k->doc->arena, &k->strings) = rich_text(k, &x);
    nv_dx_xml_close(&x);
}

/* ---- which styles show days -------------------------------------------------------------------------------------------- */

/* “dd/mm/yyyy”, “[$-42A]d mmmm yyyy”: a y, or a d and an m, outside brackets and quotation marks. */
static bool shows_days(const char *code)
{
    bool y = false, d = false, m = false;
    for (const char *p = code; *p; p++) {
        if (*p == '"' || *p == '[') {
            char end = *p == '[' ? ']' : '"';
            while (p[1] && p[1] != end) p++;
            if (p[1]) p++;
        } else if (*p == '\\' && p[1]) p++;
        else if (*p == 'y' || *p == 'Y') y = true;
        else if (*p == 'd' || *p == 'D') d = true;
        else if (*p == 'm' || *p == 'M') m = true;
    }
    return y || (d && m);
}

static bool is_date_format(const book *k, long id)
{
    if ((id >= 14 && id <= 17) || id == 22) return true; /* built in: 18.8.30 */
    for (uint32_t i = 0; i < k->date_formats.n; i++)
        if ((long)k->date_formats.v[i] == id) return true;
    return false;
}

static void read_styles(book *k)
{
    nv_dx_xml x;
    if (!k->styles.n || !nv_dx_xml_open(&x, &k->pkg, k->styles)) return;
    nv_dx_kids kids = nv_dx_enter(&x);
    while (nv_dx_child(&x, &kids)) {
        bool formats = is(&x, "numFmts"), cells = is(&x, "cellXfs");
        if (!formats && !cells) continue;
        nv_dx_kids in = nv_dx_enter(&x);
        while (nv_dx_child(&x, &in)) {
            long id = attr_int(&x, "numFmtId", 0);
            const char *code = attr(&x, "formatCode");
            if (formats && code && id > 0 && shows_days(code)) *NV_PUSH(k->doc->arena, &k->date_formats) = (uint32_t)id;
            if (cells) *NV_PUSH(k->doc->arena, &k->is_date) = is_date_format(k, id);
        }
    }
    nv_dx_xml_close(&x);
}

/* The day of a serial number as Vietnamese documents write it. Days from 1900 count a 29 February 1900 that never was (18.17.4.1). */
static nv_str day_text(book *k, double serial)
{
    long n = (long)floor(serial) + (k->from_1904 ? 1462 : 0);
    if (n < 61 || n > 2958465) return (nv_str){ 0 };
    long z = n - 25569 + 719468, era = z / 146097; /* civil from days: Howard Hinnant, chrono-Compatible Low-Level Date Algorithms */
    long doe = z - era * 146097, yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    long d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9, y = yoe + era * 400 + (m <= 2);
    return nv_arena_printf(k->doc->arena, "%02ld/%02ld/%04ld", d, m, y);
}

/* ---- sheets ------------------------------------------------------------------------------------------------------------- */

/* “AB12” -> column 27, row 11; false: no such place. */
static bool place(const char *ref, uint32_t *row, uint32_t *col)
{
    uint32_t c = 0, r = 0;
    const char *p = ref;
    for (; *p >= 'A' && *p <= 'Z' && c < 20000; p++) c = c * 26 + (uint32_t)(*p - 'A' + 1);
    for (; *p >= '0' && *p <= '9' && r < 2000000; p++) r = r * 10 + (uint32_t)(*p - '0');
    *row = r - 1;
    *col = c - 1;
    return c && r && c <= 16384 && r <= 1048576; /* the format's own bounds */
}

static nv_str value(book *k, nv_str raw, const char *type, long style)
{
    if (type && strcmp(type, "s") == 0) {
        unsigned long i = strtoul(raw.n ? raw.p : "-", NULL, 10);
        return raw.n && i < k->strings.n ? k->strings.v[i] : (nv_str){ 0 };
    }
    if (type && strcmp(type, "b") == 0) return nv_str_eqz(raw, "1") ? NV_LIT("TRUE") : NV_LIT("FALSE");
    bool number = !type || strcmp(type, "n") == 0;
    nv_str day = number && raw.n && style >= 0 && style < (long)k->is_date.n && k->is_date.v[style] ? day_text(k, strtod(raw.p, NULL)) : (nv_str){ 0 };
    return day.n ? day : raw;
}

static void read_cell(book *k, nv_dx_xml *x, uint32_t row, uint32_t next_col, nv_sheet *out)
{
    nv_buf raw = { 0 };
    const char *ref = attr(x, "r");
    nv_str type = attr_str(k, x, "t");
    long style = attr_int(x, "s", -1);
    nv_sheet_cell c = { .row = row, .col = next_col, .rowspan = 1, .colspan = 1 };
    if (ref && !place(ref, &c.row, &c.col)) ref = NULL;
    nv_dx_kids kids = nv_dx_enter(x);
    while (nv_dx_child(x, &kids)) {
        if (is(x, "is")) c.text = rich_text(k, x);
        else if (is(x, "v")) nv_dx_text(x, &raw);
    }
    if (!c.text.n) c.text = value(k, nv_arena_str(k->doc->arena, nv_str_trim(nv_buf_str(&raw))), type.n ? type.p : NULL, style);
    nv_buf_clear(&raw);
    if (c.text.n) *NV_PUSH(k->doc->arena, &out->cells) = c;
}

static void read_rows(book *k, nv_dx_xml *x, nv_sheet *out)
{
    uint32_t row = 0;
    nv_dx_kids rows = nv_dx_enter(x);
    while (nv_dx_child(x, &rows)) {
        long r = attr_int(x, "r", (long)row + 1);
        uint32_t col = 0;
        if (!is(x, "row") || r < 1 || r > 1048576) continue;
        row = (uint32_t)r;
        nv_dx_kids cells = nv_dx_enter(x);
        while (nv_dx_child(x, &cells))
            if (is(x, "c")) {
                uint32_t before = out->cells.n;
                read_cell(k, x, row - 1, col, out);
                col = out->cells.n > before ? out->cells.v[before].col + 1 : col + 1;
            }
    }
}

static void merge(nv_sheet *s, const char *ref)
{
    uint32_t r0, c0, r1, c1;
    const char *colon = strchr(ref, ':');
    if (!colon || !place(ref, &r0, &c0) || !place(colon + 1, &r1, &c1) || r1 < r0 || c1 < c0) return;
    for (uint32_t i = 0; i < s->cells.n; i++)
        if (s->cells.v[i].row == r0 && s->cells.v[i].col == c0) s->cells.v[i].rowspan = r1 - r0 + 1, s->cells.v[i].colspan = c1 - c0 + 1;
}

static void read_sheet(book *k, const sheet_name *name)
{
    nv_dx_xml x;
    nv_sheet s = { 0 };
    nv_str part = { 0 };
    for (uint32_t i = 0; i < k->rels.n; i++)
        if (nv_str_eq(k->rels.v[i].id, name->id)) part = k->rels.v[i].target;
    if (!part.n || !nv_dx_xml_open(&x, &k->pkg, part)) return; /* a sheet that is a chart has no such part */
    nv_dx_kids kids = nv_dx_enter(&x);
    while (nv_dx_child(&x, &kids)) {
        if (is(&x, "sheetData")) read_rows(k, &x, &s);
        else if (is(&x, "mergeCells")) {
            nv_dx_kids in = nv_dx_enter(&x);
            while (nv_dx_child(&x, &in))
                if (is(&x, "mergeCell") && attr(&x, "ref")) merge(&s, attr(&x, "ref"));
        }
    }
    nv_dx_xml_close(&x);
    if (!s.cells.n) return;
    const nv_look plain = { 0 };
    nv_block_text(&k->block, name->name, &plain);
    nv_block_para_end(&k->block, 0);
    nv_sheet_write(&s, &k->block);
}

static nv_status read_xlsx(nv_doc *doc, const unsigned char *p, size_t n, nv_err *err)
{
    book k = { .doc = doc, .block = { .doc = doc, .err = err } };
    if (nv_dx_pkg_open(&k.pkg, doc, p, n, err)) {
        read_rels(&k);
        read_workbook(&k);
        read_strings(&k);
        read_styles(&k);
        for (uint32_t i = 0; i < k.sheets.n && nv_dx_ok(&k.pkg) && k.block.status == NV_OK; i++) read_sheet(&k, &k.sheets.v[i]);
        if (nv_dx_ok(&k.pkg) && k.block.status == NV_OK && !doc->lines.n) nv_block_fail(&k.block, NV_E_NOTEXT, NV_M_E_BLANK, NULL, NULL);
    }
    nv_dx_pkg_close(&k.pkg);
    nv_block_free(&k.block);
    doc->source.reader = nv_arena_printf(doc->arena, "libxml2 %s, libzip %s (XLSX)", LIBXML_DOTTED_VERSION, nv_zip_version());
    return k.pkg.status != NV_OK ? k.pkg.status : k.block.status;
}

const nv_format nv_format_xlsx = { .name = "xlsx", .sniff = sniff, .read = read_xlsx };
