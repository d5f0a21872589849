/* wire.c - see wire.h. */
#include "cli/wire.h"
#include "base/limits.h"
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

typedef union { struct cmsghdr head; char bytes[CMSG_SPACE(2 * sizeof(int))]; } control;

static bool send_all(int sock, const void *p, size_t n, int flags)
{
    for (const char *c = p; n;) {
        ssize_t k = send(sock, c, n, MSG_NOSIGNAL | flags);
        if (k < 0 && errno == EINTR) continue;
        if (k <= 0) return false;
        c += k;
        n -= (size_t)k;
    }
    return true;
}

static bool recv_all(int sock, void *p, size_t n)
{
    for (char *c = p; n;) {
        ssize_t k = read(sock, c, n);
        if (k < 0 && errno == EINTR) continue;
        if (k <= 0) return false;
        c += k;
        n -= (size_t)k;
    }
    return true;
}

/* A frame and descriptors that go along. */
static bool send_frame(int sock, nv_frame f, const void *p, const int *pass, size_t n_pass, int flags)
{
    struct iovec io = { &f, sizeof f };
    control c = { 0 };
    struct msghdr m = { .msg_iov = &io, .msg_iovlen = 1 };
    if (n_pass) {
        m.msg_control = c.bytes;
        m.msg_controllen = CMSG_SPACE(n_pass * sizeof *pass);
        struct cmsghdr *h = CMSG_FIRSTHDR(&m);
        *h = (struct cmsghdr){ .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(n_pass * sizeof *pass) };
        memcpy(CMSG_DATA(h), pass, n_pass * sizeof *pass);
    }
    ssize_t k;
    do k = sendmsg(sock, &m, MSG_NOSIGNAL | flags);
    while (k < 0 && errno == EINTR);
    return k == (ssize_t)sizeof f && send_all(sock, p, f.len, flags);
}

bool nv_wire_send(int sock, nv_frame_kind kind, uint32_t number, const void *p, size_t n)
{
    return send_frame(sock, (nv_frame){ kind, (uint32_t)n, number }, p, NULL, 0, 0);
}

bool nv_wire_give(int sock, const nv_wire_job *job)
{
    nv_buf body = { 0 };
    int pass[2] = { job->fd, job->words };
    nv_buf_add(&body, &job->page, sizeof job->page);
    nv_buf_addz(&body, job->path);
    bool ok = send_frame(sock, (nv_frame){ NV_FRAME_JOB, (uint32_t)body.n, job->number }, body.p, pass, job->fd < 0 ? 0 : job->words < 0 ? 1 : 2, MSG_DONTWAIT);
    nv_buf_clear(&body);
    return ok;
}

bool nv_wire_take(int sock, nv_buf *buf, nv_wire_job *job)
{
    nv_frame f;
    struct iovec io = { &f, sizeof f };
    control c = { 0 };
    struct msghdr m = { .msg_iov = &io, .msg_iovlen = 1, .msg_control = c.bytes, .msg_controllen = sizeof c.bytes };
    ssize_t k;
    do k = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
    while (k < 0 && errno == EINTR);
    *job = (nv_wire_job){ .fd = -1, .words = -1 };
    if (k <= 0) return false;
    const struct cmsghdr *h = CMSG_FIRSTHDR(&m);
    if (h && h->cmsg_level == SOL_SOCKET && h->cmsg_type == SCM_RIGHTS) {
        memcpy(&job->fd, CMSG_DATA(h), sizeof(int));
        if (h->cmsg_len >= CMSG_LEN(2 * sizeof(int))) memcpy(&job->words, CMSG_DATA(h) + sizeof(int), sizeof(int));
    }
    if (!recv_all(sock, (char *)&f + k, sizeof f - (size_t)k) || f.len < sizeof job->page) return false;
    buf->n = 0;
    for (uint32_t i = 0; i < f.len; i++) nv_buf_addc(buf, 0);
    if (!recv_all(sock, buf->p, f.len)) return false;
    memcpy(&job->page, buf->p, sizeof job->page);
    job->number = f.job;
    job->path = nv_buf_z(buf) + sizeof job->page;
    return true;
}

