/* Short names that a document coins: “(sau đây gọi tắt là các Bộ, ngành, địa phương)” (contract 4). */
#include "detect/agency.h"

static bool blank_between(const nv_ascan *s, uint32_t a, uint32_t b) {
    for (uint32_t i = a; i < b; i++)
        if (!strchr(" \t\r\n,", s->doc->text.p[i])) return false;
    return true;
}

static uint32_t byte_end(const nv_ascan *s, const nv_np *np) { return s->toks.v[np->end - 1].end; }

static uint32_t items_in(nv_str words) {
    uint32_t n = 1;
    for (uint32_t i = 0; i < words.n; i++) n += words.p[i] == ',';
    return n;
}

/* The bodies that the definition at `at` is about: the last one before it, or the whole list where several are called by one name. */
static uint32_t defined(const nv_ascan *s, const nv_np *list, uint32_t n, uint32_t at, bool many, uint32_t *first) {
    uint32_t last = n;
    for (uint32_t i = 0; i < n; i++)
        if (byte_end(s, &list[i]) <= at) last = i;
    if (last == n || !blank_between(s, byte_end(s, &list[last]), at)) return 0;
    *first = last;
    while (many && *first > 0) {
        uint32_t after, end = list[*first - 1].end;
        if (!nv_an_separator(s, end, &after) || after != list[*first].beg) break;
        --*first;
    }
    return last - *first + 1;
}

static nv_str first_word(nv_str s) {
    if (nv_str_starts(s, NV_LIT("các "))) s = nv_str_cut(s, (uint32_t)strlen("các "), s.n);
    uint32_t n = 0;
    while (n < s.n && s.p[n] != ' ' && s.p[n] != ',') n++;
    return nv_str_cut(s, 0, n);
}

static bool part_of_larger(const nv_ascan *s, const nv_np *np) {
    static const char *const before[] = { "thuộc", "của", "tại", "do", "cho", "bởi" };
    for (unsigned k = 0; np->beg > 0 && k < NV_NELEM(before); k++)
        if (nv_at_is(s, np->beg - 1, before[k])) return true;
    return false;
}

/* “Cơ quan điều hành Trung tâm tài chính quốc tế (… là Cơ quan điều hành)”: the short name stands before the name it is cut from. Where it begins, or NV_NONE. */
static uint32_t cut_from(const nv_ascan *s, const nv_np *np, nv_str words) {
    uint32_t beg = s->toks.v[np->beg].beg;
    nv_str before = nv_str_cut(s->doc->fold, 0, beg);
    if (beg <= words.n || s->doc->fold.p[beg - 1] != ' ' || !nv_str_ends(nv_str_cut(before, 0, beg - 1), words)) return NV_NONE;
    uint32_t at = beg - 1 - words.n;
    return at == 0 || strchr(" \n(", s->doc->fold.p[at - 1]) ? at : NV_NONE;
}

/* Only words for bodies can be a short name of bodies (“Cổng dịch vụ công” after “… của Bộ Công an” is none). */
static bool names_bodies(nv_ascan *s, nv_str words) {
    static const nv_term_role roles[] = { NV_T_HEAD, NV_T_OFFICE, NV_T_LOCAL, NV_T_CLASS };
    nv_name_hit hit;
    uint32_t at = nv_str_starts(words, NV_LIT("các ")) ? (uint32_t)strlen("các ") : 0;
    if (nv_str_starts(nv_str_cut(words, at, words.n), NV_LIT("cấp "))) return false;
    for (unsigned r = 0; r < NV_NELEM(roles); r++)
        if (nv_names_at(s->d->terms[roles[r]], words, at, &hit) && !nv_str_eqz(s->d->args.v[hit.value], "skip")) return true;
    return false;
}

