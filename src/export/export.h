/* export.h - work products: tasks as sheets, calendars, tables and graphs. Knows neither the database nor the command line: plain structs come in, bytes go out.
 *
 * A format is one file export/<format>.c with one function and one row of the table in formats.c. The same data give the same bytes: no clock, no locale,
 * no time zone, no address; `today` is the only day a writer may use. Texts come from documents and are hostile until cleaned (export/clean.h).
 */
#ifndef NV_EXPORT_H
#define NV_EXPORT_H
#include "base/err.h"
#include "model/date.h"
#include "model/law.h"
#include "model/net.h"

typedef struct { nv_str name, role, how; bool is_class; } nv_x_party; /* role: lead, coordinate, recipient, supervise; how it was found */
typedef struct {
    nv_str text, kind;        /* phrase as written; due, recurring, relative, effective */
    nv_str from, to, bound, last_day, freq, duration, anchor, reason; /* days ISO, as in the record; n == 0: none */
    int month, day;           /* of a recurring one; 0: not named */
    uint32_t page;
} nv_x_due;

/* The official cells of the report; the first four add up to the tasks that count. */
typedef enum { NV_XC_DONE_IN_TIME, NV_XC_DONE_LATE, NV_XC_OPEN_IN_TIME, NV_XC_OPEN_LATE, NV_XC_WITHDRAWN, NV_XC_COUNT } nv_x_cell;
/* How a task stands for one bearer on the day `on`, from what people recorded. */
typedef struct {
    nv_str bearer;            /* n == 0: the task names nobody who leads */
    nv_str status, day;       /* not_started, in_progress, done, extended, withdrawn; since when, n == 0: nothing was recorded */
    nv_str due, due_written;  /* the last day that counts, n == 0: no dated deadline; the document's own, where the day was moved */
} nv_x_state;

/* How the tasks of one body stand. */
typedef struct {
    nv_str name;
    uint32_t cells[NV_XC_COUNT];
    uint32_t undated;         /* those of the first four cells that have no dated deadline */
} nv_x_sum;

typedef struct {
    nv_str label;             /* “Chỉ thị 21/CT-TTg”; the title or the file's name where it has no number */
    nv_str type, number, title, date, issuer, file, sha256;
} nv_x_doc;
typedef struct {
    nv_str id;                /* "9f03a959-1": of this database; not stable when a file is read anew */
    nv_str action, condition, product, modality, timing; /* modality: must, must_not, request, may; timing: dated, recurring, conditional, relative, undated */
    nv_str first_due;         /* ISO; n == 0 unless timing is dated */
    const nv_x_doc *doc;
    nv_str eid, place;        /* "cl_2__point_b" and “điểm b khoản 2” */
    uint32_t page;            /* 0: the format has no pages */
    nv_str quote;             /* the paragraphs it was read from */
    nv_str status;            /* what people have recorded, in words; n == 0: nothing recorded */
    nv_str note;              /* lines: how it falls on the body asked for, condition, further deadlines, … */
    nv_str rule;
    double confidence;
    bool routine;
    nv_str key;               /* task and bodies as they were read, whatever people changed: with the file's hash and the quotation it tells which task this is */
    nv_str json;              /* the same as `tasks --json` prints it, one object */
    NV_VEC(nv_x_party) parties;
    NV_VEC(nv_x_due) due;
    NV_VEC(nv_x_state) states;/* of the body asked for, else of everybody who leads; at least one */
} nv_x_task;

/* What was asked for and how it is to be written. Everything in the arena of the caller. */
typedef struct {
    NV_VEC(nv_x_task) tasks;  /* in the order of lists: dated first by day */
    NV_VEC(nv_x_sum) summary; /* body by body, those with the most first; the last row is of all, each pair of task and bearer once */
    NV_VEC(nv_str) asked;     /* lines that tell the question: body, filter, days */
    const nv_net *net;        /* formats that need it: the graph instead of tasks */
    NV_VEC(nv_law) laws;      /* formats that need them: documents instead of tasks */
    NV_VEC(nv_str) notes;     /* lines that tell what was left out and why; a writer for people must show them */
    nv_str db_name;           /* of the database's file, without its suffix */
    nv_date today;            /* the clock */
    nv_date on;               /* the day for which states hold */
    nv_lang lang;             /* of headings; the words of documents stay as they are */
    bool no_bom;              /* csv */
    bool vtodo;               /* ics: tasks instead of events */
    int alarm;                /* ics: days before; < 0: none */
} nv_export;

