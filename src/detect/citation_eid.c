/* citation_eid.c - from places to eIds (contract 1, 3.4): in another document without the way down to an article, in this one the full eId of its unit. */
#include "detect/citation.h"

#include <strings.h>

/* ---- eIds -------------------------------------------------------------------------------------------------------- */

static const char *const tokens[NV_P_COUNT] = { [NV_P_INDENT] = "indent", [NV_P_ITEM] = "item", [NV_P_POINT] = "point", [NV_P_CLAUSE] = "cl", [NV_P_ARTICLE] = "art",
                                                [NV_P_SUBSECTION] = "subsec", [NV_P_SECTION] = "sec", [NV_P_CHAPTER] = "chp", [NV_P_PART] = "part", [NV_P_APPENDIX] = "app" };

static bool dotted(nv_str l) { return nv_str_find(l, NV_LIT("."), 0) != UINT32_MAX; }

static nv_str one_token(nv_arena *a, const nv_path *p, int level) {
    nv_str l = p->label[level];
    if (level == NV_P_APPENDIX && l.n == 0) l = NV_LIT("1"); /* an unnumbered appendix (contract 1.7) */
    const char *t = level == NV_P_POINT && dotted(l) ? "cl" : tokens[level];
    return nv_arena_printf(a, "%s_%.*s", t, NV_ARG(l));
}

static bool has(const nv_path *p, int level) { return p->label[level].p != NULL || p->here[level]; }

nv_str nv_path_eid(nv_arena *a, const nv_path *p) {
    nv_str out = { "", 0 };
    bool article = has(p, NV_P_ARTICLE);
    for (int l = NV_P_APPENDIX; l >= 1; l--) {
        if (!has(p, l) || p->here[l]) continue;
        /* articles keep numbering across chapters: the way down to them is left out (contract 3.4) */
        if (article && (l == NV_P_PART || l == NV_P_CHAPTER || l == NV_P_SECTION || l == NV_P_SUBSECTION)) continue;
        if (l == NV_P_CHAPTER && (has(p, NV_P_SECTION) || has(p, NV_P_SUBSECTION))) continue;
        nv_str t = one_token(a, p, l);
        out = out.n ? nv_arena_printf(a, "%.*s__%.*s", NV_ARG(out), NV_ARG(t)) : t;
    }
    return out;
}

static bool kind_fits(nv_unit_kind k, int level, nv_str label) {
    switch (level) {
    case NV_P_INDENT: return k == NV_U_INDENT;
    case NV_P_ITEM: return k == NV_U_ITEM || k == NV_U_POINT;
    case NV_P_POINT: return k == NV_U_POINT || (nv_is_digit((unsigned char)label.p[0]) && (k == NV_U_CLAUSE || k == NV_U_SUBCLAUSE)) || k == NV_U_ITEM;
    case NV_P_CLAUSE: return k == NV_U_CLAUSE || k == NV_U_SUBCLAUSE;
    case NV_P_ARTICLE: return k == NV_U_ARTICLE;
    case NV_P_SUBSECTION: return k == NV_U_SUBSECTION || k == NV_U_CLAUSE;
    case NV_P_SECTION: return k == NV_U_SECTION || (nv_is_digit((unsigned char)label.p[0]) && (k == NV_U_CLAUSE || k == NV_U_SUBCLAUSE));
    case NV_P_CHAPTER: return k == NV_U_CHAPTER;
    case NV_P_PART: return k == NV_U_PART || k == NV_U_SECTION;
    case NV_P_APPENDIX: return k == NV_U_APPENDIX;
    default: return false;
    }
}

static nv_unit_kind kind_of(int level) {
    static const nv_unit_kind kinds[NV_P_COUNT] = { NV_U_COUNT, NV_U_INDENT, NV_U_ITEM, NV_U_POINT, NV_U_CLAUSE, NV_U_ARTICLE, NV_U_SUBSECTION, NV_U_SECTION, NV_U_CHAPTER, NV_U_PART, NV_U_APPENDIX };
    return kinds[level];
}

/* Labels without case and leading zeros; “a.1” and “a1” are one. */
static bool same_label(nv_str a, nv_str b) {
    if (a.n == b.n && a.n && memcmp(a.p, b.p, a.n) == 0) return true;
    if (!a.n || !b.n || ((a.p[0] | 32) != (b.p[0] | 32) && a.p[0] != '0' && b.p[0] != '0')) return false;
    if (a.n && b.n && nv_is_letter((unsigned char)a.p[0]) && nv_is_letter((unsigned char)b.p[0]) && a.n != b.n) {
        uint32_t i = 0, k = 0;
        while (i < a.n && k < b.n) {
            if (a.p[i] == '.') i++;
            else if (b.p[k] == '.') k++;
            else if (a.p[i++] != b.p[k++]) return false;
        }
        return i == a.n && k == b.n;
    }
    if (a.n == b.n && strncasecmp(a.p ? a.p : "", b.p ? b.p : "", a.n) == 0) return true;
    while (a.n > 1 && a.p[0] == '0') a.p++, a.n--;
    while (b.n > 1 && b.p[0] == '0') b.p++, b.n--;
    return a.n == b.n && strncasecmp(a.p ? a.p : "", b.p ? b.p : "", a.n) == 0;
}

