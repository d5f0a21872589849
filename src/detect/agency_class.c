/* Classes: “các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ”, “các cơ quan có liên quan”, “cơ quan đăng ký kinh doanh” (contract 4.2, 4.7, 4.9). */
#include "detect/agency.h"

typedef struct {
    uint32_t beg, end;
    bool plural, qualified, own, owned; /* own: its qualifier makes it a class of its own, that no list takes in; owned: “… thuộc Bộ X” ends a list */
    nv_str type;                 /* strong, unit, set, weak, place, level, named */
} item;

static bool cap(const nv_ascan *s, uint32_t i) { return i < s->toks.n && s->toks.v[i].cap; }
static bool plural_word(const nv_ascan *s, uint32_t i) { return nv_at_is(s, i, "các") || nv_at_is(s, i, "những"); }

/* ---- what may follow a head --------------------------------------------------------------------------------------- */

/* End of the function that begins at k: “quản lý, vận hành hệ thống giám sát giao thông”. */
static uint32_t function_end(nv_ascan *s, uint32_t head, uint32_t k) {
    uint32_t e, f, last = k, from = k;
    bool verbs_only = true, after_field = false;
    while (k < s->toks.n && k < from + 16) {
        if (nv_at_punct(s, k, ',') || nv_at_is(s, k, "và")) {
            uint32_t n = k + 1;
            bool verb = nv_at_term(s, NV_T_FUNCTION, n, &e, NULL), field = nv_at_term(s, NV_T_FIELD, n, &f, NULL);
            uint32_t x;
            if (nv_at_term(s, NV_T_CLASS, n, &x, NULL) || nv_at_term(s, NV_T_OFFICE, n, &x, NULL)) break;
            if (!(verb && verbs_only) && !(field && nv_at_is(s, k, "và") && !(nv_at_term(s, NV_T_STOP, n, &x, NULL) && x >= f))) break;
            k = n;
            continue;
        }
        if (nv_at_punct(s, k, '/') && last == k && cap(s, k - 1) + cap(s, k - 2) && cap(s, k + 1)) { /* “chủ trì Chương trình/Đề án” */
            k++;
            continue;
        }
        if (!s->toks.v[k].word || s->toks.v[k].number) break;
        if (nv_at_is(s, k, "cấp") && (nv_at_term(s, NV_T_LEVEL, k + 1, &e, NULL) || nv_at_is(s, k + 1, "trên") || nv_at_is(s, k + 1, "dưới"))) break;
        bool verb = verbs_only && nv_at_term(s, NV_T_FUNCTION, k, &e, NULL);
        if (verb) {
            k = last = e;
            continue;
        }
        bool field = nv_at_term(s, NV_T_FIELD, k, &f, NULL);
        if (verbs_only && last > from && nv_at_is(s, k, "về") && !nv_at_is(s, k + 1, "việc")) {
            k++; /* “chuyên trách về thông tin đối ngoại” */
            verbs_only = false;
            continue;
        }
        nv_str hard;
        if (nv_at_term(s, NV_T_STOP, k, &e, &hard)) {
            if (verbs_only && nv_at_is(s, k, "làm")) {
                k = last = k + 1;
                continue;
            }
            if (!(field && f >= e) || (hard.n && f == e)) break;
            if (f == e && (after_field || nv_an_whole_elsewhere(s, head, k))) break;
        }
        if (nv_at_term(s, NV_T_OFFICE, k, &e, NULL) || nv_at_term(s, NV_T_LOCAL, k, &e, NULL)) break;
        k = last = field ? f : k + 1;
        after_field = field;
        verbs_only = false;
    }
    return last;
}

