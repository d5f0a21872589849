/* secrecy.c - see secrecy.h. */
#include "normalize/secrecy.h"

#include <stdlib.h>

#define HEAD_LINES 60u   /* a head is never longer; a document without grounds or units ends it here */
#define TOP_LINES 3u     /* where a stamp stands on the following pages */
#define LONG_LINE 240u   /* bytes of a paragraph that is no line of a head */

typedef NV_VEC(nv_str) strings;
struct nv_secrecy { nv_arena *arena; strings grades, before, open, end; };

nv_secrecy *nv_secrecy_new(const nv_grammar *g, nv_buf *errors)
{
    static const char *const columns[] = { "kind", "text", NULL };
    size_t from = errors->n;
    nv_secrecy *s = nv_xmalloc(sizeof *s);
    *s = (nv_secrecy){ .arena = nv_arena_new() };
    const nv_tsv *t = nv_tsv_load(g, "secrecy.tsv", columns, errors);
    for (uint32_t i = 0; t && i < t->n; i++) {
        nv_str kind = t->rows[i].cell[0], text = nv_arena_str(s->arena, t->rows[i].cell[1]);
        strings *to = nv_str_eqz(kind, "grade") ? &s->grades : nv_str_eqz(kind, "before") ? &s->before : nv_str_eqz(kind, "open") ? &s->open : nv_str_eqz(kind, "end") ? &s->end : NULL;
        if (to) *NV_PUSH(s->arena, to) = text;
        else nv_tsv_complain(&t->rows[i], errors, "kind is none of grade, before, open, end");
    }
    if (errors->n == from) return s;
    nv_secrecy_free(s);
    return NULL;
}

void nv_secrecy_free(nv_secrecy *s)
{
    if (!s) return;
    nv_arena_free(s->arena);
    free(s);
}

#define MOST 64u /* bytes of a stamp with the words before it */

/* Takes the words that may stand before a grade off the piece. */
static bool take_before(const nv_secrecy *s, nv_str *piece)
{
    for (uint32_t i = 0; i < s->before.n; i++) {
        nv_str w = s->before.v[i];
        if (piece->n <= w.n || !nv_begins(*piece, w.p)) continue;
        uint32_t at = w.n;
        if (nv_is_letter(nv_utf8_next(*piece, &at))) continue;
        *piece = nv_str_trim(nv_str_cut(*piece, w.n, piece->n));
        return true;
    }
    return false;
}

/* The grade that the piece is, and nothing else; n == 0: it is none. Letters alone count: stamps have frames, and capitals with spaces between. */
static nv_str grade_of(const nv_secrecy *s, nv_arena *a, nv_str piece, bool ocr, bool *sure)
{
    nv_str none = { NULL, 0 };
    piece = nv_str_trim(piece);
    if (piece.n > MOST || piece.n < 3) return none;
    if (!take_before(s, &piece) && !nv_str_is_caps(piece)) return none;
    nv_str key = nv_letters_key(a, piece), bare = ocr ? nv_skeleton_str(a, key) : none;
    for (uint32_t i = 0; i < s->grades.n; i++) {
        nv_str want = nv_letters_key(a, s->grades.v[i]);
        *sure = nv_str_eq(key, want);
        if (*sure || (ocr && nv_str_eq(bare, nv_skeleton_str(a, want)))) return s->grades.v[i];
    }
    return none;
}

static bool begins_any(const strings *v, nv_str s)
{
    for (uint32_t i = 0; i < v->n; i++)
        if (nv_begins(s, v->v[i].p)) return true;
    return false;
}

/* True if the line above wants the grade as the rest of its sentence. */
static bool left_open(const nv_secrecy *s, nv_arena *a, nv_str above)
{
    above = nv_str_trim(above);
    if (above.n > MOST) { /* only its end is looked at */
        uint32_t from = above.n - MOST;
        while (from < above.n && ((unsigned char)above.p[from] & 0xC0) == 0x80) from++;
        above = nv_str_cut(above, from, above.n);
    }
    nv_str fold = nv_fold_str(a, above);
    for (uint32_t i = 0; i < s->open.n; i++)
        if (nv_str_ends(fold, s->open.v[i])) return true;
    return false;
}

