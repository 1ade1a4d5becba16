// Valijson (JSON Schema draft 7) behind one C function. No C++ type and no exception crosses it.
#ifndef BELAY_JSON_SCHEMA_CXX_H
#define BELAY_JSON_SCHEMA_CXX_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum belay_schema_answer {
  belay_schema_valid = 0,
  belay_schema_invalid = 1,
  belay_schema_unusable_schema = 2,
  belay_schema_unusable_document = 3
};

// Called once for every broken rule, and once with the reason when a schema or document is unusable. `path` is a
// JSON pointer. Neither text is zero-terminated by promise of its content: the lengths count.
typedef void (*belay_schema_report)(void *context, const char *path, size_t path_length, const char *rule,
                                    size_t rule_length);

// Validates the JSON text `document` against the JSON text `schema`. Keeps nothing, writes nothing; safe to call from
// several threads at once.
enum belay_schema_answer belay_schema_validate(const char *schema, size_t schema_length, const char *document,
                                               size_t document_length, void *context, belay_schema_report report);

#ifdef __cplusplus
}
#endif

#endif
