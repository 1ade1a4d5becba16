// What an executor can ask for: hello, start, query, stop.
//
// Every connection says hello with its fencing token. Before a new executor is answered, all that older connections
// still hold is carried out, so a start that a dead executor sent is never found missing. Then connections of a lower
// token are closed, and hellos of a lower token are refused.

#include "server_parts.h"
#include "system.h"
#include "wire.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// The fields of a request.
struct request {
  int64_t number;
  int64_t token;
  int64_t grace;
  struct order order;
  bool malformed;
};

static char *text_of(const struct field *field, struct request *request) {
  if (field->count && memchr(field->data, 0, field->count)) request->malformed = true;
  return copy_text(field->data, field->count);
}

static void append_text(char ***texts, size_t *count, char *text) {
  // Room for the NULL that ends the list.
  *texts = reallocate(*texts, (*count + 2) * sizeof **texts);
  (*texts)[(*count)++] = text;
  (*texts)[*count] = NULL;
}

static void replace_text(char **place, char *text) {
  free(*place);
  *place = text;
}

/// Milliseconds; what is longer than a thousand years is as long.
static int64_t duration(const struct field *field) {
  const int64_t longest = INT64_C(31556952000000);
  int64_t number = field_number(field);
  return number < 0 ? 0 : number > longest ? longest : number;
}

static void take_field(struct request *request, const struct field *field) {
  struct order *order = &request->order;
  switch (field->tag) {
    case TAG_NUMBER: request->number = field_number(field); break;
    case TAG_TOKEN: request->token = field_number(field); break;
    case TAG_UNIT: replace_text(&order->unit, text_of(field, request)); break;
    case TAG_ARGUMENT: append_text(&order->arguments, &order->argument_count, text_of(field, request)); break;
    case TAG_ENVIRONMENT: append_text(&order->environment, &order->environment_count, text_of(field, request)); break;
    case TAG_DIRECTORY: replace_text(&order->directory, text_of(field, request)); break;
    case TAG_PATTERN: automaton_add(order->secrets, field->data, field->count); break;
    case TAG_READ_ONLY: order->read_only = field_number(field) != 0; break;
    case TAG_DEADLINE: order->deadline = duration(field); break;
    case TAG_GRACE: order->grace = request->grace = duration(field); break;
    case TAG_CAPTURE_LIMIT: order->capture_limit = field_number(field); break;
    case TAG_LOG_LIMIT: order->log_limit = field_number(field); break;
    case TAG_UNLOGGED_STDOUT: order->unlogged_stdout = field_number(field) != 0; break;
    case TAG_INPUT: bytes_append(&order->input, field->data, field->count); break;
    default: break;
  }
}

static bool is_unit_name(const char *name) {
  size_t count = name ? strlen(name) : 0;
  return count > 0 && count <= 240 && name[0] != '.' && !strchr(name, '/');
}

static void read_request(struct request *request, struct field_reader fields) {
  memset(request, 0, sizeof *request);
  request->order.secrets = automaton_create();
  request->order.deadline = -1;
  struct field field;
  while (field_next(&fields, &field)) take_field(request, &field);
  automaton_finish(request->order.secrets);
  request->malformed |= fields.malformed;
}

static void answer(struct connection *connection, uint8_t kind, const struct request *request, int64_t process) {
  struct bytes fields = {0};
  field_append_number(&fields, TAG_NUMBER, request->number);
  if (request->order.unit) field_append_text(&fields, TAG_UNIT, request->order.unit);
  field_append_number(&fields, TAG_PROCESS, process);
  connection_send(connection, kind, &fields);
  bytes_free(&fields);
}

static void refuse(const struct server *server, struct connection *connection, const struct request *request,
                   enum reason reason, const char *message) {
  struct bytes fields = {0};
  field_append_number(&fields, TAG_NUMBER, request->number);
  field_append_number(&fields, TAG_REASON, reason);
  field_append_text(&fields, TAG_MESSAGE, message);
  field_append_number(&fields, TAG_TOKEN, server->token);
  connection_send(connection, ANSWER_REFUSED, &fields);
  bytes_free(&fields);
}

static struct unit *unit_named(const struct server *server, const char *name) {
  for (size_t i = 0; i < server->unit_count; i++) {
    if (strcmp(server->units[i]->name, name) == 0) return server->units[i];
  }
  return NULL;
}

int64_t server_read_token(const struct place *place) {
  char text[32] = "";
  if (pread(place->lock, text, sizeof text - 1, 0) <= 0) return INT64_MIN;
  char *end;
  long long token = strtoll(text, &end, 10);
  return end > text && *end == '\n' ? token : INT64_MIN;
}

