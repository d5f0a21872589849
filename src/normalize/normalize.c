/* normalize.c - raw lines to the document's text: runs the steps of internal.h and writes text, folded text, paragraphs, runs and tables. */
#include "normalize/internal.h"
#include "normalize/legacy.h"
#include "normalize/slips.h"
#include "normalize/secrecy.h"

#include <stdio.h>

typedef struct {
    nv_layout *lay;
    nv_buf text;
} writer;

/* Tells where the bytes that are written next came from: one run for each stretch with a constant distance to the raw text. */
static void add_runs(writer *w, const nv_bit *b)
{
    const nv_clean_line *l = &w->lay->lines[b->line];
    nv_arena *a = w->lay->doc->arena;
    uint32_t at = (uint32_t)(b->s.p - l->text.p), end = at + b->s.n, text = (uint32_t)w->text.n;
    *NV_PUSH(a, &w->lay->doc->runs) = (nv_run){ text, b->line, nv_clean_raw(l, at) };
    for (uint32_t k = 0; k < l->n_shifts; k++) {
        const nv_shift *s = &l->shifts[k];
        if (s->clean > at && s->clean < end) *NV_PUSH(a, &w->lay->doc->runs) = (nv_run){ text + (s->clean - at), b->line, s->raw };
    }
}

/* Writes the bit; line breaks inside a cell become spaces. */
static void write_bit(writer *w, const nv_bit *b)
{
    if (b->s.n == 0) return;
    add_runs(w, b);
    size_t from = w->text.n;
    nv_buf_adds(&w->text, b->s);
    for (size_t i = from; i < w->text.n; i++)
        if (w->text.p[i] == '\n' || w->text.p[i] == '\t') w->text.p[i] = ' ';
}

/* One paragraph of text: bits [i, end). */
static void write_para(writer *w, uint32_t i, uint32_t end)
{
    nv_doc *doc = w->lay->doc;
    const nv_bit *v = w->lay->bits.v;
    uint32_t both = NV_F_BOLD | NV_F_ITALIC | NV_F_UNDERLINE | NV_F_CENTER, beg = (uint32_t)w->text.n;
    uint32_t flags = v[i].flags;
    for (uint32_t k = i; k < end; k++) {
        if (k > i && !v[k].glue) nv_buf_addc(&w->text, ' ');
        write_bit(w, &v[k]);
        flags &= v[k].flags | ~both; /* of the whole paragraph only */
    }
    nv_para *p = NV_PUSH(doc->arena, &doc->paras);
    *p = (nv_para){ .span = { beg, (uint32_t)w->text.n }, .kind = v[i].flags & NV_F_FOOTNOTE ? NV_PARA_FOOTNOTE : NV_PARA_TEXT, .page = v[i].page, .flags = flags,
        .indent = v[i].x1 > 0 ? v[i].x0 : -1, .size = v[i].size, .line = v[i].line, .table = NV_NONE, .label = v[i].label };
    nv_buf_addc(&w->text, '\n');
}

/* One row of a table: bits [i, end). Returns true if the row has any text; an empty row is not written. */
static bool write_row(writer *w, uint32_t i, uint32_t end)
{
    nv_doc *doc = w->lay->doc;
    const nv_bit *v = w->lay->bits.v;
    nv_table *t = &doc->tables.v[v[i].table];
    uint32_t beg = (uint32_t)w->text.n, flags = v[i].flags;
    for (uint32_t k = i; k < end; k++) {
        if (k > i) nv_buf_addc(&w->text, '\t');
        uint32_t from = (uint32_t)w->text.n;
        uint32_t last = k;
        write_bit(w, &v[k]);
        while (last + 1 < end && v[last + 1].row == v[k].row && v[last + 1].col == v[k].col) { /* further lines of the cell */
            last++;
            if (w->text.n > from && !v[last].glue) nv_buf_addc(&w->text, ' ');
            write_bit(w, &v[last]);
        }
        *NV_PUSH(doc->arena, &t->cells) = (nv_cell){ { from, (uint32_t)w->text.n }, v[k].row, v[k].col, v[k].rowspan, v[k].colspan };
        flags &= v[k].flags;
        k = last;
    }
    nv_para *p = NV_PUSH(doc->arena, &doc->paras);
    *p = (nv_para){ .span = { beg, (uint32_t)w->text.n }, .kind = NV_PARA_ROW, .page = v[i].page, .flags = flags, .indent = -1, .size = v[i].size, .line = v[i].line, .table = v[i].table };
    if (t->span.end == 0) t->span.beg = beg;
    t->span.end = (uint32_t)w->text.n;
    nv_buf_addc(&w->text, '\n');
    return true;
}

