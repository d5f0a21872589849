/* recur.h - days of deadlines as pure functions: used where they are detected and where an agenda is made of the database. */
#ifndef NV_RECUR_H
#define NV_RECUR_H
#include "model/date.h"

/* The first days on or after `from` on which a recurring deadline falls due, up to `max`; `anchor` (a date on which it fell due or the document's date) fixes the
 * phase of periods that name no day. A pure function; returns the number written (0 for a bare “định kỳ”). */
uint32_t nv_deadline_occurrences(const nv_deadline *d, nv_date anchor, nv_date from, nv_date until, nv_date *out, uint32_t max);

/* The last day on which the action is still in time: `to`, minus one day for bound `before`; none where `to` is none. */
nv_date nv_deadline_last_day(const nv_deadline *d);
#endif
