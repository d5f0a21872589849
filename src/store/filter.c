/* filter.c - recursive descent over the text of a filter. Every function leaves p->at behind what it read; the first fault stops all. */
#include "store/filter.h"
#include "base/buf.h"
#include "base/fold.h"
#include "base/limits.h"
#include <string.h>

typedef struct { nv_str s; uint32_t at, terms, depth; nv_date today; nv_arena *a; nv_filter_error *err; } parser;

/* ---- words ----------------------------------------------------------------------------------------------------------- */

/* Names are compared without marks, in lower case, '-' and ' ' as '_'. The first one of a kind is the one that messages show. */
static const struct { const char *name; nv_query_kind kind; } keys[] = {
    { "co_quan", NV_Q_WHO }, { "who", NV_Q_WHO }, { "agency", NV_Q_WHO },
    { "vai_tro", NV_Q_ROLE }, { "role", NV_Q_ROLE },
    { "han", NV_Q_DUE }, { "due", NV_Q_DUE }, { "thoi_han", NV_Q_DUE },
    { "van_ban", NV_Q_DOC }, { "doc", NV_Q_DOC }, { "document", NV_Q_DOC },
    { "co_quan_ban_hanh", NV_Q_ISSUER }, { "issuer", NV_Q_ISSUER }, { "from_issuer", NV_Q_ISSUER },
    { "ngay_ban_hanh", NV_Q_ISSUED }, { "issued", NV_Q_ISSUED },
    { "chu_de", NV_Q_TOPIC }, { "topic", NV_Q_TOPIC },
    { "loai", NV_Q_KIND }, { "kind", NV_Q_KIND },
    { "muc_do", NV_Q_MODALITY }, { "modality", NV_Q_MODALITY },
    { "tinh_trang", NV_Q_STATUS }, { "status", NV_Q_STATUS },
};

static const struct { nv_query_kind kind; const char *word, *vi; } values[] = {
    { NV_Q_ROLE, "lead", "chu_tri" }, { NV_Q_ROLE, "coordinate", "phoi_hop" }, { NV_Q_ROLE, "recipient", "nhan" }, { NV_Q_ROLE, "supervise", "giam_sat" },
    { NV_Q_ROLE, "any", "tat_ca" },
    { NV_Q_KIND, "dated", "co_han" }, { NV_Q_KIND, "recurring", "dinh_ky" }, { NV_Q_KIND, "conditional", "co_dieu_kien" }, { NV_Q_KIND, "relative", "theo_moc" },
    { NV_Q_KIND, "undated", "khong_han" }, { NV_Q_KIND, "routine", "thuong_xuyen" },
    { NV_Q_MODALITY, "must", "phai" }, { NV_Q_MODALITY, "request", "de_nghi" }, { NV_Q_MODALITY, "may", "duoc" }, { NV_Q_MODALITY, "must_not", "khong_duoc" },
    { NV_Q_STATUS, "not_started", "chua_thuc_hien" }, { NV_Q_STATUS, "in_progress", "dang_thuc_hien" }, { NV_Q_STATUS, "done", "hoan_thanh" },
    { NV_Q_STATUS, "extended", "gia_han" }, { NV_Q_STATUS, "withdrawn", "rut" }, { NV_Q_STATUS, "open", "chua_hoan_thanh" }, { NV_Q_STATUS, "overdue", "qua_han" },
    { NV_Q_STATUS, "in_time", "trong_han" }, { NV_Q_STATUS, "done_in_time", "hoan_thanh_dung_han" }, { NV_Q_STATUS, "done_late", "hoan_thanh_qua_han" },
};

static bool same_word(nv_str text, const char *name)
{
    nv_buf sk = { 0 };
    nv_skeleton(nv_str_trim(text), &sk);
    for (size_t i = 0; i < sk.n; i++)
        if (sk.p[i] == ' ' || sk.p[i] == '-') sk.p[i] = '_';
    bool same = nv_str_eqz(nv_buf_str(&sk), name);
    nv_buf_clear(&sk);
    return same;
}

nv_str nv_filter_word(nv_query_kind kind, nv_str text, nv_str *list)
{
    for (unsigned i = 0; i < NV_NELEM(values); i++)
        if (values[i].kind == kind && (same_word(text, values[i].word) || same_word(text, values[i].vi))) return nv_str_of(values[i].word);
    if (list)
        *list = kind == NV_Q_ROLE   ? NV_LIT("lead (chu_tri), coordinate (phoi_hop), recipient (nhan), supervise (giam_sat), any (tat_ca)")
              : kind == NV_Q_KIND ? NV_LIT("dated (co_han), recurring (dinh_ky), conditional (co_dieu_kien), relative (theo_moc), undated (khong_han), routine (thuong_xuyen)")
              : kind == NV_Q_STATUS ? NV_LIT("not_started (chua_thuc_hien), in_progress (dang_thuc_hien), done (hoan_thanh), extended (gia_han), withdrawn (rut), open (chua_hoan_thanh), "
                                             "overdue (qua_han), in_time (trong_han), done_in_time (hoan_thanh_dung_han), done_late (hoan_thanh_qua_han)")
                                    : NV_LIT("must (phai), request (de_nghi), may (duoc), must_not (khong_duoc)");
    return (nv_str){ 0 };
}

