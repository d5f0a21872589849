#include "store/tally_store.h"
#include "store/db.h"

static bool read_text(nv_store *s, int64_t doc, nv_arena *a, nv_tally_source *out)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT x.text, d.date FROM documents d JOIN texts x ON x.file = d.main_file WHERE d.id = ?");
    if (!st) return false;
    nv_bind_int(st, 1, doc);
    if (sqlite3_step(st) == SQLITE_ROW) {
        out->text = nv_col(st, 0, a);
        out->day = nv_date_parse(nv_col(st, 1, a));
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

static uint32_t count(sqlite3_stmt *st, int i)
{
    int64_t v = nv_col_int(st, i);
    return v < 0 ? 0 : v > NV_MAX_LINES ? NV_MAX_LINES : (uint32_t)v;
}

nv_status nv_store_grids(nv_store *s, int64_t doc, nv_arena *a, nv_tally_source *out, nv_err *err)
{
    *out = (nv_tally_source){ 0 };
    if (!read_text(s, doc, a, out)) return nv_db_fail(s, err);
    sqlite3_stmt *st = nv_db_sql(s, "SELECT t.ord, t.page, t.header_rows, c.value ->> 'row', c.value ->> 'col', c.value ->> 'rowspan', c.value ->> 'colspan', c.value ->> 'text' "
                                    "FROM documents d JOIN tables t ON t.file = d.main_file, json_each(t.rows) r, json_each(r.value) c WHERE d.id = ? ORDER BY t.ord, 4, 5");
    if (!st) return nv_db_fail(s, err);
    nv_bind_int(st, 1, doc);
    while (sqlite3_step(st) == SQLITE_ROW) {
        uint32_t ord = count(st, 0);
        nv_grid *g = out->grids.n && out->grids.v[out->grids.n - 1].ord == ord ? &out->grids.v[out->grids.n - 1] : NV_PUSH(a, &out->grids);
        *g = (nv_grid){ ord, count(st, 1), count(st, 2), g->n_rows, g->n_cols, { g->cells.v, g->cells.n, g->cells.cap } };
        nv_grid_cell c = { nv_col(st, 7, a), count(st, 3), count(st, 4), count(st, 5), count(st, 6) };
        if (!c.rowspan) c.rowspan = 1;
        if (!c.colspan) c.colspan = 1;
        if (c.row + c.rowspan > g->n_rows) g->n_rows = c.row + c.rowspan;
        if (c.col + c.colspan > g->n_cols) g->n_cols = c.col + c.colspan;
        *NV_PUSH(a, &g->cells) = c;
    }
    return sqlite3_reset(st) == SQLITE_OK ? NV_OK : nv_db_fail(s, err);
}
