#include "export/xlsx_book.h"
#include "export/clean.h"
#include "export/export.h"
#include <ctype.h>
#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CELL = 32767 }; /* UTF-16 units of a cell */

/* ---- texts ------------------------------------------------------------------------------------------------------------ */

/* Excel reads “_x0041_” in a string as the sign with this code (ECMA-376, ST_Xstring): the underline before it is written as a code itself. */
static void put_xstring(nv_str s, nv_buf *out)
{
    for (uint32_t i = 0; i < s.n; i++) {
        bool code = i + 6 < s.n && s.p[i] == '_' && s.p[i + 1] == 'x' && s.p[i + 6] == '_';
        for (uint32_t k = i + 2; code && k < i + 6; k++) code = isxdigit((unsigned char)s.p[k]) != 0;
        if (code) nv_buf_addz(out, "_x005F");
        nv_buf_addc(out, s.p[i]);
    }
}

/* Cuts `b` to what a cell holds, with a mark where it was cut. */
static void fit(nv_buf *b, nv_lang lang)
{
    nv_str s = nv_buf_str(b), mark = nv_str_of(nv_label_text(NV_L_CUT, lang));
    uint32_t units = 0, room = MAX_CELL - mark.n, cut = 0; /* the mark has fewer signs than bytes */
    for (uint32_t at = 0; at < s.n;) {
        units += nv_utf8_next(s, &at) > 0xffff ? 2 : 1;
        if (units <= room) cut = at;
    }
    if (units <= MAX_CELL) return;
    b->n = cut;
    nv_buf_adds(b, mark);
}

void nv_xlsx_string(nv_str s, nv_lang lang, nv_buf *out)
{
    nv_buf clean = { 0 }, cell = { 0 };
    nv_clean(s, NV_CLEAN_LINES, &clean);
    for (size_t i = 0; i < clean.n; i++)
        if (clean.p[i] == '\t') clean.p[i] = ' ';
    put_xstring(nv_buf_str(&clean), &cell);
    fit(&cell, lang);
    nv_buf_adds(out, nv_buf_str(&cell));
    nv_buf_clear(&clean);
    nv_buf_clear(&cell);
}

/* ---- the file --------------------------------------------------------------------------------------------------------- */

static nv_status read_back(int fd, nv_buf *out, nv_err *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || lseek(fd, 0, SEEK_SET) != 0) return nv_err_set(err, NV_E_IO, NV_M_E_WRITE, "xlsx", strerror(errno), NULL);
    char part[65536];
    ssize_t n;
    while ((n = read(fd, part, sizeof part)) > 0) nv_buf_add(out, part, (size_t)n);
    return n < 0 ? nv_err_set(err, NV_E_IO, NV_M_E_WRITE, "xlsx", strerror(errno), NULL) : NV_OK;
}

nv_status nv_xlsx_make(void (*fill)(lxw_workbook *wb, void *ctx), void *ctx, const char *title, nv_date today, nv_buf *out, nv_err *err)
{
    /* the library writes to a name: that of a file in memory */
    int fd = memfd_create("xlsx", MFD_CLOEXEC);
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    lxw_workbook *wb = fd < 0 ? NULL : workbook_new(path);
    if (!wb) {
        nv_err_set(err, NV_E_IO, NV_M_E_WRITE, "xlsx", strerror(errno), NULL);
        if (fd >= 0) close(fd);
        return NV_E_IO;
    }
    lxw_doc_properties p = { .title = (char *)(uintptr_t)title, .company = (char *)(uintptr_t)"", .author = (char *)(uintptr_t)"nghiavu",
                             .created = (time_t)nv_date_days(today) * 86400 };
    workbook_set_properties(wb, &p);
    fill(wb, ctx);
    lxw_error e = workbook_close(wb);
    nv_status st = e ? nv_err_set(err, NV_E_IO, NV_M_E_WRITE, "xlsx", lxw_strerror(e), NULL) : read_back(fd, out, err);
    close(fd);
    return st;
}
