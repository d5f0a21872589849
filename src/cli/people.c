#include "cli/people.h"
#include "base/limits.h"
#include "grammar/grammar.h"
#include <stdlib.h>

int nv_people_open(nv_asker *q, nv_cli *cli)
{
    *q = (nv_asker){ .a = nv_arena_new() };
    nv_err err;
    /* opening to write makes a database where there is none */
    if (nv_store_open(cli->db, NV_STORE_READ, &q->store, &err)) return nv_cli_fail(cli, &err);
    nv_store_close(q->store);
    q->store = NULL;
    int code = nv_tables_load(&q->tables, cli);
    if (code != NV_X_DONE) return code;
    if (nv_store_open(cli->db, NV_STORE_WRITE, &q->store, &err) || nv_store_registry(q->store, q->tables.registry, nv_grammar_digest(q->tables.grammar), &err)) return nv_cli_fail(cli, &err);
    return NV_X_DONE;
}

static bool one_line(const nv_cli *cli, const char *name, const char *v, nv_arena *a, nv_str *out)
{
    nv_str s = nv_str_trim(nv_str_of(v));
    char most[24];
    snprintf(most, sizeof most, "%u", NV_MAX_NOTE_BYTES);
    if (s.n > NV_MAX_NOTE_BYTES || !nv_utf8_valid(s)) {
        nv_buf want = { 0 };
        nv_cli_word(cli, &want, NV_W_WANT_WORDS, most, NULL);
        nv_cli_say(cli, stderr, NV_W_BAD_VALUE, name, s.n > NV_MAX_NOTE_BYTES ? "…" : "?", nv_buf_z(&want), NULL);
        nv_buf_clear(&want);
        return false;
    }
    nv_buf b = { 0 };
    for (uint32_t i = 0; i < s.n; i++) nv_buf_addc(&b, (unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f ? ' ' : s.p[i]);
    *out = nv_arena_str(a, nv_buf_str(&b));
    nv_buf_clear(&b);
    return true;
}

bool nv_people_words(const nv_cli *cli, const char *name, nv_arena *a, nv_str *out)
{
    const char *v = nv_cli_opt(cli, name);
    *out = (nv_str){ 0 };
    return !v || one_line(cli, name, v, a, out);
}

bool nv_people_by(const nv_cli *cli, nv_arena *a, nv_str *out)
{
    const char *v = nv_cli_opt(cli, "by");
    if (!v) v = getenv("NGHIAVU_USER");
    if (!v || !*v) v = getenv("USER");
    *out = (nv_str){ 0 };
    return !v || one_line(cli, "by", v, a, out);
}

/* ---- words ----------------------------------------------------------------------------------------------------------- */

void nv_status_word(const nv_cli *cli, nv_str status, nv_buf *out)
{
    static const struct { const char *name; nv_word word; } all[] = {
        { "not_started", NV_W_ST_NOT_STARTED }, { "in_progress", NV_W_ST_IN_PROGRESS }, { "done", NV_W_ST_DONE }, { "extended", NV_W_ST_EXTENDED }, { "withdrawn", NV_W_ST_WITHDRAWN },
    };
    for (unsigned i = 0; i < NV_NELEM(all); i++)
        if (nv_str_eqz(status, all[i].name)) nv_cli_word(cli, out, all[i].word, NULL);
}

static const struct { const char *key; nv_word word; } cells[NV_CELLS] = {
    [NV_CELL_DONE_IN_TIME] = { "done_in_time", NV_W_CELL_DONE_IN_TIME }, [NV_CELL_DONE_LATE] = { "done_late", NV_W_CELL_DONE_LATE },
    [NV_CELL_OPEN_IN_TIME] = { "open_in_time", NV_W_CELL_OPEN_IN_TIME }, [NV_CELL_OPEN_LATE] = { "open_late", NV_W_CELL_OPEN_LATE },
    [NV_CELL_WITHDRAWN] = { "withdrawn", NV_W_ST_WITHDRAWN },
};

nv_word nv_cell_word(nv_report_cell c)
{
    return cells[c].word;
}

const char *nv_cell_key(nv_report_cell c)
{
    return cells[c].key;
}

static void add_day(const nv_cli *cli, nv_word w, nv_str day, nv_buf *out)
{
    nv_buf z = { 0 };
    nv_date_text(cli, day, &z);
    nv_cli_word(cli, out, w, nv_buf_z(&z), NULL);
    nv_buf_clear(&z);
}

/* Evidence and who says so. */
static void add_source(const nv_cli *cli, nv_str document, nv_str note, nv_str person, nv_buf *out)
{
    if (document.n) {
        nv_buf_addz(out, "; ");
        nv_cli_word(cli, out, NV_W_ST_BY_DOC, NULL);
        nv_buf_printf(out, " %.*s", NV_ARG(document));
    }
    if (note.n) nv_buf_printf(out, "; “%.*s”", NV_ARG(note));
    if (person.n) nv_buf_printf(out, "; %.*s", NV_ARG(person));
}

void nv_state_text(const nv_cli *cli, const nv_ans_state *x, nv_buf *out)
{
    nv_status_word(cli, x->status, out);
    if (x->day.n) {
        nv_buf z = { 0 };
        nv_date_text(cli, x->day, &z);
        nv_buf_printf(out, " %s", nv_buf_z(&z));
        nv_buf_clear(&z);
    }
    if (x->cell != NV_CELL_WITHDRAWN && x->due.n) {
        nv_buf_addz(out, ", ");
        nv_cli_word(cli, out, x->cell == NV_CELL_DONE_IN_TIME ? NV_W_IN_TIME_DONE : x->cell == NV_CELL_OPEN_IN_TIME ? NV_W_IN_TIME_OPEN : NV_W_LATE, NULL);
    }
    if (x->due_written.p) {
        nv_buf_addz(out, "; ");
        add_day(cli, NV_W_ST_NEW_DUE, x->due, out);
        if (x->due_written.n) nv_buf_addz(out, " "), add_day(cli, NV_W_ST_OLD_DUE, x->due_written, out);
    }
    if (x->of_class) nv_buf_addz(out, "; "), nv_cli_word(cli, out, NV_W_ST_OF_CLASS, NULL);
    if (x->of_lead) nv_buf_addz(out, "; "), nv_cli_word(cli, out, NV_W_ST_OF_LEAD, NULL);
    add_source(cli, x->document, x->note, x->person, out);
}

void nv_mark_text(const nv_cli *cli, const nv_ans_mark *m, nv_buf *out)
{
    nv_date_text(cli, m->day, out);
    nv_buf_printf(out, " %.*s%s", NV_ARG(m->bearer), m->bearer.n ? ": " : "");
    nv_status_word(cli, m->status, out);
    if (m->until.n) nv_buf_addz(out, ", "), add_day(cli, NV_W_ST_NEW_DUE, m->until, out);
    add_source(cli, m->document, m->note, m->person, out);
    if (!nv_str_eq(m->recorded, m->day)) nv_buf_addz(out, "; "), add_day(cli, NV_W_ST_RECORDED, m->recorded, out);
    if (nv_str_eqz(m->origin, "import")) nv_buf_addz(out, "; "), nv_cli_word(cli, out, NV_W_ST_IMPORTED, NULL);
}

void nv_state_json(nv_buf *b, const nv_ans_state *x)
{
    nv_j_open(b, '{');
    nv_j_str(b, "bearer", nv_str_trim(x->bearer).n ? x->bearer : (nv_str){ 0 });
    nv_j_str(b, "status", x->status);
    nv_j_str(b, "day", x->day);
    nv_j_str(b, "due", x->due);
    nv_j_str(b, "due_written", x->due_written.n ? x->due_written : (nv_str){ 0 });
    nv_j_str(b, "cell", nv_str_of(nv_cell_key(x->cell)));
    nv_j_bool(b, "of_class", x->of_class);
    nv_j_bool(b, "of_lead", x->of_lead);
    nv_j_str(b, "document", x->document.n ? x->document : (nv_str){ 0 });
    nv_j_str(b, "note", x->note.n ? x->note : (nv_str){ 0 });
    nv_j_str(b, "person", x->person.n ? x->person : (nv_str){ 0 });
    nv_j_str(b, "origin", x->origin);
    nv_j_close(b, '}');
}
