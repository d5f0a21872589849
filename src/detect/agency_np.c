/* Any name at a token: an office with its body, a body, a class; and lists that share a head (contract 4.6, 4.8, 4.9). */
#include "detect/agency.h"

static bool cap(const nv_ascan *s, uint32_t i) { return i < s->toks.n && s->toks.v[i].cap; }
static bool plural_word(const nv_ascan *s, uint32_t i) { return nv_at_is(s, i, "các") || nv_at_is(s, i, "những"); }

/* “Giám đốc Sở”, “lãnh đạo Bộ”: the head alone. */
static bool bare_head(nv_ascan *s, uint32_t i, nv_np *np) {
    uint32_t e, none;
    if (!cap(s, i) || !nv_at_term(s, NV_T_HEAD, i, &e, NULL)) return false;
    if (nv_at_term(s, NV_T_NONE, i, &none, NULL) && none > e) return false;
    *np = (nv_np){ .beg = i, .end = e, .bare = true, .proper = true, .kind = NV_NP_BODY, .name = nv_an_named(s, i, e), .rule = "agency.head", .confidence = 0.8 };
    return true;
}

static nv_str join(nv_ascan *s, nv_str a, nv_str b) { return nv_arena_printf(s->doc->arena, "%.*s %.*s", NV_ARG(a), NV_ARG(b)); }

static bool office_body(nv_ascan *s, uint32_t k, nv_np *body) {
    nv_np head;
    bool ok = nv_anp_one(s, k, true, body);
    if (!ok || body->kind == NV_NP_CLASS) {
        uint32_t at = plural_word(s, k) ? k + 1 : k;
        if (at == k && bare_head(s, at, &head) && (!ok || head.end >= body->end)) *body = head, ok = true;
    }
    return ok;
}

/* “…, Thủ trưởng cơ quan thuộc Chính phủ” goes on with a class of offices. */
static uint32_t more_heads(nv_ascan *s, uint32_t k, bool *more) {
    uint32_t after, e;
    *more = false;
    if (!nv_an_separator(s, k, &after)) return k;
    if (plural_word(s, after)) after++;
    if (!nv_at_is(s, after, "thủ") || !nv_at_term(s, NV_T_OFFICE, after, &e, NULL)) return k;
    nv_np body;
    if (s->depth >= NV_MAX_NP_DEPTH) return k;
    s->depth++;
    bool ok = nv_anp_one(s, e, true, &body) && body.kind == NV_NP_CLASS;
    s->depth--;
    if (!ok) return k;
    *more = true;
    return body.end;
}

