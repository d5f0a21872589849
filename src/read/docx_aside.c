/* docx_aside.c - parts beside the body of a DOCX: notes follow the block that refers to them, page headers and footers stand apart, comments are kept as
 * diagnostics. */
#include "read/aside.h"
#include "read/docx.h"

/* ---- notes ------------------------------------------------------------------------------------------------------ */

/* All notes of one kind, read when the first of them is referred to. */
static void read_notes(nv_dx_ctx *c, bool end) {
    c->notes_read[end] = true;
    nv_str part = c->pkg->part[end ? NV_DX_REL_ENDNOTES : NV_DX_REL_FOOTNOTES];
    nv_dx_xml x, *outer = c->x;
    if (!part.n) { nv_dx_fail(c->pkg, NV_E_DAMAGED, NV_M_E_PART_MISSING, end ? "endnotes" : "footnotes", NULL); return; }
    if (!nv_dx_xml_open(&x, c->pkg, part)) return;
    c->x = &x;
    c->in_note = true;
    nv_dx_kids k = nv_dx_enter(&x);
    while (nv_dx_child(&x, &k)) {
        const char *type = nv_dx_attr(&x, "type"); /* separators have one other than "normal" */
        if ((x.tok != NV_DX_footnote && x.tok != NV_DX_endnote) || (type && strcmp(type, "normal") != 0)) continue;
        nv_dx_note note = { .id = nv_dx_attr_int(&x, "id", -1), .end = end };
        nv_dx_sink sink = { .out = &note.lines, .flat = true };
        nv_dx_blocks(c, &sink);
        nv_dx_sink_end(c, &sink);
        for (uint32_t i = 0; i < note.lines.n; i++) note.lines.v[i].flags |= NV_F_FOOTNOTE;
        *NV_PUSH(c->doc->arena, &c->notes) = note;
    }
    nv_dx_xml_close(&x);
    c->in_note = false;
    c->x = outer;
}

void nv_dx_note_ref(nv_dx_ctx *c, bool end, int32_t id) {
    if (!c->notes_read[end]) read_notes(c, end);
    for (uint32_t i = 0; i < c->notes.n; i++) {
        nv_dx_note *n = &c->notes.v[i];
        if (n->id != id || n->end != end || n->used) continue;
        n->used = true; /* a second reference to the same note repeats nothing */
        for (uint32_t l = 0; l < n->lines.n; l++) *NV_PUSH(c->doc->arena, &c->notes_due) = n->lines.v[l];
    }
}

/* ---- page headers ----------------------------------------------------------------------------------------------- */

/* Blocks of another part, all in one sink. */
static void read_part(nv_dx_ctx *c, nv_str part, nv_dx_sink *sink) {
    nv_dx_xml x, *outer = c->x;
    if (!nv_dx_xml_open(&x, c->pkg, part)) return;
    bool in_note = c->in_note;
    c->x = &x;
    c->in_note = true;
    nv_dx_blocks(c, sink);
    nv_dx_sink_end(c, sink);
    nv_dx_xml_close(&x);
    c->in_note = in_note;
    c->x = outer;
}

void nv_dx_headfoot(nv_dx_ctx *c, const char *rel, bool foot) {
    for (uint32_t i = 0; i < c->pkg->links.n; i++) {
        nv_dx_link *l = &c->pkg->links.v[i];
        if (l->used || !nv_str_eqz(l->id, rel)) continue;
        l->used = true;
        nv_dx_sink sink = { .out = foot ? &c->foots : &c->heads, .flat = true, .brk = true };
        read_part(c, l->part, &sink);
    }
}

/* ---- comments --------------------------------------------------------------------------------------------------- */

void nv_dx_comments(nv_dx_ctx *c) {
    nv_dx_xml x;
    if (!c->pkg->part[NV_DX_REL_COMMENTS].n || !nv_dx_xml_open(&x, c->pkg, c->pkg->part[NV_DX_REL_COMMENTS])) return;
    c->x = &x;
    c->in_note = true;
    nv_dx_kids k = nv_dx_enter(&x);
    while (nv_dx_child(&x, &k)) {
        if (x.tok != NV_DX_comment) continue;
        nv_str author = nv_dx_attr_str(&x, "author");
        nv_dx_lines lines = { 0 };
        nv_dx_sink sink = { .out = &lines, .flat = true };
        nv_buf text = { 0 };
        nv_dx_blocks(c, &sink);
        nv_dx_sink_end(c, &sink);
        for (uint32_t i = 0; i < lines.n; i++) nv_buf_printf(&text, "%s%.*s", i ? " " : "", NV_ARG(lines.v[i].text));
        nv_read_comment(c->doc, author, nv_buf_str(&text));
        nv_buf_clear(&text);
    }
    nv_dx_xml_close(&x);
}
