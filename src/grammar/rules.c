/* The *.rules loader: text -> rules with compiled patterns; errors as file:line:col. */
#include "base/digest.h"
#include "grammar/internal.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    nv_grammar *g;
    const char *file;
    nv_str text;
    uint32_t at, line; /* next line to read, number of the line last read */
    nv_buf *errors;
} reader;

void nv_complain(nv_buf *errors, const char *file, uint32_t line, uint32_t col, const char *what) {
    nv_buf_printf(errors, "%s:%u:%u: %s\n", file, line, col, what);
}

static bool read_line(reader *r, nv_str *out) {
    if (r->at >= r->text.n) return false;
    uint32_t end = nv_str_find(r->text, NV_LIT("\n"), r->at);
    if (end == UINT32_MAX) end = r->text.n;
    *out = nv_str_cut(r->text, r->at, end);
    while (out->n && (out->p[out->n - 1] == '\r' || out->p[out->n - 1] == ' ' || out->p[out->n - 1] == '\t')) out->n--;
    r->at = end + 1;
    r->line++;
    return true;
}

static uint32_t indent_of(nv_str line) {
    uint32_t i = 0;
    while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t')) i++;
    return i;
}

/* A define of the same file first, else of a file read before. */
static const define *find_define(const nv_grammar *g, const char *file, nv_str name) {
    const define *other = NULL;
    for (uint32_t i = 0; i < g->defines.n; i++) {
        if (!nv_str_eq(g->defines.v[i].name, name)) continue;
        if (strcmp(g->defines.v[i].file, file) == 0) return &g->defines.v[i];
        other = &g->defines.v[i];
    }
    return other;
}

/* Puts defines in place of {NAME} (two or more capital letters, digits, _; \p{L} is none), and remembers for each byte of the result where it came from. */
static void expand(reader *r, nv_str raw, const uint32_t *origin, nv_buf *out, NV_ORIGINS *places) {
    for (uint32_t i = 0; i < raw.n;) {
        uint32_t e = i + 1;
        while (raw.p[i] == '{' && e < raw.n && ((raw.p[e] >= 'A' && raw.p[e] <= 'Z') || raw.p[e] == '_' || (e > i + 1 && nv_is_digit((unsigned char)raw.p[e])))) e++;
        if (raw.p[i] == '{' && e > i + 2 && e < raw.n && raw.p[e] == '}') {
            const define *d = find_define(r->g, r->file, nv_str_cut(raw, i + 1, e));
            if (d) {
                for (uint32_t k = 0; k < d->text.n; k++) *NV_PUSH(r->g->arena, places) = origin[i];
                nv_buf_adds(out, d->text);
            } else nv_complain(r->errors, r->file, origin[i] >> 12, origin[i] & 0xFFF, "unknown {NAME}: no such define before this line");
            i = e + 1;
            continue;
        }
        *NV_PUSH(r->g->arena, places) = origin[i];
        nv_buf_addc(out, raw.p[i++]);
    }
}

