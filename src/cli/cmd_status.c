/* status DOC: is it in force on a day, as far as the collection knows, and by which document and provision not, or no longer as it was. */
#include "cli/doc_print.h"
#include "cli/print.h"
#include "export/json_out.h"
#include "store/status.h"

static nv_word force_word(const nv_ans_status *s)
{
    static const nv_word words[] = { NV_W_FORCE_UNKNOWN, NV_W_FORCE_NOT_ISSUED, NV_W_FORCE_NOT_YET, NV_W_FORCE_IN, NV_W_FORCE_AMENDED, NV_W_FORCE_SUSPENDED, NV_W_FORCE_PART,
                                     NV_W_FORCE_EXPIRED, NV_W_FORCE_REPLACED, NV_W_FORCE_REPEALED };
    return s->except ? NV_W_FORCE_EXCEPT : words[s->force];
}

static nv_word event_word(const nv_ans_event *e)
{
    bool part = nv_str_eqz(e->extent, "part");
    if (nv_str_eqz(e->kind, "amend")) return NV_W_EVENT_AMEND;
    if (nv_str_eqz(e->kind, "suspend")) return NV_W_EVENT_SUSPEND;
    if (nv_str_eqz(e->kind, "replace")) return part ? NV_W_EVENT_REPLACE_PART : NV_W_EVENT_REPLACE;
    return part ? NV_W_EVENT_REPEAL_PART : nv_str_eqz(e->extent, "except") ? NV_W_EVENT_REPEAL_EXCEPT : NV_W_EVENT_REPEAL;
}

/* “, điểm a khoản 8 Điều 52, trang 12”. */
static void where(const nv_cli *cli, nv_str eid, uint32_t page, nv_buf *out)
{
    if (eid.n) {
        nv_buf_addz(out, ", ");
        nv_place_name(eid, out);
    }
    if (!page) return;
    char n[16];
    snprintf(n, sizeof n, "%u", page);
    nv_buf_addz(out, ", ");
    nv_cli_word(cli, out, NV_W_PAGE, n, NULL);
}

static void day_column(const nv_cli *cli, nv_str day)
{
    nv_buf b = { 0 };
    nv_date_text(cli, day, &b);
    if (!day.n) nv_cli_word(cli, &b, NV_W_DAY_UNKNOWN, NULL);
    fputs("  ", stdout);
    nv_print_cell(stdout, nv_buf_str(&b), 12);
    nv_buf_clear(&b);
}

static void print_event(const nv_cli *cli, const nv_ans_event *e)
{
    nv_buf b = { 0 };
    day_column(cli, e->day);
    if (!e->applies) fputs(nv_ink(cli, "2"), stdout);
    nv_cli_word(cli, &b, event_word(e), NULL);
    nv_buf_printf(&b, " %.*s", NV_ARG(nv_doc_label(&e->by)));
    where(cli, e->eid, e->page, &b);
    for (uint32_t i = 0; i < e->places.n; i++) {
        nv_buf_addz(&b, i ? "; " : ": ");
        nv_place_name(e->places.v[i], &b);
    }
    if (!e->applies) {
        nv_buf_addz(&b, " (");
        nv_cli_word(cli, &b, NV_W_LATER, NULL);
        nv_buf_addc(&b, ')');
    }
    nv_print_wrap(stdout, nv_buf_str(&b), 14, cli->width);
    fputs(nv_ink(cli, "0"), stdout);
    nv_buf_clear(&b);
}

static void print_effect(const nv_cli *cli, const nv_ans_effect *e)
{
    nv_buf b = { 0 };
    day_column(cli, e->from.n ? e->from : e->to);
    nv_cli_word(cli, &b, e->from.n ? NV_W_PLACE_FROM : NV_W_PLACE_TO, NULL);
    nv_buf_addc(&b, ' ');
    nv_place_name(e->place, &b);
    where(cli, (nv_str){ 0 }, e->page, &b);
    nv_print_wrap(stdout, nv_buf_str(&b), 14, cli->width);
    nv_buf_clear(&b);
}

