/* citation_number.c - số / ký hiệu, the date and the issuer beside it (30/2020/NĐ-CP, Phụ lục I; 78/2025/NĐ-CP). */
#include "detect/citation.h"
#include "model/date.h"

#include <stdio.h>

uint32_t nv_cs_skip(const nv_scan *s, uint32_t at) {
    while (at < s->text.n) {
        unsigned char c = (unsigned char)s->text.p[at];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') at++;
        else if (c == 0xC2 && at + 1 < s->text.n && (unsigned char)s->text.p[at + 1] == 0xA0) at += 2;
        else break;
    }
    return at;
}

uint32_t nv_cs_back(const nv_scan *s, uint32_t at) {
    while (at > s->block.beg) {
        unsigned char c = (unsigned char)s->text.p[at - 1];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') at--;
        else if (c == 0xA0 && at >= 2 && (unsigned char)s->text.p[at - 2] == 0xC2) at -= 2;
        else break;
    }
    return at;
}

bool nv_cs_word(const nv_scan *s, uint32_t at, const char *word, uint32_t *end) {
    uint32_t i = at;
    for (const char *w = word; *w; w++) {
        if (*w == ' ') { /* any white space */
            uint32_t j = nv_cs_skip(s, i);
            if (j == i) return false;
            i = j;
        } else if (i < s->fold.n && s->fold.p[i] == *w) i++;
        else return false;
    }
    if (i > at && s->fold.p[i - 1] != '.' && i < s->fold.n && nv_cs_letter(s, i)) return false;
    if (end) *end = i;
    return true;
}

bool nv_cs_word_before(const nv_scan *s, uint32_t end, const char *word, uint32_t *at) {
    uint32_t n = (uint32_t)strlen(word);
    if (end < s->block.beg + n || memcmp(s->fold.p + end - n, word, n) != 0) return false;
    uint32_t b = end - n, start;
    if (b > s->block.beg && nv_is_letter(nv_utf8_prev(s->fold, b, &start))) return false;
    if (at) *at = b;
    return true;
}

bool nv_cs_upper(const nv_scan *s, uint32_t at) { return at < s->text.n && nv_is_upper(nv_utf8_next(s->text, &at)); }
bool nv_cs_letter(const nv_scan *s, uint32_t at) {
    while (at > 0 && ((unsigned char)s->text.p[at] & 0xC0) == 0x80) at--;
    return at < s->text.n && nv_is_letter(nv_utf8_next(s->text, &at));
}

/* ---- numbers ----------------------------------------------------------------------------------------------------- */

static nv_str code_up(nv_arena *a, nv_str s) {
    static const struct { const char *from, *to; } special[] = {
        { "TTG", "TTg" }, { "CTR", "CTr" }, { "TTR", "TTr" }, { "QYĐ", "QyĐ" }, { "TRS", "TrS" }, { "QD", "QĐ" }, { "ND", "NĐ" }, { "QĐI", "QĐi" },
    };
    char *p = nv_arena_alloc(a, (size_t)s.n + 2);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n;) {
        uint32_t c = nv_utf8_next(s, &i);
        if (c >= 'a' && c <= 'z') c -= 32;
        else if (c == 0x111) c = 0x110;
        n += nv_utf8_put(p + n, c);
    }
    nv_str up = { p, n };
    for (unsigned k = 0; k < NV_NELEM(special); k++)
        if (nv_str_eqz(up, special[k].from)) return nv_str_of(special[k].to);
    return up;
}

/* A code as it should be printed: TTG -> TTg, QD -> QĐ, small letters to capitals; anything else as printed. */
static nv_str code_fix(nv_arena *a, nv_str s, bool lower) {
    if (lower) return code_up(a, s);
    nv_str up = code_up(a, s);
    if (up.n == s.n || nv_str_eqz(s, "QD") || nv_str_eqz(s, "ND"))
        if (nv_str_eqz(up, "TTg") || nv_str_eqz(up, "QĐ") || nv_str_eqz(up, "NĐ")) return up;
    return s;
}

