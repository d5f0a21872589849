/* citation_place.c - places inside a document: “điểm a, b khoản 2 và khoản 3 Điều 5”, “từ Điều 10 đến Điều 15”, “Điều 5, khoản 2”, “khoản 2 Điều này”
 * (78/2025/NĐ-CP; 30/2020/NĐ-CP, Phụ lục II V.7). Drafting order is small to large; the reverse occurs too.
 */
#include "detect/citation.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_LABELS = 64, MAX_ELEMENTS = 48, MAX_PATHS = 256 };

typedef enum { SEP_NONE, SEP_COMMA, SEP_LIST } sep_kind; /* “và”, “;” are SEP_LIST */
typedef struct { uint8_t level; nv_str label[MAX_LABELS]; uint32_t n; bool here, range; sep_kind sep; } element;

/* ---- labels ------------------------------------------------------------------------------------------------------ */

static bool roman_char(char c) { return c == 'I' || c == 'V' || c == 'X' || c == 'L'; }

static const char *const ordinals[] = { "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười" };

static bool ordinal(nv_scan *s, uint32_t at, nv_str *label, uint32_t *end) {
    uint32_t k, i = at;
    bool th = nv_cs_word(s, i, "thứ", &k);
    if (th) i = nv_cs_skip(s, k);
    else if (!nv_cs_word(s, i, "đầu tiên", &k)) return false;
    if (!th) return *label = NV_LIT("1"), *end = k, true;
    for (unsigned o = 0; o < NV_NELEM(ordinals); o++)
        if (nv_cs_word(s, i, ordinals[o], &k)) return *label = nv_arena_printf(s->doc->arena, "%u", o + 1), *end = k, true;
    uint32_t j = i;
    while (j < s->text.n && nv_is_digit((unsigned char)s->text.p[j])) j++;
    if (j == i) return false;
    *label = nv_str_cut(s->text, i, j);
    *end = j;
    return true;
}

/* One label of a level at `at`. Points are one letter (a … y, đ; a1), or a number in old documents; sections and chapters Roman or Arabic. */
static bool read_label(nv_scan *s, uint32_t at, uint8_t level, nv_str *label, uint32_t *end) {
    nv_str t = s->text;
    if (at >= t.n) return false;
    uint32_t i = at;
    if (ordinal(s, at, label, end)) return true;
    if (nv_is_digit((unsigned char)t.p[i])) {
        while (i < t.n && nv_is_digit((unsigned char)t.p[i])) i++;
        while (level != NV_P_ARTICLE && i + 1 < t.n && t.p[i] == '.' && nv_is_digit((unsigned char)t.p[i + 1])) {
            i++;
            while (i < t.n && nv_is_digit((unsigned char)t.p[i])) i++;
        }
        uint32_t j = i;
        if (j < t.n) { /* 15a, 5đ */
            uint32_t c = nv_utf8_next(t, &j);
            if (nv_is_letter(c) && !nv_is_upper(c) && !(j < t.n && nv_cs_letter(s, j))) i = j;
        }
        if (i < t.n && (nv_cs_letter(s, i) || nv_is_digit((unsigned char)t.p[i]))) return false;
        if (i + 1 < t.n && (t.p[i] == '/' || t.p[i] == '%' || ((t.p[i] == ',' || t.p[i] == '.') && nv_is_digit((unsigned char)t.p[i + 1])))) return false;
        *label = nv_str_cut(t, at, i);
        *end = i;
        return i - at <= 8;
    }
    if (level >= NV_P_SUBSECTION && (roman_char(t.p[i]) || (t.p[i] >= 'A' && t.p[i] <= 'H'))) {
        if (roman_char(t.p[i])) while (i < t.n && roman_char(t.p[i])) i++;
        else i++;
        if (i < t.n && t.p[i] >= 'A' && t.p[i] <= 'H' && i - at < 6) i++; /* IIA */
        uint32_t j = i;
        if (j < t.n && t.p[j] >= 'a' && t.p[j] <= 'h') j++;
        if (j < t.n && !nv_cs_letter(s, j)) i = j;
        if (level == NV_P_APPENDIX && i + 1 < t.n && t.p[i] == '-') {
            uint32_t k = i + 1;
            while (k < t.n && nv_is_digit((unsigned char)t.p[k])) k++;
            if (k > i + 1) i = k;
        }
        if (i < t.n && (nv_cs_letter(s, i) || nv_is_digit((unsigned char)t.p[i]))) return false;
        *label = nv_str_cut(t, at, i);
        *end = i;
        return true;
    }
    if (level <= NV_P_CLAUSE) {
        uint32_t c = nv_utf8_next(t, &i);
        if (c == '"' || c == 0x201C) { /* điểm “a” */
            uint32_t in = i;
            c = nv_utf8_next(t, &i);
            if (!nv_is_letter(c) || i >= t.n) return false;
            uint32_t j = i, q = nv_utf8_next(t, &j);
            if (q != '"' && q != 0x201D) return false;
            *label = nv_str_cut(s->fold, in, i);
            *end = j;
            return true;
        }
        if (!nv_is_letter(c) || (nv_is_upper(c) && level == NV_P_CLAUSE)) return false;
        if (level == NV_P_ITEM && (c == 'i' || c == 'v' || c == 'x'))
            while (i < t.n && (t.p[i] == 'i' || t.p[i] == 'v' || t.p[i] == 'x')) i++;
        if (i + 1 < t.n && t.p[i] == '.' && nv_is_digit((unsigned char)t.p[i + 1]) && level == NV_P_POINT) i++; /* điểm g.1 */
        while (i < t.n && nv_is_digit((unsigned char)t.p[i]) && i - at < 5) i++;
        if (i < t.n && (nv_cs_letter(s, i) || nv_is_digit((unsigned char)t.p[i]))) return false;
        if (level == NV_P_CLAUSE) return false;
        *label = nv_arena_str(s->doc->arena, nv_str_cut(s->fold, at, i));
        *end = i;
        return true;
    }
    return false;
}

