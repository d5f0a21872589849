/* docx.h - what the files of the DOCX reader share. Nothing outside src/read includes it.
 *
 *   docx_pkg.c    the zip package: parts found through relationships, a bounded streaming XML reader
 *   docx_style.c  styles.xml: the properties of a style with those of its ancestors
 *   docx_num.c    numbering.xml: the label of a numbered paragraph, as Word shows it
 *   docx_sym.c    characters of symbol fonts
 *   docx_para.c   one paragraph: runs, fields, breaks, text boxes -> lines
 *   docx_table.c  one table -> one line a row
 *   docx_aside.c  parts beside the body: foot- and endnotes, page headers and footers, comments
 *   docx.c        the format: sniffing, the body
 *
 * Source of the rules: ECMA-376 (Office Open XML), parts 1 and 2; transitional and strict namespaces are both read.
 * Lost: pictures, charts, the shape of formulas, w:altChunk, embedded files (named in a diagnostic), where a comment stands. Text boxes follow their
 * paragraph; of tracked changes the text is read as if all were accepted; page headers stand apart (aside.h).
 * Functions report trouble in pkg->status (the first one wins); every loop over children ends when it is set.
 */
#ifndef NV_READ_DOCX_H
#define NV_READ_DOCX_H
#include "base/zip.h"
#include "read/read.h"
#include <libxml/xmlreader.h>

/* Elements that the reader knows, sorted by name. X(token, name) */
#define NV_DX_ELEMENTS(X) \
    X(AlternateContent) X(Choice) X(Fallback) X(Relationship) X(Relationships) X(abstractNum) X(abstractNumId) X(altChunk) X(b) X(basedOn) X(body) \
    X(bottom) X(br) X(caps) X(cellDel) X(comment) X(commentReference) X(comments) X(cr) X(customXml) X(customXmlPr) X(del) X(delInstrText) X(delText) \
    X(docDefaults) X(document) X(drawing) X(end) X(endnote) X(endnoteReference) X(endnotes) X(fldChar) X(footerReference) X(footnote) X(footnoteReference) X(footnotes) \
    X(gridBefore) X(gridSpan) X(hMerge) X(headerReference) X(i) X(ilvl) X(ins) X(insideH) X(insideV) X(instrText) X(isLgl) X(jc) X(left) X(lvl) X(lvlOverride) \
    X(lvlRestart) X(lvlText) X(moveFrom) X(moveTo) X(noBreakHyphen) X(num) X(numFmt) X(numId) X(numPr) X(numStyleLink) X(numbering) X(object) X(p) \
    X(pPr) X(pPrDefault) X(pStyle) X(pageBreakBefore) X(pgNum) X(pict) X(ptab) X(r) X(rFonts) X(rPr) X(rPrDefault) X(rStyle) X(right) \
    X(rt) X(sdt) X(sdtContent) X(sdtEndPr) X(sdtPr) X(sectPr) X(smartTag) X(smartTagPr) X(softHyphen) X(start) X(startOverride) X(style) \
    X(styleLink) X(styles) X(suff) X(sym) X(sz) X(t) X(tab) X(tbl) X(tblBorders) X(tblGrid) X(tblPr) X(tblStyle) X(tc) X(tcBorders) X(tcPr) X(titlePg) X(top) \
    X(tr) X(trPr) X(txbxContent) X(type) X(u) X(vMerge) X(vanish)
typedef enum {
    NV_DX_other,
#define X(name) NV_DX_##name,
    NV_DX_ELEMENTS(X)
#undef X
} nv_dx_tok;

/* ---- package ---------------------------------------------------------------------------------------------------- */

typedef enum { NV_DX_REL_DOCUMENT, NV_DX_REL_NUMBERING, NV_DX_REL_STYLES, NV_DX_REL_FOOTNOTES, NV_DX_REL_ENDNOTES, NV_DX_REL_COMMENTS, NV_DX_REL_COUNT } nv_dx_rel;

typedef struct { nv_str id, part; bool used; } nv_dx_link;

