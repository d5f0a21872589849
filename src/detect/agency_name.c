/* Bodies with names of their own: from the registry, people's committees and the like with their territory, and names that no table can hold
 * (“Cục Quản lý, giám sát tổ chức tín dụng”): a head and what goes on as a name. */
#include "detect/agency.h"

#define WINDOW (64u << 10) /* bytes on both sides that are searched for another use of a name */

bool nv_an_separator(const nv_ascan *s, uint32_t i, uint32_t *end) {
    *end = i + 1;
    if (nv_at_punct(s, i, ',')) {
        if (nv_at_is(s, i + 1, "và")) *end = i + 2;
        return true;
    }
    return nv_at_punct(s, i, '-') || nv_at_punct(s, i, 0x2013) || nv_at_punct(s, i, '/') || nv_at_is(s, i, "và") || nv_at_is(s, i, "hoặc");
}

static nv_tok *tok(const nv_ascan *s, uint32_t i) { return i < s->toks.n ? &s->toks.v[i] : NULL; }
static bool cap(const nv_ascan *s, uint32_t i) { return i < s->toks.n && s->toks.v[i].cap; }

/* ---- territories ------------------------------------------------------------------------------------------------- */

/* A proper name after a level: a province, or a run of capitalised words, or the number of a ward. */
bool nv_an_place(nv_ascan *s, uint32_t i, bool province_only, uint32_t *end) {
    uint32_t value;
    if (!cap(s, i) && !(tok(s, i) && tok(s, i)->number)) return false;
    if (nv_at_name(s, s->d->provinces, i, end, &value)) return true;
    if (province_only || tok(s, i)->caps) return false;
    if (tok(s, i)->number) return *end = i + 1, tok(s, i)->end - tok(s, i)->beg <= 2;
    uint32_t k = i, after;
    while (k < s->toks.n && cap(s, k) && k < i + 4) {
        if (k > i && (nv_at_term(s, NV_T_HEAD, k, &after, NULL) || nv_at_term(s, NV_T_OFFICE, k, &after, NULL)) && after > k + 1) break;
        k++;
    }
    /* one capitalised word before a small one is rather the first of a compound (“Chỉ thị”) */
    if (k == i + 1 && k < s->toks.n && s->toks.v[k].word && !s->toks.v[k].number && !nv_at_term(s, NV_T_STOP, k, &after, NULL)) return false;
    return *end = k, k > i;
}

bool nv_an_level(const nv_ascan *s, uint32_t i, uint32_t *end, nv_str *arg) {
    if (!nv_at_term(s, NV_T_LEVEL, i, end, arg)) return false;
    if (nv_at_punct(s, *end, '.') && nv_at_is(s, i, "tp")) ++*end;
    return true;
}

/* What may close a list of levels: “trực thuộc Trung ương”, “thuộc tỉnh”, “biên giới”, “có liên quan”. */
static uint32_t level_tail(const nv_ascan *s, uint32_t i) {
    static const char *const tails[][4] = { { "trực", "thuộc", "trung", "ương" }, { "trực", "thuộc", "tw", NULL }, { "thuộc", "tỉnh", NULL, NULL }, { "thuộc", "thành", "phố", NULL }, { "trực", "thuộc", "thành", "phố" },
                                            { "thuộc", "trung", "ương", NULL }, { "biên", "giới", "đất", "liền" }, { "biên", "giới", NULL, NULL }, { "ven", "biển", NULL, NULL },
                                            { "miền", "núi", NULL, NULL }, { "có", "liên", "quan", NULL }, { "liên", "quan", NULL, NULL }, { "trong", "toàn", "tỉnh", NULL }, { "trong", "tỉnh", NULL, NULL } };
    for (bool again = true; again;) {
        again = false;
        for (unsigned k = 0; k < NV_NELEM(tails) && !again; k++) {
            uint32_t n = 0;
            while (n < 4 && tails[k][n] && nv_at_is(s, i + n, tails[k][n])) n++;
            if (n == 4 || !tails[k][n]) i += n, again = true;
        }
    }
    return i;
}

