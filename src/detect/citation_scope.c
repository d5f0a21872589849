/* citation_scope.c - what only the whole document tells: which document a bare place belongs to, what an amending document amends, whether a document
 * known by its title exists, what is this document's own attachment (contract 3.3, 3.6, 3.7, 3.11 – 3.13). Writes doc->cites. */
#include "detect/citation.h"
#include "model/date.h"

typedef struct { nv_str key; const nv_cand *cand; } alias;
typedef struct {
    nv_scan *s;
    NV_VEC(alias) aliases;
    NV_VEC(const nv_cand *) amended; /* whole documents that this one amends */
    nv_str title;                    /* key of the trích yếu */
    bool one_amended;                /* all of them are the same document */
} scope;

/* ---- coined names -------------------------------------------------------------------------------------------------- */

static const nv_cand *alias_of(const scope *x, nv_str key) {
    for (uint32_t i = 0; i < x->aliases.n; i++)
        if (nv_str_eq(x->aliases.v[i].key, key)) return x->aliases.v[i].cand;
    return NULL;
}

static void add_alias(scope *x, nv_str key, const nv_cand *c) {
    if (!alias_of(x, key)) *NV_PUSH(x->s->doc->arena, &x->aliases) = (alias){ key, c };
}

static void collect_aliases(scope *x) {
    nv_scan *s = x->s;
    for (uint32_t i = 0; i < s->cands.n; i++) {
        nv_cand *c = &s->cands.v[i];
        if (c->word != NV_CW_TITLE || c->kind != NV_CAND_DOC) continue;
        nv_str key = nv_letters_key(s->doc->arena, c->c.target.name);
        if (c->generic && i > 0) add_alias(x, key, &s->cands.v[i - 1]); /* taken in by the one before */
        else if (c->attach && i + 1 < s->cands.n && s->cands.v[i + 1].c.target.number.n) add_alias(x, key, &s->cands.v[i + 1]);
    }
}

/* This document's own content: its trích yếu begins with this title. */
static bool own_title(const scope *x, const nv_cand *c) {
    const nv_doc *d = x->s->doc;
    nv_arena *a = d->arena;
    if (d->head.title.n == 0) return false;
    nv_str title = x->title, key = nv_letters_key(a, c->c.target.name);
    uint32_t at = nv_str_find(title, key, 0);
    if (at == UINT32_MAX) return false;
    static const char *const leads[] = { "", "về", "vềviệc", "vềviệcbanhành", "vềbanhành", "banhành", "phêduyệt", "vềviệcphêduyệt", "vềphêduyệt", "vv" };
    for (unsigned i = 0; i < NV_NELEM(leads); i++)
        if (nv_str_eqz(nv_str_cut(title, 0, at), leads[i])) return true;
    return false;
}

static bool has_appendix(const nv_doc *d) {
    for (uint32_t i = 0; i < d->units.n; i++)
        if (d->units.v[i]->kind == NV_U_APPENDIX) return true;
    return false;
}

static nv_str appendix_for(const nv_doc *d, nv_str word, nv_unit *from) {
    nv_unit *up = from ? nv_unit_up(from, NV_U_APPENDIX) : NULL;
    if (up) return up->eid;
    nv_str first = { NULL, 0 };
    for (uint32_t i = 0; i < d->units.n; i++) {
        nv_unit *u = d->units.v[i];
        if (u->kind != NV_U_APPENDIX) continue;
        if (!first.n) first = u->eid;
        if (word.n && nv_str_starts(nv_str_trim(nv_span_str(d->fold, u->heading)), word)) return u->eid;
    }
    return first.n ? first : NV_LIT("app_1");
}

/* ---- amended documents -------------------------------------------------------------------------------------------- */

static bool same_target(const nv_target *a, const nv_target *b) {
    if (a->number.n || b->number.n) return nv_str_eq(a->number, b->number);
    return nv_str_eq(a->name, b->name);
}

static void collect_amended(scope *x) {
    nv_scan *s = x->s;
    x->one_amended = true;
    for (uint32_t i = 0; i < s->cands.n; i++) {
        const nv_cand *c = &s->cands.v[i];
        if (c->kind != NV_CAND_DOC || c->c.relation != NV_R_AMENDS || !(c->c.target.number.n || c->c.target.name.n)) continue;
        if (c->n_paths && x->amended.n) continue; /* a whole document is preferred, but a single place tells it too */
        if (x->amended.n && !same_target(&x->amended.v[0]->c.target, &c->c.target)) x->one_amended = false;
        *NV_PUSH(s->doc->arena, &x->amended) = c;
    }
}

