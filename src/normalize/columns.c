/* columns.c - letterheads and signatures of pages and texts: two columns that are read one after the other. Tables without lines: grid.c. */
#include "normalize/internal.h"

static float larger(float a, float b) { return a > b ? a : b; }
static float smaller(float a, float b) { return a < b ? a : b; }

bool nv_row_is_spread(const nv_layout *lay, uint32_t line)
{
    const nv_line *l = &lay->doc->lines.v[line];
    float gaps = 0;
    uint32_t small = 0; /* numbers and single letters: what short cells hold, and sentences hardly */
    if (l->n_segs < 4) return false;
    for (uint32_t k = 0; k < l->n_segs; k++) {
        nv_str c = lay->lines[line].cells[k];
        if (nv_str_find(c, NV_LIT(" "), 0) != UINT32_MAX) return false;
        small += c.n == 1 || (c.n && nv_is_digit((unsigned char)c.p[0]));
        if (k) gaps += l->segs[k].x0 - l->segs[k - 1].x1;
    }
    return gaps > (small * 2 >= l->n_segs ? 0.25f : 0.45f) * (l->box.x1 - l->box.x0);
}

bool nv_row_is_strong(const nv_layout *lay, uint32_t line)
{
    const nv_line *l = &lay->doc->lines.v[line];
    if (lay->lines[line].drop || l->table >= 0 || l->n_segs < 2) return false;
    if (nv_row_is_spread(lay, line)) return true;
    for (uint32_t k = 1; k < l->n_segs; k++) {
        if (l->segs[k].soft) continue;
        /* “1.” + tab + text is a label, not a cell */
        if (k == 1 && l->n_segs == 2 && lay->lines[line].cells[0].n <= 12 && nv_label_of(lay->lines[line].cells[0]) != NV_LABEL_NONE &&
            nv_label_of(lay->lines[line].cells[0]) != NV_LABEL_OPENER && l->segs[1].x0 - l->segs[0].x1 < 60)
            continue;
        return true;
    }
    return false;
}

/* The bit of pieces [k, end) of a line: one slice, tabs between the pieces count as spaces. */
nv_bit *nv_bit_add_pieces(nv_layout *lay, uint32_t line, uint32_t k, uint32_t end)
{
    const nv_line *l = &lay->doc->lines.v[line];
    const nv_str *c = lay->lines[line].cells;
    nv_str s = { c[k].p, (uint32_t)(c[end - 1].p + c[end - 1].n - c[k].p) };
    nv_bit *b = nv_bit_add(lay, line, s);
    b->x0 = l->segs[k].x0;
    b->x1 = l->segs[end - 1].x1;
    uint32_t style = NV_F_BOLD | NV_F_ITALIC | NV_F_UNDERLINE, all = style;
    for (uint32_t i = k; i < end; i++) all &= l->segs[i].flags;
    b->flags = (b->flags & ~style) | (all | (l->flags & style));
    return b;
}

/* ---- two columns ------------------------------------------------------------------------------------------------ */

typedef struct {
    float gap0, gap1;        /* the free strip between the columns */
    float right0, right1;    /* edges of the right column */
    float page0, page1;      /* edges of all text on the page */
} strip;

/* First piece of the line that stands in the right column; n_segs if none does, NV_NONE if a piece lies across both. */
static uint32_t split_at(const nv_line *l, const strip *s)
{
    for (uint32_t k = 0; k < l->n_segs; k++) {
        bool left = l->segs[k].x1 <= s->gap1 + 1, right = l->segs[k].x0 >= s->gap0 - 1;
        if (left && right) right = k > 0 ? !l->segs[k].soft : l->segs[k].x0 - s->page0 > 60; /* in the strip itself */
        if (right) return k;
        if (!left) return NV_NONE;
    }
    return l->n_segs;
}

static float middle(float a, float b) { return (a + b) / 2; }
static float away(float a, float b) { return a > b ? a - b : b - a; }

