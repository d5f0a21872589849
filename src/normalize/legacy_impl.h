/* legacy_impl.h - the tables of legacy.h. */
#ifndef NV_NORMALIZE_LEGACY_IMPL_H
#define NV_NORMALIZE_LEGACY_IMPL_H
#include "normalize/legacy.h"

typedef struct { uint32_t c; unsigned char byte; bool ambiguous; } nv_lg_alias;
typedef struct { nv_str begins, capitals; nv_lg enc; } nv_lg_font_row;
typedef struct { nv_str text; nv_str letters; } nv_lg_part; /* initial or rime; letters: where it may stand, "*" anywhere */
typedef struct { uint32_t c; char base[3]; uint8_t n, tone; } nv_lg_letter; /* Unicode letter -> lower-case letter without tone (UTF-8), tone 0 … 5 */

struct nv_legacy {
    nv_arena *arena;
    uint32_t one[NV_LG_COUNT][256];        /* byte -> code point, 0: none */
    uint16_t *pair[NV_LG_COUNT];           /* [256 * 256] base, mark -> code point; NULL if the encoding has no pairs */
    NV_VEC(nv_lg_alias) alias[NV_LG_COUNT];
    NV_VEC(nv_lg_font_row) fonts;
    NV_VEC(nv_lg_part) initials;
    NV_VEC(nv_lg_part) rimes;              /* sorted by text */
    NV_VEC(nv_lg_letter) letters;          /* sorted by code point */
};

/* The byte of an old font that a character stands for, -1 if none. */
int nv_legacy_byte(const nv_legacy *l, nv_lg e, uint32_t c);
const nv_lg_letter *nv_legacy_letter(const nv_legacy *l, uint32_t c);
#endif
