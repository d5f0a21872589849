/* The table of phrases with the agencies that they name: tests/phrases/agencies*.txt, one “phrase ==> name | name” a line. */
#include "unit.h"

#include "detect/detect.h"

static nv_grammar *grammar;
static nv_registry *reg;
static nv_agency_detector *detector;

static int load(void **state) {
    (void)state;
    nv_buf errors = { 0 };
    grammar = nv_grammar_load(unit_grammars(), &errors);
    if (grammar) reg = nv_registry_load(grammar, &errors);
    if (reg) detector = nv_agency_detector_new(grammar, reg, &errors);
    if (!detector) fprintf(stderr, "%s\n", nv_buf_z(&errors));
    nv_buf_clear(&errors);
    return detector ? 0 : -1;
}

static int unload(void **state) {
    (void)state;
    nv_agency_detector_free(detector);
    nv_registry_free(reg);
    nv_grammar_free(grammar);
    return 0;
}

/* A document of one unit, the body of which is the phrase; “\n” in the table is a line end. */
static nv_doc *doc_of(const char *phrase, uint32_t n) {
    nv_doc *d = nv_doc_new();
    nv_buf b = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        bool newline = i + 1 < n && phrase[i] == '\\' && phrase[i + 1] == 'n';
        nv_buf_addc(&b, newline ? '\n' : phrase[i]);
        i += newline;
    }
    d->text = nv_arena_str(d->arena, nv_buf_str(&b));
    d->fold = nv_fold_str(d->arena, d->text);
    nv_buf_clear(&b);
    d->root = nv_arena_alloc(d->arena, sizeof *d->root);
    d->root->index = NV_NONE;
    nv_unit *u = nv_unit_add(d, d->root, NV_U_CLAUSE);
    u->span = u->body = (nv_span){ 0, d->text.n };
    d->head.date = nv_date_make(2024, 6, 1);
    return d;
}

static void names_of(nv_doc *d, nv_buf *out) {
    nv_detect_agencies(detector, d);
    for (uint32_t i = 0; i < d->agencies.n; i++) {
        if (d->agencies.v[i].hidden) continue;
        if (out->n) nv_buf_addz(out, " | ");
        nv_buf_adds(out, d->agencies.v[i].name);
    }
}

static unsigned run_table(const char *path, unsigned *rows) {
    FILE *f = fopen(path, "rb");
    if (!f) fail_msg("%s: cannot be opened", path);
    char line[8192];
    unsigned wrong = 0;
    while (fgets(line, sizeof line, f)) {
        char *arrow = strstr(line, " ==>");
        if (line[0] == '#' || !arrow) continue;
        nv_str want = nv_str_trim(nv_str_of(arrow + 4));
        nv_doc *d = doc_of(line, (uint32_t)(arrow - line));
        nv_buf got = { 0 };
        names_of(d, &got);
        ++*rows;
        if (!nv_str_eq(nv_buf_str(&got), want)) {
            wrong++;
            fprintf(stderr, "%.*s\n   want %.*s\n   got  %s\n", (int)(arrow - line), line, NV_ARG(want), nv_buf_z(&got));
        }
        nv_buf_clear(&got);
        nv_doc_free(d);
    }
    fclose(f);
    return wrong;
}

static void reads_the_phrase_table(void **state) {
    (void)state;
    unsigned rows = 0, wrong = run_table("tests/phrases/agencies.txt", &rows);
    if (wrong) fail_msg("%u of %u phrases are wrong", wrong, rows);
    assert_true(rows >= 150);
}

static const nv_agency *only(nv_doc *d) {
    nv_detect_agencies(detector, d);
    assert_int_equal(d->agencies.n, 1);
    return &d->agencies.v[0];
}

static void reports_misprints(void **state) {
    (void)state;
    const char text[] = "Bộ Tai nguyên và Môi trường";
    nv_doc *d = doc_of(text, sizeof text - 1);
    const nv_agency *m = only(d);
    assert_str(m->id, "bo-tai-nguyen-va-moi-truong");
    assert_true(m->confidence < 0.8);
    assert_int_equal(d->diags.n, 1);
    assert_int_equal(d->diags.v[0].msg, NV_M_LOOKALIKE);
    nv_doc_free(d);
}

static void knows_who_bore_the_name_on_the_day(void **state) {
    (void)state;
    const char text[] = "Bộ Nội vụ";
    const struct { int year; const char *id; } rows[] = { { 1990, "bo-noi-vu-cu" }, { 2012, "bo-noi-vu" } };
    for (unsigned i = 0; i < NV_NELEM(rows); i++) {
        nv_doc *d = doc_of(text, sizeof text - 1);
        d->head.date = nv_date_make(rows[i].year, 1, 1);
        assert_str(only(d)->id, rows[i].id);
        nv_doc_free(d);
    }
}

static void says_what_is_a_class(void **state) {
    (void)state;
    const struct { const char *text; bool is_class; } rows[] = { { "các bộ, ngành", true }, { "Ủy ban nhân dân các tỉnh, thành phố", true }, { "Bộ Y tế", false }, { "Giám đốc Sở Y tế", false }, { "Ủy ban nhân dân tỉnh", false } };
    for (unsigned i = 0; i < NV_NELEM(rows); i++) {
        nv_doc *d = doc_of(rows[i].text, (uint32_t)strlen(rows[i].text));
        assert_int_equal(only(d)->is_class, rows[i].is_class);
        nv_doc_free(d);
    }
}

/* Names inside a citation's quote are no mentions (contract 4.1); those behind it are. */
static void leaves_citations_alone(void **state) {
    (void)state;
    const char text[] = "theo Kết luận của Bộ Chính trị và Nghị quyết của Chính phủ";
    nv_doc *d = doc_of(text, sizeof text - 1);
    uint32_t beg = nv_str_find(d->text, NV_LIT("Kết luận"), 0), end = nv_str_find(d->text, NV_LIT(" và Nghị"), 0);
    NV_PUSH(d->arena, &d->cites)->span = (nv_span){ beg, end };
    assert_str(only(d)->name, "Chính phủ");
    nv_doc_free(d);
}

/* The head and the signature give no mentions, headings do. */
static void looks_where_it_should(void **state) {
    (void)state;
    const char text[] = "Bộ Y tế";
    const nv_unit_kind none[] = { NV_U_PREFACE, NV_U_SIGNATURE };
    for (unsigned i = 0; i < NV_NELEM(none); i++) {
        nv_doc *d = doc_of(text, sizeof text - 1);
        d->units.v[0]->kind = none[i];
        nv_detect_agencies(detector, d);
        assert_int_equal(d->agencies.n, 0);
        nv_doc_free(d);
    }
    nv_doc *d = doc_of(text, sizeof text - 1);
    d->units.v[0]->heading = d->units.v[0]->body;
    d->units.v[0]->body = (nv_span){ d->text.n, d->text.n };
    assert_true(only(d)->heading);
    nv_doc_free(d);
}

static void has_examples_in_its_rules(void **state) {
    (void)state;
    uint32_t n;
    nv_grammar_rules(grammar, "agency.coined", &n);
    assert_true(n >= 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_phrase_table), cmocka_unit_test(reports_misprints), cmocka_unit_test(knows_who_bore_the_name_on_the_day),
        cmocka_unit_test(says_what_is_a_class), cmocka_unit_test(leaves_citations_alone), cmocka_unit_test(looks_where_it_should),
        cmocka_unit_test(has_examples_in_its_rules),
    };
    return cmocka_run_group_tests_name("agency", tests, load, unload);
}
