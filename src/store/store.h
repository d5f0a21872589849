/* store.h - the database: written one record at a time, asked by agency, date, document and words. The only place that knows SQLite.
 *
 * A record goes in under the SHA-256 of its file's bytes; the same bytes read by the same program change nothing. Which document an identity means
 * is computed at commit for the groups that were touched (resolve.c), as a pure function of the identities, so that the order of files is of no
 * account. A failed put leaves the transaction as it was before.
 */
#ifndef NV_STORE_H
#define NV_STORE_H
#include "base/err.h"
#include "grammar/registry.h"
#include "model/rec.h"
#include "store/filter.h"

typedef struct nv_store nv_store;
typedef enum { NV_STORE_READ, NV_STORE_WRITE } nv_store_mode;

/* Opens (NV_STORE_WRITE: makes if absent) a database. NV_E_DB with one message: absent, not ours, newer than the program, locked; NV_E_SPACE: disk. */
nv_status nv_store_open(const char *path, nv_store_mode mode, nv_store **out, nv_err *err);
/* Looks through the whole file: pages, indexes, references. NV_E_DB with the first thing that is wrong. */
nv_status nv_store_check(nv_store *s, nv_err *err);
/* Appends ", SQLite <version>". */
void nv_store_version(nv_buf *out);
void nv_store_close(nv_store *s);

/* Tells the store the registry (for classes; must outlive the store) and writes it to the database if `digest` is another than last time. */
nv_status nv_store_registry(nv_store *s, const nv_registry *reg, const char *digest, nv_err *err);

nv_status nv_store_begin(nv_store *s, nv_err *err);
/* Resolves what was touched, then commits. On failure everything since begin is undone. */
nv_status nv_store_commit(nv_store *s, nv_err *err);
void nv_store_rollback(nv_store *s);

typedef enum { NV_PUT_NEW, NV_PUT_SAME, NV_PUT_UPDATED } nv_put;
/* Writes one record inside the open transaction. */
nv_status nv_store_put(nv_store *s, const nv_rec *r, nv_put *what, nv_err *err);
/* True if the bytes with this hash (64 hex digits) were read by this very extractor and grammar: reading them again would change nothing. */
bool nv_store_has(nv_store *s, const char *sha256, const char *extractor, const char *grammar);

/* ---- questions: every answer lives in the arena given, in a fixed order -------------------------------------------- */

typedef struct { nv_str name, role, how; bool is_class; } nv_ans_party;
typedef struct { nv_str text, kind, from, to, bound, last_day, freq, duration, anchor, reason; int month, day; uint32_t page; } nv_ans_due;
/* Another body and how it stands to the one asked for. */
typedef struct {
    nv_str name, kind;        /* predecessor, subordinate; successor: what it became; other: bears the same name and became another body */
    nv_str until, next, note; /* its last day, what it became (joined by "; "), and what the registry says of that; n == 0: nothing */
    bool some;                /* it became several: the task may have gone to another of them */
} nv_ans_tie;

/* The cells of the official report (marks.h): the first four add up to the tasks that count. */
typedef enum { NV_CELL_DONE_IN_TIME, NV_CELL_DONE_LATE, NV_CELL_OPEN_IN_TIME, NV_CELL_OPEN_LATE, NV_CELL_WITHDRAWN, NV_CELLS } nv_report_cell;
/* The state of a task for one bearer on the day asked for, from what people recorded (people.h). */
typedef struct {
    nv_str bearer;            /* n == 0: the task names nobody who leads */
    nv_str status;            /* not_started, in_progress, done, extended, withdrawn */
    nv_str day;               /* since when; done: the day on which it was done; n == 0: nothing was recorded */
    nv_str due;               /* the last day that counts: the document's last, or the extended one; n == 0: it has no dated deadline */
    nv_str due_written;       /* p != NULL: it was extended; the document's own last day, n == 0 if it has none */
    nv_str document, note, person, origin; /* of the latest record */
    bool of_class;            /* recorded for the class as a whole, not for this member */
    bool of_lead;             /* recorded for those that lead the task, in which this one has another part */
    nv_report_cell cell;
} nv_ans_state;

