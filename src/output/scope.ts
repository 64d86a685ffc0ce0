/** What the views of one file see: names of types and checks, and imports for those that stand elsewhere. */
import type { Declaration, Emitted } from "../typescript/emit.js";
import { RUNTIME_TYPES } from "../typescript/emit.js";
import type { Distribution } from "./distribute.js";
import { Imports } from "./imports.js";
import type { Root } from "./roots.js";

const VALIDATION = "./runtime/core/validation.js";
const FORMATS = "./runtime/core/formats.js";

export class Scope {
  readonly imports = new Imports();
  readonly #file: string;
  readonly #emitted: Emitted;
  readonly #distribution: Distribution;

  constructor(file: string, emitted: Emitted, distribution: Distribution) {
    this.#file = file;
    this.#emitted = emitted;
    this.#distribution = distribution;
  }

  /** The type of a root; roots stand in their channel's file. */
  typeOf({ key }: Root): string {
    return this.#declaration(key).name;
  }

  /** The check of a root: its own, or that of the type that it is another name for. */
  checkOf({ key }: Root): string {
    let declaration = this.#declaration(key);
    const { check } = declaration;
    while (`check${declaration.name}` !== check) {
      declaration = this.#declaration(declaration.imports.checks[0]!);
    }
    const module = this.#moduleOf(declaration);
    if (module) this.imports.value(module, check);
    return check;
  }

  /** The declarations of this file, as text; what they need is imported. */
  declarations(): string[] {
    const own = this.#distribution.files.get(this.#file) ?? [];
    for (const { runtime, imports } of own) {
      for (const name of runtime.validation) {
        if (RUNTIME_TYPES.has(name)) this.imports.type(VALIDATION, name);
        else this.imports.value(VALIDATION, name);
      }
      for (const name of runtime.formats) this.imports.value(FORMATS, name);
      for (const id of imports.types) {
        const target = this.#declaration(id);
        const module = this.#moduleOf(target);
        if (module) this.imports.type(module, target.name);
      }
      for (const id of imports.checks) {
        const target = this.#declaration(id);
        const module = this.#moduleOf(target);
        if (module) this.imports.value(module, target.check);
      }
    }
    return own.map(({ types, validator }) =>
      `${types}\n${validator}`.trimEnd(),
    );
  }

  #declaration(id: string): Declaration {
    return this.#emitted.byId.get(id)!;
  }

  #moduleOf({ id }: Declaration): string | undefined {
    const home = this.#distribution.fileOf.get(id)!;
    return home === this.#file ? undefined : `./${home}.js`;
  }
}
