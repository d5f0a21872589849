/* html_walk.c - the elements of a document to lines and rows: white space collapsed, list labels counted, tables with their spans. */
#include "read/html.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

static const struct { const char *name; nv_ht_kind kind; } elements[] = {
    { "p", NV_HT_BLOCK }, { "div", NV_HT_BLOCK }, { "br", NV_HT_BR }, { "table", NV_HT_TABLE }, { "ol", NV_HT_LIST }, { "ul", NV_HT_LIST }, { "li", NV_HT_ITEM },
    { "h1", NV_HT_HEADING }, { "h2", NV_HT_HEADING }, { "h3", NV_HT_HEADING }, { "h4", NV_HT_HEADING }, { "h5", NV_HT_HEADING }, { "h6", NV_HT_HEADING },
    { "pre", NV_HT_PRE }, { "center", NV_HT_BLOCK }, { "blockquote", NV_HT_BLOCK }, { "section", NV_HT_BLOCK }, { "article", NV_HT_BLOCK }, { "main", NV_HT_BLOCK },
    { "header", NV_HT_BLOCK }, { "footer", NV_HT_BLOCK }, { "aside", NV_HT_BLOCK }, { "nav", NV_HT_BLOCK }, { "form", NV_HT_BLOCK }, { "fieldset", NV_HT_BLOCK },
    { "dl", NV_HT_BLOCK }, { "dt", NV_HT_BLOCK }, { "dd", NV_HT_BLOCK }, { "hr", NV_HT_BLOCK }, { "address", NV_HT_BLOCK }, { "figure", NV_HT_BLOCK },
    { "tr", NV_HT_BLOCK }, { "td", NV_HT_BLOCK }, { "th", NV_HT_BLOCK }, { "tbody", NV_HT_BLOCK }, { "thead", NV_HT_BLOCK }, { "tfoot", NV_HT_BLOCK }, { "caption", NV_HT_BLOCK },
    { "body", NV_HT_BLOCK }, { "html", NV_HT_BLOCK }, { "details", NV_HT_BLOCK }, { "summary", NV_HT_BLOCK },
    { "script", NV_HT_SKIP }, { "style", NV_HT_SKIP }, { "head", NV_HT_SKIP }, { "title", NV_HT_SKIP }, { "noscript", NV_HT_SKIP }, { "template", NV_HT_SKIP },
    { "iframe", NV_HT_SKIP }, { "object", NV_HT_SKIP }, { "svg", NV_HT_SKIP }, { "select", NV_HT_SKIP }, { "textarea", NV_HT_SKIP }, { "button", NV_HT_SKIP },
    { "input", NV_HT_SKIP }, { "img", NV_HT_SKIP }, { "audio", NV_HT_SKIP }, { "video", NV_HT_SKIP }, { "canvas", NV_HT_SKIP }, { "map", NV_HT_SKIP }, { "del", NV_HT_SKIP },
    { "colgroup", NV_HT_SKIP }, { "col", NV_HT_SKIP }, { "xml", NV_HT_SKIP }, { "o:p", NV_HT_INLINE }, { "dialog", NV_HT_SKIP },
};

bool nv_ht_is(const xmlNode *e, const char *name) { return e->type == XML_ELEMENT_NODE && strcasecmp((const char *)e->name, name) == 0; }

nv_ht_kind nv_ht_kind_of(const xmlNode *e) {
    for (size_t i = 0; i < NV_NELEM(elements); i++)
        if (strcasecmp((const char *)e->name, elements[i].name) == 0) return elements[i].kind;
    return NV_HT_INLINE;
}

const char *nv_ht_attr(const xmlNode *e, const char *name) {
    for (const xmlAttr *a = e->properties; a; a = a->next)
        if (strcasecmp((const char *)a->name, name) == 0) return a->children && a->children->content ? (const char *)a->children->content : "";
    return NULL;
}

