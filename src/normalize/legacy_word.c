/* legacy_word.c - decoding a word from an old encoding, and judging whether a word is Vietnamese. */
#include "normalize/legacy_impl.h"

#include <stdlib.h>
#include <strings.h>

/* ---- characters ------------------------------------------------------------------------------------------------- */

/* windows-1252 backwards: where its characters from 0x80 to 0x9F stand. */
static int cp1252_byte(uint32_t c) {
    static const uint16_t high[32] = { 0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178 };
    for (int i = 0; i < 32; i++)
        if (high[i] == c) return 0x80 + i;
    return -1;
}

int nv_legacy_byte(const nv_legacy *l, nv_lg e, uint32_t c) {
    for (uint32_t i = 0; i < l->alias[e].n; i++)
        if (l->alias[e].v[i].c == c) return l->alias[e].v[i].byte;
    if (c < 0x100) return (int)c;
    if (c >= 0xF000 && c <= 0xF0FF) return (int)(c - 0xF000); /* symbol fonts, and control characters kept by the readers */
    return cp1252_byte(c);
}

bool nv_legacy_ambiguous(const nv_legacy *l, nv_lg e, uint32_t c) {
    for (uint32_t i = 0; i < l->alias[e].n; i++)
        if (l->alias[e].v[i].c == c) return l->alias[e].v[i].ambiguous;
    return false;
}

static int by_code(const void *key, const void *elem) {
    uint32_t c = *(const uint32_t *)key, d = ((const nv_lg_letter *)elem)->c;
    return c < d ? -1 : c > d;
}

const nv_lg_letter *nv_legacy_letter(const nv_legacy *l, uint32_t c) { return bsearch(&c, l->letters.v, l->letters.n, sizeof *l->letters.v, by_code); }

/* True if the rest of the name tells weight and slant: “VnTimeHBoldItalic”. */
static bool is_style(nv_str name, uint32_t at) {
    nv_str rest = nv_str_cut(name, at, name.n);
    return nv_str_eqz(rest, "Bold") || nv_str_eqz(rest, "Italic") || nv_str_eqz(rest, "BoldItalic");
}

nv_lg_font nv_legacy_font(const nv_legacy *l, nv_str name) {
    if (name.n > 7 && name.p[6] == '+') name = nv_str_cut(name, 7, name.n); /* subset of a PDF */
    for (uint32_t i = 0; i < l->fonts.n; i++) {
        const nv_lg_font_row *f = &l->fonts.v[i];
        if (name.n < f->begins.n || strncasecmp(name.p, f->begins.p, f->begins.n) != 0) continue;
        uint32_t end = 0;
        while (end < name.n && name.p[end] != ',' && (name.p[end] != '-' || end < f->begins.n) && !is_style(name, end)) end++; /* “.VnTimeH-Bold” */
        uint32_t space = nv_str_find(name, NV_LIT(" "), 0); /* “.VnTimeH Tur”, but “.VnArial NarrowH” too */
        bool caps = f->capitals.n && (nv_str_ends(nv_str_cut(name, 0, end), f->capitals) ||
                                      (space < end && nv_str_ends(nv_str_cut(name, 0, space), f->capitals)));
        return (nv_lg_font){ f->enc, caps };
    }
    return (nv_lg_font){ NV_LG_ASIS, false };
}

/* ---- decoding --------------------------------------------------------------------------------------------------- */

/* UTF-8 that was read as windows-1252; stretches that are none stay. */
static void from_mojibake(const nv_legacy *l, nv_str s, nv_buf *out) {
    for (uint32_t i = 0; i < s.n; ) {
        uint32_t at = i, c = nv_utf8_next(s, &at);
        char bytes[4];
        int b = c < 0x80 ? -1 : nv_legacy_byte(l, NV_LG_UTF8, c);
        uint32_t len = b >= 0xC2 && b < 0xE0 ? 2 : b >= 0xE0 && b < 0xF0 ? 3 : 0, n = 0, to = at;
        if (len) {
            bytes[n++] = (char)b;
            while (n < len && to < s.n) {
                uint32_t d = nv_utf8_next(s, &to);
                int x = nv_legacy_byte(l, NV_LG_UTF8, d);
                if (x < 0x80 || x > 0xBF) break;
                bytes[n++] = (char)x;
            }
        }
        if (len && n == len && nv_utf8_valid((nv_str){ bytes, n })) {
            nv_buf_add(out, bytes, n);
            i = to;
        } else {
            nv_buf_add(out, s.p + i, at - i);
            i = at;
        }
    }
}

