/** JSON Schemas to running checks, without files: for tests of the heart. */
import { transformSync } from "esbuild";
import * as formats from "../../templates/runtime/core/formats.js";
import * as validation from "../../templates/runtime/core/validation.js";
import type { Json } from "../../src/source/json.js";
import { isObject } from "../../src/source/json.js";
import type { DefinitionId } from "../../src/contract/assertion.js";
import type { Definition } from "../../src/contract/model.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import type { DialectId } from "../../src/schema/dialect.js";
import type { SchemaHost } from "../../src/schema/host.js";
import { createLowering, type Lowering } from "../../src/schema/lower.js";
import { idOf, originAt } from "../../src/source/path.js";
import type { Origin } from "../../src/source/source-file.js";
import {
  emitTypes,
  RUNTIME_TYPES,
  type Emitted,
  type TypeRoot,
} from "../../src/typescript/emit.js";
import { Names } from "../../src/typescript/names.js";

/** One document; references by JSON pointer within it. */
export function hostOf(document: Json, diagnostics: Diagnostics): SchemaHost {
  const file = { path: "test.json", text: "" };
  return {
    diagnostics,
    resolve(ref) {
      if (!ref.startsWith("#")) return undefined;
      const keys = decodeURIComponent(ref.slice(1))
        .split("/")
        .slice(1)
        .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
      let value: Json | undefined = document;
      for (const key of keys)
        value = isObject(value)
          ? value[key]
          : Array.isArray(value)
            ? (value as Json[])[Number(key)]
            : undefined;
      if (value === undefined) return undefined;
      const origin = originAt(file, keys);
      return { value, origin, id: idOf(origin), name: keys.at(-1) ?? "Root" };
    },
  };
}

export interface Lowered {
  readonly lowering: Lowering;
  readonly diagnostics: Diagnostics;
  readonly schema: ReturnType<Lowering["lower"]>;
}

export function lowerJson(
  document: Json,
  dialect: DialectId = "2020-12",
): Lowered {
  const diagnostics = new Diagnostics();
  const lowering = createLowering(hostOf(document, diagnostics), dialect);
  const top: Origin = {
    file: { path: "test.json", text: "" },
    path: undefined,
  };
  return { lowering, diagnostics, schema: lowering.lower(document, top) };
}

export function emitJson(
  document: Json,
  wantedName = "Root",
  dialect: DialectId = "2020-12",
): Emitted {
  const { lowering, schema } = lowerJson(document, dialect);
  return emitSchemas(
    [{ key: "root", wantedName, schema }],
    lowering.definitions,
  );
}

export function emitSchemas(
  roots: readonly TypeRoot[],
  definitions: ReadonlyMap<DefinitionId, Definition>,
): Emitted {
  return emitTypes({ roots, definitions, names: new Names() });
}

/** All declarations as one module; `./` is where the runtime stands. */
export function moduleText(emitted: Emitted, runtime = "./"): string {
  const needs = (kind: "validation" | "formats"): string[] => [
    ...new Set(emitted.declarations.flatMap(({ runtime }) => runtime[kind])),
  ];
  const names = needs("validation").map((name) =>
    RUNTIME_TYPES.has(name) ? `type ${name}` : name,
  );
  const imports = [
    `import { ${names.join(", ")} } from "${runtime}validation.js";\n`,
  ];
  if (needs("formats").length > 0)
    imports.push(
      `import { ${needs("formats").join(", ")} } from "${runtime}formats.js";\n`,
    );
  return `${imports.join("")}\n${bodyText(emitted)}`;
}

export function bodyText(emitted: Emitted): string {
  return emitted.declarations
    .flatMap(({ types, validator }) => [types, validator])
    .join("\n");
}

/** Runs the emitted code; the checks by the id of their declaration. */
export function load(emitted: Emitted): ReadonlyMap<string, validation.Check> {
  const text = emitted.declarations
    .map(({ validator }) => validator)
    .join("\n");
  const { code } = transformSync(text, { loader: "ts", format: "cjs" });
  const scope = { ...validation, ...formats };
  const module: { exports: Record<string, unknown> } = { exports: {} };
  // The test's own way to run what was emitted.
  // oxlint-disable-next-line no-new-func
  new Function("module", ...Object.keys(scope), code)(
    module,
    ...Object.values(scope),
  );
  return new Map(
    emitted.declarations.map(({ id, check }) => [
      id,
      module.exports[check] as validation.Check,
    ]),
  );
}

export function checkOf(
  document: Json,
  dialect: DialectId = "2020-12",
): validation.Check {
  return load(emitJson(document, "Root", dialect)).get("root")!;
}
