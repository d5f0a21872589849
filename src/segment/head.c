/* head.c - the paragraphs before a text: letterhead, number, place and date, type, trích yếu, V/v, addressees. */
#include "segment/seg.h"

#define HEAD_PARAS 120u   /* a head is never longer */
#define TITLE_LINES 14u
#define TITLE_LINE_MAX 700u

typedef enum { IN_LETTERHEAD, IN_SUBJECT, IN_TITLE, IN_ADDRESSED } state;

typedef struct {
    seg *g;
    seg_head *h;
    state st;
    uint32_t last;        /* paragraph after the last one that is surely head */
    uint32_t title_lines;
    bool numbered, typed;
    nv_span spare;        /* a line under the number that may be the subject of a letter */
    uint32_t spare_para;
} scan;

static nv_span cut_left(const seg *g, nv_span sp, uint32_t to) { return nv_span_trim(g->doc->text, (nv_span){ to, sp.end }); }

/* ---- number, date ----------------------------------------------------------------------------------------------------- */

/* A place and date at the beginning of `sp`; `whole` gets what it covers. */
static bool take_date(scan *c, nv_span sp, nv_span *whole)
{
    seg *g = c->g;
    const nv_rule *rules[] = { g->s->date, g->s->date_slashes };
    for (size_t i = 0; i < NV_NELEM(rules); i++) {
        if (!seg_at(g, rules[i], sp)) continue;
        nv_span place = { 0, 0 }, m = { 0, 0 };
        nv_match_group(g->m, 0, &m);
        nv_match_named_span(g->m, "place", &place);
        nv_str day = nv_match_named(g->m, "day"), month = nv_match_named(g->m, "month"), year = nv_match_named(g->m, "year");
        *whole = (nv_span){ sp.beg + m.beg, sp.beg + m.end };
        nv_span pl = nv_span_trim(g->doc->text, (nv_span){ sp.beg + place.beg, sp.beg + place.end });
        if (pl.end > pl.beg && !nv_is_upper(seg_first(g, pl))) return false; /* inside a sentence */
        if (nv_date_none(c->h->day) && !c->h->blank_date) {
            c->h->date = *whole;
            c->h->day = nv_date_make(seg_number(year), seg_number(month), seg_number(day));
            if (!day.n || !month.n || !year.n) c->h->blank_date = true;
            int number = seg_number(month);
            if (day.n && !month.n && year.n) c->h->no_month = (nv_date){ .y = (int16_t)seg_number(year), .d = (uint8_t)seg_number(day) };
            if (!day.n && year.n && number >= 1 && number <= 12) c->h->month = (nv_date){ .y = (int16_t)seg_number(year), .m = (uint8_t)number };
            if (pl.end > pl.beg) c->h->place = seg_one_line(g, seg_text(g, pl));
        }
        return true;
    }
    return false;
}

static bool take_number(scan *c, nv_span sp, nv_span *rest)
{
    seg *g = c->g;
    nv_span num, all;
    if (!seg_at(g, g->s->number, sp)) return false;
    nv_match_group(g->m, 0, &all);
    nv_match_named_span(g->m, "number", &num);
    if (!c->numbered) {
        c->h->number = (nv_span){ sp.beg + num.beg, sp.beg + num.end };
        nv_match_named_span(g->m, "kind", &c->h->number_kind);
        c->h->number_kind = (nv_span){ sp.beg + c->h->number_kind.beg, sp.beg + c->h->number_kind.end };
        nv_str n = seg_text(g, c->h->number);
        bool digit = false;
        for (uint32_t i = 0; i < n.n && n.p[i] != '/'; i++) digit = digit || nv_is_digit((unsigned char)n.p[i]);
        c->h->blank_number = !digit;
        c->numbered = true;
    }
    *rest = cut_left(g, sp, sp.beg + all.end);
    return true;
}

/* ---- title ------------------------------------------------------------------------------------------------------------ */

