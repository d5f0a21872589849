/* join.c - which bits make one paragraph: by the width of the text column, indents, gaps, labels and sentence ends. */
#include "normalize/internal.h"
#include "base/order.h"

#include <stdlib.h>

/* ---- edges of the text columns ---------------------------------------------------------------------------------- */

static float larger(float a, float b) { return a > b ? a : b; }
static float smaller(float a, float b) { return a < b ? a : b; }
static float distance(float a, float b) { return a > b ? a - b : b - a; }

/* The value with the most neighbours within `near`; of equals the largest if `high`, else the smallest. v is sorted. */
static float mode(const float *v, uint32_t n, float near, bool high)
{
    float best = 0;
    uint32_t most = 0;
    for (uint32_t i = 0, j = 0; i < n; i++) {
        while (v[i] - v[j] > near) j++;
        uint32_t run = i - j + 1;
        if (run > most || (run == most && high)) {
            most = run;
            best = v[high ? i : j];
        }
    }
    return best;
}

static bool ends_open(nv_str s)
{
    uint32_t c = nv_last_char(s);
    return !(c == '.' || c == ';' || c == ':' || c == '!' || c == '?' || c == 0x2026);
}

static bool goes_on(const nv_bit *a, const nv_bit *b)
{
    return ends_open(a->s) && nv_is_lower(nv_first_char(b->s)) && nv_label_of(b->s) == NV_LABEL_NONE;
}

/* Text files: lines broken to a width show in lines that go on with a small letter. Their length is then the width. */
static void edges_of_text(nv_layout *lay)
{
    float *v = nv_xmalloc((lay->bits.n + 1) * sizeof *v);
    uint32_t n = 0;
    for (uint32_t i = 1; i < lay->bits.n; i++) {
        const nv_bit *a = &lay->bits.v[i - 1], *b = &lay->bits.v[i];
        if (a->table != NV_NONE || a->group != b->group || (b->flags & NV_F_BLANK_BEFORE) || b->line == a->line) continue;
        if (a->x1 > 40 * 6 && a->x1 < 150 * 6 && goes_on(a, b)) v[n++] = a->x1;
    }
    float right = 0;
    if (n >= 3) {
        qsort(v, n, sizeof *v, nv_by_float);
        right = v[n - 1 - n / 20]; /* a few lines may be longer: tabs, wide letters */
    }
    free(v);
    for (uint32_t i = 0; i < lay->bits.n; i++) lay->bits.v[i].right = right;
}

/* Bits [beg, end) are one page (or one column of it). */
static void edges_of_page(nv_bit *v, uint32_t n, float *tmp)
{
    uint32_t m = 0;
    float left = 0, right = 0, widest = 0;
    for (uint32_t i = 0; i < n; i++) widest = larger(widest, v[i].x1 - v[i].x0);
    for (uint32_t i = 0; i < n; i++)
        if (v[i].x1 - v[i].x0 > widest * 0.8f) tmp[m++] = v[i].x1;
    if (m) {
        qsort(tmp, m, sizeof *tmp, nv_by_float);
        right = mode(tmp, m, 3, true);
        for (uint32_t i = m = 0; i < n; i++)
            if (v[i].x1 - v[i].x0 > widest * 0.5f) tmp[m++] = v[i].x0;
        qsort(tmp, m, sizeof *tmp, nv_by_float);
        left = mode(tmp, m, 3, false);
        /* the margin is the leftmost edge that is not a single freak: first lines may be the majority on pages of short paragraphs */
        for (uint32_t i = 0; i + 1 < m; i++)
            if (tmp[i + 1] - tmp[i] < 3) {
                left = smaller(left, tmp[i]);
                break;
            }
    }
    for (uint32_t i = 0; i < n; i++) {
        v[i].left = left;
        v[i].right = right;
    }
}

static void edges_of_pages(nv_layout *lay)
{
    float *tmp = nv_xmalloc((lay->bits.n + 1) * sizeof *tmp);
    for (uint32_t i = 0; i < lay->bits.n; ) {
        uint32_t end = i + 1;
        while (end < lay->bits.n && lay->bits.v[end].page == lay->bits.v[i].page && lay->bits.v[end].group == lay->bits.v[i].group) end++;
        if (lay->bits.v[i].table == NV_NONE) edges_of_page(lay->bits.v + i, end - i, tmp);
        i = end;
    }
    free(tmp);
}

/* Short pieces among bits [beg, end) take the edges of the widest text there. */
static void share_edges(nv_bit *v, uint32_t n)
{
    float left = 0, right = 0;
    for (uint32_t i = 0; i < n; i++)
        if (v[i].table == NV_NONE && v[i].right - v[i].left > right - left) left = v[i].left, right = v[i].right;
    for (uint32_t i = 0; i < n; i++) {
        nv_bit *b = &v[i];
        if (b->table == NV_NONE && !b->column && !b->flow && b->right - b->left < (right - left) * 0.97f && b->x0 >= left - 3 && b->x1 <= right + 3) b->left = left, b->right = right;
    }
}

