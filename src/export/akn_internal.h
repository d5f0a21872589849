/* akn_internal.h - inside the writer of Akoma Ntoso: the head of the file (akn_meta.c), paragraphs with what was found in them (akn_text.c), structure (akn.c). */
#ifndef NV_AKN_INTERNAL_H
#define NV_AKN_INTERNAL_H
#include "base/buf.h"
#include "export/law.h"

typedef struct {
    const nv_law *law;
    nv_date today;
    nv_buf *out;
    nv_arena *a;
    unsigned p, ref, date, org, table; /* how many of each the unit has so far: their eIds count within it */
    nv_law_mark title[2];              /* where number and title of the document stand in its preface */
    unsigned n_title;
    bool *written;                     /* tables that stand in the file already: one may reach over several units */
} nv_akn;

/* <meta> of the document, or of one of its attachments (`part`: its eId, n == 0: the document). */
void nv_akn_meta(nv_akn *k, nv_str part);
/* eId of a body in the references: "org_bo-tai-chinh". */
void nv_akn_org(nv_str reg, nv_str name, nv_buf *out);

/* Text with ref, date and organization around what was found in law->text[beg … end). */
void nv_akn_inline(nv_akn *k, nv_str eid, uint32_t beg, uint32_t end);
/* Its lines as <p>, tables as <table>; false if there was nothing to write. */
bool nv_akn_blocks(nv_akn *k, nv_str eid, uint32_t beg, uint32_t end);
/* Lines of a text that was not found in the document's. */
void nv_akn_plain(nv_akn *k, nv_str eid, nv_str text);
/* Where a text stands in law->text[beg … end), white space being equal to white space; false if it does not. */
bool nv_akn_find(const nv_law *law, nv_str text, uint32_t *beg, uint32_t *end);

#endif
