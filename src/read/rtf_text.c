/* rtf_text.c - bytes and \u to text. Each font says which code page its bytes are in; fonts of the old Vietnamese encodings lie about it, and their
 * bytes are kept as windows-1252 has them, with the font's name, for normalize/legacy.c. */
#include "read/charset.h"
#include "read/docx.h"
#include "read/rtf.h"

#include <strings.h>

static const nv_look no_look = { 0 };

/* ---- fonts ------------------------------------------------------------------------------------------------------ */

nv_rtf_font *nv_rtf_font_of(nv_rtf *r, int32_t id, bool add) {
    for (uint32_t i = 0; i < r->fonts.n; i++)
        if (r->fonts.v[i].id == id) return &r->fonts.v[i];
    if (!add || r->fonts.n > 4096) return NULL;
    nv_rtf_font *f = NV_PUSH(r->doc->arena, &r->fonts);
    *f = (nv_rtf_font){ .id = id, .charset = 0, .name = { "", 0 } };
    return f;
}

/* The name of the font is complete (`;` or the end of its group). */
void nv_rtf_end_font(nv_rtf *r) {
    nv_str s = nv_str_trim(nv_buf_str(&r->name));
    nv_rtf_font *f = s.n ? nv_rtf_font_of(r, r->cur.font, true) : NULL;
    if (f && !f->name.n) f->name = nv_arena_str(r->doc->arena, s);
    r->name.n = 0;
}

static bool old_vietnamese(nv_str name) {
    static const char *const begins[] = { ".Vn", "VNI", "VnTime", "VPS", "VISCII" }; /* those of grammars/legacy_fonts.tsv */
    for (size_t i = 0; i < NV_NELEM(begins); i++)
        if (name.n >= strlen(begins[i]) && strncasecmp(name.p, begins[i], strlen(begins[i])) == 0) return true;
    return false;
}

static int codepage_of(const nv_rtf *r, const nv_rtf_font *f) {
    static const struct { int charset, cp; } table[] = { { 0, 1252 }, { 77, 10000 }, { 161, 1253 }, { 162, 1254 }, { 163, 1258 }, { 177, 1255 }, { 178, 1256 },
        { 186, 1257 }, { 204, 1251 }, { 222, 874 }, { 238, 1250 }, { 254, 437 }, { 255, 850 } };
    if (f && old_vietnamese(f->name)) return 1252;
    for (size_t i = 0; f && i < NV_NELEM(table); i++)
        if (table[i].charset == f->charset) return table[i].charset == 0 ? r->codepage : table[i].cp;
    return r->codepage;
}

static uint32_t from_byte(nv_rtf *r, nv_rtf_font *f, unsigned char c) {
    if (c < 0x80 && !(f && f->charset == 2)) return c;
    if (f && f->charset == 2) return nv_dx_symbol(nv_dx_font_of(f->name.n ? f->name.p : "Symbol"), c); /* Symbol, Wingdings */
    if (!f) return nv_codepage(r->codepage, c);
    if (!f->map) {
        f->map = nv_arena_alloc(r->doc->arena, 128 * sizeof *f->map);
        for (unsigned i = 0; i < 128; i++) f->map[i] = nv_codepage(codepage_of(r, f), (unsigned char)(0x80 + i));
    }
    return f->map[c - 0x80];
}

/* ---- characters ------------------------------------------------------------------------------------------------- */

/* Gives the pending text to the block, with the look it was read with. */
void nv_rtf_flush(nv_rtf *r) {
    if (!r->pending.n) return;
    nv_rtf_font *f = nv_rtf_font_of(r, r->cur.font, false);
    nv_look look = r->cur.look;
    look.font = f ? f->name : (nv_str){ "", 0 };
    nv_block_text(r->cur.to, nv_buf_str(&r->pending), &look);
    r->pending.n = 0;
}

void nv_rtf_char(nv_rtf *r, uint32_t c) {
    switch (r->cur.dest) {
    case NV_RTF_SKIP: case NV_RTF_SHELL: return;
    case NV_RTF_FONTS:
        if (c == ';') nv_rtf_end_font(r);
        else nv_buf_addu(&r->name, c);
        return;
    case NV_RTF_LABEL: nv_buf_addu(&r->label, c == '\t' ? ' ' : c); return;
    case NV_RTF_BODY: break;
    }
    if (r->cur.hidden || r->cur.deleted) return;
    nv_rtf_enter(r);
    if (r->label.n) {
        nv_rtf_font *f = nv_rtf_font_of(r, r->cur.font, false);
        nv_look look = r->cur.look;
        look.font = f ? f->name : no_look.font;
        nv_block_label(r->cur.to, nv_buf_str(&r->label), &look);
        r->label.n = 0;
    }
    nv_buf_addu(&r->pending, r->cur.caps ? nv_dx_upper(c) : c);
}

void nv_rtf_byte(nv_rtf *r, unsigned char c) {
    if (r->skip) { r->skip--; return; }
    r->high = 0;
    uint32_t u = from_byte(r, nv_rtf_font_of(r, r->cur.font, false), c);
    if (u < 32 && u != '\t') return;
    nv_rtf_char(r, u);
}

void nv_rtf_unicode(nv_rtf *r, int32_t n) {
    uint32_t c = (uint32_t)n & 0xFFFF;
    r->skip = (uint32_t)r->cur.uc;
    if (c >= 0xD800 && c < 0xDC00) { r->high = c; return; }
    if (c >= 0xDC00 && c < 0xE000) {
        if (!r->high) return;
        c = 0x10000 + ((r->high - 0xD800) << 10) + (c - 0xDC00);
    }
    r->high = 0;
    nv_rtf_font *f = nv_rtf_font_of(r, r->cur.font, false);
    if (c >= 0xF000 && c <= 0xF0FF && f && !old_vietnamese(f->name)) c = nv_dx_symbol(nv_dx_font_of(f->name.n ? f->name.p : "Symbol"), c);
    if (c >= 32 || c == '\t') nv_rtf_char(r, c);
}
