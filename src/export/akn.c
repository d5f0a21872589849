/* akn.c - the structure: preface, preamble, the hierarchy of the body with the eIds that the units carry, conclusions, attachments. An <act> where the type of
 * document is one, else a <doc>. Written after the OASIS schema of Akoma Ntoso 3.0 (akomantoso30.xsd) and its naming convention. */
#include "export/akn_internal.h"
#include "export/export.h"
#include "export/xml.h"

static const struct { const char *kind, *element; } hier[] = {
    { "part", "part" }, { "chapter", "chapter" }, { "section", "section" }, { "subsection", "subsection" }, { "article", "article" }, { "clause", "clause" },
    { "subclause", "subclause" }, { "point", "point" }, { "indent", "indent" },
};

/* Element of a unit in the hierarchy; what Akoma Ntoso has no name for is an hcontainer with a name. */
static const char *element_of(nv_str kind)
{
    for (unsigned i = 0; i < NV_NELEM(hier); i++)
        if (nv_str_eqz(kind, hier[i].kind)) return hier[i].element;
    return "hcontainer";
}

static bool outside_body(nv_str kind)
{
    static const char *const kinds[] = { "preface", "preamble", "closing", "signature", "appendix" };
    for (unsigned i = 0; i < NV_NELEM(kinds); i++)
        if (nv_str_eqz(kind, kinds[i])) return true;
    return false;
}

static void open(nv_akn *k, const char *element, nv_str eid, nv_str name)
{
    nv_buf_printf(k->out, "<%s", element);
    nv_xml_attr("eId", eid, k->out);
    if (name.n) nv_xml_attr("name", name, k->out);
    nv_buf_addz(k->out, ">\n");
    k->p = k->ref = k->date = k->org = k->table = 0;
}

static void element(nv_akn *k, const char *name, nv_str eid, uint32_t beg, uint32_t end)
{
    nv_str s = nv_str_trim(nv_str_cut(k->law->text, beg, end));
    if (!s.n) return;
    uint32_t from = (uint32_t)(s.p - k->law->text.p);
    nv_buf_printf(k->out, "<%s>", name);
    nv_akn_inline(k, eid, from, from + s.n);
    nv_buf_printf(k->out, "</%s>\n", name);
}

/* A unit taken apart: label and heading as printed, and where its own text begins. */
typedef struct {
    uint32_t num_end;         /* the label (“Điều 1.”, “a)”) is what precedes heading and text */
    uint32_t head_beg, head_end;
    bool head_plain, own_plain; /* they do not stand in the document's text as the unit has them */
    uint32_t at;
} parts;

/* Where the label of a unit without heading and text ends: its first line, unless that is a table's. */
static uint32_t bare_label(const nv_law *law, const nv_law_unit *u)
{
    uint32_t line = nv_str_find(law->text, NV_LIT("\n"), u->beg);
    if (line > u->end) line = u->end;
    for (uint32_t i = 0; i < law->tables.n; i++)
        if (law->tables.v[i].beg < line && law->tables.v[i].end > u->beg) return u->beg;
    return line;
}

static parts take_apart(const nv_akn *k, const nv_law_unit *u)
{
    parts p = { .num_end = u->beg, .head_beg = u->beg, .head_end = u->end, .at = u->end };
    uint32_t own = u->beg, own_end = u->end;
    if (u->heading.n && nv_akn_find(k->law, u->heading, &p.head_beg, &p.head_end)) {
        p.num_end = p.head_beg;
        p.at = p.head_end;
        while (p.at < u->end && strchr(" .:;\n\t", k->law->text.p[p.at])) p.at++; /* a colon behind a heading is no text */
        return p;
    }
    p.head_end = p.head_beg;
    p.head_plain = u->heading.n > 0;
    bool found = u->own.n && nv_akn_find(k->law, u->own, &own, &own_end);
    p.own_plain = u->own.n && !found;
    if (found) p.num_end = p.at = own;
    else if (!u->own.n && !u->heading.n) p.num_end = p.at = bare_label(k->law, u);
    return p;
}

