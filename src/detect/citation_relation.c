/* citation_relation.c - what this document does to the cited one (contract 3.5): the word that governs the citation, in its sentence. A trích yếu behind a
 * citation speaks for that document, not for this one; members of a list share the relation of the first. */
#include "detect/citation.h"

enum { MAX_CUES = 96 };
typedef struct { nv_span span; nv_cite_cue cue; } cue_hit;

/* True if a quotation that began behind `beg` is open at `at`. */
static bool quoted(const nv_scan *s, uint32_t beg, uint32_t at) {
    for (uint32_t i = at; i > beg + 2; i--)
        if ((unsigned char)s->text.p[i - 3] == 0xE2 && (unsigned char)s->text.p[i - 2] == 0x80) {
            if ((unsigned char)s->text.p[i - 1] == 0x9C) return true;
            if ((unsigned char)s->text.p[i - 1] == 0x9D) return false;
        }
    return false;
}

static uint32_t cues_in(const nv_scan *s, uint32_t beg, uint32_t end, cue_hit *out) {
    nv_str f = { s->fold.p, end };
    uint32_t at = beg, n = 0;
    nv_name_hit h;
    while (n < MAX_CUES && at < end && nv_names_next(s->d->cues, f, &at, &h)) {
        if (h.span.end > end) break;
        if (quoted(s, beg, h.span.beg)) continue; /* words of a quotation govern nothing outside it */
        out[n++] = (cue_hit){ h.span, (nv_cite_cue)s->d->cue[h.value] };
        if (n == MAX_CUES) { /* keep the last ones: they are nearest */
            memmove(out, out + MAX_CUES / 2, sizeof *out * (MAX_CUES / 2));
            n = MAX_CUES / 2;
        }
    }
    return n;
}

static uint32_t sentence_start(const nv_scan *s, uint32_t at) {
    for (uint32_t i = at; i > s->block.beg; i--) {
        char c = s->text.p[i - 1];
        if ((c != '.' && c != '?' && c != '!') || i >= at || (s->text.p[i] != ' ' && s->text.p[i] != '\n')) continue;
        uint32_t k = nv_cs_skip(s, i);
        if (k <= at && nv_cs_upper(s, k) && i >= s->block.beg + 3 && !(nv_cs_upper(s, i - 2) && (i < s->block.beg + 4 || s->text.p[i - 3] == ' '))) return k;
    }
    return nv_cs_skip(s, s->block.beg);
}

static uint32_t sentence_end(const nv_scan *s, uint32_t at) {
    for (uint32_t i = at; i < s->block.end; i++)
        if (s->text.p[i] == ';' || (s->text.p[i] == '.' && (i + 1 >= s->block.end || s->text.p[i + 1] == ' ' || s->text.p[i + 1] == '\n'))) return i;
    return s->block.end;
}

/* Offset behind a bracket and connectors at `at`; *any tells whether there was a connector. */
static uint32_t connectors(const nv_scan *s, uint32_t at, uint32_t end, bool *any) {
    static const char *const words[] = { "và", "hoặc", "các", "cùng", "với", "cùng với", "những", "văn bản", "của" };
    uint32_t i = nv_cs_skip(s, at), k;
    *any = false;
    while (i < end) {
        if (s->text.p[i] == '(') {
            uint32_t j = i;
            while (j < end && s->text.p[j] != ')') j++;
            if (j >= end) return i;
            i = nv_cs_skip(s, j + 1);
            continue;
        }
        if (s->text.p[i] == ',' || s->text.p[i] == ';' || s->text.p[i] == ':') {
            *any = true;
            i = nv_cs_skip(s, i + 1);
            continue;
        }
        bool hit = false;
        for (unsigned w = 0; w < NV_NELEM(words) && !hit; w++)
            if (nv_cs_word(s, i, words[w], &k) && k <= end) {
                if (w < 2) *any = true;
                i = nv_cs_skip(s, k);
                hit = true;
            }
        if (!hit) break;
    }
    return i;
}

