// Finds and ends the processes that descend from a step's process, those that left its session included.
//
// A process belongs to a step's family when it descends from the leader, is in the leader's session, or carries the
// step's marker in its environment (BELAY_OUTPUT, which is unique to an attempt), or descends from such a one. Inside
// the supervisor, which is the subreaper, an orphan without any of these (it cleaned its environment) belongs to the
// step if it can belong to no other. A process is meant by id and start time together, so a reused id is never hit.

#ifndef BELAY_FAMILY_H
#define BELAY_FAMILY_H

#include "bytes.h"

#include <sys/types.h>

struct process {
  pid_t id;
  pid_t parent;
  pid_t session;
  char state;
  uint64_t start;  // clock ticks since boot
  bool told;       // to end, with SIGTERM; kept by family_find
};

struct processes {
  struct process *items;
  size_t count;
  size_t capacity;
};

void processes_append(struct processes *processes, struct process process);
void processes_free(struct processes *processes);

/// Reads /proc/ID/stat; false when there is no such process.
bool process_read(pid_t id, struct process *process);

/// The head of a family and how its members are known.
struct family {
  pid_t leader;
  uint64_t leader_start;
  const char *marker;         // BELAY_OUTPUT=PATH
  pid_t supervisor;           // look only among its descendants; 0: among all processes
  const struct family **others;  // families that run under the same supervisor, this one may be among them
  size_t other_count;
};

/// Adds to `known` the living members of the family that aren't in it yet, and removes those that are gone.
void family_find(const struct family *family, struct processes *known);
/// Sends SIGTERM to each that wasn't told yet (and SIGCONT, for a stopped process would sleep on).
void processes_tell(struct processes *processes);
void processes_kill(const struct processes *processes);

#endif
