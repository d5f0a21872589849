/* citation.c - finds citations (contract 3): every type word, number, law name and place of the text is a candidate; this file composes them and
 * drives the other parts. See citation.h for the way through. */
#include "detect/citation.h"
#include "model/date.h"

#include <stdlib.h>

static const char *const kind_names[] = { "type", "law", "treaty", "title", "place", "block" };
static const char *const cue_names[NV_CC_COUNT] = { "implements", "refers", "amends", "replaces", "repeals", "guides", "issued_with", "phrase", "passive", "propose", "create", "main", "open", "weak" };
static const char *const number_rules[NV_NUMBER_RULES] = { "citation.number.normative", "citation.number.lower", "citation.number.individual", "citation.number.party", "citation.number.old", "citation.number.ocr" };

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

/* ---- one reference ------------------------------------------------------------------------------------------------ */

static nv_cand *push(nv_scan *s, const nv_cand *c) {
    if (s->cands.n >= NV_MAX_MENTIONS) return NULL;
    nv_cand *p = NV_PUSH(s->doc->arena, &s->cands);
    *p = *c;
    p->c.unit = s->unit;
    p->c.table = s->table;
    p->block = s->block;
    p->quoted = p->quoted || s->quoted;
    p->cue = NV_CC_COUNT;
    return p;
}

static nv_cand blank(void) { return (nv_cand){ .kind = NV_CAND_DOC, .c = { .relation = NV_R_REFERS, .confidence = 0.9 }, .cue = NV_CC_COUNT }; }

/* Date and issuer behind a number: “ngày …”, “của Bộ … ngày …”. Moves the quote to the date. */
static void read_tail(nv_scan *s, nv_cand *c, uint32_t end) {
    uint32_t e = end, k;
    nv_target *t = &c->c.target;
    nv_date d = nv_read_date(s, end, &e);
    c->c.span.end = end;
    s->joint = nv_str_eqz(t->type, "TTLT") || nv_str_eqz(t->type, "NQLT");
    if (nv_date_none(d) && nv_cs_skip(s, end) == end + 0 && end < s->text.n && s->text.p[end] == ',') d = nv_read_bare_date(s, end + 1, &e);
    if (!nv_date_none(d)) {
        t->date = d;
        c->c.span.end = e;
    }
    k = c->c.span.end;
    nv_str issuer = nv_read_issuer(s, k, true, t->date, &k);
    if (issuer.n && nv_date_none(d)) {
        e = k;
        d = nv_read_date(s, k, &e);
        if (!nv_date_none(d)) {
            t->date = d;
            c->c.span.end = e;
            k = e;
        }
    }
    s->joint = false;
    if (issuer.n && (t->issuer.n == 0 || nv_str_starts(issuer, t->issuer))) t->issuer = issuer;
    c->tail = (nv_span){ c->c.span.end, k > c->c.span.end ? k : c->c.span.end };
    c->whole = (nv_span){ c->c.span.beg, c->c.span.end };
}

/* “Ngày 22 tháng 4 năm 2011, Bộ … đã có Công văn số …”: the date before the name (contract 3.13). */
static void date_before(nv_scan *s, nv_cand *c) {
    if (!nv_date_none(c->c.target.date)) return;
    uint32_t b = c->c.span.beg, from = b;
    for (unsigned n = 0; from > s->block.beg && n < 260; from--, n++) {
        char ch = s->text.p[from - 1];
        if (ch == ';' || (ch == '.' && from < s->text.n && s->text.p[from] == ' ')) break;
    }
    from = nv_cs_skip(s, from);
    if (!nv_cs_word(s, from, "ngày", NULL)) return;
    uint32_t e = from;
    nv_date d = nv_read_date(s, from, &e);
    if (nv_date_none(d) || e > b) return;
    static const char *const had[] = { "có", "ban hành", "ra", "ký", "gửi" };
    uint32_t end = nv_cs_back(s, b);
    for (unsigned i = 0; i < NV_NELEM(had); i++)
        if (nv_cs_word_before(s, end, had[i], NULL)) {
            c->c.target.date = d;
            uint32_t k = nv_cs_skip(s, e);
            if (k < s->text.n && s->text.p[k] == ',') k = nv_cs_skip(s, k + 1);
            nv_str issuer = nv_read_issuer(s, k, false, d, &k);
            if (issuer.n && c->c.target.issuer.n == 0) c->c.target.issuer = issuer;
            return;
        }
}

static void more_of_list(nv_scan *s, uint32_t from, uint32_t *end);

/* A type word followed by a number at `num_at` (behind “số”). */
static bool numbered(nv_scan *s, nv_span word, const nv_cite_word *w, uint32_t num_at, bool so, uint32_t *end) {
    nv_number n;
    nv_cand c = blank();
    if (!nv_read_number(s, num_at, so || (w->type.n && nv_cs_upper(s, word.beg)), &n)) return false;
    if (!so && !n.strong && !(nv_cs_upper(s, word.beg) && w->type.n) && !nv_str_eqz(w->type, "CV")) return false; /* “công văn 1253/GSQL-GQ4” */
    c.c.span = (nv_span){ word.beg, n.span.end };
    c.c.target = (nv_target){ .type = w->type.n ? w->type : n.type, .number = n.number, .issuer = n.issuer };
    if (nv_str_eqz(w->type, "CV") && n.coded && n.type.n && nv_str_eqz(n.type, "CV")) c.c.target.type = n.type;
    c.c.rule = "citation.numbered";
    c.c.confidence = n.strong ? 0.99 : 0.9;
    read_tail(s, &c, n.span.end);
    date_before(s, &c);
    nv_cand *p = push(s, &c);
    *end = c.c.span.end;
    if (p) more_of_list(s, s->cands.n - 1, end);
    return true;
}