bool nv_ht_style(const xmlNode *e, const char *property, nv_str *value) {
    const char *style = nv_ht_attr(e, "style");
    size_t n = strlen(property);
    for (const char *p = style; p && *p; ) {
        p += strspn(p, " \t\r\n;");
        const char *end = p + strcspn(p, ";");
        if (strncasecmp(p, property, n) == 0) {
            const char *q = p + n;
            q += strspn(q, " \t\r\n");
            if (q < end && *q == ':') {
                *value = nv_str_trim((nv_str){ q + 1, (uint32_t)(end - q - 1) });
                return true;
            }
        }
        p = end;
    }
    return false;
}

static bool value_is(nv_str v, const char *z) { return v.n >= strlen(z) && strncasecmp(v.p, z, strlen(z)) == 0; }

bool nv_ht_hidden(const xmlNode *e) {
    if (e->type != XML_ELEMENT_NODE) return e->type != XML_TEXT_NODE && e->type != XML_CDATA_SECTION_NODE;
    if (nv_ht_kind_of(e) == NV_HT_SKIP || nv_ht_attr(e, "hidden")) return true;
    nv_str v;
    return (nv_ht_style(e, "display", &v) && value_is(v, "none")) || (nv_ht_style(e, "visibility", &v) && value_is(v, "hidden")) ||
           (nv_ht_style(e, "mso-hide", &v) && value_is(v, "all"));
}

/* ---- looks ------------------------------------------------------------------------------------------------------ */

/* First family of a font list, without quotes. */
static nv_str first_font(nv_arena *a, nv_str list) {
    uint32_t end = 0;
    while (end < list.n && list.p[end] != ',') end++;
    nv_str s = nv_str_trim(nv_str_cut(list, 0, end));
    while (s.n && (s.p[0] == '"' || s.p[0] == '\'')) s = nv_str_cut(s, 1, s.n);
    while (s.n && (s.p[s.n - 1] == '"' || s.p[s.n - 1] == '\'')) s.n--;
    return nv_arena_str(a, s);
}

static nv_look look_of(nv_arena *a, const xmlNode *e, const nv_look *outer) {
    nv_look k = *outer;
    nv_str v;
    const char *at;
    if (nv_ht_is(e, "b") || nv_ht_is(e, "strong") || nv_ht_is(e, "th") || nv_ht_kind_of(e) == NV_HT_HEADING) k.bold = true;
    if (nv_ht_is(e, "i") || nv_ht_is(e, "em")) k.italic = true;
    if (nv_ht_is(e, "u")) k.underline = true;
    if (nv_ht_is(e, "center") || nv_ht_is(e, "caption") || nv_ht_is(e, "th")) k.center = true;
    if ((at = nv_ht_attr(e, "align")) != NULL && nv_ht_kind_of(e) != NV_HT_TABLE) k.center = strcasecmp(at, "center") == 0 || strcasecmp(at, "middle") == 0;
    if (nv_ht_is(e, "font") && (at = nv_ht_attr(e, "face")) != NULL && *at) k.font = first_font(a, nv_str_of(at));
    if (!nv_ht_attr(e, "style")) return k;
    if (nv_ht_style(e, "text-align", &v)) k.center = value_is(v, "center");
    if (nv_ht_style(e, "font-weight", &v)) k.bold = value_is(v, "bold") || (v.n == 3 && v.p[0] >= '6' && v.p[0] <= '9');
    if (nv_ht_style(e, "font-style", &v)) k.italic = value_is(v, "italic") || value_is(v, "oblique");
    if (nv_ht_style(e, "text-decoration", &v)) k.underline = value_is(v, "underline");
    if (nv_ht_style(e, "font-family", &v) && v.n) k.font = first_font(a, v);
    if (nv_ht_style(e, "font-size", &v) && v.n) {
        char num[16];
        char *end;
        snprintf(num, sizeof num, "%.*s", (int)(v.n < 15 ? v.n : 15), v.p);
        float size = strtof(num, &end);
        if (size > 0 && strncasecmp(end, "pt", 2) == 0) k.size = size;
        if (size > 0 && strncasecmp(end, "px", 2) == 0) k.size = size * 0.75f;
    }
    return k;
}

/* ---- text ------------------------------------------------------------------------------------------------------- */

