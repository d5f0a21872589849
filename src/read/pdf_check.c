/* pdf_check.c - see pdf_check.h. Structure: ISO 32000-1, 7.5 (file structure), 7.3.8 (streams); checksums of Flate data: RFC 1950. */
#include "read/pdf_check.h"
#include "read/jpeg_check.h"
#include "base/buf.h"
#include "base/limits.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { TAIL = 2048, DICT = 8192, SECTIONS = 1000, CHUNK = 1 << 16 };

typedef struct {
    nv_arena *a;
    const unsigned char *p;
    size_t n;
    uint64_t inflated, drawn; /* bytes that came out of streams and of pictures */
    uint32_t leaves;      /* page objects that were seen */
    bool encrypted, leaves_known, cut;
    bool skip_fonts;      /* font programs need not be compared */
    bool pictures;        /* text depends on them: it was recognised */
    const char *wrong;    /* the first thing */
} check;

static void bad(check *c, const char *what, size_t at)
{
    if (!c->wrong) c->wrong = nv_arena_printf(c->a, "%s, byte %zu", what, at).p;
}

/* ---- words of the file -------------------------------------------------------------------------------------------------- */

static bool is_space(unsigned char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0; }

static size_t skip(const check *c, size_t at)
{
    while (at < c->n && is_space(c->p[at])) at++;
    return at;
}

/* A whole number at *at, moved behind it. False: none. */
static bool number(const check *c, size_t *at, uint64_t *v)
{
    size_t i = skip(c, *at), from = i;
    for (*v = 0; i < c->n && c->p[i] >= '0' && c->p[i] <= '9' && *v < UINT64_MAX / 16; i++) *v = *v * 10 + (uint64_t)(c->p[i] - '0');
    *at = i;
    return i > from;
}

static bool word(const check *c, size_t *at, const char *w)
{
    size_t i = skip(c, *at), len = strlen(w);
    if (c->n - i < len || memcmp(c->p + i, w, len) != 0) return false;
    *at = i + len;
    return true;
}

static size_t find(const check *c, size_t from, size_t end, const char *w)
{
    const unsigned char *hit = from < end ? memmem(c->p + from, end - from, w, strlen(w)) : NULL;
    return hit ? (size_t)(hit - c->p) : SIZE_MAX;
}

static size_t find_last(const check *c, const char *w)
{
    size_t len = strlen(w);
    for (size_t at = c->n >= len ? c->n - len + 1 : 0; at-- > 0;)
        if (c->p[at] == (unsigned char)*w && memcmp(c->p + at, w, len) == 0) return at;
    return SIZE_MAX;
}

/* Where the value of a key begins in a dictionary [beg, end); SIZE_MAX: it is not there. */
static size_t key(const check *c, size_t beg, size_t end, const char *name)
{
    size_t len = strlen(name);
    for (size_t at = beg; (at = find(c, at, end, name)) != SIZE_MAX; at += len) {
        unsigned char next = at + len < c->n ? c->p[at + len] : ' ';
        if (!g_ascii_isalnum(next)) return at + len;
    }
    return SIZE_MAX;
}

static bool key_number(const check *c, size_t beg, size_t end, const char *name, uint64_t *v)
{
    size_t at = key(c, beg, end, name);
    return at != SIZE_MAX && number(c, &at, v);
}

/* A page object, not the node above it. */
static uint32_t count_leaves(const check *c, size_t beg, size_t end)
{
    uint32_t n = 0;
    for (size_t at = beg; (at = key(c, at, end, "/Type")) != SIZE_MAX;) {
        size_t i = skip(c, at);
        n += end - i >= 5 && memcmp(c->p + i, "/Page", 5) == 0 && (i + 5 >= end || !g_ascii_isalnum(c->p[i + 5]));
    }
    return n;
}

static bool is_regular(unsigned char c) { return !is_space(c) && !strchr("()<>[]{}/%", c); }

/* Behind a string in round brackets that begins at `at`. */
static size_t string_end(const check *c, size_t at, size_t end)
{
    unsigned depth = 0;
    for (; at < end; at++) {
        if (c->p[at] == '\\') at++;
        else if (c->p[at] == '(') depth++;
        else if (c->p[at] == ')' && --depth == 0) return at + 1;
    }
    return SIZE_MAX;
}

