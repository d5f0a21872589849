/* odt.c - the format ODT (OpenDocument text): zip + XML, like DOCX. Source of the rules: OASIS OpenDocument 1.2, part 1.
 *
 * styles.xml and the automatic styles of content.xml say what text looks like and how lists are numbered; the body is read block by block, each
 * expanded to a small tree. Deleted text stands apart in text:tracked-changes and is skipped with it. Not read: numbers of headings that come from
 * the outline style, forms, pictures. Comments are kept as diagnostics; page headers stand apart.
 */
#include "read/aside.h"
#include "read/block.h"
#include "read/docx.h"

#include <stdlib.h>

#define LEVELS 10

typedef struct { char kind; /* '1', 'a', 'A', 'i', 'I', '-' bullet, 0 none */ nv_str prefix, suffix; int32_t start, show; } level;
typedef struct { nv_str name; level lvl[LEVELS]; } list_style;
typedef struct {
    nv_str family, name, parent, list;
    int8_t bold, italic, underline, center, hidden, page, borders; /* -1: nothing said */
    nv_str font;
    float size;
} style;
typedef struct { nv_str id, style; int32_t count[LEVELS]; bool seen[LEVELS]; } list;

typedef struct {
    nv_doc *doc;
    nv_dx_pkg pkg;
    nv_block body, side;         /* side: notes and text boxes */
    nv_doc notes;
    nv_block head, foot;         /* page headers and footers */
    nv_doc heads, foots;
    NV_VEC(style) styles;
    NV_VEC(list_style) list_styles;
    NV_VEC(list) lists;
    uint32_t table;              /* depth of tables */
} odt;

typedef struct { nv_block *to; nv_look look; } where;

/* ---- XML -------------------------------------------------------------------------------------------------------- */

static bool is(const xmlNode *e, const char *name) { return e->type == XML_ELEMENT_NODE && strcmp((const char *)e->name, name) == 0; }

/* An attribute by its local name: the names that are asked for differ without their prefixes too. */
static const char *attr(const xmlNode *e, const char *name) {
    for (const xmlAttr *a = e->properties; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0) return a->children && a->children->content ? (const char *)a->children->content : "";
    return NULL;
}

static nv_str attr_str(const odt *o, const xmlNode *e, const char *name) {
    const char *v = attr(e, name);
    return v ? nv_arena_str(o->doc->arena, nv_str_of(v)) : (nv_str){ "", 0 };
}

static int32_t attr_int(const xmlNode *e, const char *name, int32_t none) {
    const char *v = attr(e, name);
    char *end;
    long n = v ? strtol(v, &end, 10) : 0;
    return !v || end == v || n < -99999 || n > 99999 ? none : (int32_t)n;
}

static bool attr_is(const xmlNode *e, const char *name, const char *value) {
    const char *v = attr(e, name);
    return v && strcmp(v, value) == 0;
}

/* ---- styles ----------------------------------------------------------------------------------------------------- */

static void read_props(odt *o, const xmlNode *e, style *s) {
    const char *v;
    if ((v = attr(e, "font-weight")) != NULL) s->bold = strcmp(v, "normal") != 0 && (strcmp(v, "bold") == 0 || atoi(v) >= 600);
    if ((v = attr(e, "font-style")) != NULL) s->italic = strcmp(v, "normal") != 0;
    if ((v = attr(e, "text-underline-style")) != NULL) s->underline = strcmp(v, "none") != 0;
    if ((v = attr(e, "text-align")) != NULL) s->center = strcmp(v, "center") == 0;
    if ((v = attr(e, "display")) != NULL && is(e, "text-properties")) s->hidden = strcmp(v, "none") == 0;
    if ((v = attr(e, "break-before")) != NULL) s->page = strcmp(v, "page") == 0;
    if ((v = attr(e, "font-name")) != NULL || (v = attr(e, "font-family")) != NULL) s->font = nv_arena_str(o->doc->arena, nv_str_of(v));
    if ((v = attr(e, "font-size")) != NULL && strstr(v, "pt")) s->size = strtof(v, NULL);
    static const char *const borders[] = { "border", "border-bottom", "border-top", "border-left", "border-right" };
    for (size_t i = 0; i < NV_NELEM(borders) && is(e, "table-cell-properties"); i++)
        if ((v = attr(e, borders[i])) != NULL && s->borders != 1) s->borders = strcmp(v, "none") != 0;
}

