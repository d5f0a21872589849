/* The record, field by field, in the order of contract/RECORD.md. */
#include "export/record.h"

#include "export/json_out.h"
#include "model/date.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const nv_doc *d;
    nv_buf *b;
    uint32_t *count; /* code points before every 64th byte of text */
    struct { double value; char text[16]; } conf[8]; /* values of confidence as they are printed; text "" : none yet */
    unsigned oldest;
} writer;

enum { STEP = 64 };

/* Byte offset of text -> offset in code points. */
static uint32_t points(const writer *w, uint32_t off) {
    uint32_t n = w->count[off / STEP];
    for (uint32_t i = off / STEP * STEP; i < off; i++) n += ((unsigned char)w->d->text.p[i] & 0xC0) != 0x80;
    return n;
}

static void count_points(writer *w) {
    uint32_t n = 0, slots = w->d->text.n / STEP + 1;
    w->count = nv_xmalloc(slots * sizeof *w->count);
    for (uint32_t k = 0; k < slots; k++) {
        uint32_t end = (k + 1) * STEP < w->d->text.n ? (k + 1) * STEP : w->d->text.n;
        w->count[k] = n;
        for (uint32_t i = k * STEP; i < end; i++) n += ((unsigned char)w->d->text.p[i] & 0xC0) != 0x80;
    }
}

/* A record has some thirty names a mention: each is put together here and added at once. */
static void key(writer *w, const char *name) {
    char last = w->b->p[w->b->n - 1], quoted[40];
    size_t n = 0, len = strlen(name);
    if (last != '{' && last != '[') quoted[n++] = ',';
    quoted[n++] = '"';
    if (len + n + 2 > sizeof quoted) abort(); /* the names are all ours */
    memcpy(quoted + n, name, len);
    n += len;
    quoted[n++] = '"';
    quoted[n++] = ':';
    nv_buf_add(w->b, quoted, n);
}

static void next(writer *w) {
    if (w->b->p[w->b->n - 1] != '[') nv_buf_addc(w->b, ',');
}

static void put_str(writer *w, const char *name, nv_str s) { key(w, name), nv_json_str(w->b, s); }
static void put_opt(writer *w, const char *name, nv_str s) { key(w, name), nv_json_str_or_null(w->b, s); }
static void put_z(writer *w, const char *name, const char *z) {
    key(w, name);
    if (z) nv_json_str(w->b, nv_str_of(z));
    else nv_buf_addz(w->b, "null");
}
static void put_num(writer *w, const char *name, uint64_t n) { key(w, name), nv_json_num(w->b, n); }
static void put_bool(writer *w, const char *name, bool v) { key(w, name), nv_buf_addz(w->b, v ? "true" : "false"); }
/* The detectors know some dozen values of confidence: nearly always it is the one before, or one not long before. */
static void put_conf(writer *w, double c) {
    unsigned i = 0;
    key(w, "confidence");
    while (i < NV_NELEM(w->conf) && !(w->conf[i].text[0] && w->conf[i].value >= c && w->conf[i].value <= c)) i++;
    if (i == NV_NELEM(w->conf)) {
        i = w->oldest++ % NV_NELEM(w->conf);
        w->conf[i].value = c;
        snprintf(w->conf[i].text, sizeof w->conf[i].text, "%.2f", c);
    }
    nv_buf_addz(w->b, w->conf[i].text);
}
static void put_date(writer *w, const char *name, nv_date d) {
    char iso[12];
    nv_date_iso(d, iso);
    put_opt(w, name, nv_str_of(iso));
}
static void put_page(writer *w, uint32_t page) {
    key(w, "page");
    if (page) nv_json_num(w->b, page);
    else nv_buf_addz(w->b, "null");
}
static void put_number_or_null(writer *w, const char *name, unsigned n) {
    key(w, name);
    if (n) nv_json_num(w->b, n);
    else nv_buf_addz(w->b, "null");
}
static void put_span(writer *w, nv_span s) {
    put_num(w, "start", points(w, s.beg));
    put_num(w, "end", points(w, s.end));
    put_page(w, nv_doc_page(w->d, s.beg));
}
/* A quote: the text of a span with line breaks as spaces (a quote may run over a paragraph border). */
static void put_quote(writer *w, const char *name, nv_span s) {
    nv_str t = nv_doc_str(w->d, s);
    key(w, name);
    if (!memchr(t.p ? t.p : "", '\n', t.n)) {
        nv_json_str(w->b, t);
        return;
    }
    nv_buf one = { 0 };
    nv_buf_adds(&one, t);
    for (size_t i = 0; i < one.n; i++)
        if (one.p[i] == '\n') one.p[i] = ' ';
    nv_json_str(w->b, nv_buf_str(&one));
    nv_buf_clear(&one);
}
static void put_list(writer *w, const char *name, const nv_str *v, uint32_t n) {
    key(w, name);
    nv_buf_addc(w->b, '[');
    for (uint32_t i = 0; i < n; i++) next(w), nv_json_str(w->b, v[i]);
    nv_buf_addc(w->b, ']');
}
static void open_list(writer *w, const char *name) { key(w, name), nv_buf_addc(w->b, '['); }
static void close_list(writer *w) { nv_buf_addc(w->b, ']'); }
static void open_item(writer *w) { next(w), nv_buf_addc(w->b, '{'); }
static void close_item(writer *w) { nv_buf_addc(w->b, '}'); }

