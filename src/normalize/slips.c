/* slips.c - see slips.h: which words are misread, and what they are. slips_load.c has the tables. */
#include "normalize/slips_impl.h"

#include <stdio.h>
#include <stdlib.h>


/* ---- words ------------------------------------------------------------------------------------------------------ */

static void add_token(nv_slip_pass *p, uint32_t line, uint32_t beg, uint32_t end, bool number, bool joined)
{
    nv_arena *a = p->doc->arena;
    const nv_line *l = &p->doc->lines.v[line];
    nv_str s = nv_str_cut(l->text, beg, end);
    nv_slip_token *t = NV_PUSH(a, &p->t);
    *t = (nv_slip_token){ .line = line, .beg = beg, .end = end, .joined = joined };
    while (p->word < l->n_seen && l->seen[p->word].end <= beg) p->word++;
    if (p->word < l->n_seen) t->conf = l->seen[p->word].conf;
    t->fold = number ? NV_LIT("#") : nv_fold_key(a, s);
    t->skel = number ? t->fold : nv_skeleton_str(a, s);
}

/* Cuts a line into words of letters and numbers; *open: the last token of the line before may go on with this one. */
static void tokens_of(nv_slip_pass *p, uint32_t line, bool *open)
{
    nv_str s = p->doc->lines.v[line].text;
    bool joined = *open;
    p->word = 0;
    for (uint32_t at = 0; at < s.n; ) {
        uint32_t beg = at, k = at, c = nv_utf8_next(s, &k);
        bool letter = nv_is_letter(c), digit = nv_is_digit(c);
        if (!letter && !digit) {
            joined = joined && (c == ' ' || c == '\t');
            at = k;
            continue;
        }
        while (at < s.n) {
            k = at;
            c = nv_utf8_next(s, &k);
            if (digit ? !(nv_is_digit(c) || c == '/' || c == '-' || c == '.' || nv_is_letter(c)) : !nv_is_letter(c)) break;
            at = k;
        }
        add_token(p, line, beg, at, digit, joined);
        joined = true;
    }
    *open = joined;
}

/* ---- the choice ------------------------------------------------------------------------------------------------- */

static bool pair_known(const nv_slip_pass *p, uint32_t i)
{
    const nv_slip_token *t = p->t.v;
    return i > 0 && i < p->t.n && t[i].joined && nv_slips_pair(p->s, t[i - 1].fold, t[i].fold);
}

/* True if `now` may be what was printed where `was` was read: the same letters but for marks, of one letter only; a dot below is seldom lost, and then
 * both neighbours must say so. */
bool nv_slips_plausible(const nv_slips *s, nv_str was, nv_str now, bool capitals, bool both)
{
    uint32_t a = 0, b = 0, changed = 0;
    while (a < was.n && b < now.n) {
        uint32_t c = nv_utf8_next(was, &a), d = nv_utf8_next(now, &b);
        if (c == d) continue;
        const nv_lg_letter *x = nv_legacy_letter(s->legacy, c), *y = nv_legacy_letter(s->legacy, d);
        changed++;
        if (capitals || !x || !y) continue;
        bool same_base = x->n == y->n && memcmp(x->base, y->base, x->n) == 0;
        if (same_base ? !both && (x->tone == NV_TONE_DOT || y->tone == NV_TONE_DOT) : x->tone != y->tone) return false;
    }
    return a == was.n && b == now.n && changed && (changed == 1 || capitals);
}

/* `now` (folded) printed like `was`: capitals stay capitals. */
static nv_str printed_like(nv_slip_pass *p, nv_str was, nv_str now)
{
    p->buf.n = 0;
    for (uint32_t a = 0, b = 0; a < was.n && b < now.n; ) {
        uint32_t c = nv_utf8_next(was, &a), d = nv_utf8_next(now, &b);
        nv_buf_addu(&p->buf, nv_is_upper(c) ? nv_slips_upper(d) : d);
    }
    return nv_arena_str(p->doc->arena, nv_buf_str(&p->buf));
}

static void consider(const nv_slip_pass *p, uint32_t i, nv_str cand, bool both, nv_str *best, bool *several)
{
    const nv_slip_token *t = &p->t.v[i];
    nv_str was = nv_str_cut(p->doc->lines.v[t->line].text, t->beg, t->end);
    if (!cand.n || nv_str_eq(cand, t->fold) || !nv_slips_plausible(p->s, t->fold, cand, nv_str_is_caps(was), both)) return;
    if (best->n && !nv_str_eq(*best, cand)) *several = true;
    *best = cand;
}

