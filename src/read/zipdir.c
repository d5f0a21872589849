/* zipdir.c - see zipdir.h. Layout: PKWARE APPNOTE 6.3.9, 4.3 (headers), 4.5.3 (zip64 sizes). */
#include "read/zipdir.h"
#include "base/limits.h"
#include "read/ole.h"
#include <stdlib.h>
#include <strings.h>

enum { LOCAL = 30, CENTRAL = 46, END = 22, COMMENT = 65535 };

typedef struct { nv_bytes b; nv_zip_dir *dir; nv_arena *a; } reader;

static bool wrong(const reader *r, nv_str name, const char *what)
{
    r->dir->wrong = name.n ? nv_arena_printf(r->a, "%.*s: %s", name.n > 80 ? 80 : (int)name.n, name.p, what) : nv_arena_str(r->a, nv_str_of(what));
    return false;
}

static uint64_t u64(nv_bytes b, size_t at) { return nv_u32(b, at) | (uint64_t)nv_u32(b, at + 4) << 32; }

/* Where the end record stands; SIZE_MAX if there is none. */
static size_t end_record(nv_bytes b)
{
    size_t low = b.n > END + COMMENT ? b.n - END - COMMENT : 0;
    for (size_t at = b.n >= END ? b.n - END + 1 : 0; at-- > low;)
        if (nv_u32(b, at) == 0x06054b50 && at + END + nv_u16(b, at + 20) <= b.n) return at;
    return SIZE_MAX;
}

/* A name that leads nowhere but into the package. */
static bool safe_name(nv_str s)
{
    if (!s.n || s.p[0] == '/' || memchr(s.p, '\\', s.n) || memchr(s.p, 0, s.n) || (s.n > 1 && s.p[1] == ':')) return false;
    for (uint32_t at = 0; at < s.n;) {
        const char *slash = memchr(s.p + at, '/', s.n - at);
        uint32_t end = slash ? (uint32_t)(slash - s.p) : s.n;
        if (nv_str_eqz(nv_str_cut(s, at, end), "..")) return false;
        at = end + 1;
    }
    return true;
}

/* Sizes that do not fit into 32 bits stand in the extra field of kind 1, in this order, those only that are marked. */
static void zip64(nv_bytes extra, nv_zip_member *m)
{
    for (size_t at = 0; at + 4 <= extra.n; at += 4u + nv_u16(extra, at + 2)) {
        if (nv_u16(extra, at) != 1) continue;
        size_t k = at + 4;
        if (m->size == UINT32_MAX) m->size = u64(extra, k), k += 8;
        if (m->packed == UINT32_MAX) m->packed = u64(extra, k), k += 8;
        if (m->beg == UINT32_MAX) m->beg = u64(extra, k);
        return;
    }
}

/* The central entry at `at`; *next is behind it. */
static bool entry(const reader *r, size_t at, size_t limit, size_t *next)
{
    nv_bytes b = r->b;
    if (at + CENTRAL > limit || nv_u32(b, at) != 0x02014b50) return wrong(r, (nv_str){ 0 }, "zip: directory");
    size_t name = nv_u16(b, at + 28), extra = nv_u16(b, at + 30), comment = nv_u16(b, at + 32);
    *next = at + CENTRAL + name + extra + comment;
    if (*next > limit) return wrong(r, (nv_str){ 0 }, "zip: directory");
    nv_zip_member m = { .name = { (const char *)b.p + at + CENTRAL, (uint32_t)name }, .packed = nv_u32(b, at + 20), .size = nv_u32(b, at + 24), .beg = nv_u32(b, at + 42) };
    zip64((nv_bytes){ b.p + at + CENTRAL + name, extra }, &m);
    if (!safe_name(m.name)) return wrong(r, m.name, "zip: path");
    if (m.beg > b.n || b.n - m.beg < LOCAL || nv_u32(b, (size_t)m.beg) != 0x04034b50) return wrong(r, m.name, "zip: offset");
    size_t local = (size_t)m.beg, local_name = nv_u16(b, local + 26);
    uint64_t data = m.beg + LOCAL + local_name + nv_u16(b, local + 28);
    if (data > b.n || m.packed > b.n - data) return wrong(r, m.name, "zip: size");
    if (local_name != name || memcmp(b.p + local + LOCAL, m.name.p, name) != 0) return wrong(r, m.name, "zip: two names");
    m.end = data + m.packed;
    *NV_PUSH(r->a, &r->dir->members) = m;
    return true;
}

static int by_place(const void *a, const void *b)
{
    const nv_zip_member *x = a, *y = b;
    return x->beg < y->beg ? -1 : x->beg > y->beg;
}

static int by_name(const void *a, const void *b)
{
    const nv_zip_member *x = a, *y = b;
    int d = strncasecmp(x->name.p, y->name.p, x->name.n < y->name.n ? x->name.n : y->name.n);
    return d ? d : x->name.n < y->name.n ? -1 : x->name.n > y->name.n;
}

/* OPC compares names without case (ECMA-376-2, 6.2.2.3), so two that differ by it only are one. */
static bool distinct(const reader *r)
{
    nv_zip_dir *d = r->dir;
    if (!d->members.n) return true;
    qsort(d->members.v, d->members.n, sizeof *d->members.v, by_name);
    for (uint32_t i = 1; i < d->members.n; i++)
        if (by_name(&d->members.v[i - 1], &d->members.v[i]) == 0) return wrong(r, d->members.v[i].name, "2x");
    qsort(d->members.v, d->members.n, sizeof *d->members.v, by_place);
    for (uint32_t i = 1; i < d->members.n; i++)
        if (d->members.v[i].beg < d->members.v[i - 1].end) return wrong(r, d->members.v[i].name, "zip: overlap");
    return true;
}

bool nv_zip_dir_read(nv_zip_dir *dir, nv_arena *a, const unsigned char *p, size_t n)
{
    reader r = { { p, n }, dir, a };
    *dir = (nv_zip_dir){ 0 };
    size_t end = end_record(r.b);
    if (end == SIZE_MAX) return wrong(&r, (nv_str){ 0 }, "zip: no directory");
    uint32_t count = nv_u16(r.b, end + 10);
    size_t at = nv_u32(r.b, end + 16);
    if (count > NV_MAX_ZIP_MEMBERS) return wrong(&r, (nv_str){ 0 }, "zip: more than 4096 members");
    if (at > end) return wrong(&r, (nv_str){ 0 }, "zip: directory");
    for (uint32_t i = 0; i < count; i++)
        if (!entry(&r, at, end, &at)) return false;
    return distinct(&r);
}
