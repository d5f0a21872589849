/* grammar/: rules files, matching, tables, the name automaton. */
#include "unit/unit.h"
#include "base/fold.h"
#include "grammar/grammar.h"

#include <unistd.h>

static char dir[] = "/tmp/nv-grammar-XXXXXX";

static void write_file(const char *name, const char *text) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int make_dir(void **state) {
    (void)state;
    return mkdtemp(dir) ? 0 : -1;
}
static int drop_dir(void **state) {
    (void)state;
    const char *names[] = { "a.rules", "b.rules", "t.tsv" };
    for (size_t i = 0; i < NV_NELEM(names); i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        unlink(path);
    }
    return rmdir(dir);
}

static void rules_load_and_match(void **state) {
    (void)state;
    write_file("a.rules",
               "# comment\n"
               "define DAY = (?<day>[0-9]{1,2})\n"
               "define DATE = {DAY} / (?<month>[0-9]{1,2})\n"
               "rule due.before\n"
               "  bound: before\n"
               "  gate: trước\n"
               "  pattern: trước \\h+ (?:ngày \\h+)?\n"
               "    {DATE}\n"
               "  + Trước ngày 31/12 ==> day=31 month=12\n"
               "  - sau 31/12\n"
               "rule due.by\n"
               "  case: printed\n"
               "  pattern: Đến \\h+ [0-9]+\n");
    write_file("t.tsv", "id\tname\tx\na\tTên A\t1\nb\tTên B\t2\n");
    nv_buf errors = { 0 };
    nv_grammar *g = nv_grammar_load(dir, &errors);
    assert_non_null(g);
    assert_int_equal(nv_grammar_check(g, &errors), 2);
    assert_int_equal(errors.n, 0);
    uint32_t n;
    const nv_rule *const *r = nv_grammar_rules(g, "due", &n);
    assert_int_equal(n, 2);
    assert_string_equal(nv_rule_name(r[0]), "due.before");
    assert_str(nv_rule_attr(r[0], "bound"), "before");
    nv_matcher *m = nv_matcher_new();
    assert_true(nv_match(m, r[0], NV_LIT("làm trước 5/6 nhé"), 0));
    assert_str(nv_match_named(m, "day"), "5");
    nv_span s;
    assert_true(nv_match_group(m, nv_rule_group(r[0], "month"), &s));
    assert_false(nv_match(m, r[0], NV_LIT("5/6"), 0));
    assert_false(nv_match_at(m, r[0], NV_LIT("a trước 5/6"), 0));
    const char *cols[] = { "name", "id", NULL };
    const nv_tsv *t = nv_tsv_load(g, "t.tsv", cols, &errors);
    assert_non_null(t);
    assert_int_equal(t->n, 2);
    assert_str(t->rows[1].cell[0], "Tên B");
    assert_str(t->rows[1].cell[1], "b");
    nv_matcher_free(m);
    nv_grammar_free(g);
    nv_buf_clear(&errors);
}

static void errors_have_places(void **state) {
    (void)state;
    write_file("a.rules", "rule x.y\n  pattern: ab\n    c(d\nrule x.y\n  pattern: a*\nnonsense\n");
    write_file("b.rules", "rule z\n  pattern: {NOPE} a\n");
    nv_buf e = { 0 };
    assert_null(nv_grammar_load(dir, &e));
    const char *z = nv_buf_z(&e);
    assert_non_null(strstr(z, "a.rules:3:7: missing closing parenthesis"));
    assert_non_null(strstr(z, "a.rules:4:6: a rule of this name exists already"));
    assert_non_null(strstr(z, "a.rules:4:1: the pattern matches the empty text"));
    assert_non_null(strstr(z, "a.rules:6:1:"));
    assert_non_null(strstr(z, "b.rules:2:12: unknown {NAME}"));
    e.n = 0;
    write_file("a.rules", "rule x\n  pattern: a(?<n>b)\n  + ab ==> n=c\n  + zz\n  - ab\n");
    write_file("b.rules", "# none\n");
    write_file("t.tsv", "id\tname\na\n");
    nv_grammar *g = nv_grammar_load(dir, &e);
    assert_non_null(g);
    assert_int_equal(nv_grammar_check(g, &e), 3);
    const char *cols[] = { "id", "name", NULL }, *missing[] = { "nope", NULL };
    assert_null(nv_tsv_load(g, "t.tsv", cols, &e));
    assert_null(nv_tsv_load(g, "t.tsv", missing, &e));
    z = nv_buf_z(&e);
    assert_non_null(strstr(z, "a.rules:3:1: rule x: n is “b”, not “c”"));
    assert_non_null(strstr(z, "a.rules:4:1: rule x does not match “zz”"));
    assert_non_null(strstr(z, "a.rules:5:1: rule x matches “ab”"));
    assert_non_null(strstr(z, "t.tsv:2:1: 1 cells, the header has 2"));
    assert_non_null(strstr(z, "column “nope” is missing"));
    nv_grammar_free(g);
    nv_buf_clear(&e);
}