static void add_title(scan *c, nv_span sp, uint32_t para)
{
    seg_head *h = c->h;
    nv_str add = seg_text(c->g, sp), doc = c->g->doc->text;
    bool list = h->title_text.n && h->title.end < sp.beg && doc.p[h->title.end] == ';'; /* no final mark, now that more follows */
    if (h->title.beg >= h->title.end) h->title = sp;
    else h->title.end = sp.end;
    h->title_text = h->title_text.n ? nv_arena_printf(c->g->doc->arena, "%.*s%s %.*s", NV_ARG(h->title_text), list ? ";" : "", NV_ARG(add)) : add;
    c->title_lines++;
    c->last = para + 1;
}

/* True if a căn cứ line or the enacting word follows within a few short lines: then all lines up to it are title or the issuer's name. */
static bool basis_follows(const seg *g, uint32_t i, uint32_t end)
{
    for (uint32_t k = i + 1; k < end && k < i + 8; k++) {
        if (g->paras[k].row) return false;
        if (seg_at(g, g->s->basis, g->paras[k].span)) return true;
        if (g->paras[k].label.kind != NV_U_DOC || g->paras[k].span.end - g->paras[k].span.beg > 400) return false;
    }
    return false;
}

/* Where a căn cứ line begins that was glued to the title; the end of `sp` if none was. */
static uint32_t basis_inside(const seg *g, nv_span sp)
{
    nv_str s = seg_text(g, sp);
    uint32_t at = nv_str_find(s, NV_LIT(" Căn cứ "), 0);
    return at == UINT32_MAX || at < 10 || strchr(".;:,", s.p[at - 1]) ? sp.end : sp.beg + at;
}

/* “… quyền sở hữu trí tuệ; / kiểm soát hàng giả …”: a title that lists what it is about, up to the căn cứ. */
static bool list_goes_on(const seg *g, uint32_t i, uint32_t end)
{
    if (i + 1 >= end || g->paras[i + 1].row || g->paras[i + 1].label.kind != NV_U_DOC) return false;
    uint32_t first = seg_first(g, g->paras[i + 1].span);
    return nv_is_letter(first) && !nv_is_upper(first) && !seg_at(g, g->s->basis, g->paras[i + 1].span) && basis_follows(g, i + 1, end);
}

static bool title_goes_on(scan *c, uint32_t i, uint32_t end)
{
    seg *g = c->g;
    const seg_para *p = &g->paras[i], *before = &g->paras[c->last - 1];
    uint32_t first = seg_first(g, p->span), last = seg_last(g, p->span), n = p->span.end - p->span.beg;
    bool start = c->title_lines == 0;
    if (p->row || p->foot || n > TITLE_LINE_MAX || c->title_lines >= TITLE_LINES || seg_at(g, g->s->issued_with, p->span)) return false;
    bool lower = nv_is_letter(first) && !nv_is_upper(first);
    if ((start || !lower) && (seg_at(g, g->s->not_title, p->span) || seg_at(g, g->s->basis, p->span))) return false;
    bool open = !start && (seg_ends(g, g->s->open_end, c->h->title.end ? c->h->title : before->span));
    if (!start && !open && seg_at(g, g->s->org, p->span)) { /* the issuer's name before the căn cứ */
        if (p->caps && !nv_str_is_caps(c->h->title_text)) return false;
        if (n < 120 && i + 1 < end && seg_at(g, g->s->basis, g->paras[i + 1].span)) return false;
    }
    if (p->label.kind != NV_U_DOC) return false;
    if (start && basis_inside(g, p->span) < p->span.end) return true;
    if (last == ':' || (last == ';' && !list_goes_on(g, i, end))) return false;
    bool long_text = last == '.' && n > 160;
    if (start) return !long_text || (seg_at(g, g->s->title_start, p->span) && (basis_follows(g, i, end) || p->center || p->bold));
    if (lower) return !long_text || n < 400;
    if (long_text) return false;
    if (open || first == '(') return n < 400;
    if (p->caps && nv_str_is_caps(c->h->title_text)) return true;
    if (p->caps) return false;
    if (p->center && before->center && p->bold == before->bold) return true;
    if (p->bold && before->bold && last != '.') return true;
    return last != '.' && n < 260 && basis_follows(g, i, end);
}