/* A number or one of the words that stand outside of streams. */
static bool known_word(const unsigned char *p, size_t n)
{
    static const char *const list[] = { "R", "obj", "endobj", "true", "false", "null", "xref", "trailer", "startxref", "n", "f" };
    size_t i = 0, digits = 0;
    while (i < n && (p[i] == '-' || p[i] == '+')) i++;
    for (; i < n && ((p[i] >= '0' && p[i] <= '9') || p[i] == '.' || p[i] == '-'); i++) digits += p[i] != '.' && p[i] != '-';
    if (i == n && digits) return true;
    for (size_t k = 0; k < NV_NELEM(list); k++)
        if (strlen(list[k]) == n && memcmp(p, list[k], n) == 0) return true;
    return false;
}

/* What stands between streams is dictionaries, numbers and few words: a letter where a digit was is damage. */
static void words(check *c, size_t at, size_t end)
{
    while (at < end && !c->wrong) {
        unsigned char ch = c->p[at];
        size_t from = at;
        if (is_space(ch) || strchr("[]{}>", ch)) at++;
        else if (ch == '%') while (at < end && c->p[at] != '\n' && c->p[at] != '\r') at++;
        else if (ch == '(') at = string_end(c, at, end);
        else if (ch == '<' && at + 1 < end && c->p[at + 1] == '<') at += 2;
        else if (ch == '<') {
            for (at++; at < end && (g_ascii_isxdigit(c->p[at]) || is_space(c->p[at])); at++) continue;
            if (at >= end || c->p[at] != '>') bad(c, "< >", from);
        } else if (ch == '/') for (at++; at < end && is_regular(c->p[at]); at++) continue;
        else {
            while (at < end && is_regular(c->p[at])) at++;
            if (at == from || !known_word(c->p + from, at - from)) bad(c, "object", from);
            at += at == from;
        }
        if (at == SIZE_MAX) bad(c, "( )", from);
    }
}

/* ---- streams ------------------------------------------------------------------------------------------------------------ */

/* Inflates from p[at]; *used gets the compressed bytes read. What comes out is kept in *out if it is not NULL (at most NV_MAX_PART_BYTES). */
static bool inflates(check *c, size_t at, size_t *used, nv_buf *out)
{
    unsigned char chunk[CHUNK];
    z_stream z = { .next_in = (unsigned char *)(uintptr_t)(c->p + at), .avail_in = (uInt)(c->n - at) };
    if (inflateInit(&z) != Z_OK) return false;
    int rc = Z_OK;
    while (rc == Z_OK && c->inflated < NV_MAX_CHECKED_BYTES) {
        z.next_out = chunk;
        z.avail_out = sizeof chunk;
        rc = inflate(&z, Z_NO_FLUSH);
        size_t got = sizeof chunk - z.avail_out;
        c->inflated += got;
        if (out && out->n + got <= NV_MAX_PART_BYTES) nv_buf_add(out, chunk, got);
    }
    *used = c->n - at - z.avail_in;
    inflateEnd(&z);
    return rc == Z_STREAM_END;
}

/* Where the dictionary in front of the word “stream” at `at` begins: behind its “obj”. SIZE_MAX: that is no stream. */
static size_t dictionary(const check *c, size_t at)
{
    size_t end = at;
    while (end > 0 && is_space(c->p[end - 1])) end--;
    if (end < 2 || c->p[end - 1] != '>' || c->p[end - 2] != '>') return SIZE_MAX;
    size_t low = end > DICT ? end - DICT : 0;
    for (size_t i = end - 2; i-- > low + 3;)
        if (memcmp(c->p + i - 2, "obj", 3) == 0) return i + 1;
    return SIZE_MAX;
}

/* The first (or only) filter is this one. */
static bool is_filter(const check *c, size_t beg, size_t end, const char *name)
{
    size_t at = key(c, beg, end, "/Filter"), len = strlen(name);
    if (at == SIZE_MAX) return false;
    at = skip(c, at);
    if (at < end && c->p[at] == '[') at = skip(c, at + 1);
    return end > at && end - at >= len && memcmp(c->p + at, name, len) == 0;
}

