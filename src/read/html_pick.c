/* html_pick.c - the document inside a saved web page.
 *
 * A page of a law portal holds the document in one element, and around it menus, forms, lists of related links, comments. Two ways lead to that
 * element: the marks that portals put on it (a table below), and where those are unknown, density: from the body downwards, step into the child
 * that keeps nearly all of the text that is no link, as long as what is left behind has nothing of a document's head or end.
 */
#include "read/html.h"

#include <stdlib.h>

/* Marks of the element that holds the text of a document. `value` NULL: the attribute is enough; a class is one word of the attribute. */
static const struct { const char *attr, *value, *portal; } containers[] = {
    { "data-vbpl-content-root", NULL, "vbpl.vn since 2025" },
    { "id", "toanvancontent", "vbpl.vn until 2025" },
    { "class", "toanvancontent", "vbpl.vn until 2025" },
    { "class", "fulltext", "vbpl.vn until 2025, outer" },
    { "class", "content1", "thuvienphapluat.vn" },
    { "id", "divContentDoc", "thuvienphapluat.vn" },
    { "id", "ctl00_Content_ThongTinVB_divNoiDung", "thuvienphapluat.vn, old" },
    { "class", "the-document-body", "luatvietnam.vn" },
    { "class", "noidung-vanban", "congbao.chinhphu.vn" },
    { "class", "vanban-content", "vanban.chinhphu.vn" },
    { "class", "document-content", "several" },
};

#define MIN_TEXT 200u /* letters: less is no document but a mark that is used for something else */

/* ---- what the text says ----------------------------------------------------------------------------------------- */

typedef struct { uint32_t letters, linked; bool head, end; uint32_t cues; } weight;

/* Beginnings of lines that documents have and menus do not, in the form of nv_fold. kind: 'h' head, 'e' end, 'c' any place. */
static const struct { const char *s; char kind; } cues[] = {
    { "cộng hòa xã hội chủ nghĩa việt nam", 'h' }, { "độc lập", 'h' }, { "số:", 'h' }, { "luật số:", 'h' }, { "căn cứ ", 'c' }, { "theo đề nghị của", 'c' },
    { "điều 1.", 'c' }, { "điều 1:", 'c' }, { "điều 2.", 'c' }, { "kính gửi", 'h' }, { "nơi nhận", 'e' }, { "tm. ", 'e' }, { "kt. ", 'e' }, { "tl. ", 'e' }, { "tuq. ", 'e' },
    { "i. ", 'c' }, { "1. ", 'c' }, { "a) ", 'c' }, { "chương i", 'c' },
};

static void note_cue(weight *w, nv_str s) {
    char buf[96];
    s = nv_str_trim(s);
    if (s.n > sizeof buf) s.n = sizeof buf;
    nv_fold(s, buf);
    for (size_t i = 0; i < NV_NELEM(cues); i++) {
        if (!nv_str_starts((nv_str){ buf, s.n }, nv_str_of(cues[i].s))) continue;
        w->cues++;
        w->head |= cues[i].kind == 'h';
        w->end |= cues[i].kind == 'e';
    }
}

static void weigh(const xmlNode *e, bool link, weight *w) {
    for (const xmlNode *c = e->children; c; c = c->next) {
        if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) {
            nv_str s = nv_str_of((const char *)c->content);
            uint32_t n = 0;
            for (uint32_t i = 0; i < s.n; i++) n += (unsigned char)s.p[i] > ' ' && ((unsigned char)s.p[i] & 0xC0) != 0x80;
            if (link) w->linked += n;
            else w->letters += n;
            if (n && !link) note_cue(w, s);
        } else if (c->type == XML_ELEMENT_NODE && !nv_ht_hidden(c)) {
            bool nav = nv_ht_is(c, "nav") || nv_ht_is(c, "footer") || nv_ht_is(c, "aside") || nv_ht_is(c, "button");
            weigh(c, link || nav || (nv_ht_is(c, "a") && nv_ht_attr(c, "href")), w);
        }
    }
}

/* ---- known containers ------------------------------------------------------------------------------------------- */

static bool has_word(const char *list, const char *word) {
    size_t n = strlen(word);
    for (const char *p = list; (p = strstr(p, word)) != NULL; p += n)
        if ((p == list || p[-1] == ' ') && (p[n] == 0 || p[n] == ' ')) return true;
    return false;
}

static xmlNode *marked(xmlNode *e, size_t k) {
    for (xmlNode *c = e->children; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE || nv_ht_hidden(c)) continue;
        const char *v = nv_ht_attr(c, containers[k].attr);
        if (v && (!containers[k].value || has_word(v, containers[k].value))) {
            weight w = { 0 };
            weigh(c, false, &w);
            if (w.letters + w.linked >= MIN_TEXT) return c;
        }
        xmlNode *hit = marked(c, k);
        if (hit) return hit;
    }
    return NULL;
}

/* ---- density ---------------------------------------------------------------------------------------------------- */

/* The child to step into, or NULL: it keeps nine tenths of the plain text, or what is left behind has no sign of a document. */
static xmlNode *densest(xmlNode *e) {
    weight all = { 0 }, best = { 0 };
    xmlNode *hit = NULL;
    weigh(e, false, &all);
    for (xmlNode *c = e->children; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE || nv_ht_hidden(c) || nv_ht_kind_of(c) == NV_HT_INLINE) continue;
        weight w = { 0 };
        weigh(c, false, &w);
        if (w.letters > best.letters) {
            best = w;
            hit = c;
        }
    }
    if (!hit || nv_ht_is(hit, "p") || nv_ht_kind_of(hit) == NV_HT_HEADING || nv_ht_kind_of(hit) == NV_HT_LIST || nv_ht_kind_of(hit) == NV_HT_PRE) return NULL;
    if (best.letters < MIN_TEXT || (all.head && !best.head) || (all.end && !best.end)) return NULL;
    uint32_t behind = all.letters - best.letters, cues_behind = all.cues - best.cues;
    if (behind * 10 <= all.letters && cues_behind * 10 <= all.cues) return hit;
    return best.cues >= 3 && cues_behind == 0 && behind * 2 <= all.letters ? hit : NULL;
}

xmlNode *nv_ht_pick(xmlNode *body) {
    for (size_t k = 0; k < NV_NELEM(containers); k++) {
        xmlNode *hit = marked(body, k);
        if (hit) return hit;
    }
    weight w = { 0 };
    weigh(body, false, &w);
    if (w.cues == 0 && w.letters < 2000) return NULL; /* an error message, a login form */
    if (w.linked * 20 < w.letters) return body;       /* no web page but a document saved as HTML */
    for (xmlNode *at = body;;) {
        xmlNode *next = densest(at);
        if (!next) return at;
        at = next;
    }
}
