/* tally_check.c - what a table of marks says of itself, and what the text says of it, compared with its marks. */
#include "store/tally.h"
#include "base/fold.h"
#include "store/likeness.h"

typedef struct { const nv_tally *m; nv_arena *a; nv_tally_report *out; const nv_registry *reg; } checker;

const char *nv_tally_fault_name(nv_tally_fault f)
{
    static const char *const names[] = { "total", "no_total", "sum", "claim", "of", "list", "twice", "unknown", "spelling", "odd", "serial" };
    return names[f];
}

static nv_tally_diff *add(checker *k, nv_tally_fault f, uint32_t row, uint32_t col, int64_t said, int64_t counted, nv_str what)
{
    nv_tally_diff *d = NV_PUSH(k->a, &k->out->diffs);
    *d = (nv_tally_diff){ .fault = f, .row = row, .col = col, .group = NV_NONE, .said = said, .counted = counted, .what = what };
    return d;
}

/* “Quy chế QLNN về TTĐN, 2012”. */
static nv_str col_name(checker *k, const nv_tally_col *c)
{
    return c->label.n && c->year.n ? nv_arena_printf(k->a, "%.*s, %.*s", NV_ARG(c->label), NV_ARG(c->year)) : c->label.n ? c->label : c->year;
}

static bool marked(const nv_tally *m, const nv_tally_row *x, uint32_t group, nv_str year)
{
    for (uint32_t i = 0; i < m->cols.n; i++)
        if (m->cols.v[i].group == group && x->mark[i] && (!year.n || nv_str_eq(m->cols.v[i].year, year))) return true;
    return false;
}

uint32_t nv_tally_count(const nv_tally *m, uint32_t group, nv_str year)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->rows.n; i++) n += marked(m, &m->rows.v[i], group, year);
    return n;
}

/* The number that a cell of totals begins with: “12”, “12/63”, “12 (19%)”; -1: none. */
static int64_t leading_number(nv_str s)
{
    int64_t v = 0;
    uint32_t i = 0;
    while (i < s.n && i < 9 && nv_is_digit((unsigned char)s.p[i])) v = v * 10 + (s.p[i++] - '0');
    return i ? v : -1;
}

/* ---- the table itself ------------------------------------------------------------------------------------------------- */

static void check_totals(checker *k)
{
    const nv_tally *m = k->m;
    for (uint32_t t = 0; t < m->totals.n; t++)
        for (uint32_t c = 0; c < m->cols.n; c++) {
            const nv_tally_total *x = &m->totals.v[t];
            int64_t said = leading_number(x->text[c]), counted = 0;
            for (uint32_t i = x->from; i < x->to; i++) counted += m->rows.v[i].mark[c];
            k->out->compared += said >= 0;
            if (said == counted || (said < 0 && !counted)) continue;
            nv_tally_diff *d = add(k, said < 0 ? NV_DIFF_NO_TOTAL : NV_DIFF_TOTAL, x->row, m->cols.v[c].col, said, counted, col_name(k, &m->cols.v[c]));
            for (uint32_t i = x->from; i < x->to; i++)
                if (m->rows.v[i].mark[c]) *NV_PUSH(k->a, &d->names) = m->rows.v[i].name;
        }
}

static void check_sums(checker *k)
{
    const nv_tally *m = k->m;
    for (uint32_t i = 0; i < m->rows.n && m->sum_col != NV_NONE; i++) {
        int64_t said = leading_number(m->sums.v[i]), counted = 0;
        for (uint32_t c = 0; c < m->cols.n; c++) counted += m->rows.v[i].mark[c];
        k->out->compared += said >= 0;
        if (said >= 0 && said != counted) add(k, NV_DIFF_SUM, m->rows.v[i].row, m->sum_col, said, counted, m->rows.v[i].name);
    }
}

static bool same_body(const nv_tally_row *x, const nv_tally_row *y)
{
    if (x->province || y->province) return x->province == y->province && x->body == y->body;
    return x->body ? x->body == y->body : nv_str_eq(x->name, y->name);
}

