/* furniture.c - lines of the page and not of the text: page numbers, running heads, signing stamps, rules. They are dropped and recorded. */
#include "normalize/internal.h"

#include <stdlib.h>

#define HEAD_CHARS 90u     /* longest running head */
#define HEAD_HEIGHT 8      /* points that a running head moves from page to page */

static void drop(nv_layout *lay, uint32_t line, const char *why)
{
    nv_clean_line *l = &lay->lines[line];
    if (l->drop) return;
    l->drop = true;
    nv_dropped *d = NV_PUSH(lay->doc->arena, &lay->doc->dropped);
    *d = (nv_dropped){ lay->doc->lines.v[line].page, l->text, why };
}

bool nv_is_rule(nv_str s)
{
    uint32_t strokes = 0, others = 0;
    for (uint32_t at = 0; at < s.n; ) {
        uint32_t c = nv_utf8_next(s, &at);
        if (c == '-' || c == '_' || c == '=' || c == '*' || c == '~' || (c >= 0x2010 && c <= 0x2015) || c == 0x2500 || c == 0xAF) strokes++;
        else if (c == 'o' || c == 'O' || c == '0') others++; /* ---o0o--- */
        else if (c != ' ' && c != '\t' && c != '\n') return false;
    }
    return (strokes >= 3 && others <= 4) || (strokes >= 2 && others >= 1 && others <= 3);
}

/* Cuts off what may stand around a page's number: strokes, dots, brackets. *odd: signs that data have, too. */
static nv_str undecorated(nv_str s, bool *odd)
{
    static const char *const signs[] = { "-", "–", "—", "~", "*", "|", ".", "…", "(", ")", "[", "]", "·", "•" };
    *odd = false;
    for (bool more = true; more && s.n;) {
        more = false;
        s = nv_str_trim(s);
        for (size_t i = 0; i < NV_NELEM(signs) && !more; i++) {
            nv_str d = nv_str_of(signs[i]);
            bool front = nv_str_starts(s, d);
            if (!front && !nv_str_ends(s, d)) continue;
            s = front ? nv_str_cut(s, d.n, s.n) : nv_str_cut(s, 0, s.n - d.n);
            *odd = *odd || i > 3;
            more = true;
        }
    }
    return s;
}

/* The digits that s begins with, cut off; -1 if there are none or more than four. */
static int cut_number(nv_str *s)
{
    uint32_t at = 0;
    int v = 0;
    while (at < s->n && nv_is_digit((unsigned char)s->p[at]) && at < 5) v = v * 10 + (s->p[at++] - '0');
    *s = nv_str_trim(nv_str_cut(*s, at, s->n));
    return at == 0 || at > 4 ? -1 : v;
}

/* The number in “5”, “- 5 -”, “Trang 5”, “Trang 5/10”, “5/10”, “5 | Trang”, “Page 5 of 10”; -1 if the line is anything else. `page`: the page that it stands on, 0 if the
 * format has none; a form that other lines have, too, must tell just that. */
static int page_number(nv_str s, uint32_t page)
{
    static const char *const words[] = { "trang số", "trang", "page", "tr." }, *const of[] = { "/", "trên", "of" };
    bool odd = false, named = false, minus = s.n && s.p[0] == '-';
    nv_str bare = undecorated(s, &odd);
    if (s.n > 40 || (odd && s.n && nv_is_digit((unsigned char)s.p[0]))) return -1; /* “4.” and “4)” are labels */
    for (size_t i = 0; i < NV_NELEM(words) && !named; i++) {
        if (!nv_begins(bare, words[i])) continue;
        named = true;
        bare = nv_str_trim(nv_str_cut(bare, (uint32_t)strlen(words[i]), bare.n));
        if (bare.n && bare.p[0] == ':') bare = nv_str_trim(nv_str_cut(bare, 1, bare.n));
    }
    int v = cut_number(&bare);
    if (v < 0) return -1;
    for (size_t i = 0; i < NV_NELEM(of); i++)
        if (bare.n && nv_begins(bare, of[i])) {
            bare = nv_str_trim(nv_str_cut(bare, (uint32_t)strlen(of[i]), bare.n));
            odd = odd || i > 0;
            if (cut_number(&bare) < v) return -1;
            break;
        }
    if (bare.n) { /* “5 | Trang” */
        nv_str rest = undecorated(bare, &named);
        if (!named || !(nv_begins(rest, "trang") || nv_begins(rest, "page")) || rest.n > 5) return -1;
        odd = true;
    }
    if (minus && s.p[s.n - 1] != '-') odd = true; /* “- 5” is an indent */
    return (odd || named) && page && (uint32_t)v != page && !(named && !odd) ? -1 : odd && !page ? -1 : v;
}

