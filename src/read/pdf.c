/* pdf.c - PDF by poppler-glib: text, rectangles and fonts of every character. The lines are built in pdf_lines.c, because poppler's own text glues
 * table cells together and splits words set in two fonts.
 * Lost: lines of tables (columns are found again by normalize/grid.c), pictures, running text in three columns or more, which comes out as a table; attached files
 * are named only. */
#include "read/aside.h"
#include "read/ocr.h"
#include "read/pdf.h"
#include "read/pdf_check.h"
#include "read/sign.h"

#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>

static bool pdf_sniff(const unsigned char *p, size_t n, const char *name)
{
    (void)name;
    /* readers accept rubbish before the head; Acrobat searches the first KB */
    size_t head = n < 1024 + 4 ? n : 1024 + 4;
    return head >= 4 && memmem(p, head, "%PDF", 4) != NULL;
}

static uint32_t font_flags(const char *name)
{
    uint32_t f = 0;
    if (strcasestr(name, "bold") || strcasestr(name, "black") || strcasestr(name, "heavy")) f |= NV_F_BOLD;
    if (strcasestr(name, "italic") || strcasestr(name, "oblique") || strcasestr(name, "kursiv")) f |= NV_F_ITALIC;
    return f;
}

/* The font of a name without the mark of a subset (ABCDEF+), once for the whole document. */
static const nv_font *font_of(nv_arena *arena, nv_glyphs *g, const char *name)
{
    static const nv_font none = { 0 };
    if (!name || !*name) return &none;
    const char *sub = strchr(name, '+');
    nv_str s = nv_str_of(sub && sub - name == 6 ? sub + 1 : name);
    for (uint32_t i = g->fonts.n; i-- > 0; )
        if (nv_str_eq(g->fonts.v[i]->name, s)) return g->fonts.v[i];
    nv_font *f = nv_arena_alloc(arena, sizeof *f);
    f->name = nv_arena_str(arena, s);
    f->flags = font_flags(f->name.p);
    *NV_PUSH(arena, &g->fonts) = f;
    return f;
}

nv_glyph *nv_glyph_add(nv_glyphs *g)
{
    if (g->n == g->cap) {
        g->cap = g->cap ? g->cap * 2 : 4096;
        g->v = nv_xrealloc(g->v, g->cap * sizeof *g->v);
    }
    return &g->v[g->n++];
}

/* True if the page has boxes that print text of their own: offices write number, day and month into the fields of electronic signatures. */
static bool has_printed_fields(PopplerPage *page)
{
    GList *all = poppler_page_get_annot_mapping(page);
    bool found = false;
    for (GList *l = all; l && !found; l = l->next) {
        PopplerAnnotType t = poppler_annot_get_annot_type(((PopplerAnnotMapping *)l->data)->annot);
        found = t == POPPLER_ANNOT_WIDGET || t == POPPLER_ANNOT_STAMP || t == POPPLER_ANNOT_FREE_TEXT;
    }
    poppler_page_free_annot_mapping(all);
    return found;
}

/* poppler's text leaves annotations out, unless the page was drawn before: the text is then gathered while drawing, annotations included. */
static void draw_page(PopplerPage *page)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cr = cairo_create(surface);
    poppler_page_render(page, cr);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

/* Takes the characters of a page. `g` is emptied first; it stays empty for a page without text. */
static void glyphs_of(PopplerPage *page, nv_arena *arena, nv_glyphs *g)
{
    double w = 0, h = 0;
    poppler_page_get_size(page, &w, &h);
    g->n = 0;
    g->width = (float)w;
    g->height = (float)h;
    PopplerRectangle *rects = NULL; /* not touched by poppler on a page without text */
    guint n_rects = 0;
    if (has_printed_fields(page)) draw_page(page);
    char *text = poppler_page_get_text(page);
    if (text && *text && poppler_page_get_text_layout(page, &rects, &n_rects) && rects) {
        GList *attrs = poppler_page_get_text_attributes(page), *a = attrs;
        const PopplerTextAttributes *at = a ? a->data : NULL;
        const nv_font *font = font_of(arena, g, at ? at->font_name : NULL);
        const char *p = text;
        for (guint i = 0; i < n_rects && *p && g->n <= NV_MAX_PAGE_GLYPHS; i++, p = g_utf8_next_char(p)) {
            while (at && (int)i > at->end_index && a->next) {
                a = a->next;
                at = a->data;
                font = font_of(arena, g, at->font_name);
            }
            uint32_t c = g_utf8_get_char(p);
            if (c == '\n' || c == '\r' || c == '\f') continue;
            nv_glyph *q = nv_glyph_add(g);
            *q = (nv_glyph){ c, (float)rects[i].x1, (float)rects[i].y1, (float)rects[i].x2, (float)rects[i].y2, at ? (float)at->font_size : 0, font->flags | (at && at->is_underlined ? NV_F_UNDERLINE : 0),
                           font->name.n ? &font->name : NULL, 0 };
        }
        poppler_page_free_text_attributes(attrs);
    }
    g_free(rects);
    g_free(text);
}

