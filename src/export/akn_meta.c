/* akn_meta.c - identification on the levels of FRBR, and the bodies that the text names. */
#include "export/akn_internal.h"
#include "export/xml.h"

void nv_akn_org(nv_str reg, nv_str name, nv_buf *out)
{
    nv_buf_addz(out, "org_");
    nv_law_slug(reg.n ? reg : name, out);
}

static void value(nv_akn *k, const char *element, nv_str v)
{
    if (!v.n) return;
    nv_buf_printf(k->out, "<%s", element);
    nv_xml_attr("value", v, k->out);
    nv_buf_addz(k->out, "/>\n");
}

static void author(nv_akn *k)
{
    for (uint32_t i = 0; i < k->law->issuers.n; i++) {
        nv_buf_addz(k->out, "<FRBRauthor href=\"#");
        nv_akn_org(k->law->issuers.v[i].reg, k->law->issuers.v[i].name, k->out);
        nv_buf_addz(k->out, "\"/>\n");
    }
    if (!k->law->issuers.n) nv_buf_addz(k->out, "<FRBRauthor href=\"#org_unknown\"/>\n");
}

/* One level: `more` is what its address has behind that of the work. */
static void level(nv_akn *k, const char *more, const char *this, nv_str part, nv_str date, const char *date_name, bool program)
{
    nv_buf uri = { 0 };
    nv_law_uri(&k->law->id, &uri);
    nv_buf_addz(&uri, more);
    size_t n = uri.n;
    if (part.n) nv_buf_printf(&uri, "/!%.*s%s", NV_ARG(part), this);
    else nv_buf_printf(&uri, "/!main%s", this);
    value(k, "FRBRthis", nv_buf_str(&uri));
    uri.n = n;
    nv_buf_addz(&uri, this);
    value(k, "FRBRuri", nv_buf_str(&uri));
    uri.n = 0;
    if (!*more && nv_law_eli(&k->law->id, &uri)) nv_buf_printf(k->out, "<FRBRalias value=\"%.*s\" name=\"eli\"/>\n", (int)uri.n, uri.p);
    nv_buf_clear(&uri);
    nv_buf_printf(k->out, "<FRBRdate date=\"%.*s\" name=\"%s\"/>\n", NV_ARG(date), date_name);
    if (program) nv_buf_addz(k->out, "<FRBRauthor href=\"#nghiavu\"/>\n");
    else author(k);
}

static void identification(nv_akn *k, nv_str part)
{
    const nv_law *l = k->law;
    char today[12];
    nv_buf b = { 0 };
    nv_date_iso(k->today, today);
    nv_buf_addz(k->out, "<identification source=\"#nghiavu\">\n<FRBRWork>\n");
    level(k, "", "", part, l->id.date, "issued", false);
    nv_buf_addz(k->out, "<FRBRcountry value=\"vn\"/>\n");
    if (l->id.type.n) nv_law_slug(l->id.type, &b);
    value(k, "FRBRsubtype", nv_buf_str(&b));
    value(k, "FRBRnumber", l->id.number);
    value(k, "FRBRname", l->title.n ? l->title : l->id.name);
    b.n = 0;
    nv_buf_printf(&b, "/vie@%.*s", NV_ARG(l->id.date));
    nv_buf_addz(k->out, "</FRBRWork>\n<FRBRExpression>\n");
    level(k, nv_buf_z(&b), "", part, l->id.date, "issued", false);
    nv_buf_addz(k->out, "<FRBRlanguage language=\"vie\"/>\n</FRBRExpression>\n<FRBRManifestation>\n");
    level(k, nv_buf_z(&b), ".akn", part, nv_str_of(today), "generation", true);
    nv_buf_addz(k->out, "<FRBRformat value=\"application/akn+xml\"/>\n</FRBRManifestation>\n</identification>\n");
    nv_buf_clear(&b);
}

static void organization(nv_akn *k, nv_str reg, nv_str name)
{
    nv_buf id = { 0 };
    nv_akn_org(reg, name, &id);
    nv_buf_printf(k->out, "<TLCOrganization eId=\"%s\" href=\"/akn/ontology/organization/vn/%s\"", nv_buf_z(&id), nv_buf_z(&id) + 4);
    nv_xml_attr("showAs", name, k->out);
    nv_buf_addz(k->out, "/>\n");
    nv_buf_clear(&id);
}

static bool same(nv_law_body x, nv_law_body y)
{
    nv_buf a = { 0 }, b = { 0 };
    nv_akn_org(x.reg, x.name, &a);
    nv_akn_org(y.reg, y.name, &b);
    bool eq = nv_str_eq(nv_buf_str(&a), nv_buf_str(&b));
    nv_buf_clear(&a);
    nv_buf_clear(&b);
    return eq;
}

/* Issuers and the bodies in the text, each once. */
static void references(nv_akn *k)
{
    NV_VEC(nv_law_body) v = { 0 };
    for (uint32_t i = 0; i < k->law->issuers.n + k->law->marks.n; i++) {
        const nv_law_mark *m = i < k->law->issuers.n ? NULL : &k->law->marks.v[i - k->law->issuers.n];
        if (m && m->kind != NV_MARK_ORG) continue;
        nv_law_body b = m ? (nv_law_body){ m->value, m->name } : k->law->issuers.v[i];
        bool there = false;
        for (uint32_t j = 0; j < v.n && !there; j++) there = same(v.v[j], b);
        if (!there) *NV_PUSH(k->a, &v) = b;
    }
    nv_buf_addz(k->out, "<references source=\"#nghiavu\">\n");
    for (uint32_t i = 0; i < v.n; i++) organization(k, v.v[i].reg, v.v[i].name);
    if (!k->law->issuers.n) nv_buf_addz(k->out, "<TLCOrganization eId=\"org_unknown\" href=\"/akn/ontology/organization/unknown\" showAs=\"?\"/>\n");
    nv_buf_addz(k->out, "<TLCObject eId=\"nghiavu\" href=\"/akn/ontology/object/nghiavu\" showAs=\"nghiavu " NV_VERSION "\"/>\n</references>\n");
}

void nv_akn_meta(nv_akn *k, nv_str part)
{
    nv_buf_addz(k->out, "<meta>\n");
    identification(k, part);
    if (!part.n) references(k);
    nv_buf_addz(k->out, "</meta>\n");
}