/* “các Quyết định số A, B ngày … và số C”: numbers that go on with the type of the one before (index `from`). */
static void more_of_list(nv_scan *s, uint32_t from, uint32_t *end) {
    uint32_t i = s->cands.v[from].tail.end, k;
    uint32_t run = from;
    for (;;) {
        nv_cand *prev = &s->cands.v[s->cands.n - 1];
        i = nv_cs_skip(s, prev->tail.end);
        bool comma = i < s->text.n && (s->text.p[i] == ',' || s->text.p[i] == ';'), any = comma;
        if (comma) i = nv_cs_skip(s, i + 1);
        bool and = nv_cs_word(s, i, "và", &k) || nv_cs_word(s, i, "hoặc", &k);
        if (and) i = nv_cs_skip(s, k), any = true;
        if (!any) break;
        uint32_t beg = i, so = nv_read_so(s, i);
        nv_number n;
        if (so == i && !(i < s->text.n && nv_is_digit((unsigned char)s->text.p[i]))) break;
        if (!nv_read_number(s, so, so != i, &n) || (!n.strong && so == i)) break;
        nv_cand c = blank();
        c.c.span = (nv_span){ beg, n.span.end };
        c.c.target = (nv_target){ .type = prev->c.target.type, .number = n.number, .issuer = n.issuer };
        c.c.rule = "citation.list";
        c.c.confidence = 0.95;
        read_tail(s, &c, n.span.end);
        *end = c.c.span.end;
        nv_date d = c.c.target.date;
        nv_str issuer = c.c.target.issuer;
        if (!push(s, &c)) break;
        if (!nv_date_none(d) && !and) /* the date behind the last of a run of commas is that of all of them */
            for (uint32_t r = run; r + 1 < s->cands.n; r++) {
                if (nv_date_none(s->cands.v[r].c.target.date)) s->cands.v[r].c.target.date = d;
                if (s->cands.v[r].c.target.issuer.n == 0) s->cands.v[r].c.target.issuer = issuer;
            }
        if (!nv_date_none(d) || and) run = s->cands.n;
    }
}

static bool self_ref(nv_scan *s, nv_span word, const nv_cite_word *w, uint32_t end, uint32_t *stop) {
    nv_cand c = blank();
    c.kind = NV_CAND_SELF;
    c.c.relation = NV_R_SELF;
    c.c.target.type = w->type;
    c.c.span = c.whole = (nv_span){ word.beg, end };
    c.c.rule = "citation.self";
    c.word = w->kind;
    c.tail = (nv_span){ end, end };
    bool cap = nv_cs_upper(s, word.beg);
    const nv_head *h = &s->doc->head;
    /* in small letters these words mean things, not documents, unless the document is of that kind */
    if (!cap && !nv_str_eq(h->type, w->type) && !nv_str_eqz(w->type, "HD") && !nv_str_eqz(w->type, "CV") && w->type.n) return false;
    if (!cap && w->kind == NV_CW_TITLE) return false;
    uint32_t k = end;
    nv_str issuer = nv_read_issuer(s, end, true, h->date, &k);
    if (issuer.n && w->kind == NV_CW_TITLE) c.c.target.issuer = issuer, c.c.span.end = c.whole.end = k;
    push(s, &c);
    *stop = c.c.span.end;
    return true;
}

/* “Nghị quyết XIII của Đảng”, “Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng”, “Nghị quyết Trung ương 4 khóa XII”. */
static bool party_resolution(nv_scan *s, nv_span word, const nv_cite_word *w, uint32_t i, uint32_t *end) {
    if (!nv_cs_upper(s, word.beg) || !(nv_str_eqz(w->type, "NQ") || nv_str_eqz(w->type, "KL"))) return false;
    uint32_t k = i, e = 0;
    bool congress = nv_cs_word(s, i, "đại hội", NULL) || nv_cs_word(s, i, "hội nghị", NULL) || nv_cs_word(s, i, "trung ương", NULL);
    bool roman = false;
    uint32_t j = i;
    while (j < s->text.n && (s->text.p[j] == 'X' || s->text.p[j] == 'I' || s->text.p[j] == 'V')) j++;
    roman = j > i && (j >= s->text.n || !nv_cs_letter(s, j));
    if (!congress && !roman) return false;
    for (k = i; k < s->text.n && k - i < 200; k++) {
        char c = s->text.p[k];
        if (c == ',' || c == ';' || c == '.' || c == '(' || c == '\n' || c == ':') break;
        uint32_t f;
        if (nv_cs_word(s, k, "của đảng", &f)) {
            e = f;
            uint32_t g;
            if (nv_cs_word(s, nv_cs_skip(s, f), "cộng sản việt nam", &g)) e = g;
            break;
        }
        if (congress && (nv_cs_word(s, k, "khóa", &f) || nv_cs_word(s, k, "lần thứ", &f))) {
            uint32_t g = nv_cs_skip(s, f), b = g;
            while (g < s->text.n && (s->text.p[g] == 'X' || s->text.p[g] == 'I' || s->text.p[g] == 'V')) g++;
            if (g > b) e = g;
        }
    }
    if (!e) return false;
    nv_cand c = blank();
    c.c.span = c.whole = (nv_span){ word.beg, e };
    c.tail = (nv_span){ e, e };
    c.c.target = (nv_target){ .type = w->type, .name = nv_str_trim(nv_str_cut(s->text, word.beg, e)), .issuer = NV_LIT("Đảng Cộng sản Việt Nam") };
    c.c.rule = "citation.party";
    c.exists = true;
    push(s, &c);
    *end = e;
    return true;
}