bool nv_an_territory(nv_ascan *s, uint32_t i, uint32_t *end, bool *plural, bool *proper) {
    uint32_t k = i, e, after, levels = 0;
    nv_str arg = { 0 };
    *plural = *proper = false;
    if (nv_at_is(s, k, "các") || nv_at_is(s, k, "hai") || nv_at_is(s, k, "02")) {
        *plural = true;
        if (nv_at_is(s, k + 1, "cấp")) return *end = k + 2, true;
        k++;
    }
    if (tok(s, k) && tok(s, k)->number && nv_an_level(s, k + 1, &e, &arg)) *plural = true, k++;
    for (;;) {
        if (nv_at_is(s, k, "cấp") && nv_an_level(s, k + 1, &e, &arg)) *plural = true, k++;
        else if (!nv_an_level(s, k, &e, &arg)) break;
        if (levels && arg.n) break; /* “tỉnh, địa phương”: the second is a class of its own */
        k = e;
        levels++;
        *end = k;
        bool party = nv_at_is(s, k, "ủy") && !nv_at_is(s, k + 1, "thác") && !nv_at_is(s, k + 1, "quyền") && !nv_at_is(s, k + 1, "nhiệm");
        if (party && levels == 1 && !*plural) return *end = k + 1, true; /* “Ủy ban Kiểm tra huyện ủy” */
        bool province = nv_at_is(s, e - 1, "tỉnh");
        if (!*plural && !arg.n && levels == 1 && nv_an_place(s, k, province, &e)) return *proper = true, *end = e, true;
        uint32_t after_cap = nv_an_separator(s, k, &after) ? after : k;
        if (after_cap == k || (!nv_an_level(s, after, &e, &arg) && !(nv_at_is(s, after, "cấp") && nv_an_level(s, after + 1, &e, &arg)))) break;
        /* “UBND tỉnh, Sở …” stops here: a level must follow the separator, and no name after that level */
        uint32_t name_end;
        if (!*plural && e == after + 1 && !nv_at_is(s, after, "cấp") && nv_an_place(s, e, true, &name_end)) break;
        k = after;
    }
    if (!levels) return false;
    if (levels > 1) *plural = true;
    uint32_t tail = level_tail(s, *end);
    if (tail > *end) *plural = true, *end = tail;
    /* “các tỉnh, thành phố ven biển từ Thanh Hóa đến Bình Thuận”: after a class the place is part of its name (contract 4.10) */
    if (*plural && nv_at_is(s, *end, "từ") && nv_an_place(s, *end + 1, true, &after) && nv_at_is(s, after, "đến") && nv_an_place(s, after + 1, true, &e)) *end = e;
    if (*plural && s->depth < NV_MAX_NP_DEPTH && nv_at_is(s, *end, "trên") && nv_at_is(s, *end + 1, "địa") && nv_at_is(s, *end + 2, "bàn")) {
        bool p1, p2;
        s->depth++;
        if (nv_an_territory(s, *end + 3, &tail, &p1, &p2)) *end = tail;
        else *end += 3;
        s->depth--;
    }
    /* “…, thành phố thuộc tỉnh, thành phố thuộc thành phố trực thuộc Trung ương” */
    while (*plural && nv_an_separator(s, *end, &after) && nv_at_is(s, after, "thành") && nv_an_level(s, after, &e, &arg) && nv_at_is(s, e, "thuộc"))
        *end = level_tail(s, e);
    return true;
}

/* ---- people's committees, courts, police: a body and its territory ------------------------------------------------ */

nv_str nv_an_named(nv_ascan *s, uint32_t a, uint32_t b) {
    nv_str name = nv_at_text(s, a, b);
    if (a == b || name.p != s->doc->text.p + s->toks.v[a].beg) return nv_registry_spell_out(s->d->registry, s->doc->arena, name);
    return nv_registry_spell_out_folded(s->d->registry, s->doc->arena, name, nv_str_cut(s->doc->fold, s->toks.v[a].beg, s->toks.v[b - 1].end));
}

static void finish(nv_ascan *s, nv_np *np, uint32_t i, uint32_t end, const char *rule) {
    np->beg = i;
    np->end = end;
    if (!np->name.n) np->name = nv_an_named(s, i, end);
    np->rule = rule;
    np->confidence = 0.95;
    np->entry = nv_at_entry(s, np->name);
}

/* “Công an các đơn vị, địa phương”: the territory is itself a class. */
static bool class_of_places(nv_ascan *s, uint32_t i, uint32_t *end) {
    static const char *const lists[][7] = { { "các", "đơn", "vị", ",", "địa", "phương", NULL }, { "đơn", "vị", ",", "địa", "phương", NULL, NULL }, { "các", "đơn", "vị", "địa", "phương", NULL, NULL },
                                            { "các", "địa", "phương", NULL, NULL, NULL, NULL }, { "các", "đơn", "vị", "và", "địa", "phương", NULL }, { "địa", "phương", NULL, NULL, NULL, NULL, NULL },
                                            { "các", "đơn", "vị", NULL, NULL, NULL, NULL } };
    for (unsigned k = 0; k < NV_NELEM(lists); k++) {
        uint32_t n = 0;
        while (lists[k][n] && (lists[k][n][0] == ',' ? nv_at_punct(s, i + n, ',') : nv_at_is(s, i + n, lists[k][n]))) n++;
        if (!lists[k][n]) return *end = i + n, true;
    }
    return false;
}