/* First unit below `top` (not in another appendix) that the label names; the shallowest wins, then document order. */
static nv_unit *find_below(nv_unit *top, int level, nv_str label) {
    for (nv_unit *u = top->first; u; u = u->next)
        if (kind_fits(u->kind, level, label) && level != NV_P_INDENT && same_label(u->label, label)) return u;
    if (level == NV_P_INDENT) {
        long want = 0, at = 0;
        for (uint32_t i = 0; i < label.n && i < 4; i++) want = want * 10 + (label.p[i] - '0');
        for (nv_unit *u = top->first; u; u = u->next)
            if (u->kind == NV_U_INDENT && ++at == want) return u;
        return NULL;
    }
    for (nv_unit *u = top->first; u; u = u->next) {
        if (u->kind == NV_U_APPENDIX) continue;
        nv_unit *f = find_below(u, level, label);
        if (f) return f;
    }
    return NULL;
}

static int top_level(const nv_path *p) {
    for (int l = NV_P_APPENDIX; l >= 1; l--)
        if (has(p, l)) return l;
    return 0;
}

/* An article by its number: of the appendix `app`, else of the document itself; with `inside` of the appendix alone. */
static nv_unit *find_article(const nv_scan *s, nv_str label, nv_unit *app, bool inside) {
    nv_unit *main_text = NULL;
    for (uint32_t i = 0; i < s->articles.n; i++) {
        nv_unit *u = s->articles.v[i];
        if (!same_label(u->label, label)) continue;
        nv_unit *own = nv_unit_up(u, NV_U_APPENDIX);
        if (own == app && app) return u;
        if (!own && !main_text) main_text = u;
    }
    return inside ? NULL : main_text;
}

static nv_unit *walk(nv_unit *scope, const nv_path *p, int from, nv_arena *a, nv_str *rest) {
    nv_unit *u = scope;
    *rest = (nv_str){ "", 0 };
    for (int l = from; l >= 1; l--) {
        if (!has(p, l) || p->here[l]) continue;
        nv_unit *f = rest->n ? NULL : find_below(u, l, p->label[l]);
        if (f) u = f;
        else {
            nv_str t = one_token(a, p, l);
            *rest = rest->n ? nv_arena_printf(a, "%.*s__%.*s", NV_ARG(*rest), NV_ARG(t)) : t;
        }
    }
    return u;
}

nv_str nv_path_self(const nv_scan *s, const nv_path *p, nv_unit *from, bool attached, bool *found) {
    const nv_doc *doc = s->doc;
    nv_arena *a = doc->arena;
    nv_unit *app = from ? nv_unit_up(from, NV_U_APPENDIX) : NULL, *scope = doc->root;
    nv_str rest = { "", 0 };
    int top = top_level(p);
    *found = false;
    if (!doc->root) return nv_path_eid(a, p);
    if (top == NV_P_APPENDIX) {
        if (p->here[top] && app) scope = app;
        else if (p->label[top].n == 0) {
            for (nv_unit *u = doc->root->first; u; u = u->next)
                if (u->kind == NV_U_APPENDIX) {
                    scope = u;
                    break;
                }
        } else scope = find_below(doc->root, top, p->label[top]);
        if (!scope || scope == doc->root) return nv_path_eid(a, p);
        nv_unit *u = walk(scope, p, top - 1, a, &rest);
        *found = rest.n == 0;
        return rest.n ? nv_arena_printf(a, "%.*s__%.*s", NV_ARG(u->eid), NV_ARG(rest)) : u->eid;
    }
    if (top && p->here[top]) { /* “khoản 2 Điều này”, “Điều này”, “Chương này” */
        nv_unit *u = from ? nv_unit_up(from, kind_of(top)) : NULL;
        for (nv_unit *v = from; !u && v && v->kind != NV_U_DOC; v = v->parent)
            if (kind_fits(v->kind, top, v->label.n ? v->label : NV_LIT("1"))) u = v;
        if (!u) return nv_path_eid(a, p);
        nv_unit *w = walk(u, p, top - 1, a, &rest);
        *found = rest.n == 0;
        return rest.n ? nv_arena_printf(a, "%.*s__%.*s", NV_ARG(w->eid), NV_ARG(rest)) : w->eid;
    }
    /* bare: from the citing unit outwards, so that “khoản 2” is that of the same article; articles and above are unique in the document */
    nv_unit *home = attached && app ? app : NULL;
    nv_unit *first = NULL;
    if (top == NV_P_ARTICLE) first = find_article(s, p->label[top], app, home != NULL);
    else
        for (nv_unit *v = from; v && !first; v = v->parent) {
            first = find_below(v, top, p->label[top]);
            if (v->kind == NV_U_ARTICLE || (v->kind == NV_U_APPENDIX && home)) break; /* a khoản, điểm of another article is named with it */
        }
    *found = first != NULL;
    if (!*found) {
        scope = home ? home : doc->root;
        if (top < NV_P_ARTICLE && from) { /* an unknown khoản, điểm: of the nearest article */
            nv_unit *art = nv_unit_up(from, NV_U_ARTICLE);
            if (art) scope = art;
        }
    }
    nv_unit *u = first ? walk(first, p, top - 1, a, &rest) : walk(scope, p, top, a, &rest);
    if (rest.n) *found = false;
    if (rest.n == 0) return u->eid;
    return u->eid.n ? nv_arena_printf(a, "%.*s__%.*s", NV_ARG(u->eid), NV_ARG(rest)) : rest;
}
