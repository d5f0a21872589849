/* deadline_gate.c - what a paragraph has that a time could be made of: one pass, so that most patterns are never tried on most paragraphs. */
#include "detect/deadline_internal.h"

static const struct { const char *name; unsigned bit; } features[] = {
    { "day", NV_HAS_DAY }, { "month", NV_HAS_MONTH }, { "year", NV_HAS_YEAR }, { "quarter", NV_HAS_QUARTER }, { "slash", NV_HAS_SLASH }, { "hour", NV_HAS_HOUR },
    { "count", NV_HAS_COUNT }, { "each", NV_HAS_EACH }, { "times", NV_HAS_TIMES }, { "this", NV_HAS_THIS }, { "half", NV_HAS_HALF }, { "year_end", NV_HAS_YEAR_END },
};

bool nv_time_feature(nv_str name, unsigned *bit)
{
    for (size_t i = 0; i < NV_NELEM(features); i++)
        if (nv_str_eqz(name, features[i].name)) {
            *bit = features[i].bit;
            return true;
        }
    return false;
}

static inline bool at(nv_str s, uint32_t i, const char *z, uint32_t n) { return s.n - i >= n && s.p[i + 1] == z[1] && memcmp(s.p + i, z, n) == 0; }
#define LEN(z) ((uint32_t)sizeof(z) - 1)
#define AT(s, i, z) at((s), (i), (z), LEN(z))

static bool blank(nv_str s, uint32_t i, uint32_t *next)
{
    if (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t')) {
        *next = i + 1;
        return true;
    }
    if (i + 1 < s.n && (unsigned char)s.p[i] == 0xC2 && (unsigned char)s.p[i + 1] == 0xA0) { /* no-break space */
        *next = i + 2;
        return true;
    }
    return false;
}

static uint32_t skip_blanks(nv_str s, uint32_t i)
{
    while (blank(s, i, &i))
        ;
    return i;
}

static bool digit(nv_str s, uint32_t i) { return i < s.n && nv_is_digit((unsigned char)s.p[i]); }

/* A number stands before a unit at `i`: digits, a bracket that repeats them in words, or a number word. */
static bool number_before(nv_str s, uint32_t i)
{
    static const char *const words[] = { "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "lăm", "mươi", "mốt", "trăm", "nửa" };
    while (i > 0 && (s.p[i - 1] == ' ' || (unsigned char)s.p[i - 1] == 0xA0 || (unsigned char)s.p[i - 1] == 0xC2))
        i--;
    if (i == 0)
        return false;
    if (digit(s, i - 1) || s.p[i - 1] == ')')
        return true;
    for (size_t k = 0; k < NV_NELEM(words); k++) {
        uint32_t n = (uint32_t)strlen(words[k]);
        if (i >= n && memcmp(s.p + i - n, words[k], n) == 0)
            return true;
    }
    return nv_str_ends(nv_str_cut(s, 0, i), NV_LIT("kế tiếp"));
}

/* A unit word of n bytes at `i`; `number` is the feature “unit + number”. */
static unsigned unit_at(nv_str s, uint32_t i, uint32_t n, unsigned number)
{
    uint32_t after = skip_blanks(s, i + n);
    unsigned f = 0;
    if (digit(s, after) || (number == NV_HAS_QUARTER && after < s.n && (s.p[after] == 'i' || s.p[after] == 'v' || s.p[after] == 'l')))
        f |= number;
    if (AT(s, after, "nay") || AT(s, after, "này") || AT(s, after, "tới"))
        f |= NV_HAS_THIS;
    if (!digit(s, after) && number_before(s, i)) /* “15 tháng 6”, “6 năm 2013” are parts of a date */
        f |= NV_HAS_COUNT;
    if (number == NV_HAS_YEAR && i > 4) {
        nv_str left = nv_str_cut(s, 0, i - 1);
        if (nv_str_ends(left, NV_LIT("cuối")) || nv_str_ends(left, NV_LIT("hết")) || nv_str_ends(left, NV_LIT("thúc")))
            f |= NV_HAS_YEAR_END;
    }
    return f;
}

/* One or two digits that end at `i`, one or two that begin at `b`: 31/12, and not the 47/2010 of a document's number. */
static bool day_and_month(nv_str s, uint32_t i, uint32_t b)
{
    if (!digit(s, b) || (digit(s, b + 1) && digit(s, b + 2)))
        return false;
    return i < 2 || !digit(s, i - 1) || !digit(s, i - 2);
}

/* hằng, hàng, mỗi before a unit of time, and not “hàng hóa”. */
static bool each_at(nv_str s, uint32_t i, uint32_t n)
{
    uint32_t k = skip_blanks(s, i + n);
    return AT(s, k, "năm") || AT(s, k, "ngày") || AT(s, k, "tháng") || AT(s, k, "quý") || AT(s, k, "tuần");
}

/* A digit at `i`: 31/12, 31.12.2025, 14 giờ, 14h30, 8:00. */
static unsigned digit_at(nv_str s, uint32_t i)
{
    uint32_t k = i + 1;
    if (digit(s, k))
        return 0; /* only the last digit of a run is looked at */
    uint32_t b = skip_blanks(s, k);
    if (b >= s.n)
        return 0;
    if (s.p[b] == '/' || s.p[b] == '.' || s.p[b] == '-' || AT(s, b, "–"))
        return day_and_month(s, i, skip_blanks(s, b + (AT(s, b, "–") ? 3 : 1))) ? NV_HAS_SLASH : 0;
    if (s.p[b] == ':' || s.p[b] == 'h' || s.p[b] == 'g')
        return NV_HAS_HOUR;
    return 0;
}

unsigned nv_time_features(nv_str s)
{
    unsigned f = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        switch (s.p[i]) {
        case 'n':
            if (AT(s, i, "ngày"))
                f |= unit_at(s, i, LEN("ngày"), NV_HAS_DAY);
            else if (AT(s, i, "năm"))
                f |= unit_at(s, i, LEN("năm"), NV_HAS_YEAR);
            else if (AT(s, i, "nửa"))
                f |= NV_HAS_HALF;
            break;
        case 't':
            if (AT(s, i, "tháng"))
                f |= unit_at(s, i, LEN("tháng"), NV_HAS_MONTH);
            else if (AT(s, i, "tuần"))
                f |= unit_at(s, i, LEN("tuần"), 0);
            break;
        case 'q':
            if (AT(s, i, "quý"))
                f |= unit_at(s, i, LEN("quý"), NV_HAS_QUARTER);
            break;
        case 'g':
            if (AT(s, i, "giờ"))
                f |= unit_at(s, i, LEN("giờ"), 0) | NV_HAS_HOUR;
            break;
        case 'p':
            if (AT(s, i, "phút"))
                f |= unit_at(s, i, LEN("phút"), 0);
            break;
        case 'h':
            if ((AT(s, i, "hằng") && each_at(s, i, LEN("hằng"))) || (AT(s, i, "hàng") && each_at(s, i, LEN("hàng"))))
                f |= NV_HAS_EACH;
            break;
        case 'm':
            if (AT(s, i, "mỗi") && each_at(s, i, LEN("mỗi")))
                f |= NV_HAS_EACH;
            break;
        case 'l':
            if (AT(s, i, "lần"))
                f |= NV_HAS_TIMES;
            break;
        default:
            if (nv_is_digit((unsigned char)s.p[i]))
                f |= digit_at(s, i);
        }
    }
    return f;
}