static bool by_ocr(const nv_doc *doc, uint32_t page)
{
    for (uint32_t i = 0; i < doc->source.quality.n; i++)
        if (doc->source.quality.v[i].page == page) return doc->source.quality.v[i].ocr_confidence >= 0;
    return false;
}

typedef struct { const nv_secrecy *s; const nv_layout *lay; nv_stamp_found found; nv_str above; uint32_t grades; } search;

/* True if the text is a grade; it counts unless the text above runs on into it. */
static bool look_at(search *q, nv_str piece, uint32_t page)
{
    nv_doc *doc = q->lay->doc;
    bool sure = false;
    nv_str above = q->above, grade = grade_of(q->s, doc->arena, piece, by_ocr(doc, page), &sure);
    if (nv_str_trim(piece).n) q->above = piece;
    if (!grade.n) return false;
    if (!left_open(q->s, doc->arena, above) && !q->grades++) q->found = (nv_stamp_found){ grade, page, sure };
    return true;
}

/* The paragraphs of a cell. */
static void look_in_cell(search *q, nv_str cell, uint32_t page)
{
    for (uint32_t from = 0; from <= cell.n; ) {
        uint32_t end = nv_str_find(cell, NV_LIT("\n"), from);
        if (end > cell.n) end = cell.n;
        (void)look_at(q, nv_str_cut(cell, from, end), page);
        from = end + 1;
    }
}

/* The columns of a line. Where only a wide space parts two of them they may be one (“TỐI   MẬT”): asked first. */
static void look_at_line(search *q, uint32_t i)
{
    const nv_clean_line *l = &q->lay->lines[i];
    const nv_line *raw = &q->lay->doc->lines.v[i];
    for (uint32_t k = 0, end; k < l->n_cells; k = end) {
        for (end = k + 1; end < l->n_cells && end < raw->n_segs && raw->segs[end].soft; ) end++;
        nv_str all = { l->cells[k].p, (uint32_t)(l->cells[end - 1].p + l->cells[end - 1].n - l->cells[k].p) }, above = q->above;
        if (end > k + 1 && look_at(q, all, raw->page)) continue;
        q->above = above;
        for (uint32_t c = k; c < end; c++) look_in_cell(q, l->cells[c], raw->page);
    }
}

static bool ends_head(const nv_secrecy *s, nv_str line)
{
    nv_label_kind k = nv_label_of(line);
    return line.n > LONG_LINE || begins_any(&s->end, line) || (k != NV_LABEL_NONE && k != NV_LABEL_DASH && k != NV_LABEL_OPENER);
}

bool nv_secrecy_find(const nv_secrecy *s, const nv_layout *lay, nv_stamp_found *out)
{
    const nv_doc *doc = lay->doc;
    bool head = true, first_page = true;
    for (uint32_t i = 0, seen = 0; i < doc->lines.n; i++) {
        const nv_line *l = &doc->lines.v[i];
        bool furniture = (l->flags & NV_F_HEADFOOT) != 0;
        if (i && (l->flags & NV_F_BREAK_BEFORE) && !furniture) {
            first_page = false;
            seen = 0;
        }
        seen += !furniture;
        if (first_page && seen > 1 && !furniture && ends_head(s, lay->lines[i].text)) head = false;
        /* a table that runs on has grades in its cells */
        bool place = furniture || (first_page ? head && seen <= HEAD_LINES : seen <= TOP_LINES && l->table < 0 && l->n_segs <= 1);
        if (!place) continue;
        search q = { .s = s, .lay = lay };
        if (i) q.above = lay->lines[i - 1].text;
        look_at_line(&q, i);
        if (q.grades == 1) { /* all grades side by side are a form that shows them */
            *out = q.found;
            return true;
        }
    }
    return false;
}