/* “thuộc phạm vi quản lý”, “thuộc Bộ Tài chính”, “của các bộ, ngành, địa phương”, “ở địa phương”, “trên địa bàn tỉnh”. */
static uint32_t complement(nv_ascan *s, uint32_t k, bool section) {
    uint32_t e, n = k + 1;
    bool plural, proper;
    if (nv_at_is(s, k, "trên") && nv_at_is(s, k + 1, "địa") && nv_at_is(s, k + 2, "bàn")) {
        n = k + 3;
        return nv_an_territory(s, n, &e, &plural, &proper) ? e : n;
    }
    if (nv_at_is(s, k, "ở") || nv_at_is(s, k, "tại")) {
        if (nv_at_is(s, n, "nước") && nv_at_is(s, n + 1, "ngoài")) return n + 2;
        if (nv_an_territory(s, n, &e, &plural, &proper)) return e;
        if (!section) return k; /* “bộ phận … ở Ủy ban nhân dân cấp xã” names its owner */
    } else if (nv_at_is(s, k, "thuộc") && (nv_at_punct(s, n, ',') || nv_at_is(s, n, "và") || nv_at_is(s, n, "hoặc")) && nv_at_is(s, n + 1, "trực") && nv_at_is(s, n + 2, "thuộc")) n += 3; /* “thuộc, trực thuộc Bộ Y tế” */
    else if (nv_at_is(s, k, "trực") && nv_at_is(s, k + 1, "thuộc")) n = k + 2;
    else if (!nv_at_is(s, k, "thuộc") && !nv_at_is(s, k, "của")) return k;
    if (nv_at_is(s, n, "phạm") && nv_at_is(s, n + 1, "vi") && nv_at_is(s, n + 2, "quản")) return n + 4;
    if (nv_at_is(s, n, "thẩm") && nv_at_is(s, n + 1, "quyền") && nv_at_is(s, n + 2, "quản")) return n + 4;
    if (nv_at_is(s, n, "một")) n += nv_at_is(s, n + 1, "trong") && nv_at_is(s, n + 2, "số") ? 3 : 1; /* a quantifier is no part of a name */
    nv_np inner;
    if (s->depth < NV_MAX_NP_DEPTH) {
        s->depth++;
        bool ok = nv_anp_one(s, n, true, &inner);
        s->depth--;
        if (ok) return inner.end;
    }
    if (nv_at_is(s, n, "đảng")) return n + 1;
    if (nv_an_territory(s, n, &e, &plural, &proper)) return e;
    return nv_at_term(s, NV_T_HEAD, n, &e, NULL) && s->toks.v[n].cap ? e : k; /* “của Bộ” */
}

/* A level alone after a list of departments: “các Sở, ngành thành phố”. */
static uint32_t bare_level(nv_ascan *s, uint32_t k, nv_str type) {
    uint32_t e;
    bool plural, proper;
    if (nv_at_is(s, k, "các") || nv_at_is(s, k, "địa") || nv_at_is(s, k, "cơ")) return k;
    if (nv_at_is(s, k, "cấp") && nv_an_territory(s, k, &e, &plural, &proper)) return e;
    if (!nv_str_starts(type, NV_LIT("strong")) && !nv_str_starts(type, NV_LIT("unit"))) return k;
    if (nv_an_territory(s, k, &e, &plural, &proper) && (!plural || proper)) return e;
    uint32_t after, x;
    nv_str arg;
    if (!nv_at_term(s, NV_T_LEVEL, k, &e, &arg) || arg.n) return k;
    return nv_an_separator(s, e, &after) && nv_at_term(s, NV_T_LEVEL, after, &x, NULL) ? k : e;
}

/* “bộ phận giúp việc cho Hội đồng X”: whom it helps is part of the name. */
static uint32_t whom_it_helps(nv_ascan *s, uint32_t k) {
    nv_np inner;
    if (k < 2 || !nv_at_is(s, k - 2, "giúp") || !nv_at_is(s, k - 1, "việc") || s->depth >= NV_MAX_NP_DEPTH) return k;
    uint32_t n = nv_at_is(s, k, "cho") || nv_at_is(s, k, "của") ? k + 1 : k;
    s->depth++;
    bool ok = nv_anp_one(s, n, true, &inner);
    s->depth--;
    return ok && !inner.bare ? inner.end : k;
}

