// Small things around the operating system: clocks, files of the run's folder, complaints.

#ifndef BELAY_SYSTEM_H
#define BELAY_SYSTEM_H

#include "bytes.h"

#include <sys/types.h>

/// Milliseconds of a clock that neither jumps nor counts the time that the host is suspended.
int64_t monotonic_ms(void);
/// Milliseconds since 1970.
int64_t wall_ms(void);
/// The id of this boot of the host, as the kernel gives it.
const char *boot_id(void);

/// A file's name: its stem and a suffix, to be freed.
char *name_with(const char *stem, const char *suffix);
/// Writes all of it, however often the kernel takes only a part.
bool write_all(int fd, const void *data, size_t count);
/// Creates a file of mode 0600, instead of what has its name; -1 and errno on failure.
int create_private(int folder, const char *name);
/// Up to `limit` bytes of a regular file that isn't a link; false when there is no such file.
bool read_regular(int folder, const char *name, size_t limit, struct bytes *content);
/// Removes a file or a folder with all that is in it; a link is removed, not followed.
void remove_tree(int folder, const char *name);
void make_nonblocking(int fd);
/// Closes a descriptor, if it is one, and forgets it.
void close_once(int *fd);

/// Appends a line to `supervisor.log` in the folder: for what has no other place.
void complain(int folder, const char *what, const char *about);

#endif
