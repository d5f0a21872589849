/* secrecy.h - is the document stamped with a grade of state secrecy (MẬT, TỐI MẬT, TUYỆT MẬT)?
 *
 * Such a document may only be handled on machines set apart for it (Luật Bảo vệ bí mật nhà nước), so that it is refused unless the user says otherwise.
 * A stamp is a grade alone on its line or in its column, in capitals, where stamps are put: in the head of the first page, at the top of another page, in a
 * page header. What a recogniser read from a picture counts without its marks too (“TÓI MẶT”). Words and places are data: grammars/secrecy.tsv.
 */
#ifndef NV_NORMALIZE_SECRECY_H
#define NV_NORMALIZE_SECRECY_H
#include "grammar/grammar.h"
#include "normalize/internal.h"

typedef struct nv_secrecy nv_secrecy;
typedef struct { nv_str grade; uint32_t page; bool sure; } nv_stamp_found; /* grade as in the table; not sure: read from a picture and not letter by letter */

/* Loads the table; NULL and lines in *errors if it is wrong. */
nv_secrecy *nv_secrecy_new(const nv_grammar *g, nv_buf *errors);
void nv_secrecy_free(nv_secrecy *s);
/* Looks through the clean lines (after nv_furniture). False: no stamp. */
bool nv_secrecy_find(const nv_secrecy *s, const nv_layout *lay, nv_stamp_found *out);
#endif