/* True if the three words from `first` stand together, with `now` for word i. */
static bool known_triple(const nv_slip_pass *p, uint32_t first, uint32_t i, nv_str now)
{
    nv_str w[3];
    for (uint32_t k = 0; k < 3; k++) {
        uint32_t at = first + k; /* before the first word it wraps around */
        if (at >= p->t.n || (k && !p->t.v[at].joined)) return false;
        w[k] = at == i ? now : p->t.v[at].fold;
    }
    return nv_slips_triple(p->s, w[0], w[1], w[2]);
}

/* The only word that makes a known pair with a neighbour of word i; n == 0: none or several. */
static nv_str only_reading(const nv_slip_pass *p, uint32_t i)
{
    const nv_slip_token *t = p->t.v;
    nv_str left = { 0 }, right = { 0 }, best = { 0 };
    bool several = false;
    if (i > 0 && t[i].joined) left = nv_slips_after(p->s, t[i - 1].fold, t[i].skel);
    if (i + 1 < p->t.n && t[i + 1].joined) right = nv_slips_before(p->s, t[i].skel, t[i + 1].fold);
    bool by_left = left.n > 0, by_right = right.n > 0;
    /* a word that is right by itself gives way only to a neighbour that has no other word to go with, or to three words that stand together */
    if (nv_slips_word(p->s, t[i].fold) && !nv_str_eq(left, right)) {
        if (by_left && pair_known(p, i - 1) && !known_triple(p, i - 2, i, left) && !known_triple(p, i - 1, i, left)) by_left = false;
        if (by_right && pair_known(p, i + 2) && !known_triple(p, i, i, right) && !known_triple(p, i - 1, i, right)) by_right = false;
    }
    bool both = by_left && by_right && nv_str_eq(left, right);
    if (by_left) consider(p, i, left, both, &best, &several);
    if (by_right) consider(p, i, right, both, &best, &several);
    return several ? (nv_str){ 0 } : best;
}

static void repair_word(nv_slip_pass *p, uint32_t i, nv_str now)
{
    nv_slip_token *t = &p->t.v[i];
    t->now = printed_like(p, nv_str_cut(p->doc->lines.v[t->line].text, t->beg, t->end), now);
    t->fold = now;
}

/* Two neighbours that are both misread: the one known pair of their letters. */
static bool repair_both(nv_slip_pass *p, uint32_t i)
{
    nv_slip_token *t = p->t.v;
    if (i + 1 >= p->t.n || !t[i + 1].joined || pair_known(p, i + 2)) return false;
    nv_str a, b;
    if (!nv_slips_letters(p->s, t[i].skel, t[i + 1].skel, &a, &b)) return false;
    bool caps = nv_str_is_caps(nv_str_cut(p->doc->lines.v[t[i].line].text, t[i].beg, t[i].end));
    if (!caps && t[i].conf >= NV_SURE_WORD && t[i + 1].conf >= NV_SURE_WORD) return false;
    if (!nv_slips_plausible(p->s, t[i].fold, a, caps, false) || !nv_slips_plausible(p->s, t[i + 1].fold, b, caps, false)) return false;
    repair_word(p, i, a);
    repair_word(p, i + 1, b);
    return true;
}

/* True if `now` has as many letters as the word, and all the same but one and the marks. */
static bool nearly(const nv_slip_pass *p, const nv_slip_token *t, nv_str now)
{
    return now.n && t->skel.n >= 2 && nv_slips_differ(nv_skeleton_str(p->doc->arena, now), t->skel) <= 1;
}

static bool starts_upper(const nv_slip_pass *p, const nv_slip_token *t)
{
    uint32_t at = t->beg;
    return nv_is_upper(nv_utf8_next(p->doc->lines.v[t->line].text, &at));
}

/* “lăng Hàm Mặt” is “Răng Hàm Mặt”: a first letter that was misread tells nothing of capitals, the next word does. */
static void capital_of_next(nv_slip_pass *p, uint32_t i, nv_str now)
{
    nv_slip_token *t = &p->t.v[i];
    if (nv_skeleton_str(p->doc->arena, now).p[0] == t->skel.p[0] || i + 1 >= p->t.n || !t[1].joined || starts_upper(p, t) || !starts_upper(p, t + 1)) return;
    uint32_t at = 0, c = nv_utf8_next(now, &at);
    p->buf.n = 0;
    nv_buf_addu(&p->buf, nv_slips_upper(c));
    nv_buf_adds(&p->buf, nv_str_cut(now, at, now.n));
    t->now = nv_arena_str(p->doc->arena, nv_buf_str(&p->buf));
}

