/* write.c - one record into the database, inside a savepoint: all of it or nothing. */
#include "model/date.h"
#include "store/db.h"

/* What is at hand while one record is written. */
typedef struct {
    nv_store *s;
    const nv_rec *r;
    nv_arena *a;
    int64_t file;
    int64_t first_unit;  /* units have ids first_unit … in the record's order */
    uint32_t unit_hint;  /* where the last unit was found: facts come in document order */
    int64_t citations;   /* ord of the next citation */
} wr;

static nv_str join(nv_arena *a, const nv_str *v, uint32_t n)
{
    nv_buf b = { 0 };
    for (uint32_t i = 0; i < n; i++) {
        if (i) nv_buf_addz(&b, "; ");
        nv_buf_adds(&b, v[i]);
    }
    nv_str s = n ? nv_arena_str(a, nv_buf_str(&b)) : (nv_str){ 0 };
    nv_buf_clear(&b);
    return s;
}

static void bind_at(sqlite3_stmt *st, int i, nv_rec_at at)
{
    nv_bind_opt(st, i, at.start, -1);
    nv_bind_opt(st, i + 1, at.end, -1);
    nv_bind_opt(st, i + 2, at.page, 0);
}

/* units.id for an eid, bound as NULL if the record has no such unit. */
static void bind_unit(wr *w, sqlite3_stmt *st, int i, nv_str eid)
{
    uint32_t n = w->r->units.n;
    for (uint32_t k = 0; eid.p && k < n; k++) {
        uint32_t at = (w->unit_hint + k) % n;
        if (!nv_str_eq(w->r->units.v[at].eid, eid)) continue;
        w->unit_hint = at;
        nv_bind_int(st, i, w->first_unit + at);
        return;
    }
    sqlite3_bind_null(st, i);
}

/* ---- identities ------------------------------------------------------------------------------------------------------ */

typedef struct { nv_str type, number, name, date, issuer; bool self; nv_str file_key; } ident;

static nv_str none_if_empty(nv_str s)
{
    return s.n ? s : (nv_str){ 0 };
}

static int year_of(nv_str date)
{
    return nv_date_parse(date).y;
}

/* The id of an identity, made if it is new; its groups are then to be resolved again. 0 on error. */
static int64_t identity(wr *w, const ident *d)
{
    int number_year = 0, name_year = 0;
    nv_str nk = nv_number_key(w->a, none_if_empty(d->number), &number_year), mk = nv_name_key(w->a, none_if_empty(d->name), &name_year);
    int year = number_year ? number_year : d->date.p ? year_of(d->date) : name_year;
    nv_str issuer = nv_skeleton_str(w->a, d->issuer);
    nv_str key = d->file_key.p ? d->file_key
                               : nv_arena_printf(w->a, "%s%.*s|%.*s|%.*s|%d|%.*s|%.*s", d->self ? "self|" : "", NV_ARG(nk), NV_ARG(mk), NV_ARG(d->type), year,
                                                 NV_ARG(d->date), NV_ARG(issuer));
    sqlite3_stmt *find = nv_db_sql(w->s, "SELECT id FROM identities WHERE key = ?");
    if (!find) return 0;
    nv_bind(find, 1, key);
    int64_t id = sqlite3_step(find) == SQLITE_ROW ? nv_col_int(find, 0) : 0;
    sqlite3_reset(find);
    if (id) return id;
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO identities(key, number_key, name_key, self, year, type, number, name, date, issuer) VALUES(?,?,?,?,?,?,?,?,?,?)");
    if (!st) return 0;
    nv_bind(st, 1, key);
    nv_bind(st, 2, nk);
    nv_bind(st, 3, mk);
    nv_bind_int(st, 4, d->self);
    nv_bind_opt(st, 5, year, 0);
    nv_bind(st, 6, none_if_empty(d->type));
    nv_bind(st, 7, none_if_empty(d->number));
    nv_bind(st, 8, none_if_empty(d->name));
    nv_bind(st, 9, none_if_empty(d->date));
    nv_bind(st, 10, none_if_empty(d->issuer));
    if (!nv_db_run(st)) return 0;
    if (nk.p) nv_db_touch(w->s, "n:", nk);
    else if (mk.p) nv_db_touch(w->s, "m:", mk);
    else nv_db_touch(w->s, "f:", key);
    return sqlite3_last_insert_rowid(w->s->db);
}

