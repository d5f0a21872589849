/* review: what is doubtful in what was read, and what people say about it; out to a file for a second office, and in again. */
#include "base/limits.h"
#include "cli/doc_print.h"
#include "cli/out_file.h"
#include "cli/people.h"
#include "cli/review_print.h"
#include "cli/task_print.h"
#include "cli/values.h"
#include "pipeline/pipeline.h"
#include "store/review.h"
#include <errno.h>

typedef int action_fn(nv_cli *cli, int argc, char **argv);

/* ---- one correction -------------------------------------------------------------------------------------------------- */

static bool read_due(const nv_cli *cli, nv_arena *a, nv_str *due)
{
    const char *v = nv_cli_opt(cli, "due");
    nv_date day;
    char z[12];
    *due = (nv_str){ 0 };
    if (!v) return true;
    nv_str sk = nv_skeleton_str(a, nv_str_of(v));
    if (nv_str_eqz(sk, "none") || nv_str_eqz(sk, "khong")) return *due = NV_LIT(""), true;
    if (!nv_cli_opt_date(cli, "due", &day)) return false;
    nv_date_iso(day, z);
    *due = nv_arena_str(a, nv_str_of(z));
    return true;
}

static bool read_correction(const nv_cli *cli, nv_arena *a, nv_correction *c)
{
    const char *who = nv_cli_opt(cli, "bearer");
    if (!who) who = nv_cli_opt(cli, "who");
    c->bearer = nv_str_of(who);
    c->role = nv_str_of(nv_cli_opt(cli, "role"));
    c->recorded = cli->today;
    return read_due(cli, a, &c->due) && nv_people_words(cli, "action", a, &c->action) && nv_people_words(cli, "quote", a, &c->quote) &&
           nv_people_words(cli, "note", a, &c->note) && nv_people_by(cli, a, &c->person);
}

static int said(const nv_cli *cli, const nv_correction *c, const nv_corrected *r)
{
    switch (r->said) {
    case NV_CORRECT_DONE: return NV_X_DONE;
    case NV_CORRECT_NO_TASK: nv_cli_say(cli, stderr, NV_W_UNKNOWN_ID, c->task.p, NULL); break;
    case NV_CORRECT_AMBIGUOUS: nv_cli_say(cli, stderr, NV_W_AMBIGUOUS_ID, c->task.p, "> 1", NULL); break;
    case NV_CORRECT_UNKNOWN_BODY: nv_cli_say(cli, stderr, r->near.n ? NV_W_UNKNOWN_AGENCY_NEAR : NV_W_UNKNOWN_AGENCY, r->bad.p, r->near.n ? r->near.p : NULL, NULL); break;
    case NV_CORRECT_NO_QUOTE: nv_cli_say(cli, stderr, NV_W_NO_QUOTE, nv_cli_opt(cli, "doc"), c->quote.p, NULL); break;
    case NV_CORRECT_NO_TEXT: nv_cli_say(cli, stderr, NV_W_NO_TEXT, nv_cli_opt(cli, "doc"), NULL); break;
    case NV_CORRECT_NO_FIT: nv_cli_say(cli, stderr, NV_W_MARK_NO_FIT, c->task.n ? c->task.p : c->quote.p, NULL); break;
    }
    return NV_X_USAGE;
}

static int correct(nv_cli *cli, nv_asker *q, const nv_correction *c)
{
    nv_corrected r;
    nv_err err = { 0 };
    if (nv_store_begin(q->store, &err) || nv_people_correct(q->store, c, q->a, &r, &err)) return nv_cli_fail(cli, &err);
    int code = said(cli, c, &r);
    if (code != NV_X_DONE) {
        nv_store_rollback(q->store);
        return code;
    }
    if (nv_store_commit(q->store, &err)) return nv_cli_fail(cli, &err);
    if (cli->json) {
        nv_buf b = { 0 };
        nv_task_json(&b, &r.task);
        nv_j_print(&b);
        return NV_X_DONE;
    }
    nv_task_entry(cli, &r.task);
    if (r.known) nv_cli_say(cli, stdout, NV_W_MARK_SAME, NULL);
    return NV_X_DONE;
}

