/* Tables of marks of all shapes: what is header, name, mark and total; and what does not add up. */
#include "store/tally.h"
#include "unit/unit.h"

static nv_grammar *grammar;
static nv_registry *reg;
static nv_arena *a;

static int setup(void **state)
{
    (void)state;
    nv_buf errors = { 0 };
    grammar = nv_grammar_tables(unit_grammars(), &errors);
    reg = grammar ? nv_registry_load(grammar, &errors) : NULL;
    if (!reg) fputs(nv_buf_z(&errors), stderr);
    nv_buf_clear(&errors);
    a = nv_arena_new();
    return reg ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    nv_arena_free(a);
    nv_registry_free(reg);
    nv_grammar_free(grammar);
    return 0;
}

/* Rows by '\n', cells by '|'; "<" goes on with the cell to the left, "^" with the one above. */
static nv_grid *grid(const char *text)
{
    nv_grid *g = nv_arena_alloc(a, sizeof *g);
    uint32_t row = 0, col = 0;
    for (const char *p = text; ; p++) {
        const char *beg = p;
        while (*p && *p != '|' && *p != '\n') p++;
        nv_str s = { beg, (uint32_t)(p - beg) };
        if (nv_str_eqz(s, "<")) g->cells.v[g->cells.n - 1].colspan++;
        else if (nv_str_eqz(s, "^")) {
            for (uint32_t i = 0; i < g->cells.n; i++)
                if (g->cells.v[i].col == col && g->cells.v[i].row + g->cells.v[i].rowspan == row) g->cells.v[i].rowspan++;
        } else *NV_PUSH(a, &g->cells) = (nv_grid_cell){ s, row, col, 1, 1 };
        if (++col > g->n_cols) g->n_cols = col;
        if (*p != '|') row++, col = 0;
        if (!*p) break;
    }
    g->n_rows = row;
    return g;
}

static const nv_date day = { 2013, 1, 18 };

static nv_tally read_ok(const char *text, const char *context)
{
    nv_tally t;
    assert_true(nv_tally_read(grid(text), nv_str_of(context), reg, day, a, &t));
    return t;
}

/* "kind:said/counted" of each difference, in order. */
static void assert_diffs(const nv_tally *t, const char *text, const char *want)
{
    nv_tally_report r;
    nv_buf b = { 0 };
    nv_tally_check(t, nv_str_of(text), reg, a, &r);
    for (uint32_t i = 0; i < r.diffs.n; i++)
        nv_buf_printf(&b, "%s%s:%lld/%lld", i ? " " : "", nv_tally_fault_name(r.diffs.v[i].fault), (long long)r.diffs.v[i].said, (long long)r.diffs.v[i].counted);
    assert_string_equal(nv_buf_z(&b), want);
    nv_buf_clear(&b);
}

#define TWO_HEADS "STT|Tỉnh|Quy chế|<|Kế hoạch|<\n^|^|2011|2012|2011|2012\n"

static void merged_headers_and_years(void **state)
{
    (void)state;
    nv_tally t = read_ok(TWO_HEADS "1|An Giang|X||x|\n2|Lào Cai||✓|v|V\n3|TP. Hồ Chí Minh||||\n|Tổng cộng|1|1|2|1", "");
    assert_int_equal(t.rows.n, 3);
    assert_int_equal(t.cols.n, 4);
    assert_int_equal(t.n_groups, 2);
    assert_str(t.cols.v[2].label, "Kế hoạch");
    assert_str(t.cols.v[3].year, "2012");
    assert_true(t.rows.v[1].mark[1] && t.rows.v[1].mark[2] && t.rows.v[1].mark[3] && !t.rows.v[1].mark[0]);
    assert_str(t.rows.v[2].province->id, "ho-chi-minh");
    assert_int_equal(nv_tally_count(&t, 0, (nv_str){ 0 }), 2);
    assert_diffs(&t, "", "");
}

static void totals(void **state)
{
    (void)state;
    nv_tally t = read_ok(TWO_HEADS "1|An Giang|X||x|\n2|Lào Cai||x|x|x\n|Cộng|2|||1", "");
    assert_diffs(&t, "", "total:2/1 no_total:-1/1 no_total:-1/2");
    /* subtotals count what stands since the one before; the last one counts all */
    t = read_ok("TT|Đơn vị|Việc A|Việc B\nI|Các bộ|<|<\n1|Bộ Công an|x|\n2|Bộ Y tế|x|x\n|Cộng|2|1\nII|Các tỉnh|<|<\n1|Lào Cai|x|\n|Cộng|1|0\n|Tổng cộng|3|2", "");
    assert_int_equal(t.rows.n, 3);
    assert_int_equal(t.totals.n, 3);
    assert_diffs(&t, "", "total:2/1");
    /* totals above the rows count those below; numbers of the columns are no row */
    t = read_ok("Tỉnh|Việc A|Việc B|Tổng\n(1)|(2)|(3)|(4)\nLào Cai|x||1\nAn Giang|x|x|3", "");
    assert_int_equal(t.cols.n, 2);
    assert_diffs(&t, "", "sum:3/2");
}

