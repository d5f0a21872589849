/* jpeg_check.c - see jpeg_check.h. Numbers in brackets are sections and figures of ITU-T T.81. */
#include "read/jpeg_check.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { FAST = 9, MOST_PARTS = 4, SOF0 = 0xC0, SOF1 = 0xC1, DHT = 0xC4, RST0 = 0xD0, SOI = 0xD8, EOI = 0xD9, SOS = 0xDA, DQT = 0xDB, DRI = 0xDD };

/* A table of codes (C.2): the length and value of each code of at most FAST bits by the bits that begin with it; longer ones by the largest of each length (F.16). */
typedef struct { uint16_t fast[1 << FAST]; int32_t largest[18], first[17]; uint8_t values[256]; bool known; } codes;

typedef struct { uint8_t id, h, v, quant, dc, ac; int32_t last; uint32_t across, down; /* blocks of a scan of its own */ } part;

typedef struct {
    const unsigned char *p;
    size_t n, at;
    codes dc[4], ac[4];
    uint16_t quant[4];       /* of the mean of a block; 0: unknown */
    part parts[MOST_PARTS];
    uint32_t n_parts, width, height, restart, h_max, v_max;
    bool sequential;         /* the codes can be followed */
    bool progressive;        /* they come in several scans (SOF2) */
    uint64_t bits;
    unsigned n_bits;
    bool over;               /* a marker stands where bits were wanted */
    const char *wrong;
} jpeg;

static bool bad(jpeg *j, const char *what)
{
    if (!j->wrong) j->wrong = what;
    return false;
}

/* ---- bits --------------------------------------------------------------------------------------------------------------- */

/* Fills up to 57 bits; behind a marker zeros follow (F.2.2.5). */
static void fill(jpeg *j)
{
    while (j->n_bits <= 48) {
        unsigned b = 0;
        if (j->at >= j->n) j->over = true;
        else if (j->p[j->at] != 0xFF) b = j->p[j->at++];
        else if (j->at + 1 < j->n && j->p[j->at + 1] == 0) b = 0xFF, j->at += 2;
        else j->over = true;
        if (j->over) return;
        j->bits = j->bits << 8 | b;
        j->n_bits += 8;
    }
}

/* The next k bits without taking them, zeros where there are none. */
static unsigned peek(jpeg *j, unsigned k)
{
    if (j->n_bits < k && !j->over) fill(j);
    uint64_t v = j->n_bits >= k ? j->bits >> (j->n_bits - k) : j->bits << (k - j->n_bits);
    return (unsigned)(v & ((1u << k) - 1));
}

static bool drop(jpeg *j, unsigned k)
{
    if (k > j->n_bits) return bad(j, "JPEG: premature end");
    j->n_bits -= k;
    return true;
}

/* The value of the next code; false: no code begins so. */
static bool decode(jpeg *j, const codes *t, unsigned *value)
{
    uint16_t f = t->fast[peek(j, FAST)];
    if (f) {
        *value = f & 255;
        return drop(j, f >> 8);
    }
    for (unsigned k = FAST + 1; k <= 16; k++) {
        int32_t code = (int32_t)peek(j, k);
        if (code > t->largest[k]) continue;
        *value = t->values[(t->first[k] + code) & 255];
        return drop(j, k);
    }
    return bad(j, "JPEG: no Huffman code");
}

/* The next k bits as a number with its sign (F.12). */
static bool receive(jpeg *j, unsigned k, int32_t *v)
{
    *v = 0;
    if (!k) return true;
    int32_t x = (int32_t)peek(j, k);
    *v = x < 1 << (k - 1) ? x - (1 << k) + 1 : x;
    return drop(j, k);
}

/* ---- blocks ------------------------------------------------------------------------------------------------------------- */

static bool block(jpeg *j, part *c)
{
    unsigned s, n;
    int32_t v;
    if (!decode(j, &j->dc[c->dc], &s)) return false;
    if (s > 11 || !receive(j, s, &v)) return bad(j, "JPEG: coefficient");
    c->last += v;
    if (c->last > INT16_MAX || c->last < INT16_MIN) return bad(j, "JPEG: coefficient");
    /* eight times the mean of samples that were moved by 128 (A.3.3), give or take the rounding */
    int32_t q = j->quant[c->quant], mean = c->last * q;
    if (q && (mean > 1016 + q + 16 || mean < -1024 - q - 16)) return bad(j, "JPEG: coefficient");
    for (unsigned k = 1; k < 64; k++) {
        if (!decode(j, &j->ac[c->ac], &s)) return false;
        n = s & 15;
        if (!n) {
            if (s != 0xF0) break; /* end of the block */
            k += 15;
            continue;
        }
        k += s >> 4;
        if (k > 63 || n > 10 || !drop(j, peek(j, n) < 1u << n ? n : 0)) return bad(j, "JPEG: coefficient");
    }
    return true;
}

