/* pdf_layer.c - how good the text of a page is. What a program printed is good unless its font is an old one; what a recogniser left over the picture of a page
 * may be good on the whole and poor in a part, and the part that matters most, the head of the first page, is the hardest to read: few words, large capitals,
 * numbers and days that were stamped or written by hand. So a page is judged as a whole and in quarters from top to bottom, and a head by whether it has what
 * heads have: a layer does not say which of its digits were guessed. */
#include "read/pdf.h"
#include "base/fold.h"

#define PART_LETTERS 40u /* fewer tell nothing */

typedef struct { uint32_t letters, marked, mixed; } part;

/* Vietnamese without marks on a fifth of its letters is none: clean text has a third, and no head of 76 read well less than a fifth. */
static bool few(uint32_t letters, uint32_t marked) { return letters >= PART_LETTERS && marked * 5 < letters; }

const char *nv_pdf_judge_text(const nv_glyphs *g, const nv_doc *doc, uint32_t first)
{
    uint32_t letters = 0, odd = 0, text_lines = 0;
    for (uint32_t i = first; i < doc->lines.n; i++) text_lines += !(doc->lines.v[i].flags & NV_F_STAMP);
    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t c = g->v[i].c;
        if (nv_is_letter(c)) letters++;
        /* TCVN3 read as Windows-1252: µ ¸ ¶ · ¹ ® ¬ … stand for letters with marks */
        if ((c >= 0xA5 && c <= 0xBF && c != 0xB0 && c != 0xAB && c != 0xBB && c != 0xB2 && c != 0xB3 && c != 0xA7 && c != 0xAD && c != 0xB7) || c == 0xFFFD || (c >= 0xE000 && c < 0xF000))
            odd++;
    }
    if (letters == 0 || text_lines == 0) return "no_text";
    return letters > 100 && odd * 25 > letters ? "not_vietnamese" : NULL;
}

/* Counts the letters of a line, those with marks, and words in which a digit stands among small letters (“ngay03”, “số4009cn”): none is printed so. */
static void count_line(nv_str s, part *p)
{
    for (uint32_t at = 0; at < s.n;) {
        uint32_t letters = 0, small = 0, digits = 0;
        while (at < s.n) {
            uint32_t c = nv_utf8_next(s, &at);
            if (nv_is_digit(c)) digits++;
            else if (nv_is_letter(c)) letters++, small += !nv_is_upper(c), p->marked += c >= 0x80;
            else break;
        }
        p->letters += letters;
        p->mixed += letters > 1 && small && digits;
    }
}

/* Skips white space at *at, then digits; how many. */
static uint32_t skip_digits(nv_str s, uint32_t *at)
{
    uint32_t n = 0;
    while (*at < s.n && strchr(" \t\n", s.p[*at])) ++*at;
    for (; *at < s.n && nv_is_digit((unsigned char)s.p[*at]); n++) ++*at;
    return n;
}

/* Skips white space and the word at *at. */
static bool skip_word(nv_str s, uint32_t *at, nv_str word)
{
    while (*at < s.n && strchr(" \t\n", s.p[*at])) ++*at;
    if (!nv_str_starts(nv_str_cut(s, *at, s.n), word)) return false;
    *at += word.n;
    return true;
}

/* “ngày 06 tháng 8 năm 2012”, at the first word. */
static bool whole_date(nv_str s, uint32_t at)
{
    uint32_t day, month;
    if (!skip_word(s, &at, NV_LIT("ngày"))) return false;
    day = skip_digits(s, &at);
    if (!skip_word(s, &at, NV_LIT("tháng"))) return false;
    month = skip_digits(s, &at);
    return day && day <= 2 && month && month <= 2 && skip_word(s, &at, NV_LIT("năm")) && skip_digits(s, &at) == 4;
}

/* “số: 1942 /kh-syt”, at the first word. */
static bool whole_number(nv_str s, uint32_t at)
{
    if (!skip_word(s, &at, NV_LIT("số"))) return false;
    if (at < s.n && s.p[at] == ':') at++;
    uint32_t digits = skip_digits(s, &at);
    if (at < s.n && s.p[at] >= 'a' && s.p[at] <= 'z') at++; /* “3176b” */
    return digits && digits <= 6 && skip_word(s, &at, NV_LIT("/"));
}

