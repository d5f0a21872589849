/* citation_alias.c - coined names of documents: “Quyết định số 06/QĐ-TTg … (sau đây gọi tắt là Đề án 06)”. From there on each use of the exact words is a
 * citation that resolves to that document. A bare type word (“Đề án”) stays none (contract 3.5). */
#include "detect/citation.h"

/* The coined words in a bracket behind the citation, or an empty span. */
static nv_span coined(const nv_scan *s, const nv_cand *c) {
    static const char *const intros[] = { "sau đây gọi tắt là", "sau đây gọi chung là", "sau đây gọi là", "sau đây viết tắt là", "gọi tắt là", "viết tắt là" };
    nv_span none = { 0, 0 };
    uint32_t limit = c->tail.end + 500 < c->block.end ? c->tail.end + 500 : c->block.end;
    for (uint32_t i = c->tail.end; i < limit; i++) {
        char ch = s->text.p[i];
        if (ch == ';' || (ch == '.' && i + 1 < limit && s->text.p[i + 1] == ' ')) return none;
        if (ch != '(') continue;
        uint32_t k = nv_cs_skip(s, i + 1), end;
        for (unsigned w = 0; w < NV_NELEM(intros); w++) {
            if (!nv_cs_word(s, k, intros[w], &k)) continue;
            end = k = nv_cs_skip(s, k);
            while (end < c->block.end && s->text.p[end] != ')' && s->text.p[end] != ';' && s->text.p[end] != ',') end++;
            if (end >= c->block.end || s->text.p[end] != ')') return none;
            if (end >= k + 6 && memcmp(s->text.p + k, "\xE2\x80\x9C", 3) == 0 && memcmp(s->text.p + end - 3, "\xE2\x80\x9D", 3) == 0) k += 3, end -= 3;
            return nv_span_trim(s->doc->text, (nv_span){ k, end });
        }
    }
    return none;
}

/* A name of its own: capital, at least two words, one of them a number or a capital besides the first. */
static bool distinctive(nv_str name) {
    uint32_t i = 0;
    if (name.n < 6 || name.n > 120 || !nv_is_upper(nv_utf8_next(name, &i))) return false;
    for (uint32_t k = i; k + 1 < name.n; k++)
        if (name.p[k] == ' ') {
            uint32_t at = k + 1, c = nv_utf8_next(name, &at);
            if (nv_is_digit(c) || nv_is_upper(c)) return true;
        }
    return false;
}

static bool taken(const nv_scan *s, nv_span sp) {
    for (uint32_t i = 0; i < s->cands.n; i++)
        if (nv_span_meet(s->cands.v[i].c.span, sp)) return true;
    return false;
}

static void add_use(nv_scan *s, nv_span sp, const nv_cand *of) {
    const nv_doc *d = s->doc;
    nv_unit *u = nv_doc_unit(d, sp.beg);
    uint32_t p = nv_doc_para(d, sp.beg);
    if ((u && (u->kind == NV_U_PREFACE || u->kind == NV_U_SIGNATURE)) || p == NV_NONE || d->paras.v[p].kind == NV_PARA_ROW || taken(s, sp)) return;
    nv_scan in = *s;
    in.block = d->paras.v[p].span;
    if (u && u->body.beg > in.block.beg && u->body.beg <= sp.beg) in.block.beg = u->body.beg; /* behind the label */
    in.unit = u;
    in.text = (nv_str){ d->text.p, in.block.end };
    in.fold = (nv_str){ d->fold.p, in.block.end };
    nv_cand c = { .kind = NV_CAND_DOC, .cue = NV_CC_COUNT, .exists = true };
    c.c.span = c.whole = sp;
    c.tail = (nv_span){ sp.end, sp.end };
    c.block = in.block;
    c.c.unit = u;
    c.c.table = NV_NONE;
    c.c.target = (nv_target){ .type = of->c.target.type, .name = nv_span_str(d->text, sp) };
    c.c.resolved = of->c.target.number.n ? of->c.target.number : of->c.target.name;
    c.c.rule = "citation.coined";
    c.c.confidence = 0.85;
    c.c.relation = nv_cite_govern(&in, sp.beg, &c.cue);
    *NV_PUSH(d->arena, &s->cands) = c;
}

void nv_cite_coined(nv_scan *s) {
    uint32_t n = s->cands.n;
    for (uint32_t i = 0; i < n; i++) {
        nv_cand c = s->cands.v[i]; /* a copy: the list grows */
        if (c.kind != NV_CAND_DOC || !(c.c.target.number.n || c.c.target.name.n) || c.generic || c.after) continue;
        nv_span def = coined(s, &c);
        nv_str name = nv_span_str(s->doc->text, def);
        nv_name_hit hit; /* a document's name begins with a kind of document: “Đề án 06”; not a coined body or thing */
        bool document = def.end > def.beg && nv_names_at(s->d->words, s->fold, def.beg, &hit) && s->d->word[hit.value].kind < NV_CW_PLACE;
        if (!document || !distinctive(name) || taken(s, def)) continue;
        for (uint32_t at = def.beg; (at = nv_str_find(s->doc->text, name, at)) != UINT32_MAX; at += name.n) {
            nv_span sp = { at, at + name.n };
            if (nv_word_border(s->doc->text, sp.beg) && nv_word_border(s->doc->text, sp.end)) add_use(s, sp, &c);
        }
    }
}
