/* docx_pkg.c - the zip package of a DOCX: its parts, found through relationships, and a bounded streaming XML reader over them.
 *
 * Input is hostile until proven otherwise: entities are never replaced, nothing outside the file is ever opened, a DOCTYPE is refused
 * (ECMA-376-2 forbids it anyway), and what a member inflates to is counted while it inflates.
 */
#include "read/docx.h"
#include "read/zipdir.h"
#include "read/aside.h"
#include <stdlib.h>

/* Never NOENT, DTDLOAD, DTDVALID, XINCLUDE or HUGE: those are what entity tricks need. */
#define READER_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_COMPACT)

void nv_dx_fail(nv_dx_pkg *pkg, nv_status st, nv_msg msg, const char *a, const char *b) {
    if (pkg->status != NV_OK) return;
    pkg->status = st;
    (void)nv_err_set(pkg->err, st, msg, pkg->path, a, b, NULL);
}

static void fail_part(nv_dx_pkg *pkg, nv_status st, nv_msg msg, const char *part, const char *what) {
    nv_str s = nv_arena_printf(pkg->doc->arena, "%s: %s", part, what);
    nv_dx_fail(pkg, st, msg, s.p, NULL);
}

/* ---- XML -------------------------------------------------------------------------------------------------------- */

static int on_read(void *arg, char *buf, int len) {
    nv_dx_xml *x = arg;
    if (!nv_dx_ok(x->pkg) || len <= 0) return -1;
    int64_t n = nv_zip_file_read(x->f, buf, (size_t)len);
    if (n < 0) {
        fail_part(x->pkg, NV_E_DAMAGED, NV_M_E_DAMAGED, x->part, nv_zip_file_why(x->f));
        return -1;
    }
    x->bytes += (uint64_t)n;
    char num[32];
    if (x->bytes > NV_MAX_PART_BYTES) {
        snprintf(num, sizeof num, "%u", NV_MAX_PART_BYTES);
        nv_dx_fail(x->pkg, NV_E_LIMIT, NV_M_E_LIMIT, x->part, num);
        return -1;
    }
    if (x->bytes > (1u << 20) && x->bytes / NV_MAX_ZIP_RATIO > x->packed) {
        snprintf(num, sizeof num, "%u : 1", NV_MAX_ZIP_RATIO);
        nv_dx_fail(x->pkg, NV_E_LIMIT, NV_M_E_LIMIT, x->part, num);
        return -1;
    }
    return (int)n;
}

static int on_close(void *arg) { (void)arg; return 0; }

static void on_xml_error(void *arg, xmlErrorPtr e) {
    nv_dx_xml *x = arg;
    if (e->level < XML_ERR_ERROR || !nv_dx_ok(x->pkg)) return;
    char what[160];
    snprintf(what, sizeof what, "%s, %d: %.100s", x->part, e->line, e->message ? e->message : "?");
    for (char *p = what; *p; p++) if ((unsigned char)*p < ' ') *p = ' ';
    size_t n = strlen(what);
    while (n && what[n - 1] == ' ') what[--n] = 0;
    nv_dx_fail(x->pkg, NV_E_DAMAGED, NV_M_E_XML, what, NULL);
}

static const char *const tok_names[] = {
#define X(name) #name,
    NV_DX_ELEMENTS(X)
#undef X
};

static int by_name(const void *key, const void *elem) { return strcmp(key, *(const char *const *)elem); }

/* 1 if the elements of this namespace are ours: WordprocessingML, markup compatibility, relationships; 2 for mathematics. */
static int uri_known(const xmlChar *uri) {
    static const struct { const char *uri; int known; } table[] = {
        { "http://schemas.openxmlformats.org/wordprocessingml/2006/main", 1 },
        { "http://purl.oclc.org/ooxml/wordprocessingml/main", 1 },
        { "http://schemas.openxmlformats.org/markup-compatibility/2006", 1 },
        { "http://schemas.openxmlformats.org/package/2006/relationships", 1 },
        { "http://schemas.openxmlformats.org/officeDocument/2006/math", 2 },
        { "http://purl.oclc.org/ooxml/officeDocument/math", 2 },
    };
    for (size_t i = 0; uri && i < NV_NELEM(table); i++)
        if (strcmp((const char *)uri, table[i].uri) == 0) return table[i].known;
    return 0;
}

