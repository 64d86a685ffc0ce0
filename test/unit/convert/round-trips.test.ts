/** What is written in another format and read back is the same contract. */
import { describe, expect, test } from "vitest";
import type { Contract, Definition } from "../../../src/contract/model.js";
import { leftOut } from "../../../src/convert/left-out.js";
import { textOf } from "../../../src/convert/convert.js";
import { takenKeys, uniqueKey } from "../../../src/convert/unique-key.js";
import { canonicalContract } from "../../support/canonical-contract.js";
import {
  contractFixtures,
  readFixture,
} from "../../support/contract-fixtures.js";
import { corpus, documentsIn } from "../../support/corpus.js";
import { createNodeReadHost } from "../../../src/host/node-read-host.js";
import { readContract } from "../../../src/frontends/read-contract.js";
import { readText } from "./read-text.js";

async function back(contract: Contract, to: "native" | "asyncapi") {
  const read = await readText(textOf(contract, to, "yaml"));
  if (read.contract) return read.contract;
  throw new Error(read.diagnostics.map(({ message }) => message).join("\n"));
}

describe("contracts of the native format", () => {
  const natives = contractFixtures.filter((name) =>
    name.includes(".realtime."),
  );

  test.each(natives)("%s", async (name) => {
    const { contract } = await readFixture(name);
    const expected = canonicalContract(contract!);
    const asyncapi = await back(contract!, "asyncapi");
    expect(canonicalContract(asyncapi)).toEqual(expected);
    const again = await back(asyncapi, "native");
    expect(canonicalContract(again)).toEqual(expected);
    const native = await back(contract!, "native");
    expect(canonicalContract(native)).toEqual(expected);
  });

  test.each(natives)("%s in JSON", async (name) => {
    const { contract } = await readFixture(name);
    for (const to of ["native", "asyncapi"] as const) {
      const other = await readText(textOf(contract!, to, "json"));
      expect(canonicalContract(other.contract!)).toEqual(
        canonicalContract(contract!),
      );
    }
  });
});

/** What the native format has no place for: `leftOut` tells of it. */
const NOT_NATIVE: ReadonlySet<string> = new Set([
  "servers",
  "securitySchemes",
  "correlationId",
  "replyTo",
  "http",
]);

/** With the names that definitions get where two are called the same. */
function nativePart(contract: Contract): unknown {
  const taken = takenKeys();
  const definitions = new Map<string, Definition>();
  for (const [id, definition] of contract.definitions) {
    const name = uniqueKey(definition.name, taken);
    definitions.set(id, { ...definition, name });
  }
  return canonicalContract({ ...contract, definitions }, NOT_NATIVE);
}

/** Less where tokens come from, and schemes that only operations named. */
function asyncapiPart(contract: Contract): unknown {
  const { securitySchemes = [], servers = [] } = contract;
  const named = new Set(servers.flatMap(({ security }) => security));
  const kept = securitySchemes.filter(({ name }) => named.has(name));
  const whole = { ...contract, securitySchemes: kept };
  return canonicalContract(whole, new Set(["issuer"]));
}

/** Parts of a contract, and of what comes back. */
async function bothWays(contract: Contract) {
  return {
    before: [asyncapiPart(contract), nativePart(contract)],
    after: [
      asyncapiPart(await back(contract, "asyncapi")),
      nativePart(await back(contract, "native")),
    ],
  };
}

describe("contracts of other languages", () => {
  const others = contractFixtures.filter(
    (name) => !name.includes(".realtime."),
  );

  test.each(others)("%s", async (name) => {
    const { contract } = await readFixture(name);
    const { before, after } = await bothWays(contract!);
    expect(after).toEqual(before);
  });

  test("bindings of servers have AsyncAPI's own names", async () => {
    const { contract } = await readText(`asyncapi: 3.0.0
info: { title: t, version: "1" }
servers: { s: { host: h, protocol: ws, bindings: { ws: { query: { type: object } } } } }
channels: { c: { messages: { m: { payload: { type: object } } } } }
operations: { o: { action: send, channel: { $ref: "#/channels/c" } } }`);
    const { before, after } = await bothWays(contract!);
    expect(contract?.servers?.[0]?.bindings).toHaveProperty("websocket");
    expect(after).toEqual(before);
  });
});

const documents = corpus ? documentsIn(corpus) : [];

const read = (entry: string) =>
  readContract({ entry, host: createNodeReadHost(corpus!), root: "." });

describe.skipIf(!corpus)("the corpus", () => {
  test.each(documents)("%s", async (name) => {
    const { contract } = await read(name);
    // What cannot be read is told of elsewhere.
    const ways = contract && (await bothWays(contract));
    expect(ways?.after).toEqual(ways?.before);
  });

  test("most of it can be read", async () => {
    const found = await Promise.all(documents.map(read));
    const readable = found.filter(({ contract }) => contract);
    expect(readable.length).toBeGreaterThan(50);
  });

  test.each([
    [
      "asyncapi/official-3.1-rpc-server.yml",
      ["the server production", "correlation IDs"],
    ],
    [
      "asyncapi/official-2.6-operation-security.yml",
      ["the security scheme petstore_auth", "the bindings of http"],
    ],
  ])("%s: what the native format has no place for", async (name, expected) => {
    const { contract } = await read(name);
    expect(leftOut(contract!, "native")).toEqual(
      expect.arrayContaining(expected),
    );
  });
});
