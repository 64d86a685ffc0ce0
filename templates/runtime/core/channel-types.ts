/**
 * The typed interface of a channel, for both ends. Generated code has one
 * {@link ChannelTypes} per channel; everything here is made from it.
 */
import type { GapReason } from "./protocol.js";

/** What generated code says of one channel. */
export interface ChannelTypes {
  readonly name: string;
  readonly params: object;
  /** Server to client: message name to payload. */
  readonly events: object;
  /** Client to server: message name to payload and reply. */
  readonly commands: object;
  /** Client to server, answered in parts: message name to payload and part. */
  readonly streams?: object;
  /** Server to client: message name to what its handler answers, for the messages that ask for one. */
  readonly replies?: object;
  /** Message name to headers, for the messages that declare some. */
  readonly headers: object;
  /** The type of the snapshot; `never` where there is none. */
  readonly snapshot: unknown;
}

/** Names of the messages from server to client. */
export type EventName<C extends ChannelTypes> = keyof C["events"] & string;

/** Names of the messages from client to server. */
export type CommandName<C extends ChannelTypes> = keyof C["commands"] & string;

/** Names of the messages from client to server that are answered in parts. */
export type StreamName<C extends ChannelTypes> = keyof NonNullable<
  C["streams"]
> &
  string;

/** Names of the messages from server to client that a client answers. */
export type RequestName<C extends ChannelTypes> = keyof NonNullable<
  C["replies"]
> &
  EventName<C>;

type CommandOf<C extends ChannelTypes, Name> =
  Name extends CommandName<C>
    ? C["commands"][Name]
    : NonNullable<C["streams"]>[Name & keyof NonNullable<C["streams"]>];
type AnswerOf<C extends ChannelTypes, Name> = NonNullable<C["replies"]>[Name &
  keyof NonNullable<C["replies"]>];
type DataOf<Command> = Command extends { data: infer Data } ? Data : never;
type ReplyOf<Command> = Command extends { reply: infer Reply } ? Reply : never;
type PartOf<Command> = Command extends { part: infer Part } ? Part : never;
type HeadersOf<C extends ChannelTypes, Name> = Name extends keyof C["headers"]
  ? { readonly headers: C["headers"][Name] }
  : { readonly headers?: Readonly<Record<string, unknown>> };

