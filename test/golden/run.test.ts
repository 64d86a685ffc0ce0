import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadOutput, serve } from "../support/generated-output.js";
import { passEvents, type Passed } from "../support/pass-events.js";
import {
  generate,
  generateFrom,
  materialise,
  scenarios,
} from "../support/scenarios.js";
import { sharedPath } from "../support/shared.js";
import { typeCheck } from "../support/type-check.js";

let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "create-realtime-run-")));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each technique and each engine that a scenario has. */
const runs = scenarios
  .filter(({ options }) => options.side === undefined)
  .flatMap((scenario) => {
    const { transports = ["sse"], engines = ["memory"] } = scenario.options;
    return transports.flatMap((transport) =>
      engines.map((engine) => ({
        scenario,
        options: { transports, engines, transport, engine },
        title: `${scenario.name} over ${transport}, ${engine}`,
      })),
    );
  });

/** What passes where the fixture is about it; elsewhere something must. */
const PASSES: Readonly<Record<string, Partial<Passed>>> = {
  devices: {
    events: [
      "device telemetry",
      "device device.reboot",
      "device device.identify",
      "device pulse",
      "firmware released",
      "site evacuate",
    ],
    open: [
      "device telemetry",
      "device device.reboot",
      "device device.identify",
      "firmware released",
    ],
    commands: ["device report"],
    requests: [
      "device device.reboot",
      "device device.identify",
      "site evacuate",
    ],
  },
  assistant: {
    commands: [
      "conversation rename",
      "a-channel-with-a-name-that-is-longer-than-most ask",
    ],
    streams: [
      "conversation prompt",
      "completions complete",
      "completions embed",
      "a-channel-with-a-name-that-is-longer-than-most follow",
    ],
  },
  "plant-asyncapi": {
    requests: ["machine inspect"],
    commands: ["machine part.needed"],
  },
};

describe("what was generated runs", () => {
  it.each(runs)("$title", async ({ scenario, options, title }) => {
    const { files, contract } = await generate(scenario);
    const name = title.replace(/\W+/g, "-");
    materialise(folder, new Map([[name, files]]));
    const passed = await passEvents(join(folder, name), contract!, options);
    expect(Object.values(passed).flat()).not.toEqual([]);
    expect(passed).toMatchObject({
      ...PASSES[scenario.name],
      // Answers from clients travel by WebSocket alone.
      ...(options.transport !== "websocket" && { requests: [] }),
    });
  });
});

it("publishes without a server into the file that a server has", async () => {
  const scenario = scenarios.find(({ name }) => name === "devices")!;
  const { files } = await generate(scenario);
  materialise(folder, new Map([["publisher", files]]));
  const home = join(folder, "publisher");
  const output = await loadOutput(home, ["websocket"], ["sqlite"]);
  const realtime = output.createRealtime({
    authenticate: () => ({ identity: "a" }),
    authorize: () => true,
    engine: output.createEngine("sqlite", home),
    handlers: { device: { report: () => {} } },
  });
  const { url, close } = await serve(realtime);
  const client = output.createClient("websocket", { url });
  const publisher = output.createPublisher({
    engine: output.createEngine("sqlite", home),
  });
  try {
    const data = { version: "2.0.0" };
    const arriving = client.channels["firmware"]!().events({
      start: "earliest",
    });
    await publisher.channels["firmware"]!({ model: "m" }).publish(
      "released",
      data,
    );
    const { value } = await arriving.next();
    expect(value).toMatchObject({
      type: "released",
      data,
      meta: { channel: "firmware", params: { model: "m" } },
    });
    await arriving.return?.();
  } finally {
    await publisher.close();
    await client.close();
    await close();
  }
});

/** Documents that nobody here wrote, with what must pass at the least. */
const documents = [
  {
    file: "official-3.1-websocket-gemini.yml",
    options: { perspective: "server" },
    events: 1,
    commands: 0,
  },
  {
    file: "official-3.1-slack-rtm.yml",
    options: { perspective: "server" },
    events: 46,
    commands: 1,
  },
  {
    file: "krakenfutures-ws.yaml",
    options: { perspective: "client" },
    events: 40,
    commands: 13,
  },
] as const;

describe("real documents", () => {
  const corpus = sharedPath("corpus", "asyncapi");

  it.skipIf(corpus === undefined).each(documents)(
    "$file type-checks and passes its events",
    async ({ file, options, events, commands }) => {
      const generated = await generateFrom(corpus!, file, options);
      expect(
        generated.diagnostics.filter((d) => d.startsWith("error")),
      ).toEqual([]);
      const name = file.replace(/\W/g, "-");
      materialise(folder, new Map([[name, generated.files]]));
      const found = await typeCheck(folder, "7.0", {}, [`${name}/**/*.ts`]);
      expect(found).toBe("");
      const passed = await passEvents(join(folder, name), generated.contract!, {
        transports: ["sse"],
        engines: ["memory"],
        transport: "sse",
        engine: "memory",
      });
      expect(passed.events.length).toBeGreaterThanOrEqual(events);
      expect(passed.commands.length).toBeGreaterThanOrEqual(commands);
    },
  );
});
