/* msg.h - every message that a person can see, in Vietnamese and English: one line of msg.def each.
 *
 * Diagnostics (things that are odd in a document) have a stable code "NVnnn" and a level; errors of an operation have code "".
 * %1 … %4 are replaced by the arguments.
 */
#ifndef NV_MSG_H
#define NV_MSG_H
#include "base/buf.h"

typedef enum { NV_VI, NV_EN } nv_lang;
typedef enum { NV_LEVEL_NOTE, NV_LEVEL_WARNING, NV_LEVEL_ERROR } nv_level;

typedef enum {
#define NV_MESSAGE(id, code, level, vi, en) NV_M_##id,
#include "base/msg.def"
#undef NV_MESSAGE
    NV_M_COUNT
} nv_msg;

const char *nv_msg_code(nv_msg m);   /* "NV201", or "" */
nv_level nv_msg_level(nv_msg m);
const char *nv_msg_pattern(nv_msg m, nv_lang lang);
/* Appends the pattern with %1 … filled from args[0 … n-1]; a missing argument gives nothing. */
void nv_msg_format(nv_buf *out, nv_msg m, nv_lang lang, const nv_str *args, unsigned n);
const char *nv_level_name(nv_level l); /* "note", "warning", "error" */

#endif
