/* hand.c - numbers and days written by pen in the head of a scan. What the recogniser makes of them is a guess, however sure it is of it; a guess is blanked
 * out, as if the place had been left empty, and reported; but what the reader of handwriting (read/pen.c) read stays, and is reported as such. The letters behind it (“/QĐ-UBND”), month and year are print and stay. */
#include "normalize/slips_impl.h"

/* Confidence of the worst digit: printed numbers of 23 scans had 99 and more (but one), handwritten ones 98 and less. Longest piece of a line that can be a
 * number, or a place and date. */
enum { SURE_NUMBER = 99, SURE_DAY = 98, SURE_MONTH = 95, PIECE = 90 };

typedef struct { nv_doc *doc; uint32_t line; nv_str text, fold; nv_change change[24]; uint32_t n; } hand;

/* True if every word that touches the bytes was printed and surely read. */
static bool sure(const hand *h, uint32_t beg, uint32_t end, uint8_t least)
{
    const nv_line *l = &h->doc->lines.v[h->line];
    for (uint32_t i = 0; i < l->n_seen; i++) {
        const nv_seen *w = &l->seen[i];
        if (w->beg < end && beg < w->end && (w->hand || w->digits < least)) return false;
    }
    return true;
}

/* True if the words that touch the bytes were read as a whole, too. */
static bool surely_a_word(const hand *h, uint32_t beg, uint32_t end)
{
    enum { WHOLE = 60 };
    const nv_line *l = &h->doc->lines.v[h->line];
    for (uint32_t i = 0; i < l->n_seen; i++)
        if (l->seen[i].beg < end && beg < l->seen[i].end && l->seen[i].conf < WHOLE) return false;
    return true;
}

/* Number of the piece between spaces: digits and at most `letters` small letters; 0 if it is anything else. */
static uint32_t number_in(const hand *h, uint32_t beg, uint32_t end, uint32_t digits, uint32_t letters)
{
    nv_str s = nv_str_trim(nv_str_cut(h->fold, beg, end));
    uint32_t n = 0, v = 0;
    for (; n < s.n && (nv_is_digit((unsigned char)s.p[n]) || (letters && n && s.p[n] == '.' && n + 1 < s.n)); n++) /* “66.7” */
        if (s.p[n] != '.') v = v * 10 + (uint32_t)(s.p[n] - '0');
    if (n == 0 || n > digits) return 0;
    for (uint32_t k = n; k < s.n; k++, letters--)
        if (!letters || !(s.p[k] >= 'a' && s.p[k] <= 'z') || nv_is_upper((unsigned char)h->text.p[s.p + k - h->fold.p])) return 0;
    return v;
}

/* True if the reader of handwriting read what is between `beg` and `end`; it is reported as `what` then. */
static bool by_pen(hand *h, uint32_t beg, uint32_t end, const char *what)
{
    const nv_line *l = &h->doc->lines.v[h->line];
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->n_seen; i++) {
        if (l->seen[i].beg >= end || beg >= l->seen[i].end) continue;
        if (!l->seen[i].pen) return false;
        n++;
    }
    if (!n) return false;
    nv_doc_diag(h->doc, NV_M_OCR_PEN, NULL, l->page, nv_arena_str(h->doc->arena, nv_str_trim(nv_str_cut(h->text, beg, end))).p, what, NULL);
    return true;
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

/* Where “Số” at `beg` ends, however it was read, UINT32_MAX if it does not stand there; what is no likely misreading needs a number right behind it
 * (“sá:40030/…”) and is set right. */
