/* docx_table.c - tables of a DOCX: one line a row, cells with their column and spans. */
#include "read/docx.h"

typedef struct {
    nv_dx_sink *sink;
    uint32_t first;                      /* index of its first line in sink->out */
    int32_t index;
    uint32_t rows;
    int8_t inside;                       /* borders between cells by w:tblBorders, -1 nothing said */
    nv_str style;
    uint32_t cells, drawn, bare;         /* cells; those with own visible borders; those that say they have none */
    nv_seg *open[NV_MAX_TABLE_COLS];     /* the cell that a vertical merge in this column would continue */
} table;

typedef struct { uint32_t seg; nv_font_run run; } cell_font;

typedef struct {
    NV_VEC(nv_seg) segs;
    NV_VEC(cell_font) fonts;             /* offsets count from the beginning of the cell */
    uint32_t col;
    bool deleted;
    bool any, all_bold, all_italic, all_center; /* of its paragraphs that have text */
    float size;
} row;

typedef struct { uint32_t span, format; bool merged_up, merges, merged_left, deleted; int drawn; /* 1 has borders, 0 says none, -1 nothing */ } cell_pr;

static void read_table_pr(nv_dx_ctx *c, table *t) {
    nv_dx_kids k = nv_dx_enter(c->x);
    while (nv_dx_child(c->x, &k)) {
        if (c->x->tok == NV_DX_tblStyle) t->style = nv_dx_attr_str(c->x, "val");
        if (c->x->tok == NV_DX_tblBorders) t->inside = nv_dx_inside_borders(c->x);
    }
}

static void read_cell_pr(nv_dx_xml *x, cell_pr *pr) {
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) {
        const char *v = nv_dx_attr(x, "val");
        bool restart = v && strcmp(v, "restart") == 0;
        if (x->tok == NV_DX_gridSpan) {
            int32_t n = nv_dx_attr_int(x, "val", 1);
            pr->span = n < 1 ? 1 : n > 0xFFFF ? 0xFFFF : (uint32_t)n;
        } else if (x->tok == NV_DX_vMerge) { pr->merges = restart; pr->merged_up = !restart; }
        else if (x->tok == NV_DX_hMerge) pr->merged_left = !restart;
        else if (x->tok == NV_DX_cellDel) pr->deleted = true;
        else if (x->tok == NV_DX_tcBorders) {
            nv_dx_kids b = nv_dx_enter(x);
            pr->drawn = 0;
            while (nv_dx_child(x, &b)) if (nv_dx_border_visible(x)) pr->drawn = 1;
        }
    }
}

static void count_format(row *r, const nv_dx_lines *lines) {
    for (uint32_t i = 0; i < lines->n; i++) {
        const nv_line *l = &lines->v[i];
        if (!r->any) { r->any = r->all_bold = r->all_italic = r->all_center = true; r->size = l->size; }
        r->all_bold &= (l->flags & NV_F_BOLD) != 0;
        r->all_italic &= (l->flags & NV_F_ITALIC) != 0;
        r->all_center &= (l->flags & NV_F_CENTER) != 0;
    }
}

/* Bold, italic, centred: what all paragraphs of the cell are. */
static uint32_t cell_format(const nv_dx_lines *lines) {
    uint32_t flags = lines->n ? NV_F_BOLD | NV_F_ITALIC | NV_F_CENTER : 0u;
    for (uint32_t i = 0; i < lines->n; i++) flags &= lines->v[i].flags;
    return flags;
}

static nv_str join(nv_arena *a, const nv_dx_lines *lines) {
    if (lines->n == 1) return lines->v[0].text;
    size_t n = 0;
    for (uint32_t i = 0; i < lines->n; i++) n += lines->v[i].text.n + 1u;
    char *z = nv_arena_alloc(a, n + 1);
    nv_str out = { z, 0 };
    for (uint32_t i = 0; i < lines->n; i++) {
        if (i) z[out.n++] = '\n';
        memcpy(z + out.n, lines->v[i].text.p, lines->v[i].text.n);
        out.n += lines->v[i].text.n;
    }
    return out;
}

