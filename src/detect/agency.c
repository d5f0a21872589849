/* Mentions of bodies and offices (contract 4). */
#include "detect/agency.h"

enum { MAX_WALLS = 16 };

typedef NV_VEC(nv_np) np_vec;

nv_agency_detector *nv_agency_detector_new(const nv_grammar *g, const nv_registry *r, nv_buf *errors) {
    nv_arena *a = nv_arena_new();
    nv_agency_detector *d = nv_arena_alloc(a, sizeof *d);
    d->arena = a;
    d->registry = r;
    d->coined = nv_grammar_rules(g, "agency.coined", &d->n_coined);
    if (nv_at_load(d, g, errors)) return d;
    nv_agency_detector_free(d);
    return NULL;
}

void nv_agency_detector_free(nv_agency_detector *d) {
    if (!d) return;
    for (unsigned i = 0; i < NV_T_COUNT; i++) nv_names_free(d->terms[i]);
    nv_names_free(d->lists);
    nv_names_free(d->bodies);
    nv_names_free(d->abbreviations);
    nv_names_free(d->tails[0]);
    nv_names_free(d->tails[1]);
    nv_names_free(d->provinces);
    nv_names_free(d->skeletons);
    nv_names_free(d->skeleton_heads);
    nv_arena_free(d->arena);
}

/* ---- what stands around ------------------------------------------------------------------------------------------ */

/* True if a term of the role ends right before token i (a plural word or “mới” may stand between). */
static bool preceded(const nv_ascan *s, nv_term_role role, uint32_t i) {
    uint32_t e;
    while (i > 0 && (nv_at_is(s, i - 1, "các") || nv_at_is(s, i - 1, "những") || nv_at_is(s, i - 1, "mới") || nv_at_is(s, i - 1, "một"))) i--;
    for (uint32_t b = i; b > 0 && i - b < 4; b--)
        if (nv_at_term(s, role, b - 1, &e, NULL) && e == i) return true;
    return false;
}

/* The body is only being founded or ended (contract 4.11), unless this document itself does it: then the verb opens the text. */
static bool only_set_up(const nv_ascan *s, uint32_t i) {
    if (!preceded(s, NV_T_SETUP, i)) return false;
    uint32_t e;
    return !(nv_at_term(s, NV_T_SETUP, 0, &e, NULL) && e >= i - (i > e ? i - e : 0) && i <= e + 1);
}

static bool foreign(const nv_ascan *s, uint32_t end) {
    uint32_t e, k = nv_at_is(s, end, "của") ? end + 1 : end;
    if (!nv_at_term(s, NV_T_FOREIGN, k, &e, NULL)) return false;
    return s->toks.v[k].cap || k + 1 < e;
}

/* A duty is borne or received: a verb of giving before, a predicate behind (contract 4.11). */
static bool charged(const nv_ascan *s, const nv_np *np) {
    uint32_t e;
    static const char *const oblique[] = { "với", "của", "tại", "ở", "trong", "giữa", "từ", "số", "trên", "về", "nhiều", "cấp", "được", "do", "bởi" };
    bool scope = np->beg > 1 && nv_at_is(s, np->beg - 1, "với") && nv_at_is(s, np->beg - 2, "đối"); /* a scope is no mention (6.8) */
    if (preceded(s, NV_T_GIVING, np->beg) && !scope) return true;
    for (unsigned k = 0; np->beg > 0 && k < NV_NELEM(oblique); k++)
        if (nv_at_is(s, np->beg - 1, oblique[k])) return false;
    if (np->beg > 0 && s->toks.v[np->beg - 1].number) return false;
    return nv_at_term(s, NV_T_PREDICATE, np->end, &e, NULL);
}

static bool in_list(const nv_ascan *s, const np_vec *found, const nv_np *np) {
    uint32_t after;
    if (!found->n) return false;
    const nv_np *last = &found->v[found->n - 1];
    return nv_an_separator(s, last->end, &after) && after == np->beg;
}