/* The document that the unit amends: said in the unit itself or above it, else by the title. */
static const nv_cand *amended_for(const scope *x, const nv_cand *c) {
    const nv_cand *best = NULL;
    for (nv_unit *u = c->c.unit; u; u = u->parent)
        for (uint32_t i = 0; i < x->amended.n; i++)
            if (x->amended.v[i]->c.unit == u && x->amended.v[i]->c.span.beg < c->c.span.beg) best = x->amended.v[i];
            else if (best) return best;
    if (best) return best;
    if (!x->amended.n) return NULL;
    if (x->one_amended) return x->amended.v[0];
    for (uint32_t i = 0; i < x->amended.n; i++)
        if (x->amended.v[i]->c.span.beg < c->c.span.beg) best = x->amended.v[i];
    return best;
}

/* ---- places ------------------------------------------------------------------------------------------------------- */

static void add_locator(nv_doc *d, nv_cand *c, nv_str eid) {
    if (!eid.n) return;
    for (uint32_t i = 0; i < c->c.locator.n; i++)
        if (nv_str_eq(c->c.locator.v[i], eid)) return;
    *NV_PUSH(d->arena, &c->c.locator) = eid;
}

static void locate_other(nv_doc *d, nv_cand *c) {
    for (uint32_t i = 0; i < c->n_paths; i++) add_locator(d, c, nv_path_eid(d->arena, &c->paths[i]));
}

static bool locate_self(const scope *x, nv_cand *c, nv_unit *from, bool attached) {
    nv_doc *d = x->s->doc;
    bool all = c->n_paths > 0;
    for (uint32_t i = 0; i < c->n_paths; i++) {
        bool found;
        add_locator(d, c, nv_path_self(x->s, &c->paths[i], from, attached, &found));
        all &= found;
    }
    return all;
}

static bool exists_here(const scope *x, const nv_cand *c) {
    bool all = c->n_paths > 0;
    for (uint32_t i = 0; i < c->n_paths && all; i++) {
        bool found;
        nv_path_self(x->s, &c->paths[i], c->c.unit, false, &found);
        all &= found;
    }
    return all;
}

static bool inside_quotes(const nv_doc *d, const nv_cand *c) {
    bool in = c->quoted;
    unsigned straight = 0;
    for (uint32_t i = c->block.beg; i < c->c.span.beg; i++) {
        unsigned char ch = (unsigned char)d->text.p[i];
        if (ch == '"') straight++;
        if (ch == 0xE2 && i + 2 < d->text.n && (unsigned char)d->text.p[i + 1] == 0x80) {
            if ((unsigned char)d->text.p[i + 2] == 0x9C) in = true;
            else if ((unsigned char)d->text.p[i + 2] == 0x9D) in = false;
        }
    }
    return in || (straight & 1);
}

/* “vào sau khoản 3 Điều 7”, “trước Điều 5”: only says where the new place goes. */
static bool position_only(const nv_doc *d, const nv_cand *c) {
    uint32_t e = c->whole.beg;
    while (e > c->block.beg && d->fold.p[e - 1] == ' ') e--;
    static const char *const before[] = { "vào sau", "sau", "trước", "vào trước", "liền sau", "vào", "tiếp sau" };
    for (unsigned i = 0; i < NV_NELEM(before); i++) {
        uint32_t n = (uint32_t)strlen(before[i]);
        if (e >= c->block.beg + n && memcmp(d->fold.p + e - n, before[i], n) == 0) return i != 5;
    }
    return false;
}

static void to_amended(nv_cand *c, const nv_cand *am) {
    c->kind = NV_CAND_DOC;
    c->c.target = am->c.target;
    c->c.target.date = (nv_date){ 0, 0, 0 };
    if (c->c.target.number.n && !nv_str_eqz(c->c.target.type, "LUAT")) c->c.target.name = (nv_str){ NULL, 0 };
    c->c.rule = "citation.amended";
}

