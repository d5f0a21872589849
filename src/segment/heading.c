/* heading.c - which part of a unit is its heading, and where its own text is (contract 1.12 to 1.14). */
#include "segment/seg.h"

#define TITLE_MAX 900u  /* bytes: longer lines are text */
#define BEARER_MAX 600u

static bool is_end_mark(uint32_t c) { return c == '.' || c == ';' || c == ',' || c == '!' || c == '?'; }

/* Without closing punctuation. */
static nv_span strip_end(const seg *g, nv_span sp)
{
    sp = nv_span_trim(g->doc->text, sp);
    while (sp.end > sp.beg) {
        char c = g->doc->text.p[sp.end - 1];
        if (c != ':' && c != '.' && c != ';' && c != ',' && c != ' ' && c != '-') break;
        sp.end--;
    }
    return sp;
}

/* Without an opening dash, colon or point (“Chương I - QUY ĐỊNH CHUNG”). */
static nv_span strip_start(const seg *g, nv_span sp)
{
    while (sp.beg < sp.end) {
        uint32_t c = seg_first(g, sp);
        if (c != ':' && c != '.' && c != '-' && c != ' ' && c != 0x2013 && c != '\t') break;
        char tmp[4];
        sp.beg += nv_utf8_put(tmp, c);
    }
    return sp;
}

static bool bearer(const seg *g, nv_span sp)
{
    return sp.end > sp.beg && sp.end - sp.beg <= BEARER_MAX && seg_at(g, g->s->bearer, sp) && !seg_in(g, g->s->bearer_verb, sp);
}

static bool caps(const seg *g, nv_span sp) { return nv_str_is_caps(seg_text(g, sp)); }

static const seg_para *own(const seg *g, const seg_node *n, uint32_t k)
{
    return n->para + k < n->end ? &g->paras[n->para + k] : NULL;
}

/* True if a paragraph other than a footnote stands behind the first `k` of the unit. */
static bool text_follows(const seg *g, const seg_node *n, uint32_t k)
{
    for (uint32_t i = n->para + k; i < n->end; i++)
        if (!g->paras[i].foot) return true;
    return false;
}

/* Without the marks of notes behind it: “500.000 đồng.[2]” ends with a point. */
static nv_span without_marks(const seg *g, nv_span sp)
{
    const char *t = g->doc->text.p;
    for (uint32_t at = sp.end; at > sp.beg && t[at - 1] == ']'; ) {
        uint32_t i = at - 1;
        while (i > sp.beg && nv_is_digit((unsigned char)t[i - 1])) i--;
        if (i == at - 1 || i <= sp.beg || t[i - 1] != '[') break;
        at = sp.end = i - 1;
    }
    return sp;
}

/* True if the line `sp`, the first of the unit, is a title and no sentence. */
static bool is_title(const seg *g, const seg_node *n, nv_span sp)
{
    if (sp.beg >= sp.end || sp.end - sp.beg > TITLE_MAX) return false;
    bool more = n->has_child || text_follows(g, n, 1), article = n->label.kind == NV_U_ARTICLE;
    bool bold = g->paras[n->para].bold;
    sp = without_marks(g, sp);
    uint32_t last = seg_last(g, sp);
    nv_span bare = strip_end(g, sp);
    if (caps(g, bare)) return true;
    if (!nv_is_upper(seg_first(g, sp)) && seg_first(g, sp) != 0x201C && seg_first(g, sp) != '"' && !nv_is_digit(seg_first(g, sp))) return false;
    if (last == ':') {
        if (!more) return false;
        if (bearer(g, bare)) return true;
        return n->label.kind != NV_U_INDENT && !seg_ends(g, g->s->lead_in, sp) && !seg_at(g, g->s->sentence_start, sp) && !seg_in(g, g->s->sentence, sp);
    }
    if (is_end_mark(last)) {
        if (last == ';' || last == ',' || !more || seg_in(g, g->s->sentence, sp)) return false;
        nv_str s = seg_text(g, bare);
        if (nv_str_find(s, NV_LIT(". "), 0) != UINT32_MAX) return false;
        if (bold) return s.n < 400;
        return article && s.n < 200 && !seg_at(g, g->s->sentence_start, sp);
    }
    if (seg_at(g, g->s->sentence_start, sp) && !bold) return false;
    if (article) return !seg_in(g, g->s->sentence, sp) || bold;
    if (n->label.kind == NV_U_INDENT) return false;
    if (more) return bold || !seg_in(g, g->s->sentence, sp);
    return (bold && n->label.kind != NV_U_POINT) || bearer(g, bare);
}

/* “4. Sở X: Tăng cường …”: where the colon stands, or 0. */
static uint32_t run_in(const seg *g, nv_span sp)
{
    nv_str s = seg_text(g, sp);
    uint32_t colon = nv_str_find(s, NV_LIT(":"), 0);
    if (colon == UINT32_MAX || colon + 2 >= s.n || colon > BEARER_MAX) return 0;
    nv_span head = { sp.beg, sp.beg + colon };
    if (nv_str_find(seg_text(g, head), NV_LIT(". "), 0) != UINT32_MAX) return 0;
    if (s.p[colon + 1] != ' ' && s.p[colon + 1] != '\t') return 0;
    /* “Giám đốc các Sở: Nội vụ, Tài chính”, “UBND các tỉnh: Hà Giang, Tuyên Quang” list, they do not name the bearer */
    head = nv_span_trim(g->doc->text, head);
    if (seg_ends(g, g->s->bearer_list, head)) return 0;
    if (seg_ends(g, g->s->bearer_places, head) && seg_at(g, g->s->names_listed, nv_span_trim(g->doc->text, (nv_span){ sp.beg + colon + 1, sp.end }))) return 0;
    return bearer(g, head) ? sp.beg + colon : 0;
}

