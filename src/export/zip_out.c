#include "export/zip_out.h"
#include <zip.h>

enum { DOS_TIME = 0, DOS_DATE = 1 << 5 | 1 }; /* 1980-01-01 00:00, the first moment a zip knows */

static bool add_parts(zip_t *za, const nv_zip_part *parts, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        zip_source_t *s = zip_source_buffer(za, parts[i].bytes.p, parts[i].bytes.n, 0);
        zip_int64_t at = s ? zip_file_add(za, parts[i].name, s, ZIP_FL_ENC_UTF_8) : -1;
        if (s && at < 0) zip_source_free(s);
        if (at < 0 || zip_set_file_compression(za, (zip_uint64_t)at, ZIP_CM_DEFLATE, 6) || zip_file_set_dostime(za, (zip_uint64_t)at, DOS_TIME, DOS_DATE, 0)) return false;
    }
    return true;
}

static bool read_back(zip_source_t *s, nv_buf *out)
{
    char part[65536];
    zip_int64_t n;
    if (zip_source_open(s) != 0) return false;
    while ((n = zip_source_read(s, part, sizeof part)) > 0) nv_buf_add(out, part, (size_t)n);
    return zip_source_close(s) == 0 && n == 0;
}

nv_status nv_zip_make(const char *what, const nv_zip_part *parts, unsigned n, nv_buf *out, nv_err *err)
{
    zip_error_t e;
    zip_error_init(&e);
    zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, &e);
    bool ok = s != NULL;
    zip_t *za = NULL;
    if (ok) {
        zip_source_keep(s); /* closing the archive lets go of it once */
        za = zip_open_from_source(s, ZIP_TRUNCATE, &e);
        if (!za) zip_source_free(s);
        ok = za && add_parts(za, parts, n);
    }
    if (za && !ok) zip_discard(za);
    else if (za && zip_close(za) != 0) zip_discard(za), ok = false;
    ok = ok && read_back(s, out);
    if (s) zip_source_free(s);
    zip_error_fini(&e);
    return ok ? NV_OK : nv_err_set(err, NV_E_IO, NV_M_E_WRITE, what, "zip", NULL);
}
