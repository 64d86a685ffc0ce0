/** Values of every schema of a contract, drawn at random, to pass over a wire. */
import * as fc from "fast-check";
import type { Assertion } from "../../src/contract/assertion.js";
import type { Contract, Message } from "../../src/contract/model.js";
import type {
  ChannelSample,
  MessageSample,
} from "../../src/project/samples.js";
import type { Json } from "../../src/source/json.js";
import { arbitraryValue } from "./arbitrary-value.js";
import type { Samples } from "./pass-events.js";

/** Those that no value can be made for are left out. */
export function generatedSamples(contract: Contract, seed: number): Samples {
  const of = (schema: Assertion): Json | undefined => {
    try {
      const arbitrary = arbitraryValue(schema, contract.definitions);
      return fc.sample(arbitrary, { seed, numRuns: 1 })[0];
    } catch {
      return undefined;
    }
  };
  const sampled = (messages: readonly Message[]): MessageSample[] =>
    messages.flatMap((message) => {
      const data = of(message.payload);
      if (data === undefined) return [];
      if (!message.headers) return { message, data };
      const headers = of(message.headers);
      return headers === undefined ? [] : { message, data, headers };
    });
  const channels = contract.channels.flatMap(
    (channel): ChannelSample | readonly [] => {
      const params: Record<string, string> = {};
      for (const { name, schema } of channel.parameters) {
        const value = of(schema);
        if (typeof value !== "string") return [];
        params[name] = value;
      }
      return {
        channel,
        params,
        events: sampled(channel.serverToClient),
        commands: sampled(channel.clientToServer),
      };
    },
  );
  return { channels, of };
}