static bool ends_with_connector(const nv_scan *s, uint32_t beg, uint32_t end) {
    uint32_t e = nv_cs_back(s, end), k;
    if (nv_cs_word_before(s, e, "các", &k)) e = nv_cs_back(s, k);
    if (e <= beg) return false;
    return s->text.p[e - 1] == ',' || s->text.p[e - 1] == ';' || nv_cs_word_before(s, e, "và", NULL) || nv_cs_word_before(s, e, "hoặc", NULL);
}

/* This document amends: its title or the heading of the unit says so. */
static bool amending(const nv_scan *s) {
    static const char *const signs[] = { "sửa đổi", "bổ sung", "bãi bỏ", "thay thế", "đính chính", "hủy bỏ" };
    nv_str title = nv_span_str(s->doc->fold, s->doc->head.title_span);
    for (unsigned i = 0; i < NV_NELEM(signs); i++)
        if (nv_str_find(title, nv_str_of(signs[i]), 0) != UINT32_MAX) return true;
    for (const nv_unit *u = s->unit; u; u = u->parent) {
        if (u->kind != NV_U_ARTICLE && u->kind != NV_U_CLAUSE) continue;
        nv_str h = nv_span_str(s->doc->fold, u->heading.end > u->heading.beg ? u->heading : u->body);
        h = nv_str_trim(h);
        for (unsigned i = 0; i < 3; i++)
            if (nv_str_starts(h, nv_str_of(signs[i]))) return true;
    }
    return false;
}

static nv_relation change_or_refers(const nv_scan *s, nv_relation r, const cue_hit *c, uint32_t n, uint32_t at, uint32_t start) {
    bool own = r != NV_R_AMENDS || amending(s) || c[at].span.beg == start;
    for (uint32_t i = 0; i < n && i < at; i++) {
        if (c[i].cue == NV_CC_PROPOSE) own = false;
        if (c[i].cue == NV_CC_CREATE) own = true; /* “ban hành Thông tư bãi bỏ …” */
    }
    return own ? r : NV_R_REFERS;
}

/* “thực hiện các nội dung, quy định, nhiệm vụ … tại X” carries X out; “thực hiện dịch vụ … quy định tại X” does not. */
static bool content_noun(const nv_scan *s, uint32_t at) {
    static const char *const skip[] = { "các", "những", "một số", "nghiêm", "nghiêm túc", "tốt", "đúng", "đầy đủ", "có hiệu quả", "hiệu quả", "đồng bộ", "kịp thời", "việc" };
    static const char *const nouns[] = { "quy định", "nội dung", "nhiệm vụ", "trách nhiệm", "quyền", "nghĩa vụ", "chỉ đạo", "ý kiến", "quan điểm", "giải pháp", "mục tiêu", "yêu cầu", "chủ trương",
                                         "kết luận", "chính sách", "chức năng", "biện pháp", "tinh thần", "nhóm" };
    uint32_t i = nv_cs_skip(s, at), k;
    for (unsigned n = 0; n < 3; n++)
        for (unsigned w = 0; w < NV_NELEM(skip); w++)
            if (nv_cs_word(s, i, skip[w], &k)) i = nv_cs_skip(s, k);
    for (unsigned w = 0; w < NV_NELEM(nouns); w++)
        if (nv_cs_word(s, i, nouns[w], NULL)) return true;
    return i >= s->text.n || nv_cs_word(s, i, "tại", NULL) || nv_cs_word(s, i, "nêu tại", NULL);
}

/* Nothing between a verb and “tại X” breaks the phrase: it is short, or has no comma. */
static bool same_phrase(const nv_scan *s, uint32_t beg, uint32_t end) {
    if (end - beg <= 70) return true;
    for (uint32_t i = beg; i < end; i++)
        if (s->text.p[i] == ',' || s->text.p[i] == ':') return false;
    return end - beg < 200;
}

