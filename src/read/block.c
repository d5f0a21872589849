/* block.c - see block.h. One buffer holds the line in the making; a row is a line whose cells are joined by tabs. */
#include "read/block.h"

#include <stdio.h>
#include <stdlib.h>

void nv_block_fail(nv_block *b, nv_status st, nv_msg msg, const char *a, const char *c) {
    if (b->status != NV_OK) return;
    nv_str path = b->doc->source.path;
    b->status = nv_err_set(b->err, st, msg, path.n ? path.p : "?", a, c, NULL);
}

static void over(nv_block *b, const char *what, unsigned bound) {
    char num[16];
    snprintf(num, sizeof num, "%u", bound);
    nv_block_fail(b, NV_E_LIMIT, NV_M_E_LIMIT, what, num);
}

static bool white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static void count(nv_look_count *n, uint32_t chars, const nv_look *look) {
    n->chars += chars;
    if (look->bold) n->bold += chars;
    if (look->italic) n->italic += chars;
    if (look->underline) n->underline += chars;
    if (look->center) n->center += chars;
}

static uint32_t flags_of(const nv_look_count *n) {
    if (!n->chars) return 0;
    uint64_t most = (uint64_t)n->chars * 9; /* nearly the whole: nine tenths of the visible characters */
    uint32_t f = 0;
    if ((uint64_t)n->bold * 10 >= most) f |= NV_F_BOLD;
    if ((uint64_t)n->italic * 10 >= most) f |= NV_F_ITALIC;
    if ((uint64_t)n->underline * 10 >= most) f |= NV_F_UNDERLINE;
    if ((uint64_t)n->center * 10 >= most) f |= NV_F_CENTER;
    return f;
}

void nv_block_text(nv_block *b, nv_str s, const nv_look *look) {
    if (b->status != NV_OK || s.n == 0) return;
    b->bytes += s.n;
    if (b->bytes > NV_MAX_TEXT_BYTES) {
        over(b, "NV_MAX_TEXT_BYTES", NV_MAX_TEXT_BYTES);
        return;
    }
    uint32_t beg = (uint32_t)b->text.n, chars = 0;
    for (uint32_t i = 0; i < s.n; i++) chars += !white(s.p[i]) && ((unsigned char)s.p[i] & 0xC0) != 0x80;
    nv_buf_adds(&b->text, s);
    count(&b->line, chars, look);
    count(&b->cell, chars, look);
    if (chars && b->size <= 0) b->size = look->size;
    if (!look->font.n) return;
    nv_font_run *last = b->fonts.n ? &b->fonts.v[b->fonts.n - 1] : NULL;
    if (last && last->end == beg && nv_str_eq(last->font, look->font)) last->end = (uint32_t)b->text.n;
    else *NV_PUSH(b->doc->arena, &b->fonts) = (nv_font_run){ beg, (uint32_t)b->text.n, look->font };
}

void nv_block_label(nv_block *b, nv_str label, const nv_look *look) {
    label = nv_str_trim(label);
    if (!label.n || !nv_block_empty(b)) return;
    if (!b->in_cell) b->text.n = 0;
    nv_block_text(b, label, look);
    if (!b->in_cell) b->label = label.n;
    nv_block_text(b, NV_LIT(" "), look);
}

bool nv_block_empty(const nv_block *b) {
    for (size_t i = b->in_cell ? b->cell_beg : 0; i < b->text.n; i++)
        if (!white(b->text.p[i])) return false;
    return true;
}

/* Moves the ends of font runs with the bytes: `map[i]` is where byte i of the untidied text went. */
static void move_fonts(nv_block *b, const uint32_t *map, uint32_t from) {
    for (uint32_t i = 0; i < b->fonts.n; i++) {
        nv_font_run *r = &b->fonts.v[i];
        if (r->end <= from) continue;
        r->beg = r->beg < from ? r->beg : map[r->beg - from];
        r->end = map[r->end - from];
    }
}

