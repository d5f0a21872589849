#include "store/follow.h"
#include "store/matrix.h"

typedef struct { nv_agency_vec members; nv_bag bag; uint32_t rows; } candidate; /* rows: of the tally that lead the task */
typedef struct { const nv_tally *t; const nv_task_vec *tasks; const nv_follow_ask *ask; nv_arena *a; candidate *c; nv_word_weights *w; nv_str actions; /* of all tasks: they too spell out abbreviations */ } follower;

const char *nv_follow_name(nv_follow_said s)
{
    static const char *const names[] = { "record", "no_match", "ambiguous", "recurring", "before", "undecided" };
    return names[s];
}

/* The member of the task's leads that a row means: the body itself, or the one of the row's province. */
static const nv_agency_entry *bearer(const candidate *c, const nv_tally_row *r)
{
    for (uint32_t i = 0; i < c->members.n; i++) {
        const nv_agency_entry *e = c->members.v[i];
        if (e == r->body || (r->body && nv_str_eq(e->id, r->body->id))) return e;
    }
    for (uint32_t i = 0; r->province && i < c->members.n; i++)
        if (nv_str_eq(c->members.v[i]->province, r->province->id)) return c->members.v[i];
    return NULL;
}

static void read_candidates(follower *f, const nv_registry *reg)
{
    nv_buf all = { 0 };
    f->c = nv_arena_alloc(f->a, (f->tasks->n + 1) * sizeof *f->c);
    for (uint32_t i = 0; i < f->tasks->n; i++) {
        const nv_ans_task *t = &f->tasks->v[i];
        candidate *c = &f->c[i];
        bool open;
        for (uint32_t p = 0; p < t->parties.n; p++)
            if (nv_str_eqz(t->parties.v[p].role, "lead")) nv_party_members(reg, &t->parties.v[p], nv_date_parse(t->date), (nv_str){ 0 }, f->a, &c->members, &open);
        for (uint32_t r = 0; r < f->t->rows.n; r++) c->rows += bearer(c, &f->t->rows.v[r]) != NULL;
        c->bag = nv_bag_of(f->a, t->action);
        nv_word_weights_add(f->w, &c->bag);
        nv_buf_adds(&all, t->action);
        nv_buf_addz(&all, ".\n");
    }
    f->actions = nv_arena_str(f->a, nv_buf_str(&all));
    nv_buf_clear(&all);
}

/* The first `n` words of a text, as a bag. */
static nv_bag first_words(nv_arena *a, nv_str s, unsigned n)
{
    uint32_t at = 0;
    for (bool in = false; at < s.n;) {
        bool space = strchr(" \t\n", s.p[at]) != NULL;
        if (in && space && !--n) break;
        in = !space;
        at++;
    }
    return nv_bag_of(a, nv_str_cut(s, 0, at));
}

static double score(follower *f, nv_str heading, uint32_t task)
{
    if (2 * f->c[task].rows < f->t->rows.n) return 0;
    nv_bag label = nv_bag_of(f->a, heading), head = first_words(f->a, heading, 2), front = first_words(f->a, f->tasks->v[task].action, NV_FOLLOW_HEAD);
    return NV_FOLLOW_WORDS * nv_covered(&label, &f->c[task].bag, f->w) + (head.n && nv_covered(&head, &front, NULL) >= 1 ? 1 - NV_FOLLOW_WORDS : 0);
}

/* The task that a heading or a person names by its id; NV_NONE: none. */
static uint32_t named(const follower *f, const nv_tally_col *c)
{
    for (uint32_t i = 0; i < f->tasks->n; i++) {
        for (uint32_t k = 0; k < f->ask->map.n; k++)
            if (f->ask->map.v[k].group == c->group && nv_str_eq(f->ask->map.v[k].id, f->tasks->v[i].id)) return i;
        nv_str id = nv_arena_printf(f->a, "[%.*s]", NV_ARG(f->tasks->v[i].id));
        if (nv_str_find(c->label, id, 0) != UINT32_MAX) return i;
    }
    return NV_NONE;
}