static bool office(nv_ascan *s, uint32_t i, nv_np *np) {
    uint32_t e, k;
    nv_str arg;
    if (s->depth >= NV_MAX_NP_DEPTH || !nv_at_term(s, NV_T_OFFICE, i, &e, &arg)) return false;
    bool needs_body = arg.n > 0;
    k = nv_at_is(s, e, "của") ? e + 1 : e;
    nv_np body = { 0 };
    if ((nv_at_is(s, i, "trưởng") || (nv_at_is(s, i, "phó") && nv_at_is(s, i + 1, "trưởng"))) && arg.n && !cap(s, i) && !cap(s, k) && !nv_at_is(s, k, "công")) return false; /* “tổ trưởng các phòng” */
    bool whose = nv_at_is(s, i, "trưởng") && arg.n && !cap(s, k) && !plural_word(s, k); /* “Trưởng phòng chức năng Sở”, not “Trưởng bộ phận” */
    s->depth++;
    bool ok = office_body(s, k, &body), own_head = false;
    nv_np whole;
    if (e > i + 1 && cap(s, e - 1) && nv_an_body(s, e - 1, &whole) && whole.proper && !whole.bare && whole.end > (ok ? body.end : e)) {
        body = whole; /* “Trưởng Ban Chỉ huy …”: the head of the body is the last word of the office */
        ok = own_head = true;
    } else if (!ok && e > i + 1 && !cap(s, e) && nv_ac_class(s, e - 1, true, &whole) && whole.qualified && whole.end > e) {
        body = whole; /* “Trưởng phòng chức năng Sở Y tế” */
        ok = own_head = true;
    }
    s->depth--;
    if (ok && body.kind == NV_NP_OFFICE) ok = nv_at_is(s, i, "thường") || nv_at_is(s, i, "đại"); /* no office of an office */
    if (ok && needs_body && !cap(s, i) && body.kind == NV_NP_CLASS && nv_at_is(s, i, "thành") && !body.qualified) ok = false;
    if (ok && whose && !body.qualified && !body.proper) ok = false;
    if (!ok && needs_body) {
        /* “lãnh đạo có thẩm quyền” */
        uint32_t q;
        if (!nv_at_is(s, i, "lãnh") || !nv_at_term(s, NV_T_QUAL, e, &q, NULL) || !(nv_at_is(s, e, "có") || nv_at_is(s, e, "trực"))) return false;
        *np = (nv_np){ .beg = i, .end = q, .kind = NV_NP_CLASS, .name = nv_an_named(s, i, q), .qualified = true, .rule = "agency.office", .confidence = 0.9 };
        return true;
    }
    nv_str words = nv_an_named(s, i, e);
    *np = (nv_np){ .beg = i, .kind = NV_NP_OFFICE, .office = words, .rule = "agency.office", .confidence = 0.95 };
    if (!ok) {
        np->end = e;
        np->name = words;
        np->rule = "agency.office-alone";
        np->bare = true;
        np->proper = true;
    } else {
        np->end = body.end;
        np->proper = body.proper;
        np->bare = body.bare;
        np->head = body.head;
        np->qualified = body.qualified;
        np->shared_office = plural_word(s, k);
        if (body.kind == NV_NP_CLASS) np->kind = NV_NP_CLASS;
        /* “Chánh Văn phòng Trung ương Đảng”: the office's own words hold the body's head */
        bool head_in_office = own_head || nv_at_is(s, e - 1, "phòng") || nv_at_is(s, e - 1, "ban") || nv_at_is(s, e - 1, "đoàn") || nv_at_is(s, e - 1, "an");
        np->name = body.proper && !head_in_office && !nv_at_is(s, e, "của") ? join(s, words, body.name) : nv_an_named(s, i, body.end);
        if (np->confidence > body.confidence) np->confidence = body.confidence;
    }
    bool head_office = nv_at_is(s, i, "thủ") || nv_at_is(s, i, "bộ") || nv_at_is(s, i, "giám") || nv_at_is(s, i, "trưởng");
    bool first_of_heads = head_office && (np->kind == NV_NP_CLASS ? !np->qualified : np->bare);
    for (bool more = first_of_heads; more;) {
        uint32_t end = more_heads(s, np->end, &more);
        if (!more) break;
        np->end = end;
        np->kind = NV_NP_CLASS;
        np->bare = np->proper = false;
        np->name = nv_an_named(s, i, end);
    }
    return true;
}

/* “lực lượng” is dropped before a body's own name and kept before a field or an adjective (contract 4.7). */
static bool force(nv_ascan *s, uint32_t i, nv_np *np) {
    uint32_t none;
    if (nv_at_term(s, NV_T_NONE, plural_word(s, i) ? i + 1 : i, &none, NULL)) return false; /* the force at large */
    uint32_t k = plural_word(s, i) ? i + 1 : i, e;
    if (!nv_at_is(s, k, "lực") || !nv_at_is(s, k + 1, "lượng")) return false;
    uint32_t n = k + 2, f, value;
    nv_np own;
    bool registered = cap(s, n) && nv_at_name(s, s->d->bodies, n, &f, &value);
    if (nv_an_body(s, n, &own) && own.proper && (registered || !nv_at_term(s, NV_T_FIELD, n, &f, NULL))) {
        *np = own;
        return true;
    }
    if (nv_at_term(s, NV_T_QUAL, n, &e, NULL)) n = e;
    else if (cap(s, n) || nv_at_term(s, NV_T_FIELD, n, &f, NULL)) n = nv_an_words(s, k, n, false);
    bool alone = n == k + 2, plural, proper;
    if (nv_at_is(s, n, "cấp") && nv_an_territory(s, n, &e, &plural, &proper)) n = e; /* “lực lượng Công an cấp xã” */
    else if (nv_at_is(s, n, "các") && nv_at_is(s, n + 1, "cấp")) n += 2;
    if (alone && k == i) return false;
    *np = (nv_np){ .weak = alone, .place = alone,  .beg = i, .end = n, .kind = NV_NP_CLASS, .name = nv_an_named(s, i, n), .qualified = true, .rule = "agency.force", .confidence = 0.85 };
    return true;
}

