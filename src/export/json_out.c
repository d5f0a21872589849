#include "export/json_out.h"

void nv_json_str(nv_buf *b, nv_str s) {
    static const char hex[] = "0123456789abcdef";
    nv_buf_addc(b, '"');
    uint32_t done = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) continue;
        nv_buf_add(b, s.p + done, i - done);
        done = i + 1;
        if (c == '"' || c == '\\') {
            nv_buf_addc(b, '\\');
            nv_buf_addc(b, (char)c);
        } else if (c == '\n') nv_buf_addz(b, "\\n");
        else if (c == '\t') nv_buf_addz(b, "\\t");
        else {
            char u[] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
            nv_buf_add(b, u, sizeof u);
        }
    }
    nv_buf_add(b, s.p ? s.p + done : "", s.n - done);
    nv_buf_addc(b, '"');
}

void nv_json_str_or_null(nv_buf *b, nv_str s) {
    if (s.n) nv_json_str(b, s);
    else nv_buf_addz(b, "null");
}
