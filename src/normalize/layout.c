/* layout.c - lines to bits in reading order: what stands in columns only for its looks (letterheads, signatures) comes out column by column,
 * real tables come out cell by cell, row by row. */
#include "normalize/internal.h"

nv_bit *nv_bit_add(nv_layout *lay, uint32_t line, nv_str s)
{
    const nv_line *l = &lay->doc->lines.v[line];
    nv_bit *b = NV_PUSH(lay->doc->arena, &lay->bits);
    *b = (nv_bit){ .line = line, .s = s, .x0 = l->box.x0, .x1 = l->box.x1, .y0 = l->box.y0, .y1 = l->box.y1, .size = l->size, .flags = l->flags, .page = l->page,
        .group = lay->groups, .table = NV_NONE, .colspan = 1, .rowspan = 1 };
    return b;
}

/* Offset of the state's name in a short line that begins with something else (an agency beside it, a place and date), 0 if there is none. */
static uint32_t glued_head(nv_str s)
{
    static const char *const words[] = { "cộng hòa xã hội chủ nghĩa việt nam", "độc lập - tự do - hạnh phúc", "độc lập – tự do – hạnh phúc" };
    char buf[240];
    if (s.n > sizeof buf || s.n < 30) return 0;
    bool last = false; /* letter of the words, near the end (see below) */
    for (uint32_t i = s.n - 4; i < s.n; i++) last = last || (s.p[i] | 32) == 'm' || (s.p[i] | 32) == 'c';
    if (!last) return 0;
    /* asked before folding, for most lines hold none of them */
    static const char *const ends[] = { "VIỆT NAM", "Việt Nam", "VIỆT nam", "Việt nam", "úc", "ÚC" };
    bool maybe = false;
    for (size_t i = 0; i < NV_NELEM(ends) && !maybe; i++) maybe = nv_str_find(s, nv_str_of(ends[i]), s.n > 40 ? s.n - 40 : 0) != UINT32_MAX;
    if (!maybe) return 0;
    nv_fold(s, buf);
    for (size_t i = 0; i < NV_NELEM(words); i++) {
        uint32_t at = nv_str_find((nv_str){ buf, s.n }, nv_str_of(words[i]), 0);
        if (at == UINT32_MAX || at == 0 || buf[at - 1] != ' ') continue;
        nv_str left = nv_str_trim((nv_str){ buf, at });
        /* “Luật … nước Cộng hòa …” is a sentence */
        if (nv_str_ends(left, NV_LIT("nước")) || s.n - at > strlen(words[i]) + 3 || nv_is_lower(nv_first_char(nv_str_cut(s, at, s.n)))) continue;
        return at;
    }
    return 0;
}

/* Adds a cell or line that may hold line breaks: one bit for each of its lines; rules among them are dropped. */
void nv_bits_add_lines(nv_layout *lay, uint32_t line, nv_str s, bool para_each)
{
    for (uint32_t beg = 0; beg <= s.n; ) {
        uint32_t end = nv_str_find(s, NV_LIT("\n"), beg);
        if (end == UINT32_MAX) end = s.n;
        nv_str part = nv_str_trim(nv_str_cut(s, beg, end));
        if (part.n && nv_is_rule(part)) {
            *NV_PUSH(lay->doc->arena, &lay->doc->dropped) = (nv_dropped){ lay->doc->lines.v[line].page, part, "rule" };
        } else if (part.n) {
            uint32_t glued = glued_head(part);
            if (glued) {
                nv_bit_add(lay, line, nv_str_trim(nv_str_cut(part, 0, glued)))->flags |= NV_F_PARA_END;
                part = nv_str_cut(part, glued, part.n);
            }
            nv_bit *b = nv_bit_add(lay, line, part);
            if (glued) b->flags |= NV_F_PARA_START | NV_F_PARA_END;
            if (para_each) b->flags |= NV_F_PARA_START | NV_F_PARA_END;
            else if (beg) b->flags &= ~(uint32_t)(NV_F_PARA_START | NV_F_BLANK_BEFORE | NV_F_BREAK_BEFORE);
            if (!para_each && end < s.n) b->flags &= ~(uint32_t)NV_F_PARA_END;
        }
        beg = end + 1;
    }
}

/* ---- tables of the format --------------------------------------------------------------------------------------- */

/* A word that stands only in letterheads and signatures. */
static bool letterhead_word(nv_str s)
{
    static const char *const words[] = { "cộng hòa xã hội chủ nghĩa", "đảng cộng sản việt nam", "độc lập - tự do", "số:", "nơi nhận", "tm.", "kt.", "tl.", "tuq.", "kính gửi" };
    for (size_t i = 0; i < NV_NELEM(words); i++)
        if (nv_begins(s, words[i])) return true;
    return false;
}

