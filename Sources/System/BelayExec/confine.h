// Keeps a step that says `effect: read` to its word, with the kernel's Landlock (DESIGN §4).

#ifndef BELAY_CONFINE_H
#define BELAY_CONFINE_H

/// Confines the calling process and all that it starts, for good: reading and executing stay free, but no file may be
/// written, created, renamed, truncated or removed except the file `output`, what is below the folder `scratch`, and
/// /dev/null. (Landlock doesn't speak of modes, owners, times or attributes of files, nor of the network.)
/// Returns 0 or the error's number; ENOSYS or EOPNOTSUPP where the kernel has no Landlock or has it switched off.
int confine_to(int output, int scratch);

#endif