static bool short_number(nv_scan *s, nv_span word, const nv_cite_word *w, uint32_t i, bool so, uint32_t *end) {
    uint32_t j = i, k;
    while (j < s->text.n && nv_is_digit((unsigned char)s->text.p[j])) j++;
    if (so && i > 0 && nv_cs_letter(s, i - 1)) return false; /* “số4”: a footnote's mark */
    if (j == i || j - i > 5 || !w->type.n || w->kind != NV_CW_TYPE || !nv_cs_upper(s, word.beg)) return false;
    if (j < s->text.n && (s->text.p[j] == '/' || s->text.p[j] == '%' || nv_cs_letter(s, j))) return false;
    if (j + 1 < s->text.n && (s->text.p[j] == '.' || s->text.p[j] == ',') && nv_is_digit((unsigned char)s->text.p[j + 1])) return false;
    static const char *const amounts[] = { "triệu", "tỷ", "tỉ", "đồng", "nghìn", "người", "trường hợp", "văn bản", "nội dung", "nhiệm vụ", "lần", "bộ", "phần", "chương trình" };
    for (unsigned a = 0; a < NV_NELEM(amounts); a++)
        if (nv_cs_word(s, nv_cs_skip(s, j), amounts[a], NULL)) return false;
    nv_cand c = blank();
    c.c.span = (nv_span){ word.beg, j };
    c.c.target = (nv_target){ .type = w->type, .number = nv_str_cut(s->text, i, j) };
    c.c.rule = "citation.short";
    c.c.confidence = so ? 0.9 : 0.7;
    c.generic = !so; /* kept only if the document knows the number, or it plainly ends there */
    k = j;
    nv_date d = nv_read_date(s, j, &k);
    if (!nv_date_none(d)) c.c.target.date = d, c.c.span.end = k;
    uint32_t e = c.c.span.end;
    nv_str issuer = nv_read_issuer(s, e, true, d, &e);
    if (issuer.n) c.c.target.issuer = issuer, c.generic = false;
    c.tail = (nv_span){ c.c.span.end, e };
    c.whole = c.c.span;
    push(s, &c);
    *end = c.c.span.end;
    return true;
}

/* “Quyết định của Thủ tướng Chính phủ số 115/2004/QĐ-TTg ngày …”, “Chỉ thị của Ban Bí thư số …”, “Quyết định ngày 3/4/2012 của X” and “Kết luận của Bộ
 * Chính trị” (contract 3.13). */
static bool issuer_first(nv_scan *s, nv_span word, const nv_cite_word *w, uint32_t i, uint32_t *end) {
    uint32_t k = i, e = i;
    nv_date d = nv_read_date(s, word.end, &e);
    nv_str issuer = nv_read_issuer(s, nv_date_none(d) ? word.end : e, true, d, &k);
    if (!issuer.n && nv_date_none(d)) return false;
    if (!issuer.n) k = e;
    uint32_t at = nv_cs_skip(s, k), so = nv_read_so(s, at);
    nv_number n;
    nv_cand c = blank();
    if (so != at && nv_read_number(s, so, true, &n)) {
        c.c.span = (nv_span){ word.beg, n.span.end };
        c.c.target = (nv_target){ .type = w->type.n ? w->type : n.type, .number = n.number, .issuer = issuer.n ? issuer : n.issuer, .date = d };
        c.c.rule = "citation.numbered";
        c.c.confidence = 0.97;
        nv_date first = d;
        read_tail(s, &c, n.span.end);
        if (nv_date_none(c.c.target.date)) c.c.target.date = first;
        if (issuer.n) c.c.target.issuer = issuer;
        push(s, &c);
        *end = c.c.span.end;
        return true;
    }
    if (!nv_cs_upper(s, word.beg) || !w->type.n || w->kind != NV_CW_TYPE) return false;
    if (nv_date_none(d) && nv_cs_word_before(s, nv_cs_back(s, word.beg), "các", NULL)) return false; /* a class */
    c.c.span = (nv_span){ word.beg, nv_date_none(d) ? k : e };
    c.c.target = (nv_target){ .type = w->type, .issuer = issuer, .date = d };
    c.c.rule = nv_date_none(d) ? "citation.issuer" : "citation.dated";
    c.c.confidence = 0.75;
    c.generic = nv_date_none(d); /* kept only if the document cites such a one in full */
    c.tail = (nv_span){ c.c.span.end, c.c.span.end };
    c.whole = c.c.span;
    push(s, &c);
    *end = c.c.span.end;
    return true;
}

static bool above(nv_scan *s, uint32_t i, uint32_t *end) {
    static const char *const words[] = { "nêu trên", "nói trên", "trên đây", "dẫn trên", "kể trên", "đã nêu trên", "đã dẫn" };
    for (unsigned w = 0; w < NV_NELEM(words); w++)
        if (nv_cs_word(s, i, words[w], end)) return true;
    uint32_t k;
    if (nv_cs_word(s, i, "trên", &k)) {
        uint32_t j = nv_cs_skip(s, k);
        if (j >= s->text.n || s->text.p[j] == ',' || s->text.p[j] == '.' || s->text.p[j] == ';' || s->text.p[j] == ')') return *end = k, true;
    }
    return false;
}

