/* lookalike.c - days and months in dates of recognised text whose digits were read as letters of the same shape (“ngày l8 tháng l1] năm 2019”), and years
 * that were cut in two (“năm 201 8”). Only strokes and circles are taken for digits, and each repair is reported. */
#include "normalize/slips_impl.h"

typedef struct { nv_doc *doc; const nv_line *line; nv_str fold; nv_change change[24]; uint32_t n; } look;

#define SECTION_SIGN "\u00A7" /* what the recogniser makes of a worn 8 */

uint32_t nv_digits_by_shape(nv_str s, char out[3])
{
    uint32_t n = 0, strokes = 0;
    if (nv_str_eqz(s, SECTION_SIGN)) s = NV_LIT("8");
    while (strokes < s.n && strchr("1lI|]![", s.p[strokes])) strokes++;
    if (s.n == 3 && strokes == 3) s.n = 2; /* two digits make a day or a month: one of the strokes is none */
    for (uint32_t i = 0; i < s.n; i++) {
        if (n == 2) return 0;
        out[n] = strchr("lI|]![", s.p[i]) ? '1' : strchr("oO", s.p[i]) ? '0' : s.p[i];
        if (!nv_is_digit((unsigned char)out[n++])) return 0;
    }
    out[n] = 0;
    return n == 2 ? (uint32_t)(out[0] - '0') * 10 + (uint32_t)(out[1] - '0') : n == 1 ? (uint32_t)(out[0] - '0') : 0;
}

static bool all_digits(nv_str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!nv_is_digit((unsigned char)s.p[i])) return false;
    return true;
}

static void replace(look *k, uint32_t beg, uint32_t end, nv_str now)
{
    nv_str was = nv_arena_str(k->doc->arena, nv_str_cut(k->line->text, beg, end));
    if (k->n == NV_NELEM(k->change)) return;
    k->change[k->n++] = (nv_change){ beg, end, now };
    nv_doc_diag(k->doc, NV_M_OCR_DIGITS, NULL, k->line->page, was.p, now.p, NULL);
}

/* The token behind the word at `at`, if `next` follows it. */
static void number_behind(look *k, uint32_t at, const char *word, const char *next, uint32_t most)
{
    nv_str s = k->line->text;
    uint32_t beg = at + (uint32_t)strlen(word), end;
    if (beg >= s.n || s.p[beg] != ' ') return;
    for (end = ++beg; end < s.n && s.p[end] != ' ';) end++;
    if (end == beg || end + 1 >= s.n || !nv_str_starts(nv_str_cut(k->fold, end + 1, s.n), nv_str_of(next))) return;
    char digits[3];
    nv_str token = nv_str_cut(s, beg, end);
    uint32_t v = all_digits(token) ? 0 : nv_digits_by_shape(token, digits);
    if (v >= 1 && v <= most) replace(k, beg, end, nv_arena_printf(k->doc->arena, "%s", digits));
}

/* “năm 201 8”: three digits and one, that make a year of our time. */
static void year_behind(look *k, uint32_t at)
{
    nv_str s = k->line->text;
    uint32_t beg = at + (uint32_t)sizeof "năm";
    if (beg + 5 > s.n || s.p[beg - 1] != ' ' || s.p[beg + 3] != ' ' || (beg + 5 < s.n && (nv_is_digit((unsigned char)s.p[beg + 5]) || s.p[beg + 5] == '/'))) return;
    for (uint32_t i = beg; i < beg + 5; i++)
        if (i != beg + 3 && !nv_is_digit((unsigned char)s.p[i])) return;
    if (memcmp(s.p + beg, "19", 2) != 0 && memcmp(s.p + beg, "20", 2) != 0) return;
    replace(k, beg, beg + 5, nv_arena_printf(k->doc->arena, "%.3s%c", s.p + beg, s.p[beg + 4]));
}

/* “Đề án 1§16”: nobody writes that sign behind a digit; but “198§b” is “198b” with dirt. */
static void section_sign(look *k, uint32_t at)
{
    nv_str s = k->line->text;
    uint32_t end = at + (uint32_t)strlen(SECTION_SIGN);
    bool behind = end == s.n || nv_is_digit((unsigned char)s.p[end]) || strchr(" \t.,;:)/", s.p[end]);
    if (at && nv_is_digit((unsigned char)s.p[at - 1]) && behind) replace(k, at, end, NV_LIT("8"));
}

void nv_lookalike_repair(nv_doc *doc)
{
    for (uint32_t i = 0; i < doc->lines.n; i++) {
        nv_line *l = &doc->lines.v[i];
        if (!l->n_seen || (l->flags & (NV_F_NOISE | NV_F_STAMP))) continue;
        look k = { .doc = doc, .line = l, .fold = nv_fold_str(doc->arena, l->text) };
        for (uint32_t at = 0; at < l->text.n; at++) {
            nv_str rest = nv_str_cut(k.fold, at, k.fold.n);
            if (nv_str_starts(rest, NV_LIT(SECTION_SIGN))) section_sign(&k, at);
            if (at && k.fold.p[at - 1] != ' ' && k.fold.p[at - 1] != '\t' && k.fold.p[at - 1] != '(') continue;
            if (nv_str_starts(rest, NV_LIT("ngày "))) number_behind(&k, at, "ngày", "tháng ", 31);
            else if (nv_str_starts(rest, NV_LIT("tháng "))) number_behind(&k, at, "tháng", "năm", 12);
            else if (nv_str_starts(rest, NV_LIT("năm "))) year_behind(&k, at);
        }
        if (k.n) nv_line_rewrite(doc, l, k.change, k.n);
    }
}