static bool is_letterhead(const nv_layout *lay, uint32_t beg, uint32_t end)
{
    for (uint32_t i = beg; i < end; i++)
        for (uint32_t k = 0; k < lay->lines[i].n_cells; k++) {
            nv_str s = lay->lines[i].cells[k];
            for (uint32_t at = 0; at < s.n; ) {
                if (letterhead_word(nv_str_cut(s, at, s.n))) return true;
                uint32_t nl = nv_str_find(s, NV_LIT("\n"), at);
                at = nl == UINT32_MAX ? s.n : nl + 1;
            }
        }
    return false;
}

static uint32_t columns(const nv_layout *lay, uint32_t beg, uint32_t end)
{
    uint32_t n = 0;
    for (uint32_t i = beg; i < end; i++)
        for (uint32_t k = 0; k < lay->doc->lines.v[i].n_segs; k++) {
            const nv_seg *g = &lay->doc->lines.v[i].segs[k];
            uint32_t last = (uint32_t)g->col + (g->colspan ? g->colspan : 1u);
            if (last > n) n = last;
        }
    return n ? n : 1;
}

/* True if the format's table only puts things side by side. */
static bool is_layout(const nv_layout *lay, uint32_t beg, uint32_t end)
{
    uint32_t cols = columns(lay, beg, end);
    if (cols == 1) return true; /* a frame around text */
    if (cols <= 4 && end - beg <= 12 && is_letterhead(lay, beg, end)) return true;
    return !lay->doc->lines.v[beg].borders && cols <= 3 && end - beg <= 2;
}

static void add_layout(nv_layout *lay, uint32_t beg, uint32_t end)
{
    uint32_t cols = columns(lay, beg, end);
    for (uint32_t c = 0; c < cols; c++) {
        lay->groups++;
        for (uint32_t i = beg; i < end; i++) {
            const nv_line *l = &lay->doc->lines.v[i];
            for (uint32_t k = 0; k < lay->lines[i].n_cells; k++) {
                if (l->n_segs ? l->segs[k].col != c || l->segs[k].rowspan == 0 : c != 0) continue;
                uint32_t first = lay->bits.n;
                nv_bits_add_lines(lay, i, lay->lines[i].cells[k], true);
                for (uint32_t b = first; b < lay->bits.n; b++) {
                    lay->bits.v[b].column = true;
                    if (l->n_segs) lay->bits.v[b].flags |= l->segs[k].flags;
                }
            }
        }
    }
    lay->groups++;
}

/* Rows that are heads: up to the first one that begins with a number; without numbers the bold ones, at least one. */
uint32_t nv_header_rows(const nv_layout *lay, uint32_t first, uint32_t n_rows)
{
    uint32_t bold = 0, row = 0;
    bool all_bold = true;
    for (uint32_t i = first; i < lay->bits.n; ) {
        uint32_t end = i;
        bool row_bold = true;
        row = lay->bits.v[i].row;
        for (; end < lay->bits.n && lay->bits.v[end].row == row; end++) row_bold = row_bold && (lay->bits.v[end].flags & NV_F_BOLD);
        uint32_t c = nv_first_char(lay->bits.v[i].s);
        if (row > 0 && lay->bits.v[i].col == 0 && (nv_is_digit(c) || nv_label_of(lay->bits.v[i].s) != NV_LABEL_NONE)) return row;
        if (row == 0 && nv_is_digit(c) && lay->bits.v[i].col == 0) return 0;
        all_bold = all_bold && row_bold;
        if (all_bold) bold = row + 1;
        i = end;
    }
    return bold && bold < n_rows ? bold : n_rows > 1 ? 1 : 0;
}

/* Where the format tells no spans: in heads of two rows an empty cell right of a filled one, over filled ones, belongs to it; an empty cell below a
 * filled one too. */
