/* The only file that knows PCRE2: compiling, matching, groups. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "grammar/internal.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

struct nv_matcher {
    pcre2_match_context *context;
    pcre2_match_data *data;
    pcre2_jit_stack *stack;
    const nv_rule *rule, *limit_hit;
    nv_str subject;
    uint32_t pairs; /* of groups that the last match set */
};

enum { MAX_GROUPS = 128 };

/* True if all of a pattern stands behind the ^ that it begins with: no | stands outside of groups. */
static bool begins_with_anchor(nv_str p) {
    int depth = 0;
    bool class = false;
    for (uint32_t i = 0; i < p.n; i++) {
        char c = p.p[i];
        if (c == '\\') i++;
        else if (class) class = c != ']';
        else if (c == '[') class = true;
        else if (c == '|' && !depth) return false;
        else depth += (c == '(') - (c == ')');
    }
    return p.n && p.p[0] == '^';
}

/* The bytes with which a match can begin, if PCRE2 knows them. */
static const uint8_t *first_bytes(const pcre2_code *re, nv_str pattern, nv_arena *a) {
    const uint8_t *bits = NULL;
    uint32_t kind = 0, byte = 0;
    pcre2_pattern_info(re, PCRE2_INFO_FIRSTCODETYPE, &kind);
    if (kind != 1 || nv_str_find(pattern, NV_LIT("(?i"), 0) != UINT32_MAX) return pcre2_pattern_info(re, PCRE2_INFO_FIRSTBITMAP, &bits) ? NULL : bits;
    pcre2_pattern_info(re, PCRE2_INFO_FIRSTCODEUNIT, &byte);
    uint8_t *one = nv_arena_alloc(a, 32);
    one[byte / 8] = (uint8_t)(1u << byte % 8);
    return one;
}

void nv_rule_compile(nv_rule *r, nv_arena *a, nv_buf *errors) {
    int code;
    PCRE2_SIZE at;
    r->at_start = begins_with_anchor(r->pattern); /* said by the option, PCRE2 tells with which bytes the rest begins */
    /* no UCP: \pL and [0-9] say what is meant and are several times faster; DUPNAMES lets alternatives share names */
    pcre2_code *re = pcre2_compile((PCRE2_SPTR)r->pattern.p + r->at_start, r->pattern.n - r->at_start,
                                   PCRE2_UTF | PCRE2_EXTENDED | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C | (r->at_start ? PCRE2_ANCHORED : 0), &code, &at, NULL);
    if (!re) {
        at += r->at_start;
        PCRE2_UCHAR what[160];
        pcre2_get_error_message(code, what, sizeof what);
        uint32_t place = at < r->places.n ? r->places.v[at] : r->places.n ? r->places.v[r->places.n - 1] : r->line << 12;
        nv_complain(errors, r->file, place >> 12, place & 0xFFF, (const char *)what);
        return;
    }
    uint32_t count = 0;
    pcre2_pattern_info(re, PCRE2_INFO_CAPTURECOUNT, &count);
    if (count >= MAX_GROUPS) nv_complain(errors, r->file, r->line, 1, "more than 127 groups");
    pcre2_match_data *md = pcre2_match_data_create_from_pattern(re, NULL);
    if (pcre2_match(re, (PCRE2_SPTR) "", 0, 0, 0, md, NULL) >= 0 && !nv_rule_attr(r, "empty").n) nv_complain(errors, r->file, r->line, 1, "the pattern matches the empty text");
    pcre2_match_data_free(md);
    uint32_t all = 0;
    pcre2_pattern_info(re, PCRE2_INFO_ALLOPTIONS, &all);
    r->anchored = all & PCRE2_ANCHORED;
    r->first = first_bytes(re, r->pattern, a);
    r->code = re;
}

enum { IS_AT_WORK = 8192, A_CALL = 32 }; /* bytes of subjects, and to how many a call comes */
enum { INTERPRETED = 1, COMPILED = 2 };

/* Machine code is made when a rule has been at work for a while: making it takes as long as interpreting the pattern over some ten thousand bytes, and few
 * rules see as many in a short document. True if it is there. The rule may be shared between threads; each waits here until the code is complete. */
