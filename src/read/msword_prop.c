/* msword_prop.c - properties of characters and paragraphs: the piece table, the pages of properties (FKP), styles, fonts, single properties (sprm). */
#include "read/charset.h"
#include "read/msword.h"

enum { /* offsets of pairs (place, length) in the FIB of Word 97 */
    FIB_STSHF = 0xA2, FIB_CHPX = 0xFA, FIB_PAPX = 0x102, FIB_FONTS = 0x112, FIB_CLX = 0x1A2, MAX_STYLE_DEPTH = 12
};

nv_bytes nv_mw_part(const nv_mw *w, size_t off) {
    uint32_t fc = nv_u32(w->main, off), lcb = nv_u32(w->main, off + 4);
    if (!lcb || fc > w->table.n || lcb > w->table.n - fc) return (nv_bytes){ NULL, 0 };
    return (nv_bytes){ w->table.p + fc, lcb };
}

static nv_bytes cut(nv_bytes b, size_t at, size_t n) {
    if (at > b.n) return (nv_bytes){ NULL, 0 };
    return (nv_bytes){ b.p + at, n < b.n - at ? n : b.n - at };
}

/* ---- pieces ----------------------------------------------------------------------------------------------------- */

static bool load_pieces(nv_mw *w) {
    nv_bytes clx = nv_mw_part(w, FIB_CLX);
    size_t at = 0;
    while (at < clx.n && clx.p[at] == 1) at += 3u + nv_u16(clx, at + 1); /* properties of fast saves */
    if (at >= clx.n || clx.p[at] != 2) return false;
    nv_bytes plc = cut(clx, at + 5, nv_u32(clx, at + 1));
    if (plc.n < 16) return false;
    size_t n = (plc.n - 4) / 12;
    for (size_t i = 0; i < n; i++) {
        uint32_t cp = nv_u32(plc, i * 4), end = nv_u32(plc, (i + 1) * 4), fc = nv_u32(plc, (n + 1) * 4 + i * 8 + 2);
        bool one = (fc & 0x40000000u) != 0;
        fc &= 0x3FFFFFFFu;
        if (one) fc /= 2;
        if (end <= cp || (uint64_t)fc + (uint64_t)(end - cp) * (one ? 1 : 2) > w->main.n) continue;
        *NV_PUSH(w->doc->arena, &w->pieces) = (nv_mw_piece){ cp, end, fc, one };
    }
    return w->pieces.n > 0;
}

const nv_mw_piece *nv_mw_piece_at(const nv_mw *w, uint32_t cp) {
    uint32_t lo = 0, hi = w->pieces.n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (w->pieces.v[mid].end <= cp) lo = mid + 1;
        else hi = mid;
    }
    return lo < w->pieces.n && w->pieces.v[lo].cp <= cp ? &w->pieces.v[lo] : NULL;
}

uint32_t nv_mw_fc(const nv_mw_piece *p, uint32_t cp) { return p->fc + (cp - p->cp) * (p->one_byte ? 1u : 2u); }

/* ---- pages of properties ---------------------------------------------------------------------------------------- */

static void load_fkp(nv_mw *w, uint32_t page, bool para) {
    nv_bytes f = cut(w->main, (size_t)page * 512, 512);
    if (f.n < 512) return;
    unsigned n = f.p[511], size = para ? 13 : 1;
    for (unsigned i = 0; i < n && (i + 2) * 4 + (i + 1) * size <= 511; i++) {
        nv_mw_fkp k = { nv_u32(f, i * 4u), nv_u32(f, (i + 1) * 4u), { NULL, 0 }, 0 };
        size_t at = (size_t)f.p[(n + 1) * 4 + i * size] * 2;
        if (at && !para) k.prl = cut(f, at + 1, f.p[at]);
        if (at && para) {
            size_t len = f.p[at] ? f.p[at] * 2u - 1u : f.p[(at + 1) & 511] * 2u;
            nv_bytes papx = cut(f, at + (f.p[at] ? 1u : 2u), len);
            k.istd = nv_u16(papx, 0);
            k.prl = cut(papx, 2, papx.n > 2 ? papx.n - 2 : 0);
        }
        if (k.end > k.beg) {
            if (para) *NV_PUSH(w->doc->arena, &w->papx) = k;
            else *NV_PUSH(w->doc->arena, &w->chpx) = k;
        }
    }
}

static int by_place(const void *a, const void *b) {
    uint32_t x = ((const nv_mw_fkp *)a)->beg, y = ((const nv_mw_fkp *)b)->beg;
    return x < y ? -1 : x > y;
}

static void load_pages(nv_mw *w, size_t off, bool para) {
    nv_bytes plc = nv_mw_part(w, off);
    size_t n = plc.n >= 12 ? (plc.n - 4) / 8 : 0;
    for (size_t i = 0; i < n; i++) load_fkp(w, nv_u32(plc, (n + 1) * 4 + i * 4) & 0x3FFFFF, para);
    if (para && w->papx.n) qsort(w->papx.v, w->papx.n, sizeof *w->papx.v, by_place);
    if (!para && w->chpx.n) qsort(w->chpx.v, w->chpx.n, sizeof *w->chpx.v, by_place);
}

