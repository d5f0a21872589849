#include "store/status.h"
#include "model/date.h"
#include "store/legal.h"

const char *nv_force_name(nv_force f)
{
    static const char *const names[] = { "unknown", "not_issued", "not_yet_in_force", "in_force", "amended", "partly_suspended", "partly_repealed", "expired", "replaced", "repealed" };
    return names[f];
}

/* SQLite's JSON list of strings, taken apart by SQLite itself. */
static bool read_places(nv_store *s, nv_str json, nv_arena *a, nv_ans_event *e)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT value FROM json_each(?) ORDER BY key");
    if (!st) return false;
    nv_bind(st, 1, json.n ? json : NV_LIT("[]"));
    while (sqlite3_step(st) == SQLITE_ROW) *NV_PUSH(a, &e->places) = nv_col(st, 0, a);
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool read_events(nv_store *s, int64_t doc, nv_str on, nv_arena *a, nv_ans_status *out, nv_err *err)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT e.source, e.kind, e.extent, e.day, e.quote, e.page, e.places, u.eid FROM temp.events e JOIN documents d ON d.id = e.source "
                                    "LEFT JOIN units u ON u.id = e.unit WHERE e.target = ? ORDER BY e.day IS NULL, e.day, d.date, d.number, d.key, e.start, e.kind, e.places");
    if (!st) return false;
    NV_VEC(int64_t) sources = { 0 };
    NV_VEC(nv_str) places = { 0 };
    nv_bind_int(st, 1, doc);
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_ans_event *e = NV_PUSH(a, &out->events);
        *NV_PUSH(a, &sources) = nv_col_int(st, 0);
        e->kind = nv_col(st, 1, a);
        e->extent = nv_col(st, 2, a);
        e->day = nv_col(st, 3, a);
        e->quote = nv_col(st, 4, a);
        e->page = (uint32_t)nv_col_int(st, 5);
        *NV_PUSH(a, &places) = nv_col(st, 6, a);
        e->eid = nv_col(st, 7, a);
        e->applies = !e->day.n || nv_str_cmp(e->day, on) <= 0;
    }
    if (sqlite3_reset(st) != SQLITE_OK) return false;
    for (uint32_t i = 0; i < out->events.n; i++)
        if (nv_store_doc(s, sources.v[i], a, &out->events.v[i].by, err) || !read_places(s, places.v[i], a, &out->events.v[i])) return false;
    return true;
}

static bool read_own(nv_store *s, int64_t doc, nv_arena *a, nv_ans_status *out)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT from_day, said, to_day FROM legal_of WHERE doc = ?");
    if (!st) return false;
    nv_bind_int(st, 1, doc);
    if (sqlite3_step(st) == SQLITE_ROW) {
        out->from = nv_col(st, 0, a);
        out->said = nv_col_int(st, 1) != 0;
        out->to = nv_col(st, 2, a);
    }
    if (sqlite3_reset(st) != SQLITE_OK) return false;
    st = nv_db_sql(s, "SELECT e.place, e.from_day, e.to_day, e.text, e.page FROM documents d JOIN effects e ON e.file = d.main_file WHERE d.id = ? AND e.place IS NOT NULL "
                      "ORDER BY e.from_day, e.to_day, e.ord");
    if (!st) return false;
    nv_bind_int(st, 1, doc);
    while (sqlite3_step(st) == SQLITE_ROW)
        *NV_PUSH(a, &out->effects) = (nv_ans_effect){ nv_col(st, 0, a), nv_col(st, 1, a), nv_col(st, 2, a), nv_col(st, 3, a), (uint32_t)nv_col_int(st, 4) };
    return sqlite3_reset(st) == SQLITE_OK;
}

/* What an event makes of a document; the strongest of all that apply counts. */
static nv_force effect_of(const nv_ans_event *e)
{
    bool part = nv_str_eqz(e->extent, "part");
    if (nv_str_eqz(e->kind, "amend")) return NV_FORCE_AMENDED;
    if (nv_str_eqz(e->kind, "suspend")) return NV_FORCE_SUSPENDED;
    if (part) return NV_FORCE_PART;
    return nv_str_eqz(e->kind, "replace") ? NV_FORCE_REPLACED : NV_FORCE_REPEALED;
}

static void decide(nv_ans_status *out, nv_str on)
{
    out->force = out->doc.have ? NV_FORCE_IN : NV_FORCE_UNKNOWN;
    if (!out->from.n) out->from = out->doc.date;
    bool whole = false;
    for (uint32_t i = 0; i < out->events.n; i++) {
        const nv_ans_event *e = &out->events.v[i];
        nv_force f = e->applies ? effect_of(e) : NV_FORCE_UNKNOWN;
        if (f >= NV_FORCE_REPLACED) whole = whole || nv_str_eqz(e->extent, "whole");
        if (f > out->force) out->force = f;
    }
    out->except = out->force >= NV_FORCE_REPLACED && !whole;
    if (out->force < NV_FORCE_EXPIRED && out->to.n && nv_str_cmp(out->to, on) < 0) out->force = NV_FORCE_EXPIRED;
    if (out->doc.date.n && nv_str_cmp(on, out->doc.date) < 0) out->force = NV_FORCE_NOT_ISSUED;
    else if (out->from.n && nv_str_cmp(on, out->from) < 0) out->force = NV_FORCE_NOT_YET;
}

nv_status nv_store_status(nv_store *s, int64_t doc, nv_date on, nv_arena *a, nv_ans_status *out, nv_err *err)
{
    char iso[12];
    nv_date_iso(on, iso);
    nv_str day = nv_arena_str(a, nv_str_of(iso));
    *out = (nv_ans_status){ 0 };
    if (nv_store_doc(s, doc, a, &out->doc, err)) return NV_E_DB;
    if (!nv_legal_fill(s, doc) || !read_own(s, doc, a, out) || !read_events(s, doc, day, a, out, err)) return nv_db_fail(s, err);
    decide(out, day);
    return NV_OK;
}
