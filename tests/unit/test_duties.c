/* test_duties.c - tests/phrases/duties.txt: `KIND | text ==> duties`, each text run through the whole pipeline under a letterhead of its kind.
 *
 * A duty is written `modality; L: leads; C: coordinating; R: recipients; S: supervising; due: quote; if: condition; do: first words of the action; routine;
 * product: quote`; names are joined by “ + ”, duties by “ || ”, and `@eid ` stands before a duty of a text of several lines (⏎ ends a line). What a row
 * leaves out is empty, only `do:` and `product:` are compared where a row writes them, else not. NGHIAVU_PRINT=1 prints what each row gives. */
#include "unit.h"

#include "pipeline/pipeline.h"

static nv_pipeline *pipeline;

static int setup(void **state)
{
    (void)state;
    nv_buf errors = { 0 };
    pipeline = nv_pipeline_new(unit_grammars(), &errors);
    if (!pipeline)
        fprintf(stderr, "%s", nv_buf_z(&errors));
    nv_buf_clear(&errors);
    return pipeline ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    nv_pipeline_free(pipeline);
    return 0;
}

/* Everything above the text, and what stands before a text that has no number of its own. */
static const struct { const char *kind, *head, *lead; } kinds[] = {
#define NATION "\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
#define DAY ", ngày 05 tháng 02 năm 2024\n\n"
    { "CT", "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 12/CT-UBND" NATION "Lào Cai" DAY "CHỈ THỊ\nVề một số nhiệm vụ\n\n", "1. " },
    { "TTg", "THỦ TƯỚNG CHÍNH PHỦ\nSố: 08/CT-TTg" NATION "Hà Nội" DAY "CHỈ THỊ\nVề một số nhiệm vụ\n\n", "1. " },
    { "QĐ", "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 312/QĐ-UBND" NATION "Lào Cai" DAY "QUYẾT ĐỊNH\nVề việc phân công nhiệm vụ\n\nQUYẾT ĐỊNH:\n\n", "Điều 1. " },
    { "NĐ", "CHÍNH PHỦ\nSố: 15/2024/NĐ-CP" NATION "Hà Nội" DAY "NGHỊ ĐỊNH\nVề quản lý tài liệu\n\n", "Điều 1. " },
    { "NQ", "CHÍNH PHỦ\nSố: 15/NQ-CP" NATION "Hà Nội" DAY "NGHỊ QUYẾT\nVề một số nhiệm vụ\n\n", "1. " },
    { "TB", "VĂN PHÒNG CHÍNH PHỦ\nSố: 41/TB-VPCP" NATION "Hà Nội" DAY "THÔNG BÁO\nKết luận của Phó Thủ tướng tại cuộc họp\n\n", "1. " },
    { "KH", "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 45/KH-UBND" NATION "Lào Cai" DAY "KẾ HOẠCH\nTriển khai công tác năm 2024\n\n", "1. " },
    { "BC", "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 45/BC-UBND" NATION "Lào Cai" DAY "BÁO CÁO\nKết quả công tác năm 2023\n\n", "1. " },
    { "CV", "UBND TỈNH LÀO CAI\nSỞ Y TẾ\nSố: 88/SYT-NVY" NATION "Lào Cai" DAY "V/v báo cáo số liệu\n\nKính gửi: Các trung tâm y tế huyện.\n\n", "" },
    { "CĐ", "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 9/CĐ-UBND" NATION "Lào Cai" DAY "CÔNG ĐIỆN\nVề việc ứng phó với bão\n\nỦY BAN NHÂN DÂN TỈNH LÀO CAI điện:\n- Chủ tịch UBND các huyện: Bát Xát, Mường Khương;\n- Giám đốc các Sở: Y tế, Công Thương.\n\n", "" },
    { "GM", "UBND TỈNH LÀO CAI\nSỞ Y TẾ\nSố: 88/GM-SYT" NATION "Lào Cai" DAY "GIẤY MỜI\nHọp giao ban\n\nKính gửi: Các trung tâm y tế huyện.\n\n", "" },
    { "TTr", "UBND TỈNH LÀO CAI\nSỞ Y TẾ\nSố: 88/TTr-SYT" NATION "Lào Cai" DAY "TỜ TRÌNH\nVề việc ban hành Kế hoạch\n\nKính gửi: Ủy ban nhân dân tỉnh.\n\n", "" },
};

static bool has_label(nv_str text)
{
    static const char *const labels[] = { "1. ", "I. ", "a) ", "- ", "Điều ", "Chương ", "A. ", "QUYẾT ", "Căn cứ" };
    for (unsigned i = 0; i < NV_NELEM(labels); i++)
        if (nv_str_starts(text, (nv_str){ labels[i], (uint32_t)strlen(labels[i]) }))
            return true;
    return false;
}

static nv_doc *read_text(nv_str kind, nv_str text)
{
    unsigned k = 0;
    while (k < NV_NELEM(kinds) && !nv_str_eqz(kind, kinds[k].kind))
        k++;
    if (k == NV_NELEM(kinds))
        return NULL;
    nv_buf b = { 0 };
    bool several = nv_str_find(text, NV_LIT("⏎"), 0) != UINT32_MAX;
    nv_buf_printf(&b, "%s%s", kinds[k].head, several || has_label(text) ? "" : kinds[k].lead);
    for (uint32_t at = 0; at < text.n;) {
        uint32_t end = nv_str_find(text, NV_LIT("⏎"), at);
        nv_buf_adds(&b, nv_str_trim(nv_str_cut(text, at, end == UINT32_MAX ? text.n : end)));
        nv_buf_addc(&b, '\n');
        at = end == UINT32_MAX ? text.n : end + (uint32_t)strlen("⏎");
    }
    nv_doc *d = NULL;
    nv_err err;
    if (nv_pipeline_bytes(pipeline, "row.txt", (const unsigned char *)b.p, b.n, NULL, &d, &err))
        d = NULL;
    nv_buf_clear(&b);
    return d;
}

