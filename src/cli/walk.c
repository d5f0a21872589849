#include "cli/walk.h"
#include "base/limits.h"
#include "read/read.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct { const nv_cli *cli; nv_arena *a; nv_walk *out; } walker;

static void fail(walker *w, const char *path, const char *why)
{
    nv_err err;
    nv_err_set(&err, NV_E_IO, NV_M_E_OPEN, path, why, NULL);
    nv_cli_fail(w->cli, &err);
    w->out->failed++;
}

static void walk_dir(walker *w, nv_str dir, unsigned depth);

/* A folder's own description is no document of the collection (named itself, it is read). */
static bool is_readme(const char *name)
{
    return strncmp(name, "README", 6) == 0 && (name[6] == '.' || !name[6]);
}

bool nv_walk_is_document(const char *name)
{
    return name[0] != '.' && name[0] != '~' && nv_read_known_suffix(name) && !is_readme(name);
}

/* An entry of a folder: links to files are followed, links to folders are not (they could lead in a circle). */
static void entry(walker *w, nv_str dir, const char *name, unsigned depth)
{
    if (name[0] == '.' || (name[0] == '~' && name[1] == '$')) return;
    bool slash = dir.n && dir.p[dir.n - 1] == '/';
    nv_str path = nv_arena_printf(w->a, "%.*s%s%s", NV_ARG(dir), slash ? "" : "/", name);
    struct stat st;
    if (lstat(path.p, &st) != 0) fail(w, path.p, strerror(errno));
    else if (S_ISDIR(st.st_mode)) walk_dir(w, path, depth + 1);
    else if (stat(path.p, &st) == 0 && S_ISREG(st.st_mode) && nv_walk_is_document(name)) *NV_PUSH(w->a, &w->out->files) = path;
    else w->out->skipped++;
}

static void walk_dir(walker *w, nv_str dir, unsigned depth)
{
    if (depth > NV_MAX_DIRS_DEPTH) {
        char n[16];
        snprintf(n, sizeof n, "%u", NV_MAX_DIRS_DEPTH);
        nv_buf why = { 0 };
        nv_cli_word(w->cli, &why, NV_W_TOO_DEEP, n, NULL);
        fail(w, dir.p, nv_buf_z(&why));
        nv_buf_clear(&why);
        return;
    }
    DIR *d = opendir(dir.p);
    if (!d) {
        fail(w, dir.p, strerror(errno));
        return;
    }
    errno = 0;
    for (const struct dirent *e; (e = readdir(d)) != NULL; errno = 0) entry(w, dir, e->d_name, depth);
    if (errno) fail(w, dir.p, strerror(errno));
    closedir(d);
}

static int by_bytes(const void *a, const void *b)
{
    return nv_str_cmp(*(const nv_str *)a, *(const nv_str *)b);
}

void nv_walk_paths(const nv_cli *cli, char **paths, int n, nv_arena *a, nv_walk *out)
{
    walker w = { cli, a, out };
    for (int i = 0; i < n; i++) {
        struct stat st;
        if (stat(paths[i], &st) != 0) fail(&w, paths[i], strerror(errno));
        else if (S_ISDIR(st.st_mode)) walk_dir(&w, nv_arena_str(a, nv_str_of(paths[i])), 1);
        else if (S_ISREG(st.st_mode)) *NV_PUSH(a, &out->files) = nv_arena_str(a, nv_str_of(paths[i]));
        else {
            nv_buf why = { 0 };
            nv_cli_word(cli, &why, NV_W_NOT_REGULAR, NULL);
            fail(&w, paths[i], nv_buf_z(&why));
            nv_buf_clear(&why);
        }
    }
    if (!out->files.n) return;
    qsort(out->files.v, out->files.n, sizeof *out->files.v, by_bytes);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < out->files.n; i++)
        if (!nv_str_eq(out->files.v[i], out->files.v[kept - 1])) out->files.v[kept++] = out->files.v[i];
    out->files.n = kept;
}
