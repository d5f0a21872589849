/* msword.h - what the files of the reader of Word 97-2003 (.doc) share. Nothing outside src/read includes it.
 *
 *   ole.c          the container          msword.c       the format: text, paragraphs, tables, notes
 *   msword_prop.c  properties: pieces, pages of properties, styles, fonts
 *   msword_list.c  automatic numbers, counted by docx_num.c
 * Source of the rules: [MS-DOC]. Own reader because the converters in Debian lose what matters: antiword glues manual line breaks and restarts every
 * list, catdoc drops the soft hyphen, which is the letter ư of TCVN3, and both lose fonts, and with them the capitals of .VnTimeH.
 * Lost: Word 6 and 95 as a whole (refused), text boxes' places (their text comes last), who wrote a comment, macros, pictures, formulas, embedded files.
 */
#ifndef NV_READ_MSWORD_H
#define NV_READ_MSWORD_H
#include "read/block.h"
#include "read/docx.h"
#include "read/edges.h"
#include "read/ole.h"

typedef struct { uint32_t cp, end, fc; bool one_byte; } nv_mw_piece;         /* characters [cp, end) begin at byte fc of the main stream */
typedef struct { uint32_t beg, end; nv_bytes prl; uint16_t istd; } nv_mw_fkp; /* bytes [beg, end) of the main stream have these properties */

typedef struct {
    uint8_t bold, italic, underline, caps, hidden, deleted, special;
    uint16_t ftc, size;          /* number of the font; half points */
    uint16_t sym_font, sym;      /* of a symbol (0: none) */
    uint16_t istd;               /* character style */
} nv_mw_chp;

typedef struct {
    bool in_table, row_end, center, page_before;
    int32_t level;               /* nesting of tables, 1 = outermost */
    int32_t ilfo, ilvl;          /* list (0: none) and its level */
    nv_bytes cells;              /* sprmTDefTable */
    bool drawn;                  /* the table has inner borders */
} nv_mw_pap;

typedef struct { bool known, done; uint8_t kind; uint16_t base; nv_bytes papx, chpx; nv_mw_chp chp; nv_mw_pap pap; } nv_mw_style;

typedef struct {
    nv_doc *doc;
    nv_err *err;
    nv_block body, note, head, foot;
    nv_doc notes, heads, foots;
    nv_bytes main, table, data;
    uint32_t ccp_text, ccp_notes, ccp_before_boxes, ccp_boxes, ccp_ends; /* characters of the parts */
    NV_VEC(nv_mw_piece) pieces;
    NV_VEC(nv_mw_fkp) chpx, papx;
    NV_VEC(nv_mw_style) styles;
    NV_VEC(nv_str) fonts;
    nv_dx_numbering lists;
    /* the table in the making */
    bool in_table, drawn;
    uint32_t cell;
    NV_VEC(nv_edge_row) rows;
    uint32_t field;              /* depth of fields whose code is being skipped */
    uint32_t note_no, end_no, notes_put, ends_put; /* footnotes and endnotes referred to, and put into the lines */
} nv_mw;

nv_bytes nv_mw_part(const nv_mw *w, size_t fib_offset); /* bytes of the table stream that the FIB names */
bool nv_mw_load(nv_mw *w);                               /* pieces, properties, styles, fonts */
void nv_mw_load_lists(nv_mw *w);
/* The piece that holds a character, NULL if none; the byte where it stands. */
const nv_mw_piece *nv_mw_piece_at(const nv_mw *w, uint32_t cp);
uint32_t nv_mw_fc(const nv_mw_piece *p, uint32_t cp);
nv_mw_pap nv_mw_pap_at(nv_mw *w, uint32_t fc, uint16_t *istd);
/* Properties of the characters at byte fc in a paragraph of style istd; *end: the byte where they may change. */
nv_mw_chp nv_mw_chp_at(nv_mw *w, uint32_t fc, uint16_t istd, uint32_t *end);
#endif
