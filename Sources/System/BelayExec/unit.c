// The life of one process; see unit.h. How it is started and how its result is made stand in unit_start.c and
// unit_result.c.

#include "unit.h"

#include "launch.h"
#include "system.h"
#include "unit_parts.h"
#include "wire.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  PIECE = 65536,
  PIECES_AT_ONCE = 16,          // so that one flood doesn't starve the others
  DRAIN_MS = 100,               // what a background process still says after the end of the first
  LOOK_MS = 50, KILL_LOOK_MS = 5,
  KILL_LIMIT_MS = 30000,        // then it is reported that somebody remained
};

void order_free(struct order *order) {
  for (size_t i = 0; i < order->argument_count; i++) free(order->arguments[i]);
  for (size_t i = 0; i < order->environment_count; i++) {
    explicit_bzero(order->environment[i], strlen(order->environment[i]));
    free(order->environment[i]);
  }
  free(order->arguments);
  free(order->environment);
  free(order->directory);
  free(order->unit);
  bytes_wipe(&order->input);
  automaton_free(order->secrets);
  memset(order, 0, sizeof *order);
}

static void write_log(const struct place *place, struct unit *unit, const unsigned char *data, size_t count) {
  if (!count || unit->log_truncated) return;
  // Most processes say nothing: their log is never made.
  if (unit->log < 0) unit->log = unit_create_log(place, unit);
  if (unit->log >= 0 && write_all(unit->log, data, count)) {
    unit->log_bytes += count;
    digest_feed(&unit->log_digest, data, count);
  } else {
    // The disk is full, or worse: the step goes on, its log ends at the last byte that surely is there.
    if (unit->log >= 0 && ftruncate(unit->log, (off_t)unit->log_bytes) != 0) unit->log_bytes = 0;
    unit->log_truncated = true;
    close_once(&unit->log);
  }
}

static void append_to_log(const struct place *place, struct unit *unit, const struct bytes *masked) {
  if (unit->log_truncated) return;
  uint64_t room = (uint64_t)unit->log_limit - unit->log_bytes;
  if (masked->count <= room) {
    write_log(place, unit, masked->data, masked->count);
    return;
  }
  write_log(place, unit, masked->data, room);
  char text[96];
  int count = snprintf(text, sizeof text, "\n[belay: the log ends here, at its limit of %lld bytes]\n",
                       (long long)unit->log_limit);
  write_log(place, unit, (unsigned char *)text, (size_t)count);
  unit->log_truncated = true;
}

static void keep(struct unit *unit, struct stream *stream, const struct bytes *masked) {
  bytes_append(&stream->kept, masked->data, masked->count);
  stream->count += masked->count;
  size_t limit = (size_t)unit->capture_limit;
  if (stream->kept.count > 2 * limit + PIECE) bytes_drop_first(&stream->kept, stream->kept.count - limit);
}

/// What a stream gave, masked for itself; the log is masked once more as a whole, for a secret may come in pieces
/// through both streams.
static void take(const struct place *place, struct unit *unit, struct stream *stream, struct bytes *masked) {
  keep(unit, stream, masked);
  if (unit->unlogged_stdout && stream == &unit->streams[0]) return;
  struct bytes logged = {0};
  masker_feed(&unit->log_masker, masked->data, masked->count, &logged);
  append_to_log(place, unit, &logged);
  bytes_free(&logged);
}

static void end_stream(const struct place *place, struct unit *unit, struct stream *stream) {
  struct bytes masked = {0};
  masker_end(&stream->masker, &masked);
  take(place, unit, stream, &masked);
  bytes_free(&masked);
}

static void read_stream(const struct place *place, struct unit *unit, struct stream *stream) {
  static unsigned char piece[PIECE];
  struct bytes masked = {0};
  for (int i = 0; i < PIECES_AT_ONCE && stream->fd >= 0; i++) {
    ssize_t count = read(stream->fd, piece, sizeof piece);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) break;
    if (count <= 0) {
      close_once(&stream->fd);
      break;
    }
    masked.count = 0;
    masker_feed(&stream->masker, piece, (size_t)count, &masked);
    take(place, unit, stream, &masked);
  }
  bytes_free(&masked);
}

void unit_read(const struct place *place, struct unit *unit) {
  for (int i = 0; i < 2; i++) read_stream(place, unit, &unit->streams[i]);
}

static void end_unit(const struct place *place, struct unit *unit) {
  unit_read(place, unit);
  for (int i = 0; i < 2; i++) end_stream(place, unit, &unit->streams[i]);
  struct bytes rest = {0};
  masker_end(&unit->log_masker, &rest);
  append_to_log(place, unit, &rest);
  bytes_free(&rest);
  close_once(&unit->log);
  unit->ended_at = wall_ms();
  unit->phase = PHASE_ENDED;
  unit->deadline = unit->kill_at = unit->look_at = unit->drained_at = INT64_MAX;
  unit_make_result(place, unit);
  unit_save(place, unit);
}

