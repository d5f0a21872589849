/* diff OLD NEW, diff --incoming FILE: tasks that are new, gone or changed. Exit code 1 if there is any difference. */
#include "cli/doc_print.h"
#include "cli/one_file.h"
#include "cli/print.h"
#include "cli/task_print.h"
#include "base/limits.h"
#include "store/diff.h"
#include <unistd.h>

enum { LEFT = 13 };

typedef struct { nv_cli *cli; nv_asker *q; nv_one old, new; nv_task_vec before, after; nv_diff d; nv_word how; bool said; } differ; /* said: `how` tells why these two */

/* ---- for people ------------------------------------------------------------------------------------------------------ */

/* Words that went and words that came: coloured, or between signs as wdiff has them. */
static void changes_text(const differ *x, nv_str before, nv_str after, nv_buf *out)
{
    nv_changes v = { 0 };
    nv_word_changes(x->q->a, before, after, &v);
    for (uint32_t i = 0; i < v.n; i++) {
        static const char *const open[] = { "", "[-", "{+" }, *const close[] = { "", "-]", "+}" };
        if (i) nv_buf_addc(out, ' ');
        nv_buf_printf(out, "%s%.*s%s", open[v.v[i].kind], NV_ARG(v.v[i].text), close[v.v[i].kind]);
    }
}

static void print_changes(const differ *x, nv_word label, nv_str before, nv_str after)
{
    nv_buf b = { 0 };
    nv_cli_word(x->cli, &b, label, NULL);
    nv_buf_addz(&b, ": ");
    changes_text(x, before, after, &b);
    printf("%*s", LEFT, "");
    nv_print_marked(stdout, nv_buf_str(&b), LEFT, x->cli->width, x->cli->color);
    nv_buf_clear(&b);
}

