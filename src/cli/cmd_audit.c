/* audit: what in the collection contradicts itself, one line each; the rules and their explanations. */
#include "cli/doc_print.h"
#include "cli/print.h"
#include "export/json_out.h"
#include "store/audit.h"
#include <stdlib.h>

enum { N_LEVELS = NV_LEVEL_ERROR + 1 };

static nv_word level_word(nv_level l)
{
    return l == NV_LEVEL_ERROR ? NV_W_LEVEL_ERROR : l == NV_LEVEL_WARNING ? NV_W_LEVEL_WARNING : NV_W_LEVEL_NOTE;
}

/* The level that an option names, `def` if it is absent. */
static int level_opt(const nv_cli *cli, const char *name, int def)
{
    const char *v = nv_cli_opt(cli, name);
    for (int i = 0; v && i < N_LEVELS; i++)
        if (strcmp(v, nv_level_name((nv_level)i)) == 0) return i;
    return def;
}

/* An argument of a finding for a reader: days and places as the language has them. */
static nv_str shown(const nv_cli *cli, nv_str v, nv_arena *a)
{
    static const struct { const char *name; nv_word word; } words[] = { { "word:GONE", NV_W_AUDIT_GONE }, { "word:ENDED", NV_W_AUDIT_ENDED }, { "word:NOT_YET", NV_W_AUDIT_NOT_YET } };
    nv_buf b = { 0 };
    if (nv_str_starts(v, NV_LIT("date:"))) nv_date_text(cli, nv_str_cut(v, 5, v.n), &b);
    else if (nv_str_starts(v, NV_LIT("place:"))) nv_place_name(nv_str_cut(v, 6, v.n), &b);
    else if (nv_str_starts(v, NV_LIT("word:"))) {
        for (unsigned i = 0; i < NV_NELEM(words); i++)
            if (nv_str_eqz(v, words[i].name)) nv_cli_word(cli, &b, words[i].word, NULL);
    } else nv_buf_adds(&b, v);
    nv_str s = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return s;
}

/* The rule's line with %1 … %3 filled in. */
static void message(const nv_cli *cli, const nv_finding *f, nv_arena *a, nv_buf *out)
{
    for (const char *p = f->rule->line[cli->lang == NV_VI ? 0 : 1]; *p; p++) {
        if (*p == '%' && p[1] >= '1' && p[1] <= '0' + NV_AUDIT_ARGS) nv_buf_adds(out, shown(cli, f->arg[*++p - '1'], a));
        else nv_buf_addc(out, *p);
    }
}

static void print_finding(const nv_cli *cli, const nv_finding *f, nv_arena *a)
{
    nv_buf b = { 0 };
    if (f->file.n) {
        nv_buf_adds(&b, f->number.n ? f->number : f->file);
        if (f->eid.n) {
            nv_buf_addz(&b, ", ");
            nv_place_name(f->eid, &b);
        }
        if (f->page) {
            char n[16];
            snprintf(n, sizeof n, "%u", f->page);
            nv_buf_addz(&b, ", ");
            nv_cli_word(cli, &b, NV_W_PAGE, n, NULL);
        }
        nv_buf_addz(&b, ": ");
    }
    nv_cli_word(cli, &b, level_word(f->rule->level), NULL);
    nv_buf_printf(&b, " %s: ", f->rule->id);
    message(cli, f, a, &b);
    if (f->quote.n) nv_buf_printf(&b, ": “%.*s”", NV_ARG(nv_str_trim(f->quote)));
    nv_print_line(stdout, nv_buf_str(&b), 0);
    putchar('\n');
    nv_buf_clear(&b);
}

