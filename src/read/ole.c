/* ole.c - see ole.h. */
#include "read/ole.h"

#define END_OF_CHAIN 0xFFFFFFFEu
#define ENTRY 128u

uint16_t nv_u16(nv_bytes b, size_t at)
{
    unsigned v = at + 2 <= b.n ? b.p[at] | (unsigned)b.p[at + 1] << 8 : 0;
    return (uint16_t)v; /* of a variable: sanitizers hide the range of the expression from the warning about conversions */
}
uint32_t nv_u32(nv_bytes b, size_t at) { return at + 4 <= b.n ? (uint32_t)b.p[at] | (uint32_t)b.p[at + 1] << 8 | (uint32_t)b.p[at + 2] << 16 | (uint32_t)b.p[at + 3] << 24 : 0; }

bool nv_ole_is(const unsigned char *p, size_t n) { return n >= 512 && memcmp(p, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0; }

/* Bytes of a sector; the last one of a file may be short. */
static nv_bytes sector(const nv_ole *o, uint32_t id) {
    uint64_t at = ((uint64_t)id + 1) * o->sector;
    if (at >= o->file.n) return (nv_bytes){ NULL, 0 };
    size_t n = o->file.n - (size_t)at;
    return (nv_bytes){ o->file.p + at, n < o->sector ? n : o->sector };
}

/* All sectors of a chain one after the other. `most`: bytes wanted. p == NULL if the chain breaks before. */
static nv_bytes chain(const nv_ole *o, uint32_t id, uint64_t most) {
    uint64_t room = (uint64_t)o->n_fat * o->sector;
    if (most > room) most = room;
    unsigned char *out = nv_arena_alloc(o->arena, (size_t)most + 1);
    size_t n = 0;
    for (uint32_t steps = 0; n < most && id < o->n_fat && steps < o->n_fat; steps++) {
        nv_bytes s = sector(o, id);
        size_t take = s.n < most - n ? s.n : (size_t)(most - n);
        if (!s.p) break;
        memcpy(out + n, s.p, take);
        n += take;
        id = o->fat[id];
    }
    return (nv_bytes){ out, n };
}

static bool read_fat(nv_ole *o) {
    uint32_t count = nv_u32(o->file, 44), more = nv_u32(o->file, 68), per = o->sector / 4, sectors = (uint32_t)(o->file.n / o->sector) + 1;
    if (count > sectors) return false;
    o->fat = nv_arena_alloc(o->arena, ((size_t)count * per + 1) * sizeof *o->fat);
    nv_bytes list = { o->file.p + 76, 109 * 4 };
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++, at++) {
        if (at * 4 >= list.n || (list.n == o->sector && at == per - 1)) { /* the list goes on in another sector */
            if (list.n == o->sector) more = nv_u32(list, list.n - 4);
            list = sector(o, more);
            if (list.n != o->sector) return false;
            at = 0;
        }
        nv_bytes s = sector(o, nv_u32(list, (size_t)at * 4));
        for (uint32_t k = 0; k < per; k++) o->fat[o->n_fat++] = s.p ? nv_u32(s, (size_t)k * 4) : END_OF_CHAIN;
    }
    return o->n_fat > 0;
}

/* Entry number `skip` of the directory with this name (UTF-16), the root storage for NULL; 0 bytes if there is none. */
static nv_bytes entry(const nv_ole *o, const char *name, uint32_t skip) {
    for (size_t at = 0; at + ENTRY <= o->directory.n; at += ENTRY) {
        nv_bytes e = { o->directory.p + at, ENTRY };
        if (!name) { if (e.p[66] == 5) return e; continue; }
        size_t len = strlen(name);
        bool same = e.p[66] == 2 && nv_u16(e, 64) == (len + 1) * 2;
        for (size_t i = 0; same && i < len; i++) same = nv_u16(e, i * 2) == (unsigned char)name[i];
        if (same && !skip--) return e;
    }
    return (nv_bytes){ NULL, 0 };
}

bool nv_ole_open(nv_ole *o, nv_arena *a, const unsigned char *p, size_t n) {
    *o = (nv_ole){ .arena = a, .file = { p, n } };
    if (!nv_ole_is(p, n)) return false;
    unsigned shift = nv_u16(o->file, 30), mini = nv_u16(o->file, 32);
    if ((shift != 9 && shift != 12) || mini != 6) return false;
    o->sector = 1u << shift;
    o->mini = 1u << mini;
    o->cutoff = nv_u32(o->file, 56);
    if (!read_fat(o)) return false;
    o->directory = chain(o, nv_u32(o->file, 48), UINT64_MAX);
    nv_bytes root = entry(o, NULL, 0);
    if (!root.p) return false;
    o->minifat = chain(o, nv_u32(o->file, 60), (uint64_t)nv_u32(o->file, 64) * o->sector);
    o->ministream = chain(o, nv_u32(root, 116), nv_u32(root, 120));
    return true;
}

static nv_bytes mini_chain(const nv_ole *o, uint32_t id, uint32_t size) {
    size_t room = o->ministream.n < size ? o->ministream.n : size, n = 0;
    unsigned char *out = nv_arena_alloc(o->arena, room + 1);
    while (n < room && (size_t)id * o->mini < o->ministream.n) {
        size_t at = (size_t)id * o->mini, take = o->ministream.n - at < o->mini ? o->ministream.n - at : o->mini;
        if (take > room - n) take = room - n;
        memcpy(out + n, o->ministream.p + at, take);
        n += take; /* grows with every step: a loop ends */
        id = nv_u32(o->minifat, (size_t)id * 4);
    }
    return (nv_bytes){ out, n };
}

nv_bytes nv_ole_stream(const nv_ole *o, const char *name) { return nv_ole_nth(o, name, 0); }

nv_bytes nv_ole_nth(const nv_ole *o, const char *name, uint32_t k) {
    nv_bytes e = entry(o, name, k);
    if (!e.p) return (nv_bytes){ NULL, 0 };
    uint32_t start = nv_u32(e, 116), size = nv_u32(e, 120);
    nv_bytes s = size < o->cutoff ? mini_chain(o, start, size) : chain(o, start, size);
    return s.n < size ? (nv_bytes){ NULL, 0 } : s;
}
