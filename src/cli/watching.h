/* watching.h - a folder and all below it, as files that are there and have come to rest.
 *
 * inotify tells of files that were written and closed, moved in, or linked in; folders that come are watched too. A file is given out when nothing has happened
 * to it for the settle time, its size and time have not changed in it, and nobody has it open for writing (where the file system can tell: fcntl(2), leases).
 * When the kernel lost events, everything is looked through again. Times are milliseconds of CLOCK_MONOTONIC.
 */
#ifndef NV_WATCHING_H
#define NV_WATCHING_H
#include "cli/cli.h"

typedef struct nv_watching nv_watching;
typedef struct nv_watched nv_watched; /* one file; lives as long as the watching */

/* Watches `dir` and finds what is there. NULL: the message was printed. */
nv_watching *nv_watching_new(const nv_cli *cli, const char *dir, unsigned settle_ms);
void nv_watching_free(nv_watching *w);
/* The descriptor to poll, and how long to wait for the next file to come to rest (-1: none is waiting). */
int nv_watching_fd(const nv_watching *w);
int nv_watching_timeout(const nv_watching *w);
/* Takes in what the kernel has to tell. False: the folder itself is gone, or no more can be watched; the message was printed. */
bool nv_watching_read(nv_watching *w);
/* The next file that has come to rest, or NULL. It is then out of the watching's hands until something happens to it again. */
nv_watched *nv_watching_next(nv_watching *w);
const char *nv_watched_path(const nv_watched *f);
/* True if the file is as it was when it was given out, and nothing has happened to it since. */
bool nv_watching_still(const nv_watched *f);
/* Lets a file wait once more. */
void nv_watching_again(nv_watching *w, nv_watched *f);

#endif
