/* scan.h - scanned pages: recognised by jailed processes, a page each, and their words kept from run to run, for recognising a page takes a thousand times
 * longer than reading one.
 *
 * Words are kept under $XDG_CACHE_HOME/nghiavu (else ~/.cache/nghiavu) by the SHA-256 of the file's bytes, the version of the recogniser and the page, while the
 * file is worked on: a run that is cut off has lost the pages of its last two seconds. Not by what a page looks like: only the jailed process could tell, and a
 * file that has taken it over could then put words into other files' pages. What cannot be kept is recognised again; nothing depends on it. The folder may be
 * removed at any time.
 */
#ifndef NV_SCAN_H
#define NV_SCAN_H
#include "cli/workers.h"
#include "cli/cli.h"

/* The kept words of a file as an open descriptor, -1 if there are none. */
int nv_scan_kept(const char *sha256);

typedef struct nv_scanner nv_scanner;

/* Options --no-ocr and --ocr-jobs: *jobs gets 0 if nothing is to be recognised. False: a message has been printed, return NV_X_USAGE. */
bool nv_scan_options(const nv_cli *cli, unsigned *jobs);
/* Recognises pages with `jobs` processes, which start with the first page. */
nv_scanner *nv_scanner_new(const nv_cli *cli, unsigned jobs, nv_sandbox sandbox);
void nv_scanner_free(nv_scanner *s);
/* Adds pages (as NV_JOB_SCAN brings them) of the open file `fd`, which is the scanner's from here on. `number` is the caller's name of the file. */
nv_status nv_scanner_add(nv_scanner *s, uint32_t number, const char *path, int fd, const char *sha256, nv_str pages, nv_err *err);
/* Open “words” of a file for whose pages nv_scanner_add found no recogniser (NV_E_NOTEXT): pages that can be read without one are. -1: none can be made. */
int nv_scan_nobody(void);
/* True if there are pages that have not been recognised. */
bool nv_scanner_busy(const nv_scanner *s);
/* Works for at most `ms` milliseconds, or until a file is done: its number, and an open descriptor of all its words. A page that stopped its process counts
 * as one without words; it is not kept. False: none is done yet. */
bool nv_scanner_wait(nv_scanner *s, unsigned ms, uint32_t *number, int *words);
/* Appends pages done of all, and the time that is left, as words for people; nothing if there are no pages. */
void nv_scanner_progress(const nv_scanner *s, nv_buf *out);
#endif
