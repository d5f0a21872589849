/* In-document resolution (contract 3.3), amendments and effects (RECORD.md). */
#include "link/link.h"
#include "model/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

/* A document of one text whose citations and deadlines are given by hand: the resolver must not depend on how they were found. */
static nv_doc *doc_of(const char *text) {
    nv_doc *d = nv_doc_new();
    d->root = nv_arena_alloc(d->arena, sizeof *d->root);
    d->root->index = NV_NONE;
    d->root->eid = NV_LIT("");
    d->text = nv_arena_str(d->arena, nv_str_of(text));
    d->fold = nv_fold_str(d->arena, d->text);
    nv_unit *u = nv_unit_add(d, d->root, NV_U_ARTICLE);
    u->eid = NV_LIT("art_1");
    u->label = NV_LIT("1");
    u->span = u->body = (nv_span){ 0, d->text.n };
    nv_para *p = NV_PUSH(d->arena, &d->paras);
    p->span = u->span;
    p->table = NV_NONE;
    d->head.type = NV_LIT("QĐ");
    d->head.number = NV_LIT("99/2024/QĐ-TTg");
    d->head.date = (nv_date){ 2024, 5, 2 };
    return d;
}

static nv_cite *cite(nv_doc *d, const char *quote, const char *type, const char *number, const char *name, nv_date date) {
    nv_cite *c = NV_PUSH(d->arena, &d->cites);
    uint32_t from = d->cites.n > 1 ? d->cites.v[d->cites.n - 2].span.end : 0, at = nv_str_find(d->text, nv_str_of(quote), from);
    assert_int_not_equal(at, UINT32_MAX);
    c->span = (nv_span){ at, at + (uint32_t)strlen(quote) };
    c->unit = d->units.v[0];
    c->table = NV_NONE;
    c->rule = "test";
    c->target = (nv_target){ .type = nv_str_of(type), .number = nv_str_of(number ? number : ""), .name = nv_str_of(name ? name : ""), .date = date };
    return c;
}

static void is_str(nv_str got, const char *want) {
    if (!nv_str_eqz(got, want)) fail_msg("“%.*s”, not “%s”", NV_ARG(got), want);
}

static const nv_date none = { 0, 0, 0 };

static void lost_year(void **state) {
    (void)state;
    nv_doc *d = doc_of("Quyết định số 79/QĐ-TTg; Quyết định số 79/2010/QĐ-TTg; Quyết định số 79/QĐ-TTg ngày 3/4/2012");
    cite(d, "Quyết định số 79/QĐ-TTg", "QĐ", "79/QĐ-TTg", NULL, (nv_date){ 2010, 11, 30 });
    cite(d, "Quyết định số 79/2010/QĐ-TTg", "QĐ", "79/2010/QĐ-TTg", NULL, (nv_date){ 2010, 11, 30 });
    cite(d, "Quyết định số 79/QĐ-TTg ngày 3/4/2012", "QĐ", "79/QĐ-TTg", NULL, (nv_date){ 2012, 4, 3 });
    nv_resolve_citations(NULL, d);
    is_str(d->cites.v[0].resolved, "79/2010/QĐ-TTg");
    is_str(d->cites.v[1].resolved, "79/2010/QĐ-TTg");
    is_str(d->cites.v[2].resolved, "79/QĐ-TTg"); /* another year: another document */
    nv_doc_free(d);
}

static void short_number(void **state) {
    (void)state;
    nv_doc *d = doc_of("Thông tư số 22/2016/TT-BTTTT; Nghị định số 22/2020/NĐ-CP; Thông tư số 22");
    cite(d, "Thông tư số 22/2016/TT-BTTTT", "TT", "22/2016/TT-BTTTT", NULL, none);
    cite(d, "Nghị định số 22/2020/NĐ-CP", "NĐ", "22/2020/NĐ-CP", NULL, none);
    cite(d, "Thông tư số 22", "TT", "22", NULL, none);
    nv_resolve_citations(NULL, d);
    is_str(d->cites.v[2].resolved, "22/2016/TT-BTTTT");
    nv_doc_free(d);
}