typedef struct {
    nv_block *b;
    bool space;      /* white space is due before the next word */
    uint32_t table;  /* depth of tables that are rows of the document (0 or 1) */
    uint32_t pre;
    nv_buf scratch;
} walker;

static void walk(walker *w, const xmlNode *e, const nv_look *look);

static bool ascii_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

static void add_text(walker *w, const char *z, const nv_look *look) {
    w->scratch.n = 0;
    for (; *z; z++) {
        if (w->pre || !ascii_white(*z)) {
            if (w->space && !nv_block_empty(w->b)) nv_buf_addc(&w->scratch, ' ');
            else if (w->space && w->scratch.n) nv_buf_addc(&w->scratch, ' ');
            w->space = false;
            if (*z != '\r') nv_buf_addc(&w->scratch, *z);
        } else w->space = true;
    }
    nv_block_text(w->b, nv_buf_str(&w->scratch), look);
}

static void end_para(walker *w) {
    w->space = false;
    if (!nv_block_empty(w->b)) nv_block_para_end(w->b, 0);
}

/* ---- lists ------------------------------------------------------------------------------------------------------ */

static int32_t number_attr(const xmlNode *e, const char *name, int32_t none) {
    const char *v = nv_ht_attr(e, name);
    if (!v) return none;
    char *end;
    long n = strtol(v, &end, 10);
    return end == v || n > 99999 || n < -99999 ? none : (int32_t)n;
}

static void add_letters(nv_buf *out, int32_t n, char base) {
    char rev[8];
    unsigned len = 0;
    for (; n > 0 && len < sizeof rev; n = (n - 1) / 26) rev[len++] = (char)(base + (n - 1) % 26);
    while (len) nv_buf_addc(out, rev[--len]);
}

static void add_roman(nv_buf *out, int32_t n, bool upper) {
    static const struct { int32_t v; const char *s; } steps[] = { { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" }, { 90, "xc" }, { 50, "l" },
        { 40, "xl" }, { 10, "x" }, { 9, "ix" }, { 5, "v" }, { 4, "iv" }, { 1, "i" } };
    for (size_t i = 0; i < NV_NELEM(steps); i++)
        for (; n >= steps[i].v; n -= steps[i].v)
            for (const char *p = steps[i].s; *p; p++) nv_buf_addc(out, upper ? (char)(*p - 32) : *p);
}

/* What a browser prints before an item. */
static void item_label(walker *w, const xmlNode *item, int32_t n, const nv_look *look) {
    const xmlNode *list = item->parent;
    if (!list || nv_ht_kind_of(list) != NV_HT_LIST) return;
    nv_str v;
    if ((nv_ht_style(item, "list-style-type", &v) || nv_ht_style(list, "list-style-type", &v) || nv_ht_style(list, "list-style", &v)) && value_is(v, "none")) return;
    nv_buf out = { 0 };
    if (nv_ht_is(list, "ul")) nv_buf_addc(&out, '-');
    else {
        const char *type = nv_ht_attr(list, "type");
        char kind = type && *type ? *type : '1';
        if (nv_ht_style(list, "list-style-type", &v))
            kind = value_is(v, "lower-alpha") || value_is(v, "lower-latin") ? 'a' : value_is(v, "upper-alpha") || value_is(v, "upper-latin") ? 'A' :
                   value_is(v, "lower-roman") ? 'i' : value_is(v, "upper-roman") ? 'I' : '1';
        if (n < 1 || n > 3999) kind = '1';
        if (kind == 'a' || kind == 'A') add_letters(&out, n, kind);
        else if (kind == 'i' || kind == 'I') add_roman(&out, n, kind == 'I');
        else nv_buf_printf(&out, "%d", n);
        nv_buf_addc(&out, '.');
    }
    nv_look plain = *look;
    nv_block_label(w->b, nv_buf_str(&out), &plain);
    nv_buf_clear(&out);
}

static void walk_list(walker *w, const xmlNode *list, const nv_look *look) {
    int32_t n = number_attr(list, "start", 1);
    for (const xmlNode *c = list->children; c; c = c->next) {
        if (c->type == XML_TEXT_NODE) { add_text(w, (const char *)c->content, look); continue; }
        if (nv_ht_hidden(c)) continue;
        nv_look k = look_of(w->b->doc->arena, c, look);
        if (nv_ht_kind_of(c) == NV_HT_ITEM) {
            n = number_attr(c, "value", n);
            end_para(w);
            item_label(w, c, n++, &k);
            w->space = false;
            walk(w, c, &k);
            end_para(w);
        } else walk(w, c, &k);
    }
}

/* ---- tables ----------------------------------------------------------------------------------------------------- */

static bool is_cell(const xmlNode *e) { return nv_ht_is(e, "td") || nv_ht_is(e, "th"); }

typedef void row_fn(void *arg, const xmlNode *tr);

/* Rows of this table, not those of tables inside it. */
static void each_row(const xmlNode *e, row_fn *fn, void *arg) {
    for (const xmlNode *c = e->children; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE || nv_ht_hidden(c)) continue;
        if (nv_ht_is(c, "tr")) fn(arg, c);
        else if (!nv_ht_is(c, "table") && !is_cell(c)) each_row(c, fn, arg);
    }
}

