/* docx_num.c - automatic numbers of DOCX, as Word shows them (ECMA-376-1, 17.9).
 *
 * Counters belong to the abstract list: all w:num of one w:abstractNum count on together. A startOverride takes effect when its w:num is
 * first used at that level. There is no Vietnamese letter list: lowerLetter gives a, b, c, d, e; a "đ)" in a text was typed.
 */
#include "read/docx.h"
#include <stdlib.h>

#define MAX_LISTS 32768u
#define MAX_LEVEL_TEXT 1024u

/* ---- reading ---------------------------------------------------------------------------------------------------- */

/* "001, 002, 003, ..." -> 3 */
static uint8_t custom_pad(const char *format) {
    unsigned n = 0;
    while (format && n < 9 && format[n] >= '0' && format[n] <= '9') n++;
    return (uint8_t)n;
}

static void read_lvl_child(nv_dx_xml *x, nv_dx_lvl *l) {
    switch (x->tok) {
    case NV_DX_start: l->start = nv_dx_attr_int(x, "val", 0); break;
    case NV_DX_numFmt: l->fmt = nv_dx_attr_str(x, "val"); l->pad = custom_pad(nv_dx_attr(x, "format")); break;
    case NV_DX_lvlText:
        l->text = nv_dx_attr_str(x, "val");
        if (l->text.n > MAX_LEVEL_TEXT) nv_dx_fail(x->pkg, NV_E_LIMIT, NV_M_E_LIMIT, "w:lvlText", "1024");
        break;
    case NV_DX_pStyle: l->pstyle = nv_dx_attr_str(x, "val"); break;
    case NV_DX_isLgl: l->lgl = nv_dx_onoff(x); break;
    case NV_DX_lvlRestart: {
        int32_t v = nv_dx_attr_int(x, "val", -1);
        l->restart = (int8_t)(v < 0 || v > NV_DX_LEVELS ? -1 : v);
        break;
    }
    case NV_DX_suff: {
        const char *v = nv_dx_attr(x, "val");
        l->suff = !v || *v == 't' ? NV_DX_SUFF_TAB : *v == 's' ? NV_DX_SUFF_SPACE : NV_DX_SUFF_NOTHING;
        break;
    }
    case NV_DX_rPr: nv_dx_rpr_read(x, &l->r); break;
    case NV_DX_AlternateContent: { /* newer formats stand in a choice, an older one beside it as fallback */
        nv_dx_kids k = nv_dx_enter(x);
        bool taken = false;
        while (nv_dx_child(x, &k)) {
            if (taken || (x->tok != NV_DX_Choice && x->tok != NV_DX_Fallback)) continue;
            taken = true;
            nv_dx_kids c = nv_dx_enter(x);
            while (nv_dx_child(x, &c)) if (x->tok != NV_DX_AlternateContent) read_lvl_child(x, l);
        }
        break;
    }
    default: break;
    }
}

static nv_dx_lvl *read_lvl(nv_dx_xml *x) {
    nv_dx_lvl *l = nv_arena_alloc(x->pkg->doc->arena, sizeof *l);
    *l = (nv_dx_lvl){ .fmt = NV_LIT("decimal"), .text = { "", 0 }, .pstyle = { "", 0 }, .restart = -1, .r = NV_DX_RPR_NONE };
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) read_lvl_child(x, l);
    return l;
}

static void read_abstract(nv_dx_xml *x, nv_dx_abstract *a) {
    a->id = nv_dx_attr_int(x, "abstractNumId", -1);
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) {
        int32_t at = x->tok == NV_DX_lvl ? nv_dx_attr_int(x, "ilvl", -1) : -1;
        if (at >= 0 && at < NV_DX_LEVELS) a->lvl[at] = read_lvl(x);
        else if (x->tok == NV_DX_styleLink) a->style_link = nv_dx_attr_str(x, "val");
        else if (x->tok == NV_DX_numStyleLink) a->num_style_link = nv_dx_attr_str(x, "val");
    }
}

