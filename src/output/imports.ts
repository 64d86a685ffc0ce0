/** Import lines as prettier's defaults would have them. */

const WIDTH = 80;

/** Collects what a file needs from other modules. */
export class Imports {
  readonly #modules = new Map<string, Map<string, boolean>>();

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
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([module, names]) => statement(module, names));
  }
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
