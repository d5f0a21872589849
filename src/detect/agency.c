/* Mentions of bodies and offices (contract 4). */
#include "detect/agency.h"

enum { MAX_LIST = 24, MAX_WALLS = 16 };

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
    nv_names_free(d->bodies);
    nv_names_free(d->abbreviations);
    nv_names_free(d->tails[0]);
    nv_names_free(d->tails[1]);
    nv_names_free(d->provinces);
    nv_names_free(d->skeletons);
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
    nv_np list[MAX_LIST];
    found->n = 0;
    for (uint32_t i = 0; i < s->toks.n;) {
        uint32_t coined_end = 0, none_end;
        if (!s->toks.v[i].word) {
            i++;
            continue;
        }
        const nv_coined *c = nv_aco_at(s, i, &coined_end);
        uint32_t n = nv_anp_parse(s, i, list, MAX_LIST);
        uint32_t end = n ? list[n - 1].end : i;
        if (c && coined_end >= list[0].end * (n > 0)) {
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

/* ---- short forms ------------------------------------------------------------------------------------------------- */

static bool sentence_end(const nv_ascan *s, uint32_t i) { return nv_at_punct(s, i, '.') || nv_at_punct(s, i, '\n'); }

static void sentence_of(const nv_ascan *s, uint32_t i, uint32_t *a, uint32_t *b) {
    *a = i;
    *b = i;
    while (*a > 0 && !sentence_end(s, *a - 1)) --*a;
    while (*b < s->toks.n && !sentence_end(s, *b)) ++*b;
}

static bool begins_with(nv_ascan *s, nv_str name, nv_str words) {
    nv_str a = nv_fold_key(s->doc->arena, name), b = nv_fold_key(s->doc->arena, words);
    return a.n > b.n && nv_str_starts(a, b) && a.p[b.n] == ' ';
}

static nv_str last_word(nv_str s) {
    uint32_t i = s.n;
    while (i > 0 && s.p[i - 1] != ' ') i--;
    return nv_str_cut(s, i, s.n);
}

/* What a short form leaves out: its last word where that is a head (“Giám đốc Sở”), or all of it (“Ủy ban nhân dân”). */
static nv_str open_head(const nv_ascan *s, const nv_np *np) {
    uint32_t e;
    if (nv_str_eqz(nv_str_of(np->rule), "agency.local")) return np->name;
    if (np->end < 1 || !nv_at_term(s, NV_T_HEAD, np->end - 1, &e, NULL)) {
        if (nv_str_ends(np->name, NV_LIT("cơ quan"))) return NV_LIT("cơ quan");
        return (nv_str){ 0 };
    }
    return last_word(np->name);
}

/* “Giám đốc Sở”, “Văn phòng Sở”: the full name of the same sentence (contract 4.6). */
static void complete_in_sentence(nv_ascan *s, np_vec *found, nv_np *np) {
    uint32_t a, b;
    nv_str head = open_head(s, np);
    if (!head.n) return;
    sentence_of(s, np->beg, &a, &b);
    for (uint32_t i = 0; i < found->n; i++) {
        const nv_np *o = &found->v[i];
        if (o == np || o->bare || o->beg < a || o->end > b) continue;
        nv_str rest = nv_str_cut(np->name, 0, np->name.n - head.n), full = o->name;
        uint32_t at = nv_str_eqz(head, "cơ quan") ? nv_str_find(full, NV_LIT("cơ quan "), 0) : begins_with(s, full, head) ? 0 : UINT32_MAX;
        if (at == UINT32_MAX) continue;
        full = nv_str_cut(full, at, full.n);
        np->name = nv_arena_printf(s->doc->arena, "%.*s%.*s", NV_ARG(rest), NV_ARG(full));
        np->bare = false;
        return;
    }
}

/* ---- output ------------------------------------------------------------------------------------------------------ */

/* A class begins with a small letter, a name printed in capitals gets that of the registry or small letters. */
static nv_str canonical(nv_ascan *s, const nv_np *np) {
    nv_str name = np->name;
    if (nv_str_is_caps(name) && name.n > 12) {
        if (np->entry) return np->entry->name;
        name = nv_fold_str(s->doc->arena, name);
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

static void emit(nv_ascan *s, const np_vec *found) {
    for (uint32_t i = 0; i < found->n && s->doc->agencies.n < NV_MAX_MENTIONS; i++) {
        const nv_np *np = &found->v[i];
        const nv_agency_entry *e = np->entry;
        if (!e && np->kind != NV_NP_CLASS) e = nv_registry_find(s->d->registry, np->name, s->doc->head.date);
        nv_agency *m = NV_PUSH(s->doc->arena, &s->doc->agencies);
        *m = (nv_agency){ .span = { s->toks.v[np->beg].beg, s->toks.v[np->end - 1].end }, .unit = s->unit, .name = canonical(s, np),
                          .is_class = np->kind == NV_NP_CLASS, .heading = s->heading, .rule = np->rule, .confidence = np->confidence };
        if (np->bare) m->confidence = -m->confidence; /* still to be completed from the whole document */
        if (e) m->id = e->id;
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
    for (uint32_t i = 0; i < found.n; i++)
        if (found.v[i].bare) complete_in_sentence(s, &found, &found.v[i]);
    emit(s, &found);
}

/* The one office of the document that the short name can stand for: none if there are several (contract 4.7). */
static nv_str fullest(nv_ascan *s, nv_str words) {
    nv_str best = { 0 };
    for (uint32_t k = 0; k < s->doc->agencies.n; k++) {
        const nv_agency *o = &s->doc->agencies.v[k];
        if (o->is_class || o->confidence < 0 || !begins_with(s, o->name, words)) continue;
        if (best.n && !begins_with(s, o->name, best) && !begins_with(s, best, o->name) && !nv_str_eq(o->name, best)) return (nv_str){ 0 };
        if (o->name.n > best.n) best = o->name;
    }
    return best;
}

/* Stands for an office alone (“Giám đốc”), not with a head (“Giám đốc Sở”). */
static bool office_alone(const nv_agency *m) { return nv_str_eqz(nv_str_of(m->rule), "agency.office-alone"); }

/* A short office name takes the fullest name that the document gives; an office alone that nothing completes is no mention. */
static void complete_in_document(nv_ascan *s) {
    nv_doc *d = s->doc;
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->agencies.n; i++) {
        nv_agency m = d->agencies.v[i];
        if (m.confidence < 0) {
            nv_str best = nv_str_eqz(nv_str_of(m.rule), "agency.local") ? (nv_str){ 0 } : fullest(s, m.name);
            bool capital = nv_is_upper(nv_utf8_next(d->text, &(uint32_t){ m.span.beg }));
            m.confidence = best.n ? 0.8 : 0.6;
            if (best.n && capital) m.name = best;
            else if (office_alone(&m)) continue;
        }
        if (nv_str_eqz(nv_str_of(m.rule), "agency.open")) expand_initials(s, &m);
        d->agencies.v[n++] = m;
    }
    d->agencies.n = n;
}

/* Initials of the words of a name after its head: “Cơ quan Thanh tra, giám sát ngân hàng” -> “ttgsnh”. */
static bool initials_are(nv_ascan *s, nv_str name, uint32_t from, nv_str initials) {
    nv_str f = nv_fold_str(s->doc->arena, name);
    uint32_t k = 0;
    for (uint32_t i = from; i < f.n;) {
        uint32_t beg = i, c = nv_utf8_next(f, &i);
        if (!nv_is_letter(c) || (beg > 0 && !nv_word_border(f, beg))) continue;
        uint32_t kk = k;
        if (k >= initials.n) return false;
        if (nv_utf8_next(initials, &kk) != c) {
            nv_str rest = nv_str_cut(f, beg, f.n);
            if (!nv_str_starts(rest, NV_LIT("và "))) return false; /* “và” may have no letter */
            continue;
        }
        k = kk;
    }
    return k == initials.n;
}

/* “Cơ quan TTGSNH”, “Cục CSGT”: the name of the document with that head whose initials these are. */
static void expand_initials(nv_ascan *s, nv_agency *m) {
    nv_str last = last_word(m->name);
    if (nv_utf8_count(last) < 3 || !nv_str_is_caps(last) || last.n == m->name.n) return;
    nv_str head = nv_str_cut(m->name, 0, m->name.n - last.n - 1), low = nv_fold_str(s->doc->arena, last);
    for (uint32_t k = 0; k < s->doc->agencies.n; k++) {
        const nv_agency *o = &s->doc->agencies.v[k];
        if (o->is_class || !begins_with(s, o->name, head) || !initials_are(s, o->name, head.n + 1, low)) continue;
        m->name = o->name;
        m->id = o->id;
        return;
    }
    nv_str text = nv_doc_str(s->doc, (nv_span){ 0, s->doc->text.n }), fold = s->doc->fold;
    nv_str want = nv_arena_printf(s->doc->arena, "%.*s ", NV_ARG(nv_fold_str(s->doc->arena, head)));
    for (uint32_t at = 0; (at = nv_str_find(fold, want, at)) != UINT32_MAX; at += want.n) { /* it may stand in a citation */
        uint32_t end = at + want.n;
        for (uint32_t words = 0; words < 12 && end < fold.n && fold.p[end] != '\n'; words++) {
            while (end < fold.n && !strchr(" \n", fold.p[end])) end++;
            nv_str name = nv_str_cut(text, at, end);
            while (name.n && strchr(",;.)”", name.p[name.n - 1]) && (unsigned char)name.p[name.n - 1] < 0x80) name.n--;
            if (initials_are(s, name, want.n, low)) {
                m->name = nv_arena_str(s->doc->arena, name);
                return;
            }
            while (end < fold.n && fold.p[end] == ' ') end++;
        }
    }
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

void nv_detect_agencies(const nv_agency_detector *d, nv_doc *doc) {
    nv_ascan s = { .d = d, .doc = doc, .matcher = nv_matcher_new() };
    const nv_unit *form = NULL;
    for (uint32_t i = 0; i < doc->units.n; i++) {
        nv_unit *u = doc->units.v[i];
        if (u->kind == NV_U_PREFACE || u->kind == NV_U_SIGNATURE) continue;
        if (u->kind == NV_U_APPENDIX && is_form(doc, u)) form = u;
        if (form && nv_unit_within(u, form)) continue;
        scan_text(&s, u, u->heading, true);
        scan_text(&s, u, u->body, false);
    }
    complete_in_document(&s);
    sort_mentions(doc);
    nv_matcher_free(s.matcher);
}

void nv_detect_agencies_in(const nv_agency_detector *d, nv_doc *doc, nv_unit *unit, nv_span cell) {
    nv_ascan s = { .d = d, .doc = doc, .matcher = nv_matcher_new() };
    uint32_t from = doc->agencies.n;
    scan_text(&s, unit, cell, false);
    for (uint32_t i = from; i < doc->agencies.n; i++) {
        doc->agencies.v[i].hidden = true;
        if (doc->agencies.v[i].confidence < 0) doc->agencies.v[i].confidence = 0.6; /* a short name that the cell does not complete */
    }
    nv_matcher_free(s.matcher);
}
