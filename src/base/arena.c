#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Blocks grow from 64 KiB to 4 MiB, so that a small letter costs one block and a law of 2 MB a few. */
#define FIRST_BLOCK ((size_t)64 << 10)
#define LAST_BLOCK ((size_t)4 << 20)
#define STEP ((size_t)4 << 10) /* zeroed at a time */
#define ALIGN _Alignof(max_align_t)

typedef struct block { struct block *next; size_t used, zeroed, size; } block;
struct nv_arena { block *head; size_t used, next_size; };

static _Noreturn void out_of_memory(void) {
    fputs("nghiavu: out of memory\n", stderr);
    abort();
}

void *nv_xmalloc(size_t n) {
    void *p = malloc(n ? n : 1);
    if (!p) out_of_memory();
    return p;
}

void *nv_xrealloc(void *p, size_t n) {
    p = realloc(p, n ? n : 1);
    if (!p) out_of_memory();
    return p;
}

char *nv_xstrdup(const char *z) {
    size_t n = strlen(z) + 1;
    return memcpy(nv_xmalloc(n), z, n);
}

nv_arena *nv_arena_new(void) {
    nv_arena *a = nv_xmalloc(sizeof *a);
    *a = (nv_arena){ .next_size = FIRST_BLOCK };
    return a;
}

void nv_arena_free(nv_arena *a) {
    if (!a) return;
    for (block *b = a->head, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(a);
}

size_t nv_arena_used(const nv_arena *a) { return a->used; }

static size_t round_up(size_t n) { return (n + ALIGN - 1) / ALIGN * ALIGN; }

static void new_block(nv_arena *a, size_t need) {
    size_t size = need > a->next_size ? need : a->next_size;
    size_t head = round_up(sizeof(block));
    block *b = nv_xmalloc(head + size);
    *b = (block){ .next = a->head, .used = head, .zeroed = head, .size = head + size };
    a->head = b;
    if (a->next_size < LAST_BLOCK) a->next_size *= 2;
}

/* The next n bytes of the head block, zeroed. Not all of a block is zeroed at once: most of a last one is never touched, and a page of memory that is costs
 * more than its zeroing. */
static void *take(nv_arena *a, size_t n) {
    block *b = a->head;
    char *p = (char *)b + b->used;
    b->used += n;
    a->used += n;
    if (b->used > b->zeroed) {
        size_t end = b->size - b->used > STEP ? b->used + STEP : b->size;
        memset((char *)b + b->zeroed, 0, end - b->zeroed);
        b->zeroed = end;
    }
    return p;
}

void *nv_arena_alloc(nv_arena *a, size_t n) {
    n = round_up(n ? n : 1);
    if (!a->head || a->head->size - a->head->used < n) new_block(a, n);
    return take(a, n);
}

void *nv_arena_grow(nv_arena *a, void *p, size_t old, size_t n) {
    /* the last thing handed out can often be stretched in place */
    block *b = a->head;
    if (p && b && (char *)p + round_up(old) == (char *)b + b->used && b->size - b->used >= round_up(n) - round_up(old)) {
        (void)take(a, round_up(n) - round_up(old));
        return p;
    }
    void *q = nv_arena_alloc(a, n);
    if (old) memcpy(q, p, old);
    return q;
}

nv_str nv_arena_str(nv_arena *a, nv_str s) {
    char *p = nv_arena_alloc(a, (size_t)s.n + 1);
    if (s.n) memcpy(p, s.p, s.n);
    return (nv_str){ p, s.n };
}

nv_str nv_arena_printf(nv_arena *a, const char *fmt, ...) {
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0) n = 0;
    char *p = nv_arena_alloc(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (nv_str){ p, (uint32_t)n };
}

void *nv_vec_grow_(nv_arena *a, void *v, uint32_t *cap, size_t size) {
    uint32_t n = *cap ? *cap * 2 : 8;
    v = nv_arena_grow(a, v, *cap * size, n * size);
    *cap = n;
    return v;
}
