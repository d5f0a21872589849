/* deadline_value.c - from a phrase to days: a pure function of the phrase, the document's date and the calendar (contract 5; Bộ luật Dân sự 2015, Điều 146–148). */
#include "detect/deadline_internal.h"

#include <stdlib.h>

/* ---- reading the groups --------------------------------------------------------------------------------------------------------------------------- */

static int digit_word(nv_str w)
{
    static const struct { const char *word; int n; } words[] = {
        { "một", 1 }, { "mốt", 1 }, { "giêng", 1 }, { "hai", 2 }, { "ba", 3 }, { "tư", 4 }, { "bốn", 4 }, { "năm", 5 }, { "lăm", 5 }, { "sáu", 6 }, { "bảy", 7 }, { "bẩy", 7 },
        { "tám", 8 }, { "chín", 9 },
    };
    for (size_t i = 0; i < NV_NELEM(words); i++)
        if (nv_str_eqz(w, words[i].word))
            return words[i].n;
    return 0;
}

/* Numbers in words as deadlines have them, up to a few hundred; `năm` is five only where a number is expected. 0: no number. */
static int number_in_words(nv_str s)
{
    int sum = 0, last = 0;
    while (s.n) {
        uint32_t end = 0;
        while (end < s.n && s.p[end] != ' ' && s.p[end] != '\t' && (unsigned char)s.p[end] != 0xA0)
            end++;
        nv_str w = nv_str_cut(s, 0, end);
        s = nv_str_trim(nv_str_cut(s, end < s.n ? end + 1 : end, s.n));
        if (nv_str_eqz(w, "mười")) {
            sum += 10;
        } else if (nv_str_eqz(w, "mươi") || nv_str_eqz(w, "trăm")) {
            sum += last * (nv_str_eqz(w, "trăm") ? 100 : 10);
            last = 0;
        } else if (nv_str_eqz(w, "linh") || nv_str_eqz(w, "lẻ")) {
            continue;
        } else if ((last = digit_word(w)) == 0) {
            return 0;
        }
    }
    return sum + last;
}

static int number_of(nv_str s)
{
    int n = 0;
    if (s.n == 0 || !nv_is_digit((unsigned char)s.p[0]))
        return number_in_words(s);
    for (uint32_t i = 0; i < s.n && (nv_is_digit((unsigned char)s.p[i]) || s.p[i] == ' ') && n < 100000; i++)
        n = s.p[i] == ' ' ? n : n * 10 + (s.p[i] - '0'); /* a scan's blank: 1 1 */
    return n;
}

/* I … IV, also as a scanner misreads them (1V, lV, ll). */
static int quarter_of(nv_str s)
{
    if (s.n == 0)
        return 0;
    if (s.n == 1 && s.p[0] >= '1' && s.p[0] <= '4')
        return s.p[0] - '0';
    if (s.n == 2 && s.p[1] == 'v')
        return 4;
    return (int)s.n;
}

static char unit_of(nv_str s)
{
    static const struct { const char *word; char unit; } words[] = {
        { "ngày", 'D' }, { "tuần", 'W' }, { "tháng", 'M' }, { "quý", 'Q' }, { "năm", 'Y' }, { "giờ", 'H' }, { "phút", 'm' },
    };
    for (size_t i = 0; i < NV_NELEM(words); i++)
        if (nv_str_eqz(s, words[i].word))
            return words[i].unit;
    return 0;
}

static bool has(nv_str s, const char *word) { return nv_str_find(s, nv_str_of(word), 0) != UINT32_MAX; }

static nv_bound bound_of(nv_str s)
{
    if (s.n == 0)
        return NV_B_NONE;
    if (has(s, "trước"))
        return NV_B_BEFORE;
    if (nv_str_starts(s, NV_LIT("trong")) || nv_str_starts(s, NV_LIT("ngay trong")) || nv_str_starts(s, NV_LIT("vào")) || nv_str_starts(s, NV_LIT("ngay vào")))
        return NV_B_WITHIN;
    return NV_B_BY;
}

static nv_edge edge_of(nv_str s)
{
    if (s.n == 0)
        return NV_EDGE_NONE;
    return has(s, "đầu") || has(s, "start") ? NV_EDGE_START : has(s, "giữa") || has(s, "middle") ? NV_EDGE_MIDDLE : NV_EDGE_END;
}

