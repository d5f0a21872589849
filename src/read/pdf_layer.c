/* pdf_layer.c - how good the text of a page is. What a program printed is good unless its font is an old one; what a recogniser left over the picture of a page
 * may be good on the whole and poor in a part, and the part that matters most, the head of the first page, is the hardest to read: few words, large capitals,
 * numbers and days that were stamped or written by hand. So a page is judged as a whole and in quarters from top to bottom. */
#include "read/pdf.h"

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

/* Judges the quarters of the page: those on which text without marks stands are poor; so is the head if it has mixed words. */
static void judge_parts(const nv_doc *doc, uint32_t first, float height, nv_text_worth *w)
{
    part p[NV_PAGE_PARTS] = { 0 };
    for (uint32_t i = first; i < doc->lines.n && height > 0; i++) {
        const nv_line *l = &doc->lines.v[i];
        float k = (l->box.y0 + l->box.y1) / 2 / height * NV_PAGE_PARTS;
        if (!(l->flags & (NV_F_STAMP | NV_F_NOISE))) count_line(l->text, &p[k < 0 ? 0 : k >= NV_PAGE_PARTS ? NV_PAGE_PARTS - 1 : (uint32_t)k]);
    }
    w->poor = 0;
    for (uint32_t k = 0; k < NV_PAGE_PARTS; k++) {
        w->letters[k] = p[k].letters;
        w->poor += few(p[k].letters, p[k].marked);
    }
    w->head = first < doc->lines.n && doc->lines.v[first].page == 1 && p[0].letters >= PART_LETTERS && (few(p[0].letters, p[0].marked) || p[0].mixed);
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
    return w.poor || w.head;
}

nv_text_worth nv_pdf_worth(const nv_doc *doc, uint32_t first, float height)
{
    nv_text_worth w = { .share = share_of(doc, first) };
    judge_parts(doc, first, height, &w);
    return w;
}

#define SLACK 0.03 /* share of words that a page may be worse as a whole for the sake of its parts */

bool nv_pdf_is_better(const nv_text_worth *seen, const nv_text_worth *layer)
{
    if (layer->share < NV_ENOUGH_WORDS) return seen->share > layer->share;
    for (uint32_t k = 0; k < NV_PAGE_PARTS; k++)
        if (layer->letters[k] >= PART_LETTERS && seen->letters[k] * 2 < layer->letters[k]) return false; /* most of what stands there was not seen */
    return seen->poor + seen->head < layer->poor + layer->head && seen->share + SLACK >= layer->share;
}