void nv_guess_spans(nv_layout *lay, uint32_t first, uint32_t heads)
{
    if (heads < 2) return;
    nv_bit *v = lay->bits.v + first;
    uint32_t n = lay->bits.n - first, up[NV_MAX_TABLE_COLS], down[NV_MAX_TABLE_COLS], out = 0;
    for (uint32_t c = 0; c < NV_MAX_TABLE_COLS; c++) up[c] = down[c] = NV_NONE;
    for (uint32_t i = 0; i < n && v[i].row < 2; i++)
        if (v[i].col < NV_MAX_TABLE_COLS) (v[i].row ? down : up)[v[i].col] = i;
    for (uint32_t c = 0; c < NV_MAX_TABLE_COLS; ) {
        uint32_t next = c + 1;
        nv_bit *top = up[c] != NV_NONE ? &v[up[c]] : NULL, *low = down[c] != NV_NONE ? &v[down[c]] : NULL;
        if (top && low && top->s.n && low->s.n && top->colspan == 1 && top->rowspan == 1) {
            while (next < NV_MAX_TABLE_COLS && up[next] != NV_NONE && v[up[next]].s.n == 0 && down[next] != NV_NONE && v[down[next]].s.n) v[up[next++]].row = NV_NONE;
            top->colspan = next - c;
        } else if (top && low && top->s.n && low->s.n == 0 && top->colspan == 1) {
            top->rowspan = 2;
            low->row = NV_NONE;
        }
        c = next;
    }
    for (uint32_t i = 0; i < n; i++)
        if (v[i].row != NV_NONE) v[out++] = v[i];
    lay->bits.n = first + out;
}

static void add_table(nv_layout *lay, uint32_t beg, uint32_t end)
{
    nv_doc *doc = lay->doc;
    uint32_t index = doc->tables.n, first = lay->bits.n, rows = 0;
    nv_table *t = NV_PUSH(doc->arena, &doc->tables);
    t->n_cols = columns(lay, beg, end);
    t->page = doc->lines.v[beg].page;
    for (uint32_t i = beg; i < end; i++) {
        const nv_line *l = &doc->lines.v[i];
        lay->groups++;
        for (uint32_t k = 0; k < lay->lines[i].n_cells; k++) {
            if (l->n_segs && l->segs[k].rowspan == 0) continue; /* covered by the cell above */
            nv_bit *b = nv_bit_add(lay, i, lay->lines[i].cells[k]);
            b->table = index;
            b->row = rows;
            b->col = l->n_segs ? l->segs[k].col : k;
            if (l->n_segs) {
                b->colspan = l->segs[k].colspan;
                b->rowspan = l->segs[k].rowspan;
                b->flags |= l->segs[k].flags;
            }
        }
        rows++;
    }
    lay->groups++;
    doc->tables.v[index].n_rows = rows;
    doc->tables.v[index].header_rows = nv_header_rows(lay, first, rows);
    if (doc->source.pages == 0 && nv_str_eqz(doc->source.format, "txt")) nv_guess_spans(lay, first, doc->tables.v[index].header_rows);
}

/* ---- lines ------------------------------------------------------------------------------------------------------ */

void nv_layout_bits(nv_layout *lay)
{
    nv_doc *doc = lay->doc;
    uint32_t floor = 0, flow = 0, goes_on = NV_NONE; /* floor: lines before it are settled; goes_on: columns that begin there continue those before */
    nv_flows(lay);
    for (uint32_t i = 0; i < doc->lines.n; ) {
        const nv_line *l = &doc->lines.v[i];
        if (lay->lines[i].drop) {
            if (goes_on == i) goes_on++;
            i++;
            continue;
        }
        uint32_t end = i + 1;
        if (flow < lay->flows.n && lay->flows.v[flow].beg == i && lay->flows.v[flow].table) {
            floor = end = nv_grid_two(lay, i, lay->flows.v[flow].end, lay->flows.v[flow].strip);
            flow++;
        } else if (flow < lay->flows.n && lay->flows.v[flow].beg == i) {
            if (goes_on == i) lay->groups--; /* of the end of the columns before */
            else lay->groups++;
            floor = goes_on = end = nv_flow_add(lay, &lay->flows.v[flow++]);
            lay->groups++;
        } else if (l->table >= 0) {
            while (end < doc->lines.n && doc->lines.v[end].table == l->table) end++;
            if (is_layout(lay, i, end)) add_layout(lay, i, end);
            else add_table(lay, i, end);
            floor = end;
        } else if ((end = nv_layout_columns(lay, i)) != i || (end = nv_layout_grid(lay, i, floor)) != i) {
            floor = end;
        } else {
            end = i + 1;
            uint32_t first = lay->bits.n;
            nv_str s = lay->lines[i].text;
            nv_bits_add_lines(lay, i, nv_str_cut(s, nv_notes_label(lay, i), s.n), false);
            if (l->flags & NV_F_AUTONUM && lay->bits.n > first) lay->bits.v[first].label = l->label;
        }
        i = end;
    }
}
