/* pdf_lines.c - characters of a page to lines and cells. Thresholds in parts of the line height h, measured on 59 born-digital PDFs (a space
 * narrower than 0.10 h is false, real ones start at 0.125 h; words of one line that are not separated by a space stand up to 0.12 h apart). */
#include "read/pdf.h"

#include <stdlib.h>

#define FALSE_SPACE 0.10f /* a narrower space comes from a change of fonts inside a word */
#define WORD_GAP 0.12f    /* a wider gap is a space that nobody wrote */
#define CELL_GAP 0.50f    /* a wider gap without a space separates cells */
#define WIDE_SPACE 0.32f  /* a wider space cuts softly: a justified line or two cells, which only the lines around can tell */
#define SPACED_CELL 2.0f  /* a still wider space is no space of a justified line */
#define COLUMN_SPACE 2.5f /* columns of running text stand no further apart */
#define NEW_LINE 0.60f    /* a larger step down begins a new line */
#define STEP_BACK -1.0f   /* … or a larger step to the left */

/* A stretch of characters side by side: a whole line or one cell. */
typedef struct {
    uint32_t beg; float x0, x1, y0, y1, size; nv_str text;
    uint32_t flags, mark, n_marks; /* recognised words */
    bool soft, stamp; nv_font_run *fonts; uint32_t n_fonts;
} run;
typedef struct { run *v; uint32_t n, cap; NV_VEC(nv_seen) marks; /* offsets in the text of their run */ } runs;

static bool is_space(uint32_t c) { return c == ' ' || c == 0xA0 || c == '\t' || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F; }

static float height(const nv_glyph *g) { return g->y1 > g->y0 ? g->y1 - g->y0 : g->size > 0 ? g->size : 1; }

/* True if a blank space is left for a number or a day to be written in, so that a wide gap is no cell border. */
static bool blank_to_fill(const nv_buf *left, uint32_t next, bool narrow)
{
    /* what words may stand behind a blank that has no more room than columns leave between them: “ngày … tháng”, “số … ngày” */
    static const struct { const char *end; char next; } blanks[] = { { "ngày", 't' }, { "tháng", 'n' }, { "năm", 0 }, { "số:", 'n' }, { "số", 'n' }, { "lúc", 'g' } };
    if (next == '/') return true;
    if (nv_is_upper(next)) return false; /* “Tháng 12” and, in the next column, “Kết luận” */
    char buf[16];
    size_t n = left->n;
    while (n && left->p[n - 1] == ' ') n--;
    size_t from = n > 12 ? n - 12 : 0;
    while (from < n && ((unsigned char)left->p[from] & 0xC0) == 0x80) from++;
    nv_fold((nv_str){ left->p + from, (uint32_t)(n - from) }, buf);
    nv_str tail = { buf, (uint32_t)(n - from) };
    for (size_t i = 0; i < NV_NELEM(blanks); i++) {
        if (!nv_str_ends(tail, nv_str_of(blanks[i].end))) continue;
        bool label = left->p[n - strlen(blanks[i].end)] == 'S'; /* “Số:” of a letterhead */
        return !narrow || !nv_is_letter(next) || next == (uint32_t)blanks[i].next || label;
    }
    return false;
}

typedef struct { nv_doc *doc; const nv_glyphs *g; runs *out; nv_buf text; run r; bool open, soft; uint32_t pending, n_pending, /* a mark that begins a line */ letters, bold, italic, under, word;
    NV_VEC(nv_font_run) fonts; const nv_str *font; } builder;

/* The bytes from `from` on are printed in the font; NULL: unknown. */
static void note_font(builder *b, const nv_str *font, uint32_t from)
{
    uint32_t end = (uint32_t)b->text.n;
    if (font && font == b->font) b->fonts.v[b->fonts.n - 1].end = end; /* with the spaces between */
    else if (font) *NV_PUSH(b->doc->arena, &b->fonts) = (nv_font_run){ from, end, *font };
    b->font = font;
}

