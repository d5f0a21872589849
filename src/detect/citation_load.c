/* citation_load.c - the tables and rules of the citation detector. */
#include "detect/citation.h"

#include <stdlib.h>

static const char *const kind_names[] = { "type", "law", "treaty", "title", "place", "block" };
static const char *const cue_names[NV_CC_COUNT] = { "implements", "refers", "amends", "replaces", "repeals", "guides", "issued_with", "phrase", "passive", "propose", "create", "main", "open", "weak" };
static const char *const number_rules[NV_NUMBER_RULES] = { "citation.number.normative", "citation.number.lower", "citation.number.individual", "citation.number.party", "citation.number.old", "citation.number.ocr", "citation.number.individual_lower" };

/* ---- loading ------------------------------------------------------------------------------------------------------ */

static bool load_words(nv_cite_detector *d, const nv_grammar *g, nv_buf *errors) {
    static const char *const cols[] = { "word", "kind", "type", "level", NULL };
    const nv_tsv *t = nv_tsv_load(g, "citation_words.tsv", cols, errors);
    if (!t) return false;
    bool ok = true;
    d->word = nv_xmalloc(sizeof *d->word * (t->n + 1));
    d->n_words = t->n;
    for (uint32_t i = 0; i < t->n; i++) {
        nv_str *c = t->rows[i].cell;
        unsigned k = 0;
        while (k < NV_NELEM(kind_names) && !nv_str_eqz(c[1], kind_names[k])) k++;
        if (k == NV_NELEM(kind_names) || c[0].n == 0) {
            nv_tsv_complain(&t->rows[i], errors, "unknown kind or empty word");
            ok = false;
            continue;
        }
        uint8_t level = 0;
        for (uint32_t j = 0; j < c[3].n; j++) level = (uint8_t)(level * 10 + (c[3].p[j] - '0'));
        d->word[i] = (nv_cite_word){ .kind = (nv_cw_kind)k, .word = c[0], .type = c[2], .level = level };
        nv_names_add(d->words, c[0], i);
    }
    return ok;
}

static bool load_cues(nv_cite_detector *d, const nv_grammar *g, nv_buf *errors) {
    static const char *const cols[] = { "phrase", "relation", NULL };
    const nv_tsv *t = nv_tsv_load(g, "citation_relations.tsv", cols, errors);
    if (!t) return false;
    bool ok = true;
    d->cue = nv_xmalloc(t->n + 1);
    for (uint32_t i = 0; i < t->n; i++) {
        unsigned k = 0;
        while (k < NV_CC_COUNT && !nv_str_eqz(t->rows[i].cell[1], cue_names[k])) k++;
        if (k == NV_CC_COUNT) {
            nv_tsv_complain(&t->rows[i], errors, "unknown relation");
            ok = false;
            continue;
        }
        d->cue[i] = (uint8_t)k;
        nv_names_add(d->cues, t->rows[i].cell[0], i);
    }
    return ok;
}

static bool load_names(nv_cite_detector *d, const nv_grammar *g, nv_buf *errors) {
    static const char *const law_cols[] = { "name", NULL }, *const named_cols[] = { "name", "type", "issuer", NULL };
    const nv_tsv *t = nv_tsv_load(g, "citation_laws.tsv", law_cols, errors), *n = nv_tsv_load(g, "citation_named.tsv", named_cols, errors);
    if (!t || !n) return false;
    for (uint32_t i = 0; i < t->n; i++) nv_names_add(d->laws, t->rows[i].cell[0], i);
    d->known = nv_xmalloc(sizeof *d->known * (n->n + 1));
    for (uint32_t i = 0; i < n->n; i++) {
        d->known[i] = (nv_cite_named){ .name = n->rows[i].cell[0], .type = n->rows[i].cell[1], .issuer = n->rows[i].cell[2] };
        nv_names_add(d->named, n->rows[i].cell[0], i);
    }
    return true;
}

static void add_list(nv_names *names, nv_str list, uint32_t value) {
    uint32_t from = 0;
    for (uint32_t i = 0; i <= list.n; i++)
        if (i == list.n || list.p[i] == ';') {
            nv_str one = nv_str_trim(nv_str_cut(list, from, i));
            if (one.n > 4) nv_names_add(names, one, value);
            from = i + 1;
        }
}

static void load_issuers(nv_cite_detector *d) {
    uint32_t n = 0;
    const nv_agency_entry *e = d->registry ? nv_registry_agencies(d->registry, &n) : NULL;
    d->agency = e;
    for (uint32_t i = 0; i < n; i++) {
        if (e[i].kind == NV_A_CLASS) continue;
        nv_names_add(d->issuers, e[i].name, i);
        add_list(d->issuers, e[i].variants, i);
    }
}

static const nv_rule *need(const nv_grammar *g, const char *name, nv_buf *errors, bool *ok) {
    const nv_rule *r = nv_grammar_rule(g, name);
    if (!r) {
        nv_buf_printf(errors, "citation.rules:1:1: there is no rule %s\n", name);
        *ok = false;
    }
    return r;
}

nv_cite_detector *nv_cite_detector_new(const nv_grammar *g, const nv_registry *r, nv_buf *errors) {
    nv_cite_detector *d = nv_xmalloc(sizeof *d);
    *d = (nv_cite_detector){ .registry = r, .words = nv_names_new(), .laws = nv_names_new(), .named = nv_names_new(), .issuers = nv_names_new(), .cues = nv_names_new() };
    bool ok = load_words(d, g, errors);
    ok &= load_cues(d, g, errors);
    ok &= load_names(d, g, errors);
    load_issuers(d);
    for (int i = 0; i < NV_NUMBER_RULES; i++) d->number[i] = need(g, number_rules[i], errors, &ok);
    d->so = need(g, "citation.so", errors, &ok);
    d->date = need(g, "citation.date", errors, &ok);
    d->bare_date = need(g, "citation.date.bare", errors, &ok);
    d->norm = need(g, "citation.norm", errors, &ok);
    for (unsigned c = '0'; c <= '9'; c++) d->starts[c] = true;
    for (unsigned c = 'A'; c <= 'Z'; c++) d->starts[c] = true;
    d->starts['('] = true;
    nv_names_build(d->words);
    nv_names_build(d->laws);
    nv_names_build(d->named);
    nv_names_build(d->issuers);
    nv_names_build(d->cues);
    if (!ok) {
        nv_cite_detector_free(d);
        return NULL;
    }
    return d;
}

void nv_cite_detector_free(nv_cite_detector *d) {
    if (!d) return;
    nv_names_free(d->words);
    nv_names_free(d->laws);
    nv_names_free(d->named);
    nv_names_free(d->issuers);
    nv_names_free(d->cues);
    free(d->word);
    free(d->cue);
    free(d->known);
    free(d);
}
