/* warm.c - everything that the libraries of the readers open while they work, opened before the jail is locked (read/jail.h). A reader that comes to need
 * another file adds it here. */
#include "base/zip.h"
#include "base/digest.h"
#include "read/read.h"
#include "read/sign.h"

#include <iconv.h>
#include <libxml/parser.h>
#include <poppler.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>

/* The smallest PDF with a line of text and an annotation: reading and drawing it makes poppler load its encodings, and fontconfig its list of fonts. */
static const char tiny[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>endobj "
    "4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>endobj "
    "5 0 obj<</Length 27>>stream\nBT /F 4 Tf 1 1 Td (a) Tj ET \nendstream endobj trailer<</Root 1 0 R>>";

/* Code pages that RTF and old web pages name (read/charset.c); the C library keeps a converter's module loaded as long as it is open. */
static const char *const pages[] = { "CP1250", "CP1251", "CP1253", "CP1254", "CP1255", "CP1256", "CP1257", "CP1258", "CP874", "CP437", "CP850", "CP852", "UTF-16LE", "ISO-8859-1" };

typedef struct {
    PopplerDocument *pdf;
    iconv_t cd[NV_NELEM(pages)];
} warm;

/* Text is gathered while drawing for pages with fields (pdf.c), and pages are drawn for recognition. */
static void draw(PopplerDocument *pdf)
{
    PopplerPage *page = poppler_document_get_page(pdf, 0);
    if (!page) return;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cr = cairo_create(surface);
    poppler_page_render(page, cr);
    g_free(poppler_page_get_text(page));
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    g_object_unref(page);
}

void *nv_read_warm(void)
{
    warm *w = nv_xmalloc(sizeof *w);
    xmlInitParser();
    nv_sign_warm();
    char hex[NV_DIGEST_HEX];
    nv_digest_end(nv_digest_new(), hex);
    GBytes *bytes = g_bytes_new_static(tiny, sizeof tiny - 1);
    w->pdf = poppler_document_new_from_bytes(bytes, NULL, NULL);
    g_bytes_unref(bytes);
    if (w->pdf) draw(w->pdf);
    for (size_t i = 0; i < NV_NELEM(pages); i++) w->cd[i] = iconv_open("UTF-32LE", pages[i]);
    return w;
}

void nv_read_cool(void *held)
{
    warm *w = held;
    if (!w) return;
    if (w->pdf) g_object_unref(w->pdf);
    for (size_t i = 0; i < NV_NELEM(pages); i++)
        if (w->cd[i] != (iconv_t)-1) iconv_close(w->cd[i]);
    free(w);
}

void nv_read_versions(nv_buf *out)
{
    const struct scmp_version *v = seccomp_version();
    nv_buf_printf(out, ", Poppler %s, libxml2 %s, libzip %s, libseccomp %u.%u.%u", poppler_get_version(), LIBXML_DOTTED_VERSION, nv_zip_version(), v->major, v->minor, v->micro);
}
