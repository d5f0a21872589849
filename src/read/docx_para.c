/* docx_para.c - one paragraph of a DOCX: what Word shows of its runs becomes lines; text boxes and notes follow it. */
#include "read/docx.h"
#include <stdlib.h>

#define SIZES 8

typedef struct { uint16_t size; uint32_t chars; } size_count;

typedef struct {
    nv_dx_sink *sink;
    nv_buf text;         /* as found; '\f' stands for a page break */
    nv_buf label;
    nv_str label_face;
    NV_VEC(nv_font_run) fonts; /* of `text` */
    nv_dx_ppr p;         /* direct properties */
    nv_dx_rpr mark;      /* of the paragraph mark */
    const nv_dx_style *style;
    bool joined;         /* the mark is deleted: the text belongs to the next paragraph */
    bool section;        /* the last paragraph of a section */
    bool started;        /* properties are settled */
    nv_dx_suff suff;
    nv_dx_lines boxes;   /* lines of its text boxes */
    bool centered;
    uint32_t chars, bold, italic, underline; /* visible characters, and how many of them are … */
    size_count sizes[SIZES];
    uint32_t fields;     /* open fields of this paragraph */
    uint32_t code_at;    /* > 0: inside the code, which is not shown, of the field that was opened at this depth */
    bool skip_mark;      /* the rest of this run is a note's own mark */
} para;

static void inline_kids(nv_dx_ctx *c, para *p, const nv_dx_rpr *run);

/* ---- characters ------------------------------------------------------------------------------------------------- */

static void count_chars(para *p, uint32_t n, const nv_dx_rpr *r) {
    p->chars += n;
    if (r->bold == 1) p->bold += n;
    if (r->italic == 1) p->italic += n;
    if (r->underline == 1) p->underline += n;
    for (unsigned i = 0; i < SIZES; i++) {
        if (p->sizes[i].chars && p->sizes[i].size != r->size) continue;
        p->sizes[i].size = r->size;
        p->sizes[i].chars += n;
        return;
    }
}

/* The text from `from` on is printed in the font. */
static void note_face(nv_arena *a, para *p, uint32_t from, nv_str face) {
    if (!face.n || *face.p == '+' || from == p->text.n) return;
    nv_font_run *last = p->fonts.n ? &p->fonts.v[p->fonts.n - 1] : NULL;
    if (last && last->end == from && nv_str_eq(last->font, face)) last->end = (uint32_t)p->text.n;
    else *NV_PUSH(a, &p->fonts) = (nv_font_run){ from, (uint32_t)p->text.n, face };
}

static bool hidden(const para *p, const nv_dx_rpr *r) { return p->code_at > 0 || p->skip_mark || r->vanish == 1; }

/* True if every byte stands for itself: no capitals to make, no symbol font, nothing private, no control characters. */
static bool plain(nv_str s, const nv_dx_rpr *r) {
    if (r->caps == 1 || r->font != NV_DX_FONT_TEXT) return false;
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char b = (unsigned char)s.p[i];
        if (b < ' ' || b == 0xEF) return false;
    }
    return true;
}

static void add_text(nv_dx_ctx *c, para *p, nv_str s, const nv_dx_rpr *r) {
    if (!s.n || hidden(p, r)) return;
    uint32_t n = 0, from = (uint32_t)p->text.n;
    if (plain(s, r)) {
        nv_buf_adds(&p->text, s);
        for (uint32_t i = 0; i < s.n; i++) n += s.p[i] != ' ' && ((unsigned char)s.p[i] & 0xC0) != 0x80;
    } else for (uint32_t i = 0; i < s.n;) {
        uint32_t u = nv_utf8_next(s, &i);
        if (u == '\n' || u == '\r' || u == '\f' || u == '\v') u = ' '; /* white space of the XML file */
        u = nv_dx_symbol(r->font > 0 ? (nv_dx_font)r->font : NV_DX_FONT_TEXT, u);
        if (r->caps == 1) u = nv_dx_upper(u);
        nv_buf_addu(&p->text, u);
        n += u > ' ';
    }
    note_face(c->doc->arena, p, from, r->face);
    if (n) count_chars(p, n, r);
}

