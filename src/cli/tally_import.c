#include "cli/tally_import.h"
#include "cli/print.h"
#include "cli/tally_print.h"
#include "store/people.h"
#include <stdlib.h>

static int add_doc(nv_tally_importer *m, const nv_ans_doc *d)
{
    nv_err err;
    for (uint32_t i = 0; i < m->docs.n; i++)
        if (nv_str_eq(m->docs.v[i], nv_doc_label(d))) return NV_X_DONE;
    *NV_PUSH(m->q->a, &m->docs) = nv_doc_label(d);
    return nv_store_doc_tasks(m->q->store, d->id, m->q->a, &m->tasks, &err) ? nv_cli_fail(m->cli, &err) : NV_X_DONE;
}

int nv_tally_import_open(nv_tally_importer *m, const char *doc)
{
    nv_ans_docs docs = { 0 };
    nv_err err;
    int code = NV_X_DONE;
    if (doc) {
        nv_one one;
        if (nv_store_find_docs(m->q->store, nv_str_of(doc), m->q->a, &docs, &err)) return nv_cli_fail(m->cli, &err);
        if (!docs.n) return nv_no_doc(m->cli, doc, nv_store_near_doc(m->q->store, nv_str_of(doc), m->q->a));
        code = nv_one_choose(m->cli, m->q, doc, &docs, &one);
        return code == NV_X_DONE ? add_doc(m, &one.doc) : code;
    }
    code = nv_one_cited(m->cli, m->q, m->one, "implements", &docs);
    for (uint32_t i = 0; code == NV_X_DONE && i < docs.n; i++) code = add_doc(m, &docs.v[i]);
    return code;
}

bool nv_tally_import_map(const nv_cli *cli, const char *text, nv_arena *a, nv_follow_ask *ask)
{
    for (const char *p = text; p && *p;) {
        char *eq;
        unsigned long group = strtoul(p, &eq, 10);
        size_t n = eq > p && *eq == '=' ? strcspn(eq + 1, ",") : 0;
        if (!n || !group || group > NV_MAX_TABLE_COLS) {
            nv_buf want = { 0 };
            nv_cli_word(cli, &want, NV_W_IM_WANT_MAP, NULL);
            nv_cli_say(cli, stderr, NV_W_BAD_VALUE, "map", text, nv_buf_z(&want), NULL);
            nv_buf_clear(&want);
            return false;
        }
        *NV_PUSH(a, &ask->map) = (nv_follow_map){ (uint32_t)group - 1, nv_arena_str(a, (nv_str){ eq + 1, (uint32_t)n }) };
        p = eq + 1 + n + (eq[1 + n] == ',');
    }
    return true;
}

/* ---- recording -------------------------------------------------------------------------------------------------------- */

static nv_str column(nv_arena *a, const nv_tally_col *c)
{
    return c->label.n && c->year.n ? nv_arena_printf(a, "%.*s, %.*s", NV_ARG(c->label), NV_ARG(c->year)) : c->label.n ? c->label : c->year;
}

/* The note is the same in every language and for every copy of the table, so that a mark is recorded once. */
static int record(nv_tally_importer *m, const nv_tally *t, nv_follow *x)
{
    nv_str note = nv_arena_printf(m->q->a, "bảng theo dõi, cột “%.*s”", NV_ARG(column(m->q->a, &t->cols.v[x->col])));
    for (uint32_t i = 0; i < x->marks.n; i++) {
        nv_mark mark = { .task = x->task->id, .who = x->marks.v[i].who, .status = NV_LIT("done"), .day = x->day, .document = nv_doc_label(&m->one->doc), .note = note,
                         .origin = NV_LIT("import"), .recorded = m->cli->today };
        nv_marked said;
        nv_err err;
        if (nv_people_mark(m->q->store, &mark, m->q->a, &said, &err)) return nv_cli_fail(m->cli, &err);
        if (said.said != NV_MARK_DONE) x->no_bearer++, m->left++;
        else if (said.added) m->added += said.added;
        else m->known++;
    }
    return NV_X_DONE;
}

/* ---- saying it -------------------------------------------------------------------------------------------------------- */

