/* json_out.h - writing JSON into a buffer: the record is written field by field in a fixed order, one pass, no tree. cJSON reads; for writing, a tree of a
 * large law costs more than its whole analysis. */
#ifndef NV_JSON_OUT_H
#define NV_JSON_OUT_H
#include "base/buf.h"

/* A string with quotes; invalid UTF-8 must not come here. NULL pointer: null. */
void nv_json_str(nv_buf *b, nv_str s);
/* null if s is empty. */
void nv_json_str_or_null(nv_buf *b, nv_str s);
/* Decimal digits; printf takes ten times as long, and a record has several numbers a line. */
void nv_json_num(nv_buf *b, uint64_t n);
#endif
