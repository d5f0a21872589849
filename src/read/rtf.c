/* rtf.c - the format RTF (also such files named .doc): tokens, groups, paragraphs, notes. */
#include "read/aside.h"
#include "read/rtf.h"

#include <stdio.h>
#include <stdlib.h>

static bool sniff(const unsigned char *p, size_t n, const char *name) {
    (void)name;
    size_t at = 0;
    while (at < n && at < 16 && (p[at] == ' ' || p[at] == '\r' || p[at] == '\n' || p[at] == '\t')) at++;
    return n - at >= 5 && memcmp(p + at, "{\\rtf", 5) == 0;
}

/* ---- paragraphs ------------------------------------------------------------------------------------------------- */

/* Notes and text boxes follow the paragraph that they stand in. */
static void notes_due(nv_rtf *r) {
    for (uint32_t i = 0; i < r->notes.lines.n; i++) *NV_PUSH(r->doc->arena, &r->doc->lines) = r->notes.lines.v[i];
    r->notes.lines.v = NULL;
    r->notes.lines.n = r->notes.lines.cap = 0;
}

void nv_rtf_para(nv_rtf *r) {
    nv_rtf_flush(r);
    nv_rtf_enter(r);
    if (r->cur.to != &r->body) { nv_block_para_end(r->cur.to, 0); return; }
    nv_block_para_end(&r->body, 0);
    r->label.n = 0;
    if (!r->body.in_row && !r->in_table) notes_due(r);
}

/* The group that held a note, a text box, a page header or a comment ends. */
static void side_end(nv_rtf *r) {
    nv_block_para_end(r->cur.to, 0);
    r->cur.to->pending = 0;
    for (uint32_t i = 0; r->cur.to == &r->side && i < r->notes.lines.n; i++) r->notes.lines.v[i].flags |= r->notes.lines.v[0].flags & NV_F_FOOTNOTE;
    if (r->cur.to != &r->remark) return;
    nv_buf text = { 0 };
    for (uint32_t i = 0; i < r->remarks.lines.n; i++) nv_buf_printf(&text, "%s%.*s", i ? " " : "", NV_ARG(r->remarks.lines.v[i].text));
    nv_read_comment(r->doc, (nv_str){ "", 0 }, nv_buf_str(&text));
    nv_buf_clear(&text);
    r->remarks.lines.n = 0;
}

/* ---- groups ----------------------------------------------------------------------------------------------------- */

static void open_group(nv_rtf *r) {
    nv_rtf_flush(r);
    r->skip = 0;
    if (r->depth >= NV_MAX_GROUP_DEPTH) {
        char num[16];
        snprintf(num, sizeof num, "%u", NV_MAX_GROUP_DEPTH);
        nv_block_fail(&r->body, NV_E_LIMIT, NV_M_E_LIMIT, "{ }", num);
        return;
    }
    r->stack[r->depth++] = r->cur;
    r->cur.side = false;
    r->star = false;
}

static void close_group(nv_rtf *r) {
    nv_rtf_flush(r);
    r->skip = 0;
    if (r->cur.dest == NV_RTF_FONTS) nv_rtf_end_font(r);
    if (r->cur.side) side_end(r);
    if (r->depth) r->cur = r->stack[--r->depth];
    r->star = false;
}

/* ---- tokens ----------------------------------------------------------------------------------------------------- */

static int hex(unsigned char c) { return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1; }

static void symbol(nv_rtf *r, const unsigned char *p, size_t n, size_t *at) {
    unsigned char c = p[(*at)++];
    switch (c) {
    case '\'':
        if (*at + 1 < n && hex(p[*at]) >= 0 && hex(p[*at + 1]) >= 0) {
            nv_rtf_byte(r, (unsigned char)(hex(p[*at]) << 4 | hex(p[*at + 1])));
            *at += 2;
        }
        return;
    case '\\': case '{': case '}': nv_rtf_byte(r, c); return;
    case '~': nv_rtf_char(r, 0xA0); return;
    case '_': nv_rtf_char(r, '-'); return;
    case '-': nv_rtf_char(r, 0xAD); return; /* optional hyphen; in TCVN3 fonts the letter ư, so it must not get lost here */
    case '\n': case '\r': nv_rtf_word(r, NV_LIT("par"), 0, false); return;
    case '\t': nv_rtf_char(r, '\t'); return;
    case '*': r->star = true; return;
    default: return;
    }
}

