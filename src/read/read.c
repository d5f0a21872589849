/* read.c - the table of formats, and the way from a path to raw lines: size bounds, SHA-256, recognition by content. */
#include "read/read.h"
#include "base/digest.h"
#include "read/charset.h"
#include "read/container.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Text comes last: it takes whatever is no binary file. */
static const nv_format *const formats[] = { &nv_format_pdf, &nv_format_docx, &nv_format_xlsx, &nv_format_odt, &nv_format_html, &nv_format_rtf, &nv_format_msword, &nv_format_csv, &nv_format_text };

const nv_format *const *nv_formats(uint32_t *n)
{
    *n = (uint32_t)NV_NELEM(formats);
    return formats;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

bool nv_read_known_suffix(const char *path)
{
    static const char *const known[] = { ".pdf", ".docx", ".docm", ".txt", ".md", ".text", ".markdown", ".html", ".htm", ".xhtml", ".rtf", ".doc", ".dot", ".odt", ".ott", ".zip", ".eml", ".msg" };
    const char *dot = strrchr(base_name(path), '.');
    for (size_t i = 0; dot && i < NV_NELEM(known); i++)
        if (g_ascii_strcasecmp(dot, known[i]) == 0) return true;
    return false;
}

static void hash(nv_doc *doc, const unsigned char *p, size_t n)
{
    char hex[NV_DIGEST_HEX];
    nv_digest *sum = nv_digest_new();
    nv_digest_add(sum, p, n);
    nv_digest_end(sum, hex);
    doc->source.sha256 = nv_arena_str(doc->arena, nv_str_of(hex));
}

/* Text in an 8-bit encoding: as windows-1252 first; normalize/legacy.c finds out which old Vietnamese encoding it is. */
static nv_status read_8bit(nv_doc *doc, const unsigned char *p, size_t n, nv_err *err)
{
    nv_buf utf8 = { 0 };
    nv_str bytes = { (const char *)p, (uint32_t)n };
    for (uint32_t at = 0; at < bytes.n && !doc->source.not_utf8;) {
        uint32_t from = at;
        if (nv_utf8_next(bytes, &at) == 0xFFFD && at == from + 1) doc->source.not_utf8 = (uint64_t)from + 1;
    }
    nv_cp1252_utf8(&utf8, p, n);
    doc->source.format = nv_str_of(nv_format_text.name);
    nv_status st = nv_format_text.read(doc, (const unsigned char *)utf8.p, utf8.n, err);
    nv_buf_clear(&utf8);
    doc->source.reader = NV_LIT(NV_READER_8BIT);
    return st;
}

static nv_status too_big(const char *path, uint64_t bytes, nv_err *err)
{
    char size[32], bound[32];
    snprintf(size, sizeof size, "%llu MiB", (unsigned long long)bytes >> 20);
    snprintf(bound, sizeof bound, "%u MiB", NV_MAX_FILE_BYTES >> 20);
    return nv_err_set(err, NV_E_LIMIT, NV_M_E_TOO_BIG, path, size, bound, NULL);
}

nv_status nv_read_bytes(nv_doc *doc, const char *path, const unsigned char *p, size_t n, nv_err *err)
{
    const char *name = base_name(path);
    doc->source.path = nv_arena_str(doc->arena, nv_str_of(path));
    doc->source.name = nv_arena_str(doc->arena, nv_str_of(name));
    doc->source.bytes = n;
    if (n == 0) return nv_err_set(err, NV_E_FORMAT, NV_M_E_EMPTY, path, NULL);
    if (n > NV_MAX_FILE_BYTES) return too_big(path, n, err);
    hash(doc, p, n);
    const nv_format *found = NULL;
    /* formats with marks of their own first, then what we know but do not read, then text */
    for (size_t i = 0; !found && i + 1 < NV_NELEM(formats); i++)
        if (formats[i]->sniff(p, n, name)) found = formats[i];
    if (!found) {
        nv_status other = nv_container_refuse(doc, path, p, n, err);
        if (other) return other;
        if (!nv_format_text.sniff(p, n, name)) return nv_err_set(err, NV_E_FORMAT, NV_M_E_UNKNOWN_FORMAT, path, "?", NULL);
        found = &nv_format_text;
        if (p[0] < 0xFE && nv_is_8bit(p, n)) return read_8bit(doc, p, n, err);
    }
    doc->source.format = nv_str_of(found->name);
    return found->read(doc, p, n, err);
}

/* Reads the whole of an open file of `size` bytes; a file that shrinks meanwhile gives fewer. Returns bytes read or -1 with errno. */
static ssize_t read_all(int fd, unsigned char *p, size_t size)
{
    size_t at = 0;
    while (at < size) {
        ssize_t got = pread(fd, p + at, size - at, (off_t)at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        at += (size_t)got;
    }
    return (ssize_t)at;
}

int nv_read_open(const char *path, nv_err *err)
{
    /* O_NONBLOCK: opening a FIFO by mistake must not hang; it means nothing to a regular file */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        nv_err_set(err, NV_E_IO, NV_M_E_OPEN, path, strerror(errno), NULL);
        return -1;
    }
    struct stat st;
    if (fstat(fd, &st) != 0) nv_err_set(err, NV_E_IO, NV_M_E_OPEN, path, strerror(errno), NULL);
    else if (!S_ISREG(st.st_mode)) nv_err_set(err, NV_E_IO, NV_M_E_READ, path, S_ISDIR(st.st_mode) ? strerror(EISDIR) : strerror(EINVAL), NULL);
    else if ((uint64_t)st.st_size > NV_MAX_FILE_BYTES) too_big(path, (uint64_t)st.st_size, err);
    else return fd;
    close(fd);
    return -1;
}

nv_status nv_read_whole(const char *path, int fd, unsigned char **out, size_t *size, nv_err *err)
{
    struct stat st;
    *out = NULL;
    if (fstat(fd, &st) != 0) return nv_err_set(err, NV_E_IO, NV_M_E_READ, path, strerror(errno), NULL);
    if ((uint64_t)st.st_size > NV_MAX_FILE_BYTES) return too_big(path, (uint64_t)st.st_size, err);
    *out = nv_xmalloc((size_t)st.st_size + 1);
    ssize_t n = read_all(fd, *out, (size_t)st.st_size);
    *size = n < 0 ? 0 : (size_t)n;
    return n < 0 ? nv_err_set(err, NV_E_IO, NV_M_E_READ, path, strerror(errno), NULL) : NV_OK;
}

nv_status nv_read_fd(nv_doc *doc, const char *path, int fd, nv_err *err)
{
    unsigned char *p;
    size_t n;
    nv_status rc = nv_read_whole(path, fd, &p, &n, err);
    if (!rc) rc = nv_read_bytes(doc, path, p, n, err);
    free(p);
    return rc;
}

nv_status nv_read_file(nv_doc *doc, const char *path, nv_err *err)
{
    nv_err here;
    if (!err) err = &here;
    int fd = nv_read_open(path, err);
    if (fd < 0) return err->status;
    nv_status rc = nv_read_fd(doc, path, fd, err);
    close(fd);
    return rc;
}