static bool joins(const nv_legacy *l, nv_lg e, nv_str s, uint32_t at) {
    if (at >= s.n) return false;
    uint32_t c = nv_utf8_next(s, &at);
    if ((c | 32) >= 'a' && (c | 32) <= 'z' && c < 0x80) return true;
    int b = nv_legacy_byte(l, e, c);
    return b >= 0x80 && l->one[e][b] && !nv_legacy_ambiguous(l, e, c);
}

/* A sign that is a letter only inside a word: true if a letter stands beside it. */
static bool inside(const nv_legacy *l, nv_lg e, nv_str s, uint32_t beg, uint32_t end) {
    uint32_t before = 0;
    if (beg) (void)nv_utf8_prev(s, beg, &before);
    return (beg && joins(l, e, s, before)) || joins(l, e, s, end);
}

/* base + mark, where the mark may have been typed in the other case. */
static uint32_t pair(const nv_legacy *l, nv_lg e, int a, int b) {
    if (!l->pair[e] || a < 0 || b < 0xC0) return 0;
    uint32_t c = l->pair[e][a << 8 | b];
    return c ? c : l->pair[e][a << 8 | (b ^ 0x20)];
}

void nv_legacy_decode(const nv_legacy *l, nv_lg e, nv_str s, nv_buf *out) {
    if (e == NV_LG_ASIS) { nv_buf_adds(out, s); return; }
    if (e == NV_LG_UTF8) { from_mojibake(l, s, out); return; }
    uint32_t before = 0;
    for (uint32_t i = 0; i < s.n; ) {
        uint32_t at = i, c = nv_utf8_next(s, &at), next = at, as = 0;
        if (c == before && c == 0xAD) { i = at; continue; } /* the letter ư and a real optional hyphen look alike: no word has two in a row */
        before = c;
        int a = nv_legacy_byte(l, e, c), b = -1;
        if (next < s.n && l->pair[e]) b = nv_legacy_byte(l, e, nv_utf8_next(s, &next));
        if ((as = pair(l, e, a, b)) != 0) at = next;
        else if (a >= 0 && l->one[e][a] && !(nv_legacy_ambiguous(l, e, c) && !inside(l, e, s, i, at))) as = l->one[e][a];
        if (as) nv_buf_addu(out, as);
        else nv_buf_add(out, s.p + i, at - i);
        i = at;
    }
}

/* ---- words ------------------------------------------------------------------------------------------------------ */

#define WORD_BYTES 24u

/* The word in lower case without its tone; false if it is no word of Vietnamese letters or has two tones. *tone 0 … 5. */
static bool plain_form(const nv_legacy *l, nv_str word, char *out, uint32_t *n, unsigned *tone) {
    *n = 0;
    *tone = 0;
    for (uint32_t i = 0; i < word.n; ) {
        uint32_t c = nv_utf8_next(word, &i);
        unsigned t = c == 0x301 ? 1 : c == 0x300 ? 2 : c == 0x309 ? 3 : c == 0x303 ? 4 : c == 0x323 ? 5 : 0;
        if (!t && c >= 0x300 && c < 0x370) { /* circumflex, breve, horn of a decomposed letter */
            static const char *const made[] = { "aâ", "eê", "oô", "aă", "oơ", "uư" };
            static const uint16_t marks[] = { 0x302, 0x302, 0x302, 0x306, 0x31B, 0x31B };
            bool hit = false;
            for (size_t k = 0; k < NV_NELEM(made) && !hit; k++) {
                if (marks[k] != c || !*n || out[*n - 1] != made[k][0]) continue;
                memcpy(out + --*n, made[k] + 1, 2);
                *n += 2;
                hit = true;
            }
            if (!hit) return false;
            continue;
        }
        if (!t) {
            const nv_lg_letter *x = nv_legacy_letter(l, c == 0xD0 ? 0x110 : c);
            if (!x || *n + x->n > WORD_BYTES) return false;
            memcpy(out + *n, x->base, x->n);
            *n += x->n;
            t = x->tone;
        }
        if (t && *tone) return false;
        if (t) *tone = t;
    }
    return *n > 0;
}

static int by_rime(const void *key, const void *elem) { return nv_str_cmp(*(const nv_str *)key, ((const nv_lg_part *)elem)->text); }

