/* grid.c - tables of pages, whose lines PDF does not tell: columns are the strips that no row covers, rows are groups of blocks side by side. */
#include "normalize/internal.h"
#include "base/order.h"

#include <stdlib.h>

#define BINS 2000          /* width of a page in points; wider pages are cut */
#define MAX_COLS 40u
#define HEAD_ROWS 12u      /* lines of a table's head that may lie across columns */

/* A piece of a line in the grid: pieces [k, end) of the line stand in columns [c0, c1]. */
typedef struct { uint32_t line, k, end, c0, c1; float y0, y1; uint32_t block; } cell;
/* Cells on top of each other that are one cell of the table. */
typedef struct { uint32_t c0, c1, page, row, sub; float y0, y1; } block;

typedef struct {
    nv_layout *lay;
    uint32_t beg, end;                 /* raw lines */
    float gutter[MAX_COLS]; uint32_t n_gutters;
    cell *cells; uint32_t n_cells;
    block *blocks; uint32_t n_blocks;
    uint32_t *order;                   /* row of each block's component, top to bottom */
} grid;

static bool usable(const nv_layout *lay, uint32_t i) { return !lay->lines[i].drop && lay->doc->lines.v[i].table < 0; }
static float width(const nv_line *l) { return l->box.x1 - l->box.x0; }
static float height(const nv_line *l) { return l->box.y1 > l->box.y0 ? l->box.y1 - l->box.y0 : 12; }

/* ---- extent ----------------------------------------------------------------------------------------------------- */

/* A line of running text: nearly as wide as the page's text, without a hard gap. */
static bool is_body(const nv_layout *lay, uint32_t i, float page_width)
{
    return !nv_row_is_strong(lay, i) && width(&lay->doc->lines.v[i]) > 0.72f * page_width;
}

static float page_width(const nv_layout *lay, uint32_t line)
{
    const nv_doc *doc = lay->doc;
    uint32_t page = doc->lines.v[line].page, from = line, to = line;
    float x0 = doc->lines.v[line].box.x0, x1 = doc->lines.v[line].box.x1;
    while (from > 0 && doc->lines.v[from - 1].page == page && line - from < 90) from--;
    while (to + 1 < doc->lines.n && doc->lines.v[to + 1].page == page && to - line < 90) to++;
    for (uint32_t i = from; i <= to; i++) {
        if (!usable(lay, i)) continue;
        if (doc->lines.v[i].box.x0 < x0) x0 = doc->lines.v[i].box.x0;
        if (doc->lines.v[i].box.x1 > x1) x1 = doc->lines.v[i].box.x1;
    }
    return x1 - x0;
}

/* The lines from the first strong one up to running text; *strong counts those with hard gaps. */
static uint32_t extent(const nv_layout *lay, uint32_t line, uint32_t *strong)
{
    const nv_doc *doc = lay->doc;
    float w = page_width(lay, line);
    uint32_t last = line, weak = 0, page = doc->lines.v[line].page;
    float left = doc->lines.v[line].box.x0; /* cells keep a distance from the table's edge, so that text outside stands further left */
    *strong = 0;
    for (uint32_t i = line; i < doc->lines.n; i++) {
        if (lay->lines[i].drop) continue;
        const nv_line *l = &doc->lines.v[i];
        if (l->table >= 0 || lay->lines[i].flow) break;
        if (l->page != page) {
            if (l->page > page + 1) break;
            page = l->page;
            w = page_width(lay, i);
        }
        if (nv_row_is_strong(lay, i)) {
            ++*strong;
            last = i;
            weak = 0;
            if (l->box.x0 < left) left = l->box.x0;
        } else if (is_body(lay, i, w) || ++weak > 25 || (*strong > 1 && l->box.x0 < left - 3 && nv_label_of(lay->lines[i].text) != NV_LABEL_NONE)) {
            break;
        }
    }
    return last + 1;
}

