/* export FORMAT [FILTER]: tasks as a sheet, a calendar, a table; the same questions as tasks. */
#include "cli/export_data.h"
#include "cli/out_file.h"
#include "cli/questions.h"
#include "cli/values.h"

enum { MAX_ALARM = 366 };

static const nv_export_format *bad_format(const nv_cli *cli, const char *name)
{
    nv_buf list = { 0 }, want = { 0 };
    nv_value_words(cli, "FORMAT", ", ", &list);
    nv_cli_word(cli, &want, NV_W_WANT_ONE_OF, nv_buf_z(&list), NULL);
    nv_cli_say(cli, stderr, NV_W_BAD_FORMAT, name, nv_buf_z(&want), NULL);
    nv_buf_clear(&list);
    nv_buf_clear(&want);
    return NULL;
}

/* A binary file would garble the terminal, a folder needs a name. */
static bool can_write(const nv_cli *cli, const nv_export_format *f, const char *path)
{
    bool out = !path || strcmp(path, "-") == 0;
    if (!out || (!f->parts && !(f->binary && cli->tty))) return true;
    nv_cli_say(cli, stderr, f->parts ? NV_W_NEEDS_FOLDER : NV_W_NEEDS_FILE, f->name, f->suffix, NULL);
    return false;
}

static int write_parts(nv_cli *cli, const nv_export_format *f, const nv_export *x, const char *path)
{
    nv_buf bytes = { 0 }, name = { 0 };
    int code = f->parts ? nv_out_folder(cli, path) : NV_X_DONE;
    for (unsigned i = 0; code == NV_X_DONE && (f->parts ? f->parts[i] != NULL : i == 0); i++) {
        nv_err err = { 0 };
        bytes.n = name.n = 0;
        if (f->parts) nv_buf_printf(&name, "%s/%s", path, f->parts[i]);
        if (f->write(x, i, &bytes, &err)) code = nv_cli_fail(cli, &err);
        else code = nv_out_write(cli, f->parts ? nv_buf_z(&name) : path, nv_buf_str(&bytes));
    }
    nv_buf_clear(&bytes);
    nv_buf_clear(&name);
    return code;
}

/* What was written and what was left out: to standard output, or beside the result on standard error where the result goes to standard output. */
static void tell(const nv_cli *cli, const nv_export_format *f, const nv_export *x, const char *path)
{
    char n[16], m[16];
    bool file = path && strcmp(path, "-") != 0;
    uint32_t held = 0;
    for (uint32_t i = 0; i < x->tasks.n; i++) held += !f->holds || f->holds(x, &x->tasks.v[i]);
    snprintf(n, sizeof n, "%u", x->net ? x->net->nodes.n : held);
    snprintf(m, sizeof m, "%u", x->net ? x->net->edges.n : 0);
    char docs[16];
    snprintf(docs, sizeof docs, "%u", x->laws.n);
    if (file && x->laws.n) nv_cli_say(cli, stdout, NV_W_EXPORTED_LAWS, docs, path, NULL);
    else if (file && x->net) nv_cli_say(cli, stdout, NV_W_EXPORTED_NET, n, m, path, NULL);
    else if (file && f->needs == NV_X_NOTHING) nv_cli_say(cli, stdout, NV_W_EXPORTED_FILE, path, NULL);
    else if (file) nv_cli_say(cli, stdout, NV_W_EXPORTED, n, path, NULL);
    for (uint32_t i = 0; i < x->notes.n; i++) nv_cli_say(cli, file ? stdout : stderr, NV_W_PLAIN, x->notes.v[i].p, NULL);
}

static int export_to(nv_cli *cli, nv_asker *q, const nv_export_format *f, const nv_ask_tasks *ask, int n_words, nv_str filter, nv_export *x)
{
    const char *path = nv_cli_opt(cli, "output");
    int code = f->needs == NV_X_NET     ? nv_export_net(cli, q, f->name, n_words, x)
               : f->needs == NV_X_TASKS ? nv_export_ask(cli, q, ask, filter, f, x)
               : f->needs == NV_X_NOTHING ? nv_export_nothing(cli, f->name, n_words, x)
                                        : nv_export_laws(cli, q, f->name, f->needs == NV_X_LAW, n_words, x);
    if (code == NV_X_DONE) code = write_parts(cli, f, x, path);
    if (code == NV_X_DONE) tell(cli, f, x, path);
    return code;
}

int nv_cmd_export(nv_cli *cli, int argc, char **argv)
{
    const nv_export_format *f = nv_export_find(nv_str_of(argv[0]));
    if (!f) f = bad_format(cli, argv[0]);
    if (!f || !can_write(cli, f, nv_cli_opt(cli, "output"))) return NV_X_USAGE;
    nv_ask_tasks ask;
    nv_arena *a = nv_arena_new();
    long alarm;
    int code = NV_X_USAGE;
    if (nv_read_question(cli, argc - 1, argv + 1, a, &ask) && nv_cli_opt_int(cli, "alarm", 0, MAX_ALARM, -1, &alarm)) {
        nv_export x = { .today = cli->today, .on = nv_date_none(ask.on) ? cli->today : ask.on, .lang = cli->lang, .no_bom = nv_cli_opt(cli, "no-bom") != NULL, .vtodo = nv_cli_opt(cli, "vtodo") != NULL, .alarm = (int)alarm };
        nv_asker q;
        code = nv_open_question(&q, cli, &ask);
        if (code == NV_X_DONE) code = export_to(cli, &q, f, &ask, argc - 1, nv_filter_text(argc - 1, argv + 1, a), &x);
        nv_ask_close(&q);
    }
    nv_arena_free(a);
    return nv_cli_done(cli, code);
}
