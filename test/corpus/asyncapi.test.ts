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

/** Everything told points into a file and can be printed. */
async function expectPositions({ diagnostics }: ReadContract): Promise<void> {
  const located = await locate(diagnostics);
  expect(located.every(({ target }) => target?.range)).toBe(true);
  expect(formatDiagnostics(located)).toMatch(/^(|[\s\S]*\n)$/);
}

const errors = ({ diagnostics }: ReadContract): string[] =>
  diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ id }) => id);

interface Row {
  /** From whose end it is written. Default: the server's. */
  readonly from?: "client";
  /** Channels, messages to the client, messages to the server. */
  readonly lowers: readonly [number, number, number];
  /** What of AsyncAPI is told, each id once. */
  readonly told?: readonly string[];
}

/** Every document that can be generated from, each looked at. */
const ROWS: Readonly<Record<string, Row>> = {
  "ballerina-asgardeo-INVALID.yml": { lowers: [4, 11, 0] },
  "ballerina-github-INVALID.yml": {
    lowers: [16, 16, 0],
    told: ["asyncapi-no-payload", "asyncapi-unknown-key"],
  },
  "bell-avr-mqtt.yml": { lowers: [70, 44, 26] },
  "breakfastprovider.json": { lowers: [12, 12, 0] },
  "everest/auth_consumer_API.yaml": { from: "client", lowers: [4, 2, 2] },
  "everest/auth_token_provider_API.yaml": { lowers: [3, 2, 1] },
  "everest/auth_token_validator_API.yaml": { lowers: [4, 2, 2] },
  "everest/dc_external_derate_consumer_API.yaml": { lowers: [4, 2, 2] },
  "everest/display_message_API.yaml": { lowers: [5, 1, 4] },
  "everest/error_history_consumer_API.yaml": {
    from: "client",
    lowers: [6, 3, 3],
  },
  "everest/ev_board_support_API.yaml": { from: "client", lowers: [14, 8, 6] },
  "everest/evse_board_support_API.yaml": {
    lowers: [22, 9, 13],
    told: ["asyncapi-no-payload"],
  },
  "everest/evse_manager_consumer_API.yaml": {
    from: "client",
    lowers: [31, 20, 11],
    told: ["asyncapi-no-payload"],
  },
  "everest/evse_security_consumer_API.yaml": {
    from: "client",
    lowers: [5, 1, 4],
  },
  "everest/external_energy_limits_consumer_API.yaml": { lowers: [3, 2, 1] },
  "everest/generic_error_raiser_API.yaml": { lowers: [4, 3, 1] },
  "everest/isolation_monitor_API.yaml": { lowers: [9, 5, 4] },
  "everest/ocpp_consumer_API.yaml": { from: "client", lowers: [14, 9, 5] },
  "everest/over_voltage_monitor_API.yaml": {
    from: "client",
    lowers: [9, 5, 4],
    told: ["asyncapi-no-payload"],
  },
  "everest/power_supply_DC_API.yaml": { lowers: [10, 6, 4] },
  "everest/powermeter_API.yaml": { lowers: [6, 3, 3] },
  "everest/session_cost_API.yaml": { lowers: [4, 3, 1] },
  "everest/session_cost_consumer_API.yaml": {
    from: "client",
    lowers: [5, 4, 1],
  },
  "everest/slac_API.yaml": {
    lowers: [14, 7, 7],
    told: ["asyncapi-no-payload"],
  },
  "everest/system_API.yaml": {
    lowers: [11, 3, 8],
    told: ["asyncapi-no-payload"],
  },
  "krakenfutures-ws.yaml": { from: "client", lowers: [13, 48, 13] },
  "kubescape-synchronizer.yaml": { lowers: [1, 6, 6] },
  "microcks-avro/user-signedup-avro-asyncapi-oneof-2.3.yaml": {
    lowers: [1, 2, 0],
    told: ["asyncapi-beside-one-of", "asyncapi-content-type"],
  },
  "microcks-avro/user-signedup-avro-ref-asyncapi.yaml": {
    lowers: [1, 1, 0],
    told: ["asyncapi-content-type", "asyncapi-wrong-type"],
  },
  "official-2.0-streetlights.yml": {
    lowers: [4, 3, 1],
    told: ["asyncapi-security-unused"],
  },
  "official-2.6-mercure.yml": {
    lowers: [1, 1, 1],
    told: ["asyncapi-parameter-as-text"],
  },
  "official-2.6-operation-security.yml": { lowers: [1, 1, 0] },
  "official-2.6-rpc-client.yml": { from: "client", lowers: [2, 1, 1] },
  "official-2.6-streetlights-kafka.yml": {
    lowers: [4, 3, 1],
    told: ["asyncapi-security-unused"],
  },
  "official-3.1-correlation-id.yml": {
    lowers: [2, 1, 1],
    told: ["asyncapi-security-unused"],
  },
  "official-3.1-gitter-streaming.yml": { lowers: [1, 2, 0] },
  "official-3.1-kraken-websocket-request-reply-multiple-channels.yml": {
    lowers: [5, 2, 3],
  },
  "official-3.1-not.yml": { from: "client", lowers: [1, 1, 0] },
  "official-3.1-oneof.yml": { lowers: [2, 2, 1] },
  "official-3.1-rpc-server.yml": { lowers: [2, 1, 1] },
  "official-3.1-slack-rtm.yml": { lowers: [1, 46, 1] },
  "official-3.1-streetlights-mqtt.yml": {
    lowers: [4, 3, 1],
    told: ["asyncapi-security-unused"],
  },
  "official-3.1-websocket-gemini.yml": { lowers: [1, 1, 0] },
  "sap-s4-cloudevents.json": { lowers: [4, 4, 0] },
  "senergy-process-sync.json": {
    from: "client",
    lowers: [24, 17, 7],
    told: ["asyncapi-no-version"],
  },
  "social-media/backend/asyncapi.yaml": { lowers: [4, 2, 2] },
  "social-media/comments-service/asyncapi.yaml": { lowers: [2, 1, 1] },
  "social-media/frontend/asyncapi.yaml": { from: "client", lowers: [2, 1, 1] },
  "social-media/notification-service/asyncapi.yaml": {
    from: "client",
    lowers: [1, 1, 0],
  },
  "social-media/public-api/asyncapi.yaml": {
    from: "client",
    lowers: [1, 1, 0],
  },
  "springwolf-amqp.json": { from: "client", lowers: [12, 9, 1] },
};

