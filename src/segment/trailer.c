/* trailer.c - the end of a document: where the signature begins, Nơi nhận, signers. */
#include "segment/seg.h"

#define SIGN_PARAS 160u  /* a signature block with its Nơi nhận is never longer */

static bool short_line(const seg_para *p) { return p->span.end - p->span.beg <= 260; }

static bool is_capacity(const seg *g, nv_span sp)
{
    if (!seg_at(g, g->s->capacity, sp)) return false;
    nv_span all;
    nv_match_group(g->m, 0, &all);
    nv_span first = { sp.beg + all.end, sp.end };
    uint32_t c = seg_first(g, first);
    if (!nv_is_upper(c)) return false;
    /* the word behind it is in capitals: “KT. BỘ TRƯỞNG”, not “Q. Tân Bình” */
    nv_str s = seg_text(g, first);
    uint32_t e = 0;
    while (e < s.n && s.p[e] != ' ' && s.p[e] != '\t') e++;
    return nv_str_is_caps(nv_str_cut(s, 0, e)) && e > 1;
}

/* Without “(Đã ký)”. */
static nv_span without_bracket(const seg *g, nv_span sp)
{
    uint32_t bracket = nv_str_find(seg_text(g, sp), NV_LIT("("), 0);
    return bracket != UINT32_MAX && bracket > 3 ? nv_span_trim(g->doc->text, (nv_span){ sp.beg, sp.beg + bracket }) : sp;
}

static bool is_position(const seg *g, const seg_para *p)
{
    nv_span sp = without_bracket(g, p->span);
    return sp.end - sp.beg <= 200 && nv_str_is_caps(seg_text(g, sp)) && seg_at(g, g->s->position, sp);
}

/* “TM. chính phủ”, “thủ tướng chính phủ”: fonts whose capitals are lost when they become Unicode. */
static bool is_small_office(const seg *g, const seg_para *p)
{
    if (p->caps || p->row || p->span.end - p->span.beg > 90) return false;
    if (p->label.kind != NV_U_DOC && p->label.style != SEG_LETTER) return false;
    uint32_t last = seg_last(g, p->span);
    return nv_is_letter(last) && (seg_at(g, g->s->capacity, p->span) || seg_at(g, g->s->position, p->span));
}

/* Without “đã ký” before or behind a name. */
static nv_span without_mark(const seg *g, nv_span sp)
{
    static const char *const marks[] = { "(đã ký)", "đã ký", "(ký)", "[đã ký]" };
    nv_str f = seg_fold(g, sp);
    for (size_t i = 0; i < NV_NELEM(marks); i++) {
        nv_str m = nv_str_of(marks[i]);
        if (f.n <= m.n + 4) continue;
        if (nv_str_starts(f, m)) return nv_span_trim(g->doc->text, (nv_span){ sp.beg + m.n, sp.end });
        if (!nv_str_ends(f, m)) continue;
        nv_span name = nv_span_trim(g->doc->text, (nv_span){ sp.beg, sp.end - m.n });
        uint32_t start; /* “Trần Văn Truyền – Đã ký” */
        while (name.end > name.beg && !nv_is_letter(nv_utf8_prev(g->doc->text, name.end, &start))) name.end = start;
        return name;
    }
    return sp;
}

static bool is_person(const seg *g, nv_span sp)
{
    sp = without_mark(g, sp);
    if (sp.end - sp.beg > 80 || seg_at(g, g->s->org, sp)) {
        if (!seg_at(g, g->s->family, sp) || sp.end - sp.beg > 80) return false;
    }
    if (seg_at(g, g->s->rank, sp)) {
        nv_span all;
        nv_match_group(g->m, 0, &all);
        sp.beg += all.end;
    }
    if (seg_at(g, g->s->position, sp) && !seg_at(g, g->s->family, sp)) return false;
    if (nv_str_is_caps(seg_text(g, sp))) return seg_at(g, g->s->family, sp);
    return seg_at(g, g->s->person, sp) && (seg_at(g, g->s->family, sp) || !seg_at(g, g->s->type, sp));
}