/* The relation that the words of [beg, end) give to what follows; *cue gets the word that decided. */
static nv_relation govern(const nv_scan *s, uint32_t beg, uint32_t end, uint8_t *cue) {
    cue_hit c[MAX_CUES];
    uint32_t n = cues_in(s, beg, end, c), weak_at = UINT32_MAX;
    *cue = NV_CC_COUNT;
    for (uint32_t i = n; i-- > 0;) {
        nv_cite_cue k = c[i].cue;
        if (k == NV_CC_OPEN) {
            if (*cue == NV_CC_COUNT) *cue = NV_CC_OPEN;
            continue;
        }
        bool weak = weak_at != UINT32_MAX;
        if (k == NV_CC_WEAK) {
            if (!weak) weak_at = c[i].span.beg, *cue = NV_CC_WEAK;
            continue;
        }
        if (weak) { /* “nêu tại X”: only a verb of its own counts (3.5) */
            if (k == NV_CC_MAIN || k == NV_CC_CREATE || k == NV_CC_PROPOSE) continue;
            bool change = k == NV_CC_PHRASE || ((k == NV_CC_AMENDS || k == NV_CC_REPEALS) && c[i].span.beg == beg);
            if (!change && (k != NV_CC_IMPLEMENTS || !same_phrase(s, c[i].span.end, weak_at) || !content_noun(s, c[i].span.end))) return NV_R_REFERS;
        }
        *cue = (uint8_t)k;
        switch (k) {
        case NV_CC_IMPLEMENTS: {
            /* “hướng dẫn … thực hiện X” orders others; “việc thực hiện” is still implements (3.5) */
            return NV_R_IMPLEMENTS;
        }
        case NV_CC_AMENDS: case NV_CC_PHRASE: return change_or_refers(s, NV_R_AMENDS, c, n, i, beg);
        case NV_CC_REPLACES: return change_or_refers(s, NV_R_REPLACES, c, n, i, beg);
        case NV_CC_REPEALS: return change_or_refers(s, NV_R_REPEALS, c, n, i, beg);
        case NV_CC_GUIDES: return NV_R_GUIDES;
        case NV_CC_ISSUED_WITH: return NV_R_ISSUED_WITH;
        default: return NV_R_REFERS;
        }
    }
    return NV_R_REFERS;
}

/* A law called by its bare name, without number, date or year: such a mention seldom stands where a law is repealed. */
static bool bare_law(const nv_cand *c) {
    nv_str n = c->c.target.name;
    return c->kind == NV_CAND_DOC && c->word == NV_CW_LAW && !c->c.target.number.n && nv_date_none(c->c.target.date) && !(n.n && nv_is_digit((unsigned char)n.p[n.n - 1]));
}

/* Only words that lead from a verb to its object stand in [beg, end): “bãi bỏ một số điều của X”, not “bãi bỏ điều kiện kinh doanh trái X”. */
static bool leads_to_object(const nv_scan *s, uint32_t beg, uint32_t end) {
    static const char *const words[] = { "toàn bộ", "các", "những", "một số", "một phần", "một", "điều", "khoản", "điểm", "chương", "mục", "phần", "phụ lục", "đoạn", "câu", "của", "tại", "quy định",
                                         "nội dung", "hiệu lực", "thi hành", "việc", "áp dụng", "và", "hoặc", "trong", "cho", "sau đây", "sau", "văn bản", "cụm từ", "từ", "số", "thứ", "đối với", "đã", "ban hành" };
    uint32_t i = nv_cs_skip(s, beg), k;
    while (i < end) {
        if (quoted(s, beg, i) || !nv_cs_letter(s, i)) {
            i = nv_cs_skip(s, i + 1);
            continue;
        }
        uint32_t e = i;
        bool known = false;
        for (unsigned w = 0; w < NV_NELEM(words) && !known; w++)
            if (nv_cs_word(s, i, words[w], &k) && k <= end) e = k, known = true;
        if (!known) {
            while (e < end && nv_cs_letter(s, e)) nv_utf8_next(s->text, &e);
            if (e - i > 2) return false; /* longer than the letter of a point */
        }
        i = nv_cs_skip(s, e);
    }
    return true;
}

