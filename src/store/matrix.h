/* matrix.h - the tracking table of a document: the bodies that lead its tasks × the tasks (× years), with what people have recorded as done. */
#ifndef NV_STORE_MATRIX_H
#define NV_STORE_MATRIX_H
#include "store/diff.h"

typedef struct {
    const nv_ans_task *task;
    int year;                /* 0: the whole task; else what was done in this year */
    uint32_t bearers, marks; /* rows that have it to do; of these, done */
} nv_matrix_col;

typedef enum { NV_MX_NONE, NV_MX_OPEN, NV_MX_DONE, NV_MX_WITHDRAWN } nv_matrix_state; /* NONE: not a task of this body */

typedef struct {
    nv_str name, id, province; /* registry ids; n == 0: the registry has none */
    bool is_class;             /* a class that cannot be listed, or of which only some are meant: it stands for itself */
    uint8_t *state;            /* nv_matrix_state by column */
    uint32_t marks;
    uint32_t place;            /* in the order of rows */
} nv_matrix_row;

typedef struct {
    nv_task_vec tasks;
    NV_VEC(nv_matrix_col) cols;
    NV_VEC(nv_matrix_row) rows;
    uint32_t no_bearer, may, routine, other_year; /* tasks that have no column, and why: nobody leads them; permissions; routine; due in no year asked for */
} nv_matrix;

typedef struct {
    nv_date on;              /* records up to this day count */
    int from, to;            /* years; 0: none. Then a dated task has one column if it is due in them, any other one a column for each year */
    bool all;                /* also routine tasks */
    nv_str who;              /* n == 0: all; else only this body, or the members of this class, on the document's day, and the columns that concern them */
} nv_ask_matrix;

/* Classes are expanded by the registry (which must have been told) as of the document's day. Rows in the order of the registry, then bodies that it does
 * not know by name. NV_E_USAGE without a message: `who` is no body and no class that is known. */
nv_status nv_store_matrix(nv_store *s, int64_t doc, const nv_ask_matrix *ask, nv_arena *a, nv_matrix *out, nv_err *err);

/* The members of a party on the day of its document; a class that cannot be listed, or of which only some are meant, gives none (*open true). */
void nv_party_members(const nv_registry *reg, const nv_ans_party *p, nv_date day, nv_str province, nv_arena *a, nv_agency_vec *out, bool *open);

#endif