static void put_source(writer *w, const char *grammar) {
    const nv_source *s = &w->d->source;
    key(w, "source");
    nv_buf_addc(w->b, '{');
    put_str(w, "name", s->name);
    put_str(w, "sha256", s->sha256);
    put_num(w, "bytes", s->bytes);
    put_str(w, "format", s->format);
    put_number_or_null(w, "pages", s->pages);
    put_str(w, "reader", s->reader);
    put_z(w, "extractor", "nghiavu " NV_VERSION);
    put_z(w, "grammar", grammar);
    open_list(w, "quality");
    for (uint32_t i = 0; i < s->quality.n; i++) {
        const nv_page_quality *q = &s->quality.v[i];
        open_item(w);
        put_page(w, q->page);
        put_str(w, "verdict", q->verdict);
        put_opt(w, "reason", q->reason);
        key(w, "ocr_confidence");
        if (q->ocr_confidence < 0) nv_buf_addz(w->b, "null");
        else nv_buf_printf(w->b, "%.1f", q->ocr_confidence);
        close_item(w);
    }
    close_list(w);
    nv_buf_addc(w->b, '}');
}

static void put_head(writer *w) {
    const nv_head *h = &w->d->head;
    key(w, "document");
    nv_buf_addc(w->b, '{');
    put_opt(w, "type", h->type);
    put_opt(w, "type_name", h->type_name);
    put_opt(w, "number", h->number);
    put_date(w, "date", h->date);
    key(w, "month"); /* where the day is not known */
    if (nv_date_none(h->month)) nv_buf_addz(w->b, "null");
    else nv_buf_printf(w->b, "\"%04d-%02u\"", h->month.y, h->month.m);
    put_opt(w, "place", h->place);
    put_list(w, "issuers", h->issuers.v, h->issuers.n);
    put_list(w, "issuer_ids", h->issuer_ids.v, h->issuer_ids.n);
    put_opt(w, "province", h->province);
    put_opt(w, "title", h->title);
    put_list(w, "addressees", h->addressees.v, h->addressees.n);
    put_list(w, "recipients", h->recipients.v, h->recipients.n);
    open_list(w, "signers");
    for (uint32_t i = 0; i < h->signers.n; i++) {
        open_item(w);
        put_str(w, "name", h->signers.v[i].name);
        put_opt(w, "position", h->signers.v[i].position);
        put_opt(w, "capacity", h->signers.v[i].capacity);
        close_item(w);
    }
    close_list(w);
    put_date(w, "effective", h->effective);
    nv_buf_addc(w->b, '}');
}

/* A unit's own text: table cells are no part of it (contract 1.11), though a table may stand between two of its paragraphs. */
static void put_body(writer *w, nv_span body) {
    const nv_doc *d = w->d;
    nv_buf own = { 0 };
    uint32_t at = body.beg;
    for (uint32_t i = 0; i < d->tables.n; i++) {
        nv_span t = d->tables.v[i].span;
        if (t.beg < at || t.beg >= body.end) continue;
        nv_buf_adds(&own, nv_str_cut(d->text, at, t.beg));
        at = t.end < body.end ? t.end : body.end;
        if (at < body.end && d->text.p[at] == '\n' && own.n && own.p[own.n - 1] == '\n') at++;
    }
    if (at == body.beg) put_str(w, "text", nv_doc_str(d, body));
    else {
        nv_buf_adds(&own, nv_str_cut(d->text, at, body.end));
        put_str(w, "text", nv_str_trim(nv_buf_str(&own)));
    }
    nv_buf_clear(&own);
}

static void put_units(writer *w) {
    open_list(w, "units");
    for (uint32_t i = 0; i < w->d->units.n; i++) {
        const nv_unit *u = w->d->units.v[i];
        open_item(w);
        put_str(w, "eid", u->eid);
        put_z(w, "kind", nv_unit_kind_name(u->kind));
        put_opt(w, "label", u->label);
        if (u->heading.end > u->heading.beg) put_quote(w, "heading", u->heading);
        else put_z(w, "heading", NULL);
        put_body(w, u->body);
        put_span(w, u->span);
        close_item(w);
    }
    close_list(w);
}

