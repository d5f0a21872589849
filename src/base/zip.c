#include "base/zip.h"
#include <zip.h>

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

nv_zip *nv_zip_open(const void *p, size_t n, nv_arena *a, const char **why)
{
    zip_error_t e;
    zip_error_init(&e);
    zip_source_t *s = zip_source_buffer_create(p, n, 0, &e);
    zip_t *z = s ? zip_open_from_source(s, ZIP_RDONLY, &e) : NULL;
    if (!z) {
        if (s) zip_source_free(s);
        *why = nv_arena_str(a, nv_str_of(zip_error_strerror(&e))).p;
    }
    zip_error_fini(&e);
    return z;
}

void nv_zip_close(nv_zip *z)
{
    if (z) zip_discard(z);
}

uint32_t nv_zip_count(nv_zip *z)
{
    zip_int64_t n = zip_get_num_entries(z, 0);
    return n < 0 ? 0 : n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

const char *nv_zip_name(nv_zip *z, uint32_t i) { return zip_get_name(z, i, ZIP_FL_ENC_RAW); }

bool nv_zip_look(nv_zip *z, uint32_t i, nv_zip_entry *out)
{
    zip_stat_t st;
    if (zip_stat_index(z, i, 0, &st) < 0) return false;
    out->packed = st.valid & ZIP_STAT_COMP_SIZE ? st.comp_size : 0;
    out->size = st.valid & ZIP_STAT_SIZE ? st.size : 0;
    out->encrypted = (st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE;
    return true;
}

nv_zip_file *nv_zip_file_open(nv_zip *z, uint32_t i) { return zip_fopen_index(z, i, 0); }
int64_t nv_zip_file_read(nv_zip_file *f, void *p, size_t n) { return zip_fread(f, p, n); }
void nv_zip_file_close(nv_zip_file *f) { (void)zip_fclose(f); }
const char *nv_zip_why(nv_zip *z) { return zip_strerror(z); }
const char *nv_zip_file_why(nv_zip_file *f) { return zip_file_strerror(f); }
const char *nv_zip_version(void) { return zip_libzip_version(); }

/* ---- writing ------------------------------------------------------------------------------------------------------------ */

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
