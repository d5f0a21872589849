/* read.h - bytes to raw lines. One file per format, one row in the table of formats; what a file is is decided by its content, not its name. */
#ifndef NV_READ_H
#define NV_READ_H
#include "model/model.h"

typedef struct {
    const char *name;  /* "pdf" */
    /* True if the bytes look like this format; `name` is the file's base name (only a hint between text formats). */
    bool (*sniff)(const unsigned char *p, size_t n, const char *name);
    /* Fills doc->lines, doc->source.pages/reader/quality. The bytes stay valid during the call only: copy into the arena. */
    nv_status (*read)(nv_doc *doc, const unsigned char *p, size_t n, nv_err *err);
} nv_format;

extern const nv_format nv_format_pdf, nv_format_docx, nv_format_html, nv_format_rtf, nv_format_msword, nv_format_odt, nv_format_xlsx, nv_format_csv, nv_format_text;
const nv_format *const *nv_formats(uint32_t *n);

/* Opens a regular file of acceptable size for reading; -1 and a message if it is none. */
int nv_read_open(const char *path, nv_err *err);
/* The bytes of an open file from its beginning; *out is the caller's to free, also after an error. */
nv_status nv_read_whole(const char *path, int fd, unsigned char **out, size_t *size, nv_err *err);
/* Reads an open file into the document from its beginning: source (name, path, sha256, bytes, format …) and lines. `path` is for names and messages; the one
 * message of an error names the file. No other file is opened. */
nv_status nv_read_fd(nv_doc *doc, const char *path, int fd, nv_err *err);
/* Opens and reads. */
nv_status nv_read_file(nv_doc *doc, const char *path, nv_err *err);
/* The same for bytes already in memory; `path` is for names and messages. */
nv_status nv_read_bytes(nv_doc *doc, const char *path, const unsigned char *p, size_t n, nv_err *err);
/* True if the name ends like a format that we read, or one that holds documents and must not be passed over in silence (used when walking folders). */
bool nv_read_known_suffix(const char *path);
/* Opens everything that the libraries would open while they read: a jailed process cannot (read/jail.h). It also saves about 1 ms a file, because Poppler
 * counts its open documents, and drops and reads again its encodings whenever the last one closes. Hold the result for as long as files are read, then
 * give it to nv_read_cool. */
void *nv_read_warm(void);
void nv_read_cool(void *warm);
/* Appends names and versions of the libraries that read files, each headed by ", ". */
void nv_read_versions(nv_buf *out);

#endif