/* The one document of --doc. */
static int find_doc(nv_cli *cli, nv_asker *q, int64_t *doc)
{
    nv_ans_docs docs = { 0 };
    nv_err err;
    const char *name = nv_cli_opt(cli, "doc");
    if (nv_store_find_docs(q->store, nv_str_of(name), q->a, &docs, &err)) return nv_cli_fail(cli, &err);
    if (!docs.n) return nv_no_doc(cli, name, nv_store_near_doc(q->store, nv_str_of(name), q->a));
    uint32_t have = 0;
    for (uint32_t i = 0; i < docs.n; i++)
        if (docs.v[i].have && !have++) *doc = docs.v[i].id;
    if (!have) *doc = docs.v[0].id;
    if (have < 2) return NV_X_DONE;
    nv_cli_say(cli, stderr, NV_W_MANY_DOCS, name, NULL);
    return NV_X_USAGE;
}

static int say_usage(const nv_cli *cli, nv_word w)
{
    nv_cli_say(cli, stderr, w, NULL);
    return NV_X_USAGE;
}

static int about_task(nv_cli *cli, nv_correction *c, bool add)
{
    nv_asker q;
    int code = nv_people_open(&q, cli);
    if (code == NV_X_DONE && add) code = find_doc(cli, &q, &c->doc);
    if (code == NV_X_DONE) code = correct(cli, &q, c);
    nv_ask_close(&q);
    return code;
}

static int with_correction(nv_cli *cli, const char *verdict, const char *id)
{
    nv_arena *a = nv_arena_new();
    nv_correction c = { .verdict = nv_str_of(verdict), .task = nv_str_of(id) };
    bool add = strcmp(verdict, "added") == 0, edit = strcmp(verdict, "edited") == 0;
    int code = NV_X_USAGE;
    if (read_correction(cli, a, &c)) {
        bool some = c.bearer.p || c.due.p || c.action.n;
        if (edit && !some) code = say_usage(cli, NV_W_REVIEW_NO_CHANGE);
        else if (!edit && !add && some) code = say_usage(cli, NV_W_REVIEW_ONLY_EDIT);
        else if (add && (!c.quote.n || !c.bearer.n || !nv_cli_opt(cli, "doc"))) code = say_usage(cli, NV_W_REVIEW_ADD_NEEDS);
        else code = about_task(cli, &c, add);
    }
    nv_arena_free(a);
    return code;
}

/* ---- how one document cites another ---------------------------------------------------------------------------------- */

static int not_one(nv_cli *cli, const nv_relate *r, const nv_related *out)
{
    nv_buf list = { 0 };
    char n[16];
    snprintf(n, sizeof n, "%u", out->texts.n);
    for (uint32_t i = 0; i < out->texts.n; i++) nv_buf_printf(&list, "%s“%.*s”", i ? ", " : "", NV_ARG(out->texts.v[i]));
    if (out->texts.n) nv_cli_say(cli, stderr, NV_W_RELATE_MANY, nv_cli_opt(cli, "doc"), n, nv_buf_z(&list), NULL);
    else nv_cli_say(cli, stderr, NV_W_RELATE_NONE, nv_cli_opt(cli, "doc"), r->quote.p, NULL);
    nv_buf_clear(&list);
    return NV_X_USAGE;
}

static void print_related(nv_cli *cli, nv_asker *q, const nv_relate *r, const nv_related *out)
{
    nv_buf b[2] = { { 0 }, { 0 } };
    char n[16];
    if (cli->json) {
        nv_j_open(b, '{');
        nv_j_str(b, "quote", out->texts.v[0]);
        nv_j_str(b, "was", out->was);
        nv_j_str(b, "relation", r->relation);
        nv_j_int(b, "places", out->n);
        nv_j_close(b, '}');
        nv_j_print(b);
        return;
    }
    snprintf(n, sizeof n, "%u", out->n);
    nv_relation_text(cli, out->was, &b[0]);
    nv_relation_text(cli, r->relation, &b[1]);
    nv_cli_say(cli, stdout, NV_W_RELATED, nv_arena_str(q->a, out->texts.v[0]).p, nv_buf_z(&b[0]), nv_buf_z(&b[1]), n, NULL);
    if (out->known) nv_cli_say(cli, stdout, NV_W_MARK_SAME, NULL);
    nv_buf_clear(&b[0]);
    nv_buf_clear(&b[1]);
}

static int relate(nv_cli *cli, nv_asker *q, nv_relate *r)
{
    nv_related out;
    nv_err err = { 0 };
    int code = find_doc(cli, q, &r->doc);
    if (code != NV_X_DONE) return code;
    if (nv_store_begin(q->store, &err) || nv_people_relate(q->store, r, q->a, &out, &err)) return nv_cli_fail(cli, &err);
    if (out.texts.n != 1) {
        nv_store_rollback(q->store);
        return not_one(cli, r, &out);
    }
    if (nv_store_commit(q->store, &err)) return nv_cli_fail(cli, &err);
    print_related(cli, q, r, &out);
    return NV_X_DONE;
}

