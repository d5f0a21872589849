/* aside.c - see aside.h. */
#include "read/aside.h"

#include <stdio.h>

static void push(nv_doc *doc, const nv_line *v, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        nv_line *l = NV_PUSH(doc->arena, &doc->lines);
        *l = v[i];
        l->flags = (l->flags & ~(uint32_t)NV_F_FOOTNOTE) | NV_F_HEADFOOT;
        l->table = -1;
    }
}

void nv_read_headfoot(nv_doc *doc, const nv_line *head, uint32_t n_head, const nv_line *foot, uint32_t n_foot)
{
    if (!n_head && !n_foot) return;
    const nv_line *own = doc->lines.v;
    uint32_t n = doc->lines.n;
    doc->lines.v = NULL;
    doc->lines.n = doc->lines.cap = 0;
    push(doc, head, n_head);
    for (uint32_t i = 0; i < n; i++) *NV_PUSH(doc->arena, &doc->lines) = own[i];
    push(doc, foot, n_foot);
}

/* Diagnostics of one kind are bounded; that there are more is said once. */
static bool room(nv_doc *doc, nv_msg m)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < doc->diags.n; i++) n += doc->diags.v[i].msg == m;
    if (n < NV_MAX_ASIDES) return true;
    char num[16];
    snprintf(num, sizeof num, "%u", NV_MAX_ASIDES);
    for (uint32_t i = 0; i < doc->diags.n; i++)
        if (doc->diags.v[i].msg == NV_M_LIMIT_HIT && nv_str_eqz(doc->diags.v[i].args[0], "NV_MAX_ASIDES")) return false;
    nv_doc_diag(doc, NV_M_LIMIT_HIT, NULL, 0, "NV_MAX_ASIDES", num, NULL);
    return false;
}

void nv_read_comment(nv_doc *doc, nv_str author, nv_str text)
{
    text = nv_str_trim(text);
    if (!text.n || !room(doc, NV_M_COMMENT)) return;
    nv_doc_diag(doc, NV_M_COMMENT, NULL, 0, author.n ? nv_arena_str(doc->arena, author).p : "?", nv_arena_str(doc->arena, text).p, NULL);
}

void nv_read_attachment(nv_doc *doc, nv_str name)
{
    if (room(doc, NV_M_ATTACHMENT)) nv_doc_diag(doc, NV_M_ATTACHMENT, NULL, 0, name.n ? nv_arena_str(doc->arena, name).p : "?", NULL);
}
