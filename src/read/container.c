/* container.c - see container.h. */
#include "read/container.h"
#include "base/limits.h"
#include "read/ole.h"
#include "read/zipdir.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { SHOWN = 5, HEAD = 16384 };

typedef struct { nv_arena *a; nv_str v[SHOWN]; uint32_t n; } names; /* the first few, and how many there are */

static void add(names *x, nv_str s)
{
    if (!s.n) return;
    for (uint32_t i = 0; i < x->n && i < SHOWN; i++)
        if (nv_str_eq(x->v[i], s)) return;
    if (x->n < SHOWN) x->v[x->n] = s;
    x->n++;
}

/* “a.pdf, b.docx … (+3)”; control characters and bytes that are no UTF-8 are the caller's business when it prints. */
static const char *listed(const names *x)
{
    nv_str s = x->n ? x->v[0] : NV_LIT("0");
    for (uint32_t i = 1; i < x->n && i < SHOWN; i++) s = nv_arena_printf(x->a, "%.*s, %.*s", NV_ARG(s), NV_ARG(x->v[i]));
    return x->n > SHOWN ? nv_arena_printf(x->a, "%.*s … (+%u)", NV_ARG(s), x->n - SHOWN).p : nv_arena_str(x->a, s).p;
}

/* ---- ZIP ---------------------------------------------------------------------------------------------------------------- */

static bool has(const nv_zip_dir *d, const char *begin)
{
    for (uint32_t i = 0; i < d->members.n; i++)
        if (d->members.v[i].name.n >= strlen(begin) && strncasecmp(d->members.v[i].name.p, begin, strlen(begin)) == 0) return true;
    return false;
}

static nv_status zip(nv_doc *doc, const char *path, const unsigned char *p, size_t n, nv_err *err)
{
    nv_zip_dir d;
    if (!nv_zip_dir_read(&d, doc->arena, p, n)) return nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, path, d.wrong.p, NULL);
    const char *other = has(&d, "xl/workbook") ? "XLSX (Excel)" : has(&d, "ppt/presentation") ? "PPTX (PowerPoint)" : has(&d, "visio/") ? "VSDX (Visio)" : NULL;
    if (other) return nv_err_set(err, NV_E_FORMAT, NV_M_E_FORMAT_LATER, path, other, NULL);
    names x = { .a = doc->arena };
    for (uint32_t i = 0; i < d.members.n; i++) {
        nv_str s = d.members.v[i].name;
        if (s.p[s.n - 1] != '/') add(&x, s);
    }
    return nv_err_set(err, NV_E_FORMAT, NV_M_E_CONTAINER, path, "ZIP", listed(&x), NULL);
}

/* ---- OLE2: other programs of Office, protected DOCX, Outlook ------------------------------------------------------------ */

static nv_str utf16(nv_arena *a, nv_bytes b)
{
    nv_buf out = { 0 };
    for (size_t i = 0; i + 1 < b.n; i += 2) {
        uint16_t c = nv_u16(b, i);
        if (c >= 0x20 && (c < 0xD800 || c >= 0xE000)) nv_buf_addu(&out, c);
    }
    nv_str s = nv_arena_str(a, nv_buf_str(&out));
    nv_buf_clear(&out);
    return s;
}

static nv_status ole2(nv_doc *doc, const char *path, const unsigned char *p, size_t n, nv_err *err)
{
    nv_ole o;
    if (!nv_ole_open(&o, doc->arena, p, n)) return nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, path, "OLE2", NULL);
    /* an Office file with a password is packed whole ([MS-OFFCRYPTO] 2.1) */
    if (nv_ole_nth(&o, "EncryptedPackage", 0).p) return nv_err_set(err, NV_E_ENCRYPTED, NV_M_E_ENCRYPTED, path, NULL);
    static const struct { const char *stream, *name; } known[] = { { "Workbook", "XLS (Excel)" }, { "Book", "XLS (Excel)" }, { "PowerPoint Document", "PPT (PowerPoint)" }, { "VisioDocument", "VSD (Visio)" } };
    for (size_t i = 0; i < NV_NELEM(known); i++)
        if (nv_ole_nth(&o, known[i].stream, 0).p) return nv_err_set(err, NV_E_FORMAT, NV_M_E_FORMAT_LATER, path, known[i].name, NULL);
    if (!nv_ole_nth(&o, "__properties_version1.0", 0).p) return nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, path, "OLE2", NULL);
    names x = { .a = doc->arena };
    nv_bytes name; /* [MS-OXMSG] 2.1.3: long file name of each attachment */
    for (uint32_t k = 0; k < NV_MAX_ZIP_MEMBERS && (name = nv_ole_nth(&o, "__substg1.0_3707001F", k)).p; k++) add(&x, utf16(doc->arena, name));
    return nv_err_set(err, NV_E_FORMAT, NV_M_E_CONTAINER, path, "e-mail (MSG)", listed(&x), NULL);
}

/* ---- e-mail ------------------------------------------------------------------------------------------------------------- */

