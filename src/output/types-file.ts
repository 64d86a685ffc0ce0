/** A file of types and validators: what channels share, or what one message has. */
import type { GeneratedFile } from "../plan/generated-file.js";
import { template } from "../render/render.js";
import type { Scope } from "./scope.js";

const render = template<{
  readonly imports: readonly string[];
  readonly declarations: readonly string[];
}>("shared/types.ts.hbs");

export function typesFile(scope: Scope): GeneratedFile {
  const content = render({
    declarations: scope.declarations(),
    // Last: to declare is to import.
    imports: scope.imports.statements(),
  });
  return { path: `${scope.file}.ts`, content };
}