static void head(nv_akn *k, const nv_law_unit *u, const parts *p)
{
    element(k, "num", u->eid, u->beg, p->num_end);
    if (p->head_end > p->head_beg) element(k, "heading", u->eid, p->head_beg, p->head_end);
    if (!p->head_plain) return;
    nv_buf_addz(k->out, "<heading>");
    nv_xml_text(u->heading, k->out);
    nv_buf_addz(k->out, "</heading>\n");
}

static bool body(nv_akn *k, const nv_law_unit *u, const parts *p)
{
    if (p->own_plain) nv_akn_plain(k, u->eid, u->own);
    return nv_akn_blocks(k, u->eid, p->at, u->end) || p->own_plain;
}

static void children(nv_akn *k, uint32_t i, void (*write)(nv_akn *k, uint32_t i))
{
    uint32_t end = i + 1 + k->law->units.v[i].below;
    for (uint32_t c = i + 1; c < end; c += 1 + k->law->units.v[c].below) write(k, c);
}

static void hierarchy(nv_akn *k, uint32_t i)
{
    const nv_law_unit *u = &k->law->units.v[i];
    const char *e = element_of(u->kind), *wrap = u->below ? "intro" : "content";
    parts p = take_apart(k, u);
    open(k, e, u->eid, strcmp(e, "hcontainer") == 0 ? u->kind : (nv_str){ 0 });
    head(k, u, &p);
    size_t before = k->out->n;
    nv_buf_printf(k->out, "<%s>\n", wrap);
    if (body(k, u, &p) || !u->below) nv_buf_printf(k->out, "</%s>\n", wrap);
    else k->out->n = before;
    children(k, i, hierarchy);
    nv_buf_printf(k->out, "</%s>\n", e);
}

/* A unit where only blocks may stand: its label is the beginning of its first paragraph. */
static void container(nv_akn *k, uint32_t i)
{
    const nv_law_unit *u = &k->law->units.v[i];
    open(k, "container", u->eid, u->kind);
    if (!nv_akn_blocks(k, u->eid, u->beg, u->end)) nv_akn_plain(k, u->eid, (nv_str){ 0 });
    children(k, i, container);
    nv_buf_addz(k->out, "</container>\n");
}

/* ---- parts of the document ------------------------------------------------------------------------------------------- */

static void find_title(nv_akn *k, const nv_law_unit *u)
{
    const nv_str what[2] = { k->law->id.number, k->law->title };
    const nv_mark_kind kinds[2] = { NV_MARK_NUMBER, NV_MARK_TITLE };
    for (unsigned i = 0; i < 2; i++) {
        uint32_t beg = u->beg, end = u->end;
        if (what[i].n && nv_akn_find(k->law, what[i], &beg, &end)) k->title[k->n_title++] = (nv_law_mark){ .kind = kinds[i], .beg = beg, .end = end };
    }
}

/* The units of a kind at the top, in an element that the document has once. */
static void front(nv_akn *k, const char *kind)
{
    bool any = false;
    for (uint32_t i = 0; i < k->law->units.n; i += 1 + k->law->units.v[i].below) {
        const nv_law_unit *u = &k->law->units.v[i];
        if (!nv_str_eqz(u->kind, kind)) continue;
        if (any) {
            container(k, i);
            continue;
        }
        if (strcmp(kind, "preface") == 0) find_title(k, u);
        open(k, kind, u->eid, (nv_str){ 0 });
        any = true;
        if (!nv_akn_blocks(k, u->eid, u->beg, u->end)) nv_akn_plain(k, u->eid, (nv_str){ 0 });
        children(k, i, container);
    }
    if (any) nv_buf_printf(k->out, "</%s>\n", kind);
}

static void main_body(nv_akn *k, const char *element_name)
{
    bool any = false;
    nv_buf_printf(k->out, "<%s>\n", element_name);
    for (uint32_t i = 0; i < k->law->units.n; i += 1 + k->law->units.v[i].below) {
        if (outside_body(k->law->units.v[i].kind)) continue;
        hierarchy(k, i);
        any = true;
    }
    if (!any) nv_buf_addz(k->out, "<hcontainer eId=\"hcontainer_1\" name=\"body\">\n<content>\n<p/>\n</content>\n</hcontainer>\n"); /* the schema wants one */
    nv_buf_printf(k->out, "</%s>\n", element_name);
}

