/* docx.c - the official table as an annex (Phụ lục) that can be put behind a letter, as Nghị định 30/2020/NĐ-CP, Phụ lục I lays one out: “Phụ lục” and the title
 * centred and bold, the line that names the letter in brackets and italics with dots to fill in, Times New Roman, page numbers centred in the upper margin from
 * the second page on. The package is written by hand: six small parts of XML, no library in Debian writes them. */
#include "export/clean.h"
#include "export/export.h"
#include "base/zip.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* Twentieths of a point. A4 landscape; margins as the decree has them: 20 mm above and below, 30 left, 15 right. */
enum { PAGE_W = 16838, PAGE_H = 11906, TOP = 1134, LEFT = 1701, RIGHT = 850, TEXT_W = PAGE_W - LEFT - RIGHT };
static const unsigned widths[NV_C_COUNT] = { 4, 24, 12, 12, 10, 10, 11, 9, 8 }; /* percent */

static const char content_types[] =
    XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
    "<Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>\n";
static const char package_rels[] =
    XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" REL "/officeDocument\" Target=\"word/document.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>\n";
static const char document_rels[] =
    XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" REL "/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId2\" Type=\"" REL "/header\" Target=\"header1.xml\"/></Relationships>\n";
static const char styles[] =
    XML "<w:styles " W "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"Times New Roman\" "
    "w:cs=\"Times New Roman\"/><w:sz w:val=\"26\"/><w:szCs w:val=\"26\"/><w:lang w:val=\"vi-VN\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    "<w:spacing w:before=\"0\" w:after=\"0\"/></w:pPr></w:pPrDefault></w:docDefaults>"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>"
    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr><w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/>"
    "<w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style></w:styles>\n";
static const char header[] = XML "<w:hdr " W "><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:fldSimple w:instr=\" PAGE \"><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p></w:hdr>\n";

/* ---- text ------------------------------------------------------------------------------------------------------------ */

/* One run; line ends and tabs are elements of their own. `props`: content of w:rPr. */
static void put_run(nv_str raw, const char *props, nv_buf *out)
{
    nv_buf b = { 0 };
    nv_clean_xml(raw, NV_CLEAN_LINES, &b);
    nv_buf_printf(out, "<w:r><w:rPr>%s</w:rPr><w:t xml:space=\"preserve\">", props);
    for (size_t i = 0; i < b.n; i++) {
        if (b.p[i] == '\n') nv_buf_addz(out, "</w:t><w:br/><w:t xml:space=\"preserve\">");
        else if (b.p[i] == '\t') nv_buf_addz(out, "</w:t><w:tab/><w:t xml:space=\"preserve\">");
        else nv_buf_addc(out, b.p[i]);
    }
    nv_buf_addz(out, "</w:t></w:r>");
    nv_buf_clear(&b);
}

static void put_par(nv_str text, const char *align, const char *props, nv_buf *out)
{
    nv_buf_printf(out, "<w:p><w:pPr><w:jc w:val=\"%s\"/></w:pPr>", align);
    if (text.n) put_run(text, props, out);
    nv_buf_addz(out, "</w:p>");
}

#define BOLD "<w:b/>"
#define ITALIC "<w:i/>"
#define SMALL "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>" /* 12 points, in cells */
#define TITLE "<w:b/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>"

static void put_cell(unsigned c, nv_str text, bool head, nv_buf *out)
{
    nv_buf_printf(out, "<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/>%s</w:tcPr>", TEXT_W * widths[c] / 100, head ? "<w:vAlign w:val=\"center\"/>" : "");
    put_par(text, head || c == NV_C_ORD || c == NV_C_DUE ? "center" : "left", head ? BOLD SMALL : SMALL, out);
    nv_buf_addz(out, "</w:tc>");
}

/* ---- the table ------------------------------------------------------------------------------------------------------- */

