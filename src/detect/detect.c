#include "detect/detect.h"

nv_status nv_detect(nv_doc *doc, const nv_ctx *cx, nv_err *err) {
    (void)err;
    nv_detect_citations(cx->cites, doc);
    nv_detect_agencies(cx->agencies, doc);
    nv_detect_deadlines(cx->deadlines, doc);
    nv_detect_cues(cx->cues, doc);
    return NV_OK;
}
