#include "cli/put.h"
#include "cli/ask.h"
#include "cli/print.h"
#include "export/record_read.h"
#include <time.h>
#include <unistd.h>

enum { BATCH = 100, BATCH_MS = 1000, DRAW_MS = 100, BAR = 30 };

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int nv_put_open(nv_putter *p, nv_cli *cli, const nv_registry *reg, const char *digest, uint32_t total)
{
    *p = (nv_putter){ .cli = cli, .a = nv_arena_new(), .total = total, .quiet = nv_cli_opt(cli, "quiet") != NULL, .bar = isatty(STDERR_FILENO) == 1 };
    if (!nv_store_open(cli->db, NV_STORE_WRITE, &p->store, &p->err) && !nv_store_registry(p->store, reg, digest, &p->err)) return NV_X_DONE;
    nv_store_close(p->store);
    nv_arena_free(p->a);
    return nv_cli_fail(cli, &p->err);
}

static void clear_bar(const nv_putter *p)
{
    if (p->bar && p->drawn) fputs("\r\033[K", stderr);
}

static void draw_bar(nv_putter *p)
{
    int64_t now = now_ms();
    if (!p->bar || (p->total < 2 && !p->note.n) || now - p->drawn < DRAW_MS) return;
    p->drawn = now;
    fprintf(stderr, "\r\033[K[");
    for (unsigned i = 0; i < BAR; i++) fputs(i < (uint64_t)BAR * p->done / p->total ? "█" : "·", stderr);
    fprintf(stderr, "] %u/%u%s%s", p->done, p->total, p->note.n ? "  " : "", p->note.n ? nv_buf_z(&p->note) : "");
    fflush(stderr);
}

