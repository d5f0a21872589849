/* registry.h - agencies, offices, classes, provinces and document types with their validity: the TSV files of grammars/, loaded and indexed.
 *
 * The registry is about names and identity only; where they stand in a document is the work of detect/. Owned by the pipeline, read-only.
 */
#ifndef NV_REGISTRY_H
#define NV_REGISTRY_H
#include "grammar/grammar.h"
#include "model/date.h"

typedef enum { NV_A_BODY, NV_A_OFFICE, NV_A_CLASS } nv_agency_kind;

typedef struct {
    nv_str id, name;            /* canonical name as in the contract: “Bộ Thông tin và Truyền thông” */
    nv_agency_kind kind;
    nv_str kind_text, level;    /* as in the table: ministry, province … */
    nv_str parent;              /* id or n == 0 */
    nv_str code;                /* code in document numbers: BTTTT */
    nv_str abbreviations, variants, successors, members; /* ';' lists as in the table */
    nv_str head_title;
    nv_str note;                /* what moved where, as the table says */
    nv_date from, to;           /* validity; none = open */
    nv_str generic, province;   /* of a province's own body (“ubnd-tinh/bac-ninh”): id of the generic row and of the province; else n == 0 */
} nv_agency_entry;

typedef struct {
    nv_str id, name, full_name, variants, predecessors, successors, basis; /* basis: the acts that made and ended it */
    bool city, border, coast, in63, in34, now;
    nv_date from, to;
} nv_province;

typedef struct { nv_str id, code, name, system, record_type; bool normative; } nv_doc_type;

typedef struct nv_registry nv_registry;

nv_registry *nv_registry_load(const nv_grammar *g, nv_buf *errors);
void nv_registry_free(nv_registry *r);

/* Rows of agencies.tsv first, in their order; then each province's own bodies (agency_instances.tsv), whose ids are “generic/province”. */
const nv_agency_entry *nv_registry_agencies(const nv_registry *r, uint32_t *n);
const nv_province *nv_registry_provinces(const nv_registry *r, uint32_t *n);
const nv_doc_type *nv_registry_doc_types(const nv_registry *r, uint32_t *n);
const nv_agency_entry *nv_registry_by_id(const nv_registry *r, nv_str id);
const nv_province *nv_registry_province(const nv_registry *r, nv_str id);
/* By any name, variant or abbreviation (folded here); with several, the one valid on `on` (none: the latest). NULL if unknown. */
const nv_agency_entry *nv_registry_find(const nv_registry *r, nv_str name, nv_date on);
/* The same for many lookups: about 200 bytes of the scratch arena each. */
const nv_agency_entry *nv_registry_find_with(const nv_registry *r, nv_arena *scratch, nv_str name, nv_date on);
const nv_province *nv_registry_find_province(const nv_registry *r, nv_str name, nv_date on);
/* Issuer of a number by its organ code (“TTg”, “BTTTT”, “CP”; a Party code in `party` numbers: “TW”): entry valid on `on`, or NULL. */
const nv_agency_entry *nv_registry_by_code(const nv_registry *r, nv_str code, bool party, nv_date on);
/* Document type by its printed name (“chỉ thị”, “quyết định”) or by its code in numbers (“CT”). NULL if unknown. */
const nv_doc_type *nv_registry_type_by_name(const nv_registry *r, nv_str name);
const nv_doc_type *nv_registry_type_by_code(const nv_registry *r, nv_str code, bool party);


/* ---- names for people: which bodies does a name mean ------------------------------------------------------------- */

typedef NV_VEC(const nv_agency_entry *) nv_agency_vec;

/* A name as two people may write it, brought to one form: folded, short forms of agency_short.tsv spelled out (UBND, TP., KH&CN), dashes and spaces made even. */
nv_str nv_registry_key(const nv_registry *r, nv_arena *a, nv_str name);
/* The same with the case and wording of the text kept: only the short forms are spelled out (“UBND tỉnh” -> “Ủy ban nhân dân tỉnh”). */
nv_str nv_registry_spell_out(const nv_registry *r, nv_arena *a, nv_str name);
/* The same where the folded name is at hand (nv_fold: equal offsets). The result is the name itself where there is nothing to spell out. */
nv_str nv_registry_spell_out_folded(const nv_registry *r, nv_arena *a, nv_str name, nv_str folded);

/* What a user typed after --who: every entry that bears this name, at any time (UBND tỉnh Bắc Ninh before and after July 2025), in table order; with or
 * without diacritics (“ubnd tinh bac ninh”), short or in full (“Bộ TT&TT”), or an id. Returns false if nothing matches: then *suggestion is the nearest
 * name (fewest edits of the skeleton), n == 0 if none is near. out's memory and the suggestion come from the arena or the registry. */
bool nv_registry_resolve_who(const nv_registry *r, nv_str text, nv_arena *a, nv_agency_vec *out, nv_str *suggestion);

typedef enum {
    NV_MEMBERS_NONE,  /* no class that the registry knows */
    NV_MEMBERS_OPEN,  /* a class, but its members cannot be listed (“các cơ quan liên quan”) */
    NV_MEMBERS_SOME,  /* only some of those listed are meant, the text does not say which (“các bộ, ngành liên quan”) */
    NV_MEMBERS_ALL
} nv_members;

/* The members, on a date (none: today's bodies, those without an end), of a class as it is named in a document: “các bộ, cơ quan ngang bộ, cơ quan thuộc
 * Chính phủ”, “Ủy ban nhân dân các tỉnh biên giới”, “các bộ, trừ Bộ Quốc phòng, Bộ Công an”. `province` is the registry id of the province that the
 * document's head names (for “các sở, ban, ngành”), or n == 0. Appends entries to *out, each once, in table order. Source: agency_classes.tsv. */
nv_members nv_registry_class_members(const nv_registry *r, nv_str klass, nv_date on, nv_str province, nv_arena *a, nv_agency_vec *out);


/* ---- what a body became, what it was, what belongs to it ----------------------------------------------------------- */

/* The bodies that took over when it ended: those of its row, in its province or the one that followed. Table order; none while it lasts.
 * Source: successors in agencies.tsv and provinces.tsv. */
void nv_registry_successors(const nv_registry *r, const nv_agency_entry *e, nv_arena *a, nv_agency_vec *out);
/* The bodies that it took over from, one step back. */
void nv_registry_predecessors(const nv_registry *r, const nv_agency_entry *e, nv_arena *a, nv_agency_vec *out);
/* What moved where when `before` ended and `after` took over: the note of its row, or the act that made the province which follows; n == 0: not known. */
nv_str nv_registry_moved(const nv_registry *r, const nv_agency_entry *before, const nv_agency_entry *after);
/* The bodies and offices below it at any depth, in its own province where it has one, valid on `on` (none: at any time). */
void nv_registry_subordinates(const nv_registry *r, const nv_agency_entry *e, nv_date on, nv_arena *a, nv_agency_vec *out);
/* Names of the classes that the registry knows (agency_classes.tsv, kind “whole”), with their members' terms. */
typedef struct { nv_str name, members; } nv_class_name;
const nv_class_name *nv_registry_class_names(const nv_registry *r, uint32_t *n);

/* True if the entry is valid on the date; none asks for entries without an end. */
bool nv_agency_valid(const nv_agency_entry *e, nv_date on);

#endif
