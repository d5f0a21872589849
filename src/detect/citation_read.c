/* citation_read.c - one reference: type, number, date and issuer composed; short forms; this document itself (contract 3.1 – 3.3, 3.13). */
#include "detect/citation.h"
#include "model/date.h"

/* ---- one reference ------------------------------------------------------------------------------------------------ */

nv_cand *nv_cand_push(nv_scan *s, const nv_cand *c) {
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

nv_cand nv_cand_blank(void) { return (nv_cand){ .kind = NV_CAND_DOC, .c = { .relation = NV_R_REFERS, .confidence = 0.9 }, .cue = NV_CC_COUNT }; }

/* Date and issuer behind a number: “ngày …”, “của Bộ … ngày …”. Moves the quote to the date. */
void nv_read_tail(nv_scan *s, nv_cand *c, uint32_t end) {
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
void nv_read_date_before(nv_scan *s, nv_cand *c) {
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
    nv_cand c = nv_cand_blank();
    if (!nv_read_number(s, num_at, so || (w->type.n && nv_cs_upper(s, word.beg)), &n)) return false;
    if (!so && !n.strong && !(nv_cs_upper(s, word.beg) && w->type.n) && !nv_str_eqz(w->type, "CV")) return false; /* “công văn 1253/GSQL-GQ4” */
    c.c.span = (nv_span){ word.beg, n.span.end };
    c.c.target = (nv_target){ .type = w->type.n ? w->type : n.type, .number = n.number, .issuer = n.issuer };
    if (!c.c.target.type.n && !n.coded && !n.year) c.c.target.type = NV_LIT("CV"); /* “văn bản số 2138/TNMT-KHTH” */
    if (nv_str_eqz(w->type, "CV") && n.coded && n.type.n && nv_str_eqz(n.type, "CV")) c.c.target.type = n.type;
    c.c.rule = "citation.numbered";
    c.c.confidence = n.strong ? 0.99 : 0.9;
    nv_read_tail(s, &c, n.span.end);
    nv_read_date_before(s, &c);
    nv_cand *p = nv_cand_push(s, &c);
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
        nv_cand c = nv_cand_blank();
        c.c.span = (nv_span){ beg, n.span.end };
        c.c.target = (nv_target){ .type = prev->c.target.type, .number = n.number, .issuer = n.issuer };
        c.c.rule = "citation.list";
        c.c.confidence = 0.95;
        nv_read_tail(s, &c, n.span.end);
        *end = c.c.span.end;
        nv_date d = c.c.target.date;
        nv_str issuer = c.c.target.issuer;
        if (!nv_cand_push(s, &c)) break;
        if (!nv_date_none(d) && !and) /* the date behind the last of a run of commas is that of all of them */
            for (uint32_t r = run; r + 1 < s->cands.n; r++) {
                if (nv_date_none(s->cands.v[r].c.target.date)) s->cands.v[r].c.target.date = d;
                if (s->cands.v[r].c.target.issuer.n == 0) s->cands.v[r].c.target.issuer = issuer;
            }
        if (!nv_date_none(d) || and) run = s->cands.n;
    }
}

static bool self_ref(nv_scan *s, nv_span word, const nv_cite_word *w, uint32_t end, uint32_t *stop) {
    nv_cand c = nv_cand_blank();
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
    nv_cand_push(s, &c);
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
    nv_cand c = nv_cand_blank();
    c.c.span = c.whole = (nv_span){ word.beg, e };
    c.tail = (nv_span){ e, e };
    c.c.target = (nv_target){ .type = w->type, .name = nv_str_trim(nv_str_cut(s->text, word.beg, e)), .issuer = NV_LIT("Đảng Cộng sản Việt Nam") };
    c.c.rule = "citation.party";
    c.exists = true;
    nv_cand_push(s, &c);
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
    nv_cand c = nv_cand_blank();
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
    nv_cand_push(s, &c);
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
    nv_cand c = nv_cand_blank();
    if (so != at && nv_read_number(s, so, true, &n)) {
        c.c.span = (nv_span){ word.beg, n.span.end };
        c.c.target = (nv_target){ .type = w->type.n ? w->type : n.type, .number = n.number, .issuer = issuer.n ? issuer : n.issuer, .date = d };
        c.c.rule = "citation.numbered";
        c.c.confidence = 0.97;
        nv_date first = d;
        nv_read_tail(s, &c, n.span.end);
        if (nv_date_none(c.c.target.date)) c.c.target.date = first;
        if (issuer.n) c.c.target.issuer = issuer;
        nv_cand_push(s, &c);
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
    nv_cand_push(s, &c);
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
bool nv_read_doc(nv_scan *s, const nv_name_hit *hit, uint32_t *end) {
    const nv_cite_word *w = &s->d->word[hit->value];
    nv_span word = hit->span;
    uint32_t i = nv_cs_skip(s, word.end), k;
    if (nv_cs_word(s, i, "này", &k)) return self_ref(s, word, w, k, end);
    uint32_t so = nv_read_so(s, i);
    bool digit = so < s->text.n && nv_is_digit((unsigned char)s->text.p[so]);
    if ((digit || so != i) && numbered(s, word, w, so, so != i, end)) return true;
    if (digit && short_number(s, word, w, so, so != i, end)) return true;
    nv_cand c = nv_cand_blank();
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
        nv_cand_push(s, &c);
        return *end = k, true;
    }
    if (!named && w->kind == NV_CW_TITLE) named = nv_read_title(s, w, word, &c);
    if (!named) return false;
    nv_cand_push(s, &c);
    *end = c.c.span.end;
    nv_cand more = nv_cand_blank();
    while (c.word == NV_CW_TREATY && nv_read_treaty_more(s, &c, &more)) {
        nv_cand_push(s, &more);
        *end = more.c.span.end;
        c = more;
        more = nv_cand_blank();
    }
    return true;
}