/* A word that nobody knows beside two that leave one: “một số BIẾU của luật” is “điều”, if no more than one letter was misread and its marks. */
static bool repair_between(nv_slip_pass *p, uint32_t i)
{
    nv_slip_token *t = &p->t.v[i];
    bool before = i > 0 && t->joined, behind = i + 1 < p->t.n && t[1].joined;
    nv_str now = { 0 };
    if (before && behind && !nv_slips_word(p->s, t->fold)) now = nv_slips_between(p->s, t[-1].fold, t[1].fold);
    bool doubtful = t->skel.n > 2 && t->conf < NV_SURE_WORD && !nv_slips_elsewhere(p, i);
    if (!nearly(p, t, now) && doubtful && behind && i + 2 < p->t.n && t[2].joined) now = nv_slips_first(p->s, t[1].fold, t[2].fold);
    if (!nearly(p, t, now) && doubtful && before && i > 1 && t[-1].joined) now = nv_slips_last(p->s, t[-2].fold, t[-1].fold);
    if (!nearly(p, t, now)) return false;
    repair_word(p, i, now);
    capital_of_next(p, i, now);
    return true;
}

/* ---- spaces that were not seen ------------------------------------------------------------------------------------ */

/* The word that token i was if it stands with the one before it: itself, or the only one of its letters that does. n == 0: it does not. */
static nv_str beside(const nv_slip_pass *p, uint32_t i)
{
    const nv_slip_token *a = &p->t.v[i - 1], *b = a + 1;
    if (nv_slips_pair(p->s, a->fold, b->fold)) return b->fold;
    nv_str now = nv_slips_after(p->s, a->fold, b->skel);
    return now.n && nv_slips_plausible(p->s, b->fold, now, false, true) ? now : (nv_str){ 0 };
}

/* True if the sign before token i, in the middle of a phrase, is dirt: a dot before a small letter, any other only where three words stand together and
 * the two are elsewhere never parted. */
static bool is_speck(const nv_slip_pass *p, uint32_t i)
{
    const nv_slip_token *a = &p->t.v[i - 1], *b = a + 1;
    nv_str s = p->doc->lines.v[b->line].text, now = beside(p, i);
    uint32_t first = b->beg;
    if (!now.n || nv_is_upper(nv_utf8_next(s, &first)) || (nv_str_eq(a->fold, a->skel) && nv_str_eq(b->fold, b->skel))) return false;
    bool number = nv_is_digit((unsigned char)s.p[b->beg]);
    if (number && (s.p[b->end - 1] == '.' || (b->end < s.n && s.p[b->end] == ')'))) return false; /* “… năm. 3. Tổ chức”: of the next clause */
    if (s.p[a->end] == '.' && nv_str_eq(now, b->fold)) return !nv_str_is_caps(nv_str_cut(s, a->beg, a->end));
    if (number || nv_is_digit((unsigned char)s.p[a->beg]) || !nv_slips_never_parted(p, i, a->fold, now)) return false;
    return (i + 1 < p->t.n && b[1].joined && nv_slips_triple(p->s, a->fold, now, b[1].fold)) || (i > 1 && a->joined && nv_slips_triple(p->s, a[-1].fold, a->fold, now));
}

/* “nghiên.cứu”, “Phó`Chủ”, “Ủy, ban nhân dân”: a single mark between two words that stand together. Addresses of mail have no marks on their letters. */
static void find_specks(nv_slip_pass *p)
{
    for (uint32_t i = 1; i < p->t.n; i++) {
        nv_slip_token *b = &p->t.v[i];
        const nv_slip_token *a = b - 1;
        nv_str s = p->doc->lines.v[b->line].text;
        if (a->line != b->line || b->beg <= a->end || b->beg > a->end + 2 || !strchr(".`',;:", s.p[a->end])) continue;
        bool found;
        if (b->beg == a->end + 2) found = s.p[a->end + 1] == ' ' && is_speck(p, i);
        else if (!strchr(".`'", s.p[a->end]) || b->fold.n < 3 || a->fold.n < 3 || (nv_str_eq(a->fold, a->skel) && nv_str_eq(b->fold, b->skel))) continue;
        else found = nv_slips_pair(p->s, a->fold, b->fold);
        if (!found) continue;
        b->joined = true;
        b->speck = (uint8_t)(b->beg - a->end);
    }
}

