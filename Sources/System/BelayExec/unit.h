// One process of a step ("unit": one attempt of one step), from its start to its exit record.
//
// Its life: running → (deadline or stop: ending, until nobody of its family is left) → draining what the pipes still
// hold → ended. All of it happens in the supervisor's one thread: the functions here never wait.

#ifndef BELAY_UNIT_H
#define BELAY_UNIT_H

#include "digest.h"
#include "family.h"
#include "masker.h"
#include "record.h"

/// Where a supervisor works.
struct place {
  int folder;               // the run's folder
  int lock;                 // its supervisor.lock, which also holds the highest token seen
  const char *path;         // its absolute path
  struct records *records;  // in that folder
  int outputs;              // the folder for the files of BELAY_OUTPUT: in memory, if the system has such a thing
  const char *outputs_path;
  uint64_t output_count;
  int null;      // /dev/null
  mode_t umask;  // of the executor, for the processes; the supervisor itself has 077
};

/// What a START request asks for.
struct order {
  char *unit;
  char **arguments;
  size_t argument_count;
  char **environment;
  size_t environment_count;
  char *directory;
  struct automaton *secrets;
  struct bytes input;
  bool read_only;
  bool unlogged_stdout;
  int64_t deadline;  // ms from the start; -1: none
  int64_t grace;
  int64_t capture_limit;
  int64_t log_limit;
};

void order_free(struct order *order);

enum phase { PHASE_RUNNING, PHASE_ENDING, PHASE_DRAINING, PHASE_ENDED };
enum cause { CAUSE_NONE, CAUSE_DEADLINE, CAUSE_STOP };

/// Standard output or standard error.
struct stream {
  int fd;  // -1 at its end
  struct masker masker;
  struct bytes kept;  // its last bytes, masked
  uint64_t count;     // of all masked bytes
};

struct unit {
  char *name;
  char *output;  // the name of its BELAY_OUTPUT in the folder `outputs`
  char *marker;  // BELAY_OUTPUT=PATH, see family.h
  struct family family;
  struct processes known;
  struct automaton *secrets;
  struct stream streams[2];
  struct masker log_masker;
  struct digest log_digest;
  int log;  // -1 as long as nothing was to be logged
  uint64_t log_bytes;
  bool log_truncated;
  bool unlogged_stdout;
  int complaint;  // see launch.h
  int64_t grace, capture_limit, log_limit;
  int64_t started_at, ended_at;
  int64_t deadline, kill_at, look_at, drained_at, save_at;  // of the monotonic clock; INT64_MAX: never
  enum phase phase;
  enum cause cause;
  bool has_scratch, leader_ended, family_remained, saved, announced;
  int wait_status;
  char *failure;        // why it didn't start
  struct bytes result;  // the fields of the exit record, once it has ended
};

enum refusal { REFUSED_NOT, REFUSED_DUPLICATE, REFUSED_RECORD };

/// Starts the process. NULL with a refusal and errno if nothing was started and nothing recorded. A process that can't
/// be started for reasons of its own makes a unit that has ended. Takes the secrets out of the order.
struct unit *unit_start(struct place *place, struct order *order, int64_t token, enum refusal *refusal);
/// Its pipes have something to be read.
void unit_read(const struct place *place, struct unit *unit);
/// Learns the start time of its first process, if need be: only who is to be ended must be known so well.
void unit_know_start(struct unit *unit);
/// Its first process has ended.
void unit_leader_ended(const struct place *place, struct unit *unit, int wait_status);
/// Ends it and its family. Without effect on a unit that has ended by itself.
void unit_stop(struct unit *unit, int64_t grace);
/// Somebody below the supervisor has ended.
void unit_look_soon(struct unit *unit);
/// Does what is due. `others`: the families of all units that run.
void unit_tick(const struct place *place, struct unit *unit, const struct family **others, size_t other_count);
/// When unit_tick is due next.
int64_t unit_due(const struct unit *unit);
/// Takes what a background process still holds open of the two streams; -1 where there is nothing.
void unit_take_streams(struct unit *unit, int fds[2]);
void unit_free(struct unit *unit);

#endif
