/* model.h - the nouns of nghiavu, without policy: a document is one struct that the stages fill in turn.
 *
 * Everything reachable from an nv_doc lives in its arena and dies with it; slices and spans never own; the grammar outlives all
 * documents and is read-only. All spans and offsets are BYTES of nv_doc.text (equally of nv_doc.fold); the record converts them to code
 * points. Pages count from 1; 0 means that the format has no pages.
 *
 *   read       fills source, lines                      (raw UTF-8 lines with page, box, font; tables as cells)
 *   normalize  fills text, fold, paras, runs, tables    (NFC, repaired layout, map back to lines)
 *   segment    fills head, units, sents                 (header fields, unit tree, sentences; eids of tables)
 *   detect     fills cites, agencies, deadlines, cues   (mentions)
 *   link       fills cites[].resolved/relation, obligations, amendments, effects
 * Every stage may append diagnostics.
 */
#ifndef NV_MODEL_H
#define NV_MODEL_H
#include "base/arena.h"
#include "base/err.h"
#include "base/fold.h"
#include "base/limits.h"

#define NV_NONE UINT32_MAX /* no index */

/* ---- read ------------------------------------------------------------------------------------------------------- */

enum { /* nv_line.flags and nv_para.flags */
    NV_F_BOLD = 1, NV_F_ITALIC = 2, NV_F_UNDERLINE = 4, /* of (nearly) the whole line */
    NV_F_CENTER = 8,        /* centred by the format, or by its box on the page */
    NV_F_PARA_START = 16,   /* the format says that a paragraph begins here (DOCX, TXT with blank lines) */
    NV_F_PARA_END = 32,     /* … ends here: never joined with the next line */
    NV_F_FOOTNOTE = 64,     /* text of a footnote */
    NV_F_HEADFOOT = 128,    /* the format says that this is a page header or footer */
    NV_F_AUTONUM = 256,     /* the first `label` bytes are an automatic number of the format */
    NV_F_BREAK_BEFORE = 512,/* first line of a page or after a page break */
    NV_F_BLANK_BEFORE = 1024,/* a blank line or a gap of more than a line stands before it */
    NV_F_STAMP = 2048,      /* a line of an electronic signature's stamp (“Người ký: …”), no text of the document */
    NV_F_NOISE = 4096       /* what a recogniser made of a seal, a signature or dirt */
};

typedef struct { float x0, y0, x1, y1; } nv_box; /* points (1/72 inch), origin top left; all 0 if unknown */

/* Where a raised footnote's mark was printed, a raw line of a PDF has: MARK, the mark, END (normalize drops all three), or TYPED before a mark in brackets. */
#define NV_NOTE_MARK 0xFFF9u
#define NV_NOTE_END 0xFFFBu
#define NV_NOTE_TYPED 0xFFFAu

/* A piece of a line between two cell breaks; for tables of a format: one cell. */
typedef struct {
    nv_str text;                 /* raw UTF-8; '\n' between paragraphs of one cell */
    float x0, x1;                /* points; 0 if unknown */
    uint16_t col, colspan, rowspan; /* of a table of the format: column from 0, spans >= 1; rowspan 0 = covered by the cell above */
    uint32_t flags;              /* NV_F_BOLD … of (nearly) the whole piece; 0 if the format does not say */
    bool soft;                   /* only a wide space stands before it, maybe no cell border (PDF, text) */
} nv_seg;

/* Bytes [beg, end) of a line's text and the font that they are printed in: fonts made for the old Vietnamese encodings tell how to read them. */
typedef struct { uint32_t beg, end; nv_str font; } nv_font_run;

/* Bytes [beg, end) of a line's text are one word that a recogniser saw on the picture of a page. `hand`: its ink does not look printed like the words
 * beside it, so that what it says is a guess. `pen`: digits that the reader of handwriting reads the same, or read alone, or
 * that the page's own text layer has. */
typedef struct { uint32_t beg, end; uint8_t conf, digits; /* confidence of the word and of its worst digit, 0 … 100 */ bool hand, pen; } nv_seen;

