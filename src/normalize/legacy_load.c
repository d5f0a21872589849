/* legacy_load.c - the tables of the old encodings: legacy_chars, legacy_alias, legacy_fonts, legacy_syllables. */
#include "normalize/legacy_impl.h"

#include <stdlib.h>
#include <unicode/unorm2.h>

static const char *const keys[NV_LG_COUNT] = { "", "tcvn3", "vni", "viscii", "vps", "cp1258", "" };

const char *nv_legacy_name(nv_lg e) {
    static const char *const names[NV_LG_COUNT] = { "Unicode", "TCVN3 (ABC)", "VNI-Windows", "VISCII", "VPS", "Windows-1258", "UTF-8 (Windows-1252)" };
    return names[e];
}

static nv_lg encoding(const nv_tsv_row *row, nv_str key, nv_buf *errors) {
    for (int e = 1; e < NV_LG_COUNT; e++)
        if (keys[e][0] && nv_str_eqz(key, keys[e])) return (nv_lg)e;
    nv_tsv_complain(row, errors, "unknown encoding");
    return NV_LG_ASIS;
}

static uint32_t hex(nv_str s, uint32_t *at) {
    uint32_t v = 0;
    for (; *at < s.n; ++*at) {
        char c = s.p[*at];
        if (c >= '0' && c <= '9') v = v * 16 + (uint32_t)(c - '0');
        else if ((c | 32) >= 'a' && (c | 32) <= 'f') v = v * 16 + (uint32_t)((c | 32) - 'a' + 10);
        else break;
    }
    return v;
}

/* A character as itself or as U+0301. */
static uint32_t character(nv_str s) {
    uint32_t at = 2;
    if (nv_str_starts(s, NV_LIT("U+"))) return hex(s, &at);
    at = 0;
    return s.n ? nv_utf8_next(s, &at) : 0;
}

static void load_chars(nv_legacy *l, const nv_grammar *g, nv_buf *errors) {
    static const char *const columns[] = { "encoding", "bytes", "char", "source", NULL };
    const nv_tsv *t = nv_tsv_load(g, "legacy_chars.tsv", columns, errors);
    for (uint32_t i = 0; t && i < t->n; i++) {
        const nv_tsv_row *row = &t->rows[i];
        nv_lg e = encoding(row, row->cell[0], errors);
        uint32_t at = 0, a = hex(row->cell[1], &at), c = character(row->cell[2]);
        if (a > 255 || !c) { nv_tsv_complain(row, errors, "wrong byte or character"); continue; }
        if (at >= row->cell[1].n) { l->one[e][a] = c; continue; }
        at++;
        uint32_t b = hex(row->cell[1], &at);
        if (b > 255 || c > 0xFFFF) { nv_tsv_complain(row, errors, "wrong byte"); continue; }
        if (!l->pair[e]) l->pair[e] = nv_arena_alloc(l->arena, 65536 * sizeof *l->pair[e]);
        l->pair[e][a << 8 | b] = (uint16_t)c;
    }
}

static void load_alias(nv_legacy *l, const nv_grammar *g, nv_buf *errors) {
    static const char *const columns[] = { "encoding", "codepoint", "byte", "ambiguous", NULL };
    const nv_tsv *t = nv_tsv_load(g, "legacy_alias.tsv", columns, errors);
    for (uint32_t i = 0; t && i < t->n; i++) {
        nv_str *cell = t->rows[i].cell;
        nv_lg e = encoding(&t->rows[i], cell[0], errors);
        uint32_t at = 0, byte = hex(cell[2], &at), c = character(cell[1]);
        if (byte > 255 || !c) nv_tsv_complain(&t->rows[i], errors, "wrong byte or character");
        else *NV_PUSH(l->arena, &l->alias[e]) = (nv_lg_alias){ c, (unsigned char)byte, nv_str_eqz(cell[3], "1") };
    }
}

