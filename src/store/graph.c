/* graph.c - breadth first over citations: each document's edges are read once, whatever the number of ways that lead to it. */
#include "store/graph.h"
#include "store/db.h"
#include <stdlib.h>

typedef struct { int64_t id; uint32_t at; } slot;
/* Which node a document is: open addressing, a power of two, at most half full. */
typedef struct { slot *v; uint32_t cap, n; } index_of;

static uint32_t *find(index_of *x, int64_t id)
{
    uint32_t i = (uint32_t)((uint64_t)id * 0x9e3779b97f4a7c15u >> 40) & (x->cap - 1);
    while (x->v[i].id && x->v[i].id != id) i = (i + 1) & (x->cap - 1);
    if (!x->v[i].id) x->v[i] = (slot){ id, UINT32_MAX };
    return &x->v[i].at;
}

static void make_room(index_of *x)
{
    if (x->cap && x->n * 2 < x->cap) return;
    index_of y = { .cap = x->cap ? x->cap * 2 : 256, .n = x->n };
    y.v = nv_xmalloc(y.cap * sizeof *y.v);
    memset(y.v, 0, y.cap * sizeof *y.v);
    for (uint32_t i = 0; i < x->cap; i++)
        if (x->v[i].id) *find(&y, x->v[i].id) = x->v[i].at;
    free(x->v);
    *x = y;
}

#define WANTED "(?2 IS NULL OR instr(?2, ',' || c.relation || ','))"
#define FROM_DOWN \
    "FROM documents m JOIN citations c ON c.file = m.main_file JOIN identities i ON i.id = c.identity JOIN documents d ON d.id = i.document WHERE m.id = ?1 AND d.id <> ?1 AND " WANTED
#define FROM_UP \
    "FROM identities i JOIN citations c ON c.identity = i.id JOIN files f ON f.id = c.file AND f.main JOIN identities h ON h.id = f.identity " \
    "JOIN documents d ON d.id = h.document WHERE i.document = ?1 AND d.id <> ?1 AND " WANTED
#define EDGES(from) "SELECT d.id, c.relation, count(*) " from " GROUP BY d.id, c.relation ORDER BY d.date IS NULL, d.date, d.number, d.name, d.key, c.relation"
#define BELOW(from) "SELECT 0, NULL, count(DISTINCT d.id) " from

static sqlite3_stmt *ask(nv_store *s, bool citing, bool edges, int64_t doc, nv_str relations)
{
    sqlite3_stmt *st = edges ? citing ? nv_db_sql(s, EDGES(FROM_DOWN)) : nv_db_sql(s, EDGES(FROM_UP)) : citing ? nv_db_sql(s, BELOW(FROM_DOWN)) : nv_db_sql(s, BELOW(FROM_UP));
    if (!st) return NULL;
    nv_bind_int(st, 1, doc);
    nv_bind(st, 2, relations);
    return st;
}

static bool read_node(nv_store *s, int64_t id, nv_arena *a, nv_ans_doc *d)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT d.type, d.number, d.name, d.date, d.issuer, d.title, f.name, d.main_file IS NOT NULL FROM documents d LEFT JOIN files f ON f.id = d.main_file "
                                    "WHERE d.id = ?");
    if (!st) return false;
    nv_bind_int(st, 1, id);
    nv_str *const text[] = { &d->type, &d->number, &d->name, &d->date, &d->issuer, &d->title, &d->file };
    if (sqlite3_step(st) == SQLITE_ROW) {
        for (int i = 0; i < (int)NV_NELEM(text); i++) *text[i] = nv_col(st, i, a);
        d->have = nv_col_int(st, (int)NV_NELEM(text)) != 0;
        d->id = id;
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

/* The node of a document, made if it is new. UINT32_MAX on error. */
static uint32_t node(nv_store *s, index_of *x, int64_t id, uint32_t level, nv_arena *a, nv_graph *g)
{
    make_room(x);
    uint32_t *at = find(x, id);
    if (*at != UINT32_MAX) return *at;
    nv_graph_node *n = NV_PUSH(a, &g->nodes);
    n->level = level;
    *at = g->nodes.n - 1;
    x->n++;
    return read_node(s, id, a, &n->doc) ? *at : UINT32_MAX;
}

/* The words of the list, each between commas; n == 0 stays nothing. */
static nv_str comma_list(nv_arena *a, nv_str list)
{
    return list.n ? nv_arena_printf(a, ",%.*s,", NV_ARG(list)) : (nv_str){ 0 };
}

static bool expand(nv_store *s, index_of *x, uint32_t at, bool citing, nv_str relations, nv_arena *a, nv_graph *g)
{
    sqlite3_stmt *st = ask(s, citing, true, g->nodes.v[at].doc.id, relations);
    if (!st) return false;
    uint32_t last = UINT32_MAX, level = g->nodes.v[at].level + 1;
    g->nodes.v[at].loaded = true;
    while (sqlite3_step(st) == SQLITE_ROW) {
        uint32_t to = node(s, x, nv_col_int(st, 0), level, a, g);
        if (to == UINT32_MAX) return false;
        nv_graph_node *n = &g->nodes.v[at];
        *NV_PUSH(a, &n->edges) = (nv_graph_edge){ to, nv_col(st, 1, a), (uint32_t)nv_col_int(st, 2) };
        n->below += to != last;
        last = to;
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

static bool count_below(nv_store *s, nv_graph_node *n, bool citing, nv_str relations)
{
    sqlite3_stmt *st = ask(s, citing, false, n->doc.id, relations);
    if (!st) return false;
    if (sqlite3_step(st) == SQLITE_ROW) n->below = (uint32_t)nv_col_int(st, 2);
    return sqlite3_reset(st) == SQLITE_OK;
}

nv_status nv_store_graph(nv_store *s, int64_t doc, bool citing, nv_str relations, uint32_t depth, nv_arena *a, nv_graph *out, nv_err *err)
{
    index_of x = { 0 };
    nv_str wanted = comma_list(a, relations);
    *out = (nv_graph){ 0 };
    bool ok = node(s, &x, doc, 0, a, out) != UINT32_MAX;
    for (uint32_t i = 0; ok && i < out->nodes.n; i++) {
        if (out->nodes.v[i].level < depth) ok = expand(s, &x, i, citing, wanted, a, out);
        else if (out->nodes.v[i].doc.have || !citing) ok = count_below(s, &out->nodes.v[i], citing, wanted);
    }
    free(x.v);
    return ok ? NV_OK : nv_db_fail(s, err);
}
