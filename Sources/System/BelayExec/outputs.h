// The folder for the files of BELAY_OUTPUT: in memory (/dev/shm) if the system has such a thing, else the run's.

#ifndef BELAY_OUTPUTS_H
#define BELAY_OUTPUTS_H

#include "unit.h"

/// Makes the folder, and removes empty ones that killed supervisors of this user have left.
void outputs_open(struct place *place);
void outputs_close(const struct place *place);

#endif
