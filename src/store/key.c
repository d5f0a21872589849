/* key.c - the forms in which numbers, names and words are compared. */
#include "store/db.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A year between 1945 and 2099 at s[at], with no digit on either side: 0 if there is none. */
static int year_at(nv_str s, uint32_t at)
{
    if (at + 4 > s.n || (at && digit(s.p[at - 1])) || (at + 4 < s.n && digit(s.p[at + 4]))) return 0;
    int y = 0;
    for (uint32_t i = at; i < at + 4; i++) {
        if (!digit(s.p[i])) return 0;
        y = y * 10 + (s.p[i] - '0');
    }
    return y >= 1945 && y <= 2099 ? y : 0;
}

/* Skeleton without white space; leading zeros go ("05/NQ-HĐND" is 5/nq-hdnd), and the year in the middle of the number. */
nv_str nv_number_key(nv_arena *a, nv_str number, int *year)
{
    nv_buf sk = { 0 };
    nv_skeleton(number, &sk);
    nv_str s = nv_buf_str(&sk);
    char *out = nv_arena_alloc(a, s.n + 1);
    uint32_t n = 0, at = 0;
    *year = 0;
    while (at < s.n && (s.p[at] == ' ' || (s.p[at] == '0' && at + 1 < s.n && (digit(s.p[at + 1]) || s.p[at + 1] == ' ')))) at++;
    for (; at < s.n; at++) {
        int y = n && out[n - 1] == '/' && !*year ? year_at(s, at) : 0;
        if (y && at + 4 < s.n && (s.p[at + 4] == '/' || s.p[at + 4] == ' ' || s.p[at + 4] == '-')) {
            *year = y;
            at += 4;
            while (at < s.n && s.p[at] == ' ') at++;
            if (at < s.n && s.p[at] != '/' && s.p[at] != '-') at--; /* "79/2010 QĐ-TTg": the slash is missing */
        } else if (s.p[at] != ' ') out[n++] = s.p[at];
    }
    nv_buf_clear(&sk);
    return n ? (nv_str){ out, n } : (nv_str){ 0 };
}

/* Without the spaces around dashes: “giai đoạn 2011 - 2020” is “giai đoạn 2011-2020”, and no name with the year 2020. */
static nv_str close_dashes(nv_arena *a, nv_str s)
{
    char *out = nv_arena_alloc(a, s.n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        bool at_dash = (i + 1 < s.n && s.p[i + 1] == '-') || (n && out[n - 1] == '-');
        if (s.p[i] != ' ' || !at_dash) out[n++] = s.p[i];
    }
    return (nv_str){ out, n };
}

nv_str nv_name_key(nv_arena *a, nv_str name, int *year)
{
    nv_str s = close_dashes(a, nv_str_trim(nv_skeleton_str(a, name)));
    *year = 0;
    if (s.n > 5) *year = s.p[s.n - 5] == ' ' ? year_at(s, s.n - 4) : 0;
    if (*year) {
        s = nv_str_trim(nv_str_cut(s, 0, s.n - 4));
        if (nv_str_ends(s, NV_LIT(" nam"))) s = nv_str_trim(nv_str_cut(s, 0, s.n - 4));
    }
    return s.n ? s : (nv_str){ 0 };
}

void nv_fts_words(nv_str text, nv_buf *out)
{
    nv_buf sk = { 0 };
    nv_skeleton(text, &sk);
    nv_str s = nv_buf_str(&sk);
    for (uint32_t at = 0; at < s.n;) {
        uint32_t from = at, c = nv_utf8_next(s, &at);
        if (nv_is_digit(c) || nv_is_letter(c)) nv_buf_add(out, s.p + from, at - from);
        else nv_buf_addc(out, ' ');
    }
    nv_buf_clear(&sk);
}

unsigned nv_edit_distance(nv_str a, nv_str b)
{
    enum { MAX = 200 };
    if (a.n > MAX || b.n > MAX) return 255;
    unsigned row[MAX + 1];
    for (uint32_t j = 0; j <= b.n; j++) row[j] = j;
    for (uint32_t i = 1; i <= a.n; i++) {
        unsigned diag = row[0];
        row[0] = i;
        for (uint32_t j = 1; j <= b.n; j++) {
            unsigned up = row[j], best = diag + (a.p[i - 1] != b.p[j - 1]);
            if (up + 1 < best) best = up + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            diag = up;
            row[j] = best;
        }
    }
    return row[b.n];
}
