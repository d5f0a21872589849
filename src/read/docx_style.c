/* docx_style.c - styles.xml: properties of runs and paragraphs through the chain of styles (ECMA-376-1, 17.7). */
#include "read/docx.h"
#include <stdlib.h>

#define MAX_CHAIN 64    /* styles based on styles; Word itself stops far earlier */
#define MAX_STYLES 65536u

nv_dx_font nv_dx_font_of(const char *name) {
    if (!name) return NV_DX_FONT_TEXT;
    if (strcasecmp(name, "Symbol") == 0) return NV_DX_FONT_SYMBOL;
    if (strcasecmp(name, "Wingdings") == 0) return NV_DX_FONT_WINGDINGS;
    if (strcasecmp(name, "Wingdings 2") == 0) return NV_DX_FONT_WINGDINGS2;
    return NV_DX_FONT_TEXT;
}

/* The name in the arena; runs in a row mostly have the same few. */
static nv_str face_of(nv_dx_pkg *pkg, const char *name) {
    for (unsigned i = 0; i < NV_NELEM(pkg->faces); i++)
        if (pkg->faces[i].n && nv_str_eqz(pkg->faces[i], name)) return pkg->faces[i];
    nv_str *slot = &pkg->faces[pkg->next_face++ % NV_NELEM(pkg->faces)];
    *slot = nv_arena_str(pkg->doc->arena, nv_str_of(name));
    return *slot;
}

bool nv_dx_rpr_child(nv_dx_xml *x, nv_dx_rpr *r) {
    const char *v;
    switch (x->tok) {
    case NV_DX_b: r->bold = nv_dx_onoff(x); return true;
    case NV_DX_i: r->italic = nv_dx_onoff(x); return true;
    case NV_DX_caps: r->caps = nv_dx_onoff(x); return true;
    case NV_DX_vanish: r->vanish = nv_dx_onoff(x); return true;
    case NV_DX_u: v = nv_dx_attr(x, "val"); r->underline = v && strcmp(v, "none") != 0; return true;
    case NV_DX_sz: {
        int32_t n = nv_dx_attr_int(x, "val", 0);
        if (n > 0 && n < 4000) r->size = (uint16_t)n;
        return true;
    }
    case NV_DX_rStyle: r->style = nv_dx_attr_str(x, "val"); return true;
    case NV_DX_rFonts:
        v = nv_dx_attr(x, "ascii");
        if (!v) v = nv_dx_attr(x, "hAnsi");
        if (v) {
            r->font = (int8_t)nv_dx_font_of(v);
            r->face = face_of(x->pkg, v);
        } else if (nv_dx_attr(x, "asciiTheme")) r->face = NV_LIT("+"); /* a theme has no font of an old encoding, but hides one that a style names */
        return true;
    default: return false;
    }
}

void nv_dx_rpr_read(nv_dx_xml *x, nv_dx_rpr *r) {
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) (void)nv_dx_rpr_child(x, r);
}

static void read_num_pr(nv_dx_xml *x, nv_dx_ppr *p) {
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) {
        int32_t v = nv_dx_attr_int(x, "val", 0);
        if (x->tok == NV_DX_numId) p->num_id = v > 0 ? v : 0;
        if (x->tok == NV_DX_ilvl) p->ilvl = (int8_t)(v < 0 ? 0 : v >= NV_DX_LEVELS ? NV_DX_LEVELS - 1 : v);
    }
}

bool nv_dx_ppr_child(nv_dx_xml *x, nv_dx_ppr *p) {
    const char *v;
    switch (x->tok) {
    case NV_DX_jc: v = nv_dx_attr(x, "val"); p->center = v && strcmp(v, "center") == 0; return true;
    case NV_DX_pageBreakBefore: p->page_break = nv_dx_onoff(x); return true;
    case NV_DX_pStyle: p->style = nv_dx_attr_str(x, "val"); return true;
    case NV_DX_numPr: read_num_pr(x, p); return true;
    default: return false;
    }
}

bool nv_dx_border_visible(nv_dx_xml *x) {
    const char *v = nv_dx_attr(x, "val");
    return v && strcmp(v, "nil") != 0 && strcmp(v, "none") != 0;
}

int8_t nv_dx_inside_borders(nv_dx_xml *x) {
    int8_t inside = 0;
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k))
        if ((x->tok == NV_DX_insideH || x->tok == NV_DX_insideV) && nv_dx_border_visible(x)) inside = 1;
    return inside;
}

static void read_ppr(nv_dx_xml *x, nv_dx_ppr *p) {
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) (void)nv_dx_ppr_child(x, p);
}

static void read_style(nv_dx_xml *x, nv_dx_style *s) {
    *s = (nv_dx_style){ .r = NV_DX_RPR_NONE, .p = NV_DX_PPR_NONE, .inside = -1, .level = -1, .based = { "", 0 } };
    s->id = nv_dx_attr_str(x, "styleId");
    const char *type = nv_dx_attr(x, "type");
    s->type = type ? *type : 'p';
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) {
        if (x->tok == NV_DX_basedOn) s->based = nv_dx_attr_str(x, "val");
        else if (x->tok == NV_DX_rPr) nv_dx_rpr_read(x, &s->r);
        else if (x->tok == NV_DX_pPr) read_ppr(x, &s->p);
        else if (x->tok == NV_DX_tblPr) {
            nv_dx_kids t = nv_dx_enter(x);
            while (nv_dx_child(x, &t)) if (x->tok == NV_DX_tblBorders) s->inside = nv_dx_inside_borders(x);
        }
    }
}

