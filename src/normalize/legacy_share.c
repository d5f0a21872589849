/* legacy_share.c - is a text Vietnamese at all? What a bad recogniser left in a scan is not, whatever encoding one tries. */
#include "normalize/legacy_impl.h"

enum { ENOUGH = 8, ABBREVIATION = 8 };

/* Words and Vietnamese words of `s` read in encoding `e`. */
static void count(const nv_legacy *l, nv_lg e, nv_str s, nv_buf *buf, uint32_t *words, uint32_t *good)
{
    *words = *good = 0;
    buf->n = 0;
    nv_legacy_decode(l, e, s, buf);
    nv_str t = nv_buf_str(buf);
    for (uint32_t at = 0; at < t.n; ) {
        uint32_t beg = at, end = at, letters = 0;
        while (at < t.n) {
            uint32_t k = at, c = nv_utf8_next(t, &k);
            if (!nv_is_letter(c) && !(c >= 0x300 && c < 0x370)) break;
            letters++;
            end = at = k;
        }
        if (letters > 1) {
            nv_str w = nv_str_cut(t, beg, end);
            bool ok = nv_legacy_syllable(l, w);
            if (ok || !(nv_str_is_caps(w) && letters <= ABBREVIATION && w.n == letters)) ++*words, *good += ok;
        }
        if (at == beg) (void)nv_utf8_next(t, &at);
    }
}

double nv_legacy_share(const void *legacy, nv_str text)
{
    nv_buf buf = { 0 };
    double best = -1;
    for (int e = 0; e < NV_LG_COUNT; e++) {
        uint32_t words, good;
        count(legacy, (nv_lg)e, text, &buf, &words, &good);
        if (words >= ENOUGH && (double)good / words > best) best = (double)good / words;
    }
    nv_buf_clear(&buf);
    return best;
}
