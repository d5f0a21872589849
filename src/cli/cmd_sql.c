/* sql [QUERY]: a person's own question to the database, as an aligned table, JSON or CSV. */
#include "cli/ask.h"
#include "cli/print.h"
#include "base/limits.h"
#include "export/clean.h"
#include "store/sql.h"
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { TIMEOUT = 10, MAX_TIMEOUT = 3600, LEAST_COLUMN = 8 };

/* ---- the time limit, where SQLite cannot look at the clock: inside one long call of a function ------------------------ */

static char last_words[512];

static void time_is_up(int sig)
{
    (void)sig;
    ssize_t n = write(STDERR_FILENO, last_words, strlen(last_words));
    _exit(n < 0 ? NV_X_IO : NV_X_DB);
}

static void set_alarm(const nv_cli *cli, unsigned seconds)
{
    nv_buf b = { 0 };
    nv_err err;
    nv_err_set(&err, NV_E_LIMIT, NV_M_E_SQL_TIME, NULL);
    nv_err_text(&err, cli->lang, &b);
    snprintf(last_words, sizeof last_words, "nghiavu: %s\n", nv_buf_z(&b));
    nv_buf_clear(&b);
    struct sigaction sa = { .sa_handler = time_is_up };
    sigaction(SIGALRM, &sa, NULL);
    alarm(seconds + 1);
}

/* ---- cells ----------------------------------------------------------------------------------------------------------- */

/* The shortest text that reads back as the same number. */
static void real_text(double v, nv_buf *out)
{
    char z[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(z, sizeof z, "%.*g", digits, v);
        if (strtod(z, NULL) == v) break;
    }
    nv_buf_addz(out, z);
}

static void cell_text(const nv_sql_cell *c, nv_buf *out)
{
    switch (c->kind) {
    case NV_SQL_NULL: break;
    case NV_SQL_INT: nv_buf_printf(out, "%lld", (long long)c->i); break;
    case NV_SQL_REAL: real_text(c->r, out); break;
    case NV_SQL_TEXT: nv_buf_adds(out, c->text); break;
    case NV_SQL_BLOB:
        for (uint32_t i = 0; i < c->text.n; i++) nv_buf_printf(out, "%02x", (unsigned char)c->text.p[i]);
        break;
    }
}

/* The same without what steers a terminal, on one line. */
static void shown(const nv_sql_cell *c, nv_buf *out)
{
    nv_buf raw = { 0 };
    cell_text(c, &raw);
    nv_clean(nv_buf_str(&raw), NV_CLEAN_ONE_LINE, out);
    nv_buf_clear(&raw);
}

/* Names of columns made distinct: “a”, “a:1”. */
static nv_str column_name(const nv_ans_sql *v, uint32_t i, nv_arena *a)
{
    unsigned same = 0;
    for (uint32_t k = 0; k < i; k++) same += nv_str_eq(v->columns.v[k], v->columns.v[i]);
    return same ? nv_arena_printf(a, "%.*s:%u", NV_ARG(v->columns.v[i]), same) : v->columns.v[i];
}

/* ---- the three ways to print ----------------------------------------------------------------------------------------- */

/* A statement can make texts of any bytes: what is no UTF-8 becomes U+FFFD. */
static nv_str valid(nv_str s, nv_arena *a)
{
    if (nv_utf8_valid(s)) return s;
    nv_buf b = { 0 };
    for (uint32_t at = 0; at < s.n;) nv_buf_addu(&b, nv_utf8_next(s, &at));
    nv_str v = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return v;
}

static void print_json(const nv_ans_sql *v, nv_arena *a)
{
    nv_buf b = { 0 }, z = { 0 };
    nv_str *names = nv_arena_alloc(a, (v->columns.n + 1) * sizeof *names);
    for (uint32_t i = 0; i < v->columns.n; i++) names[i] = nv_arena_str(a, column_name(v, i, a));
    nv_j_open(&b, '[');
    for (uint32_t r = 0; r < v->rows.n; r++) {
        nv_j_open(&b, '{');
        for (uint32_t i = 0; i < v->columns.n; i++) {
            const nv_sql_cell *c = &v->rows.v[r][i];
            z.n = 0;
            cell_text(c, &z);
            bool number = c->kind == NV_SQL_INT || (c->kind == NV_SQL_REAL && isfinite(c->r));
            nv_j_key(&b, names[i].p);
            if (number) nv_buf_adds(&b, nv_buf_str(&z));
            else if (c->kind == NV_SQL_TEXT || c->kind == NV_SQL_BLOB) nv_j_text(&b, valid(nv_buf_str(&z), a));
            else nv_buf_addz(&b, "null");
        }
        nv_j_close(&b, '}');
    }
    nv_j_close(&b, ']');
    nv_j_print(&b);
    nv_buf_clear(&z);
}

static void print_csv(const nv_ans_sql *v)
{
    nv_buf b = { 0 }, z = { 0 };
    for (uint32_t r = 0; r <= v->rows.n; r++) {
        for (uint32_t i = 0; i < v->columns.n; i++) {
            if (i) nv_buf_addc(&b, ',');
            z.n = 0;
            const nv_sql_cell *c = r ? &v->rows.v[r - 1][i] : NULL;
            if (!c) nv_buf_adds(&z, v->columns.v[i]);
            else cell_text(c, &z);
            if (c && c->kind != NV_SQL_TEXT) nv_buf_adds(&b, nv_buf_str(&z)); /* a negative number is no formula */
            else nv_csv_cell(nv_buf_str(&z), ',', &b);
        }
        nv_buf_addz(&b, "\r\n");
    }
    fwrite(b.p, 1, b.n, stdout);
    nv_buf_clear(&b);
    nv_buf_clear(&z);
}