/* “Hội đồng nhân dân | , Ủy ban nhân dân tỉnh Bắc Kạn”: the first of two bodies of one named place is itself, with that place (contract 4.6); where it ends. */
static uint32_t first_of_two(nv_ascan *s, uint32_t i, uint32_t e) {
    uint32_t after, x;
    if (s->depth || (!nv_at_is(s, i, "hội") && !nv_at_is(s, i, "hđnd") && !nv_at_is(s, i, "ubnd") && !nv_at_is(s, i, "ủy"))) return e;
    for (uint32_t k = i + 1; k < e; k++)
        if (nv_an_separator(s, k, &after) && nv_at_term(s, NV_T_LOCAL, after, &x, NULL) && x == e) return k;
    return e;
}

static bool local_body(nv_ascan *s, uint32_t i, nv_np *np) {
    uint32_t e, end;
    bool plural, proper;
    nv_str arg;
    if (!nv_at_term(s, NV_T_LOCAL, i, &e, &arg)) return false;
    *np = (nv_np){ .proper = true };
    bool police = nv_at_is(s, i, "công") || nv_at_is(s, i, "thanh") || nv_at_is(s, i, "cục") || nv_at_is(s, i, "chi") || nv_at_is(s, i, "thuế") ||
                  nv_at_is(s, i, "kho") || nv_at_is(s, i, "thi") || nv_at_is(s, i, "kiểm") || nv_at_is(s, i, "bảo");
    uint32_t value;
    if (nv_an_territory(s, e, &end, &plural, &proper)) {
        np->kind = plural ? NV_NP_CLASS : NV_NP_BODY;
        np->proper = !plural;
        if (police && !cap(s, i) && !proper && !nv_at_is(s, i, "công")) return false;
        uint32_t first = proper && !plural ? first_of_two(s, i, e) : e;
        if (first < e) {
            nv_str head = nv_an_named(s, i, first), place = nv_an_named(s, e, end);
            np->name = nv_arena_printf(s->doc->arena, "%.*s %.*s", NV_ARG(head), NV_ARG(place));
            end = first;
        }
    } else if (class_of_places(s, e, &end) || class_of_places(s, e, &end)) {
        np->kind = NV_NP_CLASS;
        np->proper = false;
    } else if (cap(s, e) && nv_at_name(s, s->d->provinces, e, &end, &value)) {
        np->kind = NV_NP_BODY; /* “UBND Bắc Ninh” */
    } else if ((arg.n && cap(s, i)) || (!police && cap(s, i))) {
        end = e;
        np->bare = !arg.n;
    } else {
        return false;
    }
    finish(s, np, i, end, "agency.local");
    return true;
}

/* ---- names of the registry --------------------------------------------------------------------------------------- */

/* “tỉnh Kiên Giang” after a body's name, or a bare level where it is one of the province's. */
static uint32_t local_suffix(nv_ascan *s, uint32_t i, bool levels_too, bool *many) {
    uint32_t end, value;
    bool plural, proper;
    *many = false;
    if (nv_at_is(s, i, "khu") && nv_at_is(s, i + 1, "vực") && nv_an_place(s, i + 2, false, &end)) return end;
    if (nv_at_is(s, i, "trung") || nv_at_is(s, i, "địa") || nv_at_is(s, i, "cơ") || nv_at_is(s, i, "khu")) return i;
    if (nv_an_territory(s, i, &end, &plural, &proper) && (proper || levels_too)) return *many = plural, end;
    if (cap(s, i) && !tok(s, i)->caps && nv_at_name(s, s->d->provinces, i, &end, &value)) return end;
    return i;
}

static bool lower_case_ok(const nv_agency_entry *e, uint32_t words) {
    return words >= 4 || nv_str_eqz(e->id, "chinh-phu") || nv_str_eqz(e->id, "quoc-hoi");
}

/* “Cục X - Bộ Y”, “Cục X thuộc Bộ Y”, “Bộ Chính trị Ban Chấp hành Trung ương Đảng khóa XI”: the parent is no part of the name. */
static uint32_t swallow_parent(nv_ascan *s, uint32_t i, bool party, bool open) {
    uint32_t k = i, end, value;
    if (nv_at_punct(s, k, '-') || nv_at_punct(s, k, 0x2013)) k++;
    else if (nv_at_is(s, k, "thuộc") || nv_at_is(s, k, "trực")) k += nv_at_is(s, k + 1, "thuộc") ? 2 : 1;
    else if (!party && !open) return i;
    if (!cap(s, k) || (k == i && s->toks.v[k].caps) || !nv_at_name(s, s->d->bodies, k, &end, &value)) return i;
    uint32_t n;
    const nv_agency_entry *e = &nv_registry_agencies(s->d->registry, &n)[value];
    if (k == i && !nv_str_eqz(e->kind_text, party ? "party" : "ministry")) return i;
    if (nv_at_is(s, end, "khóa") || nv_at_is(s, end, "khoá")) end += 2;
    return end < s->toks.n ? end : s->toks.n;
}