typedef struct {
    nv_doc *doc;
    nv_zip *zip;
    nv_status status;               /* NV_OK as long as all is well */
    nv_err *err;
    const char *path;               /* of the file, for messages */
    nv_str part[NV_DX_REL_COUNT];   /* member names; n == 0: the package has no such part */
    nv_str faces[16]; unsigned next_face; /* names of fonts met last */
    NV_VEC(nv_dx_link) links;       /* page headers and footers, which sections name by id */
} nv_dx_pkg;

/* Makes *pkg the package of a zip in memory whose directory is one that an honest writer makes (read/zipdir.h): DOCX and ODT. False: pkg->status says why.
 * nv_dx_pkg_close is needed in both cases, here and below. */
bool nv_dx_zip_open(nv_dx_pkg *pkg, nv_doc *doc, const unsigned char *p, size_t n, nv_err *err);
/* Index of a member, case ignored as OPC wants; -1: there is none. A name that occurs twice is refused: readers would disagree on which one counts. */
int64_t nv_dx_locate(nv_dx_pkg *pkg, const char *name);
/* The same, and finds the parts of a DOCX. */
bool nv_dx_pkg_open(nv_dx_pkg *pkg, nv_doc *doc, const unsigned char *p, size_t n, nv_err *err);
void nv_dx_pkg_close(nv_dx_pkg *pkg);
/* Notes the first failure. The arguments follow the file's name in the message: "%2", "%3" (the last may be NULL). */
void nv_dx_fail(nv_dx_pkg *pkg, nv_status st, nv_msg msg, const char *a, const char *b);
static inline bool nv_dx_ok(const nv_dx_pkg *pkg) { return pkg->status == NV_OK; }

/* ---- XML -------------------------------------------------------------------------------------------------------- */

typedef struct {
    nv_dx_pkg *pkg;
    xmlTextReader *r;
    nv_zip_file *f;
    const char *part;               /* member name */
    uint64_t bytes, packed, size;   /* inflated so far; stored and inflated size by the directory */
    const xmlChar *uri; int uri_known; /* last namespace seen: the reader interns them, so the pointer tells */
    nv_dx_tok tok;                  /* of the current element */
    int depth;
    bool eof;
} nv_dx_xml;

typedef struct { int depth; bool empty; } nv_dx_kids;

/* Opens a member and stands on its root element. False: pkg->status is set. nv_dx_xml_close is needed after true only. */
bool nv_dx_xml_open(nv_dx_xml *x, nv_dx_pkg *pkg, nv_str part);
/* Reads to the end (so that the checksum is verified) and closes. */
void nv_dx_xml_close(nv_dx_xml *x);
/* Children of the current element: nv_dx_kids k = nv_dx_enter(x); while (nv_dx_child(x, &k)) … A child that is not entered is skipped. */
nv_dx_kids nv_dx_enter(nv_dx_xml *x);
bool nv_dx_child(nv_dx_xml *x, const nv_dx_kids *k);
/* Text directly inside the current element. */
void nv_dx_text(nv_dx_xml *x, nv_buf *out);
/* Attribute of the current element by local name (its own namespace or none), or NULL. Valid until the reader moves. */
const char *nv_dx_attr(nv_dx_xml *x, const char *name);
/* The attribute r:id, or NULL. */
const char *nv_dx_attr_rel(nv_dx_xml *x);
nv_str nv_dx_attr_str(nv_dx_xml *x, const char *name); /* copy in the arena; n == 0 if absent */
int32_t nv_dx_attr_int(nv_dx_xml *x, const char *name, int32_t none);
/* ST_OnOff: true unless the attribute "val" says no. */
bool nv_dx_onoff(nv_dx_xml *x);

/* ---- styles ----------------------------------------------------------------------------------------------------- */

typedef enum { NV_DX_FONT_TEXT, NV_DX_FONT_SYMBOL, NV_DX_FONT_WINGDINGS, NV_DX_FONT_WINGDINGS2 } nv_dx_font;

