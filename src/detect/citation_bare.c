/* citation_bare.c - what is cited without a type word before it: places, numbers alone, norms, attachments, web addresses. */
#include "detect/citation.h"
#include "model/date.h"

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

/* “Phụ lục I (Danh mục tiêu chí …) ban hành kèm theo Nghị định …”: the title of the place in brackets is passed over; 0 if nothing is issued behind it. */
static uint32_t over_title(const nv_scan *s, uint32_t at) {
    uint32_t i = at;
    while (i < s->text.n && s->text.p[i] != ')' && s->text.p[i] != '\n' && i - at < 400) i++;
    if (i >= s->text.n || s->text.p[i] != ')') return 0;
    i = nv_cs_skip(s, i + 1);
    return nv_cs_word(s, i, "ban hành", NULL) || nv_cs_word(s, i, "được ban hành", NULL) || nv_cs_word(s, i, "kèm", NULL) ? i : 0;
}

static bool doc_follows(nv_scan *s, uint32_t at, uint32_t *where, nv_name_hit *hit) {
    static const char *const links[] = { "của", "tại", "trong", "thuộc", "ban hành kèm theo", "được ban hành kèm theo", "kèm theo", "ban hành theo", "ban hành tại", "theo", "các", "đã được ban hành kèm theo", "ban hành kèm", "kèm" };
    uint32_t i = nv_cs_skip(s, at), k;
    for (unsigned n = 0; n < 3; n++) {
        if (i < s->text.n && (s->text.p[i] == ',' || s->text.p[i] == '(') && n == 0) {
            uint32_t j = nv_cs_skip(s, i + 1);
            if (nv_names_at(s->d->words, s->fold, j, hit) && s->d->word[hit->value].kind < NV_CW_PLACE && s->text.p[i] == ',') return *where = j, true;
            if (s->text.p[i] == '(' && !(i = over_title(s, i))) return false;
        }
        if (nv_names_at(s->d->words, s->fold, i, hit) && s->d->word[hit->value].kind < NV_CW_PLACE) return *where = i, true;
        bool moved = false;
        for (unsigned l = 0; l < NV_NELEM(links) && !moved; l++)
            if (nv_cs_word(s, i, links[l], &k)) i = nv_cs_skip(s, k), moved = true;
        if (!moved) break;
    }
    return false;
}

bool nv_read_place(nv_scan *s, const nv_name_hit *hit, uint32_t *end) {
    nv_places pl;
    if (!nv_read_places(s, hit->span.beg, &pl)) return false;
    uint32_t beg = hit->span.beg, at, k;
    if (is_label(s, beg, pl.end)) return *end = pl.end, true;
    uint32_t b = nv_cs_back(s, beg);
    if (nv_cs_word_before(s, b, "các", &k) || nv_cs_word_before(s, b, "từ", &k)) beg = k;
    nv_name_hit doc;
    uint32_t before = s->cands.n;
    if (!pl.here && !pl.above && doc_follows(s, pl.end, &at, &doc) && nv_read_doc(s, &doc, end)) {
        if (s->cands.n <= before) return true; /* the bound of mentions was reached */
        nv_cand *c = &s->cands.v[before];
        c->paths = pl.v;
        c->n_paths = pl.n;
        c->whole.beg = beg;
        c->place_first = true;
        if (c->kind == NV_CAND_SELF) c->c.span.beg = beg; /* the quote of a self with a place includes the place (contract 3.7) */
        return true;
    }
    s->cands.n = before;
    nv_cand c = nv_cand_blank();
    c.kind = NV_CAND_PLACE;
    c.c.span = c.whole = (nv_span){ hit->span.beg, pl.end };
    c.tail = (nv_span){ pl.end, pl.end };
    c.paths = pl.v;
    c.n_paths = pl.n;
    c.here = pl.here;
    c.after = pl.above;
    c.c.rule = "citation.place";
    c.c.confidence = 0.9;
    nv_cand_push(s, &c);
    *end = pl.end;
    return true;
}

