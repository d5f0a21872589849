/* charset.h - bytes of an 8-bit encoding to UTF-8. Old Vietnamese fonts put their letters on the bytes of windows-1252: such text is read as
 * windows-1252 here, and normalize/legacy.c finds out what it really is. */
#ifndef NV_READ_CHARSET_H
#define NV_READ_CHARSET_H
#include "base/buf.h"

/* Unicode of one byte of windows-1252; its five undefined bytes stay control characters (U+0081 …), so that no byte is lost. */
uint32_t nv_cp1252(unsigned char c);
/* Unicode of one byte of code page `cp` (1250 … 1258, 874, 437 …), by iconv; windows-1252 where the code page is unknown. */
uint32_t nv_codepage(int cp, unsigned char c);
/* Appends the bytes, read as windows-1252, as UTF-8. Control characters other than white space become U+F000 + byte (the private use that symbol
 * fonts have in Word): VISCII and VPS have letters there, and XML and HTML parsers drop them. */
void nv_cp1252_utf8(nv_buf *out, const unsigned char *p, size_t n);
/* True if the bytes are text of an 8-bit encoding: no valid UTF-8, and more wrong bytes than right multi-byte characters. */
/* True if the bytes are no text: a NUL, or many control characters. */
bool nv_is_binary(const unsigned char *p, size_t n);
bool nv_is_8bit(const unsigned char *p, size_t n);
/* UTF-16 (with or without byte order mark) to UTF-8; unpaired surrogates become U+FFFD. */
void nv_utf16_utf8(nv_buf *out, const unsigned char *p, size_t n, bool big);
#endif
