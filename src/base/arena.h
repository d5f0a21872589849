/* arena.h - memory that dies together: one arena a document, one a grammar. Out of memory aborts, here and nowhere else. */
#ifndef NV_ARENA_H
#define NV_ARENA_H
#include "base/str.h"

typedef struct nv_arena nv_arena;

nv_arena *nv_arena_new(void);
void nv_arena_free(nv_arena *a);
/* Bytes handed out so far (for bounds and memory reports). */
size_t nv_arena_used(const nv_arena *a);
/* Zeroed memory, aligned for any type. */
void *nv_arena_alloc(nv_arena *a, size_t n);
/* Grows an array of `old` bytes to `n` bytes; the old memory stays valid until the arena dies. */
void *nv_arena_grow(nv_arena *a, void *p, size_t old, size_t n);
/* Copies end in a NUL that is not counted. */
nv_str nv_arena_str(nv_arena *a, nv_str s);
nv_str nv_arena_printf(nv_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* malloc and friends that abort: for the few things that live outside arenas. */
void *nv_xmalloc(size_t n);
void *nv_xrealloc(void *p, size_t n);
char *nv_xstrdup(const char *z);

/* A growable array in an arena: NV_VEC(nv_span) spans; NV_PUSH(arena, &spans) is a pointer to a new zeroed element. */
#define NV_VEC(T) struct { T *v; uint32_t n, cap; }
#define NV_PUSH(a, vec) \
    ((vec)->n == (vec)->cap ? (void)((vec)->v = nv_vec_grow_((a), (vec)->v, &(vec)->cap, sizeof *(vec)->v)) : (void)0, \
     &(vec)->v[(vec)->n++])
void *nv_vec_grow_(nv_arena *a, void *v, uint32_t *cap, size_t size);

#endif
