/* test_msword.c - the reader of Word 97-2003 on a file made here byte by byte: characters, looks, fonts, a table, automatic numbers, and damage. */
#include "unit/unit.h"
#include "read/read.h"

enum { SECTOR = 512, MAIN_AT = 3 * SECTOR, TABLE_AT = MAIN_AT + 4096, FILE_BYTES = TABLE_AT + 4096, TEXT = 0x400 };

typedef struct { unsigned char p[FILE_BYTES]; uint32_t papx_at, n_para, n_char; } file;

static void put16(unsigned char *p, uint32_t v) { p[0] = (unsigned char)v; p[1] = (unsigned char)(v >> 8); }
static void put32(unsigned char *p, uint32_t v) { put16(p, v); put16(p + 2, v >> 16); }

static void entry(unsigned char *e, const char *name, unsigned char type, uint32_t start, uint32_t size) {
    size_t n = strlen(name);
    for (size_t i = 0; i < n; i++) put16(e + 2 * i, (unsigned char)name[i]);
    put16(e + 64, (uint32_t)(n + 1) * 2);
    e[66] = type;
    put32(e + 116, start);
    put32(e + 120, size);
}

/* Sector 0: FAT, 1: directory, 2: unused, 3 … 10: WordDocument, 11 … 18: 1Table. */
static void container(file *f) {
    memcpy(f->p, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    put16(f->p + 30, 9);
    put16(f->p + 32, 6);
    put32(f->p + 44, 1);
    put32(f->p + 48, 1);
    put32(f->p + 56, 4096);
    put32(f->p + 60, 0xFFFFFFFEu);
    put32(f->p + 68, 0xFFFFFFFEu);
    unsigned char *fat = f->p + SECTOR; /* sector 0 begins after the header, so sector k is at (k + 1) * 512 */
    for (uint32_t i = 0; i < 128; i++) put32(fat + i * 4, 0xFFFFFFFFu);
    put32(fat, 0xFFFFFFFDu);
    put32(fat + 4, 0xFFFFFFFEu);
    for (uint32_t i = 2; i < 18; i++) put32(fat + i * 4, i == 9 || i == 17 ? 0xFFFFFFFEu : i + 1);
    unsigned char *dir = f->p + 2 * SECTOR;
    entry(dir, "Root Entry", 5, 0xFFFFFFFEu, 0);
    entry(dir + 128, "WordDocument", 2, 2, 4096);
    entry(dir + 256, "1Table", 2, 10, 4096);
}

static unsigned char *main_at(file *f, uint32_t off) { return f->p + MAIN_AT + off; }
static unsigned char *table_at(file *f, uint32_t off) { return f->p + TABLE_AT + off; }

static void part(file *f, uint32_t fib, uint32_t at, uint32_t n) {
    put32(main_at(f, fib), at);
    put32(main_at(f, fib + 4), n);
}

/* Adds a paragraph (its mark included) with its properties (style 0). Pages of properties: characters 0x800, paragraphs 0xA00. */
static void para(file *f, const char *utf8, const char *prl, size_t prl_n) {
    nv_str s = nv_str_of(utf8);
    for (uint32_t i = 0; i < s.n; ) put16(main_at(f, TEXT + 2 * f->n_char++), nv_utf8_next(s, &i));
    unsigned char *fkp = main_at(f, 0xA00);
    uint32_t words = (uint32_t)(prl_n + 2 + 1) / 2;
    f->papx_at -= 2 + words * 2;
    f->papx_at &= ~1u;
    fkp[f->papx_at] = 0;
    fkp[f->papx_at + 1] = (unsigned char)words;
    memcpy(fkp + f->papx_at + 4, prl, prl_n);
    main_at(f, 0xC00)[f->n_para] = (unsigned char)(f->papx_at / 2); /* collected here: the page's layout depends on their number */
    put32(main_at(f, 0xC40) + 4 * f->n_para, TEXT + 2 * f->n_char);
    f->n_para++;
}

#define BOLD "\x35\x08\x01"
#define FONT1 "\x4F\x4A\x01\x00"
#define CENTER "\x03\x24\x01"
#define CELL "\x16\x24\x01"
#define ROW_END CELL "\x17\x24\x01" "\x08\xD6\x33\x00\x02" "\x00\x00\xE8\x03\xD0\x07" /* two cells: edges 0, 1000, 2000; 2 x 20 bytes follow */
#define LIST "\x0B\x46\x01\x00" "\x0A\x26\x00"

static void finish(file *f) {
    unsigned char *fkp = main_at(f, 0xA00);
    put32(fkp, TEXT);
    for (uint32_t i = 0; i < f->n_para; i++) {
        memcpy(fkp + 4 * (i + 1), main_at(f, 0xC40) + 4 * i, 4);
        fkp[4 * (f->n_para + 1) + 13 * i] = main_at(f, 0xC00)[i];
    }
    fkp[511] = (unsigned char)f->n_para;
    put16(main_at(f, 0), 0xA5EC);
    put16(main_at(f, 2), 193);
    put16(main_at(f, 10), 0x1200);
    put32(main_at(f, 0x4C), f->n_char);
    part(f, 0x1A2, 0, 5 + 16); /* Clx: one piece */
    *table_at(f, 0) = 2;
    put32(table_at(f, 1), 16);
    put32(table_at(f, 5 + 4), f->n_char);
    put32(table_at(f, 5 + 8 + 2), TEXT);
    part(f, 0xFA, 0x100, 12); /* one page of characters */
    put32(table_at(f, 0x100), TEXT);
    put32(table_at(f, 0x104), TEXT + 2 * f->n_char);
    put32(table_at(f, 0x108), 4);
    part(f, 0x102, 0x120, 12);
    put32(table_at(f, 0x120), TEXT);
    put32(table_at(f, 0x124), TEXT + 2 * f->n_char);
    put32(table_at(f, 0x128), 5);
}

static void char_run(file *f, uint32_t k, uint32_t n, uint32_t beg, uint32_t end, const char *prl, size_t prl_n) {
    unsigned char *fkp = main_at(f, 0x800);
    uint32_t at = 500 - 20 * (k + 1);
    put32(fkp + 4 * k, TEXT + 2 * beg);
    put32(fkp + 4 * (k + 1), TEXT + 2 * end);
    fkp[4 * (n + 1) + k] = prl_n ? (unsigned char)(at / 2) : 0;
    fkp[at] = (unsigned char)prl_n;
    memcpy(fkp + at + 1, prl, prl_n);
    fkp[511] = (unsigned char)n;
}

static void fonts(file *f) {
    static const char *const names[] = { "Times New Roman", ".VnTimeH" };
    uint32_t at = 0x204;
    put16(table_at(f, 0x200), 2);
    for (int i = 0; i < 2; i++) {
        uint32_t n = (uint32_t)strlen(names[i]), size = 40 + 2 * n + 2;
        *table_at(f, at) = (unsigned char)(size - 1);
        for (uint32_t k = 0; k < n; k++) put16(table_at(f, at + 40 + 2 * k), (unsigned char)names[i][k]);
        at += size;
    }
    part(f, 0x112, 0x200, at - 0x200);
}

/* One simple list: "Điều 1:", and one use of it. */
static void lists(file *f) {
    part(f, 0x2E2, 0x400, 2 + 28);
    put16(table_at(f, 0x400), 1);
    put32(table_at(f, 0x402), 77);
    *table_at(f, 0x402 + 26) = 1;
    unsigned char *lvl = table_at(f, 0x400 + 2 + 28);
    put32(lvl, 1);
    static const uint16_t text[] = { 0x110, 'i', 0x1EC1, 'u', ' ', 0, ':' };
    put16(lvl + 28, 7);
    for (int i = 0; i < 7; i++) put16(lvl + 30 + 2 * i, text[i]);
    part(f, 0x2EA, 0x500, 4 + 16 + 4);
    put32(table_at(f, 0x500), 1);
    put32(table_at(f, 0x504), 77);
    put32(table_at(f, 0x514), 0xFFFFFFFFu);
}

static void build(file *f) {
    static char row[sizeof ROW_END - 1 + 40] = ROW_END;
    *f = (file){ .papx_at = 500 };
    container(f);
    para(f, "QUYẾT ĐỊNH\r", CENTER, 3);
    para(f, "®iÒu\x0B" "hai\x1E" "ba\x1F\r", "", 0);
    para(f, "Việc\x07", CELL, 3);
    para(f, "Hạn\x07", CELL, 3);
    para(f, "\x07", row, sizeof row);
    para(f, "Một\r", LIST, 7);
    para(f, "\x13" "PAGE\x14" "7\x15 hai\r", LIST, 7);
    finish(f);
    fonts(f);
    lists(f);
    char_run(f, 0, 3, 0, 11, BOLD, 3);
    char_run(f, 1, 3, 11, 15, FONT1, 4);
    char_run(f, 2, 3, 15, f->n_char, "", 0);
}

static void document(void **state) {
    (void)state;
    file *f = malloc(sizeof *f);
    build(f);
    nv_doc *d = nv_doc_new();
    nv_err err = { 0 };
    nv_status st = nv_read_bytes(d, "a.rtf", f->p, sizeof f->p, &err);
    if (st) fail_msg("status %d, %s %s", st, err.arg[1], err.arg[2]);
    assert_str(d->source.format, "doc");
    assert_int_equal(d->lines.n, 5);
    const nv_line *l = d->lines.v;
    assert_str(l[0].text, "QUYẾT ĐỊNH");
    assert_int_equal(l[0].flags & (NV_F_BOLD | NV_F_CENTER), NV_F_BOLD | NV_F_CENTER);
    assert_str(l[1].text, "®iÒu\nhai-ba\xC2\xAD");
    assert_int_equal(l[1].flags & NV_F_BOLD, 0);
    assert_str(l[1].fonts[0].font, ".VnTimeH");
    assert_int_equal(l[1].fonts[0].end, strlen("®iÒu"));
    assert_str(l[2].text, "Việc\tHạn");
    assert_true(l[2].table >= 0 && l[2].n_segs == 2 && l[2].segs[1].col == 1 && !l[2].borders);
    assert_str(l[3].text, "Điều 1: Một");
    assert_int_equal(l[3].label, strlen("Điều 1:"));
    assert_str(l[4].text, "Điều 2: 7 hai");
    assert_null(nv_doc_check(d));
    nv_doc_free(d);
    free(f);
}

static nv_status read_damaged(file *f, size_t n, nv_err *err) {
    nv_doc *d = nv_doc_new();
    nv_status st = nv_read_bytes(d, "a.doc", f->p, n, err);
    nv_doc_free(d);
    return st;
}

static void damage(void **state) {
    (void)state;
    file *f = malloc(sizeof *f);
    nv_err err = { 0 };
    build(f);
    put16(main_at(f, 10), 0x1300);
    assert_int_equal(read_damaged(f, sizeof f->p, &err), NV_E_ENCRYPTED);
    build(f);
    put16(main_at(f, 0), 0xA5DC);
    assert_int_equal(read_damaged(f, sizeof f->p, &err), NV_E_FORMAT);
    build(f);
    assert_int_equal(read_damaged(f, TABLE_AT + 100, &err), NV_E_DAMAGED); /* cut */
    build(f);
    put32(f->p + SECTOR + 3 * 4, 2); /* a loop in the chain */
    (void)read_damaged(f, sizeof f->p, &err);
    put32(main_at(f, 0x4C), 0x7FFFFFFF);
    assert_int_equal(read_damaged(f, sizeof f->p, &err) == NV_OK, false);
    for (uint32_t seed = 1, k = 0; k < 3000; k++) { /* any bytes anywhere: no crash, no hang */
        build(f);
        for (int i = 0; i < 8; i++) {
            seed = seed * 1664525u + 1013904223u;
            f->p[24 + (seed >> 8) % (sizeof f->p - 24)] = (unsigned char)(seed >> 3);
            seed = seed * 1664525u + 1013904223u;
            main_at(f, 0)[(seed >> 8) % 0x400] = (unsigned char)(seed >> 3);
        }
        (void)read_damaged(f, sizeof f->p, &err);
    }
    free(f);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(document), cmocka_unit_test(damage) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