/* A law's title with its type before it: “Luật” + “Đất đai”, the name by which others cite it. */
static nv_str law_name(wr *w)
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
static int64_t own_identity(wr *w)
{
    const nv_rec_head *h = &w->r->head;
    ident d = { h->type, h->number, law_name(w), h->date, join(w->a, h->issuers.v, h->issuers.n), true, { 0 } };
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
static int64_t cited_identity(wr *w, const nv_rec_cite *c)
{
    if (nv_str_eqz(c->relation, "self")) return -1;
    ident d = { .type = c->target.type, .number = c->target.number, .name = c->target.name, .date = c->target.date, .issuer = c->target.issuer };
    if (c->resolved.n && d.number.n && has_digit(c->resolved)) d.number = c->resolved;
    else if (c->resolved.n && !d.number.n && has_digit(c->resolved) && nv_str_find(c->resolved, NV_LIT("/"), 0) != UINT32_MAX) d.number = c->resolved;
    else if (c->resolved.n && !d.number.n) d.name = c->resolved;
    if (!d.number.n && !d.name.n) return -1;
    for (uint32_t i = 0; c->resolved.n && i < w->r->citations.n; i++) {
        const nv_rec_cite *o = &w->r->citations.v[i];
        if (!nv_str_eq(o->resolved, c->resolved)) continue;
        if (!d.date.n) d.date = o->target.date;
        if (!d.issuer.n) d.issuer = o->target.issuer;
        if (!d.type.n) d.type = o->target.type;
        if (!d.name.n && d.number.n) d.name = o->target.name;
    }
    return identity(w, &d);
}

/* ---- agencies -------------------------------------------------------------------------------------------------------- */

static int64_t agency_id(wr *w, nv_str reg, nv_str name, bool is_class)
{
    nv_str r = reg.p ? reg : NV_LIT("");
    sqlite3_stmt *st = nv_db_sql(w->s, "SELECT id FROM agencies WHERE reg = ? AND name = ? AND class = ?");
    if (!st) return 0;
    nv_bind(st, 1, r);
    nv_bind(st, 2, name);
    nv_bind_int(st, 3, is_class);
    int64_t id = sqlite3_step(st) == SQLITE_ROW ? nv_col_int(st, 0) : 0;
    sqlite3_reset(st);
    if (id) return id;
    st = nv_db_sql(w->s, "INSERT INTO agencies(reg, name, key, class) VALUES(?,?,?,?)");
    if (!st) return 0;
    nv_bind(st, 1, r);
    nv_bind(st, 2, name);
    nv_bind(st, 3, nv_skeleton_str(w->a, name));
    nv_bind_int(st, 4, is_class);
    if (!nv_db_run(st)) return 0;
    id = sqlite3_last_insert_rowid(w->s->db);
    return !is_class || nv_write_class(w->s, id, name) ? id : 0;
}

static bool put_mentions(wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO mentions VALUES(?,?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->agencies.n; i++) {
        const nv_rec_agency *m = &w->r->agencies.v[i];
        int64_t id = agency_id(w, m->id, m->name, m->is_class);
        if (!st || !id) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i);
        bind_unit(w, st, 3, m->eid);
        nv_bind_int(st, 4, id);
        nv_bind(st, 5, m->text);
        bind_at(st, 6, m->at);
        nv_bind(st, 9, m->rule);
        sqlite3_bind_double(st, 10, m->confidence);
        if (!nv_db_run(st)) return false;
    }
    return true;
}

