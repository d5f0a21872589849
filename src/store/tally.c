/* tally.c - which cells of a table are header, names, marks and totals. */
#include "store/tally.h"
#include "base/fold.h"
#include "store/likeness.h"
#include <stdlib.h>

/* Dense: which cell covers each place, so that merged cells count for all that they cover. */
typedef struct { const nv_grid *g; nv_arena *a; const nv_grid_cell **at; nv_tally *m; uint32_t heads; bool *total; /* by row */ } reader;

static const nv_grid_cell *cell(const reader *r, uint32_t row, uint32_t col)
{
    return r->at[(size_t)row * r->g->n_cols + col];
}

static nv_str text_at(const reader *r, uint32_t row, uint32_t col)
{
    const nv_grid_cell *c = cell(r, row, col);
    return c ? nv_str_trim(c->text) : (nv_str){ 0 };
}

static void fill(reader *r)
{
    const nv_grid *g = r->g;
    r->at = nv_arena_alloc(r->a, ((size_t)g->n_rows * g->n_cols + 1) * sizeof *r->at);
    for (uint32_t i = 0; i < g->cells.n; i++) {
        const nv_grid_cell *c = &g->cells.v[i];
        for (uint32_t y = c->row; y < c->row + c->rowspan && y < g->n_rows; y++)
            for (uint32_t x = c->col; x < c->col + c->colspan && x < g->n_cols; x++) r->at[(size_t)y * g->n_cols + x] = c;
    }
}

/* ---- single cells ----------------------------------------------------------------------------------------------------- */

/* x, X, ✓, ✔, v, V, √, ×, +, ●, *, “có”: what people tick with. */
static bool is_mark(nv_str s)
{
    static const char *const marks[] = { "x", "X", "✓", "✔", "☑", "☒", "✗", "✘", "v", "V", "√", "×", "+", "●", "•", "có", "Có", "CÓ", "(x)", "(X)", "**" };
    for (unsigned i = 0; i < NV_NELEM(marks); i++)
        if (nv_str_eqz(s, marks[i])) return true;
    return false;
}

/* Blank, or a sign that says “nothing here”. */
static bool is_blank(nv_str s)
{
    return !s.n || nv_str_eqz(s, "-") || nv_str_eqz(s, "–") || nv_str_eqz(s, "—") || nv_str_eqz(s, "0") || nv_str_eqz(s, "không") || nv_str_eqz(s, "Không");
}

/* “1”, “01.”, “(1)”; -1: no number. */
static int64_t number_of(nv_str s)
{
    if (s.n > 1 && s.p[0] == '(' && s.p[s.n - 1] == ')') s = nv_str_cut(s, 1, s.n - 1);
    if (s.n > 1 && s.p[s.n - 1] == '.') s.n--;
    if (!s.n || s.n > 6) return -1;
    int64_t v = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (!nv_is_digit((unsigned char)s.p[i])) return -1;
        v = v * 10 + (s.p[i] - '0');
    }
    return v;
}

static bool has_letters(nv_str s)
{
    unsigned n = 0;
    for (uint32_t at = 0; at < s.n;) n += nv_is_letter(nv_utf8_next(s, &at));
    return n >= 2;
}

/* “2011”, “Năm 2011”: the digits. */
static nv_str year_of(nv_str s)
{
    nv_str d = s.n >= 4 ? nv_str_cut(s, s.n - 4, s.n) : (nv_str){ 0 };
    int64_t y = number_of(d);
    if (y < 1945 || y > 2100) return (nv_str){ 0 };
    if (s.n == 4) return d;
    nv_str head = nv_str_trim(nv_str_cut(s, 0, s.n - 4));
    return nv_str_eqz(head, "Năm") || nv_str_eqz(head, "năm") || nv_str_eqz(head, "NĂM") ? d : (nv_str){ 0 };
}

