/* people.h - the status of tasks, as people record it.
 *
 * A status belongs to a task and a bearer: a body that is a party of the task, or a member of a class that is. Records are only added; the state on a day is
 * what the records up to that day come to:
 *   not_started, in_progress, done, withdrawn   from their day on, until a later one;
 *   extended   the task stays as it is, its last day moves to `until`; the document's own day is kept.
 * Records of one day follow each other as they were written down. A member's own records go before those of its class; a body that does not lead the task and
 * has no record of its own stands as those that lead it, if they all stand alike.
 *
 * The cells of the report (Quyết định 42/2014/QĐ-TTg and its successors tell tasks done from tasks not done, and each in time from late):
 *   done      in time if the day on which it was done is not after the last day that counts, else late;
 *   not done  in time if the day of the report is not after it, else late.
 * The last day that counts is the extended one, else the last of the document's days. A task without a dated deadline cannot be late: it counts as in time.
 * A task that was withdrawn is in none of the four cells. So the four add up to the tasks that were not withdrawn, on any day.
 */
#ifndef NV_STORE_PEOPLE_H
#define NV_STORE_PEOPLE_H
#include "store/store.h"

/* The i-th of the five that can be recorded, in the order above; NULL behind the last. */
const char *nv_mark_name(unsigned i);

typedef struct {
    nv_str task;             /* id, as `tasks` prints it */
    nv_str who;              /* body, as a person types it; n == 0: all that lead the task */
    nv_str status;           /* not_started, in_progress, done, extended, withdrawn */
    nv_date day;             /* since when it holds; done: when it was done; none: `recorded` */
    nv_date until;           /* extended: the new last day; else none */
    nv_str document, note, person; /* evidence and who says so; n == 0: not given */
    nv_str origin;           /* person, import, proposal */
    nv_date recorded;        /* today */
} nv_mark;

typedef enum {
    NV_MARK_DONE,            /* written, or known already */
    NV_MARK_NO_TASK, NV_MARK_AMBIGUOUS, /* no task, or several, have this id */
    NV_MARK_UNKNOWN_BODY,    /* near: the nearest name, n == 0 if none is near */
    NV_MARK_NOT_ITS,         /* the body has no part in the task; near: those that lead it */
    NV_MARK_NO_FIT           /* the task is in a copy that does not count, and the main copy has none like it */
} nv_mark_said;

typedef struct {
    nv_mark_said said;
    nv_str near;
    uint32_t added;          /* records written; the rest were there: origin `import` writes the same record once, others write it if it changes the state */
    nv_ans_task task;        /* with the states of the bearers marked, on the day of `recorded` */
} nv_marked;

/* Records a status inside the open transaction (nv_store_begin … nv_store_commit). NV_OK unless the database failed: out->said tells the rest, and
 * nothing is written then. The registry must be known (nv_store_registry) for bodies to be found by any of their names. */
nv_status nv_people_mark(nv_store *s, const nv_mark *m, nv_arena *a, nv_marked *out, nv_err *err);

/* One record, for the history of a task. */
typedef struct { nv_str bearer, status, day, until, document, note, person, origin, recorded; } nv_ans_mark;
typedef NV_VEC(nv_ans_mark) nv_ans_marks;
/* All records of a task, by bearer, then in the order in which they count. */
nv_status nv_people_history(nv_store *s, nv_str task, nv_arena *a, nv_ans_marks *out, nv_err *err);

/* One body's tasks, counted. undated: how many of those in the four cells have no dated deadline. */
typedef struct { nv_str body; uint32_t cell[NV_CELLS], undated; } nv_report_row;
typedef struct {
    NV_VEC(nv_report_row) rows; /* those with the most tasks first, then by name; body.n == 0: tasks that name nobody */
    nv_report_row total;        /* of the rows: a task with two bearers counts for each of them */
    uint32_t tasks;             /* each once */
} nv_report;
/* Counts a list made by nv_store_tasks: by the bodies of its tasks' states. A pure function of the list; names live as long as it does. */
void nv_people_report(const nv_ans_tasks *tasks, nv_arena *a, nv_report *out);
/* The sum of the four cells. */
uint32_t nv_report_total(const nv_report_row *r);

/* Does a word of NV_Q_STATUS (not_started … withdrawn, open, overdue, in_time, done_in_time, done_late) hold for this state? */
bool nv_state_is(const nv_ans_state *x, nv_str word);

#endif
