import type { EngineId, TransportId } from "../../src/advice/choices.js";
import type { Assertion } from "../../src/contract/assertion.js";
import type { Json } from "../../src/source/json.js";
import type { Contract, Message } from "../../src/contract/model.js";
import { sample } from "../../src/project/sample.js";
import {
  samplesOf,
  type ChannelSample,
  type MessageSample,
} from "../../src/project/samples.js";
import {
  loadOutput,
  serve,
  type Client,
  type Realtime,
} from "./generated-output.js";

/** `channel type` of what arrived with the data as sent, in order. */
export interface Passed {
  readonly events: readonly string[];
  /** Heard by one who names no parameter. */
  readonly open: readonly string[];
  readonly commands: readonly string[];
  readonly streams: readonly string[];
  readonly requests: readonly string[];
}

/** What was chosen, and what of it runs. */
export interface PassOptions {
  readonly transports: readonly TransportId[];
  readonly engines: readonly EngineId[];
  readonly transport: TransportId;
  readonly engine: EngineId;
}

/** The values that pass. */
export interface Samples {
  readonly channels: readonly ChannelSample[];
  /** `undefined`: none can be made. */
  of(schema: Assertion): Json | undefined;
}

/** Those that demo code shows. */
function simplest(contract: Contract): Samples {
  return {
    channels: samplesOf(contract),
    of: (schema) => sample(schema, contract.definitions),
  };
}

/**
 * Runs a generated output over a real socket: publishes a sample of every
 * event, and sends a sample of every message that has a sample answer, in
 * either direction.
 */
export async function passEvents(
  folder: string,
  contract: Contract,
  { transports, engines, transport, engine }: PassOptions,
  samples = simplest(contract),
): Promise<Passed> {
  const output = await loadOutput(folder, transports, engines);
  const answers = answersOf(contract, samples);
  const realtime = output.createRealtime({
    authenticate: () => ({ identity: { id: "test" } }),
    authorize: () => true,
    engine: output.createEngine(engine, folder),
    ...serverSide(contract, answers, samples),
  });
  const { url, close } = await serve(realtime);
  const client = output.createClient(transport, { url });
  const passed = {
    events: [] as string[],
    open: [] as string[],
    commands: [] as string[],
    streams: [] as string[],
    requests: [] as string[],
  };
  try {
    for (const each of samples.channels) await publishKept(realtime, each);
    for (const each of samples.channels) {
      const { name, wildcard } = each.channel;
      const heard = await hearKept(client, each, each.params);
      passed.events.push(...heard);
      if (wildcard) passed.open.push(...(await hearKept(client, each, {})));
      for (const command of each.commands) {
        const key = `${name} ${command.message.name}`;
        if (!answers.has(key)) continue;
        const to = client.channels[name]!(each.params);
        const [kind, reply] = await sendOne(to, command);
        expectSame(key, reply, expected(command.message, answers.get(key)));
        passed[kind].push(key);
      }
      const kept = keptOf(each);
      for (const event of each.events) {
        const key = `${name} ${event.message.name}`;
        const answer = answers.get(key);
        const asks = event.message.reply && answer !== undefined;
        if (kept.includes(event) && !asks) continue;
        // Nobody is there between two polls.
        if (transport === "polling" && !kept.includes(event)) continue;
        await whileHeard(realtime, client, each, event, answer, async (to) => {
          if (!kept.includes(event)) passed.events.push(key);
          if (!asks || transport !== "websocket") return;
          const { message, data, headers } = event;
          const reply = await to.request(message.name, data, { headers });
          expectSame(key, reply, answer);
          passed.requests.push(key);
        });
      }
    }
  } finally {
    await client.close();
    await close();
  }
  return passed;
}

