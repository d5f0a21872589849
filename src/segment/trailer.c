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

static bool is_position(const seg *g, const seg_para *p)
{
    return p->caps && p->span.end - p->span.beg <= 200 && seg_at(g, g->s->position, p->span);
}

static bool is_person(const seg *g, nv_span sp)
{
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
        uint32_t c = seg_first(g, p->span);
        if (!nv_is_upper(c)) continue;
        if (is_capacity(g, p->span)) return i;
        if (is_position(g, p) && (p->label.kind == NV_U_DOC) && name_follows(g, i, end)) return i;
        if (fused_signature(g, p)) return i;
    }
    return end;
}

/* ---- recipients ------------------------------------------------------------------------------------------------------- */

typedef struct { seg *g; bool open; } recipients;

static void add_recipient(seg *g, nv_str s)
{
    s = nv_str_trim(s);
    while (s.n && strchr("-+* \t", s.p[0])) s = nv_str_cut(s, 1, s.n);
    if (nv_str_starts(s, NV_LIT("–"))) s = nv_str_trim(nv_str_cut(s, 3, s.n));
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
        if (k + 1 < s.n && k > i + 1 && s.p[k] == '-' && s.p[k + 1] != '-') {
            add_recipient(g, nv_str_cut(s, beg, i));
            beg = k;
        }
    }
    add_recipient(g, nv_str_cut(s, beg, s.n));
}

/* Reads Nơi nhận from paragraph i on; returns the first paragraph after it. */
static uint32_t read_recipients(seg *g, uint32_t i, uint32_t end)
{
    nv_list: ;
    nv_span all = { 0, 0 };
    if (seg_at(g, g->s->recipients, g->paras[i].span)) nv_match_group(g->m, 0, &all);
    nv_span rest = nv_span_trim(g->doc->text, (nv_span){ g->paras[i].span.beg + all.end, g->paras[i].span.end });
    if (rest.beg < rest.end) add_recipients(g, rest);
    bool done = false;
    for (i++; i < end; i++) {
        const seg_para *p = &g->paras[i];
        if (p->row || p->blank) break;
        if (seg_at(g, g->s->recipients, p->span) && p->label.kind == NV_U_DOC && !done) goto nv_list;
        bool dash = p->label.style == SEG_SIGN;
        if (!dash && (is_capacity(g, p->span) || (p->caps && p->span.end - p->span.beg > 6) || seg_at(g, g->s->stamp, p->span) || seg_at(g, g->s->signed_mark, p->span))) break;
        if (!dash && is_person(g, p->span) && done) break;
        if (dash || !g->doc->head.recipients.n) {
            add_recipients(g, dash ? (nv_span){ p->label.rest, p->span.end } : p->span);
        } else {
            uint32_t mark = seg_last(g, g->paras[i - 1].span);
            nv_str *last = &g->doc->head.recipients.v[g->doc->head.recipients.n - 1];
            bool lower = !nv_is_upper(seg_first(g, p->span)) && !nv_is_digit(seg_first(g, p->span));
            if (p->span.end - p->span.beg > 300) break;
            if (lower || (mark != ';' && mark != '.' && !done)) { /* a broken line */
                if (mark == '.' && lower && done) break;
                uint32_t n = g->doc->head.recipients.n;
                nv_str old = *last;
                add_recipient(g, seg_text(g, p->span));
                if (g->doc->head.recipients.n > n) {
                    g->doc->head.recipients.v[n - 1] = nv_arena_printf(g->doc->arena, "%.*s%s %.*s", NV_ARG(old), mark == ',' ? "," : "", NV_ARG(g->doc->head.recipients.v[n]));
                    g->doc->head.recipients.n = n;
                }
            } else if (mark == ';' || !done) add_recipients(g, p->span);
            else break;
        }
        if (g->doc->head.recipients.n) {
            nv_str last = nv_fold_str(g->doc->arena, g->doc->head.recipients.v[g->doc->head.recipients.n - 1]);
            done = nv_str_starts(last, NV_LIT("lưu"));
        }
    }
    return i;
}

/* ---- signers ---------------------------------------------------------------------------------------------------------- */