static nv_dx_tok token(nv_dx_xml *x) {
    const xmlChar *uri = xmlTextReaderConstNamespaceUri(x->r);
    if (uri != x->uri) { x->uri = uri; x->uri_known = uri_known(uri); }
    if (!x->uri_known) return NV_DX_other;
    const char *name = (const char *)xmlTextReaderConstLocalName(x->r);
    if (x->uri_known == 2) return strcmp(name, "t") == 0 ? NV_DX_t : NV_DX_other; /* only the text of a formula */
    const char *const *hit = bsearch(name, tok_names, NV_NELEM(tok_names), sizeof *tok_names, by_name);
    return hit ? (nv_dx_tok)(hit - tok_names + 1) : NV_DX_other;
}

/* One node further; its type, or 0 at the end or after a failure. */
static int step(nv_dx_xml *x) {
    if (x->eof || !nv_dx_ok(x->pkg)) return 0;
    int rc = xmlTextReaderRead(x->r);
    if (!nv_dx_ok(x->pkg)) return 0;
    if (rc < 0) { fail_part(x->pkg, NV_E_DAMAGED, NV_M_E_XML, x->part, "?"); return 0; }
    if (rc == 0) { x->eof = true; return 0; }
    int type = xmlTextReaderNodeType(x->r);
    if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE) {
        fail_part(x->pkg, NV_E_DAMAGED, NV_M_E_XML, x->part, type == XML_READER_TYPE_DOCUMENT_TYPE ? "DOCTYPE" : "ENTITY");
        return 0;
    }
    x->depth = xmlTextReaderDepth(x->r);
    return type;
}

int64_t nv_dx_locate(nv_dx_pkg *pkg, const char *name) {
    int64_t hit = -1;
    for (uint32_t i = 0, n = nv_zip_count(pkg->zip); i < n; i++) {
        const char *m = nv_zip_name(pkg->zip, i);
        if (!m || strcasecmp(m, name) != 0) continue;
        if (hit >= 0) { fail_part(pkg, NV_E_DAMAGED, NV_M_E_DAMAGED, name, "2x"); return -1; }
        hit = i;
    }
    return hit;
}

bool nv_dx_xml_open(nv_dx_xml *x, nv_dx_pkg *pkg, nv_str part) {
    *x = (nv_dx_xml){ .pkg = pkg, .part = nv_arena_str(pkg->doc->arena, part).p };
    int64_t at = nv_dx_locate(pkg, x->part);
    if (!nv_dx_ok(pkg)) return false;
    nv_zip_entry st;
    if (at < 0 || !nv_zip_look(pkg->zip, (uint32_t)at, &st)) {
        nv_dx_fail(pkg, NV_E_DAMAGED, NV_M_E_PART_MISSING, x->part, NULL);
        return false;
    }
    if (st.encrypted) {
        nv_dx_fail(pkg, NV_E_ENCRYPTED, NV_M_E_ENCRYPTED, NULL, NULL);
        return false;
    }
    x->packed = st.packed;
    x->size = st.size;
    x->f = nv_zip_file_open(pkg->zip, (uint32_t)at);
    if (!x->f) {
        fail_part(pkg, NV_E_DAMAGED, NV_M_E_DAMAGED, x->part, nv_zip_why(pkg->zip));
        return false;
    }
    x->r = xmlReaderForIO(on_read, on_close, x, NULL, NULL, READER_OPTIONS);
    if (x->r) {
        xmlTextReaderSetStructuredErrorHandler(x->r, on_xml_error, x);
        for (int type; (type = step(x)) != 0;)
            if (type == XML_READER_TYPE_ELEMENT) { x->tok = token(x); return true; }
    }
    fail_part(pkg, NV_E_DAMAGED, NV_M_E_XML, x->part, "?");
    xmlFreeTextReader(x->r);
    nv_zip_file_close(x->f);
    return false;
}

void nv_dx_xml_close(nv_dx_xml *x) {
    while (step(x)) {}
    char rest[512];
    while (nv_dx_ok(x->pkg) && on_read(x, rest, sizeof rest) > 0) {} /* to its end: there the checksum is compared */
    if (nv_dx_ok(x->pkg) && x->bytes != x->size) fail_part(x->pkg, NV_E_DAMAGED, NV_M_E_DAMAGED, x->part, "zip: size");
    xmlFreeTextReader(x->r);
    nv_zip_file_close(x->f);
}