static bool all_digits(nv_str l) {
    for (uint32_t i = 0; i < l.n; i++)
        if (!nv_is_digit((unsigned char)l.p[i])) return false;
    return l.n > 0;
}

static void fill_range(nv_scan *s, element *e, nv_str to) {
    nv_str from = e->label[e->n - 1];
    if (all_digits(from) && all_digits(to) && from.n < 5 && to.n < 5) {
        long a = strtol(nv_arena_str(s->doc->arena, from).p, NULL, 10), b = strtol(nv_arena_str(s->doc->arena, to).p, NULL, 10);
        for (long v = a + 1; v < b && v - a < MAX_LABELS && e->n < MAX_LABELS - 1; v++) e->label[e->n++] = nv_arena_printf(s->doc->arena, "%ld", v);
    } else if (to.n <= 2 && from.n <= 2) {
        static const char *const letters[] = { "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y" };
        bool in = false;
        for (unsigned i = 0; i < NV_NELEM(letters); i++) {
            if (nv_str_eqz(to, letters[i])) break;
            if (in && e->n < MAX_LABELS - 1) e->label[e->n++] = nv_str_of(letters[i]);
            if (nv_str_eqz(from, letters[i])) in = true;
        }
    }
    if (e->n < MAX_LABELS) e->label[e->n++] = to;
}

static bool place_word(nv_scan *s, uint32_t at, uint8_t *level, uint32_t *end) {
    nv_name_hit hit;
    if (at >= s->fold.n || !nv_names_at(s->d->words, s->fold, at, &hit) || s->d->word[hit.value].kind != NV_CW_PLACE) return false;
    *level = s->d->word[hit.value].level;
    *end = hit.span.end;
    return true;
}

static bool list_sep(nv_scan *s, uint32_t at, uint32_t *end) {
    uint32_t i = nv_cs_skip(s, at), k;
    bool any = false;
    for (;;) {
        if (i < s->text.n && (s->text.p[i] == ',' || s->text.p[i] == ';')) i = nv_cs_skip(s, i + 1), any = true;
        else if (nv_cs_word(s, i, "và", &k) || nv_cs_word(s, i, "hoặc", &k) || nv_cs_word(s, i, "hay", &k)) i = nv_cs_skip(s, k), any = true;
        else if (any && nv_cs_word(s, i, "tại", &k)) i = nv_cs_skip(s, k);
        else break;
    }
    *end = i;
    return any;
}

/* Words after a number that make it an amount: “khoản 5 triệu”, “điểm 10 phút”. */
static bool amount(nv_scan *s, uint32_t at) {
    static const char *const units[] = { "triệu", "tỷ", "tỉ", "đồng", "nghìn", "năm", "tháng", "ngày", "phần trăm", "lần", "người", "km", "m" };
    uint32_t i = nv_cs_skip(s, at), k;
    for (unsigned u = 0; u < NV_NELEM(units); u++)
        if (nv_cs_word(s, i, units[u], &k)) return true;
    return i < s->text.n && s->text.p[i] == '%';
}

