/* rtf.h - what the files of the RTF reader share. Nothing outside src/read includes it.
 *
 *   rtf.c        the format: tokens, groups, destinations
 *   rtf_word.c   what control words do
 *   rtf_text.c   bytes and \u to text: fonts, code pages, capitals
 *   rtf_table.c  rows and cells; edges.c makes columns of their edges
 * Lost: numbers of lists without \\listtext, who wrote a comment, pictures, borders of inner tables (their cells are lines of the outer cell).
 * Source of the rules: Rich Text Format Specification 1.9.1 (Microsoft, 2008).
 */
#ifndef NV_READ_RTF_H
#define NV_READ_RTF_H
#include "read/block.h"
#include "read/edges.h"

/* Where the text of a group goes. */
typedef enum { NV_RTF_BODY, NV_RTF_SKIP, NV_RTF_FONTS, NV_RTF_LABEL, NV_RTF_SHELL /* a drawing: text only inside its text box */ } nv_rtf_dest;

typedef struct { int32_t id; nv_str name; int charset; uint32_t *map; /* bytes 0x80 … 0xFF, made when first needed */ } nv_rtf_font;

/* Everything that a closing brace restores. */
typedef struct {
    nv_rtf_dest dest;
    nv_block *to;
    nv_look look;
    bool caps, hidden, deleted, in_table;
    int32_t font, level;         /* level: nesting of tables, 0 or 1 for those that are ours */
    int32_t uc;                  /* fallback characters after \u */
    bool side;                   /* this group opened a note or a text box */
} nv_rtf_state;

typedef struct {
    nv_doc *doc;
    nv_err *err;
    nv_block body, side;         /* side: the note or text box in the making */
    nv_doc notes;                /* its lines, put after the paragraph they stand in */
    nv_block head, foot, remark; /* page headers, page footers, a comment */
    nv_doc heads, foots, remarks;
    nv_rtf_state *stack, cur;
    uint32_t depth;
    NV_VEC(nv_rtf_font) fonts;
    int32_t default_font;
    int codepage;
    nv_buf label;                /* of \listtext */
    nv_buf name;                 /* of a font */
    nv_buf pending;              /* text with one look, not yet given to the block */
    uint32_t skip;               /* fallback characters still to be skipped */
    uint32_t high;               /* first half of a surrogate pair */
    bool star;                   /* \* has been read */
    /* tables */
    bool in_table;
    NV_VEC(nv_edge_cell) def;     /* cells of the current row's definition */
    nv_edge_cell next_cell;
    bool border_of_cell;
    uint32_t def_drawn, drawn, cells, cell; /* borders of the definition and of the table; cell: number in the row */
    NV_VEC(nv_edge_row) rows;
} nv_rtf;

/* rtf_word.c: a control word with its parameter; `has` false: none was given. */
void nv_rtf_word(nv_rtf *r, nv_str word, int32_t n, bool has);
/* rtf_text.c */
void nv_rtf_byte(nv_rtf *r, unsigned char c);
void nv_rtf_unicode(nv_rtf *r, int32_t n);
void nv_rtf_char(nv_rtf *r, uint32_t c);
void nv_rtf_flush(nv_rtf *r);
nv_rtf_font *nv_rtf_font_of(nv_rtf *r, int32_t id, bool add);
void nv_rtf_end_font(nv_rtf *r);
/* rtf_table.c */
void nv_rtf_row_def(nv_rtf *r);                     /* \trowd */
void nv_rtf_cell_edge(nv_rtf *r, int32_t right);    /* \cellx */
void nv_rtf_enter(nv_rtf *r);                       /* before text: begins or ends the table as \intbl says */
void nv_rtf_cell_end(nv_rtf *r);                    /* \cell */
void nv_rtf_row_end(nv_rtf *r);                     /* \row */
void nv_rtf_table_end(nv_rtf *r);
/* A paragraph's end; notes that became due follow it. */
void nv_rtf_para(nv_rtf *r);
#endif
