#include "cli/review_print.h"
#include "cli/print.h"

enum { LEFT = 13 };

static const struct { const char *name; nv_word word; } whys[] = {
    { "unfit_mark", NV_W_D_UNFIT_MARK }, { "unfit_correction", NV_W_D_UNFIT_CORRECTION }, { "unfit_relation", NV_W_D_UNFIT_RELATION }, { "low_confidence", NV_W_D_LOW }, { "no_bearer", NV_W_D_NO_BEARER },
    { "unknown_bearer", NV_W_D_UNKNOWN_BEARER }, { "no_date", NV_W_D_NO_DATE }, { "bad_page", NV_W_D_BAD_PAGE }, { "ambiguous", NV_W_D_AMBIGUOUS },
};

static void why_text(const nv_cli *cli, nv_str why, nv_buf *out)
{
    for (uint32_t at = 0, end; at < why.n; at = end + 1) {
        end = nv_str_find(why, NV_LIT(","), at);
        if (end == UINT32_MAX) end = why.n;
        for (unsigned i = 0; i < NV_NELEM(whys); i++)
            if (nv_str_eqz(nv_str_cut(why, at, end), whys[i].name)) {
                if (at) nv_buf_addz(out, "; ");
                nv_cli_word(cli, out, whys[i].word, NULL);
            }
    }
}

static void doubt_json(nv_buf *b, const nv_doubt *d)
{
    const struct { const char *key; nv_str v; } f[] = { { "kind", d->kind }, { "id", d->id }, { "text", d->text }, { "detail", d->detail }, { "number", d->number }, { "title", d->title },
                                                        { "date", d->date }, { "file", d->file }, { "sha256", d->sha256 }, { "eid", d->eid } };
    nv_j_open(b, '{');
    for (unsigned i = 0; i < NV_NELEM(f); i++) nv_j_str(b, f[i].key, f[i].v.n ? f[i].v : (nv_str){ 0 });
    nv_j_key(b, "why");
    nv_j_open(b, '[');
    for (uint32_t at = 0, end; at < d->why.n; at = end + 1) {
        end = nv_str_find(d->why, NV_LIT(","), at);
        if (end == UINT32_MAX) end = d->why.n;
        nv_j_item(b);
        nv_j_text(b, nv_str_cut(d->why, at, end));
    }
    nv_j_close(b, ']');
    nv_j_int_or_null(b, "page", d->page, 0);
    nv_j_real(b, "confidence", d->confidence);
    nv_j_close(b, '}');
}

static void where_line(const nv_cli *cli, nv_str name, nv_str eid, uint32_t page, nv_str id)
{
    nv_buf b = { 0 };
    nv_buf_adds(&b, name);
    if (eid.n) nv_buf_addz(&b, ", "), nv_place_name(eid, &b);
    if (page) {
        char n[16];
        snprintf(n, sizeof n, "%u", page);
        nv_buf_addz(&b, ", ");
        nv_cli_word(cli, &b, NV_W_PAGE, n, NULL);
    }
    if (id.n) nv_buf_printf(&b, " · %.*s", NV_ARG(id));
    printf("%*s%s", LEFT, "", nv_ink(cli, "2"));
    nv_print_wrap(stdout, nv_buf_str(&b), LEFT, cli->width);
    printf("%s\n", nv_ink(cli, "0"));
    nv_buf_clear(&b);
}

static void print_one(const nv_cli *cli, const nv_doubt *d)
{
    nv_buf b = { 0 };
    char sure[16];
    snprintf(sure, sizeof sure, "%.2f", d->confidence);
    fputs(nv_ink(cli, "1"), stdout);
    nv_print_cell(stdout, nv_str_of(sure), LEFT);
    fputs(nv_ink(cli, "0"), stdout);
    why_text(cli, d->why, &b);
    if (d->detail.n) nv_buf_printf(&b, " (%.*s)", NV_ARG(d->detail));
    nv_print_wrap(stdout, nv_buf_str(&b), LEFT, cli->width);
    if (d->text.n) {
        printf("%*s", LEFT, "");
        nv_print_wrap(stdout, d->text, LEFT, cli->width);
    }
    where_line(cli, d->number.n ? d->number : d->title.n ? d->title : d->file, d->eid, d->page, d->id);
    nv_buf_clear(&b);
}