/* An office in capitals is the signer's if a name follows soon; before the căn cứ it is the issuer's. */
static bool name_follows(const seg *g, uint32_t i, uint32_t end)
{
    for (uint32_t k = i + 1; k < end && k < i + 9; k++) {
        const seg_para *p = &g->paras[k];
        if (p->row) return false;
        if (p->label.kind != NV_U_DOC && p->label.style != SEG_SIGN) return false;
        if (seg_at(g, g->s->basis, p->span) || !short_line(p)) return false;
        if (is_person(g, p->span)) return true;
    }
    return false;
}

/* Numbered text behind a line, and no name before it: it was no signature but an example of one. */
static bool text_follows(const seg *g, uint32_t i, uint32_t end)
{
    for (uint32_t k = i + 1; k < end && k < i + 12; k++) {
        const seg_para *p = &g->paras[k];
        if (seg_at(g, g->s->recipients, p->span) || is_person(g, p->span)) return false;
        if (p->label.kind != NV_U_DOC && p->label.style != SEG_SIGN && p->label.style != SEG_LETTER && p->label.style != SEG_ROMAN) return true;
    }
    return false;
}

/* “CHỦ TỊCH QUỐC HỘI Nguyễn Sinh Hùng” */
static bool fused_signature(const seg *g, const seg_para *p)
{
    if (!short_line(p) || !seg_at(g, g->s->position, p->span)) return false;
    nv_str s = seg_text(g, p->span), f = seg_fold(g, p->span);
    nv_span all;
    nv_match_group(g->m, 0, &all);
    if (!nv_str_is_caps(nv_str_cut(s, 0, all.end))) return false;
    for (uint32_t i = all.end; i + 1 < s.n; i++)
        if (s.p[i] == ' ' && nv_match_at(g->m, g->s->family, nv_str_cut(f, i + 1, f.n), 0) && !nv_str_is_caps(nv_str_cut(s, i + 1, s.n))) return true;
    return false;
}

uint32_t seg_find_sign(const seg *g, uint32_t beg, uint32_t end)
{
    for (uint32_t i = beg; i < end; i++) {
        const seg_para *p = &g->paras[i];
        if (p->quoted || p->blank || p->foot) continue;
        if (p->row) continue;
        if (seg_at(g, g->s->recipients, p->span)) return i;
        if (!short_line(p)) continue;
        if (nv_str_eqz(seg_fold(g, p->span), "xác thực văn bản hợp nhất")) return i; /* Pháp lệnh 01/2012/UBTVQH13: stands over the signature */
        if (is_capacity(g, p->span) && !text_follows(g, i, end)) return i;
        if (is_position(g, p) && p->label.kind == NV_U_DOC && name_follows(g, i, end)) return i;
        if (is_small_office(g, p) && name_follows(g, i, i + 4 < end ? i + 4 : end)) return i;
        if (fused_signature(g, p)) return i;
    }
    return end;
}

/* ---- recipients ------------------------------------------------------------------------------------------------------- */

static bool open_bracket(nv_str s)
{
    int depth = 0;
    for (uint32_t i = 0; i < s.n; i++) depth += s.p[i] == '(' ? 1 : s.p[i] == ')' ? -1 : 0;
    return depth > 0;
}

static void add_recipient(seg *g, nv_str s)
{
    s = nv_str_trim(s);
    for (;;) {
        if (s.n && strchr("-+* \t", s.p[0])) s = nv_str_cut(s, 1, s.n);
        else if (nv_str_starts(s, NV_LIT("–"))) s = nv_str_cut(s, 3, s.n);
        else break;
    }
    while (s.n && strchr(".;, \t/", s.p[s.n - 1])) s.n--;
    if (s.n) *NV_PUSH(g->doc->arena, &g->doc->head.recipients) = seg_one_line(g, s);
}