const char *nv_filter_word_at(nv_query_kind kind, unsigned i)
{
    for (unsigned k = 0; k < NV_NELEM(values); k++)
        if (values[k].kind == kind && !i--) return values[k].word;
    return NULL;
}

/* ---- signs ----------------------------------------------------------------------------------------------------------- */

static nv_query *fault(parser *p, nv_filter_fault f, uint32_t at, nv_str word)
{
    if (p->err->fault == NV_FF_NONE) *p->err = (nv_filter_error){ .fault = f, .at = at, .word = nv_arena_str(p->a, word) };
    return NULL;
}

static uint32_t peek(const parser *p)
{
    uint32_t at = p->at;
    return at < p->s.n ? nv_utf8_next(p->s, &at) : 0;
}

static void skip_space(parser *p)
{
    while (p->at < p->s.n) {
        uint32_t at = p->at, c = nv_utf8_next(p->s, &at);
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != 0xa0) return;
        p->at = at;
    }
}

static bool is_op(uint32_t c)
{
    return c == ':' || c == '=' || c == '<' || c == '>' || c == '!' || c == 0x2264 || c == 0x2265;
}

static uint32_t closing(uint32_t c)
{
    return c == 0x201c ? 0x201d : c == '"' || c == '\'' ? c : 0;
}

/* A run of letters, digits, '_' and '-'. */
static nv_str word_here(const parser *p)
{
    uint32_t end = p->at;
    while (end < p->s.n) {
        uint32_t at = end, c = nv_utf8_next(p->s, &at);
        if (c <= ' ' || c == 0xa0 || c == '(' || c == ')' || is_op(c) || closing(c) || c == 0x201d) break;
        end = at;
    }
    return nv_str_cut(p->s, p->at, end);
}

/* An operator stands behind the word: then the word is a key, whatever it says. */
static bool op_follows(const parser *p, nv_str word)
{
    parser q = *p;
    q.at += word.n;
    skip_space(&q);
    return is_op(peek(&q));
}

static bool take_word(parser *p, const char *en, const char *vi)
{
    skip_space(p);
    nv_str w = word_here(p);
    if (!w.n || !(same_word(w, en) || same_word(w, vi)) || op_follows(p, w)) return false;
    p->at += w.n;
    return true;
}

/* ---- terms ----------------------------------------------------------------------------------------------------------- */

typedef enum { OP_IS, OP_NOT, OP_LT, OP_LE, OP_GT, OP_GE, OP_NONE } op;

static op read_op(parser *p)
{
    static const struct { const char *sign; op o; } ops[] = {
        { "!=", OP_NOT }, { "<=", OP_LE }, { ">=", OP_GE }, { "≤", OP_LE }, { "≥", OP_GE }, { "<", OP_LT }, { ">", OP_GT }, { ":", OP_IS }, { "=", OP_IS },
    };
    nv_str rest = nv_str_cut(p->s, p->at, p->s.n);
    for (unsigned i = 0; i < NV_NELEM(ops); i++) {
        if (!nv_str_starts(rest, nv_str_of(ops[i].sign))) continue;
        p->at += (uint32_t)strlen(ops[i].sign);
        return ops[i].o;
    }
    return OP_NONE;
}

/* A quoted value, \ before a sign that counts as itself; else what stands up to white space or a bracket. */
static bool read_value(parser *p, nv_str *out)
{
    uint32_t beg = p->at, close = closing(peek(p));
    nv_buf b = { 0 };
    bool open = close != 0;
    if (close) nv_utf8_next(p->s, &p->at);
    while (p->at < p->s.n) {
        uint32_t at = p->at, c = nv_utf8_next(p->s, &at);
        if (close ? c == close : c <= ' ' || c == 0xa0 || c == '(' || c == ')') {
            if (close) p->at = at, open = false;
            break;
        }
        if (c == '\\' && close && at < p->s.n) {
            p->at = at;
            nv_utf8_next(p->s, &at);
        }
        nv_buf_add(&b, p->s.p + p->at, at - p->at);
        p->at = at;
    }
    *out = nv_str_trim(nv_arena_str(p->a, nv_buf_str(&b)));
    *out = nv_arena_str(p->a, *out);
    nv_buf_clear(&b);
    if (open) return fault(p, NV_FF_OPEN_QUOTE, beg, (nv_str){ 0 }) != NULL;
    return true;
}

