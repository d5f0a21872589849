#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void nv_buf_clear(nv_buf *b) {
    free(b->p);
    *b = (nv_buf){ 0 };
}

static void reserve(nv_buf *b, size_t more) {
    if (b->cap - b->n > more) return;
    size_t cap = b->cap ? b->cap * 2 : 256;
    while (cap - b->n <= more) cap *= 2;
    b->p = nv_xrealloc(b->p, cap);
    b->cap = cap;
}

void nv_buf_add(nv_buf *b, const void *p, size_t n) {
    reserve(b, n);
    if (n) memcpy(b->p + b->n, p, n);
    b->n += n;
}

void nv_buf_adds(nv_buf *b, nv_str s) { nv_buf_add(b, s.p, s.n); }
void nv_buf_addz(nv_buf *b, const char *z) { nv_buf_add(b, z, strlen(z)); }

void nv_buf_addu(nv_buf *b, uint32_t c) {
    reserve(b, 4);
    b->n += nv_utf8_put(b->p + b->n, c);
}

void nv_buf_printf(nv_buf *b, const char *fmt, ...) {
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0) {
        reserve(b, (size_t)n);
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

const char *nv_buf_z(nv_buf *b) {
    reserve(b, 1);
    b->p[b->n] = 0;
    return b->p;
}
