/* query_sql.c - a question as SQL. Only fixed text and numbers made here go into the statement; whatever a person typed is bound.
 *
 * A comparison of days is NULL where an obligation has no date, and NULL goes through AND, OR and NOT by SQL's own rules: TRUE is listed, NULL is counted as
 * left out, FALSE is neither.
 */
#include "model/date.h"
#include "store/query.h"
#include "store/who.h"
#include <stdlib.h>

typedef struct { nv_question *q; nv_buf sql; NV_VEC(nv_str) binds; } builder;

#define FITS_FILE "(w.province IS NULL OR w.province = f.province) AND (w.lo IS NULL OR f.date IS NULL OR f.date >= w.lo) AND (w.hi IS NULL OR f.date IS NULL OR f.date <= w.hi)"

static nv_str iso(nv_arena *a, nv_date d)
{
    char z[12];
    nv_date_iso(d, z);
    return *z ? nv_arena_str(a, nv_str_of(z)) : (nv_str){ 0 };
}

/* “?7”, and its value for later. */
static void value(builder *b, nv_str v)
{
    *NV_PUSH(b->q->a, &b->binds) = v;
    nv_buf_printf(&b->sql, "?%u", b->binds.n);
}

static void day_value(builder *b, nv_date d)
{
    value(b, iso(b->q->a, d));
}

static bool any_role(nv_str role)
{
    return nv_str_eqz(role, "any");
}

static void role_cond(builder *b, nv_str role)
{
    if (any_role(role)) nv_buf_addz(&b->sql, "TRUE");
    else if (!role.n) nv_buf_addz(&b->sql, "p.role IN ('lead', 'coordinate')");
    else {
        nv_buf_addz(&b->sql, "p.role = ");
        value(b, role);
    }
}

/* ---- conditions ------------------------------------------------------------------------------------------------------ */

static void who_cond(builder *b, const nv_query *n)
{
    nv_buf_printf(&b->sql, "EXISTS (SELECT 1 FROM parties p CROSS JOIN temp.who w ON w.agency = p.agency AND w.slot = %u WHERE p.obligation = o.id AND " FITS_FILE " AND ", n->slot);
    role_cond(b, b->q->slots.v[n->slot].role);
    nv_buf_addc(&b->sql, ')');
}

static void due_cond(builder *b, nv_date lo, nv_date hi)
{
    nv_buf_addz(&b->sql, "CASE WHEN o.first_due IS NULL THEN NULL ELSE TRUE");
    if (!nv_date_none(hi)) nv_buf_addz(&b->sql, " AND o.first_due <= "), day_value(b, hi);
    if (!nv_date_none(lo)) nv_buf_addz(&b->sql, " AND o.last_due >= "), day_value(b, lo);
    if (!nv_date_none(lo) && !nv_date_none(hi)) { /* one and the same day between both */
        nv_buf_addz(&b->sql, " AND (o.first_due = o.last_due OR EXISTS (SELECT 1 FROM obligation_deadlines l JOIN deadlines x ON x.file = o.file AND x.ord = l.deadline "
                             "WHERE l.obligation = o.id AND x.last_day >= ");
        day_value(b, lo);
        nv_buf_addz(&b->sql, " AND x.last_day <= ");
        day_value(b, hi);
        nv_buf_addz(&b->sql, "))");
    }
    nv_buf_addz(&b->sql, " END");
}

static void issued_cond(builder *b, const nv_query *n)
{
    nv_buf_addz(&b->sql, "(f.date IS NOT NULL");
    if (!nv_date_none(n->lo)) nv_buf_addz(&b->sql, " AND f.date >= "), day_value(b, n->lo);
    if (!nv_date_none(n->hi)) nv_buf_addz(&b->sql, " AND f.date <= "), day_value(b, n->hi);
    nv_buf_addc(&b->sql, ')');
}