/* ---- the file and its structure -------------------------------------------------------------------------------------- */

static bool bad_page(const nv_rec_page *p)
{
    return !nv_str_eqz(p->verdict, "good");
}

static bool put_file(wr *w)
{
    const nv_rec_source *src = &w->r->source;
    const nv_rec_head *h = &w->r->head;
    int64_t own = own_identity(w), bad = 0;
    for (uint32_t i = 0; i < src->quality.n; i++) bad += bad_page(&src->quality.v[i]);
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO files(sha256, name, bytes, format, pages, reader, extractor, grammar, type, type_name, number, date, place, issuer, title, "
                                       "effective, province, bad_pages, identity) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    if (!st || !own) return false;
    const nv_str text[] = { src->sha256, src->name, { 0 }, src->format, { 0 }, src->reader, src->extractor, src->grammar, h->type, h->type_name, h->number, h->date,
                            h->place, join(w->a, h->issuers.v, h->issuers.n), h->title, h->effective, h->province };
    for (int i = 0; i < (int)NV_NELEM(text); i++) nv_bind(st, i + 1, text[i]);
    nv_bind_opt(st, 3, src->bytes, -1);
    nv_bind_opt(st, 5, src->pages, -1);
    nv_bind_int(st, 18, bad);
    nv_bind_int(st, 19, own);
    if (!nv_db_run(st)) return false;
    w->file = sqlite3_last_insert_rowid(w->s->db);
    /* another copy of a known document: which copy is the main one is decided again */
    int year;
    nv_str nk = nv_number_key(w->a, h->number, &year);
    if (nk.p) nv_db_touch(w->s, "n:", nk);
    st = nv_db_sql(w->s, "INSERT INTO texts VALUES(?,?)");
    if (!st) return false;
    nv_bind_int(st, 1, w->file);
    nv_bind(st, 2, w->r->text);
    return nv_db_run(st);
}

static bool put_names(wr *w, const char *kind, const nv_str *v, uint32_t n)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO heads VALUES(?,?,?,?)");
    for (uint32_t i = 0; i < n; i++) {
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind(st, 2, nv_str_of(kind));
        nv_bind_int(st, 3, i);
        nv_bind(st, 4, v[i]);
        if (!nv_db_run(st)) return false;
    }
    return true;
}

static bool put_head(wr *w)
{
    const nv_rec_head *h = &w->r->head;
    if (!put_names(w, "issuer", h->issuers.v, h->issuers.n) || !put_names(w, "addressee", h->addressees.v, h->addressees.n) ||
        !put_names(w, "recipient", h->recipients.v, h->recipients.n))
        return false;
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO signers VALUES(?,?,?,?,?)");
    for (uint32_t i = 0; i < h->signers.n; i++) {
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i);
        nv_bind(st, 3, h->signers.v[i].name);
        nv_bind(st, 4, h->signers.v[i].position);
        nv_bind(st, 5, h->signers.v[i].capacity);
        if (!nv_db_run(st)) return false;
    }
    const nv_rec_source *src = &w->r->source;
    st = nv_db_sql(w->s, "INSERT OR REPLACE INTO pages VALUES(?,?,?,?,?)");
    for (uint32_t i = 0; i < src->quality.n; i++) {
        const nv_rec_page *p = &src->quality.v[i];
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, p->page);
        nv_bind(st, 3, p->verdict);
        nv_bind(st, 4, p->reason);
        if (p->ocr_confidence < 0) sqlite3_bind_null(st, 5);
        else sqlite3_bind_double(st, 5, p->ocr_confidence);
        if (!nv_db_run(st)) return false;
    }
    return true;
}

static bool put_fts(wr *w, int64_t rowid, const nv_str *parts, unsigned n)
{
    nv_buf b = { 0 };
    for (unsigned i = 0; i < n; i++) {
        if (b.n) nv_buf_addc(&b, ' ');
        nv_fts_words(parts[i], &b);
    }
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO fts(rowid, body) VALUES(?,?)");
    bool ok = st != NULL;
    if (ok && b.n) {
        nv_bind_int(st, 1, rowid);
        nv_bind(st, 2, nv_buf_str(&b));
        ok = nv_db_run(st);
    }
    nv_buf_clear(&b);
    return ok;
}