/* One raw line: of a page (PDF), a paragraph (DOCX) or a text line (TXT), or one row of a table when table >= 0. */
typedef struct {
    nv_str text;       /* raw UTF-8, segments joined by '\t'; no '\n' unless a DOCX line break */
    nv_seg *segs; uint32_t n_segs; /* at least the pieces between tabs; 0 = one piece without box */
    uint32_t page; nv_box box; float size; /* size: font size in points, 0 if unknown */
    uint32_t flags;
    int32_t table;     /* index of the format's own table (DOCX w:tbl, pipe table), -1 outside; rows of one table are consecutive */
    uint32_t row;      /* row in that table */
    bool borders;      /* the format's table has visible borders */
    uint32_t label;    /* bytes of text that are an automatic number (with NV_F_AUTONUM), its following space not counted */
    nv_font_run *fonts; uint32_t n_fonts; /* where the reader knows them; sorted, gaps allowed; offsets as if segs were joined by '\t' */
    const nv_seen *seen; uint32_t n_seen; /* of a recognised page: its words, sorted; NULL elsewhere */
} nv_line;

typedef struct { uint32_t page; nv_str verdict; nv_str reason; double ocr_confidence; /* < 0: none */ } nv_page_quality;

/* How the reader is to treat pages that hold only a picture of text. */
typedef struct {
    bool ask;          /* they are to be recognised: reading ends with NV_E_SCAN and their numbers in nv_source.scans, unless `words` has them all */
    nv_str words;      /* words recognised before (read/ocr.h); must outlive the reading */
    double (*share)(const void *ctx, nv_str text); /* share of the words of a text that are Vietnamese, in any encoding; < 0: too few words to tell */
    const void *ctx;
} nv_ocr_ask;

#define NV_READER_8BIT "text (8-bit)" /* reader of a text whose encoding only its words tell */

typedef struct {
    nv_str name;       /* base name of the file */
    nv_str path;       /* as given; for messages only, never in the record */
    nv_str sha256;     /* 64 lower-case hex digits of the file's bytes */
    uint64_t bytes;
    nv_str format;     /* "pdf", "docx", "txt" … */
    uint32_t pages;    /* 0: the format has no pages */
    uint64_t not_utf8; /* of a text in an 8-bit encoding: where its first byte stands that is not UTF-8, from 1; else 0 */
    nv_str reader;     /* "poppler 22.12.0" … */
    NV_VEC(nv_page_quality) quality;
    NV_VEC(uint32_t) scans; /* pages that must be recognised first (NV_E_SCAN) */
    nv_ocr_ask ocr;    /* given by the caller before reading */
} nv_source;

/* ---- normalize -------------------------------------------------------------------------------------------------- */

typedef enum { NV_PARA_TEXT, NV_PARA_ROW, NV_PARA_FOOTNOTE } nv_para_kind;

/* A paragraph of the text; paragraphs are separated by one '\n' in text and cover it without overlap. */
typedef struct {
    nv_span span;      /* without the '\n' */
    nv_para_kind kind;
    uint32_t page;     /* where it begins */
    uint32_t flags;    /* NV_F_* */
    float indent;      /* x0 of its first line in points, < 0 unknown */
    float size;
    uint32_t line;     /* first raw line */
    uint32_t table;    /* index into tables for NV_PARA_ROW, else NV_NONE */
    uint32_t label;    /* bytes of an automatic number at its beginning, 0 if none */
} nv_para;

/* text[text_beg …] up to the next run came from raw line `line`; raw is the byte offset in that line's text. Sorted by text_beg. */
typedef struct { uint32_t text_beg, line, raw; } nv_run;

typedef struct {
    nv_span span;      /* in text */
    uint32_t row, col, rowspan, colspan;
} nv_cell;

typedef struct nv_unit nv_unit;

typedef struct {
    nv_span span;      /* all its rows */
    uint32_t page, header_rows, n_rows, n_cols;
    NV_VEC(nv_cell) cells; /* row by row */
    nv_unit *unit;     /* the unit it stands in (segment) */
} nv_table;

typedef struct { uint32_t page; nv_str text; const char *why; /* "page_number", "running_head", "stamp", "rule", "noise" */ } nv_dropped;

/* ---- segment ---------------------------------------------------------------------------------------------------- */

