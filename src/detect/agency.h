/* agency.h - how mentions of bodies and offices are found; for agency*.c only.
 *
 * The text of a unit is cut into tokens; at each token that may begin a name a small recursive descent tries the kinds of names and takes the
 * longest. What words may do in a name is data: agency_terms.tsv (roles), the registry (names), agency.rules (phrases that coin short names).
 */
#ifndef NV_AGENCY_H
#define NV_AGENCY_H
#include "detect/detect.h"

typedef enum {
    NV_T_OFFICE, NV_T_HEAD, NV_T_LOCAL, NV_T_LEVEL, NV_T_CLASS, NV_T_QUAL, NV_T_FUNCTION, NV_T_STOP, NV_T_FIELD, NV_T_NONE, NV_T_SETUP, NV_T_POINTING,
    NV_T_PREDICATE, NV_T_GIVING, NV_T_FOREIGN, NV_T_VERB, NV_T_COUNT
} nv_term_role;

enum { NV_MAX_NP_DEPTH = 6 }; /* names nested in names (“Thủ trưởng đơn vị thuộc cơ quan Bộ …”) */

enum { NV_LIST_BODIES = 1u << 20, NV_LIST_PROVINCES = 1u << 21, NV_LIST_ABBREVIATIONS = 1u << 22, NV_LIST_LEADS = 1u << 23,
       /* with which a mention can begin */
       NV_LISTS_STARTERS = 1u << NV_T_OFFICE | 1u << NV_T_HEAD | 1u << NV_T_LOCAL | 1u << NV_T_CLASS | NV_LIST_BODIES | NV_LIST_ABBREVIATIONS | NV_LIST_LEADS };
enum { NV_KNOWN_NAMES = 256 };

struct nv_agency_detector {
    nv_names *lists;              /* every name of the lists below, with the bits of those that hold it */
    nv_arena *arena;
    const nv_registry *registry;
    nv_names *terms[NV_T_COUNT];
    NV_VEC(nv_str) args;          /* value of a term -> its argument */
    nv_names *bodies;             /* registry names; value: index of the entry */
    nv_names *abbreviations;      /* printed in capitals only */
    nv_names *tails[2];           /* names without their head “Bộ”, “Sở” */
    nv_names *provinces;          /* value: 2 of a city, else 1 */
    nv_names *skeletons;          /* long names without diacritics */
    nv_names *skeleton_heads;     /* their first words */
    const nv_rule *const *coined; uint32_t n_coined;
};

typedef struct {
    uint32_t beg, end;            /* bytes of the text */
    uint32_t c;                   /* first code point as printed */
    bool word, cap, caps;         /* letters or digits; begins with a capital; all capitals (two letters or more) */
    bool number;
    uint32_t lists;               /* which lists of names have one that begins here: bit of the role, or NV_LIST_… */
} nv_tok;

typedef enum { NV_NP_BODY, NV_NP_OFFICE, NV_NP_CLASS } nv_np_kind;

/* A name found at a token. */
typedef struct {
    uint32_t beg, end;            /* tokens [beg, end) */
    nv_str name;                  /* canonical */
    const nv_agency_entry *entry; /* or NULL */
    nv_np_kind kind;
    bool proper;                  /* has a name of its own, no class */
    bool bare;                    /* a head alone (“Sở”, “Giám đốc”): needs resolving */
    bool weak;                    /* no mention unless something around says so */
    bool place;                   /* only territories */
    bool set;                     /* a class that is complete in itself (“… cơ quan thuộc Chính phủ”) */
    bool qualified;               /* a class closed by a qualifier */
    char head;                    /* 'B' Bộ, 'S' Sở: heads that lists leave out */
    nv_str office;                /* the words of the office before the body (“Giám đốc”), for lists that share it */
    bool shared_office;           /* “Giám đốc các Sở A, Sở B” */
    const char *rule;
    double confidence;
} nv_np;

/* One short name that the document coins. */
typedef struct { nv_str words, fold; bool exact_case; uint32_t from; NV_VEC(nv_np) means; } nv_coined;

typedef struct {
    const nv_agency_detector *d;
    nv_doc *doc;
    nv_matcher *matcher;
    nv_arena *scratch;            /* for lookups; emptied from time to time */
    struct { nv_str name; const nv_agency_entry *entry; } *known; /* NV_KNOWN_NAMES names looked up, by their hash: a document says the same few again and again */
    nv_buf word;                  /* for one word at a time */
    nv_unit *unit;
    nv_span span;                 /* of the text that the tokens cover */
    bool heading;
    NV_VEC(nv_tok) toks;
    NV_VEC(nv_coined) coined;
    uint32_t depth;
} nv_ascan;