/* The document whose name begins at the word hit. */
static bool read_doc(nv_scan *s, const nv_name_hit *hit, uint32_t *end) {
    const nv_cite_word *w = &s->d->word[hit->value];
    nv_span word = hit->span;
    uint32_t i = nv_cs_skip(s, word.end), k;
    if (nv_cs_word(s, i, "này", &k)) return self_ref(s, word, w, k, end);
    uint32_t so = nv_read_so(s, i);
    bool digit = so < s->text.n && nv_is_digit((unsigned char)s->text.p[so]);
    if ((digit || so != i) && numbered(s, word, w, so, so != i, end)) return true;
    if (digit && short_number(s, word, w, so, so != i, end)) return true;
    nv_cand c = blank();
    c.word = w->kind;
    bool named = (w->kind == NV_CW_LAW && nv_read_law(s, w, word, &c)) || (w->kind == NV_CW_TREATY && nv_read_treaty(s, w, word, &c));
    if (!named && w->kind == NV_CW_TYPE) {
        if (party_resolution(s, word, w, i, end)) return true;
        if (issuer_first(s, word, w, i, end)) return true;
    }
    if (!named && above(s, i, &k) && w->kind == NV_CW_TYPE && w->type.n && nv_cs_upper(s, word.beg)) {
        c.after = true; /* resolved by the last one of its type */
        c.c.target.type = w->type;
        c.c.span = c.whole = (nv_span){ word.beg, k };
        c.tail = (nv_span){ k, k };
        c.c.rule = "citation.above";
        c.c.confidence = 0.8;
        push(s, &c);
        return *end = k, true;
    }
    if (!named && w->kind == NV_CW_TITLE) named = nv_read_title(s, w, word, &c);
    if (!named) return false;
    push(s, &c);
    *end = c.c.span.end;
    nv_cand more = blank();
    while (c.word == NV_CW_TREATY && nv_read_treaty_more(s, &c, &more)) {
        push(s, &more);
        *end = more.c.span.end;
        c = more;
        more = blank();
    }
    return true;
}

/* ---- places ------------------------------------------------------------------------------------------------------- */

/* A label that opens a quoted or unquoted provision (“Điều 22. Thẩm quyền …”) is no citation. */
static bool is_label(const nv_scan *s, uint32_t beg, uint32_t end) {
    uint32_t b = nv_cs_back(s, beg);
    bool start = b == s->block.beg || (b > s->block.beg && (s->text.p[b - 1] == '\n' || s->text.p[b - 1] == '"')) ||
                 (b >= s->block.beg + 3 && memcmp(s->text.p + b - 3, "\xE2\x80\x9C", 3) == 0);
    if (b > s->block.beg && !start) return false;
    if (end >= s->text.n) return true;
    if (b == s->block.beg && s->unit && s->unit->kind == NV_U_APPENDIX && nv_cs_word(s, beg, "phụ lục", NULL) && s->block.beg < s->unit->span.beg + 200) return true;
    return s->text.p[end] == '.' || s->text.p[end] == ':' || (s->text.p[end] == '\n');
}

static bool doc_follows(nv_scan *s, uint32_t at, uint32_t *where, nv_name_hit *hit) {
    static const char *const links[] = { "của", "tại", "trong", "thuộc", "ban hành kèm theo", "được ban hành kèm theo", "kèm theo", "ban hành theo", "ban hành tại", "theo", "các", "đã được ban hành kèm theo" };
    uint32_t i = nv_cs_skip(s, at), k;
    for (unsigned n = 0; n < 3; n++) {
        if (i < s->text.n && (s->text.p[i] == ',' || s->text.p[i] == '(') && n == 0) {
            uint32_t j = nv_cs_skip(s, i + 1);
            if (nv_names_at(s->d->words, s->fold, j, hit) && s->d->word[hit->value].kind < NV_CW_PLACE && s->text.p[i] == ',') return *where = j, true;
            if (s->text.p[i] == '(') return false;
        }
        if (nv_names_at(s->d->words, s->fold, i, hit) && s->d->word[hit->value].kind < NV_CW_PLACE) return *where = i, true;
        bool moved = false;
        for (unsigned l = 0; l < NV_NELEM(links) && !moved; l++)
            if (nv_cs_word(s, i, links[l], &k)) i = nv_cs_skip(s, k), moved = true;
        if (!moved) break;
    }
    return false;
}

static bool read_place(nv_scan *s, const nv_name_hit *hit, uint32_t *end) {
    nv_places pl;
    if (!nv_read_places(s, hit->span.beg, &pl)) return false;
    uint32_t beg = hit->span.beg, at, k;
    if (is_label(s, beg, pl.end)) return *end = pl.end, true;
    uint32_t b = nv_cs_back(s, beg);
    if (nv_cs_word_before(s, b, "các", &k) || nv_cs_word_before(s, b, "từ", &k)) beg = k;
    nv_name_hit doc;
    uint32_t before = s->cands.n;
    if (!pl.here && !pl.above && doc_follows(s, pl.end, &at, &doc) && read_doc(s, &doc, end)) {
        nv_cand *c = &s->cands.v[before];
        c->paths = pl.v;
        c->n_paths = pl.n;
        c->whole.beg = beg;
        c->place_first = true;
        if (c->kind == NV_CAND_SELF) c->c.span.beg = beg; /* the quote of a self with a place includes the place (contract 3.7) */
        return true;
    }
    s->cands.n = before;
    nv_cand c = blank();
    c.kind = NV_CAND_PLACE;
    c.c.span = c.whole = (nv_span){ hit->span.beg, pl.end };
    c.tail = (nv_span){ pl.end, pl.end };
    c.paths = pl.v;
    c.n_paths = pl.n;
    c.here = pl.here;
    c.after = pl.above;
    c.c.rule = "citation.place";
    c.c.confidence = 0.9;
    push(s, &c);
    *end = pl.end;
    return true;
}

