/** A runtime whose time, sockets and callers the test holds in its hands. */
import type {
  Gap,
  Hello,
  Snapshot,
  SubscribeRequest,
  Unsubscribed,
} from "../../../templates/runtime/core/protocol.js";
import { memoryEngine } from "../../../templates/runtime/engine/memory/memory-engine.js";
import {
  type CreateOptions,
  createRuntime,
  type Runtime,
} from "../../../templates/runtime/server/realtime.js";
import type { ServerClock } from "../../../templates/runtime/server/server-clock.js";
import type {
  Batch,
  CloseReason,
  Connection,
  Principal,
  Sink,
} from "../../../templates/runtime/server/session.js";
import type { ContractSpec } from "../../../templates/runtime/core/spec.js";
import { FakeClock, settle as once } from "../../support/fake-clock.js";
import { contract } from "./contract.js";

export interface Me {
  readonly id: string;
}

export class TestClock extends FakeClock implements ServerClock {
  override chance = 0.5;
  readonly soon = (run: () => void): void => void setImmediate(run);
}

/** Lets promises, flushes and what follows from them run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) await once();
}

/** One thing that a connection was told, in short. */
export type Frame =
  | { readonly hello: Hello }
  | {
      readonly event: string;
      readonly cursor: string;
      readonly data: unknown;
      readonly address: string;
      readonly id: string;
    }
  | { readonly heartbeat: string }
  | { readonly gap: Gap; readonly cursor: string }
  | { readonly snapshot: Snapshot }
  | { readonly unsubscribed: Unsubscribed }
  | { readonly expiring: number }
  | { readonly close: CloseReason; readonly retryAfterMs: number | undefined };

export class TestSink implements Sink {
  readonly frames: Frame[] = [];
  readonly batches: Batch[] = [];
  writable = true;
  waiting = 0;
  written = 0;
  /** Takes so many more batches, then is full. */
  takes = Infinity;

  hello(hello: Hello): void {
    this.frames.push({ hello });
  }
  events(batch: Batch): void {
    this.batches.push(batch);
    for (const { type, offset, data, address, id } of batch.entries) {
      const cursor = `${batch.epoch}.${offset}`;
      this.frames.push({
        event: type,
        cursor,
        data: JSON.parse(data),
        address,
        id,
      });
    }
    if (--this.takes <= 0) this.writable = false;
  }
  heartbeat(cursor: string): void {
    this.frames.push({ heartbeat: cursor });
  }
  gap(gap: Gap, cursor: string): void {
    this.frames.push({ gap, cursor });
  }
  snapshot(snapshot: Snapshot): void {
    this.frames.push({ snapshot });
  }
  unsubscribed(unsubscribed: Unsubscribed): void {
    this.frames.push({ unsubscribed });
  }
  expiring(inMs: number): void {
    this.frames.push({ expiring: inMs });
  }
  close(reason: CloseReason, retryAfterMs?: number): void {
    this.frames.push({ close: reason, retryAfterMs });
  }

  get first(): Hello {
    const [frame] = this.frames;
    if (!frame || !("hello" in frame)) throw new Error("no hello");
    return frame.hello;
  }
  get events_(): Extract<Frame, { event: string }>[] {
    return this.frames.filter((frame) => "event" in frame);
  }
  get gaps(): Gap[] {
    return this.frames.flatMap((frame) => ("gap" in frame ? frame.gap : []));
  }
  /** What was told, by kind. */
  get kinds(): string[] {
    return this.frames.map((frame) => Object.keys(frame)[0]!);
  }
}

export const me: Principal<Me> = {
  identity: { id: "me" },
  credentials: {
    token: "t",
    headers: new Headers(),
    ip: "10.0.0.1",
    origin: undefined,
    transport: "test",
  },
};

export const handlers = {
  orders: {
    "order.cancel": (): unknown => ({ cancelled: true }),
    "order.ping": (): unknown => undefined,
  },
};

export interface Harness {
  readonly runtime: Runtime<Me>;
  readonly clock: TestClock;
  /** Subscribes, by instance name or whole requests. */
  connect(
    requests: readonly (string | Partial<SubscribeRequest>)[],
    sink?: TestSink,
    principal?: Principal<Me>,
  ): Promise<{ sink: TestSink; connection: Connection<Me> }>;
  tick(n: number, channel?: string): Promise<string>;
}

export function harness(
  options: Partial<CreateOptions<Me>> = {},
  of: ContractSpec = contract,
): Harness {
  const clock = (options.clock as TestClock | undefined) ?? new TestClock();
  const runtime = createRuntime<Me>(of, {
    authenticate: ({ token }) =>
      token === "t" ? { identity: { id: "me" } } : null,
    authorize: () => true,
    engine: memoryEngine({ clock, epoch: "e1" }),
    handlers,
    snapshots: { board: () => ({ sum: 0 }) },
    hooks: { onError() {} },
    ...options,
    clock,
  });
  return {
    runtime,
    clock,
    async connect(requests, sink = new TestSink(), principal = me) {
      const result = await runtime.session.connect(
        principal,
        requests.map(request),
        sink,
      );
      if (!result.ok) throw new Error(result.error.code);
      await settle();
      return { sink, connection: result.connection };
    },
    async tick(n, channel = "lobby") {
      const { cursor } = await runtime.publish(channel, {}, "tick", { n });
      return cursor;
    },
  };
}

export function request(
  from: string | Partial<SubscribeRequest>,
): SubscribeRequest {
  return {
    channel: "lobby",
    params: {},
    start: "now",
    ...(typeof from === "string" ? { channel: from } : from),
  };
}