static bool read_element(nv_scan *s, uint32_t at, element *e, uint32_t *end) {
    uint32_t i = at, k;
    *e = (element){ .n = 0 };
    if (nv_cs_word(s, i, "các", &k) || nv_cs_word(s, i, "những", &k)) i = nv_cs_skip(s, k);
    bool from = nv_cs_word(s, i, "từ", &k);
    if (from) i = nv_cs_skip(s, k);
    if (!place_word(s, i, &e->level, &k)) return false;
    i = nv_cs_skip(s, k);
    if (nv_cs_word(s, i, "số", &k)) i = nv_cs_skip(s, k);
    if (nv_cs_word(s, i, "này", &k)) return e->here = true, *end = k, true;
    if (nv_cs_word(s, i, "từ", &k)) i = nv_cs_skip(s, k), from = true;
    nv_str label;
    if (!read_label(s, i, e->level, &label, &k)) {
        static const char *const goes_on[] = { "ban hành", "kèm theo", "được ban hành", "đính kèm", "gửi kèm", "đã ban hành", "của" };
        bool named = false;
        for (unsigned g = 0; g < NV_NELEM(goes_on) && !named; g++) named = nv_cs_word(s, i, goes_on[g], NULL);
        if (e->level != NV_P_APPENDIX || !nv_cs_upper(s, at) || !named) return false;
        *end = nv_cs_back(s, i); /* “Phụ lục ban hành kèm theo …” has no label */
        return true;
    }
    if (amount(s, k) && e->level != NV_P_ARTICLE) return false;
    e->label[e->n++] = label;
    *end = k;
    for (;;) { /* more labels under one noun: “khoản 1, 3 và 5”, “Điều 10 đến 15” */
        uint32_t j = nv_cs_skip(s, *end), lv, le;
        bool range = nv_cs_word(s, j, "đến hết", &k) || nv_cs_word(s, j, "đến", &k) || nv_cs_word(s, j, "tới", &k);
        uint8_t l2;
        if (!range && j < s->text.n && (s->text.p[j] == '-' || (unsigned char)s->text.p[j] == 0xE2) && e->level == NV_P_ARTICLE) {
            uint32_t q = s->text.p[j] == '-' ? j + 1 : j + 3;
            q = nv_cs_skip(s, q);
            if (q < s->text.n && nv_is_digit((unsigned char)s->text.p[q])) range = true, k = q;
        }
        if (range) {
            j = nv_cs_skip(s, k);
            if (place_word(s, j, &l2, &lv)) {
                if (l2 != e->level) break;
                j = nv_cs_skip(s, lv);
            }
            if (!read_label(s, j, e->level, &label, &le)) break;
            fill_range(s, e, label);
            *end = le;
            continue;
        }
        if (!list_sep(s, *end, &j)) break;
        if (e->level >= NV_P_SUBSECTION && e->level != NV_P_APPENDIX && e->level != NV_P_SECTION && e->level != NV_P_CHAPTER) break;
        if (nv_cs_word(s, j, "tại", NULL) || !read_label(s, j, e->level, &label, &le)) break;
        if (amount(s, le) || (!nv_is_digit((unsigned char)label.p[0]) && e->level >= NV_P_CLAUSE && e->level < NV_P_SUBSECTION)) break;
        /* a number that begins something else: “Điều 5, 25 ngày”, “khoản 2 và 3 bộ” */
        uint32_t n = nv_cs_skip(s, le);
        if (n < s->text.n && n > le && nv_cs_letter(s, n) && !place_word(s, n, &l2, &lv)) {
            static const char *const may[] = { "và", "của", "nêu", "nói", "trên", "dưới", "này", "đến", "thì", "được", "tại", "hoặc", "luật", "nghị", "thông", "quyết", "ban", "quy",
                                               "kèm", "bộ", "pháp", "chỉ", "công", "trong", "có", "như", "bị", "không", "phải", "là", "theo", "đã", "mà", "khi", "để" };
            bool ok = false;
            for (unsigned w = 0; w < NV_NELEM(may) && !ok; w++) ok = nv_cs_word(s, n, may[w], NULL);
            if (!ok) break;
        }
        if (e->n < MAX_LABELS) e->label[e->n++] = label;
        *end = le;
    }
    return true;
}

/* ---- composing --------------------------------------------------------------------------------------------------- */

