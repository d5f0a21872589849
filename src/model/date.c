/* date.c - civil dates by day counting; the algorithm is the usual one with years that begin in March, so that the leap day is last. */
#include "model/date.h"

#include <stdio.h>

static bool leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

int nv_days_in_month(int y, int m)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (m < 1 || m > 12)
        return 0;
    return m == 2 && leap(y) ? 29 : days[m - 1];
}

bool nv_date_valid(int y, int m, int d)
{
    return y >= 1 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= nv_days_in_month(y, m);
}

nv_date nv_date_make(int y, int m, int d)
{
    if (!nv_date_valid(y, m, d))
        return (nv_date){ 0, 0, 0 };
    return (nv_date){ (int16_t)y, (uint8_t)m, (uint8_t)d };
}

int32_t nv_date_days(nv_date date)
{
    int32_t y = date.y - (date.m <= 2); /* the year that begins on 1 March */
    int32_t era = (y >= 0 ? y : y - 399) / 400;
    int32_t yoe = y - era * 400;
    int32_t doy = (153 * (date.m + (date.m > 2 ? -3 : 9)) + 2) / 5 + date.d - 1;
    int32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468; /* 719468 days from 0000-03-01 to 1970-01-01 */
}

nv_date nv_date_from_days(int32_t days)
{
    int32_t z = days + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;
    int32_t m = mp + (mp < 10 ? 3 : -9);
    return nv_date_make(yoe + era * 400 + (m <= 2), m, doy - (153 * mp + 2) / 5 + 1);
}

nv_date nv_date_add_days(nv_date d, int32_t n)
{
    /* four million days are beyond year 9999: such a sum is no date, and must not overflow on the way */
    if (nv_date_none(d) || n > 4000000 || n < -4000000)
        return (nv_date){ 0, 0, 0 };
    return nv_date_from_days(nv_date_days(d) + n);
}

nv_date nv_date_add_months(nv_date d, int n)
{
    if (nv_date_none(d) || n > 120000 || n < -120000)
        return (nv_date){ 0, 0, 0 };
    int months = d.y * 12 + (d.m - 1) + n;
    if (months < 12)
        return (nv_date){ 0, 0, 0 };
    int y = months / 12, m = months % 12 + 1, last = nv_days_in_month(y, m);
    return nv_date_make(y, m, d.d < last ? d.d : last);
}

int nv_date_weekday(nv_date d)
{
    int32_t w = (nv_date_days(d) + 4) % 7; /* 1970-01-01 was a Thursday */
    return (int)(w < 0 ? w + 7 : w);
}

int nv_date_cmp(nv_date a, nv_date b)
{
    if (a.y != b.y)
        return a.y < b.y ? -1 : 1;
    if (a.m != b.m)
        return a.m < b.m ? -1 : 1;
    return a.d == b.d ? 0 : a.d < b.d ? -1 : 1;
}

void nv_date_iso(nv_date d, char out[12])
{
    if (nv_date_none(d))
        out[0] = '\0';
    else
        snprintf(out, 12, "%04d-%02d-%02d", d.y % 10000, d.m % 100, d.d % 100);
}

nv_date nv_date_parse(nv_str s)
{
    static const uint8_t at[] = { 0, 1, 2, 3, 5, 6, 8, 9 };
    int v[8];
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
        return (nv_date){ 0, 0, 0 };
    for (unsigned i = 0; i < 8; i++) {
        if (!nv_is_digit((unsigned char)s.p[at[i]]))
            return (nv_date){ 0, 0, 0 };
        v[i] = s.p[at[i]] - '0';
    }
    return nv_date_make(v[0] * 1000 + v[1] * 100 + v[2] * 10 + v[3], v[4] * 10 + v[5], v[6] * 10 + v[7]);
}
