/* doctor: what protects the reading of files here, found out by trying it, and whether grammars, database and libraries are in order.
 * Exit code 1 if something does not work. */
#include "cli/ask.h"
#include "cli/reading.h"
#include "grammar/grammar.h"
#include "read/ocr.h"
#include "read/read.h"
#include <errno.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

typedef enum { OK, WARN, BAD } state;
typedef struct { nv_cli *cli; nv_buf json; bool bad; } doctor;

/* One finding. `id` is for programs, what/how for people. */
static void say(doctor *d, state s, const char *id, const char *what, const char *how)
{
    static const char *const names[] = { "ok", "warning", "error" }, *const marks[] = { "✓", "!", "✗" };
    d->bad |= s == BAD;
    if (d->cli->json) {
        nv_j_open(&d->json, '{');
        nv_j_str(&d->json, "id", nv_str_of(id));
        nv_j_str(&d->json, "state", nv_str_of(names[s]));
        nv_j_str(&d->json, "what", nv_str_of(what));
        nv_j_str(&d->json, "text", nv_str_of(how));
        nv_j_close(&d->json, '}');
    } else printf("%s%s%s %s: %s\n", nv_ink(d->cli, s == BAD ? "31" : "1"), marks[s], nv_ink(d->cli, "0"), what, how);
}

static const char *text(const doctor *d, const char *vi, const char *en) { return d->cli->lang == NV_VI ? vi : en; }

/* ---- the sandbox -------------------------------------------------------------------------------------------------------- */

static void layers(doctor *d, unsigned held)
{
    static const struct { unsigned bit; state without; const char *id, *vi, *en; } table[] = {
        { NV_JAIL_SECCOMP, BAD, "seccomp", "danh sách lời gọi hệ thống (seccomp)", "system call list (seccomp)" },
        { NV_JAIL_LANDLOCK, WARN, "landlock", "cấm mọi đường dẫn (Landlock)", "no paths (Landlock)" },
        { NV_JAIL_NO_NEW_PRIVS, BAD, "no_new_privs", "không thêm quyền (NO_NEW_PRIVS)", "no new privileges (NO_NEW_PRIVS)" },
        { NV_JAIL_LIMITS, BAD, "limits", "giới hạn bộ nhớ, tệp, tiến trình (rlimit)", "limits of memory, files, processes (rlimit)" },
    };
    for (unsigned i = 0; i < NV_NELEM(table); i++) {
        bool there = held & table[i].bit;
        say(d, there ? OK : table[i].without, table[i].id, text(d, table[i].vi, table[i].en), there ? text(d, "có", "there") : text(d, "không có trên máy này", "not on this machine"));
    }
}

static void attempts(doctor *d, unsigned held)
{
    static const struct { const char *id, *vi, *en; } table[NV_TRY_COUNT] = {
        [NV_TRY_OPEN] = { "try_open", "tiến trình đọc thử mở /etc/passwd", "a reader tries to open /etc/passwd" },
        [NV_TRY_CREATE] = { "try_create", "tiến trình đọc thử tạo tệp", "a reader tries to create a file" },
        [NV_TRY_SOCKET] = { "try_socket", "tiến trình đọc thử mở kết nối mạng", "a reader tries to open a socket" },
        [NV_TRY_EXEC] = { "try_exec", "tiến trình đọc thử chạy chương trình khác", "a reader tries to run a program" },
        [NV_TRY_FORK] = { "try_fork", "tiến trình đọc thử tách tiến trình", "a reader tries to fork" },
        [NV_TRY_MEMORY] = { "try_memory", "tiến trình đọc thử lấy 1 GB bộ nhớ", "a reader tries to take 1 GB of memory" },
    };
    for (nv_try t = 0; t < NV_TRY_COUNT; t++) {
        int rc = nv_jail_try(held, t);
        say(d, rc == 1 ? OK : BAD, table[t].id, text(d, table[t].vi, table[t].en),
            rc == 1 ? text(d, "bị chặn", "stopped") : rc == 0 ? text(d, "KHÔNG bị chặn", "NOT stopped") : text(d, "không thử được", "could not be tried"));
    }
}

/* A document from memory through a worker, as ingest reads: what the jail allows must be enough here. */
static void reads(doctor *d)
{
    static const char sample[] = "CHỈ THỊ\nSố: 1/CT-TTg\nVề việc thử\n1. Bộ Công an báo cáo Thủ tướng Chính phủ trước ngày 01/02/2024.\n";
    nv_buf json = { 0 };
    nv_err err = { 0 };
    int fd = memfd_create("sample", MFD_CLOEXEC);
    bool ok = fd >= 0 && write(fd, sample, sizeof sample - 1) == (ssize_t)sizeof sample - 1;
    if (!ok) nv_err_set(&err, NV_E_IO, NV_M_E_READ, "memfd", strerror(errno), NULL);
    ok = ok && nv_read_record_fd(d->cli, "sample.txt", fd, &json, &err) == NV_OK;
    nv_buf why = { 0 };
    if (!ok) nv_err_text(&err, d->cli->lang, &why);
    say(d, ok ? OK : BAD, "reads", text(d, "đọc thử một văn bản trong hộp cát", "reading a document in the sandbox"), ok ? text(d, "được", "works") : nv_buf_z(&why));
    nv_buf_clear(&why);
    nv_buf_clear(&json);
}

static void sandbox(doctor *d)
{
    if (!nv_jail_built()) {
        say(d, WARN, "sandbox", text(d, "hộp cát", "sandbox"), text(d, "bản dựng có sanitizer: không có hộp cát", "a build with sanitizers: no sandbox"));
        return;
    }
    unsigned held = nv_jail_probe();
    layers(d, held);
    attempts(d, held);
}

