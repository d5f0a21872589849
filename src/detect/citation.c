/* citation.c - finds citations (contract 3): every type word, number, law name and place of the text is a candidate; this file walks over the blocks of the
 * document. See citation.h for the way through. */
#include "detect/citation.h"
#include "model/date.h"

#include <stdlib.h>

/* ---- blocks --------------------------------------------------------------------------------------------------------- */

/* A digit that may begin a number of a document: “12/”, “12-K”, “12 /”; a cheap gate for the patterns. */
static bool number_gate(const nv_scan *s, uint32_t at) {
    uint32_t i = at;
    while (i < s->text.n && i - at < 8 && (nv_is_digit((unsigned char)s->text.p[i]) || s->text.p[i] == '.' || (s->text.p[i] >= 'a' && s->text.p[i] <= 'd'))) i++;
    uint32_t j = nv_cs_skip(s, i);
    if (j >= s->text.n || j - i > 1) return false;
    char c = s->text.p[j];
    if (c == '/' || c == '-' || (unsigned char)c == 0xE2) {
        uint32_t k = nv_cs_skip(s, c == '/' || c == '-' ? j + 1 : j + 3);
        if (k >= s->text.n) return false;
        unsigned char n = (unsigned char)s->text.p[k];
        return (n >= 'A' && n <= 'Z') || n == 0xC4 || n == '1' || n == '2';
    }
    return c >= 'A' && c <= 'Z' && j > i;
}

/* A document known by its name alone. */
static void push_known(nv_scan *s, const nv_name_hit *known) {
    nv_cand cd = nv_cand_blank();
    const nv_cite_named *kn = &s->d->known[known->value];
    cd.c.span = cd.whole = known->span;
    cd.tail = (nv_span){ known->span.end, known->span.end };
    cd.c.target = (nv_target){ .type = kn->type, .name = nv_span_str(s->text, known->span), .issuer = kn->issuer };
    cd.c.rule = "citation.known";
    cd.exists = true;
    nv_cand_push(s, &cd);
}

static void scan_block(nv_scan *s) {
    nv_name_hit hit;
    uint32_t at = s->block.beg, next = at, pos = at;
    bool have = false, done = false;
    s->first = s->cands.n;
    while (pos < s->block.end) {
        if (!done && (!have || hit.span.beg < pos)) { /* the next word at or after pos */
            if (next < pos) next = pos;
            do have = nv_names_next(s->d->words, s->fold, &next, &hit);
            while (have && s->d->word[hit.value].kind == NV_CW_BLOCK);
            done = !have;
        }
        uint32_t stop = have ? hit.span.beg : s->block.end, i = pos, end = 0;
        for (; i < stop; i++) {
            unsigned char c = (unsigned char)s->text.p[i];
            if (!s->d->starts[c]) continue;
            if (nv_is_digit(c)) {
                if ((i == s->block.beg || !nv_is_digit((unsigned char)s->text.p[i - 1])) && number_gate(s, i) && nv_read_bare_number(s, i, &end)) break;
                if (i > s->block.beg + 8 && s->text.p[i - 1] == '-' && s->text.p[i - 2] >= 'a' && s->text.p[i - 2] <= 'z' && nv_read_slug_at(s, i, &end)) break;
            } else if (c == '(' && nv_read_own_attachment(s, i, &end)) break;
            else if ((c == 'Q' || c == 'T') && i + 4 < s->text.n && (memcmp(s->text.p + i, "QCVN", 4) == 0 || memcmp(s->text.p + i, "TC", 2) == 0) && nv_word_border(s->text, i) && nv_read_norm_at(s, i, &end)) break;
            else if (c >= 'A' && c <= 'Z') {
                nv_name_hit known;
                if ((i == s->block.beg || !nv_cs_letter(s, i - 1)) && nv_names_at(s->d->named, s->fold, i, &known)) {
                    push_known(s, &known);
                    end = known.span.end;
                    break;
                }
            }
        }
        if (i < stop) {
            pos = end;
            continue;
        }
        if (!have) break;
        bool place = s->d->word[hit.value].kind == NV_CW_PLACE;
        nv_name_hit known;
        if (!place && nv_names_at(s->d->named, s->fold, hit.span.beg, &known) && nv_cs_upper(s, hit.span.beg)) { /* a name that begins with a type word */
            push_known(s, &known);
            pos = known.span.end;
            continue;
        }
        bool got = place ? nv_read_place(s, &hit, &end) : nv_read_doc(s, &hit, &end);
        pos = got && end > hit.span.beg ? end : hit.span.end;
    }
    nv_read_places_behind(s);
    nv_cite_relations(s);
}