static nv_deadline_kind kind_of(nv_str s)
{
    return nv_str_eqz(s, "recurring") ? NV_D_RECURRING : nv_str_eqz(s, "relative") ? NV_D_RELATIVE : nv_str_eqz(s, "effective") ? NV_D_EFFECTIVE : NV_D_DUE;
}

static nv_bound bound_attr(nv_str s)
{
    return nv_str_eqz(s, "before") ? NV_B_BEFORE : nv_str_eqz(s, "by") ? NV_B_BY : nv_str_eqz(s, "within") ? NV_B_WITHIN : NV_B_NONE;
}

void nv_time_read(const nv_matcher *m, const nv_rule *r, nv_str subject, nv_time *t)
{
    nv_str rel = nv_match_named(m, "rel"), half = nv_match_named(m, "half");
    nv_span sp;
    *t = (nv_time){ .rule = r, .kind = kind_of(nv_rule_attr(r, "kind")) };
    nv_match_group(m, 0, &t->whole);
    if (!nv_match_named_span(m, "text", &t->text))
        t->text = t->whole;
    t->text = nv_span_trim(subject, t->text);
    if (nv_match_named_span(m, "anchor", &sp))
        t->anchor = nv_span_trim(subject, sp);
    t->bound = bound_attr(nv_rule_attr(r, "bound"));
    if (t->bound == NV_B_NONE)
        t->bound = bound_of(nv_match_named(m, "bound"));
    t->edge = edge_of(nv_match_named(m, "edge"));
    if (t->edge == NV_EDGE_NONE)
        t->edge = edge_of(nv_rule_attr(r, "edge"));
    t->day = number_of(nv_match_named(m, "day"));
    t->month = number_of(nv_match_named(m, "month"));
    t->year = number_of(nv_match_named(m, "year"));
    t->day2 = number_of(nv_match_named(m, "day2"));
    t->month2 = number_of(nv_match_named(m, "month2"));
    t->year2 = number_of(nv_match_named(m, "year2"));
    t->q = quarter_of(nv_match_named(m, "q"));
    t->q2 = quarter_of(nv_match_named(m, "q2"));
    t->half = half.n == 0 ? 0 : nv_str_eqz(half, "đầu") ? 1 : 2;
    t->n = number_of(nv_match_named(m, "n"));
    t->times = number_of(nv_match_named(m, "times"));
    t->unit = unit_of(nv_match_named(m, "unit"));
    t->freq = unit_of(nv_match_named(m, "freq"));
    t->rel = rel.n == 0 ? 0 : nv_str_eqz(rel, "nay") || nv_str_eqz(rel, "này") || nv_str_starts(rel, NV_LIT("hiện")) ? 1 : 2;
    t->working_days = nv_match_named_span(m, "wd", &sp);
    t->stop = nv_match_named_span(m, "stop", &sp);
    t->future = nv_str_eqz(nv_rule_attr(r, "need"), "future");
    t->back = nv_str_eqz(nv_rule_attr(r, "direction"), "back");
    t->lost_day = nv_str_eqz(nv_rule_attr(r, "lost"), "day");
    t->tet = nv_str_eqz(nv_rule_attr(r, "feast"), "tet");
    t->freq_attr = nv_rule_attr(r, "freq");
    t->duration_attr = nv_rule_attr(r, "duration");
}

/* ---- days named ----------------------------------------------------------------------------------------------------------------------------------- */

typedef struct { nv_date from, to; bool impossible; } days;

/* A two-digit year would be a guess; years of the grammar have four digits. */
static days days_of_date(const nv_time *t, int y, int default_month)
{
    days r = { 0 };
    int m2 = t->month2 ? t->month2 : 0;
    if (t->day2) { /* from … to … */
        int y2 = t->year2 ? t->year2 : y, y1 = t->year ? t->year : y2, m1 = t->month ? t->month : m2;
        r.from = nv_date_make(y1, m1, t->day);
        r.to = nv_date_make(y2, m2, t->day2);
        if (!t->year && !nv_date_none(r.from) && !nv_date_none(r.to) && nv_date_cmp(r.from, r.to) > 0)
            r.from = nv_date_make(y1 - 1, m1, t->day); /* “từ ngày 15/12 đến 15/01/2026” */
        r.impossible = nv_date_none(r.from) || nv_date_none(r.to);
        return r;
    }
    r.from = r.to = nv_date_make(y, t->month ? t->month : default_month, t->day);
    r.impossible = nv_date_none(r.to);
    return r;
}