static void rows(void **state)
{
    (void)state;
    nv_tally t = read_ok("STT|Cơ quan|Năm 2024|Năm 2025\n1|Bộ Y tế|x|\n2|Bộ Bánh Kẹo||x\n4|Đông Nai|?|x\n5|Bộ Y tế||", "");
    assert_str(t.cols.v[0].year, "2024");
    assert_int_equal(t.cols.v[0].label.n, 0);
    assert_int_equal(t.rows.n, 4);
    assert_diffs(&t, "", "twice:-1/-1 unknown:-1/-1 spelling:-1/-1 odd:-1/-1 serial:4/3");
}

static void other_columns(void **state)
{
    (void)state;
    /* the column of bodies is the one that the registry knows; a body may have several tasks */
    nv_tally t = read_ok("STT|Nhiệm vụ|Cơ quan|2024|2025|Ghi chú\n1|Xây dựng kế hoạch|Bộ Y tế|x||chậm\n2|Bố trí kinh phí|Bộ Y tế||x|\n3|Báo cáo|Bộ Công an|x|x|", "");
    assert_int_equal(t.name_col, 2);
    assert_int_equal(t.cols.n, 2);
    assert_ptr_equal(t.rows.v[0].body, t.rows.v[1].body);
    assert_diffs(&t, "", "");
    /* bodies that no registry can know are not all reported */
    t = read_ok("TT|Phòng|Việc A\n1|Phòng Hậu cần số 1|x\n2|Phòng Hậu cần số 2|\n|Tổng|2", "");
    assert_diffs(&t, "", "total:2/1");
    /* a heading over two years whose merged cell was lost */
    t = read_ok("Tỉnh|Quy chế||Kế hoạch|\n|2011|2012|2011|2012\nAn Giang|x|x||x\nLào Cai||x|x|", "");
    assert_int_equal(t.n_groups, 2);
    assert_str(t.cols.v[3].label, "Kế hoạch");
    assert_int_equal(nv_tally_count(&t, 0, (nv_str){ 0 }), 2);
}

static void statements(void **state)
{
    (void)state;
    const char *rows3 = "1|An Giang|x||x|\n2|Lào Cai||x|x|x\n3|Hà Nội|||x|\n";
    char text[400];
    snprintf(text, sizeof text, TWO_HEADS "%s|Tổng|1|1|3|1", rows3);
    nv_tally t = read_ok(text, "");
    assert_diffs(&t, "Đến nay 2/3 tỉnh, thành phố ban hành Quy chế; 3/3 tỉnh xây dựng kế hoạch.", "");
    assert_diffs(&t, "Đến nay 1/3 tỉnh, thành phố ban hành Quy chế; 3/4 tỉnh xây dựng kế hoạch.", "claim:1/2 of:4/3");
    assert_diffs(&t, "1/3 tỉnh xây dựng kế hoạch năm 2012", "");
    assert_diffs(&t, "2/3 tỉnh xây dựng kế hoạch năm 2012", "claim:2/1");
    /* neither dates nor numbers of documents nor fractions of other things are statements about the table */
    assert_diffs(&t, "Ngày 1/3 tổ chức họp; Quy chế số 1/3 năm nay; 1/3 số dân có kế hoạch; 1/3 tỉnh đã báo cáo.", "");
    assert_diffs(&t, "* 02 tỉnh gửi kế hoạch là: An Giang và Hà Nội.\n* 2 tỉnh gửi quy chế: An Giang, Lào Cai, Hà Nội", "list:2/3");
}

static void no_table_of_marks(void **state)
{
    (void)state;
    nv_tally t;
    const char *const others[] = { "STT|Nhiệm vụ|Thời hạn\n1|Báo cáo tình hình|Quý I\n2|Xây dựng kế hoạch|Quý II", "a|b", "1|2|3\n4|5|6", "Tỉnh|Số dân\nLào Cai|700\nAn Giang|1900" };
    for (unsigned i = 0; i < NV_NELEM(others); i++) assert_false(nv_tally_read(grid(others[i]), (nv_str){ 0 }, reg, day, a, &t));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(merged_headers_and_years), cmocka_unit_test(totals), cmocka_unit_test(rows), cmocka_unit_test(other_columns), cmocka_unit_test(statements),
                                        cmocka_unit_test(no_table_of_marks) };
    return cmocka_run_group_tests(tests, setup, teardown);
}
