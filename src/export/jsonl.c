/* jsonl.c - one object a task: what `tasks --json` prints, and place, quotation, status and notes. Nothing is changed: unsafe signs are escaped, not spelled. */
#include "export/clean.h"
#include "export/export.h"
#include "export/json_out.h"

/* All strings of JSON may hold \uXXXX, and everything outside them is ASCII: so unsafe signs can be escaped wherever they stand. */
static void put_escaped(nv_str json, nv_buf *out)
{
    for (uint32_t at = 0; at < json.n;) {
        uint32_t from = at, c = nv_utf8_next(json, &at);
        if (c >= 0x7f && (nv_is_unsafe(c) || c == 0x2028 || c == 0x2029)) {
            if (c > 0xffff) nv_buf_printf(out, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10), 0xdc00 + (c & 0x3ff));
            else nv_buf_printf(out, "\\u%04x", c);
        } else nv_buf_add(out, json.p + from, at - from);
    }
}

static void put_key(nv_buf *b, const char *key, nv_str v)
{
    nv_buf_printf(b, ",\"%s\":", key);
    nv_json_str_or_null(b, v);
}

nv_status nv_write_jsonl(const nv_export *x, unsigned part, nv_buf *out, nv_err *err)
{
    (void)part, (void)err;
    nv_buf b = { 0 };
    for (uint32_t i = 0; i < x->tasks.n; i++) {
        const nv_x_task *t = &x->tasks.v[i];
        b.n = 0;
        nv_buf_add(&b, t->json.p, t->json.n - 1); /* the rest goes in before the last brace */
        put_key(&b, "place", t->place);
        put_key(&b, "quote", t->quote);
        put_key(&b, "status", t->status);
        put_key(&b, "note", t->note);
        nv_buf_addz(&b, "}\n");
        put_escaped(nv_buf_str(&b), out);
    }
    nv_buf_clear(&b);
    return NV_OK;
}
