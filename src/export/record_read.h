/* record_read.h - a record's JSON back into memory, checked: the other half of record.h. */
#ifndef NV_RECORD_READ_H
#define NV_RECORD_READ_H
#include "base/err.h"
#include "model/rec.h"

/* Parses one record. `where` names it in messages ("records.jsonl:12"). What is missing or of the wrong type is NV_E_DAMAGED with the path of the key;
 * unknown keys are ignored (a later version may add some); of a key that stands twice the first counts. On success free it with nv_record_free. */
nv_status nv_record_read(const char *json, size_t n, const char *where, nv_rec **out, nv_err *err);
void nv_record_free(nv_rec *r);

#endif