nv_dx_kids nv_dx_enter(nv_dx_xml *x) { return (nv_dx_kids){ x->depth, xmlTextReaderIsEmptyElement(x->r) != 0 }; }

bool nv_dx_child(nv_dx_xml *x, const nv_dx_kids *k) {
    if (k->empty) return false;
    for (int type; (type = step(x)) != 0;) {
        if (type == XML_READER_TYPE_END_ELEMENT && x->depth <= k->depth) return false;
        if (type == XML_READER_TYPE_ELEMENT && x->depth == k->depth + 1) { x->tok = token(x); return true; }
    }
    return false;
}

void nv_dx_text(nv_dx_xml *x, nv_buf *out) {
    nv_dx_kids k = nv_dx_enter(x);
    if (k.empty) return;
    for (int type; (type = step(x)) != 0;) {
        if (type == XML_READER_TYPE_END_ELEMENT && x->depth <= k.depth) return;
        if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA || type == XML_READER_TYPE_WHITESPACE ||
            type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE) {
            const char *v = (const char *)xmlTextReaderConstValue(x->r);
            if (v && x->depth == k.depth + 1) nv_buf_addz(out, v);
        }
    }
}

const char *nv_dx_attr(nv_dx_xml *x, const char *name) {
    const xmlNode *node = xmlTextReaderCurrentNode(x->r);
    if (!node || node->type != XML_ELEMENT_NODE) return NULL;
    for (xmlAttr *a = node->properties; a; a = a->next) {
        if (strcmp((const char *)a->name, name) != 0) continue;
        bool own = !a->ns || a->ns == node->ns || (node->ns && xmlStrEqual(a->ns->href, node->ns->href)) || xmlStrEqual(a->ns->prefix, BAD_CAST "xml");
        if (!own) continue;
        if (!a->children) return "";
        if (a->children->next || !a->children->content) return NULL; /* an entity in it: nothing we asked for */
        return (const char *)a->children->content;
    }
    return NULL;
}

const char *nv_dx_attr_rel(nv_dx_xml *x) {
    const xmlNode *node = xmlTextReaderCurrentNode(x->r);
    if (!node || node->type != XML_ELEMENT_NODE) return NULL;
    for (xmlAttr *a = node->properties; a; a = a->next)
        if (strcmp((const char *)a->name, "id") == 0 && a->ns && strstr((const char *)a->ns->href, "/officeDocument/") && a->children && !a->children->next)
            return (const char *)a->children->content;
    return NULL;
}

nv_str nv_dx_attr_str(nv_dx_xml *x, const char *name) {
    const char *v = nv_dx_attr(x, name);
    return v && *v ? nv_arena_str(x->pkg->doc->arena, nv_str_of(v)) : (nv_str){ "", 0 };
}

int32_t nv_dx_attr_int(nv_dx_xml *x, const char *name, int32_t none) {
    const char *v = nv_dx_attr(x, name);
    if (!v) return none;
    char *end;
    long n = strtol(v, &end, 10);
    if (end == v) return none;
    return n > INT32_MAX ? INT32_MAX : n < INT32_MIN ? INT32_MIN : (int32_t)n;
}

bool nv_dx_onoff(nv_dx_xml *x) {
    const char *v = nv_dx_attr(x, "val");
    return !v || (strcmp(v, "0") != 0 && strcmp(v, "false") != 0 && strcmp(v, "off") != 0);
}

/* ---- package ---------------------------------------------------------------------------------------------------- */

/* The target of a relationship as a member name: relative to the folder of its source, or absolute from the root (ECMA-376-2, 9.3). */
static nv_str target_name(nv_arena *a, nv_str source, const char *target) {
    uint32_t dir = 0;
    for (uint32_t i = 0; i < source.n; i++) if (source.p[i] == '/') dir = i + 1;
    if (*target == '/') { dir = 0; target++; }
    while (strncmp(target, "./", 2) == 0) target += 2;
    while (strncmp(target, "../", 3) == 0) {
        target += 3;
        if (dir) for (dir--; dir && source.p[dir - 1] != '/';) dir--;
    }
    return nv_arena_printf(a, "%.*s%s", (int)dir, source.p, target);
}

