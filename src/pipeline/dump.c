#include "pipeline/dump.h"

#include "model/date.h"

static void flags(uint32_t f, nv_buf *out) {
    static const char letters[] = "biucSEFHAPB"; /* bold italic underline centre Start End Footnote Head/foot Auto-number Page-break Blank-before */
    for (unsigned i = 0; letters[i]; i++)
        if (f >> i & 1) nv_buf_addc(out, letters[i]);
}

/* Text on one line: tabs as →, line ends as ↵. */
static void one_line(nv_str s, nv_buf *out) {
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\t') nv_buf_addz(out, "→");
        else if (s.p[i] == '\n') nv_buf_addz(out, "↵");
        else nv_buf_addc(out, s.p[i]);
    }
}

static void diags(const nv_doc *d, nv_buf *out) {
    for (uint32_t i = 0; i < d->diags.n; i++) {
        const nv_diag *g = &d->diags.v[i];
        nv_buf_printf(out, "! %s %s p%u ", nv_msg_code(g->msg), nv_level_name(nv_msg_level(g->msg)), g->page);
        nv_msg_format(out, g->msg, NV_VI, g->args, g->n_args);
        nv_buf_addc(out, '\n');
    }
}

void nv_dump_read(const nv_doc *d, nv_buf *out) {
    nv_buf_printf(out, "# %.*s %.*s pages=%u lines=%u\n", NV_ARG(d->source.name), NV_ARG(d->source.format), d->source.pages, d->lines.n);
    for (uint32_t i = 0; i < d->lines.n; i++) {
        const nv_line *l = &d->lines.v[i];
        nv_buf_printf(out, "p%u ", l->page);
        if (l->table >= 0) nv_buf_printf(out, "T%d.%u%s ", l->table, l->row, l->borders ? "#" : "");
        if (l->box.x1 > 0) nv_buf_printf(out, "[%.0f %.0f %.0f %.0f] %.0f ", (double)l->box.x0, (double)l->box.y0, (double)l->box.x1, (double)l->box.y1, (double)l->size);
        flags(l->flags, out);
        nv_buf_addz(out, " | ");
        one_line(l->text, out);
        nv_buf_addc(out, '\n');
    }
    diags(d, out);
}

void nv_dump_normalize(const nv_doc *d, nv_buf *out) {
    for (uint32_t i = 0; i < d->paras.n; i++) {
        const nv_para *p = &d->paras.v[i];
        nv_buf_printf(out, "%c p%u ", "TRF"[p->kind], p->page);
        flags(p->flags, out);
        nv_buf_addz(out, " | ");
        one_line(nv_doc_str(d, p->span), out);
        nv_buf_addc(out, '\n');
    }
    for (uint32_t i = 0; i < d->tables.n; i++)
        nv_buf_printf(out, "table %u: %u x %u, %u header rows, page %u\n", i, d->tables.v[i].n_rows, d->tables.v[i].n_cols, d->tables.v[i].header_rows, d->tables.v[i].page);
    for (uint32_t i = 0; i < d->dropped.n; i++) {
        nv_buf_printf(out, "dropped %s p%u: ", d->dropped.v[i].why, d->dropped.v[i].page);
        one_line(d->dropped.v[i].text, out);
        nv_buf_addc(out, '\n');
    }
    diags(d, out);
}

static void str_line(nv_buf *out, const char *name, nv_str s) {
    if (s.n) nv_buf_printf(out, "%s: %.*s\n", name, NV_ARG(s));
}

static void date_line(nv_buf *out, const char *name, nv_date d) {
    char iso[12];
    nv_date_iso(d, iso);
    if (*iso) nv_buf_printf(out, "%s: %s\n", name, iso);
}

static void head(const nv_doc *d, nv_buf *out) {
    const nv_head *h = &d->head;
    str_line(out, "type", h->type);
    str_line(out, "number", h->number);
    date_line(out, "date", h->date);
    str_line(out, "place", h->place);
    for (uint32_t i = 0; i < h->issuers.n; i++) str_line(out, "issuer", h->issuers.v[i]);
    str_line(out, "title", h->title);
    for (uint32_t i = 0; i < h->addressees.n; i++) str_line(out, "addressee", h->addressees.v[i]);
    for (uint32_t i = 0; i < h->recipients.n; i++) str_line(out, "recipient", h->recipients.v[i]);
    for (uint32_t i = 0; i < h->signers.n; i++)
        nv_buf_printf(out, "signer: %.*s | %.*s | %.*s\n", NV_ARG(h->signers.v[i].capacity), NV_ARG(h->signers.v[i].position), NV_ARG(h->signers.v[i].name));
    date_line(out, "effective", h->effective);
}