/* One line: “- A; - B; - C.” holds several. */
static void add_recipients(seg *g, nv_span sp)
{
    nv_str s = seg_text(g, sp);
    uint32_t beg = 0;
    for (uint32_t i = 0; i + 2 < s.n; i++) {
        if (s.p[i] != ';' && s.p[i] != ',' && s.p[i] != '.') continue;
        uint32_t k = i + 1;
        while (k < s.n && s.p[k] == ' ') k++;
        if (k + 1 < s.n && k > i + 1 && s.p[k] == '-' && s.p[k + 1] != '-' && !open_bracket(nv_str_cut(s, beg, i))) {
            add_recipient(g, nv_str_cut(s, beg, i));
            beg = k;
        }
    }
    add_recipient(g, nv_str_cut(s, beg, s.n));
}

/* The next line of an entry. `mark`: the last character of the line before it. */
static void continue_recipient(seg *g, nv_span sp, uint32_t mark)
{
    nv_head *h = &g->doc->head;
    uint32_t n = h->recipients.n;
    nv_str old = h->recipients.v[n - 1];
    add_recipient(g, seg_text(g, sp));
    if (h->recipients.n == n) return;
    const char *joint = mark == ',' ? "," : mark == ';' ? ";" : "";
    h->recipients.v[n - 1] = nv_arena_printf(g->doc->arena, "%.*s%s %.*s", NV_ARG(old), joint, NV_ARG(h->recipients.v[n]));
    h->recipients.n = n;
}

/* A line under Nơi nhận without a dash; false if it is none of the list. */
static bool plain_recipient(seg *g, const seg_para *p, uint32_t mark, bool done)
{
    nv_head *h = &g->doc->head;
    if (p->span.end - p->span.beg > 300) return false;
    if (!h->recipients.n) {
        add_recipients(g, p->span);
        return true;
    }
    uint32_t first = seg_first(g, p->span);
    bool lower = !nv_is_upper(first) && !nv_is_digit(first) && first != '(';
    bool broken = open_bracket(h->recipients.v[h->recipients.n - 1]) || first == '(';
    if (broken || lower || (mark != ';' && mark != '.' && !done)) {
        if (done && !broken && mark != ',') return false;
        continue_recipient(g, p->span, mark);
        return true;
    }
    if (done) return false;
    add_recipients(g, p->span);
    return true;
}

/* ---- signers ---------------------------------------------------------------------------------------------------------- */

typedef struct { nv_str capacity, position; nv_span span; bool doubtful; /* not surely recognised */ } pending;

/* True if some word of recognised text is hardly more than a guess: a seal or a pen went over it. */
static bool is_doubtful(const seg *g, nv_span sp)
{
    enum { GUESS = 30 };
    nv_str s = seg_text(g, sp);
    for (uint32_t i = 0; i < s.n; i++) {
        if (i && s.p[i - 1] != ' ' && s.p[i - 1] != '\t') continue;
        const nv_seen *w = nv_doc_seen(g->doc, sp.beg + i);
        if (w && w->conf < GUESS) return true;
    }
    return false;
}

static nv_str capacity_name(nv_str folded)
{
    static const struct { const char *letters, *name; } known[] = { { "tuq", "TUQ." }, { "tm", "TM." }, { "kt", "KT." }, { "tl", "TL." }, { "q", "Q." },
        { "thaymặt", "TM." }, { "kýthay", "KT." }, { "thừalệnh", "TL." }, { "thừaủyquyền", "TUQ." }, { "quyền", "Q." } };
    char z[64];
    uint32_t n = 0;
    for (uint32_t i = 0; i < folded.n && n < sizeof z - 1; i++)
        if (!strchr(" ./\t", folded.p[i])) z[n++] = folded.p[i];
    z[n] = 0;
    for (size_t i = 0; i < NV_NELEM(known); i++)
        if (strcmp(z, known[i].letters) == 0) return nv_str_of(known[i].name);
    return (nv_str){ 0 };
}

