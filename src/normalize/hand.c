/* hand.c - numbers and days written by pen in the head of a scan. What the recogniser makes of them is a guess, however sure it is of it; a guess is blanked
 * out, as if the place had been left empty, and reported. The letters behind it (“/QĐ-UBND”), month and year are print and stay. */
#include "normalize/slips_impl.h"

enum { SURE_DIGITS = 80, PIECE = 90 }; /* confidence of the worst digit; longest piece of a line that can be a number or a place and date */

typedef struct { nv_doc *doc; uint32_t line; nv_str text, fold; nv_change change[24]; uint32_t n; } hand;

/* True if every word that touches the bytes was printed and surely read. */
static bool sure(const hand *h, uint32_t beg, uint32_t end)
{
    const nv_line *l = &h->doc->lines.v[h->line];
    for (uint32_t i = 0; i < l->n_seen; i++) {
        const nv_seen *w = &l->seen[i];
        if (w->beg < end && beg < w->end && (w->hand || w->digits < SURE_DIGITS)) return false;
    }
    return true;
}

/* Number of the piece between spaces: digits and at most `letters` small letters; 0 if it is anything else. */
static uint32_t number_in(const hand *h, uint32_t beg, uint32_t end, uint32_t digits, uint32_t letters)
{
    nv_str s = nv_str_trim(nv_str_cut(h->fold, beg, end));
    uint32_t n = 0, v = 0;
    while (n < s.n && nv_is_digit((unsigned char)s.p[n])) v = v * 10 + (uint32_t)(s.p[n++] - '0');
    if (n == 0 || n > digits) return 0;
    for (uint32_t k = n; k < s.n; k++, letters--)
        if (!letters || !(s.p[k] >= 'a' && s.p[k] <= 'z')) return 0;
    return v;
}

static bool empty(const hand *h, uint32_t beg, uint32_t end)
{
    for (uint32_t i = beg; i < end;) {
        uint32_t c = nv_utf8_next(h->text, &i);
        if (c != ' ' && c != '\t' && c != '.' && c != '_' && c != 0x2026) return false;
    }
    return true;
}

/* Bytes become `now`; the borders of pieces among them stay. */
static void put(hand *h, uint32_t beg, uint32_t end, const char *now)
{
    for (uint32_t at = beg; at < end && h->n < NV_NELEM(h->change); now = "") {
        uint32_t stop = at;
        while (stop < end && h->text.p[stop] != '\t') stop++;
        if (stop > at) h->change[h->n++] = (nv_change){ at, stop, nv_str_of(now) };
        at = stop + 1;
    }
}

static void blank(hand *h, uint32_t beg, uint32_t end, const char *what)
{
    nv_str was = nv_str_trim(nv_str_cut(h->text, beg, end));
    put(h, beg, end, " ");
    nv_doc_diag(h->doc, NV_M_OCR_BLANKED, NULL, h->doc->lines.v[h->line].page, nv_arena_str(h->doc->arena, was).p, what, NULL);
}

/* “Số: 13ET/CĐ-UBND”: [beg, end) is one piece of the line. */
static void number(hand *h, uint32_t beg, uint32_t end)
{
    static const char *const heads[] = { "số", "sô", "só", "số" };
    uint32_t from = UINT32_MAX, slash = beg;
    for (size_t i = 0; i < NV_NELEM(heads) && from == UINT32_MAX; i++)
        if (nv_str_starts(nv_str_cut(h->fold, beg, end), nv_str_of(heads[i]))) from = beg + (uint32_t)strlen(heads[i]);
    if (from == UINT32_MAX || end - beg > PIECE) return;
    if (from < end && nv_wide_letter_at(h->fold, from)) return; /* a longer word */
    if (from < end && h->fold.p[from] >= 'a' && h->fold.p[from] <= 'z') return;
    while (from < end && strchr(" :.;", h->text.p[from])) from++;
    for (slash = from; slash < end && h->text.p[slash] != '/'; slash++) continue;
    if (slash < end && empty(h, from, slash)) return;
    if (slash < end && number_in(h, from, slash, 6, 2) && sure(h, from, slash)) return;
    if (slash == end) { /* no slash: “Số 36-HD/VPTW” has one */
        for (uint32_t i = from; i < end; i++)
            if (!nv_is_digit((unsigned char)h->text.p[i]) && h->text.p[i] != '-') slash = from;
        if (slash == end || sure(h, from, end)) return;
        slash = end;
    } else if (memchr(h->text.p + from, '-', slash - from) && sure(h, from, slash)) return;
    if (from < slash) blank(h, from, slash, "số, ký hiệu");
}

