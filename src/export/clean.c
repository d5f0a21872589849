#include "export/clean.h"

static bool turns_or_hides(uint32_t c)
{
    return c == 0x061c || c == 0x180e || c == 0x200b || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

bool nv_is_unsafe(uint32_t c)
{
    if (c < 0x20) return c != '\t' && c != '\n' && c != '\r';
    return (c >= 0x7f && c < 0xa0) || turns_or_hides(c) || (c & 0xfffe) == 0xfffe;
}

static bool is_line_end(uint32_t c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }

static void spell(uint32_t c, nv_buf *out)
{
    if (c < 0x20) nv_buf_addu(out, 0x2400 + c);
    else if (c == 0x7f) nv_buf_addu(out, 0x2421);
    else nv_buf_printf(out, "[U+%04X]", (unsigned)c);
}

void nv_clean(nv_str s, nv_clean_how how, nv_buf *out)
{
    for (uint32_t at = 0; at < s.n;) {
        uint32_t from = at, c = nv_utf8_next(s, &at);
        if (is_line_end(c)) {
            if (c == '\r' && at < s.n && s.p[at] == '\n') at++;
            nv_buf_addc(out, how == NV_CLEAN_LINES ? '\n' : ' ');
        } else if (c == '\t' && how == NV_CLEAN_ONE_LINE) nv_buf_addc(out, ' ');
        else if (nv_is_unsafe(c)) spell(c, out);
        else if (c == 0xfffd) nv_buf_addu(out, c); /* also where a byte is no UTF-8 */
        else nv_buf_add(out, s.p + from, at - from);
    }
}

void nv_clean_xml(nv_str s, nv_clean_how how, nv_buf *out)
{
    nv_buf b = { 0 };
    nv_clean(s, how, &b);
    for (size_t i = 0; i < b.n; i++) {
        char c = b.p[i];
        if (c == '&') nv_buf_addz(out, "&amp;");
        else if (c == '<') nv_buf_addz(out, "&lt;");
        else if (c == '>') nv_buf_addz(out, "&gt;");
        else if (c == '"') nv_buf_addz(out, "&quot;");
        else if (c == '\'') nv_buf_addz(out, "&#39;");
        else nv_buf_addc(out, c);
    }
    nv_buf_clear(&b);
}

bool nv_is_formula(nv_str s)
{
    if (!s.n) return false;
    if (s.p[0] == '\t' || s.p[0] == '\r' || s.p[0] == '\n') return true;
    uint32_t at = 0, c = 0;
    do c = nv_utf8_next(s, &at);
    while (at < s.n && (c == ' ' || c == '\t' || c == '\n' || c == 0xa0));
    return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xff1d || c == 0xff0b || c == 0xff0d || c == 0xff20;
}
