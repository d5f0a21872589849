/* review.h - what people correct in what was read, and how it goes from one office to another.
 *
 * A correction hangs on the words of the document (people_fit.h), not on rows: a better grammar keeps it, a database made anew takes it from the file that
 * nv_people_export wrote. Rows are only added, so that two offices that give each other their files come to the same.
 */
#ifndef NV_STORE_REVIEW_H
#define NV_STORE_REVIEW_H
#include "store/store.h"

typedef struct {
    nv_str task;             /* id; not for `added` */
    nv_str verdict;          /* accepted, edited, rejected, added */
    nv_str bearer;           /* bodies as a person types them, with ';' between; p == NULL: as they are; n == 0: nobody */
    nv_str role;             /* of these bodies; n == 0: lead */
    nv_str due;              /* ISO day; p == NULL: as it is; n == 0: none */
    nv_str action;           /* n == 0: as it is; of what is added: the quotation */
    int64_t doc;             /* added: documents.id */
    nv_str quote;            /* added: words of that document */
    nv_str note, person;     /* n == 0: not given */
    nv_date recorded;        /* today */
} nv_correction;

typedef enum {
    NV_CORRECT_DONE, NV_CORRECT_NO_TASK, NV_CORRECT_AMBIGUOUS,
    NV_CORRECT_UNKNOWN_BODY, /* bad: its name; near: the nearest one, n == 0 if none is near */
    NV_CORRECT_NO_QUOTE,     /* the words do not stand in the document */
    NV_CORRECT_NO_TEXT,      /* the document is known only by citation */
    NV_CORRECT_NO_FIT        /* the task is in a copy that does not count, and the main copy has none like it */
} nv_correct_said;

typedef struct { nv_correct_said said; nv_str bad, near; bool known; nv_ans_task task; } nv_corrected; /* known: the same stood already */

/* Writes a correction down inside the open transaction and works it in. NV_OK unless the database failed; nothing is written unless said is DONE. */
nv_status nv_people_correct(nv_store *s, const nv_correction *c, nv_arena *a, nv_corrected *out, nv_err *err);

/* How a document cites another, said by a person: every citation of that document with these words gets the relation. */
typedef struct {
    int64_t doc;             /* the citing document */
    nv_str quote;            /* words of the citation, or some of them */
    nv_str relation;         /* basis, implements, amends, replaces, repeals, guides, issued_with, refers */
    nv_str note, person;     /* n == 0: not given */
    nv_date recorded;        /* today */
} nv_relate;
typedef struct {
    NV_VEC(nv_str) texts;    /* citations that are meant: none, or several, and nothing was written; one */
    nv_str was;              /* its relation until now */
    uint32_t n;              /* how often it stands in the document */
    bool known;              /* the same stood already */
} nv_related;
/* Inside the open transaction. NV_OK unless the database failed; what was said counts from the commit on. */
nv_status nv_people_relate(nv_store *s, const nv_relate *r, nv_arena *a, nv_related *out, nv_err *err);

/* Everything that people added, as JSON ("nghiavu.people/1"): the same rows give the same bytes. */
nv_status nv_people_export(nv_store *s, nv_buf *out, nv_err *err);

typedef struct { nv_str where, bearer, ours, theirs; } nv_conflict; /* bearer: of a status; n == 0: a correction. ours, theirs: what each says last */
typedef struct {
    uint32_t marks, corrections, declined, relations; /* new ones */
    uint32_t unfit;               /* anchors of the file that fit no task (yet): kept */
    NV_VEC(nv_conflict) conflicts;/* both offices said something else: both are kept, the later one counts */
    nv_str fault;                 /* what is wrong with the file, when NV_E_FORMAT was returned */
} nv_imported;
/* Brings such a file in, inside the open transaction. NV_E_FORMAT without a message: it is no such file (out->fault), and nothing was written. */
nv_status nv_people_import(nv_store *s, nv_str json, nv_arena *a, nv_imported *out, nv_err *err);

/* Something that a person should look at. */
typedef struct {
    nv_str kind;             /* unfit (words that fit nothing any more), task, page, citation */
    nv_str id;               /* of a task */
    nv_str why;              /* words with ',' between: unfit_mark, unfit_correction, unfit_relation, low_confidence, no_bearer, unknown_bearer, no_date, bad_page, ambiguous */
    nv_str text, detail;     /* the words in question; more about it (the reason why there is no date, the page's verdict) */
    nv_str number, title, date, file, sha256, eid;
    uint32_t page;           /* 0: none */
    double confidence;
} nv_doubt;
typedef NV_VEC(nv_doubt) nv_doubts;
/* What is doubtful in the collection, or in one document (0: all), lowest confidence first, then in the order of the documents. What a person accepted or
 * corrected is doubtful no more. */
nv_status nv_people_doubts(nv_store *s, int64_t doc, nv_arena *a, nv_doubts *out, nv_err *err);

#endif