/* “… chịu trách nhiệm thi hành” in the rest of the sentence. */
static bool responsibility_clause(const nv_ascan *s, uint32_t from) {
    for (uint32_t k = from; k + 2 < s->toks.n && k < from + 24; k++) {
        if (nv_at_punct(s, k, '.') || nv_at_punct(s, k, '\n')) return false;
        if ((nv_at_is(s, k, "chịu") || nv_at_is(s, k, "có")) && nv_at_is(s, k + 1, "trách") && nv_at_is(s, k + 2, "nhiệm")) return true;
    }
    return false;
}

static bool keep(const nv_ascan *s, const np_vec *found, const nv_np *np) {
    if (only_set_up(s, np->beg) || foreign(s, np->end)) return false;
    bool force = nv_str_eqz(nv_str_of(np->rule), "agency.force");
    /* a force that is only built up neither acts nor is directed (contract 4.9) */
    if (force && np->beg > 0 && (nv_at_is(s, np->beg - 1, "triển") || nv_at_is(s, np->beg - 1, "dựng") || nv_at_punct(s, np->beg - 1, '/'))) return false;
    if (np->weak && np->place && s->toks.v[np->end < s->toks.n ? np->end : np->end - 1].cap && np->end < s->toks.n) return false; /* a named place */
    if (np->weak && np->place) return in_list(s, found, np) || ((nv_at_is(s, np->beg, "các") || np->end > np->beg + 2) && charged(s, np));
    if (np->weak) return responsibility_clause(s, np->end);
    return true;
}

/* ---- one text ---------------------------------------------------------------------------------------------------- */

static void push_coined(nv_ascan *s, np_vec *found, const nv_coined *c, uint32_t beg, uint32_t end) {
    for (uint32_t i = 0; i < c->means.n; i++) {
        nv_np *np = NV_PUSH(s->doc->arena, found);
        *np = c->means.v[i];
        np->beg = beg;
        np->end = end;
        np->rule = "agency.coined";
    }
}

static void parse_tokens(nv_ascan *s, np_vec *found) {
    nv_np list[NV_MAX_LISTED];
    found->n = 0;
    for (uint32_t i = 0; i < s->toks.n;) {
        uint32_t coined_end = 0, none_end;
        const nv_tok *t = &s->toks.v[i];
        bool name = t->word && (t->cap || t->lists & NV_LISTS_STARTERS); /* else no name begins here: nine words of ten */
        const nv_coined *c = t->word ? nv_aco_at(s, i, &coined_end) : NULL;
        if (!name && !c && !(t->word && t->lists & 1u << NV_T_NONE)) {
            i++;
            continue;
        }
        uint32_t n = name ? nv_anp_parse(s, i, list, NV_MAX_LISTED) : 0;
        uint32_t end = n ? list[n - 1].end : i;
        if (c && coined_end >= (n ? list[0].end : 0)) {
            push_coined(s, found, c, i, coined_end);
            i = coined_end;
            continue;
        }
        if (nv_at_term(s, NV_T_NONE, i, &none_end, NULL) && none_end >= (n ? list[0].end : 0)) {
            i = none_end;
            continue;
        }
        for (uint32_t k = 0; k < n; k++)
            if (keep(s, found, &list[k])) *NV_PUSH(s->doc->arena, found) = list[k];
        i = end > i ? end : i + 1;
    }
}

static void wall_off(nv_ascan *s, const nv_span *walls, uint32_t n) {
    for (uint32_t i = 0; i < s->toks.n; i++)
        for (uint32_t k = 0; k < n; k++)
            if (s->toks.v[i].beg >= walls[k].beg && s->toks.v[i].end <= walls[k].end) s->toks.v[i].word = false, s->toks.v[i].c = 0xFFFC;
}

/* ---- output ------------------------------------------------------------------------------------------------------ */

