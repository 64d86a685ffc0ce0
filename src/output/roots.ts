/**
 * The schemas of a channel that become types: the ledger's key and the name
 * wanted for each. A message name that several channels use takes the
 * channel's name in front where its own is taken.
 */
import type { Assertion, Notes } from "../contract/assertion.js";
import { keyStep } from "../contract/ledger.js";
import type {
  Channel,
  Contract,
  Definition,
  Direction,
  Message,
} from "../contract/model.js";
import { messagesOf } from "../contract/walk.js";
import type { TypeRoot } from "../typescript/emit.js";
import { lastSegment, pascalCase, wantedKey } from "../typescript/words.js";

/** A schema that becomes a type; its key is the ledger's. */
export type Root = TypeRoot;

/** The types of one message, by what they are for. */
export interface MessageRoots {
  readonly message: Message;
  readonly payload: Root;
  readonly headers: Root | undefined;
  /** Of the answer, or of each of its parts. */
  readonly reply: Root | undefined;
  readonly errors: readonly { readonly code: string; readonly root: Root }[];
}

export interface ChannelRoots {
  readonly channel: Channel;
  readonly parameters: readonly {
    readonly name: string;
    readonly root: Root;
  }[];
  readonly snapshot: Root | undefined;
  readonly events: readonly MessageRoots[];
  readonly commands: readonly MessageRoots[];
}

export const isStreamed = ({ message }: MessageRoots): boolean =>
  message.reply?.stream === true;

export const isAnswered = ({ message }: MessageRoots): boolean =>
  message.reply !== undefined;

export function rootsOf({ channels, definitions }: Contract): ChannelRoots[] {
  const words = new Map<string, string>();
  const users = new Map<string, number>();
  for (const channel of channels) {
    const own = messagesOf(channel).map(({ name }) => {
      const word = wantedKey(name);
      words.set(name, word);
      return word;
    });
    for (const word of new Set(own)) {
      users.set(word, (users.get(word) ?? 0) + 1);
    }
  }
  const isShared = ({ name, payload }: Message): boolean => {
    const word = words.get(name) ?? name;
    if ((users.get(word) ?? 0) < 2) return false;
    // All of the name may well be one type.
    const definition = definitionOf(payload, definitions);
    return definition === undefined || wantedKey(definition.name) !== word;
  };
  return channels.map((channel) => channelRoots(channel, isShared));
}

function definitionOf(
  { checks }: Assertion,
  definitions: Contract["definitions"],
): Definition | undefined {
  const [only, ...rest] = checks;
  return only?.kind === "reference" && rest.length === 0
    ? definitions.get(only.to)
    : undefined;
}

function channelRoots(
  channel: Channel,
  isShared: (message: Message) => boolean,
): ChannelRoots {
  const key = keyStep(channel.name);
  const prefix = pascalCase(channel.name, "Channel");
  const messageRoots =
    (direction: Direction) =>
    (message: Message): MessageRoots =>
      rootsOfMessage(message, {
        key: `${key}/${direction}/${keyStep(message.name)}`,
        channel: prefix,
        isShared: isShared(message),
        kind: direction === "serverToClient" ? "Event" : "Command",
      });
  return {
    channel,
    parameters: channel.parameters.map(({ name, schema }) => ({
      name,
      root: root(
        `${key}/parameters/${keyStep(name)}`,
        `${prefix} ${name}`,
        schema,
      ),
    })),
    snapshot:
      channel.snapshot &&
      root(`${key}/snapshot`, `${prefix} Snapshot`, channel.snapshot),
    events: channel.serverToClient.map(messageRoots("serverToClient")),
    commands: channel.clientToServer.map(messageRoots("clientToServer")),
  };
}

interface MessagePlace {
  readonly key: string;
  readonly channel: string;
  /** Other channels have a message of the name. */
  readonly isShared: boolean;
  readonly kind: "Event" | "Command";
}

function rootsOfMessage(
  message: Message,
  { key, channel, isShared, kind }: MessagePlace,
): MessageRoots {
  const { payload, headers, reply, typeName } = message;
  const own = pascalCase(lastSegment(message.name), "Message");
  const base = typeName ?? (isShared ? `${channel}${own}` : own);
  const part = (
    step: string,
    word: string,
    schema: Assertion,
    description?: string,
  ): Root => ({
    ...root(`${key}/${step}`, `${base} ${word}`, schema, description),
    otherNames: [`${channel} ${own} ${word}`],
  });
  return {
    message,
    payload: {
      key,
      wantedName: isShared ? base : message.name,
      otherNames: [`${base}${kind}`, `${channel}${own}`],
      ...(typeName !== undefined && { typeName }),
      schema: payload,
      notes: notesOf(message),
    },
    headers: headers && part("headers", "Headers", headers),
    reply:
      reply &&
      (reply.stream
        ? part("part", "Part", reply.payload)
        : part("reply", "Reply", reply.payload)),
    errors: message.errors.map(({ code, payload, description }) => ({
      code,
      root: part(`errors/${keyStep(code)}`, code, payload, description),
    })),
  };
}

function root(
  key: string,
  wantedName: string,
  schema: Assertion,
  description?: string,
): Root {
  const notes =
    description === undefined ? schema.notes : { ...schema.notes, description };
  return { key, wantedName, schema, notes };
}

function notesOf({
  summary,
  description,
  deprecated,
  payload,
}: Message): Notes {
  const text = [summary, description].filter(Boolean).join("\n\n");
  return {
    ...payload.notes,
    ...(text !== "" && { description: text }),
    ...(deprecated !== undefined && { deprecated }),
  };
}

/** Every root of a channel, in the order in which its file has them. */
export function allRoots(roots: ChannelRoots): Root[] {
  return [
    ...ownRoots(roots),
    ...[...roots.events, ...roots.commands].flatMap(messageRoots),
  ];
}

/** Those that are of no message. */
export function ownRoots({ parameters, snapshot }: ChannelRoots): Root[] {
  return [
    ...parameters.map(({ root }) => root),
    ...(snapshot ? [snapshot] : []),
  ];
}

export function messageRoots({
  payload,
  headers,
  reply,
  errors,
}: MessageRoots): Root[] {
  return [
    payload,
    ...(headers ? [headers] : []),
    ...(reply ? [reply] : []),
    ...errors.map(({ root }) => root),
  ];
}
