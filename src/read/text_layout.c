/* text_layout.c - tables of text files (pipes, tabs) and cells made by wide gaps. */
#include "read/read_internal.h"
#include "read/text.h"

/* Text has no geometry; a column of characters counts as 6 points and a line as 12 (typewriter type of 12 points), so that later stages can
 * compare left and right edges as they do for pages. */
#define COLUMN 6.0f
#define LINE 12.0f

/* ---- pipe tables ------------------------------------------------------------------------------------------------ */

static uint32_t count(nv_str s, char c)
{
    uint32_t n = 0; /* most lines have none */
    for (const char *p = s.p, *end = s.p + s.n; p < end && (p = memchr(p, c, (size_t)(end - p))); p++) n++;
    return n;
}

/* |---|:--:| */
static bool is_delimiter_row(nv_str s)
{
    bool dash = false;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == '-' || s.p[i] == '=') dash = true;
        else if (!strchr("|:+ \t", s.p[i])) return false;
    }
    return dash;
}

static bool is_pipe_row(const nv_text_line *l)
{
    nv_str s = nv_str_trim(l->s);
    if (s.n < 3) return false;
    if (s.p[0] == '|' && s.p[s.n - 1] == '|') return count(s, '|') >= 2;
    return count(s, '|') >= 2;
}

static uint32_t pipe_tables(nv_text *t, uint32_t tables)
{
    for (uint32_t i = 0; i < t->v.n; i++) {
        uint32_t end = i;
        while (end < t->v.n && !t->v.v[end].blank && is_pipe_row(&t->v.v[end])) end++;
        if (end - i < 2) continue;
        uint32_t row = 0;
        for (uint32_t k = i; k < end; k++) {
            nv_text_line *l = &t->v.v[k];
            l->table = (int32_t)tables;
            l->row = row;
            if (!is_delimiter_row(nv_str_trim(l->s))) row++;
        }
        tables++;
        i = end - 1;
    }
    return tables;
}

/* ---- tab tables ------------------------------------------------------------------------------------------------- */

/* Tabs that separate cells: those before the first word only indent a line that has no others. */
static uint32_t cell_tabs(nv_str s)
{
    nv_str body = nv_str_trim(s);
    uint32_t inner = count(body, '\t');
    return inner ? count(s, '\t') : 0;
}

/* True if the two rows can belong to one table: rows lose empty cells at their end to editors that trim lines. */
static bool same_table(uint32_t a, uint32_t b) { return a == b || (a >= 3 && b >= 3 && (a > b ? a - b : b - a) <= a / 3); }

static void tab_tables(nv_text *t, uint32_t tables)
{
    for (uint32_t i = 0; i < t->v.n; i++) {
        uint32_t tabs = t->v.v[i].table < 0 ? cell_tabs(t->v.v[i].s) : 0;
        if (tabs < 2) continue; /* one tab: a label and its text, or two columns of a letterhead */
        uint32_t end = i + 1, last = i, rows = 1;
        for (; end < t->v.n; end++) {
            const nv_text_line *l = &t->v.v[end];
            if (l->blank) continue; /* blank lines inside a table are page breaks of the original */
            if (l->table >= 0 || !same_table(tabs, count(l->s, '\t'))) break;
            last = end;
            rows++;
        }
        if (rows < 2) continue;
        uint32_t row = 0;
        for (uint32_t k = i; k <= last; k++) {
            if (t->v.v[k].blank) continue;
            t->v.v[k].table = (int32_t)tables;
            t->v.v[k].row = row++;
        }
        tables++;
        i = last;
    }
}

/* ---- lines ------------------------------------------------------------------------------------------------------ */

/* Adds a piece of the line; its text is joined to those before it by a tab in `out` (see finish). */
static void add_seg(nv_doc *doc, nv_line *l, nv_str text, nv_buf *out, float x0, float x1)
{
    l->segs = nv_arena_grow(doc->arena, l->segs, l->n_segs * sizeof *l->segs, (l->n_segs + 1) * sizeof *l->segs);
    if (l->n_segs) nv_buf_addc(out, '\t');
    l->segs[l->n_segs] = (nv_seg){ .text = text, .x0 = x0, .x1 = x1, .col = (uint16_t)l->n_segs, .colspan = 1, .rowspan = 1 };
    l->n_segs++;
    nv_buf_adds(out, text);
}

/* Takes the line's text from `out` and makes the pieces slices of it. */
static void finish(nv_doc *doc, nv_line *l, nv_buf *out)
{
    l->text = nv_arena_str(doc->arena, nv_buf_str(out));
    uint32_t at = 0;
    for (uint32_t i = 0; i < l->n_segs; i++) {
        l->segs[i].text.p = l->text.p + at;
        at += l->segs[i].text.n + 1;
    }
    out->n = 0;
}

