/* text.c - plain text and Markdown: encoding, mark-up (`**`, `#`, `\*`, <b>) out, lines in. Tables and cells are in text_layout.c.
 *
 * The two formats are read alike: office people paste Markdown into .txt files and plain text into .md files.
 */
#include "read/charset.h"
#include "read/text.h"

#include <stdio.h>
#include <stdlib.h>

static bool is_utf16(const unsigned char *p, size_t n) { return n >= 2 && ((p[0] == 0xFF && p[1] == 0xFE) || (p[0] == 0xFE && p[1] == 0xFF)); }

static bool text_sniff(const unsigned char *p, size_t n, const char *name)
{
    (void)name;
    if (is_utf16(p, n)) return true;
    return !nv_is_binary(p, n); /* invalid UTF-8 is left to the reader, whose message tells where */
}

/* UTF-16 with a byte order mark to UTF-8; unpaired surrogates become U+FFFD and are counted. */
static nv_str from_utf16(nv_arena *a, const unsigned char *p, size_t n, uint32_t *bad)
{
    bool big = p[0] == 0xFE;
    size_t units = n / 2;
    char *out = nv_arena_alloc(a, units * 3 + 1);
    uint32_t len = 0;
    *bad = n % 2 != 0;
    for (size_t i = 1; i < units; i++) {
        const unsigned char *q = p + 2 * i;
        uint32_t c = big ? (uint32_t)(q[0] << 8 | q[1]) : (uint32_t)(q[1] << 8 | q[0]);
        if (c >= 0xD800 && c < 0xDC00 && i + 1 < units) {
            const unsigned char *r = q + 2;
            uint32_t d = big ? (uint32_t)(r[0] << 8 | r[1]) : (uint32_t)(r[1] << 8 | r[0]);
            if (d >= 0xDC00 && d < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (d - 0xDC00);
                i++;
            }
        }
        if (c >= 0xD800 && c < 0xE000) {
            c = 0xFFFD;
            ++*bad;
        }
        if (c == 0) continue;
        len += nv_utf8_put(out + len, c);
    }
    return (nv_str){ out, len };
}

/* Offset of the first byte that is no UTF-8. */
static uint32_t first_bad(nv_str s)
{
    uint32_t at = 0;
    while (at < s.n) {
        uint32_t from = at, c = nv_utf8_next(s, &at);
        if (c == 0xFFFD && !(at - from == 3 && memcmp(s.p + from, "\xEF\xBF\xBD", 3) == 0)) return from;
    }
    return s.n;
}

/* ---- mark-up ---------------------------------------------------------------------------------------------------- */

typedef struct {
    nv_str s;             /* the whole text */
    uint32_t at, block;   /* where we are; end of the block of lines without a blank one that `at` is in */
    bool bold, italic;
    uint32_t bold_letters, italic_letters; /* of the line */
    char *out; uint32_t n;
} marks;

/* End of the block of lines that begins at `at`: a blank line or the end. Emphasis never runs over it. */
static uint32_t block_end(nv_str s, uint32_t at)
{
    bool empty = false;
    for (; at < s.n; at++) {
        if (s.p[at] == '\n') {
            if (empty) return at;
            empty = true;
        } else if (s.p[at] != ' ' && s.p[at] != '\t' && s.p[at] != '\r') {
            empty = false;
        }
    }
    return s.n;
}

static bool word_char(char c)
{
    unsigned u = (unsigned char)c;
    return (u >= 0x80) | (u - '0' < 10) | ((u | 32) - 'a' < 26); /* without branches: asked of each byte */
}
static bool white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* Handles `**` at m->at: true if it was mark-up. It opens only where the block has its end too: a lone pair stays in the text. */
static bool strong_mark(marks *m)
{
    nv_str s = m->s;
    if (m->bold) {
        m->bold = false;
        return true;
    }
    if (m->at + 2 >= s.n || white(s.p[m->at + 2]) || s.p[m->at + 2] == '*') return false;
    for (uint32_t i = m->at + 2; i + 1 < m->block; i++)
        if (s.p[i] == '*' && s.p[i + 1] == '*') return m->bold = true;
    return false;
}

