/* The status of tasks over generated records: on any day the four cells add up to the tasks that were not withdrawn, and each is what a plain reading of
 * the records says; an import says a thing once. */
#include "export/record_read.h"
#include "store/people.h"
#include "unit/unit.h"
#include <unistd.h>

enum { TASKS = 40, MARKS = 300, DAYS = 60 };

static char dir[64];
static uint32_t seed = 1;

static uint32_t rnd(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static nv_date day_of(int n)
{
    return nv_date_add_days((nv_date){ 2026, 1, 1 }, n);
}

static const char *iso(nv_date d)
{
    static char z[4][12];
    static unsigned i;
    i = (i + 1) % 4;
    nv_date_iso(d, z[i]);
    return z[i];
}

static int due_of[TASKS]; /* day number; -1: undated */

/* One document: TASKS tasks of Bộ A, each with its own words. */
static char *record(void)
{
    nv_buf text = { 0 }, due = { 0 }, tasks = { 0 }, b = { 0 };
    for (unsigned i = 0, n = 0, at = 0; i < TASKS; i++) {
        char line[64], ref[16] = "";
        int len = snprintf(line, sizeof line, "Bo A lam viec so %u.", i);
        due_of[i] = rnd(4) ? (int)rnd(DAYS) : -1;
        if (due_of[i] >= 0) {
            nv_buf_printf(&due, "%s{\"text\":\"d\",\"eid\":null,\"start\":0,\"end\":1,\"page\":1,\"kind\":\"due\",\"value\":{\"from\":null,\"to\":\"%s\",\"bound\":\"by\"},\"reason\":null,\"row\":null,"
                                "\"rule\":\"r\"}", n ? "," : "", iso(day_of(due_of[i])));
            snprintf(ref, sizeof ref, "%u", n++);
        }
        nv_buf_printf(&tasks, "%s{\"eid\":null,\"start\":%u,\"end\":%u,\"page\":1,\"modality\":\"must\",\"parties\":[{\"id\":null,\"name\":\"Bộ A\",\"role\":\"lead\",\"how\":\"x\",\"class\":false}],"
                              "\"action\":\"viec %u\",\"due\":[%s],\"condition\":null,\"row\":null,\"product\":null,\"routine\":false,\"rule\":\"r\",\"confidence\":0.9}", i ? "," : "", at,
                      at + (unsigned)len, i, ref);
        nv_buf_printf(&text, "%s\\n", line);
        at += (unsigned)len + 1;
    }
    nv_buf_printf(&b, "{\"schema\":\"nghiavu.record/1\",\"source\":{\"name\":\"a.pdf\",\"sha256\":\"%064d\",\"bytes\":1,\"format\":\"pdf\",\"pages\":1,\"reader\":\"r\",\"extractor\":\"e\",\"grammar\":\"g\","
                      "\"quality\":[]},\"text\":\"%s\",\"document\":{\"type\":\"CT\",\"number\":\"1/CT-TTg\",\"date\":\"2025-12-01\",\"issuers\":[\"X\"],\"title\":\"T\"},\"units\":[],\"citations\":[],"
                      "\"agencies\":[],\"deadlines\":[%s],\"obligations\":[%s],\"tables\":[],\"amendments\":[],\"effects\":[],\"diagnostics\":[]}", 0, nv_buf_z(&text), nv_buf_z(&due), nv_buf_z(&tasks));
    nv_buf_clear(&text);
    nv_buf_clear(&due);
    nv_buf_clear(&tasks);
    nv_buf_addc(&b, 0);
    return b.p;
}

static nv_store *made(void)
{
    char path[128], *json = record();
    nv_store *s;
    nv_rec *r;
    nv_err err;
    nv_put what;
    snprintf(dir, sizeof dir, "/tmp/nv-test-people-XXXXXX");
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/a.db", dir);
    assert_int_equal(nv_store_open(path, NV_STORE_WRITE, &s, &err), NV_OK);
    assert_int_equal(nv_store_begin(s, &err), NV_OK);
    assert_int_equal(nv_record_read(json, strlen(json), "test", &r, &err), NV_OK);
    assert_int_equal(nv_store_put(s, r, &what, &err), NV_OK);
    assert_int_equal(nv_store_commit(s, &err), NV_OK);
    nv_record_free(r);
    free(json);
    return s;
}

static void drop(nv_store *s)
{
    char cmd[128];
    nv_store_close(s);
    snprintf(cmd, sizeof cmd, "rm -rf '%s'", dir);
    assert_int_equal(system(cmd), 0);
}

static struct { unsigned task, status; int day, until; } marks[MARKS];

static uint32_t write_marks(nv_store *s, nv_arena *a)
{
    uint32_t added = 0;
    nv_err err;
    assert_int_equal(nv_store_begin(s, &err), NV_OK);
    for (unsigned i = 0; i < MARKS; i++) {
        nv_date none = { 0 };
        nv_marked out;
        bool extended = marks[i].status == 3;
        nv_mark m = { .task = nv_arena_printf(a, "00000000-%u", marks[i].task + 1), .who = NV_LIT("Bộ A"), .status = nv_str_of(nv_mark_name(marks[i].status)), .day = day_of(marks[i].day),
                      .until = extended ? day_of(marks[i].until) : none, .origin = NV_LIT("import"), .note = nv_arena_printf(a, "%u", i), .recorded = day_of(DAYS) };
        assert_int_equal(nv_people_mark(s, &m, a, &out, &err), NV_OK);
        assert_int_equal(out.said, NV_MARK_DONE);
        added += out.added;
    }
    assert_int_equal(nv_store_commit(s, &err), NV_OK);
    return added;
}

/* What the records of one task say on a day, read one by one. */
static nv_report_cell expected(unsigned task, int on)
{
    int due = due_of[task], done = -1;
    bool withdrawn = false;
    for (int d = 0; d <= on; d++)
        for (unsigned i = 0; i < MARKS; i++) { /* of one day: as written down */
            if (marks[i].task != task || marks[i].day != d) continue;
            if (marks[i].status == 3) due = marks[i].until;
            else {
                done = marks[i].status == 2 ? d : -1;
                withdrawn = marks[i].status == 4;
            }
        }
    if (withdrawn) return NV_CELL_WITHDRAWN;
    if (done >= 0) return due >= 0 && done > due ? NV_CELL_DONE_LATE : NV_CELL_DONE_IN_TIME;
    return due >= 0 && on > due ? NV_CELL_OPEN_LATE : NV_CELL_OPEN_IN_TIME;
}

static void check_day(nv_store *s, int on)
{
    nv_arena *a = nv_arena_new();
    nv_ask_tasks ask = { .today = day_of(on), .all = true };
    nv_ans_tasks t;
    nv_report r;
    nv_str nearest;
    bool bad_doc;
    nv_err err;
    uint32_t want[NV_CELLS] = { 0 };
    assert_int_equal(nv_store_tasks(s, &ask, a, &t, &nearest, &bad_doc, &err), NV_OK);
    assert_int_equal(t.tasks.n, TASKS);
    nv_people_report(&t, a, &r);
    for (unsigned i = 0; i < TASKS; i++) want[expected(i, on)]++;
    for (unsigned i = 0; i < NV_CELLS; i++) assert_int_equal(r.total.cell[i], want[i]);
    assert_int_equal(nv_report_total(&r.total) + r.total.cell[NV_CELL_WITHDRAWN], TASKS);
    assert_int_equal(r.rows.n, 1);
    /* the words of the list mean the same cells */
    static const struct { const char *word; nv_report_cell cell; } words[] = {
        { "done_in_time", NV_CELL_DONE_IN_TIME }, { "done_late", NV_CELL_DONE_LATE }, { "in_time", NV_CELL_OPEN_IN_TIME }, { "overdue", NV_CELL_OPEN_LATE }, { "withdrawn", NV_CELL_WITHDRAWN },
    };
    for (unsigned i = 0; i < NV_NELEM(words); i++) {
        ask.status = nv_str_of(words[i].word);
        assert_int_equal(nv_store_tasks(s, &ask, a, &t, &nearest, &bad_doc, &err), NV_OK);
        assert_int_equal(t.tasks.n, want[words[i].cell]);
    }
    nv_arena_free(a);
}

static void cells(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 3; round++) {
        nv_store *s = made();
        nv_arena *a = nv_arena_new();
        for (unsigned i = 0; i < MARKS; i++) {
            marks[i].task = rnd(TASKS);
            marks[i].status = rnd(5);
            marks[i].day = (int)rnd(DAYS);
            marks[i].until = (int)rnd(DAYS + 30);
        }
        assert_int_equal(write_marks(s, a), MARKS);
        for (int on = 0; on < DAYS + 40; on += 9) check_day(s, on);
        assert_int_equal(write_marks(s, a), 0); /* once is enough */
        check_day(s, DAYS / 2);
        nv_arena_free(a);
        drop(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(cells) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
