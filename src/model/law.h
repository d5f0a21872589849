/* law.h - one document as a text with its structure and what was found in it: what Akoma Ntoso and schema.org/Legislation are written from. Filled by the
 * store, written by export/. Spans are bytes of `text`. */
#ifndef NV_LAW_H
#define NV_LAW_H
#include "base/arena.h"

/* What identifies a document; each may be null. year: 0 if not known. */
typedef struct { nv_str type, number, name, date; int year; } nv_law_id;

typedef struct {
    nv_str eid, kind, heading, own;   /* own: its text without label, heading and units below it */
    uint32_t beg, end;                /* label, heading and own text */
    uint32_t below;                   /* how many of the units that follow stand in it, at any depth */
} nv_law_unit;

typedef enum { NV_MARK_REF, NV_MARK_DATE, NV_MARK_ORG, NV_MARK_NUMBER, NV_MARK_TITLE } nv_mark_kind;
typedef struct {
    nv_mark_kind kind;
    uint32_t beg, end;
    bool self;                        /* REF: to this document */
    nv_law_id to;                     /* REF: the document it means */
    nv_str value;                     /* REF: eId in it, DATE: ISO day, ORG: id in the registry; n == 0: none */
    nv_str name;                      /* ORG */
} nv_law_mark;

typedef struct { int row, col, rowspan, colspan; nv_str text; } nv_law_cell;
typedef struct { uint32_t beg, end, header_rows; NV_VEC(nv_law_cell) cells; } nv_law_table; /* cells row by row */

typedef struct { nv_str reg, name; } nv_law_body;
typedef struct { nv_str relation; nv_law_id to; nv_str title; } nv_law_relation;

typedef struct {
    nv_law_id id;
    nv_str type_name, title, effective, file, sha256, force; /* force: in_force, repealed … on the day asked for (store/status.h) */
    nv_str text;
    NV_VEC(nv_law_body) issuers;
    NV_VEC(nv_law_unit) units;        /* in the order of the text */
    NV_VEC(nv_law_mark) marks;        /* by place; they may overlap */
    NV_VEC(nv_law_table) tables;      /* by place */
    NV_VEC(nv_law_relation) relations;/* each once, by relation and document */
} nv_law;

#endif
