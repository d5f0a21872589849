/* zip_out.h - a package of files in memory (DOCX, and what else is a zip): the same parts give the same bytes, whatever the clock and the time zone. */
#ifndef NV_ZIP_OUT_H
#define NV_ZIP_OUT_H
#include "base/err.h"

typedef struct { const char *name; nv_str bytes; } nv_zip_part;
/* Appends the package to `out`, parts in their order, deflated, dated 1980-01-01. `what` names it in messages. */
nv_status nv_zip_make(const char *what, const nv_zip_part *parts, unsigned n, nv_buf *out, nv_err *err);

#endif