/* ---- columns ---------------------------------------------------------------------------------------------------- */

/* A page may be wider than the bins, and pieces of a broken one may lie left of it: they count at the edge. */
static float in_bins(float x)
{
    if (!(x > 0)) return 0; /* not a number, too */
    return x < BINS - 1 ? x : BINS - 1;
}

#define SOFT_ROWS 4u /* rows that must show the same wide space for a strip without a cell border of its own */

/* True if no strong line has text in the strip, and many of them a wide space there, between words that are not all the same (“Sở Nội vụ”, “Sở Y tế” set to both edges):
 * the columns of a narrow table stand so close that no space in it is wide enough to be a border by itself. */
static bool shared_space(const nv_layout *lay, uint32_t beg, uint32_t end, uint32_t skip, uint32_t rows, float x0, float x1)
{
    uint32_t n = 0, lines[2] = { NV_NONE, NV_NONE }, piece = 0;
    for (uint32_t i = beg; i < end; i++) {
        const nv_line *l = &lay->doc->lines.v[i];
        if (!usable(lay, i) || !nv_row_is_strong(lay, i) || (skip && skip--)) continue;
        for (uint32_t k = 1; k < l->n_segs; k++) {
            if (!l->segs[k].soft || l->segs[k - 1].x1 > x0 + 1 || l->segs[k].x0 < x1 - 1) continue;
            n++;
            if (lines[0] == NV_NONE) lines[0] = i, piece = k - 1;
            else if (!nv_str_eq(lay->lines[i].cells[k - 1], lay->lines[lines[0]].cells[piece])) lines[1] = i;
            break;
        }
    }
    return n >= SOFT_ROWS && n * 5 >= rows * 2 && lines[1] != NV_NONE;
}

/* Free strips of the strong lines of [beg, end), the first `skip` of them left out. */
static uint32_t find_gutters(const nv_layout *lay, uint32_t beg, uint32_t end, uint32_t skip, float *out)
{
    bool cover[BINS + 1] = { false }, hard[BINS + 1] = { false };
    float lo = BINS, hi = 0, h = 12;
    uint32_t rows = 0, left = skip;
    for (uint32_t i = beg; i < end; i++) {
        const nv_line *l = &lay->doc->lines.v[i];
        if (!usable(lay, i) || !nv_row_is_strong(lay, i) || (left && left--)) continue;
        rows++;
        h = height(l);
        bool spread = nv_row_is_spread(lay, i);
        for (uint32_t k = 0; k < l->n_segs; k++) {
            float x0 = in_bins(l->segs[k].x0), x1 = in_bins(l->segs[k].x1);
            for (int x = (int)x0; x <= (int)x1; x++) cover[x] = true;
            if (k && (spread || !l->segs[k].soft))
                for (int x = (int)in_bins(l->segs[k - 1].x1); x <= (int)x0; x++) hard[x] = true;
            if (x0 < lo) lo = x0;
            if (x1 > hi) hi = x1;
        }
    }
    uint32_t n = 0;
    float least = rows < 5 ? 0.5f * h : 0.25f * h;
    for (int x = (int)lo; x < (int)hi && n < MAX_COLS; x++) {
        if (cover[x]) continue;
        int from = x;
        bool any = false;
        for (; x < (int)hi && !cover[x]; x++) any = any || hard[x];
        if ((float)(x - from) >= least && (any || shared_space(lay, beg, end, skip, rows, (float)from, (float)x))) out[n++] = ((float)from + (float)x) / 2;
    }
    return n;
}

/* Heads lie across columns: leave out as many first lines as give the most columns. */
static void best_gutters(grid *g, uint32_t strong)
{
    uint32_t most = strong * 2 / 5 < HEAD_ROWS ? strong * 2 / 5 : HEAD_ROWS;
    g->n_gutters = 0;
    for (uint32_t skip = 0; skip <= most; skip++) {
        float v[MAX_COLS];
        uint32_t n = find_gutters(g->lay, g->beg, g->end, skip, v);
        if (n <= g->n_gutters) continue;
        memcpy(g->gutter, v, n * sizeof *v);
        g->n_gutters = n;
    }
}