bool nv_wire_is_pages(nv_str body)
{
    uint32_t last = 0, page;
    for (uint32_t at = 0; at + sizeof page <= body.n; at += (uint32_t)sizeof page) {
        memcpy(&page, body.p + at, sizeof page);
        if (page <= last || page > NV_MAX_PAGES) return false;
        last = page;
    }
    return last && body.n % sizeof page == 0;
}

nv_wire_state nv_wire_look(const nv_buf *in, nv_frame *f, nv_str *body)
{
    if (in->n < sizeof *f) return NV_WIRE_MORE;
    memcpy(f, in->p, sizeof *f);
    uint32_t most = f->kind == NV_FRAME_DONE ? NV_MAX_RECORD_BYTES : f->kind == NV_FRAME_ERROR ? sizeof(nv_err) : f->kind == NV_FRAME_SCAN ? NV_MAX_PAGES * sizeof(uint32_t) : 0;
    if (f->kind == NV_FRAME_JOB || f->kind > NV_FRAME_SCAN || f->len > most || (f->kind == NV_FRAME_ERROR && f->len != most)) return NV_WIRE_BAD;
    if (in->n < sizeof *f + f->len) return NV_WIRE_MORE;
    *body = (nv_str){ in->p + sizeof *f, f->len };
    return NV_WIRE_FRAME;
}

void nv_wire_clean(nv_str s, nv_buf *out)
{
    for (uint32_t at = 0; at < s.n;) {
        uint32_t from = at, c = nv_utf8_next(s, &at);
        bool bad = c < 0x20 || (c >= 0x7F && c < 0xA0) || (c == 0xFFFD && at == from + 1);
        if (bad) nv_buf_addc(out, '?');
        else nv_buf_add(out, s.p + from, at - from);
    }
}

bool nv_wire_error(nv_str body, const char *path, nv_err *out)
{
    nv_err e;
    if (body.n != sizeof e) return false;
    memcpy(&e, body.p, sizeof e);
    int status = (int)e.status, msg = (int)e.msg;
    if (status <= NV_OK || status >= NV_E_COUNT || msg <= 0 || msg >= NV_M_COUNT) return false;
    nv_buf b = { 0 };
    const char *args[NV_MSG_ARGS];
    char clean[NV_MSG_ARGS][NV_MSG_ARG_BYTES];
    args[0] = path;
    for (unsigned i = 1; i < NV_MSG_ARGS; i++) {
        e.arg[i][NV_MSG_ARG_BYTES - 1] = 0;
        b.n = 0;
        nv_wire_clean(nv_str_of(e.arg[i]), &b);
        memcpy(clean[i], nv_buf_z(&b), b.n < NV_MSG_ARG_BYTES ? b.n + 1 : NV_MSG_ARG_BYTES); /* each byte gives at most one */
        clean[i][NV_MSG_ARG_BYTES - 1] = 0;
        args[i] = clean[i];
    }
    nv_buf_clear(&b);
    nv_err_set(out, (nv_status)status, (nv_msg)msg, args[0], args[1], args[2], args[3], NULL);
    return true;
}

/* Length of a change of colour at s.p[at] ("\033[1m"), or 0. */
static uint32_t colour(nv_str s, uint32_t at)
{
    uint32_t i = at + 1;
    if (i >= s.n || s.p[i] != '[') return 0;
    for (i++; i < s.n && i < at + 12 && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == ';'); i++) continue;
    return i < s.n && s.p[i] == 'm' ? i + 1 - at : 0;
}

bool nv_wire_is_text(nv_str s)
{
    for (uint32_t at = 0; at < s.n;) {
        uint32_t from = at, c = nv_utf8_next(s, &at);
        if (c == 0x1B) {
            uint32_t n = colour(s, from);
            if (!n) return false;
            at = from + n;
        } else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || (c == 0xFFFD && at == from + 1)) return false;
    }
    return true;
}
