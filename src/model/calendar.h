/* calendar.h - working days and legal periods over a table of days that is passed in; no clock, no file.
 *
 * A calendar knows the years [first.y, last.y]: an answer that needs a day outside them treats Monday to Friday as worked and is marked provisional. */
#ifndef NV_CALENDAR_H
#define NV_CALENDAR_H
#include "model/date.h"

typedef struct { nv_date date; bool works; } nv_calendar_day; /* a day that differs from the week: off Monday–Friday, or worked Saturday, Sunday */

typedef struct {
    const nv_calendar_day *days; uint32_t n; /* sorted by date, no date twice */
    nv_date first, last;                     /* the years known: 1 January and 31 December */
    const nv_date *tet; uint32_t n_tet;      /* lunar new year's days, sorted */
} nv_calendar;

/* Tết Nguyên đán (first day of the lunar year) in a solar year; none if the table has no such year. */
nv_date nv_calendar_tet(const nv_calendar *c, int year);

/* True if state bodies work on `d`. *provisional (may be NULL) is set to true when the table does not know that year; it is never cleared. A NULL or empty
 * calendar knows nothing: Monday to Friday, provisional. */
bool nv_calendar_works(const nv_calendar *c, nv_date d, bool *provisional);
/* `d` itself if it is worked, else the next day that is (Bộ luật Dân sự 2015, Điều 148.5). None for none. */
nv_date nv_calendar_next(const nv_calendar *c, nv_date d, bool *provisional);
/* The n-th working day after `d` (n > 0) or before it (n < 0); the day of the event is not counted (Điều 147.2). n == 0: `d`. */
nv_date nv_calendar_add(const nv_calendar *c, nv_date d, int n, bool *provisional);
/* Working days in (from, to]; negative when to < from. */
int nv_calendar_count(const nv_calendar *c, nv_date from, nv_date to, bool *provisional);

/* An ISO 8601 duration of one unit as deadlines have it: P10D, P3M, P1Y, P2W, PT24H. */
typedef struct { int n; char unit; /* 'D', 'W', 'M', 'Y', or 'H' for hours */ } nv_period;
/* False if `s` is no such duration. */
bool nv_period_parse(nv_str s, nv_period *out);
/* The last day of a period that begins with an event on `start` (Bộ luật Dân sự 2015, Điều 147, 148): the day of the event is not counted, months and years
 * end on the corresponding day or the month's last, and a last day off moves to the next working day. Hours are counted from the end of the day when the
 * moment is not known. With `working_days`, only days are possible. None if it cannot be computed. */
nv_date nv_period_end(const nv_calendar *c, nv_date start, nv_period p, bool working_days, bool *provisional);
/* The same sum without moving a day off: for the day an act takes effect. */
nv_date nv_period_plain(nv_date start, nv_period p);

/* First and last days of months (1–12) and quarters (1–4) of a year; none if out of range. */
nv_date nv_month_end(int y, int m);
nv_date nv_quarter_start(int y, int q);
nv_date nv_quarter_end(int y, int q);
#endif