static void put_target(writer *w, const nv_target *t) {
    key(w, "target");
    nv_buf_addc(w->b, '{');
    put_opt(w, "type", t->type);
    put_opt(w, "number", t->number);
    put_opt(w, "name", t->name);
    put_date(w, "date", t->date);
    put_opt(w, "issuer", t->issuer);
    nv_buf_addc(w->b, '}');
}

static void put_cites(writer *w, uint32_t table) {
    open_list(w, "citations");
    for (uint32_t i = 0; i < w->d->cites.n; i++) {
        const nv_cite *c = &w->d->cites.v[i];
        if (c->table != table) continue;
        open_item(w);
        put_quote(w, "text", c->span);
        put_str(w, "eid", c->unit->eid);
        put_span(w, c->span);
        put_target(w, &c->target);
        put_opt(w, "resolved", c->resolved);
        if (c->locator.n) put_list(w, "locator", c->locator.v, c->locator.n);
        else put_z(w, "locator", NULL);
        put_z(w, "relation", nv_relation_name(c->relation));
        put_z(w, "rule", c->rule);
        put_conf(w, c->confidence);
        close_item(w);
    }
    close_list(w);
}

static void put_agencies(writer *w) {
    open_list(w, "agencies");
    for (uint32_t i = 0; i < w->d->agencies.n; i++) {
        const nv_agency *a = &w->d->agencies.v[i];
        if (a->hidden) continue;
        open_item(w);
        put_quote(w, "text", a->span);
        put_str(w, "eid", a->unit->eid);
        put_span(w, a->span);
        put_opt(w, "id", a->id);
        put_str(w, "name", a->name);
        put_bool(w, "class", a->is_class);
        put_z(w, "rule", a->rule);
        put_conf(w, a->confidence);
        close_item(w);
    }
    close_list(w);
}

static void put_deadline_value(writer *w, const nv_deadline *x) {
    key(w, "value");
    nv_buf_addc(w->b, '{');
    if (x->kind == NV_D_RECURRING) {
        put_opt(w, "freq", x->freq);
        put_number_or_null(w, "month", x->month);
        put_number_or_null(w, "day", x->day);
        put_z(w, "bound", nv_bound_name(x->bound));
    } else {
        if (x->kind == NV_D_RELATIVE) {
            put_opt(w, "duration", x->duration);
            put_bool(w, "working_days", x->working_days);
            put_opt(w, "anchor", x->anchor);
        }
        put_date(w, "from", x->from);
        put_date(w, "to", x->to);
        if (x->kind == NV_D_DUE) put_z(w, "bound", nv_bound_name(x->bound));
        if (x->kind == NV_D_EFFECTIVE) {
            put_opt(w, "duration", x->duration);
            put_opt(w, "anchor", x->anchor);
        }
    }
    nv_buf_addc(w->b, '}');
}

static void put_row(writer *w, uint32_t table, uint32_t row) {
    key(w, "row");
    if (table == NV_NONE) nv_buf_addz(w->b, "null");
    else nv_buf_printf(w->b, "[%u,%u]", table, row);
}

static void put_deadlines(writer *w) {
    open_list(w, "deadlines");
    for (uint32_t i = 0; i < w->d->deadlines.n; i++) {
        const nv_deadline *x = &w->d->deadlines.v[i];
        open_item(w);
        put_quote(w, "text", x->span);
        put_str(w, "eid", x->unit->eid);
        put_span(w, x->span);
        put_z(w, "kind", nv_deadline_kind_name(x->kind));
        put_deadline_value(w, x);
        put_opt(w, "reason", x->reason);
        put_row(w, x->table, x->row);
        put_z(w, "rule", x->rule);
        close_item(w);
    }
    close_list(w);
}

static void put_parties(writer *w, const nv_obligation *o) {
    open_list(w, "parties");
    for (uint32_t i = 0; i < o->parties.n; i++) {
        const nv_party *p = &o->parties.v[i];
        open_item(w);
        put_opt(w, "id", p->id);
        put_str(w, "name", p->name);
        put_z(w, "role", nv_role_name(p->role));
        put_z(w, "how", nv_how_name(p->how));
        put_bool(w, "class", p->is_class);
        close_item(w);
    }
    close_list(w);
}