/* A verb that charges stands right before token i. */
static bool charged_before(const nv_ascan *s, uint32_t i) {
    uint32_t e;
    for (uint32_t b = i; b > 0 && i - b < 3; b--)
        if ((nv_at_is(s, b - 1, "đề") || nv_at_is(s, b - 1, "yêu") || nv_at_is(s, b - 1, "giao")) && nv_at_term(s, NV_T_GIVING, b - 1, &e, NULL) && e == i) return true;
    return false;
}

/* The verbs at k are what the body is told to do, not what it is for: no verb of work follows its function, which ends at `end`. */
static bool acts(const nv_ascan *s, uint32_t k, uint32_t end) {
    uint32_t e;
    if (!nv_at_term(s, NV_T_PREDICATE, k, &e, NULL)) return false;
    if (nv_at_is(s, k, "tiến") && !nv_at_is(s, e, "tố")) return true; /* “tiến hành rà soát”, not “tiến hành tố tụng” */
    if (nv_at_punct(s, end, ',')) return nv_at_term(s, NV_T_STOP, end + 1, &e, NULL) && !nv_at_term(s, NV_T_FUNCTION, end + 1, &e, NULL) && !nv_at_is(s, end + 1, "các");
    return end < s->toks.n && s->toks.v[end].word && !nv_at_term(s, NV_T_PREDICATE, end, &e, NULL) && !nv_at_is(s, end, "và");
}

static void qualifiers(nv_ascan *s, item *it) {
    uint32_t k = it->end, e, f;
    nv_str arg;
    for (int rounds = 0; rounds < 4; rounds++) {
        uint32_t before = k;
        bool qual = nv_at_term(s, NV_T_QUAL, k, &e, &arg);
        bool function = rounds == 0 && nv_at_term(s, NV_T_FUNCTION, k, &f, NULL) && (nv_str_starts(it->type, NV_LIT("unit")) || nv_at_is(s, it->end - 1, "phận"));
        nv_str risk = { 0 };
        if (function) nv_at_term(s, NV_T_FUNCTION, k, &f, &risk);
        if (function && !risk.n && it->plural && charged_before(s, it->beg) && acts(s, k, function_end(s, it->beg + it->plural, k))) break; /* “đề nghị các đơn vị đăng ký danh sách …” */
        if (function && !risk.n && (!qual || arg.n || f >= e)) {
            uint32_t end = whom_it_helps(s, function_end(s, it->beg + it->plural, k));
            if (!(qual && e >= end && !arg.n)) it->own = true;
            k = qual && e > end ? e : end;
        } else if (qual && !nv_str_eqz(arg, "fn") && !(nv_at_is(s, k, "trực") && nv_at_is(s, k + 1, "thuộc") && complement(s, k, false) > e)) {
            nv_np owner;
            if (arg.n) it->own = true;
            if (nv_at_is(s, e - 1, "sở") && s->depth < NV_MAX_NP_DEPTH && nv_an_body(s, e - 1, &owner) && owner.end > e && !owner.bare) e = owner.end; /* “chức năng Sở Y tế” */
            k = e;
        } else {
            bool owner = nv_at_is(s, k, "thuộc") || nv_at_is(s, k, "trực") || nv_at_is(s, k, "của");
            k = complement(s, k, nv_at_is(s, it->beg + it->plural + 1, "phận"));
            if (k > before && owner && !nv_at_is(s, k - 1, "lý")) it->owned = true; /* “thuộc Bộ Tài chính” */
            if (k == before) k = bare_level(s, k, it->type);
        }
        if (k == before) break;
        it->qualified = true;
    }
    it->end = k;
}

/* ---- items -------------------------------------------------------------------------------------------------------- */

