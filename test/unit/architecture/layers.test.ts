import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../src", import.meta.url));

/** Floors of ARCHITECTURE.md: a room imports only from lower ones. */
const FLOORS: readonly (readonly string[])[] = [
  ["source", "host", "processes", "render", "advice"],
  ["diagnostics"],
  ["contract", "documents"],
  ["schema"],
  ["typescript", "protobuf", "evolution"],
  ["frontends", "plan"],
  ["transports", "apply", "convert"],
  ["output"],
  ["project"],
  ["pipeline", "compare"],
  ["cli"],
  ["packaging"],
];

/** The room that alone may load a library. */
const DOORS: Readonly<Record<string, string>> = {
  yargs: "cli",
  prompts: "cli",
  handlebars: "render",
  "ts-morph": "plan",
  execa: "processes",
  yaml: "documents",
  prettier: "project",
  "get-tsconfig": "project",
};

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join(root, file));

const roomOf = (file: string): string =>
  relative(root, file).split(/[\\/]/)[0]!.replace(/\.ts$/, "");

const floorOf = (room: string): number =>
  FLOORS.findIndex((rooms) => rooms.includes(room));

function importsOf(file: string): string[] {
  const code = readFileSync(file, "utf8");
  const specifier =
    /(?:^|\n)\s*(?:import|export)[^"'`;]*?from "([^"]+)"|\bimport\("([^"]+)"\)|(?:^|\n)import "([^"]+)"/g;
  return [...code.matchAll(specifier)].map((m) => (m[1] ?? m[2] ?? m[3])!);
}

describe("rooms and floors", () => {
  it("knows every room", () => {
    const unknown = files.map(roomOf).filter((room) => floorOf(room) < 0);
    expect([...new Set(unknown)]).toEqual([]);
  });

  it("lets a room import only from lower floors", () => {
    const wrong: string[] = [];
    for (const file of files) {
      const room = roomOf(file);
      for (const specifier of importsOf(file)) {
        if (!specifier.startsWith(".")) continue;
        const target = resolve(dirname(file), specifier);
        if (relative(root, target).startsWith("..")) continue;
        const other = roomOf(target);
        if (other !== room && floorOf(other) >= floorOf(room)) {
          wrong.push(`${relative(root, file)} -> ${relative(root, target)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it("keeps sibling front ends and techniques apart", () => {
    const wrong: string[] = [];
    for (const file of files) {
      const [room, own] = relative(root, file).split(/[\\/]/);
      if (room !== "frontends" && room !== "transports") continue;
      if (own === undefined || own.endsWith(".ts")) continue;
      for (const specifier of importsOf(file)) {
        if (!specifier.startsWith(".")) continue;
        const [r, other] = relative(
          root,
          resolve(dirname(file), specifier),
        ).split(/[\\/]/);
        if (r === room && other !== own && !other!.endsWith(".js")) {
          wrong.push(`${relative(root, file)} -> ${specifier}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it("gives each library one door", () => {
    const wrong: string[] = [];
    for (const file of files) {
      for (const specifier of importsOf(file)) {
        const name = specifier.split("/")[0]!;
        const door = DOORS[name];
        const room = roomOf(file);
        if (door !== undefined && room !== door && room !== "packaging") {
          wrong.push(`${relative(root, file)} -> ${specifier}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
