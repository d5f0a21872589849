/* head_fields.c - from what was found in the head to the fields of the document (contract 2). */
#include "segment/seg.h"

int seg_number(nv_str s)
{
    int v = 0;
    for (uint32_t i = 0; i < s.n && nv_is_digit((unsigned char)s.p[i]) && v < 100000; i++) v = v * 10 + (s.p[i] - '0');
    return v;
}

/* “…/…/QĐ - UBND” -> without blanks and dots for what was to be filled in. */
static nv_str repair_number(const seg *g, nv_span sp)
{
    nv_buf b = { 0 };
    nv_str s = seg_text(g, sp);
    for (uint32_t i = 0; i < s.n;) {
        uint32_t at = i, c = nv_utf8_next(s, &i);
        if (c == ' ' || c == '\t' || c == '\n' || c == '_' || c == 0x2026 || c == 0xA0) continue;
        if (c == 0x2013 || c == 0x2014 || c == 0x2010 || c == 0x2011 || c == 0x2212) nv_buf_addc(&b, '-');
        else nv_buf_add(&b, s.p + at, i - at);
    }
    nv_str all = nv_buf_str(&b);
    uint32_t skip = 0;
    while (skip < all.n && all.p[skip] == '.') skip++; /* “....../QĐ-UBND” */
    while (all.n > skip && (all.p[all.n - 1] == '.' || all.p[all.n - 1] == '-' || all.p[all.n - 1] == ',')) all.n--;
    nv_str r = nv_arena_str(g->doc->arena, nv_str_cut(all, skip, all.n));
    nv_buf_clear(&b);
    return r;
}

/* Type code inside a number: “21/CT-TTg” CT, “79/2010/QĐ-TTg” QĐ, “16-KL/TW” KL; a letter (“212/BTTTT-TTĐN”) has none. */
static const nv_doc_type *type_of_number(const seg *g, nv_str number, bool party)
{
    uint32_t i = 0;
    while (i < number.n && number.p[i] != '/' && number.p[i] != '-') i++;
    if (i >= number.n) return NULL;
    i++;
    if (i + 5 <= number.n && nv_is_digit((unsigned char)number.p[i]) && (number.p[i + 4] == '/' || number.p[i + 4] == '-')) i += 5;
    uint32_t e = i;
    while (e < number.n && number.p[e] != '-' && number.p[e] != '/' && number.p[e] != '.') e++;
    nv_str code = nv_str_cut(number, i, e);
    if (nv_str_starts(code, NV_LIT("QH")) && code.n > 2) return NULL;
    return code.n ? nv_registry_type_by_code(g->reg, code, party) : NULL;
}

static bool contains_code(nv_str number, const char *code)
{
    uint32_t at = nv_str_find(number, nv_str_of(code), 0);
    return at != UINT32_MAX;
}

static void set_type(seg *g, const seg_head *h)
{
    nv_head *out = &g->doc->head;
    const nv_doc_type *t = NULL;
    if (h->type.beg < h->type.end) t = nv_registry_type_by_name(g->reg, seg_one_line(g, seg_fold(g, h->type)));
    if (!t && h->number_kind.beg < h->number_kind.end) t = nv_registry_type_by_name(g->reg, seg_one_line(g, seg_fold(g, h->number_kind)));
    if (out->number.n && (!t || contains_code(out->number, "VBHN"))) {
        const nv_doc_type *by = type_of_number(g, out->number, h->party);
        if (by) t = by;
    }
    if (t) {
        out->type = t->record_type;
        out->type_name = t->name;
        uint32_t cut = nv_str_find(out->type_name, NV_LIT(" của "), 0); /* “Quyết định của Thủ tướng (quy phạm)” */
        if (cut != UINT32_MAX) out->type_name.n = cut;
        cut = nv_str_find(out->type_name, NV_LIT(" ("), 0);
        if (cut != UINT32_MAX) out->type_name.n = cut;
    } else if ((out->number.n && (h->addressed || h->title_text.n)) || (h->addressed && h->title_text.n && g->n && nv_doc_seen(g->doc, g->paras[0].span.beg))) {
        /* a scan whose number cannot be read is a letter all the same: it has a subject and says to whom it goes */
        out->type = NV_LIT("CV");
        out->type_name = NV_LIT("Công văn");
    } else nv_doc_diag(g->doc, NV_M_HEAD_NO_TYPE, NULL, 0, NULL);
}

