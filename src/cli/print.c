#include "cli/print.h"
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

unsigned nv_print_width(bool tty)
{
    struct winsize ws;
    unsigned w = 100;
    if (tty && ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col) w = ws.ws_col;
    return w < 40 ? 40 : w > 160 ? 160 : w;
}

/* Control characters, and the marks that change the direction of text: neither may reach a terminal from a document. */
static bool hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

static unsigned char_width(uint32_t c)
{
    if (hidden(c) || (c >= 0x300 && c <= 0x36f)) return 0;
    bool wide = (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
                (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) || (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd);
    return wide ? 2 : 1;
}

unsigned nv_display_width(nv_str s)
{
    unsigned w = 0;
    for (uint32_t at = 0; at < s.n;) w += char_width(nv_utf8_next(s, &at));
    return w;
}

static void put_clean(FILE *f, nv_str s)
{
    for (uint32_t at = 0; at < s.n;) {
        uint32_t from = at, c = nv_utf8_next(s, &at);
        if (!hidden(c)) fwrite(s.p + from, 1, at - from, f);
    }
}

static void spaces(FILE *f, unsigned n)
{
    while (n--) putc(' ', f);
}

void nv_print_cell(FILE *f, nv_str s, unsigned width)
{
    put_clean(f, s);
    unsigned w = nv_display_width(s);
    if (w < width) spaces(f, width - w);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

/* The next word at or after *at; false at the end. */
static bool next_word(nv_str s, uint32_t *at, nv_str *word)
{
    while (*at < s.n && is_space(s.p[*at])) ++*at;
    uint32_t beg = *at;
    while (*at < s.n && !is_space(s.p[*at])) ++*at;
    *word = nv_str_cut(s, beg, *at);
    return word->n > 0;
}

void nv_print_wrap(FILE *f, nv_str s, unsigned indent, unsigned width)
{
    unsigned room = width > indent + 20 ? width - indent : 20, used = 0;
    nv_str word;
    for (uint32_t at = 0; next_word(s, &at, &word);) {
        unsigned w = nv_display_width(word);
        if (used && used + 1 + w > room) {
            putc('\n', f);
            spaces(f, indent);
            used = 0;
        }
        if (used) putc(' ', f);
        put_clean(f, word);
        used += w + (used ? 1 : 0);
    }
    putc('\n', f);
}

void nv_print_marked(FILE *f, nv_str s, unsigned indent, unsigned width, bool color)
{
    unsigned room = width > indent + 20 ? width - indent : 20, used = 0;
    const char *ink = "";
    nv_str word;
    for (uint32_t at = 0; next_word(s, &at, &word);) {
        nv_str shown = word;
        bool ends = nv_str_ends(word, NV_LIT("-]")) || nv_str_ends(word, NV_LIT("+}"));
        if (color && (nv_str_starts(word, NV_LIT("[-")) || nv_str_starts(word, NV_LIT("{+")))) {
            ink = word.p[0] == '[' ? "\033[31m" : "\033[32m";
            shown = nv_str_cut(shown, 2, shown.n);
        }
        if (color && ends && *ink) shown.n -= 2;
        unsigned w = nv_display_width(shown);
        if (used && used + 1 + w > room) {
            putc('\n', f);
            spaces(f, indent);
            used = 0;
        }
        if (used) putc(' ', f);
        if (color) fputs(ink, f);
        put_clean(f, shown);
        if (color && *ink) fputs("\033[0m", f);
        if (ends) ink = "";
        used += w + (used ? 1 : 0);
    }
    putc('\n', f);
}

void nv_print_line(FILE *f, nv_str s, unsigned width)
{
    unsigned used = 0;
    nv_str word;
    bool cut = width && nv_display_width(s) > width;
    for (uint32_t at = 0; next_word(s, &at, &word);) {
        unsigned w = nv_display_width(word) + (used ? 1 : 0);
        if (cut && used + w + 2 > width) {
            fputs(used ? " …" : "…", f);
            return;
        }
        if (used) putc(' ', f);
        put_clean(f, word);
        used += w;
    }
}