/* The last office named in the line. */
static nv_span last_position(const seg *g, nv_span sp)
{
    nv_span got = { 0, 0 }, all;
    nv_str f = seg_fold(g, sp);
    for (uint32_t at = 0; at < f.n && nv_match(g->m, g->s->position, f, at);) {
        nv_match_group(g->m, 0, &all);
        got = (nv_span){ sp.beg + all.beg, sp.end };
        at = all.end > at ? all.end : at + 1;
    }
    return got;
}

/* A line in capitals before the name: capacity, body, office. */
static void take_office(seg *g, nv_span sp, pending *p)
{
    nv_span rest = sp;
    if (p->span.beg >= p->span.end) p->span = sp;
    p->span.end = sp.end;
    p->doubtful = p->doubtful || is_doubtful(g, sp);
    for (uint32_t at = sp.beg; at < sp.end;) { /* “TM. CHÍNH PHỦ KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG”: the last capacity counts */
        nv_span here = { at, sp.end };
        bool border = at == sp.beg || g->doc->text.p[at - 1] == ' ' || g->doc->text.p[at - 1] == '\t';
        if (border && (is_capacity(g, here) || (at == sp.beg && !nv_str_is_caps(seg_text(g, sp)) && seg_at(g, g->s->capacity, here)))) {
            nv_span all;
            seg_at(g, g->s->capacity, here);
            nv_match_group(g->m, 0, &all);
            p->capacity = capacity_name(nv_match_named(g->m, "capacity"));
            p->position = (nv_str){ 0 };
            rest = (nv_span){ at + all.end, sp.end };
            at = rest.beg;
        } else at++;
    }
    nv_span pos = last_position(g, rest);
    if (pos.beg >= pos.end) return;
    /* behind a capacity stands the office signed for, unless another one follows it on the line */
    if (rest.beg != sp.beg && pos.beg == rest.beg && (nv_str_eqz(p->capacity, "KT.") || nv_str_eqz(p->capacity, "TL.") || nv_str_eqz(p->capacity, "TUQ."))) return;
    if (rest.beg != sp.beg && nv_str_eqz(p->capacity, "TM.") && pos.beg == rest.beg) return;
    p->position = seg_office_case(g, seg_text(g, nv_span_trim(g->doc->text, pos.beg == rest.beg || rest.beg != sp.beg ? pos : rest)));
}

static void add_signer(seg *g, pending *p, nv_span name)
{
    nv_head *h = &g->doc->head;
    name = without_mark(g, name);
    if (seg_at(g, g->s->rank, name)) {
        nv_span all;
        nv_match_group(g->m, 0, &all);
        name.beg += all.end;
    }
    nv_str s = seg_one_line(g, seg_text(g, name));
    if (nv_str_is_caps(s)) { /* NGUYỄN VĂN A */
        nv_str f = nv_fold_str(g->doc->arena, s);
        nv_buf b = { 0 };
        for (uint32_t i = 0; i < s.n;) {
            uint32_t at = i;
            nv_utf8_next(s, &i);
            bool first = at == 0 || s.p[at - 1] == ' ';
            nv_buf_add(&b, (first ? s.p : f.p) + at, i - at);
        }
        s = nv_arena_str(g->doc->arena, nv_buf_str(&b));
        nv_buf_clear(&b);
    }
    for (uint32_t i = 0; i < h->signers.n; i++)
        if (nv_str_eq(h->signers.v[i].name, s)) return;
    if (p->doubtful) p->position = p->capacity = (nv_str){ 0 };
    *NV_PUSH(g->doc->arena, &h->signers) = (nv_signer){ s, p->position, p->capacity, name };
    *p = (pending){ 0 };
}

