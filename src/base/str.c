#include "base/str.h"

bool nv_str_starts(nv_str s, nv_str prefix) { return s.n >= prefix.n && memcmp(s.p, prefix.p, prefix.n) == 0; }
bool nv_str_ends(nv_str s, nv_str suffix) { return s.n >= suffix.n && memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0; }

int nv_str_cmp(nv_str a, nv_str b) {
    uint32_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

uint32_t nv_str_find(nv_str s, nv_str needle, uint32_t from) {
    if (from > s.n || s.n - from < needle.n) return UINT32_MAX;
    if (!needle.n) return from;
    const char *hit = memmem(s.p + from, s.n - from, needle.p, needle.n);
    return hit ? (uint32_t)(hit - s.p) : UINT32_MAX;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

nv_str nv_str_trim(nv_str s) {
    while (s.n && is_space(s.p[s.n - 1])) s.n--;
    while (s.n && is_space(*s.p)) s.p++, s.n--;
    return s;
}

nv_span nv_span_trim(nv_str text, nv_span sp) {
    while (sp.end > sp.beg && is_space(text.p[sp.end - 1])) sp.end--;
    while (sp.end > sp.beg && is_space(text.p[sp.beg])) sp.beg++;
    return sp;
}

/* Length of the sequence that begins with byte c, 0 if c cannot begin one. */
static unsigned sequence_length(unsigned char c) {
    return c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
}

/* Decodes one valid sequence; returns its length or 0 if it is not valid. */
static unsigned decode(const unsigned char *p, uint32_t left, uint32_t *c) {
    /* two and three bytes, valid: all of Vietnamese */
    if (*p >= 0xC2 && *p < 0xE0 && left >= 2 && (p[1] & 0xC0) == 0x80) return *c = (*p & 0x1Fu) << 6 | (p[1] & 0x3Fu), 2;
    if (*p > 0xE0 && *p < 0xED && left >= 3 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80)
        return *c = (*p & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu), 3;
    unsigned n = sequence_length(*p);
    if (!n || n > left) return 0;
    if (n == 1) return *c = *p, 1;
    uint32_t v = *p & (0xFFu >> (n + 1));
    for (unsigned i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        v = v << 6 | (p[i] & 0x3F);
    }
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    if (v < least[n] || v > 0x10FFFF || (v >= 0xD800 && v < 0xE000)) return 0;
    *c = v;
    return n;
}

uint32_t nv_utf8_next_wide(nv_str s, uint32_t *at) {
    uint32_t c;
    unsigned n = decode((const unsigned char *)s.p + *at, s.n - *at, &c);
    if (!n) return ++*at, 0xFFFD;
    *at += n;
    return c;
}

uint32_t nv_utf8_prev(nv_str s, uint32_t at, uint32_t *start) {
    if (at == 0) return *start = 0, 0;
    uint32_t i = at - 1;
    while (i > 0 && at - i < 4 && ((unsigned char)s.p[i] & 0xC0) == 0x80) i--;
    *start = i;
    uint32_t c;
    return decode((const unsigned char *)s.p + i, at - i, &c) == at - i ? c : (*start = at - 1, 0xFFFDu);
}

unsigned nv_utf8_put(char out[4], uint32_t c) {
    if (c < 0x80) return out[0] = (char)c, 1;
    if (c < 0x800) return out[0] = (char)(0xC0 | c >> 6), out[1] = (char)(0x80 | (c & 0x3F)), 2;
    if (c < 0x10000) return out[0] = (char)(0xE0 | c >> 12), out[1] = (char)(0x80 | (c >> 6 & 0x3F)), out[2] = (char)(0x80 | (c & 0x3F)), 3;
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

bool nv_utf8_valid(nv_str s) {
    const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;
    while (p < end) {
        uint64_t eight;
        while (end - p >= (ptrdiff_t)sizeof eight && (memcpy(&eight, p, sizeof eight), !(eight & 0x8080808080808080u))) p += sizeof eight;
        while (p < end && *p < 0x80) p++;
        for (uint32_t c; p < end && *p >= 0x80;) {
            unsigned n = decode(p, (uint32_t)(end - p), &c);
            if (!n) return false;
            p += n;
        }
    }
    return true;
}

uint32_t nv_utf8_count(nv_str s) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

bool nv_is_letter_wide(uint32_t c) {
    return (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x300 && c <= 0x36F) ||
           (c >= 0x370 && c <= 0x52F && c != 0x37E && c != 0x387);
}

bool nv_is_upper(uint32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    if (c >= 0xC0 && c <= 0xDE) return c != 0xD7;
    if (c >= 0x100 && c <= 0x17F) /* pairs: even capital, but odd in 139-148 and 179-17E */
        return (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E) ? c & 1 : !(c & 1) && c != 0x138;
    if (c == 0x1A0 || c == 0x1AF || c == 0x189) return true;
    return c >= 0x1E00 && c <= 0x1EFF && !(c & 1);
}

bool nv_word_border(nv_str s, uint32_t at) {
    if (at == 0 || at >= s.n) return true;
    unsigned char x = (unsigned char)s.p[at - 1], y = (unsigned char)s.p[at];
    if (x < 0x80 && !nv_is_letter(x) && !nv_is_digit(x)) return true; /* a space or a stop is the common case */
    if (y < 0x80 && !nv_is_letter(y) && !nv_is_digit(y)) return true;
    uint32_t start, i = at, b = nv_utf8_prev(s, at, &start), a = nv_utf8_next(s, &i);
    return !((nv_is_letter(a) || nv_is_digit(a)) && (nv_is_letter(b) || nv_is_digit(b)));
}

bool nv_str_is_caps(nv_str s) {
    bool any = false;
    for (uint32_t i = 0; i < s.n;) {
        uint32_t c = nv_utf8_next(s, &i);
        if (!nv_is_letter(c) || (c >= 0x300 && c <= 0x36F)) continue;
        if (!nv_is_upper(c)) return false;
        any = true;
    }
    return any;
}
