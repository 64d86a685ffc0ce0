import type {
  Inbound,
  Outcome,
  SubscribeResult,
} from "../../templates/runtime/core/protocol.js";
import type {
  Attempt,
  ControlMessage,
  Hear,
  Transport,
} from "../../templates/runtime/client/transport.js";

type Tell = {
  [
    Type in ControlMessage["type"] as Type extends `rt.${infer Name}`
      ? Name
      : never
  ]: (data: (ControlMessage & { type: Type })["data"]) => void;
} & { alive(): void; ready: Hear; receive: Hear };

/** One connection that the client asked for; the test plays the server. */
export class FakeConnection {
  readonly attempt: Attempt;
  readonly receiver: Tell;
  readonly ended: Promise<void>;
  end!: () => void;
  fail!: (error: unknown) => void;

  constructor(attempt: Attempt, hear: Hear) {
    this.attempt = attempt;
    this.receiver = {
      hello: (data) => hear({ type: "rt.hello", data }),
      heartbeat: (data) => hear({ type: "rt.heartbeat", data }),
      gap: (data) => hear({ type: "rt.gap", data }),
      snapshot: (data) => hear({ type: "rt.snapshot", data }),
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
      channels: this.attempt.subscriptions.map(
        ({ channel, params, start }): SubscribeResult => {
          const code = refuse[channel];
          if (code)
            return {
              channel,
              params,
              ok: false,
              error: { code, message: code, kind: "realtime" },
            };
          const asked =
            typeof start === "object" && "cursor" in start
              ? start.cursor
              : undefined;
          return {
            channel,
            params,
            ok: true,
            cursor: asked ?? cursor,
            recovered: asked !== undefined,
          };
        },
      ),
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

export interface FakeSend {
  readonly message: Inbound;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
  answer(
    outcome:
      Omit<Outcome & { ok: true }, "id"> | Omit<Outcome & { ok: false }, "id">,
  ): void;
  fail(error: unknown): void;
}

/** Records what the client core asks of a technique. */
export class FakeTransport implements Transport {
  readonly connections: FakeConnection[] = [];
  readonly sends: FakeSend[] = [];
  closed = 0;

  open(attempt: Attempt, hear: Hear): Promise<void> {
    const connection = new FakeConnection(attempt, hear);
    this.connections.push(connection);
    return connection.ended;
  }

  send(
    message: Inbound,
    token: string | undefined,
    signal: AbortSignal,
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.sends.push({
        message,
        token,
        signal,
        answer: (outcome) => resolve({ id: message.id, ...outcome } as Outcome),
        fail: reject,
      });
    });
  }

  close(): void {
    this.closed++;
  }

  /** The connection made last. */
  get last(): FakeConnection {
    const last = this.connections.at(-1);
    if (!last) throw new Error("no connection was asked for");
    return last;
  }
}