static const nv_agency_entry *entry_on(nv_ascan *s, uint32_t index) {
    uint32_t n;
    const nv_agency_entry *e = &nv_registry_agencies(s->d->registry, &n)[index];
    const nv_agency_entry *f = nv_at_entry(s, e->name); /* of several with one name, the one of that day */
    return f ? f : e;
}

/* The words of the document with those initials that begin with the head of a body: “Ban tổ chức” for “BTC”. Empty if there are none. */
static nv_str long_form(const nv_ascan *s, nv_str initials) {
    nv_str fold = s->doc->fold;
    uint32_t n = initials.n, step = 0;
    if (n < 3 || n > 5) return (nv_str){ 0 };
    for (uint32_t at = 0; at < fold.n && at < WINDOW; at += step) {
        step = 1;
        nv_name_hit hit;
        if (fold.p[at] != initials.p[0] || (at > 0 && fold.p[at - 1] != ' ' && fold.p[at - 1] != '\n') || !nv_names_at(s->d->terms[NV_T_HEAD], fold, at, &hit)) continue;
        uint32_t k = 0, q = at, end = at;
        while (k < n && q < fold.n && fold.p[q] == initials.p[k]) {
            while (q < fold.n && !strchr(" \n,.;:()", fold.p[q])) q++;
            end = q;
            k++;
            if (q < fold.n && fold.p[q] == ' ') q++;
            else break;
        }
        if (k == n) return nv_str_cut(s->doc->text, at, end);
    }
    return (nv_str){ 0 };
}

/* The abbreviation stands for another body of the document: its own name is nowhere printed, that of the other is. */
static bool another_body(nv_ascan *s, uint32_t i, const nv_agency_entry *e, nv_np *np) {
    nv_str letters = nv_str_cut(s->doc->fold, tok(s, i)->beg, tok(s, i)->end), name = nv_fold_str(s->doc->arena, e->name);
    if (nv_str_find(s->doc->fold, name, 0) != UINT32_MAX) return false;
    nv_str words = long_form(s, letters);
    if (!words.n) return false;
    *np = (nv_np){ .name = nv_arena_str(s->doc->arena, words), .proper = true, .kind = NV_NP_BODY };
    finish(s, np, i, i + 1, "agency.abbreviation");
    np->confidence = 0.7;
    return true;
}

static bool registry_body(nv_ascan *s, uint32_t i, nv_np *np) {
    uint32_t end, value;
    bool abbreviation = false;
    if (!nv_at_name(s, s->d->bodies, i, &end, &value)) {
        if (!tok(s, i)->caps || !nv_at_name(s, s->d->abbreviations, i, &end, &value)) return false;
        for (uint32_t k = i; k < end; k++)
            if (tok(s, k)->word && !tok(s, k)->caps) return false;
        if (i > 0 && (nv_at_punct(s, i - 1, '/') || nv_at_punct(s, i - 1, '-'))) return false;
        if (nv_at_punct(s, end, '/') || nv_at_punct(s, end, '-')) return false;
        abbreviation = true;
    }
    const nv_agency_entry *e = entry_on(s, value);
    if (abbreviation && end == i + 1 && another_body(s, i, e, np)) return true;
    if (!cap(s, i) && !lower_case_ok(e, end - i)) return false;
    bool local = nv_str_eqz(e->level, "province");
    bool many;
    uint32_t suffix = local_suffix(s, end, local || nv_str_starts(e->id, NV_LIT("ngan-hang-chinh-sach")) || nv_str_eqz(e->kind_text, "mass-org"), &many);
    *np = (nv_np){ .name = e->name, .proper = true, .kind = e->kind == NV_A_OFFICE ? NV_NP_OFFICE : NV_NP_BODY };
    /* “Trung ương Hội Nông dân Việt Nam” says more than the registry's name: it stays as printed */
    if (nv_str_eqz(e->kind_text, "mass-org") && nv_at_is(s, i, "trung")) np->name = nv_an_named(s, i, end);
    if (suffix > end) {
        nv_str tail = nv_an_named(s, end, suffix);
        /* the Mặt trận of a province is not the Ủy ban Trung ương that its name alone stands for */
        nv_str name = !local && nv_str_eqz(e->kind_text, "mass-org") ? nv_an_named(s, i, end) : np->name;
        np->name = nv_arena_printf(s->doc->arena, "%.*s %.*s", NV_ARG(name), NV_ARG(tail));
        if (many) np->kind = NV_NP_CLASS, np->proper = false; /* “Sở Y tế các tỉnh, thành phố” */
        end = suffix;
    }
    if (nv_str_starts(e->name, NV_LIT("Bộ "))) np->head = 'B';
    if (nv_str_starts(e->name, NV_LIT("Sở "))) np->head = 'S';
    end = swallow_parent(s, end, nv_str_eqz(e->kind_text, "party"), nv_str_eqz(e->kind_text, "unit-of-ministry"));
    finish(s, np, i, end, abbreviation ? "agency.abbreviation" : "agency.registry");
    if (!np->entry || np->name.n == e->name.n) np->entry = e;
    np->confidence = abbreviation ? 0.9 : 1.0;
    return true;
}

