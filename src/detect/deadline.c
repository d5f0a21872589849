/* deadline.c - finds times that bind an action: masks what is no deadline, then lets the rules of grammars/deadline.rules take their phrases in order. */
#include "detect/deadline_internal.h"

#include <stdlib.h>

/* ---- one paragraph -------------------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    const nv_deadline_detector *d;
    nv_matcher *m;
    nv_doc *doc;              /* NULL for a free-standing phrase */
    nv_unit *unit;
    nv_arena *arena;
    nv_str fold, text;        /* the subject; in a document a slice of doc->fold and doc->text … */
    uint32_t base;            /* … that begins here */
    nv_time_cx cx;
    bool meeting;             /* the document calls a meeting */
    NV_VEC(nv_span) taken;    /* in the subject */
    nv_deadline *out;         /* for a free-standing phrase */
    uint32_t n, max;
} scan;

static bool is_taken(const scan *s, nv_span sp)
{
    for (uint32_t i = 0; i < s->taken.n; i++)
        if (nv_span_meet(s->taken.v[i], sp))
            return true;
    return false;
}

static void take(scan *s, nv_span sp)
{
    if (sp.end > sp.beg)
        *NV_PUSH(s->arena, &s->taken) = sp;
}

/* The clause that holds `at`: from the last “.”, “;” or “:” followed by a space (or the beginning) to it. */
static nv_str left_of(const scan *s, uint32_t at)
{
    uint32_t b = at;
    while (b > 0) {
        char c = s->fold.p[b - 1];
        if ((c == '.' || c == ';' || c == ':') && (b == s->fold.n || s->fold.p[b] == ' '))
            break;
        b--;
    }
    return nv_str_cut(s->fold, b, at);
}

static nv_str right_of(const scan *s, uint32_t at, uint32_t limit)
{
    uint32_t e = at;
    while (e < s->fold.n && e - at < limit && s->fold.p[e] != ';' && !(s->fold.p[e] == '.' && (e + 1 == s->fold.n || s->fold.p[e + 1] == ' ')))
        e++;
    while (e > at && e < s->fold.n && ((unsigned char)s->fold.p[e] & 0xC0) == 0x80)
        e--;
    return nv_str_cut(s->fold, at, e);
}

static bool asks(scan *s, const nv_rule *r, nv_str subject) { return subject.n && nv_match(s->m, r, subject, 0); }

/* Only a short stretch to the left is looked at for a past tense: “đã” of an earlier clause says nothing. */
static nv_str tail(nv_str s, uint32_t n)
{
    if (s.n <= n)
        return s;
    uint32_t b = s.n - n;
    while (b < s.n && ((unsigned char)s.p[b] & 0xC0) == 0x80)
        b++;
    return nv_str_cut(s, b, s.n);
}

static bool under_goal(scan *s)
{
    for (nv_unit *u = s->unit; u && u->kind != NV_U_DOC; u = u->parent)
        if (u->heading.end > u->heading.beg && asks(s, s->d->goal, nv_doc_fold_str(s->doc, u->heading)))
            return true;
    return false;
}

static bool in_heading(const scan *s, nv_span text)
{
    return s->unit && nv_span_has(s->unit->heading, (nv_span){ s->base + text.beg, s->base + text.end });
}

/* What the surroundings say against a due time: a report about the past, a goal, a missing context. */
static bool due_refused(scan *s, const nv_time *t)
{
    nv_str context = nv_rule_attr(t->rule, "context");
    nv_str left = left_of(s, t->text.beg);
    if (!s->doc)
        return false; /* a table cell has no surroundings */
    bool labelled = asks(s, s->d->label, nv_str_cut(s->fold, 0, t->text.beg)); /* “Thời gian hoàn thành: trong quý II” */
    if (nv_str_eqz(context, "meeting") && !labelled && !s->meeting && !asks(s, s->d->meeting, s->fold))
        return true;
    if (nv_str_eqz(context, "verb") && !asks(s, s->d->verb, left))
        return true;
    bool year_only = !t->day && !t->month && !t->q && !t->half;
    if (year_only && in_heading(s, t->text) && !asks(s, s->d->verb, left) && !asks(s, s->d->verb, right_of(s, t->text.end, 160)))
        return true; /* “Nội dung cải cách từ nay đến năm 2010” names the period */
    if (nv_str_eqz(context, "action") && t->bound == NV_B_WITHIN && !labelled && !asks(s, s->d->verb, left) && !asks(s, s->d->verb, right_of(s, t->text.end, 160)))
        return true; /* a period without any action: a report */
    if ((t->bound == NV_B_WITHIN || year_only) && (asks(s, s->d->past, tail(left, 60)) || asks(s, s->d->past, right_of(s, t->text.end, 60))))
        return true;
    if (t->bound == NV_B_BY && asks(s, s->d->past, right_of(s, t->text.end, 20)))
        return true; /* “đến ngày 15/6 đã có 30 tỉnh” */
    return year_only && under_goal(s);
}

