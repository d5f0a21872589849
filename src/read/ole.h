/* ole.h - streams of a compound file (OLE2): the container of Word 97-2003. Source: [MS-CFB]. Chains are bounded by the number of sectors, so a loop
 * in a damaged file ends. */
#ifndef NV_READ_OLE_H
#define NV_READ_OLE_H
#include "base/arena.h"

typedef struct { const unsigned char *p; size_t n; } nv_bytes;

/* Little-endian numbers; 0 outside the bytes. */
uint16_t nv_u16(nv_bytes b, size_t at);
uint32_t nv_u32(nv_bytes b, size_t at);

typedef struct {
    nv_arena *arena;
    nv_bytes file;
    uint32_t sector, mini;       /* sizes */
    uint32_t cutoff;             /* smaller streams live in the mini stream */
    uint32_t *fat, n_fat;
    nv_bytes minifat, directory, ministream;
} nv_ole;

bool nv_ole_is(const unsigned char *p, size_t n);
/* False if the container is damaged. */
bool nv_ole_open(nv_ole *o, nv_arena *a, const unsigned char *p, size_t n);
/* A stream of the root folder by its ASCII name, copied into the arena; p == NULL if there is none or it is damaged. */
nv_bytes nv_ole_stream(const nv_ole *o, const char *name);
/* The same for stream number `k` of this name, whatever folder it is in. */
nv_bytes nv_ole_nth(const nv_ole *o, const char *name, uint32_t k);
#endif