/* A page's main text may come in several pieces around tables and letterheads: they share the edges of the document's text. Pages of a scan lie each
 * differently on the glass: there a page's pieces share the edges of that page. */
static void share_all_edges(nv_layout *lay)
{
    bool scan = false;
    for (uint32_t i = 0; i < lay->bits.n && !scan; i++) scan = lay->doc->lines.v[lay->bits.v[i].line].n_seen > 0;
    for (uint32_t i = 0; i < lay->bits.n;) {
        uint32_t end = scan ? i + 1 : lay->bits.n;
        while (end < lay->bits.n && lay->bits.v[end].page == lay->bits.v[i].page) end++;
        share_edges(lay->bits.v + i, end - i);
        i = end;
    }
}

static void mark_centered(nv_layout *lay)
{
    for (uint32_t i = 0; i < lay->bits.n; i++) {
        nv_bit *b = &lay->bits.v[i];
        if (b->table != NV_NONE || b->right <= b->left || b->x1 <= b->x0) continue;
        float mid = (b->x0 + b->x1) / 2, page = (b->left + b->right) / 2;
        bool inside = b->x0 > b->left + 4 && b->x1 < b->right - 4;
        if (inside && distance(mid, page) < 7) b->flags |= NV_F_CENTER;
    }
}

/* ---- the decision ----------------------------------------------------------------------------------------------- */

/* Width of the first word of b, with a space before it. */
static float first_word(const nv_bit *b)
{
    uint32_t chars = nv_utf8_count(b->s), word = 0;
    for (uint32_t at = 0; at < b->s.n && b->s.p[at] != ' '; word++) nv_utf8_next(b->s, &at);
    return chars ? (b->x1 - b->x0) / (float)chars * (float)(word + 1) : 0;
}

/* True if `a` was broken because the first word of `b` had no room. */
static bool is_full(const nv_bit *a, const nv_bit *b, float slack)
{
    if (a->right <= 0) return false;
    if (a->x1 > a->right * 1.25f) return false; /* text files: a line that was never broken */
    return a->x1 + first_word(b) > a->right - slack;
}

/* “theo quy định tại khoản” + “1. …”: the number belongs to the citation, it is no label. */
static bool ends_in_reference(nv_str s)
{
    static const char *const words[] = { " khoản", " điểm", " điều", " mục", " số", " ngày", " tháng", " năm", " quý", " chương", " phụ lục", " bảng", " và", " tại", " của", " từ", " đến", " hoặc",
        " theo", " các điều", " các khoản", " là", "," };
    char buf[32];
    uint32_t from = s.n > 28 ? s.n - 28 : 0;
    while (from < s.n && ((unsigned char)s.p[from] & 0xC0) == 0x80) from++;
    nv_str tail = nv_str_cut(s, from, s.n);
    nv_fold(tail, buf);
    for (uint32_t i = 0; i < tail.n; i++)
        if (buf[i] == '\t') buf[i] = ' ';
    for (size_t i = 0; i < NV_NELEM(words); i++)
        if (nv_str_ends((nv_str){ buf, tail.n }, nv_str_of(words[i]))) return true;
    return false;
}

/* Formulas that begin a paragraph even below a full line without a full stop, such as the last one of a title. */
static bool begins_basis(nv_str s)
{
    return nv_begins(s, "căn cứ ") || nv_begins(s, "theo đề nghị ") || nv_begins(s, "xét đề nghị ");
}

/* A label at the beginning of b ends the paragraph before, unless it is the rest of a broken reference. */
static bool label_starts(const nv_bit *a, const nv_bit *b, bool full)
{
    switch (nv_label_of(b->s)) {
    case NV_LABEL_NONE: return false;
    case NV_LABEL_NUMBER: case NV_LABEL_WORD: case NV_LABEL_LETTER: case NV_LABEL_ROMAN: return !(full && ends_open(a->s) && ends_in_reference(a->s));
    case NV_LABEL_DASH: return true;
    case NV_LABEL_OPENER: return !(full && ends_open(a->s)) || (begins_basis(b->s) && !ends_in_reference(a->s));
    }
    return true;
}

/* A line broken inside a number (“QĐ-” + “TTg”, “47/” + “NQ-CP”, “số 47” + “/NQ-CP”) is joined without a space. */
static bool is_glued(nv_str a, nv_str b)
{
    if (a.n < 2 || b.n == 0) return false;
    char last = a.p[a.n - 1], before = a.p[a.n - 2];
    uint32_t next = nv_first_char(b);
    if (last == '-') return before != ' ' && before != '\t' && before != '-' && (nv_is_letter(next) || nv_is_digit(next));
    if (last == '/') return before != ' ' && before != '\t' && (nv_is_upper(next) || nv_is_digit(next));
    return b.p[0] == '/' && nv_is_digit((unsigned char)last) && b.n > 1 && b.p[1] != ' ';
}

