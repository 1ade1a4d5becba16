// Making and removing the folder for BELAY_OUTPUT; see outputs.h.

#include "outputs.h"

#include "system.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char memory[] = "/dev/shm";
static const char prefix[] = "belay-";

static int open_folder(int parent, const char *name) {
  return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/// A living supervisor holds a lock on its folder. One that isn't empty is left: a step whose supervisor was killed may
/// still write there, and recovery removes it.
static void remove_if_abandoned(int parent, const char *name) {
  int fd = open_folder(parent, name);
  if (fd < 0) return;
  struct stat info;
  bool ours = fstat(fd, &info) == 0 && info.st_uid == geteuid();
  if (ours && flock(fd, LOCK_EX | LOCK_NB) == 0) unlinkat(parent, name, AT_REMOVEDIR);
  close(fd);
}

static void remove_abandoned(void) {
  DIR *entries = opendir(memory);
  if (!entries) return;
  for (struct dirent *entry; (entry = readdir(entries));) {
    if (strncmp(entry->d_name, prefix, sizeof prefix - 1) == 0) remove_if_abandoned(dirfd(entries), entry->d_name);
  }
  closedir(entries);
}

void outputs_open(struct place *place) {
  static char path[] = "/dev/shm/belay-XXXXXX";
  remove_abandoned();
  place->outputs = place->folder;
  place->outputs_path = place->path;
  if (!mkdtemp(path)) return;
  int fd = open_folder(AT_FDCWD, path);
  // Between the two another supervisor may have taken it for an abandoned one.
  struct stat info;
  if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &info) == 0 && info.st_nlink > 0) {
    place->outputs = fd;
    place->outputs_path = path;
  } else if (fd >= 0) {
    close(fd);
  }
}

void outputs_close(const struct place *place) {
  if (place->outputs != place->folder) remove_tree(AT_FDCWD, place->outputs_path);
}
