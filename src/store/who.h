/* who.h - inside the store: which rows of `agencies` a name typed by a person stands for. */
#ifndef NV_STORE_WHO_H
#define NV_STORE_WHO_H
#include "store/db.h"

/* Fills the temporary table who(agency, province, lo, hi, via, some): one row for each way in which a task can fall on the body. province: only in
 * documents of that province; lo, hi: only in documents of these dates (the member existed); via: the class, NULL if named itself.
 * *known is false if nothing bears the name; then *nearest is the nearest name that does. names gets the names taken, sorted. */
bool nv_who_fill(nv_store *s, nv_str text, nv_arena *a, bool *known, nv_ans_tasks *names, nv_str *nearest);

#endif
