/** What the views of one file see: names of types and values, and imports for those that stand elsewhere. */
import type { Declaration, Emitted } from "../typescript/emit.js";
import { RUNTIME_TYPES } from "../typescript/emit.js";
import type { Distribution } from "./distribute.js";
import { Imports } from "./imports.js";
import type { Root } from "./roots.js";

const VALIDATION = "./runtime/core/validation.js";
const FORMATS = "./runtime/core/formats.js";
const UNEVALUATED = "./runtime/core/unevaluated.js";

export class Scope {
  /** Name without extension, seen from the output folder. */
  readonly file: string;
  readonly imports: Imports;
  readonly #emitted: Emitted;
  readonly #distribution: Distribution;
  readonly #added: string[] = [];

  constructor(file: string, emitted: Emitted, distribution: Distribution) {
    this.file = file;
    this.imports = new Imports(file);
    this.#emitted = emitted;
    this.#distribution = distribution;
  }

  /** The name of a root's type, where that is all that is asked. */
  nameOf({ key }: Root): string {
    return this.#declaration(key).name;
  }

  /** The type of a root, which may be a definition that stands elsewhere. */
  typeOf({ key }: Root): string {
    const declaration = this.#declaration(key);
    const module = this.#moduleOf(declaration);
    if (module) this.imports.type(module, declaration.name);
    return declaration.name;
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

  /** A value that another generated file may have. */
  valueIn(file: string, name: string): string {
    if (file !== this.file) this.imports.value(`./${file}.js`, name);
    return name;
  }

  /** A declaration after those of types. */
  add(text: string): void {
    this.#added.push(text.trimEnd());
  }

  /** The declarations of this file, as text; what they need is imported. */
  declarations(): string[] {
    const own = this.#distribution.files.get(this.file) ?? [];
    for (const { runtime, imports } of own) {
      for (const name of runtime.validation) {
        if (RUNTIME_TYPES.has(name)) this.imports.type(VALIDATION, name);
        else this.imports.value(VALIDATION, name);
      }
      for (const name of runtime.formats) this.imports.value(FORMATS, name);
      for (const name of runtime.unevaluated) {
        if (RUNTIME_TYPES.has(name)) this.imports.type(UNEVALUATED, name);
        else this.imports.value(UNEVALUATED, name);
      }
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
    const texts = own.map(({ types, validator }) =>
      `${types}\n${validator}`.trimEnd(),
    );
    return [...texts, ...this.#added];
  }

  #declaration(id: string): Declaration {
    return this.#emitted.byId.get(id)!;
  }

  #moduleOf({ id }: Declaration): string | undefined {
    const home = this.#distribution.fileOf.get(id)!;
    return home === this.file ? undefined : `./${home}.js`;
  }
}
