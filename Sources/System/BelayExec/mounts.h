// Which paths lie on file systems that may make a process hang: those behind a network or another program.

#ifndef BELAY_MOUNTS_H
#define BELAY_MOUNTS_H

#include <stdbool.h>

/// Reads the mounts of this process. To be called once.
void mounts_read(void);
/// Whether a path is, by its text, on a mount that may hang. Links aren't followed: that could hang, too.
bool mounts_may_hang(const char *path);

#endif
