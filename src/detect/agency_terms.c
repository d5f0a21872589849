/* The detector's words and the tokens of a text. */
#include "detect/agency.h"

/* of agency_terms.tsv; modality.tsv has the verbs, the last role */
static const char *const role_names[NV_T_VERB] = { "office", "head", "local", "level", "class", "qual", "function", "stop", "field", "none", "setup", "pointing",
                                                    "predicate", "giving", "foreign" };

static void load_terms(nv_agency_detector *d, const nv_grammar *g, nv_buf *errors) {
    static const char *const cols[] = { "role", "term", "argument", NULL };
    const nv_tsv *t = nv_tsv_load(g, "agency_terms.tsv", cols, errors);
    for (uint32_t i = 0; t && i < t->n; i++) {
        const nv_str *c = t->rows[i].cell;
        unsigned role = 0;
        while (role < NV_T_VERB && !nv_str_eqz(c[0], role_names[role])) role++;
        if (role == NV_T_VERB || !c[1].n) {
            nv_tsv_complain(&t->rows[i], errors, "unknown role, or no term");
            continue;
        }
        nv_names_add(d->terms[role], c[1], d->args.n);
        nv_names_add_bits(d->lists, c[1], 1u << role);
        *NV_PUSH(d->arena, &d->args) = c[2];
    }
}

/* What bodies are told to do: those words go on no name that the lexicon does not know. */
static void load_verbs(nv_agency_detector *d, const nv_grammar *g, nv_buf *errors) {
    static const char *const cols[] = { "trigger", "class", NULL };
    const nv_tsv *t = nv_tsv_load(g, "modality.tsv", cols, errors);
    for (uint32_t i = 0; t && i < t->n; i++) {
        const nv_str *c = t->rows[i].cell;
        if (!nv_str_eqz(c[1], "task_verb")) continue;
        nv_names_add(d->terms[NV_T_VERB], c[0], d->args.n);
        nv_names_add_bits(d->lists, c[0], 1u << NV_T_VERB);
        *NV_PUSH(d->arena, &d->args) = (nv_str){ 0 };
    }
}

static uint32_t words_in(nv_str s) {
    uint32_t n = 1;
    for (uint32_t i = 0; i < s.n; i++) n += s.p[i] == ' ';
    return n;
}

/* Names that the grammar of classes and local bodies reads better than a table. */
static bool by_table(const nv_agency_entry *e) {
    if (e->generic.n || e->kind == NV_A_CLASS) return false;
    if (nv_str_starts(e->kind_text, NV_LIT("peoples-")) || nv_str_eqz(e->kind_text, "vertical-agency")) return false;
    if (!nv_str_eqz(e->level, "central") && !nv_str_starts(e->name, NV_LIT("Sở "))) return false;
    if (nv_str_eqz(e->kind_text, "corporation")) return false; /* an enterprise is no agency (contract 4.11) */
    return true;
}

static void add_skeleton(nv_agency_detector *d, nv_str name, uint32_t i) {
    nv_str s = nv_skeleton_str(d->arena, name);
    uint32_t space = nv_str_find(s, NV_LIT(" "), 0);
    nv_names_add(d->skeletons, s, i);
    nv_names_add(d->skeleton_heads, nv_str_cut(s, 0, space), 1);
}

static void add_name(nv_agency_detector *d, nv_str name, uint32_t i) {
    nv_names_add(d->bodies, name, i);
    nv_names_add_bits(d->lists, name, NV_LIST_BODIES);
    if (words_in(name) >= 3 && nv_str_eq(name, nv_registry_agencies(d->registry, &(uint32_t){ 0 })[i].name)) add_skeleton(d, name, i);
    if (nv_str_starts(name, NV_LIT("Bộ "))) nv_names_add(d->tails[0], nv_str_cut(name, (uint32_t)strlen("Bộ "), name.n), i);
    if (nv_str_starts(name, NV_LIT("Sở "))) nv_names_add(d->tails[1], nv_str_cut(name, (uint32_t)strlen("Sở "), name.n), i);
}

