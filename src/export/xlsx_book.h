/* xlsx_book.h - what the writers of workbooks share: a workbook made in memory, and texts as its strings. */
#ifndef NV_XLSX_BOOK_H
#define NV_XLSX_BOOK_H
#include "base/err.h"
#include "model/date.h"
#include <xlsxwriter.h>

/* The text as it goes into a string cell: cleaned, no tabs (LibreOffice drops them), what Excel would read as the code of a sign escaped (ECMA-376,
 * ST_Xstring), cut with a mark where a cell holds no more. Appends. */
void nv_xlsx_string(nv_str s, nv_lang lang, nv_buf *out);
/* Makes a workbook: `fill` writes its sheets; then its bytes are appended to `out`. The same calls give the same bytes; `today` is its only day. */
nv_status nv_xlsx_make(void (*fill)(lxw_workbook *wb, void *ctx), void *ctx, const char *title, nv_date today, nv_buf *out, nv_err *err);

#endif