/* True if the words [from, to) stand elsewhere in the document with their end marked: there they are a whole name. */
bool nv_an_whole_elsewhere(const nv_ascan *s, uint32_t from, uint32_t to) {
    nv_str fold = s->doc->fold;
    uint32_t beg = s->toks.v[from].beg, end = s->toks.v[to - 1].end;
    nv_str words = nv_str_cut(fold, beg, end);
    /* a document speaks of a body in more than one place near by; all of a long law need not be searched */
    uint32_t from_byte = beg > WINDOW ? beg - WINDOW : 0, to_byte = fold.n - beg > WINDOW ? beg + WINDOW : fold.n;
    while (from_byte < beg && ((unsigned char)fold.p[from_byte] & 0xC0) == 0x80) from_byte++;
    nv_str near = nv_str_cut(fold, 0, to_byte);
    for (uint32_t at = from_byte; (at = nv_str_find(near, words, at)) != UINT32_MAX; at += words.n) {
        if (at == beg) continue;
        uint32_t k = at + words.n;
        while (k < fold.n && fold.p[k] == ' ') k++;
        nv_name_hit hit;
        if (k >= fold.n || strchr(",.;:)\n", fold.p[k])) return true;
        if (nv_names_at(s->d->terms[NV_T_STOP], fold, k, &hit) && nv_str_eqz(s->d->args.v[hit.value], "hard")) return true;
    }
    return false;
}

/* ---- misprints --------------------------------------------------------------------------------------------------- */

static uint32_t words_apart(nv_str a, nv_str b) {
    uint32_t n = 0;
    for (uint32_t i = 0, k = 0; i < a.n || k < b.n; i++, k++) {
        uint32_t i0 = i, k0 = k;
        while (i < a.n && a.p[i] != ' ') i++;
        while (k < b.n && b.p[k] != ' ') k++;
        n += !nv_str_eq(nv_str_cut(a, i0, i), nv_str_cut(b, k0, k));
    }
    return n;
}

/* A long name of the registry with marks lost or wrong (“Bộ Thông tin và Truyên thông”): found by its skeleton, kept only if few words differ. */
static bool misprinted(nv_ascan *s, uint32_t i, nv_np *np) {
    char skeleton[256];
    uint32_t ends[16], n = 0, len = 0, value, total;
    nv_buf *b = &s->word;
    if (!cap(s, i)) return false;
    nv_name_hit head;
    b->n = 0;
    nv_skeleton(nv_str_cut(s->doc->text, tok(s, i)->beg, tok(s, i)->end), b);
    bool begins = nv_names_at(s->d->skeleton_heads, nv_buf_str(b), 0, &head);
    for (uint32_t k = i; begins && k < s->toks.n && n < 16; k++) {
        nv_tok *t = tok(s, k);
        if (!t->word && t->c != ',' && t->c != '-' && t->c != 0x2013) break;
        b->n = 0;
        nv_skeleton(nv_str_cut(s->doc->text, t->beg, t->end), b);
        if (len + b->n + 2 > sizeof skeleton) break;
        if (n && t->c != ',') skeleton[len++] = ' ';
        memcpy(skeleton + len, b->p, b->n);
        len += (uint32_t)b->n;
        ends[n++] = len;
    }
    nv_name_hit hit;
    if (n < 3 || !nv_names_at(s->d->skeletons, (nv_str){ skeleton, len }, 0, &hit)) return false;
    uint32_t k = 0;
    while (k < n && ends[k] != hit.span.end) k++;
    if (k == n) return false;
    value = hit.value;
    const nv_agency_entry *e = &nv_registry_agencies(s->d->registry, &total)[value];
    nv_str printed = nv_fold_str(s->doc->arena, nv_at_text(s, i, i + k + 1)), name = nv_fold_str(s->doc->arena, e->name);
    uint32_t apart = words_apart(printed, name);
    if (apart == 0 || apart > 1 + (k + 1) / 4) return false;
    *np = (nv_np){ .name = e->name, .proper = true, .kind = e->kind == NV_A_OFFICE ? NV_NP_OFFICE : NV_NP_BODY };
    finish(s, np, i, i + k + 1, "agency.misprint");
    np->confidence = 0.7;
    return true;
}

