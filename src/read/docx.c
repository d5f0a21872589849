/* docx.c - the format DOCX (Office Open XML, also .docm and .dotx, and such files under any other name). */
#include "read/docx.h"
#include <stdlib.h>

/* ---- sniffing --------------------------------------------------------------------------------------------------- */

#define SNIFF_BYTES (64u << 10) /* names stand in the local headers at the front and in the directory at the end */

static bool has_name(const unsigned char *p, size_t n, const char *name) {
    size_t front = n < SNIFF_BYTES ? n : SNIFF_BYTES;
    if (memmem(p, front, name, strlen(name))) return true;
    return n > front && memmem(p + n - front, front, name, strlen(name));
}

static bool sniff(const unsigned char *p, size_t n, const char *name) {
    (void)name;
    if (n < 30 || memcmp(p, "PK\3\4", 4) != 0 || !has_name(p, n, "[Content_Types].xml")) return false;
    if (has_name(p, n, "word/")) return true;
    return !has_name(p, n, "xl/workbook") && !has_name(p, n, "ppt/presentation") && !has_name(p, n, "visio/");
}

/* ---- blocks ----------------------------------------------------------------------------------------------------- */

nv_line *nv_dx_line(nv_dx_ctx *c, nv_dx_sink *sink, nv_str text, uint32_t flags) {
    char num[16];
    c->text_bytes += text.n;
    if (c->text_bytes > NV_MAX_TEXT_BYTES) {
        snprintf(num, sizeof num, "%u", NV_MAX_TEXT_BYTES);
        nv_dx_fail(c->pkg, NV_E_LIMIT, NV_M_E_LIMIT, "w:t", num);
        return NULL;
    }
    if (sink->out->n >= NV_MAX_LINES) {
        snprintf(num, sizeof num, "%u", NV_MAX_LINES);
        nv_dx_fail(c->pkg, NV_E_LIMIT, NV_M_E_LIMIT, "w:p", num);
        return NULL;
    }
    nv_line *line = NV_PUSH(c->doc->arena, sink->out);
    *line = (nv_line){ .text = text, .flags = flags, .table = -1 };
    if (sink->blank) line->flags |= NV_F_BLANK_BEFORE;
    if (sink->brk) line->flags |= NV_F_BREAK_BEFORE;
    sink->blank = sink->brk = false;
    return line;
}

void nv_dx_sink_end(nv_dx_ctx *c, nv_dx_sink *sink) {
    nv_str s = nv_str_trim(nv_buf_str(&sink->carry));
    if (s.n && nv_dx_ok(c->pkg)) (void)nv_dx_line(c, sink, nv_arena_str(c->doc->arena, s), NV_F_PARA_START | NV_F_PARA_END);
    nv_buf_clear(&sink->carry);
}

/* Whether a section begins on a new page is said where the section ends. */
void nv_dx_section(nv_dx_ctx *c) {
    bool new_page = true;
    nv_dx_kids k = nv_dx_enter(c->x);
    while (nv_dx_child(c->x, &k)) {
        const char *v = c->x->tok == NV_DX_type ? nv_dx_attr(c->x, "val") : NULL;
        if (v) new_page = strcmp(v, "continuous") != 0 && strcmp(v, "nextColumn") != 0;
    }
    if (new_page && c->section_line < c->out.n) c->out.v[c->section_line].flags |= NV_F_BREAK_BEFORE;
}

static void first_alternative(nv_dx_ctx *c, nv_dx_sink *sink) {
    nv_dx_kids k = nv_dx_enter(c->x);
    bool taken = false;
    while (nv_dx_child(c->x, &k)) {
        if (taken || (c->x->tok != NV_DX_Choice && c->x->tok != NV_DX_Fallback)) continue;
        taken = true;
        nv_dx_blocks(c, sink);
    }
}

static void notes_due(nv_dx_ctx *c) {
    for (uint32_t i = 0; i < c->notes_due.n && nv_dx_ok(c->pkg); i++) *NV_PUSH(c->doc->arena, &c->out) = c->notes_due.v[i];
    c->notes_due.n = 0;
}

void nv_dx_block(nv_dx_ctx *c, nv_dx_sink *sink) {
    switch (c->x->tok) {
    case NV_DX_p: nv_dx_para(c, sink); break;
    case NV_DX_tbl:
        if (sink->flat) nv_dx_blocks(c, sink);
        else nv_dx_table(c, sink);
        break;
    case NV_DX_tr: case NV_DX_tc: /* only met inside a flat sink: a table in a cell */
    case NV_DX_sdt: case NV_DX_sdtContent: case NV_DX_customXml: case NV_DX_smartTag: case NV_DX_ins: case NV_DX_moveTo:
        nv_dx_blocks(c, sink);
        break;
    case NV_DX_AlternateContent: first_alternative(c, sink); break;
    case NV_DX_sectPr: if (sink->body) nv_dx_section(c); break;
    default: break;
    }
    if (sink->body) notes_due(c);
}

void nv_dx_blocks(nv_dx_ctx *c, nv_dx_sink *sink) {
    nv_dx_kids k = nv_dx_enter(c->x);
    while (nv_dx_child(c->x, &k)) nv_dx_block(c, sink);
}

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

/* ---- the document ----------------------------------------------------------------------------------------------- */

static void read_body(nv_dx_ctx *c) {
    nv_dx_xml x;
    nv_str part = c->pkg->part[NV_DX_REL_DOCUMENT];
    if (!nv_dx_xml_open(&x, c->pkg, part)) return;
    c->x = &x;
    if (x.tok != NV_DX_document) nv_dx_fail(c->pkg, NV_E_DAMAGED, NV_M_E_PART_MISSING, "w:document", NULL);
    nv_dx_sink sink = { .out = &c->out, .body = true };
    bool found = false;
    nv_dx_kids k = nv_dx_enter(&x);
    while (nv_dx_child(&x, &k)) {
        if (x.tok != NV_DX_body) continue;
        found = true;
        nv_dx_blocks(c, &sink);
    }
    nv_dx_sink_end(c, &sink);
    notes_due(c);
    nv_dx_xml_close(&x);
    if (!found) nv_dx_fail(c->pkg, NV_E_DAMAGED, NV_M_E_PART_MISSING, "w:body", NULL);
}

static nv_status read_docx(nv_doc *doc, const unsigned char *p, size_t n, nv_err *err) {
    nv_dx_pkg pkg;
    nv_dx_ctx c = { .pkg = &pkg, .doc = doc, .section_line = NV_NONE };
    if (nv_dx_pkg_open(&pkg, doc, p, n, err)) {
        nv_dx_styles_read(&c.styles, &pkg);
        if (nv_dx_ok(&pkg)) nv_dx_numbering_read(&c.numbering, &pkg, &c.styles);
        if (nv_dx_ok(&pkg)) read_body(&c);
        if (nv_dx_ok(&pkg) && !c.out.n) nv_dx_fail(&pkg, NV_E_NOTEXT, NV_M_E_NO_TEXT, "?", NULL);
    }
    nv_dx_pkg_close(&pkg);
    nv_buf_clear(&c.scratch);
    if (pkg.status != NV_OK) return pkg.status;
    doc->lines.v = c.out.v;
    doc->lines.n = c.out.n;
    doc->lines.cap = c.out.cap;
    doc->source.pages = 0;
    doc->source.reader = nv_arena_printf(doc->arena, "libxml2 %s, libzip %s", LIBXML_DOTTED_VERSION, zip_libzip_version());
    return NV_OK;
}

const nv_format nv_format_docx = { .name = "docx", .sniff = sniff, .read = read_docx };