/* “bãi bỏ”, “thay thế” somewhere before a law that is only mentioned: it is repealed only where it is their object. */
static bool only_mentioned(const nv_scan *s, uint32_t beg, const nv_cand *c) {
    cue_hit hit[MAX_CUES];
    if ((c->c.relation != NV_R_REPEALS && c->c.relation != NV_R_REPLACES) || !bare_law(c)) return false;
    for (uint32_t i = cues_in(s, beg, c->whole.beg, hit); i-- > 0;)
        if (hit[i].cue == NV_CC_REPEALS || hit[i].cue == NV_CC_REPLACES) return !leads_to_object(s, hit[i].span.end, c->whole.beg);
    return false;
}

/* “Căn cứ …”, “Theo đề nghị … tại Tờ trình …”, “Xét …” at the head of a clause of the preamble. */
static bool basis_head(const nv_scan *s, uint32_t at) {
    static const char *const any[] = { "căn cứ", "xét đề nghị", "xét", "theo đề nghị", "thể theo" };
    const nv_unit *u = s->unit;
    if (at < s->block.end && (s->text.p[at] == '-' || s->text.p[at] == '+' || s->text.p[at] == '*')) at = nv_cs_skip(s, at + 1); /* “- Căn cứ …” */
    bool attached = u && nv_unit_up(s->unit, NV_U_APPENDIX) != NULL; /* a second document after the signature has its own căn cứ (1.8) */
    if (attached) return at <= nv_cs_skip(s, s->block.beg) + 2 && nv_cs_word(s, at, "căn cứ", NULL) && u->kind != NV_U_CLAUSE && u->kind != NV_U_POINT && u->kind != NV_U_INDENT;
    if (u && u->kind != NV_U_PREAMBLE) return false;
    for (unsigned i = 0; i < NV_NELEM(any); i++)
        if (nv_cs_word(s, at, any[i], NULL)) return true;
    return at <= nv_cs_skip(s, s->block.beg) + 2 && nv_cs_word(s, at, "theo", NULL);
}

/* Whether a bare law is what the verb at `at` speaks of: nothing but connectors and other citations lie between. */
static bool subject_of(const nv_scan *s, const nv_cand *c, uint32_t at) {
    bool any;
    uint32_t i = connectors(s, c->tail.end, at, &any), k;
    for (uint32_t n = s->first; n < s->cands.n; n++)
        if (s->cands.v[n].whole.beg <= i && s->cands.v[n].tail.end > i) i = connectors(s, s->cands.v[n].tail.end, at, &any);
    while (i < at && (nv_cs_word(s, i, "đã", &k) || nv_cs_word(s, i, "sẽ", &k) || nv_cs_word(s, i, "cũng", &k) || nv_cs_word(s, i, "này", &k))) i = nv_cs_skip(s, k);
    return i >= at;
}

/* “Thông tư số 17/2014/TT-BCA … hết hiệu lực”, “… được thay thế bởi Thông tư này”. */
static void look_behind(const nv_scan *s, nv_cand *c) {
    if (c->kind != NV_CAND_DOC || c->c.relation != NV_R_REFERS || c->nested || c->cue != NV_CC_COUNT) return; /* only the subject of the sentence */
    uint32_t end = sentence_end(s, c->tail.end);
    for (uint32_t i = c->tail.end; i < end; i++) {
        if (nv_cs_word(s, i, "hết hiệu lực", NULL) || nv_cs_word(s, i, "bị bãi bỏ", NULL) || nv_cs_word(s, i, "được bãi bỏ", NULL) || nv_cs_word(s, i, "chấm dứt hiệu lực", NULL) ||
            nv_cs_word(s, i, "không còn hiệu lực", NULL)) {
            uint32_t b = nv_cs_back(s, i);
            if (nv_cs_word_before(s, b, "chưa", NULL) || nv_cs_word_before(s, b, "không", NULL) || (bare_law(c) && !subject_of(s, c, i))) return;
            c->c.relation = NV_R_REPEALS;
            return;
        }
    }
}

