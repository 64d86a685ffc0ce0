/** From the name of a schema file to the Contract: reads, recognises, lowers, checks. */
import { checkContract } from "../contract/check.js";
import { isObject, type Json } from "../source/json.js";
import type { Contract } from "../contract/model.js";
import { withTidyProse } from "../contract/prose.js";
import { reachable, schemasOf } from "../contract/walk.js";
import {
  Diagnostics,
  type Diagnostic,
  type Target,
} from "../diagnostics/diagnostics.js";
import { didYouMean } from "../diagnostics/did-you-mean.js";
import { Documents } from "../documents/documents.js";
import { isList } from "../documents/fields.js";
import type { ReadHost, ReadRecord } from "../host/read-host.js";
import { firstProblem } from "../schema/accepts-value.js";
import { at } from "../source/path.js";
import { lowerAsyncapi } from "./asyncapi/detect.js";
import type { Perspective } from "./asyncapi/perspective.js";
import { foreignText, foreignValue, type Foreign } from "./foreign.js";
import { isJsonSchema } from "./jsonschema/content.js";
import { lowerJsonSchema } from "./jsonschema/lower.js";
import { lowerNative } from "./native/lower.js";
import { lowerOpenapi } from "./openapi/detect.js";

export interface ReadOptions {
  /** The schema file, relative to where the user stands. */
  readonly entry: string;
  readonly host: ReadHost;
  /** References may lead to files in it. Default: the folder of the entry. */
  readonly root?: string;
  /** From whose end an AsyncAPI document is written. Default: the server's. */
  readonly perspective?: Perspective;
  /**
   * Patterns of names: which events of a JSON Schema or of OpenAPI webhooks
   * are taken. Default: those that the document says, or seems to say.
   */
  readonly events?: readonly string[];
}

export interface ReadContract {
  /** `undefined`: there are errors among the diagnostics. */
  readonly contract: Contract | undefined;
  /** Without ranges: see `documents/locate.ts`. */
  readonly diagnostics: readonly Diagnostic[];
  readonly reads: readonly ReadRecord[];
}

export async function readContract(
  options: ReadOptions,
): Promise<ReadContract> {
  const { entry, host, root } = options;
  const diagnostics = new Diagnostics();
  const documents = await Documents.open(entry, host, diagnostics, root);
  if (!documents) return unread(diagnostics, host);
  const lowered = lower(documents, diagnostics, options);
  let contract: Contract | undefined;
  if (lowered) {
    const { definitions } = lowered;
    contract = {
      ...withTidyProse(lowered),
      definitions: reachable(schemasOf(lowered), definitions),
    };
    const top = { file: documents.entry.file, path: undefined };
    checkContract(contract, diagnostics, top, firstProblem);
  }
  return {
    contract: diagnostics.failed ? undefined : contract,
    diagnostics: diagnostics.list,
    reads: host.reads,
  };
}

/** What is no document may be a schema of another language. */
function unread(diagnostics: Diagnostics, host: ReadHost): ReadContract {
  const file = diagnostics.list[0]?.target?.file;
  const foreign = file && foreignText(file.text);
  const told = foreign ? new Diagnostics() : diagnostics;
  if (foreign) reportForeign(foreign, { file, path: undefined }, told);
  return { contract: undefined, diagnostics: told.list, reads: host.reads };
}

function lower(
  documents: Documents,
  diagnostics: Diagnostics,
  { perspective, events = [] }: ReadOptions,
): Contract | undefined {
  const { file, value } = documents.entry;
  const top = { file, path: undefined };
  const keys = isObject(value) ? value : {};
  const has = (key: string): boolean => Object.hasOwn(keys, key);
  const takesAll = (key: string, format: string): void => {
    if (events.length === 0) return;
    const target = { ...at(top, key), part: "key" } as const;
    diagnostics.report("events-unused", target, { format });
  };
  if (has("realtime")) {
    takesAll("realtime", "native");
    return lowerNative(documents, diagnostics);
  }
  if (has("asyncapi")) {
    takesAll("asyncapi", "AsyncAPI");
    return lowerAsyncapi(documents, diagnostics, perspective);
  }
  if (has("openapi") || has("swagger")) {
    return lowerOpenapi(documents, diagnostics, events);
  }
  const misspelt = guess(value);
  const foreign =
    isObject(value) || isList(value)
      ? foreignValue(value)
      : foreignText(file.text);
  if (misspelt === undefined && foreign) {
    reportForeign(foreign, top, diagnostics);
  } else if (misspelt === undefined && isJsonSchema(value)) {
    return lowerJsonSchema(documents, diagnostics, events);
  } else {
    diagnostics.report("format-unknown", top, {}, misspelt);
  }
  return undefined;
}

function reportForeign(
  { format, hint }: Foreign,
  target: Target,
  diagnostics: Diagnostics,
): void {
  diagnostics.report("format-not-yet", target, { format }, hint);
}

/** The first key of each language that has one. */
const MARKS = ["realtime", "asyncapi", "openapi"];

function guess(value: Json): string | undefined {
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value);
  for (const key of keys) {
    const fix = didYouMean(key, MARKS);
    if (fix) return fix;
  }
  return keys.includes("channels")
    ? 'begin with the line "realtime: 1"'
    : undefined;
}