static bool put_units(wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO units(file, eid, kind, label, heading, text, start, stop, page) VALUES(?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->units.n; i++) {
        const nv_rec_unit *u = &w->r->units.v[i];
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        const nv_str text[] = { u->eid, u->kind, u->label, u->heading, u->text };
        for (int k = 0; k < (int)NV_NELEM(text); k++) nv_bind(st, k + 2, text[k]);
        bind_at(st, 7, u->at);
        if (!nv_db_run(st)) return false;
        int64_t id = sqlite3_last_insert_rowid(w->s->db);
        if (i == 0) w->first_unit = id;
        const nv_str words[] = { u->heading, u->text };
        if (!put_fts(w, id, words, 2)) return false;
    }
    return true;
}

/* ---- citations, tables ----------------------------------------------------------------------------------------------- */

static bool put_cite(wr *w, const nv_rec_cite *c, int64_t table)
{
    int64_t id = cited_identity(w, c);
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO citations VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    if (!st || !id) return false;
    nv_bind_int(st, 1, w->file);
    nv_bind_int(st, 2, w->citations++);
    bind_unit(w, st, 3, c->eid);
    nv_bind(st, 4, c->text);
    bind_at(st, 5, c->at);
    nv_bind_opt(st, 8, id, -1);
    const nv_str text[] = { c->target.type, c->target.number, c->target.name, c->target.date, c->target.issuer, c->resolved, c->locator, c->relation, c->rule };
    for (int k = 0; k < (int)NV_NELEM(text); k++) nv_bind(st, k + 9, text[k]);
    sqlite3_bind_double(st, 18, c->confidence);
    nv_bind_opt(st, 19, table, -1);
    return nv_db_run(st);
}

static bool put_citations(wr *w)
{
    for (uint32_t i = 0; i < w->r->citations.n; i++)
        if (!put_cite(w, &w->r->citations.v[i], -1)) return false;
    for (uint32_t t = 0; t < w->r->tables.n; t++)
        for (uint32_t i = 0; i < w->r->tables.v[t].citations.n; i++)
            if (!put_cite(w, &w->r->tables.v[t].citations.v[i], t)) return false;
    return true;
}

static bool put_tables(wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO tables(file, ord, unit, start, stop, page, header_rows, rows) VALUES(?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->tables.n; i++) {
        const nv_rec_table *t = &w->r->tables.v[i];
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i);
        bind_unit(w, st, 3, t->eid);
        bind_at(st, 4, t->at);
        nv_bind_int(st, 7, t->header_rows);
        nv_bind(st, 8, t->rows.p ? t->rows : NV_LIT("[]"));
        if (!nv_db_run(st)) return false;
        int64_t id = sqlite3_last_insert_rowid(w->s->db);
        if (!put_fts(w, -id, &t->words, 1)) return false;
    }
    return true;
}

/* ---- deadlines and obligations --------------------------------------------------------------------------------------- */

/* Last permitted day (contract 5): `to`, or the day before it where the text says before. */
static nv_str last_day(nv_arena *a, const nv_rec_deadline *d)
{
    if (!d->to.n || nv_str_eqz(d->kind, "effective") || nv_str_eqz(d->kind, "recurring")) return (nv_str){ 0 };
    if (!nv_str_eqz(d->bound, "before")) return d->to;
    char iso[12];
    nv_date_iso(nv_date_add_days(nv_date_parse(d->to), -1), iso);
    return nv_arena_str(a, nv_str_of(iso));
}