static bool is_flate(const check *c, size_t beg, size_t end) { return is_filter(c, beg, end, "/FlateDecode"); }

/* A picture of recognised text with its dictionary [beg, at): the checksum of Flate data, the codes of a JPEG. Others are heard when they are drawn (ocr.c). Large files
 * have more pixels than are worth comparing. */
static void picture(check *c, size_t beg, size_t at, size_t data)
{
    size_t used;
    if (is_flate(c, beg, at) && c->drawn < NV_MAX_CHECKED_BYTES) {
        uint64_t text = c->inflated;
        c->inflated = c->drawn;
        if (!inflates(c, data, &used, NULL) && c->inflated < NV_MAX_CHECKED_BYTES) bad(c, "Flate", data);
        c->drawn = c->inflated;
        c->inflated = text;
    } else if (is_filter(c, beg, at, "/DCTDecode")) {
        size_t end = find(c, data, c->n, "endstream");
        const char *wrong = nv_jpeg_check(c->p + data, (end == SIZE_MAX ? c->n : end) - data);
        if (wrong) bad(c, wrong, data);
    }
}

/* Objects inside a compressed stream of objects may be pages. */
static void leaves_inside(check *c, nv_buf *out)
{
    check in = { .a = c->a, .p = (const unsigned char *)nv_buf_z(out), .n = out->n };
    c->leaves += count_leaves(&in, 0, in.n);
}

/* One stream with its dictionary [beg, at): compares its checksum. Returns where to go on. */
static size_t stream(check *c, size_t beg, size_t at)
{
    size_t data = at + 6, used = 0;
    if (data < c->n && c->p[data] == '\r') data++;
    if (data < c->n && c->p[data] == '\n') data++;
    size_t type = key(c, beg, at, "/Subtype"), i = type == SIZE_MAX ? at : skip(c, type);
    bool image = at - i >= 6 && memcmp(c->p + i, "/Image", 6) == 0, font = c->skip_fonts && key(c, beg, at, "/Length1") != SIZE_MAX;
    bool objects = find(c, beg, at, "/ObjStm") != SIZE_MAX;
    uint64_t len;
    if (is_flate(c, beg, at) && !image && !font && !c->encrypted) {
        nv_buf out = { 0 };
        if (!inflates(c, data, &used, objects ? &out : NULL)) bad(c, c->inflated < NV_MAX_CHECKED_BYTES ? "Flate" : "NV_MAX_CHECKED_BYTES", data);
        if (objects) leaves_inside(c, &out);
        nv_buf_clear(&out);
        return data + used;
    }
    if (image && c->pictures && !c->encrypted) picture(c, beg, at, data);
    if (objects) c->leaves_known = false;
    return key_number(c, beg, at, "/Length", &len) && len < c->n - data ? data + (size_t)len : data;
}

/* Behind the word that ends a stream, which is to follow at `at` or soon: a length may be a reference, and writers pad. */
static size_t stream_end(const check *c, size_t at, size_t data)
{
    size_t near = c->n - at > DICT ? at + DICT : c->n, end = find(c, at, near, "endstream");
    if (end == SIZE_MAX) end = find(c, data, c->n, "endstream");
    return end == SIZE_MAX ? at : end + 9;
}

static uint32_t count(const check *c, const char *name)
{
    uint32_t n = 0;
    for (size_t at = 0; (at = key(c, at, c->n, name)) != SIZE_MAX;) n++;
    return n;
}

static void streams(check *c)
{
    /* where each font says which letters its glyphs are, its program gives shapes only; it is most of a short PDF */
    c->skip_fonts = count(c, "/ToUnicode") >= count(c, "/Length1");
    size_t plain = find(c, 0, c->n, "obj"); /* behind the last stream; what stands before the first object is the head and what programs put there */
    for (size_t at = 0; !c->wrong && (at = find(c, at, c->n, "stream")) != SIZE_MAX;) {
        bool end = at >= 3 && memcmp(c->p + at - 3, "end", 3) == 0;
        size_t beg = end ? SIZE_MAX : dictionary(c, at);
        if (end) bad(c, "endstream", at); /* of a stream whose beginning is lost */
        if (beg == SIZE_MAX) {
            at += 6;
            continue;
        }
        words(c, plain, at);
        c->leaves += count_leaves(c, plain, at);
        at = plain = stream_end(c, stream(c, beg, at), at + 6);
    }
    if (!c->wrong) words(c, plain, c->n);
    c->leaves += count_leaves(c, plain, c->n);
}