/* Without pages: lines of digits that count 1, 2, 3 … through the text are page numbers; other lines of digits are data. */
static void numbers_of_text(nv_layout *lay)
{
    const nv_doc *doc = lay->doc;
    int last = 0;
    for (uint32_t i = 0; i + 1 < doc->lines.n; i++) {
        const nv_line *l = &doc->lines.v[i];
        if (l->table >= 0 || l->n_segs > 1 || lay->lines[i].drop) continue;
        int v = page_number(lay->lines[i].text, 0);
        if (v < 0) continue;
        /* a number or two may have been lost, but then it must stand alone */
        bool alone = (l->flags & (NV_F_BLANK_BEFORE | NV_F_BREAK_BEFORE)) && (doc->lines.v[i + 1].flags & (NV_F_BLANK_BEFORE | NV_F_BREAK_BEFORE));
        if (v != last + 1 && !(last == 0 && v == 2) && !(alone && last > 0 && v > last && v <= last + 4)) continue;
        /* alone between blank lines or on a new page; inside running text only if the count goes on */
        if (last == 0 && !(l->flags & (NV_F_BLANK_BEFORE | NV_F_BREAK_BEFORE)) && i > 0) continue;
        drop(lay, i, "page_number");
        last = v;
    }
}

/* Letters and signs of a running head; digits count as one, so that “CÔNG BÁO/Số 3/Ngày 20-3-2015 7” is the same on every page. */
static uint64_t head_key(nv_str s)
{
    uint64_t h = 1469598103934665603u;
    bool digit = false;
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (nv_is_digit(c)) {
            if (digit) continue;
            digit = true;
            c = '0';
        } else if (c == ' ' || c == '\t') {
            continue;
        } else {
            digit = false;
        }
        h = (h ^ c) * 1099511628211u;
    }
    return h;
}

