/* sentence.c - sentences: inside one unit, inside one paragraph. ICU's rules break after “Tp.”, “1.” and at “;”, so they are not used. */
#include "segment/seg.h"

/* Abbreviations that end in a point inside a sentence (folded). */
static const char *const abbreviations[] = { "ts", "ths", "gs", "pgs", "tp", "tx", "q", "p", "h", "tt", "bs", "ks", "cn", "ub", "kt", "tm", "tl",
    "tuq", "st", "no", "nr", "vs", "tr", "đ/c", "đc", "ô", "b", "th", "mr", "mrs", "dr", "co", "ltd", "v.v", "ncs", "cv", "cki", "ckii", "bscki", "bsckii", "ds", "nxb", "bt", "ubnd", "hđnd" };

#define LONGEST 8u /* bytes; no abbreviation above is longer */

/* True if the point at `dot` belongs to an abbreviation, a label or a number. */
static bool inside_sentence(nv_str fold, uint32_t beg, uint32_t dot)
{
    uint32_t w = dot;
    while (w > beg) {
        uint32_t start, c = nv_utf8_prev(fold, w, &start);
        if (!nv_is_letter(c) && !nv_is_digit(c) && c != '/' && !(c == '.' && w < dot)) break;
        w = start;
        if (dot - w > LONGEST) return false;
    }
    nv_str word = nv_str_cut(fold, w, dot);
    if (!word.n) return false;
    for (size_t i = 0; i < NV_NELEM(abbreviations); i++)
        if (abbreviations[i][0] == word.p[0] && nv_str_eqz(word, abbreviations[i])) return true;
    return false;
}

static bool closes(uint32_t c) { return c == '"' || c == 0x201D || c == ')' || c == ']' || c == 0xBB; }
static bool opens(uint32_t c) { return c == '"' || c == 0x201C || c == '(' || c == '[' || c == 0xAB; }

/* “… đúng pháp luật.Ủy ban nhân dân …”: a word in small letters, the point, a capital and a small letter. Codes and names (“CT.UBT”, “Q.Bình Tân”,
 * “v.v”) have a capital or a single letter before the point. */
static bool space_lost(nv_str t, uint32_t beg, uint32_t dot, uint32_t end)
{
    uint32_t w = dot, letters = 0, start;
    while (w > beg) {
        uint32_t c = nv_utf8_prev(t, w, &start);
        if (!nv_is_letter(c)) break;
        if (nv_is_upper(c)) return false;
        letters++;
        w = start;
    }
    nv_str upto = nv_str_cut(t, 0, end);
    uint32_t i = dot + 1;
    if (t.p[dot] != '.' || letters < 2 || i >= end || !nv_is_upper(nv_utf8_next(upto, &i)) || i >= end) return false;
    uint32_t second = nv_utf8_next(upto, &i);
    return nv_is_letter(second) && !nv_is_upper(second);
}

static void add(seg *g, nv_unit *u, nv_span sp, bool heading)
{
    sp = nv_span_trim(g->doc->text, sp);
    if (sp.beg >= sp.end) return;
    *NV_PUSH(g->doc->arena, &g->doc->sents) = (nv_sent){ sp, u, heading };
}

/* Sentences of one paragraph. */
static void split(seg *g, nv_unit *u, nv_span sp)
{
    nv_str t = g->doc->text, f = g->doc->fold;
    uint32_t beg = sp.beg;
    for (uint32_t i = sp.beg; i < sp.end; i++) {
        char c = t.p[i];
        if (c != '.' && c != '!' && c != '?') continue;
        uint32_t k = i + 1, e, cp;
        nv_str upto = nv_str_cut(t, 0, sp.end);
        while (k < sp.end && (t.p[k] == '.' || t.p[k] == '/' || t.p[k] == '!' || t.p[k] == '?')) k++; /* “./.”, “...” */
        while (k < sp.end && (e = k, cp = nv_utf8_next(upto, &e), closes(cp))) k = e;
        uint32_t after = k;
        while (after < sp.end && (t.p[after] == ' ' || t.p[after] == '\t')) after++;
        if (after >= sp.end || (after == k && !(k == i + 1 && space_lost(t, beg, i, sp.end)))) continue;
        e = after;
        cp = nv_utf8_next(upto, &e);
        if (opens(cp) && e < sp.end) cp = nv_utf8_next(upto, &e);
        if (!nv_is_upper(cp) && !nv_is_digit(cp) && cp != '-' && cp != '+') continue;
        if (c == '.' && k == i + 1 && inside_sentence(f, beg, i)) continue;
        add(g, u, (nv_span){ beg, k }, false);
        beg = after;
        i = after - 1;
    }
    add(g, u, (nv_span){ beg, sp.end }, false);
}

void seg_sentences(seg *g)
{
    for (uint32_t i = 0; i < g->nodes.n; i++) {
        const seg_node *n = &g->nodes.v[i];
        nv_unit *u = n->unit;
        if (u->kind == NV_U_PREFACE || u->kind == NV_U_SIGNATURE) continue;
        if (u->heading.end > u->heading.beg) add(g, u, u->heading, true);
        for (uint32_t k = n->para; k < n->end; k++) {
            const seg_para *p = &g->paras[k];
            nv_span sp = p->span;
            if (p->row || p->blank) continue;
            if (n->label.kind != NV_U_DOC && k == n->para) sp.beg = n->label.rest;
            if (u->heading.end > u->heading.beg) { /* what stands before or in the heading is no text (letterheads of appendices) */
                if (sp.end <= u->heading.end) continue;
                if (sp.beg < u->heading.end) sp.beg = u->heading.end;
            }
            if (sp.beg < u->body.beg && sp.end <= u->body.beg) continue;
            if (sp.beg < u->body.beg) sp.beg = u->body.beg;
            while (sp.beg < sp.end && (g->doc->text.p[sp.beg] == ':' || g->doc->text.p[sp.beg] == ' ' || g->doc->text.p[sp.beg] == '.')) sp.beg++;
            if (sp.beg < sp.end) split(g, u, sp);
        }
    }
}