static uint32_t column_of(const grid *g, float x)
{
    uint32_t c = 0;
    while (c < g->n_gutters && x > g->gutter[c]) c++;
    return c;
}

static void add_cells(grid *g, uint32_t i)
{
    const nv_line *l = &g->lay->doc->lines.v[i];
    for (uint32_t k = 0; k < l->n_segs; ) {
        uint32_t c0 = column_of(g, l->segs[k].x0 + 1), c1 = column_of(g, l->segs[k].x1 - 1), end = k + 1;
        /* words that only a wide space separates and that stand in one column, or run on across a strip */
        while (end < l->n_segs && (column_of(g, l->segs[end].x0 + 1) <= c1)) {
            uint32_t c = column_of(g, l->segs[end].x1 - 1);
            if (c > c1) c1 = c;
            end++;
        }
        g->cells[g->n_cells++] = (cell){ i, k, end, c0, c1 < c0 ? c0 : c1, l->box.y0, l->box.y1, NV_NONE };
        k = end;
    }
}

/* Lines above the first strong one that belong to the table's head: they stand in its columns, close above. */
static void extend_up(grid *g, uint32_t floor)
{
    const nv_doc *doc = g->lay->doc;
    float w = page_width(g->lay, g->beg);
    uint32_t at = g->beg;
    while (at > floor) {
        uint32_t i = at - 1;
        const nv_line *l = &doc->lines.v[i], *below = &doc->lines.v[g->beg];
        if (!usable(g->lay, i) || l->page != below->page || is_body(g->lay, i, w)) break;
        if (below->box.y0 - l->box.y1 > height(l) * 1.2f) break;
        /* the last line of a paragraph above the table */
        if (i > floor && usable(g->lay, i - 1) && is_body(g->lay, i - 1, w) && doc->lines.v[i - 1].page == l->page &&
            l->box.y0 - doc->lines.v[i - 1].box.y1 < height(l) * 0.3f)
            break;
        if (nv_last_char(g->lay->lines[i].text) == ':') break;
        uint32_t c0 = column_of(g, l->box.x0 + 1), c1 = column_of(g, l->box.x1 - 1);
        /* a title in the middle of the page lies across many columns */
        if ((c1 - c0 + 1) * 3 > g->n_gutters + 1 && c0 != c1) break;
        if (g->beg + 8 < i) break;
        g->beg = i;
        at = i;
    }
}

/* Lines below the last strong one that stand inside one column and close: the last row's further lines. */
static void extend_down(grid *g)
{
    const nv_doc *doc = g->lay->doc;
    while (g->end < doc->lines.n) {
        const nv_line *l = &doc->lines.v[g->end], *last = &doc->lines.v[g->end - 1];
        if (!usable(g->lay, g->end) || g->lay->lines[g->end].flow || l->page != last->page || l->box.y0 - last->box.y1 > height(l) * 0.35f) break;
        uint32_t c0 = column_of(g, l->box.x0 + 1), c1 = column_of(g, l->box.x1 - 1);
        if (c0 != c1 || (c0 == 0 && !nv_is_lower(nv_first_char(g->lay->lines[g->end].text)))) break;
        g->end++;
    }
}

/* ---- blocks and rows -------------------------------------------------------------------------------------------- */

/* The last cell before `at` in the same columns, on the same page. */
static uint32_t cell_above(const grid *g, uint32_t at)
{
    const cell *c = &g->cells[at];
    uint32_t page = g->lay->doc->lines.v[c->line].page;
    for (uint32_t i = at; i-- > 0; ) {
        const cell *d = &g->cells[i];
        if (g->lay->doc->lines.v[d->line].page != page) return NV_NONE;
        if (d->line != c->line && d->c0 <= c->c1 && c->c0 <= d->c1) return i;
    }
    return NV_NONE;
}

