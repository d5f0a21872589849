/* tally.h - the “bảng theo dõi” of a directive: a table of bodies × tasks (× years) with marks where something is done, and totals. No database here.
 *
 * nv_tally_read finds in the cells of any table what is header, number column, body column, mark columns, totals; nv_tally_check compares what the table
 * and the text around it say with what its marks give. What is found is never repaired: the marks stay as printed.
 */
#ifndef NV_STORE_TALLY_H
#define NV_STORE_TALLY_H
#include "grammar/registry.h"

/* A table as it stands in a document. Cells row by row; a merged cell stands where it begins. Strings are the caller's. */
typedef struct { nv_str text; uint32_t row, col, rowspan, colspan; } nv_grid_cell;
typedef struct {
    uint32_t ord, page;      /* number of the table in its document from 0; page 0: none */
    uint32_t header_rows;    /* as the table stage counted them: a lower bound here */
    uint32_t n_rows, n_cols;
    NV_VEC(nv_grid_cell) cells;
} nv_grid;

typedef struct {
    uint32_t col;            /* in the grid */
    nv_str label, year;      /* “Quy chế QLNN về TTĐN”, “2011”; n == 0: none. The header cells above it, joined; the year alone stands apart */
    nv_str full;             /* the label with its abbreviations spelled out by the text around the table */
    uint32_t group;          /* columns of one label (its years) have one group, from 0 */
} nv_tally_col;

typedef struct {
    uint32_t row;            /* in the grid */
    nv_str serial, name;     /* as printed */
    const nv_agency_entry *body;   /* the body that the name means on the day; NULL: none, or a province */
    const nv_province *province;   /* the province that the name means, or whose own body it is; NULL: none */
    bool misspelt;           /* the province bears this name with other marks */
    bool *mark;              /* by column */
} nv_tally_row;

typedef struct {
    uint32_t row, from, to;  /* in the grid; counts rows[from … to - 1] */
    nv_str label;
    nv_str *text;            /* by column, as printed; n == 0: blank */
} nv_tally_total;

typedef struct { uint32_t row, col; nv_str text; } nv_tally_odd; /* a cell of a mark column that is neither mark nor blank */

typedef struct {
    const nv_grid *grid;
    NV_VEC(nv_tally_col) cols;
    NV_VEC(nv_tally_row) rows;
    NV_VEC(nv_tally_total) totals;
    NV_VEC(nv_tally_odd) odd;
    uint32_t n_groups;
    uint32_t text_cols;      /* columns of words; with more than one a row is not told by its body alone */
    uint32_t name_col, serial_col, sum_col; /* in the grid; NV_NONE: there is none. sum_col: a column of totals of each row */
    NV_VEC(nv_str) sums;     /* of each row, as printed in sum_col */
} nv_tally;

/* Reads a grid; false: it is no table of marks (no column of bodies, or no mark). `context` is the text of the document (for abbreviations), `on` its
 * day (for names of bodies). Lives in `a`, which must outlive it, like the grid. */
bool nv_tally_read(const nv_grid *g, nv_str context, const nv_registry *reg, nv_date on, nv_arena *a, nv_tally *out);

/* A difference between what is said and what the marks give. */
typedef enum {
    NV_DIFF_TOTAL,       /* a total row says `said` for the column, the marks give `counted` */
    NV_DIFF_NO_TOTAL,    /* the total row is blank for a column that has marks */
    NV_DIFF_SUM,         /* the sum column of a row says otherwise */
    NV_DIFF_CLAIM,       /* the text: “8/63 tỉnh, thành phố ban hành Quy chế …” */
    NV_DIFF_OF,          /* the number behind the stroke is not that of the rows */
    NV_DIFF_LIST,        /* the text names another number of bodies than it says: “03 tỉnh …: Kon Tum, Hòa Bình và Hải Phòng” */
    NV_DIFF_TWICE,       /* a body stands in two rows, and nothing else tells them apart */
    NV_DIFF_UNKNOWN,     /* a name that is no body or province of the day, in a table of such */
    NV_DIFF_SPELLING,    /* a province's name with other marks: “Đông Nai” */
    NV_DIFF_ODD,         /* a cell that is neither mark nor blank */
    NV_DIFF_SERIAL       /* the rows' numbers do not follow each other */
} nv_tally_fault;
const char *nv_tally_fault_name(nv_tally_fault f); /* “total”, “claim” …: the word in JSON */

typedef struct {
    nv_tally_fault fault;
    uint32_t row, col;       /* in the grid; NV_NONE: it is about none */
    uint32_t group;          /* of the columns that a claim is about, else NV_NONE */
    int64_t said, counted;   /* -1: no number */
    nv_str what;             /* the column, body or cell that it is about; the sentence of a claim */
    nv_str meant;            /* of a misspelt name: the right one */
    NV_VEC(nv_str) names;    /* of a total or claim: the rows that are marked */
} nv_tally_diff;
/* A statement of the text that was compared, with the columns that it is about and how sure that is. */
typedef struct {
    nv_str text;             /* “8/63 tỉnh, thành phố ban hành Quy chế quản lý nhà nước về thông tin đối ngoại” */
    int64_t said, of, counted;
    uint32_t group;          /* NV_NONE: no column, or several, fit: not compared */
    double score, second;    /* of the best and the second best column: see nv_tally_fit */
} nv_tally_claim;
typedef struct { NV_VEC(nv_tally_diff) diffs; NV_VEC(nv_tally_claim) claims; uint32_t compared; /* printed numbers that were compared */ } nv_tally_report;

/* Rows with a mark in any column of the group (year.n: only of that year). */
uint32_t nv_tally_count(const nv_tally *m, uint32_t group, nv_str year);
/* Compares everything with everything; differences by kind, then by place. */
void nv_tally_check(const nv_tally *m, nv_str text, const nv_registry *reg, nv_arena *a, nv_tally_report *out);

/* How well each group of columns fits a text: the share of the (spelled out) label's words, weighted by how few labels have them, that the text has.
 * One is taken if it has at least NV_TALLY_FIT and is NV_TALLY_AHEAD ahead of the next. scores: n_groups of them. Returns the group or NV_NONE. */
#define NV_TALLY_FIT   0.60
#define NV_TALLY_AHEAD 0.15
uint32_t nv_tally_fit(const nv_tally *m, nv_str text, nv_arena *a, double *scores);

#endif
