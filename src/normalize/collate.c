/* collate.c - Vietnamese dictionary order, for sorted output shown to people. */
#include "normalize/normalize.h"

#include <stdlib.h>
#include <unicode/ucol.h>
#include <unicode/uiter.h>

int nv_collate_vi(nv_str a, nv_str b)
{
    /* opened once for the process: opening reads ICU's rules, comparing only reads them */
    static UCollator *vi = NULL;
    static bool tried = false;
    UErrorCode st = U_ZERO_ERROR;
    if (!tried) {
        tried = true;
        vi = ucol_open("vi", &st);
        if (U_FAILURE(st)) vi = NULL;
    }
    if (!vi) return nv_str_cmp(a, b);
    UCharIterator x, y;
    uiter_setUTF8(&x, a.p, (int32_t)a.n);
    uiter_setUTF8(&y, b.p, (int32_t)b.n);
    st = U_ZERO_ERROR;
    UCollationResult r = ucol_strcollIter(vi, &x, &y, &st);
    if (U_FAILURE(st) || r == UCOL_EQUAL) return nv_str_cmp(a, b);
    return r == UCOL_LESS ? -1 : 1;
}
