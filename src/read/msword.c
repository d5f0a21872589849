/* msword.c - the format of Word 97-2003 (.doc): the text of the main document, paragraph by paragraph, with tables, automatic numbers and notes. */
#include "read/aside.h"
#include "read/charset.h"
#include "read/msword.h"

#include <stdio.h>

enum { FIB_NOTE_REFS = 0xAA, FIB_NOTE_TEXT = 0xB2, FIB_COMMENT_TEXT = 0xC2, FIB_HEADERS = 0xF2, FIB_END_REFS = 0x20A, FIB_END_TEXT = 0x212 };
enum { CELL = 0x07, VT = 0x0B, PAGE = 0x0C, PARA = 0x0D, FIELD = 0x13, FIELD_SEP = 0x14, FIELD_END = 0x15, HARD_HYPHEN = 0x1E, SOFT_HYPHEN = 0x1F, NOTE_REF = 0x02 };

static bool sniff(const unsigned char *p, size_t n, const char *name) {
    (void)name;
    if (!nv_ole_is(p, n)) return false;
    static const char word[] = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t"; /* the name of its stream; a table of numbers or a mail has others */
    return memmem(p, n, word, sizeof word - 1) != NULL;
}

/* ---- characters ------------------------------------------------------------------------------------------------- */

static uint32_t char_at(const nv_mw *w, const nv_mw_piece *p, uint32_t cp) {
    uint32_t fc = nv_mw_fc(p, cp);
    return p->one_byte ? nv_cp1252(w->main.p[fc]) : nv_u16(w->main, fc);
}

static nv_str font_name(const nv_mw *w, uint16_t ftc) { return ftc < w->fonts.n ? w->fonts.v[ftc] : (nv_str){ "", 0 }; }

/* What a character shows, 0 for nothing. */
static uint32_t shown(nv_mw *w, uint32_t c, const nv_mw_chp *k) {
    if (c == FIELD) { w->field++; return 0; }
    if (c == FIELD_SEP || c == FIELD_END) { if (w->field) w->field--; return 0; } /* the result between them is text */
    if (w->field || k->hidden || k->deleted) return 0;
    if (k->sym && (c == '(' || c == 0x28)) return nv_dx_symbol(nv_dx_font_of(font_name(w, k->sym_font).p), k->sym);
    if (c == VT) return '\n';
    if (c == '\t') return c;
    if (c == HARD_HYPHEN) return '-';
    if (c == SOFT_HYPHEN) return 0xAD; /* kept: the letter ư of TCVN3 */
    if (c < 32 || (k->special && c < 0x80)) return 0;
    if (c >= 0xF000 && c <= 0xF0FF) {
        nv_dx_font f = nv_dx_font_of(font_name(w, k->ftc).n ? font_name(w, k->ftc).p : "");
        if (f != NV_DX_FONT_TEXT) return nv_dx_symbol(f, c);
    }
    return k->caps ? nv_dx_upper(c) : c;
}

/* True if the table of references that the FIB names (places, then two bytes each) has one at `cp`. */
static bool refers(const nv_mw *w, size_t fib, uint32_t cp) {
    nv_bytes plc = nv_mw_part(w, fib);
    size_t n = plc.n >= 4 ? (plc.n - 4) / 6 : 0, lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (nv_u32(plc, mid * 4) < cp) lo = mid + 1;
        else hi = mid;
    }
    return lo < n && nv_u32(plc, lo * 4) == cp;
}

/* The same character stands for a footnote and an endnote. */
static void count_note(nv_mw *w, uint32_t cp) {
    if (refers(w, FIB_END_REFS, cp)) w->end_no++;
    else w->note_no++;
}

