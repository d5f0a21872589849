/* The registry: validity, provinces before and after mergers, codes, classes, names that people type. */
#include "unit.h"

#include "grammar/registry.h"

static nv_grammar *grammar;
static nv_registry *reg;
static nv_arena *arena;

static int load(void **state) {
    (void)state;
    nv_buf errors = { 0 };
    grammar = nv_grammar_load(unit_grammars(), &errors);
    if (grammar) reg = nv_registry_load(grammar, &errors);
    if (!reg) fprintf(stderr, "%s\n", nv_buf_z(&errors));
    nv_buf_clear(&errors);
    arena = nv_arena_new();
    return reg ? 0 : -1;
}

static int unload(void **state) {
    (void)state;
    nv_arena_free(arena);
    nv_registry_free(reg);
    nv_grammar_free(grammar);
    return 0;
}

static nv_date day(const char *iso) { return nv_date_parse(nv_str_of(iso)); }

static void id_is(const nv_agency_entry *e, const char *id) {
    if (!e) fail_msg("nothing instead of %s", id);
    assert_str(e->id, id);
}

static void finds_by_name_and_date(void **state) {
    (void)state;
    nv_date none = { 0 };
    id_is(nv_registry_find(reg, nv_str_of("UBND tỉnh Bắc Ninh"), day("2024-05-01")), "ubnd-tinh/bac-ninh");
    id_is(nv_registry_find(reg, nv_str_of("Uỷ ban nhân dân tỉnh Bắc Ninh"), day("2025-07-01")), "ubnd-tinh/bac-ninh-2025");
    id_is(nv_registry_find(reg, nv_str_of("UBND Bắc Ninh"), none), "ubnd-tinh/bac-ninh-2025");
    id_is(nv_registry_find(reg, nv_str_of("UBND TP. Hồ Chí Minh"), day("2010-01-01")), "ubnd-tinh/ho-chi-minh");
    id_is(nv_registry_find(reg, nv_str_of("Bộ TT&TT"), none), "bo-thong-tin-va-truyen-thong");
    id_is(nv_registry_find(reg, nv_str_of("BỘ VĂN HOÁ, THỂ THAO VÀ DU LỊCH"), none), "bo-van-hoa-the-thao-va-du-lich");
    id_is(nv_registry_find(reg, nv_str_of("Bộ Nội vụ"), day("1990-01-01")), "bo-noi-vu-cu");
    id_is(nv_registry_find(reg, nv_str_of("Bộ Nội vụ"), day("2012-01-01")), "bo-noi-vu");
    id_is(nv_registry_find(reg, nv_str_of("Thành ủy Hà Nội"), none), "tinh-uy/ha-noi");
    assert_null(nv_registry_find(reg, nv_str_of("Bộ Hàng không vũ trụ"), none));
}

static void knows_validity_and_successors(void **state) {
    (void)state;
    const nv_agency_entry *e = nv_registry_by_id(reg, nv_str_of("bo-thong-tin-va-truyen-thong"));
    assert_non_null(e);
    assert_true(nv_agency_valid(e, day("2025-02-28")));
    assert_false(nv_agency_valid(e, day("2025-03-01")));
    assert_false(nv_agency_valid(e, (nv_date){ 0 }));
    assert_true(nv_str_find(e->successors, nv_str_of("bo-khoa-hoc-va-cong-nghe"), 0) != UINT32_MAX);
    const nv_agency_entry *py = nv_registry_by_id(reg, nv_str_of("ubnd-tinh/phu-yen"));
    assert_non_null(py);
    assert_str(py->successors, "ubnd-tinh/dak-lak-2025");
    const nv_agency_entry *ht = nv_registry_by_id(reg, nv_str_of("ubnd-tinh/ha-tay"));
    assert_non_null(ht);
    assert_str(ht->successors, "ubnd-tinh/ha-noi");
    assert_false(nv_agency_valid(ht, day("2008-08-01")));
    /* a department that ended before the new province began has no instance there */
    assert_null(nv_registry_by_id(reg, nv_str_of("so-ke-hoach-dau-tu/bac-ninh-2025")));
    assert_non_null(nv_registry_by_id(reg, nv_str_of("so-ke-hoach-dau-tu/bac-ninh")));
}