static void take_addressees(scan *c, uint32_t *i, uint32_t end, uint32_t from)
{
    c->last = seg_take_addressees(c->g, c->h, *i, end, from);
    *i = c->last - 1;
}

/* ---- the scan ----------------------------------------------------------------------------------------------------------- */

/* “của Ủy ban nhân dân tỉnh X số 12/2003/QĐ-UB ngày … về việc …” behind a type (layouts of the 1990s and of gazettes); a joint one may leave out “của”. */
static void after_type(scan *c, nv_span sp, uint32_t para)
{
    seg *g = c->g;
    nv_str f = seg_fold(g, sp);
    bool of = nv_str_starts(f, NV_LIT("của "));
    if (of || (nv_str_ends(seg_fold(g, c->h->type), NV_LIT("liên tịch")) && seg_at(g, g->s->org, sp))) {
        uint32_t stop = sp.end;
        static const char *const ends[] = { " số ", " số:", " ngày ", " về ", "\tsố" };
        for (size_t i = 0; i < NV_NELEM(ends); i++) {
            uint32_t at = nv_str_find(f, nv_str_of(ends[i]), 0);
            if (at != UINT32_MAX && sp.beg + at < stop) stop = sp.beg + at;
        }
        c->h->type_issuer = nv_span_trim(g->doc->text, (nv_span){ sp.beg + (of ? (uint32_t)sizeof "của" : 0), stop });
        sp = cut_left(g, sp, stop);
    }
    nv_span rest, whole;
    if (take_number(c, sp, &rest)) sp = rest;
    if (sp.beg < sp.end && seg_at(g, g->s->date, sp) && nv_str_starts(seg_fold(g, sp), NV_LIT("ngày")) && take_date(c, sp, &whole)) sp = cut_left(g, sp, whole.end);
    else if (sp.beg < sp.end && seg_at(g, g->s->date_slashes, sp) && nv_str_starts(seg_fold(g, sp), NV_LIT("ngày")) && take_date(c, sp, &whole)) sp = cut_left(g, sp, whole.end);
    sp = seg_trim_title(g, sp);
    if (sp.beg < sp.end && !seg_no_name(seg_text(g, sp))) add_title(c, sp, para);
}

/* A type of document in capitals (or bold and centred, alone on its line). */
static bool take_type(scan *c, nv_span sp, uint32_t para)
{
    seg *g = c->g;
    nv_span t;
    sp = seg_undirt(g, sp);
    if (c->typed || !seg_at(g, g->s->type, sp)) return false;
    nv_match_named_span(g->m, "type", &t);
    t = (nv_span){ sp.beg + t.beg, sp.beg + t.end };
    nv_span rest = cut_left(g, sp, t.end);
    const seg_para *p = &g->paras[para];
    bool alone = rest.beg >= rest.end || seg_no_name(seg_text(g, rest));
    if (!nv_str_is_caps(seg_text(g, t)) && !(alone && (p->center || p->bold || ((c->numbered || c->h->motto) && nv_is_letter(seg_last(g, sp))))) &&
        !(nv_str_starts(seg_fold(g, rest), NV_LIT("số")) || nv_str_starts(seg_fold(g, rest), NV_LIT("của ")))) return false;
    if (seg_last(g, sp) == ':' && alone) return false; /* “QUYẾT ĐỊNH:” opens the text */
    c->h->type = t;
    c->typed = true;
    c->st = IN_TITLE;
    c->last = para + 1;
    if (!alone) after_type(c, rest, para);
    return true;
}

/* “XV80” under the bodies: one word of letters and digits, a mark of who typed it. */
static bool typists_mark(nv_str s)
{
    bool digit = false;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\n') return false;
        digit = digit || nv_is_digit((unsigned char)s.p[i]);
    }
    return digit;
}