/* ---- the rest ----------------------------------------------------------------------------------------------------------- */

static bool grammars(doctor *d)
{
    const char *what = text(d, "ngữ pháp", "grammars");
    nv_buf errors = { 0 };
    if (d->cli->grammars) d->cli->pipeline = nv_pipeline_new(d->cli->grammars, &errors);
    else nv_cli_word(d->cli, &errors, NV_W_NO_GRAMMARS, NULL);
    for (size_t i = 0; i < errors.n; i++)
        if (errors.p[i] == '\n') errors.n = i; /* the first says enough; `check` lists all */
    if (d->cli->pipeline) {
        nv_buf_printf(&errors, "%s (%.12s…)", d->cli->grammars, nv_grammar_digest(nv_pipeline_ctx(d->cli->pipeline)->grammar));
        say(d, OK, "grammars", what, nv_buf_z(&errors));
    } else say(d, BAD, "grammars", what, nv_buf_z(&errors));
    nv_buf_clear(&errors);
    return d->cli->pipeline != NULL;
}

static void database(doctor *d)
{
    const char *what = text(d, "cơ sở dữ liệu", "database"), *path = d->cli->db;
    nv_buf how = { 0 };
    nv_store *store = NULL;
    nv_err err = { 0 };
    nv_ans_docs docs = { 0 };
    nv_arena *a = nv_arena_new();
    if (access(path, F_OK) != 0) {
        nv_buf_printf(&how, text(d, "%s: chưa có; ingest sẽ tạo", "%s: not there yet; ingest will make it"), path);
        say(d, OK, "database", what, nv_buf_z(&how));
    } else if (nv_store_open(path, NV_STORE_READ, &store, &err) || nv_store_check(store, &err) || nv_store_docs(store, a, &docs, &err)) {
        nv_err_text(&err, d->cli->lang, &how);
        say(d, BAD, "database", what, nv_buf_z(&how));
    } else {
        nv_buf_printf(&how, text(d, "%s: nguyên vẹn, %u văn bản", "%s: sound, %u documents"), path, docs.n);
        say(d, OK, "database", what, nv_buf_z(&how));
    }
    nv_store_close(store);
    nv_arena_free(a);
    nv_buf_clear(&how);
}

/* Recognition of scans: the library and its Vietnamese data are loaded as for a scan. */
static void recogniser(doctor *d)
{
    const char *what = text(d, "nhận dạng bản quét (OCR)", "recognition of scans (OCR)");
    nv_err err = { 0 };
    nv_buf how = { 0 };
    nv_ocr *o = nv_ocr_new(&err);
    if (o) nv_ocr_title(o, &how);
    else nv_buf_printf(&how, text(d, "không có %s: bản quét sẽ bị từ chối", "%s is missing: scans will be refused"), err.arg[1]);
    while (how.n && how.p[how.n - 1] == '\n') how.n--;
    say(d, o ? OK : WARN, "ocr", what, nv_buf_z(&how) + (o ? 2 : 0)); /* without the mark of the title's line */
    nv_ocr_free(o);
    nv_buf_clear(&how);
}

/* Room on the disk of the database. */
static void space(doctor *d)
{
    enum { FEW_MIB = 200 };
    nv_buf dir = { 0 }, how = { 0 };
    const char *slash = strrchr(d->cli->db, '/');
    if (slash) nv_buf_add(&dir, d->cli->db, (size_t)(slash - d->cli->db) + 1);
    else nv_buf_addz(&dir, ".");
    struct statvfs v;
    if (statvfs(nv_buf_z(&dir), &v) != 0) {
        nv_buf_printf(&how, "%s: %s", nv_buf_z(&dir), strerror(errno));
        say(d, BAD, "space", text(d, "chỗ trên đĩa", "disk space"), nv_buf_z(&how));
    } else {
        unsigned long long mib = (unsigned long long)v.f_bavail * v.f_frsize >> 20;
        nv_buf_printf(&how, "%s: %llu MiB", nv_buf_z(&dir), mib);
        say(d, mib < FEW_MIB ? WARN : OK, "space", text(d, "chỗ trên đĩa", "disk space"), nv_buf_z(&how));
    }
    nv_buf_clear(&dir);
    nv_buf_clear(&how);
}

static void versions(doctor *d)
{
    struct utsname u;
    nv_buf how = { 0 };
    nv_buf_printf(&how, "nghiavu %s", NV_VERSION);
    if (uname(&u) == 0) nv_buf_printf(&how, ", %s %s %s", u.sysname, u.release, u.machine);
    say(d, OK, "program", text(d, "chương trình", "program"), nv_buf_z(&how));
    how.n = 0;
    nv_read_versions(&how);
    nv_store_version(&how);
    say(d, OK, "libraries", text(d, "thư viện", "libraries"), nv_buf_z(&how) + 2); /* without the first ", " */
    nv_buf_clear(&how);
}

int nv_cmd_doctor(nv_cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    doctor d = { .cli = cli };
    if (cli->json) {
        nv_j_open(&d.json, '{');
        nv_j_key(&d.json, "checks");
        nv_j_open(&d.json, '[');
    }
    versions(&d);
    sandbox(&d);
    if (grammars(&d)) reads(&d);
    recogniser(&d);
    database(&d);
    space(&d);
    if (cli->json) {
        nv_j_close(&d.json, ']');
        nv_j_bool(&d.json, "sound", !d.bad);
        nv_j_close(&d.json, '}');
        nv_j_print(&d.json);
    }
    return nv_cli_done(cli, d.bad ? NV_X_FINDINGS : NV_X_DONE);
}