static void control(nv_rtf *r, const unsigned char *p, size_t n, size_t *at) {
    if (*at >= n) return;
    size_t beg = *at;
    while (*at < n && (p[*at] | 32) >= 'a' && (p[*at] | 32) <= 'z') ++*at;
    if (*at == beg) { symbol(r, p, n, at); return; }
    nv_str word = { (const char *)p + beg, (uint32_t)(*at - beg > 64 ? 64 : *at - beg) };
    bool minus = *at < n && p[*at] == '-', has = false;
    if (minus) ++*at;
    int64_t v = 0;
    for (; *at < n && p[*at] >= '0' && p[*at] <= '9'; ++*at) {
        has = true;
        if (v < INT32_MAX) v = v * 10 + (p[*at] - '0');
    }
    if (v > INT32_MAX) v = INT32_MAX;
    if (*at < n && p[*at] == ' ') ++*at;
    if (nv_str_eqz(word, "bin")) { /* raw bytes: whatever they are, no text */
        *at = (uint64_t)v > n - *at || minus ? n : *at + (size_t)v;
        return;
    }
    nv_rtf_word(r, word, (int32_t)(minus ? -v : v), has);
}

static void parse(nv_rtf *r, const unsigned char *p, size_t n) {
    bool closed = false;
    for (size_t at = 0; at < n && !closed && r->body.status == NV_OK && r->cur.to->status == NV_OK; ) {
        unsigned char c = p[at++];
        if (c == '{') open_group(r);
        else if (c == '}') {
            close_group(r);
            closed = r->depth == 0;
        } else if (c == '\\') control(r, p, n, &at);
        else if (c != '\r' && c != '\n' && c != 0) nv_rtf_byte(r, c);
    }
    if (!closed) nv_block_fail(&r->body, NV_E_DAMAGED, NV_M_E_DAMAGED, "RTF: }", NULL);
}

static nv_status read_rtf(nv_doc *doc, const unsigned char *p, size_t n, nv_err *err) {
    nv_rtf r = { .doc = doc, .err = err, .codepage = 1252 };
    struct { nv_block *b; nv_doc *d; } sides[] = { { &r.side, &r.notes }, { &r.head, &r.heads }, { &r.foot, &r.foots }, { &r.remark, &r.remarks } };
    for (size_t i = 0; i < NV_NELEM(sides); i++) {
        *sides[i].d = (nv_doc){ .arena = doc->arena, .source = doc->source };
        *sides[i].b = (nv_block){ .doc = sides[i].d, .err = err };
    }
    r.body = (nv_block){ .doc = doc, .err = err };
    r.stack = nv_xmalloc(NV_MAX_GROUP_DEPTH * sizeof *r.stack);
    r.cur = (nv_rtf_state){ .to = &r.body, .uc = 1, .look = { .size = 12 } };
    size_t at = 0;
    while (p[at] != '{') at++;
    parse(&r, p + at, n - at);
    nv_status st = r.body.status;
    for (size_t i = 0; i < NV_NELEM(sides) && st == NV_OK; i++) st = sides[i].b->status;
    if (st == NV_OK) {
        nv_rtf_flush(&r);
        if (r.in_table) nv_rtf_table_end(&r);
        nv_block_para_end(&r.body, 0);
        notes_due(&r);
        if (!doc->lines.n) nv_block_fail(&r.body, NV_E_NOTEXT, NV_M_E_BLANK, NULL, NULL);
        st = r.body.status;
        nv_read_headfoot(doc, r.heads.lines.v, r.heads.lines.n, r.foots.lines.v, r.foots.lines.n);
    }
    doc->source.reader = NV_LIT("rtf");
    nv_block_free(&r.body);
    for (size_t i = 0; i < NV_NELEM(sides); i++) nv_block_free(sides[i].b);
    nv_buf_clear(&r.label);
    nv_buf_clear(&r.name);
    nv_buf_clear(&r.pending);
    free(r.stack);
    return st;
}

const nv_format nv_format_rtf = { .name = "rtf", .sniff = sniff, .read = read_rtf };