static void print_follow(const nv_tally_importer *m, const nv_tally *t, const nv_follow *x)
{
    static const nv_word words[] = { NV_W_IM_F_RECORD, NV_W_IM_F_NO_MATCH, NV_W_IM_F_AMBIGUOUS, NV_W_IM_F_RECURRING, NV_W_IM_F_BEFORE, NV_W_IM_F_UNDECIDED };
    nv_buf b = { 0 }, day = { 0 };
    char iso[12], n[3][16];
    nv_str name = column(m->q->a, &t->cols.v[x->col]);
    nv_date_iso(x->day, iso);
    nv_date_text(m->cli, nv_str_of(iso), &day);
    snprintf(n[0], sizeof n[0], "%u", x->marks.n);
    snprintf(n[1], sizeof n[1], "%.2f", x->score);
    snprintf(n[2], sizeof n[2], "%.2f", x->second);
    nv_buf_printf(&b, "(%u) “%.*s”", t->cols.v[x->col].group + 1, NV_ARG(name));
    if (x->task) {
        nv_buf_printf(&b, " → %.*s (", NV_ARG(x->task->id));
        nv_cli_word(m->cli, &b, x->named ? NV_W_IM_F_NAMED : NV_W_IM_F_SCORE, n[1], n[2], NULL);
        nv_buf_addc(&b, ')');
    }
    nv_buf_addz(&b, ": ");
    nv_cli_word(m->cli, &b, words[x->said], n[0], nv_buf_z(&day), NULL);
    if (x->no_bearer) {
        char k[16];
        snprintf(k, sizeof k, "%u", x->no_bearer);
        nv_cli_word(m->cli, &b, NV_W_IM_F_NOT_ITS, k, NULL);
    }
    fputs("  ", stdout);
    nv_print_wrap(stdout, nv_buf_str(&b), 4, m->cli->width);
    nv_buf_clear(&b);
    nv_buf_clear(&day);
}

static void follow_json(const nv_tally *t, const nv_follow *x, nv_buf *b)
{
    char iso[12];
    nv_date_iso(x->said == NV_FOLLOW_RECORD ? x->day : (nv_date){ 0 }, iso);
    nv_j_open(b, '{');
    nv_j_str(b, "label", t->cols.v[x->col].label);
    nv_j_str(b, "year", t->cols.v[x->col].year);
    nv_j_str(b, "task", x->task ? x->task->id : (nv_str){ 0 });
    nv_j_real(b, "score", x->score);
    nv_j_real(b, "next_score", x->second);
    nv_j_bool(b, "named", x->named);
    nv_j_str(b, "said", nv_str_of(nv_follow_name(x->said)));
    nv_j_str(b, "day", nv_str_of(iso));
    nv_j_int(b, "not_bearers", x->no_bearer);
    nv_j_key(b, "bearers");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < x->marks.n; i++) {
        nv_j_item(b);
        nv_j_text(b, x->marks.v[i].who);
    }
    nv_j_close(b, ']');
    nv_j_close(b, '}');
}

int nv_tally_import(nv_tally_importer *m, const nv_tally *t, nv_buf *json)
{
    nv_follows v = { 0 };
    nv_buf docs = { 0 };
    int code = NV_X_DONE;
    nv_tally_follow(t, &m->tasks, m->q->tables.registry, &m->ask, m->q->a, &v);
    for (uint32_t i = 0; code == NV_X_DONE && i < v.n; i++) {
        nv_follow *x = &v.v[i];
        if (x->said == NV_FOLLOW_RECORD) {
            m->left += x->no_bearer;
            if (!m->dry) code = record(m, t, x);
        } else
            for (uint32_t r = 0; r < t->rows.n; r++) m->left += t->rows.v[r].mark[x->col];
    }
    for (uint32_t i = 0; i < m->docs.n; i++) nv_buf_printf(&docs, "%s%.*s", i ? ", " : "", NV_ARG(m->docs.v[i]));
    if (!m->cli->json && m->docs.n) nv_cli_say(m->cli, stdout, NV_W_IM_FOLLOWS, nv_buf_z(&docs), NULL);
    for (uint32_t i = 0; !m->cli->json && m->docs.n && i < v.n; i++) print_follow(m, t, &v.v[i]);
    nv_buf_clear(&docs);
    if (!m->cli->json) return code;
    nv_j_key(json, "statuses");
    nv_j_open(json, '[');
    for (uint32_t i = 0; i < v.n; i++) follow_json(t, &v.v[i], json);
    nv_j_close(json, ']');
    return code;
}