/** What is answered to each message, by `channel type`; without those whose answer cannot be made. */
function answersOf(
  contract: Contract,
  samples: Samples,
): Map<string, Json | undefined> {
  const answers = new Map<string, Json | undefined>();
  for (const { name, serverToClient, clientToServer } of contract.channels) {
    for (const { name: type, reply } of [
      ...serverToClient,
      ...clientToServer,
    ]) {
      const data = reply && samples.of(reply.payload);
      if (!reply || data !== undefined) answers.set(`${name} ${type}`, data);
    }
  }
  return answers;
}

function expected(
  { reply }: Message,
  answer: Json | undefined,
): Json | undefined {
  return reply?.stream ? [answer!, answer!] : answer;
}

/** Handlers of all messages, and providers of all snapshots. */
function serverSide(
  { channels }: Contract,
  answers: ReadonlyMap<string, Json | undefined>,
  samples: Samples,
): object {
  const handlers: Record<string, Record<string, () => unknown>> = Object.create(
    null,
  );
  const snapshots: Record<string, () => unknown> = Object.create(null);
  for (const { name, clientToServer, snapshot } of channels) {
    const own: Record<string, () => unknown> = Object.create(null);
    for (const { name: type, reply } of clientToServer) {
      const data = answers.get(`${name} ${type}`);
      own[type] = reply?.stream ? () => twice(data) : () => data;
    }
    handlers[name] = own;
    snapshots[name] = () => snapshot && samples.of(snapshot);
  }
  return { handlers, snapshots };
}

async function* twice<T>(part: T): AsyncGenerator<T> {
  yield part;
  yield part;
}

/** Before anyone listens: what is not kept would not arrive. */
const keptOf = ({ channel, events }: ChannelSample): MessageSample[] =>
  channel.history.kind === "none"
    ? []
    : events.filter(({ message }) => !message.ephemeral);

async function publishKept(
  realtime: Realtime,
  each: ChannelSample,
): Promise<void> {
  const to = realtime.channels[each.channel.name]!(each.params);
  for (const { message, data, headers } of keptOf(each)) {
    await to.publish(message.name, data, { headers });
  }
}

async function hearKept(
  client: Client,
  each: ChannelSample,
  params: object,
): Promise<string[]> {
  const { name } = each.channel;
  const from = client.channels[name]!(params);
  const arriving = from.events({ start: "earliest" });
  const heard: string[] = [];
  for (const { message, data } of keptOf(each)) {
    const { value } = await arriving.next();
    expectSame(name, value.type, message.name);
    expectSame(`${name} ${message.name}`, value.data, data);
    heard.push(`${name} ${message.name}`);
  }
  await arriving.return?.();
  return heard;
}

/**
 * Listens to one message, publishes it until it is heard, since what is not
 * kept reaches only those who are there, and then does what needs a listener.
 */
async function whileHeard(
  realtime: Realtime,
  client: Client,
  { channel: { name }, params }: ChannelSample,
  { message, data, headers }: MessageSample,
  answer: Json | undefined,
  then: (to: ReturnType<Realtime["channels"][string]>) => Promise<void>,
): Promise<void> {
  const to = realtime.channels[name]!(params);
  const heard = new AbortController();
  const stop = client.channels[name]!(params).on(message.name, () => {
    heard.abort();
    return answer;
  });
  while (!heard.signal.aborted) {
    await to.publish(message.name, data, { headers });
    await new Promise(setImmediate);
  }
  await then(to);
  stop();
}

async function sendOne(
  to: ReturnType<Client["channels"][string]>,
  { message, data, headers }: MessageSample,
): Promise<["commands" | "streams", unknown]> {
  if (!message.reply?.stream) {
    return ["commands", await to.send(message.name, data, { headers })];
  }
  const parts: Json[] = [];
  const stream = to.stream(message.name, data, { headers });
  for await (const part of stream) parts.push(part);
  return ["streams", parts];
}

function expectSame(what: string, actual: unknown, wanted: unknown): void {
  const [got, expected] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (got !== expected) throw new Error(`${what}: ${got}, not ${expected}`);
}
