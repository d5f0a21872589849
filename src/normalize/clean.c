/* clean.c - the bytes of a raw line: NFC, Eth -> Đ, stand-alone accents composed, one kind of space, invisible characters out. */
#include "normalize/internal.h"

#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

/* True if the bytes are already clean. Most lines are, and then the raw bytes are used as they stand. Errs on the side of false. */
static bool is_plain(nv_str s)
{
    if (s.n == 0) return true;
    const unsigned char *p = (const unsigned char *)s.p;
    if (p[0] == ' ' || p[s.n - 1] == ' ') return false;
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = p[i];
        if (c > ' ' && c < 0x7F && c != '`') continue;
        if (c < 0x80) {
            if (c < 0x20 || c == 0x7F || c == '`' || (c == ' ' && p[i - 1] == ' ')) return false; /* i > 0: see above */
        } else if (c == 0xC3) {
            if (p[++i] == 0x90) return false; /* Eth */
        } else if (c == 0xC4 || c == 0xC5) {
            i++;
        } else if (c == 0xC6) {
            if (p[++i] < 0xA0) return false;
        } else if (c == 0xE1) {
            if (p[i + 1] < 0xB8 || p[i + 1] > 0xBB) return false;
            i += 2;
        } else if (c == 0xE2) {
            if (p[i + 1] != 0x80 || !((p[i + 2] >= 0x92 && p[i + 2] <= 0x9F) || p[i + 2] == 0xA6)) return false; /* dashes, quotes, … */
            i += 2;
        } else {
            return false;
        }
    }
    return true;
}

typedef struct { uint32_t c, raw; } unit; /* a code point and where it came from */
typedef struct { unit *v; uint32_t n, cap; } units;

static void push(units *u, uint32_t c, uint32_t raw)
{
    if (u->n == u->cap) {
        u->cap = u->cap ? u->cap * 2 : 256;
        u->v = nv_xrealloc(u->v, u->cap * sizeof *u->v);
    }
    u->v[u->n++] = (unit){ c, raw };
}

static bool is_odd_space(uint32_t c)
{
    return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000 || c == '\t' || c == '\r' || c == '\v' ||
           c == '\f' || c == 0x85;
}

static bool is_invisible(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
           c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFFF9 && c <= 0xFFFC);
}

/* The combining mark that a stand-alone accent stands for, else 0. */
static uint32_t mark_of(uint32_t c)
{
    switch (c) {
    case 0xB4: case 0x2CA: return 0x301;
    case '`': case 0x2CB: return 0x300;
    case 0x2DC: return 0x303;
    case 0x2C0: case 0x309: return 0x309;
    default: return 0;
    }
}

static bool is_vowel(uint32_t c)
{
    static const uint32_t plain[] = { 'a', 'e', 'i', 'o', 'u', 'y', 0xE2, 0xEA, 0xF4, 0x103, 0x1A1, 0x1B0 }; /* â ê ô ă ơ ư */
    if (c < 0x80) c |= 32;
    else if (c == 0xC2 || c == 0xCA || c == 0xD4) c += 32;
    else if (c == 0x102 || c == 0x1A0 || c == 0x1AF) c++;
    for (size_t i = 0; i < NV_NELEM(plain); i++)
        if (plain[i] == c) return true;
    return false;
}

/* Decodes, maps single characters and folds white space; '\n' is kept, white space around it not. */
static void decode(nv_str s, units *u)
{
    bool space = false;
    uint32_t space_at = 0;
    for (uint32_t i = 0; i < s.n; ) {
        uint32_t from = i, c = nv_utf8_next(s, &i);
        if (c == 0x2028 || c == 0x2029) c = '\n';
        if (c == NV_NOTE_MARK) i += nv_note_mark(nv_str_cut(s, i, s.n));
        if (c == '\n') {
            if (u->n && u->v[u->n - 1].c != '\n') push(u, c, from);
            space = false;
            continue;
        }
        if (c == ' ' || is_odd_space(c)) {
            if (!space) space_at = from;
            space = true;
            continue;
        }
        if (is_invisible(c)) continue;
        if (c == 0xD0 || c == 0x189) c = 0x110; /* Eth and African D look like Đ and are no Vietnamese letters */
        /* a stand-alone accent belongs to the vowel before it; after a space, or with a word of its own, it is a quotation mark */
        uint32_t before = !space && u->n ? u->v[u->n - 1].c : 0;
        if (mark_of(c) && is_vowel(before) && (c != '`' || before >= 0x80)) c = mark_of(c);
        if (space && u->n && u->v[u->n - 1].c != '\n') push(u, ' ', space_at);
        space = false;
        push(u, c, from);
    }
    while (u->n && u->v[u->n - 1].c == '\n') u->n--;
}

/* The code point at w[*at]; moves *at behind it. (ICU's macro mixes signed and unsigned.) */
static uint32_t next16(const UChar *w, int32_t *at, int32_t len)
{
    uint32_t c = w[(*at)++];
    if (U16_IS_LEAD(c) && *at < len && U16_IS_TRAIL(w[*at])) c = 0x10000 + ((c - 0xD800) << 10) + (w[(*at)++] - 0xDC00u);
    return c;
}

