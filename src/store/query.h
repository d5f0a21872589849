/* query.h - inside the store: a question about tasks as a tree (filter.h), made ready and run as one SQL statement. */
#ifndef NV_STORE_QUERY_H
#define NV_STORE_QUERY_H
#include "store/db.h"

/* A found obligation before its details are read. timing, modality: static words. unknown: the conditions on days cannot be decided, it has no date. */
typedef struct { int64_t id; const char *timing, *modality; bool routine, rejected, unknown, shown; } nv_task_row;
typedef NV_VEC(nv_task_row) nv_task_rows;

/* A body of the question, with the role asked for: “lead”, “any”, … or n == 0 (lead or coordinate). */
typedef struct { nv_str role, name; bool denied; } nv_slot; /* name: the body's own, for its part in a class */


typedef struct {
    nv_store *s;
    nv_arena *a;
    nv_query *root;
    NV_VEC(nv_slot) slots;
    nv_date lo, hi;           /* bounds on the due day that hold for every answer; none: no such bound */
    bool timed;               /* it asks for due days anywhere */
    bool routine, may;        /* it asks for routine tasks, for permissions by name */
    nv_date on;               /* the day whose states count; none: nothing is late */
    bool extended;            /* an agenda: a task was extended to a day of it */
    nv_ids marked;            /* tasks with records of their state, ascending */
    const nv_ans_tasks *ties; /* the list being made: where ties are */
} nv_question;

/* The question of the options and the filter together: names looked up, the table `who` filled. NV_E_USAGE as in nv_store_tasks. */
nv_status nv_question_make(nv_store *s, const nv_ask_tasks *ask, nv_arena *a, nv_question *q, nv_ans_tasks *out, nv_str *nearest, bool *bad_doc, nv_err *err);
/* Runs it: each obligation once, by id. agenda: those that may have a day in [from, to], whatever bounds the question has. */
bool nv_question_rows(nv_question *q, bool agenda, nv_date from, nv_date to, nv_task_rows *out);
/* The heaviest and straightest way in which the task falls on the bodies asked for, into t->my_role, via, via_some, tie. */
bool nv_question_way(nv_question *q, int64_t obligation, const nv_ans_tasks *ties, nv_ans_task *t);
/* What is listed (row.shown), and why the rest is not. */
void nv_question_choose(const nv_question *q, const nv_ask_tasks *ask, nv_task_rows *rows, nv_left_out *left);
/* Around a question: one transaction for its many small reads, which then see one state and lock the file once. */
bool nv_question_begin(nv_store *s, bool *began);
nv_status nv_question_end(nv_store *s, bool began, nv_status st, nv_err *err);
/* Everything about one obligation (query_tasks.c). */
bool nv_task_details(nv_store *s, int64_t obligation, nv_arena *a, nv_ans_task *t);
/* The obligations with this id (8 to 64 digits of the hash, '-', number): none, one, or several if it is ambiguous. */
bool nv_task_find(nv_store *s, nv_str id, nv_arena *a, nv_ids *out);
/* Order of lists: dated first by day, then by kind of timing; then by document and place in it. */
int nv_task_order(const void *x, const void *y);
/* The number behind the '-' of a task's id; 0: none. */
long nv_task_ord(nv_str id);
/* A person's words as an FTS expression that no sign of theirs can break (query_docs.c). */
void nv_fts_query(nv_str words, nv_buf *q);

#endif
