/* dump.h - a document after each stage as plain lines: for people, golden files and comparisons. */
#ifndef NV_DUMP_H
#define NV_DUMP_H
#include "model/model.h"
void nv_dump_read(const nv_doc *d, nv_buf *out);
void nv_dump_normalize(const nv_doc *d, nv_buf *out);
void nv_dump_segment(const nv_doc *d, nv_buf *out);
void nv_dump_detect(const nv_doc *d, nv_buf *out);
void nv_dump_link(const nv_doc *d, nv_buf *out);
#endif
