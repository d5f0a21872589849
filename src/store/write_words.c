/* write_words.c - the full-text index: queued while records are written, written at commit, taken out with a file. */
#include "store/write.h"

/* A queued row: rowid, number of bytes, bytes. */
typedef struct { int64_t rowid; uint64_t n; } queued;

void nv_wr_words(nv_store *s, int64_t rowid, const nv_str *parts, unsigned n)
{
    queued q = { rowid, 0 };
    size_t head = s->words.n;
    nv_buf_add(&s->words, &q, sizeof q);
    for (unsigned i = 0; i < n; i++) {
        if (s->words.n > head + sizeof q) nv_buf_addc(&s->words, ' ');
        nv_fts_words(parts[i], &s->words);
    }
    q.n = s->words.n - head - sizeof q;
    if (q.n) memcpy(s->words.p + head, &q, sizeof q);
    else s->words.n = head;
}

bool nv_fts_flush(nv_store *s)
{
    for (size_t at = 0; at < s->words.n;) {
        queued q;
        memcpy(&q, s->words.p + at, sizeof q);
        at += sizeof q;
        sqlite3_stmt *st = nv_db_sql(s, "INSERT INTO fts(rowid, body) VALUES(?,?)");
        if (!st) return false;
        nv_bind_int(st, 1, q.rowid);
        nv_bind(st, 2, (nv_str){ s->words.p + at, (uint32_t)q.n });
        if (!nv_db_run(st)) return false;
        at += q.n;
    }
    s->words.n = 0;
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

bool nv_wr_drop_file(nv_store *s, int64_t file)
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
    if (!nv_fts_flush(s) || !drop_fts(s, file) || !unset || !del) return false;
    s->dropped = true;
    nv_bind_int(unset, 1, file);
    nv_bind_int(del, 1, file);
    return nv_db_run(unset) && nv_db_run(del);
}