/* ---- the document ------------------------------------------------------------------------------------------------- */

/* Runs the parts on [sp): a paragraph beyond the bound is read in pieces, cut at spaces. */
static void run_block(nv_scan *s, nv_span sp, nv_unit *unit, uint32_t table) {
    sp = nv_span_trim(s->doc->text, sp);
    while (sp.end > sp.beg) {
        uint32_t end = sp.end;
        if (end - sp.beg > NV_MAX_PARA_BYTES) {
            end = sp.beg + NV_MAX_PARA_BYTES;
            while (end > sp.beg + 1 && s->doc->text.p[end - 1] != ' ' && s->doc->text.p[end - 1] != '\n') end--;
            if (end == sp.beg + 1) end = sp.end; /* no space at all: no text */
        }
        s->block = (nv_span){ sp.beg, end };
        s->unit = unit;
        s->table = table;
        s->text = (nv_str){ s->doc->text.p, end };
        s->fold = (nv_str){ s->doc->fold.p, end };
        scan_block(s);
        sp.beg = end;
    }
}

/* Counts “ ” so that blocks inside a long quotation know it. */
static void follow_quotes(nv_scan *s, nv_span sp, int *depth) {
    const char *p = s->doc->text.p + sp.beg, *end = s->doc->text.p + sp.end;
    while (p + 2 < end && (p = memchr(p, 0xE2, (size_t)(end - p))) && p + 2 < end) {
        if ((unsigned char)p[1] == 0x80 && (unsigned char)p[2] == 0x9C) *depth = 1;
        else if ((unsigned char)p[1] == 0x80 && (unsigned char)p[2] == 0x9D) *depth = 0;
        p++;
    }
}

static uint32_t label_end(const nv_unit *u) {
    uint32_t e = u->span.end;
    if (u->heading.end > u->heading.beg && u->heading.beg < e) e = u->heading.beg;
    if (u->body.end > u->body.beg && u->body.beg < e) e = u->body.beg;
    return e;
}

static void run_para(nv_scan *s, nv_span para, int *depth) {
    uint32_t at = para.beg;
    while (at < para.end) { /* cut where units begin */
        nv_unit *u = nv_doc_unit(s->doc, at);
        uint32_t end = para.end;
        if (u && u->index + 1 < s->doc->units.n && s->doc->units.v[u->index + 1]->span.beg < end && s->doc->units.v[u->index + 1]->span.beg > at) end = s->doc->units.v[u->index + 1]->span.beg;
        if (!u && s->doc->units.n && s->doc->units.v[0]->span.beg < end) end = s->doc->units.v[0]->span.beg;
        uint32_t beg = at;
        if (u && u->span.beg >= at && u->span.beg < end) {
            uint32_t l = label_end(u);
            if (l > beg && l <= end) beg = l;
        }
        nv_unit_kind k = u ? u->kind : NV_U_PREAMBLE;
        if (k != NV_U_SIGNATURE && k != NV_U_PREFACE) {
            s->quoted = *depth > 0;
            run_block(s, (nv_span){ beg, end }, u, NV_NONE);
        }
        follow_quotes(s, (nv_span){ at, end }, depth);
        at = end;
    }
}

/* True if the sentence plainly goes on in the next paragraph (centred lines, a broken line of a text file): it does not end, and the next begins with a
 * small letter or closes the bracket. */
static bool goes_on(const nv_doc *d, uint32_t i) {
    if (i + 1 >= d->paras.n || d->paras.v[i + 1].kind != d->paras.v[i].kind) return false;
    nv_span a = nv_span_trim(d->text, d->paras.v[i].span), b = nv_span_trim(d->text, d->paras.v[i + 1].span);
    if (a.end <= a.beg || b.end <= b.beg || b.end - a.beg > 4000 || d->paras.v[i + 1].label) return false;
    static const char *const open_ends[] = { " số", " ngày", " tháng", " năm", " của", " và" };
    bool open_end = false;
    for (unsigned w = 0; w < NV_NELEM(open_ends); w++) open_end |= nv_str_ends(nv_span_str(d->fold, a), nv_str_of(open_ends[w]));
    char last = d->text.p[a.end - 1];
    if (last == '.' || last == ';' || last == ':' || last == '!' || last == '?' || last == ')') return false;
    nv_unit *u = nv_doc_unit(d, a.beg), *v = nv_doc_unit(d, b.beg);
    if (u != v || (v && v->span.beg >= b.beg)) return false;
    if (open_end) return true;
    if (v && (v->kind == NV_U_PREFACE || v->kind == NV_U_CHAPTER || v->kind == NV_U_PART || v->kind == NV_U_SECTION || v->kind == NV_U_APPENDIX) && b.end - a.beg < 1500 &&
        nv_str_is_caps(nv_span_str(d->text, a)) && nv_str_is_caps(nv_span_str(d->text, b)))
        return d->text.p[a.end - 1] != ')' && d->text.p[b.beg] != '('; /* lines of one heading in capitals */
    uint32_t at = b.beg, c = nv_utf8_next(d->text, &at);
    if (!nv_is_letter(c) || nv_is_upper(c)) return false;
    return at < d->text.n && d->text.p[at] != ')' && d->text.p[at] != '.';
}