/* How many of motto, number, and place and date a head (folded) does not have, or not whole. */
static uint32_t gaps_of(nv_str s)
{
    bool number = false, date = false, motto = true;
    static const char *const words[] = { "chủ nghĩa", "độc lập", "hạnh phúc" };
    for (size_t i = 0; i < NV_NELEM(words); i++) motto = motto && nv_str_find(s, nv_str_of(words[i]), 0) != UINT32_MAX;
    for (uint32_t at = 0; at < s.n; at++) {
        number = number || (s.p[at] == 's' && whole_number(s, at));
        date = date || (s.p[at] == 'n' && whole_date(s, at));
    }
    return 3u - motto - number - date;
}

/* Judges the quarters of the page: those on which text without marks stands are poor; so is the head if it has mixed words. */
static void judge_parts(const nv_doc *doc, uint32_t first, float height, nv_text_worth *w)
{
    part p[NV_PAGE_PARTS] = { 0 };
    nv_buf head = { 0 };
    bool first_page = first < doc->lines.n && doc->lines.v[first].page == 1;
    for (uint32_t i = first; i < doc->lines.n && height > 0; i++) {
        const nv_line *l = &doc->lines.v[i];
        float k = (l->box.y0 + l->box.y1) / 2 / height * NV_PAGE_PARTS;
        if (l->flags & (NV_F_STAMP | NV_F_NOISE)) continue;
        count_line(l->text, &p[!(k >= 0) ? 0 : k >= NV_PAGE_PARTS ? NV_PAGE_PARTS - 1 : (uint32_t)k]);
        if (first_page && k < 1) nv_buf_adds(&head, nv_fold_str(doc->arena, l->text));
        if (first_page && k < 1) nv_buf_addc(&head, '\n');
    }
    w->poor = 0;
    for (uint32_t k = 0; k < NV_PAGE_PARTS; k++) {
        w->letters[k] = p[k].letters;
        w->poor += few(p[k].letters, p[k].marked);
    }
    for (uint32_t i = 0; i < head.n; i++)
        if (head.p[i] == '\t') head.p[i] = ' ';
    w->gaps = first_page ? gaps_of(nv_buf_str(&head)) : 0;
    nv_buf_clear(&head);
    w->head = first_page && p[0].letters >= PART_LETTERS && (few(p[0].letters, p[0].marked) || p[0].mixed);
}

/* Share of Vietnamese words on the page's lines from `first` on; 1 if nobody can tell. */
static double share_of(const nv_doc *doc, uint32_t first)
{
    if (!doc->source.ocr.share) return 1;
    nv_buf text = { 0 };
    for (uint32_t i = first; i < doc->lines.n; i++) {
        if (doc->lines.v[i].flags & (NV_F_STAMP | NV_F_NOISE)) continue;
        nv_buf_adds(&text, doc->lines.v[i].text);
        nv_buf_addc(&text, '\n');
    }
    double share = doc->source.ocr.share(doc->source.ocr.ctx, nv_buf_str(&text));
    nv_buf_clear(&text);
    return share < 0 ? 1 : share;
}

bool nv_pdf_suspect(const nv_doc *doc, uint32_t first, const nv_glyphs *g)
{
    nv_text_worth w;
    uint32_t letters = 0, marked = 0;
    for (uint32_t i = 0; i < g->n; i++)
        if (nv_is_letter(g->v[i].c)) letters++, marked += g->v[i].c >= 0x80;
    if (few(letters, marked)) return true;
    judge_parts(doc, first, g->height, &w);
    return w.poor || w.head || w.gaps;
}

nv_text_worth nv_pdf_worth(const nv_doc *doc, uint32_t first, float height)
{
    nv_text_worth w = { .share = share_of(doc, first) };
    judge_parts(doc, first, height, &w);
    return w;
}

#define SLACK 0.03 /* share of words that a page may be worse as a whole for the sake of its parts */
#define EVEN 0.01  /* shares that differ less are the same */

bool nv_pdf_is_better(const nv_text_worth *seen, const nv_text_worth *layer)
{
    if (layer->share < NV_ENOUGH_WORDS) return seen->share > layer->share;
    for (uint32_t k = 0; k < NV_PAGE_PARTS; k++)
        if (layer->letters[k] >= PART_LETTERS && seen->letters[k] * 2 < layer->letters[k]) return false; /* most of what stands there was not seen */
    uint32_t bad = seen->poor + seen->head + seen->gaps, worse = layer->poor + layer->head + layer->gaps;
    if (bad == worse) return layer->gaps && seen->share + EVEN >= layer->share; /* what was seen tells guesses from print */
    return bad < worse && seen->share + SLACK >= layer->share;
}