static void names(void **state) {
    (void)state;
    nv_doc *d = doc_of("Luật Đất đai năm 2003; Luật Đất đai; Luật Giá số 16/2023/QH15; Luật Giá; Luật Dược");
    cite(d, "Luật Đất đai năm 2003", "LUAT", NULL, "Luật Đất đai năm 2003", none);
    cite(d, "Luật Đất đai", "LUAT", NULL, "Luật Đất đai", none);
    cite(d, "Luật Giá số 16/2023/QH15", "LUAT", "16/2023/QH15", "Luật Giá", none);
    cite(d, "Luật Giá", "LUAT", NULL, "Luật Giá", none);
    cite(d, "Luật Dược", "LUAT", NULL, "Luật Dược", none);
    nv_resolve_citations(NULL, d);
    is_str(d->cites.v[1].resolved, "Luật Đất đai năm 2003");
    is_str(d->cites.v[3].resolved, "16/2023/QH15");
    is_str(d->cites.v[4].resolved, "Luật Dược");
    nv_doc_free(d);
}

static void years_apart(void **state) {
    (void)state;
    nv_doc *d = doc_of("Luật Đất đai năm 2003; Luật Đất đai năm 2013; Luật Đất đai");
    cite(d, "Luật Đất đai năm 2003", "LUAT", NULL, "Luật Đất đai năm 2003", none);
    cite(d, "Luật Đất đai năm 2013", "LUAT", NULL, "Luật Đất đai năm 2013", none);
    cite(d, "Luật Đất đai", "LUAT", NULL, "Luật Đất đai", none);
    nv_resolve_citations(NULL, d);
    is_str(d->cites.v[2].resolved, "Luật Đất đai");
    nv_doc_free(d);
}

static void self(void **state) {
    (void)state;
    nv_doc *d = doc_of("Quyết định này; Quy chế này");
    cite(d, "Quyết định này", "QĐ", NULL, NULL, none)->relation = NV_R_SELF;
    nv_cite *c = cite(d, "Quy chế này", "QC", NULL, NULL, none);
    c->relation = NV_R_SELF;
    c->resolved = NV_LIT("app_1"); /* said by the detector */
    nv_resolve_citations(NULL, d);
    is_str(d->cites.v[0].resolved, "99/2024/QĐ-TTg");
    is_str(d->cites.v[1].resolved, "app_1");
    nv_doc_free(d);
}

static nv_cite *place(nv_doc *d, const char *quote, const char *eid, nv_relation r) {
    nv_cite *c = cite(d, quote, "NĐ", "15/2020/NĐ-CP", NULL, none);
    c->relation = r;
    *NV_PUSH(d->arena, &c->locator) = nv_str_of(eid);
    return c;
}

static const nv_amendment *only(nv_doc *d) {
    nv_resolve_citations(NULL, d);
    assert_int_equal(d->amendments.n, 1);
    return &d->amendments.v[0];
}

static void replaced(void **state) {
    (void)state;
    nv_doc *d = doc_of("Sửa đổi, bổ sung khoản 2 Điều 5 như sau: “2. Hồ sơ gồm: “đơn” và bản sao.”.");
    place(d, "khoản 2 Điều 5", "art_5__cl_2", NV_R_AMENDS);
    const nv_amendment *a = only(d);
    assert_int_equal(a->operation, NV_OP_REPLACE);
    is_str(a->place, "art_5__cl_2");
    is_str(a->new_text, "2. Hồ sơ gồm: “đơn” và bản sao.");
    nv_doc_free(d);
}

static void inserted(void **state) {
    (void)state;
    nv_doc *d = doc_of("Bổ sung Điều 5a vào sau Điều 5 như sau: “Điều 5a. Báo cáo”");
    place(d, "Điều 5a", "art_5a", NV_R_AMENDS);
    place(d, "Điều 5", "art_5", NV_R_REFERS);
    const nv_amendment *a = only(d);
    assert_int_equal(a->operation, NV_OP_INSERT);
    is_str(a->place, "art_5a");
    is_str(a->after, "art_5");
    is_str(a->new_text, "Điều 5a. Báo cáo");
    nv_doc_free(d);
}