/* “cơ quan, tổ chức có trách nhiệm …”: behind a comma, with a modal that makes what stands before it the subject. */
static bool modal_behind(const nv_ascan *s, uint32_t i, uint32_t e) {
    static const char *const plain[] = { "phải", "chịu", "cần" }, *const had[] = { "trách", "nhiệm", "nghĩa", "quyền" };
    if (i == 0 || !nv_at_punct(s, i - 1, ',')) return false;
    for (unsigned k = 0; k < NV_NELEM(plain); k++)
        if (nv_at_is(s, e, plain[k])) return true;
    for (unsigned k = 0; k < NV_NELEM(had); k++)
        if (nv_at_is(s, e, "có") && nv_at_is(s, e + 1, had[k])) return true;
    return nv_at_is(s, e, "trong") && nv_at_is(s, e + 1, "phạm") && nv_at_is(s, e + 2, "vi");
}

/* Nouns that are also verbs count only where a noun can stand. */
static bool noun_here(const nv_ascan *s, uint32_t i, uint32_t e, bool plural) {
    uint32_t after, x;
    if ((nv_at_is(s, i, "tổ") && nv_at_is(s, i + 1, "chức")) || nv_at_is(s, i, "cấp")) {
        if (plural && nv_at_is(s, i, "cấp")) return true;
        return modal_behind(s, i, e) || e >= s->toks.n || !s->toks.v[e].word || nv_at_term(s, NV_T_QUAL, e, &x, NULL) || nv_an_separator(s, e, &after) ||
               nv_at_term(s, NV_T_POINTING, e, &x, NULL) || (plural && nv_at_term(s, NV_T_STOP, e, &x, NULL));
    }
    return true;
}

/* A small head of one syllable after another small word is the second half of a compound (“nghĩa vụ”, “bệnh viện”). */
static bool inside_word(const nv_ascan *s, uint32_t i, uint32_t e) {
    uint32_t x;
    uint32_t after;
    if (e != i + 1 || i == 0 || s->toks.v[i].cap || !s->toks.v[i - 1].word || s->toks.v[i - 1].number) return false;
    if (nv_an_separator(s, e, &after) && nv_at_term(s, NV_T_CLASS, after, &x, NULL)) return false; /* “ngành, địa phương” */
    static const char *const before[] = { "các", "những", "mỗi", "từng", "và", "hoặc", "giữa", "cả", "nhiều", "số", "trưởng" };
    for (unsigned k = 0; k < NV_NELEM(before); k++)
        if (nv_at_is(s, i - 1, before[k])) return false;
    for (uint32_t b = i; b > 0 && i - b < 4; b--)
        if ((nv_at_term(s, NV_T_STOP, b - 1, &x, NULL) || nv_at_term(s, NV_T_GIVING, b - 1, &x, NULL) || nv_at_term(s, NV_T_OFFICE, b - 1, &x, NULL)) && x == i) return false;
    return true;
}

static bool item_at(nv_ascan *s, uint32_t i, item *it) {
    uint32_t e, none_end, k = i;
    *it = (item){ .beg = i };
    if (plural_word(s, k)) it->plural = true, k++;
    uint32_t office;
    if (!nv_at_term(s, NV_T_CLASS, k, &e, &it->type)) return false;
    if (nv_at_term(s, NV_T_OFFICE, k, &office, NULL) && office > e) return false; /* “Chánh Văn phòng Bộ, | Cục trưởng Cục X” */
    if (nv_at_term(s, NV_T_NONE, k, &none_end, NULL) && none_end >= e) return false;
    nv_np own;
    if (s->toks.v[k].cap && s->depth < NV_MAX_NP_DEPTH) { /* “Bộ Quốc phòng” is a body, no class */
        s->depth++;
        bool body = nv_an_body(s, k, &own) && !own.bare && own.kind != NV_NP_CLASS && own.end > e;
        s->depth--;
        if (body) return false;
    }
    if (!noun_here(s, k, e, it->plural) || (!it->plural && inside_word(s, k, e))) return false;
    it->end = e;
    if (nv_str_eqz(it->type, "named")) it->qualified = true;
    qualifiers(s, it);
    return true;
}

