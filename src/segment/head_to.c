/* head_to.c - whom a letter addresses: “Kính gửi: …”, on the line or in a list below it (contract 2). */
#include "segment/seg.h"

/* “--WW-”, “wgy..464”: no word has two such marks in a row. */
static bool is_dirt(nv_str word)
{
    for (uint32_t i = 1; i < word.n; i++)
        if (strchr(".-_~", word.p[i]) && word.p[i] == word.p[i - 1]) return true;
    return false;
}

/* Where a word begins to say something: at a letter, a digit, a bracket or a quotation mark; its length if nowhere. */
static uint32_t sense(nv_str word)
{
    for (uint32_t i = 0, at = 0; i < word.n; at = i) {
        uint32_t ch = nv_utf8_next(word, &i);
        if (nv_is_letter(ch) || (ch >= '0' && ch <= '9') || ch == '(' || ch == '[' || ch == '"' || ch == 0x201C) return at;
    }
    return word.n;
}

nv_span seg_undirt(const seg *g, nv_span sp)
{
    sp = nv_span_trim(g->doc->text, sp);
    if (sp.beg >= sp.end || !nv_doc_seen(g->doc, sp.beg)) return sp;
    for (uint32_t at = sp.beg, end; at < sp.end; at = end + 1) {
        for (end = at; end < sp.end && g->doc->text.p[end] != ' ';) end++;
        nv_str word = nv_str_cut(g->doc->text, at, end);
        uint32_t from = sense(word);
        if (from < word.n && !is_dirt(word)) return (nv_span){ at + from, sp.end };
    }
    return sp;
}

/* A recognised title: “và việc” is “Về việc”, and a bracket that nobody closes is a stamp or a note beside it. */
static nv_span recognised_title(const seg *g, nv_span sp)
{
    sp = seg_undirt(g, sp);
    if (sp.beg >= sp.end || !nv_doc_seen(g->doc, sp.beg)) return sp;
    nv_str f = seg_fold(g, sp);
    nv_str about = NV_LIT("và việc ");
    if (nv_str_starts(f, about)) sp.beg += about.n;
    uint32_t open = nv_str_find(seg_text(g, sp), NV_LIT(" ["), 0);
    if (open != UINT32_MAX && nv_str_find(seg_text(g, sp), NV_LIT("]"), open) == UINT32_MAX) sp.end = sp.beg + open;
    return sp;
}

nv_span seg_trim_title(const seg *g, nv_span sp)
{
    sp = recognised_title(g, nv_span_trim(g->doc->text, sp));
    while (sp.beg < sp.end && strchr("|, ", g->doc->text.p[sp.beg])) sp.beg++;
    while (sp.end > sp.beg) {
        uint32_t start, ch = nv_utf8_prev(g->doc->text, sp.end, &start);
        if (ch != '.' && ch != ';' && ch != '-' && ch != '*' && ch != '_' && ch != '|' && ch != ' ' && ch != 0x2014 && ch != ':') break;
        sp.end = start;
    }
    return sp;
}

nv_str seg_without_lone_quote(const seg *g, nv_str t)
{
    uint32_t marks = 0, at = 0, n = 0;
    for (uint32_t i = 0, k = 0; i < t.n; k = i) {
        uint32_t c = nv_utf8_next(t, &i);
        if (c != 0x201C && c != 0x201D && c != '"') continue;
        marks++;
        at = k;
        n = i - k;
    }
    if (marks != 1) return t;
    return nv_arena_printf(g->doc->arena, "%.*s%.*s", NV_ARG(nv_str_cut(t, 0, at)), NV_ARG(nv_str_cut(t, at + n, t.n)));
}

bool seg_no_name(nv_str s)
{
    for (uint32_t i = 0; i < s.n;)
        if (nv_is_letter(nv_utf8_next(s, &i))) return false;
    return true;
}