static void check_rows(checker *k)
{
    const nv_tally *m = k->m;
    uint32_t known = 0;
    for (uint32_t i = 0; i < m->rows.n; i++) known += m->rows.v[i].body || m->rows.v[i].province;
    for (uint32_t i = 0; i < m->rows.n && m->text_cols == 1; i++)
        for (uint32_t j = 0; j < i; j++)
            if (same_body(&m->rows.v[i], &m->rows.v[j])) add(k, NV_DIFF_TWICE, m->rows.v[i].row, m->name_col, -1, -1, m->rows.v[i].name);
    for (uint32_t i = 0; i < m->rows.n && 2 * known >= m->rows.n; i++)
        if (!m->rows.v[i].body && !m->rows.v[i].province) add(k, NV_DIFF_UNKNOWN, m->rows.v[i].row, m->name_col, -1, -1, m->rows.v[i].name);
    for (uint32_t i = 0; i < m->rows.n; i++)
        if (m->rows.v[i].misspelt) add(k, NV_DIFF_SPELLING, m->rows.v[i].row, m->name_col, -1, -1, m->rows.v[i].name)->meant = m->rows.v[i].province->name;
    for (uint32_t i = 0; i < m->odd.n; i++) add(k, NV_DIFF_ODD, m->odd.v[i].row, m->odd.v[i].col, -1, -1, m->odd.v[i].text);
    for (uint32_t i = 1; i < m->rows.n; i++) {
        int64_t before = leading_number(m->rows.v[i - 1].serial), now = leading_number(m->rows.v[i].serial);
        if (before >= 0 && now >= 0 && now != before + 1 && now != 1) add(k, NV_DIFF_SERIAL, m->rows.v[i].row, m->serial_col, now, before + 1, m->rows.v[i].name);
    }
}

/* ---- the text around it ----------------------------------------------------------------------------------------------- */

uint32_t nv_tally_fit(const nv_tally *m, nv_str text, nv_arena *a, double *scores)
{
    nv_bag *labels = nv_arena_alloc(a, (m->n_groups + 1) * sizeof *labels), said = nv_bag_of(a, text);
    for (uint32_t i = 0; i < m->cols.n; i++)
        if (!labels[m->cols.v[i].group].n) labels[m->cols.v[i].group] = nv_bag_of(a, m->cols.v[i].full);
    nv_word_weights *w = nv_word_weights_new();
    for (uint32_t g = 0; g < m->n_groups; g++) nv_word_weights_add(w, &labels[g]);
    uint32_t best = NV_NONE;
    double second = 0;
    for (uint32_t g = 0; g < m->n_groups; g++) {
        scores[g] = nv_covered(&labels[g], &said, w);
        if (best == NV_NONE || scores[g] > scores[best]) {
            if (best != NV_NONE) second = scores[best];
            best = g;
        } else if (scores[g] > second) second = scores[g];
    }
    nv_word_weights_free(w);
    return best != NV_NONE && scores[best] >= NV_TALLY_FIT && scores[best] - second >= NV_TALLY_AHEAD ? best : NV_NONE;
}

static int64_t digits(nv_str s, uint32_t *at)
{
    int64_t v = 0;
    uint32_t beg = *at;
    while (*at < s.n && *at - beg < 6 && nv_is_digit((unsigned char)s.p[*at])) v = v * 10 + (s.p[(*at)++] - '0');
    return *at > beg ? v : -1;
}

static bool spaces(nv_str s, uint32_t *at)
{
    uint32_t beg = *at;
    while (*at < s.n && (s.p[*at] == ' ' || (unsigned char)s.p[*at] == '\t')) ++*at;
    return *at > beg;
}

/* What is counted in such statements: bodies and the places that they stand for. `s` is folded. */
static bool counts_bodies(nv_str s)
{
    static const char *const nouns[] = { "tỉnh", "thành phố", "địa phương", "bộ", "cơ quan", "đơn vị", "sở", "ban", "ngành", "huyện", "quận", "thị xã", "xã", "phường", "ubnd", "ủy ban" };
    for (unsigned i = 0; i < NV_NELEM(nouns); i++)
        if (nv_str_starts(s, nv_str_of(nouns[i])) && nv_word_border(s, (uint32_t)strlen(nouns[i]))) return true;
    return false;
}

/* The end of the statement that begins at `at`: a semicolon, a bracket, a full stop at the end of a sentence, the end of the paragraph. */
static uint32_t end_of_claim(nv_str s, uint32_t at)
{
    for (; at < s.n; at++) {
        char c = s.p[at];
        if (c == ';' || c == '(' || c == '\n' || (c == '.' && (at + 1 >= s.n || strchr(" \n\t", s.p[at + 1])))) break;
    }
    return at;
}

static nv_str year_said(const nv_tally *m, uint32_t group, nv_str claim)
{
    for (uint32_t i = 0; i < m->cols.n; i++)
        if (m->cols.v[i].group == group && m->cols.v[i].year.n && nv_str_find(claim, m->cols.v[i].year, 0) != UINT32_MAX) return m->cols.v[i].year;
    return (nv_str){ 0 };
}

