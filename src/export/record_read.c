/* record_read.c - record JSON -> nv_rec. Records may come from elsewhere (load), so nothing is taken on trust: types, dates, indexes are checked here
 * and the store can rely on them. */
#include "export/record_read.h"
#include "export/json_out.h"
#include "base/limits.h"
#include "model/date.h"
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* One reading: the first complaint wins, later reads go on harmlessly with empty values. */
typedef struct { nv_rec *r; int64_t chars; const char *bad_key, *bad_why; } rd; /* chars: code points of the text */

static void complain(rd *x, const char *key, const char *why)
{
    if (!x->bad_key) x->bad_key = key, x->bad_why = why;
}

static nv_str str(rd *x, const cJSON *o, const char *key)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);
    if (!v || cJSON_IsNull(v)) return (nv_str){ 0 };
    if (!cJSON_IsString(v)) {
        complain(x, key, "string");
        return (nv_str){ 0 };
    }
    return nv_str_of(v->valuestring);
}

static nv_str need_str(rd *x, const cJSON *o, const char *key)
{
    nv_str s = str(x, o, key);
    if (!s.p) complain(x, key, "missing");
    return s;
}

static nv_str date(rd *x, const cJSON *o, const char *key)
{
    nv_str s = str(x, o, key);
    if (s.p && nv_date_none(nv_date_parse(s))) complain(x, key, "date");
    return s;
}

/* A whole number from 0 that a double holds exactly, else -1. */
static int64_t whole_number(const cJSON *v)
{
    static const double most = 9007199254740992.0; /* 2^53 */
    return cJSON_IsNumber(v) && v->valuedouble >= 0 && v->valuedouble <= most && floor(v->valuedouble) >= v->valuedouble ? (int64_t)v->valuedouble : -1;
}

static int64_t integer(rd *x, const cJSON *o, const char *key, int64_t none)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);
    if (!v || cJSON_IsNull(v)) return none;
    int64_t n = whole_number(v);
    if (n < 0) {
        complain(x, key, "integer");
        return none;
    }
    return n;
}

static double real(rd *x, const cJSON *o, const char *key, double none)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);
    if (!v || cJSON_IsNull(v)) return none;
    if (cJSON_IsNumber(v)) return v->valuedouble;
    complain(x, key, "number");
    return none;
}

static bool truth(const cJSON *o, const char *key)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o, key));
}

static nv_rec_at at(rd *x, const cJSON *o)
{
    nv_rec_at a = { integer(x, o, "start", -1), integer(x, o, "end", -1), 0 };
    int64_t page = integer(x, o, "page", 0);
    if (page > (int64_t)NV_MAX_PAGES) complain(x, "page", "range");
    else a.page = (uint32_t)page;
    if (a.end < a.start || a.end > x->chars) complain(x, "end", "range");
    return a;
}

/* The list under a key (NULL if absent or null), which must be an array. */
static const cJSON *list(rd *x, const cJSON *o, const char *key)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);
    if (!v || cJSON_IsNull(v)) return NULL;
    if (!cJSON_IsArray(v)) {
        complain(x, key, "array");
        return NULL;
    }
    return v;
}

/* For each object of a list: `el` is the element; others than objects are complaints. */
#define EACH(x, o, key, el) \
    for (const cJSON *l_ = list((x), (o), (key)), *el = l_ ? l_->child : NULL; el && (cJSON_IsObject(el) || (complain((x), (key), "object"), false)); el = el->next)

static void strings(rd *x, const cJSON *o, const char *key, nv_str **v, uint32_t *n)
{
    const cJSON *l = list(x, o, key), *s;
    size_t count = l ? (size_t)cJSON_GetArraySize(l) : 0;
    *v = nv_arena_alloc(x->r->arena, count * sizeof **v + 1);
    cJSON_ArrayForEach(s, l) {
        if (!cJSON_IsString(s)) complain(x, key, "string");
        else (*v)[(*n)++] = nv_str_of(s->valuestring);
    }
}

/* A parsed value as text again. The library's printer takes as long as its parser: it writes each number twice. */
static void put_json(nv_buf *b, const cJSON *v)
{
    int64_t n;
    if (cJSON_IsString(v)) nv_json_str(b, nv_str_of(v->valuestring));
    else if ((n = whole_number(v)) >= 0) nv_json_num(b, (uint64_t)n);
    else if (cJSON_IsNumber(v) && isfinite(v->valuedouble)) nv_buf_printf(b, "%.17g", v->valuedouble);
    else if (!v->child) nv_buf_addz(b, cJSON_IsObject(v) ? "{}" : cJSON_IsArray(v) ? "[]" : cJSON_IsTrue(v) ? "true" : cJSON_IsFalse(v) ? "false" : "null");
    else {
        bool object = cJSON_IsObject(v);
        nv_buf_addc(b, object ? '{' : '[');
        for (const cJSON *e = v->child; e; e = e->next) {
            if (e != v->child) nv_buf_addc(b, ',');
            if (object) {
                nv_json_str(b, nv_str_of(e->string));
                nv_buf_addc(b, ':');
            }
            put_json(b, e);
        }
        nv_buf_addc(b, object ? '}' : ']');
    }
}