/* Reads a value that may go on in lines indented deeper than `indent`; origin of each byte = line << 12 | column. */
static nv_str read_value(reader *r, nv_str first, uint32_t col, uint32_t indent, NV_ORIGINS *origins) {
    nv_buf b = { 0 };
    for (uint32_t i = 0; i < first.n; i++) *NV_PUSH(r->g->arena, origins) = r->line << 12 | ((col + i) & 0xFFF);
    nv_buf_adds(&b, first);
    for (;;) {
        uint32_t at = r->at, line = r->line;
        nv_str l;
        if (!read_line(r, &l)) break;
        uint32_t in = indent_of(l);
        if (l.n == 0 || in <= indent) {
            r->at = at;
            r->line = line;
            break;
        }
        *NV_PUSH(r->g->arena, origins) = r->line << 12;
        nv_buf_addc(&b, '\n');
        for (uint32_t i = in; i < l.n; i++) *NV_PUSH(r->g->arena, origins) = r->line << 12 | ((i + 1) & 0xFFF);
        nv_buf_add(&b, l.p + in, l.n - in);
    }
    nv_str v = nv_arena_str(r->g->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return v;
}

static void read_define(reader *r, nv_str line) {
    uint32_t eq = nv_str_find(line, NV_LIT("="), 0);
    nv_str name = eq == UINT32_MAX ? (nv_str){ 0 } : nv_str_trim(nv_str_cut(line, 7, eq));
    if (!name.n) {
        nv_complain(r->errors, r->file, r->line, 1, "define NAME = text expected");
        return;
    }
    nv_str first = nv_str_cut(line, eq + 1, line.n);
    uint32_t skip = indent_of(first);
    NV_ORIGINS origins = { 0 }, places = { 0 };
    nv_str raw = read_value(r, nv_str_cut(first, skip, first.n), eq + 2 + skip, 0, &origins);
    nv_buf b = { 0 };
    expand(r, raw, origins.v, &b, &places);
    const define *same = find_define(r->g, r->file, name);
    if (same && strcmp(same->file, r->file) == 0) nv_complain(r->errors, r->file, r->line, 8, "this name is defined twice");
    *NV_PUSH(r->g->arena, &r->g->defines) = (define){ r->file, nv_arena_str(r->g->arena, name), nv_arena_str(r->g->arena, nv_buf_str(&b)) };
    nv_buf_clear(&b);
}

static void set_pattern(reader *r, nv_rule *rule, nv_str raw, const NV_ORIGINS *origins) {
    nv_buf b = { 0 };
    rule->places.n = 0;
    expand(r, raw, origins->v, &b, &rule->places);
    rule->pattern = nv_arena_str(r->g->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
}

static void read_attribute(reader *r, nv_rule *rule, nv_str line, uint32_t indent) {
    uint32_t colon = nv_str_find(line, NV_LIT(":"), indent);
    if (colon == UINT32_MAX) {
        nv_complain(r->errors, r->file, r->line, indent + 1, "key: value, “+ example” or “- example” expected");
        return;
    }
    nv_str key = nv_str_trim(nv_str_cut(line, indent, colon));
    nv_str first = nv_str_cut(line, colon + 1, line.n);
    uint32_t skip = indent_of(first);
    NV_ORIGINS origins = { 0 };
    nv_str value = read_value(r, nv_str_cut(first, skip, first.n), colon + 2 + skip, indent, &origins);
    if (nv_str_eqz(key, "pattern")) {
        set_pattern(r, rule, value, &origins);
        return;
    }
    *NV_PUSH(r->g->arena, &rule->attrs) = (attribute){ nv_arena_str(r->g->arena, key), value };
    if (nv_str_eqz(key, "gate")) rule->gate = nv_fold_str(r->g->arena, value);
    if (nv_str_eqz(key, "case")) rule->printed = nv_str_eqz(value, "printed");
}

static void read_rule(reader *r, nv_str line) {
    nv_rule *rule = nv_arena_alloc(r->g->arena, sizeof *rule);
    rule->file = r->file;
    rule->line = r->line;
    rule->use = nv_arena_alloc(r->g->arena, sizeof *rule->use);
    rule->name = nv_arena_str(r->g->arena, nv_str_trim(nv_str_cut(line, 5, line.n)));
    if (nv_grammar_rule(r->g, rule->name.p)) nv_complain(r->errors, r->file, r->line, 6, "a rule of this name exists already");
    for (;;) {
        uint32_t at = r->at, no = r->line;
        nv_str l;
        if (!read_line(r, &l)) break;
        uint32_t in = indent_of(l);
        if (l.n == 0 || l.p[in] == '#') continue;
        if (in == 0) {
            r->at = at;
            r->line = no;
            break;
        }
        if ((l.p[in] == '+' || l.p[in] == '-') && in + 1 < l.n && l.p[in + 1] == ' ')
            *NV_PUSH(r->g->arena, &rule->examples) = (example){ r->line, l.p[in] == '+', nv_arena_str(r->g->arena, nv_str_cut(l, in + 2, l.n)) };
        else read_attribute(r, rule, l, in);
    }
    if (!rule->pattern.n) nv_complain(r->errors, r->file, rule->line, 1, "the rule has no pattern");
    else nv_rule_compile(rule, r->g->arena, r->errors);
    *NV_PUSH(r->g->arena, &r->g->rules) = rule;
}

static void read_rules(nv_grammar *g, const char *file, nv_str text, nv_buf *errors) {
    reader r = { .g = g, .file = file, .text = text, .errors = errors };
    if (!nv_utf8_valid(text)) {
        nv_complain(errors, file, 1, 1, "not valid UTF-8");
        return;
    }
    for (nv_str l; read_line(&r, &l);) {
        if (l.n == 0 || l.p[0] == '#') continue;
        if (nv_str_starts(l, NV_LIT("define "))) read_define(&r, l);
        else if (nv_str_starts(l, NV_LIT("rule "))) read_rule(&r, l);
        else nv_complain(errors, file, r.line, 1, "“rule NAME”, “define NAME = …” or a comment expected");
    }
}

bool nv_grammar_read(nv_grammar *g, const char *file, nv_str *text, nv_buf *errors) {
    nv_str path = nv_arena_printf(g->arena, "%s/%s", g->dir, file);
    FILE *f = fopen(path.p, "rb");
    if (!f) {
        nv_buf_printf(errors, "%s:1:1: %s\n", path.p, strerror(errno));
        return false;
    }
    nv_buf b = { 0 };
    char chunk[65536];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) nv_buf_add(&b, chunk, n);
    fclose(f);
    *text = nv_arena_str(g->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    if (nv_str_starts(*text, NV_LIT("\xEF\xBB\xBF"))) *text = nv_str_cut(*text, 3, text->n);
    return true;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static bool has_suffix(const char *z, const char *suffix) {
    size_t n = strlen(z), m = strlen(suffix);
    return n > m && strcmp(z + n - m, suffix) == 0;
}

static void take_file(nv_grammar *g, const char *name, bool rules, nv_digest *sum, nv_buf *errors) {
    nv_str text;
    if (!nv_grammar_read(g, name, &text, errors)) return;
    nv_digest_add(sum, name, strlen(name) + 1);
    nv_digest_add(sum, text.p, text.n);
    if (rules && has_suffix(name, ".rules")) read_rules(g, nv_arena_printf(g->arena, "%s/%s", g->dir, name).p, text, errors);
}

static nv_grammar *load(const char *dir, bool rules, nv_buf *errors) {
    size_t before = errors->n;
    DIR *d = opendir(dir);
    if (!d) {
        nv_buf_printf(errors, "%s:1:1: %s\n", dir, strerror(errno));
        return NULL;
    }
    nv_arena *a = nv_arena_new();
    nv_grammar *g = nv_arena_alloc(a, sizeof *g);
    g->arena = a;
    g->dir = nv_arena_str(a, nv_str_of(dir)).p;
    NV_VEC(char *) names = { 0 };
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        if (has_suffix(e->d_name, ".rules") || has_suffix(e->d_name, ".tsv")) *NV_PUSH(a, &names) = (char *)(uintptr_t)nv_arena_str(a, nv_str_of(e->d_name)).p;
    closedir(d);
    if (names.n) qsort(names.v, names.n, sizeof *names.v, by_name);
    char hex[NV_DIGEST_HEX];
    nv_digest *sum = nv_digest_new();
    for (uint32_t i = 0; i < names.n; i++) take_file(g, names.v[i], rules, sum, errors);
    nv_digest_end(sum, hex);
    g->digest = nv_arena_printf(a, "sha256:%s", hex).p;
    if (errors->n > before) {
        nv_grammar_free(g);
        return NULL;
    }
    return g;
}

nv_grammar *nv_grammar_load(const char *dir, nv_buf *errors) { return load(dir, true, errors); }
nv_grammar *nv_grammar_tables(const char *dir, nv_buf *errors) { return load(dir, false, errors); }

void nv_grammar_free(nv_grammar *g) {
    if (!g) return;
    for (uint32_t i = 0; i < g->rules.n; i++) nv_rule_clear(g->rules.v[i]);
    nv_arena_free(g->arena);
}

const char *nv_grammar_dir(const nv_grammar *g) { return g->dir; }
const char *nv_grammar_digest(const nv_grammar *g) { return g->digest; }

const nv_rule *nv_grammar_rule(const nv_grammar *g, const char *name) {
    for (uint32_t i = 0; i < g->rules.n; i++)
        if (nv_str_eqz(g->rules.v[i]->name, name)) return g->rules.v[i];
    return NULL;
}

const nv_rule *const *nv_grammar_rules(const nv_grammar *g, const char *kind, uint32_t *n) {
    NV_VEC(const nv_rule *) found = { 0 };
    size_t k = strlen(kind);
    for (uint32_t i = 0; i < g->rules.n; i++) {
        nv_str name = g->rules.v[i]->name;
        if (name.n >= k && memcmp(name.p, kind, k) == 0 && (name.n == k || name.p[k] == '.')) *NV_PUSH(g->arena, &found) = g->rules.v[i];
    }
    *n = found.n;
    return found.v;
}

const char *nv_rule_name(const nv_rule *r) { return r->name.p; }

nv_str nv_rule_attr(const nv_rule *r, const char *key) {
    for (uint32_t i = 0; i < r->attrs.n; i++)
        if (nv_str_eqz(r->attrs.v[i].key, key)) return r->attrs.v[i].value;
    return (nv_str){ 0 };
}

void nv_rule_complain(const nv_rule *r, nv_buf *errors, const char *what) { nv_complain(errors, r->file, r->line, 1, what); }