static void read_defaults(nv_dx_xml *x, nv_dx_rpr *def) {
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) {
        if (x->tok != NV_DX_rPrDefault) continue;
        nv_dx_kids d = nv_dx_enter(x);
        while (nv_dx_child(x, &d)) if (x->tok == NV_DX_rPr) nv_dx_rpr_read(x, def);
    }
}

static int by_type_id(const void *pa, const void *pb) {
    const nv_dx_style *a = pa, *b = pb;
    return a->type != b->type ? (a->type < b->type ? -1 : 1) : nv_str_cmp(a->id, b->id);
}

#define INHERIT(field, none) do { if (s->field == (none)) s->field = b->field; } while (0)
/* Adds to a style what it inherits. A chain that bites its tail, or is absurdly long, ends there. */
static void resolve(nv_dx_styles *all, nv_dx_style *s, unsigned depth) {
    if (s->state) return;
    s->state = 1;
    nv_dx_style key = { .type = s->type, .id = s->based };
    nv_dx_style *b = s->based.n && depth < MAX_CHAIN ? bsearch(&key, all->all.v, all->all.n, sizeof key, by_type_id) : NULL;
    if (b && b->state != 1) {
        resolve(all, b, depth + 1);
        s->base = b;
        INHERIT(r.bold, -1); INHERIT(r.italic, -1); INHERIT(r.underline, -1); INHERIT(r.caps, -1); INHERIT(r.vanish, -1); INHERIT(r.font, -1);
        if (!s->r.face.n) s->r.face = b->r.face;
        INHERIT(r.size, 0); INHERIT(p.center, -1); INHERIT(p.page_break, -1); INHERIT(p.num_id, -1); INHERIT(p.ilvl, -1); INHERIT(inside, -1);
    }
    s->state = 2;
}

nv_dx_style *nv_dx_style_find(nv_dx_styles *s, char type, nv_str id) {
    if (!id.n || !s->all.n) return NULL;
    nv_dx_style key = { .type = type, .id = id };
    nv_dx_style *hit = bsearch(&key, s->all.v, s->all.n, sizeof key, by_type_id);
    if (hit) resolve(s, hit, 0);
    return hit;
}

void nv_dx_styles_read(nv_dx_styles *s, nv_dx_pkg *pkg) {
    s->def = NV_DX_RPR_NONE;
    nv_dx_xml x;
    if (!pkg->part[NV_DX_REL_STYLES].n || !nv_dx_xml_open(&x, pkg, pkg->part[NV_DX_REL_STYLES])) return;
    nv_str para = { "", 0 }, table = { "", 0 };
    nv_dx_kids k = nv_dx_enter(&x);
    while (nv_dx_child(&x, &k)) {
        if (x.tok == NV_DX_docDefaults) read_defaults(&x, &s->def);
        if (x.tok != NV_DX_style) continue;
        if (s->all.n >= MAX_STYLES) { nv_dx_fail(pkg, NV_E_LIMIT, NV_M_E_LIMIT, "w:style", "65536"); break; }
        const char *def = nv_dx_attr(&x, "default");
        bool is_default = def && nv_dx_attr(&x, "styleId") && (strcmp(def, "1") == 0 || strcmp(def, "true") == 0 || strcmp(def, "on") == 0);
        nv_dx_style *st = NV_PUSH(pkg->doc->arena, &s->all);
        read_style(&x, st);
        if (is_default && st->type == 'p') para = st->id;
        if (is_default && st->type == 't') table = st->id;
    }
    nv_dx_xml_close(&x);
    if (!nv_dx_ok(pkg)) return;
    if (s->all.n) qsort(s->all.v, s->all.n, sizeof *s->all.v, by_type_id);
    s->para = nv_dx_style_find(s, 'p', para);
    s->table = nv_dx_style_find(s, 't', table);
}

static int8_t toggle(int8_t direct, int8_t chr, int8_t para, int8_t def) {
    return direct >= 0 ? direct : (int8_t)(((chr == 1) != (para == 1)) || def == 1);
}

nv_dx_rpr nv_dx_rpr_shown(nv_dx_styles *s, const nv_dx_style *para, const nv_dx_rpr *direct) {
    static const nv_dx_rpr none = { .bold = -1, .italic = -1, .underline = -1, .caps = -1, .vanish = -1, .font = -1 };
    const nv_dx_style *cs = nv_dx_style_find(s, 'c', direct->style);
    const nv_dx_rpr *c = cs ? &cs->r : &none, *p = para ? &para->r : &none, *d = &s->def;
    nv_dx_rpr out = *direct;
    out.bold = toggle(direct->bold, c->bold, p->bold, d->bold);
    out.italic = toggle(direct->italic, c->italic, p->italic, d->italic);
    out.caps = toggle(direct->caps, c->caps, p->caps, d->caps);
    out.vanish = toggle(direct->vanish, c->vanish, p->vanish, d->vanish);
    const nv_dx_rpr *chain[] = { c, p, d };
    for (unsigned i = 0; i < NV_NELEM(chain); i++) {
        if (out.underline < 0) out.underline = chain[i]->underline;
        if (out.font < 0) out.font = chain[i]->font;
        if (!out.size) out.size = chain[i]->size;
        if (!out.face.n) out.face = chain[i]->face;
    }
    if (out.underline < 0) out.underline = 0;
    if (out.font < 0) out.font = NV_DX_FONT_TEXT;
    if (!out.size) out.size = 20; /* Word's own default: 10 points */
    return out;
}
