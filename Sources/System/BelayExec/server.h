// The supervisor's loop: connections of executors, units, signals.

#ifndef BELAY_SERVER_H
#define BELAY_SERVER_H

#include "unit.h"

/// Serves until there is neither an executor nor a unit. `listener` is bound and listening; SIGCHLD is blocked.
void serve(struct place *place, int listener);

#endif
