/* charset.c - see charset.h. */
#include "read/charset.h"

#include <iconv.h>
#include <stdio.h>

uint32_t nv_cp1252(unsigned char c) {
    static const uint16_t high[32] = { 0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178 };
    return c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c;
}

uint32_t nv_codepage(int cp, unsigned char c) {
    if (c < 0x80 || cp == 1252) return nv_cp1252(c);
    char name[16];
    snprintf(name, sizeof name, "CP%d", cp);
    iconv_t cd = iconv_open("UTF-32LE", name);
    if (cd == (iconv_t)-1) return nv_cp1252(c);
    char in = (char)c, *from = &in;
    unsigned char wide[8] = { 0 };
    char *to = (char *)wide;
    size_t n_in = 1, n_out = sizeof wide;
    size_t rc = iconv(cd, &from, &n_in, &to, &n_out);
    (void)iconv(cd, NULL, NULL, &to, &n_out); /* combining code pages keep a letter back */
    iconv_close(cd);
    if (rc == (size_t)-1 || n_out == sizeof wide) return nv_cp1252(c);
    return wide[0] | (uint32_t)wide[1] << 8 | (uint32_t)wide[2] << 16;
}

void nv_cp1252_utf8(nv_buf *out, const unsigned char *p, size_t n) {
    for (size_t i = 0; i < n; i++) {
        unsigned char c = p[i];
        bool control = (c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 127;
        nv_buf_addu(out, control ? 0xF000u + c : nv_cp1252(c));
    }
}

bool nv_is_binary(const unsigned char *p, size_t n) {
    size_t head = n < 65536 ? n : 65536, odd = 0;
    for (size_t i = 0; i < head; i++) {
        if (p[i] == 0) return true;
        if (p[i] < 32 && p[i] != '\n' && p[i] != '\r' && p[i] != '\t' && p[i] != '\f' && p[i] != '\v' && p[i] != 27) odd++;
    }
    return odd * 50 > head;
}

bool nv_is_8bit(const unsigned char *p, size_t n) {
    size_t wrong = 0, right = 0;
    for (size_t i = 0; i < n; ) {
        if (p[i] < 0x80) { i++; continue; }
        unsigned len = p[i] >= 0xF0 && p[i] < 0xF8 ? 4 : p[i] >= 0xE0 ? 3 : p[i] >= 0xC2 ? 2 : 0;
        bool ok = len && p[i] < 0xF8 && i + len <= n;
        for (unsigned k = 1; ok && k < len; k++) ok = (p[i + k] & 0xC0) == 0x80;
        if (ok) right++, i += len;
        else wrong++, i++;
    }
    return wrong > right;
}

void nv_utf16_utf8(nv_buf *out, const unsigned char *p, size_t n, bool big) {
    for (size_t i = 0; i + 1 < n; i += 2) {
        uint32_t c = big ? (uint32_t)(p[i] << 8 | p[i + 1]) : (uint32_t)(p[i + 1] << 8 | p[i]);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < n) {
            uint32_t d = big ? (uint32_t)(p[i + 2] << 8 | p[i + 3]) : (uint32_t)(p[i + 3] << 8 | p[i + 2]);
            if (d >= 0xDC00 && d < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (d - 0xDC00);
                i += 2;
            }
        }
        if (c >= 0xD800 && c < 0xE000) c = 0xFFFD;
        if (c && c != 0xFEFF) nv_buf_addu(out, c);
    }
}
