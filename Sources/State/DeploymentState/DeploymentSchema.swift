// The schema of deployment documents, as the project's `schemas/enhanced-deployment-schema.json` has it: the file is
// compiled in, so that a plan that runs anywhere validates against the same text.

extension SchemaValidator {
  /// The schema that this build carries.
  public static let builtIn = SchemaValidator(
    schema: PackageResources.enhanced_deployment_schema_json, source: "enhanced-deployment-schema.json")
}