/* True if `spaced` is `s` but for spaces. */
static bool is_spaced(nv_str s, nv_str spaced)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < spaced.n; i++) {
        if (spaced.p[i] == ' ') continue;
        if (k >= s.n || s.p[k++] != spaced.p[i]) return false;
    }
    return k == s.n;
}

/* Cuts letters into words of which each two neighbours are a known pair: “soyte” into sở, y, tế. False if they cannot be cut so, or in several ways. */
static bool cut_words(const nv_slip_pass *p, nv_str skel, bool caps, nv_str fold, nv_buf *out)
{
    uint32_t found = 0;
    for (uint32_t i = 2; i + 1 < skel.n; i++) {
        nv_str a, b, x, y;
        if (nv_slips_letters(p->s, nv_str_cut(skel, 0, i), nv_str_cut(skel, i, skel.n), &a, &b)) {
            nv_str whole = nv_arena_printf(p->doc->arena, "%.*s %.*s", NV_ARG(a), NV_ARG(b));
            if (caps || is_spaced(fold, whole)) {
                if (found++) return false;
                out->n = 0;
                nv_buf_adds(out, whole);
            }
        }
        for (uint32_t k = i + 1; k + 1 < skel.n; k++) {
            if (!nv_slips_letters(p->s, nv_str_cut(skel, 0, i), nv_str_cut(skel, i, k), &a, &b)) continue;
            if (!nv_slips_letters(p->s, nv_str_cut(skel, i, k), nv_str_cut(skel, k, skel.n), &x, &y) || !nv_str_eq(b, x)) continue;
            nv_str whole = nv_arena_printf(p->doc->arena, "%.*s %.*s %.*s", NV_ARG(a), NV_ARG(b), NV_ARG(y));
            if (!caps && !is_spaced(fold, whole)) continue;
            if (found++) return false;
            out->n = 0;
            nv_buf_adds(out, whole);
        }
    }
    return found == 1;
}

/* Several words without the spaces between them: “SỞYTÉ”, “THỦTƯỚNG”, “cáchuyện”. What is a syllable by itself is one word. */
static bool repair_glued(nv_slip_pass *p, uint32_t i)
{
    enum { LONG = 24, SHORT = 5 };
    nv_slip_token *t = &p->t.v[i];
    nv_str was = nv_str_cut(p->doc->lines.v[t->line].text, t->beg, t->end);
    bool caps = nv_str_is_caps(was);
    if (t->skel.n < SHORT || t->skel.n > LONG || nv_legacy_syllable(p->s->legacy, was) || (!caps && nv_str_eq(t->fold, t->skel))) return false;
    nv_buf words = { 0 };
    bool ok = cut_words(p, t->skel, caps, t->fold, &words);
    if (ok) {
        nv_str now = nv_buf_str(&words);
        p->buf.n = 0;
        for (uint32_t a = 0, b = 0; b < now.n;) {
            uint32_t d = nv_utf8_next(now, &b);
            if (d == ' ') nv_buf_addc(&p->buf, ' ');
            else nv_buf_addu(&p->buf, nv_is_upper(nv_utf8_next(was, &a)) ? nv_slips_upper(d) : d);
        }
        t->now = nv_arena_str(p->doc->arena, nv_buf_str(&p->buf));
    }
    nv_buf_clear(&words);
    return ok;
}

