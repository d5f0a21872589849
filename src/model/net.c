#include "model/net.h"

const nv_net_kind nv_node_kinds[NV_NODE_COUNT] = {
    [NV_NODE_DOCUMENT] = { "Document", "documents", { { "number", NV_PROP_TEXT }, { "type", NV_PROP_TEXT }, { "name", NV_PROP_TEXT }, { "title", NV_PROP_TEXT }, { "date", NV_PROP_DATE },
        { "issuer", NV_PROP_TEXT }, { "in_collection", NV_PROP_BOOL }, { "file", NV_PROP_TEXT }, { "sha256", NV_PROP_TEXT } } },
    [NV_NODE_UNIT] = { "Unit", "units", { { "eid", NV_PROP_TEXT }, { "kind", NV_PROP_TEXT }, { "number", NV_PROP_TEXT }, { "heading", NV_PROP_TEXT }, { "text", NV_PROP_TEXT },
        { "page", NV_PROP_INT } } },
    [NV_NODE_AGENCY] = { "Agency", "agencies", { { "name", NV_PROP_TEXT }, { "registry", NV_PROP_TEXT }, { "is_class", NV_PROP_BOOL } } },
    [NV_NODE_OBLIGATION] = { "Obligation", "obligations", { { "task", NV_PROP_TEXT }, { "action", NV_PROP_TEXT }, { "modality", NV_PROP_TEXT }, { "timing", NV_PROP_TEXT }, { "due", NV_PROP_DATE },
        { "condition", NV_PROP_TEXT }, { "product", NV_PROP_TEXT }, { "routine", NV_PROP_BOOL }, { "page", NV_PROP_INT }, { "rule", NV_PROP_TEXT }, { "confidence", NV_PROP_REAL } } },
};

const nv_net_kind nv_edge_kinds[NV_EDGE_COUNT] = {
    [NV_EDGE_CONTAINS] = { "CONTAINS", "contains", { { NULL, NV_PROP_TEXT } } },
    [NV_EDGE_CITES] = { "CITES", "cites", { { "relation", NV_PROP_TEXT }, { "count", NV_PROP_INT }, { "places", NV_PROP_TEXT } } },
    [NV_EDGE_BEARS] = { "BEARS", "bears", { { "role", NV_PROP_TEXT }, { "how", NV_PROP_TEXT } } },
    [NV_EDGE_ISSUED_BY] = { "ISSUED_BY", "issued_by", { { NULL, NV_PROP_TEXT } } },
    [NV_EDGE_MEMBER_OF] = { "MEMBER_OF", "member_of", { { "some", NV_PROP_BOOL }, { "local", NV_PROP_BOOL } } },
};

unsigned nv_net_props(const nv_net_kind *k)
{
    unsigned n = 0;
    while (k->props[n].name) n++;
    return n;
}

nv_str nv_net_value(const nv_net_kind *k, const nv_str *values, const char *name)
{
    for (unsigned i = 0; k->props[i].name; i++)
        if (strcmp(k->props[i].name, name) == 0) return values[i];
    return (nv_str){ 0 };
}
