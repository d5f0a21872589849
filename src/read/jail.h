/* jail.h - what a process that parses untrusted bytes may still do: compute, answer on the descriptors it holds, and end.
 *
 * The layers, each independent of the others: resource limits; no new privileges; Landlock (kernel 5.13 and later), which denies every path, TCP port,
 * signal and abstract socket outside; a seccomp allow-list, which leaves no system call that opens, connects, executes or forks. All that the parsers
 * open themselves must be open before the lock (nv_read_warm, nv_pipeline_warm).
 */
#ifndef NV_JAIL_H
#define NV_JAIL_H
#include <stdbool.h>

typedef enum { NV_SANDBOX_AUTO, NV_SANDBOX_REQUIRE, NV_SANDBOX_OFF } nv_sandbox; /* the best there is; refuse to read without seccomp; none */

enum { NV_JAIL_LIMITS = 1, NV_JAIL_NO_NEW_PRIVS = 2, NV_JAIL_LANDLOCK = 4, NV_JAIL_SECCOMP = 8, NV_JAIL_ALL = 15 };

/* False in builds with sanitizers, whose run-time needs what the jail denies: nv_jail_lock then does nothing. */
bool nv_jail_built(void);
/* Locks the calling process for good with the layers asked for; returns those that hold. The CPU limit is the parent's business (nv_jail_cpu). */
unsigned nv_jail_lock(unsigned layers);
/* Gives process `pid` so many seconds of processor time from now on; it is killed by SIGXCPU when they are used up. False: it is gone. */
bool nv_jail_cpu(int pid, unsigned seconds);

/* What a jailed process is tried with. */
typedef enum { NV_TRY_OPEN, NV_TRY_CREATE, NV_TRY_SOCKET, NV_TRY_EXEC, NV_TRY_FORK, NV_TRY_MEMORY, NV_TRY_COUNT } nv_try;
/* Forks a process, locks it with `layers` and makes the attempt in it. 1: it was stopped (an error or a kill), 0: it succeeded, -1: it could not be tried. */
int nv_jail_try(unsigned layers, nv_try what);
/* The layers that a new process can have here, found out by locking one. */
unsigned nv_jail_probe(void);

#endif
