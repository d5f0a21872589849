/* zip.h - zip archives in memory, by libzip: read (DOCX, ODT) and written (DOCX). Bytes are borrowed until the archive is closed. What a directory may say is the
 * reader's business (read/zipdir.h), how much of a member is read its caller's. */
#ifndef NV_BASE_ZIP_H
#define NV_BASE_ZIP_H
#include "base/err.h"

typedef struct zip nv_zip;
typedef struct zip_file nv_zip_file;
typedef struct { uint64_t packed, size; bool encrypted; } nv_zip_entry; /* sizes by the directory; 0: it does not say */

/* NULL: *why says why (in the arena). */
nv_zip *nv_zip_open(const void *p, size_t n, nv_arena *a, const char **why);
void nv_zip_close(nv_zip *z); /* NULL is fine */
uint32_t nv_zip_count(nv_zip *z);
/* Name of member i as its bytes stand, or NULL. */
const char *nv_zip_name(nv_zip *z, uint32_t i);
bool nv_zip_look(nv_zip *z, uint32_t i, nv_zip_entry *out);
/* NULL: nv_zip_why says why. */
nv_zip_file *nv_zip_file_open(nv_zip *z, uint32_t i);
/* Bytes read, 0 at the end, where the checksum was compared; less: nv_zip_file_why says why. */
int64_t nv_zip_file_read(nv_zip_file *f, void *p, size_t n);
void nv_zip_file_close(nv_zip_file *f);
const char *nv_zip_why(nv_zip *z);
const char *nv_zip_file_why(nv_zip_file *f);
const char *nv_zip_version(void);

typedef struct { const char *name; nv_str bytes; } nv_zip_part;
/* Appends a package to `out`, parts in their order, deflated, dated 1980-01-01: the same parts give the same bytes, whatever the clock and the time zone. `what`
 * names it in messages. */
nv_status nv_zip_make(const char *what, const nv_zip_part *parts, unsigned n, nv_buf *out, nv_err *err);

#endif
