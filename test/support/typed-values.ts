/** A module that is right when values are assignable to the types generated for them. */
import type { Assertion, Check } from "../../src/contract/assertion.js";
import { eachInside } from "../../src/contract/walk.js";
import type { Channel } from "../../src/contract/model.js";
import {
  isStreamed,
  rootsOf,
  type ChannelRoots,
  type Root,
} from "../../src/output/roots.js";
import type { GeneratedFile } from "../../src/plan/generated-file.js";
import type { Json } from "../../src/source/json.js";
import { stringLiteral } from "../../src/typescript/literals.js";
import { checksOf, type Definitions } from "./arbitrary-value/conjunction.js";
import { schemasOfItem, schemasOfProperty } from "./arbitrary-value/members.js";
import type { CorpusOutput } from "./corpus.js";

/** @param values By the ledger's key of their schema. */
export function typedValues(
  { contract, files }: CorpusOutput,
  values: ReadonlyMap<string, readonly Json[]>,
): string {
  const imports: string[] = [];
  const lines: string[] = [];
  for (const roots of rootsOf(contract)) {
    const { type, file } = typeOfChannel(roots.channel, files);
    const before = lines.length;
    for (const { way, root } of typesOf(roots)) {
      const name = `${type}${way.map((key) => `[${stringLiteral(key)}]`).join("")}`;
      for (const value of values.get(root.key) ?? []) {
        const variable = `value${lines.length}`;
        const exact = exactType(value, [root.schema], contract.definitions);
        // A literal would have to name no property that the type does not.
        lines.push(
          `declare const ${variable}: ${exact};\n${variable} satisfies ${name};`,
        );
      }
    }
    if (lines.length > before)
      imports.push(`import type { ${type} } from "./${file}";`);
  }
  return [...imports, ...lines, "export {};", ""].join("\n");
}

/** The interface that describes the channel to both ends, and its module. */
function typeOfChannel(
  { name }: Channel,
  files: readonly GeneratedFile[],
): { readonly type: string; readonly file: string } {
  for (const { path, content } of files)
    for (const [, type = "", literal] of content.matchAll(
      /^export interface (\S+) \{\s+name:\s+(.+);$/gm,
    ))
      if (literal === stringLiteral(name))
        return { type, file: path.replace(/\.ts$/, ".js") };
  throw new Error(`no file describes the channel ${name}`);
}

/** Where the channel's type has the types of its schemas; those of errors are a handler's. */
function typesOf({
  parameters,
  snapshot,
  events,
  commands,
}: ChannelRoots): readonly TypeOfRoot[] {
  const types: TypeOfRoot[] = parameters.map(({ name, root }) => ({
    way: ["params", name],
    root,
  }));
  const add = (root: Root | undefined, ...way: readonly string[]): void => {
    if (root) types.push({ way, root });
  };
  add(snapshot, "snapshot");
  for (const { message, payload, headers, reply } of events) {
    add(payload, "events", message.name);
    add(headers, "headers", message.name);
    add(reply, "replies", message.name);
  }
  for (const command of commands) {
    const { message, payload, headers, reply } = command;
    const [kind, answer] = isStreamed(command)
      ? (["streams", "part"] as const)
      : (["commands", "reply"] as const);
    add(payload, kind, message.name, "data");
    add(reply, kind, message.name, answer);
    add(headers, "headers", message.name);
  }
  return types;
}

interface TypeOfRoot {
  readonly way: readonly string[];
  readonly root: Root;
}

/**
 * The type of exactly one value. Properties that it might have, and has not,
 * are told to be absent: TypeScript takes a value that has nothing in common
 * with a type of optional properties for a mistake, though it is assignable.
 */
function exactType(
  value: Json,
  schemas: readonly Assertion[],
  definitions: Definitions,
): string {
  if (typeof value === "string") return stringLiteral(value);
  if (value === null || typeof value !== "object") return String(value);
  const checks = lookingAt(schemas, definitions);
  if (Array.isArray(value)) {
    const arrays = checksOf(checks, "array");
    const items = (value as readonly Json[]).map((item, i) =>
      exactType(item, schemasOfItem(arrays, i), definitions),
    );
    return `[${items.join(", ")}]`;
  }
  const objects = checksOf(checks, "object");
  const members = Object.entries(value).map(
    ([name, item]) =>
      `${stringLiteral(name)}: ${exactType(item, schemasOfProperty(objects, name), definitions)};`,
  );
  const known = new Set(
    objects.flatMap(({ properties }) => properties.map(({ name }) => name)),
  );
  const absent = [...known].filter((name) => !Object.hasOwn(value, name));
  return `{ ${[...members, ...absent.map((name) => `${stringLiteral(name)}?: never;`)].join(" ")} }`;
}

/** The checks of a value in every alternative. */
function lookingAt(
  schemas: readonly Assertion[],
  definitions: Definitions,
): readonly Check[] {
  const found: Check[] = [];
  const met = new Set<Assertion>();
  const visit = (schema: Assertion): void => {
    if (met.has(schema)) return;
    met.add(schema);
    for (const check of schema.checks) {
      found.push(check);
      eachInside(check, visit, true);
      const definition =
        check.kind === "reference" ? definitions.get(check.to) : undefined;
      if (definition) visit(definition.schema);
    }
  };
  schemas.forEach(visit);
  return found;
}
