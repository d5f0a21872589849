/* segment.c - the stage: paragraphs in, head, units and sentences out. */
#include "segment/seg.h"

#include <stdlib.h>

nv_str seg_text(const seg *g, nv_span sp) { return nv_span_str(g->doc->text, sp); }
nv_str seg_fold(const seg *g, nv_span sp) { return nv_span_str(g->doc->fold, sp); }

static nv_str subject(const seg *g, const nv_rule *r, nv_span sp)
{
    nv_str s = nv_str_eqz(nv_rule_attr(r, "case"), "printed") ? seg_text(g, sp) : seg_fold(g, sp);
    if (s.n > NV_MAX_PARA_BYTES) {
        s.n = NV_MAX_PARA_BYTES;
        while (s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80) s.n--; /* never inside a character */
    }
    return s;
}

bool seg_at(const seg *g, const nv_rule *r, nv_span sp) { return sp.beg <= sp.end && nv_match_at(g->m, r, subject(g, r, sp), 0); }
bool seg_in(const seg *g, const nv_rule *r, nv_span sp) { return sp.beg < sp.end && nv_match(g->m, r, subject(g, r, sp), 0); }

bool seg_ends(const seg *g, const nv_rule *r, nv_span sp)
{
    if (sp.end - sp.beg > 64) { /* a rule about an end needs no more than the end */
        sp.beg = sp.end - 64;
        while (sp.beg < sp.end && ((unsigned char)g->doc->text.p[sp.beg] & 0xC0) == 0x80) sp.beg++;
    }
    return seg_in(g, r, sp);
}

uint32_t seg_first(const seg *g, nv_span sp)
{
    nv_str s = seg_text(g, sp);
    uint32_t at = 0;
    return s.n ? nv_utf8_next(s, &at) : 0;
}

uint32_t seg_last(const seg *g, nv_span sp)
{
    nv_str s = seg_text(g, sp);
    uint32_t start;
    return s.n ? nv_utf8_prev(s, s.n, &start) : 0;
}

nv_str seg_one_line(const seg *g, nv_str s)
{
    nv_buf b = { 0 };
    bool space = false;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            space = true;
            continue;
        }
        if (space && b.n) nv_buf_addc(&b, ' ');
        space = false;
        nv_buf_addc(&b, c);
    }
    nv_str r = nv_arena_str(g->doc->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return r;
}

/* ---- the compiled rules ------------------------------------------------------------------------------------------- */

static const nv_rule *need(const nv_grammar *g, const char *name, nv_buf *errors)
{
    const nv_rule *r = nv_grammar_rule(g, name);
    if (!r) nv_buf_printf(errors, "%s:1:1: rule %s is missing\n", nv_grammar_dir(g), name);
    return r;
}

static nv_unit_kind kind_by_name(nv_str name)
{
    for (int k = NV_U_PART; k <= NV_U_INDENT; k++)
        if (nv_str_eqz(name, nv_unit_kind_name((nv_unit_kind)k))) return (nv_unit_kind)k;
    return NV_U_DOC;
}

static seg_style style_by_letter(nv_str s)
{
    static const char letters[] = "WRANDLIS";
    const char *p = s.n == 1 ? strchr(letters, s.p[0]) : NULL;
    return p ? (seg_style)(SEG_WORD + (p - letters)) : SEG_NONE;
}

static void load_labels(nv_segmenter *s, const nv_grammar *g, nv_buf *errors)
{
    uint32_t n;
    const nv_rule *const *rules = nv_grammar_rules(g, "unit.label", &n);
    s->labels = nv_arena_alloc(s->arena, (n + 1) * sizeof *s->labels);
    for (uint32_t i = 0; i < n; i++) {
        seg_label_rule r = { rules[i], kind_by_name(nv_rule_attr(rules[i], "kind")), style_by_letter(nv_rule_attr(rules[i], "style")),
                             nv_str_eqz(nv_rule_attr(rules[i], "case"), "printed") };
        if (r.kind == NV_U_DOC) nv_rule_complain(rules[i], errors, "kind: not a kind of unit that has a label");
        if (r.style == SEG_NONE) nv_rule_complain(rules[i], errors, "style: one of W R A N D L I S");
        if (nv_rule_group(rules[i], "label") < 0 || nv_rule_group(rules[i], "sep") < 0) nv_rule_complain(rules[i], errors, "groups label and sep are needed");
        s->labels[s->n_labels++] = r;
    }
    if (!n) nv_buf_printf(errors, "%s:1:1: no rule unit.label.*\n", nv_grammar_dir(g));
}