static bool put_deadlines(wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO deadlines VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->deadlines.n; i++) {
        const nv_rec_deadline *d = &w->r->deadlines.v[i];
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i);
        bind_unit(w, st, 3, d->eid);
        nv_bind(st, 4, d->text);
        bind_at(st, 5, d->at);
        const nv_str text[] = { d->kind, d->from, d->to, d->bound, last_day(w->a, d), d->freq };
        for (int k = 0; k < (int)NV_NELEM(text); k++) nv_bind(st, k + 8, text[k]);
        nv_bind_opt(st, 14, d->month, 0);
        nv_bind_opt(st, 15, d->day, 0);
        nv_bind(st, 16, d->duration);
        nv_bind_opt(st, 17, d->working_days, -1);
        nv_bind(st, 18, d->anchor);
        nv_bind(st, 19, d->reason);
        nv_bind_opt(st, 20, d->table, -1);
        nv_bind_opt(st, 21, d->row, -1);
        nv_bind(st, 22, d->rule);
        if (!nv_db_run(st)) return false;
    }
    return true;
}

/* First and last of the last permitted days, and what kind of timing the obligation has: one word that lists can count by. */
static const char *timing(wr *w, const nv_rec_obligation *o, nv_str *first, nv_str *last)
{
    bool recurring = false, relative = false;
    *first = *last = (nv_str){ 0 };
    for (uint32_t i = 0; i < o->due.n; i++) {
        const nv_rec_deadline *d = &w->r->deadlines.v[o->due.v[i]];
        nv_str day = last_day(w->a, d);
        if (!day.n) {
            recurring = recurring || nv_str_eqz(d->kind, "recurring");
            relative = relative || !nv_str_eqz(d->kind, "recurring");
            continue;
        }
        if (!first->n || nv_str_cmp(day, *first) < 0) *first = day;
        if (!last->n || nv_str_cmp(day, *last) > 0) *last = day;
    }
    return first->n ? "dated" : recurring ? "recurring" : o->condition.n ? "conditional" : relative ? "relative" : "undated";
}

static bool put_parties(wr *w, const nv_rec_obligation *o, int64_t id, nv_str due)
{
    for (uint32_t i = 0; i < o->parties.n; i++) {
        const nv_rec_party *p = &o->parties.v[i];
        int64_t agency = agency_id(w, p->id, p->name, p->is_class);
        sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO parties VALUES(?,?,?,?,?,?)");
        if (!st || !agency) return false;
        nv_bind_int(st, 1, id);
        nv_bind_int(st, 2, i);
        nv_bind_int(st, 3, agency);
        nv_bind(st, 4, p->role);
        nv_bind(st, 5, p->how);
        nv_bind(st, 6, due);
        if (!nv_db_run(st)) return false;
    }
    for (uint32_t i = 0; i < o->due.n; i++) {
        sqlite3_stmt *st = nv_db_sql(w->s, "INSERT OR IGNORE INTO obligation_deadlines VALUES(?,?)");
        if (!st) return false;
        nv_bind_int(st, 1, id);
        nv_bind_int(st, 2, o->due.v[i]);
        if (!nv_db_run(st)) return false;
    }
    return true;
}

static bool put_obligations(wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO obligations(file, ord, unit, start, stop, page, modality, action, condition, product, routine, tbl, row, timing, first_due, "
                                       "last_due, rule, confidence) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->obligations.n; i++) {
        const nv_rec_obligation *o = &w->r->obligations.v[i];
        nv_str first, last;
        const char *kind = timing(w, o, &first, &last);
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i + 1);
        bind_unit(w, st, 3, o->eid);
        bind_at(st, 4, o->at);
        nv_bind(st, 7, o->modality);
        nv_bind(st, 8, o->action);
        nv_bind(st, 9, none_if_empty(o->condition));
        nv_bind(st, 10, none_if_empty(o->product));
        nv_bind_int(st, 11, o->routine);
        nv_bind_opt(st, 12, o->table, -1);
        nv_bind_opt(st, 13, o->row, -1);
        nv_bind(st, 14, nv_str_of(kind));
        nv_bind(st, 15, first);
        nv_bind(st, 16, last);
        nv_bind(st, 17, o->rule);
        sqlite3_bind_double(st, 18, o->confidence);
        if (!nv_db_run(st) || !put_parties(w, o, sqlite3_last_insert_rowid(w->s->db), first)) return false;
    }
    return true;
}