/* Tidies text[from …): no white space at its ends, a run of white space that holds a line break or a tab becomes that one character. In a cell a tab
 * is a space, because tabs divide cells. */
static void tidy(nv_block *b, uint32_t from) {
    char *p = b->text.p;
    uint32_t n = (uint32_t)b->text.n, out = from;
    uint32_t *map = nv_xmalloc((n - from + 1) * sizeof *map);
    for (uint32_t i = from; i < n; ) {
        if (!white(p[i])) {
            map[i - from] = out;
            p[out++] = p[i++];
            continue;
        }
        char as = ' ';
        uint32_t run = i;
        for (; i < n && white(p[i]); i++) {
            map[i - from] = out;
            if (p[i] == '\n' || (p[i] == '\t' && as == ' ')) as = p[i];
        }
        if (as == '\t' && b->in_cell) as = ' ';
        if (out == from || i == n) continue;
        if (as == ' ') /* a gap of many spaces means something to the reader of letterheads: kept */
            for (uint32_t k = run; k < i; k++) p[out++] = ' ';
        else p[out++] = as;
    }
    map[n - from] = out;
    move_fonts(b, map, from);
    b->text.n = out;
    free(map);
}

static void reset_line(nv_block *b) {
    b->text.n = 0;
    b->fonts.v = NULL;
    b->fonts.n = b->fonts.cap = 0;
    b->line = b->cell = (nv_look_count){ 0 };
    b->size = 0;
    b->label = 0;
}

/* A new line of the document with the buffer's text; what is pending stands before it. */
static nv_line *push_line(nv_block *b, uint32_t flags) {
    if (b->doc->lines.n >= NV_MAX_LINES) {
        over(b, "NV_MAX_LINES", NV_MAX_LINES);
        return NULL;
    }
    nv_line *l = NV_PUSH(b->doc->arena, &b->doc->lines);
    *l = (nv_line){ .text = nv_arena_str(b->doc->arena, nv_buf_str(&b->text)), .flags = flags | b->pending | flags_of(&b->line), .table = -1, .size = b->size,
        .fonts = b->fonts.v, .n_fonts = b->fonts.n };
    b->pending = 0;
    return l;
}

static void cut_segs(nv_block *b, nv_line *l) {
    uint32_t n = 1;
    for (uint32_t i = 0; i < l->text.n; i++) n += l->text.p[i] == '\t';
    if (n == 1) return;
    l->segs = nv_arena_alloc(b->doc->arena, n * sizeof *l->segs);
    for (uint32_t i = 0, from = 0; i <= l->text.n; i++) {
        if (i < l->text.n && l->text.p[i] != '\t') continue;
        uint32_t col = l->n_segs < UINT16_MAX ? l->n_segs : UINT16_MAX;
        l->segs[l->n_segs++] = (nv_seg){ .text = nv_str_cut(l->text, from, i), .col = (uint16_t)col, .colspan = 1, .rowspan = 1 };
        from = i + 1;
    }
}

/* Bytes of white space at both ends, no-break spaces included: many editors write a blank line with one. */
static void drop_nbsp(nv_block *b, uint32_t from) {
    for (size_t before = SIZE_MAX; b->text.n != before; ) {
        before = b->text.n;
        while (b->text.n > from && white(b->text.p[b->text.n - 1])) b->text.n--;
        if (b->text.n >= from + 2 && memcmp(b->text.p + b->text.n - 2, "\xC2\xA0", 2) == 0) b->text.n -= 2;
    }
    for (uint32_t i = 0; i < b->fonts.n; i++) {
        nv_font_run *r = &b->fonts.v[i];
        if (r->end > b->text.n) r->end = (uint32_t)b->text.n;
        if (r->beg > r->end) r->beg = r->end;
    }
}

