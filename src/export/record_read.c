/* record_read.c - record JSON -> nv_rec. Records may come from elsewhere (load), so nothing is taken on trust: types, dates, indexes are checked here
 * and the store can rely on them. */
#include "export/record_read.h"
#include "base/limits.h"
#include "model/date.h"
#include <jansson.h>
#include <stdlib.h>

/* One reading: the first complaint wins, later reads go on harmlessly with empty values. */
typedef struct { nv_rec *r; const char *bad_key, *bad_why; } rd;

static void complain(rd *x, const char *key, const char *why)
{
    if (!x->bad_key) x->bad_key = key, x->bad_why = why;
}

static nv_str str(rd *x, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    if (!v || json_is_null(v)) return (nv_str){ 0 };
    if (!json_is_string(v)) {
        complain(x, key, "string");
        return (nv_str){ 0 };
    }
    return (nv_str){ json_string_value(v), (uint32_t)json_string_length(v) };
}

static nv_str need_str(rd *x, const json_t *o, const char *key)
{
    nv_str s = str(x, o, key);
    if (!s.p) complain(x, key, "missing");
    return s;
}

static nv_str date(rd *x, const json_t *o, const char *key)
{
    nv_str s = str(x, o, key);
    if (s.p && nv_date_none(nv_date_parse(s))) complain(x, key, "date");
    return s;
}

static int64_t integer(rd *x, const json_t *o, const char *key, int64_t none)
{
    const json_t *v = json_object_get(o, key);
    if (!v || json_is_null(v)) return none;
    if (!json_is_integer(v) || json_integer_value(v) < 0) {
        complain(x, key, "integer");
        return none;
    }
    return json_integer_value(v);
}

static double real(rd *x, const json_t *o, const char *key, double none)
{
    const json_t *v = json_object_get(o, key);
    if (!v || json_is_null(v)) return none;
    if (!json_is_number(v)) complain(x, key, "number");
    return json_number_value(v);
}

static bool truth(const json_t *o, const char *key)
{
    return json_is_true(json_object_get(o, key));
}

static nv_rec_at at(rd *x, const json_t *o)
{
    nv_rec_at a = { integer(x, o, "start", -1), integer(x, o, "end", -1), 0 };
    int64_t page = integer(x, o, "page", 0);
    if (page > (int64_t)NV_MAX_PAGES) complain(x, "page", "range");
    else a.page = (uint32_t)page;
    if (a.end < a.start) complain(x, "end", "range");
    return a;
}

/* The list under a key (NULL if absent or null), which must be an array. */
static const json_t *list(rd *x, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    if (!v || json_is_null(v)) return NULL;
    if (!json_is_array(v)) {
        complain(x, key, "array");
        return NULL;
    }
    return v;
}

/* For each object of a list: `el` is the element; others than objects are complaints. */
#define EACH(x, o, key, el) \
    for (const json_t *l_ = list((x), (o), (key)), *el = NULL; l_; l_ = NULL) \
        for (size_t i_ = 0; i_ < json_array_size(l_) && ((el = json_array_get(l_, i_)), json_is_object(el) || (complain((x), (key), "object"), false)); i_++)

static void strings(rd *x, const json_t *o, const char *key, nv_str **v, uint32_t *n)
{
    const json_t *l = list(x, o, key);
    size_t count = json_array_size(l);
    *v = nv_arena_alloc(x->r->arena, count * sizeof **v + 1);
    for (size_t i = 0; i < count; i++) {
        const json_t *s = json_array_get(l, i);
        if (!json_is_string(s)) complain(x, key, "string");
        else (*v)[(*n)++] = (nv_str){ json_string_value(s), (uint32_t)json_string_length(s) };
    }
}

/* A value kept as JSON text (lists that the database stores as they are); null stays null. */
static nv_str as_json(rd *x, const json_t *o, const char *key)
{
    const json_t *l = list(x, o, key);
    if (!l) return (nv_str){ 0 };
    char *z = json_dumps(l, JSON_COMPACT);
    nv_str s = nv_arena_str(x->r->arena, nv_str_of(z));
    free(z);
    return s;
}

