#include "base/msg.h"

static const struct { const char *code; nv_level level; const char *vi, *en; } messages[] = {
#define NV_MESSAGE(id, code, level, vi, en) { code, NV_LEVEL_##level, vi, en },
#include "base/msg.def"
#undef NV_MESSAGE
};

const char *nv_msg_code(nv_msg m) { return messages[m].code; }
nv_level nv_msg_level(nv_msg m) { return messages[m].level; }
const char *nv_msg_pattern(nv_msg m, nv_lang lang) { return lang == NV_VI ? messages[m].vi : messages[m].en; }

void nv_msg_format(nv_buf *out, nv_msg m, nv_lang lang, const nv_str *args, unsigned n) {
    for (const char *p = nv_msg_pattern(m, lang); *p; p++) {
        if (*p != '%' || p[1] < '1' || p[1] > '9') {
            nv_buf_addc(out, *p);
            continue;
        }
        unsigned i = (unsigned)(*++p - '1');
        if (i < n) nv_buf_adds(out, args[i]);
    }
}

const char *nv_level_name(nv_level l) { return l == NV_LEVEL_ERROR ? "error" : l == NV_LEVEL_WARNING ? "warning" : "note"; }
