// The records of a run's processes: what survives executor and supervisor (DESIGN §5).
//
// They are appended to one file of the run's folder, `supervisor.records`; its format is in wire.h. A *started* record
// is there before the process may execute, an *exit* record when it has ended. They are for crashes of processes and
// aren't fsynced: after a reboot the caller's in-doubt rule decides. A record that was cut short is passed over.

#ifndef BELAY_RECORD_H
#define BELAY_RECORD_H

#include "bytes.h"

#include <sys/types.h>

struct records {
  int fd;
  uint64_t *started;  // a hash set of the checksums of the names of all units that were ever started; 0: free
  size_t started_count;
  size_t started_capacity;
};

/// Opens or creates the file, and reads which units were started. False and errno on failure.
bool records_open(struct records *records, int folder);
bool records_has_started(const struct records *records, const char *unit);
void records_note_started(struct records *records, const char *unit);
/// Appends a record. False and errno on failure; what was written of it is passed over by every reader.
bool records_append_started(const struct records *records, const struct bytes *fields);
bool records_append_exit(const struct records *records, const struct bytes *fields);

#endif