/* A line that names a body, or the place of one. */
static bool take_body(scan *c, nv_span sp)
{
    seg *g = c->g;
    seg_head *h = c->h;
    nv_str s = seg_text(g, sp);
    bool land = h->orgs.n && !c->numbered && s.n < 80 && seg_at(g, g->s->land, sp); /* “tỉnh An Giang” under “ủy ban nhân dân” */
    while (sp.end > sp.beg && strchr("-_* =~|.", g->doc->text.p[sp.end - 1])) sp.end--;
    s = seg_text(g, sp);
    bool small = !c->numbered && !h->motto && s.n < 120 && nv_is_letter(seg_last(g, sp)) && seg_at(g, g->s->org, sp);
    if (c->st != IN_LETTERHEAD || !(nv_str_is_caps(s) || land || small)) return false;
    if (h->orgs.n && typists_mark(s)) return true;
    bool goes_on = land && nv_str_starts(seg_fold(g, h->orgs.v[h->orgs.n - 1]), NV_LIT("ủy ban"));
    if (!c->numbered || !h->orgs.n || goes_on) *NV_PUSH(g->doc->arena, &h->orgs) = sp;
    return true;
}

/* One stretch of a paragraph of the letterhead; false if it is none of it. */
static bool take_piece(scan *c, nv_span sp, uint32_t *i, uint32_t end)
{
    seg *g = c->g;
    seg_head *h = c->h;
    nv_span rest, whole;
    for (uint32_t guard = 0; guard < 12; guard++) {
        sp = nv_span_trim(g->doc->text, sp);
        while (sp.beg < sp.end && strchr("-_*=~|. ", g->doc->text.p[sp.beg])) sp.beg++;
        if (sp.end < sp.beg + 3) return true;
        if (seg_at(g, g->s->stamp, sp)) return true;
        if (seg_at(g, g->s->addressed, sp)) {
            nv_match_group(g->m, 0, &whole);
            take_addressees(c, i, end, sp.beg + whole.end);
            c->st = IN_ADDRESSED;
            return true;
        }
        if (seg_at(g, g->s->subject, sp)) {
            nv_match_group(g->m, 0, &whole);
            add_title(c, seg_trim_title(g, cut_left(g, sp, sp.beg + whole.end)), *i);
            c->st = IN_SUBJECT;
            return true;
        }
        /* “BỘ X CỘNG HÒA XÃ HỘI …” on one line */
        if (seg_in(g, g->s->motto, sp)) {
            nv_match_group(g->m, 0, &whole);
            h->motto = true;
            c->last = *i + 1;
            nv_span left = nv_span_trim(g->doc->text, (nv_span){ sp.beg, sp.beg + whole.beg });
            if (left.beg < left.end && !take_piece(c, left, i, end)) return false;
            sp = cut_left(g, sp, sp.beg + whole.end);
            continue;
        }
        if (take_number(c, sp, &rest)) {
            c->last = *i + 1;
            sp = rest;
            continue;
        }
        if (take_date(c, sp, &whole)) {
            c->last = *i + 1;
            sp = cut_left(g, sp, whole.end);
            continue;
        }
        if (seg_at(g, g->s->party_motto, sp)) {
            h->party = true;
            c->last = *i + 1;
            return true;
        }
        if (take_type(c, sp, *i)) return true;
        return take_body(c, sp);
    }
    return true;
}

/* A row of a table with borders that is a letterhead all the same; false if no cell of it is. */
static bool take_row(scan *c, nv_span sp, uint32_t *i, uint32_t end)
{
    nv_str s = seg_text(c->g, sp);
    uint32_t beg = 0, last = c->last, orgs = c->h->orgs.n;
    for (uint32_t k = 0; k <= s.n; k++) {
        if (k < s.n && s.p[k] != '\t' && s.p[k] != '\n') continue;
        take_piece(c, (nv_span){ sp.beg + beg, sp.beg + k }, i, end); /* other cells hold marks of the typist */
        beg = k + 1;
    }
    return c->last > last || c->h->orgs.n > orgs;
}