/* agency_terms.c */
bool nv_at_load(nv_agency_detector *d, const nv_grammar *g, nv_buf *errors);
void nv_at_tokens(nv_ascan *s, nv_span span);
/* The longest term of a role that begins at token i; *end gets the token behind it, *arg (may be NULL) its argument. */
bool nv_at_term(const nv_ascan *s, nv_term_role role, uint32_t i, uint32_t *end, nv_str *arg);
/* The longest name of an automaton that begins at token i. */
bool nv_at_name(const nv_ascan *s, const nv_names *names, uint32_t i, uint32_t *end, uint32_t *value);
/* Folded text of token i equals z; printed character of a punctuation token. */
bool nv_at_is(const nv_ascan *s, uint32_t i, const char *z);
bool nv_at_punct(const nv_ascan *s, uint32_t i, uint32_t c);
/* The registry's entry of that name on the document's date, or NULL. */
const nv_agency_entry *nv_at_entry(nv_ascan *s, nv_str name);
/* Text of tokens [a, b) with single spaces, as printed, brackets with abbreviations left out. */
nv_str nv_at_text(const nv_ascan *s, uint32_t a, uint32_t b);

/* agency_name.c: bodies with names of their own */
bool nv_an_body(nv_ascan *s, uint32_t i, nv_np *np);
/* The word of a level (“tỉnh”, “thị xã”) at i; a proper name of a place: a province's, or any where province_only is not set. */
bool nv_an_level(const nv_ascan *s, uint32_t i, uint32_t *end, nv_str *arg);
bool nv_an_place(nv_ascan *s, uint32_t i, bool province_only, uint32_t *end);
bool nv_an_territory(nv_ascan *s, uint32_t i, uint32_t *end, bool *plural, bool *proper);

/* True if token i separates the items of a list; *end gets the token behind it. */
bool nv_an_separator(const nv_ascan *s, uint32_t i, uint32_t *end);
/* End of the words that go on a name at i (i itself if none); verbal: it began with a verb. */
uint32_t nv_an_words(nv_ascan *s, uint32_t head, uint32_t i, bool verbal);
/* True if the words [from, to) stand elsewhere in the document with their end marked: there they are a whole name. */
bool nv_an_whole_elsewhere(const nv_ascan *s, uint32_t from, uint32_t to);
/* Text of tokens [a, b) with short forms spelled out. */
nv_str nv_an_named(nv_ascan *s, uint32_t a, uint32_t b);

/* agency_class.c: a territory as the subject of what it is told to do; sets of bodies. relaxed: an office stands before, so that a single head will do (“Thủ trưởng đơn vị”). */
bool nv_ac_class(nv_ascan *s, uint32_t i, bool relaxed, nv_np *np);
bool nv_ac_territory(nv_ascan *s, uint32_t i, nv_np *np);
/* Token i begins a sentence or an item; what stands at `end` tells the subject before it to do something. */
bool nv_ac_begins(const nv_ascan *s, uint32_t i);
bool nv_ac_told(const nv_ascan *s, uint32_t end);

/* agency_np.c: any name; several for lists with a shared head. Returns how many (at most cap). */
uint32_t nv_anp_parse(nv_ascan *s, uint32_t i, nv_np *np, uint32_t cap);
bool nv_anp_one(nv_ascan *s, uint32_t i, bool relaxed, nv_np *np);

/* agency_place.c: one body in several named places (“UBND các tỉnh An Giang, Đồng Tháp”), each with the head restored (contract 4.6, 4.8). */
/* What `first`, found at its token, stands for if such a list begins with it: replaces np[0] and adds to it. Returns how many, 0: it is no list. */
uint32_t nv_apl_list(nv_ascan *s, const nv_np *first, nv_np *np, uint32_t most);
/* “Các tỉnh An Giang, Đồng Tháp bố trí …”: named places that are told to do something at the head of a sentence (contract 4.11). */
uint32_t nv_apl_places(nv_ascan *s, uint32_t i, nv_np *np, uint32_t most);

/* agency_coined.c */
/* Adds the short names defined in the tokens' text; list: the names found there. walls: spans of the definitions (room for 16). */
void nv_aco_collect(nv_ascan *s, const nv_np *list, uint32_t n, nv_span *walls, uint32_t *n_walls);
/* The longest coined name that stands at token i. */
const nv_coined *nv_aco_at(const nv_ascan *s, uint32_t i, uint32_t *end);

/* agency_short.c: completes a short form from the names of its sentence; then, over all mentions, from the document. */
void nv_ash_sentence(nv_ascan *s, const nv_np *found, uint32_t n, nv_np *np);
void nv_ash_place(nv_ascan *s, nv_np *np);
void nv_ash_document(nv_ascan *s);
#endif
