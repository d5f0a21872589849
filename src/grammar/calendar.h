/* calendar.h - the Vietnamese calendar of days off, loaded from grammars/holidays.tsv. */
#ifndef NV_GRAMMAR_CALENDAR_H
#define NV_GRAMMAR_CALENDAR_H
#include "grammar/grammar.h"
#include "model/calendar.h"

/* Loads holidays.tsv (columns date, kind: see the head of the file). The calendar lives in the grammar's arena. NULL and lines in *errors if the table is wrong. */
const nv_calendar *nv_calendar_load(const nv_grammar *g, nv_buf *errors);
#endif
