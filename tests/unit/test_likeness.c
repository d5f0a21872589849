/* Likeness of texts, the best assignment, abbreviations, word by word changes. */
#include "base/limits.h"
#include "store/likeness.h"
#include "unit/unit.h"

static void scores(void **state)
{
    (void)state;
    nv_arena *a = nv_arena_new();
    nv_bag x = nv_bag_of(a, NV_LIT("Xây dựng kế hoạch công tác")), y = nv_bag_of(a, NV_LIT("xây dựng KẾ HOẠCH, công tác.")), z = nv_bag_of(a, NV_LIT("bố trí ngân sách")),
           turned = nv_bag_of(a, NV_LIT("công tác kế hoạch xây dựng")), none = nv_bag_of(a, NV_LIT(" ,. "));
    assert_true(nv_alike(&x, &y, NULL) == 1.0);
    assert_true(nv_alike(&x, &z, NULL) == 0.0);
    assert_true(nv_alike(&x, &turned, NULL) < 1.0 && nv_alike(&x, &turned, NULL) > 0.7);
    assert_true(nv_alike(&none, &none, NULL) == 0.0 && nv_alike(&none, &x, NULL) == 0.0);
    /* a word that all have says less than one that few have */
    nv_bag all[] = { nv_bag_of(a, NV_LIT("báo cáo năm")), nv_bag_of(a, NV_LIT("báo cáo quý")), nv_bag_of(a, NV_LIT("báo cáo tháng")) };
    nv_word_weights *w = nv_word_weights_new();
    for (unsigned i = 0; i < 3; i++) nv_word_weights_add(w, &all[i]);
    assert_int_equal(nv_word_holders(w, nv_bag_of(a, NV_LIT("báo")).v[0].key), 3);
    assert_int_equal(nv_word_holders(w, nv_bag_of(a, NV_LIT("năm")).v[0].key), 1);
    assert_int_equal(nv_word_holders(w, nv_bag_of(a, NV_LIT("tuần")).v[0].key), 0);
    nv_bag said = nv_bag_of(a, NV_LIT("báo cáo"));
    assert_true(nv_covered(&all[0], &said, w) < nv_covered(&all[0], &said, NULL));
    assert_true(nv_alike(&all[0], &all[1], w) < nv_alike(&all[0], &all[1], NULL));
    nv_word_weights_free(w);
    nv_arena_free(a);
}

/* The greatest sum by trying everything. */
static double best_sum(double m[6][6], unsigned n, unsigned row, unsigned used)
{
    if (row == n) return 0;
    double best = best_sum(m, n, row + 1, used);
    for (unsigned c = 0; c < n; c++) {
        double s = m[row][c] > 0 && !(used >> c & 1) ? m[row][c] + best_sum(m, n, row + 1, used | 1u << c) : 0;
        if (s > best) best = s;
    }
    return best;
}

static void assignment_is_optimal(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (unsigned round = 0; round < 300; round++) {
        double m[6][6];
        nv_pairing p[36];
        uint32_t n = 0, match[6];
        for (uint32_t i = 0; i < 6; i++)
            for (uint32_t k = 0; k < 6; k++) {
                seed = seed * 1664525 + 1013904223;
                m[i][k] = (seed >> 16) % 3 == 0 ? ((seed >> 18) % 1000 + 1) / 1001.0 : 0;
                if (m[i][k] > 0) p[n++] = (nv_pairing){ i, k, m[i][k] };
            }
        assert_true(nv_assign(p, n, 6, 6, match));
        double sum = 0;
        unsigned used = 0;
        for (uint32_t i = 0; i < 6; i++) {
            if (match[i] == NV_UNMATCHED) continue;
            assert_true(m[i][match[i]] > 0);
            assert_false(used >> match[i] & 1);
            used |= 1u << match[i];
            sum += m[i][match[i]];
        }
        double want = best_sum(m, 6, 0, 0);
        if (sum < want - 1e-9 || sum > want + 1e-9) fail_msg("round %u: %f, not %f", round, sum, want);
    }
}

/* What a greedy choice would get wrong: the best pair alone blocks two good ones. */
static void assignment_is_not_greedy(void **state)
{
    (void)state;
    const nv_pairing p[] = { { 0, 0, 0.9 }, { 0, 1, 0.8 }, { 1, 0, 0.8 } };
    uint32_t match[2];
    assert_true(nv_assign(p, 3, 2, 2, match));
    assert_int_equal(match[0], 1);
    assert_int_equal(match[1], 0);
    assert_true(nv_assign(NULL, 0, 2, 0, match));
    assert_int_equal(match[0], NV_UNMATCHED);
}

static void bound_of_assignment(void **state)
{
    (void)state;
    nv_arena *a = nv_arena_new();
    uint32_t n = NV_MAX_ASSIGN, *match = nv_arena_alloc(a, n * sizeof *match);
    nv_pairing *p = nv_arena_alloc(a, n * sizeof *p);
    for (uint32_t i = 0; i < n; i++) p[i] = (nv_pairing){ i, 0, 0.5 }; /* one group of n + 1 members */
    assert_false(nv_assign(p, n, n, 1, match));
    nv_arena_free(a);
}

static void initials(void **state)
{
    (void)state;
    nv_arena *a = nv_arena_new();
    nv_str text = NV_LIT("công tác quản lý nhà nước về thông tin đối ngoại; Sở Thông tin và Truyền thông, Bộ chỉ huy Bộ đội Biên phòng; quản lý nhà nước");
    assert_str(nv_spell_initials(a, NV_LIT("Quy chế QLNN về TTĐN"), text), "Quy chế quản lý nhà nước về thông tin đối ngoại");
    assert_str(nv_spell_initials(a, NV_LIT("Sở TT&TT với BĐBP"), text), "Sở thông tin và truyền thông với bộ đội biên phòng");
    assert_str(nv_spell_initials(a, NV_LIT("XYZ và A"), text), "XYZ và A");
    assert_str(nv_spell_initials(a, NV_LIT(""), text), "");
    nv_arena_free(a);
}

static void changes(const char *before, const char *after, const char *want)
{
    nv_arena *a = nv_arena_new();
    nv_changes v = { 0 };
    nv_buf b = { 0 };
    nv_word_changes(a, nv_str_of(before), nv_str_of(after), &v);
    for (uint32_t i = 0; i < v.n; i++) nv_buf_printf(&b, "%c%.*s|", "=-+"[v.v[i].kind], NV_ARG(v.v[i].text));
    assert_string_equal(nv_buf_z(&b), want);
    nv_buf_clear(&b);
    nv_arena_free(a);
}

static void wording(void **state)
{
    (void)state;
    changes("một hai ba", "một hai ba", "=một hai ba|");
    changes("báo cáo trước ngày 1", "báo cáo sau  ngày\n2", "=báo cáo|-trước|+sau|=ngày|-1|+2|");
    changes("", "thêm", "+thêm|");
    changes("bỏ hết", "", "-bỏ hết|");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(scores), cmocka_unit_test(assignment_is_optimal), cmocka_unit_test(assignment_is_not_greedy),
                                        cmocka_unit_test(bound_of_assignment), cmocka_unit_test(initials), cmocka_unit_test(wording) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