static nv_str bearers(const differ *x, const nv_ans_task *t)
{
    static const struct { const char *role; nv_word word; } roles[] = {
        { "lead", NV_W_ROLE_LEAD }, { "coordinate", NV_W_ROLE_COORDINATE }, { "recipient", NV_W_ROLE_RECIPIENT }, { "supervise", NV_W_ROLE_SUPERVISE },
    };
    nv_buf b = { 0 };
    for (unsigned i = 0; i < NV_NELEM(roles); i++) {
        size_t at = b.n;
        if (at) nv_buf_addz(&b, "; ");
        if (!nv_task_names(t, roles[i].role, &b)) {
            b.n = at;
            continue;
        }
        nv_buf_addz(&b, " (");
        nv_cli_word(x->cli, &b, roles[i].word, NULL);
        nv_buf_addc(&b, ')');
    }
    nv_str s = nv_arena_str(x->q->a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return s;
}

/* The phrases, each with the day that it comes to. */
static nv_str deadlines(const differ *x, const nv_ans_task *t)
{
    nv_buf b = { 0 }, day = { 0 };
    for (uint32_t i = 0; i < t->due.n; i++) {
        nv_buf_printf(&b, "%s“%.*s”", i ? "; " : "", NV_ARG(t->due.v[i].text));
        day.n = 0;
        nv_date_text(x->cli, t->due.v[i].last_day, &day);
        if (day.n) nv_buf_printf(&b, " (%s)", nv_buf_z(&day));
    }
    nv_str s = nv_arena_str(x->q->a, nv_buf_str(&b));
    nv_buf_clear(&b);
    nv_buf_clear(&day);
    return s;
}

static void place(const nv_ans_task *t, nv_buf *b)
{
    if (t->eid.n) nv_place_name(t->eid, b);
    else nv_buf_adds(b, t->id);
}

static void print_pair(const differ *x, const nv_diff_row *r)
{
    nv_buf b = { 0 };
    char score[16];
    snprintf(score, sizeof score, "%.2f", r->score);
    fputs(nv_ink(x->cli, "1"), stdout);
    nv_cli_word(x->cli, &b, NV_W_DIFF_CHANGED, NULL);
    nv_print_cell(stdout, nv_buf_str(&b), LEFT);
    fputs(nv_ink(x->cli, "0"), stdout);
    b.n = 0;
    place(r->before, &b);
    nv_buf_addz(&b, " → ");
    place(r->after, &b);
    nv_buf_addz(&b, " (");
    nv_cli_word(x->cli, &b, NV_W_DIFF_SCORE, score, NULL);
    nv_buf_printf(&b, ") · %.*s → %.*s", NV_ARG(r->before->id), NV_ARG(r->after->id));
    nv_print_wrap(stdout, nv_buf_str(&b), LEFT, x->cli->width);
    nv_buf_clear(&b);
    print_changes(x, NV_W_DIFF_ACTION, r->before->action, r->after->action);
    if (r->changes & NV_CH_BEARER) print_changes(x, NV_W_DIFF_BEARER, bearers(x, r->before), bearers(x, r->after));
    if (r->changes & NV_CH_DEADLINE) print_changes(x, NV_W_DIFF_DEADLINE, deadlines(x, r->before), deadlines(x, r->after));
    if (r->changes & NV_CH_CONDITION) print_changes(x, NV_W_CONDITION, r->before->condition, r->after->condition);
    if (r->changes & NV_CH_MODALITY) {
        nv_buf m[2] = { { 0 }, { 0 } };
        nv_cli_word(x->cli, &m[0], nv_task_modality(r->before->modality), NULL);
        nv_cli_word(x->cli, &m[1], nv_task_modality(r->after->modality), NULL);
        print_changes(x, NV_W_DIFF_MODALITY, nv_buf_str(&m[0]), nv_buf_str(&m[1]));
        nv_buf_clear(&m[0]);
        nv_buf_clear(&m[1]);
    }
    putchar('\n');
}

static void heading(const differ *x, nv_word w)
{
    fputs(nv_ink(x->cli, "1"), stdout);
    nv_cli_say(x->cli, stdout, w, NULL);
    fputs(nv_ink(x->cli, "0"), stdout);
}

static void print_diff(const differ *x)
{
    nv_buf b[2] = { { 0 }, { 0 } };
    const nv_one *const docs[] = { &x->old, &x->new };
    for (unsigned i = 0; i < 2; i++) {
        nv_doc_text(x->cli, &docs[i]->doc, &b[i]);
        nv_buf_printf(&b[i], " [%.*s]", NV_ARG(docs[i]->doc.file));
    }
    nv_cli_say(x->cli, stdout, NV_W_DIFF_TITLE, nv_buf_z(&b[0]), nv_buf_z(&b[1]), NULL);
    if (x->said) nv_cli_say(x->cli, stdout, x->how, NULL);
    putchar('\n');
    for (uint32_t i = 0; i < x->d.rows.n; i++)
        if (x->d.rows.v[i].before && x->d.rows.v[i].after && x->d.rows.v[i].changes) print_pair(x, &x->d.rows.v[i]);
    if (x->d.added) heading(x, NV_W_DIFF_NEW);
    for (uint32_t i = 0; i < x->d.rows.n; i++)
        if (!x->d.rows.v[i].before) nv_task_entry(x->cli, x->d.rows.v[i].after);
    if (x->d.gone) heading(x, NV_W_DIFF_GONE);
    for (uint32_t i = 0; i < x->d.rows.n; i++)
        if (!x->d.rows.v[i].after) nv_task_entry(x->cli, x->d.rows.v[i].before);
    char n[4][16];
    const uint32_t v[] = { x->d.changed, x->d.added, x->d.gone, x->d.same };
    for (unsigned i = 0; i < NV_NELEM(v); i++) snprintf(n[i], sizeof n[i], "%u", v[i]);
    nv_cli_say(x->cli, stdout, NV_W_DIFF_SUM, n[0], n[1], n[2], n[3], NULL);
    nv_buf_clear(&b[0]);
    nv_buf_clear(&b[1]);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------------ */

static void row_json(const differ *x, nv_buf *b, const nv_diff_row *r)
{
    static const struct { unsigned bit; const char *name; } kinds[] = {
        { NV_CH_BEARER, "bearer" }, { NV_CH_DEADLINE, "deadline" }, { NV_CH_ACTION, "action" }, { NV_CH_MODALITY, "modality" }, { NV_CH_CONDITION, "condition" },
    };
    nv_j_open(b, '{');
    nv_j_str(b, "kind", nv_str_of(!r->before ? "new" : !r->after ? "gone" : r->changes ? "changed" : "same"));
    nv_j_key(b, "changed");
    nv_j_open(b, '[');
    for (unsigned i = 0; i < NV_NELEM(kinds); i++) {
        if (!(r->changes & kinds[i].bit)) continue;
        nv_j_item(b);
        nv_j_text(b, nv_str_of(kinds[i].name));
    }
    nv_j_close(b, ']');
    if (r->before && r->after) nv_j_real(b, "score", r->score);
    if (r->changes & NV_CH_ACTION) {
        nv_buf words = { 0 };
        changes_text(x, r->before->action, r->after->action, &words);
        nv_j_str(b, "wording", nv_buf_str(&words));
        nv_buf_clear(&words);
    }
    nv_j_key(b, "old");
    if (r->before) nv_task_json(b, r->before);
    else nv_buf_addz(b, "null");
    nv_j_key(b, "new");
    if (r->after) nv_task_json(b, r->after);
    else nv_buf_addz(b, "null");
    nv_j_close(b, '}');
}

static void print_json(const differ *x)
{
    nv_buf b = { 0 };
    nv_j_open(&b, '{');
    nv_j_key(&b, "old");
    nv_j_open(&b, '{');
    nv_doc_json(&b, &x->old.doc);
    nv_j_close(&b, '}');
    nv_j_key(&b, "new");
    nv_j_open(&b, '{');
    nv_doc_json(&b, &x->new.doc);
    nv_j_close(&b, '}');
    nv_j_key(&b, "tasks");
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < x->d.rows.n; i++) row_json(x, &b, &x->d.rows.v[i]);
    nv_j_close(&b, ']');
    nv_j_int(&b, "changed", x->d.changed);
    nv_j_int(&b, "new_tasks", x->d.added);
    nv_j_int(&b, "gone", x->d.gone);
    nv_j_int(&b, "same", x->d.same);
    nv_j_close(&b, '}');
    nv_j_print(&b);
}

/* ---- which two ------------------------------------------------------------------------------------------------------- */

/* The version of the same document: by number, or where a draft has none, by type and title. */
static int find_version(differ *x, nv_ans_docs *out)
{
    nv_err err;
    nv_ans_docs all = { 0 };
    const nv_ans_doc *in = &x->new.doc;
    nv_arena *a = x->q->a;
    if (in->number.n ? nv_store_find_docs(x->q->store, in->number, a, &all, &err) : nv_store_docs(x->q->store, a, &all, &err)) return nv_cli_fail(x->cli, &err);
    for (uint32_t i = 0; i < all.n; i++) {
        bool title = in->number.n || (in->title.n && nv_str_eq(all.v[i].type, in->type) && nv_str_eq(nv_letters_key(a, all.v[i].title), nv_letters_key(a, in->title)));
        if (title && nv_one_same(&all.v[i], in, a)) *NV_PUSH(a, out) = all.v[i];
    }
    return NV_X_DONE;
}

static int open_incoming(differ *x, const char *path)
{
    nv_ans_docs docs = { 0 };
    int code = nv_one_open(x->cli, x->q, path, true, &x->new);
    x->said = true;
    x->how = NV_W_DIFF_VERSION;
    if (code == NV_X_DONE) code = find_version(x, &docs);
    if (code == NV_X_DONE && !docs.n) {
        x->how = NV_W_DIFF_REPLACED;
        code = nv_one_cited(x->cli, x->q, &x->new, "replaces", &docs);
    }
    if (code != NV_X_DONE) return code;
    if (docs.n) return nv_one_choose(x->cli, x->q, path, &docs, &x->old);
    nv_cli_say(x->cli, stderr, NV_W_DIFF_NO_OTHER, path, NULL);
    return NV_X_USAGE;
}

static int compare(differ *x)
{
    nv_err err;
    if (x->old.store == x->new.store && x->old.doc.id == x->new.doc.id) { /* copies of one document in the collection: only the main one's tasks count there */
        nv_cli_say(x->cli, stderr, NV_W_DIFF_ONE, nv_arena_str(x->q->a, nv_doc_label(&x->old.doc)).p, NULL);
        return NV_X_USAGE;
    }
    if (nv_store_doc_tasks(x->old.store, x->old.doc.id, x->q->a, &x->before, &err) || nv_store_doc_tasks(x->new.store, x->new.doc.id, x->q->a, &x->after, &err))
        return nv_cli_fail(x->cli, &err);
    if (!nv_diff_tasks(&x->before, &x->after, x->q->a, &x->d)) {
        char n[16];
        snprintf(n, sizeof n, "%u", NV_MAX_ASSIGN);
        nv_cli_say(x->cli, stderr, NV_W_DIFF_TOO_MANY, n, NULL);
        return NV_X_FILES;
    }
    if (x->cli->json) print_json(x);
    else print_diff(x);
    return x->d.changed || x->d.added || x->d.gone ? NV_X_FINDINGS : NV_X_DONE;
}

int nv_cmd_diff(nv_cli *cli, int argc, char **argv)
{
    const char *incoming = nv_cli_opt(cli, "incoming");
    if (incoming ? argc != 0 : argc != 2) {
        nv_cli_say(cli, stderr, NV_W_DIFF_ARGS, NULL);
        return NV_X_USAGE;
    }
    nv_asker q = { .a = nv_arena_new() };
    differ x = { .cli = cli, .q = &q };
    nv_err err;
    int code = NV_X_DONE;
    /* two files can be compared without a database */
    bool files = !incoming && access(argv[0], F_OK) == 0 && access(argv[1], F_OK) == 0;
    if (!files && nv_store_open(cli->db, NV_STORE_READ, &q.store, &err)) code = nv_cli_fail(cli, &err);
    if (code == NV_X_DONE && incoming) code = open_incoming(&x, incoming);
    if (code == NV_X_DONE && !incoming) code = nv_one_open(cli, &q, argv[0], false, &x.old);
    if (code == NV_X_DONE && !incoming) code = nv_one_open(cli, &q, argv[1], false, &x.new);
    if (code == NV_X_DONE) code = compare(&x);
    nv_one_close(&x.old);
    nv_one_close(&x.new);
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}
