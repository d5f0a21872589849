#include "cli/watching.h"
#include "base/limits.h"
#include "cli/walk.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct { int64_t size, sec, nsec; uint64_t ino; } stamp;

struct nv_watched {
    char *path;
    stamp at;            /* as it was when it was last looked at */
    int64_t due;         /* when it may be taken, if nothing happens before */
    bool queued, known;  /* waits; `at` has been filled */
};

struct nv_watching {
    const nv_cli *cli;
    int fd, root;        /* root: watch descriptor of the folder itself */
    unsigned settle;
    char *dir;
    GHashTable *files;   /* path -> nv_watched */
    GHashTable *folders; /* watch descriptor -> path */
    GQueue *queue;       /* of nv_watched, nearly by `due` */
    bool lost;           /* no more can be watched */
};

#define EVENTS (IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK)

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool read_stamp(const char *path, stamp *out)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) return false;
    *out = (stamp){ st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec, st.st_ino };
    return true;
}

static bool same(const stamp *x, const stamp *y)
{
    return x->size == y->size && x->sec == y->sec && x->nsec == y->nsec && x->ino == y->ino;
}

/* ---- files ------------------------------------------------------------------------------------------------------------ */

static void enqueue(nv_watching *w, nv_watched *f)
{
    f->due = now_ms() + w->settle;
    if (!f->queued) g_queue_push_tail(w->queue, f);
    f->queued = true;
}

/* Something happened to a file. `only_new`: a look at the folder, which tells nothing new of a file that is as it was. */
static void touch(nv_watching *w, const char *path, bool only_new)
{
    stamp at;
    nv_watched *f = g_hash_table_lookup(w->files, path);
    if (!read_stamp(path, &at)) return;
    if (f && only_new && f->known && same(&f->at, &at)) return;
    if (!f) {
        f = g_new0(nv_watched, 1);
        f->path = g_strdup(path);
        g_hash_table_insert(w->files, f->path, f);
    }
    f->at = at;
    f->known = true;
    enqueue(w, f);
}

static void free_watched(gpointer p)
{
    nv_watched *f = p;
    g_free(f->path);
    g_free(f);
}