/* Takes the line into the two columns if it fits: *k is the first piece of the right column. Narrows the strip. */
static bool fits(const nv_layout *lay, uint32_t line, strip *s, uint32_t *k)
{
    const nv_line *l = &lay->doc->lines.v[line];
    *k = split_at(l, s);
    if (*k == NV_NONE) return false;
    float x0 = l->segs[0].x0, x1 = l->segs[l->n_segs - 1].x1;
    if (*k == 0 || *k == l->n_segs) { /* on one side only */
        float mid = middle(x0, x1), page = middle(s->page0, s->page1), right = middle(s->right0, s->right1);
        /* a title in the middle of the page ends the letterhead, though it may lie under the right column */
        if (away(mid, page) < 8 && away(mid, right) > 15 && x0 > s->page0 + 20) return false;
        if (*k == 0 && away(mid, right) > 0.3f * (s->right1 - s->right0) + 15 && x0 < s->right0 - 5) return false;
        if (*k == l->n_segs && x1 > s->gap1 + 1) return false;
    }
    if (*k > 0) s->gap0 = larger(s->gap0, l->segs[*k - 1].x1);
    if (*k < l->n_segs) {
        s->gap1 = smaller(s->gap1, l->segs[*k].x0);
        s->right0 = smaller(s->right0, l->segs[*k].x0);
        s->right1 = larger(s->right1, x1);
    }
    return true;
}

static void page_edges(const nv_layout *lay, uint32_t line, strip *s)
{
    const nv_doc *doc = lay->doc;
    uint32_t page = doc->lines.v[line].page, from = line, to = line;
    while (from > 0 && doc->lines.v[from - 1].page == page && line - from < 80) from--;
    while (to + 1 < doc->lines.n && doc->lines.v[to + 1].page == page && to - line < 80) to++;
    s->page0 = doc->lines.v[line].box.x0;
    s->page1 = doc->lines.v[line].box.x1;
    for (uint32_t i = from; i <= to; i++) {
        if (lay->lines[i].drop) continue;
        s->page0 = smaller(s->page0, doc->lines.v[i].box.x0);
        s->page1 = larger(s->page1, doc->lines.v[i].box.x1);
    }
}

/* The widest hard gap of a line. */
static void widest_gap(const nv_line *l, strip *s)
{
    for (uint32_t k = 1; k < l->n_segs; k++) {
        if (l->segs[k].soft || l->segs[k].x0 - l->segs[k - 1].x1 < s->gap1 - s->gap0) continue;
        s->gap0 = l->segs[k - 1].x1;
        s->gap1 = l->segs[k].x0;
    }
    s->right0 = s->gap1;
    s->right1 = l->segs[l->n_segs - 1].x1;
}

static bool position_word(nv_str s)
{
    static const char *const words[] = { "thủ tướng", "chủ tịch", "bộ trưởng", "thứ trưởng", "giám đốc", "phó ", "cục trưởng", "tổng ", "chánh ", "người ký", "trưởng ", "hiệu trưởng",
        "viện trưởng", "vụ trưởng", "thống đốc", "ký thay", "tư lệnh", "quyền " };
    for (size_t i = 0; i < NV_NELEM(words); i++)
        if (nv_begins(s, words[i])) return true;
    return false;
}

/* What a cell says: 1 letterhead, 2 signature or list of recipients. */
static uint32_t side_word(nv_str s)
{
    static const char *const heads[] = { "cộng hòa xã hội chủ nghĩa", "đảng cộng sản việt nam", "độc lập ", "số:", "số :", "luật số", "v/v" };
    static const char *const signs[] = { "nơi nhận", "tm.", "kt.", "tl.", "tuq.", "t/m", "k/t", "t/l", "tm ", "kt ", "q. " };
    for (size_t i = 0; i < NV_NELEM(heads); i++)
        if (nv_begins(s, heads[i])) return 1;
    if (s.n > 5 && nv_begins(s, "số ") && nv_is_digit((unsigned char)s.p[5])) return 1; /* “Số 12/QĐ”, not a column's “Số lượng” */
    for (size_t i = 0; i < NV_NELEM(signs); i++)
        if (nv_begins(s, signs[i])) return 2;
    return 0;
}

/* Letterhead (1), signature (2) or neither (0) by the pieces of one line; a post alone makes a signature if it stands in capitals. */
static uint32_t kind_of(const nv_layout *lay, uint32_t line, uint32_t k)
{
    const nv_clean_line *c = &lay->lines[line];
    uint32_t left = c->n_cells && k > 0 ? side_word(c->cells[0]) : 0, right = k < c->n_cells ? side_word(c->cells[k]) : 0;
    if (left || right) return left > right ? left : right;
    if (k < c->n_cells && k > 0 && position_word(c->cells[k]) && nv_str_is_caps(c->cells[k])) return 2;
    return 0;
}

