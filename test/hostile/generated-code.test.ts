/** Whatever stands in a schema, the code that is made of it is the same code. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import * as prettier from "prettier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { passEvents } from "../support/pass-events.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { typeCheck } from "../support/type-check.js";
import { CANARY, NAMES, TEXTS } from "./attacks.js";
import { asyncapiDocument, nativeDocument } from "./documents.js";
import { projectFrom, TECHNIQUES, type Project } from "./project.js";
import { parsed } from "./shape.js";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
const attacks = [...NAMES, ...TEXTS];
const untouched = Object.getOwnPropertyNames(Object.prototype);
const harmless = attacks.map((_, i) => `harmless${i}x`);
const spellings = { native: nativeDocument, asyncapi: asyncapiDocument };

describe.each(Object.entries(spellings))("%s", (_, document) => {
  let folder: string;
  let hostile: Project;
  let plain: Project;

  beforeAll(async () => {
    folder = temporaryFolder(afterAll);
    hostile = await projectFrom(document(attacks, harmless));
    plain = await projectFrom(document(harmless, harmless));
    for (const { path, content } of [...hostile.files, ...hostile.runtime]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    symlinkSync(modules, join(folder, "node_modules"), "junction");
  });

  it("is read without an error, and reads nothing outside", () => {
    expect(errors(plain)).toEqual([]);
    expect(errors(hostile)).toEqual([]);
    // A value that looks like a reference may be looked for, inside the folder.
    for (const { path } of hostile.host.reads) {
      expect(path).not.toMatch(/^\/|^\w:|\.\./);
    }
  });

  it("gives files of the same kind, all inside the project", () => {
    expect(hostile.files.length).toBe(plain.files.length);
    for (const { path } of hostile.files) {
      expect(path).toMatch(/^[a-z0-9][a-z0-9./-]*$|^\.[a-z]+$|^[A-Z]+\.md$/);
      expect(path).not.toMatch(/\.\.|\/\//);
    }
  });

  it("parses to the same trees", () => {
    for (const [i, { path, content }] of hostile.files.entries()) {
      if (!path.endsWith(".ts")) continue;
      const { shape, problems } = parsed(path, content);
      expect(problems, path).toEqual([]);
      const other = parsed("plain.ts", plain.files[i]!.content);
      const at = shape.findIndex((kind, i) => kind !== other.shape[i]);
      expect(
        [path, ...shape.slice(Math.max(at - 5, 0), at + 5)],
        plain.files[i]!.path,
      ).toEqual([path, ...other.shape.slice(Math.max(at - 5, 0), at + 5)]);
    }
  });

  it("shows everything that it says", () => {
    for (const { path, content } of hostile.files) {
      // A character that a reader cannot see, or that moves others.
      const hidden = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u.exec(
        content,
      );
      expect(hidden?.[0].codePointAt(0)?.toString(16), path).toBeUndefined();
      expect(content.includes("</script"), path).toBe(false);
    }
  });

  it("is as prettier would have it", async () => {
    // The goldens hold all lengths and breaks; here a part shows the escapes.
    const some = hostile.files.filter(
      ({ path }, i) => path.startsWith("src/realtime/") && i % 8 === 0,
    );
    for (const { path, content } of some) {
      const formatted = await prettier.format(content, { filepath: path });
      expect(formatted, path).toBe(content);
    }
  }, 60_000);

  it("passes the compiler", async () => {
    const flags = {
      types: ["node"],
      noPropertyAccessFromIndexSignature: false,
    };
    expect(await typeCheck(folder, "7.0", flags)).toBe("");
  }, 60_000);

  it("runs nothing of it, and passes every event", async () => {
    await build({
      stdin: {
        contents: [
          'import "./src/handlers/index.js";',
          'import "./src/realtime.setup.js";',
          'import "./src/realtime/testing.js";',
          'export { contract } from "./src/realtime/contract.js";',
        ].join("\n"),
        resolveDir: folder,
        loader: "ts",
      },
      bundle: true,
      packages: "external",
      format: "esm",
      platform: "node",
      outfile: join(folder, "all.mjs"),
      logLevel: "silent",
    });
    await import(pathToFileURL(join(folder, "all.mjs")).href);
    const passed = await passEvents(
      join(folder, "src/realtime"),
      hostile.contract!,
      {
        transports: TECHNIQUES,
        engines: ["memory"],
        transport: "websocket",
        engine: "memory",
      },
    );
    expect(passed.events.length).toBeGreaterThan(attacks.length);
    expect(Reflect.get(globalThis, CANARY)).toBeUndefined();
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(untouched);
  }, 60_000);
});

function errors({ diagnostics }: Project): string[] {
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ code, message }) => `${code}: ${message}`);
}
