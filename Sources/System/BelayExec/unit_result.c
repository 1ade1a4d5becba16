// What is left of a unit when it has ended: the fields of its exit record.

#include "launch.h"
#include "system.h"
#include "unit_parts.h"
#include "wire.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OUTPUT_LIMIT = 1 << 20, SAVE_AGAIN_MS = 1000 };

char *unit_failure(struct unit *unit) {
  char *text = launch_failure(unit->complaint);
  if (!text) return NULL;
  // A program's name may be made with a secret.
  struct masker masker;
  struct bytes masked = {0};
  masker_begin(&masker, unit->secrets);
  masker_feed(&masker, (unsigned char *)text, strlen(text), &masked);
  masker_end(&masker, &masked);
  free(text);
  text = copy_text(masked.data, masked.count);
  bytes_free(&masked);
  return text;
}

static void add_status(struct unit *unit, struct bytes *fields) {
  int status = unit->wait_status;
  bool exited = unit->leader_ended && WIFEXITED(status), signaled = unit->leader_ended && WIFSIGNALED(status);
  int64_t kind = signaled ? STATUS_SIGNALED : STATUS_EXITED;
  if (unit->cause == CAUSE_DEADLINE) kind = STATUS_TIMED_OUT;
  if (unit->cause == CAUSE_STOP) kind = STATUS_STOPPED;
  if (unit->failure) kind = STATUS_FAILED_TO_START;
  field_append_number(fields, TAG_STATUS, kind);
  field_append_number(fields, TAG_CODE, exited ? WEXITSTATUS(status) : signaled ? WTERMSIG(status) : 0);
  if (unit->failure) field_append_text(fields, TAG_MESSAGE, unit->failure);
}

static int64_t add_streams(struct unit *unit, struct bytes *fields) {
  int64_t flags = 0;
  for (int i = 0; i < 2; i++) {
    struct stream *stream = &unit->streams[i];
    size_t limit = (size_t)unit->capture_limit;
    if (stream->kept.count > limit) bytes_drop_first(&stream->kept, stream->kept.count - limit);
    if (i == 0 && stream->masker.found) flags |= FLAG_STDOUT_HAD_SECRET;
    if (stream->count > limit) flags |= i == 0 ? FLAG_STDOUT_TRUNCATED : FLAG_STDERR_TRUNCATED;
    field_append(fields, i == 0 ? TAG_STDOUT : TAG_STDERR, stream->kept.data, stream->kept.count);
  }
  return flags;
}

void unit_remove_files(const struct place *place, const struct unit *unit) {
  remove_tree(place->outputs, unit->output);
  if (!unit->has_scratch) return;
  char *name = name_with(unit->name, ".tmp");
  remove_tree(place->folder, name);
  free(name);
}

/// The content of BELAY_OUTPUT, unless it holds a secret: then it is dropped.
static int64_t add_output(const struct place *place, struct unit *unit, struct bytes *fields) {
  struct bytes content = {0};
  int64_t flags = 0;
  // A secret that begins before the limit is recognised as a whole.
  read_regular(place->outputs, unit->output, OUTPUT_LIMIT + 1 + automaton_longest(unit->secrets), &content);
  if (automaton_finds(unit->secrets, content.data, content.count)) {
    flags |= FLAG_OUTPUT_HAD_SECRET;
  } else {
    if (content.count > OUTPUT_LIMIT) flags |= FLAG_OUTPUT_TRUNCATED;
    field_append(fields, TAG_OUTPUT, content.data, content.count < OUTPUT_LIMIT ? content.count : OUTPUT_LIMIT);
  }
  unit_remove_files(place, unit);
  bytes_wipe(&content);
  return flags;
}

void unit_make_result(const struct place *place, struct unit *unit) {
  struct bytes *fields = &unit->result;
  char digest[65];
  field_append_text(fields, TAG_UNIT, unit->name);
  add_status(unit, fields);
  int64_t flags = add_streams(unit, fields) | add_output(place, unit, fields);
  if (unit->log_truncated) flags |= FLAG_LOG_TRUNCATED;
  if (unit->family_remained) flags |= FLAG_FAMILY_REMAINED;
  field_append_number(fields, TAG_FLAGS, flags);
  digest_end_text(&unit->log_digest, digest);
  field_append_text(fields, TAG_LOG_DIGEST, digest);
  field_append_number(fields, TAG_LOG_BYTES, (int64_t)unit->log_bytes);
  field_append_number(fields, TAG_STARTED_AT, unit->started_at);
  field_append_number(fields, TAG_ENDED_AT, unit->ended_at);
  field_append_text(fields, TAG_BOOT, boot_id());
}

void unit_save(const struct place *place, struct unit *unit) {
  unit->saved = records_append_exit(place->records, &unit->result);
  if (unit->saved) return;
  // A full disk may pass. Nobody can use the record of a run whose folder was removed.
  struct stat info;
  if (fstat(place->records->fd, &info) == 0 && info.st_nlink == 0) unit->saved = true;
  else if (!unit->save_at) complain(place->folder, strerror(errno), unit->name);
  unit->save_at = monotonic_ms() + SAVE_AGAIN_MS;
}
