// The only file that includes Valijson.
#include "JSONSchemaCxx.h"

#include <exception>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace {

using Adapter = valijson::adapters::NlohmannJsonAdapter;

// Valijson names a place as "<root>", "[contracts]", "[core]": a JSON pointer says the same.
std::string pointer(const std::vector<std::string> &context) {
  std::string path;
  for (std::size_t index = 1; index < context.size(); ++index) {
    std::string part = context[index];
    if (part.size() >= 2 && part.front() == '[' && part.back() == ']') part = part.substr(1, part.size() - 2);
    path += '/';
    for (char letter : part) {
      if (letter == '~') path += "~0";
      else if (letter == '/') path += "~1";
      else path += letter;
    }
  }
  return path;
}

// A failure of a part is reported again by every whole that contains it; only the part says something.
bool repeatsAnInnerFailure(const std::string &description) {
  return description.rfind("Failed to validate against schema associated", 0) == 0 ||
         description.rfind("Failed to validate against additional properties", 0) == 0 ||
         description.rfind("Failed to validate against a conditional schema", 0) == 0 ||
         description.rfind("Failed to validate item", 0) == 0 ||
         description.rfind("Failed to validate against child schema", 0) == 0;
}

void say(void *context, belay_schema_report report, const std::string &path, const std::string &rule) {
  report(context, path.data(), path.size(), rule.data(), rule.size());
}

}  // namespace

extern "C" enum belay_schema_answer belay_schema_validate(const char *schema_text, size_t schema_length,
                                                          const char *document_text, size_t document_length,
                                                          void *context, belay_schema_report report) {
  valijson::Schema schema;
  try {
    const nlohmann::json parsed = nlohmann::json::parse(schema_text, schema_text + schema_length);
    valijson::SchemaParser parser;
    parser.populateSchema(Adapter(parsed), schema);
  } catch (const std::exception &problem) {
    say(context, report, "", problem.what());
    return belay_schema_unusable_schema;
  }
  try {
    const nlohmann::json document = nlohmann::json::parse(document_text, document_text + document_length);
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(schema, Adapter(document), &results)) return belay_schema_valid;
    bool said = false;
    for (const auto &error : results) {
      if (repeatsAnInnerFailure(error.description)) continue;
      say(context, report, pointer(error.context), error.description);
      said = true;
    }
    if (!said) say(context, report, "", "the document doesn't match the schema");
    return belay_schema_invalid;
  } catch (const std::exception &problem) {
    say(context, report, "", problem.what());
    return belay_schema_unusable_document;
  }
}