/* “Điều này” and “khoản 3” inside quoted new text: the article that the text belongs to is the one being written. */
static nv_str quoted_article(const nv_doc *d, const nv_cand *c) {
    nv_str found = { NULL, 0 };
    nv_span b = c->c.unit ? c->c.unit->span : c->block;
    for (uint32_t i = b.beg; i + 9 < c->c.span.beg; i++) /* the last “Điều N. behind an opening quote or at a line's start */
        if (memcmp(d->fold.p + i, "\xC4\x91i\xE1\xBB\x81u ", 8) == 0) {
            bool open = i >= 3 && (memcmp(d->text.p + i - 3, "\xE2\x80\x9C", 3) == 0 || d->text.p[i - 1] == '"' || d->text.p[i - 1] == '\n');
            uint32_t k = i + 8, e = k; /* behind “Điều ” */
            while (e < d->text.n && (nv_is_digit((unsigned char)d->text.p[e]) || (e > k && d->text.p[e] >= 'a' && d->text.p[e] <= 'h'))) e++;
            if (open && e > k && e < d->text.n && (d->text.p[e] == '.' || d->text.p[e] == ':')) found = nv_str_cut(d->text, k, e);
        }
    return found;
}

/* The article that the amending sentence of this unit names: “Sửa đổi khoản 2 Điều 22 như sau: “2. …””. */
static nv_str amended_article(const scope *x, const nv_cand *c) {
    nv_str found = { NULL, 0 };
    for (uint32_t i = 0; i < x->s->cands.n; i++) {
        const nv_cand *o = &x->s->cands.v[i];
        if (o == c || o->c.unit != c->c.unit || o->c.span.beg > c->c.span.beg || o->c.relation != NV_R_AMENDS) continue;
        for (uint32_t p = 0; p < o->n_paths; p++)
            if (o->paths[p].label[NV_P_ARTICLE].n) found = o->paths[p].label[NV_P_ARTICLE];
    }
    return found;
}

static void complete(nv_cand *c, int level, nv_str label) {
    for (uint32_t i = 0; i < c->n_paths; i++)
        if (c->paths[i].here[level] || c->paths[i].label[level].n == 0) {
            c->paths[i].label[level] = label;
            c->paths[i].here[level] = false;
            if (level > c->paths[i].high) c->paths[i].high = (uint8_t)level;
        }
}

/* An article above an amending clause: “Điều 3. Sửa đổi, bổ sung một số khoản của Điều 7”, “1. Sửa đổi khoản 3 …”; or in the same sentence: “Bổ sung khoản 4
 * vào sau khoản 3 Điều 7”. */
static void complete_amended(scope *x, nv_cand *c) {
    bool lacks = false;
    for (uint32_t i = 0; i < c->n_paths; i++) lacks |= c->paths[i].high < NV_P_ARTICLE;
    if (!lacks) return;
    for (uint32_t i = 0; i < x->s->cands.n; i++) { /* the same sentence, behind it */
        const nv_cand *o = &x->s->cands.v[i];
        if (o->block.beg != c->block.beg || o->c.span.beg <= c->c.span.beg || o->c.span.beg - c->c.span.end > 60 || !o->n_paths) continue;
        nv_str art = o->paths[o->n_paths - 1].label[NV_P_ARTICLE], cl = o->paths[o->n_paths - 1].label[NV_P_CLAUSE];
        if (!art.n) continue;
        if (c->paths[0].high == NV_P_POINT && cl.n) complete(c, NV_P_CLAUSE, cl);
        complete(c, NV_P_ARTICLE, art);
        return;
    }
    for (nv_unit *u = c->c.unit; u; u = u->parent)
        for (uint32_t i = 0; i < x->s->cands.n; i++) {
            const nv_cand *o = &x->s->cands.v[i];
            if (o == c || o->c.unit != u || o->c.relation != NV_R_AMENDS || !o->n_paths || o->c.span.beg > c->c.span.beg) continue;
            nv_str art = o->paths[0].label[NV_P_ARTICLE];
            if (art.n && (u != c->c.unit || o->c.span.end <= c->c.span.beg)) {
                if (c->paths[0].high == NV_P_POINT && o->paths[0].label[NV_P_CLAUSE].n) complete(c, NV_P_CLAUSE, o->paths[0].label[NV_P_CLAUSE]);
                complete(c, NV_P_ARTICLE, art);
                return;
            }
        }
}

static bool changes(uint8_t cue) { return cue == NV_CC_AMENDS || cue == NV_CC_REPEALS || cue == NV_CC_PHRASE || cue == NV_CC_REPLACES; }

