/* states.h - inside the store: what the records of a task come to on a day. */
#ifndef NV_STORE_STATES_H
#define NV_STORE_STATES_H
#include "store/people.h"
#include "store/query.h"

/* t->states: of t->my_bearer alone, or of all that lead it and have records of their own. Needs t->parties, t->via and t->last_due. `on` none: whatever the day,
 * nothing is late then. */
bool nv_states_fill(nv_store *s, int64_t obligation, nv_date on, nv_arena *a, nv_ans_task *t);
/* The state of a task that nobody recorded anything for. */
nv_ans_state nv_state_default(nv_str bearer, nv_str last_due, nv_str on);
/* Ids of all tasks with records, in ascending order. */
bool nv_states_marked(nv_store *s, nv_arena *a, nv_ids *out);

#endif
