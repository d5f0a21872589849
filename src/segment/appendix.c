/* appendix.c - where appendices and second documents begin, and what their titles are (contract 1.5, 1.8, 1.9). */
#include "segment/seg.h"

#define NEAR 8u

static bool issued_with_near(const seg *g, uint32_t i, uint32_t end, uint32_t near)
{
    for (uint32_t k = i + 1; k < end && k < i + near; k++) {
        if (g->paras[k].row) return false;
        if (seg_at(g, g->s->issued_with, g->paras[k].span)) return true;
        if (g->paras[k].label.kind != NV_U_DOC && g->paras[k].label.style != SEG_SIGN) return false;
    }
    return false;
}

/* “PHỤ LỤC I”, “Phụ lục 02. DANH MỤC …”: a heading, not “Phụ lục I ban hành kèm theo Thông tư này quy định …”. */
static bool is_appendix_heading(const seg *g, uint32_t i, uint32_t end, bool signed_before, nv_span *label, nv_span *rest)
{
    const seg_para *p = &g->paras[i];
    if (p->row || p->quoted || p->blank || !seg_at(g, g->s->appendix, p->span)) return false;
    nv_span all;
    nv_match_group(g->m, 0, &all);
    *label = (nv_span){ 0, 0 };
    if (nv_match_named_span(g->m, "label", label)) *label = (nv_span){ p->span.beg + label->beg, p->span.beg + label->end };
    *rest = nv_span_trim(g->doc->text, (nv_span){ p->span.beg + all.end, p->span.end });
    uint32_t n = rest->end - rest->beg;
    bool caps = nv_str_is_caps(nv_str_cut(g->doc->text, p->span.beg, p->span.beg + 7));
    if (seg_last(g, p->span) == ';') return false;
    if (n == 0) return caps || p->center || p->bold || label->end > label->beg || (i + 1 < end && seg_at(g, g->s->issued_with, g->paras[i + 1].span));
    if (n > 500) return false;
    if (nv_str_is_caps(seg_text(g, *rest))) return true;
    if (i == 0 && label->end > label->beg) return true; /* the file is an appendix */
    if (seg_at(g, g->s->tail_citation, *rest) && !seg_at(g, g->s->issued_with, *rest)) return false;
    if (seg_at(g, g->s->issued_with, *rest)) return caps && (g->doc->text.p[rest->beg] == '(');
    return (caps || p->center || p->bold) && nv_is_upper(seg_first(g, *rest)) && (signed_before || issued_with_near(g, i, end, NEAR)) && seg_last(g, p->span) != '.';
}

/* “QCVN 99:2024/BXD” alone on its line, right over “QUY CHUẨN KỸ THUẬT QUỐC GIA …”: the title page of a technical regulation, which the circular that
 * issues it has behind or, where its signature comes last, before that (Luật Tiêu chuẩn và quy chuẩn kỹ thuật; Thông tư 26/2019/TT-BKHCN). */
static bool is_technical(const seg *g, uint32_t i, uint32_t end)
{
    const seg_para *p = &g->paras[i];
    if (p->row || p->quoted || p->blank || !seg_at(g, g->s->technical_code, p->span)) return false;
    for (uint32_t k = i + 1; k < end && k < i + 4; k++) {
        const seg_para *q = &g->paras[k];
        if (q->blank || seg_at(g, g->s->technical_code, q->span)) continue;
        return !q->row && q->caps && seg_at(g, g->s->technical_title, q->span);
    }
    return false;
}

/* “QUY CHẾ” and its title over “(Ban hành kèm theo …)”. */
static bool is_attached(const seg *g, uint32_t i, uint32_t end)
{
    const seg_para *p = &g->paras[i];
    if (p->row || p->quoted || p->blank || p->label.kind != NV_U_DOC || p->span.end - p->span.beg > 400) return false;
    if (!seg_at(g, g->s->attached_type, p->span)) return false;
    if (p->caps || (p->center && p->bold)) return issued_with_near(g, i, end, NEAR);
    /* without layout: “Quy chế …” right over “(Ban hành kèm theo …)” */
    uint32_t last = seg_last(g, p->span);
    return last != '.' && last != ';' && last != ':' && last != ',' && i + 1 < end && g->doc->text.p[g->paras[i + 1].span.beg] == '(' && issued_with_near(g, i, end, 2);
}

static bool few_letters(nv_str s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n;) n += nv_is_letter(nv_utf8_next(s, &i));
    return n <= 3 && s.n < 120;
}