/* Effect of this very document, not of another one named before. */
static bool effect_refused(scan *s, const nv_time *t)
{
    if (!s->doc || t->stop)
        return false;
    nv_str left = left_of(s, t->text.beg);
    if (asks(s, s->d->of_effect, left) || (nv_unit_up(s->unit, NV_U_APPENDIX) && asks(s, s->d->form, left)))
        return true;
    if (nv_str_trim(left).n == 0 || asks(s, s->d->own, left))
        return false;
    uint32_t clause = s->base + t->text.beg - left.n;
    for (uint32_t i = 0; i < s->doc->cites.n; i++) {
        const nv_cite *c = &s->doc->cites.v[i];
        if (c->span.beg >= clause && c->span.end <= s->base + t->text.beg && c->relation != NV_R_SELF)
            return true;
    }
    return nv_str_find(left, NV_LIT("này"), 0) == UINT32_MAX;
}

static void impossible(scan *s, const nv_time *t)
{
    if (!s->doc)
        return;
    nv_span sp = { s->base + t->text.beg, s->base + t->text.end };
    nv_str printed = nv_arena_str(s->arena, nv_span_str(s->text, t->text));
    nv_doc_diag(s->doc, NV_M_DATE_IMPOSSIBLE, &sp, 0, printed.p, NULL);
}

static bool normative(const nv_doc *doc)
{
    nv_str type = doc ? doc->head.type : (nv_str){ NULL, 0 };
    return nv_str_eqz(type, "LUAT") || nv_str_eqz(type, "BL") || nv_str_eqz(type, "NĐ") || nv_str_eqz(type, "TT");
}

/* “kể từ ngày ký”, “ngày thông qua” without a name is the day of this very document only where the sentence is about it: in a law about companies it is
 * that of a company's resolution, and “Quyết định kiểm tra phải được gửi chậm nhất 05 ngày kể từ ngày ban hành” is about another decision. */
static bool own_signing(scan *s, nv_span anchor)
{
    nv_str left = nv_str_trim(left_of(s, anchor.beg));
    if (!s->doc || nv_str_find(nv_span_str(s->fold, anchor), NV_LIT("này"), 0) != UINT32_MAX || asks(s, s->d->own_act, left))
        return true;
    return !normative(s->doc) && !asks(s, s->d->other_act, left);
}

static nv_anchor_kind anchor_kind(scan *s, nv_str anchor, nv_date *day)
{
    *day = (nv_date){ 0, 0, 0 };
    if (asks(s, s->d->signed_, anchor)) {
        if (s->cx.ref.d) *day = s->cx.ref;
        return NV_ANCHOR_SIGNED;
    }
    if (asks(s, s->d->effect, anchor))
        return NV_ANCHOR_EFFECT; /* known when the whole document is read */
    if (asks(s, s->d->date, anchor)) {
        nv_time t;
        nv_time_read(s->m, s->d->date, anchor, &t);
        *day = nv_date_make(t.year ? t.year : s->cx.ref.y, t.month, t.day);
        return NV_ANCHOR_DATE;
    }
    return NV_ANCHOR_OTHER;
}

/* Puts the anchor's quote and, where its day is known, the computed days into a relative or effective deadline. */
static void fill_anchor(scan *s, const nv_time *t, nv_deadline *d)
{
    nv_date day = { 0, 0, 0 };
    if (t->anchor.end > t->anchor.beg) {
        d->anchor = nv_span_str(s->text, t->anchor);
        if (anchor_kind(s, nv_span_str(s->fold, t->anchor), &day) == NV_ANCHOR_SIGNED && t->kind == NV_D_RELATIVE && !own_signing(s, t->anchor))
            day = (nv_date){ 0, 0, 0 };
    } else if (t->kind == NV_D_EFFECTIVE && t->n && s->cx.ref.d) {
        day = s->cx.ref; /* “có hiệu lực sau 10 ngày”: from the document's own date */
    }
    if (!nv_date_none(day))
        nv_time_anchor(d, day, t->back, s->d->calendar);
    else if (nv_date_none(d->from) && nv_date_none(d->to))
        d->reason = d->anchor.n ? NV_LIT("chưa rõ ngày của mốc") : NV_LIT("không nêu mốc");
}