/* Properties of a run; -1 (size: 0) means that nothing is said. */
typedef struct { int8_t bold, italic, underline, caps, vanish, font; uint16_t size; /* half points */ nv_str style, face; /* face: name of the font for Latin text, "+" for one of the theme */ } nv_dx_rpr;
/* Properties of a paragraph; -1 means that nothing is said; num_id 0 takes a number away. */
typedef struct { int8_t center, page_break, ilvl; int32_t num_id; nv_str style; } nv_dx_ppr;

typedef struct nv_dx_style {
    nv_str id, based;
    struct nv_dx_style *base;
    char type;           /* 'p' paragraph, 'c' character, 't' table, 'n' numbering */
    int8_t inside;       /* table style: visible inside borders */
    uint8_t state;       /* 0 own properties only, 1 being resolved, 2 resolved */
    int8_t level;        /* level of the automatic number that the style gives, -1 not yet asked */
    nv_dx_rpr r; nv_dx_ppr p;
} nv_dx_style;

typedef struct {
    NV_VEC(nv_dx_style) all; /* sorted by type and id */
    nv_dx_rpr def;           /* docDefaults */
    nv_dx_style *para, *table; /* default styles, or NULL */
} nv_dx_styles;

#define NV_DX_RPR_NONE ((nv_dx_rpr){ .bold = -1, .italic = -1, .underline = -1, .caps = -1, .vanish = -1, .font = -1 })
#define NV_DX_PPR_NONE ((nv_dx_ppr){ .center = -1, .page_break = -1, .ilvl = -1, .num_id = -1 })

void nv_dx_styles_read(nv_dx_styles *s, nv_dx_pkg *pkg);
/* The style with all that it inherits; NULL if there is none. */
nv_dx_style *nv_dx_style_find(nv_dx_styles *s, char type, nv_str id);
/* Reads one child of w:rPr / w:pPr; false if it is none that matters. */
bool nv_dx_rpr_child(nv_dx_xml *x, nv_dx_rpr *r);
bool nv_dx_ppr_child(nv_dx_xml *x, nv_dx_ppr *p);
void nv_dx_rpr_read(nv_dx_xml *x, nv_dx_rpr *r);
/* What a run looks like: direct properties, its character style, the paragraph's style, the defaults (toggles as in ECMA-376-1, 17.7.3). */
nv_dx_rpr nv_dx_rpr_shown(nv_dx_styles *s, const nv_dx_style *para, const nv_dx_rpr *direct);
/* w:tblBorders: 1 if an inside border is visible, 0 if not. */
int8_t nv_dx_inside_borders(nv_dx_xml *x);
/* True if the border element that the reader stands on is drawn. */
bool nv_dx_border_visible(nv_dx_xml *x);
nv_dx_font nv_dx_font_of(const char *name);

/* ---- numbering -------------------------------------------------------------------------------------------------- */

#define NV_DX_LEVELS 9
typedef enum { NV_DX_SUFF_TAB, NV_DX_SUFF_SPACE, NV_DX_SUFF_NOTHING } nv_dx_suff;

typedef struct {
    nv_str fmt, text, pstyle;
    int32_t start;
    int8_t restart;      /* -1: after any higher level; 0: never; k: after level k (from 1) or higher */
    uint8_t pad;         /* digits of a custom format "001, 002, …", else 0 */
    bool lgl;
    nv_dx_suff suff;
    nv_dx_rpr r;
} nv_dx_lvl;

typedef struct {
    int32_t id;
    nv_dx_lvl *lvl[NV_DX_LEVELS]; /* NULL: not defined */
    nv_str style_link, num_style_link;
    int32_t count[NV_DX_LEVELS];  /* last number given */
    bool seen[NV_DX_LEVELS];      /* false: the next one starts anew */
} nv_dx_abstract;

typedef struct { int32_t start; bool has_start, used; nv_dx_lvl *lvl; } nv_dx_override;
typedef struct {
    int32_t id, abstract_id;
    nv_dx_abstract *counts, *form; /* whose counters; whose levels (differs with numStyleLink) */
    nv_dx_override *over;          /* [NV_DX_LEVELS] or NULL */
} nv_dx_num;