static void put_role(const nv_obligation *o, nv_role role, const char *sign, nv_buf *out)
{
    bool any = false;
    for (uint32_t i = 0; i < o->parties.n; i++) {
        if (o->parties.v[i].role != role)
            continue;
        nv_buf_printf(out, "%s%.*s", any ? " + " : sign, NV_ARG(o->parties.v[i].name));
        any = true;
    }
}

/* Line breaks and runs of blanks inside a quotation are one space. */
static void put_quote(nv_str s, nv_buf *out)
{
    for (uint32_t i = 0; i < s.n; i++)
        nv_buf_addc(out, s.p[i] == '\n' ? ' ' : s.p[i]);
}

/* The first three words of the action. */
static nv_str first_words(nv_str s)
{
    uint32_t i = 0;
    for (unsigned words = 0; i < s.n; i++)
        if (s.p[i] == ' ' && ++words == 3)
            break;
    return nv_str_cut(s, 0, i);
}

static void put_duty(const nv_doc *d, const nv_obligation *o, bool several, nv_str want, nv_buf *out)
{
    if (several)
        nv_buf_printf(out, "@%.*s ", NV_ARG(o->unit->eid));
    nv_buf_addz(out, nv_modality_name(o->modality));
    put_role(o, NV_ROLE_LEAD, "; L: ", out);
    put_role(o, NV_ROLE_COORDINATE, "; C: ", out);
    put_role(o, NV_ROLE_RECIPIENT, "; R: ", out);
    put_role(o, NV_ROLE_SUPERVISE, "; S: ", out);
    for (uint32_t i = 0; i < o->due.n; i++) {
        nv_buf_addz(out, i ? " + " : "; due: ");
        put_quote(nv_doc_str(d, d->deadlines.v[o->due.v[i]].span), out);
    }
    if (o->condition.end > o->condition.beg) {
        nv_buf_addz(out, "; if: ");
        put_quote(nv_doc_str(d, o->condition), out);
    }
    if (nv_str_find(want, NV_LIT("; do: "), 0) != UINT32_MAX)
        nv_buf_printf(out, "; do: %.*s", NV_ARG(first_words(nv_doc_str(d, o->action))));
    if (o->routine)
        nv_buf_addz(out, "; routine");
    if (nv_str_find(want, NV_LIT("; product: "), 0) != UINT32_MAX)
        nv_buf_printf(out, "; product: %.*s", NV_ARG(o->product));
}

static void duties_of(nv_str kind, nv_str text, nv_str want, nv_buf *out)
{
    nv_doc *d = read_text(kind, text);
    if (!d) {
        nv_buf_addz(out, "no document");
        return;
    }
    bool several = nv_str_find(text, NV_LIT("⏎"), 0) != UINT32_MAX;
    for (uint32_t i = 0; i < d->obligations.n; i++) {
        if (i)
            nv_buf_addz(out, " || ");
        put_duty(d, &d->obligations.v[i], several, want, out);
    }
    if (!d->obligations.n)
        nv_buf_addz(out, "none");
    nv_doc_free(d);
}

/* One row; false if it is wrong. */
static bool run_row(const char *path, unsigned line, nv_str row)
{
    uint32_t bar = nv_str_find(row, NV_LIT(" | "), 0), arrow = nv_str_find(row, NV_LIT(" ==> "), 0);
    if (bar == UINT32_MAX || arrow == UINT32_MAX || bar > arrow) {
        fprintf(stderr, "%s:%u: `KIND | text ==> duties` expected\n", path, line);
        return false;
    }
    nv_str kind = nv_str_trim(nv_str_cut(row, 0, bar)), text = nv_str_trim(nv_str_cut(row, bar + 3, arrow)), want = nv_str_trim(nv_str_cut(row, arrow + 5, row.n));
    nv_buf got = { 0 };
    duties_of(kind, text, want, &got);
    bool ok = nv_str_eq(nv_buf_str(&got), want);
    if (getenv("NGHIAVU_PRINT")) {
        printf("%.*s ==> %s\n", (int)arrow, row.p, nv_buf_z(&got));
        ok = true;
    } else if (!ok) {
        fprintf(stderr, "%s:%u: %.*s\n    want %.*s\n    got  %s\n", path, line, NV_ARG(text), NV_ARG(want), nv_buf_z(&got));
    }
    nv_buf_clear(&got);
    return ok;
}

static void test_phrases(void **state)
{
    (void)state;
    static const char path[] = "tests/phrases/duties.txt";
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    char *text = NULL;
    size_t room = 0;
    unsigned rows = 0, wrong = 0, line = 0;
    for (ssize_t n; (n = getline(&text, &room, f)) >= 0;) {
        line++;
        nv_str row = nv_str_trim((nv_str){ text, (uint32_t)n });
        if (!row.n || row.p[0] == '#') {
            if (getenv("NGHIAVU_PRINT"))
                printf("%.*s\n", NV_ARG(row));
            continue;
        }
        rows++;
        wrong += !run_row(path, line, row);
    }
    free(text);
    fclose(f);
    assert_int_equal(wrong, 0);
    assert_true(rows >= 150);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_phrases) };
    return cmocka_run_group_tests(tests, setup, teardown);
}