static void close_run(builder *b)
{
    if (!b->open) return;
    b->open = false;
    while (b->text.n && b->text.p[b->text.n - 1] == ' ') b->text.n--;
    if (!b->text.n) return;
    b->r.text = nv_arena_str(b->doc->arena, nv_buf_str(&b->text));
    b->r.fonts = b->fonts.v;
    b->r.n_fonts = b->fonts.n;
    b->r.n_marks = b->out->marks.n - b->r.mark;
    if (b->letters && b->bold * 10 >= b->letters * 9) b->r.flags |= NV_F_BOLD;
    if (b->letters && b->italic * 10 >= b->letters * 9) b->r.flags |= NV_F_ITALIC;
    if (b->letters && b->under * 10 >= b->letters * 9) b->r.flags |= NV_F_UNDERLINE;
    if (b->out->n == b->out->cap) {
        b->out->cap = b->out->cap ? b->out->cap * 2 : 128;
        b->out->v = nv_xrealloc(b->out->v, b->out->cap * sizeof *b->out->v);
    }
    b->out->v[b->out->n++] = b->r;
}

/* Character q, whose bytes begin at `at`, belongs to a recognised word. */
static void mark_word(builder *b, const nv_glyph *q, uint32_t at)
{
    const nv_seen *w = &b->g->seen[q->word - 1];
    if (b->word != q->word) *NV_PUSH(b->doc->arena, &b->out->marks) = (nv_seen){ at, at, w->conf, w->digits, w->hand, w->pen };
    b->word = q->word;
    b->out->marks.v[b->out->marks.n - 1].end = (uint32_t)b->text.n;
}

/* Writes a mark of `n` characters: bare ones are no text; those in brackets somebody typed, and they stay. */
static void add_mark(builder *b, uint32_t i, uint32_t n)
{
    bool bare = b->g->v[i].c != '(' && b->g->v[i].c != '[';
    nv_buf_addu(&b->text, bare ? NV_NOTE_MARK : NV_NOTE_TYPED);
    for (uint32_t k = 0; k < n; k++) nv_buf_addu(&b->text, b->g->v[i + k].c);
    if (bare) nv_buf_addu(&b->text, NV_NOTE_END);
}

static void add_glyph(builder *b, const nv_glyph *q, uint32_t i)
{
    if (!b->open) {
        b->open = true;
        b->text.n = 0;
        b->letters = b->bold = b->italic = b->under = 0;
        b->word = 0;
        b->fonts.v = NULL;
        b->fonts.n = b->fonts.cap = 0;
        b->font = NULL;
        b->r = (run){ .beg = i, .mark = b->out->marks.n, .x0 = q->x0, .x1 = q->x1, .y0 = q->y0, .y1 = q->y1, .size = q->size, .soft = b->soft };
        b->soft = false;
        if (b->n_pending) add_mark(b, b->pending, b->n_pending);
        b->n_pending = 0;
    }
    uint32_t from = (uint32_t)b->text.n;
    nv_buf_addu(&b->text, q->c);
    note_font(b, q->font, from);
    if (q->word) mark_word(b, q, from);
    if (q->x1 > b->r.x1) b->r.x1 = q->x1;
    if (q->x0 < b->r.x0) b->r.x0 = q->x0;
    if (q->size > b->r.size) { /* a mark set in small type does not make the line */
        b->r.size = q->size;
        b->r.y0 = q->y0;
        b->r.y1 = q->y1;
    }
    b->r.flags |= q->flags & NV_F_NOISE;
    if (nv_is_letter(q->c) || nv_is_digit(q->c)) b->letters++;
    else return;
    b->bold += (q->flags & NV_F_BOLD) != 0;
    b->italic += (q->flags & NV_F_ITALIC) != 0;
    b->under += (q->flags & NV_F_UNDERLINE) != 0;
}