static days days_of_month(const nv_time *t, int y)
{
    days r = { nv_date_make(y, t->month, 1), nv_month_end(y, t->month), false };
    if (t->month2) {
        int y2 = t->year2 ? t->year2 : y;
        r.to = nv_month_end(y2, t->month2);
        r.from = nv_date_make(t->month > t->month2 && !t->year ? y2 - 1 : t->year ? t->year : y2, t->month, 1);
    } else if (t->edge == NV_EDGE_START) {
        r.to = r.from;
    } else if (t->edge == NV_EDGE_MIDDLE) {
        r.to = nv_date_make(y, t->month, 15);
    }
    r.impossible = nv_date_none(r.from) || nv_date_none(r.to);
    return r;
}

static days days_of_year(const nv_time *t, int y)
{
    days r = { nv_date_make(y, 1, 1), nv_date_make(t->year2 ? t->year2 : y, 12, 31), false };
    if (t->edge == NV_EDGE_START)
        r.to = r.from;
    else if (t->edge == NV_EDGE_MIDDLE)
        r.to = nv_date_make(y, 6, 30);
    r.impossible = nv_date_none(r.from) || nv_date_none(r.to) || nv_date_cmp(r.from, r.to) > 0;
    return r;
}

static days days_of_quarter(const nv_time *t, int y)
{
    days r = { nv_quarter_start(y, t->q), nv_quarter_end(y, t->q2 ? t->q2 : t->q), false };
    if (t->edge == NV_EDGE_START)
        r.to = r.from;
    else if (t->edge == NV_EDGE_MIDDLE)
        r.to = nv_date_make(y, t->q * 3 - 1, 15);
    return r;
}

/* “tháng này”, “quý tới”, “tuần sau”, counted from the document's date. */
static days days_of_this(const nv_time *t, nv_date ref)
{
    int next = t->rel == 2;
    days r = { 0 };
    if (t->unit == 'W') {
        int wd = nv_date_weekday(ref);
        r.from = nv_date_add_days(ref, (wd == 0 ? -6 : 1 - wd) + 7 * next);
        r.to = nv_date_add_days(r.from, 6);
    } else {
        int months = t->unit == 'Q' ? 3 : 1;
        nv_date start = nv_date_make(ref.y, (ref.m - 1) / months * months + 1, 1);
        r.from = nv_date_add_months(start, months * next);
        r.to = nv_date_add_days(nv_date_add_months(start, months * (next + 1)), -1);
    }
    if (t->edge == NV_EDGE_START)
        r.to = r.from;
    return r;
}

static days days_in_year(const nv_time *t, int y, const nv_time_cx *cx)
{
    if (t->tet) {
        nv_date tet = nv_calendar_tet(cx->calendar, y);
        return (days){ tet, tet, false };
    }
    if (t->day)
        return days_of_date(t, y, cx->ref.m);
    if (t->q)
        return days_of_quarter(t, y);
    if (t->half)
        return t->half == 1 ? (days){ nv_date_make(y, 1, 1), nv_date_make(y, 6, 30), false } : (days){ nv_date_make(y, 7, 1), nv_date_make(y, 12, 31), false };
    if (t->month)
        return days_of_month(t, y);
    return days_of_year(t, y);
}