typedef struct { uint32_t rows, cells, widest, drawn, undrawn; } shape;

/* 1 if the element says that it has borders, 0 if it says that it has none, -1 if it says nothing. */
static int borders_of(const xmlNode *e) {
    static const char *const props[] = { "border", "border-bottom", "border-top", "border-left", "border-right", "border-style", "border-width" };
    nv_str v;
    int said = -1;
    for (size_t i = 0; i < NV_NELEM(props); i++) {
        if (!nv_ht_style(e, props[i], &v)) continue;
        bool none = value_is(v, "none") || value_is(v, "hidden") || value_is(v, "0");
        bool solid = memmem(v.p, v.n, "solid", 5) || memmem(v.p, v.n, "double", 6);
        if (solid && !none) return 1;
        if (none) said = 0;
    }
    return said;
}

static void measure(void *arg, const xmlNode *tr) {
    shape *s = arg;
    uint32_t n = 0;
    for (const xmlNode *c = tr->children; c; c = c->next) {
        if (!is_cell(c) || nv_ht_hidden(c)) continue;
        n++;
        int drawn = borders_of(c);
        s->drawn += drawn == 1;
        s->undrawn += drawn == 0;
    }
    s->rows++;
    s->cells += n;
    if (n > s->widest) s->widest = n;
}

static bool has_table(const xmlNode *e) {
    for (const xmlNode *c = e->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && (nv_ht_is(c, "table") || has_table(c))) return true;
    return false;
}

typedef struct {
    walker *w;
    const nv_look *look;
    uint32_t left[NV_MAX_TABLE_COLS], width[NV_MAX_TABLE_COLS]; /* rows that the cell above still covers, its columns; at its first column */
    bool flat;       /* one column: its cells are blocks of text */
} table;

static void covered(table *t, uint32_t *col) {
    while (*col < NV_MAX_TABLE_COLS && t->left[*col]) {
        uint32_t width = t->width[*col];
        t->left[*col]--;
        nv_block_cell_begin(t->w->b, *col, width, 0);
        nv_block_cell_end(t->w->b);
        *col += width;
    }
}

static uint32_t span_attr(const xmlNode *e, const char *name) {
    int32_t n = number_attr(e, name, 1);
    return n < 1 ? 1 : n > 1000 ? 1000 : (uint32_t)n;
}