static bool is_ready(const nv_rule *r, uint32_t bytes) {
    if (__atomic_load_n(&r->use->ready, __ATOMIC_ACQUIRE)) return r->use->ready == COMPILED;
    if (bytes < IS_AT_WORK && __atomic_add_fetch(&r->use->bytes, bytes + A_CALL, __ATOMIC_RELAXED) < IS_AT_WORK) return false;
    if (g_once_init_enter(&r->use->ready)) g_once_init_leave(&r->use->ready, pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE) ? INTERPRETED : COMPILED);
    return r->use->ready == COMPILED;
}

void nv_rule_clear(nv_rule *r) { pcre2_code_free(r->code); }

int nv_rule_group(const nv_rule *r, const char *name) {
    PCRE2_SPTR first, last;
    int size = pcre2_substring_nametable_scan(r->code, (PCRE2_SPTR)name, &first, &last);
    if (size < 0) return -1;
    return first[0] << 8 | first[1];
}

nv_matcher *nv_matcher_new(void) {
    nv_matcher *m = nv_xmalloc(sizeof *m);
    *m = (nv_matcher){ .context = pcre2_match_context_create(NULL), .data = pcre2_match_data_create(MAX_GROUPS, NULL) };
    pcre2_set_match_limit(m->context, NV_MATCH_LIMIT);
    return m;
}

void nv_matcher_free(nv_matcher *m) {
    if (!m) return;
    pcre2_jit_stack_free(m->stack);
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    free(m);
}

static bool reached_limit(int rc) { return rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_JIT_STACKLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT || rc == PCRE2_ERROR_HEAPLIMIT; }

/* With JIT code. PCRE2's own stack of 32 KB does for nearly all texts; another one is made when it does not. */
static int match_fast(nv_matcher *m, const nv_rule *r, nv_str subject, uint32_t from) {
    PCRE2_SPTR text = (PCRE2_SPTR)(subject.p ? subject.p : "");
    int rc = pcre2_jit_match(r->code, text, subject.n, from, PCRE2_NO_UTF_CHECK, m->data, m->context);
    if (rc != PCRE2_ERROR_JIT_STACKLIMIT || m->stack) return rc;
    m->stack = pcre2_jit_stack_create(32 << 10, 1 << 20, NULL);
    pcre2_jit_stack_assign(m->context, NULL, m->stack);
    return pcre2_jit_match(r->code, text, subject.n, from, PCRE2_NO_UTF_CHECK, m->data, m->context);
}

static bool match(nv_matcher *m, const nv_rule *r, nv_str subject, uint32_t from, uint32_t options) {
    m->rule = r;
    m->subject = subject;
    m->pairs = 0;
    if (from > subject.n || (from && r->at_start)) return false;
    unsigned char byte = from < subject.n ? (unsigned char)subject.p[from] : 0;
    if (r->first && (r->anchored || options) && !(r->first[byte / 8] & 1u << byte % 8)) return false;
    if (r->gate.n && nv_str_find(subject, r->gate, from) == UINT32_MAX) return false;
    if (r->anchored) options = 0; /* all its branches begin with ^: the option would say the same, but with it PCRE2 leaves its JIT code for the interpreter */
    PCRE2_SPTR text = (PCRE2_SPTR)(subject.p ? subject.p : "");
    bool fast = !options && is_ready(r, subject.n - from);
    int rc = fast ? 0 : pcre2_match(r->code, text, subject.n, from, options | PCRE2_NO_UTF_CHECK, m->data, m->context);
    /* the interpreter counts otherwise: what a document gives must not hang on those before it */
    if (!fast && !options && reached_limit(rc)) fast = is_ready(r, IS_AT_WORK);
    if (fast) rc = match_fast(m, r, subject, from);
    if (reached_limit(rc)) m->limit_hit = r;
    if (rc <= 0) return false;
    m->pairs = (uint32_t)rc;
    return true;
}

bool nv_match(nv_matcher *m, const nv_rule *r, nv_str subject, uint32_t from) { return match(m, r, subject, from, 0); }
bool nv_match_at(nv_matcher *m, const nv_rule *r, nv_str subject, uint32_t from) { return match(m, r, subject, from, PCRE2_ANCHORED); }

