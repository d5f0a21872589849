/* outline.c - labels to the unit tree: a stack of open units, on which every new label finds its place (contract 1). */
#include "segment/seg.h"

#include <stdio.h>

/* Outermost first. Roman and letter headings share a rank: which of them is the outer one the document decides by using it first. */
static int rank_of(const seg_label *l)
{
    switch (l->kind) {
    case NV_U_PART: return 10;
    case NV_U_CHAPTER: return 20;
    case NV_U_SECTION: return l->style == SEG_WORD ? 30 : 60;
    case NV_U_SUBSECTION: return 40;
    case NV_U_ARTICLE: return 50;
    case NV_U_CLAUSE: return 70;
    case NV_U_SUBCLAUSE: return 71;
    case NV_U_POINT: return 80;
    case NV_U_ITEM: return 85;
    case NV_U_INDENT: return 90;
    default: return 0;
    }
}

typedef struct { uint32_t hash; uint32_t count; nv_str eid; } slot;

typedef struct {
    seg *g;
    nv_unit *top;                      /* root, appendix or closing: parent of what stands on the empty stack */
    uint32_t stack[NV_MAX_UNIT_DEPTH]; /* indexes of nodes */
    uint32_t depth;
    slot *slots; uint32_t n_slots, used; /* eIds given out, with how often */
    uint32_t dashes[NV_MAX_UNIT_DEPTH + 1]; /* dashes so far under the unit at each depth */
    uint32_t appendices;
    int32_t article; /* number of the last one */
    bool full;
} builder;

static seg_node *node(builder *b, uint32_t i) { return &b->g->nodes.v[b->stack[i]]; }
static const seg_label *lab(builder *b, uint32_t i) { return &node(b, i)->label; }
static int rank_at(builder *b, uint32_t i) { return rank_of(lab(b, i)); }
static void pop_to(builder *b, uint32_t depth) { if (depth < b->depth) b->depth = depth; }

/* ---- eIds --------------------------------------------------------------------------------------------------------- */

static slot *find_slot(builder *b, nv_str eid)
{
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < eid.n; i++) h = (h ^ (uint8_t)eid.p[i]) * 16777619u;
    if (b->used * 2 >= b->n_slots) {
        uint32_t n = b->n_slots ? b->n_slots * 2 : 256;
        slot *grown = nv_arena_alloc(b->g->doc->arena, n * sizeof *grown);
        for (uint32_t i = 0; i < b->n_slots; i++) {
            if (!b->slots[i].eid.n) continue;
            uint32_t k = b->slots[i].hash & (n - 1);
            while (grown[k].eid.n) k = (k + 1) & (n - 1);
            grown[k] = b->slots[i];
        }
        b->slots = grown;
        b->n_slots = n;
    }
    uint32_t k = h & (b->n_slots - 1);
    while (b->slots[k].eid.n && !(b->slots[k].hash == h && nv_str_eq(b->slots[k].eid, eid))) k = (k + 1) & (b->n_slots - 1);
    if (!b->slots[k].eid.n) {
        b->slots[k] = (slot){ h, 0, eid };
        b->used++;
    }
    return &b->slots[k];
}

/* The parts in a row; every unit needs one, so not by printf. */
static nv_str together(nv_arena *a, const nv_str *part, size_t n)
{
    uint32_t len = 0;
    for (size_t i = 0; i < n; i++) len += part[i].n;
    char *p = nv_arena_alloc(a, (size_t)len + 1), *at = p;
    for (size_t i = 0; i < n; i++) {
        if (part[i].n) memcpy(at, part[i].p, part[i].n);
        at += part[i].n;
    }
    *at = 0;
    return (nv_str){ p, len };
}

/* parent__token_label, with _2 … where that has been given out (1.7). */
static nv_str make_eid(builder *b, const nv_unit *parent, nv_unit_kind kind, nv_str label)
{
    nv_arena *a = b->g->doc->arena;
    const char *token = nv_unit_kind_token(kind);
    nv_str parts[] = { parent->eid, parent->eid.n ? NV_LIT("__") : (nv_str){ 0 }, nv_str_of(token), label.n ? NV_LIT("_") : (nv_str){ 0 }, label };
    nv_str eid = together(a, parts, NV_NELEM(parts));
    for (nv_str again = eid;;) {
        slot *s = find_slot(b, again);
        if (!s->count++) return again;
        again = nv_arena_printf(a, "%.*s_%u", NV_ARG(eid), find_slot(b, eid)->count);
    }
}