/* The title of Phần, Chương, Mục: the rest of the line, or the next lines in capitals (or centred, or bold). */
static void word_heading(seg *g, seg_node *n)
{
    nv_unit *u = n->unit;
    nv_span rest = strip_start(g, (nv_span){ n->label.rest, g->paras[n->para].span.end });
    bool upper = true;
    if (rest.beg < rest.end) {
        u->heading = strip_end(g, rest);
        upper = caps(g, rest);
    }
    for (uint32_t k = 1;; k++) {
        const seg_para *p = own(g, n, k);
        if (!p || p->row || p->foot || p->span.end - p->span.beg > TITLE_MAX) break;
        bool first = u->heading.beg >= u->heading.end;
        if (!first && !(upper && p->caps) && !(p->center && p->bold && g->paras[n->para + k - 1].bold && !is_end_mark(seg_last(g, p->span)))) break;
        if (first && (is_end_mark(seg_last(g, p->span)) || seg_last(g, p->span) == ':') && !p->caps) break;
        if (first) u->heading = p->span, upper = p->caps;
        u->heading.end = strip_end(g, p->span).end;
        if (seg_last(g, p->span) == '.' ) break;
    }
}

static void labelled_heading(seg *g, seg_node *n)
{
    nv_unit *u = n->unit;
    nv_span rest = { n->label.rest, g->paras[n->para].span.end };
    if (n->label.kind == NV_U_ARTICLE || n->label.kind == NV_U_SECTION) rest = strip_start(g, rest);
    if (rest.beg >= rest.end) { /* the title stands on the next line */
        const seg_para *p = own(g, n, 1);
        if (p && !p->row && !p->foot && (n->has_child || text_follows(g, n, 2)) && !is_end_mark(seg_last(g, p->span)) && is_title(g, n, p->span))
            u->heading = strip_end(g, p->span);
        return;
    }
    uint32_t colon = run_in(g, rest);
    if (colon) {
        u->heading = strip_end(g, (nv_span){ rest.beg, colon });
        return;
    }
    if (!is_title(g, n, rest)) return;
    u->heading = strip_end(g, rest);
    if (n->label.kind == NV_U_SECTION && caps(g, rest)) /* capitals that run over the line */
        for (uint32_t k = 1; own(g, n, k) && own(g, n, k)->caps && !own(g, n, k)->row; k++) u->heading.end = strip_end(g, own(g, n, k)->span).end;
}

/* The unit's own text: the first stretch of paragraphs after the heading, up to a table. */
static void set_body(seg *g, seg_node *n)
{
    nv_unit *u = n->unit;
    bool headed = u->heading.end > u->heading.beg;
    u->body = (nv_span){ 0, 0 };
    for (uint32_t k = n->body ? n->body : n->para; k < n->end; k++) {
        const seg_para *p = &g->paras[k];
        if (p->blank) continue;
        if (p->row && u->kind != NV_U_PREFACE && u->kind != NV_U_SIGNATURE) {
            if (u->body.end > u->body.beg) break;
            continue;
        }
        nv_span sp = p->span;
        if (k == n->para && n->label.kind != NV_U_DOC) sp.beg = n->label.rest;
        if (headed && sp.end <= u->heading.end) continue;
        if (headed && sp.beg < u->heading.end) {
            sp.beg = u->heading.end;
            while (sp.beg < sp.end && (g->doc->text.p[sp.beg] == ':' || g->doc->text.p[sp.beg] == '.' || g->doc->text.p[sp.beg] == ' ' || g->doc->text.p[sp.beg] == '\t')) sp.beg++;
            nv_str left = seg_text(g, sp); /* only punctuation is left behind a title */
            bool word = false;
            for (uint32_t i = 0; i < left.n;) {
                uint32_t c = nv_utf8_next(left, &i);
                word = word || nv_is_letter(c) || nv_is_digit(c);
            }
            if (!word) continue;
        }
        if (sp.beg >= sp.end) continue;
        if (u->body.end <= u->body.beg) u->body = sp;
        else u->body.end = sp.end;
    }
    if (u->body.end <= u->body.beg) u->body = (nv_span){ u->span.end, u->span.end };
}

static bool word_kind(const seg_label *l) { return l->style == SEG_WORD && l->kind != NV_U_ARTICLE; }

void seg_headings(seg *g)
{
    for (uint32_t i = 0; i < g->nodes.n; i++) {
        seg_node *n = &g->nodes.v[i];
        nv_unit *u = n->unit;
        u->span.beg = g->paras[n->para].span.beg; /* “Điều 5.”: with the word before the label */
        u->span.end = u->span.beg;
        for (uint32_t k = n->para; k < n->end; k++)
            if (g->paras[k].span.end > u->span.end) u->span.end = g->paras[k].span.end;
        if (word_kind(&n->label)) word_heading(g, n);
        else if (n->label.kind != NV_U_DOC) labelled_heading(g, n);
        set_body(g, n);
    }
    /* what follows the text of an appendix (its signature) belongs to no body, but to the stretch of its last unit */
    for (uint32_t s = 1; s < g->sections.n; s++) {
        const seg_section *sec = &g->sections.v[s];
        if (sec->sign >= sec->end) continue;
        for (uint32_t i = g->nodes.n; i-- > 0;)
            if (g->nodes.v[i].para < sec->sign) {
                g->nodes.v[i].unit->span.end = g->paras[sec->end - 1].span.end;
                break;
            }
    }
}
