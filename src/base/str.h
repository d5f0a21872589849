/* str.h - borrowed slices of UTF-8 and spans of a text.
 *
 * nv_str never owns its bytes: it is valid as long as the arena or buffer that it was cut from. It need not end in NUL.
 * nv_span is a half-open range of bytes [beg, end) of a text named by the context (nearly always nv_doc.text).
 */
#ifndef NV_STR_H
#define NV_STR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct { const char *p; uint32_t n; } nv_str;
typedef struct { uint32_t beg, end; } nv_span;

#define NV_LIT(s) ((nv_str){ "" s, (uint32_t)(sizeof(s) - 1) })
#define NV_ARG(s) (int)(s).n, (s).p /* for "%.*s" */
#define NV_NELEM(a) (sizeof(a) / sizeof *(a))

static inline nv_str nv_str_of(const char *z) { return (nv_str){ z, z ? (uint32_t)strlen(z) : 0 }; }
static inline nv_str nv_str_cut(nv_str s, uint32_t beg, uint32_t end) { return (nv_str){ s.p + beg, end - beg }; }
static inline nv_str nv_span_str(nv_str text, nv_span sp) { return (nv_str){ text.p + sp.beg, sp.end - sp.beg }; }
static inline bool nv_str_eq(nv_str a, nv_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool nv_str_eqz(nv_str a, const char *z) { return nv_str_eq(a, nv_str_of(z)); }
static inline bool nv_span_has(nv_span outer, nv_span in) { return outer.beg <= in.beg && in.end <= outer.end; }
static inline bool nv_span_meet(nv_span a, nv_span b) { return a.beg < b.end && b.beg < a.end; }

bool nv_str_starts(nv_str s, nv_str prefix);
bool nv_str_ends(nv_str s, nv_str suffix);
/* Byte order (memcmp, then length): the order of every sorted output that has no better one. */
int nv_str_cmp(nv_str a, nv_str b);
/* Offset of the first occurrence of `needle` at or after `from`, or UINT32_MAX. */
uint32_t nv_str_find(nv_str s, nv_str needle, uint32_t from);
/* Without ASCII white space (space, tab, CR, LF, VT, FF) at both ends. */
nv_str nv_str_trim(nv_str s);
/* Span without white space at both ends. */
nv_span nv_span_trim(nv_str text, nv_span sp);

/* One code point of UTF-8 at s.p[*at]; moves *at behind it. Invalid bytes give U+FFFD and move by one. Needs *at < s.n. Inline, because every stage
 * walks all the text with it. */
uint32_t nv_utf8_next_wide(nv_str s, uint32_t *at); /* the part that is not ASCII */
static inline uint32_t nv_utf8_next(nv_str s, uint32_t *at) {
    unsigned char c = (unsigned char)s.p[*at];
    return c < 0x80 ? ++*at, c : nv_utf8_next_wide(s, at);
}
/* The code point that ends before `at` (0 at the beginning); *start gets its offset. */
uint32_t nv_utf8_prev(nv_str s, uint32_t at, uint32_t *start);
/* Writes c as UTF-8 (1..4 bytes); returns the length. */
unsigned nv_utf8_put(char out[4], uint32_t c);
bool nv_utf8_valid(nv_str s);
/* Number of code points. */
uint32_t nv_utf8_count(nv_str s);

/* Letters (Latin with the Vietnamese ranges; what may stand inside a word), digits, capitals. */
bool nv_is_letter_wide(uint32_t c);
static inline bool nv_is_letter(uint32_t c) { return c < 0x80 ? (c | 32) >= 'a' && (c | 32) <= 'z' : nv_is_letter_wide(c); }
bool nv_is_upper(uint32_t c);
/* A letter of Vietnamese that is not ASCII: U+00C0–U+01BF and U+1E80–U+1EFF by their bytes; false also where the bytes do not tell, as at the very end. */
static inline bool nv_wide_letter_at(nv_str s, uint32_t at) {
    if (at + 2 >= s.n || ((unsigned char)s.p[at + 1] & 0xC0) != 0x80) return false;
    unsigned char c = (unsigned char)s.p[at], d = (unsigned char)s.p[at + 1];
    return (c >= 0xC4 && c <= 0xC6) || (c == 0xC3 && d != 0x97 && d != 0xB7) || (c == 0xE1 && (d == 0xBA || d == 0xBB) && ((unsigned char)s.p[at + 2] & 0xC0) == 0x80);
}
static inline bool nv_is_digit(uint32_t c) { return c >= '0' && c <= '9'; }
/* True if a word ends at `at` (no letter or digit on one of the two sides). */
bool nv_word_border(nv_str s, uint32_t at);
/* True if the slice has letters and none of them is lower case. */
bool nv_str_is_caps(nv_str s);

#endif