/* In the paragraph, in the head with the title, or in the row of a table that has the words somewhere. */
static void topic_cond(builder *b, nv_str words)
{
    nv_buf q = { 0 };
    nv_fts_query(words, &q);
    nv_str query = nv_arena_str(b->q->a, nv_buf_str(&q));
    nv_buf_clear(&q);
    if (!query.n) {
        nv_buf_addz(&b->sql, "FALSE");
        return;
    }
    nv_buf_addz(&b->sql, "(o.unit IN (SELECT rowid FROM fts WHERE fts MATCH ");
    value(b, query);
    nv_buf_addz(&b->sql, ") OR o.file IN (SELECT u.file FROM fts JOIN units u ON u.id = fts.rowid AND u.kind = 'preface' WHERE fts MATCH ");
    value(b, query);
    nv_buf_addz(&b->sql, ") OR (o.tbl IS NOT NULL AND o.file IN (SELECT t.file FROM fts JOIN tables t ON t.id = -fts.rowid WHERE fts MATCH ");
    value(b, query);
    nv_buf_addz(&b->sql, ") AND has_words(o.action, ");
    value(b, words);
    nv_buf_addz(&b->sql, ")))");
}

static bool holds_who(const nv_query *n)
{
    if (n->kind == NV_Q_WHO) return true;
    for (uint32_t i = 0; i < n->kids.n; i++)
        if (holds_who(n->kids.v[i])) return true;
    return false;
}

static void cond(builder *b, const nv_query *n);

/* The days asked for side by side are one interval, in which one deadline must lie. */
static void days_of(const nv_query *n, nv_date *lo, nv_date *hi, bool *any)
{
    nv_date none = { 0 };
    *lo = *hi = none;
    *any = false;
    for (uint32_t i = 0; i < n->kids.n; i++) {
        const nv_query *k = n->kids.v[i];
        if (k->kind != NV_Q_DUE) continue;
        *any = true;
        if (!nv_date_none(k->lo) && (nv_date_none(*lo) || nv_date_cmp(k->lo, *lo) > 0)) *lo = k->lo;
        if (!nv_date_none(k->hi) && (nv_date_none(*hi) || nv_date_cmp(k->hi, *hi) < 0)) *hi = k->hi;
    }
}

static void and_cond(builder *b, const nv_query *n, const nv_query *except)
{
    nv_date lo, hi;
    bool days, who = holds_who(n);
    nv_buf_addz(&b->sql, "(TRUE");
    days_of(n, &lo, &hi, &days);
    if (days) nv_buf_addz(&b->sql, " AND "), due_cond(b, lo, hi);
    for (uint32_t i = 0; i < n->kids.n; i++) {
        const nv_query *k = n->kids.v[i];
        if (k == except || k->kind == NV_Q_DUE || (k->kind == NV_Q_ROLE && who)) continue; /* a role beside a body is that body's */
        nv_buf_addz(&b->sql, " AND ");
        cond(b, k);
    }
    nv_buf_addc(&b->sql, ')');
}

static void list_cond(builder *b, const char *before, nv_str list, const char *after)
{
    nv_buf_addz(&b->sql, before);
    value(b, list);
    nv_buf_addz(&b->sql, after);
}

static void cond(builder *b, const nv_query *n)
{
    switch (n->kind) {
    case NV_Q_AND: and_cond(b, n, NULL); return;
    case NV_Q_OR:
        nv_buf_addz(&b->sql, "(FALSE");
        for (uint32_t i = 0; i < n->kids.n; i++) nv_buf_addz(&b->sql, " OR "), cond(b, n->kids.v[i]);
        nv_buf_addc(&b->sql, ')');
        return;
    case NV_Q_NOT:
        nv_buf_addz(&b->sql, "NOT (");
        cond(b, n->kids.v[0]);
        nv_buf_addc(&b->sql, ')');
        return;
    case NV_Q_WHO: who_cond(b, n); return;
    case NV_Q_ROLE:
        nv_buf_addz(&b->sql, "EXISTS (SELECT 1 FROM parties p WHERE p.obligation = o.id AND ");
        role_cond(b, n->text);
        nv_buf_addc(&b->sql, ')');
        return;
    case NV_Q_DUE: due_cond(b, n->lo, n->hi); return;
    case NV_Q_ISSUED: issued_cond(b, n); return;
    case NV_Q_DOC: list_cond(b, "f.identity IN (SELECT id FROM identities WHERE document IN (SELECT value FROM json_each(", n->text, ")))"); return;
    case NV_Q_ISSUER:
        list_cond(b, "EXISTS (SELECT 1 FROM heads h WHERE h.file = f.id AND h.kind = 'issuer' AND skel_name(h.name) IN (SELECT value FROM json_each(", n->text, ")))");
        return;
    case NV_Q_TOPIC: topic_cond(b, n->text); return;
    case NV_Q_KIND:
        if (nv_str_eqz(n->text, "routine")) nv_buf_addz(&b->sql, "o.routine");
        else list_cond(b, "o.timing = ", n->text, "");
        return;
    case NV_Q_MODALITY: list_cond(b, "o.modality = ", n->text, ""); return;
    case NV_Q_STATUS: list_cond(b, "has_status(o.id, o.last_due, ", n->text, ")"); return;
    }
}

