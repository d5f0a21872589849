/* legacy_write.c - writes the decoded lines: text, segments, label, font runs; and gives back the capitals that lived in the font or were typed
 * with the shift key over letters that have no capital in TCVN3. */
#include "normalize/legacy_impl.h"

#include <stdlib.h>

typedef struct {
    const nv_lg_run *r;
    uint32_t next;           /* next item */
    bool tcvn3;              /* the document has words in TCVN3 */
    nv_buf text;             /* of the line */
    uint32_t *moved;         /* raw byte of the line's joined text -> byte of the new one */
    uint32_t moved_cap;
} writer;

static uint32_t upper(uint32_t c) {
    if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
    if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 32;
    if ((c >= 0x100 && c < 0x137) || (c >= 0x1EA0 && c <= 0x1EF9)) return c & ~1u;
    if (c >= 0x139 && c < 0x148) return c % 2 ? c : c - 1;
    return c == 0x1A1 ? 0x1A0 : c == 0x1B0 ? 0x1AF : c;
}

/* ---- capitals typed --------------------------------------------------------------------------------------------- */

/* How a word was typed, by its ASCII letters: 'U' two capitals or more and nothing else, 'L' small ones, '?' neither. */
static char typed(nv_str w) {
    uint32_t up = 0, low = 0;
    for (uint32_t i = 0; i < w.n; i++) {
        up += w.p[i] >= 'A' && w.p[i] <= 'Z';
        low += w.p[i] >= 'a' && w.p[i] <= 'z';
    }
    return low ? 'L' : up >= 2 ? 'U' : '?';
}

/* The nearest word before or behind that tells: of capitals only Vietnamese ones do, not abbreviations (UBND). */
static char neighbour(const nv_legacy *l, nv_str s, uint32_t at, int step) {
    for (int64_t i = (int64_t)at + (step < 0 ? -1 : 0); i >= 0 && i < s.n; ) {
        if (nv_legacy_is_break((unsigned char)s.p[i])) { i += step; continue; }
        int64_t beg = i, end = i;
        while (beg > 0 && !nv_legacy_is_break((unsigned char)s.p[beg - 1])) beg--;
        while (end < s.n && !nv_legacy_is_break((unsigned char)s.p[end])) end++;
        nv_str w = nv_str_cut(s, (uint32_t)beg, (uint32_t)end);
        bool ascii = true;
        for (uint32_t k = 0; k < w.n; k++) ascii &= (unsigned char)w.p[k] < 0x80;
        char t = typed(w);
        if (t == 'L' || (t == 'U' && (!ascii || nv_legacy_syllable(l, w)))) return t;
        i = step < 0 ? beg - 1 : end;
    }
    return 0;
}

static bool wants_capitals(const nv_legacy *l, nv_str s, const nv_lg_item *it) {
    if (it->as != NV_LG_TCVN3) return false;
    char t = typed(nv_str_cut(s, it->beg, it->end));
    if (t != '?') return t == 'U';
    char before = neighbour(l, s, it->beg, -1), after = neighbour(l, s, it->end, 1);
    return (before || after) && before != 'L' && after != 'L';
}

/* ---- lines ------------------------------------------------------------------------------------------------------ */

/* Text that is no word of an old encoding; in a font of capitals its letters are capitals too, if the document has such text at all. */
static void put_plain(writer *w, const nv_line *line, nv_str s, uint32_t beg, uint32_t end, uint32_t base) {
    for (uint32_t i = beg; i < end; i++) {
        nv_lg_font f;
        char c = s.p[i];
        w->moved[base + i] = (uint32_t)w->text.n;
        if (w->tcvn3 && c >= 'a' && c <= 'z' && nv_legacy_font_at(w->r->l, line, base + i, &f) && f.caps) c = (char)(c - 32);
        nv_buf_addc(&w->text, c);
    }
}

/* Capitals of a decoded word of TCVN3, where a letter is a letter: those printed in a font of capitals become capitals, the others of the word do not
 * (“Ủy”, whose first letter alone is set in .VnTimeH). */
