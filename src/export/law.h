/* law.h - a document (model/law.h) as Akoma Ntoso 3.0 and as schema.org/Legislation, and the addresses that both give to documents. */
#ifndef NV_EXPORT_LAW_H
#define NV_EXPORT_LAW_H
#include "base/err.h"
#include "model/date.h"
#include "model/law.h"

/* Lower case ASCII with '-' between words: “47/NQ-CP” -> "47-nq-cp". */
void nv_law_slug(nv_str s, nv_buf *out);
/* Work-level address as the Akoma Ntoso naming convention has it: /akn/vn/act/nq/2024-04-15/47-nq-cp; with the year only where the day is not known. Without
 * either, for a document known by name or number only: /akn/ontology/reference/vn/luat-dat-dai, which claims no date. */
void nv_law_uri(const nv_law_id *id, nv_buf *out);
/* The same in the pattern of the European Legislation Identifier: /eli/vn/nq/2024/04/15/47-nq-cp; false if the day is not known. */
bool nv_law_eli(const nv_law_id *id, nv_buf *out);
/* True for the types that are acts (laws, decrees, decisions …), false for letters, plans, directives. */
bool nv_law_is_act(nv_str type);

/* Akoma Ntoso 3.0 (OASIS LegalDocML, namespace http://docs.oasis-open.org/legaldocml/ns/akn/3.0), one document. `today` is the day of the manifestation.
 * NV_E_USAGE with a message if the document has no date: the format demands one. */
nv_status nv_write_law_akn(const nv_law *law, nv_date today, nv_buf *out, nv_err *err);
/* JSON-LD with the vocabulary of https://schema.org/Legislation, any number of documents. */
void nv_write_law_jsonld(const nv_law *laws, uint32_t n, nv_buf *out);

#endif