static void proposal_json(nv_buf *b, const nv_proposal *p)
{
    const struct { const char *key; nv_str v; } f[] = { { "id", p->id }, { "task", p->task }, { "action", p->action }, { "who", p->who }, { "due", p->due }, { "change", p->change },
                                                        { "until", p->until }, { "how", p->how }, { "number", p->number }, { "date", p->date }, { "file", p->file }, { "sha256", p->sha256 },
                                                        { "eid", p->eid }, { "quote", p->quote } };
    nv_j_open(b, '{');
    for (unsigned i = 0; i < NV_NELEM(f); i++) nv_j_str(b, f[i].key, f[i].v.n ? f[i].v : (nv_str){ 0 });
    nv_j_bool(b, "whole", p->whole);
    nv_j_int_or_null(b, "page", p->page, 0);
    nv_j_close(b, '}');
}

/* “đề xuất gia hạn đến 30/06/2026”, the task, and the later document's own words. */
static void print_proposal(const nv_cli *cli, const nv_proposal *p)
{
    nv_buf b = { 0 }, day = { 0 }, old = { 0 };
    bool extended = nv_str_eqz(p->change, "extended");
    nv_date_text(cli, p->until, &day);
    nv_date_text(cli, p->due, &old);
    nv_cli_word(cli, &b, NV_W_PROPOSED, NULL);
    fputs(nv_ink(cli, "1"), stdout);
    nv_print_cell(stdout, nv_buf_str(&b), LEFT);
    fputs(nv_ink(cli, "0"), stdout);
    b.n = 0;
    nv_cli_word(cli, &b, !extended ? NV_W_P_WITHDRAW : day.n ? NV_W_P_EXTEND : NV_W_P_EXTEND_OPEN, nv_buf_z(&day), NULL);
    if (old.n) nv_buf_addc(&b, ' '), nv_cli_word(cli, &b, NV_W_ST_OLD_DUE, nv_buf_z(&old), NULL);
    if (p->whole) nv_buf_addz(&b, ", "), nv_cli_word(cli, &b, NV_W_P_WHOLE, NULL);
    nv_print_wrap(stdout, nv_buf_str(&b), LEFT, cli->width);
    b.n = 0;
    nv_buf_printf(&b, "%.*s%s%.*s (%.*s)", NV_ARG(p->who), p->who.n ? ": " : "", NV_ARG(p->action), NV_ARG(p->task));
    printf("%*s", LEFT, "");
    nv_print_wrap(stdout, nv_buf_str(&b), LEFT, cli->width);
    b.n = 0;
    nv_buf_printf(&b, "“%.*s”", NV_ARG(p->quote));
    printf("%*s", LEFT, "");
    nv_print_wrap(stdout, nv_buf_str(&b), LEFT, cli->width);
    where_line(cli, p->number.n ? p->number : p->file, p->eid, p->page, p->id);
    nv_buf_clear(&b);
    nv_buf_clear(&day);
    nv_buf_clear(&old);
}

void nv_print_decided(const nv_cli *cli, const nv_decided *d, bool accept)
{
    char n[16];
    if (cli->json) {
        nv_buf b = { 0 };
        nv_j_open(&b, '{');
        nv_j_int(&b, "done", d->done);
        nv_j_int(&b, "no_day", d->no_day);
        nv_j_close(&b, '}');
        nv_j_print(&b);
        return;
    }
    snprintf(n, sizeof n, "%u", d->done);
    nv_cli_say(cli, stdout, accept ? NV_W_P_ACCEPTED : NV_W_P_DECLINED, n, NULL);
    if (!d->no_day) return;
    snprintf(n, sizeof n, "%u", d->no_day);
    nv_cli_say(cli, stdout, NV_W_P_NO_DAY, n, NULL);
}