typedef struct { uint32_t items, strong, unit, set, weak, place, level, minor, end; bool plural, qualified, person, own, trade, competent; } group;

static void count_in(const nv_ascan *s, group *g, const item *it) {
    g->items++;
    g->end = it->end;
    g->plural |= it->plural;
    g->qualified |= it->qualified;
    g->own |= it->own || it->owned;
    uint32_t behind = it->beg + it->plural + 1;
    g->competent |= nv_at_is(s, behind, "có") || nv_at_is(s, behind, "thẩm") || nv_at_is(s, behind, "trên");
    g->trade = it->own && nv_at_is(s, it->plural ? it->beg + 1 : it->beg, "ngành"); /* “ngành Y tế” is no body */
    if (nv_str_starts(it->type, NV_LIT("strong"))) g->strong++, g->minor += it->type.n > 6;
    else if (nv_str_eqz(it->type, "unit2")) g->unit++, g->minor++;
    else if (nv_str_eqz(it->type, "unit") || nv_str_eqz(it->type, "named") || nv_str_eqz(it->type, "party")) g->unit++;
    else if (nv_str_eqz(it->type, "set")) g->set++;
    else if (nv_str_eqz(it->type, "place")) g->place++;
    else if (nv_str_eqz(it->type, "level")) g->level++;
    else g->weak++, g->person |= nv_at_is(s, it->plural ? it->beg + 1 : it->beg, "cá") || nv_at_is(s, it->plural ? it->beg + 1 : it->beg, "doanh") || nv_at_is(s, it->plural ? it->beg + 1 : it->beg, "hộ");
}

/* Reads items as one class: until a second one with a qualifier of its own would come in (contract 4.7). */
static bool read_group(nv_ascan *s, uint32_t i, group *g) {
    item it;
    *g = (group){ 0 };
    if (!item_at(s, i, &it)) return false;
    count_in(s, g, &it);
    group best = *g;
    for (uint32_t after; !g->own && nv_an_separator(s, g->end, &after);) {
        if (!item_at(s, after, &it)) break;
        bool state = nv_at_is(s, it.end - 2, "nhà") && nv_at_is(s, it.end - 1, "nước"); /* “các cơ quan, đơn vị nhà nước” */
        if (it.own && (!state || best.qualified)) break;
        bool closed_set = g->set && nv_str_eqz(it.type, "unit");
        if (closed_set) break;
        if (it.plural && g->items == 1 && !g->plural && cap(s, i) && nv_at_punct(s, g->end, ',') && i > 0 && nv_at_is(s, i - 1, "của")) break; /* “kế hoạch của Sở, các phòng lập …” */
        if (it.qualified && best.qualified) break; /* each part has its own qualifier */
        count_in(s, g, &it);
        best = *g;
    }
    *g = best;
    return true;
}

/* Token i begins a sentence or an item. */
bool nv_ac_begins(const nv_ascan *s, uint32_t i) {
    static const uint32_t ends[] = { '\n', '.', ';', ':' };
    bool head = i == 0;
    for (unsigned k = 0; !head && k < NV_NELEM(ends); k++) head = nv_at_punct(s, i - 1, ends[k]);
    return head;
}

bool nv_ac_told(const nv_ascan *s, uint32_t end) {
    uint32_t e;
    return nv_at_is(s, end, "phải") || ((nv_at_is(s, end, "có") || nv_at_is(s, end, "chịu")) && nv_at_is(s, end + 1, "trách")) || nv_at_term(s, NV_T_PREDICATE, end, &e, NULL);
}

