/* calendar.c - grammars/holidays.tsv into an nv_calendar. */
#include "grammar/calendar.h"

#include <stdlib.h>

static int by_date(const void *a, const void *b)
{
    return nv_date_cmp(((const nv_calendar_day *)a)->date, ((const nv_calendar_day *)b)->date);
}

/* What a row says about its day: 1 worked, 0 off, -1 nothing (a mere feast, or a policy that is not law yet); -2 an unknown kind. */
static int works(nv_str kind)
{
    static const struct { const char *kind; int works; } kinds[] = {
        { "holiday", 0 }, { "tet", 0 }, { "substitute", 0 }, { "swap_off", 0 }, { "swap_work", 1 }, { "policy_pending", -1 }, { "tet_day", -1 }, { "gio_to", -1 },
    };
    for (size_t i = 0; i < NV_NELEM(kinds); i++)
        if (nv_str_eqz(kind, kinds[i].kind))
            return kinds[i].works;
    return -2;
}

const nv_calendar *nv_calendar_load(const nv_grammar *g, nv_buf *errors)
{
    static const char *const columns[] = { "date", "kind", NULL };
    const nv_tsv *t = nv_tsv_load(g, "holidays.tsv", columns, errors);
    if (!t)
        return NULL;
    size_t before = errors->n;
    nv_calendar_day *days = nv_arena_alloc(t->arena, (t->n + 1) * sizeof *days);
    nv_date *tet = nv_arena_alloc(t->arena, (t->n + 1) * sizeof *tet);
    uint32_t n = 0, n_tet = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        nv_date d = nv_date_parse(t->rows[i].cell[0]);
        int w = works(t->rows[i].cell[1]);
        if (nv_date_none(d))
            nv_tsv_complain(&t->rows[i], errors, "no such date");
        else if (w == -2)
            nv_tsv_complain(&t->rows[i], errors, "unknown kind of day");
        else if (w >= 0)
            days[n++] = (nv_calendar_day){ d, w == 1 };
        else if (nv_str_eqz(t->rows[i].cell[1], "tet_day"))
            tet[n_tet++] = d;
    }
    qsort(days, n, sizeof *days, by_date);
    for (uint32_t i = 1; i < n; i++) {
        char iso[12];
        if (nv_date_cmp(days[i - 1].date, days[i].date) != 0)
            continue;
        nv_date_iso(days[i].date, iso);
        nv_buf_printf(errors, "%s:1:1: %s stands twice\n", t->rows[0].file, iso);
    }
    if (errors->n > before)
        return NULL;
    nv_calendar *c = nv_arena_alloc(t->arena, sizeof *c);
    *c = (nv_calendar){ .days = days, .n = n, .tet = tet, .n_tet = n_tet };
    if (n) {
        c->first = nv_date_make(days[0].date.y, 1, 1);
        c->last = nv_date_make(days[n - 1].date.y, 12, 31);
    }
    return c;
}
