/* rtf_word.c - what the control words do. Words that are not in the tables change nothing; a group that begins with \* and an unknown word is skipped. */
#include "read/rtf.h"

#include <stdlib.h>

typedef enum {
    W_SKIP, W_SHELL, W_BODY, W_SIDE, W_HEAD, W_FOOT, W_REMARK, W_LABEL, W_FONTS, /* destinations */
    W_CHAR, W_BOLD, W_ITALIC, W_UNDERLINE, W_NO_UNDERLINE, W_CAPS, W_HIDDEN, W_DELETED, W_PLAIN, W_FONT, W_SIZE, W_CENTER, W_NO_CENTER, W_PARD,
    W_PAR, W_LINE, W_PAGE, W_SECT, W_PAGE_BEFORE, W_INTBL, W_ITAP, W_CELL, W_ROW, W_NESTCELL, W_ROWDEF, W_CELLX, W_MGF, W_MRG, W_VMGF, W_VMRG,
    W_CELL_BORDER, W_OTHER_BORDER, W_BORDER, W_UC, W_ANSICPG, W_MAC, W_PC, W_PCA, W_DEFF, W_CHARSET, W_U
} word_kind;

/* Sorted by name. `arg`: the character of W_CHAR. */
static const struct { const char *name; word_kind kind; uint32_t arg; } words[] = {
    { "aftncn", W_SKIP, 0 }, { "aftnsep", W_SKIP, 0 }, { "aftnsepc", W_SKIP, 0 }, { "annotation", W_REMARK, 0 }, { "ansicpg", W_ANSICPG, 0 }, { "atnauthor", W_SKIP, 0 },
    { "atndate", W_SKIP, 0 }, { "atnid", W_SKIP, 0 }, { "atnparent", W_SKIP, 0 }, { "atnref", W_SKIP, 0 }, { "atrfend", W_SKIP, 0 }, { "atrfstart", W_SKIP, 0 },
    { "b", W_BOLD, 0 }, { "background", W_SKIP, 0 }, { "bkmkend", W_SKIP, 0 }, { "bkmkstart", W_SKIP, 0 },
    { "box", W_OTHER_BORDER, 0 }, { "brdrb", W_OTHER_BORDER, 0 }, { "brdrbtw", W_OTHER_BORDER, 0 }, { "brdrdash", W_BORDER, 0 }, { "brdrdb", W_BORDER, 0 },
    { "brdrdot", W_BORDER, 0 }, { "brdrhair", W_BORDER, 0 }, { "brdrl", W_OTHER_BORDER, 0 }, { "brdrr", W_OTHER_BORDER, 0 }, { "brdrs", W_BORDER, 0 },
    { "brdrt", W_OTHER_BORDER, 0 }, { "brdrth", W_BORDER, 0 }, { "brdrtriple", W_BORDER, 0 }, { "bullet", W_CHAR, 0x2022 },
    { "caps", W_CAPS, 0 }, { "cell", W_CELL, 0 }, { "cellx", W_CELLX, 0 }, { "clbrdrb", W_CELL_BORDER, 0 }, { "clbrdrl", W_CELL_BORDER, 0 },
    { "clbrdrr", W_CELL_BORDER, 0 }, { "clbrdrt", W_CELL_BORDER, 0 }, { "clmgf", W_MGF, 0 }, { "clmrg", W_MRG, 0 }, { "clvmgf", W_VMGF, 0 }, { "clvmrg", W_VMRG, 0 },
    { "colorschememapping", W_SKIP, 0 }, { "colortbl", W_SKIP, 0 }, { "column", W_PAGE, 0 }, { "datastore", W_SKIP, 0 }, { "deff", W_DEFF, 0 }, { "deleted", W_DELETED, 0 },
    { "do", W_SHELL, 0 }, { "dptxbxtext", W_SIDE, 0 }, { "emdash", W_CHAR, 0x2014 }, { "emspace", W_CHAR, ' ' }, { "endash", W_CHAR, 0x2013 }, { "enspace", W_CHAR, ' ' },
    { "f", W_FONT, 0 }, { "falt", W_SKIP, 0 }, { "fcharset", W_CHARSET, 0 }, { "filetbl", W_SKIP, 0 }, { "fldinst", W_SKIP, 0 }, { "fldrslt", W_BODY, 0 }, { "fonttbl", W_FONTS, 0 },
    { "footer", W_FOOT, 0 }, { "footerf", W_FOOT, 0 }, { "footerl", W_FOOT, 0 }, { "footerr", W_FOOT, 0 }, { "footnote", W_SIDE, NV_F_FOOTNOTE }, { "formfield", W_SKIP, 0 },
    { "fs", W_SIZE, 0 }, { "ftncn", W_SKIP, 0 }, { "ftnsep", W_SKIP, 0 }, { "ftnsepc", W_SKIP, 0 }, { "generator", W_SKIP, 0 },
    { "header", W_HEAD, 0 }, { "headerf", W_HEAD, 0 }, { "headerl", W_HEAD, 0 }, { "headerr", W_HEAD, 0 }, { "i", W_ITALIC, 0 }, { "info", W_SKIP, 0 },
    { "intbl", W_INTBL, 0 }, { "itap", W_ITAP, 0 }, { "latentstyles", W_SKIP, 0 }, { "ldblquote", W_CHAR, 0x201C }, { "line", W_LINE, 0 },
    { "listoverridetable", W_SKIP, 0 }, { "listtable", W_SKIP, 0 }, { "listtext", W_LABEL, 0 }, { "lquote", W_CHAR, 0x2018 }, { "mac", W_MAC, 0 }, { "mmathPr", W_SKIP, 0 },
    { "nestcell", W_NESTCELL, 0 }, { "nestrow", W_NESTCELL, 0 }, { "nesttableprops", W_SKIP, 0 }, { "nonesttables", W_SKIP, 0 }, { "nonshppict", W_SKIP, 0 },
    { "objdata", W_SKIP, 0 }, { "page", W_PAGE, 0 }, { "pagebb", W_PAGE_BEFORE, 0 }, { "panose", W_SKIP, 0 }, { "par", W_PAR, 0 }, { "pard", W_PARD, 0 },
    { "pc", W_PC, 0 }, { "pca", W_PCA, 0 }, { "pict", W_SKIP, 0 }, { "plain", W_PLAIN, 0 }, { "pn", W_SKIP, 0 }, { "pnseclvl", W_SKIP, 0 }, { "pntext", W_LABEL, 0 },
    { "private", W_SKIP, 0 }, { "qc", W_CENTER, 0 }, { "qd", W_NO_CENTER, 0 }, { "qj", W_NO_CENTER, 0 }, { "ql", W_NO_CENTER, 0 }, { "qmspace", W_CHAR, ' ' },
    { "qr", W_NO_CENTER, 0 }, { "rdblquote", W_CHAR, 0x201D }, { "result", W_BODY, 0 }, { "revtbl", W_SKIP, 0 }, { "row", W_ROW, 0 }, { "rquote", W_CHAR, 0x2019 },
    { "rsidtbl", W_SKIP, 0 }, { "rxe", W_SKIP, 0 }, { "sect", W_SECT, 0 }, { "shp", W_SHELL, 0 }, { "shpgrp", W_SHELL, 0 }, { "shpinst", W_SHELL, 0 }, { "shppict", W_SKIP, 0 },
    { "shprslt", W_SKIP, 0 }, { "shptxt", W_SIDE, 0 }, { "sn", W_SKIP, 0 }, { "softline", W_LINE, 0 }, { "softpage", W_PAGE, 0 }, { "sp", W_SKIP, 0 }, { "stylesheet", W_SKIP, 0 },
    { "sv", W_SKIP, 0 }, { "tab", W_CHAR, '\t' }, { "tc", W_SKIP, 0 }, { "template", W_SKIP, 0 }, { "themedata", W_SKIP, 0 }, { "trbrdrb", W_OTHER_BORDER, 0 },
    { "trbrdrh", W_CELL_BORDER, 0 }, { "trbrdrl", W_OTHER_BORDER, 0 }, { "trbrdrr", W_OTHER_BORDER, 0 }, { "trbrdrt", W_OTHER_BORDER, 0 }, { "trbrdrv", W_CELL_BORDER, 0 },
    { "trowd", W_ROWDEF, 0 }, { "u", W_U, 0 }, { "uc", W_UC, 0 }, { "ud", W_BODY, 0 }, { "ul", W_UNDERLINE, 0 }, { "uld", W_UNDERLINE, 0 }, { "uldb", W_UNDERLINE, 0 },
    { "ulnone", W_NO_UNDERLINE, 0 }, { "ulw", W_UNDERLINE, 0 }, { "upr", W_SHELL, 0 }, { "userprops", W_SKIP, 0 }, { "v", W_HIDDEN, 0 }, { "wgrffmtfilter", W_SKIP, 0 },
    { "xe", W_SKIP, 0 }, { "xmlnstbl", W_SKIP, 0 },
};