static void print_status(const nv_cli *cli, const nv_ans_status *s, nv_str on)
{
    nv_buf b = { 0 }, day = { 0 };
    nv_doc_text(cli, &s->doc, &b);
    fputs(nv_ink(cli, "1"), stdout);
    nv_print_wrap(stdout, nv_buf_str(&b), 0, cli->width);
    fputs(nv_ink(cli, "0"), stdout);
    nv_date_text(cli, on, &day);
    nv_buf_clear(&b);
    nv_cli_word(cli, &b, force_word(s), NULL);
    nv_cli_say(cli, stdout, NV_W_ON_DAY, nv_buf_z(&day), nv_buf_z(&b), NULL);
    if (s->doc.have && s->from.n) {
        nv_buf_clear(&b);
        nv_cli_word(cli, &b, s->said ? NV_W_FROM_SAID : NV_W_FROM_ISSUE, NULL);
        day_column(cli, s->from);
        nv_print_wrap(stdout, nv_buf_str(&b), 14, cli->width);
    }
    for (uint32_t i = 0; i < s->effects.n; i++) print_effect(cli, &s->effects.v[i]);
    for (uint32_t i = 0; i < s->events.n; i++) print_event(cli, &s->events.v[i]);
    if (s->to.n) {
        nv_buf_clear(&b);
        nv_cli_word(cli, &b, NV_W_TO_SAID, NULL);
        day_column(cli, s->to);
        nv_print_wrap(stdout, nv_buf_str(&b), 14, cli->width);
    }
    nv_buf_clear(&b);
    nv_buf_clear(&day);
}

static void status_json(nv_buf *b, const nv_ans_status *s, nv_str on)
{
    nv_j_open(b, '{');
    nv_doc_json(b, &s->doc);
    nv_j_str(b, "on", on);
    nv_j_str(b, "state", nv_str_of(nv_force_name(s->force)));
    nv_j_bool(b, "with_exceptions", s->except);
    nv_j_str(b, "from", s->from);
    nv_j_bool(b, "from_stated", s->said);
    nv_j_str(b, "to", s->to);
    nv_j_key(b, "places");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < s->effects.n; i++) {
        const nv_ans_effect *e = &s->effects.v[i];
        nv_j_open(b, '{');
        nv_j_str(b, "place", e->place);
        nv_j_str(b, "from", e->from);
        nv_j_str(b, "to", e->to);
        nv_j_int_or_null(b, "page", e->page, 0);
        nv_j_str(b, "quote", e->text);
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
    nv_j_key(b, "events");
    nv_j_open(b, '[');
    for (uint32_t i = 0; i < s->events.n; i++) {
        const nv_ans_event *e = &s->events.v[i];
        nv_j_open(b, '{');
        nv_j_str(b, "day", e->day);
        nv_j_str(b, "kind", e->kind);
        nv_j_str(b, "extent", e->extent);
        nv_j_bool(b, "applies", e->applies);
        nv_j_key(b, "by");
        nv_j_open(b, '{');
        nv_doc_json(b, &e->by);
        nv_j_close(b, '}');
        nv_j_str(b, "eid", e->eid);
        nv_j_int_or_null(b, "page", e->page, 0);
        nv_j_str(b, "quote", e->quote);
        nv_j_key(b, "places");
        nv_j_open(b, '[');
        for (uint32_t k = 0; k < e->places.n; k++) {
            nv_j_item(b);
            nv_json_str(b, e->places.v[k]);
        }
        nv_j_close(b, ']');
        nv_j_close(b, '}');
    }
    nv_j_close(b, ']');
    nv_j_close(b, '}');
}

int nv_cmd_status(nv_cli *cli, int argc, char **argv)
{
    nv_date on;
    if (!nv_cli_opt_date(cli, "on", &on)) return NV_X_USAGE;
    if (nv_date_none(on)) on = cli->today;
    char iso[12];
    nv_date_iso(on, iso);
    nv_asker q;
    int code = nv_ask_open(&q, cli, false);
    if (code == NV_X_DONE) {
        nv_ans_docs docs = { 0 };
        nv_buf json = { 0 };
        code = nv_ask_docs(&q, cli, argc, argv, &docs);
        if (code == NV_X_DONE && cli->json) nv_j_open(&json, '[');
        for (uint32_t i = 0; code == NV_X_DONE && i < docs.n; i++) {
            nv_ans_status s;
            nv_err err;
            if (nv_store_status(q.store, docs.v[i].id, on, q.a, &s, &err)) code = nv_cli_fail(cli, &err);
            else if (cli->json) status_json(&json, &s, nv_str_of(iso));
            else {
                if (i) putchar('\n');
                print_status(cli, &s, nv_str_of(iso));
            }
        }
        if (code == NV_X_DONE && cli->json) {
            nv_j_close(&json, ']');
            nv_j_print(&json);
        }
        nv_buf_clear(&json);
    }
    nv_ask_close(&q);
    return nv_cli_done(cli, code);
}
