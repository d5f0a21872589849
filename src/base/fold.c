#include "base/fold.h"

/* Lower case of the letters that occur in Vietnamese text; every pair has the same UTF-8 length. */
static uint32_t lower(uint32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c == 0xD0) return 0x111; /* Eth stands for Đ wherever normalisation has not been yet */
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
    if (c == 0x189) return 0x111; /* both two bytes: African D */
    if (c == 0x1A0 || c == 0x1AF) return c + 1;
    if ((c >= 0x100 && c <= 0x17F) || (c >= 0x1E00 && c <= 0x1EFF)) return nv_is_upper(c) && c != 0x130 && c != 0x178 && c != 0x1E9E ? c + 1 : c;
    return c;
}

/* Tone placement: o + marked a/e, u + marked y -> marked o/u + plain letter. */
static const struct { char first, last; uint32_t from, to; } tones[] = {
    { 'o', 'a', 0xE0, 0xF2 }, { 'o', 'a', 0xE1, 0xF3 }, { 'o', 'a', 0x1EA3, 0x1ECF }, { 'o', 'a', 0xE3, 0xF5 }, { 'o', 'a', 0x1EA1, 0x1ECD },
    { 'o', 'e', 0xE8, 0xF2 }, { 'o', 'e', 0xE9, 0xF3 }, { 'o', 'e', 0x1EBB, 0x1ECF }, { 'o', 'e', 0x1EBD, 0xF5 }, { 'o', 'e', 0x1EB9, 0x1ECD },
    { 'u', 'y', 0x1EF3, 0xF9 }, { 'u', 'y', 0xFD, 0xFA }, { 'u', 'y', 0x1EF7, 0x1EE7 }, { 'u', 'y', 0x1EF9, 0x169 }, { 'u', 'y', 0x1EF5, 0x1EE5 },
};

static bool next_is_letter(nv_str s, uint32_t at) {
    return at < s.n && nv_is_letter(nv_utf8_next(s, &at));
}

/* Writes the rime o/u + marked letter in the guide's placement and returns true, if `first` + c is one. `same` asks for equal length. */
static bool place_tone(char first, uint32_t c, bool same, char *out, unsigned *n) {
    for (unsigned i = 0; i < NV_NELEM(tones); i++) {
        if (tones[i].first != first || tones[i].from != c) continue;
        char t[4], u[4];
        unsigned len = nv_utf8_put(t, tones[i].to), old = nv_utf8_put(u, c);
        if (same && len != old) return false;
        memcpy(out, t, len);
        out[len] = tones[i].last;
        *n = len + 1;
        return true;
    }
    return false;
}

