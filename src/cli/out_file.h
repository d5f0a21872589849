/* out_file.h - results into files: written beside the target and renamed, so that a reader never sees half a file and a failure keeps the old one. */
#ifndef NV_OUT_FILE_H
#define NV_OUT_FILE_H
#include "cli/cli.h"

/* Writes the bytes to `path` ("-" or NULL: standard output). A path that is no regular file (a pipe, /dev/stdout) is written as it is. Not NV_X_DONE: a
 * message was printed. */
int nv_out_write(const nv_cli *cli, const char *path, nv_str bytes);
/* All of the bytes into an open file. False: errno says why. */
bool nv_out_all(int fd, nv_str bytes);
/* The bytes beside `path`, then in its place in one step. `only_me`: nobody else may read it. False: errno says why. */
bool nv_out_beside(const char *path, nv_str bytes, bool only_me);
/* Makes the folder if it is not there. */
int nv_out_folder(const nv_cli *cli, const char *path);

#endif