typedef struct { uint64_t key; uint32_t line; float y; } edge;
static int by_key(const void *a, const void *b)
{
    const edge *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if (x->y < y->y || x->y > y->y) return x->y < y->y ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* Lines [beg, end) are one page. Its first two and last two lines are candidates for running heads; number lines at the edges go at once. */
static void page_edges(nv_layout *lay, uint32_t beg, uint32_t end, edge *out, uint32_t *n)
{
    uint32_t picks[4] = { beg, beg + 1, end - 1, end - 2 };
    for (uint32_t k = 0; k < 4; k++) {
        uint32_t i = picks[k];
        if (i < beg || i >= end || lay->lines[i].drop) continue;
        if (k == 3 && i <= beg + 1) continue;
        if (k == 2 && i <= beg + 1 && end - beg > 1) continue;
        uint32_t page = lay->doc->lines.v[i].page;
        int v = page_number(lay->lines[i].text, page);
        if (v > 0 && lay->doc->lines.v[i].n_segs <= 1 && (k == 0 || k == 2 || lay->lines[k == 1 ? beg : end - 1].drop || (uint32_t)v == page)) {
            drop(lay, i, "page_number");
            continue;
        }
        out[(*n)++] = (edge){ head_key(lay->lines[i].text), i, lay->doc->lines.v[i].box.y0 };
    }
}

/* What a running head looks like: short, no unit of the text (units and quoted text may be the same on many pages of an amending document). */
static bool may_run(const nv_layout *lay, uint32_t line)
{
    nv_str s = lay->lines[line].text;
    uint32_t c = nv_first_char(s);
    /* a head of a table that is repeated on each page has the same look; heads of tables are handled with the table */
    if (lay->doc->lines.v[line].n_segs > 3 || nv_utf8_count(s) > HEAD_CHARS) return false;
    return c != '"' && c != 0x201C && nv_label_of(s) == NV_LABEL_NONE && nv_last_char(s) != ':' && nv_last_char(s) != ';';
}

/* A piece of the line is the number of its page (“Kế hoạch kiểm tra → Trang 2/2”). */
static bool has_page_number(const nv_layout *lay, uint32_t line)
{
    const nv_clean_line *l = &lay->lines[line];
    uint32_t page = lay->doc->lines.v[line].page;
    for (uint32_t k = 0; k < l->n_cells && l->n_cells > 1; k++)
        if (page_number(l->cells[k], page) == (int)page) return true;
    return false;
}

/* Drops lines that are the same, at the same height, on three pages and on half of all. The gazette's head may be on two only, and so may one with the page's number. */
static void running_heads(nv_layout *lay, edge *e, uint32_t n, uint32_t pages)
{
    qsort(e, n, sizeof *e, by_key);
    for (uint32_t i = 0; i < n; ) {
        uint32_t end = i + 1;
        bool gazette = nv_begins(lay->lines[e[i].line].text, "công báo");
        while (end < n && e[end].key == e[i].key && (gazette || e[end].y - e[i].y < HEAD_HEIGHT)) end++;
        bool counted = end - i >= 2;
        for (uint32_t k = i; k < end && counted; k++) counted = has_page_number(lay, e[k].line);
        if (gazette || counted ? end - i >= 2 : end - i >= 3 && (end - i) * 2 >= pages - 1 && may_run(lay, e[i].line))
            for (uint32_t k = i; k < end; k++) drop(lay, e[k].line, "running_head");
        i = end;
    }
}

static bool has_motto(const nv_layout *lay, uint32_t beg, uint32_t end)
{
    static const char *const mottos[] = { "cộng hòa xã hội chủ nghĩa việt nam", "đảng cộng sản việt nam" };
    for (uint32_t i = beg; i < end; i++)
        for (uint32_t c = 0; c < lay->lines[i].n_cells; c++)
            for (size_t k = 0; k < NV_NELEM(mottos); k++)
                if (nv_begins(lay->lines[i].cells[c], mottos[k])) return true;
    return false;
}

#define HEAD_LINES 20u /* of the text: where a letterhead stands if it is not in the page header */

/* Some offices put the letterhead into the page header: then it is text, unless the text has one of its own. One header only, the first that has it;
 * its lines, or none. */
static nv_span letterhead(const nv_layout *lay)
{
    const nv_line *v = lay->doc->lines.v;
    uint32_t n = lay->doc->lines.n, heads = 0;
    while (heads < n && (v[heads].flags & NV_F_HEADFOOT)) heads++;
    if (!heads || has_motto(lay, heads, heads + HEAD_LINES < n ? heads + HEAD_LINES : n)) return (nv_span){ 0, 0 };
    for (uint32_t i = 0, end; i < heads; i = end) {
        for (end = i + 1; end < heads && !(v[end].flags & NV_F_BREAK_BEFORE); ) end++;
        if (has_motto(lay, i, end)) return (nv_span){ i, end };
    }
    return (nv_span){ 0, 0 };
}

void nv_furniture(nv_layout *lay)
{
    nv_doc *doc = lay->doc;
    nv_span kept = letterhead(lay);
    for (uint32_t i = 0; i < doc->lines.n; i++) {
        const nv_line *l = &doc->lines.v[i];
        if (l->flags & NV_F_STAMP) drop(lay, i, "stamp");
        else if (l->flags & NV_F_NOISE) drop(lay, i, "noise");
        else if ((l->flags & NV_F_HEADFOOT) && (i < kept.beg || i >= kept.end)) drop(lay, i, page_number(lay->lines[i].text, 0) >= 0 ? "page_number" : "running_head");
        else if (l->table < 0 && nv_is_rule(lay->lines[i].text)) drop(lay, i, "rule");
        else if (l->table < 0 && nv_begins(lay->lines[i].text, "công báo/số")) drop(lay, i, "running_head");
    }
    if (doc->source.pages == 0) {
        numbers_of_text(lay);
        return;
    }
    edge *e = nv_xmalloc((doc->lines.n + 4) * sizeof *e);
    uint32_t n = 0, pages = 0;
    for (uint32_t i = 0; i < doc->lines.n; ) {
        uint32_t end = i + 1;
        while (end < doc->lines.n && doc->lines.v[end].page == doc->lines.v[i].page) end++;
        page_edges(lay, i, end, e, &n);
        pages++;
        i = end;
    }
    running_heads(lay, e, n, pages);
    free(e);
}