static void add(nv_ascan *s, const nv_np *list, uint32_t n, nv_span whole, nv_span words, nv_span *walls, uint32_t *n_walls) {
    nv_str fold = nv_str_cut(s->doc->fold, words.beg, words.end);
    bool common = false;
    for (uint32_t i = whole.beg; i < words.beg; i++) common |= nv_str_starts(nv_str_cut(s->doc->fold, i, words.beg), NV_LIT("chung"));
    bool list_like = items_in(fold) > 1 || nv_str_find(fold, NV_LIT(" và "), 0) != UINT32_MAX;
    bool named = nv_is_upper(nv_utf8_next(s->doc->text, &(uint32_t){ words.beg })); /* a name may hold commas itself */
    bool many = common || nv_str_starts(fold, NV_LIT("các ")) || (list_like && !named);
    uint32_t first = 0, count = defined(s, list, n, whole.beg, many, &first);
    if (!count) return;
    nv_str word = first_word(fold);
    bool body = names_bodies(s, fold), self = false;
    uint32_t longer = NV_NONE;
    if (!body && !nv_str_is_caps(nv_str_cut(s->doc->text, words.beg, words.end))) return;
    if (count == 1 && !many && body) {
        /* “Phòng Cảnh sát giao thông, Công an tỉnh (… là Phòng Cảnh sát giao thông)”: the one that begins alike */
        uint32_t k = first;
        for (; k > 0 && first - k < 3; k--) {
            if (nv_str_eq(first_word(nv_fold_str(s->doc->arena, list[k].name)), word)) break;
            uint32_t after;
            if (!nv_an_separator(s, list[k - 1].end, &after) || after != list[k].beg) break;
        }
        longer = cut_from(s, &list[first], fold);
        if (longer != NV_NONE) self = true;
        else if (nv_str_eq(first_word(nv_fold_str(s->doc->arena, list[k].name)), word)) first = k;
        else if (part_of_larger(s, &list[first])) self = true; /* “Trung tâm X thuộc Sở Y (… là Trung tâm X)” */
    }
    nv_coined *c = NV_PUSH(s->doc->arena, &s->coined);
    c->words = nv_str_cut(s->doc->text, words.beg, words.end);
    c->fold = fold;
    c->exact_case = nv_str_find(fold, NV_LIT(" "), 0) == UINT32_MAX;
    c->from = whole.end;
    if (self) {
        nv_str name = longer == NV_NONE ? c->words : nv_str_cut(s->doc->text, longer, byte_end(s, &list[first]));
        nv_np own = { .name = name, .kind = NV_NP_BODY, .proper = true, .confidence = 0.8 };
        *NV_PUSH(s->doc->arena, &c->means) = own;
        count = 0;
    }
    for (uint32_t i = 0; i < count; i++) *NV_PUSH(s->doc->arena, &c->means) = list[first + i];
    if (*n_walls < 16) walls[(*n_walls)++] = whole;
}

void nv_aco_collect(nv_ascan *s, const nv_np *list, uint32_t n, nv_span *walls, uint32_t *n_walls) {
    nv_str subject = nv_str_cut(s->doc->fold, 0, s->span.end);
    for (uint32_t r = 0; r < s->d->n_coined; r++) {
        const nv_rule *rule = s->d->coined[r];
        for (uint32_t at = s->span.beg; at < s->span.end && nv_match(s->matcher, rule, subject, at);) {
            nv_span whole, words;
            nv_match_group(s->matcher, 0, &whole);
            if (nv_match_named_span(s->matcher, "words", &words)) add(s, list, n, whole, nv_span_trim(s->doc->text, words), walls, n_walls);
            at = whole.end > at ? whole.end : at + 1;
        }
    }
}

const nv_coined *nv_aco_at(const nv_ascan *s, uint32_t i, uint32_t *end) {
    const nv_coined *best = NULL;
    uint32_t beg = s->toks.v[i].beg;
    for (uint32_t k = 0; k < s->coined.n; k++) {
        const nv_coined *c = &s->coined.v[k];
        uint32_t stop = beg + c->words.n;
        if (beg < c->from || stop > s->span.end || (best && c->words.n <= best->words.n)) continue;
        nv_str here = nv_str_cut(c->exact_case ? s->doc->text : s->doc->fold, beg, stop);
        if (nv_str_eq(here, c->exact_case ? c->words : c->fold) && nv_word_border(s->doc->text, stop)) best = c;
    }
    if (!best) return NULL;
    uint32_t e = i;
    while (e < s->toks.n && s->toks.v[e].end <= beg + best->words.n) e++;
    return *end = e, best;
}