static void line(nv_putter *p, nv_word what, nv_str name, const nv_rec *r)
{
    if (p->quiet || p->cli->json) return;
    nv_buf word = { 0 };
    nv_cli_word(p->cli, &word, what, NULL);
    nv_buf_adds(&p->lines, nv_buf_str(&word));
    for (unsigned w = nv_display_width(nv_buf_str(&word)); w < 8; w++) nv_buf_addc(&p->lines, ' ');
    nv_buf_addc(&p->lines, ' ');
    for (uint32_t i = 0; i < name.n; i++) nv_buf_addc(&p->lines, (unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7f ? '?' : name.p[i]);
    nv_buf_clear(&word);
    if (r) {
        char pages[24], tasks[24];
        snprintf(pages, sizeof pages, "%lld", (long long)r->source.pages);
        snprintf(tasks, sizeof tasks, "%u", r->obligations.n);
        nv_buf_printf(&p->lines, "  %.*s%s", NV_ARG(r->head.number), r->head.number.n ? "  " : "");
        nv_cli_word(p->cli, &p->lines, r->source.pages > 0 ? NV_W_FILE_LINE : NV_W_FILE_LINE_NO_PAGES, pages, tasks, NULL);
    }
    nv_buf_addc(&p->lines, '\n');
}

bool nv_put_flush(nv_putter *p, bool now)
{
    draw_bar(p);
    if (p->open && (now || p->in_batch >= BATCH || now_ms() - p->opened >= BATCH_MS)) {
        if (nv_store_commit(p->store, &p->err)) {
            p->open = false;
            return false;
        }
        p->open = false;
        p->in_batch = 0;
    }
    if (p->open || !p->lines.n) return true;
    clear_bar(p);
    fwrite(p->lines.p, 1, p->lines.n, stdout);
    fflush(stdout);
    p->lines.n = 0;
    return true;
}

void nv_put_failed(nv_putter *p, const nv_err *err)
{
    clear_bar(p);
    nv_cli_fail(p->cli, err);
    p->n_failed++;
    p->done++;
}

void nv_put_same(nv_putter *p, const char *name, const char *sha256)
{
    line(p, NV_W_PUT_SAME, nv_str_of(name), NULL);
    *NV_PUSH(p->a, &p->hashes) = nv_arena_str(p->a, nv_str_of(sha256));
    p->n_same++;
    p->done++;
}

static bool put(nv_putter *p, const nv_rec *r)
{
    if (!p->open) {
        if (nv_store_begin(p->store, &p->err)) return false;
        p->open = true;
        p->opened = now_ms();
    }
    nv_put what;
    if (nv_store_put(p->store, r, &what, &p->err)) return false;
    p->in_batch++;
    p->done++;
    ++*(what == NV_PUT_NEW ? &p->n_new : what == NV_PUT_SAME ? &p->n_same : &p->n_updated);
    *NV_PUSH(p->a, &p->hashes) = nv_arena_str(p->a, r->source.sha256);
    line(p, what == NV_PUT_NEW ? NV_W_PUT_NEW : what == NV_PUT_SAME ? NV_W_PUT_SAME : NV_W_PUT_UPDATED, r->source.name, r);
    return true;
}

/* Is the record of the file that was given out? A worker taken over by a file must not speak for other files. */
static bool is_of(const nv_putter *p, const nv_rec *r, const char *path, const char *sha256, nv_err *err)
{
    const char *slash = strrchr(path, '/'), *wrong = NULL;
    nv_str name = nv_str_of(slash ? slash + 1 : path);
    if (!nv_str_eqz(r->source.sha256, sha256)) wrong = "sha256";
    else if (nv_utf8_valid(name) && !nv_str_eq(r->source.name, name)) wrong = "name"; /* a name that is no UTF-8 cannot be in a record as it is */
    if (!wrong) return true;
    nv_buf why = { 0 };
    nv_cli_word(p->cli, &why, NV_W_FOREIGN_RECORD, wrong, NULL);
    nv_err_set(err, NV_E_DAMAGED, NV_M_E_READ, path, nv_buf_z(&why), NULL);
    nv_buf_clear(&why);
    return false;
}

/* True if whoever made the record was allowed to read a document stamped as a state secret. */
static bool is_classified(const nv_rec *r)
{
    for (uint32_t i = 0; i < r->diagnostics.n; i++)
        if (nv_str_eqz(r->diagnostics.v[i].code, nv_msg_code(NV_M_CLASSIFIED))) return true;
    return false;
}

bool nv_put_record(nv_putter *p, const char *where, const char *json, size_t n, const char *sha256)
{
    nv_rec *r;
    nv_err err;
    if (nv_record_read(json, n, where, &r, &err)) {
        nv_put_failed(p, &err);
        return true;
    }
    if (sha256 && !is_of(p, r, where, sha256, &err)) {
        nv_record_free(r);
        nv_put_failed(p, &err);
        return true;
    }
    if (is_classified(r) && !nv_cli_opt(p->cli, NV_ALLOW_CLASSIFIED)) {
        nv_record_free(r);
        nv_err_set(&err, NV_E_CLASSIFIED, NV_M_E_RECORD_CLASSIFIED, where, NULL);
        nv_put_failed(p, &err);
        return true;
    }
    bool ok = put(p, r);
    nv_record_free(r);
    return ok && nv_put_flush(p, false);
}

static void print_looks(const nv_cli *cli, const nv_ans_looks *v)
{
    if (v->n) nv_cli_say(cli, stdout, NV_W_SECOND_LOOK, NULL);
    for (uint32_t i = 0; i < v->n; i++) {
        printf("  ");
        nv_print_line(stdout, v->v[i].file, 0);
        if (v->v[i].number.n) printf(" (%.*s)", NV_ARG(v->v[i].number));
        printf(": ");
        nv_print_line(stdout, v->v[i].why, 0);
        putchar('\n');
    }
}

static void print_json(const nv_putter *p, const nv_ans_looks *v)
{
    nv_buf b = { 0 };
    nv_j_open(&b, '{');
    nv_j_int(&b, "new", p->n_new);
    nv_j_int(&b, "again", p->n_updated);
    nv_j_int(&b, "same", p->n_same);
    nv_j_int(&b, "failed", p->n_failed);
    nv_j_key(&b, "second_look");
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < v->n; i++) {
        nv_j_open(&b, '{');
        nv_j_str(&b, "file", v->v[i].file);
        nv_j_str(&b, "number", v->v[i].number);
        nv_j_int_or_null(&b, "page", v->v[i].page, 0);
        nv_j_str(&b, "why", v->v[i].why);
        nv_j_close(&b, '}');
    }
    nv_j_close(&b, ']');
    nv_j_close(&b, '}');
    nv_j_print(&b);
}

static bool summary(nv_putter *p)
{
    nv_ans_looks v = { 0 };
    if (nv_store_second_look(p->store, p->hashes.v, p->hashes.n, p->a, &v, &p->err)) return false;
    if (p->cli->json) {
        print_json(p, &v);
        return true;
    }
    char n[4][16];
    const uint32_t counts[] = { p->n_new, p->n_updated, p->n_same, p->n_failed };
    for (unsigned i = 0; i < NV_NELEM(counts); i++) snprintf(n[i], sizeof n[i], "%u", counts[i]);
    nv_cli_say(p->cli, stdout, NV_W_INGEST_SUM, n[0], n[1], n[2], n[3], NULL);
    print_looks(p->cli, &v);
    return true;
}

int nv_put_close(nv_putter *p)
{
    int code = p->n_failed ? NV_X_FILES : NV_X_DONE;
    bool ok = p->err.status == NV_OK && nv_put_flush(p, true);
    clear_bar(p);
    ok = ok && summary(p);
    if (!ok) code = nv_cli_fail(p->cli, &p->err);
    nv_store_close(p->store);
    nv_buf_clear(&p->lines);
    nv_arena_free(p->a);
    return nv_cli_done(p->cli, code);
}