static bool has_letter(nv_str s)
{
    for (uint32_t at = 0; at < s.n; )
        if (nv_is_letter(nv_utf8_next(s, &at))) return true;
    return false;
}

/* A long line of a text that cannot end there, unless a bare number (a cell of a flattened table) comes: “… trước ngày” + “30 tháng 9”, “… số 61/QĐ-” + “TTg”. */
static bool is_cut(const nv_bit *a, const nv_bit *b)
{
    if (a->x1 <= 60 * 6 || nv_label_of(b->s) != NV_LABEL_NONE) return false;
    return is_glued(a->s, b->s) || (nv_is_digit(nv_first_char(b->s)) && has_letter(b->s) && nv_last_char(a->s) != ',' && ends_in_reference(a->s));
}

static bool starts_text(const nv_bit *a, const nv_bit *b, bool blanks)
{
    /* text copied from a page is broken at widths that differ by a tenth */
    bool full = is_full(a, b, ends_open(a->s) ? a->right * 0.14f : 12), on = goes_on(a, b) || is_cut(a, b);
    if (b->flags & (NV_F_BLANK_BEFORE | NV_F_BREAK_BEFORE))
        /* a sentence that goes on after a blank line was cut by a page of the original */
        return !(on && (a->right > 0 ? full || a->x1 > 60 * 6 : a->x1 > 60 * 6));
    if (label_starts(a, b, full)) return true;
    if (!full) return !on;
    if (nv_is_lower(nv_first_char(b->s))) return false;
    uint32_t c = nv_last_char(a->s);
    if (c == ':' || c == ';') return true;
    return !ends_open(a->s) && !blanks; /* where blank lines separate paragraphs, a full line that ends a sentence is followed by the next sentence */
}

/* True if b, set in like a first line, is one: the line after it goes back to the margin. `next` may be NULL. */
static bool is_first_line(const nv_bit *b, const nv_bit *next)
{
    return next && next->page == b->page && next->group == b->group && next->x0 < b->x0 - 9 && next->x0 < b->left + 9 && is_full(b, next, 6);
}

/* Two lines in the middle of the page: one title? */
static bool is_one_title(const nv_bit *a, const nv_bit *b)
{
    if (((a->flags ^ b->flags) & (NV_F_BOLD | NV_F_ITALIC)) || !ends_open(a->s)) return false;
    if (nv_last_char(a->s) == ',' || ends_in_reference(a->s)) return true;
    if (a->s.p[0] == '(' && !memchr(a->s.p, ')', a->s.n)) return true; /* “(Ban hành kèm theo …” */
    nv_label_kind k = nv_label_of(a->s);
    bool caps_a = nv_str_is_caps(a->s), caps_b = nv_str_is_caps(b->s);
    if (k == NV_LABEL_WORD || k == NV_LABEL_OPENER || caps_a != caps_b) return false;
    /* capitals: several lines of a letterhead or signature look the same, so only a line that is nearly full goes on */
    if (a->x1 - a->x0 + first_word(b) > 0.85f * (a->right - a->left)) return true;
    return !caps_a && (a->flags & NV_F_BOLD);
}

static bool starts_page(const nv_bit *a, const nv_bit *b, const nv_bit *next, float leading)
{
    bool full = is_full(a, b, b->size > 0 ? b->size * 0.4f : 5), on = goes_on(a, b);
    if (b->column) { /* short lines: agencies, posts and names stand one below the other */
        if (nv_label_of(b->s) != NV_LABEL_NONE) return true;
        if (on || ends_in_reference(a->s)) return false;
        return !(full && ends_open(a->s) && !((a->flags | b->flags) & NV_F_BOLD) && !nv_str_is_caps(a->s));
    }
    if (label_starts(a, b, full)) return true;
    bool ca = a->flags & NV_F_CENTER, cb = b->flags & NV_F_CENTER;
    /* the first line of a title may fill the whole width */
    if (cb && !ca && (nv_str_is_caps(a->s) || a->s.p[0] == '(') && distance((a->x0 + a->x1) / 2, (a->left + a->right) / 2) < 7) ca = true;
    float gap = a->page == b->page ? b->y0 - a->y1 : 0;
    bool wide = gap > leading + larger(b->y1 - b->y0, 8) * 0.5f;
    if (distance(a->size, b->size) > 1.2f && a->size > 0 && !on) return true;
    if (cb || (ca && !full)) {
        if (wide || ca != cb) return !(on && !wide && ca == cb) && !(full && on);
        if (((a->flags ^ b->flags) & NV_F_BOLD) && !on) return true;
        return !(on || is_one_title(a, b));
    }
    if ((a->flags & NV_F_BOLD) != (b->flags & NV_F_BOLD) && !full && !on) return true;
    if (on && (full || !wide)) return false;
    if (!full) return true;
    bool indented = b->x0 > b->left + 9;
    if (indented && a->start && distance(a->x0, b->x0) <= 4 && is_first_line(b, next)) return true;
    if (ca && indented && nv_is_upper(nv_first_char(b->s))) return true;
    if (indented && distance(a->x0, b->x0) > 4) {
        /* hanging indent: the label of a stands out to the left of the lines that follow */
        bool hanging = a->start && a->x0 < b->x0 && nv_label_of(a->s) != NV_LABEL_NONE && ends_open(a->s);
        return !hanging;
    }
    if (indented && !ends_open(a->s)) return true; /* equal indents: paragraphs of one line, or a block */
    /* paragraphs without an indent are told by the space between them; the distance of lines in one varies by less than a point */
    bool apart = gap > leading + larger(b->y1 - b->y0, 8) * 0.2f && !nv_is_lower(nv_first_char(b->s));
    return apart && (!ends_open(a->s) || ((a->flags ^ b->flags) & NV_F_BOLD));
}