/* Largest gap between two lines of one cell. */
static float cell_gap(const grid *g)
{
    float *v = nv_xmalloc((g->n_cells + 1) * sizeof *v), h = 12;
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->n_cells; i++) {
        uint32_t up = cell_above(g, i);
        if (up == NV_NONE) continue;
        h = g->cells[i].y1 - g->cells[i].y0;
        v[n++] = g->cells[i].y0 - g->cells[up].y1;
    }
    qsort(v, n, sizeof *v, nv_by_float);
    float least = n ? v[n / 20] : 0;
    free(v);
    /* single spacing makes the boxes of lines overlap; where even the closest lines stand apart, each line is a row */
    return least > 0.15f * h ? least - 0.5f : least + 0.22f * h;
}

static void make_blocks(grid *g)
{
    float most = cell_gap(g);
    for (uint32_t i = 0; i < g->n_cells; i++) {
        cell *c = &g->cells[i];
        uint32_t up = cell_above(g, i), page = g->lay->doc->lines.v[c->line].page;
        if (up != NV_NONE) {
            block *b = &g->blocks[g->cells[up].block];
            bool alone = true; /* no neighbour on this line under the same block */
            uint32_t from = i, to = i; /* cells of a line are neighbours */
            while (from > 0 && g->cells[from - 1].line == c->line) from--;
            while (to + 1 < g->n_cells && g->cells[to + 1].line == c->line) to++;
            for (uint32_t k = from; k <= to; k++)
                if (k != i && g->cells[k].c0 <= b->c1 && b->c0 <= g->cells[k].c1) alone = false;
            if (c->y0 - g->cells[up].y1 <= most && alone && ((b->c0 <= c->c0 && c->c1 <= b->c1) || (c->c0 <= b->c0 && b->c1 <= c->c1))) {
                c->block = g->cells[up].block;
                b->y1 = c->y1;
                if (c->c0 < b->c0) b->c0 = c->c0;
                if (c->c1 > b->c1) b->c1 = c->c1;
                continue;
            }
        }
        c->block = g->n_blocks;
        g->blocks[g->n_blocks++] = (block){ c->c0, c->c1, page, 0, 0, c->y0, c->y1 };
    }
}

/* Blocks whose heights meet are one row: rows of a table never do. Numbers rows from 0. */
static void make_rows(grid *g)
{
    uint32_t rows = 0;
    for (uint32_t i = 0; i < g->n_blocks; i++) g->order[i] = i;
    for (uint32_t i = 1; i < g->n_blocks; i++) /* insertion sort: blocks come nearly in order */
        for (uint32_t k = i; k > 0; k--) {
            block *a = &g->blocks[g->order[k - 1]], *b = &g->blocks[g->order[k]];
            if (a->page < b->page || (a->page == b->page && a->y0 <= b->y0)) break;
            uint32_t t = g->order[k];
            g->order[k] = g->order[k - 1];
            g->order[k - 1] = t;
        }
    float bottom = 0;
    uint32_t page = 0;
    for (uint32_t i = 0; i < g->n_blocks; i++) {
        block *b = &g->blocks[g->order[i]];
        float h = (b->y1 - b->y0) < 20 ? (b->y1 - b->y0) : 14;
        if (i == 0 || b->page != page || b->y0 + 0.15f * h > bottom - 0.15f * h) {
            if (i) rows++;
            bottom = b->y1;
            page = b->page;
        }
        b->row = rows;
        if (b->y1 > bottom) bottom = b->y1;
    }
}

