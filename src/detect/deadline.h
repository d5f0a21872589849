/* deadline.h - times that bind an action: phrase first (grammars/deadline.rules), its value later as a pure function of phrase, reference date and calendar. */
#ifndef NV_DEADLINE_H
#define NV_DEADLINE_H
#include "detect/detect.h"

/* The deadlines of a free-standing phrase, such as a table cell “Quý II/2025”, “Hằng năm”, “31/12/2025”, “Trước 30/6/2025”. `ref`: date of the document, none
 * if unknown. Up to `max` are written to `out`, in order; spans are bytes of `printed` (equally long as `folded`, its folded form); unit, table and row are left
 * to the caller. Strings live in `arena` or in `printed`. Returns their number. */
uint32_t nv_deadline_parse(const nv_deadline_detector *d, nv_arena *arena, nv_str folded, nv_str printed, nv_date ref, nv_deadline *out, uint32_t max);

/* The first days on or after `from` on which a recurring deadline falls due, up to `max`; `anchor` (a date on which it fell due or the document's date) fixes the
 * phase of periods that name no day. A pure function; returns the number written (0 for a bare “định kỳ”). */
uint32_t nv_deadline_occurrences(const nv_deadline *d, nv_date anchor, nv_date from, nv_date until, nv_date *out, uint32_t max);

/* The last day on which the action is still in time: `to`, minus one day for bound `before`; none where `to` is none. */
nv_date nv_deadline_last_day(const nv_deadline *d);
#endif