/* A value kept as JSON text (lists that the database stores as they are); null stays null. */
static nv_str as_json(rd *x, const cJSON *o, const char *key)
{
    const cJSON *l = list(x, o, key);
    if (!l) return (nv_str){ 0 };
    nv_buf b = { 0 };
    put_json(&b, l);
    nv_str s = nv_arena_str(x->r->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return s;
}

static void source(rd *x, const cJSON *root)
{
    const cJSON *o = cJSON_GetObjectItemCaseSensitive(root, "source");
    nv_rec_source *s = &x->r->source;
    if (!cJSON_IsObject(o)) complain(x, "source", "object");
    *s = (nv_rec_source){ .name = need_str(x, o, "name"), .sha256 = need_str(x, o, "sha256"), .format = need_str(x, o, "format"), .reader = str(x, o, "reader"),
                          .extractor = str(x, o, "extractor"), .grammar = str(x, o, "grammar"), .bytes = integer(x, o, "bytes", -1),
                          .pages = integer(x, o, "pages", -1) };
    if (s->sha256.n != 64 || strspn(s->sha256.p, "0123456789abcdef") != 64) complain(x, "sha256", "64 hex digits");
    EACH(x, o, "quality", q)
        *NV_PUSH(x->r->arena, &s->quality) = (nv_rec_page){ (uint32_t)integer(x, q, "page", 0), need_str(x, q, "verdict"), str(x, q, "reason"),
                                                            real(x, q, "ocr_confidence", -1) };
}

static void head(rd *x, const cJSON *root)
{
    const cJSON *o = cJSON_GetObjectItemCaseSensitive(root, "document");
    nv_rec_head *h = &x->r->head;
    if (!cJSON_IsObject(o)) complain(x, "document", "object");
    *h = (nv_rec_head){ .type = str(x, o, "type"), .type_name = str(x, o, "type_name"), .number = str(x, o, "number"), .date = date(x, o, "date"),
                        .place = str(x, o, "place"), .title = str(x, o, "title"), .effective = date(x, o, "effective"),
                        .province = str(x, o, "province") };
    strings(x, o, "issuers", &h->issuers.v, &h->issuers.n);
    strings(x, o, "addressees", &h->addressees.v, &h->addressees.n);
    strings(x, o, "recipients", &h->recipients.v, &h->recipients.n);
    EACH(x, o, "signers", s)
        *NV_PUSH(x->r->arena, &h->signers) = (nv_rec_signer){ str(x, s, "name"), str(x, s, "position"), str(x, s, "capacity") };
}

static nv_rec_target target(rd *x, const cJSON *o)
{
    const cJSON *t = cJSON_GetObjectItemCaseSensitive(o, "target");
    if (!t || cJSON_IsNull(t)) return (nv_rec_target){ 0 };
    if (!cJSON_IsObject(t)) complain(x, "target", "object");
    return (nv_rec_target){ str(x, t, "type"), str(x, t, "number"), str(x, t, "name"), date(x, t, "date"), str(x, t, "issuer") };
}

static nv_rec_cite cite(rd *x, const cJSON *c)
{
    return (nv_rec_cite){ .text = need_str(x, c, "text"), .eid = str(x, c, "eid"), .at = at(x, c), .target = target(x, c), .resolved = str(x, c, "resolved"),
                          .locator = as_json(x, c, "locator"), .relation = need_str(x, c, "relation"), .rule = str(x, c, "rule"),
                          .confidence = real(x, c, "confidence", 1) };
}

/* [table, row] or null. */
static void table_row(rd *x, const cJSON *o, int64_t *table, int64_t *row)
{
    const cJSON *v = list(x, o, "row");
    *table = *row = -1;
    if (!v) return;
    *table = whole_number(cJSON_GetArrayItem(v, 0));
    *row = whole_number(cJSON_GetArrayItem(v, 1));
    if (cJSON_GetArraySize(v) != 2 || *table < 0 || *row < 0) complain(x, "row", "[table, row]");
}

static void deadline(rd *x, const cJSON *d)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(d, "value"), *w = cJSON_GetObjectItemCaseSensitive(v, "working_days");
    nv_rec_deadline *e = NV_PUSH(x->r->arena, &x->r->deadlines);
    *e = (nv_rec_deadline){ .text = need_str(x, d, "text"), .eid = str(x, d, "eid"), .at = at(x, d), .kind = need_str(x, d, "kind"), .rule = str(x, d, "rule"),
                            .from = date(x, v, "from"), .to = date(x, v, "to"), .bound = str(x, v, "bound"), .freq = str(x, v, "freq"),
                            .duration = str(x, v, "duration"), .anchor = str(x, v, "anchor"), .reason = str(x, d, "reason"), .month = (int)integer(x, v, "month", 0),
                            .day = (int)integer(x, v, "day", 0), .working_days = cJSON_IsBool(w) ? cJSON_IsTrue(w) : -1 };
    if (e->month > 12) complain(x, "month", "range");
    if (e->day > 31) complain(x, "day", "range");
    table_row(x, d, &e->table, &e->row);
}

