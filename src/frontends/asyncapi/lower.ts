import { DEFAULT_HISTORY } from "../../contract/history.js";
import type {
  Bindings,
  Channel,
  Contract,
  Direction,
  Message,
  Reply,
} from "../../contract/model.js";
import type { Fields } from "../../documents/fields.js";
import { idOf } from "../../source/path.js";
import { mergeBindings } from "./bindings.js";
import type { Context } from "./context.js";
import type {
  ChannelEntry,
  Entries,
  MessageEntry,
  Operation,
  OperationReply,
} from "./entries.js";
import { Messages, type MessageBody } from "./message.js";
import { parametersOf } from "./parameters.js";
import { directionOf, type Perspective } from "./perspective.js";

/** Channels of the Contract from what documents of both generations come down to. */
export function lowerChannels(
  entries: Entries,
  root: Fields,
  context: Context,
  perspective: Perspective,
): Contract["channels"] {
  const lowering = new Lowering(entries, root, context, perspective);
  return entries.channels.flatMap((entry) => lowering.channel(entry) ?? []);
}

/** What a message gets from the operations that carry it. */
interface Carried {
  readonly bindings: Bindings;
  readonly scopes: readonly string[];
  readonly reply?: OperationReply;
  /** For what the message does not say of itself. */
  readonly prose: Pick<Message, "summary" | "description">;
}

const NOTHING: Carried = {
  bindings: Object.create(null),
  scopes: [],
  prose: {},
};

class Lowering {
  readonly #context: Context;
  readonly #perspective: Perspective;
  readonly #messages: Messages;
  readonly #operations = new Map<ChannelEntry, Operation[]>();
  readonly #replyChannels = new Set<ChannelEntry>();
  /** Places of the messages that are replies. */
  readonly #answers = new Set<string>();

  constructor(
    { channels, operations }: Entries,
    root: Fields,
    context: Context,
    perspective: Perspective,
  ) {
    this.#context = context;
    this.#perspective = perspective;
    this.#messages = new Messages(root, context);
    for (const channel of channels) this.#operations.set(channel, []);
    for (const operation of operations) {
      this.#operations.get(operation.channel)?.push(operation);
      const { reply } = operation;
      // One that answers its own questions is more than a way back.
      if (reply?.channel && reply.channel !== operation.channel) {
        this.#replyChannels.add(reply.channel);
      }
      for (const { origin } of reply?.messages ?? []) {
        this.#answers.add(idOf(origin));
      }
    }
  }