/* A field that begins after the separator of another is shown, so only codes count; `field` is 1 inside a code whose result follows. */
static void put_text(nv_mw *w, nv_block *b, uint32_t cp, uint32_t end, uint16_t istd, bool center) {
    nv_buf run = { 0 };
    while (cp < end) {
        const nv_mw_piece *p = nv_mw_piece_at(w, cp);
        if (!p) { cp++; continue; }
        uint32_t fc = nv_mw_fc(p, cp), fc_end, width = p->one_byte ? 1 : 2;
        nv_mw_chp k = nv_mw_chp_at(w, fc, istd, &fc_end);
        uint32_t stop = cp + (fc_end > fc ? (fc_end - fc + width - 1) / width : 1);
        if (stop > end) stop = end;
        if (stop > p->end) stop = p->end;
        run.n = 0;
        for (; cp < stop; cp++) {
            uint32_t c = char_at(w, p, cp);
            if (c >= 0xD800 && c < 0xDC00 && cp + 1 < stop) {
                uint32_t d = char_at(w, p, cp + 1);
                if (d >= 0xDC00 && d < 0xE000) { c = 0x10000 + ((c - 0xD800) << 10) + (d - 0xDC00); cp++; }
            }
            if (c >= 0xD800 && c < 0xE000) c = 0xFFFD;
            if (c == NOTE_REF && k.special && !w->field && b == &w->body) count_note(w, cp);
            uint32_t u = shown(w, c, &k);
            if (u) nv_buf_addu(&run, u);
        }
        nv_look look = { .bold = k.bold, .italic = k.italic, .underline = k.underline, .center = center, .font = font_name(w, k.ftc), .size = (float)k.size / 2.0f };
        nv_block_text(b, nv_buf_str(&run), &look);
    }
    nv_buf_clear(&run);
}

static bool has_text(nv_mw *w, uint32_t cp, uint32_t end) {
    for (; cp < end; cp++) {
        const nv_mw_piece *p = nv_mw_piece_at(w, cp);
        uint32_t c = p ? char_at(w, p, cp) : 0;
        if (c > 32 && c != 0xA0) return true;
    }
    return false;
}

static void put_label(nv_mw *w, nv_block *b, const nv_mw_pap *pap, uint16_t istd, uint32_t cp, uint32_t end) {
    nv_dx_num *num = pap->ilfo > 0 ? nv_dx_num_find(&w->lists, pap->ilfo) : NULL;
    if (!num) return;
    nv_buf label = { 0 };
    if (nv_dx_label(num, pap->ilvl, &label) && has_text(w, cp, end)) { /* an empty paragraph counts and shows nothing that we need */
        const nv_mw_piece *p = nv_mw_piece_at(w, end);
        uint32_t dummy;
        nv_mw_chp k = nv_mw_chp_at(w, p ? nv_mw_fc(p, end) : 0, istd, &dummy);
        nv_look look = { .bold = k.bold, .italic = k.italic, .center = pap->center, .font = font_name(w, k.ftc), .size = (float)k.size / 2.0f };
        nv_block_label(b, nv_buf_str(&label), &look);
    }
    nv_buf_clear(&label);
}

/* ---- tables ----------------------------------------------------------------------------------------------------- */

static void table_end(nv_mw *w) {
    if (!w->in_table) return;
    nv_block_row_end(&w->body);
    w->in_table = false;
    nv_block_table_end(&w->body, w->drawn);
    if (w->body.status == NV_OK) nv_edges_place(w->doc, w->rows.v, w->rows.n);
}

static void enter_cell(nv_mw *w) {
    if (!w->in_table) {
        nv_block_table_begin(&w->body);
        w->in_table = true;
        w->drawn = false;
        w->rows.v = NULL;
        w->rows.n = w->rows.cap = 0;
    }
    if (!w->body.in_row) {
        nv_block_row_begin(&w->body);
        w->cell = 0;
    }
    if (!w->body.in_cell) nv_block_cell_begin(&w->body, w->cell, 1, 1);
}