/* “PHÓ THỦ TƯỚNG (đã ký) Nguyễn Hòa Bình” on one line: where the name begins, or 0. */
static uint32_t name_in_line(const seg *g, nv_span sp)
{
    nv_str s = seg_text(g, sp), f = seg_fold(g, sp);
    for (uint32_t i = 1; i < s.n; i++) {
        if (s.p[i - 1] != ' ' && s.p[i - 1] != ')' && s.p[i - 1] != '\t') continue;
        nv_str tail = nv_str_cut(s, i, s.n);
        if (nv_str_is_caps(tail) || !nv_match_at(g->m, g->s->family, nv_str_cut(f, i, f.n), 0)) continue;
        if (nv_match_at(g->m, g->s->person, tail, 0)) return sp.beg + i;
    }
    return 0;
}

typedef struct {
    pending office;
    bool listing;         /* Nơi nhận was seen */
    bool lists;           /* … and its entries are taken (the first Nơi nhận is the document's) */
    bool done;            /* its last entry (Lưu) was read */
    bool named, record;
    uint32_t mark;        /* last character of the line of Nơi nhận before this one */
    uint32_t after, strange;
} walker;

static bool has_office(const walker *w) { return w->office.span.end > w->office.span.beg; }

static void list_line(seg *g, walker *w, const seg_para *q, uint32_t stop, uint32_t i)
{
    nv_head *h = &g->doc->head;
    uint32_t keep = h->recipients.n;
    nv_span sp = nv_span_trim(g->doc->text, (nv_span){ q->label.style == SEG_SIGN ? q->label.rest : q->span.beg, stop });
    add_recipients(g, sp);
    if (!w->record || !w->lists) h->recipients.n = keep;
    w->mark = seg_last(g, sp);
    w->after = i + 1;
    if (nv_str_starts(seg_fold(g, sp), NV_LIT("lưu"))) w->done = true;
}

/* A person behind an office or a form of address (“Bộ trưởng Nguyễn Bắc Sơn”) is a recipient, not the signer. */
static bool addressed_person(const seg *g, nv_span before)
{
    static const char *const words[] = { "trưởng", "chủ tịch", "giám đốc", "thủ tướng", "chủ nhiệm", "bí thư", "đồng chí", "đ/c", "ông", "bà", "thống đốc", "-" };
    nv_str f = nv_str_trim(seg_fold(g, before));
    if (!f.n) return true;
    for (size_t i = 0; i < NV_NELEM(words); i++)
        if (nv_str_ends(f, nv_str_of(words[i]))) return true;
    return false;
}

/* Where the right column begins in a line whose two columns ran together (“- Như trên CHỦ TỊCH”); the line's end if it has one column. */
static uint32_t right_column(const seg *g, const walker *w, nv_span sp)
{
    nv_str s = seg_text(g, sp);
    for (uint32_t i = 1; i + 1 < s.n; i++) {
        if (s.p[i - 1] != ' ' && s.p[i - 1] != '\t') continue;
        nv_span tail = { sp.beg + i, sp.end };
        bool after_mark = i > 2 && strchr(",;.)", s.p[i - 2]); /* “- VPCP, CHỦ TỊCH” */
        if (!nv_is_upper(seg_first(g, tail)) || (!after_mark && nv_str_is_caps(nv_str_cut(s, 0, i)))) continue;
        if (nv_str_is_caps(seg_text(g, tail)) && (is_capacity(g, tail) || (seg_at(g, g->s->position, tail) && tail.end - tail.beg > 6))) return tail.beg;
    }
    uint32_t name = has_office(w) && !w->named ? name_in_line(g, sp) : 0;
    if (name && is_doubtful(g, (nv_span){ sp.beg, name })) return sp.end; /* “Z1. Hoàng Anh”: part of a name */
    return name && !addressed_person(g, (nv_span){ sp.beg, name }) ? name : sp.end;
}

static void name_line(seg *g, walker *w, nv_span name, uint32_t i)
{
    if (w->record) add_signer(g, &w->office, name);
    w->office = (pending){ 0 };
    w->named = true;
    w->after = i + 1;
    w->strange = 0;
}