/* The days a time names. A missing year is the document's, or the next one if the time would lie before the document's date (contract 5). */
static days days_of(const nv_time *t, const nv_time_cx *cx, bool *unknown_year)
{
    int y = t->year ? t->year : t->year2;
    *unknown_year = false;
    if (y)
        return days_in_year(t, t->year && t->day2 ? (t->year2 ? t->year2 : t->year) : y, cx);
    /* a month without its day tells the year, but not which week it is, nor whether “ngày 11” is over */
    bool of_day = t->rel ? t->unit == 'W' : t->day && !t->month && !t->month2;
    if (nv_date_none(cx->ref) || (!cx->ref.d && of_day)) {
        *unknown_year = true;
        return (days){ 0 };
    }
    if (t->rel && (t->unit == 'M' || t->unit == 'Q' || t->unit == 'W'))
        return days_of_this(t, cx->ref);
    if (t->rel)
        return days_in_year(t, cx->ref.y + (t->rel == 2), cx);
    days r = days_in_year(t, cx->ref.y, cx);
    if (r.impossible || nv_date_none(r.to) || nv_date_cmp(r.to, cx->ref) >= 0)
        return r;
    if (t->day && !t->month && !t->day2) { /* “trước 14 giờ ngày 11”: the next such day */
        nv_date next = nv_date_add_months(nv_date_make(cx->ref.y, cx->ref.m, 1), 1);
        r.from = r.to = nv_date_make(next.y, next.m, t->day);
        return r;
    }
    days later = days_in_year(t, cx->ref.y + 1, cx);
    return later.impossible ? r : later;
}

/* ---- kinds ---------------------------------------------------------------------------------------------------------------------------------------- */

static nv_time_result value_due(const nv_time *t, const nv_time_cx *cx, nv_deadline *d)
{
    bool unknown;
    days r = days_of(t, cx, &unknown);
    d->bound = t->bound;
    if (d->bound == NV_B_NONE || (d->bound == NV_B_WITHIN && t->edge != NV_EDGE_NONE && t->edge != NV_EDGE_MIDDLE))
        d->bound = NV_B_BY; /* “cuối năm 2025” is a last day, not a period */
    if (t->lost_day) {
        d->reason = NV_LIT("không đọc được ngày");
        return !nv_date_none(cx->ref) && nv_date_cmp(r.to, cx->ref) < 0 ? NV_TIME_DROP : NV_TIME_OK;
    }
    if (unknown || (t->tet && nv_date_none(r.to))) {
        d->reason = unknown ? NV_LIT("không rõ năm") : NV_LIT("ngoài lịch đã biết");
        return NV_TIME_OK;
    }
    if (r.impossible) {
        d->reason = NV_LIT("ngày không có thật");
        return NV_TIME_IMPOSSIBLE;
    }
    /* “trước tháng 6” ends before the month begins */
    d->to = d->bound == NV_B_BEFORE && t->edge == NV_EDGE_NONE ? r.from : r.to;
    if (d->bound == NV_B_WITHIN)
        d->from = r.from;
    bool past = !nv_date_none(cx->ref) && nv_date_cmp(d->to, cx->ref) < 0;
    return t->future && past && !cx->late ? NV_TIME_DROP : NV_TIME_OK;
}

static nv_str period(const nv_time_cx *cx, int n, char unit)
{
    if (unit == 'Q') {
        n *= 3;
        unit = 'M';
    }
    if (n <= 0 || !unit)
        return (nv_str){ NULL, 0 };
    return unit == 'H' || unit == 'm' ? nv_arena_printf(cx->arena, "PT%d%c", n, unit == 'm' ? 'M' : 'H') : nv_arena_printf(cx->arena, "P%d%c", n, unit);
}

/* “2 lần một năm” is every six months, where the months come out even. */
static nv_str period_of_times(const nv_time_cx *cx, const nv_time *t)
{
    int n = t->n ? t->n : 1;
    char unit = t->unit ? t->unit : t->freq;
    if (unit == 'M' && n % 12 == 0) { /* “12 tháng một lần” is once a year */
        unit = 'Y';
        n /= 12;
    }
    if (t->times <= 1)
        return period(cx, n, unit);
    int months = unit == 'Y' ? 12 * n : unit == 'Q' ? 3 * n : unit == 'M' ? n : 0;
    return months && months % t->times == 0 ? period(cx, months / t->times, 'M') : (nv_str){ NULL, 0 };
}

static bool day_possible(int month, int day) { return day == 0 || (month ? nv_date_valid(2024, month, day) : day <= 31); }

