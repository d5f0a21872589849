/* sign.h - digital signatures of PDF files (ISO 32000-1, 12.8): who signed, when by their own word, and whether the bytes that were signed are the same.
 *
 * Nothing is said about trust: no certificate is checked against an authority, no revocation is asked, nothing is looked up anywhere. Verified by OpenSSL's
 * CMS over the bytes of the file, because poppler-glib's own check opens the certificate store of the user's browser and modules from the disk, which a
 * jailed process neither can nor should.
 */
#ifndef NV_READ_SIGN_H
#define NV_READ_SIGN_H
#include "read/read.h"

typedef enum {
    NV_SIGN_INTACT,   /* the whole file is as it was signed */
    NV_SIGN_EXTENDED, /* the signed bytes are unchanged, but something was added behind them (a further signature, a note) */
    NV_SIGN_CHANGED,  /* the signed bytes are not what was signed */
    NV_SIGN_UNKNOWN   /* of a kind that is not read, or damaged */
} nv_sign_state;

typedef struct { nv_sign_state state; nv_str signer; /* common name; organisation */ nv_str time; /* "2024-09-20 16:40:43 +07:00", n == 0 unknown */ } nv_signature;

/* Signatures in the order of the file; false if there is none. Arrays live in the arena. */
bool nv_sign_read(nv_arena *arena, const unsigned char *p, size_t n, nv_signature **out, uint32_t *count);
/* The same as diagnostics of the document. */
void nv_sign_note(nv_doc *doc, const unsigned char *p, size_t n);
/* Makes OpenSSL ready without reading its configuration; before a process is jailed. */
void nv_sign_warm(void);
#endif