/* ---- open names -------------------------------------------------------------------------------------------------- */

/* True if the word at i may be the second syllable of a compound whose first is capitalised (“Cảnh sát”, “Đối ngoại”). */
static bool partner(nv_ascan *s, uint32_t i) {
    uint32_t e;
    nv_tok *t = tok(s, i);
    if (!t || !t->word || t->number) return false;
    static const nv_term_role enders[] = { NV_T_STOP, NV_T_CLASS, NV_T_LEVEL, NV_T_OFFICE };
    for (unsigned k = 0; k < NV_NELEM(enders); k++)
        if (nv_at_term(s, enders[k], i, &e, NULL)) return false;
    return !nv_at_is(s, i, "và") && !nv_at_is(s, i, "tỉnh");
}

/* Headings are printed in capitals: there a capital says nothing. */
static bool in_caps(const nv_ascan *s, uint32_t i) {
    if (!s->toks.v[i].caps) return false;
    return (i > 0 && s->toks.v[i - 1].caps) || (i + 1 < s->toks.n && s->toks.v[i + 1].caps);
}

/* A word that the lexicon does not know goes on the name as long as nothing else can begin there. */
static bool unknown_goes_on(nv_ascan *s, uint32_t head, uint32_t k) {
    uint32_t e;
    nv_tok *t = tok(s, k);
    if (t->cap || t->number || k < head + 2) return false;
    static const nv_term_role enders[] = { NV_T_STOP, NV_T_CLASS, NV_T_LEVEL, NV_T_OFFICE, NV_T_HEAD, NV_T_LOCAL, NV_T_NONE, NV_T_PREDICATE, NV_T_VERB };
    for (unsigned r = 0; r < NV_NELEM(enders); r++)
        if (nv_at_term(s, enders[r], k, &e, NULL)) return false;
    return !nv_at_is(s, k, "và") && !nv_an_whole_elsewhere(s, head, k);
}

/* “… về hải quan”, “… về trật tự xã hội” */
static bool about(nv_ascan *s, uint32_t head, uint32_t k) {
    static const char *const after[] = { "lý", "chính", "phạm", "tra", "sát", "tế", "nước" };
    uint32_t e, x;
    bool fits = false;
    if (!nv_at_is(s, k, "về") || nv_at_is(s, k + 1, "việc") || nv_at_name(s, s->d->bodies, head, &e, &x)) return false;
    for (unsigned i = 0; i < NV_NELEM(after); i++) fits |= nv_at_is(s, k - 1, after[i]);
    if (!fits) return false;
    return nv_at_term(s, NV_T_FIELD, k + 1, &e, NULL) && !(nv_at_term(s, NV_T_STOP, k + 1, &x, NULL) && x >= e);
}

uint32_t nv_an_words(nv_ascan *s, uint32_t head, uint32_t i, bool verbal) {
    uint32_t k = i, e, unknown = 0;
    bool after_verb = true; /* verbs go on only next to verbs: “Giám sát quản lý” */
    bool heading = in_caps(s, i);
    while (k < s->toks.n) {
        nv_tok *t = tok(s, k);
        if (!t->word) break;
        bool stop = nv_at_term(s, NV_T_STOP, k, &e, NULL);
        uint32_t stop_end = e, f = k;
        bool field = nv_at_term(s, NV_T_FIELD, k, &f, NULL);
        if (!heading && t->cap && !(t->caps && !tok(s, i)->caps)) {
            uint32_t known;
            if (nv_at_term(s, NV_T_NONE, k, &known, NULL) && known > k + 1 && (!field || known > f)) { /* “Cục Cán bộ” */
                k = known;
                continue;
            }
            if (k > i && (nv_at_term(s, NV_T_OFFICE, k, &e, NULL) || nv_at_name(s, s->d->bodies, k, &e, &(uint32_t){ 0 })) && !field) break;
            after_verb = field && stop && stop_end >= f;
            k = field && f > k + 1 ? f : k + 1;
            /* its partner, unless the two are known as something else */
            if (k < s->toks.n && !field && !tok(s, k)->cap && !nv_at_term(s, NV_T_FIELD, k, &e, NULL) && partner(s, k)) k++;
            if (nv_at_is(s, k - 1, "nam") && nv_at_is(s, k - 2, "việt")) break;
            continue;
        }
        bool verb = field && stop && stop_end >= f;
        if (field && (!verb || (verbal && after_verb))) {
            after_verb = verb;
            k = f;
            if (nv_at_is(s, k - 1, "nam") && nv_at_is(s, k - 2, "việt")) break;
            continue;
        }
        if (k > i && about(s, head, k)) {
            k++;
            continue;
        }
        if (heading || k == i || unknown == 4 || !unknown_goes_on(s, head, k)) break;
        unknown++;
        k++;
    }
    return k;
}

