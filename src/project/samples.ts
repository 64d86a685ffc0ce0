/** The parts of a contract that demo code can show: those with sample values. */
import type { Assertion } from "../contract/assertion.js";
import type { Json } from "../source/json.js";
import type { Channel, Contract, Example, Message } from "../contract/model.js";
import { firstProblem } from "../schema/accepts-value.js";
import { sample, type Definitions } from "./sample.js";

export interface ChannelSample {
  readonly channel: Channel;
  readonly params: Readonly<Record<string, string>>;
  readonly events: readonly MessageSample[];
  readonly commands: readonly MessageSample[];
}

export interface MessageSample {
  readonly message: Message;
  readonly data: Json;
  /** Where the message declares headers. */
  readonly headers?: Json;
}

/** Channels whose parameters, and messages whose payloads, could be made. */
export function samplesOf(contract: Contract): readonly ChannelSample[] {
  return contract.channels.flatMap((channel) => {
    const params = sampleParams(channel, contract);
    if (params === undefined) return [];
    return {
      channel,
      params,
      events: sampleMessages(channel.serverToClient, contract),
      commands: sampleMessages(channel.clientToServer, contract),
    };
  });
}

function sampleParams(
  { parameters }: Channel,
  { definitions }: Contract,
): Record<string, string> | undefined {
  const entries = parameters.map(
    ({ name, schema }) => [name, fitting(schema, definitions)] as const,
  );
  return entries.every(
    (entry): entry is readonly [string, string] => typeof entry[1] === "string",
  )
    ? Object.fromEntries(entries)
    : undefined;
}

function sampleMessages(
  messages: readonly Message[],
  { definitions }: Contract,
): readonly MessageSample[] {
  return messages.flatMap((message) => {
    const { payload, examples } = message;
    const data = fitting(payload, definitions, examples);
    if (data === undefined) return [];
    if (message.headers === undefined) return { message, data };
    const headers = fitting(message.headers, definitions);
    return headers === undefined ? [] : { message, data, headers };
  });
}

/** What the schema accepts, as the message that it is for shows it. */
function fitting(
  schema: Assertion,
  definitions: Definitions,
  examples: readonly Example[] = [],
): Json | undefined {
  const fits = (value: Json): boolean =>
    firstProblem(value, schema, definitions) === undefined;
  const example = examples.find(({ value }) => fits(value));
  if (example) return example.value;
  const made = sample(schema, definitions);
  return made !== undefined && fits(made) ? made : undefined;
}