static void match(follower *f, nv_follow *x)
{
    const nv_tally_col *c = &f->t->cols.v[x->col];
    uint32_t best = named(f, c);
    x->named = best != NV_NONE;
    nv_str heading = x->named ? c->full : nv_spell_initials(f->a, c->full, f->actions);
    for (uint32_t i = 0; !x->named && i < f->tasks->n; i++) {
        double s = score(f, heading, i);
        if (s > x->score) x->second = x->score, x->score = s, best = i;
        else if (s > x->second) x->second = s;
    }
    if (x->named) x->score = 1;
    if (best != NV_NONE) x->task = &f->tasks->v[best];
    if (x->score < NV_FOLLOW_FIT) x->said = NV_FOLLOW_NO_MATCH;
    else if (x->score - x->second < NV_FOLLOW_AHEAD) x->said = NV_FOLLOW_AMBIGUOUS;
}

/* Two kinds of columns for one task: the nearer has it, if it is clearly nearer. */
static void part_rivals(const follower *f, nv_follows *v)
{
    bool *rival = nv_arena_alloc(f->a, v->n + 1);
    for (uint32_t i = 0; i < v->n; i++)
        for (uint32_t k = 0; k < v->n; k++) {
            const nv_follow *x = &v->v[i], *y = &v->v[k];
            if (x->said != NV_FOLLOW_RECORD || y->said != NV_FOLLOW_RECORD || x->task != y->task || f->t->cols.v[x->col].group == f->t->cols.v[y->col].group) continue;
            if (!x->named && (y->named || x->score - y->score < NV_FOLLOW_AHEAD)) rival[i] = true;
        }
    for (uint32_t i = 0; i < v->n; i++)
        if (rival[i]) v->v[i].said = NV_FOLLOW_AMBIGUOUS;
}

static nv_date earlier(nv_date x, nv_date y)
{
    return nv_date_none(y) || (!nv_date_none(x) && nv_date_cmp(x, y) <= 0) ? x : y;
}

/* When the mark may have been earned, and what follows from it. */
static void decide(const follower *f, nv_follow *x)
{
    nv_str year = f->t->cols.v[x->col].year;
    nv_date first = nv_date_parse(x->task->date), last = earlier(f->ask->today, f->ask->day), due = nv_date_parse(x->task->last_due);
    if (year.n == 4) {
        int y = (year.p[0] - '0') * 1000 + (year.p[1] - '0') * 100 + (year.p[2] - '0') * 10 + (year.p[3] - '0');
        nv_date from = nv_date_make(y, 1, 1), to = nv_date_make(y, 12, 31);
        if (!nv_date_none(first) && nv_date_cmp(to, first) < 0) {
            x->said = NV_FOLLOW_BEFORE;
            return;
        }
        if (nv_date_none(first) || nv_date_cmp(from, first) > 0) first = from;
        last = earlier(last, to);
    }
    x->day = last;
    if (nv_str_eqz(x->task->timing, "recurring")) x->said = NV_FOLLOW_RECURRING;
    else if (!nv_date_none(due) && nv_date_cmp(due, last) < 0 && (nv_date_none(first) || nv_date_cmp(first, due) <= 0)) x->said = NV_FOLLOW_UNDECIDED;
}

static void collect(const follower *f, nv_follow *x)
{
    const candidate *c = &f->c[x->task - f->tasks->v];
    for (uint32_t r = 0; r < f->t->rows.n; r++) {
        if (!f->t->rows.v[r].mark[x->col]) continue;
        const nv_agency_entry *e = bearer(c, &f->t->rows.v[r]);
        if (e) *NV_PUSH(f->a, &x->marks) = (nv_follow_mark){ r, e->name };
        else x->no_bearer++;
    }
}

void nv_tally_follow(const nv_tally *t, const nv_task_vec *tasks, const nv_registry *reg, const nv_follow_ask *ask, nv_arena *a, nv_follows *out)
{
    follower f = { .t = t, .tasks = tasks, .ask = ask, .a = a, .w = nv_word_weights_new() };
    read_candidates(&f, reg);
    for (uint32_t c = 0; c < t->cols.n; c++) {
        nv_follow *x = NV_PUSH(a, out);
        x->col = c;
        match(&f, x);
    }
    part_rivals(&f, out);
    for (uint32_t i = 0; i < out->n; i++)
        if (out->v[i].said == NV_FOLLOW_RECORD) decide(&f, &out->v[i]);
    for (uint32_t i = 0; i < out->n; i++)
        if (out->v[i].task) collect(&f, &out->v[i]);
    nv_word_weights_free(f.w);
}
