#include "link/link.h"

nv_status nv_link(nv_doc *doc, const nv_ctx *cx, nv_err *err) {
    (void)err;
    nv_resolve_citations(cx->resolver, doc);
    nv_link_obligations(cx->linker, doc);
    return NV_OK;
}