/* End of the quote: with the bracket that opened in it (“Định kỳ hàng tháng (trước ngày 14|)”). */
static uint32_t with_bracket(const scan *s, nv_span text)
{
    int open = 0;
    for (uint32_t i = text.beg; i < text.end; i++)
        open += (s->fold.p[i] == '(') - (s->fold.p[i] == ')');
    return open == 1 && text.end < s->fold.n && s->fold.p[text.end] == ')' ? text.end + 1 : text.end;
}

static void emit(scan *s, const nv_deadline *d, nv_span text)
{
    nv_deadline x = *d;
    x.span = (nv_span){ s->base + text.beg, s->base + with_bracket(s, text) };
    x.unit = s->unit;
    if (s->doc)
        *NV_PUSH(s->arena, &s->doc->deadlines) = x;
    else if (s->n < s->max)
        s->out[s->n++] = x;
}

/* “định kỳ 6 tháng, năm”; “theo giai đoạn 3 năm, 5 năm, 10 năm”: each is a deadline of its own. */
static void more_periods(scan *s, const nv_time *first)
{
    uint32_t at = first->whole.end;
    while (nv_match_at(s->m, s->d->more, s->fold, at)) {
        nv_time t;
        nv_deadline d[2];
        unsigned n;
        nv_time_read(s->m, s->d->more, s->fold, &t);
        if (is_taken(s, t.text))
            break;
        t.kind = NV_D_RECURRING;
        if (nv_time_value(&t, &s->cx, d, &n) == NV_TIME_OK && d[0].freq.n)
            emit(s, &d[0], t.text);
        take(s, t.text);
        at = t.whole.end;
    }
}

/* A standing rule, by its number: 28/2025/QĐ-TTg has a year, 312/QĐ-UBND decides once. */
static bool standing(const nv_doc *d)
{
    nv_str n = d->head.number;
    uint32_t i = nv_str_find(n, NV_LIT("/"), 0);
    return i != UINT32_MAX && i + 5 < n.n && n.p[i + 5] == '/' && ((n.p[i + 1] == '1' && n.p[i + 2] == '9') || (n.p[i + 1] == '2' && n.p[i + 2] == '0'));
}

/* The article has named a day of every year before: “… trước ngày 20 tháng 12 hằng năm”, and the next step “trước ngày 30 tháng 12”. */
static bool yearly_article(const scan *s)
{
    nv_unit *article = s->doc && standing(s->doc) ? nv_unit_up(s->unit, NV_U_ARTICLE) : NULL;
    for (uint32_t i = article ? s->doc->deadlines.n : 0; i > 0; i--) {
        const nv_deadline *x = &s->doc->deadlines.v[i - 1];
        if (!nv_unit_within(x->unit, article))
            return false;
        if (x->kind == NV_D_RECURRING && x->day && x->month && nv_str_eqz(x->freq, "P1Y"))
            return true;
    }
    return false;
}

/* A day without a year in a sentence that speaks of every year. Laws, decrees and circulars speak of every year in the whole paragraph. */
static bool recurs(scan *s, const nv_time *t)
{
    if (asks(s, s->d->recurring, left_of(s, t->text.beg)) || yearly_article(s))
        return true;
    return normative(s->doc) ? asks(s, s->d->recurring, s->fold) : t->bound == NV_B_WITHIN && asks(s, s->d->recurring, right_of(s, t->text.end, 60));
}

/* “đến hết quý II/2004 phải thẩm định xong” */
static bool must_follow(nv_str right)
{
    uint32_t i = nv_str_find(right, NV_LIT(" phải "), 0);
    return i != UINT32_MAX && !nv_str_ends(nv_str_cut(right, 0, i), NV_LIT("không"));
}

/* “vào cuối năm”, “trong quý I”: which year's, only the document tells; rules that hold for every year mean each. */
static bool without_year(const nv_time *t)
{
    return !t->day && !t->year && !t->year2 && !t->rel && !t->tet && (t->month || t->q || t->half || t->edge != NV_EDGE_NONE);
}