static void finding_json(const nv_cli *cli, const nv_finding *f, nv_arena *a, nv_buf *j)
{
    nv_buf b = { 0 };
    message(cli, f, a, &b);
    nv_j_open(j, '{');
    nv_j_str(j, "rule", nv_str_of(f->rule->id));
    nv_j_str(j, "level", nv_str_of(nv_level_name(f->rule->level)));
    nv_j_str(j, "number", f->number);
    nv_j_str(j, "date", f->date);
    nv_j_str(j, "file", f->file);
    nv_j_str(j, "eid", f->eid);
    nv_j_int_or_null(j, "page", f->page, 0);
    nv_j_str(j, "quote", f->quote);
    nv_j_str(j, "message", nv_buf_str(&b));
    nv_j_close(j, '}');
    nv_buf_clear(&b);
}

static int explain(const nv_cli *cli, const char *id)
{
    unsigned n, l = cli->lang == NV_VI ? 0 : 1;
    const nv_audit_rule *v = nv_audit_rules(&n);
    bool all = strcmp(id, "all") == 0, any = false;
    for (unsigned i = 0; i < n; i++) {
        if (!all && strcmp(id, v[i].id) != 0) continue;
        nv_buf b = { 0 };
        nv_cli_word(cli, &b, level_word(v[i].level), NULL);
        printf("%s%s%s (%s): %s\n", nv_ink(cli, "1"), v[i].id, nv_ink(cli, "0"), nv_buf_z(&b), v[i].title[l]);
        nv_buf_clear(&b);
        fputs("    ", stdout);
        nv_print_wrap(stdout, nv_str_of(v[i].why[l]), 4, cli->width);
        if (!all) {
            fputs("    ", stdout);
            nv_print_wrap(stdout, nv_str_of(v[i].sql), 4, cli->width);
        }
        any = true;
    }
    if (!any) {
        nv_cli_say(cli, stderr, NV_W_BAD_VALUE, "explain", id, "NV501 …, all", NULL);
        return NV_X_USAGE;
    }
    if (all) nv_cli_say(cli, stdout, NV_W_AUDIT_CODES, NULL);
    return NV_X_DONE;
}

static int report(nv_cli *cli, nv_asker *q, const nv_audit_rule *only, int least, int fail_on)
{
    nv_findings v = { 0 };
    nv_err err;
    if (nv_store_audit(q->store, only, q->a, &v, &err)) return nv_cli_fail(cli, &err);
    nv_buf j = { 0 };
    unsigned count[N_LEVELS] = { 0 };
    bool failed = false;
    if (cli->json) nv_j_open(&j, '[');
    for (uint32_t i = 0; i < v.n; i++) {
        int rank = (int)v.v[i].rule->level;
        if (rank >= fail_on) failed = true;
        if (rank < least) continue;
        count[rank]++;
        if (cli->json) finding_json(cli, &v.v[i], q->a, &j);
        else print_finding(cli, &v.v[i], q->a);
    }
    if (cli->json) {
        nv_j_close(&j, ']');
        nv_j_print(&j);
    } else {
        char n[N_LEVELS][16];
        for (unsigned i = 0; i < N_LEVELS; i++) snprintf(n[i], sizeof n[i], "%u", count[i]);
        nv_cli_say(cli, stdout, NV_W_AUDIT_SUM, n[2], n[1], n[0], NULL);
    }
    return failed ? NV_X_FINDINGS : NV_X_DONE;
}

int nv_cmd_audit(nv_cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    const char *id = nv_cli_opt(cli, "explain"), *rule = nv_cli_opt(cli, "rule");
    if (id) return nv_cli_done(cli, explain(cli, id));
    int least = level_opt(cli, "level", 0), fail_on = level_opt(cli, "fail-on", N_LEVELS);
    if (least < 0 || fail_on < 0) return NV_X_USAGE;
    const nv_audit_rule *only = rule ? nv_audit_rule_by_id(rule) : NULL;
    if (rule && !only) {
        nv_cli_say(cli, stderr, NV_W_BAD_VALUE, "rule", rule, "NV501 …", NULL);
        return NV_X_USAGE;
    }
    nv_asker q;
    int code = nv_ask_open(&q, cli, true);
    if (code == NV_X_DONE) code = report(cli, &q, only, least, fail_on);
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}