static void read_num(nv_dx_xml *x, nv_dx_num *n) {
    n->id = nv_dx_attr_int(x, "numId", -1);
    n->abstract_id = -1;
    nv_dx_kids k = nv_dx_enter(x);
    while (nv_dx_child(x, &k)) {
        if (x->tok == NV_DX_abstractNumId) n->abstract_id = nv_dx_attr_int(x, "val", -1);
        int32_t at = x->tok == NV_DX_lvlOverride ? nv_dx_attr_int(x, "ilvl", -1) : -1;
        if (at < 0 || at >= NV_DX_LEVELS) continue;
        if (!n->over) n->over = nv_arena_alloc(x->pkg->doc->arena, NV_DX_LEVELS * sizeof *n->over);
        nv_dx_override *o = &n->over[at];
        nv_dx_kids c = nv_dx_enter(x);
        while (nv_dx_child(x, &c)) {
            if (x->tok == NV_DX_startOverride) { o->has_start = true; o->start = nv_dx_attr_int(x, "val", 0); }
            if (x->tok == NV_DX_lvl) o->lvl = read_lvl(x);
        }
    }
}

static int by_abstract_id(const void *a, const void *b) {
    int32_t x = ((const nv_dx_abstract *)a)->id, y = ((const nv_dx_abstract *)b)->id;
    return (x > y) - (x < y);
}
static int by_num_id(const void *a, const void *b) {
    int32_t x = ((const nv_dx_num *)a)->id, y = ((const nv_dx_num *)b)->id;
    return (x > y) - (x < y);
}

nv_dx_num *nv_dx_num_find(nv_dx_numbering *n, int32_t id) {
    nv_dx_num key = { .id = id };
    return id > 0 && n->nums.n ? bsearch(&key, n->nums.v, n->nums.n, sizeof key, by_num_id) : NULL;
}

static nv_dx_abstract *find_abstract(nv_dx_numbering *n, int32_t id) {
    nv_dx_abstract key = { .id = id };
    return n->abstracts.n ? bsearch(&key, n->abstracts.v, n->abstracts.n, sizeof key, by_abstract_id) : NULL;
}

/* A list may say "as the list style S": its levels are those of the abstract list that S names. */
static nv_dx_abstract *linked(nv_dx_numbering *n, nv_dx_styles *styles, nv_dx_abstract *a) {
    if (!a || !a->num_style_link.n) return a;
    nv_dx_style *st = nv_dx_style_find(styles, 'n', a->num_style_link);
    nv_dx_num *num = st ? nv_dx_num_find(n, st->p.num_id) : NULL;
    nv_dx_abstract *b = num ? find_abstract(n, num->abstract_id) : NULL;
    if (b && !b->num_style_link.n) return b;
    for (uint32_t i = 0; i < n->abstracts.n; i++)
        if (nv_str_eq(n->abstracts.v[i].style_link, a->num_style_link)) return &n->abstracts.v[i];
    return a;
}

void nv_dx_numbering_read(nv_dx_numbering *n, nv_dx_pkg *pkg, nv_dx_styles *styles) {
    nv_dx_xml x;
    if (!pkg->part[NV_DX_REL_NUMBERING].n || !nv_dx_xml_open(&x, pkg, pkg->part[NV_DX_REL_NUMBERING])) return;
    nv_arena *arena = pkg->doc->arena;
    nv_dx_kids k = nv_dx_enter(&x);
    while (nv_dx_child(&x, &k)) {
        if (n->abstracts.n >= MAX_LISTS || n->nums.n >= MAX_LISTS) { nv_dx_fail(pkg, NV_E_LIMIT, NV_M_E_LIMIT, "w:num", "32768"); break; }
        if (x.tok == NV_DX_abstractNum) read_abstract(&x, NV_PUSH(arena, &n->abstracts));
        else if (x.tok == NV_DX_num) read_num(&x, NV_PUSH(arena, &n->nums));
    }
    nv_dx_xml_close(&x);
    if (!nv_dx_ok(pkg)) return;
    if (n->abstracts.n) qsort(n->abstracts.v, n->abstracts.n, sizeof *n->abstracts.v, by_abstract_id);
    if (n->nums.n) qsort(n->nums.v, n->nums.n, sizeof *n->nums.v, by_num_id);
    for (uint32_t i = 0; i < n->nums.n; i++) {
        nv_dx_num *num = &n->nums.v[i];
        num->counts = find_abstract(n, num->abstract_id);
        num->form = linked(n, styles, num->counts);
    }
}