/* “Điều 13 được sửa đổi như sau”. */
static bool changed_behind(const nv_doc *d, const nv_cand *c) {
    static const char *const how[] = { "được sửa đổi", "được bổ sung", "được thay thế", "được sửa", "được đổi" };
    uint32_t k = c->whole.end;
    while (k < c->block.end && d->text.p[k] == ' ') k++;
    for (unsigned i = 0; i < NV_NELEM(how); i++)
        if (nv_str_starts(nv_str_cut(d->fold, k, c->block.end), nv_str_of(how[i]))) return true;
    return false;
}

/* The last document cited before in the same sentence, else in the same unit. */
static const nv_cand *last_doc(const scope *x, const nv_cand *c, uint32_t index) {
    for (uint32_t i = index; i-- > 0;) {
        const nv_cand *o = &x->s->cands.v[i];
        if (o->c.unit != c->c.unit) return NULL;
        if (o->kind == NV_CAND_DOC && o->c.span.end <= c->c.span.beg && o->c.target.type.n && (o->c.target.number.n || o->c.target.name.n)) return o;
    }
    return NULL;
}

/* Decides a place that names no document. False: drop it. */
static bool settle_place(scope *x, nv_cand *c, uint32_t index) {
    nv_doc *d = x->s->doc;
    const nv_cand *am = amended_for(x, c);
    bool quoted = am && inside_quotes(d, c);
    if (quoted) {
        nv_str art = quoted_article(d, c);
        if (!art.n) art = amended_article(x, c);
        if (c->here || c->paths[0].high < NV_P_ARTICLE) {
            if (!art.n) return false;
            complete(c, NV_P_ARTICLE, art);
        }
        to_amended(c, am);
        c->c.relation = NV_R_REFERS;
        locate_other(d, c);
        return c->c.locator.n > 0;
    }
    if (am && !c->here && changed_behind(d, c)) {
        complete_amended(x, c);
        to_amended(c, am);
        c->c.relation = NV_R_AMENDS;
        locate_other(d, c);
        return true;
    }
    if (am && !c->here && !c->after && (changes(c->cue) || c->c.relation == NV_R_AMENDS)) {
        bool pos = position_only(d, c);
        complete_amended(x, c);
        to_amended(c, am);
        c->c.relation = pos ? NV_R_REFERS : c->cue == NV_CC_REPEALS ? NV_R_REPEALS : NV_R_AMENDS;
        locate_other(d, c);
        return true;
    }
    bool here = exists_here(x, c);
    bool article = c->paths[0].label[NV_P_ARTICLE].n > 0; /* “Phần thứ nhất”, “Mục 5” alone are of nothing that is known */
    if (!c->here && !c->after && !here) {
        const nv_cand *o = article ? last_doc(x, c, index) : NULL;
        if (am && !o) o = am;
        if (!o || c->c.unit == NULL) return false;
        to_amended(c, o);
        c->c.rule = "citation.place";
        c->c.confidence = 0.6;
        c->c.relation = NV_R_REFERS;
        locate_other(d, c);
        return true;
    }
    if (c->after && !here) return false;
    c->kind = NV_CAND_SELF;
    c->c.relation = NV_R_SELF;
    c->c.target = (nv_target){ .type = d->head.type };
    locate_self(x, c, c->c.unit, nv_unit_up(c->c.unit ? c->c.unit : d->root, NV_U_APPENDIX) != NULL);
    return c->c.locator.n > 0;
}

/* ---- selves ------------------------------------------------------------------------------------------------------- */

