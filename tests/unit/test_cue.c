/* test_cue.c - trigger words of grammars/modality.tsv: longest match, look-alikes, names and quotes that hide them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "detect/cue.h"

static nv_grammar *grammar;
static nv_cue_detector *detector;

static int setup(void **state)
{
    (void)state;
    nv_buf errors = { 0 };
    grammar = nv_grammar_load("grammars", &errors);
    if (grammar)
        detector = nv_cue_detector_new(grammar, &errors);
    if (!detector)
        fprintf(stderr, "%s", nv_buf_z(&errors));
    nv_buf_clear(&errors);
    return detector ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    nv_cue_detector_free(detector);
    nv_grammar_free(grammar);
    return 0;
}

/* “class:trigger class:trigger …” of a folded phrase. */
static void cues_are(const char *phrase, const char *want)
{
    nv_arena *a = nv_arena_new();
    nv_str fold = nv_fold_str(a, nv_str_of(phrase));
    nv_cue cue[32];
    nv_buf got = { 0 };
    uint32_t n = nv_cue_scan(detector, fold, cue, NV_NELEM(cue));
    for (uint32_t i = 0; i < n; i++)
        nv_buf_printf(&got, "%s%s:%.*s", i ? " | " : "", nv_cue_class_name(cue[i].klass), NV_ARG(nv_span_str(fold, cue[i].span)));
    assert_string_equal(nv_buf_z(&got), want);
    nv_buf_clear(&got);
    nv_arena_free(a);
}

static void test_classes(void **state)
{
    (void)state;
    cues_are("Sở Y tế có trách nhiệm báo cáo", "modal_must:có trách nhiệm | recipient:báo cáo");
    cues_are("không được tiết lộ", "must_not:không được");
    cues_are("Nghiêm cấm lợi dụng", "must_not:nghiêm cấm");
    cues_are("được phép mở tài khoản", "may:được phép");
    cues_are("Chủ trì, phối hợp với các bộ xây dựng Đề án", "lead_role:chủ trì | coordinate_role:phối hợp với | task_verb:xây dựng");
    cues_are("thường xuyên đôn đốc", "manner:thường xuyên | supervise:đôn đốc");
    cues_are("nếu có vướng mắc", "condition:nếu có");
    cues_are("thực hiện các nhiệm vụ sau:", "task_verb:thực hiện | lead_in_end:các nhiệm vụ sau:");
    cues_are("có chức năng tham mưu", "definition:có chức năng | recipient:tham mưu");
    cues_are("Đề nghị các đơn vị", "request:đề nghị");
}

static void test_look_alikes(void **state)
{
    (void)state;
    cues_are("chương trình, công trình, quá trình", "");
    cues_are("Tờ trình của Bộ", "");
    cues_are("điều cần thiết", "");
    cues_are("công tác ngoại giao, giao thông", "");
    cues_are("bàn cấp tỉnh", "");
    cues_are("trình Chính phủ", "recipient:trình");
}

/* A trigger inside a body's name or a citation is part of it. */
static void test_hidden_in_names(void **state)
{
    (void)state;
    nv_str text = NV_LIT("Ủy ban Kiểm tra Trung ương kiểm tra việc thực hiện.");
    nv_doc *d = nv_doc_new();
    d->text = nv_arena_str(d->arena, text);
    d->fold = nv_fold_str(d->arena, text);
    nv_unit *u = nv_unit_add(d, d->root, NV_U_CLAUSE);
    u->span = u->body = (nv_span){ 0, text.n };
    nv_agency *a = NV_PUSH(d->arena, &d->agencies);
    *a = (nv_agency){ .span = { 0, (uint32_t)strlen("Ủy ban Kiểm tra Trung ương") }, .unit = u };
    nv_detect_cues(detector, d);
    assert_int_equal(d->cues.n, 2);
    assert_int_equal(d->cues.v[0].klass, NV_CUE_SUPERVISE);
    assert_true(d->cues.v[0].span.beg > a->span.end);
    assert_int_equal(d->cues.v[1].klass, NV_CUE_TASK_VERB);
    assert_true(nv_str_eqz(nv_cue_trigger(detector, d->cues.v[1].cue), "thực hiện"));
    assert_true(nv_str_eqz(nv_cue_force(detector, d->cues.v[1].cue), "must"));
    assert_int_equal(nv_cue_trigger(detector, UINT16_MAX).n, 0);
    nv_doc_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_classes), cmocka_unit_test(test_look_alikes), cmocka_unit_test(test_hidden_in_names) };
    return cmocka_run_group_tests(tests, setup, teardown);
}