/* A signature whose two columns have no line in common begins at `line`: recipients on one side and a post on the other, within a few lines. */
static bool staggered(const nv_layout *lay, uint32_t line, strip *s)
{
    const nv_doc *doc = lay->doc;
    const nv_line *a = &doc->lines.v[line];
    nv_str first = lay->lines[line].cells[0];
    if (a->table >= 0 || a->box.x1 <= a->box.x0) return false;
    if (side_word(first) != 2 && !(a->n_segs == 1 && first.n < 100 && nv_str_is_caps(first) && position_word(first))) return false;
    bool list = nv_begins(first, "nơi nhận");
    for (uint32_t i = line + 1; i < doc->lines.n && i <= line + 8; i++) {
        const nv_line *b = &doc->lines.v[i];
        if (lay->lines[i].drop) continue;
        if (b->page != a->page || b->table >= 0) return false;
        if (!list && !nv_begins(lay->lines[i].cells[0], "nơi nhận")) continue;
        const nv_line *left = list ? a : b, *right = list ? b : a;
        float left1 = left->segs[0].x1, right0 = right->segs[right->n_segs - 1].x0;
        if (right0 < left1 + 20) {
            if (!list) return false;
            continue;
        }
        *s = (strip){ left1, right0, right0, right->segs[right->n_segs - 1].x1, 0, 0 };
        return true;
    }
    return false;
}

/* “Hà Nội, ngày … tháng …” in the right column: the last line of a letterhead. */
static bool has_date(const nv_layout *lay, uint32_t line, uint32_t k)
{
    for (; k < lay->lines[line].n_cells; k++) {
        nv_str s = lay->lines[line].cells[k];
        uint32_t at = nv_str_find(s, NV_LIT("ngày"), 0);
        if (at != UINT32_MAX && nv_str_find(s, NV_LIT("tháng"), at) != UINT32_MAX) return true;
    }
    return false;
}

/* From the first line of two columns at `line`: the end of the block and its kind; 0 if it is none. */
static uint32_t two_columns(const nv_layout *lay, uint32_t line, strip *s, uint32_t *end)
{
    const nv_doc *doc = lay->doc;
    *s = (strip){ 0 };
    if (nv_row_is_strong(lay, line)) widest_gap(&doc->lines.v[line], s);
    else if (doc->lines.v[line].n_segs == 0 || !staggered(lay, line, s)) return 0;
    if (s->gap1 <= s->gap0) return 0;
    page_edges(lay, line, s);
    uint32_t kind = 0, k = 0, i = line;
    bool dated = false;
    const nv_line *last = &doc->lines.v[line];
    for (; i < doc->lines.n; i++) {
        const nv_line *l = &doc->lines.v[i];
        if (lay->lines[i].drop) continue;
        if (l->table >= 0 || l->page != last->page || (i > line && lay->lines[i].flow) || !fits(lay, i, s, &k)) break;
        uint32_t word = kind_of(lay, i, k);
        if (kind == 1 && word == 2) break;
        float h = larger(last->box.y1 - last->box.y0, 10);
        if (kind == 1 && l->box.y0 - last->box.y1 > 3 * h) break;
        if (kind == 1 && nv_begins(lay->lines[i].cells[0], "kính gửi")) break; /* with what stands behind it on the line */
        /* texts have no middle of the page to know a title by: it stands alone below a blank line */
        if (kind == 1 && dated && !word && k == l->n_segs && (l->flags & NV_F_BLANK_BEFORE)) break;
        dated = dated || has_date(lay, i, k);
        if (kind == 0 && !word && i - line > 6) break;
        if (kind == 0) kind = word;
        last = l;
    }
    *end = i;
    return kind;
}

/* ---- two columns by tabs ---------------------------------------------------------------------------------------- */

#define GAP 8u /* spaces in a row that somebody typed to reach the other column */

/* Where the second column begins in the clean text of a line without tabs, 0 if it has one only: behind as many words as stand before the gap in the raw
 * text, because cleaning leaves one space of each gap. */
