/* condition.c - under which condition a clause holds (contract 6.8). */
#include "link/duty.h"

/* The words that rule link.condition.inner begins with: most sentences hold none, and a search for plain words is cheaper than the rule. */
static bool may_have_condition(nv_str s) {
    static const char *const words[] = { "nếu", "trừ ", "khi ", "trường", "đối với" };
    for (unsigned i = 0; i < NV_NELEM(words); i++)
        if (nv_str_find(s, (nv_str){ words[i], (uint32_t)strlen(words[i]) }, 0) != UINT32_MAX) return true;
    return false;
}

/* “Nếu hồ sơ thiếu, sai; có nội dung chưa rõ, | trong 3 ngày, Sở Nội vụ …”: the parts of a leading condition up to the subject, or to what begins anew. */
static void lengthen_condition(const nv_pass *p, nv_clause *c) {
    if (c->how != NV_C_SUBJECT || !c->leads.n || c->condition.end <= c->condition.beg) return;
    uint32_t subject = c->leads.v[0].span.beg, q = c->condition.end;
    /* “Khi A yêu cầu; khi phát hiện vi phạm, …”: the first of them began the sentence */
    if (c->condition.beg > c->span.beg + 3 && q <= subject && nv_at(p, p->l->may_begin, c->span.beg, q, NULL) && !nv_finds(p, p->l->says_must, c->span.beg, c->condition.beg)) c->condition.beg = c->span.beg;
    if (c->condition.beg > c->span.beg + 3) return;
    while (q < subject) {
        uint32_t r = q;
        while (r < subject && strchr(" ,;", p->d->fold.p[r])) r++;
        if (r == q || r >= subject || nv_at(p, p->l->begins_anew, r, subject, NULL)) return;
        if (nv_deadline_from(p->d, r) < p->d->deadlines.n && p->d->deadlines.v[nv_deadline_from(p->d, r)].span.beg == r) return;
        for (q = r; q < subject && ((p->d->fold.p[q] != ',' && p->d->fold.p[q] != ';') || nv_in_mention(p->d, q) || nv_inside_citation(p->d, q));) q++;
        uint32_t end = q;
        if (q == subject && nv_str_ends(nv_str_trim(nv_fold_between(p, r, q)), NV_LIT(" thì"))) end = r + nv_str_trim(nv_fold_between(p, r, q)).n - (uint32_t)strlen(" thì");
        if (nv_finds(p, p->l->says_must, r, end)) return; /* a clause of its own */
        c->condition.end = end;
        if (end < q) return;
    }
}

void nv_read_condition(const nv_pass *p, nv_clause *c) {
    nv_str s = nv_fold_between(p, c->span.beg, c->span.end);
    nv_span g;
    if (c->condition.end > c->condition.beg) return; /* said by “thì” alone */
    if ((nv_match_at(p->m, p->l->condition_lead, s, 0) || (may_have_condition(s) && nv_match(p->m, p->l->condition_inner, s, 0))) && nv_match_named_span(p->m, "cond", &g))
        c->condition = nv_span_trim(p->d->text, (nv_span){ c->span.beg + g.beg, c->span.beg + g.end });
    /* the subject stands behind it: “trường hợp hồ sơ chưa đủ, cơ quan tiếp nhận phải …” */
    if (c->how == NV_C_SUBJECT && c->leads.n && c->leads.v[0].span.beg > c->condition.beg && c->leads.v[0].span.beg < c->condition.end) c->condition.end = c->leads.v[0].span.beg;
    /* … or the verb: “cơ quan thuế khi phát hiện vi phạm phải kiểm tra” */
    if (c->how == NV_C_SUBJECT && c->condition.beg < c->prefix && c->condition.end > c->prefix && c->leads.n && c->leads.v[0].span.end <= c->condition.beg) c->condition.end = c->prefix;
    lengthen_condition(p, c);
    /* … or the charge: “nếu có vướng mắc đề nghị các đơn vị phản ánh” */
    for (uint32_t i = nv_cue_from(p->d, c->condition.beg); c->how == NV_C_CHARGED && i < p->d->cues.n && p->d->cues.v[i].span.beg < c->condition.end && p->d->cues.v[i].span.beg < c->prefix; i++)
        if (nv_charging(p->d, &p->d->cues.v[i]) && c->leads.n && c->leads.v[0].span.beg >= p->d->cues.v[i].span.end) c->condition.end = p->d->cues.v[i].span.beg;
    while (c->condition.end > c->condition.beg && strchr(" ,.;:/", p->d->text.p[c->condition.end - 1])) c->condition.end--;
    nv_str words = nv_str_trim(nv_doc_fold_str(p->d, c->condition));
    if (nv_str_find(words, NV_LIT(" "), 0) == UINT32_MAX || nv_str_eqz(words, "đối với")) c->condition.end = c->condition.beg; /* “khi” alone */
}