static void cells(nv_doc *doc, nv_line *l, nv_str s, char sep, nv_buf *out)
{
    uint32_t beg = 0;
    if (sep == '|') {
        s = nv_str_trim(s);
        if (s.n && s.p[0] == '|') beg = 1;
        if (s.n > beg && s.p[s.n - 1] == '|') s.n--;
    }
    for (uint32_t i = beg; i <= s.n && l->n_segs < NV_MAX_TABLE_COLS; i++) {
        if (i < s.n && s.p[i] != sep) continue;
        add_seg(doc, l, nv_str_trim(nv_str_cut(s, beg, i)), out, 0, 0);
        beg = i + 1;
    }
    finish(doc, l, out);
}

/* A gap that is no cell border: blanks left for a number or a day (“Số:      /KH-UBND”, “ngày    tháng 12”). */
static bool is_blank_to_fill(nv_str s, uint32_t beg, uint32_t end)
{
    static const char *const before[] = { "ngày", "tháng", "năm", "số:", "Số:", "SỐ:", "Số", "số", "NGÀY", "Ngày" };
    static const char *const after[] = { "/", "tháng", "năm", "ngày" };
    nv_str left = nv_str_trim(nv_str_cut(s, 0, beg)), right = nv_str_cut(s, end, s.n);
    for (size_t i = 0; i < NV_NELEM(before); i++)
        if (nv_str_ends(left, nv_str_of(before[i]))) return true;
    for (size_t i = 0; i < NV_NELEM(after); i++)
        if (nv_str_starts(right, nv_str_of(after[i]))) return true;
    return false;
}

/* True if nothing in the line can cut it: no tab, no wide gap, no space but the usual one. *cols: its characters. */
static bool is_one_piece(nv_str s, uint32_t wide, uint32_t *cols)
{
    if (s.n == 0 || s.p[0] == ' ' || memchr(s.p, '\t', s.n)) return false;
    if (nv_str_find(s, (nv_str){ "                ", wide < 16 ? wide : 16 }, 0) != UINT32_MAX || nv_str_find(s, NV_LIT("\xC2\xA0"), 0) != UINT32_MAX) return false;
    *cols = nv_utf8_count(s);
    return true;
}

/* Cuts a line at tabs and at gaps of `wide` and more columns. */
static void pieces(nv_doc *doc, nv_line *l, nv_str s, uint32_t wide, nv_buf *out)
{
    uint32_t col = 0, at = 0, beg = 0, gap_at = 0, gap_col = 0, seg_col = 0;
    bool in_gap = true, started = false, tab = false;
    if (is_one_piece(s, wide, &col)) at = s.n;
    else col = 0;
    while (at < s.n) {
        uint32_t from = at, c = nv_utf8_next(s, &at);
        if (c == ' ' || c == '\t' || c == 0xA0) {
            if (!in_gap) {
                gap_at = from;
                gap_col = col;
                in_gap = true;
                tab = false;
            }
            tab = tab || c == '\t';
            col += c == '\t' ? 8 - col % 8 : 1;
            continue;
        }
        if (in_gap && started && (tab || (col - gap_col >= wide && !is_blank_to_fill(s, gap_at, from)))) {
            add_seg(doc, l, nv_str_cut(s, beg, gap_at), out, (float)seg_col * COLUMN, (float)gap_col * COLUMN);
            started = false;
        }
        if (!started) {
            beg = from;
            seg_col = col;
            started = true;
        }
        in_gap = false;
        col++;
    }
    add_seg(doc, l, nv_str_cut(s, beg, s.n), out, (float)seg_col * COLUMN, (float)col * COLUMN);
    finish(doc, l, out);
    l->box.x0 = l->segs[0].x0;
    l->box.x1 = (float)col * COLUMN;
}

void nv_text_emit(nv_doc *doc, nv_text *t)
{
    tab_tables(t, pipe_tables(t, 0));
    bool blank = false, page = false;
    nv_buf out = { 0 };
    for (uint32_t i = 0; i < t->v.n; i++) {
        const nv_text_line *src = &t->v.v[i];
        page = page || (src->flags & NV_F_BREAK_BEFORE);
        if (src->blank) {
            blank = true;
            continue;
        }
        bool pipes = src->table >= 0 && count(src->s, '\t') == 0;
        if (pipes && is_delimiter_row(nv_str_trim(src->s))) { /* the row above it is the head */
            if (doc->lines.n && doc->lines.v[doc->lines.n - 1].table == src->table) doc->lines.v[doc->lines.n - 1].flags |= NV_F_BOLD;
            continue;
        }
        nv_line *l = NV_PUSH(doc->arena, &doc->lines);
        l->table = src->table;
        l->row = src->row;
        l->borders = src->table >= 0;
        l->flags = src->flags | (blank ? NV_F_BLANK_BEFORE : 0u) | (page ? NV_F_BREAK_BEFORE : 0u);
        if (src->table >= 0) cells(doc, l, src->s, pipes ? '|' : '\t', &out);
        else pieces(doc, l, src->s, 5, &out);
        l->box.y0 = (float)i * LINE;
        l->box.y1 = (float)(i + 1) * LINE;
        if (l->table < 0 && nv_read_is_stamp(l->text)) l->flags |= NV_F_STAMP;
        blank = page = false;
    }
    nv_buf_clear(&out);
}
