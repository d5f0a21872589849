/* proposals.h - what later documents seem to change about tasks: proposed to a person, done only when accepted.
 *
 * A proposal comes of two things: a citation that replaces or repeals a document with tasks, wholly or in places (the same reading as `status DOC`), or a
 * sentence in which grammars/task_change.rules find that such a document's tasks are extended or withdrawn. Only a document of the same day or later proposes.
 * Computed over the whole collection when asked: the order of ingest is of no account. What a person accepted is a status, what was declined is kept.
 */
#ifndef NV_STORE_PROPOSALS_H
#define NV_STORE_PROPOSALS_H
#include "grammar/grammar.h"
#include "store/store.h"

typedef struct {
    nv_str id;               /* "1a2b3c4d@120/9f03a959-7": source file and place, task; the part before '/' is common to all that the place proposes */
    nv_str task, action;     /* the task it would change */
    nv_str who;              /* those that lead it, with "; " between */
    nv_str due;              /* its last day as written, n == 0: none */
    nv_str change;           /* extended, withdrawn */
    nv_str until;            /* extended: the new last day; n == 0: the sentence names none that is understood */
    bool whole;              /* the later document speaks of the earlier one as a whole, not of this task's place */
    nv_str how;              /* replace, repeal, suspend, extend, withdraw */
    nv_str number, date, file, sha256, eid, quote; /* where the later document says so */
    uint32_t page;           /* 0: none */
    int64_t start;
} nv_proposal;
typedef NV_VEC(nv_proposal) nv_proposals;

/* Proposals that nobody has decided about, by date and number of the later document, then by place and task. doc: only those by or about this document
 * (documents.id), 0: all. */
nv_status nv_people_proposals(nv_store *s, const nv_grammar *g, int64_t doc, nv_arena *a, nv_proposals *out, nv_err *err);

typedef struct { uint32_t done, no_day; nv_proposals list; } nv_decided; /* no_day: extensions without a day, left alone */
/* Accepts (as a status of all that lead the task, origin `proposal`) or declines the proposals of this id, or of this place if the part behind '/' is left
 * out. until: the day for extensions that name none. Inside the open transaction. list.n == 0: there is no such proposal. */
nv_status nv_people_decide(nv_store *s, const nv_grammar *g, nv_str id, bool accept, nv_date until, nv_str note, nv_str person, nv_date today, nv_arena *a, nv_decided *out, nv_err *err);

#endif