static void add_t(nv_dx_ctx *c, para *p, const nv_dx_rpr *run) {
    const char *space = nv_dx_attr(c->x, "space");
    bool keep = space && strcmp(space, "preserve") == 0;
    c->scratch.n = 0;
    nv_dx_text(c->x, &c->scratch);
    nv_str s = nv_buf_str(&c->scratch);
    add_text(c, p, keep ? s : nv_str_trim(s), run);
}

static void add_break(para *p, nv_dx_xml *x, const nv_dx_rpr *run) {
    const char *type = nv_dx_attr(x, "type");
    if (!hidden(p, run)) nv_buf_addc(&p->text, type && strcmp(type, "page") == 0 ? '\f' : '\n');
}

static void add_sym(nv_dx_ctx *c, para *p, const nv_dx_rpr *run) {
    nv_dx_xml *x = c->x;
    const char *code = nv_dx_attr(x, "char");
    unsigned long u = code ? strtoul(code, NULL, 16) : 0;
    if (u < ' ' || u > 0xFFFF || (u >= 0xD800 && u <= 0xDFFF)) return;
    char z[4];
    unsigned n = nv_utf8_put(z, nv_dx_symbol(nv_dx_font_of(nv_dx_attr(x, "font")), (uint32_t)u));
    nv_dx_rpr as_is = *run;
    as_is.font = NV_DX_FONT_TEXT;
    as_is.face = (nv_str){ "", 0 };
    add_text(c, p, (nv_str){ z, n }, &as_is);
}

/* Of a field its result is shown. Codes of fields nest; a field left open by a damaged file hides nothing behind its paragraph. */
static void field(para *p, nv_dx_xml *x) {
    const char *type = nv_dx_attr(x, "fldCharType");
    if (!type) return;
    if (*type == 'b') { /* begin */
        p->fields++;
        if (!p->code_at) p->code_at = p->fields;
    } else if (*type == 's') { /* separate: the result follows */
        if (p->code_at == p->fields) p->code_at = 0;
    } else if (*type == 'e' && p->fields) {
        if (p->code_at == p->fields) p->code_at = 0;
        p->fields--;
    }
}

/* ---- the inside of a paragraph ---------------------------------------------------------------------------------- */

static void text_box(nv_dx_ctx *c, para *p) {
    nv_dx_sink box = { .out = &p->boxes, .flat = p->sink->flat };
    nv_dx_blocks(c, &box);
    nv_dx_sink_end(c, &box);
}

/* Of the alternatives the first is shown; the fallback repeats it for old readers. */
static void alternatives(nv_dx_ctx *c, para *p, const nv_dx_rpr *run) {
    nv_dx_kids k = nv_dx_enter(c->x);
    bool taken = false;
    while (nv_dx_child(c->x, &k)) {
        if (taken || (c->x->tok != NV_DX_Choice && c->x->tok != NV_DX_Fallback)) continue;
        taken = true;
        inline_kids(c, p, run);
    }
}

static void inline_element(nv_dx_ctx *c, para *p, const nv_dx_rpr *run) {
    nv_dx_xml *x = c->x;
    switch (x->tok) {
    case NV_DX_t: add_t(c, p, run); break;
    case NV_DX_tab: case NV_DX_ptab: if (!hidden(p, run)) nv_buf_addc(&p->text, '\t'); break;
    case NV_DX_br: case NV_DX_cr: add_break(p, x, run); break;
    case NV_DX_noBreakHyphen: add_text(c, p, NV_LIT("-"), run); break;
    case NV_DX_sym: add_sym(c, p, run); break;
    case NV_DX_fldChar: field(p, x); break;
    case NV_DX_footnoteReference: case NV_DX_endnoteReference: {
        bool end = x->tok == NV_DX_endnoteReference, custom = nv_dx_attr(x, "customMarkFollows") && strcmp(nv_dx_attr(x, "customMarkFollows"), "0") != 0;
        int32_t id = nv_dx_attr_int(x, "id", -1);
        if (!hidden(p, run) && !c->in_note && !c->muted) nv_dx_note_ref(c, end, id);
        if (custom) p->skip_mark = true;
        break;
    }
    case NV_DX_txbxContent: if (run->vanish != 1) text_box(c, p); break;
    case NV_DX_AlternateContent: alternatives(c, p, run); break;
    case NV_DX_r: case NV_DX_ins: case NV_DX_moveTo: case NV_DX_sdt: case NV_DX_sdtContent: case NV_DX_smartTag: case NV_DX_customXml:
    case NV_DX_drawing: case NV_DX_pict: case NV_DX_object: case NV_DX_other:
        inline_kids(c, p, run);
        break;
    default: break; /* deleted text, codes, marks, properties read elsewhere: not shown */
    }
}