static bool each_year(scan *s, const nv_time *t)
{
    if (t->day && t->month)
        return recurs(s, t);
    return without_year(t) && (normative(s->doc) || asks(s, s->d->recurring, left_of(s, t->text.beg)));
}

/* One match of a rule; returns where to go on. */
static uint32_t consider(scan *s, const nv_rule *r)
{
    nv_time t;
    nv_span mask;
    nv_deadline d[2];
    unsigned n;
    nv_time_read(s->m, r, s->fold, &t);
    if (nv_match_named_span(s->m, "mask", &mask) || nv_time_is_kind(r, "deadline.not.")) {
        mask = mask.end > mask.beg ? mask : t.whole;
        take(s, mask); /* masks may overlap: each says for its own reason that there is no deadline */
        return mask.end;
    }
    nv_span core = { t.text.beg, t.anchor.end > t.anchor.beg && t.anchor.beg > t.text.beg ? t.anchor.beg : t.text.end };
    if (is_taken(s, core))
        return core.end;
    if ((t.kind == NV_D_DUE && due_refused(s, &t)) || (t.kind == NV_D_EFFECTIVE && effect_refused(s, &t))) {
        take(s, t.text);
        return t.text.end;
    }
    if (t.kind == NV_D_RECURRING && in_heading(s, t.text)) {
        take(s, t.text); /* “Công bố thông tin định kỳ” as a title only names the theme */
        return t.text.end;
    }
    s->cx.late = t.kind == NV_D_DUE && s->doc && must_follow(right_of(s, t.text.end, 60));
    s->cx.recurring = t.kind == NV_D_DUE && each_year(s, &t);
    nv_time_result res = nv_time_value(&t, &s->cx, d, &n);
    take(s, core);
    if (res == NV_TIME_DROP)
        return core.end;
    if (res == NV_TIME_IMPOSSIBLE)
        impossible(s, &t);
    if (t.kind == NV_D_RELATIVE || t.kind == NV_D_EFFECTIVE)
        fill_anchor(s, &t, &d[0]);
    for (unsigned i = 0; i < n; i++)
        emit(s, &d[i], t.text);
    if (d[0].kind == NV_D_RECURRING && d[0].freq.n && !d[0].day && !d[0].month)
        more_periods(s, &t);
    return core.end;
}

/* The gates that stand in the subject: one pass for all, as most bytes begin none of them. */
static unsigned gates_of(const scan *s)
{
    unsigned bits = 0;
    for (uint32_t at = 0; at < s->fold.n; at++) {
        unsigned open = s->d->gates_of_byte[(unsigned char)s->fold.p[at]] & ~bits;
        for (; open; open &= open - 1) {
            uint32_t i = (uint32_t)__builtin_ctz(open);
            nv_str gate = s->d->gates[i];
            if (gate.n <= s->fold.n - at && s->fold.p[at + gate.n - 1] == gate.p[gate.n - 1] && memcmp(s->fold.p + at, gate.p, gate.n) == 0)
                bits |= 1u << i;
        }
    }
    return bits;
}

/* `has`: features of the subject. */
static void run_rules(scan *s, const nv_time_rule *rules, uint32_t n, unsigned has)
{
    unsigned gates = gates_of(s);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = 0;
        if ((rules[i].any && !(rules[i].any & has)) || (rules[i].gate && !(rules[i].gate & gates)))
            continue;
        while (at < s->fold.n && nv_match(s->m, rules[i].rule, s->fold, at)) {
            uint32_t next = consider(s, rules[i].rule);
            at = next > at ? next : at + 1;
            while (at < s->fold.n && ((unsigned char)s->fold.p[at] & 0xC0) == 0x80)
                at++;
        }
    }
}

/* False: nothing here can be a time. Most paragraphs are done with this. */
static bool worth_it(nv_str s, unsigned has)
{
    static const char *const words[] = { "định kỳ", "hiệu lực", "từ ngày ký", "tết ", "ngày làm việc", "ngày cuối", "ngày thứ" };
    if (has)
        return true;
    for (size_t i = 0; i < NV_NELEM(words); i++)
        if (memmem(s.p, s.n, words[i], strlen(words[i])))
            return true;
    return false;
}

/* ---- the document --------------------------------------------------------------------------------------------------------------------------------- */

