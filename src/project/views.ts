/** What the project's templates are filled with: every decision is made here. */
import type { Channel, Contract, Message } from "../contract/model.js";
import {
  docComment,
  jsonLiteral,
  memberKey,
  propertyKey,
  stringLiteral,
} from "../typescript/literals.js";
import { camelCase, pascalCase, words } from "../typescript/names.js";
import { curlCommand, sendCommand, type Instance } from "./commands.js";
import { sample } from "./sample.js";
import {
  samplesOf,
  type ChannelSample,
  type MessageSample,
} from "./samples.js";

/** Demo code with more channels than this shows nothing. */
const MAX_SHOWN = 20;

export interface HandlersView {
  readonly variable: string;
  /** The channel's name, as a string literal. */
  readonly key: string;
  /** The channel's name, as a property of an object. */
  readonly property: string;
  /** File in `src/handlers/`, without its extension. */
  readonly file: string;
  /** How the index imports it. */
  readonly module: string;
  readonly messages: readonly {
    readonly doc: string;
    readonly key: string;
    readonly name: string;
  }[];
}

/** One for each channel that a client can send to. */
export function handlersViews({ channels }: Contract): HandlersView[] {
  const files = new Set(["index", "not-implemented"]);
  const variables = new Set(["handlers"]);
  return channels
    .filter(({ clientToServer }) => clientToServer.length > 0)
    .map(({ name, clientToServer }) => {
      const file = unique(fileName(name), files, "-");
      return {
        variable: unique(camelCase(name), variables, ""),
        key: stringLiteral(name),
        property: propertyKey(name),
        file,
        module: stringLiteral(`./${file}.js`),
        messages: clientToServer.map((message) => ({
          doc: docOf(message),
          key: propertyKey(message.name),
          name: stringLiteral(message.name),
        })),
      };
    });
}

/** Short, lower case, and the same on every disk. */
function fileName(channel: string): string {
  const kebab = words(channel)
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  // Windows keeps some names for its devices.
  return /^(?:|con|prn|aux|nul|(?:com|lpt)\d)$/.test(kebab)
    ? `${kebab}channel`
    : kebab;
}

function docOf({ summary, description, deprecated }: Message): string {
  return docComment("", { description: summary ?? description, deprecated });
}

/** Without regard to case: some disks have none. */
function unique(name: string, taken: Set<string>, separator: string): string {
  let result = name;
  for (let n = 2; taken.has(result.toLowerCase()); n++) {
    result = `${name}${separator}${n}`;
  }
  taken.add(result.toLowerCase());
  return result;
}

export interface AuthenticatorView {
  readonly id: string;
  readonly scopes: string;
}

export function authenticatorView({ channels }: Contract): AuthenticatorView {
  const scopes = channels.flatMap(({ clientToServer }) =>
    clientToServer.flatMap((message) => message.scopes),
  );
  return {
    // A legal id wherever a schema wants one.
    id: '"3f2b9c1e-8d4a-4f6b-9e2c-7a1d5b8c0e4f"',
    scopes: jsonLiteral([...new Set(scopes)].sort()),
  };
}

export interface SetupView {
  readonly hasSnapshots: boolean;
  readonly snapshots: readonly {
    readonly property: string;
    readonly provider: string;
  }[];
}

export function setupView({ channels, definitions }: Contract): SetupView {
  const snapshots = channels.flatMap(({ name, snapshot }) => {
    if (snapshot === undefined) return [];
    const value = sample(snapshot, definitions);
    const provider =
      value === undefined
        ? `() => { throw new Error("no snapshot yet") }`
        : `() => (${jsonLiteral(value)})`;
    return { property: propertyKey(name), provider };
  });
  return { hasSnapshots: snapshots.length > 0, snapshots };
}

export interface EventView {
  /** What follows `channels`: `.orders`, `["my orders"]`. */
  readonly access: string;
  /** Arguments that name the channel instance; empty where there is but one. */
  readonly params: string;
  readonly name: string;
  readonly data: string;
  /** The third argument with its comma, where headers are needed. */
  readonly options: string;
}

export interface DevView {
  readonly hasEvents: boolean;
  readonly events: readonly EventView[];
}

export function devView(contract: Contract): DevView {
  const events = samplesOf(contract).flatMap((channel) =>
    channel.events.map((event) => eventView(channel, event)),
  );
  return { hasEvents: events.length > 0, events: events.slice(0, MAX_SHOWN) };
}

export interface ClientView {
  readonly channels: readonly {
    readonly printer: string;
    readonly access: string;
    readonly params: string;
  }[];
}

export function clientView(contract: Contract): ClientView {
  const taken = new Set<string>();
  const channels = samplesOf(contract)
    .filter(({ channel }) => channel.serverToClient.length > 0)
    .slice(0, MAX_SHOWN)
    .map(({ channel, params }) => ({
      printer: unique(`print${pascalCase(channel.name)}`, taken, ""),
      access: accessOf(channel),
      params: argumentsOf(params),
    }));
  return { channels };
}

export interface TestView {
  readonly hasEvent: boolean;
  /** None or one. */
  readonly events: readonly EventView[];
  /** Keys of the handlers, as an expression. */
  readonly handlerNames: string;
}

export function testView(contract: Contract): TestView {
  const events = devView(contract).events.slice(0, 1);
  const names = contract.channels
    .filter(({ clientToServer }) => clientToServer.length > 0)
    .map(({ name }) => name);
  return {
    hasEvent: events.length > 0,
    events,
    handlerNames: jsonLiteral(names),
  };
}

export interface ReadmeView {
  readonly title: string;
  readonly schema: string;
  readonly out: string;
  /** `npm run`, `pnpm`, … */
  readonly run: string;
  readonly hasCurl: boolean;
  readonly curl: string;
  readonly hasSend: boolean;
  readonly send: string;
  readonly hasPublish: boolean;
  readonly publish: string;
}

export function readmeView(
  contract: Contract,
  names: Pick<ReadmeView, "schema" | "out" | "run">,
): ReadmeView {
  const samples = samplesOf(contract);
  const followed = samples.find(({ events }) => events.length > 0);
  const asked = samples.find(({ commands }) => commands.length > 0);
  return {
    ...names,
    title: contract.name.replace(/[^\p{L}\p{N} ._-]/gu, " ").trim(),
    hasCurl: followed !== undefined,
    curl: followed ? curlCommand(instanceOf(followed)) : "",
    hasSend: asked !== undefined,
    send: asked ? sendCommand(instanceOf(asked), asked.commands[0]!) : "",
    hasPublish: followed !== undefined,
    publish: followed ? publishLine(followed) : "",
  };
}

function instanceOf({ channel, params }: ChannelSample): Instance {
  return { channel: channel.name, params };
}

function publishLine(channel: ChannelSample): string {
  const { access, params, name, data, options } = eventView(
    channel,
    channel.events[0]!,
  );
  return `await realtime.channels${access}(${params}).publish(${name}, ${data}${options});`;
}

function eventView(
  { channel, params }: ChannelSample,
  { message, data, headers }: MessageSample,
): EventView {
  return {
    access: accessOf(channel),
    params: argumentsOf(params),
    name: stringLiteral(message.name),
    data: jsonLiteral(data),
    options:
      headers === undefined ? "" : `, { headers: ${jsonLiteral(headers)} }`,
  };
}

function accessOf({ name }: Channel): string {
  const key = memberKey(name);
  return key === name ? `.${name}` : `[${stringLiteral(name)}]`;
}

function argumentsOf(params: Readonly<Record<string, string>>): string {
  return Object.keys(params).length === 0 ? "" : jsonLiteral(params);
}