/** Every other one, with the errors that say why. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  // The payloads are Avro schemas on the network.
  "official-3.1-adeo-kafka-request-reply.yml": ["reference-remote"],
  // The files with the payloads are not in the corpus.
  "ruter-adt-INVALID.yml": ["reference-file-missing"],
  // Parts of other documents.
  "microcks-avro/user-signedup.avsc": ["format-not-yet"],
  "social-media/common/messages.yaml": ["format-unknown"],
  "social-media/common/parameters.yaml": ["format-unknown"],
  "social-media/common/schemas.yaml": ["format-unknown"],
  "social-media/common/servers.yaml": ["format-unknown"],
};

describe.skipIf(!corpus)("AsyncAPI documents of the corpus", () => {
  test("are all in one of the tables", () => {
    const known = [...Object.keys(ROWS), ...Object.keys(REFUSED)];
    expect(documents).toEqual(known.sort());
  });

  test.each(Object.entries(ROWS))("%s", async (name, row) => {
    const { from = "server", lowers, told = [] } = row;
    const result = await read(name, from);
    expect(errors(result)).toEqual([]);
    const { channels } = result.contract!;
    expect([
      channels.length,
      channels.flatMap(({ serverToClient }) => serverToClient).length,
      channels.flatMap(({ clientToServer }) => clientToServer).length,
    ]).toEqual(lowers);
    const ids = new Set(result.diagnostics.map(({ id }) => id));
    const own = [...ids].filter((id) => id.startsWith("asyncapi-"));
    expect(own.sort()).toEqual(told);
    await expectPositions(result);
  });

  test.each(Object.entries(REFUSED))("%s is refused", async (name, ids) => {
    const result = await read(name);
    expect(result.contract).toBeUndefined();
    expect([...new Set(errors(result))]).toEqual(ids);
    await expectPositions(result);
  });

  test.each([
    ["krakenfutures-ws.yaml", true],
    ["everest/auth_consumer_API.yaml", true],
    ["springwolf-amqp.json", true],
    ["bell-avr-mqtt.yml", false],
    ["kubescape-synchronizer.yaml", false],
    ["official-2.6-streetlights-kafka.yml", false],
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
});
