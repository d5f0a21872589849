/* say.c - messages of the verbs in the chosen language, and exit codes. */
#include "cli/cli.h"
#include <errno.h>
#include <stdarg.h>

static const struct { const char *vi, *en; } words[] = {
#define NV_WORD(id, vi, en) { vi, en },
#include "cli/words.def"
#undef NV_WORD
};

static void fill(const nv_cli *cli, nv_buf *out, nv_word w, va_list ap)
{
    const char *arg[4] = { "", "", "", "" }, *a;
    for (unsigned n = 0; n < NV_NELEM(arg) && (a = va_arg(ap, const char *)) != NULL; n++) arg[n] = a;
    for (const char *p = cli->lang == NV_VI ? words[w].vi : words[w].en; *p; p++) {
        if (p[0] == '%' && p[1] >= '1' && p[1] <= '4') nv_buf_addz(out, arg[*++p - '1']);
        else nv_buf_addc(out, *p);
    }
}

void nv_cli_word(const nv_cli *cli, nv_buf *out, nv_word w, ...)
{
    va_list ap;
    va_start(ap, w);
    fill(cli, out, w, ap);
    va_end(ap);
}

/* A message is one line whatever a file name holds. */
static void put_line(FILE *f, const nv_buf *b)
{
    if (f == stderr) fputs("nghiavu: ", f);
    for (size_t i = 0; i < b->n; i++) {
        unsigned char c = (unsigned char)b->p[i];
        putc(c < 0x20 || c == 0x7f ? '?' : c, f);
    }
    putc('\n', f);
}

void nv_cli_say(const nv_cli *cli, FILE *f, nv_word w, ...)
{
    nv_buf b = { 0 };
    va_list ap;
    va_start(ap, w);
    fill(cli, &b, w, ap);
    va_end(ap);
    put_line(f, &b);
    nv_buf_clear(&b);
}

int nv_cli_exit(nv_status st)
{
    switch (st) {
    case NV_OK: return NV_X_DONE;
    case NV_E_GRAMMAR:
    case NV_E_USAGE: return NV_X_USAGE;
    case NV_E_DB: return NV_X_DB;
    case NV_E_SPACE: return NV_X_IO;
    case NV_E_IO:
    case NV_E_FORMAT:
    case NV_E_DAMAGED:
    case NV_E_ENCRYPTED:
    case NV_E_NOTEXT:
    case NV_E_LIMIT:
    case NV_E_CLASSIFIED:
    case NV_E_SCAN:
    case NV_E_COUNT: break;
    }
    return NV_X_FILES;
}

int nv_cli_fail(const nv_cli *cli, const nv_err *err)
{
    nv_buf b = { 0 };
    nv_err_text(err, cli->lang, &b);
    put_line(stderr, &b);
    nv_buf_clear(&b);
    return nv_cli_exit(err->status);
}

int nv_cli_done(const nv_cli *cli, int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    nv_cli_say(cli, stderr, NV_W_STDOUT_FAIL, strerror(errno), NULL);
    return NV_X_IO;
}
