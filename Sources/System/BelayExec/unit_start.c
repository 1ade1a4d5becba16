// Starting a unit: its files, its environment, its process, its *started* record.

#include "launch.h"
#include "system.h"
#include "unit_parts.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/// The files that a process needs before it starts.
struct files {
  int output;
  int scratch;
  int input;
};

static void close_files(struct files *files) {
  close_once(&files->output);
  close_once(&files->scratch);
  close_once(&files->input);
}

int unit_create_log(const struct place *place, const struct unit *unit) {
  char *name = name_with(unit->name, ".log");
  int fd = create_private(place->folder, name);
  free(name);
  return fd;
}

static int create_scratch(int folder, const char *unit) {
  char *name = name_with(unit, ".tmp");
  remove_tree(folder, name);
  int fd = -1;
  if (mkdirat(folder, name, 0700) == 0) fd = openat(folder, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  int error = errno;
  free(name);
  errno = error;
  return fd;
}

/// Standard input lies in memory: it may hold a secret, and nobody has to feed it.
static int create_input(const struct place *place, const struct order *order) {
  if (!order->input.count) return fcntl(place->null, F_DUPFD_CLOEXEC, 3);
  int fd = memfd_create("input", MFD_CLOEXEC);
  bool filled = fd >= 0 && write_all(fd, order->input.data, order->input.count) && lseek(fd, 0, SEEK_SET) == 0;
  if (!filled) close_once(&fd);
  return fd;
}

/// What the step writes to BELAY_OUTPUT stands there as it is while the step lives, a secret too: that can't be helped
/// as long as it is a file, but it is one in memory where there is such a thing. It is read, searched for secrets and
/// removed in any case when the step has ended; a killed supervisor's are removed on recovery.
static bool create_files(const struct place *place, const struct order *order, const struct unit *unit,
                         struct files *files) {
  *files = (struct files){-1, -1, -1};
  files->output = create_private(place->outputs, unit->output);
  if (files->output >= 0) files->input = create_input(place, order);
  if (files->input >= 0 && order->read_only) files->scratch = create_scratch(place->folder, order->unit);
  if (files->input >= 0 && (files->scratch >= 0 || !order->read_only)) return true;
  int error = errno;
  close_files(files);
  errno = error;
  return false;
}

static char *variable(const char *name, const char *folder, const char *file, const char *suffix) {
  size_t count = strlen(name) + strlen(folder) + strlen(file) + strlen(suffix) + 3;
  char *text = allocate(count);
  snprintf(text, count, "%s=%s/%s%s", name, folder, file, suffix);
  return text;
}

static bool is_variable(const char *entry, const char *name) {
  return strncmp(entry, name, strlen(name)) == 0 && entry[strlen(name)] == '=';
}

/// The environment as asked for, with the variables that only the supervisor knows. The list is to be freed.
static char **make_environment(const struct order *order, char *output, char *scratch) {
  char **environment = allocate((order->environment_count + 3) * sizeof *environment);
  size_t count = 0;
  for (size_t i = 0; i < order->environment_count; i++) {
    char *entry = order->environment[i];
    if (is_variable(entry, "BELAY_OUTPUT") || (scratch && is_variable(entry, "TMPDIR"))) continue;
    environment[count++] = entry;
  }
  environment[count++] = output;
  if (scratch) environment[count++] = scratch;
  return environment;
}

static struct unit *create_unit(struct place *place, struct order *order) {
  struct unit *unit = allocate(sizeof *unit);
  char output[32];
  snprintf(output, sizeof output, "%llu.output", (unsigned long long)place->output_count++);
  unit->name = copy_text(order->unit, strlen(order->unit));
  unit->output = copy_text(output, strlen(output));
  unit->marker = variable("BELAY_OUTPUT", place->outputs_path, output, "");
  unit->has_scratch = order->read_only;
  unit->secrets = order->secrets;
  order->secrets = NULL;
  for (int i = 0; i < 2; i++) {
    unit->streams[i].fd = -1;
    masker_begin(&unit->streams[i].masker, unit->secrets);
  }
  masker_begin(&unit->log_masker, unit->secrets);
  digest_begin(&unit->log_digest);
  unit->log = unit->complaint = -1;
  unit->grace = order->grace;
  unit->capture_limit = order->capture_limit;
  unit->log_limit = order->log_limit;
  unit->unlogged_stdout = order->unlogged_stdout;
  unit->started_at = wall_ms();
  unit->deadline = unit->kill_at = unit->look_at = unit->drained_at = INT64_MAX;
  return unit;
}

/// What the child needs to write its record.
struct started {
  const struct place *place;
  const struct unit *unit;
  int64_t token;
  pid_t supervisor;
};

static bool record(const void *context) {
  const struct started *started = context;
  struct process self;
  if (!process_read(getpid(), &self)) return false;
  struct bytes fields = {0};
  field_append_text(&fields, TAG_UNIT, started->unit->name);
  field_append_number(&fields, TAG_PROCESS, self.id);
  field_append_number(&fields, TAG_PROCESS_START, (int64_t)self.start);
  field_append_text(&fields, TAG_BOOT, boot_id());
  field_append_number(&fields, TAG_TOKEN, started->token);
  field_append_number(&fields, TAG_SUPERVISOR, started->supervisor);
  field_append_text(&fields, TAG_OUTPUT_PATH, strchr(started->unit->marker, '=') + 1);
  field_append_number(&fields, TAG_STARTED_AT, started->unit->started_at);
  bool done = records_append_started(started->place->records, &fields);
  int error = errno;
  bytes_free(&fields);
  errno = error;
  return done;
}

static int launch_unit(const struct place *place, const struct order *order, const struct unit *unit,
                       const struct files *files, int64_t token, struct launched *launched) {
  char *scratch = order->read_only ? variable("TMPDIR", place->path, order->unit, ".tmp") : NULL;
  struct started started = {.place = place, .unit = unit, .token = token, .supervisor = getpid()};
  struct launch wish = {.arguments = order->arguments,
                        .environment = make_environment(order, unit->marker, scratch),
                        .directory = order->directory,
                        .umask = place->umask,
                        .input = files->input,
                        .read_only = order->read_only,
                        .output = files->output,
                        .scratch = files->scratch,
                        .record = record,
                        .context = &started};
  int error = launch(&wish, launched);
  free(wish.environment);
  free(scratch);
  return error;
}

static void adopt_process(struct unit *unit, const struct order *order, const struct launched *launched) {
  unit->family = (struct family){.leader = launched->id, .marker = unit->marker, .supervisor = getpid()};
  unit->streams[0].fd = launched->standard_output;
  unit->streams[1].fd = launched->standard_error;
  unit->complaint = launched->complaint;
  if (order->deadline >= 0) unit->deadline = monotonic_ms() + order->deadline;
}

/// Nothing was started: the unit never was.
static struct unit *refuse(const struct place *place, struct unit *unit) {
  int error = errno;
  unit_remove_files(place, unit);
  unit_free(unit);
  errno = error;
  return NULL;
}

struct unit *unit_start(struct place *place, struct order *order, int64_t token, enum refusal *refusal) {
  *refusal = REFUSED_DUPLICATE;
  if (records_has_started(place->records, order->unit)) return NULL;
  *refusal = REFUSED_RECORD;
  struct unit *unit = create_unit(place, order);
  struct files files;
  if (!create_files(place, order, unit, &files)) return refuse(place, unit);
  struct launched launched;
  int error = launch_unit(place, order, unit, &files, token, &launched);
  close_files(&files);
  *refusal = REFUSED_NOT;
  if (error) {
    // No room for a process. Its exit record says that it did nothing.
    unit_fail_to_start(place, unit, copy_text(strerror(error), strlen(strerror(error))));
  } else {
    adopt_process(unit, order, &launched);
    records_note_started(place->records, unit->name);
  }
  return unit;
}
