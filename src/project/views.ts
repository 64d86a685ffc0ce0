/** What the project's templates are filled with: every decision is made here. */
import type { EngineId, TransportId } from "../advice/choices.js";
import type { Channel, Contract } from "../contract/model.js";
import {
  jsonLiteral,
  memberKey,
  propertyKey,
  stringLiteral,
} from "../typescript/literals.js";
import { shortened } from "../typescript/names.js";
import { pascalCase } from "../typescript/words.js";
import type { ClientImport } from "./clients.js";
import { engineView, type EngineView } from "./engine-view.js";
import { sample } from "./sample.js";
import {
  samplesOf,
  type ChannelSample,
  type MessageSample,
} from "./samples.js";
import { securityLines } from "./security-view.js";
import { uniqueName } from "./unique-name.js";

/** Demo code with more channels than this shows nothing. */
const MAX_SHOWN = 20;

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

export interface ServerView {
  /** Takes over the upgrades of the HTTP server: WebSocket. */
  readonly attaches: boolean;
}

export function serverView(transports: readonly TransportId[]): ServerView {
  return { attaches: transports.includes("websocket") };
}

export interface SetupView {
  readonly engine: EngineView;
  /** A channel may be subscribed to with parameters left open. */
  readonly hasWildcards: boolean;
  /** The schema says how clients show who they are. */
  readonly hasSecurity: boolean;
  readonly security: readonly string[];
  readonly hasSnapshots: boolean;
  readonly snapshots: readonly {
    readonly property: string;
    readonly provider: string;
  }[];
}

export function setupView(contract: Contract, engine: EngineId): SetupView {
  const { channels, definitions } = contract;
  const security = securityLines(contract);
  const snapshots = channels.flatMap(({ name, snapshot }) => {
    if (snapshot === undefined) return [];
    const value = sample(snapshot, definitions);
    const provider =
      value === undefined
        ? `() => { throw new Error("no snapshot yet") }`
        : `() => (${jsonLiteral(value)})`;
    return { property: propertyKey(name), provider };
  });
  return {
    engine: engineView(engine),
    hasWildcards: channels.some(({ wildcard }) => wildcard),
    hasSecurity: security.length > 0,
    security,
    hasSnapshots: snapshots.length > 0,
    snapshots,
  };
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

/** How a demo client connects; of the general one, also what it listens to. */
export interface ClientView {
  readonly client: ClientImport;
  readonly channels: readonly {
    readonly printer: string;
    readonly access: string;
    readonly params: string;
  }[];
}

export function clientChannels(contract: Contract): ClientView["channels"] {
  const taken = new Set<string>();
  return samplesOf(contract)
    .filter(({ channel }) => channel.serverToClient.length > 0)
    .slice(0, MAX_SHOWN)
    .map(({ channel, params }) => ({
      printer: uniqueName(
        shortened(`print${pascalCase(channel.name)}`),
        taken,
        "",
      ),
      access: accessOf(channel),
      params: argumentsOf(params),
    }));
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

export function eventView(
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
