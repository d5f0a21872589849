/* lineage [DOC|ID]: tasks that come back in later documents, with how the documents cite each other and what changed. */
#include "cli/doc_print.h"
#include "cli/one_file.h"
#include "cli/print.h"
#include "cli/task_print.h"
#include "store/lineage.h"

enum { LEFT = 13 };

typedef struct { nv_cli *cli; nv_asker *q; nv_lineage l; uint32_t *chain, *next; /* of each task: the first and the next task of its chain */ } teller;

/* ---- chains ---------------------------------------------------------------------------------------------------------- */

static uint32_t root(uint32_t *up, uint32_t i)
{
    while (up[i] != i) i = up[i] = up[up[i]];
    return i;
}

/* Tasks that are tied, directly or over others, are one chain; it is named by its earliest task. */
static void make_chains(teller *x)
{
    x->chain = nv_arena_alloc(x->q->a, (x->l.tasks.n + 1) * sizeof *x->chain);
    for (uint32_t i = 0; i < x->l.tasks.n; i++) x->chain[i] = i;
    for (uint32_t i = 0; i < x->l.kin.n; i++) {
        uint32_t a = root(x->chain, x->l.kin.v[i].earlier), b = root(x->chain, x->l.kin.v[i].later);
        if (a < b) x->chain[b] = a;
        else x->chain[a] = b;
    }
    uint32_t n = x->l.tasks.n, *last = nv_arena_alloc(x->q->a, (n + 1) * sizeof *last);
    x->next = nv_arena_alloc(x->q->a, (n + 1) * sizeof *x->next);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t first = x->chain[i] = root(x->chain, i);
        x->next[i] = NV_NONE;
        if (first != i) x->next[last[first]] = i;
        last[first] = i;
    }
}

/* The first tie of a task to earlier ones: they are in the order of the later task. */
static uint32_t first_tie(const teller *x, uint32_t task)
{
    uint32_t lo = 0, hi = x->l.kin.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (x->l.kin.v[mid].later < task) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* ---- for people ------------------------------------------------------------------------------------------------------ */

static void link_text(const teller *x, const nv_doc_link *l, nv_buf *out)
{
    static const nv_word words[] = { NV_W_LN_NONE, NV_W_LN_DIRECT, NV_W_LN_VIA, NV_W_LN_COMMON };
    nv_buf what = { 0 };
    if (l->kind != NV_LINK_DIRECT) nv_buf_adds(&what, l->via);
    for (uint32_t beg = 0, at = 0; l->kind == NV_LINK_DIRECT && at <= l->relations.n; at++) {
        if (at < l->relations.n && l->relations.p[at] != ';') continue;
        if (what.n) nv_buf_addz(&what, ", ");
        nv_relation_text(x->cli, nv_str_trim(nv_str_cut(l->relations, beg, at)), &what);
        beg = at + 1;
    }
    nv_cli_word(x->cli, out, words[l->kind], nv_buf_z(&what), NULL);
    nv_buf_clear(&what);
}

static nv_str lead_names(const teller *x, const nv_ans_task *t)
{
    nv_buf b = { 0 };
    nv_task_names(t, "lead", &b);
    nv_str s = nv_arena_str(x->q->a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return s;
}

static void line(const teller *x, nv_buf *b)
{
    printf("%*s", LEFT, "");
    nv_print_wrap(stdout, nv_buf_str(b), LEFT, x->cli->width);
    b->n = 0;
}

static void compared(const teller *x, nv_word w, nv_str before, nv_str after, nv_buf *b)
{
    nv_buf old = { 0 }, new = { 0 };
    nv_buf_adds(&old, before);
    nv_buf_adds(&new, after);
    nv_cli_word(x->cli, b, w, old.n ? nv_buf_z(&old) : "–", new.n ? nv_buf_z(&new) : "–", NULL);
    line(x, b);
    nv_buf_clear(&old);
    nv_buf_clear(&new);
}

/* Below the later task: what it comes from. */
static void print_tie(const teller *x, const nv_kin *k)
{
    const nv_ans_task *t = &x->l.tasks.v[k->earlier], *y = &x->l.tasks.v[k->later];
    nv_buf b = { 0 }, from = { 0 }, link = { 0 }, days[2] = { { 0 }, { 0 } };
    char score[16];
    snprintf(score, sizeof score, "%.2f", k->score);
    nv_buf_adds(&from, t->number.n ? t->number : t->file);
    if (t->eid.n) {
        nv_buf_addz(&from, ", ");
        nv_place_name(t->eid, &from);
    }
    link_text(x, &k->link, &link);
    nv_cli_word(x->cli, &b, k->score >= NV_KIN_SAME ? NV_W_LN_SAME : NV_W_LN_SIMILAR, nv_buf_z(&from), score, nv_buf_z(&link), NULL);
    line(x, &b);
    if (k->changes & NV_CH_BEARER && k->lead_share < 1) compared(x, NV_W_LN_BEARER, lead_names(x, t), lead_names(x, y), &b);
    if (k->changes & NV_CH_DEADLINE) {
        nv_date_text(x->cli, t->last_due, &days[0]);
        nv_date_text(x->cli, y->last_due, &days[1]);
        if (days[0].n || days[1].n) compared(x, NV_W_LN_DEADLINE, nv_buf_str(&days[0]), nv_buf_str(&days[1]), &b);
    }
    nv_buf_clear(&b);
    nv_buf_clear(&from);
    nv_buf_clear(&link);
    nv_buf_clear(&days[0]);
    nv_buf_clear(&days[1]);
}

static void print_task(const teller *x, uint32_t i)
{
    const nv_ans_task *t = &x->l.tasks.v[i];
    nv_buf b = { 0 };
    nv_date_text(x->cli, t->date, &b);
    fputs(nv_ink(x->cli, "1"), stdout);
    nv_print_cell(stdout, nv_buf_str(&b), LEFT);
    fputs(nv_ink(x->cli, "0"), stdout);
    b.n = 0;
    nv_buf_adds(&b, t->number.n ? t->number : t->file);
    if (t->eid.n) {
        nv_buf_addz(&b, ", ");
        nv_place_name(t->eid, &b);
    }
    nv_buf_printf(&b, " · %.*s", NV_ARG(t->id));
    nv_print_wrap(stdout, nv_buf_str(&b), LEFT, x->cli->width);
    b.n = 0;
    nv_buf_adds(&b, t->action);
    line(x, &b);
    nv_buf_clear(&b);
    for (uint32_t k = first_tie(x, i); k < x->l.kin.n && x->l.kin.v[k].later == i; k++) print_tie(x, &x->l.kin.v[k]);
}

static void print_text(teller *x)
{
    uint32_t chains = 0;
    for (uint32_t i = 0; i < x->l.tasks.n; i++) {
        if (x->chain[i] != i) continue;
        chains++;
        for (uint32_t k = i; k != NV_NONE; k = x->next[k]) print_task(x, k);
        putchar('\n');
    }
    char n[3][16];
    const uint32_t v[] = { chains, x->l.asked, x->l.alone };
    for (unsigned i = 0; i < NV_NELEM(v); i++) snprintf(n[i], sizeof n[i], "%u", v[i]);
    nv_cli_say(x->cli, stdout, NV_W_LN_SUM, n[0], n[1], n[2], NULL);
}

/* ---- JSON ------------------------------------------------------------------------------------------------------------ */

static void kin_json(const teller *x, nv_buf *b, const nv_kin *k)
{
    static const char *const links[] = { "none", "cites", "via", "common" };
    nv_j_open(b, '{');
    nv_j_str(b, "earlier", x->l.tasks.v[k->earlier].id);
    nv_j_str(b, "later", x->l.tasks.v[k->later].id);
    nv_j_str(b, "kind", nv_str_of(k->score >= NV_KIN_SAME ? "same" : "similar"));
    nv_j_real(b, "score", k->score);
    nv_j_str(b, "link", nv_str_of(links[k->link.kind]));
    nv_j_str(b, "relations", k->link.relations);
    nv_j_str(b, "via", k->link.via);
    nv_j_real(b, "same_bearers", k->lead_share);
    nv_j_bool(b, "same_deadline", !(k->changes & NV_CH_DEADLINE));
    nv_j_bool(b, "same_wording", !(k->changes & NV_CH_ACTION));
    nv_j_close(b, '}');
}

static void print_json(teller *x)
{
    nv_buf b = { 0 };
    nv_j_open(&b, '{');
    nv_j_key(&b, "tasks");
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < x->l.tasks.n; i++) {
        nv_task_json(&b, &x->l.tasks.v[i]);
        b.n--; /* the chain goes in before the last brace */
        nv_j_str(&b, "chain", x->l.tasks.v[x->chain[i]].id);
        nv_j_close(&b, '}');
    }
    nv_j_close(&b, ']');
    nv_j_key(&b, "links");
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < x->l.kin.n; i++) kin_json(x, &b, &x->l.kin.v[i]);
    nv_j_close(&b, ']');
    nv_j_int(&b, "asked", x->l.asked);
    nv_j_int(&b, "without_kin", x->l.alone);
    nv_j_close(&b, '}');
    nv_j_print(&b);
}

