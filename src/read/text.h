/* text.h - private to the text reader: text lines between the mark-up remover (text.c) and the layout rules (text_layout.c). */
#ifndef NV_READ_TEXT_H
#define NV_READ_TEXT_H
#include "read/read.h"

typedef struct {
    nv_str s;         /* without mark-up and white space at its right end; leading white space kept */
    uint32_t flags;   /* NV_F_BOLD, NV_F_ITALIC, NV_F_BREAK_BEFORE */
    bool blank;       /* nothing but white space */
    int32_t table;    /* table found by text_layout.c, -1 outside */
    uint32_t row;
} nv_text_line;

typedef struct {
    nv_arena *arena;
    NV_VEC(nv_text_line) v;
} nv_text;

/* Finds tables and cells and appends all lines but the blank ones to doc->lines. */
void nv_text_emit(nv_doc *doc, nv_text *t);
#endif