static bool settle_self(scope *x, nv_cand *c) {
    nv_doc *d = x->s->doc;
    if (c->attach) { /* “(Có bảng … đính kèm)” */
        add_locator(d, c, appendix_for(d, nv_fold_str(d->arena, nv_span_str(d->text, c->c.span)), NULL));
        return true;
    }
    const nv_cand *am = amended_for(x, c);
    if (am && inside_quotes(d, c)) {
        to_amended(c, am);
        c->c.relation = NV_R_REFERS;
        locate_other(d, c);
        return true;
    }
    /* “Quy chế này” is the appendix; “Quyết định này” in it is the document that issued it */
    bool attached = false;
    if (c->word == NV_CW_TITLE || nv_str_eqz(c->c.target.type, "QyĐ") || nv_str_eqz(c->c.target.type, "HD") || nv_str_eqz(c->c.target.type, "KH")) {
        nv_unit *app = c->c.unit ? nv_unit_up(c->c.unit, NV_U_APPENDIX) : NULL;
        nv_str t = d->head.type;
        if (app) attached = true;
        else if (has_appendix(d) && !nv_str_eq(t, c->c.target.type) && !own_title(x, c)) {
            nv_str word = nv_fold_str(d->arena, nv_span_str(d->text, c->c.span));
            uint32_t sp = nv_str_find(word, NV_LIT(" này"), 0);
            if (sp != UINT32_MAX) word.n = sp;
            for (uint32_t i = 0; i < d->units.n && !attached; i++)
                attached = d->units.v[i]->kind == NV_U_APPENDIX && nv_str_starts(nv_str_trim(nv_span_str(d->fold, d->units.v[i]->heading)), word);
        }
        if (attached) {
            nv_str word = nv_fold_str(d->arena, nv_span_str(d->text, c->c.span));
            uint32_t sp = nv_str_find(word, NV_LIT(" này"), 0);
            if (sp != UINT32_MAX) word.n = sp;
            c->c.resolved = appendix_for(d, word, c->c.unit);
        }
    }
    if (c->n_paths) locate_self(x, c, attached ? (c->c.unit && nv_unit_up(c->c.unit, NV_U_APPENDIX) ? nv_unit_up(c->c.unit, NV_U_APPENDIX) : c->c.unit) : NULL, attached);
    return true;
}

/* ---- titles, short forms ------------------------------------------------------------------------------------------ */

static bool settle_title(scope *x, nv_cand *c, uint32_t index) {
    nv_doc *d = x->s->doc;
    if (c->generic) return false; /* taken in */
    nv_unit *u = c->c.unit;
    bool preface = u && u->kind == NV_U_PREFACE;
    bool made = c->cue == NV_CC_CREATE || c->cue == NV_CC_PROPOSE || c->cue == NV_CC_MAIN;
    const nv_cand *prev = index ? &x->s->cands.v[index - 1] : NULL;
    /* “Ban hành kèm theo Quyết định này Quy chế …” */
    if (prev && prev->kind == NV_CAND_SELF && prev->cue == NV_CC_ISSUED_WITH && prev->block.beg == c->block.beg && c->c.span.beg - prev->c.span.end < 20) {
        c->kind = NV_CAND_SELF;
        c->c.relation = NV_R_SELF;
        nv_str eid = appendix_for(d, (nv_str){ NULL, 0 }, NULL);
        add_locator(d, c, eid);
        c->c.resolved = eid;
        c->c.target.number = (nv_str){ NULL, 0 };
        return true;
    }
    if (c->c.target.number.n && !made) return true;
    if (own_title(x, c) && !c->c.target.number.n) {
        static const char *const programmes[] = { "CTr", "KH", "ĐA", "CL", "PA", "QH" };
        bool programme = false; /* what the document holds in its own articles is no citation without “này” (3.7); a programme that it issues speaks as itself */
        for (unsigned p = 0; p < NV_NELEM(programmes); p++) programme |= nv_str_eqz(c->c.target.type, programmes[p]);
        if (!programme) return false;
        if (preface || made || c->attach || c->cue == NV_CC_OPEN || c->cue == NV_CC_COUNT) {
            if (preface || made || c->attach) return false;
        }
        if (c->cue == NV_CC_ISSUED_WITH) return false;
        c->kind = NV_CAND_SELF;
        c->c.relation = NV_R_SELF;
        c->c.target.name = (nv_str){ NULL, 0 };
        return true;
    }
    const nv_cand *of = alias_of(x, nv_letters_key(d->arena, c->c.target.name));
    if (made && !c->attach) return false;
    if (preface && (c->cue == NV_CC_COUNT || c->cue == NV_CC_OPEN) && !c->nested) return false;
    if (of) {
        c->c.resolved = of->c.target.number.n ? of->c.target.number : of->c.target.name;
        return true;
    }
    return c->exists && !c->elided;
}

static bool number_begins(nv_str full, nv_str part) {
    while (part.n > 1 && part.p[0] == '0') part.p++, part.n--;
    while (full.n > 1 && full.p[0] == '0') full.p++, full.n--;
    return full.n > part.n && memcmp(full.p, part.p, part.n) == 0 && (full.p[part.n] == '/' || full.p[part.n] == '-');
}

