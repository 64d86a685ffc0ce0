/** Inputs that are made to read what is not theirs, to take for ever, or to take the process down. */
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostics.js";
import { formatDiagnostics } from "../../src/diagnostics/format.js";
import { Diagnostics } from "../../src/diagnostics/diagnostics.js";
import { readDocument } from "../../src/documents/read-document.js";
import { createNodeReadHost } from "../../src/host/node-read-host.js";
import { compile } from "../../src/pipeline.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { projectFrom } from "./project.js";

const MB = 1 << 20;
const SECRET = "hunter2";

const native = (ref: string) => ({
  realtime: 1,
  name: "n",
  version: "1",
  channels: {
    c: {
      serverToClient: {
        m: { payload: { $ref: ref } },
        n: { $ref: ref },
        o: { payload: { type: "array", items: { $ref: `${ref}#/a` } } },
      },
    },
  },
});

const asyncapi = (ref: string) => ({
  asyncapi: "3.0.0",
  info: { title: "t", version: "1" },
  channels: {
    c: { messages: { m: { payload: { $ref: ref } }, n: { $ref: ref } } },
    d: { $ref: ref },
  },
  operations: { o: { action: "send", channel: { $ref: "#/channels/c" } } },
});

const jsonSchema = (ref: string) => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Event",
  type: "object",
  properties: { a: { $ref: ref } },
});

const spellings = { native, asyncapi, jsonSchema };

describe.each(Object.entries(spellings))("references of %s", (_, document) => {
  it.each([
    "../secret.yaml",
    "./../secret.yaml",
    "inner/../../secret.yaml",
    "%2e%2e/secret.yaml",
    "%2E%2E%2Fsecret.yaml",
    "..%2fsecret.yaml",
    "..\\secret.yaml",
    "inner\\..\\..\\secret.yaml",
    "%00../secret.yaml",
    "/etc/passwd",
    "//localhost/etc/passwd",
    "\\\\localhost\\c$\\secret.yaml",
    "C:\\secret.yaml",
    "c:/secret.yaml",
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "file:../secret.yaml",
    "data:application/json,{}",
    "http://127.0.0.1:9/secret.yaml",
    "HTTPS://127.0.0.1:9/secret.yaml",
    "link.yaml",
    "inner/link.yaml",
    "folder-link/secret.yaml",
    "inner",
  ])("do not reach %s", async (ref) => {
    const root = temporaryFolder();
    const schemas = join(root, "schemas");
    mkdirSync(join(schemas, "inner"), { recursive: true });
    writeFileSync(join(root, "secret.yaml"), `a: { const: ${SECRET} }\n`);
    for (const link of ["link.yaml", "inner/link.yaml"])
      symlinkSync(join(root, "secret.yaml"), join(schemas, link));
    symlinkSync(root, join(schemas, "folder-link"), "junction");
    writeFileSync(join(schemas, "s.json"), JSON.stringify(document(ref)));
    const host = createNodeReadHost(root);
    const { diagnostics, result } = await compile({
      entry: "schemas/s.json",
      ledger: "realtime.lock",
      host,
      importEndings: [".js"],
      config: {
        schema: "schemas/s.json",
        outputs: [{ dir: "o", side: "both", transports: ["sse"] }],
        engines: ["memory"],
      },
    });
    expect(result).toBeUndefined();
    const told = formatDiagnostics(diagnostics);
    expect(told).toMatch(/error RT1\d\d\d/);
    expect(told).not.toContain(SECRET);
    // Nothing was read but what was asked for, and what is not there.
    const read = host.reads.filter(({ hash }) => hash !== undefined);
    expect(read.map(({ path }) => path)).toEqual(["schemas/s.json"]);
  });
});