static void conclusions(nv_akn *k)
{
    bool any = false;
    for (uint32_t i = 0; i < k->law->units.n; i += 1 + k->law->units.v[i].below) {
        const nv_law_unit *u = &k->law->units.v[i];
        if (!nv_str_eqz(u->kind, "closing") && !nv_str_eqz(u->kind, "signature")) continue;
        if (!any) nv_buf_addz(k->out, "<conclusions>\n");
        any = true;
        container(k, i);
    }
    if (any) nv_buf_addz(k->out, "</conclusions>\n");
}

static void attachment(nv_akn *k, uint32_t i)
{
    const nv_law_unit *u = &k->law->units.v[i];
    parts p = take_apart(k, u);
    bool letterhead = nv_str_find(nv_str_trim(nv_str_cut(k->law->text, u->beg, p.num_end)), NV_LIT("\n"), 0) != UINT32_MAX; /* lines of an office, no label */
    parts named = p;
    if (letterhead) named.num_end = u->beg;
    open(k, "attachment", u->eid, (nv_str){ 0 });
    head(k, u, &named);
    nv_buf_addz(k->out, "<doc name=\"appendix\" contains=\"originalVersion\">\n");
    nv_akn_meta(k, u->eid);
    nv_buf_addz(k->out, "<mainBody>\n");
    bool any = letterhead && nv_akn_blocks(k, u->eid, u->beg, p.num_end);
    any = body(k, u, &p) || any;
    if (!any && !u->below) nv_akn_plain(k, u->eid, (nv_str){ 0 });
    children(k, i, hierarchy);
    nv_buf_addz(k->out, "</mainBody>\n</doc>\n</attachment>\n");
}

static void attachments(nv_akn *k)
{
    bool any = false;
    for (uint32_t i = 0; i < k->law->units.n; i += 1 + k->law->units.v[i].below) {
        if (!nv_str_eqz(k->law->units.v[i].kind, "appendix")) continue;
        if (!any) nv_buf_addz(k->out, "<attachments>\n");
        any = true;
        attachment(k, i);
    }
    if (any) nv_buf_addz(k->out, "</attachments>\n");
}

nv_status nv_write_law_akn(const nv_law *law, nv_date today, nv_buf *out, nv_err *err)
{
    nv_str label = law->id.number.n ? law->id.number : law->file;
    nv_arena *a = nv_arena_new();
    if (nv_date_none(nv_date_parse(law->id.date))) {
        nv_status st = nv_err_set(err, NV_E_USAGE, NV_M_E_AKN_NO_DATE, nv_arena_str(a, label).p, NULL);
        nv_arena_free(a);
        return st;
    }
    nv_akn k = { .law = law, .today = today, .out = out, .a = a, .written = nv_arena_alloc(a, law->tables.n + 1) };
    const char *kind = nv_law_is_act(law->id.type) ? "act" : "doc";
    nv_buf name = { 0 };
    if (law->id.type.n) nv_law_slug(law->id.type, &name);
    nv_buf_addz(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n");
    nv_buf_printf(out, "<%s name=\"%s\" contains=\"originalVersion\">\n", kind, name.n ? nv_buf_z(&name) : "vb");
    nv_buf_clear(&name);
    nv_akn_meta(&k, (nv_str){ 0 });
    front(&k, "preface");
    front(&k, "preamble");
    main_body(&k, strcmp(kind, "act") == 0 ? "body" : "mainBody");
    conclusions(&k);
    attachments(&k);
    nv_buf_printf(out, "</%s>\n</akomaNtoso>\n", kind);
    nv_arena_free(a);
    return NV_OK;
}

nv_status nv_write_akn(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)part;
    return nv_write_law_akn(x->laws.v, x->today, out, err);
}