/* The issuer's name before the căn cứ, which ran into the title where its capitals are lost. */
static nv_str without_issuer(const seg *g, const seg_head *h, nv_str t)
{
    nv_arena *a = g->doc->arena;
    nv_str f = nv_fold_str(a, t);
    nv_str all = { 0 };
    for (uint32_t i = 0; i <= h->orgs.n; i++) {
        nv_span sp = i < h->orgs.n ? h->orgs.v[i] : h->type_issuer;
        nv_str name = nv_fold_str(a, seg_one_line(g, seg_text(g, sp)));
        if (i < h->orgs.n) all = all.n ? nv_arena_printf(a, "%.*s %.*s", NV_ARG(all), NV_ARG(name)) : name;
        if (i < h->orgs.n) name = all;
        if (!name.n || !nv_str_ends(f, name) || f.n < name.n + 20) continue;
        nv_str rest = nv_str_trim(nv_str_cut(f, 0, f.n - name.n));
        if (nv_str_ends(rest, NV_LIT(" của")) || nv_str_ends(rest, NV_LIT(" tại")) || nv_str_ends(rest, NV_LIT(" thuộc")) || nv_str_ends(rest, NV_LIT(" do")) || nv_str_ends(rest, NV_LIT(" bộ trưởng"))) continue;
        if (nv_str_is_caps(t) != nv_str_is_caps(nv_str_cut(t, rest.n, t.n)) || !nv_is_upper((unsigned char)t.p[rest.n + 1])) return nv_str_cut(t, 0, rest.n);
    }
    return t;
}

static nv_str clean_title(seg *g, const seg_head *h, nv_str t)
{
    t = without_issuer(g, h, seg_one_line(g, t));
    nv_str f = nv_fold_str(g->doc->arena, t);
    static const char *const lead[] = { "v/v ", "v/v: ", "v/v:", "về việc: ", "về việc " };
    for (size_t i = 0; i < NV_NELEM(lead); i++)
        if (nv_str_starts(f, nv_str_of(lead[i]))) {
            t = nv_str_cut(t, (uint32_t)strlen(lead[i]), t.n);
            f = nv_str_cut(f, (uint32_t)strlen(lead[i]), f.n);
        }
    t = nv_str_trim(t);
    return h->title.beg < h->title.end && nv_doc_seen(g->doc, h->title.beg) ? seg_without_lone_quote(g, t) : t;
}

/* Laws and resolutions of the National Assembly print no date in the head: that of the sentence “… thông qua ngày …” at their end. What they issue may follow
 * for pages, there only “Nghị quyết này được … thông qua” counts. */
static void date_of_end(seg *g)
{
    for (uint32_t i = g->n, seen = 0; i-- > 0; seen++) {
        const seg_para *p = &g->paras[i];
        if (p->row || p->span.end - p->span.beg > 600) continue;
        if (seen >= 40 && nv_str_find(seg_fold(g, p->span), NV_LIT(" này được "), 0) == UINT32_MAX && nv_str_find(seg_fold(g, p->span), NV_LIT(" này đã được "), 0) == UINT32_MAX) continue;
        if (!seg_in(g, g->s->passed, p->span)) continue;
        nv_str day = nv_match_named(g->m, "day"), month = nv_match_named(g->m, "month"), year = nv_match_named(g->m, "year");
        int y = seg_number(year), m = seg_number(month);
        g->doc->head.date = nv_date_make(y, m, seg_number(day));
        if (!day.n && m >= 1 && m <= 12) { /* recognised, but for the day */
            g->doc->head.month = (nv_date){ .y = (int16_t)y, .m = (uint8_t)m };
            nv_doc_diag(g->doc, NV_M_HEAD_BLANK, &p->span, 0, "ngày", NULL);
        }
        return;
    }
}

void seg_read_head(seg *g)
{
    nv_head *out = &g->doc->head;
    seg_head h = { 0 };
    if (!seg_starts_with_appendix(g)) seg_scan_head(g, 0, g->n, &h);
    g->sections.v[0].head = h.end;
    if (h.number.beg < h.number.end) {
        out->number = repair_number(g, h.number);
        out->number_span = h.number;
        if (h.blank_number) nv_doc_diag(g->doc, NV_M_HEAD_BLANK, &h.number, 0, "số", NULL);
    } else nv_doc_diag(g->doc, NV_M_HEAD_NO_NUMBER, NULL, 0, NULL);
    out->date = h.day;
    out->date_span = h.date;
    out->month = h.month;
    g->no_month = h.no_month;
    out->place = h.place;
    if (nv_date_none(h.day) && h.blank_date) nv_doc_diag(g->doc, NV_M_HEAD_BLANK, &h.date, 0, "ngày", NULL);
    else if (nv_date_none(h.day)) date_of_end(g);
    if (nv_date_none(out->date) && nv_date_none(out->month) && !h.blank_date) nv_doc_diag(g->doc, NV_M_HEAD_NO_DATE, NULL, 0, NULL);
    out->title_span = h.title;
    out->title = clean_title(g, &h, h.title_text);
    for (uint32_t i = 0; i < h.addressees.n; i++) *NV_PUSH(g->doc->arena, &out->addressees) = h.addressees.v[i];
    set_type(g, &h);
    /* the letters of a number without its digits tell the type, but name no document: half the documents of an office would be one */
    if (h.blank_number && nv_doc_seen(g->doc, h.number.beg)) out->number = (nv_str){ 0 };
    seg_read_issuers(g, &h);
}