/* sprmTDefTable: number of cells, their edges, and for each cell 20 bytes with its merges and borders. */
static nv_edge_row row_edges(nv_mw *w, nv_bytes def) {
    uint32_t n = def.n > 2 ? def.p[2] : 0;
    if (n > NV_MAX_TABLE_COLS || 3 + (n + 1) * 2u > def.n) n = 0;
    nv_edge_cell *cells = nv_arena_alloc(w->doc->arena, (n + 1) * sizeof *cells);
    uint32_t drawn = 0;
    for (uint32_t i = 0; i < n; i++) {
        size_t tc = 3 + (n + 1) * 2u + i * 20u;
        uint16_t flags = nv_u16(def, tc);
        cells[i].right = (int16_t)nv_u16(def, 3 + (i + 1) * 2u);
        cells[i].left_more = (flags & 2) != 0;
        cells[i].up_first = (flags >> 5 & 3) == 3;
        cells[i].up_more = (flags >> 5 & 3) == 1;
        bool any = false;
        for (unsigned k = 0; k < 4; k++) any |= tc + 20 <= def.n && def.p[tc + 4 + k * 4 + 1] != 0 && def.p[tc + 4 + k * 4 + 1] != 0xFF;
        drawn += any;
    }
    if (n && drawn == n) w->drawn = true;
    return (nv_edge_row){ 0, cells, n };
}

static void row_end(nv_mw *w, const nv_mw_pap *pap) {
    if (!w->body.in_row) return;
    uint32_t line = w->doc->lines.n;
    nv_edge_row row = row_edges(w, pap->cells);
    if (pap->drawn) w->drawn = true;
    nv_block_row_end(&w->body);
    if (w->doc->lines.n == line) return;
    row.line = line;
    *NV_PUSH(w->doc->arena, &w->rows) = row;
}

/* ---- notes ------------------------------------------------------------------------------------------------------ */

static uint32_t paragraph_end(const nv_mw *w, uint32_t cp, uint32_t end);

/* Paragraphs beside the main text; cells of a table are paragraphs. */
static void read_aside(nv_mw *w, nv_block *to, uint32_t cp, uint32_t end, uint32_t flags) {
    while (cp < end && to->status == NV_OK) {
        uint32_t stop = paragraph_end(w, cp, end);
        const nv_mw_piece *p = nv_mw_piece_at(w, stop < end ? stop : end - 1);
        uint16_t istd = 0;
        if (p) (void)nv_mw_pap_at(w, nv_mw_fc(p, stop < end ? stop : end - 1), &istd);
        put_text(w, to, cp, stop, istd, false);
        nv_block_para_end(to, flags);
        cp = stop + 1;
    }
}

/* Text of the piece number `k` (from 0) of a part that begins at `base` and has `size` characters, as the table of places that the FIB names cuts it. */
static void read_story(nv_mw *w, size_t fib, uint32_t k, uint32_t base, uint32_t size, nv_block *to, uint32_t flags) {
    nv_bytes plc = nv_mw_part(w, fib);
    if (((size_t)k + 2) * 4 > plc.n) return;
    uint32_t cp = nv_u32(plc, k * 4u), end = nv_u32(plc, (k + 1) * 4u);
    if (end > size) end = size;
    if (cp < end) read_aside(w, to, base + cp, base + end, flags);
}

/* Page headers and footers: stories of the third part of the text, six for each section (even, odd and first page; headers before footers), behind the six
 * of the lines above notes. An empty one is that of the section before. [MS-DOC] 2.3.3, 2.8.22. */
static void read_headers(nv_mw *w, uint32_t base, uint32_t n_chars) {
    static const bool foot[6] = { false, false, true, true, false, true };
    nv_bytes plc = nv_mw_part(w, FIB_HEADERS);
    for (uint32_t k = 6; ((size_t)k + 2) * 4 <= plc.n; k++) {
        uint32_t cp = nv_u32(plc, k * 4u), end = nv_u32(plc, (k + 1) * 4u);
        if (end <= cp || end > n_chars) continue;
        w->field = 0;
        nv_block *to = foot[k % 6] ? &w->foot : &w->head;
        to->pending = NV_F_BREAK_BEFORE;
        read_aside(w, to, base + cp, base + end, 0);
    }
    w->field = 0;
}

/* The notes referred to since the last call follow the paragraph. */
static void notes_due(nv_mw *w) {
    for (; w->notes_put < w->note_no; w->notes_put++) read_story(w, FIB_NOTE_TEXT, w->notes_put, w->ccp_text, w->ccp_notes, &w->note, NV_F_FOOTNOTE);
    for (; w->ends_put < w->end_no; w->ends_put++) read_story(w, FIB_END_TEXT, w->ends_put, w->ccp_before_boxes - w->ccp_ends, w->ccp_ends, &w->note, NV_F_FOOTNOTE);
    for (uint32_t i = 0; i < w->notes.lines.n; i++) *NV_PUSH(w->doc->arena, &w->doc->lines) = w->notes.lines.v[i];
    w->notes.lines.v = NULL;
    w->notes.lines.n = w->notes.lines.cap = 0;
}

