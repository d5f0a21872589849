#include "export/json_in.h"
#include <stdlib.h>

enum { MAX_DEPTH = 64 };

typedef struct {
    nv_str s;
    uint32_t at;
    nv_arena *a;
    NV_VEC(nv_json_node) v;
    const char *why;
} parser;

static bool fail(parser *p, const char *why)
{
    if (!p->why) p->why = why;
    return false;
}

static void space(parser *p)
{
    while (p->at < p->s.n && (p->s.p[p->at] == ' ' || p->s.p[p->at] == '\n' || p->s.p[p->at] == '\t' || p->s.p[p->at] == '\r')) p->at++;
}

static bool is(const parser *p, char c)
{
    return p->at < p->s.n && p->s.p[p->at] == c;
}

static bool four_hex(parser *p, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++, p->at++) {
        if (p->at >= p->s.n) return false;
        char c = p->s.p[p->at], low = (char)(c | 0x20);
        if (c >= '0' && c <= '9') *out = *out * 16 + (uint32_t)(c - '0');
        else if (low >= 'a' && low <= 'f') *out = *out * 16 + (uint32_t)(low - 'a' + 10);
        else return false;
    }
    return true;
}

/* Behind "\u": the code point, with the second half of a surrogate pair. */
static bool escaped_point(parser *p, uint32_t *c)
{
    uint32_t low;
    if (!four_hex(p, c) || *c == 0 || (*c >= 0xdc00 && *c < 0xe000)) return false;
    if (*c < 0xd800 || *c >= 0xe000) return true;
    if (p->at + 2 > p->s.n || p->s.p[p->at] != '\\' || p->s.p[p->at + 1] != 'u') return false;
    p->at += 2;
    if (!four_hex(p, &low) || low < 0xdc00 || low >= 0xe000) return false;
    *c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
    return true;
}

/* A string with escapes from its first one on: the text is built in the arena (never longer than its raw form). */
static bool unescape(parser *p, uint32_t beg, nv_str *out)
{
    uint32_t end = p->at;
    while (end < p->s.n && p->s.p[end] != '"') end += p->s.p[end] == '\\' ? 2 : 1;
    if (end >= p->s.n) return fail(p, "a string does not end");
    char *z = nv_arena_alloc(p->a, end - beg + 1);
    uint32_t n = p->at - beg;
    memcpy(z, p->s.p + beg, n);
    while (p->at < end) {
        char c = p->s.p[p->at++];
        if ((unsigned char)c < 0x20) return fail(p, "a control character in a string");
        if (c != '\\') {
            z[n++] = c;
            continue;
        }
        static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
        char e = p->s.p[p->at++];
        const char *known = e ? strchr(from, e) : NULL;
        uint32_t point;
        if (known) z[n++] = to[known - from];
        else if (e == 'u' && escaped_point(p, &point)) n += nv_utf8_put(z + n, point);
        else return fail(p, "a bad escape in a string");
    }
    *out = (nv_str){ z, n };
    p->at = end + 1;
    return true;
}

static bool string(parser *p, nv_str *out)
{
    uint32_t beg = ++p->at;
    for (; p->at < p->s.n; p->at++) {
        unsigned char c = (unsigned char)p->s.p[p->at];
        if (c == '"') {
            *out = nv_str_cut(p->s, beg, p->at++);
            return true;
        }
        if (c == '\\') return unescape(p, beg, out);
        if (c < 0x20) return fail(p, "a control character in a string");
    }
    return fail(p, "a string does not end");
}

static bool digits(parser *p)
{
    uint32_t beg = p->at;
    while (p->at < p->s.n && p->s.p[p->at] >= '0' && p->s.p[p->at] <= '9') p->at++;
    return p->at > beg || fail(p, "a bad number");
}

static bool number(parser *p)
{
    if (is(p, '-')) p->at++;
    if (is(p, '0')) p->at++;
    else if (!digits(p)) return false;
    if (is(p, '.')) {
        p->at++;
        if (!digits(p)) return false;
    }
    if (is(p, 'e') || is(p, 'E')) {
        p->at++;
        if (is(p, '+') || is(p, '-')) p->at++;
        if (!digits(p)) return false;
    }
    return true;
}