static void raise_word(writer *w, const nv_line *line, nv_str s, const nv_lg_item *it, uint32_t base, size_t from) {
    nv_buf out = { 0 };
    nv_str d = { w->text.p + from, (uint32_t)(w->text.n - from) }, raw = nv_str_cut(s, it->beg, it->end);
    bool all = wants_capitals(w->r->l, s, it), paired = nv_utf8_count(d) == nv_utf8_count(raw);
    for (uint32_t i = 0, k = 0; i < d.n; ) {
        nv_lg_font font = it->font;
        uint32_t c = nv_utf8_next(d, &i);
        if (paired) (void)nv_legacy_font_at(w->r->l, line, base + it->beg + k, &font);
        if (k < raw.n) (void)nv_utf8_next(raw, &k);
        nv_buf_addu(&out, all || font.caps ? upper(c) : c);
    }
    w->text.n = from;
    nv_buf_adds(&w->text, nv_buf_str(&out));
    nv_buf_clear(&out);
}

static void put_piece(writer *w, uint32_t line, uint32_t seg, uint32_t base) {
    const nv_line *l = &w->r->doc->lines.v[line];
    nv_str s = nv_legacy_text(w->r->doc, line, seg);
    uint32_t at = 0;
    for (; w->next < w->r->n && w->r->v[w->next].line == line && w->r->v[w->next].seg == seg; w->next++) {
        const nv_lg_item *it = &w->r->v[w->next];
        put_plain(w, l, s, at, it->beg, base);
        size_t from = w->text.n;
        for (uint32_t i = it->beg; i < it->end; i++) w->moved[base + i] = (uint32_t)from;
        nv_legacy_decode(w->r->l, it->as, nv_str_cut(s, it->beg, it->end), &w->text);
        if (it->as == NV_LG_TCVN3) raise_word(w, l, s, it, base, from);
        at = it->end;
    }
    put_plain(w, l, s, at, s.n, base);
    w->moved[base + s.n] = (uint32_t)w->text.n;
}

static bool touched(const writer *w, uint32_t line) {
    const nv_line *l = &w->r->doc->lines.v[line];
    for (uint32_t i = w->next; i < w->r->n && w->r->v[i].line == line; i++)
        if (w->r->v[i].as != NV_LG_ASIS) return true;
    for (uint32_t i = 0; w->tcvn3 && i < l->n_fonts; i++)
        if (nv_legacy_font(w->r->l, l->fonts[i].font).caps) return true;
    return false;
}

static void rewrite(writer *w, uint32_t line) {
    nv_doc *doc = w->r->doc;
    nv_line *l = &doc->lines.v[line];
    uint32_t raw = l->text.n, base = 0;
    for (uint32_t k = 0; k < l->n_segs; k++) base += l->segs[k].text.n + 1;
    if (base > raw) raw = base;
    if (raw + 1 > w->moved_cap) {
        w->moved_cap = raw + 1024;
        w->moved = nv_xrealloc(w->moved, w->moved_cap * sizeof *w->moved);
    }
    w->text.n = 0;
    nv_span *pieces = l->n_segs ? nv_xmalloc(l->n_segs * sizeof *pieces) : NULL;
    if (!l->n_segs) put_piece(w, line, NV_NONE, 0);
    base = 0;
    for (uint32_t k = 0; k < l->n_segs; k++) {
        if (k) nv_buf_addc(&w->text, '\t');
        pieces[k].beg = (uint32_t)w->text.n;
        put_piece(w, line, k, base);
        pieces[k].end = (uint32_t)w->text.n;
        base += l->segs[k].text.n + 1;
    }
    uint32_t last = l->n_segs ? base - 1 : l->text.n;
    l->text = nv_arena_str(doc->arena, nv_buf_str(&w->text));
    nv_seg *segs = l->n_segs ? nv_arena_alloc(doc->arena, l->n_segs * sizeof *segs) : NULL;
    for (uint32_t k = 0; k < l->n_segs; k++) {
        segs[k] = l->segs[k];
        segs[k].text = nv_span_str(l->text, pieces[k]);
    }
    if (segs) l->segs = segs;
    if (l->label && l->label <= last) l->label = w->moved[l->label];
    for (uint32_t k = 0; k < l->n_fonts; k++) {
        nv_font_run *f = &l->fonts[k];
        f->beg = f->beg <= last ? w->moved[f->beg] : l->text.n;
        f->end = f->end <= last ? w->moved[f->end] : l->text.n;
    }
    free(pieces);
}

void nv_legacy_write(nv_lg_run *r) {
    writer w = { .r = r, .tcvn3 = r->decoded[NV_LG_TCVN3] > 0 };
    for (uint32_t i = 0; i < r->doc->lines.n; i++) {
        if (touched(&w, i)) rewrite(&w, i);
        while (w.next < r->n && r->v[w.next].line == i) w.next++;
    }
    nv_buf_clear(&w.text);
    free(w.moved);
}