/* The label in an eId: as written, ordinal words as Arabic numbers, of a dash its place, without what an eId cannot hold. */
static nv_str eid_label(builder *b, const seg_label *l)
{
    nv_arena *a = b->g->doc->arena;
    if (l->ordinal.n) return nv_arena_printf(a, "%d", l->number);
    nv_str s = seg_text(b->g, l->span);
    if (l->kind == NV_U_POINT || l->kind == NV_U_ITEM || l->kind == NV_U_ARTICLE || l->kind == NV_U_CLAUSE) s = seg_fold(b->g, l->span);
    return nv_arena_str(a, s);
}

/* ---- where a label belongs: each returns the depth to pop to, or NV_NONE for “no unit” ------------------------------------ */

/* Depth above which the stack holds only what can stand inside a heading or article (clauses, points …). */
static uint32_t floor_of(builder *b)
{
    uint32_t i = b->depth;
    while (i && rank_at(b, i - 1) > 60) i--;
    return i;
}

/* “… khoản 2 Điều 31; / Điều 36.”: the rest of a broken line, no article. */
static bool broken_citation(const builder *b, const seg_label *l, uint32_t para)
{
    const seg *g = b->g;
    if (l->number == b->article + 1 || l->rest < g->paras[para].span.end || !para) return false;
    uint32_t last = seg_last(g, g->paras[para - 1].span);
    return last == ';' || last == ',';
}

static uint32_t place_word(builder *b, const seg_label *l, uint32_t para)
{
    int rank = rank_of(l);
    uint32_t i = b->depth;
    if (l->kind == NV_U_ARTICLE && broken_citation(b, l, para)) return NV_NONE;
    if (l->kind == NV_U_ARTICLE) { /* an article may stand under a Roman heading, unless that is itself inside an article */
        for (uint32_t k = 0; k < b->depth; k++)
            if (rank_at(b, k) == 50) return k;
        while (i && rank_at(b, i - 1) > 60) i--;
        return i;
    }
    while (i && rank_at(b, i - 1) >= rank) i--;
    return i;
}

static uint32_t place_heading(builder *b, seg_label *l)
{
    uint32_t floor = floor_of(b);
    uint32_t i = floor;
    while (i && rank_at(b, i - 1) == 60) {
        const seg_label *o = lab(b, i - 1);
        /* “I.” after “H.” is a letter, “C.” a letter always */
        if (l->style == SEG_ROMAN && o->style == SEG_LETTER && seg_text(b->g, l->span).n == 1 &&
            seg_letter_order(seg_fold(b->g, l->span)) == o->number + 1) {
            l->style = SEG_LETTER;
            l->number = o->number + 1;
        }
        if (o->style == l->style) return i - 1;
        i--;
    }
    return floor;
}

static uint32_t place_clause(builder *b, const seg_label *l)
{
    uint32_t floor = floor_of(b), last = NV_NONE, style = NV_NONE;
    bool suffix = !nv_is_digit((unsigned char)b->g->doc->text.p[l->span.end - 1]);
    for (uint32_t i = b->depth; i > floor; i--) {
        const seg_label *o = lab(b, i - 1);
        if (o->kind != NV_U_CLAUSE) continue;
        if (l->number == o->number + 1 || (suffix && l->number == o->number)) return i - 1;
        if (last == NV_NONE) last = i - 1;
        if (style == NV_NONE && o->sep == l->sep) style = i - 1;
    }
    if (last == NV_NONE) {
        if (l->number > 30) return NV_NONE;
        uint32_t i = b->depth;
        while (i > floor && rank_at(b, i - 1) >= 70) i--;
        return i;
    }
    if (l->number == 1 && b->depth - 1 > last && rank_at(b, b->depth - 1) < 90) { /* a list inside a point or sub-clause */
        uint32_t i = b->depth;
        return i;
    }
    if (l->number == 1 && style == NV_NONE && last == b->depth - 1) return b->depth; /* “1)” under “1.” */
    if (style == NV_NONE) style = last;
    if (l->number > lab(b, style)->number + 20) return NV_NONE;
    return style;
}

