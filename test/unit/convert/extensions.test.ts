/** What only the native format has a word for, in an AsyncAPI document. */
import { describe, expect, test } from "vitest";
import { readText } from "./read-text.js";

async function read(extra: string) {
  const { contract, diagnostics } = await readText(`
asyncapi: 3.0.0
info: { title: t, version: "1" }
${extra}
operations:
  tell: { action: send, channel: { $ref: "#/channels/a" } }
`);
  return {
    contract,
    channel: contract?.channels[0],
    message: contract?.channels[0]?.serverToClient[0],
    told: diagnostics.map(
      ({ id, message, hint }) => `${id}: ${message}${hint ? ` (${hint})` : ""}`,
    ),
  };
}

const channel = (extra: string, message = ""): string => `
channels:
  a:
    address: "a/{b}"
    parameters: { b: { x-realtime-schema: { type: string, format: uuid } } }
    ${extra}
    messages: { m: { payload: { type: object, properties: { id: { type: string } } }, ${message} } }`;

describe("are read", () => {
  test("of channels", async () => {
    const { channel: a, told } = await read(
      channel(
        "x-realtime-history: { maxEvents: 5, maxAge: 7d }\n    x-realtime-wildcard: true\n    x-realtime-snapshot: { type: array }\n    x-realtime-bindings: { mqtt: { qos: 1 } }",
      ),
    );
    expect(told).toEqual([]);
    expect(a).toMatchObject({
      history: { kind: "kept", maxEvents: 5, maxAgeMs: 604_800_000 },
      wildcard: true,
      snapshot: { checks: [{ kind: "type", types: ["array"] }] },
      bindings: { mqtt: { qos: 1 } },
      parameters: [
        { schema: { checks: [{ kind: "type" }, { format: "uuid" }] } },
      ],
    });
  });

  test("of messages", async () => {
    const { message, told } = await read(
      channel(
        "",
        "x-realtime-name: other, x-realtime-typeName: Own, x-realtime-deprecated: use n, x-realtime-key: id, x-realtime-latestBy: id, x-realtime-ephemeral: true, x-realtime-errors: { e: { description: E } }",
      ),
    );
    expect(told).toEqual([]);
    expect(message).toMatchObject({
      name: "other",
      typeName: "Own",
      deprecated: "use n",
      key: "id",
      latestBy: "id",
      ephemeral: true,
      errors: [{ code: "e", description: "E" }],
    });
  });

  test("of the document: whose end it describes", async () => {
    const { contract } = await read(
      `x-realtime-perspective: client${channel("")}`,
    );
    expect(contract?.channels[0]?.clientToServer).toHaveLength(1);
  });
});

describe("are checked", () => {
  test.each([
    [
      channel("x-realtime-histroy: none"),
      [
        'asyncapi-unknown-key: "x-realtime-histroy" is not a key of channel "a" in AsyncAPI 3.0.0: it is ignored (did you mean "x-realtime-history"?)',
      ],
    ],
    [
      channel("x-realtime-wildcard: maybe"),
      [
        'wrong-type: "x-realtime-wildcard" of channel "a" must be true or false, not "maybe"',
      ],
    ],
    [
      channel("x-realtime-bindings: { mqtt: 1 }"),
      [
        'wrong-type: "mqtt" of bindings of channel "a" must be an object, not the number 1',
      ],
    ],
    [
      `x-realtime-perspective: both${channel("")}`,
      [
        'wrong-type: "x-realtime-perspective" of the document must be server or client, not "both"',
      ],
    ],
    [
      channel("", "x-realtime-deprecated: 1"),
      [
        'wrong-type: "x-realtime-deprecated" of message "m" must be true, false or a text, not the number 1',
      ],
    ],
  ])("%s", async (document, expected) => {
    expect((await read(document)).told).toEqual(expected);
  });
});
