import { DEFAULT_HISTORY } from "../../contract/history.js";
import type {
  Bindings,
  Channel,
  Contract,
  Direction,
  Message,
  Reply,
} from "../../contract/model.js";
import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Documents } from "../../documents/documents.js";
import type { Fields } from "../../documents/fields.js";
import { readChannels, type ChannelEntry } from "./channels.js";
import { mergeBindings, read, type Context } from "./context.js";
import { lowerMessage } from "./message.js";
import {
  readOperations,
  type Operation,
  type OperationReply,
} from "./operations.js";
import {
  countOf,
  directionOf,
  looksLikeClient,
  type Perspective,
} from "./perspective.js";
import { SchemaFormats } from "./schema-formats.js";

/** AsyncAPI 3.0 and 3.1 to the Contract; problems are reported on the way. */
export function lowerAsyncapi3(
  documents: Documents,
  diagnostics: Diagnostics,
  version: string,
  perspective: Perspective | undefined,
): Contract | undefined {
  const { file, value } = documents.entry;
  const top = { file, path: undefined };
  const schemas = new SchemaFormats(documents, diagnostics);
  let context: Context = {
    documents,
    diagnostics,
    schemas,
    version,
    contentType: "application/json",
  };
  const root = read(value, top, "root", "the document", context);
  if (!root) return undefined;
  const contentType = root.string("defaultContentType");
  if (contentType !== undefined) context = { ...context, contentType };

  const info = readInfo(root, context);
  const channels = readChannels(root, context);
  const operations = readOperations(root, channels, context);
  if (perspective === undefined) warnOfClient(root, operations, diagnostics);
  const lowering = new Lowering(context, perspective ?? "server", operations);
  return {
    ...info,
    channels: [...channels.values()].flatMap(
      (channel) => lowering.channel(channel) ?? [],
    ),
    definitions: schemas.definitions,
    bindings: Object.create(null),
  };
}

function readInfo(
  root: Fields,
  context: Context,
): Pick<Contract, "name" | "version" | "description"> {
  const value = root.required("info");
  const info =
    value === undefined
      ? undefined
      : read(value, root.at("info"), "info", "info", context);
  const name = info?.name("title") ?? "";
  const description = info?.string("description")?.trim();
  if (info && !info.has("version")) {
    const target = { ...info.origin, part: "key" } as const;
    context.diagnostics.report("asyncapi-no-version", target, {});
  }
  return {
    name,
    version: info?.string("version") ?? "0.0.0",
    ...(description !== undefined && { description }),
  };
}

function warnOfClient(
  root: Fields,
  operations: readonly Operation[],
  diagnostics: Diagnostics,
): void {
  const reason = looksLikeClient(operations);
  if (reason === undefined) return;
  const by = (action: string): number =>
    countOf(operations.filter((operation) => operation.action === action));
  diagnostics.report(
    "asyncapi-perspective",
    { ...root.at("operations"), part: "key" },
    { reason, toClient: by("send"), toServer: by("receive") },
  );
}

/** What a message gets from the operations that carry it. */
interface Carried {
  readonly bindings: Bindings;
  readonly reply?: OperationReply;
}

class Lowering {
  readonly #context: Context;
  readonly #perspective: Perspective;
  readonly #operations: readonly Operation[];
  readonly #replyChannels: ReadonlySet<ChannelEntry>;

  constructor(
    context: Context,
    perspective: Perspective,
    operations: readonly Operation[],
  ) {
    this.#context = context;
    this.#perspective = perspective;
    this.#operations = operations;
    this.#replyChannels = new Set(
      operations.flatMap(({ reply }) => (reply ? [reply.channel] : [])),
    );
  }

  /** `undefined`: it exists only to carry replies. */
  channel(entry: ChannelEntry): Channel | undefined {
    const { name, address, parameters, bindings, origin } = entry;
    const { diagnostics } = this.#context;
    const own = this.#operations.filter(({ channel }) => channel === entry);
    const isReply = this.#replyChannels.has(entry);
    // The reply goes back where its question came from. A channel without an
    // address of its own is nothing else, even where an operation names it.
    if (isReply && (own.length === 0 || address === undefined)) {
      return undefined;
    }
    const target = { ...origin, part: "key" } as const;
    if (address === undefined) {
      diagnostics.report("asyncapi-no-address", target, { channel: name });
    }
    if (own.length === 0 && entry.messages.size > 0) {
      diagnostics.report("asyncapi-no-operations", target, { channel: name });
    }
    const { description } = entry;
    return {
      name,
      ...(description !== undefined && { description }),
      address: address ?? name,
      parameters,
      history: DEFAULT_HISTORY,
      wildcard: false,
      ...this.#messages(entry, own),
      bindings,
      origin,
    };
  }

  #messages(
    entry: ChannelEntry,
    operations: readonly Operation[],
  ): Record<Direction, readonly Message[]> {
    const { diagnostics } = this.#context;
    const serverToClient: Message[] = [];
    const clientToServer: Message[] = [];
    const lists = { serverToClient, clientToServer };
    for (const { name, value, origin } of entry.messages.values()) {
      const carried = this.#carried(name, operations);
      if (operations.length === 0) carried.set("serverToClient", NOTHING);
      if (carried.size === 0) {
        const target = { ...origin, part: "key" } as const;
        const params = { message: name, channel: entry.name };
        diagnostics.report("asyncapi-message-unused", target, params);
      }
      const what = `message "${name}"`;
      const body =
        carried.size > 0 && lowerMessage(value, origin, what, this.#context);
      if (!body) continue;
      for (const [direction, { bindings, reply }] of carried) {
        const lowered = reply && this.#reply(reply);
        lists[direction].push({
          ...body,
          name,
          scopes: [],
          ...(lowered && { reply: lowered }),
          errors: [],
          ephemeral: false,
          bindings: mergeBindings(body.bindings, bindings),
          origin,
        });
      }
    }
    return lists;
  }

  /** The ways that a message goes, by its operations. */
  #carried(
    message: string,
    operations: readonly Operation[],
  ): Map<Direction, Carried> {
    const carried = new Map<Direction, Carried>();
    for (const operation of operations) {
      if (!operation.messages.some(({ name }) => name === message)) continue;
      const direction = directionOf(operation.action, this.#perspective);
      const before = carried.get(direction) ?? NOTHING;
      const reply = before.reply ?? operation.reply;
      carried.set(direction, {
        bindings: mergeBindings(before.bindings, operation.bindings),
        ...(reply && { reply }),
      });
    }
    return carried;
  }

  #reply({ messages, origin }: OperationReply): Reply | undefined {
    const payloads = messages.flatMap(({ name, value, origin }) => {
      const what = `message "${name}"`;
      return lowerMessage(value, origin, what, this.#context)?.payload ?? [];
    });
    const [first, second] = payloads;
    if (!first) return undefined;
    if (!second) return { payload: first, stream: false, origin };
    const payload = {
      checks: [{ kind: "anyOf", of: payloads } as const],
      notes: {},
      origin: first.origin,
    };
    return { payload, stream: false, origin };
  }
}

const NOTHING: Carried = { bindings: Object.create(null) };