/* True if the cell holds a row number: “1”, “1.”, “I”, “a)”. */
static bool is_number_cell(const grid *g, const cell *c)
{
    if (c->c0 != 0 || c->c1 != 0) return false;
    nv_str s = g->lay->lines[c->line].cells[c->k];
    if (s.n == 0 || s.n > 6) return false;
    if (nv_label_of(s) == NV_LABEL_NUMBER || nv_label_of(s) == NV_LABEL_ROMAN) return true;
    for (uint32_t i = 0; i < s.n; i++)
        if (!nv_is_digit((unsigned char)s.p[i]) && s.p[i] != '.' && !strchr("IVX", s.p[i])) return false;
    return true;
}

/* Where rows touch, blocks run through several of them: if a row has two row numbers, or the first column fills line after line, cut before each. */
static void cut_touching(grid *g)
{
    uint32_t numbers = 0, clash = 0, last_block = NV_NONE, last_row = NV_NONE;
    for (uint32_t i = 0; i < g->n_cells; i++) {
        if (!is_number_cell(g, &g->cells[i])) continue;
        numbers++;
        uint32_t b = g->cells[i].block;
        if (last_row != NV_NONE && (b == last_block || g->blocks[b].row == last_row)) clash++;
        last_block = b;
        last_row = g->blocks[b].row;
    }
    if (numbers < 2 || clash == 0) return;
    /* new blocks: one for each column between two row numbers */
    uint32_t stripe = 0, line = NV_NONE;
    uint32_t *in = nv_xmalloc((g->n_cells + 1) * sizeof *in);
    for (uint32_t i = 0; i < g->n_cells; i++) {
        if (g->cells[i].line != line) {
            line = g->cells[i].line;
            for (uint32_t k = i; k < g->n_cells && g->cells[k].line == line; k++)
                if (is_number_cell(g, &g->cells[k])) {
                    stripe++;
                    break;
                }
        }
        in[i] = stripe;
    }
    g->n_blocks = 0;
    for (uint32_t i = 0; i < g->n_cells; i++) {
        cell *c = &g->cells[i];
        c->block = NV_NONE;
        for (uint32_t k = i; k-- > 0 && in[k] == in[i]; )
            if (g->cells[k].c0 == c->c0 && g->cells[k].c1 == c->c1) {
                c->block = g->cells[k].block;
                break;
            }
        if (c->block == NV_NONE) {
            c->block = g->n_blocks;
            g->blocks[g->n_blocks++] = (block){ c->c0, c->c1, g->lay->doc->lines.v[c->line].page, in[i], 0, c->y0, c->y1 };
        }
    }
    free(in);
}

typedef struct { float y0, y1; uint32_t page, column, to, cells; bool number, plain; } band; /* column: the first that is filled; plain: not all bold */

/* In a table with row numbers, a group of lines without one belongs to the row that it stands closer to: numbers are set in the middle of tall rows,
 * and cells of several paragraphs fall apart. What comes first on a page continues the last row of the page before. */