void nv_block_para_end(nv_block *b, uint32_t flags) {
    if (b->status != NV_OK) return;
    if (b->in_cell) { /* tidied with the whole cell */
        if (b->text.n > b->cell_beg && b->text.p[b->text.n - 1] != '\n') nv_buf_addc(&b->text, '\n');
        return;
    }
    if (b->in_row) return; /* text between cells belongs nowhere */
    drop_nbsp(b, 0);
    tidy(b, 0);
    if (b->text.n == 0) {
        b->pending |= NV_F_BLANK_BEFORE;
    } else {
        if (b->label > b->text.n) b->label = (uint32_t)b->text.n;
        nv_line *l = push_line(b, flags | NV_F_PARA_START | NV_F_PARA_END | (b->label ? (uint32_t)NV_F_AUTONUM : 0u));
        if (l) {
            l->label = b->label;
            cut_segs(b, l);
        }
    }
    reset_line(b);
}

void nv_block_table_begin(nv_block *b) {
    nv_block_para_end(b, 0);
    b->table++;
    b->row = 0;
    b->table_line = b->doc->lines.n;
}

void nv_block_row_begin(nv_block *b) {
    reset_line(b);
    b->segs.v = NULL;
    b->segs.n = b->segs.cap = 0;
    b->in_row = true;
}

void nv_block_cell_begin(nv_block *b, uint32_t col, uint32_t colspan, uint32_t rowspan) {
    if (col >= NV_MAX_TABLE_COLS || b->segs.n >= NV_MAX_TABLE_COLS) over(b, "NV_MAX_TABLE_COLS", NV_MAX_TABLE_COLS);
    if (b->status != NV_OK) return;
    if (b->segs.n) nv_buf_addc(&b->text, '\t');
    if (colspan < 1) colspan = 1;
    if (colspan > NV_MAX_TABLE_COLS - col) colspan = NV_MAX_TABLE_COLS - col;
    if (rowspan > UINT16_MAX) rowspan = UINT16_MAX;
    *NV_PUSH(b->doc->arena, &b->segs) = (nv_seg){ .col = (uint16_t)col, .colspan = (uint16_t)colspan, .rowspan = (uint16_t)rowspan };
    b->cell_beg = (uint32_t)b->text.n;
    b->cell = (nv_look_count){ 0 };
    b->in_cell = true;
}

void nv_block_cell_end(nv_block *b) {
    if (b->status != NV_OK || !b->in_cell) return;
    drop_nbsp(b, b->cell_beg);
    tidy(b, b->cell_beg);
    nv_seg *s = &b->segs.v[b->segs.n - 1];
    s->text = (nv_str){ NULL, (uint32_t)b->text.n - b->cell_beg }; /* the bytes move once more: cut at the row's end */
    s->flags = flags_of(&b->cell);
    b->in_cell = false;
}

void nv_block_row_end(nv_block *b) {
    if (b->status != NV_OK || !b->in_row) return;
    nv_block_cell_end(b);
    b->in_row = false;
    if (b->segs.n) {
        nv_line *l = push_line(b, NV_F_PARA_START | NV_F_PARA_END);
        if (!l) return;
        for (uint32_t i = 0, at = 0; i < b->segs.n; i++) {
            b->segs.v[i].text.p = l->text.p + at;
            at += b->segs.v[i].text.n + 1;
        }
        l->segs = b->segs.v;
        l->n_segs = b->segs.n;
        l->table = b->table;
        l->row = b->row++;
    }
    reset_line(b);
}

void nv_block_table_end(nv_block *b, bool borders) {
    if (b->row == 0 && b->status == NV_OK) b->table--; /* no row: no table */
    for (uint32_t i = b->table_line; i < b->doc->lines.n; i++)
        if (b->doc->lines.v[i].table == b->table && b->row) b->doc->lines.v[i].borders = borders;
    b->row = 0;
    b->table_line = b->doc->lines.n;
}

void nv_block_free(nv_block *b) { nv_buf_clear(&b->text); }
