/* seg.h - inside of the segment stage: the paragraphs with their labels, and who does what.
 *
 *   head.c      letterhead, number, date, type, title, addressees: the paragraphs before the text
 *   head_fields.c, issuer.c  from these to the fields of the document
 *   trailer.c   where the signature begins; Nơi nhận and signers
 *   appendix.c  where appendices and second documents begin, their title lines
 *   quotes.c    which paragraphs are quoted new text
 *   label.c     paragraph -> label
 *   outline.c   labels -> tree (a stack), eIds
 *   heading.c   heading and body of each unit
 *   audit.c     gaps, repeats, wrong order
 *   sentence.c  sentences
 */
#ifndef NV_SEG_H
#define NV_SEG_H
#include "model/date.h"
#include "segment/segment.h"

typedef enum { SEG_NONE, SEG_WORD, SEG_ROMAN, SEG_LETTER, SEG_NUMBER, SEG_DECIMAL, SEG_POINT, SEG_ITEM, SEG_SIGN } seg_style;

typedef struct {
    nv_unit_kind kind;  /* NV_U_DOC: no label */
    seg_style style;
    nv_span span;       /* the label without punctuation, in the document's text */
    uint32_t rest;      /* where the text after the label begins */
    uint8_t sep;        /* first byte of its punctuation; 0 none. Of a dash: its sign's number */
    int32_t number;     /* place in its series: 1, 2 …; 0 unknown */
    nv_str ordinal;     /* “nhất” of “Phần thứ nhất” */
} seg_label;

typedef struct {
    nv_span span;       /* without white space at its ends */
    const nv_para *para;
    bool row, foot, quoted, caps, bold, center, blank; /* blank: rules, empty */
    seg_label label;
} seg_para;

/* A unit while the tree is built: its paragraphs are [para, end). */
typedef struct {
    nv_unit *unit; seg_label label;
    uint32_t para, end;
    uint32_t body;      /* of an appendix: the first paragraph of its text; 0: none given */
    bool has_child;
} seg_node;

/* The main text or one appendix: [beg, head) letterhead and title, [head, sign) text, [sign, end) signature and Nơi nhận. */
typedef struct {
    uint32_t beg, head, sign, end;
    nv_span title;      /* of an appendix */
    nv_str label;       /* of an appendix as printed, n == 0 if none */
    bool letter;        /* a second document with its own head */
    bool numbered;      /* begins with the words Phụ lục */
} seg_section;

typedef struct seg {
    nv_doc *doc;
    const nv_segmenter *s;
    const nv_registry *reg;
    nv_matcher *m;
    seg_para *paras; uint32_t n;
    NV_VEC(seg_node) nodes; /* parallel to units made by outline.c */
    NV_VEC(seg_section) sections; /* [0] is the main text */
    nv_date no_month;         /* day and year of a head whose month is blank */
} seg;

typedef struct { const nv_rule *rule; nv_unit_kind kind; seg_style style; bool printed; } seg_label_rule;

struct nv_segmenter {
    const nv_registry *reg;
    seg_label_rule *labels; uint32_t n_labels;
    const nv_rule *tail_citation, *open_end, *lead_in, *sentence_start, *sentence, *bearer, *bearer_verb, *bearer_list, *bearer_places, *names_listed, *closing, *whole, *responsible, *amend, *new_text;
    const nv_rule *motto, *party_motto, *number, *date, *date_slashes, *type, *subject, *addressed, *basis, *stamp, *sends, *org, *land, *partner, *enacts, *not_title, *title_start;
    const nv_rule *recipients, *capacity, *position, *person, *family, *signed_mark, *rank, *passed, *cited_date;
    const nv_rule *appendix, *issued_with, *attached_type, *technical_code, *technical_title;
    nv_arena *arena;
};