static void phrase(void **state) {
    (void)state;
    nv_doc *d = doc_of("Thay thế cụm từ “cấp huyện” bằng cụm từ “cấp xã” tại điểm a khoản 1 Điều 9.");
    place(d, "điểm a khoản 1 Điều 9", "art_9__cl_1__point_a", NV_R_AMENDS);
    const nv_amendment *a = only(d);
    assert_int_equal(a->operation, NV_OP_REPLACE_PHRASE);
    is_str(a->old_text, "cấp huyện");
    is_str(a->new_text, "cấp xã");
    nv_doc_free(d);
}

static void deleted_and_repealed(void **state) {
    (void)state;
    nv_doc *d = doc_of("Bỏ cụm từ “và cấp huyện” tại khoản 1 Điều 9; bãi bỏ điểm c khoản 2 Điều 9.");
    place(d, "khoản 1 Điều 9", "art_9__cl_1", NV_R_AMENDS);
    place(d, "điểm c khoản 2 Điều 9", "art_9__cl_2__point_c", NV_R_REPEALS);
    nv_resolve_citations(NULL, d);
    assert_int_equal(d->amendments.n, 2);
    assert_int_equal(d->amendments.v[0].operation, NV_OP_DELETE);
    is_str(d->amendments.v[0].old_text, "và cấp huyện");
    assert_int_equal(d->amendments.v[1].operation, NV_OP_REPEAL);
    assert_int_equal(d->amendments.v[1].new_text.n, 0);
    nv_doc_free(d);
}

static void announced(void **state) {
    (void)state;
    nv_doc *d = doc_of("Sửa đổi Điều 8\nBổ sung khoản 4a như sau: “4a. Khác”");
    place(d, "Điều 8", "art_8", NV_R_AMENDS);
    place(d, "khoản 4a", "art_8__cl_4a", NV_R_AMENDS);
    const nv_amendment *a = only(d);
    is_str(a->place, "art_8__cl_4a");
    nv_doc_free(d);
}

static nv_deadline *effective(nv_doc *d, const char *quote, nv_date from) {
    nv_deadline *t = NV_PUSH(d->arena, &d->deadlines);
    uint32_t at = nv_str_find(d->text, nv_str_of(quote), 0);
    t->span = (nv_span){ at, at + (uint32_t)strlen(quote) };
    t->unit = d->units.v[0];
    t->kind = NV_D_EFFECTIVE;
    t->table = NV_NONE;
    t->from = from;
    return t;
}

static void effects(void **state) {
    (void)state;
    nv_doc *d = doc_of("Quyết định này có hiệu lực từ ngày 01/7/2024, trừ khoản 2 Điều 5. Khoản 2 Điều 5 Quyết định này có hiệu lực từ ngày 01/01/2025.");
    effective(d, "có hiệu lực từ ngày 01/7/2024", (nv_date){ 2024, 7, 1 });
    effective(d, "có hiệu lực từ ngày 01/01/2025", (nv_date){ 2025, 1, 1 });
    cite(d, "Quyết định này", "QĐ", NULL, NULL, none)->relation = NV_R_SELF;
    nv_cite *c = cite(d, "Khoản 2 Điều 5 Quyết định này", "QĐ", NULL, NULL, none);
    c->relation = NV_R_SELF;
    *NV_PUSH(d->arena, &c->locator) = NV_LIT("art_5__cl_2");
    nv_resolve_citations(NULL, d);
    assert_int_equal(d->effects.n, 2);
    assert_int_equal(d->effects.v[0].place.n, 0);
    assert_int_equal(nv_date_cmp(d->effects.v[0].from, (nv_date){ 2024, 7, 1 }), 0);
    is_str(d->effects.v[1].place, "art_5__cl_2");
    nv_doc_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lost_year), cmocka_unit_test(short_number), cmocka_unit_test(names), cmocka_unit_test(years_apart), cmocka_unit_test(self),
        cmocka_unit_test(replaced), cmocka_unit_test(inserted), cmocka_unit_test(phrase), cmocka_unit_test(deleted_and_repealed), cmocka_unit_test(announced), cmocka_unit_test(effects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
