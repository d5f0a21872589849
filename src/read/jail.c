/* jail.c - see jail.h. Landlock has no wrapper in Debian 12's C library: raw system calls, and its structures as the kernel documents them
 * (Documentation/userspace-api/landlock.rst). */
#include "read/jail.h"
#include "base/limits.h"
#include "base/str.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(undefined_behavior_sanitizer)
#define NV_SANITIZED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define NV_SANITIZED 1
#endif

bool nv_jail_built(void)
{
#ifdef NV_SANITIZED
    return false;
#else
    return true;
#endif
}

/* ---- limits ------------------------------------------------------------------------------------------------------------- */

static bool limit(__rlimit_resource_t what, rlim_t most)
{
    struct rlimit now, want = { most, most };
    if (getrlimit(what, &now) != 0) return false;
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < most) want.rlim_cur = want.rlim_max = now.rlim_max;
    return setrlimit(what, &want) == 0;
}

static bool limits(void)
{
    bool ok = limit(RLIMIT_AS, NV_WORKER_BYTES);
    ok = limit(RLIMIT_CORE, 0) && ok;
    ok = limit(RLIMIT_FSIZE, 0) && ok;
    ok = limit(RLIMIT_NOFILE, 32) && ok;
    return limit(RLIMIT_NPROC, 0) && ok;
}

/* Only the soft limit moves: a hard one could not be raised again for the next document without privileges. */
bool nv_jail_cpu(int pid, unsigned seconds)
{
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) return false;
    struct rlimit lim;
    if (prlimit(pid, RLIMIT_CPU, NULL, &lim) != 0) return false;
    rlim_t most = (rlim_t)used.tv_sec + seconds + 1;
    lim.rlim_cur = lim.rlim_max != RLIM_INFINITY && most > lim.rlim_max ? lim.rlim_max : most;
    return prlimit(pid, RLIMIT_CPU, &lim, NULL) == 0;
}

/* ---- Landlock ----------------------------------------------------------------------------------------------------------- */

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif

/* A ruleset that handles every right the kernel knows and grants none. */
static bool landlock(void)
{
    struct { uint64_t fs, net, scoped; } attr = { 0 };
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1u /* version */);
    if (abi < 1) return false;
    attr.fs = (UINT64_C(1) << 13) - 1;            /* version 1: execute … make_sym */
    if (abi >= 2) attr.fs |= UINT64_C(1) << 13;   /* refer */
    if (abi >= 3) attr.fs |= UINT64_C(1) << 14;   /* truncate */
    if (abi >= 5) attr.fs |= UINT64_C(1) << 15;   /* ioctl on devices */
    if (abi >= 4) attr.net = 3;                   /* bind, connect TCP */
    if (abi >= 6) attr.scoped = 3;                /* abstract sockets, signals */
    size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    long fd = syscall(SYS_landlock_create_ruleset, &attr, size, 0u);
    if (fd < 0) return false;
    bool ok = syscall(SYS_landlock_restrict_self, fd, 0u) == 0;
    close((int)fd);
    return ok;
}

/* ---- seccomp ------------------------------------------------------------------------------------------------------------ */

/* What the parsers and the C library use once all is warm. sysinfo and sched_getaffinity: qsort of large arrays and thread counts; clock_nanosleep and
 * futex: locks; mprotect: memory and the code that PCRE2 makes. */
static const int allowed[] = {
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(recvmsg), SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(sendmsg),
    SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(lseek), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(mprotect),
    SCMP_SYS(futex), SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(getrandom), SCMP_SYS(sysinfo),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield), SCMP_SYS(getcpu), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getrusage), SCMP_SYS(uname),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
};
/* What a library may try, and can do without: it is told that it may not. Everything else that is not allowed gets EPERM. */
static const int no_paths[] = {
    SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(openat2), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
    SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64), SCMP_SYS(statfs), SCMP_SYS(getcwd),
};
/* What no parser ever tries: whoever does is not the program any more. */
static const int deadly[] = {
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(mount), SCMP_SYS(bpf), SCMP_SYS(io_uring_setup),
    SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(truncate), SCMP_SYS(ftruncate),
};

