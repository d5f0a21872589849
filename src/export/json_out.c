#include "export/json_out.h"

/* True if none of eight bytes is a control, a quote, a backslash or DEL; it may also say false for eight bytes without one (then each is looked at). */
static inline bool eight_plain(const char *p) {
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    uint64_t w;
    memcpy(&w, p, sizeof w);
    uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\', del = w ^ ones * 0x7F;
    /* x - 1 borrows into the high bit where a byte x is 0, x - 0x20 where it is below 0x20; bytes of letters beyond ASCII have that bit themselves */
    return !((((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((del - ones) & ~del)) & high);
}

void nv_json_str(nv_buf *b, nv_str s) {
    static const char hex[] = "0123456789abcdef";
    nv_buf_addc(b, '"');
    uint32_t done = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        while (i + 8 < s.n && eight_plain(s.p + i)) i += 8;
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

void nv_json_num(nv_buf *b, uint64_t n) {
    char digits[20];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + n % 10);
    while (n /= 10);
    nv_buf_add(b, digits + at, sizeof digits - at);
}