/* Notes the parts that the relationships of `source` name. */
static void read_rels(nv_dx_pkg *pkg, nv_str rels, nv_str source) {
    static const char *const kinds[NV_DX_REL_COUNT] = { "/officeDocument", "/numbering", "/styles", "/footnotes", "/endnotes", "/comments" };
    nv_dx_xml x;
    if (!nv_dx_xml_open(&x, pkg, rels)) return;
    nv_dx_kids k = nv_dx_enter(&x);
    while (nv_dx_child(&x, &k)) {
        const char *type = nv_dx_attr(&x, "Type"), *target = nv_dx_attr(&x, "Target"), *mode = nv_dx_attr(&x, "TargetMode");
        const char *last = type ? strrchr(type, '/') : NULL;
        if (x.tok != NV_DX_Relationship || !last || !target || (mode && strcmp(mode, "External") == 0)) continue;
        for (unsigned i = 0; i < NV_DX_REL_COUNT; i++)
            if (strcmp(last, kinds[i]) == 0 && pkg->part[i].n == 0) pkg->part[i] = target_name(pkg->doc->arena, source, target);
        if (strcmp(last, "/header") == 0 || strcmp(last, "/footer") == 0)
            *NV_PUSH(pkg->doc->arena, &pkg->links) = (nv_dx_link){ nv_dx_attr_str(&x, "Id"), target_name(pkg->doc->arena, source, target), false };
        if (strcmp(last, "/package") == 0 || strcmp(last, "/oleObject") == 0) nv_read_attachment(pkg->doc, nv_str_of(target));
    }
    nv_dx_xml_close(&x);
}

/* A document without styles and lists may have no relationships; one with other parts in its folder lost them, and its numbers with them. */
static bool has_siblings(nv_dx_pkg *pkg, nv_str main, uint32_t dir) {
    for (uint32_t i = 0, n = nv_zip_count(pkg->zip); i < n; i++) {
        const char *m = nv_zip_name(pkg->zip, i);
        size_t len = m ? strlen(m) : 0;
        if (len > dir && dir && m[len - 1] != '/' && strncasecmp(m, main.p, dir) == 0 && strcasecmp(m, main.p) != 0) return true;
    }
    return false;
}

bool nv_dx_zip_open(nv_dx_pkg *pkg, nv_doc *doc, const unsigned char *p, size_t n, nv_err *err) {
    nv_zip_dir dir;
    const char *why = NULL;
    nv_str path = doc->source.path.n ? doc->source.path : doc->source.name;
    *pkg = (nv_dx_pkg){ .doc = doc, .err = err, .path = nv_arena_str(doc->arena, path.n ? path : NV_LIT("?")).p };
    if (!nv_zip_dir_read(&dir, doc->arena, p, n)) nv_dx_fail(pkg, NV_E_DAMAGED, NV_M_E_DAMAGED, dir.wrong.p, NULL);
    else if ((pkg->zip = nv_zip_open(p, n, doc->arena, &why)) == NULL) nv_dx_fail(pkg, NV_E_DAMAGED, NV_M_E_DAMAGED, why, NULL);
    return nv_dx_ok(pkg);
}

bool nv_dx_pkg_open(nv_dx_pkg *pkg, nv_doc *doc, const unsigned char *p, size_t n, nv_err *err) {
    if (!nv_dx_zip_open(pkg, doc, p, n, err)) return false;
    read_rels(pkg, NV_LIT("_rels/.rels"), NV_LIT(""));
    nv_str main = pkg->part[NV_DX_REL_DOCUMENT];
    if (nv_dx_ok(pkg) && main.n == 0) nv_dx_fail(pkg, NV_E_DAMAGED, NV_M_E_PART_MISSING, "officeDocument", NULL);
    if (!nv_dx_ok(pkg)) return false;
    uint32_t dir = 0;
    for (uint32_t i = 0; i < main.n; i++) if (main.p[i] == '/') dir = i + 1;
    nv_str rels = nv_arena_printf(doc->arena, "%.*s_rels/%.*s.rels", (int)dir, main.p, (int)(main.n - dir), main.p + dir);
    if (nv_dx_locate(pkg, rels.p) >= 0 || has_siblings(pkg, main, dir)) read_rels(pkg, rels, main);
    return nv_dx_ok(pkg);
}

void nv_dx_pkg_close(nv_dx_pkg *pkg) {
    nv_zip_close(pkg->zip);
    pkg->zip = NULL;
}
