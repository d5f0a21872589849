/* test_segment.c - tests/phrases/units.txt (`paragraphs ==> eIds`) and heads.txt (`paragraphs ==> header fields`); what tables cannot show: spans,
 * headings, sentences, diagnostics, and that the tree covers the text. */
#include "unit/unit.h"

#include "model/date.h"
#include "normalize/normalize.h"
#include "read/read.h"
#include "segment/segment.h"

static nv_grammar *grammar;
static nv_registry *registry;
static nv_segmenter *segmenter;

static int setup(void **state)
{
    (void)state;
    nv_buf errors = { 0 };
    grammar = nv_grammar_load(unit_grammars(), &errors);
    if (grammar) registry = nv_registry_load(grammar, &errors);
    if (registry) segmenter = nv_segmenter_new(grammar, registry, &errors);
    if (!segmenter) fprintf(stderr, "%s", nv_buf_z(&errors));
    nv_buf_clear(&errors);
    return segmenter ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    nv_segmenter_free(segmenter);
    nv_registry_free(registry);
    nv_grammar_free(grammar);
    return 0;
}

/* A document of the paragraphs in `text`, which are parted by “¶”. */
static nv_doc *document_as(nv_str text, bool scanned)
{
    nv_buf b = { 0 };
    for (uint32_t i = 0; i < text.n; i++) {
        if (i + 1 < text.n && (unsigned char)text.p[i] == 0xC2 && (unsigned char)text.p[i + 1] == 0xB6) {
            while (b.n && b.p[b.n - 1] == ' ') b.n--;
            nv_buf_addz(&b, "\n\n");
            i++;
            while (i + 1 < text.n && text.p[i + 1] == ' ') i++;
        } else nv_buf_addc(&b, text.p[i]);
    }
    nv_buf_addc(&b, '\n');
    nv_doc *d = nv_doc_new();
    nv_ctx cx = { .grammar = grammar, .registry = registry, .segmenter = segmenter };
    nv_err err = { 0 };
    assert_int_equal(nv_read_bytes(d, "sample.txt", (const unsigned char *)b.p, b.n, &err), NV_OK);
    assert_int_equal(nv_normalize(d, &cx, &err), NV_OK);
    for (uint32_t i = 0; scanned && i < d->lines.n; i++) {
        nv_line *l = &d->lines.v[i];
        nv_seen *seen = nv_arena_alloc(d->arena, sizeof *seen);
        *seen = (nv_seen){ 0, l->text.n, 96, 99, false, false };
        l->seen = seen;
        l->n_seen = 1;
    }
    assert_int_equal(nv_segment(d, &cx, &err), NV_OK);
    const char *bad = nv_doc_check(d);
    if (bad) fail_msg("%s: %.*s", bad, NV_ARG(text));
    nv_buf_clear(&b);
    return d;
}

static nv_doc *document(nv_str text) { return document_as(text, false); }

/* Every paragraph lies in the stretch of a unit: the tree re-assembled is the text. */
static void check_cover(const nv_doc *d)
{
    for (uint32_t i = 0; i < d->paras.n; i++) {
        nv_span sp = nv_span_trim(d->text, d->paras.v[i].span);
        if (sp.beg >= sp.end) continue;
        nv_unit *u = nv_doc_unit(d, sp.beg);
        if (!u || !nv_span_has(u->span, sp)) fail_msg("not covered: %.*s", NV_ARG(nv_doc_str(d, sp)));
    }
}

static void put_eids(const nv_doc *d, nv_buf *b)
{
    for (uint32_t i = 0; i < d->units.n; i++) {
        const nv_unit *u = d->units.v[i];
        if (u->kind == NV_U_PREFACE || u->kind == NV_U_SIGNATURE) continue;
        nv_buf_printf(b, "%s%.*s", b->n ? " " : "", NV_ARG(u->eid));
    }
}

static void put_list(nv_buf *b, const char *key, const nv_str *v, uint32_t n)
{
    if (!n) return;
    nv_buf_printf(b, "%s%s=", b->n ? " | " : "", key);
    for (uint32_t i = 0; i < n; i++) nv_buf_printf(b, "%s%.*s", i ? "; " : "", NV_ARG(v[i]));
}