/* True if the letter at the beginning of `rest` is in the list ("*": any). */
static bool may_follow(nv_str letters, nv_str rest) {
    if (nv_str_eqz(letters, "*")) return true;
    uint32_t n = 0;
    (void)nv_utf8_next(rest, &n);
    for (uint32_t at = nv_str_find(letters, nv_str_cut(rest, 0, n), 0); at != UINT32_MAX; at = nv_str_find(letters, nv_str_cut(rest, 0, n), at + 1))
        if ((at == 0 || letters.p[at - 1] == ' ') && (at + n == letters.n || letters.p[at + n] == ' ')) return true;
    return false;
}

static bool rime(const nv_legacy *l, nv_str initial, nv_str s, unsigned tone) {
    const nv_lg_part *r = s.n ? bsearch(&s, l->rimes.v, l->rimes.n, sizeof *l->rimes.v, by_rime) : NULL;
    if (!r || (!nv_str_eqz(r->letters, "*") && !nv_str_eq(r->letters, initial))) return false;
    char last = s.p[s.n - 1];
    bool stop = last == 'c' || last == 'p' || last == 't' || (last == 'h' && s.n > 1 && s.p[s.n - 2] == 'c');
    return !stop || tone == 1 || tone == 5;
}

bool nv_legacy_syllable(const nv_legacy *l, nv_str word) {
    char buf[WORD_BYTES + 4];
    uint32_t n;
    unsigned tone;
    if (word.n > 40 || !plain_form(l, word, buf, &n, &tone)) return false;
    nv_str s = { buf, n };
    if (rime(l, (nv_str){ "", 0 }, s, tone)) return true;
    for (uint32_t i = 0; i < l->initials.n; i++) {
        nv_str in = l->initials.v[i].text;
        if (s.n <= in.n || !nv_str_starts(s, in)) continue;
        nv_str rest = nv_str_cut(s, in.n, s.n);
        if (may_follow(l->initials.v[i].letters, rest) && rime(l, in, rest, tone)) return true;
    }
    return nv_str_eqz(s, "gi") || nv_str_eqz(s, "gin"); /* gì, gìn: the rime's i is the initial's */
}

/* Signs of clean text that are letters of old fonts when they stand between letters (c«ng, nh»m). */
static bool divides_softly(uint32_t c) { return c == 0xAB || c == 0xBB || c == 0xB0 || c == 0xB2 || c == 0xB3; }

/* Characters that divide words and belong to none; other signs inside a word make it wrong, because that is how letters of old fonts look. */
static bool divides(uint32_t c) {
    return c < 0x80 ? !((c | 32) >= 'a' && (c | 32) <= 'z') : c == 0xA0 || divides_softly(c) || c == 0x2022 ||
           (c >= 0x2000 && c <= 0x2021) || (c >= 0x2024 && c <= 0x206F) || c == 0xFEFF || (c >= 0x25A0 && c <= 0x27BF);
}

/* Tenths of a wrong word: 0 a syllable, 2 an abbreviation in capitals (ĐBSCL, TƯ), 10 anything else. */
static unsigned word_cost(const nv_legacy *l, nv_str w, bool *modern) {
    bool ascii = true, abbreviation = true;
    for (uint32_t i = 0; i < w.n; ) {
        uint32_t c = nv_utf8_next(w, &i);
        if (c == 0xAD) continue;
        if (c >= 0x80) ascii = false;
        const nv_lg_letter *x = nv_legacy_letter(l, c);
        if (c >= 0x100 && x) *modern = true;
        if (!nv_is_upper(c) || !x || x->tone) abbreviation = false;
    }
    if (ascii || nv_legacy_syllable(l, w)) return 0;
    return abbreviation ? 2 : 10;
}

unsigned nv_legacy_cost(const nv_legacy *l, nv_str s, bool *modern) {
    unsigned cost = 0;
    *modern = false;
    for (uint32_t i = 0, beg = 0; i <= s.n; ) {
        uint32_t at = i, c = i < s.n ? nv_utf8_next(s, &at) : ' ';
        if (i == s.n) at++;
        if (divides(c) && !(divides_softly(c) && i > beg && at < s.n && !nv_legacy_is_break((unsigned char)s.p[at]))) {
            if (i > beg) cost += word_cost(l, nv_str_cut(s, beg, i), modern);
            beg = at;
        }
        i = at;
    }
    return cost;
}