/* Notes the fonts of the cell that comes next in the row. */
static void cell_fonts(nv_arena *a, row *r, const nv_dx_lines *lines) {
    for (uint32_t i = 0, at = 0; i < lines->n; i++) {
        const nv_line *l = &lines->v[i];
        for (uint32_t k = 0; k < l->n_fonts; k++) *NV_PUSH(a, &r->fonts) = (cell_font){ r->segs.n, { l->fonts[k].beg + at, l->fonts[k].end + at, l->fonts[k].font } };
        at += l->text.n + 1;
    }
}

/* The cell's content; its properties come first in it (ECMA-376-1, 17.4.65), and content that Word does not show is only passed over. */
static nv_str cell_text(nv_dx_ctx *c, table *t, row *r, cell_pr *pr) {
    nv_dx_lines lines = { 0 };
    nv_dx_sink sink = { .out = &lines, .flat = true };
    bool covered = false, known = false;
    nv_dx_kids k = nv_dx_enter(c->x);
    while (nv_dx_child(c->x, &k)) {
        if (c->x->tok == NV_DX_tcPr) { read_cell_pr(c->x, pr); continue; }
        if (!known) {
            known = true;
            covered = pr->deleted || (pr->merged_up && r->col < NV_MAX_TABLE_COLS && t->open[r->col]);
            c->muted += covered;
        }
        nv_dx_block(c, &sink);
    }
    nv_dx_sink_end(c, &sink);
    c->muted -= covered;
    if (covered) return (nv_str){ "", 0 };
    count_format(r, &lines);
    pr->format = cell_format(&lines);
    if (!pr->merged_left && !pr->deleted) cell_fonts(c->doc->arena, r, &lines);
    return join(c->doc->arena, &lines);
}

static bool too_wide(nv_dx_ctx *c, uint32_t col) {
    if (col < NV_MAX_TABLE_COLS) return false;
    if (!c->cols_reported) {
        char num[16];
        snprintf(num, sizeof num, "%u", NV_MAX_TABLE_COLS);
        nv_doc_diag(c->doc, NV_M_LIMIT_HIT, NULL, 0, "w:tc", num, NULL);
        c->cols_reported = true;
    }
    return true;
}

static void read_cell(nv_dx_ctx *c, table *t, row *r) {
    cell_pr pr = { .span = 1, .drawn = -1 };
    nv_str text = cell_text(c, t, r, &pr);
    if (pr.deleted || too_wide(c, r->col)) return;
    t->cells++;
    t->drawn += pr.drawn == 1;
    t->bare += pr.drawn == 0;
    if (pr.span > NV_MAX_TABLE_COLS - r->col) pr.span = NV_MAX_TABLE_COLS - r->col;
    if (pr.merged_left && r->segs.n) { /* the old way to span columns */
        nv_seg *left = &r->segs.v[r->segs.n - 1];
        left->colspan = (uint16_t)(left->colspan + pr.span);
        if (!left->text.n) left->text = text;
        r->col += pr.span;
        return;
    }
    nv_seg *seg = NV_PUSH(c->doc->arena, &r->segs);
    *seg = (nv_seg){ .text = text, .col = (uint16_t)r->col, .colspan = (uint16_t)pr.span, .rowspan = 1, .flags = pr.format };
    if (pr.merged_up && t->open[r->col]) {
        if (t->open[r->col]->rowspan < UINT16_MAX) t->open[r->col]->rowspan++;
        seg->rowspan = 0;
    } else for (uint32_t i = 0; i < pr.span; i++) t->open[r->col + i] = NULL;
    r->col += pr.span;
    if (pr.merges) seg->rowspan = UINT16_MAX; /* marked: entered in `open` once the row's array no longer moves */
}

static void read_row_pr(nv_dx_ctx *c, row *r) {
    nv_dx_kids k = nv_dx_enter(c->x);
    while (nv_dx_child(c->x, &k)) {
        if (c->x->tok == NV_DX_del) r->deleted = true;
        if (c->x->tok == NV_DX_gridBefore) {
            int32_t n = nv_dx_attr_int(c->x, "val", 0);
            r->col = n > 0 && n < (int32_t)NV_MAX_TABLE_COLS ? (uint32_t)n : 0;
        }
    }
}