/* A line of a letterhead: a body in capitals, the motto, a number, a date. */
static bool head_line(const seg *g, uint32_t i)
{
    const seg_para *p = &g->paras[i];
    if (p->blank || seg_at(g, g->s->stamp, p->span)) return true;
    if (p->label.kind == NV_U_DOC && few_letters(seg_text(g, p->span))) return true; /* strokes and marks of the typist */
    if (p->row) return p->span.end - p->span.beg < 400 && (seg_in(g, g->s->motto, p->span) || seg_in(g, g->s->date, p->span));
    if (seg_in(g, g->s->motto, p->span) && p->span.end - p->span.beg < 300) return true;
    return p->caps && seg_at(g, g->s->org, p->span) && p->span.end - p->span.beg < 200;
}

/* What follows a signature and is more than stamps: a title in capitals, a letterhead, labelled text, a table. */
static bool starts_something(const seg *g, uint32_t i, uint32_t end)
{
    const seg_para *p = &g->paras[i];
    if (p->blank) return false;
    if (p->row) return true;
    if (seg_at(g, g->s->stamp, p->span) || seg_at(g, g->s->signed_mark, p->span) || seg_at(g, g->s->recipients, p->span)) return false;
    if (seg_in(g, g->s->motto, p->span)) return true;
    if (p->label.kind != NV_U_DOC && p->label.style != SEG_SIGN) return true;
    if (p->caps && p->span.end - p->span.beg > 8 && nv_utf8_count(seg_text(g, p->span)) > 6) return !seg_at(g, g->s->capacity, p->span);
    (void)end;
    return false;
}

bool seg_starts_with_appendix(const seg *g)
{
    nv_span label, rest;
    return g->n && is_appendix_heading(g, 0, g->n, false, &label, &rest);
}

/* “(Kèm theo Quyết định số … ngày …)” without a number: the title of a form inside an appendix, no appendix of its own. */
static bool blank_container(const seg *g, uint32_t i, uint32_t end)
{
    for (uint32_t k = i + 1; k < end && k < i + NEAR; k++) {
        if (!seg_at(g, g->s->issued_with, g->paras[k].span)) continue;
        nv_str s = seg_text(g, g->paras[k].span);
        for (uint32_t c = 0; c < s.n && c < 80; c++)
            if (nv_is_digit((unsigned char)s.p[c])) return false;
        return true;
    }
    return false;
}

static seg_section *add_section(seg *g, uint32_t beg, nv_span label)
{
    seg_section *last = &g->sections.v[g->sections.n - 1];
    last->end = beg;
    if (last->sign > beg) last->sign = beg;
    seg_section *s = NV_PUSH(g->doc->arena, &g->sections);
    *s = (seg_section){ .beg = beg, .head = beg, .sign = g->n, .end = g->n };
    if (label.end > label.beg) s->label = seg_text(g, label);
    return s;
}

/* ---- titles -------------------------------------------------------------------------------------------------------------- */

static nv_span without_end(const seg *g, nv_span sp)
{
    sp = nv_span_trim(g->doc->text, sp);
    while (sp.end > sp.beg && strchr(".:;-* _", g->doc->text.p[sp.end - 1])) sp.end--;
    return sp;
}

static void extend(nv_span *title, nv_span sp)
{
    if (title->beg >= title->end) *title = sp;
    else title->end = sp.end;
}

/* The title lines of an appendix from paragraph i on; returns the first paragraph after them. */
static uint32_t read_title(const seg *g, seg_section *s, uint32_t i, uint32_t end)
{
    bool upper = true;
    if (s->title.end > s->title.beg) upper = nv_str_is_caps(seg_text(g, s->title));
    for (uint32_t lines = 0; i < end && lines < 10; i++) {
        const seg_para *p = &g->paras[i];
        if (p->blank) continue;
        bool none = s->title.beg >= s->title.end;
        if (p->row || p->foot || p->label.kind != NV_U_DOC || seg_at(g, g->s->issued_with, p->span) || p->span.end - p->span.beg > 600) break;
        if (none && head_line(g, i) && i + 1 < end && !g->paras[i + 1].row) continue; /* bodies and motto above the title */
        uint32_t last = seg_last(g, p->span);
        bool type_alone = !none && upper && seg_at(g, g->s->attached_type, s->title) && s->title.end - s->title.beg < 40; /* QUY CHẾ / Thực hiện cơ chế … */
        if (!none && !(upper && p->caps) && !type_alone && !(p->center && p->bold) && !(nv_is_letter(seg_first(g, p->span)) && !nv_is_upper(seg_first(g, p->span)) && p->center)) break;
        if (none && !p->caps && !p->center && !p->bold && (last == '.' || last == ';' || last == ':')) break;
        if (!none && (last == ';' || last == ':')) break;
        if (type_alone && last == '.' && p->span.end - p->span.beg > 200) break;
        extend(&s->title, without_end(g, p->span));
        if (none) upper = p->caps;
        lines++;
        if (type_alone && !p->caps) upper = false;
    }
    return i;
}