/* “Nơi nhận:” itself, with what stands behind it on the line. */
static void recipients_line(seg *g, walker *w, uint32_t i)
{
    nv_head *h = &g->doc->head;
    nv_span all, sp = g->paras[i].span;
    nv_match_group(g->m, 0, &all);
    nv_span rest = nv_span_trim(g->doc->text, (nv_span){ sp.beg + all.end, sp.end });
    uint32_t keep = h->recipients.n;
    w->lists = !keep;
    w->listing = true;
    w->done = false;
    w->mark = 0;
    w->after = i + 1;
    if (is_capacity(g, rest)) take_office(g, rest, &w->office);
    else if (has_office(w) && rest.beg < rest.end && is_person(g, rest)) name_line(g, w, rest, i);
    else if (rest.beg < rest.end && w->lists) add_recipients(g, rest);
    if (!w->record) h->recipients.n = keep;
}

/* A line under Nơi nhận without a dash; false if it is none of the list. */
static bool list_goes_on(seg *g, walker *w, const seg_para *q, uint32_t i)
{
    uint32_t keep = g->doc->head.recipients.n;
    bool took = w->lists && plain_recipient(g, q, w->mark, w->done);
    if (!w->record) g->doc->head.recipients.n = keep;
    if (!took && w->lists) return false;
    w->mark = seg_last(g, q->span);
    w->after = i + 1;
    return true;
}

/* Two columns on one line: the right one names the office or the signer, the left one goes on with Nơi nhận. */
static void two_columns(seg *g, walker *w, uint32_t right, uint32_t i)
{
    const seg_para *q = &g->paras[i];
    nv_span tail = { right, q->span.end };
    if (nv_str_is_caps(seg_text(g, tail))) take_office(g, without_bracket(g, tail), &w->office);
    else name_line(g, w, tail, i);
    if (q->label.style == SEG_SIGN && !w->done) {
        list_line(g, w, q, right, i);
        return;
    }
    seg_para left = *q;
    left.span = nv_span_trim(g->doc->text, (nv_span){ q->span.beg, right });
    list_goes_on(g, w, &left, i);
}

/* Offices and names; false if the line is neither. *end: the block ended before it. */
static bool office_line(seg *g, walker *w, uint32_t i, bool person, bool *end)
{
    const seg_para *q = &g->paras[i];
    bool loose = is_small_office(g, q) && (w->listing || has_office(w) || !w->named);
    bool capacity = is_capacity(g, q->span), office = capacity || is_position(g, q) || loose;
    *end = q->label.kind != NV_U_DOC && q->label.style != SEG_SIGN && !office;
    if (*end) return true;
    if (person) {
        name_line(g, w, q->span, i);
        return true;
    }
    if (!office) return false;
    uint32_t name = name_in_line(g, q->span);
    if (name) {
        take_office(g, without_bracket(g, nv_span_trim(g->doc->text, (nv_span){ q->span.beg, name })), &w->office);
        name_line(g, w, (nv_span){ name, q->span.end }, i);
        return true;
    }
    *end = w->named && w->strange > 3 && !capacity;
    if (*end) return true;
    take_office(g, without_bracket(g, q->span), &w->office);
    if (!w->named) w->after = i + 1;
    return true;
}

/* A recognised line without the specks around it. */
static nv_span without_specks(const seg *g, nv_span sp)
{
    if (sp.beg >= sp.end || !nv_doc_seen(g->doc, sp.beg)) return sp;
    while (sp.beg < sp.end && strchr("\"'-_., ", g->doc->text.p[sp.beg])) sp.beg++;
    while (sp.end > sp.beg && strchr("\"'-_., ", g->doc->text.p[sp.end - 1])) sp.end--;
    return sp;
}

/* On a scan a seal may lie over the office: behind Nơi nhận a name by itself is the signer's, and nobody knows what it signs as. */
static bool signs_without_office(const seg *g, const walker *w, const seg_para *q, nv_span name)
{
    return w->listing && !w->named && !has_office(w) && !q->row && (w->done || q->bold) && nv_doc_seen(g->doc, name.beg) && seg_at(g, g->s->family, name) && is_person(g, name);
}

