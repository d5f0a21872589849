/* unit.h - cmocka with its needed headers, and a few shared helpers of the unit tests. */
#ifndef NV_UNIT_H
#define NV_UNIT_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/buf.h"

/* The folder of grammars: $NV_GRAMMARS, else grammars/ below the current folder. */
static inline const char *unit_grammars(void) {
    const char *d = getenv("NV_GRAMMARS");
    return d ? d : "grammars";
}
static inline void assert_str(nv_str got, const char *want) {
    if (!nv_str_eqz(got, want)) fail_msg("got “%.*s”, want “%s”", NV_ARG(got), want);
}
#endif