static void emit_row(void *arg, const xmlNode *tr) {
    table *t = arg;
    walker *w = t->w;
    nv_look row_look = look_of(w->b->doc->arena, tr, t->look);
    uint32_t col = 0;
    if (!t->flat) nv_block_row_begin(w->b);
    for (const xmlNode *c = tr->children; c; c = c->next) {
        if (!is_cell(c) || nv_ht_hidden(c)) continue;
        nv_look k = look_of(w->b->doc->arena, c, &row_look);
        if (t->flat) { walk(w, c, &k); end_para(w); continue; }
        covered(t, &col);
        uint32_t colspan = span_attr(c, "colspan"), rowspan = span_attr(c, "rowspan");
        if (col < NV_MAX_TABLE_COLS && colspan > NV_MAX_TABLE_COLS - col) colspan = NV_MAX_TABLE_COLS - col;
        nv_block_cell_begin(w->b, col, colspan, rowspan);
        w->space = false;
        walk(w, c, &k);
        w->space = false;
        nv_block_cell_end(w->b);
        if (col < NV_MAX_TABLE_COLS) {
            t->left[col] = rowspan - 1;
            t->width[col] = colspan;
        }
        col += colspan;
    }
    if (t->flat) return;
    covered(t, &col);
    nv_block_row_end(w->b);
}

static void walk_table(walker *w, const xmlNode *e, const nv_look *look) {
    shape s = { 0 };
    each_row(e, measure, &s);
    for (const xmlNode *c = e->children; c; c = c->next)
        if (nv_ht_is(c, "caption")) { nv_look k = look_of(w->b->doc->arena, c, look); walk(w, c, &k); end_para(w); }
    table t = { .w = w, .look = look };
    /* a frame around text, or a page laid out with tables: what counts are the tables inside */
    t.flat = w->table > 0 || s.widest <= 1 || (s.rows <= 2 && has_table(e));
    end_para(w);
    if (t.flat) {
        each_row(e, emit_row, &t);
        end_para(w);
        return;
    }
    const char *border = nv_ht_attr(e, "border");
    int drawn = borders_of(e);
    bool borders = s.drawn * 2 > s.cells || (s.undrawn * 2 <= s.cells && (drawn == 1 || (drawn < 0 && border && strcmp(border, "0") != 0)));
    nv_look outside = *look;
    outside.center = false;
    t.look = &outside;
    w->table++;
    nv_block_table_begin(w->b);
    each_row(e, emit_row, &t);
    nv_block_table_end(w->b, borders);
    w->table--;
}

/* ---- elements --------------------------------------------------------------------------------------------------- */

static void line_break(walker *w) {
    w->space = false;
    if (!nv_block_empty(w->b)) nv_block_text(w->b, NV_LIT("\n"), &(nv_look){ 0 });
}

static void walk(walker *w, const xmlNode *e, const nv_look *look) {
    for (const xmlNode *c = e->children; c && w->b->status == NV_OK; c = c->next) {
        if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) { add_text(w, (const char *)c->content, look); continue; }
        if (c->type == XML_ENTITY_REF_NODE || nv_ht_hidden(c)) continue;
        nv_look k = look_of(w->b->doc->arena, c, look);
        switch (nv_ht_kind_of(c)) {
        case NV_HT_BR:
            if (nv_ht_style(c, "page-break-before", &(nv_str){ 0 })) { end_para(w); w->b->pending |= NV_F_BREAK_BEFORE; }
            else line_break(w);
            break;
        case NV_HT_TABLE: walk_table(w, c, &k); break;
        case NV_HT_LIST: end_para(w); walk_list(w, c, &k); end_para(w); break;
        case NV_HT_PRE: end_para(w); w->pre++; walk(w, c, &k); w->pre--; end_para(w); break;
        case NV_HT_INLINE: walk(w, c, &k); break;
        case NV_HT_SKIP: break;
        case NV_HT_BLOCK: case NV_HT_HEADING: case NV_HT_ITEM: {
            end_para(w);
            uint32_t before = w->b->doc->lines.n;
            walk(w, c, &k);
            bool any = !nv_block_empty(w->b) || w->b->doc->lines.n > before;
            end_para(w);
            if (!any && !w->table && nv_ht_is(c, "p")) w->b->pending |= NV_F_BLANK_BEFORE; /* an empty paragraph is a blank line */
            break;
        }
        }
    }
}

void nv_ht_walk(nv_block *b, xmlNode *e) {
    walker w = { .b = b };
    nv_look look = look_of(b->doc->arena, e, &(nv_look){ 0 });
    walk(&w, e, &look);
    end_para(&w);
    nv_buf_clear(&w.scratch);
}