static int about_citation(nv_cli *cli)
{
    nv_asker q;
    nv_relate r = { .relation = nv_str_of(nv_cli_opt(cli, "relation")), .recorded = cli->today };
    int code = nv_people_open(&q, cli);
    if (code == NV_X_DONE)
        code = nv_people_words(cli, "quote", q.a, &r.quote) && nv_people_words(cli, "note", q.a, &r.note) && nv_people_by(cli, q.a, &r.person) ? relate(cli, &q, &r) : NV_X_USAGE;
    nv_ask_close(&q);
    return code;
}

/* ---- proposals ------------------------------------------------------------------------------------------------------- */

static int decide(nv_cli *cli, nv_asker *q, const nv_grammar *g, const nv_correction *c, const char *id, bool accept)
{
    nv_decided d;
    nv_err err = { 0 };
    if (nv_store_begin(q->store, &err) ||
        nv_people_decide(q->store, g, nv_str_of(id), accept, nv_date_parse(c->due), c->note, c->person, cli->today, q->a, &d, &err))
        return nv_cli_fail(cli, &err);
    if (!d.list.n || !d.done) {
        nv_store_rollback(q->store);
        nv_cli_say(cli, stderr, d.list.n ? NV_W_P_NEEDS_DAY : NV_W_NO_PROPOSAL, id, NULL);
        return NV_X_USAGE;
    }
    if (nv_store_commit(q->store, &err)) return nv_cli_fail(cli, &err);
    nv_print_decided(cli, &d, accept);
    return NV_X_DONE;
}

/* An id with '@' is a proposal's. */
static int about_proposal(nv_cli *cli, const char *id, bool accept)
{
    nv_arena *a = nv_arena_new();
    nv_correction c = { 0 };
    int code = NV_X_USAGE;
    if (read_correction(cli, a, &c)) {
        const nv_pipeline *p = nv_cli_pipeline(cli);
        nv_asker q;
        code = p ? nv_people_open(&q, cli) : NV_X_USAGE;
        if (p && code == NV_X_DONE) code = decide(cli, &q, nv_pipeline_ctx(p)->grammar, &c, id, accept);
        if (p) nv_ask_close(&q);
    }
    nv_arena_free(a);
    return code;
}

static int need_id(nv_cli *cli, int argc, char **argv, const char *verdict)
{
    if (argc > 1 && strchr(argv[1], '@') && strcmp(verdict, "edited") != 0) return about_proposal(cli, argv[1], strcmp(verdict, "accepted") == 0);
    if (argc > 1) return with_correction(cli, verdict, argv[1]);
    nv_cli_say(cli, stderr, NV_W_TOO_FEW, "review", "ID", NULL);
    return NV_X_USAGE;
}

static int do_accept(nv_cli *cli, int argc, char **argv) { return need_id(cli, argc, argv, "accepted"); }
static int do_edit(nv_cli *cli, int argc, char **argv)
{
    if (!nv_cli_opt(cli, "relation")) return need_id(cli, argc, argv, "edited");
    if (argc == 1 && nv_cli_opt(cli, "doc") && nv_cli_opt(cli, "quote")) return about_citation(cli);
    return say_usage(cli, NV_W_RELATE_NEEDS);
}
static int do_reject(nv_cli *cli, int argc, char **argv) { return need_id(cli, argc, argv, "rejected"); }

static int do_add(nv_cli *cli, int argc, char **argv)
{
    if (argc == 1) return with_correction(cli, "added", NULL);
    nv_cli_say(cli, stderr, NV_W_TOO_MANY, "review", argv[1], NULL);
    return NV_X_USAGE;
}

/* ---- out and in ------------------------------------------------------------------------------------------------------ */

static int do_export(nv_cli *cli, int argc, char **argv)
{
    nv_asker q;
    nv_buf b = { 0 };
    nv_err err;
    const char *path = nv_cli_opt(cli, "output");
    int code = nv_ask_open(&q, cli, false);
    if (code == NV_X_DONE && nv_people_export(q.store, &b, &err)) code = nv_cli_fail(cli, &err);
    if (code == NV_X_DONE) code = nv_out_write(cli, path ? path : argc > 1 ? argv[1] : NULL, nv_buf_str(&b));
    nv_buf_clear(&b);
    nv_ask_close(&q);
    return code;
}

