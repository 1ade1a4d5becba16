// Finding and signalling a family of processes; see family.h.

#include "family.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

void processes_append(struct processes *processes, struct process process) {
  if (processes->count == processes->capacity) {
    processes->capacity = processes->capacity ? 2 * processes->capacity : 16;
    processes->items = reallocate(processes->items, processes->capacity * sizeof process);
  }
  processes->items[processes->count++] = process;
}

void processes_free(struct processes *processes) {
  free(processes->items);
  memset(processes, 0, sizeof *processes);
}

static bool read_proc(pid_t id, const char *file, size_t limit, struct bytes *content) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", (int)id, file);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  ssize_t count = 1;
  while (content->count < limit && count > 0) {
    bytes_reserve(content, 4096);
    count = read(fd, content->data + content->count, 4096);
    if (count > 0) content->count += (size_t)count;
  }
  close(fd);
  return content->count > 0;
}

bool process_read(pid_t id, struct process *process) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)id);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  ssize_t count = read(fd, text, sizeof text - 1);
  close(fd);
  if (count <= 0) return false;
  text[count] = 0;
  // The name, in parentheses, may hold anything; the fields follow its last parenthesis.
  char *fields = strrchr(text, ')');
  if (!fields) return false;
  int parent, session;
  unsigned long long start;
  int read = sscanf(fields + 1,
                    " %c %d %*d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
                    &process->state, &parent, &session, &start);
  if (read != 4) return false;
  process->id = id;
  process->parent = parent;
  process->session = session;
  process->start = start;
  process->told = false;
  return true;
}

static void read_all_processes(struct processes *all) {
  DIR *entries = opendir("/proc");
  if (!entries) return;
  for (struct dirent *entry; (entry = readdir(entries));) {
    pid_t id = atoi(entry->d_name);
    struct process process;
    if (id > 0 && process_read(id, &process)) processes_append(all, process);
  }
  closedir(entries);
}

static bool is_gone(const struct process *process) { return process->state == 'Z' || process->state == 'X'; }

enum belonging { UNKNOWN, OURS, FOREIGN };

/// Whose marker a process carries: the family's, another's of the same supervisor, or none that says anything.
static enum belonging marked(const struct family *family, pid_t id) {
  static const char name[] = "BELAY_OUTPUT=";
  struct bytes environment = {0};
  enum belonging result = UNKNOWN;
  if (!read_proc(id, "environ", 4u << 20, &environment)) {
    bytes_free(&environment);
    return UNKNOWN;
  }
  bytes_append(&environment, "", 1);
  const char *end = (const char *)environment.data + environment.count;
  for (const char *entry = (const char *)environment.data; entry < end; entry += strlen(entry) + 1) {
    if (strncmp(entry, name, sizeof name - 1) != 0) continue;
    if (strcmp(entry, family->marker) == 0) {
      result = OURS;
      break;
    }
    for (size_t i = 0; i < family->other_count; i++) {
      if (strcmp(entry, family->others[i]->marker) == 0) result = FOREIGN;
    }
  }
  bytes_wipe(&environment);
  return result;
}

/// Spreads what is known of a process to its descendants that nothing is known of.
static void spread(const struct processes *all, enum belonging *belongs, pid_t except) {
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = 0; i < all->count; i++) {
      if (belongs[i] != UNKNOWN || all->items[i].id == except) continue;
      for (size_t k = 0; k < all->count && belongs[i] == UNKNOWN; k++) {
        if (all->items[k].id == all->items[i].parent && belongs[k] != UNKNOWN) {
          belongs[i] = belongs[k];
          changed = true;
        }
      }
    }
  }
}

static bool is_leader(const struct family *family, const struct process *process) {
  return process->id == family->leader && process->start == family->leader_start;
}

/// False when the leader's id was given to another process, whose session says nothing.
static bool session_is_valid(const struct family *family, const struct processes *all) {
  for (size_t i = 0; i < all->count; i++) {
    if (all->items[i].id == family->leader) return all->items[i].start == family->leader_start;
  }
  return true;
}

