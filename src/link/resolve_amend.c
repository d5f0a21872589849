/* resolve_amend.c - amendments down to the provision, and when what takes effect (RECORD.md, amendments and effects). */
#include "link/resolve.h"

/* ---- reading around a citation ------------------------------------------------------------------------------------ */

static bool word_before(const nv_doc *d, uint32_t beg, uint32_t at, const char *w, uint32_t *where) {
    uint32_t n = (uint32_t)strlen(w);
    uint32_t found = UINT32_MAX;
    for (uint32_t i = beg; i + n <= at; i++)
        if (memcmp(d->fold.p + i, w, n) == 0) found = i;
    if (found == UINT32_MAX) return false;
    *where = found;
    return true;
}

static bool word_behind(const nv_doc *d, uint32_t from, uint32_t end, const char *w, uint32_t *where) {
    uint32_t n = (uint32_t)strlen(w);
    for (uint32_t i = from; i + n <= end; i++)
        if (memcmp(d->fold.p + i, w, n) == 0) return *where = i, true;
    return false;
}

/* A quotation in [from, end): “…” or "…"; quotations inside it are passed over by depth. */
static bool quotation(const nv_doc *d, uint32_t from, uint32_t end, nv_span *out) {
    int depth = 0;
    uint32_t beg = 0;
    for (uint32_t i = from; i < end; i++) {
        unsigned char c = (unsigned char)d->text.p[i];
        bool open = c == 0xE2 && i + 2 < end && (unsigned char)d->text.p[i + 1] == 0x80 && (unsigned char)d->text.p[i + 2] == 0x9C;
        bool close = c == 0xE2 && i + 2 < end && (unsigned char)d->text.p[i + 1] == 0x80 && (unsigned char)d->text.p[i + 2] == 0x9D;
        if (c == '"') open = depth == 0, close = depth == 1;
        uint32_t len = c == '"' ? 1 : 3;
        if (open) {
            if (depth++ == 0) beg = i + len;
            i += len - 1;
        } else if (close && depth > 0) {
            if (--depth == 0) return *out = (nv_span){ beg, i }, true;
            i += len - 1;
        }
    }
    if (depth > 0 && beg < end) return *out = (nv_span){ beg, end }, true; /* left open: up to the end of the unit */
    return false;
}

static uint32_t clause_start(const nv_doc *d, uint32_t at, uint32_t low) {
    for (uint32_t i = at; i > low; i--) {
        char c = d->text.p[i - 1];
        if (c == ';' || c == '\n' || (c == '.' && i < at && d->text.p[i] == ' ')) return i;
    }
    return low;
}

/* ---- amendments --------------------------------------------------------------------------------------------------- */

static nv_operation operation_of(const nv_doc *d, uint32_t beg, uint32_t at) {
    static const struct { const char *word; nv_operation op; } verbs[] = {
        { "thay thế cụm từ", NV_OP_REPLACE_PHRASE }, { "thay cụm từ", NV_OP_REPLACE_PHRASE }, { "thay thế các cụm từ", NV_OP_REPLACE_PHRASE }, { "thay từ", NV_OP_REPLACE_PHRASE },
        { "bỏ cụm từ", NV_OP_DELETE }, { "bỏ các cụm từ", NV_OP_DELETE }, { "bãi bỏ cụm từ", NV_OP_DELETE }, { "bổ sung cụm từ", NV_OP_INSERT }, { "bãi bỏ", NV_OP_REPEAL }, { "hủy bỏ", NV_OP_REPEAL },
        { "sửa đổi", NV_OP_REPLACE }, { "thay thế", NV_OP_REPLACE }, { "bổ sung", NV_OP_INSERT }, { "ngưng hiệu lực", NV_OP_SUSPEND }, { "đình chỉ", NV_OP_SUSPEND }, { "điều chỉnh", NV_OP_REPLACE },
    };
    nv_operation op = NV_OP_REPLACE;
    uint32_t best = 0;
    bool any = false, changed = false;
    for (unsigned i = 0; i < NV_NELEM(verbs); i++) {
        uint32_t w;
        if (!word_before(d, beg, at, verbs[i].word, &w)) continue;
        if (verbs[i].op == NV_OP_REPLACE && i == 10) changed = true;
        if (!any || w > best) best = w, op = verbs[i].op, any = true;
    }
    if (op == NV_OP_INSERT && changed) { /* “sửa đổi, bổ sung khoản 2” replaces it */
        uint32_t w;
        if (word_before(d, beg, at, "sửa đổi, bổ sung", &w) || word_before(d, beg, at, "sửa đổi bổ sung", &w) || word_before(d, beg, at, "bổ sung, sửa đổi", &w)) return NV_OP_REPLACE;
    }
    return op;
}

static void texts(const nv_doc *d, nv_amendment *a, uint32_t beg, uint32_t at, uint32_t end) {
    nv_span q;
    if (a->operation == NV_OP_REPLACE_PHRASE || a->operation == NV_OP_DELETE) { /* “A” bằng “B” tại X; the quotations stand before the place */
        if (!quotation(d, beg, at, &q)) return;
        a->old_text = nv_span_str(d->text, q);
        uint32_t from = q.end + 1;
        if (a->operation == NV_OP_REPLACE_PHRASE && quotation(d, from, at, &q) && q.end < at) a->new_text = nv_span_str(d->text, q);
        return;
    }
    uint32_t w;
    if (a->operation == NV_OP_REPEAL || a->operation == NV_OP_SUSPEND || !quotation(d, at, end, &q)) return;
    if (q.beg - at > 200 || word_behind(d, at, q.beg, "cụm từ", &w)) return; /* the quotation belongs to another sentence */
    a->new_text = nv_str_trim(nv_span_str(d->text, q));
}