/* A read lease cannot be had while somebody has the file open for writing. Where leases cannot be had at all (another's file, a network's) nothing is known. */
static bool being_written(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return false;
    bool busy = fcntl(fd, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
    if (!busy) (void)fcntl(fd, F_SETLEASE, F_UNLCK);
    close(fd);
    return busy;
}

nv_watched *nv_watching_next(nv_watching *w)
{
    int64_t now = now_ms();
    for (guint left = g_queue_get_length(w->queue); left; left--) {
        nv_watched *f = g_queue_peek_head(w->queue);
        stamp at;
        g_queue_pop_head(w->queue);
        if (f->due > now) {
            g_queue_push_tail(w->queue, f);
            continue;
        }
        f->queued = false;
        if (!read_stamp(f->path, &at)) continue; /* gone again */
        bool rests = same(&f->at, &at) && !being_written(f->path);
        f->at = at;
        if (rests) return f;
        enqueue(w, f);
    }
    return NULL;
}

int nv_watching_timeout(const nv_watching *w)
{
    int64_t first = INT64_MAX;
    for (const GList *l = w->queue->head; l; l = l->next) {
        const nv_watched *f = l->data;
        if (f->due < first) first = f->due;
    }
    int64_t left = first == INT64_MAX ? 0 : first - now_ms();
    return first == INT64_MAX ? -1 : left < 0 ? 0 : (int)left + 1;
}

const char *nv_watched_path(const nv_watched *f) { return f->path; }

bool nv_watching_still(const nv_watched *f)
{
    stamp at;
    return !f->queued && read_stamp(f->path, &at) && same(&f->at, &at);
}

void nv_watching_again(nv_watching *w, nv_watched *f)
{
    if (read_stamp(f->path, &f->at)) enqueue(w, f);
}

/* ---- folders ---------------------------------------------------------------------------------------------------------- */

static void say_failed(const nv_watching *w, const char *path, int error)
{
    nv_err err;
    nv_err_set(&err, NV_E_IO, NV_M_E_OPEN, path, strerror(error), NULL);
    nv_cli_fail(w->cli, &err);
}

static void add_below(nv_watching *w, const char *path, unsigned depth);

/* Watches a folder and all below it, first the folder, then what is in it, so that nothing slips through between. Returns 0 or errno; what fails further
 * below has been said, unless it is only gone again. */
static int add_folder(nv_watching *w, const char *path, unsigned depth)
{
    if (depth > NV_MAX_DIRS_DEPTH) return ELOOP;
    int wd = inotify_add_watch(w->fd, path, depth == 1 ? EVENTS & ~(uint32_t)IN_DONT_FOLLOW : EVENTS);
    if (wd < 0) return errno;
    g_hash_table_insert(w->folders, GINT_TO_POINTER(wd), g_strdup(path));
    if (depth == 1) w->root = wd;
    DIR *d = opendir(path);
    if (!d) return errno;
    for (const struct dirent *e; !w->lost && (e = readdir(d)) != NULL;) {
        struct stat st;
        if (e->d_name[0] == '.') continue;
        char *full = g_strdup_printf("%s/%s", path, e->d_name);
        if (lstat(full, &st) == 0 && S_ISDIR(st.st_mode)) add_below(w, full, depth + 1);
        else if (nv_walk_is_document(e->d_name)) touch(w, full, true);
        g_free(full);
    }
    closedir(d);
    return 0;
}

static void add_below(nv_watching *w, const char *path, unsigned depth)
{
    int error = add_folder(w, path, depth);
    if (error == ENOSPC) w->lost = true;
    else if (error && error != ENOENT && error != ENOTDIR) say_failed(w, path, error);
}

static unsigned depth_of(const nv_watching *w, const char *path)
{
    unsigned n = 1;
    for (const char *p = path + strlen(w->dir); *p; p++) n += *p == '/';
    return n;
}

/* A folder that was moved away: what happens in it is no longer of this place. */
static void drop_folder(nv_watching *w, const char *path)
{
    GHashTableIter i;
    gpointer wd, at;
    size_t n = strlen(path);
    g_hash_table_iter_init(&i, w->folders);
    while (g_hash_table_iter_next(&i, &wd, &at)) {
        const char *folder = at;
        if (strncmp(folder, path, n) != 0 || (folder[n] && folder[n] != '/')) continue;
        inotify_rm_watch(w->fd, GPOINTER_TO_INT(wd));
        g_hash_table_iter_remove(&i);
    }
}

static bool gone(nv_watching *w)
{
    say_failed(w, w->dir, ENOENT);
    return false;
}

static bool event(nv_watching *w, const struct inotify_event *e)
{
    if (e->mask & IN_Q_OVERFLOW) return add_folder(w, w->dir, 1) == 0 || gone(w);
    if (e->wd == w->root && e->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) return gone(w);
    const char *folder = g_hash_table_lookup(w->folders, GINT_TO_POINTER(e->wd));
    if (e->mask & IN_IGNORED) {
        g_hash_table_remove(w->folders, GINT_TO_POINTER(e->wd));
        return true;
    }
    if (!folder || !e->len || e->name[0] == '.') return true;
    char *path = g_strdup_printf("%s/%s", folder, e->name);
    struct stat st;
    if (e->mask & IN_ISDIR) {
        if (e->mask & IN_MOVED_FROM) drop_folder(w, path);
        else if (e->mask & (IN_CREATE | IN_MOVED_TO)) add_below(w, path, depth_of(w, path));
    } else if (nv_walk_is_document(e->name)) {
        /* a file that is only made will be closed later; a link to one is there at once */
        bool link = e->mask & IN_CREATE && lstat(path, &st) == 0 && (S_ISLNK(st.st_mode) || st.st_nlink > 1);
        if (e->mask & (IN_CLOSE_WRITE | IN_MOVED_TO) || link) touch(w, path, false);
    }
    g_free(path);
    if (w->lost) nv_cli_say(w->cli, stderr, NV_W_WATCH_FULL, w->dir, NULL);
    return !w->lost;
}

bool nv_watching_read(nv_watching *w)
{
    _Alignas(struct inotify_event) char buf[1 << 16];
    for (ssize_t n; (n = read(w->fd, buf, sizeof buf)) > 0;)
        for (const char *p = buf; p < buf + n;) {
            const struct inotify_event *e = (const struct inotify_event *)(const void *)p;
            if (!event(w, e)) return false;
            p += sizeof *e + e->len;
        }
    return true;
}

int nv_watching_fd(const nv_watching *w) { return w->fd; }

nv_watching *nv_watching_new(const nv_cli *cli, const char *dir, unsigned settle_ms)
{
    nv_watching *w = g_new0(nv_watching, 1);
    size_t n = strlen(dir);
    while (n > 1 && dir[n - 1] == '/') n--;
    *w = (nv_watching){ .cli = cli, .fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC), .root = -1, .settle = settle_ms, .dir = g_strndup(dir, n) };
    w->files = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_watched);
    w->folders = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    w->queue = g_queue_new();
    int error = w->fd < 0 ? errno : add_folder(w, w->dir, 1);
    if (error == ENOSPC || w->lost) nv_cli_say(cli, stderr, NV_W_WATCH_FULL, dir, NULL);
    else if (error) say_failed(w, dir, error);
    if (!error && !w->lost) return w;
    nv_watching_free(w);
    return NULL;
}

void nv_watching_free(nv_watching *w)
{
    if (!w) return;
    if (w->fd >= 0) close(w->fd);
    g_queue_free(w->queue);
    g_hash_table_destroy(w->files);
    g_hash_table_destroy(w->folders);
    g_free(w->dir);
    g_free(w);
}
