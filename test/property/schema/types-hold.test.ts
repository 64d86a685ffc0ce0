import * as fc from "fast-check";
import ts from "typescript5";
import { expect, test } from "vitest";
import type { Json } from "../../../src/source/json.js";
import { emitJson, load } from "../../support/compile-schema.js";
import { document, value } from "./arbitrary-schema.js";

/** The type of exactly one value, without the checks that literals get. */
function exactType(json: Json): string {
  if (json === null || typeof json !== "object") return JSON.stringify(json);
  if (Array.isArray(json))
    return `[${(json as readonly Json[]).map(exactType).join(", ")}]`;
  const members = Object.entries(json).map(
    ([name, item]) => `${JSON.stringify(name)}: ${exactType(item)};`,
  );
  return `{ ${members.join(" ")} }`;
}

/**
 * A type whose members are all optional takes no value that has none of them:
 * a lint of TypeScript's, which spares types with an index signature.
 */
function withoutLint(types: string): string {
  return types.replaceAll(/^export interface [^]*?^\}$/gm, (text) =>
    text.includes("\n  [key: string]:")
      ? text
      : text.replace(/\}$/, "  [other: string]: unknown;\n}"),
  );
}

function errors(text: string): readonly string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === "all.ts"
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true)
      : read(name, ...rest);
  const program = ts.createProgram(["all.ts"], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ start = 0, messageText, file }) => {
      const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
      const message = ts.flattenDiagnosticMessageText(messageText, "\n");
      return `${text.split("\n")[line]}\n${message}`;
    });
}

/**
 * Plain, and with other names for what to TypeScript every object has, whether
 * its type tells it or not.
 */
function renamed(json: Json): Json {
  const text = JSON.stringify(json)
    .replaceAll('"constructor"', '"Constructor"')
    .replaceAll('"toString"', '"ToString"');
  return JSON.parse(text) as Json;
}

test("a value that is accepted is assignable to the type", () => {
  const schemas = fc.sample(document, { seed: 7, numRuns: 90 });
  const values = fc.sample(value, { seed: 11, numRuns: 45 });
  let text = "";
  let accepted = 0;
  for (const [i, schema] of schemas.entries()) {
    const plain = renamed(schema);
    const emitted = emitJson(plain);
    const check = load(emitted).get("root")!;
    text += `namespace S${i} {\n`;
    for (const { types } of emitted.declarations) text += withoutLint(types);
    text += "}\n";
    for (const item of values) {
      const json = renamed(item);
      if (check(json) !== undefined) continue;
      const name = `v${accepted++}`;
      text += `declare const ${name}: ${exactType(json)}; ${name} satisfies S${i}.Root; // ${JSON.stringify(plain).replaceAll("\n", " ")}\n`;
    }
  }
  expect(accepted).toBeGreaterThan(500);
  expect(errors(text).slice(0, 3)).toEqual([]);
});
