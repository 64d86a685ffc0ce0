/**
 * Validators against Ajv compiled with formats in full: speed, size, and what
 * the types cost the type checker.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync, mkdirSync, cpSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Ajv as AjvClass } from "ajv";
import type { FormatsPlugin } from "ajv-formats";
import type { default as Standalone } from "ajv/dist/standalone/index.js";
import { transformSync } from "esbuild";
import type { Json } from "../../src/source/json.js";
import type { Emitted } from "../../src/typescript/emit.js";
import {
  checkOf,
  emitSchemas,
  lowerJson,
  moduleText,
} from "../support/compile-schema.js";
import { originAt } from "../../src/source/path.js";
import { paired, type Work } from "./rates.js";
import { compared, type Row } from "./row.js";
import { synthesize } from "./synth.js";

const require = createRequire(import.meta.url);
const { Ajv } = require("ajv") as { Ajv: typeof AjvClass };
const { default: addFormats } = require("ajv-formats") as {
  default: FormatsPlugin;
};
const { default: standalone } = require("ajv/dist/standalone") as {
  default: typeof Standalone.default;
};

export async function run(): Promise<readonly Row[]> {
  return [...speed(true), ...speed(false), ...size(), ...(await types())];
}

// ---- speed

function closed(properties: object, required: readonly string[]): object {
  return { type: "object", additionalProperties: false, properties, required };
}

function orderSchema(formats: boolean): Json {
  const text = (format?: string, more: object = {}) => ({
    type: "string",
    ...(formats && format !== undefined && { format }),
    ...more,
  });
  const item = closed(
    {
      sku: text(),
      name: text(undefined, { maxLength: 100 }),
      quantity: { type: "integer", minimum: 1, maximum: 999 },
      unitPrice: { type: "number", minimum: 0 },
    },
    ["sku", "name", "quantity", "unitPrice"],
  );
  const address = closed(
    {
      line1: text(),
      line2: text(),
      city: text(),
      postcode: text(),
      country: text(undefined, { minLength: 2, maxLength: 2 }),
    },
    ["line1", "city", "postcode", "country"],
  );
  return closed(
    {
      id: text("uuid"),
      type: { const: "order.created" },
      occurredAt: text("date-time"),
      customerId: text("uuid"),
      email: text("email"),
      currency: { type: "string", enum: ["EUR", "USD", "GBP"] },
      status: {
        type: "string",
        enum: ["pending", "paid", "shipped", "cancelled"],
      },
      total: { type: "integer", minimum: 0 },
      discount: { type: "number" },
      items: { type: "array", minItems: 1, items: item },
      shippingAddress: address,
      tags: { type: "array", items: text() },
    },
    [
      "id",
      "type",
      "occurredAt",
      "customerId",
      "email",
      "currency",
      "status",
      "total",
      "items",
      "shippingAddress",
      "tags",
    ],
  ) as unknown as Json;
}

function uuid(n: number): string {
  return `3f2504e0-4f89-41d3-9a0c-0305e82c3${300 + n}`;
}

function order(i: number): Record<string, unknown> {
  const made = {
    id: uuid(i),
    type: "order.created",
    occurredAt: `2026-11-2${i % 10}T10:00:0${i % 10}.123Z`,
    customerId: uuid(i + 7),
    email: `user${i}@example.com`,
    currency: ["EUR", "USD", "GBP"][i % 3],
    status: ["pending", "paid", "shipped"][i % 3],
    total: 1999 + i,
    discount: i % 2 ? 2.5 : undefined,
    items: Array.from({ length: 2 + (i % 3) }, (_, j) => ({
      sku: `SKU-${i}${j}`,
      name: `Item number ${j}`,
      quantity: 1 + j,
      unitPrice: 9.99 + j,
    })),
    shippingAddress: {
      line1: "1 High Street",
      city: "Berlin",
      postcode: "10115",
      country: "DE",
    },
    tags: ["new", "web"],
  };
  // As it comes from the wire.
  return JSON.parse(JSON.stringify(made)) as Record<string, unknown>;
}

type Verdict = (value: unknown) => boolean;

function speed(formats: boolean): readonly Row[] {
  const schema = orderSchema(formats);
  const check = checkOf(schema);
  const compiled = addFormats(new Ajv({})).compile(schema as object);
  const ours: Verdict = (value) => check(value) === undefined;
  const theirs: Verdict = (value) => compiled(value);
  const valid = Array.from({ length: 8 }, (_, i) => order(i));
  const invalid = valid.map((value, i) => spoilt(value, i, formats));
  const what = formats ? "formats on" : "structure only";
  return [
    ["valid", valid, true] as const,
    ["invalid", invalid, false] as const,
  ].map(([kind, data, expected]) => {
    for (const value of data)
      if (ours(value) !== expected || theirs(value) !== expected)
        throw new Error(`not ${kind}: ${JSON.stringify(value)}`);
    const goal = kind === "valid" && formats ? ">= 1.8" : undefined;
    const rates = paired(work(ours, data), work(theirs, data));
    const peer = { name: "Ajv, compiled", values: rates.theirs };
    return compared(`${kind}, ${what}`, "ops/cpu s", rates.ours, peer, goal);
  });
}

function spoilt(
  value: Record<string, unknown>,
  i: number,
  formats: boolean,
): unknown {
  const copy = structuredClone(value) as Record<string, never>;
  const spoil: ((o: Record<string, unknown>) => void)[] = [
    (o) => (o["total"] = 1.5),
    (o) => delete o["id"],
    (o) => (o["status"] = "lost"),
    (o) => (o["extra"] = 1),
    (o) => (o["items"] = []),
    (o) => (o["tags"] = ["a", 7]),
    (o) => (o["email"] = formats ? "nope" : 5),
    (o) => (o["occurredAt"] = formats ? "yesterday" : null),
  ];
  spoil[i % spoil.length]!(copy);
  return copy;
}

/** All of the values, over and over. */
function work(verdict: Verdict, data: readonly unknown[]): Work {
  return {
    count: 512,
    run() {
      let accepted = 0;
      for (let i = 0; i < 512; i++) if (verdict(data[i & 7])) accepted++;
      return accepted;
    },
  };
}