/* ---- paragraphs ------------------------------------------------------------------------------------------------- */

/* The mark that ends the paragraph at cp: a paragraph mark, a cell mark, a page break. `end` if there is none. */
static uint32_t paragraph_end(const nv_mw *w, uint32_t cp, uint32_t end) {
    for (; cp < end; cp++) {
        const nv_mw_piece *p = nv_mw_piece_at(w, cp);
        uint32_t c = p ? char_at(w, p, cp) : 0;
        if (c == PARA || c == CELL || c == PAGE) return cp;
    }
    return end;
}

static void read_text(nv_mw *w, uint32_t cp, uint32_t end) {
    nv_block *b = &w->body;
    while (cp < end && b->status == NV_OK && w->note.status == NV_OK) {
        uint32_t stop = paragraph_end(w, cp, end), last = stop < end ? stop : end - 1;
        const nv_mw_piece *p = nv_mw_piece_at(w, last);
        uint32_t mark = p && stop < end ? char_at(w, p, stop) : PARA;
        uint16_t istd = 0;
        nv_mw_pap pap = nv_mw_pap_at(w, p ? nv_mw_fc(p, last) : 0, &istd);
        bool cell = pap.in_table && pap.level <= 1;
        if (mark == CELL && !pap.in_table) mark = PARA;
        if (cell && pap.row_end) { row_end(w, &pap); cp = stop + 1; continue; }
        if (pap.in_table) enter_cell(w);
        else table_end(w);
        if (pap.page_before && !b->in_row) b->pending |= NV_F_BREAK_BEFORE;
        put_label(w, b, &pap, istd, cp, stop);
        put_text(w, b, cp, stop, istd, pap.center);
        if (mark == CELL && cell) { nv_block_cell_end(b); w->cell++; }
        else nv_block_para_end(b, 0);
        if (mark == PAGE && !b->in_row) b->pending |= NV_F_BREAK_BEFORE;
        if (!w->in_table) notes_due(w);
        cp = stop + 1;
    }
    table_end(w);
    nv_block_para_end(b, 0);
    notes_due(w);
}

/* ---- comments --------------------------------------------------------------------------------------------------- */

/* Comments of reviewers: the fifth part of the text. */
static void read_comments(nv_mw *w, uint32_t base, uint32_t size) {
    nv_bytes plc = nv_mw_part(w, FIB_COMMENT_TEXT);
    nv_doc side = { .arena = w->doc->arena, .source = w->doc->source };
    nv_block to = { .doc = &side, .err = w->err };
    for (uint32_t k = 0; ((size_t)k + 2) * 4 <= plc.n && to.status == NV_OK; k++) {
        side.lines.n = 0;
        w->field = 0;
        read_story(w, FIB_COMMENT_TEXT, k, base, size, &to, 0);
        nv_buf text = { 0 };
        for (uint32_t i = 0; i < side.lines.n; i++) nv_buf_printf(&text, "%s%.*s", i ? " " : "", NV_ARG(side.lines.v[i].text));
        nv_read_comment(w->doc, (nv_str){ "", 0 }, nv_buf_str(&text));
        nv_buf_clear(&text);
    }
    nv_block_free(&to);
}

/* ---- the file --------------------------------------------------------------------------------------------------- */