static void put_head(const nv_doc *d, nv_buf *b)
{
    const nv_head *h = &d->head;
    char date[12];
    nv_date_iso(h->date, date);
    nv_str iso = nv_str_of(date);
    put_list(b, "type", &h->type, h->type.n > 0);
    put_list(b, "number", &h->number, h->number.n > 0);
    put_list(b, "date", &iso, iso.n > 0);
    put_list(b, "place", &h->place, h->place.n > 0);
    put_list(b, "issuers", h->issuers.v, h->issuers.n);
    put_list(b, "title", &h->title, h->title.n > 0);
    put_list(b, "to", h->addressees.v, h->addressees.n);
    put_list(b, "recipients", h->recipients.v, h->recipients.n);
    for (uint32_t i = 0; i < h->signers.n; i++) {
        const nv_signer *s = &h->signers.v[i];
        nv_buf_printf(b, "%s%.*s, %.*s%s%.*s", i ? "; " : " | signers=", NV_ARG(s->name), NV_ARG(s->position), s->capacity.n ? ", " : "", NV_ARG(s->capacity));
    }
}

/* Runs a table: one case a line, comments with #. Returns the number of cases. */
static unsigned run_table(const char *file, void (*put)(const nv_doc *, nv_buf *))
{
    FILE *f = fopen(file, "r");
    assert_non_null(f);
    char *line = NULL;
    size_t size = 0;
    unsigned cases = 0, wrong = 0, number = 0;
    for (ssize_t n; (n = getline(&line, &size, f)) > 0;) {
        number++;
        nv_str s = nv_str_trim((nv_str){ line, (uint32_t)n });
        if (!s.n || s.p[0] == '#') continue;
        uint32_t arrow = nv_str_find(s, NV_LIT("==>"), 0);
        assert_int_not_equal(arrow, UINT32_MAX);
        nv_str want = nv_str_trim(nv_str_cut(s, arrow + 3, s.n));
        nv_doc *d = document(nv_str_trim(nv_str_cut(s, 0, arrow)));
        check_cover(d);
        nv_buf got = { 0 };
        put(d, &got);
        if (!nv_str_eq(nv_buf_str(&got), want)) {
            fprintf(stderr, "%s:%u:\n  want %.*s\n  got  %s\n", file, number, NV_ARG(want), nv_buf_z(&got));
            wrong++;
        }
        nv_buf_clear(&got);
        nv_doc_free(d);
        cases++;
    }
    free(line);
    fclose(f);
    assert_int_equal(wrong, 0);
    return cases;
}

static void units_table(void **state)
{
    (void)state;
    assert_true(run_table("tests/phrases/units.txt", put_eids) > 40);
}

static void heads_table(void **state)
{
    (void)state;
    assert_true(run_table("tests/phrases/heads.txt", put_head) > 20);
}

/* ---- single points ------------------------------------------------------------------------------------------------------------------------------------ */

static nv_unit *unit(const nv_doc *d, const char *eid)
{
    for (uint32_t i = 0; i < d->units.n; i++)
        if (nv_str_eqz(d->units.v[i]->eid, eid)) return d->units.v[i];
    fail_msg("no unit %s", eid);
    return NULL;
}

static void headings(void **state)
{
    (void)state;
    nv_doc *d = document(NV_LIT("QUYẾT ĐỊNH ¶ Điều 1. Phạm vi điều chỉnh ¶ Quyết định này quy định về văn thư. ¶ Điều 2. Quyết định này có hiệu lực từ ngày ký. ¶ "
        "Điều 3. Tổ chức thực hiện ¶ 1. Sở Tài chính: Bố trí kinh phí thực hiện. ¶ 2. Các sở, ban, ngành: ¶ a) Xây dựng kế hoạch; ¶ b) Báo cáo kết quả. ¶ "
        "3. Sở Nội vụ có trách nhiệm: ¶ a) Hướng dẫn các đơn vị; ¶ 4. Đối với các xã, phường: ¶ a) Niêm yết công khai."));
    assert_str(nv_doc_str(d, unit(d, "art_1")->heading), "Phạm vi điều chỉnh");
    assert_str(nv_doc_str(d, unit(d, "art_1")->body), "Quyết định này quy định về văn thư.");
    assert_str(nv_doc_str(d, unit(d, "art_2")->heading), "");
    assert_str(nv_doc_str(d, unit(d, "art_3__cl_1")->heading), "Sở Tài chính");
    assert_str(nv_doc_str(d, unit(d, "art_3__cl_1")->body), "Bố trí kinh phí thực hiện.");
    assert_str(nv_doc_str(d, unit(d, "art_3__cl_2")->heading), "Các sở, ban, ngành");
    assert_str(nv_doc_str(d, unit(d, "art_3__cl_2")->body), "");
    assert_str(nv_doc_str(d, unit(d, "art_3__cl_3")->heading), "");
    assert_str(nv_doc_str(d, unit(d, "art_3__cl_3")->body), "Sở Nội vụ có trách nhiệm:");
    assert_str(nv_doc_str(d, unit(d, "art_3__cl_4")->heading), "Đối với các xã, phường");
    assert_str(unit(d, "art_3__cl_4__point_a")->label, "a");
    nv_doc_free(d);
}

