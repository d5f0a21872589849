/* buf.h - a growable byte buffer that owns its memory (malloc). Clear it with nv_buf_clear. */
#ifndef NV_BUF_H
#define NV_BUF_H
#include "base/arena.h"

typedef struct { char *p; size_t n, cap; } nv_buf;

void nv_buf_clear(nv_buf *b);
void nv_buf_add(nv_buf *b, const void *p, size_t n);
void nv_buf_adds(nv_buf *b, nv_str s);
void nv_buf_addz(nv_buf *b, const char *z);
static inline void nv_buf_addc(nv_buf *b, char c) {
    if (b->cap - b->n > 1) b->p[b->n++] = c;
    else nv_buf_add(b, &c, 1);
}
void nv_buf_addu(nv_buf *b, uint32_t codepoint);
void nv_buf_printf(nv_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A NUL-terminated view; valid until the next change. */
const char *nv_buf_z(nv_buf *b);
static inline nv_str nv_buf_str(const nv_buf *b) { return (nv_str){ b->p ? b->p : "", (uint32_t)b->n }; }

#endif