static void knows_provinces(void **state) {
    (void)state;
    const struct { const char *on; uint32_t count; } rows[] = { { "1993-01-01", 53 }, { "1997-06-01", 61 }, { "2004-06-01", 64 }, { "2012-08-06", 63 }, { "2025-07-01", 34 }, { "2026-05-01", 34 } };
    uint32_t n;
    const nv_province *p = nv_registry_provinces(reg, &n);
    for (unsigned i = 0; i < NV_NELEM(rows); i++) {
        uint32_t count = 0;
        for (uint32_t k = 0; k < n; k++)
            count += (nv_date_none(p[k].from) || nv_date_cmp(p[k].from, day(rows[i].on)) <= 0) && (nv_date_none(p[k].to) || nv_date_cmp(day(rows[i].on), p[k].to) <= 0);
        if (count != rows[i].count) fail_msg("%u provinces on %s instead of %u", count, rows[i].on, rows[i].count);
    }
    const nv_province *hcm = nv_registry_find_province(reg, nv_str_of("TP.HCM"), day("2020-01-01"));
    assert_non_null(hcm);
    assert_str(hcm->id, "ho-chi-minh");
    assert_null(nv_registry_find_province(reg, nv_str_of("Atlantis"), day("2020-01-01")));
}

static void reads_codes(void **state) {
    (void)state;
    const struct { const char *code; bool party; const char *on, *id; } rows[] = {
        { "TTg", false, "2012-01-01", "thu-tuong-chinh-phu" }, { "CP", false, "2024-01-01", "chinh-phu" }, { "CP", false, "1975-01-01", "hoi-dong-chinh-phu" },
        { "BTTTT", false, "2013-01-01", "bo-thong-tin-va-truyen-thong" }, { "BNV", false, "1995-01-01", "bo-noi-vu-cu" }, { "BNV", false, "2024-01-01", "bo-noi-vu" },
        { "TTCP", false, "2020-01-01", "thanh-tra-chinh-phu" }, { "TW", true, "2012-01-01", "bch-trung-uong" }, { "UBND", false, "2020-01-01", "ubnd-tinh" },
        { "BCT", false, "2020-01-01", "bo-cong-thuong" }, { "TU", true, "2020-01-01", "tinh-uy" }, { "HĐBT", false, "1985-01-01", "hoi-dong-bo-truong" },
    };
    for (unsigned i = 0; i < NV_NELEM(rows); i++) id_is(nv_registry_by_code(reg, nv_str_of(rows[i].code), rows[i].party, day(rows[i].on)), rows[i].id);
    assert_null(nv_registry_by_code(reg, nv_str_of("XYZ"), false, day("2020-01-01")));
    assert_null(nv_registry_by_code(reg, (nv_str){ 0 }, false, day("2020-01-01")));
}

static uint32_t members(const char *klass, const char *on, const char *province, nv_members *how, nv_agency_vec *v) {
    *v = (nv_agency_vec){ 0 };
    *how = nv_registry_class_members(reg, nv_str_of(klass), day(on), nv_str_of(province), arena, v);
    return v->n;
}

static bool has(const nv_agency_vec *v, const char *id) {
    for (uint32_t i = 0; i < v->n; i++)
        if (nv_str_eqz(v->v[i]->id, id)) return true;
    return false;
}

