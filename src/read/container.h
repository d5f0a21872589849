/* container.h - files that hold other files, or are none that is read: recognised by content, so that the one line can say what is inside and what to do. */
#ifndef NV_CONTAINER_H
#define NV_CONTAINER_H
#include "model/model.h"

/* The error of a file that no reader of a format took, NV_OK if it may be text. `path` is for the message; lists live in doc->arena. */
nv_status nv_container_refuse(nv_doc *doc, const char *path, const unsigned char *p, size_t n, nv_err *err);

#endif