static void read_style(odt *o, const xmlNode *e) {
    style *s = NV_PUSH(o->doc->arena, &o->styles);
    *s = (style){ attr_str(o, e, "family"), attr_str(o, e, "name"), attr_str(o, e, "parent-style-name"), attr_str(o, e, "list-style-name"), -1, -1, -1, -1, -1, -1, -1, { "", 0 }, 0 };
    for (const xmlNode *c = e->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE) read_props(o, c, s);
}

static void read_list_style(odt *o, const xmlNode *e) {
    list_style *l = NV_PUSH(o->doc->arena, &o->list_styles);
    l->name = attr_str(o, e, "name");
    for (const xmlNode *c = e->children; c; c = c->next) {
        int32_t at = c->type == XML_ELEMENT_NODE ? attr_int(c, "level", 0) : 0;
        if (at < 1 || at > LEVELS) continue;
        level *v = &l->lvl[at - 1];
        v->prefix = attr_str(o, c, "num-prefix");
        v->suffix = attr_str(o, c, "num-suffix");
        v->start = attr_int(c, "start-value", 1);
        v->show = attr_int(c, "display-levels", 1);
        const char *f = attr(c, "num-format");
        if (is(c, "list-level-style-bullet")) {
            v->kind = '-';
            v->prefix = attr_str(o, c, "bullet-char");
            v->suffix = (nv_str){ "", 0 };
        } else if (f && *f) v->kind = *f;
    }
}

static void read_styles(odt *o, nv_dx_xml *x) {
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) {
        const xmlNode *e = xmlTextReaderExpand(x->r);
        if (!e) continue;
        if (is(e, "style")) read_style(o, e);
        else if (is(e, "list-style")) read_list_style(o, e);
    }
}

static const style *find_style(const odt *o, const char *family, nv_str name) {
    for (uint32_t i = o->styles.n; name.n && i-- > 0; )
        if (nv_str_eq(o->styles.v[i].name, name) && nv_str_eqz(o->styles.v[i].family, family)) return &o->styles.v[i];
    return NULL;
}

/* Adds what the style and its ancestors say; the nearest wins. */
static style resolve(const odt *o, const char *family, const xmlNode *e) {
    const char *name = attr(e, "style-name");
    style out = { .bold = -1, .italic = -1, .underline = -1, .center = -1, .hidden = -1, .page = -1, .borders = -1 };
    const style *s = find_style(o, family, nv_str_of(name));
    for (unsigned depth = 0; s && depth < 16; depth++, s = find_style(o, family, s->parent)) {
        if (out.bold < 0) out.bold = s->bold;
        if (out.italic < 0) out.italic = s->italic;
        if (out.underline < 0) out.underline = s->underline;
        if (out.center < 0) out.center = s->center;
        if (out.hidden < 0) out.hidden = s->hidden;
        if (out.page < 0) out.page = s->page;
        if (out.borders < 0) out.borders = s->borders;
        if (!out.font.n) out.font = s->font;
        if (out.size <= 0) out.size = s->size;
        if (!out.list.n) out.list = s->list;
    }
    return out;
}

static nv_look look_of(const style *s, nv_look k) {
    if (s->bold >= 0) k.bold = s->bold == 1;
    if (s->italic >= 0) k.italic = s->italic == 1;
    if (s->underline >= 0) k.underline = s->underline == 1;
    if (s->center >= 0) k.center = s->center == 1;
    if (s->font.n) k.font = s->font;
    if (s->size > 0) k.size = s->size;
    return k;
}

/* ---- lists ------------------------------------------------------------------------------------------------------ */

typedef struct { list *l; const list_style *form; int depth; bool label_due; int32_t start; } item;