bool nv_anp_one(nv_ascan *s, uint32_t i, bool relaxed, nv_np *np) {
    nv_np c;
    bool ok = false;
    uint32_t j = plural_word(s, i) ? i + 1 : i;
    if (j >= s->toks.n || !s->toks.v[j].word) return false;
    if (force(s, i, np)) return true;
    if (office(s, j, &c)) *np = c, ok = true;
    if (nv_an_body(s, j, &c) && (!ok || c.end > np->end)) *np = c, ok = true;
    if (nv_ac_class(s, i, relaxed, &c) && (!ok || c.end > np->end || (np->bare && c.end == np->end))) *np = c, ok = true;
    if (nv_ac_territory(s, i, &c) && (!ok || c.end > np->end)) *np = c, ok = true;
    if (ok && j > i && np->beg == j && np->kind == NV_NP_BODY && nv_str_eqz(nv_str_of(np->rule), "agency.local") && !np->bare && !cap(s, np->end - 1)) {
        np->kind = NV_NP_CLASS; /* “các trung tâm y tế huyện” */
        np->proper = false;
        np->entry = NULL;
    }
    if (ok && np->kind == NV_NP_CLASS && np->beg == j && j > i) {
        np->beg = i;
        nv_str lead = nv_at_text(s, i, j);
        if (!np->entry) np->name = join(s, lead, np->name);
    }
    return ok;
}

/* ---- subjects ---------------------------------------------------------------------------------------------------- */

/* A name may stand at i as the subject, or as one of several. */
static bool may_be_subject(const nv_ascan *s, uint32_t i) {
    uint32_t e;
    if (nv_ac_begins(s, i) || nv_at_punct(s, i - 1, ',') || nv_at_is(s, i - 1, "và")) return true;
    static const char *const charging[] = { "giao", "cầu", "nghị" };
    for (unsigned k = 0; k < NV_NELEM(charging); k++)
        if (nv_at_is(s, i - 1, charging[k]) && nv_at_term(s, NV_T_GIVING, k ? i - 2 : i - 1, &e, NULL)) return true;
    return false;
}

/* Words at k that a name may have behind what the lexicon knows of it: no verb, nothing that begins another name; *end gets the token behind them. */
static bool goes_on_name(nv_ascan *s, uint32_t k, uint32_t *end) {
    static const char *const joins[] = { "các", "về", "của", "thuộc" };
    static const nv_term_role enders[] = { NV_T_PREDICATE, NV_T_OFFICE, NV_T_POINTING, NV_T_VERB };
    uint32_t e, v;
    const nv_tok *t = &s->toks.v[k];
    *end = k + 1;
    if (nv_at_punct(s, k, '-')) return true;
    if (!t->word) return false;
    for (unsigned i = 0; i < NV_NELEM(enders); i++)
        if (nv_at_term(s, enders[i], k, &e, NULL)) return false;
    if (t->cap && (nv_at_term(s, NV_T_HEAD, k, &e, NULL) || nv_at_term(s, NV_T_LOCAL, k, &e, NULL) || nv_at_name(s, s->d->bodies, k, &e, &v))) return false;
    for (unsigned i = 0; i < NV_NELEM(joins); i++)
        if (nv_at_is(s, k, joins[i])) return true;
    if (nv_at_term(s, NV_T_FIELD, k, &e, NULL) && e > k + 1) return *end = e, true;
    return !nv_at_term(s, NV_T_STOP, k, &e, NULL);
}

/* “Ban Quản lý dự án đầu tư xây dựng | các công trình giao thông tỉnh khẩn trương …”: words between a name that no table knows and the verb belong to the
 * name; without them the body would not be the subject, and its task would be missed. */
