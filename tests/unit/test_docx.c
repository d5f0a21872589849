/* test_docx.c - the DOCX reader: automatic numbers, revisions, fields, tables, notes, and files that must be refused. */
#include "unit/unit.h"
#include "read/read.h"
#include <zip.h>

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define MC "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define RELS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define RUN(text) "<w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r>"
#define P(text) "<w:p>" RUN(text) "</w:p>"
#define NP(num, level, text) "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" #level "\"/><w:numId w:val=\"" #num "\"/></w:numPr></w:pPr>" RUN(text) "</w:p>"
#define LVL(at, fmt, text, more) "<w:lvl w:ilvl=\"" #at "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" fmt "\"/>" more "<w:lvlText w:val=\"" text "\"/></w:lvl>"
#define NUM(id, abstract, more) "<w:num w:numId=\"" #id "\"><w:abstractNumId w:val=\"" #abstract "\"/>" more "</w:num>"

/* ---- building --------------------------------------------------------------------------------------------------- */

typedef struct { const char *name, *data; size_t n; /* 0: strlen */ } member;
typedef struct { unsigned char *p; size_t n; } bytes;

static bytes pack(const member *m, size_t count) {
    zip_error_t e;
    zip_error_init(&e);
    zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_source_keep(src);
    zip_t *z = zip_open_from_source(src, ZIP_CREATE | ZIP_TRUNCATE, &e);
    assert_non_null(z);
    for (size_t i = 0; i < count; i++) {
        size_t n = m[i].n ? m[i].n : strlen(m[i].data);
        assert_true(zip_file_add(z, m[i].name, zip_source_buffer(z, m[i].data, n, 0), ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(z), 0);
    zip_stat_t st;
    zip_source_open(src);
    zip_source_stat(src, &st);
    bytes b = { malloc(st.size), st.size };
    assert_int_equal(zip_source_read(src, b.p, st.size), st.size);
    zip_source_close(src);
    zip_source_free(src);
    return b;
}

/* The parts stand at places that are not Word's own: only the relationships lead there. */
static bytes docx(const char *body, const char *numbering, const char *styles, const char *notes) {
    nv_buf d = { 0 }, n = { 0 }, s = { 0 }, f = { 0 };
    nv_buf_printf(&d, "<?xml version=\"1.0\"?><w:document " W " " MC "><w:body>%s</w:body></w:document>", body);
    nv_buf_printf(&n, "<w:numbering " W ">%s</w:numbering>", numbering ? numbering : "");
    nv_buf_printf(&s, "<w:styles " W ">%s</w:styles>", styles ? styles : "");
    nv_buf_printf(&f, "<w:footnotes " W "><w:footnote w:type=\"separator\" w:id=\"0\">" P("---") "</w:footnote>%s</w:footnotes>", notes ? notes : "");
    member m[] = {
        { "[Content_Types].xml", "<Types/>", 0 },
        { "_rels/.rels", RELS "<Relationship Id=\"a\" Type=\"" REL "officeDocument\" Target=\"/word/text/main.xml\"/></Relationships>", 0 },
        { "word/text/_rels/main.xml.rels",
          RELS "<Relationship Id=\"a\" Type=\"" REL "numbering\" Target=\"../lists.xml\"/>"
               "<Relationship Id=\"b\" Type=\"" REL "styles\" Target=\"./looks.xml\"/>"
               "<Relationship Id=\"c\" Type=\"" REL "footnotes\" Target=\"/word/notes.xml\"/></Relationships>", 0 },
        { "word/text/main.xml", nv_buf_z(&d), 0 },
        { "word/lists.xml", nv_buf_z(&n), 0 },
        { "word/text/looks.xml", nv_buf_z(&s), 0 },
        { "word/notes.xml", nv_buf_z(&f), 0 },
    };
    bytes b = pack(m, NV_NELEM(m));
    nv_buf_clear(&d); nv_buf_clear(&n); nv_buf_clear(&s); nv_buf_clear(&f);
    return b;
}

static nv_doc *load(bytes b, nv_status want, nv_err *err) {
    nv_doc *d = nv_doc_new();
    d->source.path = NV_LIT("test.docx");
    assert_int_equal(nv_format_docx.read(d, b.p, b.n, err), want);
    return d;
}

static nv_doc *document(const char *body, const char *numbering, const char *styles, const char *notes) {
    bytes b = docx(body, numbering, styles, notes);
    assert_true(nv_format_docx.sniff(b.p, b.n, "x.doc"));
    nv_err err = { 0 };
    nv_doc *d = load(b, NV_OK, &err);
    free(b.p);
    return d;
}

/* Lines joined by " / "; cells as [col+colspan*rowspan text]; line breaks as ¶, tabs as →. */
static void show(const nv_doc *d, nv_buf *out) {
    for (uint32_t i = 0; i < d->lines.n; i++) {
        const nv_line *l = &d->lines.v[i];
        nv_buf one = { 0 };
        if (l->table >= 0)
            for (uint32_t s = 0; s < l->n_segs; s++)
                nv_buf_printf(&one, "[%u+%u*%u %.*s]", l->segs[s].col, l->segs[s].colspan, l->segs[s].rowspan, NV_ARG(l->segs[s].text));
        else nv_buf_adds(&one, l->text);
        if (i) nv_buf_addz(out, " / ");
        for (size_t k = 0; k < one.n; k++) {
            if (one.p[k] == '\n') nv_buf_addz(out, "¶");
            else if (one.p[k] == '\t') nv_buf_addz(out, "→");
            else nv_buf_addc(out, one.p[k]);
        }
        nv_buf_clear(&one);
    }
}

static void check(const char *body, const char *numbering, const char *styles, const char *notes, const char *want) {
    nv_doc *d = document(body, numbering, styles, notes);
    nv_buf got = { 0 };
    show(d, &got);
    assert_str(nv_buf_str(&got), want);
    nv_buf_clear(&got);
    nv_doc_free(d);
}

/* ---- numbers ---------------------------------------------------------------------------------------------------- */

static const char outline[] = "<w:abstractNum w:abstractNumId=\"7\">" LVL(0, "upperRoman", "%1.", "") LVL(1, "decimal", "%2.", "")
    LVL(2, "lowerLetter", "%3)", "") LVL(3, "decimal", "%1.%2.%3.%4", "<w:isLgl/>") "</w:abstractNum>" NUM(1, 7, "")
    NUM(2, 7, "<w:lvlOverride w:ilvl=\"1\"><w:startOverride w:val=\"5\"/></w:lvlOverride>");

static void numbers_restart(void **state) {
    (void)state;
    check(NP(1, 0, "A") NP(1, 1, "B") NP(1, 1, "C") NP(1, 2, "D") NP(1, 2, "E") NP(1, 0, "F") NP(1, 1, "G") NP(1, 2, "H") NP(1, 3, "J"), outline, NULL, NULL,
          "I. A / 1. B / 2. C / a) D / b) E / II. F / 1. G / a) H / 2.1.1.1 J");
    /* a skipped level counts as used once; two lists of one abstract list count on; an override restarts once */
    check(NP(1, 1, "A") NP(1, 0, "B") NP(1, 1, "C") NP(2, 1, "D") NP(2, 1, "E") NP(1, 1, "F"), outline, NULL, NULL,
          "1. A / II. B / 1. C / 5. D / 6. E / 7. F");
    check(NP(1, 0, "A") NP(1, 0, "") NP(1, 0, "B") NP(9, 0, "C") NP(0, 0, "D"), outline, NULL, NULL, "I. A / III. B / C / D");
}

static void numbers_lvl_restart(void **state) {
    (void)state;
    static const char never[] = "<w:abstractNum w:abstractNumId=\"0\">" LVL(0, "decimal", "%1.", "") LVL(1, "decimal", "%1.%2", "<w:lvlRestart w:val=\"0\"/>")
        LVL(2, "lowerRoman", "(%3)", "<w:lvlRestart w:val=\"1\"/>") "</w:abstractNum>" NUM(1, 0, "");
    check(NP(1, 0, "A") NP(1, 1, "B") NP(1, 2, "C") NP(1, 1, "D") NP(1, 2, "E") NP(1, 0, "F") NP(1, 1, "G") NP(1, 2, "H"), never, NULL, NULL,
          "1. A / 1.1 B / (i) C / 1.2 D / (ii) E / 2. F / 2.3 G / (i) H");
}

static void number_formats(void **state) {
    (void)state;
    static const char formats[] = "<w:abstractNum w:abstractNumId=\"0\">" LVL(0, "decimalZero", "%1", "") "</w:abstractNum>"
        "<w:abstractNum w:abstractNumId=\"1\">" LVL(0, "bullet", "&#xF0B7;", "<w:rPr><w:rFonts w:ascii=\"Symbol\"/></w:rPr>") "</w:abstractNum>"
        "<w:abstractNum w:abstractNumId=\"2\">" LVL(0, "bullet", "-", "<w:rPr><w:rFonts w:ascii=\"Symbol\"/></w:rPr>") "</w:abstractNum>"
        "<w:abstractNum w:abstractNumId=\"3\">" LVL(0, "bullet", "&#xF02D;", "") "</w:abstractNum>"
        "<w:abstractNum w:abstractNumId=\"4\">" LVL(0, "bullet", "&#xF0D8;", "<w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr>") "</w:abstractNum>"
        "<w:abstractNum w:abstractNumId=\"5\">" LVL(0, "none", "", "") "</w:abstractNum>"
        "<w:abstractNum w:abstractNumId=\"6\">" LVL(0, "upperLetter", "%1/", "<w:suff w:val=\"space\"/>") "</w:abstractNum>"
        "<w:abstractNum w:abstractNumId=\"7\">" LVL(0, "decimal", "Điều %1", "<w:suff w:val=\"nothing\"/>") "</w:abstractNum>"
        "<w:abstractNum w:abstractNumId=\"8\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"27\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1)\"/></w:lvl></w:abstractNum>"
        NUM(1, 0, "") NUM(2, 1, "") NUM(3, 2, "") NUM(4, 3, "") NUM(5, 4, "") NUM(6, 5, "") NUM(7, 6, "") NUM(8, 7, "") NUM(9, 8, "");
    check(NP(1, 0, "A") NP(2, 0, "B") NP(3, 0, "C") NP(4, 0, "D") NP(5, 0, "E") NP(6, 0, "F") NP(7, 0, "G") NP(8, 0, ". H") NP(8, 0, "J") NP(9, 0, "K"),
          formats, NULL, NULL, "01 A / • B / - C / - D / ➢ E / F / A/ G / Điều 1. H / Điều 2 J / aa) K");
}

static void number_styles(void **state) {
    (void)state;
    static const char lists[] = "<w:abstractNum w:abstractNumId=\"0\">" LVL(0, "upperRoman", "Chương %1", "<w:pStyle w:val=\"H1\"/>")
        LVL(1, "decimal", "Điều %2.", "<w:pStyle w:val=\"H2\"/>") "</w:abstractNum><w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"L\"/></w:abstractNum>"
        "<w:abstractNum w:abstractNumId=\"2\"><w:styleLink w:val=\"L\"/>" LVL(0, "lowerLetter", "%1)", "") "</w:abstractNum>" NUM(1, 0, "") NUM(2, 1, "") NUM(3, 2, "");
    static const char styles[] =
        "<w:style w:type=\"paragraph\" w:styleId=\"H1\"><w:pPr><w:jc w:val=\"center\"/><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:rPr><w:b/><w:caps/></w:rPr></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"H2\"><w:basedOn w:val=\"H1\"/><w:pPr><w:jc w:val=\"left\"/></w:pPr><w:rPr><w:caps w:val=\"0\"/></w:rPr></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"X\"><w:basedOn w:val=\"Y\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Y\"><w:basedOn w:val=\"X\"/></w:style>"
        "<w:style w:type=\"numbering\" w:styleId=\"L\"><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style>";
#define SP(style, text) "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr>" RUN(text) "</w:p>"
    nv_doc *d = document(SP("H1", "quy định chung, ưỡn ỹ") SP("H2", "Phạm vi") SP("H2", "Đối tượng") SP("X", "vòng") NP(2, 0, "điểm"), lists, styles, NULL);
    nv_buf got = { 0 };
    show(d, &got);
    assert_str(nv_buf_str(&got), "CHƯƠNG I QUY ĐỊNH CHUNG, ƯỠN Ỹ / Điều 1. Phạm vi / Điều 2. Đối tượng / vòng / a) điểm");
    const nv_line *l = d->lines.v;
    assert_int_equal(l[0].flags, NV_F_BOLD | NV_F_CENTER | NV_F_PARA_START | NV_F_PARA_END | NV_F_AUTONUM);
    assert_int_equal(l[0].label, strlen("CHƯƠNG I"));
    assert_int_equal(l[1].flags, NV_F_BOLD | NV_F_PARA_START | NV_F_PARA_END | NV_F_AUTONUM);
    assert_int_equal(l[1].label, strlen("Điều 1."));
    assert_int_equal(l[3].flags, NV_F_PARA_START | NV_F_PARA_END);
    nv_buf_clear(&got);
    nv_doc_free(d);
}

/* ---- what is shown ---------------------------------------------------------------------------------------------- */

static void revisions(void **state) {
    (void)state;
    check("<w:p>" RUN("Trước ") "<w:del><w:r><w:delText>30/6</w:delText></w:r></w:del><w:ins>" RUN("31/12") "</w:ins><w:moveFrom>" RUN("cũ")
          "</w:moveFrom><w:moveTo>" RUN(" mới") "</w:moveTo></w:p>", NULL, NULL, NULL, "Trước 31/12 mới");
    /* a deleted paragraph mark joins; a paragraph deleted as a whole leaves nothing and takes no number */
    check("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" RUN("một ") "</w:p>" P("hai")
          "<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
          NP(1, 0, "ba"), outline, NULL, NULL, "một hai / I. ba");
    check("<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" P("bỏ") "</w:tc></w:tr><w:tr><w:tc>" P("giữ") "</w:tc></w:tr></w:tbl>", NULL, NULL, NULL, "[0+1*1 giữ]");
}

#define FLD(type) "<w:r><w:fldChar w:fldCharType=\"" type "\"/></w:r>"
static void fields_and_marks(void **state) {
    (void)state;
    check("<w:p>" RUN("Trang ") FLD("begin") "<w:r><w:instrText>IF </w:instrText></w:r>" RUN("mã") FLD("begin") "<w:r><w:instrText>PAGE</w:instrText></w:r>"
          FLD("separate") RUN("9") FLD("end") FLD("separate") RUN("5") FLD("end") "<w:fldSimple w:instr=\"DATE\">" RUN(" ngày") "</w:fldSimple></w:p>",
          NULL, NULL, NULL, "Trang 5 ngày");
    check("<w:p>" FLD("begin") RUN("mã không đóng") "</w:p>" P("còn"), NULL, NULL, NULL, "còn");
    check("<w:p><w:r><w:t>QĐ</w:t><w:noBreakHyphen/><w:t>TTg</w:t><w:softHyphen/><w:br/><w:t> b </w:t><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/>"
          "<w:sym w:font=\"Symbol\" w:char=\"F0B3\"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>", NULL, NULL, NULL, "QĐ-TTg¶b☑≥");
    check("<w:p><w:r><w:tab/><w:t>Số: 5</w:t><w:tab/><w:tab/><w:t>Hà Nội</w:t><w:tab/></w:r></w:p>", NULL, NULL, NULL, "Số: 5→Hà Nội");
    check("<w:p><w:hyperlink>" RUN("liên kết") "</w:hyperlink><w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>" RUN(" ô") "</w:sdtContent></w:sdt>"
          "<w:smartTag>" RUN(" thẻ") "</w:smartTag></w:p><w:sdt><w:sdtContent>" P("khối") "</w:sdtContent></w:sdt>", NULL, NULL, NULL, "liên kết ô thẻ / khối");
    check("<w:p><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/><w:caps/></w:rPr></w:rPrChange></w:rPr><w:t>thấy</w:t></w:r></w:p>", NULL, NULL, NULL, "thấy");
}

static void text_boxes(void **state) {
    (void)state;
#define BOX(t) "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><x><w:txbxContent>" P(t) "</w:txbxContent></x></w:drawing></mc:Choice>" \
               "<mc:Fallback><w:pict><w:txbxContent>" P(t) "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    check("<w:p>" RUN("trước ") BOX("HỎA TỐC") RUN("sau") "</w:p>", NULL, NULL, NULL, "trước sau / HỎA TỐC");
    check("<w:tbl><w:tr><w:tc><w:p>" RUN("ô") BOX("MẬT") "</w:p></w:tc></w:tr></w:tbl>", NULL, NULL, NULL, "[0+1*1 ô¶MẬT]");
    check("<mc:AlternateContent><mc:Choice>" P("một") "</mc:Choice><mc:Fallback>" P("hai") "</mc:Fallback></mc:AlternateContent>", NULL, NULL, NULL, "một");
}

static void footnotes(void **state) {
    (void)state;
    static const char notes[] = "<w:footnote w:id=\"2\"><w:p><w:r><w:footnoteRef/></w:r>" RUN(" Thông tư số 1") "</w:p></w:footnote><w:footnote w:id=\"3\">" P("ba") "</w:footnote>";
#define REF(id) "<w:r><w:footnoteReference w:id=\"" #id "\"/></w:r>"
    nv_doc *d = document("<w:p>" RUN("văn thư") REF(2) RUN(".") "</w:p>" P("tiếp")
                         "<w:tbl><w:tr><w:tc><w:p>" RUN("ô") REF(3) "</w:p></w:tc></w:tr><w:tr><w:tc>" P("p") "</w:tc></w:tr></w:tbl>", NULL, NULL, notes);
    nv_buf got = { 0 };
    show(d, &got);
    assert_str(nv_buf_str(&got), "văn thư. / Thông tư số 1 / tiếp / [0+1*1 ô] / [0+1*1 p] / ba");
    assert_true((d->lines.v[1].flags & NV_F_FOOTNOTE) && (d->lines.v[5].flags & NV_F_FOOTNOTE) && !(d->lines.v[2].flags & NV_F_FOOTNOTE));
    nv_buf_clear(&got);
    nv_doc_free(d);
}

static void paragraphs(void **state) {
    (void)state;
    nv_doc *d = document("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:b/><w:sz w:val=\"28\"/></w:rPr><w:t>CHỈ THỊ VỀ VIỆC ĐỔI</w:t></w:r></w:p>"
                         "<w:p/><w:p>" RUN("\xC2\xA0") "</w:p><w:p><w:r><w:rPr><w:i/></w:rPr><w:t>nghiêng</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>đậm</w:t></w:r></w:p>"
                         "<w:p><w:r><w:br w:type=\"page\"/></w:r>" RUN("Phụ lục") "</w:p>"
                         "<w:p><w:pPr><w:sectPr><w:type w:val=\"continuous\"/></w:sectPr></w:pPr>" RUN("cuối mục") "</w:p>" P("mục mới") "<w:sectPr/>", NULL, NULL, NULL);
    const nv_line *l = d->lines.v;
    const uint32_t para = NV_F_PARA_START | NV_F_PARA_END;
    assert_int_equal(d->lines.n, 5);
    assert_int_equal(l[0].flags, para | NV_F_CENTER | NV_F_BOLD);
    assert_true(l[0].size > 13.9f && l[0].size < 14.1f && l[0].page == 0 && l[0].table == -1);
    assert_int_equal(l[1].flags, para | NV_F_BLANK_BEFORE);
    assert_int_equal(l[2].flags, para | NV_F_BREAK_BEFORE);
    assert_int_equal(l[3].flags, para);
    assert_int_equal(l[4].flags, para | NV_F_BREAK_BEFORE); /* its section has no type: it begins a page */
    assert_int_equal(d->source.pages, 0);
    assert_true(d->source.reader.n > 0);
    nv_doc_free(d);
}

/* ---- tables ----------------------------------------------------------------------------------------------------- */

#define TC(pr, text) "<w:tc><w:tcPr>" pr "</w:tcPr>" P(text) "</w:tc>"
static void tables(void **state) {
    (void)state;
    check("<w:tbl><w:tr>" TC("<w:vMerge w:val=\"restart\"/>", "TT") TC("<w:gridSpan w:val=\"2\"/>", "Năm") "</w:tr>"
          "<w:tr>" TC("<w:vMerge/>", "") TC("", "2011") TC("", "2012") "</w:tr>"
          "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" TC("", "x") "<w:sdt><w:sdtContent>" TC("", "y") "</w:sdtContent></w:sdt></w:tr></w:tbl>",
          NULL, NULL, NULL, "[0+1*2 TT][1+2*1 Năm] / [0+1*0 ][1+1*1 2011][2+1*1 2012] / [1+1*1 x][2+1*1 y]");
    /* numbers in cells, several paragraphs, a table in a cell, a tab in a cell, a merge without beginning */
    check("<w:tbl><w:tr><w:tc>" NP(1, 0, "") "</w:tc><w:tc>" NP(1, 0, "Báo cáo") P("quý") "<w:tbl><w:tr>" TC("", "trong") TC("", "ngoài") "</w:tr></w:tbl></w:tc>"
          "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", outline, NULL, NULL,
          "[0+1*1 ][1+1*1 II. Báo cáo¶quý¶trong¶ngoài][2+1*1 a b]");
    check("<w:tbl><w:tr>" TC("", "a") TC("<w:hMerge w:val=\"restart\"/>", "b") TC("<w:hMerge/>", "") "</w:tr></w:tbl>", NULL, NULL, NULL, "[0+1*1 a][1+2*1 b]");
}

static bool bordered(const char *table_pr, const char *cell_pr) {
    nv_buf b = { 0 };
    nv_buf_printf(&b, "<w:tbl><w:tblPr>%s</w:tblPr><w:tr><w:tc><w:tcPr>%s</w:tcPr>" P("a") "</w:tc></w:tr></w:tbl>", table_pr, cell_pr);
    nv_doc *d = document(nv_buf_z(&b), NULL,
        "<w:style w:type=\"table\" w:styleId=\"G\"><w:tblPr><w:tblBorders><w:insideH w:val=\"single\"/></w:tblBorders></w:tblPr></w:style>"
        "<w:style w:type=\"table\" w:styleId=\"G2\"><w:basedOn w:val=\"G\"/></w:style>", NULL);
    bool borders = d->lines.v[0].borders;
    nv_doc_free(d);
    nv_buf_clear(&b);
    return borders;
}

static void borders(void **state) {
    (void)state;
    assert_false(bordered("", ""));
    assert_true(bordered("<w:tblBorders><w:insideV w:val=\"single\"/></w:tblBorders>", ""));
    assert_false(bordered("<w:tblBorders><w:top w:val=\"single\"/><w:insideV w:val=\"nil\"/></w:tblBorders>", ""));
    assert_true(bordered("<w:tblStyle w:val=\"G2\"/>", ""));
    assert_false(bordered("<w:tblStyle w:val=\"G2\"/><w:tblBorders><w:insideV w:val=\"none\"/></w:tblBorders>", ""));
    assert_true(bordered("", "<w:tcBorders><w:top w:val=\"single\"/></w:tcBorders>"));
    assert_false(bordered("<w:tblStyle w:val=\"G\"/>", "<w:tcBorders><w:top w:val=\"nil\"/></w:tcBorders>"));
}

/* ---- refused ---------------------------------------------------------------------------------------------------- */

static void refuse(bytes b, nv_status st, nv_msg msg, const char *names) {
    nv_err err = { 0 };
    nv_doc *d = load(b, st, &err);
    assert_int_equal(err.msg, msg);
    assert_string_equal(err.arg[0], "test.docx");
    if (names && !strstr(err.arg[1], names)) fail_msg("“%s” does not name %s", err.arg[1], names);
    nv_doc_free(d);
    free(b.p);
}

#define TOP_RELS RELS "<Relationship Id=\"a\" Type=\"" REL "officeDocument\" Target=\"word/document.xml\"/></Relationships>"
static bytes package(const char *document_xml, size_t n) {
    member m[] = { { "[Content_Types].xml", "<Types/>", 0 }, { "_rels/.rels", TOP_RELS, 0 }, { "word/document.xml", document_xml, n } };
    return pack(m, document_xml ? 3 : 2);
}

/* Lines with the fonts of their text: “{font:text}”. */
static void check_fonts(const char *body, const char *styles, const char *want) {
    nv_doc *d = document(body, outline, styles, NULL);
    nv_buf got = { 0 };
    for (uint32_t i = 0; i < d->lines.n; i++) {
        const nv_line *l = &d->lines.v[i];
        if (i) nv_buf_addz(&got, " / ");
        for (uint32_t k = 0; k < l->n_fonts; k++) nv_buf_printf(&got, "{%.*s:%.*s}", NV_ARG(l->fonts[k].font), (int)(l->fonts[k].end - l->fonts[k].beg), l->text.p + l->fonts[k].beg);
    }
    assert_str(nv_buf_str(&got), want);
    nv_buf_clear(&got);
    nv_doc_free(d);
}

#define FR(font, text) "<w:r><w:rPr><w:rFonts w:ascii=\"" font "\" w:hAnsi=\"" font "\"/></w:rPr><w:t xml:space=\"preserve\">" text "</w:t></w:r>"

/* Old encodings are known by the font, so each stretch of text has one: its own, that of its style, none if the theme gives it. */
static void fonts(void **state) {
    (void)state;
    static const char styles[] = "<w:style w:type=\"paragraph\" w:styleId=\"A\"><w:rPr><w:rFonts w:ascii=\".VnTime\"/></w:rPr></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style>";
    check_fonts("<w:p><w:pPr><w:pStyle w:val=\"B\"/></w:pPr>" RUN("  xin ") FR(".VnTimeH", "a") RUN("b") "<w:r><w:rPr><w:rFonts w:asciiTheme=\"minorHAnsi\"/></w:rPr><w:t>c</w:t></w:r></w:p>" P("d"),
                styles, "{.VnTime:xin }{.VnTimeH:a}{.VnTime:b} / ");
    check_fonts("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr><w:rPr><w:rFonts w:ascii=\"VNI-Times\"/></w:rPr></w:pPr>" FR("VNI-Times", "so") "</w:p>", styles,
                "{VNI-Times:1.}{VNI-Times:so}");
    check_fonts("<w:tbl><w:tr><w:tc><w:p>" FR("F1", "m\u1ed9t") "</w:p><w:p>" FR("F2", "hai") "</w:p></w:tc><w:tc>" P("ba") "</w:tc><w:tc><w:p>" RUN("x ") FR("F3", "y") "</w:p></w:tc></w:tr></w:tbl>",
                styles, "{F1:m\u1ed9t}{F2:hai}{F3:y}");
}

static void refused(void **state) {
    (void)state;
    refuse(package(NULL, 0), NV_E_DAMAGED, NV_M_E_PART_MISSING, "word/document.xml");
    member alone = { "[Content_Types].xml", "<Types/>", 0 };
    refuse(pack(&alone, 1), NV_E_DAMAGED, NV_M_E_PART_MISSING, "_rels/.rels");
    refuse(package("<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w:document " W "><w:body>&x;</w:body></w:document>", 0), NV_E_DAMAGED, NV_M_E_XML, "DOCTYPE");
    refuse(package("<w:document " W "><w:body>" P("a") "</w:body>", 0), NV_E_DAMAGED, NV_M_E_XML, "word/document.xml");
    refuse(package("<w:document " W "><w:body>" P("&x;") "</w:body></w:document>", 0), NV_E_DAMAGED, NV_M_E_XML, NULL);
    refuse(package("<w:document " W "><w:body>" P("a\xFF") "</w:body></w:document>", 0), NV_E_DAMAGED, NV_M_E_XML, NULL);
    refuse(package("<w:document " W "><w:body>" P("&#1;") "</w:body></w:document>", 0), NV_E_DAMAGED, NV_M_E_XML, NULL); /* nor does Word open it */
    refuse(package("<x/>", 0), NV_E_DAMAGED, NV_M_E_PART_MISSING, NULL);
    refuse(package("<w:document " W "><w:body/></w:document>", 0), NV_E_NOTEXT, NV_M_E_NO_TEXT, NULL);
    refuse(docx("<w:p><w:r><w:endnoteReference w:id=\"1\"/></w:r></w:p>", NULL, NULL, NULL), NV_E_DAMAGED, NV_M_E_PART_MISSING, "endnotes");
    member lost[] = { { "[Content_Types].xml", "<Types/>", 0 }, { "_rels/.rels", TOP_RELS, 0 },
                      { "word/document.xml", "<w:document " W "><w:body>" NP(1, 0, "a") "</w:body></w:document>", 0 }, { "word/numbering.xml", "<w:numbering " W "/>", 0 } };
    refuse(pack(lost, 4), NV_E_DAMAGED, NV_M_E_PART_MISSING, "word/_rels/document.xml.rels"); /* its numbers would be gone without a word */
    bytes cut = package("<w:document " W "><w:body>" P("a") "</w:body></w:document>", 0);
    cut.n = cut.n * 2 / 3;
    assert_true(nv_format_docx.sniff(cut.p, cut.n, "x"));
    refuse(cut, NV_E_DAMAGED, NV_M_E_DAMAGED, NULL);
}

/* A member that inflates beyond all measure, and elements without end. */
static void bombs(void **state) {
    (void)state;
    size_t n = 8u << 20;
    char *blank = malloc(n);
    memset(blank, ' ', n);
    static const char head[] = "<w:document " W "><w:body>";
    memcpy(blank, head, strlen(head));
    refuse(package(blank, n), NV_E_LIMIT, NV_M_E_LIMIT, "word/document.xml");
    free(blank);
    nv_buf deep = { 0 };
    nv_buf_addz(&deep, head);
    for (int i = 0; i < 5000; i++) nv_buf_addz(&deep, "<w:sdt><w:tbl><w:tr><w:tc>");
    refuse(package(nv_buf_z(&deep), 0), NV_E_DAMAGED, NV_M_E_XML, "word/document.xml");
    nv_buf_clear(&deep);
}

/* No truncation and no flipped bit may crash; what is not refused must still be a list of lines. */
static void damage(void **state) {
    (void)state;
    bytes b = docx(NP(1, 0, "A") "<w:tbl><w:tr>" TC("<w:vMerge w:val=\"restart\"/>", "x") "</w:tr></w:tbl>" P("hết"), outline, NULL, NULL);
    uint32_t seed = 12345;
    for (unsigned round = 0; round < 600; round++) {
        unsigned char *copy = malloc(b.n);
        memcpy(copy, b.p, b.n);
        seed = seed * 1664525u + 1013904223u;
        size_t n = round % 3 ? b.n : seed % b.n;
        if (n == b.n) copy[(seed >> 8) % n] ^= (unsigned char)(1u << (seed >> 5) % 8);
        nv_doc *d = nv_doc_new();
        nv_err err = { 0 };
        nv_status st = nv_format_docx.read(d, copy, n, &err);
        if (st == NV_OK) assert_true(d->lines.n > 0);
        else assert_true(err.status == st && err.arg[0][0]);
        nv_doc_free(d);
        free(copy);
    }
    free(b.p);
}

static void sniffing(void **state) {
    (void)state;
    assert_false(nv_format_docx.sniff((const unsigned char *)"PK\3\4", 4, "a.docx"));
    assert_false(nv_format_docx.sniff((const unsigned char *)"%PDF-1.4 [Content_Types].xml word/ ...", 38, "a.docx"));
    member sheet[] = { { "[Content_Types].xml", "<Types/>", 0 }, { "xl/workbook.xml", "<x/>", 0 } }, plain = { "a.txt", "word/", 0 };
    bytes b = pack(sheet, 2), z = pack(&plain, 1);
    assert_false(nv_format_docx.sniff(b.p, b.n, "a.docx"));
    assert_false(nv_format_docx.sniff(z.p, z.n, "a.docx"));
    free(b.p);
    free(z.p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_restart), cmocka_unit_test(numbers_lvl_restart), cmocka_unit_test(number_formats), cmocka_unit_test(number_styles),
        cmocka_unit_test(revisions), cmocka_unit_test(fields_and_marks), cmocka_unit_test(text_boxes), cmocka_unit_test(footnotes),
        cmocka_unit_test(paragraphs), cmocka_unit_test(fonts), cmocka_unit_test(tables), cmocka_unit_test(borders), cmocka_unit_test(refused), cmocka_unit_test(bombs),
        cmocka_unit_test(damage), cmocka_unit_test(sniffing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