static void row_kids(nv_dx_ctx *c, table *t, row *r) {
    nv_dx_kids k = nv_dx_enter(c->x);
    while (nv_dx_child(c->x, &k)) {
        switch (c->x->tok) {
        case NV_DX_trPr: read_row_pr(c, r); break;
        case NV_DX_tc: if (!r->deleted) read_cell(c, t, r); break;
        case NV_DX_sdt: case NV_DX_sdtContent: case NV_DX_customXml: case NV_DX_ins: row_kids(c, t, r); break;
        default: break;
        }
    }
}

static nv_str row_text(nv_arena *a, const row *r) {
    size_t n = 0;
    for (uint32_t i = 0; i < r->segs.n; i++) n += r->segs.v[i].text.n + 1u;
    char *z = nv_arena_alloc(a, n + 1);
    nv_str out = { z, 0 };
    for (uint32_t i = 0; i < r->segs.n; i++) {
        if (i) z[out.n++] = '\t';
        memcpy(z + out.n, r->segs.v[i].text.p, r->segs.v[i].text.n);
        out.n += r->segs.v[i].text.n;
    }
    return out;
}

static void row_fonts(nv_arena *a, nv_line *line, const row *r) {
    if (r->fonts.n) line->fonts = nv_arena_alloc(a, r->fonts.n * sizeof *line->fonts);
    for (uint32_t i = 0, k = 0, at = 0; i < r->segs.n; i++) {
        for (; k < r->fonts.n && r->fonts.v[k].seg <= i; k++) {
            nv_font_run f = r->fonts.v[k].run;
            if (r->fonts.v[k].seg == i && f.end <= r->segs.v[i].text.n) line->fonts[line->n_fonts++] = (nv_font_run){ f.beg + at, f.end + at, f.font };
        }
        at += r->segs.v[i].text.n + 1;
    }
}

static void read_row(nv_dx_ctx *c, table *t) {
    row r = { 0 };
    row_kids(c, t, &r);
    if (r.deleted || !r.segs.n || !nv_dx_ok(c->pkg)) return;
    uint32_t flags = NV_F_PARA_START | NV_F_PARA_END;
    if (r.any) flags |= (r.all_bold ? NV_F_BOLD : 0u) | (r.all_italic ? NV_F_ITALIC : 0u) | (r.all_center ? NV_F_CENTER : 0u);
    nv_line *line = nv_dx_line(c, t->sink, row_text(c->doc->arena, &r), flags);
    if (!line) return;
    for (uint32_t i = 0; i < r.segs.n; i++)
        if (r.segs.v[i].rowspan == UINT16_MAX) { r.segs.v[i].rowspan = 1; t->open[r.segs.v[i].col] = &r.segs.v[i]; }
    line->segs = r.segs.v;
    line->n_segs = r.segs.n;
    line->table = t->index;
    line->row = t->rows++;
    line->size = r.size;
    row_fonts(c->doc->arena, line, &r);
}

static void table_kids(nv_dx_ctx *c, table *t) {
    nv_dx_kids k = nv_dx_enter(c->x);
    while (nv_dx_child(c->x, &k)) {
        switch (c->x->tok) {
        case NV_DX_tblPr: read_table_pr(c, t); break;
        case NV_DX_tr: read_row(c, t); break;
        case NV_DX_sdt: case NV_DX_sdtContent: case NV_DX_customXml: case NV_DX_ins: table_kids(c, t); break;
        default: break;
        }
    }
}

/* Cells have the last word on their borders, the table's own properties come before its style. */
static bool has_borders(nv_dx_ctx *c, const table *t) {
    int8_t inside = t->inside;
    if (inside < 0) {
        const nv_dx_style *st = nv_dx_style_find(&c->styles, 't', t->style);
        if (!st) st = c->styles.table;
        inside = st ? st->inside : -1;
    }
    return inside == 1 ? t->bare < t->cells : t->drawn * 2 > t->cells;
}

void nv_dx_table(nv_dx_ctx *c, nv_dx_sink *sink) {
    table t = { .sink = sink, .first = sink->out->n, .index = (int32_t)c->n_tables, .inside = -1, .style = { "", 0 } };
    table_kids(c, &t);
    if (!t.rows || !nv_dx_ok(c->pkg)) return;
    c->n_tables++;
    bool borders = has_borders(c, &t);
    for (uint32_t i = t.first; i < sink->out->n; i++) if (sink->out->v[i].table == t.index) sink->out->v[i].borders = borders;
}