static bool next_item(nv_str list, uint32_t *at, nv_str *item) {
    while (*at < list.n) {
        uint32_t end = nv_str_find(list, NV_LIT(";"), *at);
        if (end == UINT32_MAX) end = list.n;
        *item = nv_str_trim(nv_str_cut(list, *at, end));
        *at = end + 1;
        if (item->n) return true;
    }
    return false;
}

static void load_names(nv_agency_detector *d) {
    uint32_t n;
    const nv_agency_entry *e = nv_registry_agencies(d->registry, &n);
    nv_str item;
    for (uint32_t i = 0; i < n; i++) {
        if (!by_table(&e[i])) continue;
        add_name(d, e[i].name, i);
        for (uint32_t at = 0; next_item(e[i].variants, &at, &item);) add_name(d, item, i);
        for (uint32_t at = 0; next_item(e[i].abbreviations, &at, &item);)
            if (nv_utf8_count(item) >= 3) nv_names_add(d->abbreviations, item, i), nv_names_add_bits(d->lists, item, NV_LIST_ABBREVIATIONS);
    }
    const nv_province *p = nv_registry_provinces(d->registry, &n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t kind = p[i].city ? 2 : 1;
        nv_names_add(d->provinces, p[i].name, kind);
        nv_names_add_bits(d->lists, p[i].name, NV_LIST_PROVINCES);
        for (uint32_t at = 0; next_item(p[i].variants, &at, &item);) nv_names_add(d->provinces, item, kind), nv_names_add_bits(d->lists, item, NV_LIST_PROVINCES);
    }
}

bool nv_at_load(nv_agency_detector *d, const nv_grammar *g, nv_buf *errors) {
    size_t before = errors->n;
    for (unsigned i = 0; i < NV_T_COUNT; i++) d->terms[i] = nv_names_new();
    d->lists = nv_names_new();
    d->bodies = nv_names_new();
    d->abbreviations = nv_names_new();
    d->tails[0] = nv_names_new();
    d->tails[1] = nv_names_new();
    d->provinces = nv_names_new();
    d->skeletons = nv_names_new();
    d->skeleton_heads = nv_names_new();
    static const char *const more[] = { "các", "những", "lực lượng" };
    for (unsigned i = 0; i < NV_NELEM(more); i++) nv_names_add_bits(d->lists, nv_str_of(more[i]), NV_LIST_LEADS);
    load_terms(d, g, errors);
    load_verbs(d, g, errors);
    load_names(d);
    for (unsigned i = 0; i < NV_T_COUNT; i++) nv_names_build(d->terms[i]);
    nv_names_build(d->lists);
    nv_names_build(d->bodies);
    nv_names_build(d->abbreviations);
    nv_names_build(d->tails[0]);
    nv_names_build(d->tails[1]);
    nv_names_build(d->provinces);
    nv_names_build(d->skeletons);
    nv_names_build(d->skeleton_heads);
    return errors->n == before;
}

/* ---- tokens ------------------------------------------------------------------------------------------------------ */

/* “&” stays inside a word: VHTT&DL. */
static bool joins(nv_str text, uint32_t at, uint32_t end) {
    if (at == 0 || at + 1 >= end || text.p[at] != '&') return false;
    uint32_t start, next = at + 1;
    return nv_is_letter(nv_utf8_prev(text, at, &start)) && nv_is_letter(nv_utf8_next(text, &next));
}

typedef struct { uint32_t end, letters; bool lower; } word; /* lower: one of its letters is small */