static void load_fonts(nv_legacy *l, const nv_grammar *g, nv_buf *errors) {
    static const char *const columns[] = { "encoding", "begins", "capitals", NULL };
    const nv_tsv *t = nv_tsv_load(g, "legacy_fonts.tsv", columns, errors);
    for (uint32_t i = 0; t && i < t->n; i++) {
        nv_str *cell = t->rows[i].cell;
        nv_lg e = encoding(&t->rows[i], cell[0], errors);
        *NV_PUSH(l->arena, &l->fonts) = (nv_lg_font_row){ nv_arena_str(l->arena, cell[1]), nv_arena_str(l->arena, cell[2]), e };
    }
}

static int by_text(const void *a, const void *b) { return nv_str_cmp(((const nv_lg_part *)a)->text, ((const nv_lg_part *)b)->text); }

static void load_syllables(nv_legacy *l, const nv_grammar *g, nv_buf *errors) {
    static const char *const columns[] = { "kind", "text", "letters", NULL };
    const nv_tsv *t = nv_tsv_load(g, "legacy_syllables.tsv", columns, errors);
    for (uint32_t i = 0; t && i < t->n; i++) {
        nv_str *cell = t->rows[i].cell;
        nv_lg_part part = { nv_arena_str(l->arena, cell[1]), nv_arena_str(l->arena, cell[2]) };
        if (nv_str_eqz(cell[0], "initial")) *NV_PUSH(l->arena, &l->initials) = part;
        else if (nv_str_eqz(cell[0], "rime")) *NV_PUSH(l->arena, &l->rimes) = part;
        else nv_tsv_complain(&t->rows[i], errors, "kind is neither initial nor rime");
    }
    if (l->rimes.n) qsort(l->rimes.v, l->rimes.n, sizeof *l->rimes.v, by_text);
}

/* All letters that a Vietnamese word can have, with their bases and tones; from ICU's decompositions instead of one more table. */
static void make_letters(nv_legacy *l) {
    UErrorCode st = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&st), *nfc = unorm2_getNFCInstance(&st);
    for (uint32_t c = 'A'; c < 0x1F00 && U_SUCCESS(st); c++) {
        static const uint32_t tones[] = { 0x301, 0x300, 0x309, 0x303, 0x323 };
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x250) || (c >= 0x1EA0 && c < 0x1EFA))) continue;
        UChar in[2] = { (UChar)c }, parts[8], base[8];
        int32_t n = unorm2_normalize(nfd, in, 1, parts, 8, &st), k = 0, len;
        uint8_t tone = 0;
        bool odd = false;
        for (int32_t i = 0; i < n; i++) {
            uint8_t is = 0;
            for (uint8_t j = 0; j < NV_NELEM(tones); j++) if (parts[i] == tones[j]) is = (uint8_t)(j + 1);
            if (is) tone = is;
            else if (i > 0 && parts[i] != 0x302 && parts[i] != 0x306 && parts[i] != 0x31B) odd = true;
            else base[k++] = parts[i];
        }
        len = unorm2_normalize(nfc, base, k, parts, 8, &st);
        if (odd || len != 1) continue;
        char low[4];
        uint32_t b = parts[0];
        unsigned bytes = nv_utf8_put(low, b);
        nv_lg_letter letter = { .c = c, .n = (uint8_t)bytes, .tone = tone };
        if (bytes > 2) continue;
        nv_fold((nv_str){ low, bytes }, letter.base);
        if (bytes == 2 && !strstr("âăđêôơư", (char[3]){ letter.base[0], letter.base[1], 0 })) continue;
        *NV_PUSH(l->arena, &l->letters) = letter;
    }
}

nv_legacy *nv_legacy_new(const nv_grammar *g, nv_buf *errors) {
    size_t before = errors->n;
    nv_legacy *l = nv_xmalloc(sizeof *l);
    *l = (nv_legacy){ .arena = nv_arena_new() };
    load_chars(l, g, errors);
    load_alias(l, g, errors);
    load_fonts(l, g, errors);
    load_syllables(l, g, errors);
    make_letters(l);
    if (errors->n > before) {
        nv_legacy_free(l);
        return NULL;
    }
    return l;
}

void nv_legacy_free(nv_legacy *l) {
    if (!l) return;
    nv_arena_free(l->arena);
    free(l);
}
