/* question.c - options and filter into one tree, with the names in it looked up. */
#include "model/date.h"
#include "store/states.h"
#include "store/who.h"
#include <stdio.h>
#include <stdlib.h>

static nv_query *node(nv_question *q, nv_query_kind kind, nv_str text)
{
    nv_query *n = nv_arena_alloc(q->a, sizeof *n);
    *n = (nv_query){ .kind = kind, .text = text, .at = UINT32_MAX };
    return n;
}

static void add_text(nv_question *q, nv_query *root, nv_query_kind kind, nv_str text)
{
    if (text.n) *NV_PUSH(q->a, &root->kids) = node(q, kind, nv_arena_str(q->a, text));
}

static void add_days(nv_question *q, nv_query *root, nv_query_kind kind, nv_date lo, nv_date hi)
{
    if (nv_date_none(lo) && nv_date_none(hi)) return;
    nv_query *n = node(q, kind, (nv_str){ 0 });
    n->lo = lo;
    n->hi = hi;
    *NV_PUSH(q->a, &root->kids) = n;
}

/* One of several words. */
static void add_status(nv_question *q, nv_query *root, nv_str list)
{
    nv_query *any = node(q, NV_Q_OR, (nv_str){ 0 });
    for (uint32_t at = 0, end; at < list.n; at = end + 1) {
        end = nv_str_find(list, NV_LIT(","), at);
        if (end == UINT32_MAX) end = list.n;
        add_text(q, any, NV_Q_STATUS, nv_str_cut(list, at, end));
    }
    if (any->kids.n) *NV_PUSH(q->a, &root->kids) = any;
}

/* The terms of the filter stand beside those of the options, so that its role is the role of their body. */
static nv_query *whole(nv_question *q, const nv_ask_tasks *ask)
{
    nv_query *root = node(q, NV_Q_AND, (nv_str){ 0 });
    nv_date none = { 0 };
    add_text(q, root, NV_Q_WHO, ask->who);
    add_text(q, root, NV_Q_ROLE, ask->role);
    add_days(q, root, NV_Q_DUE, none, nv_date_none(ask->before) ? none : nv_date_add_days(ask->before, -1));
    add_days(q, root, NV_Q_DUE, none, ask->by);
    add_days(q, root, NV_Q_DUE, nv_date_none(ask->after) ? none : nv_date_add_days(ask->after, 1), none);
    add_text(q, root, NV_Q_DOC, ask->doc);
    add_text(q, root, NV_Q_ISSUER, ask->issuer);
    add_text(q, root, NV_Q_TOPIC, ask->topic);
    add_days(q, root, NV_Q_ISSUED, none, ask->on);
    add_status(q, root, ask->status);
    if (!ask->filter) return root;
    nv_query *f = nv_arena_alloc(q->a, sizeof *f);
    *f = *ask->filter;
    if (f->kind != NV_Q_AND) *NV_PUSH(q->a, &root->kids) = f;
    for (uint32_t i = 0; f->kind == NV_Q_AND && i < f->kids.n; i++) *NV_PUSH(q->a, &root->kids) = f->kids.v[i];
    return root;
}

/* ---- looking up ------------------------------------------------------------------------------------------------------ */

typedef struct { nv_question *q; const nv_ask_tasks *ask; nv_ans_tasks *out; nv_str *nearest; bool *bad_doc; nv_err *err; } lookup;

static nv_str json_list(nv_arena *a, nv_buf *b)
{
    nv_buf_addc(b, ']');
    nv_str s = nv_arena_str(a, nv_buf_str(b));
    nv_buf_clear(b);
    return s;
}

/* Skeletons and ids hold neither quotes nor control characters of their own; what could is left out. */
static void json_item(nv_buf *b, nv_str s)
{
    nv_buf_addz(b, b->n > 1 ? ",\"" : "\"");
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] != '"' && s.p[i] != '\\' && (unsigned char)s.p[i] >= 0x20) nv_buf_addc(b, s.p[i]);
    nv_buf_addc(b, '"');
}

static nv_status look_up_doc(lookup *l, nv_query *n)
{
    nv_ans_docs docs = { 0 };
    nv_status st = nv_store_find_docs(l->q->s, n->text, l->q->a, &docs, l->err);
    if (st) return st;
    if (!docs.n) {
        *l->bad_doc = true;
        l->out->bad = n->text;
        *l->nearest = nv_store_near_doc(l->q->s, n->text, l->q->a);
        return NV_E_USAGE;
    }
    nv_buf b = { 0 };
    nv_buf_addc(&b, '[');
    for (uint32_t i = 0; i < docs.n; i++) nv_buf_printf(&b, "%s%lld", i ? "," : "", (long long)docs.v[i].id);
    n->text = json_list(l->q->a, &b);
    return NV_OK;
}

