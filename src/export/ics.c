/* ics.c - a calendar (RFC 5545) that Outlook, Google and Thunderbird open: all-day events or to-dos, recurring reports as rules, the same task under the same UID.
 *
 * A day of a recurring deadline is that of the agenda (model/recur.h); the rule says the same for all years to come.
 */
#include "base/digest.h"
#include "export/clean.h"
#include "export/export.h"
#include "model/calendar.h"
#include "model/recur.h"
#include <libical/ical.h>
#include <stdlib.h>

enum { TITLE_SIGNS = 120, ALARM_HOUR = 8, FAR_DAYS = 40 * 366 }; /* a title is cut at so many signs; reminders come at 8 in the morning */

typedef struct { const nv_export *x; icalcomponent *cal; nv_buf raw, clean; } calendar;

/* One entry: a task on a day, with the rule by which it comes back, or a task without a day (to-dos only). */
typedef struct { const nv_x_task *t; const nv_x_due *due; nv_date day; unsigned nth; bool end_of_period; nv_buf rule; } entry;

/* ---- days ------------------------------------------------------------------------------------------------------------ */

/* The day to which everybody's last day was moved; n == 0: it was not, or not for all to the same. */
static nv_str moved_to(const nv_x_task *t)
{
    for (uint32_t i = 0; i < t->states.n; i++)
        if (!t->states.v[i].due_written.p || !nv_str_eq(t->states.v[i].due, t->states.v[0].due)) return (nv_str){ 0 };
    return t->states.n ? t->states.v[0].due : (nv_str){ 0 };
}

static bool all_are(const nv_x_task *t, const char *status)
{
    for (uint32_t i = 0; i < t->states.n; i++)
        if (!nv_str_eqz(t->states.v[i].status, status)) return false;
    return t->states.n > 0;
}

static bool any_is(const nv_x_task *t, const char *status)
{
    for (uint32_t i = 0; i < t->states.n; i++)
        if (nv_str_eqz(t->states.v[i].status, status)) return true;
    return false;
}

/* “day 30” is the last day of a shorter month, as in the agenda: the last of the days 28 to 30 that there are. */
static void month_day(int day, nv_buf *rule)
{
    if (day == 0 || day == 31) nv_buf_addz(rule, ";BYMONTHDAY=-1");
    else if (day <= 28) nv_buf_printf(rule, ";BYMONTHDAY=%d", day);
    else nv_buf_printf(rule, ";BYMONTHDAY=28,29%s;BYSETPOS=-1", day == 30 ? ",30" : "");
}

static void make_rule(nv_period p, const nv_x_due *x, bool before, nv_date first, nv_buf *rule)
{
    if (p.unit == 'D' || p.unit == 'W') {
        nv_buf_printf(rule, "FREQ=%s;INTERVAL=%d", p.unit == 'D' ? "DAILY" : "WEEKLY", p.n);
        return;
    }
    int months = p.n * (p.unit == 'Y' ? 12 : 1), day = p.unit == 'Y' && !x->month ? 0 : before ? x->day - 1 : x->day;
    if (months % 12) nv_buf_printf(rule, "FREQ=MONTHLY;INTERVAL=%d", months);
    else nv_buf_printf(rule, "FREQ=YEARLY;INTERVAL=%d;BYMONTH=%d", months / 12, first.m);
    if (months % 12 == 0 && day && first.m != 2 && day < nv_days_in_month(first.y, first.m)) nv_buf_printf(rule, ";BYMONTHDAY=%d", day);
    else month_day(months % 12 == 0 && first.m != 2 ? 0 : day, rule);
}

/* First day and rule of a recurring deadline. False: it does not say when. */
static bool recurring(const nv_export *x, const nv_x_task *t, const nv_x_due *due, nv_date *first, nv_buf *rule)
{
    nv_deadline d = { .kind = NV_D_RECURRING, .freq = due->freq, .month = (uint8_t)due->month, .day = (uint8_t)due->day };
    nv_date issued = nv_date_parse(t->doc->date), from = nv_date_none(issued) ? x->today : issued;
    bool before = nv_str_eqz(due->bound, "before") && due->day;
    nv_period p;
    if (!nv_str_eqz(due->kind, "recurring") || !due->freq.n || !nv_period_parse(due->freq, &p)) return false;
    if (!nv_deadline_occurrences(&d, issued, nv_date_add_days(from, before ? 1 : 0), nv_date_add_days(from, FAR_DAYS), first, 1)) return false;
    if (before) *first = nv_date_add_days(*first, -1);
    make_rule(p, due, before, *first, rule);
    return true;
}

