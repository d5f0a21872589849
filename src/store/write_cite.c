/* write_cite.c - identities of documents, and the citations and amendments that name them. */
#include "model/date.h"
#include "store/write.h"

/* ---- identities ------------------------------------------------------------------------------------------------------ */

typedef struct { nv_str type, number, name, date, issuer; bool self; nv_str file_key; } ident;

static int year_of(nv_str date)
{
    return nv_date_parse(date).y;
}

/* Copies of one document may spell its number, issuer or name differently: the longest spelling is kept, else the first by bytes, not the first to come. */
static bool best_spelling(nv_wr *w, int64_t id, const ident *d)
{
    static const char *const sql[] = {
        "UPDATE identities SET number = ?2 WHERE id = ?1 AND (length(?2), number) > (length(number), ?2)",
        "UPDATE identities SET name = ?2 WHERE id = ?1 AND (length(?2), name) > (length(name), ?2)",
        "UPDATE identities SET issuer = ?2 WHERE id = ?1 AND (length(?2), issuer) > (length(issuer), ?2)",
    };
    const nv_str text[] = { d->number, d->name, d->issuer };
    for (unsigned i = 0; i < NV_NELEM(sql); i++) {
        sqlite3_stmt *st = nv_db_sql(w->s, sql[i]);
        if (!st) return false;
        nv_bind_int(st, 1, id);
        nv_bind(st, 2, nv_none_if_empty(text[i]));
        if (!nv_db_run(st)) return false;
    }
    return true;
}

/* The id of an identity, made if it is new; its groups are then to be resolved again. 0 on error. Citations that spell the same differently (79/QĐ-TTg of
 * 2010 and 79/2010/QĐ-TTg) are identities of their own, so that no row depends on which of them came first. */
static int64_t identity(nv_wr *w, const ident *d)
{
    int number_year = 0, name_year = 0;
    nv_str nk = nv_number_key(w->a, nv_none_if_empty(d->number), &number_year), mk = nv_name_key(w->a, nv_none_if_empty(d->name), &name_year);
    int year = number_year ? number_year : d->date.p ? year_of(d->date) : name_year;
    nv_str issuer = nv_skeleton_str(w->a, d->issuer);
    nv_str key = d->file_key.p ? d->file_key
                               : nv_arena_printf(w->a, "%s%.*s|%.*s|%.*s|%d|%.*s|%.*s", d->self ? "self|" : "", NV_ARG(nk), NV_ARG(mk), NV_ARG(d->type), year,
                                                 NV_ARG(d->date), NV_ARG(issuer));
    if (!d->self) key = nv_arena_printf(w->a, "%.*s|%.*s|%.*s|%.*s", NV_ARG(key), NV_ARG(d->number), NV_ARG(d->name), NV_ARG(d->issuer));
    sqlite3_stmt *find = nv_db_sql(w->s, "SELECT id FROM identities WHERE key = ?");
    if (!find) return 0;
    nv_bind(find, 1, key);
    int64_t id = sqlite3_step(find) == SQLITE_ROW ? nv_col_int(find, 0) : 0;
    sqlite3_reset(find);
    if (id) return !d->self || best_spelling(w, id, d) ? id : 0;
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO identities(key, number_key, name_key, self, year, type, number, name, date, issuer) VALUES(?,?,?,?,?,?,?,?,?,?)");
    if (!st) return 0;
    nv_bind(st, 1, key);
    nv_bind(st, 2, nk);
    nv_bind(st, 3, mk);
    nv_bind_int(st, 4, d->self);
    nv_bind_opt(st, 5, year, 0);
    nv_bind(st, 6, nv_none_if_empty(d->type));
    nv_bind(st, 7, nv_none_if_empty(d->number));
    nv_bind(st, 8, nv_none_if_empty(d->name));
    nv_bind(st, 9, nv_none_if_empty(d->date));
    nv_bind(st, 10, nv_none_if_empty(d->issuer));
    if (!nv_db_run(st)) return 0;
    if (nk.p) nv_db_touch(w->s, "n:", nk);
    else if (mk.p) nv_db_touch(w->s, "m:", mk);
    else nv_db_touch(w->s, "f:", key);
    return sqlite3_last_insert_rowid(w->s->db);
}

/* A law's title with its type before it: “Luật” + “Đất đai”, the name by which others cite it. */
static nv_str law_name(nv_wr *w)
{
    const nv_rec_head *h = &w->r->head;
    static const char *const named[] = { "LUAT", "BL", "PL", "HP", "ĐƯQT" };
    bool is = false;
    for (unsigned i = 0; i < NV_NELEM(named); i++) is = is || nv_str_eqz(h->type, named[i]);
    if (!is || !h->title.n) return (nv_str){ 0 };
    nv_str t = nv_skeleton_str(w->a, h->type_name), title = nv_skeleton_str(w->a, h->title);
    if (!t.n || nv_str_starts(title, t)) return h->title;
    return nv_arena_printf(w->a, "%.*s %.*s", NV_ARG(h->type_name), NV_ARG(h->title));
}

