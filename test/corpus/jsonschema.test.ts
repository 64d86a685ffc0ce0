/** JSON Schemas of other people: what of each is taken for an event, and what each is told. */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { messagesOf } from "../../src/contract/walk.js";
import { readContract } from "../../src/frontends/read-contract.js";
import { createNodeReadHost } from "../../src/host/node-read-host.js";
import { firstProblem } from "../../src/schema/accepts-value.js";
import type { Json } from "../../src/source/json.js";
import { sharedPath } from "../support/shared.js";

const corpus = sharedPath("corpus", "jsonschema");

async function read(entry: string, events?: readonly string[]) {
  const host = createNodeReadHost(corpus!);
  const { contract, diagnostics } = await readContract({
    entry,
    host,
    ...(events && { events }),
  });
  const messages = contract?.channels.flatMap(messagesOf) ?? [];
  return {
    contract,
    names: messages.map(({ name }) => name),
    told: [...new Set(diagnostics.map(({ id }) => id))],
    messages: diagnostics.map(({ message }) => message),
    /** Why a value is no payload of the message; `undefined`: it is one. */
    problem(name: string, value: Json) {
      const { payload } = messages.find((each) => each.name === name)!;
      return firstProblem(value, payload, contract!.definitions);
    },
  };
}

const ONE_EVENT: Readonly<Record<string, readonly [string, ...string[]]>> = {
  // Draft 7 may enforce contentEncoding.
  "cloudevents.json": ["cloudevents", "schema-unsupported"],
  "eiffel-SourceChangeSubmitted-4.0.1.json": [
    "eiffel-SourceChangeSubmitted-4.0.1",
  ],
  "google-cloudbuild-BuildEventData.json": ["BuildEventData"],
  "google-firestore-DocumentEventData.json": ["DocumentEventData"],
  "google-pubsub-MessagePublishedData.json": ["MessagePublishedData"],
  "nats-jetstream-consumer_action.json": [
    "io.nats.jetstream.advisory.v1.consumer_action",
  ],
};

const LEADS_ELSEWHERE = [
  "cdevents-artifactpackaged.json",
  "cdevents-pipelinerunfinished.json",
];

describe.skipIf(!corpus)("JSON Schemas of the corpus", () => {
  test.each(Object.entries(ONE_EVENT))(
    "%s is one event",
    async (file, [name, ...expected]) => {
      const { names, told } = await read(file);
      expect(names).toEqual([name]);
      expect(told).toEqual(expected);
    },
  );

  test.each(LEADS_ELSEWHERE)(
    "%s needs a file that is not there",
    async (file) => {
      const { contract, messages } = await read(file);
      expect(contract).toBeUndefined();
      expect(messages).toHaveLength(1);
      expect(messages[0]).toContain('"links/embeddedlinksarray"');
    },
  );

  test("there are no others", () => {
    const files = readdirSync(corpus!).filter((name) => name.endsWith(".json"));
    const known = new Set([...Object.keys(ONE_EVENT), ...LEADS_ELSEWHERE]);
    expect(files.filter((name) => !known.has(name))).toEqual([
      "github-webhooks-schema.json",
    ]);
  });
});

describe.skipIf(!corpus)("GitHub's webhooks", () => {
  const file = "github-webhooks-schema.json";

  test("are 224 events, of the 66 unions and events at the top", async () => {
    const { names, told, messages, contract } = await read(file);
    expect(contract?.name).toBe("github-webhooks");
    expect(names).toHaveLength(224);
    expect(new Set(names).size).toBe(224);
    expect(names).toContain("issues.opened");
    expect(names).toContain("create.event");
    expect(names.filter((name) => name.endsWith("_event"))).toEqual([]);
    expect(told).toEqual(["jsonschema-events-guessed", "payload-impossible"]);
    expect(messages[0]).toContain("224 of the schemas are taken for events");
  });

  test.each([
    [["*"], 224],
    [["issues.*"], 16],
    [["issues.*", "!*.*pinned"], 14],
    [["issues_event"], 1],
    [["*_event"], 53],
    [["issues$opened", "push.event", "user"], 3],
  ])("--events %j takes %i", async (events, count) => {
    const { names, told } = await read(file, events);
    // Its locations are closed, and of properties that they do not have.
    const isTaken = names.some((name) =>
      name.startsWith("secret_scanning_alert_location"),
    );
    expect(told).toEqual(isTaken ? ["payload-impossible"] : []);
    expect(names).toHaveLength(count);
  });

  test("lower only what the chosen events lead to", async () => {
    const { contract } = await read(file, ["star.*"]);
    const types = [...contract!.definitions.values()].map(({ name }) => name);
    expect(types).toContain("star.created");
    expect(types.length).toBeLessThan(12);
  });

  test("refuse a payload with another event's action", async () => {
    const { problem } = await read(file, ["meta.*", "issues.opened"]);
    expect(problem("issues.opened", { action: "closed" })).toBeDefined();
    expect(problem("meta.deleted", [])).toMatchObject({ path: [] });
  });
});
