/** From the name of a schema file to the Contract: reads, recognises, lowers, checks. */
import { checkContract } from "../contract/check.js";
import { isObject, type Json } from "../source/json.js";
import type { Contract } from "../contract/model.js";
import { reachable, schemasOf } from "../contract/walk.js";
import { Diagnostics, type Diagnostic } from "../diagnostics/diagnostics.js";
import { didYouMean } from "../diagnostics/did-you-mean.js";
import { Documents } from "../documents/documents.js";
import type { ReadHost, ReadRecord } from "../host/read-host.js";
import { firstProblem } from "../schema/accepts-value.js";
import { at } from "../source/path.js";
import { lowerAsyncapi } from "./asyncapi/detect.js";
import type { Perspective } from "./asyncapi/perspective.js";
import { lowerNative } from "./native/lower.js";

export interface ReadOptions {
  /** The schema file, relative to where the user stands. */
  readonly entry: string;
  readonly host: ReadHost;
  /** References may lead to files in it. Default: the folder of the entry. */
  readonly root?: string;
  /** From whose end an AsyncAPI document is written. Default: the server's. */
  readonly perspective?: Perspective;
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
  const lowered = documents && lower(documents, diagnostics, options);
  let contract: Contract | undefined;
  if (documents && lowered) {
    const { definitions } = lowered;
    contract = {
      ...lowered,
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

function lower(
  documents: Documents,
  diagnostics: Diagnostics,
  { perspective }: ReadOptions,
): Contract | undefined {
  const { file, value } = documents.entry;
  const keys = isObject(value) ? value : {};
  if (Object.hasOwn(keys, "realtime")) {
    return lowerNative(documents, diagnostics);
  }
  if (Object.hasOwn(keys, "asyncapi")) {
    return lowerAsyncapi(documents, diagnostics, perspective);
  }
  const target = { file, path: undefined };
  for (const [key, format] of LATER) {
    if (!Object.hasOwn(keys, key)) continue;
    const from = { ...at(target, key), part: "key" } as const;
    diagnostics.report("format-not-yet", from, { format });
    return undefined;
  }
  diagnostics.report("format-unknown", target, {}, guess(value));
  return undefined;
}

/** Recognised, so that nobody wonders. */
const LATER = [
  ["openapi", "OpenAPI"],
  ["swagger", "OpenAPI 2.0 (Swagger)"],
  ["$schema", "JSON Schema as a contract"],
  ["$defs", "JSON Schema as a contract"],
  ["definitions", "JSON Schema as a contract"],
] as const;

function guess(value: Json): string | undefined {
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value);
  for (const key of keys) {
    const fix = didYouMean("realtime", [key]) && `did you mean "realtime"?`;
    if (fix) return fix;
  }
  return keys.includes("channels")
    ? 'begin with the line "realtime: 1"'
    : undefined;
}
