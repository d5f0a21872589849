/* issuer.c - who issued the document: the last body of the letterhead, both of a joint document, checked against the number. */
#include "segment/seg.h"

/* ---- from capitals to a name inside a sentence ----------------------------------------------------------------------------- */

static bool in_list(nv_str w, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (nv_str_eqz(w, list[i])) return true;
    return false;
}

static const char *const units_of_land[] = { "tỉnh", "phố", "huyện", "quận", "xã", "phường", "trấn", "khu" };
static const char *const heads[] = { "bộ", "sở", "cục", "vụ", "ban", "viện", "phòng", "hội", "trường", "tổng" };

/* “GNHT&TC”, “CNTT”: a word without a vowel is an abbreviation. */
static bool is_abbreviation(nv_str fold)
{
    char skel[32];
    uint32_t n = 0;
    if (fold.n > sizeof skel) return false;
    for (uint32_t i = 0; i < fold.n;) {
        uint32_t c = nv_utf8_next(fold, &i);
        if (!nv_is_letter(c)) continue;
        if (c >= 0x80 && c != 0x111) return false; /* marked letters are vowels, but for đ */
        skel[n++] = c == 0x111 ? 'd' : (char)c;
    }
    for (uint32_t i = 0; i < n; i++)
        if (strchr("aeiouy", skel[i])) return false;
    return n > 1;
}

/* Capital of a lower-case letter of Vietnamese. */
static uint32_t upper(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7)) return c - 32;
    if (c == 0x1A1 || c == 0x1B0 || ((c >= 0x100 && c <= 0x17F) && (c & 1)) || ((c >= 0x1E00 && c <= 0x1EFF) && (c & 1))) return c - 1;
    return c;
}

static void put_capital(nv_buf *b, nv_str fold, nv_str printed)
{
    uint32_t at = 0;
    uint32_t c = nv_utf8_next(printed, &at);
    if (nv_is_upper(c)) nv_buf_add(b, printed.p, at);
    else nv_buf_addu(b, upper(c));
    nv_buf_add(b, fold.p + at, fold.n - at);
}