/* Content of a paragraph, a run or something inside them. `run` is what text looks like unless a run says otherwise. */
static void inline_kids(nv_dx_ctx *c, para *p, const nv_dx_rpr *run) {
    nv_dx_xml *x = c->x;
    bool is_run = x->tok == NV_DX_r;
    nv_dx_rpr own;
    if (is_run) {
        nv_dx_rpr none = NV_DX_RPR_NONE;
        own = nv_dx_rpr_shown(&c->styles, p->style, &none);
        run = &own;
    }
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) {
        if (is_run && x->tok == NV_DX_rPr) {
            nv_dx_rpr direct = NV_DX_RPR_NONE;
            nv_dx_rpr_read(x, &direct);
            own = nv_dx_rpr_shown(&c->styles, p->style, &direct);
        } else inline_element(c, p, run);
    }
    if (is_run) p->skip_mark = false;
}

/* ---- properties and label --------------------------------------------------------------------------------------- */

static void read_mark(nv_dx_xml *x, para *p) {
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) {
        if (x->tok == NV_DX_del || x->tok == NV_DX_moveFrom) p->joined = true;
        else (void)nv_dx_rpr_child(x, &p->mark);
    }
}

static void read_ppr(nv_dx_ctx *c, para *p) {
    nv_dx_xml *x = c->x;
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) {
        if (x->tok == NV_DX_rPr) read_mark(x, p);
        else if (x->tok == NV_DX_sectPr) { if (p->sink->body) { nv_dx_section(c); p->section = true; } }
        else (void)nv_dx_ppr_child(x, &p->p);
    }
}

static void add_caps(nv_buf *to, nv_str s) {
    for (uint32_t i = 0; i < s.n;) nv_buf_addu(to, nv_dx_upper(nv_utf8_next(s, &i)));
}

/* Counts the paragraph in its list and makes its label: in document order, so before its text boxes are read. */
static void number(nv_dx_ctx *c, para *p) {
    nv_dx_style *st = nv_dx_style_find(&c->styles, 'p', p->p.style);
    bool direct = p->p.num_id >= 0;
    int32_t id = direct ? p->p.num_id : st ? st->p.num_id : c->styles.para && !p->p.style.n ? c->styles.para->p.num_id : -1;
    nv_dx_num *num = nv_dx_num_find(&c->numbering, id);
    nv_dx_rpr mark = nv_dx_rpr_shown(&c->styles, p->style, &p->mark);
    if (!num || p->joined || mark.vanish == 1) return; /* a cell that is merged away still counts */
    if (!st) st = c->styles.para;
    int level = p->p.ilvl >= 0 ? p->p.ilvl : direct || !st ? 0 : nv_dx_style_level(num, st);
    nv_buf raw = { 0 };
    const nv_dx_lvl *l = nv_dx_label(num, level, &raw);
    if (l && l->r.vanish != 1) {
        bool caps = l->r.caps >= 0 ? l->r.caps == 1 : mark.caps == 1;
        nv_str s = nv_str_trim(nv_buf_str(&raw));
        if (caps) add_caps(&p->label, s);
        else nv_buf_adds(&p->label, s);
        p->suff = l->suff;
        p->label_face = l->r.face.n ? l->r.face : mark.face;
    }
    nv_buf_clear(&raw);
}