/* “(PCTT&TKCN)”: an abbreviation inside a name. */
static uint32_t skip_abbreviation(const nv_ascan *s, uint32_t i) {
    if (!nv_at_punct(s, i, '(')) return i;
    uint32_t k = i + 1;
    while (k < s->toks.n && k < i + 6 && s->toks.v[k].caps) k++;
    return k > i + 1 && nv_at_punct(s, k, ')') ? k + 1 : i;
}

/* After a comma or “và” the name goes on only with a word of its kind, not with another body or class. */
static bool goes_on(nv_ascan *s, uint32_t i, bool verbal, bool comma) {
    uint32_t e, v;
    nv_tok *t = tok(s, i);
    if (!t || !t->word) return false;
    bool field = nv_at_term(s, NV_T_FIELD, i, &e, NULL);
    uint32_t field_end = field ? e : i;
    if (nv_at_name(s, s->d->bodies, i, &v, &(uint32_t){ 0 }) && t->cap) return false;
    if (nv_at_term(s, NV_T_LOCAL, i, &v, NULL) && t->cap) return false;
    if (!t->cap && (nv_at_is(s, i, "cơ") || nv_at_is(s, i, "tổ") || nv_at_is(s, i, "ngân") || nv_at_is(s, i, "doanh") || nv_at_is(s, i, "dự") || nv_at_is(s, i, "đơn"))) return false;
    if (nv_at_term(s, NV_T_HEAD, i, &v, NULL) && v >= field_end && t->cap) return false;
    if (nv_at_term(s, NV_T_OFFICE, i, &v, NULL) && v >= field_end) return false;
    if (t->cap && (nv_at_punct(s, i - 1, '-') || nv_at_punct(s, i - 1, 0x2013))) return !t->caps;
    if (!field) return t->cap && !comma && !t->caps;
    if (nv_at_term(s, NV_T_STOP, i, &v, NULL) && v >= field_end) return verbal;
    if (nv_at_term(s, NV_T_CLASS, i, &v, NULL) && v > field_end) return false;
    return !comma || t->cap || verbal || field_end > i + 1;
}

/* A comma stands in a name only after its first term: “Cục Phát thanh, truyền hình …”. */
static bool short_so_far(const nv_ascan *s, uint32_t i, uint32_t k) {
    uint32_t f;
    return k <= i + 2 || (nv_at_term(s, NV_T_FIELD, i, &f, NULL) && f >= k);
}

/* “…, thiên tai và Tìm kiếm cứu nạn”: a list inside the name ends with “và”. */
static bool closed_by_and(const nv_ascan *s, uint32_t i) {
    uint32_t f, e;
    return nv_at_term(s, NV_T_FIELD, i, &f, NULL) && nv_at_is(s, f, "và") && cap(s, f + 1) && !nv_at_term(s, NV_T_HEAD, f + 1, &e, NULL);
}

static bool skip_head(nv_str arg) { return nv_str_eqz(arg, "skip"); }

/* “Phòng giao dịch Ngân hàng chính sách xã hội”, “Thanh tra Bộ Y tế”, “Văn phòng Ban Chỉ huy … tỉnh”: a head whose name is another body. */
static bool nested(nv_ascan *s, uint32_t i, uint32_t e, nv_np *np) {
    nv_np inner = { 0 };
    bool unit = cap(s, i) && nv_at_is(s, e, "cơ") && nv_at_is(s, e + 1, "quan"); /* “Văn phòng cơ quan …” */
    if (s->depth >= NV_MAX_NP_DEPTH || (!cap(s, e) && !unit)) return false;
    s->depth++;
    bool ok = unit ? nv_ac_class(s, e, true, &inner) : nv_an_body(s, e, &inner) && (inner.proper || inner.kind == NV_NP_CLASS || inner.bare);
    s->depth--;
    if (!ok) return false;
    if (unit && !inner.qualified) inner.bare = inner.proper = true;
    *np = (nv_np){ .proper = inner.proper, .kind = inner.kind, .bare = inner.bare };
    np->name = nv_an_named(s, i, inner.end); /* the inner name stays as printed */
    finish(s, np, i, inner.end, "agency.nested");
    return true;
}

/* “Phòng Cảnh sát giao thông Công an tỉnh …”: the local body that it belongs to is part of the name. */
static uint32_t with_owner(nv_ascan *s, uint32_t end, nv_np *np) {
    nv_np owner;
    if (s->depth >= NV_MAX_NP_DEPTH || !cap(s, end) || in_caps(s, end)) return end;
    s->depth++;
    bool ok = nv_an_body(s, end, &owner) && !owner.bare;
    s->depth--;
    if (!ok || (owner.entry && nv_str_eqz(owner.entry->level, "central"))) return end;
    np->kind = owner.kind;
    np->proper = owner.proper;
    return owner.end;
}

