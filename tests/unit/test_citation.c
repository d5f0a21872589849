/* Phrase tables of citations: tests/phrases/numbers.txt and citations*.txt. A row is `text ==> citations`, joined by " | "; each is
 *   relation type number «name» date @locator,… =resolved
 * with what is null left out, and =resolved only where it says more than the number or name. “ ¶ ” parts paragraphs; a paragraph may begin with [eid] (a new unit:
 * preface, preamble, art_1, art_1__cl_2, app_1 …); the text before the first is art_1 of a decision 99/QĐ-TTg. */
#include "detect/detect.h"
#include "link/link.h"
#include "model/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

static nv_grammar *grammar;
static nv_registry *registry;
static nv_cite_detector *detector;
static nv_resolver *resolver;

static int set_up(void **state) {
    (void)state;
    nv_buf errors = { 0 };
    grammar = nv_grammar_load("grammars", &errors);
    if (grammar) registry = nv_registry_load(grammar, &errors);
    if (registry) detector = nv_cite_detector_new(grammar, registry, &errors);
    if (detector) resolver = nv_resolver_new(grammar, registry, &errors);
    if (errors.n) fprintf(stderr, "%s", nv_buf_z(&errors));
    nv_buf_clear(&errors);
    return resolver ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    nv_resolver_free(resolver);
    nv_cite_detector_free(detector);
    nv_registry_free(registry);
    nv_grammar_free(grammar);
    return 0;
}

/* ---- a document from a row ---------------------------------------------------------------------------------------- */

static nv_unit_kind kind_of_eid(nv_str eid) {
    uint32_t last = 0;
    for (uint32_t i = 0; i + 1 < eid.n; i++)
        if (eid.p[i] == '_' && eid.p[i + 1] == '_') last = i + 2;
    nv_str tail = nv_str_cut(eid, last, eid.n);
    if (nv_str_eqz(tail, "preface")) return NV_U_PREFACE;
    if (nv_str_eqz(tail, "preamble")) return NV_U_PREAMBLE;
    if (nv_str_eqz(tail, "closing")) return NV_U_CLOSING;
    for (int k = NV_U_PART; k < NV_U_CLOSING; k++) {
        const char *t = nv_unit_kind_token((nv_unit_kind)k);
        if (nv_str_starts(tail, nv_str_of(t)) && tail.n > strlen(t) && tail.p[strlen(t)] == '_') return (nv_unit_kind)k;
    }
    return NV_U_CLAUSE;
}

static nv_unit *unit_for(nv_doc *d, nv_str eid, uint32_t at) {
    nv_unit *parent = d->root;
    for (uint32_t i = 2; i + 1 < eid.n; i++) { /* containers that the row does not name */
        if (eid.p[i] != '_' || eid.p[i + 1] != '_') continue;
        bool known = false;
        for (uint32_t u = 0; u < d->units.n; u++) known |= nv_str_eq(d->units.v[u]->eid, nv_str_cut(eid, 0, i));
        if (!known) unit_for(d, nv_str_cut(eid, 0, i), at);
    }
    for (uint32_t i = 0; i < d->units.n; i++) {
        nv_unit *u = d->units.v[i];
        if (u->eid.n + 2 < eid.n && nv_str_starts(eid, u->eid) && eid.p[u->eid.n] == '_' && u->eid.n > parent->eid.n) parent = u;
    }
    nv_unit *u = nv_unit_add(d, parent, kind_of_eid(eid));
    u->eid = nv_arena_str(d->arena, eid);
    uint32_t under = eid.n;
    while (under > 0 && eid.p[under - 1] != '_') under--;
    u->label = nv_str_cut(u->eid, under, eid.n);
    u->span = u->body = (nv_span){ at, at };
    return u;
}

static nv_doc *document(nv_str row) {
    nv_doc *d = nv_doc_new();
    nv_buf text = { 0 };
    d->root = nv_arena_alloc(d->arena, sizeof *d->root);
    d->root->index = NV_NONE;
    d->root->eid = NV_LIT("");
    d->head.type = NV_LIT("QĐ");
    d->head.number = NV_LIT("99/QĐ-TTg");
    d->head.date = (nv_date){ 2024, 5, 2 };
    uint32_t from = 0;
    nv_unit *u = NULL;
    while (from <= row.n) {
        uint32_t cut = nv_str_find(row, NV_LIT("¶"), from);
        nv_str para = nv_str_trim(nv_str_cut(row, from, cut == UINT32_MAX ? row.n : cut));
        if (para.n && para.p[0] == '[') {
            uint32_t close = nv_str_find(para, NV_LIT("]"), 0);
            u = unit_for(d, nv_str_cut(para, 1, close), (uint32_t)text.n);
            para = nv_str_trim(nv_str_cut(para, close + 1, para.n));
            u->span.beg = u->body.beg = (uint32_t)text.n;
        } else if (!u) {
            u = unit_for(d, NV_LIT("art_1"), (uint32_t)text.n);
            u->span.beg = u->body.beg = (uint32_t)text.n;
        }
        nv_para *p = NV_PUSH(d->arena, &d->paras);
        p->span.beg = (uint32_t)text.n;
        p->table = NV_NONE;
        nv_buf_adds(&text, para);
        p->span.end = u->span.end = u->body.end = (uint32_t)text.n;
        if (u->kind == NV_U_PREFACE) {
            d->head.title_span = p->span;
            d->head.title = nv_arena_str(d->arena, para);
        }
        nv_buf_addc(&text, '\n');
        if (cut == UINT32_MAX) break;
        from = cut + (uint32_t)strlen("¶");
    }
    d->text = nv_arena_str(d->arena, nv_buf_str(&text));
    d->fold = nv_fold_str(d->arena, d->text);
    nv_buf_clear(&text);
    return d;
}

