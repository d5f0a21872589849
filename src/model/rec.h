/* rec.h - a record (contract RECORD.md) in memory, as read back from JSON: what the store is given.
 *
 * Field names are those of the record. Strings borrow from the parsed JSON and live until nv_record_free; arrays live in its arena. A string with
 * p == NULL is null. Offsets count code points of `text`; -1 is null. Pages count from 1; 0 is null. Dates are the record's ISO strings, checked
 * when read.
 */
#ifndef NV_REC_H
#define NV_REC_H
#include "base/arena.h"

typedef struct { int64_t start, end; uint32_t page; } nv_rec_at;

typedef struct { uint32_t page; nv_str verdict, reason; double ocr_confidence; /* < 0: null */ } nv_rec_page;
typedef struct { nv_str name, sha256, format, reader, extractor, grammar; int64_t bytes, pages; NV_VEC(nv_rec_page) quality; } nv_rec_source;
typedef struct { nv_str name, position, capacity; } nv_rec_signer;
typedef struct {
    nv_str type, type_name, number, date, place, title, effective, province /* registry id */;
    NV_VEC(nv_str) issuers; NV_VEC(nv_str) addressees; NV_VEC(nv_str) recipients;
    NV_VEC(nv_rec_signer) signers;
} nv_rec_head;
typedef struct { nv_str eid, kind, label, heading, text; nv_rec_at at; } nv_rec_unit;
typedef struct { nv_str type, number, name, date, issuer; } nv_rec_target;
typedef struct { nv_str text, eid; nv_rec_at at; nv_rec_target target; nv_str resolved, locator /* JSON list */, relation, rule; double confidence; } nv_rec_cite;
typedef struct { nv_str text, eid; nv_rec_at at; nv_str id, name, rule; bool is_class; double confidence; } nv_rec_agency;
typedef struct {
    nv_str text, eid; nv_rec_at at; nv_str kind, rule;
    nv_str from, to, bound, freq, duration, anchor; /* of value */
    nv_str reason;         /* why a date is null */
    int month, day;        /* 0: null */
    int working_days;      /* -1: null */
    int64_t table, row;    /* of a task table's row, else -1 */
} nv_rec_deadline;
typedef struct { nv_str id, name, role, how; bool is_class; } nv_rec_party;
typedef struct {
    nv_str eid; nv_rec_at at; nv_str modality, action, condition, product, rule;
    NV_VEC(nv_rec_party) parties;
    NV_VEC(uint32_t) due;  /* indexes into deadlines */
    int64_t table, row;    /* -1: null */
    bool routine; double confidence;
} nv_rec_obligation;
typedef struct { nv_str eid; nv_rec_at at; int64_t header_rows; nv_str rows; /* JSON */ nv_str words; /* texts of its cells, for search */ NV_VEC(nv_rec_cite) citations; } nv_rec_table;
typedef struct { nv_str eid; nv_rec_at at; nv_str operation; nv_rec_target target; nv_str place, before, after, old_text, new_text; } nv_rec_amendment;
typedef struct { nv_str eid, text; nv_rec_at at; nv_str place, from, to; } nv_rec_effect;
typedef struct { nv_str code, level, message; nv_rec_at at; } nv_rec_diag;

typedef struct {
    nv_arena *arena;
    void *json;            /* the parsed JSON that strings borrow from */
    nv_rec_source source;
    nv_str text;
    nv_rec_head head;
    NV_VEC(nv_rec_unit) units;
    NV_VEC(nv_rec_cite) citations;
    NV_VEC(nv_rec_agency) agencies;
    NV_VEC(nv_rec_deadline) deadlines;
    NV_VEC(nv_rec_obligation) obligations;
    NV_VEC(nv_rec_table) tables;
    NV_VEC(nv_rec_amendment) amendments;
    NV_VEC(nv_rec_effect) effects;
    NV_VEC(nv_rec_diag) diagnostics;
} nv_rec;

#endif