/* Calls `fn` for every entry of a task; returns how many there are. fn NULL: only counts. */
static unsigned each_entry(const nv_export *x, const nv_x_task *t, void (*fn)(calendar *, const entry *), calendar *c)
{
    nv_str last = { 0 }, moved = moved_to(t);
    unsigned n = 0;
    entry e = { .t = t };
    for (uint32_t i = 0; i < t->due.n; i++) {
        const nv_x_due *d = e.due = &t->due.v[i];
        e.rule.n = 0;
        e.nth = n;
        nv_str day = moved.n && nv_str_eq(d->last_day, t->states.v[0].due_written) ? moved : d->last_day;
        e.end_of_period = false;
        if (day.n) {
            if (nv_str_eq(day, last)) continue; /* said twice: days are sorted */
            e.day = nv_date_parse(last = day);
        } else if (recurring(x, t, d, &e.day, &e.rule)) e.end_of_period = !d->day && !nv_str_eqz(d->freq, "P1D");
        else continue;
        n++;
        if (fn) fn(c, &e);
    }
    if (!n) {
        e = (entry){ .t = t, .rule = e.rule, .day = nv_date_parse(moved) };
        e.rule.n = 0;
        n += x->vtodo || moved.n;
        if (n && fn) fn(c, &e);
    }
    nv_buf_clear(&e.rule);
    return n;
}

bool nv_ics_holds(const nv_export *x, const nv_x_task *t) { return each_entry(x, t, NULL, NULL) > 0; }

/* ---- texts ----------------------------------------------------------------------------------------------------------- */

static void add_text(calendar *c, icalcomponent *to, icalproperty_kind kind, nv_clean_how how)
{
    c->clean.n = 0;
    nv_clean(nv_buf_str(&c->raw), how, &c->clean);
    icalproperty *p = icalproperty_new(kind);
    icalproperty_set_value(p, icalvalue_new_text(nv_buf_z(&c->clean)));
    icalcomponent_add_property(to, p);
    c->raw.n = 0;
}

static void add_x(icalcomponent *to, const char *name, const char *value)
{
    icalproperty *p = icalproperty_new(ICAL_X_PROPERTY);
    icalproperty_set_value(p, icalvalue_new_text(value)); /* which escapes commas and the like */
    icalproperty_set_x_name(p, name);
    icalcomponent_add_property(to, p);
}

/* Cut at a space, with “…”: the whole is in the description. */
static void short_text(nv_str s, nv_buf *out)
{
    uint32_t at = 0, cut = 0;
    for (unsigned n = 0; at < s.n && n < TITLE_SIGNS; n++)
        if (nv_utf8_next(s, &at) == ' ') cut = at - 1;
    if (at == s.n) cut = s.n;
    else if (!cut) cut = at;
    nv_buf_adds(out, nv_str_cut(s, 0, cut));
    if (cut < s.n) nv_buf_addz(out, "…");
}

static void add_title(calendar *c, icalcomponent *to, const entry *e)
{
    if (all_are(e->t, "done")) nv_buf_addz(&c->raw, "✓ ");
    if (!c->x->vtodo) nv_buf_printf(&c->raw, "%s: ", nv_label_text(e->rule.n ? NV_L_ICS_RECURRING : NV_L_ICS_DUE, c->x->lang));
    short_text(e->t->action, &c->raw);
    if (e->t->doc->number.n) nv_buf_printf(&c->raw, " (%.*s)", NV_ARG(e->t->doc->number));
    add_text(c, to, ICAL_SUMMARY_PROPERTY, NV_CLEAN_ONE_LINE);
}