static nv_time_result value_recurring(const nv_time *t, const nv_time_cx *cx, nv_deadline out[2], unsigned *n)
{
    nv_deadline *d = &out[0];
    d->freq = t->freq_attr.n ? t->freq_attr : period_of_times(cx, t);
    d->bound = t->bound;
    d->month = (uint8_t)(t->month <= 12 ? t->month : 0);
    d->day = (uint8_t)(t->day <= 31 ? t->day : 0);
    if (d->month != t->month || d->day != t->day || !day_possible(t->month, t->day)) {
        d->month = d->day = 0;
        d->reason = NV_LIT("ngày không có thật");
        return NV_TIME_IMPOSSIBLE;
    }
    if (t->day2 && day_possible(t->month2, t->day2) && t->month2 <= 12) {
        out[1] = out[0];
        out[1].month = (uint8_t)t->month2;
        out[1].day = (uint8_t)t->day2;
        *n = 2;
    }
    return NV_TIME_OK;
}

static nv_time_result value_effective(const nv_time *t, const nv_time_cx *cx, nv_deadline *d)
{
    if (t->n)
        d->duration = period(cx, t->n, t->unit);
    d->working_days = t->working_days;
    if (t->day2)
        d->to = nv_date_make(t->year2, t->month2, t->day2);
    bool unknown = false;
    nv_time first = *t;
    first.day2 = first.month2 = first.year2 = 0;
    if (t->day) {
        days r = days_of(&first, cx, &unknown);
        if (r.impossible) {
            d->reason = NV_LIT("ngày không có thật");
            return NV_TIME_IMPOSSIBLE;
        }
        d->from = r.to;
    }
    if (t->day2 && nv_date_none(d->to)) {
        d->reason = NV_LIT("ngày không có thật");
        return NV_TIME_IMPOSSIBLE;
    }
    if (t->stop) { /* “hết hiệu lực kể từ ngày X”: the last day is the one before */
        d->to = nv_date_add_days(d->from, -1);
        d->from = (nv_date){ 0, 0, 0 };
    }
    if (unknown)
        d->reason = NV_LIT("không rõ năm");
    return NV_TIME_OK;
}

nv_time_result nv_time_value(const nv_time *t, const nv_time_cx *cx, nv_deadline out[2], unsigned *n)
{
    nv_deadline *d = &out[0];
    *d = (nv_deadline){ .kind = t->kind, .table = NV_NONE, .row = NV_NONE, .rule = nv_rule_name(t->rule) };
    *n = 1;
    switch (t->kind) {
    case NV_D_RECURRING: return value_recurring(t, cx, out, n);
    case NV_D_EFFECTIVE: return value_effective(t, cx, d);
    case NV_D_RELATIVE:
        d->duration = t->duration_attr.n ? t->duration_attr : period(cx, t->n, t->unit);
        d->working_days = t->working_days;
        return d->duration.n ? NV_TIME_OK : NV_TIME_DROP;
    case NV_D_DUE: break;
    }
    if (cx->recurring && !t->day2 && !t->year && !t->rel) { /* “Hằng năm, các sở báo cáo trước ngày 15/12” */
        d->kind = NV_D_RECURRING;
        nv_time yearly = *t;
        if (t->month2)
            yearly.month = 0;
        if (t->bound == NV_B_NONE)
            yearly.bound = NV_B_BY;
        yearly.freq_attr = NV_LIT("P1Y");
        return value_recurring(&yearly, cx, out, n);
    }
    return value_due(t, cx, d);
}

void nv_time_anchor(nv_deadline *d, nv_date day, bool back, const nv_calendar *cal)
{
    nv_period p;
    bool provisional = false;
    if (nv_date_none(day))
        return;
    bool counted = nv_period_parse(d->duration, &p);
    if (d->kind == NV_D_EFFECTIVE) { /* the day an act takes effect is not moved by days off */
        d->from = !d->duration.n ? day : !counted ? (nv_date){ 0, 0, 0 } : d->working_days ? nv_period_end(cal, day, p, true, &provisional) : nv_period_plain(day, p);
        d->reason = (nv_str){ NULL, 0 };
        return;
    }
    if (!counted)
        return;
    if (back) {
        p.n = -p.n;
        d->to = d->working_days ? nv_calendar_add(cal, day, p.n, &provisional) : nv_period_plain(day, p);
    } else {
        d->from = day;
        d->to = nv_period_end(cal, day, p, d->working_days, &provisional);
    }
    d->reason = provisional ? NV_LIT("tạm tính: ngoài lịch nghỉ đã biết") : (nv_str){ NULL, 0 };
}
