/* label.c - what the first characters of a line say about its place in the text. Only for joining lines: segment has the full grammar. */
#include "normalize/internal.h"

bool nv_is_lower(uint32_t c) { return nv_is_letter(c) && !nv_is_upper(c); }

uint32_t nv_last_char(nv_str s)
{
    uint32_t at = s.n;
    while (at) {
        uint32_t c = nv_utf8_prev(s, at, &at);
        if (c != ' ' && c != '\t' && c != '\n') return c;
    }
    return 0;
}

uint32_t nv_first_char(nv_str s)
{
    for (uint32_t at = 0; at < s.n; ) {
        uint32_t c = nv_utf8_next(s, &at);
        if (c != ' ' && c != '\t' && c != '\n') return c;
    }
    return 0;
}

bool nv_begins(nv_str s, const char *folded)
{
    char buf[256];
    if (s.n == 0) return false;
    /* nearly all questions are settled by the first byte; o and u may trade places with the tone of the letter after them */
    char c = *s.p, d = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    if ((unsigned char)*folded < 0x80 ? d != *folded : (unsigned char)c < 0x80 && d != 'o' && d != 'u') return false;
    uint32_t n = (uint32_t)strlen(folded);
    if (s.n < n || n > sizeof buf) return false;
    /* fold only as much as is compared, and a little more, so that a rime is not cut */
    uint32_t cut = n;
    while (cut < s.n && ((unsigned char)s.p[cut] & 0xC0) == 0x80) cut++;
    if (cut > sizeof buf) return false;
    nv_fold((nv_str){ s.p, cut }, buf);
    for (char *t = memchr(buf, '\t', n); t; t = memchr(t, '\t', n - (size_t)(t - buf))) *t = ' '; /* wide spaces of lines set to both edges */
    return memcmp(buf, folded, n) == 0;
}

/* After a number or letter: `.` `)` `/` or `.-`, then a space, a capital or the end. Returns the offset behind the sign, 0 if there is none. */
static uint32_t label_end(nv_str s, uint32_t at, const char *signs)
{
    if (at >= s.n || !strchr(signs, s.p[at])) return 0;
    at++;
    if (at < s.n && s.p[at] == '-') at++;
    if (at >= s.n || s.p[at] == ' ' || s.p[at] == '\t') return at;
    uint32_t next = at, c = nv_utf8_next(s, &next);
    /* “1.Khoản”, “a)điểm”; not “1.000”, “a/b”, “Q.1” */
    return nv_is_letter(c) && (nv_is_upper(c) || s.p[at - 1] == ')') ? at : 0;
}

static bool number_label(nv_str s)
{
    uint32_t at = s.n && s.p[0] == '(' ? 1 : 0, digits = 0;
    uint32_t open = at;
    while (at < s.n && nv_is_digit((unsigned char)s.p[at])) at++, digits++;
    if (!digits || digits > 3) return false;
    while (at + 1 < s.n && s.p[at] == '.' && nv_is_digit((unsigned char)s.p[at + 1])) { /* 1.1. */
        uint32_t part = 0;
        for (at++; at < s.n && nv_is_digit((unsigned char)s.p[at]); at++) part++;
        if (part > 2) return false;
    }
    if (open) return at < s.n && s.p[at] == ')';
    if (label_end(s, at, ".)/")) return true;
    return memchr(s.p, '.', at) && at < s.n && s.p[at] == ' '; /* “1.1 Khoản” */
}

static bool letter_label(nv_str s)
{
    uint32_t at = s.n && s.p[0] == '(' ? 1 : 0, open = at, first = at;
    if (at >= s.n) return false;
    uint32_t c = nv_utf8_next(s, &at);
    if (!nv_is_letter(c)) return false;
    bool roman = strchr("ivx", (int)(c & 0x7F)) && c < 0x80;
    while (roman && at < s.n && strchr("ivx", s.p[at])) at++;
    if (at - first > 4) return false;
    if (nv_is_upper(c) && !open) return label_end(s, at, ".") && s.n > at + 1 && s.p[at + 1] == ' ';
    while (at < s.n && nv_is_digit((unsigned char)s.p[at])) at++; /* a1) */
    if (open) return at < s.n && s.p[at] == ')';
    return label_end(s, at, ".)/") != 0;
}

