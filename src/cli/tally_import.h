/* tally_import.h - the marks of a table as statuses of the tasks that its columns are about. */
#ifndef NV_TALLY_IMPORT_H
#define NV_TALLY_IMPORT_H
#include "cli/one_file.h"
#include "store/follow.h"

typedef struct {
    nv_cli *cli;
    nv_asker *q;             /* store open for writing, unless dry */
    const nv_one *one;       /* the document that the table stands in */
    bool dry;
    nv_follow_ask ask;
    nv_task_vec tasks;       /* of the directives that it follows up */
    NV_VEC(nv_str) docs;     /* their numbers */
    uint32_t added, known, left; /* statuses written; there already; marks that are not recorded */
} nv_tally_importer;

/* The directives: `doc` if it is not NULL, else those that the table's document implements. Not NV_X_DONE: a message was printed. */
int nv_tally_import_open(nv_tally_importer *m, const char *doc);
/* One table: what is recorded (unless dry), and why the rest is not, for people or as keys of an open JSON object. */
int nv_tally_import(nv_tally_importer *m, const nv_tally *t, nv_buf *json);
/* “1=9f03a959-4,3=9f03a959-16”: groups of columns, counted from 1 as they are printed, and tasks. False: a message was printed. */
bool nv_tally_import_map(const nv_cli *cli, const char *text, nv_arena *a, nv_follow_ask *ask);

#endif