static uint32_t number_head(hand *h, uint32_t beg, uint32_t end)
{
    static const char *const heads[] = { "số", "sô", "só", "sổ", "sỗ", "so", "sò", "sơ" };
    nv_str s = nv_str_cut(h->fold, beg, end);
    for (size_t i = 0; i < NV_NELEM(heads); i++)
        if (nv_str_starts(s, nv_str_of(heads[i]))) return beg + (uint32_t)strlen(heads[i]);
    if (s.n < 2 || s.p[0] != 's') return UINT32_MAX;
    uint32_t at = 1, digits = 0;
    if (nv_utf8_next(s, &at) < 0x80 || at == s.n || s.p[at] != ':') return UINT32_MAX;
    while (at + 1 + digits < s.n && nv_is_digit((unsigned char)s.p[at + 1 + digits])) digits++;
    if (!digits || at + 1 + digits >= s.n || s.p[at + 1 + digits] != '/') return UINT32_MAX;
    put(h, beg, beg + at, "Số");
    nv_doc_diag(h->doc, NV_M_OCR_REPAIRED, NULL, h->doc->lines.v[h->line].page, nv_arena_str(h->doc->arena, nv_str_cut(h->text, beg, beg + at)).p, "Số", "1", NULL);
    return beg + at;
}

/* “Số: 13ET/CĐ-UBND”: [beg, end) is one piece of the line. */
static void number(hand *h, uint32_t beg, uint32_t end)
{
    uint32_t n = h->n, n_diags = h->doc->diags.n, from = number_head(h, beg, end), slash = beg;
    if (from == UINT32_MAX || end - beg > PIECE) return;
    bool word = from < end && (nv_wide_letter_at(h->fold, from) || (h->fold.p[from] >= 'a' && h->fold.p[from] <= 'z')); /* a longer one? “Sóa005/SYT-NVY” is none */
    while (from < end && strchr(" \t:.;", h->text.p[from])) from++;
    for (slash = from; slash < end && h->text.p[slash] != '/'; slash++) continue;
    uint32_t word_end = from;
    while (word_end < end && !strchr(" \t", h->text.p[word_end])) word_end++;
    if (slash == end) slash = end = word_end; /* what follows may be the place and date */
    if (word && (slash == end || slash - from > 12 || !nv_is_upper((unsigned char)h->text.p[slash + 1]))) return;
    if (slash < end && empty(h, from, slash)) return;
    if (slash < end && number_in(h, from, slash, 6, 1) && (sure(h, from, slash, SURE_NUMBER) || by_pen(h, from, slash, "số"))) {
        /* “2/62/QĐ-SYT”: between two slashes only a year can stand */
        uint32_t digits = 0;
        while (slash + 1 + digits < end && nv_is_digit((unsigned char)h->text.p[slash + 1 + digits])) digits++;
        if (digits == 0 || digits == 4) return;
        slash += 1 + digits;
    }
    if (slash == end) { /* no slash: “Số 36-HD/VPTW” has one */
        uint32_t digit = from;
        while (digit < end && !nv_is_digit((unsigned char)h->text.p[digit])) digit++;
        if (digit == end) return; /* “Số lượng”, “Số người” */
        for (uint32_t i = from; i < end; i++)
            if (!nv_is_digit((unsigned char)h->text.p[i]) && h->text.p[i] != '-') slash = from;
        if (slash == end || (memchr(h->text.p + from, '-', end - from) && sure(h, from, end, SURE_NUMBER) && surely_a_word(h, from, end))) return;
        from = beg; /* “Số970QĐ-pg”: nothing of it can be used */
        slash = end;
    } else if (nv_is_digit((unsigned char)h->text.p[from]) && memchr(h->text.p + from, '-', slash - from) && sure(h, from, slash, SURE_NUMBER)) return;
    if (from >= slash) return;
    if (slash + 1 < end && !surely_a_word(h, slash, slash + 2) && h->text.p[slash + 1] >= 'a' && h->text.p[slash + 1] <= 'z') {
        from = beg; /* “sá:40030/cn-6sQL”: no more of this */
        slash = word_end;
        h->n = n;
        h->doc->diags.n = n_diags;
    }
    blank(h, from, slash, "số, ký hiệu");
}