static bool issuer_used(nv_store *s, nv_str list)
{
    sqlite3_stmt *st = nv_db_sql(s, "SELECT 1 FROM (SELECT DISTINCT name FROM heads WHERE kind = 'issuer') WHERE skel_name(name) IN (SELECT value FROM json_each(?)) LIMIT 1");
    if (!st) return false;
    nv_bind(st, 1, list);
    bool used = sqlite3_step(st) == SQLITE_ROW;
    sqlite3_reset(st);
    return used;
}

static nv_status look_up_issuer(lookup *l, nv_query *n)
{
    nv_arena *a = l->q->a;
    nv_agency_vec v = { 0 };
    nv_str text = n->text, spelled = text, near = { 0 };
    const nv_registry *reg = l->q->s->reg;
    if (reg) nv_registry_resolve_who(reg, text, a, &v, &near), spelled = nv_registry_spell_out(reg, a, text);
    nv_buf b = { 0 };
    nv_buf_addc(&b, '[');
    json_item(&b, nv_skeleton_str(a, nv_str_trim(spelled)));
    for (uint32_t i = 0; i < v.n; i++) json_item(&b, nv_skeleton_str(a, v.v[i]->name));
    n->text = json_list(a, &b);
    if (v.n || issuer_used(l->q->s, n->text)) return NV_OK;
    l->out->bad = text;
    l->out->bad_issuer = true;
    *l->nearest = near;
    return NV_E_USAGE;
}

/* role: of the nearest conjunction around; denied: under an odd number of negations. */
static nv_status look_up_who(lookup *l, nv_query *n, nv_str role, bool denied)
{
    nv_question *q = l->q;
    nv_who_ask w = { .slot = q->slots.n, .text = n->text, .on = nv_date_none(l->ask->on) ? l->ask->today : l->ask->on, .subordinates = l->ask->subordinates,
                     .as_written = l->ask->as_written };
    bool known;
    n->slot = q->slots.n;
    nv_agency_vec named = { 0 };
    nv_str near;
    if (q->s->reg) nv_registry_resolve_who(q->s->reg, n->text, q->a, &named, &near);
    *NV_PUSH(q->a, &q->slots) = (nv_slot){ role, named.n ? named.v[0]->name : nv_str_trim(n->text), denied };
    if (!nv_who_fill(q->s, &w, q->a, &known, l->out, l->nearest)) return nv_db_fail(q->s, l->err);
    if (known) return NV_OK;
    l->out->bad = n->text;
    return NV_E_USAGE;
}

static nv_status look_up(lookup *l, nv_query *n, nv_str role, bool denied)
{
    nv_question *q = l->q;
    switch (n->kind) {
    case NV_Q_WHO: return look_up_who(l, n, role, denied);
    case NV_Q_DOC: return look_up_doc(l, n);
    case NV_Q_ISSUER: return look_up_issuer(l, n);
    case NV_Q_DUE: q->timed = true; break;
    case NV_Q_KIND: q->routine = q->routine || nv_str_eqz(n->text, "routine"); break;
    case NV_Q_MODALITY: q->may = q->may || nv_str_eqz(n->text, "may"); break;
    case NV_Q_AND:
    case NV_Q_OR:
    case NV_Q_NOT:
    case NV_Q_ROLE:
    case NV_Q_ISSUED:
    case NV_Q_TOPIC: break;
    case NV_Q_STATUS: return nv_states_marked(q->s, q->a, &q->marked) ? NV_OK : nv_db_fail(q->s, l->err);
    }
    for (uint32_t i = 0; n->kind == NV_Q_AND && i < n->kids.n; i++)
        if (n->kids.v[i]->kind == NV_Q_ROLE) role = n->kids.v[i]->text;
    for (uint32_t i = 0; i < n->kids.n; i++) {
        nv_status st = look_up(l, n->kids.v[i], role, denied != (n->kind == NV_Q_NOT));
        if (st) return st;
    }
    return NV_OK;
}

/* ---- functions for the SQL ------------------------------------------------------------------------------------------- */