/* A class begins with a small letter, a name printed in capitals gets that of the registry or small letters. */
static nv_str canonical(nv_ascan *s, const nv_np *np) {
    nv_str name = np->name;
    if (nv_str_is_caps(name) && name.n > 12) {
        if (np->entry) return np->entry->name;
        name = nv_fold_str(s->doc->arena, name);
    }
    bool open = nv_str_eqz(nv_str_of(np->rule), "agency.open") || nv_str_eqz(nv_str_of(np->rule), "agency.nested");
    if (open && np->proper && name.n && name.p[0] >= 'a' && name.p[0] <= 'z') { /* “phòng Nghiệp vụ” */
        char *p = nv_arena_alloc(s->doc->arena, (size_t)name.n + 1);
        memcpy(p, name.p, name.n);
        p[0] = (char)(p[0] - 32);
        return (nv_str){ p, name.n };
    }
    if (np->kind != NV_NP_CLASS || np->entry) return name;
    static const char *const small[] = { "Các ", "Những ", "Bộ phận ", "Đơn vị ", "Cơ quan ", "Cấp ", "Đoàn ", "Lãnh đạo " };
    for (unsigned i = 0; i < NV_NELEM(small); i++)
        if (nv_str_starts(name, nv_str_of(small[i]))) {
            nv_str f = nv_fold_str(s->doc->arena, nv_str_cut(name, 0, (uint32_t)strlen(small[i])));
            return nv_arena_printf(s->doc->arena, "%.*s%.*s", NV_ARG(f), (int)(name.n - f.n), name.p + f.n);
        }
    return name;
}

static nv_agency mention(nv_ascan *s, const nv_np *np) {
    const nv_agency_entry *e = np->entry;
    if (!e && np->kind != NV_NP_CLASS) e = nv_at_entry(s, np->name);
    return (nv_agency){ .span = { s->toks.v[np->beg].beg, s->toks.v[np->end - 1].end }, .unit = s->unit, .name = canonical(s, np), .id = e ? e->id : (nv_str){ 0 },
                        .is_class = np->kind == NV_NP_CLASS, .heading = s->heading, .rule = np->rule, .confidence = np->confidence };
}

static void emit(nv_ascan *s, const np_vec *found) {
    for (uint32_t i = 0; i < found->n && s->doc->agencies.n < NV_MAX_MENTIONS; i++) {
        const nv_np *np = &found->v[i];
        nv_agency *m = NV_PUSH(s->doc->arena, &s->doc->agencies);
        *m = mention(s, np);
        if (nv_str_eqz(nv_str_of(np->rule), "agency.misprint")) {
            nv_str printed = nv_arena_str(s->doc->arena, nv_doc_str(s->doc, m->span));
            nv_doc_diag(s->doc, NV_M_LOOKALIKE, &m->span, 0, printed.p, nv_arena_str(s->doc->arena, m->name).p, NULL);
        }
        if (np->bare) m->confidence = -m->confidence; /* still to be completed from the whole document */
    }
}

static void scan_text(nv_ascan *s, nv_unit *u, nv_span span, bool heading) {
    np_vec found = { 0 };
    nv_span walls[MAX_WALLS];
    uint32_t n_walls = 0;
    if (span.beg >= span.end) return;
    s->unit = u;
    s->heading = heading;
    nv_at_tokens(s, span);
    parse_tokens(s, &found);
    nv_aco_collect(s, found.v, found.n, walls, &n_walls);
    if (n_walls) {
        wall_off(s, walls, n_walls);
        parse_tokens(s, &found);
    }
    for (uint32_t i = 0; i < found.n; i++) {
        if (found.v[i].bare) nv_ash_sentence(s, found.v, found.n, &found.v[i]);
        else nv_ash_place(s, &found.v[i]);
    }
    emit(s, &found);
}

/* ---- the document ------------------------------------------------------------------------------------------------ */

/* A form to be filled in: dotted blanks. Forms in an appendix give no mentions (contract 1.12). */
static bool is_form(const nv_doc *doc, const nv_unit *app) {
    uint32_t blanks = 0;
    for (uint32_t i = app->index; i < doc->units.n && nv_unit_within(doc->units.v[i], app); i++) {
        nv_str t = nv_doc_str(doc, doc->units.v[i]->span);
        for (uint32_t at = 0; (at = nv_str_find(t, NV_LIT("....."), at)) != UINT32_MAX; blanks++)
            while (at < t.n && t.p[at] == '.') at++;
        for (uint32_t at = 0; (at = nv_str_find(t, NV_LIT("……"), at)) != UINT32_MAX; blanks++)
            while (at + 2 < t.n && memcmp(t.p + at, "…", 3) == 0) at += 3;
        if (blanks > 2) return true;
    }
    return false;
}