/* Cuts the page's characters, in poppler's order, into runs. */
static void make_runs(builder *b)
{
    const nv_glyph *last = NULL; /* last character that is no space */
    bool space = false;
    for (uint32_t i = 0; i < b->g->n; i++) {
        const nv_glyph *q = &b->g->v[i];
        if (is_space(q->c)) {
            if (last && q->x1 - q->x0 >= FALSE_SPACE * height(last)) space = true;
            continue;
        }
        if (q->x1 <= q->x0 && q->y1 <= q->y0) continue; /* no size: nothing is printed */
        uint32_t mark = nv_pdf_mark(b->g, i, last);
        if (mark) {
            if (b->open && last && q->x0 > last->x0 && q->y0 < last->y1) add_mark(b, i, mark);
            else b->pending = i, b->n_pending = mark;
            i += mark - 1;
            continue;
        }
        if (last) {
            float h = height(last) > height(q) ? height(last) : height(q);
            float dx = q->x0 - last->x1, dy = (q->y0 + q->y1) / 2 - (last->y0 + last->y1) / 2;
            bool line = dy > NEW_LINE * h || dy < -NEW_LINE * h || dx < STEP_BACK * h;
            bool cell = dx > (space ? SPACED_CELL : CELL_GAP) * h, wide = space && dx > WIDE_SPACE * h;
            if (!line && (cell || wide) && dx > 0 && b->open && blank_to_fill(&b->text, q->c, dx < COLUMN_SPACE * h)) cell = wide = false;
            if (line || cell || wide) {
                close_run(b);
                b->soft = !line && !cell;
            }
            else if (b->open && (space || dx > WORD_GAP * h)) nv_buf_addc(&b->text, ' ');
        }
        add_glyph(b, q, i);
        last = q;
        space = false;
    }
    close_run(b);
}

static int by_top(const void *a, const void *b)
{
    const run *x = a, *y = b;
    float p = (x->y0 + x->y1) / 2, q = (y->y0 + y->y1) / 2;
    return p != q ? (p > q) - (p < q) : (x->beg > y->beg) - (x->beg < y->beg);
}

static int by_left(const void *a, const void *b)
{
    const run *x = a, *y = b;
    return x->x0 != y->x0 ? (x->x0 > y->x0) - (x->x0 < y->x0) : (x->beg > y->beg) - (x->beg < y->beg);
}

/* Gives the line the fonts of its runs; a run's offsets count from its own beginning. */
static void add_fonts(nv_doc *doc, nv_line *l, const run *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) l->n_fonts += v[i].n_fonts;
    if (n == 1) l->fonts = v[0].fonts;
    if (n == 1 || !l->n_fonts) return;
    l->fonts = nv_arena_alloc(doc->arena, l->n_fonts * sizeof *l->fonts);
    for (uint32_t i = 0, at = 0, k = 0; i < n; i++) {
        for (uint32_t j = 0; j < v[i].n_fonts; j++) l->fonts[k++] = (nv_font_run){ v[i].fonts[j].beg + at, v[i].fonts[j].end + at, v[i].fonts[j].font };
        at += v[i].text.n + 1;
    }
}

/* What is no text is not part of a line that holds text. */
static uint32_t without_noise(run *v, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) kept += !(v[i].flags & NV_F_NOISE);
    if (!kept) return n;
    kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!(v[i].flags & NV_F_NOISE)) v[kept++] = v[i];
    return kept;
}

/* Runs [beg, end) stand on one line. */
static void add_line(nv_doc *doc, const runs *r, run *v, uint32_t n, uint32_t page, bool first, nv_buf *text)
{
    n = without_noise(v, n);
    qsort(v, n, sizeof *v, by_left);
    nv_line *l = NV_PUSH(doc->arena, &doc->lines);
    *l = (nv_line){ 0 }; /* lines of a text layer that is not used may have stood here */
    l->page = page;
    l->table = -1;
    l->segs = nv_arena_alloc(doc->arena, n * sizeof *l->segs);
    l->n_segs = n;
    l->box = (nv_box){ v[0].x0, v[0].y0, v[0].x1, v[0].y1 };
    l->flags = NV_F_BOLD | NV_F_ITALIC | NV_F_UNDERLINE | NV_F_NOISE;
    text->n = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i) nv_buf_addc(text, '\t');
        l->segs[i] = (nv_seg){ .text = v[i].text, .x0 = v[i].x0, .x1 = v[i].x1, .col = (uint16_t)i, .colspan = 1, .rowspan = 1, .flags = v[i].flags, .soft = i > 0 && v[i].soft };
        nv_buf_adds(text, v[i].text);
        l->flags &= v[i].flags;
        if (v[i].x1 > l->box.x1) l->box.x1 = v[i].x1;
        if (v[i].y0 < l->box.y0) l->box.y0 = v[i].y0;
        if (v[i].y1 > l->box.y1) l->box.y1 = v[i].y1;
        if (v[i].size > l->size) l->size = v[i].size;
    }
    uint32_t marks = 0;
    for (uint32_t i = 0; i < n; i++) marks += v[i].n_marks;
    nv_seen *seen = marks ? nv_arena_alloc(doc->arena, marks * sizeof *seen) : NULL;
    l->seen = seen;
    l->text = n == 1 ? v[0].text : nv_arena_str(doc->arena, nv_buf_str(text));
    add_fonts(doc, l, v, n);
    for (uint32_t i = 0, at = 0; i < n; i++) { /* pieces are slices of the line's text */
        l->segs[i].text.p = l->text.p + at;
        for (uint32_t k = 0; seen && k < v[i].n_marks; k++, l->n_seen++) {
            const nv_seen *m = &r->marks.v[v[i].mark + k];
            seen[l->n_seen] = (nv_seen){ at + m->beg, at + m->end, m->conf, m->digits, m->hand, m->pen };
        }
        at += l->segs[i].text.n + 1;
    }
    if (first) l->flags |= NV_F_BREAK_BEFORE;
    if (v[0].stamp) l->flags |= NV_F_STAMP;
}