static bool plain_line(scan *c, uint32_t i)
{
    seg *g = c->g;
    const seg_para *p = &g->paras[i];
    nv_str s = seg_text(g, p->span);
    if (c->st == IN_SUBJECT && s.n < 260 && !p->caps && c->last == i) {
        bool joined = !nv_is_upper(seg_first(g, p->span)) || seg_ends(g, g->s->open_end, c->h->title) || !(p->para->flags & NV_F_BLANK_BEFORE);
        if (joined && seg_last(g, p->span) != ':') {
            add_title(c, seg_trim_title(g, p->span), i);
            return true;
        }
    }
    if (c->st == IN_LETTERHEAD && c->numbered && s.n < 400 && s.n > 20 && c->spare.beg >= c->spare.end && seg_last(g, p->span) != ':' && seg_last(g, p->span) != ';' &&
        !seg_at(g, g->s->not_title, p->span)) {
        c->spare = seg_trim_title(g, p->span);
        c->spare_para = i;
        return true;
    }
    return s.n < 120 && seg_last(g, p->span) != ':' && seg_last(g, p->span) != ';'; /* some mark of the office: head only if more of it follows */
}

typedef enum { STEP_TAKEN, STEP_PIECE, STEP_END } step;

/* The issuer's name behind the type ran over the line: “… / Tổng cục Hải quan số 176/1998/TTLT-… ngày …”. */
static bool issuer_goes_on(scan *c, uint32_t i)
{
    seg *g = c->g;
    nv_span line = g->paras[i].span;
    if (c->numbered || c->title_lines || c->h->type_issuer.beg >= c->h->type_issuer.end) return false;
    uint32_t at = nv_str_find(seg_fold(g, line), NV_LIT(" số "), 0);
    if (at == UINT32_MAX || at >= 120 || !seg_at(g, g->s->number, (nv_span){ line.beg + at + 1, line.end })) return false;
    c->h->type_issuer.end = line.beg + at;
    c->last = i + 1;
    after_type(c, (nv_span){ line.beg + at + 1, line.end }, i);
    return true;
}

/* “THÔNG TƯ / LIÊN TỊCH BỘ A - BỘ B”: the type itself ran over its line. */
static bool type_goes_on(scan *c, uint32_t i)
{
    seg *g = c->g;
    nv_span line = g->paras[i].span;
    nv_str joint = NV_LIT("liên tịch"), f = seg_fold(g, line);
    if (c->title_lines || c->last != i || !nv_str_starts(f, joint) || (f.n > joint.n && !strchr(" \t\n", f.p[joint.n]))) return false;
    if (!nv_registry_type_by_name(g->reg, seg_one_line(g, seg_fold(g, (nv_span){ c->h->type.beg, line.beg + joint.n })))) return false;
    c->h->type.end = line.beg + joint.n;
    c->last = i + 1;
    nv_span rest = cut_left(g, line, c->h->type.end);
    if (rest.beg < rest.end) after_type(c, rest, i);
    return true;
}

/* “SỐ 120/2000/TTLT-… NGÀY 25 THÁNG 12 NĂM 2000 VỀ VIỆC …”, “NGÀY … HƯỚNG DẪN …”: number, date and title run on in one line behind the type. */
static bool runs_on(scan *c, uint32_t i)
{
    seg *g = c->g;
    nv_span line = g->paras[i].span, rest = line, all;
    if (c->title_lines || !nv_date_none(c->h->day) || c->h->blank_date) return false;
    if (!c->numbered && seg_at(g, g->s->number, line)) {
        nv_match_group(g->m, 0, &all);
        rest = cut_left(g, line, line.beg + all.end);
    }
    if (!nv_str_starts(seg_fold(g, rest), NV_LIT("ngày")) || (!seg_at(g, g->s->date, rest) && !seg_at(g, g->s->date_slashes, rest))) return false;
    nv_match_group(g->m, 0, &all);
    if (seg_no_name(seg_text(g, cut_left(g, rest, rest.beg + all.end)))) return false;
    c->last = i + 1;
    after_type(c, line, i);
    return true;
}