describe("documents that would take for ever, or all memory", () => {
  it("are refused by their size before they are read", async () => {
    const folder = temporaryFolder();
    for (const [name, start] of [
      ["s.yaml", "realtime: 1\n"],
      ["s.json", "{"],
    ] as const) {
      writeFileSync(join(folder, name), start);
      truncateSync(join(folder, name), 100 * MB);
      const { diagnostics } = await compile({
        entry: name,
        ledger: "realtime.lock",
        host: createNodeReadHost(folder),
        importEndings: [],
        config: { schema: name, outputs: [], engines: [] },
      });
      expect(diagnostics.map(({ code }) => code)).toEqual(["RT1003"]);
    }
  });

  it.each([
    ["brackets", "a: ", "["],
    ["braces", "a: ", "{a: "],
    ["dashes", "", "- "],
    ["question marks", "", "? "],
    ["anchors", "a: ", "&a "],
    ["aliases", "a: &a 1\nb: [", "*a,"],
    ["tags", "a: ", "! "],
    ["documents", "", "---\n"],
    ["keys", "", "a: 1\n"],
    ["lines", "a: |\n", " x\n"],
    ["JSON arrays", "", "["],
    ["JSON objects", "", '{"a":'],
    ["JSON values", "[", "1,"],
    ["JSON keys", "{", '"a":1,'],
  ])("%s without end are refused for their number", async (_, start, unit) => {
    const [problem, ...others] = await told(start + filled(unit, 16 * MB));
    expect([problem?.code, others]).toEqual(["RT1070", []]);
  });

  it.each([
    ["brackets", "a: ", "["],
    ["braces", "a: ", "{a: "],
    ["dashes", "", "- "],
    ["JSON arrays", "", "["],
    ["JSON objects", "", '{"a":'],
    ["columns", "a:\n", " "],
  ])(
    "%s inside each other are refused for their depth",
    async (_, start, unit) => {
      const deep =
        start + (unit === " " ? staircase(2_000) : filled(unit, 20_000));
      expect((await told(deep)).map(({ code }) => code)).toEqual(["RT1025"]);
    },
  );

  it.each([
    ["quotes", "a: ", "'"],
    ["double quotes", "a: ", '"'],
    ["comments", "", "#"],
    ["spaces", "a:", " "],
    ["text", "a: ", "x "],
    ["escapes", 'a: "', "\\u0041"],
    ["a JSON text", '{"a":"', "x"],
    ["JSON spaces", "[", " "],
  ])("%s without end come to an end", async (_, start, unit) => {
    const problems = await told(start + filled(unit, 4 * MB));
    expect(problems.length).toBeLessThanOrEqual(100);
  });

  it("tell a mistake that is everywhere a hundred times", async () => {
    const many = [
      await told(filled("a: 1\n", MB / 16)),
      await told(`{${filled('"a":1,', MB / 16)}"a":1}`, "s.json"),
      await told(`a: ${filled("&a ", MB / 16)}`),
      await told(`a:\n${filled("\tb: 1\n", MB / 16)}`),
    ];
    expect(many.map(({ length }) => length)).toEqual([100, 100, 100, 100]);
  });

  it("with aliases that explode are refused", async () => {
    const lines = Array.from(
      { length: 12 },
      (_, i) => `k${i}: &a${i} [${filled(i === 0 ? "x," : `*a${i - 1},`, 30)}]`,
    );
    expect((await told(lines.join("\n"))).map(({ code }) => code)).toEqual([
      "RT1022",
    ]);
  });

  it("tell of at most ten thousand problems, errors among them", () => {
    const problems = new Diagnostics();
    const file = { path: "s.yaml", text: "" };
    const at = (i: number) => ({
      file,
      path: { parent: undefined, key: i },
    });
    for (let i = 0; i < 20_000; i++)
      problems.report("schema-unknown-keyword", at(i), { keyword: "x" });
    expect([problems.list.length, problems.failed]).toEqual([10_000, false]);
    for (let i = 0; i < 20_000; i++)
      problems.report("schema-not-a-schema", at(i), { found: "x" });
    expect([problems.list.length, problems.failed]).toEqual([10_001, true]);
  });

  it("do not repeat a text of megabytes to the user", async () => {
    const long = "x".repeat(MB);
    const { diagnostics } = await projectFrom(
      JSON.stringify({ realtime: 1, name: "n", version: "1", [long]: long }),
    );
    expect(formatDiagnostics(diagnostics).length).toBeLessThan(10_000);
  });

  it("may have definitions that double with every step", async () => {
    const types = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [
        `T${i}`,
        i === 199
          ? { type: "string" }
          : {
              type: "object",
              properties: {
                a: { $ref: `#/types/T${i + 1}` },
                b: { $ref: `#/types/T${i + 1}` },
              },
            },
      ]),
    );
    const { contract } = await projectFrom(
      JSON.stringify({
        realtime: 1,
        name: "n",
        version: "1",
        channels: { c: { serverToClient: { m: { payload: "T0" } } } },
        types,
      }),
    );
    expect(contract?.definitions.size).toBe(200);
  });

  it.each([
    ["allOf", 40],
    ["anyOf", 40],
    ["oneOf", 40],
    ["not", 150],
  ])("may have %s inside each other %i times", async (keyword, depth) => {
    let schema: object = { type: "object", properties: { a: {} } };
    for (let i = 0; i < depth; i++) {
      const other = { type: "object", properties: { [`p${i}`]: {} } };
      schema = { [keyword]: keyword === "not" ? schema : [schema, other] };
    }
    const { contract } = await projectFrom(
      JSON.stringify({
        realtime: 1,
        name: "n",
        version: "1",
        channels: { c: { serverToClient: { m: { payload: schema } } } },
      }),
      { scaffold: false },
    );
    expect(contract).toBeDefined();
  });
});

