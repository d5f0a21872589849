/* walk.h - the files that paths given to ingest stand for. */
#ifndef NV_WALK_H
#define NV_WALK_H
#include "cli/cli.h"

typedef struct {
    NV_VEC(nv_str) files;  /* in byte order, each once; NUL-terminated */
    uint32_t skipped;      /* files in folders whose names are not of a format that is read */
    uint32_t failed;       /* folders and paths that could not be read: one line each has been printed */
} nv_walk;

/* Folders are walked to their bottom (NV_MAX_DIRS_DEPTH); folders behind symbolic links and hidden files are left alone. A file that is named itself is
 * taken whatever its name. */
void nv_walk_paths(const nv_cli *cli, char **paths, int n, nv_arena *a, nv_walk *out);

/* True if a file of this name in a folder is taken for a document: its end is one of a format that is read, and it is not hidden, an editor's own (~$x.docx,
 * ~WRD0001.docx), or the folder's README. */
bool nv_walk_is_document(const char *name);

#endif
