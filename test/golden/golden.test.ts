import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import * as prettier from "prettier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  generate,
  materialise,
  scenarios,
  type Generated,
} from "../support/scenarios.js";
import { COMPILERS, typeCheck, type Compiler } from "../support/type-check.js";

const update = process.env["UPDATE"] === "1";
const outputs = new Map<string, Generated>();
let folder: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "create-realtime-golden-")));
  for (const scenario of scenarios) {
    outputs.set(scenario.name, await generate(scenario));
  }
  materialise(
    folder,
    new Map([...outputs].map(([name, { files }]) => [name, files])),
  );
  // What users write against it, right and wrong, is checked with it.
  for (const scenario of scenarios) {
    const usage = join(scenario.folder, "usage.ts");
    if (!existsSync(usage)) continue;
    copyFileSync(usage, join(folder, scenario.name, "usage.ts"));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(scenarios)("$name", (scenario) => {
  const golden = join(scenario.folder, "golden");

  it("gives the golden files, and no others", () => {
    const { files, ledger, diagnostics } = outputs.get(scenario.name)!;
    const runtime = files.filter(({ path }) => path.startsWith("runtime/"));
    const actual = new Map([
      ...files
        .filter((file) => !runtime.includes(file))
        .map(({ path, content }) => [path, content] as const),
      // Copied byte for byte: their names are enough.
      ["runtime.txt", lines(runtime.map(({ path }) => path))],
      ["realtime.lock", ledger],
      ["diagnostics.txt", lines(diagnostics)],
    ]);
    if (update) {
      rmSync(golden, { recursive: true, force: true });
      for (const [path, content] of actual) {
        mkdirSync(dirname(join(golden, path)), { recursive: true });
        writeFileSync(join(golden, path), content);
      }
    }
    const expected = existsSync(golden)
      ? readdirSync(golden, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .map((path) => path.slice(golden.length + 1).replaceAll(sep, "/"))
      : [];
    expect([...actual.keys()].sort()).toEqual(expected.sort());
    for (const [path, content] of actual) {
      expect(content, path).toBe(readFileSync(join(golden, path), "utf8"));
    }
  });

  it("is as prettier would have it", async () => {
    for (const { path, content } of outputs.get(scenario.name)!.files) {
      // The runtime is formatted where it stands.
      if (path.startsWith("runtime/")) continue;
      const formatted = await prettier.format(content, { filepath: path });
      expect(content, path).toBe(formatted);
    }
  });
});

/** All scenarios in one program: the compiler starts once for each setting. */
const settings = {
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};

describe.each(Object.keys(COMPILERS) as Compiler[])(
  "TypeScript %s",
  (version) => {
    it.each(Object.entries(settings))(
      "accepts all under %s",
      async (_, flags) => {
        expect(await typeCheck(folder, version, flags)).toBe("");
      },
      // All of the output, on machines that have other things to do.
      120_000,
    );
  },
);

describe("client trees", () => {
  const clients = scenarios
    .filter(({ options }) => options.side !== "server")
    .flatMap(({ name, options: { transports = ["sse"] } }) =>
      [".", ...transports].map((where) => `${name}/${where}/client.ts`),
    );

  it("compile with only the types of browsers", async () => {
    const flags = { lib: ["es2022", "dom", "dom.iterable"], types: [] };
    expect(await typeCheck(folder, "7.0", flags, clients)).toBe("");
  });

  it("compile with only the types of Node", async () => {
    const flags = { lib: ["es2022"], types: ["node"] };
    expect(await typeCheck(folder, "7.0", flags, clients)).toBe("");
  });

  it("hold nothing of the server, and nothing of Node", () => {
    for (const { name } of scenarios.filter(
      (s) => s.options.side === "client",
    )) {
      const paths = outputs.get(name)!.files.map(({ path }) => path);
      expect(paths).not.toContain("server.ts");
      expect(paths).not.toContain("runtime/server/realtime.ts");
      for (const { path, content } of outputs.get(name)!.files) {
        expect(content, path).not.toMatch(/from "node:|types="node"/);
      }
    }
  });
});

function lines(items: readonly string[]): string {
  return items.map((item) => `${item}\n`).join("");
}