typedef enum {
    NV_U_DOC, NV_U_PREFACE, NV_U_PREAMBLE, NV_U_PART, NV_U_CHAPTER, NV_U_SECTION, NV_U_SUBSECTION, NV_U_ARTICLE, NV_U_CLAUSE,
    NV_U_SUBCLAUSE, NV_U_POINT, NV_U_ITEM, NV_U_INDENT, NV_U_APPENDIX, NV_U_CLOSING, NV_U_SIGNATURE, NV_U_COUNT
} nv_unit_kind;

/* A unit of the tree (contract 1). Its own text is one stretch: from its label to the first child, table or following unit. */
struct nv_unit {
    nv_unit *parent, *first, *last, *prev, *next;
    nv_unit_kind kind;
    uint32_t index;    /* position in nv_doc.units (document order) */
    nv_str eid;        /* "" for the root */
    nv_str label;      /* as printed, without punctuation; p == NULL if none */
    nv_span span;      /* from the first character of the label to the end of its own text, children excluded */
    nv_span heading;   /* its title, empty if none */
    nv_span body;      /* own text without label and heading; may be empty */
    uint32_t page;
    bool quoted_in;    /* reserved for readers of the tree: true inside an appendix that is a document of its own */
};

typedef struct { nv_str name, position, capacity; /* capacity "KT." … or n == 0 */ nv_span span; } nv_signer;
typedef struct { int16_t y; uint8_t m, d; } nv_date; /* y == 0: none */

typedef struct {
    nv_str type, type_name;     /* record_type of doc_types.tsv ("CT"), full name ("Chỉ thị"); n == 0 if unknown */
    nv_str number;              /* repaired */
    nv_date date;
    nv_date month;              /* month (d == 0) and year of issue where the day is blank or not readable; else none */
    nv_str place, title;
    nv_span number_span, date_span, title_span;
    NV_VEC(nv_str) issuers;     /* canonical names */
    NV_VEC(nv_str) issuer_ids;  /* registry ids, n == 0 where the registry has none */
    nv_str province;            /* registry id of the province that the head names (for "UBND tỉnh", "Sở …"), or n == 0 */
    NV_VEC(nv_str) addressees, recipients;
    NV_VEC(nv_signer) signers;
    nv_date effective;
} nv_head;

/* A sentence inside one unit's heading or body (never across units). */
typedef struct { nv_span span; nv_unit *unit; bool heading; } nv_sent;

/* ---- detect ----------------------------------------------------------------------------------------------------- */

/* What a citation refers to (contract 3.2). n == 0 / y == 0 for null. */
typedef struct { nv_str type, number, name, issuer; nv_date date; } nv_target;

typedef enum {
    NV_R_REFERS, NV_R_BASIS, NV_R_IMPLEMENTS, NV_R_AMENDS, NV_R_REPLACES, NV_R_REPEALS, NV_R_GUIDES, NV_R_ISSUED_WITH, NV_R_SELF, NV_R_COUNT
} nv_relation;

typedef struct {
    nv_span span; nv_unit *unit;
    nv_target target;
    nv_str resolved;            /* n == 0: null */
    NV_VEC(nv_str) locator;     /* eIds in the target; n == 0: null */
    nv_relation relation;
    uint32_t table;             /* index of the table it stands in (then it is recorded there), else NV_NONE */
    const char *rule; double confidence;
} nv_cite;

typedef struct {
    nv_span span; nv_unit *unit;
    nv_str name;                /* canonical name (contract 4) */
    nv_str id;                  /* registry id, n == 0 if none */
    bool is_class;              /* a set of bodies */
    bool heading;               /* stands in its unit's heading */
    bool hidden;                /* no mention of the record (a definition, part of a name), but known to the linker */
    const char *rule; double confidence;
} nv_agency;

/* One of the bodies that addressee `of` names (head.addressees): “UBND các tỉnh: A, B”. Spans lie in the head. */
typedef struct { uint32_t of; nv_agency body; } nv_addressed;

typedef enum { NV_D_DUE, NV_D_RECURRING, NV_D_RELATIVE, NV_D_EFFECTIVE } nv_deadline_kind;
typedef enum { NV_B_NONE, NV_B_BEFORE, NV_B_BY, NV_B_WITHIN } nv_bound;