static void adopt_orphans(grid *g)
{
    uint32_t rows = 0, numbers = 0;
    for (uint32_t i = 0; i < g->n_blocks; i++)
        if (g->blocks[i].row + 1 > rows) rows = g->blocks[i].row + 1;
    band *v = nv_xmalloc((rows + 1) * sizeof *v);
    for (uint32_t r = 0; r <= rows; r++) v[r] = (band){ .column = NV_NONE };
    float h = 12;
    for (uint32_t i = 0; i < g->n_cells; i++) {
        const cell *c = &g->cells[i];
        band *b = &v[g->blocks[c->block].row];
        if (b->y1 <= 0 || c->y0 < b->y0) b->y0 = c->y0;
        if (c->y1 > b->y1) b->y1 = c->y1;
        b->page = g->blocks[c->block].page;
        if (c->c0 < b->column) b->column = c->c0;
        b->cells++;
        b->plain = b->plain || !(g->lay->doc->lines.v[c->line].flags & NV_F_BOLD);
        if (!b->number && is_number_cell(g, c)) b->number = true, numbers++;
        h = c->y1 - c->y0;
    }
    bool begun = false; /* heads have no numbers */
    for (uint32_t r = 0; r < rows; r++) {
        v[r].to = r;
        begun = begun || v[r].number;
        if (numbers < 2 || v[r].number || v[r].column == 0) continue;
        float up = 1e6f, down = 1e6f;
        if (begun && r > 0) up = v[r - 1].page == v[r].page ? v[r].y0 - v[r - 1].y1 : 0.5f * h;
        /* above the first number, a bold or a fuller line is the last of the head and no part of the first row */
        bool head = !begun && r + 1 < rows && ((!v[r].plain && v[r + 1].plain) || v[r].cells > v[r + 1].cells);
        if (!head && r + 1 < rows && v[r + 1].number && v[r + 1].page == v[r].page) down = v[r + 1].y0 - v[r].y1;
        /* with its second column filled it may be a row without a number (“Tổng cộng”) */
        if (up <= down && up < (v[r].column > 1 ? 0.8f : 0.1f) * h) v[r].to = v[r - 1].to;
        else if (down < up && down < (v[r].column > 1 ? 0.3f : 0.1f) * h) v[r].to = r + 1;
    }
    for (uint32_t r = rows; r-- > 0; ) /* those that wait for the row below */
        if (v[r].to > r) v[r].to = v[v[r].to].to;
    for (uint32_t i = 0; i < g->n_blocks; i++) g->blocks[i].row = v[g->blocks[i].row].to;
    free(v);
}

/* ---- output ----------------------------------------------------------------------------------------------------- */

/* A row of heads in whose upper part cells span several columns and in whose lower part those are divided is two rows: sub 0 and 1. */
static void divide_head(grid *g)
{
    for (uint32_t i = 0; i < g->n_blocks; i++)
        for (uint32_t k = 0; g->blocks[i].row == 0 && g->blocks[i].c1 > g->blocks[i].c0 && k < g->n_blocks; k++) {
            const block *a = &g->blocks[i];
            block *b = &g->blocks[k];
            if (b->row == 0 && b->c0 >= a->c0 && b->c1 <= a->c1 && b->y0 > a->y0 && (b->c0 != a->c0 || b->c1 != a->c1)) b->sub = 1;
        }
}

/* The order of cells in the output: row by row, column by column, then as they stand on the page. */
typedef struct { uint32_t row, sub, col, cell; } place;

