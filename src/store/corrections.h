/* corrections.h - inside the store: what people said about what was read, brought into the tables that are asked. */
#ifndef NV_STORE_CORRECTIONS_H
#define NV_STORE_CORRECTIONS_H
#include "store/people_fit.h"

/* Part of every commit, after nv_people_fit: tasks written anew, or with something new said about them, become what people made of them; what was missed
 * is added where its document is. */
bool nv_corrections_apply(nv_store *s);
/* Writes one correction down; the task it is about is worked over at commit. `verdict` and `change` as in schema.sql. *known: the same stands already. */
bool nv_correction_put(nv_store *s, int64_t anchor, nv_str verdict, nv_str change, nv_str note, nv_str person, nv_str recorded, bool *known);
/* The first place of a quotation in a text, whatever the white space in both: code points [*start, *stop). */
bool nv_find_quote(nv_str text, nv_str quote, int64_t *start, int64_t *stop);
/* Forgets what was made of the tasks of an anchor, so that the next commit makes it again. */
bool nv_corrections_touch(nv_store *s, int64_t anchor);

#endif
