/* audit.h - the checks of the collection: one table of rules (audit.def), each with its SQL.
 *
 * A rule finds places where documents contradict each other or themselves. Its id is stable: NV5nn (NV1nn … NV4nn are diagnostics of one document,
 * base/msg.def). Rules are written so that what they say is true as far as the collection goes; what could be otherwise for reasons that the collection
 * does not show is left out.
 */
#ifndef NV_STORE_AUDIT_H
#define NV_STORE_AUDIT_H
#include "store/store.h"

typedef struct {
    const char *id;
    nv_level level;
    const char *title[2], *line[2], *why[2]; /* by nv_lang; line: the finding, %1 … %3 filled in */
    const char *sql;
} nv_audit_rule;

const nv_audit_rule *nv_audit_rules(unsigned *n);
const nv_audit_rule *nv_audit_rule_by_id(const char *id);

enum { NV_AUDIT_ARGS = 3 };
typedef struct {
    const nv_audit_rule *rule;
    nv_str number, date, file;   /* the document in which it is; file.n == 0: about the collection, or a document that is not in it */
    nv_str eid, quote;
    nv_str arg[NV_AUDIT_ARGS];   /* "date:2010-11-30" and "place:art_5" are a day and an eId to be shown as the reader likes */
    uint32_t page;               /* 0: none */
    int64_t start;
} nv_finding;
typedef NV_VEC(nv_finding) nv_findings;

/* Runs one rule (NULL: all). Findings by document (date, number, file), place and rule; those without a file at the end. The registry must have been told. */
nv_status nv_store_audit(nv_store *s, const nv_audit_rule *only, nv_arena *a, nv_findings *out, nv_err *err);

#endif