const nv_rule *nv_matcher_limit_hit(nv_matcher *m) {
    const nv_rule *r = m->limit_hit;
    m->limit_hit = NULL;
    return r;
}

bool nv_match_group(const nv_matcher *m, int g, nv_span *out) {
    *out = (nv_span){ 0, 0 };
    if (g < 0 || (uint32_t)g >= m->pairs) return false;
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(m->data);
    if (v[2 * g] == PCRE2_UNSET) return false;
    *out = (nv_span){ (uint32_t)v[2 * g], (uint32_t)v[2 * g + 1] };
    return true;
}

bool nv_match_named_span(const nv_matcher *m, const char *name, nv_span *out) {
    *out = (nv_span){ 0, 0 };
    if (!m->pairs) return false;
    PCRE2_SPTR first, last;
    int size = pcre2_substring_nametable_scan(m->rule->code, (PCRE2_SPTR)name, &first, &last);
    if (size < 0) return false;
    for (PCRE2_SPTR p = first; p <= last; p += size)
        if (nv_match_group(m, p[0] << 8 | p[1], out)) return true;
    return false;
}

nv_str nv_match_named(const nv_matcher *m, const char *name) {
    nv_span s;
    return nv_match_named_span(m, name, &s) ? nv_span_str(m->subject, s) : (nv_str){ 0 };
}

/* ---- examples ---------------------------------------------------------------------------------------------------- */

/* Compares “key=value key=value …” (a value runs to the next “ key=” or the end) with the groups of the last match. */
static void check_values(const nv_rule *r, const example *x, nv_matcher *m, nv_str want, nv_buf *errors) {
    while ((want = nv_str_trim(want)).n) {
        uint32_t eq = nv_str_find(want, NV_LIT("="), 0);
        if (eq == UINT32_MAX) {
            nv_complain(errors, r->file, x->line, 1, "key=value expected after ==>");
            return;
        }
        uint32_t next = nv_str_find(want, NV_LIT("="), eq + 1), end = want.n;
        if (next != UINT32_MAX) {
            end = next;
            while (end > eq && want.p[end - 1] != ' ') end--;
        }
        char key[64] = { 0 };
        snprintf(key, sizeof key, "%.*s", (int)eq, want.p);
        nv_str value = nv_str_trim(nv_str_cut(want, eq + 1, end)), got = nv_match_named(m, key);
        if (!nv_str_eq(value, got)) {
            char what[512];
            snprintf(what, sizeof what, "rule %s: %s is “%.*s”, not “%.*s”", r->name.p, key, NV_ARG(got), NV_ARG(value));
            nv_complain(errors, r->file, x->line, 1, what);
        }
        want = nv_str_cut(want, end, want.n);
    }
}

static void check_example(const nv_rule *r, const example *x, nv_matcher *m, nv_buf *errors) {
    uint32_t arrow = nv_str_find(x->text, NV_LIT("==>"), 0);
    nv_str text = arrow == UINT32_MAX ? x->text : nv_str_trim(nv_str_cut(x->text, 0, arrow));
    if (text.n >= 2 && text.p[0] == '"' && text.p[text.n - 1] == '"') text = nv_str_cut(text, 1, text.n - 1); /* quoted: blanks at the ends count */
    nv_arena *a = nv_arena_new();
    nv_str subject = r->printed ? text : nv_fold_str(a, text);
    bool got = nv_match(m, r, subject, 0);
    if (got != x->positive) {
        char what[512];
        snprintf(what, sizeof what, "rule %s %s “%.*s”", r->name.p, got ? "matches" : "does not match", NV_ARG(text));
        nv_complain(errors, r->file, x->line, 1, what);
    } else if (got && arrow != UINT32_MAX) check_values(r, x, m, nv_str_cut(x->text, arrow + 3, x->text.n), errors);
    nv_arena_free(a);
}

unsigned nv_grammar_check(const nv_grammar *g, nv_buf *errors) {
    unsigned n = 0;
    nv_matcher *m = nv_matcher_new();
    for (uint32_t i = 0; i < g->rules.n; i++)
        for (uint32_t k = 0; k < g->rules.v[i]->examples.n; k++, n++) check_example(g->rules.v[i], &g->rules.v[i]->examples.v[k], m, errors);
    nv_matcher_free(m);
    return n;
}
