/* legacy.c - which words of a document are in which old encoding: a cheap test first, then the cheapest reading of the whole sequence. */
#include "normalize/legacy_impl.h"

#include <stdio.h>
#include <stdlib.h>

nv_str nv_legacy_text(const nv_doc *doc, uint32_t line, uint32_t seg) {
    const nv_line *l = &doc->lines.v[line];
    return seg == NV_NONE ? l->text : l->segs[seg].text;
}

bool nv_legacy_is_break(unsigned char c) { return c < 0x80 && !((c | 32) >= 'a' && (c | 32) <= 'z'); }

bool nv_legacy_font_at(const nv_legacy *l, const nv_line *line, uint32_t at, nv_lg_font *out) {
    for (uint32_t i = 0; i < line->n_fonts; i++) {
        if (at < line->fonts[i].beg || at >= line->fonts[i].end) continue;
        *out = nv_legacy_font(l, line->fonts[i].font);
        return true;
    }
    *out = (nv_lg_font){ NV_LG_ASIS, false };
    return false;
}

/* ---- is there anything to do? ----------------------------------------------------------------------------------- */

/* True for a byte behind the lead byte C3 that makes a letter of Vietnamese. */
static bool vietnamese_latin1(unsigned char b) {
    static const unsigned char ok[] = { 0x80, 0x81, 0x82, 0x83, 0x88, 0x89, 0x8A, 0x8C, 0x8D, 0x92, 0x93, 0x94, 0x95, 0x99, 0x9A, 0x9D, 0x90 };
    for (size_t i = 0; i < sizeof ok; i++)
        if (ok[i] == b || (ok[i] | 0x20) == b) return b != 0xB0; /* ð is none, Ð (Eth) often stands for Đ */
    return false;
}