static bool is_dash_at(nv_str s, uint32_t at, uint32_t *len) {
    uint32_t i = at, c = nv_utf8_next(s, &i);
    *len = i - at;
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* Appends a piece of a number without spaces, dashes as '-', and splits its codes. */
typedef struct { nv_str v[12]; uint32_t n; } code_list;
static void add_codes(nv_arena *a, nv_buf *out, nv_str rest, bool lower, code_list *codes) {
    uint32_t from = 0;
    for (uint32_t i = 0; i <= rest.n;) {
        uint32_t len = 1;
        bool sep = i == rest.n || rest.p[i] == '/' || rest.p[i] == ' ' || is_dash_at(rest, i, &len);
        if (!sep) {
            nv_utf8_next(rest, &i);
            continue;
        }
        nv_str piece = nv_str_trim(nv_str_cut(rest, from, i));
        if (piece.n) {
            piece = code_fix(a, piece, lower);
            nv_buf_adds(out, piece);
            if (codes->n < NV_NELEM(codes->v)) codes->v[codes->n++] = nv_arena_str(a, piece);
        }
        if (i == rest.n) break;
        if (rest.p[i] == '/') nv_buf_addc(out, '/');
        else if (rest.p[i] != ' ') nv_buf_addc(out, '-');
        i += len;
        from = i;
    }
}

static char digit_of(char c) {
    switch (c) {
    case 'l': case 'I': return '1';
    case 'O': case 'o': return '0';
    case 'S': return '5';
    case 'B': return '8';
    default: return c;
    }
}

/* Type by the first code; a term (“QH14”, “UBTVQH14”) says who issued it. */
static bool is_term(nv_str c, const char *head) {
    uint32_t n = (uint32_t)strlen(head);
    if (c.n < n || memcmp(c.p, head, n) != 0) return false;
    for (uint32_t i = n; i < c.n; i++)
        if (!nv_is_digit((unsigned char)c.p[i]) && c.p[i] != 'K') return false;
    return true;
}

static nv_str issuer_of_code(const nv_scan *s, nv_str code, bool party, nv_date on) {
    if (is_term(code, "QH")) return NV_LIT("Quốc hội");
    if (is_term(code, "UBTVQH")) return NV_LIT("Ủy ban Thường vụ Quốc hội");
    if (nv_str_eqz(code, "TTg")) return NV_LIT("Thủ tướng Chính phủ");
    if (nv_str_eqz(code, "CP")) return NV_LIT("Chính phủ");
    if (nv_str_eqz(code, "CTN")) return NV_LIT("Chủ tịch nước");
    if (nv_str_eqz(code, "TW")) return (nv_str){ NULL, 0 }; /* Central Committee, Politburo or Secretariat */
    if (code.n < 2 || !s->d->registry) return (nv_str){ NULL, 0 };
    const nv_agency_entry *e = nv_registry_by_code(s->d->registry, code, party, on);
    return e ? e->name : (nv_str){ NULL, 0 };
}

static void issuers(nv_scan *s, nv_number *n, const code_list *c, bool party) {
    nv_arena *a = s->doc->arena;
    nv_date on = n->year ? (nv_date){ n->year, 7, 1 } : s->doc->head.date;
    uint32_t from = n->coded ? 1 : 0;
    if (!n->coded && c->n && is_term(c->v[0], "QH")) { n->issuer = NV_LIT("Quốc hội"); return; }
    bool joint = n->coded && c->n && (nv_str_eqz(c->v[0], "TTLT") || nv_str_eqz(c->v[0], "NQLT"));
    for (uint32_t i = from; i < c->n; i++) {
        nv_str name = issuer_of_code(s, c->v[i], party, on);
        if (name.n == 0 && !joint) break;
        if (name.n) n->issuer = n->issuer.n ? nv_arena_printf(a, "%.*s; %.*s", NV_ARG(n->issuer), NV_ARG(name)) : name;
        if (!joint) break;
    }
}

/* UBND, HĐND and offices of a province: the number does not say which; the document's own head does, if it bears the same code. */
static void local_issuer(nv_scan *s, nv_number *n, const code_list *c) {
    const nv_head *h = &s->doc->head;
    uint32_t at = n->coded ? 1 : 0;
    if (at >= c->n || h->issuers.n != 1) return;
    nv_str code = c->v[at];
    bool ub = nv_str_eqz(code, "UBND") || nv_str_eqz(code, "UB"), hd = nv_str_eqz(code, "HĐND");
    if (!ub && !hd) return;
    nv_str own = h->issuers.v[0];
    if (ub && nv_str_starts(own, NV_LIT("Ủy ban nhân dân"))) n->issuer = own;
    else if (hd && nv_str_starts(own, NV_LIT("Hội đồng nhân dân"))) n->issuer = own;
    else if (n->issuer.n && nv_str_starts(n->issuer, NV_LIT("Ủy ban nhân dân"))) n->issuer.n = 0;
}

static void type_of(nv_scan *s, nv_number *n, const code_list *c, bool party) {
    n->coded = false;
    if (!c->n || !s->d->registry) return;
    if (is_term(c->v[0], "QH") || is_term(c->v[0], "UBTVQH")) return;
    const nv_doc_type *t = nv_registry_type_by_code(s->d->registry, c->v[0], party);
    if (!t && !party) t = nv_registry_type_by_code(s->d->registry, c->v[0], true);
    if (!t) {
        uint32_t dot = nv_str_find(c->v[0], NV_LIT("."), 0); /* “QĐ.UB” */
        if (dot != UINT32_MAX) t = nv_registry_type_by_code(s->d->registry, nv_str_cut(c->v[0], 0, dot), party);
    }
    if (!t) return;
    n->coded = true;
    n->type = t->record_type;
}

enum { R_NORMATIVE, R_LOWER, R_INDIVIDUAL, R_PARTY, R_OLD, R_OCR, R_INDIVIDUAL_LOWER };

static bool read_with(nv_scan *s, int k, uint32_t at, nv_number *out) {
    if (!nv_match_at(s->m, s->d->number[k], s->text, at)) return false;
    nv_span whole, sp;
    nv_match_group(s->m, 0, &whole);
    nv_str num = nv_match_named(s->m, "num"), year = nv_match_named(s->m, "year"), code = nv_match_named(s->m, "code");
    nv_arena *a = s->doc->arena;
    nv_buf b = { 0 };
    code_list codes = { .n = 0 };
    for (uint32_t i = 0; i < num.n; i++) nv_buf_addc(&b, k == R_OCR || num.p[i] == 'l' || num.p[i] == 'o' ? digit_of(num.p[i]) : num.p[i]); /* 30c is a suffix, 0l a slip */
    *out = (nv_number){ .span = whole };
    if (year.n) {
        nv_buf_addc(&b, '/');
        for (uint32_t i = 0; i < year.n; i++) {
            char c = k == R_OCR ? digit_of(year.p[i]) : year.p[i];
            nv_buf_addc(&b, c);
            out->year = (int16_t)(out->year * 10 + (c - '0'));
        }
    }
    /* everything behind num (and year) keeps its separators */
    uint32_t from = year.n ? (uint32_t)(year.p + year.n - s->text.p) : (uint32_t)(num.p + num.n - s->text.p);
    nv_str rest = nv_str_cut(s->text, from, whole.end);
    uint32_t lead = 0;
    while (lead < rest.n && rest.p[lead] == ' ') lead++;
    uint32_t len = 0;
    if (year.n && rest.n && rest.p[0] != '/' && rest.p[0] != ' ' && !is_dash_at(rest, 0, &len)) nv_buf_addc(&b, '/'); /* 127/2007NĐ-CP: a lost slash */
    if (k == R_PARTY && lead < rest.n && !is_dash_at(rest, lead, &len) && rest.p[lead] != '/') nv_buf_addc(&b, '-'); /* lost hyphen */
    else if (k == R_OLD && lead && lead < rest.n && rest.p[lead] != '/' && rest.p[lead] != '.' && !is_dash_at(rest, lead, &len)) nv_buf_addc(&b, ' ');
    add_codes(a, &b, rest, k == R_LOWER || k == R_INDIVIDUAL_LOWER, &codes);
    if (k == R_OLD && nv_match_named_span(s->m, "rest", &sp) && b.n) { /* “04 TC/NSNN”: the space of the number itself is none */
        size_t o = 0;
        for (size_t i = 0; i < b.n; i++)
            if (b.p[i] != ' ') b.p[o++] = b.p[i];
        b.n = o;
    }
    out->number = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    bool party = k == R_PARTY;
    type_of(s, out, &codes, party);
    issuers(s, out, &codes, party);
    local_issuer(s, out, &codes);
    bool na = codes.n && (is_term(codes.v[0], "QH") || is_term(codes.v[0], "UBTVQH"));
    out->strong = k != R_OLD && (out->coded || na || k == R_NORMATIVE || (k == R_INDIVIDUAL && out->issuer.n));
    (void)code;
    return true;
}

uint32_t nv_read_so(nv_scan *s, uint32_t at) {
    nv_span sp;
    if (at < s->fold.n && (s->fold.p[at] == 's' || s->fold.p[at] == 'k' || s->fold.p[at] == 'c') && nv_match_at(s->m, s->d->so, s->fold, at) &&
        nv_match_group(s->m, 0, &sp))
        return sp.end;
    return at;
}

bool nv_read_number(nv_scan *s, uint32_t at, bool typed, nv_number *out) {
    uint32_t start;
    if (at > s->block.beg) {
        uint32_t c = nv_utf8_prev(s->text, at, &start);
        bool glued = typed && nv_cs_word_before(s, at, "số", NULL); /* “số6610 /QĐ-BYT” */
        if ((nv_is_letter(c) && !glued) || nv_is_digit(c) || c == '/') return false;
        if ((c == '-' || c == '.' || c == ',') && start > s->block.beg && nv_is_digit((unsigned char)s->text.p[start - 1])) return false;
    }
    if (at >= s->text.n) return false;
    static const int strong[] = { R_NORMATIVE, R_PARTY, R_INDIVIDUAL, R_LOWER };
    for (unsigned k = 0; k < NV_NELEM(strong); k++)
        if (read_with(s, strong[k], at, out)) return true;
    if (!typed) return false;
    return read_with(s, R_INDIVIDUAL_LOWER, at, out) || read_with(s, R_OCR, at, out) || read_with(s, R_OLD, at, out);
}

/* ---- dates ------------------------------------------------------------------------------------------------------- */

static int small(nv_str s) {
    int v = 0;
    for (uint32_t i = 0; i < s.n; i++) v = v * 10 + (digit_of(s.p[i]) - '0');
    return v;
}

static nv_date read_date(nv_scan *s, const nv_rule *r, uint32_t at, uint32_t *end) {
    nv_date none = { 0, 0, 0 };
    if (!nv_match_at(s->m, r, s->fold, at)) return none;
    nv_span sp;
    nv_match_group(s->m, 0, &sp);
    nv_date d = nv_date_make(small(nv_match_named(s->m, "y")), small(nv_match_named(s->m, "m")), small(nv_match_named(s->m, "d")));
    if (!nv_date_none(d)) *end = sp.end;
    return d;
}

nv_date nv_read_date(nv_scan *s, uint32_t at, uint32_t *end) {
    uint32_t i = nv_cs_skip(s, at);
    if (i >= s->fold.n || !(s->fold.p[i] == 'n' || s->fold.p[i] == ',' || s->fold.p[i] == '(' || s->fold.p[i] == 'k' || s->fold.p[i] == 'b' ||
                            (unsigned char)s->fold.p[i] == 0xC4))
        return (nv_date){ 0, 0, 0 };
    return read_date(s, s->d->date, at, end);
}

nv_date nv_read_bare_date(nv_scan *s, uint32_t at, uint32_t *end) { return read_date(s, s->d->bare_date, at, end); }

/* ---- issuers ----------------------------------------------------------------------------------------------------- */

/* Proper name behind “tỉnh”, “huyện”, “thành phố” …: capitalised words. */
static uint32_t proper_name(const nv_scan *s, uint32_t at) {
    uint32_t end = at;
    for (unsigned words = 0; words < 5; words++) {
        uint32_t i = nv_cs_skip(s, end);
        if (!nv_cs_upper(s, i)) break;
        while (i < s->text.n && (nv_cs_letter(s, i) || nv_is_digit((unsigned char)s->text.p[i]) || s->text.p[i] == '.')) {
            if (s->text.p[i] == '.' && !(i + 1 < s->text.n && nv_cs_upper(s, i + 1))) break;
            i++;
        }
        end = i;
    }
    return end;
}

static bool local_head(const nv_scan *s, uint32_t at, uint32_t *end) {
    static const char *const heads[] = { "ủy ban nhân dân", "uỷ ban nhân dân", "ubnd", "hội đồng nhân dân", "hđnd", "chủ tịch ubnd", "chủ tịch ủy ban nhân dân",
                                         "sở", "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "ban thường vụ tỉnh ủy", "ban thường vụ thành ủy", "công an",
                                         "thường trực hđnd", "thường trực hội đồng nhân dân" };
    for (unsigned i = 0; i < NV_NELEM(heads); i++)
        if (nv_cs_word(s, at, heads[i], end)) return true;
    return false;
}

static bool one_issuer(nv_scan *s, uint32_t at, nv_date on, nv_str *name, uint32_t *end) {
    nv_name_hit hit;
    uint32_t e = at;
    bool known = nv_names_at(s->d->issuers, s->fold, at, &hit);
    if (known) e = hit.span.end;
    uint32_t le;
    static const char *const levels[] = { "tỉnh", "thành phố", "tp.", "tp", "huyện", "quận", "thị xã", "xã", "phường" };
    if (local_head(s, at, &le) && (!known || le >= e || known)) {
        if (le > e) e = le;
        uint32_t i = nv_cs_skip(s, e), k;
        for (unsigned l = 0; l < NV_NELEM(levels); l++)
            if (nv_cs_word(s, i, levels[l], &k)) {
                e = k;
                break;
            }
        uint32_t p = proper_name(s, e);
        if (p > e && p - e < 60) e = p;
    }
    if (e == at) return false;
    *end = e;
    nv_str printed = nv_str_trim(nv_str_cut(s->text, at, e));
    if (known && e == hit.span.end) return *name = s->d->agency[hit.value].name, true;
    const nv_agency_entry *entry = s->d->registry ? nv_registry_find(s->d->registry, printed, on) : NULL;
    if (entry && entry->kind != NV_A_CLASS) *name = entry->name;
    else *name = nv_arena_str(s->doc->arena, printed);
    return true;
}

nv_str nv_read_issuer(nv_scan *s, uint32_t at, bool lead, nv_date on, uint32_t *end) {
    nv_str all = { NULL, 0 };
    uint32_t i = nv_cs_skip(s, at), k;
    *end = at;
    if (i < s->text.n && s->text.p[i] == ',') i = nv_cs_skip(s, i + 1);
    bool joint = s->joint;
    if (nv_cs_word(s, i, "giữa", &k)) joint = true, i = nv_cs_skip(s, k);
    else if (nv_cs_word(s, i, "của", &k) || nv_cs_word(s, i, "do", &k)) i = nv_cs_skip(s, k);
    else if (lead) return all;
    if (nv_cs_word(s, i, "liên bộ", &k) || nv_cs_word(s, i, "liên tịch", &k)) joint = true, i = nv_cs_skip(s, k);
    if (i < s->text.n && s->text.p[i] == ':') i = nv_cs_skip(s, i + 1);
    for (unsigned n = 0; n < 8; n++) {
        nv_str name;
        if (!one_issuer(s, i, on, &name, &k)) break;
        *end = k;
        all = all.n ? nv_arena_printf(s->doc->arena, "%.*s; %.*s", NV_ARG(all), NV_ARG(name)) : name;
        if (!joint) break;
        i = nv_cs_skip(s, k);
        if (nv_cs_word(s, i, "và", &k)) i = nv_cs_skip(s, k);
        else if (i < s->text.n && (s->text.p[i] == ',' || s->text.p[i] == '-')) i = nv_cs_skip(s, i + 1);
        else {
            uint32_t len;
            if (i < s->text.n && is_dash_at(s->text, i, &len)) i = nv_cs_skip(s, i + len);
            else break;
        }
        if (!nv_cs_upper(s, i)) break;
    }
    return all;
}
