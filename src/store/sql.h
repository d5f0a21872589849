/* sql.h - a person's own SQL on the database: read only, one statement, for a limited time. What could write, reach another file or load code is refused when
 * the statement is prepared, whatever it is hidden in (views, table-valued pragmas, functions); SQLite's defensive mode and limits on size stand behind that. */
#ifndef NV_STORE_SQL_H
#define NV_STORE_SQL_H
#include "store/store.h"

typedef enum { NV_SQL_NULL, NV_SQL_INT, NV_SQL_REAL, NV_SQL_TEXT, NV_SQL_BLOB } nv_sql_kind;
typedef struct { nv_sql_kind kind; int64_t i; double r; nv_str text; } nv_sql_cell; /* text: TEXT (UTF-8 not checked) and BLOB */

typedef struct {
    NV_VEC(nv_str) columns;   /* as the statement names them; a name may come twice */
    NV_VEC(nv_sql_cell *) rows;   /* columns.n cells each */
} nv_ans_sql;

/* Runs `sql` for at most `seconds`, rows into the arena. NV_E_USAGE: *err is what is wrong with the statement (no or several statements, a mistake, not
 * allowed); NV_E_LIMIT: too long, too much; NV_E_DB: the database. The connection can be used for nothing else afterwards. */
nv_status nv_store_sql(nv_store *s, nv_str sql, unsigned seconds, nv_arena *a, nv_ans_sql *out, nv_err *err);

#endif