/* “Tổng”, “Tổng cộng”, “Tổng số”, “Cộng”, “Cộng toàn quốc”: a row of totals. *part: a subtotal, which begins with “cộng”. */
static bool is_total(nv_arena *a, nv_str s, bool *part)
{
    nv_str k = nv_fold_key(a, s);
    while (k.n && (strchr("*:. ", k.p[0]) || nv_is_digit((unsigned char)k.p[0]))) k = nv_str_cut(k, 1, k.n);
    bool cong = (nv_str_starts(k, NV_LIT("cộng")) && (k.n == strlen("cộng") || strchr(" :(", k.p[strlen("cộng")]))) && !nv_str_starts(k, NV_LIT("cộng hòa"));
    bool tong = nv_str_eqz(k, "tổng") || nv_str_starts(k, NV_LIT("tổng cộng")) || nv_str_starts(k, NV_LIT("tổng số")) || nv_str_starts(k, NV_LIT("tổng:"));
    *part = cong;
    return cong || tong;
}

/* ---- rows of the header ----------------------------------------------------------------------------------------------- */

/* “(1) | (2) | (3)”, “1 | 2 | 3 …” right below the header: numbers of the columns. */
static bool is_column_numbers(const reader *r, uint32_t row)
{
    uint32_t n = 0;
    for (uint32_t c = 0; c < r->g->n_cols; c++) {
        nv_str s = text_at(r, row, c);
        if (!s.n) continue;
        if (number_of(s) < 0) return false;
        n++;
    }
    return n >= 2 && n * 4 >= r->g->n_cols * 3;
}

/* A row of the body has a mark, a number in its first cell with a name behind it, or a name and nothing else. */
static bool is_data(const reader *r, uint32_t row)
{
    uint32_t marks = 0, texts = 0, longest = 0;
    if (is_column_numbers(r, row)) return false;
    for (uint32_t c = 0; c < r->g->n_cols; c++) {
        nv_str s = text_at(r, row, c);
        if (is_mark(s)) marks++;
        else if (has_letters(s)) {
            texts++;
            if (cell(r, row, c)->colspan > longest) longest = cell(r, row, c)->colspan;
        }
    }
    if (marks) return true;
    if (!texts) return false;
    if (number_of(text_at(r, row, 0)) >= 0 && texts == 1) return true;
    return texts == 1 && longest == 1 && row >= r->g->header_rows && row > 0;
}

static void find_header(reader *r)
{
    while (r->heads < r->g->n_rows && !is_data(r, r->heads)) r->heads++;
}

/* ---- columns ---------------------------------------------------------------------------------------------------------- */

typedef struct { uint32_t names, numbers, marks, blank, other; } kinds;

/* The first words of a row, wherever they stand. */
static nv_str first_words(const reader *r, uint32_t row)
{
    for (uint32_t c = 0; c < r->g->n_cols; c++)
        if (has_letters(text_at(r, row, c))) return text_at(r, row, c);
    return (nv_str){ 0 };
}

static void find_totals(reader *r)
{
    bool part;
    r->total = nv_arena_alloc(r->a, r->g->n_rows + 1);
    for (uint32_t row = r->heads; row < r->g->n_rows; row++) r->total[row] = is_total(r->a, first_words(r, row), &part);
}

static kinds kinds_of(const reader *r, uint32_t col)
{
    kinds k = { 0 };
    for (uint32_t row = r->heads; row < r->g->n_rows; row++) {
        const nv_grid_cell *c = cell(r, row, col);
        nv_str s = text_at(r, row, col);
        if (r->total[row] || (c && c->colspan > 1)) continue;
        if (is_blank(s)) k.blank++;
        else if (is_mark(s)) k.marks++;
        else if (number_of(s) >= 0) k.numbers++;
        else if (has_letters(s)) k.names++;
        else k.other++;
    }
    return k;
}

