/* options.c - what is common to all verbs: options, language, folders. */
#include "cli/cli.h"
#include "cli/help.h"
#include "cli/print.h"
#include "cli/values.h"
#include "store/store.h"
#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const nv_opt o_common[] = {
    { "db", 0, "FILE", "cơ sở dữ liệu (mặc định $NGHIAVU_DB, rồi nghiavu.db)", "database (default $NGHIAVU_DB, else nghiavu.db)" },
    { "json", 0, NULL, "in JSON", "print JSON" },
    { "today", 0, "DATE", "coi ngày này là hôm nay", "take this date for today" },
    { "lang", 0, "vi|en", "ngôn ngữ thông báo (mặc định theo LC_ALL, LC_MESSAGES, LANG)", "language of messages (default from LC_ALL, LC_MESSAGES, LANG)" },
    { "grammars", 0, "DIR", "thư mục ngữ pháp (mặc định $NGHIAVU_GRAMMARS)", "folder of grammars (default $NGHIAVU_GRAMMARS)" },
    { "help", 'h', NULL, "in hướng dẫn này", "print this help" },
};

const nv_opt *nv_cli_common(unsigned *n)
{
    *n = (unsigned)NV_NELEM(o_common);
    return o_common;
}

/* ---- language and folders ------------------------------------------------------------------------------------------ */

