/* cross.h - a table of bodies × tasks (× years) with signs, as `matrix` gives it: to CSV and XLSX. Like export.h it knows neither the database nor the command line. */
#ifndef NV_CROSS_H
#define NV_CROSS_H
#include "base/err.h"
#include "model/date.h"

typedef struct { nv_str head, year; uint32_t total; } nv_cross_col; /* year.n == 0: none; columns of one head stand side by side */
typedef struct { nv_str name; const nv_str *cells; } nv_cross_row;  /* cells: by column; n == 0: blank */
typedef struct {
    nv_str title, subtitle;    /* of the sheet */
    nv_str ord, body, sum;     /* headings of the first two columns, and of the row of totals */
    bool years;                /* some column has a year: a second row of headings */
    nv_lang lang;
    nv_date today;             /* of the sheet's properties: the only day there */
    NV_VEC(nv_cross_col) cols;
    NV_VEC(nv_cross_row) rows;
    NV_VEC(nv_str) notes;      /* below the table */
} nv_cross;

/* RFC 4180 with a byte order mark; headings, rows, totals, nothing else: import-matrix reads it back. */
void nv_cross_csv(const nv_cross *x, nv_buf *out);
/* One sheet, A4 landscape, headings frozen and repeated. Errors: NV_E_IO, NV_E_LIMIT. */
nv_status nv_cross_xlsx(const nv_cross *x, nv_buf *out, nv_err *err);

#endif