/* ---- the table of objects ----------------------------------------------------------------------------------------------- */

/* “7 0 obj” at this place? */
static bool object_at(const check *c, uint64_t at, uint64_t num, uint64_t gen)
{
    uint64_t a, b;
    size_t i = at < c->n ? (size_t)at : c->n;
    return number(c, &i, &a) && number(c, &i, &b) && a == num && b == gen && word(c, &i, "obj");
}

/* A table in plain text; *at is moved behind it, to its trailer. */
static void table(check *c, size_t *at)
{
    uint64_t first, count, off, gen;
    while (!c->wrong && number(c, at, &first) && number(c, at, &count)) {
        for (uint64_t k = 0; k < count && !c->wrong; k++) {
            size_t here = *at;
            if (!number(c, at, &off) || !number(c, at, &gen)) bad(c, "xref", here);
            else if (word(c, at, "n")) {
                if (off && !object_at(c, off, first + k, gen)) bad(c, "xref", here); /* an offset of 0: some writers mark free objects so */
            } else if (!word(c, at, "f")) bad(c, "xref", here);
        }
    }
    if (!c->wrong && !word(c, at, "trailer")) bad(c, "trailer", *at);
}

/* Takes PNG prediction off rows of `columns` bytes (ISO 32000-1, 7.4.4.4; the filters of RFC 2083, 6, with one byte a sample). Returns the bytes left. */
static size_t unpredict(unsigned char *p, size_t n, size_t columns)
{
    size_t rows = n / (columns + 1);
    for (size_t r = 0; r < rows; r++) {
        unsigned char *to = p + r * columns, how = p[r * (columns + 1)];
        memmove(to, p + r * (columns + 1) + 1, columns);
        const unsigned char *up = r ? to - columns : NULL;
        for (size_t i = 0; i < columns; i++) {
            int a = i ? to[i - 1] : 0, b = up ? up[i] : 0, d = i && up ? up[i - 1] : 0, q = a + b - d;
            int pa = abs(q - a), pb = abs(q - b), pd = abs(q - d), paeth = pa <= pb && pa <= pd ? a : pb <= pd ? b : d;
            int add = how == 1 ? a : how == 2 ? b : how == 3 ? (a + b) / 2 : how == 4 ? paeth : 0;
            to[i] = (unsigned char)(to[i] + add);
        }
    }
    return rows * columns;
}

static uint64_t big_endian(const unsigned char *p, size_t n)
{
    uint64_t v = 0;
    for (size_t i = 0; i < n; i++) v = v << 8 | p[i];
    return v;
}

typedef struct { uint64_t w[3]; size_t row; const unsigned char *p; size_t n, at; } rows;

/* Entries of objects first … first + count - 1. */
static void entries(check *c, rows *r, uint64_t first, uint64_t count, size_t where)
{
    for (uint64_t k = 0; k < count && r->at + r->row <= r->n && !c->wrong; k++, r->at += r->row) {
        const unsigned char *e = r->p + r->at;
        uint64_t type = r->w[0] ? big_endian(e, (size_t)r->w[0]) : 1, off = big_endian(e + r->w[0], (size_t)r->w[1]), gen = big_endian(e + r->w[0] + r->w[1], (size_t)r->w[2]);
        if (type == 1 && !object_at(c, off, first + k, gen)) bad(c, "xref", where);
    }
}

