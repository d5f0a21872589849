/* help_bash.c - completion for bash: what depends on the table is made here, as functions that answer by verb and option; how it is asked stands below. */
#include "cli/help.h"
#include "cli/values.h"

/* "word a b c", "list a b c" (with commas), "file", "dir" or "text": what a value is. */
static void answer(const nv_cli *cli, const char *arg, nv_buf *b)
{
    static const char *const kinds[] = { "text", "file", "dir" };
    if (!nv_value_word(cli, arg, 0).n) {
        nv_buf_addz(b, kinds[nv_value_kind_of(arg)]);
        return;
    }
    nv_buf_addz(b, nv_value_is_list(arg) ? "list " : "word ");
    nv_value_words(cli, arg, " ", b);
}

static void option_values(const nv_cli *cli, const char *verb, const nv_opt *o, unsigned n, nv_buf *b)
{
    for (unsigned i = 0; i < n; i++) {
        if (!o[i].arg) continue;
        nv_buf_printf(b, "    %s:--%s", verb, o[i].name);
        if (o[i].letter) nv_buf_printf(b, "|%s:-%c", verb, o[i].letter);
        nv_buf_addz(b, ") echo ");
        answer(cli, o[i].arg, b);
        nv_buf_addz(b, " ;;\n");
    }
}

static void option_names(const nv_opt *o, unsigned n, nv_buf *b)
{
    for (unsigned i = 0; i < n; i++) nv_buf_printf(b, " --%s", o[i].name);
}

/* The arguments one by one: of "FILE|DOC" the type that can be completed counts; the last pattern serves all that follow. */
static void arguments(const nv_cli *cli, const nv_verb *v, nv_buf *b)
{
    char name[32];
    unsigned at = 0, place = 0;
    while (v->args[at]) {
        unsigned end = at + (unsigned)strcspn(v->args + at, " ");
        bool last = !v->args[end] || strstr(v->args + at, "…") == v->args + end - strlen("…");
        const char *best = "";
        nv_buf best_name = { 0 };
        for (unsigned k = at; nv_value_next(v->args, &k, name) && k <= end;)
            if (!*best || nv_value_kind_of(name) != NV_VALUE_TEXT) {
                nv_buf_clear(&best_name);
                nv_buf_addz(&best_name, name);
                best = nv_buf_z(&best_name);
            }
        if (last) nv_buf_printf(b, "    %s:*) echo ", v->name);
        else nv_buf_printf(b, "    %s:%u) echo ", v->name, place);
        answer(cli, best, b);
        nv_buf_addz(b, " ;;\n");
        nv_buf_clear(&best_name);
        place++;
        at = end + (v->args[end] == ' ');
    }
}

static const char asking[] =
    "_nghiavu()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} verb='' option='' only='' answer word i n=0\n"
    "    COMPREPLY=()\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        word=${COMP_WORDS[i]}\n"
    "        if [[ -n $option ]]; then\n"
    "            [[ $word == = ]] || option='' # bash takes \"--role=lead\" for three words\n"
    "        elif [[ -z $only && $word == -- ]]; then only=1\n"
    "        elif [[ -z $only && $word == -* ]]; then\n"
    "            [[ -z $(_nghiavu_value \"$verb\" \"$word\") ]] || option=$word\n"
    "        elif [[ -z $verb ]]; then verb=$word\n"
    "        else n=$((n + 1)); fi\n"
    "    done\n"
    "    if [[ -n $option ]]; then\n"
    "        [[ $cur == = ]] && cur=''\n"
    "        answer=$(_nghiavu_value \"$verb\" \"$option\")\n"
    "    elif [[ -z $only && $cur == -* ]]; then answer=\"word $(_nghiavu_options \"$verb\")\"\n"
    "    elif [[ -z $verb ]]; then answer=\"word $_nghiavu_verbs\"\n"
    "    else answer=$(_nghiavu_argument \"$verb\" \"$n\"); fi\n"
    "    case $answer in\n"
    "    word*) mapfile -t COMPREPLY < <(compgen -W \"${answer#word}\" -- \"$cur\") ;;\n"
    "    list*)\n"
    "        local head=''\n"
    "        [[ $cur == *,* ]] && head=${cur%,*},\n"
    "        mapfile -t COMPREPLY < <(compgen -P \"$head\" -W \"${answer#list}\" -- \"${cur##*,}\") ;;\n"
    "    file) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); compopt -o filenames 2>/dev/null ;;\n"
    "    dir) mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"); compopt -o filenames 2>/dev/null ;;\n"
    "    esac\n"
    "    return 0\n"
    "}\n"
    "complete -F _nghiavu nghiavu\n";

void nv_help_bash(const nv_cli *cli, nv_buf *out)
{
    unsigned n;
    const nv_opt *common = nv_cli_common(&n);
    nv_buf_addz(out, "# bash completion for nghiavu, made by \"nghiavu help --completion bash\" from the table of verbs and options\n_nghiavu_verbs='");
    for (unsigned i = 0; i < cli->n_verbs; i++) nv_buf_printf(out, "%s%s", i ? " " : "", cli->verbs[i].name);
    nv_buf_addz(out, "'\n_nghiavu_options() # VERB\n{\n    case $1 in\n");
    for (unsigned i = 0; i < cli->n_verbs; i++) {
        if (!cli->verbs[i].n_opts) continue;
        nv_buf_printf(out, "    %s) echo", cli->verbs[i].name);
        option_names(cli->verbs[i].opts, cli->verbs[i].n_opts, out);
        nv_buf_addz(out, " ;;\n");
    }
    nv_buf_addz(out, "    esac\n    echo");
    option_names(common, n, out);
    nv_buf_addz(out, "\n}\n_nghiavu_value() # VERB OPTION: nothing if the option takes no value\n{\n    case $1:$2 in\n");
    for (unsigned i = 0; i < cli->n_verbs; i++) option_values(cli, cli->verbs[i].name, cli->verbs[i].opts, cli->verbs[i].n_opts, out);
    option_values(cli, "*", common, n, out);
    nv_buf_addz(out, "    esac\n}\n_nghiavu_argument() # VERB N: what its N-th argument is, from 0\n{\n    case $1:$2 in\n");
    for (unsigned i = 0; i < cli->n_verbs; i++) arguments(cli, &cli->verbs[i], out);
    nv_buf_addz(out, "    esac\n}\n");
    nv_buf_addz(out, asking);
}