typedef struct {
    nv_span span; nv_unit *unit;
    nv_deadline_kind kind;
    nv_date from, to;
    nv_bound bound;
    nv_str freq;                /* recurring: "P1Y" …; n == 0 null */
    uint8_t month, day;         /* recurring; 0 null */
    nv_str duration;            /* relative, effective: ISO 8601 */
    bool working_days;
    nv_str anchor;              /* quote after “kể từ” */
    nv_str reason;              /* why a date is null, n == 0 if it is not */
    uint32_t table, row;        /* of a table cell: its table and row, else NV_NONE */
    const char *rule;
} nv_deadline;

/* A trigger word of modality.tsv found in the text (modal verb, role verb, assignment …), in folded text. */
typedef struct { nv_span span; uint16_t cue; /* row of the cue table */ uint8_t klass; /* nv_cue_class */ } nv_cue;

/* A table of tasks (contract 6.14): which column says what; NV_NONE where there is none. */
typedef struct { uint32_t table, first_row, col_number, col_task, col_lead, col_coordinate, col_due, col_product; } nv_task_table;

/* ---- link ------------------------------------------------------------------------------------------------------- */

typedef enum { NV_MUST, NV_REQUEST, NV_MAY, NV_MUST_NOT } nv_modality;
typedef enum { NV_ROLE_LEAD, NV_ROLE_COORDINATE, NV_ROLE_RECIPIENT, NV_ROLE_SUPERVISE } nv_role;
typedef enum { NV_HOW_SENTENCE, NV_HOW_HEADING, NV_HOW_LEAD_IN, NV_HOW_PREAMBLE, NV_HOW_ADDRESSEE, NV_HOW_CARRIED, NV_HOW_TABLE, NV_HOW_SCOPE } nv_how;

typedef struct { nv_str id, name; nv_role role; nv_how how; bool is_class; nv_span span; /* of the mention; empty if none */ } nv_party;

typedef struct {
    nv_unit *unit;
    nv_span action;             /* from the first verb to the end of the sentence */
    nv_modality modality;
    NV_VEC(nv_party) parties;
    NV_VEC(uint32_t) due;       /* indexes into deadlines */
    nv_span condition;          /* empty: null */
    nv_str product;             /* n == 0: null */
    bool routine;
    uint32_t table, row;        /* of a task table, else NV_NONE */
    const char *rule; double confidence;
} nv_obligation;

/* Why a sentence with a word of duty and an agency made no obligation (`explain`). */
typedef enum {
    NV_WHY_NO_BEARER,  /* no subject of its own, and nothing above names a bearer */
    NV_WHY_TELLS,      /* an agency is named, but no verb of duty follows it: a definition, a state, the past */
    NV_WHY_NARRATIVE,  /* preamble, closing or introduction: only what is charged outright counts */
    NV_WHY_PAST,       /* below a heading over results, or in a report */
    NV_WHY_GOALS,      /* below a heading over goals, principles, scope */
    NV_WHY_ISSUER,     /* the issuer says what it does */
    NV_WHY_LEAD_IN,    /* only announces the list below, which bears the duty */
    NV_WHY_PASSIVE,    /* begins with a thing: nobody is told to act */
    NV_WHY_NEVER,      /* basis, effect, repeal, courtesy */
    NV_WHY_STATE,      /* the polity as subject */
    NV_WHY_HEADING,    /* a heading line itself */
    NV_WHY_COUNT
} nv_why;
typedef struct { nv_span span; nv_unit *unit; nv_why why; } nv_rejected;

typedef enum { NV_OP_INSERT, NV_OP_REPLACE, NV_OP_DELETE, NV_OP_REPLACE_PHRASE, NV_OP_REPEAL, NV_OP_SUSPEND } nv_operation;
typedef struct {
    nv_span span; nv_unit *unit; nv_operation operation; nv_target target;
    nv_str place, before, after, old_text, new_text; /* eIds; quoted texts; n == 0: null */
} nv_amendment;
typedef struct { nv_span span; nv_unit *unit; nv_str place; nv_date from, to; } nv_effect;

/* ---- the document ----------------------------------------------------------------------------------------------- */

typedef struct { nv_msg msg; nv_span span; bool has_span; uint32_t page; nv_str args[NV_MSG_ARGS]; uint8_t n_args; } nv_diag;

