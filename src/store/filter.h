/* filter.h - the language of questions about tasks: text -> tree. No database here: query_sql.c turns the tree into SQL with bound values.
 *
 *   co_quan:"UBND tỉnh Lào Cai" vai_tro:lead han<2026-06-30 and not (chu_de:"đất đai" or van_ban:21/CT-TTg)
 *
 *   or   = and { ("or" | "hoặc") and }         and  = not { ["and" | "và"] not }         not  = ("not" | "không") not | "(" or ")" | term
 *   term = key op value                        op   = ":" "=" "!=" "<" "<=" ">" ">="     value = word | "…" | “…” | '…'  (\ keeps the next sign)
 *
 * Keys and words are known in Vietnamese, with or without marks, and in English, in any case. Only days take < <= > >=. A day may be a month or a year
 * (2026-06, 06/2026, 2026): “han:2026-06” is any day of it, “han<2026-06” before its first, “han>2026-06” after its last.
 */
#ifndef NV_STORE_FILTER_H
#define NV_STORE_FILTER_H
#include "base/arena.h"
#include "model/date.h"

typedef enum {
    NV_Q_AND, NV_Q_OR, NV_Q_NOT, /* of kids; NOT has one */
    NV_Q_WHO, NV_Q_ROLE, NV_Q_DUE, NV_Q_ISSUED, NV_Q_DOC, NV_Q_ISSUER, NV_Q_TOPIC, NV_Q_KIND, NV_Q_MODALITY, NV_Q_STATUS
} nv_query_kind;

typedef struct nv_query nv_query;
struct nv_query {
    nv_query_kind kind;
    nv_str text;               /* WHO, DOC, ISSUER, TOPIC: as given; ROLE, KIND, MODALITY, STATUS: the word in the database; ends in a zero byte */
    nv_date lo, hi;            /* DUE, ISSUED: first and last day that count; none: no such bound */
    uint32_t at;               /* byte of the filter at which it begins, for messages; NV_NONE: it came from an option */
    unsigned slot;             /* WHO: set by the store */
    NV_VEC(nv_query *) kids;
};

typedef enum {
    NV_FF_NONE,
    NV_FF_WANT_TERM,           /* a term should stand here */
    NV_FF_UNKNOWN_KEY,         /* word: the key; near: the nearest known one or n == 0 */
    NV_FF_WANT_OP,             /* word: the key */
    NV_FF_BAD_OP,              /* word: the key, which takes only : = != */
    NV_FF_WANT_VALUE,          /* word: the key */
    NV_FF_BAD_DATE,            /* word: the value */
    NV_FF_BAD_VALUE,           /* word: the value; near: those that there are */
    NV_FF_OPEN_QUOTE, NV_FF_OPEN_BRACKET, NV_FF_EXTRA_BRACKET,
    NV_FF_TOO_LONG, NV_FF_TOO_DEEP, NV_FF_TOO_MANY, NV_FF_NOT_UTF8
} nv_filter_fault;

typedef struct { nv_filter_fault fault; uint32_t at; nv_str word, near; } nv_filter_error; /* at: byte in the text */

/* Parses a filter; `today` is what “today”, “hôm nay” mean. The tree lives in `a`. An empty text gives an empty AND (everything). On a fault returns NULL. */
nv_query *nv_filter_parse(nv_str text, nv_date today, nv_arena *a, nv_filter_error *err);

/* A role, kind, modality or status by any of its names; n == 0 if it is none. `list` (may be NULL) gets the names for a message. */
nv_str nv_filter_word(nv_query_kind kind, nv_str text, nv_str *list);
/* The i-th word of a kind as the database has it, NULL behind the last. */
const char *nv_filter_word_at(nv_query_kind kind, unsigned i);

#endif