static void source(rd *x, const json_t *root)
{
    const json_t *o = json_object_get(root, "source");
    nv_rec_source *s = &x->r->source;
    if (!json_is_object(o)) complain(x, "source", "object");
    *s = (nv_rec_source){ .name = need_str(x, o, "name"), .sha256 = need_str(x, o, "sha256"), .format = need_str(x, o, "format"), .reader = str(x, o, "reader"),
                          .extractor = str(x, o, "extractor"), .grammar = str(x, o, "grammar"), .bytes = integer(x, o, "bytes", -1),
                          .pages = integer(x, o, "pages", -1) };
    if (s->sha256.n != 64 || strspn(s->sha256.p, "0123456789abcdef") != 64) complain(x, "sha256", "64 hex digits");
    EACH(x, o, "quality", q)
        *NV_PUSH(x->r->arena, &s->quality) = (nv_rec_page){ (uint32_t)integer(x, q, "page", 0), need_str(x, q, "verdict"), str(x, q, "reason"),
                                                            real(x, q, "ocr_confidence", -1) };
}

static void head(rd *x, const json_t *root)
{
    const json_t *o = json_object_get(root, "document");
    nv_rec_head *h = &x->r->head;
    if (!json_is_object(o)) complain(x, "document", "object");
    *h = (nv_rec_head){ .type = str(x, o, "type"), .type_name = str(x, o, "type_name"), .number = str(x, o, "number"), .date = date(x, o, "date"),
                        .place = str(x, o, "place"), .title = str(x, o, "title"), .effective = date(x, o, "effective"),
                        .province = str(x, o, "province") };
    strings(x, o, "issuers", &h->issuers.v, &h->issuers.n);
    strings(x, o, "addressees", &h->addressees.v, &h->addressees.n);
    strings(x, o, "recipients", &h->recipients.v, &h->recipients.n);
    EACH(x, o, "signers", s)
        *NV_PUSH(x->r->arena, &h->signers) = (nv_rec_signer){ str(x, s, "name"), str(x, s, "position"), str(x, s, "capacity") };
}

static nv_rec_target target(rd *x, const json_t *o)
{
    const json_t *t = json_object_get(o, "target");
    if (!t || json_is_null(t)) return (nv_rec_target){ 0 };
    if (!json_is_object(t)) complain(x, "target", "object");
    return (nv_rec_target){ str(x, t, "type"), str(x, t, "number"), str(x, t, "name"), date(x, t, "date"), str(x, t, "issuer") };
}

static nv_rec_cite cite(rd *x, const json_t *c)
{
    return (nv_rec_cite){ .text = need_str(x, c, "text"), .eid = str(x, c, "eid"), .at = at(x, c), .target = target(x, c), .resolved = str(x, c, "resolved"),
                          .locator = as_json(x, c, "locator"), .relation = need_str(x, c, "relation"), .rule = str(x, c, "rule"),
                          .confidence = real(x, c, "confidence", 1) };
}

/* [table, row] or null. */
static void table_row(rd *x, const json_t *o, int64_t *table, int64_t *row)
{
    const json_t *v = list(x, o, "row");
    *table = *row = -1;
    if (!v) return;
    if (json_array_size(v) == 2 && json_is_integer(json_array_get(v, 0)) && json_is_integer(json_array_get(v, 1))) {
        *table = json_integer_value(json_array_get(v, 0));
        *row = json_integer_value(json_array_get(v, 1));
    } else complain(x, "row", "[table, row]");
}

