/* people_fit.c - from the words that a person meant to the task that they are now.
 *
 * What a person said must not slip onto another task. An anchor therefore fits only what is the same beyond doubt, in this order:
 *   same      the words of the place and the action are those that were read then (the nth of them, where a document says the same twice);
 *   moved     exactly one task of the document has that action (a better grammar cut the sentence around it otherwise, or it is another copy);
 *   reworded  exactly one task stands at those words, and one of the two actions contains the other.
 * Else it fits nothing, and is reported. A pure function of the anchor and the main copy of its document: the order of files is of no account.
 */
#include "store/people_fit.h"
#include <stdlib.h>

static nv_str one_line(nv_arena *a, nv_str s)
{
    nv_buf b = { 0 };
    s = nv_str_trim(s);
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = nv_utf8_next(s, &at);
        bool space = c <= ' ' || c == 0xa0 || c == 0x7f;
        if (!space) nv_buf_addu(&b, c);
        else if (b.n && b.p[b.n - 1] != ' ') nv_buf_addc(&b, ' ');
    }
    nv_str out = nv_str_trim(nv_arena_str(a, nv_buf_str(&b)));
    nv_buf_clear(&b);
    return out;
}

static nv_str key_of(nv_arena *a, nv_str s)
{
    nv_buf b = { 0 };
    nv_fts_words(s, &b);
    nv_str out = nv_arena_str(a, nv_str_trim(nv_buf_str(&b)));
    nv_buf_clear(&b);
    return out;
}

static bool read_text(nv_store *s, int64_t file, nv_arena *a, nv_str *text)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT text FROM texts WHERE file = ?");
    if (!st) return false;
    nv_bind_int(st, 1, file);
    *text = sqlite3_step(st) == SQLITE_ROW ? nv_col(st, 0, a) : (nv_str){ 0 };
    return sqlite3_reset(st) == SQLITE_OK;
}