static void print_cite(const nv_cite *c, nv_buf *out) {
    char date[12];
    nv_buf_printf(out, "%s", nv_relation_name(c->relation));
    if (c->target.type.n) nv_buf_printf(out, " %.*s", NV_ARG(c->target.type));
    if (c->target.number.n) nv_buf_printf(out, " %.*s", NV_ARG(c->target.number));
    if (c->target.name.n) nv_buf_printf(out, " «%.*s»", NV_ARG(c->target.name));
    nv_date_iso(c->target.date, date);
    if (date[0]) nv_buf_printf(out, " %s", date);
    for (uint32_t i = 0; i < c->locator.n; i++) nv_buf_printf(out, "%s%.*s", i ? "," : " @", NV_ARG(c->locator.v[i]));
    if (c->relation != NV_R_SELF && c->resolved.n && !nv_str_eq(c->resolved, c->target.number) && !nv_str_eq(c->resolved, c->target.name)) nv_buf_printf(out, " =%.*s", NV_ARG(c->resolved));
    if (c->relation == NV_R_SELF && nv_str_starts(c->resolved, NV_LIT("app_"))) nv_buf_printf(out, " =%.*s", NV_ARG(c->resolved));
}

static void run_row(nv_str row, nv_buf *out) {
    nv_doc *d = document(row);
    assert_null(nv_doc_check(d));
    nv_detect_citations(detector, d);
    nv_resolve_citations(resolver, d);
    assert_null(nv_doc_check(d));
    for (uint32_t i = 0; i < d->cites.n; i++) {
        if (i) nv_buf_addz(out, " | ");
        print_cite(&d->cites.v[i], out);
    }
    nv_doc_free(d);
}

/* Runs a table; returns its rows. With $NV_PRINT the rows are printed as they come out, for writing new ones. */
static unsigned table(const char *file) {
    FILE *f = fopen(file, "r");
    assert_non_null(f);
    char *line = NULL;
    size_t cap = 0;
    unsigned rows = 0, bad = 0, number = 0;
    while (getline(&line, &cap, f) >= 0) {
        number++;
        nv_str row = nv_str_trim(nv_str_of(line));
        if (!row.n || row.p[0] == '#') continue;
        uint32_t at = nv_str_find(row, NV_LIT("==>"), 0);
        if (at == UINT32_MAX && !getenv("NV_PRINT")) fail_msg("%s:%u: no ==>", file, number);
        nv_str text = nv_str_trim(at == UINT32_MAX ? row : nv_str_cut(row, 0, at)), want = at == UINT32_MAX ? (nv_str){ "", 0 } : nv_str_trim(nv_str_cut(row, at + 3, row.n));
        nv_buf got = { 0 };
        run_row(text, &got);
        if (getenv("NV_PRINT")) printf("%.*s ==> %s\n", NV_ARG(text), nv_buf_z(&got));
        else if (!nv_str_eq(nv_buf_str(&got), nv_str_eqz(want, "none") ? (nv_str){ "", 0 } : want)) {
            fprintf(stderr, "%s:%u: %.*s\n  want %.*s\n  got  %s\n", file, number, NV_ARG(text), NV_ARG(want), nv_buf_z(&got));
            bad++;
        }
        nv_buf_clear(&got);
        rows++;
    }
    free(line);
    fclose(f);
    assert_int_equal(bad, 0);
    return rows;
}

#define TABLE(name, least) \
    static void phrases_##name(void **state) { (void)state; assert_true(table("tests/phrases/" #name ".txt") >= least); }
TABLE(numbers, 70)
TABLE(citations, 25)
TABLE(citations_locator, 40)
TABLE(citations_amends, 40)
TABLE(citations_repeals, 40)
TABLE(citations_guides, 40)

/* No text is too odd: cutting a rich paragraph anywhere never breaks a span. */
static void any_cut(void **state) {
    (void)state;
    nv_str t = NV_LIT("Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024 (số 31/2024/QH15); các Quyết định số 12/QĐ-TTg, 15/QĐ-TTg ngày 3/4/2012 và số 20/2013/QĐ-TTg; từ Điều 10 đến Điều 15, "
                      "điểm a, b khoản 2 và khoản 3 Điều 5 Nghị định này “Điều 5. Phụ lục I ban hành kèm theo Thông tư số 1-TT/LB” QCVN 115:2024/BGTVT (Có bảng kèm theo)");
    for (uint32_t n = 1; n <= t.n; n++) {
        if (n < t.n && ((unsigned char)t.p[n] & 0xC0) == 0x80) continue;
        nv_buf out = { 0 };
        run_row(nv_str_cut(t, 0, n), &out);
        nv_buf_clear(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_numbers), cmocka_unit_test(phrases_citations), cmocka_unit_test(phrases_citations_locator), cmocka_unit_test(phrases_citations_amends),
        cmocka_unit_test(phrases_citations_repeals), cmocka_unit_test(phrases_citations_guides), cmocka_unit_test(any_cut),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
