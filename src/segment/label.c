/* label.c - what a paragraph is labelled with: the patterns of unit.label.*, and the checks that a pattern cannot make. */
#include "segment/seg.h"

int32_t seg_roman(nv_str s)
{
    static const struct { char c; int32_t v; } digits[] = { { 'i', 1 }, { 'v', 5 }, { 'x', 10 }, { 'l', 50 }, { 'c', 100 } };
    int32_t sum = 0, last = 0;
    if (!s.n) return 0;
    for (uint32_t i = s.n; i-- > 0;) {
        int32_t v = 0;
        for (size_t k = 0; k < NV_NELEM(digits); k++)
            if ((s.p[i] | 32) == digits[k].c) v = digits[k].v;
        if (!v) return 0;
        sum += v < last ? -v : v;
        if (v > last) last = v;
    }
    return sum;
}

/* Point letters in their order (reference/point_letters.tsv): those without a mark, with đ after d; f, j, w, z do not occur. */
int32_t seg_letter_order(nv_str s)
{
    static const char *const order[] = { "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y" };
    for (size_t i = 0; i < NV_NELEM(order); i++)
        if (nv_str_eqz(s, order[i])) return (int32_t)i + 1;
    if (s.n >= 2 && s.n % 2 == 0 && memcmp(s.p, s.p + s.n / 2, s.n / 2) == 0) { /* aa), bb) … follow y) */
        int32_t one = seg_letter_order((nv_str){ s.p, s.n / 2 });
        return one ? one + (int32_t)NV_NELEM(order) : 0;
    }
    return 0;
}

static int32_t ordinal_value(nv_str s)
{
    static const struct { const char *word; int32_t v; } words[] = { { "nhất", 1 }, { "hai", 2 }, { "ba", 3 }, { "tư", 4 }, { "bốn", 4 }, { "năm", 5 },
        { "sáu", 6 }, { "bảy", 7 }, { "bẩy", 7 }, { "tám", 8 }, { "chín", 9 }, { "mười", 10 } };
    for (size_t i = 0; i < NV_NELEM(words); i++)
        if (nv_str_eqz(s, words[i].word)) return words[i].v;
    return 0;
}

static int32_t digits_value(nv_str s)
{
    int32_t v = 0;
    for (uint32_t i = 0; i < s.n && nv_is_digit((unsigned char)s.p[i]) && v < 100000; i++) v = v * 10 + (s.p[i] - '0');
    return v;
}

/* The same list uses one sign: all dashes are one, all round bullets are one. */
static uint8_t sign_number(uint32_t c)
{
    if (c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xF02D) return 1;
    if (c == '+') return 2;
    if (c == '*') return 3;
    if (c == 'o' || c == 0x25E6 || c == 0x25CB) return 4;
    if (c == 0x27A2 || c == 0x2713 || c == 0x2756 || c == 0xF0A7 || c == 0x25AA || c == 0x25A0 || c == 0x25A1) return 5;
    return 6;
}

static int32_t label_number(const seg *g, const seg_label *l)
{
    nv_str f = seg_fold(g, l->span);
    switch (l->style) {
    case SEG_WORD:
        if (l->ordinal.n) return ordinal_value(l->ordinal);
        if (f.n && nv_is_digit((unsigned char)f.p[0])) return digits_value(f);
        return seg_roman(f) ? seg_roman(f) : seg_letter_order(f);
    case SEG_ROMAN: return seg_roman(f);
    case SEG_LETTER: return seg_letter_order(f);
    case SEG_NUMBER: return digits_value(f);
    case SEG_DECIMAL: { /* the last of its numbers */
        uint32_t dot = f.n;
        while (dot && f.p[dot - 1] != '.') dot--;
        return digits_value(nv_str_cut(f, dot, f.n));
    }
    case SEG_POINT: return seg_letter_order(f);
    case SEG_ITEM: {
        if (seg_roman(f)) return seg_roman(f);
        uint32_t at = 0;
        while (at < f.n && !nv_is_digit((unsigned char)f.p[at])) at++;
        return digits_value(nv_str_cut(f, at, f.n));
    }
    default: return 0;
    }
}

/* What follows a label that needs no punctuation: nothing, or a title; else it is a citation (“Điều 5 Nghị định này”). */
static bool word_label_ok(const seg *g, const seg_label *l, nv_span sp, bool open_before)
{
    nv_span rest = { l->rest, sp.end };
    if (l->sep && l->sep != '-') return !open_before || l->kind == NV_U_ARTICLE;
    if (open_before) return false;
    if (rest.beg >= rest.end) return true;
    if (nv_str_is_caps(seg_text(g, rest))) return true;
    if (seg_at(g, g->s->tail_citation, rest)) return false;
    return nv_is_upper(seg_first(g, rest)) || seg_first(g, rest) == 0x201C || seg_first(g, rest) == '"';
}

/* A number alone on its line between short lines without an end: the first cell of a row whose table was lost on the way. */
static bool is_cell(const seg *g, const seg_para *p)
{
    if (p == g->paras || p[-1].blank || p[-1].row) return false;
    uint32_t last = seg_last(g, p[-1].span);
    return p[-1].span.end - p[-1].span.beg < 120 && last != '.' && last != ';' && last != ':' && !p[-1].caps;
}

