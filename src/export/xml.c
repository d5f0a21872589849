#include "export/xml.h"
#include "export/clean.h"

void nv_xml_text(nv_str s, nv_buf *out)
{
    nv_buf b = { 0 };
    nv_clean(s, NV_CLEAN_ONE_LINE, &b);
    for (size_t i = 0; i < b.n; i++) {
        switch (b.p[i]) {
        case '&': nv_buf_addz(out, "&amp;"); break;
        case '<': nv_buf_addz(out, "&lt;"); break;
        case '>': nv_buf_addz(out, "&gt;"); break;
        case '"': nv_buf_addz(out, "&quot;"); break;
        default: nv_buf_addc(out, b.p[i]);
        }
    }
    nv_buf_clear(&b);
}

void nv_xml_attr(const char *name, nv_str value, nv_buf *out)
{
    if (!value.p) return;
    nv_buf_printf(out, " %s=\"", name);
    nv_xml_text(value, out);
    nv_buf_addc(out, '"');
}