/* RST0 … RST7 in turn, with at most 7 bits before it. */
static bool restart(jpeg *j, uint32_t number)
{
    if (j->n_bits > 7) return bad(j, "JPEG: restart");
    if (j->at + 1 >= j->n || j->p[j->at] != 0xFF || j->p[j->at + 1] != RST0 + number % 8) return bad(j, "JPEG: restart");
    j->at += 2;
    j->n_bits = 0;
    j->over = false;
    for (uint32_t i = 0; i < j->n_parts; i++) j->parts[i].last = 0;
    return true;
}

/* The blocks of a scan; *which are the indexes of its parts. */
static bool scan(jpeg *j, const uint8_t *which, uint32_t n)
{
    uint32_t across = (j->width + 8 * j->h_max - 1) / (8 * j->h_max), down = (j->height + 8 * j->v_max - 1) / (8 * j->v_max);
    if (n == 1) across = j->parts[which[0]].across, down = j->parts[which[0]].down;
    j->bits = 0;
    j->n_bits = 0;
    j->over = false;
    for (uint32_t i = 0; i < j->n_parts; i++) j->parts[i].last = 0;
    for (uint64_t k = 0, all = (uint64_t)across * down; k < all; k++) {
        if (j->restart && k && k % j->restart == 0 && !restart(j, (uint32_t)(k / j->restart - 1))) return false;
        for (uint32_t i = 0; i < n; i++) {
            part *c = &j->parts[which[i]];
            for (uint32_t b = n == 1 ? 1 : c->h * c->v; b > 0; b--)
                if (!block(j, c)) return false;
        }
    }
    /* the last byte is filled up, nothing else follows */
    if (j->n_bits > 7) return bad(j, "JPEG: too many blocks");
    return true;
}

/* ---- markers ------------------------------------------------------------------------------------------------------------ */

static bool huffman_tables(jpeg *j, const unsigned char *s, size_t n)
{
    while (n >= 17) {
        codes *t = s[0] >> 4 ? &j->ac[s[0] & 3] : &j->dc[s[0] & 3];
        uint32_t total = 0, code = 0, k = 0;
        if (s[0] >> 4 > 1 || (s[0] & 15) > 3) return bad(j, "JPEG: table");
        for (unsigned i = 1; i <= 16; i++) total += s[i];
        if (total > 256 || n < 17 + total) return bad(j, "JPEG: table");
        memset(t, 0, sizeof *t);
        memcpy(t->values, s + 17, total);
        for (unsigned len = 1; len <= 16; len++, code <<= 1) {
            t->first[len] = (int32_t)k - (int32_t)code;
            for (unsigned i = 0; i < s[len]; i++, k++, code++)
                for (uint32_t x = 0; len <= FAST && x < 1u << (FAST - len); x++) {
                    uint32_t at = code << (FAST - len) | x;
                    if (at < 1u << FAST) t->fast[at] = (uint16_t)(len << 8 | t->values[k]);
                }
            t->largest[len] = s[len] ? (int32_t)code - 1 : -1;
            if (code > 1u << len) return bad(j, "JPEG: table");
        }
        t->known = true;
        s += 17 + total;
        n -= 17 + total;
    }
    return n == 0 || bad(j, "JPEG: table");
}

static bool quant_tables(jpeg *j, const unsigned char *s, size_t n)
{
    while (n) {
        size_t size = s[0] >> 4 ? 129 : 65;
        if (s[0] >> 4 > 1 || (s[0] & 15) > 3 || n < size) return bad(j, "JPEG: table");
        j->quant[s[0] & 3] = (uint16_t)(s[0] >> 4 ? s[1] << 8 | s[2] : s[1]);
        s += size;
        n -= size;
    }
    return true;
}

