/* agenda: the days on which something falls due, one after the other. */
#include "cli/questions.h"
#include "cli/task_print.h"

enum { DEFAULT_DAYS = 30 };

static void print_json(const nv_ans_agenda *g, nv_date from, nv_date to)
{
    nv_buf b = { 0 };
    char z[12];
    nv_j_open(&b, '{');
    nv_who_json(&b, &g->tasks);
    nv_date_iso(from, z);
    nv_j_str(&b, "from", nv_str_of(z));
    nv_date_iso(to, z);
    nv_j_str(&b, "to", nv_str_of(z));
    nv_j_key(&b, "days");
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < g->days.n; i++) {
        const nv_ans_day *d = &g->days.v[i];
        const nv_ans_task *t = &g->tasks.tasks.v[d->task];
        nv_j_open(&b, '{');
        nv_j_str(&b, "day", d->day);
        nv_j_bool(&b, "recurring", d->recurring);
        nv_j_bool(&b, "end_of_period", d->recurring && nv_task_end_of_period(&t->due.v[d->due]));
        nv_j_str(&b, "text", t->due.v[d->due].text);
        nv_j_key(&b, "task");
        nv_task_json(&b, t);
        nv_j_close(&b, '}');
    }
    nv_j_close(&b, ']');
    nv_left_out_json(&b, &g->tasks.left_out);
    nv_j_close(&b, '}');
    nv_j_print(&b);
}

static void print_list(const nv_cli *cli, const nv_ans_agenda *g)
{
    nv_str last = { 0 };
    char n[16];
    for (uint32_t i = 0; i < g->days.n; i++) {
        const nv_ans_day *d = &g->days.v[i];
        const nv_ans_task *t = &g->tasks.tasks.v[d->task];
        nv_task_on_day(cli, t, nv_str_eq(d->day, last) ? (nv_str){ 0 } : d->day, &t->due.v[d->due]);
        last = d->day;
    }
    snprintf(n, sizeof n, "%u", g->days.n);
    nv_cli_say(cli, stdout, NV_W_N_DAYS, n, NULL);
    nv_print_left_out(cli, &g->tasks, true);
}

/* From today on, for a month, unless said otherwise. */
static bool read_days(const nv_cli *cli, nv_date *from, nv_date *to)
{
    if (!nv_cli_opt_date(cli, "from", from) || !nv_cli_opt_date(cli, "to", to)) return false;
    if (nv_date_none(*from)) *from = cli->today;
    if (nv_date_none(*to)) *to = nv_date_add_days(*from, DEFAULT_DAYS - 1);
    if (nv_date_cmp(*from, *to) <= 0) return true;
    nv_buf want = { 0 };
    nv_cli_word(cli, &want, NV_W_TO_BEFORE_FROM, NULL);
    nv_cli_say(cli, stderr, NV_W_BAD_VALUE, "to", nv_cli_opt(cli, "to") ? nv_cli_opt(cli, "to") : "", nv_buf_z(&want), NULL);
    nv_buf_clear(&want);
    return false;
}

static int ask_agenda(nv_cli *cli, nv_asker *q, const nv_ask_tasks *ask)
{
    nv_date from, to;
    if (!read_days(cli, &from, &to)) return NV_X_USAGE;
    nv_ans_agenda g;
    nv_str nearest;
    bool bad_doc;
    nv_err err = { 0 };
    nv_status st = nv_store_agenda(q->store, ask, from, to, q->a, &g, &nearest, &bad_doc, &err);
    if (st) return nv_refused(cli, st, &g.tasks, nearest, bad_doc, q->a, &err);
    if (cli->json) print_json(&g, from, to);
    else print_list(cli, &g);
    return NV_X_DONE;
}

int nv_cmd_agenda(nv_cli *cli, int argc, char **argv)
{
    return nv_answer_question(cli, argc, argv, ask_agenda);
}
