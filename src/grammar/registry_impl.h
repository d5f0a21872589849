/* registry_impl.h - how the registry is kept; for registry*.c only. */
#ifndef NV_REGISTRY_IMPL_H
#define NV_REGISTRY_IMPL_H
#include "grammar/registry.h"

/* One way to look an entry up; sorted by key, then by index. */
typedef struct { nv_str key; uint32_t index; } nv_key;
typedef NV_VEC(nv_key) nv_keys;
typedef struct { size_t ready; nv_keys keys; } nv_late_keys;   /* ready: 1 once the keys are there */
typedef struct { nv_str key, full; } nv_short; /* folded short form and its full form */
typedef struct { nv_str kind, key, members, bare; /* the key without “các”, “những”, which say nothing about the members */ } nv_class_row;

/* The bodies that one row of agency_instances.tsv makes, one after the other: agencies [beg, end). */
typedef struct { nv_str generic; uint32_t beg, end; } nv_instances;

struct nv_registry {
    nv_arena *arena;
    NV_VEC(nv_agency_entry) agencies; /* rows of agencies.tsv, then instances */
    NV_VEC(nv_instances) instances;
    NV_VEC(nv_province) provinces;
    NV_VEC(nv_doc_type) types;
    NV_VEC(nv_short) shorts;        /* by first byte, then longest first */
    uint32_t short_from[257];       /* shorts whose first byte is b: [short_from[b], short_from[b + 1]) */
    NV_VEC(nv_class_row) classes;   /* agency_classes.tsv */
    NV_VEC(nv_class_name) class_names; /* of kind “whole”, as written */
    nv_keys ids, names, codes, province_ids, province_names;
    nv_late_keys *skeletons;        /* apart from the registry, which is read-only */
};

/* The names without their diacritics. Only questions typed by people need them, so that they are made when the first is asked. */
const nv_keys *nv_registry_skeletons(const nv_registry *r);

/* A key without “các”, “những”. */
nv_str nv_class_bare(nv_arena *a, nv_str key);

/* First key equal to `key`, and the number of them. */
const nv_key *nv_keys_find(const nv_keys *k, nv_str key, uint32_t *n);
/* Next item of a list “a;b;c”; false at the end. */
bool nv_list_next(nv_str list, uint32_t *at, nv_str *item);
#endif
