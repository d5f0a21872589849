/* help.c - help on the terminal. */
#include "cli/help.h"
#include "cli/print.h"
#include "cli/values.h"

enum { FLAG_COLUMN = 26 };

void nv_help_flag(const nv_cli *cli, const nv_opt *o, nv_buf *out)
{
    if (o->letter) nv_buf_printf(out, "-%c, ", o->letter);
    nv_buf_printf(out, "--%s", o->name);
    if (!o->arg) return;
    nv_buf_addc(out, ' ');
    nv_value_name(cli, o->arg, out);
}

void nv_help_meaning(const nv_cli *cli, const nv_opt *o, nv_buf *out)
{
    nv_buf_addz(out, cli->lang == NV_VI ? o->vi : o->en);
    if (!o->arg || strchr(o->arg, '|') || !nv_value_word(cli, o->arg, 0).n) return; /* "vi|en" is read in the flag already */
    nv_buf_addz(out, ": ");
    nv_value_words(cli, o->arg, ", ", out);
}

/* “csv (bảng CSV cho Excel); tsv (…)” */
static void words_with_meaning(const nv_cli *cli, const char *arg, nv_buf *out)
{
    nv_str w;
    for (unsigned i = 0; (w = nv_value_word(cli, arg, i)).n; i++) nv_buf_printf(out, "%s%.*s (%.*s)", i ? "; " : "", NV_ARG(w), NV_ARG(nv_value_meaning(cli, arg, i)));
}

bool nv_help_argument(const nv_cli *cli, const nv_verb *v, unsigned i, nv_buf *out)
{
    char name[32];
    for (unsigned at = 0; nv_value_next(v->args, &at, name);) {
        if (strcmp(name, "VERB") == 0 || !nv_value_word(cli, name, 0).n || i--) continue;
        nv_value_name(cli, name, out);
        nv_buf_addz(out, ": ");
        if (nv_value_meaning(cli, name, 0).n) words_with_meaning(cli, name, out);
        else nv_value_words(cli, name, ", ", out);
        return true;
    }
    return false;
}

/* A row of two columns; what is too long for the first stands on a line of its own. */
static void row(const nv_cli *cli, nv_buf *left, const char *right, unsigned column)
{
    printf("  ");
    nv_print_cell(stdout, nv_buf_str(left), column - 4);
    if (nv_display_width(nv_buf_str(left)) > column - 4) printf("\n%*s", (int)column - 2, "");
    printf("  ");
    nv_print_wrap(stdout, nv_str_of(right), column, cli->width);
    nv_buf_clear(left);
}

static void options(const nv_cli *cli, nv_word title, const nv_opt *o, unsigned n)
{
    if (!n) return;
    putchar('\n');
    nv_cli_say(cli, stdout, title, NULL);
    for (unsigned i = 0; i < n; i++) {
        nv_buf left = { 0 }, right = { 0 };
        nv_help_flag(cli, &o[i], &left);
        nv_help_meaning(cli, &o[i], &right);
        row(cli, &left, nv_buf_z(&right), FLAG_COLUMN);
        nv_buf_clear(&right);
    }
}

static void one_verb(const nv_cli *cli, const nv_verb *v)
{
    nv_buf args = { 0 }, b = { 0 };
    nv_value_name(cli, v->args, &args);
    nv_cli_say(cli, stdout, NV_W_USAGE_VERB, v->name, nv_buf_z(&args), NULL);
    nv_buf_clear(&args);
    nv_print_wrap(stdout, nv_str_of(cli->lang == NV_VI ? v->vi : v->en), 0, cli->width);
    for (unsigned i = 0; nv_help_argument(cli, v, i, &b); i++) {
        nv_print_wrap(stdout, nv_buf_str(&b), 0, cli->width);
        nv_buf_clear(&b);
    }
    options(cli, NV_W_OPTIONS, v->opts, v->n_opts);
}

static void all_verbs(const nv_cli *cli)
{
    nv_cli_say(cli, stdout, NV_W_TAGLINE, NULL);
    nv_cli_say(cli, stdout, NV_W_USAGE, NULL);
    putchar('\n');
    nv_cli_say(cli, stdout, NV_W_VERBS, NULL);
    size_t longest = 0;
    for (unsigned i = 0; i < cli->n_verbs; i++)
        if (strlen(cli->verbs[i].name) > longest) longest = strlen(cli->verbs[i].name);
    for (unsigned i = 0; i < cli->n_verbs; i++) {
        nv_buf left = { 0 };
        nv_buf_addz(&left, cli->verbs[i].name);
        row(cli, &left, cli->lang == NV_VI ? cli->verbs[i].vi : cli->verbs[i].en, (unsigned)longest + 4);
    }
}

void nv_help(const nv_cli *cli, const nv_verb *v)
{
    if (v) one_verb(cli, v);
    else all_verbs(cli);
    unsigned n;
    const nv_opt *common = nv_cli_common(&n);
    options(cli, NV_W_COMMON_OPTIONS, common, n);
    if (v) return;
    putchar('\n');
    nv_cli_say(cli, stdout, NV_W_HELP_HINT, NULL);
    nv_cli_say(cli, stdout, NV_W_EXIT_CODES, NULL);
}
