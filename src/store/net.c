/* net.c - one statement for each kind of nodes and edges: its columns are the id (of edges: the two ids), of nodes the label, then the properties in the order
 * of model/net.c. Ids are made of hashes, numbers and names, never of row numbers. */
#include "store/net.h"
#include "store/db.h"
#include "store/sqlfun.h"
#include <stdlib.h>

/* ?1: the documents asked for as a JSON list, NULL for all. */
#define CHOSEN "WITH chosen(id) AS (SELECT id FROM documents WHERE ?1 IS NULL OR id IN (SELECT value FROM json_each(?1))) "
#define MAIN "FROM chosen JOIN documents d ON d.id = chosen.id JOIN files f ON f.id = d.main_file "
#define DOC "'doc:' || d.key"
#define TASK "'task:' || substr(f.sha256, 1, 16) || ':' || printf('%05d', o.ord)"
#define BODY "CASE WHEN a.class THEN 'class:' || a.key WHEN a.reg <> '' THEN 'body:' || a.reg ELSE 'name:' || a.key END"
#define YES(x) "CASE WHEN " x " THEN 'true' ELSE 'false' END"

/* Citations between documents: one row each. */
#define CITATIONS \
    "cited(doc, target, relation, file, unit, ord) AS (SELECT d.id, i.document, c.relation, c.file, c.unit, c.ord FROM documents d JOIN citations c ON c.file = d.main_file " \
    "JOIN identities i ON i.id = c.identity WHERE i.document <> d.id AND (?1 IS NULL OR d.id IN (SELECT id FROM chosen) OR i.document IN (SELECT id FROM chosen))) "

/* Who issued a document: the body of the registry that bears the name on that day, if there is one only; else the name. */
#define ISSUERS \
    "issued(doc, id, name, reg) AS (SELECT doc, CASE WHEN n = 1 THEN 'body:' || reg ELSE 'name:' || key END, name, CASE WHEN n = 1 THEN reg END FROM " \
    "(SELECT d.id AS doc, h.name AS name, skel(h.name) AS key, count(r.id) AS n, min(r.id) AS reg FROM chosen JOIN documents d ON d.id = chosen.id JOIN heads h ON h.file = d.main_file AND h.kind = 'issuer' " \
    "LEFT JOIN registry r ON r.name = h.name AND r.generic IS NULL AND (r.valid_from IS NULL OR r.valid_from <= d.date) AND (r.valid_to IS NULL OR r.valid_to >= d.date) " \
    "GROUP BY d.id, h.ord)) "

static const char *const node_sql[NV_NODE_COUNT] = {
    [NV_NODE_DOCUMENT] = CHOSEN ", " CITATIONS
        "SELECT " DOC ", coalesce(d.number, d.name, d.title, f.name), d.number, d.type, d.name, d.title, d.date, d.issuer, " YES("f.id IS NOT NULL") ", f.name, f.sha256 "
        "FROM documents d LEFT JOIN files f ON f.id = d.main_file WHERE d.id IN (SELECT id FROM chosen UNION SELECT doc FROM cited UNION SELECT target FROM cited)",
    [NV_NODE_AGENCY] = CHOSEN ", " ISSUERS ", used(id, name, reg, class, agency) AS ("
        "SELECT " BODY ", coalesce(r.name, a.name), nullif(a.reg, ''), a.class, a.id " MAIN "JOIN obligations o ON o.file = f.id AND o.verdict IS NOT 'rejected' JOIN parties p ON p.obligation = o.id "
        "JOIN agencies a ON a.id = p.agency LEFT JOIN registry r ON r.id = a.reg AND NOT a.class "
        "UNION SELECT id, name, reg, 0, NULL FROM issued) "
        "SELECT id, min(name), min(name), min(reg), " YES("max(class)") " FROM (SELECT id, name, reg, class FROM used "
        "UNION SELECT 'body:' || m.member, coalesce(r.name, m.member), m.member, 0 FROM used u JOIN class_members m ON m.agency = u.agency LEFT JOIN registry r ON r.id = m.member WHERE u.class) GROUP BY id",
    [NV_NODE_OBLIGATION] = CHOSEN
        "SELECT " TASK ", o.action, substr(f.sha256, 1, 8) || '-' || o.ord, o.action, o.modality, o.timing, CASE o.timing WHEN 'dated' THEN o.first_due END, o.condition, o.product, " YES("o.routine")
        ", o.page, o.rule, o.confidence " MAIN "JOIN obligations o ON o.file = f.id AND o.verdict IS NOT 'rejected'",
};