static const nv_mw_fkp *find(const nv_mw_fkp *v, uint32_t n, uint32_t fc) {
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (v[mid].end <= fc) lo = mid + 1;
        else hi = mid;
    }
    return lo < n && v[lo].beg <= fc ? &v[lo] : NULL;
}

/* ---- single properties ------------------------------------------------------------------------------------------ */

/* Bytes of the operand that begins at `at`. */
static size_t operand(nv_bytes prl, uint16_t op, size_t at) {
    static const uint8_t sizes[8] = { 1, 1, 2, 4, 2, 2, 0, 3 };
    if (op >> 13 != 6) return sizes[op >> 13];
    if (op == 0xD608) return 1u + nv_u16(prl, at); /* sprmTDefTable: its length counts one too many */
    size_t n = at < prl.n ? prl.p[at] : 0;
    if (op == 0xC615 && n == 255) { /* sprmPChgTabs: two lists of tabs */
        size_t del = at + 1 < prl.n ? prl.p[at + 1] : 0, add_at = at + 2 + del * 4, add = add_at < prl.n ? prl.p[add_at] : 0;
        return 3 + del * 4 + add * 3;
    }
    return n + 1;
}

/* On, off, as the style, not as the style. */
static uint8_t toggle(uint8_t v, uint8_t style) { return v == 0x80 ? style : v == 0x81 ? !style : v == 1; }

static void char_sprm(uint16_t op, nv_bytes v, nv_mw_chp *c, const nv_mw_chp *style) {
    uint8_t b = v.n ? v.p[0] : 0;
    switch (op) {
    case 0x0800: c->deleted = b != 0; break;
    case 0x0835: c->bold = toggle(b, style->bold); break;
    case 0x0836: c->italic = toggle(b, style->italic); break;
    case 0x083B: c->caps = toggle(b, style->caps); break;
    case 0x083C: c->hidden = toggle(b, style->hidden); break;
    case 0x0855: c->special = b != 0; break;
    case 0x2A3E: c->underline = b != 0 && b != 5; break;
    case 0x4A30: c->istd = nv_u16(v, 0); break;
    case 0x4A43: c->size = nv_u16(v, 0); break;
    case 0x4A4F: c->ftc = nv_u16(v, 0); break;
    case 0x6A09: c->sym_font = nv_u16(v, 0); c->sym = nv_u16(v, 2); break;
    default: break;
    }
}

/* sprmTTableBorders (4 bytes a border) and its successor (8 bytes): the last two are the inner ones. */
static bool inner_borders(nv_bytes v, size_t each) {
    size_t type = each == 4 ? 1 : 5;
    for (size_t i = 4; i < 6; i++)
        if (1 + i * each + type < v.n && v.p[1 + i * each + type] != 0 && v.p[1 + i * each + type] != 0xFF) return true;
    return false;
}

static void para_sprm(uint16_t op, nv_bytes v, nv_mw_pap *p) {
    uint8_t b = v.n ? v.p[0] : 0;
    switch (op) {
    case 0x2403: case 0x2461: p->center = b == 1; break;
    case 0x2407: p->page_before = b != 0; break;
    case 0x2416: p->in_table = b != 0; break;
    case 0x2417: p->row_end = b != 0; break;
    case 0x260A: p->ilvl = b < NV_DX_LEVELS ? b : 0; break;
    case 0x460B: p->ilfo = nv_u16(v, 0) <= 0x07FE ? nv_u16(v, 0) : 0; break;
    case 0x6649: p->level = (int32_t)nv_u32(v, 0); break;
    case 0xD608: p->cells = v; break;
    case 0xD605: p->drawn = inner_borders(v, 4); break;
    case 0xD613: p->drawn = inner_borders(v, 8); break;
    default: break;
    }
}

static void apply(const nv_mw *w, nv_bytes prl, nv_mw_chp *c, const nv_mw_chp *style, nv_mw_pap *p, unsigned depth) {
    for (size_t at = 0; at + 2 < prl.n; ) {
        uint16_t op = nv_u16(prl, at);
        size_t n = operand(prl, op, at + 2);
        nv_bytes v = cut(prl, at + 2, n);
        if (v.n < n) return; /* damaged */
        unsigned group = op >> 10 & 7;
        if (group == 2 && c) char_sprm(op, v, c, style);
        else if ((op == 0x6646 || op == 0x646B || op == 0x6645) && p && depth == 0) { /* too long for the page: in the data stream */
            nv_bytes more = cut(w->data, nv_u32(v, 0), SIZE_MAX);
            apply(w, cut(more, 2, nv_u16(more, 0)), c, style, p, depth + 1);
        } else if ((group == 1 || group == 5) && p) para_sprm(op, v, p);
        at += 2 + n;
    }
}

