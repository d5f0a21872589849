/* quotes.c - quoted new text (“2. …” that an amending document inserts elsewhere) makes no units of this document (contract 1.6).
 *
 * A quotation that is open at the end of a paragraph runs on to the paragraph that closes it. Quotation marks are often unbalanced, so a
 * quotation never swallows what is plainly the document's own next label, and one that is never closed ends at once.
 */
#include "segment/seg.h"

static bool is_open_quote(uint32_t c) { return c == 0x201C || c == 0x201F || c == 0xAB; }
static bool is_close_quote(uint32_t c) { return c == 0x201D || c == 0xBB; }
static bool is_space(uint32_t c) { return c == 0 || c == ' ' || c == '\t' || c == '\n' || c == 0xA0; }

/* +1 opens, -1 closes, 0 no quotation mark. Typists mix the marks up, so the place decides before the shape does. */
static int mark_at(nv_str s, uint32_t at, uint32_t next, uint32_t c)
{
    bool straight = c == '"' || c == 0x201E;
    if (!straight && !is_open_quote(c) && !is_close_quote(c)) return 0;
    uint32_t start, after = 0, k = next;
    uint32_t before = nv_utf8_prev(s, at, &start);
    if (k < s.n) after = nv_utf8_next(s, &k);
    bool left = is_space(before) || before == '(' || before == '[' || before == ':';
    bool right = is_space(after) || after == '.' || after == ',' || after == ';' || after == ')' || after == ':' || after == '/';
    if (left && !right) return 1;
    if (right && !left) return -1;
    if (straight) return left ? 1 : -1;
    return is_open_quote(c) ? 1 : -1;
}

typedef struct { int net; bool at_start, after_colon, closes_at_end; } quote_state;

/* Balance of one paragraph from `from`: `net` marks left open (or closed too often), and where the first one left open stands. */
static quote_state weigh(const seg *g, nv_span sp)
{
    nv_str s = seg_text(g, sp);
    quote_state q = { 0 };
    uint32_t open_at[8];
    int depth = 0;
    for (uint32_t i = 0; i < s.n;) {
        unsigned char byte = (unsigned char)s.p[i];
        if (byte != '"' && byte != 0xC2 && byte != 0xE2) { /* no first byte of a quotation mark */
            i++;
            continue;
        }
        uint32_t at = i, c = nv_utf8_next(s, &i);
        int d = mark_at(s, at, i, c);
        if (d > 0) {
            if (depth >= 0 && depth < 8) open_at[depth] = at;
            depth++;
        } else if (d < 0) {
            depth--;
            if (depth < q.net) q.net = depth; /* closes something opened before */
            nv_str tail = nv_str_trim(nv_str_cut(s, i, s.n));
            q.closes_at_end = tail.n <= 3;
        }
    }
    q.net = depth;
    if (depth > 0 && depth <= 8) {
        uint32_t at = open_at[depth - 1];
        nv_str before = nv_str_trim(nv_str_cut(s, 0, at));
        q.at_start = before.n == 0;
        q.after_colon = before.n && before.p[before.n - 1] == ':';
    }
    return q;
}

typedef struct { int32_t article, clause, point; } place;

static void follow(place *at, const seg_label *l)
{
    if (l->kind == NV_U_ARTICLE) *at = (place){ l->number, 0, 0 };
    else if (l->kind == NV_U_CLAUSE) *at = (place){ at->article, l->number, 0 };
    else if (l->kind == NV_U_POINT) at->point = l->number;
}

static bool amends(const seg *g, const seg_para *p)
{
    return seg_at(g, g->s->amend, (nv_span){ p->label.rest, p->span.end });
}

/* The document's own text goes on here: the next of its clauses, points or articles, and one that again amends. */
static bool resumes(const seg *g, const place *at, uint32_t i)
{
    const seg_para *p = &g->paras[i];
    const seg_label *l = &p->label;
    if (l->kind == NV_U_DOC) return false;
    bool closed = i && weigh(g, g->paras[i - 1].span).closes_at_end;
    switch (l->kind) {
    case NV_U_ARTICLE: return l->number == at->article + 1 && (closed || amends(g, p));
    case NV_U_CLAUSE: return l->number == at->clause + 1 && amends(g, p);
    case NV_U_POINT: return at->point && l->number == at->point + 1 && amends(g, p);
    default: return false;
    }
}

/* First paragraph after the quotation that is open at the end of paragraph i; i + 1 if it is none. */
static uint32_t quote_end(const seg *g, uint32_t i, uint32_t end, quote_state q, const place *at)
{
    bool strong = q.at_start || q.after_colon;
    int depth = q.net;
    uint32_t last_close = i;
    for (uint32_t k = i + 1; k < end; k++) {
        if (resumes(g, at, k)) return strong ? k : i + 1;
        if (!strong && k > i + 3) return i + 1;
        quote_state w = weigh(g, g->paras[k].span);
        if (w.net > 0 && w.at_start) w.net = 0; /* each quoted paragraph opens anew, only the last closes */
        depth += w.net;
        if (w.closes_at_end) last_close = k;
        if (depth <= 0) return k + 1;
    }
    return strong ? last_close + 1 : i + 1;
}

/* A closing mark too many inside new text: where another one closes before anything was opened, the quotation ran on to it. */
static uint32_t run_on(const seg *g, uint32_t stop, uint32_t end, const place *at)
{
    for (uint32_t k = stop; k < end && k < stop + 20; k++) {
        const seg_para *p = &g->paras[k];
        if (p->label.kind == NV_U_ARTICLE || resumes(g, at, k) || (p->label.kind != NV_U_DOC && amends(g, p))) return stop;
        quote_state w = weigh(g, p->span);
        if (w.net > 0) return stop;
        if (w.net < 0 && w.closes_at_end) return k + 1;
    }
    return stop;
}

void seg_mark_quotes(seg *g, uint32_t beg, uint32_t end)
{
    place at = { 0 };
    for (uint32_t i = beg; i < end; i++) {
        follow(&at, &g->paras[i].label);
        if (g->paras[i].row) continue;
        quote_state q = weigh(g, g->paras[i].span);
        if (q.net == 0 && i + 1 < end && seg_last(g, g->paras[i].span) == ':' && seg_in(g, g->s->new_text, g->paras[i].span)) {
            uint32_t stop = run_on(g, i + 1, end, &at); /* the opening mark was lost */
            for (uint32_t k = i + 1; k < stop; k++) g->paras[k].quoted = true;
            if (stop > i + 1) i = stop - 1;
            continue;
        }
        if (q.net <= 0) continue;
        uint32_t stop = quote_end(g, i, end, q, &at);
        if (stop > i + 1 && q.at_start) stop = run_on(g, stop, end, &at);
        for (uint32_t k = i + 1; k < stop; k++) g->paras[k].quoted = true;
        i = stop - 1;
    }
}