static const char *const edge_sql[NV_EDGE_COUNT] = {
    [NV_EDGE_CITES] = CHOSEN ", " CITATIONS
        "SELECT 'doc:' || s.key, 'doc:' || t.key, x.relation, count(*), "
        "(SELECT group_concat(eid, ' ') FROM (SELECT DISTINCT u.eid FROM cited y JOIN units u ON u.id = y.unit WHERE y.doc = x.doc AND y.target = x.target AND y.relation = x.relation ORDER BY u.id)) "
        "FROM cited x JOIN documents s ON s.id = x.doc JOIN documents t ON t.id = x.target GROUP BY x.doc, x.target, x.relation",
    [NV_EDGE_BEARS] = CHOSEN "SELECT DISTINCT " BODY ", " TASK ", p.role, p.how " MAIN "JOIN obligations o ON o.file = f.id AND o.verdict IS NOT 'rejected' JOIN parties p ON p.obligation = o.id JOIN agencies a ON a.id = p.agency",
    [NV_EDGE_ISSUED_BY] = CHOSEN ", " ISSUERS "SELECT DISTINCT " DOC ", i.id FROM issued i JOIN documents d ON d.id = i.doc",
    [NV_EDGE_MEMBER_OF] = CHOSEN
        "SELECT 'body:' || m.member, 'class:' || a.key, " YES("max(m.some)") ", " YES("max(m.local)") " " MAIN "JOIN obligations o ON o.file = f.id AND o.verdict IS NOT 'rejected' JOIN parties p ON p.obligation = o.id "
        "JOIN agencies a ON a.id = p.agency AND a.class JOIN class_members m ON m.agency = a.id GROUP BY m.member, a.key",
};

/* Units in the order of the text, file by file, and the obligations that hang on them: containment is read from the eIds. */
static const char units_sql[] = CHOSEN
    "SELECT 'unit:' || substr(f.sha256, 1, 16) || ':' || printf('%05d', row_number() OVER (PARTITION BY f.id ORDER BY u.id)), u.eid, u.eid, u.kind, u.label, u.heading, u.text, u.page, " DOC ", u.id "
    MAIN "JOIN units u ON u.file = f.id ORDER BY " DOC ", u.id";
static const char held_sql[] = CHOSEN "SELECT " TASK ", o.unit, " DOC " " MAIN "JOIN obligations o ON o.file = f.id AND o.verdict IS NOT 'rejected'";

typedef struct { int64_t row; nv_str id, eid, doc; } unit;
typedef struct {
    nv_store *s;
    nv_arena *a;
    nv_net *net;
    nv_str docs;              /* ?1 */
    NV_VEC(unit) units;
} reader;

static sqlite3_stmt *ask(const reader *r, const char *sql)
{
    sqlite3_stmt *st = nv_db_sql(r->s, sql);
    if (st) nv_bind(st, 1, r->docs);
    return st;
}

static const nv_str *values(const reader *r, sqlite3_stmt *st, int from, unsigned n)
{
    nv_str *v = nv_arena_alloc(r->a, (n + 1) * sizeof *v);
    for (unsigned i = 0; i < n; i++) v[i] = nv_col(st, from + (int)i, r->a);
    return v;
}

static void add_node(reader *r, sqlite3_stmt *st, nv_node_kind k)
{
    *NV_PUSH(r->a, &r->net->nodes) = (nv_net_node){ k, nv_col(st, 0, r->a), nv_col(st, 1, r->a), values(r, st, 2, nv_net_props(&nv_node_kinds[k])) };
}

static bool read_nodes(reader *r)
{
    for (unsigned k = 0; k < NV_NODE_COUNT; k++) {
        sqlite3_stmt *st = ask(r, k == NV_NODE_UNIT ? units_sql : node_sql[k]);
        if (!st) return false;
        while (sqlite3_step(st) == SQLITE_ROW) {
            add_node(r, st, (nv_node_kind)k);
            if (k != NV_NODE_UNIT) continue;
            const nv_net_node *n = &r->net->nodes.v[r->net->nodes.n - 1];
            *NV_PUSH(r->a, &r->units) = (unit){ nv_col_int(st, 9), n->id, n->values[0], nv_col(st, 8, r->a) };
        }
        if (sqlite3_reset(st) != SQLITE_OK) return false;
    }
    return true;
}

static int by_id(const void *x, const void *y)
{
    const nv_net_node *a = x, *b = y;
    return strcmp(a->id.p, b->id.p);
}