static void add_number(nv_buf *out, char kind, int32_t n) {
    static const struct { int32_t v; const char *s; } steps[] = { { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" }, { 90, "xc" }, { 50, "l" },
        { 40, "xl" }, { 10, "x" }, { 9, "ix" }, { 5, "v" }, { 4, "iv" }, { 1, "i" } };
    if ((kind == 'a' || kind == 'A') && n > 0) nv_buf_addc(out, (char)(kind + (n - 1) % 26));
    else if ((kind == 'i' || kind == 'I') && n > 0 && n < 4000) {
        for (size_t i = 0; i < NV_NELEM(steps); i++)
            for (; n >= steps[i].v; n -= steps[i].v)
                for (const char *p = steps[i].s; *p; p++) nv_buf_addc(out, kind == 'I' ? (char)(*p - 32) : *p);
    } else nv_buf_printf(out, "%d", n);
}

/* Counts the item and gives its label to the paragraph in the making. */
static void put_label(item *it, where w) {
    if (!it->label_due || !it->form) return;
    it->label_due = false;
    list *l = it->l;
    int at = it->depth;
    const level *v = &it->form->lvl[at];
    if (it->start >= 0) l->count[at] = it->start;
    else l->count[at] = l->seen[at] ? l->count[at] + 1 : v->start;
    l->seen[at] = true;
    for (int k = at + 1; k < LEVELS; k++) l->seen[k] = false;
    nv_buf out = { 0 };
    if (v->kind) nv_buf_adds(&out, v->prefix);
    if (v->kind && v->kind != '-') {
        int first = at - (int)v->show + 1;
        for (int k = first < 0 ? 0 : first; k <= at; k++) {
            if (k < at && !it->form->lvl[k].kind) continue;
            add_number(&out, it->form->lvl[k].kind, l->seen[k] ? l->count[k] : it->form->lvl[k].start);
            if (k < at) nv_buf_addc(&out, '.');
        }
        nv_buf_adds(&out, v->suffix);
    }
    nv_block_label(w.to, nv_buf_str(&out), &w.look);
    nv_buf_clear(&out);
}

static const list_style *find_list_style(const odt *o, nv_str name) {
    for (uint32_t i = o->list_styles.n; name.n && i-- > 0; )
        if (nv_str_eq(o->list_styles.v[i].name, name)) return &o->list_styles.v[i];
    return NULL;
}

/* The list that begins here: a new one, or a continued one. Lists are kept by index, because the array moves. */
static uint32_t begin_list(odt *o, const xmlNode *e) {
    nv_str name = attr_str(o, e, "style-name"), after = attr_str(o, e, "continue-list");
    bool go_on = attr_is(e, "continue-numbering", "true");
    list l = { .style = name };
    for (uint32_t i = o->lists.n; i-- > 0; ) {
        const list *old = &o->lists.v[i];
        if (after.n ? !nv_str_eq(old->id, after) : !go_on || !nv_str_eq(old->style, name)) continue;
        l = *old;
        break;
    }
    l.id = attr_str(o, e, "id");
    l.style = name;
    *NV_PUSH(o->doc->arena, &o->lists) = l;
    return o->lists.n - 1;
}

/* ---- text ------------------------------------------------------------------------------------------------------- */

static void blocks(odt *o, const xmlNode *e, where w, item *it);

static void side(odt *o, const xmlNode *e, uint32_t flags) {
    uint32_t first = o->notes.lines.n;
    blocks(o, e, (where){ &o->side, { .size = 12 } }, NULL);
    nv_block_para_end(&o->side, 0);
    for (uint32_t i = first; i < o->notes.lines.n; i++) o->notes.lines.v[i].flags |= flags;
}

static void side_due(odt *o) {
    for (uint32_t i = 0; i < o->notes.lines.n; i++) *NV_PUSH(o->doc->arena, &o->doc->lines) = o->notes.lines.v[i];
    o->notes.lines.v = NULL;
    o->notes.lines.n = o->notes.lines.cap = 0;
}

static void inline_text(odt *o, const xmlNode *e, where w);

static void add_all_text(const xmlNode *e, nv_buf *out) {
    for (const xmlNode *c = e->children; c; c = c->next) {
        if (c->type == XML_TEXT_NODE) nv_buf_addz(out, (const char *)c->content);
        if (c->type == XML_ELEMENT_NODE) add_all_text(c, out);
    }
}

/* A comment: who, when, and its paragraphs. */
static void remark(odt *o, const xmlNode *e) {
    nv_buf author = { 0 }, text = { 0 };
    for (const xmlNode *c = e->children; c; c = c->next) {
        if (is(c, "creator")) add_all_text(c, &author);
        if (!is(c, "p") && !is(c, "list")) continue;
        if (text.n) nv_buf_addc(&text, ' ');
        add_all_text(c, &text);
    }
    nv_read_comment(o->doc, nv_buf_str(&author), nv_buf_str(&text));
    nv_buf_clear(&author);
    nv_buf_clear(&text);
}

static void inline_element(odt *o, const xmlNode *e, where w) {
    if (is(e, "s")) {
        for (int32_t n = attr_int(e, "c", 1); n > 0 && n < 1000; n--) nv_block_text(w.to, NV_LIT(" "), &w.look);
    } else if (is(e, "tab")) nv_block_text(w.to, NV_LIT("\t"), &w.look);
    else if (is(e, "line-break")) nv_block_text(w.to, NV_LIT("\n"), &w.look);
    else if (is(e, "note")) {
        for (const xmlNode *c = e->children; c && w.to == &o->body; c = c->next)
            if (is(c, "note-body")) side(o, c, NV_F_FOOTNOTE);
    } else if (is(e, "text-box")) {
        if (w.to == &o->body) side(o, e, 0);
        else inline_text(o, e, w);
    } else if (is(e, "annotation")) remark(o, e);
    else if (is(e, "annotation-end") || is(e, "tracked-changes") || is(e, "hidden-text") || is(e, "desc") || is(e, "title") || is(e, "ruby-text") ||
               is(e, "object") || is(e, "image")) {
        return;
    } else if (is(e, "span")) {
        style s = resolve(o, "text", e);
        if (s.hidden == 1) return;
        w.look = look_of(&s, w.look);
        inline_text(o, e, w);
    } else inline_text(o, e, w);
}

static void inline_text(odt *o, const xmlNode *e, where w) {
    for (const xmlNode *c = e->children; c; c = c->next) {
        if (c->type == XML_ELEMENT_NODE) { inline_element(o, c, w); continue; }
        if (c->type != XML_TEXT_NODE && c->type != XML_CDATA_SECTION_NODE) continue;
        nv_str s = nv_str_of((const char *)c->content);
        for (uint32_t i = 0; i < s.n; ) { /* runs of white space in the XML are one space */
            uint32_t beg = i;
            while (i < s.n && (unsigned char)s.p[i] > ' ') i++;
            nv_block_text(w.to, nv_str_cut(s, beg, i), &w.look);
            if (i < s.n) nv_block_text(w.to, NV_LIT(" "), &w.look);
            while (i < s.n && (unsigned char)s.p[i] <= ' ') i++;
        }
    }
}

static void paragraph(odt *o, const xmlNode *e, where w, item *it) {
    style s = resolve(o, "paragraph", e);
    if (s.hidden == 1) return;
    w.look = look_of(&s, w.look);
    if (s.page == 1 && !w.to->in_row) w.to->pending |= NV_F_BREAK_BEFORE;
    if (it && e->children) put_label(it, w);
    inline_text(o, e, w);
    nv_block_para_end(w.to, 0);
    if (w.to == &o->body && !o->body.in_row) side_due(o);
}

/* ---- tables ----------------------------------------------------------------------------------------------------- */

typedef struct { uint32_t left[NV_MAX_TABLE_COLS]; uint32_t cells, drawn; } table; /* rows that the cell above still covers */

static void row(odt *o, const xmlNode *e, where w, table *t) {
    uint32_t col = 0;
    nv_block_row_begin(w.to);
    for (const xmlNode *c = e->children; c; c = c->next) {
        bool covered = is(c, "covered-table-cell");
        if (!covered && !is(c, "table-cell")) continue;
        int32_t span = attr_int(c, "number-columns-spanned", 1), down = attr_int(c, "number-rows-spanned", 1), times = attr_int(c, "number-columns-repeated", 1);
        for (; times > 0 && col < NV_MAX_TABLE_COLS; times--, col++) {
            if (covered) { /* by the cell left of it, or by the one above: only those are cells of this row */
                if (t->left[col]) {
                    t->left[col]--;
                    nv_block_cell_begin(w.to, col, 1, 0);
                    nv_block_cell_end(w.to);
                }
                continue;
            }
            style s = resolve(o, "table-cell", c);
            t->cells++;
            t->drawn += s.borders == 1;
            nv_block_cell_begin(w.to, col, span > 0 ? (uint32_t)span : 1, down > 0 ? (uint32_t)down : 1);
            blocks(o, c, w, NULL);
            nv_block_cell_end(w.to);
            t->left[col] = down > 1 ? (uint32_t)down - 1 : 0;
        }
    }
    nv_block_row_end(w.to);
}

static void rows(odt *o, const xmlNode *e, where w, table *t) {
    for (const xmlNode *c = e->children; c; c = c->next) {
        if (is(c, "table-row")) row(o, c, w, t);
        else if (is(c, "table-header-rows") || is(c, "table-rows") || is(c, "table-row-group")) rows(o, c, w, t);
    }
}

static void read_table(odt *o, const xmlNode *e, where w) {
    w.look.center = false;
    if (o->table > 0 || w.to != &o->body) { /* a table in a cell or a note: its cells are paragraphs */
        for (const xmlNode *c = e->children; c; c = c->next) if (c->type == XML_ELEMENT_NODE) read_table(o, c, w);
        if (is(e, "table-cell")) blocks(o, e, w, NULL);
        return;
    }
    table t = { 0 };
    o->table++;
    nv_block_table_begin(w.to);
    rows(o, e, w, &t);
    nv_block_table_end(w.to, t.drawn * 2 > t.cells);
    o->table--;
    side_due(o);
}

/* ---- blocks ----------------------------------------------------------------------------------------------------- */

static void read_list(odt *o, const xmlNode *e, where w, const item *outer) {
    nv_str name = attr_str(o, e, "style-name");
    int depth = outer ? outer->depth + 1 : 0;
    uint32_t index = outer ? (uint32_t)(outer->l - o->lists.v) : begin_list(o, e);
    const list_style *form = find_list_style(o, name);
    if (!form && outer) form = outer->form;
    if (depth >= LEVELS) depth = LEVELS - 1;
    for (const xmlNode *c = e->children; c; c = c->next) {
        if (!is(c, "list-item") && !is(c, "list-header")) continue;
        item it = { &o->lists.v[index], form, depth, is(c, "list-item"), attr_int(c, "start-value", -1) };
        blocks(o, c, w, &it);
    }
}

static void block(odt *o, const xmlNode *e, where w, item *it) {
    if (o->body.status != NV_OK || o->side.status != NV_OK) return;
    if (is(e, "p") || is(e, "h")) paragraph(o, e, w, it);
    else if (is(e, "list")) read_list(o, e, w, it);
    else if (is(e, "table")) read_table(o, e, w);
    else if (is(e, "section") || is(e, "index-body") || is(e, "table-of-content") || is(e, "numbered-paragraph")) blocks(o, e, w, it);
    else if (is(e, "frame") || is(e, "text-box")) inline_element(o, e, w);
}

static void blocks(odt *o, const xmlNode *e, where w, item *it) {
    for (const xmlNode *c = e->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE) block(o, c, w, it);
}

/* ---- the file --------------------------------------------------------------------------------------------------- */

static bool local_is(nv_dx_xml *x, const char *name) { return strcmp((const char *)xmlTextReaderConstLocalName(x->r), name) == 0; }

static void read_body(odt *o, nv_dx_xml *x) {
    nv_dx_kids body = nv_dx_enter(x);
    while (nv_dx_child(x, &body)) {
        if (!local_is(x, "text")) continue; /* a spreadsheet or a drawing has another child */
        nv_dx_kids k = nv_dx_enter(x);
        while (nv_dx_child(x, &k)) {
            const xmlNode *e = xmlTextReaderExpand(x->r);
            if (e) block(o, e, (where){ &o->body, { .size = 12 } }, NULL);
        }
    }
}

/* Page headers and footers, of all kinds of pages. */
static void read_master_pages(odt *o, nv_dx_xml *x) {
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) {
        const xmlNode *e = xmlTextReaderExpand(x->r);
        for (const xmlNode *c = e ? e->children : NULL; c; c = c->next) {
            if (c->type != XML_ELEMENT_NODE || attr_is(c, "display", "false")) continue;
            bool foot = strncmp((const char *)c->name, "footer", 6) == 0;
            if (!foot && strncmp((const char *)c->name, "header", 6) != 0) continue;
            nv_block *to = foot ? &o->foot : &o->head;
            to->pending = NV_F_BREAK_BEFORE;
            blocks(o, c, (where){ to, { .size = 12 } }, NULL);
        }
    }
}