/* ---- the rest -------------------------------------------------------------------------------------------------------- */

static bool put_amendments(wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO amendments VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->amendments.n; i++) {
        const nv_rec_amendment *m = &w->r->amendments.v[i];
        const nv_rec_cite as_cite = { .target = m->target, .relation = NV_LIT("amends"), .resolved = m->target.number.n ? m->target.number : m->target.name };
        int64_t id = cited_identity(w, &as_cite);
        if (!st || !id) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i);
        bind_unit(w, st, 3, m->eid);
        bind_at(st, 4, m->at);
        nv_bind(st, 7, m->operation);
        nv_bind_opt(st, 8, id, -1);
        const nv_str text[] = { m->place, m->before, m->after, m->old_text, m->new_text };
        for (int k = 0; k < (int)NV_NELEM(text); k++) nv_bind(st, k + 9, text[k]);
        if (!nv_db_run(st)) return false;
    }
    return true;
}

static bool put_effects(wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO effects VALUES(?,?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->effects.n; i++) {
        const nv_rec_effect *e = &w->r->effects.v[i];
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i);
        bind_unit(w, st, 3, e->eid);
        nv_bind(st, 4, e->text);
        bind_at(st, 5, e->at);
        nv_bind(st, 8, e->place);
        nv_bind(st, 9, e->from);
        nv_bind(st, 10, e->to);
        if (!nv_db_run(st)) return false;
    }
    return true;
}

static bool put_diagnostics(wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO diagnostics VALUES(?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->diagnostics.n; i++) {
        const nv_rec_diag *d = &w->r->diagnostics.v[i];
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i);
        nv_bind(st, 3, d->code);
        nv_bind(st, 4, d->level);
        nv_bind(st, 5, d->message);
        bind_at(st, 6, d->at);
        if (!nv_db_run(st)) return false;
    }
    return true;
}

/* ---- a file again ---------------------------------------------------------------------------------------------------- */

/* The words of a contentless FTS row must be given again to take it out. */
static bool drop_fts(nv_store *s, int64_t file)
{
    static const char *const from[] = {
        "SELECT id, coalesce(heading, ''), coalesce(text, '') FROM units WHERE file = ?",
        "SELECT -t.id, (SELECT group_concat(c.value ->> 'text', ' ') FROM json_each(t.rows) r, json_each(r.value) c), NULL FROM tables t WHERE t.file = ?",
    };
    for (unsigned i = 0; i < NV_NELEM(from); i++) {
        sqlite3_stmt *st = nv_db_sql(s, from[i]);
        if (!st) return false;
        nv_bind_int(st, 1, file);
        while (sqlite3_step(st) == SQLITE_ROW) {
            nv_buf b = { 0 };
            for (int k = 1; k <= 2; k++) {
                const char *z = (const char *)sqlite3_column_text(st, k);
                if (b.n) nv_buf_addc(&b, ' ');
                if (z) nv_fts_words(nv_str_of(z), &b);
            }
            sqlite3_stmt *del = nv_db_sql(s, "INSERT INTO fts(fts, rowid, body) VALUES('delete', ?, ?)");
            if (del && b.n) {
                nv_bind_int(del, 1, nv_col_int(st, 0));
                nv_bind(del, 2, nv_buf_str(&b));
            }
            bool ok = del && (!b.n || nv_db_run(del));
            nv_buf_clear(&b);
            if (!ok) return false;
        }
        sqlite3_reset(st);
    }
    return true;
}