  /** `undefined`: it exists only to carry replies. */
  channel(entry: ChannelEntry): Channel | undefined {
    const { name, bindings, servers, description, origin } = entry;
    const { diagnostics } = this.#context;
    const own = this.#operations.get(entry) ?? [];
    const isReply =
      this.#replyChannels.has(entry) ||
      (own.length === 0 && this.#isAnswer(entry));
    // The reply goes back where its question came from. A channel without an
    // address of its own is nothing else, even where an operation names it.
    if (isReply && (own.length === 0 || entry.address === undefined)) {
      return undefined;
    }
    const target = { ...origin, part: "key" } as const;
    if (entry.address === undefined) {
      diagnostics.report("asyncapi-no-address", target, { channel: name });
    }
    if (own.length === 0 && entry.messages.length > 0) {
      diagnostics.report("asyncapi-no-operations", target, { channel: name });
    }
    const address = entry.address ?? name;
    return {
      name,
      ...(description !== undefined && { description }),
      address,
      parameters: parametersOf(entry, address, this.#context),
      history: DEFAULT_HISTORY,
      wildcard: false,
      ...this.#directions(entry, own),
      ...(servers && { servers }),
      bindings,
      ...entry.extensions,
      origin,
    };
  }

  /** Replies that name no channel have one all the same: that of their messages. */
  #isAnswer({ messages }: ChannelEntry): boolean {
    return (
      messages.length > 0 &&
      messages.every(({ origin }) => this.#answers.has(idOf(origin)))
    );
  }

  #directions(
    entry: ChannelEntry,
    operations: readonly Operation[],
  ): Record<Direction, readonly Message[]> {
    const lists: Record<Direction, Message[]> = {
      serverToClient: [],
      clientToServer: [],
    };
    const carried = this.#carried(entry, operations);
    for (const [message, directions] of carried) {
      if (directions.size === 0) {
        if (this.#answers.has(idOf(message.origin))) continue;
        const target = { ...message.origin, part: "key" } as const;
        const params = { message: message.name, channel: entry.name };
        const { diagnostics } = this.#context;
        diagnostics.report("asyncapi-message-unused", target, params);
        continue;
      }
      const body = this.#messages.lower(message);
      if (!body) continue;
      for (const [direction, by] of directions) {
        lists[direction].push(this.#message(message, body, direction, by));
      }
    }
    return {
      serverToClient: this.#distinct(entry, lists.serverToClient),
      clientToServer: this.#distinct(entry, lists.clientToServer),
    };
  }

  /** The ways that each message goes, by the operations of its channel. */
  #carried(
    entry: ChannelEntry,
    operations: readonly Operation[],
  ): ReadonlyMap<MessageEntry, ReadonlyMap<Direction, Carried>> {
    const carried = new Map<MessageEntry, Map<Direction, Carried>>();
    for (const message of entry.messages) carried.set(message, new Map());
    if (operations.length === 0) {
      for (const ways of carried.values()) ways.set("serverToClient", NOTHING);
    }
    for (const operation of operations) {
      const direction = directionOf(operation.action, this.#perspective);
      for (const message of operation.messages) {
        const ways = carried.get(message) ?? new Map<Direction, Carried>();
        carried.set(message, ways);
        ways.set(direction, carry(ways.get(direction), operation));
      }
    }
    return carried;
  }

  #message(
    { name, origin }: MessageEntry,
    body: MessageBody,
    direction: Direction,
    { bindings, scopes, reply, prose }: Carried,
  ): Message {
    const lowered = reply && this.#reply(reply);
    const silent = body.summary === undefined && body.description === undefined;
    return {
      ...(silent && prose),
      ...body,
      name,
      scopes: body.scopes ?? (direction === "clientToServer" ? scopes : []),
      ...(lowered && { reply: lowered }),
      errors: body.errors ?? [],
      ephemeral: body.ephemeral ?? false,
      bindings: mergeBindings(bindings, body.bindings),
      origin,
    };
  }

  /** Handlers and wires tell messages apart by their names. */
  #distinct(
    entry: ChannelEntry,
    messages: readonly Message[],
  ): readonly Message[] {
    const taken = new Set(messages.map(({ name }) => name));
    if (taken.size === messages.length) return messages;
    const numbers = new Map<string, number>();
    return messages.map((message) => {
      const { name, origin } = message;
      let number = numbers.get(name);
      if (number === undefined) {
        numbers.set(name, 1);
        return message;
      }
      do number++;
      while (taken.has(`${name}-${number}`));
      numbers.set(name, number);
      const other = `${name}-${number}`;
      const params = { message: name, channel: entry.name, other };
      this.#context.diagnostics.report("asyncapi-name-twice", origin, params);
      return { ...message, name: other };
    });
  }

  #reply({
    messages,
    location,
    stream = false,
    origin,
  }: OperationReply): Reply | undefined {
    const payloads = messages.flatMap(
      (message) => this.#messages.lower(message)?.payload ?? [],
    );
    const [first, ...others] = payloads;
    if (!first) return undefined;
    return {
      payload:
        others.length === 0
          ? first
          : {
              checks: [{ kind: "anyOf", of: payloads }],
              notes: {},
              origin: first.origin,
            },
      stream,
      ...(location !== undefined && { replyTo: location }),
      origin,
    };
  }
}

/** One more operation that carries a message the same way. */
function carry(before: Carried | undefined, operation: Operation): Carried {
  const { messages, summary, description } = operation;
  const reply = before?.reply ?? operation.reply;
  const isAlone = messages.length === 1;
  return {
    bindings: before
      ? mergeBindings(operation.bindings, before.bindings)
      : operation.bindings,
    scopes: before
      ? before.scopes.filter((scope) => operation.scopes.includes(scope))
      : operation.scopes,
    ...(reply && { reply }),
    prose: before?.prose ?? {
      ...(isAlone && summary !== undefined && { summary }),
      ...(isAlone && description !== undefined && { description }),
    },
  };
}
