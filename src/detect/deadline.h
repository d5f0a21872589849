/* deadline.h - times that bind an action: phrase first (grammars/deadline.rules), its value later as a pure function of phrase, reference date and calendar. */
#ifndef NV_DEADLINE_H
#define NV_DEADLINE_H
#include "detect/detect.h"
#include "model/recur.h"

/* The day by which years that are not printed are told: the document's date, or where its day is not known its month (d == 0). */
nv_date nv_deadline_ref(const nv_doc *doc);
/* The deadlines of a free-standing phrase, such as a table cell “Quý II/2025”, “Hằng năm”, “31/12/2025”, “Trước 30/6/2025”. `ref`: date of the document (its
 * nv_deadline_ref), none if unknown. Up to `max` are written to `out`, in order; spans are bytes of `printed` (equally long as `folded`, its folded form); unit, table and row are left
 * to the caller. Strings live in `arena` or in `printed`. Returns their number. */
uint32_t nv_deadline_parse(const nv_deadline_detector *d, nv_arena *arena, nv_str folded, nv_str printed, nv_date ref, nv_deadline *out, uint32_t max);
#endif
