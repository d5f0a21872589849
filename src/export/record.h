/* record.h - the record: one JSON object a document, exactly as contract/RECORD.md (schema in record.schema.json). The boundary between worker and store. */
#ifndef NV_RECORD_H
#define NV_RECORD_H
#include "model/model.h"
/* Appends the record of a linked document as one line (with '\n'). `grammar` is nv_grammar_digest. Keys in a fixed order: the same document gives the
 * same bytes. */
void nv_record_write(const nv_doc *d, const char *grammar, nv_buf *out);
#endif