/* Takes out a file with all that was read from it; identities that nobody uses any more go at commit (resolve.c). */
static bool drop_file(nv_store *s, int64_t file)
{
    sqlite3_stmt *groups = nv_db_sql(s, "SELECT number_key, name_key, key FROM identities WHERE id IN (SELECT identity FROM files WHERE id = ?1 "
                                        "UNION SELECT identity FROM citations WHERE file = ?1 UNION SELECT identity FROM amendments WHERE file = ?1)");
    if (!groups) return false;
    nv_bind_int(groups, 1, file);
    while (sqlite3_step(groups) == SQLITE_ROW) {
        nv_str n = nv_col(groups, 0, s->scratch), m = nv_col(groups, 1, s->scratch);
        nv_db_touch(s, "n:", n);
        nv_db_touch(s, "m:", m);
        if (!n.p && !m.p) nv_db_touch(s, "f:", nv_col(groups, 2, s->scratch));
    }
    sqlite3_reset(groups);
    sqlite3_stmt *unset = nv_db_sql(s, "UPDATE documents SET main_file = NULL WHERE main_file = ?");
    sqlite3_stmt *del = nv_db_sql(s, "DELETE FROM files WHERE id = ?");
    if (!drop_fts(s, file) || !unset || !del) return false;
    s->dropped = true;
    nv_bind_int(unset, 1, file);
    nv_bind_int(del, 1, file);
    return nv_db_run(unset) && nv_db_run(del);
}

bool nv_store_has(nv_store *s, const char *sha256, const char *extractor, const char *grammar)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT 1 FROM files WHERE sha256 = ? AND extractor IS ? AND grammar IS ?");
    if (!st) return false;
    nv_bind(st, 1, nv_str_of(sha256));
    nv_bind(st, 2, nv_str_of(extractor));
    nv_bind(st, 3, nv_str_of(grammar));
    bool has = sqlite3_step(st) == SQLITE_ROW;
    sqlite3_reset(st);
    return has;
}

/* The file's row if these bytes are in already: 0 if not, -1 on error; *same: read by the same program. */
static int64_t known_file(nv_store *s, const nv_rec_source *src, bool *same)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT id, extractor IS ? AND grammar IS ? FROM files WHERE sha256 = ?");
    if (!st) return -1;
    nv_bind(st, 1, src->extractor);
    nv_bind(st, 2, src->grammar);
    nv_bind(st, 3, src->sha256);
    int rc = sqlite3_step(st);
    int64_t id = rc == SQLITE_ROW ? nv_col_int(st, 0) : rc == SQLITE_DONE ? 0 : -1;
    *same = rc == SQLITE_ROW && nv_col_int(st, 1);
    sqlite3_reset(st);
    return id;
}

static bool put_all(wr *w)
{
    return put_file(w) && put_head(w) && put_units(w) && put_tables(w) && put_citations(w) && put_mentions(w) && put_deadlines(w) && put_obligations(w) &&
           put_amendments(w) && put_effects(w) && put_diagnostics(w);
}

nv_status nv_store_put(nv_store *s, const nv_rec *r, nv_put *what, nv_err *err)
{
    bool same;
    int64_t old = known_file(s, &r->source, &same);
    if (old < 0) return nv_db_fail(s, err);
    *what = old ? same ? NV_PUT_SAME : NV_PUT_UPDATED : NV_PUT_NEW;
    if (*what == NV_PUT_SAME) return NV_OK;
    if (!nv_db_exec(s, "SAVEPOINT one")) return nv_db_fail(s, err);
    wr w = { .s = s, .r = r, .a = nv_arena_new() };
    nv_status st = NV_OK;
    if ((old && !drop_file(s, old)) || !put_all(&w) || !nv_db_exec(s, "RELEASE one")) {
        st = nv_db_fail(s, err);
        for (unsigned i = 0; i < s->n_cache; i++) sqlite3_reset(s->cache[i].st);
        (void)nv_db_exec(s, "ROLLBACK TO one; RELEASE one");
    }
    nv_arena_free(w.a);
    return st;
}
