/* likeness_words.c - single words: abbreviations spelled out from the text around them, and the words in which two wordings differ. */
#include "store/likeness.h"
#include "base/fold.h"
#include "base/limits.h"
#include <stdlib.h>

/* The next run of non-space at or after *at. */
static bool next_token(nv_str s, uint32_t *at, nv_str *word)
{
    while (*at < s.n && strchr(" \t\r\n\v\f", s.p[*at])) ++*at;
    uint32_t beg = *at;
    while (*at < s.n && !strchr(" \t\r\n\v\f", s.p[*at])) ++*at;
    *word = nv_str_cut(s, beg, *at);
    return word->n > 0;
}

/* ---- abbreviations ---------------------------------------------------------------------------------------------------- */

enum { MAX_INITIALS = 10 };

/* Letters of a word of two capitals or more, lower case, without signs in it (“TT&TT” -> t t t t); 0: it is no abbreviation. */
static unsigned initials(nv_arena *a, nv_str word, uint32_t out[MAX_INITIALS])
{
    unsigned n = 0;
    if (!nv_str_is_caps(word)) return 0;
    nv_str low = nv_fold_str(a, word);
    for (uint32_t at = 0; at < low.n;) {
        uint32_t c = nv_utf8_next(low, &at);
        if (!nv_is_letter(c)) {
            if (c == '&' || c == '-' || c == '.') continue;
            return 0;
        }
        if (n == MAX_INITIALS) return 0;
        out[n++] = c;
    }
    return n >= 2 ? n : 0;
}

/* The base letter that initials go by: “ổ” is an o; đ is its own. */
static uint32_t first_letter(nv_arena *a, nv_str word)
{
    uint32_t at = 0, c = nv_utf8_next(word, &at);
    if (c == 0x111) return c;
    nv_str sk = nv_skeleton_str(a, nv_str_cut(word, 0, at));
    return sk.n ? (unsigned char)sk.p[0] : c;
}

typedef struct { nv_str word; uint32_t first; bool joined; } context_word; /* joined: only spaces stand between it and the word before */
typedef NV_VEC(context_word) context_words;

static void split(nv_arena *a, nv_str s, context_words *out)
{
    bool joined = true;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t beg = at, end = at, c = nv_utf8_next(s, &at);
        if (!nv_is_letter(c)) {
            joined = joined && c == ' ';
            continue;
        }
        for (end = at; at < s.n; end = at) {
            c = nv_utf8_next(s, &at);
            if (!nv_is_letter(c)) {
                at = end;
                break;
            }
        }
        nv_str word = nv_str_cut(s, beg, end);
        *NV_PUSH(a, out) = (context_word){ word, first_letter(a, word), joined };
        joined = true;
    }
}

/* “và” may stand between the words that an & joins, or be passed over: “Thông tin và Truyền thông” is TT&TT. */
static bool is_and(nv_str w) { return nv_str_eqz(w, "và"); }

/* Words from `at` on that have these first letters: how many are taken, 0 if they do not. */
static uint32_t run_length(const context_words *v, uint32_t at, const uint32_t *letters, unsigned n)
{
    uint32_t i = at;
    for (unsigned k = 0; k < n; i++) {
        if (i >= v->n || (i > at && !v->v[i].joined)) return 0;
        if (v->v[i].first == letters[k]) k++;
        else if (!k || !is_and(v->v[i].word)) return 0;
    }
    return i - at;
}

static nv_str stretch(const context_words *v, uint32_t at, uint32_t len)
{
    const nv_str *first = &v->v[at].word, *last = &v->v[at + len - 1].word;
    return (nv_str){ first->p, (uint32_t)(last->p + last->n - first->p) };
}

static nv_str spelled(nv_arena *a, const context_words *v, const uint32_t *letters, unsigned n)
{
    nv_str best = { 0 };
    uint32_t most = 0;
    for (uint32_t i = 0; i < v->n; i++) {
        uint32_t len = run_length(v, i, letters, n), times = 0;
        if (len < 2) continue;
        nv_str run = stretch(v, i, len);
        for (uint32_t k = i; k < v->n; k++)
            if (run_length(v, k, letters, n) == len && nv_str_eq(run, stretch(v, k, len))) times++;
        if (times > most) most = times, best = run;
    }
    return best.n ? nv_arena_str(a, best) : best;
}

nv_str nv_spell_initials(nv_arena *a, nv_str text, nv_str context)
{
    context_words v = { 0 };
    bool any = false;
    nv_buf out = { 0 };
    nv_str word;
    for (uint32_t at = 0; next_token(text, &at, &word);) {
        uint32_t letters[MAX_INITIALS];
        unsigned n = initials(a, word, letters);
        if (n && !any) split(a, nv_fold_str(a, context), &v), any = true;
        nv_str full = n ? spelled(a, &v, letters, n) : (nv_str){ 0 };
        if (out.n) nv_buf_addc(&out, ' ');
        nv_buf_adds(&out, full.n ? full : word);
    }
    nv_str res = nv_arena_str(a, nv_buf_str(&out));
    nv_buf_clear(&out);
    return res;
}

/* ---- two wordings ----------------------------------------------------------------------------------------------------- */

typedef NV_VEC(nv_str) tokens;

static void tokenize(nv_arena *a, nv_str s, tokens *out)
{
    nv_str w;
    for (uint32_t at = 0; next_token(s, &at, &w);) *NV_PUSH(a, out) = w;
}

static void add(nv_arena *a, nv_changes *out, nv_change_kind kind, nv_str word)
{
    nv_change *last = out->n ? &out->v[out->n - 1] : NULL;
    if (last && last->kind == kind) last->text = nv_arena_printf(a, "%.*s %.*s", NV_ARG(last->text), NV_ARG(word));
    else *NV_PUSH(a, out) = (nv_change){ kind, word };
}

void nv_word_changes(nv_arena *a, nv_str before, nv_str after, nv_changes *out)
{
    tokens x = { 0 }, y = { 0 };
    tokenize(a, before, &x);
    tokenize(a, after, &y);
    if (x.n > NV_MAX_WORD_DIFF || y.n > NV_MAX_WORD_DIFF) {
        *NV_PUSH(a, out) = (nv_change){ NV_GONE, before };
        *NV_PUSH(a, out) = (nv_change){ NV_ADDED, after };
        return;
    }
    /* longest[i][k]: common words of x from i on and y from k on */
    size_t w = (size_t)y.n + 1;
    uint16_t *longest = nv_xmalloc(((size_t)x.n + 1) * w * sizeof *longest);
    for (uint32_t i = x.n + 1; i-- > 0;)
        for (uint32_t k = y.n + 1; k-- > 0;) {
            uint16_t *c = &longest[i * w + k];
            if (i == x.n || k == y.n) *c = 0;
            else if (nv_str_eq(x.v[i], y.v[k])) *c = (uint16_t)(longest[(i + 1) * w + k + 1] + 1);
            else *c = longest[(i + 1) * w + k] >= longest[i * w + k + 1] ? longest[(i + 1) * w + k] : longest[i * w + k + 1];
        }
    for (uint32_t i = 0, k = 0; i < x.n || k < y.n;) {
        if (i < x.n && k < y.n && nv_str_eq(x.v[i], y.v[k])) add(a, out, NV_SAME, x.v[i++]), k++;
        else if (i < x.n && (k == y.n || longest[(i + 1) * w + k] >= longest[i * w + k + 1])) add(a, out, NV_GONE, x.v[i++]);
        else add(a, out, NV_ADDED, y.v[k++]);
    }
    free(longest);
}
