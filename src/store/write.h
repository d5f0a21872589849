/* write.h - inside the store: what the writers of one record share. */
#ifndef NV_STORE_WRITE_H
#define NV_STORE_WRITE_H
#include "store/db.h"

typedef struct { nv_str reg, name; bool is_class; int64_t id; } nv_wr_agency;

/* What is at hand while one record is written. */
typedef struct {
    nv_store *s;
    const nv_rec *r;
    nv_arena *a;
    int64_t file;
    int64_t first_unit;           /* units have ids first_unit … in the record's order */
    uint32_t unit_hint;           /* where the last unit was found: facts come in document order */
    int64_t citations;            /* ord of the next citation */
    NV_VEC(nv_wr_agency) agencies;/* names of this record that are known to be in the table */
} nv_wr;

static inline nv_str nv_none_if_empty(nv_str s) { return s.n ? s : (nv_str){ 0 }; }
/* Names joined by "; ", null if there are none. */
nv_str nv_wr_join(nv_arena *a, const nv_str *v, uint32_t n);
/* start, stop and page as parameters i, i + 1, i + 2. */
void nv_wr_bind_at(sqlite3_stmt *st, int i, nv_rec_at at);
/* units.id for an eid, bound as NULL if the record has no such unit. */
void nv_wr_bind_unit(nv_wr *w, sqlite3_stmt *st, int i, nv_str eid);

/* An agency's row, made if it is new; 0 on error. Needs only w->s and w->a. */
int64_t nv_wr_agency_id(nv_wr *w, nv_str reg, nv_str name, bool is_class);
/* The document's own identity; 0 on error. */
int64_t nv_wr_own_identity(nv_wr *w);
bool nv_wr_citations(nv_wr *w);
bool nv_wr_amendments(nv_wr *w);

/* Queues the words of a unit (rowid > 0) or a table (rowid < 0) for the full-text index. */
void nv_wr_words(nv_store *s, int64_t rowid, const nv_str *parts, unsigned n);
/* Takes out a file with all that was read from it; identities that nobody uses any more go at commit (resolve.c). */
bool nv_wr_drop_file(nv_store *s, int64_t file);

#endif