static void seed(const struct family *family, struct processes *all, const struct processes *known,
                 enum belonging *belongs) {
  bool valid = session_is_valid(family, all);
  for (size_t i = 0; i < all->count; i++) {
    struct process *process = &all->items[i];
    if (process->start < family->leader_start) continue;
    if (is_leader(family, process) || (valid && process->session == family->leader)) belongs[i] = OURS;
    for (size_t k = 0; k < known->count; k++) {
      if (known->items[k].id != process->id || known->items[k].start != process->start) continue;
      belongs[i] = OURS;
      process->told = known->items[k].told;
    }
    for (size_t k = 0; k < family->other_count && belongs[i] == UNKNOWN; k++) {
      const struct family *other = family->others[k];
      if (is_leader(other, process) || process->session == other->leader) belongs[i] = FOREIGN;
    }
  }
}

/// Whether an orphan that nothing is known of can only belong to this family.
static bool no_other_can_have(const struct family *family, const struct process *orphan) {
  for (size_t k = 0; k < family->other_count; k++) {
    const struct family *other = family->others[k];
    if (other->leader != family->leader && other->leader_start <= orphan->start) return false;
  }
  return true;
}

/// Whether a process descends from the supervisor; the path to it is short.
static bool is_below(const struct processes *all, const struct process *process, pid_t supervisor) {
  pid_t parent = process->parent;
  for (int steps = 0; parent > 1 && steps < 1000; steps++) {
    if (parent == supervisor) return true;
    pid_t next = 0;
    for (size_t i = 0; i < all->count && !next; i++) {
      if (all->items[i].id == parent) next = all->items[i].parent;
    }
    parent = next;
  }
  return false;
}

/// Looks into the environment of those that descent and session say nothing of, and at orphans.
static void look_closer(const struct family *family, const struct processes *all, enum belonging *belongs) {
  for (size_t i = 0; i < all->count; i++) {
    const struct process *process = &all->items[i];
    if (belongs[i] != UNKNOWN || process->start < family->leader_start || is_gone(process)) continue;
    if (process->id == getpid() || process->id == family->supervisor) continue;
    if (family->supervisor && !is_below(all, process, family->supervisor)) continue;
    belongs[i] = marked(family, process->id);
    bool orphan = family->supervisor && process->parent == family->supervisor;
    if (belongs[i] == UNKNOWN && orphan && no_other_can_have(family, process)) belongs[i] = OURS;
  }
}

void family_find(const struct family *family, struct processes *known) {
  struct processes all = {0}, found = {0};
  read_all_processes(&all);
  enum belonging *belongs = allocate(all.count * sizeof *belongs);
  pid_t except = family->supervisor ? family->supervisor : getpid();
  seed(family, &all, known, belongs);
  spread(&all, belongs, except);
  look_closer(family, &all, belongs);
  spread(&all, belongs, except);
  for (size_t i = 0; i < all.count; i++) {
    if (belongs[i] == OURS && !is_gone(&all.items[i]) && all.items[i].id != getpid()) {
      processes_append(&found, all.items[i]);
    }
  }
  free(belongs);
  processes_free(&all);
  processes_free(known);
  *known = found;
}

static void send_signal(const struct process *meant, int signal) {
  // The descriptor pins the process: if the start time is right after it was opened, the signal can't go astray.
  int fd = (int)syscall(SYS_pidfd_open, meant->id, 0);
  struct process now;
  bool same = process_read(meant->id, &now) && now.start == meant->start;
  if (same && fd >= 0) syscall(SYS_pidfd_send_signal, fd, signal, NULL, 0);
  if (same && fd < 0) kill(meant->id, signal);
  if (fd >= 0) close(fd);
}

void processes_tell(struct processes *processes) {
  for (size_t i = 0; i < processes->count; i++) {
    if (processes->items[i].told) continue;
    send_signal(&processes->items[i], SIGTERM);
    send_signal(&processes->items[i], SIGCONT);
    processes->items[i].told = true;
  }
}

void processes_kill(const struct processes *processes) {
  for (size_t i = 0; i < processes->count; i++) send_signal(&processes->items[i], SIGKILL);
}