static nv_str arg(sqlite3_value *v)
{
    const char *p = (const char *)sqlite3_value_text(v);
    return p ? (nv_str){ p, (uint32_t)sqlite3_value_bytes(v) } : (nv_str){ 0 };
}

static int by_number(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static void f_skel_name(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    nv_buf b = { 0 };
    nv_skeleton(arg(v[0]), &b);
    sqlite3_result_text(cx, b.p ? b.p : "", (int)b.n, SQLITE_TRANSIENT);
    nv_buf_clear(&b);
}

/* has_words(text, words): every word of the second stands in the first. */
static void f_has_words(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    nv_buf text = { 0 }, words = { 0 };
    nv_buf_addc(&text, ' ');
    nv_fts_words(arg(v[0]), &text);
    nv_buf_addc(&text, ' ');
    nv_fts_words(arg(v[1]), &words);
    nv_str t = nv_buf_str(&text), w = nv_buf_str(&words);
    bool all = true;
    for (uint32_t at = 0, end; all && at < w.n; at = end + 1) {
        for (end = at; end < w.n && w.p[end] != ' ';) end++;
        char word[256];
        int k = snprintf(word, sizeof word, " %.*s ", (int)(end - at < 250 ? end - at : 250), w.p + at);
        if (end > at) all = nv_str_find(t, (nv_str){ word, (uint32_t)k }, 0) != UINT32_MAX;
    }
    sqlite3_result_int(cx, all);
    nv_buf_clear(&text);
    nv_buf_clear(&words);
}

/* has_status(obligation, last due day, word): of the body asked for, else of anybody who leads the task. */
static void f_has_status(sqlite3_context *cx, int n, sqlite3_value **v)
{
    (void)n;
    nv_question *q = sqlite3_user_data(cx);
    int64_t id = sqlite3_value_int64(v[0]);
    nv_ans_task t = { 0 };
    char on[12];
    nv_date_iso(q->on, on);
    nv_ans_state none = nv_state_default((nv_str){ 0 }, arg(v[1]), nv_str_of(on));
    bool is = nv_state_is(&none, arg(v[2]));
    if (q->marked.n && bsearch(&id, q->marked.v, q->marked.n, sizeof id, by_number)) {
        if (!nv_task_details(q->s, id, q->a, &t) || !nv_question_way(q, id, q->ties, &t) || !nv_states_fill(q->s, id, q->on, q->a, &t)) {
            sqlite3_result_error_code(cx, sqlite3_errcode(q->s->db));
            return;
        }
        is = false;
        for (uint32_t i = 0; i < t.states.n; i++) is = is || nv_state_is(&t.states.v[i], arg(v[2]));
    }
    sqlite3_result_int(cx, is);
}

static bool add_functions(nv_question *q, nv_store *s)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
    return sqlite3_create_function_v2(s->db, "skel_name", 1, flags, NULL, f_skel_name, NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_create_function_v2(s->db, "has_words", 2, flags, NULL, f_has_words, NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_create_function_v2(s->db, "has_status", 3, SQLITE_UTF8, q, f_has_status, NULL, NULL, NULL) == SQLITE_OK;
}

nv_status nv_question_make(nv_store *s, const nv_ask_tasks *ask, nv_arena *a, nv_question *q, nv_ans_tasks *out, nv_str *nearest, bool *bad_doc, nv_err *err)
{
    *q = (nv_question){ .s = s, .a = a, .on = nv_date_none(ask->on) ? ask->today : ask->on, .ties = out };
    *out = (nv_ans_tasks){ 0 };
    *nearest = (nv_str){ 0 };
    *bad_doc = false;
    if (!add_functions(q, s) || !nv_who_begin(s)) return nv_db_fail(s, err);
    q->root = whole(q, ask);
    lookup l = { q, ask, out, nearest, bad_doc, err };
    nv_status st = look_up(&l, q->root, (nv_str){ 0 }, false);
    for (uint32_t i = 0; i < q->root->kids.n; i++) {
        const nv_query *k = q->root->kids.v[i];
        if (k->kind != NV_Q_DUE) continue;
        if (!nv_date_none(k->lo) && (nv_date_none(q->lo) || nv_date_cmp(k->lo, q->lo) > 0)) q->lo = k->lo;
        if (!nv_date_none(k->hi) && (nv_date_none(q->hi) || nv_date_cmp(k->hi, q->hi) < 0)) q->hi = k->hi;
    }
    return st;
}