/* A table that is a stream, with its dictionary [beg, at). */
static void table_stream(check *c, size_t beg, size_t at)
{
    size_t w = key(c, beg, at, "/W"), index = key(c, beg, at, "/Index"), data = at + 6, used;
    uint64_t predictor = 1, columns = 1, size = 0, first, count;
    rows r = { 0 };
    if (w != SIZE_MAX && word(c, &w, "[")) r.row = number(c, &w, &r.w[0]) && number(c, &w, &r.w[1]) && number(c, &w, &r.w[2]) && r.w[0] < 8 && r.w[1] < 9 && r.w[2] < 9 ? (size_t)(r.w[0] + r.w[1] + r.w[2]) : 0;
    if (!r.row || !key_number(c, beg, at, "/Size", &size)) { bad(c, "xref", beg); return; }
    if (!is_flate(c, beg, at)) return;
    if (data < c->n && c->p[data] == '\r') data++;
    if (data < c->n && c->p[data] == '\n') data++;
    (void)key_number(c, beg, at, "/Predictor", &predictor);
    (void)key_number(c, beg, at, "/Columns", &columns);
    nv_buf out = { 0 };
    if (!inflates(c, data, &used, &out)) bad(c, "Flate", data);
    else if (predictor < 10 || (columns > 0 && columns < 64)) {
        r.p = (const unsigned char *)nv_buf_z(&out);
        r.n = predictor >= 10 ? unpredict((unsigned char *)out.p, out.n, (size_t)columns) : out.n;
        if (index == SIZE_MAX || !word(c, &index, "[")) entries(c, &r, 0, size, beg);
        else while (!c->wrong && number(c, &index, &first) && number(c, &index, &count)) entries(c, &r, first, count, beg);
    }
    nv_buf_clear(&out);
}

/* One section of the table; *next gets the place of the one before it, false if this is the oldest. */
static bool section(check *c, uint64_t where, uint64_t *next)
{
    size_t at = where < c->n ? (size_t)where : c->n, beg, end;
    uint64_t num, gen;
    if (word(c, &at, "xref")) {
        table(c, &at);
        beg = at;
        end = find(c, at, c->n, "startxref");
        if (end == SIZE_MAX) end = c->n;
    } else if (number(c, &at, &num) && number(c, &at, &gen) && word(c, &at, "obj")) {
        beg = at;
        end = find(c, at, c->n, "stream");
        if (end == SIZE_MAX || dictionary(c, end) == SIZE_MAX) { bad(c, "xref", at); return false; }
        table_stream(c, beg, end);
    } else {
        bad(c, "startxref", at);
        return false;
    }
    if (key(c, beg, end, "/Encrypt") != SIZE_MAX) c->encrypted = true;
    return !c->wrong && key_number(c, beg, end, "/Prev", next);
}

static void objects(check *c)
{
    size_t at = find_last(c, "startxref");
    uint64_t where;
    if (at == SIZE_MAX || c->n - at > TAIL || find(c, at, c->n, "%%EOF") == SIZE_MAX) {
        bad(c, "%%EOF", c->n);
        c->cut = true;
        return;
    }
    at += 9;
    if (!number(c, &at, &where)) bad(c, "startxref", at);
    unsigned k = 0;
    while (!c->wrong && k < SECTIONS && section(c, where, &where)) k++;
    c->leaves_known = k == 0; /* a later section may hold a page anew */
}

const char *nv_pdf_check(nv_arena *a, const unsigned char *p, size_t n, uint32_t pages, bool pictures, bool *cut)
{
    const unsigned char *head = memmem(p, n < 1028 ? n : 1028, "%PDF", 4); /* offsets count from the head */
    size_t before = head ? (size_t)(head - p) : 0;
    check c = { .a = a, .p = p + before, .n = n - before, .pictures = pictures };
    objects(&c);
    if (!c.wrong) streams(&c);
    if (!c.wrong && !c.encrypted && c.leaves_known && c.leaves > pages) bad(&c, "page tree", c.n);
    *cut = c.cut;
    return c.wrong;
}

/* ---- Poppler's complaints ----------------------------------------------------------------------------------------------- */

static void on_message(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer arg)
{
    (void)domain, (void)level;
    nv_pdf_complaints *c = arg;
    if (!c->n++) snprintf(c->first, sizeof c->first, "%s", message);
}

void nv_pdf_listen(nv_pdf_complaints *c)
{
    *c = (nv_pdf_complaints){ 0 };
    c->handler = g_log_set_handler("Poppler", G_LOG_LEVEL_MASK, on_message, c);
}

void nv_pdf_listened(nv_pdf_complaints *c)
{
    g_log_remove_handler("Poppler", c->handler);
}