static int by_name(const void *key, const void *elem) { return nv_str_cmp(*(const nv_str *)key, nv_str_of(*(const char *const *)elem)); }

/* A note, a text box, a page header or a comment begins. */
static void side_begin(nv_rtf *r, word_kind kind, uint32_t arg) {
    if (r->cur.to != &r->body) return; /* a text box in a note: its text goes on there */
    r->cur.dest = NV_RTF_BODY;
    r->cur.to = kind == W_HEAD ? &r->head : kind == W_FOOT ? &r->foot : kind == W_REMARK ? &r->remark : &r->side;
    r->cur.side = true;
    r->cur.in_table = false;
    r->cur.look = (nv_look){ 0 };
    r->cur.to->pending = kind == W_HEAD ? (uint32_t)NV_F_BREAK_BEFORE : arg;
}

static void destination(nv_rtf *r, word_kind kind, uint32_t arg) {
    if (r->cur.dest == NV_RTF_SKIP) return;
    switch (kind) {
    case W_SKIP: r->cur.dest = NV_RTF_SKIP; break;
    case W_SHELL: if (r->cur.dest == NV_RTF_BODY) r->cur.dest = NV_RTF_SHELL; break;
    case W_BODY: r->cur.dest = NV_RTF_BODY; break;
    case W_FONTS: r->cur.dest = NV_RTF_FONTS; break;
    case W_LABEL:
        if (r->cur.dest != NV_RTF_BODY) return;
        r->cur.dest = NV_RTF_LABEL;
        r->label.n = 0;
        break;
    default: side_begin(r, kind, arg); break;
    }
}