/* The document's own identity. Two files are one document only if number, date and issuer are known and the same: never by guess, for the tasks of
 * all copies but one are hidden. */
int64_t nv_wr_own_identity(nv_wr *w)
{
    const nv_rec_head *h = &w->r->head;
    ident d = { h->type, h->number, law_name(w), h->date, nv_wr_join(w->a, h->issuers.v, h->issuers.n), true, { 0 } };
    if (!h->number.n || !h->date.n || !h->issuers.n) d.file_key = nv_arena_printf(w->a, "file|%.*s", NV_ARG(w->r->source.sha256));
    return identity(w, &d);
}

static bool has_digit(nv_str s)
{
    for (uint32_t i = 0; i < s.n; i++)
        if (nv_is_digit((unsigned char)s.p[i])) return true;
    return false;
}

/* What a citation refers to, completed from the others of this document that resolve to the same (the fullest identity that the document gives). */
static int64_t cited_identity(nv_wr *w, const nv_rec_cite *c)
{
    if (nv_str_eqz(c->relation, "self")) return -1;
    ident d = { .type = c->target.type, .number = c->target.number, .name = c->target.name, .date = c->target.date, .issuer = c->target.issuer };
    if (c->resolved.n && d.number.n && has_digit(c->resolved)) d.number = c->resolved;
    else if (c->resolved.n && !d.number.n && has_digit(c->resolved) && nv_str_find(c->resolved, NV_LIT("/"), 0) != UINT32_MAX) {
        d.number = c->resolved;
        d.type = (nv_str){ 0 }; /* a Quy chế that a decision issued resolves to the decision: its type is not the decision's */
    } else if (c->resolved.n && !d.number.n) d.name = c->resolved;
    if (!d.number.n && !d.name.n) return -1;
    for (uint32_t i = 0; c->resolved.n && i < w->r->citations.n; i++) {
        const nv_rec_cite *o = &w->r->citations.v[i];
        if (!nv_str_eq(o->resolved, c->resolved)) continue;
        if (!d.date.n) d.date = o->target.date;
        if (!d.issuer.n) d.issuer = o->target.issuer;
        if (!d.type.n && (o->target.number.n || !d.number.n)) d.type = o->target.type;
        if (!d.name.n && d.number.n) d.name = o->target.name;
    }
    return identity(w, &d);
}

/* ---- citations ----------------------------------------------------------------------------------------------- */

static bool put_cite(nv_wr *w, const nv_rec_cite *c, int64_t table)
{
    int64_t id = cited_identity(w, c);
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO citations VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,NULL)");
    if (!st || !id) return false;
    nv_bind_int(st, 1, w->file);
    nv_bind_int(st, 2, w->citations++);
    nv_wr_bind_unit(w, st, 3, c->eid);
    nv_bind(st, 4, c->text);
    nv_wr_bind_at(st, 5, c->at);
    nv_bind_opt(st, 8, id, -1);
    const nv_str text[] = { c->target.type, c->target.number, c->target.name, c->target.date, c->target.issuer, c->resolved, c->locator, c->relation, c->rule };
    for (int k = 0; k < (int)NV_NELEM(text); k++) nv_bind(st, k + 9, text[k]);
    sqlite3_bind_double(st, 18, c->confidence);
    nv_bind_opt(st, 19, table, -1);
    return nv_db_run(st);
}

bool nv_wr_citations(nv_wr *w)
{
    for (uint32_t i = 0; i < w->r->citations.n; i++)
        if (!put_cite(w, &w->r->citations.v[i], -1)) return false;
    for (uint32_t t = 0; t < w->r->tables.n; t++)
        for (uint32_t i = 0; i < w->r->tables.v[t].citations.n; i++)
            if (!put_cite(w, &w->r->tables.v[t].citations.v[i], t)) return false;
    return true;
}

bool nv_wr_amendments(nv_wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO amendments VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->amendments.n; i++) {
        const nv_rec_amendment *m = &w->r->amendments.v[i];
        const nv_rec_cite as_cite = { .target = m->target, .relation = NV_LIT("amends"), .resolved = m->target.number.n ? m->target.number : m->target.name };
        int64_t id = cited_identity(w, &as_cite);
        if (!st || !id) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i);
        nv_wr_bind_unit(w, st, 3, m->eid);
        nv_wr_bind_at(st, 4, m->at);
        nv_bind(st, 7, m->operation);
        nv_bind_opt(st, 8, id, -1);
        const nv_str text[] = { m->place, m->before, m->after, m->old_text, m->new_text };
        for (int k = 0; k < (int)NV_NELEM(text); k++) nv_bind(st, k + 9, text[k]);
        if (!nv_db_run(st)) return false;
    }
    return true;
}
