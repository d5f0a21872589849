/* matrix --doc N: the “bảng theo dõi” of a document: who leads which of its tasks (in which year), an x where it is done, totals. */
#include "cli/doc_print.h"
#include "cli/one_file.h"
#include "cli/out_file.h"
#include "cli/print.h"
#include "export/cross.h"
#include "store/matrix.h"

enum { NUMBER = 5, NAME = 44 };

typedef struct { nv_cli *cli; nv_asker *q; nv_one one; nv_ask_matrix ask; nv_matrix m; } maker;

static const char *sign(nv_matrix_state st)
{
    static const char *const signs[] = { "–", "", "x", "" };
    return signs[st];
}

/* “điểm a khoản 6: Tổ chức tập huấn … [9f03a959-18]”: the id at the end is what import-matrix knows the column by. */
static nv_str heading(maker *k, const nv_matrix_col *c)
{
    nv_buf b = { 0 };
    if (c->task->eid.n) {
        nv_place_name(c->task->eid, &b);
        nv_buf_addz(&b, ": ");
    }
    nv_buf_printf(&b, "%.*s [%.*s]", NV_ARG(c->task->action), NV_ARG(c->task->id));
    nv_str s = nv_arena_str(k->q->a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return s;
}

/* ---- for people ------------------------------------------------------------------------------------------------------ */

static void number(const char *text, unsigned width)
{
    printf("%*s%s", (int)(width - nv_display_width(nv_str_of(text))), "", text);
}

static void legend(maker *k)
{
    for (uint32_t c = 0; c < k->m.cols.n; c++) {
        const nv_matrix_col *x = &k->m.cols.v[c];
        nv_buf b = { 0 }, day = { 0 };
        char n[16];
        snprintf(n, sizeof n, "(%u) ", c + 1);
        nv_print_cell(stdout, nv_str_of(n), NUMBER);
        if (x->year) nv_buf_printf(&b, "%d: ", x->year);
        nv_buf_adds(&b, heading(k, x));
        nv_date_text(k->cli, x->task->last_due, &day);
        if (day.n) nv_buf_printf(&b, " – %s", nv_buf_z(&day));
        nv_print_wrap(stdout, nv_buf_str(&b), NUMBER, k->cli->width);
        nv_buf_clear(&b);
        nv_buf_clear(&day);
    }
    putchar('\n');
}

/* What has no column, and why; n == 0: nothing. */
static nv_str left_text(maker *k)
{
    static const struct { nv_word word; size_t at; } left[] = {
        { NV_W_MX_NO_BEARER, offsetof(nv_matrix, no_bearer) }, { NV_W_LEFT_MAY, offsetof(nv_matrix, may) }, { NV_W_LEFT_ROUTINE, offsetof(nv_matrix, routine) },
        { NV_W_MX_OTHER_YEAR, offsetof(nv_matrix, other_year) },
    };
    nv_buf b = { 0 }, line = { 0 };
    for (unsigned i = 0; i < NV_NELEM(left); i++) {
        uint32_t v;
        char n[16];
        memcpy(&v, (const char *)&k->m + left[i].at, sizeof v);
        if (!v) continue;
        snprintf(n, sizeof n, "%u", v);
        if (b.n) nv_buf_addz(&b, ", ");
        nv_cli_word(k->cli, &b, left[i].word, n, NULL);
    }
    if (b.n) nv_cli_word(k->cli, &line, NV_W_MX_LEFT, nv_buf_z(&b), NULL);
    nv_str s = nv_arena_str(k->q->a, nv_buf_str(&line));
    nv_buf_clear(&b);
    nv_buf_clear(&line);
    return s;
}

static void print_text(maker *k)
{
    nv_buf b = { 0 };
    char n[16];
    nv_doc_text(k->cli, &k->one.doc, &b);
    nv_print_wrap(stdout, nv_buf_str(&b), 0, k->cli->width);
    putchar('\n');
    legend(k);
    nv_print_cell(stdout, nv_str_of(""), NUMBER + NAME);
    for (uint32_t c = 0; c < k->m.cols.n; c++) {
        snprintf(n, sizeof n, "(%u)", c + 1);
        number(n, NUMBER);
    }
    putchar('\n');
    for (uint32_t i = 0; i < k->m.rows.n; i++) {
        const nv_matrix_row *r = &k->m.rows.v[i];
        snprintf(n, sizeof n, "%u", i + 1);
        nv_print_cell(stdout, nv_str_of(n), NUMBER);
        nv_print_cell(stdout, r->name, NAME);
        if (nv_display_width(r->name) > NAME) printf("\n%*s", NUMBER + NAME, "");
        for (uint32_t c = 0; c < k->m.cols.n; c++) number(sign((nv_matrix_state)r->state[c]), NUMBER);
        putchar('\n');
    }
    b.n = 0;
    nv_cli_word(k->cli, &b, NV_W_MX_TOTAL, NULL);
    nv_print_cell(stdout, nv_str_of(""), NUMBER);
    nv_print_cell(stdout, nv_buf_str(&b), NAME);
    for (uint32_t c = 0; c < k->m.cols.n; c++) {
        snprintf(n, sizeof n, "%u", k->m.cols.v[c].marks);
        number(n, NUMBER);
    }
    printf("\n\n");
    nv_cli_say(k->cli, stdout, NV_W_MX_SIGNS, NULL);
    nv_str left = left_text(k);
    if (left.n) printf("%.*s\n", NV_ARG(left));
    nv_buf_clear(&b);
}

/* ---- sheets ---------------------------------------------------------------------------------------------------------- */

static nv_str word(maker *k, nv_word w)
{
    nv_buf b = { 0 };
    nv_cli_word(k->cli, &b, w, NULL);
    nv_str s = nv_arena_str(k->q->a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return s;
}

static void make_cross(maker *k, nv_cross *x)
{
    nv_arena *a = k->q->a;
    nv_buf b = { 0 }, day = { 0 };
    char on[12];
    *x = (nv_cross){ .ord = word(k, NV_W_MX_ORD), .body = word(k, NV_W_MX_BODY), .sum = word(k, NV_W_MX_TOTAL), .lang = k->cli->lang, .today = k->cli->today };
    nv_doc_text(k->cli, &k->one.doc, &b);
    x->title = nv_arena_str(a, nv_buf_str(&b));
    b.n = 0;
    nv_date_iso(k->ask.on, on);
    nv_date_text(k->cli, nv_str_of(on), &day);
    nv_cli_word(k->cli, &b, NV_W_MX_AS_OF, nv_buf_z(&day), NULL);
    x->subtitle = nv_arena_str(a, nv_buf_str(&b));
    for (uint32_t c = 0; c < k->m.cols.n; c++) {
        const nv_matrix_col *col = &k->m.cols.v[c];
        *NV_PUSH(a, &x->cols) = (nv_cross_col){ heading(k, col), col->year ? nv_arena_printf(a, "%d", col->year) : (nv_str){ 0 }, col->marks };
        x->years = x->years || col->year;
    }
    for (uint32_t i = 0; i < k->m.rows.n; i++) {
        nv_str *cells = nv_arena_alloc(a, (k->m.cols.n + 1) * sizeof *cells);
        for (uint32_t c = 0; c < k->m.cols.n; c++) cells[c] = nv_str_of(sign((nv_matrix_state)k->m.rows.v[i].state[c]));
        *NV_PUSH(a, &x->rows) = (nv_cross_row){ k->m.rows.v[i].name, cells };
    }
    *NV_PUSH(a, &x->notes) = word(k, NV_W_MX_SIGNS);
    nv_str left = left_text(k);
    if (left.n) *NV_PUSH(a, &x->notes) = left;
    nv_buf_clear(&b);
    nv_buf_clear(&day);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------------ */

static void write_json(maker *k, nv_buf *b)
{
    static const char *const states[] = { NULL, "open", "done", "withdrawn" };
    char on[12];
    nv_date_iso(k->ask.on, on);
    nv_j_open(b, '{');
    nv_doc_json(b, &k->one.doc);
    nv_j_str(b, "on", nv_str_of(on));
    nv_j_key(b, "columns");
    nv_j_open(b, '[');
    for (uint32_t c = 0; c < k->m.cols.n; c++) {
        const nv_matrix_col *x = &k->m.cols.v[c];
        nv_j_open(b, '{');
        nv_j_str(b, "task", x->task->id);
        nv_j_str(b, "eid", x->task->eid);
        nv_j_str(b, "action", x->task->action);
        nv_j_str(b, "timing", x->task->timing);
        nv_j_str(b, "due", x->task->last_due);
        nv_j_int_or_null(b, "year", x->year, 0);
        nv_j_int(b, "bearers", x->bearers);
        nv_j_int(b, "done", x->marks);
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
    nv_j_key(b, "rows");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < k->m.rows.n; i++) {
        const nv_matrix_row *r = &k->m.rows.v[i];
        nv_j_open(b, '{');
        nv_j_str(b, "name", r->name);
        nv_j_str(b, "id", r->id);
        nv_j_bool(b, "class", r->is_class);
        nv_j_int(b, "done", r->marks);
        nv_j_key(b, "cells");
        nv_j_open(b, '[');
        for (uint32_t c = 0; c < k->m.cols.n; c++) {
            nv_j_item(b);
            nv_j_text(b, nv_str_of(states[r->state[c]]));
        }
        nv_j_close(b, ']');
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
    nv_j_key(b, "left_out");
    nv_j_open(b, '{');
    nv_j_int(b, "no_bearer", k->m.no_bearer);
    nv_j_int(b, "may", k->m.may);
    nv_j_int(b, "routine", k->m.routine);
    nv_j_int(b, "other_years", k->m.other_year);
    nv_j_close(b, '}');
    nv_j_close(b, '}');
    nv_buf_addc(b, '\n');
}

/* ---- the verb -------------------------------------------------------------------------------------------------------- */

/* “2013-2015” or “2013”; at most MAX_YEARS of them. */
static bool read_years(const nv_cli *cli, nv_ask_matrix *ask)
{
    enum { MAX_YEARS = 50 };
    const char *v = nv_cli_opt(cli, "years");
    int used = 0;
    if (!v) return true;
    bool range = sscanf(v, "%4d-%4d%n", &ask->from, &ask->to, &used) == 2 && !v[used];
    if (!range) {
        used = 0;
        range = sscanf(v, "%4d%n", &ask->from, &used) == 1 && !v[used];
        ask->to = ask->from;
    }
    if (range && ask->from >= 1945 && ask->to >= ask->from && ask->to - ask->from < MAX_YEARS && ask->to <= 2200) return true;
    nv_buf want = { 0 };
    nv_cli_word(cli, &want, NV_W_MX_WANT_YEARS, NULL);
    nv_cli_say(cli, stderr, NV_W_BAD_VALUE, "years", v, nv_buf_z(&want), NULL);
    nv_buf_clear(&want);
    return false;
}

static int run(maker *k)
{
    const char *format = k->cli->json ? "json" : nv_cli_opt(k->cli, "format"), *path = nv_cli_opt(k->cli, "output");
    nv_err err;
    nv_status st = nv_store_matrix(k->q->store, k->one.doc.id, &k->ask, k->q->a, &k->m, &err);
    if (st == NV_E_USAGE) {
        nv_cli_say(k->cli, stderr, NV_W_UNKNOWN_AGENCY, k->ask.who.p, NULL);
        return NV_X_USAGE;
    }
    if (st) return nv_cli_fail(k->cli, &err);
    if (!format || strcmp(format, "text") == 0) {
        print_text(k);
        return NV_X_DONE;
    }
    nv_buf out = { 0 };
    nv_cross x;
    bool sheet = strcmp(format, "xlsx") == 0;
    if (sheet && k->cli->tty && (!path || strcmp(path, "-") == 0)) {
        nv_cli_say(k->cli, stderr, NV_W_MX_NEEDS_FILE, NULL);
        return NV_X_USAGE;
    }
    if (strcmp(format, "json") == 0) write_json(k, &out);
    else {
        make_cross(k, &x);
        if (!sheet) nv_cross_csv(&x, &out);
        else if (nv_cross_xlsx(&x, &out, &err)) {
            nv_buf_clear(&out);
            return nv_cli_fail(k->cli, &err);
        }
    }
    int code = nv_out_write(k->cli, path, nv_buf_str(&out));
    nv_buf_clear(&out);
    return code;
}

int nv_cmd_matrix(nv_cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    const char *doc = nv_cli_opt(cli, "doc");
    maker k = { .cli = cli, .ask = { .all = nv_cli_opt(cli, "all") != NULL, .who = nv_str_of(nv_cli_opt(cli, "who")) } };
    if (!doc) nv_cli_say(cli, stderr, NV_W_MX_NEEDS_DOC, NULL);
    if (!doc || !read_years(cli, &k.ask) || !nv_cli_opt_date(cli, "on", &k.ask.on)) return NV_X_USAGE;
    if (nv_date_none(k.ask.on)) k.ask.on = cli->today;
    nv_asker q;
    k.q = &q;
    int code = nv_ask_open(&q, cli, true);
    if (code == NV_X_DONE) {
        nv_ans_docs docs = { 0 };
        nv_err err;
        if (nv_store_find_docs(q.store, nv_str_of(doc), q.a, &docs, &err)) code = nv_cli_fail(cli, &err);
        else code = docs.n ? nv_one_choose(cli, &q, doc, &docs, &k.one) : nv_no_doc(cli, doc, nv_store_near_doc(q.store, nv_str_of(doc), q.a));
        if (code == NV_X_DONE) code = run(&k);
    }
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}