static int by_place(const void *a, const void *b) {
    const nv_agency *x = a, *y = b;
    return (x->span.beg > y->span.beg) - (x->span.beg < y->span.beg);
}

/* Units stand in order, but a coined short name may be defined in one unit's body before its heading; insertion keeps the order of equals. */
static void sort_mentions(nv_doc *doc) {
    for (uint32_t i = 1; i < doc->agencies.n; i++) {
        nv_agency m = doc->agencies.v[i];
        uint32_t k = i;
        for (; k > 0 && by_place(&doc->agencies.v[k - 1], &m) > 0; k--) doc->agencies.v[k] = doc->agencies.v[k - 1];
        doc->agencies.v[k] = m;
    }
}

/* “Chủ tịch UBND các tỉnh, thành phố: Thanh Hóa, Nghệ An …”, “Bộ trưởng các Bộ: Quốc phòng, Công an”: one addressee as printed, and several bodies that are told. */
static void read_addressees(nv_ascan *s) {
    nv_doc *doc = s->doc;
    for (uint32_t i = 0; i < doc->head.addressees.n; i++) {
        np_vec found = { 0 };
        nv_str text = nv_str_trim(doc->head.addressees.v[i]);
        uint32_t at = text.n ? nv_str_find(doc->text, text, 0) : UINT32_MAX;
        if (at == UINT32_MAX) continue;
        s->unit = NULL;
        s->heading = false;
        nv_at_tokens(s, (nv_span){ at, at + text.n });
        parse_tokens(s, &found);
        bool whole = found.n > 1 && found.v[0].beg == 0 && found.v[found.n - 1].end == s->toks.n;
        for (uint32_t k = 1; whole && k < found.n; k++) {
            uint32_t after;
            whole = !found.v[k].bare && nv_an_separator(s, found.v[k - 1].end, &after) && after == found.v[k].beg;
        }
        for (uint32_t k = 0; whole && k < found.n; k++) *NV_PUSH(doc->arena, &doc->addressed) = (nv_addressed){ i, mention(s, &found.v[k]) };
    }
}

void nv_detect_agencies(const nv_agency_detector *d, nv_doc *doc) {
    nv_ascan s = { .d = d, .doc = doc, .matcher = nv_matcher_new(), .scratch = nv_arena_new() };
    const nv_unit *form = NULL;
    for (uint32_t i = 0; i < doc->units.n; i++) {
        nv_unit *u = doc->units.v[i];
        if (u->kind == NV_U_PREFACE || u->kind == NV_U_SIGNATURE) continue;
        if (u->kind == NV_U_APPENDIX && is_form(doc, u)) form = u;
        if (form && nv_unit_within(u, form)) continue;
        scan_text(&s, u, u->heading, true);
        scan_text(&s, u, u->body, false);
    }
    read_addressees(&s);
    nv_ash_document(&s);
    sort_mentions(doc);
    nv_arena_free(s.scratch);
    nv_buf_clear(&s.word);
    nv_matcher_free(s.matcher);
}

void nv_detect_agencies_in(const nv_agency_detector *d, nv_doc *doc, nv_unit *unit, nv_span cell) {
    nv_ascan s = { .d = d, .doc = doc, .matcher = nv_matcher_new(), .scratch = nv_arena_new() };
    uint32_t from = doc->agencies.n;
    scan_text(&s, unit, cell, false);
    for (uint32_t i = from; i < doc->agencies.n; i++) {
        doc->agencies.v[i].hidden = true;
        if (doc->agencies.v[i].confidence < 0) doc->agencies.v[i].confidence = 0.6; /* a short name that the cell does not complete */
    }
    nv_arena_free(s.scratch);
    nv_buf_clear(&s.word);
    nv_matcher_free(s.matcher);
}
