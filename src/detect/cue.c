/* cue.c - finds the trigger words of grammars/modality.tsv; longest match, so that “chương trình” hides “trình”. */
#include "detect/cue.h"

#include <stdlib.h>

struct nv_cue_detector {
    nv_names *names;
    const nv_tsv *table; /* cells: trigger, class, force */
    uint8_t *klass;      /* nv_cue_class of each row */
};

static const char *const class_names[NV_CUE_COUNT] = {
    [NV_CUE_BLOCK] = "block",
    [NV_CUE_MODAL_MUST] = "modal_must",
    [NV_CUE_REQUEST] = "request",
    [NV_CUE_MAY] = "may",
    [NV_CUE_MUST_NOT] = "must_not",
    [NV_CUE_ASSIGN] = "assign",
    [NV_CUE_LEAD_ROLE] = "lead_role",
    [NV_CUE_COORDINATE_ROLE] = "coordinate_role",
    [NV_CUE_RECIPIENT] = "recipient",
    [NV_CUE_SUPERVISE] = "supervise",
    [NV_CUE_TASK_VERB] = "task_verb",
    [NV_CUE_MANNER] = "manner",
    [NV_CUE_CONDITION] = "condition",
    [NV_CUE_LEAD_IN_END] = "lead_in_end",
    [NV_CUE_DEFINITION] = "definition",
    [NV_CUE_PASSIVE] = "passive",
};

const char *nv_cue_class_name(nv_cue_class c) { return (unsigned)c < NV_CUE_COUNT ? class_names[c] : ""; }

nv_cue_detector *nv_cue_detector_new(const nv_grammar *g, nv_buf *errors)
{
    static const char *const columns[] = { "trigger", "class", "force", NULL };
    const nv_tsv *t = nv_tsv_load(g, "modality.tsv", columns, errors);
    if (!t)
        return NULL;
    nv_cue_detector *d = nv_xmalloc(sizeof *d);
    *d = (nv_cue_detector){ .names = nv_names_new(), .table = t, .klass = nv_xmalloc(t->n + 1) };
    bool ok = t->n <= UINT16_MAX;
    if (!ok)
        nv_tsv_complain(&t->rows[0], errors, "more than 65535 rows");
    for (uint32_t i = 0; i < t->n; i++) {
        unsigned c = 0;
        while (c < NV_CUE_COUNT && !nv_str_eqz(t->rows[i].cell[1], class_names[c]))
            c++;
        if (c == NV_CUE_COUNT || t->rows[i].cell[0].n == 0) {
            nv_tsv_complain(&t->rows[i], errors, c == NV_CUE_COUNT ? "unknown class" : "empty trigger");
            ok = false;
            continue;
        }
        d->klass[i] = (uint8_t)c;
        nv_names_add(d->names, t->rows[i].cell[0], i);
    }
    nv_names_build(d->names);
    if (!ok) {
        nv_cue_detector_free(d);
        return NULL;
    }
    return d;
}

void nv_cue_detector_free(nv_cue_detector *d)
{
    if (!d)
        return;
    nv_names_free(d->names);
    free(d->klass);
    free(d);
}

nv_str nv_cue_trigger(const nv_cue_detector *d, uint16_t cue)
{
    return cue < d->table->n ? d->table->rows[cue].cell[0] : (nv_str){ NULL, 0 };
}

nv_str nv_cue_force(const nv_cue_detector *d, uint16_t cue)
{
    return cue < d->table->n ? d->table->rows[cue].cell[2] : (nv_str){ NULL, 0 };
}

uint32_t nv_cue_scan(const nv_cue_detector *d, nv_str folded, nv_cue *out, uint32_t max)
{
    uint32_t at = 0, n = 0;
    nv_name_hit hit;
    while (n < max && nv_names_next(d->names, folded, &at, &hit))
        if (d->klass[hit.value] != NV_CUE_BLOCK)
            out[n++] = (nv_cue){ .span = hit.span, .cue = (uint16_t)hit.value, .klass = d->klass[hit.value] };
    return n;
}

/* A cue inside an agency's name (“Bộ Ngoại giao”, “Ủy ban Kiểm tra”) or a citation's quote is part of that name. Both lists are sorted, but mentions may
 * share spans or nest, so a cursor moves only over those that end before the cue. */
static bool inside_agency(const nv_doc *doc, uint32_t *from, nv_span sp)
{
    while (*from < doc->agencies.n && doc->agencies.v[*from].span.end <= sp.beg)
        (*from)++;
    for (uint32_t i = *from; i < doc->agencies.n && doc->agencies.v[i].span.beg <= sp.beg; i++)
        if (nv_span_has(doc->agencies.v[i].span, sp))
            return true;
    return false;
}

static bool inside_cite(const nv_doc *doc, uint32_t *from, nv_span sp)
{
    while (*from < doc->cites.n && doc->cites.v[*from].span.end <= sp.beg)
        (*from)++;
    for (uint32_t i = *from; i < doc->cites.n && doc->cites.v[i].span.beg <= sp.beg; i++)
        if (nv_span_has(doc->cites.v[i].span, sp))
            return true;
    return false;
}

/* Where a name of an agency begins inside the words and goes beyond them, else the end of the words: “Giao Ban Dân tộc” is “giao”, not “giao ban”. */
static uint32_t before_name(const nv_doc *doc, uint32_t from, nv_span sp)
{
    for (uint32_t i = from; i < doc->agencies.n && doc->agencies.v[i].span.beg < sp.end; i++)
        if (doc->agencies.v[i].span.beg > sp.beg && doc->agencies.v[i].span.end > sp.end)
            return doc->agencies.v[i].span.beg;
    return sp.end;
}

void nv_detect_cues(const nv_cue_detector *d, nv_doc *doc)
{
    uint32_t agency = 0, cite = 0;
    for (uint32_t u = 0; u < doc->units.n; u++) {
        const nv_unit *unit = doc->units.v[u];
        if (unit->kind == NV_U_PREFACE || unit->kind == NV_U_SIGNATURE)
            continue;
        nv_str text = nv_doc_fold_str(doc, unit->span);
        uint32_t at = 0;
        nv_name_hit hit;
        while (nv_names_next(d->names, text, &at, &hit)) {
            nv_span sp = { hit.span.beg + unit->span.beg, hit.span.end + unit->span.beg };
            while (agency < doc->agencies.n && doc->agencies.v[agency].span.end <= sp.beg)
                agency++;
            uint32_t stop = before_name(doc, agency, sp);
            if (stop < sp.end) {
                uint32_t base = unit->span.beg;
                at = stop - base;
                if (!nv_names_at(d->names, nv_str_cut(text, 0, at), sp.beg - base, &hit))
                    continue;
                sp.end = base + hit.span.end;
            }
            if (d->klass[hit.value] == NV_CUE_BLOCK || inside_agency(doc, &agency, sp) || inside_cite(doc, &cite, sp))
                continue;
            nv_cue *c = NV_PUSH(doc->arena, &doc->cues);
            *c = (nv_cue){ .span = sp, .cue = (uint16_t)hit.value, .klass = d->klass[hit.value] };
        }
    }
}