nv_str seg_proper_case(const seg *g, nv_str s)
{
    s = seg_one_line(g, s);
    if (!nv_str_is_caps(s)) return s;
    nv_str f = nv_fold_str(g->doc->arena, s);
    nv_buf b = { 0 };
    bool name = false, after_head = true;
    nv_str before = { 0 };
    for (uint32_t i = 0; i < f.n;) {
        uint32_t e = i;
        while (e < f.n && f.p[e] != ' ') e++;
        nv_str w = nv_str_cut(f, i, e);
        bool proper = (name && !nv_str_eqz(w, "ủy")) || after_head || nv_str_starts(nv_str_cut(f, i, f.n), NV_LIT("tỉnh ủy")) || nv_str_starts(nv_str_cut(f, i, f.n), NV_LIT("thành ủy")) || nv_str_eqz(w, "việt") || (nv_str_eqz(before, "việt") && nv_str_eqz(w, "nam"));
        if (nv_str_eqz(before, "hội") && nv_str_eqz(w, "đồng")) proper = name;
        if (b.n) nv_buf_addc(&b, ' ');
        if (is_abbreviation(w)) nv_buf_adds(&b, nv_str_cut(s, i, e));
        else if (proper && w.n) put_capital(&b, w, nv_str_cut(s, i, e));
        else nv_buf_adds(&b, w);
        bool committee = nv_str_starts(nv_str_cut(f, e < f.n ? e + 1 : e, f.n), NV_LIT("ủy")); /* Tỉnh ủy Lâm Đồng */
        if (nv_str_eqz(w, "ủy") || (in_list(w, units_of_land, NV_NELEM(units_of_land)) && i && !committee)) name = !nv_str_starts(nv_str_cut(f, i, f.n), NV_LIT("ủy ban"));
        after_head = in_list(w, heads, NV_NELEM(heads)) && !name;
        before = w;
        i = e + 1;
    }
    nv_str r = nv_arena_str(g->doc->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return r;
}

nv_str seg_office_case(const seg *g, nv_str s)
{
    static const char *const bodies[] = { "quốc hội", "chính phủ", "ủy ban", "hội đồng nhân dân", "bộ ", "sở ", "việt nam", "thường trực ban", "ban bí thư" };
    s = seg_one_line(g, s);
    nv_str f = nv_fold_str(g->doc->arena, s);
    nv_buf b = { 0 };
    nv_str before = { 0 };
    for (uint32_t i = 0; i < f.n;) {
        uint32_t e = i;
        while (e < f.n && f.p[e] != ' ') e++;
        nv_str w = nv_str_cut(f, i, e), tail = nv_str_cut(f, i, f.n);
        bool capital = i == 0 || nv_str_eqz(before, "phó") || nv_str_eqz(before, "q.") || nv_str_eqz(before, "quyền");
        for (size_t k = 0; k < NV_NELEM(bodies) && i && !nv_str_eqz(before, "cán"); k++) capital = capital || nv_str_starts(tail, nv_str_of(bodies[k]));
        if (nv_str_eqz(before, "bộ") || nv_str_eqz(before, "sở") || nv_str_eqz(before, "việt")) capital = capital || !nv_str_eqz(w, "trưởng");
        if (b.n) nv_buf_addc(&b, ' ');
        if (capital && w.n) put_capital(&b, w, nv_str_cut(s, i, e));
        else nv_buf_adds(&b, w);
        before = w;
        i = e + 1;
    }
    nv_str r = nv_arena_str(g->doc->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return r;
}

/* ---- bodies of the letterhead -------------------------------------------------------------------------------------------- */

typedef NV_VEC(nv_str) names;

static bool ends_open(nv_str fold)
{
    static const char *const tails[] = { " và", " của", ",", "-", "–", " tỉnh", " thành phố", " các", " trung ương", " về", " với", " thuộc" };
    for (size_t i = 0; i < NV_NELEM(tails); i++)
        if (nv_str_ends(fold, nv_str_of(tails[i]))) return true;
    return false;
}

/* True if `name` is a committee or council with its place, as the registry knows it, and the next line neither belongs to it nor makes a longer name that is
 * known: the name ends here, what follows in capitals is something else. */
static bool name_ends(const seg *g, nv_str name, nv_span next)
{
    nv_str f = nv_fold_str(g->doc->arena, name);
    if (!nv_str_starts(f, NV_LIT("ủy ban nhân dân ")) && !nv_str_starts(f, NV_LIT("hội đồng nhân dân "))) return false;
    const nv_agency_entry *e = nv_registry_find(g->reg, name, g->doc->head.date);
    return e && e->kind != NV_A_CLASS && !seg_at(g, g->s->land, next) && nv_is_letter(seg_first(g, next));
}

/* Lines to bodies: a name may run over lines, and each new first word of a body begins a body. */
static void join_lines(const seg *g, const seg_head *h, names *out)
{
    nv_arena *a = g->doc->arena;
    for (uint32_t i = 0; i < h->orgs.n; i++) {
        nv_span sp = h->orgs.v[i];
        nv_str s = seg_one_line(g, seg_text(g, sp));
        bool org = seg_at(g, g->s->org, sp);
        nv_str *last = out->n ? &out->v[out->n - 1] : NULL;
        if (!last && !org) continue; /* some line above the first body, a title */
        if (!last || (org && !ends_open(nv_fold_str(a, *last)))) *NV_PUSH(a, out) = s;
        else if (!name_ends(g, *last, sp)) *last = nv_arena_printf(a, "%.*s %.*s", NV_ARG(*last), NV_ARG(s));
    }
}

/* End of the longest name in s that the registry has and that ends at a dash or at the end, 0 if there is none: names have dashes of their own. */
static uint32_t known_name(const seg *g, nv_str s)
{
    uint32_t best = 0;
    for (uint32_t k = 1; k <= s.n; k++) {
        if (k < s.n && !nv_str_starts(nv_str_cut(s, k, s.n), NV_LIT(" - ")) && !nv_str_starts(nv_str_cut(s, k, s.n), NV_LIT(" – "))) continue;
        if (nv_registry_find(g->reg, nv_str_cut(s, 0, k), g->doc->head.date)) best = k;
    }
    return best;
}

/* “BỘ TÀI CHÍNH - BỘ Y TẾ” on one line */
static void split_joint(const seg *g, names *list, bool joint)
{
    names out = { 0 };
    for (uint32_t i = 0; i < list->n; i++) {
        nv_str s = list->v[i], f = nv_fold_str(g->doc->arena, s);
        uint32_t beg = 0, whole = joint ? known_name(g, s) : 0;
        for (uint32_t k = 1; k + 3 < f.n; k++) {
            uint32_t w = 0;
            if (k < whole) continue;
            if (memcmp(f.p + k, " - ", 3) == 0) w = 3;
            else if (k + 5 < f.n && memcmp(f.p + k, " – ", 5) == 0) w = 5;
            if (!w) continue;
            nv_str tail = nv_str_cut(f, k + w, f.n);
            if (!(joint && list->n == 1) && !nv_str_starts(tail, NV_LIT("bộ ")) && !nv_str_starts(tail, NV_LIT("ủy ban")) && !nv_str_starts(tail, NV_LIT("tòa án")) &&
                !nv_str_starts(tail, NV_LIT("viện kiểm")) && !nv_str_starts(tail, NV_LIT("ban ")) && !nv_str_starts(tail, NV_LIT("tổng ")) &&
                !nv_str_starts(tail, NV_LIT("thanh tra")) && !nv_str_starts(tail, NV_LIT("sở "))) continue;
            *NV_PUSH(g->doc->arena, &out) = nv_str_cut(s, beg, k);
            beg = k + w;
            if (joint) whole = beg + known_name(g, nv_str_cut(s, beg, s.n));
        }
        *NV_PUSH(g->doc->arena, &out) = nv_str_cut(s, beg, s.n);
    }
    for (uint32_t i = 1; joint && list->n == 1 && i < out.n; i++) { /* “Bộ Tài chính - Công nghiệp”: the head is said once */
        nv_str f = nv_fold_str(g->doc->arena, out.v[i]);
        if (nv_str_starts(nv_fold_str(g->doc->arena, out.v[0]), NV_LIT("bộ ")) && !nv_match_at(g->m, g->s->org, f, 0))
            out.v[i] = nv_arena_printf(g->doc->arena, "%s%.*s", nv_str_is_caps(out.v[i]) ? "BỘ " : "Bộ ", NV_ARG(out.v[i]));
    }
    *list = out;
}

/* Organ code of a number: what stands behind the type: “TTg” of 79/2010/QĐ-TTg, “SYT” of 2321/SYT-KHTC, “TW” of 16-KL/TW. */
static nv_str organ_code(const seg *g, nv_str number, bool typed, bool party)
{
    uint32_t i = nv_str_find(number, NV_LIT("/"), 0);
    if (i == UINT32_MAX) i = nv_str_find(number, NV_LIT("-"), 0);
    if (i == UINT32_MAX) return (nv_str){ 0 };
    i++;
    if (i + 5 <= number.n && nv_is_digit((unsigned char)number.p[i]) && nv_is_digit((unsigned char)number.p[i + 3]) && !nv_is_letter((unsigned char)number.p[i + 4])) i += 5;
    for (int part = 0; part < 2 && i < number.n; part++) {
        uint32_t e = i;
        while (e < number.n && number.p[e] != '-' && number.p[e] != '/' && number.p[e] != '.') e++;
        nv_str code = nv_str_cut(number, i, e);
        if (part == 0 && typed && e < number.n && nv_registry_type_by_code(g->reg, code, party)) {
            i = e + 1;
            continue;
        }
        return code;
    }
    return (nv_str){ 0 };
}

/* “SỞ Y TẾ” begins with SYT; of a People's Committee the short form is UBND. */
static bool initials_fit(const seg *g, nv_str name, nv_str code)
{
    nv_str f = nv_fold_str(g->doc->arena, name), c = nv_fold_str(g->doc->arena, code);
    if (nv_str_starts(c, NV_LIT("ub"))) return nv_str_starts(f, NV_LIT("ủy ban nhân dân")) || nv_str_starts(f, NV_LIT("uỷ ban nhân dân")) || nv_str_starts(f, NV_LIT("ubnd"));
    if (nv_str_starts(c, NV_LIT("hđnd"))) return nv_str_starts(f, NV_LIT("hội đồng nhân dân")) || nv_str_starts(f, NV_LIT("hđnd"));
    uint32_t k = 0;
    for (uint32_t i = 0; i < f.n && k < c.n;) {
        uint32_t at = i, kk = k;
        uint32_t ch = nv_utf8_next(f, &at), want = nv_utf8_next(c, &kk);
        if (ch == want) k = kk;
        while (i < f.n && f.p[i] != ' ') i++;
        while (i < f.n && !nv_is_letter((unsigned char)f.p[i]) && (unsigned char)f.p[i] < 0x80) i++;
    }
    return c.n > 1 && k >= c.n;
}

static nv_str spell_out(const seg *g, nv_str s)
{
    static const struct { const char *from, *to; } shorts[] = { { "ubnd", "Ủy ban nhân dân" }, { "hđnd", "Hội đồng nhân dân" }, { "ub nhân dân", "Ủy ban nhân dân" } };
    nv_str f = nv_fold_str(g->doc->arena, s);
    for (size_t i = 0; i < NV_NELEM(shorts); i++) {
        nv_str from = nv_str_of(shorts[i].from);
        if (!nv_str_starts(f, from) || (f.n > from.n && f.p[from.n] != ' ' && f.p[from.n] != '.')) continue;
        nv_str rest = nv_str_trim(nv_str_cut(s, from.n, s.n));
        /* keep capitals so that proper case works on the whole */
        return nv_arena_printf(g->doc->arena, "%s%s%.*s", nv_str_is_caps(s) ? (i == 1 ? "HỘI ĐỒNG NHÂN DÂN" : "ỦY BAN NHÂN DÂN") : shorts[i].to, rest.n ? " " : "", NV_ARG(rest));
    }
    return s;
}

/* “Bộ trưởng Bộ Tài chính”: the body issues, its head signs. Not the Prime Minister and the President, who are bodies of the state. */
static nv_str without_office(const seg *g, nv_str s)
{
    static const struct { const char *office, *body; } known[] = { { "bộ trưởng ", "bộ " }, { "chủ tịch ", "ủy ban" }, { "thống đốc ", "ngân hàng" },
        { "giám đốc ", "sở " }, { "tổng cục trưởng ", "tổng cục" }, { "cục trưởng ", "cục " }, { "chủ nhiệm ", "ủy ban" }, { "viện trưởng ", "viện " } };
    nv_str f = nv_fold_str(g->doc->arena, s);
    for (size_t i = 0; i < NV_NELEM(known); i++) {
        nv_str o = nv_str_of(known[i].office);
        if (nv_str_starts(f, o) && nv_str_starts(nv_str_cut(f, o.n, f.n), nv_str_of(known[i].body))) return nv_str_cut(s, o.n, s.n);
    }
    return s;
}

/* Signs that no body's name has, or a digit stuck to a letter (“SO Y TE … HO! … GIAM D6”): letters misread on a scan. Such a name is unknown, not new. */
static bool is_misread(nv_str name)
{
    uint32_t before = 0;
    for (uint32_t i = 0; i < name.n;) {
        uint32_t c = nv_utf8_next(name, &i);
        if ((c < 0x80 && strchr("!?|~^{}<>#$%*=\\", (int)c)) || (nv_is_digit(c) && nv_is_letter(before))) return true;
        before = c;
    }
    return false;
}

static void add_issuer(seg *g, nv_str name)
{
    nv_head *h = &g->doc->head;
    name = without_office(g, spell_out(g, name));
    nv_str bare = nv_fold_str(g->doc->arena, name);
    if (nv_str_eqz(bare, "ủy ban nhân dân") || nv_str_eqz(bare, "hội đồng nhân dân")) { /* without its place it is nobody */
        *NV_PUSH(g->doc->arena, &h->issuers) = seg_proper_case(g, name);
        *NV_PUSH(g->doc->arena, &h->issuer_ids) = (nv_str){ 0 };
        return;
    }
    const nv_agency_entry *e = nv_registry_find(g->reg, name, h->date);
    if (!e && is_misread(name)) return;
    nv_str canonical = e && e->kind != NV_A_CLASS ? e->name : seg_proper_case(g, name);
    for (uint32_t i = 0; i < h->issuers.n; i++)
        if (nv_str_eq(h->issuers.v[i], canonical)) return;
    *NV_PUSH(g->doc->arena, &h->issuers) = canonical;
    *NV_PUSH(g->doc->arena, &h->issuer_ids) = e && e->kind != NV_A_CLASS ? e->id : (nv_str){ 0 };
}

/* The province that the letterhead names: “… TỈNH X”, “… THÀNH PHỐ X”; else the place, for a local body. */
static void set_province(seg *g, const names *list)
{
    nv_head *h = &g->doc->head;
    static const char *const words[] = { "tỉnh ", "thành phố ", "tp. ", "tp " };
    for (uint32_t i = 0; i < list->n; i++) {
        nv_str f = nv_fold_str(g->doc->arena, list->v[i]);
        for (size_t k = 0; k < NV_NELEM(words); k++) {
            uint32_t at = nv_str_find(f, nv_str_of(words[k]), 0);
            if (at == UINT32_MAX) continue;
            const nv_province *p = nv_registry_find_province(g->reg, nv_str_cut(f, at + (uint32_t)strlen(words[k]), f.n), h->date);
            if (p) {
                h->province = p->id;
                return;
            }
        }
    }
    nv_str f = h->issuers.n ? nv_fold_str(g->doc->arena, h->issuers.v[0]) : (nv_str){ 0 };
    if (!nv_str_starts(f, NV_LIT("sở ")) && !nv_str_starts(f, NV_LIT("ủy ban nhân dân")) && !nv_str_starts(f, NV_LIT("hội đồng nhân dân"))) return;
    const nv_province *p = h->place.n ? nv_registry_find_province(g->reg, h->place, h->date) : NULL;
    if (p) h->province = p->id;
}

static bool is_joint(nv_str number)
{
    return nv_str_find(number, NV_LIT("LT"), 0) != UINT32_MAX || nv_str_ends(number, NV_LIT("/LB")) || nv_str_ends(number, NV_LIT("-LB"));
}

/* No body is printed: those that the number names, all of a joint one: “05/1999/TTLT-BTC-BYT”. */
static void issuers_of_number(seg *g, nv_str number, nv_str code, bool party)
{
    nv_date day = g->doc->head.date;
    for (uint32_t i = (uint32_t)(code.p - number.p); code.n && i < number.n; i++) {
        uint32_t e = i;
        while (e < number.n && number.p[e] != '-' && number.p[e] != '/' && number.p[e] != '.') e++;
        nv_str part = nv_str_cut(number, i, e);
        const nv_agency_entry *b = nv_registry_by_code(g->reg, part, party, day);
        if (b) add_issuer(g, b->name);
        else if (nv_str_starts(part, NV_LIT("QH"))) add_issuer(g, NV_LIT("Quốc hội"));
        else if (nv_str_starts(part, NV_LIT("UBTVQH"))) add_issuer(g, NV_LIT("Ủy ban Thường vụ Quốc hội"));
        if (!is_joint(number)) return;
        i = e;
    }
}

/* “Thủ tướng Chính phủ ban hành Quyết định …”: the sentence before the first article names the issuer too. */
static void enacting_body(seg *g, uint32_t from)
{
    for (uint32_t i = from; i < g->n && i < from + 40; i++) {
        const seg_para *p = &g->paras[i];
        nv_span body;
        if (p->row || p->label.style == SEG_WORD) return;
        if (!seg_at(g, g->s->enacts, p->span) || !nv_match_named_span(g->m, "issuer", &body)) continue;
        add_issuer(g, seg_one_line(g, nv_str_cut(g->doc->text, p->span.beg + body.beg, p->span.beg + body.end)));
        return;
    }
}

/* The bodies that the last line of a letterhead names: one, or two that issue together. A bracket says what it is about: “SỞ Y TẾ (DỰ ÁN …)”. */
static void add_printed(seg *g, nv_str name)
{
    nv_span body, partner;
    nv_str f = nv_fold_str(g->doc->arena, name);
    uint32_t open = nv_str_find(f, NV_LIT(" ("), 0);
    if (open != UINT32_MAX && open > 3 && nv_str_ends(f, NV_LIT(")"))) name = nv_str_cut(name, 0, open);
    if (nv_match_at(g->m, g->s->partner, nv_str_cut(f, 0, name.n), 0) && nv_match_named_span(g->m, "body", &body) && nv_match_named_span(g->m, "partner", &partner)) {
        add_issuer(g, nv_str_cut(name, body.beg, body.end));
        name = nv_str_cut(name, partner.beg, partner.end);
    }
    add_issuer(g, name);
}

void seg_read_issuers(seg *g, const seg_head *h)
{
    nv_head *out = &g->doc->head;
    names list = { 0 };
    join_lines(g, h, &list);
    bool typed = !nv_str_eqz(out->type, "CV");
    nv_str code = out->number.n ? organ_code(g, out->number, typed, h->party) : (nv_str){ 0 };
    if (h->party && h->type_issuer.beg < h->type_issuer.end) list.n = 0; /* “KẾT LUẬN CỦA BỘ CHÍNH TRỊ” under BAN CHẤP HÀNH TRUNG ƯƠNG */
    if (h->type_issuer.beg < h->type_issuer.end && !list.n) *NV_PUSH(g->doc->arena, &list) = seg_one_line(g, seg_text(g, h->type_issuer));
    split_joint(g, &list, is_joint(out->number));
    if (is_joint(out->number) && list.n > 1) {
        for (uint32_t i = 0; i < list.n; i++) add_issuer(g, list.v[i]);
    } else if (nv_str_eqz(code, "TTg") || nv_str_eqz(code, "TTG")) { /* gazettes print CHÍNH PHỦ over the Prime Minister's decisions */
        add_issuer(g, NV_LIT("Thủ tướng Chính phủ"));
    } else if (list.n) {
        uint32_t pick = list.n - 1;
        if (code.n && !initials_fit(g, list.v[pick], code))
            for (uint32_t i = list.n; i-- > 0;)
                if (initials_fit(g, list.v[i], code)) {
                    pick = i;
                    break;
                }
        nv_str name = list.v[pick];
        if (pick && nv_str_eqz(nv_fold_str(g->doc->arena, name), "văn phòng")) /* an office named only by its kind is that of the body above */
            name = nv_arena_printf(g->doc->arena, "%.*s %.*s", NV_ARG(name), NV_ARG(list.v[pick - 1]));
        add_printed(g, name);
    } else if (code.n) issuers_of_number(g, out->number, code, h->party);
    if (!out->issuers.n) enacting_body(g, h->end);
    if (!out->issuers.n) nv_doc_diag(g->doc, NV_M_HEAD_NO_ISSUER, NULL, 0, NULL);
    set_province(g, &list);
}
