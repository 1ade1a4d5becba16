// Clocks, files, complaints; see system.h.

#include "system.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int64_t clock_ms(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t monotonic_ms(void) { return clock_ms(CLOCK_MONOTONIC); }

int64_t wall_ms(void) { return clock_ms(CLOCK_REALTIME); }

const char *boot_id(void) {
  static char id[64];
  if (id[0]) return id;
  int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
  ssize_t count = fd < 0 ? 0 : read(fd, id, sizeof id - 1);
  if (fd >= 0) close(fd);
  while (count > 0 && (id[count - 1] == '\n' || id[count - 1] == ' ')) count--;
  id[count > 0 ? count : 0] = 0;
  return id;
}

char *name_with(const char *stem, const char *suffix) {
  size_t count = strlen(stem);
  char *name = allocate(count + strlen(suffix) + 1);
  memcpy(name, stem, count);
  strcpy(name + count, suffix);
  return name;
}

bool write_all(int fd, const void *data, size_t count) {
  const unsigned char *place = data;
  while (count) {
    ssize_t written = write(fd, place, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    place += written;
    count -= (size_t)written;
  }
  return true;
}

int create_private(int folder, const char *name) {
  int fd = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd >= 0 || errno != EEXIST) return fd;
  remove_tree(folder, name);
  return openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

bool read_regular(int folder, const char *name, size_t limit, struct bytes *content) {
  int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return false;
  struct stat info;
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    close(fd);
    return false;
  }
  while (content->count < limit) {
    size_t part = limit - content->count < 65536 ? limit - content->count : 65536;
    bytes_reserve(content, part);
    ssize_t count = read(fd, content->data + content->count, part);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    content->count += (size_t)count;
  }
  close(fd);
  return true;
}

void remove_tree(int folder, const char *name) {
  if (unlinkat(folder, name, 0) == 0 || (errno != EISDIR && errno != EPERM)) return;
  if (unlinkat(folder, name, AT_REMOVEDIR) == 0 || (errno != ENOTEMPTY && errno != EEXIST)) return;
  int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return;
  fchmod(fd, 0700);
  DIR *entries = fdopendir(fd);
  if (!entries) {
    close(fd);
    return;
  }
  for (struct dirent *entry; (entry = readdir(entries));) {
    if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) remove_tree(dirfd(entries), entry->d_name);
  }
  closedir(entries);
  unlinkat(folder, name, AT_REMOVEDIR);
}

void make_nonblocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

void close_once(int *fd) {
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

void complain(int folder, const char *what, const char *about) {
  int fd = openat(folder, "supervisor.log", O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) return;
  dprintf(fd, "%lld %s: %s\n", (long long)wall_ms(), what, about);
  close(fd);
}
