/* date.h - civil dates (proleptic Gregorian), without a clock. */
#ifndef NV_DATE_H
#define NV_DATE_H
#include "model/model.h"

static inline bool nv_date_none(nv_date d) { return d.y == 0; }
bool nv_date_valid(int y, int m, int d);
/* The date, or none if it does not exist. */
nv_date nv_date_make(int y, int m, int d);
int nv_days_in_month(int y, int m);
/* Days since 1970-01-01, and back. */
int32_t nv_date_days(nv_date d);
nv_date nv_date_from_days(int32_t days);
nv_date nv_date_add_days(nv_date d, int32_t n);
/* n months later; the month's last day if it is shorter (Bộ luật Dân sự 2015, Điều 148.4). */
nv_date nv_date_add_months(nv_date d, int n);
/* 0 Sunday … 6 Saturday. */
int nv_date_weekday(nv_date d);
int nv_date_cmp(nv_date a, nv_date b);
/* "2012-12-31"; "" for none. */
void nv_date_iso(nv_date d, char out[12]);
/* Parses "YYYY-MM-DD"; none if it is not a valid date. */
nv_date nv_date_parse(nv_str s);
#endif