/* Handles a single `*` or `_`: it opens before a word and closes after one, on the same line. */
static bool emphasis_mark(marks *m)
{
    nv_str s = m->s;
    char sign = s.p[m->at];
    char before = m->at ? s.p[m->at - 1] : '\n', after = m->at + 1 < s.n ? s.p[m->at + 1] : '\n';
    if (m->italic) {
        if (white(before) || word_char(after)) return false;
        m->italic = false;
        return true;
    }
    if (word_char(before) || white(after) || after == sign) return false;
    for (uint32_t i = m->at + 1; i < m->block && s.p[i] != '\n'; i++) {
        if (s.p[i] == '\\') i++;
        else if (s.p[i] == sign && !white(s.p[i - 1]) && !(i + 1 < s.n && word_char(s.p[i + 1]))) return m->italic = true;
    }
    return false;
}

static const struct { const char *tag; uint8_t what; } tags[] = { /* what: 1 bold, 2 italic, 4 line break, 0 nothing */
    { "b", 1 }, { "strong", 1 }, { "i", 2 }, { "em", 2 }, { "u", 0 }, { "sup", 0 }, { "sub", 0 }, { "p", 0 }, { "center", 0 }, { "br", 4 },
};

/* Length of the tag at `at` ("<b>", "</b>", "<br/>"), 0 if it is none that we know; *what and *open tell which. */
static uint32_t tag_at(nv_str s, uint32_t at, uint8_t *what, bool *open)
{
    uint32_t i = at + 1;
    *open = !(i < s.n && s.p[i] == '/');
    if (!*open) i++;
    uint32_t from = i;
    while (i < s.n && ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z')) i++;
    uint32_t len = i - from;
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '/')) i++;
    if (len == 0 || len > 6 || i >= s.n || s.p[i] != '>') return 0;
    for (size_t k = 0; k < NV_NELEM(tags); k++) {
        size_t same = 0;
        while (same < len && tags[k].tag[same] == (s.p[from + same] | 32)) same++;
        if (same == len && tags[k].tag[len] == 0) {
            *what = tags[k].what;
            return i + 1 - at;
        }
    }
    return 0;
}

static void put(marks *m, const char *p, uint32_t n)
{
    memcpy(m->out + m->n, p, n);
    m->n += n;
    if (word_char(*p)) {
        m->bold_letters += m->bold;
        m->italic_letters += m->italic;
    }
}

/* Bytes of words, of which lines are made bold or not. */
static uint32_t count_words(const char *p, uint32_t n)
{
    uint32_t words = 0;
    for (uint32_t i = 0; i < n; i++) words += word_char(p[i]);
    return words;
}

/* Copies the bytes up to the next one that may be mark-up or end the line: nearly all of them. */
static void copy_plain(marks *m)
{
    static const bool special[256] = { ['\\'] = true, ['*'] = true, ['_'] = true, ['<'] = true, ['\n'] = true, ['\f'] = true, ['\r'] = true };
    nv_str s = m->s;
    uint32_t from = m->at, at = from;
    while (at < s.n && !special[(unsigned char)s.p[at]]) at++;
    if (at == from) return;
    memcpy(m->out + m->n, s.p + from, at - from);
    uint32_t words = m->bold || m->italic ? count_words(m->out + m->n, at - from) : 0;
    m->n += at - from;
    m->at = at;
    if (m->bold) m->bold_letters += words;
    if (m->italic) m->italic_letters += words;
}

/* One step inside a line: mark-up is taken in, anything else copied. Returns true at a <br>. */
static bool step(marks *m)
{
    nv_str s = m->s;
    char c = s.p[m->at];
    if (c == '\\' && m->at + 1 < s.n && strchr("\\`*_{}[]()<>#+-.!|~", s.p[m->at + 1])) {
        put(m, s.p + m->at + 1, 1);
        m->at += 2;
        return false;
    }
    if (c == '*' && m->at + 1 < s.n && s.p[m->at + 1] == '*') {
        if (strong_mark(m)) {
            m->at += 2;
            return false;
        }
        while (m->at < s.n && s.p[m->at] == '*') put(m, s.p + m->at++, 1);
        return false;
    }
    if ((c == '*' || c == '_') && emphasis_mark(m)) {
        m->at++;
        return false;
    }
    if (c == '<') {
        uint8_t what = 0;
        bool open = false;
        uint32_t len = tag_at(s, m->at, &what, &open);
        if (len) {
            m->at += len;
            if (what == 1) m->bold = open;
            if (what == 2) m->italic = open;
            return what == 4;
        }
    }
    put(m, s.p + m->at++, 1);
    return false;
}

/* Bytes of "## " before a heading at `at`, else 0. */
static uint32_t heading_mark(nv_str s, uint32_t at)
{
    uint32_t i = at;
    while (i < s.n && s.p[i] == '#') i++;
    return i > at && i - at <= 6 && i < s.n && s.p[i] == ' ' ? i + 1 - at : 0;
}

