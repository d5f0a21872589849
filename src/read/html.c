/* html.c - the format HTML: pages of law portals as browsers save them, and documents that Word or LibreOffice saved as HTML. */
#include "read/charset.h"
#include "read/html.h"

#include <stdio.h>
#include <strings.h>

/* ---- sniffing --------------------------------------------------------------------------------------------------- */

static const unsigned char *skip_bom(const unsigned char *p, size_t *n) {
    if (*n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) { *n -= 3; return p + 3; }
    return p;
}

static bool has(const unsigned char *p, size_t n, const char *word) {
    size_t len = strlen(word);
    for (size_t i = 0; i + len <= n; i++)
        if (strncasecmp((const char *)p + i, word, len) == 0) return true;
    return false;
}

static bool is_utf16(const unsigned char *p, size_t n) { return n >= 2 && ((p[0] == 0xFF && p[1] == 0xFE) || (p[0] == 0xFE && p[1] == 0xFF)); }

/* By the first tags; a text that merely speaks of tags does not begin with one. */
static bool sniff(const unsigned char *p, size_t n, const char *name) {
    (void)name;
    if (is_utf16(p, n)) { /* every second byte of ASCII text */
        char head[512];
        size_t k = 0;
        for (size_t i = p[0] == 0xFF ? 2 : 3; i < n && k < sizeof head; i += 2) head[k++] = (char)p[i];
        return has((const unsigned char *)head, k, "<html") || has((const unsigned char *)head, k, "<!doctype html");
    }
    p = skip_bom(p, &n);
    size_t at = 0;
    while (at < n && at < 1024 && (p[at] == ' ' || p[at] == '\t' || p[at] == '\r' || p[at] == '\n')) at++;
    if (at >= n || p[at] != '<') return false;
    size_t head = n - at < 4096 ? n - at : 4096;
    static const char *const first[] = { "<!doctype html", "<html", "<head", "<body", "<meta", "<title" };
    for (size_t i = 0; i < NV_NELEM(first); i++)
        if (strncasecmp((const char *)p + at, first[i], n - at < strlen(first[i]) ? n - at : strlen(first[i])) == 0) return true;
    return (strncmp((const char *)p + at, "<?xml", n - at < 5 ? n - at : 5) == 0 || strncmp((const char *)p + at, "<!--", n - at < 4 ? n - at : 4) == 0) &&
           (has(p + at, head, "<html") || has(p + at, head, "<!doctype html"));
}

/* ---- the text of the file as UTF-8 ------------------------------------------------------------------------------- */

/* The bytes decide, not what the page declares: valid UTF-8 is UTF-8; other bytes are windows-1252 or an old Vietnamese encoding on top of it,
 * which is found later by the text itself. */
static void to_utf8(nv_buf *out, const unsigned char *p, size_t n) {
    if (is_utf16(p, n)) { nv_utf16_utf8(out, p + 2, n - 2, p[0] == 0xFE); return; }
    p = skip_bom(p, &n);
    if (nv_is_8bit(p, n)) nv_cp1252_utf8(out, p, n);
    else nv_buf_add(out, p, n);
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

static xmlNode *find(xmlNode *e, const char *name) {
    for (xmlNode *c = e; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE) continue;
        if (nv_ht_is(c, name)) return c;
        xmlNode *hit = find(c->children, name);
        if (hit) return hit;
    }
    return NULL;
}

/* True if a word processor wrote the file: all of it is the document then, however short. */
static bool by_word_processor(xmlNode *root) {
    for (xmlNode *head = find(root, "head"), *m = head ? head->children : NULL; m; m = m->next) {
        const char *name = nv_ht_is(m, "meta") ? nv_ht_attr(m, "name") : NULL, *what = name ? nv_ht_attr(m, "content") : NULL;
        if (!what || strcasecmp(name, "generator") != 0) continue;
        if (strstr(what, "Microsoft Word") || strstr(what, "LibreOffice") || strstr(what, "OpenOffice") || strstr(what, "WPS")) return true;
    }
    return false;
}

/* What the page says instead of a document: its title, or its first words. */
static nv_str excuse(nv_arena *a, xmlNode *root) {
    xmlNode *title = find(root, "title");
    xmlChar *z = title ? xmlNodeGetContent(title) : NULL;
    nv_str s = z ? nv_arena_str(a, nv_str_trim(nv_str_of((const char *)z))) : (nv_str){ "?", 1 };
    xmlFree(z);
    return s.n ? s : (nv_str){ "?", 1 };
}

static nv_status read_html(nv_doc *doc, const unsigned char *p, size_t n, nv_err *err) {
    nv_buf text = { 0 };
    nv_block b = { .doc = doc, .err = err };
    if (!is_utf16(p, n) && nv_is_binary(p, n)) return nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, doc->source.path.p, "HTML: NUL", NULL);
    to_utf8(&text, p, n);
    htmlParserCtxt *ctx = htmlNewParserCtxt();
    /* RECOVER: saved pages are never valid; NONET: nothing outside the file is opened. Without HUGE, depth and text nodes are bounded. */
    htmlDocPtr tree = ctx && text.n <= INT32_MAX ? htmlCtxtReadMemory(ctx, nv_buf_z(&text), (int)text.n, NULL, "UTF-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_COMPACT) : NULL;
    xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    bool stopped = ctx && ctx->disableSAX;
    if (!root) nv_block_fail(&b, NV_E_DAMAGED, NV_M_E_DAMAGED, "HTML", NULL);
    else if (stopped) nv_block_fail(&b, NV_E_LIMIT, NV_M_E_LIMIT, "HTML", ctx->lastError.message ? ctx->lastError.message : "libxml2");
    else {
        xmlNode *body = find(root, "body");
        if (!body) body = root;
        xmlNode *pick = by_word_processor(root) ? body : nv_ht_pick(body);
        if (pick) nv_ht_walk(&b, pick);
        if (b.status == NV_OK && !doc->lines.n) nv_block_fail(&b, NV_E_NOTEXT, NV_M_E_NO_DOCUMENT, excuse(doc->arena, root).p, NULL);
    }
    doc->source.reader = NV_LIT("libxml2 " LIBXML_DOTTED_VERSION " (HTML)");
    if (tree) xmlFreeDoc(tree);
    htmlFreeParserCtxt(ctx);
    nv_block_free(&b);
    nv_buf_clear(&text);
    return b.status;
}

const nv_format nv_format_html = { .name = "html", .sniff = sniff, .read = read_html };