/* “Thành phố Hà Nội nghiên cứu …”: a territory is a body where it is told to do something (contract 4.11). */
bool nv_ac_territory(nv_ascan *s, uint32_t i, nv_np *np) {
    uint32_t end;
    bool plural, proper;
    if (!cap(s, i) || !nv_ac_begins(s, i) || !nv_an_territory(s, i, &end, &plural, &proper) || plural || !proper) return false;
    if (!nv_ac_told(s, end)) return false;
    nv_str level = nv_fold_str(s->doc->arena, nv_at_text(s, i, i + 1)), name = nv_an_named(s, i + 1, end); /* “thành phố Hà Nội” */
    name = nv_arena_printf(s->doc->arena, "%.*s %.*s", NV_ARG(level), NV_ARG(name));
    *np = (nv_np){ .beg = i, .end = end, .kind = NV_NP_BODY, .proper = true, .name = name, .rule = "agency.territory", .confidence = 0.85 };
    return true;
}

/* “Cơ quan, đơn vị lập danh sách …”: at the head of a sentence, with a verb behind it, a bare class is the subject. */
static bool is_subject(const nv_ascan *s, uint32_t i, uint32_t end, uint32_t items) {
    uint32_t e;
    bool charged = false;
    for (uint32_t b = i; plural_word(s, i) && !charged && b > 0 && i - b < 3; b--) charged = nv_at_term(s, NV_T_GIVING, b - 1, &e, NULL) && e == i; /* “đề nghị các trung tâm báo cáo” */
    if (!charged && (!nv_ac_begins(s, i) || !cap(s, i) || items < 2)) return false;
    for (uint32_t k = end + 2; k < s->toks.n && !nv_at_punct(s, k, '.') && !nv_at_punct(s, k, '\n'); k++) /* “cơ quan, đơn vị lập hồ sơ chịu trách nhiệm”: which ones */
        if (nv_at_is(s, k, "phải") || (nv_at_is(s, k, "trách") && nv_at_is(s, k + 1, "nhiệm"))) return false;
    return nv_at_term(s, NV_T_PREDICATE, end, &e, NULL);
}

/* An item that a later qualifier would share: “các Sở, ngành, các cơ quan liên quan” is one; the loop above keeps what was read. */
static bool counts(const group *g, bool relaxed) {
    uint32_t bodies = g->strong + g->unit + g->set;
    if (!bodies && g->level) return g->qualified && g->competent;
    if (!bodies) return false;
    if (g->qualified) return !(g->items == 1 && g->trade);
    if (g->person) return false;                      /* “cơ quan, tổ chức, cá nhân” at large */
    if (bodies + g->place + g->level >= 2 && (g->strong || g->set)) return true;
    if (g->items == 1 && g->minor) return relaxed;    /* “các phòng”, “các trung tâm”: of what? */
    return g->plural || relaxed;
}

bool nv_ac_class(nv_ascan *s, uint32_t i, bool relaxed, nv_np *np) {
    group g;
    if (!read_group(s, i, &g)) return false;
    *np = (nv_np){ .beg = i, .end = g.end, .kind = NV_NP_CLASS, .qualified = g.qualified, .set = g.set > 0, .rule = "agency.class", .confidence = 0.9 };
    if (!counts(&g, relaxed || is_subject(s, i, g.end, g.items))) {
        np->weak = true;
        np->place = g.place > 0 && !g.weak && !g.level;
        if (!np->place && !(g.qualified && g.weak)) return false;
    }
    uint32_t e;
    bool back = nv_at_is(s, g.end, "này") || nv_at_is(s, g.end, "đó");
    uint32_t head = plural_word(s, i) ? i + 1 : i;
    /* “các ngành cán thép” are trades; “những đơn vị bố trí sai …” names nobody */
    bool noun_behind = g.end < s->toks.n && s->toks.v[g.end].word && !nv_at_term(s, NV_T_STOP, g.end, &e, NULL) && !nv_at_term(s, NV_T_PREDICATE, g.end, &e, NULL);
    if (!g.qualified && g.items == 1 && ((nv_at_is(s, head, "ngành") && noun_behind) || nv_at_is(s, i, "những"))) return false;
    if (!g.qualified && (g.items == 1 || back) && nv_at_term(s, NV_T_POINTING, g.end, &e, NULL)) return false;
    np->name = nv_an_named(s, i, g.end);
    return true;
}