/* True if `whole` is `prefix` + "." + more. */
static bool decimal_below(nv_str prefix, nv_str whole)
{
    return whole.n > prefix.n + 1 && memcmp(prefix.p, whole.p, prefix.n) == 0 && whole.p[prefix.n] == '.';
}

static uint32_t dots(nv_str s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) n += s.p[i] == '.';
    return n;
}

static uint32_t place_decimal(builder *b, const seg_label *l)
{
    nv_str mine = seg_text(b->g, l->span);
    uint32_t floor = floor_of(b), up = mine.n;
    while (up && mine.p[up - 1] != '.') up--;
    nv_str parent = nv_str_cut(mine, 0, up ? up - 1 : 0);
    bool amount = l->number >= 100 || (mine.n > up + 1 && mine.p[up] == '0'); /* 1.500 triệu, 1.05 lần */
    for (uint32_t i = b->depth; i > 0; i--) {
        const seg_label *o = lab(b, i - 1);
        nv_str other = seg_text(b->g, o->span);
        if ((o->kind == NV_U_CLAUSE || o->kind == NV_U_SUBCLAUSE || o->kind == NV_U_ARTICLE) && decimal_below(other, mine)) {
            if (!amount && (nv_str_eq(other, parent) || l->number <= 2)) return i;
        }
        if (o->kind == NV_U_SUBCLAUSE && dots(other) == dots(mine) && decimal_below(parent, other) && (!amount || o->number + 1 == l->number)) return i - 1;
        if (i - 1 < floor) break;
    }
    if (l->number != 1 || amount) return NV_NONE; /* a decimal number, not a label */
    uint32_t i = b->depth;
    while (i > floor && rank_at(b, i - 1) >= 70) i--;
    return i;
}

static uint32_t place_point(builder *b, seg_label *l)
{
    uint32_t floor = floor_of(b), host = b->depth;
    while (host > floor && rank_at(b, host - 1) >= 80) host--; /* clause or heading that holds the open points */
    bool roman = seg_roman(seg_fold(b->g, l->span)) > 0;
    for (uint32_t i = b->depth; i > host; i--) {
        const seg_label *o = lab(b, i - 1);
        if (o->kind == NV_U_ITEM && roman && o->style == SEG_ITEM && seg_roman(seg_fold(b->g, o->span)) + 1 == seg_roman(seg_fold(b->g, l->span))) {
            l->kind = NV_U_ITEM; /* v) after iv) */
            l->style = SEG_ITEM;
            l->number = seg_roman(seg_fold(b->g, l->span));
            return i - 1;
        }
        if (o->kind != NV_U_POINT) continue;
        if (roman && l->number != o->number + 1 && nv_str_eqz(seg_fold(b->g, l->span), "i") && o->number < 7) {
            l->kind = NV_U_ITEM; /* i) inside a point, not the point after h) */
            l->style = SEG_ITEM;
            l->number = 1;
            return i;
        }
        return i - 1;
    }
    if (l->number == 1) return host;
    for (uint32_t i = host; i > floor; i--) /* the list was interrupted by clauses of a point: go back to it */
        if (lab(b, i - 1)->kind == NV_U_POINT && lab(b, i - 1)->number + 1 == l->number) return i - 1;
    return host;
}

static uint32_t place_item(builder *b, const seg_label *l)
{
    uint32_t i = b->depth;
    const seg_label *brother = NULL;
    while (i && rank_at(b, i - 1) >= 85) {
        if (lab(b, i - 1)->kind == NV_U_ITEM) brother = lab(b, i - 1);
        i--;
    }
    nv_str mine = seg_fold(b->g, l->span);
    if (seg_roman(mine) || l->number == 1 || (brother && l->number <= brother->number + 3)) return i;
    nv_str point = i && lab(b, i - 1)->kind == NV_U_POINT ? seg_fold(b->g, lab(b, i - 1)->span) : (nv_str){ 0 };
    return point.n && nv_str_starts(mine, point) ? i : NV_NONE; /* “C06.” is a code, not a part of point c */
}

