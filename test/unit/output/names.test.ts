import { describe, expect, it } from "vitest";
import { channelFileName } from "../../../src/output/file-names.js";
import { braced, Imports } from "../../../src/output/imports.js";
import { withEnding } from "../../../src/output/runtime-modules.js";

describe("names of channel files", () => {
  it.each([
    ["Orders", "orders"],
    ["OpenOrders", "open-orders"],
    ["HTTPLog", "http-log"],
    ["Größe", "grosse"],
    ["Über", "uber"],
    ["日本", "channel"],
    ["Server", "server-channel"],
    ["Types", "types-channel"],
    ["Testing", "testing-channel"],
    ["Websocket", "websocket-channel"],
    ["Con", "con-channel"],
    ["Com1", "com1-channel"],
    ["A".repeat(300), "a".repeat(60)],
  ])("%s stands in %s.ts", (type, file) => {
    expect(channelFileName(type)).toBe(file);
  });
});

describe("imports", () => {
  it("are types alone where nothing is a value", () => {
    const imports = new Imports().type("./a.js", "B").type("./a.js", "A");
    expect(imports.statements()).toEqual([
      'import type { A, B } from "./a.js";',
    ]);
  });

  it("name a value once, though it is used as a type as well", () => {
    const imports = new Imports().type("./a.js", "A").value("./a.js", "A");
    expect(imports.statements()).toEqual(['import { A } from "./a.js";']);
  });

  it("break where they are longer than a line", () => {
    const names = ["aaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbb"];
    expect(braced("import", names, "./some/module.js")).toBe(
      [
        "import {",
        "  aaaaaaaaaaaaaaaaaaaaaaaa,",
        "  bbbbbbbbbbbbbbbbbbbbbbbbbbbbb,",
        '} from "./some/module.js";',
      ].join("\n"),
    );
  });
});

describe("endings of import specifiers", () => {
  const code = [
    'import { a } from "./a.js";',
    'export type * from "../b.js";',
    'const c = "./c.js";',
    'import d from "d.js";',
    'import { WebSocketServer } from "ws";',
  ].join("\n");

  it("stay, for Node", () => {
    expect(withEnding(code, ".js")).toBe(code);
  });

  it.each([
    [".ts", "./a.ts", "../b.ts"],
    ["", "./a", "../b"],
  ] as const)("become %j in imports alone", (ending, a, b) => {
    expect(withEnding(code, ending)).toBe(
      code.replace("./a.js", a).replace("../b.js", b),
    );
  });
});