typedef struct {
    nv_str id;                /* "1a2b3c4d-12" */
    nv_str timing;            /* dated, recurring, conditional, relative, undated */
    nv_str first_due, last_due, modality, action, condition, product, rule;
    nv_str number, type, title, date, issuer, file, sha256, eid;
    uint32_t page;            /* 0: none */
    bool routine;
    double confidence;
    nv_str my_role;           /* role of the body asked for; n == 0: nobody was asked for */
    nv_str via;               /* class by which it falls on the body asked for; n == 0: named itself */
    bool via_some;            /* the class says only “some of” */
    const nv_ans_tie *tie;    /* the body whose task it is, where it is not the one asked for; NULL: that one itself */
    nv_str my_bearer;         /* whose state counts: the party's name, or the member's where a class is named; n == 0: nobody was asked for */
    NV_VEC(nv_ans_state) states; /* of the body asked for alone; else of everybody who leads, and of members with a record of their own */
    NV_VEC(nv_ans_party) parties;
    NV_VEC(nv_ans_due) due;
    nv_str verdict;           /* what people said: accepted, edited, added, rejected; n == 0: nothing */
    nv_str read_action, read_due;         /* edited: as it was read (last day, or the kind of timing); n == 0 where nothing is other */
    NV_VEC(nv_ans_party) read_parties;    /* likewise; n == 0: these */
} nv_ans_task;

typedef struct {
    nv_str who;               /* n == 0: anybody */
    nv_str role;              /* lead, coordinate, recipient, supervise, any; n == 0: lead or coordinate, what one has to work on */
    nv_date before, by, after;/* none: no such bound */
    nv_str doc;               /* n == 0: every document */
    bool all;                 /* also what has no date, what is routine, permissions */
    nv_str issuer;            /* n == 0: whoever issued it */
    nv_str topic;             /* words in the paragraph or the document's title; n == 0: any */
    nv_str status;            /* words of NV_Q_STATUS (filter.h) with ',' between, one of which must hold; n == 0: any */
    const nv_query *filter;   /* further conditions (store/filter.h), changed by asking; NULL: none */
    nv_date today;            /* bodies follow each other as of this day, none: as of now */
    nv_date on;               /* as things stood on this day: bodies of that day, documents issued by then; none: `today` */
    bool subordinates;        /* offices and bodies below the one asked for too */
    bool as_written;          /* by the names as written: no predecessors */
} nv_ask_tasks;

/* What was left out of the list, each counted once, in this order of reasons. */
typedef struct { uint32_t recurring, conditional, relative, undated, routine, may, rejected; } nv_left_out; /* rejected: a person said that it is no task */

typedef struct {
    NV_VEC(nv_ans_task) tasks;
    nv_left_out left_out;
    NV_VEC(nv_str) who;       /* names that the body asked for was taken as, each once, by name */
    NV_VEC(nv_ans_tie *) ties;
    NV_VEC(nv_ans_tie) now, others; /* what became of the body asked for; bodies of its name that are others now and are not counted */
    nv_str bad;               /* the name or number that nothing bears, when NV_E_USAGE was returned */
    bool bad_issuer;
} nv_ans_tasks;

/* NV_E_USAGE without a message: no such agency (*bad_doc false) or document (true); *nearest is the nearest name, n == 0 if none is near. */
nv_status nv_store_tasks(nv_store *s, const nv_ask_tasks *ask, nv_arena *a, nv_ans_tasks *out, nv_str *nearest, bool *bad_doc, nv_err *err);

/* One day on which something falls due: `due` of `task` (an index into its list), the occurrence of a recurring one or the last permitted day. */
typedef struct { nv_str day; uint32_t task, due; bool recurring; } nv_ans_day;
typedef struct {
    NV_VEC(nv_ans_day) days;  /* by day, then by document and place */
    nv_ans_tasks tasks;       /* of these; left_out: what has no day that is known. left_out.recurring: recurring without saying when */
} nv_ans_agenda;
/* All days in [from, to] for the body asked for (and the other conditions; before, by and after are not looked at). Errors as nv_store_tasks. */
nv_status nv_store_agenda(nv_store *s, const nv_ask_tasks *ask, nv_date from, nv_date to, nv_arena *a, nv_ans_agenda *out, nv_str *nearest, bool *bad_doc, nv_err *err);
/* One task by its id (8 to 64 digits of the hash, '-', number), with the quoted paragraph in *quote and its states on a day. out->n: 0 none, > 1 the
 * id is ambiguous. */