/* ---- the statement --------------------------------------------------------------------------------------------------- */

/* Slots of bodies such that every answer has one of them as a party: the index on parties then finds the candidates. False: there are none. */
static bool driving(const nv_query *n, nv_buf *slots)
{
    if (n->kind == NV_Q_WHO) {
        nv_buf_printf(slots, "%s%u", slots->n ? "," : "", n->slot);
        return true;
    }
    if (n->kind == NV_Q_AND) {
        for (uint32_t i = 0; i < n->kids.n; i++) {
            size_t mark = slots->n;
            if (driving(n->kids.v[i], slots)) return true;
            slots->n = mark;
        }
        return false;
    }
    if (n->kind != NV_Q_OR) return false;
    for (uint32_t i = 0; i < n->kids.n; i++)
        if (!driving(n->kids.v[i], slots)) return false;
    return n->kids.n > 0;
}

/* The one body that all depends on: its conditions are those of the join, and need not be asked again. */
static const nv_query *sole(const nv_query *root)
{
    if (root->kind == NV_Q_WHO) return root;
    for (uint32_t i = 0; root->kind == NV_Q_AND && i < root->kids.n; i++)
        if (root->kids.v[i]->kind == NV_Q_WHO) return root->kids.v[i];
    return NULL;
}

/* The stretch of a body's parties that an arm of the statement reads: the index holds those without a day first, then by day. */
typedef enum { ARM_ALL, ARM_NO_DAY, ARM_UP_TO, ARM_EARLIER, ARM_EXTENDED } arm; /* UP_TO: [lo, hi]; EARLIER: before lo; EXTENDED: to [lo, hi] */

static void arm_cond(builder *b, arm w, nv_date lo, nv_date hi)
{
    if (w == ARM_NO_DAY) nv_buf_addz(&b->sql, " AND p.due IS NULL");
    if (w == ARM_UP_TO) nv_buf_addz(&b->sql, " AND p.due <= "), day_value(b, hi);
    if (w == ARM_UP_TO && !nv_date_none(lo)) nv_buf_addz(&b->sql, " AND p.due >= "), day_value(b, lo);
    if (w == ARM_EARLIER) nv_buf_addz(&b->sql, " AND p.due < "), day_value(b, lo);
}

static void extended_cond(builder *b, nv_date lo, nv_date hi)
{
    nv_buf_addz(&b->sql, " AND o.id IN (SELECT x.obligation FROM marks m JOIN fits x ON x.anchor = m.anchor WHERE m.until <> '' AND m.until >= ");
    day_value(b, lo);
    nv_buf_addz(&b->sql, " AND m.until <= ");
    day_value(b, hi);
    nv_buf_addc(&b->sql, ')');
}

static void from_cond(builder *b, const nv_query *one, const nv_buf *slots, arm w, nv_date lo, nv_date hi)
{
    if (slots->n) {
        nv_buf_printf(&b->sql, "FROM temp.who w CROSS JOIN parties p ON p.agency = w.agency CROSS JOIN obligations o ON o.id = p.obligation CROSS JOIN files f ON f.id = o.file "
                               "WHERE f.main AND w.slot IN (%.*s)", (int)slots->n, slots->p);
        if (one) {
            nv_buf_addz(&b->sql, " AND " FITS_FILE " AND ");
            role_cond(b, b->q->slots.v[one->slot].role);
        }
        arm_cond(b, w, lo, hi);
    } else nv_buf_addz(&b->sql, "FROM obligations o JOIN files f ON f.id = o.file WHERE f.main");
    if (w == ARM_EXTENDED) extended_cond(b, lo, hi);
}