/* The widest columns give way first, until the line fits. */
static void fit(unsigned *width, uint32_t n, unsigned columns)
{
    for (;;) {
        unsigned sum = 0, widest = 0;
        for (uint32_t i = 0; i < n; i++) {
            sum += width[i] + (i ? 2 : 0);
            if (width[i] > width[widest]) widest = i;
        }
        if (sum <= columns || width[widest] <= LEAST_COLUMN) return;
        width[widest]--;
    }
}

static void pad(unsigned n, const char *with)
{
    while (n--) fputs(with, stdout);
}

static void print_cell(nv_str s, unsigned width, bool right, bool last)
{
    unsigned w = nv_display_width(s);
    if (right && w < width) pad(width - w, " ");
    nv_print_line(stdout, s, width);
    if (!right && w < width && !last) pad(width - w, " ");
    if (!last) pad(2, " ");
}

static void print_table(const nv_cli *cli, const nv_ans_sql *v, nv_arena *a)
{
    uint32_t n = v->columns.n, cut = 0;
    unsigned *width = nv_arena_alloc(a, (n + 1) * sizeof *width);
    bool *right = nv_arena_alloc(a, (n + 1) * sizeof *right);
    nv_buf z = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        width[i] = nv_display_width(v->columns.v[i]);
        right[i] = v->rows.n > 0;
        for (uint32_t r = 0; r < v->rows.n; r++) {
            const nv_sql_cell *c = &v->rows.v[r][i];
            z.n = 0;
            shown(c, &z);
            if (nv_display_width(nv_buf_str(&z)) > width[i]) width[i] = nv_display_width(nv_buf_str(&z));
            right[i] = right[i] && (c->kind == NV_SQL_INT || c->kind == NV_SQL_REAL || c->kind == NV_SQL_NULL);
        }
    }
    if (cli->tty) fit(width, n, cli->width); /* a file or a pipe gets everything */
    for (uint32_t i = 0; i < n; i++) print_cell(v->columns.v[i], width[i], right[i], i + 1 == n);
    putchar('\n');
    for (uint32_t i = 0; i < n; i++) pad(width[i], "─"), fputs(i + 1 < n ? "  " : "\n", stdout);
    for (uint32_t r = 0; r < v->rows.n; r++) {
        for (uint32_t i = 0; i < n; i++) {
            z.n = 0;
            shown(&v->rows.v[r][i], &z);
            cut += nv_display_width(nv_buf_str(&z)) > width[i];
            print_cell(nv_buf_str(&z), width[i], right[i], i + 1 == n);
        }
        putchar('\n');
    }
    nv_buf_clear(&z);
    char count[16];
    snprintf(count, sizeof count, "%u", v->rows.n);
    nv_cli_say(cli, stdout, NV_W_N_ROWS, count, NULL);
    snprintf(count, sizeof count, "%u", cut);
    if (cut) nv_cli_say(cli, stderr, NV_W_CELLS_CUT, count, NULL);
}

/* ---- the verb -------------------------------------------------------------------------------------------------------- */

/* The words of the command line, else standard input. */
static bool read_sql(const nv_cli *cli, int argc, char **argv, nv_buf *out)
{
    for (int i = 0; i < argc; i++) nv_buf_printf(out, "%s%s", i ? " " : "", argv[i]);
    if (argc) return true;
    char part[4096];
    size_t n;
    while ((n = fread(part, 1, sizeof part, stdin)) > 0 && out->n <= NV_MAX_SQL_BYTES) nv_buf_add(out, part, n);
    if (!ferror(stdin) && out->n <= NV_MAX_SQL_BYTES) return true;
    nv_cli_say(cli, stderr, NV_W_SQL_STDIN, NULL);
    return false;
}

static int ask(nv_cli *cli, nv_asker *q, nv_str sql, unsigned seconds)
{
    nv_ans_sql v;
    nv_err err;
    set_alarm(cli, seconds);
    nv_status st = nv_store_sql(q->store, sql, seconds, q->a, &v, &err);
    alarm(0);
    if (st) return nv_cli_fail(cli, &err), st == NV_E_LIMIT ? NV_X_DB : nv_cli_exit(st);
    if (cli->json) print_json(&v, q->a);
    else if (nv_cli_opt(cli, "csv")) print_csv(&v);
    else print_table(cli, &v, q->a);
    return NV_X_DONE;
}

int nv_cmd_sql(nv_cli *cli, int argc, char **argv)
{
    long seconds;
    nv_buf sql = { 0 };
    int code = NV_X_USAGE;
    if (nv_cli_opt_int(cli, "timeout", 1, MAX_TIMEOUT, TIMEOUT, &seconds) && read_sql(cli, argc, argv, &sql)) {
        nv_asker q;
        code = nv_ask_open(&q, cli, false);
        if (code == NV_X_DONE) code = ask(cli, &q, nv_buf_str(&sql), (unsigned)seconds);
        nv_ask_close(&q);
    }
    nv_buf_clear(&sql);
    return nv_cli_done(cli, code);
}
