import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { emitJson, moduleText } from "../../support/compile-schema.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import {
  COMPILERS,
  typeCheck,
  type Compiler,
} from "../../support/type-check.js";
import { documents, HOSTILE } from "./fixtures.js";

const core = fileURLToPath(
  new URL("../../../templates/runtime/core", import.meta.url),
);

test.each(Object.keys(COMPILERS) as Compiler[])(
  "what is emitted compiles under the strictest flags, TypeScript %s",
  async (compiler) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "package.json"), `{"type":"module"}`);
    for (const name of ["validation", "formats"])
      cpSync(join(core, name), join(folder, name), { recursive: true });
    for (const name of ["validation.ts", "formats.ts", "unevaluated.ts"])
      cpSync(join(core, name), join(folder, name));
    for (const [i, name] of ["order", ...HOSTILE.slice(0, 6)].entries())
      for (const [j, one] of documents(name).entries()) {
        const text = moduleText(emitJson(one, name));
        writeFileSync(join(folder, `case-${i}-${j}.ts`), text);
      }
    expect(await typeCheck(folder, compiler, {})).toBe("");
  },
);