/* Places behind the document: “Nghị định 181/2004/NĐ-CP (Điều 92)”, “Luật Đất đai, Điều 5”, “… tại Điều 9”. */
static void places_behind(nv_scan *s) {
    for (uint32_t i = s->first; i + 1 < s->cands.n; i++) {
        nv_cand *c = &s->cands.v[i], *p = &s->cands.v[i + 1];
        if (c->kind != NV_CAND_DOC || c->n_paths || p->kind != NV_CAND_PLACE || p->here || p->after) continue;
        uint32_t k = nv_cs_skip(s, c->tail.end);
        bool ok = false;
        if (k < s->text.n && (s->text.p[k] == '(' || s->text.p[k] == ',')) k = nv_cs_skip(s, k + 1), ok = true;
        uint32_t e;
        if (nv_cs_word(s, k, "tại", &e)) k = nv_cs_skip(s, e), ok = true;
        ok |= k == nv_cs_skip(s, c->tail.end);
        if (!ok || k != p->whole.beg) continue;
        c->paths = p->paths;
        c->n_paths = p->n_paths;
        c->whole.end = p->whole.end;
        c->tail.end = p->whole.end;
        memmove(p, p + 1, sizeof *p * (s->cands.n - i - 2));
        s->cands.n--;
    }
}

/* ---- blocks ------------------------------------------------------------------------------------------------------- */

/* “(Có bảng theo dõi … đính kèm)”, “(Phụ lục kèm theo)”: this document's own attachment (contract 3.13). */
static bool own_attachment(nv_scan *s, uint32_t at, uint32_t *end) {
    if (s->unit && nv_unit_up(s->unit, NV_U_APPENDIX)) return false; /* a note of a form */
    static const char *const things[] = { "bảng", "biểu", "danh sách", "phụ lục", "danh mục", "đề cương", "mẫu", "kế hoạch", "chương trình", "dự thảo", "tài liệu" };
    uint32_t i = nv_cs_skip(s, at + 1), k, beg;
    if (nv_cs_word(s, i, "có", &k)) i = nv_cs_skip(s, k);
    if (nv_cs_word(s, i, "các", &k)) i = nv_cs_skip(s, k);
    beg = i;
    bool thing = false;
    for (unsigned t = 0; t < NV_NELEM(things) && !thing; t++) thing = nv_cs_word(s, i, things[t], NULL);
    if (!thing) return false;
    uint32_t close = i;
    while (close < s->text.n && close - i < 200 && s->text.p[close] != ')' && s->text.p[close] != '\n' && !nv_is_digit((unsigned char)s->text.p[close])) close++;
    if (close >= s->text.n || s->text.p[close] != ')') return false;
    uint32_t e = nv_cs_back(s, close), w;
    if (nv_cs_word_before(s, e, "này", &w)) return false;
    if (!nv_cs_word_before(s, e, "đính kèm", &w) && !nv_cs_word_before(s, e, "kèm theo", &w) && !nv_cs_word_before(s, e, "gửi kèm", &w)) return false;
    w = nv_cs_back(s, w);
    uint32_t g;
    if (nv_cs_word_before(s, w, "gửi", &g)) w = nv_cs_back(s, g);
    if (w <= beg) return false;
    nv_cand c = blank();
    c.kind = NV_CAND_SELF;
    c.attach = true;
    c.c.relation = NV_R_SELF;
    c.c.span = c.whole = (nv_span){ beg, w };
    c.tail = (nv_span){ w, w };
    c.c.rule = "citation.attachment";
    c.c.confidence = 0.85;
    push(s, &c);
    *end = close;
    return true;
}

