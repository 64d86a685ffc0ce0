import type { Json } from "../source/json.js";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import type { SourceFile } from "../source/source-file.js";
import { holdsTooMany } from "./entries.js";
import { readJson } from "./json-reader.js";
import { MAX_ENTRIES } from "./limits.js";
import { readYamlSubset } from "./yaml-subset.js";

export interface Document {
  readonly file: SourceFile;
  readonly value: Json;
}

/** JSON begins so; everything else is YAML, whatever the file's name says. */
export function looksLikeJson(text: string): boolean {
  return /^\uFEFF?\s*[[{]/.test(text);
}

// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/** `undefined`: it was reported. */
export async function readDocument(
  file: SourceFile,
  diagnostics: Diagnostics,
): Promise<Document | undefined> {
  const control = CONTROL.exec(file.text);
  if (control) {
    const range = { start: control.index, end: control.index + 1 };
    const target = { file, path: undefined, range };
    const code = control[0].charCodeAt(0).toString(16).padStart(4, "0");
    diagnostics.report("file-binary", target, { character: `U+${code}` });
    return undefined;
  }
  const value = looksLikeJson(file.text)
    ? await readBracketed(file, diagnostics)
    : await readYaml(file, diagnostics);
  return value === undefined ? undefined : { file, value };
}

/** JSON, or YAML that begins with a bracket, such as JSON with comments. */
async function readBracketed(
  file: SourceFile,
  diagnostics: Diagnostics,
): Promise<Json | undefined> {
  if (isTooRich(file, "json", diagnostics)) return undefined;
  const asJson = new Diagnostics();
  const json = readJson(file, asJson);
  if (json !== undefined || file.path.endsWith(".json")) {
    diagnostics.join(asJson);
    return json;
  }
  return readYaml(file, diagnostics);
}

async function readYaml(
  file: SourceFile,
  diagnostics: Diagnostics,
): Promise<Json | undefined> {
  if (isTooRich(file, "yaml", diagnostics)) return undefined;
  const value = readYamlSubset(file.text);
  if (value !== undefined) return value;
  const library = await import("./yaml-reader.js");
  return library.readYaml(file, diagnostics);
}

function isTooRich(
  file: SourceFile,
  language: keyof typeof MAX_ENTRIES,
  diagnostics: Diagnostics,
): boolean {
  if (!holdsTooMany(file.text, language)) return false;
  const target = { file, path: undefined, range: { start: 0, end: 0 } };
  const params = { path: file.path, limit: MAX_ENTRIES[language] };
  diagnostics.report("file-too-many-entries", target, params);
  return true;
}
