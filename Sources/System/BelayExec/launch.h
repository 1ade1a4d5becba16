// Starts one process.
//
// The child prepares itself (session, descriptors, folder, confinement), writes its *started* record and then executes
// the program. It holds the supervisor's lock until then: whoever finds the lock free and no record knows that nothing
// was executed and nothing will be, even if the supervisor was killed in between. (That the child writes the record
// and nobody has to wait for the other saves two switches of context a step.)

#ifndef BELAY_LAUNCH_H
#define BELAY_LAUNCH_H

#include "bytes.h"

#include <sys/types.h>

struct launch {
  char **arguments;    // NULL at the end; the first is looked up in the PATH of `environment`
  char **environment;  // NULL at the end, complete
  const char *directory;
  mode_t umask;
  int input;           // becomes standard input
  bool read_only;
  int output;          // the file of BELAY_OUTPUT; for the confinement
  int scratch;         // the folder of TMPDIR; -1 unless read_only
  bool (*record)(const void *context);  // called in the child before it executes; false and errno on failure
  const void *context;
};

struct launched {
  pid_t id;
  int standard_output;  // to be read; nonblocking
  int standard_error;   // to be read; nonblocking
  int complaint;        // gives the reason for which the program couldn't be executed, or ends
};

/// 0, or the error's number.
int launch(const struct launch *launch, struct launched *launched);
/// Why the child couldn't execute its program, as text to be freed; NULL if it could. Asked after its end.
char *launch_failure(int complaint);

#endif
