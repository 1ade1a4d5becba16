// What server.c and requests.c share.

#ifndef BELAY_SERVER_PARTS_H
#define BELAY_SERVER_PARTS_H

#include "connection.h"
#include "unit.h"

struct server {
  struct place *place;
  int listener;
  int signals;
  struct connection **connections;  // the oldest first
  size_t connection_count;
  struct unit **units;
  size_t unit_count;
  int *forgotten;  // streams of units that have ended
  size_t forgotten_count;
  int64_t token;  // the highest seen
  bool was_connected;
  int64_t give_up_at;  // if nobody ever connects
};

/// The highest token that this or an earlier supervisor of the folder has seen.
int64_t server_read_token(const struct place *place);
void server_add_unit(struct server *server, struct unit *unit);
/// Reads a connection and carries out the requests on it.
void server_read(struct server *server, struct connection *connection);

#endif
