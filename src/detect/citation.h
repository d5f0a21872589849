/* citation.h - inside of the citation detector. A paragraph (or table cell) is a block: numbers and type words are found in it first, then each
 * reference is composed from them (type, number, date, issuer, places), and last the words around it say what the relation is.
 */
#ifndef NV_DETECT_CITATION_H
#define NV_DETECT_CITATION_H
#include "detect/detect.h"

typedef enum { NV_CW_TYPE, NV_CW_LAW, NV_CW_TREATY, NV_CW_TITLE, NV_CW_PLACE, NV_CW_BLOCK } nv_cw_kind;
typedef struct { nv_cw_kind kind; nv_str word, type; uint8_t level; } nv_cite_word;

typedef enum {
    NV_CC_IMPLEMENTS, NV_CC_REFERS, NV_CC_AMENDS, NV_CC_REPLACES, NV_CC_REPEALS, NV_CC_GUIDES, NV_CC_ISSUED_WITH, NV_CC_PHRASE, NV_CC_PASSIVE,
    NV_CC_PROPOSE, NV_CC_CREATE, NV_CC_MAIN, NV_CC_OPEN, NV_CC_WEAK, NV_CC_COUNT
} nv_cite_cue;

typedef struct { nv_str name, type, issuer; } nv_cite_named;

enum { NV_NUMBER_RULES = 7 };

struct nv_cite_detector {
    const nv_registry *registry;
    nv_names *words, *laws, *named, *issuers, *cues;
    nv_cite_word *word;        /* values of words */
    uint32_t n_words;
    uint8_t *cue;              /* values of cues: nv_cite_cue */
    nv_cite_named *known;      /* values of named */
    const nv_agency_entry *agency; /* values of issuers */
    const nv_rule *number[NV_NUMBER_RULES], *so, *date, *bare_date, *norm;
    bool starts[256];          /* bytes at which something without a type word may begin: a cheap gate */
};

enum { /* places inside a document, from the smallest */
    NV_P_INDENT = 1, NV_P_ITEM, NV_P_POINT, NV_P_CLAUSE, NV_P_ARTICLE, NV_P_SUBSECTION, NV_P_SECTION, NV_P_CHAPTER, NV_P_PART, NV_P_APPENDIX, NV_P_COUNT
};
typedef struct { nv_str label[NV_P_COUNT]; bool here[NV_P_COUNT]; uint8_t low, high; } nv_path; /* here: “Điều này” */
typedef struct { nv_path *v; uint32_t n; uint32_t end; bool here, above; } nv_places; /* above: “nêu trên” */

/* A number read from the text. */
typedef struct {
    nv_span span; nv_str number, type, issuer; /* type by its code, issuer joined; n == 0 if unknown */
    bool strong;               /* complete enough to be a document without a type word before it */
    bool coded;                /* its first code is a type of document */
    int16_t year;              /* printed in the number, else 0 */
} nv_number;

typedef enum { NV_CAND_DOC, NV_CAND_SELF, NV_CAND_PLACE } nv_cand_kind;
/* A citation in the making. */
typedef struct {
    nv_cite c;
    nv_cand_kind kind;
    nv_span whole;             /* with its places before or behind */
    nv_span tail;              /* behind it: date, issuer */
    nv_span block;
    nv_path *paths; uint32_t n_paths;
    bool here, quoted, nested, cued, generic, exists, place_first, after, attach, elided;
    uint8_t cue;               /* nv_cite_cue that governs it, or NV_CC_COUNT */
    nv_cw_kind word;
} nv_cand;

typedef struct {
    const nv_cite_detector *d;
    nv_doc *doc;
    nv_matcher *m;
    nv_str text, fold;         /* of the whole document, cut at block.end: offsets are those of the document */
    nv_span block;
    nv_unit *unit;
    uint32_t table;
    bool joint;                /* the citation being read is of a joint document: several issuers */
    bool quoted;               /* the block begins inside “ ” */
    NV_VEC(nv_cand) cands;     /* of the whole document */
    uint32_t first;            /* first candidate of the block */
    NV_VEC(nv_unit *) articles; /* of the whole document */
} nv_scan;

/* Offset behind spaces, tabs, line breaks and no-break spaces. */
uint32_t nv_cs_skip(const nv_scan *s, uint32_t at);
/* Offset before them. */
uint32_t nv_cs_back(const nv_scan *s, uint32_t at);
/* True if folded `word` stands at `at` with a word border behind; *end gets the offset behind it. */
bool nv_cs_word(const nv_scan *s, uint32_t at, const char *word, uint32_t *end);
/* True if folded `word` ends at `end` with a word border before; *at gets its beginning. */
bool nv_cs_word_before(const nv_scan *s, uint32_t end, const char *word, uint32_t *at);
bool nv_cs_upper(const nv_scan *s, uint32_t at);
bool nv_cs_letter(const nv_scan *s, uint32_t at);

