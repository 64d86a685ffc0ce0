/**
 * The schemas of a channel that become types: the ledger's key and the name
 * wanted for each. A message name that several channels use takes the
 * channel's name in front where its own is taken.
 */
import type { Assertion, Notes } from "../contract/assertion.js";
import type { Channel, Contract, Message } from "../contract/model.js";
import type { TypeRoot } from "../typescript/emit.js";
import { pascalCase } from "../typescript/names.js";

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

export function rootsOf({ channels }: Contract): ChannelRoots[] {
  const uses = new Map<string, number>();
  for (const channel of channels) {
    for (const { name } of [
      ...channel.serverToClient,
      ...channel.clientToServer,
    ]) {
      const word = pascalCase(name).toLowerCase();
      uses.set(word, (uses.get(word) ?? 0) + 1);
    }
  }
  return channels.map((channel) => channelRoots(channel, uses));
}

function channelRoots(
  channel: Channel,
  uses: ReadonlyMap<string, number>,
): ChannelRoots {
  const prefix = pascalCase(channel.name, "Channel");
  const messageRoots =
    (direction: string) =>
    (message: Message): MessageRoots => {
      const key = `${channel.name}/${direction}/${message.name}`;
      const word = pascalCase(message.name);
      const shared = (uses.get(word.toLowerCase()) ?? 0) > 1;
      const name = shared ? `${prefix} ${message.name}` : message.name;
      const base = message.typeName ?? pascalCase(name, "Message");
      const { payload, headers, reply } = message;
      return {
        message,
        payload: {
          key,
          wantedName: name,
          ...(message.typeName !== undefined && { typeName: message.typeName }),
          schema: payload,
          notes: notesOf(message),
        },
        headers: headers && root(`${key}/headers`, `${base} Headers`, headers),
        reply:
          reply &&
          (reply.stream
            ? root(`${key}/part`, `${base} Part`, reply.payload)
            : root(`${key}/reply`, `${base} Reply`, reply.payload)),
        errors: message.errors.map(({ code, payload, description }) => ({
          code,
          root: root(
            `${key}/errors/${code}`,
            `${base} ${code}`,
            payload,
            description,
          ),
        })),
      };
    };
  return {
    channel,
    parameters: channel.parameters.map(({ name, schema }) => ({
      name,
      root: root(
        `${channel.name}/parameters/${name}`,
        `${prefix} ${name}`,
        schema,
      ),
    })),
    snapshot:
      channel.snapshot &&
      root(`${channel.name}/snapshot`, `${prefix} Snapshot`, channel.snapshot),
    events: channel.serverToClient.map(messageRoots("serverToClient")),
    commands: channel.clientToServer.map(messageRoots("clientToServer")),
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
    ...roots.parameters.map(({ root }) => root),
    ...(roots.snapshot ? [roots.snapshot] : []),
    ...roots.events.flatMap(ofMessage),
    ...roots.commands.flatMap(ofMessage),
  ];
}

function ofMessage({ payload, headers, reply, errors }: MessageRoots): Root[] {
  return [
    payload,
    ...(headers ? [headers] : []),
    ...(reply ? [reply] : []),
    ...errors.map(({ root }) => root),
  ];
}