nv_segmenter *nv_segmenter_new(const nv_grammar *g, const nv_registry *r, nv_buf *errors)
{
    size_t before = errors->n;
    nv_arena *a = nv_arena_new();
    nv_segmenter *s = nv_arena_alloc(a, sizeof *s);
    s->arena = a;
    s->reg = r;
    load_labels(s, g, errors);
    const struct { const char *name; const nv_rule **to; } rules[] = {
        { "unit.tail.citation", &s->tail_citation }, { "unit.open_end", &s->open_end }, { "unit.lead_in", &s->lead_in },
        { "unit.sentence_start", &s->sentence_start }, { "unit.sentence", &s->sentence }, { "unit.bearer", &s->bearer },
        { "unit.bearer.verb", &s->bearer_verb }, { "unit.bearer.list", &s->bearer_list }, { "unit.bearer.places", &s->bearer_places }, { "unit.names_listed", &s->names_listed }, { "unit.closing", &s->closing }, { "unit.whole", &s->whole }, { "unit.responsible", &s->responsible }, { "unit.amend", &s->amend }, { "unit.new_text", &s->new_text },
        { "head.motto", &s->motto }, { "head.party_motto", &s->party_motto }, { "head.number", &s->number }, { "head.date", &s->date },
        { "head.date.slashes", &s->date_slashes }, { "head.type", &s->type }, { "head.subject", &s->subject }, { "head.addressed", &s->addressed },
        { "head.sends", &s->sends }, { "head.basis", &s->basis }, { "head.not_title", &s->not_title }, { "head.title_start", &s->title_start },
        { "head.stamp", &s->stamp }, { "head.org", &s->org }, { "head.land", &s->land }, { "head.partner", &s->partner }, { "head.enacts", &s->enacts }, { "sign.recipients", &s->recipients }, { "sign.capacity", &s->capacity },
        { "sign.position", &s->position }, { "sign.person", &s->person }, { "sign.family", &s->family }, { "sign.signed_mark", &s->signed_mark },
        { "sign.rank", &s->rank }, { "sign.passed", &s->passed }, { "head.cited_date", &s->cited_date }, { "app.heading", &s->appendix }, { "app.issued_with", &s->issued_with },
        { "app.attached_type", &s->attached_type }, { "app.technical_code", &s->technical_code }, { "app.technical_title", &s->technical_title },
    };
    for (size_t i = 0; i < NV_NELEM(rules); i++) *rules[i].to = need(g, rules[i].name, errors);
    if (errors->n > before) {
        nv_arena_free(a);
        return NULL;
    }
    return s;
}

void nv_segmenter_free(nv_segmenter *s)
{
    if (s) nv_arena_free(s->arena);
}

/* ---- the stage ------------------------------------------------------------------------------------------------------ */

static void take_paragraphs(seg *g)
{
    nv_doc *d = g->doc;
    g->n = d->paras.n;
    g->paras = nv_arena_alloc(d->arena, ((size_t)g->n + 1) * sizeof *g->paras);
    for (uint32_t i = 0; i < g->n; i++) {
        seg_para *p = &g->paras[i];
        p->para = &d->paras.v[i];
        p->span = nv_span_trim(d->text, p->para->span);
        p->row = p->para->kind == NV_PARA_ROW;
        p->foot = p->para->kind == NV_PARA_FOOTNOTE;
        p->blank = p->span.beg >= p->span.end;
        p->caps = nv_str_is_caps(seg_text(g, p->span));
        p->bold = (p->para->flags & NV_F_BOLD) != 0;
        p->center = (p->para->flags & NV_F_CENTER) != 0;
    }
}

/* The unit that each table stands in. */
static void place_tables(seg *g)
{
    nv_doc *d = g->doc;
    uint32_t k = 0;
    for (uint32_t t = 0; t < d->tables.n; t++) {
        uint32_t para = nv_doc_para(d, d->tables.v[t].span.beg);
        if (t && d->tables.v[t].span.beg < d->tables.v[t - 1].span.beg) k = 0;
        while (k < g->nodes.n && g->nodes.v[k].end <= para) k++;
        d->tables.v[t].unit = k < g->nodes.n ? g->nodes.v[k].unit : g->nodes.n ? g->nodes.v[g->nodes.n - 1].unit : NULL;
    }
}

nv_status nv_segment(nv_doc *doc, const nv_ctx *cx, nv_err *err)
{
    (void)err;
    seg g = { .doc = doc, .s = cx->segmenter, .reg = cx->registry, .m = nv_matcher_new() };
    take_paragraphs(&g);
    if (g.n) {
        seg_find_labels(&g);
        seg_mark_quotes(&g, 0, g.n);
        *NV_PUSH(doc->arena, &g.sections) = (seg_section){ .beg = 0, .sign = g.n, .end = g.n };
        seg_read_head(&g);
        seg_find_sections(&g);
        seg_read_trailer(&g);
        seg_build(&g);
        seg_headings(&g);
        seg_audit(&g);
        seg_month_of_cited(&g);
        seg_judge_head(&g);
        seg_sentences(&g);
        place_tables(&g);
    }
    const nv_rule *hit = nv_matcher_limit_hit(g.m);
    if (hit) nv_doc_diag(doc, NV_M_MATCH_LIMIT, NULL, 0, nv_rule_name(hit), NULL);
    nv_matcher_free(g.m);
    return NV_OK;
}