typedef struct { nv_str capacity, position; nv_span span; } pending;

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
    for (uint32_t at = sp.beg; at < sp.end;) { /* “TM. CHÍNH PHỦ KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG”: the last capacity counts */
        nv_span here = { at, sp.end };
        bool border = at == sp.beg || g->doc->text.p[at - 1] == ' ' || g->doc->text.p[at - 1] == '\t';
        if (border && is_capacity(g, here)) {
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
    bool whole_line = pos.beg == rest.beg || rest.beg == sp.beg;
    /* behind a capacity stands the office signed for, unless another one follows it on the line */
    if (rest.beg != sp.beg && pos.beg == rest.beg && (nv_str_eqz(p->capacity, "KT.") || nv_str_eqz(p->capacity, "TL.") || nv_str_eqz(p->capacity, "TUQ."))) return;
    if (rest.beg != sp.beg && nv_str_eqz(p->capacity, "TM.") && pos.beg == rest.beg) return;
    (void)whole_line;
    p->position = seg_proper_case(g, seg_text(g, nv_span_trim(g->doc->text, pos.beg == rest.beg || rest.beg != sp.beg ? pos : rest)));
}

static void add_signer(seg *g, pending *p, nv_span name)
{
    nv_head *h = &g->doc->head;
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

/* Walks the signature block; `signers` also records. Returns the first paragraph after the last name (or after Nơi nhận). */
static uint32_t walk(seg *g, uint32_t sign, uint32_t end, bool record)
{
    pending p = { 0 };
    uint32_t after = sign, since = 0;
    if (end - sign > SIGN_PARAS) end = sign + SIGN_PARAS;
    bool named = false;
    for (uint32_t i = sign; i < end; i++) {
        const seg_para *q = &g->paras[i];
        if (q->row || q->blank) continue;
        if (seg_at(g, g->s->recipients, q->span)) {
            uint32_t keep = g->doc->head.recipients.n, next = read_recipients(g, i, end);
            if (!record || keep) g->doc->head.recipients.n = keep; /* only the first Nơi nhận is the document's */
            after = next;
            i = next - 1;
            since = 0;
            continue;
        }
        if (!short_line(q) || (q->label.kind != NV_U_DOC && q->label.style != SEG_SIGN && !is_capacity(g, q->span))) break;
        uint32_t name = (is_capacity(g, q->span) || seg_at(g, g->s->position, q->span) || (p.span.end && q->label.kind == NV_U_DOC)) ? name_in_line(g, q->span) : 0;
        if (is_person(g, q->span) && (p.span.end > p.span.beg)) {
            if (record) add_signer(g, &p, q->span);
            p = (pending){ 0 };
            named = true;
            after = i + 1;
            since = 0;
        } else if (name && (is_capacity(g, q->span) || seg_at(g, g->s->position, q->span))) {
            nv_span office = nv_span_trim(g->doc->text, (nv_span){ q->span.beg, name });
            nv_str o = seg_text(g, office); /* without “(Đã ký)” */
            uint32_t bracket = nv_str_find(o, NV_LIT("("), 0);
            if (bracket != UINT32_MAX) office = nv_span_trim(g->doc->text, (nv_span){ office.beg, office.beg + bracket });
            take_office(g, office, &p);
            if (record) add_signer(g, &p, (nv_span){ name, q->span.end });
            p = (pending){ 0 };
            named = true;
            after = i + 1;
            since = 0;
        } else if (is_capacity(g, q->span) || is_position(g, q)) {
            if (named && since > 3 && !is_capacity(g, q->span)) break;
            nv_span office = q->span;
            nv_str o = seg_text(g, office);
            uint32_t bracket = nv_str_find(o, NV_LIT("("), 0);
            if (bracket != UINT32_MAX && bracket > 3) office = nv_span_trim(g->doc->text, (nv_span){ office.beg, office.beg + bracket });
            take_office(g, office, &p);
            if (!named) after = i + 1;
        } else if (q->caps && p.span.end > p.span.beg && !named && !seg_at(g, g->s->attached_type, q->span) && !seg_at(g, g->s->appendix, q->span)) {
            p.span.end = q->span.end; /* the office runs over the line */
            after = i + 1;
        } else if (seg_at(g, g->s->signed_mark, q->span) || seg_at(g, g->s->stamp, q->span)) {
            after = i + 1;
        } else {
            since++;
            if (named) break;
            if (since > 8) break;
        }
    }
    return after;
}

uint32_t seg_sign_end(const seg *g, uint32_t sign, uint32_t end)
{
    seg copy = *g;
    return walk(&copy, sign, end, false);
}

void seg_read_trailer(seg *g)
{
    const seg_section *s = &g->sections.v[0];
    if (s->sign < s->end) walk(g, s->sign, s->end, true);
}