static void whole_cond(builder *b, const nv_query *root, const nv_query *one)
{
    if (root == one) nv_buf_addz(&b->sql, "TRUE");
    else if (root->kind == NV_Q_AND) and_cond(b, root, one);
    else cond(b, root);
}

typedef struct { const nv_query *one; nv_buf slots; bool agenda; nv_date from, to; } plan;

static void select_arm(builder *b, const plan *p, arm w)
{
    const nv_query *root = b->q->root;
    nv_date none = { 0 };
    nv_buf_addz(&b->sql, "SELECT o.id, o.timing, o.modality, o.routine, o.verdict IS 'rejected', ");
    if (b->q->timed && !p->agenda) {
        nv_buf_addc(&b->sql, '(');
        whole_cond(b, root, p->one);
        nv_buf_addz(&b->sql, ") IS NULL ");
    } else nv_buf_addz(&b->sql, "FALSE ");
    from_cond(b, p->one, &p->slots, w, p->agenda ? p->from : none, p->agenda ? p->to : b->q->hi);
    nv_buf_addz(&b->sql, " AND (");
    whole_cond(b, root, p->one);
    nv_buf_addz(&b->sql, ") IS NOT FALSE");
    if (p->agenda && (w == ARM_EARLIER || w == ARM_ALL)) {
        nv_buf_addz(&b->sql, " AND (o.first_due IS NULL OR o.last_due >= ");
        day_value(b, p->from);
        nv_buf_addz(&b->sql, " OR EXISTS (SELECT 1 FROM obligation_deadlines l JOIN deadlines x ON x.file = o.file AND x.ord = l.deadline WHERE l.obligation = o.id AND x.kind = 'recurring'))");
    }
}

static void build(builder *b, bool agenda, nv_date from, nv_date to)
{
    plan p = { .one = sole(b->q->root), .agenda = agenda, .from = from, .to = to };
    if (p.one) nv_buf_printf(&p.slots, "%u", p.one->slot);
    else if (!driving(b->q->root, &p.slots)) p.slots.n = 0;
    if (p.slots.n && (agenda || !nv_date_none(b->q->hi))) {
        select_arm(b, &p, ARM_NO_DAY);
        nv_buf_addz(&b->sql, " UNION ALL ");
        select_arm(b, &p, ARM_UP_TO);
        if (agenda) nv_buf_addz(&b->sql, " UNION ALL "), select_arm(b, &p, ARM_EARLIER);
    } else select_arm(b, &p, ARM_ALL);
    if (agenda && b->q->extended) nv_buf_addz(&b->sql, " UNION ALL "), select_arm(b, &p, ARM_EXTENDED);
    nv_buf_clear(&p.slots);
}

static const char *static_word(const char *z)
{
    static const char *const words[] = { "dated", "recurring", "conditional", "relative", "undated", "must", "request", "may", "must_not" };
    for (unsigned i = 0; z && i < NV_NELEM(words); i++)
        if (strcmp(words[i], z) == 0) return words[i];
    return "";
}

static int by_id(const void *x, const void *y)
{
    const nv_task_row *a = x, *b = y;
    return (a->id > b->id) - (a->id < b->id);
}

bool nv_question_rows(nv_question *q, bool agenda, nv_date from, nv_date to, nv_task_rows *out)
{
    builder b = { .q = q };
    build(&b, agenda, from, to);
    sqlite3_stmt *st = NULL;
    bool ok = sqlite3_prepare_v2(q->s->db, nv_buf_z(&b.sql), -1, &st, NULL) == SQLITE_OK;
    nv_buf_clear(&b.sql);
    if (!ok) return false;
    for (uint32_t i = 0; i < b.binds.n; i++) nv_bind(st, (int)i + 1, b.binds.v[i]);
    while (sqlite3_step(st) == SQLITE_ROW)
        *NV_PUSH(q->a, out) = (nv_task_row){ .id = nv_col_int(st, 0), .timing = static_word((const char *)sqlite3_column_text(st, 1)),
                                             .modality = static_word((const char *)sqlite3_column_text(st, 2)), .routine = nv_col_int(st, 3) != 0, .rejected = nv_col_int(st, 4) != 0,
                                             .unknown = nv_col_int(st, 5) != 0 };
    if (sqlite3_finalize(st) != SQLITE_OK) return false;
    if (out->n) qsort(out->v, out->n, sizeof *out->v, by_id);
    uint32_t n = 0;
    for (uint32_t i = 0; i < out->n; i++)
        if (!n || out->v[n - 1].id != out->v[i].id) out->v[n++] = out->v[i];
    out->n = n;
    return true;
}

