/* wire.h - what goes over the socket between the program and a reading process: frames {kind, length} and their bytes, with a job its open file.
 *
 * The parent trusts nothing that comes back: kinds, lengths, numbers of messages and the bytes of their arguments are checked here, records by
 * export/record_read.h.
 */
#ifndef NV_WIRE_H
#define NV_WIRE_H
#include "base/err.h"

typedef enum { NV_FRAME_JOB, NV_FRAME_DONE, NV_FRAME_ERROR, NV_FRAME_PAGE } nv_frame_kind;
typedef struct { uint32_t kind, len; } nv_frame;

/* Sends a frame; `pass` is a descriptor that goes along, or -1. With `wait` false it is sent at once or not at all. False: the other side is gone (or full). */
bool nv_wire_send(int sock, nv_frame_kind kind, const void *p, size_t n, int pass, bool wait);
/* In the worker: waits for a job; its path (NUL-terminated) is put into *path, *fd gets the descriptor that came along or -1. False: no more jobs. */
bool nv_wire_job(int sock, nv_buf *path, int *fd);

/* What the parent has of an answer so far. NV_WIRE_MORE: not whole yet. NV_WIRE_BAD: nothing that a worker sends. Else the frame and its bytes (in *in). */
typedef enum { NV_WIRE_MORE, NV_WIRE_BAD, NV_WIRE_FRAME } nv_wire_state;
nv_wire_state nv_wire_look(const nv_buf *in, nv_frame *f, nv_str *body);
/* The error that a worker reports. Its path is the parent's own; false: it is none that the program can have. */
bool nv_wire_error(nv_str body, const char *path, nv_err *out);
/* Appends s to out as text that can be printed: bytes that are no UTF-8 and control characters become “?”. */
void nv_wire_clean(nv_str s, nv_buf *out);
/* True if s is UTF-8 without control characters but line ends, tabs and changes of colour. */
bool nv_wire_is_text(nv_str s);

#endif
