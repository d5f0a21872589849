/* judge.c - first pages of scans that seem to read well but whose head does not: a seal, a stamp, a pen or dirt stands over words that every document has. What is
 * known to be written by hand and was left blank is said elsewhere and makes no page doubtful: numbers and days are written by hand on most scans. */
#include "segment/seg.h"

#include <stdio.h>

#define BAD_WORD 60     /* confidence */
#define BAD_SHARE 0.08  /* letters of printed words of the head in such words; clean heads of 65 scans have up to 0.07 */

/* A printed word without digits; *letters gets their number. */
static bool is_printed(nv_str s, const nv_seen *seen, uint32_t *letters)
{
    *letters = 0;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = nv_utf8_next(s, &at);
        if (nv_is_digit(c) || c == '/') return false;
        *letters += nv_is_letter(c);
    }
    return !seen->hand && *letters >= 2;
}

/* Share of the letters of the head on the page that stand in badly read words. */
static double bad_share(const seg *g, uint32_t page)
{
    const nv_doc *d = g->doc;
    uint32_t all = 0, bad = 0, letters;
    for (uint32_t i = 0; i < g->sections.v[0].head && i < g->n && g->paras[i].para->page == page; i++) {
        nv_span sp = g->paras[i].span;
        for (uint32_t at = sp.beg, end; at < sp.end; at = end) {
            const nv_seen *seen = nv_doc_seen(d, at);
            for (end = at + 1; end < sp.end && nv_doc_seen(d, end) == seen;) end++;
            if (!seen || !is_printed(nv_str_cut(d->text, at, end), seen, &letters)) continue;
            all += letters;
            if (seen->conf < BAD_WORD) bad += letters;
        }
    }
    return all ? (double)bad / all : 0;
}

/* True if the field was found blank or left blank as handwriting: then nothing is missing that was printed. */
static bool left_blank(const nv_doc *d, bool number)
{
    for (uint32_t i = 0; i < d->diags.n; i++) {
        const nv_diag *x = &d->diags.v[i];
        uint32_t k = x->msg == NV_M_OCR_BLANKED ? 1 : x->msg == NV_M_HEAD_BLANK ? 0 : NV_MSG_ARGS;
        if (k < x->n_args && nv_str_starts(x->args[k], NV_LIT("số")) == number) return true;
    }
    return false;
}

/* Parts of the head that are not there, as words for people. */
static nv_str missing(const seg *g)
{
    const nv_doc *d = g->doc;
    const nv_head *h = &d->head;
    nv_buf b = { 0 };
    if (!h->issuers.n) nv_buf_addz(&b, "cơ quan ban hành, ");
    if (!h->number.n && !left_blank(d, true)) nv_buf_addz(&b, "số, ký hiệu, ");
    if (nv_date_none(h->date) && nv_date_none(h->month) && !left_blank(d, false)) nv_buf_addz(&b, "ngày, ");
    if (b.n) b.n -= 2;
    nv_str s = nv_arena_str(d->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return s;
}

void seg_judge_head(seg *g)
{
    nv_doc *d = g->doc;
    nv_page_quality *q = NULL;
    uint32_t page = g->paras[0].para->page;
    for (uint32_t i = 0; i < d->source.quality.n && !q; i++)
        if (d->source.quality.v[i].page == page) q = &d->source.quality.v[i];
    if (!q || q->ocr_confidence < 0 || !nv_str_eqz(q->verdict, "good") || seg_starts_with_appendix(g)) return;
    nv_str what = missing(g);
    if (!what.n && bad_share(g, page) <= BAD_SHARE) return;
    q->verdict = NV_LIT("doubtful");
    q->reason = nv_str_of(what.n ? "head_incomplete" : "head_damaged");
    char num[16];
    snprintf(num, sizeof num, "%u", page);
    if (what.n) nv_doc_diag(d, NV_M_PAGE_HEAD_INCOMPLETE, NULL, page, num, what.p, NULL);
    else nv_doc_diag(d, NV_M_PAGE_HEAD_DAMAGED, NULL, page, num, NULL);
}