nv_status nv_store_show(nv_store *s, nv_str id, nv_date on, nv_arena *a, nv_ans_tasks *out, nv_str *quote, nv_err *err);
/* The quoted paragraphs of n tasks, in their order, into quotes[0 … n-1]; n == 0 where the place is not known. Each file's text is read once. */
nv_status nv_store_quotes(nv_store *s, const nv_ans_task *tasks, uint32_t n, nv_arena *a, nv_str *quotes, nv_err *err);

typedef struct {
    int64_t id;
    nv_str type, number, name, date, issuer, title, file, format;
    int64_t pages, bad_pages;
    uint32_t files, tasks, cites, cited;
    bool have;                /* in the collection; else known only by citation */
} nv_ans_doc;
typedef NV_VEC(nv_ans_doc) nv_ans_docs;

/* Documents of the collection by date and number, then those known only by citation. */
nv_status nv_store_docs(nv_store *s, nv_arena *a, nv_ans_docs *out, nv_err *err);
/* Documents that a person means: number (folded; with or without its year), name, file name, or at least 6 digits of a file's hash. */
nv_status nv_store_find_docs(nv_store *s, nv_str text, nv_arena *a, nv_ans_docs *out, nv_err *err);
/* Number of the collection's document nearest to `text`, n == 0 if none is near. */
nv_str nv_store_near_doc(nv_store *s, nv_str text, nv_arena *a);

typedef struct { int64_t to; nv_str relation; uint32_t count; } nv_ans_edge;
typedef NV_VEC(nv_ans_edge) nv_ans_edges;
/* Documents that `doc` cites (up == false: it is cited by), one edge for each relation, itself left out, in the order of nv_store_docs. */
nv_status nv_store_edges(nv_store *s, int64_t doc, bool citing, nv_arena *a, nv_ans_edges *out, nv_err *err);
nv_status nv_store_doc(nv_store *s, int64_t id, nv_arena *a, nv_ans_doc *out, nv_err *err);

typedef struct { nv_str number, type, title, date, file, eid, heading, text; uint32_t page; } nv_ans_hit;
typedef NV_VEC(nv_ans_hit) nv_ans_hits;
/* Units that hold all the words (“…” keeps words together), best first; *total gets how many there are. */
nv_status nv_store_search(nv_store *s, nv_str words, uint32_t limit, nv_arena *a, nv_ans_hits *out, uint32_t *total, nv_err *err);

/* Pages and heads of the files with these hashes that need a second look: one row each, by file name and page. */
typedef struct { nv_str file, number; uint32_t page; nv_str why; } nv_ans_look;
typedef NV_VEC(nv_ans_look) nv_ans_looks;
/* Files with these hashes that have pages in doubt: `page` is how many. */
nv_status nv_store_doubtful(nv_store *s, const nv_str *sha256, uint32_t n, nv_arena *a, nv_ans_looks *out, nv_err *err);
nv_status nv_store_second_look(nv_store *s, const nv_str *sha256, uint32_t n, nv_arena *a, nv_ans_looks *out, nv_err *err);

/* Digital signatures of all files: what each is worth ("intact", "extended", "changed", "unknown"; read/sign.h) and the sentence that tells who and when. */
typedef struct { nv_str file, number, state, text; } nv_ans_sign;
typedef NV_VEC(nv_ans_sign) nv_ans_signs;
nv_status nv_store_signatures(nv_store *s, nv_arena *a, nv_ans_signs *out, nv_err *err);

/* Edits that turn one short text into the other (give skeletons, for names typed wrong); 255 if one is longer than 200 bytes. */
unsigned nv_edit_distance(nv_str a, nv_str b);
/* Folded form of a number without its year (“79/2010/QĐ-TTg” -> “79/qd-ttg”), and the year or 0: what is compared. */
nv_str nv_number_key(nv_arena *a, nv_str number, int *year);
/* The same for a name (“Luật Đất đai năm 2013” -> “luat dat dai”, 2013). */
nv_str nv_name_key(nv_arena *a, nv_str name, int *year);

#endif
