#include "grammar/internal.h"

#include <stdio.h>

static nv_str next_cell(nv_str line, uint32_t *at) {
    uint32_t end = nv_str_find(line, NV_LIT("\t"), *at);
    if (end == UINT32_MAX) end = line.n;
    nv_str c = nv_str_cut(line, *at, end);
    *at = end + 1;
    return c;
}

/* Position of each wanted column in the header; false if one is missing. */
static bool map_columns(const char *file, nv_str header, const char *const *columns, uint32_t *where, uint32_t *total, nv_buf *errors) {
    bool ok = true;
    *total = 0;
    for (uint32_t i = 0; columns[i]; i++) where[i] = NV_MAX_TABLE_COLS;
    for (uint32_t at = 0; at <= header.n && *total < NV_MAX_TABLE_COLS; ++*total) {
        nv_str c = nv_str_trim(next_cell(header, &at));
        for (uint32_t i = 0; columns[i]; i++)
            if (nv_str_eqz(c, columns[i])) where[i] = *total;
    }
    for (uint32_t i = 0; columns[i]; i++) {
        if (where[i] != NV_MAX_TABLE_COLS) continue;
        char what[128];
        snprintf(what, sizeof what, "column “%s” is missing", columns[i]);
        nv_complain(errors, file, 1, 1, what);
        ok = false;
    }
    return ok;
}

static void take_row(const nv_grammar *g, nv_tsv_row *row, nv_str line, const uint32_t *where, uint32_t wanted, uint32_t total, nv_buf *errors) {
    row->cell = nv_arena_alloc(g->arena, (wanted + 1) * sizeof *row->cell);
    uint32_t n = 0;
    for (uint32_t at = 0; at <= line.n; n++) {
        nv_str c = nv_str_trim(next_cell(line, &at));
        for (uint32_t i = 0; i < wanted; i++)
            if (where[i] == n) row->cell[i] = c;
    }
    if (n != total) {
        char what[64];
        snprintf(what, sizeof what, "%u cells, the header has %u", n, total);
        nv_tsv_complain(row, errors, what);
    }
}

const nv_tsv *nv_tsv_load(const nv_grammar *cg, const char *file, const char *const *columns, nv_buf *errors) {
    nv_grammar *g = (nv_grammar *)(uintptr_t)cg; /* its arena grows; what it holds stays read-only */
    const char *path = nv_arena_printf(g->arena, "%s/%s", g->dir, file).p;
    size_t before = errors->n;
    nv_str text;
    if (!nv_grammar_read(g, file, &text, errors)) return NULL;
    if (!nv_utf8_valid(text)) nv_complain(errors, path, 1, 1, "not valid UTF-8");
    uint32_t wanted = 0, total = 0, where[NV_MAX_TABLE_COLS];
    while (columns[wanted]) wanted++;
    nv_tsv *t = nv_arena_alloc(g->arena, sizeof *t);
    t->arena = g->arena;
    NV_VEC(nv_tsv_row) rows = { 0 };
    bool header = false;
    for (uint32_t at = 0, line = 1; at < text.n; line++) {
        uint32_t end = nv_str_find(text, NV_LIT("\n"), at);
        if (end == UINT32_MAX) end = text.n;
        nv_str l = nv_str_cut(text, at, end);
        if (l.n && l.p[l.n - 1] == '\r') l.n--;
        at = end + 1;
        if (!l.n || l.p[0] == '#') continue;
        if (!header) {
            if (!map_columns(path, l, columns, where, &total, errors)) return NULL;
            header = true;
            continue;
        }
        nv_tsv_row *row = NV_PUSH(g->arena, &rows);
        *row = (nv_tsv_row){ .file = path, .line = line };
        take_row(g, row, l, where, wanted, total, errors);
    }
    t->rows = rows.v;
    t->n = rows.n;
    return errors->n > before ? NULL : t;
}

void nv_tsv_complain(const nv_tsv_row *row, nv_buf *errors, const char *what) { nv_complain(errors, row->file, row->line, 1, what); }