static void add_edge(reader *r, nv_edge_kind k, nv_str from, nv_str to, const nv_str *v)
{
    const nv_net_node f = { .id = from }, t = { .id = to }, *nodes = r->net->nodes.v;
    const nv_net_node *x = bsearch(&f, nodes, r->net->nodes.n, sizeof *nodes, by_id), *y = bsearch(&t, nodes, r->net->nodes.n, sizeof *nodes, by_id);
    if (x && y) *NV_PUSH(r->a, &r->net->edges) = (nv_net_edge){ .kind = k, .from = (uint32_t)(x - nodes), .to = (uint32_t)(y - nodes), .values = v };
}

static bool read_edges(reader *r)
{
    for (unsigned k = 0; k < NV_EDGE_COUNT; k++) {
        if (!edge_sql[k]) continue;
        sqlite3_stmt *st = ask(r, edge_sql[k]);
        if (!st) return false;
        while (sqlite3_step(st) == SQLITE_ROW) add_edge(r, (nv_edge_kind)k, nv_col(st, 0, r->a), nv_col(st, 1, r->a), values(r, st, 2, nv_net_props(&nv_edge_kinds[k])));
        if (sqlite3_reset(st) != SQLITE_OK) return false;
    }
    return true;
}

static bool below(nv_str eid, nv_str up)
{
    return eid.n > up.n + 2 && nv_str_starts(eid, up) && memcmp(eid.p + up.n, "__", 2) == 0;
}

/* What holds a unit: the nearest one before it whose eId begins its own, else the document. The path from the document to the last unit is kept. */
static void hold_units(reader *r)
{
    NV_VEC(uint32_t) path = { 0 };
    for (uint32_t i = 0; i < r->units.n; i++) {
        const unit *u = &r->units.v[i];
        while (path.n && (!nv_str_eq(r->units.v[path.v[path.n - 1]].doc, u->doc) || !below(u->eid, r->units.v[path.v[path.n - 1]].eid))) path.n--;
        add_edge(r, NV_EDGE_CONTAINS, path.n ? r->units.v[path.v[path.n - 1]].id : u->doc, u->id, NULL);
        *NV_PUSH(r->a, &path) = i;
    }
}

static int by_row(const void *x, const void *y)
{
    const unit *a = x, *b = y;
    return a->row < b->row ? -1 : a->row > b->row;
}

static bool hold_tasks(reader *r)
{
    if (r->units.n) qsort(r->units.v, r->units.n, sizeof *r->units.v, by_row);
    sqlite3_stmt *st = ask(r, held_sql);
    if (!st) return false;
    while (sqlite3_step(st) == SQLITE_ROW) {
        const unit key = { .row = nv_col_int(st, 1) }, *u = r->units.n ? bsearch(&key, r->units.v, r->units.n, sizeof *r->units.v, by_row) : NULL;
        add_edge(r, NV_EDGE_CONTAINS, u ? u->id : nv_col(st, 2, r->a), nv_col(st, 0, r->a), NULL);
    }
    return sqlite3_reset(st) == SQLITE_OK;
}

static int by_edge(const void *x, const void *y)
{
    const nv_net_edge *a = x, *b = y;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    if (a->to != b->to) return a->to < b->to ? -1 : 1;
    for (unsigned i = 0; i < nv_net_props(&nv_edge_kinds[a->kind]); i++) {
        int c = strcmp(a->values[i].p ? a->values[i].p : "", b->values[i].p ? b->values[i].p : "");
        if (c) return c;
    }
    return 0;
}

nv_status nv_store_net(nv_store *s, const int64_t *docs, uint32_t n, nv_arena *a, nv_net *out, nv_err *err)
{
    *out = (nv_net){ 0 };
    reader r = { .s = s, .a = a, .net = out };
    nv_buf list = { 0 };
    for (uint32_t i = 0; i < n; i++) nv_buf_printf(&list, "%s%lld", i ? "," : "[", (long long)docs[i]);
    if (n) r.docs = nv_arena_printf(a, "%s]", nv_buf_z(&list));
    nv_buf_clear(&list);
    if (!nv_sqlfun_add(s) || !read_nodes(&r)) return nv_db_fail(s, err);
    if (out->nodes.n) qsort(out->nodes.v, out->nodes.n, sizeof *out->nodes.v, by_id);
    if (!read_edges(&r)) return nv_db_fail(s, err);
    hold_units(&r);
    if (!hold_tasks(&r)) return nv_db_fail(s, err);
    if (out->edges.n) qsort(out->edges.v, out->edges.n, sizeof *out->edges.v, by_edge);
    return NV_OK;
}