/* ---- styles and fonts ------------------------------------------------------------------------------------------- */

static void load_style(nv_mw *w, nv_bytes std, uint32_t base_size) {
    nv_mw_style *s = NV_PUSH(w->doc->arena, &w->styles);
    if (std.n < base_size || base_size < 10) return;
    s->known = true;
    s->kind = nv_u16(std, 2) & 15;
    s->base = nv_u16(std, 2) >> 4;
    unsigned upxs = nv_u16(std, 4) & 15;
    size_t at = base_size + 2u + nv_u16(std, base_size) * 2u + 2u;
    for (unsigned i = 0; i < upxs && at + 2 <= std.n; i++) {
        at += at % 2;
        nv_bytes upx = cut(std, at + 2, nv_u16(std, at));
        if (s->kind == 1 && i == 0) s->papx = cut(upx, 2, upx.n > 2 ? upx.n - 2 : 0);
        else if (s->kind == 1 ? i == 1 : s->kind == 2 && i == 0) s->chpx = upx;
        at += 2 + upx.n;
    }
}

static void load_styles(nv_mw *w) {
    nv_bytes st = nv_mw_part(w, FIB_STSHF);
    size_t at = 2u + nv_u16(st, 0);
    uint32_t count = nv_u16(st, 2), base_size = nv_u16(st, 4);
    for (uint32_t i = 0; i < count && at + 2 <= st.n; i++) {
        size_t n = nv_u16(st, at);
        load_style(w, cut(st, at + 2, n), base_size);
        at += 2 + n;
    }
    nv_mw_chp def = { .ftc = nv_u16(st, 14), .size = 20 };
    for (uint32_t i = 0; i < w->styles.n; i++) w->styles.v[i].chp = def;
}

static const nv_mw_style *style(nv_mw *w, uint32_t istd, unsigned depth) {
    if (istd >= w->styles.n || depth > MAX_STYLE_DEPTH) return NULL;
    nv_mw_style *s = &w->styles.v[istd];
    if (s->done || !s->known) return s;
    s->done = true; /* set first: a loop of bases ends here */
    const nv_mw_style *base = s->base != 0xFFF && s->base != istd ? style(w, s->base, depth + 1) : NULL;
    if (base) {
        s->chp = base->chp;
        s->pap = base->pap;
    }
    nv_mw_chp from = s->chp;
    apply(w, s->papx, NULL, &from, &s->pap, 0);
    apply(w, s->chpx, &s->chp, &from, NULL, 0);
    return s;
}

static void load_fonts(nv_mw *w) {
    nv_bytes f = nv_mw_part(w, FIB_FONTS);
    uint32_t count = nv_u16(f, 0);
    size_t at = 4;
    for (uint32_t i = 0; i < count && at < f.n; i++) {
        nv_bytes ffn = cut(f, at, f.p[at] + 1u);
        nv_buf name = { 0 };
        for (size_t k = 40; k + 2 <= ffn.n && nv_u16(ffn, k); k += 2) nv_buf_addu(&name, nv_u16(ffn, k));
        *NV_PUSH(w->doc->arena, &w->fonts) = nv_arena_str(w->doc->arena, nv_buf_str(&name));
        nv_buf_clear(&name);
        at += ffn.n;
    }
}

bool nv_mw_load(nv_mw *w) {
    if (!load_pieces(w)) return false;
    load_pages(w, FIB_CHPX, false);
    load_pages(w, FIB_PAPX, true);
    load_styles(w);
    load_fonts(w);
    return true;
}

/* ---- what holds at a place -------------------------------------------------------------------------------------- */

nv_mw_pap nv_mw_pap_at(nv_mw *w, uint32_t fc, uint16_t *istd) {
    const nv_mw_fkp *k = find(w->papx.v, w->papx.n, fc);
    const nv_mw_style *s = style(w, k ? k->istd : 0, 0);
    nv_mw_pap p = s ? s->pap : (nv_mw_pap){ 0 };
    *istd = k ? k->istd : 0;
    if (k) apply(w, k->prl, NULL, NULL, &p, 0);
    return p;
}

nv_mw_chp nv_mw_chp_at(nv_mw *w, uint32_t fc, uint16_t istd, uint32_t *end) {
    const nv_mw_style *s = style(w, istd, 0);
    nv_mw_chp base = s ? s->chp : (nv_mw_chp){ .size = 20 }, c = base;
    const nv_mw_fkp *k = find(w->chpx.v, w->chpx.n, fc);
    *end = k ? k->end : fc + 1;
    if (!k) return c;
    apply(w, k->prl, &c, &base, NULL, 0);
    const nv_mw_style *own = c.istd && c.istd != istd ? style(w, c.istd, 0) : NULL;
    if (own && own->kind == 2) { /* the character style lies between the paragraph's and the run's own properties */
        nv_mw_chp mid = base;
        apply(w, own->chpx, &mid, &base, NULL, 0);
        c = mid;
        apply(w, k->prl, &c, &mid, NULL, 0);
    }
    return c;
}