static uint32_t typed_gap(const nv_layout *lay, uint32_t line)
{
    nv_str raw = lay->doc->lines.v[line].text, s = lay->lines[line].cells[0];
    uint32_t words = 0, spaces = GAP;
    for (uint32_t i = 0; i < raw.n; ) {
        bool wide = i + 1 < raw.n && raw.p[i] == (char)0xC2 && raw.p[i + 1] == (char)0xA0;
        if (raw.p[i] == ' ' || wide) {
            spaces++;
            i += wide ? 2 : 1;
            continue;
        }
        if (spaces >= GAP && words) break;
        words += spaces > 0;
        spaces = 0;
        i++;
    }
    for (uint32_t i = 0, left = words; i < s.n && spaces >= GAP && words; i++)
        if (s.p[i] == ' ' && --left == 0) return i + 1;
    return 0;
}

/* In flowing text (Word, RTF) a signature is often set beside Nơi nhận with tabs or spaces: “Nơi nhận:→CHỦ TỊCH”, “- Sở Nội vụ;→Lê Văn A”. Where the block that begins
 * at `line` ends; `line` itself if it is none. */
static uint32_t tabbed_end(const nv_layout *lay, uint32_t line)
{
    const nv_doc *doc = lay->doc;
    uint32_t end = line, pairs = 0;
    if (!nv_begins(lay->lines[line].cells[0], "nơi nhận")) return line;
    for (uint32_t i = line; i < doc->lines.n && i < line + 60; i++) {
        const nv_line *l = &doc->lines.v[i];
        nv_str left = lay->lines[i].cells[0];
        if (lay->lines[i].drop) continue;
        if (l->table >= 0 || l->n_segs > 2 || l->text.n > 260 || l->box.x1 > l->box.x0 || (l->n_segs && l->segs[0].x1 > l->segs[0].x0)) break;
        if (i > line && l->n_segs < 2 && !nv_is_lower(nv_first_char(left)) && nv_label_of(left) != NV_LABEL_DASH) break;
        pairs += l->n_segs == 2 || typed_gap(lay, i);
        end = i + 1;
    }
    return pairs ? end : line;
}

static uint32_t tabbed(nv_layout *lay, uint32_t line)
{
    uint32_t end = tabbed_end(lay, line);
    for (uint32_t side = 0; side < 2 && end > line; side++) {
        lay->groups++;
        for (uint32_t i = line; i < end; i++) {
            uint32_t n = lay->lines[i].n_cells, gap = n == 1 ? typed_gap(lay, i) : 0;
            nv_str s = lay->lines[i].cells[0];
            if (lay->lines[i].drop || side >= n + (gap > 0)) continue;
            if (gap) s = side ? nv_str_cut(s, gap, s.n) : nv_str_trim(nv_str_cut(s, 0, gap));
            nv_bit *b = n > 1 ? nv_bit_add_pieces(lay, i, side, side + 1) : nv_bit_add(lay, i, s);
            b->column = true;
            if (!b->s.n) lay->bits.n--;
        }
    }
    if (end > line) lay->groups++;
    return end;
}

uint32_t nv_columns_at(const nv_layout *lay, uint32_t line, uint32_t *end)
{
    strip s;
    uint32_t kind = two_columns(lay, line, &s, end);
    bool sign = kind != 2; /* up to six lines above may seem to belong to a signature */
    for (uint32_t k = 0; k < lay->lines[line].n_cells && !sign; k++) {
        nv_str c = lay->lines[line].cells[k];
        sign = side_word(c) == 2 || (position_word(c) && nv_str_is_caps(c));
    }
    return sign ? kind : 0;
}

uint32_t nv_layout_columns(nv_layout *lay, uint32_t line)
{
    strip s;
    uint32_t end = tabbed(lay, line), k = 0;
    if (end > line) return end;
    if (!two_columns(lay, line, &s, &end)) return line;
    for (uint32_t side = 0; side < 2; side++) {
        lay->groups++;
        for (uint32_t i = line; i < end; i++) {
            const nv_line *l = &lay->doc->lines.v[i];
            if (lay->lines[i].drop) continue;
            k = split_at(l, &s);
            if (k == NV_NONE) k = l->n_segs;
            uint32_t beg = side ? k : 0, stop = side ? l->n_segs : k;
            if (beg >= stop) continue;
            nv_bit *b = nv_bit_add_pieces(lay, i, beg, stop);
            b->column = true;
            if (nv_is_rule(b->s)) lay->bits.n--;
        }
    }
    lay->groups++;
    return end;
}
