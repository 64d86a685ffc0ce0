import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { passEvents } from "../support/pass-events.js";
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

describe("what was generated runs", () => {
  const both = scenarios.filter(({ options }) => options.side === undefined);

  it.each(both)("$name", async (scenario) => {
    const { files, contract } = await generate(scenario);
    materialise(folder, new Map([[scenario.name, files]]));
    const passed = await passEvents(join(folder, scenario.name), contract!);
    expect(passed.events.length + passed.commands.length).toBeGreaterThan(0);
  });
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
      const passed = await passEvents(join(folder, name), generated.contract!);
      expect(passed.events.length).toBeGreaterThanOrEqual(events);
      expect(passed.commands.length).toBeGreaterThanOrEqual(commands);
    },
  );
});