void nv_question_choose(const nv_question *q, const nv_ask_tasks *ask, nv_task_rows *rows, nv_left_out *left)
{
    for (uint32_t i = 0; i < rows->n; i++) {
        nv_task_row *x = &rows->v[i];
        x->shown = !x->rejected;
        left->rejected += x->rejected;
        if (ask->all || x->rejected) continue;
        uint32_t *why = NULL;
        if (strcmp(x->modality, "may") == 0 && !q->may) why = &left->may;
        else if (x->routine && !q->routine) why = &left->routine;
        else if (x->unknown)
            why = strcmp(x->timing, "recurring") == 0     ? &left->recurring
                : strcmp(x->timing, "conditional") == 0 ? &left->conditional
                : strcmp(x->timing, "relative") == 0      ? &left->relative
                                                              : &left->undated;
        if (!why) continue;
        ++*why;
        x->shown = false;
    }
}

/* ---- whose it is ----------------------------------------------------------------------------------------------------- */

typedef struct { nv_str role, via, party; bool some; int64_t slot; const nv_ans_tie *tie; } way;

static unsigned role_rank(nv_str role)
{
    static const char *const order[] = { "lead", "coordinate", "supervise", "recipient" };
    unsigned i = 0;
    while (i < NV_NELEM(order) && !nv_str_eqz(role, order[i])) i++;
    return i;
}

/* The heaviest first (it leads), then the straightest: named itself, through a class, through “some of” a class, as a predecessor, as one below. */
static unsigned weight(const way *w)
{
    unsigned tie = !w->tie ? 0 : nv_str_eqz(w->tie->kind, "predecessor") ? w->tie->some ? 2 : 1 : 3;
    return role_rank(w->role) * 100 + tie * 10 + (w->via.p ? w->some ? 2 : 1 : 0);
}

static bool wanted_role(const nv_question *q, int64_t slot, nv_str role)
{
    if (slot < 0 || slot >= q->slots.n || q->slots.v[slot].denied) return false;
    nv_str want = q->slots.v[slot].role;
    return any_role(want) || (want.n ? nv_str_eq(want, role) : role_rank(role) < 2);
}

bool nv_question_way(nv_question *q, int64_t obligation, const nv_ans_tasks *ties, nv_ans_task *t)
{
    sqlite3_stmt *st = nv_db_sql(q->s, "SELECT p.role, w.via, w.some, w.tie, w.slot, g.name FROM obligations o CROSS JOIN files f ON f.id = o.file CROSS JOIN parties p ON p.obligation = o.id "
                                       "CROSS JOIN temp.who w ON w.agency = p.agency CROSS JOIN agencies g ON g.id = p.agency WHERE o.id = ? AND " FITS_FILE);
    if (!st) return false;
    nv_bind_int(st, 1, obligation);
    way best = { 0 };
    while (sqlite3_step(st) == SQLITE_ROW) {
        way w = { .role = nv_col(st, 0, q->a), .via = nv_col(st, 1, q->a), .some = nv_col_int(st, 2) != 0, .slot = nv_col_int(st, 4), .party = nv_col(st, 5, q->a) };
        if (!wanted_role(q, w.slot, w.role)) continue;
        if (sqlite3_column_type(st, 3) != SQLITE_NULL) w.tie = ties->ties.v[nv_col_int(st, 3)];
        if (!best.role.n || weight(&w) < weight(&best) || (weight(&w) == weight(&best) && nv_str_cmp(w.via, best.via) < 0)) best = w;
    }
    t->my_role = best.role;
    t->via = best.via;
    t->via_some = best.some;
    t->tie = best.tie;
    if (best.role.n) t->my_bearer = best.tie ? best.tie->name : best.via.n ? q->slots.v[best.slot].name : best.party;
    return sqlite3_reset(st) == SQLITE_OK;
}