static uint32_t place_dash(builder *b, const seg_label *l)
{
    for (uint32_t i = b->depth; i > 0 && lab(b, i - 1)->kind == NV_U_INDENT; i--)
        if (lab(b, i - 1)->sep == l->sep) return i - 1;
    return b->depth;
}

static uint32_t place(builder *b, seg_label *l, uint32_t para)
{
    switch (l->kind) {
    case NV_U_CLAUSE: return place_clause(b, l);
    case NV_U_SUBCLAUSE: return place_decimal(b, l);
    case NV_U_POINT: return place_point(b, l);
    case NV_U_ITEM: return place_item(b, l);
    case NV_U_INDENT: return place_dash(b, l);
    case NV_U_SECTION: return l->style == SEG_WORD ? place_word(b, l, para) : place_heading(b, l);
    default: return place_word(b, l, para);
    }
}

/* ---- building --------------------------------------------------------------------------------------------------------- */

static seg_node *push_node(builder *b, nv_unit *parent, nv_unit_kind kind, uint32_t para, uint32_t end)
{
    seg *g = b->g;
    nv_unit *u = nv_unit_add(g->doc, parent, kind);
    seg_node *n = NV_PUSH(g->doc->arena, &g->nodes);
    *n = (seg_node){ .unit = u, .para = para, .end = end };
    u->page = g->paras[para].para->page;
    return n;
}

/* A unit without a label of its own: preface, preamble, closing, signature. Nothing if it has no paragraph. */
static nv_unit *add_plain(builder *b, nv_unit *parent, nv_unit_kind kind, uint32_t beg, uint32_t end)
{
    if (beg >= end) return NULL;
    seg_node *n = push_node(b, parent, kind, beg, end);
    n->unit->eid = make_eid(b, parent, kind, (nv_str){ 0 });
    return n->unit;
}

static bool add_labelled(builder *b, uint32_t i)
{
    seg *g = b->g;
    seg_label l = g->paras[i].label;
    if (b->full || g->doc->units.n >= NV_MAX_UNITS) {
        if (!b->full) nv_doc_diag(g->doc, NV_M_LIMIT_HIT, &g->paras[i].span, 0, "NV_MAX_UNITS", "units", NULL);
        b->full = true;
        return false;
    }
    uint32_t depth = place(b, &l, i);
    if (depth == NV_NONE || depth >= NV_MAX_UNIT_DEPTH) return false;
    pop_to(b, depth);
    nv_unit *parent = depth ? node(b, depth - 1)->unit : b->top;
    if (depth) node(b, depth - 1)->has_child = true;
    uint32_t at = g->nodes.n;
    seg_node *n = push_node(b, parent, l.kind, i, i + 1);
    n->label = l;
    n->unit->label = seg_text(g, l.span);
    if (l.kind == NV_U_INDENT) n->unit->eid = make_eid(b, parent, l.kind, nv_arena_printf(g->doc->arena, "%u", ++b->dashes[depth]));
    else n->unit->eid = make_eid(b, parent, l.kind, eid_label(b, &l));
    b->stack[b->depth++] = at;
    if (l.kind == NV_U_ARTICLE) b->article = l.number;
    b->dashes[b->depth] = 0;
    return true;
}

static void start(builder *b, nv_unit *top)
{
    b->top = top;
    b->depth = 0;
    b->dashes[0] = 0;
}

/* Paragraphs [beg, end) of labels and what follows each, under `top`. */
static void add_body(builder *b, nv_unit *top, uint32_t beg, uint32_t end)
{
    seg *g = b->g;
    start(b, top);
    for (uint32_t i = beg; i < end; i++) {
        bool made = g->paras[i].label.kind != NV_U_DOC && !g->paras[i].quoted && add_labelled(b, i);
        if (!made) g->nodes.v[g->nodes.n - 1].end = i + 1; /* belongs to the unit before it (1.2) */
    }
}

static bool is_unit_start(const seg *g, uint32_t i)
{
    return g->paras[i].label.kind != NV_U_DOC && !g->paras[i].quoted;
}