/* Digits as they are often misread: “l1”, “1]”, “O9”. 0: they are none. */
static uint32_t looks_like(const hand *h, uint32_t beg, uint32_t end, char out[3])
{
    nv_str s = nv_str_trim(nv_str_cut(h->text, beg, end));
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (n == 2) return 0;
        out[n] = strchr("lI|]![", s.p[i]) ? '1' : strchr("oO", s.p[i]) ? '0' : s.p[i];
        if (!nv_is_digit((unsigned char)out[n++])) return 0;
    }
    out[n] = 0;
    return n == 2 ? (uint32_t)(out[0] - '0') * 10 + (uint32_t)(out[1] - '0') : n == 1 ? (uint32_t)(out[0] - '0') : 0;
}

static void month(hand *h, uint32_t beg, uint32_t end)
{
    uint32_t v = number_in(h, beg, end, 2, 0);
    char digits[3];
    if (v >= 1 && v <= 12 && sure(h, beg, end)) return;
    if (!v && (v = looks_like(h, beg, end, digits)) >= 1 && v <= 12) {
        nv_str was = nv_str_trim(nv_str_cut(h->text, beg, end));
        put(h, beg, end, nv_arena_printf(h->doc->arena, " %s ", digits).p);
        nv_doc_diag(h->doc, NV_M_LOOKALIKE, NULL, h->doc->lines.v[h->line].page, nv_arena_str(h->doc->arena, was).p, nv_arena_printf(h->doc->arena, "%s", digits).p, NULL);
    } else if (!empty(h, beg, end)) blank(h, beg, end, "tháng");
}

/* “Kiên Giang, ngày 2Š tháng 12 năm 2017”. */
static void date(hand *h, uint32_t beg, uint32_t end)
{
    nv_str s = nv_str_cut(h->fold, 0, end);
    uint32_t day = nv_str_find(s, NV_LIT("ngày"), beg), at = day == UINT32_MAX ? day : nv_str_find(s, NV_LIT("tháng"), day);
    uint32_t year = at == UINT32_MAX ? at : nv_str_find(s, NV_LIT("năm"), at), after = year + (uint32_t)sizeof "năm" - 1;
    if (year == UINT32_MAX || end - beg > PIECE || day - beg > 40 || end - after > 12) return;
    day += (uint32_t)sizeof "ngày" - 1;
    uint32_t v = number_in(h, day, at, 2, 0);
    if (!(v >= 1 && v <= 31 && sure(h, day, at)) && !empty(h, day, at)) blank(h, day, at, "ngày");
    month(h, at + (uint32_t)sizeof "tháng" - 1, year);
    if (!number_in(h, after, end, 4, 0) || !sure(h, after, end)) {
        if (!empty(h, after, end)) blank(h, after, end, "năm");
    }
}

void nv_hand_blank(nv_doc *doc)
{
    for (uint32_t i = 0; i < doc->lines.n; i++) {
        nv_line *l = &doc->lines.v[i];
        if (!l->n_seen || (l->flags & (NV_F_NOISE | NV_F_STAMP))) continue;
        hand h = { .doc = doc, .line = i, .text = l->text, .fold = nv_fold_str(doc->arena, l->text) };
        /* from one hard gap to the next: wide spaces stand where something is to be written */
        for (uint32_t k = 0; k < l->n_segs;) {
            uint32_t end = k + 1;
            while (end < l->n_segs && l->segs[end].soft) end++;
            uint32_t beg = (uint32_t)(l->segs[k].text.p - l->text.p), stop = (uint32_t)(l->segs[end - 1].text.p + l->segs[end - 1].text.n - l->text.p);
            number(&h, beg, stop);
            date(&h, beg, stop);
            k = end;
        }
        if (h.n) nv_line_rewrite(doc, l, h.change, h.n);
    }
}
