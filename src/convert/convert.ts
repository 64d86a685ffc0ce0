/** A schema in another language: from the name of its file to a text. */
import type { ConvertFormat, ConvertTarget } from "../advice/choices.js";
import {
  Diagnostics,
  isError,
  type Diagnostic,
} from "../diagnostics/diagnostics.js";
import { warningsAsErrors } from "../diagnostics/strict.js";
import type { Contract } from "../contract/model.js";
import { locate } from "../documents/locate.js";
import { printYaml } from "../documents/print-yaml.js";
import { readContract, type ReadOptions } from "../frontends/read-contract.js";
import type { JsonObject } from "../source/json.js";
import { leftOut } from "./left-out.js";
import { toAsyncapi } from "./to-asyncapi.js";
import { toJsonSchema } from "./to-json-schema.js";
import { toNative } from "./to-native.js";

export interface ConvertOptions extends ReadOptions {
  readonly to: ConvertTarget;
  readonly format: ConvertFormat;
  /** Warnings are errors. */
  readonly strict?: boolean;
}

export interface Converted {
  /** `undefined`: there are errors among the diagnostics. */
  readonly text: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export async function convert(options: ConvertOptions): Promise<Converted> {
  const { to, format, strict } = options;
  const { contract, diagnostics } = await readContract(options);
  const problems = new Diagnostics();
  for (const what of contract ? leftOut(contract, to) : []) {
    const params = { format: NAMES[to], what };
    problems.report("convert-left-out", undefined, params);
  }
  const found = await locate([...diagnostics, ...problems.list]);
  const told = strict ? warningsAsErrors(found) : found;
  const isFit = contract && !told.some(isError);
  return {
    text: isFit ? textOf(contract, to, format) : undefined,
    diagnostics: told,
  };
}

const NAMES: Readonly<Record<ConvertTarget, string>> = {
  native: "the native format",
  asyncapi: "AsyncAPI",
  jsonschema: "JSON Schema",
};

/** For editors; `schema/` comes with the package. */
const EDITOR_SCHEMA =
  "# yaml-language-server: $schema=./node_modules/create-realtime/schema/realtime.schema.json\n";

export function textOf(
  contract: Contract,
  to: ConvertTarget,
  format: ConvertFormat,
): string {
  const value = valueOf(contract, to);
  if (format === "json") return `${JSON.stringify(value, null, 2)}\n`;
  const first = to === "native" ? EDITOR_SCHEMA : "";
  return `${first}${printYaml(value)}`;
}

function valueOf(contract: Contract, to: ConvertTarget): JsonObject {
  switch (to) {
    case "native":
      return toNative(contract);
    case "asyncapi":
      return toAsyncapi(contract);
    case "jsonschema":
      return toJsonSchema(contract);
    default:
      return to satisfies never;
  }
}
