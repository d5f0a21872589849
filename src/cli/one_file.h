/* one_file.h - a document that a verb is given: one of the collection by its number or name, or a file that is read for this run only. */
#ifndef NV_ONE_FILE_H
#define NV_ONE_FILE_H
#include "cli/ask.h"

typedef struct {
    nv_store *store;   /* the collection's, or one in memory that holds this file alone */
    nv_ans_doc doc;    /* its strings live in the asker's arena */
    bool own;          /* the store is this file's: closed by nv_one_close */
    const char *path;  /* of the file, NULL for a document of the collection */
} nv_one;

/* `text` is a file that is there, else a document of the collection (q->store may be NULL: there is none); file: only a file is meant. Not NV_X_DONE: a
 * message was printed: no such document or file, several documents of that name, one that is known only by citation. */
int nv_one_open(nv_cli *cli, nv_asker *q, const char *text, bool file, nv_one *out);
/* The only one of `docs` that is in the collection; none or several is said in one line (then not NV_X_DONE). */
int nv_one_choose(nv_cli *cli, nv_asker *q, const char *text, const nv_ans_docs *docs, nv_one *out);
/* Could x, if it is in the collection, be the document that y names? Numbers begin anew each year and in each office. */
bool nv_one_same(const nv_ans_doc *x, const nv_ans_doc *y, nv_arena *a);
/* Documents of the collection that `one` cites with this relation (“replaces”, “implements”). */
int nv_one_cited(nv_cli *cli, nv_asker *q, const nv_one *one, const char *relation, nv_ans_docs *out);
void nv_one_close(nv_one *one);

#endif