static bool is_dash(uint32_t c) { return (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }

/* Folds one of the letters that Vietnamese text is full of by its bytes, without decoding: Latin-1, ă đ ĩ, ơ ư, and the block from U+1E80 on. Returns its
 * length, 0 for all else. */
static inline unsigned fold_common(nv_str s, uint32_t at, char *out) {
    unsigned char a = (unsigned char)s.p[at], b = at + 1 < s.n ? (unsigned char)s.p[at + 1] : 0;
    if ((b & 0xC0) != 0x80) return 0;
    if (a == 0xE1 && (b == 0xBA || b == 0xBB)) { /* capitals are even, small letters odd; U+1E9E is a capital ß without a small letter */
        unsigned char c = at + 2 < s.n ? (unsigned char)s.p[at + 2] : 0;
        if ((c & 0xC0) != 0x80 || (b == 0xBA && c == 0x9E)) return 0;
        out[0] = (char)a;
        out[1] = (char)b;
        out[2] = (char)(c | 1);
        return 3;
    }
    if (a == 0xC3 && b >= 0x9F) out[1] = (char)b;                                  /* small already */
    else if (a == 0xC3 && b != 0x90 && b != 0x97) out[1] = (char)(b + 0x20);       /* but for Eth, which stands for Đ, and × */
    else if (a == 0xC4 && b < 0xB0) out[1] = (char)(b | 1);                        /* U+0100–U+012F: pairs as above */
    else if (a == 0xC6 && (b == 0xA1 || b == 0xB0)) out[1] = (char)b;              /* ơ ư */
    else return 0;
    out[0] = (char)a;
    return 2;
}

/* Both folds: `same` keeps offsets. Returns the bytes written. */
static uint32_t fold(nv_str s, bool same, char *out) {
    uint32_t o = 0;
    char before = 0; /* the last byte written if it was an ASCII letter, else 0 */
    for (uint32_t i = 0; i < s.n;) {
        unsigned char byte = (unsigned char)s.p[i];
        if (byte < 0x80) { /* more than half of the bytes */
            char low = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : (char)byte;
            out[o++] = low;
            before = low >= 'a' && low <= 'z' ? low : 0;
            i++;
            continue;
        }
        unsigned n;
        if (before != 'o' && before != 'u' && (n = fold_common(s, i, out + o))) {
            i += n;
            o += n;
            before = 0;
            continue;
        }
        uint32_t at = i, c = lower(nv_utf8_next_wide(s, &i));
        if ((before == 'o' || before == 'u') && !next_is_letter(s, i)) {
            char q = o >= 2 ? out[o - 2] : 0; /* quý stays */
            if (!(before == 'u' && q == 'q') && place_tone(before, c, same, out + o - 1, &n)) {
                o += n - 1;
                before = 0;
                continue;
            }
        }
        if (c == 0xFFFD) { /* keep invalid bytes as they are */
            memcpy(out + o, s.p + at, i - at);
            o += i - at;
            before = 0;
            continue;
        }
        if (is_dash(c)) c = 0x2013;
        o += nv_utf8_put(out + o, c);
        before = 0;
    }
    return o;
}

void nv_fold(nv_str s, char *out) { fold(s, true, out); }

nv_str nv_fold_str(nv_arena *a, nv_str s) {
    char *p = nv_arena_alloc(a, (size_t)s.n + 1);
    return (nv_str){ p, fold(s, true, p) };
}

nv_str nv_fold_key(nv_arena *a, nv_str s) {
    char *p = nv_arena_alloc(a, (size_t)s.n + 1); /* the key is never longer: a tone moves to a letter of at most the same length */
    return (nv_str){ p, fold(s, false, p) };
}

nv_str nv_letters_key(nv_arena *a, nv_str s) {
    nv_str f = nv_fold_key(a, s);
    char *p = nv_arena_alloc(a, (size_t)f.n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < f.n;) {
        uint32_t c = nv_utf8_next(f, &i);
        if (nv_is_letter(c) || nv_is_digit(c)) n += nv_utf8_put(p + n, c);
    }
    return (nv_str){ p, n };
}

/* The base letter of a lower-case Vietnamese letter. */
static char base_letter(uint32_t c) {
    static const char row_e0[] = "aaaaaaaceeeeiiiidnooooo*ouuuuypy"; /* U+00E0 … U+00FF */
    if (c < 0x80) return (char)c;
    if (c >= 0x1EA0 && c <= 0x1EF9) return c <= 0x1EB7 ? 'a' : c <= 0x1EC7 ? 'e' : c <= 0x1ECB ? 'i' : c <= 0x1EE3 ? 'o' : c <= 0x1EF1 ? 'u' : 'y';
    if (c >= 0xE0 && c <= 0xFF) return row_e0[c - 0xE0];
    if (c == 0x103 || c == 0x101 || c == 0x105) return 'a';
    if (c == 0x111) return 'd';
    if (c == 0x129) return 'i';
    if (c == 0x169 || c == 0x1B0) return 'u';
    if (c == 0x1A1) return 'o';
    return 0;
}

void nv_skeleton(nv_str s, nv_buf *out) {
    char part[128]; /* collected here, so that the buffer is asked for room once a name and not once a letter */
    unsigned n = 0;
    bool space = false;
    for (uint32_t i = 0; i < s.n;) {
        unsigned char byte = (unsigned char)s.p[i];
        if (byte >= 'a' && byte <= 'z' && !space && n + 5 <= sizeof part) { /* most letters */
            part[n++] = (char)byte;
            i++;
            continue;
        }
        uint32_t c = lower(nv_utf8_next(s, &i));
        if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0) {
            space = true;
            continue;
        }
        if (c >= 0x300 && c <= 0x36F) continue; /* combining marks */
        if (n + 5 > sizeof part) nv_buf_add(out, part, n), n = 0;
        if (space && out->n + n) part[n++] = ' ';
        space = false;
        char b = base_letter(c);
        if (b) part[n++] = b;
        else if (is_dash(c)) part[n++] = '-';
        else n += nv_utf8_put(part + n, c);
    }
    nv_buf_add(out, part, n);
}

nv_str nv_skeleton_str(nv_arena *a, nv_str s) {
    nv_buf b = { 0 };
    nv_skeleton(s, &b);
    nv_str r = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return r;
}