/* One paragraph of the block; false: the block ended before it. Columns may be interleaved, so each line is judged by itself. */
static bool sign_line(seg *g, walker *w, uint32_t i)
{
    const seg_para *q = &g->paras[i];
    if (seg_at(g, g->s->recipients, q->span)) {
        recipients_line(g, w, i);
        return true;
    }
    nv_span bare = without_specks(g, q->span);
    if (signs_without_office(g, w, q, bare)) {
        name_line(g, w, bare, i);
        return true;
    }
    bool person = has_office(w) && is_person(g, q->span), end = false;
    uint32_t right = w->listing && (!q->caps || q->label.style == SEG_SIGN) && !person ? right_column(g, w, q->span) : q->span.end;
    if (right < q->span.end) {
        two_columns(g, w, right, i);
        return true;
    }
    if (q->label.style == SEG_SIGN && w->listing && !w->done) {
        list_line(g, w, q, q->span.end, i);
        return true;
    }
    if (!short_line(q) && !(w->listing && !w->done)) return false;
    if (office_line(g, w, i, person, &end)) return !end;
    bool over = q->caps && has_office(w) && !w->named && !seg_at(g, g->s->attached_type, q->span) && !seg_at(g, g->s->appendix, q->span);
    if (over) w->office.span.end = q->span.end; /* the office runs over the line */
    if (over || seg_at(g, g->s->signed_mark, q->span) || seg_at(g, g->s->stamp, q->span)) {
        w->after = i + 1;
        return true;
    }
    if (w->listing && !q->caps && q->label.kind == NV_U_DOC && !(w->done && w->named) && list_goes_on(g, w, q, i)) return true;
    w->strange++;
    return !w->named && w->strange <= 8;
}

/* True if the letterhead of another document begins at paragraph i: a body in capitals, and the motto within a few lines. */
static bool next_letterhead(const seg *g, uint32_t i, uint32_t end)
{
    enum { NEAR = 6 };
    if (!g->paras[i].caps || !seg_at(g, g->s->org, g->paras[i].span)) return false;
    for (uint32_t k = i; k < end && k <= i + NEAR; k++)
        if (!g->paras[k].row && seg_in(g, g->s->motto, g->paras[k].span)) return true;
    return false;
}

/* Walks the signature block; `record` also notes recipients and signers. Returns the first paragraph after the last name (or after Nơi nhận). */
static uint32_t walk(seg *g, uint32_t sign, uint32_t end, bool record)
{
    walker w = { .after = sign, .record = record };
    if (end - sign > SIGN_PARAS) end = sign + SIGN_PARAS;
    for (uint32_t i = sign; i < end; i++) {
        if (g->paras[i].row || g->paras[i].blank) continue;
        /* a name under a seal is often not read: then nothing else ends the block */
        if (w.after > sign && !w.named && nv_doc_seen(g->doc, g->paras[i].span.beg) && next_letterhead(g, i, end)) {
            w.after = i;
            break;
        }
        if (!sign_line(g, &w, i)) break;
    }
    return w.after;
}

uint32_t seg_sign_end(const seg *g, uint32_t sign, uint32_t end)
{
    seg copy = *g;
    return walk(&copy, sign, end, false);
}

void seg_read_trailer(seg *g)
{
    const seg_section *s = &g->sections.v[0], *other = NULL;
    uint32_t signed_ones = 0;
    for (uint32_t i = 1; i < g->sections.n; i++)
        if (!g->sections.v[i].letter && !g->sections.v[i].label.n && g->sections.v[i].sign < g->sections.v[i].end) other = &g->sections.v[i], signed_ones++;
    if (s->sign >= s->end && signed_ones == 1) s = other; /* what is issued with the document stands before its one signature */
    if (s->sign < s->end) walk(g, s->sign, s->end, true);
}