static bool letter_byte(unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

/* Signs that clean Vietnamese text has hardly ever: Latin-1 letters of other languages and symbols glued to a letter, two Latin-1 letters in a row. */
static uint32_t suspicious(nv_str s) {
    const unsigned char *p = (const unsigned char *)s.p;
    uint32_t n = 0;
    for (uint32_t i = 0; i + 1 < s.n; i++) {
        if (p[i] < 0xC2 || p[i] == 0xE1) continue; /* the bytes behind E1 are below C2 */
        bool glued = (i && letter_byte(p[i - 1])) || (i + 2 < s.n && letter_byte(p[i + 2]));
        unsigned char b = p[i + 1];
        if (p[i] == 0xC3) n += !vietnamese_latin1(b) ? glued : i >= 2 && p[i - 2] == 0xC3 && vietnamese_latin1(p[i - 1]);
        else if (p[i] == 0xC2) n += glued && b != 0xA0 && b != 0xB0 && b != 0xB2 && b != 0xB3 && b != 0xAB && b != 0xBB && b != 0xAD;
        else if (p[i] == 0xEF && (b == 0x80 || b == 0x81 || b == 0x82 || b == 0x83)) n += glued || (i + 3 < s.n && letter_byte(p[i + 3]));
        else if (p[i] == 0xC5 || p[i] == 0xC6) n += glued && (b == 0x92 || b == 0x93 || (p[i] == 0xC5 && (b == 0xA0 || b == 0xA1 || b == 0xB8 || b == 0xBD || b == 0xBE)));
        i++;
    }
    return n;
}

#define FEW 2u /* fewer signs than this are a foreign name or a unit of measure */

static bool worth_a_look(const nv_legacy *l, const nv_doc *doc) {
    uint32_t n = 0;
    nv_str last = { 0 }; /* most runs have the font of the one before */
    for (uint32_t i = 0; i < doc->lines.n; i++) {
        const nv_line *line = &doc->lines.v[i];
        n += suspicious(line->text);
        if (n >= FEW) return true;
        for (uint32_t k = 0; k < line->n_fonts; k++) {
            nv_str font = line->fonts[k].font;
            if (font.p == last.p) continue;
            last = font;
            if (nv_legacy_font(l, font).enc != NV_LG_ASIS) return true;
        }
    }
    return false;
}

/* ---- words ------------------------------------------------------------------------------------------------------ */

static void add_item(nv_lg_run *r, nv_lg_item item) {
    if (r->n == r->cap) {
        r->cap = r->cap ? r->cap * 2 : 1024;
        r->v = nv_xrealloc(r->v, r->cap * sizeof *r->v);
    }
    r->v[r->n++] = item;
}

static void collect_piece(nv_lg_run *r, uint32_t line, uint32_t seg, uint32_t base) {
    nv_str s = nv_legacy_text(r->doc, line, seg);
    for (uint32_t i = 0; i < s.n; ) {
        uint32_t beg = i;
        bool high = false;
        while (i < s.n && !nv_legacy_is_break((unsigned char)s.p[i])) high |= (unsigned char)s.p[i++] >= 0x80;
        if (high) {
            nv_lg_item item = { .line = line, .seg = seg, .beg = beg, .end = i };
            item.font_known = nv_legacy_font_at(r->l, &r->doc->lines.v[line], base + beg, &item.font);
            add_item(r, item);
        }
        if (i == beg) i++;
    }
}

static void collect(nv_lg_run *r) {
    for (uint32_t i = 0; i < r->doc->lines.n; i++) {
        const nv_line *l = &r->doc->lines.v[i];
        if (!l->n_segs) { collect_piece(r, i, NV_NONE, 0); continue; }
        for (uint32_t k = 0, base = 0; k < l->n_segs; k++) {
            collect_piece(r, i, k, base);
            base += l->segs[k].text.n + 1;
        }
    }
}

/* ---- the cheapest reading --------------------------------------------------------------------------------------- */

/* Tenths of a wrong word. One wrong word never pays for a change of encoding and back, two hardly, three do. */
enum { NEVER = 1000, SWITCH = 12, SWITCH_LINE = 7, SWITCH_FONT = 3, BEGIN = 8, FONT_AGAINST = 4, FONT_OTHER = 8, RARE = 2 };

static void word_costs(const nv_lg_run *r, nv_str s, unsigned cost[NV_LG_COUNT], nv_buf *buf) {
    bool modern, dummy;
    cost[NV_LG_ASIS] = nv_legacy_cost(r->l, s, &modern);
    for (int e = 1; e < NV_LG_COUNT; e++) {
        if (r->off[e] || (modern && e != NV_LG_UTF8)) { cost[e] = NEVER; continue; }
        buf->n = 0;
        nv_legacy_decode(r->l, (nv_lg)e, s, buf);
        nv_str d = nv_buf_str(buf);
        cost[e] = nv_legacy_cost(r->l, d, &dummy);
        if (e == NV_LG_UTF8 && modern && nv_str_eq(s, d)) cost[e] = NEVER;
        if (e != NV_LG_TCVN3 && e != NV_LG_VNI) cost[e] += RARE;
    }
}

/* Costs of the words seen last, by a hash of their letters: the words of a text come again and again. */
enum { SEEN = 1024 };
typedef struct { nv_str word; unsigned cost[NV_LG_COUNT]; } seen_word;

static void item_costs(const nv_lg_run *r, const nv_lg_item *it, unsigned cost[NV_LG_COUNT], seen_word *seen, nv_buf *buf) {
    nv_str s = nv_str_cut(nv_legacy_text(r->doc, it->line, it->seg), it->beg, it->end);
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    seen_word *w = &seen[(h ^ h >> 16) % SEEN];
    if (!nv_str_eq(w->word, s)) { /* no word is empty, as the places are at first */
        word_costs(r, s, w->cost, buf);
        w->word = s;
    }
    memcpy(cost, w->cost, sizeof w->cost);
    if (!it->font_known) return;
    for (int e = 0; e < NV_LG_COUNT; e++) {
        if (it->font.enc == NV_LG_ASIS) cost[e] += e ? FONT_AGAINST : 0;
        else if (e != (int)it->font.enc) cost[e] += e ? FONT_OTHER : FONT_AGAINST;
    }
}

static unsigned change_cost(const nv_lg_item *a, const nv_lg_item *b) {
    if (a->font_known && b->font_known && a->font.enc != b->font.enc) return SWITCH_FONT;
    return a->line != b->line ? SWITCH_LINE : SWITCH;
}

/* Viterbi over the words: states are the encodings. */
static void choose(nv_lg_run *r) {
    unsigned total[NV_LG_COUNT], next[NV_LG_COUNT], cost[NV_LG_COUNT];
    uint8_t (*from)[NV_LG_COUNT] = nv_xmalloc(r->n * sizeof *from);
    nv_buf buf = { 0 };
    seen_word *seen = nv_xmalloc(SEEN * sizeof *seen);
    for (uint32_t i = 0; i < SEEN; i++) seen[i].word = (nv_str){ 0 };
    for (uint32_t i = 0; i < r->n; i++) {
        item_costs(r, &r->v[i], cost, seen, &buf);
        unsigned change = i ? change_cost(&r->v[i - 1], &r->v[i]) : 0, low = UINT32_MAX;
        int cheapest = 0; /* every change costs the same, so that one encoding is the best to come from */
        for (int f = 1; i && f < NV_LG_COUNT; f++)
            if (total[f] < total[cheapest]) cheapest = f;
        for (int e = 0; e < NV_LG_COUNT; e++) {
            int best = e;
            unsigned sum = i ? total[e] : e ? BEGIN : 0;
            if (i && total[cheapest] + change < sum) {
                sum = total[cheapest] + change;
                best = cheapest;
            }
            next[e] = sum + cost[e];
            from[i][e] = (uint8_t)best;
            if (next[e] < low) low = next[e];
        }
        for (int e = 0; e < NV_LG_COUNT; e++) total[e] = next[e] - low; /* kept small */
    }
    int e = 0;
    for (int f = 1; f < NV_LG_COUNT; f++)
        if (r->n && total[f] < total[e]) e = f;
    for (uint32_t i = r->n; i-- > 0; ) {
        r->v[i].as = (nv_lg)e;
        e = from[i][e];
    }
    nv_buf_clear(&buf);
    free(seen);
    free(from);
}

/* Counts what was chosen; returns false if an encoding is not to be believed: too few words without a font that speaks for it, or too many of them
 * no Vietnamese. It is then switched off. */
static bool believable(nv_lg_run *r) {
    static const uint32_t enough[NV_LG_COUNT] = { 0, 4, 4, 20, 20, 8, 3 }; /* rare encodings must show more */
    nv_buf buf = { 0 };
    bool ok = true;
    for (int e = 0; e < NV_LG_COUNT; e++) r->decoded[e] = r->right[e] = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        const nv_lg_item *it = &r->v[i];
        r->decoded[it->as]++;
        if (it->as == NV_LG_ASIS) continue;
        bool dummy;
        buf.n = 0;
        nv_legacy_decode(r->l, it->as, nv_str_cut(nv_legacy_text(r->doc, it->line, it->seg), it->beg, it->end), &buf);
        r->right[it->as] += nv_legacy_cost(r->l, nv_buf_str(&buf), &dummy) < 10;
        if (it->font_known && it->font.enc == it->as) r->by_font[it->as] = true;
    }
    for (int e = 1; e < NV_LG_COUNT; e++) {
        if (!r->decoded[e]) continue;
        /* a bad text layer of a scan has words that become Vietnamese by chance: a small part of the document must show more */
        uint32_t need = enough[e] * (r->decoded[e] * 10 < r->n && e != NV_LG_UTF8 ? 3 : 1);
        if (r->by_font[e] ? r->right[e] * 10 >= r->decoded[e] * 7 : r->decoded[e] >= need && r->right[e] * 20 >= r->decoded[e] * 17) continue;
        r->off[e] = true;
        ok = false;
    }
    nv_buf_clear(&buf);
    return ok;
}

static void report(const nv_lg_run *r) {
    nv_buf names = { 0 };
    uint32_t words = 0;
    for (int e = 1; e < NV_LG_COUNT; e++) {
        if (!r->decoded[e]) continue;
        if (names.n) nv_buf_addz(&names, ", ");
        nv_buf_addz(&names, nv_legacy_name((nv_lg)e));
        words += r->decoded[e];
    }
    char num[16];
    snprintf(num, sizeof num, "%u", words);
    nv_doc_diag(r->doc, NV_M_LEGACY_DECODED, NULL, 0, nv_buf_z(&names), num, NULL);
    nv_buf_clear(&names);
}

uint32_t nv_legacy_repair(const nv_legacy *l, nv_doc *doc) {
    if (!worth_a_look(l, doc)) return 0;
    nv_lg_run r = { .l = l, .doc = doc };
    collect(&r);
    do choose(&r);
    while (!believable(&r)); /* ends: each turn switches an encoding off */
    if (r.n > r.decoded[NV_LG_ASIS]) {
        nv_legacy_write(&r);
        report(&r);
    }
    free(r.v);
    return r.n - r.decoded[NV_LG_ASIS];
}
