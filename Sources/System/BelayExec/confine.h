// Keeps a step that says `effect: read` to its word, with the kernel's Landlock (DESIGN §4).

#ifndef BELAY_CONFINE_H
#define BELAY_CONFINE_H

/// Confines the calling process and all that it starts, for good: reading and executing stay free, but no file may be
/// written, created, renamed, truncated or removed except the file `output`, what is below the folder `scratch`, and
/// /dev/null. Where the kernel is new enough no device may be controlled (Linux 6.10), and no process outside be sent a
/// signal or be reached by an abstract socket (6.12). (Landlock doesn't speak of modes, owners, times or attributes of
/// files, and of the network only as far as Belay doesn't use it: a read step may ask a server.)
/// Returns 0 or the error's number; ENOSYS or EOPNOTSUPP where the kernel has no Landlock, has it switched off, or has
/// one that doesn't keep files from being truncated (before Linux 6.2). HostSystem.canConfine must agree.
int confine_to(int output, int scratch);

#endif
