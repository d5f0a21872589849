/* Short forms: “Giám đốc Sở”, “Giám đốc”, “Cơ quan TTGSNH” get the full name that the document gives (contract 4.6, 4.7). */
#include "detect/agency.h"

/* A point inside a number (“0913.146.009”) ends nothing. */
static bool sentence_end(const nv_ascan *s, uint32_t i) {
    if (nv_at_punct(s, i, '\n')) return true;
    return nv_at_punct(s, i, '.') && (i + 1 >= s->toks.n || s->toks.v[i + 1].beg > s->toks.v[i].end);
}

static void sentence_of(const nv_ascan *s, uint32_t i, uint32_t *a, uint32_t *b) {
    *a = i;
    *b = i;
    while (*a > 0 && !sentence_end(s, *a - 1)) --*a;
    while (*b < s->toks.n && !sentence_end(s, *b)) ++*b;
}

static bool begins_with(nv_str name, nv_str words) {
    char a[512], b[512];
    if (name.n <= words.n || words.n > sizeof b || name.p[words.n] != ' ') return false;
    nv_fold(nv_str_cut(name, 0, words.n), a);
    nv_fold(words, b);
    return memcmp(a, b, words.n) == 0;
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

/* The issuer's name begins with that head, and this is another body: “Văn phòng Sở gửi …, qua Sở Tư pháp” in a plan of Sở Y tế. */
static bool of_another(const nv_ascan *s, nv_str head, nv_str name) {
    bool same_head = false;
    for (uint32_t i = 0; i < s->doc->head.issuers.n; i++) {
        nv_str issuer = s->doc->head.issuers.v[i];
        if (nv_str_eq(issuer, name) || begins_with(issuer, name)) return false;
        same_head |= begins_with(issuer, head);
    }
    return same_head;
}

/* “Giám đốc Sở”, “Văn phòng Sở”: the full name of the same sentence (contract 4.6). */
void nv_ash_sentence(nv_ascan *s, const nv_np *found, uint32_t n, nv_np *np) {
    uint32_t a, b;
    nv_str head = open_head(s, np);
    if (!head.n) return;
    sentence_of(s, np->beg, &a, &b);
    for (uint32_t i = 0; i < n; i++) {
        const nv_np *o = &found[i];
        if (o == np || o->bare || o->beg < a || o->end > b || (o->beg > np->beg && of_another(s, head, o->name))) continue;
        nv_str rest = nv_str_cut(np->name, 0, np->name.n - head.n), full = o->name;
        uint32_t at = nv_str_eqz(head, "cơ quan") ? nv_str_find(full, NV_LIT("cơ quan "), 0) : begins_with(full, head) ? 0 : UINT32_MAX;
        if (at == UINT32_MAX) continue;
        full = nv_str_cut(full, at, full.n);
        np->name = nv_arena_printf(s->doc->arena, "%.*s%.*s", NV_ARG(rest), NV_ARG(full));
        np->bare = false;
        return;
    }
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
        if (o->is_class || !begins_with(o->name, head) || !initials_are(s, o->name, head.n + 1, low)) continue;
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

/* The name of the commune, ward or district that is printed in [beg, end) of the text: “xã Đạ Huoai”. */
static nv_str place_printed(nv_ascan *s, nv_str level, uint32_t beg, uint32_t end) {
    nv_str text = s->doc->text, fold = s->doc->fold, place = { 0 };
    for (uint32_t at = beg; (at = nv_str_find(fold, level, at)) != UINT32_MAX && at + level.n < end; at += level.n) {
        uint32_t k = at + level.n, stop = k;
        if (!nv_word_border(fold, at) || text.p[k] != ' ') continue;
        for (uint32_t w = k; w < end && text.p[w] == ' ';) {
            uint32_t next = w + 1, word = w + 1;
            if (next >= end || !nv_is_upper(nv_utf8_next(text, &next))) break;
            while (word < end && !strchr(" ,.;:()\n", text.p[word])) word++;
            stop = w = word;
        }
        if (stop > k) place = nv_str_cut(text, k + 1, stop);
    }
    return place;
}

/* “UBND xã” after “xã Đạ Huoai” in the same sentence or heading (contract 4.6). The province's own “UBND tỉnh” stays (4.5). */
void nv_ash_place(nv_ascan *s, nv_np *np) {
    static const char *const levels[] = { "xã", "phường", "thị trấn", "huyện", "quận", "thị xã", "đặc khu" };
    if (np->kind == NV_NP_CLASS || np->end <= np->beg + 1) return;
    nv_str fold = nv_fold_str(s->doc->arena, np->name), level = { 0 };
    for (unsigned i = 0; i < NV_NELEM(levels); i++) {
        nv_str l = nv_str_of(levels[i]);
        if (nv_str_ends(fold, l) && fold.n > l.n && fold.p[fold.n - l.n - 1] == ' ') level = l;
    }
    if (!level.n) return;
    uint32_t a, b;
    sentence_of(s, np->beg, &a, &b);
    nv_str place = place_printed(s, level, s->toks.v[a].beg, s->toks.v[np->beg].beg);
    if (!place.n && s->unit && !s->heading) place = place_printed(s, level, s->unit->heading.beg, s->unit->heading.end);
    if (place.n) np->name = nv_arena_printf(s->doc->arena, "%.*s %.*s", NV_ARG(np->name), NV_ARG(place));
}

/* The one office of the document that the short name can stand for: none if there are several (contract 4.7). */
static nv_str fullest(nv_ascan *s, nv_str words) {
    nv_str best = { 0 };
    for (uint32_t k = 0; k < s->doc->agencies.n; k++) {
        const nv_agency *o = &s->doc->agencies.v[k];
        if (o->is_class || o->confidence < 0 || !begins_with(o->name, words)) continue;
        if (best.n && !begins_with(o->name, best) && !begins_with(best, o->name) && !nv_str_eq(o->name, best)) return (nv_str){ 0 };
        if (o->name.n > best.n) best = o->name;
    }
    return best;
}

/* Stands for an office alone (“Giám đốc”), not with a head (“Giám đốc Sở”). */
static bool office_alone(const nv_agency *m) { return nv_str_eqz(nv_str_of(m->rule), "agency.office-alone"); }

/* A short office name takes the fullest name that the document gives; an office alone that nothing completes is no mention. */
void nv_ash_document(nv_ascan *s) {
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
