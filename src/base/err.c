#include "base/err.h"

#include <stdarg.h>

/* Copies as much as fits, cut at a letter border and marked with “…”. */
static void put_arg(char out[NV_MSG_ARG_BYTES], const char *z) {
    size_t n = strlen(z);
    if (n < NV_MSG_ARG_BYTES) {
        memcpy(out, z, n + 1);
        return;
    }
    n = NV_MSG_ARG_BYTES - 4;
    while (n > 0 && ((unsigned char)z[n] & 0xC0) == 0x80) n--;
    memcpy(out, z, n);
    memcpy(out + n, "…", 4);
}

nv_status nv_err_set(nv_err *err, nv_status st, nv_msg msg, ...) {
    if (!err) return st;
    *err = (nv_err){ .status = st, .msg = msg };
    va_list ap;
    va_start(ap, msg);
    for (unsigned i = 0; i < NV_MSG_ARGS; i++) {
        const char *z = va_arg(ap, const char *);
        if (!z) break;
        put_arg(err->arg[i], z);
    }
    va_end(ap);
    return st;
}

void nv_err_text(const nv_err *err, nv_lang lang, nv_buf *out) {
    nv_str args[NV_MSG_ARGS];
    for (unsigned i = 0; i < NV_MSG_ARGS; i++) args[i] = nv_str_of(err->arg[i]);
    nv_msg_format(out, err->msg, lang, args, NV_MSG_ARGS);
}