static void line(calendar *c, const char *label, nv_str s)
{
    if (s.n) nv_buf_printf(&c->raw, "%s%s: %.*s", c->raw.n ? "\n" : "", label, NV_ARG(s));
}

static void add_description(calendar *c, icalcomponent *to, const entry *e)
{
    const nv_export *x = c->x;
    uint32_t i = (uint32_t)(e->t - x->tasks.v);
    nv_buf cell = { 0 };
    for (unsigned col = NV_C_TASK; col < NV_C_COUNT; col++) {
        cell.n = 0;
        if (col == NV_C_DUE && e->due) nv_buf_adds(&cell, e->due->text);
        else nv_cell_text(x, i, (nv_column)col, &cell);
        if (col == NV_C_DUE && e->end_of_period) nv_buf_printf(&cell, " (%s)", nv_label_text(NV_L_END_OF_PERIOD, x->lang));
        line(c, nv_column_head(x, (nv_column)col), nv_buf_str(&cell));
    }
    line(c, nv_label_text(NV_L_QUOTE, x->lang), e->t->quote);
    line(c, nv_label_text(NV_L_ID, x->lang), e->t->id);
    nv_buf_clear(&cell);
    add_text(c, to, ICAL_DESCRIPTION_PROPERTY, NV_CLEAN_LINES);
}

/* From the file's bytes, the quoted words, the task as it was read, and a count of its days: the same when the database is made anew, and when people correct
 * the task or its day is moved. */
static void add_uid(icalcomponent *to, const entry *e)
{
    const nv_str parts[] = { e->t->doc->sha256, e->t->quote, e->t->key };
    nv_digest *sum = nv_digest_new();
    for (unsigned i = 0; i < NV_NELEM(parts); i++) {
        nv_digest_add(sum, parts[i].p, parts[i].n);
        nv_digest_add(sum, "", 1); /* a zero byte between them */
    }
    char hex[NV_DIGEST_HEX], uid[64];
    nv_digest_end(sum, hex);
    snprintf(uid, sizeof uid, "%.40s-%u@nghiavu", hex, e->nth);
    icalcomponent_add_property(to, icalproperty_new_uid(uid));
}

/* ---- entries --------------------------------------------------------------------------------------------------------- */

static icaltimetype as_day(nv_date d) { return (icaltimetype){ .year = d.y, .month = d.m, .day = d.d, .is_date = 1 }; }

/* Midnight UTC of a day: for stamps, which must be instants. */
static icaltimetype as_stamp(nv_date d)
{
    icaltimetype t = as_day(d);
    t.is_date = 0;
    t.zone = icaltimezone_get_utc_timezone();
    return t;
}

