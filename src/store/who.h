/* who.h - inside the store: which rows of `agencies` a name typed by a person stands for, and on what ground. */
#ifndef NV_STORE_WHO_H
#define NV_STORE_WHO_H
#include "store/db.h"

typedef struct {
    unsigned slot;            /* of the name in the question: one question may name several bodies */
    nv_str text;
    nv_date on;               /* the day as of which bodies follow each other; none: today's */
    bool subordinates;        /* offices and bodies below it too */
    bool as_written;          /* only the names themselves: no predecessors */
} nv_who_ask;

/* Makes (or empties) the temporary table who(slot, agency, province, lo, hi, via, some, tie): one row for each way in which a task can fall on a body.
 * province: only in documents of that province; lo, hi: only in documents of these dates (the member existed); via: the class, NULL if named itself;
 * tie: index in names->ties, NULL if it is the body asked for. */
bool nv_who_begin(nv_store *s);
/* Adds the rows of one name. *known is false if nothing bears it; then *nearest is the nearest name that does. names gets the names taken (sorted), ties to
 * other bodies, what became of those asked for, and bodies of the same name that are others now. */
bool nv_who_fill(nv_store *s, const nv_who_ask *ask, nv_arena *a, bool *known, nv_ans_tasks *names, nv_str *nearest);

#endif