static bool read_all(const char *path, nv_buf *out, nv_err *err)
{
    FILE *f = fopen(path, "rb");
    char part[65536];
    size_t n;
    if (!f) return nv_err_set(err, NV_E_IO, NV_M_E_OPEN, path, strerror(errno), NULL), false;
    while ((n = fread(part, 1, sizeof part, f)) > 0 && out->n <= NV_MAX_PEOPLE_BYTES) nv_buf_add(out, part, n);
    bool ok = !ferror(f);
    fclose(f);
    if (!ok) nv_err_set(err, NV_E_IO, NV_M_E_READ, path, strerror(errno), NULL);
    else if (out->n > NV_MAX_PEOPLE_BYTES) nv_err_set(err, NV_E_LIMIT, NV_M_E_LIMIT, path, "NV_MAX_PEOPLE_BYTES", "64 MiB", NULL), ok = false;
    return ok;
}

static int import(nv_cli *cli, nv_asker *q, const char *path, nv_str json)
{
    nv_imported r;
    nv_err err = { 0 };
    if (nv_store_begin(q->store, &err)) return nv_cli_fail(cli, &err);
    nv_status st = nv_people_import(q->store, json, q->a, &r, &err);
    if (st == NV_E_FORMAT) {
        nv_cli_say(cli, stderr, NV_W_BAD_PEOPLE, path, nv_arena_str(q->a, r.fault).p, NULL);
        return NV_X_FILES;
    }
    if (st || nv_store_commit(q->store, &err)) return nv_cli_fail(cli, &err);
    nv_print_import(cli, &r);
    return NV_X_DONE;
}

static int do_import(nv_cli *cli, int argc, char **argv)
{
    nv_asker q;
    nv_buf b = { 0 };
    nv_err err;
    if (argc < 2) {
        nv_cli_say(cli, stderr, NV_W_TOO_FEW, "review", "FILE", NULL);
        return NV_X_USAGE;
    }
    int code = nv_people_open(&q, cli);
    if (code == NV_X_DONE && !read_all(argv[1], &b, &err)) code = nv_cli_fail(cli, &err);
    if (code == NV_X_DONE) code = import(cli, &q, argv[1], nv_buf_str(&b));
    nv_buf_clear(&b);
    nv_ask_close(&q);
    return code;
}

/* ---- what is doubtful ------------------------------------------------------------------------------------------------ */

static int do_list(nv_cli *cli, int argc, char **argv)
{
    (void)argc;
    (void)argv;
    nv_asker q;
    nv_doubts v = { 0 };
    nv_proposals proposals = { 0 };
    nv_err err;
    int64_t doc = 0;
    long limit;
    if (!nv_cli_opt_int(cli, "limit", 1, 1000000, 50, &limit)) return NV_X_USAGE;
    const nv_pipeline *p = nv_cli_pipeline(cli);
    if (!p) return NV_X_USAGE;
    int code = nv_ask_open(&q, cli, false);
    if (code == NV_X_DONE && nv_cli_opt(cli, "doc")) code = find_doc(cli, &q, &doc);
    if (code == NV_X_DONE && (nv_people_proposals(q.store, nv_pipeline_ctx(p)->grammar, doc, q.a, &proposals, &err) || nv_people_doubts(q.store, doc, q.a, &v, &err))) code = nv_cli_fail(cli, &err);
    if (code == NV_X_DONE) nv_print_doubts(cli, &proposals, &v, (uint32_t)limit);
    nv_ask_close(&q);
    return code;
}

static const struct { const char *name; action_fn *fn; } actions[] = {
    { "list", do_list }, { "accept", do_accept }, { "edit", do_edit }, { "reject", do_reject }, { "add", do_add }, { "export", do_export }, { "import", do_import },
};

const char *nv_review_action(unsigned i)
{
    return i < NV_NELEM(actions) ? actions[i].name : NULL;
}

int nv_cmd_review(nv_cli *cli, int argc, char **argv)
{
    const char *name = argc ? argv[0] : "list";
    for (unsigned i = 0; i < NV_NELEM(actions); i++)
        if (strcmp(actions[i].name, name) == 0) return nv_cli_done(cli, actions[i].fn(cli, argc, argv));
    nv_buf list = { 0 };
    nv_value_words(cli, "ACTION", ", ", &list);
    nv_cli_say(cli, stderr, NV_W_BAD_ACTION, name, nv_buf_z(&list), NULL);
    nv_buf_clear(&list);
    return NV_X_USAGE;
}