/* True if the file may hold pictures of a page. Such a picture is a stream, and no stream stands in another one (ISO 32000-1, 7.5.7), so that its dictionary
 * can be read in the file (but for pictures that stand in the page's own content, which no scanner makes of a page); what Poppler says of pictures costs as much as the text of the page. */
static bool has_pictures(const unsigned char *p, size_t n)
{
    static const char image[] = "/Image";
    const unsigned char *end = p + n;
    while ((p = memmem(p, (size_t)(end - p), image, sizeof image - 1)) != NULL) {
        p += sizeof image - 1;
        if (p == end || !g_ascii_isalnum(*p)) return true; /* not /ImageB, which is in every ProcSet */
    }
    return false;
}

/* The page is a picture as a whole: a text layer on it was made by some recogniser. */
static bool is_picture(PopplerPage *page, const nv_glyphs *g)
{
    if (!g->pictures) return false;
    double w, h;
    poppler_page_get_size(page, &w, &h);
    GList *all = poppler_page_get_image_mapping(page);
    bool found = false;
    for (GList *l = all; l; l = l->next) {
        const PopplerRectangle *r = &((PopplerImageMapping *)l->data)->area;
        found = found || (r->x2 - r->x1) * (r->y2 - r->y1) > 0.6 * w * h;
    }
    poppler_page_free_image_mapping(all);
    return found;
}

/* Says what is wrong with a page that is not good. */
static void report_page(nv_doc *doc, const nv_page_quality *q)
{
    char num[16], conf[16];
    snprintf(num, sizeof num, "%u", q->page);
    snprintf(conf, sizeof conf, "%.0f %%", q->ocr_confidence);
    if (nv_str_eqz(q->reason, "no_text")) nv_doc_diag(doc, NV_M_PAGE_NO_TEXT, NULL, q->page, num, NULL);
    else if (nv_str_eqz(q->reason, "low_confidence")) nv_doc_diag(doc, nv_str_eqz(q->verdict, "doubtful") ? NV_M_PAGE_DOUBTFUL : NV_M_PAGE_UNREAD, NULL, q->page, num, conf, NULL);
    else if (nv_str_eqz(q->reason, "head_damaged")) nv_doc_diag(doc, NV_M_PAGE_HEAD_DAMAGED, NULL, q->page, num, NULL);
    else if (q->reason.n) nv_doc_diag(doc, NV_M_TEXT_NOT_VIETNAMESE, NULL, q->page, num, NULL);
}

static void note_page(nv_doc *doc, uint32_t page, nv_page_verdict v)
{
    nv_page_quality *q = NV_PUSH(doc->arena, &doc->source.quality);
    *q = (nv_page_quality){ page, nv_str_of(v.verdict), nv_str_of(v.reason), v.confidence };
    report_page(doc, q);
}

/* Boxes of the electronic signatures that are drawn on the page, at most `most`. */
static uint32_t signatures(PopplerPage *page, nv_box *out, uint32_t most)
{
    double w, h;
    poppler_page_get_size(page, &w, &h);
    GList *all = poppler_page_get_annot_mapping(page);
    uint32_t n = 0;
    for (GList *l = all; l && n < most; l = l->next) {
        const PopplerAnnotMapping *m = l->data;
        if (poppler_annot_get_annot_type(m->annot) != POPPLER_ANNOT_WIDGET) continue;
        out[n++] = (nv_box){ (float)m->area.x1, (float)(h - m->area.y2), (float)m->area.x2, (float)(h - m->area.y1) };
    }
    poppler_page_free_annot_mapping(all);
    return n;
}

