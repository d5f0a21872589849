/* notes.c - footnotes of pages: lines in smaller type at the foot of a page, or behind the end of the text, that begin with a mark which stands raised in the text.
 * A note is text of the unit that its mark stands in (contract 1.10): it follows the paragraph of its mark. Notes of texts without pages: endnotes.c. */
#include "normalize/internal.h"

#include <stdlib.h>

#define MOST_MARKS 2000u
#define SMALLER 0.9f   /* of the text's size, at most */
#define SHORT 8u       /* bytes of a line that is a page number at most */

/* A raised mark in the text, or what a line of a note begins with. */
typedef struct { nv_str token; uint32_t line, page; bool note; } mark;
typedef struct { nv_layout *lay; NV_VEC(mark) marks; } finder;

static bool is_token_char(char c) { return c == '*' || c == '(' || c == ')' || c == '[' || c == ']' || nv_is_digit((unsigned char)c); }

uint32_t nv_note_mark(nv_str s)
{
    uint32_t n = 0;
    while (n < s.n && n < 8 && is_token_char(s.p[n])) n++;
    return n && n + 3 <= s.n && memcmp(s.p + n, "\xEF\xBF\xBB", 3) == 0 ? n + 3 : 0;
}

/* The raised mark that begins at byte `at` of a raw line or soon behind it; *at is moved behind it. n == 0: there is none. */
static nv_str next_mark(nv_str raw, uint32_t *at)
{
    for (uint32_t i = *at; (i = nv_str_find(raw, NV_LIT("\xEF\xBF"), i)) != UINT32_MAX && i + 3 < raw.n; i += 3) {
        char kind = raw.p[i + 2];
        if (kind != '\xB9' && kind != '\xBA') continue;
        nv_str s = nv_str_cut(raw, i + 3, raw.n);
        uint32_t n = 0;
        while (n < s.n && n < 8 && is_token_char(s.p[n])) n++;
        *at = i + 3 + n;
        if (n) return nv_str_cut(s, 0, n);
    }
    *at = raw.n;
    return (nv_str){ 0 };
}

/* A mark that stands at the line's beginning, not raised: digits, stars, or either in brackets, with a space or a letter behind it. */
static nv_str plain_token(nv_str s)
{
    uint32_t n = 0;
    while (n < s.n && n < 6 && is_token_char(s.p[n])) n++;
    if (!n || n >= s.n) return (nv_str){ 0 };
    bool bracket = s.p[0] == '(' || s.p[0] == '[';
    if (bracket != (s.p[n - 1] == ')' || s.p[n - 1] == ']') || (bracket && n < 3)) return (nv_str){ 0 };
    for (uint32_t i = bracket; i + bracket < n; i++)
        if (s.p[i] != '*' && !nv_is_digit((unsigned char)s.p[i])) return (nv_str){ 0 };
    uint32_t at = n;
    uint32_t c = nv_utf8_next(s, &at);
    return c == ' ' || c == '\t' || nv_is_letter(c) ? nv_str_cut(s, 0, n) : (nv_str){ 0 };
}

/* What the line begins with, if it may begin a note; *raised says that it is raised there. */
static nv_str first_token(const nv_layout *lay, uint32_t line, bool *raised)
{
    nv_str raw = lay->doc->lines.v[line].text;
    *raised = nv_str_starts(raw, NV_LIT("\xEF\xBF\xB9")) || nv_str_starts(raw, NV_LIT("\xEF\xBF\xBA"));
    uint32_t at = 0;
    return *raised ? next_mark(raw, &at) : plain_token(lay->lines[line].text);
}

static bool usable(const nv_layout *lay, uint32_t i) { return !lay->lines[i].drop && lay->doc->lines.v[i].table < 0; }

/* Size of the page's text: the largest of its longer lines. */
static float text_size(const nv_layout *lay, uint32_t beg, uint32_t end)
{
    float size = 0;
    for (uint32_t i = beg; i < end; i++) {
        const nv_line *l = &lay->doc->lines.v[i];
        if (usable(lay, i) && l->text.n > 40 && l->size > size) size = l->size;
    }
    return size;
}