static void read_file(nv_mw *w, const unsigned char *p, size_t n) {
    nv_ole ole;
    nv_block *b = &w->body;
    if (!nv_ole_open(&ole, w->doc->arena, p, n)) { nv_block_fail(b, NV_E_DAMAGED, NV_M_E_DAMAGED, "OLE2", NULL); return; }
    w->main = nv_ole_stream(&ole, "WordDocument");
    uint16_t magic = nv_u16(w->main, 0), version = nv_u16(w->main, 2), flags = nv_u16(w->main, 10);
    if (w->main.n < 0x2F2 || (magic != 0xA5EC && magic != 0xA5DC)) { nv_block_fail(b, NV_E_DAMAGED, NV_M_E_DAMAGED, "WordDocument", NULL); return; }
    if (flags & 0x0100) { nv_block_fail(b, NV_E_ENCRYPTED, NV_M_E_ENCRYPTED, NULL, NULL); return; }
    if (magic == 0xA5DC || version < 193) { nv_block_fail(b, NV_E_FORMAT, NV_M_E_FORMAT_LATER, "Word 6/95", NULL); return; }
    w->table = nv_ole_stream(&ole, flags & 0x0200 ? "1Table" : "0Table");
    w->data = nv_ole_stream(&ole, "Data");
    w->ccp_text = nv_u32(w->main, 0x4C);
    w->ccp_notes = nv_u32(w->main, 0x50);
    w->ccp_before_boxes = w->ccp_text + w->ccp_notes + nv_u32(w->main, 0x54) + nv_u32(w->main, 0x58) + nv_u32(w->main, 0x5C) + nv_u32(w->main, 0x60);
    w->ccp_boxes = nv_u32(w->main, 0x64);
    w->ccp_ends = nv_u32(w->main, 0x60);
    if (!w->table.p || !nv_mw_load(w)) { nv_block_fail(b, NV_E_DAMAGED, NV_M_E_DAMAGED, "Clx", NULL); return; }
    uint32_t all = w->pieces.v[w->pieces.n - 1].end;
    if (w->ccp_text > all) { nv_block_fail(b, NV_E_DAMAGED, NV_M_E_DAMAGED, "ccpText", NULL); return; }
    /* lengths of a damaged file are cut to what is there */
    if (w->ccp_notes > all - w->ccp_text) w->ccp_notes = all - w->ccp_text;
    if (w->ccp_before_boxes > all || w->ccp_ends > w->ccp_before_boxes) w->ccp_ends = 0;
    nv_mw_load_lists(w);
    read_text(w, 0, w->ccp_text);
    if (w->ccp_boxes && w->ccp_before_boxes < all && w->ccp_boxes <= all - w->ccp_before_boxes) {
        w->field = 0;
        read_text(w, w->ccp_before_boxes, w->ccp_before_boxes + w->ccp_boxes); /* text boxes: their text is not lost, their place is */
    }
    if (b->status == NV_OK && !w->doc->lines.n) nv_block_fail(b, NV_E_NOTEXT, NV_M_E_BLANK, NULL, NULL);
    uint32_t base = w->ccp_text + w->ccp_notes, n_chars = nv_u32(w->main, 0x54);
    if (b->status == NV_OK && base <= all && n_chars <= all - base) read_headers(w, base, n_chars);
    uint32_t size = nv_u32(w->main, 0x5C), before = w->ccp_before_boxes - w->ccp_ends;
    if (b->status == NV_OK && w->ccp_before_boxes <= all && size <= before) read_comments(w, before - size, size);
    nv_read_headfoot(w->doc, w->heads.lines.v, w->heads.lines.n, w->foots.lines.v, w->foots.lines.n);
}

static nv_status read_msword(nv_doc *doc, const unsigned char *p, size_t n, nv_err *err) {
    nv_mw w = { .doc = doc, .err = err };
    w.notes = (nv_doc){ .arena = doc->arena, .source = doc->source };
    w.body = (nv_block){ .doc = doc, .err = err };
    w.note = (nv_block){ .doc = &w.notes, .err = err };
    w.heads = w.foots = w.notes;
    w.head = (nv_block){ .doc = &w.heads, .err = err };
    w.foot = (nv_block){ .doc = &w.foots, .err = err };
    read_file(&w, p, n);
    doc->source.reader = NV_LIT("msword");
    nv_block_free(&w.body);
    nv_block_free(&w.note);
    nv_block_free(&w.head);
    nv_block_free(&w.foot);
    const nv_status all[] = { w.body.status, w.note.status, w.head.status, w.foot.status };
    for (size_t i = 0; i < NV_NELEM(all); i++)
        if (all[i] != NV_OK) return all[i];
    return NV_OK;
}

const nv_format nv_format_msword = { .name = "doc", .sniff = sniff, .read = read_msword };
