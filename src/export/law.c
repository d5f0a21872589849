/* law.c - addresses of documents. */
#include "export/law.h"
#include "base/fold.h"

void nv_law_slug(nv_str s, nv_buf *out)
{
    nv_buf sk = { 0 };
    nv_skeleton(s, &sk);
    size_t from = out->n;
    for (size_t i = 0; i < sk.n; i++) {
        char c = sk.p[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) nv_buf_addc(out, c);
        else if (out->n > from && out->p[out->n - 1] != '-') nv_buf_addc(out, '-');
    }
    while (out->n > from && out->p[out->n - 1] == '-') out->n--;
    if (out->n == from) nv_buf_addc(out, '-'); /* nothing that ASCII can say */
    nv_buf_clear(&sk);
}

bool nv_law_is_act(nv_str type)
{
    static const char *const acts[] = { "HP", "LUAT", "BL", "PL", "LENH", "NQ", "NĐ", "QĐ", "TT", "TTLT" };
    for (unsigned i = 0; i < NV_NELEM(acts); i++)
        if (nv_str_eqz(type, acts[i])) return true;
    return false;
}

static void subtype(const nv_law_id *id, nv_buf *out)
{
    if (id->type.n) nv_law_slug(id->type, out);
    else nv_buf_addz(out, "vb");
}

void nv_law_uri(const nv_law_id *id, nv_buf *out)
{
    nv_str what = id->number.n ? id->number : id->name;
    if (!id->date.n && !id->year) {
        nv_buf_addz(out, "/akn/ontology/reference/vn/");
        nv_law_slug(what, out);
        return;
    }
    nv_buf_addz(out, nv_law_is_act(id->type) ? "/akn/vn/act/" : "/akn/vn/doc/");
    subtype(id, out);
    if (id->date.n) nv_buf_printf(out, "/%.*s/", NV_ARG(id->date));
    else nv_buf_printf(out, "/%04d/", id->year);
    nv_law_slug(what, out);
}

bool nv_law_eli(const nv_law_id *id, nv_buf *out)
{
    if (id->date.n != 10) return false;
    nv_buf_addz(out, "/eli/vn/");
    subtype(id, out);
    nv_buf_printf(out, "/%.4s/%.2s/%.2s/", id->date.p, id->date.p + 5, id->date.p + 8);
    nv_law_slug(id->number.n ? id->number : id->name, out);
    return true;
}