static bool attached_bracket(const nv_scan *s, const nv_cand *c) {
    uint32_t i = nv_cs_skip(s, c->tail.end), end = sentence_end(s, c->tail.end);
    for (uint32_t n = 0; i < end && n < 120; i++, n++)
        if (s->text.p[i] == '(') {
            uint32_t k = nv_cs_skip(s, i + 1);
            return nv_cs_word(s, k, "đính kèm", NULL) || nv_cs_word(s, k, "gửi kèm", NULL) || nv_cs_word(s, k, "kèm theo", NULL) || nv_cs_word(s, k, "gửi đính kèm", NULL) ||
                   nv_cs_word(s, k, "sao gửi", NULL) || nv_cs_word(s, k, "có gửi kèm", NULL) || nv_cs_word(s, k, "có văn bản kèm", NULL);
        }
    return false;
}

/* The title stands right behind what issued it: part of that citation (contract 3.11). */
static bool absorbed(const nv_scan *s, const nv_cand *prev, const nv_cand *c) {
    static const char *const how[] = { "về việc ban hành", "về việc phê duyệt", "về ban hành", "về phê duyệt", "phê duyệt điều chỉnh", "ban hành kèm theo", "ban hành", "phê duyệt", "công bố", "thông qua", "về việc",
                                       "về", "kèm theo" };
    if (c->word != NV_CW_TITLE || prev->kind != NV_CAND_DOC || prev->word == NV_CW_TITLE) return false;
    uint32_t i = nv_cs_skip(s, prev->tail.end), k;
    bool norm = nv_str_eqz(prev->c.target.type, "QCVN") || nv_str_eqz(prev->c.target.type, "TCVN");
    if (norm) { /* “QCVN 05:2024/BCA Quy chuẩn kỹ thuật quốc gia về …” */
        while (i < c->whole.beg && (s->text.p[i] == '-' || s->text.p[i] == ',' || s->text.p[i] == ':' || s->text.p[i] == '(')) i = nv_cs_skip(s, i + 1);
        return i == c->whole.beg;
    }
    for (unsigned h = 0; h < NV_NELEM(how); h++)
        if (nv_cs_word(s, i, how[h], &k)) return nv_cs_skip(s, k) == c->whole.beg;
    return false;
}

static bool opens(const nv_scan *s, uint32_t beg, uint32_t end, bool *passive) {
    cue_hit c[MAX_CUES];
    uint32_t i = nv_cs_skip(s, beg), k, n = cues_in(s, beg, end, c);
    *passive = false;
    for (uint32_t x = 0; x < n; x++) *passive |= c[x].cue == NV_CC_PASSIVE;
    if (i < end && s->text.p[i] == '(') {
        while (i < end && s->text.p[i] != ')') i++;
        if (i < end) i = nv_cs_skip(s, i + 1);
    }
    bool comma = i < end && s->text.p[i] == ',';
    if (comma) i = nv_cs_skip(s, i + 1);
    if (nv_cs_word(s, i, "đã", &k) || nv_cs_word(s, i, "có", &k)) i = nv_cs_skip(s, k);
    for (uint32_t x = 0; x < n; x++)
        if (c[x].span.beg == i && comma && (c[x].cue == NV_CC_REPEALS || c[x].cue == NV_CC_REPLACES || c[x].cue == NV_CC_AMENDS)) return false; /* “thay thế A, bãi bỏ B” */
        else if (c[x].span.beg == i && c[x].cue != NV_CC_WEAK && c[x].cue != NV_CC_REFERS && c[x].cue != NV_CC_MAIN && c[x].cue != NV_CC_ISSUED_WITH) return true;
    return false;
}

/* A new clause with its own subject and verb begins behind the trích yếu: “…, Ủy ban nhân dân tỉnh yêu cầu …”. Offset of it, or 0. */
static uint32_t new_clause(const nv_scan *s, uint32_t beg, uint32_t end) {
    cue_hit c[MAX_CUES];
    uint32_t n = cues_in(s, beg, end, c);
    for (uint32_t i = 0; i < n; i++) {
        if (c[i].cue != NV_CC_MAIN) continue;
        for (uint32_t k = c[i].span.beg; k > beg; k--)
            if (s->text.p[k - 1] == ',') return c[i].span.beg;
    }
    return 0;
}

