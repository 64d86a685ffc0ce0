/** Documents of other people: none may crash the reader, each is told why it fails. */
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import type { ReadContract } from "../../src/frontends/read-contract.js";
import { readContract } from "../../src/frontends/read-contract.js";
import { locate } from "../../src/documents/locate.js";
import { formatDiagnostics } from "../../src/diagnostics/format.js";
import { createNodeReadHost } from "../../src/host/node-read-host.js";
import { sharedPath } from "../support/shared.js";

const corpus = sharedPath("corpus", "asyncapi");
const documents = corpus
  ? readdirSync(corpus, { recursive: true })
      .map(String)
      .filter((name) => /\.(ya?ml|json|avsc)$/.test(name))
      .sort()
  : [];

function read(
  entry: string,
  perspective?: "server" | "client",
): Promise<ReadContract> {
  return readContract({
    entry,
    host: createNodeReadHost(corpus!),
    // The multi-file examples refer to their neighbours.
    root: entry.startsWith("social-media/") ? "social-media" : dirname(entry),
    ...(perspective && { perspective }),
  });
}

const errors = ({ diagnostics }: ReadContract): string[] =>
  diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ id }) => id);

/** From whose end a document is written, where it is not the server's. */
const CLIENTS =
  /^(krakenfutures-ws|everest\/(auth_consumer|error_history_consumer|evse_manager_consumer|evse_security_consumer)_API)\./;

/** What cannot be generated yet, from either end. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "official-3.1-adeo-kafka-request-reply.yml": ["asyncapi-schema-format"],
};

const versionOf = (name: string): string | undefined => {
  if (
    /^(official-2|bell|ballerina|ruter|sap|kubescape|microcks.*yaml)/.test(name)
  )
    return "2";
  return /avsc$|social-media\/common/.test(name) ? undefined : "3";
};

describe.skipIf(!corpus)("AsyncAPI documents of the corpus", () => {
  const threes = documents.filter((name) => versionOf(name) === "3");
  test.each(threes)("%s", async (name) => {
    const result = await read(name, CLIENTS.test(name) ? "client" : "server");
    expect([...new Set(errors(result))]).toEqual(EXPECTED[name] ?? []);
    const located = await locate(result.diagnostics);
    expect(located.every(({ target }) => target?.range)).toBe(true);
    expect(formatDiagnostics(located)).toMatch(/^(|[\s\S]*\n)$/);
  });

  const others = documents.filter((name) => versionOf(name) === "2");
  test.each(others)("%s is refused as AsyncAPI 2", async (name) => {
    const result = await read(name);
    expect(result.diagnostics.map(({ message }) => message)).toEqual([
      "AsyncAPI 2.x is not supported yet",
    ]);
  });

  const rest = documents.filter((name) => versionOf(name) === undefined);
  test.each(rest)("%s is no contract", async (name) => {
    expect(errors(await read(name))).toEqual(["format-unknown"]);
  });

  test.each([
    ["krakenfutures-ws.yaml", true],
    ["everest/auth_consumer_API.yaml", true],
    ["springwolf-amqp.json", true],
    ["official-3.1-websocket-gemini.yml", false],
    ["official-3.1-slack-rtm.yml", false],
    ["official-3.1-streetlights-mqtt.yml", false],
    [
      "official-3.1-kraken-websocket-request-reply-multiple-channels.yml",
      false,
    ],
  ])("%s: whether a perspective is asked for", async (name, asked) => {
    const ids = (await read(name)).diagnostics.map(({ id }) => id);
    expect(ids.includes("asyncapi-perspective")).toBe(asked);
  });

  test.each([
    ["official-3.1-websocket-gemini.yml", []],
    ["everest/system_API.yaml", []],
    [
      // The example has a comma too many, which makes it a text: "1,".
      "everest/auth_token_validator_API.yaml",
      [
        'an example of "send_validate_result_update" does not fit the payload: /connector_id must be an integer',
      ],
    ],
  ])("%s: examples that do not fit", async (name, expected) => {
    const { contract, diagnostics } = await read(name);
    expect(contract).toBeDefined();
    const told = diagnostics.filter(({ id }) => id === "example-invalid");
    expect(told.map(({ message }) => message)).toEqual(expected);
  });

  test.each([
    ["official-3.1-websocket-gemini.yml", "server", 1, 1, 0],
    ["official-3.1-slack-rtm.yml", "server", 1, 46, 1],
    ["krakenfutures-ws.yaml", "client", 13, 48, 13],
  ] as const)(
    "%s, from the %s's end: channels and messages each way",
    async (name, perspective, channels, toClient, toServer) => {
      const { contract } = await read(name, perspective);
      const all = contract!.channels;
      expect([
        all.length,
        all.flatMap(({ serverToClient }) => serverToClient).length,
        all.flatMap(({ clientToServer }) => clientToServer).length,
      ]).toEqual([channels, toClient, toServer]);
    },
  );
});
