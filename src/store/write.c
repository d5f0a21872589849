/* write.c - one record into the database, inside a savepoint: all of it or nothing. */
#include "model/date.h"
#include "store/write.h"

nv_str nv_wr_join(nv_arena *a, const nv_str *v, uint32_t n)
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

void nv_wr_bind_at(sqlite3_stmt *st, int i, nv_rec_at at)
{
    nv_bind_opt(st, i, at.start, -1);
    nv_bind_opt(st, i + 1, at.end, -1);
    nv_bind_opt(st, i + 2, at.page, 0);
}

void nv_wr_bind_unit(nv_wr *w, sqlite3_stmt *st, int i, nv_str eid)
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

/* ---- agencies -------------------------------------------------------------------------------------------------------- */

/* A record names the same few bodies again and again: those are found without asking the database. */
int64_t nv_wr_agency_id(nv_wr *w, nv_str reg, nv_str name, bool is_class)
{
    for (uint32_t i = 0; i < w->agencies.n; i++) {
        const nv_wr_agency *g = &w->agencies.v[i];
        if (g->is_class == is_class && nv_str_eq(g->name, name) && nv_str_eq(g->reg, reg)) return g->id;
    }
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO agencies(reg, name, key, class) VALUES(?,?,?,?)");
    sqlite3_stmt *find = nv_db_sql(w->s, "SELECT id FROM agencies WHERE reg = ? AND name = ? AND class = ?");
    if (!st || !find) return 0;
    nv_str r = reg.p ? reg : NV_LIT("");
    nv_bind(find, 1, r);
    nv_bind(find, 2, name);
    nv_bind_int(find, 3, is_class);
    int64_t id = sqlite3_step(find) == SQLITE_ROW ? nv_col_int(find, 0) : 0;
    sqlite3_reset(find);
    if (!id) {
        nv_bind(st, 1, r);
        nv_bind(st, 2, name);
        nv_bind(st, 3, nv_skeleton_str(w->a, name));
        nv_bind_int(st, 4, is_class);
        if (!nv_db_run(st)) return 0;
        id = sqlite3_last_insert_rowid(w->s->db);
        if (is_class && !nv_write_class(w->s, id, name)) return 0;
    }
    enum { REMEMBERED = 200 };
    if (w->agencies.n < REMEMBERED) *NV_PUSH(w->a, &w->agencies) = (nv_wr_agency){ reg, name, is_class, id };
    return id;
}