/* ---- formats ---------------------------------------------------------------------------------------------------- */

static void add_roman(nv_buf *out, int32_t n, bool upper) {
    static const struct { int32_t v; const char *up, *low; } parts[] = {
        { 1000, "M", "m" }, { 900, "CM", "cm" }, { 500, "D", "d" }, { 400, "CD", "cd" }, { 100, "C", "c" }, { 90, "XC", "xc" }, { 50, "L", "l" },
        { 40, "XL", "xl" }, { 10, "X", "x" }, { 9, "IX", "ix" }, { 5, "V", "v" }, { 4, "IV", "iv" }, { 1, "I", "i" },
    };
    for (size_t i = 0; i < NV_NELEM(parts); i++)
        for (; n >= parts[i].v; n -= parts[i].v) nv_buf_addz(out, upper ? parts[i].up : parts[i].low);
}

/* a … z, aa, bb … zz, aaa … */
static void add_letter(nv_buf *out, int32_t n, char first) {
    for (int32_t i = 0; i <= (n - 1) / 26; i++) nv_buf_addc(out, (char)(first + (n - 1) % 26));
}

/* vietnameseCounting: một, hai … */
static void add_vietnamese(nv_buf *out, int32_t n) {
    static const char *const ones[] = { "", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín" };
    int32_t tens = n / 10, one = n % 10;
    if (tens > 1) { nv_buf_addz(out, ones[tens]); nv_buf_addz(out, " mươi"); }
    else if (tens == 1) nv_buf_addz(out, "mười");
    if (tens && one) nv_buf_addc(out, ' ');
    if (one) nv_buf_addz(out, tens && one == 5 ? "lăm" : tens > 1 && one == 1 ? "mốt" : ones[one]);
}

/* A number in a format of ST_NumberFormat. Formats of other languages and numbers that a format cannot show come out as decimal. */
static void add_number(nv_buf *out, const nv_dx_lvl *l, int32_t n, bool lgl) {
    nv_str f = l->fmt;
    if (nv_str_eqz(f, "none") || nv_str_eqz(f, "bullet")) return;
    if (lgl) { nv_buf_printf(out, "%d", n); return; }
    bool upper = f.n && f.p[0] == 'u';
    if ((nv_str_eqz(f, "lowerLetter") || nv_str_eqz(f, "upperLetter")) && n >= 1 && n <= 780) add_letter(out, n, upper ? 'A' : 'a');
    else if ((nv_str_eqz(f, "lowerRoman") || nv_str_eqz(f, "upperRoman")) && n >= 1 && n < 5000) add_roman(out, n, upper);
    else if (nv_str_eqz(f, "decimalZero") && n >= 0) nv_buf_printf(out, "%02d", n);
    else if (nv_str_eqz(f, "custom") && n >= 0) nv_buf_printf(out, "%0*d", l->pad, n);
    else if (nv_str_eqz(f, "numberInDash")) nv_buf_printf(out, "- %d -", n);
    else if (nv_str_eqz(f, "decimalEnclosedParen")) nv_buf_printf(out, "(%d)", n);
    else if (nv_str_eqz(f, "decimalEnclosedFullstop")) nv_buf_printf(out, "%d.", n);
    else if (nv_str_eqz(f, "vietnameseCounting") && n >= 1 && n <= 99) add_vietnamese(out, n);
    else nv_buf_printf(out, "%d", n);
}

/* ---- counting --------------------------------------------------------------------------------------------------- */

static const nv_dx_lvl *level_of(const nv_dx_num *num, int at) {
    if (num->over && num->over[at].lvl) return num->over[at].lvl;
    return num->form ? num->form->lvl[at] : NULL;
}

static int32_t start_of(const nv_dx_num *num, int at) {
    if (num->over && num->over[at].has_start) return num->over[at].start;
    const nv_dx_lvl *l = level_of(num, at);
    return l ? l->start : 1;
}

static bool restarts(const nv_dx_num *num, int at, int used) {
    const nv_dx_lvl *l = level_of(num, at);
    if (!l || l->restart < 0 || l->restart > at) return true;
    return used < l->restart;
}

static void count(nv_dx_num *num, int level) {
    nv_dx_abstract *a = num->counts;
    for (int j = 0; j < level; j++) /* a level that was skipped counts as if it had been there once */
        if (!a->seen[j]) { a->count[j] = start_of(num, j); a->seen[j] = true; }
    nv_dx_override *o = num->over ? &num->over[level] : NULL;
    if ((o && o->has_start && !o->used) || !a->seen[level]) a->count[level] = start_of(num, level);
    else if (a->count[level] < INT32_MAX) a->count[level]++;
    if (o) o->used = true;
    a->seen[level] = true;
    for (int j = level + 1; j < NV_DX_LEVELS; j++) if (restarts(num, j, level)) a->seen[j] = false;
}

static void add_bullet(nv_buf *out, const nv_dx_lvl *l) {
    nv_dx_font font = l->r.font > 0 ? (nv_dx_font)l->r.font : NV_DX_FONT_TEXT;
    for (uint32_t i = 0; i < l->text.n;) {
        uint32_t c = nv_dx_symbol(font, nv_utf8_next(l->text, &i));
        nv_buf_addu(out, c >= 0xE000 && c <= 0xF8FF ? 0x2022 : c); /* an unknown mark is still a mark */
    }
}

static void add_text(nv_buf *out, nv_dx_num *num, const nv_dx_lvl *l, int level) {
    for (uint32_t i = 0; i < l->text.n; i++) {
        char c = l->text.p[i];
        bool place = c == '%' && i + 1 < l->text.n && l->text.p[i + 1] >= '1' && l->text.p[i + 1] <= '9';
        if (!place) { nv_buf_addc(out, c); continue; }
        int at = l->text.p[++i] - '1';
        const nv_dx_lvl *of = at <= level ? level_of(num, at) : NULL; /* deeper levels have no number here */
        if (of) add_number(out, of, num->counts->count[at], l->lgl);
    }
}

int nv_dx_style_level(nv_dx_num *num, nv_dx_style *style) {
    if (style->level >= 0) return style->level;
    style->level = style->p.ilvl > 0 ? style->p.ilvl : 0;
    for (nv_dx_style *s = style; s; s = s->base)
        for (int i = 0; i < NV_DX_LEVELS; i++) {
            const nv_dx_lvl *l = level_of(num, i);
            if (l && l->pstyle.n && nv_str_eq(l->pstyle, s->id)) { style->level = (int8_t)i; return i; }
        }
    return style->level;
}

const nv_dx_lvl *nv_dx_label(nv_dx_num *num, int level, nv_buf *out) {
    if (!num->counts || level < 0 || level >= NV_DX_LEVELS) return NULL;
    const nv_dx_lvl *l = level_of(num, level);
    if (!l) return NULL;
    count(num, level);
    if (nv_str_eqz(l->fmt, "bullet")) add_bullet(out, l);
    else add_text(out, num, l, level);
    return l;
}