static void paragraph_word(nv_rtf *r, word_kind kind, int32_t n, bool on) {
    nv_rtf_state *s = &r->cur;
    switch (kind) {
    case W_PARD: s->look.center = s->in_table = false; s->level = 0; break;
    case W_CENTER: s->look.center = true; break;
    case W_NO_CENTER: s->look.center = false; break;
    case W_PAR: if (s->dest == NV_RTF_BODY) nv_rtf_para(r); break;
    case W_LINE: nv_rtf_char(r, '\n'); break;
    case W_PAGE: case W_SECT:
        if (s->dest != NV_RTF_BODY) break;
        if (kind == W_SECT || !nv_block_empty(s->to)) nv_rtf_para(r);
        if (!s->to->in_row) s->to->pending |= NV_F_BREAK_BEFORE;
        break;
    case W_PAGE_BEFORE: if (on && s->dest == NV_RTF_BODY && !s->to->in_row) s->to->pending |= NV_F_BREAK_BEFORE; break;
    case W_INTBL: s->in_table = on; break;
    case W_ITAP: s->level = n; s->in_table = s->in_table || n > 0; break;
    case W_NESTCELL: nv_rtf_para(r); break; /* an inner table: its cells are lines of the outer cell */
    case W_CELL: nv_rtf_cell_end(r); break;
    case W_ROW: nv_rtf_row_end(r); break;
    case W_ROWDEF: if (s->dest == NV_RTF_BODY) nv_rtf_row_def(r); break;
    case W_CELLX: if (s->dest == NV_RTF_BODY) nv_rtf_cell_edge(r, n); break;
    case W_MGF: break; /* the first of merged cells is a cell like any other */
    case W_MRG: r->next_cell.left_more = true; break;
    case W_VMGF: r->next_cell.up_first = true; break;
    case W_VMRG: r->next_cell.up_more = true; break;
    case W_CELL_BORDER: r->border_of_cell = true; break;
    case W_OTHER_BORDER: r->border_of_cell = false; break;
    case W_BORDER: if (r->border_of_cell) r->def_drawn++; break;
    default: break;
    }
}

static void character_word(nv_rtf *r, word_kind kind, int32_t n, bool on) {
    nv_rtf_state *s = &r->cur;
    switch (kind) {
    case W_BOLD: s->look.bold = on; break;
    case W_ITALIC: s->look.italic = on; break;
    case W_UNDERLINE: s->look.underline = on; break;
    case W_NO_UNDERLINE: s->look.underline = false; break;
    case W_CAPS: s->caps = on; break;
    case W_HIDDEN: s->hidden = on; break;
    case W_DELETED: s->deleted = on; break;
    case W_FONT: if (s->dest == NV_RTF_FONTS) nv_rtf_end_font(r); s->font = n; break;
    case W_SIZE: s->look.size = (float)n / 2.0f; break;
    case W_PLAIN: {
        bool center = s->look.center;
        s->look = (nv_look){ .center = center, .size = 12 };
        s->caps = s->hidden = s->deleted = false;
        s->font = r->default_font;
        break;
    }
    case W_CHARSET: {
        nv_rtf_font *f = s->dest == NV_RTF_FONTS ? nv_rtf_font_of(r, s->font, true) : NULL;
        if (f) f->charset = n;
        break;
    }
    case W_UC: s->uc = n < 0 || n > 64 ? 1 : n; break;
    case W_ANSICPG: r->codepage = n > 0 && n < 65536 && n != 65001 ? n : 1252; break;
    case W_MAC: r->codepage = 10000; break;
    case W_PC: r->codepage = 437; break;
    case W_PCA: r->codepage = 850; break;
    case W_DEFF: r->default_font = s->font = n; break;
    default: break;
    }
}

void nv_rtf_word(nv_rtf *r, nv_str word, int32_t n, bool has) {
    bool star = r->star, on = !has || n != 0;
    r->star = false;
    const void *hit = bsearch(&word, words, NV_NELEM(words), sizeof *words, by_name);
    if (!hit) {
        if (star) r->cur.dest = NV_RTF_SKIP;
        return;
    }
    size_t i = (size_t)((const char *)hit - (const char *)words) / sizeof *words;
    word_kind kind = words[i].kind;
    if (kind == W_U) { nv_rtf_unicode(r, n); return; }
    r->skip = 0;
    if (kind == W_CHAR) { nv_rtf_char(r, words[i].arg); return; }
    nv_rtf_flush(r); /* what follows looks different or goes elsewhere */
    if (kind <= W_FONTS) destination(r, kind, words[i].arg);
    else {
        paragraph_word(r, kind, n, on);
        character_word(r, kind, n, on);
    }
}