static bool frame(jpeg *j, unsigned marker, const unsigned char *s, size_t n)
{
    j->progressive = marker == SOF0 + 2;
    j->sequential = (marker == SOF0 || marker == SOF1) && n > 0 && s[0] == 8;
    if (n < 6 || !s[5] || s[5] > MOST_PARTS || n != 6 + 3u * s[5]) return bad(j, "JPEG: frame");
    j->height = (uint32_t)(s[1] << 8 | s[2]);
    j->width = (uint32_t)(s[3] << 8 | s[4]);
    j->n_parts = s[5];
    if (!j->width) return bad(j, "JPEG: frame");
    if (!j->height) j->sequential = false; /* told later (B.2.5) */
    for (uint32_t i = 0; i < j->n_parts; i++) {
        const unsigned char *c = s + 6 + 3 * i;
        j->parts[i] = (part){ .id = c[0], .h = c[1] >> 4, .v = c[1] & 15, .quant = c[2] & 3 };
        if (!j->parts[i].h || j->parts[i].h > 4 || !j->parts[i].v || j->parts[i].v > 4 || c[2] > 3) return bad(j, "JPEG: frame");
        if (j->parts[i].h > j->h_max) j->h_max = j->parts[i].h;
        if (j->parts[i].v > j->v_max) j->v_max = j->parts[i].v;
    }
    for (uint32_t i = 0; i < j->n_parts; i++) { /* A.1.1 */
        part *c = &j->parts[i];
        c->across = ((j->width * c->h + j->h_max - 1) / j->h_max + 7) / 8;
        c->down = ((j->height * c->v + j->v_max - 1) / j->v_max + 7) / 8;
    }
    return true;
}

/* A scan's head; then its blocks, or what stands up to the next marker. */
static bool start_scan(jpeg *j, const unsigned char *s, size_t n)
{
    uint8_t which[MOST_PARTS];
    if (n < 1 || !s[0] || s[0] > MOST_PARTS || n != 4u + 2u * s[0] || !j->n_parts) return bad(j, "JPEG: scan");
    for (unsigned i = 0; i < s[0]; i++) {
        uint32_t k = 0;
        while (k < j->n_parts && j->parts[k].id != s[1 + 2 * i]) k++;
        if (k == j->n_parts) return bad(j, "JPEG: scan");
        which[i] = (uint8_t)k;
        j->parts[k].dc = s[2 + 2 * i] >> 4 & 3;
        j->parts[k].ac = s[2 + 2 * i] & 3;
        if (j->sequential && (!j->dc[j->parts[k].dc].known || !j->ac[j->parts[k].ac].known)) return bad(j, "JPEG: scan");
    }
    if (j->sequential) return scan(j, which, s[0]);
    while (j->at + 1 < j->n && !(j->p[j->at] == 0xFF && j->p[j->at + 1] && (j->p[j->at + 1] & 0xF8) != RST0)) j->at++;
    return true;
}

/* The segment at j->at, a marker with its length; false at the end. */
static bool segment(jpeg *j)
{
    while (j->at + 1 < j->n && j->p[j->at] == 0xFF && j->p[j->at + 1] == 0xFF) j->at++; /* fill bytes */
    if (j->at + 1 >= j->n) return bad(j, "JPEG: premature end");
    unsigned marker = j->p[j->at + 1];
    if (j->p[j->at] != 0xFF) return bad(j, "JPEG: marker");
    if (marker == EOI) return false;
    if (j->at + 3 >= j->n || marker < SOF0 || marker == 0xFF || (marker >= RST0 && marker <= SOI)) return bad(j, "JPEG: marker");
    size_t len = (size_t)(j->p[j->at + 2] << 8 | j->p[j->at + 3]);
    if (len < 2 || len > j->n - j->at - 2) return bad(j, "JPEG: marker");
    const unsigned char *s = j->p + j->at + 4;
    j->at += 2 + len;
    len -= 2;
    if (marker == DHT) return huffman_tables(j, s, len);
    if (marker == DQT) return quant_tables(j, s, len);
    if (marker == DRI) return len == 2 ? (j->restart = (uint32_t)(s[0] << 8 | s[1]), true) : bad(j, "JPEG: marker");
    if (marker == SOS) return start_scan(j, s, len);
    if (marker >= SOF0 && marker <= 0xCF && marker != 0xC8 && marker != 0xCC) return frame(j, marker, s, len);
    return true;
}

const char *nv_jpeg_check(const unsigned char *p, size_t n)
{
    jpeg j = { .p = p, .n = n, .at = 2 };
    if (n < 4 || p[0] != 0xFF || p[1] != SOI) return "JPEG: no picture";
    while (segment(&j)) continue;
    if (!j.wrong && !j.n_parts) return "JPEG: no picture";
    if (!j.wrong && j.progressive && j.height && !nv_jpeg_scans_whole(p, n)) return "JPEG: codes";
    return j.wrong;
}