static void find_marks(finder *f)
{
    const nv_doc *doc = f->lay->doc;
    for (uint32_t i = 0; i < doc->lines.n; i++) {
        nv_str raw = doc->lines.v[i].text;
        if (!raw.n || !memchr(raw.p, 0xEF, raw.n) || f->lay->lines[i].drop) continue;
        for (uint32_t at = 0; at < raw.n && f->marks.n < MOST_MARKS;) {
            uint32_t from = at;
            nv_str t = next_mark(raw, &at);
            /* the first of a line belongs to what follows it: it begins a note */
            if (t.n) *NV_PUSH(doc->arena, &f->marks) = (mark){ t, i, doc->lines.v[i].page, from == 0 && (uint32_t)(t.p - raw.p) == 3 };
        }
    }
}

/* True if the text has the mark on the page, or (page == 0) anywhere before `line`. */
static bool has_mark(const finder *f, nv_str token, uint32_t page, uint32_t line)
{
    for (uint32_t i = 0; i < f->marks.n && f->marks.v[i].line < line; i++)
        if (!f->marks.v[i].note && (!page || f->marks.v[i].page == page) && nv_str_eq(f->marks.v[i].token, token)) return true;
    return false;
}

/* The lines [beg, end) are notes: the first one, and the others from each line that begins with a mark of the text on. */
static void flag(finder *f, uint32_t beg, uint32_t end, float most, uint32_t page)
{
    bool raised;
    for (uint32_t i = beg; i < end; i++) {
        nv_line *l = &f->lay->doc->lines.v[i];
        if (!usable(f->lay, i) || (most > 0 && l->size > most)) continue;
        nv_str t = first_token(f->lay, i, &raised);
        l->flags |= NV_F_FOOTNOTE;
        if (t.n && (raised || has_mark(f, t, page, beg))) l->flags |= NV_F_PARA_START;
    }
}

/* Notes at the foot of the page [beg, end). */
static void foot_of_page(finder *f, uint32_t beg, uint32_t end)
{
    float size = text_size(f->lay, beg, end);
    uint32_t page = f->lay->doc->lines.v[beg].page, first = NV_NONE;
    bool raised;
    for (uint32_t i = end; i-- > beg;) {
        const nv_line *l = &f->lay->doc->lines.v[i];
        if (!usable(f->lay, i)) continue;
        if (l->size > SMALLER * size && l->text.n > SHORT) break;
        nv_str t = first_token(f->lay, i, &raised);
        if (t.n && (raised || has_mark(f, t, page, i))) first = i;
    }
    if (first != NV_NONE) flag(f, first, end, SMALLER * size, page);
}

/* Notes behind the end of the text, on the last page that has lines: each mark of the text that no page has a note for begins one, in their order, and nothing else
 * follows. Marks in brackets or raised ones are enough; bare ones must be smaller than the text. */
static void behind_text(finder *f)
{
    nv_layout *lay = f->lay;
    const nv_doc *doc = lay->doc;
    uint32_t want = 0, beg = NV_NONE, last = doc->lines.n ? doc->lines.v[doc->lines.n - 1].page : 0, from = doc->lines.n;
    bool raised;
    while (want < f->marks.n && f->marks.v[want].note) want++;
    while (from > 0 && doc->lines.v[from - 1].page == last) from--;
    float size = text_size(lay, 0, doc->lines.n);
    for (uint32_t i = from; i < doc->lines.n; i++) {
        if (!usable(lay, i)) continue;
        if (doc->lines.v[i].flags & NV_F_FOOTNOTE) return;
        nv_str t = first_token(lay, i, &raised);
        bool sure = raised || (t.n && !nv_is_digit((unsigned char)t.p[0])) || doc->lines.v[i].size <= SMALLER * size;
        if (!t.n || !sure || want >= f->marks.n || f->marks.v[want].line >= i || !nv_str_eq(t, f->marks.v[want].token)) continue;
        if (beg == NV_NONE) beg = i;
        do want++;
        while (want < f->marks.n && (f->marks.v[want].note || f->marks.v[want].line >= beg));
    }
    if (beg != NV_NONE && want == f->marks.n) flag(f, beg, doc->lines.n, 0, 0);
}

void nv_notes_find(nv_layout *lay)
{
    const nv_doc *doc = lay->doc;
    finder f = { .lay = lay };
    bool any = false;
    if (doc->source.pages == 0) return;
    find_marks(&f);
    if (!f.marks.n) return;
    for (uint32_t beg = 0, end; beg < doc->lines.n; beg = end) {
        for (end = beg + 1; end < doc->lines.n && doc->lines.v[end].page == doc->lines.v[beg].page;) end++;
        foot_of_page(&f, beg, end);
        for (uint32_t i = beg; i < end; i++) any = any || (doc->lines.v[i].flags & NV_F_FOOTNOTE);
    }
    if (!any) behind_text(&f);
}