static word read_word(nv_str text, uint32_t at, uint32_t end) {
    word w = { 0 };
    while (at < end) {
        unsigned char byte = (unsigned char)text.p[at];
        uint32_t next = at;
        if ((unsigned)(byte - 'a') < 26) { /* most letters */
            w.letters++;
            w.lower = true;
            at++;
        } else if (byte == ' ') {
            break;
        } else if (w.lower && nv_wide_letter_at(text, at)) { /* most of the others; nothing more to learn from it */
            w.letters++;
            at += byte == 0xE1 ? 3 : 2;
        } else {
            uint32_t c = nv_utf8_next(text, &next);
            bool letter = nv_is_letter(c);
            if (!letter && !nv_is_digit(c) && !joins(text, at, end)) break;
            w.letters += letter;
            w.lower |= letter && !nv_is_upper(c);
            at = next;
        }
    }
    w.end = at;
    return w;
}

/* The first citation that begins behind `at`. */
static uint32_t cite_behind(const nv_doc *doc, uint32_t at) {
    uint32_t lo = 0, hi = doc->cites.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (doc->cites.v[mid].span.beg <= at) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* Where the citations end that began before `behind`. Quotes do not nest, but a long one may begin before a short one. */
static uint32_t cites_end(const nv_doc *doc, uint32_t behind) {
    uint32_t end = 0;
    for (uint32_t i = behind; i > 0 && i + 3 > behind; i--)
        if (doc->cites.v[i - 1].span.end > end) end = doc->cites.v[i - 1].span.end;
    return end;
}

void nv_at_tokens(nv_ascan *s, nv_span span) {
    nv_str text = s->doc->text;
    uint32_t cite = cite_behind(s->doc, span.beg), cited = cites_end(s->doc, cite);
    s->toks.n = 0;
    s->span = span;
    for (uint32_t at = span.beg; at < span.end;) {
        uint32_t beg = at, c = nv_utf8_next(text, &at);
        if (c == ' ' || c == '\t' || c == '\r' || c == 0xA0) continue;
        for (; cite < s->doc->cites.n && s->doc->cites.v[cite].span.beg <= beg; cite++) cited = cites_end(s->doc, cite + 1);
        if (c == 0x2014) c = 0x2013; /* recognised scans have the long dash for the short one */
        bool in_quote = beg < cited;
        word w = read_word(text, beg, span.end);
        nv_tok *t = NV_PUSH(s->doc->arena, &s->toks);
        *t = (nv_tok){ .beg = beg, .end = w.end > beg ? w.end : at, .c = c };
        at = t->end;
        if (in_quote) t->c = 0xFFFC; /* a wall: no name reaches into a citation */
        else if (w.end > beg) {
            t->word = true;
            t->cap = nv_is_upper(c);
            t->caps = w.letters >= 2 && !w.lower;
            t->number = nv_is_digit(c);
            t->lists = nv_names_bits_at(s->d->lists, s->doc->fold, beg);
        }
    }
}

static bool token_at(const nv_ascan *s, uint32_t from, uint32_t off, uint32_t *end) {
    uint32_t i = from;
    while (i < s->toks.n && s->toks.v[i].end <= off) {
        if (s->toks.v[i].c == 0xFFFC) return false;
        i++;
    }
    *end = i;
    return i > from;
}

bool nv_at_name(const nv_ascan *s, const nv_names *names, uint32_t i, uint32_t *end, uint32_t *value) {
    nv_name_hit hit;
    if (i >= s->toks.n || !s->toks.v[i].word) return false;
    uint32_t list = names == s->d->bodies ? NV_LIST_BODIES : names == s->d->provinces ? NV_LIST_PROVINCES : names == s->d->abbreviations ? NV_LIST_ABBREVIATIONS : 0u;
    if ((list && !(s->toks.v[i].lists & list)) || !nv_names_at(names, s->doc->fold, s->toks.v[i].beg, &hit)) return false;
    if (hit.span.end > s->span.end) return false;
    *value = hit.value;
    return token_at(s, i, hit.span.end, end);
}

bool nv_at_term(const nv_ascan *s, nv_term_role role, uint32_t i, uint32_t *end, nv_str *arg) {
    uint32_t value;
    if (i >= s->toks.n || !(s->toks.v[i].lists & 1u << role)) return false;
    if (!nv_at_name(s, s->d->terms[role], i, end, &value)) return false;
    if (arg) *arg = s->d->args.v[value];
    return true;
}

bool nv_at_is(const nv_ascan *s, uint32_t i, const char *z) {
    if (i >= s->toks.n || !s->toks.v[i].word) return false;
    uint32_t beg = s->toks.v[i].beg;
    if (s->doc->fold.p[beg] != z[0]) return false; /* asked many times a word, and nearly always the answer */
    return nv_str_eqz(nv_str_cut(s->doc->fold, beg, s->toks.v[i].end), z);
}

bool nv_at_punct(const nv_ascan *s, uint32_t i, uint32_t c) { return i < s->toks.n && !s->toks.v[i].word && s->toks.v[i].c == c; }

static uint32_t hash(nv_str s) {
    uint32_t h = s.n;
    for (uint32_t i = 0; i < s.n; i++) h = h * 31 + (unsigned char)s.p[i];
    return h ^ h >> 15;
}

const nv_agency_entry *nv_at_entry(nv_ascan *s, nv_str name) {
    if (!s->known) s->known = nv_arena_alloc(s->doc->arena, NV_KNOWN_NAMES * sizeof *s->known);
    uint32_t slot = hash(name) % NV_KNOWN_NAMES;
    if (s->known[slot].name.p && nv_str_eq(s->known[slot].name, name)) return s->known[slot].entry;
    s->known[slot].name = name;
    if (nv_arena_used(s->scratch) > (1u << 20)) {
        nv_arena_free(s->scratch);
        s->scratch = nv_arena_new();
    }
    return s->known[slot].entry = nv_registry_find_with(s->d->registry, s->scratch, name, s->doc->head.date);
}

/* Between tokens there is nothing or one space, and none of them is left out: the printed text is the name as it stands. */
static bool plain(const nv_ascan *s, uint32_t a, uint32_t b) {
    for (uint32_t i = a; i < b; i++) {
        if (nv_at_punct(s, i, '(') || nv_at_punct(s, i, '\n') || (i > a && nv_at_is(s, i, "một"))) return false;
        if (i == a || s->toks.v[i - 1].end == s->toks.v[i].beg) continue;
        if (s->toks.v[i - 1].end + 1 != s->toks.v[i].beg || s->doc->text.p[s->toks.v[i].beg - 1] != ' ') return false;
    }
    return a < b && !nv_at_punct(s, b - 1, ')');
}

nv_str nv_at_text(const nv_ascan *s, uint32_t a, uint32_t b) {
    if (plain(s, a, b)) return nv_str_cut(s->doc->text, s->toks.v[a].beg, s->toks.v[b - 1].end);
    nv_buf buf = { 0 };
    for (uint32_t i = a; i < b; i++) {
        if (nv_at_punct(s, i, '(')) { /* an abbreviation in brackets is no part of the name */
            while (i < b && !nv_at_punct(s, i, ')')) i++;
            continue;
        }
        if (nv_at_punct(s, i, '\n')) continue;
        if (i > a && nv_at_is(s, i, "một") && (nv_at_is(s, i - 1, "của") || nv_at_is(s, i - 1, "tại") || nv_at_is(s, i - 1, "ở"))) { /* a quantifier is no part of a name (contract 4.3) */
            if (nv_at_is(s, i + 1, "trong") && nv_at_is(s, i + 2, "số")) i += 2;
            continue;
        }
        nv_tok t = s->toks.v[i];
        bool gap = i > a && (s->toks.v[i - 1].end < t.beg || nv_at_punct(s, i - 1, ')'));
        if (buf.n && gap) nv_buf_addc(&buf, ' ');
        nv_buf_adds(&buf, nv_str_cut(s->doc->text, t.beg, t.end));
    }
    nv_str out = nv_arena_str(s->doc->arena, nv_buf_str(&buf));
    nv_buf_clear(&buf);
    return out;
}