static void check_claim(checker *k, nv_str claim, int64_t said, int64_t of)
{
    double *scores = nv_arena_alloc(k->a, (k->m->n_groups + 1) * sizeof *scores);
    uint32_t g = nv_tally_fit(k->m, claim, k->a, scores);
    nv_tally_claim *c = NV_PUSH(k->a, &k->out->claims);
    *c = (nv_tally_claim){ .text = claim, .said = said, .of = of, .counted = -1, .group = g };
    for (uint32_t i = 0; i < k->m->n_groups; i++) {
        if (scores[i] > c->score) c->second = c->score, c->score = scores[i];
        else if (scores[i] > c->second) c->second = scores[i];
    }
    if (g == NV_NONE) return;
    nv_str year = year_said(k->m, g, claim);
    c->counted = nv_tally_count(k->m, g, year);
    k->out->compared++;
    if (c->counted != said) {
        nv_tally_diff *d = add(k, NV_DIFF_CLAIM, NV_NONE, NV_NONE, said, c->counted, claim);
        d->group = g;
        for (uint32_t i = 0; i < k->m->rows.n; i++)
            if (marked(k->m, &k->m->rows.v[i], g, year)) *NV_PUSH(k->a, &d->names) = k->m->rows.v[i].name;
    }
    if (of != k->m->rows.n) add(k, NV_DIFF_OF, NV_NONE, NV_NONE, of, k->m->rows.n, claim)->group = g;
}

/* “8/63 tỉnh, thành phố …”: a number, a stroke, a number that is not smaller, and what is counted. */
static void check_text(checker *k, nv_str text, nv_str fold)
{
    for (uint32_t at = 0; at < text.n; at++) {
        if (!nv_is_digit((unsigned char)text.p[at]) || !nv_word_border(text, at)) continue;
        uint32_t i = at;
        int64_t said = digits(text, &i), of = -1;
        if (i < text.n && text.p[i] == '/') i++, of = digits(text, &i);
        if (of >= said && of > 1 && spaces(text, &i) && counts_bodies(nv_str_cut(fold, i, fold.n))) {
            uint32_t end = end_of_claim(text, i);
            check_claim(k, nv_str_trim(nv_str_cut(text, at, end)), said, of);
            i = end;
        }
        at = i > at ? i - 1 : at;
    }
}

/* The names behind “… là:”, parted by commas and “và”. *known: how many the registry knows as provinces. */
static uint32_t count_names(checker *k, nv_str list, uint32_t *known)
{
    uint32_t n = 0;
    *known = 0;
    for (uint32_t beg = 0, at = 0; at <= list.n; at++) {
        bool comma = at == list.n || list.p[at] == ',' || list.p[at] == ';';
        nv_str rest = nv_str_cut(list, at, list.n);
        bool last = nv_str_starts(rest, NV_LIT(" và ")); /* a name with “và” of its own stays whole: it is tried first */
        if (!comma && !last) continue;
        nv_str name = nv_str_trim(nv_str_cut(list, beg, at));
        if (last && !nv_registry_find_province(k->reg, name, (nv_date){ 0 }) && !nv_registry_find(k->reg, name, (nv_date){ 0 })) continue;
        if (nv_str_starts(name, NV_LIT("và "))) name = nv_str_trim(nv_str_cut(name, (uint32_t)strlen("và "), name.n));
        if (name.n) {
            n++;
            for (uint32_t i = 0; i < k->m->rows.n; i++)
                if (nv_str_eq(nv_fold_key(k->a, k->m->rows.v[i].name), nv_fold_key(k->a, name))) {
                    ++*known;
                    break;
                }
        }
        beg = at + (last ? (uint32_t)strlen(" và ") : 1);
        if (last) at = beg - 1;
    }
    return n;
}

/* “03 tỉnh gửi kế hoạch … là: Kon Tum, Hòa Bình và Hải Phòng”: as many names as it says, all of them rows of the table. */
static void check_lists(checker *k, nv_str text, nv_str fold)
{
    for (uint32_t at = 0; at < text.n; at++) {
        if (!nv_is_digit((unsigned char)text.p[at]) || !nv_word_border(text, at)) continue;
        uint32_t i = at, known, end = end_of_claim(text, at);
        int64_t said = digits(text, &i);
        nv_str all = nv_str_cut(text, at, end);
        uint32_t colon = nv_str_find(all, NV_LIT(":"), 0);
        if (said > 0 && spaces(text, &i) && counts_bodies(nv_str_cut(fold, i, fold.n)) && colon != UINT32_MAX) {
            uint32_t n = count_names(k, nv_str_cut(all, colon + 1, all.n), &known);
            if (known == n && n) {
                k->out->compared++;
                if ((int64_t)n != said) add(k, NV_DIFF_LIST, NV_NONE, NV_NONE, said, n, nv_str_trim(all));
            }
        }
        at = i > at ? i - 1 : at;
    }
}

void nv_tally_check(const nv_tally *m, nv_str text, const nv_registry *reg, nv_arena *a, nv_tally_report *out)
{
    *out = (nv_tally_report){ 0 };
    checker k = { m, a, out, reg };
    nv_str fold = nv_fold_str(a, text);
    check_totals(&k);
    check_sums(&k);
    check_rows(&k);
    check_text(&k, text, fold);
    check_lists(&k, text, fold);
}