/** What comes beside an event's payload. */
export interface Meta<C extends ChannelTypes> {
  /** The event's idempotency key, the same on every technique. */
  readonly id: string;
  /** This subscription's position after the event; opaque. */
  readonly cursor: string;
  /** ISO 8601, by the server's log. */
  readonly time: string;
  readonly channel: C["name"];
  readonly params: C["params"];
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** An event as `events()` yields it: a union discriminated by `type`. */
export type EventOf<C extends ChannelTypes> = {
  [Name in EventName<C>]: {
    readonly type: Name;
    readonly data: C["events"][Name];
    readonly meta: Meta<C> & HeadersOf<C, Name>;
  };
}[EventName<C>];

// ---- server

export type PublishOptions<C extends ChannelTypes, Name> = {
  /**
   * The idempotency key, by default a new one. Publishing the same id and
   * body again is answered with the first cursor and `duplicate`.
   */
  readonly id?: string;
  readonly signal?: AbortSignal;
} & HeadersOf<C, Name>;

type PublishArguments<
  C extends ChannelTypes,
  Name,
> = Name extends keyof C["headers"]
  ? [options: PublishOptions<C, Name>]
  : [options?: PublishOptions<C, Name>];

export interface Published {
  readonly id: string;
  readonly cursor: string;
  /** The id had been published before with the same body. */
  readonly duplicate: boolean;
}

/** One channel instance, on the server. */
export interface Publisher<C extends ChannelTypes> {
  /**
   * Validates, appends to the log and wakes the readers; resolves when the
   * event is as durable as the engine promises. Events of one channel
   * instance are delivered in the order of these calls.
   *
   * @throws {ValidationError} the payload or the headers do not fit the schema
   * @throws {IdempotencyConflict} the id was used for another body
   * @throws {EngineUnavailable} the log took too long, or too much waits for it
   */
  publish<Name extends EventName<C>>(
    type: Name,
    data: C["events"][Name],
    ...options: PublishArguments<C, Name>
  ): Promise<Published>;
}

type RequestArguments<
  C extends ChannelTypes,
  Name,
> = Name extends keyof C["headers"]
  ? [options: RequestOptions & HeadersOf<C, Name>]
  : [options?: RequestOptions & HeadersOf<C, Name>];

export interface RequestOptions {
  /** The idempotency key, by default a new one. */
  readonly id?: string;
  readonly signal?: AbortSignal;
  /** Default 30 s, then ReplyTimeout. */
  readonly timeoutMs?: number;
}

/** One channel instance with messages that clients answer, on the server. */
export interface Requester<C extends ChannelTypes> extends Publisher<C> {
  /**
   * Publishes, and resolves to the first answer of a client that hears it.
   * @throws {ReplyTimeout} nobody answered in time
   * @throws {RemoteError} the client's handler failed
   * @throws what `publish` throws
   */
  request<Name extends RequestName<C>>(
    type: Name,
    data: C["events"][Name],
    ...options: RequestArguments<C, Name>
  ): Promise<AnswerOf<C, Name>>;
}

/** What a handler knows of its message. */
export interface HandlerContext<Identity, C extends ChannelTypes, Channels> {
  readonly identity: Identity;
  readonly params: C["params"];
  /** The message's idempotency key. */
  readonly id: string;
  /** An earlier run of this message died without an answer: it may have had effects. */
  readonly again: boolean;
  readonly headers?: Readonly<Record<string, unknown>>;
  /** Aborts when the handler's time is over, or the server closes. */
  readonly signal: AbortSignal;
  /** Every channel, to publish into. */
  readonly channels: Channels;
}

/** What the server must answer: one function per client-to-server message. */
export type CommandHandlers<C extends ChannelTypes, Identity, Channels> = {
  readonly [Name in CommandName<C>]: (
    data: DataOf<C["commands"][Name]>,
    context: HandlerContext<Identity, C, Channels>,
  ) => ReplyOf<C["commands"][Name]> | Promise<ReplyOf<C["commands"][Name]>>;
};

/**
 * What the server answers in parts: one async generator per message. The
 * next part is asked for when the last one has gone out; where the client
 * cancels or leaves, `signal` aborts and the generator is ended.
 */
export type StreamHandlers<C extends ChannelTypes, Identity, Channels> = {
  readonly [Name in StreamName<C>]: (
    data: DataOf<CommandOf<C, Name>>,
    context: HandlerContext<Identity, C, Channels>,
  ) => AsyncIterable<PartOf<CommandOf<C, Name>>>;
};

/** Gives the state of a channel instance, at least as new as when it is asked. */
export type SnapshotProvider<C extends ChannelTypes, Identity> = (
  params: C["params"],
  context: { readonly identity: Identity },
) => C["snapshot"] | Promise<C["snapshot"]>;

/** A channel instance; of several channels, a union discriminated by `channel`. */
export interface InstanceOf<C extends ChannelTypes> {
  readonly channel: C["name"];
  readonly params: C["params"];
}

/** An instance of a channel of which subscriptions may leave parameters open. */
export interface WildcardOf<C extends ChannelTypes> {
  readonly channel: C["name"];
  /** Without those that are open; see `open`. */
  readonly params: Partial<C["params"]>;
}

// ---- client

/** Where a subscription begins; a string is a cursor. */
export type StartAt =
  "now" | "earliest" | { readonly last: number } | { readonly cursor: string };

export interface EventsOptions {
  readonly signal?: AbortSignal;
  /** Default `now`; counts only for the first listener of a channel instance. */
  readonly start?: StartAt;
}

export interface SendOptions {
  /** The idempotency key, by default a new one. */
  readonly id?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
  /** Over all resends; default 30 s, then ReplyTimeout. */
  readonly timeoutMs?: number;
}

export interface GapEvent<C extends ChannelTypes> {
  readonly reason: GapReason;
  /** The subscription goes on after this cursor. */
  readonly oldest: string;
  /** The state to start from again, where the channel declares a snapshot. */
  readonly snapshot?: C["snapshot"];
}

export type Unsubscribe = () => void;

export interface StreamOptions {
  /** The idempotency key, by default a new one. */
  readonly id?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  /** Cancels: the server's handler is told. So does leaving the loop. */
  readonly signal?: AbortSignal;
}

/** What a client hears of a channel; all there is where parameters are left open. */
export interface ChannelListener<C extends ChannelTypes> {
  /**
   * Calls the handler for each such event, one at a time and in order. The
   * cursor moves on when the handler has finished: a promise that it returns
   * is waited for. Of a message that asks for a reply the result is the
   * reply; of others it is nobody's.
   */
  on<Name extends EventName<C>>(
    type: Name,
    handler: (
      data: C["events"][Name],
      meta: Meta<C> & HeadersOf<C, Name>,
    ) => Name extends RequestName<C>
      ? AnswerOf<C, Name> | Promise<AnswerOf<C, Name>>
      : unknown,
    options?: EventsOptions,
  ): Unsubscribe;
  /** All events in order; asking for the next one finishes the last. */
  events(options?: EventsOptions): AsyncIterableIterator<EventOf<C>>;
  /** Events may have been missed: fetch the state anew. What follows waits for the listener. */
  onGap(listener: (gap: GapEvent<C>) => unknown): Unsubscribe;
  /**
   * The state on joining and after a gap, where the channel declares a
   * snapshot. Listen in the tick of the first `on` or `events`: it is asked
   * for when the connection opens.
   */
  onSnapshot(
    listener: (snapshot: C["snapshot"], cursor: string) => unknown,
  ): Unsubscribe;
  /** A message that this version of the contract does not know. */
  onUnknown(
    listener: (type: string, data: unknown, meta: Meta<C>) => void,
  ): Unsubscribe;
  /** An invalid event, a handler that threw, a refused subscription. */
  onError(listener: (error: unknown, meta?: Meta<C>) => void): Unsubscribe;
}

/** One channel instance, on the client. */
export interface ChannelClient<
  C extends ChannelTypes,
> extends ChannelListener<C> {
  /**
   * Sends until answered.
   * @throws the contract's typed errors, ValidationError, ReplyTimeout
   */
  send<Name extends CommandName<C>>(
    type: Name,
    data: DataOf<C["commands"][Name]>,
    options?: SendOptions,
  ): Promise<ReplyOf<C["commands"][Name]>>;
  /**
   * Sends, and yields the parts of the answer in order, as they are asked
   * for: a consumer that is slow slows the handler.
   * @throws the contract's typed errors, ValidationError, and a RemoteError
   * `interrupted` where the connection broke after the first part
   */
  stream<Name extends StreamName<C>>(
    type: Name,
    data: DataOf<CommandOf<C, Name>>,
    options?: StreamOptions,
  ): AsyncIterableIterator<PartOf<CommandOf<C, Name>>>;
}

export type ClientState =
  "idle" | "connecting" | "open" | "recovering" | "closed";

/** What all generated clients have beside their channels. */
export interface RealtimeClient {
  /**
   * `idle`: nobody listens; `connecting`: not open yet; `recovering`: was
   * open, and will be; `closed`: by `close()`, or by a failure that trying
   * again cannot mend.
   */
  readonly state: ClientState;
  /** Told of every change, and of every failed attempt with its error. */
  onState(listener: (state: ClientState, error?: unknown) => void): Unsubscribe;
  /** Ends subscriptions and pending sends; idempotent. */
  close(): Promise<void>;
}
