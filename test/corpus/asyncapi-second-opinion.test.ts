/** The official parser reads the same operations, messages and headers out of a document. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Parser, type MessageInterface } from "@asyncapi/parser";
import { describe, expect, test } from "vitest";
import type { Channel, Message } from "../../src/contract/model.js";
import { propertiesOf } from "../../src/contract/accepts.js";
import { readContract } from "../../src/frontends/read-contract.js";
import { createNodeReadHost } from "../../src/host/node-read-host.js";
import { sharedPath } from "../support/shared.js";

const corpus = sharedPath("corpus", "asyncapi");

/** Of what is sent or received at an address. */
type Flow = Record<string, readonly string[]>;

/** Headers tell most of traits. */
function flowOf(
  channels: readonly Channel[],
  headersOf: (message: Message) => readonly string[],
): Flow {
  const flow: Record<string, string[]> = {};
  for (const channel of channels) {
    const list = (way: string, messages: readonly Message[]): void => {
      if (messages.length === 0) return;
      const key = `${way} ${channel.address}`;
      flow[key] = [
        ...(flow[key] ?? []),
        ...messages.map((each) => headersOf(each).join(" ")),
      ].sort();
    };
    list("send", channel.serverToClient);
    list("receive", channel.clientToServer);
  }
  return flow;
}

const headersIn = (message: MessageInterface): string =>
  Object.keys(message.headers()?.properties() ?? {})
    .sort()
    .join(" ");

describe.skipIf(!corpus)("the official parser and we", () => {
  test.each([
    "official-2.0-streetlights.yml",
    "official-2.6-mercure.yml",
    "official-2.6-operation-security.yml",
    "official-2.6-rpc-client.yml",
    "official-2.6-streetlights-kafka.yml",
    "sap-s4-cloudevents.json",
    "kubescape-synchronizer.yaml",
    "official-3.1-correlation-id.yml",
    "official-3.1-streetlights-mqtt.yml",
    "official-3.1-oneof.yml",
  ])("agree on %s", { timeout: 60_000 }, async (name) => {
    const { contract } = await readContract({
      entry: name,
      host: createNodeReadHost(corpus!),
      perspective: "server",
    });
    const ours = flowOf(contract!.channels, ({ headers }) =>
      headers
        ? [...propertiesOf(headers, contract!.definitions).keys()].sort()
        : [],
    );
    const text = readFileSync(join(corpus!, name), "utf8");
    const { document } = await new Parser().parse(text);
    const theirs: Record<string, string[]> = {};
    for (const operation of document!.operations().all()) {
      for (const channel of operation.channels().all()) {
        const way = operation.isSend() ? "send" : "receive";
        const key = `${way} ${channel.address()}`;
        theirs[key] = [
          ...(theirs[key] ?? []),
          ...operation.messages().all().map(headersIn),
        ].sort();
      }
    }
    expect(ours).toEqual(theirs);
  });
});