/* “Điều 2. Sửa đổi Điều 8” over “Bổ sung khoản 4a …” only announces it. */
static bool announced(const nv_doc *d, uint32_t i) {
    const nv_amendment *a = &d->amendments.v[i];
    if (a->new_text.n || a->old_text.n || a->operation == NV_OP_REPEAL) return false;
    for (uint32_t k = i + 1; k < d->amendments.n; k++) {
        const nv_amendment *b = &d->amendments.v[k];
        if (!nv_unit_within(b->unit, a->unit)) break;
        if (b->span.beg == a->span.beg) continue; /* the same sentence: a list of places */
        if (nv_str_eq(a->place, b->place)) return true;
        if (nv_str_starts(b->place, a->place) && b->place.n > a->place.n + 2 && b->place.p[a->place.n] == '_' && b->place.p[a->place.n + 1] == '_') return true;
    }
    return false;
}

static uint32_t unit_end(const nv_doc *d, const nv_unit *u) { return u->index + 1 < d->units.n ? d->units.v[u->index + 1]->span.beg : d->text.n; }

static void amendment(nv_doc *d, uint32_t i) {
    const nv_cite *c = &d->cites.v[i];
    if (!c->locator.n || (c->relation != NV_R_AMENDS && c->relation != NV_R_REPEALS) || !c->unit) return;
    uint32_t beg = clause_start(d, c->span.beg, c->unit->span.beg), end = unit_end(d, c->unit), w;
    for (uint32_t k = i + 1; k < d->cites.n; k++) /* up to the next change in the same unit */
        if (d->cites.v[k].unit == c->unit && (d->cites.v[k].relation == NV_R_AMENDS || d->cites.v[k].relation == NV_R_REPEALS) && d->cites.v[k].locator.n) {
            end = d->cites.v[k].span.beg;
            break;
        }
    for (uint32_t k = 0; k < c->locator.n; k++) {
        nv_amendment *a = NV_PUSH(d->arena, &d->amendments);
        a->unit = c->unit;
        a->target = c->target;
        a->place = c->locator.v[k];
        a->operation = operation_of(d, beg, c->span.beg);
        texts(d, a, beg, c->span.end, end);
        if (a->operation == NV_OP_INSERT && i + 1 < d->cites.n) {
            const nv_cite *n = &d->cites.v[i + 1];
            if (n->unit == c->unit && n->locator.n && n->span.beg - c->span.end < 80) {
                if (word_behind(d, c->span.end, n->span.beg, "sau", &w)) a->after = n->locator.v[0];
                else if (word_behind(d, c->span.end, n->span.beg, "trước", &w)) a->before = n->locator.v[0];
            }
        }
        uint32_t stop = a->new_text.n && a->new_text.p >= d->text.p ? (uint32_t)(a->new_text.p + a->new_text.n - d->text.p) : c->span.end;
        a->span = nv_span_trim(d->text, (nv_span){ beg, stop > c->span.end ? stop : c->span.end });
    }
}

void nv_resolve_amendments(const nv_resolver *r, nv_doc *doc) {
    (void)r;
    for (uint32_t i = 0; i < doc->cites.n; i++) amendment(doc, i);
    uint32_t n = 0;
    for (uint32_t i = 0; i < doc->amendments.n; i++)
        if (!announced(doc, i)) doc->amendments.v[n++] = doc->amendments.v[i];
    doc->amendments.n = n;
}

/* ---- effects ------------------------------------------------------------------------------------------------------ */

static nv_span sentence_of(const nv_doc *d, nv_span at, const nv_unit *u) {
    uint32_t beg = clause_start(d, at.beg, u ? u->span.beg : 0), end = at.end, stop = u ? unit_end(d, u) : d->text.n;
    while (end < stop && d->text.p[end] != ';' && d->text.p[end] != '\n' && !(d->text.p[end] == '.' && (end + 1 >= stop || d->text.p[end + 1] == ' ' || d->text.p[end + 1] == '\n'))) end++;
    return nv_span_trim(d->text, (nv_span){ beg, end });
}

void nv_resolve_effects(const nv_resolver *r, nv_doc *doc) {
    (void)r;
    for (uint32_t i = 0; i < doc->deadlines.n; i++) {
        const nv_deadline *t = &doc->deadlines.v[i];
        if (t->kind != NV_D_EFFECTIVE || t->table != NV_NONE) continue;
        nv_effect e = { .span = sentence_of(doc, t->span, t->unit), .unit = t->unit, .from = t->from, .to = t->to };
        bool place = false;
        for (uint32_t k = 0; k < doc->cites.n; k++) { /* “Khoản 2 Điều 5 Luật này có hiệu lực từ …” */
            const nv_cite *c = &doc->cites.v[k];
            if (c->relation != NV_R_SELF || !nv_span_has((nv_span){ e.span.beg, t->span.beg }, c->span) || !c->locator.n) continue;
            uint32_t w; /* the exception “trừ khoản 2 …” keeps the date of its own sentence */
            if (word_before(doc, e.span.beg, c->span.beg, "trừ", &w)) continue;
            for (uint32_t l = 0; l < c->locator.n; l++) {
                e.place = c->locator.v[l];
                *NV_PUSH(doc->arena, &doc->effects) = e;
            }
            place = true;
        }
        if (!place) *NV_PUSH(doc->arena, &doc->effects) = e;
    }
}
