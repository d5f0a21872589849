/* json_in.h - reading JSON without a tree of allocations: one array of nodes that borrow from the text.
 *
 * jansson reads 35 MB/s, which for a record is more than writing it to the database takes (2.4 of 4.3 ms measured); this reads about ten times that, and it
 * knows the bytes of every value, so that a list can be stored as it stands. It is strict (RFC 8259): valid UTF-8, no NUL, no lone surrogates, a bounded depth,
 * nothing behind the value.
 */
#ifndef NV_JSON_IN_H
#define NV_JSON_IN_H
#include "base/arena.h"

typedef enum { NV_JSON_NULL, NV_JSON_FALSE, NV_JSON_TRUE, NV_JSON_NUMBER, NV_JSON_STRING, NV_JSON_LIST, NV_JSON_OBJECT } nv_json_kind;

/* A value. Its children follow it: nv_json_first, then nv_json_next; of an object, keys (strings) and values take turns. */
typedef struct {
    nv_json_kind kind;
    uint32_t skip;     /* nodes of this value with all below it: the next sibling is `skip` nodes on */
    uint32_t n;        /* values below it (an object's keys not counted) */
    nv_str raw;        /* its bytes in the text */
    nv_str str;        /* a string's text; of others empty */
} nv_json_node;

/* Parses one value. NULL: *why (static text) and *at (byte offset) say what is wrong. Nodes live in the arena and borrow from `text`. */
const nv_json_node *nv_json_parse(nv_str text, nv_arena *a, const char **why, size_t *at);
/* The value under a key; NULL if o is NULL, no object, or has no such key (of two equal keys the first counts). */
const nv_json_node *nv_json_get(const nv_json_node *o, const char *key);
/* First child (of an object: its first key) or NULL; the sibling behind, counted down by the caller with n. */
static inline const nv_json_node *nv_json_first(const nv_json_node *v) { return v && v->n ? v + 1 : NULL; }
static inline const nv_json_node *nv_json_next(const nv_json_node *v) { return v + v->skip; }
/* A number as it is; false if it is no whole number within 2^53 (nv_json_int). */
double nv_json_real(const nv_json_node *v);
bool nv_json_int(const nv_json_node *v, int64_t *out);

#endif
