// The supervisor's loop; see server.h. What a request asks for stands in requests.c.

#include "server.h"

#include "server_parts.h"
#include "system.h"
#include "wire.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_CONNECTION_MS = 10000 };

void server_add_unit(struct server *server, struct unit *unit) {
  server->units = reallocate(server->units, (server->unit_count + 1) * sizeof *server->units);
  server->units[server->unit_count++] = unit;
}

static void accept_all(struct server *server) {
  for (;;) {
    int fd = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return;
    // Only the owner of the run speaks here, whatever the folder's modes say.
    struct ucred peer;
    socklen_t count = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &count) != 0 || (peer.uid != geteuid() && peer.uid != 0)) {
      close(fd);
      continue;
    }
    struct connection *connection = allocate(sizeof *connection);
    connection->fd = fd;
    server->connections =
        reallocate(server->connections, (server->connection_count + 1) * sizeof *server->connections);
    server->connections[server->connection_count++] = connection;
    server->was_connected = true;
  }
}

static void remove_closed_connections(struct server *server) {
  size_t kept = 0;
  for (size_t i = 0; i < server->connection_count; i++) {
    struct connection *connection = server->connections[i];
    if (connection->fd >= 0) server->connections[kept++] = connection;
    else free(connection);
  }
  server->connection_count = kept;
}

static void reap(struct server *server) {
  struct signalfd_siginfo ignored[8];
  while (read(server->signals, ignored, sizeof ignored) > 0) continue;
  int status;
  pid_t id;
  while ((id = waitpid(-1, &status, WNOHANG)) > 0) {
    for (size_t i = 0; i < server->unit_count; i++) {
      struct unit *unit = server->units[i];
      if (unit->family.leader == id && !unit->leader_ended) unit_leader_ended(server->place, unit, status);
    }
  }
  for (size_t i = 0; i < server->unit_count; i++) unit_look_soon(server->units[i]);
}

static void tick(struct server *server) {
  size_t count = 0;
  bool ending = false;
  for (size_t i = 0; i < server->unit_count; i++) ending |= server->units[i]->phase == PHASE_ENDING;
  const struct family **families = allocate(server->unit_count * sizeof *families);
  for (size_t i = 0; i < server->unit_count && ending; i++) {
    if (server->units[i]->phase == PHASE_ENDED) continue;
    unit_know_start(server->units[i]);
    families[count++] = &server->units[i]->family;
  }
  for (size_t i = 0; i < server->unit_count; i++) unit_tick(server->place, server->units[i], families, count);
  free(families);
}

static void announce(struct server *server, struct unit *unit) {
  for (size_t i = 0; i < server->connection_count; i++) {
    struct connection *connection = server->connections[i];
    if (connection->greeted && connection->token == server->token) {
      connection_send(connection, ANSWER_EXITED, &unit->result);
    }
  }
}

/// What a background process still holds of a step's streams is read and forgotten, so that it neither blocks nor dies
/// of it while the run lasts.
static void forget_stream(struct server *server, int fd) {
  if (fd < 0) return;
  server->forgotten = reallocate(server->forgotten, (server->forgotten_count + 1) * sizeof *server->forgotten);
  server->forgotten[server->forgotten_count++] = fd;
}

/// Tells of units that have ended, and lets those go whose record is written.
static void sweep(struct server *server) {
  size_t kept = 0;
  for (size_t i = 0; i < server->unit_count; i++) {
    struct unit *unit = server->units[i];
    if (unit->phase == PHASE_ENDED && !unit->announced) {
      unit->announced = true;
      announce(server, unit);
    }
    if (unit->phase != PHASE_ENDED || !unit->saved) {
      server->units[kept++] = unit;
      continue;
    }
    int fds[2];
    unit_take_streams(unit, fds);
    forget_stream(server, fds[0]);
    forget_stream(server, fds[1]);
    unit_free(unit);
  }
  server->unit_count = kept;
}

static void read_forgotten(struct server *server) {
  static char piece[65536];
  size_t kept = 0;
  for (size_t i = 0; i < server->forgotten_count; i++) {
    ssize_t count = read(server->forgotten[i], piece, sizeof piece);
    if (count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))) {
      server->forgotten[kept++] = server->forgotten[i];
    } else {
      close(server->forgotten[i]);
    }
  }
  server->forgotten_count = kept;
}

struct watch {
  struct pollfd *items;
  size_t count;
};

static void watch(struct watch *watch, int fd, short events) {
  if (fd >= 0) watch->items[watch->count++] = (struct pollfd){.fd = fd, .events = events};
}

static int time_until_due(const struct server *server) {
  int64_t due = server->was_connected ? INT64_MAX : server->give_up_at;
  for (size_t i = 0; i < server->unit_count; i++) {
    int64_t of_unit = unit_due(server->units[i]);
    if (of_unit < due) due = of_unit;
  }
  if (due == INT64_MAX) return -1;
  int64_t left = due - monotonic_ms();
  return left < 0 ? 0 : left > 3600000 ? 3600000 : (int)left;
}

static void wait_for_something(const struct server *server) {
  size_t most = 2 + server->connection_count + 2 * server->unit_count + server->forgotten_count;
  struct watch all = {.items = allocate(most * sizeof *all.items)};
  watch(&all, server->listener, POLLIN);
  watch(&all, server->signals, POLLIN);
  for (size_t i = 0; i < server->connection_count; i++) {
    const struct connection *connection = server->connections[i];
    watch(&all, connection->fd, (short)(POLLIN | (connection->out.count ? POLLOUT : 0)));
  }
  for (size_t i = 0; i < server->unit_count; i++) {
    for (int k = 0; k < 2; k++) watch(&all, server->units[i]->streams[k].fd, POLLIN);
  }
  for (size_t i = 0; i < server->forgotten_count; i++) watch(&all, server->forgotten[i], POLLIN);
  poll(all.items, all.count, time_until_due(server));
  free(all.items);
}

/// What a step left in the background may still write to its pipes, and must not die of it: as long as somebody holds
/// one open, it is read.
static bool is_over(struct server *server) {
  if (server->connection_count || server->unit_count || server->forgotten_count) return false;
  if (!server->was_connected && monotonic_ms() < server->give_up_at) return false;
  accept_all(server);  // somebody may have come at the last moment
  return server->connection_count == 0;
}

void serve(struct place *place, int listener) {
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  struct server server = {.place = place,
                          .listener = listener,
                          .signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK),
                          .token = server_read_token(place),
                          .give_up_at = monotonic_ms() + FIRST_CONNECTION_MS};
  while (!is_over(&server)) {
    wait_for_something(&server);
    // The order matters: requests first, since a stop must not see less than what its sender saw; then ends.
    accept_all(&server);
    for (size_t i = 0; i < server.connection_count; i++) server_read(&server, server.connections[i]);
    for (size_t i = 0; i < server.unit_count; i++) unit_read(place, server.units[i]);
    reap(&server);
    tick(&server);
    sweep(&server);
    read_forgotten(&server);
    for (size_t i = 0; i < server.connection_count; i++) connection_flush(server.connections[i]);
    remove_closed_connections(&server);
  }
}
