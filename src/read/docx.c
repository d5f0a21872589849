/* docx.c - the format DOCX (Office Open XML, also .docm and .dotx, and such files under any other name). */
#include "read/aside.h"
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

/* Whether a section begins on a new page is said where the section ends. The header of its first page comes first, if it has one of its own. */
void nv_dx_section(nv_dx_ctx *c) {
    bool new_page = true, title = false;
    nv_str refs[2][3] = { { { NULL, 0 } } }; /* header, footer; first, default, even */
    nv_dx_kids k = nv_dx_enter(c->x);
    while (nv_dx_child(c->x, &k)) {
        const char *v = c->x->tok == NV_DX_type ? nv_dx_attr(c->x, "val") : NULL;
        if (v) new_page = strcmp(v, "continuous") != 0 && strcmp(v, "nextColumn") != 0;
        if (c->x->tok == NV_DX_titlePg) title = nv_dx_onoff(c->x);
        if (c->x->tok != NV_DX_headerReference && c->x->tok != NV_DX_footerReference) continue;
        const char *type = nv_dx_attr(c->x, "type"), *id = nv_dx_attr_rel(c->x);
        unsigned at = type && *type == 'f' ? 0 : type && *type == 'e' ? 2 : 1;
        if (id) refs[c->x->tok == NV_DX_footerReference][at] = nv_arena_str(c->doc->arena, nv_str_of(id));
    }
    for (unsigned i = 0; i < 2; i++)
        for (unsigned j = title ? 0 : 1; j < 3; j++)
            if (refs[i][j].n) nv_dx_headfoot(c, refs[i][j].p, i == 1);
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
        if (nv_dx_ok(&pkg)) nv_dx_comments(&c);
        if (nv_dx_ok(&pkg) && !c.out.n) nv_dx_fail(&pkg, NV_E_NOTEXT, NV_M_E_NO_TEXT, "?", NULL);
    }
    nv_dx_pkg_close(&pkg);
    nv_buf_clear(&c.scratch);
    if (pkg.status != NV_OK) return pkg.status;
    doc->lines.v = c.out.v;
    doc->lines.n = c.out.n;
    doc->lines.cap = c.out.cap;
    nv_read_headfoot(doc, c.heads.v, c.heads.n, c.foots.v, c.foots.n);
    doc->source.pages = 0;
    doc->source.reader = nv_arena_printf(doc->arena, "libxml2 %s, libzip %s", LIBXML_DOTTED_VERSION, nv_zip_version());
    return NV_OK;
}

const nv_format nv_format_docx = { .name = "docx", .sniff = sniff, .read = read_docx };