static void deadline(rd *x, const json_t *d)
{
    const json_t *v = json_object_get(d, "value"), *w = json_object_get(v, "working_days");
    nv_rec_deadline *e = NV_PUSH(x->r->arena, &x->r->deadlines);
    *e = (nv_rec_deadline){ .text = need_str(x, d, "text"), .eid = str(x, d, "eid"), .at = at(x, d), .kind = need_str(x, d, "kind"), .rule = str(x, d, "rule"),
                            .from = date(x, v, "from"), .to = date(x, v, "to"), .bound = str(x, v, "bound"), .freq = str(x, v, "freq"),
                            .duration = str(x, v, "duration"), .anchor = str(x, v, "anchor"), .reason = str(x, d, "reason"), .month = (int)integer(x, v, "month", 0),
                            .day = (int)integer(x, v, "day", 0), .working_days = json_is_boolean(w) ? json_is_true(w) : -1 };
    if (e->month > 12) complain(x, "month", "range");
    if (e->day > 31) complain(x, "day", "range");
    table_row(x, d, &e->table, &e->row);
}

static void obligation(rd *x, const json_t *o)
{
    nv_rec_obligation *b = NV_PUSH(x->r->arena, &x->r->obligations);
    *b = (nv_rec_obligation){ .eid = str(x, o, "eid"), .at = at(x, o), .modality = need_str(x, o, "modality"), .action = need_str(x, o, "action"),
                              .condition = str(x, o, "condition"), .product = str(x, o, "product"), .rule = str(x, o, "rule"),
                              .routine = truth(o, "routine"), .confidence = real(x, o, "confidence", 1) };
    table_row(x, o, &b->table, &b->row);
    EACH(x, o, "parties", p)
        *NV_PUSH(x->r->arena, &b->parties) = (nv_rec_party){ str(x, p, "id"), need_str(x, p, "name"), need_str(x, p, "role"), str(x, p, "how"),
                                                              truth(p, "class") };
    const json_t *due = list(x, o, "due");
    for (size_t i = 0; i < json_array_size(due); i++) {
        const json_t *k = json_array_get(due, i);
        if (!json_is_integer(k) || json_integer_value(k) < 0 || json_integer_value(k) >= x->r->deadlines.n) complain(x, "due", "index");
        else *NV_PUSH(x->r->arena, &b->due) = (uint32_t)json_integer_value(k);
    }
}

/* The texts of all cells, row by row, with a space between. */
static nv_str cell_words(rd *x, const json_t *t)
{
    nv_buf b = { 0 };
    const json_t *rows = list(x, t, "rows");
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        for (size_t k = 0; k < json_array_size(row); k++) {
            if (b.n) nv_buf_addc(&b, ' ');
            nv_buf_adds(&b, str(x, json_array_get(row, k), "text"));
        }
    }
    nv_str s = nv_arena_str(x->r->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return s;
}

static void table(rd *x, const json_t *t)
{
    nv_rec_table *e = NV_PUSH(x->r->arena, &x->r->tables);
    *e = (nv_rec_table){ .eid = str(x, t, "eid"), .at = at(x, t), .header_rows = integer(x, t, "header_rows", 0), .rows = as_json(x, t, "rows"),
                         .words = cell_words(x, t) };
    EACH(x, t, "citations", c) *NV_PUSH(x->r->arena, &e->citations) = cite(x, c);
}

static void rest(rd *x, const json_t *root)
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

static void whole(rd *x, const json_t *root)
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
    json_error_t je;
    *out = NULL;
    if (n > NV_MAX_RECORD_BYTES) return nv_err_set(err, NV_E_LIMIT, NV_M_E_LIMIT, where, "record", "NV_MAX_RECORD_BYTES", NULL);
    json_t *root = json_loadb(json, n, JSON_REJECT_DUPLICATES, &je);
    if (!root) return nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, where, je.text, NULL);
    nv_rec *r = nv_xmalloc(sizeof *r);
    *r = (nv_rec){ .arena = nv_arena_new(), .json = root };
    rd x = { .r = r };
    if (json_is_object(root)) whole(&x, root);
    else complain(&x, "record", "object");
    if (x.bad_key) {
        char why[128];
        snprintf(why, sizeof why, "%s: %s", x.bad_key, x.bad_why);
        nv_record_free(r);
        return nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, where, why, NULL);
    }
    *out = r;
    return NV_OK;
}

void nv_record_free(nv_rec *r)
{
    if (!r) return;
    json_decref(r->json);
    nv_arena_free(r->arena);
    free(r);
}
