/* resolve.h - inside of the resolver: citations, amendments, effects. */
#ifndef NV_LINK_RESOLVE_H
#define NV_LINK_RESOLVE_H
#include "link/link.h"

struct nv_resolver { const nv_grammar *grammar; const nv_registry *registry; };

/* Fills doc->amendments from the citations that amend or repeal a place (contract 3.6). */
void nv_resolve_amendments(const nv_resolver *r, nv_doc *doc);
/* Fills doc->effects: when this document, or a place of it, takes or loses effect. */
void nv_resolve_effects(const nv_resolver *r, nv_doc *doc);
#endif