/* By the text of the variables only: no locale need be installed. C, POSIX and nothing at all give Vietnamese, the language of the documents. */
static nv_lang lang_from_env(void)
{
    static const char *const vars[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (unsigned i = 0; i < NV_NELEM(vars); i++) {
        const char *v = getenv(vars[i]);
        if (!v || !*v) continue;
        bool plain = strcmp(v, "C") == 0 || strncmp(v, "C.", 2) == 0 || strcmp(v, "POSIX") == 0 || strncmp(v, "vi", 2) == 0;
        return plain ? NV_VI : NV_EN;
    }
    return NV_VI;
}

static bool is_dir(const char *p)
{
    struct stat st;
    return stat(p, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A program run from its build folder (out/nghiavu) finds the grammars beside that folder; an installed one under share/. */
static const char *find_grammars(nv_buf *scratch) /* the result may live in scratch */
{
    const char *env = getenv("NGHIAVU_GRAMMARS");
    if (env && *env) return env;
    char exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n > 0) {
        exe[n] = 0;
        for (int up = 0; up < 2; up++) {
            char *slash = strrchr(exe, '/');
            if (!slash) break;
            *slash = 0;
            static const char *const below[] = { "grammars", "share/nghiavu/grammars" };
            for (unsigned i = 0; i < NV_NELEM(below); i++) {
                nv_buf_clear(scratch);
                nv_buf_printf(scratch, "%s/%s", exe, below[i]);
                if (is_dir(nv_buf_z(scratch))) return nv_buf_z(scratch);
            }
        }
    }
    if (is_dir(NV_DATADIR "/grammars")) return NV_DATADIR "/grammars";
    return is_dir("grammars") ? "grammars" : NULL;
}

nv_pipeline *nv_cli_pipeline(nv_cli *cli)
{
    if (cli->pipeline) return cli->pipeline;
    if (!cli->grammars) {
        nv_cli_say(cli, stderr, NV_W_NO_GRAMMARS, NULL);
        return NULL;
    }
    nv_buf errors = { 0 };
    cli->pipeline = nv_pipeline_new(cli->grammars, &errors);
    if (!cli->pipeline) {
        nv_cli_say(cli, stderr, NV_W_GRAMMARS_BAD, cli->grammars, NULL);
        fwrite(errors.p, 1, errors.n, stderr);
    }
    nv_buf_clear(&errors);
    if (cli->pipeline && nv_cli_opt(cli, NV_ALLOW_CLASSIFIED)) nv_pipeline_allow_classified(cli->pipeline);
    return cli->pipeline;
}

/* ---- options --------------------------------------------------------------------------------------------------------- */

const char *nv_cli_opt(const nv_cli *cli, const char *name)
{
    for (unsigned i = 0; i < cli->verb->n_opts; i++)
        if (strcmp(cli->verb->opts[i].name, name) == 0) return cli->values[i];
    return NULL;
}

bool nv_cli_opt_int(const nv_cli *cli, const char *name, long lo, long hi, long def, long *out)
{
    const char *v = nv_cli_opt(cli, name);
    *out = def;
    if (!v) return true;
    char *end;
    errno = 0;
    long x = strtol(v, &end, 10);
    if (*v && !*end && errno == 0 && x >= lo && x <= hi) {
        *out = x;
        return true;
    }
    char a[24], b[24];
    snprintf(a, sizeof a, "%ld", lo);
    snprintf(b, sizeof b, "%ld", hi);
    nv_buf want = { 0 };
    nv_cli_word(cli, &want, NV_W_WANT_NUMBER, a, b, NULL);
    nv_cli_say(cli, stderr, NV_W_BAD_VALUE, name, v, nv_buf_z(&want), NULL);
    nv_buf_clear(&want);
    return false;
}

/* ISO, day/month/year or a word for today; none if it is no date. */
static nv_date read_date(const nv_cli *cli, const char *v)
{
    nv_buf sk = { 0 };
    nv_skeleton(nv_str_of(v), &sk);
    bool today = strcmp(nv_buf_z(&sk), "today") == 0 || strcmp(nv_buf_z(&sk), "hom nay") == 0;
    nv_buf_clear(&sk);
    if (today) return cli->today;
    int d, m, y, used = 0;
    if (sscanf(v, "%d/%d/%d%n", &d, &m, &y, &used) == 3 && !v[used]) return nv_date_make(y, m, d);
    return nv_date_parse(nv_str_of(v));
}

static bool bad_date(const nv_cli *cli, const char *name, const char *v)
{
    nv_buf want = { 0 };
    nv_cli_word(cli, &want, NV_W_WANT_DATE, NULL);
    nv_cli_say(cli, stderr, NV_W_BAD_VALUE, name, v, nv_buf_z(&want), NULL);
    nv_buf_clear(&want);
    return false;
}

bool nv_cli_opt_date(const nv_cli *cli, const char *name, nv_date *out)
{
    const char *v = nv_cli_opt(cli, name);
    *out = (nv_date){ 0 };
    if (!v) return true;
    *out = read_date(cli, v);
    return !nv_date_none(*out) || bad_date(cli, name, v);
}

static bool set_common(nv_cli *cli, const char *name, const char *v)
{
    if (strcmp(name, "db") == 0) cli->db = v;
    else if (strcmp(name, "json") == 0) cli->json = true;
    else if (strcmp(name, "grammars") == 0) cli->grammars = v;
    else if (strcmp(name, "lang") == 0) cli->lang = v[0] == 'v' ? NV_VI : NV_EN;
    else if (strcmp(name, "today") == 0) {
        cli->today = read_date(cli, v);
        if (nv_date_none(cli->today)) return bad_date(cli, name, v);
    }
    return true;
}

enum { N_COMMON = sizeof o_common / sizeof *o_common, MAX_OPTS = 40 };

/* getopt's tables for a verb (or for none): long options by index, verb's own first. */
static void build_tables(const nv_verb *v, struct option *lo, char *so)
{
    unsigned n = 0, own = v ? v->n_opts : 0;
    assert(own + N_COMMON <= MAX_OPTS);
    *so++ = v ? ':' : '+'; /* before the verb is known, stop at the first word */
    if (!v) *so++ = ':';
    for (unsigned i = 0; i < own + N_COMMON; i++) {
        const nv_opt *o = i < own ? &v->opts[i] : &o_common[i - own];
        lo[n++] = (struct option){ o->name, o->arg ? required_argument : no_argument, NULL, 1000 + (int)i };
        if (o->letter) {
            *so++ = o->letter;
            if (o->arg) *so++ = ':';
        }
    }
    lo[n] = (struct option){ 0 };
    *so = 0;
}

static int opt_index(const nv_verb *v, int c)
{
    if (c >= 1000) return c - 1000;
    unsigned own = v ? v->n_opts : 0;
    for (unsigned i = 0; i < own + N_COMMON; i++)
        if ((i < own ? v->opts[i] : o_common[i - own]).letter == c) return (int)i;
    return -1;
}

/* Parses the options of `v` (NULL: those before the verb). Returns the index behind them, -1 after a message, -2 if help is wanted. */
static int parse(nv_cli *cli, const nv_verb *v, int argc, char **argv)
{
    struct option lo[MAX_OPTS + 1];
    char so[2 * MAX_OPTS + 4];
    build_tables(v, lo, so);
    unsigned own = v ? v->n_opts : 0;
    const char *where = v ? v->name : "nghiavu";
    opterr = 0;
    optind = 0;
    bool want_help = false;
    for (int c; (c = getopt_long(argc, argv, so, lo, NULL)) != -1;) {
        if (c == '?' || c == ':') {
            char letter[3] = { '-', (char)optopt, 0 };
            const char *name = optopt && optopt < 1000 ? letter : argv[optind - 1];
            if (c == ':') nv_cli_say(cli, stderr, NV_W_NEED_VALUE, name, NULL);
            else nv_cli_say(cli, stderr, NV_W_BAD_OPTION, where, name, NULL);
            return -1;
        }
        int i = opt_index(v, c);
        if (i < 0) return -1;
        const nv_opt *o = (unsigned)i < own ? &v->opts[i] : &o_common[(unsigned)i - own];
        if (o->arg && !nv_value_check(cli, o, optarg)) return -1;
        if ((unsigned)i < own) cli->values[i] = optarg ? optarg : "";
        else if (strcmp(o->name, "help") == 0) want_help = true;
        else if (!set_common(cli, o->name, optarg)) return -1;
    }
    return want_help ? -2 : optind;
}

const nv_verb *nv_cli_verb(const nv_cli *cli, const char *name)
{
    const char *near = NULL;
    unsigned best = 3;
    for (unsigned i = 0; i < cli->n_verbs; i++) {
        const nv_verb *v = &cli->verbs[i];
        if (strcmp(v->name, name) == 0) return v;
        unsigned d = nv_edit_distance(nv_str_of(v->name), nv_str_of(name));
        if (d < best) best = d, near = v->name;
    }
    if (near) nv_cli_say(cli, stderr, NV_W_BAD_VERB_NEAR, name, near, NULL);
    else nv_cli_say(cli, stderr, NV_W_BAD_VERB, name, NULL);
    return NULL;
}

static int help(const nv_cli *cli, const nv_verb *v)
{
    nv_help(cli, v);
    return nv_cli_done(cli, NV_X_DONE);
}

static int too_few(const nv_cli *cli)
{
    nv_buf args = { 0 };
    nv_value_name(cli, cli->verb->args, &args);
    nv_cli_say(cli, stderr, NV_W_TOO_FEW, cli->verb->name, nv_buf_z(&args), NULL);
    nv_buf_clear(&args);
    return NV_X_USAGE;
}

static int run_verb(nv_cli *cli, int argc, char **argv)
{
    const nv_verb *v = nv_cli_verb(cli, argv[0]);
    if (!v) return NV_X_USAGE;
    const char *values[MAX_OPTS] = { 0 };
    cli->verb = v;
    cli->values = values;
    int at = parse(cli, v, argc, argv);
    if (at == -2) return help(cli, v);
    if (at < 0) return NV_X_USAGE;
    int n = argc - at;
    if (n < v->min_args) return too_few(cli);
    if (v->max_args >= 0 && n > v->max_args) {
        nv_cli_say(cli, stderr, NV_W_TOO_MANY, v->name, argv[at + v->max_args], NULL);
        return NV_X_USAGE;
    }
    return v->fn(cli, n, argv + at);
}

/* SOURCE_DATE_EPOCH (reproducible-builds.org) gives the same day in every time zone; without it the day is that of the user's calendar. */
static bool set_today(nv_cli *cli)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    time_t now = time(NULL);
    struct tm tm;
    if (epoch && *epoch) {
        char *end;
        errno = 0;
        long long s = strtoll(epoch, &end, 10);
        if (*end || errno || s < 0 || s / 86400 > 2900000) { /* the year 9909 */
            nv_cli_say(cli, stderr, NV_W_BAD_EPOCH, epoch, NULL);
            return false;
        }
        cli->today = nv_date_from_days((int32_t)(s / 86400));
    } else if (localtime_r(&now, &tm)) cli->today = nv_date_make(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
    return true;
}

int nv_cli_main(int argc, char **argv, const nv_verb *verbs, unsigned n_verbs)
{
    nv_cli cli = { .verbs = verbs, .n_verbs = n_verbs, .lang = lang_from_env(), .tty = isatty(STDOUT_FILENO) == 1 };
    const char *no_color = getenv("NO_COLOR"), *db = getenv("NGHIAVU_DB");
    cli.color = cli.tty && !(no_color && *no_color);
    cli.width = nv_print_width(cli.tty);
    cli.db = db && *db ? db : "nghiavu.db";
    if (!set_today(&cli)) return NV_X_USAGE;
    nv_buf scratch = { 0 };
    cli.grammars = find_grammars(&scratch);
    int at = parse(&cli, NULL, argc, argv), code;
    if (at == -2) code = help(&cli, NULL);
    else if (at < 0) code = NV_X_USAGE;
    else if (at >= argc) {
        nv_cli_say(&cli, stderr, NV_W_NO_VERB, NULL);
        code = NV_X_USAGE;
    } else code = run_verb(&cli, argc - at, argv + at);
    if (cli.pipeline) nv_pipeline_free(cli.pipeline);
    nv_buf_clear(&scratch);
    return code;
}