/* ---- the verb -------------------------------------------------------------------------------------------------------- */

/* “9f03a959-16”: digits of a hash, a dash, a number. */
static bool is_task_id(const char *s)
{
    size_t n = strspn(s, "0123456789abcdef");
    return n >= 6 && s[n] == '-' && s[n + 1] && !s[n + 1 + strspn(s + n + 1, "0123456789")];
}

static int ask(teller *x, const char *what)
{
    nv_err err;
    nv_ans_docs docs = { 0 };
    bool several, id = what && is_task_id(what);
    int64_t doc = 0;
    if (what && !id) {
        if (nv_store_find_docs(x->q->store, nv_str_of(what), x->q->a, &docs, &err)) return nv_cli_fail(x->cli, &err);
        if (!docs.n) return nv_no_doc(x->cli, what, nv_store_near_doc(x->q->store, nv_str_of(what), x->q->a));
        nv_one one;
        int code = nv_one_choose(x->cli, x->q, what, &docs, &one);
        if (code != NV_X_DONE) return code;
        doc = one.doc.id;
    }
    nv_status st = nv_store_lineage(x->q->store, doc, id ? nv_str_of(what) : (nv_str){ 0 }, x->q->a, &x->l, &several, &err);
    if (st == NV_E_USAGE) {
        if (several) nv_cli_say(x->cli, stderr, NV_W_AMBIGUOUS_ID, what, "2+", NULL);
        else nv_cli_say(x->cli, stderr, NV_W_UNKNOWN_ID, what, NULL);
        return NV_X_USAGE;
    }
    if (st) return nv_cli_fail(x->cli, &err);
    make_chains(x);
    if (x->cli->json) print_json(x);
    else print_text(x);
    return NV_X_DONE;
}

int nv_cmd_lineage(nv_cli *cli, int argc, char **argv)
{
    nv_asker q;
    teller x = { .cli = cli, .q = &q };
    int code = nv_ask_open(&q, cli, true);
    if (code == NV_X_DONE) code = ask(&x, argc ? argv[0] : NULL);
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}
