/* akn_text.c - lines of the document as paragraphs, with references, days and bodies marked in place; tables. */
#include "export/akn_internal.h"
#include "export/xml.h"

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

bool nv_akn_find(const nv_law *law, nv_str text, uint32_t *beg, uint32_t *end)
{
    text = nv_str_trim(text);
    for (uint32_t at = *beg; text.n && at < *end; at++) {
        uint32_t i = 0, k = at;
        while (i < text.n && k < *end) {
            if (is_space(text.p[i]) && is_space(law->text.p[k])) {
                while (i < text.n && is_space(text.p[i])) i++;
                while (k < *end && is_space(law->text.p[k])) k++;
            } else if (text.p[i++] != law->text.p[k++]) {
                i = UINT32_MAX;
                break;
            }
        }
        if (i < text.n || i == UINT32_MAX) continue;
        *beg = at;
        *end = k;
        return true;
    }
    return false;
}

static nv_str piece(const nv_akn *k, uint32_t beg, uint32_t end) { return nv_str_cut(k->law->text, beg, end); }

static void marked(nv_akn *k, nv_str eid, const nv_law_mark *m)
{
    static const char *const elements[] = { "ref", "date", "organization", "docNumber", "docTitle" };
    const char *e = elements[m->kind];
    nv_buf uri = { 0 };
    nv_buf_printf(k->out, "<%s", e);
    if (m->kind <= NV_MARK_ORG) {
        unsigned *n = m->kind == NV_MARK_REF ? &k->ref : m->kind == NV_MARK_DATE ? &k->date : &k->org;
        nv_buf_printf(&uri, "%.*s__%s_%u", NV_ARG(eid), m->kind == NV_MARK_ORG ? "org" : e, ++*n);
        nv_xml_attr("eId", nv_buf_str(&uri), k->out);
        uri.n = 0;
    }
    if (m->kind == NV_MARK_REF) {
        if (!m->self) nv_law_uri(&m->to, &uri);
        if (m->value.n) nv_buf_printf(&uri, "%s%.*s", m->self ? "#" : "/!main~", NV_ARG(m->value));
        else if (m->self) nv_law_uri(&k->law->id, &uri);
        nv_xml_attr("href", nv_buf_str(&uri), k->out);
    } else if (m->kind == NV_MARK_DATE) nv_xml_attr("date", m->value, k->out);
    else if (m->kind == NV_MARK_ORG) {
        nv_buf_addc(&uri, '#');
        nv_akn_org(m->value, m->name, &uri);
        nv_xml_attr("refersTo", nv_buf_str(&uri), k->out);
    }
    nv_buf_addc(k->out, '>');
    nv_xml_text(piece(k, m->beg, m->end), k->out);
    nv_buf_printf(k->out, "</%s>", e);
    nv_buf_clear(&uri);
}

/* The first mark at or behind `at`: those of the preface, then those found. What would overlap one that was taken is passed over. */
static const nv_law_mark *next_mark(const nv_akn *k, uint32_t at, uint32_t end)
{
    const nv_law_mark *best = NULL;
    for (unsigned i = 0; i < k->n_title; i++)
        if (k->title[i].beg >= at && k->title[i].end <= end && (!best || k->title[i].beg < best->beg)) best = &k->title[i];
    uint32_t lo = 0, hi = k->law->marks.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (k->law->marks.v[mid].beg < at) lo = mid + 1;
        else hi = mid;
    }
    for (; lo < k->law->marks.n && k->law->marks.v[lo].beg < end; lo++) {
        const nv_law_mark *m = &k->law->marks.v[lo];
        if (m->end > end || m->end == m->beg) continue;
        return best && best->beg <= m->beg ? best : m;
    }
    return best;
}

void nv_akn_inline(nv_akn *k, nv_str eid, uint32_t beg, uint32_t end)
{
    while (beg < end) {
        const nv_law_mark *m = next_mark(k, beg, end);
        nv_xml_text(piece(k, beg, m ? m->beg : end), k->out);
        if (!m) return;
        marked(k, eid, m);
        beg = m->end;
    }
}

static void open_p(nv_akn *k, nv_str eid)
{
    nv_buf id = { 0 };
    nv_buf_printf(&id, "%.*s__p_%u", NV_ARG(eid), ++k->p);
    nv_buf_addz(k->out, "<p");
    nv_xml_attr("eId", nv_buf_str(&id), k->out);
    nv_buf_addc(k->out, '>');
    nv_buf_clear(&id);
}

/* A cell that spans nothing says nothing of it. */
static void table(nv_akn *k, nv_str eid, const nv_law_table *t)
{
    nv_buf id = { 0 };
    nv_buf_printf(&id, "%.*s__table_%u", NV_ARG(eid), ++k->table);
    nv_buf_addz(k->out, "<table");
    nv_xml_attr("eId", nv_buf_str(&id), k->out);
    nv_buf_addz(k->out, ">\n");
    nv_buf_clear(&id);
    for (uint32_t i = 0; i < t->cells.n; i++) {
        const nv_law_cell *c = &t->cells.v[i];
        const char *e = c->row < (int)t->header_rows ? "th" : "td";
        if (!i || c->row != t->cells.v[i - 1].row) nv_buf_addz(k->out, i ? "</tr>\n<tr>" : "<tr>");
        nv_buf_printf(k->out, "<%s", e);
        if (c->rowspan > 1) nv_buf_printf(k->out, " rowspan=\"%d\"", c->rowspan);
        if (c->colspan > 1) nv_buf_printf(k->out, " colspan=\"%d\"", c->colspan);
        nv_buf_addz(k->out, "><p>");
        nv_xml_text(c->text, k->out);
        nv_buf_printf(k->out, "</p></%s>", e);
    }
    nv_buf_addz(k->out, "</tr>\n</table>\n");
}

bool nv_akn_blocks(nv_akn *k, nv_str eid, uint32_t beg, uint32_t end)
{
    bool any = false;
    uint32_t next = 0;
    while (next < k->law->tables.n && k->law->tables.v[next].end <= beg) next++;
    for (uint32_t line; beg < end; beg = line + 1) {
        line = nv_str_find(k->law->text, NV_LIT("\n"), beg);
        if (line > end) line = end;
        const nv_law_table *t = next < k->law->tables.n ? &k->law->tables.v[next] : NULL;
        if (t && t->cells.n && t->beg < line && t->end > beg) { /* its lines are in it */
            if (!k->written[next]) table(k, eid, t), any = true;
            k->written[next++] = true;
            if (t->end > line) line = t->end - (k->law->text.p[t->end - 1] == '\n');
            continue;
        }
        nv_str s = nv_str_trim(piece(k, beg, line));
        if (!s.n) continue;
        uint32_t from = (uint32_t)(s.p - k->law->text.p);
        open_p(k, eid);
        nv_akn_inline(k, eid, from, from + s.n);
        nv_buf_addz(k->out, "</p>\n");
        any = true;
    }
    return any;
}

void nv_akn_plain(nv_akn *k, nv_str eid, nv_str text)
{
    open_p(k, eid);
    nv_xml_text(text, k->out);
    nv_buf_addz(k->out, "</p>\n");
}