/* Căn cứ lines that begin with a dash (Party documents), and numbered lists before the last căn cứ, are preamble. */
static uint32_t preamble_end(const seg *g, uint32_t beg, uint32_t end)
{
    uint32_t first = beg;
    bool articles = false;
    for (uint32_t i = beg; i < end && !articles; i++) articles = is_unit_start(g, i) && rank_of(&g->paras[i].label) <= 50;
    for (uint32_t i = beg; i < end; i++) {
        bool unit = is_unit_start(g, i);
        nv_span sp = g->paras[i].span;
        if (unit) sp.beg = g->paras[i].label.rest;
        bool basis = seg_at(g, g->s->basis, sp);
        if (unit && rank_of(&g->paras[i].label) <= 50) break;
        if (unit && !articles && !(basis && g->paras[i].label.kind == NV_U_INDENT)) break; /* a letter's first point or dash */
        if (basis) first = i + 1;
    }
    while (first < end && !is_unit_start(g, first)) first++;
    return first;
}

/* Where the closing begins: the first paragraph after the last labelled one (dashes apart) that speaks for the whole document. */
static uint32_t closing_start(const seg *g, uint32_t beg, uint32_t end)
{
    uint32_t last = beg;
    bool articles = false;
    for (uint32_t i = beg; i < end; i++) {
        if (!is_unit_start(g, i) || g->paras[i].label.kind == NV_U_INDENT) continue;
        last = i;
        articles = articles || g->paras[i].label.kind == NV_U_ARTICLE;
    }
    for (uint32_t i = last + 1; i < end; i++) {
        const seg_para *p = &g->paras[i];
        if (p->quoted || p->row || p->foot || p->blank || is_unit_start(g, i)) continue;
        if (seg_at(g, g->s->closing, p->span) || (!articles && (seg_at(g, g->s->whole, p->span) || seg_at(g, g->s->responsible, p->span)))) return i;
    }
    return end;
}

static void add_closing(builder *b, nv_unit *parent, uint32_t beg, uint32_t end)
{
    if (beg >= end) return;
    seg *g = b->g;
    nv_unit *c = add_plain(b, parent, NV_U_CLOSING, beg, beg + 1);
    for (uint32_t i = beg + 1; i < end; i++)
        if (g->paras[i].label.kind != NV_U_INDENT) g->paras[i].label.kind = NV_U_DOC; /* only dashes make units here (1.7) */
    add_body(b, c, beg + 1, end);
}

static void build_main(builder *b, const seg_section *s)
{
    seg *g = b->g;
    nv_unit *root = g->doc->root;
    add_plain(b, root, NV_U_PREFACE, s->beg, s->head);
    uint32_t first = preamble_end(g, s->head, s->sign), close = s->sign;
    if (first < s->sign) close = closing_start(g, first, s->sign);
    add_plain(b, root, NV_U_PREAMBLE, s->head, first);
    if (first < close) add_body(b, root, first, close);
    add_closing(b, root, close, s->sign);
    add_plain(b, root, NV_U_SIGNATURE, s->sign, s->end);
}

static void build_appendix(builder *b, const seg_section *s)
{
    seg *g = b->g;
    seg_node *n = push_node(b, g->doc->root, NV_U_APPENDIX, s->beg, s->head);
    nv_unit *u = n->unit;
    b->appendices++;
    b->article = 0;
    u->label = s->label;
    nv_str label = s->label.n ? s->label : nv_arena_printf(g->doc->arena, "%u", b->appendices);
    u->eid = make_eid(b, g->doc->root, NV_U_APPENDIX, label);
    u->heading = s->title;
    uint32_t first = s->head;
    while (first < s->sign && !is_unit_start(g, first)) first++;
    uint32_t close = first < s->sign && s->sign < s->end ? closing_start(g, first, s->sign) : s->sign;
    g->nodes.v[g->nodes.n - 1].end = first;
    g->nodes.v[g->nodes.n - 1].body = s->head;
    if (first < close) add_body(b, u, first, close);
    add_closing(b, u, close, s->sign);
}

void seg_build(seg *g)
{
    builder b = { .g = g };
    for (uint32_t i = 0; i < g->sections.n; i++) {
        if (i) build_appendix(&b, &g->sections.v[i]);
        else build_main(&b, &g->sections.v[i]);
    }
}
