import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** The compilers that users have, by the names of our dev dependencies. */
export const COMPILERS = {
  "5.9": "typescript5",
  "6.0": "typescript6",
  "7.0": "typescript",
} as const;

export type Compiler = keyof typeof COMPILERS;

/** The strictest flags that a user may have set. */
export const STRICT = {
  noEmit: true,
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  module: "nodenext",
  moduleResolution: "nodenext",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  types: [] as string[],
};

/** Checks a folder; resolves to the compiler's words, empty where it has none. */
export async function typeCheck(
  folder: string,
  compiler: Compiler,
  options: Partial<
    Record<
      keyof typeof STRICT | "allowImportingTsExtensions" | "rootDirs",
      unknown
    >
  >,
  include: readonly string[] = ["**/*.ts"],
): Promise<string> {
  const name = `tsconfig.check-${compiler}-${Math.random().toString(36).slice(2)}.json`;
  const config = join(folder, name);
  await writeFile(
    config,
    JSON.stringify({
      compilerOptions: {
        ...STRICT,
        ...options,
        typeRoots: [join(modules, "@types")],
      },
      include,
    }),
  );
  const tsc = join(modules, COMPILERS[compiler], "bin/tsc");
  if (!existsSync(tsc)) throw new Error(`${tsc} is missing: run npm ci`);
  try {
    const { stdout } = await run(process.execPath, [tsc, "-p", config], {
      cwd: folder,
      maxBuffer: 1 << 26,
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}` || String(error);
  }
}
