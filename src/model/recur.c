/* recur.c - the days on which a recurring deadline falls due, and the last day that is still in time. */
#include "model/recur.h"
#include "model/calendar.h"

nv_date nv_deadline_last_day(const nv_deadline *d)
{
    return d->bound == NV_B_BEFORE ? nv_date_add_days(d->to, -1) : d->to;
}

/* The k-th day of a recurrence that begins in the anchor's period. */
static nv_date occurrence(const nv_deadline *d, nv_period p, nv_date anchor, int k)
{
    if (p.unit == 'D' || p.unit == 'W')
        return nv_date_add_days(anchor, k * p.n * (p.unit == 'W' ? 7 : 1));
    int months = k * p.n * (p.unit == 'Y' ? 12 : 1);
    nv_date first = nv_date_make(anchor.y, d->month ? d->month : anchor.m, 1);
    if (p.unit == 'M' && p.n > 1 && !d->month) /* quarters and halves end with their last month */
        first = nv_date_make(anchor.y, (anchor.m - 1) / p.n * p.n + p.n <= 12 ? (anchor.m - 1) / p.n * p.n + p.n : anchor.m, 1);
    nv_date m = nv_date_add_months(first, months);
    if (nv_date_none(m))
        return m;
    int last = nv_days_in_month(m.y, m.m), day = d->day ? d->day : last;
    if (p.unit == 'Y' && !d->month)
        return nv_date_make(m.y, 12, 31); /* a bare “hằng năm” falls due at the end of the year */
    return nv_date_make(m.y, m.m, day < last ? day : last);
}

uint32_t nv_deadline_occurrences(const nv_deadline *d, nv_date anchor, nv_date from, nv_date until, nv_date *out, uint32_t max)
{
    nv_period p;
    uint32_t n = 0;
    if (d->kind != NV_D_RECURRING || !nv_period_parse(d->freq, &p) || p.n == 0 || p.unit == 'H' || nv_date_none(from) || nv_date_none(until))
        return 0;
    if (nv_date_none(anchor))
        anchor = from;
    /* jump near `from`, then step: periods are at most a day short of their nominal length */
    int32_t length = p.n * (p.unit == 'D' ? 1 : p.unit == 'W' ? 7 : p.unit == 'M' ? 31 : 366);
    int32_t ahead = nv_date_days(from) - nv_date_days(anchor);
    int k = ahead > 0 ? (int)(ahead / length) - 1 : 0;
    for (k = k < 0 ? 0 : k; n < max; k++) {
        nv_date x = occurrence(d, p, anchor, k);
        if (nv_date_none(x) || nv_date_cmp(x, until) > 0)
            break;
        if (nv_date_cmp(x, from) >= 0)
            out[n++] = x;
    }
    return n;
}