static void choose(nv_slip_pass *p)
{
    for (uint32_t i = 0; i < p->t.n; i++) {
        if (nv_str_eqz(p->t.v[i].fold, "#") || pair_known(p, i) || pair_known(p, i + 1)) continue;
        nv_str now = only_reading(p, i);
        if (now.n) repair_word(p, i, now);
        else if ((now = nv_slips_here(p, i)).n || (now = nv_slips_context(p, i)).n) repair_word(p, i, now);
        else if (!repair_both(p, i) && !repair_between(p, i)) (void)repair_glued(p, i);
    }
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */

/* Where byte `at` of the old text stands in the new one. */
static uint32_t moved(const nv_change *c, uint32_t n, uint32_t at)
{
    int64_t by = 0;
    for (uint32_t i = 0; i < n && c[i].end <= at; i++) by += (int64_t)c[i].now.n - (c[i].end - c[i].beg);
    return (uint32_t)((int64_t)at + by);
}

void nv_line_rewrite(nv_doc *doc, nv_line *l, const nv_change *c, uint32_t n)
{
    nv_buf b = { 0 };
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        nv_buf_add(&b, l->text.p + at, c[i].beg - at);
        nv_buf_adds(&b, c[i].now);
        at = c[i].end;
    }
    nv_buf_add(&b, l->text.p + at, l->text.n - at);
    nv_str text = nv_arena_str(doc->arena, nv_buf_str(&b));
    nv_buf_clear(&b);
    for (uint32_t k = 0; k < l->n_segs; k++) {
        uint32_t beg = (uint32_t)(l->segs[k].text.p - l->text.p), end = beg + l->segs[k].text.n;
        l->segs[k].text = nv_str_cut(text, moved(c, n, beg), moved(c, n, end));
    }
    nv_seen *seen = nv_arena_alloc(doc->arena, l->n_seen * sizeof *seen);
    for (uint32_t k = 0; k < l->n_seen; k++) {
        seen[k] = l->seen[k];
        seen[k].beg = moved(c, n, l->seen[k].beg);
        seen[k].end = moved(c, n, l->seen[k].end);
    }
    l->seen = seen;
    l->text = text;
}

/* Changes of one line, in order: words, then letters in numbers. */
static uint32_t changes_of(const nv_slip_pass *p, uint32_t line, uint32_t *next, nv_change *out, uint32_t most)
{
    uint32_t n = 0;
    nv_str s = p->doc->lines.v[line].text;
    for (; *next < p->t.n && p->t.v[*next].line == line; ++*next) {
        const nv_slip_token *t = &p->t.v[*next];
        uint32_t beg, end;
        nv_str code;
        if (n < most && t->speck) out[n++] = (nv_change){ t->beg - t->speck, t->beg, NV_LIT(" ") };
        if (n < most && t->now.n) out[n++] = (nv_change){ t->beg, t->end, t->now };
        else if (n < most && nv_str_eqz(t->fold, "#") && nv_slips_code(p->s, nv_str_cut(s, t->beg, t->end), &beg, &end, &code))
            out[n++] = (nv_change){ t->beg + beg, t->beg + end, code };
    }
    return n;
}

typedef struct { nv_str was, now; uint32_t n, page; } told;

static void tell(nv_doc *doc, const told *v, uint32_t n)
{
    char num[16];
    for (uint32_t i = 0; i < n; i++) {
        snprintf(num, sizeof num, "%u", v[i].n);
        nv_doc_diag(doc, NV_M_OCR_REPAIRED, NULL, v[i].page, nv_arena_printf(doc->arena, "%.*s", NV_ARG(v[i].was)).p, nv_arena_printf(doc->arena, "%.*s", NV_ARG(v[i].now)).p, num, NULL);
    }
}

void nv_slips_repair(const nv_slips *s, nv_doc *doc)
{
    enum { MOST = 64 };
    nv_slip_pass p = { .s = s, .doc = doc };
    NV_VEC(told) all = { 0 };
    bool open = false;
    for (uint32_t i = 0; i < doc->lines.n; i++) {
        const nv_line *l = &doc->lines.v[i];
        if (l->n_seen && !(l->flags & (NV_F_NOISE | NV_F_STAMP))) tokens_of(&p, i, &open);
        else open = false;
    }
    if (!p.t.n) return;
    nv_slips_ready(s);
    find_specks(&p);
    choose(&p);
    for (uint32_t at = 0; at < p.t.n; ) {
        nv_change c[MOST];
        uint32_t line = p.t.v[at].line, n = changes_of(&p, line, &at, c, MOST);
        nv_line *l = &doc->lines.v[line];
        for (uint32_t k = 0; k < n; k++) {
            nv_str was = nv_str_cut(l->text, c[k].beg, c[k].end);
            uint32_t i = 0;
            while (i < all.n && !(nv_str_eq(all.v[i].was, was) && nv_str_eq(all.v[i].now, c[k].now))) i++;
            if (i == all.n) *NV_PUSH(doc->arena, &all) = (told){ was, c[k].now, 0, l->page };
            all.v[i].n++;
        }
        if (n) nv_line_rewrite(doc, l, c, n);
    }
    tell(doc, all.v, all.n);
    nv_buf_clear(&p.buf);
}