/* Cheap look at the first character: most paragraphs begin with a word, and patterns are dear. */
static bool may_begin(seg_style style, uint32_t c, unsigned char next)
{
    bool digit = nv_is_digit(c), upper = nv_is_upper(c), lower = nv_is_letter(c) && !upper;
    switch (style) {
    case SEG_WORD: return strchr("pPcCtTmM", (int)(c < 0x80 ? c : '?')) || c == 0x110 || c == 0x111;
    case SEG_ROMAN: return c < 0x80 && c && strchr("IVXL", (int)c);
    case SEG_LETTER: return upper && !(next >= 'a' && next <= 'z') && next < 0xC0;
    case SEG_NUMBER: case SEG_DECIMAL: return digit;
    case SEG_POINT: case SEG_ITEM: return lower || c == '(' || (upper && style == SEG_ITEM && next < 0xC0);
    case SEG_SIGN: return (!digit && !nv_is_letter(c)) || c == 'o';
    default: return true;
    }
}

static bool take(seg *g, const seg_label_rule *r, seg_para *p, bool open_before)
{
    nv_span sp = p->span, got;
    nv_str subject = r->printed ? seg_text(g, sp) : seg_fold(g, sp);
    if (subject.n > NV_MAX_PARA_BYTES) subject.n = NV_MAX_PARA_BYTES;
    if (!nv_match_at(g->m, r->rule, subject, 0)) return false;
    seg_label l = { .kind = r->kind, .style = r->style };
    nv_match_group(g->m, 0, &got);
    l.rest = sp.beg + got.end;
    l.ordinal = nv_match_named(g->m, "ordinal");
    if (!nv_match_named_span(g->m, "label", &l.span)) nv_match_named_span(g->m, "ordinal", &l.span);
    nv_str suffix = nv_match_named(g->m, "suffix");
    l.span = (nv_span){ sp.beg + l.span.beg, sp.beg + l.span.end + suffix.n };
    nv_str sep = nv_match_named(g->m, "sep");
    l.sep = sep.n ? (uint8_t)sep.p[0] : 0;
    if (l.sep >= 0x80) l.sep = '-';
    while (l.rest < sp.end && (g->doc->text.p[l.rest] == ' ' || g->doc->text.p[l.rest] == '\t')) l.rest++;
    if (r->style == SEG_SIGN) l.sep = sign_number(seg_first(g, l.span));
    l.number = label_number(g, &l);
    if (r->style == SEG_WORD && !word_label_ok(g, &l, sp, open_before)) return false;
    if (r->style != SEG_SIGN && !l.number && r->style != SEG_POINT) return false;
    if (r->style == SEG_NUMBER && l.rest >= sp.end && is_cell(g, p)) return false;
    if (open_before && r->style != SEG_WORD && r->style != SEG_SIGN && l.number != 1) {
        /* “quy định tại / 5. …” is a broken line unless the next in the series is meant; the outline decides by the series */
        if (r->style == SEG_NUMBER && l.number > 20) return false;
    }
    p->label = l;
    return true;
}

/* Automatic numbers of the format that no pattern knows: “1”, “a”, pictures of bullets. */
static void take_automatic(seg *g, seg_para *p)
{
    nv_str s = nv_str_cut(g->doc->text, p->span.beg, p->span.beg + p->para->label);
    seg_label l = { .span = { p->span.beg, p->span.beg + s.n }, .rest = p->span.beg + s.n };
    while (l.rest < p->span.end && (g->doc->text.p[l.rest] == ' ' || g->doc->text.p[l.rest] == '\t')) l.rest++;
    if (!s.n || l.rest >= p->span.end) return;
    l.number = digits_value(s);
    bool digits = true;
    for (uint32_t i = 0; i < s.n; i++) digits = digits && nv_is_digit((unsigned char)s.p[i]);
    if (digits && l.number) {
        l.kind = NV_U_CLAUSE;
        l.style = SEG_NUMBER;
        l.sep = '.';
    } else if (!nv_is_letter(seg_first(g, l.span)) && nv_utf8_count(s) == 1) {
        l.kind = NV_U_INDENT;
        l.style = SEG_SIGN;
        l.sep = sign_number(seg_first(g, l.span));
    } else return;
    p->label = l;
}

void seg_find_labels(seg *g)
{
    for (uint32_t i = 0; i < g->n; i++) {
        seg_para *p = &g->paras[i];
        if (p->row || p->foot || p->blank) continue;
        const seg_para *before = i ? &g->paras[i - 1] : NULL;
        bool found = false, asked = false, open = false;
        nv_str s = seg_text(g, p->span);
        uint32_t at = 0, c = nv_utf8_next(s, &at);
        unsigned char next = at < s.n ? (unsigned char)s.p[at] : 0;
        for (uint32_t k = 0; k < g->s->n_labels && !found; k++) {
            if (!may_begin(g->s->labels[k].style, c, next)) continue;
            if (!asked) open = before && !before->row && !before->blank && !before->caps && !before->foot && seg_ends(g, g->s->open_end, before->span);
            asked = true;
            found = take(g, &g->s->labels[k], p, open);
        }
        if (!found && p->para->label) take_automatic(g, p);
    }
}
