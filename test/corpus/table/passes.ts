/** Whether every message of a contract passes between the two ends that were generated. */
import { join } from "node:path";
import { messagesOf } from "../../../src/contract/walk.js";
import { acceptsNothing } from "../../support/accepts-nothing.js";
import type { CorpusOutput } from "../../support/corpus.js";
import { generatedSamples } from "../../support/generated-samples.js";
import { passEvents } from "../../support/pass-events.js";
import { materialise } from "../../support/scenarios.js";
import { TECHNIQUES, type Technique, type Verdict } from "./row.js";

/** @param folder Where outputs stand by their keys. */
export async function passes(
  folder: string,
  key: string,
  { contract, files }: CorpusOutput,
  seed: number,
): Promise<Readonly<Record<Technique, Verdict>>> {
  materialise(folder, new Map([[key, files]]));
  const { definitions } = contract;
  const wanted = contract.channels.flatMap((channel) =>
    messagesOf(channel)
      .filter(({ payload }) => !acceptsNothing(payload, definitions))
      .map(({ name }) => `${channel.name} ${name}`),
  );
  const over = async (transport: Technique): Promise<Verdict> => {
    try {
      const { events, commands, streams } = await passEvents(
        join(folder, key),
        contract,
        {
          transports: TECHNIQUES,
          engines: ["memory"],
          transport,
          engine: "memory",
        },
        generatedSamples(contract, seed),
      );
      const passed = new Set([...events, ...commands, ...streams]);
      const missing = wanted.filter((each) => !passed.has(each));
      return missing.length === 0 || `not passed: ${missing.join(", ")}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  // In turn: both build into the same folder.
  return { sse: await over("sse"), websocket: await over("websocket") };
}