/* citation_number.c */
/* Reads “số” and the number, or the number alone, at `at`. `typed`: a type word stands before (old shapes are accepted). */
bool nv_read_number(nv_scan *s, uint32_t at, bool typed, nv_number *out);
/* Offset behind “số”, “số:”, “số hiệu” at `at` if a digit follows, else `at`. */
uint32_t nv_read_so(nv_scan *s, uint32_t at);
/* “ngày 30 tháng 11 năm 2010”, “, ngày 01-10-1997”, “(ngày 3/4/2012)” at `at`; *end behind it. */
nv_date nv_read_date(nv_scan *s, uint32_t at, uint32_t *end);
nv_date nv_read_bare_date(nv_scan *s, uint32_t at, uint32_t *end);
/* “của Thủ tướng Chính phủ”, “giữa Bộ A và Bộ B”: canonical names joined by "; ", or n == 0. *end behind it (at if none). Without `lead` the body may
 * begin right at `at`. */
nv_str nv_read_issuer(nv_scan *s, uint32_t at, bool lead, nv_date on, uint32_t *end);

/* citation_read.c */
/* A new candidate of the block; NULL at the bound of mentions. */
nv_cand *nv_cand_push(nv_scan *s, const nv_cand *c);
nv_cand nv_cand_blank(void);
/* Date and issuer behind a number that ends at `end`: “ngày …”, “của Bộ … ngày …”. Moves the quote to the date. */
void nv_read_tail(nv_scan *s, nv_cand *c, uint32_t end);
/* “Ngày 22 tháng 4 năm 2011, Bộ … đã có Công văn số …”: the date before the name (contract 3.13). */
void nv_read_date_before(nv_scan *s, nv_cand *c);
/* The document whose name begins at the word hit: pushes its candidates; *end behind them. */
bool nv_read_doc(nv_scan *s, const nv_name_hit *hit, uint32_t *end);

/* citation_bare.c: candidates without a type word; each pushes and moves *end, or returns false */
bool nv_read_place(nv_scan *s, const nv_name_hit *hit, uint32_t *end);
void nv_read_places_behind(nv_scan *s);
bool nv_read_own_attachment(nv_scan *s, uint32_t at, uint32_t *end);
bool nv_read_norm_at(nv_scan *s, uint32_t at, uint32_t *end);
bool nv_read_bare_number(nv_scan *s, uint32_t at, uint32_t *end);
bool nv_read_slug_at(nv_scan *s, uint32_t at, uint32_t *end);

/* citation_place.c */
/* Reads places at the word hit [at, …): “điểm a, b khoản 2 và khoản 3 Điều 5”. False if there is no label. */
bool nv_read_places(nv_scan *s, uint32_t at, nv_places *out);
/* eId of a path in another document. */
nv_str nv_path_eid(nv_arena *a, const nv_path *p);
/* eId of a path in this document, seen from `from`; *found tells whether such a unit exists. */
nv_str nv_path_self(const nv_scan *s, const nv_path *p, nv_unit *from, bool attached, bool *found);

/* citation_named.c: laws, treaties, documents known by their title */
bool nv_read_law(nv_scan *s, const nv_cite_word *w, nv_span word, nv_cand *out);
bool nv_read_treaty(nv_scan *s, const nv_cite_word *w, nv_span word, nv_cand *out);
bool nv_read_treaty_more(nv_scan *s, const nv_cand *first, nv_cand *out);
/* Sets number and quote of `out` if a QCVN or TCVN number stands at `at`. */
void nv_number_of_norm(nv_scan *s, uint32_t at, nv_cand *out, bool bracket);
bool nv_read_title(nv_scan *s, const nv_cite_word *w, nv_span word, nv_cand *out);

/* citation_relation.c */
void nv_cite_relations(nv_scan *s);      /* of the candidates of the block */
/* The relation that the words before `at` in its sentence give to a citation there. */
nv_relation nv_cite_govern(const nv_scan *s, uint32_t at, uint8_t *cue);
/* citation_alias.c: adds the uses of coined names to the candidates of the document */
void nv_cite_coined(nv_scan *s);
/* citation_scope.c: what needs the whole document: whose place it is, amending documents, own attachments */
void nv_cite_scope(nv_scan *s);
#endif