/* True if the two runs stand one below the other in one block of one type. */
static bool same_block(const run *a, const run *b)
{
    float gap = a->y0 > b->y0 ? a->y0 - b->y1 : b->y0 - a->y1, dx = a->x0 - b->x0, ds = a->size - b->size;
    return gap < 1.2f * (a->y1 - a->y0) && gap > -0.6f * (a->y1 - a->y0) && dx < 12 && dx > -12 && ds < 0.6f && ds > -0.6f;
}

/* Finds the lines of signing stamps: those that say so, what stands next to them in the words of a stamp, and the rest of a line before. */
static void mark_stamps(runs *r)
{
    bool any = false;
    for (uint32_t i = 0; i < r->n; i++) any = (r->v[i].stamp = nv_read_is_stamp(r->v[i].text)) || any;
    for (uint32_t pass = 0; any && pass < 6; pass++) {
        any = false;
        for (uint32_t i = 0; i < r->n; i++)
            for (uint32_t k = 0; !r->v[i].stamp && k < r->n; k++) {
                if (!r->v[k].stamp || !same_block(&r->v[i], &r->v[k])) continue;
                bool below = r->v[i].y0 > r->v[k].y0, between = false;
                for (uint32_t j = 0; below && j < r->n && !between; j++) between = r->v[j].stamp && r->v[j].y0 > r->v[i].y0 && same_block(&r->v[i], &r->v[j]);
                if (between || nv_read_is_stamp_line(r->v[i].text)) r->v[i].stamp = any = true;
            }
    }
}

void nv_pdf_lines(nv_doc *doc, nv_glyphs *g, uint32_t page)
{
    runs r = { 0 };
    builder b = { .doc = doc, .g = g, .out = &r };
    make_runs(&b);
    mark_stamps(&r);
    if (r.n) qsort(r.v, r.n, sizeof *r.v, by_top);
    for (uint32_t i = 0; i < r.n; ) {
        uint32_t end = i + 1;
        float mid = (r.v[i].y0 + r.v[i].y1) / 2, h = r.v[i].y1 - r.v[i].y0;
        while (end < r.n) {
            float m = (r.v[end].y0 + r.v[end].y1) / 2, k = r.v[end].y1 - r.v[end].y0;
            if (m - mid > 0.35f * (h > k ? h : k)) break;
            end++;
        }
        uint32_t text = end; /* a stamp beside the text makes a line of its own */
        for (uint32_t k = i; k < text; ) {
            if (!r.v[k].stamp) {
                k++;
                continue;
            }
            run t = r.v[k];
            r.v[k] = r.v[--text];
            r.v[text] = t;
        }
        if (text > i) add_line(doc, &r, r.v + i, text - i, page, i == 0, &b.text);
        if (end > text) add_line(doc, &r, r.v + text, end - text, page, i == 0, &b.text);
        i = end;
    }
    nv_buf_clear(&b.text);
    free(r.v);
}