static int by_place(const void *a, const void *b)
{
    const place *x = a, *y = b;
    if (x->row != y->row) return x->row < y->row ? -1 : 1;
    if (x->sub != y->sub) return x->sub < y->sub ? -1 : 1;
    if (x->col != y->col) return x->col < y->col ? -1 : 1;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

static void empty_cell(grid *g, uint32_t table, uint32_t line, uint32_t row, uint32_t col)
{
    nv_bit *bit = nv_bit_add(g->lay, line, (nv_str){ g->lay->lines[line].text.p, 0 });
    bit->table = table;
    bit->row = row;
    bit->col = col;
}

/* One row: places [p, p + n). */
static void emit_row(grid *g, uint32_t table, const place *p, uint32_t n, uint32_t row)
{
    uint32_t i = 0, line = g->cells[p[0].cell].line;
    for (uint32_t c = 0; c <= g->n_gutters; ) {
        uint32_t span = 1, first = g->lay->bits.n;
        g->lay->groups++;
        for (; i < n && p[i].col <= c; i++) {
            const cell *q = &g->cells[p[i].cell];
            const block *b = &g->blocks[q->block];
            nv_bit *bit = nv_bit_add_pieces(g->lay, q->line, q->k, q->end);
            bit->table = table;
            bit->row = row;
            bit->col = c;
            if (b->c1 + 1 - c > span) span = b->c1 + 1 - c;
        }
        if (g->lay->bits.n == first) empty_cell(g, table, line, row, c);
        for (uint32_t k = first; k < g->lay->bits.n; k++) g->lay->bits.v[k].colspan = span;
        c += span;
    }
}

static bool same_head(const grid *g, uint32_t a, uint32_t b)
{
    const nv_clean_line *x = &g->lay->lines[a], *y = &g->lay->lines[b];
    return nv_str_eq(x->text, y->text);
}

static void emit(grid *g)
{
    nv_doc *doc = g->lay->doc;
    uint32_t table = doc->tables.n, first = g->lay->bits.n, out = 0;
    nv_table *t = NV_PUSH(doc->arena, &doc->tables);
    t->n_cols = g->n_gutters + 1;
    t->page = doc->lines.v[g->beg].page;
    place *p = nv_xmalloc((g->n_cells + 1) * sizeof *p);
    for (uint32_t i = 0; i < g->n_cells; i++) {
        const block *b = &g->blocks[g->cells[i].block];
        p[i] = (place){ b->row, b->sub, b->c0, i };
    }
    qsort(p, g->n_cells, sizeof *p, by_place);
    for (uint32_t i = 0; i < g->n_cells; ) {
        uint32_t end = i + 1;
        while (end < g->n_cells && p[end].row == p[i].row && p[end].sub == p[i].sub) end++;
        emit_row(g, table, p + i, end - i, out++);
        i = end;
    }
    free(p);
    g->lay->groups++;
    doc->tables.v[table].n_rows = out;
    doc->tables.v[table].header_rows = nv_header_rows(g->lay, first, out);
    nv_guess_spans(g->lay, first, doc->tables.v[table].header_rows);
}

/* Cells, rows and bits of the lines of *g. */
static void build(grid *g)
{
    nv_layout *lay = g->lay;
    uint32_t pieces = 0;
    for (uint32_t i = g->beg; i < g->end; i++)
        if (usable(lay, i)) pieces += lay->doc->lines.v[i].n_segs;
    g->cells = nv_xmalloc(pieces * sizeof *g->cells);
    g->blocks = nv_xmalloc(pieces * sizeof *g->blocks);
    g->order = nv_xmalloc(pieces * sizeof *g->order);
    uint32_t head_end = NV_NONE;
    for (uint32_t i = g->beg; i < g->end; i++) {
        if (!usable(lay, i)) continue;
        /* the head is printed again on each page */
        if (lay->doc->lines.v[i].page != lay->doc->lines.v[g->beg].page && (lay->doc->lines.v[i].flags & NV_F_BREAK_BEFORE)) head_end = g->beg;
        if (head_end != NV_NONE && head_end < g->end && same_head(g, i, head_end)) {
            head_end++;
            continue;
        }
        head_end = NV_NONE;
        add_cells(g, i);
    }
    make_blocks(g);
    make_rows(g);
    cut_touching(g);
    adopt_orphans(g);
    divide_head(g);
    emit(g);
    free(g->cells);
    free(g->blocks);
    free(g->order);
}

uint32_t nv_layout_grid(nv_layout *lay, uint32_t line, uint32_t floor)
{
    uint32_t strong = 0;
    if (line < lay->no_grid || !nv_row_is_strong(lay, line)) return line;
    grid g = { .lay = lay, .beg = line, .end = extent(lay, line, &strong) };
    if (strong < 2) return line;
    best_gutters(&g, strong);
    if (g.n_gutters == 0 && strong > 60) lay->no_grid = g.end;
    if (g.n_gutters == 0 || (g.n_gutters == 1 && strong < 4) || (g.n_gutters == 2 && strong < 3)) return line;
    extend_up(&g, floor);
    extend_down(&g);
    while (lay->bits.n && lay->bits.v[lay->bits.n - 1].line >= g.beg && lay->bits.v[lay->bits.n - 1].table == NV_NONE) lay->bits.n--;
    build(&g);
    return g.end;
}

uint32_t nv_grid_two(nv_layout *lay, uint32_t beg, uint32_t end, float gutter)
{
    grid g = { .lay = lay, .beg = beg, .end = end, .gutter = { gutter }, .n_gutters = 1 };
    build(&g);
    return end;
}