static void read_part(odt *o, const char *part, bool wanted) {
    nv_dx_xml x;
    if (!wanted && nv_dx_locate(&o->pkg, part) < 0) return;
    if (!nv_dx_xml_open(&x, &o->pkg, nv_str_of(part))) return;
    nv_dx_kids k = nv_dx_enter(&x);
    while (nv_dx_child(&x, &k)) {
        if (local_is(&x, "styles") || local_is(&x, "automatic-styles")) read_styles(o, &x);
        else if (local_is(&x, "master-styles")) read_master_pages(o, &x);
        else if (local_is(&x, "body")) read_body(o, &x);
    }
    nv_dx_xml_close(&x);
}

static bool sniff(const unsigned char *p, size_t n, const char *name) {
    (void)name;
    static const char mime[] = "application/vnd.oasis.opendocument.text"; /* stored first and uncompressed (OpenDocument 1.2, part 3) */
    return n >= 30 && memcmp(p, "PK\3\4", 4) == 0 && memmem(p, n < 256 ? n : 256, mime, sizeof mime - 1) != NULL;
}

/* A protected file has its content.xml encrypted, and says so in the manifest only. */
static bool encrypted(odt *o) {
    char buf[8192];
    int64_t at = nv_dx_locate(&o->pkg, "META-INF/manifest.xml");
    nv_zip_file *f = at < 0 ? NULL : nv_zip_file_open(o->pkg.zip, (uint32_t)at);
    int64_t n = f ? nv_zip_file_read(f, buf, sizeof buf) : 0;
    if (f) nv_zip_file_close(f);
    return n > 0 && memmem(buf, (size_t)n, "encryption-data", 15) != NULL;
}

