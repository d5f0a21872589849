/* deadline_load.c - the rules of grammars/deadline.rules by kind, with the features and gates that say when a rule need not be tried. */
#include "detect/deadline_internal.h"

#include <stdlib.h>

bool nv_time_is_kind(const nv_rule *r, const char *kind) { return nv_str_starts(nv_str_of(nv_rule_name(r)), nv_str_of(kind)); }

static bool check_rule(const nv_rule *r, nv_buf *errors)
{
    static const struct { const char *key, *allowed; } attrs[] = {
        { "kind", " due recurring relative effective " }, { "bound", " before by within " }, { "need", " future " }, { "direction", " back " },
        { "context", " meeting verb action " }, { "feast", " tet " }, { "edge", " start middle end " }, { "lost", " day " },
    };
    bool ok = true;
    for (size_t i = 0; i < NV_NELEM(attrs); i++) {
        nv_str v = nv_rule_attr(r, attrs[i].key);
        if (v.n == 0 || nv_str_find(nv_str_of(attrs[i].allowed), v, 0) != UINT32_MAX)
            continue;
        nv_rule_complain(r, errors, "an attribute has an unknown value (kind, bound, need, direction, context, feast, edge, lost)");
        ok = false;
    }
    bool takes = nv_time_is_kind(r, "deadline.not.") || nv_time_is_kind(r, "deadline.more.");
    if (!takes && nv_rule_attr(r, "kind").n == 0) {
        nv_rule_complain(r, errors, "the rule needs a kind");
        ok = false;
    }
    return ok;
}

/* The words of the attribute `any` as bits. */
static bool read_any(const nv_rule *r, unsigned *any, nv_buf *errors)
{
    nv_str v = nv_str_trim(nv_rule_attr(r, "any"));
    *any = 0;
    while (v.n) {
        uint32_t end = nv_str_find(v, NV_LIT(" "), 0);
        nv_str word = nv_str_cut(v, 0, end == UINT32_MAX ? v.n : end);
        unsigned bit;
        if (!nv_time_feature(word, &bit)) {
            nv_rule_complain(r, errors, "unknown feature in `any`");
            return false;
        }
        *any |= bit;
        v = nv_str_trim(nv_str_cut(v, word.n, v.n));
    }
    return true;
}

/* The bit of a rule's gate; 0 if it has none, or there is no room for one more (then the matcher looks for it). */
static unsigned gate_bit(nv_deadline_detector *d, nv_str gate)
{
    if (gate.n == 0)
        return 0;
    for (uint32_t i = 0; i < d->n_gates; i++)
        if (nv_str_eq(d->gates[i], gate))
            return 1u << i;
    if (d->n_gates == NV_MAX_TIME_GATES)
        return 0;
    d->gates[d->n_gates] = gate;
    d->gates_of_byte[(unsigned char)gate.p[0]] |= 1u << d->n_gates;
    return 1u << d->n_gates++;
}

static bool sort_rules(nv_deadline_detector *d, const nv_grammar *g, nv_buf *errors)
{
    uint32_t n = 0;
    const nv_rule *const *rules = nv_grammar_rules(g, "deadline", &n);
    bool ok = true;
    for (uint32_t i = 0; i < n; i++) {
        const nv_rule *r = rules[i];
        if (nv_time_is_kind(r, "deadline.anchor.") || nv_time_is_kind(r, "deadline.context."))
            continue;
        ok = check_rule(r, errors) && ok;
        if (d->n_text == NV_MAX_TIME_RULES || d->n_cell == NV_MAX_TIME_RULES) {
            nv_rule_complain(r, errors, "more than 160 deadline rules");
            return false;
        }
        nv_time_rule x = { .rule = r, .gate = gate_bit(d, nv_rule_attr(r, "gate")) };
        ok = read_any(r, &x.any, errors) && ok;
        if (nv_time_is_kind(r, "deadline.cell."))
            d->cell_rules[d->n_cell++] = x;
        else if (!nv_time_is_kind(r, "deadline.more."))
            d->text_rules[d->n_text++] = x;
    }
    return ok;
}

static bool take_named(const nv_grammar *g, const char *name, const nv_rule **out, nv_buf *errors)
{
    *out = nv_grammar_rule(g, name);
    if (!*out)
        nv_buf_printf(errors, "%s/deadline.rules:1:1: rule %s is missing\n", nv_grammar_dir(g), name);
    return *out != NULL;
}

nv_deadline_detector *nv_deadline_detector_new(const nv_grammar *g, const nv_registry *r, nv_buf *errors)
{
    (void)r; /* deadlines need no names */
    nv_deadline_detector *d = nv_xmalloc(sizeof *d);
    *d = (nv_deadline_detector){ 0 };
    const struct { const char *name; const nv_rule **rule; } named[] = {
        { "deadline.more.period", &d->more }, { "deadline.anchor.signed", &d->signed_ }, { "deadline.anchor.date", &d->date },
        { "deadline.anchor.effect", &d->effect }, { "deadline.anchor.of_effect", &d->of_effect }, { "deadline.anchor.own", &d->own }, { "deadline.anchor.form", &d->form }, { "deadline.anchor.part", &d->part },
        { "deadline.anchor.own_act", &d->own_act }, { "deadline.anchor.other_act", &d->other_act },
        { "deadline.context.recurring", &d->recurring }, { "deadline.context.meeting", &d->meeting }, { "deadline.context.verb", &d->verb }, { "deadline.context.label", &d->label },
        { "deadline.context.past", &d->past }, { "deadline.context.goal", &d->goal }, { "deadline.context.on_effect", &d->on_effect },
    };
    bool ok = sort_rules(d, g, errors);
    for (size_t i = 0; i < NV_NELEM(named); i++)
        ok = take_named(g, named[i].name, named[i].rule, errors) && ok;
    d->calendar = nv_calendar_load(g, errors);
    if (ok && d->calendar)
        return d;
    nv_deadline_detector_free(d);
    return NULL;
}

void nv_deadline_detector_free(nv_deadline_detector *d) { free(d); }