static void end_line(nv_text *t, marks *m, uint32_t beg, bool page)
{
    nv_text_line *l = NV_PUSH(t->arena, &t->v);
    uint32_t end = m->n;
    /* tabs at the end are empty cells of a table */
    while (end > beg && white(m->out[end - 1]) && m->out[end - 1] != '\t') end--;
    l->s = (nv_str){ m->out + beg, end - beg };
    l->table = -1;
    l->blank = nv_str_trim(l->s).n == 0;
    /* nearly all of it: a stray unmarked colon or number does not matter */
    uint32_t letters = m->bold_letters || m->italic_letters ? count_words(l->s.p, l->s.n) : 0;
    if (letters && m->bold_letters * 10 >= letters * 9) l->flags |= NV_F_BOLD;
    if (letters && m->italic_letters * 10 >= letters * 9) l->flags |= NV_F_ITALIC;
    if (page) l->flags |= NV_F_BREAK_BEFORE;
    m->bold_letters = m->italic_letters = 0;
}

static void split(nv_text *t, nv_str s)
{
    marks m = { .s = s, .out = nv_arena_alloc(t->arena, s.n + 1) };
    bool page = false, heading = false;
    while (m.at < s.n) {
        if (m.at >= m.block) {
            m.block = block_end(s, m.at + 1);
            m.bold = m.italic = false;
        }
        uint32_t beg = m.n, mark = heading_mark(s, m.at);
        m.at += mark;
        heading = mark > 0;
        bool cut = false;
        copy_plain(&m);
        while (m.at < s.n && s.p[m.at] != '\n' && s.p[m.at] != '\f' && !cut) {
            cut = s.p[m.at] == '\r' ? (m.at++, false) : step(&m);
            if (!cut) copy_plain(&m);
        }
        end_line(t, &m, beg, page);
        if (heading && !t->v.v[t->v.n - 1].blank) t->v.v[t->v.n - 1].flags |= NV_F_BOLD;
        page = false;
        if (cut && m.at < s.n && (s.p[m.at] == '\n')) m.at++;
        else if (!cut && m.at < s.n) page = s.p[m.at++] == '\f';
    }
}

/* True if something is to be seen: not only spaces of any kind and marks of byte order. */
static bool has_ink(nv_str s)
{
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = nv_utf8_next(s, &at);
        if (c > ' ' && c != 0x7F && !(c >= 0x80 && c <= 0xA0) && !(c >= 0x2000 && c <= 0x200F) && c != 0x2028 && c != 0x2029 && c != 0x202F && c != 0x205F && c != 0x2060 && c != 0x3000 && c != 0xFEFF) return true;
    }
    return false;
}

static nv_status text_read(nv_doc *doc, const unsigned char *p, size_t n, nv_err *err)
{
    const char *path = doc->source.path.p;
    nv_str s;
    if (is_utf16(p, n)) {
        uint32_t bad = 0;
        s = from_utf16(doc->arena, p, n, &bad);
        if (bad) {
            char num[16];
            snprintf(num, sizeof num, "%u", bad);
            nv_doc_diag(doc, NV_M_BAD_BYTES, NULL, 0, num, NULL);
        }
        doc->source.reader = NV_LIT("text (UTF-16)");
    } else {
        if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
            p += 3;
            n -= 3;
        }
        s = (nv_str){ (const char *)p, (uint32_t)n };
        if (!nv_utf8_valid(s)) {
            char num[16];
            snprintf(num, sizeof num, "%u", first_bad(s) + 1);
            return nv_err_set(err, NV_E_FORMAT, NV_M_E_NOT_UTF8, path, num, NULL);
        }
        doc->source.reader = NV_LIT("text");
    }
    if (!has_ink(s)) return nv_err_set(err, NV_E_NOTEXT, NV_M_E_BLANK, path, NULL);
    nv_text t = { .arena = doc->arena };
    split(&t, s);
    if (t.v.n > NV_MAX_LINES) {
        char num[16];
        snprintf(num, sizeof num, "%u", NV_MAX_LINES);
        return nv_err_set(err, NV_E_LIMIT, NV_M_E_LIMIT, path, "NV_MAX_LINES", num, NULL);
    }
    nv_text_emit(doc, &t);
    return NV_OK;
}

const nv_format nv_format_text = { "txt", text_sniff, text_read };