static void up_to_verb(nv_ascan *s, nv_np *np) {
    enum { MOST = 9 };
    uint32_t k = np->end, e, after;
    if (!nv_str_eqz(nv_str_of(np->rule), "agency.open") || s->heading || !may_be_subject(s, np->beg) || nv_ac_told(s, k)) return;
    /* a small word that is none of these may be a verb that no table knows */
    if (k >= s->toks.n || !(cap(s, k) || nv_at_punct(s, k, '-') || nv_at_is(s, k, "các") || nv_at_is(s, k, "về") || nv_at_is(s, k, "của") || nv_at_is(s, k, "thuộc"))) return;
    while (k < s->toks.n && k < np->end + MOST && goes_on_name(s, k, &e)) {
        k = e;
        bool list = nv_at_punct(s, k, ',') && nv_an_separator(s, k, &after) && cap(s, after) &&
                    (nv_at_term(s, NV_T_HEAD, after, &e, NULL) || nv_at_term(s, NV_T_LOCAL, after, &e, NULL) || nv_at_name(s, s->d->bodies, after, &e, &(uint32_t){ 0 }));
        if (!list && !nv_ac_told(s, k)) continue;
        if (nv_at_punct(s, k - 1, '-') || nv_at_is(s, k - 1, "các") || nv_at_is(s, k - 1, "của") || nv_at_is(s, k - 1, "về") || nv_at_is(s, k - 1, "thuộc")) return;
        np->end = k;
        np->name = nv_an_named(s, np->beg, k);
        np->confidence = 0.75;
        return;
    }
}

/* ---- lists ------------------------------------------------------------------------------------------------------- */

/* A name without its head (“Xây dựng” after “Sở Tài chính,”). */
static bool tail_at(nv_ascan *s, uint32_t i, char head, nv_np *np) {
    uint32_t end, value, n;
    if (!cap(s, i) || !nv_at_name(s, s->d->tails[head == 'S'], i, &end, &value)) return false;
    nv_np own;
    if (nv_an_body(s, i, &own) && own.end >= end && !own.bare) return false; /* “Công an tỉnh” is no Bộ */
    const nv_agency_entry *e = &nv_registry_agencies(s->d->registry, &n)[value];
    const nv_agency_entry *f = nv_at_entry(s, e->name);
    *np = (nv_np){ .beg = i, .end = end, .name = e->name, .entry = f ? f : e, .kind = NV_NP_BODY, .proper = true, .head = head, .rule = "agency.list", .confidence = 0.95 };
    return true;
}

static void with_office(nv_ascan *s, nv_np *np, nv_str words) {
    if (!words.n) return;
    np->name = join(s, words, np->name);
    np->kind = NV_NP_OFFICE;
    np->entry = NULL;
    np->office = words;
}

/* “các Bộ: Tài chính, Y tế”: the head stands once, before a colon; “Giám đốc: Sở A, Sở B”: so does the office. */
static bool colon_list(nv_ascan *s, uint32_t i, nv_np *np) {
    uint32_t k = i, e, office_end = 0;
    if (nv_at_term(s, NV_T_OFFICE, k, &e, NULL)) office_end = k = e;
    if (office_end && nv_at_punct(s, k, ':') && nv_an_body(s, k + 1, np) && np->head) {
        np->beg = i;
        with_office(s, np, nv_an_named(s, i, office_end));
        return np->shared_office = true;
    }
    if (!plural_word(s, k)) return false;
    char head = nv_at_is(s, k + 1, "bộ") ? 'B' : nv_at_is(s, k + 1, "sở") ? 'S' : 0;
    if (!head) return false;
    k += 2;
    if (nv_at_punct(s, k, ':')) k++;
    if (!tail_at(s, k, head, np)) return false;
    np->beg = i;
    if (office_end) with_office(s, np, nv_an_named(s, i, office_end));
    np->shared_office = office_end > 0;
    return true;
}

uint32_t nv_anp_parse(nv_ascan *s, uint32_t i, nv_np *np, uint32_t most) {
    nv_np c;
    uint32_t places = nv_apl_places(s, i, np, most);
    if (places) return places;
    if (!colon_list(s, i, &np[0])) {
        if (!nv_anp_one(s, i, false, &np[0])) return 0;
    } else if (nv_anp_one(s, i, false, &c) && c.end > np[0].end) {
        np[0] = c;
    }
    up_to_verb(s, &np[0]);
    c = np[0];
    if ((places = nv_apl_list(s, &c, np, most))) return places;
    uint32_t n = 1;
    char head = np[0].head;
    nv_str words = np[0].office;
    bool shared = np[0].shared_office;
    while (head && n < most) {
        uint32_t after;
        if (!nv_an_separator(s, np[n - 1].end, &after) || nv_at_punct(s, np[n - 1].end, '-')) break;
        if (!tail_at(s, after, head, &np[n])) {
            if (!shared || !nv_an_body(s, after, &np[n]) || np[n].head != head) break;
        }
        with_office(s, &np[n], words);
        n++;
    }
    return n;
}
