// What executor and supervisor say to each other, and what an exit record holds. The Swift side of it is
// ProcessHost/Wire.swift: a change here is a change there. One that the other side must not overlook needs a new
// WIRE_VERSION.
//
// A frame is: length of what follows (4 bytes, little-endian), version (1), kind (1), fields. A field is: tag (1),
// length (4), bytes; numbers are 8 bytes, little-endian, signed. An unknown field is ignored.
//
// A record in `supervisor.records` is: "BLYR", length of the fields (4 bytes), version (1), kind (1), fields, the
// 64-bit FNV-1a checksum of all before it (8). Where no whole record begins a reader goes on at the next byte: a record
// that was cut short hides no other.

#ifndef BELAY_WIRE_H
#define BELAY_WIRE_H

#define WIRE_VERSION 1
#define WIRE_LARGEST_FRAME (64u << 20)

// Requests. The first on a connection is HELLO.
enum request_kind {
  REQUEST_HELLO = 1,  // TOKEN
  REQUEST_START = 2,  // UNIT ARGUMENT… ENVIRONMENT… DIRECTORY PATTERN… and the limits
  REQUEST_QUERY = 3,  // UNIT
  REQUEST_STOP = 4,   // UNIT GRACE
};

// Answers; each but EXITED carries the NUMBER of its request.
enum answer_kind {
  ANSWER_WELCOME = 16,      // TOKEN: the highest seen
  ANSWER_REFUSED = 17,      // REASON MESSAGE TOKEN
  ANSWER_STARTED = 18,      // UNIT PROCESS
  ANSWER_RUNNING = 19,      // UNIT; EXITED will follow
  ANSWER_NOT_RUNNING = 20,  // UNIT; what the records say is complete
  ANSWER_EXITED = 21,       // UNIT and the fields of the exit record
};

#define RECORD_MAGIC "BLYR"

enum record_kind {
  RECORD_STARTED = 1,  // UNIT PROCESS PROCESS_START BOOT TOKEN SUPERVISOR OUTPUT_PATH STARTED_AT
  RECORD_EXIT = 2,     // UNIT and the fields from STATUS on
};

enum reason {
  REASON_TOKEN = 1,      // a newer executor has been here
  REASON_DUPLICATE = 2,  // this unit was started before
  REASON_PROTOCOL = 3,   // not understood
  REASON_RECORD = 4,     // the run's folder can't be written: nothing was started
};

enum tag {
  TAG_NUMBER = 1,
  TAG_TOKEN = 2,
  TAG_UNIT = 3,
  TAG_REASON = 4,
  TAG_MESSAGE = 5,
  TAG_PROCESS = 6,

  TAG_ARGUMENT = 16,
  TAG_ENVIRONMENT = 17,
  TAG_DIRECTORY = 18,
  TAG_PATTERN = 19,
  TAG_READ_ONLY = 20,
  TAG_DEADLINE = 21,  // ms from the start; absent: none
  TAG_GRACE = 22,     // ms from SIGTERM to SIGKILL
  TAG_CAPTURE_LIMIT = 23,
  TAG_LOG_LIMIT = 24,
  TAG_INPUT = 25,
  TAG_UNLOGGED_STDOUT = 26,  // not 0: standard output is an answer for a program, only standard error is the log

  TAG_STATUS = 48,  // enum status
  TAG_CODE = 49,    // exit code or signal
  TAG_STDOUT = 50,
  TAG_STDERR = 51,
  TAG_OUTPUT = 52,
  TAG_FLAGS = 53,  // enum flag
  TAG_LOG_DIGEST = 54,
  TAG_LOG_BYTES = 55,
  TAG_STARTED_AT = 56,     // ms since 1970
  TAG_ENDED_AT = 57,
  TAG_BOOT = 58,           // the kernel's boot id
  TAG_PROCESS_START = 59,  // clock ticks since boot
  TAG_SUPERVISOR = 60,     // its process id
  TAG_OUTPUT_PATH = 61,    // the value of BELAY_OUTPUT
};

enum status {
  STATUS_EXITED = 1,
  STATUS_SIGNALED = 2,
  STATUS_FAILED_TO_START = 3,
  STATUS_TIMED_OUT = 4,
  STATUS_STOPPED = 5,
};

enum flag {
  FLAG_STDOUT_TRUNCATED = 1,
  FLAG_STDERR_TRUNCATED = 2,
  FLAG_LOG_TRUNCATED = 4,
  FLAG_OUTPUT_HAD_SECRET = 8,
  FLAG_OUTPUT_TRUNCATED = 16,
  FLAG_FAMILY_REMAINED = 32,  // some process couldn't be ended (it belongs to another user, or hangs in the kernel)
  FLAG_STDOUT_HAD_SECRET = 64,  // and was masked
};

#endif