/* “CỦA THỦ TƯỚNG CHÍNH PHỦ SỐ 115/2004/QĐ-TTg …”, “CỦA BAN THƯỜNG VỤ TỈNH ỦY về …”: a body in capitals, then number or title, which have small letters. */
static bool is_body_line(const seg *g, nv_span sp)
{
    nv_str f = seg_fold(g, sp);
    uint32_t at = nv_str_find(f, NV_LIT(" số "), 0), about = nv_str_find(f, NV_LIT(" về "), 0);
    if (at != UINT32_MAX && !seg_at(g, g->s->number, (nv_span){ sp.beg + at + 1, sp.end })) at = UINT32_MAX;
    if (about < at) at = about;
    return at != UINT32_MAX && at < 160 && nv_str_is_caps(seg_text(g, (nv_span){ sp.beg, sp.beg + at }));
}

/* What else than a title may stand behind the type: number, date, motto, addressees, stamps. */
static bool head_mark(scan *c, nv_span sp)
{
    seg *g = c->g;
    return seg_at(g, g->s->addressed, sp) || seg_at(g, g->s->stamp, sp) || ((!c->numbered || sp.end - sp.beg < 120) && seg_at(g, g->s->number, sp)) ||
        (nv_date_none(c->h->day) && sp.end - sp.beg < 120 && seg_at(g, g->s->date, sp));
}

/* “(Ban hành kèm theo Quyết định số … / ngày … của …)” under the title of what was issued: head up to the bracket's end, which may stand lines below. */
static void take_issued_with(scan *c, uint32_t i, uint32_t stop)
{
    seg *g = c->g;
    if (!c->title_lines || c->last != i || seg_first(g, g->paras[i].span) != '(' || !seg_at(g, g->s->issued_with, g->paras[i].span)) return;
    for (uint32_t k = i; k < stop && k < i + 4 && !g->paras[k].row; k++)
        if (nv_str_find(seg_text(g, g->paras[k].span), NV_LIT(")"), 0) != UINT32_MAX) {
            c->last = k + 1;
            return;
        }
}

/* One paragraph behind the type. */
static step title_step(scan *c, uint32_t *i, uint32_t stop, uint32_t end)
{
    seg *g = c->g;
    const seg_para *p = &g->paras[*i];
    if (seg_at(g, g->s->sends, p->span) && !seg_at(g, g->s->basis, p->span)) { /* “X điện:” and its list end the head */
        take_addressees(c, i, stop, p->span.end);
        return STEP_END;
    }
    if (p->label.kind == NV_U_DOC && !p->row && (type_goes_on(c, *i) || runs_on(c, *i))) return STEP_TAKEN;
    if (!title_goes_on(c, *i, end)) {
        take_issued_with(c, *i, stop);
        return head_mark(c, p->span) ? STEP_PIECE : STEP_END;
    }
    if (c->title_lines == 0 && (p->caps || is_body_line(g, p->span)) && nv_str_starts(seg_fold(g, p->span), NV_LIT("của "))) {
        c->last = *i + 1;
        after_type(c, p->span, *i);
        return STEP_TAKEN;
    }
    if (seg_at(g, g->s->addressed, p->span) || seg_at(g, g->s->motto, p->span)) return STEP_PIECE;
    if (c->title_lines == 0 && head_mark(c, p->span)) return STEP_PIECE;
    if (issuer_goes_on(c, *i)) return STEP_TAKEN;
    nv_span line = p->span, mark;
    if (c->title_lines == 0 && seg_at(g, g->s->subject, line)) {
        nv_match_group(g->m, 0, &mark);
        line = cut_left(g, line, line.beg + mark.end);
    }
    line.end = basis_inside(g, line);
    add_title(c, seg_trim_title(g, line), *i);
    return line.end < p->span.end ? STEP_END : STEP_TAKEN;
}

