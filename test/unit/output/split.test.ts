/**
 * A channel as one file and as several: what its file gives is the same, to
 * compilers and at run time.
 */
import { join, posix } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { format } from "prettier";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { channelFiles } from "../../../src/output/channel-files.js";
import { runtimeModules } from "../../../src/output/runtime-modules.js";
import { Names } from "../../../src/typescript/names.js";
import { generateFrom, materialise } from "../../support/scenarios.js";
import { temporaryFolder, writeTree } from "../../support/temporary-folder.js";
import {
  COMPILERS,
  typeCheck,
  type Compiler,
} from "../../support/type-check.js";

const here = fileURLToPath(new URL(".", import.meta.url));

interface Layout {
  /** Without those of the runtime. */
  readonly files: ReadonlyMap<string, string>;
  readonly names: Names;
}

let whole: Layout;
let split: Layout;
let folder: string;

beforeAll(async () => {
  const { contract, diagnostics } = await generateFrom(here, "split.yaml", {
    transports: ["websocket"],
  });
  if (!contract) throw new Error(diagnostics.join("\n"));
  folder = temporaryFolder(afterAll);
  const layout = (name: string, splitPast?: number): Layout => {
    const names = new Names();
    const { files } = channelFiles(contract, names, splitPast);
    const all = [...files, ...runtimeModules(files)];
    materialise(folder, new Map([[name, all]]));
    const texts = files.map(({ path, content }) => [path, content] as const);
    return { files: new Map(texts), names };
  };
  whole = layout("whole");
  split = layout("split", 1000);
});

test("each message has a file, and what several use stands beside them", () => {
  expect([...whole.files.keys()]).toEqual(["shop.ts", "prices.ts", "types.ts"]);
  expect([...split.files.keys()].sort()).toEqual([
    "prices.ts",
    "shop.ts",
    "shop/ask.ts",
    "shop/con-message.ts",
    "shop/index-message.ts",
    expect.stringMatching(/^shop\/message--[0-9a-f]{8}\.ts$/),
    "shop/order-cancel.ts",
    "shop/order-cancelled.ts",
    "shop/order-created.ts",
    "shop/order-drop-all.ts",
    "shop/order-drop.ts",
    "shop/order-placed.ts",
    "shop/tree-moved.ts",
    "shop/types-message.ts",
    "shop/types.ts",
    "types.ts",
  ]);
});

test("what no message uses stays in the channel's file", () => {
  expect(typesOf("shop.ts")).toEqual([
    "Basket",
    "Note",
    "ShopCustomerId",
    "ShopSnapshot",
    "ShopParams",
    "ShopChannel",
    "ShopEvent",
  ]);
  expect(typesOf("shop/types.ts")).toEqual([
    "Order",
    "Tree",
    "Leaf",
    "OrderDrop",
    "OrderDropGone",
  ]);
  expect(typesOf("shop/order-placed.ts")).toEqual([
    "OrderPlaced",
    "Order_Placed",
  ]);
  expect(typesOf("shop/order-drop.ts")).toEqual([
    "OrderDropErrors",
    "OrderDropError",
  ]);
  expect(typesOf("types.ts")).toEqual(["Money"]);
});

test("names are the same", () => {
  expect(split.names.ledger).toEqual(whole.names.ledger);
});

test("no file leads back to itself", () => {
  const visit = (path: string, way: readonly string[]): void => {
    expect(way).not.toContain(path);
    if (path.startsWith("runtime/")) return;
    const text = split.files.get(path);
    if (text === undefined) throw new Error(`${path} is missing`);
    for (const [, to] of text.matchAll(/ from "(.+)\.js";$/gm)) {
      const next = posix.join(posix.dirname(path), `${to}.ts`);
      visit(next, [...way, path]);
    }
  };
  for (const path of split.files.keys()) visit(path, []);
});

test("all is as prettier would have it", async () => {
  for (const [path, text] of split.files)
    expect(await format(text, { filepath: path }), path).toBe(text);
});

describe("an import from the channel's file", () => {
  test("gives the same values, which know the same", async () => {
    const outdir = join(folder, "js");
    await build({
      entryPoints: ["whole", "split", "runtime"].map((of) => `${of}/**/*.ts`),
      absWorkingDir: folder,
      outdir,
      format: "esm",
    });
    const load = async (layout: string): Promise<Record<string, unknown>> =>
      import(pathToFileURL(join(outdir, layout, "shop.js")).href);
    const [one, other] = [await load("split"), await load("whole")];
    expect(Object.keys(one).sort()).toEqual(Object.keys(other).sort());
    expect(specOf(one)).toEqual(specOf(other));
  });

  test.each(Object.keys(COMPILERS) as Compiler[])(
    "gives the same types under TypeScript %s",
    async (version) => {
      const types = [...whole.names.ledger.types]
        .filter(([key]) => !key.startsWith("prices"))
        .map(([, name]) => name);
      expect(types.length).toBeGreaterThan(30);
      const usage = [
        'import type * as whole from "./whole/shop.js";',
        'import type * as split from "./split/shop.js";',
        "type Same<A, B> = [A, B] extends [B, A] ? true : false;",
        "export const all: readonly true[] = [] as unknown as [",
        ...types.map((name) => `  Same<whole.${name}, split.${name}>,`),
        "];",
        "",
      ];
      writeTree(folder, { "usage.ts": usage.join("\n") });
      expect(await typeCheck(folder, version, {})).toBe("");
    },
    120_000,
  );
});

/** Types that a file exports, in their order. */
function typesOf(path: string): string[] {
  const text = split.files.get(path) ?? "";
  const found = text.matchAll(/^export (?:interface|type) (\w+) /gm);
  return [...found].map(([, name = ""]) => name);
}

/** What the runtime is told of the channel, with functions by their names. */
function specOf(module: Readonly<Record<string, unknown>>): unknown {
  const text = JSON.stringify(module["ShopChannel"], (_, value: unknown) =>
    typeof value === "function" ? value.name : value,
  );
  return JSON.parse(text);
}
