// Reading /proc/self/mountinfo; see mounts.h.

#include "mounts.h"

#include "bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char **points;
static size_t point_count;

static bool is_remote(const char *type) {
  static const char *const types[] = {"nfs", "cifs", "smb", "fuse", "ceph", "9p", "afs", "autofs", "glusterfs",
                                      "lustre", "gpfs", "ocfs2", "gfs2", "virtiofs", "vboxsf", "coda", "orangefs"};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    if (strncmp(type, types[i], strlen(types[i])) == 0) return true;
  }
  return false;
}

/// The kernel writes blanks, tabs, line ends and backslashes as octal numbers.
static void unescape(char *text) {
  char *to = text;
  for (const char *from = text; *from; to++) {
    if (from[0] == '\\' && from[1] >= '0' && from[1] <= '3' && from[2] && from[3]) {
      *to = (char)((from[1] - '0') * 64 + (from[2] - '0') * 8 + (from[3] - '0'));
      from += 4;
    } else {
      *to = *from++;
    }
  }
  *to = 0;
}

void mounts_read(void) {
  FILE *file = fopen("/proc/self/mountinfo", "re");
  char *line = NULL;
  size_t capacity = 0;
  while (file && getline(&line, &capacity, file) > 0) {
    // 36 35 98:0 /root /point options shared:1 - type source options
    char point[4096], type[64];
    const char *rest = strstr(line, " - ");
    if (!rest || sscanf(rest, " - %63s", type) != 1 || !is_remote(type)) continue;
    if (sscanf(line, "%*s %*s %*s %*s %4095s", point) != 1) continue;
    unescape(point);
    points = reallocate(points, (point_count + 1) * sizeof *points);
    points[point_count++] = copy_text(point, strlen(point));
  }
  free(line);
  if (file) fclose(file);
}

bool mounts_may_hang(const char *path) {
  for (size_t i = 0; i < point_count; i++) {
    size_t count = strlen(points[i]);
    if (count == 1 || (strncmp(path, points[i], count) == 0 && (path[count] == 0 || path[count] == '/'))) return true;
  }
  return false;
}
