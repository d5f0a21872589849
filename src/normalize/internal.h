/* internal.h - private to normalize: the steps from raw lines to paragraphs.
 *
 *   clean.c      bytes of each raw line -> NFC, one kind of space, no invisible characters; with the map back
 *   furniture.c  which lines are no text (page numbers, running heads, stamps, rules)
 *   flow.c       running text in two columns
 *   notes.c      footnotes of pages
 *   layout.c     lines -> bits in reading order: columns of letterheads one after the other, tables as cells
 *   join.c       which bits make one paragraph
 *   normalize.c  runs them and writes text, paragraphs, runs and tables
 */
#ifndef NV_NORMALIZE_INTERNAL_H
#define NV_NORMALIZE_INTERNAL_H
#include "normalize/normalize.h"

/* From `clean` on, byte k of the clean text came from byte raw + (k - clean) of the raw text. */
typedef struct { uint32_t clean, raw; } nv_shift;

/* A raw line after cleaning. `cells` are slices of `text`, which joins them by tabs; without segments there is one cell. */
typedef struct {
    nv_str text;
    nv_str *cells; uint32_t n_cells;
    nv_shift *shifts; uint32_t n_shifts; /* none: clean and raw are the same bytes */
    bool drop;
    bool flow;                   /* first of lines in two columns (flow.c): no table and no letterhead reaches over it */
} nv_clean_line;

/* A stretch of one clean line that stands alone: all of it, one column, one cell. */
typedef struct {
    uint32_t line;
    nv_str s;                    /* slice of the clean line's text */
    float x0, x1, y0, y1, size;  /* points; all 0 if unknown */
    float left, right;           /* edges of the column of text that it stands in; right <= 0: lines are not broken to a width */
    uint32_t flags, page;
    uint32_t group;              /* bits of different groups are never joined: columns of a letterhead, cells */
    uint32_t table, row, col, rowspan, colspan; /* table: index into doc->tables, or NV_NONE */
    uint32_t label;              /* bytes of an automatic number at the beginning of s */
    bool column;                 /* stands in one of several columns */
    bool flow;                   /* running text in columns: boxes are as if the right column stood below the left one */
    bool start;                  /* begins a paragraph (join.c) */
    bool glue;                   /* joined to the bit before it without a space (join.c) */
} nv_bit;

/* Lines [beg, end) are running text in two columns, or a table of two whose cells stand too close to show by themselves, apart at x = strip. Of text, the right one goes on `right` points to the right of the left one and would stand below
 * it if it were moved down by `down`. */
typedef struct { uint32_t beg, end; float strip, right, down; bool table; } nv_flow;

typedef struct {
    nv_doc *doc;
    nv_clean_line *lines;        /* one per raw line */
    NV_VEC(nv_bit) bits;
    NV_VEC(nv_flow) flows;
    uint32_t groups;
    uint32_t no_grid;            /* lines before it were searched for a table in vain (grid.c): bounds the work on long odd documents */
} nv_layout;

void nv_clean_lines(nv_layout *lay);
void nv_furniture(nv_layout *lay);
/* A line of strokes only: “-----”, “***”, “---o0o---”. */
bool nv_is_rule(nv_str s);
void nv_layout_bits(nv_layout *lay);
/* True if every word of the line stands apart, more than in any justified line: a row of short cells. */
bool nv_row_is_spread(const nv_layout *lay, uint32_t line);
/* True if the line has pieces that are no words of one sentence. */
bool nv_row_is_strong(const nv_layout *lay, uint32_t line);
nv_bit *nv_bit_add_pieces(nv_layout *lay, uint32_t line, uint32_t k, uint32_t end);
/* A letterhead or signature in two columns that begins at `line`; returns the first line after it, `line` if there is none. */
uint32_t nv_layout_columns(nv_layout *lay, uint32_t line);
/* 1 if a letterhead in two columns begins at `line`, 2 a signature that its words tell, 0 neither; *end is the first line after it. */
uint32_t nv_columns_at(const nv_layout *lay, uint32_t line, uint32_t *end);
/* Finds the running text in columns of all pages, before anything else is laid out; adds the bits of one such text and returns the first line after it. */
void nv_flows(nv_layout *lay);
uint32_t nv_flow_add(nv_layout *lay, const nv_flow *f);
/* A table of a page that has its first strong line at `line` (grid.c): returns the first line after it, `line` if there is none. Lines from `floor` on
 * may be taken into its head; their bits are taken back. */
uint32_t nv_layout_grid(nv_layout *lay, uint32_t line, uint32_t floor);
/* A table of two columns apart at x = gutter, which the lines [beg, end) are known to be. Returns end. */
uint32_t nv_grid_two(nv_layout *lay, uint32_t beg, uint32_t end, float gutter);
/* Rows that are heads of the table whose bits begin at `first`. */
uint32_t nv_header_rows(const nv_layout *lay, uint32_t first, uint32_t n_rows);
void nv_guess_spans(nv_layout *lay, uint32_t first, uint32_t heads);
nv_bit *nv_bit_add(nv_layout *lay, uint32_t line, nv_str s);
void nv_bits_add_lines(nv_layout *lay, uint32_t line, nv_str s, bool para_each);
/* Bytes of the mark behind NV_NOTE_MARK and of the sign that ends it; 0 if that is none. */
uint32_t nv_note_mark(nv_str s);
/* Finds the notes of pages (notes.c): their lines get NV_F_FOOTNOTE, and the first of each NV_F_PARA_START. */
void nv_notes_find(nv_layout *lay);
/* Bytes of a note's clean first line that are its own bare mark, which is no text. */
uint32_t nv_notes_label(const nv_layout *lay, uint32_t line);
/* Puts the bits of notes behind the paragraphs of their marks. */
void nv_notes_place(nv_layout *lay);
/* Puts notes that stand behind the text of a document behind the paragraphs of their marks. */
void nv_endnotes(nv_layout *lay);
void nv_join_bits(nv_layout *lay);
/* Offset in the raw line's text of byte `at` of the clean one. */
uint32_t nv_clean_raw(const nv_clean_line *l, uint32_t at);

/* What the first characters of a line say (label.c). OPENER: a line of the head or the end that always stands alone (“Số: …”, “Nơi nhận:”). */
typedef enum { NV_LABEL_NONE, NV_LABEL_NUMBER, NV_LABEL_LETTER, NV_LABEL_DASH, NV_LABEL_ROMAN, NV_LABEL_WORD, NV_LABEL_OPENER } nv_label_kind;
nv_label_kind nv_label_of(nv_str s);
/* Case-blind test of a beginning; `folded` is in the form of nv_fold. */
bool nv_begins(nv_str s, const char *folded);
/* Last and first character that is no space; 0 if there is none. */
uint32_t nv_last_char(nv_str s);
uint32_t nv_first_char(nv_str s);
bool nv_is_lower(uint32_t c);
#endif