static bool put_mentions(nv_wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO mentions VALUES(?,?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->agencies.n; i++) {
        const nv_rec_agency *m = &w->r->agencies.v[i];
        int64_t id = nv_wr_agency_id(w, m->id, m->name, m->is_class);
        if (!st || !id) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i);
        nv_wr_bind_unit(w, st, 3, m->eid);
        nv_bind_int(st, 4, id);
        nv_bind(st, 5, m->text);
        nv_wr_bind_at(st, 6, m->at);
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

static bool put_file(nv_wr *w)
{
    const nv_rec_source *src = &w->r->source;
    const nv_rec_head *h = &w->r->head;
    int64_t own = nv_wr_own_identity(w), bad = 0;
    for (uint32_t i = 0; i < src->quality.n; i++) bad += bad_page(&src->quality.v[i]);
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO files(sha256, name, bytes, format, pages, reader, extractor, grammar, type, type_name, number, date, place, issuer, title, "
                                       "effective, province, bad_pages, identity) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    if (!st || !own) return false;
    const nv_str text[] = { src->sha256, src->name, { 0 }, src->format, { 0 }, src->reader, src->extractor, src->grammar, h->type, h->type_name, h->number, h->date,
                            h->place, nv_wr_join(w->a, h->issuers.v, h->issuers.n), h->title, h->effective, h->province };
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

static bool put_names(nv_wr *w, const char *kind, const nv_str *v, uint32_t n)
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

static bool put_head(nv_wr *w)
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

static bool put_units(nv_wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO units(file, eid, kind, label, heading, text, start, stop, page) VALUES(?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->units.n; i++) {
        const nv_rec_unit *u = &w->r->units.v[i];
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        const nv_str text[] = { u->eid, u->kind, u->label, u->heading, u->text };
        for (int k = 0; k < (int)NV_NELEM(text); k++) nv_bind(st, k + 2, text[k]);
        nv_wr_bind_at(st, 7, u->at);
        if (!nv_db_run(st)) return false;
        int64_t id = sqlite3_last_insert_rowid(w->s->db);
        if (i == 0) w->first_unit = id;
        const nv_str words[] = { u->heading, u->text };
        nv_wr_words(w->s, id, words, 2);
    }
    return true;
}

static bool put_tables(nv_wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO tables(file, ord, unit, start, stop, page, header_rows, rows) VALUES(?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->tables.n; i++) {
        const nv_rec_table *t = &w->r->tables.v[i];
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i);
        nv_wr_bind_unit(w, st, 3, t->eid);
        nv_wr_bind_at(st, 4, t->at);
        nv_bind_int(st, 7, t->header_rows);
        nv_bind(st, 8, t->rows.p ? t->rows : NV_LIT("[]"));
        if (!nv_db_run(st)) return false;
        nv_wr_words(w->s, -sqlite3_last_insert_rowid(w->s->db), &t->words, 1);
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

static bool put_deadlines(nv_wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO deadlines VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->deadlines.n; i++) {
        const nv_rec_deadline *d = &w->r->deadlines.v[i];
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i);
        nv_wr_bind_unit(w, st, 3, d->eid);
        nv_bind(st, 4, d->text);
        nv_wr_bind_at(st, 5, d->at);
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
static const char *timing(nv_wr *w, const nv_rec_obligation *o, nv_str *first, nv_str *last)
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

static bool put_parties(nv_wr *w, const nv_rec_obligation *o, int64_t id, nv_str due)
{
    for (uint32_t i = 0; i < o->parties.n; i++) {
        const nv_rec_party *p = &o->parties.v[i];
        int64_t agency = nv_wr_agency_id(w, p->id, p->name, p->is_class);
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

static bool put_obligations(nv_wr *w)
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
        nv_wr_bind_unit(w, st, 3, o->eid);
        nv_wr_bind_at(st, 4, o->at);
        nv_bind(st, 7, o->modality);
        nv_bind(st, 8, o->action);
        nv_bind(st, 9, nv_none_if_empty(o->condition));
        nv_bind(st, 10, nv_none_if_empty(o->product));
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

static bool put_effects(nv_wr *w)
{
    sqlite3_stmt *st = nv_db_sql(w->s, "INSERT INTO effects VALUES(?,?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; i < w->r->effects.n; i++) {
        const nv_rec_effect *e = &w->r->effects.v[i];
        if (!st) return false;
        nv_bind_int(st, 1, w->file);
        nv_bind_int(st, 2, i);
        nv_wr_bind_unit(w, st, 3, e->eid);
        nv_bind(st, 4, e->text);
        nv_wr_bind_at(st, 5, e->at);
        nv_bind(st, 8, e->place);
        nv_bind(st, 9, e->from);
        nv_bind(st, 10, e->to);
        if (!nv_db_run(st)) return false;
    }
    return true;
}

static bool put_diagnostics(nv_wr *w)
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
        nv_wr_bind_at(st, 6, d->at);
        if (!nv_db_run(st)) return false;
    }
    return true;
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

static bool put_all(nv_wr *w)
{
    return put_file(w) && put_head(w) && put_units(w) && put_tables(w) && nv_wr_citations(w) && put_mentions(w) && put_deadlines(w) && put_obligations(w) &&
           nv_wr_amendments(w) && put_effects(w) && put_diagnostics(w);
}

nv_status nv_store_put(nv_store *s, const nv_rec *r, nv_put *what, nv_err *err)
{
    bool same;
    int64_t old = known_file(s, &r->source, &same);
    if (old < 0) return nv_db_fail(s, err);
    *what = old ? same ? NV_PUT_SAME : NV_PUT_UPDATED : NV_PUT_NEW;
    if (*what == NV_PUT_SAME) return NV_OK;
    if (!nv_db_exec(s, "SAVEPOINT one")) return nv_db_fail(s, err);
    nv_wr w = { .s = s, .r = r, .a = nv_arena_new() };
    size_t words = s->words.n;
    nv_status st = NV_OK;
    if ((old && !nv_wr_drop_file(s, old)) || !put_all(&w) || !nv_db_exec(s, "RELEASE one")) {
        st = nv_db_fail(s, err);
        for (unsigned i = 0; i < s->n_cache; i++) sqlite3_reset(s->cache[i].st);
        (void)nv_db_exec(s, "ROLLBACK TO one; RELEASE one");
        if (s->words.n > words) s->words.n = words;
    }
    nv_arena_free(w.a);
    return st;
}