static void take_cites(scan *s, uint32_t *from)
{
    const nv_doc *doc = s->doc;
    uint32_t end = s->base + s->fold.n;
    while (*from < doc->cites.n && doc->cites.v[*from].span.end <= s->base)
        (*from)++;
    for (uint32_t i = *from; i < doc->cites.n && doc->cites.v[i].span.beg < end; i++) {
        nv_span c = doc->cites.v[i].span;
        take(s, (nv_span){ c.beg > s->base ? c.beg - s->base : 0, (c.end < end ? c.end : end) - s->base });
    }
}

static void scan_piece(scan *s, uint32_t beg, uint32_t end, uint32_t *cite)
{
    s->base = beg;
    s->fold = nv_str_cut(s->doc->fold, beg, end);
    s->text = nv_str_cut(s->doc->text, beg, end);
    unsigned has = nv_time_features(s->fold);
    if (!worth_it(s->fold, has))
        return;
    s->taken.n = 0;
    take_cites(s, cite);
    run_rules(s, s->d->text_rules, s->d->n_text, has);
    const nv_rule *hit = nv_matcher_limit_hit(s->m);
    if (hit)
        nv_doc_diag(s->doc, NV_M_MATCH_LIMIT, &(nv_span){ beg, end }, 0, nv_rule_name(hit), NULL);
}

/* A unit's paragraphs; an overlong one is cut at a space, so that no pattern runs on more than the bound. */
static void scan_unit(scan *s, nv_unit *u, uint32_t *cite)
{
    s->unit = u;
    for (uint32_t at = u->span.beg; at < u->span.end;) {
        const char *p = s->doc->fold.p;
        const char *nl = memchr(p + at, '\n', u->span.end - at);
        uint32_t end = nl ? (uint32_t)(nl - p) : u->span.end;
        if (end - at > NV_MAX_PARA_BYTES) {
            end = at + NV_MAX_PARA_BYTES;
            while (end > at + 1 && p[end] != ' ')
                end--;
        }
        if (end > at && nv_doc_table(s->doc, at) == NV_NONE) /* cells: only those of a task table's column of times (contract 6.14) */
            scan_piece(s, at, end, cite);
        at = end + 1;
    }
}

static int by_place(const void *a, const void *b)
{
    const nv_deadline *x = a, *y = b;
    if (x->span.beg != y->span.beg)
        return x->span.beg < y->span.beg ? -1 : 1;
    if (x->span.end != y->span.end)
        return x->span.end < y->span.end ? -1 : 1;
    if (x->month != y->month)
        return x->month < y->month ? -1 : 1;
    return x->day == y->day ? 0 : x->day < y->day ? -1 : 1;
}

/* True if the article, or the chapter around it, is the one on effect: “Hiệu lực thi hành”, “Điều khoản thi hành”. */
static bool under_effect(scan *s, const nv_unit *u)
{
    for (; u; u = u->parent)
        if (u->kind <= NV_U_ARTICLE && u->heading.end > u->heading.beg && asks(s, s->d->on_effect, nv_str_trim(nv_str_cut(s->doc->fold, u->heading.beg, u->heading.end))))
            return true;
    return false;
}

/* The day the document as a whole takes effect: the first effect that is not that of a part; what the article on effect says goes before what is said
 * elsewhere (of a contract, a resolution that the text is about), the body before an appendix. */
static nv_date find_effective(scan *s)
{
    nv_date in_appendix = { 0, 0, 0 }, elsewhere = { 0, 0, 0 };
    for (uint32_t i = 0; i < s->doc->deadlines.n; i++) {
        const nv_deadline *x = &s->doc->deadlines.v[i];
        if (x->kind != NV_D_EFFECTIVE || nv_date_none(x->from))
            continue;
        s->base = x->unit->span.beg;
        s->fold = nv_str_cut(s->doc->fold, x->unit->span.beg, x->unit->span.end);
        nv_str left = nv_str_trim(left_of(s, x->span.beg - s->base));
        const char *nl = left.n ? memrchr(left.p, '\n', left.n) : NULL;
        if (nl)
            left = nv_str_cut(left, (uint32_t)(nl + 1 - left.p), left.n);
        if (asks(s, s->d->part, left))
            continue;
        nv_date *kept = nv_unit_up(x->unit, NV_U_APPENDIX) ? &in_appendix : &elsewhere;
        if (kept == &elsewhere && under_effect(s, x->unit))
            return x->from;
        if (nv_date_none(*kept))
            *kept = x->from;
    }
    return nv_date_none(elsewhere) ? in_appendix : elsewhere;
}