/* Makes the page's lines of what was recognised on it, if that is known and better than its text layer (NULL: there is none). Returns true if it did. */
static bool take_recognised(nv_doc *doc, PopplerPage *p, nv_glyphs *g, uint32_t page, uint32_t first, const nv_text_worth *layer)
{
    uint32_t lines = doc->lines.n, n = 0;
    nv_box stamps[8];
    if (!layer && lines > first) n = signatures(p, stamps, NV_NELEM(stamps)); /* the layer holds stamps only */
    if (!nv_pdf_recognised(g, doc->source.ocr.words, page, stamps, n)) return false;
    nv_pdf_lines(doc, g, page);
    if (layer) {
        nv_text_worth seen = nv_pdf_worth(doc, lines, g->height);
        if (!nv_pdf_is_better(&seen, layer)) {
            doc->lines.n = lines;
            return false;
        }
    }
    if (doc->lines.n) memmove(doc->lines.v + first, doc->lines.v + lines, (doc->lines.n - lines) * sizeof *doc->lines.v);
    doc->lines.n -= lines - first;
    return true;
}

/* Judges the text of a page, lines from `first` on. What stands over a picture of the page is judged by its parts, too: a text of which only parts are poor may be a
 * program's own, but not there. */
static nv_text_worth judge_layer(const nv_doc *doc, PopplerPage *page, uint32_t first, const nv_glyphs *g, const char *reason)
{
    nv_text_worth good = { .share = 1 };
    if (!reason && (!g->pictures || !nv_pdf_suspect(doc, first, g))) return good;
    bool picture = is_picture(page, g);
    if (!reason && !picture) return good;
    nv_text_worth w = nv_pdf_worth(doc, first, g->height);
    if (picture) return w;
    good.share = w.share;
    return good;
}

/* Reads one page; returns true if there is text of the document on it. */
static bool read_page(nv_doc *doc, PopplerPage *page, uint32_t number, nv_glyphs *g)
{
    const nv_ocr_ask *ocr = &doc->source.ocr;
    uint32_t first = doc->lines.n;
    glyphs_of(page, doc->arena, g);
    nv_pdf_turn(g);
    nv_pdf_lines(doc, g, number);
    const char *reason = nv_pdf_judge_text(g, doc, first);
    bool none = reason && strcmp(reason, "no_text") == 0;
    nv_text_worth layer = { 0 };
    if (!none) layer = judge_layer(doc, page, first, g, reason);
    bool bad = layer.share < NV_ENOUGH_WORDS;
    if (ocr->ask && (bad || ((layer.poor || layer.head || layer.gaps) && !nv_str_eqz(ocr->words, NV_OCR_NOBODY)))) {
        float w, h;
        nv_str rest;
        if (!nv_ocr_words_of(ocr->words, number, &w, &h, &rest)) *NV_PUSH(doc->arena, &doc->source.scans) = number;
        else if (take_recognised(doc, page, g, number, first, none ? NULL : &layer)) {
            nv_page_verdict v = nv_pdf_judge_seen(doc, first);
            const char *damage = nv_arena_str(doc->arena, nv_ocr_damage(ocr->words, number)).p;
            if (*damage) nv_doc_diag(doc, NV_M_FILE_DAMAGED, NULL, number, damage, NULL);
            note_page(doc, number, v);
            return !v.reason || strcmp(v.reason, "no_text") != 0;
        }
    }
    if (bad && !reason) reason = "not_vietnamese";
    if (reason) note_page(doc, number, (nv_page_verdict){ "unreadable", reason, -1 });
    else note_page(doc, number, (nv_page_verdict){ layer.head ? "doubtful" : "good", layer.head ? "head_damaged" : NULL, -1 });
    return !none;
}

/* Reads all pages; *with_text counts those with text of the document. */
static nv_status read_pages(nv_doc *doc, PopplerDocument *pdf, uint32_t n, bool pictures, uint32_t *with_text, nv_err *err)
{
    nv_glyphs g = { .pictures = pictures };
    nv_status rc = NV_OK;
    char num[16];
    for (uint32_t i = 0; i < n && rc == NV_OK; i++) {
        PopplerPage *page = poppler_document_get_page(pdf, (int)i);
        if (!page) {
            snprintf(num, sizeof num, "%u", i + 1);
            rc = nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, doc->source.path.p, num, NULL);
            break;
        }
        *with_text += read_page(doc, page, i + 1, &g);
        g_object_unref(page);
        if (doc->lines.n > NV_MAX_LINES) {
            snprintf(num, sizeof num, "%u", NV_MAX_LINES);
            rc = nv_err_set(err, NV_E_LIMIT, NV_M_E_LIMIT, doc->source.path.p, "NV_MAX_LINES", num, NULL);
        } else if (g.n > NV_MAX_PAGE_GLYPHS) {
            snprintf(num, sizeof num, "%u", NV_MAX_PAGE_GLYPHS);
            rc = nv_err_set(err, NV_E_LIMIT, NV_M_E_LIMIT, doc->source.path.p, "NV_MAX_PAGE_GLYPHS", num, NULL);
        }
    }
    free(g.v);
    free(g.seen);
    snprintf(num, sizeof num, "%u", doc->source.scans.n);
    if (rc == NV_OK && doc->source.scans.n) rc = nv_err_set(err, NV_E_SCAN, NV_M_E_NO_TEXT, doc->source.path.p, num, NULL);
    return rc;
}