// ---- size

function emitSynthetic(count: number): Emitted {
  const { shared, events } = synthesize(count);
  const document = { $defs: { ...shared, ...events } };
  const { lowering } = lowerJson(document as Json);
  const file = { path: "test.json", text: "" };
  for (const [name, value] of Object.entries(document.$defs)) {
    const origin = originAt(file, ["$defs", name]);
    const id = `test.json#/$defs/${name}`;
    lowering.define({ name, value, origin, id });
  }
  return emitSchemas([], lowering.definitions);
}

function size(): readonly Row[] {
  const count = 200;
  const emitted = emitSynthetic(count);
  const text = emitted.declarations.map((one) => one.validator).join("\n");
  const { shared, events } = synthesize(count, "root#/$defs/");
  const ajv = addFormats(new Ajv({ code: { source: true, esm: true } }));
  ajv.addSchema({ $id: "root", $defs: { ...shared, ...events } });
  const exported = Object.fromEntries(
    Object.keys(events).map((name) => [
      name.replaceAll(".", "_"),
      `root#/$defs/${name}`,
    ]),
  );
  const theirs = standalone(ajv, exported);
  // What an application ships that calls every check; Standard Schemas that
  // nobody uses are shaken off, and told apart.
  const checks = text.replaceAll(/^export const \w+Schema:[^;]*;\n/gm, "");
  const sizes = [
    ["checks, minified", packed(checks, "ts"), packed(theirs, "js")],
    ["checks, as JavaScript", zipped(stripped(checks)), zipped(theirs)],
    [
      "and Standard Schemas, minified",
      packed(text, "ts"),
      packed(theirs, "js"),
    ],
  ] as const;
  return sizes.map(([what, mine, ajv], i) =>
    against(
      what,
      "gzip B/event",
      "Ajv, standalone",
      mine / count,
      ajv / count,
      i < 2 ? "<= 0.1" : undefined,
    ),
  );
}

function zipped(code: string): number {
  return gzipSync(code).length;
}

function stripped(code: string): string {
  return transformSync(code, { loader: "ts" }).code;
}

function packed(code: string, loader: "ts" | "js"): number {
  return zipped(
    transformSync(code, { loader, minify: true, format: "esm" }).code,
  );
}

// ---- types

const root = fileURLToPath(new URL("../..", import.meta.url));

async function types(): Promise<readonly Row[]> {
  const emitted = emitSynthetic(1000);
  const plain = emitted.declarations.map((one) => one.types).join("\n");
  const folder = mkdtempSync(join(tmpdir(), "create-realtime-bench-"));
  try {
    const ours = instantiations(folder, "ours", moduleText(emitted));
    const theirs = instantiations(folder, "plain", `${plain}\nexport {};\n`);
    return [
      against(
        "type check, 1,000 events",
        "instantiations",
        "plain interfaces",
        ours,
        theirs,
        "<= 1.1",
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function instantiations(folder: string, name: string, text: string): number {
  const dir = join(folder, name);
  mkdirSync(dir);
  for (const file of ["validation.ts", "formats.ts", "validation", "formats"])
    cpSync(join(root, "templates/runtime/core", file), join(dir, file), {
      recursive: true,
    });
  writeFileSync(join(dir, "package.json"), `{"type":"module"}`);
  writeFileSync(join(dir, "events.ts"), text);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: "es2022",
    module: "nodenext",
    types: [],
    lib: ["es2023", "dom"],
  };
  // The runtime is checked in both, so that only what is emitted differs.
  const files = ["events.ts", "validation.ts", "formats.ts"];
  const config = JSON.stringify({ compilerOptions, files });
  writeFileSync(join(dir, "tsconfig.json"), config);
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(
    process.execPath,
    [tsc, "-p", dir, "--extendedDiagnostics", "--singleThreaded"],
    { encoding: "utf8" },
  );
  const found = /^Instantiations:\s+(\d+)/m.exec(stdout);
  if (!found || /error TS/.test(stdout)) throw new Error(stdout.slice(0, 2000));
  return Number(found[1]);
}

function against(
  what: string,
  unit: string,
  name: string,
  ours: number,
  value: number,
  goal?: string,
): Row {
  return compared(what, unit, [ours], { name, values: [value] }, goal);
}
