/* jsonld.c - schema.org/Legislation. Only terms of that vocabulary; what is not known is left out. Relations: what it changes (amends, replaces, repeals), what it
 * applies (implements, guides), what it is issued under or only names (citation). */
#include "export/export.h"
#include "export/json_out.h"
#include "export/law.h"

static void key(nv_buf *b, const char *name, bool *first)
{
    nv_buf_printf(b, "%s\n    \"%s\": ", *first ? "" : ",", name);
    *first = false;
}

static void text(nv_buf *b, const char *name, nv_str v, bool *first)
{
    if (!v.n) return;
    key(b, name, first);
    nv_json_str(b, v);
}

static void uri(nv_buf *b, const nv_law_id *id)
{
    nv_buf u = { 0 };
    nv_law_uri(id, &u);
    nv_json_str(b, nv_buf_str(&u));
    nv_buf_clear(&u);
}

/* Documents of some relations, each once, with what is known of them. */
static void relations(nv_buf *b, const nv_law *l, const char *name, const char *const *which, bool *first)
{
    bool open = false;
    for (uint32_t i = 0; i < l->relations.n; i++) {
        const nv_law_relation *r = &l->relations.v[i];
        bool wanted = false;
        for (unsigned k = 0; which[k]; k++) wanted = wanted || nv_str_eqz(r->relation, which[k]);
        for (uint32_t k = 0; wanted && k < i; k++) { /* named before by another of the relations */
            const nv_law_relation *o = &l->relations.v[k];
            for (unsigned w = 0; which[w]; w++)
                if (nv_str_eqz(o->relation, which[w]) && nv_str_eq(o->to.number, r->to.number) && nv_str_eq(o->to.name, r->to.name) && nv_str_eq(o->to.date, r->to.date)) wanted = false;
        }
        if (!wanted) continue;
        if (!open) key(b, name, first), nv_buf_addc(b, '[');
        nv_buf_printf(b, "%s\n      {\"@type\": \"Legislation\", \"@id\": ", open ? "," : "");
        open = true;
        uri(b, &r->to);
        if (r->to.number.n) nv_buf_addz(b, ", \"legislationIdentifier\": "), nv_json_str(b, r->to.number);
        if (r->to.name.n || r->title.n) nv_buf_addz(b, ", \"name\": "), nv_json_str(b, r->to.name.n ? r->to.name : r->title);
        if (r->to.date.n) nv_buf_addz(b, ", \"legislationDate\": "), nv_json_str(b, r->to.date);
        nv_buf_addc(b, '}');
    }
    if (open) nv_buf_addz(b, "\n    ]");
}

static void issuers(nv_buf *b, const nv_law *l, bool *first)
{
    if (!l->issuers.n) return;
    key(b, "legislationPassedBy", first);
    nv_buf_addc(b, '[');
    for (uint32_t i = 0; i < l->issuers.n; i++) {
        nv_buf_printf(b, "%s{\"@type\": \"GovernmentOrganization\", \"name\": ", i ? ", " : "");
        nv_json_str(b, l->issuers.v[i].name);
        nv_buf_addc(b, '}');
    }
    nv_buf_addc(b, ']');
}

/* LegalForceStatus; nothing where the collection cannot tell. */
static const char *legal_force(nv_str force)
{
    static const struct { const char *force, *status; } words[] = {
        { "not_issued", "NotInForce" }, { "not_yet_in_force", "NotInForce" }, { "in_force", "InForce" }, { "amended", "InForce" }, { "partly_suspended", "PartiallyInForce" },
        { "partly_repealed", "PartiallyInForce" }, { "expired", "NotInForce" }, { "replaced", "NotInForce" }, { "repealed", "NotInForce" },
    };
    for (unsigned i = 0; i < NV_NELEM(words); i++)
        if (nv_str_eqz(force, words[i].force)) return words[i].status;
    return NULL;
}

static void one(nv_buf *b, const nv_law *l)
{
    static const char *const changes[] = { "amends", "replaces", "repeals", NULL }, *const applies[] = { "implements", "guides", NULL }, *const cites[] = { "basis", "issued_with", "refers", NULL };
    bool first = true;
    nv_buf eli = { 0 };
    nv_buf_addz(b, "{");
    key(b, "@type", &first);
    nv_buf_addz(b, "\"Legislation\"");
    key(b, "@id", &first);
    uri(b, &l->id);
    if (nv_law_eli(&l->id, &eli)) text(b, "sameAs", nv_buf_str(&eli), &first);
    nv_buf_clear(&eli);
    text(b, "legislationIdentifier", l->id.number, &first);
    text(b, "legislationType", l->type_name.n ? l->type_name : l->id.type, &first);
    text(b, "name", l->title.n ? l->title : l->id.name, &first);
    text(b, "legislationDate", l->id.date, &first);
    text(b, "legislationDateOfApplicability", l->effective, &first);
    issuers(b, l, &first);
    key(b, "legislationJurisdiction", &first);
    nv_buf_addz(b, "{\"@type\": \"Country\", \"name\": \"Việt Nam\", \"identifier\": \"VN\"}");
    text(b, "inLanguage", NV_LIT("vi"), &first);
    if (legal_force(l->force)) {
        key(b, "legislationLegalForce", &first);
        nv_buf_printf(b, "\"https://schema.org/%s\"", legal_force(l->force));
    }
    relations(b, l, "legislationChanges", changes, &first);
    relations(b, l, "legislationApplies", applies, &first);
    relations(b, l, "citation", cites, &first);
    key(b, "encoding", &first);
    nv_buf_addz(b, "{\"@type\": \"LegislationObject\", \"name\": ");
    nv_json_str(b, l->file);
    nv_buf_addz(b, ", \"sha256\": ");
    nv_json_str(b, l->sha256);
    nv_buf_addz(b, "}\n  }");
}

void nv_write_law_jsonld(const nv_law *laws, uint32_t n, nv_buf *out)
{
    nv_buf_addz(out, "{\"@context\": \"https://schema.org\",\n \"@graph\": [");
    for (uint32_t i = 0; i < n; i++) {
        nv_buf_addz(out, i ? ",\n  " : "\n  ");
        one(out, &laws[i]);
    }
    nv_buf_addz(out, "\n]}\n");
}

nv_status nv_write_jsonld(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)part, (void)err;
    nv_write_law_jsonld(x->laws.v, x->laws.n, out);
    return NV_OK;
}
