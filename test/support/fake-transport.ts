import type {
  Answer,
  Inbound,
  Outcome,
  SubscribeRequest,
  SubscribeResult,
} from "../../templates/runtime/core/protocol.js";
import {
  type ClientOptions,
  tokenOf,
} from "../../templates/runtime/client/client-options.js";
import type {
  Attempt,
  ControlMessage,
  Duplex,
  Hear,
  HearPart,
  Instance,
  Transport,
} from "../../templates/runtime/client/transport.js";

type Tell = {
  [
    Type in ControlMessage["type"] as Type extends `rt.${infer Name}`
      ? Name
      : never
  ]: (data: (ControlMessage & { type: Type })["data"]) => void;
} & { alive(): void; ready: Hear; receive: Hear };

/** What the client asked for, and the token with which. */
type FakeAttempt = Attempt & { readonly token: string | undefined };

/** One connection that the client asked for; the test plays the server. */
export class FakeConnection {
  readonly attempt: FakeAttempt;
  readonly receiver: Tell;
  readonly ended: Promise<void>;
  end!: () => void;
  fail!: (error: unknown) => void;

  constructor(attempt: FakeAttempt, hear: Hear) {
    this.attempt = attempt;
    this.receiver = {
      hello: (data) => hear({ type: "rt.hello", data }),
      heartbeat: (data) => hear({ type: "rt.heartbeat", data }),
      gap: (data) => hear({ type: "rt.gap", data }),
      snapshot: (data) => hear({ type: "rt.snapshot", data }),
      subscribed: (data) => hear({ type: "rt.subscribed", data }),
      unsubscribed: (data) => hear({ type: "rt.unsubscribed", data }),
      close: (data) => hear({ type: "rt.close", data }),
      retry: (data) => hear({ type: "rt.retry", data }),
      receive: hear,
      ready: hear,
      alive: hear,
    };
    this.ended = new Promise((resolve, reject) => {
      this.end = resolve;
      this.fail = reject;
    });
  }

  get aborted(): boolean {
    return this.attempt.signal.aborted;
  }

  /** The starts asked for, by channel. */
  get starts(): Record<string, unknown> {
    return Object.fromEntries(
      this.attempt.subscriptions.map(({ channel, start }) => [channel, start]),
    );
  }

  /** Accepts all subscriptions, or answers as told. */
  hello(
    cursor: string,
    more: { heartbeatMs?: number; refuse?: Record<string, string> } = {},
  ): this {
    const { heartbeatMs = 10_000, refuse = {} } = more;
    this.receiver.hello({
      protocol: 1,
      schema: "hash",
      cursor,
      recovered: false,
      heartbeatMs,
      channels: resultsOf(this.attempt.subscriptions, cursor, refuse),
    });
    return this;
  }

  event(
    cursor: string,
    data: unknown,
    more: {
      type?: string;
      id?: string;
      channel?: string;
      params?: Record<string, string>;
      headers?: Record<string, unknown>;
    } = {},
  ): this {
    const { type = "ticked", id = `id-${cursor}`, channel = "ticks" } = more;
    this.receiver.receive({
      type,
      data,
      meta: {
        id,
        cursor,
        channel,
        params: more.params ?? {},
        time: "2026-01-01T00:00:00.000Z",
        ...(more.headers && { headers: more.headers }),
      },
    });
    return this;
  }
}

function resultsOf(
  subscriptions: readonly SubscribeRequest[],
  cursor: string,
  refuse: Record<string, string>,
): SubscribeResult[] {
  return subscriptions.map(({ channel, params, start }) => {
    const code = refuse[channel];
    if (code)
      return {
        channel,
        params,
        ok: false,
        error: { code, message: code, kind: "realtime" },
      };
    const asked =
      typeof start === "object" && "cursor" in start ? start.cursor : undefined;
    return {
      channel,
      params,
      ok: true,
      cursor: asked ?? cursor,
      recovered: asked !== undefined,
    };
  });
}

export interface FakeSend {
  readonly message: Inbound;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
  /** For the parts of an answer that comes in parts. */
  readonly hear: HearPart | undefined;
  part(data: unknown): Promise<void> | undefined;
  answer(
    outcome:
      Omit<Outcome & { ok: true }, "id"> | Omit<Outcome & { ok: false }, "id">,
  ): void;
  fail(error: unknown): void;
}

/** What was asked for on an open connection. */
export interface FakeChange {
  readonly unsubscribe: readonly Instance[];
  readonly subscribe: readonly SubscribeRequest[];
}

/** Records what the client core asks of a technique. */
export class FakeTransport implements Transport {
  readonly connections: FakeConnection[] = [];
  readonly sends: FakeSend[] = [];
  readonly answers: Answer[] = [];
  readonly changes: FakeChange[] = [];
  readonly duplex?: Duplex;
  /** Whether a duplex is to stay open though nothing is subscribed to. */
  busy = false;
  readonly #options: ClientOptions;

  /** @param maxWaiting makes it a duplex */
  constructor(options: ClientOptions = {}, maxWaiting?: number) {
    this.#options = options;
    if (maxWaiting === undefined) return;
    this.duplex = {
      maxWaiting,
      busy: () => this.busy,
      change: (unsubscribe, subscribe) => {
        this.changes.push({ unsubscribe, subscribe });
      },
    };
  }

  readonly answer = (answer: Answer): void => void this.answers.push(answer);

  async open(attempt: Attempt, hear: Hear): Promise<void> {
    const token = await tokenOf(this.#options.token);
    const connection = new FakeConnection({ ...attempt, token }, hear);
    this.connections.push(connection);
    return connection.ended;
  }

  async send(
    message: Inbound,
    signal: AbortSignal,
    hear?: HearPart,
  ): Promise<Outcome> {
    const token = await tokenOf(this.#options.token);
    return new Promise((resolve, reject) => {
      this.sends.push({
        message,
        token,
        signal,
        hear,
        part: (data) => hear?.({ id: message.id, data }),
        answer: (outcome) => resolve({ id: message.id, ...outcome } as Outcome),
        fail: reject,
      });
    });
  }

  /** Answers the last change of a duplex. */
  subscribed(cursor: string, refuse: Record<string, string> = {}): void {
    const { subscribe } = this.changes.at(-1)!;
    this.last.receiver.subscribed({
      channels: resultsOf(subscribe, cursor, refuse),
    });
  }

  /** The connection made last. */
  get last(): FakeConnection {
    const last = this.connections.at(-1);
    if (!last) throw new Error("no connection was asked for");
    return last;
  }
}
