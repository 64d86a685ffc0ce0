import type { DialectId } from "../../schema/dialect.js";

export type SchemaLanguage = DialectId | "avro";

/**
 * AsyncAPI, "Schema formats table": the language that a `schemaFormat` names;
 * `undefined`: none that we read.
 */
export function languageOf(format: string): SchemaLanguage | undefined {
  const [type = "", ...parameters] = format
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const version = parameters
    .find((parameter) => parameter.startsWith("version="))
    ?.slice("version=".length);
  switch (type.replace(/\+(json|yaml)$/, "")) {
    case "application/vnd.aai.asyncapi":
      return "asyncapi";
    case "application/vnd.oai.openapi":
      return version?.startsWith("3.1") ? "openapi-3.1" : "openapi-3.0";
    case "application/schema":
      return jsonSchemaOf(version ?? "draft-07");
    case "application/vnd.apache.avro":
    // Content types rather than formats, but there is no doubt what is meant.
    case "application/avro":
    case "avro/binary":
      return "avro";
    default:
      return undefined;
  }
}

function jsonSchemaOf(version: string): DialectId | undefined {
  switch (version.replace(/^draft[-/]?/, "")) {
    case "04":
      return "draft-04";
    case "06":
      return "draft-06";
    case "07":
      return "draft-07";
    case "2019-09":
      return "2019-09";
    case "2020-12":
      return "2020-12";
    default:
      return undefined;
  }
}
