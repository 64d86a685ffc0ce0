/** JSON Schemas to running checks, without files: for tests of the heart. */
import { transformSync } from "esbuild";
import * as formats from "../../templates/runtime/core/formats.js";
import * as unevaluated from "../../templates/runtime/core/unevaluated.js";
import * as validation from "../../templates/runtime/core/validation.js";
import type { Json } from "../../src/source/json.js";
import type { DefinitionId } from "../../src/contract/assertion.js";
import type { Definition } from "../../src/contract/model.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import type { DialectId } from "../../src/schema/dialect.js";
import { createLowering, type Lowering } from "../../src/schema/lower.js";
import {
  emitTypes,
  RUNTIME_TYPES,
  type Emitted,
  type TypeRoot,
} from "../../src/typescript/emit.js";
import { Names } from "../../src/typescript/names.js";
import { jsonHost } from "./json-host.js";

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
  const host = jsonHost({ "test.json": document }, diagnostics);
  const lowering = createLowering(host, dialect);
  const top = host.top("test.json");
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
  const imports = (["validation", "formats", "unevaluated"] as const).flatMap(
    (module) => {
      const names = new Set(
        emitted.declarations.flatMap(({ runtime }) => runtime[module]),
      );
      if (names.size === 0) return [];
      const list = [...names].map((name) =>
        RUNTIME_TYPES.has(name) ? `type ${name}` : name,
      );
      return [`import { ${list.join(", ")} } from "${runtime}${module}.js";\n`];
    },
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
  const scope = { ...validation, ...formats, ...unevaluated };
  const module: { exports: Record<string, unknown> } = { exports: {} };
  // The test's own way to run what was emitted.
  // oxlint-disable-next-line no-new-func
  new Function("module", ...Object.keys(scope), code)(
    module,
    ...Object.values(scope),
  );
  return new Map(
    [...emitted.byId].map(([id, { check }]) => [
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