/* What a format is made of. */
typedef enum { NV_X_TASKS, NV_X_NET, NV_X_LAW, NV_X_LAWS, NV_X_NOTHING } nv_export_needs; /* tasks, the graph, one document with its text, heads of documents, the database's name */
typedef struct {
    const char *name, *suffix;/* "csv", ".csv" */
    nv_export_needs needs;
    bool binary;              /* may not go to a terminal */
    const char *const *parts; /* files of a folder, ended by NULL (neo4j); NULL: one file */
    /* Appends the bytes of part `part` (0 if there are no parts) to `out`. Errors: NV_E_IO, NV_E_LIMIT with a message. */
    nv_status (*write)(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
    const char *vi, *en;      /* one line */
    bool (*holds)(const nv_export *x, const nv_x_task *t); /* has it a place in this format? NULL: every task has; the others must be told in x->notes */
} nv_export_format;

extern const nv_export_format nv_export_formats[];
extern const unsigned nv_n_export_formats;
/* NULL: no such format. */
const nv_export_format *nv_export_find(nv_str name);

/* ---- what the table formats share ------------------------------------------------------------------------------------ */

typedef enum {
#define NV_LABEL(id, vi, en) NV_L_##id,
#include "export/labels.def"
#undef NV_LABEL
    NV_L_COUNT
} nv_label;
const char *nv_label_text(nv_label l, nv_lang lang);

/* The official columns, in their order. */
typedef enum { NV_C_ORD, NV_C_TASK, NV_C_LEAD, NV_C_WITH, NV_C_DUE, NV_C_PRODUCT, NV_C_BASIS, NV_C_STATUS, NV_C_NOTE, NV_C_COUNT } nv_column;
const char *nv_column_head(const nv_export *x, nv_column c);
/* The text of a cell of row `i` (from 0) as it stands in the document: not cleaned, may have several lines. */
void nv_cell_text(const nv_export *x, uint32_t i, nv_column c, nv_buf *out);
/* “Chỉ thị 21/CT-TTg ngày 06/8/2012, điểm b khoản 2, trang 1”. */
void nv_basis_text(const nv_export *x, const nv_x_task *t, nv_buf *out);
/* Names of a role, joined by "; ". */
void nv_role_names(const nv_x_task *t, const char *role, nv_buf *out);
/* Title of the work: “Bảng theo dõi nhiệm vụ”, and the line below it: what was asked for, and the day. */
void nv_subtitle_text(const nv_export *x, nv_buf *out);
/* Kind of deadline in words. */
nv_label nv_timing_label(nv_str timing);
/* 31/12/2012 in Vietnamese, else ISO; nothing for none. */
void nv_day_text(nv_str iso, nv_lang lang, nv_buf *out);

/* What sheet 3 and its like say of a task: document with its title. */
void nv_document_text(const nv_x_task *t, nv_buf *out);

/* A row's counts in the order of their columns: total (the first four cells together), the cells, undated. */
enum { NV_SUM_COLUMNS = 2 + NV_XC_COUNT };
void nv_summary_counts(const nv_x_sum *r, uint32_t out[NV_SUM_COLUMNS]);

nv_status nv_write_csv(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
nv_status nv_write_tsv(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
nv_status nv_write_xlsx(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
nv_status nv_write_md(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
nv_status nv_write_html(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
nv_status nv_write_ics(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
bool nv_ics_holds(const nv_export *x, const nv_x_task *t);
nv_status nv_write_docx(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
nv_status nv_write_jsonl(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
nv_status nv_write_dot(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
nv_status nv_write_graphml(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
nv_status nv_write_akn(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
nv_status nv_write_datasette(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
nv_status nv_write_jsonld(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);
nv_status nv_write_neo4j(const nv_export *x, unsigned part, nv_buf *out, nv_err *err);

#endif