void nv_print_doubts(const nv_cli *cli, const nv_proposals *proposals, const nv_doubts *v, uint32_t limit)
{
    uint32_t n = v->n < limit ? v->n : limit, m = proposals->n < limit ? proposals->n : limit;
    if (cli->json) {
        nv_buf b = { 0 };
        nv_j_open(&b, '{');
        nv_j_key(&b, "proposals");
        nv_j_open(&b, '[');
        for (uint32_t i = 0; i < m; i++) proposal_json(&b, &proposals->v[i]);
        nv_j_close(&b, ']');
        nv_j_int(&b, "total", v->n);
        nv_j_key(&b, "doubts");
        nv_j_open(&b, '[');
        for (uint32_t i = 0; i < n; i++) doubt_json(&b, &v->v[i]);
        nv_j_close(&b, ']');
        nv_j_close(&b, '}');
        nv_j_print(&b);
        return;
    }
    char z[2][16];
    for (uint32_t i = 0; i < m; i++) print_proposal(cli, &proposals->v[i]);
    for (uint32_t i = 0; i < n; i++) print_one(cli, &v->v[i]);
    snprintf(z[0], sizeof z[0], "%u", proposals->n);
    snprintf(z[1], sizeof z[1], "%u", m);
    if (m) nv_cli_say(cli, stdout, NV_W_N_PROPOSALS, z[0], z[1], NULL);
    snprintf(z[0], sizeof z[0], "%u", v->n);
    snprintf(z[1], sizeof z[1], "%u", n);
    nv_cli_say(cli, stdout, NV_W_N_DOUBTS, z[0], z[1], NULL);
}

static void import_json(const nv_imported *r)
{
    nv_buf b = { 0 };
    nv_j_open(&b, '{');
    nv_j_int(&b, "marks", r->marks);
    nv_j_int(&b, "corrections", r->corrections);
    nv_j_int(&b, "declined", r->declined);
    nv_j_int(&b, "relations", r->relations);
    nv_j_int(&b, "unfit", r->unfit);
    nv_j_key(&b, "conflicts");
    nv_j_open(&b, '[');
    for (uint32_t i = 0; i < r->conflicts.n; i++) {
        const nv_conflict *c = &r->conflicts.v[i];
        nv_j_open(&b, '{');
        nv_j_str(&b, "where", c->where);
        nv_j_str(&b, "bearer", c->bearer.n ? c->bearer : (nv_str){ 0 });
        nv_j_str(&b, "ours", c->ours);
        nv_j_str(&b, "theirs", c->theirs);
        nv_j_close(&b, '}');
    }
    nv_j_close(&b, ']');
    nv_j_close(&b, '}');
    nv_j_print(&b);
}

void nv_print_import(const nv_cli *cli, const nv_imported *r)
{
    char n[3][16];
    if (cli->json) {
        import_json(r);
        return;
    }
    for (uint32_t i = 0; i < r->conflicts.n; i++) {
        const nv_conflict *c = &r->conflicts.v[i];
        nv_buf b = { 0 };
        nv_cli_word(cli, &b, NV_W_CONFLICT, NULL);
        nv_buf_printf(&b, " %.*s%s%.*s: ", NV_ARG(c->where), c->bearer.n ? ", " : "", NV_ARG(c->bearer));
        nv_cli_word(cli, &b, NV_W_CONFLICT_SAID, c->ours.p, c->theirs.p, NULL);
        nv_print_wrap(stdout, nv_buf_str(&b), 0, cli->width);
        nv_buf_clear(&b);
    }
    snprintf(n[0], sizeof n[0], "%u", r->marks);
    snprintf(n[1], sizeof n[1], "%u", r->corrections + r->relations);
    snprintf(n[2], sizeof n[2], "%u", r->unfit);
    nv_cli_say(cli, stdout, NV_W_IMPORTED, n[0], n[1], n[2], NULL);
}
