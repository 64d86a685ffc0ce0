/** The typed errors of one message: a const object of classes, and their union. */
import { group, indent, print, softline, value } from "../typescript/layout.js";
import { docComment, stringLiteral } from "../typescript/literals.js";
import { pascalCase, type Names } from "../typescript/names.js";
import { block, objectLiteral, property } from "./block.js";
import type { MessageRoots, Root } from "./roots.js";
import type { Scope } from "./scope.js";

export interface ErrorsView {
  readonly name: string;
  readonly types: string;
  readonly payloads: string;
  /** The constant with the classes by name, and the union of their instances. */
  readonly classes: string;
  readonly union: string;
  readonly cases: readonly ErrorCase[];
}

export interface ErrorCase {
  readonly code: string;
  readonly className: string;
  readonly root: Root;
}

export function errorsView(
  { payload, errors }: MessageRoots,
  names: Names,
  scope: Scope,
): ErrorsView {
  const base = scope.typeOf(payload);
  const cases = classNames(errors);
  const name = names.assign(`${payload.key}/error`, `${base}Error`);
  const types = names.assign(`${payload.key}/errors`, `${base}Errors`);
  return {
    name,
    types,
    payloads: block(
      cases.map(({ className, code, root }) => ({
        doc: docComment("  ", root.notes ?? {}),
        text: `${className}: ${block(
          [
            { text: `code: ${stringLiteral(code)}` },
            { text: `payload: ${scope.typeOf(root)}` },
          ],
          1,
        )}`,
      })),
      0,
    ),
    classes: classesOf(name, types, cases),
    union: unionOf(name),
    cases,
  };
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

function classNames(errors: MessageRoots["errors"]): ErrorCase[] {
  const taken = new Set<string>();
  return errors.map(({ code, root }) => {
    const wanted = pascalCase(code, "Error");
    let className = wanted;
    for (let n = 2; taken.has(className); n++) className = `${wanted}${n}`;
    taken.add(className);
    return { code, className, root };
  });
}