static void write_all(writer *w)
{
    const nv_bit *v = w->lay->bits.v;
    uint32_t n = w->lay->bits.n;
    for (uint32_t i = 0; i < n; ) {
        uint32_t end = i + 1;
        if (v[i].table != NV_NONE) {
            while (end < n && v[end].table == v[i].table && v[end].row == v[i].row) end++;
            write_row(w, i, end);
        } else {
            while (end < n && !v[end].start) end++;
            write_para(w, i, end);
        }
        i = end;
    }
    if (w->text.n) w->text.n--; /* no '\n' at the end */
}

/* Refuses a document stamped as a state secret, or notes it if the user may read such. */
static nv_status check_secrecy(const nv_layout *lay, const nv_ctx *cx, nv_err *err)
{
    nv_doc *doc = lay->doc;
    nv_stamp_found found;
    char page[16] = "";
    if (!cx || !cx->secrecy || !nv_secrecy_find(cx->secrecy, lay, &found)) return NV_OK;
    const char *grade = nv_arena_str(doc->arena, found.grade).p;
    snprintf(page, sizeof page, "%u", found.page ? found.page : 1);
    if (!cx->allow_classified) return nv_err_set(err, NV_E_CLASSIFIED, found.sure ? NV_M_E_CLASSIFIED : NV_M_E_CLASSIFIED_OCR, doc->source.path.p, grade, page, NULL);
    nv_doc_diag(doc, NV_M_CLASSIFIED, NULL, found.page, grade, NULL);
    return NV_OK;
}

#define ENOUGH_WORDS 0.85 /* share of Vietnamese words of a page that reads well */

/* Pages that the reader took for no Vietnamese, because they were in an old encoding, and that are Vietnamese now. */
static void praise_pages(nv_doc *doc, const nv_legacy *legacy)
{
    nv_buf text = { 0 };
    for (uint32_t k = 0; k < doc->source.quality.n; k++) {
        nv_page_quality *q = &doc->source.quality.v[k];
        if (!nv_str_eqz(q->reason, "not_vietnamese") || q->ocr_confidence >= 0) continue;
        text.n = 0;
        for (uint32_t i = 0; i < doc->lines.n; i++)
            if (doc->lines.v[i].page == q->page) nv_buf_printf(&text, "%.*s\n", NV_ARG(doc->lines.v[i].text));
        if (nv_legacy_share(legacy, nv_buf_str(&text)) < ENOUGH_WORDS) continue;
        q->verdict = NV_LIT("good");
        q->reason = (nv_str){ NULL, 0 };
        uint32_t n = 0;
        for (uint32_t i = 0; i < doc->diags.n; i++)
            if (doc->diags.v[i].msg != NV_M_TEXT_NOT_VIETNAMESE || doc->diags.v[i].page != q->page) doc->diags.v[n++] = doc->diags.v[i];
        doc->diags.n = n;
    }
    nv_buf_clear(&text);
}

nv_status nv_normalize(nv_doc *doc, const nv_ctx *cx, nv_err *err)
{
    /* first: its bytes look like accents, hyphens and bullets */
    uint32_t decoded = cx && cx->legacy ? nv_legacy_repair(cx->legacy, doc) : 0;
    if (decoded) praise_pages(doc, cx->legacy);
    if (!decoded && nv_str_eqz(doc->source.reader, NV_READER_8BIT)) {
        const char *where = nv_arena_printf(doc->arena, "%llu", (unsigned long long)doc->source.not_utf8).p;
        return nv_err_set(err, NV_E_FORMAT, NV_M_E_NOT_UTF8, doc->source.path.p, where, NULL);
    }
    if (cx && cx->slips) nv_slips_repair(cx->slips, doc);
    nv_hand_blank(doc);
    nv_lookalike_repair(doc);
    nv_layout lay = { .doc = doc };
    nv_clean_lines(&lay);
    nv_furniture(&lay);
    nv_status refused = check_secrecy(&lay, cx, err);
    if (refused) return refused;
    nv_notes_find(&lay);
    nv_layout_bits(&lay);
    nv_join_bits(&lay);
    nv_endnotes(&lay);
    writer w = { .lay = &lay };
    write_all(&w);
    nv_status rc = NV_OK;
    if (w.text.n > NV_MAX_TEXT_BYTES) {
        char bound[32];
        snprintf(bound, sizeof bound, "%u MiB", NV_MAX_TEXT_BYTES >> 20);
        rc = nv_err_set(err, NV_E_LIMIT, NV_M_E_LIMIT, doc->source.path.p, "NV_MAX_TEXT_BYTES", bound, NULL);
    } else {
        doc->text = nv_arena_str(doc->arena, nv_buf_str(&w.text));
        doc->fold = nv_fold_str(doc->arena, doc->text);
    }
    nv_buf_clear(&w.text);
    return rc;
}