static void put_obligations(writer *w) {
    open_list(w, "obligations");
    for (uint32_t i = 0; i < w->d->obligations.n; i++) {
        const nv_obligation *o = &w->d->obligations.v[i];
        open_item(w);
        put_str(w, "eid", o->unit->eid);
        put_span(w, o->action);
        put_z(w, "modality", nv_modality_name(o->modality));
        put_parties(w, o);
        put_quote(w, "action", o->action);
        open_list(w, "due");
        for (uint32_t k = 0; k < o->due.n; k++) next(w), nv_json_num(w->b, o->due.v[k]);
        close_list(w);
        if (o->condition.end > o->condition.beg) put_quote(w, "condition", o->condition);
        else put_z(w, "condition", NULL);
        put_row(w, o->table, o->row);
        put_opt(w, "product", o->product);
        put_bool(w, "routine", o->routine);
        put_z(w, "rule", o->rule);
        put_conf(w, o->confidence);
        close_item(w);
    }
    close_list(w);
}

static void put_cell(writer *w, const nv_cell *c) {
    open_item(w);
    put_str(w, "text", nv_doc_str(w->d, c->span));
    put_num(w, "row", c->row);
    put_num(w, "col", c->col);
    put_num(w, "rowspan", c->rowspan);
    put_num(w, "colspan", c->colspan);
    close_item(w);
}

static void put_tables(writer *w) {
    open_list(w, "tables");
    for (uint32_t i = 0; i < w->d->tables.n; i++) {
        const nv_table *t = &w->d->tables.v[i];
        open_item(w);
        put_opt(w, "eid", t->unit ? t->unit->eid : (nv_str){ 0 });
        put_page(w, t->page);
        put_num(w, "start", points(w, t->span.beg));
        put_num(w, "end", points(w, t->span.end));
        put_num(w, "header_rows", t->header_rows);
        open_list(w, "rows");
        for (uint32_t k = 0; k < t->cells.n;) {
            uint32_t row = t->cells.v[k].row;
            next(w);
            nv_buf_addc(w->b, '[');
            for (; k < t->cells.n && t->cells.v[k].row == row; k++) put_cell(w, &t->cells.v[k]);
            nv_buf_addc(w->b, ']');
        }
        close_list(w);
        put_cites(w, i);
        close_item(w);
    }
    close_list(w);
}

static void put_amendments(writer *w) {
    open_list(w, "amendments");
    for (uint32_t i = 0; i < w->d->amendments.n; i++) {
        const nv_amendment *m = &w->d->amendments.v[i];
        open_item(w);
        put_str(w, "eid", m->unit->eid);
        put_span(w, m->span);
        put_z(w, "operation", nv_operation_name(m->operation));
        put_target(w, &m->target);
        put_opt(w, "place", m->place);
        if (m->before.n) put_str(w, "before", m->before);
        if (m->after.n) put_str(w, "after", m->after);
        put_opt(w, "old", m->old_text);
        put_opt(w, "new", m->new_text);
        close_item(w);
    }
    close_list(w);
    open_list(w, "effects");
    for (uint32_t i = 0; i < w->d->effects.n; i++) {
        const nv_effect *e = &w->d->effects.v[i];
        open_item(w);
        put_str(w, "eid", e->unit->eid);
        put_quote(w, "text", e->span);
        put_span(w, e->span);
        put_opt(w, "place", e->place);
        put_date(w, "from", e->from);
        put_date(w, "to", e->to);
        close_item(w);
    }
    close_list(w);
}

static void put_diagnostics(writer *w) {
    open_list(w, "diagnostics");
    for (uint32_t i = 0; i < w->d->diags.n; i++) {
        const nv_diag *g = &w->d->diags.v[i];
        open_item(w);
        put_z(w, "code", nv_msg_code(g->msg));
        put_z(w, "level", nv_level_name(nv_msg_level(g->msg)));
        put_page(w, g->page);
        if (g->has_span) {
            put_num(w, "start", points(w, g->span.beg));
            put_num(w, "end", points(w, g->span.end));
        } else put_z(w, "start", NULL), put_z(w, "end", NULL);
        nv_buf text = { 0 };
        nv_msg_format(&text, g->msg, NV_VI, g->args, g->n_args);
        put_str(w, "message", nv_buf_str(&text));
        nv_buf_clear(&text);
        close_item(w);
    }
    close_list(w);
}

void nv_record_write(const nv_doc *d, const char *grammar, nv_buf *out) {
    writer w = { .d = d, .b = out };
    count_points(&w);
    nv_buf_addz(out, "{\"schema\":\"nghiavu.record/1\"");
    put_source(&w, grammar);
    put_str(&w, "text", d->text.p ? d->text : NV_LIT(""));
    put_head(&w);
    put_units(&w);
    put_cites(&w, NV_NONE);
    put_agencies(&w);
    put_deadlines(&w);
    put_obligations(&w);
    put_tables(&w);
    put_amendments(&w);
    put_diagnostics(&w);
    nv_buf_addz(out, "}\n");
    free(w.count);
}