static nv_str header_text(const reader *r, uint32_t col, nv_str *year)
{
    nv_buf b = { 0 };
    const nv_grid_cell *last = NULL;
    *year = (nv_str){ 0 };
    for (uint32_t row = 0; row < r->heads; row++) {
        const nv_grid_cell *c = cell(r, row, col);
        nv_str s = text_at(r, row, col), y = year_of(s);
        if (!s.n || c == last || (c->colspan == r->g->n_cols && r->g->n_cols > 1) || number_of(s) == (int64_t)col + 1) continue;
        last = c;
        if (y.n) *year = y;
        else {
            if (b.n) nv_buf_addz(&b, " / ");
            for (uint32_t i = 0; i < s.n; i++) nv_buf_addc(&b, s.p[i] == '\n' || s.p[i] == '\t' ? ' ' : s.p[i]);
        }
    }
    nv_str res = nv_arena_str(r->a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return res;
}

static bool is_serial_header(nv_arena *a, nv_str s)
{
    nv_str k = nv_fold_key(a, s);
    return nv_str_eqz(k, "stt") || nv_str_eqz(k, "tt") || nv_str_eqz(k, "số tt") || nv_str_eqz(k, "số thứ tự") || nv_str_eqz(k, "no.");
}

/* “Đông Nai”: the only province of the day that has this name but for its marks. */
static const nv_province *misspelt(const reader *r, const nv_registry *reg, nv_str name, nv_date on)
{
    uint32_t n;
    const nv_province *p = nv_registry_provinces(reg, &n), *found = NULL;
    nv_str key = nv_skeleton_str(r->a, name);
    for (uint32_t i = 0; i < n; i++) {
        bool there = (nv_date_none(p[i].from) || nv_date_none(on) || nv_date_cmp(p[i].from, on) <= 0) && (nv_date_none(p[i].to) || (!nv_date_none(on) && nv_date_cmp(on, p[i].to) <= 0));
        if (!there || !nv_str_eq(key, nv_skeleton_str(r->a, p[i].name))) continue;
        if (found) return NULL;
        found = &p[i];
    }
    return found;
}

/* The body or province that a name means: “An Giang”, “TP. Hồ Chí Minh”, “UBND tỉnh Lào Cai”, “Bộ Y tế”. */
static void who(const reader *r, const nv_registry *reg, nv_date on, nv_tally_row *x)
{
    nv_str name = nv_str_trim(x->name);
    x->province = nv_registry_find_province(reg, name, on);
    if (x->province) return;
    x->body = nv_registry_find(reg, name, on);
    if (!x->body) x->body = nv_registry_find(reg, nv_registry_spell_out(reg, r->a, name), on);
    if (!x->body) x->province = misspelt(r, reg, name, on);
    x->misspelt = x->province != NULL;
    if (x->body && x->body->province.n) x->province = nv_registry_province(reg, x->body->province);
}

/* How many names of a column the registry knows. */
static uint32_t known_names(const reader *r, uint32_t col, const nv_registry *reg, nv_date on)
{
    uint32_t n = 0;
    for (uint32_t row = r->heads; row < r->g->n_rows; row++) {
        nv_tally_row x = { .name = text_at(r, row, col) };
        if (r->total[row] || !has_letters(x.name)) continue;
        who(r, reg, on, &x);
        n += x.body || x.province;
    }
    return n;
}

/* The column of names: of those with names in at least half of their cells the one of which the registry knows most, the first of equals. */
static bool find_name_col(reader *r, const nv_registry *reg, nv_date on)
{
    nv_tally *m = r->m;
    uint32_t most = 0;
    for (uint32_t c = 0; c < r->g->n_cols; c++) {
        kinds k = kinds_of(r, c);
        nv_str year;
        if (k.names && 2 * k.names >= k.names + k.numbers + k.marks + k.blank + k.other) {
            uint32_t known = known_names(r, c, reg, on);
            if (m->name_col == NV_NONE || known > most) m->name_col = c, most = known;
            m->text_cols++;
        } else if (m->serial_col == NV_NONE && m->name_col == NV_NONE && !k.marks &&
                   (is_serial_header(r->a, header_text(r, c, &year)) || (k.numbers && !k.names && !k.other)))
            m->serial_col = c;
    }
    return m->name_col != NV_NONE;
}

static uint32_t group_of(nv_tally *m, nv_str label)
{
    for (uint32_t i = 0; i + 1 < m->cols.n; i++)
        if (nv_str_eq(m->cols.v[i].label, label)) return m->cols.v[i].group;
    return m->n_groups++;
}

/* Behind the names: columns in which marks are at least half of what stands there. A column without any mark counts where it has a header beside
 * columns that have some; a column of other words or numbers does not. */
static bool find_mark_cols(reader *r, nv_str context)
{
    nv_tally *m = r->m;
    bool any = false, part;
    for (uint32_t c = m->name_col + 1; c < r->g->n_cols; c++) {
        kinds k = kinds_of(r, c);
        nv_str year, label = header_text(r, c, &year);
        bool total = is_total(r->a, label, &part);
        if (total && k.numbers && !k.marks) m->sum_col = c;
        if (total || (!k.marks && (k.numbers || k.names || k.other)) || 2 * k.marks < k.marks + k.names + k.numbers + k.other) continue;
        if (!k.marks && (!label.n && !year.n)) continue;
        const nv_tally_col *left = m->cols.n ? &m->cols.v[m->cols.n - 1] : NULL;
        /* a heading over several years that lost its merged cells on the way (CSV) stands above the first of them alone */
        if (!label.n && year.n && left && left->col + 1 == c && left->year.n && !nv_str_eq(left->year, year)) label = left->label;
        nv_tally_col *col = NV_PUSH(r->a, &m->cols);
        *col = (nv_tally_col){ .col = c, .label = label, .year = year, .full = nv_spell_initials(r->a, label, context) };
        col->group = group_of(m, label);
        any = any || k.marks;
    }
    return any;
}

/* ---- rows ------------------------------------------------------------------------------------------------------------- */

static void add_total(reader *r, uint32_t row, nv_str label, uint32_t from)
{
    nv_tally *m = r->m;
    nv_tally_total *t = NV_PUSH(r->a, &m->totals);
    *t = (nv_tally_total){ row, from, m->rows.n, label, nv_arena_alloc(r->a, (m->cols.n + 1) * sizeof *t->text) };
    for (uint32_t i = 0; i < m->cols.n; i++) {
        const nv_grid_cell *c = cell(r, row, m->cols.v[i].col);
        /* a number over merged columns is the total of none of them */
        if (c && c->colspan == 1) t->text[i] = text_at(r, row, m->cols.v[i].col);
    }
}

static void add_row(reader *r, uint32_t row, const nv_registry *reg, nv_date on)
{
    nv_tally *m = r->m;
    nv_tally_row *x = NV_PUSH(r->a, &m->rows);
    *x = (nv_tally_row){ .row = row, .name = text_at(r, row, m->name_col), .mark = nv_arena_alloc(r->a, m->cols.n + 1) };
    if (m->serial_col != NV_NONE) x->serial = text_at(r, row, m->serial_col);
    for (uint32_t i = 0; i < m->cols.n; i++) {
        nv_str s = text_at(r, row, m->cols.v[i].col);
        x->mark[i] = is_mark(s);
        if (!x->mark[i] && !is_blank(s)) *NV_PUSH(r->a, &m->odd) = (nv_tally_odd){ row, m->cols.v[i].col, s };
    }
    *NV_PUSH(r->a, &m->sums) = m->sum_col == NV_NONE ? (nv_str){ 0 } : text_at(r, row, m->sum_col);
    who(r, reg, on, x);
}

static void read_rows(reader *r, const nv_registry *reg, nv_date on)
{
    nv_tally *m = r->m;
    uint32_t since = 0; /* first row that a subtotal counts */
    bool part;
    for (uint32_t row = r->heads; row < r->g->n_rows; row++) {
        nv_str name = text_at(r, row, m->name_col), first = first_words(r, row);
        const nv_grid_cell *c = cell(r, row, m->name_col);
        if (r->total[row]) {
            is_total(r->a, first, &part);
            add_total(r, row, first, part && !nv_str_starts(nv_fold_key(r->a, first), NV_LIT("tổng")) ? since : 0);
            since = m->rows.n;
        } else if (c && 2 * c->colspan > r->g->n_cols) since = m->rows.n; /* a heading between the rows */
        else if (has_letters(name)) add_row(r, row, reg, on);
    }
}

bool nv_tally_read(const nv_grid *g, nv_str context, const nv_registry *reg, nv_date on, nv_arena *a, nv_tally *out)
{
    *out = (nv_tally){ .grid = g, .name_col = NV_NONE, .serial_col = NV_NONE, .sum_col = NV_NONE };
    reader r = { .g = g, .a = a, .m = out };
    if (g->n_rows < 2 || g->n_cols < 2) return false;
    fill(&r);
    find_header(&r);
    find_totals(&r);
    if (!find_name_col(&r, reg, on) || !find_mark_cols(&r, context)) return false;
    read_rows(&r, reg, on);
    return out->rows.n > 0;
}