/* The usual distance between the lines of a paragraph. */
static float usual_leading(const nv_layout *lay, float *tmp)
{
    uint32_t n = 0;
    for (uint32_t i = 1; i < lay->bits.n; i++) {
        const nv_bit *a = &lay->bits.v[i - 1], *b = &lay->bits.v[i];
        if (a->page == b->page && a->group == b->group && a->table == NV_NONE && b->y0 > a->y0) tmp[n++] = b->y0 - a->y1;
    }
    if (!n) return 0;
    qsort(tmp, n, sizeof *tmp, nv_by_float);
    return tmp[n / 3]; /* the smaller ones are inside paragraphs */
}

static bool blanks_separate(const nv_layout *lay)
{
    uint32_t blanks = 0;
    for (uint32_t i = 0; i < lay->bits.n; i++) blanks += (lay->bits.v[i].flags & NV_F_BLANK_BEFORE) != 0;
    return blanks * 5 > lay->bits.n;
}

/* The lines of “V/v …” in a letterhead, wherever they break. */
static bool goes_on_about(const nv_bit *a, const nv_bit *b)
{
    if (b->flags & NV_F_BLANK_BEFORE) return false;
    if (nv_is_lower(nv_first_char(b->s))) return true;
    return b->column && a->page == b->page && distance(a->size, b->size) < 0.6f && b->y0 - a->y1 < (b->y1 - b->y0) * 0.5f && nv_label_of(b->s) == NV_LABEL_NONE &&
           !(b->flags & NV_F_BOLD);
}

void nv_join_bits(nv_layout *lay)
{
    if (!lay->bits.n) return;
    bool pages = lay->doc->source.pages > 0, blanks = blanks_separate(lay), has_notes = false;
    float *tmp = nv_xmalloc((lay->bits.n + 1) * sizeof *tmp);
    if (pages) {
        edges_of_pages(lay);
        share_all_edges(lay);
        mark_centered(lay);
    } else {
        edges_of_text(lay);
    }
    float leading = pages ? usual_leading(lay, tmp) : 0;
    free(tmp);
    nv_bit *flow[2] = { NULL, NULL }; /* last bit of the text, last bit of the footnotes */
    bool about = false; /* inside “V/v …” */
    for (uint32_t i = 0; i < lay->bits.n; i++) {
        nv_bit *b = &lay->bits.v[i];
        bool note = b->flags & NV_F_FOOTNOTE;
        nv_bit *a = flow[note];
        const nv_bit *next = i + 1 < lay->bits.n ? b + 1 : NULL;
        if (!a || b->table != NV_NONE || a->table != NV_NONE || (a->group != b->group && !(note && pages))) b->start = true;
        else if (about && goes_on_about(a, b)) b->start = false;
        else if (b->column && a->line == b->line && goes_on(a, b)) b->start = false; /* a line of a cell broken by hand */
        else if ((b->flags & NV_F_PARA_START) || (a->flags & NV_F_PARA_END)) b->start = true;
        else if (note && pages) b->start = a->page != b->page;
        else b->start = pages ? starts_page(a, b, next, leading) : starts_text(a, b, blanks);
        if (b->start) about = !note && (nv_begins(b->s, "v/v") || nv_begins(b->s, "về việc"));
        else b->glue = is_glued(a->s, b->s);
        flow[note] = b;
        if (!pages) flow[!note] = NULL; /* other formats put a note where its mark is */
        has_notes = has_notes || (note && pages);
    }
    if (has_notes) nv_notes_place(lay);
}