static void begin_table(nv_buf *out)
{
    static const char *const sides[] = { "top", "left", "bottom", "right", "insideH", "insideV" };
    nv_buf_printf(out, "<w:tbl><w:tblPr><w:tblW w:w=\"%u\" w:type=\"dxa\"/><w:tblBorders>", (unsigned)TEXT_W);
    for (unsigned i = 0; i < NV_NELEM(sides); i++) nv_buf_printf(out, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>", sides[i]);
    nv_buf_addz(out, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
    for (unsigned c = 0; c < NV_C_COUNT; c++) nv_buf_printf(out, "<w:gridCol w:w=\"%u\"/>", TEXT_W * widths[c] / 100);
    nv_buf_addz(out, "</w:tblGrid>");
}

static void put_table(const nv_export *x, nv_buf *out)
{
    nv_buf b = { 0 };
    begin_table(out);
    nv_buf_addz(out, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (unsigned c = 0; c < NV_C_COUNT; c++) put_cell(c, nv_str_of(nv_column_head(x, (nv_column)c)), true, out);
    nv_buf_addz(out, "</w:tr>");
    for (uint32_t i = 0; i < x->tasks.n; i++) {
        nv_buf_addz(out, "\n<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (unsigned c = 0; c < NV_C_COUNT; c++) {
            b.n = 0;
            nv_cell_text(x, i, (nv_column)c, &b);
            put_cell(c, nv_buf_str(&b), false, out);
        }
        nv_buf_addz(out, "</w:tr>");
    }
    nv_buf_addz(out, "</w:tbl>\n");
    nv_buf_clear(&b);
}

static void put_document(const nv_export *x, nv_buf *out)
{
    nv_buf b = { 0 };
    nv_buf_addz(out, XML "<w:document " W " xmlns:r=\"" REL "\"><w:body>");
    put_par(nv_str_of(nv_label_text(NV_L_ANNEX, x->lang)), "center", TITLE, out);
    put_par(nv_str_of(nv_label_text(NV_L_TITLE, x->lang)), "center", TITLE, out);
    put_par(nv_str_of(nv_label_text(NV_L_ANNEX_TO, x->lang)), "center", ITALIC, out);
    nv_subtitle_text(x, &b);
    put_par((nv_str){ 0 }, "center", "", out);
    put_par(nv_buf_str(&b), "left", "", out);
    put_table(x, out);
    for (uint32_t i = 0; i < x->notes.n; i++) put_par(x->notes.v[i], "left", ITALIC, out);
    put_par((nv_str){ 0 }, "left", "", out);
    nv_buf_printf(out, "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"%u\" w:h=\"%u\" w:orient=\"landscape\"/>", (unsigned)PAGE_W, (unsigned)PAGE_H);
    nv_buf_printf(out, "<w:pgMar w:top=\"%u\" w:right=\"%u\" w:bottom=\"%u\" w:left=\"%u\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/><w:titlePg/></w:sectPr>", (unsigned)TOP,
                  (unsigned)RIGHT, (unsigned)TOP, (unsigned)LEFT);
    nv_buf_addz(out, "</w:body></w:document>\n");
    nv_buf_clear(&b);
}

static void put_core(const nv_export *x, nv_buf *out)
{
    char day[12];
    nv_date_iso(x->today, day);
    nv_buf_printf(out, XML "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                  "xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>%s</dc:title><dc:creator>nghiavu</dc:creator>"
                  "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%sT00:00:00Z</dcterms:created></cp:coreProperties>\n", nv_label_text(NV_L_TITLE, x->lang), day);
}

nv_status nv_write_docx(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)part;
    nv_buf document = { 0 }, core = { 0 };
    put_document(x, &document);
    put_core(x, &core);
    const nv_zip_part parts[] = {
        { "[Content_Types].xml", { content_types, sizeof content_types - 1 } }, { "_rels/.rels", { package_rels, sizeof package_rels - 1 } }, { "word/document.xml", nv_buf_str(&document) },
        { "word/_rels/document.xml.rels", { document_rels, sizeof document_rels - 1 } }, { "word/styles.xml", { styles, sizeof styles - 1 } }, { "word/header1.xml", { header, sizeof header - 1 } }, { "docProps/core.xml", nv_buf_str(&core) },
    };
    nv_status st = nv_zip_make("docx", parts, NV_NELEM(parts), out, err);
    nv_buf_clear(&document);
    nv_buf_clear(&core);
    return st;
}