/* “Nghị định của Chính phủ quy định xử phạt …”: a trích yếu of its own says that it is another document. */
static bool own_subject(const nv_doc *d, const nv_cand *c) {
    static const char *const openers[] = { "quy định", "về", "ban hành", "hướng dẫn", "phê duyệt", "sửa đổi" };
    uint32_t k = c->c.span.end;
    while (k < c->block.end && d->text.p[k] == ' ') k++;
    for (unsigned i = 0; i < NV_NELEM(openers); i++)
        if (nv_str_starts(nv_str_cut(d->fold, k, c->block.end), nv_str_of(openers[i]))) return true;
    return false;
}

static bool settle_generic(scope *x, nv_cand *c) {
    nv_doc *d = x->s->doc;
    for (uint32_t i = 0; i < x->s->cands.n; i++) {
        const nv_cand *o = &x->s->cands.v[i];
        if (o == c || o->kind != NV_CAND_DOC || !nv_str_eq(o->c.target.type, c->c.target.type) || !o->c.target.number.n || o->generic) continue;
        if (c->c.target.number.n) {
            if (number_begins(o->c.target.number, c->c.target.number)) return true;
        } else if (c->c.target.issuer.n && nv_str_eq(o->c.target.issuer, c->c.target.issuer)) {
            if (c->c.resolved.n && !nv_str_eq(c->c.resolved, o->c.target.number)) return false; /* several: it names none of them */
            c->c.resolved = o->c.target.number;
        }
    }
    if (!c->c.target.number.n) return c->c.resolved.n && !own_subject(d, c);
    uint32_t k = c->c.span.end;
    while (k < c->block.end && d->text.p[k] == ' ') k++;
    if (k >= c->block.end) return true;
    char ch = d->text.p[k];
    return ch == ',' || ch == ';' || ch == '.' || ch == ')';
}

static bool settle_above(scope *x, nv_cand *c) {
    const nv_cand *best = NULL;
    for (uint32_t i = 0; i < x->s->cands.n; i++) {
        const nv_cand *o = &x->s->cands.v[i];
        if (o->kind == NV_CAND_DOC && o->c.span.end <= c->c.span.beg && o->c.target.number.n && nv_str_eq(o->c.target.type, c->c.target.type)) best = o;
    }
    if (!best) return false;
    c->c.resolved = best->c.target.number;
    return true;
}

/* ---- all ---------------------------------------------------------------------------------------------------------- */

static bool settle(scope *x, nv_cand *c, uint32_t index) {
    nv_doc *d = x->s->doc;
    if (c->kind == NV_CAND_PLACE) return settle_place(x, c, index);
    if (c->kind == NV_CAND_SELF) return settle_self(x, c);
    if (c->word == NV_CW_TITLE) return settle_title(x, c, index) && (c->kind == NV_CAND_SELF || (locate_other(d, c), true));
    if (c->after && !settle_above(x, c)) return false;
    if (c->generic && !settle_generic(x, c)) return false;
    locate_other(d, c);
    return true;
}

/* The document's own number in its own head or running title is none. */
static bool own_head(const nv_doc *d, const nv_cand *c) { return d->head.number_span.end > d->head.number_span.beg && nv_span_meet(d->head.number_span, c->c.span); }

void nv_cite_scope(nv_scan *s) {
    s->text = s->doc->text;
    s->fold = s->doc->fold;
    nv_cite_coined(s);
    scope x = { .s = s };
    for (uint32_t i = 0; i < s->doc->units.n; i++)
        if (s->doc->units.v[i]->kind == NV_U_ARTICLE) *NV_PUSH(s->doc->arena, &s->articles) = s->doc->units.v[i];
    x.title = nv_letters_key(s->doc->arena, s->doc->head.title);
    collect_aliases(&x);
    collect_amended(&x);
    /* amending places first: new text inside the quotes is read by them */
    bool *keep = nv_arena_alloc(s->doc->arena, sizeof *keep * (s->cands.n + 1));
    for (uint32_t i = 0; i < s->cands.n; i++) keep[i] = !own_head(s->doc, &s->cands.v[i]) && settle(&x, &s->cands.v[i], i);
    for (uint32_t i = 0; i < s->cands.n; i++)
        if (keep[i]) *NV_PUSH(s->doc->arena, &s->doc->cites) = s->cands.v[i].c;
}