static bool counted_back(const nv_deadline_detector *d, const char *rule)
{
    for (uint32_t i = 0; i < d->n_text; i++)
        if (nv_rule_name(d->text_rules[i].rule) == rule)
            return nv_rule_attr(d->text_rules[i].rule, "direction").n != 0;
    return false;
}

/* “kể từ ngày Quyết định này có hiệu lực” in a form that an appendix of a circular holds: the decision is one that is still to be filled in. */
static bool of_form(scan *s, const nv_deadline *x, nv_str anchor)
{
    uint32_t end = nv_str_find(anchor, NV_LIT(" có hiệu lực"), 0);
    return nv_unit_up(x->unit, NV_U_APPENDIX) && !nv_str_eqz(s->doc->head.type, "QĐ") && asks(s, s->d->form, nv_str_cut(anchor, 0, end == UINT32_MAX ? anchor.n : end));
}

/* What only the whole document tells: days counted from its day of effect, and transitional rules, which speak of things done before it. */
static void second_look(scan *s)
{
    nv_doc *doc = s->doc;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < doc->deadlines.n; i++) {
        nv_deadline *x = &doc->deadlines.v[i];
        nv_date day;
        if (x->kind == NV_D_RELATIVE && x->anchor.n && nv_date_none(x->from) && nv_date_none(x->to) && !nv_date_none(doc->head.effective)) {
            nv_str anchor = nv_fold_str(s->arena, x->anchor);
            if (anchor_kind(s, anchor, &day) == NV_ANCHOR_EFFECT && !of_form(s, x, anchor))
                nv_time_anchor(x, doc->head.effective, counted_back(s->d, x->rule), s->d->calendar);
        }
        bool transitional = x->kind == NV_D_DUE && x->bound == NV_B_BEFORE && !nv_date_none(doc->head.effective) && nv_date_cmp(x->to, doc->head.effective) == 0;
        if (!transitional)
            doc->deadlines.v[kept++] = *x;
    }
    doc->deadlines.n = kept;
}

nv_date nv_deadline_ref(const nv_doc *doc) { return nv_date_none(doc->head.date) ? doc->head.month : doc->head.date; }

void nv_detect_deadlines(const nv_deadline_detector *d, nv_doc *doc)
{
    uint32_t cite = 0;
    scan s = { .d = d, .m = nv_matcher_new(), .doc = doc, .arena = doc->arena };
    s.cx = (nv_time_cx){ .arena = doc->arena, .calendar = d->calendar, .ref = nv_deadline_ref(doc) };
    uint32_t head = doc->fold.n < 4000 ? doc->fold.n : 4000;
    while (head < doc->fold.n && ((unsigned char)doc->fold.p[head] & 0xC0) == 0x80)
        head++;
    s.meeting = asks(&s, d->meeting, nv_str_cut(doc->fold, 0, head));
    for (uint32_t i = 0; i < doc->units.n; i++) {
        nv_unit *u = doc->units.v[i];
        if (u->kind != NV_U_PREFACE && u->kind != NV_U_SIGNATURE)
            scan_unit(&s, u, &cite);
    }
    if (doc->deadlines.n > 1)
        qsort(doc->deadlines.v, doc->deadlines.n, sizeof *doc->deadlines.v, by_place);
    doc->head.effective = find_effective(&s);
    second_look(&s);
    nv_matcher_free(s.m);
}

uint32_t nv_deadline_parse(const nv_deadline_detector *d, nv_arena *arena, nv_str folded, nv_str printed, nv_date ref, nv_deadline *out, uint32_t max)
{
    scan s = { .d = d, .m = nv_matcher_new(), .arena = arena, .fold = folded, .text = printed, .out = out, .max = max };
    s.cx = (nv_time_cx){ .arena = arena, .calendar = d->calendar, .ref = ref };
    s.meeting = true;
    if (folded.n && folded.n <= NV_MAX_PARA_BYTES) {
        unsigned has = nv_time_features(folded);
        run_rules(&s, d->text_rules, d->n_text, has);
        if (s.n == 0) {
            s.taken.n = 0;
            run_rules(&s, d->cell_rules, d->n_cell, has);
        }
    }
    nv_matcher_free(s.m);
    if (s.n > 1)
        qsort(out, s.n, sizeof *out, by_place);
    return s.n;
}
