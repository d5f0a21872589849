/* Task tables (contract 6.14): found by the names of their columns, grammars/task_table.rules. */
#include "detect/detect.h"

#include <stdio.h>
#include <stdlib.h>

enum { COL_NUMBER, COL_COORDINATE, COL_LEAD, COL_DUE, COL_PRODUCT, COL_TASK, COL_COUNT };

struct nv_task_detector { const nv_rule *column[COL_COUNT]; };

nv_task_detector *nv_task_detector_new(const nv_grammar *g, nv_buf *errors) {
    /* in the order in which they are tried: “cơ quan phối hợp” before “cơ quan thực hiện” */
    static const char *const names[COL_COUNT] = { "number", "coordinate", "lead", "due", "product", "task" };
    nv_task_detector *d = nv_xmalloc(sizeof *d);
    size_t before = errors->n;
    for (unsigned i = 0; i < COL_COUNT; i++) {
        char name[64];
        snprintf(name, sizeof name, "task.column.%s", names[i]);
        d->column[i] = nv_grammar_rule(g, name);
        if (!d->column[i]) nv_buf_printf(errors, "%s/task_table.rules:1:1: rule %s is missing\n", nv_grammar_dir(g), name);
    }
    if (errors->n == before) return d;
    free(d);
    return NULL;
}

void nv_task_detector_free(nv_task_detector *d) { free(d); }

/* What the header cells of a row say; true if the row heads a task table. */
static bool read_header(const nv_task_detector *d, nv_matcher *m, const nv_doc *doc, const nv_table *t, uint32_t row, uint32_t *col) {
    for (unsigned i = 0; i < COL_COUNT; i++) col[i] = NV_NONE;
    for (uint32_t i = 0; i < t->cells.n; i++) {
        const nv_cell *c = &t->cells.v[i];
        if (c->row > row || row >= c->row + (c->rowspan ? c->rowspan : 1)) continue;
        nv_str text = nv_doc_fold_str(doc, c->span);
        for (unsigned k = 0; k < COL_COUNT; k++) {
            if (!nv_match_at(m, d->column[k], text, 0)) continue;
            if (col[k] == NV_NONE) col[k] = c->col;
            break;
        }
    }
    return col[COL_TASK] != NV_NONE && (col[COL_LEAD] != NV_NONE || (col[COL_DUE] != NV_NONE && col[COL_COORDINATE] != NV_NONE));
}

/* A second header row (“Phân công thực hiện” over “Chủ trì | Phối hợp”) says more than the first: its columns win. True if there is one. */
static bool read_second(const nv_task_detector *d, nv_matcher *m, const nv_doc *doc, const nv_table *t, uint32_t row, uint32_t *col) {
    uint32_t more[COL_COUNT], said = 0;
    read_header(d, m, doc, t, row, more);
    for (uint32_t i = 0; i < t->cells.n; i++) {
        const nv_cell *c = &t->cells.v[i];
        nv_str text = nv_str_trim(nv_doc_fold_str(doc, c->span));
        if (c->row != row || !text.n) continue;
        bool header = false;
        for (unsigned k = 0; k < COL_COUNT && !header; k++) header = nv_match_at(m, d->column[k], text, 0);
        if (!header) return false;
        said++;
    }
    for (unsigned k = 0; k < COL_COUNT && said; k++)
        if (more[k] != NV_NONE) col[k] = more[k];
    return said > 0;
}

void nv_detect_task_tables(const nv_task_detector *d, nv_doc *doc) {
    if (!doc->tables.n) return;
    nv_matcher *m = nv_matcher_new();
    for (uint32_t i = 0; i < doc->tables.n; i++) {
        const nv_table *t = &doc->tables.v[i];
        enum { LOOK = 4 }; /* a title or a unit line may stand above the header */
        uint32_t col[COL_COUNT];
        for (uint32_t row = 0; row < t->n_rows && row < (t->header_rows > LOOK ? t->header_rows : LOOK); row++) {
            if (!read_header(d, m, doc, t, row, col)) continue;
            if (row + 1 < t->n_rows && read_second(d, m, doc, t, row + 1, col)) row++;
            uint32_t first = row + 1 > t->header_rows ? row + 1 : t->header_rows;
            *NV_PUSH(doc->arena, &doc->task_tables) = (nv_task_table){ i, first, col[COL_NUMBER], col[COL_TASK], col[COL_LEAD], col[COL_COORDINATE], col[COL_DUE], col[COL_PRODUCT] };
            break;
        }
    }
    nv_matcher_free(m);
}