static void expands_classes(void **state) {
    (void)state;
    nv_members how;
    nv_agency_vec v;
    assert_int_equal(members("Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương", "2012-08-06", "", &how, &v), 63);
    assert_int_equal(how, NV_MEMBERS_ALL);
    assert_true(has(&v, "ubnd-tinh/bac-ninh"));
    assert_int_equal(members("UBND các tỉnh, thành phố", "2025-08-01", "", &how, &v), 34);
    assert_true(has(&v, "ubnd-tinh/bac-ninh-2025"));
    assert_false(has(&v, "ubnd-tinh/bac-ninh"));
    assert_int_equal(members("các bộ, cơ quan ngang bộ", "2012-08-06", "", &how, &v), 22);
    assert_int_equal(members("các Bộ, cơ quan ngang Bộ, cơ quan thuộc Chính phủ", "2025-08-01", "", &how, &v), 22);
    assert_int_equal(how, NV_MEMBERS_ALL);
    assert_true(has(&v, "thong-tan-xa-viet-nam"));
    assert_int_equal(members("các bộ, cơ quan ngang bộ, trừ Bộ Quốc phòng, Bộ Công an", "2012-08-06", "", &how, &v), 20);
    assert_false(has(&v, "bo-cong-an"));
    assert_int_equal(members("các bộ, cơ quan ngang bộ (trừ Bộ Văn hóa, Thể thao và Du lịch, Bộ Công an)", "2012-08-06", "", &how, &v), 20);
    assert_int_equal(members("Ủy ban nhân dân các tỉnh biên giới", "2024-01-01", "", &how, &v), 25);
    assert_int_equal(members("các địa phương ven biển", "2024-01-01", "", &how, &v), 28);
    assert_int_equal(members("các bộ, ngành, địa phương", "2024-01-01", "", &how, &v) > 80, true);
    members("các bộ, ngành liên quan", "2024-01-01", "", &how, &v);
    assert_int_equal(how, NV_MEMBERS_SOME);
    assert_true(has(&v, "bo-y-te"));
    assert_false(has(&v, "ubnd-tinh/bac-ninh"));
    members("các sở, ban, ngành", "2024-01-01", "an-giang", &how, &v);
    assert_true(has(&v, "so-tai-chinh/an-giang"));
    assert_int_equal(members("các cơ quan liên quan", "2024-01-01", "", &how, &v), 0);
    assert_int_equal(how, NV_MEMBERS_OPEN);
    assert_int_equal(members("con mèo", "2024-01-01", "", &how, &v), 0);
    assert_int_equal(how, NV_MEMBERS_NONE);
}

static void resolves_what_people_type(void **state) {
    (void)state;
    const char *both[] = { "UBND tỉnh Bắc Ninh", "ubnd tinh bac ninh", "Ủy ban nhân dân tỉnh Bắc Ninh", "UBND Bắc Ninh" };
    nv_str hint;
    for (unsigned i = 0; i < NV_NELEM(both); i++) {
        nv_agency_vec v = { 0 };
        assert_true(nv_registry_resolve_who(reg, nv_str_of(both[i]), arena, &v, &hint));
        assert_int_equal(v.n, 2);
        assert_true(has(&v, "ubnd-tinh/bac-ninh") && has(&v, "ubnd-tinh/bac-ninh-2025"));
    }
    const char *ministry[] = { "Bộ TT&TT", "bo thong tin va truyen thong", "BTTTT", "bo-thong-tin-va-truyen-thong" };
    for (unsigned i = 0; i < NV_NELEM(ministry); i++) {
        nv_agency_vec v = { 0 };
        assert_true(nv_registry_resolve_who(reg, nv_str_of(ministry[i]), arena, &v, &hint));
        assert_true(has(&v, "bo-thong-tin-va-truyen-thong"));
    }
    nv_agency_vec v = { 0 };
    assert_false(nv_registry_resolve_who(reg, nv_str_of("Bộ Tài chánh"), arena, &v, &hint));
    assert_str(hint, "Bộ Tài chính");
    assert_false(nv_registry_resolve_who(reg, nv_str_of("UBND tinh Bac Nin"), arena, &v, &hint));
    assert_str(hint, "Ủy ban nhân dân tỉnh Bắc Ninh");
    assert_false(nv_registry_resolve_who(reg, nv_str_of("hoàn toàn không có tên này đâu nhé"), arena, &v, &hint));
    assert_int_equal(hint.n, 0);
}

static void reads_document_types(void **state) {
    (void)state;
    assert_non_null(nv_registry_type_by_name(reg, nv_str_of("CHỈ THỊ")));
    assert_str(nv_registry_type_by_code(reg, nv_str_of("CT"), false)->record_type, "CT");
    assert_null(nv_registry_type_by_name(reg, nv_str_of("bài thơ")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_by_name_and_date), cmocka_unit_test(knows_validity_and_successors), cmocka_unit_test(knows_provinces), cmocka_unit_test(reads_codes),
        cmocka_unit_test(expands_classes), cmocka_unit_test(resolves_what_people_type), cmocka_unit_test(reads_document_types),
    };
    return cmocka_run_group_tests_name("registry", tests, load, unload);
}
