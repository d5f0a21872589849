/* cells.c - the texts of the official columns: the same in every table. */
#include "export/export.h"

static const struct { const char *vi, *en; } labels[] = {
#define NV_LABEL(id, vi, en) { vi, en },
#include "export/labels.def"
#undef NV_LABEL
};

const char *nv_label_text(nv_label l, nv_lang lang) { return lang == NV_VI ? labels[l].vi : labels[l].en; }

const char *nv_column_head(const nv_export *x, nv_column c) { return nv_label_text((nv_label)c, x->lang); }

void nv_day_text(nv_str iso, nv_lang lang, nv_buf *out)
{
    if (lang == NV_VI && iso.n == 10) nv_buf_printf(out, "%.2s/%.2s/%.4s", iso.p + 8, iso.p + 5, iso.p);
    else nv_buf_adds(out, iso);
}

void nv_role_names(const nv_x_task *t, const char *role, nv_buf *out)
{
    bool first = true;
    for (uint32_t i = 0; i < t->parties.n; i++) {
        if (!nv_str_eqz(t->parties.v[i].role, role)) continue;
        if (!first) nv_buf_addz(out, "; ");
        nv_buf_adds(out, t->parties.v[i].name);
        first = false;
    }
}

void nv_basis_text(const nv_export *x, const nv_x_task *t, nv_buf *out)
{
    nv_buf_adds(out, t->doc->label);
    if (t->doc->date.n) {
        nv_buf_printf(out, " %s ", nv_label_text(NV_L_ON, x->lang));
        nv_day_text(t->doc->date, x->lang, out);
    }
    if (t->place.n) nv_buf_printf(out, ", %.*s", NV_ARG(t->place));
    if (t->page) nv_buf_printf(out, ", %s %u", nv_label_text(NV_L_PAGE, x->lang), t->page);
}

void nv_subtitle_text(const nv_export *x, nv_buf *out)
{
    char iso[12];
    for (uint32_t i = 0; i < x->asked.n; i++) nv_buf_printf(out, "%.*s. ", NV_ARG(x->asked.v[i]));
    nv_date_iso(x->on, iso);
    nv_buf_printf(out, "%s ", nv_label_text(NV_L_AS_OF, x->lang));
    nv_day_text(nv_str_of(iso), x->lang, out);
    nv_buf_addc(out, '.');
}

void nv_document_text(const nv_x_task *t, nv_buf *out)
{
    nv_buf_adds(out, t->doc->label);
    if (t->doc->number.n && t->doc->title.n) nv_buf_printf(out, ": %.*s", NV_ARG(t->doc->title));
}

nv_label nv_timing_label(nv_str timing)
{
    return nv_str_eqz(timing, "dated") ? NV_L_T_DATED : nv_str_eqz(timing, "recurring") ? NV_L_T_RECURRING : nv_str_eqz(timing, "conditional") ? NV_L_T_CONDITIONAL
         : nv_str_eqz(timing, "relative") ? NV_L_T_RELATIVE : NV_L_T_UNDATED;
}

/* The day; without one the phrases of the document, or that there are none. */
static void due_text(const nv_export *x, const nv_x_task *t, nv_buf *out)
{
    size_t from = out->n;
    if (t->first_due.n) {
        nv_day_text(t->first_due, x->lang, out);
        return;
    }
    for (uint32_t i = 0; i < t->due.n; i++) nv_buf_printf(out, "%s%.*s", out->n > from ? "; " : "", NV_ARG(t->due.v[i].text));
    if (out->n == from) nv_buf_printf(out, "(%s)", nv_label_text(nv_timing_label(t->timing), x->lang));
}

void nv_cell_text(const nv_export *x, uint32_t i, nv_column c, nv_buf *out)
{
    const nv_x_task *t = &x->tasks.v[i];
    size_t from = out->n;
    switch (c) {
    case NV_C_ORD: nv_buf_printf(out, "%u", i + 1); break;
    case NV_C_TASK: nv_buf_adds(out, t->action); break;
    case NV_C_LEAD:
        nv_role_names(t, "lead", out);
        if (out->n == from) nv_buf_addz(out, nv_label_text(NV_L_NO_LEAD, x->lang));
        break;
    case NV_C_WITH: nv_role_names(t, "coordinate", out); break;
    case NV_C_DUE: due_text(x, t, out); break;
    case NV_C_PRODUCT: nv_buf_adds(out, t->product); break;
    case NV_C_BASIS: nv_basis_text(x, t, out); break;
    case NV_C_STATUS: nv_buf_adds(out, t->status); break;
    case NV_C_NOTE: nv_buf_adds(out, t->note); break;
    case NV_C_COUNT: break;
    }
}

void nv_summary_counts(const nv_x_sum *r, uint32_t out[NV_SUM_COLUMNS])
{
    out[0] = 0;
    for (unsigned c = 0; c < NV_XC_COUNT; c++) out[1 + c] = r->cells[c];
    for (unsigned c = 0; c < NV_XC_WITHDRAWN; c++) out[0] += r->cells[c];
    out[1 + NV_XC_COUNT] = r->undated;
}
