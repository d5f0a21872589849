/* Records from elsewhere: what is no JSON, no UTF-8 or of the wrong type is refused with its reason, and nothing is cut short. */
#include "unit.h"
#include "export/record_read.h"
#include <string.h>

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define RECORD(rest) "{\"schema\":\"nghiavu.record/1\",\"text\":\"xyz\",\"source\":{\"name\":\"a.txt\",\"sha256\":\"" SHA "\",\"format\":\"txt\"},\"document\":{}" rest "}"

static const char *refusal(const char *json, size_t n)
{
    static char text[512];
    nv_err err = { 0 };
    nv_rec *r = NULL;
    nv_buf b = { 0 };
    nv_status st = nv_record_read(json, n, "r:1", &r, &err);
    nv_record_free(r);
    if (st == NV_OK) return NULL;
    nv_err_text(&err, NV_EN, &b);
    snprintf(text, sizeof text, "%s", nv_buf_z(&b));
    nv_buf_clear(&b);
    return text;
}
#define REFUSED(json, why) do { const char *got_ = refusal(json, sizeof(json) - 1); assert_non_null(got_); assert_non_null(strstr(got_, why)); } while (0)

static void test_good(void **state)
{
    (void)state;
    assert_null(refusal(RECORD(""), sizeof RECORD("") - 1));
    assert_null(refusal(RECORD("") " \n", sizeof(RECORD("") " \n") - 1));
    static const char two[] = RECORD(",\"units\":[{\"eid\":\"a\",\"kind\":\"article\",\"text\":\"\\\\u0000 \\u0110i\\u1ec1u\",\"start\":0,\"end\":3}]");
    nv_rec *r = NULL;
    nv_err err = { 0 };
    assert_int_equal(nv_record_read(two, sizeof two - 1, "r:1", &r, &err), NV_OK);
    assert_int_equal(r->units.n, 1);
    assert_true(nv_str_eqz(r->units.v[0].text, "\\u0000 Điều"));
    assert_int_equal(r->units.v[0].at.end, 3);
    nv_record_free(r);
}

static void test_refused(void **state)
{
    (void)state;
    REFUSED("", "JSON");
    REFUSED("{", "JSON");
    REFUSED("[]", "record");
    REFUSED(RECORD("") "x", "JSON");
    REFUSED(RECORD(",\"units\":7"), "units");
    REFUSED(RECORD(",\"units\":[7]"), "units");
    REFUSED(RECORD(",\"units\":[{\"eid\":\"a\",\"kind\":\"article\",\"start\":1.5}]"), "start");
    REFUSED(RECORD(",\"units\":[{\"eid\":\"a\",\"kind\":\"article\",\"start\":1e300}]"), "start");
    REFUSED(RECORD(",\"units\":[{\"eid\":\"a\",\"kind\":\"article\",\"start\":5,\"end\":2}]"), "end");
    REFUSED(RECORD(",\"obligations\":[{\"modality\":\"must\",\"action\":\"x\",\"due\":[0]}]"), "due");
    REFUSED(RECORD(",\"obligations\":[{\"modality\":\"must\",\"action\":\"x\",\"row\":[0]}]"), "row");
    REFUSED(RECORD(",\"effects\":[{\"from\":\"2024-02-31\"}]"), "from");
    REFUSED(RECORD(",\"diagnostics\":[{\"code\":\"a\\u0000b\",\"level\":\"note\"}]"), "u0000");
    REFUSED(RECORD(",\"diagnostics\":[{\"code\":\"\xff\",\"level\":\"note\"}]"), "UTF-8");
    REFUSED(RECORD(",\"diagnostics\":[{\"code\":\"\\ud800\",\"level\":\"note\"}]"), "JSON");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_good), cmocka_unit_test(test_refused) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
