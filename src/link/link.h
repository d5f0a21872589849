/* link.h - from mentions to facts: citations resolved inside the document, obligations with parties and deadlines, amendments, effects. */
#ifndef NV_LINK_H
#define NV_LINK_H
#include "grammar/registry.h"
#include "model/ctx.h"

typedef struct nv_resolver nv_resolver;
nv_resolver *nv_resolver_new(const nv_grammar *g, const nv_registry *r, nv_buf *errors);
void nv_resolver_free(nv_resolver *r);
/* Fills doc->cites[].resolved (and completes locators and issuers), doc->amendments, doc->effects. */
void nv_resolve_citations(const nv_resolver *r, nv_doc *doc);

typedef struct nv_linker nv_linker;
nv_linker *nv_linker_new(const nv_grammar *g, const nv_registry *r, nv_buf *errors);
void nv_linker_free(nv_linker *l);
/* Fills doc->obligations. */
void nv_link_obligations(const nv_linker *l, nv_doc *doc);

nv_stage_fn nv_link; /* the whole stage: resolve, then obligations */
#endif