/* Heads that are printed small before a name (“phòng Nghiệp vụ”, “cơ quan Công an”). */
static bool lower_head(const nv_ascan *s, uint32_t i) {
    static const char *const heads[] = { "phòng", "cơ", "đội", "trạm", "trung", "viện", "văn", "bệnh", "chi", "công", "tòa", "ban", "tổ", "đoàn", "học", "đồn" };
    for (unsigned k = 0; k < NV_NELEM(heads); k++)
        if (nv_at_is(s, i, heads[k])) return true;
    return false;
}

static bool open_body(nv_ascan *s, uint32_t i, nv_np *np) {
    uint32_t e, v, f;
    nv_str arg;
    if (!nv_at_term(s, NV_T_HEAD, i, &e, &arg) || skip_head(arg)) return false;
    if (nested(s, i, e, np)) return true;
    bool head_cap = cap(s, i), heading = in_caps(s, i);
    uint32_t none_end;
    if (nv_at_term(s, NV_T_NONE, i, &none_end, NULL) && none_end > e) return false; /* “ban hành”, “trường hợp” */
    if (nv_str_eqz(arg, "local") && (heading || !cap(s, e))) return false;
    if (!head_cap && !lower_head(s, i)) return false;
    if (heading && !nv_at_term(s, NV_T_FIELD, e, &v, NULL)) return false;
    if (!head_cap && cap(s, e) && tok(s, e)->end - tok(s, e)->beg < 3) return false;
    if (!cap(s, e) && !(head_cap && nv_at_term(s, NV_T_FIELD, e, &v, NULL) && v > e + 1 && !(nv_at_term(s, NV_T_STOP, e, &f, NULL) && f >= v))) return false;
    if (tok(s, e)->caps && !tok(s, i)->caps && tok(s, e)->end - tok(s, e)->beg < 3) return false;
    bool verbal = nv_at_term(s, NV_T_STOP, e, &v, NULL) && nv_at_term(s, NV_T_FIELD, e, &f, NULL);
    uint32_t k = nv_an_words(s, i, e, verbal);
    if (k == e) return false;
    for (;;) {
        uint32_t after, b = skip_abbreviation(s, k);
        bool many;
        if (b > k && local_suffix(s, b, true, &many) > b) k = b;
        if (!nv_an_separator(s, k, &after) || nv_at_is(s, k, "hoặc") || nv_at_punct(s, k, '/')) break;
        bool comma = nv_at_punct(s, k, ',');
        if (comma && nv_at_is(s, k - 1, "nam") && nv_at_is(s, k - 2, "việt")) break;
        if (comma && !verbal && !short_so_far(s, e, k) && !cap(s, after) && !closed_by_and(s, after)) break;
        if (!goes_on(s, after, verbal, comma)) break;
        uint32_t next = nv_an_words(s, i, after, verbal);
        if (next == after) break;
        k = next;
    }
    if (nv_at_is(s, k, "ngành") && nv_at_term(s, NV_T_FIELD, k + 1, &v, NULL) && v > k + 2) k = v; /* “Hội đồng Khoa học ngành Y tế” */
    if (k < s->toks.n && s->toks.v[k].number && nv_at_is(s, k - 1, "trình") && cap(s, k - 2)) k++; /* “Ban quản lý Chương trình 135” */
    *np = (nv_np){ .proper = true, .kind = NV_NP_BODY };
    bool many;
    uint32_t end = local_suffix(s, k, true, &many);
    if (many) np->kind = NV_NP_CLASS, np->proper = false;
    end = with_owner(s, end, np);
    uint32_t with_parent = swallow_parent(s, end, false, true);
    np->name = nv_an_named(s, i, end);
    np->bare = k == e + 1 && nv_at_term(s, NV_T_HEAD, e, &v, NULL) && v == k; /* “Văn phòng Sở” */
    finish(s, np, i, with_parent, "agency.open");
    np->confidence = 0.85;
    return true;
}

bool nv_an_body(nv_ascan *s, uint32_t i, nv_np *np) {
    nv_np a, b, c;
    bool ok = false;
    if (!tok(s, i) || !tok(s, i)->word) return false;
    if (registry_body(s, i, &a)) *np = a, ok = true;
    else if (cap(s, i) && misprinted(s, i, &a)) *np = a, ok = true;
    if (local_body(s, i, &b) && (!ok || b.end > np->end)) *np = b, ok = true;
    bool listed = ok && np->head; /* “Bộ Tài chính, Tư pháp” is two */
    if (!listed && open_body(s, i, &c) && (!ok || c.end > np->end)) *np = c, ok = true;
    return ok;
}
