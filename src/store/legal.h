/* legal.h - inside the store: since when, until when and as changed by whom a document is in force, as far as the collection says.
 *
 * Temporary view legal_of(doc, file, day, from_day, said, to_day, type, number): documents of the collection; said = 1 if the document itself says when it
 * takes effect (“Nghị định này có hiệu lực …”), else from_day is its date; to_day: the last day on which it has effect, if it says so.
 * Temporary table events: what other documents do to a document:
 *   target, source        documents.id
 *   file, unit, start, stop, page, quote   where the source says so
 *   kind                  amend, repeal, replace, suspend
 *   extent                'whole', 'except' (the whole with exceptions), 'part'
 *   places                JSON list of eIds in the target, or NULL
 *   day                   since when: what the sentence says, else when the provision that says so takes effect; NULL if unknown
 */
#ifndef NV_STORE_LEGAL_H
#define NV_STORE_LEGAL_H
#include "store/db.h"

/* Makes the view and fills events for the document (0: for all). */
bool nv_legal_fill(nv_store *s, int64_t doc);

#endif
