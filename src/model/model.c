#include "model/model.h"

#include <assert.h>
#include <stdarg.h>

nv_doc *nv_doc_new(void) {
    nv_arena *a = nv_arena_new();
    nv_doc *d = nv_arena_alloc(a, sizeof *d);
    d->arena = a;
    d->root = nv_arena_alloc(a, sizeof *d->root);
    d->root->kind = NV_U_DOC;
    d->root->index = NV_NONE;
    return d;
}

void nv_doc_free(nv_doc *d) {
    if (d) nv_arena_free(d->arena);
}

void nv_doc_diag(nv_doc *d, nv_msg msg, const nv_span *span, uint32_t page, ...) {
    nv_diag *g = NV_PUSH(d->arena, &d->diags);
    *g = (nv_diag){ .msg = msg, .page = page, .has_span = span != NULL };
    if (span) {
        g->span = *span;
        if (!page) g->page = nv_doc_page(d, span->beg);
    }
    va_list ap;
    va_start(ap, page);
    for (const char *z; g->n_args < NV_MSG_ARGS && (z = va_arg(ap, const char *)) != NULL;)
        g->args[g->n_args++] = nv_arena_str(d->arena, nv_str_of(z));
    va_end(ap);
}

uint32_t nv_doc_page(const nv_doc *d, uint32_t off) {
    uint32_t lo = 0, hi = d->runs.n; /* the last run that begins at or before off */
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->runs.v[mid].text_beg <= off) lo = mid + 1;
        else hi = mid;
    }
    return lo ? d->lines.v[d->runs.v[lo - 1].line].page : 0;
}

uint32_t nv_doc_para(const nv_doc *d, uint32_t off) {
    uint32_t lo = 0, hi = d->paras.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->paras.v[mid].span.beg <= off) lo = mid + 1;
        else hi = mid;
    }
    return lo ? lo - 1 : d->paras.n ? 0 : NV_NONE;
}

nv_unit *nv_doc_unit(const nv_doc *d, uint32_t off) {
    uint32_t lo = 0, hi = d->units.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->units.v[mid]->span.beg <= off) lo = mid + 1;
        else hi = mid;
    }
    return lo ? d->units.v[lo - 1] : NULL;
}

const nv_cell *nv_table_cell(const nv_table *t, uint32_t row, uint32_t col) {
    for (uint32_t i = 0; i < t->cells.n; i++) {
        const nv_cell *c = &t->cells.v[i];
        if (c->row <= row && row < c->row + (c->rowspan ? c->rowspan : 1) && c->col <= col && col < c->col + (c->colspan ? c->colspan : 1)) return c;
    }
    return NULL;
}

uint32_t nv_doc_table(const nv_doc *d, uint32_t off) {
    for (uint32_t i = 0; i < d->tables.n; i++)
        if (d->tables.v[i].span.beg <= off && off < d->tables.v[i].span.end) return i;
    return NV_NONE;
}

nv_str nv_doc_str(const nv_doc *d, nv_span sp) { return nv_span_str(d->text, sp); }
nv_str nv_doc_fold_str(const nv_doc *d, nv_span sp) { return nv_span_str(d->fold, sp); }

nv_unit *nv_unit_add(nv_doc *d, nv_unit *parent, nv_unit_kind kind) {
    nv_unit *u = nv_arena_alloc(d->arena, sizeof *u);
    u->kind = kind;
    u->parent = parent;
    u->prev = parent->last;
    if (parent->last) parent->last->next = u;
    else parent->first = u;
    parent->last = u;
    u->index = d->units.n;
    *NV_PUSH(d->arena, &d->units) = u;
    return u;
}

static const struct { const char *name, *token; } kinds[NV_U_COUNT] = {
    [NV_U_DOC] = { "document", "" }, [NV_U_PREFACE] = { "preface", "preface" }, [NV_U_PREAMBLE] = { "preamble", "preamble" },
    [NV_U_PART] = { "part", "part" }, [NV_U_CHAPTER] = { "chapter", "chp" }, [NV_U_SECTION] = { "section", "sec" },
    [NV_U_SUBSECTION] = { "subsection", "subsec" }, [NV_U_ARTICLE] = { "article", "art" }, [NV_U_CLAUSE] = { "clause", "cl" },
    [NV_U_SUBCLAUSE] = { "subclause", "cl" }, [NV_U_POINT] = { "point", "point" }, [NV_U_ITEM] = { "item", "item" },
    [NV_U_INDENT] = { "indent", "indent" }, [NV_U_APPENDIX] = { "appendix", "app" }, [NV_U_CLOSING] = { "closing", "closing" },
    [NV_U_SIGNATURE] = { "signature", "signature" },
};

const char *nv_unit_kind_name(nv_unit_kind k) { return kinds[k].name; }
const char *nv_unit_kind_token(nv_unit_kind k) { return kinds[k].token; }

