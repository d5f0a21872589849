/* status.h - is a document in force on a day: as far as the collection knows, and by which document and provision. */
#ifndef NV_STORE_STATUS_H
#define NV_STORE_STATUS_H
#include "store/store.h"

typedef enum {
    NV_FORCE_UNKNOWN,    /* known only by citation, and nobody says anything about it */
    NV_FORCE_NOT_ISSUED, /* the day is before its date */
    NV_FORCE_NOT_YET,    /* issued, takes effect later */
    NV_FORCE_IN,         /* in force, unchanged */
    NV_FORCE_AMENDED,
    NV_FORCE_SUSPENDED,  /* in part */
    NV_FORCE_PART,       /* repealed in part */
    NV_FORCE_EXPIRED,    /* ended on a day that it gave itself */
    NV_FORCE_REPLACED,   /* wholly */
    NV_FORCE_REPEALED    /* wholly */
} nv_force;

/* “in_force”, “repealed” …: the word in JSON. */
const char *nv_force_name(nv_force f);

typedef struct {
    nv_str kind;           /* amend, repeal, replace, suspend */
    nv_str extent;         /* whole, except, part */
    nv_str day;            /* ISO; n == 0: unknown */
    bool applies;          /* on the day asked for; an event without a day counts */
    nv_ans_doc by;
    nv_str eid, quote;     /* where the other document says so */
    uint32_t page;
    NV_VEC(nv_str) places; /* what it touches; none: not said, or the whole */
} nv_ans_event;

typedef struct { nv_str place, from, to, text; uint32_t page; } nv_ans_effect;

typedef struct {
    nv_force force;
    nv_ans_doc doc;
    bool except;              /* repealed or replaced, with exceptions */
    bool said;                /* the document says when it takes effect; else `from` is its date */
    nv_str from, to;          /* first and last day; n == 0: unknown, open */
    NV_VEC(nv_ans_event) events;   /* by day, then by document */
    NV_VEC(nv_ans_effect) effects; /* places of it with days of their own */
} nv_ans_status;

/* The state of document `doc` (documents.id) on a day. Strings live in `a`. */
nv_status nv_store_status(nv_store *s, int64_t doc, nv_date on, nv_arena *a, nv_ans_status *out, nv_err *err);

#endif