static void read_letter(seg *g, seg_section *s)
{
    seg_head h = { 0 };
    seg_scan_head(g, s->beg, s->end, &h);
    s->letter = true;
    s->title = h.title;
    s->head = h.end > s->beg ? h.end : s->beg;
    if (h.type.beg < h.type.end && h.title.beg < h.title.end && h.type.end <= h.title.beg && !h.addressed && seg_at(g, g->s->attached_type, h.type))
        s->title.beg = h.type.beg; /* an attached QUY CHẾ: type word and title */
    if (s->title.beg >= s->title.end && h.type.beg < h.type.end) s->title = h.type;
}

/* True if a letterhead with motto stands at the beginning of the section, and a number or Kính gửi under it. */
static bool is_letter(const seg *g, const seg_section *s)
{
    bool motto = false;
    for (uint32_t i = s->beg; i < s->end && i < s->beg + 16; i++) {
        const seg_para *p = &g->paras[i];
        if (p->row) return false;
        motto = motto || seg_in(g, g->s->motto, p->span);
        if (motto && (seg_at(g, g->s->number, p->span) || seg_at(g, g->s->addressed, p->span))) return true;
        if (seg_at(g, g->s->issued_with, p->span)) return false;
        if (p->label.kind != NV_U_DOC && p->label.style != SEG_SIGN) return false;
    }
    return false;
}

/* True if the last section is a technical regulation: its code is printed on every page. */
static bool inside_technical(const seg *g)
{
    const seg_section *s = &g->sections.v[g->sections.n - 1];
    return g->sections.n > 1 && is_technical(g, s->beg, g->n);
}

static void find_starts(seg *g)
{
    seg_section *main_text = &g->sections.v[0];
    uint32_t body = main_text->head;
    bool signed_before = false, weak_done = false;
    uint32_t sign = seg_find_sign(g, body, g->n), after = g->n;
    for (uint32_t i = body; i < g->n; i++) {
        if (i == sign && !signed_before) {
            signed_before = true;
            main_text = &g->sections.v[0];
            if (g->sections.n == 1) main_text->sign = sign;
            after = seg_sign_end(g, sign, g->n);
        }
        nv_span label, rest;
        bool heading = is_appendix_heading(g, i, g->n, signed_before, &label, &rest);
        bool inside = g->sections.n > 1 && g->sections.v[g->sections.n - 1].numbered;
        if (heading || (is_technical(g, i, g->n) && !inside_technical(g)) || (is_attached(g, i, g->n) && !(inside && blank_container(g, i, g->n)))) {
            /* bodies and motto above the title belong to the appendix */
            uint32_t beg = i;
            while (beg > body + 1 && beg - 1 >= (g->sections.n > 1 ? g->sections.v[g->sections.n - 1].beg + 1 : body) && head_line(g, beg - 1)) beg--;
            seg_section *last = &g->sections.v[g->sections.n - 1];
            /* “PHỤ LỤC / MẪU SỔ …”, “BỘ X / QUY CHẾ …”: one appendix, if nothing but heads stands between the two */
            bool open = g->sections.n > 1 && i <= (last->numbered ? last->head : last->beg) + NEAR && !(heading && last->numbered);
            for (uint32_t k = g->sections.n > 1 ? (last->numbered ? last->head : last->beg) : i; open && k < i; k++) open = head_line(g, k);
            if (!open) add_section(g, beg, heading ? label : (nv_span){ 0, 0 });
            else if (heading && label.end > label.beg) last->label = seg_text(g, label);
            seg_section *s = &g->sections.v[g->sections.n - 1];
            s->numbered = s->numbered || heading;
            s->head = i + (heading ? 1u : 0u);
            if (heading && rest.beg < rest.end && !seg_at(g, g->s->issued_with, rest)) {
                s->title = without_end(g, rest);
                while (s->title.beg < s->title.end && strchr(":.- ", g->doc->text.p[s->title.beg])) s->title.beg++;
            }
            weak_done = true;
            continue;
        }
        if (signed_before && !weak_done && i >= after && starts_something(g, i, g->n)) {
            add_section(g, i, (nv_span){ 0, 0 });
            weak_done = true;
        }
    }
}

void seg_find_sections(seg *g)
{
    find_starts(g);
    for (uint32_t i = 1; i < g->sections.n; i++) {
        seg_section *s = &g->sections.v[i];
        if (is_letter(g, s)) read_letter(g, s);
        else s->head = read_title(g, s, s->head, s->end); /* “(Ban hành kèm theo …)” is text of the appendix */
        /* regulations and letters are signed; forms hold signatures that are none */
        if (s->letter || !s->label.n) s->sign = seg_find_sign(g, s->head, s->end);
        if (s->sign > s->end) s->sign = s->end;
    }
}