typedef struct { NV_VEC(nv_dx_abstract) abstracts; NV_VEC(nv_dx_num) nums; } nv_dx_numbering;

void nv_dx_numbering_read(nv_dx_numbering *n, nv_dx_pkg *pkg, nv_dx_styles *styles);
nv_dx_num *nv_dx_num_find(nv_dx_numbering *n, int32_t id);
/* Level that paragraphs of a style get in the list `num`: the one that names the style or an ancestor, else the style's own w:ilvl. */
int nv_dx_style_level(nv_dx_num *num, nv_dx_style *style);
/* Counts one paragraph at `level` (0 … 8) and appends its label, which may be empty. Returns the level's definition, NULL if there is none. */
const nv_dx_lvl *nv_dx_label(nv_dx_num *num, int level, nv_buf *out);

/* ---- symbols ---------------------------------------------------------------------------------------------------- */

/* The Unicode character that a symbol font shows for c (U+F020 … U+F0FF, or its low byte when the font is a symbol font); c itself if unknown. */
uint32_t nv_dx_symbol(nv_dx_font font, uint32_t c);
/* Capital form of a Latin letter (all of Vietnamese); other characters as they are. */
uint32_t nv_dx_upper(uint32_t c);

/* ---- body ------------------------------------------------------------------------------------------------------- */

typedef NV_VEC(nv_line) nv_dx_lines;

/* Where blocks go. `flat`: cells and notes, where tables are no tables of their own and a tab is a space. */
typedef struct {
    nv_dx_lines *out;
    bool flat, body;
    bool blank, brk;     /* what stands before the next line */
    nv_buf carry;        /* text of a paragraph whose mark was deleted: belongs to the next one */
} nv_dx_sink;

typedef struct { int32_t id; bool end, used; nv_dx_lines lines; } nv_dx_note;

typedef struct {
    nv_dx_pkg *pkg;
    nv_dx_xml *x;
    nv_doc *doc;
    nv_dx_styles styles;
    nv_dx_numbering numbering;
    nv_dx_lines out;             /* lines of the body */
    nv_dx_lines notes_due;       /* notes to be put after the current block of the body */
    NV_VEC(nv_dx_note) notes;
    nv_dx_lines heads, foots;    /* lines of page headers and footers */
    bool notes_read[2], in_note; /* in_note: in a part beside the body, where references to notes mean nothing */
    uint32_t muted;              /* > 0: in a cell that Word does not show */
    uint32_t n_tables;
    uint32_t section_line;       /* where the current section begins, NV_NONE for the first */
    uint64_t text_bytes;
    bool cols_reported;
    nv_buf scratch;
} nv_dx_ctx;

/* The current element as a block of `sink`. */
void nv_dx_block(nv_dx_ctx *c, nv_dx_sink *sink);
/* All children of the current element. */
void nv_dx_blocks(nv_dx_ctx *c, nv_dx_sink *sink);
/* Ends a sink: text that is still carried becomes a line. */
void nv_dx_sink_end(nv_dx_ctx *c, nv_dx_sink *sink);
void nv_dx_para(nv_dx_ctx *c, nv_dx_sink *sink);
void nv_dx_table(nv_dx_ctx *c, nv_dx_sink *sink);
/* Appends a line, with what is pending before it; counts against the bounds. NULL after a failure. */
nv_line *nv_dx_line(nv_dx_ctx *c, nv_dx_sink *sink, nv_str text, uint32_t flags);
/* The end of a section: its kind of beginning is known only now, and its page headers. */
void nv_dx_section(nv_dx_ctx *c);
/* The note of a reference becomes due after the current block. */
void nv_dx_note_ref(nv_dx_ctx *c, bool end, int32_t id);
/* Reads the page header (foot: footer) that a relationship names, once. */
void nv_dx_headfoot(nv_dx_ctx *c, const char *rel, bool foot);
void nv_dx_comments(nv_dx_ctx *c);
#endif