static void sentences(void **state)
{
    (void)state;
    nv_doc *d = document(NV_LIT("CHỈ THỊ ¶ 1. Sở Y tế: Giao TS. Trần Văn B. làm đầu mối. Báo cáo UBND Tp. Đà Nẵng trước ngày 15.6.2024; gửi bản sao cho Q. Hải Châu v.v. theo "
        "quy định. “Việc gấp làm trước.” Hoàn thành trong quý IV./. ¶ 2. Kinh phí 1.500 triệu đồng."));
    static const char *const want[] = { "Sở Y tế", "Giao TS. Trần Văn B. làm đầu mối.",
        "Báo cáo UBND Tp. Đà Nẵng trước ngày 15.6.2024; gửi bản sao cho Q. Hải Châu v.v. theo quy định.", "“Việc gấp làm trước.”",
        "Hoàn thành trong quý IV./.", "Kinh phí 1.500 triệu đồng." };
    assert_int_equal(d->sents.n, NV_NELEM(want));
    for (uint32_t i = 0; i < d->sents.n; i++) assert_str(nv_doc_str(d, d->sents.v[i].span), want[i]);
    assert_true(d->sents.v[0].heading);
    assert_ptr_equal(d->sents.v[4].unit, unit(d, "cl_1"));
    nv_doc_free(d);
}

static void expect_diags(const char *text, const char *codes)
{
    nv_doc *d = document(nv_str_of(text));
    nv_buf b = { 0 };
    for (uint32_t i = 0; i < d->diags.n; i++) {
        const char *code = nv_msg_code(d->diags.v[i].msg);
        if (strncmp(code, "NV20", 4) != 0) continue;
        nv_buf_printf(&b, "%s%s:%.*s", b.n ? " " : "", code, NV_ARG(d->diags.v[i].args[0]));
        assert_true(d->diags.v[i].has_span);
    }
    assert_str(nv_buf_str(&b), codes);
    nv_buf_clear(&b);
    nv_doc_free(d);
}

static void audit(void **state)
{
    (void)state;
    expect_diags("1. Một. ¶ 2. Hai. ¶ 4. Bốn.", "NV201:4");
    expect_diags("1. Một. ¶ 2. Hai. ¶ 2. Hai nữa. ¶ 3. Ba.", "NV202:2");
    expect_diags("a) Một; ¶ b) Hai; ¶ d) Bốn; ¶ c) Ba.", "NV201:d NV203:c");
    expect_diags("a) Một; ¶ b) Hai; ¶ c) Ba; ¶ d) Bốn; ¶ e) Năm.", "NV204:e");
    expect_diags("a) Một; ¶ b) Hai; ¶ c) Ba; ¶ d) Bốn; ¶ đ) Năm; ¶ e) Sáu.", "");
    expect_diags("Điều 1. Một ¶ Nội dung. ¶ Điều 3. Ba ¶ Nội dung.", "NV201:3");
    expect_diags("Điều 15. Một ¶ Nội dung. ¶ Điều 15a. Ba ¶ Nội dung. ¶ Điều 16. Bốn ¶ Nội dung.", "");
    expect_diags("I. MỘT ¶ Nội dung. ¶ III. BA ¶ Nội dung.", "NV201:III");
}