static nv_status read_odt(nv_doc *doc, const unsigned char *p, size_t n, nv_err *err) {
    odt o = { .doc = doc };
    o.notes = (nv_doc){ .arena = doc->arena, .source = doc->source };
    o.body = (nv_block){ .doc = doc, .err = err };
    o.side = (nv_block){ .doc = &o.notes, .err = err };
    o.heads = o.foots = o.notes;
    o.head = (nv_block){ .doc = &o.heads, .err = err };
    o.foot = (nv_block){ .doc = &o.foots, .err = err };
    if (nv_dx_zip_open(&o.pkg, doc, p, n, err)) {
        if (encrypted(&o)) nv_dx_fail(&o.pkg, NV_E_ENCRYPTED, NV_M_E_ENCRYPTED, NULL, NULL);
        read_part(&o, "styles.xml", false);
        if (nv_dx_ok(&o.pkg)) read_part(&o, "content.xml", true);
        nv_block_para_end(&o.body, 0);
        side_due(&o);
        if (nv_dx_ok(&o.pkg) && o.body.status == NV_OK && !doc->lines.n) nv_block_fail(&o.body, NV_E_NOTEXT, NV_M_E_BLANK, NULL, NULL);
        nv_read_headfoot(doc, o.heads.lines.v, o.heads.lines.n, o.foots.lines.v, o.foots.lines.n);
    }
    nv_dx_pkg_close(&o.pkg);
    nv_block_free(&o.body);
    nv_block_free(&o.side);
    nv_block_free(&o.head);
    nv_block_free(&o.foot);
    doc->source.reader = nv_arena_printf(doc->arena, "libxml2 %s, libzip %s (ODT)", LIBXML_DOTTED_VERSION, nv_zip_version());
    const nv_status all[] = { o.pkg.status, o.body.status, o.side.status, o.head.status, o.foot.status };
    for (size_t i = 0; i < NV_NELEM(all); i++)
        if (all[i] != NV_OK) return all[i];
    return NV_OK;
}

const nv_format nv_format_odt = { .name = "odt", .sniff = sniff, .read = read_odt };