void nv_dump_segment(const nv_doc *d, nv_buf *out) {
    head(d, out);
    for (uint32_t i = 0; i < d->units.n; i++) {
        const nv_unit *u = d->units.v[i];
        nv_buf_printf(out, "%.*s", NV_ARG(u->eid));
        if (u->heading.end > u->heading.beg) {
            nv_buf_addz(out, " {");
            one_line(nv_doc_str(d, u->heading), out);
            nv_buf_addc(out, '}');
        }
        nv_buf_addz(out, " | ");
        one_line(nv_doc_str(d, u->body), out);
        nv_buf_addc(out, '\n');
    }
    for (uint32_t i = 0; i < d->tables.n; i++)
        nv_buf_printf(out, "table %u in %.*s: %u x %u\n", i, d->tables.v[i].unit ? (int)d->tables.v[i].unit->eid.n : 0, d->tables.v[i].unit ? d->tables.v[i].unit->eid.p : "",
                      d->tables.v[i].n_rows, d->tables.v[i].n_cols);
    diags(d, out);
}

static void mention(const nv_doc *d, nv_buf *out, const char *kind, const nv_unit *u, nv_span s) {
    nv_buf_printf(out, "%s %.*s “", kind, NV_ARG(u->eid));
    one_line(nv_doc_str(d, s), out);
    nv_buf_addz(out, "”");
}

static void cites(const nv_doc *d, nv_buf *out) {
    for (uint32_t i = 0; i < d->cites.n; i++) {
        const nv_cite *c = &d->cites.v[i];
        char iso[12];
        nv_date_iso(c->target.date, iso);
        mention(d, out, "citation", c->unit, c->span);
        nv_buf_printf(out, " %s type=%.*s number=%.*s name=%.*s date=%s issuer=%.*s resolved=%.*s", nv_relation_name(c->relation), NV_ARG(c->target.type),
                      NV_ARG(c->target.number), NV_ARG(c->target.name), iso, NV_ARG(c->target.issuer), NV_ARG(c->resolved));
        for (uint32_t k = 0; k < c->locator.n; k++) nv_buf_printf(out, "%s%.*s", k ? "," : " at ", NV_ARG(c->locator.v[k]));
        nv_buf_printf(out, "%s [%s]\n", c->table != NV_NONE ? " (table)" : "", c->rule ? c->rule : "");
    }
}

static void deadlines(const nv_doc *d, nv_buf *out) {
    for (uint32_t i = 0; i < d->deadlines.n; i++) {
        const nv_deadline *x = &d->deadlines.v[i];
        char from[12], to[12];
        nv_date_iso(x->from, from);
        nv_date_iso(x->to, to);
        mention(d, out, "deadline", x->unit, x->span);
        nv_buf_printf(out, " %s from=%s to=%s bound=%s freq=%.*s month=%u day=%u duration=%.*s%s anchor=%.*s [%s]\n", nv_deadline_kind_name(x->kind), from, to,
                      x->bound ? nv_bound_name(x->bound) : "", NV_ARG(x->freq), x->month, x->day, NV_ARG(x->duration), x->working_days ? " working" : "",
                      NV_ARG(x->anchor), x->rule ? x->rule : "");
    }
}

void nv_dump_detect(const nv_doc *d, nv_buf *out) {
    cites(d, out);
    for (uint32_t i = 0; i < d->agencies.n; i++) {
        const nv_agency *a = &d->agencies.v[i];
        mention(d, out, a->hidden ? "(agency)" : "agency", a->unit, a->span);
        nv_buf_printf(out, " = %.*s (%.*s%s) [%s]\n", NV_ARG(a->name), NV_ARG(a->id), a->is_class ? " class" : "", a->rule ? a->rule : "");
    }
    deadlines(d, out);
    diags(d, out);
}

void nv_dump_link(const nv_doc *d, nv_buf *out) {
    for (uint32_t i = 0; i < d->obligations.n; i++) {
        const nv_obligation *o = &d->obligations.v[i];
        nv_buf_printf(out, "%.*s %s", NV_ARG(o->unit->eid), nv_modality_name(o->modality));
        if (o->table != NV_NONE) nv_buf_printf(out, " row %u.%u", o->table, o->row);
        if (o->routine) nv_buf_addz(out, " routine");
        nv_buf_printf(out, " [%s]\n  ", o->rule ? o->rule : "");
        one_line(nv_doc_str(d, o->action), out);
        nv_buf_addc(out, '\n');
        for (uint32_t k = 0; k < o->parties.n; k++)
            nv_buf_printf(out, "  %s: %.*s (%s)\n", nv_role_name(o->parties.v[k].role), NV_ARG(o->parties.v[k].name), nv_how_name(o->parties.v[k].how));
        for (uint32_t k = 0; k < o->due.n; k++) {
            nv_buf_addz(out, "  due: ");
            one_line(nv_doc_str(d, d->deadlines.v[o->due.v[k]].span), out);
            nv_buf_addc(out, '\n');
        }
        if (o->condition.end > o->condition.beg) {
            nv_buf_addz(out, "  if: ");
            one_line(nv_doc_str(d, o->condition), out);
            nv_buf_addc(out, '\n');
        }
        str_line(out, "  product", o->product);
    }
    diags(d, out);
}
