import * as prettier from "prettier";
import { expect, it } from "vitest";
import { transports } from "../../src/advice/choices.js";
import { compile } from "../../src/pipeline.js";
import { memoryReadHost } from "../support/memory-read-host.js";

const string = { type: "string" };

/** With everything that a line is broken for. */
function channel(name: string): object {
  return {
    address: `${name}/{parameter}`,
    parameters: { parameter: string },
    wildcard: true,
    serverToClient: {
      [`${name}.state`]: {
        payload: { type: "object", properties: { [name]: string } },
        latestBy: name,
      },
      [`${name}.ask`]: { payload: string, reply: { payload: string } },
    },
    clientToServer: {
      [`${name}.send`]: { payload: string },
      [`${name}.stream`]: {
        payload: string,
        reply: { stream: true, payload: string },
        errors: { no: {} },
      },
    },
  };
}

it("names of every length are laid out as prettier would", async () => {
  const names = Array.from(
    { length: 66 },
    (_, i) => `${"c".repeat(i + 1)}${i % 3 === 0 ? "-x" : ""}`,
  );
  const schema = {
    realtime: 1,
    name: "layout",
    version: "1",
    channels: Object.fromEntries(names.map((name) => [name, channel(name)])),
  };
  const { result, diagnostics } = await compile({
    entry: "layout.json",
    ledger: "realtime.lock",
    host: memoryReadHost({ "layout.json": JSON.stringify(schema) }),
    importEndings: [".js"],
    config: {
      schema: "layout.json",
      outputs: [{ dir: "o", side: "both", transports }],
      engines: ["memory", "sqlite"],
    },
  });
  expect(diagnostics).toEqual([]);
  for (const { path, content } of result!.outputs[0]!) {
    // The runtime is formatted where it stands.
    if (path.startsWith("runtime/")) continue;
    const formatted = await prettier.format(content, { filepath: path });
    expect(content, path).toBe(formatted);
  }
});
