/* help [VERB]: the table of verbs and options as help, as JSON, as a manual page or as completion for a shell. */
#include "cli/ask.h"
#include "cli/help.h"
#include "cli/values.h"

static void words_json(const nv_cli *cli, const char *arg, nv_buf *b)
{
    nv_j_key(b, "words");
    nv_j_open(b, '[');
    nv_str w;
    for (unsigned i = 0; arg && (w = nv_value_word(cli, arg, i)).n; i++) {
        nv_j_item(b);
        nv_j_text(b, w);
    }
    nv_j_close(b, ']');
}

static void options_json(const nv_cli *cli, const nv_opt *o, unsigned n, nv_buf *b)
{
    nv_j_key(b, "options");
    nv_j_open(b, '[');
    for (unsigned i = 0; i < n; i++) {
        nv_j_open(b, '{');
        nv_j_str(b, "name", nv_str_of(o[i].name));
        nv_j_str(b, "letter", (nv_str){ o[i].letter ? &o[i].letter : NULL, o[i].letter != 0 });
        nv_j_str(b, "arg", nv_str_of(o[i].arg));
        words_json(cli, o[i].arg, b);
        nv_j_str(b, "vi", nv_str_of(o[i].vi));
        nv_j_str(b, "en", nv_str_of(o[i].en));
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
}

static void verb_json(const nv_cli *cli, const nv_verb *v, nv_buf *b)
{
    nv_j_open(b, '{');
    nv_j_str(b, "name", nv_str_of(v->name));
    nv_j_str(b, "args", nv_str_of(v->args));
    nv_j_str(b, "vi", nv_str_of(v->vi));
    nv_j_str(b, "en", nv_str_of(v->en));
    options_json(cli, v->opts, v->n_opts, b);
    nv_j_close(b, '}');
}

static void table_json(const nv_cli *cli, const nv_verb *v, nv_buf *b)
{
    unsigned n;
    const nv_opt *common = nv_cli_common(&n);
    nv_j_open(b, '{');
    nv_j_key(b, "verbs");
    nv_j_open(b, '[');
    for (unsigned i = 0; i < cli->n_verbs; i++)
        if (!v || v == &cli->verbs[i]) verb_json(cli, &cli->verbs[i], b);
    nv_j_close(b, ']');
    options_json(cli, common, n, b);
    nv_j_close(b, '}');
}

int nv_cmd_help(nv_cli *cli, int argc, char **argv)
{
    const char *man = nv_cli_opt(cli, "man"), *shell = nv_cli_opt(cli, "completion");
    const nv_verb *v = argc ? nv_cli_verb(cli, argv[0]) : NULL;
    if (argc && !v) return NV_X_USAGE;
    nv_buf b = { 0 };
    if (man) {
        nv_cli page = *cli;
        page.lang = man[0] == 'v' ? NV_VI : NV_EN;
        nv_help_man(&page, &b);
    } else if (shell) nv_help_bash(cli, &b);
    else if (cli->json) table_json(cli, v, &b);
    else nv_help(cli, v);
    if (!man && !shell && cli->json) nv_j_print(&b);
    if (b.n) fwrite(b.p, 1, b.n, stdout);
    nv_buf_clear(&b);
    return nv_cli_done(cli, NV_X_DONE);
}