/// The family is gone, or the first process ended by itself: ends the unit as soon as its streams have ended, too.
static void drain(const struct place *place, struct unit *unit) {
  unit_read(place, unit);
  bool at_end = unit->streams[0].fd < 0 && unit->streams[1].fd < 0;
  if (at_end || unit->cause != CAUSE_NONE) {
    end_unit(place, unit);
  } else {
    unit->phase = PHASE_DRAINING;
    unit->deadline = INT64_MAX;
    unit->drained_at = monotonic_ms() + DRAIN_MS;
  }
}

void unit_fail_to_start(const struct place *place, struct unit *unit, char *failure) {
  unit->failure = failure;
  end_unit(place, unit);
}

void unit_leader_ended(const struct place *place, struct unit *unit, int wait_status) {
  unit->leader_ended = true;
  unit->wait_status = wait_status;
  unit->failure = unit_failure(unit);
  close_once(&unit->complaint);
  if (unit->phase == PHASE_RUNNING) drain(place, unit);
  else unit_look_soon(unit);
}

void unit_know_start(struct unit *unit) {
  struct process process;
  if (unit->family.leader_start || unit->leader_ended || !process_read(unit->family.leader, &process)) return;
  unit->family.leader_start = process.start;
}

static void begin_ending(struct unit *unit, enum cause cause, int64_t grace) {
  int64_t now = monotonic_ms();
  unit_know_start(unit);
  unit->phase = PHASE_ENDING;
  unit->cause = cause;
  unit->deadline = INT64_MAX;
  unit->kill_at = now + grace;
  unit->look_at = now;
}

void unit_stop(struct unit *unit, int64_t grace) {
  if (unit->phase == PHASE_RUNNING) {
    begin_ending(unit, CAUSE_STOP, grace);
  } else if (unit->phase == PHASE_ENDING) {
    int64_t kill_at = monotonic_ms() + grace;
    if (kill_at < unit->kill_at) unit->kill_at = kill_at;
  }
}

void unit_look_soon(struct unit *unit) {
  if (unit->phase == PHASE_ENDING) unit->look_at = 0;
}

static void look(const struct place *place, struct unit *unit, int64_t now) {
  family_find(&unit->family, &unit->known);
  if (unit->known.count == 0 && unit->leader_ended) {
    drain(place, unit);
  } else if (now < unit->kill_at) {
    processes_tell(&unit->known);
    unit->look_at = now + LOOK_MS < unit->kill_at ? now + LOOK_MS : unit->kill_at;
  } else if (now < unit->kill_at + KILL_LIMIT_MS) {
    processes_kill(&unit->known);
    unit->look_at = now + KILL_LOOK_MS;
  } else {
    unit->family_remained = true;
    end_unit(place, unit);
  }
}

void unit_tick(const struct place *place, struct unit *unit, const struct family **others, size_t other_count) {
  int64_t now = monotonic_ms();
  if (unit->phase == PHASE_RUNNING && now >= unit->deadline) begin_ending(unit, CAUSE_DEADLINE, unit->grace);
  if (unit->phase == PHASE_ENDING && now >= unit->look_at) {
    unit->family.others = others;
    unit->family.other_count = other_count;
    look(place, unit, now);
  }
  if (unit->phase == PHASE_DRAINING && unit->streams[0].fd < 0 && unit->streams[1].fd < 0) end_unit(place, unit);
  if (unit->phase == PHASE_DRAINING && now >= unit->drained_at) end_unit(place, unit);
  if (unit->phase == PHASE_ENDED && !unit->saved && now >= unit->save_at) unit_save(place, unit);
}

int64_t unit_due(const struct unit *unit) {
  if (unit->phase == PHASE_ENDED) return unit->saved ? INT64_MAX : unit->save_at;
  int64_t due = unit->deadline < unit->look_at ? unit->deadline : unit->look_at;
  return due < unit->drained_at ? due : unit->drained_at;
}

void unit_take_streams(struct unit *unit, int fds[2]) {
  for (int i = 0; i < 2; i++) {
    fds[i] = unit->streams[i].fd;
    unit->streams[i].fd = -1;
  }
}

void unit_free(struct unit *unit) {
  for (int i = 0; i < 2; i++) {
    close_once(&unit->streams[i].fd);
    masker_free(&unit->streams[i].masker);
    bytes_free(&unit->streams[i].kept);
  }
  masker_free(&unit->log_masker);
  close_once(&unit->log);
  close_once(&unit->complaint);
  processes_free(&unit->known);
  automaton_free(unit->secrets);
  bytes_free(&unit->result);
  free(unit->failure);
  free(unit->marker);
  free(unit->output);
  free(unit->name);
  free(unit);
}
