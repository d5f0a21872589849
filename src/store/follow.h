/* follow.h - which task of a directive a column of a tracking table is about, and what its marks say of it. No database here.
 *
 * A column is a task's if its heading names the task's id (as the tables of `matrix` do), or if a person says so, or by its words: NV_FOLLOW_WORDS of the
 * score is the share of the heading's words (abbreviations spelled out), weighted by how few of the tasks have them, that the action has; the rest is
 * given if the heading's first two words stand among the first NV_FOLLOW_HEAD of the action (a task is named by what is to be made: “Đề án” is not the
 * task to find money for projects). Only tasks whose leads hold at least half of the rows are looked at. The best one is taken from NV_FOLLOW_FIT on if it
 * is NV_FOLLOW_AHEAD ahead of the next.
 *
 * A mark says that something is done, rarely on which day. It is recorded with the last day that the table allows (the end of the column's year, not after
 * the document's own day); where that would decide whether a task was in time, nothing is recorded.
 */
#ifndef NV_STORE_FOLLOW_H
#define NV_STORE_FOLLOW_H
#include "store/diff.h"
#include "store/tally.h"

#define NV_FOLLOW_WORDS 0.70
#define NV_FOLLOW_FIT   0.75
#define NV_FOLLOW_AHEAD 0.15
#define NV_FOLLOW_HEAD  7

typedef enum {
    NV_FOLLOW_RECORD,
    NV_FOLLOW_NO_MATCH,   /* no task has the score */
    NV_FOLLOW_AMBIGUOUS,  /* the next one is too near, or another column is as near to the task */
    NV_FOLLOW_RECURRING,  /* a recurring task is not done by one year's mark */
    NV_FOLLOW_BEFORE,     /* the column's year is over before the directive was issued */
    NV_FOLLOW_UNDECIDED   /* the task's last day lies within the time in which the mark may have been set */
} nv_follow_said;
const char *nv_follow_name(nv_follow_said s); /* “record” …: the word in JSON */

typedef struct { uint32_t row; nv_str who; } nv_follow_mark; /* row of the tally; the body of the registry that bears the task */
typedef struct {
    uint32_t col;             /* of the tally */
    const nv_ans_task *task;  /* the best one; NULL: no task at all could be meant */
    double score, second;
    bool named;               /* by its id, or by a person */
    nv_follow_said said;
    nv_date day;              /* of NV_FOLLOW_RECORD: the day that is recorded */
    NV_VEC(nv_follow_mark) marks;
    uint32_t no_bearer;       /* marks of rows that do not lead the task */
} nv_follow;
typedef NV_VEC(nv_follow) nv_follows;

typedef struct { uint32_t group; nv_str id; } nv_follow_map; /* a person says: this group of columns is this task */
typedef struct {
    nv_date day;              /* of the table's document; none: unknown, today counts */
    nv_date today;
    NV_VEC(nv_follow_map) map;
} nv_follow_ask;

/* Each column of the tally against the tasks (of one directive or several). */
void nv_tally_follow(const nv_tally *t, const nv_task_vec *tasks, const nv_registry *reg, const nv_follow_ask *ask, nv_arena *a, nv_follows *out);

#endif