/* What the file holds beside its text: attached files by name, digital signatures. */
static void note_asides(nv_doc *doc, PopplerDocument *pdf, const unsigned char *p, size_t n)
{
    GList *all = poppler_document_has_attachments(pdf) ? poppler_document_get_attachments(pdf) : NULL;
    for (GList *l = all; l; l = l->next) {
        const char *name = ((PopplerAttachment *)l->data)->name;
        nv_str s = nv_str_of(name);
        nv_read_attachment(doc, name && nv_utf8_valid(s) ? s : (nv_str){ "", 0 });
        g_object_unref(l->data);
    }
    g_list_free(all);
    nv_sign_note(doc, p, n);
}

/* Damage that Poppler repairs in silence: a file that was cut off is refused, else the document is marked for a second look. */
static nv_status note_damage(nv_doc *doc, const unsigned char *p, size_t n, const nv_pdf_complaints *said, nv_err *err)
{
    bool cut = false;
    const char *wrong = nv_pdf_check(doc->arena, p, n, doc->source.pages, doc->source.ocr.words.n > 0, &cut);
    if (cut) return nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, doc->source.path.p, wrong, NULL);
    if (!wrong && said->n) wrong = said->first;
    if (wrong) nv_doc_diag(doc, NV_M_FILE_DAMAGED, NULL, 0, wrong, NULL);
    return NV_OK;
}

static nv_status pdf_read(nv_doc *doc, const unsigned char *p, size_t n, nv_err *err)
{
    const char *path = doc->source.path.p;
    nv_str engine = nv_ocr_engine(doc->source.ocr.words);
    doc->source.reader = nv_arena_printf(doc->arena, "poppler %s%s%.*s", poppler_get_version(), engine.n ? ", " : "", NV_ARG(engine));
    nv_pdf_complaints said;
    nv_pdf_listen(&said);
    GError *gerr = NULL;
    GBytes *bytes = g_bytes_new_static(p, n);
    PopplerDocument *pdf = poppler_document_new_from_bytes(bytes, NULL, &gerr);
    nv_status rc = NV_OK;
    if (!pdf) {
        if (gerr && g_error_matches(gerr, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)) rc = nv_err_set(err, NV_E_ENCRYPTED, NV_M_E_ENCRYPTED, path, NULL);
        else rc = nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, path, gerr ? gerr->message : "PDF", NULL);
        g_clear_error(&gerr);
        g_bytes_unref(bytes);
        nv_pdf_listened(&said);
        return rc;
    }
    int pages = poppler_document_get_n_pages(pdf);
    char num[16];
    snprintf(num, sizeof num, "%d", pages);
    if (pages <= 0) { /* a broken page tree opens without an error */
        rc = nv_err_set(err, NV_E_DAMAGED, NV_M_E_DAMAGED, path, "0 pages", NULL);
    } else if ((uint32_t)pages > NV_MAX_PAGES) {
        rc = nv_err_set(err, NV_E_LIMIT, NV_M_E_LIMIT, path, "NV_MAX_PAGES", num, NULL);
    } else {
        uint32_t with_text = 0;
        doc->source.pages = (uint32_t)pages;
        rc = read_pages(doc, pdf, (uint32_t)pages, has_pictures(p, n), &with_text, err);
        if (rc == NV_OK) note_asides(doc, pdf, p, n);
        if (rc == NV_OK) rc = note_damage(doc, p, n, &said, err);
        if (rc == NV_OK && with_text == 0) rc = nv_err_set(err, NV_E_NOTEXT, doc->source.ocr.words.n ? NV_M_E_NOT_RECOGNISED : NV_M_E_NO_TEXT, path, num, NULL);
    }
    g_object_unref(pdf);
    g_bytes_unref(bytes);
    nv_pdf_listened(&said);
    return rc;
}

const nv_format nv_format_pdf = { "pdf", pdf_sniff, pdf_read };