static bool word(parser *p, nv_str w)
{
    if (p->s.n - p->at < w.n || memcmp(p->s.p + p->at, w.p, w.n) != 0) return fail(p, "no JSON value");
    p->at += w.n;
    return true;
}

static bool value(parser *p, unsigned depth);

/* What stands between brackets: values, or keys and values. `me` is the index of the node they belong to. */
static bool children(parser *p, uint32_t me, char close, unsigned depth)
{
    p->at++;
    space(p);
    if (is(p, close)) {
        p->at++;
        return true;
    }
    if (depth == MAX_DEPTH) return fail(p, "nested too deep");
    for (;;) {
        space(p);
        if (close == '}') {
            if (!is(p, '"')) return fail(p, "a key is missing");
            if (!value(p, depth)) return false;
            space(p);
            if (!is(p, ':')) return fail(p, "a colon is missing");
            p->at++;
        }
        if (!value(p, depth)) return false;
        p->v.v[me].n++;
        space(p);
        bool more = is(p, ',');
        if (!more && !is(p, close)) return fail(p, "a comma or a closing bracket is missing");
        p->at++;
        if (!more) return true;
    }
}

static bool value(parser *p, unsigned depth)
{
    space(p);
    if (p->at >= p->s.n) return fail(p, "the text ends too soon");
    uint32_t me = p->v.n, beg = p->at;
    nv_json_node *v = NV_PUSH(p->a, &p->v); /* moves when more are pushed: not used behind the switch */
    bool ok;
    switch (p->s.p[p->at]) {
    case '"': v->kind = NV_JSON_STRING, ok = string(p, &v->str); break;
    case '{': v->kind = NV_JSON_OBJECT, ok = children(p, me, '}', depth + 1); break;
    case '[': v->kind = NV_JSON_LIST, ok = children(p, me, ']', depth + 1); break;
    case 't': v->kind = NV_JSON_TRUE, ok = word(p, NV_LIT("true")); break;
    case 'f': v->kind = NV_JSON_FALSE, ok = word(p, NV_LIT("false")); break;
    case 'n': v->kind = NV_JSON_NULL, ok = word(p, NV_LIT("null")); break;
    default: v->kind = NV_JSON_NUMBER, ok = number(p); break;
    }
    p->v.v[me].raw = nv_str_cut(p->s, beg, p->at);
    p->v.v[me].skip = p->v.n - me;
    return ok;
}

const nv_json_node *nv_json_parse(nv_str text, nv_arena *a, const char **why, size_t *at)
{
    parser p = { .s = text, .a = a };
    bool ok = nv_utf8_valid(text) || fail(&p, "not UTF-8");
    ok = ok && value(&p, 0);
    space(&p);
    if (ok && p.at < text.n) ok = fail(&p, "something stands behind the value");
    *why = p.why;
    *at = p.at;
    return ok ? p.v.v : NULL;
}

const nv_json_node *nv_json_get(const nv_json_node *o, const char *key)
{
    if (!o || o->kind != NV_JSON_OBJECT) return NULL;
    uint32_t n = (uint32_t)strlen(key);
    const nv_json_node *k = o + 1;
    for (uint32_t i = 0; i < o->n; i++) {
        const nv_json_node *v = nv_json_next(k);
        if (k->str.n == n && memcmp(k->str.p, key, n) == 0) return v;
        k = nv_json_next(v);
    }
    return NULL;
}

double nv_json_real(const nv_json_node *v)
{
    char z[64];
    if (!v || v->kind != NV_JSON_NUMBER || v->raw.n >= sizeof z) return 0;
    memcpy(z, v->raw.p, v->raw.n);
    z[v->raw.n] = 0;
    return strtod(z, NULL); /* the decimal point is that of the C locale: the program sets no other */
}

bool nv_json_int(const nv_json_node *v, int64_t *out)
{
    if (!v || v->kind != NV_JSON_NUMBER) return false;
    bool minus = v->raw.p[0] == '-';
    int64_t x = 0;
    for (uint32_t i = minus; i < v->raw.n; i++) {
        if (v->raw.p[i] < '0' || v->raw.p[i] > '9' || x > (INT64_C(1) << 53) / 10) return false;
        x = x * 10 + (v->raw.p[i] - '0');
    }
    *out = minus ? -x : x;
    return true;
}