static void settle(nv_dx_ctx *c, para *p) {
    if (p->started) return;
    p->started = true;
    p->style = nv_dx_style_find(&c->styles, 'p', p->p.style);
    if (!p->style) p->style = c->styles.para;
    p->centered = p->p.center >= 0 ? p->p.center == 1 : p->style && p->style->p.center == 1;
    bool brk = p->p.page_break >= 0 ? p->p.page_break == 1 : p->style && p->style->p.page_break == 1;
    if (brk) p->sink->brk = true;
    number(c, p);
}

/* ---- lines ------------------------------------------------------------------------------------------------------ */

static bool is_white(char ch) { return ch == ' ' || ch == '\t' || ch == '\n'; }

/* Copies s without white space at its ends; a run of white space that holds a line break or a tab becomes that one. Returns the length; `map` gets for
 * each byte of s (and its end) where it went. */
static uint32_t tidy(nv_str s, char *out, bool flat, uint32_t *map) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n;) {
        map[i] = n;
        if (!is_white(s.p[i])) { out[n++] = s.p[i++]; continue; }
        uint32_t from = i;
        char as = ' ';
        for (; i < s.n && is_white(s.p[i]); i++) {
            map[i] = n;
            if (s.p[i] == '\n' || (s.p[i] == '\t' && as == ' ')) as = s.p[i];
        }
        if (as == ' ') { memcpy(out + n, s.p + from, i - from); n += i - from; }
        else out[n++] = flat && as == '\t' ? ' ' : as;
    }
    map[s.n] = n;
    return n;
}

static void cut_segs(nv_dx_ctx *c, nv_line *line) {
    uint32_t n = 1;
    for (uint32_t i = 0; i < line->text.n; i++) n += line->text.p[i] == '\t';
    if (n == 1) return;
    line->segs = nv_arena_alloc(c->doc->arena, n * sizeof *line->segs);
    for (uint32_t i = 0, from = 0; i <= line->text.n; i++) {
        if (i < line->text.n && line->text.p[i] != '\t') continue;
        line->segs[line->n_segs] = (nv_seg){ .text = nv_str_cut(line->text, from, i), .col = (uint16_t)(line->n_segs < 0xFFFF ? line->n_segs : 0xFFFF), .colspan = 1, .rowspan = 1 };
        line->n_segs++;
        from = i + 1;
    }
}

static uint32_t flags_of(const para *p) {
    uint32_t f = NV_F_PARA_START | NV_F_PARA_END;
    if (p->centered) f |= NV_F_CENTER;
    uint64_t most = (uint64_t)p->chars * 9; /* nearly the whole: nine tenths of the visible characters */
    if (p->chars && (uint64_t)p->bold * 10 >= most) f |= NV_F_BOLD;
    if (p->chars && (uint64_t)p->italic * 10 >= most) f |= NV_F_ITALIC;
    if (p->chars && (uint64_t)p->underline * 10 >= most) f |= NV_F_UNDERLINE;
    return f;
}

static float size_of(const para *p) {
    size_count best = { 0, 0 };
    for (unsigned i = 0; i < SIZES; i++) if (p->sizes[i].chars > best.chars) best = p->sizes[i];
    return (float)best.size / 2.0f;
}

/* A number without following space may be part of a longer one that goes on in the text ("Điều 1" + ". Phạm vi"). */
static bool wants_space(const para *p, nv_str text) {
    return p->suff != NV_DX_SUFF_NOTHING || !memchr(".,:;)/]", text.p[0], 7);
}

/* Without white space at both ends, no-break spaces included: a paragraph of nothing else is how many editors write a blank line. */
static nv_str trim_blank(nv_str s) {
    for (uint32_t before = UINT32_MAX; s.n != before;) {
        before = s.n;
        s = nv_str_trim(s);
        if (s.n >= 2 && memcmp(s.p, "\xC2\xA0", 2) == 0) s = nv_str_cut(s, 2, s.n);
        if (s.n >= 2 && memcmp(s.p + s.n - 2, "\xC2\xA0", 2) == 0) s.n -= 2;
    }
    return s;
}

