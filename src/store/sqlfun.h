/* sqlfun.h - inside the store: functions that the SQL of the audit and of the status of documents uses.
 *
 *   skel(text)                 without marks, lower case (base/fold.h)
 *   number_key(number)         folded number without its year; number_year(number): the year in it, NULL if none
 *   squeeze(text)              without white space, dashes as '-': for comparing numbers letter by letter
 *   words_before(file, at, n)  up to n code points of the text before `at`, no further than the beginning of the paragraph
 *   words_after(file, at, n)   up to n code points from `at` on, no further than the end of the paragraph
 *   no_such_date(text)         a date at the beginning of the text that no calendar has (“ngày 31 tháng 02 năm 2011”), as printed, else NULL
 *   ends_on(text)              the day named behind “hết hiệu lực” in the text, ISO, else NULL
 *   place_in(eid, place)       1 if the unit is at the place or below it, whatever chapters and sections stand before it
 *   place(eid)                 the eId without chapters and sections; place_up(eid): what it stands in, '' at the top; place_kind(eid): 'cl', 'art' …
 *   type_code(key)             the first letters behind the slash of a folded number: 'qd' of '79/qd-ttg'
 */
#ifndef NV_STORE_SQLFUN_H
#define NV_STORE_SQLFUN_H
#include "store/db.h"

/* Adds them to the connection; false on error (then nv_db_fail). Calling it again does no harm. */
bool nv_sqlfun_add(nv_store *s);

#endif