/* At 8 in the morning, so many days before; behind midnight of the day itself for 0. To-dos without a start count from their end. */
static void add_alarm(calendar *c, icalcomponent *to, bool from_end)
{
    int hours = ALARM_HOUR - 24 * c->x->alarm;
    struct icaltriggertype when = { .time = icaltime_null_time(), .duration = icaldurationtype_from_int(hours * 3600) };
    icalcomponent *a = icalcomponent_new_valarm();
    icalcomponent_add_property(a, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    icalproperty *p = icalproperty_new_trigger(when);
    if (from_end) icalproperty_add_parameter(p, icalparameter_new_related(ICAL_RELATED_END));
    icalcomponent_add_property(a, p);
    icalcomponent_add_property(a, icalproperty_new_description(nv_label_text(NV_L_ICS_DUE, c->x->lang)));
    icalcomponent_add_component(to, a);
}

/* An event lasts the whole day: its end is the next. A to-do is due on the day; one that recurs needs a start, and lasts a day from it. */
static void add_days(calendar *c, icalcomponent *to, const entry *e)
{
    if (!c->x->vtodo) {
        icalcomponent_add_property(to, icalproperty_new_dtstart(as_day(e->day)));
        icalcomponent_add_property(to, icalproperty_new_dtend(as_day(nv_date_add_days(e->day, 1))));
    } else if (e->rule.n) {
        icalcomponent_add_property(to, icalproperty_new_dtstart(as_day(e->day)));
        icalcomponent_add_property(to, icalproperty_new_duration(icaldurationtype_from_int(86400)));
    } else icalcomponent_add_property(to, icalproperty_new_due(as_day(e->day)));
    nv_buf rule = { 0 };
    nv_buf_adds(&rule, nv_buf_str(&e->rule));
    if (rule.n) icalcomponent_add_property(to, icalproperty_new_rrule(icalrecurrencetype_from_string(nv_buf_z(&rule))));
    nv_buf_clear(&rule);
}

static void add_status(calendar *c, icalcomponent *to, const nv_x_task *t)
{
    bool done = all_are(t, "done"), gone = all_are(t, "withdrawn");
    if (!c->x->vtodo) {
        icalcomponent_add_property(to, icalproperty_new_status(gone ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
        icalcomponent_add_property(to, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
        add_x(to, "X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE");
        add_x(to, "X-MICROSOFT-CDO-BUSYSTATUS", "FREE");
        return;
    }
    bool begun = any_is(t, "in_progress") || any_is(t, "done");
    icalcomponent_add_property(to, icalproperty_new_status(gone ? ICAL_STATUS_CANCELLED : done ? ICAL_STATUS_COMPLETED : begun ? ICAL_STATUS_INPROCESS : ICAL_STATUS_NEEDSACTION));
    if (!done) return;
    nv_str day = { 0 }; /* on which the last of them was done */
    for (uint32_t i = 0; i < t->states.n; i++)
        if (nv_str_cmp(t->states.v[i].day, day) > 0) day = t->states.v[i].day;
    icalcomponent_add_property(to, icalproperty_new_percentcomplete(100));
    if (day.n) icalcomponent_add_property(to, icalproperty_new_completed(as_stamp(nv_date_parse(day))));
}

static void add_entry(calendar *c, const entry *e)
{
    icalcomponent *to = c->x->vtodo ? icalcomponent_new_vtodo() : icalcomponent_new_vevent();
    add_uid(to, e);
    icalcomponent_add_property(to, icalproperty_new_dtstamp(as_stamp(c->x->today)));
    bool dated = !nv_date_none(e->day), over = all_are(e->t, "done") || all_are(e->t, "withdrawn");
    if (dated) add_days(c, to, e);
    add_title(c, to, e);
    add_description(c, to, e);
    nv_buf_adds(&c->raw, e->t->doc->number);
    if (c->raw.n) add_text(c, to, ICAL_CATEGORIES_PROPERTY, NV_CLEAN_ONE_LINE);
    add_status(c, to, e->t);
    if (c->x->alarm >= 0 && dated && !over) add_alarm(c, to, c->x->vtodo && !e->rule.n);
    icalcomponent_add_component(c->cal, to);
}

nv_status nv_write_ics(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)part, (void)err;
    calendar c = { .x = x, .cal = icalcomponent_new_vcalendar() };
    icalcomponent_add_property(c.cal, icalproperty_new_prodid("-//nghiavu//nghiavu " NV_VERSION "//VI"));
    icalcomponent_add_property(c.cal, icalproperty_new_version("2.0"));
    icalcomponent_add_property(c.cal, icalproperty_new_calscale("GREGORIAN"));
    icalcomponent_add_property(c.cal, icalproperty_new_method(ICAL_METHOD_PUBLISH));
    add_x(c.cal, "X-WR-CALNAME", nv_label_text(NV_L_ICS_NAME, x->lang));
    nv_subtitle_text(x, &c.raw);
    for (uint32_t i = 0; i < x->notes.n; i++) nv_buf_printf(&c.raw, " %.*s", NV_ARG(x->notes.v[i]));
    nv_clean(nv_buf_str(&c.raw), NV_CLEAN_ONE_LINE, &c.clean);
    c.raw.n = 0;
    add_x(c.cal, "X-WR-CALDESC", nv_buf_z(&c.clean));
    for (uint32_t i = 0; i < x->tasks.n; i++) each_entry(x, &x->tasks.v[i], add_entry, &c);
    char *text = icalcomponent_as_ical_string_r(c.cal);
    nv_buf_addz(out, text);
    free(text);
    icalcomponent_free(c.cal);
    nv_buf_clear(&c.raw);
    nv_buf_clear(&c.clean);
    return NV_OK;
}