/* Brackets are left out (1.5), and final punctuation. */
static void add_addressee(seg *g, seg_head *h, nv_span sp)
{
    nv_str s = seg_text(g, seg_trim_title(g, sp));
    nv_buf b = { 0 };
    int depth = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == '(') depth++;
        else if (s.p[i] == ')' && depth) depth--;
        else if (!depth) nv_buf_addc(&b, s.p[i]);
    }
    nv_str t = seg_one_line(g, nv_buf_str(&b));
    nv_buf_clear(&b);
    while (t.n && strchr(".;,: -", t.p[t.n - 1])) t.n--;
    if (!seg_no_name(t)) *NV_PUSH(g->doc->arena, &h->addressees) = sp.beg < sp.end && nv_doc_seen(g->doc, sp.beg) ? seg_without_lone_quote(g, t) : t;
}

/* One line may hold several: “Kính gửi: - Bộ A; - Bộ B.” */
static void add_addressees(seg *g, seg_head *h, nv_span sp)
{
    nv_str s = seg_text(g, sp);
    uint32_t beg = 0;
    while (beg < s.n && strchr("-+ \t", s.p[beg])) beg++;
    for (uint32_t i = beg; i <= s.n; i++) {
        if (i < s.n && s.p[i] != ';' && s.p[i] != '\n') continue;
        add_addressee(g, h, (nv_span){ sp.beg + beg, sp.beg + i });
        beg = i + 1;
        while (beg < s.n && strchr("-+ \t", s.p[beg])) beg++;
    }
}

static bool addressees_go_on(seg *g, const seg_head *h, uint32_t i)
{
    const seg_para *p = &g->paras[i], *before = &g->paras[i - 1];
    if (p->row || p->foot) return false;
    if (p->label.kind == NV_U_INDENT) return p->span.end - p->span.beg < 400 && !seg_in(g, g->s->sentence, p->span);
    if (p->label.kind != NV_U_DOC) return false;
    uint32_t last = seg_last(g, p->span), n = p->span.end - p->span.beg;
    if (seg_at(g, g->s->not_title, p->span) || seg_at(g, g->s->basis, p->span) || seg_at(g, g->s->recipients, p->span)) return false;
    if (!nv_is_upper(seg_first(g, p->span))) return n < 200 && last != ':' && seg_last(g, before->span) != '.';
    if (h->addressees.n == 0) return n < 300 && last != ':';
    uint32_t mark = seg_last(g, before->span);
    return (mark == ';' || mark == ',') && n < 250 && (last == ';' || last == '.' || last == ',' || nv_is_letter(last)) && seg_at(g, g->s->bearer, p->span);
}

uint32_t seg_take_addressees(seg *g, seg_head *h, uint32_t i, uint32_t end, uint32_t from)
{
    nv_span rest = nv_span_trim(g->doc->text, (nv_span){ from, g->paras[i].span.end });
    h->addressed = true;
    if (!seg_no_name(seg_text(g, rest))) add_addressees(g, h, rest);
    uint32_t k = i + 1;
    for (; k < end && addressees_go_on(g, h, k); k++) {
        const seg_para *p = &g->paras[k];
        uint32_t n = h->addressees.n;
        if (p->label.kind == NV_U_DOC && n && !nv_is_upper(seg_first(g, p->span)) && seg_last(g, g->paras[k - 1].span) != ';') { /* broken line */
            nv_str *last = &h->addressees.v[n - 1];
            add_addressee(g, h, p->span);
            if (h->addressees.n > n) {
                last = &h->addressees.v[n - 1];
                *last = nv_arena_printf(g->doc->arena, "%.*s %.*s", NV_ARG(*last), NV_ARG(h->addressees.v[n]));
                h->addressees.n = n;
            }
        } else add_addressees(g, h, p->label.kind != NV_U_DOC ? (nv_span){ p->label.rest, p->span.end } : p->span);
    }
    return k;
}
