import { describe, expect, it } from "vitest";
import {
  channelFileName,
  messageFileName,
} from "../../../src/output/file-names.js";
import { braced, Imports } from "../../../src/output/imports.js";
import { Names } from "../../../src/typescript/names.js";
import { pascalCase } from "../../../src/typescript/words.js";
import { withEnding } from "../../../src/output/runtime-modules.js";

describe("names of channel files", () => {
  it.each([
    ["OrdersChannel", "orders"],
    ["OpenOrdersChannel", "open-orders"],
    ["HTTPLogChannel", "http-log"],
    ["GrößeChannel", "grosse"],
    ["ÜberChannel", "uber"],
    ["_1Channel", "1"],
    ["OrdersChannel2", "orders-channel2"],
    ["Orders2Channel2_2", "orders2-channel2-2"],
    ["ServerChannel", "server-channel"],
    ["ServerChannelChannel", "server-channel-channel"],
    ["TypesChannel", "types-channel"],
    ["TestingChannel", "testing-channel"],
    ["WebsocketChannel", "websocket-channel"],
    ["ConChannel", "con-channel"],
    ["Com1Channel", "com1-channel"],
    ["ChannelChannel", "channel-channel"],
  ])("%s stands in %s.ts", (type, file) => {
    expect(channelFileName(type)).toBe(file);
  });

  it("tell other scripts by a hash, for disks that write them in two ways", () => {
    expect(channelFileName("日本Channel")).toMatch(/^channel--[0-9a-f]{8}$/);
    expect(channelFileName("注文OrdersChannel")).toMatch(
      /^orders--[0-9a-f]{8}$/,
    );
    expect(channelFileName("日本Channel")).not.toBe(
      channelFileName("日木Channel"),
    );
  });

  it("differ wherever the types do", () => {
    const words = [
      "a",
      "b",
      "channel",
      "2",
      "server",
      "con",
      "types",
      "ö",
      "日",
    ];
    const pairs = words.flatMap((one) => words.map((two) => `${one} ${two}`));
    const triples = pairs.flatMap((two) => words.map((one) => `${two} ${one}`));
    const texts = words.concat(pairs, triples);
    const names = new Names();
    const types = [...texts, ...texts].map((text, i) =>
      names.assign(String(i), `${pascalCase(text)}Channel`),
    );
    const files = types.map(channelFileName);
    expect(new Set(files).size).toBe(types.length);
    for (const file of files)
      expect(file).toMatch(/^[a-z0-9][a-z0-9-]{0,130}$/);
  });
});

describe("names of message files", () => {
  it.each([
    ["OrderCreated", "order-created"],
    ["PushEvent2", "push-event2"],
    ["Types", "types-message"],
    ["Index", "index-message"],
    ["Nul", "nul-message"],
    ["Com1", "com1-message"],
    ["MessageChannel", "message-channel"],
    // Beside the folder, not in it.
    ["Runtime", "runtime"],
    ["Größe", "grosse"],
    ["_", "message"],
  ])("%s stands in %s.ts", (type, file) => {
    expect(messageFileName(type)).toBe(file);
  });

  it("tell other scripts by a hash", () => {
    expect(messageFileName("日本")).toMatch(/^message--[0-9a-f]{8}$/);
    expect(messageFileName("注文Created")).toMatch(/^created--[0-9a-f]{8}$/);
    expect(messageFileName("注文Message")).toMatch(/^message--[0-9a-f]{8}$/);
  });
});

describe("imports", () => {
  it("are seen from the file that has them", () => {
    const imports = new Imports("orders/order-created")
      .type("./orders/types.js", "Line")
      .value("./types.js", "checkMoney")
      .type("./runtime/core/validation.js", "Issues");
    expect(imports.statements()).toEqual([
      'import type { Issues } from "../runtime/core/validation.js";',
      'import { checkMoney } from "../types.js";',
      'import type { Line } from "./types.js";',
    ]);
  });

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