describe("keys of every object", () => {
  it.each(["yaml", "json"])("are plain keys in %s", async (language) => {
    const json =
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const yaml =
      "__proto__:\n  polluted: 1\nconstructor:\n  prototype:\n    polluted: 1\n";
    const text = language === "json" ? json : yaml;
    const problems = new Diagnostics();
    const file = { path: `s.${language}`, text };
    const document = await readDocument(file, problems);
    expect(problems.list).toEqual([]);
    expect(JSON.stringify(document?.value)).toBe(json);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("stand in every place of a contract and touch no prototype", async () => {
    const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
    const evil = '{"__proto__":{"polluted":1},"type":"object"}';
    await projectFrom(
      `{"realtime":1,"name":"n","version":"1","__proto__":{"polluted":1},
        "channels":{"__proto__":{"__proto__":1,"serverToClient":{"__proto__":{"payload":${evil}}}},
        "c":{"__proto__":{"wildcard":true},"serverToClient":{"m":{"payload":${evil}}}}},
        "types":{"__proto__":${evil}},"bindings":{"__proto__":{"polluted":1}}}`,
    );
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(
      before,
    );
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});

describe("numbers that no number holds", () => {
  it.each([
    ["1e400", "RT1019"],
    ["-1e400", "RT1019"],
    ["9007199254740993", "RT1018"],
    ["1".repeat(400), "RT1019"],
  ])("%s is told of", async (number, code) => {
    for (const [path, text] of [
      ["s.json", `{"a":${number}}`],
      ["s.yaml", `a: ${number}\n`],
    ] as const) {
      const problems = new Diagnostics();
      await readDocument({ path, text }, problems);
      expect(problems.list.map((problem) => problem.code)).toEqual([code]);
    }
  });
});

describe("names of the schema file", () => {
  it.each([
    "`touch hacked`.json",
    "$(touch hacked).json",
    "*/ globalThis.hostileCanary = 1; /*.json",
    "--> <script>.json",
    "\u202egnp.json",
    '"; rm -rf ~; ".json',
    "| a | b |.json",
  ])("%s stands nowhere as it is", async (schema) => {
    const { files } = await projectFrom(
      JSON.stringify({
        realtime: 1,
        name: "n",
        version: "1",
        channels: { c: { serverToClient: { m: { payload: {} } } } },
      }),
      { schema },
    );
    expect(files.length).toBeGreaterThan(10);
    const json = files.filter(({ path }) => path.endsWith(".json"));
    for (const { content } of json) {
      expect(() => JSON.parse(content)).not.toThrow();
    }
    const read = files.filter(({ path }) => /\.(?:ts|md)$/.test(path));
    for (const { path, content } of read) {
      expect(content.includes(schema), path).toBe(false);
    }
  });
});

it("runs in a process with little memory", () => {
  const text = `a: ${"&a ".repeat(200_000)}`;
  const folder = temporaryFolder();
  writeFileSync(join(folder, "s.yaml"), text);
  const script = `
    import { readDocument } from ${JSON.stringify(join(import.meta.dirname, "../../src/documents/read-document.ts"))};
    import { Diagnostics } from ${JSON.stringify(join(import.meta.dirname, "../../src/diagnostics/diagnostics.ts"))};
    import { readFileSync } from "node:fs";
    const problems = new Diagnostics();
    await readDocument({ path: "s.yaml", text: readFileSync("s.yaml", "utf8") }, problems);
    console.log(problems.list.length);
  `;
  writeFileSync(join(folder, "run.mts"), script);
  const out = execFileSync(
    process.execPath,
    [
      "--max-old-space-size=1500",
      "--import",
      import.meta.resolve("tsx"),
      "run.mts",
    ],
    { cwd: folder, encoding: "utf8" },
  );
  expect(out.trim()).toBe("100");
});

/** A key on every line, each one column further in. */
function staircase(steps: number): string {
  return Array.from(
    { length: steps },
    (_, i) => `${" ".repeat(i + 1)}a:\n`,
  ).join("");
}

function filled(unit: string, bytes: number): string {
  return unit.repeat(Math.ceil(bytes / unit.length));
}

async function told(text: string, path = "s.yaml"): Promise<Diagnostic[]> {
  const problems = new Diagnostics();
  await readDocument({ path, text }, problems);
  return [...problems.list];
}