static bool norm_number(nv_scan *s, uint32_t at, nv_target *target, nv_span *sp) {
    nv_span t;
    if (at >= s->text.n || (s->text.p[at] != 'Q' && s->text.p[at] != 'T' && s->text.p[at] != 'I')) return false;
    if (!nv_match_at(s->m, s->d->norm, s->text, at) || !nv_match_group(s->m, 0, sp) || !nv_match_named_span(s->m, "type", &t)) return false;
    nv_buf b = { 0 };
    nv_str raw = nv_span_str(s->text, *sp);
    for (uint32_t i = 0; i < raw.n; i++)
        if (raw.p[i] != ' ' || (b.n && nv_is_letter((unsigned char)raw.p[i - 1]) && i + 1 < raw.n && nv_is_digit((unsigned char)raw.p[i + 1]))) nv_buf_addc(&b, raw.p[i]);
    target->type = raw.p[0] == 'Q' ? NV_LIT("QCVN") : NV_LIT("TCVN");
    target->number = nv_arena_str(s->doc->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return true;
}

void nv_number_of_norm(nv_scan *s, uint32_t at, nv_cand *out, bool bracket) {
    nv_span sp;
    if (!norm_number(s, at, &out->c.target, &sp)) return;
    out->c.span.end = sp.end + (bracket && sp.end < s->text.n && s->text.p[sp.end] == ')');
    out->whole = out->c.span;
    out->tail = (nv_span){ out->c.span.end, out->c.span.end };
}

static bool norm_at(nv_scan *s, uint32_t at, uint32_t *end) {
    nv_span sp;
    nv_cand c = blank();
    if (!norm_number(s, at, &c.c.target, &sp)) return false;
    c.c.span = c.whole = sp;
    c.tail = (nv_span){ sp.end, sp.end };
    c.c.rule = "citation.norm";
    push(s, &c);
    *end = sp.end;
    return true;
}

/* “số 12/QĐ-UBND” or a bare number without a type word. */
static bool bare_number(nv_scan *s, uint32_t at, uint32_t *end) {
    uint32_t beg = at, b = nv_cs_back(s, at), w;
    bool so = nv_cs_word_before(s, b, "số", &w);
    if (so) {
        beg = w;
        static const char *const no[] = { "mẫu", "biểu", "biểu mẫu", "phiếu", "tài khoản", "hợp đồng", "giấy phép", "hóa đơn", "hồ sơ", "mã", "sổ", "điện thoại", "fax" };
        uint32_t p = nv_cs_back(s, beg);
        for (unsigned i = 0; i < NV_NELEM(no); i++)
            if (nv_cs_word_before(s, p, no[i], NULL)) return false;
        if (p == s->block.beg && at < s->text.n && s->unit && (s->unit->kind == NV_U_PREFACE || s->unit->kind == NV_U_APPENDIX)) return false; /* a letterhead's own number */
    } else if (nv_cs_word_before(s, b, "mẫu", NULL) || nv_cs_word_before(s, b, "biểu", NULL)) return false;
    else if (b > s->block.beg && s->text.p[b - 1] == ':') return false; /* “Số: 12/QĐ-UBND”: a head */
    nv_number n;
    if (!nv_read_number(s, at, false, &n) || !n.strong) return false;
    if (!n.coded && !n.type.n && !n.year) {
        if (!so || !n.issuer.n) return false;
        n.type = NV_LIT("CV"); /* organ and unit without a type: a letter */
    }
    if (!so && !n.coded && !n.issuer.n) return false;
    nv_cand c = blank();
    c.c.span = (nv_span){ beg, n.span.end };
    c.c.target = (nv_target){ .type = n.type, .number = n.number, .issuer = n.issuer };
    c.c.rule = "citation.number";
    c.c.confidence = 0.85;
    read_tail(s, &c, n.span.end);
    date_before(s, &c);
    push(s, &c);
    *end = c.c.span.end;
    return true;
}

/* “nghi-dinh-145-2018-nd-cp” in a web address: the digit at `at` stands behind the type. */
static bool slug_at(nv_scan *s, uint32_t at, uint32_t *end) {
    static const struct { const char *slug, *type, *code; } types[] = {
        { "nghi-dinh-", "NĐ", "nd" }, { "thong-tu-lien-tich-", "TTLT", "ttlt" }, { "thong-tu-", "TT", "tt" }, { "quyet-dinh-", "QĐ", "qd" }, { "nghi-quyet-", "NQ", "nq" }, { "chi-thi-", "CT", "ct" },
    };
    for (unsigned i = 0; i < NV_NELEM(types); i++) {
        uint32_t n = (uint32_t)strlen(types[i].slug), e = at;
        if (at < s->block.beg + n || memcmp(s->text.p + at - n, types[i].slug, n) != 0) continue;
        while (e < s->text.n && (nv_is_digit((unsigned char)s->text.p[e]) || s->text.p[e] == '-' || (s->text.p[e] >= 'a' && s->text.p[e] <= 'z'))) e++;
        nv_str raw = nv_str_cut(s->text, at, e), code = nv_str_of(types[i].code);
        uint32_t c = nv_str_find(raw, code, 0);
        if (c == UINT32_MAX || c < 2 || raw.p[c - 1] != '-' || c + code.n + 2 > raw.n || raw.p[c + code.n] != '-') continue;
        uint32_t org = c + code.n + 1, stop = org, dash = nv_str_find(raw, NV_LIT("-"), 0);
        while (stop < raw.n && raw.p[stop] != '-') stop++;
        nv_buf b = { 0 };
        for (uint32_t k = 0; k + 1 < c; k++) nv_buf_addc(&b, k == dash ? '/' : raw.p[k]);
        nv_buf_printf(&b, "/%s-", types[i].type);
        if (nv_str_eqz(nv_str_cut(raw, org, stop), "ttg")) nv_buf_addz(&b, "TTg");
        else for (uint32_t k = org; k < stop; k++) nv_buf_addc(&b, (char)(raw.p[k] >= 'a' ? raw.p[k] - 32 : raw.p[k]));
        nv_cand cd = blank();
        cd.c.span = cd.whole = (nv_span){ at - n, at + stop };
        cd.tail = (nv_span){ at + stop, at + stop };
        cd.c.target = (nv_target){ .type = nv_str_of(types[i].type), .number = nv_arena_str(s->doc->arena, nv_buf_str(&b)) };
        cd.c.rule = "citation.slug";
        cd.c.confidence = 0.7;
        nv_buf_clear(&b);
        push(s, &cd);
        *end = at + stop;
        return true;
    }
    return false;
}

/* A digit that may begin a number of a document: “12/”, “12-K”, “12 /”; a cheap gate for the patterns. */
static bool number_gate(const nv_scan *s, uint32_t at) {
    uint32_t i = at;
    while (i < s->text.n && i - at < 8 && (nv_is_digit((unsigned char)s->text.p[i]) || s->text.p[i] == '.' || (s->text.p[i] >= 'a' && s->text.p[i] <= 'd'))) i++;
    uint32_t j = nv_cs_skip(s, i);
    if (j >= s->text.n || j - i > 1) return false;
    char c = s->text.p[j];
    if (c == '/' || c == '-' || (unsigned char)c == 0xE2) {
        uint32_t k = nv_cs_skip(s, c == '/' || c == '-' ? j + 1 : j + 3);
        if (k >= s->text.n) return false;
        unsigned char n = (unsigned char)s->text.p[k];
        return (n >= 'A' && n <= 'Z') || n == 0xC4 || n == '1' || n == '2';
    }
    return c >= 'A' && c <= 'Z' && j > i;
}

static void scan_block(nv_scan *s) {
    nv_name_hit hit;
    uint32_t at = s->block.beg, next = at, pos = at;
    bool have = false, done = false;
    s->first = s->cands.n;
    while (pos < s->block.end) {
        if (!done && (!have || hit.span.beg < pos)) { /* the next word at or after pos */
            if (next < pos) next = pos;
            do have = nv_names_next(s->d->words, s->fold, &next, &hit);
            while (have && s->d->word[hit.value].kind == NV_CW_BLOCK);
            done = !have;
        }
        uint32_t stop = have ? hit.span.beg : s->block.end, i = pos, end = 0;
        for (; i < stop; i++) {
            unsigned char c = (unsigned char)s->text.p[i];
            if (!s->d->starts[c]) continue;
            if (nv_is_digit(c)) {
                if ((i == s->block.beg || !nv_is_digit((unsigned char)s->text.p[i - 1])) && number_gate(s, i) && bare_number(s, i, &end)) break;
                if (i > s->block.beg + 8 && s->text.p[i - 1] == '-' && s->text.p[i - 2] >= 'a' && s->text.p[i - 2] <= 'z' && slug_at(s, i, &end)) break;
            } else if (c == '(' && own_attachment(s, i, &end)) break;
            else if ((c == 'Q' || c == 'T') && i + 4 < s->text.n && (memcmp(s->text.p + i, "QCVN", 4) == 0 || memcmp(s->text.p + i, "TC", 2) == 0) && nv_word_border(s->text, i) && norm_at(s, i, &end)) break;
            else if (c >= 'A' && c <= 'Z') {
                nv_name_hit known;
                if ((i == s->block.beg || !nv_cs_letter(s, i - 1)) && nv_names_at(s->d->named, s->fold, i, &known)) {
                    nv_cand cd = blank();
                    const nv_cite_named *kn = &s->d->known[known.value];
                    cd.c.span = cd.whole = known.span;
                    cd.tail = (nv_span){ known.span.end, known.span.end };
                    cd.c.target = (nv_target){ .type = kn->type, .name = nv_span_str(s->text, known.span), .issuer = kn->issuer };
                    cd.c.rule = "citation.known";
                    cd.exists = true;
                    push(s, &cd);
                    end = known.span.end;
                    break;
                }
            }
        }
        if (i < stop) {
            pos = end;
            continue;
        }
        if (!have) break;
        bool place = s->d->word[hit.value].kind == NV_CW_PLACE;
        nv_name_hit known;
        if (!place && nv_names_at(s->d->named, s->fold, hit.span.beg, &known) && nv_cs_upper(s, hit.span.beg)) { /* a name that begins with a type word */
            nv_cand cd = blank();
            const nv_cite_named *kn = &s->d->known[known.value];
            cd.c.span = cd.whole = known.span;
            cd.tail = (nv_span){ known.span.end, known.span.end };
            cd.c.target = (nv_target){ .type = kn->type, .name = nv_span_str(s->text, known.span), .issuer = kn->issuer };
            cd.c.rule = "citation.known";
            cd.exists = true;
            push(s, &cd);
            pos = known.span.end;
            continue;
        }
        bool got = place ? read_place(s, &hit, &end) : read_doc(s, &hit, &end);
        pos = got && end > hit.span.beg ? end : hit.span.end;
    }
    places_behind(s);
    nv_cite_relations(s);
}

/* ---- the document ------------------------------------------------------------------------------------------------- */

static void run_block(nv_scan *s, nv_span sp, nv_unit *unit, uint32_t table) {
    sp = nv_span_trim(s->doc->text, sp);
    if (sp.end <= sp.beg) return;
    if (sp.end - sp.beg > NV_MAX_PARA_BYTES) sp.end = sp.beg + NV_MAX_PARA_BYTES;
    while (sp.end > sp.beg && sp.end < s->doc->text.n && ((unsigned char)s->doc->text.p[sp.end] & 0xC0) == 0x80) sp.end--;
    s->block = sp;
    s->unit = unit;
    s->table = table;
    s->text = (nv_str){ s->doc->text.p, sp.end };
    s->fold = (nv_str){ s->doc->fold.p, sp.end };
    scan_block(s);
}

/* Counts “ ” so that blocks inside a long quotation know it. */
static void follow_quotes(nv_scan *s, nv_span sp, int *depth) {
    const char *p = s->doc->text.p + sp.beg, *end = s->doc->text.p + sp.end;
    while (p + 2 < end && (p = memchr(p, 0xE2, (size_t)(end - p))) && p + 2 < end) {
        if ((unsigned char)p[1] == 0x80 && (unsigned char)p[2] == 0x9C) *depth = 1;
        else if ((unsigned char)p[1] == 0x80 && (unsigned char)p[2] == 0x9D) *depth = 0;
        p++;
    }
}

static uint32_t label_end(const nv_unit *u) {
    uint32_t e = u->span.end;
    if (u->heading.end > u->heading.beg && u->heading.beg < e) e = u->heading.beg;
    if (u->body.end > u->body.beg && u->body.beg < e) e = u->body.beg;
    return e;
}

static void run_para(nv_scan *s, nv_span para, int *depth) {
    uint32_t at = para.beg;
    while (at < para.end) { /* cut where units begin */
        nv_unit *u = nv_doc_unit(s->doc, at);
        uint32_t end = para.end;
        if (u && u->index + 1 < s->doc->units.n && s->doc->units.v[u->index + 1]->span.beg < end && s->doc->units.v[u->index + 1]->span.beg > at) end = s->doc->units.v[u->index + 1]->span.beg;
        if (!u && s->doc->units.n && s->doc->units.v[0]->span.beg < end) end = s->doc->units.v[0]->span.beg;
        uint32_t beg = at;
        if (u && u->span.beg >= at && u->span.beg < end) {
            uint32_t l = label_end(u);
            if (l > beg && l <= end) beg = l;
        }
        nv_unit_kind k = u ? u->kind : NV_U_PREAMBLE;
        if (k != NV_U_SIGNATURE && k != NV_U_PREFACE) {
            s->quoted = *depth > 0;
            run_block(s, (nv_span){ beg, end }, u, NV_NONE);
        }
        follow_quotes(s, (nv_span){ at, end }, depth);
        at = end;
    }
}

/* True if the sentence plainly goes on in the next paragraph (centred lines, a broken line of a text file): it does not end, and the next begins with a
 * small letter or closes the bracket. */
static bool goes_on(const nv_doc *d, uint32_t i) {
    if (i + 1 >= d->paras.n || d->paras.v[i + 1].kind != d->paras.v[i].kind) return false;
    nv_span a = nv_span_trim(d->text, d->paras.v[i].span), b = nv_span_trim(d->text, d->paras.v[i + 1].span);
    if (a.end <= a.beg || b.end <= b.beg || b.end - a.beg > 4000 || d->paras.v[i + 1].label) return false;
    static const char *const open_ends[] = { " số", " ngày", " tháng", " năm", " của", " và" };
    bool open_end = false;
    for (unsigned w = 0; w < NV_NELEM(open_ends); w++) open_end |= nv_str_ends(nv_span_str(d->fold, a), nv_str_of(open_ends[w]));
    char last = d->text.p[a.end - 1];
    if (last == '.' || last == ';' || last == ':' || last == '!' || last == '?' || last == ')') return false;
    nv_unit *u = nv_doc_unit(d, a.beg), *v = nv_doc_unit(d, b.beg);
    if (u != v || (v && v->span.beg >= b.beg)) return false;
    if (open_end) return true;
    if (v && (v->kind == NV_U_PREFACE || v->kind == NV_U_CHAPTER || v->kind == NV_U_PART || v->kind == NV_U_SECTION || v->kind == NV_U_APPENDIX) && b.end - a.beg < 1500 &&
        nv_str_is_caps(nv_span_str(d->text, a)) && nv_str_is_caps(nv_span_str(d->text, b)))
        return d->text.p[a.end - 1] != ')' && d->text.p[b.beg] != '('; /* lines of one heading in capitals */
    uint32_t at = b.beg, c = nv_utf8_next(d->text, &at);
    if (!nv_is_letter(c) || nv_is_upper(c)) return false;
    return at < d->text.n && d->text.p[at] != ')' && d->text.p[at] != '.';
}

/* The title, and what is printed in brackets under it. */
static void run_preface(nv_scan *s) {
    const nv_doc *d = s->doc;
    nv_unit *pre = d->units.n && d->units.v[0]->kind == NV_U_PREFACE ? d->units.v[0] : NULL;
    nv_span t = d->head.title_span;
    for (uint32_t i = t.end > t.beg ? nv_doc_para(d, t.end - 1) : d->paras.n; i < d->paras.n && goes_on(d, i); i++) t.end = d->paras.v[i + 1].span.end;
    if (t.end > t.beg) run_block(s, t, pre ? pre : nv_doc_unit(d, t.beg), NV_NONE);
    for (uint32_t i = 0; i < d->paras.n; i++) {
        nv_span sp = d->paras.v[i].span;
        if (d->paras.v[i].kind == NV_PARA_ROW) continue;
        if (nv_span_meet(sp, t)) continue;
        nv_unit *u = nv_doc_unit(d, sp.beg);
        if (u && u->kind != NV_U_PREFACE) continue;
        if (!u && d->units.n) continue;
        if (sp.end <= sp.beg || d->text.p[sp.beg] != '(' || sp.beg < t.end) continue;
        for (uint32_t n = 0; n < 3 && i + 1 < d->paras.n && nv_str_find(nv_span_str(d->text, sp), NV_LIT(")"), 0) == UINT32_MAX && nv_doc_unit(d, d->paras.v[i + 1].span.beg) == u; n++)
            sp.end = d->paras.v[++i].span.end;
        run_block(s, sp, u, NV_NONE);
    }
}

static bool in_table_unit(const nv_doc *d, uint32_t table) {
    const nv_unit *u = d->tables.v[table].unit;
    return u && u->kind != NV_U_SIGNATURE && u->kind != NV_U_PREFACE;
}

static int by_place(const void *a, const void *b) {
    const nv_cite *x = a, *y = b;
    if (x->span.beg != y->span.beg) return x->span.beg < y->span.beg ? -1 : 1;
    return x->span.end < y->span.end ? -1 : x->span.end > y->span.end;
}

void nv_detect_citations(const nv_cite_detector *d, nv_doc *doc) {
    nv_scan s = { .d = d, .doc = doc, .m = nv_matcher_new(), .table = NV_NONE };
    int depth = 0;
    run_preface(&s);
    nv_unit *last = NULL;
    for (uint32_t i = 0; i < doc->paras.n; i++) {
        const nv_para *p = &doc->paras.v[i];
        if (p->kind == NV_PARA_ROW) continue;
        nv_unit *u = nv_doc_unit(doc, p->span.beg);
        if (u != last) depth = 0; /* a quotation never goes on in the next unit */
        last = u;
        nv_span sp = p->span;
        while (goes_on(doc, i)) sp.end = doc->paras.v[++i].span.end;
        run_para(&s, sp, &depth);
    }
    s.quoted = false;
    for (uint32_t t = 0; t < doc->tables.n; t++)
        for (uint32_t c = 0; c < doc->tables.v[t].cells.n && in_table_unit(doc, t); c++) run_block(&s, doc->tables.v[t].cells.v[c].span, doc->tables.v[t].unit, t);
    nv_cite_scope(&s);
    if (doc->cites.n) qsort(doc->cites.v, doc->cites.n, sizeof *doc->cites.v, by_place);
    nv_matcher_free(s.m);
}
