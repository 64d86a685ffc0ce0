/**
 * What generators of this kind get wrong, each seen in another tool: these
 * must stay right here. The faults of connections are in `test/faults`.
 */
import { describe, expect, it } from "vitest";
import { compile } from "../../src/pipeline.js";
import { stateOf, withHeader } from "../../src/plan/header.js";
import { memoryReadHost } from "../support/memory-read-host.js";

async function generate(
  schema: object,
  ledger?: string,
): Promise<{ files: ReadonlyMap<string, string>; ledger: string }> {
  const { diagnostics, result } = await compile({
    entry: "realtime.json",
    ledger: "realtime.lock",
    importEndings: [".js"],
    host: memoryReadHost({
      "realtime.json": JSON.stringify({ version: "1.0.0", ...schema }),
      ...(ledger !== undefined && { "realtime.lock": ledger }),
    }),
    config: {
      schema: "realtime.json",
      outputs: [{ dir: "src/realtime", side: "both", transports: ["sse"] }],
      engines: ["memory"],
    },
  });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual(
    [],
  );
  const files = result!.outputs[0]!.map(
    ({ path, content }) => [path, content] as const,
  );
  return { files: new Map(files), ledger: result!.ledger };
}

const native = (serverToClient: object, more: object = {}): object => ({
  realtime: 1,
  name: "test",
  channels: { room: { serverToClient, ...more } },
});

const object = (properties: object): object => ({
  payload: { type: "object", properties },
});

describe("names", () => {
  it("leaves properties called type, text, status and name alone", async () => {
    const names = { type: {}, text: {}, status: {}, name: {}, default: {} };
    const { files } = await generate(native({ said: object(names) }));
    for (const name of Object.keys(names)) {
      expect(files.get("room.ts")).toMatch(new RegExp(`^  ${name}\\?:`, "m"));
    }
    expect(files.get("room.ts")).not.toMatch(/reserved/i);
  });

  it("names inline objects after where they stand, never by a number alone", async () => {
    const { files } = await generate(
      native({
        "order.created": object({
          items: {
            type: "array",
            items: object({ sku: {} })["payload" as never],
          },
          status: { enum: ["open", "closed"] },
        }),
      }),
    );
    expect(files.get("room.ts")).toContain(
      "export interface OrderCreatedItem {",
    );
    expect(files.get("room.ts")).toContain('status?: "open" | "closed";');
    expect(files.get("room.ts")).not.toMatch(/anonymous/i);
  });

  it("keeps the names given when other messages come", async () => {
    const first = await generate(native({ "a.b": object({ x: {} }) }));
    const second = await generate(
      native({ "a-b": object({ y: {} }), "a.b": object({ x: {} }) }),
      first.ledger,
    );
    expect(second.ledger).toContain('type "room/serverToClient/a.b" AB\n');
    expect(second.ledger).toContain('type "room/serverToClient/a-b" ABEvent\n');
  });
});

describe("addresses", () => {
  it.each(["/rooms/{roomId}", "rooms/{roomId}", "/rooms/{roomId}/"])(
    "%s makes the same channel instance",
    async (address) => {
      const { files } = await generate(
        native(
          { said: object({}) },
          {
            address,
            parameters: { roomId: { type: "string" } },
          },
        ),
      );
      // The log and the wire go by the channel's name and parameters alone.
      expect(files.get("room.ts")).toContain(`address: "${address}"`);
      expect(files.get("room.ts")).toContain('name: "room"');
    },
  );
});

describe("regeneration", () => {
  it("drops the type of a message that is gone, and keeps its name for its return", async () => {
    const both = await generate(
      native({ old: object({ a: {} }), kept: object({ b: {} }) }),
    );
    const one = await generate(
      native({ kept: object({ b: {} }) }),
      both.ledger,
    );
    expect(one.files.get("room.ts")).not.toContain("Old");
    expect(one.ledger).toContain('type "room/serverToClient/old" Old\n');
  });

  it("gives the same bytes again", async () => {
    const schema = native({ said: object({ text: { type: "string" } }) });
    const first = await generate(schema);
    const second = await generate(schema, first.ledger);
    expect(second).toEqual(first);
  });

  it("knows a hand edit from what a formatter did", async () => {
    const { files } = await generate(native({ said: object({ text: {} }) }));
    const file = withHeader("room.ts", files.get("room.ts")!, "realtime.json");
    expect(stateOf("room.ts", file)).toBe("intact");
    expect(stateOf("room.ts", file.replaceAll('"', "'"))).toBe("reformatted");
    expect(stateOf("room.ts", file.replace("text", "texts"))).toBe("edited");
  });
});

describe("imports", () => {
  it("have the ending that Node's resolution needs, and types are marked", async () => {
    const { files } = await generate(native({ said: object({}) }));
    for (const [path, content] of files) {
      for (const [, specifier] of content.matchAll(/ from "(\.[^"]*)"/g)) {
        expect(specifier, path).toMatch(/\.js$/);
      }
    }
  });

  it("never reach Node from the client's side", async () => {
    const { files } = await generate(native({ said: object({}) }));
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const content = files.get(path)!;
      expect(content, path).not.toMatch(/"node:/);
      for (const [, specifier] of content.matchAll(/ from "(\.[^"]*)\.js"/g)) {
        visit(new URL(`${specifier}.ts`, `file:///${path}`).pathname.slice(1));
      }
    };
    visit("sse/client.ts");
    expect(seen.has("runtime/http/server.ts")).toBe(false);
  });
});
