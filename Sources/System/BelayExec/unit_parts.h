// What unit.c, unit_start.c and unit_result.c share.

#ifndef BELAY_UNIT_PARTS_H
#define BELAY_UNIT_PARTS_H

#include "unit.h"

/// Ends a unit whose process doesn't exist. Takes the text over.
void unit_fail_to_start(const struct place *place, struct unit *unit, char *failure);
/// The new log file, or -1.
int unit_create_log(const struct place *place, const struct unit *unit);
/// Why its program couldn't be executed, masked; NULL if it was.
char *unit_failure(struct unit *unit);
/// Removes the file of BELAY_OUTPUT and the folder of TMPDIR.
void unit_remove_files(const struct place *place, const struct unit *unit);
/// Makes the fields of the exit record, and removes the file of BELAY_OUTPUT and the folder of TMPDIR.
void unit_make_result(const struct place *place, struct unit *unit);
/// Writes the exit record, or notes when to try again.
void unit_save(const struct place *place, struct unit *unit);

#endif
