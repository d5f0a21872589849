/* endnotes.c - notes that a text gathers behind its end: “[1] Khoản này được sửa đổi …”, as consolidated documents on the web have them, or “(1) …” right behind the
 * signature. Marks that are raised on pages: notes.c. Each is text of the paragraph in which its mark stands (contract 1.10), as the readers of Word and PDF hand footnotes on. */
#include "normalize/internal.h"

#include <stdlib.h>

#define MOST_NOTES 2000u
#define MOST_SIGN 60u /* paragraphs of a signature with its recipients */
#define LAST_NOTE 12u /* paragraphs that the last note may go on for */

/* The number of “[12]” at byte `at`, “(12)” if `open` is a round bracket; 0 if there is none. *end is behind it. */
static uint32_t mark_at(nv_str s, uint32_t at, char open, uint32_t *end)
{
    uint32_t i = at + 1, n = 0;
    if (at >= s.n || s.p[at] != open) return 0;
    while (i < s.n && nv_is_digit((unsigned char)s.p[i]) && n < MOST_NOTES) n = n * 10 + (uint32_t)(s.p[i++] - '0');
    if (i == at + 1 || i >= s.n || s.p[i] != (open == '[' ? ']' : ')') || n > MOST_NOTES) return 0;
    *end = i + 1;
    return n;
}

static bool begins_para(const nv_bit *b) { return b->start && b->table == NV_NONE; }

/* The first bit of the notes: from it on every paragraph that begins with a mark has the next number, from 1 to *count. NV_NONE if there are no such. */
static uint32_t first_note(const nv_layout *lay, char open, uint32_t *count)
{
    const nv_bit *v = lay->bits.v;
    uint32_t first = NV_NONE, n = 0, end;
    for (uint32_t i = 0; i < lay->bits.n; i++) {
        if (n && v[i].table != NV_NONE) return NV_NONE; /* tables do not stand in notes */
        uint32_t k = begins_para(&v[i]) ? mark_at(v[i].s, 0, open, &end) : 0;
        if (!k) continue;
        if (k != n + 1 || (v[i].flags & NV_F_FOOTNOTE)) return NV_NONE;
        if (k == 1) first = i;
        n = k;
    }
    *count = n;
    return first;
}

/* The bit behind the last note, which begins at `i`: it goes on with quoted text and small paragraphs, not with a new heading. */
static uint32_t last_note_end(const nv_layout *lay, uint32_t i)
{
    const nv_bit *v = lay->bits.v;
    uint32_t paras = 0;
    for (i++; i < lay->bits.n; i++) {
        if (!begins_para(&v[i])) continue;
        nv_label_kind k = nv_label_of(v[i].s);
        if (++paras > LAST_NOTE || k == NV_LABEL_WORD || k == NV_LABEL_ROMAN || nv_str_is_caps(v[i].s)) return i;
    }
    return i;
}

/* “điểm (1)”, “Mẫu số (2)” cite a place, they are no marks. */
static bool cites(nv_str s, uint32_t at)
{
    static const char *const words[] = { "điểm", "khoản", "mục", "số", "tiết", "bước", "bảng", "cột", "dòng", "loại", "ý", "và", "," };
    nv_str left = nv_str_trim(nv_str_cut(s, 0, at));
    char buf[16];
    uint32_t from = left.n > 12 ? left.n - 12 : 0;
    while (from < left.n && ((unsigned char)left.p[from] & 0xC0) == 0x80) from++;
    nv_fold(nv_str_cut(left, from, left.n), buf);
    for (size_t i = 0; i < NV_NELEM(words); i++)
        if (nv_str_ends((nv_str){ buf, left.n - from }, nv_str_of(words[i]))) return true;
    return left.n == 0;
}

/* True if the notes stand right behind the end of the document, whose list of recipients no mark follows: lists with round brackets stand anywhere. */
static bool behind_end(const nv_layout *lay, uint32_t first, const uint32_t *after, uint32_t count)
{
    const nv_bit *v = lay->bits.v;
    uint32_t end = NV_NONE;
    for (uint32_t i = first; i-- > 0 && first - i < MOST_SIGN;)
        if (nv_begins(v[i].s, "nơi nhận")) end = i;
    for (uint32_t k = 0; k < count; k++)
        if (after[k] == NV_NONE || end == NV_NONE || after[k] >= end || (k && after[k] < after[k - 1])) return false;
    return end != NV_NONE;
}

/* after[k]: the bit behind which note k belongs, NV_NONE if its mark was not seen. Returns how many were seen. A mark in a table belongs behind the table. */
static uint32_t find_marks(const nv_layout *lay, uint32_t first, char open, uint32_t *after, uint32_t count)
{
    const nv_bit *v = lay->bits.v;
    uint32_t seen = 0;
    for (uint32_t i = 0; i < first; i++) {
        uint32_t last = i, end;
        for (uint32_t at = nv_str_find(v[i].s, (nv_str){ &open, 1 }, 0); at != UINT32_MAX; at = nv_str_find(v[i].s, (nv_str){ &open, 1 }, at + 1)) {
            uint32_t k = mark_at(v[i].s, at, open, &end);
            if (!k || (open == '(' && cites(v[i].s, at)) || k > count || after[k - 1] != NV_NONE) continue;
            while (last + 1 < first && (v[i].table != NV_NONE ? v[last + 1].table == v[i].table : !v[last + 1].start && v[last + 1].table == NV_NONE)) last++;
            after[k - 1] = last;
            seen++;
        }
    }
    return seen;
}

/* Notes whose marks begin with `open`. */
static void place(nv_layout *lay, char open)
{
    uint32_t count = 0, first = first_note(lay, open, &count), total = lay->bits.n, n = 0, end;
    if (first == NV_NONE || !count) return;
    uint32_t *after = nv_xmalloc(count * sizeof *after), *beg = nv_xmalloc((count + 1) * sizeof *beg);
    for (uint32_t k = 0; k < count; k++) after[k] = NV_NONE;
    /* a list of sources in brackets has no marks in the text */
    if (find_marks(lay, first, open, after, count) * 5 >= count * 4 && (open == '[' || behind_end(lay, first, after, count))) {
        nv_bit *v = lay->bits.v, *out = nv_xmalloc(total * sizeof *out);
        for (uint32_t i = first, k = 0; i < total; i++)
            if (begins_para(&v[i]) && mark_at(v[i].s, 0, open, &end)) beg[k++] = i;
        beg[count] = last_note_end(lay, beg[count - 1]);
        for (uint32_t k = 1; k < count; k++) /* a note without a mark stays with the one before it */
            if (after[k] == NV_NONE || (after[k - 1] != NV_NONE && after[k] < after[k - 1])) after[k] = after[k - 1];
        if (after[0] == NV_NONE) after[0] = first - 1;
        for (uint32_t i = 0, k = 0; i < first; i++) {
            out[n++] = v[i];
            for (; k < count && (after[k] == i || (after[k] == NV_NONE && i + 1 == first)); k++)
                for (uint32_t j = beg[k]; j < beg[k + 1]; j++) {
                    out[n] = v[j];
                    out[n++].flags |= NV_F_FOOTNOTE;
                }
        }
        for (uint32_t i = beg[count]; i < total; i++) out[n++] = v[i];
        if (n == total) memcpy(v, out, total * sizeof *v);
        free(out);
    }
    free(after);
    free(beg);
}

void nv_endnotes(nv_layout *lay)
{
    place(lay, '[');
    place(lay, '(');
}