static void month(hand *h, uint32_t beg, uint32_t end)
{
    uint32_t v = number_in(h, beg, end, 2, 0);
    char digits[3];
    if (v >= 1 && v <= 12 && (sure(h, beg, end, SURE_MONTH) || by_pen(h, beg, end, "tháng"))) return;
    if (!v && (v = nv_digits_by_shape(nv_str_trim(nv_str_cut(h->text, beg, end)), digits)) >= 1 && v <= 12) {
        nv_str was = nv_str_trim(nv_str_cut(h->text, beg, end));
        put(h, beg, end, nv_arena_printf(h->doc->arena, " %s ", digits).p);
        nv_doc_diag(h->doc, NV_M_OCR_DIGITS, NULL, h->doc->lines.v[h->line].page, nv_arena_str(h->doc->arena, was).p, nv_arena_printf(h->doc->arena, "%s", digits).p, NULL);
    } else if (!empty(h, beg, end)) blank(h, beg, end, "tháng");
}

/* “Kiên Giang, ngày 2Š tháng 12 năm 2017”. */
static void date(hand *h, uint32_t beg, uint32_t end)
{
    nv_str s = nv_str_cut(h->fold, 0, end);
    uint32_t day = nv_str_find(s, NV_LIT("ngày"), beg), at = day == UINT32_MAX ? day : nv_str_find(s, NV_LIT("tháng"), day);
    uint32_t year = at == UINT32_MAX ? at : nv_str_find(s, NV_LIT("năm"), at), after = year + (uint32_t)sizeof "năm" - 1;
    if (year == UINT32_MAX || end - beg > PIECE || day - beg > 40 || end - after > 12 || nv_str_find(s, NV_LIT("ngày"), day + 1) < at) return;
    nv_str place = nv_str_trim(nv_str_cut(h->text, beg, day));
    /* a place and a comma before it, nothing behind it: else it is a date of the text */
    if ((place.n && !strchr(",.:-", place.p[place.n - 1])) || memchr(h->text.p + after, ';', end - after) || memchr(h->text.p + after, ',', end - after)) return;
    day += (uint32_t)sizeof "ngày" - 1;
    uint32_t v = number_in(h, day, at, 2, 0);
    if (!(v >= 1 && v <= 31 && (sure(h, day, at, SURE_DAY) || by_pen(h, day, at, "ngày"))) && !empty(h, day, at)) blank(h, day, at, "ngày");
    month(h, at + (uint32_t)sizeof "tháng" - 1, year);
    while (end > after && strchr(" \t.,", h->text.p[end - 1])) end--;
    if (!(number_in(h, after, end, 4, 0) && (sure(h, after, end, SURE_MONTH) || by_pen(h, after, end, "năm"))) && !empty(h, after, end)) blank(h, after, end, "năm");
}

/* Where segment k of a line ends in its text. */
static uint32_t end_of(const nv_line *l, uint32_t k) { return (uint32_t)(l->segs[k].text.p - l->text.p) + l->segs[k].text.n; }

/* True if the piece only begins a number (“Số:”) or a date (“…, ngày 9”): what was written by pen made a gap as wide as that between columns. */
static bool cut_short(const hand *h, uint32_t beg, uint32_t end)
{
    nv_str s = nv_str_cut(h->fold, 0, end);
    uint32_t day = nv_str_find(s, NV_LIT("ngày"), beg);
    if (day != UINT32_MAX) return end - day < 40 && nv_str_find(s, NV_LIT("năm"), day) == UINT32_MAX;
    s = nv_str_trim(nv_str_cut(s, beg, end));
    return nv_str_starts(s, NV_LIT("số")) && s.n <= sizeof "số:";
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
            uint32_t beg = (uint32_t)(l->segs[k].text.p - l->text.p), stop = end_of(l, end - 1);
            while (end < l->n_segs && cut_short(&h, beg, stop)) stop = end_of(l, end++);
            number(&h, beg, stop);
            date(&h, beg, stop);
            k = end;
        }
        if (h.n) nv_line_rewrite(doc, l, h.change, h.n);
    }
}