typedef struct { nv_path v[MAX_PATHS]; uint32_t n; } path_list;

static void set_level(nv_path *p, uint8_t level, nv_str label, bool here) {
    uint32_t i = 0;
    if (level == NV_P_POINT && label.n > 1 && nv_is_letter(nv_utf8_next(label, &i)) && i < label.n) { /* “điểm a1”, “điểm g.1”: an item of the point */
        p->label[NV_P_ITEM] = label;
        p->low = NV_P_ITEM;
        label = nv_str_cut(label, 0, i);
    }
    p->label[level] = label;
    p->here[level] = here;
    if (!p->low || level < p->low) p->low = level;
    if (level > p->high) p->high = level;
}

static void add_new(path_list *l, const element *e) {
    uint32_t n = e->n ? e->n : 1;
    for (uint32_t i = 0; i < n && l->n < MAX_PATHS; i++) {
        nv_path p = { .low = 0 };
        set_level(&p, e->level, e->n ? e->label[i] : (nv_str){ "", 0 }, e->here);
        l->v[l->n++] = p;
    }
}

/* Puts every pending path (from `from`) whose top is below the level inside it; a list of containers multiplies them. */
static bool put_inside(path_list *l, const element *e, uint32_t from) {
    uint32_t n = l->n;
    bool any = false;
    for (uint32_t i = from; i < n; i++) {
        if (l->v[i].high >= e->level) continue;
        any = true;
        nv_path base = l->v[i];
        set_level(&l->v[i], e->level, e->n ? e->label[0] : (nv_str){ "", 0 }, e->here);
        for (uint32_t k = 1; k < e->n && l->n < MAX_PATHS; k++) {
            nv_path p = base;
            set_level(&p, e->level, e->label[k], e->here);
            l->v[l->n++] = p;
        }
    }
    return any;
}

/* Reverse order: “Điều 5 khoản 2”: the last path goes on downwards. */
static void put_below(path_list *l, const element *e) {
    nv_path base = l->v[l->n - 1];
    for (uint32_t k = 0; k < (e->n ? e->n : 1) && l->n <= MAX_PATHS; k++) {
        nv_path p = base;
        set_level(&p, e->level, e->n ? e->label[k] : (nv_str){ "", 0 }, e->here);
        if (k == 0) l->v[l->n - 1] = p;
        else if (l->n < MAX_PATHS) l->v[l->n++] = p;
    }
}

static void compose(const element *e, uint32_t n, path_list *l) {
    uint32_t run = 0; /* first path of the last member of the list */
    for (uint32_t i = 0; i < n; i++) {
        bool like = i && e[i].level == e[i - 1].level && e[i].level > NV_P_ARTICLE; /* “Mục 23, Mục 24 của Phụ lục I” */
        if (i && e[i].sep != SEP_NONE && e[i - 1].level >= NV_P_ARTICLE && !like) run = l->n;
        if (l->n == 0) {
            add_new(l, &e[i]);
            continue;
        }
        nv_path *last = &l->v[l->n - 1];
        if (e[i].sep == SEP_NONE) {
            if (e[i].level > last->high) put_inside(l, &e[i], e[i].level > NV_P_ARTICLE ? run : 0); /* “Điều 8 và Mục 2 Phụ lục II” */
            else if (e[i].level < last->low) put_below(l, &e[i]);
            else add_new(l, &e[i]);
            continue;
        }
        /* after a comma: lower than the last place and nothing larger follows: “Điều 5, khoản 2”; else a new place */
        if (e[i].level < last->low && e[i].sep == SEP_COMMA) {
            bool larger = false;
            for (uint32_t k = i + 1; k < n && !larger; k++) larger = e[k].level >= last->high;
            if (!larger) {
                put_below(l, &e[i]);
                continue;
            }
        }
        /* “điểm g khoản 3, Điều 73”, “điểm a, khoản 2, Điều 5”: a comma between small places and the container of them all */
        bool below = e[i].sep == SEP_COMMA && e[i].n <= 1 && (e[i].level == NV_P_ARTICLE || l->n == 1);
        for (uint32_t k = 0; k < l->n && below; k++) below = l->v[k].high < e[i].level;
        if (below) {
            put_inside(l, &e[i], 0);
            continue;
        }
        add_new(l, &e[i]);
    }
    /* a new place of the list that got no container takes that of its neighbour before: “khoản 2 Điều 5 và khoản 3” stays alone, as drafting has it */
}