/* A call that this architecture does not have is no failure (-EDOM, -EFAULT of a pseudo number). */
static bool rules(scmp_filter_ctx f, uint32_t action, const int *calls, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int rc = seccomp_rule_add(f, action, calls[i], 0);
        if (rc != 0 && rc != -EDOM && rc != -EFAULT && rc != -EINVAL) return false;
    }
    return true;
}

static bool filter(void)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!f) return false;
    bool ok = rules(f, SCMP_ACT_ALLOW, allowed, NV_NELEM(allowed)) && rules(f, SCMP_ACT_ERRNO(EACCES), no_paths, NV_NELEM(no_paths)) &&
              rules(f, SCMP_ACT_KILL_PROCESS, deadly, NV_NELEM(deadly));
    /* fstat() of the C library is newfstatat of an empty path; abort() signals itself; its own limits may be read, not set */
    ok = ok && seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1, SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH)) == 0;
    ok = ok && seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())) == 0;
    ok = ok && seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2, SCMP_A0(SCMP_CMP_EQ, 0), SCMP_A2(SCMP_CMP_EQ, 0)) == 0;
    (void)seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* a binary tree */
    ok = ok && seccomp_load(f) == 0;
    seccomp_release(f);
    return ok;
}

/* ---- the lock ----------------------------------------------------------------------------------------------------------- */

unsigned nv_jail_lock(unsigned layers)
{
    unsigned held = 0;
    if (!nv_jail_built()) return 0;
    if (layers & NV_JAIL_LIMITS && limits()) held |= NV_JAIL_LIMITS;
    if (layers & NV_JAIL_NO_NEW_PRIVS && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) held |= NV_JAIL_NO_NEW_PRIVS;
    if (layers & NV_JAIL_LANDLOCK && landlock()) held |= NV_JAIL_LANDLOCK;
    if (layers & NV_JAIL_SECCOMP && filter()) held |= NV_JAIL_SECCOMP;
    return held;
}

/* ---- trying it ---------------------------------------------------------------------------------------------------------- */

/* True if the attempt was stopped. A fork that succeeds leaves a child that ends at once. */
static bool stopped(nv_try what)
{
    switch (what) {
    case NV_TRY_OPEN: return open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0;
    case NV_TRY_CREATE: {
        char name[] = "/tmp/nghiavu-doctor-XXXXXX";
        int fd = mkstemp(name);
        if (fd >= 0) unlink(name);
        return fd < 0;
    }
    case NV_TRY_SOCKET: return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) < 0;
    case NV_TRY_EXEC: execl("/bin/true", "true", (char *)NULL); return true;
    case NV_TRY_FORK: {
        pid_t pid = fork();
        if (pid == 0) _exit(0);
        return pid < 0;
    }
    case NV_TRY_MEMORY: return mmap(NULL, (size_t)NV_WORKER_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) == MAP_FAILED;
    case NV_TRY_COUNT: break;
    }
    return false;
}

enum { EXIT_STOPPED = 41, EXIT_NOT_LOCKED = 42, EXIT_LAYERS = 64, TRY_MS = 5000 };

/* The exit code of a child, or 256 + signal; -1 if it had to be killed. */
static int end_of(pid_t pid)
{
    int status;
    for (int ms = 0; ms < TRY_MS; ms++) {
        pid_t got = waitpid(pid, &status, WNOHANG);
        if (got == pid) return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
        if (got < 0 && errno != EINTR) return -1;
        struct timespec one = { 0, 1000000 };
        nanosleep(&one, NULL);
    }
    kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    return -1;
}

int nv_jail_try(unsigned layers, nv_try what)
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0) return -1;
    if (pid == 0) {
        if (nv_jail_lock(layers) != layers) _exit(EXIT_NOT_LOCKED);
        _exit(stopped(what) ? EXIT_STOPPED : 0);
    }
    int end = end_of(pid);
    return end == EXIT_STOPPED || end == 256 + SIGSYS ? 1 : end == 0 ? 0 : -1;
}

unsigned nv_jail_probe(void)
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0) return 0;
    if (pid == 0) _exit((int)(EXIT_LAYERS | nv_jail_lock(NV_JAIL_ALL)));
    int end = end_of(pid);
    return end >= EXIT_LAYERS && end < 256 ? (unsigned)end & NV_JAIL_ALL : 0;
}
