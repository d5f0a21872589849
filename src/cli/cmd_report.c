/* report: tasks as counts, body by body: done in time and late, not done in time and overdue. */
#include "cli/people.h"
#include "cli/print.h"
#include "cli/questions.h"

enum { COLUMN = 10 };

static const nv_report_cell four[] = { NV_CELL_DONE_IN_TIME, NV_CELL_DONE_LATE, NV_CELL_OPEN_IN_TIME, NV_CELL_OPEN_LATE };

static void row_json(nv_buf *b, const nv_report_row *r)
{
    nv_j_int(b, "total", nv_report_total(r));
    for (unsigned i = 0; i < NV_NELEM(four); i++) nv_j_int(b, nv_cell_key(four[i]), r->cell[four[i]]);
    nv_j_int(b, "without_deadline", r->undated);
    nv_j_int(b, nv_cell_key(NV_CELL_WITHDRAWN), r->cell[NV_CELL_WITHDRAWN]);
}

static void print_json(const nv_report *r, const nv_ans_tasks *t, nv_str on)
{
    nv_buf b = { 0 };
    nv_j_open(&b, '{');
    nv_j_str(&b, "on", on);
    nv_who_json(&b, t);
    nv_j_int(&b, "tasks", r->tasks);
    nv_j_key(&b, "rows");
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < r->rows.n; i++) {
        nv_j_open(&b, '{');
        nv_j_str(&b, "body", r->rows.v[i].body.n ? r->rows.v[i].body : (nv_str){ 0 });
        row_json(&b, &r->rows.v[i]);
        nv_j_close(&b, '}');
    }
    nv_j_close(&b, ']');
    nv_j_key(&b, "total");
    nv_j_open(&b, '{');
    row_json(&b, &r->total);
    nv_j_close(&b, '}');
    nv_left_out_json(&b, &t->left_out);
    nv_j_close(&b, '}');
    nv_j_print(&b);
}

static void cell(const nv_cli *cli, nv_word w, unsigned width)
{
    nv_buf b = { 0 };
    nv_cli_word(cli, &b, w, NULL);
    nv_print_cell(stdout, nv_buf_str(&b), width);
    nv_buf_clear(&b);
}

static void head(const nv_cli *cli)
{
    static const nv_word words[] = { NV_W_R_TOTAL, NV_W_IN_TIME_DONE, NV_W_LATE, NV_W_IN_TIME_OPEN, NV_W_LATE, NV_W_R_UNDATED, NV_W_ST_WITHDRAWN };
    fputs(nv_ink(cli, "1"), stdout);
    nv_print_cell(stdout, (nv_str){ 0 }, COLUMN);
    cell(cli, NV_W_R_DONE, 2 * COLUMN);
    cell(cli, NV_W_R_OPEN, 2 * COLUMN);
    cell(cli, NV_W_R_OF_THESE, 0);
    putchar('\n');
    for (unsigned i = 0; i < NV_NELEM(words); i++) cell(cli, words[i], COLUMN);
    cell(cli, NV_W_R_BODY, 0);
    printf("%s\n", nv_ink(cli, "0"));
}

static void print_row(const nv_cli *cli, const nv_report_row *r, nv_str name)
{
    const uint32_t n[] = { nv_report_total(r), r->cell[four[0]], r->cell[four[1]], r->cell[four[2]], r->cell[four[3]], r->undated, r->cell[NV_CELL_WITHDRAWN] };
    for (unsigned i = 0; i < NV_NELEM(n); i++) printf("%-*u", COLUMN, n[i]);
    nv_print_wrap(stdout, name, COLUMN * (unsigned)NV_NELEM(n), cli->width);
}

static void print_table(const nv_cli *cli, const nv_report *r, const nv_ans_tasks *t, nv_str on)
{
    nv_buf b = { 0 };
    char n[2][16];
    nv_date_text(cli, on, &b);
    nv_cli_say(cli, stdout, NV_W_R_ON, nv_buf_z(&b), NULL);
    if (r->rows.n) head(cli);
    for (uint32_t i = 0; i < r->rows.n; i++) {
        b.n = 0;
        nv_buf_adds(&b, r->rows.v[i].body);
        if (!b.n) nv_cli_word(cli, &b, NV_W_NO_BEARER, NULL);
        print_row(cli, &r->rows.v[i], nv_buf_str(&b));
    }
    b.n = 0;
    nv_cli_word(cli, &b, NV_W_R_ALL, NULL);
    fputs(nv_ink(cli, "1"), stdout);
    if (r->rows.n) print_row(cli, &r->total, nv_buf_str(&b));
    fputs(nv_ink(cli, "0"), stdout);
    snprintf(n[0], sizeof n[0], "%u", r->tasks);
    snprintf(n[1], sizeof n[1], "%u", nv_report_total(&r->total) + r->total.cell[NV_CELL_WITHDRAWN]);
    b.n = 0;
    nv_cli_word(cli, &b, NV_W_R_SUM, n[0], n[1], NULL);
    nv_print_wrap(stdout, nv_buf_str(&b), 0, cli->width);
    nv_buf_clear(&b);
    nv_print_left_out(cli, t, false);
}

static int report(nv_cli *cli, nv_asker *q, const nv_ask_tasks *ask)
{
    nv_ans_tasks t;
    nv_report r;
    nv_str nearest;
    bool bad_doc;
    char on[12];
    nv_err err = { 0 };
    nv_status st = nv_store_tasks(q->store, ask, q->a, &t, &nearest, &bad_doc, &err);
    if (st) return nv_refused(cli, st, &t, nearest, bad_doc, q->a, &err);
    nv_people_report(&t, q->a, &r);
    nv_date_iso(nv_date_none(ask->on) ? ask->today : ask->on, on);
    if (cli->json) print_json(&r, &t, nv_str_of(on));
    else print_table(cli, &r, &t, nv_str_of(on));
    return NV_X_DONE;
}

int nv_cmd_report(nv_cli *cli, int argc, char **argv)
{
    return nv_answer_question(cli, argc, argv, report);
}