bool nv_unit_within(const nv_unit *u, const nv_unit *top) {
    for (; u; u = u->parent)
        if (u == top) return true;
    return false;
}

nv_unit *nv_unit_up(nv_unit *u, nv_unit_kind k) {
    while (u && u->kind != k) u = u->parent;
    return u;
}

const char *nv_relation_name(nv_relation r) {
    static const char *const names[NV_R_COUNT] = { "refers", "basis", "implements", "amends", "replaces", "repeals", "guides", "issued_with", "self" };
    return names[r];
}
const char *nv_modality_name(nv_modality m) {
    static const char *const names[] = { "must", "request", "may", "must_not" };
    return names[m];
}
const char *nv_role_name(nv_role r) {
    static const char *const names[] = { "lead", "coordinate", "recipient", "supervise" };
    return names[r];
}
const char *nv_how_name(nv_how h) {
    static const char *const names[] = { "sentence", "heading", "lead_in", "preamble", "addressee", "carried", "table", "scope" };
    return names[h];
}
const char *nv_deadline_kind_name(nv_deadline_kind k) {
    static const char *const names[] = { "due", "recurring", "relative", "effective" };
    return names[k];
}
const char *nv_bound_name(nv_bound b) {
    static const char *const names[] = { NULL, "before", "by", "within" };
    return names[b];
}
const char *nv_operation_name(nv_operation o) {
    static const char *const names[] = { "insert", "replace", "delete", "replace_phrase", "repeal", "suspend" };
    return names[o];
}

static bool span_ok(const nv_doc *d, nv_span s) { return s.beg <= s.end && s.end <= d->text.n; }

static const char *check_units(const nv_doc *d) {
    uint32_t end = 0;
    for (uint32_t i = 0; i < d->units.n; i++) {
        const nv_unit *u = d->units.v[i];
        if (u->index != i) return "unit index";
        if (!u->parent) return "unit without parent";
        if (!span_ok(d, u->span) || !span_ok(d, u->heading) || !span_ok(d, u->body)) return "unit span outside the text";
        if (u->span.beg < end) return "units overlap or are out of order";
        if (u->heading.end > u->heading.beg && !nv_span_has(u->span, u->heading)) return "heading outside its unit";
        if (u->body.end > u->body.beg && !nv_span_has(u->span, u->body)) return "body outside its unit";
        end = u->span.end;
    }
    return NULL;
}

const char *nv_doc_check(const nv_doc *d) {
    if (d->fold.n != d->text.n) return "fold and text differ in length";
    uint32_t end = 0;
    for (uint32_t i = 0; i < d->paras.n; i++) {
        if (!span_ok(d, d->paras.v[i].span) || d->paras.v[i].span.beg < end) return "paragraphs out of order";
        end = d->paras.v[i].span.end;
    }
    for (uint32_t i = 0; i < d->runs.n; i++)
        if (d->runs.v[i].line >= d->lines.n || (i && d->runs.v[i].text_beg < d->runs.v[i - 1].text_beg)) return "runs out of order";
    const char *bad = check_units(d);
    if (bad) return bad;
    for (uint32_t i = 0; i < d->sents.n; i++)
        if (!span_ok(d, d->sents.v[i].span) || !d->sents.v[i].unit) return "sentence";
    for (uint32_t i = 0; i < d->cites.n; i++)
        if (!span_ok(d, d->cites.v[i].span) || !d->cites.v[i].unit) return "citation";
    for (uint32_t i = 0; i < d->agencies.n; i++)
        if (!span_ok(d, d->agencies.v[i].span) || !d->agencies.v[i].unit) return "agency";
    for (uint32_t i = 0; i < d->deadlines.n; i++)
        if (!span_ok(d, d->deadlines.v[i].span) || !d->deadlines.v[i].unit) return "deadline";
    for (uint32_t i = 0; i < d->obligations.n; i++) {
        const nv_obligation *o = &d->obligations.v[i];
        if (!span_ok(d, o->action) || !o->unit) return "obligation";
        for (uint32_t k = 0; k < o->due.n; k++)
            if (o->due.v[k] >= d->deadlines.n) return "obligation's deadline";
    }
    return NULL;
}

const nv_seen *nv_doc_seen(const nv_doc *d, uint32_t off)
{
    uint32_t lo = 0, hi = d->runs.n;
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->runs.v[mid].text_beg <= off) lo = mid;
        else hi = mid;
    }
    if (!d->runs.n || d->runs.v[lo].text_beg > off) return NULL;
    const nv_line *l = &d->lines.v[d->runs.v[lo].line];
    uint32_t at = d->runs.v[lo].raw + (off - d->runs.v[lo].text_beg);
    for (uint32_t i = 0; i < l->n_seen; i++)
        if (at < l->seen[i].end) return &l->seen[i]; /* a space counts with the word behind it */
    return l->n_seen ? &l->seen[l->n_seen - 1] : NULL;
}