/* Places behind the document: “Nghị định 181/2004/NĐ-CP (Điều 92)”, “Luật Đất đai, Điều 5”, “… tại Điều 9”. */
void nv_read_places_behind(nv_scan *s) {
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

/* ---- without a type word --------------------------------------------------------------------------------------------- */

/* “(Có bảng theo dõi … đính kèm)”, “(Phụ lục kèm theo)”: this document's own attachment (contract 3.13). */
bool nv_read_own_attachment(nv_scan *s, uint32_t at, uint32_t *end) {
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
    nv_cand c = nv_cand_blank();
    c.kind = NV_CAND_SELF;
    c.attach = true;
    c.c.relation = NV_R_SELF;
    c.c.span = c.whole = (nv_span){ beg, w };
    c.tail = (nv_span){ w, w };
    c.c.rule = "citation.attachment";
    c.c.confidence = 0.85;
    nv_cand_push(s, &c);
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

bool nv_read_norm_at(nv_scan *s, uint32_t at, uint32_t *end) {
    nv_span sp;
    nv_cand c = nv_cand_blank();
    if (!norm_number(s, at, &c.c.target, &sp)) return false;
    c.c.span = c.whole = sp;
    c.tail = (nv_span){ sp.end, sp.end };
    c.c.rule = "citation.norm";
    nv_cand_push(s, &c);
    *end = sp.end;
    return true;
}

/* “số 12/QĐ-UBND” or a bare number without a type word. */
bool nv_read_bare_number(nv_scan *s, uint32_t at, uint32_t *end) {
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
    static const char *const codes[] = { "QĐ", "NĐ", "TTLT", "TT", "NQ", "CT", "CV", "KH", "TB", "CĐ", "KL" }; /* “QĐ 81/2008/QĐ-BTC”, “NĐ số …” */
    for (unsigned i = 0; i < NV_NELEM(codes); i++) {
        uint32_t e = nv_cs_back(s, beg), len = (uint32_t)strlen(codes[i]);
        if (e == beg || e < s->block.beg + len || memcmp(s->text.p + e - len, codes[i], len) != 0 || !nv_word_border(s->text, e - len)) continue;
        beg = e - len;
        break;
    }
    nv_number n;
    if (!nv_read_number(s, at, false, &n) || !n.strong) return false;
    if (!n.coded && !n.type.n && !n.year) {
        if (!so || !n.issuer.n) return false;
        n.type = NV_LIT("CV"); /* organ and unit without a type: a letter */
    }
    if (!so && !n.coded && !n.issuer.n) return false;
    nv_cand c = nv_cand_blank();
    c.c.span = (nv_span){ beg, n.span.end };
    c.c.target = (nv_target){ .type = n.type, .number = n.number, .issuer = n.issuer };
    c.c.rule = "citation.number";
    c.c.confidence = 0.85;
    nv_read_tail(s, &c, n.span.end);
    nv_read_date_before(s, &c);
    nv_cand_push(s, &c);
    *end = c.c.span.end;
    return true;
}

/* “nghi-dinh-145-2018-nd-cp” in a web address: the digit at `at` stands behind the type. */
bool nv_read_slug_at(nv_scan *s, uint32_t at, uint32_t *end) {
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
        nv_cand cd = nv_cand_blank();
        cd.c.span = cd.whole = (nv_span){ at - n, at + stop };
        cd.tail = (nv_span){ at + stop, at + stop };
        cd.c.target = (nv_target){ .type = nv_str_of(types[i].type), .number = nv_arena_str(s->doc->arena, nv_buf_str(&b)) };
        cd.c.rule = "citation.slug";
        cd.c.confidence = 0.7;
        nv_buf_clear(&b);
        nv_cand_push(s, &cd);
        *end = at + stop;
        return true;
    }
    return false;
}