/* The item of a list takes the verb of its lead-in: “… các văn bản sau đây hết hiệu lực: a) Thông tư số …”, “Nghị định này thay thế: a) …”. */
static bool lead_in(nv_scan *s, nv_cand *c) {
    const nv_unit *u = s->unit ? s->unit->parent : NULL;
    if (!u || u->kind < NV_U_ARTICLE || u->kind > NV_U_INDENT || c->kind != NV_CAND_DOC) return false;
    nv_span sp = nv_span_trim(s->doc->text, u->body.end > u->body.beg ? u->body : u->heading);
    if (sp.end <= sp.beg || s->doc->text.p[sp.end - 1] != ':') return false;
    nv_scan up = *s;
    up.block = sp;
    up.unit = s->unit->parent;
    up.text.n = up.fold.n = sp.end;
    uint32_t beg = sentence_start(&up, sp.end);
    for (uint32_t i = beg; i < sp.end; i++)
        if (nv_cs_word(&up, i, "hết hiệu lực", NULL)) return c->c.relation = NV_R_REPEALS, c->cue = NV_CC_REPEALS, true;
    uint8_t cue;
    nv_relation r = govern(&up, beg, sp.end, &cue);
    if (r != NV_R_REPEALS && r != NV_R_REPLACES && r != NV_R_AMENDS && r != NV_R_IMPLEMENTS) return false;
    c->c.relation = r;
    c->cue = cue;
    return true;
}

typedef struct { bool have; nv_relation rel; uint8_t cue; const nv_cand *cand; } top_state;

static void first_of_clause(nv_scan *s, nv_cand *c, uint32_t beg, top_state *top) {
    for (uint32_t i = beg; i < c->whole.beg; i++) /* “Theo đề nghị của …; Bộ trưởng ban hành Thông tư …” is two clauses */
        if (s->text.p[i] == ';') beg = nv_cs_skip(s, i + 1);
    if (basis_head(s, beg)) c->c.relation = NV_R_BASIS, c->cue = NV_CC_REFERS;
    else {
        c->c.relation = govern(s, beg, c->whole.beg, &c->cue);
        if (only_mentioned(s, beg, c)) c->c.relation = NV_R_REFERS, c->cue = NV_CC_OPEN;
        if (c->cue == NV_CC_COUNT && nv_cs_skip(s, s->block.beg) == c->whole.beg) lead_in(s, c);
    }
    *top = (top_state){ true, c->c.relation, c->cue, c };
}

static void sibling(nv_cand *c, nv_relation r, uint8_t cue, bool nested) {
    c->c.relation = r == NV_R_ISSUED_WITH && c->n_paths ? NV_R_REFERS : r; /* “… ban hành kèm theo Nghị định A; khoản 4 Điều 139 của Luật B”: a place is no container */
    c->cue = cue;
    c->nested = nested;
}

/* The last verb of [beg, end) stands behind “và” or a comma: it is coordinated with this document's verb before. */
static bool own_verb(const nv_scan *s, uint32_t beg, uint32_t end) {
    cue_hit c[MAX_CUES];
    uint32_t n = cues_in(s, beg, end, c);
    for (uint32_t i = n; i-- > 0;)
        if (c[i].cue == NV_CC_AMENDS || c[i].cue == NV_CC_REPEALS || c[i].cue == NV_CC_REPLACES || c[i].cue == NV_CC_GUIDES || c[i].cue == NV_CC_PHRASE) {
            uint32_t b = nv_cs_back(s, c[i].span.beg);
            return b <= beg || s->text.p[b - 1] == ',' || s->text.p[b - 1] == ';' || s->text.p[b - 1] == ':' || nv_cs_word_before(s, b, "và", NULL) || nv_cs_word_before(s, b, "đồng thời", NULL);
        }
    return false;
}

