/* wire.h - what goes over the socket between the program and a reading process: frames {kind, length} and their bytes, with a job its open file.
 *
 * The parent trusts nothing that comes back: kinds, lengths, numbers of messages and the bytes of their arguments are checked here, records by
 * export/record_read.h.
 */
#ifndef NV_WIRE_H
#define NV_WIRE_H
#include "base/err.h"

typedef enum { NV_FRAME_JOB, NV_FRAME_DONE, NV_FRAME_ERROR, NV_FRAME_SCAN } nv_frame_kind;
typedef struct { uint32_t kind, len, job; } nv_frame; /* job: the parent's number of the job that is given or answered */

/* What a worker is given: a path for messages, the open file and, of a scan, the words recognised on it so far (descriptors or -1); `page` if this one is to
 * be recognised, else 0. */
typedef struct { const char *path; int fd, words; uint32_t page, number; } nv_wire_job;

/* In the worker: sends a frame that answers job `number`. False: the other side is gone. */
bool nv_wire_send(int sock, nv_frame_kind kind, uint32_t number, const void *p, size_t n);
/* In the parent: gives a job, at once or not at all. False: the other side is gone or full. */
bool nv_wire_give(int sock, const nv_wire_job *job);
/* In the worker: waits for a job; its path is kept in *buf. False: no more jobs. */
bool nv_wire_take(int sock, nv_buf *buf, nv_wire_job *job);

/* What the parent has of an answer so far. NV_WIRE_MORE: not whole yet. NV_WIRE_BAD: nothing that a worker sends. Else the frame and its bytes (in *in). */
typedef enum { NV_WIRE_MORE, NV_WIRE_BAD, NV_WIRE_FRAME } nv_wire_state;
nv_wire_state nv_wire_look(const nv_buf *in, nv_frame *f, nv_str *body);
/* The error that a worker reports. Its path is the parent's own; false: it is none that the program can have. */
bool nv_wire_error(nv_str body, const char *path, nv_err *out);
/* True if the bytes are numbers of pages (uint32_t) in order, as a worker sends them that met a scan. */
bool nv_wire_is_pages(nv_str body);
/* Appends s to out as text that can be printed: bytes that are no UTF-8 and control characters become “?”. */
void nv_wire_clean(nv_str s, nv_buf *out);
/* True if s is UTF-8 without control characters but line ends, tabs and changes of colour. */
bool nv_wire_is_text(nv_str s);

#endif
