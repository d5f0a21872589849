/* digest.h - SHA-256 (FIPS 180-4) of bytes that come in pieces: what files, grammars and calendar entries are known by. */
#ifndef NV_DIGEST_H
#define NV_DIGEST_H
#include <stddef.h>

#define NV_DIGEST_HEX 65 /* 64 lower-case hex digits and a NUL */

typedef struct nv_digest nv_digest;

/* Owned by the caller until nv_digest_end. The first one makes the library ready: a process that will be locked makes one before. */
nv_digest *nv_digest_new(void);
void nv_digest_add(nv_digest *d, const void *p, size_t n);
/* Writes the digest of all that was added, and frees d. */
void nv_digest_end(nv_digest *d, char hex[NV_DIGEST_HEX]);

#endif
