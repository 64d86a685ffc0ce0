/** The typed errors of one message: a const object of classes, and their union. */
import { template } from "../render/render.js";
import { group, indent, print, softline, value } from "../typescript/layout.js";
import { docComment, stringLiteral } from "../typescript/literals.js";
import type { Names } from "../typescript/names.js";
import { block, objectLiteral, property } from "./block.js";
import type { MessageRoots, Root } from "./roots.js";
import type { Scope } from "./scope.js";

export interface ErrorsView {
  readonly name: string;
  /** Where it stands, as {@link Scope.file}. */
  readonly file: string;
  readonly cases: readonly ErrorCase[];
}

export interface ErrorCase {
  readonly code: string;
  readonly className: string;
  readonly root: Root;
}

const render = template<{
  readonly types: string;
  readonly payloads: string;
  /** The constant with the classes by name, and the union of their instances. */
  readonly classes: string;
  readonly union: string;
}>("shared/errors.ts.hbs");

/** @param scope of the file that they are to stand in */
export function declareErrors(
  { payload, errors }: MessageRoots,
  names: Names,
  scope: Scope,
): ErrorsView {
  const base = scope.nameOf(payload);
  const cases = errors.map(({ code, root }) => ({
    code,
    className: names.errorClass(payload.key, code),
    root,
  }));
  const name = names.assign(`${payload.key}/error`, `${base}Error`);
  const types = names.assign(`${payload.key}/errors`, `${base}Errors`);
  const payloads = cases.map(({ className, code, root }) => ({
    doc: docComment("  ", root.notes ?? {}),
    text: `${className}: ${block(
      [
        { text: `code: ${stringLiteral(code)}` },
        { text: `payload: ${scope.typeOf(root)}` },
      ],
      1,
    )}`,
  }));
  scope.imports
    .value("./runtime/core/errors.js", "applicationErrors")
    .type("./runtime/core/errors.js", "ErrorOf");
  const view = {
    types,
    payloads: block(payloads, 0),
    classes: classesOf(name, types, cases),
    union: unionOf(name),
  };
  scope.add(render(view));
  return { name, file: scope.file, cases };
}

function classesOf(
  name: string,
  types: string,
  cases: readonly ErrorCase[],
): string {
  const codes = objectLiteral(
    cases.map(({ className, code }) =>
      property(className, stringLiteral(code)),
    ),
  );
  const made = [
    `applicationErrors<${types}>`,
    {
      kind: "choice",
      states: [
        ["(", codes, ")"],
        group(["(", indent([softline, codes, ","]), softline, ")"], true),
      ],
    },
  ] as const;
  return print([`export const ${name} =`, value(made), ";"]);
}

function unionOf(name: string): string {
  const union = [indent([softline, `typeof ${name}`]), softline];
  return print([
    `export type ${name} =`,
    value(["ErrorOf", group(["<", union, ">"])]),
    ";",
  ]);
}