/// An executor that lost its lease is refused by later supervisors, too. Where this can't be written it is by this one.
static void remember_token(struct server *server, int64_t token) {
  char text[32];
  if (token == server->token) return;
  server->token = token;
  // Always as long, so that one write replaces the other.
  int count = snprintf(text, sizeof text, "%20lld\n", (long long)token);
  if (pwrite(server->place->lock, text, (size_t)count, 0) != count) {
    complain(server->place->folder, strerror(errno), "the token can't be noted in supervisor.lock");
  }
}

static void hello(struct server *server, struct connection *connection, const struct request *request) {
  // Only the older ones: a newer one's hello would shut out what this one has still to say.
  for (size_t i = 0; server->connections[i] != connection; i++) {
    if (!server->connections[i]->reading) server_read(server, server->connections[i]);
  }
  if (request->token < server->token) {
    refuse(server, connection, request, REASON_TOKEN, "a newer executor has this run");
    return;
  }
  remember_token(server, request->token);
  // Those who are shut out now hear of it: they may be waiting for the end of a unit.
  for (size_t i = 0; i < server->connection_count; i++) {
    struct connection *other = server->connections[i];
    if (other->greeted && other->token < server->token) connection_close(other);
  }
  connection->greeted = true;
  connection->token = request->token;
  struct bytes fields = {0};
  field_append_number(&fields, TAG_NUMBER, request->number);
  field_append_number(&fields, TAG_TOKEN, server->token);
  connection_send(connection, ANSWER_WELCOME, &fields);
  bytes_free(&fields);
}

static void start(struct server *server, struct connection *connection, struct request *request) {
  struct order *order = &request->order;
  if (order->argument_count == 0 || !order->directory || order->capture_limit < 0 || order->log_limit < 0) {
    refuse(server, connection, request, REASON_PROTOCOL, "not a whole start request");
    return;
  }
  if (!order->environment) append_text(&order->environment, &order->environment_count, copy_text("BELAY_OUTPUT=", 13));
  enum refusal refusal = unit_named(server, order->unit) ? REFUSED_DUPLICATE : REFUSED_NOT;
  struct unit *unit = refusal ? NULL : unit_start(server->place, order, connection->token, &refusal);
  if (refusal == REFUSED_DUPLICATE) {
    refuse(server, connection, request, REASON_DUPLICATE, "this attempt was started before");
  } else if (!unit) {
    refuse(server, connection, request, REASON_RECORD, strerror(errno));
  } else {
    server_add_unit(server, unit);
    answer(connection, ANSWER_STARTED, request, unit->family.leader);
  }
}

/// Query, and stop: whether an EXITED will follow. One whose record couldn't be written yet is told again.
static void look_up(struct server *server, struct connection *connection, const struct request *request, bool stop) {
  struct unit *unit = unit_named(server, request->order.unit);
  if (unit && stop) unit_stop(unit, request->grace);
  answer(connection, unit ? ANSWER_RUNNING : ANSWER_NOT_RUNNING, request, unit ? unit->family.leader : 0);
  if (unit) unit->announced = false;
}

static void carry_out(struct server *server, struct connection *connection, uint8_t kind, struct request *request) {
  if (request->malformed || (kind != REQUEST_HELLO && !is_unit_name(request->order.unit))) {
    refuse(server, connection, request, REASON_PROTOCOL, "malformed request");
  } else if (kind == REQUEST_HELLO) {
    hello(server, connection, request);
  } else if (!connection->greeted || connection->token < server->token) {
    refuse(server, connection, request, REASON_TOKEN, "a newer executor has this run");
  } else if (kind == REQUEST_START) {
    start(server, connection, request);
  } else if (kind == REQUEST_QUERY || kind == REQUEST_STOP) {
    look_up(server, connection, request, kind == REQUEST_STOP);
  } else {
    refuse(server, connection, request, REASON_PROTOCOL, "unknown request");
  }
}

void server_read(struct server *server, struct connection *connection) {
  bool more = connection_read(connection);
  struct frame frame;
  // Carrying out a hello reads older connections, but never one that is being read.
  connection->reading = true;
  while (connection_next(connection, &frame)) {
    struct request request;
    read_request(&request, frame.fields);
    if (frame.version != WIRE_VERSION) {
      refuse(server, connection, &request, REASON_PROTOCOL, "another version of the supervisor's protocol");
      more = false;
    } else {
      carry_out(server, connection, frame.kind, &request);
    }
    order_free(&request.order);
    connection_drop(connection);
    if (!more && frame.version != WIRE_VERSION) break;
  }
  connection->reading = false;
  if (!more) connection_close(connection);
}
