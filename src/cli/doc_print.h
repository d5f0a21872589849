/* doc_print.h - what the verbs about documents (cites, status, audit) share: a document's line, its JSON, the documents that the arguments mean. */
#ifndef NV_DOC_PRINT_H
#define NV_DOC_PRINT_H
#include "cli/ask.h"

/* “21/CT-TTg, 06/08/2012, Thủ tướng Chính phủ: Về tăng cường …”. */
void nv_doc_text(const nv_cli *cli, const nv_ans_doc *d, nv_buf *out);
/* Its fields as keys of the object that is open. */
void nv_doc_json(nv_buf *b, const nv_ans_doc *d);
/* The name of a relation between documents in the language of the program. */
void nv_relation_text(const nv_cli *cli, nv_str relation, nv_buf *out);
/* The i-th relation as the database has it, NULL behind the last. */
const char *nv_relation_at(unsigned i);
/* The documents that the arguments (one name: a law's name has spaces) mean, at least one; else an exit code after a message. */
int nv_ask_docs(nv_asker *q, nv_cli *cli, int argc, char **argv, nv_ans_docs *out);

#endif
