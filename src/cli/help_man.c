/* help_man.c - the manual page in man(7): the prose of manual.def with the table of verbs in it. */
#include "cli/help.h"
#include "cli/values.h"

typedef enum { SECTION, TITLE, SYNOPSIS, TEXT, ITEM, CODE, VERBS, COMMON } kind;

static const struct { kind kind; const char *tag, *text[2]; } manual[] = {
#define NV_MAN(kind, tag, vi, en) { kind, tag, { vi, en } },
#include "cli/manual.def"
#undef NV_MAN
};

/* Text that roff takes literally: no requests, no escapes, no typographic quotes for ASCII ones. */
static void plain(nv_buf *out, const char *s)
{
    static const struct { char c; const char *as; } escapes[] = { { '\\', "\\e" }, { '-', "\\-" }, { '\'', "\\(aq" }, { '^', "\\(ha" }, { '~', "\\(ti" }, { '`', "\\(ga" } };
    if (*s == '.') nv_buf_addz(out, "\\&");
    for (; *s; s++) {
        unsigned i = 0;
        while (i < NV_NELEM(escapes) && escapes[i].c != *s) i++;
        if (i < NV_NELEM(escapes)) nv_buf_addz(out, escapes[i].as);
        else nv_buf_addc(out, *s);
    }
}

static void line(nv_buf *out, const char *s)
{
    plain(out, s);
    nv_buf_addc(out, '\n');
}

static void styled(nv_buf *out, char font, const char *s)
{
    nv_buf_printf(out, "\\f%c", font);
    plain(out, s);
    nv_buf_addz(out, "\\fR");
}

static void options(const nv_cli *cli, const nv_opt *o, unsigned n, nv_buf *out)
{
    for (unsigned i = 0; i < n; i++) {
        nv_buf b = { 0 };
        nv_buf_addz(out, ".TP\n");
        if (o[i].letter) nv_buf_printf(out, "\\fB\\-%c\\fR, ", o[i].letter);
        nv_buf_printf(&b, "--%s", o[i].name);
        styled(out, 'B', nv_buf_z(&b));
        nv_buf_clear(&b);
        if (o[i].arg) {
            nv_value_name(cli, o[i].arg, &b);
            nv_buf_addc(out, ' ');
            styled(out, 'I', nv_buf_z(&b));
            nv_buf_clear(&b);
        }
        nv_buf_addc(out, '\n');
        nv_help_meaning(cli, &o[i], &b);
        line(out, nv_buf_z(&b));
        nv_buf_clear(&b);
    }
}

static void verb(const nv_cli *cli, const nv_verb *v, nv_buf *out)
{
    nv_buf b = { 0 };
    nv_buf_addz(out, ".TP\n");
    styled(out, 'B', v->name);
    nv_value_name(cli, v->args, &b);
    if (b.n) {
        nv_buf_addc(out, ' ');
        styled(out, 'I', nv_buf_z(&b));
    }
    nv_buf_addc(out, '\n');
    line(out, cli->lang == NV_VI ? v->vi : v->en);
    nv_buf_clear(&b);
    for (unsigned i = 0; nv_help_argument(cli, v, i, &b); i++) {
        nv_buf_addz(out, ".IP\n");
        line(out, nv_buf_z(&b));
        nv_buf_clear(&b);
    }
    if (!v->n_opts) return;
    nv_buf_addz(out, ".RS\n");
    options(cli, v->opts, v->n_opts, out);
    nv_buf_addz(out, ".RE\n");
}

static void tables(const nv_cli *cli, kind k, nv_buf *out)
{
    unsigned n;
    const nv_opt *common = nv_cli_common(&n);
    if (k == COMMON) options(cli, common, n, out);
    for (unsigned i = 0; k == VERBS && i < cli->n_verbs; i++) verb(cli, &cli->verbs[i], out);
}

/* An example: what it does, then the line itself. */
static void example(const char *tag, const char *text, bool first, nv_buf *out)
{
    nv_buf_addz(out, first ? "" : ".PP\n");
    line(out, text);
    nv_buf_addz(out, ".PP\n.RS 4\n.nf\n");
    line(out, tag);
    nv_buf_addz(out, ".fi\n.RE\n");
}

void nv_help_man(const nv_cli *cli, nv_buf *out)
{
    nv_buf_addz(out, ".TH NGHIAVU 1 " NV_RELEASED " \"nghiavu " NV_VERSION "\" \"nghiavu\"\n");
    kind before = SECTION;
    for (unsigned i = 0; i < NV_NELEM(manual); i++) {
        kind k = manual[i].kind;
        const char *tag = manual[i].tag, *text = manual[i].text[cli->lang == NV_VI ? 0 : 1];
        switch (k) {
        case SECTION: nv_buf_addz(out, ".SH "); line(out, text); break;
        case TITLE: plain(out, tag); nv_buf_addz(out, " \\- "); line(out, text); break;
        case SYNOPSIS: styled(out, 'B', tag); nv_buf_addc(out, ' '); styled(out, 'I', text); nv_buf_addc(out, '\n'); break;
        case TEXT: nv_buf_addz(out, before == SECTION ? "" : ".PP\n"); line(out, text); break;
        case ITEM: nv_buf_addz(out, ".TP\n"); styled(out, 'B', tag); nv_buf_addc(out, '\n'); line(out, text); break;
        case CODE: example(tag, text, before == SECTION, out); break;
        case VERBS:
        case COMMON: tables(cli, k, out); break;
        }
        before = k;
    }
}
