// Frames to and from an executor; see connection.h.

#include "connection.h"

#include "system.h"
#include "wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 65536 };

bool connection_read(struct connection *connection) {
  while (connection->fd >= 0) {
    bytes_reserve(&connection->in, PIECE);
    ssize_t count = recv(connection->fd, connection->in.data + connection->in.count, PIECE, MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return true;
    if (count <= 0) return false;
    connection->in.count += (size_t)count;
  }
  return false;
}

bool connection_next(struct connection *connection, struct frame *frame) {
  if (connection->in.count < 4) return false;
  uint32_t count = load_u32(connection->in.data);
  if (count < 2 || count > WIRE_LARGEST_FRAME) {
    connection_close(connection);
    return false;
  }
  if (connection->in.count - 4 < count) return false;
  const unsigned char *data = connection->in.data + 4;
  *frame = (struct frame){.version = data[0], .kind = data[1], .fields = {.data = data + 2, .count = count - 2}};
  return true;
}

void connection_drop(struct connection *connection) {
  struct bytes *in = &connection->in;
  if (in->count < 4) return;  // closed meanwhile
  size_t before = in->count;
  bytes_drop_first(in, 4 + (size_t)load_u32(in->data));
  explicit_bzero(in->data + in->count, before - in->count);  // a request may hold secrets
}

void connection_flush(struct connection *connection) {
  size_t sent = 0;
  while (connection->fd >= 0 && sent < connection->out.count) {
    ssize_t count = send(connection->fd, connection->out.data + sent, connection->out.count - sent,
                         MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    // Only reading finds the end of a connection: requests may still be waiting in it.
    if (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK) sent = connection->out.count;
    if (count <= 0) break;
    sent += (size_t)count;
  }
  bytes_drop_first(&connection->out, sent);
}

void connection_send(struct connection *connection, uint8_t kind, const struct bytes *fields) {
  if (connection->fd < 0) return;
  unsigned char head[6] = {0, 0, 0, 0, WIRE_VERSION, kind};
  store_u32(head, (uint32_t)(fields->count + 2));
  bytes_append(&connection->out, head, sizeof head);
  bytes_append(&connection->out, fields->data, fields->count);
  connection_flush(connection);
  // One that never reads its answers is no executor any more; the records hold what it missed.
  if (connection->out.count > WIRE_LARGEST_FRAME) connection_close(connection);
}

void connection_close(struct connection *connection) {
  close_once(&connection->fd);
  bytes_wipe(&connection->in);
  bytes_free(&connection->out);
}