static bool have_semicolon(const nv_scan *s, uint32_t beg, uint32_t end, uint32_t *behind) {
    *behind = 0;
    for (uint32_t i = beg; i < end; i++)
        if (s->text.p[i] == ';') *behind = i + 1;
    return *behind > 0;
}

/* Only connectors stand between the two: a plain list. */
static void in_list(const nv_scan *s, const nv_cand *prev, nv_cand *c, const top_state *top) {
    uint32_t behind;
    bool back_up = prev->nested && top->have && c->c.target.number.n && prev->c.target.number.n == 0 && top->cand->c.target.number.n;
    if (top->have && have_semicolon(s, prev->tail.end, c->whole.beg, &behind)) back_up |= prev->nested;
    if (back_up) sibling(c, top->rel, top->cue, false);
    else sibling(c, prev->c.relation == NV_R_SELF || (prev->c.relation == NV_R_ISSUED_WITH && top->rel != NV_R_ISSUED_WITH) ? top->rel : prev->c.relation, prev->cue, prev->nested);
}

/* A semicolon stands between the two; `behind` it the next item begins. */
static void behind_semicolon(nv_scan *s, nv_cand *c, top_state *top, uint32_t behind, uint32_t end) {
    bool any;
    uint32_t b = nv_cs_skip(s, behind), rest = connectors(s, behind, end, &any);
    if (rest >= end && top->have) sibling(c, top->rel, top->cue, false);
    else if (top->have && top->rel == NV_R_BASIS && !basis_head(s, b) && !nv_cs_upper(s, b)) sibling(c, NV_R_REFERS, NV_CC_OPEN, true); /* the trích yếu goes on behind the semicolon */
    else first_of_clause(s, c, b, top);
}

/* “Luật A được sửa đổi, bổ sung bởi Luật B”, and the places in it. */
static void behind_passive(const nv_cand *prev, nv_cand *c, const top_state *top) {
    /* “Nghị định X hướng dẫn Luật Y đã được sửa đổi bởi Nghị định Z”: a decree amends the decree, not the law in its trích yếu */
    nv_str kind = c->c.target.type;
    bool of_top = prev->nested && top->have && top->rel == NV_R_BASIS && kind.n && nv_str_eq(kind, top->cand->c.target.type) && !nv_str_eq(kind, prev->c.target.type);
    if (of_top) sibling(c, top->rel, NV_CC_PASSIVE, false);
    else sibling(c, prev->c.relation == NV_R_BASIS ? NV_R_BASIS : NV_R_REFERS, NV_CC_PASSIVE, prev->nested);
}

/* In the trích yếu of the document before. */
static void in_subject(nv_scan *s, const nv_cand *prev, nv_cand *c, const top_state *top, uint32_t beg, uint32_t end) {
    uint8_t cue;
    if (ends_with_connector(s, beg, end) && top->have && (c->c.target.number.n || c->word == NV_CW_LAW) && !prev->nested) {
        sibling(c, top->rel, top->cue, false);
        return;
    }
    nv_relation r = govern(s, beg, end, &cue);
    sibling(c, r == NV_R_ISSUED_WITH ? r : NV_R_REFERS, NV_CC_OPEN, true);
}

/* What the words between the two say. */
static void by_words(nv_scan *s, const nv_cand *prev, nv_cand *c, top_state *top, uint32_t beg, uint32_t end) {
    uint8_t cue;
    bool place = prev->kind == NV_CAND_SELF || prev->kind == NV_CAND_PLACE;
    nv_relation r = govern(s, beg, end, &cue);
    if (cue == NV_CC_COUNT || cue == NV_CC_OPEN) {
        if (ends_with_connector(s, beg, end) && top->have && prev->kind != NV_CAND_SELF) {
            sibling(c, top->rel, top->cue, false);
            return;
        }
        /* the verb may stand before a place or a self citation: “Sửa đổi khoản 2 … của Thông tư này và …” */
        if (place) r = govern(s, sentence_start(s, c->whole.beg), end, &cue);
        if (prev->kind == NV_CAND_SELF && cue == NV_CC_IMPLEMENTS) r = NV_R_REFERS;
    }
    bool change = r == NV_R_AMENDS || r == NV_R_REPEALS || r == NV_R_REPLACES || r == NV_R_GUIDES;
    if (change && prev->kind == NV_CAND_DOC && !own_verb(s, beg, end)) { /* the document before is the subject: “Thông tư số 28 … sửa đổi Thông tư số 32” */
        sibling(c, NV_R_REFERS, NV_CC_OPEN, true);
        return;
    }
    c->c.relation = r;
    c->cue = cue;
    if (only_mentioned(s, place ? sentence_start(s, end) : beg, c)) c->c.relation = NV_R_REFERS, c->cue = NV_CC_OPEN;
    *top = (top_state){ true, c->c.relation, c->cue, c };
}