/* Gives the line the fonts of its text: of the label, then those of the piece, whose bytes moved as `map` says. */
static void add_fonts(nv_dx_ctx *c, const para *p, nv_line *line, nv_str piece, uint32_t label, uint32_t at, const uint32_t *map) {
    uint32_t beg = (uint32_t)(piece.p - p->text.p), end = beg + piece.n;
    line->fonts = nv_arena_alloc(c->doc->arena, (p->fonts.n + 1) * sizeof *line->fonts);
    if (label && p->label_face.n && *p->label_face.p != '+') line->fonts[line->n_fonts++] = (nv_font_run){ 0, label, p->label_face };
    for (uint32_t i = 0; i < p->fonts.n; i++) {
        nv_font_run r = p->fonts.v[i];
        if (r.end <= beg || r.beg >= end) continue;
        r.beg = at + map[r.beg > beg ? r.beg - beg : 0];
        r.end = at + map[r.end < end ? r.end - beg : piece.n];
        if (r.end > r.beg) line->fonts[line->n_fonts++] = r;
    }
}

/* One piece between page breaks. Returns false if there is nothing in it. */
static bool add_piece(nv_dx_ctx *c, para *p, nv_str piece, bool first) {
    nv_arena *a = c->doc->arena;
    piece = trim_blank(piece);
    if (!piece.n) return false;
    nv_str label = first ? nv_buf_str(&p->label) : (nv_str){ "", 0 };
    char *z = nv_arena_alloc(a, (size_t)label.n + piece.n + 2);
    uint32_t n = 0;
    if (label.n) {
        memcpy(z, label.p, label.n);
        n = label.n;
        if (wants_space(p, piece)) z[n++] = ' ';
    }
    uint32_t *map = nv_xmalloc((piece.n + 1) * sizeof *map), at = n;
    n += tidy(piece, z + n, p->sink->flat, map);
    nv_line *line = nv_dx_line(c, p->sink, (nv_str){ z, n }, flags_of(p));
    if (line && (p->fonts.n || p->label_face.n)) add_fonts(c, p, line, piece, label.n, at, map);
    free(map);
    if (!line) return true;
    line->size = size_of(p);
    if (label.n) { line->flags |= NV_F_AUTONUM; line->label = label.n; }
    if (!p->sink->flat) cut_segs(c, line);
    return true;
}

static void emit(nv_dx_ctx *c, para *p) {
    nv_dx_sink *sink = p->sink;
    nv_str s = nv_buf_str(&p->text);
    bool any = false, broken = false;
    for (uint32_t i = 0, from = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != '\f') continue;
        any |= add_piece(c, p, nv_str_cut(s, from, i), !any);
        if (i < s.n) sink->brk = broken = true;
        from = i + 1;
    }
    if (!any && !broken) sink->blank = true;
    for (uint32_t i = 0; i < p->boxes.n && nv_dx_ok(c->pkg); i++) *NV_PUSH(c->doc->arena, sink->out) = p->boxes.v[i];
}

void nv_dx_para(nv_dx_ctx *c, nv_dx_sink *sink) {
    para p = { .sink = sink, .p = NV_DX_PPR_NONE, .mark = NV_DX_RPR_NONE, .text = sink->carry };
    sink->carry = (nv_buf){ 0 };
    nv_dx_rpr plain_run = NV_DX_RPR_NONE, none = NV_DX_RPR_NONE;
    nv_dx_xml *x = c->x;
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) {
        if (x->tok == NV_DX_pPr && !p.started) { read_ppr(c, &p); continue; }
        if (!p.started) { settle(c, &p); plain_run = nv_dx_rpr_shown(&c->styles, p.style, &none); }
        inline_element(c, &p, &plain_run);
    }
    settle(c, &p);
    bool vanished = nv_dx_rpr_shown(&c->styles, p.style, &p.mark).vanish == 1 && p.text.n == 0;
    if (p.joined && !p.boxes.n) { sink->carry = p.text; p.text = (nv_buf){ 0 }; }
    else if (!vanished || p.boxes.n) emit(c, &p);
    if (p.section) c->section_line = c->out.n;
    nv_buf_clear(&p.text);
    nv_buf_clear(&p.label);
}