/* True if a line of the head begins with `field`. */
static bool field(nv_str head, const char *name)
{
    size_t len = strlen(name);
    for (uint32_t at = 0; at + len < head.n;) {
        if (strncasecmp(head.p + at, name, len) == 0 && head.p[at + len] == ':') return true;
        const char *nl = memchr(head.p + at, '\n', head.n - at);
        if (!nl) return false;
        at = (uint32_t)(nl - head.p) + 1;
    }
    return false;
}

/* The head of a message (RFC 5322): lines “Name: …” up to an empty line. n == 0: it is none. */
static nv_str mail_head(const unsigned char *p, size_t n)
{
    nv_str s = { (const char *)p, (uint32_t)(n < HEAD ? n : HEAD) };
    uint32_t end = nv_str_find(s, NV_LIT("\r\n\r\n"), 0), lf = nv_str_find(s, NV_LIT("\n\n"), 0);
    s.n = lf < end ? lf + 1 : end == UINT32_MAX ? 0 : end + 2;
    uint32_t i = 0;
    while (i < s.n && (g_ascii_isalnum(s.p[i]) || s.p[i] == '-')) i++;
    bool sent = field(s, "From") || field(s, "Received") || field(s, "Return-Path");
    return i > 0 && i < s.n && s.p[i] == ':' && sent && (field(s, "MIME-Version") || field(s, "Message-ID")) ? s : (nv_str){ 0 };
}

/* =?UTF-8?B?…?= (RFC 2047) as text; other forms stay as they are. */
static nv_str decoded(nv_arena *a, nv_str s)
{
    static const char mark[] = "=?utf-8?b?";
    if (s.n < sizeof mark || strncasecmp(s.p, mark, sizeof mark - 1) != 0) return s;
    uint32_t end = nv_str_find(s, NV_LIT("?="), sizeof mark - 1);
    if (end == UINT32_MAX) return s;
    nv_str z = nv_arena_printf(a, "%.*s", (int)(end - (sizeof mark - 1)), s.p + sizeof mark - 1);
    gsize n;
    guchar *bytes = g_base64_decode(z.p, &n);
    nv_str out = nv_arena_str(a, (nv_str){ (const char *)bytes, (uint32_t)n });
    g_free(bytes);
    return nv_utf8_valid(out) ? out : s;
}

static nv_status mail(nv_doc *doc, const char *path, nv_str head, nv_str all, nv_err *err)
{
    if (field(head, "Snapshot-Content-Location") || nv_str_find(head, NV_LIT("multipart/related"), 0) != UINT32_MAX)
        return nv_err_set(err, NV_E_FORMAT, NV_M_E_FORMAT_LATER, path, "MHTML", NULL);
    names x = { .a = doc->arena };
    for (uint32_t at = 0; (at = nv_str_find(all, NV_LIT("name=\""), at)) != UINT32_MAX;) {
        at += 6;
        const char *quote = memchr(all.p + at, '"', all.n - at);
        if (!quote) break;
        nv_str s = nv_str_cut(all, at, (uint32_t)(quote - all.p));
        if (s.n < 200) add(&x, decoded(doc->arena, s));
    }
    return nv_err_set(err, NV_E_FORMAT, NV_M_E_CONTAINER, path, "e-mail", listed(&x), NULL);
}

/* ---- all ---------------------------------------------------------------------------------------------------------------- */

static const struct { const char *magic; size_t n; const char *name; } foreign[] = {
    { "\x89PNG", 4, "PNG" }, { "\xFF\xD8\xFF", 3, "JPEG" }, { "II*\0", 4, "TIFF" }, { "MM\0*", 4, "TIFF" }, { "GIF8", 4, "GIF" }, { "Rar!", 4, "RAR" }, { "7z\xBC\xAF", 4, "7z" },
    { "\x1F\x8B", 2, "gzip" }, { "MZ\x90\0", 4, "EXE" }, { "\x7F" "ELF", 4, "ELF" }, { "SQLite format 3", 15, "SQLite" }, { "<?xml", 5, "XML" },
};

nv_status nv_container_refuse(nv_doc *doc, const char *path, const unsigned char *p, size_t n, nv_err *err)
{
    if (n >= 4 && (memcmp(p, "PK\3\4", 4) == 0 || memcmp(p, "PK\5\6", 4) == 0)) return zip(doc, path, p, n, err);
    if (n >= 8 && memcmp(p, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0) return ole2(doc, path, p, n, err);
    for (size_t i = 0; i < NV_NELEM(foreign); i++)
        if (n >= foreign[i].n && memcmp(p, foreign[i].magic, foreign[i].n) == 0) return nv_err_set(err, NV_E_FORMAT, NV_M_E_FORMAT_LATER, path, foreign[i].name, NULL);
    nv_str head = mail_head(p, n);
    return head.n ? mail(doc, path, head, (nv_str){ (const char *)p, (uint32_t)n }, err) : NV_OK;
}
