/* record_read.c - record JSON -> nv_rec. Records may come from elsewhere (load), so nothing is taken on trust: types, dates, indexes are checked here
 * and the store can rely on them. */
#include "export/record_read.h"
#include "base/limits.h"
#include "export/json_in.h"
#include "model/date.h"
#include <stdio.h>
#include <stdlib.h>

/* One reading: the first complaint wins, later reads go on harmlessly with empty values. */
typedef nv_json_node node;
typedef struct { nv_rec *r; const char *bad_key, *bad_why; } rd;

static void complain(rd *x, const char *key, const char *why)
{
    if (!x->bad_key) x->bad_key = key, x->bad_why = why;
}

/* The value under a key, or NULL where it is absent or null. */
static const node *get(const node *o, const char *key)
{
    const node *v = nv_json_get(o, key);
    return v && v->kind != NV_JSON_NULL ? v : NULL;
}

static nv_str str(rd *x, const node *o, const char *key)
{
    const node *v = get(o, key);
    if (v && v->kind != NV_JSON_STRING) complain(x, key, "string");
    return v && v->kind == NV_JSON_STRING ? v->str : (nv_str){ 0 };
}

static nv_str need_str(rd *x, const node *o, const char *key)
{
    nv_str s = str(x, o, key);
    if (!s.p) complain(x, key, "missing");
    return s;
}

static nv_str date(rd *x, const node *o, const char *key)
{
    nv_str s = str(x, o, key);
    if (s.p && nv_date_none(nv_date_parse(s))) complain(x, key, "date");
    return s;
}

static int64_t integer(rd *x, const node *o, const char *key, int64_t none)
{
    const node *v = get(o, key);
    int64_t n;
    if (!v) return none;
    if (nv_json_int(v, &n) && n >= 0) return n;
    complain(x, key, "integer");
    return none;
}

static double real(rd *x, const node *o, const char *key, double none)
{
    const node *v = get(o, key);
    if (!v) return none;
    if (v->kind != NV_JSON_NUMBER) complain(x, key, "number");
    return nv_json_real(v);
}

static bool truth(const node *o, const char *key)
{
    const node *v = get(o, key);
    return v && v->kind == NV_JSON_TRUE;
}

static nv_rec_at at(rd *x, const node *o)
{
    nv_rec_at a = { integer(x, o, "start", -1), integer(x, o, "end", -1), 0 };
    int64_t page = integer(x, o, "page", 0);
    if (page > (int64_t)NV_MAX_PAGES) complain(x, "page", "range");
    else a.page = (uint32_t)page;
    if (a.end < a.start) complain(x, "end", "range");
    return a;
}

/* The list under a key (NULL if absent or null), which must be an array. */
static const node *list(rd *x, const node *o, const char *key)
{
    const node *v = get(o, key);
    if (!v || v->kind == NV_JSON_LIST) return v;
    complain(x, key, "array");
    return NULL;
}

