/* deadline_internal.h - between the files of the deadline detector only. */
#ifndef NV_DEADLINE_INTERNAL_H
#define NV_DEADLINE_INTERNAL_H
#include "detect/deadline.h"
#include "grammar/calendar.h"

typedef enum { NV_EDGE_NONE, NV_EDGE_START, NV_EDGE_MIDDLE, NV_EDGE_END } nv_edge;

/* The parts of a matched phrase; 0 where the phrase does not name them. Spans are bytes of the subject. */
typedef struct {
    const nv_rule *rule;
    nv_deadline_kind kind;
    nv_span whole, text, anchor;        /* anchor: empty if none */
    nv_bound bound;
    nv_edge edge;
    int day, month, year, day2, month2, year2, q, q2, half, n, times;
    char unit, freq;                    /* D W M Q Y H m (minutes); 0 none */
    int rel;                            /* 0 none, 1 this (year, month), 2 the next */
    bool working_days, stop, future, back, tet, lost_day;
    nv_str freq_attr, duration_attr;
} nv_time;

typedef struct {
    nv_arena *arena;
    const nv_calendar *calendar;
    nv_date ref;                        /* date of the document, d == 0 if only its month is known, none if unknown */
    nv_date effective;                  /* its day of effect, none if unknown */
    bool recurring;                     /* the sentence speaks of something that recurs */
    bool late;                          /* what must be done by then, even if the day was over when the document was signed */
} nv_time_cx;

typedef enum { NV_TIME_OK, NV_TIME_DROP, NV_TIME_IMPOSSIBLE } nv_time_result;

/* What an anchor says: the day it falls on, where the text tells. */
typedef enum { NV_ANCHOR_OTHER, NV_ANCHOR_SIGNED, NV_ANCHOR_EFFECT, NV_ANCHOR_DATE } nv_anchor_kind;

/* Features of a paragraph (attribute `any` of a rule). */
enum {
    NV_HAS_DAY = 1, NV_HAS_MONTH = 2, NV_HAS_YEAR = 4, NV_HAS_QUARTER = 8, /* the unit with a number after it */
    NV_HAS_SLASH = 16,      /* 31/12, 31.12.2025 */
    NV_HAS_HOUR = 32,
    NV_HAS_COUNT = 64,      /* a unit with a number before it: 10 ngày */
    NV_HAS_EACH = 128,      /* hằng, hàng, mỗi */
    NV_HAS_TIMES = 256,     /* lần */
    NV_HAS_THIS = 512,      /* năm nay, tháng này, quý tới */
    NV_HAS_HALF = 1024,     /* nửa */
    NV_HAS_YEAR_END = 2048  /* cuối năm, hết năm */
};
unsigned nv_time_features(nv_str folded);
/* The bit of a feature's name; false if there is no such feature. */
bool nv_time_feature(nv_str name, unsigned *bit);

/* Reads the groups of the last match of `r` in `subject`. */
void nv_time_read(const nv_matcher *m, const nv_rule *r, nv_str subject, nv_time *out);
/* The value of a time: one deadline, or two for “15 tháng 6 và 15 tháng 12 hằng năm” (*n gets their number). Only kind, from, to, bound, freq, month, day,
 * duration, working_days and reason are filled. IMPOSSIBLE: there is no such day; the deadline has no date, but a reason. */
nv_time_result nv_time_value(const nv_time *t, const nv_time_cx *cx, nv_deadline out[2], unsigned *n);
/* Fills from and to of a relative or effective deadline whose anchor falls on `day`. */
void nv_time_anchor(nv_deadline *d, nv_date day, bool back, const nv_calendar *cal);

/* What deadline_load.c makes of the grammar. */
enum { NV_MAX_TIME_RULES = 160 };

typedef struct {
    const nv_rule *rule;
    unsigned any;             /* features, one of which must be there; 0: always */
    unsigned gate;            /* bit of its gate among the detector's gates; 0: none */
} nv_time_rule;

enum { NV_MAX_TIME_GATES = 32 };

struct nv_deadline_detector {
    const nv_calendar *calendar;
    nv_time_rule text_rules[NV_MAX_TIME_RULES]; /* not, effective, relative, recurring, due: in file order */
    uint32_t n_text;
    nv_time_rule cell_rules[NV_MAX_TIME_RULES];
    uint32_t n_cell;
    nv_str gates[NV_MAX_TIME_GATES];  /* the distinct gates: each is looked for once a paragraph, not once a rule */
    uint32_t n_gates;
    unsigned gates_of_byte[256]; /* the gates that begin with a byte */
    const nv_rule *more, *signed_, *date, *effect, *of_effect, *own, *own_act, *other_act, *form, *part, *recurring, *meeting, *verb, *label, *past, *goal, *on_effect;
};
/* The name of the rule begins with `kind`. */
bool nv_time_is_kind(const nv_rule *r, const char *kind);
#endif