/* NFC of the code points; only the stretches that are not NFC are composed, and each of those maps to its first character. */
static void compose(units *u)
{
    UErrorCode st = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&st);
    if (U_FAILURE(st) || u->n == 0) return;
    UChar *w = nv_xmalloc(u->n * 2 * sizeof *w);
    uint32_t *index = nv_xmalloc((u->n * 2 + 1) * sizeof *index); /* UTF-16 unit -> code point */
    int32_t len = 0;
    for (uint32_t i = 0; i < u->n; i++) {
        int32_t from = len;
        U16_APPEND_UNSAFE(w, len, u->v[i].c);
        for (int32_t k = from; k < len; k++) index[k] = i;
    }
    int32_t ok = unorm2_spanQuickCheckYes(nfc, w, len, &st);
    if (U_SUCCESS(st) && ok < len) {
        units out = { 0 };
        int32_t at = 0;
        while (at < len && U_SUCCESS(st)) {
            ok = at + unorm2_spanQuickCheckYes(nfc, w + at, len - at, &st);
            for (; at < ok; ) {
                uint32_t c = u->v[index[at]].c;
                push(&out, c, u->v[index[at]].raw);
                at += U16_LENGTH(c);
            }
            if (at >= len) break;
            int32_t end = at; /* up to the next character that begins something new */
            next16(w, &end, len);
            while (end < len) {
                int32_t next = end;
                if (unorm2_hasBoundaryBefore(nfc, (UChar32)next16(w, &next, len))) break;
                end = next;
            }
            int32_t room = (end - at) * 4 + 8;
            UChar *piece = nv_xmalloc((size_t)room * sizeof *piece);
            int32_t n = unorm2_normalize(nfc, w + at, end - at, piece, room, &st);
            for (int32_t k = 0; U_SUCCESS(st) && k < n; ) {
                uint32_t c = next16(piece, &k, n);
                push(&out, c, u->v[index[at]].raw);
            }
            free(piece);
            at = end;
        }
        if (U_SUCCESS(st)) {
            free(u->v);
            *u = out;
        } else {
            free(out.v);
        }
    }
    free(index);
    free(w);
}

/* Cleans s into out, telling every change of distance between clean and raw offsets. `base` is the offset of s in the raw line. */
static void clean_slow(nv_arena *a, nv_str s, uint32_t base, nv_buf *out, nv_clean_line *l, uint32_t *cap)
{
    units u = { 0 };
    decode(s, &u);
    compose(&u);
    for (uint32_t i = 0; i < u.n; i++) {
        uint32_t raw = base + u.v[i].raw, at = (uint32_t)out->n;
        const nv_shift *last = l->n_shifts ? &l->shifts[l->n_shifts - 1] : NULL;
        if (last ? last->raw + (at - last->clean) != raw : at != raw) {
            if (l->n_shifts == *cap) l->shifts = nv_vec_grow_(a, l->shifts, cap, sizeof *l->shifts);
            l->shifts[l->n_shifts++] = (nv_shift){ at, raw };
        }
        nv_buf_addu(out, u.v[i].c);
    }
    free(u.v);
}

static void clean_line(nv_layout *lay, const nv_line *raw, nv_clean_line *l, nv_buf *out)
{
    nv_arena *a = lay->doc->arena;
    uint32_t n = raw->n_segs ? raw->n_segs : 1, cap = 0;
    l->cells = nv_arena_alloc(a, n * sizeof *l->cells);
    l->n_cells = n;
    if (n == 1 && is_plain(raw->text)) {
        l->text = l->cells[0] = raw->text;
        return;
    }
    if (n > 1) { /* readers cut the pieces from the line's text: if all are clean, so is the line */
        bool plain = true;
        for (uint32_t i = 0; i < n && plain; i++) plain = is_plain(raw->segs[i].text) && raw->segs[i].text.p >= raw->text.p && raw->segs[i].text.p <= raw->text.p + raw->text.n;
        for (uint32_t i = 0; i < n && plain; i++) l->cells[i] = raw->segs[i].text;
        l->text = raw->text;
        if (plain) return;
    }
    out->n = 0;
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        nv_str s = raw->n_segs > 1 ? raw->segs[i].text : raw->text;
        if (i) nv_buf_addc(out, '\t');
        l->cells[i].n = (uint32_t)out->n; /* offset for now */
        clean_slow(a, s, at, out, l, &cap);
        at += s.n + 1;
    }
    l->text = nv_arena_str(a, nv_buf_str(out));
    for (uint32_t i = 0; i < n; i++) {
        uint32_t beg = l->cells[i].n, end = i + 1 < n ? l->cells[i + 1].n - 1 : l->text.n;
        l->cells[i] = nv_str_cut(l->text, beg, end);
    }
}

void nv_clean_lines(nv_layout *lay)
{
    nv_buf out = { 0 };
    lay->lines = nv_arena_alloc(lay->doc->arena, (lay->doc->lines.n + 1) * sizeof *lay->lines);
    for (uint32_t i = 0; i < lay->doc->lines.n; i++) clean_line(lay, &lay->doc->lines.v[i], &lay->lines[i], &out);
    nv_buf_clear(&out);
}

uint32_t nv_clean_raw(const nv_clean_line *l, uint32_t at)
{
    uint32_t lo = 0, hi = l->n_shifts;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (l->shifts[mid].clean <= at) lo = mid + 1;
        else hi = mid;
    }
    return lo ? l->shifts[lo - 1].raw + (at - l->shifts[lo - 1].clean) : at;
}
