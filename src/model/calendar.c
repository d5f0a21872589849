/* calendar.c - working days and legal periods. */
#include "model/calendar.h"

static const nv_calendar_day *day_of(const nv_calendar *c, nv_date d)
{
    uint32_t lo = 0, hi = c->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int cmp = nv_date_cmp(c->days[mid].date, d);
        if (cmp == 0)
            return &c->days[mid];
        if (cmp < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

bool nv_calendar_works(const nv_calendar *c, nv_date d, bool *provisional)
{
    int wd = nv_date_weekday(d);
    bool week = wd >= 1 && wd <= 5;
    if (!c || c->n == 0 || nv_date_cmp(d, c->first) < 0 || nv_date_cmp(d, c->last) > 0) {
        if (provisional)
            *provisional = true;
        return week;
    }
    const nv_calendar_day *x = day_of(c, d);
    return x ? x->works : week;
}

nv_date nv_calendar_next(const nv_calendar *c, nv_date d, bool *provisional)
{
    while (!nv_date_none(d) && !nv_calendar_works(c, d, provisional))
        d = nv_date_add_days(d, 1);
    return d;
}

nv_date nv_calendar_add(const nv_calendar *c, nv_date d, int n, bool *provisional)
{
    int step = n < 0 ? -1 : 1;
    if (n > 36500 || n < -36500) /* a hundred years of working days is no deadline */
        return (nv_date){ 0, 0, 0 };
    while (n != 0 && !nv_date_none(d)) {
        d = nv_date_add_days(d, step);
        if (!nv_date_none(d) && nv_calendar_works(c, d, provisional))
            n -= step;
    }
    return d;
}

int nv_calendar_count(const nv_calendar *c, nv_date from, nv_date to, bool *provisional)
{
    if (nv_date_none(from) || nv_date_none(to))
        return 0;
    if (nv_date_cmp(to, from) < 0)
        return -nv_calendar_count(c, to, from, provisional);
    int n = 0;
    for (int32_t k = nv_date_days(from) + 1, end = nv_date_days(to); k <= end; k++)
        n += nv_calendar_works(c, nv_date_from_days(k), provisional);
    return n;
}

nv_date nv_calendar_tet(const nv_calendar *c, int year)
{
    for (uint32_t i = 0; c && i < c->n_tet; i++)
        if (c->tet[i].y == year)
            return c->tet[i];
    return (nv_date){ 0, 0, 0 };
}

bool nv_period_parse(nv_str s, nv_period *out)
{
    uint32_t i = 1;
    bool time = false;
    int n = 0;
    if (s.n < 3 || s.p[0] != 'P')
        return false;
    if (s.p[i] == 'T') {
        time = true;
        i++;
    }
    uint32_t first = i;
    for (; i < s.n && nv_is_digit((unsigned char)s.p[i]); i++) {
        n = n * 10 + (s.p[i] - '0');
        if (n > 1000000)
            return false;
    }
    if (i == first || i + 1 != s.n)
        return false;
    char u = s.p[i];
    if (time ? u != 'H' : (u != 'D' && u != 'W' && u != 'M' && u != 'Y'))
        return false;
    *out = (nv_period){ n, u };
    return true;
}

nv_date nv_period_plain(nv_date start, nv_period p)
{
    switch (p.unit) {
    case 'D': return nv_date_add_days(start, p.n);
    case 'W': return nv_date_add_days(start, p.n * 7);
    case 'M': return nv_date_add_months(start, p.n);
    case 'Y': return nv_date_add_months(start, p.n <= 9999 ? p.n * 12 : 200000);
    case 'H': return nv_date_add_days(start, (p.n + 23) / 24);
    default: return (nv_date){ 0, 0, 0 };
    }
}

nv_date nv_period_end(const nv_calendar *c, nv_date start, nv_period p, bool working_days, bool *provisional)
{
    if (working_days)
        return p.unit == 'D' ? nv_calendar_add(c, start, p.n, provisional) : (nv_date){ 0, 0, 0 };
    nv_date end = nv_period_plain(start, p);
    return p.unit == 'H' ? end : nv_calendar_next(c, end, provisional); /* hours run through days off (Điều 147.1) */
}

nv_date nv_month_end(int y, int m) { return nv_date_make(y, m, nv_days_in_month(y, m)); }
nv_date nv_quarter_start(int y, int q) { return q < 1 || q > 4 ? (nv_date){ 0, 0, 0 } : nv_date_make(y, q * 3 - 2, 1); }
nv_date nv_quarter_end(int y, int q) { return q < 1 || q > 4 ? (nv_date){ 0, 0, 0 } : nv_month_end(y, q * 3); }
