/* The JSON reader against jansson: the same texts are taken, the same values come out. */
#include "export/json_in.h"
#include "export/json_out.h"
#include "unit/unit.h"
#include <jansson.h>

/* The parsed text as compact JSON in jansson's way of writing. */
static void print(const nv_json_node *v, nv_buf *out)
{
    if (v->kind == NV_JSON_STRING) {
        nv_json_str(out, v->str);
        return;
    }
    if (v->kind != NV_JSON_LIST && v->kind != NV_JSON_OBJECT) {
        nv_buf_adds(out, v->raw);
        return;
    }
    bool object = v->kind == NV_JSON_OBJECT;
    const nv_json_node *c = nv_json_first(v);
    nv_buf_addc(out, object ? '{' : '[');
    for (uint32_t i = 0; i < v->n; i++) {
        if (i) nv_buf_addc(out, ',');
        if (object) {
            print(c, out);
            nv_buf_addc(out, ':');
            c = nv_json_next(c);
        }
        print(c, out);
        c = nv_json_next(c);
    }
    nv_buf_addc(out, object ? '}' : ']');
}

static bool parses(const char *z, size_t n, nv_buf *out)
{
    nv_arena *a = nv_arena_new();
    const char *why;
    size_t at;
    const nv_json_node *v = nv_json_parse((nv_str){ z, (uint32_t)n }, a, &why, &at);
    if (v) print(v, out);
    else {
        assert_non_null(why);
        assert_true(at <= n);
    }
    nv_arena_free(a);
    return v != NULL;
}

static const char *const texts[] = {
    "{}", "[]", " [ 1 , -2.5e+3 , 0, -0, 1E2, 0.5 ] ", "\"\"", "\"đường \\u0111 \\ud83d\\ude00 \\n\\\\\\\"\\/\"", "{\"a\":{\"b\":[true,false,null,{}]},\"c\":\"\"}", "null",
    "[[[[]]],[],{\"k\":[]}]", "{\"a\":1,\"b\":[{\"x\":\"y\"},{\"x\":\"z\"}]}",
    /* not JSON */
    "", " ", "{", "[", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "[1 2]", "01", "1.", ".5", "+1", "-", "1e", "tru", "nullx", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"",
    "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"a\nb\"", "\"\\u0000\"", "[] []", "{\"a\":1,}", "\"\xff\"", "\"\xed\xa0\x80\"", "NaN", "[\"a\",\"b\"", "{\"a\":1",
};

static void same_as_jansson(void **state)
{
    (void)state;
    uint32_t seed = 12345, taken = 0;
    for (unsigned round = 0; round < 4000; round++) {
        for (unsigned i = 0; i < NV_NELEM(texts); i++) {
            nv_buf text = { 0 }, got = { 0 };
            nv_buf_addz(&text, texts[i]);
            /* round 0: as they are; then with one byte changed */
            seed = seed * 1664525u + 1013904223u;
            if (round && text.n) text.p[(seed >> 8) % text.n] = "{}[]\",:\\u0e-. tn\x01\xc3"[(seed >> 24) % 18];
            json_t *want = json_loadb(nv_buf_z(&text), text.n, JSON_DECODE_ANY, NULL);
            bool ok = parses(nv_buf_z(&text), text.n, &got);
            if (ok != (want != NULL)) fail_msg("“%s”: jansson %s it", nv_buf_z(&text), want ? "takes" : "refuses");
            if (ok) {
                json_t *again = json_loadb(nv_buf_z(&got), got.n, JSON_DECODE_ANY, NULL);
                if (!again || (!json_equal(want, again) && round == 0)) fail_msg("“%s” became “%s”", nv_buf_z(&text), nv_buf_z(&got));
                json_decref(again);
                taken++;
            }
            json_decref(want);
            nv_buf_clear(&text);
            nv_buf_clear(&got);
        }
    }
    assert_true(taken > 1000);
}

static void bounds(void **state)
{
    (void)state;
    nv_buf deep = { 0 }, out = { 0 };
    for (int i = 0; i < 100000; i++) nv_buf_addc(&deep, '[');
    assert_false(parses(deep.p, deep.n, &out));
    nv_buf_clear(&deep);
    nv_arena *a = nv_arena_new();
    const char *why;
    size_t at;
    int64_t n;
    const nv_json_node *v = nv_json_parse(NV_LIT("{\"a\":9007199254740992,\"b\":1.5,\"a\":2,\"s\":\"x\",\"m\":-7,\"e\":1e3,\"big\":123456789012345678901234567890}"), a, &why, &at);
    assert_non_null(v);
    assert_false(nv_json_int(nv_json_get(v, "b"), &n));
    assert_false(nv_json_int(nv_json_get(v, "s"), &n));
    assert_false(nv_json_int(nv_json_get(v, "e"), &n));
    assert_false(nv_json_int(nv_json_get(v, "big"), &n));
    assert_false(nv_json_int(nv_json_get(v, "none"), &n));
    assert_true(nv_json_int(nv_json_get(v, "m"), &n) && n == -7);
    assert_true(nv_json_real(nv_json_get(v, "b")) == 1.5);
    assert_true(nv_json_get(nv_json_get(v, "b"), "x") == NULL);
    nv_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(same_as_jansson), cmocka_unit_test(bounds) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