/* For each element of a list that is a node (or NULL). */
#define ELEMENTS(l, el) \
    for (const node *el = nv_json_first(l), *el##_end = (l) ? (l) + (l)->skip : NULL; el && el < el##_end; el = nv_json_next(el))

static bool object(rd *x, const node *v, const char *key)
{
    if (v->kind != NV_JSON_OBJECT) complain(x, key, "object");
    return v->kind == NV_JSON_OBJECT;
}

/* For each object of the list under a key; others than objects are complaints. */
#define EACH(x, o, key, el) \
    for (const node *l_ = list((x), (o), (key)); l_; l_ = NULL) \
        ELEMENTS(l_, el) if (object((x), el, (key)))

static void strings(rd *x, const node *o, const char *key, nv_str **v, uint32_t *n)
{
    const node *l = list(x, o, key);
    *v = nv_arena_alloc(x->r->arena, (l ? l->n : 0) * sizeof **v + 1);
    ELEMENTS(l, s) {
        if (s->kind != NV_JSON_STRING) complain(x, key, "string");
        else (*v)[(*n)++] = s->str;
    }
}

/* A list kept as JSON text, as the database stores it; null stays null. */
static nv_str as_json(rd *x, const node *o, const char *key)
{
    const node *l = list(x, o, key);
    return l ? l->raw : (nv_str){ 0 };
}

static bool all_hex(nv_str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (!nv_is_digit((unsigned char)s.p[i]) && (s.p[i] < 'a' || s.p[i] > 'f')) return false;
    return true;
}

static void source(rd *x, const node *root)
{
    const node *o = get(root, "source");
    nv_rec_source *s = &x->r->source;
    if (!o || !object(x, o, "source")) complain(x, "source", "missing");
    *s = (nv_rec_source){ .name = need_str(x, o, "name"), .sha256 = need_str(x, o, "sha256"), .format = need_str(x, o, "format"), .reader = str(x, o, "reader"),
                          .extractor = str(x, o, "extractor"), .grammar = str(x, o, "grammar"), .bytes = integer(x, o, "bytes", -1),
                          .pages = integer(x, o, "pages", -1) };
    if (s->sha256.n != 64 || !all_hex(s->sha256)) complain(x, "sha256", "64 hex digits");
    EACH(x, o, "quality", q)
        *NV_PUSH(x->r->arena, &s->quality) = (nv_rec_page){ (uint32_t)integer(x, q, "page", 0), need_str(x, q, "verdict"), str(x, q, "reason"),
                                                            real(x, q, "ocr_confidence", -1) };
}

static void head(rd *x, const node *root)
{
    const node *o = get(root, "document");
    nv_rec_head *h = &x->r->head;
    if (!o || !object(x, o, "document")) complain(x, "document", "missing");
    *h = (nv_rec_head){ .type = str(x, o, "type"), .type_name = str(x, o, "type_name"), .number = str(x, o, "number"), .date = date(x, o, "date"),
                        .place = str(x, o, "place"), .title = str(x, o, "title"), .effective = date(x, o, "effective"),
                        .province = str(x, o, "province") };
    strings(x, o, "issuers", &h->issuers.v, &h->issuers.n);
    strings(x, o, "addressees", &h->addressees.v, &h->addressees.n);
    strings(x, o, "recipients", &h->recipients.v, &h->recipients.n);
    EACH(x, o, "signers", s)
        *NV_PUSH(x->r->arena, &h->signers) = (nv_rec_signer){ str(x, s, "name"), str(x, s, "position"), str(x, s, "capacity") };
}

static nv_rec_target target(rd *x, const node *o)
{
    const node *t = get(o, "target");
    if (!t || !object(x, t, "target")) return (nv_rec_target){ 0 };
    return (nv_rec_target){ str(x, t, "type"), str(x, t, "number"), str(x, t, "name"), date(x, t, "date"), str(x, t, "issuer") };
}

static nv_rec_cite cite(rd *x, const node *c)
{
    return (nv_rec_cite){ .text = need_str(x, c, "text"), .eid = str(x, c, "eid"), .at = at(x, c), .target = target(x, c), .resolved = str(x, c, "resolved"),
                          .locator = as_json(x, c, "locator"), .relation = need_str(x, c, "relation"), .rule = str(x, c, "rule"),
                          .confidence = real(x, c, "confidence", 1) };
}

/* [table, row] or null. */
static void table_row(rd *x, const node *o, int64_t *table, int64_t *row)
{
    const node *v = list(x, o, "row");
    *table = *row = -1;
    if (!v) return;
    if (v->n != 2 || !nv_json_int(v + 1, table) || !nv_json_int(v + 2, row) || *table < 0 || *row < 0) complain(x, "row", "[table, row]");
}

static void deadline(rd *x, const node *d)
{
    const node *v = get(d, "value"), *w = nv_json_get(v, "working_days");
    nv_rec_deadline *e = NV_PUSH(x->r->arena, &x->r->deadlines);
    *e = (nv_rec_deadline){ .text = need_str(x, d, "text"), .eid = str(x, d, "eid"), .at = at(x, d), .kind = need_str(x, d, "kind"), .rule = str(x, d, "rule"),
                            .from = date(x, v, "from"), .to = date(x, v, "to"), .bound = str(x, v, "bound"), .freq = str(x, v, "freq"),
                            .duration = str(x, v, "duration"), .anchor = str(x, v, "anchor"), .reason = str(x, d, "reason"), .month = (int)integer(x, v, "month", 0),
                            .day = (int)integer(x, v, "day", 0), .working_days = w && w->kind == NV_JSON_TRUE ? 1 : w && w->kind == NV_JSON_FALSE ? 0 : -1 };
    if (e->month > 12) complain(x, "month", "range");
    if (e->day > 31) complain(x, "day", "range");
    table_row(x, d, &e->table, &e->row);
}

static void obligation(rd *x, const node *o)
{
    nv_rec_obligation *b = NV_PUSH(x->r->arena, &x->r->obligations);
    *b = (nv_rec_obligation){ .eid = str(x, o, "eid"), .at = at(x, o), .modality = need_str(x, o, "modality"), .action = need_str(x, o, "action"),
                              .condition = str(x, o, "condition"), .product = str(x, o, "product"), .rule = str(x, o, "rule"),
                              .routine = truth(o, "routine"), .confidence = real(x, o, "confidence", 1) };
    table_row(x, o, &b->table, &b->row);
    EACH(x, o, "parties", p)
        *NV_PUSH(x->r->arena, &b->parties) = (nv_rec_party){ str(x, p, "id"), need_str(x, p, "name"), need_str(x, p, "role"), str(x, p, "how"),
                                                              truth(p, "class") };
    const node *due = list(x, o, "due");
    ELEMENTS(due, k) {
        int64_t i;
        if (!nv_json_int(k, &i) || i < 0 || i >= x->r->deadlines.n) complain(x, "due", "index");
        else *NV_PUSH(x->r->arena, &b->due) = (uint32_t)i;
    }
}

/* The texts of all cells, row by row, with a space between. */
static nv_str cell_words(rd *x, const node *t)
{
    nv_buf b = { 0 };
    const node *rows = list(x, t, "rows");
    ELEMENTS(rows, row)
        ELEMENTS(row, cell) {
            if (b.n) nv_buf_addc(&b, ' ');
            nv_buf_adds(&b, str(x, cell, "text"));
        }
    nv_str s = nv_arena_str(x->r->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return s;
}

static void table(rd *x, const node *t)
{
    nv_rec_table *e = NV_PUSH(x->r->arena, &x->r->tables);
    *e = (nv_rec_table){ .eid = str(x, t, "eid"), .at = at(x, t), .header_rows = integer(x, t, "header_rows", 0), .rows = as_json(x, t, "rows"),
                         .words = cell_words(x, t) };
    EACH(x, t, "citations", c) *NV_PUSH(x->r->arena, &e->citations) = cite(x, c);
}

static void rest(rd *x, const node *root)
{
    nv_rec *r = x->r;
    EACH(x, root, "amendments", a)
        *NV_PUSH(r->arena, &r->amendments) = (nv_rec_amendment){ str(x, a, "eid"), at(x, a), need_str(x, a, "operation"), target(x, a), str(x, a, "place"),
                                                                 str(x, a, "before"), str(x, a, "after"), str(x, a, "old"), str(x, a, "new") };
    EACH(x, root, "effects", e)
        *NV_PUSH(r->arena, &r->effects) = (nv_rec_effect){ str(x, e, "eid"), str(x, e, "text"), at(x, e), str(x, e, "place"), date(x, e, "from"), date(x, e, "to") };
    EACH(x, root, "diagnostics", d)
        *NV_PUSH(r->arena, &r->diagnostics) = (nv_rec_diag){ need_str(x, d, "code"), need_str(x, d, "level"), str(x, d, "message"), at(x, d) };
}

static void whole(rd *x, const node *root)
{
    nv_rec *r = x->r;
    nv_str schema = str(x, root, "schema");
    if (!nv_str_eqz(schema, "nghiavu.record/1")) complain(x, "schema", "nghiavu.record/1");
    r->text = need_str(x, root, "text");
    source(x, root);
    head(x, root);
    EACH(x, root, "units", u)
        *NV_PUSH(r->arena, &r->units) = (nv_rec_unit){ need_str(x, u, "eid"), need_str(x, u, "kind"), str(x, u, "label"), str(x, u, "heading"),
                                                       str(x, u, "text"), at(x, u) };
    EACH(x, root, "citations", c) *NV_PUSH(r->arena, &r->citations) = cite(x, c);
    EACH(x, root, "agencies", a)
        *NV_PUSH(r->arena, &r->agencies) = (nv_rec_agency){ need_str(x, a, "text"), str(x, a, "eid"), at(x, a), str(x, a, "id"), need_str(x, a, "name"),
                                                            str(x, a, "rule"), truth(a, "class"), real(x, a, "confidence", 1) };
    EACH(x, root, "deadlines", d) deadline(x, d);
    EACH(x, root, "obligations", o) obligation(x, o);
    EACH(x, root, "tables", t) table(x, t);
    rest(x, root);
}

nv_status nv_record_read(const char *json, size_t n, const char *where, nv_rec **out, nv_err *err)
{
    const char *bad;
    size_t bad_at;
    *out = NULL;
    if (n > NV_MAX_RECORD_BYTES) return nv_err_set(err, NV_E_LIMIT, NV_M_E_LIMIT, where, "record", "NV_MAX_RECORD_BYTES", NULL);
    nv_rec *r = nv_xmalloc(sizeof *r);
    *r = (nv_rec){ .arena = nv_arena_new() };
    rd x = { .r = r };
    const node *root = nv_json_parse((nv_str){ json, (uint32_t)n }, r->arena, &bad, &bad_at);
    char why[128];
    if (!root) snprintf(why, sizeof why, "JSON, byte %zu: %s", bad_at + 1, bad);
    else {
        if (object(&x, root, "record")) whole(&x, root);
        if (x.bad_key) snprintf(why, sizeof why, "%s: %s", x.bad_key, x.bad_why);
    }
    if (!root || x.bad_key) {
        nv_record_free(r);
        return nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, where, why, NULL);
    }
    *out = r;
    return NV_OK;
}

void nv_record_free(nv_rec *r)
{
    if (!r) return;
    nv_arena_free(r->arena);
    free(r);
}
