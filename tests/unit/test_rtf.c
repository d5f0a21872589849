/* test_rtf.c - the RTF reader: fonts and code pages, \u, labels, tables, notes, and damaged files. */
#include "unit/unit.h"
#include "read/read.h"

#define RTF "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Times New Roman;}{\\f1\\fcharset163 Arial{\\*\\falt x};}{\\f2\\fcharset238 .VnTimeH;}}" \
            "{\\stylesheet{\\s1 Normal;}}{\\*\\generator X;}"

static nv_doc *read_rtf(const char *s, nv_status want) {
    nv_doc *d = nv_doc_new();
    nv_err err;
    assert_int_equal(nv_read_bytes(d, "a.txt", (const unsigned char *)s, strlen(s), &err), want);
    return d;
}

static void text(void **state) {
    (void)state;
    nv_doc *d = read_rtf(RTF "\\pard\\qc{\\b \\u272\\'3fI\\u7872?U 1}\\par\\pard\\qj a\\tab b\\line c\\~d\\_e\\{\\}{\\v an}{\\deleted xoa}\\par"
                         "{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}{\\*\\la bo}\\page{\\caps m\\u432?a}\\par}", NV_OK);
    assert_str(d->source.format, "rtf");
    assert_int_equal(d->lines.n, 4);
    assert_str(d->lines.v[0].text, "ĐIỀU 1");
    assert_int_equal(d->lines.v[0].flags & (NV_F_BOLD | NV_F_CENTER), NV_F_BOLD | NV_F_CENTER);
    assert_str(d->lines.v[1].text, "a\tb\nc\xC2\xA0"
                                   "d-e{}");
    assert_int_equal(d->lines.v[1].n_segs, 2);
    assert_str(d->lines.v[2].text, "7");
    assert_str(d->lines.v[3].text, "MƯA");
    assert_true(d->lines.v[3].flags & NV_F_BREAK_BEFORE);
    nv_doc_free(d);
}

static void fonts_choose_the_code_page(void **state) {
    (void)state;
    nv_doc *d = read_rtf(RTF "\\pard{\\f1 \\'d0\\'ea}{\\f2 \\'ae\\'d3}{\\f0 \\'e9}\\par}", NV_OK);
    assert_str(d->lines.v[0].text, "Đê®Óé"); /* windows-1258; bytes of an old font as windows-1252 whatever its charset says; windows-1252 */
    assert_int_equal(d->lines.v[0].n_fonts, 3);
    assert_str(d->lines.v[0].fonts[1].font, ".VnTimeH");
    assert_int_equal(d->lines.v[0].fonts[1].beg, strlen("Đê"));
    nv_doc_free(d);
}

static void labels_and_notes(void **state) {
    (void)state;
    nv_doc *d = read_rtf(RTF "\\pard{\\listtext\\pard 1.\\tab}{\\*\\pn\\pnlvlbody}Giao S\\u7903?{\\footnote\\pard{\\super\\chftn} ghi ch\\u250?\\par}\\par"
                         "{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt\\pard h\\u7897?p\\par}}{\\shprslt x}}sau\\par}", NV_OK);
    assert_int_equal(d->lines.n, 4);
    assert_str(d->lines.v[0].text, "1. Giao Sở");
    assert_int_equal(d->lines.v[0].label, 2);
    assert_str(d->lines.v[1].text, "ghi chú");
    assert_true(d->lines.v[1].flags & NV_F_FOOTNOTE);
    assert_str(d->lines.v[2].text, "sau");
    assert_str(d->lines.v[3].text, "hộp");
    nv_doc_free(d);
}

static void beside_the_text(void **state) {
    (void)state;
    nv_doc *d = read_rtf(RTF "{\\headerf\\pard\\ul dau\\par trang\\par}{\\header hai\\par}{\\footer{\\field{\\*\\fldinst PAGE}{\\fldrslt 3}}\\par}\\pard Giao vi\\u7879?c"
                         "{\\*\\atnid a}{\\*\\atnauthor An}\\chatn{\\*\\annotation\\pard xem\\par l\\u7841?i}.\\par}", NV_OK);
    assert_int_equal(d->lines.n, 5); /* headers first, footers last */
    assert_str(d->lines.v[0].text, "dau");
    assert_int_equal(d->lines.v[0].flags & (NV_F_HEADFOOT | NV_F_BREAK_BEFORE), NV_F_HEADFOOT | NV_F_BREAK_BEFORE);
    assert_str(d->lines.v[1].text, "trang");
    assert_int_equal(d->lines.v[1].flags & (NV_F_HEADFOOT | NV_F_BREAK_BEFORE), NV_F_HEADFOOT);
    assert_str(d->lines.v[2].text, "hai");
    assert_str(d->lines.v[3].text, "Giao việc.");
    assert_int_equal(d->lines.v[3].flags & NV_F_HEADFOOT, 0);
    assert_str(d->lines.v[4].text, "3");
    assert_int_equal(d->lines.v[4].flags & NV_F_HEADFOOT, NV_F_HEADFOOT);
    assert_int_equal(d->diags.n, 1);
    assert_int_equal(d->diags.v[0].msg, NV_M_COMMENT);
    assert_str(d->diags.v[0].args[1], "xem lại");
    nv_doc_free(d);
}

static void tables(void **state) {
    (void)state;
    nv_doc *d = read_rtf(RTF
        "\\trowd\\clvmgf\\clbrdrt\\brdrs\\cellx1000\\clbrdrt\\brdrs\\cellx3000\\pard\\intbl TT\\cell Vi\\u7879?c\\cell\\row"
        "\\trowd\\clvmrg\\clbrdrt\\brdrs\\cellx1010\\clbrdrt\\brdrs\\cellx2000\\clbrdrt\\brdrs\\cellx3000\\pard\\intbl\\cell a\\par b\\cell c\\cell\\row"
        "\\pard sau\\par}", NV_OK);
    assert_int_equal(d->lines.n, 3);
    const nv_line *l = d->lines.v;
    assert_true(l->borders && l->n_segs == 2 && l->segs[0].rowspan == 2 && l->segs[1].col == 1 && l->segs[1].colspan == 2);
    assert_str(l[1].text, "\ta\nb\tc");
    assert_true(l[1].segs[0].rowspan == 0 && l[1].segs[2].col == 2 && l[1].row == 1 && l[1].table == l->table);
    assert_int_equal(l[2].table, -1);
    assert_null(nv_doc_check(d));
    nv_doc_free(d);
}

static void damage(void **state) {
    (void)state;
    nv_doc_free(read_rtf(RTF "\\pard c\\u7909?t", NV_E_DAMAGED));
    nv_doc_free(read_rtf("{\\rtf1 }", NV_E_NOTEXT));
    nv_doc_free(read_rtf("{\\rtf1 a\\bin999999999 b}", NV_E_DAMAGED));
    nv_buf b = { 0 };
    nv_buf_addz(&b, "{\\rtf1 ");
    for (int i = 0; i < 100000; i++) nv_buf_addc(&b, '{');
    nv_doc_free(read_rtf(nv_buf_z(&b), NV_E_LIMIT));
    nv_buf_clear(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(text), cmocka_unit_test(fonts_choose_the_code_page), cmocka_unit_test(labels_and_notes), cmocka_unit_test(beside_the_text), cmocka_unit_test(tables), cmocka_unit_test(damage) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