/* The grammar of one rule, and the rule. */
static nv_grammar *one_rule(const char *text, const char *name, const nv_rule **rule) {
    nv_buf e = { 0 };
    write_file("a.rules", text);
    nv_grammar *g = nv_grammar_load(dir, &e);
    assert_non_null(g);
    *rule = nv_grammar_rule(g, name);
    assert_non_null(*rule);
    nv_buf_clear(&e);
    return g;
}

static void match_limit_is_reported(void **state) {
    (void)state;
    const nv_rule *r;
    nv_grammar *g = one_rule("rule slow\n  pattern: (?:a+)+[bd]\n", "slow", &r);
    nv_matcher *m = nv_matcher_new();
    assert_false(nv_match(m, r, NV_LIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"), 0));
    assert_ptr_equal(nv_matcher_limit_hit(m), r);
    assert_null(nv_matcher_limit_hit(m));
    nv_matcher_free(m);
    nv_grammar_free(g);
}

/* A long text that the pattern has to go back over: it needs more than PCRE2's own stack, and is read all the same; a longer one is told. */
static void deep_texts_are_matched(void **state) {
    (void)state;
    const nv_rule *r;
    nv_grammar *g = one_rule("rule deep\n  pattern: ^(?:a|b|ab)+c\n", "deep", &r);
    nv_matcher *m = nv_matcher_new();
    static char text[(1 << 20) + 1];
    memset(text, 'a', sizeof text);
    text[10000] = 'c';
    for (int i = 0; i < 2; i++) assert_true(nv_match(m, r, (nv_str){ text, 10001 }, 0));
    assert_null(nv_matcher_limit_hit(m));
    text[10000] = 'a';
    text[1 << 20] = 'c';
    assert_false(nv_match(m, r, (nv_str){ text, sizeof text }, 0));
    assert_ptr_equal(nv_matcher_limit_hit(m), r);
    nv_matcher_free(m);
    nv_grammar_free(g);
}

static void check_hits(const nv_names *n, const char *text, const char *want) {
    nv_arena *a = nv_arena_new();
    nv_str f = nv_fold_str(a, nv_str_of(text));
    nv_buf b = { 0 };
    nv_name_hit h;
    for (uint32_t at = 0; nv_names_next(n, f, &at, &h);) nv_buf_printf(&b, "%u@%u-%u ", h.value, h.span.beg, h.span.end);
    assert_string_equal(nv_buf_z(&b), want);
    nv_buf_clear(&b);
    nv_arena_free(a);
}

static void names_longest_with_borders(void **state) {
    (void)state;
    nv_names *n = nv_names_new();
    nv_names_add(n, NV_LIT("Bộ Y tế"), 1);
    nv_names_add(n, NV_LIT("Bộ"), 2);
    nv_names_add(n, NV_LIT("Y tế thế giới"), 3);
    nv_names_add(n, NV_LIT("LĐ-TB&XH"), 4);
    nv_names_add(n, NV_LIT("ab ab c"), 5);
    nv_names_add(n, NV_LIT("tích luỹ"), 6);
    nv_names_build(n);
    check_hits(n, "Bộ Y TẾ", "1@0-11 ");
    check_hits(n, "Bộ Y tế thế giới", "1@0-11 "); /* leftmost wins over the longer later one */
    check_hits(n, "Bộ Y tếx", "2@0-4 ");
    check_hits(n, "xBộ, Bộ", "2@7-11 ");
    check_hits(n, "LĐ–TB&XH LĐ-TB&XH", "4@0-11 4@12-21 ");
    check_hits(n, "ab ab ab c", "5@3-10 ");
    check_hits(n, "tích lũy, tích luỹ", "6@0-10 6@12-23 ");
    nv_names_free(n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_load_and_match), cmocka_unit_test(errors_have_places), cmocka_unit_test(match_limit_is_reported),
        cmocka_unit_test(deep_texts_are_matched),
        cmocka_unit_test(names_longest_with_borders),
    };
    return cmocka_run_group_tests(tests, make_dir, drop_dir);
}
