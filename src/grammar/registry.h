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
    nv_date from, to;           /* validity; none = open */
} nv_agency_entry;

typedef struct {
    nv_str id, name, full_name, variants, predecessors, successors;
    bool city, border, coast, in63, in34, now;
    nv_date from, to;
} nv_province;

typedef struct { nv_str id, code, name, system, record_type; bool normative; } nv_doc_type;

typedef struct nv_registry nv_registry;

nv_registry *nv_registry_load(const nv_grammar *g, nv_buf *errors);
void nv_registry_free(nv_registry *r);

const nv_agency_entry *nv_registry_agencies(const nv_registry *r, uint32_t *n);
const nv_province *nv_registry_provinces(const nv_registry *r, uint32_t *n);
const nv_doc_type *nv_registry_doc_types(const nv_registry *r, uint32_t *n);
const nv_agency_entry *nv_registry_by_id(const nv_registry *r, nv_str id);
const nv_province *nv_registry_province(const nv_registry *r, nv_str id);
/* By any name, variant or abbreviation (folded here); with several, the one valid on `on` (none: the latest). NULL if unknown. */
const nv_agency_entry *nv_registry_find(const nv_registry *r, nv_str name, nv_date on);
const nv_province *nv_registry_find_province(const nv_registry *r, nv_str name, nv_date on);
/* Issuer of a number by its organ code (“TTg”, “BTTTT”, “CP”; a Party code in `party` numbers: “TW”): entry valid on `on`, or NULL. */
const nv_agency_entry *nv_registry_by_code(const nv_registry *r, nv_str code, bool party, nv_date on);
/* Document type by its printed name (“chỉ thị”, “quyết định”) or by its code in numbers (“CT”). NULL if unknown. */
const nv_doc_type *nv_registry_type_by_name(const nv_registry *r, nv_str name);
const nv_doc_type *nv_registry_type_by_code(const nv_registry *r, nv_str code, bool party);

#endif