bool nv_places_of(nv_store *s, int64_t file, nv_arena *a, nv_places *out)
{
    nv_str text;
    if (!read_text(s, file, a, &text)) return false;
    sqlite3_stmt *st = nv_db_sql(s, "SELECT o.id, coalesce(w.was ->> 'action', o.action), o.start, o.stop FROM obligations o LEFT JOIN originals w ON w.obligation = o.id "
                                    "WHERE o.file = ? ORDER BY o.start, o.ord");
    if (!st) return false;
    nv_bind_int(st, 1, file);
    uint32_t byte = 0;
    int64_t point = 0;
    while (sqlite3_step(st) == SQLITE_ROW) {
        nv_place *p = NV_PUSH(a, out);
        p->id = nv_col_int(st, 0);
        p->action = one_line(a, nv_col(st, 1, a));
        p->quote = p->action;
        if (sqlite3_column_type(st, 2) != SQLITE_NULL) {
            for (; point < nv_col_int(st, 2) && byte < text.n; point++) nv_utf8_next(text, &byte);
            uint32_t end = byte;
            for (int64_t i = nv_col_int(st, 2); i < nv_col_int(st, 3) && end < text.n; i++) nv_utf8_next(text, &end);
            p->quote = one_line(a, nv_str_cut(text, byte, end));
        }
        p->quote_key = key_of(a, p->quote);
        p->action_key = key_of(a, p->action);
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

/* ---- fitting --------------------------------------------------------------------------------------------------------- */

static bool holds(nv_str a, nv_str b)
{
    return a.n && b.n && (nv_str_find(a, b, 0) != UINT32_MAX || nv_str_find(b, a, 0) != UINT32_MAX);
}

static const nv_place *choose(const nv_places *v, nv_str quote, nv_str action, int64_t nth, const char **how)
{
    const nv_place *same = NULL, *only = NULL, *act = NULL, *at = NULL;
    uint32_t n_same = 0, n_act = 0, n_at = 0;
    for (uint32_t i = 0; i < v->n; i++) {
        const nv_place *p = &v->v[i];
        bool q = nv_str_eq(p->quote_key, quote), x = nv_str_eq(p->action_key, action);
        if (q && x && n_same++ == nth) same = p;
        if (q && x) only = p;
        if (x && n_act++ == 0) act = p;
        if (q && n_at++ == 0) at = p;
    }
    *how = "same";
    if (same) return same;
    if (n_same == 1) return only;
    *how = "moved";
    if (!n_same && n_act == 1) return act;
    *how = "reworded";
    return !n_act && n_at == 1 && holds(at->action_key, action) ? at : NULL;
}

/* The main copy of the document that an anchor is about: by the file's hash, else by the document's own name for itself. 0: not in the collection. */
static bool main_file(nv_store *s, nv_str sha256, nv_str document, int64_t *file)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT id FROM files WHERE main AND identity = coalesce((SELECT identity FROM files WHERE sha256 = ?1), (SELECT id FROM identities WHERE key = ?2))");
    if (!st) return false;
    nv_bind(st, 1, sha256);
    nv_bind(st, 2, document);
    *file = sqlite3_step(st) == SQLITE_ROW ? nv_col_int(st, 0) : 0;
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool save_fit(nv_store *s, int64_t anchor, int64_t obligation, const char *how)
{
    sqlite3_stmt *st = nv_db_sql(s, "INSERT OR REPLACE INTO fits VALUES(?,?,?)");
    if (!st) return false;
    nv_bind_int(st, 1, anchor);
    nv_bind_int(st, 2, obligation);
    nv_bind(st, 3, nv_str_of(how));
    return nv_db_run(st);
}

typedef struct { int64_t id, file, nth; nv_str quote, action; } open_anchor;

/* Those whose file is known, by file: each file's tasks are read once. */
static int by_file(const void *x, const void *y)
{
    const open_anchor *a = x, *b = y;
    return a->file != b->file ? a->file < b->file ? -1 : 1 : (a->id > b->id) - (a->id < b->id);
}

static bool fit_all(nv_store *s, nv_arena *a, int64_t only)
{
    NV_VEC(open_anchor) open = { 0 };
    sqlite3_stmt *st = nv_db_sql(s, "SELECT n.id, n.sha256, n.document, n.quote, n.action, n.nth FROM anchors n LEFT JOIN fits x ON x.anchor = n.id LEFT JOIN obligations o ON o.id = x.obligation "
                                    "LEFT JOIN files f ON f.id = o.file WHERE f.main IS NOT TRUE AND (?1 = 0 OR n.id = ?1)");
    if (!st) return false;
    nv_bind_int(st, 1, only);
    while (sqlite3_step(st) == SQLITE_ROW) {
        int64_t file;
        if (!main_file(s, nv_col(st, 1, a), nv_col(st, 2, a), &file)) return false;
        *NV_PUSH(a, &open) = (open_anchor){ nv_col_int(st, 0), file, nv_col_int(st, 5), key_of(a, nv_col(st, 3, a)), key_of(a, nv_col(st, 4, a)) };
    }
    if (sqlite3_reset(st) != SQLITE_OK) return false;
    if (open.n) qsort(open.v, open.n, sizeof *open.v, by_file);
    nv_places places = { 0 };
    for (uint32_t i = 0; i < open.n; i++) {
        const open_anchor *x = &open.v[i];
        sqlite3_stmt *gone = nv_db_sql(s, "DELETE FROM fits WHERE anchor = ?");
        if (!gone) return false;
        nv_bind_int(gone, 1, x->id);
        if (!nv_db_run(gone)) return false;
        if (!x->file) continue;
        if (!i || open.v[i - 1].file != x->file) {
            places.n = 0;
            if (!nv_places_of(s, x->file, a, &places)) return false;
        }
        const char *how;
        const nv_place *p = choose(&places, x->quote, x->action, x->nth, &how);
        if (p && !save_fit(s, x->id, p->id, how)) return false;
    }
    return true;
}

bool nv_people_fit(nv_store *s)
{
    nv_arena *a = nv_arena_new();
    bool ok = fit_all(s, a, 0);
    nv_arena_free(a);
    return ok;
}

/* ---- making anchors -------------------------------------------------------------------------------------------------- */

int64_t nv_anchor_put(nv_store *s, const nv_anchor *x, nv_arena *a)
{
    sqlite3_stmt *st = nv_db_sql(s, "INSERT INTO anchors(sha256, quote, action, nth, document, number, date, file, place, page) VALUES(?,?,?,?,?,?,?,?,?,?) "
                                    "ON CONFLICT(sha256, quote, action, nth) DO UPDATE SET document = document RETURNING id");
    if (!st) return 0;
    const nv_str text[] = { x->sha256, x->quote, x->action, { 0 }, x->document, x->number, x->date, x->file, x->place };
    for (int i = 0; i < (int)NV_NELEM(text); i++) nv_bind(st, i + 1, text[i].p ? text[i] : NV_LIT(""));
    nv_bind_int(st, 4, x->nth);
    nv_bind_int(st, 10, x->page);
    int64_t id = sqlite3_step(st) == SQLITE_ROW ? nv_col_int(st, 0) : 0;
    return sqlite3_reset(st) == SQLITE_OK && fit_all(s, a, id) ? id : 0;
}

static int64_t fitting(nv_store *s, int64_t obligation)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT n.id FROM fits x JOIN anchors n ON n.id = x.anchor WHERE x.obligation = ? ORDER BY x.how <> 'same', n.sha256, n.quote, n.action, n.nth LIMIT 1");
    if (!st) return -1;
    nv_bind_int(st, 1, obligation);
    int64_t id = sqlite3_step(st) == SQLITE_ROW ? nv_col_int(st, 0) : 0;
    return sqlite3_reset(st) == SQLITE_OK ? id : -1;
}

int64_t nv_anchor_of(nv_store *s, int64_t obligation, nv_arena *a)
{
    int64_t id = fitting(s, obligation);
    if (id) return id > 0 ? id : 0;
    sqlite3_stmt *st = nv_db_sql(s, "SELECT f.sha256, i.key, f.number, f.date, f.name, u.eid, o.page, o.file FROM obligations o JOIN files f ON f.id = o.file JOIN identities i ON i.id = f.identity "
                                    "LEFT JOIN units u ON u.id = o.unit WHERE o.id = ?");
    if (!st) return 0;
    nv_bind_int(st, 1, obligation);
    nv_anchor x = { 0 };
    nv_str *const text[] = { &x.sha256, &x.document, &x.number, &x.date, &x.file, &x.place };
    if (sqlite3_step(st) != SQLITE_ROW) return 0;
    for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i, a);
    x.page = nv_col_int(st, 6);
    nv_places places = { 0 };
    int64_t file = nv_col_int(st, 7);
    if (sqlite3_reset(st) != SQLITE_OK || !nv_places_of(s, file, a, &places)) return 0;
    const nv_place *own = NULL;
    for (uint32_t i = 0; i < places.n && !own; i++)
        if (places.v[i].id == obligation) own = &places.v[i];
    for (uint32_t i = 0; own && &places.v[i] != own; i++) x.nth += nv_str_eq(places.v[i].quote_key, own->quote_key) && nv_str_eq(places.v[i].action_key, own->action_key);
    if (!own) return 0;
    x.quote = own->quote;
    x.action = own->action;
    return nv_anchor_put(s, &x, a);
}