/* “Điều 32 (điểm c khoản 17)”: what stands in the bracket is inside the last place. */
static void in_bracket(nv_scan *s, path_list *l, uint32_t *end) {
    uint32_t i = nv_cs_skip(s, *end), k;
    uint8_t level;
    if (!l->n || i >= s->text.n || s->text.p[i] != '(') return;
    i = nv_cs_skip(s, i + 1);
    uint32_t first = i;
    if (nv_cs_word(s, i, "các", &k) || nv_cs_word(s, i, "từ", &k)) i = nv_cs_skip(s, k);
    if (!place_word(s, i, &level, &k) || level >= l->v[l->n - 1].low) return;
    nv_places in;
    if (!nv_read_places(s, first, &in) || in.here) return;
    uint32_t close = nv_cs_skip(s, in.end);
    if (close >= s->text.n || s->text.p[close] != ')') return;
    for (uint32_t p = 0; p < in.n; p++)
        if (in.v[p].high >= l->v[l->n - 1].low) return;
    nv_path base = l->v[--l->n];
    for (uint32_t p = 0; p < in.n && l->n < MAX_PATHS; p++) {
        nv_path q = base;
        for (int lv = 1; lv < NV_P_COUNT; lv++)
            if (in.v[p].label[lv].p) q.label[lv] = in.v[p].label[lv];
        q.low = in.v[p].low;
        l->v[l->n++] = q;
    }
    *end = close + 1;
}

/* “khoản 2, khoản 4 (trường hợp vượt trên 50%) Điều này”: a bracket between a place and what holds it is passed over. */
static uint32_t over_bracket(nv_scan *s, uint32_t end, uint8_t level) {
    uint32_t i = nv_cs_skip(s, end), k, j = i;
    uint8_t up;
    if (i >= s->text.n || s->text.p[i] != '(') return end;
    while (j < s->text.n && s->text.p[j] != ')' && j - i < 300) j++;
    if (j >= s->text.n || s->text.p[j] != ')') return end;
    k = nv_cs_skip(s, j + 1);
    return place_word(s, k, &up, &k) && up > level ? j + 1 : end;
}

bool nv_read_places(nv_scan *s, uint32_t at, nv_places *out) {
    element *e = malloc(sizeof *e * MAX_ELEMENTS);
    path_list *l = malloc(sizeof *l);
    if (!e || !l) abort();
    uint32_t n = 0, end, k;
    l->n = 0;
    *out = (nv_places){ .n = 0 };
    bool ok = read_element(s, at, &e[0], &end);
    if (ok) {
        e[0].sep = SEP_NONE;
        n = 1;
        while (n < MAX_ELEMENTS && !e[n - 1].here) { /* “Điều này” closes its place */
            end = over_bracket(s, end, e[n - 1].level);
            uint32_t i = nv_cs_skip(s, end);
            sep_kind sep = SEP_NONE;
            bool comma = i < s->text.n && s->text.p[i] == ',' && !nv_cs_word(s, nv_cs_skip(s, i + 1), "và", NULL) && !nv_cs_word(s, nv_cs_skip(s, i + 1), "hoặc", NULL);
            if (list_sep(s, end, &k)) sep = comma ? SEP_COMMA : SEP_LIST, i = k;
            else if (nv_cs_word(s, i, "của", &k) || nv_cs_word(s, i, "thuộc", &k) || nv_cs_word(s, i, "trong", &k) || nv_cs_word(s, i, "tại", &k)) i = nv_cs_skip(s, k);
            uint32_t e2;
            if (!read_element(s, i, &e[n], &e2)) break;
            e[n].sep = sep;
            n++;
            end = e2;
        }
        compose(e, n, l);
        uint32_t i = nv_cs_skip(s, end);
        if (nv_cs_word(s, i, "nêu trên", &k) || nv_cs_word(s, i, "nói trên", &k) || nv_cs_word(s, i, "trên đây", &k) || nv_cs_word(s, i, "kể trên", &k)) {
            out->above = true;
            end = k;
        }
        for (uint32_t p = 0; p < l->n; p++)
            for (int lv = 1; lv < NV_P_COUNT; lv++) out->here |= l->v[p].here[lv];
        in_bracket(s, l, &end);
        out->v = nv_arena_alloc(s->doc->arena, sizeof *out->v * (l->n ? l->n : 1));
        memcpy(out->v, l->v, sizeof *out->v * l->n);
        out->n = l->n;
        out->end = end;
    }
    free(e);
    free(l);
    return ok && out->n;
}