typedef struct nv_doc {
    nv_arena *arena;
    nv_source source;
    NV_VEC(nv_line) lines;
    NV_VEC(nv_dropped) dropped;
    nv_str text, fold;          /* same length: fold is nv_fold(text) */
    NV_VEC(nv_para) paras;
    NV_VEC(nv_run) runs;
    NV_VEC(nv_table) tables;
    nv_head head;
    nv_unit *root;              /* kind NV_U_DOC, index NV_NONE */
    NV_VEC(nv_unit *) units;    /* document order, root excluded */
    NV_VEC(nv_sent) sents;      /* document order */
    NV_VEC(nv_cite) cites;
    NV_VEC(nv_agency) agencies; /* by span.beg */
    NV_VEC(nv_addressed) addressed; /* bodies of addressees that name several, in their order */
    NV_VEC(nv_deadline) deadlines;
    NV_VEC(nv_cue) cues;        /* by span.beg */
    NV_VEC(nv_task_table) task_tables;
    NV_VEC(nv_obligation) obligations;
    NV_VEC(nv_rejected) rejected; /* by span.beg */
    NV_VEC(nv_amendment) amendments;
    NV_VEC(nv_effect) effects;
    NV_VEC(nv_diag) diags;
} nv_doc;

nv_doc *nv_doc_new(void);
void nv_doc_free(nv_doc *d);

/* Appends a diagnostic. `span` in text or NULL; the page is found from the span when page == 0. Arguments: const char *, ended by NULL. */
void nv_doc_diag(nv_doc *d, nv_msg msg, const nv_span *span, uint32_t page, ...) __attribute__((sentinel));
/* The recognised word that the character at `off` of text came from; NULL where the text was not recognised on a picture. */
const nv_seen *nv_doc_seen(const nv_doc *d, uint32_t off);
/* Page of the character at `off` of text; 0 if the format has no pages. */
uint32_t nv_doc_page(const nv_doc *d, uint32_t off);
/* Index of the paragraph that holds `off` (a '\n' belongs to the paragraph before it); NV_NONE in an empty text. */
uint32_t nv_doc_para(const nv_doc *d, uint32_t off);
/* The unit whose own span holds `off`, else the last unit that begins before it; NULL before the first. */
nv_unit *nv_doc_unit(const nv_doc *d, uint32_t off);
/* The cell of a table that covers row and column (merged cells count for all that they cover), or NULL. */
const nv_cell *nv_table_cell(const nv_table *t, uint32_t row, uint32_t col);
/* The table that holds `off`, or NV_NONE. */
uint32_t nv_doc_table(const nv_doc *d, uint32_t off);
nv_str nv_doc_str(const nv_doc *d, nv_span sp);      /* as printed */
nv_str nv_doc_fold_str(const nv_doc *d, nv_span sp); /* folded */

/* Adds a unit as the last child of `parent` and to d->units; the caller fills the rest. */
nv_unit *nv_unit_add(nv_doc *d, nv_unit *parent, nv_unit_kind kind);
/* Kind as in the record: "clause" …; token of the eId: "cl" …; Vietnamese name: "khoản". */
const char *nv_unit_kind_name(nv_unit_kind k);
const char *nv_unit_kind_token(nv_unit_kind k);
/* True if `u` is `top` or below it. */
bool nv_unit_within(const nv_unit *u, const nv_unit *top);
/* Nearest ancestor (or u itself) of a kind, or NULL. */
nv_unit *nv_unit_up(nv_unit *u, nv_unit_kind k);

const char *nv_relation_name(nv_relation r);
const char *nv_modality_name(nv_modality m);
const char *nv_role_name(nv_role r);
const char *nv_how_name(nv_how h);
const char *nv_deadline_kind_name(nv_deadline_kind k);
const char *nv_bound_name(nv_bound b);       /* NULL for NV_B_NONE */
const char *nv_operation_name(nv_operation o);

/* Checks that the document is consistent after a stage: spans inside the text, units in order and nested, indexes valid. Returns NULL or what is
 * wrong (static text). Run after every stage in test builds. */
const char *nv_doc_check(const nv_doc *d);

#endif