/* ---- small helpers (segment.c) ---- */
nv_str seg_text(const seg *g, nv_span sp);
nv_str seg_fold(const seg *g, nv_span sp);
/* True if rule `r` matches at the first byte / anywhere of the folded (or printed, as the rule says) span. */
bool seg_at(const seg *g, const nv_rule *r, nv_span sp);
bool seg_in(const seg *g, const nv_rule *r, nv_span sp);
/* As seg_in, for rules that end in $: only the last bytes are looked at. */
bool seg_ends(const seg *g, const nv_rule *r, nv_span sp);
/* Last / first code point of a span, 0 if empty. */
uint32_t seg_last(const seg *g, nv_span sp);
uint32_t seg_first(const seg *g, nv_span sp);
/* White space runs become one space. */
nv_str seg_one_line(const seg *g, nv_str s);

void seg_month_of_cited(seg *g);              /* month.c: a head's blank month where only one is possible */
void seg_find_labels(seg *g);                 /* label.c */
int32_t seg_roman(nv_str s);                  /* value of a Roman numeral in any case, 0 if it is none */
int32_t seg_letter_order(nv_str s);           /* a 1, b 2 … đ 5 …; 0 unknown */
void seg_mark_quotes(seg *g, uint32_t beg, uint32_t end); /* quotes.c */
/* head.c: what stands before a text. Spans are empty and strings n == 0 where nothing was found. */
typedef struct {
    uint32_t end;                       /* first paragraph of the text */
    nv_span number, number_kind, date, type, title; /* title: from its first to its last line; number_kind: “Luật” of “Luật số: …” */
    nv_str title_text, place;
    nv_date day, month, no_month;       /* month: of a date without a day; no_month: of one without a month (m == 0) */
    bool blank_date, blank_number, motto, party, addressed;
    NV_VEC(nv_span) orgs;               /* lines of the letterhead that name bodies */
    nv_span type_issuer;                /* “của …” behind the type */
    NV_VEC(nv_str) addressees;
} seg_head;
void seg_scan_head(seg *g, uint32_t beg, uint32_t end, seg_head *h);
bool seg_no_name(nv_str s);                               /* no letter in it: a line of signs */
nv_span seg_undirt(const seg *g, nv_span sp);             /* recognised text without what a scanner made of specks before it; other text as it is */
nv_str seg_without_lone_quote(const seg *g, nv_str t);    /* recognised text without a quotation mark that has no other: a speck (“Phạm “Ngọc Thạch”) */
nv_span seg_trim_title(const seg *g, nv_span sp);         /* without separators before and final marks behind */
/* Reads the addressees of paragraph i (from offset `from` of the text) and of those below it; the paragraph after the last. */
uint32_t seg_take_addressees(seg *g, seg_head *h, uint32_t i, uint32_t end, uint32_t from);
void seg_read_head(seg *g);                   /* head_fields.c: doc->head; sections[0].head */
int seg_number(nv_str digits);
void seg_read_issuers(seg *g, const seg_head *h); /* issuer.c */
/* “ỦY BAN NHÂN DÂN TỈNH X” as it is written inside a sentence. */
nv_str seg_proper_case(const seg *g, nv_str s);
/* “PHÓ THỦ TƯỚNG” -> “Phó Thủ tướng”: the first word of an office and what follows “phó” are capitals, and names of bodies. */
nv_str seg_office_case(const seg *g, nv_str s);
void seg_find_sections(seg *g);               /* appendix.c: sections, with their signatures */
bool seg_starts_with_appendix(const seg *g);  /* the file is an appendix and has no head */
void seg_read_trailer(seg *g);                /* trailer.c: recipients, signers */
uint32_t seg_find_sign(const seg *g, uint32_t beg, uint32_t end); /* first paragraph of the signature block, or end */
uint32_t seg_sign_end(const seg *g, uint32_t sign, uint32_t end); /* first paragraph after the signer's name, or end */
void seg_build(seg *g);                       /* outline.c */
void seg_headings(seg *g);                    /* heading.c */
void seg_audit(seg *g);
void seg_judge_head(seg *g);                   /* judge.c */                       /* audit.c */
void seg_sentences(seg *g);                   /* sentence.c */
#endif
