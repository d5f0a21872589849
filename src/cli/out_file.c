#include "cli/out_file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int failed(const nv_cli *cli, const char *path)
{
    nv_err err;
    nv_err_set(&err, NV_E_SPACE, NV_M_E_WRITE, path, strerror(errno), NULL);
    return nv_cli_fail(cli, &err);
}

bool nv_out_all(int fd, nv_str s)
{
    for (uint32_t at = 0; at < s.n;) {
        ssize_t n = write(fd, s.p + at, s.n - at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += (uint32_t)n;
    }
    return true;
}

/* In the same folder, so that renaming is one step; hidden, so that a folder that is watched does not take it for a document. */
bool nv_out_beside(const char *path, nv_str bytes, bool only_me)
{
    const char *slash = strrchr(path, '/');
    int dir = slash ? (int)(slash + 1 - path) : 0;
    nv_buf name = { 0 };
    nv_buf_printf(&name, "%.*s.%s.XXXXXX", dir, path, path + dir);
    char *temp = nv_xstrdup(nv_buf_z(&name));
    nv_buf_clear(&name);
    int fd = mkstemp(temp);
    mode_t mask = umask(0);
    umask(mask);
    bool ok = fd >= 0 && nv_out_all(fd, bytes) && fchmod(fd, only_me ? 0600 : 0666 & ~mask) == 0 && fsync(fd) == 0;
    int why = errno;
    if (fd >= 0 && close(fd) != 0 && ok) ok = false, why = errno;
    if (ok && rename(temp, path) != 0) ok = false, why = errno;
    if (!ok && fd >= 0) unlink(temp);
    free(temp);
    errno = why;
    return ok;
}

int nv_out_write(const nv_cli *cli, const char *path, nv_str bytes)
{
    if (!path || strcmp(path, "-") == 0) {
        fwrite(bytes.p, 1, bytes.n, stdout);
        return nv_cli_done(cli, NV_X_DONE);
    }
    struct stat st;
    if (stat(path, &st) != 0 || S_ISREG(st.st_mode)) return nv_out_beside(path, bytes, false) ? NV_X_DONE : failed(cli, path);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && nv_out_all(fd, bytes);
    int why = errno;
    if (fd >= 0 && close(fd) != 0 && ok) ok = false, why = errno;
    errno = why;
    return ok ? NV_X_DONE : failed(cli, path);
}

int nv_out_folder(const nv_cli *cli, const char *path)
{
    struct stat st;
    if (mkdir(path, 0777) == 0 || (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))) return NV_X_DONE;
    return failed(cli, path);
}