static void obligation(rd *x, const cJSON *o)
{
    nv_rec_obligation *b = NV_PUSH(x->r->arena, &x->r->obligations);
    *b = (nv_rec_obligation){ .eid = str(x, o, "eid"), .at = at(x, o), .modality = need_str(x, o, "modality"), .action = need_str(x, o, "action"),
                              .condition = str(x, o, "condition"), .product = str(x, o, "product"), .rule = str(x, o, "rule"),
                              .routine = truth(o, "routine"), .confidence = real(x, o, "confidence", 1) };
    table_row(x, o, &b->table, &b->row);
    EACH(x, o, "parties", p)
        *NV_PUSH(x->r->arena, &b->parties) = (nv_rec_party){ str(x, p, "id"), need_str(x, p, "name"), need_str(x, p, "role"), str(x, p, "how"),
                                                              truth(p, "class") };
    const cJSON *due = list(x, o, "due"), *k;
    cJSON_ArrayForEach(k, due) {
        int64_t i = whole_number(k);
        if (i < 0 || i >= x->r->deadlines.n) complain(x, "due", "index");
        else *NV_PUSH(x->r->arena, &b->due) = (uint32_t)i;
    }
}

/* The texts of all cells, row by row, with a space between. */
static nv_str cell_words(rd *x, const cJSON *t)
{
    nv_buf b = { 0 };
    const cJSON *rows = list(x, t, "rows"), *row, *cell;
    cJSON_ArrayForEach(row, rows)
        cJSON_ArrayForEach(cell, row) {
            if (b.n) nv_buf_addc(&b, ' ');
            nv_buf_adds(&b, str(x, cell, "text"));
        }
    nv_str s = nv_arena_str(x->r->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    return s;
}

static void table(rd *x, const cJSON *t)
{
    nv_rec_table *e = NV_PUSH(x->r->arena, &x->r->tables);
    *e = (nv_rec_table){ .eid = str(x, t, "eid"), .at = at(x, t), .header_rows = integer(x, t, "header_rows", 0), .rows = as_json(x, t, "rows"),
                         .words = cell_words(x, t) };
    EACH(x, t, "citations", c) *NV_PUSH(x->r->arena, &e->citations) = cite(x, c);
}

static void rest(rd *x, const cJSON *root)
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

static void whole(rd *x, const cJSON *root)
{
    nv_rec *r = x->r;
    nv_str schema = str(x, root, "schema");
    if (!nv_str_eqz(schema, "nghiavu.record/1")) complain(x, "schema", "nghiavu.record/1");
    r->text = need_str(x, root, "text");
    x->chars = r->text.n ? nv_utf8_count(r->text) : 0;
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

/* What the parser takes and a record may not hold: more values than there is memory for, bytes that are no UTF-8, and the character zero, at which C's
 * strings would end. */
static const char *unfit(const char *json, size_t n)
{
    static const char zero[] = "\\u0000";
    size_t values = 0; /* at most: a value stands behind one of these; each takes its memory however short it is */
    for (size_t i = 0; n > NV_MAX_RECORD_VALUES && i < n; i++) values += json[i] == ',' || json[i] == '[' || json[i] == '{' || json[i] == ':';
    if (values > NV_MAX_RECORD_VALUES) return "NV_MAX_RECORD_VALUES";
    if (!nv_utf8_valid((nv_str){ json, (uint32_t)n }) || memchr(json, 0, n)) return "UTF-8";
    for (const char *p = json; (p = memmem(p, n - (size_t)(p - json), zero, sizeof zero - 1)); p++) {
        size_t slashes = 0;
        while (p - slashes > json && p[-1 - (ptrdiff_t)slashes] == '\\') slashes++;
        if (slashes % 2 == 0) return "\\u0000";
    }
    return NULL;
}

nv_status nv_record_read(const char *json, size_t n, const char *where, nv_rec **out, nv_err *err)
{
    const char *end = NULL;
    *out = NULL;
    if (n > NV_MAX_RECORD_BYTES) return nv_err_set(err, NV_E_LIMIT, NV_M_E_LIMIT, where, "record", "NV_MAX_RECORD_BYTES", NULL);
    const char *why_not = unfit(json, n);
    if (why_not) return nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, where, why_not, NULL);
    cJSON *root = cJSON_ParseWithLengthOpts(json, n, &end, false);
    while (root && end < json + n && strchr(" \t\r\n", *end)) end++;
    if (!root || end != json + n) {
        char at_byte[48];
        snprintf(at_byte, sizeof at_byte, "JSON: byte %zu", end ? (size_t)(end - json) : 0);
        cJSON_Delete(root);
        return nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, where, at_byte, NULL);
    }
    nv_rec *r = nv_xmalloc(sizeof *r);
    *r = (nv_rec){ .arena = nv_arena_new(), .json = root };
    rd x = { .r = r };
    if (cJSON_IsObject(root)) whole(&x, root);
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
    cJSON_Delete(r->json);
    nv_arena_free(r->arena);
    free(r);
}
