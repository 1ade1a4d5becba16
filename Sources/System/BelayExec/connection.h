// A connection to an executor: frames in, frames out, never waiting for the other side.

#ifndef BELAY_CONNECTION_H
#define BELAY_CONNECTION_H

#include "bytes.h"

struct connection {
  int fd;  // -1 once it is closed
  struct bytes in;
  struct bytes out;
  bool greeted;
  bool reading;  // its requests are being carried out
  int64_t token;
};

struct frame {
  uint8_t version;
  uint8_t kind;
  struct field_reader fields;
};

/// Reads what is there. False when the other side is gone (what it said before is still in `in`).
bool connection_read(struct connection *connection);
/// The next whole frame in what was read. A frame that can't be is answered by closing.
bool connection_next(struct connection *connection, struct frame *frame);
/// Forgets the frame that connection_next gave.
void connection_drop(struct connection *connection);
/// Sends a frame now or, as far as the other side doesn't read, later.
void connection_send(struct connection *connection, uint8_t kind, const struct bytes *fields);
/// Sends what was left for later.
void connection_flush(struct connection *connection);
void connection_close(struct connection *connection);

#endif