static bool dash_label(nv_str s)
{
    uint32_t at = 0, c = nv_utf8_next(s, &at);
    if (c == '*' || c == '+' || c == 0x2022 || c == 0xB7 || c == 0xF0B7 || c == 0x25AA || c == 0x25CF || c == 0x2666 || c == 0xF0A7 || c == 0xF02D)
        return at < s.n && s.p[at] != (char)c;
    if (c != '-' && c != 0x2013 && c != 0x2014 && c != 0x2212) return false;
    if (at >= s.n) return false;
    if (s.p[at] == ' ') return true;
    uint32_t next = at, d = nv_utf8_next(s, &next);
    return nv_is_upper(d);
}

static bool roman_label(nv_str s)
{
    uint32_t at = 0;
    while (at < s.n && strchr("IVXL", s.p[at]) && s.p[at]) at++;
    return at && at < 7 && (label_end(s, at, "./)") || label_end(s, at, "-"));
}

/* Skips a number, Roman number or capital letter after a word such as “Điều”. */
static uint32_t ordinal_end(nv_str s, uint32_t at)
{
    uint32_t from = at;
    while (at < s.n && (nv_is_digit((unsigned char)s.p[at]) || (s.p[at] >= 'A' && s.p[at] <= 'Z'))) at++;
    if (at > from && at < s.n && s.p[at] >= 'a' && s.p[at] <= 'e' && (at + 1 >= s.n || !nv_is_letter((unsigned char)s.p[at + 1]))) at++;
    return at > from ? at : 0;
}

static bool word_label(nv_str s)
{
    static const struct { const char *word; bool sign; } words[] = { /* sign: the number must be followed by a sign or the end */
        { "điều ", true }, { "chương ", true }, { "mục ", true }, { "tiểu mục ", true }, { "phần ", true }, { "phụ lục", false }, { "biểu mẫu ", true }, { "mẫu số ", true },
    };
    for (size_t i = 0; i < NV_NELEM(words); i++) {
        if (!nv_begins(s, words[i].word)) continue;
        if (!nv_is_upper(nv_first_char(s))) return false;
        uint32_t at = (uint32_t)strlen(words[i].word);
        if (!words[i].sign) return nv_str_is_caps(nv_str_cut(s, 0, at)) || s.n < 20;
        at = ordinal_end(s, at);
        if (!at) return nv_begins(s, "phần thứ") && s.n < 80;
        return at >= s.n || strchr(".:-/", s.p[at]) || (s.p[at] == ' ' && at + 1 < s.n && (s.p[at + 1] == '-' || (nv_str_is_caps(s) && s.n < 200)));
    }
    return false;
}

static bool opener(nv_str s)
{
    static const char *const words[] = { "kính gửi", "nơi nhận", "số:", "số :", "luật số", "v/v", "tm.", "kt.", "tl.", "tuq.", "t/m", "k/t", "t/l", "q. ", "căn cứ ", "theo đề nghị",
        "xét đề nghị", "độc lập", "cộng hòa xã hội chủ nghĩa", "đồng kính gửi", "quyết định:", "quyết nghị:", "nghị định:", "chỉ thị:", "trân trọng" };
    for (size_t i = 0; i < NV_NELEM(words); i++)
        if (nv_begins(s, words[i])) return nv_is_upper(nv_first_char(s)) || words[i][0] == 'v';
    return false;
}

nv_label_kind nv_label_of(nv_str s)
{
    char buf[256];
    s = nv_str_trim(s);
    if (s.n == 0) return NV_LABEL_NONE;
    uint32_t all = s.n;
    if (memchr(s.p, '\t', s.n < 24 ? s.n : 24)) { /* lines set to both edges: wide spaces come as tabs (“Điều→39.→…”) */
        if (s.n > sizeof buf) s.n = sizeof buf;
        while (s.n < all && ((unsigned char)s.p[s.n] & 0xC0) == 0x80) s.n--;
        for (uint32_t i = 0; i < s.n; i++) buf[i] = s.p[i] == '\t' ? ' ' : s.p[i];
        s.p = buf;
    }
    if (number_label(s)) return NV_LABEL_NUMBER;
    if (roman_label(s)) return NV_LABEL_ROMAN;
    if (letter_label(s)) return NV_LABEL_LETTER;
    if (dash_label(s)) return NV_LABEL_DASH;
    if (word_label(s)) return NV_LABEL_WORD;
    return opener(s) ? NV_LABEL_OPENER : NV_LABEL_NONE;
}