/* Any text yields a tree. */
static void never_refuse(void **state)
{
    (void)state;
    static const char *const odd[] = { "“", "1.", "a)", "Điều", "Điều 1", "PHỤ LỤC", "Nơi nhận:", "KT. BỘ TRƯỞNG", "-", "- - - -", "“1. ¶ 2. ¶ “3. ¶ a) b) c)",
        "Phần I ¶ Phần I ¶ Phần I", "99999999999. Số quá lớn", "1.1.1.1.1.1.1.1.1.1 Sâu", "Kính gửi:", "Số: ¶ ngày tháng năm", "V/v", "QUYẾT ĐỊNH: ¶ Điều 1. ¶ Điều 1." };
    for (size_t i = 0; i < NV_NELEM(odd); i++) {
        nv_doc *d = document(nv_str_of(odd[i]));
        check_cover(d);
        nv_doc_free(d);
    }
    nv_buf b = { 0 };
    for (int i = 0; i < 3000; i++) nv_buf_printf(&b, "1. a ¶ “ ¶ - b ¶ + c ¶ 1) d ¶ i) e ¶ ");
    nv_doc *d = document(nv_buf_str(&b));
    check_cover(d);
    nv_doc_free(d);
    nv_buf_clear(&b);
}

static void drafts(void **state)
{
    (void)state;
    nv_doc *d = document(NV_LIT("ỦY BAN NHÂN DÂN ¶ TỈNH BẮC NINH ¶ Số:      /UBND-NC ¶ Bắc Ninh, ngày    tháng 4 năm 2026 ¶ Kính gửi: Sở Nội vụ. ¶ Đề nghị báo cáo."));
    unsigned blank = 0;
    for (uint32_t i = 0; i < d->diags.n; i++) blank += d->diags.v[i].msg == NV_M_HEAD_BLANK;
    assert_int_equal(blank, 2);
    assert_true(nv_date_none(d->head.date));
    assert_str(d->head.number, "/UBND-NC");
    assert_str(d->head.province, "bac-ninh-2025");
    nv_doc_free(d);
}

/* A head whose month cannot be read: no document cites a later one, and two cited days must leave the same month. */
static void month_of_cited(void **state)
{
    (void)state;
    static const struct { const char *cites; int month; } cases[] = {
        { "Thực hiện Công điện số 1985/CĐ-TTg ngày 23/12/2017 và Công văn số 1966/UBND-KTCN ngày 24 tháng 12 năm 2017, yêu cầu", 12 },
        { "Thực hiện Công điện số 1985/CĐ-TTg ngày 24/12/2017, yêu cầu", 0 },                                             /* one alone may be misread */
        { "Thực hiện Công điện số 1985/CĐ-TTg ngày 23/10/2017 và Công văn số 1966/UBND-KTCN ngày 24/10/2017, yêu cầu", 0 },  /* three months are possible */
        { "Theo Quyết định số 12/QĐ-UBND ngày 30/12/2017 và Công văn số 1966/UBND-KTCN ngày 24/12/2017, yêu cầu", 0 },       /* later than any month allows */
        { "Theo Quyết định số 12/QĐ-UBND ngày 02/01/2018, Công văn số 5/UBND ngày 23/12/2017 và số 6/UBND ngày 24/12/2017, yêu cầu", 0 },
        { "Hồi 04 giờ ngày 24/12/2017 bão đi vào đất liền, đến ngày 26/12/2017 thì tan; yêu cầu", 0 } };
    for (size_t i = 0; i < 2 * NV_NELEM(cases); i++) {
        bool scanned = i % 2 == 0;
        nv_buf b = { 0 };
        nv_buf_printf(&b, "ỦY BAN NHÂN DÂN ¶ TỈNH KIÊN GIANG ¶ Số: 1967/CĐ-UBND ¶ Kiên Giang, ngày 24 tháng    năm 2017 ¶ CÔNG ĐIỆN ¶ Về việc ứng phó với bão ¶ %s các sở, ngành: ¶ 1. Trực ban 24/24.", cases[i / 2].cites);
        nv_doc *d = document_as(nv_buf_str(&b), scanned);
        int month = scanned ? cases[i / 2].month : 0; /* a draft's month is not unread: it is not there */
        if (nv_date_cmp(d->head.date, nv_date_make(2017, month, 24)) != 0) fail_msg("%s: month %d, not %d", cases[i / 2].cites, d->head.date.m, month);
        unsigned told = 0;
        for (uint32_t k = 0; k < d->diags.n; k++) told += d->diags.v[k].msg == NV_M_MONTH_OF_CITED;
        assert_int_equal(told, month != 0);
        nv_doc_free(d);
        nv_buf_clear(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(units_table), cmocka_unit_test(heads_table), cmocka_unit_test(headings), cmocka_unit_test(sentences),
        cmocka_unit_test(audit), cmocka_unit_test(never_refuse), cmocka_unit_test(drafts), cmocka_unit_test(month_of_cited) };
    return cmocka_run_group_tests(tests, setup, teardown);
}
