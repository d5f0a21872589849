/* err.h - what went wrong with an operation, and how it travels: nv_status up the stack, one message where the facts are known. */
#ifndef NV_ERR_H
#define NV_ERR_H
#include "base/msg.h"

typedef enum {
    NV_OK = 0,
    NV_E_IO,        /* cannot open, read or write */
    NV_E_FORMAT,    /* not a format we read */
    NV_E_DAMAGED,   /* damaged or truncated */
    NV_E_ENCRYPTED, /* needs a password */
    NV_E_NOTEXT,    /* no text could be had from it */
    NV_E_LIMIT,     /* a bound of limits.h was reached */
    NV_E_GRAMMAR,   /* a file under grammars/ is wrong */
    NV_E_DB,        /* database trouble */
    NV_E_USAGE,     /* the caller's fault: arguments */
    NV_E_SPACE,     /* no space left */
    NV_E_CLASSIFIED, /* stamped as a state secret */
    NV_E_SCAN,      /* pages are pictures: they must be recognised first */
    NV_E_COUNT
} nv_status;

#define NV_MSG_ARGS 4
#define NV_MSG_ARG_BYTES 256

typedef struct {
    nv_status status;
    nv_msg msg;
    char arg[NV_MSG_ARGS][NV_MSG_ARG_BYTES]; /* what %1 … %4 of the message stand for; too long ones end in … */
} nv_err;

/* Fills *err (may be NULL) and returns `st`. The variable arguments are const char *, ended by NULL; at most NV_MSG_ARGS. */
nv_status nv_err_set(nv_err *err, nv_status st, nv_msg msg, ...) __attribute__((sentinel));
/* The message in Vietnamese or English with its arguments filled in. */
void nv_err_text(const nv_err *err, nv_lang lang, nv_buf *out);

#endif
