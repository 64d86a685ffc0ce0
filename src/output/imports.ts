/** Import lines as prettier's defaults would have them. */
import { posix } from "node:path";

const WIDTH = 80;

/** Collects what a file needs from other modules, which are given as seen from the output folder. */
export class Imports {
  readonly #file: string;
  readonly #modules = new Map<string, Map<string, boolean>>();

  /** @param file the one that imports, seen from the output folder */
  constructor(file = "") {
    this.#file = file;
  }

  /** A name used as a value; it may be used as a type as well. */
  value(module: string, name: string): this {
    this.#names(module).set(name, true);
    return this;
  }

  type(module: string, name: string): this {
    const names = this.#names(module);
    if (!names.has(name)) names.set(name, false);
    return this;
  }

  #names(module: string): Map<string, boolean> {
    let names = this.#modules.get(module);
    if (!names) this.#modules.set(module, (names = new Map()));
    return names;
  }

  /** One statement per module, modules and names sorted by code unit. */
  statements(): string[] {
    return [...this.#modules]
      .map(([module, names]) => [seenFrom(this.#file, module), names] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([module, names]) => statement(module, names));
  }
}

/** A module as a file imports it; both are seen from the output folder. */
export function seenFrom(file: string, module: string): string {
  const way = posix.relative(
    posix.join("/", posix.dirname(file)),
    posix.join("/", module),
  );
  return way.startsWith("../") ? way : `./${way}`;
}

function statement(
  module: string,
  names: ReadonlyMap<string, boolean>,
): string {
  const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  const allTypes = sorted.every(([, isValue]) => !isValue);
  const specifiers = sorted.map(([name, isValue]) =>
    allTypes || isValue ? name : `type ${name}`,
  );
  return braced(allTypes ? "import type" : "import", specifiers, module);
}

/** `export { A, B } from "module";` and the like. */
export function braced(
  keyword: string,
  specifiers: readonly string[],
  module: string,
): string {
  const from = `from ${JSON.stringify(module)};`;
  const line = `${keyword} { ${specifiers.join(", ")} } ${from}`;
  if (specifiers.length === 1 || line.length <= WIDTH) return line;
  return [
    `${keyword} {`,
    ...specifiers.map((specifier) => `  ${specifier},`),
    `} ${from}`,
  ].join("\n");
}