static bool number(nv_str s, uint32_t *at, int digits, int *out)
{
    int n = 0;
    *out = 0;
    while (*at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9' && n < digits) *out = *out * 10 + (s.p[(*at)++] - '0'), n++;
    return n > 0 && (digits < 4 || n == digits);
}

static bool sign(nv_str s, uint32_t *at, char c)
{
    return *at < s.n && s.p[*at] == c ? ++*at : 0;
}

/* 2026-06-30, 30/6/2026, 2026-06, 6/2026, 2026, today: its first and last day. */
static bool read_days(const parser *p, nv_str v, nv_date *lo, nv_date *hi)
{
    if (same_word(v, "today") || same_word(v, "hom_nay")) return *lo = *hi = p->today, !nv_date_none(p->today);
    int y = 0, m = 0, d = 0;
    uint32_t at = 0;
    bool ok = number(v, &at, 4, &y);
    if (ok) ok = at == v.n || (sign(v, &at, '-') && number(v, &at, 2, &m) && (at == v.n || (sign(v, &at, '-') && number(v, &at, 2, &d))));
    else {
        at = 0;
        ok = number(v, &at, 2, &m) && sign(v, &at, '/');
        uint32_t second = at;
        if (ok && !number(v, &at, 4, &y)) {
            at = second;
            d = m;
            ok = number(v, &at, 2, &m) && sign(v, &at, '/') && number(v, &at, 4, &y);
        }
    }
    if (!ok || at != v.n) return false;
    bool month = strpbrk(v.p, "-/") != NULL, day = d != 0;
    if (month && (m < 1 || m > 12)) return false;
    *lo = nv_date_make(y, month ? m : 1, day ? d : 1);
    *hi = day ? *lo : nv_date_make(y, month ? m : 12, month ? nv_days_in_month(y, m) : 31);
    return !nv_date_none(*lo) && !nv_date_none(*hi) && !(day && d < 1);
}

static bool set_days(parser *p, nv_query *q, op o, nv_str v, uint32_t at)
{
    nv_date first, last, none = { 0 };
    if (!read_days(p, v, &first, &last)) return fault(p, NV_FF_BAD_DATE, at, v) != NULL;
    q->lo = o == OP_GT ? nv_date_add_days(last, 1) : o == OP_GE || o == OP_IS || o == OP_NOT ? first : none;
    q->hi = o == OP_LT ? nv_date_add_days(first, -1) : o == OP_LE || o == OP_IS || o == OP_NOT ? last : none;
    return true;
}

static bool set_word(parser *p, nv_query *q, nv_str v, uint32_t at)
{
    nv_str list;
    q->text = nv_filter_word(q->kind, v, &list);
    if (q->text.n) return true;
    fault(p, NV_FF_BAD_VALUE, at, v);
    p->err->near = list;
    return false;
}

static nv_query *node(parser *p, nv_query_kind kind, uint32_t at)
{
    nv_query *q = nv_arena_alloc(p->a, sizeof *q);
    *q = (nv_query){ .kind = kind, .at = at };
    return q;
}

/* Letters in common at the beginning, of keys that are not known. */
static nv_str near_key(nv_str word)
{
    nv_buf sk = { 0 };
    nv_skeleton(word, &sk);
    nv_str best = { 0 };
    size_t most = 1;
    for (unsigned i = 0; i < NV_NELEM(keys); i++) {
        size_t n = 0;
        while (n < sk.n && keys[i].name[n] && keys[i].name[n] == (sk.p[n] == '-' || sk.p[n] == ' ' ? '_' : sk.p[n])) n++;
        if (n > most) most = n, best = nv_str_of(keys[i].name);
    }
    nv_buf_clear(&sk);
    return best;
}

static nv_query *term(parser *p)
{
    uint32_t beg = p->at;
    nv_str key = word_here(p);
    if (!key.n) return fault(p, NV_FF_WANT_TERM, beg, (nv_str){ 0 });
    unsigned k = 0;
    while (k < NV_NELEM(keys) && !same_word(key, keys[k].name)) k++;
    if (k == NV_NELEM(keys)) {
        fault(p, op_follows(p, key) ? NV_FF_UNKNOWN_KEY : NV_FF_WANT_TERM, beg, key);
        p->err->near = near_key(key);
        return NULL;
    }
    p->at += key.n;
    skip_space(p);
    uint32_t op_at = p->at;
    op o = read_op(p);
    if (o == OP_NONE) return fault(p, NV_FF_WANT_OP, op_at, key);
    nv_query *q = node(p, keys[k].kind, beg);
    bool days = q->kind == NV_Q_DUE || q->kind == NV_Q_ISSUED;
    if (!days && o > OP_NOT) return fault(p, NV_FF_BAD_OP, op_at, key);
    skip_space(p);
    uint32_t at = p->at;
    nv_str v;
    if (!read_value(p, &v)) return NULL;
    if (!v.n) return fault(p, NV_FF_WANT_VALUE, at, key);
    if (++p->terms > NV_MAX_FILTER_TERMS) return fault(p, NV_FF_TOO_MANY, beg, (nv_str){ 0 });
    q->text = v;
    bool word = q->kind == NV_Q_ROLE || q->kind == NV_Q_KIND || q->kind == NV_Q_MODALITY || q->kind == NV_Q_STATUS;
    if (days ? !set_days(p, q, o, v, at) : word && !set_word(p, q, v, at)) return NULL;
    if (o != OP_NOT) return q;
    nv_query *not = node(p, NV_Q_NOT, beg);
    *NV_PUSH(p->a, &not->kids) = q;
    return not;
}

/* ---- and, or, not ---------------------------------------------------------------------------------------------------- */

static nv_query *any_of(parser *p);

static nv_query *bracket(parser *p)
{
    uint32_t beg = p->at++;
    nv_query *q = any_of(p);
    if (!q) return NULL;
    skip_space(p);
    if (peek(p) != ')') return fault(p, p->at >= p->s.n ? NV_FF_OPEN_BRACKET : NV_FF_WANT_TERM, p->at >= p->s.n ? beg : p->at, (nv_str){ 0 });
    p->at++;
    return q;
}

static nv_query *one(parser *p)
{
    skip_space(p);
    uint32_t beg = p->at;
    if (p->depth >= NV_MAX_FILTER_DEPTH) return fault(p, NV_FF_TOO_DEEP, beg, (nv_str){ 0 });
    p->depth++;
    nv_query *q;
    if (take_word(p, "not", "khong")) {
        nv_query *kid = one(p);
        q = kid ? node(p, NV_Q_NOT, beg) : NULL;
        if (q) *NV_PUSH(p->a, &q->kids) = kid;
    } else if (peek(p) == '(') q = bracket(p);
    else if (peek(p) == ')') q = fault(p, p->depth > 1 ? NV_FF_WANT_TERM : NV_FF_EXTRA_BRACKET, beg, (nv_str){ 0 });
    else q = term(p);
    p->depth--;
    return q;
}

/* A word that ends a conjunction stands here, or nothing more. */
static bool ends_here(parser *p)
{
    skip_space(p);
    nv_str w = word_here(p);
    return p->at >= p->s.n || peek(p) == ')' || ((same_word(w, "or") || same_word(w, "hoac")) && !op_follows(p, w));
}

static nv_query *all_of(parser *p)
{
    nv_query *first = one(p), *q = NULL;
    if (!first) return NULL;
    while (!ends_here(p)) {
        (void)take_word(p, "and", "va");
        nv_query *next = one(p);
        if (!next) return NULL;
        if (!q) {
            q = node(p, NV_Q_AND, first->at);
            *NV_PUSH(p->a, &q->kids) = first;
        }
        *NV_PUSH(p->a, &q->kids) = next;
    }
    return q ? q : first;
}

static nv_query *any_of(parser *p)
{
    nv_query *first = all_of(p), *q = NULL;
    if (!first) return NULL;
    while (take_word(p, "or", "hoac")) {
        nv_query *next = all_of(p);
        if (!next) return NULL;
        if (!q) {
            q = node(p, NV_Q_OR, first->at);
            *NV_PUSH(p->a, &q->kids) = first;
        }
        *NV_PUSH(p->a, &q->kids) = next;
    }
    return q ? q : first;
}

nv_query *nv_filter_parse(nv_str text, nv_date today, nv_arena *a, nv_filter_error *err)
{
    parser p = { .s = text, .today = today, .a = a, .err = err };
    *err = (nv_filter_error){ 0 };
    if (text.n > NV_MAX_FILTER_BYTES) return fault(&p, NV_FF_TOO_LONG, NV_MAX_FILTER_BYTES, (nv_str){ 0 });
    if (!nv_utf8_valid(text)) return fault(&p, NV_FF_NOT_UTF8, 0, (nv_str){ 0 });
    skip_space(&p);
    if (p.at >= text.n) return node(&p, NV_Q_AND, 0);
    nv_query *q = any_of(&p);
    if (!q) return NULL;
    skip_space(&p);
    if (p.at < text.n) return fault(&p, peek(&p) == ')' ? NV_FF_EXTRA_BRACKET : NV_FF_WANT_TERM, p.at, (nv_str){ 0 });
    return q;
}