/* V/v and the date may stand in a column behind the addressees. */
static step addressed_step(scan *c, uint32_t i)
{
    nv_span sp = c->g->paras[i].span, whole;
    if (!c->title_lines && seg_at(c->g, c->g->s->subject, sp)) return STEP_PIECE;
    if (!nv_date_none(c->h->day) || sp.end - sp.beg >= 120 || !take_date(c, sp, &whole)) return STEP_END;
    c->last = i + 1;
    return STEP_TAKEN;
}

static step letterhead_step(scan *c, uint32_t *i, uint32_t stop, uint32_t *stray)
{
    seg *g = c->g;
    const seg_para *p = &g->paras[*i];
    if (p->row) return c->st == IN_LETTERHEAD && take_row(c, p->span, i, stop) ? STEP_TAKEN : STEP_END;
    if ((p->label.kind != NV_U_DOC && p->label.style != SEG_SIGN) || p->span.end - p->span.beg > 1200 || seg_at(g, g->s->basis, p->span)) return STEP_END;
    uint32_t at = *i;
    if (take_piece(c, p->span, i, stop)) {
        if (*i == at && c->last < *i + 1 && (c->h->motto || c->numbered)) (*stray)++;
        return STEP_TAKEN;
    }
    return plain_line(c, *i) && ++*stray <= 12 ? STEP_TAKEN : STEP_END;
}

static bool few_words(const seg *g, uint32_t i)
{
    nv_str s = seg_text(g, g->paras[i].span);
    uint32_t n = 0;
    for (uint32_t k = 0; k < s.n;) n += nv_is_letter(nv_utf8_next(s, &k));
    return n < 4;
}

/* “@UYÉT ĐỊNH”: a type whose first letters a seal or a pen covers. Which one it is, the number tells. */
static bool rest_of_type(const seg *g, nv_span sp)
{
    enum { COVERED = 2, ENOUGH = 6 };
    nv_str line = seg_text(g, sp), name;
    uint32_t n, from = 0;
    if (!nv_str_is_caps(line)) return false;
    line = nv_skeleton_str(g->doc->arena, line);
    while (from < line.n && !nv_is_letter((unsigned char)line.p[from])) from++;
    line = nv_str_cut(line, from, line.n);
    const nv_doc_type *t = nv_registry_doc_types(g->reg, &n);
    for (uint32_t i = 0; line.n >= ENOUGH && i < n; i++) {
        name = nv_skeleton_str(g->doc->arena, t[i].name);
        if (name.n > line.n && name.n - line.n <= COVERED && nv_str_ends(name, line)) return true;
    }
    return false;
}

void seg_scan_head(seg *g, uint32_t beg, uint32_t end, seg_head *h)
{
    scan c = { .g = g, .h = h, .last = beg };
    uint32_t stop = end - beg > HEAD_PARAS ? beg + HEAD_PARAS : end, stray = 0;
    for (uint32_t i = beg; i < stop; i++) {
        if (g->paras[i].blank || g->paras[i].foot) continue;
        step s = STEP_PIECE;
        if (c.st == IN_TITLE) s = title_step(&c, &i, stop, end);
        else if (c.st == IN_ADDRESSED) s = addressed_step(&c, i);
        if (s == STEP_PIECE) s = letterhead_step(&c, &i, stop, &stray);
        if (s == STEP_END) break;
    }
    /* no type was printed: the title stands between the number and the căn cứ */
    for (uint32_t i = c.last; !c.typed && c.numbered && !h->addressed && c.st == IN_LETTERHEAD && i < stop; i++) {
        if (few_words(g, i) || (!c.title_lines && rest_of_type(g, g->paras[i].span))) continue;
        if (!title_goes_on(&c, i, end) || (!c.title_lines && !basis_follows(g, i, end))) break;
        add_title(&c, seg_trim_title(g, g->paras[i].span), i);
    }
    /* a letter whose subject is printed without “V/v”, and no type: the line under the number */
    if (!c.typed && !c.title_lines && c.spare.beg < c.spare.end && c.spare_para < c.last) add_title(&c, c.spare, c.last - 1);
    h->end = c.last;
}