/* The relation of c, which stands in one sentence behind prev. */
static void relate(nv_scan *s, nv_cand *prev, nv_cand *c, top_state *top) {
    uint32_t beg = prev->tail.end, end = c->whole.beg, semi;
    bool any, passive;
    if (end < beg) end = beg;
    if (absorbed(s, prev, c)) {
        c->attach = true; /* now: taken in by prev; the scope pass drops it and keeps its name */
        sibling(c, prev->c.relation, prev->cue, true);
        c->generic = true;
        return;
    }
    if (connectors(s, beg, end, &any) >= end && any) {
        in_list(s, prev, c, top);
        return;
    }
    if (have_semicolon(s, beg, end, &semi)) {
        behind_semicolon(s, c, top, semi, end);
        return;
    }
    /* a programme that is made here, or named in this document's own title, has no trích yếu of its own: “Chương trình hành động thực hiện Kết luận …” */
    bool made = prev->word == NV_CW_TITLE && !prev->nested && !prev->attach &&
                (prev->elided || prev->cue == NV_CC_CREATE || prev->cue == NV_CC_PROPOSE || prev->cue == NV_CC_COUNT || prev->cue == NV_CC_OPEN);
    bool other = prev->kind != NV_CAND_SELF, open = other && opens(s, beg, end, &passive) && !made;
    uint32_t clause;
    if (other && passive) behind_passive(prev, c, top);
    else if ((clause = new_clause(s, beg, end)) != 0) first_of_clause(s, c, clause, top);
    else if (open || (prev->nested && prev->kind == NV_CAND_DOC)) in_subject(s, prev, c, top, beg, end);
    else by_words(s, prev, c, top, beg, end);
}

nv_relation nv_cite_govern(const nv_scan *s, uint32_t at, uint8_t *cue) {
    uint32_t beg = sentence_start(s, at);
    for (uint32_t i = beg; i < at; i++)
        if (s->text.p[i] == ';') beg = nv_cs_skip(s, i + 1);
    if (basis_head(s, beg)) return *cue = NV_CC_REFERS, NV_R_BASIS;
    return govern(s, beg, at, cue);
}

void nv_cite_relations(nv_scan *s) {
    top_state top = { false, NV_R_REFERS, NV_CC_COUNT, NULL };
    uint32_t last_start = UINT32_MAX;
    for (uint32_t i = s->first; i < s->cands.n; i++) {
        nv_cand *c = &s->cands.v[i];
        uint32_t start = sentence_start(s, c->whole.beg);
        nv_relation keep = c->c.relation;
        if (start != last_start) top.have = false;
        if (i == s->first || start != last_start || s->cands.v[i - 1].whole.beg < start) first_of_clause(s, c, start, &top);
        else relate(s, &s->cands.v[i - 1], c, &top);
        last_start = start;
        if (c->kind == NV_CAND_SELF) c->c.relation = keep;
        if (c->c.relation == NV_R_REFERS && (c->cue == NV_CC_COUNT || c->cue == NV_CC_OPEN) && c->kind == NV_CAND_DOC && !c->nested && attached_bracket(s, c)) c->c.relation = NV_R_ISSUED_WITH;
        look_behind(s, c);
    }
}
