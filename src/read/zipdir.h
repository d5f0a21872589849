/* zipdir.h - the directory of a zip archive, read by our own eyes before libzip is given the file: what honest writers never make is refused (members that
 * share bytes, that stand twice, whose two headers disagree, whose names lead outside), because readers disagree on what it means. */
#ifndef NV_ZIPDIR_H
#define NV_ZIPDIR_H
#include "base/arena.h"

typedef struct {
    nv_str name;            /* borrowed from the bytes */
    uint64_t beg, end;      /* local header and data in the file */
    uint64_t packed, size;  /* stored and inflated bytes, as the directory says */
} nv_zip_member;
typedef struct { NV_VEC(nv_zip_member) members; nv_str wrong; /* NULL-based if sound: else what is wrong, with the member */ } nv_zip_dir;

/* Reads and checks the directory. False: dir->wrong says why. */
bool nv_zip_dir_read(nv_zip_dir *dir, nv_arena *a, const unsigned char *p, size_t n);

#endif