/* The title, and what is printed in brackets under it. */
static void run_preface(nv_scan *s) {
    const nv_doc *d = s->doc;
    nv_unit *pre = d->units.n && d->units.v[0]->kind == NV_U_PREFACE ? d->units.v[0] : NULL;
    nv_span t = d->head.title_span;
    for (uint32_t i = t.end > t.beg ? nv_doc_para(d, t.end - 1) : d->paras.n; i < d->paras.n && goes_on(d, i); i++) t.end = d->paras.v[i + 1].span.end;
    if (t.end > t.beg) run_block(s, t, pre ? pre : nv_doc_unit(d, t.beg), NV_NONE);
    for (uint32_t i = 0; i < d->paras.n; i++) {
        nv_span sp = d->paras.v[i].span;
        if (d->paras.v[i].kind == NV_PARA_ROW) continue;
        if (nv_span_meet(sp, t)) continue;
        nv_unit *u = nv_doc_unit(d, sp.beg);
        if (u && u->kind != NV_U_PREFACE) continue;
        if (!u && d->units.n) continue;
        if (sp.end <= sp.beg || d->text.p[sp.beg] != '(' || sp.beg < t.end) continue;
        for (uint32_t n = 0; n < 3 && i + 1 < d->paras.n && nv_str_find(nv_span_str(d->text, sp), NV_LIT(")"), 0) == UINT32_MAX && nv_doc_unit(d, d->paras.v[i + 1].span.beg) == u; n++)
            sp.end = d->paras.v[++i].span.end;
        run_block(s, sp, u, NV_NONE);
    }
}

static bool in_table_unit(const nv_doc *d, uint32_t table) {
    const nv_unit *u = d->tables.v[table].unit;
    return u && u->kind != NV_U_SIGNATURE && u->kind != NV_U_PREFACE;
}

static int by_place(const void *a, const void *b) {
    const nv_cite *x = a, *y = b;
    if (x->span.beg != y->span.beg) return x->span.beg < y->span.beg ? -1 : 1;
    return x->span.end < y->span.end ? -1 : x->span.end > y->span.end;
}

void nv_detect_citations(const nv_cite_detector *d, nv_doc *doc) {
    nv_scan s = { .d = d, .doc = doc, .m = nv_matcher_new(), .table = NV_NONE };
    int depth = 0;
    run_preface(&s);
    nv_unit *last = NULL;
    for (uint32_t i = 0; i < doc->paras.n; i++) {
        const nv_para *p = &doc->paras.v[i];
        if (p->kind == NV_PARA_ROW) continue;
        nv_unit *u = nv_doc_unit(doc, p->span.beg);
        if (u != last) depth = 0; /* a quotation never goes on in the next unit */
        last = u;
        nv_span sp = p->span;
        while (goes_on(doc, i)) sp.end = doc->paras.v[++i].span.end;
        run_para(&s, sp, &depth);
    }
    s.quoted = false;
    for (uint32_t t = 0; t < doc->tables.n; t++)
        for (uint32_t c = 0; c < doc->tables.v[t].cells.n && in_table_unit(doc, t); c++) run_block(&s, doc->tables.v[t].cells.v[c].span, doc->tables.v[t].unit, t);
    nv_cite_scope(&s);
    if (s.cands.n >= NV_MAX_MENTIONS) nv_doc_diag(doc, NV_M_LIMIT_HIT, NULL, 0, "NV_MAX_MENTIONS", "1000000", NULL);
    const nv_rule *stopped = nv_matcher_limit_hit(s.m);
    if (stopped) nv_doc_diag(doc, NV_M_MATCH_LIMIT, NULL, 0, nv_rule_name(stopped), NULL);
    if (doc->cites.n) qsort(doc->cites.v, doc->cites.n, sizeof *doc->cites.v, by_place);
    nv_matcher_free(s.m);
}