uint32_t nv_notes_label(const nv_layout *lay, uint32_t line)
{
    const nv_line *l = &lay->doc->lines.v[line];
    bool raised;
    if ((l->flags & (NV_F_FOOTNOTE | NV_F_PARA_START)) != (NV_F_FOOTNOTE | NV_F_PARA_START) || !lay->doc->source.pages) return 0;
    nv_str s = lay->lines[line].text, t = first_token(lay, line, &raised);
    if (raised || !t.n || t.p[0] == '(' || t.p[0] == '[') return 0;
    uint32_t n = t.n;
    while (n < s.n && (s.p[n] == ' ' || s.p[n] == '\t')) n++;
    return n;
}

/* ---- their place -------------------------------------------------------------------------------------------------------- */

/* The bits [beg, end) of one note. */
typedef struct { uint32_t beg, end, page; nv_str token; bool put; } note;
typedef struct { nv_layout *lay; nv_bit *bits; note *notes; uint32_t n_notes; nv_bit *out; uint32_t n; } placer;

static void put(placer *p, note *k)
{
    for (uint32_t i = k->beg; i < k->end; i++) p->out[p->n++] = p->bits[i];
    k->put = true;
}

/* The note of a mark on a page: on that page, else on a later one if no other has put it there. */
static note *note_of(placer *p, nv_str token, uint32_t page)
{
    for (uint32_t i = 0; i < p->n_notes; i++) {
        note *k = &p->notes[i];
        if (!k->put && k->page >= page && nv_str_eq(k->token, token)) return k;
    }
    return NULL;
}

/* The notes whose marks stand in the bit. */
static void put_marked(placer *p, const nv_bit *b)
{
    const nv_clean_line *l = &p->lay->lines[b->line];
    nv_str raw = p->lay->doc->lines.v[b->line].text;
    if (b->column || b->table != NV_NONE || !memchr(raw.p, 0xEF, raw.n)) return;
    if (b->flow) { /* the other column has its own */
        uint32_t beg = (uint32_t)(b->s.p - l->text.p);
        raw = nv_str_cut(raw, nv_clean_raw(l, beg), nv_clean_raw(l, beg + b->s.n));
    }
    for (uint32_t at = 0; at < raw.n;) {
        nv_str t = next_mark(raw, &at);
        note *k = t.n ? note_of(p, t, b->page) : NULL;
        if (k) put(p, k);
    }
}

/* A footnote follows the paragraph that its mark stands in; one whose mark was not seen follows the last paragraph of its page. */
void nv_notes_place(nv_layout *lay)
{
    uint32_t total = lay->bits.n, n_body = 0, first = 0;
    nv_bit *v = lay->bits.v, *body = nv_xmalloc(total * sizeof *body);
    placer p = { .lay = lay, .bits = nv_xmalloc(total * sizeof *v), .notes = nv_xmalloc(total * sizeof *p.notes), .out = v };
    uint32_t n_bits = 0;
    bool raised;
    for (uint32_t i = 0; i < total; i++) {
        if (!(v[i].flags & NV_F_FOOTNOTE)) {
            body[n_body++] = v[i];
            continue;
        }
        if (v[i].start || !p.n_notes) p.notes[p.n_notes++] = (note){ n_bits, n_bits, v[i].page, first_token(lay, v[i].line, &raised), false };
        p.bits[n_bits++] = v[i];
        p.notes[p.n_notes - 1].end = n_bits;
    }
    for (uint32_t i = 0; i < n_body;) {
        uint32_t end = i + 1;
        while (end < n_body && !body[end].start && body[end].table == NV_NONE) end++;
        for (; first < p.n_notes && (p.notes[first].put || p.notes[first].page < body[i].page); first++) /* left over from pages before */
            if (!p.notes[first].put) put(&p, &p.notes[first]);
        for (uint32_t k = i; k < end; k++) v[p.n++] = body[k];
        for (uint32_t k = i; k < end; k++) put_marked(&p, &body[k]);
        i = end;
    }
    for (; first < p.n_notes; first++)
        if (!p.notes[first].put) put(&p, &p.notes[first]);
    free(body);
    free(p.bits);
    free(p.notes);
}
